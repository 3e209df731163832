"""How long a cumulative sum runs until it alarms: on average so many periods, with nothing amiss or after a change.

The sum is a Markov chain (Brook and Evans 1972, Biometrika 59, 539–549). Of counts on a straight scale its states lie on a
lattice and the answer is exact, but for k and h as fractions where they need too fine a lattice; on a bent scale it is followed
on a grid; of normal measurements the integral equation is solved at Gauss and Legendre's points. A sum upwards and one downwards together run as 1/L = 1/L₁ + 1/L₂ (Kemp
1961; exact where the two are never above nought together, as with equal limits).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from frankpledge.analysis.cusum import MEASURED, CusumControl, RatioControl, step

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Control = CusumControl | RatioControl
TAIL = 1e-14
"""Counts less likely than this above are left out."""
GRID, FINEST, POINTS = 600, 1_200, 120
"""Grid of a sum that lies on no lattice; the most states of one that does; points of the integral equation."""
WIDEST = 500
"""Counts of a greater standard deviation are as good as normal."""
LONGEST, HIGHEST = 1e12, 1e6
"""Beyond so many periods an average run is not told apart from one without end; no limit is looked for beyond the other."""


@dataclass(frozen=True)
class Counts:
    """Counts about a mean: Poisson, or negative binomial with variance mean + overdispersion × mean²."""

    mean: float
    overdispersion: float = 0.0

    @property
    def reach(self) -> float:
        """The standard deviation."""
        return math.sqrt(self.mean + self.overdispersion * self.mean**2)

    def chances(self) -> Floats:
        """The chance of each count from nought up, as far as it matters."""
        import numpy as np
        from scipy.special import gammaln

        n = np.arange(int(self.mean + 12 * self.reach + 40 * (1 + self.overdispersion * self.mean)) + 1)
        if self.overdispersion == 0:
            logs = n * math.log(self.mean) - self.mean - gammaln(n + 1)
        else:
            size = 1 / self.overdispersion
            logs = gammaln(n + size) - gammaln(size) - gammaln(n + 1)
            logs = (
                logs
                + size * math.log(size / (size + self.mean))
                + n * math.log(self.mean / (size + self.mean))
            )
        found: Floats = np.exp(logs)
        last = int(np.flatnonzero(found > TAIL).max(initial=0))
        return found[: last + 1]


@dataclass(frozen=True)
class Measurements:
    """Normal measurements of this mean and standard deviation."""

    mean: float
    sd: float


Drawn = Counts | Measurements


def average_run_length(control: Control, drawn: Drawn, *, sides: int = 1) -> float | None:
    """The mean number of periods until the first alarm of a sum that starts from nought, the one of the alarm counted.

    `control` must have its mean, which stays what is expected while `drawn` says what truly comes. With two sides a sum
    downwards of the same k and h runs beside it. None where it is longer than can be told. Raises ValueError for
    measurements on a scale that only takes counts.
    """
    found = [_one_side(control, drawn, sign) for sign in ((1, -1) if sides == 2 else (1,))]
    pace = sum(1 / one for one in found if one is not None)
    return 1 / pace if pace else None


def decision_for(control: Control, drawn: Drawn, wanted: float, *, sides: int = 1) -> float:
    """The least decision limit with which it runs at least so many periods on average.

    Runs of counts go up in leaps, so that it may run longer than was asked. Raises ValueError when there is none.
    """

    def runs(decision: float) -> bool:
        length = average_run_length(replace(control, decision=decision), drawn, sides=sides)
        return length is None or length >= wanted

    unit = 1e-6 if isinstance(drawn, Measurements) else _unit(control)
    high = unit
    while not runs(high):
        high *= 2
        if high > HIGHEST:
            raise ValueError("no decision limit makes it run so long")
    low = high / 2
    while high - low > 1.5 * unit:
        middle = round((low + high) / 2 / unit) * unit
        low, high = (low, middle) if runs(middle) else (middle, high)
    return high


def _unit(control: Control) -> float:
    """How finely a limit is looked for: by the steps of the lattice, or by ten thousandths."""
    if isinstance(control, RatioControl) or control.scale not in MEASURED:
        return 1e-4
    return 1 / Fraction(-step(0.0, control.mean or 0.0, control)).limit_denominator(1_000).denominator


def _one_side(control: Control, drawn: Drawn, sign: int) -> float | None:
    if isinstance(drawn, Measurements):
        return _told(_of_measurements(control, drawn, sign))
    if drawn.reach > WIDEST:
        low, middle, high = (
            _signed(control, max(0.0, drawn.mean + by), sign) for by in (-drawn.reach, 0.0, drawn.reach)
        )
        wide = Measurements(middle, abs(high - low) / 2)
        return _told(_of_measurements(CusumControl(0.0, control.decision, 0.0, "none"), wide, 1))
    chances = drawn.chances()
    steps = [_signed(control, float(n), sign) for n in range(len(chances))]
    if isinstance(control, RatioControl) or control.scale in STRAIGHT:
        size = abs(steps[1] - steps[0])
        states = control.decision / size
        if states < FINEST:
            start = Fraction(steps[0] / size).limit_denominator(min(int(FINEST / states), FINEST))
            return _told(_on_lattice(start, sign, chances, states))
    return _told(_on_grid(steps, chances, control.decision))


STRAIGHT = MEASURED | {"standard", "pearsonNegBin"}
"""Scales on which every count adds as much as the one before it, so that sums lie on a lattice."""


def _told(length: float) -> float | None:
    return length if math.isfinite(length) and 0 < length < LONGEST else None


def _signed(control: Control, count: float, sign: int) -> float:
    """What a count adds to the sum upwards, or to the one downwards, which takes k off the other way."""
    upwards = step(count, control.mean or 0.0, control)
    if sign > 0 or isinstance(control, RatioControl):
        return upwards
    return -upwards - 2 * control.reference  # z − k upwards, so −z − k downwards


def _on_lattice(start: Fraction, sign: int, chances: Floats, limit: float) -> float:
    """A count n adds `start` + n (or − n), in parts of one over the denominator of `start`."""
    import numpy as np

    unit = start.denominator
    states = max(1, math.ceil(limit * unit - 1e-9))
    moves, at = np.zeros((states, states)), np.arange(states)
    for n in np.flatnonzero(chances > TAIL).tolist():
        to = np.maximum(0, at + start.numerator + sign * n * unit)
        rows = np.flatnonzero(to < states)
        moves[rows, to[rows]] += chances[n]
    return float(_solved(np.eye(states) - moves, np.ones(states))[0])


def _on_grid(steps: list[float], chances: Floats, limit: float) -> float:
    """The sum stands on a fine grid, straight lines between; the last place of it is just below the limit."""
    import numpy as np

    at = np.linspace(0.0, limit, GRID + 1)
    moves = np.zeros((GRID + 1, GRID + 1))
    for by, chance in zip(steps, chances, strict=True):
        if chance <= TAIL:
            continue
        place = np.maximum(0.0, at + by) * GRID / limit
        rows = np.flatnonzero(place < GRID - 1e-9)
        below = np.floor(place[rows] + 1e-9).astype(int)
        share = np.clip(place[rows] - below, 0.0, 1.0)
        moves[rows, below] += chance * (1 - share)
        moves[rows, below + 1] += chance * share
    return float(_solved(np.eye(GRID + 1) - moves, np.ones(GRID + 1))[0])


def _of_measurements(control: Control, drawn: Measurements, sign: int) -> float:
    import numpy as np
    from scipy.special import ndtr

    if isinstance(control, RatioControl) or control.scale not in MEASURED:
        raise ValueError("measurements are summed on the scales deviation and none")
    centre = (control.mean or 0.0) if control.scale == "deviation" else 0.0
    drift = (sign * (drawn.mean - centre) - control.reference) / drawn.sd
    limit = control.decision / drawn.sd
    nodes, weights = np.polynomial.legendre.leggauss(POINTS)
    at, weights = (nodes + 1) * limit / 2, weights * limit / 2
    at = np.concatenate([[0.0], at])
    reach = at[None, 1:] - at[:, None] - drift
    moves = np.hstack(
        [ndtr(-at - drift)[:, None], weights * np.exp(-(reach**2) / 2) / math.sqrt(2 * math.pi)]
    )
    return float(_solved(np.eye(POINTS + 1) - moves, np.ones(POINTS + 1))[0])


def _solved(table: Floats, right: Floats) -> Floats:
    import numpy as np

    try:
        return np.asarray(np.linalg.solve(table, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full(len(right), math.inf)
