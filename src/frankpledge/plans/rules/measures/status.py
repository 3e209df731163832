"""The status of a measure: a statement that follows the interval shown, or what is absent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from frankpledge.analysis.change import Direction
from frankpledge.analysis.series import Treatment
from frankpledge.analysis.told_apart import (
    Apart,
    Dispersion,
    counts_apart,
    own_dispersion,
    shares_apart,
    values_apart,
)
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.results import WarningCode
from frankpledge.plans.rules.measures.case import Case, Reading, Timeline, timeline
from frankpledge.plans.rules.measures.course import Track, track


class Standing(StrEnum):
    """What may be said of a measure. `rose` and `fell` are for one of which nobody said which way is better."""

    BETTER = "better"
    WORSE = "worse"
    NO_CLEAR_CHANGE = "no_clear_change"
    ROSE = "rose"
    FELL = "fell"
    UNKNOWN = "unknown"
    IN_ABEYANCE = "in_abeyance"
    ENDED = "ended"


STANDINGS = {
    Standing.BETTER: "Better",
    Standing.WORSE: "Worse",
    Standing.NO_CLEAR_CHANGE: "No change that can be told from chance",
    Standing.ROSE: "Rose",
    Standing.FELL: "Fell",
    Standing.UNKNOWN: "Not known",
    Standing.IN_ABEYANCE: "In abeyance",
    Standing.ENDED: "Ended",
}


@dataclass(frozen=True)
class Sum:
    """What the readings of a period come to. `value` is in the measure's unit: a count, a rate, per cent or a value."""

    period: Period
    numerator: Fraction
    denominator: Fraction | None
    value: Fraction
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Doubt:
    """Something to mind about a status."""

    code: WarningCode
    text: Message


@dataclass(frozen=True)
class Status:
    """How a measure stands on a day. `apart` holds the change with its interval; `absent` what there is no figure for."""

    case: Case
    on: date
    standing: Standing
    because: Message | None = None
    old: Sum | None = None
    new: Sum | None = None
    apart: Apart | None = None
    absent: tuple[Period, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    track: Track | None = None


ENDED = "It ended on {day}. {because}"
ABEYANCE = "It has been in abeyance since {day}. {because}"
NOTHING = "There is no figure yet."
NO_MEASURE = "Nothing measures it. {note}"
ABSENT = "There is no figure for {periods}."
NO_BASELINE = "The figures do not divide into {baseline}."
SINCE = "There is no figure since the baseline, {baseline}."
FIRST_YEAR = "There is nothing to hold {period} against yet."
DEFINED = "What is counted changed on {day}: figures before and after are not of one kind."
NO_LIMITS = (
    "No limits are given, so a change cannot be told from chance: give low and high, or how many were asked."
)
TOO_FEW_YEARS = "There are too few whole years to see whether it varies more than chance; the interval allows for chance alone."
_SOURCE = Citation("House method", "status of a measure", note="docs/explanation/what-a-measure-may-say.md")


@rule(source=_SOURCE)
def status(case: Case, on: date) -> Status:
    """A measure is better or worse only where the change can be told from chance; what has no figure is not known."""
    resting = _resting(case, on)
    if resting is not None:
        return resting
    if case.relation == "none":
        return Status(case, on, Standing.UNKNOWN, message(NO_MEASURE, note=case.relation_note))
    line = timeline(case, on)
    if line.last < 0:
        return Status(case, on, Standing.UNKNOWN, message(NOTHING))
    judged = _judged(case, line, on)
    return replace(judged, track=track(case, line))


def _resting(case: Case, on: date) -> Status | None:
    phase = case.phase(on)
    if phase is None or phase.state == "active":
        return None
    ended = phase.state == "ended"
    said = message(ENDED if ended else ABEYANCE, day=short_date(phase.starts_on), because=phase.because)
    return Status(case, on, Standing.ENDED if ended else Standing.IN_ABEYANCE, said)


@dataclass(frozen=True)
class Windows:
    """The places compared, or why there is nothing to compare."""

    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    because: Message | None = None


def windows(case: Case, line: Timeline) -> Windows:
    """The last year against the baseline, or against the year before where there is none.

    A value is compared with itself a year earlier. Within the first year after a baseline the same seasons of it are
    taken, and a baseline shorter than a year is held against the same months of the latest year that has them.
    """
    n = 1 if case.form == "value" else case.in_a_year
    new = tuple(range(line.last - n + 1, line.last + 1))
    if case.baseline is None:
        old = tuple(place - case.in_a_year for place in new)
        if old[0] < 0:
            return Windows(new=new, because=message(FIRST_YEAR, period=line.span(new[0], n)))
        return Windows(old, new)
    base = line.range_of(case.baseline)
    if base is None:
        return Windows(new=new, because=message(NO_BASELINE, baseline=case.baseline))
    if line.last < base.stop:
        return Windows(tuple(base), (), message(SINCE, baseline=case.baseline))
    if len(base) < n:
        return _same_months(case, line, base)
    if new[0] >= base.stop:
        return Windows(tuple(base), new)
    return _since(case, line, base)


def _same_months(case: Case, line: Timeline, base: range) -> Windows:
    years = (line.last - base[-1]) // case.in_a_year
    if years < 1:
        return Windows(tuple(base), (), message(SINCE, baseline=case.baseline))
    return Windows(tuple(base), tuple(place + years * case.in_a_year for place in base))


def _since(case: Case, line: Timeline, base: range) -> Windows:
    """What there is since the baseline, and the same seasons of its last year."""
    new = tuple(range(base.stop, line.last + 1))
    return Windows(tuple(place - case.in_a_year for place in new), new)


def _judged(case: Case, line: Timeline, on: date) -> Status:
    chosen = windows(case, line)
    gaps = line.absent((*chosen.old, *chosen.new))
    if gaps:
        absent = _runs(line, gaps)
        said = message(ABSENT, periods=", ".join(map(str, absent)))
        return Status(case, on, Standing.UNKNOWN, said, absent=absent, new=_sum(case, line, chosen.new))
    new = _sum(case, line, chosen.new)
    if chosen.because is not None:
        return Status(case, on, Standing.UNKNOWN, chosen.because, new=new)
    old = _sum(case, line, chosen.old)
    if old is None or new is None:
        return Status(case, on, Standing.UNKNOWN, message(NO_LIMITS), old, new)
    changed = case.definition_change(old.period, new.period)
    if changed is not None:
        return Status(
            case, on, Standing.UNKNOWN, message(DEFINED, day=short_date(changed.starts_on)), old, new
        )
    spread = _dispersion(case, line)
    apart = _apart(case, line, chosen, spread)
    if apart is None:
        return Status(case, on, Standing.UNKNOWN, message(NO_LIMITS), old, new)
    doubts = tuple(_doubts(case, line, chosen, (old, new), spread))
    return Status(case, on, _standing(case, apart.verdict), None, old, new, apart, doubts=doubts)


def _standing(case: Case, verdict: Direction) -> Standing:
    if verdict is Direction.UNDETERMINED or verdict is Direction.NO_CLEAR_CHANGE:
        return Standing.NO_CLEAR_CHANGE
    if not case.direction:
        return Standing.ROSE if verdict is Direction.ROSE else Standing.FELL
    good = Direction.FELL if case.direction == "lower" else Direction.ROSE
    return Standing.BETTER if verdict is good else Standing.WORSE


def _runs(line: Timeline, places: Sequence[int]) -> tuple[Period, ...]:
    """Neighbouring places as one period."""
    found: list[tuple[int, int]] = []
    for place in sorted(set(places)):
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return tuple(line.span(start, end - start + 1) for start, end in found)


def _readings(line: Timeline, places: Iterable[int]) -> tuple[Reading, ...]:
    return tuple(one for place in places if (one := line.known(place)) is not None)


def _sum(case: Case, line: Timeline, places: Sequence[int]) -> Sum | None:
    """The readings of some places together; None where one is absent or lacks a denominator."""
    seen = _readings(line, places)
    if not places or len(seen) != len(places):
        return None
    span = line.span(places[0], len(places))
    top = sum((one.numerator or Fraction(0) for one in seen), Fraction(0))
    if case.form == "count":
        low, high = _count_limits(top)
        return Sum(span, top, None, top, low, high)
    if case.form == "value":
        one = seen[-1]
        return Sum(span, top, None, top, *(None if x is None else float(x) for x in (one.low, one.high)))
    if any(not one.denominator for one in seen):
        return None
    bottom = sum((one.denominator or Fraction(0) for one in seen), Fraction(0))
    if case.form == "rate":
        scale = (
            Fraction(case.per) / bottom * len(seen) / 1
        )  # the denominators of a year's steps are one population
        low, high = (limit * float(scale) for limit in _count_limits(top))
        return Sum(span, top, bottom, top * scale, low, high)
    low, high = _share_limits(seen)
    return Sum(span, top, bottom, 100 * top / bottom, low, high)


def total_over(case: Case, period: Period) -> Sum | Message:
    """What a measure comes to over any period that its figures divide into, or why that is not known."""
    line = timeline(case, period.ends_on or date.max)
    places = line.range_of(period) if line.last >= 0 else None
    if places is None:
        return message(NO_BASELINE, baseline=period) if line.last >= 0 else message(NOTHING)
    gaps = line.absent(places)
    if gaps:
        return message(ABSENT, periods=", ".join(map(str, _runs(line, gaps))))
    chosen = places[-1:] if case.form == "value" else places
    return _sum(case, line, chosen) or message(NO_LIMITS)


def _count_limits(count: Fraction) -> tuple[float, float]:
    from frankpledge.analysis.rates import rate

    found = rate(int(count), 1)
    return found.low, found.high


def _effective(readings: Iterable[Reading]) -> tuple[float, float]:
    """How many of how many, in answers of a simple sample."""
    pairs = [
        (float((one.numerator or 0) / one.design_effect), float((one.denominator or 0) / one.design_effect))
        for one in readings
    ]
    return sum(top for top, _ in pairs), sum(bottom for _, bottom in pairs)


def _share_limits(readings: Sequence[Reading]) -> tuple[float, float]:
    from frankpledge.analysis.rates import wilson_limits

    top, bottom = _effective(readings)
    low, high = wilson_limits(top / bottom, bottom, 0.025)
    return 100 * low, 100 * high


def _apart(case: Case, line: Timeline, chosen: Windows, spread: Dispersion | None) -> Apart | None:
    old, new = _readings(line, chosen.old), _readings(line, chosen.new)
    if case.form == "value":
        ends = [(one.numerator, one.low, one.high) for one in (old[-1], new[-1])]
        if any(part is None for one in ends for part in one):
            return None
        before, after = (tuple(float(part or 0) for part in one) for one in ends)
        return values_apart((before[0], before[1], before[2]), (after[0], after[1], after[2]))
    if case.form == "share":
        return shares_apart(_effective(old), _effective(new))
    exposure = (_exposure(case, old), _exposure(case, new))
    return counts_apart(_total(old), _total(new), exposure=exposure, dispersion=spread)


def _total(readings: Iterable[Reading]) -> int:
    return int(sum((one.numerator or Fraction(0) for one in readings), Fraction(0)))


def _exposure(case: Case, readings: Sequence[Reading]) -> Fraction:
    if case.form == "rate":
        return sum((one.denominator or Fraction(0) for one in readings), Fraction(0))
    return Fraction(len(readings))


def _dispersion(case: Case, line: Timeline) -> Dispersion | None:
    """How much more than chance the measure varies, from its whole years without a gap up to the last figure."""
    n = case.in_a_year
    if case.form not in {"count", "rate"} or n == 1:
        return None
    years, end = [], line.last + 1
    while end - n >= 0:
        seen = _readings(line, range(end - n, end))
        if len(seen) == n:
            years.append([(int(one.numerator or 0), float(one.denominator or 1) if case.form == "rate" else 1.0) for one in seen])  # fmt: skip
        end -= n
    return own_dispersion(years)


def _doubts(
    case: Case, line: Timeline, chosen: Windows, sums: tuple[Sum, Sum], spread: Dispersion | None
) -> Iterable[Doubt]:
    old, new = sums
    if not case.direction:
        yield Doubt(WarningCode.AMBIGUOUS, message("Nobody has said which way is better."))
    if case.relation == "proxy":
        text = message("It stands in for what cannot be counted. {note}", note=case.relation_note)
        yield Doubt(WarningCode.UNVERIFIABLE, text)
    unsure = [line.period(place) for place in (*chosen.old, *chosen.new) if _is_unsure(line, place)]
    if unsure:
        yield Doubt(WarningCode.COVERAGE, message("Partial or in doubt: {periods}.", periods=", ".join(map(str, unsure))))  # fmt: skip
    for one in case.breaks:
        if one.divides(old.period, new.period):
            yield Doubt(WarningCode.BASE, message("Mind when comparing: {what} ({when}).", what=one.what, when=one.when))  # fmt: skip
            if one.treatment is not Treatment.ANNOTATE:
                yield Doubt(WarningCode.BASE, message("Counts before and after it are not of one kind."))
    if case.form in {"count", "rate"} and (spread is None or not spread.is_steady):
        yield Doubt(WarningCode.UNVERIFIABLE, message(TOO_FEW_YEARS))


def _is_unsure(line: Timeline, place: int) -> bool:
    found = line.known(place)
    return found is not None and found.is_unsure
