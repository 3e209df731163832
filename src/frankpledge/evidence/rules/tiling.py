"""A total over a period is the sum of values that cover it without gap or overlap, or it is no total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period, months_in


@dataclass(frozen=True)
class Tiling:
    """The periods that cover the wanted one, in order; or, when none do, the `missing` stretches."""

    wanted: Period
    tiles: tuple[Period, ...]
    missing: tuple[Period, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.missing


@rule(source=Citation("Frankpledge, Missing is never zero", "", "docs/explanation/missing-is-never-zero.md"))
def tiling(wanted: Period, offered: Sequence[Period]) -> Tiling:
    """A period has a total only when the values supplied cover each of its days once.

    Of several ways to cover it the one with the shortest periods is taken, so that a figure opens to the most
    detail; a supplied yearly total is then never added to its own quarters. `wanted` must have ended.
    """
    if wanted.ends_on is None:
        raise ValueError("a period that is still running cannot be covered")
    by_start: dict[date, list[Period]] = {}
    for period in set(offered):
        if (
            period.ends_on is not None
            and wanted.starts_on <= period.starts_on
            and period.ends_on <= wanted.ends_on
        ):
            by_start.setdefault(period.starts_on, []).append(period)
    whole = _cover(wanted.starts_on, wanted.ends_on, by_start, {})
    if whole is not None:
        return Tiling(wanted, whole)
    return Tiling(wanted, (), _gaps(wanted, by_start))


def _cover(
    start: date,
    end: date,
    by_start: Mapping[date, Sequence[Period]],
    seen: dict[date, tuple[Period, ...] | None],
) -> tuple[Period, ...] | None:
    """The finest cover from `start` to `end`; None when there is none. Remembers dead ends."""
    if start > end:
        return ()
    if start not in seen:
        seen[start] = None
        for period in sorted(by_start.get(start, ()), key=lambda one: one.days):
            rest = _cover((period.ends_on or end) + timedelta(days=1), end, by_start, seen)
            if rest is not None:
                seen[start] = (period, *rest)
                break
    return seen[start]


def _gaps(wanted: Period, by_start: Mapping[date, Sequence[Period]]) -> tuple[Period, ...]:
    """The months of the wanted period that no value touches, drawn together; all of it when values only overlap."""
    offered = [period for periods in by_start.values() for period in periods]
    bare = [month for month in months_in(wanted) if not any(month.overlaps(period) for period in offered)]
    runs: list[Period] = []
    for month in bare:
        if runs and runs[-1].ends_on == month.starts_on - timedelta(days=1):
            runs[-1] = Period(runs[-1].starts_on, month.ends_on)
        else:
            runs.append(month)
    return tuple(runs) or (wanted,)
