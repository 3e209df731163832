"""Between the tables of a file and the questions of a form: rows added, changed, moved out; answers written as values. Pure."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from frankpledge.governance.terms.parts import BY_TABLE, THRESHOLD, Ask, Part
from frankpledge.kernel.dates import PartialDate

Values = dict[str, object]
Table = dict[str, object]
JOINS = {
    "all_of": "All of these must hold",
    "any_of": "Any one of these is enough",
    "none": "The terms say that no quorum is needed",
    "silent": "The terms do not say",
}
"""How the tests of a quorum go together; a single test is one of `all_of`."""


class NotAnswered(ValueError):  # noqa: N818
    """An answer that cannot be written as a value; the message is a sentence for the person who typed it."""


@dataclass(frozen=True)
class QuorumTests:
    """A quorum as forms know it: how its tests go together, the tests, and the clause of them all."""

    join: str
    tests: tuple[Table, ...]
    clause: str = ""

    @property
    def is_deep(self) -> bool:
        """Whether a test holds further tests, which only the file can show."""
        return any("all_of" in one or "any_of" in one for one in self.tests)


def quorum_of(values: Mapping[str, object]) -> QuorumTests:
    """The quorum in a file's values."""
    found = values.get("quorum")
    if not isinstance(found, dict):
        return QuorumTests("silent", ())
    clause = str(found.get("clause", ""))
    for join in ("all_of", "any_of"):
        if isinstance(found.get(join), list):
            return QuorumTests(join, tuple(one for one in found[join] if isinstance(one, dict)), clause)
    if found.get("none") is True:
        return QuorumTests("none", (), clause)
    return QuorumTests("all_of", (dict(found),))


def with_quorum(values: Values, quorum: QuorumTests) -> Values:
    """The values with another quorum: none said, none needed, one test, or several."""
    made = copy.deepcopy(values)
    kept: Table = {"clause": quorum.clause} if quorum.clause else {}
    if quorum.join == "none":
        made["quorum"] = {"none": True, **kept}
    elif not quorum.tests:
        made.pop("quorum", None)
    elif len(quorum.tests) == 1 and not kept:
        made["quorum"] = dict(quorum.tests[0])
    else:
        join = "any_of" if quorum.join == "any_of" else "all_of"
        made["quorum"] = {**kept, join: [dict(one) for one in quorum.tests]}
    return made


def rows_of(values: Mapping[str, object], part: Part) -> tuple[Table, ...]:
    """The rows of a part: tables of an array, the tests of a quorum, or the one table there is."""
    if part.table == "quorum":
        return quorum_of(values).tests
    found = values.get(part.table)
    rows = found if isinstance(found, list) else [found] if isinstance(found, dict) else []
    return tuple(one for one in rows if isinstance(one, dict))


def with_rows(values: Values, part: Part, rows: tuple[Table, ...]) -> Values:
    """The values with other rows of a part; none takes the part out."""
    if part.table == "quorum":
        known = quorum_of(values)
        return with_quorum(values, QuorumTests(known.join, rows, known.clause))
    made = copy.deepcopy(values)
    if not rows:
        made.pop(part.table, None)
    else:
        made[part.table] = [dict(one) for one in rows] if part.many else dict(rows[0])
    return made


def with_row(values: Values, part: Part, number: int, row: Table) -> Values:
    """The values with a row changed (counted from 1), or added for 0. Raises IndexError for a row that is not there."""
    rows = rows_of(values, part)
    if not number:
        return with_rows(values, part, (*rows, row))
    if number > len(rows):
        raise IndexError(number)
    return with_rows(values, part, (*rows[: number - 1], row, *rows[number:]))


def without_row(values: Values, part: Part, number: int) -> Values:
    """The values without a row. Raises IndexError."""
    rows = rows_of(values, part)
    if not 0 < number <= len(rows):
        raise IndexError(number)
    return with_rows(values, part, (*rows[: number - 1], *rows[number:]))


def name_of(part: Part, row: Mapping[str, object]) -> str:
    """What a row is called in lists and links."""
    for key in ("name", "title", "heading", "scope", "route", "includes", "slug", "kind", "phase", "event"):
        if row.get(key):
            return str(row[key]).replace("_", " ")
    return {"decision": "Ordinary business", "notice": "Every meeting"}.get(part.table, part.one.capitalize())


def fingerprint(part: Part, row: Mapping[str, object]) -> str:
    """What a row was when its page was opened: its name and everything in it; empty for one that is new."""
    return f"{name_of(part, row)}:{sorted((key, str(value)) for key, value in row.items())}" if row else ""


# Answers ----------------------------------------------------------------------------------------------------------


def answers_of(part: Part, row: Mapping[str, object]) -> dict[str, object]:
    """A row as the answers of its form."""
    found = {ask.key: _shown(ask, row.get(ask.key)) for ask in part.asks}
    if "amount" in found:
        given = next((key for key in THRESHOLD if key in row), "")
        found["threshold"], found["amount"] = given, str(row.get(given, ""))
    if part.table == "quorum" and row:
        found["test"] = next((key for key in ("includes", "not_fewer_than") if key in row), "count")
    if "powers_said" in found:
        powers = row.get("powers")
        found["powers_said"] = "" if powers is None else "yes" if powers else "nothing"
    return found


def _shown(ask: Ask, value: object) -> object:
    if ask.kind == "several":
        return list(value) if isinstance(value, list) else []
    if ask.kind in {"yes-no", "yes-only"}:
        silent = "silent" if ask.kind == "yes-no" else "no"
        return "yes" if value is True else "no" if value is False else silent
    if value is None:
        return ""
    if isinstance(value, list):
        return _lines(ask, value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _lines(ask: Ask, value: list[object]) -> str:
    if ask.kind == "months":
        return ", ".join(map(str, value))
    if ask.kind == "windows":
        return "\n".join(" to ".join(map(str, pair)) for pair in value if isinstance(pair, list))
    return "\n".join(map(str, value))


def row_of(part: Part, answers: Mapping[str, object], before: Mapping[str, object]) -> Table:
    """The row that answers make; keys that the form does not ask are kept. Raises NotAnswered, naming the key first."""
    asked = {ask.key for ask in part.asks}
    hidden = {*THRESHOLD} if "amount" in asked else set()
    made: Table = {key: value for key, value in before.items() if key not in asked | hidden}
    said = {
        ask.key: _as_it_was(_written(ask, answers.get(ask.key)), before.get(ask.key)) for ask in part.asks
    }
    order = [key for key in before if key in said] + [ask.key for ask in part.asks if ask.key not in before]
    written = {key: said[key] for key in order if said[key] is not None}
    return _settled(part, made, written)


def _as_it_was(value: object, before: object) -> object:
    """A list of one that stood as a plain text stays one."""
    return before if isinstance(before, str) and value == [before] else value


def _settled(part: Part, made: Table, said: Table) -> Table:
    """The answers as keys of the file: a threshold is one key, a kind of test rules out the keys of the others."""
    threshold, amount = said.pop("threshold", None), said.pop("amount", None)
    if amount is not None:
        said[str(threshold or "at_least")] = amount
    if part.table == "quorum":
        said = _of_test(str(said.pop("test", "count")), said)
    if part.table == "subgroup":
        powers = said.pop("powers_said", "")
        if powers == "nothing":
            said["powers"] = []
        elif not powers and not said.get("powers"):
            said.pop("powers", None)
    return {**made, **said}


TEST_KEYS = {
    "includes": {"includes", "deputy_ok", "clause"},
    "not_fewer_than": {"class", "not_fewer_than", "count", "clause"},
    "count": {*THRESHOLD, "rounding", "minimum", "count", "of", "class", "clause"},
}


def _of_test(kind: str, said: Table) -> Table:
    return {key: value for key, value in said.items() if key in TEST_KEYS.get(kind, TEST_KEYS["count"])}


def _written(ask: Ask, answer: object) -> object:
    """An answer as a value of the file; None leaves the key out, which is how a file is silent."""
    if ask.kind == "several":
        return list(answer) if isinstance(answer, list | tuple) and answer else None
    typed = str(answer or "").strip()
    if not typed or (ask.kind == "yes-no" and typed == "silent"):
        return None
    try:
        return WRITERS.get(ask.kind, _as_typed)(typed)
    except ValueError as error:
        raise NotAnswered(ask.key, str(error)) from error


def _as_typed(typed: str) -> object:
    return typed.replace("\r\n", "\n")


def _number(typed: str) -> object:
    if not typed.lstrip("-").isdecimal() or len(typed) > 9:
        raise ValueError("Write a whole number")
    return int(typed)


def _amount(typed: str) -> object:
    return int(typed) if typed.lstrip("-").isdecimal() and len(typed) < 10 else typed.replace(" ", "")


def _day(typed: str) -> object:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise ValueError("Write the day in full, such as 2024-04-01") from error


def _date(typed: str) -> object:
    try:
        return PartialDate.parse(typed).iso()
    except ValueError as error:
        raise ValueError("Write the date as far as it is known: 2024-03-14, 2024-03 or 2024") from error


def _yes_no(typed: str) -> object:
    return typed == "yes"


def _yes_only(typed: str) -> object:
    return True if typed == "yes" else None


def _list(typed: str) -> object:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _months(typed: str) -> object:
    numbers = typed.replace(",", " ").split()
    if not all(one.isdecimal() and len(one) < 3 for one in numbers):
        raise ValueError("Write numbers from 1 to 12 with commas between")
    return [int(one) for one in numbers]


def _windows(typed: str) -> object:
    pairs = [[part.strip() for part in line.split(" to ")] for line in typed.splitlines() if line.strip()]
    if not all(len(pair) == 2 for pair in pairs):
        raise ValueError("Write each stretch on its own line, such as 04-01 to 05-31")
    return pairs


WRITERS = {
    "number": _number, "amount": _amount, "day": _day, "date": _date, "yes-no": _yes_no, "yes-only": _yes_only,
    "lines": _list, "months": _months, "windows": _windows,
}  # fmt: skip


def options_of(ask: Ask, values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """What may be chosen among the rows of the file that a question names."""
    found = []
    for table in ask.of:
        part = BY_TABLE.get(table)
        for row in rows_of(values, part) if part else ():
            slug = str(row.get("slug") or row.get("scope") or "")
            if slug:
                found.append((slug, f"{name_of(part, row)} ({slug})" if part else slug))
    return tuple(dict(found).items())
