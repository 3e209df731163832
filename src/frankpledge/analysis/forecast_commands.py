"""The commands `forecast` and `forecast score`: CSV files in, one `Answer` out, nothing printed."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path

from frankpledge.analysis.arguments import confidence, parser, read, whole
from frankpledge.analysis.forecast_schemas import SCHEMAS
from frankpledge.analysis.forecast_tables import Matched, match
from frankpledge.analysis.forecasting.accuracy import AVERAGES, BandScore, Score, score
from frankpledge.analysis.forecasting.arima import CONSTANTS, COVARIANCES, ESTIMATORS, Order
from frankpledge.analysis.forecasting.backtest import COVERAGE_ALLOWED, LEVELS
from frankpledge.analysis.forecasting.described import Asked
from frankpledge.analysis.forecasting.forecast import (
    AUTO,
    MOST_HORIZON,
    Forecast,
    Point,
    Request,
    Tested,
    Total,
    forecast,
)
from frankpledge.analysis.forecasting.models import BENCHMARK, MODELS, TRANSFORMS, is_arima, named
from frankpledge.analysis.rates import wilson_limits
from frankpledge.analysis.readings import Readings, read_readings
from frankpledge.analysis.series_commands import broken
from frankpledge.kernel.numbers import grouped, round_half_up
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

__all__ = ["SCHEMAS", "forecast_command", "forecast_parser", "score_command", "score_parser"]

M4 = "M4 competition (Makridakis, Spiliotis and Assimakopoulos 2020)"


def forecast_parser() -> argparse.ArgumentParser:
    """The arguments of `forecast`."""
    made = parser("forecast", "A forecast of one series with its limits, its model and its back-test.")
    made.add_argument(
        "series", metavar="SERIES.csv", help="columns period and value; phase where recording changed"
    )
    made.add_argument("--horizon", required=True, metavar="H", help="how many steps ahead")
    made.add_argument(
        "--model", default=AUTO, metavar="MODEL", help='auto, a name, or such as "arima(0,1,1)(0,1,1)12"'
    )
    made.add_argument("--estimator", choices=ESTIMATORS, default="ml", help="of arima")
    made.add_argument(
        "--covariance", choices=(*COVARIANCES, "oim"), default="hessian", help="of arima's standard errors"
    )
    made.add_argument("--constant", choices=CONSTANTS, default="auto", help="of arima: a mean or a drift")
    made.add_argument("--transform", choices=TRANSFORMS, default="none", help="fit a named model to logs")
    made.add_argument(
        "--m", metavar="M", help="steps in a season; default: a year of months, quarters or weeks"
    )
    made.add_argument(
        "--omit", action="append", default=[], metavar="PERIOD", help="taken as missing; may be repeated"
    )
    made.add_argument(
        "--break",
        action="append",
        default=[],
        metavar="PERIOD",
        dest="breaks",
        help="first period of a new way of recording; may be repeated",
    )
    made.add_argument("--per-day", action="store_true", help="take the length of months out, and put it back")
    made.add_argument("--below-nought", action="store_true", help="let limits fall below 0")
    return made  # fmt: skip


def forecast_command(argv: list[str]) -> Answer:
    """A forecast of one series, published only where it does better than repeating the last season.

    Raises Unusable for arguments or a file that cannot be used. Shapes: `SCHEMAS["forecast"]`.
    """
    given = forecast_parser().parse_args(argv)
    path = Path(given.series)
    readings = broken(read_readings(path), given.breaks)
    for one in given.omit:
        places = read("--omit", one, readings.places, "Name a period of the series, or FROM..TO.")
        readings = readings.without(places)
    request = _request(given, readings)
    try:
        found = forecast(readings, request)
    except ValueError as error:
        reason = f"{str(error)[:1].upper()}{str(error)[1:].rstrip('.')}."
        raise Unusable(
            Problem("series", reason, "Give a longer series or another --model.", path.name)
        ) from None
    return Answer(
        _verdict(found, request), _values(found, request), tuple(_reasons(found, request)),
        tuple(_cautions(found, request)), _method(found, request), _extra(found),
    )  # fmt: skip


def _request(given: argparse.Namespace, readings: Readings) -> Request:
    horizon = read(
        "--horizon", given.horizon, whole(1, MOST_HORIZON), f"Give a whole number from 1 to {MOST_HORIZON}."
    )
    season = None if given.m is None else read("--m", given.m, whole(1, 366), "Give a whole number from 1.")
    model = given.model.strip()
    if model.lower() != AUTO:
        remedy = "See ./frankpledge schema forecast."
        read("--model", model, lambda text: named(text, season=season or readings.season), remedy)
        if season is None and is_arima(model):  # an index has no season of its own, but the model may
            season = max(readings.season, Order.parse(model, season=readings.season).m)
    elif given.transform != "none":
        raise Unusable(
            Problem("arguments", "--transform goes with a named model.", "auto tries logs by itself.")
        )
    covariance = next(
        (one for one in COVARIANCES if one == given.covariance), COVARIANCES[0]
    )  # oim is the first
    return Request(
        horizon, model, season, given.transform, given.per_day, not given.below_nought,
        Asked(given.estimator, covariance, given.constant),
    )  # fmt: skip


def _verdict(found: Forecast, request: Request) -> str:
    if request.model.lower() != AUTO:
        return "as_asked"
    return "forecast" if found.published else "naive_range"


def _values(found: Forecast, request: Request) -> dict[str, object]:
    readings = found.readings
    used = readings.values[found.first :]
    missing = [readings.label(found.first + place) for place, value in enumerate(used) if value is None]
    return {
        "series": readings.measure, "from": readings.label(0), "to": readings.label(len(readings) - 1),
        "horizon": request.horizon, "model": found.model.name, "wanted": found.wanted,
        "season": request.season or readings.season, "transform": request.transform, "figures": len(used) - len(missing),
        "missing": missing, "left_out": found.first, "training_from": readings.label(found.first),
    }  # fmt: skip


def _method(found: Forecast, request: Request) -> str:
    if request.model.lower() == AUTO:
        return f"chosen by rolling back-test: {found.model.name} ({found.model.says})"
    return f"{found.model.name} ({found.model.says}); {found.description.likelihood or found.model.source}"


def _reasons(found: Forecast, request: Request) -> list[dict[str, str]]:
    reasons = [{"clause": found.model.source, "working": f"{found.model.name}: {found.model.says}."}]
    if found.tested is not None and found.tested.ratio is not None:
        reasons.append({"clause": "Rolling origins (Tashman 2000)", "working": _test_working(found.tested)})
    reasons += [
        {"clause": "Published only where better than the seasonal naive", "working": why}
        for why in found.why_not
    ]
    if found.tried and request.model.lower() == AUTO:
        tried = ", ".join(f"{one.model} {one.ratio:.2f}" for one in found.tried if one.ratio is not None)
        reasons.append(
            {"clause": "Least mean absolute error, over that of the seasonal naive", "working": f"{tried}."}
        )
    return reasons


def _test_working(tested: Tested) -> str:
    honest = (
        ""
        if tested.honest_ratio in {None, tested.ratio}
        else f" ({tested.honest_ratio:.3f} where it had no part in the choice)"
    )
    return (
        f"{len(tested.origins)} origins, {tested.points} outcomes: error {tested.ratio:.3f} times that of the seasonal naive"
        f"{honest}; 80% limits held {_percent(tested.coverage[0])}, 95% limits {_percent(tested.coverage[1])}."
    )


def _cautions(found: Forecast, request: Request) -> list[Caution]:
    readings = found.readings
    cautions = [Caution(WarningCode.AMBIGUOUS, found.model.name, note) for note in found.description.notes]
    missing = [readings.label(place) for place in readings.missing if place >= found.first]
    if missing:
        said = ", ".join(missing[:12]) + (f" and {len(missing) - 12} more" if len(missing) > 12 else "")
        bridged = MODELS.get(found.model.name) is not None and found.model.name in {"theta", "comb", "naive2"}
        how = (
            "bridged by season and trend for its seasonal factors only"
            if bridged
            else "passed over, not filled in"
        )
        cautions.append(Caution(WarningCode.COVERAGE, said, f"There is no figure for {said}: {how}."))
    if found.first:
        text = f"{found.first} earlier steps are not used: recording changed, or there are no figures."
        cautions.append(Caution(WarningCode.PERIOD, readings.label(found.first), text))
    if found.cut:
        text = f"{found.cut} limits would lie below 0 and were raised to it."
        cautions.append(Caution(WarningCode.IMPLAUSIBLE, "points", text))
    return cautions + _test_cautions(found, request)


def _test_cautions(found: Forecast, request: Request) -> list[Caution]:
    if found.tested is None:
        text = "The series is too short for a back-test: how well this forecast does is not known."
        return [Caution(WarningCode.UNVERIFIABLE, "backtest", text)]
    cautions = []
    if (
        request.model.lower() != AUTO
        and found.model.name != BENCHMARK
        and not (found.tested.ratio or 2.0) < 1
    ):
        text = "In the back-test this model did no better than repeating the last season."
        cautions.append(Caution(WarningCode.UNVERIFIABLE, "backtest", text))
    held = found.tested.coverage[1]
    if held is not None and held < LEVELS[1] - COVERAGE_ALLOWED:
        text = f"The 95% limits held {_percent(held)} of the outcomes: they are too narrow."
        cautions.append(Caution(WarningCode.IMPLAUSIBLE, "points", text))
    return cautions


def _extra(found: Forecast) -> dict[str, object]:
    told = found.description
    return {
        "parameters": {name: {"value": value, "se": se} for name, (value, se) in told.parameters.items()},
        "sigma2": told.sigma2, "loglik": told.loglik, "aic": told.aic, "aicc": told.aicc, "bic": told.bic,
        "likelihood": told.likelihood, "form": told.form,
        "ljung_box": None if told.ljung_box is None else dict(told.ljung_box),
        "points": [_point(point) for point in found.points], "total": _total(found.total),
        "backtest": None if found.tested is None else _backtest(found.tested),
        "candidates": [{"model": one.model, "mae": one.mae, "ratio": one.ratio} for one in found.tried],
        "sentences": _sentences(found),
    }  # fmt: skip


def _point(point: Point) -> dict[str, object]:
    (low_80, high_80), (low_95, high_95) = point.limits
    low, high = point.seen or (None, None)
    return {
        "period": point.period, "value": point.value, "low_80": low_80, "high_80": high_80, "low_95": low_95,
        "high_95": high_95, "seen_low": low, "seen_high": high,
    }  # fmt: skip


def _total(total: Total) -> dict[str, object]:
    (low_80, high_80), (low_95, high_95) = total.limits
    return {
        "value": total.value, "low_80": low_80, "high_80": high_80, "low_95": low_95, "high_95": high_95,
        "before": total.before, "chance_of_more": total.chance_of_more,
    }  # fmt: skip


def _backtest(tested: Tested) -> dict[str, object]:
    top = next((band for band in tested.score.bands if band.level == LEVELS[1]), None)
    low, high = (
        (None, None)
        if top is None or not top.points or top.coverage is None
        else wilson_limits(top.coverage, top.points, 0.025)
    )
    return {
        "origins": list(tested.origins), "points": tested.points, "ratio": tested.ratio, "honest_ratio": tested.honest_ratio,
        "smape": tested.score.smape, "mase": tested.score.mase, "owa": tested.score.owa,
        "msis": None if top is None else top.msis, "coverage_80": tested.coverage[0], "coverage_95": tested.coverage[1],
        "coverage_95_low": low, "coverage_95_high": high, "widened_80": tested.factors[0], "widened_95": tested.factors[1],
    }  # fmt: skip


def _sentences(found: Forecast) -> list[str]:
    first, last = found.points[0].period, found.points[-1].period
    span = first if first == last else f"{first} to {last}"
    total = found.total
    low, high = total.limits[1]
    said = []
    if not found.published:
        said.append("There is no useful forecast: " + " ".join(found.why_not))
        said.append(
            f"If the last season repeated itself, {span} would have {_shown(total.value)} (95% range {_shown(low)} to {_shown(high)})."
        )
    else:
        said.append(f"{span}: {_shown(total.value)} expected (95% range {_shown(low)} to {_shown(high)}).")
    if total.before is not None and total.chance_of_more is not None and found.published:
        said.append(
            f"The same steps a season before had {_shown(total.before)}; the chance of more is {_percent(total.chance_of_more)}."
        )
    if found.tested is not None and found.tested.ratio is not None:
        said.append(
            f"In a back-test from {len(found.tested.origins)} origins the 95% limits held {_percent(found.tested.coverage[1])} of the outcomes."
        )
    return said


def _percent(share: float | None) -> str:
    return "an unknown share" if share is None else f"{round_half_up(Fraction(share) * 100)}%"


def _shown(value: float) -> str:
    size = abs(value)
    return grouped(
        round_half_up(Fraction(value), 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 4)
    )


def score_parser() -> argparse.ArgumentParser:
    """The arguments of `forecast score`."""
    made = parser("forecast score", "How well forecasts did: sMAPE, MASE, OWA, MSIS and coverage.")
    made.add_argument("forecasts", metavar="FC.csv", help="columns series, period, value, low_95, high_95")
    made.add_argument(
        "actuals", metavar="ACTUAL.csv", help="history and outcomes: columns series, period, value"
    )
    made.add_argument("--m", metavar="M", help="steps in a season; default: that of the periods")
    made.add_argument("--average", choices=AVERAGES, default="series", help="whose mean is taken first")
    made.add_argument("--level", default="0.95", metavar="L", help="confidence of columns low and high")
    return made


def score_command(argv: list[str]) -> Answer:
    """The accuracy of forecasts against outcomes, by the measures of the M4 competition.

    Raises Unusable for arguments or files that cannot be used. Shapes: `SCHEMAS["forecast score"]`.
    """
    given = score_parser().parse_args(argv)
    level = read("--level", given.level, confidence, "Write 95% as 0.95.")
    season = None if given.m is None else read("--m", given.m, whole(1, 366), "Give a whole number from 1.")
    found = match(Path(given.forecasts), Path(given.actuals), level=level)
    m = season or found.season
    try:
        scored = score(found.forecasts, m=m, average=given.average)
    except ValueError as error:
        reason = f"{str(error)[:1].upper()}{str(error)[1:]}."
        raise Unusable(
            Problem(
                "match", reason, "Give the same series and periods in both files.", Path(given.actuals).name
            )
        ) from None
    return Answer(
        _score_verdict(scored),
        {"series": scored.series, "points": scored.points, "m": m, "average": given.average, "unmatched": list(found.unmatched)},
        ({"clause": M4, "working": _score_working(scored)},),
        tuple(_score_cautions(scored, found)),
        f"M4 measures; season of {m} steps; mean over {given.average}",
        _scored(scored),
    )  # fmt: skip


def _score_verdict(scored: Score) -> str:
    if scored.owa is None:
        return "unscaled"
    return "better_than_naive2" if scored.owa < 1 else "no_better_than_naive2"


def _score_working(scored: Score) -> str:
    said = f"{scored.points} outcomes of {scored.series} series: sMAPE {scored.smape:.3f}"
    if scored.mase is not None:
        said += f", MASE {scored.mase:.4f}"
    if scored.owa is not None:
        said += f", OWA {scored.owa:.4f} (Naive2: {scored.naive2_smape:.3f} and {scored.naive2_mase:.4f})"
    return f"{said}."


def _score_cautions(scored: Score, found: Matched) -> list[Caution]:
    cautions = []
    if found.unmatched:
        names = ", ".join(found.unmatched[:12])
        more = f" and {len(found.unmatched) - 12} more" if len(found.unmatched) > 12 else ""
        cautions.append(
            Caution(WarningCode.COVERAGE, names, f"No outcome is known for {names}{more}: left out.")
        )
    if scored.unscaled:
        names = ", ".join(one or "the series" for one in scored.unscaled[:12])
        text = f"{names}: no history, or no seasonal difference in it to scale by, so no MASE, OWA or MSIS."
        cautions.append(Caution(WarningCode.DENOMINATOR, names, text))
    return cautions


def _scored(scored: Score) -> dict[str, object]:
    top = scored.bands[0] if scored.bands else None
    return {
        "smape": scored.smape, "mase": scored.mase, "owa": scored.owa, "msis": top.msis if top else None,
        "coverage": top.coverage if top else None, "mae": scored.mae, "rmse": scored.rmse,
        "naive2": {"smape": scored.naive2_smape, "mase": scored.naive2_mase},
        "levels": [_level(band) for band in scored.bands],
    }  # fmt: skip


def _level(band: BandScore) -> dict[str, object]:
    low, high = (
        (None, None)
        if band.coverage is None or not band.points
        else wilson_limits(band.coverage, band.points, 0.025)
    )
    return {
        "level": band.level, "msis": band.msis, "coverage": band.coverage, "coverage_low": low, "coverage_high": high,
        "within": band.within, "points": band.points,
    }  # fmt: skip
