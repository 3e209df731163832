"""Bars by period: one series, or two side by side. They always start at zero."""

from __future__ import annotations

from frankpledge.documents.chart_look import INK, QUIET, WIDTH, Spec, pale, spec, value_axis
from frankpledge.documents.readings import Reading, Series, drawn, top_of

BAR_HEIGHT = 260
"""In points, where nothing else is asked."""


def bar_spec(
    series: tuple[Series, ...], colour: str, height: int = BAR_HEIGHT, *, reach: float | None = None
) -> Spec:
    """The specification for one or two worded series over the same periods; the last series is the solid one.

    `reach` is a value that the axis must hold, so that pictures which are compared share one scale.
    """
    values = [
        _value(reading, one.name, is_pale=position < len(series) - 1)
        for position, one in enumerate(series)
        for reading in one.readings
    ]
    layers = [
        _bars(colour, top_of(series[0], reach) if reach is not None else None),
        _whiskers(),
        _numbers(),
        _gaps(),
    ]
    if len(series) > 1:
        layers.append(_names())
    view: Spec = {
        "width": WIDTH,
        "height": height,
        "data": {"values": values},
        "encoding": _across(series),
        "layer": layers,
    }
    return spec(view)


def _value(reading: Reading, name: str, *, is_pale: bool) -> Spec:
    known = drawn(reading.value) or 0
    return {
        "period": reading.label,
        "series": name,
        "value": drawn(reading.value),
        "low": reading.low,
        "high": reading.high,
        "text": reading.text,
        "top": max(known, reading.high or 0),
        "pale": is_pale or reading.provisional,
        "dashed": reading.provisional,
    }


def _across(series: tuple[Series, ...]) -> Spec:
    periods = [reading.label for reading in series[0].readings]
    axis: Spec = {
        "labelAngle": 0, "labelPadding": 26 if len(series) > 1 else 8, "domain": True, "domainColor": QUIET,
        "ticks": False, "labelLimit": WIDTH / max(1, len(periods)),
    }  # fmt: skip
    scale = {"paddingInner": 0.25, "paddingOuter": 0.12}
    names = [one.name for one in series]
    return {
        "x": {
            "field": "period",
            "type": "ordinal",
            "sort": periods,
            "title": None,
            "scale": scale,
            "axis": axis,
        },
        "xOffset": {"field": "series", "sort": names, "scale": {"paddingInner": 0.06}},
    }


def _bars(colour: str, top: float | None) -> Spec:
    up = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": True} if top is None else {"domain": [0, top], "nice": False},
        "axis": value_axis(),
    }
    return {
        "mark": {"type": "bar", "strokeWidth": 1.5, "stroke": colour},
        "transform": [{"filter": "datum.value !== null"}],
        "encoding": {
            "y": up,
            "color": {"condition": {"test": "datum.pale", "value": pale(colour)}, "value": colour},
            "strokeDash": {"condition": {"test": "datum.dashed", "value": [4, 3]}, "value": [1, 0]},
        },
    }


def _whiskers() -> Spec:
    return {
        "mark": {"type": "rule", "stroke": INK, "strokeWidth": 1.5},
        "transform": [{"filter": "datum.low !== null && datum.high !== null"}],
        "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
    }


def _numbers() -> Spec:
    return {
        "mark": {"type": "text", "dy": -9, "fontSize": 14, "fontWeight": "bold", "color": INK},
        "transform": [{"filter": "datum.value !== null"}],
        "encoding": {"y": {"field": "top", "type": "quantitative"}, "text": {"field": "text"}},
    }


def _gaps() -> Spec:
    return {
        "mark": {"type": "text", "dy": -12, "fontSize": 13, "fontStyle": "italic", "color": INK},
        "transform": [{"filter": "datum.value === null"}],
        "encoding": {"y": {"datum": 0, "type": "quantitative"}, "text": {"field": "text"}},
    }


def _names() -> Spec:
    return {
        "mark": {"type": "text", "dy": 14, "fontSize": 13, "color": QUIET},
        "encoding": {"y": {"datum": 0, "type": "quantitative"}, "text": {"field": "series"}},
    }
