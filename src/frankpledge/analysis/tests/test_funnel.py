"""Funnels against FunnelPlotR and public health, and who is called an outlier."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.funnel import (
    Count,
    Place,
    exact_p,
    funnel,
    limits_at,
    poisson_ratio_limits,
    spread_of,
)
from frankpledge.analysis.rates import against_expected

# The worked example of strategic-assessment 3.5 (R 4.2.2).
OBSERVED = (120, 95, 210, 60, 330, 150, 88, 45, 275, 190)
EXPECTED = (100, 100, 200, 80, 300, 160, 100, 50, 250, 180)
PAIRS = tuple((float(o), float(e)) for o, e in zip(OBSERVED, EXPECTED, strict=True))


def counts(pairs):
    return [Count(f"place {number}", o, e) for number, (o, e) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("expected", "confidence", "low", "high"),
    [
        # Tests of the R package FunnelPlotR (strategic-assessment 3.5).
        (15, 0.95, 0.5596924, 1.649348),
        (20, 0.95, 0.6108260, 1.544419),
        (30, 0.95, 0.6746958, 1.427562),
        (15, 0.998, 0.3862650, 2.082907),
        (20, 0.998, 0.4479107, 1.902094),
        (30, 0.998, 0.5289724, 1.702771),
    ],
)
def test_exact_limits_agree_with_funnelplotr(expected, confidence, low, high):
    assert poisson_ratio_limits(expected, confidence) == pytest.approx((low, high), abs=6e-7)


def test_the_public_health_funnel_crosses_one_event_where_published():
    # PHEindicatormethods: baseline 116.1720835 per 100,000 a year, three years, one event: population 1598.675694.
    expected = 1598.675694 * 3 * 116.1720835 / 100_000
    assert poisson_ratio_limits(1.0, 0.95)[1] == pytest.approx(
        expected, rel=1e-6
    )  # half chi-squared(4) over 1


def test_the_spread_between_places_agrees_with_r():
    found = spread_of(PAIRS)
    assert (found.phi, found.tau2) == pytest.approx((1.388157, 0.003671444), rel=1e-6)
    assert found.winsor == pytest.approx((-1.407811, 1.66806), abs=5e-7)
    wide = limits_at(100, 0.95, found, "log")
    assert (wide.spread_low, wide.spread_high) == pytest.approx((0.7951944, 1.257554), abs=5e-7)


def test_the_square_root_scale_agrees_with_r():
    found = spread_of(PAIRS, scale="sqrt")
    assert (found.phi, found.tau2) == pytest.approx((1.399828, 0.0009398059), rel=1e-6)


def test_places_that_vary_as_chance_have_no_spread_to_allow_for():
    even = [(100.0, 100.0)] * 12
    found = spread_of(even)
    assert (found.phi, found.tau2, found.is_allowed_for) == (0, 0, False)
    at = limits_at(100, 0.95, found, "log")
    assert at.spread_high == pytest.approx(1.2165, abs=5e-4)


def test_winsorising_keeps_an_outlier_from_hiding_itself():
    pairs = [(float(100 + (-1) ** i * 6), 100.0) for i in range(19)]
    pairs.append((400.0, 100.0))
    assert spread_of(pairs, winsorised=0.0).tau2 > 10 * spread_of(pairs, winsorised=0.1).tau2
    found = funnel(counts(pairs))
    assert [one.place for one in found.places if one.verdict is Place.HIGH] == ["place 19"]


def test_the_exact_p_is_that_of_a_count_against_an_expected_number():
    for observed, expected in ((120, 100), (3, 9.5), (0, 2)):
        assert exact_p(observed, expected) == pytest.approx(against_expected(observed, Fraction(expected)).p)


def test_the_spread_keeps_a_place_within_that_chance_alone_would_put_outside():
    pairs = [(100.0 + shift, 100.0) for shift in (-38, -30, -25, -20, -12, -8, 8, 12, 20, 25, 30, 38)]
    found = funnel(counts(pairs))
    last = found.places[-1]
    assert last.p_adjusted < 0.05
    assert last.spread_p_adjusted >= 0.05
    assert last.verdict is Place.WITHIN


def test_with_few_places_chance_alone_decides_and_no_spread_is_told():
    found = funnel(counts([(180.0, 100.0), (100.0, 100.0), (99.0, 100.0)]))
    assert found.spread is None
    assert [one.verdict for one in found.places] == [Place.HIGH, Place.WITHIN, Place.WITHIN]


def test_a_place_without_a_figure_is_unknown_and_counts_for_nothing():
    with_gap = [*counts(PAIRS), Count("gap", None, 100.0), Count("no base", 5.0, None)]
    found, whole = funnel(with_gap), funnel(counts(PAIRS))
    assert [one.verdict for one in found.places[-2:]] == [Place.UNKNOWN] * 2
    assert found.places[:10] == whole.places
    assert found.family == 10


def test_looking_at_more_places_asks_for_more():
    pairs = [(137.0, 100.0), *[(100.0, 100.0)] * 3]
    few = funnel(counts(pairs)).places[0]
    many = funnel(counts([*pairs, *[(100.0, 100.0)] * 300])).places[0]
    assert (few.verdict, many.verdict) == (Place.HIGH, Place.WITHIN)
    assert few.p == many.p


def test_no_events_at_all_are_low_and_not_an_error():
    found = funnel([*counts([(50.0, 50.0)] * 11), Count("none", 0.0, 50.0)])
    assert found.places[-1].verdict is Place.LOW


@pytest.mark.parametrize("pair", [(-1.0, 2.0), (1.0, 0.0)])
def test_impossible_counts_are_refused(pair):
    with pytest.raises(ValueError, match="nought"):
        funnel(counts([pair]))


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 300)), min_size=2, max_size=30), st.randoms())
def test_the_order_of_places_changes_nothing(pairs, chance):
    named = counts([(float(o), float(e)) for o, e in pairs])
    shuffled = list(named)
    chance.shuffle(shuffled)
    one = {place.place: (place.verdict, place.p_adjusted) for place in funnel(named).places}
    other = {place.place: (place.verdict, place.p_adjusted) for place in funnel(shuffled).places}
    assert {name: verdict for name, (verdict, _) in one.items()} == {
        name: verdict for name, (verdict, _) in other.items()
    }
    assert all(one[name][1] == pytest.approx(other[name][1]) for name in one)
