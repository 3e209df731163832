"""A monthly line: gaps hatched, interval as a band, provisional months dotted, breaks as marks across it.

Months are numbers (twelve a year), not moments: no time zone can then move a point, and the pixel geometry that
hatching needs is known before anything is drawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from frankpledge.documents.chart_look import (
    FAINT,
    INK,
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
from frankpledge.documents.readings import Break, Reading, Series, drawn, gap_runs, month_number, top_of
from frankpledge.kernel.dates import MONTHS

STROKE_STEP = 8
"""Points between the strokes of a hatch."""
NARROW, MOST_NARROW = 290, 7
"""The width of the same picture for a narrow window, and how many months can be named below each other there."""


@dataclass(frozen=True)
class Frame:
    """The drawing area: months across, values up to `top`, height in points."""

    left: float
    right: float
    height: int
    top: float
    width: int = WIDTH

    def x(self, month: float) -> float:
        """Points from the left edge."""
        return (month - self.left) / (self.right - self.left) * self.width


def trend_spec(
    series: Series, rolling: Series | None, breaks: tuple[Break, ...], colour: str, height: int = 250,
    *, reach: float | None = None, width: int = WIDTH,
) -> Spec:  # fmt: skip
    """The specification for a worded series with a reading every month; `rolling` has the same months. `reach` is a value
    that the axis must hold, so that pictures which are compared share one scale."""
    left, right = month_number(series.readings[0].label) - 0.5, month_number(series.readings[-1].label) + 0.5
    if rolling is None:
        return spec(
            view(
                series,
                Frame(left, right, height, top_of(series, reach), width),
                breaks,
                colour,
                labelled=True,
            )
        )
    upper = view(
        series, Frame(left, right, 210, top_of(series, reach), width), breaks, colour, labelled=False
    )
    lower = view(rolling, Frame(left, right, 130, top_of(rolling), width), (), colour, labelled=True)
    panels = [{**upper, "title": _panel_title(series.name)}, {**lower, "title": _panel_title(rolling.name)}]
    return spec({"vconcat": panels, "spacing": 24})


def _panel_title(words: str) -> Spec:
    return {
        "text": words,
        "anchor": "start",
        "frame": "group",
        "fontSize": 13,
        "fontWeight": "bold",
        "color": INK,
        "offset": 8,
    }


def view(
    series: Series,
    frame: Frame,
    breaks: tuple[Break, ...],
    colour: str,
    *,
    labelled: bool,
    under: list[Spec] | None = None,
    over: list[Spec] | None = None,
) -> Spec:
    """One panel; `under` is drawn below the line and `over` above it, on the axes of the panel."""
    layers = [
        _base(frame, labelled=labelled),
        *_hatches(series, frame),
        *(under or []),
        *_band(series, colour),
        *_lines(series, colour),
        *_breaks(breaks, frame),
        *(last_value(series, colour) if over is None else over),
    ]
    return {"width": frame.width, "height": frame.height, "layer": layers}


def _base(frame: Frame, *, labelled: bool) -> Spec:
    """Nothing to see but the axes, which every other layer then shares."""
    across = {"domain": [frame.left, frame.right], "nice": False, "zero": False}
    up = {"domain": [0, frame.top], "nice": False}
    x = {**amount("m"), "scale": across, "axis": {**_month_axis(frame), "labels": labelled}}
    y = {**amount("v"), "scale": up, "axis": value_axis()}
    return layer([{"m": frame.left, "v": 0}], {"type": "point", "opacity": 0}, x=x, y=y)


def _month_axis(frame: Frame) -> Spec:
    first, last = int(frame.left + 1), int(frame.right)
    if last - first <= 13:
        step = 1 if frame.width >= WIDTH or last - first < MOST_NARROW else 3
        labels: dict[int, object] = {n: _short_month(n, first, step) for n in range(first, last + 1, step)}
    else:
        every = 12 if last - first <= frame.width // 4 else 60
        labels = {n: str(n // 12) for n in range(first, last + 1) if n % every == 0}
    return {
        "values": list(labels), "labelExpr": f"{json.dumps(labels)}[datum.value]", "grid": False,
        "domainColor": QUIET, "tickColor": QUIET, "labelAngle": 0, "labelFlush": False, "tickSize": 6,
    }  # fmt: skip


def _short_month(number: int, first: int, step: int) -> list[str]:
    """The month in three letters, with the year below the first of each year that is named."""
    year = [str(number // 12)] if number == first or number % 12 < step else []
    return [MONTHS[number % 12][:3], *year]


def _stretches(series: Series) -> Iterator[list[tuple[int, Reading]]]:
    """Runs of neighbouring months with values, each as (month number, reading)."""
    run: list[tuple[int, Reading]] = []
    for reading in series.readings:
        if reading.value is not None:
            run.append((month_number(reading.label), reading))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _band(series: Series, colour: str) -> list[Spec]:
    """The interval as a band, broken where the line is broken; a lone month has a thick rule."""
    layers = []
    for run in _stretches(series):
        values = [
            {"m": m, "low": r.low, "high": r.high} for m, r in run if r.low is not None and r.high is not None
        ]
        mark: Spec = {"type": "area", "color": colour, "opacity": 0.18, "line": False}
        if len(values) == 1:
            mark = {"type": "rule", "color": colour, "opacity": 0.3, "strokeWidth": 5}
        if values:
            layers.append(layer(values, mark, x=amount("m"), y=amount("low"), y2={"field": "high"}))
    return layers


def _lines(series: Series, colour: str) -> list[Spec]:
    """The line in its stretches: solid where final, dotted into provisional months; a lone month is a point."""
    layers = []
    where = {"x": amount("m"), "y": amount("v")}
    line: Spec = {
        "type": "line",
        "color": colour,
        "strokeWidth": 2.25,
        "strokeJoin": "round",
        "strokeCap": "round",
    }
    for run in _stretches(series):
        for solid, part in _alike(run):
            points = [{"m": m, "v": drawn(r.value)} for m, r in part]
            layers.append(layer(points, line if solid else {**line, "strokeDash": [1, 5]}, **where))
        loose = [{"m": m, "v": drawn(r.value)} for m, r in run if r.provisional]
        if loose:
            layers.append(layer(loose, _dot(colour, 30, hollow=True), **where))
        if len(run) == 1 and not loose:
            layers.append(
                layer(
                    [{"m": run[0][0], "v": drawn(run[0][1].value)}], _dot(colour, 40, hollow=False), **where
                )
            )
    return layers


def _alike(run: list[tuple[int, Reading]]) -> Iterator[tuple[bool, list[tuple[int, Reading]]]]:
    """A stretch cut into solid and dotted parts that share their end points; a step to or from a provisional month is dotted."""
    steps = [not (a[1].provisional or b[1].provisional) for a, b in pairwise(run)]
    start = 0
    for position in range(1, len(steps) + 1):
        if position == len(steps) or steps[position] != steps[start]:
            yield steps[start], run[start : position + 1]
            start = position


def _dot(colour: str, size: int, *, hollow: bool) -> Spec:
    dot: Spec = {"type": "point", "filled": True, "size": size, "opacity": 1, "color": colour}
    return {**dot, "fill": PAPER, "stroke": colour, "strokeWidth": 1.75} if hollow else dot


def _hatches(series: Series, frame: Frame) -> list[Spec]:
    """Gaps as hatched strips named ‘No data’; the reason stands in the notes."""
    layers: list[Spec] = []
    for start, end in gap_runs(series):
        left = month_number(series.readings[start].label) - 0.5
        right = month_number(series.readings[end - 1].label) + 0.5
        strip = [{"a": left, "b": right, "c": 0, "d": frame.top}]
        strokes = [{"a": a, "b": b, "c": c, "d": d} for a, b, c, d in hatch(left, right, frame)]
        corners = {"x": amount("a"), "x2": {"field": "b"}, "y": amount("c"), "y2": {"field": "d"}}
        layers.append(layer(strip, {"type": "rect", "color": FAINT, "opacity": 1}, **corners))
        layers.append(layer(strokes, {"type": "rule", "stroke": "#9aa4a7", "strokeWidth": 0.8}, **corners))
        layers.extend(_no_data(left, right, frame))
    return layers


def _no_data(left: float, right: float, frame: Frame) -> list[Spec]:
    """‘No data’ on a white halo, upright where the strip is wide enough."""
    wide = frame.x(right) - frame.x(left) > 64
    words: Spec = {
        "type": "text", "text": "No data", "angle": 0 if wide else 270, "fontSize": 12, "color": INK,
        "align": "center", "baseline": "middle",
    }  # fmt: skip
    at, where = [{"m": (left + right) / 2, "v": frame.top / 2}], {"x": amount("m"), "y": amount("v")}
    return [layer(at, {**words, "stroke": PAPER, "strokeWidth": 4}, **where), layer(at, words, **where)]


def hatch(left: float, right: float, frame: Frame) -> Iterator[tuple[float, float, float, float]]:
    """Diagonal strokes that fill a strip and are cut at its edges, in the units of the axes (x1, x2, y1, y2)."""
    width, height = frame.x(right) - frame.x(left), float(frame.height)
    month, value = (right - left) / width, frame.top / height
    start = -height + STROKE_STEP / 2
    while start < width:
        # In points from the lower left corner a stroke is y = x - start; keep the part inside the strip.
        low, high = max(0.0, start), min(width, start + height)
        if high > low:
            ends = (left + low * month, left + high * month, (low - start) * value, (high - start) * value)
            yield (round(ends[0], 4), round(ends[1], 4), round(ends[2], 4), round(ends[3], 4))
        start += STROKE_STEP


def _breaks(breaks: tuple[Break, ...], frame: Frame) -> list[Spec]:
    """Marks across the plot with short labels above it, in as many rows as keep the labels apart."""
    layers: list[Spec] = []
    placed: list[tuple[float, int]] = []
    # From the right: a label that would reach a later mark stands above it, so that no rule crosses a word.
    for one in sorted(breaks, key=lambda b: b.month, reverse=True):
        at = month_number(one.month) - 0.5
        end = frame.x(at) + words_width(one.label, 12) + 14
        row = max((row + 1 for start, row in placed if start < end), default=0)
        placed.append((frame.x(at), row))
        layers.extend(_mark(one.label, at, -8 - 16 * row, frame.height))
    return layers


def _mark(label: str, at: float, rise: int, height: int) -> list[Spec]:
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
    return [layer([{"m": at}], rule, x=amount("m")), layer([{"m": at}], words, x=amount("m"))]


def last_value(series: Series, colour: str) -> list[Spec]:
    """The last value, written at the end of the line."""
    if not series.known:
        return []
    last = series.known[-1]
    at = [{"m": month_number(last.label), "v": drawn(last.value), "t": last.text}]
    words: Spec = {
        "type": "text",
        "align": "left",
        "dx": 10,
        "fontSize": 14,
        "fontWeight": "bold",
        "color": INK,
    }
    where = {"x": amount("m"), "y": amount("v")}
    return [
        layer(at, _dot(colour, 46, hollow=last.provisional), **where),
        layer(at, words, **where, text={"field": "t"}),
    ]
