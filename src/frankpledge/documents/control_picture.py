"""A control chart by month: what was counted, the band that its own past leads to expect, and the months that signal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from frankpledge.documents.chart_look import OKABE_ITO, QUIET, WIDTH, Spec, amount, layer, spec
from frankpledge.documents.readings import (
    Break,
    Series,
    drawn,
    every_month,
    gap_reason,
    gap_runs,
    month_number,
    month_words,
    printed,
    top_of,
    worded,
)
from frankpledge.documents.tree import Bound, CellKind, Chart, Column, Inline, Row, Table, Text
from frankpledge.documents.trend_picture import NARROW, Frame, last_value, view

SIGNAL = OKABE_ITO["vermilion"]


@dataclass(frozen=True)
class Expected:
    """What one month was expected to bring, and the limits; `phase` numbers the stretch of one way of recording."""

    centre: float
    low: float
    high: float
    phase: int = 0


def control_chart(
    *,
    id: str,  # noqa: A002 (the word of the tree)
    title: str,
    subtitle: str,
    series: Series,
    expected: Mapping[str, Expected],
    signals: Mapping[str, str],
    measure: str,
    colour: str = "blue",
    breaks: tuple[Break, ...] = (),
    notes: tuple[str, ...] = (),
    source: str = "",
) -> Chart:
    """`expected` and `signals` are by month (`2021-07`); a signal says in words why the month stands out.

    Gaps are hatched, breaks of recording are marks across, and months that signal are ringed. Raises ValueError as
    `trend_line` does.
    """
    whole = worded(every_month(series))
    marks = tuple(f"{one.label}, {month_words(one.month)}: {one.note}" for one in breaks)
    gaps = tuple(
        f"No data {_span(whole, start, end)}: {gap_reason(whole.readings[start])}."
        for start, end in gap_runs(whole)
    )
    return Chart(
        id, title, subtitle, _words(whole, expected, signals, measure), _spec(whole, expected, signals, breaks, OKABE_ITO[colour]),
        _table(whole, expected, signals, measure, source), (*notes, *marks, *gaps),
        _spec(whole, expected, signals, breaks, OKABE_ITO[colour], NARROW),
    )  # fmt: skip


def _span(series: Series, start: int, end: int) -> str:
    first, last = (month_words(series.readings[place].label) for place in (start, end - 1))
    return f"for {first}" if first == last else f"from {first} to {last}"


def _spec(
    series: Series, expected: Mapping[str, Expected], signals: Mapping[str, str], breaks: tuple[Break, ...], colour: str,
    width: int = WIDTH,
) -> Spec:  # fmt: skip
    left, right = month_number(series.readings[0].label) - 0.5, month_number(series.readings[-1].label) + 0.5
    frame = Frame(left, right, 250, top_of(series, *(one.high for one in expected.values())), width)
    under = [part for run in _runs(series, expected) for part in _band(run)]
    over = [*last_value(series, colour), *_rings(series, signals)]
    return spec(view(series, frame, breaks, colour, labelled=True, under=under, over=over))


def _runs(series: Series, expected: Mapping[str, Expected]) -> Iterator[list[tuple[int, Expected]]]:
    """Neighbouring months of one phase that have limits."""
    run: list[tuple[int, Expected]] = []
    for reading in series.readings:
        one = expected.get(reading.label)
        if run and (one is None or one.phase != run[-1][1].phase):
            yield run
            run = []
        if one is not None:
            run.append((month_number(reading.label), one))
    if run:
        yield run


def _band(run: Sequence[tuple[int, Expected]]) -> list[Spec]:
    values = [{"m": month, "low": one.low, "high": one.high, "c": one.centre} for month, one in run]
    area: Spec = {"type": "area", "color": QUIET, "opacity": 0.16, "line": False}
    middle: Spec = {"type": "line", "color": QUIET, "strokeWidth": 1.25, "strokeDash": [4, 3]}
    return [
        layer(values, area, x=amount("m"), y=amount("low"), y2={"field": "high"}),
        layer(values, middle, x=amount("m"), y=amount("c")),
    ]


def _rings(series: Series, signals: Mapping[str, str]) -> list[Spec]:
    """A diamond around each month that signals: told by its shape as well as its colour."""
    values = [
        {"m": month_number(reading.label), "v": drawn(reading.value)}
        for reading in series.readings
        if reading.label in signals and reading.value is not None
    ]
    mark: Spec = {
        "type": "point", "shape": "diamond", "filled": False, "size": 130, "opacity": 1, "color": SIGNAL,
        "strokeWidth": 2.25,
    }  # fmt: skip
    return [layer(values, mark, x=amount("m"), y=amount("v"))] if values else []


def _words(series: Series, expected: Mapping[str, Expected], signals: Mapping[str, str], measure: str) -> str:
    ends = series.readings[0], series.readings[-1]
    said = [
        f"Control chart of {measure} by month, {month_words(ends[0].label)} to {month_words(ends[1].label)}."
    ]
    known = [reading for reading in series.known if reading.label in expected]
    if known:
        last, limits = known[-1], expected[known[-1].label]
        said.append(
            f"Last: {last.text} in {month_words(last.label)}, where {printed(limits.low)} to {printed(limits.high)} is ordinary."
        )
    missing = len(series.readings) - len(series.known)
    if missing:
        said.append(f"{missing} {'month has' if missing == 1 else 'months have'} no data.")
    told = _grouped(series, signals)
    said.append(f"Standing out: {'; '.join(told)}." if told else "No month stands out.")
    return " ".join(said)


def _grouped(series: Series, signals: Mapping[str, str]) -> list[str]:
    """Neighbouring months that signal for one reason, told as one stretch."""
    runs: list[tuple[str, str, str]] = []
    before = ""
    for reading in series.known:
        why = signals.get(reading.label, "")
        if why and why == before:
            runs[-1] = (runs[-1][0], reading.label, why)
        elif why:
            runs.append((reading.label, reading.label, why))
        before = why
    return [
        f"{month_words(first)}{'' if first == last else f' to {month_words(last)}'} ({why})"
        for first, last, why in runs
    ]


def _table(
    series: Series, expected: Mapping[str, Expected], signals: Mapping[str, str], measure: str, source: str
) -> Table:
    columns = (
        Column("Period"), Column(series.name, CellKind.NUMBER), Column("Ordinary", CellKind.NUMBER),
        Column("What stands out"),
    )  # fmt: skip
    rows = []
    for reading in series.readings:
        one = expected.get(reading.label)
        cells: list[tuple[Inline, ...]] = [
            (Text(month_words(reading.label)),),
            (Bound(reading.figure, reading.text),) if reading.figure else (Text(_late(reading.text, reading.provisional and reading.value is not None)),),
            (Text(f"{printed(one.low)} to {printed(one.high)}" if one else "not known"),),
            (Text(signals.get(reading.label, "–")),),
        ]  # fmt: skip
        rows.append(Row(tuple(cells)))
    return Table(measure, columns, tuple(rows), source)


def _late(words: str, provisional: bool) -> str:
    return f"{words} (provisional)" if provisional else words
