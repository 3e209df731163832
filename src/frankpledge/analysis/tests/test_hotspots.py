"""G, Gi, Gi*, Moran's I, Knox, surfaces and clusters: published values, all permutations of small sets, and by hand."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.analysis.hotspots import general_g, local_figures, local_g, local_moran, moran
from frankpledge.analysis.near_repeats import bands, knox
from frankpledge.analysis.neighbours import Neighbours, within
from frankpledge.analysis.permuted_areas import conditional_deals, shuffled_totals
from frankpledge.analysis.surfaces import NOISE, clusters, density

# Six points of the tests of esda; spdep gives the same (strategic-assessment 3.13).
X = np.array([10.0, 20, 40, 15, 30, 30])
Y = np.array([10.0, 10, 10, 20, 20, 30])
VALUES = np.array([2, 3, 3.2, 5, 8, 7])
GI = [-1.0136729, -0.0436159, 1.3155870, -0.3141268, 1.1537399, 1.7783394]
GI_STAR = [-1.3972763, -0.2891776, 0.6506496, -0.2891776, 1.2345209, 2.0242433]


def six(*, standardised=False):
    found = within(X, Y, 15)
    return found.row_standardised() if standardised else found


def unequal(areas=6, seed=0):
    """Every area a neighbour of some others, with unequal weights that differ by direction."""
    dice = np.random.default_rng(seed)
    table = np.where(dice.random((areas, areas)) < 0.6, dice.random((areas, areas)), 0.0)
    np.fill_diagonal(table, 0)
    table[:, 0] += 0.3 * (np.arange(areas) > 0)
    starts = np.concatenate([[0], np.cumsum((table > 0).sum(axis=1))])
    return Neighbours(starts, table.nonzero()[1], table[table > 0], np.ones(areas)), table


def test_general_g_is_the_published_one():
    found = general_g(VALUES, six(), side="greater")
    assert found.value == pytest.approx(0.55709779, abs=5e-9)
    assert found.p == pytest.approx(0.172936, abs=5e-7)


def test_local_g_is_the_published_one_and_weights_of_another_unit_change_nothing():
    assert local_g(VALUES, six(), star=False) == pytest.approx(GI, abs=5e-8)
    assert local_g(VALUES, six(), star=True) == pytest.approx(GI_STAR, abs=5e-8)
    assert local_g(VALUES, six(standardised=True), star=False) == pytest.approx(GI, abs=5e-8)
    assert local_g(VALUES, six(standardised=True), star=True) == pytest.approx(GI_STAR, abs=5e-8)


@pytest.mark.parametrize("area", range(6))
@pytest.mark.parametrize(
    "neighbours", [six(), six(standardised=True), unequal()[0]], ids=["band", "row", "unequal"]
)
def test_gi_and_local_moran_have_the_moments_of_all_arrangements_of_the_others(area, neighbours):
    others = np.delete(VALUES, area)
    centred = VALUES - VALUES.mean()
    lags, moran_lags = [], []
    for order in permutations(range(5)):
        dealt = np.insert(others[list(order)], area, VALUES[area])
        lags.append(neighbours.lag(dealt)[area])
        moran_lags.append(neighbours.lag(dealt - VALUES.mean())[area])
    gi = (neighbours.lag(VALUES)[area] - np.mean(lags)) / np.std(lags)
    assert local_g(VALUES, neighbours, star=False)[area] == pytest.approx(gi)
    local, z = local_moran(VALUES, neighbours)
    figures = centred[area] * np.array(moran_lags)
    observed = centred[area] * neighbours.lag(centred)[area]
    assert z[area] == pytest.approx((observed - figures.mean()) / figures.std())
    assert local[area] == pytest.approx(observed / (centred**2).mean())


@pytest.mark.parametrize(
    "neighbours", [six(), six(standardised=True), unequal()[0]], ids=["band", "row", "unequal"]
)
def test_overall_figures_have_the_moments_of_all_arrangements(neighbours):
    orders = [VALUES[list(order)] for order in permutations(range(6))]
    for figure in (moran, general_g):
        found = figure(VALUES, neighbours)
        all_of_them = np.array([figure(order, neighbours).value for order in orders])
        assert found.expected == pytest.approx(all_of_them.mean())
        assert found.variance == pytest.approx(all_of_them.var())


def test_moran_under_normality_is_the_mean_variance_over_normal_draws():
    dice, neighbours = np.random.default_rng(3), six()
    drawn = [moran(dice.normal(size=6), neighbours).value for _ in range(4000)]
    variance, _, _ = moran(VALUES, neighbours).normality
    assert np.var(drawn) == pytest.approx(variance, rel=0.1)
    assert moran(VALUES, neighbours, assumption="normality").variance == variance


def boring_deals(values, table, deals, seed):
    """The same deals area by area, one at a time."""
    from frankpledge.analysis.permuted_areas import _drawn

    counts = (table > 0).sum(axis=1)
    drawn = _drawn(len(values) - 1, int(counts.max()), deals, np.random.default_rng(seed))
    at_least = []
    for area, row in enumerate(table):
        others = values.copy()
        others[area] = values[-1]
        weights = row[row > 0]
        sums = [float(weights @ others[picked[: len(weights)]]) for picked in drawn]
        at_least.append(sum(total >= row @ values - 1e-9 for total in sums))
    return at_least


@pytest.mark.parametrize("areas", [6, 40])
def test_the_fast_deals_are_the_boring_ones(areas):
    neighbours, table = unequal(areas, seed=4)
    values = np.random.default_rng(5).poisson(4, areas).astype(float)
    dealt = conditional_deals(values, neighbours, deals=60, seed=6)
    assert dealt.at_least.tolist() == boring_deals(values, table, 60, 6)


def test_deals_reach_the_chances_of_all_arrangements():
    neighbours = six()
    dealt = conditional_deals(VALUES, neighbours, deals=20_000, seed=1)
    for area in range(6):
        others = np.delete(VALUES, area)
        lags = [
            neighbours.lag(np.insert(others[list(order)], area, VALUES[area]))[area]
            for order in permutations(range(5))
        ]
        chance = np.mean(np.array(lags) >= neighbours.lag(VALUES)[area] - 1e-9)
        assert dealt.at_least[area] / 20_000 == pytest.approx(chance, abs=0.015)


def test_shuffled_totals_have_the_expected_mean():
    totals = shuffled_totals(VALUES, six(), deals=4000, seed=2)
    pairs = VALUES.sum() ** 2 - (VALUES**2).sum()
    assert totals.mean() == pytest.approx(pairs * six().weights.sum() / 30, rel=0.02)


def grid(side):
    x, y = np.meshgrid(np.arange(side, dtype=float), np.arange(side, dtype=float))
    return x.ravel(), y.ravel()


def test_a_planted_hot_spot_is_found_and_noise_is_not_once_adjusted():
    x, y = grid(20)
    noise = np.random.default_rng(8).normal(10, 1, 400)
    neighbours = within(x, y, 1.5)
    quiet = local_figures(noise, neighbours, "gi_star", permutations=999, seed=1)
    assert (quiet.p < 0.05).sum() > 5
    assert (quiet.p_adjusted < 0.05).sum() == 0
    planted = noise + 6.0 * ((abs(x - 5) <= 1) & (abs(y - 5) <= 1))
    for statistic in ("gi_star", "gi", "moran"):
        found = local_figures(planted, neighbours, statistic, permutations=9999, seed=1)
        assert found.p_adjusted[5 * 20 + 5] < 0.05
        assert found.kind[5 * 20 + 5] in {"high", "high-high"}
        assert found.p_adjusted[15 * 20 + 15] > 0.05


def test_sides_add_up_and_a_low_area_among_low_ones_is_like_with_like():
    x, y = grid(8)
    values = x + np.random.default_rng(1).normal(0, 0.1, 64)
    neighbours = within(x, y, 1.0)
    up, down, both = (
        local_figures(values, neighbours, "moran", side=side, permutations=999, seed=2)
        for side in ("greater", "less", "two-sided")
    )
    assert up.p[0] < 0.1 < down.p[0]
    assert up.kind[0] == "low-low"
    assert both.p[0] == pytest.approx(min(1.0, 2 * min(up.p[0], down.p[0])))
    by_z = local_figures(values, neighbours, "moran", side="greater")
    assert by_z.p[0] + local_figures(values, neighbours, "moran", side="less").p[0] == pytest.approx(1)


def test_islands_have_no_figure_and_no_part_in_the_adjustment():
    x, y = np.append(X, 500.0), np.append(Y, 500.0)
    found = local_figures(np.append(VALUES, 99.0), within(x, y, 15), "gi_star")
    assert np.isnan([found.z[6], found.p[6], found.p_adjusted[6]]).all()
    assert np.isfinite(found.p_adjusted[:6]).all()
    assert within(x, y, 15).islands == (6,)


def test_an_area_whose_surroundings_are_everything_has_no_figure():
    found = local_figures(VALUES, within(X, Y, 500), "gi", permutations=99)
    assert np.isnan(found.z).all()
    assert np.isnan(found.p).all()


@pytest.mark.parametrize(("values", "said"), [([1, 2, 3], "at least 4"), ([2, 2, 2, 2], "alike")])
def test_too_few_areas_and_values_all_alike_are_refused(values, said):
    with pytest.raises(ValueError, match=said):
        local_figures(np.array(values, dtype=float), within(X[: len(values)], Y[: len(values)], 50), "gi")


def test_general_g_refuses_what_it_has_no_meaning_for():
    with pytest.raises(ValueError, match="below nought"):
        general_g(VALUES - 4, six())
    with pytest.raises(ValueError, match="neighbour"):
        general_g(VALUES, within(X, Y, 1))


@given(st.integers(0, 10**6), st.floats(0.1, 50), st.floats(-20, 20))
@settings(max_examples=25)
def test_metamorphic_order_unit_and_origin_change_nothing(seed, scale, shift):
    dice = np.random.default_rng(seed)
    values = dice.gamma(2, 3, 12)
    x, y = dice.random(12) * 10, dice.random(12) * 10
    reach = 5.0
    order = dice.permutation(12)
    for star in (False, True):
        z = local_g(values, within(x, y, reach), star=star)
        shuffled = local_g(values[order], within(x[order], y[order], reach), star=star)
        assert shuffled == pytest.approx(z[order], nan_ok=True, abs=1e-8)
        other = local_g(values * scale + shift, within(x * 7 + 3, y * 7, reach * 7), star=star)
        assert other == pytest.approx(z, nan_ok=True, abs=1e-6)
    if within(x, y, reach).islands != tuple(range(12)):
        first = moran(values, within(x, y, reach)).z
        assert moran(values[order] * scale + shift, within(x[order], y[order], reach)).z == pytest.approx(
            first, abs=1e-6
        )


# Knox by hand: five events on a line, days 0, 1, 1, 40, 41.
LINE = (np.array([0.0, 0, 90, 0, 1000]), np.zeros(5), np.array([0.0, 1, 1, 40, 41]))


def test_knox_counts_pairs_by_hand():
    found = knox(*LINE, distances=[0, 100], intervals=[2, 50], permutations=99, seed=1)
    assert (found.events, found.pairs) == (5, 10)
    assert found.close_in_space == (3, 3)
    assert found.close_in_time == (4, 6)
    assert [cell.observed for cell in found.cells] == [1, 2, 2, 1]
    assert found.cells[0].expected == pytest.approx(3 * 4 / 10)
    assert [cell.distance.label for cell in found.cells[::2]] == ["same", "over 0 to 100"]


def events(seed, pairs=0):
    dice = np.random.default_rng(seed)
    x, y, days = dice.random(150) * 5000, dice.random(150) * 5000, dice.integers(0, 365, 150).astype(float)
    near = (x[:pairs] + dice.random(pairs) * 80, y[:pairs], days[:pairs] + 3)
    return tuple(np.concatenate([a, b]) for a, b in zip((x, y, days), near, strict=True))


def test_knox_finds_near_repeats_that_were_planted_and_none_in_chance():
    planted = knox(*events(1, pairs=30), distances=[100], intervals=[7], permutations=199, seed=1).cells[0]
    assert planted.p == 1 / 200
    assert planted.ratio > 5
    chance = [
        knox(*events(seed), distances=[200], intervals=[14], permutations=99, seed=1).cells[0].p
        for seed in range(20)
    ]
    assert sum(p <= 0.05 for p in chance) <= 4


def test_moving_every_day_alike_changes_nothing_in_knox_and_moving_one_does():
    x, y, days = events(3, pairs=10)
    first = knox(x, y, days, distances=[100], intervals=[7], permutations=19, seed=1)
    assert knox(x, y, days + 30, distances=[100], intervals=[7], permutations=19, seed=1) == first
    assert (
        knox(
            x, y, np.append(days[:-1], days[-1] + 90), distances=[100], intervals=[7], permutations=19, seed=1
        )
        != first
    )


def test_bands_must_rise():
    for ends in ([], [5, 5], [-1, 3]):
        with pytest.raises(ValueError, match="rise"):
            bands(ends)


def test_a_surface_holds_as_many_events_as_there_are_and_is_flat_where_they_are_even():
    x, y = grid(40)
    even = density(x + 0.5, y + 0.5, bandwidth=5, cell=1, extent=(0, 0, 40, 40))
    assert even.total == pytest.approx(1600)
    inside = even.values[12:28, 12:28]
    assert inside.max() / inside.min() < 1.01
    corner = density(np.array([0.1]), np.array([0.1]), bandwidth=5, cell=1, extent=(0, 0, 40, 40))
    assert corner.total == pytest.approx(1)
    assert corner.values.argmax() == 0


def test_a_surface_is_highest_where_events_are_and_refuses_what_cannot_be():
    spread = density(
        np.array([3.5, 3.5, 30.5]), np.array([7.5, 7.5, 20.5]), bandwidth=4, cell=1, extent=(0, 0, 40, 40)
    )
    assert np.unravel_index(spread.values.argmax(), spread.values.shape) == (7, 3)
    assert spread.values[30, 3] == 0
    for wrong in ({"bandwidth": 0}, {"cell": 0.001}, {"extent": (0, 0, 10, 10)}, {"bandwidth": 0.5}):
        with pytest.raises(ValueError, match=r"must|outside|bandwidth"):
            density(
                np.array([30.5]),
                np.array([20.5]),
                **({"bandwidth": 4, "cell": 1, "extent": (0, 0, 40, 40)} | wrong),
            )


def moons():
    angle = np.linspace(0, np.pi, 60)
    x = np.concatenate([np.cos(angle), 1 - np.cos(angle)])
    y = np.concatenate([np.sin(angle), 0.5 - np.sin(angle)])
    return x, y


def test_two_moons_are_two_clusters_and_a_lone_point_is_none():
    x, y = moons()
    labels = clusters(np.append(x, 9), np.append(y, 9), reach=0.2, fewest=4)
    assert set(labels[:60]) == {0} or set(labels[:60]) == {1}
    assert len(set(labels[:60]) | set(labels[60:120])) == 2
    assert labels[120] == NOISE


def boring_clusters(x, y, reach, fewest):
    """DBSCAN by the book for the points in the midst: grow each cluster from one of them."""
    gaps = np.hypot(x[:, None] - x, y[:, None] - y)
    core = (gaps <= reach).sum(axis=1) >= fewest
    seen, groups = set(), []
    for start in np.flatnonzero(core):
        if start in seen:
            continue
        group, todo = set(), [start]
        while todo:
            at = todo.pop()
            if at not in group:
                group.add(at)
                todo += [other for other in np.flatnonzero(core & (gaps[at] <= reach)) if other not in group]
        seen |= group
        groups.append(frozenset(group))
    return core, set(groups)


@given(st.integers(0, 10**6))
@settings(max_examples=20)
def test_clusters_are_those_of_the_book_in_whatever_order(seed):
    dice = np.random.default_rng(seed)
    x, y = dice.random(60), dice.random(60)
    labels = clusters(x, y, reach=0.12, fewest=4)
    core, groups = boring_clusters(x, y, 0.12, 4)
    found = {
        frozenset(place for place in np.flatnonzero(core) if labels[place] == label)
        for label in set(labels) - {NOISE}
    }
    assert found == groups
    order = dice.permutation(60)
    assert clusters(x[order], y[order], reach=0.12, fewest=4) == tuple(labels[place] for place in order)


def test_the_variance_of_gi_takes_the_squares_of_the_weights_whatever_they_are():
    # Ord and Getis 1995, as localG of R's spdep; esda takes W(n − 1 − W), right for weights of 0 and 1 alone (Getis and
    # Ord 1992), and so has −0.62074534 for the first of six areas where weights add up to 1. Halving weights moves no z.
    found = local_g(VALUES, six(standardised=True), star=False)
    assert found[0] == pytest.approx(-1.0136729, abs=5e-8)
    binary = math.sqrt((5 * 0.5 - 1) / 4) / math.sqrt(1 * (5 - 1) / 4)
    assert found[0] * binary == pytest.approx(-0.62074534, abs=5e-8)
