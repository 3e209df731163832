"""Which earlier periods a count is held against: the same time of year in earlier years, by calendar or by counting.

Windows of ±w periods around the same period of each of b earlier years are one level of a factor; what lies between
two windows may be cut into further levels, so that the whole of those years is used (Noufaily and others 2013). The
latest periods may be left out, lest an outbreak that has begun be taken for the ordinary.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from frankpledge.analysis.watched_series import Pace, WatchedSeries

By = Literal["dates", "index"]


@dataclass(frozen=True)
class References:
    """The places that a period is held against, in order, and the level of each; the window's own level is last.

    `because` says why there are none.
    """

    places: tuple[int, ...]
    levels: tuple[int, ...]
    centres: tuple[int, ...] = ()
    """The same period of each earlier year, the latest first."""
    because: str = ""


def references(
    series: WatchedSeries,
    at: int,
    *,
    years: int,
    half_width: int,
    levels: int = 1,
    leave_out: int = 0,
    by: By = "index",
    per_year: int = 52,
) -> References:
    """What the period at place `at` is held against. `levels` of 1 uses the windows alone.

    Raises ValueError when there are more levels than periods between two windows.
    """
    centres = _centres(series, at, years, by, per_year)
    if centres is None or centres[-1] - half_width < 0:
        return References((), (), because=f"The series does not go back {years} years with their windows.")
    places, named = _levelled([at, *centres], half_width, levels)
    kept = [
        (place, level)
        for place, level in zip(places, named, strict=True)
        if place < at - leave_out and (levels > 1 or level == levels)
    ]
    return References(tuple(place for place, _ in kept), tuple(level for _, level in kept), tuple(centres))


def _centres(series: WatchedSeries, at: int, years: int, by: By, per_year: int) -> list[int] | None:
    """The same period of each earlier year, the latest first; None when the series begins later."""
    if by == "index" or series.days is None:
        found = [at - per_year * back for back in range(1, years + 1)]
        return found if found[-1] >= 0 else None
    found = []
    for back in range(1, years + 1):
        on = _year_earlier(series.days[at], back)
        place = _place_of(series, _same_weekday(on, series.days[at]) if series.pace is Pace.WEEK else on)
        if place is None:
            return None
        found.append(place)
    return found


def _year_earlier(on: date, years: int) -> date:
    """The same day so many years before; 29 February becomes 1 March where there is none."""
    if (on.month, on.day) == (2, 29):
        return date(on.year - years, 2, 28) + timedelta(days=1)
    return on.replace(year=on.year - years)


def _same_weekday(on: date, like: date) -> date:
    """The nearest day that is the same day of the week; of two equally near there are none."""
    ahead = (like.weekday() - on.weekday()) % 7
    return on + timedelta(days=ahead if ahead <= 3 else ahead - 7)


def _place_of(series: WatchedSeries, on: date) -> int | None:
    days = series.days or ()
    if not days or on < days[0]:
        return None
    if series.pace in {Pace.DAY, Pace.WEEK}:
        return (on - days[0]).days // (7 if series.pace is Pace.WEEK else 1)
    months = (on.year - days[0].year) * 12 + on.month - days[0].month
    return months // (3 if series.pace is Pace.QUARTER else 1)


def _levelled(centres: list[int], half_width: int, levels: int) -> tuple[list[int], list[int]]:
    """Every place from the earliest window up to the latest, with its level; `centres` are the latest first."""
    places: list[int] = []
    named: list[int] = []
    rising = sorted(centres)
    for centre, after in zip(rising, [*rising[1:], None], strict=True):
        window = range(centre - half_width, centre + half_width + 1)
        places += window
        named += [levels] * len(window)
        if after is not None:
            between = range(window[-1] + 1, after - half_width)
            places += between
            named += _cut(len(between), levels - 1)
    return places, named


def _cut(length: int, parts: int) -> list[int]:
    """`length` periods cut into consecutive parts, the first ones a period longer where it does not divide."""
    if parts == 0:
        return [0] * length
    if parts > length:
        raise ValueError(f"{parts} further levels do not fit into {length} periods between two windows")
    each, longer = divmod(length, parts)
    return [part + 1 for part in range(parts) for _ in range(each + (part < longer))]
