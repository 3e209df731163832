"""Reads the TOML files that people write, key by key; whatever is wrong becomes a problem naming file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from frankpledge.kernel.problems import Problem, Unusable

REQUIRED = object()
"""The default of a key that must be there."""


@dataclass(frozen=True)
class TableReader:
    """One table of a file. Reading collects problems; `check` raises them all together.

    `key` is the path to the table as people count it (`issue[3]`, from 1). A value that is wrong is reported and
    a harmless stand-in is answered, so that one reading finds every problem.
    """

    file: str
    values: Mapping[str, object]
    key: str = ""
    problems: list[Problem] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    within: dict[str, TableReader] = field(default_factory=dict)

    def wrong(self, name: str, reason: str, remedy: str, code: str = "toml-value") -> None:
        """Note that the value of a key is wrong."""
        value = self.values.get(name)
        where = f"{self.key}.{name}" if self.key and name else self.key or name
        shown = "" if value is None or isinstance(value, dict | list) else str(value)
        self.problems.append(Problem(code, f"the key ‘{where}’ {reason}", remedy, self.file, value=shown))

    def text(self, name: str, default: object = REQUIRED) -> str:
        found = self._value(name, default, str, "text between quotation marks")
        if isinstance(found, str) and not found.strip() and default is REQUIRED:
            self.wrong(name, "is empty.", "Write its text between the quotation marks.")
        return found if isinstance(found, str) else ""

    def number(self, name: str, default: object = REQUIRED, *, low: float | None = None) -> float:
        """A number, whole or not; below `low` is a problem."""
        found = self._value(name, default, (int, float), "a number")
        if isinstance(found, bool) or not isinstance(found, int | float):
            return 0.0
        if low is not None and found < low:
            self.wrong(name, f"is {found}, which is below {low}.", f"Write {low} or more.")
        return float(found)

    def whole(self, name: str, default: object = REQUIRED, *, low: int | None = None) -> int:
        """A whole number; below `low` is a problem."""
        found = self._value(name, default, int, "a whole number")
        if not isinstance(found, int):
            return 0
        if low is not None and found < low:
            self.wrong(name, f"is {found}, which is below {low}.", f"Write {low} or more.")
        return found

    def flag(self, name: str, default: object = REQUIRED) -> bool:
        return self._value(name, default, bool, "true or false") is True

    def day(self, name: str, default: object = REQUIRED) -> date | None:
        found = self._value(name, default, date, "a day such as 2020-03-23, without quotation marks")
        return found if isinstance(found, date) else None

    def choice(self, name: str, allowed: Collection[str], default: object = REQUIRED) -> str:
        """One of the allowed words."""
        found = self.text(name, default)
        if found not in allowed and (found or default is REQUIRED):
            self.wrong(name, f"is ‘{found}’.", f"Write one of: {', '.join(allowed)}.")
        return found

    def texts(self, name: str, default: object = REQUIRED) -> tuple[str, ...]:
        """A list of texts."""
        found = self._list(name, default)
        if not all(isinstance(item, str) for item in found):
            self.wrong(name, "holds something that is not text.", 'Write a list such as ["one", "two"].')
        return tuple(str(item) for item in found)

    def numbers(self, name: str, default: object = REQUIRED) -> tuple[float, ...]:
        """A list of numbers."""
        found = self._list(name, default)
        good = [item for item in found if isinstance(item, int | float) and not isinstance(item, bool)]
        if len(good) != len(found):
            self.wrong(name, "holds something that is not a number.", "Write a list such as [0.9, 1.1].")
        return tuple(float(item) for item in good)

    def table(self, name: str) -> TableReader:
        """A table within this one; empty when it is not there."""
        found = self._value(name, {}, dict, f"a table, [{name}]")
        return self._inner(found if isinstance(found, dict) else {}, name)

    def tables(self, name: str) -> tuple[TableReader, ...]:
        """A list of tables, `[[name]]`; empty when there are none."""
        found = self._list(name, [])
        if not all(isinstance(item, dict) for item in found):
            self.wrong(name, "is not a list of tables.", f"Begin each one with [[{name}]].")
        rows = [item for item in found if isinstance(item, dict)]
        return tuple(self._inner(row, f"{name}[{place}]") for place, row in enumerate(rows, start=1))

    def named(self, name: str) -> dict[str, TableReader]:
        """The tables under a name, `[name.one]`, `[name.two]`, by their own names."""
        outer = self.table(name)
        return {key: outer.table(key) for key in outer.values}

    def once(self, name: str, readers: Iterable[TableReader]) -> None:
        """Report every reader whose key `name` repeats the value of an earlier one."""
        seen: set[object] = set()
        for reader in readers:
            value = reader.values.get(name)
            if value is not None and value in seen:
                reader.wrong(name, f"repeats ‘{value}’.", "Give each its own.", "toml-repeated")
            seen.add(value)

    def check(self) -> None:
        """Raise `Unusable` with every problem found, keys that nobody asked for among them."""
        self._report_unasked()
        if self.problems:
            raise Unusable(*self.problems)

    def _inner(self, values: Mapping[str, object], name: str) -> TableReader:
        if name not in self.within:
            key = f"{self.key}.{name}" if self.key else name
            self.within[name] = TableReader(self.file, values, key, self.problems)
        return self.within[name]

    def _report_unasked(self) -> None:
        for name in sorted(self.values.keys() - self.asked):
            known = ", ".join(sorted(self.asked)) or "none"
            self.wrong(name, "is not known here.", f"Known keys: {known}.", "toml-unknown-key")
        for inner in self.within.values():
            inner._report_unasked()  # noqa: SLF001 (one of its own kind)

    def _list(self, name: str, default: object) -> list[object]:
        found = self._value(name, default, (list, tuple), "a list in square brackets")
        return list(found) if isinstance(found, list | tuple) else []

    def _value(self, name: str, default: object, kind: type | tuple[type, ...], wanted: str) -> object:
        self.asked.add(name)
        if name not in self.values:
            if default is REQUIRED:
                self.wrong(name, "is missing.", f"Add it: {wanted}.", "toml-missing-key")
                return None
            return default
        found = self.values[name]
        is_flag = isinstance(found, bool) and kind is not bool
        if is_flag or not isinstance(found, kind):
            self.wrong(name, f"is not {wanted}.", f"Write {wanted}.")
            return None
        return found


def read_table(path: Path) -> TableReader:
    """A TOML file as its outermost table. Raises `Unusable` when it cannot be read at all."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as missing:
        raise Unusable(
            Problem("no-file", "there is no such file.", "Check the name and folder.", path.name)
        ) from missing
    except UnicodeDecodeError as unreadable:
        raise Unusable(
            Problem("not-utf8", "the file is not UTF-8 text.", "Save it again as UTF-8.", path.name)
        ) from unreadable
    return read_text(text, path.name)


def read_text(text: str, file: str) -> TableReader:
    """TOML text as its outermost table; `file` is the name that problems give. Raises `Unusable`."""
    try:
        return TableReader(file, tomllib.loads(text))
    except tomllib.TOMLDecodeError as broken:
        raise Unusable(
            Problem("not-toml", f"the file is not TOML: {broken}.", "Mend that line.", file)
        ) from broken
