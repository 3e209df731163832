"""Charts that state their finding: builders of `Chart` values, each with picture, alternative text and table.

The title is a finding worked out by the caller; these functions never judge a number. Bars, lines and dots show
zero. Missing is never zero: a gap stays a gap and says why. Uncertainty is drawn where it is given. Series are
named beside what they show instead of in a legend, and colour never says anything alone.
"""

from __future__ import annotations

from collections.abc import Callable

from frankpledge.documents.bar_picture import BAR_HEIGHT, bar_spec
from frankpledge.documents.chart_look import OKABE_ITO
from frankpledge.documents.dot_picture import change_spec, rank_spec
from frankpledge.documents.drawing import chart_png, chart_svg, titled_png
from frankpledge.documents.figures import Figure
from frankpledge.documents.readings import (
    Break,
    Change,
    Number,
    Ranked,
    Reading,
    Series,
    drawn,
    every_month,
    gap_reason,
    gap_runs,
    interval_text,
    month_words,
    places_for,
    worded,
    worded_changes,
    worded_ranking,
)
from frankpledge.documents.tree import Bound, CellKind, Chart, Column, Inline, Row, Table, Text
from frankpledge.documents.trend_picture import NARROW, trend_spec

__all__ = [
    "OKABE_ITO", "Break", "Change", "Number", "Ranked", "Reading", "Series",
    "chart_png", "chart_svg", "paired_bars", "quarter_bars", "rank_dots", "single_change", "titled_png", "trend_line",
]  # fmt: skip

PROVISIONAL_BARS = "Dashed bars are provisional and may change."
PROVISIONAL_MONTHS = "Dotted months are provisional and may change."


def quarter_bars(
    *,
    id: str,  # noqa: A002 (the word of the tree)
    title: str,
    subtitle: str,
    series: Series,
    measure: str,
    alt: str = "",
    colour: str = "blue",
    breaks: tuple[Break, ...] = (),
    notes: tuple[str, ...] = (),
    source: str = "",
    height: int = BAR_HEIGHT,
    reach: float | None = None,
) -> Chart:
    """One year by quarter (or any few periods) as bars from zero, each with its number.

    The axis holds `reach`, if given, so that pictures which are compared share one scale.
    `colour` names one of `OKABE_ITO`; keep one measure in one colour on every page. `height` is in points. A break is
    marked before the bar whose label it names as its month.
    """
    said = tuple(f"{one.label}, {one.month}: {one.note}" for one in breaks)
    return _bars(
        id, title, subtitle, (series,), measure, alt, colour, notes + said, source, height, breaks, reach
    )


def paired_bars(
    *,
    id: str,  # noqa: A002
    title: str,
    subtitle: str,
    earlier: Series,
    later: Series,
    measure: str,
    alt: str = "",
    colour: str = "blue",
    notes: tuple[str, ...] = (),
    source: str = "",
    height: int = 260,
) -> Chart:
    """Two years side by side by quarter: the earlier pale with an outline, the later solid, each bar named.

    Both series must have the same labels in the same order, otherwise ValueError.
    """
    if [r.label for r in earlier.readings] != [r.label for r in later.readings]:
        raise ValueError("the two series of paired bars must have the same periods in the same order")
    return _bars(id, title, subtitle, (earlier, later), measure, alt, colour, notes, source, height)


def _bars(
    made: str, title: str, subtitle: str, given: tuple[Series, ...], measure: str,
    alt: str, colour: str, notes: tuple[str, ...], source: str, height: int = BAR_HEIGHT, breaks: tuple[Break, ...] = (),
    reach: float | None = None,
) -> Chart:  # fmt: skip
    periods = [reading.label for reading in given[0].readings]
    if len(set(periods)) != len(periods):
        raise ValueError("each period of a bar chart must be named once")
    series = tuple(worded(one) for one in given)
    told = alt or f"Bars of {_lower(measure)}. " + " ".join(f"{one.name}: {_listed(one)}." for one in series)
    table = _series_table(series, measure, source)
    late = (PROVISIONAL_BARS,) if any(r.provisional for one in series for r in one.readings) else ()
    return Chart(
        made,
        title,
        subtitle,
        told,
        bar_spec(series, OKABE_ITO[colour], height, breaks, reach=reach),
        table,
        notes + _bar_gaps(series) + late,
    )


def _listed(series: Series) -> str:
    return ", ".join(f"{reading.label} {reading.text}" for reading in series.readings)


def _bar_gaps(series: tuple[Series, ...]) -> tuple[str, ...]:
    return tuple(
        f"No data for {reading.label}, {one.name}: {gap_reason(reading)}."
        for one in series
        for reading in one.readings
        if reading.value is None
    )


def trend_line(
    *,
    id: str,  # noqa: A002
    title: str,
    subtitle: str,
    series: Series,
    measure: str,
    alt: str = "",
    colour: str = "blue",
    breaks: tuple[Break, ...] = (),
    rolling: Series | None = None,
    notes: tuple[str, ...] = (),
    source: str = "",
    height: int = 250,
    reach: float | None = None,
) -> Chart:
    """A monthly series: gaps hatched with their reason, interval as a band, provisional months dotted, breaks marked.

    The axis holds `reach`, if given, so that pictures which are compared share one scale.
    `series` has one reading a month, labelled `2020-07`; months left out are gaps of unknown reason. `rolling`, on
    the same months (say the total of the twelve months ending then), is drawn below on its own scale.
    Raises ValueError for a label that is no month and for months out of order.
    """
    whole = worded(every_month(series))
    total = worded(every_month(rolling, like=whole)) if rolling else None
    told = alt or _trend_words(whole, measure, total)
    table = _series_table((whole, total) if total else (whole,), measure, source, month_words)
    marks = tuple(f"{one.label}, {month_words(one.month)}: {one.note}" for one in breaks)
    late = (PROVISIONAL_MONTHS,) if any(reading.provisional for reading in whole.readings) else ()
    picture = trend_spec(whole, total, breaks, OKABE_ITO[colour], height, reach=reach)
    narrow = trend_spec(whole, total, breaks, OKABE_ITO[colour], height, reach=reach, width=NARROW)
    return Chart(id, title, subtitle, told, picture, table, notes + marks + _month_gaps(whole) + late, narrow)


def _month_gaps(series: Series) -> tuple[str, ...]:
    spans = [(series.readings[start], series.readings[end - 1]) for start, end in gap_runs(series)]
    return tuple(f"No data {_span(first.label, last.label)}: {gap_reason(first)}." for first, last in spans)


def _span(first: str, last: str) -> str:
    return (
        f"for {month_words(first)}" if first == last else f"from {month_words(first)} to {month_words(last)}"
    )


def _trend_words(series: Series, measure: str, rolling: Series | None) -> str:
    """What the picture of a trend shows: its ends, extremes, gaps and rolling total."""
    known, ends = series.known, (series.readings[0], series.readings[-1])
    parts = [f"Line: {_lower(measure)}, {month_words(ends[0].label)} to {month_words(ends[1].label)}."]
    if known:
        marks = (
            ("Lowest", min(known, key=lambda r: drawn(r.value) or 0)),
            ("highest", max(known, key=lambda r: drawn(r.value) or 0)),
            ("last", known[-1]),
        )
        parts.append(", ".join(f"{word} {one.text} in {month_words(one.label)}" for word, one in marks) + ".")
    if missing := len(series.readings) - len(known):
        parts.append(f"{missing} {'month has' if missing == 1 else 'months have'} no data.")
    if rolling and rolling.known:
        parts.append(f"{rolling.name}: {rolling.known[0].text} at first, {rolling.known[-1].text} at last.")
    return " ".join(parts)


def rank_dots(
    *,
    id: str,  # noqa: A002
    title: str,
    subtitle: str,
    ranked: tuple[Ranked, ...],
    measure: str,
    alt: str = "",
    colour: str = "blue",
    notes: tuple[str, ...] = (),
    source: str = "",
    interval: str = "95% interval",
    places: bool = False,
) -> Chart:
    """A ranking, in the order given: one dot an issue with its interval, equal ranks on one band.

    With `places` the values are the ranks themselves, and the axis begins with the first.
    """
    rows = worded_ranking(ranked)
    spans = _intervals(rows)
    told = alt or f"Ranking by {_lower(measure)}: " + "; ".join(
        f"{one.rank} {one.name} {_with(one.text, span)}" for one, span in zip(rows, spans, strict=True)
    ) + "."  # fmt: skip
    columns = (
        Column("Rank"),
        Column("Issue"),
        Column(measure, CellKind.NUMBER),
        Column(interval, CellKind.NUMBER),
    )
    cells = tuple(
        Row((_cell(one.rank), _cell(one.name), _value_cell(one.figure, one.text), _cell(span)))
        for one, span in zip(rows, spans, strict=True)
    )
    return Chart(
        id,
        title,
        subtitle,
        told,
        rank_spec(rows, measure, OKABE_ITO[colour], places=places),
        Table(measure, columns, cells, source),
        notes,
    )


def single_change(
    *,
    id: str,  # noqa: A002
    title: str,
    subtitle: str,
    changes: tuple[Change, ...],
    measure: str,
    alt: str = "",
    colour: str = "blue",
    notes: tuple[str, ...] = (),
    source: str = "",
    interval: str = "95% interval",
    less: str = "Fewer",
    more: str = "More",
) -> Chart:
    """One change, or a few, as points with intervals against the line of no change."""
    rows = worded_changes(changes)
    spans = _intervals(rows)
    shown = tuple(_with(one.text, span) for one, span in zip(rows, spans, strict=True))
    told = (
        alt
        or f"{measure}, against no change: "
        + "; ".join(f"{one.name} {words}" for one, words in zip(rows, shown, strict=True))
        + "."
    )
    columns = (Column("Series"), Column(measure, CellKind.NUMBER), Column(interval, CellKind.NUMBER))
    cells = tuple(
        Row((_cell(one.name), _value_cell(one.figure, one.text), _cell(span)))
        for one, span in zip(rows, spans, strict=True)
    )
    why = tuple(
        f"No data for {one.name}: {one.missing_because.rstrip('.') or 'the reason is not recorded'}."
        for one in rows
        if one.value is None
    )
    picture = change_spec(rows, shown, measure, OKABE_ITO[colour], (less, more))
    return Chart(id, title, subtitle, told, picture, Table(measure, columns, cells, source), notes + why)


def _intervals(rows: tuple[Ranked, ...] | tuple[Change, ...]) -> tuple[str, ...]:
    places = places_for(end for one in rows for end in (one.low, one.high))
    return tuple(interval_text(one.low, one.high, places) for one in rows)


def _with(words: str, span: str) -> str:
    return f"{words} ({span})" if span else words


def _series_table(
    series: tuple[Series, ...], measure: str, source: str, words: Callable[[str], str] = str,
) -> Table:  # fmt: skip
    """The readings as a table: a row a period, a column a series, and a column for each interval given."""
    columns = [Column("Period")]
    parts: list[list[tuple[Inline, ...]]] = [[_cell(words(reading.label)) for reading in series[0].readings]]
    for one in series:
        columns.append(Column(one.name, CellKind.NUMBER))
        parts.append([_value_cell(reading.figure, _late(reading)) for reading in one.readings])
        if one.has_interval:
            columns.append(Column(f"Interval, {_lower(one.name)}", CellKind.NUMBER))
            places = places_for(end for reading in one.readings for end in (reading.low, reading.high))
            parts.append(
                [_cell(interval_text(reading.low, reading.high, places)) for reading in one.readings]
            )
    rows = tuple(Row(cells) for cells in zip(*parts, strict=True))
    return Table(measure, tuple(columns), rows, source)


def _late(reading: Reading) -> str:
    return reading.text + (" (provisional)" if reading.provisional and reading.value is not None else "")


def _cell(words: str) -> tuple[Inline, ...]:
    return (Text(words),)


def _value_cell(figure: Figure | None, words: str) -> tuple[Inline, ...]:
    return (Bound(figure, words),) if figure else _cell(words)


def _lower(words: str) -> str:
    """Words that begin a phrase, within a sentence; names in capitals stay."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
