"""What charts draw: readings, series, breaks, ranked issues and changes, and how their numbers are printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from frankpledge.documents.figures import Figure
from frankpledge.kernel.dates import MONTHS
from frankpledge.kernel.numbers import grouped, round_half_up

Number = int | float | Decimal | Fraction


@dataclass(frozen=True)
class Reading:
    """One value of a series. `value` of None is a gap, and `missing_because` then says why.

    `text` is the number as printed (else the figure's own, else rounded half up); `figure`, if given, makes it open
    from the chart's table. `low` and `high` bound the interval in the unit of the value. `provisional` is drawn
    dotted or hollow, since it may still change.
    """

    label: str
    value: Number | None = None
    text: str = ""
    low: float | None = None
    high: float | None = None
    provisional: bool = False
    missing_because: str = ""
    figure: Figure | None = None


@dataclass(frozen=True)
class Series:
    """A named run of readings, in order."""

    name: str
    readings: tuple[Reading, ...]

    @property
    def known(self) -> tuple[Reading, ...]:
        return tuple(reading for reading in self.readings if reading.value is not None)

    @property
    def has_interval(self) -> bool:
        return any(reading.low is not None and reading.high is not None for reading in self.readings)


@dataclass(frozen=True)
class Break:
    """A mark on a monthly chart: recording changed, a lockdown began. `month` is `2020-04`; it is drawn at its start."""

    month: str
    label: str
    """Two or three words, written on the picture."""
    note: str
    """The whole sentence, printed under it."""


@dataclass(frozen=True)
class Ranked:
    """One issue in a ranking. `rank` is as printed: 1, 2=, 2=."""

    name: str
    value: Number
    rank: str
    text: str = ""
    low: float | None = None
    high: float | None = None
    figure: Figure | None = None


@dataclass(frozen=True)
class Change:
    """One change in per cent (or another unit) with its interval; no change is 0."""

    name: str
    value: Number | None
    text: str = ""
    low: float | None = None
    high: float | None = None
    missing_because: str = ""
    figure: Figure | None = None


def printed(value: Number, places: int = 0) -> str:
    """A number as charts print it: grouped, with `places` decimals, rounded half up."""
    # A float stands for the decimal it prints as: 40.25 is taken as exactly that.
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    return grouped(round_half_up(exact, places))


def places_for(values: Iterable[Number | None]) -> int:
    """How many decimals a column needs so that its numbers look alike: none for whole numbers, else one."""
    return 0 if all(value is None or value == int(value) for value in values) else 1


def interval_text(low: float | None, high: float | None, places: int) -> str:
    return "" if low is None or high is None else f"{printed(low, places)} to {printed(high, places)}"


def worded(series: Series) -> Series:
    """The series with the printed text of every reading filled in; a gap reads ‘no data’."""
    places = places_for(reading.value for reading in series.readings)
    return replace(series, readings=tuple(replace(r, text=_text(r, places)) for r in series.readings))


def worded_ranking(ranked: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    places = places_for(one.value for one in ranked)
    return tuple(replace(one, text=_text(one, places)) for one in ranked)


def worded_changes(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    places = places_for(one.value for one in changes)
    return tuple(replace(one, text=_text(one, places)) for one in changes)


def _text(one: Reading | Ranked | Change, places: int) -> str:
    if one.value is None:
        return "no data"
    return one.text or (one.figure.text if one.figure else "") or printed(one.value, places)


def drawn(value: Number | None) -> float | int | None:
    """An exact value as the drawing library takes it: only here does it become a float."""
    if value is None or isinstance(value, int):
        return value
    return round(float(value), 6)


def month_number(code: str) -> int:
    """Months since year 0, so that no time zone can move a point. Raises ValueError for what is no month."""
    year, _, month = code.partition("-")
    if not (
        len(year) == 4 and year.isdigit() and len(month) == 2 and month.isdigit() and 1 <= int(month) <= 12
    ):
        raise ValueError(f"‘{code}’ is not a month; write it as 2020-07")
    return int(year) * 12 + int(month) - 1


def month_code(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def month_words(code: str) -> str:
    number = month_number(code)
    return f"{MONTHS[number % 12]} {number // 12}"


def every_month(series: Series, like: Series | None = None) -> Series:
    """The series with a reading for every month from its first to its last (or as `like` has), absent ones as gaps.

    Raises ValueError for no reading at all and for months out of order.
    """
    numbers = [month_number(reading.label) for reading in series.readings]
    if not numbers or numbers != sorted(set(numbers)):
        raise ValueError(
            f"the months of ‘{series.name}’ must be in order and each only once, and there must be one"
        )
    by_month = dict(zip(numbers, series.readings, strict=True))
    wanted = [month_number(r.label) for r in like.readings] if like else range(numbers[0], numbers[-1] + 1)
    return Series(series.name, tuple(by_month.get(n, Reading(month_code(n))) for n in wanted))


def top_of(series: Series, *more: float | None) -> float:
    """The highest end of the value axis: a round number above every value, interval and `more`."""
    known = [max(drawn(r.value) or 0, r.high or 0) for r in series.known]
    highest = max([*known, *(one for one in more if one is not None)], default=0)
    if highest <= 0:
        return 1
    step = 10.0 ** (len(str(int(highest))) - 1) if highest >= 1 else 0.1
    rounds = (step * part for part in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12))
    return next(one for one in rounds if one >= highest * 1.02)


def gap_runs(series: Series) -> list[tuple[int, int]]:
    """Where values are missing: [first, last) positions of each run with one reason."""
    runs: list[tuple[int, int]] = []
    for position, reading in enumerate(series.readings):
        if reading.value is not None:
            continue
        reason = reading.missing_because
        if runs and runs[-1][1] == position and series.readings[position - 1].missing_because == reason:
            runs[-1] = (runs[-1][0], position + 1)
        else:
            runs.append((position, position + 1))
    return runs


def gap_reason(reading: Reading) -> str:
    return reading.missing_because.rstrip(".") or "the reason is not recorded"
