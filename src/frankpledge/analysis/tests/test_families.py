"""Adjusted p values against published ones, and what must hold of any family."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.change import change
from frankpledge.analysis.families import adjust, benjamini_hochberg, holm

# Benjamini and Hochberg 1995, their fifteen p values.
PAPER = (.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1)  # fmt: skip
PAPER_ADJUSTED = (
    .0015, .003, .0095, .035625, .0603, .063857, .063857, .0645, .0765, .486, .581182, .714875, .753231, .813214, 1,
)  # fmt: skip
# The eight quarters of the seed's table (strategic-assessment.md 3.2), as old and new counts.
QUARTERS = (
    (544, 662), (747, 793), (799, 816), (742, 669), (416, 498), (652, 759), (667, 802), (605, 815),
)  # fmt: skip
families = st.lists(st.floats(0, 1), max_size=30)


def test_the_paper_s_fifteen_p_values_adjust_as_in_r():
    assert benjamini_hochberg(PAPER) == pytest.approx(PAPER_ADJUSTED, abs=5e-7)


def test_the_paper_rejects_four_where_bonferroni_rejects_three():
    assert sum(p <= 0.05 for p in benjamini_hochberg(PAPER)) == 4
    assert sum(p * len(PAPER) <= 0.05 for p in PAPER) == 3


def test_the_seed_s_eight_quarters_adjust_as_the_domain_file_says():
    p_values = [change(*pair).p_central for pair in QUARTERS]
    assert benjamini_hochberg(p_values) == pytest.approx(
        (0.00199, 0.2874, 0.6905, 0.0736, 0.01175, 0.00951, 0.00187, 2.2e-7), abs=6e-5
    )
    assert holm(p_values) == pytest.approx(
        (0.004486, 0.502990, 0.690541, 0.165688, 0.029382, 0.023783, 0.003276, 2.2e-7), abs=6e-7
    )


def test_a_family_of_one_is_left_alone_and_of_none_is_empty():
    assert (holm([0.03]), benjamini_hochberg([0.03])) == ((0.03,), (0.03,))
    assert (holm([]), benjamini_hochberg([])) == ((), ())


def test_one_more_comparison_can_take_a_finding_away():
    assert adjust([0.03], "holm")[0] <= 0.05 < adjust([0.03, 0.9], "holm")[0]


def test_what_is_no_probability_is_refused():
    with pytest.raises(ValueError, match="from 0 to 1"):
        holm([0.1, 1.1])


@given(families)
def test_adjusting_keeps_the_order_and_never_lowers_a_p(p_values):
    for adjustment in ("holm", "bh"):
        adjusted = adjust(p_values, adjustment)
        assert all(p <= after <= 1 for p, after in zip(p_values, adjusted, strict=True))
        ranked = sorted(zip(p_values, adjusted, strict=True))
        assert [after for _, after in ranked] == sorted(adjusted)


@given(families)
def test_holm_is_never_more_lenient_than_benjamini_hochberg(p_values):
    pairs = zip(holm(p_values), benjamini_hochberg(p_values), strict=True)
    assert all(strict >= lenient - 1e-12 for strict, lenient in pairs)
