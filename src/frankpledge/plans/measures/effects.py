"""What a measure did when an initiative began, with the caveats that belong to it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from frankpledge.analysis.change import Direction
from frankpledge.analysis.interrupted import METHOD, Effect, TooShort, effect_of_start
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.numbers import round_half_up
from frankpledge.plans.rules.measures.case import Case, timeline

COUNTS_ONLY = "An effect is estimated for counts and rates only."
NO_MONTH = "It is not known in which month it began, so no effect is estimated."
OUTSIDE = "It began outside the time for which there are figures."
SAID = {
    Direction.FELL: "After it began the figures were {size} than their earlier course would have given ({interval}).",
    Direction.ROSE: "After it began the figures were {size} than their earlier course would have given ({interval}).",
    Direction.NO_CLEAR_CHANGE: "No change when it began can be told from chance: {size} ({interval}).",
    Direction.UNDETERMINED: "Nothing can be told.",
}


def effect(case: Case, starts: PartialDate, on: date) -> Effect | TooShort:
    """The effect on a measure of something that began on a day known at least to its month."""
    if case.form not in {"count", "rate"}:
        return TooShort(message(COUNTS_ONLY))
    if starts.month is None:
        return TooShort(message(NO_MONTH))
    line = timeline(case, on)
    place, begins = line.place_of(starts.earliest) if line.last >= 0 else (-1, True)
    if not begins:
        place += 1  # the first whole step after it began
    if not 0 < place <= line.last:
        return TooShort(message(OUTSIDE))
    seen = [line.known(one) for one in range(line.last + 1)]
    counts = [None if one is None else int(one.numerator or 0) for one in seen]
    exposures = None
    if case.form == "rate":
        exposures = [float(one.denominator) if one is not None and one.denominator else 1.0 for one in seen]
    harmonics = 2 if case.in_a_year > 4 else 1 if case.in_a_year == 4 else 0
    return effect_of_start(counts, place, exposures=exposures, season=case.in_a_year, harmonics=harmonics)


def effect_words(title: str, found: Effect | TooShort) -> tuple[str, ...]:
    """The estimate and every caveat, a sentence each."""
    if isinstance(found, TooShort):
        return (f"{title}: {found.because}",)
    interval = f"95% interval {_size(found.low)} to {_size(found.high)}"
    first = SAID[found.verdict].format(size=_size(found.ratio), interval=interval)
    return (f"{title}: {first}", *(str(one) for one in found.caveats), f"Method: {METHOD}.")


def _size(ratio: float) -> str:
    text = round_half_up(Fraction(abs(ratio - 1) * 100).limit_denominator(10**9), 1)
    return f"{text}% {'lower' if ratio < 1 else 'higher'}"
