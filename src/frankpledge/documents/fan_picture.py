"""A monthly line that goes on into a fan: what may come, in a narrow and a wide range, never as a line alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frankpledge.documents.chart_look import INK, OKABE_ITO, PAPER, QUIET, WIDTH, Spec, amount, layer, spec
from frankpledge.documents.figures import Figure
from frankpledge.documents.readings import (
    Break,
    Series,
    every_month,
    month_number,
    month_words,
    printed,
    top_of,
    worded,
)
from frankpledge.documents.tree import Bound, CellKind, Chart, Column, Inline, Row, Table, Text
from frankpledge.documents.trend_picture import NARROW, Frame, view

SHOWN_BEFORE = 36
"""So many months of the past stand before the fan; the whole series has its own picture."""


@dataclass(frozen=True)
class Fan:
    """One month to come. `month` is `2021-07`; the inner range holds 80 and the outer 95 of 100 outcomes."""

    month: str
    value: float
    inner: tuple[float, float]
    outer: tuple[float, float]
    figure: Figure | None = None


def forecast_fan(
    *,
    id: str,  # noqa: A002 (the word of the tree)
    title: str,
    subtitle: str,
    series: Series,
    ahead: Sequence[Fan],
    measure: str,
    middle: str = "Expected",
    colour: str = "blue",
    breaks: tuple[Break, ...] = (),
    notes: tuple[str, ...] = (),
    source: str = "",
    height: int = 250,
) -> Chart:
    """The last three years by month, then the fan. `middle` names its centre. Raises ValueError without a month to come."""
    if not ahead:
        raise ValueError("a fan needs a month to come")
    past = worded(every_month(Series(series.name, series.readings[-SHOWN_BEFORE:])))
    first = {reading.label for reading in past.readings}
    marks = tuple(one for one in breaks if one.month in first)
    said = tuple(f"{one.label}, {month_words(one.month)}: {one.note}" for one in marks)
    return Chart(
        id, title, subtitle, _words(past, ahead, measure, middle), _spec(past, ahead, marks, OKABE_ITO[colour], height),
        _table(ahead, measure, middle, source), (*notes, *said),
        _spec(past, ahead, marks, OKABE_ITO[colour], height, NARROW),
    )  # fmt: skip


def _spec(
    past: Series, ahead: Sequence[Fan], breaks: tuple[Break, ...], colour: str, height: int, width: int = WIDTH
) -> Spec:  # fmt: skip
    left, right = month_number(past.readings[0].label) - 0.5, month_number(ahead[-1].month) + 0.5
    frame = Frame(left, right, height, top_of(past, *(one.outer[1] for one in ahead)), width)
    under = [_band(past, ahead, colour, outer=True), _band(past, ahead, colour, outer=False)]
    return spec(
        view(past, frame, breaks, colour, labelled=True, under=under, over=_middle(past, ahead, colour))
    )


def _band(past: Series, ahead: Sequence[Fan], colour: str, *, outer: bool) -> Spec:
    values = [
        {"m": month_number(one.month), "low": ends[0], "high": ends[1]}
        for one in ahead
        for ends in ((one.outer if outer else one.inner),)
    ]
    last = past.readings[-1]
    if last.value is not None and len(ahead) > 0:
        at = float(last.value)
        values.insert(0, {"m": month_number(last.label), "low": at, "high": at})
    mark: Spec = {"type": "area", "color": colour, "opacity": 0.16 if outer else 0.3, "line": False}
    return layer(values, mark, x=amount("m"), y=amount("low"), y2={"field": "high"})


def _middle(past: Series, ahead: Sequence[Fan], colour: str) -> list[Spec]:
    """The centre, dashed, and where what is known ends."""
    line: Spec = {"type": "line", "color": colour, "strokeWidth": 1.75, "strokeDash": [5, 4]}
    points = [{"m": month_number(one.month), "v": one.value} for one in ahead]
    edge = [{"m": month_number(past.readings[-1].label) + 0.5}]
    rule: Spec = {"type": "rule", "stroke": QUIET, "strokeWidth": 1, "y": 0, "y2": "height"}
    words: Spec = {
        "type": "text", "text": "What may come", "fontSize": 12, "color": INK, "align": "left", "baseline": "top",
        "dx": 5, "y": 4,
    }  # fmt: skip
    where = {"x": amount("m"), "y": amount("v")}
    halo = {**words, "stroke": PAPER, "strokeWidth": 4}
    return [
        layer(points, line, **where),
        layer(edge, rule, x=amount("m")),
        layer(edge, halo, x=amount("m")),
        layer(edge, words, x=amount("m")),
    ]


def _words(past: Series, ahead: Sequence[Fan], measure: str, middle: str) -> str:
    known = past.known
    lead = f"Line of {measure} by month, then a fan of the months to come. "
    ended = f"Last known: {known[-1].text} in {month_words(known[-1].label)}. " if known else ""
    first, last = ahead[0], ahead[-1]
    return lead + ended + " ".join(
        f"{middle} in {month_words(one.month)}: {printed(one.value)}, 95% range {_range(one.outer)}."
        for one in ((first,) if first is last else (first, last))
    )  # fmt: skip


def _range(ends: tuple[float, float]) -> str:
    return f"{printed(ends[0])} to {printed(ends[1])}"


def _table(ahead: Sequence[Fan], measure: str, middle: str, source: str) -> Table:
    columns = (
        Column("Month"), Column(middle, CellKind.NUMBER), Column("80% range", CellKind.NUMBER),
        Column("95% range", CellKind.NUMBER),
    )  # fmt: skip
    rows = tuple(
        Row((_cell(month_words(one.month)), _value(one), _cell(_range(one.inner)), _cell(_range(one.outer))))
        for one in ahead
    )
    return Table(f"{measure}: the months to come", columns, rows, source)


def _value(one: Fan) -> tuple[Inline, ...]:
    shown = printed(one.value)
    return (Bound(one.figure, shown),) if one.figure else _cell(shown)


def _cell(words: str) -> tuple[Inline, ...]:
    return (Text(words),)
