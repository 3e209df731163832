"""Reads the TOML that people write, key by key: every mistake becomes a problem naming file, row and key, and one
reading finds them all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, Self, TypeVar

from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.problems import Problem, Unusable

T = TypeVar("T")
REQUIRED = object()
"""The default of a key that must be there."""
_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*\]")


class Readable(Protocol):
    """A file on disk or inside the package."""

    @property
    def name(self) -> str: ...

    def read_bytes(self) -> bytes: ...


@dataclass(frozen=True)
class TomlTable:
    """One table of a file. Reading a key notes what is wrong with it and answers a harmless stand-in; `check` raises
    everything that was noted, keys that nobody asked for included. Write nothing before `check`.

    `place` is the path to the table as people count it (`seat[2]`, from 1); `row` is the line its heading stands on,
    where that is known. Each stand-in is the emptiest value of its kind: no text, nought, the first day there is.
    """

    file: str
    values: Mapping[str, object]
    place: str = ""
    row: int | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    """The line of each heading of the file, by place."""
    problems: list[Problem] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    within: dict[str, Self] = field(default_factory=dict)

    def wrong(self, key: str, reason: str, remedy: str, code: str = "value") -> None:
        """Note that a key is wrong. The reason goes on from its name: “is below zero.”"""
        problem = self._problem(code, key, f"‘{key}’ {reason}", remedy)
        if problem not in self.problems:
            self.problems.append(problem)

    def only(self, *keys: str) -> Self:
        """Say which keys there may be, where some are read only in some cases. Any other is wrong."""
        for key in sorted(self.values.keys() - set(keys)):
            remedy = f"Use one of: {', '.join(keys)}."
            self.wrong(key, "is not a key that is known here.", remedy, "unknown-key")
        self.asked.update(keys, self.values)
        return self

    def refusal(self, code: str, key: str, reason: str, remedy: str) -> Unusable:
        """The error to raise when a table that reads well is refused for what it says."""
        return Unusable(*self.problems, self._problem(code, key, reason, remedy))

    def check(self) -> None:
        """Raise `Unusable` with every problem. A key that is unknown comes first: it is often one that is missed."""
        self._report_unasked()
        if self.problems:
            raise Unusable(*sorted(self.problems, key=lambda problem: problem.code != "unknown-key"))

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return key in self.values

    def value(self, key: str) -> object:
        """What stands there, whatever it is; None when nothing does."""
        self.asked.add(key)
        return self.values.get(key)

    def text(self, key: str, default: object = REQUIRED) -> str:
        """Words, without the space around them. Without a default they may be neither absent nor empty."""
        found = self._of_kind(key, default, str, "", "not-text", "text between quotation marks").strip()
        if not found and default is REQUIRED and isinstance(self.values.get(key), str):
            self.wrong(key, "is empty.", "Write its text between the quotation marks.", "empty")
        return found

    def number(self, key: str, default: object = REQUIRED, *, low: float | None = None) -> float:
        """A number, whole or not; below `low` is a problem."""
        found = self._of_kind(key, default, (int, float), 0.0, "not-a-number", "a number")
        self._at_least(key, found, low)
        return float(found)

    def whole(self, key: str, default: object = REQUIRED, *, low: int | None = None) -> int:
        """A whole number; below `low` is a problem."""
        found = self._of_kind(key, default, int, 0, "not-a-number", "a whole number")
        self._at_least(key, found, low)
        return found

    def optional_whole(self, key: str) -> int | None:
        return self.whole(key) if self.has(key) else None

    def flag(self, key: str, default: object = REQUIRED) -> bool:
        return self._of_kind(key, default, bool, False, "not-yes-or-no", "true or false")

    def day(self, key: str) -> date:
        return self._of_kind(
            key, REQUIRED, date, date.min, "not-a-day", "a day such as 2020-03-23, without quotation marks"
        )

    def optional_day(self, key: str) -> date | None:
        return self.day(key) if self.has(key) else None

    def period(self, first: str, last: str, *, must_end: bool = False) -> Period:
        """From one day to another, both included; without the last day still so, unless it must end."""
        starts_on = self.day(first)
        ends_on = self.day(last) if must_end else self.optional_day(last)
        if not self._is_day(first) or (ends_on is not None and not self._is_day(last)):
            return Period(starts_on, starts_on)
        if ends_on is not None and ends_on < starts_on:
            self.wrong(
                last,
                f"is {ends_on}, before ‘{first}’, {starts_on}.",
                "Mend one of the two days.",
                "backwards",
            )
            return Period(starts_on, starts_on)
        return Period(starts_on, ends_on)

    def partial(self, key: str) -> PartialDate:
        """A date of which the day, or the month too, may be unknown: 2023-06-14, "2023-06" or "2023"."""
        found = self.value(key)
        if isinstance(found, date) and not isinstance(found, datetime):
            return PartialDate.of(found)
        try:
            return PartialDate.parse(self.text(key))
        except ValueError as error:
            if isinstance(found, str) and found.strip():
                remedy = 'Write what is known: "2023", "2023-06" or 2023-06-14.'
                self.wrong(key, f"is no date: {error}.", remedy, "not-a-date")
            return PartialDate(1900)

    def optional_partial(self, key: str) -> PartialDate | None:
        return self.partial(key) if self.has(key) else None

    def choice(self, key: str, allowed: Collection[str], default: object = REQUIRED) -> str:
        """One of the allowed words; empty when it is another."""
        found = self.text(key, default)
        if found in allowed or found == default:
            return found
        is_said = isinstance(self.values.get(key), str) and (found or default is not REQUIRED)
        if is_said:  # what is absent, empty or no text has been noted already
            self.wrong(key, f"is ‘{found}’.", f"Write one of: {', '.join(allowed)}.", "not-a-choice")
        return ""

    def texts(self, key: str, default: object = REQUIRED) -> tuple[str, ...]:
        """A list of texts, each without the space around it."""
        found = self._list(key, default, 'a list such as ["one", "two"]')
        if not all(isinstance(item, str) for item in found):
            self.wrong(
                key, "holds something that is not text.", 'Write a list such as ["one", "two"].', "not-a-list"
            )
        return tuple(str(item).strip() for item in found)

    def numbers(self, key: str, default: object = REQUIRED) -> tuple[float, ...]:
        """A list of numbers."""
        found = self._list(key, default, "a list such as [0.9, 1.1]")
        good = [item for item in found if isinstance(item, int | float) and not isinstance(item, bool)]
        if len(good) != len(found):
            self.wrong(
                key, "holds something that is not a number.", "Write a list such as [0.9, 1.1].", "not-a-list"
            )
        return tuple(float(item) for item in good)

    def table(self, key: str) -> Self:
        """A table within this one; empty when it is not there."""
        found: dict[str, object] = self._of_kind(key, {}, dict, {}, "not-a-table", f"a table, [{key}]")
        return self._inner(found, key)

    def tables(self, key: str) -> tuple[Self, ...]:
        """A list of tables, `[[key]]`; empty when there are none."""
        remedy = f"Begin each one with [[{key}]]."
        found = self.value(key)
        if found is not None and not (
            isinstance(found, list) and all(isinstance(item, dict) for item in found)
        ):
            self.wrong(key, "is not a list of tables.", remedy, "not-tables")
            return ()
        rows = found if isinstance(found, list) else []
        return tuple(self._inner(row, f"{key}[{place}]") for place, row in enumerate(rows, start=1))

    def strictly(self) -> StrictTable:
        """The same table for a reading that cannot go on after a mistake."""
        return StrictTable(self.file, self.values, self.place, self.row, self.rows)

    def once(self, key: str, tables: Iterable[TomlTable]) -> None:
        """Note every table whose `key` repeats the value of an earlier one."""
        seen: set[object] = set()
        for one in tables:
            value = one.values.get(key)
            if value is not None and value in seen:
                one.wrong(key, f"repeats ‘{value}’.", "Give each its own.", "twice")
            seen.add(value)

    def _inner(self, values: Mapping[str, object], name: str) -> Self:
        if name not in self.within:
            place = f"{self.place}.{name}" if self.place else name
            row = self.rows.get(place, self.row)
            self.within[name] = type(self)(self.file, values, place, row, self.rows, self.problems)
        return self.within[name]

    def _problem(self, code: str, key: str, reason: str, remedy: str) -> Problem:
        column = f"{self.place}.{key}" if self.place else key
        value = self.values.get(key)
        shown = "" if value is None or isinstance(value, dict | list) else str(value)[:120]
        return Problem(code, reason, remedy, self.file, self.row, column, shown)

    def _report_unasked(self) -> None:
        for key in sorted(self.values.keys() - self.asked):
            known = ", ".join(sorted(self.asked)) or "none"
            self.wrong(key, "is not a key that is known here.", f"Use one of: {known}.", "unknown-key")
        for inner in self.within.values():
            inner._report_unasked()  # noqa: SLF001 (one of its own kind)

    def _is_day(self, key: str) -> bool:
        found = self.values.get(key)
        return isinstance(found, date) and not isinstance(found, datetime)

    def _at_least(self, key: str, found: float, low: float | None) -> None:
        if low is not None and found < low and found == self.values.get(key):
            self.wrong(key, f"is {found}, which is below {low}.", f"Write {low} or more.", "too-low")

    def _list(self, key: str, default: object, wanted: str) -> list[object]:
        found: list[object] | tuple[object, ...] = self._of_kind(
            key, default, (list, tuple), [], "not-a-list", wanted
        )
        return list(found)

    def _of_kind(
        self, key: str, default: object, kind: type | tuple[type, ...], instead: T, code: str, wanted: str
    ) -> T:
        """The value, the default where it is absent, or the stand-in where it is missed or of another kind.

        True is no number, and a moment is no day, though Python would take them so.
        """
        self.asked.add(key)
        if key not in self.values:
            if default is REQUIRED:
                self.wrong(key, "is missing.", f"Add it: {wanted}.", "missing-key")
                return instead
            return default  # type: ignore[return-value]
        found = self.values[key]
        passes_for_another = (isinstance(found, bool) and kind is not bool) or isinstance(found, datetime)
        if passes_for_another or not isinstance(found, kind):
            self.wrong(key, f"is not {wanted}.", f"Write {wanted}.", code)
            return instead
        return found  # type: ignore[return-value]


@dataclass(frozen=True)
class StrictTable(TomlTable):
    """A table whose first mistake is raised at once, for rules that cannot be worked out around a stand-in."""

    def wrong(self, key: str, reason: str, remedy: str, code: str = "value") -> None:
        """Raise `Unusable`."""
        raise self.refusal(code, key, f"‘{key}’ {reason}", remedy)


def read_toml(path: Path | Readable) -> TomlTable:
    """The whole of a TOML file. Raises `Unusable` when it is not there, not UTF-8 or not TOML."""
    return read_text(text_of(path), path.name)


def text_of(path: Path | Readable) -> str:
    """The text of a file. Raises `Unusable` when it is not there or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise Unusable(
            Problem("no-file", "There is no such file.", "Check the name and the folder.", path.name)
        ) from error
    except UnicodeDecodeError as error:
        raise Unusable(
            Problem("not-utf-8", "The file is not UTF-8 text.", "Save it again as UTF-8.", path.name)
        ) from error


def read_text(text: str, file: str) -> TomlTable:
    """TOML text as its outermost table; `file` is the name that problems give. Raises `Unusable`."""
    try:
        return TomlTable(file, tomllib.loads(text), rows=heading_rows(text))
    except tomllib.TOMLDecodeError as error:
        raise Unusable(
            Problem("not-toml", f"The file is not TOML: {error}.", "Mend that line.", file)
        ) from error


def heading_rows(text: str) -> dict[str, int]:
    """The line on which each heading stands, by its place: `seat[2]`, `section[3].block[1]`, `terms`."""
    rows: dict[str, int] = {}
    counts: dict[str, int] = {}
    current: dict[tuple[str, ...], str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            names = tuple(name.strip() for name in header[2].split("."))
            above = current.get(names[:-1], ".".join(names[:-1]))
            place = f"{above}.{names[-1]}" if above else names[-1]
            if header[1] == "[[":
                counts[place] = counts.get(place, 0) + 1
                place = f"{place}[{counts[place]}]"
            current[names] = place
            rows[place] = number
    return rows
