"""Dots with intervals on one axis that includes zero, unless it counts places: rankings, and changes against no change."""

from __future__ import annotations

import json
from itertools import groupby

from frankpledge.documents.chart_look import (
    FAINT,
    INK,
    QUIET,
    RULE,
    WIDTH,
    Spec,
    amount,
    layer,
    spec,
    words_width,
)
from frankpledge.documents.readings import Change, Number, Ranked, drawn

ROW = 34
"""The height of one row, in points."""


MOST_TICKS = 12


def rank_spec(ranked: tuple[Ranked, ...], measure: str, colour: str, *, places: bool = False) -> Spec:
    """A ranking in the order given; rows of equal rank stand on one shaded band. With `places` the values are places, of
    which the first is 1 and there is no nought."""
    # Figure spaces bring the names into line; ordinary ones would be drawn as one.
    wide = max(len(one.rank) for one in ranked)
    values = [
        _value(f"{one.rank.ljust(wide, chr(0x2007))}\u2002{one.name}", one.value, one.low, one.high, one.text)
        for one in ranked
    ]
    last = max((round(max(drawn(one.value) or 0, one.high or 0)) for one in ranked), default=1)
    return spec(_dots(values, measure, colour, _ties(ranked), last if places else None))


def change_spec(
    changes: tuple[Change, ...], shown: tuple[str, ...], measure: str, colour: str, sides: tuple[str, str]
) -> Spec:
    """Changes against the line of no change; `shown` is what is written at each, `sides` the words for less and more."""
    values = [
        _value(one.name, one.value, one.low, one.high, words)
        for one, words in zip(changes, shown, strict=True)
    ]
    return spec(_dots(values, measure, colour, _no_change(measure, *sides)))


def _value(label: str, value: Number | None, low: float | None, high: float | None, words: str) -> Spec:
    at = drawn(value)
    return {"label": label, "v": at, "low": low, "high": high, "text": words, "end": max(at or 0, high or 0)}


def _ties(ranked: tuple[Ranked, ...]) -> list[Spec]:
    bands: list[Spec] = []
    start = 0
    for _, group in groupby(one.rank for one in ranked):
        length = len(list(group))
        if length > 1:
            band: Spec = {
                "type": "rect",
                "color": FAINT,
                "y": start * ROW + 2,
                "y2": (start + length) * ROW - 2,
                "x": 0,
                "x2": "width",
            }
            bands.append(layer([{}], band))
        start += length
    return bands


def _no_change(measure: str, less: str, more: str) -> list[Spec]:
    words: Spec = {"type": "text", "fontSize": 12, "color": QUIET, "y": -16, "baseline": "middle"}
    at, zero = [{"z": 0}], _along("z", measure)
    return [
        layer(at, {"type": "rule", "stroke": INK, "strokeWidth": 1.5, "y": -6, "y2": "height"}, x=zero),
        layer(at, {**words, "text": "No change", "color": INK, "fontWeight": "bold"}, x=zero),
        layer(at, {**words, "text": f"← {less}", "align": "right", "dx": -46}, x=zero),
        layer(at, {**words, "text": f"{more} →", "align": "left", "dx": 46}, x=zero),
    ]


def _dots(values: list[Spec], measure: str, colour: str, under: list[Spec], last: int | None = None) -> Spec:
    labels = min(320.0, max(words_width(str(value["label"])) for value in values))
    placed = [{"place": place, **value} for place, value in enumerate(values)]
    down = _down(placed, labels)
    layers = [
        *under,
        _intervals(down, colour, measure),
        _points(down, colour, measure, last),
        _numbers(down, measure),
    ]
    width = round(max(260.0, WIDTH + 40 - labels))
    return {"width": width, "height": ROW * len(values), "data": {"values": placed}, "layer": layers}


def _down(values: list[Spec], wide: float) -> Spec:
    """Rows by their place, not their label: two issues may bear one name."""
    labels = {value["place"]: value["label"] for value in values}
    axis = {
        "domain": False, "ticks": False, "grid": False, "labelFontSize": 14, "labelLimit": 320, "labelAlign": "left",
        "labelPadding": round(wide) + 8, "labelExpr": f"{json.dumps(labels)}[datum.value]",
    }  # fmt: skip
    scale = {"paddingInner": 0, "paddingOuter": 0, "type": "band"}
    return {"field": "place", "type": "ordinal", "title": None, "axis": axis, "scale": scale}


def _along(name: str, measure: str) -> Spec:
    """A field along the shared axis; every layer names the same title, since one without would take it away."""
    return {**amount(name), "title": measure}


def _intervals(down: Spec, colour: str, measure: str) -> Spec:
    return {
        "mark": {"type": "rule", "strokeWidth": 3, "color": colour, "opacity": 0.55, "strokeCap": "round"},
        "transform": [{"filter": "datum.low !== null && datum.high !== null"}],
        "encoding": {"y": down, "x": _along("low", measure), "x2": {"field": "high"}},
    }


def _points(down: Spec, colour: str, measure: str, last: int | None) -> Spec:
    axis: Spec = {
        "grid": True, "gridColor": RULE, "domain": False, "ticks": False, "tickCount": 6,
        "labelPadding": 8, "titleFontWeight": "normal", "titleColor": QUIET, "titleFontSize": 13, "titlePadding": 10,
    }  # fmt: skip
    scale: Spec = {"zero": True, "nice": True}
    if last is not None:
        scale = {"domain": [0.5, last + 0.5], "nice": False, "zero": False}
        axis |= {"values": list(range(1, last + 1, 1 + (last - 1) // MOST_TICKS)), "format": "d"}
    across = {**_along("v", measure), "scale": scale, "axis": axis}
    return {
        "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1, "color": colour},
        "transform": [{"filter": "datum.v !== null"}],
        "encoding": {"y": down, "x": across},
    }


def _numbers(down: Spec, measure: str) -> Spec:
    return {
        "mark": {
            "type": "text",
            "align": "left",
            "dx": 12,
            "fontSize": 14,
            "fontWeight": "bold",
            "color": INK,
        },
        "encoding": {"y": down, "x": _along("end", measure), "text": {"field": "text"}},
    }
