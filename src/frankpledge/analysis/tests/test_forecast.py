"""A forecast as it may be published: better than the naive or not at all, after the last break, never below nought."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from frankpledge.analysis.forecasting.described import Asked
from frankpledge.analysis.forecasting.forecast import Request, forecast
from frankpledge.analysis.readings import Readings, Step, Unit, of_series
from frankpledge.analysis.series import Break, BreakKind, Point, Series, State, Treatment
from frankpledge.analysis.tests.published import AIR, DEATHS, HORMONE
from frankpledge.kernel.dates import Period


def monthly(values, first=2018 * 12, **more):
    return Readings(
        Step(Unit.MONTHS, 1), first, tuple(None if v is None else float(v) for v in values), **more
    )


def test_a_useful_forecast_is_published_with_its_test():
    found = forecast(monthly(AIR[:132], 1949 * 12), Request(12))
    assert found.published
    assert found.points[0].period == "1960-01"
    assert found.tested.ratio < 1
    assert found.tested.honest_ratio < 1
    assert found.tested.coverage[1] >= 0.88
    hits = sum(
        low <= actual <= high
        for (_, (low, high)), actual in zip([point.limits for point in found.points], AIR[132:], strict=True)
    )
    assert hits >= 10


def test_without_a_better_model_the_naive_range_is_given_with_the_reason():
    # A season that repeats itself to the figure: nothing can do better than repeating it.
    same = [100 + 30 * (month % 12) for month in range(72)]
    found = forecast(monthly(same), Request(12))
    assert not found.published
    assert found.model.name == "seasonal-naive"
    assert found.why_not
    assert [point.value for point in found.points] == same[-12:]


def test_a_series_too_short_to_test_gives_the_naive_range_and_says_so():
    found = forecast(monthly(DEATHS[:50]), Request(12))
    assert not found.published
    assert "origins" in found.why_not[0]


def test_the_range_seen_is_that_of_the_same_month():
    found = forecast(monthly(DEATHS), Request(12))
    january = DEATHS[0::12][-5:]
    assert found.points[0].seen == (min(january), max(january))


def test_counts_have_no_limit_below_nought_unless_that_is_asked():
    chance = np.random.default_rng(3)
    few = [int(value) for value in chance.poisson(1.0, 72)]
    found = forecast(monthly(few), Request(12))
    assert all(low >= 0 and point.value >= 0 for point in found.points for low, _ in point.limits)
    below = forecast(monthly(few), Request(12, "mean", floored=False))
    assert below.points[0].limits[1][0] < 0
    assert forecast(monthly(few), Request(12, "mean")).cut > 0
    assert below.cut == 0


def test_only_figures_after_the_last_break_train():
    before = [value * 10 for value in DEATHS]
    phases = ("old",) * 72 + ("new",) * 72
    cut = forecast(monthly([*before, *DEATHS], phases=phases), Request(6, "theta"))
    alone = forecast(monthly(DEATHS, 2024 * 12), Request(6, "theta"))
    assert [point.value for point in cut.points] == pytest.approx([point.value for point in alone.points])
    assert cut.first == 72
    uncut = forecast(monthly([*before, *DEATHS]), Request(6, "theta"))
    assert uncut.points[0].value != pytest.approx(cut.points[0].value, rel=0.01)


def test_breaks_of_a_series_cut_it_and_annotations_do_not():
    def series(treatment):
        points = tuple(
            Point(Period.month(2018 + i // 12, i % 12 + 1), int(value)) for i, value in enumerate(DEATHS)
        )
        step = Break("step", "New rules", Period.month(2021, 1), BreakKind.STEP, treatment)
        return of_series(Series("Deaths", points, (step,)))

    assert series(Treatment.SPLIT).spans == ((0, 36), (36, 72))
    assert series(Treatment.ANNOTATE).spans == ((0, 72),)
    assert forecast(series(Treatment.SPLIT), Request(3, "naive")).first == 36


def test_months_of_an_excluded_event_are_gaps():
    points = tuple(Point(Period.month(2020, month), 10 * month) for month in range(1, 13))
    covid = Break(
        "c",
        "Restrictions",
        Period(Period.month(2020, 3).starts_on, Period.month(2020, 5).ends_on),
        BreakKind.EVENT,
        Treatment.EXCLUDE,
    )
    assert of_series(Series("", points, (covid,))).missing == (2, 3, 4)
    noted = replace(covid, treatment=Treatment.ANNOTATE)
    assert of_series(Series("", points, (noted,))).missing == ()


def test_an_absent_month_is_a_gap_and_a_lacking_point_too():
    points = (
        Point(Period.month(2020, 1), 5), Point(Period.month(2020, 2), None, State.ABSENT), Point(Period.month(2020, 4), 7),
    )  # fmt: skip
    found = of_series(Series("", points))
    assert found.values == (5.0, None, None, 7.0)
    assert found.labels == ("2020-01", "2020-02", "2020-03", "2020-04")


def test_a_named_model_is_fitted_as_asked_whatever_its_test_says():
    found = forecast(monthly(AIR, 1949 * 12), Request(12, "mean"))
    assert found.published
    assert found.tested.ratio > 1
    assert found.tested.factors == (1.0, 1.0), "its limits are the textbook's"


def test_parameters_are_those_of_the_logs_and_points_those_of_the_series():
    found = forecast(monthly(AIR, 1949 * 12), Request(12, "arima(0,1,1)(0,1,1)12", transform="log"))
    assert found.description.parameters["ma1"][0] == pytest.approx(-0.4018, abs=1e-4)
    assert found.description.loglik == pytest.approx(244.70, abs=1e-2)
    assert found.points[0].value == pytest.approx(450.4, abs=0.1)
    ten = forecast(monthly(AIR, 1949 * 12), Request(12, "arima(0,1,1)(0,1,1)12", transform="log10"))
    assert ten.points[0].value == pytest.approx(found.points[0].value, rel=1e-5)
    assert ten.points[0].limits[1] == pytest.approx(found.points[0].limits[1], rel=1e-5)


def test_the_length_of_months_is_taken_out_and_put_back():
    days = [Period.month(2018 + i // 12, i % 12 + 1).days for i in range(72)]
    even = [10.0 * long for long in days]
    found = forecast(monthly(even), Request(12, "mean", per_day=True))
    ahead = [Period.month(2024, month).days for month in range(1, 13)]
    assert [point.value for point in found.points] == pytest.approx([10.0 * long for long in ahead])
    plain = forecast(monthly(even), Request(12, "mean"))
    assert plain.points[1].value == pytest.approx(plain.points[0].value)


def test_the_total_has_limits_of_its_own_and_a_chance_of_more():
    found = forecast(monthly(DEATHS), Request(12, "ets"))
    assert found.total.value == pytest.approx(sum(point.value for point in found.points))
    assert found.total.before == sum(DEATHS[-12:])
    low, high = found.total.limits[1]
    assert low > sum(point.limits[1][0] for point in found.points), (
        "errors partly cancel, so limits do not add up"
    )
    assert high < sum(point.limits[1][1] for point in found.points)
    assert 0 < found.total.chance_of_more < 1
    assert (found.total.chance_of_more > 0.5) == (found.total.value > found.total.before)


def test_the_total_has_nothing_to_be_held_against_where_a_month_is_missing():
    holed = [*DEATHS[:-1], None]
    assert forecast(monthly(holed), Request(12, "seasonal-naive")).total.before is None
    assert forecast(monthly(DEATHS), Request(18, "seasonal-naive")).total.before is None


def test_simple_smoothing_describes_itself():
    found = forecast(Readings(Step(Unit.INDEX, 1), 1, tuple(HORMONE)), Request(2, "ses")).description
    assert set(found.parameters) == {"alpha", "level_0"}
    assert found.form == "ets(A,N,N)"
    assert found.aic == pytest.approx(-2 * found.loglik + 6)


def test_an_arima_is_estimated_as_asked():
    def fitted(**more):
        return forecast(
            Readings(Step(Unit.INDEX, 1), 1, tuple(HORMONE)), Request(2, "arima(3,0,0)", asked=Asked(**more))
        ).description

    assert fitted(estimator="css").aic is None
    assert fitted(covariance="none").parameters["ar1"][1] is None
    assert "intercept" not in fitted(constant="no").parameters


@pytest.mark.parametrize(
    ("values", "request_", "says"),
    [
        ([1.0, None, 2.0], Request(3), "at least"),
        ([0.0, *DEATHS], Request(3, "arima(0,1,1)", transform="log"), "above nought"),
        ([0.0, *DEATHS], Request(3, "ets-log"), "above nought"),
        (DEATHS[:14], Request(3, "holt-winters"), "at least"),
        (DEATHS[:14], Request(3, "seasonal-mean"), "too few figures"),
        (DEATHS[:12], Request(3), "too few figures"),
    ],
)
def test_what_cannot_be_forecast_is_refused(values, request_, says):
    with pytest.raises(ValueError, match=says):
        forecast(monthly(values), request_)
