"""A status in words: the sentence that pages, reports and the command line print."""

from __future__ import annotations

import math
from fractions import Fraction

from frankpledge.analysis.series import whole_months
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.numbers import grouped, round_half_up
from frankpledge.plans.rules.measures.case import Case
from frankpledge.plans.rules.measures.course import WAYS, Track, Way
from frankpledge.plans.rules.measures.status import STANDINGS, Standing, Status, Sum

COMPARED = "{standing}: {new} in {new_period}, against {old} in {old_period}; {change} ({interval})."
ONLY = "{standing}. {because}"


def statement(found: Status) -> Message:
    """One sentence: better, worse or no change that can be told from chance, with both figures and the interval."""
    words = STANDINGS[found.standing]
    if found.apart is None or found.old is None or found.new is None:
        return message(ONLY, standing=words, because=found.because or "")
    return message(
        COMPARED, standing=words, new=amount(found.case, found.new), new_period=found.new.period,
        old=old_amount(found), old_period=found.old.period, change=change_words(found),
        interval=interval_words(found),
    )  # fmt: skip


def old_amount(found: Status) -> str:
    """The earlier figure; a count over another length of time as what it comes to in as long a time as the later one."""
    old, new = found.old, found.new
    if found.case.form == "count" and old is not None and new is not None:
        spans = [whole_months(one.period) or 1 for one in (old, new)]
        if spans[0] != spans[1]:
            return f"{grouped(round_half_up(old.value * spans[1] / spans[0]))} in as long a time"
    return amount(found.case, old)


def amount(case: Case, total: Sum | None) -> str:
    """The figure of a period as it is printed: a count, a rate, a percentage or a value."""
    return "not known" if total is None else number(case, total.value)


def number(case: Case, value: Fraction | float) -> str:
    """A number in the unit of the measure."""
    exact = value if isinstance(value, Fraction) else Fraction(value).limit_denominator(10**9)
    if case.form == "count" and exact.denominator == 1:
        return grouped(int(exact))
    places = 0 if case.form == "count" else 1
    text = grouped(round_half_up(exact, places))
    return f"{text}%" if case.form == "share" else text


def change_words(found: Status) -> str:
    """How far the two lie apart: 22.4% lower, 3.1 percentage points higher."""
    if found.apart is None or found.apart.estimate is None:
        return "no percentage can be taken from nothing"
    return _one(found, found.apart.estimate)


def interval_words(found: Status) -> str:
    """The interval in the same words: 95% interval 9.7% lower to 2.1% higher."""
    limits = limits_words(found)
    return f"95% interval {limits}" if limits else ""


def limits_words(found: Status) -> str:
    """From where to where the interval reaches, for a place that says itself that it is one."""
    if found.apart is None:
        return ""
    if math.isinf(found.apart.high):
        return f"from {_one(found, found.apart.low)}, without an upper limit"
    return f"{_one(found, found.apart.low)} to {_one(found, found.apart.high)}"


def _one(found: Status, value: float) -> str:
    scale = found.apart.scale if found.apart else "ratio"
    size = (value - 1) * 100 if scale == "ratio" else value
    text = str(round_half_up(Fraction(abs(size)).limit_denominator(10**9), 1))
    unit = {"ratio": "%", "points": " percentage points", "difference": ""}[scale]
    if float(text) == 0:
        return "no change"
    return f"{text}{unit} {'higher' if size > 0 else 'lower'}"


def track_words(case: Case, found: Track | None) -> str:
    """The way to the target in one sentence; empty where there is no target."""
    if found is None:
        return ""
    aim = f"{number(case, found.target.value)} or {'fewer' if case.direction == 'lower' and case.form == 'count' else 'less' if case.direction == 'lower' else 'more'} in {found.target.by}"  # fmt: skip
    if found.because is not None:
        return f"{WAYS[found.way]}, target {aim}: {found.because}"
    course = found.course
    if course is None or found.way in {Way.MET, Way.MISSED}:
        return f"{WAYS[found.way]}: {aim}."
    return f"{WAYS[found.way]}, {aim}: if it goes on as it has, the chance is {chance_words(found.chance)}."


def chance_words(chance: float | None) -> str:
    """A chance as people say it: 12 in 100, fewer than 1 in 100."""
    if chance is None:
        return "not known"
    hundredths = int(round_half_up(Fraction(chance).limit_denominator(10**6) * 100))
    if hundredths < 1:
        return "less than 1 in 100"
    return "more than 99 in 100" if hundredths > 99 else f"about {hundredths} in 100"


def colour(found: Status) -> str:
    """A colour that only repeats what the words say."""
    return {
        Standing.BETTER: "green", Standing.WORSE: "red", Standing.UNKNOWN: "yellow", Standing.NO_CLEAR_CHANGE: "blue",
    }.get(found.standing, "grey")  # fmt: skip
