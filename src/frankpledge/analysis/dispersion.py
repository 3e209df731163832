"""Change over a year of quarters (or months) that vary more than chance, and whether all quarters changed alike.

Both rest on the two-way model in which each season has its own level and the year multiplies all of them alike.
Its fitted counts have a closed form, row total times column total over the grand total, so no iteration is needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from frankpledge.analysis.change import Direction, check_confidence, direction
from frankpledge.analysis.limits import normal_quantile
from frankpledge.kernel.messages import Message, message

FEWEST_DEGREES = 5
"""Below this many degrees of freedom a dispersion estimated from the cells alone is too unsteady to rest on."""


@dataclass(frozen=True)
class OverdispersedChange:
    """A change whose interval allows for counts that vary more than chance.

    `phi` is the dispersion used: at least 1, from the cells or borrowed; `estimated_phi` is that of the cells, as
    it came out (None when there is no degree of freedom). `degrees` are those of the t interval, None when the
    normal was used. `caution` says when the estimate is too unsteady to rest on.
    """

    old: int
    new: int
    ratio: Fraction
    percent: Fraction
    low: float
    high: float
    p: float
    phi: float
    estimated_phi: float | None
    is_borrowed: bool
    degrees: int | None
    confidence: float
    verdict: Direction
    caution: Message | None


@dataclass(frozen=True)
class Heterogeneity:
    """Whether the ratio differs between seasons: likelihood-ratio statistic, degrees of freedom, p."""

    statistic: float
    degrees: int
    p: float


Cells = list[tuple[int, int]]


def overdispersed_change(
    cells_old: Sequence[int],
    cells_new: Sequence[int],
    *,
    phi: float | None = None,
    phi_degrees: int | None = None,
    confidence: float = 0.95,
) -> OverdispersedChange:
    """The change in the total over matching seasons, quasi-Poisson: n ~ season + year.

    The cells are counts of the same seasons in the same order. Without `phi` the dispersion is Pearson's chi-squared
    over its degrees of freedom, never below 1, and the interval is Student's. With `phi`, borrowed from the wider
    series of the same measure, it is Student's on `phi_degrees`, or normal when those are not given.
    Raises ValueError when either total is 0, the seasons do not match, or there is no dispersion to be had.
    """
    check_confidence(confidence)
    cells = _cells(cells_old, cells_new)
    old, new = sum(cells_old), sum(cells_new)
    estimated, own_degrees = _dispersion(cells)
    if phi is None and estimated is None:
        raise ValueError("one season shows no dispersion; give phi, borrowed from a wider series")
    used = max(1.0, phi if phi is not None else (estimated or 1.0))
    degrees = own_degrees if phi is None else phi_degrees
    error = math.sqrt(used * (1 / old + 1 / new))
    centre, reach = math.log(new / old), _quantile(degrees, (1 + confidence) / 2) * error
    low, high = math.exp(centre - reach), math.exp(centre + reach)
    ratio = Fraction(new, old)
    return OverdispersedChange(
        old, new, ratio, (ratio - 1) * 100, low, high, 2 * _lower_tail(degrees, -abs(centre) / error),
        used, estimated, phi is not None, degrees, confidence, direction(low, high),
        _caution(degrees) if phi is None else None,
    )  # fmt: skip


def heterogeneity(cells_old: Sequence[int], cells_new: Sequence[int]) -> Heterogeneity:
    """Whether the seasons changed alike: a small p says that the year's ratio hides different ones.

    Twice the sum of O·log(O/fitted), chi-squared on one degree of freedom less than there are seasons with events.
    Raises ValueError for fewer than two such seasons or a total of 0.
    """
    from scipy.special import chdtrc

    cells = _cells(cells_old, cells_new)
    if len(cells) < 2:
        raise ValueError("seasons can differ only when at least two of them have events")
    pairs = [pair for row in _fitted(cells) for pair in row]
    statistic = max(0.0, 2 * sum(seen * math.log(seen / fit) for seen, fit in pairs if seen))
    return Heterogeneity(statistic, len(cells) - 1, float(chdtrc(len(cells) - 1, statistic)))


def _cells(cells_old: Sequence[int], cells_new: Sequence[int]) -> Cells:
    """The seasons in which anything happened; an empty season says nothing of the ratio."""
    if len(cells_old) != len(cells_new):
        raise ValueError(f"{len(cells_old)} seasons cannot be compared with {len(cells_new)}")
    if min((*cells_old, *cells_new), default=0) < 0:
        raise ValueError("a count of events cannot be negative")
    if not sum(cells_old) or not sum(cells_new):
        raise ValueError("a change between totals needs both of them above 0")
    return [pair for pair in zip(cells_old, cells_new, strict=True) if sum(pair)]


def _fitted(cells: Cells) -> list[tuple[tuple[int, float], tuple[int, float]]]:
    old, new = sum(pair[0] for pair in cells), sum(pair[1] for pair in cells)
    share_old, share_new = old / (old + new), new / (old + new)
    return [((a, (a + b) * share_old), (b, (a + b) * share_new)) for a, b in cells]


def _dispersion(cells: Cells) -> tuple[float | None, int]:
    degrees = len(cells) - 1
    if degrees == 0:
        return None, 0
    pearson = sum((seen - fit) ** 2 / fit for row in _fitted(cells) for seen, fit in row)
    return pearson / degrees, degrees


def _quantile(degrees: int | None, probability: float) -> float:
    from scipy.special import stdtrit

    return normal_quantile(probability) if degrees is None else float(stdtrit(degrees, probability))


def _lower_tail(degrees: int | None, value: float) -> float:
    from scipy.special import ndtr, stdtr

    return float(ndtr(value) if degrees is None else stdtr(degrees, value))


def _caution(degrees: int | None) -> Message | None:
    if degrees is None or degrees >= FEWEST_DEGREES:
        return None
    return message(
        "The dispersion was estimated on {degrees} degrees of freedom, fewer than {fewest}: borrow it from a wider "
        "series of the same measure.",
        degrees=degrees,
        fewest=FEWEST_DEGREES,
    )
