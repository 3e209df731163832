"""Many changes at once: the rows of a CSV, what chance leaves of each, and of all of them together.

A row whose label says total, totals, year or all is a total: it is checked against the rows of its measure and
stays out of the family of comparisons, since it is not one more of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from frankpledge.analysis.change import Alternative, Change, change
from frankpledge.analysis.exposure import days_exposure
from frankpledge.analysis.families import benjamini_hochberg, holm
from frankpledge.analysis.inputs import NOT_KNOWN, Line, amount, quoted, read_table, whole_number
from frankpledge.analysis.limits import Method
from frankpledge.analysis.sentences import Wording, change_sentence, per_day_sentence
from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import Message
from frankpledge.kernel.problems import Problem, Unusable

COUNTS = ("old", "new")
PAIRS = (("exposure_old", "exposure_new"), ("period_old", "period_new"))
KNOWN = frozenset(
    {*COUNTS, *(name for pair in PAIRS for name in pair), "measure", "label", "period", "family"}
)
TOTALS = frozenset({"total", "totals", "year", "all"})


@dataclass(frozen=True)
class Row:
    """One row as given. A count of None is missing; `family` of None takes no part in an adjustment.

    `other` holds the columns that mean nothing here and are handed back as they came.
    """

    row: int
    measure: str
    label: str
    old: int | None
    new: int | None
    exposure: tuple[Fraction, Fraction] | None = None
    periods: tuple[Period, Period] | None = None
    family: str | None = ""
    other: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_total(self) -> bool:
        return self.label.strip().lower() in TOTALS

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name, count in (("old", self.old), ("new", self.new)) if count is None)

    @property
    def wording(self) -> Wording:
        old, new = (
            (str(period) for period in self.periods) if self.periods else ("the old period", "the new period")
        )
        per = "per day" if self.exposure is None else "in proportion to exposure"
        return Wording(self._subject(old), old, new, per)

    def _subject(self, old: str) -> str:
        """The measure, with the label unless that says no more than the period does."""
        if not self.label or self.is_total or old.startswith(self.label):
            return self.measure or "Events"
        return f"{self.measure} ({self.label})" if self.measure else self.label

    @property
    def days(self) -> tuple[int, int] | None:
        return None if self.periods is None else days_exposure(*self.periods)


@dataclass(frozen=True)
class Compared:
    """A row with its change (None when a count is missing) and its p values adjusted within its family."""

    row: Row
    change: Change | None
    p_holm: float | None
    p_bh: float | None

    @property
    def sentences(self) -> tuple[Message, ...]:
        if self.change is None:
            return ()
        first = change_sentence(self.change, self.row.wording)
        days = self.row.days
        daily = (
            None
            if days is None or self.row.exposure
            else per_day_sentence(self.change, self.row.wording, days=days)
        )
        return (first,) if daily is None else (first, daily)


def read_rows(path: Path) -> tuple[Row, ...]:
    """The rows of a CSV of changes. Raises Unusable with every problem of the file, each with row and column."""
    heading, lines = read_table(path)
    problems = list(_heading_problems(path, heading))
    if not lines:
        problems.append(
            Problem("empty", "The file has a heading and no rows.", "Give at least one row.", path.name)
        )
    if problems:
        raise Unusable(*problems)
    rows = [_row(line, path.name, problems) for line in lines]
    if problems:
        raise Unusable(*problems)
    return tuple(rows)


def _heading_problems(path: Path, heading: Sequence[str]) -> list[Problem]:
    needed = [name for name in COUNTS if name not in heading]
    needed += [name for pair in PAIRS for name in pair if name not in heading and set(pair) & set(heading)]
    problems = [
        Problem("column", f"There is no column ‘{name}’.", "Add it, or see the schema of this command.", path.name, 1, name)
        for name in needed
    ]  # fmt: skip
    # A misspelt exposure read as a mere label would change every result without a word.
    odd = [name for name in heading if name.startswith(("exposure", "period_")) and name not in KNOWN]
    problems += [
        Problem("column", f"‘{name}’ is not a column of this command.", f"Known are {', '.join(sorted(KNOWN))}.", path.name, 1, name)
        for name in odd
    ]  # fmt: skip
    return problems


def _row(line: Line, file: str, problems: list[Problem]) -> Row:
    cell = _Cells(line, file, problems)
    old, new = (cell.count(name) for name in COUNTS)
    total = cell.text("label").lower() in TOTALS or cell.text("period").lower() in TOTALS
    family = None if total else ""
    if "family" in line.cells:
        family = cell.text("family") or None
    return Row(
        line.row, cell.text("measure"), cell.text("label") or cell.text("period"), old, new,
        cell.exposure(), cell.periods(), family, {name: text for name, text in line.cells.items() if name not in KNOWN},
    )  # fmt: skip


@dataclass(frozen=True)
class _Cells:
    """The cells of one line, with the problems that reading them adds."""

    line: Line
    file: str
    problems: list[Problem]

    def text(self, name: str) -> str:
        return self.line.cells.get(name, "").strip()

    def note(self, name: str, reason: str, remedy: str) -> None:
        self.problems.append(
            Problem("value", reason, remedy, self.file, self.line.row, name, self.text(name))
        )

    def count(self, name: str) -> int | None:
        if self.text(name).lower() in NOT_KNOWN:
            return None
        try:
            return whole_number(self.text(name))
        except ValueError as error:
            self.note(
                name, str(error), "Give a whole number, or leave the cell empty where there is no figure."
            )
            return None

    def exposure(self) -> tuple[Fraction, Fraction] | None:
        given = [name for name in PAIRS[0] if self.text(name)]
        if not given:
            return None
        values = []
        for name in PAIRS[0]:
            try:
                values.append(amount(self.text(name)))
            except ValueError as error:
                self.note(name, str(error), "Give both exposures in one unit, such as days or residents.")
        return (values[0], values[1]) if len(values) == 2 else None

    def periods(self) -> tuple[Period, Period] | None:
        given = [name for name in PAIRS[1] if self.text(name)]
        if not given:
            return None
        values = []
        for name in PAIRS[1]:
            try:
                values.append(Period.parse(self.text(name)))
            except ValueError:
                reason = f"{quoted(self.text(name))} is not a period."
                self.note(name, reason, "Give both periods, such as 2019 and 2020, or 2019-Q3 and 2020-Q3.")
        return (values[0], values[1]) if len(values) == 2 else None


def compare_rows(
    rows: Sequence[Row], *, method: Method, confidence: float, alternative: Alternative
) -> tuple[Compared, ...]:
    """The change of each row, in order, with p values adjusted within each family."""
    found = [_change(row, method, confidence, alternative) for row in rows]
    p_holm: dict[int, float] = {}
    p_bh: dict[int, float] = {}
    for family in {row.family for row in rows if row.family is not None}:
        places = [place for place, row in enumerate(rows) if row.family == family]
        p_values = [(place, p) for place in places if (p := _p(found[place])) is not None]
        p_holm.update(zip((place for place, _ in p_values), holm([p for _, p in p_values]), strict=True))
        p_bh.update(
            zip((place for place, _ in p_values), benjamini_hochberg([p for _, p in p_values]), strict=True)
        )
    return tuple(
        Compared(row, found[place], p_holm.get(place), p_bh.get(place)) for place, row in enumerate(rows)
    )


def _p(found: Change | None) -> float | None:
    return None if found is None else found.p


def _change(row: Row, method: Method, confidence: float, alternative: Alternative) -> Change | None:
    if row.old is None or row.new is None:
        return None
    exposure = row.exposure or (Fraction(1), Fraction(1))
    return change(
        row.old, row.new, exposure=exposure, method=method, confidence=confidence, alternative=alternative
    )  # fmt: skip


@dataclass(frozen=True)
class Disagreement:
    """A total that its rows do not add up to; `computed` is their sum."""

    row: Row
    column: str
    stated: int
    computed: int


def total_disagreements(rows: Sequence[Row]) -> tuple[Disagreement, ...]:
    """Totals that differ from the sum of their measure's other rows; none is claimed where a row is missing."""
    return tuple(
        found for row in rows if row.is_total for found in _disagreements(row, parts_of(rows, row.measure))
    )


def parts_of(rows: Sequence[Row], measure: str) -> tuple[Row, ...]:
    """The rows of a measure that are not totals."""
    return tuple(row for row in rows if row.measure == measure and not row.is_total)


def _disagreements(total: Row, parts: Sequence[Row]) -> list[Disagreement]:
    found = []
    for column in COUNTS:
        stated: int | None = getattr(total, column)
        counts = [getattr(part, column) for part in parts]
        if stated is not None and counts and None not in counts and sum(counts) != stated:
            found.append(Disagreement(total, column, stated, sum(counts)))
    return found
