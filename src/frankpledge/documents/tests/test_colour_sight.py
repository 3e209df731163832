"""The colours of pictures stay apart for eyes that see fewer of them, and what grey cannot tell is told by shape or word.

Simulation: Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision deficiency, IEEE
Transactions on Visualization and Computer Graphics 15 (2009) 1291, matrices of severity 1 on linear RGB. Distances are CIE
1976 (L*a*b*, D65); 2.3 is a just noticeable difference (Mahy and others, 1994), and the bars below are several of those.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from frankpledge.documents.chart_look import OKABE_ITO, PAPER, QUIET, pale
from frankpledge.documents.contrast import mixed
from frankpledge.documents.control_picture import SIGNAL
from frankpledge.documents.funnel_picture import OTHERS, SHAPES
from frankpledge.documents.map_picture import SHADES

SIGHTS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "greyscale": ((0.2126, 0.7152, 0.0722),) * 3,
    "full colour": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}  # fmt: skip
"""Greyscale is the luminance of sRGB (IEC 61966-2-1), as a copier makes it."""
COLOURS, GREYS = 15.0, 6.0
"""How far apart two colours of the palette must be, and two shades that stand for more and less."""
BLUE = OKABE_ITO["blue"]
TOGETHER = {
    "the area asked about and the others of a funnel": (BLUE, OTHERS),
    "a count and a month that signals": (BLUE, SIGNAL),
    "a line and its limits": (BLUE, QUIET),
    "this year's bar and last year's": (BLUE, pale(BLUE)),
}


def linear(colour: str) -> tuple[float, ...]:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """L*, a*, b* of a colour as it is seen."""
    shown = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(share * one for share, one in zip(row, shown, strict=True)))) for row in SIGHTS[sight]
    )  # fmt: skip
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def apart(one: str, other: str, sight: str) -> float:
    pairs = zip(seen(one, sight), seen(other, sight), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def test_the_simulation_makes_red_and_green_alike_and_leaves_white_white():
    assert apart("#ff0000", "#00a000", "full colour") > 100
    assert apart("#a06000", "#708000", "deuteranopia") < apart("#a06000", "#708000", "full colour") / 2
    for sight in SIGHTS:
        assert seen("#ffffff", sight) == pytest.approx((100, 0, 0), abs=0.6)


@pytest.mark.parametrize("sight", ["protanopia", "deuteranopia", "tritanopia"])
def test_every_two_colours_of_the_palette_stay_apart(sight):
    for one, other in combinations(OKABE_ITO.values(), 2):
        assert apart(one, other, sight) > COLOURS, (one, other)


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_shades_of_a_map_and_of_two_years_stay_in_order_however_they_are_seen(sight):
    shades = [PAPER, *(mixed(BLUE, PAPER, share) for share in SHADES)]
    light = [seen(one, sight)[0] for one in shades]
    assert light == sorted(light, reverse=True)
    assert all(a - b > GREYS for a, b in pairwise(light[1:]))
    assert apart(BLUE, pale(BLUE), sight) > COLOURS


@pytest.mark.parametrize("sight", ["protanopia", "deuteranopia", "tritanopia"])
@pytest.mark.parametrize("where", TOGETHER)
def test_colours_that_stand_together_stay_apart(where, sight):
    assert apart(*TOGETHER[where], sight) > COLOURS


def test_what_grey_cannot_tell_is_told_by_shape():
    assert apart(*TOGETHER["a count and a month that signals"], "greyscale") < COLOURS
    assert len(set(SHAPES.values())) == len(SHAPES)
