"""The pictures of the room: a measure over time, what may come of it, and the ranking as dots. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from frankpledge.analysis.sentences import joined
from frankpledge.analysis.series import Break, BreakKind, rolling_totals
from frankpledge.analysis.series import Series as Counts
from frankpledge.assessment.facts import RankingFacts
from frankpledge.assessment.record import IssueRecord, MeasureRecord
from frankpledge.assessment.rules.outlook import Outlook, title_of
from frankpledge.assessment.rules.words import inside_a_sentence, rank_range, rank_sign
from frankpledge.documents import charts
from frankpledge.documents.fan_picture import Fan, forecast_fan
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Chart
from frankpledge.kernel.dates import MONTHS, Period, months_in
from frankpledge.kernel.messages import message

WORDS_ON_PICTURE = 3
ABSENT = "no figure was supplied"
LOW, FULL = 170, 250
"""The height of the one picture of an issue's page, which must leave room for the words, and of others."""


def trend(
    issue: str,
    title: str,
    measure: MeasureRecord,
    counts: Counts,
    figures: Mapping[str, Figure],
    *,
    years: tuple[Period, Period],
    low: bool = False,
) -> Chart | None:
    """A measure over time: monthly as a line with gaps and breaks, quarterly as two years of bars; None for less.

    `figures` are by period code; a period without one is a gap. `years` are the two that are compared. With `low` as the
    page of an issue has it: not so high, and without the rolling total.
    """
    if counts.step == 1:
        return _line(issue, title, measure, counts, figures, years[1], low=low)
    if counts.step == 3:
        return _bars(issue, title, measure, counts, figures, years, low=low)
    return None


def _subtitle(measure: MeasureRecord, each: str) -> str:
    return str(message("{title}, {each}. {source}", title=measure.title, each=each, source=measure.source))


def _line(
    issue: str, title: str, measure: MeasureRecord, counts: Counts, figures: Mapping[str, Figure], year: Period,
    *, low: bool,
) -> Chart:  # fmt: skip
    drawn = {
        point.period.code: _reading(point.period.code, figures.get(point.period.code))
        for point in counts.points
    }
    readings = tuple(
        drawn.get(month.code) or charts.Reading(month.code, None, missing_because=ABSENT)
        for month in _span(counts, year)
    )
    shown = {reading.label for reading in readings}
    return charts.trend_line(
        id=f"trend-{issue}",
        title=title,
        subtitle=_subtitle(measure, "by month"),
        series=charts.Series(measure.title, readings),
        measure=measure.title,
        rolling=None if low else _rolling(counts),
        height=LOW if low else FULL,
        breaks=tuple(
            mark
            for one in counts.breaks
            if (mark := _mark(one)).month in shown and one.kind is not BreakKind.GAP
        ),
    )


def _span(counts: Counts, year: Period) -> list[Period]:
    """The months of the picture: those of the counts and of the year assessed, so that what never arrived is seen lacking."""
    first, last = counts.points[0].period, counts.points[-1].period
    ends = [one.ends_on for one in (last, year) if one.ends_on is not None]
    return months_in(Period(min(first.starts_on, year.starts_on), max(ends)))


def _rolling(counts: Counts) -> charts.Series | None:
    """The total of the twelve months that end with each month; None where fewer than two are known."""
    totals = rolling_totals(counts)
    if sum(1 for one in totals if one.value is not None) < 2:
        return None
    readings = tuple(
        charts.Reading(
            f"{one.period.ends_on:%Y-%m}",
            one.value,
            missing_because="" if one.value is not None else "a month of the twelve is missing",
        )
        for one in totals
    )
    return charts.Series("Twelve months to then", readings)


def outlook_fan(
    issue: str, measure: MeasureRecord, counts: Counts, found: Outlook, figures: Mapping[str, Figure], *, low: bool = False
) -> Chart:  # fmt: skip
    """The last three years and what the next twelve months may bring. `figures` are by month, each of which opens.

    With `low` as the page of an issue has it.
    """
    ahead = tuple(
        Fan(
            one.period,
            one.value,
            (one.low_80, one.high_80),
            (one.low_95, one.high_95),
            figures.get(one.period),
        )
        for one in found.months
    )
    readings = tuple(
        charts.Reading(
            point.period.code, point.value, missing_because="" if point.value is not None else ABSENT
        )
        for point in counts.points
    )
    each = "by month; darker 80% range, paler 95% range"
    return forecast_fan(
        id=f"outlook-{issue}",
        title=title_of(found, measure.title),
        subtitle=_subtitle(measure, each),
        series=charts.Series(measure.title, readings),
        ahead=ahead,
        measure=measure.title,
        middle="Expected" if found.beats else "Last year’s same month",
        breaks=tuple(_mark(one) for one in counts.breaks if one.kind is not BreakKind.GAP),
        source=measure.source,
        height=LOW if low else FULL,
    )


def _mark(one: Break) -> charts.Break:
    month = f"{one.when.starts_on:%Y-%m}"
    words = one.what.split()
    # What stands on the picture whole is not said twice.
    note = f"{one.what} ({one.when})" if len(words) > WORDS_ON_PICTURE else str(one.when)
    return charts.Break(month, " ".join(words[:WORDS_ON_PICTURE]), note)


def _reading(label: str, figure: Figure | None) -> charts.Reading:
    if figure is None or figure.value is None:
        why = figure.unknown_because if figure else ABSENT
        return charts.Reading(label, None, missing_because=why or ABSENT, figure=figure)
    return charts.Reading(label, figure.value, figure.text, figure.low, figure.high, figure=figure)


def _bars(
    issue: str, title: str, measure: MeasureRecord, counts: Counts, figures: Mapping[str, Figure],
    years: tuple[Period, Period], *, low: bool,
) -> Chart | None:  # fmt: skip
    earlier, later = (
        charts.Series(
            str(year),
            tuple(
                _reading(_quarter(point.period), figures.get(point.period.code))
                for point in counts.points
                if point.period.starts_on in year
            ),
        )
        for year in years
    )
    if [one.label for one in earlier.readings] != [one.label for one in later.readings] or not later.readings:
        return None
    return charts.paired_bars(
        id=f"trend-{issue}",
        title=title,
        subtitle=_subtitle(measure, "by quarter"),
        earlier=earlier,
        later=later,
        measure=measure.title,
        notes=tuple(f"{one.what} ({one.when})." for one in counts.breaks),
        height=LOW if low else FULL + 10,
    )


def _quarter(period: Period) -> str:
    last = period.ends_on or period.starts_on
    return f"{MONTHS[period.starts_on.month - 1][:3]} to {MONTHS[last.month - 1][:3]}"


def ranking_chart(ranking: RankingFacts, issues: tuple[IssueRecord, ...]) -> Chart:
    """One dot an issue at its rank, with the interval within which the rank lies; ties stand on one band."""
    rows = tuple(
        charts.Ranked(
            one.issue.title,
            one.place.rank,
            rank_sign(one.place.rank, tied=bool(one.place.tied_with)),
            text=rank_range(one.place.rank_low, one.place.rank_high),
            low=float(one.place.rank_low),
            high=float(one.place.rank_high),
            figure=one.rank,
        )
        for one in issues
        if one.place is not None
    )
    share = f"{ranking.confidence * 100:g}%"
    return charts.rank_dots(
        id="ranking",
        title=ranking_title(ranking),
        subtitle=str(
            message(
                "Rank and {share} interval of {count} scored issues, {edition}; {scheme} {version}, {draws} draws.",
                share=share, count=len(rows), edition=ranking.edition, scheme=ranking.scheme_title,
                version=ranking.scheme_version, draws=f"{ranking.draws:,}",
            )
        ),
        ranked=rows,
        measure="Rank (1 is the most serious)",
        interval=f"{share} interval",
        places=True,
    )  # fmt: skip


def ranking_title(ranking: RankingFacts) -> str:
    """What the picture shows, in a sentence: which issues may be first."""
    may_be_first = [place.title for place in ranking.places if place.rank_low == 1]
    if not may_be_first:
        return "No issue could be ranked"
    if len(may_be_first) == 1:
        return str(message("{first} ranks first, and would in nearly every draw", first=may_be_first[0]))
    first, *others = may_be_first
    listed = joined([first, *map(inside_a_sentence, others)])
    return str(message("{issues} cannot be told apart for first place", issues=listed))
