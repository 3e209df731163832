"""What was observed of one measure: values with the file and line they stand on. Frozen; pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from frankpledge.analysis.series import Break, State
from frankpledge.documents.figures import InputFile
from frankpledge.evidence.rules.tiling import Tiling, tiling
from frankpledge.kernel.dates import Period


@dataclass(frozen=True)
class Value:
    """One value as supplied, or as counted from rows. `value` of None is missing, never zero.

    `line` and `column` say where it stands in `file` (counted from 1); a value counted from rows has no line.
    """

    period: Period
    value: int | Decimal | None
    file: InputFile | None = None
    line: int | None = None
    column: str = ""
    area: str = ""
    denominator: int | Decimal | None = None
    n: int | None = None
    """How many were asked, for a survey result."""
    state: State = State.COMPLETE


@dataclass(frozen=True)
class Observed:
    """All values of one measure in one area, as known at a moment, with the breaks that touch it."""

    slug: str
    title: str
    unit: str
    kind: str
    values: tuple[Value, ...]
    breaks: tuple[Break, ...] = ()
    source: str = ""

    def value_of(self, period: Period) -> Value | None:
        return next((value for value in self.values if value.period == period), None)

    def tiles(self, wanted: Period) -> tuple[Tiling, tuple[Value, ...]]:
        """The values that cover a period, and how; values that are missing cover nothing."""
        known, periods, starts = self._known
        # Only what begins within the period can cover it: a long series is not gone through for each of its months.
        last = len(starts) if wanted.ends_on is None else bisect_right(starts, wanted.ends_on)
        found = tiling(wanted, periods[bisect_left(starts, wanted.starts_on) : last])
        return found, tuple(known[tile] for tile in found.tiles)

    @cached_property
    def _known(self) -> tuple[dict[Period, Value], tuple[Period, ...], tuple[date, ...]]:
        """The values that are not missing by their period, and these periods with their first days, in order."""
        known = {value.period: value for value in self.values if value.value is not None}
        periods = tuple(sorted(known, key=lambda one: one.starts_on))
        return known, periods, tuple(one.starts_on for one in periods)

    def total(self, wanted: Period) -> int | Fraction | None:
        """The sum over a period; None when a value is missing from it."""
        found, values = self.tiles(wanted)
        if not found.is_whole:
            return None
        return exact_sum(values)


def exact_sum(values: tuple[Value, ...]) -> int | Fraction:
    """The sum of values, exactly; a whole number where every value is one."""
    total = sum((Fraction(value.value) for value in values if value.value is not None), Fraction(0))
    return int(total) if total.denominator == 1 else total
