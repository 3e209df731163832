from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.documents.contrast import (
    contrast,
    darkened,
    palette,
    readable_on_white,
    text_on,
)
from frankpledge.documents.tree import Identity
from frankpledge.kernel.problems import Unusable

colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


def test_black_on_white_has_the_greatest_contrast_and_a_colour_on_itself_the_least():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_the_boundary_greys_of_wcag_fall_on_either_side():
    # 4.54 and 4.48: the two greys that every contrast checker is tried with.
    assert readable_on_white("#767676")
    assert not readable_on_white("#777777")


@given(colours)
def test_black_or_white_text_is_readable_on_any_background(colour):
    assert contrast(text_on(colour), colour) >= 4.5


@given(colours)
def test_a_darkened_colour_reads_on_white_and_a_dark_one_is_left_alone(colour):
    assert readable_on_white(darkened(colour))
    if readable_on_white(colour):
        assert darkened(colour) == colour


@given(colours, colours)
def test_everything_a_palette_offers_reads_where_it_is_used(colour, accent):
    made = palette(Identity("A council", colour, accent))
    assert contrast(made.text, "#ffffff") >= 4.5
    assert contrast(made.text, made.tint) >= 4.5
    assert contrast(made.accent, "#ffffff") >= 4.5
    assert contrast(made.on_band, made.band) >= 4.5


def test_a_pale_colour_is_darkened_for_text_with_a_caution_and_kept_for_the_band():
    made = palette(Identity("A council", "#ffd400"))
    assert made.band == "#ffd400"
    assert made.text != "#ffd400"
    assert [problem.code for problem in made.cautions] == ["colour-contrast"]
    assert "1.43" in made.cautions[0].reason


def test_a_dark_colour_brings_no_caution():
    assert palette(Identity("A council", "#1d4d4f")).cautions == ()


def test_what_is_no_colour_is_replaced_with_a_caution_that_says_how_to_write_one():
    made = palette(Identity("A council", "teal"))
    assert made.band == Identity.colour
    assert made.cautions[0].code == "colour"
    assert "six digits" in made.cautions[0].remedy


def test_what_is_no_colour_is_refused_when_asked_for_by_itself():
    with pytest.raises(Unusable, match="not a colour"):
        contrast("#12345", "#ffffff")
