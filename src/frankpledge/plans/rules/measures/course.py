"""Whether a measure is on the way to its target, with the chance that it gets there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from frankpledge.analysis.trajectory import Course, Wanted, course_of_counts, course_of_values
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.verdicts import Verdict, fails, holds
from frankpledge.plans.rules.measures.case import Case, Reading, Target, Timeline

LIKELY, UNLIKELY = 0.75, 0.25
"""From this chance on a measure is on its way, and up to that one it is not; between them it cannot be told."""
_SOURCE = Citation("House method", "way to a target", note="docs/explanation/what-a-measure-may-say.md")


class Way(StrEnum):
    """Where a measure stands on its way to a target."""

    ON = "on"
    OFF = "off"
    OPEN = "cannot_tell"
    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


WAYS = {
    Way.ON: "On the way to its target",
    Way.OFF: "Not on the way to its target",
    Way.OPEN: "It cannot be told whether it will meet its target",
    Way.MET: "Target met",
    Way.MISSED: "Target missed",
    Way.UNKNOWN: "Not known",
}


@dataclass(frozen=True)
class Track:
    """The way to a target. `chance` is None where it is not known, and `because` then says why."""

    way: Way
    target: Target
    chance: float | None = None
    course: Course | None = None
    because: Message | None = None


NO_DIRECTION = "A target needs a direction: say first whether lower or higher is better."
NO_REASON = "Say why the target is {value}: a target has a reason."
TARGET_STANDS = "The target has a direction and a reason."
GAP = "There is no figure for {period}, which the target is about."
TOO_FEW = "There are too few figures to tell a course."
TOO_FAR = "The target lies further ahead than the figures reach back."
NOT_FIT = "The figures do not divide into {period}."


@rule(source=_SOURCE)
def target_may_be_set(direction: str, target: Target) -> Verdict:
    """A target has a direction and a reason."""
    if not direction:
        return fails(message(NO_DIRECTION))
    if not target.because.strip():
        return fails(message(NO_REASON, value=target.value))
    return holds(message(TARGET_STANDS))


@rule(source=_SOURCE)
def track(case: Case, line: Timeline) -> Track | None:
    """A measure is on its way to its target when, should its course go on, it is likely (75%) to meet it; at 25% it is not."""
    target = case.target
    if target is None or not case.direction:
        return None
    places = line.range_of(target.by)
    if places is None:
        return Track(Way.UNKNOWN, target, because=message(NOT_FIT, period=target.by))
    gap = next(iter(line.absent(place for place in places if 0 <= place <= line.last)), None)
    if gap is not None or places.start < 0:
        period = line.period(gap) if gap is not None else target.by
        return Track(Way.UNKNOWN, target, because=message(GAP, period=period))
    ahead = range(max(places.start, line.last + 1), places.stop)
    if places.stop - 1 - line.last > line.last + 1:
        return Track(Way.UNKNOWN, target, because=message(TOO_FAR))
    found = _course(case, line, places, ahead, target)
    if found is None:
        return Track(Way.UNKNOWN, target, because=message(TOO_FEW))
    return Track(_way(found, is_over=not ahead), target, found.chance, found)


def _way(found: Course, *, is_over: bool) -> Way:
    if is_over:
        return Way.MET if found.chance > 0.5 else Way.MISSED
    if found.chance >= LIKELY:
        return Way.ON
    return Way.OFF if found.chance <= UNLIKELY else Way.OPEN


def _wanted(case: Case) -> Wanted:
    return "at_most" if case.direction == "lower" else "at_least"


def _course(case: Case, line: Timeline, places: range, ahead: range, target: Target) -> Course | None:
    seen = [line.known(place) for place in range(line.last + 1)]
    start = min(_start(case, line), places.start, line.last)
    if case.form in {"count", "rate"}:
        return _count_course(case, seen, places, ahead, target, (start, line.last))
    return _value_course(case, seen, places, ahead, target, start)


def _count_course(
    case: Case,
    seen: list[Reading | None],
    places: range,
    ahead: range,
    target: Target,
    ends: tuple[int, int],
) -> Course | None:
    start, last = ends
    counts = [None if one is None else int(one.numerator or 0) for one in seen[start:]]
    exposures, latest, scale = None, 1.0, Fraction(1)
    if case.form == "rate":
        known = [one.denominator for one in seen if one is not None and one.denominator]
        if not known:
            return None
        latest = float(known[-1])
        exposures = [float(one.denominator or latest) if one is not None else latest for one in seen[start:]]
        people = sum((_people(seen, place, known[-1]) for place in places), Fraction(0)) / len(places)
        scale = people / case.per
    already = sum(
        int(one.numerator or 0) for place in places if place <= last and (one := seen[place]) is not None
    )
    return course_of_counts(
        counts, range(ahead.start - start, ahead.stop - start), target=float(target.value * scale),
        wanted=_wanted(case), season=case.in_a_year, already=already, exposures=exposures, exposure_ahead=latest,
    )  # fmt: skip


def _people(seen: list[Reading | None], place: int, latest: Fraction) -> Fraction:
    one = seen[place] if place < len(seen) else None
    return one.denominator if one is not None and one.denominator else latest


def _start(case: Case, line: Timeline) -> int:
    """From which place on the course is read: five years back at most, and only what is counted as it is now."""
    start = max(0, line.last + 1 - 5 * case.in_a_year)
    if len(case.definitions) > 1:
        latest = max(one.starts_on for one in case.definitions)
        place, begins = line.place_of(latest)
        start = max(start, place if begins else place + 1)
    return start


def _value_course(
    case: Case, seen: list[Reading | None], places: range, ahead: range, target: Target, start: int
) -> Course | None:
    values = [None if one is None else _value(case, one) for one in seen]
    if not ahead:
        known = [one for place in places if (one := seen[place]) is not None]
        final = _together(case, known)
        met = final <= target.value if case.direction == "lower" else final >= target.value
        return Course(float(final), float(final), float(final), float(met), 1.0, 0, "as reported")
    variances = [None if one is None else _variance(case, one) for one in seen]
    given = [one for one, value in zip(variances[start:], values[start:], strict=True) if value is not None]
    usable = None if any(one is None for one in given) else [one or 0.0 for one in variances[start:]]
    bounds = (0.0, 100.0) if case.form == "share" else (float("-inf"), float("inf"))
    return course_of_values(
        values[start:], places.stop - 1 - start, target=float(target.value), wanted=_wanted(case),
        variances=usable, bounds=bounds,
    )  # fmt: skip


def _value(case: Case, one: Reading) -> float | None:
    if one.numerator is None:
        return None
    if case.form == "value":
        return float(one.numerator)
    return float(100 * one.numerator / one.denominator) if one.denominator else None


def _together(case: Case, readings: list[Reading]) -> Fraction:
    top = sum((one.numerator or Fraction(0) for one in readings), Fraction(0))
    if case.form == "value":
        return top / len(readings)
    return 100 * top / sum((one.denominator or Fraction(1) for one in readings), Fraction(0))


def _variance(case: Case, one: Reading) -> float | None:
    if case.form == "value":
        return None if one.low is None or one.high is None else (float(one.high - one.low) / 3.92) ** 2
    if not one.denominator or one.numerator is None:
        return None
    size = float(one.denominator / one.design_effect)
    share = min(max(float(one.numerator / one.denominator), 0.5 / size), 1 - 0.5 / size)
    return 1e4 * share * (1 - share) / size
