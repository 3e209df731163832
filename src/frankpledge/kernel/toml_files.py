"""Reading the TOML that people write, so that every mistake is a sentence naming file, row and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Problem, Unusable


class Readable(Protocol):
    """A file on disk or inside the package."""

    @property
    def name(self) -> str: ...

    def read_bytes(self) -> bytes: ...


@dataclass(frozen=True)
class Entry:
    """One table of a TOML file. `row` is the line its header stands on, from 1, where that is known.

    Every method that reads a key raises `Unusable` when the key is missing or is not what it should be.
    """

    file: str
    values: Mapping[str, object]
    place: str = ""
    row: int | None = None
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def refuse(self, code: str, key: str, reason: str, remedy: str) -> Unusable:
        """The error to raise about one key of this table."""
        value = self.values.get(key, "")
        column = f"{self.place}.{key}" if self.place else key
        return Unusable(
            Problem(
                code, reason, remedy, self.file, self.row, column, "" if value == "" else str(value)[:120]
            )
        )

    def only(self, *keys: str) -> Entry:
        """Refuse any other key, which is nearly always one spelled wrongly."""
        for key in self.values:
            if key not in keys:
                known = ", ".join(keys)
                raise self.refuse(
                    "unknown-key", key, f"there is no key ‘{key}’ here.", f"Use one of: {known}."
                )
        return self

    def has(self, key: str) -> bool:
        return key in self.values

    def _required(self, key: str) -> object:
        if key not in self.values:
            raise self.refuse("missing-key", key, f"the key ‘{key}’ is missing.", "Add it.")
        return self.values[key]

    def text(self, key: str, default: str | None = None) -> str:
        """Words, without the space around them. Without a default they may not be absent or empty."""
        if default is not None and key not in self.values:
            return default
        value = self._required(key)
        if not isinstance(value, str):
            raise self.refuse("not-text", key, f"‘{value}’ is not text.", "Put it in quotation marks.")
        if default is None and not value.strip():
            raise self.refuse("empty", key, f"‘{key}’ is empty.", "Write something, or take the entry out.")
        return value.strip()

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of words."""
        if default is not None and key not in self.values:
            return default
        value = self._required(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.refuse("not-a-list", key, f"‘{key}’ is not a list of texts.", 'Write ["one", "two"].')
        return tuple(item.strip() for item in value)

    def integer(self, key: str) -> int:
        value = self._required(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(
                "not-a-number", key, f"‘{value}’ is not a whole number.", "Write 2, without marks."
            )
        return value

    def optional_integer(self, key: str) -> int | None:
        return self.integer(key) if key in self.values else None

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        if default is not None and key not in self.values:
            return default
        value = self._required(key)
        if not isinstance(value, bool):
            raise self.refuse(
                "not-yes-or-no", key, f"‘{value}’ is neither true nor false.", "Write true or false."
            )
        return value

    def day(self, key: str) -> date:
        value = self._required(key)
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self.refuse(
                "not-a-day", key, f"‘{value}’ is not a day.", "Write 2023-06-14, without marks."
            )
        return value

    def optional_day(self, key: str) -> date | None:
        return self.day(key) if key in self.values else None

    def partial(self, key: str) -> PartialDate:
        """A date of which the day, or the month too, may be unknown: 2023-06-14, "2023-06" or "2023"."""
        value = self._required(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return PartialDate.of(value)
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise self.refuse(
                "not-a-date", key, f"{error}.", 'Write what is known: "2023", "2023-06" or 2023-06-14.'
            ) from error

    def optional_partial(self, key: str) -> PartialDate | None:
        return self.partial(key) if key in self.values else None

    def choice(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in choices:
            raise self.refuse(
                "not-a-choice", key, f"‘{value}’ is not known here.", f"Use one of: {', '.join(choices)}."
            )
        return value

    def entry(self, key: str) -> Entry:
        value = self._required(key)
        if not isinstance(value, dict):
            raise self.refuse("not-a-table", key, f"‘{key}’ is not a table.", f"Write it under [{key}].")
        return Entry(self.file, value, f"{self.place}.{key}" if self.place else key, self.row)

    def entries(self, key: str) -> tuple[Entry, ...]:
        """The tables written under `[[key]]`, in order; none when there is no such heading."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refuse(
                "not-tables", key, f"‘{key}’ is not a list of tables.", f"Write each under [[{key}]]."
            )
        lines = self.rows.get(key, ())
        place = f"{self.place}.{key}" if self.place else key
        return tuple(
            Entry(
                self.file,
                item,
                f"{place}[{number}]",
                lines[number - 1] if number <= len(lines) else self.row,
            )
            for number, item in enumerate(value, start=1)
        )


def read_toml(path: Path | Readable) -> Entry:
    """The whole of a TOML file. Raises `Unusable` when it is not there, not UTF-8 or not TOML."""
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise Unusable(
            Problem("no-file", "there is no such file.", "Check the name and the folder.", path.name)
        ) from error
    except UnicodeDecodeError as error:
        raise Unusable(
            Problem("not-utf-8", "the file is not UTF-8 text.", "Save it again as UTF-8.", path.name)
        ) from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unusable(
            Problem("not-toml", f"the file cannot be read: {error}.", "Mend that line.", path.name)
        ) from error
    return Entry(path.name, values, rows=_header_lines(text))


def _header_lines(text: str) -> dict[str, tuple[int, ...]]:
    """The lines on which each `[[name]]` of the top level stands."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\[\s*([A-Za-z0-9_-]+)\s*\]\]", line):
            found.setdefault(header[1], []).append(number)
    return {name: tuple(lines) for name, lines in found.items()}
