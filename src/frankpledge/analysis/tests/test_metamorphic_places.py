"""The same for rates, ranks, alarms and places: what must change with its input and what must not, from `pytest --seed N`."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction as F

import numpy as np
import pytest

from frankpledge.analysis.agreement import krippendorff_alpha
from frankpledge.analysis.cusum import CusumControl, RatioControl, cusum, likelihood_ratio_cusum
from frankpledge.analysis.ears import EarsControl, ears
from frankpledge.analysis.families import benjamini_hochberg, holm
from frankpledge.analysis.farrington import IMPROVED, FarringtonControl, farrington
from frankpledge.analysis.hotspots import local_figures, moran
from frankpledge.analysis.near_repeats import knox
from frankpledge.analysis.neighbours import within
from frankpledge.analysis.rank_sets import rank_sets
from frankpledge.analysis.ranking import Candidate, rank
from frankpledge.analysis.rates import against_expected, proportion, rate
from frankpledge.analysis.spreads import Count
from frankpledge.analysis.surfaces import clusters, density
from frankpledge.analysis.told_apart import counts_apart, shares_apart
from frankpledge.analysis.watched_series import Pace, WatchedSeries

WEEKS = 52 * 7


def weekly(counts, population=None):
    days = tuple(date(2017, 1, 2) + timedelta(weeks=place) for place in range(len(counts)))
    known = tuple(None if one is None else int(one) for one in counts)
    return WatchedSeries(tuple(day.isoformat() for day in days), known, Pace.WEEK, days, population)


def drawn_weeks(chance):
    level, strength = chance.uniform(4, 30), chance.uniform(0, 0.4)
    mean = level * np.exp(strength * np.cos(np.arange(WEEKS) / 52 * 2 * np.pi))
    return [int(count) for count in chance.poisson(chance.gamma(15, mean / 15))]


# Rates and changes ------------------------------------------------------------------------------------------------


def test_rescaling_exposure_rescales_a_rate_and_its_limits_and_no_ratio(chance):
    events, exposure = int(chance.poisson(60)), F(int(chance.integers(100, 9000)), 7)
    factor = F(int(chance.integers(2, 500)), 3)
    one, other = rate(events, exposure), rate(events, exposure * factor)
    for mine, theirs in zip((one.low, one.high), (other.low, other.high), strict=True):
        assert theirs * float(factor) == pytest.approx(mine, rel=1e-12)
    assert one.value == other.value * factor
    expected = F(int(chance.integers(30, 90)))
    assert against_expected(events, expected).low * float(expected) == pytest.approx(
        one.low * float(exposure)
    )


def test_counting_the_other_side_turns_a_share_round(chance):
    of = int(chance.integers(5, 400))
    count = int(chance.integers(0, of + 1))
    for method in ("wilson", "exact"):
        one, other = (proportion(each, of, method=method) for each in (count, of - count))
        assert (1 - other.high, 1 - other.low) == pytest.approx((one.low, one.high), abs=1e-12)


def test_changing_places_of_old_and_new_turns_a_change_round(chance):
    old, new = int(chance.poisson(80)) + 1, int(chance.poisson(90)) + 1
    one, other = counts_apart(old, new), counts_apart(new, old)
    assert 1 / other.high == pytest.approx(one.low, rel=1e-9)
    share = shares_apart((old, 400), (new, 500)), shares_apart((new, 500), (old, 400))
    assert share[0].estimate == pytest.approx(-share[1].estimate)
    assert share[0].low == pytest.approx(-share[1].high)


def test_adding_a_comparison_in_which_nothing_changed_only_asks_for_more(chance):
    p_values = chance.random(12).tolist()
    order = chance.permutation(12)
    for adjust in (benjamini_hochberg, holm):
        one, other = adjust(p_values), adjust([*p_values, 1.0])
        assert all(theirs >= mine for mine, theirs in zip(one, other, strict=False))
        assert adjust([p_values[place] for place in order]) == pytest.approx([one[place] for place in order])


# Ranks ------------------------------------------------------------------------------------------------------------


def issues(chance, many=9):
    counts, exposures = chance.poisson(chance.uniform(5, 300, many)), chance.uniform(0.5, 4, many)
    return [
        Candidate(f"i{place}", F(int(count)) / F(exposure), Count(int(count), exposure))
        for place, (count, exposure) in enumerate(zip(counts, exposures.tolist(), strict=True))
    ]


def held(found):
    return {name: (each.low, each.high) for name, each in found.together.items()}


def test_the_order_in_which_issues_are_given_changes_no_rank_and_no_set(chance):
    given = issues(chance)
    mixed = [given[place] for place in chance.permutation(len(given))]
    assert held(rank_sets(given)) == held(rank_sets(mixed))
    named = [{one.issue: one.rank for one in rank(each, draws=200).ranked} for each in (given, mixed)]
    assert named[0] == named[1]


def test_rescaling_all_scores_moves_no_set(chance):
    given = issues(chance)
    scaled = [
        Candidate(one.issue, (one.score or 0) * 8, Count(one.spread.count, one.spread.exposure / 8))
        for one in given
    ]
    assert held(rank_sets(given)) == held(rank_sets(scaled))


def test_a_constant_issue_far_below_all_is_last_and_moves_no_rank(chance):
    given = issues(chance)
    low = Candidate("z constant", F(-1000))
    before, after = rank_sets(given).together, rank_sets([*given, low]).together
    assert after["z constant"].low == len(given) + 1
    assert all(after[one.issue].high <= len(given) for one in given)
    assert all(after[one.issue].low <= before[one.issue].high for one in given)


def test_assessors_and_things_rated_in_another_order_agree_as_much(chance):
    ratings = [
        [float(chance.integers(1, 5)) if chance.random() > 0.1 else None for _ in range(9)] for _ in range(3)
    ]
    things = chance.permutation(9)
    mixed = [[row[place] for place in things] for row in reversed(ratings)]
    for metric in ("nominal", "ordinal", "interval"):
        one, other = (krippendorff_alpha(each, metric, draws=50) for each in (ratings, mixed))
        assert one.alpha == pytest.approx(other.alpha)
    moved = [[None if one is None else one + 7 for one in row] for row in ratings]
    assert krippendorff_alpha(moved, "interval", draws=50).alpha == pytest.approx(
        krippendorff_alpha(ratings, "interval", draws=50).alpha
    )


# Alarms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("population", [False, True])
def test_what_comes_after_a_week_does_not_judge_it_and_what_came_before_does(chance, population):
    control = FarringtonControl(population=True) if population else IMPROVED
    people = tuple(chance.uniform(9e5, 1e6, WEEKS).tolist()) if population else None
    counts, at = drawn_weeks(chance), WEEKS - 30
    one = farrington(weekly(counts, people), [at], control)
    later = counts[: at + 1] + [count * 3 for count in counts[at + 1 :]]
    assert farrington(weekly(later, people), [at], control) == one
    earlier = [count * 2 for count in counts[:at]] + counts[at:]
    assert farrington(weekly(earlier, people), [at], control)[0].upper > one[0].upper


def test_rescaling_the_population_of_a_farrington_series_changes_no_bound(chance):
    counts, people = drawn_weeks(chance), chance.uniform(9e5, 1.1e6, WEEKS)
    control = FarringtonControl(population=True)
    one, other = (
        farrington(weekly(counts, tuple((people * factor).tolist())), range(WEEKS - 5, WEEKS), control)
        for factor in (1.0, 0.001)
    )
    assert [row.upper for row in one] == pytest.approx([row.upper for row in other], rel=1e-6)
    assert [row.alarm for row in one] == [row.alarm for row in other]


def test_the_same_excess_on_other_levels_is_the_same_alarm_of_sums_without_a_scale(chance):
    counts, shift = drawn_weeks(chance), int(chance.integers(1, 50))
    places = range(60, WEEKS)
    one = cusum(weekly(counts), places, CusumControl(reference=12, decision=20, scale="none"))
    moved = [count + shift for count in counts]
    other = cusum(weekly(moved), places, CusumControl(reference=12 + shift, decision=20, scale="none"))
    assert [row.alarm for row in one] == [row.alarm for row in other]
    assert [row.score for row in one] == pytest.approx([row.score for row in other])


def test_a_higher_decision_never_adds_a_first_alarm_and_a_missing_week_is_never_judged(chance):
    counts, places = drawn_weeks(chance), range(60, WEEKS)
    for control in (CusumControl, RatioControl):
        judge = cusum if control is CusumControl else likelihood_ratio_cusum
        low, high = (judge(weekly(counts), places, control(decision=decision)) for decision in (2.0, 6.0))
        first = [next((at for at, row in enumerate(rows) if row.alarm), WEEKS) for rows in (low, high)]
        assert first[0] <= first[1]
        holed = [None if place == 100 else count for place, count in enumerate(counts)]
        assert judge(weekly(holed), places, control())[100 - 60].alarm is None


def test_adding_a_constant_moves_the_bound_of_c1_by_it_and_no_alarm(chance):
    counts = [count + 5 for count in drawn_weeks(chance)]
    shift = int(chance.integers(1, 500))
    one, other = (
        ears(weekly(each), range(50, WEEKS), EarsControl())
        for each in (counts, [count + shift for count in counts])
    )
    assert [row.alarm for row in one] == [row.alarm for row in other]
    assert [row.upper + shift for row in one] == pytest.approx([row.upper for row in other])


# Places -----------------------------------------------------------------------------------------------------------


def areas(chance, many=60):
    return chance.uniform(0, 10, many), chance.uniform(0, 10, many), chance.gamma(2, 5, many)


@pytest.mark.parametrize("statistic", ["gi", "gi_star", "moran"])
def test_permuting_areas_permutes_their_figures_and_rescaling_changes_none(chance, statistic):
    x, y, values = areas(chance)
    order = chance.permutation(len(x))
    one = local_figures(values, within(x, y, 2.0), statistic)
    mixed = local_figures(values[order], within(x[order], y[order], 2.0), statistic)
    assert mixed.z == pytest.approx(one.z[order], nan_ok=True)
    assert mixed.p_adjusted == pytest.approx(one.p_adjusted[order], nan_ok=True)
    scaled = local_figures(values * 37 + 5, within(x * 1000, y * 1000, 2000.0), statistic)
    assert scaled.z == pytest.approx(one.z, nan_ok=True)
    hotter = values.copy()
    hotter[3] += 1000
    assert not np.allclose(local_figures(hotter, within(x, y, 2.0), statistic).z, one.z, equal_nan=True)


def test_permuting_areas_leaves_morans_i(chance):
    x, y, values = areas(chance)
    order = chance.permutation(len(x))
    one, mixed = moran(values, within(x, y, 2.0)), moran(values[order], within(x[order], y[order], 2.0))
    assert (mixed.value, mixed.z) == pytest.approx((one.value, one.z))
    elsewhere = moran(values[order], within(x, y, 2.0))
    assert elsewhere.value != pytest.approx(one.value, abs=1e-9)


def test_moving_and_reordering_points_changes_no_cluster_and_no_surface(chance):
    x, y, _ = areas(chance)
    order = chance.permutation(len(x))
    one = clusters(x, y, reach=0.9, fewest=4)
    mixed = clusters(x[order] + 64, y[order] + 64, reach=0.9, fewest=4)
    assert mixed == tuple(one[place] for place in order)
    plain = density(x, y, bandwidth=2, cell=0.5, extent=(0, 0, 10, 10))
    moved = density(x[order] + 64, y[order] + 64, bandwidth=2, cell=0.5, extent=(64, 64, 74, 74))
    assert moved.values == pytest.approx(plain.values, abs=1e-9)
    assert plain.total == pytest.approx(len(x))


def test_near_repeats_know_no_date_and_no_place_but_only_distances(chance):
    x, y, _ = areas(chance)
    days = chance.integers(0, 90, len(x)).astype(float)
    order = chance.permutation(len(x))
    asked = {"distances": [0.5, 1.0], "intervals": [7.0, 14.0], "permutations": 49}
    one = knox(x, y, days, **asked)
    other = knox(-x[order] + 64, y[order] + 64, days[order] + 1000, **asked)
    assert [cell.observed for cell in one.cells] == [cell.observed for cell in other.cells]
    assert [cell.expected for cell in one.cells] == pytest.approx([cell.expected for cell in other.cells])
    squeezed = knox(x / 10, y / 10, days, **asked)
    assert sum(cell.observed for cell in squeezed.cells) > sum(cell.observed for cell in one.cells)
