"""What was estimated when a model was fitted to one series: parameters with their errors, variance, likelihood."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from frankpledge.analysis.forecasting.arima import Fitted, ahead, fit
from frankpledge.analysis.forecasting.arima_errors import Covariance, Estimator
from frankpledge.analysis.forecasting.arima_problem import Constant
from frankpledge.analysis.forecasting.models import AUTOMATIC, is_arima, of_smoothed
from frankpledge.analysis.forecasting.orders import Order
from frankpledge.analysis.forecasting.portmanteau import ljung_box
from frankpledge.analysis.forecasting.projection import Projection, natural
from frankpledge.analysis.forecasting.smoothing import Form, Smoothed, chosen, smooth, standard_errors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FORMS = {
    "ses": Form(), "holt": Form("A"), "damped": Form("Ad"), "holt-winters": Form("A", seasonal=True),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """How an ARIMA model is to be estimated; the others take no notice."""

    estimator: Estimator = "ml"
    covariance: Covariance = "hessian"
    constant: Constant = "auto"


@dataclass(frozen=True)
class Description:
    """Parameters as name: (value, standard error or None). What a model does not have is None.

    `likelihood` says how it was reckoned; `residuals` are the one-step errors without gaps, where there are any.
    """

    form: str
    parameters: Mapping[str, tuple[float, float | None]]
    sigma2: float | None = None
    loglik: float | None = None
    aic: float | None = None
    aicc: float | None = None
    bic: float | None = None
    ljung_box: Mapping[str, float | int | None] | None = None
    likelihood: str = ""
    notes: tuple[str, ...] = field(default=())


def described(
    name: str, row: Floats, *, horizon: int, m: int, asked: Asked
) -> tuple[Description, Projection] | None:
    """The description of a model of parameters with its projection; None for a model that has none to tell.

    Raises ValueError where the model cannot be fitted to the row.
    """
    try:
        return _described("".join(name.split()).lower(), row, horizon, m, asked)
    except ArithmeticError:
        raise ValueError(WITHOUT_ERROR) from None
    except ValueError as error:
        raise ValueError(WITHOUT_ERROR if str(error) == "math domain error" else str(error)) from None


WITHOUT_ERROR = (
    "the model meets every figure without any error, as where all are alike, so that there is nothing by which to tell its "
    "limits; naive, mean and drift go on with such a series"
)


def _described(
    bare: str, row: Floats, horizon: int, m: int, asked: Asked
) -> tuple[Description, Projection] | None:
    if is_arima(bare):
        return _of_arima(row, Order.parse(bare, season=m), horizon, m, asked)
    if bare in FORMS:
        return _of_form(row, FORMS[bare], horizon, m)
    if bare.startswith("ets("):
        return _of_form(row, Form.parse(bare), horizon, m)
    if bare == "ets":
        pick, fitted = chosen(row[None, :], AUTOMATIC, m=m)
        return _of_form(row, fitted[int(pick[0])].form, horizon, m)
    return None


def _of_arima(
    row: Floats, order: Order, horizon: int, m: int, asked: Asked
) -> tuple[Description, Projection]:
    import numpy as np

    fitted = fit(row, order, constant=asked.constant, estimator=asked.estimator, covariance=asked.covariance)
    found = ahead(fitted, horizon)
    parameters = {
        name: (value, None if math.isnan(error) else error)
        for name, value, error in zip(fitted.names, fitted.values, fitted.errors, strict=True)
    }
    lags = 2 * m if m > 1 else min(10, max(1, fitted.used // 5))
    tested = ljung_box(fitted.innovations, lags=min(lags, fitted.used - 1), fitted=len(order.names))
    projection = natural(
        found.mean[None, :], found.sd[None, :], np.sqrt(np.maximum(found.covariance.sum(), 0.0))[None]
    )
    return (
        Description(
            str(order), parameters, fitted.sigma2, fitted.loglik, fitted.aic, fitted.aicc, fitted.bic,
            {"lags": tested.lags, "statistic": tested.statistic, "degrees": tested.degrees, "p": tested.p},
            _arima_likelihood(asked.estimator), _arima_notes(fitted),
        ),
        projection,
    )  # fmt: skip


def _arima_likelihood(estimator: Estimator) -> str:
    if estimator == "css":
        return "conditional sum of squares; the likelihood is the conditional one (R's part log likelihood)"
    return "exact Gaussian likelihood of the differenced series, missing values integrated out; sigma2 is its maximum"


def _arima_notes(fitted: Fitted) -> tuple[str, ...]:
    notes = []
    if not fitted.converged:
        notes.append("The search for the best likelihood did not settle.")
    edge = [
        name for name, value in zip(fitted.names, fitted.values, strict=True)
        if name.startswith(("ma", "sma")) and abs(abs(value) - 1) < 1e-3
    ]  # fmt: skip
    if edge:
        notes.append(
            f"{' and '.join(edge)} lies at 1 in size: the series may have been differenced once too often."
        )
    return tuple(notes)


def _of_form(row: Floats, form: Form, horizon: int, m: int) -> tuple[Description, Projection]:
    import numpy as np

    fitted = smooth(row[None, :], form, m=m)
    if not np.isfinite(fitted.sse[0]):
        raise ValueError(f"{form} needs at least {form.states(m) + 2} figures")
    errors = standard_errors(row[None, :], fitted)
    parameters: dict[str, tuple[float, float | None]] = {
        name: (float(value), None if math.isnan(error) else error)
        for name, value, error in zip(form.names, fitted.parameters[0], errors, strict=True)
    }
    parameters |= _start_states(fitted, form, m)
    counted = form.counted(m)
    loglik, aic, used = float(fitted.loglik[0]), float(fitted.aic[0]), float(fitted.used[0])
    aicc = float(fitted.aicc[0])
    return (
        Description(
            str(form), parameters, float(fitted.sigma2[0]), loglik, aic, aicc if math.isfinite(aicc) else None,
            aic + counted * (math.log(used) - 2), None,
            "Gaussian likelihood of one-step errors, states at the start estimated with the rest; sigma2 is the squared "
            "errors over figures less parameters. R's ets() leaves -n/2·(1 + log(2π/n)) out of its likelihood",
        ),
        of_smoothed(fitted, horizon),
    )  # fmt: skip


def _start_states(fitted: Smoothed, form: Form, m: int) -> dict[str, tuple[float, float | None]]:
    start = [float(value) for value in fitted.start[0]]
    found: dict[str, tuple[float, float | None]] = {"level_0": (start.pop(0), None)}
    if form.trend != "N":
        found["slope_0"] = (start.pop(0), None)
    if form.seasonal:
        found |= {f"season_{place}": (value, None) for place, value in enumerate(start[:m], start=1)}
    return found
