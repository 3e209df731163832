"""Sets of severity weights as they are published or kept: a weight for each offence code, perhaps with a range of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from frankpledge.analysis.offence_codes import Weight, WeightSet, plain
from frankpledge.evidence.readers.meanings import Meanings, TableRow, table_rows
from frankpledge.evidence.readers.offences import CODE_HEADING, CORRECT
from frankpledge.evidence.rules.values import read_value
from frankpledge.kernel.problems import Problem

WEIGHT_HEADING = r"(ons )?(severity |harm |offence |css |chi )?(weight|score|value)s?( days)?|(prison |sentence )?days( of (prison|sentence))?"
MEANINGS: Meanings = {
    "code": ("code original", "ons counts code", CODE_HEADING, "code", "class"),
    "alike": ("code severity", "ons severity code", "severity codes?", "also codes?", "alike"),
    "weight": ("weight", "ons severity weight", WEIGHT_HEADING),
    "low": ("(weight )?(low|lower|lowest|least|min|minimum)( weight)?",),
    "high": ("(weight )?(high|higher|highest|most|max|maximum|upper)( weight)?",),
    "group": (
        "category counts",
        "ons counts category",
        "offence group",
        "group",
        "category",
        "category severity",
    ),
    "offence": ("description", "ons counts description", "offence description", "offence", "name"),
    "left_out": ("left out", "leave out", "excluded?", "not counted", "found by police( activity)?"),
    "dated": ("dated?", "version", "edition", "as (of|at)"),
    "source": ("source", "publisher", "reference"),
    "set": ("set", "index", "title"),
}
YES = frozenset({"yes", "y", "true", "1", "x"})
NO = frozenset({"no", "n", "false", "0", ""})
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,30})?")


@dataclass(frozen=True)
class WeightTable:
    """The set that a file holds, and what was wrong with rows of it."""

    found: WeightSet
    problems: tuple[Problem, ...] = ()


def weight_table(path: Path, name: str, *, title: str = "", dated: str = "", source: str = "") -> WeightTable:
    """Read a set of weights. What is said of it here goes before what its columns say. Raises Unusable without a heading."""
    wanted = (("code", "group", "offence"), ("weight", "low", "high"))
    _, rows = table_rows(path, name, MEANINGS, any_of=wanted, what="severity weights")
    weights: list[Weight] = []
    problems: list[Problem] = []
    seen: dict[tuple[object, ...], int] = {}
    for one in rows:
        try:
            made = _weight(one)
            _once(made, seen)
        except _WrongError as wrong:
            column = one.heading(wrong.column)
            problems.append(
                Problem("weight", wrong.reason, CORRECT, name, one.line, column, one.cell(wrong.column))
            )
            continue
        weights.append(made)
    said = {key: _alike(rows, key) for key in ("set", "dated", "source")}
    found = WeightSet(
        title or said["set"] or Path(name).stem,
        tuple(weights),
        dated or said["dated"],
        source or said["source"],
    )
    return WeightTable(found, tuple(problems))


class _WrongError(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def _weight(one: TableRow) -> Weight:
    code, offence, group = (one.cell(name) for name in ("code", "offence", "group"))
    if not (code or offence or group):
        raise _WrongError("code", "The row does not say which offence it is of.")
    low, value, high = (_number(one, name) for name in ("low", "weight", "high"))
    left_out = _left_out(one)
    ends = [end for end in (low, value, high) if end is not None]
    if ends != sorted(ends):
        raise _WrongError("weight", "The weight does not lie between its lowest and its highest.")
    codes = (code,) if code else ()
    alike = tuple(filter(None, (one.cell("alike"),)))
    # A row without a code is of its whole group, unless it names an offence.
    return Weight(codes, value, low, high, offence, group, alike, left_out, one.line)


def _number(one: TableRow, name: str) -> Fraction | None:
    text = one.cell(name)
    if _NUMBER.fullmatch(text):
        return Fraction(text)
    try:
        read = read_value(text)
    except ValueError as error:
        raise _WrongError(name, str(error)) from error
    return None if read.number is None else Fraction(read.number)


def _left_out(one: TableRow) -> bool:
    text = one.cell("left_out").lower()
    if text not in YES | NO:
        raise _WrongError("left_out", f"‘{one.cell('left_out')}’ is neither yes nor no.")
    return text in YES


def _once(made: Weight, seen: dict[tuple[object, ...], int]) -> None:
    """The same offence twice with the same weight is harmless; with another nobody can know which is meant."""
    key = (made.codes, plain(made.offence), plain(made.group) if not made.codes else "")
    mark = hash((made.value, made.low, made.high, made.left_out))
    if seen.setdefault(key, mark) != mark:
        raise _WrongError(
            "weight", "This offence has another weight in a row above, and nobody can know which is meant."
        )


def _alike(rows: Iterable[TableRow], key: str) -> str:
    """What all rows that say it say alike; else nothing."""
    said = {one.cell(key) for one in rows if one.cell(key)}
    return said.pop() if len(said) == 1 else ""


def set_of(
    rows: Iterable[Mapping[str, object]], *, title: str, dated: str, source: str, known_as: str
) -> WeightSet:
    """A set from rows as they are stored; `known_as` is by what it is asked for."""
    return WeightSet(title, tuple(_of_stored(row) for row in rows), dated, source, known_as)


def _of_stored(row: Mapping[str, object]) -> Weight:
    low, value, high = (_exact(row.get(name)) for name in ("low", "weight", "high"))
    code, alike = str(row.get("offence_code") or ""), str(row.get("severity_codes") or "")
    return Weight(
        (code,) if code else (), value, low, high, str(row.get("offence") or ""), str(row.get("category") or ""),
        (alike,) if alike else (), bool(row.get("left_out")), int(str(row.get("line") or 0)),
    )  # fmt: skip


def _exact(value: object) -> Fraction | None:
    """The decimal that was written, not its binary neighbour."""
    return None if value is None else Fraction(str(value))
