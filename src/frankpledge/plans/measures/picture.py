"""The picture of a measure: its figures as a line with gaps, what was compared as bands with their intervals. Pure.

It is drawn from points, not by a chart engine, so that a page of many measures is quick; every picture says the same in words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from frankpledge.analysis.series import BreakKind
from frankpledge.plans.rules.measures.case import Case, Reading, Timeline, timeline
from frankpledge.plans.rules.measures.status import Status, Sum
from frankpledge.plans.rules.measures.words import number, statement, track_words

YEARS = 6
"""So many years are drawn; the table has them all."""


@dataclass(frozen=True)
class Size:
    """Width and height, and the room kept for words on each side."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


LARGE = Size(680, 240, 56, 16, 14, 34)
SMALL = Size(168, 44, 2, 4, 4, 4)


@dataclass(frozen=True)
class Band:
    """A stretch over which a mean was taken: its mean, and from where to where its interval reaches. Pixels."""

    x: float
    width: float
    y: float
    height: float
    mean_y: float
    words: str


@dataclass(frozen=True)
class Mark:
    """An upright line with what happened there."""

    x: float
    words: str


@dataclass(frozen=True)
class Picture:
    """Everything the template draws. `paths` are the unbroken runs, `dots` figures alone, `gaps` spans without any."""

    size: Size
    title: str
    description: str
    paths: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    gaps: tuple[tuple[float, float], ...]
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    target: tuple[float, float, float] | None
    """From x to x at y."""
    ticks_y: tuple[tuple[float, str], ...]
    ticks_x: tuple[tuple[float, str], ...]

    @property
    def base(self) -> float:
        return self.size.height - self.size.bottom


def point_value(case: Case, one: Reading) -> float | None:
    """What is drawn of a reading, in the unit of the measure; a rate per its own period."""
    if one.numerator is None:
        return None
    if case.form in {"count", "value"}:
        return float(one.numerator)
    if not one.denominator:
        return None
    scale = case.per if case.form == "rate" else 100
    return float(one.numerator / one.denominator) * scale


def picture(found: Status, size: Size = LARGE) -> Picture | None:
    """The picture of a measure on a day; None where there is no figure."""
    line = timeline(found.case, found.on)
    if line.last < 0 or not any(line.known(place) for place in range(line.last + 1)):
        return None
    first = max(0, line.last + 1 - YEARS * found.case.in_a_year)
    places = range(first, line.last + 1)
    values = [_at(found.case, line, place) for place in places]
    bands = _sums(found)
    aim = _aim(found)
    top = _nice(max([0.0, *(value for value in values if value is not None), *(high for _, _, high, _ in bands), aim or 0.0]))  # fmt: skip
    frame = _Frame(size, first, len(places), top)
    return Picture(
        size=size,
        title=found.case.title,
        description=_described(found),
        paths=tuple(_paths(frame, values)),
        dots=tuple(_dots(frame, values)),
        gaps=tuple(_gaps(frame, values)),
        bands=tuple(_band(frame, line, total, low, high, mean) for total, low, high, mean in bands),
        marks=tuple(_marks(frame, found, line)),
        target=None if aim is None else (frame.x(len(places) - 1), size.width - size.right, frame.y(aim)),
        ticks_y=(
            (frame.y(0), "0"),
            (frame.y(top), number(found.case, top) if top < 1000 else f"{int(top):,}"),
        ),
        ticks_x=tuple(_years(frame, line, places)),
    )


@dataclass(frozen=True)
class _Frame:
    size: Size
    first: int
    count: int
    top: float

    def x(self, index: float) -> float:
        room = self.size.width - self.size.left - self.size.right
        return round(self.size.left + room * (index + 0.5) / self.count, 1)

    def y(self, value: float) -> float:
        room = self.size.height - self.size.top - self.size.bottom
        return round(self.size.top + room * (1 - value / self.top), 1)


def _at(case: Case, line: Timeline, place: int) -> float | None:
    one = line.known(place)
    return None if one is None else point_value(case, one)


def _nice(value: float) -> float:
    if value <= 0:
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= value)


def _runs(values: list[float | None]) -> list[list[tuple[int, float]]]:
    found: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append((index, value))
    return [run for run in found if run]


def _paths(frame: _Frame, values: list[float | None]) -> list[str]:
    return [
        "M" + "L".join(f"{frame.x(index)} {frame.y(value)}" for index, value in run)
        for run in _runs(values)
        if len(run) > 1
    ]


def _dots(frame: _Frame, values: list[float | None]) -> list[tuple[float, float]]:
    """Figures that stand alone, and the last one."""
    runs = _runs(values)
    alone = [run[0] for run in runs if len(run) == 1]
    last = runs[-1][-1]
    return [(frame.x(index), frame.y(value)) for index, value in dict.fromkeys([*alone, last])]


def _gaps(frame: _Frame, values: list[float | None]) -> list[tuple[float, float]]:
    half = (frame.x(1) - frame.x(0)) / 2 if frame.count > 1 else 10
    return [
        (round(frame.x(index) - half, 1), round(2 * half, 1))
        for index, value in enumerate(values)
        if value is None
    ]


def _sums(found: Status) -> list[tuple[Sum, float, float, float]]:
    """What was compared, as means of one reading: (sum, low, high, mean)."""
    if found.old is None or found.new is None or found.apart is None:
        return []
    return [_mean(found.case, total) for total in (found.old, found.new)]


def _mean(case: Case, total: Sum) -> tuple[Sum, float, float, float]:
    months = (total.period.ends_on or total.period.starts_on).year * 12 + (
        total.period.ends_on or total.period.starts_on
    ).month
    months -= total.period.starts_on.year * 12 + total.period.starts_on.month - 1
    parts = max(1, months // case.step) if case.form in {"count", "rate"} else 1
    value = float(total.value) / parts
    low = value if total.low is None else total.low / parts
    high = value if total.high is None else total.high / parts
    return total, low, high, value


def _band(frame: _Frame, line: Timeline, total: Sum, low: float, high: float, mean: float) -> Band:
    places = line.range_of(total.period) or range(0)
    start = max(places.start - frame.first, 0)
    stop = max(places.stop - 1 - frame.first, start)
    half = (frame.x(1) - frame.x(0)) / 2 if frame.count > 1 else 10
    left, right = frame.x(start) - half, frame.x(stop) + half
    upper, lower = frame.y(min(high, frame.top)), frame.y(low)
    return Band(
        round(left, 1),
        round(right - left, 1),
        upper,
        round(max(lower - upper, 2), 1),
        frame.y(mean),
        str(total.period),
    )


def _marks(frame: _Frame, found: Status, line: Timeline) -> list[Mark]:
    """Where recording broke, or what is counted changed; what only happened around stays in the words."""
    said = [(one.when.starts_on, one.what) for one in found.case.breaks if one.kind is BreakKind.STEP]
    said += [(one.starts_on, "What is counted changed") for one in found.case.definitions[1:]]
    marks = []
    for day, words in said:
        place, _ = line.place_of(day)
        if frame.first < place < frame.first + frame.count:
            marks.append(
                Mark(round((frame.x(place - frame.first) + frame.x(place - frame.first - 1)) / 2, 1), words)
            )
    return marks


def _aim(found: Status) -> float | None:
    """The target as a figure of one reading."""
    target = found.case.target
    if target is None:
        return None
    if found.case.form in {"share", "value"}:
        return float(target.value)
    line = timeline(found.case, found.on)
    places = line.range_of(target.by)
    return None if not places else float(target.value) / len(places)


def _years(frame: _Frame, line: Timeline, places: range) -> list[tuple[float, str]]:
    starts: dict[int, float] = {}
    for place in places:
        year = line.period(place).starts_on.year
        starts.setdefault(year, frame.x(place - frame.first))
    return [(x, str(year)) for year, x in starts.items()]


def _described(found: Status) -> str:
    said = [str(statement(found)), track_words(found.case, found.track)]
    return " ".join(one for one in said if one)


def cell(case: Case, one: Reading) -> str:
    """A reading as a table prints it."""
    value = point_value(case, one)
    if value is None:
        return f"None: {one.because}" if one.because else "None"
    text = number(case, Fraction(value).limit_denominator(10**9))
    if case.form in {"rate", "share"} and one.numerator is not None and one.denominator is not None:
        text = f"{text} ({float(one.numerator):,.10g} of {float(one.denominator):,.10g})"
    if case.form == "value" and one.low is not None and one.high is not None:
        text = f"{text} ({float(one.low):g} to {float(one.high):g})"
    return f"{text} (in doubt)" if one.is_unsure else text
