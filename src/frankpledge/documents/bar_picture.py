"""Bars by period: one series, or two side by side. They always start at zero."""

from __future__ import annotations

from frankpledge.documents.chart_look import INK, QUIET, WIDTH, Spec, pale, spec, value_axis, words_width
from frankpledge.documents.readings import Break, Reading, Series, drawn, top_of

BAR_HEIGHT = 260
"""In points, where nothing else is asked."""


INNER, OUTER = 0.25, 0.12
"""Shares of a step between two bars, and before the first."""


def bar_spec(
    series: tuple[Series, ...], colour: str, height: int = BAR_HEIGHT, breaks: tuple[Break, ...] = (),
    *, reach: float | None = None,
) -> Spec:  # fmt: skip
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
    layers += _marks(breaks, [reading.label for reading in series[0].readings], height)
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
    scale = {"paddingInner": INNER, "paddingOuter": OUTER}
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


def _marks(breaks: tuple[Break, ...], periods: list[str], height: int) -> list[Spec]:
    """A dashed line before the bar in which a break begins, its words above the plot in rows that keep them apart."""
    step = WIDTH / (len(periods) - INNER + 2 * OUTER)
    placed: list[tuple[float, int]] = []
    layers: list[Spec] = []
    for one in sorted(breaks, key=lambda one: periods.index(one.month), reverse=True):
        at = max(1.0, step * (OUTER + periods.index(one.month) - INNER / 2))
        end = at + words_width(one.label, 12) + 14
        row = max((row + 1 for start, row in placed if start < end), default=0)
        placed.append((at, row))
        layers += _mark(one.label, at, -8 - 16 * row, height)
    return layers


def _mark(label: str, at: float, rise: int, height: int) -> list[Spec]:
    where: Spec = {"x": {"value": at}, "xOffset": {"value": 0}}
    rule: Spec = {
        "type": "rule",
        "stroke": INK,
        "strokeWidth": 1,
        "strokeDash": [4, 3],
        "y": rise - 6,
        "y2": height,
    }
    words: Spec = {
        "type": "text", "text": label, "fontSize": 12, "color": INK, "y": rise, "baseline": "middle",
        "align": "left", "dx": 5,
    }  # fmt: skip
    one: Spec = {"values": [{}]}
    return [{"data": one, "mark": mark, "encoding": where} for mark in (rule, words)]
