"""What the page of a measure shows: the finding in words, the picture, and the figures that open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from frankpledge.analysis.offence_codes import WeightSet
from frankpledge.analysis.series import Break, Series, State, earlier, whole_months
from frankpledge.analysis.severity_words import set_in_words
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.documents.tree import Chart, Document, Identity
from frankpledge.evidence import api
from frankpledge.evidence.addresses import address, crumbs
from frankpledge.evidence.chart_labels import MOST_BARS, bar_label, marks, month_label, months_label
from frankpledge.evidence.coded import is_coded
from frankpledge.evidence.figures import numeric, survey_limits
from frankpledge.evidence.findings import Findings, findings, is_count, value_text
from frankpledge.evidence.geography import FORCE
from frankpledge.evidence.measures import POLICE
from frankpledge.evidence.observed import Observed, Value
from frankpledge.evidence.pages import SeriesPage
from frankpledge.evidence.presenting import dataset_facts, release_in_words
from frankpledge.evidence.presenting_making import facts_of
from frankpledge.evidence.queries import drawings, is_released
from frankpledge.evidence.rules.control import Control, control
from frankpledge.evidence.rules.gaps import joined
from frankpledge.evidence.severity import weight_sets
from frankpledge.evidence.severity_chart import severity_chart
from frankpledge.evidence.snapshot import snapshot
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.kernel.dates import Period
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.web.html import trusted

QUARTER, YEAR = 3, 12
OFFENCES = frozenset({"crime"})
"""Kinds of measures that count offences, which severity can be asked of; anti-social behaviour is no offence."""
SEVERITY = "Weighted by severity"


def series_page(
    partnership: PartnershipFacts, slug: str, *, area: str, weights: str = "", may_write: bool = False
) -> SeriesPage:
    """One measure over time; `weights` names the set by which it is weighed, the one dated last otherwise. Raises `NotFound`."""
    known = snapshot(partnership.slug)
    row, seen = known.measures.get(slug), known.observed(slug, area)
    if seen is None or row is None:
        raise NotFound("There is no such measure.")
    series = api.series(partnership.slug, slug, area=area)
    said = findings(seen, series)
    is_police = slug.startswith(POLICE)
    here = address("series", partnership, slug=slug)
    sets = [one.found for one in weight_sets(known)] if is_coded(row) else []
    chosen = weights if weights in {one.id for one in sets} else ""
    return SeriesPage(
        title=seen.title,
        crumbs=crumbs(partnership, ("Data", "data")),
        finding=said.finding,
        more=(*said.more, *_quality(seen, area, is_police=is_police)),
        groups=(*said.groups, *_severity_group(partnership, seen, area, chosen)),
        chart=trusted(_picture(partnership, seen, said, series)),
        facts=(*facts_of(partnership, slug, row.definition), *dataset_facts(row.dataset)),
        figures=(
            *_figures(partnership, seen, said, area),
            *_severity_figures(partnership, seen, area, chosen),
        ),
        is_synthetic=row.dataset.is_synthetic,
        released="" if is_released(row.dataset, on=today()) else release_in_words(row.dataset),
        other_area_href="" if not is_police else (here if area else f"{here}?area={FORCE}"),
        other_area="Show the partnership’s area only"
        if area
        else "Show the whole force, rows without a place included",
        places_href=address("series-places", partnership, slug=slug) if is_police else "",
        csv_href=address("series-csv", partnership, slug=slug) + (f"?area={area}" if area else ""),
        severity=trusted(_severity_picture(partnership, seen, area, chosen)),
        severity_csv=address("series-severity-csv", partnership, slug=slug) if sets else "",
        severity_sets=tuple(_other_sets(here, sets, chosen)),
        make_href=f"{address('measure-new', partnership)}?from={slug}" if may_write and row.codes else "",
    )


def _quality(seen: Observed, area: str, *, is_police: bool) -> Iterator[str]:
    missing = [value.period for value in seen.values if value.value is None]
    if missing:
        spans = joined(missing) if all(whole_months(one) == 1 for one in missing) else missing
        yield f"Missing, and not counted as nothing: {', '.join(str(span) for span in spans)}."
    if is_police and not area:
        yield "Rows without a place count for the force and cannot count for the partnership’s area."


# The picture ------------------------------------------------------------------------------------------------------


def _picture(partnership: PartnershipFacts, seen: Observed, said: Findings, series: Series) -> str:
    """The chart with its table; empty when there are too few values for a picture to say anything."""
    if sum(value.value is not None for value in seen.values) <= 1:
        return ""
    found = control(series) if is_count(seen) else None
    chart = _control(seen, series, found) if found else chart_of(seen, said.headline, series.breaks)
    with drawing.kept_in(drawings()):
        return drawing.chart_html(chart, _frame(partnership))


def _frame(partnership: PartnershipFacts) -> Document:
    identity = Identity(partnership.council_name, partnership.colour, partnership.accent)
    return Document(partnership.name, (), identity, today().isoformat())


def _control(seen: Observed, series: Series, found: Control) -> Chart:
    """A monthly count against what its own past leads to expect."""
    readings = tuple(_readings(seen, seen.values, month_label))
    return drawing.control_chart(
        id=f"series-{seen.slug}",
        title=found.title(seen.title),
        subtitle=_subtitle(seen),
        series=drawing.Series(seen.title, readings),
        expected={
            month: drawing.Expected(one.centre, one.low, one.high, one.phase)
            for month, one in found.bands.items()
        },
        signals=found.signals,
        measure=seen.title,
        breaks=_marks(seen, series.breaks),
        notes=found.notes,
        source=seen.source,
    )


def chart_of(seen: Observed, title: str, breaks: Sequence[Break] = ()) -> Chart:
    """A monthly line with its gaps; two years by quarter as paired bars; bars else, at most twelve."""
    lengths = {whole_months(value.period) for value in seen.values}
    if lengths == {1}:
        return _line(seen, title, breaks)
    years = _two_years(seen.values) if lengths == {QUARTER} else None
    return _pairs(seen, title, years) if years else _bars(seen, title)


def _subtitle(seen: Observed) -> str:
    return f"{seen.title}, {seen.unit}. {seen.source}"


def _line(seen: Observed, title: str, breaks: Sequence[Break]) -> Chart:
    readings = tuple(_readings(seen, seen.values, month_label))
    return drawing.trend_line(
        id=f"series-{seen.slug}", title=title, subtitle=_subtitle(seen), series=drawing.Series(seen.title, readings),
        measure=seen.title, source=seen.source, breaks=_marks(seen, breaks),
    )  # fmt: skip


def _two_years(values: Sequence[Value]) -> tuple[Sequence[Value], Sequence[Value]] | None:
    """The quarters of two calendar years, all eight and nothing else."""
    ordered = sorted(values, key=lambda value: value.period.starts_on)
    if len(ordered) != 2 * YEAR // QUARTER:
        return None
    first, second = ordered[:4], ordered[4:]
    starts = [value.period.starts_on for value in ordered]
    if {on.year for on in starts[:4]} != {starts[0].year} or {on.year for on in starts[4:]} != {
        starts[0].year + 1
    }:
        return None
    return first, second


def _pairs(seen: Observed, title: str, years: tuple[Sequence[Value], Sequence[Value]]) -> Chart:
    earlier, later = (
        drawing.Series(
            str(year[0].period.starts_on.year),
            tuple(_readings(seen, year, months_label)),
        )
        for year in years
    )
    return drawing.paired_bars(
        id=f"series-{seen.slug}", title=title, subtitle=_subtitle(seen), earlier=earlier, later=later,
        measure=seen.title, source=seen.source,
    )  # fmt: skip


def _bars(seen: Observed, title: str) -> Chart:
    shown = seen.values[-MOST_BARS:]
    left_out = len(seen.values) - len(shown)
    notes = (
        (f"The last {MOST_BARS} of {len(seen.values)} values are drawn; the CSV has them all.",)
        if left_out
        else ()
    )
    readings = tuple(_readings(seen, shown, lambda period: bar_label(period, len(shown))))
    return drawing.quarter_bars(
        id=f"series-{seen.slug}", title=title, subtitle=_subtitle(seen), series=drawing.Series(seen.title, readings),
        measure=seen.title, source=seen.source, notes=notes,
    )  # fmt: skip


def _marks(seen: Observed, breaks: Sequence[Break]) -> tuple[drawing.Break, ...]:
    return marks(seen.values, [month_label(value.period) for value in seen.values], breaks)


def _readings(
    seen: Observed, values: Sequence[Value], label: Callable[[Period], str]
) -> Iterator[drawing.Reading]:
    for value in values:
        if value.value is None:
            yield drawing.Reading(label(value.period), missing_because="nothing was supplied for it")
            continue
        low, high = survey_limits(value, seen.unit)
        yield drawing.Reading(
            label(value.period), numeric(value.value), text=value_text(seen, value), low=low, high=high,
            provisional=value.state is not State.COMPLETE,
        )  # fmt: skip


# Figures ----------------------------------------------------------------------------------------------------------


def _figures(
    partnership: PartnershipFacts, seen: Observed, said: Findings, area: str
) -> Iterator[tuple[str, str, str]]:
    """The totals and changes that the sentences state, each of which opens; else the last values as supplied."""
    asked = tuple(_asked(partnership.slug, seen, said, {"area": area} if area else {}))
    made = figures.figures(asked)
    for request in asked:
        if (one := made[request]) is not None:
            shown = f"{one.text} ({one.interval_text})" if one.interval_text else one.text
            yield one.label, shown, address("figure", partnership, figure_id=one.id)


def _asked(slug: str, seen: Observed, said: Findings, more: Mapping[str, str]) -> Iterator[Request]:
    done: set[Period] = set()
    for spans in (said.year, said.quarter):
        if spans is None:
            continue
        for span in spans:
            if span not in done:
                yield Request.of(slug, "measure-sum", None, measure=seen.slug, period=span.code, **more)
        done |= set(spans)
        old, new = spans
        yield Request.of(
            slug, "measure-change", None, measure=seen.slug, old=old.code, new=new.code, places="1", **more
        )
    if not done:
        known = [value for value in seen.values if value.value is not None]
        for value in known[-2:]:
            yield Request.of(slug, "measure-value", None, measure=seen.slug, period=value.period.code, **more)


def _severity_span(seen: Observed) -> tuple[Period, Period | None] | None:
    """The period that is weighed, and the same one a year before: the last twelve months, or the last value where the
    source has fewer."""
    known = [value.period for value in seen.values if value.value is not None]
    if not known or known[-1].ends_on is None:
        return None
    last = known[-1]
    end = known[-1].ends_on
    starts = end.replace(year=end.year - 1, day=1)
    year = Period.parse(f"{starts.year + starts.month // 12}-{starts.month % 12 + 1:02d}..{end:%Y-%m}")
    for span in (year, last):
        if seen.tiles(span)[0].is_whole:
            before = earlier(span, months=12)
            return span, before if seen.tiles(before)[0].is_whole else None
    return None


def _severity_picture(partnership: PartnershipFacts, seen: Observed, area: str, weights: str) -> str:
    """The score over time, after the chart of the counts; empty where there is none."""
    span = _severity_span(seen)
    if seen.kind not in OFFENCES or span is None:
        return ""
    chart = severity_chart(
        partnership.slug,
        seen.slug,
        (span[1], span[0]),
        id=f"severity-{seen.slug}",
        area=area,
        weights=weights,
    )
    if chart is None:
        return ""
    with drawing.kept_in(drawings()):
        return drawing.chart_html(chart, _frame(partnership), number=2)


def _other_sets(here: str, sets: Sequence[WeightSet], chosen: str) -> Iterator[tuple[str, str]]:
    """The sets by which the measure is not weighed just now: what each is called, and where it is weighed by it."""
    shown = chosen or (sets[0].id if sets else "")
    for one in sets:
        if one.id != shown:
            yield f"Weigh it by {set_in_words(one)} instead", f"{here}?weights={one.id}#severity"


def _severity_group(
    partnership: PartnershipFacts, seen: Observed, area: str, weights: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the offences weigh, with all that must be said of it; of counts without codes why they are not weighed."""
    span = _severity_span(seen)
    if seen.kind not in OFFENCES or span is None:
        return
    said = api.severity(partnership.slug, seen.slug, span[0], before=span[1], area=area, weights=weights)
    yield SEVERITY, said.sentences


def _severity_figures(
    partnership: PartnershipFacts, seen: Observed, area: str, weights: str
) -> Iterator[tuple[str, str, str]]:
    span = _severity_span(seen)
    if seen.kind not in OFFENCES or span is None:
        return
    more = {name: given for name, given in (("area", area), ("weights", weights)) if given}
    said = api.severity(partnership.slug, seen.slug, span[0], before=span[1], area=area, weights=weights)
    if said.is_known:
        yield _opening(partnership, "severity-total", measure=seen.slug, period=span[0].code, **more)
    if said.can_change and span[1] is not None:
        yield _opening(
            partnership, "severity-change", measure=seen.slug, old=span[1].code, new=span[0].code, **more
        )


def _opening(partnership: PartnershipFacts, provider: str, **parameters: str) -> tuple[str, str, str]:
    made = figures.figure(Request.of(partnership.slug, provider, None, **parameters))
    shown = f"{made.text} ({made.interval_text})" if made.interval_text else made.text
    return made.label, shown, address("figure", partnership, figure_id=made.id)
