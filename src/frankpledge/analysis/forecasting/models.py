"""The forecasting models by name, each for many series at once: means, errors by step, errors of the total.

Rows are series, columns steps; NaN is a gap and stays one wherever a model can do without the figure. Models that need
every figure for their seasonal factors (theta, comb) have gaps bridged for those only, by season and trend.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.forecasting.arima import Order
from frankpledge.analysis.forecasting.smoothing import Form, Smoothed, chosen, smooth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Booleans = NDArray[np.bool_]

Transform = Literal["none", "log", "log10"]
TRANSFORMS: tuple[Transform, ...] = ("none", "log", "log10")
RECENT = 3
"""How many past seasons the seasonal mean takes."""
AUTOMATIC = (Form("N"), Form("Ad"), Form("N", seasonal=True), Form("Ad", seasonal=True))
"""Forms that the automatic ETS chooses among. An undamped trend is not one: over a year ahead it runs away."""


@dataclass(frozen=True, eq=False)
class Projection:
    """What a model expects (rows × horizon), with the standard error of each step and of the sum of all steps.

    `log_sd` holds standard errors of the logarithm where a model works on that scale (its mean is then the median), NaN
    where it does not. All is NaN where a row has too few figures for the model.
    """

    mean: Floats
    sd: Floats
    total_sd: Floats
    log_sd: Floats

    def limits(self, reach: Floats | float) -> tuple[Floats, Floats]:
        """The limits so many standard errors below and above the mean (`reach`: one number, or one a row)."""
        import numpy as np

        far = np.reshape(np.asarray(reach, dtype=np.float64), (-1, 1))
        on_logs = np.isfinite(self.log_sd)
        spread = np.exp(np.minimum(far * np.where(on_logs, self.log_sd, 0.0), 700))
        low = np.where(on_logs, self.mean / spread, self.mean - far * self.sd)
        return low, np.where(on_logs, self.mean * spread, self.mean + far * self.sd)

    def standardised(self, actual: Floats) -> Floats:
        """Outcomes as distances from the mean in standard errors, on the model's own scale."""
        import numpy as np

        on_logs = np.isfinite(self.log_sd)
        safe = np.where(on_logs & (actual > 0), actual, np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            natural = np.where((self.sd == 0) & (actual == self.mean), 0.0, (actual - self.mean) / self.sd)
            # An outcome of nought is further below a logarithm than any limit.
            logs = np.where(actual <= 0, -np.inf, np.log(safe / self.mean) / self.log_sd)
        return np.where(on_logs, logs, natural)

    def picked(self, rows: NDArray[np.intp]) -> Projection:
        return Projection(self.mean[rows], self.sd[rows], self.total_sd[rows], self.log_sd[rows])


def natural(mean: Floats, sd: Floats, total_sd: Floats) -> Projection:
    """A projection whose errors are on the scale of the series."""
    import numpy as np

    return Projection(mean, sd, total_sd, np.full_like(mean, np.nan))


def mixed(each: Sequence[Projection], pick: NDArray[np.intp]) -> Projection:
    """Row by row, the projection that `pick` names."""
    import numpy as np

    rows = np.arange(len(pick))
    return Projection(
        np.stack([one.mean for one in each])[pick, rows], np.stack([one.sd for one in each])[pick, rows],
        np.stack([one.total_sd for one in each])[pick, rows], np.stack([one.log_sd for one in each])[pick, rows],
    )  # fmt: skip


if TYPE_CHECKING:
    Project = Callable[[Floats, int, int, bool], Projection]


@dataclass(frozen=True)
class Named:
    """A model as it is asked for, with what it says of itself."""

    name: str
    says: str
    source: str
    project: Project
    """(rows, horizon, steps in a season, careful) to a projection."""


def from_psi(mean: Floats, psi: Floats, sigma: Floats, scale: Floats | None = None) -> Projection:
    """A projection whose errors are mixtures of past shocks: psi(k) of a shock is felt k steps later.

    `scale` multiplies the errors of each step (seasonal factors).
    """
    import numpy as np

    horizon = mean.shape[1]
    factors = np.ones_like(mean) if scale is None else scale
    sd = sigma[:, None] * np.sqrt(np.cumsum(psi**2, axis=1)) * factors
    total = np.zeros(len(mean))
    for shock in range(horizon):  # a shock at this step is felt in all later ones
        felt = (psi[:, : horizon - shock] * factors[:, shock:]).sum(axis=1)
        total += felt**2
    return natural(mean, sd, sigma * np.sqrt(total))


def last_known(rows: Floats) -> Floats:
    """The last figure of each row; NaN where there is none."""
    import numpy as np

    known = np.isfinite(rows)
    if not rows.shape[1]:
        return np.full(len(rows), np.nan)
    place = rows.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    return np.where(known.any(axis=1), rows[np.arange(len(rows)), place], np.nan)


def _root_mean_square(errors: Floats) -> Floats:
    import numpy as np

    known = np.isfinite(errors)
    many = known.sum(axis=1)
    squares = np.where(known, errors, 0.0) ** 2
    return np.where(many > 0, np.sqrt(squares.sum(axis=1) / np.maximum(many, 1)), np.nan)


def naive(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
    """The last figure goes on."""
    import numpy as np

    del m, careful
    mean = np.repeat(last_known(rows)[:, None], horizon, axis=1)
    return from_psi(mean, np.ones_like(mean), _root_mean_square(np.diff(rows, axis=1)))


def seasonal_naive(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
    """The figure of a season before; where that is missing, of the season before it."""
    import numpy as np

    del careful
    length = rows.shape[1]
    last = np.stack([last_known(rows[:, (length + step) % m :: m]) for step in range(m)], axis=1)
    mean = last[:, np.arange(horizon) % m]
    psi = np.tile((np.arange(horizon) % m == 0).astype(np.float64), (len(rows), 1))
    return from_psi(mean, psi, _root_mean_square(rows[:, m:] - rows[:, :-m]))


def seasonal_mean(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
    """The mean of the same step of the last three seasons in which it is known."""
    import numpy as np

    del careful
    length = rows.shape[1]
    recent = np.stack([_mean_of_last(rows[:, (length + step) % m :: m], RECENT) for step in range(m)], axis=1)
    mean = recent[:, np.arange(horizon) % m]
    errors = [
        rows[:, at] - _mean_of_last(rows[:, at % m : at : m], RECENT) for at in range(RECENT * m, length)
    ]
    sigma = _root_mean_square(np.stack(errors, axis=1)) if errors else np.full(len(rows), np.nan)
    psi = np.zeros_like(mean)
    psi[:, 0] = 1.0
    return from_psi(mean, psi, sigma)


def _mean_of_last(rows: Floats, many: int) -> Floats:
    """The mean of the last `many` figures of each row, or of as many as there are."""
    import numpy as np

    known = np.isfinite(rows)
    counted = np.cumsum(known[:, ::-1], axis=1)[:, ::-1]
    taken = known & (counted <= many)
    number = taken.sum(axis=1)
    total = np.where(taken, rows, 0.0).sum(axis=1)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)


def mean(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
    """The mean of all figures."""
    import numpy as np

    del m, careful
    known = np.isfinite(rows).sum(axis=1)
    middle = _mean_of_last(rows, rows.shape[1])
    spread = _root_mean_square(rows - middle[:, None]) * np.sqrt(known / np.maximum(known - 1, 1))
    own = np.repeat((spread * np.sqrt(1 + 1 / np.maximum(known, 1)))[:, None], horizon, axis=1)
    # The error of the mean itself is common to all steps.
    total = spread * np.sqrt(horizon + horizon**2 / np.maximum(known, 1))
    return natural(np.repeat(middle[:, None], horizon, axis=1), own, total)


def drift(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
    """The last figure, and the mean change from the first to the last with each step."""
    import numpy as np

    del m, careful
    known = np.isfinite(rows)
    first = np.argmax(known, axis=1)
    last = rows.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    apart = np.maximum(last - first, 1)
    each = np.arange(len(rows))
    slope = (rows[each, last] - rows[each, first]) / apart
    steps = np.arange(1, horizon + 1)
    centre = rows[each, last][:, None] + slope[:, None] * steps
    sigma = _root_mean_square(np.diff(rows, axis=1) - slope[:, None])
    sd = sigma[:, None] * np.sqrt(steps * (1 + steps / apart[:, None]))
    reach = horizon * (horizon + 1) / 2
    walk = horizon * (horizon + 1) * (2 * horizon + 1) / 6
    return natural(centre, sd, sigma * np.sqrt(walk + reach**2 / apart))


def _smoothed(form: Form) -> Project:
    def project(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
        return of_smoothed(smooth(rows, form, m=m, careful=careful), horizon)

    return project


def of_smoothed(fitted: Smoothed, horizon: int) -> Projection:
    """The projection of fitted exponential smoothing."""
    import numpy as np

    return from_psi(fitted.ahead(horizon), fitted.psi(horizon), np.sqrt(fitted.sigma2))


def automatic_ets(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
    """For each row the smoothing form of least AICc."""
    pick, fitted = chosen(rows, AUTOMATIC, m=m, careful=careful)
    return mixed([of_smoothed(one, horizon) for one in fitted], pick)


def on_logs(project: Project) -> Project:
    """A model on natural logs, turned back by the median; rows with a figure that is not above nought have none."""

    def projected(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
        import numpy as np

        known = np.isfinite(rows)
        positive = np.where(known, rows, 1.0).min(axis=1) > 0
        logs = np.log(np.where(known & positive[:, None], rows, 1.0))
        found = project(np.where(known | ~positive[:, None], logs, np.nan), horizon, m, careful)
        mean = np.where(positive[:, None], np.exp(np.minimum(found.mean, 700)), np.nan)
        log_sd = np.where(positive[:, None], found.sd, np.nan)
        # The sum's error follows its share on the log scale, at the means.
        share = found.total_sd / np.maximum(np.sqrt((found.sd**2).sum(axis=1)), 1e-300)
        sd = mean * log_sd
        return Projection(mean, sd, share * np.sqrt((sd**2).sum(axis=1)), log_sd)

    return projected


@dataclass(frozen=True, eq=False)
class Adjusted:
    """Rows with their season taken out by division, and the factors of the steps to come."""

    rows: Floats
    ahead: Floats


def deseasonalised(rows: Floats, horizon: int, m: int) -> Adjusted:
    """The competition's seasonal adjustment, row by row: classical factors where the test finds a season, else none.

    A row begins at its first figure; gaps after it are bridged by season and trend for the factors only.
    """
    import numpy as np

    length = rows.shape[1]
    known = np.isfinite(rows)
    begins = np.where(known.any(axis=1), np.argmax(known, axis=1), length)
    factors = np.ones((len(rows), m))
    for start in np.unique(begins):
        if m > 1 and length - start >= 3 * m:
            mine = np.flatnonzero(begins == start)
            factors[mine] = np.roll(_tested_factors(rows[mine, start:], m), start % m, axis=1)
    back = factors[:, np.arange(length) % m]
    return Adjusted(rows / back, factors[:, (length + np.arange(horizon)) % m])


def _tested_factors(rows: Floats, m: int) -> Floats:
    """Factors by phase from the first step; 1 for rows in which the test finds no season."""
    import numpy as np

    from frankpledge.analysis.forecasting.accuracy import SEASONAL_TEST

    whole = bridged(rows, m)
    factors = np.ones((len(rows), m))
    seasonal = _seasonal_rows(whole, m, SEASONAL_TEST)
    factors[seasonal] = classical_factors(whole[seasonal], m)
    return factors


def bridged(rows: Floats, m: int) -> Floats:
    """Rows with their gaps filled by season and trend (STL), for what cannot be worked out across a gap."""
    import numpy as np

    from frankpledge.analysis.seasonal.stl import stl

    gaps = ~np.isfinite(rows)
    holed = np.flatnonzero(gaps.any(axis=1) & ~gaps.all(axis=1))
    if not len(holed):
        return np.where(gaps, 0.0, rows)
    found = np.where(gaps, 0.0, rows)
    parts = stl(rows[holed], period=m, robust=False)
    found[holed] = np.where(gaps[holed], parts.seasonal + parts.trend, rows[holed])
    return found


def _seasonal_rows(rows: Floats, m: int, limit: float) -> Booleans:
    """The competition's test of a season for whole rows: the autocorrelation at lag m beyond its 90% limit."""
    import numpy as np

    centred = rows - rows.mean(axis=1, keepdims=True)
    bottom = (centred**2).sum(axis=1)
    safe = np.where(bottom > 0, bottom, 1.0)
    rho = np.stack(
        [(centred[:, lag:] * centred[:, :-lag]).sum(axis=1) / safe for lag in range(1, m + 1)], axis=1
    )
    reach = limit / np.sqrt(rows.shape[1]) * np.sqrt(1 + 2 * (rho[:, :-1] ** 2).sum(axis=1))
    return np.asarray((np.abs(rho[:, -1]) > reach) & (bottom > 0))


def classical_factors(rows: Floats, m: int) -> Floats:
    """Classical multiplicative factors of whole rows by phase, mean 1; 1 where one would not be above nought."""
    import numpy as np

    half, length = m // 2, rows.shape[1]
    sums = np.cumsum(np.pad(rows, ((0, 0), (1, 0))), axis=1)
    places = np.arange(half, length - half)
    window = sums[:, places + half + 1] - sums[:, places - half]
    if m % 2 == 0:
        window = window - (rows[:, places - half] + rows[:, places + half]) / 2
    trend = window / m
    ratios = np.divide(rows[:, places], trend, out=np.full_like(trend, np.nan), where=trend > 0)
    means = np.stack([_mean_of_last(ratios[:, places % m == phase], length) for phase in range(m)], axis=1)
    factors = means / means.mean(axis=1, keepdims=True)
    usable = np.isfinite(factors).all(axis=1) & (factors > 0.01).all(axis=1)
    return np.where(usable[:, None], factors, 1.0)


def naive2(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
    """The competition's benchmark: naive on the seasonally adjusted series."""
    adjusted = deseasonalised(rows, horizon, m)
    found = naive(adjusted.rows, horizon, m, careful)
    return natural(found.mean * adjusted.ahead, found.sd * adjusted.ahead, found.total_sd)


def theta(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
    """The mean of the trend line and of the smoothed line of twice the curvature, seasonally adjusted."""
    import numpy as np

    adjusted = deseasonalised(rows, horizon, m)
    base, level, slope = _trend_line(adjusted.rows)
    fitted = smooth(2 * adjusted.rows - base, Form(), careful=careful)
    ahead = np.arange(rows.shape[1], rows.shape[1] + horizon)
    line = level[:, None] + slope[:, None] * ahead
    centre = (line + fitted.ahead(horizon)) / 2
    # One-step errors of the mean of both lines are half those of the second, whose series is 2y less the first.
    sigma = np.sqrt(fitted.sse / np.maximum(fitted.used - 3, 1)) / 2
    return from_psi(centre * adjusted.ahead, fitted.psi(horizon), sigma, adjusted.ahead)


def _trend_line(rows: Floats) -> tuple[Floats, Floats, Floats]:
    """Each row's least-squares line at its steps, its value at step 0, and its slope; gaps take no part."""
    import numpy as np

    known = np.isfinite(rows)
    steps = np.arange(rows.shape[1], dtype=np.float64)
    many = np.maximum(known.sum(axis=1), 1)
    filled = np.where(known, rows, 0.0)
    middle = (known * steps).sum(axis=1) / many
    height = filled.sum(axis=1) / many
    apart = np.where(known, steps[None, :] - middle[:, None], 0.0)
    spread = (apart**2).sum(axis=1)
    slope = (apart * filled).sum(axis=1) / np.where(spread > 0, spread, 1.0)
    level = height - slope * middle
    return level[:, None] + slope[:, None] * steps, level, slope


def comb(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
    """The mean of simple, Holt's and damped smoothing, seasonally adjusted: the competition's Comb."""
    import numpy as np

    adjusted = deseasonalised(rows, horizon, m)
    each = [
        of_smoothed(smooth(adjusted.rows, form, careful=careful), horizon)
        for form in (Form(), Form("A"), Form("Ad"))
    ]
    centre = np.mean([one.mean for one in each], axis=0) * adjusted.ahead
    sd = np.mean([one.sd for one in each], axis=0) * adjusted.ahead
    return natural(centre, sd, np.mean([one.total_sd for one in each], axis=0))


HYNDMAN = "Hyndman, Koehler, Ord and Snyder 2008"
M4 = "Makridakis, Spiliotis and Assimakopoulos 2020 (M4)"
MODELS: dict[str, Named] = {
    one.name: one
    for one in (
        Named("naive", "the last figure goes on", M4, naive),
        Named("seasonal-naive", "the figure of a season before", M4, seasonal_naive),
        Named("seasonal-mean", "the mean of the same step of the last three seasons", "strategic-assessment 3.9", seasonal_mean),
        Named("mean", "the mean of all figures", M4, mean),
        Named("drift", "the last figure and the mean change", M4, drift),
        Named("naive2", "the last figure, seasonally adjusted", M4, naive2),
        Named("ses", "simple exponential smoothing, ets(A,N,N)", HYNDMAN, _smoothed(Form())),
        Named("holt", "Holt's linear trend, ets(A,A,N)", HYNDMAN, _smoothed(Form("A"))),
        Named("damped", "damped trend, ets(A,Ad,N)", HYNDMAN, _smoothed(Form("Ad"))),
        Named("holt-winters", "trend and additive season, ets(A,A,A)", HYNDMAN, _smoothed(Form("A", seasonal=True))),
        Named("ets", "of four smoothing forms that of least AICc", HYNDMAN, automatic_ets),
        Named("ets-log", "the same on logs", HYNDMAN, on_logs(automatic_ets)),
        Named("theta", "the theta method, seasonally adjusted", "Assimakopoulos and Nikolopoulos 2000", theta),
        Named("comb", "the mean of simple, Holt's and damped smoothing, seasonally adjusted", M4, comb),
    )
}  # fmt: skip
"""Models by name. `arima(p,d,q)(P,D,Q)m` and `ets(A,T,S)` are read beside them."""
CANDIDATES = ("seasonal-mean", "theta", "comb", "holt-winters", "ets", "ets-log")
"""What `auto` chooses among, beside the seasonal naive that they must beat; simplest first, which wins ties."""
BENCHMARK = "seasonal-naive"


def is_arima(name: str) -> bool:
    return bool(re.match(r"\s*arima\s*\(", name, re.IGNORECASE))


def named(name: str, *, season: int = 1, transform: Transform = "none") -> Named:
    """The model of that name. Raises ValueError, saying what there is, for an unknown one."""
    found = _named(name, season)
    if transform == "none":
        return found
    return Named(found.name, f"{found.says}, on logs", found.source, on_logs(found.project))


def _named(name: str, season: int) -> Named:
    bare = "".join(name.split())
    if bare.lower() in MODELS:
        return MODELS[bare.lower()]
    if bare.lower().startswith("ets("):
        form = Form.parse(bare)
        return Named(str(form), "exponential smoothing with additive errors", HYNDMAN, _smoothed(form))
    if is_arima(bare):
        return of_order(Order.parse(bare, season=season))
    known = ", ".join([*MODELS, "ets(A,N or A or Ad,N or A)", "arima(p,d,q)(P,D,Q)m", "auto"])
    raise ValueError(f"‘{name}’ is no model; there are {known}")


def of_order(order: Order) -> Named:
    """An ARIMA model by exact maximum likelihood, as the others, for back-tests."""

    def project(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
        import numpy as np

        from frankpledge.analysis.forecasting.arima import ahead, fit

        del m, careful
        means, errors, totals = [], [], []
        for row in rows:
            try:
                found = ahead(fit(row, order, covariance="none"), horizon)
            except ValueError:  # too few figures for this row at this origin
                means.append(np.full(horizon, np.nan))
                errors.append(np.full(horizon, np.nan))
                totals.append(np.nan)
                continue
            means.append(found.mean)
            errors.append(found.sd)
            totals.append(float(np.sqrt(max(0.0, found.covariance.sum()))))
        return natural(np.array(means), np.array(errors), np.array(totals))

    return Named(str(order), "seasonal ARIMA by exact maximum likelihood", "Box and Jenkins 1970", project)
