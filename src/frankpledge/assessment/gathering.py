"""Gathers what the document and the pages show: figures, series, coverage, law; each figure remembered so that it opens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from frankpledge.analysis.change import change
from frankpledge.analysis.narrative import comparison_sentences
from frankpledge.analysis.sentences import Wording, change_sentence, headline
from frankpledge.analysis.series import Break, Series, earlier, same_period_last_year
from frankpledge.assessment import door, outlooks, queries
from frankpledge.assessment.beside import peers_sentence, peers_table, rolling_sentence
from frankpledge.assessment.facts import PUBLIC, IssueFacts, MeasureLink, RankingFacts
from frankpledge.assessment.facts import SEVERITY as SEVERITY_ROLE
from frankpledge.assessment.funnel_plot import funnel_plot
from frankpledge.assessment.measuring import LASTING
from frankpledge.assessment.pictures import outlook_fan, trend
from frankpledge.assessment.record import (
    AssessmentRecord,
    CoverageRecord,
    IssueRecord,
    MeasureRecord,
    OutlookRecord,
    WhereRecord,
)
from frankpledge.assessment.rules.outlook import sentences, title_of
from frankpledge.assessment.withholding import (
    BESIDE,
    OUTLOOK,
    PLACES,
    SEVERITY,
    Protection,
    guarded_part,
    redacted,
    without_value,
)
from frankpledge.directory import api as directory
from frankpledge.disclosure import api as disclosure
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Chart, Identity
from frankpledge.evidence.peers import Compared
from frankpledge.evidence.rules.gaps import joined as runs_of
from frankpledge.evidence.rules.gaps import months_in_words
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.kernel.dates import Period, local_date, months_in
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import NotFound
from frankpledge.law import api as law
from frankpledge.law.facts import ContentRule

TWO_TIER = "two-tier"
MOST_PLACES = 10
"""So many areas stand in a document; the page of the measure has them all."""
MAP_TALL = 290
"""So high, in points, is a map that stands on one page of a document with its table."""
WEIGHED = 200
"""The height of the picture of severity, in points."""
NOT_ASKED = "The next twelve months have not been worked out yet."


def assessment_record(
    partnership: str,
    edition: str = "",
    *,
    known_at: datetime | None = None,
    protection: Protection | None = None,
) -> AssessmentRecord:
    """The whole of an edition (the newest without a name), by its newest ranking up to a moment.

    With `protection` as the public may see it: what that withholds is in no figure, picture or sentence of it.
    Raises `NotFound` when it has not been ranked.
    """
    ranking = queries.ranking(partnership, edition, known_at=known_at)
    if ranking is None:
        raise NotFound("There is no ranked strategic assessment yet.")
    facts = directory.partnership(partnership)
    dated = local_date(ranking.ran_at)
    known = queries.issues(partnership)
    first = first_places(known)
    issues = tuple(issue_record(ranking, one, first, protection) for one in in_order(ranking, known))
    return AssessmentRecord(
        partnership=facts.name,
        identity=identity(facts),
        ranking=ranking,
        scheme=queries.scheme_of(queries.assessment(partnership, ranking.edition).scheme),
        issues=issues,
        first=first,
        coverage=coverage(partnership, ranking.known_at, ranking.period),
        breaks=_all_breaks(issues),
        sections=statutory_sections(facts.nation, ranking),
        dated=dated.isoformat(),
        base_url=settings.BASE_URL,
        choices=queries.choices(partnership, ranking.edition),
        protection=protection,
    )


def first_places(known: Sequence[IssueFacts]) -> int:
    """How many places sentences call the first: half as many as there are candidates for priority, at least three."""
    return max(3, sum(1 for one in known if one.is_candidate) // 2)


def identity(facts: directory.PartnershipFacts) -> Identity:
    """A council's own look."""
    return Identity(
        facts.council_name,
        facts.colour,
        facts.accent,
        facts.logo_png,
        facts.council_name,
        facts.reference_docx,
    )


def statutory_sections(nation: str, ranking: RankingFacts) -> tuple[ContentRule, ...]:
    """What the law asks of the document on the day it is dated; what two-tier areas owe only where it was written."""
    rules = law.assessment_sections(nation, local_date(ranking.ran_at))
    return tuple(one for one in rules if one.where != TWO_TIER or ranking.texts.get("county"))


def in_order(ranking: RankingFacts, known: Sequence[IssueFacts]) -> list[IssueFacts]:
    """The issues of an edition in the order of its ranking, then those it could not score in their own order."""
    order = {place.issue: number for number, place in enumerate(ranking.places)}
    kept = [one for one in known if one.slug in order or ranking.why_left_out(one.slug)]
    return sorted(kept, key=lambda one: (order.get(one.slug, len(order)), one.place))


@dataclass(frozen=True)
class _Asking:
    """What the figures of one edition have in common."""

    ranking: RankingFacts
    issue: IssueFacts
    protection: Protection | None = None

    def own(self, provider: str, **more: str) -> Figure:
        request = Request.of(
            self.ranking.partnership, provider, self.ranking.known_at, edition=self.ranking.edition,
            issue=self.issue.slug, **more,
        )  # fmt: skip
        return figures.figure(request)

    def measured(self, provider: str, measure: str, **more: str) -> Figure:
        made = figures.figure(
            Request.of(self.ranking.partnership, provider, self.ranking.known_at, measure=measure, **more)
        )
        hidden = provider == "measure-sum" and self.hides(measure, more["period"])
        return without_value(made) if hidden else made

    def hides(self, measure: str, *codes: str) -> bool:
        """Whether a count of the measure is withheld here."""
        return self.protection is not None and self.protection.hides(measure, *codes)


def issue_record(
    ranking: RankingFacts, issue: IssueFacts, first: int, protection: Protection | None = None
) -> IssueRecord:
    """One issue with its own figures, those of its measure, and its picture; with `protection` as the public may see it."""
    asking = _Asking(ranking, issue, protection)
    made = replace(standing(ranking, issue, first), public=_public(asking))
    if protection is not None and made.place is not None:
        parts = tuple(guarded_part(one, protection) for one in made.place.parts)
        made = replace(made, place=replace(made.place, parts=parts))
    return _with_measure(asking, made)


def standing(ranking: RankingFacts, issue: IssueFacts, first: int) -> IssueRecord:
    """Where one issue stands, without the figures of its measure."""
    asking = _Asking(ranking, issue)
    return IssueRecord(
        issue=issue,
        place=ranking.of(issue.slug),
        why_left_out=ranking.why_left_out(issue.slug),
        rank=asking.own("issue-rank"),
        score=asking.own("issue-score"),
        top=asking.own("issue-top", k=str(first)),
    )


def _public(asking: _Asking) -> Figure | None:
    link = asking.issue.measured(PUBLIC)
    if link is None or _measure(asking.ranking, link.measure) is None:
        return None
    return asking.measured("measure-value", link.measure, period=asking.ranking.period.code)


def _measure(ranking: RankingFacts, slug: str) -> MeasureRecord | None:
    found = door.evidence().measure(ranking.partnership, slug, known_at=ranking.known_at)
    if found is None:
        return None
    return MeasureRecord(
        found.slug, found.title, found.unit, found.source, found.owner, found.is_synthetic, found.is_released
    )


def _with_measure(asking: _Asking, made: IssueRecord) -> IssueRecord:
    link = asking.issue.measured()
    measure = _measure(asking.ranking, link.measure) if link else None
    if link is None or measure is None:
        return made
    new = asking.ranking.period
    old = earlier(new, months=12)
    counts = door.evidence().series(
        asking.ranking.partnership, link.measure, known_at=asking.ranking.known_at
    )
    if asking.protection is not None and (kept := asking.protection.of(link.measure)):
        counts = redacted(counts, kept.hidden)
    count, before = (asking.measured("measure-sum", link.measure, period=one.code) for one in (new, old))
    breaks = tuple(one for one in counts.breaks if one.divides(old, new))
    comparable = not any(one.kind in LASTING for one in breaks) and not asking.hides(
        link.measure, old.code, new.code
    )
    title, finding = _finding(measure, before, count, old, new, breaks)
    beside = _beside(asking, measure)
    chart, low = _charts(asking, measure, counts, title, (old, new))
    arrived = _arrived(asking, counts, count)
    peers = peers_table(beside, measure.title, measure.source.removeprefix("Source: "))
    return replace(
        _with_severity(asking, made, old),
        measure=measure,
        count=count,
        before=before,
        change=asking.measured("measure-change", link.measure, old=old.code, new=new.code, per="day")
        if comparable and before.value
        else None,
        arrived=asking.measured("measure-sum", link.measure, period=arrived.code) if arrived else None,
        arrived_in=arrived,
        finding=finding,
        alike=_same_quarter(measure, counts),
        rolling=rolling_sentence(counts),
        beside=peers_sentence(beside),
        peers=peers,
        funnel=funnel_plot(asking.issue.slug, beside, measure, peers, count),
        breaks=breaks,
        chart=chart,
        low=low,
        outlook=_outlook(asking, measure, counts),
        where=_where(asking, measure),
    )


def _arrived(asking: _Asking, counts: Series, count: Figure) -> Period | None:
    """The longest run of known months of a year that is not known; None in the public version, where a sum over part of a
    year might tell what is withheld in the rest."""
    if count.is_known or counts.step != 1 or asking.protection is not None:
        return None
    year = asking.ranking.period
    runs = runs_of(
        [one.period for one in counts.points if one.value is not None and one.period.starts_on in year]
    )
    return max(runs, key=lambda run: (len(months_in(run)), run.starts_on), default=None)


def _with_severity(asking: _Asking, made: IssueRecord, old: Period) -> IssueRecord:
    """What the offences weigh, or why they are not weighed. To the public the score is told without the counts by code
    behind it, and not at all where a count of the measure is withheld."""
    link = asking.issue.weighed()
    if link is None:
        return made
    new, kept = asking.ranking.period, asking.protection
    found = door.evidence().severity(
        asking.ranking.partnership, link.measure, new, before=old, known_at=asking.ranking.known_at
    )
    if not found.is_known:
        return replace(made, unweighted=" ".join(found.public if kept is not None else found.sentences))
    if kept is not None and (link.measure in kept.guarded or asking.hides(link.measure, new.code, old.code)):
        return replace(made, unweighted=SEVERITY)
    if kept is not None:
        return replace(made, severity=(*_whose(link), *found.public))
    figure = asking.measured("severity-total", link.measure, period=new.code)
    chart = door.evidence().severity_chart(
        asking.ranking.partnership,
        link.measure,
        (old, new),
        id=f"severity-{asking.issue.slug}",
        known_at=asking.ranking.known_at,
        opens=lambda period: asking.measured("severity-total", link.measure, period=period.code),
        height=WEIGHED,
    )
    return replace(made, severity=(*_whose(link), *found.sentences), weighted=figure, weighed=chart)


def _whose(link: MeasureLink) -> tuple[str, ...]:
    """Which source tells the severity, where it is another than that which counts the issue."""
    if link.role != SEVERITY_ROLE:
        return ()
    return (f"From {link.source}{', a proxy' if link.kind == 'proxy' else ''}: {link.why}",)


def _beside(asking: _Asking, measure: MeasureRecord) -> Compared:
    """The measure among peers; in the public version only where nothing of it is withheld."""
    ranking = asking.ranking
    if asking.protection is not None and measure.slug in asking.protection.guarded:
        return Compared(ranking.period, because=BESIDE)
    named = ranking.texts.get("peers", ())
    peers = tuple(str(one) for one in named) if isinstance(named, list | tuple) else ()
    found: Compared = door.evidence().compared(
        ranking.partnership, measure.slug, ranking.period, peers=peers, known_at=ranking.known_at
    )
    return found


def _where(asking: _Asking, measure: MeasureRecord) -> WhereRecord | None:
    evidence = door.evidence()
    kept = asking.protection.of(measure.slug) if asking.protection else None
    if kept is not None and kept.places_hidden:
        return WhereRecord(PLACES)
    below = disclosure.rule_for(asking.ranking.partnership, measure.slug).threshold if kept else None
    found = evidence.places(
        asking.ranking.partnership, measure.slug, known_at=asking.ranking.known_at, below=below
    )
    if found is None:
        return None
    if not found.is_known:
        return WhereRecord(found.because)
    table = evidence.places_table(found, most=MOST_PLACES)
    if not table.rows:
        return WhereRecord(found.finding, notes=found.notes)
    return WhereRecord(
        found.finding, table, evidence.places_map(found, most=MOST_PLACES, tall=MAP_TALL), found.notes
    )


def _outlook(asking: _Asking, measure: MeasureRecord, counts: Series) -> OutlookRecord:
    """What was kept of the next twelve months; nothing is worked out here."""
    if asking.protection is not None and measure.slug in asking.protection.guarded:
        return OutlookRecord("", (OUTLOOK,))
    held = outlooks.kept(asking.ranking.partnership, measure.slug, asking.ranking.known_at)
    if held is None:
        return OutlookRecord("", (NOT_ASKED,), asked=False)
    found = held.outlook
    said, title = sentences(found, measure.title), title_of(found, measure.title)
    if found.total is None:
        return OutlookRecord(title, said, stale=held.stale)
    made = {
        one.period: asking.measured("measure-forecast", measure.slug, period=one.period)
        for one in (*found.months, found.total)
    }
    chart, low = (
        outlook_fan(asking.issue.slug, measure, counts, found, made, low=one) for one in (False, True)
    )
    return OutlookRecord(title, said, made[found.period], chart, held.stale, low=low)


def _finding(
    measure: MeasureRecord, before: Figure, count: Figure, old: Period, new: Period, breaks: Sequence[Break]
) -> tuple[str, str]:
    """The chart's title and the sentence: a change with its interval, or why there is none to tell."""
    if not isinstance(before.value, int) or not isinstance(count.value, int):
        why = next(
            (one.unknown_because for one in (count, before) if one.unknown_because), "a figure is missing"
        )
        said = message(
            "{measure}: no change can be told, since {why}", measure=measure.title, why=why.rstrip(".")
        )
        return str(said), f"{said}."
    lasting = [one for one in breaks if one.kind in LASTING]
    if lasting:
        said = message(
            "{measure}: {old} and {new} were not recorded alike, so no change is told",
            measure=measure.title, old=old, new=new,
        )  # fmt: skip
        return str(said), f"{said} ({'; '.join(f'{one.what}, {one.when}' for one in lasting)})."
    found = change(before.value, count.value, exposure=(old.days, new.days), method="score")
    wording = Wording(measure.title, str(old), str(new), "per day")
    return str(headline(found, wording)), str(change_sentence(found, wording))


def _same_quarter(measure: MeasureRecord, counts: Series) -> tuple[str, ...]:
    """The last whole quarter of the counts against the same one a year before: the season is then the same."""
    if counts.step not in {1, QUARTER} or not counts.points:
        return ()
    last = counts.points[-1].period.ends_on or counts.points[-1].period.starts_on
    number = (
        last.month if last == Period.month(last.year, last.month).ends_on else last.month - 1
    ) // QUARTER
    new = Period.quarter(last.year, number) if number else Period.quarter(last.year - 1, 4)
    if earlier(new, months=12).starts_on < counts.points[0].period.starts_on:
        return ()
    found = same_period_last_year(counts, new)
    return tuple(str(one) for one in comparison_sentences(found, measure.title, method="score"))


QUARTER = 3


def _charts(
    asking: _Asking, measure: MeasureRecord, counts: Series, title: str, years: tuple[Period, Period]
) -> tuple[Chart | None, Chart | None]:
    """The trend whole, and as the page of an issue has it."""
    if not counts.points:
        return None, None
    wanted = [point.period for point in counts.points]
    if counts.step != 1:
        wanted = [period for period in wanted if any(period.starts_on in year for year in years)]
    made = {one.code: asking.measured("measure-sum", measure.slug, period=one.code) for one in wanted}
    whole, low = (
        trend(asking.issue.slug, title, measure, counts, made, years=years, low=one) for one in (False, True)
    )
    return whole, low


def coverage(partnership: str, known_at: datetime | None, year: Period) -> tuple[CoverageRecord, ...]:
    """The coverage ledger, one row a source and area, with its gaps named; the months of `year` that never came among them."""
    area = directory.area(partnership, on=year.ends_on or year.starts_on)
    own = area.police_force if area else ""
    held = defaultdict(list)
    for row in door.evidence().coverage(partnership, known_at=known_at):
        held[row.source, row.area, row.is_synthetic].append(row)
    counted = {source for source, where, _ in held if where == own}
    return tuple(
        CoverageRecord(
            source=source,
            area=f"{where} (for comparison)" if source in counted and where != own else where,
            first=min(row.period for row in rows),
            last=max(row.period for row in rows),
            complete=sum(1 for row in rows if row.state == "complete"),
            partial=sum(1 for row in rows if row.state in {"partial", "suspect"}),
            absent=(
                *(
                    f"{Period.parse(row.period)}{f' ({row.note})' if row.note else ''}"
                    for row in rows
                    if row.state == "absent"
                ),
                *_never_came([Period.parse(row.period) for row in rows], year),
            ),
            is_synthetic=synthetic,
        )
        for (source, where, synthetic), rows in sorted(held.items())
    )


def _never_came(held: Sequence[Period], year: Period) -> tuple[str, ...]:
    """The months of a year that lie before the first or after the last file of a source that comes by month."""
    if any(len(months_in(one)) != 1 for one in held):
        return ()
    first, last = min(one.starts_on for one in held), max(one.starts_on for one in held)
    outside = [one for one in months_in(year) if not first <= one.starts_on <= last]
    return (f"{months_in_words(outside)} (no file)",) if outside else ()


def _all_breaks(issues: Sequence[IssueRecord]) -> tuple[Break, ...]:
    found = {one.id: one for issue in issues for one in issue.breaks}
    return tuple(sorted(found.values(), key=lambda one: (one.when.starts_on, one.id)))
