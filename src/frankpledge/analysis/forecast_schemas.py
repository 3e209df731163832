"""JSON Schemas of the commands `forecast` and `forecast score`."""

from __future__ import annotations

from frankpledge.analysis.forecasting.accuracy import AVERAGES
from frankpledge.analysis.forecasting.arima_errors import COVARIANCES, ESTIMATORS
from frankpledge.analysis.forecasting.arima_problem import CONSTANTS
from frankpledge.analysis.forecasting.models import BENCHMARK, CANDIDATES, MODELS, TRANSFORMS, automatic_arima
from frankpledge.analysis.series_schemas import SERIES_COLUMNS
from frankpledge.analysis.shapes import (
    Schema,
    chance,
    choice,
    flag,
    gives,
    listed,
    number,
    record,
    table,
    takes,
    text,
    whole,
)

NAMES = "; ".join(f"{one.name}: {one.says}" for one in MODELS.values())
ARIMA = ", ".join(one.name for one in automatic_arima(12))
COLUMNS: Schema = {name: SERIES_COLUMNS[name] for name in ("period", "value", "phase")}

FORECAST_INPUT = takes(
    "forecast",
    {
        "series": table(COLUMNS, ["value"], "figures of one measure at regular steps, of either sign; other columns are passed over"),
        "horizon": whole("--horizon H: how many steps ahead", minimum=1, maximum=120),
        "model": text(
            f"--model, in quotation marks where it has brackets. auto: of {', '.join(CANDIDATES)} and {ARIMA} the one of least mean absolute "
            f"error in a rolling back-test, published only where it beats {BENCHMARK} there. Or by name: {NAMES}; ets(A,T,S) with T of "
            "N, A, Ad and S of N, A; arima(p,d,q) or arima(p,d,q)(P,D,Q)m, signs as R and statsmodels have them: "
            "(1 - ar1·B…)(w - intercept) = (1 + ma1·B…)e. Default auto"
        ),
        "estimator": choice(ESTIMATORS, "--estimator, of arima: ml is exact maximum likelihood; css the conditional sum of squares from step "
                            "p + P·m of the differenced series on; css-ml is ml begun at css", "ml"),
        "covariance": choice([*COVARIANCES, "oim"], "--covariance, of arima: of the standard errors. hessian (also oim): inverse of the observed information, "
                             "as R has it; opg: outer product of the gradients, with sigma2 among the parameters, as statsmodels' default; "
                             "robust: hessian, opg, hessian; none", "hessian"),
        "constant": choice(CONSTANTS, "--constant, of arima: yes is an intercept (the mean) without differences, a drift with one; auto is yes without "
                           "differences and no with them, as R has it", "auto"),
        "transform": choice(TRANSFORMS, "--transform: fit a named model to logs; parameters, sigma2, loglik and aic are then those of the logs, and points are medians "
                            "on the scale of the series", "none"),
        "m": whole("--m M: steps in a season; otherwise 12 for months, 4 for quarters, 52 for weeks, 7 for days, 1 else (an index)", minimum=1),
        "omit": listed({"type": "string"}, "--omit PERIOD or FROM..TO, may be repeated: taken as missing"),
        "break": listed({"type": "string"}, "--break PERIOD, may be repeated: first period of a new way of recording; only figures from the last one on are used"),
        "per_day": flag("--per-day: take the length of months out before fitting, and put it back"),
        "below_nought": flag("--below-nought: let limits fall below 0; otherwise a series that never is below 0 has no limit below it"),
    },
    ["series", "horizon"],
)  # fmt: skip

PARAMETER = record(
    {"value": number("the estimate"), "se": number("standard error; null where none can be told", null=True)}
)
LIMIT = "limit of the 80% or 95% interval of this step alone"
POINT = record(
    {
        "period": text("the step"),
        "value": number("the forecast: mean, or median of a model on logs"),
        "low_80": number(LIMIT),
        "high_80": number(LIMIT),
        "low_95": number(LIMIT),
        "high_95": number(LIMIT),
        "seen_low": number("least figure of the same step in the last five seasons", null=True),
        "seen_high": number("greatest figure of the same step in the last five seasons", null=True),
    }
)
TOTAL = record(
    {
        "value": number("sum of the points"),
        "low_80": number("limits of the sum, from how errors hang together; never the sum of limits"),
        "high_80": number("upper 80% limit"),
        "low_95": number("lower 95% limit"),
        "high_95": number("upper 95% limit"),
        "before": number("sum of the same steps a season before; null where one is missing or the horizon is longer than a season", null=True),
        "chance_of_more": chance("that the sum will exceed before", null=True),
    }
)  # fmt: skip
BACKTEST: Schema = {
    **record(
        {
            "origins": listed({"type": "string"}, "the last period known at each origin"),
            "points": whole("outcomes that forecasts were set against"),
            "ratio": number("mean absolute error over that of the seasonal naive at the same origins", null=True),
            "honest_ratio": number("the same, of a choice made without the origin judged; ratio for a named model", null=True),
            "smape": number("in per cent, 0 to 200", null=True),
            "mase": number("scaled by the seasonal differences known at each origin", null=True),
            "owa": number("mean of sMAPE and MASE over those of Naive2", null=True),
            "msis": number("mean scaled interval score of the 95% limits", null=True),
            "coverage_80": chance("share of outcomes within the 80% limits", null=True),
            "coverage_95": chance("share of outcomes within the 95% limits", null=True),
            "coverage_95_low": chance("Wilson's 95% limit of coverage_95, as if outcomes were independent", null=True),
            "coverage_95_high": chance("the upper limit", null=True),
            "widened_80": number("how many times the 80% limits were widened so as to hold enough; 1 for a named model"),
            "widened_95": number("how many times the 95% limits were widened"),
        }
    ),
    "type": ["object", "null"],
    "description": "rolling origins, each with a horizon after it; null where the series is too short",
}  # fmt: skip
CANDIDATE = record(
    {
        "model": text("its name"),
        "mae": number("mean absolute error over the back-test; null where it could not be fitted", null=True),
        "ratio": number("over that of the seasonal naive", null=True),
    }
)
PORTMANTEAU: Schema = {
    **record(
        {
            "lags": whole("how many"),
            "statistic": number("Ljung and Box's Q of the innovations, those lost to differencing left out"),
            "degrees": whole("lags less ARMA coefficients"),
            "p": chance("chi-squared tail; null without a degree of freedom", null=True),
        }
    ),
    "type": ["object", "null"],
    "description": "of arima models; null for others",
}
FORECAST_OUTPUT = gives(
    "forecast",
    ("forecast", "naive_range", "as_asked"),
    "forecast: auto found a model better than the seasonal naive; naive_range: it did not, and the points are the seasonal "
    "naive's with its range; as_asked: a named model, whatever its back-test says",
    "series, from, to, horizon, model (the one the points come from), wanted (the one chosen or asked for), season, transform, "
    "figures, missing, left_out (before the last break), training_from",
    {
        "parameters": {
            "type": "object",
            "additionalProperties": PARAMETER,
            "description": "by name: ar1, ma1, sar1, sma1, intercept, drift; alpha, beta, gamma, phi and the states at the start "
            "level_0, slope_0, season_1 (of the first step)…; empty for a model without parameters",
        },
        "sigma2": number("variance of the innovations; how it is reckoned is in likelihood", null=True),
        "loglik": number("log likelihood", null=True),
        "aic": number("−2·loglik + 2·(parameters, sigma2 among them); null for css", null=True),
        "aicc": number("with the correction for small samples", null=True),
        "bic": number("with log(n) in place of 2", null=True),
        "likelihood": text("what the likelihood and sigma2 are of; empty where there is none"),
        "form": text("the form fitted, such as ets(A,N,A) chosen by ets"),
        "ljung_box": PORTMANTEAU,
        "points": listed(POINT, "one for each step ahead"),
        "total": TOTAL,
        "backtest": BACKTEST,
        "candidates": listed(CANDIDATE, "what was tried, best first"),
        "sentences": listed({"type": "string"}, "what may be said, ready to print"),
    },
)

SCORE_INPUT = takes(
    "forecast score",
    {
        "forecasts": table(
            {
                "series": text("name; without the column there is one series. Also read from id or unique_id"),
                "period": text("as in the actuals; also read from month, quarter, year, week, date, ds, index, time, step or t"),
                "value": text("the forecast; also read from forecast, point, mean or y_hat"),
                "low_95": text("lower limit of 95%; any level: low_80, low_95, low_99.8 (or lo-95, lower_95). Plain low and high are of --level"),
                "high_95": text("upper limit (or hi-95, upper_95)"),
            },
            ["value"],
            "one row a step forecast; or the JSON that `forecast --json` gave",
        ),
        "actuals": table(
            {
                "series": text("as in the forecasts"),
                "period": text("as in the forecasts"),
                "value": text("the figure; empty where there is none. Also read from actual, observed, count, events or y"),
            },
            ["value"],
            "the history and the outcomes: rows before a series' first forecast period are its history, which scales MASE and MSIS and gives Naive2 (without it those are null); "
            "files without periods are laid end to end, so that the last rows of the actuals meet the forecasts",
        ),
        "m": whole("--m M: steps in a season; otherwise that of the periods, 1 for an index", minimum=1),
        "average": choice(AVERAGES, "--average: series takes the mean of each series first, as M4; points all points alike", "series"),
        "level": number("--level L: confidence of plain low and high columns", minimum=0.5, exclusiveMaximum=1, default=0.95),
    },
    ["forecasts", "actuals"],
)  # fmt: skip
SCORE_OUTPUT = gives(
    "forecast score",
    ("better_than_naive2", "no_better_than_naive2", "unscaled"),
    "by OWA below 1; unscaled where no OWA can be told",
    "series, points, m, average, unmatched",
    {
        "smape": number("mean of 200·|x − f|/(|x| + |f|), in per cent"),
        "mase": number("mean absolute error over the mean absolute seasonal difference of the history", null=True),
        "owa": number("mean of smape and mase, each over that of Naive2", null=True),
        "msis": number("mean scaled interval score of the highest level given", null=True),
        "coverage": chance("share of outcomes within the limits of that level", null=True),
        "mae": number("mean absolute error"),
        "rmse": number("root mean square error"),
        "naive2": record(
            {"smape": number("of Naive2", null=True), "mase": number("of Naive2", null=True)},
            description="M4's benchmark over the same points: the last value, seasonally adjusted where an autocorrelation test at 90% finds a season",
        ),
        "levels": listed(
            record(
                {
                    "level": chance("of the limits"),
                    "msis": number("mean scaled interval score", null=True),
                    "coverage": chance("share within", null=True),
                    "coverage_low": chance("Wilson's 95% limit, as if outcomes were independent", null=True),
                    "coverage_high": chance("the upper limit", null=True),
                    "within": whole("outcomes within"),
                    "points": whole("outcomes that met limits"),
                }
            ),
            "highest first; empty without limits",
        ),
    },
)  # fmt: skip
SCHEMAS: dict[str, Schema] = {
    "forecast": {"input": FORECAST_INPUT, "output": FORECAST_OUTPUT},
    "forecast score": {"input": SCORE_INPUT, "output": SCORE_OUTPUT},
}
