"""The look that all charts share: colours, type, axes and the small pieces of a Vega-Lite specification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from frankpledge.documents.contrast import mixed
from frankpledge.documents.drawing import FONT

OKABE_ITO = {
    "blue": "#0072b2", "vermilion": "#d55e00", "green": "#009e73", "purple": "#cc79a7",
    "orange": "#e69f00", "sky": "#56b4e9", "yellow": "#f0e442", "black": "#000000",
}  # fmt: skip
"""Okabe and Ito’s palette, told apart with every common kind of colour blindness (Color Universal Design, 2008)."""

INK, QUIET, RULE, FAINT, PAPER = "#0b0c0c", "#505a5f", "#d5dadb", "#f1f3f3", "#ffffff"
WIDTH = 600
"""Of the drawing area, in points; labels come on top of it."""

Spec = dict[str, object]


def spec(view: Spec) -> Spec:
    """A view with the look that all charts share."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": PAPER,
        "padding": {"left": 4, "right": 12, "top": 6, "bottom": 4},
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "labelColor": INK,
                "labelFontSize": 13,
                "gridColor": RULE,
                "labelFont": FONT,
                "titleFont": FONT,
            },
            "text": {"font": FONT, "fontSize": 13},
            "mark": {"aria": False},
        },
        **view,
    }


def layer(values: Sequence[Mapping[str, object]], mark: Spec, **encoding: object) -> Spec:
    """One mark with its own data."""
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def amount(name: str) -> Spec:
    """A channel that measures the field `name`; axes are titled by the chart's own words, never by a field."""
    return {"field": name, "type": "quantitative", "title": None}


def value_axis() -> Spec:
    return {
        "tickCount": 5, "grid": True, "domain": False, "ticks": False, "labelPadding": 8,
        "format": ",~f", "labelColor": QUIET,
    }  # fmt: skip


def pale(colour: str) -> str:
    return mixed(colour, PAPER, 0.18)


def words_width(words: str, size: int = 14) -> float:
    """A generous guess at the width of words in points, to keep labels apart before anything is drawn."""
    return len(words) * size * 0.53
