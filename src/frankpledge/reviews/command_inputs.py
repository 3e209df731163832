"""What the `review` commands are given, read into the types of the rules; every mistake is a problem with its place."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NoReturn

from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.reviews.rules.criteria import Circumstances, Person, Said
from frankpledge.reviews.rules.shares import CostLine, Share, ShareKind
from frankpledge.reviews.rules.timetable import DECISIONS, KINDS, QA_OUTCOMES, Happening

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
ANSWERS = ("relative", "intimate", "household", "harm", "domestic_abuse", "own_hand", "gives_concern", "unexplained",
           "abuse_before")  # fmt: skip


_SAID = (
    (r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", "{0} ‘{1}’ is not known; there are {2}"),
    (r"the following arguments are required: (.*)", "something is left out: {0}"),
    (r"unrecognized arguments: (.*)", "there is no such argument: {0}"),
    (r"argument (\S+): expected one argument", "{0} has nothing after it"),
)
"""What the library says of arguments, and how people say it."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
_POUNDS = re.compile(r"[-−]?\s*£?\s*[-−]?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?")


def slug_of(typed: str) -> str:
    """The name of a law as people type it: `DHR_S9` is `dhr-s9`."""
    return typed.strip().casefold().replace("_", "-").replace(" ", "-")


class ReviewParser(argparse.ArgumentParser):
    """Arguments of one `review` command; what is wrong with them is raised, not printed."""

    def __init__(self, name: str, about: str | None) -> None:
        super().__init__(prog=f"frankpledge review {name}", description=about, allow_abbrev=False)
        self.name = name
        self.add_argument("--json", action="store_true", help="print the answer as JSON")

    def error(self, message: str) -> NoReturn:
        said = " ".join(message.split())
        for pattern, words in _SAID:
            if found := re.fullmatch(pattern, said):
                said = words.format(*(part.replace("'", "") for part in found.groups()))
        reason = f"{said[:1].upper()}{said[1:]}."
        raise Unusable(Problem("arguments", reason, f"See ./frankpledge schema review {self.name}."))


@dataclass
class Reading:
    """One file as it is read: it gathers every problem, and raises them together."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, reason: str, remedy: str, value: object = "", row: int | None = None) -> None:
        self.problems.append(Problem("value", reason, remedy, self.file, row, where, str(value)[:120]))

    def check(self) -> None:
        if self.problems:
            raise Unusable(*self.problems)

    def day(self, value: object, where: str, row: int | None = None) -> PartialDate | None:
        """A date as far as it is known; nothing, or null, is a date nobody knows."""
        if value is None or value == "":
            return None
        try:
            found = PartialDate.parse(str(value))
        except ValueError as error:
            remedy = "Give a day that exists, or null."
            self.wrong(where, f"{str(error)[:1].upper()}{str(error)[1:]}.", remedy, value, row)
            return None
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            return found
        reason = f"The year {found.year} cannot be meant."
        self.wrong(where, reason, f"Give a year from {FIRST_YEAR} to {LAST_YEAR}.", value, row)
        return None

    def words(self, value: object, where: str, row: int | None = None) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(where, "It is not text.", "Write it between quotation marks.", value, row)
            return ""
        return value.strip()

    def choice(self, value: object, allowed: Sequence[str], where: str, row: int | None = None) -> str:
        found = self.words(value, where, row)
        if found and found not in allowed:
            self.wrong(
                where,
                f"‘{found}’ is not one of the words there are.",
                f"Use one of: {', '.join(allowed)}.",
                found,
                row,
            )
            return ""
        return found

    def keys(self, table: Mapping[str, object], allowed: Sequence[str], row: int | None = None) -> None:
        for key in sorted(set(map(str, table)) - set(allowed)):
            self.wrong(key, "There is no such key.", f"Use one of: {', '.join(allowed)}.", "", row)

    def pounds(
        self, value: object, where: str, row: int | None = None, *, is_credit: bool = False
    ) -> Decimal | None:
        """Pounds as text or a number, read by its digits as they are written; below nought only a credit note is."""
        if value is None or value == "":
            return None
        found = None if isinstance(value, str) and not _POUNDS.fullmatch(value.strip()) else _decimal(value)
        if (
            found is None
            or not (-(10**9) if is_credit else 0) <= found <= 10**9
            or found != found.quantize(Decimal("0.01"))
        ):
            self.wrong(
                where,
                f"‘{value}’ is not a sum of pounds and pennies.",
                'Write it like "6000.00".',
                value,
                row,
            )
            return None
        return found


def _decimal(value: object) -> Decimal | None:
    """The number as it is written; a binary fraction by its digits."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = Decimal(re.sub(r"[,£%\s]", "", str(value)).replace("−", "-"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of ordinary size. Raises `Unusable`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unusable(Problem("too-large", "The file is too large.", "Give one below 5 MB.", path.name))
        return path.read_bytes()
    except OSError as error:
        reason = (
            "There is no such file." if isinstance(error, FileNotFoundError) else "The file cannot be read."
        )
        raise Unusable(Problem("no-file", reason, "Check the name and the folder.", path.name)) from error


def read_json(path: Path) -> object:
    """The value in a JSON file. Raises `Unusable`."""
    try:
        return json.loads(read_bytes(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Unusable(
            Problem("not-json", f"The file is not JSON: {error}.", "Mend it.", path.name)
        ) from error


# --- timetable -----------------------------------------------------------------------------------------------

EVENT_KEYS = ("kind", "on", "agreed_on", "clock", "outcome", "until", "note")


def read_events(path: Path) -> tuple[Happening, ...]:
    """The events of a case: a list, or an object with `events`."""
    value, reading = read_json(path), Reading(path.name)
    if isinstance(value, dict) and isinstance(value.get("events"), list):
        value = value["events"]
    if not isinstance(value, list):
        reading.wrong(
            "", "The file holds no list of events.", 'Write [{"kind": "received", "on": "2026-03-10"}].'
        )
        raise Unusable(*reading.problems)
    found = [_event(reading, row, place) for place, row in enumerate(value, start=1)]
    reading.check()
    return tuple(one for one in found if one)


def _event(reading: Reading, row: object, place: int) -> Happening | None:
    if not isinstance(row, dict):
        reading.wrong("", "The event is not an object.", 'Write {"kind": …, "on": …}.', row, place)
        return None
    reading.keys(row, EVENT_KEYS, place)
    kind = reading.choice(row.get("kind"), tuple(KINDS), "kind", place)
    if not row.get("kind"):
        reading.wrong(
            "kind", "The event does not say what happened.", f"Use one of: {', '.join(KINDS)}.", "", place
        )
    outcomes = {"decided": DECISIONS, "qa": QA_OUTCOMES}.get(kind, ())
    return Happening(
        kind,
        reading.day(row.get("on"), "on", place),
        reading.day(row.get("agreed_on"), "agreed_on", place),
        reading.words(row.get("clock"), "clock", place),
        reading.choice(row.get("outcome"), outcomes, "outcome", place),
        reading.day(row.get("until"), "until", place),
        place,
    )


# --- criteria ------------------------------------------------------------------------------------------------

CASE_KEYS = ("nation", "died", "has_died", "person", "other", "answers", "evidence", "regime", "on", "chair")
CHAIR_KEYS = ("can_decide", "because")
PERSON_KEYS = ("born", "age", "is_sixteen", "because")


@dataclass(frozen=True)
class CriteriaAsked:
    """A death as the questionnaire has it, the nation, and the regimes that are asked about (none: all)."""

    known: Circumstances
    nation: str
    regime: str
    chair_can: Said = Said.NOT_KNOWN
    """Whether the chair can decide: no where they are party to the case, or away."""
    chair_because: str = ""


def read_criteria(path: Path, regimes: Sequence[str]) -> CriteriaAsked:
    """The answers of a questionnaire. Raises `Unusable` with everything that is wrong."""
    value, reading = read_json(path), Reading(path.name)
    if not isinstance(value, dict):
        reading.wrong(
            "", "The file holds no JSON object.", 'Write {"died": …, "person": {…}, "answers": {…}}.'
        )
        raise Unusable(*reading.problems)
    reading.keys(value, CASE_KEYS)
    answers = _table(reading, value.get("answers"), "answers")
    reading.keys(answers, ANSWERS)
    evidence = {
        key: reading.words(text, f"evidence.{key}")
        for key, text in _table(reading, value.get("evidence"), "evidence").items()
    }
    died = reading.day(value.get("died"), "died")
    has_died = _said(reading, value.get("has_died"), "has_died")
    said = {name: _said(reading, answers.get(name), f"answers.{name}") for name in ANSWERS}
    known = Circumstances(
        died, _person(reading, value.get("person"), "person"), _person(reading, value.get("other"), "other"),
        Said.YES if died and has_died is Said.NOT_KNOWN else has_died, **said, evidence=evidence,
    )  # fmt: skip
    asked = CriteriaAsked(
        known,
        {"wales": "W", "W": "W"}.get(
            reading.choice(value.get("nation"), ("england", "wales", "E", "W"), "nation"), "E"
        ),
        reading.choice(value.get("regime"), regimes, "regime"),
        *_chair(reading, value.get("chair")),
    )
    _possible(reading, known, has_died)
    reading.check()
    return asked


def _chair(reading: Reading, value: object) -> tuple[Said, str]:
    table = _table(reading, value, "chair")
    reading.keys(table, CHAIR_KEYS)
    can = _said(reading, table.get("can_decide"), "chair.can_decide")
    return can, reading.words(table.get("because"), "chair.because")


def _possible(reading: Reading, known: Circumstances, has_died: Said) -> None:
    """Days that contradict each other are not weighed."""
    if known.died and has_died is Said.NO:
        reading.wrong(
            "has_died", "Nobody died, and yet there is a day of death.", "Mend one of the two.", "no"
        )
    for name, who in (("person", known.person), ("other", known.other)):
        if known.died and who.born and known.died.latest < who.born.earliest:
            reason = f"They would be born on {who.born}, after the death on {known.died}."
            reading.wrong(f"{name}.born", reason, "Mend one of the two days.", who.born.iso())


def _table(reading: Reading, value: object, where: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        reading.wrong(where, "It is not an object.", "Write {…}.", value)
        return {}
    return value


def _said(reading: Reading, value: object, where: str) -> Said:
    if isinstance(value, bool):
        return Said.YES if value else Said.NO
    found = reading.choice(value, tuple(str(one) for one in Said), where)
    return Said(found) if found else Said.NOT_KNOWN


def _person(reading: Reading, value: object, where: str) -> Person:
    table = _table(reading, value, where)
    reading.keys(table, PERSON_KEYS)
    age = table.get("age")
    if age is not None and (isinstance(age, bool) or not isinstance(age, int) or not 0 <= age <= 130):
        reading.wrong(
            f"{where}.age", "It is not an age in whole years.", "Write a whole number, or leave it out.", age
        )
        age = None
    return Person(
        reading.day(table.get("born"), f"{where}.born"),
        age if isinstance(age, int) else None,
        _said(reading, table.get("is_sixteen"), f"{where}.is_sixteen"),
        reading.words(table.get("because"), f"{where}.because"),
    )


# --- shares --------------------------------------------------------------------------------------------------

SHARE_KEYS = ("party", "kind", "percent", "amount", "cap", "of")


def read_shares(path: Path) -> tuple[tuple[CostLine, ...], tuple[Share, ...]]:
    """The lines of a cost and the parties' shares. Raises `Unusable` with everything that is wrong."""
    value, reading = read_json(path), Reading(path.name)
    if not isinstance(value, dict):
        reading.wrong("", "The file holds no JSON object.", 'Write {"cost": "6000.00", "shares": […]}.')
        raise Unusable(*reading.problems)
    reading.keys(value, ("cost", "lines", "shares"))
    lines, shares = _lines(reading, value), shares_of(value.get("shares"), reading)
    kinds = {line.kind for line in lines}
    for place, share in enumerate(shares, start=1):
        for kind in (one for one in share.of if one not in kinds):
            reading.wrong(
                "of",
                f"There is no line of the kind ‘{kind}’.",
                "Name a kind that is among the lines.",
                kind,
                place,
            )
    reading.check()
    return lines, shares


def _lines(reading: Reading, value: Mapping[str, object]) -> tuple[CostLine, ...]:
    if ("cost" in value) == ("lines" in value):
        reading.wrong("cost", "Give ‘cost’, or ‘lines’, and not both.", 'Write "cost": "6000.00".')
        return ()
    if "cost" in value:
        cost = reading.pounds(value["cost"], "cost")
        if cost is None and not reading.problems:
            reading.wrong("cost", "The cost is left empty.", "Write it, such as 6000.00.")
        return (CostLine("all", cost or Decimal(0)),)
    rows = value["lines"] if isinstance(value["lines"], list) else []
    if not rows:
        reading.wrong("lines", "There are no cost lines.", 'Write [{"kind": "chair", "amount": "6000.00"}].')
    found = []
    for place, row in enumerate(rows, start=1):
        table = _table(reading, row, f"lines[{place}]")
        reading.keys(table, ("kind", "amount"), place)
        amount = reading.pounds(table.get("amount"), "amount", place, is_credit=True)
        if amount is None and not reading.problems:
            reading.wrong("amount", "The line has no amount.", "Give one.", "", place)
        found.append(CostLine(reading.words(table.get("kind"), "kind", place), amount or Decimal(0)))
    if sum(line.amount for line in found) < 0:
        reading.wrong(
            "lines", "The credit notes come to more than the cost.", "Give the lines they belong to."
        )
    return tuple(found)


def shares_of(value: object, reading: Reading) -> tuple[Share, ...]:
    """The parties' shares, as a file or a form has them; problems are noted in `reading`."""
    rows = value if isinstance(value, list) else []
    if not rows:
        reading.wrong("shares", "Nobody shares the cost.", 'Write [{"party": …, "kind": "equal"}].')
    found = [
        _share(reading, _table(reading, row, f"shares[{place}]"), place)
        for place, row in enumerate(rows, start=1)
    ]
    names = [one.party for one in found]
    for name in sorted({name for name in names if names.count(name) > 1}):
        reading.wrong("party", f"‘{name}’ stands there more than once.", "Give each party one share.", name)
    return tuple(found)


def _share(reading: Reading, row: Mapping[str, object], place: int) -> Share:
    reading.keys(row, SHARE_KEYS, place)
    kind = reading.choice(row.get("kind"), tuple(str(one) for one in ShareKind), "kind", place) or str(
        ShareKind.EQUAL
    )
    needed = {ShareKind.FIXED: "amount", ShareKind.PERCENT: "percent", ShareKind.CAP: "cap"}.get(
        ShareKind(kind)
    )
    if needed and row.get(needed) is None:
        reading.wrong(needed, f"A share that is ‘{kind}’ needs ‘{needed}’.", "Give it.", "", place)
    if not reading.words(row.get("party"), "party", place):
        reading.wrong("party", "The share does not say whose it is.", "Name the party.", "", place)
    of = row.get("of")
    return Share(
        reading.words(row.get("party"), "party", place),
        ShareKind(kind),
        _percent(reading, row.get("percent"), place),
        reading.pounds(row.get("amount"), "amount", place),
        reading.pounds(row.get("cap"), "cap", place),
        tuple(map(str, of)) if isinstance(of, list) else ((of,) if isinstance(of, str) else ()),
    )


def _percent(reading: Reading, value: object, place: int) -> Decimal | None:
    if value is None:
        return None
    found = _decimal(value)
    if found is None or not 0 <= found <= 100:
        reading.wrong(
            "percent", f"‘{value}’ is not a share between 0 and 100.", 'Write 50 or "12.5".', value, place
        )
        return None
    return found


def exact_day(text: str, option: str) -> date:
    """A whole day from an option. Raises `Unusable`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unusable(
            Problem("not-a-day", f"‘{text}’ is not a day.", "Write it like 2026-03-10.", column=option)
        ) from error
