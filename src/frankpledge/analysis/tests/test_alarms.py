"""Farrington, EARS and cumulative sums against the published package, their papers' rules, and by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from frankpledge.analysis.alarm_control import ALIASES, AlarmControl, control_from, judged, places_to_judge
from frankpledge.analysis.count_fits import fit_counts
from frankpledge.analysis.cusum import CusumControl, cusum, transformed
from frankpledge.analysis.ears import EarsControl, ears
from frankpledge.analysis.false_alarms import Scenario, detection_rate, false_alarm_rate
from frankpledge.analysis.farrington import (
    IMPROVED,
    FarringtonControl,
    anscombe_residuals,
    delta_threshold,
    farrington,
    quantile_threshold,
    reference_weights,
)
from frankpledge.analysis.json_settings import JsonSettings
from frankpledge.analysis.reference_windows import references
from frankpledge.analysis.watched_series import Pace, WatchedSeries, of_counts

REFERENCE = json.loads((Path(__file__).parent / "surveillance_reference.json").read_text(encoding="utf-8"))
FIRST = date.fromisoformat(REFERENCE["first"])
COUNTS = tuple(REFERENCE["counts"])
BY_R = 4e-4
"""R stops its fits at a relative change of 1e-8; bounds by the delta method then differ by up to so much."""


def weekly(counts=COUNTS, first=FIRST):
    days = tuple(first + timedelta(weeks=place) for place in range(len(counts)))
    return WatchedSeries(tuple(map(str, days)), tuple(counts), Pace.WEEK, days)


def run(case, counts=COUNTS):
    series = weekly(counts)
    control = control_from(JsonSettings(dict(case["control"]), "c.json", ALIASES), series, case["reference"])
    places = places_to_judge(control, series)
    return places, judged(series, control, places)


@pytest.mark.parametrize("case", REFERENCE["cases"], ids=lambda case: case["name"])
def test_the_published_package_is_reproduced_with_its_own_control(case):
    places, rows = run(case)
    assert [place + 1 for place, row in zip(places, rows, strict=True) if row.alarm] == case["alarms"]
    for key, found in (
        ("upper", [row.upper for row in rows]),
        ("expected", [row.expected for row in rows]),
        ("p", [row.p for row in rows]),
        ("dispersion", [row.details.get("dispersion") for row in rows]),
        ("sum", [row.details.get("sum") for row in rows]),
    ):
        if key in case:
            assert found == pytest.approx(case[key], abs=BY_R), key


def test_the_package_and_the_papers_differ_in_the_error_of_what_is_expected_and_hardly_in_the_bound():
    series = weekly()
    as_r = FarringtonControl(alpha=0.01, levels=10, leave_out=26, trend_below=1)
    places = range(379, 416)
    bounds = [
        [row.upper for row in farrington(series, places, replace(as_r, error_dispersion=how))]
        for how in ("surveillance", "pearson")
    ]
    assert bounds[0] != bounds[1]
    assert bounds[0] == pytest.approx(bounds[1], rel=0.03)


# Unit values of the package's own tests (strategic-assessment 3.10): μ 5, se 0.2, φ 1, α 0.05.
@pytest.mark.parametrize(
    ("transform", "low", "high"),
    [("none", 1.3073128, 8.6926872), ("1/2", 1.9891097, 9.3744842), ("2/3", 1.8084477, 9.1154825)],
)
def test_bounds_by_the_delta_method_are_the_published_ones(transform, low, high):
    found = delta_threshold(5, 0.2, 1, tail=0.05, transform=transform, observed=8)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-8)
    if transform == "2/3":
        assert found.p == pytest.approx(0.1094727, abs=5e-8)


@pytest.mark.parametrize(
    ("bound", "dispersion", "low", "high", "p"),
    [
        ("muan", 1.5, 8, 24, 0.8597797),
        ("nbPlugin", 1.5, 1, 10, 0.03763657),
        ("nbPlugin", 1, 2, 9, 0.01369527),
    ],
)
def test_bounds_that_are_quantiles_are_the_published_ones(bound, dispersion, low, high, p):
    found = quantile_threshold(np.log(5), np.log(2), dispersion, tail=0.05, bound=bound, observed=11)
    assert (found.low, found.high) == (low, high)
    assert found.p == pytest.approx(p, abs=5e-8)


def test_weights_are_the_published_ones():
    assert reference_weights([0] * 5 + [2] * 5, 0) == pytest.approx([1.6] * 5 + [0.4] * 5)
    assert reference_weights([0, 1, 2], 2.58) == (1, 1, 1)


@given(st.lists(st.floats(-5, 20), min_size=1, max_size=30), st.floats(0.5, 3))
def test_weights_add_up_to_their_number_and_never_favour_what_stands_out(residuals, threshold):
    weights = reference_weights(residuals, threshold)
    assert sum(weights) == pytest.approx(len(residuals))
    for residual, weight in zip(residuals, weights, strict=True):
        assert weight <= max(weights)
        assert (
            residual <= threshold
            or weight == pytest.approx(max(weights) / residual**2)
            or max(residuals) > threshold
        )


def test_a_fit_without_slope_is_the_weighted_mean_with_pearsons_dispersion():
    counts = np.array([2.0, 4.0, 3.0, 9.0, 2.0])
    fit = fit_counts(np.ones((5, 1)), counts)
    assert np.exp(fit.coefficients[0]) == pytest.approx(4)
    assert fit.pearson == pytest.approx(((counts - 4) ** 2 / 4).sum() / 4)
    assert fit.leverage == pytest.approx([0.2] * 5)
    assert fit.unscaled_error_at(np.ones(1)) == pytest.approx((1 / 20) ** 0.5)
    weighted = fit_counts(np.ones((5, 1)), counts, weights=np.array([1, 1, 1, 0, 1.0]))
    assert np.exp(weighted.coefficients[0]) == pytest.approx(11 / 4)


def test_a_level_without_any_event_does_not_spoil_the_others():
    design = np.column_stack([np.ones(8), np.arange(8) >= 4]).astype(float)
    fit = fit_counts(design, np.array([3.0, 5, 4, 4, 0, 0, 0, 0]))
    assert np.exp(fit.coefficients[0]) == pytest.approx(4)
    assert np.all(np.isfinite(fit.leverage))


def test_no_fit_where_no_degree_of_freedom_is_left_or_nothing_happened():
    assert fit_counts(np.eye(2), np.array([1.0, 2.0])) is None
    assert fit_counts(np.ones((4, 1)), np.zeros(4)) is None


def test_anscombe_residuals_by_hand():
    found = anscombe_residuals([8], [1], [0.75], 4)
    assert found == pytest.approx([1.5 * (4 - 1) / 1])


# Windows: checked against the package's own function for 416 weeks, week 380, b = 3.
@pytest.mark.parametrize(
    ("half_width", "levels", "lengths"),
    [(3, 5, [7, 12, 11, 11, 11]), (2, 5, [5, 12, 12, 12, 11]), (0, 10, [1, *[6] * 6, *[5] * 3])],
)
def test_the_rest_of_a_year_is_cut_into_levels_the_first_ones_longer(half_width, levels, lengths):
    found = references(weekly(), 379, years=3, half_width=half_width, levels=levels, leave_out=0)
    assert [place + 1 for place in found.centres] == [328, 276, 224]
    year = found.levels[: sum(lengths)]
    assert [year.count(level) for level in (levels, *range(1, levels))] == lengths
    assert max(found.places) == 378


def test_windows_by_date_follow_the_calendar_over_a_year_of_53_weeks():
    by_date = references(weekly(), 379, years=5, half_width=0, by="dates")
    by_count = references(weekly(), 379, years=5, half_width=0, by="index")
    assert [place + 1 for place in by_date.centres] == [328, 276, 224, 171, 119]
    assert [place + 1 for place in by_count.centres] == [328, 276, 224, 172, 120]


def test_the_latest_periods_are_no_references():
    kept = references(weekly(), 379, years=3, half_width=3, levels=10, leave_out=26)
    assert max(kept.places) == 379 - 27
    assert max(references(weekly(), 379, years=3, half_width=3, levels=10, leave_out=0).places) == 378


def test_too_short_a_series_has_no_references_and_is_not_judged():
    assert "does not go back" in references(weekly(), 100, years=3, half_width=3).because
    row = farrington(weekly(), [100], IMPROVED)[0]
    assert (row.alarm, row.upper) == (None, None)
    assert row.because


def test_more_levels_than_weeks_between_two_windows_are_refused():
    with pytest.raises(ValueError, match="do not fit"):
        references(weekly(), 379, years=3, half_width=24, levels=10)


def test_a_missing_count_is_not_judged_and_not_nought_where_it_is_a_reference():
    base = list(COUNTS)
    absent = [None if place in {326, 327, 328, 390} else count for place, count in enumerate(base)]
    nought = [0 if place in {326, 327, 328} else count for place, count in enumerate(base)]
    control = replace(IMPROVED, by="index")
    row = farrington(weekly(absent), [390], control)[0]
    assert (row.alarm, row.observed) == (None, None)
    assert "missing is not nought" in row.because
    upper = [
        farrington(weekly(counts), [379], replace(control, bound="delta"))[0]
        for counts in (base, absent, nought)
    ]
    assert upper[1].details["references"] == upper[0].details["references"] - 3
    assert upper[1].expected > upper[2].expected
    assert len({row.upper for row in upper}) == 3


def test_a_count_over_the_bound_is_no_alarm_while_events_are_few_and_unknown_when_a_missing_one_decides():
    few = [0] * 300 + [0, 0, 0, 3]
    control = replace(IMPROVED, by="index", years=3, levels=1, leave_out=3)
    assert farrington(of_counts(few), [303], control)[0].alarm is False
    five = [0] * 300 + [0, 0, 0, 5]
    assert farrington(of_counts(five), [303], control)[0].alarm is True
    unknown = [0] * 300 + [0, None, 0, 3]
    row = farrington(of_counts(unknown), [303], control)[0]
    assert row.alarm is None
    assert "not known" in row.because


def test_a_past_outbreak_hides_a_new_one_unless_it_is_given_less_weight():
    counts = [4, 5, 3, 6, 4, 5] * 52
    for place in (204, 256):
        counts[place] = 20
    control = FarringtonControl(by="index", alpha=0.01, bound="nbPlugin", trend=False, weights_above=1)
    plain, weighted = (
        farrington(of_counts([*counts[:308], 16]), [308], replace(control, years=3, reweight=reweight))[0]
        for reweight in (False, True)
    )
    assert weighted.upper < plain.upper
    assert (plain.alarm, weighted.alarm) == (False, True)


def test_rates_by_population_are_told_from_counts():
    counts = [10] * 312
    people = tuple([1000.0] * 309 + [3000.0] * 3)
    series = WatchedSeries(tuple(map(str, range(312))), (*counts[:309], 30, 30, 30), population=people)
    control = FarringtonControl(by="index", years=3, trend=False)
    assert farrington(series, [311], control)[0].alarm is True
    by_rate = farrington(series, [311], replace(control, population=True))[0]
    assert by_rate.expected == pytest.approx(30)
    assert by_rate.alarm is False


# Salmonella Newport in Germany, 2011: the seven counts before the first week give 3.278854 (strategic-assessment 3.10).
def test_c1_by_hand_is_the_published_limit():
    row = ears(of_counts([1, 1, 1, 3, 3, 1, 2, 1]), [7], EarsControl("C1", alpha=0.05))[0]
    assert row.upper == pytest.approx(3.278854, abs=5e-7)
    assert row.alarm is False
    assert ears(of_counts([1, 1, 1, 3, 3, 1, 2, 4]), [7], EarsControl("C1", alpha=0.05))[0].alarm is True


def test_c2_leaves_two_periods_out_and_c3_carries_their_excess():
    counts = [1, 1, 1, 3, 3, 1, 2, 9, 9, 3]
    c1, c2 = (ears(of_counts(counts), [9], EarsControl(kind, alpha=0.05))[0] for kind in ("C1", "C2"))
    assert c2.upper == pytest.approx(3.278854, abs=5e-7)
    assert c1.upper > c2.upper
    calm = ears(of_counts([1, 2] * 6), [11], EarsControl("C3"))[0]
    late = ears(of_counts([*([1, 2] * 5), 5, 2]), [11], EarsControl("C3"))[0]
    assert calm.alarm is False
    assert late.alarm is True
    assert late.details["carried"] > 1 > calm.details["carried"]


def test_c3_is_the_papers_sum_over_three_periods():
    counts = list(COUNTS[:60])
    z = 1.959964
    for at in range(15, 60):
        window = [
            max(0.0, (counts[i] - np.mean(counts[i - 9 : i - 2])) / np.std(counts[i - 9 : i - 2], ddof=1) - 1)
            for i in (at, at - 1, at - 2)
        ]
        assert ears(of_counts(counts), [at], EarsControl("C3"))[0].alarm == (sum(window) > z)


def test_a_baseline_with_a_missing_count_judges_nothing():
    row = ears(of_counts([1, 1, None, 3, 3, 1, 2, 9]), [7], EarsControl("C1"))[0]
    assert (row.alarm, row.upper) == (None, None)
    assert "missing" in row.because


def test_a_flat_baseline_alarms_at_the_first_count_above_it():
    rows = [ears(of_counts([2] * 7 + [count]), [7], EarsControl("C1"))[0].alarm for count in (2, 3)]
    assert rows == [False, True]


# Montgomery's tabular sum: target 10, K ½ and H 5 are a reference of 10.5 and a decision of 5 on the counts themselves.
def test_a_sum_of_counts_by_hand():
    rows = cusum(of_counts([10, 12, 11, 14, 9]), range(5), CusumControl(10.5, 5, mean=10, scale="none"))
    assert [row.details["sum"] for row in rows] == [0, 1.5, 2, 5.5, 4]
    assert [row.alarm for row in rows] == [False, False, False, True, False]
    assert rows[3].upper == pytest.approx(13.5)


def test_a_missing_count_leaves_the_sum_as_it_was():
    control = CusumControl(10.5, 5, mean=10, scale="none")
    with_gap = cusum(of_counts([10, 12, None, 11, 14]), range(5), control)
    without = cusum(of_counts([10, 12, 11, 14]), range(4), control)
    assert with_gap[4].details["sum"] == without[3].details["sum"]
    assert with_gap[2].alarm is None


def test_the_negative_binomial_residual_is_its_integral():
    for count in (0, 5, 9, 15):
        area = quad(lambda t: (t * (1 + 0.3 * t)) ** (-1 / 3), 3.8, count)[0]
        expected = area / (3.8 + 0.3 * 3.8**2) ** (1 / 6)
        assert transformed(count, 3.8, "anscombeNegBin", 0.3) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("scale", ["standard", "rossi", "anscombe", "pearsonNegBin", "anscombeNegBin"])
def test_every_scale_has_its_nought_at_the_mean_and_rises(scale):
    values = [transformed(count, 9, scale, 0.2) for count in (4, 9, 16)]
    assert values[1] == pytest.approx(0, abs=1e-12)
    assert values == sorted(values)


def test_nothing_is_expected_of_nothing():
    with pytest.raises(ValueError, match="above 0"):
        cusum(of_counts([1, 2, 3]), range(3), CusumControl())


WORLDS = Scenario(level=1.5, season=0.3, dispersion=1.5, length=320)


def test_false_alarms_are_about_as_many_as_asked_for():
    control = AlarmControl("farrington-flexible", replace(IMPROVED, by="index", alpha=0.05))
    found = false_alarm_rate(control, WORLDS, worlds=8, seed=1)
    assert found.judged == 8 * 49
    assert found.low <= 0.05
    assert 0.01 < found.rate < 0.08
    assert false_alarm_rate(control, WORLDS, worlds=8, seed=1) == found


def test_large_outbreaks_are_seen_oftener_than_small_ones():
    control = AlarmControl("farrington-flexible", replace(IMPROVED, by="index"))
    large = detection_rate(control, WORLDS, size=15, worlds=12, seed=2)
    small = detection_rate(control, WORLDS, size=2, worlds=12, seed=2)
    assert large.rate > 0.8
    assert large.rate > small.rate


@given(st.integers(0, 10**6))
@settings(max_examples=8)
def test_metamorphic_what_is_not_in_the_windows_changes_nothing_and_a_higher_count_never_ends_an_alarm(seed):
    dice = np.random.default_rng(seed)
    counts = dice.negative_binomial(8, 0.6, size=300).tolist()
    control = FarringtonControl(by="index", years=3, alpha=0.05)
    row = farrington(of_counts(counts), [299], control)[0]
    elsewhere = counts.copy()
    elsewhere[299 - 30] += 50
    assert farrington(of_counts(elsewhere), [299], control)[0] == row
    higher = farrington(of_counts([*counts[:299], counts[299] + 5]), [299], control)[0]
    assert higher.upper == row.upper
    assert higher.alarm or not row.alarm
