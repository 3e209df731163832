"""A weighted total in words: what it is, what it rests on, what it leaves out, and what must be said beside any such score."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from frankpledge.analysis.offence_codes import WeightSet
from frankpledge.analysis.sentences import joined
from frankpledge.analysis.severity import PER, Change, Moved, Part, Weighted
from frankpledge.kernel.numbers import grouped, round_half_up

MOST_NAMED = 5
CHANCE_ALONE = (
    "That interval is of chance alone: fewer whole years of months or quarters are known than it takes to measure how much more "
    "than chance the score varies, so the true doubt is greater."
)
RECORDING = (
    "A few grave offences make up most of such a score, and better recording of them raises it without any more harm; "
    "another set of weights may put the same areas in another order."
)
FOUND_BY_POLICE = (
    "Offences that are found by police activity, such as possession of drugs or weapons, count here as they were recorded: "
    "they tell of that activity too."
)


def score_text(value: Fraction | float, places: int = 0) -> str:
    """A score as printed: whole from a hundred up, else with one decimal place."""
    exact = Fraction(value)
    return grouped(round_half_up(exact, places or (0 if abs(exact) >= 100 else 1)))


def set_in_words(weights: WeightSet) -> str:
    """Which weights: their title, date and source, and what is not recorded of them."""
    dated = f"of {weights.dated}" if weights.dated else "whose date is not recorded"
    source = f" ({weights.source})" if weights.source else ""
    return f"‘{weights.title}’ {dated}{source}"


def total_text(found: Weighted) -> str:
    """The score, or its range."""
    if found.middle is None or found.low is None or found.high is None:
        return "not known"
    if not found.is_range:
        return score_text(found.middle)
    return f"{score_text(found.low)} to {score_text(found.high)}"


def sentences(found: Weighted, weights: WeightSet, what: str, when: str) -> tuple[str, ...]:
    """What is to be said of a score: of `what`, in `when`."""
    scope = f"{what} in {when}" if when else what
    if found.middle is None:
        why = found.because.rstrip(".") or "the reason is not recorded"
        return (f"{scope}, weighted by severity: the total is not known, since {why}.", *_missing(found))
    said = [f"{scope}, weighted by severity, come to {_total(found)}, by {set_in_words(weights)}."]
    return (
        *said,
        coverage_sentence(found),
        *_missing(found),
        *_range(found),
        *_half(found),
        *_left_out(found),
    )


def _total(found: Weighted) -> str:
    between = "between " if found.is_range else ""
    total = total_text(found).replace(" to ", " and ") if found.is_range else total_text(found)
    rates = found.rates
    if rates is None:
        return f"{between}{total}"
    low, middle, high = (score_text(one, 1) for one in rates)
    rate = f"{low} to {high}" if found.is_range else middle
    return f"{between}{total}, which is {rate} for {grouped(PER)} residents"


def coverage_sentence(found: Weighted) -> str:
    """How many of the offences have a weight."""
    if not found.offences and not found.weighted:
        return "There were no offences to weigh."
    share = found.coverage
    if share is None:
        return f"{grouped(found.weighted)} of {grouped(found.offences)} offences, net of those cancelled, have a weight."
    if share == 1:
        return f"Every one of the {grouped(found.offences)} offences has a weight."
    percent = round_half_up(share * 100, 1)
    near = "more than 99.9" if percent == 100 else "less than 0.1" if percent == 0 and share else percent
    return f"{grouped(found.weighted)} of {grouped(found.offences)} offences have a weight ({near}%)."


def share_sentence(found: Weighted) -> str:
    """How much of the offences has a weight, without any count: what may be told to everybody."""
    share = found.coverage
    if share is None:
        return "How many of the offences have a weight is not told."
    if share == 1:
        return "Every one of the offences has a weight."
    return (
        f"About {round_half_up(share * 100)}% of the offences have a weight; the others are not in the score."
    )


def _missing(found: Weighted) -> tuple[str, ...]:
    if not found.lacking:
        return ()
    return (
        f"No weight is known for {_list(found.lacking)}; these are not in the total, and not counted as nought.",
    )


def _left_out(found: Weighted) -> tuple[str, ...]:
    if not found.left_out:
        return ()
    return (f"The set of weights leaves out {_list(found.left_out)}.",)


def _range(found: Weighted) -> tuple[str, ...]:
    loose = [one for one in found.parts if one.is_weighted and not one.found.is_exact and one.n]
    if not loose:
        return ()
    ordered = sorted(loose, key=lambda one: -(one.high - one.low))
    return (f"It is a range because more than one weight may be meant for {_list(ordered)}.",)


def _half(found: Weighted) -> tuple[str, ...]:
    some = found.half
    if not some or found.middle is None:
        return ()
    n = sum(one.n for one in some)
    share = grouped(n) if found.weighted <= 0 else f"{grouped(n)} of {grouped(found.weighted)}"
    return (f"Half of the score or more is {_list(some)}: {share} offences.",)


def _list(parts: Sequence[Part]) -> str:
    shown = [f"{name_with_code(one)} ({grouped(one.n)})" for one in parts[:MOST_NAMED]]
    rest = len(parts) - len(shown)
    return joined([*shown, f"{grouped(rest)} more"] if rest else shown)


def name_with_code(one: Part) -> str:
    """An offence by its name, with its code where it has both."""
    return f"{one.name}, code {one.code}" if one.code and (one.offence or one.group) else one.name


def change_sentences(found: Change, before: str, after: str) -> tuple[str, ...]:
    """How a score changed between two periods, and of what that is made."""
    if (
        found.difference is None
        or found.volume is None
        or found.mix is None
        or found.low is None
        or found.high is None
    ):
        why = found.because.rstrip(".") or "a figure is missing"
        return (f"No change of the score from {before} to {after} can be told, since {why}.",)
    word = {
        Moved.ROSE: "rose", Moved.FELL: "fell", Moved.NO_CLEAR_CHANGE: "did not clearly change",
    }.get(found.verdict, "did not clearly change")  # fmt: skip
    size = _signed(found.difference)
    percent = "" if found.percent is None else f", {_signed(round_half_up(found.percent, 1))}%"
    span = f"95% interval {_signed(found.low)} to {_signed(found.high)}".replace(
        "95", f"{found.before.confidence * 100:g}"
    )
    first = f"From {before} to {after} the score {word} ({size}{percent}; {span}). {spread_sentence(found)}"
    second = f"Of that, {_signed(found.volume)} is the number of offences and {_signed(found.mix)} how grave they were."
    led = [one for one in found.shifts if one.middle][:3]
    names = joined([f"{one.name} ({_signed(one.middle)})" for one in led])
    third = (f"What moved it most: {names}.",) if led else ()
    return (first, second, *third)


def spread_sentence(found: Change) -> str:
    """Whether the interval of a change allows for more than chance, or why not."""
    if found.spread is None:
        return CHANCE_ALONE
    times, degrees = round_half_up(Fraction(found.spread.phi), 1), found.spread.degrees
    if not found.allows_for_more:
        return f"The score varied no more than chance would have it ({times} times as much, on {degrees} degrees of freedom)."
    return f"The interval allows for a score that varies {times} times as much as chance ({degrees} degrees of freedom)."


def _signed(value: Fraction | Decimal | float) -> str:
    exact = Fraction(value)
    text = score_text(exact)
    return f"+{text}" if exact > 0 else text
