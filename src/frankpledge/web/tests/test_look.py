"""A council's colours are used where they can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.web.look import ENOUGH, OUR_ACCENT, OUR_COLOUR, contrast, readable, style_sheet

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def test_black_on_white_has_the_greatest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)


def test_the_boundary_grey_of_the_guidelines():
    assert readable("#767676", OUR_COLOUR) == "#767676"
    assert readable("#777777", OUR_COLOUR) == OUR_COLOUR


def test_our_own_colours_can_be_read():
    assert contrast(OUR_COLOUR, "#ffffff") >= ENOUGH
    assert contrast(OUR_ACCENT, "#ffffff") >= ENOUGH


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_within_bounds(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(st.text())
def test_what_is_not_a_colour_never_reaches_the_style_sheet(text):
    sheet = style_sheet(text, text)
    assert len(sheet) == len(style_sheet(OUR_COLOUR, OUR_ACCENT))
    assert sheet.count("}") == sheet.count(";") == 1
