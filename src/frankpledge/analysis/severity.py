"""Offences weighted by severity: the score of an area or period, what it rests on, and how it changed.

Score = the sum over offence codes of count times weight (ONS Crime Severity Score, research output of 29 November 2016;
Cambridge Crime Harm Index, Sherman, Neyroud and Neyroud 2016); over residents it is a rate. What has no weight is never
counted as nought: it lowers the share of offences that the score is of, and is named. Where several weights may be
meant, the score is a range. The limits of chance are those of Fay and Feuer 1997 for weighted sums of Poisson counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from frankpledge.analysis.change import check_confidence
from frankpledge.analysis.limits import normal_quantile
from frankpledge.analysis.offence_codes import Found, How, WeightSet, normal_code
from frankpledge.analysis.told_apart import Dispersion, own_dispersion

PER = 1000
"""Rates are given for so many residents."""
HALF = Fraction(1, 2)


class Moved(StrEnum):
    """Where a score went; it follows the interval shown."""

    ROSE = "rose"
    FELL = "fell"
    NO_CLEAR_CHANGE = "no_clear_change"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Counted:
    """So many offences of a code. `n` of None is not known; below nought it is what was reclassified or cancelled."""

    code: str
    n: int | None
    offence: str = ""
    group: str = ""


@dataclass(frozen=True)
class Part:
    """What the offences of one code come to. `middle` of None: no weight, or left out by the set."""

    code: str
    offence: str
    group: str
    n: int
    found: Found

    @property
    def is_weighted(self) -> bool:
        return self.found.middle is not None

    @property
    def low(self) -> Fraction:
        return min(self._ends)

    @property
    def high(self) -> Fraction:
        return max(self._ends)

    @property
    def middle(self) -> Fraction:
        return self.n * (self.found.middle or Fraction(0))

    @property
    def _ends(self) -> tuple[Fraction, Fraction]:
        return self.n * (self.found.low or Fraction(0)), self.n * (self.found.high or Fraction(0))

    @property
    def name(self) -> str:
        return self.offence or self.group or (f"code {self.code}" if self.code else "no code")


@dataclass(frozen=True)
class Weighted:
    """A weighted total. `low`, `middle` and `high` are the total with the least, the middle and the greatest of the weights
    that may be meant, all alike where every weight is certain; None, with `because`, where it is not known."""

    parts: tuple[Part, ...]
    low: Fraction | None
    middle: Fraction | None
    high: Fraction | None
    because: str = ""
    population: int | None = None
    confidence: float = 0.95
    chance: tuple[float, float] | None = None
    """Limits of chance about the score, the range of weights included; None where there are none."""

    @property
    def counted(self) -> tuple[Part, ...]:
        """What the set does not leave out."""
        return tuple(one for one in self.parts if one.found.how is not How.LEFT_OUT)

    @property
    def offences(self) -> int:
        return sum(one.n for one in self.counted)

    @property
    def weighted(self) -> int:
        return sum(one.n for one in self.counted if one.is_weighted)

    @property
    def coverage(self) -> Fraction | None:
        """The share of offences that have a weight, exactly; None where there are none, or more cancelled than counted."""
        n, of = self.weighted, self.offences
        return Fraction(n, of) if of > 0 and 0 <= n <= of else None

    @property
    def lacking(self) -> tuple[Part, ...]:
        """Offences without a weight, the most first."""
        found = [one for one in self.counted if not one.is_weighted and one.n]
        return tuple(sorted(found, key=lambda one: (-one.n, one.code, one.offence)))

    @property
    def left_out(self) -> tuple[Part, ...]:
        """Offences that the set says do not count, the most first."""
        found = [one for one in self.parts if one.found.how is How.LEFT_OUT and one.n]
        return tuple(sorted(found, key=lambda one: (-one.n, one.code, one.offence)))

    @property
    def is_range(self) -> bool:
        return self.middle is not None and self.low != self.high

    @property
    def span(self) -> tuple[float, float] | None:
        """Between what the score lies: the limits of chance, else the range of the weights; None where there is neither."""
        if self.chance is not None:
            return self.chance
        known = self.is_range and self.low is not None and self.high is not None
        return (float(self.low or 0), float(self.high or 0)) if known else None

    @property
    def mean_weight(self) -> Fraction | None:
        """What a weighted offence weighs on average; None where there is none."""
        return None if self.middle is None or self.weighted <= 0 else self.middle / self.weighted

    @property
    def rates(self) -> tuple[Fraction, Fraction, Fraction] | None:
        """Lowest, middle and highest for a thousand residents; None without residents or score."""
        if self.middle is None or self.low is None or self.high is None or not self.population:
            return None
        low, middle, high = (
            Fraction(one * PER, self.population) for one in (self.low, self.middle, self.high)
        )
        return low, middle, high

    @property
    def half(self) -> tuple[Part, ...]:
        """The fewest offences that make up half of the score, the heaviest first; none of a score of nought."""
        if not self.middle or self.middle < 0:
            return ()
        made, found = Fraction(0), []
        for one in sorted(self.parts, key=lambda one: (-one.middle, one.code, one.offence)):
            found.append(one)
            made += one.middle
            if made >= self.middle * HALF:
                break
        return tuple(found)


def weigh(
    counts: Iterable[Counted],
    weights: WeightSet,
    *,
    population: int | None = None,
    confidence: float = 0.95,
    absent: Sequence[str] = (),
) -> Weighted:
    """The weighted total of some counts; `absent` are months (or the like) without a figure, which make it unknown.

    Counts of the same code are added. Raises ValueError for a confidence or a number of residents that cannot be.
    """
    check_confidence(confidence)
    if population is not None and population <= 0:
        raise ValueError(f"{population} residents cannot be")
    held = list(counts)
    unknown = [one for one in held if one.n is None]
    parts = _parts(held, weights)
    made = Weighted(parts, None, None, None, "", population, confidence)
    if absent or unknown:
        return replace(made, because=_why_unknown(absent, unknown))
    if not made.weighted and made.offences:
        return replace(made, because="none of these offences has a weight in the set")
    ends = (
        sum(chosen, Fraction(0)) for chosen in zip(*((p.low, p.middle, p.high) for p in parts), strict=True)
    )
    low, middle, high = ends if parts else (Fraction(0),) * 3
    return replace(made, low=low, middle=middle, high=high, chance=_chance(parts, confidence))


def _parts(counts: Sequence[Counted], weights: WeightSet) -> tuple[Part, ...]:
    held: dict[tuple[str, str, str], Part] = {}
    for one in counts:
        code = normal_code(one.code)
        key = (code, "", "") if code else ("", one.offence, one.group)
        before = held.get(key)
        n = (one.n or 0) + (before.n if before else 0)
        offence, group = (before.offence, before.group) if before else (one.offence, one.group)
        held[key] = Part(code, offence, group, n, weights.of(code, offence, group))
    return tuple(sorted(held.values(), key=lambda one: (one.code, one.offence, one.group)))


def _why_unknown(absent: Sequence[str], unknown: Sequence[Counted]) -> str:
    if absent:
        more = f" and {len(absent) - 3} more" if len(absent) > 3 else ""
        return f"there is no figure for {', '.join(absent[:3])}{more}"
    one = unknown[0]
    name = one.offence or one.code or "an offence"
    return f"the number of ‘{name}’ is not known" + (f", nor {len(unknown) - 1} more" if unknown[1:] else "")


def _chance(parts: Sequence[Part], confidence: float) -> tuple[float, float] | None:
    """Fay and Feuer's gamma limits: the lower of the lowest weights, the upper of the highest. A code that is counted, though
    none occurred, might have occurred: the heaviest of them bounds what the next offence could add."""
    known = [one for one in parts if one.is_weighted]
    if not known or any(one.n < 0 for one in known):
        return None
    tail = (1 - confidence) / 2
    lows = [(one.n, float(one.found.low or 0)) for one in known]
    highs = [(one.n, float(one.found.high or 0)) for one in known]
    return _lower(lows, tail), _upper(highs, tail)


def _lower(pairs: Sequence[tuple[int, float]], tail: float) -> float:
    from scipy.special import gammaincinv

    total, spread = _moments(pairs)
    if total <= 0 or spread <= 0:
        return 0.0
    return float(gammaincinv(total * total / spread, tail)) * spread / total


def _upper(pairs: Sequence[tuple[int, float]], tail: float) -> float:
    from scipy.special import gammaincinv

    total, spread = _moments(pairs)
    most = max(weight for _, weight in pairs)
    total, spread = total + most, spread + most * most
    if total <= 0:
        return 0.0
    return float(gammaincinv(total * total / spread, 1 - tail)) * spread / total


def _moments(pairs: Sequence[tuple[int, float]]) -> tuple[float, float]:
    return math.fsum(n * w for n, w in pairs), math.fsum(n * w * w for n, w in pairs)


# Two periods ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shift:
    """What one offence added to a score, or took from it."""

    code: str
    name: str
    before: int
    after: int
    low: Fraction
    middle: Fraction
    high: Fraction


@dataclass(frozen=True)
class Change:
    """A score against an earlier one: `difference` is `volume` (more or fewer offences) and `mix` (graver or lighter ones)
    together, exactly; `low` and `high` bound it by chance and by the range of the weights.

    `spread` is how much more than chance the score varies, None where too few periods are known to measure it.
    """

    before: Weighted
    after: Weighted
    verdict: Moved
    difference: Fraction | None = None
    volume: Fraction | None = None
    mix: Fraction | None = None
    low: float | None = None
    high: float | None = None
    shifts: tuple[Shift, ...] = ()
    because: str = ""
    spread: Dispersion | None = None

    @property
    def allows_for_more(self) -> bool:
        """Whether the limits are wider than chance makes them, since the score varies more than that."""
        return self.spread is not None and self.spread.phi > 1

    @property
    def percent(self) -> Fraction | None:
        """The change in per cent of the earlier score; None from nought."""
        if self.difference is None or not self.before.middle or self.before.middle < 0:
            return None
        return self.difference * 100 / self.before.middle


def compare(before: Weighted, after: Weighted, *, years: Sequence[Sequence[Weighted]] = ()) -> Change:
    """How a score changed, with the same weights on both sides.

    Volume is the change of the number of weighted offences at their mean weight of both periods, mix is the change of
    the mean weight at the mean number (Das Gupta 1993): the two add up to the whole. Chance is the normal
    approximation for the difference of weighted Poisson sums. Where `years` (whole ones, each by season in the same
    order) show that the score varies more than chance, its variance is so many times as great and the limits are
    Student's; on fewer than five degrees of freedom they are those of chance alone, and `spread` is None.
    """
    unknown = next((one for one in (before, after) if one.middle is None), None)
    if unknown is not None or before.middle is None or after.middle is None:
        why = unknown.because if unknown else ""
        return Change(before, after, Moved.UNDETERMINED, because=why)
    volume, mix = _volume_and_mix(before, after)
    shifts = _shifts(before, after)
    spread = spread_of(years)
    low, high = _limits(before, after, shifts, spread)
    verdict = Moved.ROSE if low > 0 else Moved.FELL if high < 0 else Moved.NO_CLEAR_CHANGE
    difference = after.middle - before.middle
    return Change(before, after, verdict, difference, volume, mix, low, high, shifts, spread=spread)


def spread_of(years: Sequence[Sequence[Weighted]]) -> Dispersion | None:
    """How many times as much as chance a score varies, from whole years by season; None where that rests on fewer than
    five degrees of freedom, or a score is unknown.

    Over its mean weight, which is the sum of count times squared weight over the sum of count times weight, a score has
    the variance of a count (Fay and Feuer 1997), so that it is put to the same model as counts are.
    """
    cells = [one for year in years for one in year]
    known = [one.middle for one in cells if one.middle is not None and one.middle >= 0]
    parts = [part for one in cells for part in one.parts if part.is_weighted]
    total, squares = _moments([(part.n, float(part.found.middle or 0)) for part in parts])
    if len(known) < len(cells) or total <= 0 or squares <= 0 or any(part.n < 0 for part in parts):
        return None
    unit = squares / total
    found = own_dispersion([[(float(one.middle or 0) / unit, 1.0) for one in year] for year in years])
    return found if found is not None and found.is_steady else None


def _volume_and_mix(before: Weighted, after: Weighted) -> tuple[Fraction, Fraction]:
    old, new = before.mean_weight, after.mean_weight
    difference = (after.middle or Fraction(0)) - (before.middle or Fraction(0))
    if old is None or new is None:  # nothing on one side: only the number can have changed
        return difference, Fraction(0)
    volume = (after.weighted - before.weighted) * (old + new) * HALF
    return volume, difference - volume


def _shifts(before: Weighted, after: Weighted) -> tuple[Shift, ...]:
    """By offence, what it added, the greatest first."""
    held: dict[tuple[str, str, str], list[Part | None]] = {}
    for place, side in enumerate((before, after)):
        for one in side.parts:
            key = (one.code, "", "") if one.code else ("", one.offence, one.group)
            held.setdefault(key, [None, None])[place] = one
    found = [_shift(*pair) for pair in held.values()]
    moved = [one for one in found if one is not None and one.before != one.after]
    return tuple(sorted(moved, key=lambda one: (-abs(one.middle), one.code, one.name)))


def _shift(old: Part | None, new: Part | None) -> Shift | None:
    one = new or old
    if one is None or not one.is_weighted:
        return None
    then, now = (old.n if old else 0), (new.n if new else 0)
    low, middle, high = (
        (now - then) * (end or Fraction(0)) for end in (one.found.low, one.found.middle, one.found.high)
    )
    return Shift(one.code, one.name, then, now, min(low, high), middle, max(low, high))


def _limits(
    before: Weighted, after: Weighted, shifts: Sequence[Shift], spread: Dispersion | None
) -> tuple[float, float]:
    variance = math.fsum(
        abs(one.n) * float(one.found.high or 0) ** 2 for side in (before, after) for one in side.parts
    )
    reach = _quantile(spread, (1 + before.confidence) / 2) * math.sqrt(variance)
    return float(sum(one.low for one in shifts)) - reach, float(sum(one.high for one in shifts)) + reach


def _quantile(spread: Dispersion | None, probability: float) -> float:
    """So many standard errors of chance the limits reach: more of them where the score varies more than chance."""
    from scipy.special import stdtrit

    if spread is None or spread.phi <= 1:
        return normal_quantile(probability)
    return float(stdtrit(spread.degrees, probability)) * math.sqrt(spread.phi)
