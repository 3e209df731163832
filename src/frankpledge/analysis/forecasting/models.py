"""The forecasting models by name, each for many series at once: means, errors by step, errors of the total.

Rows are series, columns steps; NaN is a gap and stays one wherever a model can do without the figure. Models that need
every figure for their seasonal factors (theta, comb) have gaps bridged for those only, by season and trend.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.forecasting.adjusting import deseasonalised, mean_of_last
from frankpledge.analysis.forecasting.arima_quick import orders, project_quickly
from frankpledge.analysis.forecasting.orders import Order
from frankpledge.analysis.forecasting.projection import Projection, from_psi, mixed, natural
from frankpledge.analysis.forecasting.smoothing import Form, Smoothed, chosen, smooth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Transform = Literal["none", "log", "log10"]
TRANSFORMS: tuple[Transform, ...] = ("none", "log", "log10")
RECENT = 3
"""How many past seasons the seasonal mean takes."""
AUTOMATIC = (Form("N"), Form("Ad"), Form("N", seasonal=True), Form("Ad", seasonal=True))
"""Forms that the automatic ETS chooses among. An undamped trend is not one: over a year ahead it runs away."""


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
    recent = np.stack([mean_of_last(rows[:, (length + step) % m :: m], RECENT) for step in range(m)], axis=1)
    mean = recent[:, np.arange(horizon) % m]
    errors = [
        rows[:, at] - mean_of_last(rows[:, at % m : at : m], RECENT) for at in range(RECENT * m, length)
    ]
    sigma = _root_mean_square(np.stack(errors, axis=1)) if errors else np.full(len(rows), np.nan)
    psi = np.zeros_like(mean)
    psi[:, 0] = 1.0
    return from_psi(mean, psi, sigma)


def mean(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
    """The mean of all figures."""
    import numpy as np

    del m, careful
    known = np.isfinite(rows).sum(axis=1)
    middle = mean_of_last(rows, rows.shape[1])
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
"""What `auto` chooses among, beside the seasonal naive that they must beat, and before the ARIMA models (`automatic_arima`);
simplest first, which wins ties."""
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

    return Named(str(order), "seasonal ARIMA by exact maximum likelihood", BOX_JENKINS, project)


BOX_JENKINS = "Box and Jenkins 1970"


def automatic_arima(m: int) -> tuple[Named, ...]:
    """The ARIMA models that `auto` tries for a season of so many steps: fitted for all origins at once by conditional least
    squares, and, once one is chosen, by exact maximum likelihood like any that is asked for by name."""
    return tuple(_both_ways(order) for order in orders(m))


def _both_ways(order: Order) -> Named:
    exact = of_order(order)

    def project(rows: Floats, horizon: int, m: int, careful: bool) -> Projection:
        return exact.project(rows, horizon, m, True) if careful else project_quickly(rows, order, horizon)

    return Named(
        exact.name, f"{exact.says}; its back-test by conditional least squares", exact.source, project
    )
