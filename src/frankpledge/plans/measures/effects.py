"""What a measure did when an initiative began, with the caveats that belong to it."""

from __future__ import annotations

from datetime import date

from frankpledge.analysis.change import Direction
from frankpledge.analysis.interrupted import METHOD, Effect, TooShort, effect_of_start
from frankpledge.analysis.sentences import percent_text
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.plans.rules.measures.case import Case, timeline

COUNTS_ONLY = "An effect is estimated for counts and rates only."
NO_MONTH = "It is not known in which month it began, so no effect is estimated."
OUTSIDE = "It began outside the time for which there are figures."
SAID = {
    Direction.FELL: "The figures were {size} lower after it began than their earlier course would have given (95% interval: {low} to {high}).",
    Direction.ROSE: "The figures were {size} higher after it began than their earlier course would have given (95% interval: {low} to {high}).",
    Direction.NO_CLEAR_CHANGE: "No change when it began can be told from chance: {size} (95% interval: {low} to {high}).",
    Direction.UNDETERMINED: "Nothing can be told.",
}  # fmt: skip


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
    size = abs((found.ratio - 1) * 100)
    said = SAID[found.verdict]
    low, high = percent_text((found.low - 1) * 100), percent_text((found.high - 1) * 100)
    shown = (
        f"{size:.1f}%"
        if found.verdict is not Direction.NO_CLEAR_CHANGE
        else percent_text((found.ratio - 1) * 100)
    )
    first = said.format(size=shown, low=low, high=high)
    return (f"{title}: {first}", *(str(one) for one in found.caveats), f"Method: {METHOD}.")
