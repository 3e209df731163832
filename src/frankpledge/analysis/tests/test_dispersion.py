"""Years of quarters that vary more than chance: the domain file's references, and what must hold of any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.change import Direction
from frankpledge.analysis.dispersion import heterogeneity, overdispersed_change

CRIMES = ((544, 747, 799, 742), (662, 793, 816, 669))
INCIDENTS = ((416, 652, 667, 605), (498, 759, 802, 815))
quarters = st.lists(st.integers(1, 2000), min_size=2, max_size=12)


def test_the_crimes_of_the_seed_table_are_overdispersed_and_did_not_clearly_rise():
    # strategic-assessment.md 3.2, R 4.2.2 glm(n ~ quarter + year, quasipoisson): four places.
    found = overdispersed_change(*CRIMES)
    assert found.phi == pytest.approx(4.9533, abs=6e-5)
    assert (found.low, found.high) == pytest.approx((0.8615, 1.2510), abs=6e-5)
    assert found.p == pytest.approx(0.568, abs=6e-4)
    assert found.verdict is Direction.NO_CLEAR_CHANGE


def test_the_incidents_of_the_seed_table_rose_even_so():
    found = overdispersed_change(*INCIDENTS)
    assert found.phi == pytest.approx(1.4293, abs=6e-5)
    assert (found.low, found.high) == pytest.approx((1.1047, 1.3655), abs=6e-5)
    assert found.p == pytest.approx(0.0086, abs=6e-5)
    assert found.verdict is Direction.ROSE


def test_the_crimes_changed_differently_by_quarter_and_the_incidents_alike():
    # strategic-assessment.md 3.2: likelihood-ratio p = .0019 and .231.
    assert heterogeneity(*CRIMES).p == pytest.approx(0.0019, abs=6e-5)
    assert heterogeneity(*INCIDENTS).p == pytest.approx(0.231, abs=6e-4)


def test_three_degrees_of_freedom_are_called_too_few_and_a_borrowed_dispersion_is_not():
    own, borrowed = overdispersed_change(*CRIMES), overdispersed_change(*CRIMES, phi=2.0, phi_degrees=40)
    assert "fewer than 5" in str(own.caution)
    assert borrowed.caution is None
    assert (borrowed.phi, borrowed.is_borrowed, borrowed.degrees) == (2.0, True, 40)
    assert borrowed.estimated_phi == own.estimated_phi


def test_six_seasons_have_five_degrees_of_freedom_which_is_enough():
    found = overdispersed_change((9, 9, 9, 9, 9, 9), (8, 9, 7, 12, 9, 9))
    assert (found.degrees, found.caution) == (5, None)


def test_counts_steadier_than_chance_do_not_narrow_the_interval():
    found = overdispersed_change((100, 200, 300), (110, 220, 330))
    assert found.estimated_phi == pytest.approx(0, abs=1e-12)
    assert found.phi == 1


def test_an_empty_season_says_nothing_and_loses_a_degree_of_freedom():
    with_empty = overdispersed_change((10, 0, 30, 12), (15, 0, 28, 20))
    without = overdispersed_change((10, 30, 12), (15, 28, 20))
    assert with_empty == without
    assert with_empty.degrees == 2


def test_one_season_needs_a_borrowed_dispersion():
    with pytest.raises(ValueError, match="one season shows no dispersion"):
        overdispersed_change((100,), (120,))
    assert overdispersed_change((100,), (120,), phi=1.5).estimated_phi is None


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ((1, 2), (1, 2, 3), "2 seasons cannot be compared with 3"),
        ((-1, 5), (1, 2), "negative"),
        ((0, 0), (1, 2), "above 0"),
        ((), (), "above 0"),
    ],
)
def test_cells_that_cannot_be_compared_are_refused(old, new, why):
    with pytest.raises(ValueError, match=why):
        overdispersed_change(old, new)


def test_one_season_cannot_differ_from_itself():
    with pytest.raises(ValueError, match="at least two"):
        heterogeneity((5, 0), (6, 0))


@given(quarters, st.floats(1, 10), st.floats(0.1, 5))
def test_more_dispersion_is_wider_and_the_ratio_stays(cells, phi, more):
    other = [cell + 1 for cell in cells]
    narrow, wide = (
        overdispersed_change(cells, other, phi=phi),
        overdispersed_change(cells, other, phi=phi + more),
    )
    assert wide.ratio == narrow.ratio
    assert wide.low < narrow.low < float(narrow.ratio) < narrow.high < wide.high


@given(quarters)
def test_seasons_that_change_in_proportion_show_no_heterogeneity(cells):
    found = heterogeneity(cells, [3 * cell for cell in cells])
    assert found.statistic == pytest.approx(0, abs=1e-6)
    assert found.p == pytest.approx(1, abs=1e-2)


@given(quarters, st.randoms(use_true_random=False))
def test_the_order_of_the_seasons_does_not_matter(cells, shuffler):
    pairs = [(cell, cell + place) for place, cell in enumerate(cells)]
    one = overdispersed_change(*zip(*pairs, strict=True))
    shuffler.shuffle(pairs)
    other = overdispersed_change(*zip(*pairs, strict=True))
    assert other.phi == pytest.approx(one.phi)
    assert other.high == pytest.approx(one.high)
