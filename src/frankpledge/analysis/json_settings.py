"""A JSON object that people write to say how something is to be done, read key by key with plain refusals."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from frankpledge.kernel.problems import Problem, Unusable

MOST = 1e300
"""Greater numbers are none that anybody means."""


class JsonSettings:
    """The keys of one object. Every getter takes a key out; `check` refuses what is wrong and what nobody asked for."""

    def __init__(
        self, values: Mapping[str, Any], file: str, aliases: Mapping[str, str] | None = None
    ) -> None:
        known = aliases or {}
        self.file = file
        self.values = {known.get(name, name): value for name, value in values.items()}
        self.problems: list[Problem] = []
        self.taken: list[str] = []

    def wrong(self, key: str, reason: str, remedy: str) -> None:
        shown = json.dumps(self.values.get(key), ensure_ascii=False)[:60]
        self.problems.append(Problem("value", f"‘{key}’ {reason}", remedy, self.file, None, key, shown))

    def has(self, key: str) -> bool:
        return self.values.get(key) is not None

    def take(self, key: str) -> Any:
        self.taken.append(key)
        return self.values.get(key)

    def number(
        self, key: str, default: float | None, *, above: float | None = None, low: float | None = None,
        below: float | None = None, high: float | None = None,
    ) -> float:  # fmt: skip
        """A number within the bounds. `default` of None makes the key necessary."""
        value = self.take(key)
        if value is None and default is not None:
            return default
        if not _is_number(value):
            self.wrong(key, "is not a number.", "Write a number.")
            return default or 0.0
        fits = (above is None or value > above) and (low is None or value >= low)
        fits = fits and (below is None or value < below) and (high is None or value <= high)
        if not fits:
            self.wrong(key, f"is {value}.", f"Write a number {_bounds(above, low, below, high)}.")
        return float(value)

    def optional(self, key: str, *, above: float) -> float | None:
        """A number above the bound, or None when the key is not there."""
        return self.number(key, None, above=above) if self.has(key) else self.take(key)

    def whole(self, key: str, default: int | None, *, low: int = 0, high: int = 1_000_000) -> int:
        """A whole number within the bounds."""
        value = self.take(key)
        if value is None and default is not None:
            return default
        is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not is_whole or not low <= value <= high:
            self.wrong(key, "is no whole number of the range.", f"Write a whole number from {low} to {high}.")
            return default or low
        return int(value)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, "is neither true nor false.", "Write true or false.")
        return default if not isinstance(value, bool) else value

    def choice(self, key: str, options: Sequence[str], default: str | None) -> str:
        value = self.take(key)
        if value is None and default is not None:
            return default
        if value not in options:
            self.wrong(key, "is none of the choices.", f"Write one of: {', '.join(options)}.")
            return options[0]
        return str(value)

    def numbers(self, key: str) -> list[float]:
        """A list of numbers; empty when the key is not there."""
        value = self.take(key)
        if value is None:
            return []
        plain = isinstance(value, list) and all(_is_number(one) for one in value)
        if not plain:
            self.wrong(key, "is not a list of numbers.", "Write [1, 2, 3].")
            return []
        return [float(one) for one in value]

    def check(self, *, ignored: Sequence[str] = ()) -> None:
        """Raises Unusable with all that was wrong, and for each key that means nothing here."""
        for key in self.values:
            if key not in self.taken and key not in ignored:
                known = ", ".join(dict.fromkeys(self.taken))
                self.problems.append(
                    Problem(
                        "key", f"‘{key}’ means nothing here.", f"There are: {known}.", self.file, None, key
                    )
                )
        if self.problems:
            raise Unusable(*self.problems)


def _is_number(value: object) -> bool:
    """Whether it is a number, and one that can be reckoned with: neither NaN nor without end."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return abs(value) <= MOST


def _bounds(above: float | None, low: float | None, below: float | None, high: float | None) -> str:
    said = [f"above {above:g}" if above is not None else "", f"from {low:g}" if low is not None else ""]
    said += [f"below {below:g}" if below is not None else "", f"up to {high:g}" if high is not None else ""]
    return " and ".join(part for part in said if part) or "as the schema says"


def read_settings(path: Path, aliases: Mapping[str, str] | None = None) -> JsonSettings:
    """The object in a file. Raises Unusable when it cannot be opened, is not JSON or is no object."""
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        reason = f"The file cannot be opened ({error.strerror or error})."
        raise Unusable(Problem("file", reason, "Check its name and folder.", str(path))) from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Unusable(
            Problem("json", f"The file is not JSON ({error}).", "Correct it.", path.name)
        ) from None
    if not isinstance(found, dict):
        raise Unusable(Problem("json", "The file holds no object.", "Write {…}.", path.name))
    return JsonSettings(found, path.name, aliases)
