"""A day that a page is asked for (`?on=2023-06-14`), and what is wrong with one that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.dates import PartialDate

ERROR = "Write the day in full, such as 2023-06-14"


@dataclass(frozen=True)
class DayAsked:
    """The day to show, what was typed, and the sentence about a mistake (then `on` is the day given instead)."""

    on: date
    typed: str
    error: str = ""

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """For the error summary: the sentence and the field."""
        return ((self.error, "on"),) if self.error else ()


def day_asked(typed: str, otherwise: date) -> DayAsked:
    """The day typed, or `otherwise` when nothing or nonsense was."""
    typed = typed.strip()
    if not typed:
        return DayAsked(otherwise, otherwise.isoformat())
    try:
        said = PartialDate.parse(typed)
    except ValueError:
        return DayAsked(otherwise, typed, ERROR)
    return DayAsked(said.earliest, typed) if said.is_exact else DayAsked(otherwise, typed, ERROR)
