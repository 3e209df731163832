"""A funnel plot: the rate of each place against its size, between the limits within which chance would keep it.

A small place swings more than a large one, so the limits narrow to the right. The place that a reader asks about is told
by its shape, its size and its name, never by its colour alone; so are places that lie outside.

Source of the form: Spiegelhalter, Statistics in Medicine 24 (2005) 1185. The caller works the limits out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frankpledge.documents.chart_look import (
    INK,
    OKABE_ITO,
    PAPER,
    QUIET,
    WIDTH,
    Spec,
    amount,
    layer,
    spec,
    value_axis,
    words_width,
)
from frankpledge.documents.tree import Chart, Table

HEIGHT = 290
SHAPES = {"high": "triangle-up", "low": "triangle-down", "usual": "circle"}
LINES: tuple[tuple[float, ...], ...] = ((6, 4), (1, 0))
"""The inner limits are dashed, the outer ones whole."""
OTHERS = "#6f777b"
Where = dict[str, Spec]
"""The channels of a place: its size across, its rate up."""


@dataclass(frozen=True)
class FunnelDot:
    """A place: its size (residents), its rate, and where it stands (`high`, `low`, `usual`)."""

    name: str
    size: float
    rate: float
    stands: str = "usual"
    is_own: bool = False


@dataclass(frozen=True)
class FunnelLimits:
    """One pair of limits, as (size, low, high) from the smallest size to the largest; `label` is written at its end."""

    label: str
    points: tuple[tuple[float, float, float], ...]


def funnel_chart(
    *,
    id: str,  # noqa: A002 (the word of the tree)
    title: str,
    subtitle: str,
    dots: Sequence[FunnelDot],
    centre: float,
    limits: Sequence[FunnelLimits],
    across: str,
    up: str,
    alt: str,
    table: Table,
    notes: tuple[str, ...] = (),
) -> Chart:
    """`limits` are the inner pair and then the outer; `across` and `up` say the units of size and rate.

    `alt` is the text alternative and `table` the same in rows. Raises ValueError without a place.
    """
    if not dots:
        raise ValueError("a funnel needs a place")
    return Chart(id, title, subtitle, alt, _spec(dots, centre, limits, across, up), table, notes)


def _spec(
    dots: Sequence[FunnelDot], centre: float, limits: Sequence[FunnelLimits], across: str, up: str
) -> Spec:
    widest = max(*(one.size for one in dots), *(point[0] for line in limits for point in line.points))
    top = _top(dots, limits)
    own = [one for one in dots if one.is_own]
    outside = [one for one in dots if not one.is_own and one.stands != "usual"]
    usual = [one for one in dots if not one.is_own and one.stands == "usual"]
    # Every layer names the titles of the axes: one without would take them away.
    at = {"x": {**amount("x"), "title": across}, "y": {**amount("y"), "title": up}}
    layers = [
        _base(widest, top, at),
        *(
            part
            for place, line in enumerate(limits)
            for part in _limit(line, LINES[place % len(LINES)], top, at)
        ),
        *_centre(centre, widest, at),
        *([_marks(usual, "circle", 55, OTHERS, at, hollow=True)] if usual else []),
        *(
            _marks(
                [one for one in outside if one.stands == stands],
                SHAPES[stands],
                90,
                OKABE_ITO["vermilion"],
                at,
            )
            for stands in ("high", "low")
            if any(one.stands == stands for one in outside)
        ),
        *([_marks(own, "diamond", 190, OKABE_ITO["blue"], at)] if own else []),
        *(_name(one, dots, widest, top, at) for one in (*outside, *own)),
    ]
    return spec({"width": WIDTH, "height": HEIGHT, "layer": layers})


def _top(dots: Sequence[FunnelDot], limits: Sequence[FunnelLimits]) -> float:
    """High enough for every place, and for the outer limit of the smallest unless that would flatten all others."""
    highest = max(one.rate for one in dots)
    edge = max((high for line in limits for _, _, high in line.points), default=0.0)
    return max(highest * 1.12, min(edge, highest * 1.5)) or 1.0


def _base(widest: float, top: float, at: Where) -> Spec:
    """Nothing to see but the axes, both from nought."""
    look: Spec = {
        "titleFontWeight": "normal", "titleColor": QUIET, "titleFontSize": 13, "titlePadding": 10,
    }  # fmt: skip
    x = {
        **at["x"], "scale": {"domain": [0, widest], "nice": False},
        "axis": {**value_axis(), **look, "grid": False, "domain": True, "domainColor": QUIET, "tickCount": 5},
    }  # fmt: skip
    y = {
        **at["y"],
        "scale": {"domain": [0, top], "nice": True},
        "axis": {**value_axis(), **look},
    }
    return layer([{"x": 0, "y": 0}], {"type": "point", "opacity": 0}, x=x, y=y)


def _limit(line: FunnelLimits, dash: tuple[float, ...], top: float, at: Where) -> list[Spec]:
    mark: Spec = {"type": "line", "color": QUIET, "strokeWidth": 1.4, "strokeDash": list(dash), "clip": True}
    found = []
    for side in (1, 2):
        values = [{"x": point[0], "y": max(0.0, point[side])} for point in line.points if point[side] <= top]
        if values:
            found.append(layer(values, mark, **at))
    last = line.points[-1]
    words: Spec = {
        "type": "text",
        "text": line.label,
        "align": "left",
        "dx": 5,
        "fontSize": 12,
        "color": QUIET,
    }
    # The outer label stands outside its line and the inner one inside, so that neither covers the other.
    for side, outward in ((1, 1), (2, -1)):
        away = outward * (4 if dash == LINES[1] else -4)
        found.append(layer([{"x": last[0], "y": last[side]}], {**words, "dy": away}, **at))
    return found


def _centre(centre: float, widest: float, at: Where) -> list[Spec]:
    rule: Spec = {"type": "rule", "stroke": INK, "strokeWidth": 1}
    words: Spec = {"type": "text", "text": "All", "align": "left", "dx": 5, "fontSize": 12, "color": INK}
    return [
        layer([{"y": centre}], rule, y=at["y"]),
        layer([{"x": widest, "y": centre}], words, **at),
    ]


def _marks(
    dots: Sequence[FunnelDot], shape: str, size: int, colour: str, at: Where, *, hollow: bool = False
) -> Spec:
    mark: Spec = {
        "type": "point", "shape": shape, "size": size, "opacity": 1, "filled": True, "strokeWidth": 1.75,
        "fill": PAPER if hollow else colour, "stroke": colour if hollow else INK,
    }  # fmt: skip
    return layer([{"x": one.size, "y": one.rate} for one in dots], mark, **at)


def _name(one: FunnelDot, dots: Sequence[FunnelDot], widest: float, top: float, at: Where) -> Spec:
    """The name beside the mark, on the side where it covers the fewest others."""
    size = 14 if one.is_own else 12
    wide = words_width(one.name, size)
    sides = (
        ("left", 13, 0),
        ("right", -13, 0),
        ("left", 9, -16),
        ("right", -9, -16),
        ("left", 9, 17),
        ("right", -9, 17),
    )
    x, y = one.size / widest * WIDTH, one.rate / top * HEIGHT

    def covered(side: tuple[str, int, int]) -> float:
        left = x + side[1] - (wide if side[0] == "right" else 0)
        under = sum(
            left - 8 < other.size / widest * WIDTH < left + wide + 8
            and abs(y - side[2] - other.rate / top * HEIGHT) < size
            for other in dots
            if other is not one
        )
        return under + 5 * (left < 0 or left + wide > WIDTH + 30)

    align, dx, dy = min(sides, key=covered)
    words: Spec = {
        "type": "text", "text": one.name, "align": align, "dx": dx, "dy": dy, "fontSize": size,
        "fontWeight": "bold" if one.is_own else "normal", "color": INK,
    }  # fmt: skip
    place = [{"x": one.size, "y": one.rate}]
    halo = {**words, "stroke": PAPER, "strokeWidth": 4}
    return {"layer": [layer(place, halo, **at), layer(place, words, **at)]}
