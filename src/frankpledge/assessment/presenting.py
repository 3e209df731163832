"""Makes the pages from the record: what is in the order, what one issue's page says."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString

from frankpledge.assessment import queries
from frankpledge.assessment.copying import KINDS
from frankpledge.assessment.document import WRITTEN, unwritten_parts
from frankpledge.assessment.facts import PUBLIC, IssueFacts, RankingFacts
from frankpledge.assessment.gathering import (
    first_places,
    identity,
    in_order,
    issue_record,
    standing,
    statutory_sections,
)
from frankpledge.assessment.issue_page import (
    changed_sentences,
    ground,
    marked,
    measured_by,
    opening_sentence,
    reason_line,
    unknowns,
)
from frankpledge.assessment.pages import (
    AssessmentPage,
    Copies,
    Crumbs,
    Download,
    IssuePage,
    LeftOutRow,
    NothingPage,
    NumberRow,
    Opening,
    OutlookPart,
    RankedRow,
    ScoreRow,
)
from frankpledge.assessment.parts import earlier_of
from frankpledge.assessment.pictures import ranking_chart, ranking_title
from frankpledge.assessment.record import IssueRecord
from frankpledge.assessment.responses import responses_to
from frankpledge.assessment.rules.choices import STANDINGS
from frankpledge.assessment.rules.formula_words import formula_in_words
from frankpledge.assessment.rules.words import movement, rank_range
from frankpledge.assessment.sure_ranks import drawn_sentence, sure_sentence
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Chart, Document, Table, plain
from frankpledge.evidence.api import attached_queries
from frankpledge.evidence.attaching import Target
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.verdicts import NotFound
from frankpledge.law.facts import ContentRule
from frankpledge.web.html import trusted

ISSUE = "issue"
"""What the evidence calls an issue that a saved question stands for."""
WORDS = {"html": "Web page (HTML)", "pdf": "PDF", "docx": "Word (DOCX)", "odt": "OpenDocument (ODT)"}


def address(name: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *more: tuple[str, str]) -> Crumbs:
    return (("Home", address("home", partnership)), *more)


def opening(partnership: PartnershipFacts, figure: Figure, unit: str = "") -> Opening:
    """A figure's number with its address."""
    if not figure.is_known:
        return Opening("not known")
    return Opening(f"{figure.text}{unit}", address("figure", partnership, figure_id=figure.id))


def assessment_page(
    partnership: PartnershipFacts, edition: str, *, may_rank: bool, may_issue: bool = False
) -> AssessmentPage | NothingPage:
    """An edition (the newest without a name), or what is lacking before there can be one. Raises `NotFound`."""
    ranking = queries.ranking(partnership.slug, edition)
    if ranking is None:
        return _nothing(partnership, edition, may_rank=may_rank)
    known = queries.issues(partnership.slug)
    first = first_places(known)
    issues = tuple(standing(ranking, one, first) for one in in_order(ranking, known))
    ranked = tuple(one for one in issues if one.place is not None)
    return AssessmentPage(
        title=ranking.title,
        crumbs=crumbs(partnership),
        sentence=f"{ranking_title(ranking)}.",
        sure=" ".join(one for one in (drawn_sentence(ranking), sure_sentence(ranking)) if one),
        chart=_chart(ranking_chart(ranking, ranked), partnership, ranking) if ranked else trusted(""),
        first=first,
        rows=tuple(_ranked(partnership, ranking, one) for one in ranked),
        left_out=tuple(
            LeftOutRow(one.issue.title, _issue_address(partnership, ranking, one), one.why_left_out)
            for one in issues
            if one.place is None
        ),
        facts=_facts(ranking),
        editions=tuple(
            (one, address("assessment-edition", partnership, edition=one))
            for one in queries.editions(partnership.slug)
            if one != ranking.edition
        ),
        downloads=tuple(
            Download(words, address("assessment-file", partnership, edition=ranking.edition, kind=kind))
            for kind, words in WORDS.items()
        ),
        unwritten=_unwritten(partnership, ranking),
        wording=address("assessment-wording", partnership, edition=ranking.edition) if may_rank else "",
        set_up=address("assessment-issues", partnership) if may_rank else "",
        desk=address("desk", partnership) if may_issue else "",
        rerun=address("assessment-rank", partnership, edition=ranking.edition) if may_rank else "",
        workshop=address("assessment-workshop", partnership, edition=ranking.edition),
        emerging=address("emerging", partnership),
        small_counts=address("small-counts", partnership),
        chosen=_chosen(partnership, ranking.edition, known),
        is_synthetic=any(figure.is_synthetic for one in ranked for figure in one.figures),
    )


def _chosen(
    partnership: PartnershipFacts, edition: str, known: tuple[IssueFacts, ...]
) -> tuple[tuple[str, str, str], ...]:
    """What the partnership chose: issue, choice, and where that departs from the order with the reason given."""
    titles = {one.slug: one.title for one in known}
    return tuple(
        (
            titles[one.issue],
            STANDINGS[one.standing],
            f"{one.departs} We chose otherwise because {one.because}" if one.departs else one.because,
        )
        for one in queries.choices(partnership.slug, edition)
    )


def _nothing(partnership: PartnershipFacts, edition: str, *, may_rank: bool) -> NothingPage:
    editions = queries.editions(partnership.slug)
    chosen = edition or next(iter(editions), "")
    said = (
        "It has been opened but not ranked yet." if chosen else "No strategic assessment has been opened yet."
    )
    return NothingPage(
        title="Strategic assessment",
        crumbs=crumbs(partnership),
        sentence=said,
        issues=tuple(one.title for one in queries.issues(partnership.slug)),
        run=address("assessment-rank", partnership, edition=chosen) if may_rank and chosen else "",
        set_up=address("assessment-issues", partnership) if may_rank else "",
        workshop=address("assessment-workshop", partnership, edition=chosen) if chosen else "",
    )


def _unwritten(partnership: PartnershipFacts, ranking: RankingFacts) -> tuple[str, ...]:
    """The headings of parts that the law asks for and nobody has written."""
    return tuple(part.heading for part in _lacking(partnership, ranking))


def _lacking(partnership: PartnershipFacts, ranking: RankingFacts) -> tuple[ContentRule, ...]:
    sections = statutory_sections(partnership.nation, ranking)
    has_views = any(one.measured(PUBLIC) for one in queries.issues(partnership.slug))
    return unwritten_parts(sections, ranking, has_views=has_views)


def parts_owed(partnership: PartnershipFacts, edition: str) -> frozenset[str] | None:
    """The texts that the law asks for and nobody has written, by the name each is kept under; None before a ranking,
    whose day tells which law holds."""
    ranking = queries.ranking(partnership.slug, edition)
    if ranking is None:
        return None
    return frozenset(WRITTEN[part.code] for part in _lacking(partnership, ranking))


def _ranked(partnership: PartnershipFacts, ranking: RankingFacts, one: IssueRecord) -> RankedRow:
    place = one.place
    if place is None:
        raise ValueError(f"{one.issue.slug} has no place in the order")
    return RankedRow(
        title=one.issue.title,
        href=_issue_address(partnership, ranking, one),
        standing="" if one.issue.is_candidate else "Monitored",
        rank=opening(partnership, one.rank),
        span=rank_range(place.rank_low, place.rank_high),
        top=opening(partnership, one.top),
        reason=reason_line(one),
        moved=movement(place.rank, place.previous_rank, had_previous=bool(ranking.previous_edition)),
    )


def _issue_address(partnership: PartnershipFacts, ranking: RankingFacts, one: IssueRecord) -> str:
    return address("assessment-issue", partnership, edition=ranking.edition, issue=one.issue.slug)


def _chart(
    chart: Chart | None, partnership: PartnershipFacts, ranking: RankingFacts, *, after: tuple[Chart | None, ...] = ()
) -> SafeString:  # fmt: skip
    """A chart as the page shows it, numbered after the charts that stand before it there."""
    if chart is None:
        return trusted("")
    frame = Document(ranking.title, (), identity(partnership), local_date(ranking.ran_at).isoformat())
    return trusted(documents.chart_html(chart, frame, number=1 + sum(1 for one in after if one)))


def _facts(ranking: RankingFacts) -> tuple[tuple[str, str], ...]:
    known_at = ranking.known_at
    return (
        ("Period", str(ranking.period)),
        ("Ranked on", short_date(local_date(ranking.ran_at))),
        (
            "Imports counted up to",
            f"{short_date(local_date(known_at))}, {known_at:%H:%M} UTC"
            if known_at
            else "the day it was ranked",
        ),
        ("Scheme", f"{ranking.scheme_title}, version {ranking.scheme_version}"),
        ("How scores are made", formula_in_words(ranking.formula)),
        ("Draws and seed", f"{ranking.draws:,} draws, seed {ranking.seed}"),
        ("Hash of the scores", ranking.scores_sha256[:12]),
    )


def issue_page(
    partnership: PartnershipFacts, edition: str, slug: str, *, may_rank: bool = False
) -> IssuePage:
    """One issue of an edition. Raises `NotFound`."""
    ranking = queries.ranking(partnership.slug, edition)
    known = queries.issues(partnership.slug)
    issue = next((one for one in known if one.slug == slug), None)
    if ranking is None or issue is None or issue not in in_order(ranking, known):
        raise NotFound("There is no such issue in this edition.")
    one = issue_record(ranking, issue, first_places(known))
    ahead = one.outlook.chart if one.outlook else None
    link = issue.weighed()
    return IssuePage(
        title=issue.title,
        crumbs=crumbs(
            partnership, (ranking.title, address("assessment-edition", partnership, edition=edition))
        ),
        definition=issue.definition,
        sentence=plain(opening_sentence(one, len(ranking.places))),
        finding=one.finding,
        chart=_chart(one.chart, partnership, ranking),
        numbers=tuple(_numbers(partnership, ranking, one, first_places(known))),
        measured_by=measured_by(one),
        series=address("series", partnership, slug=one.measure.slug) if one.measure else "",
        cautions=_cautions(one),
        scores=_scores(one),
        harmed=issue.harmed,
        rolling=one.rolling,
        beside=one.beside,
        funnel=_chart(one.funnel, partnership, ranking, after=(one.chart,)),
        peers=_peers(one.peers) if one.funnel is None else (),
        funnel_copies=_copies(partnership, ranking, slug, "beside") if one.funnel else None,
        changed=changed_sentences(one, ranking),
        why=_texts(ranking, f"why:{slug}"),
        partners=_texts(ranking, f"partners:{slug}"),
        write=_write(partnership, ranking, slug) if may_rank else (),
        unknown=unknowns(one),
        questions=tuple(
            (found.title, found.sentence, address("query", partnership, slug=found.slug))
            for found in attached_queries(partnership.slug, ISSUE, slug)
        ),
        doing=tuple((found.sentence, found.href) for found in responses_to(partnership.slug, slug)),
        is_synthetic=any(figure.is_synthetic for figure in one.figures),
        outlook=_outlook(partnership, ranking, one, may_rank=may_rank),
        where=_sentence(one.where.finding) if one.where else "",
        where_href=address("series-places", partnership, slug=one.measure.slug)
        if one.where and one.where.table and one.measure
        else "",
        copies=_copies(partnership, ranking, slug, "trend") if one.chart else None,
        severity=one.severity,
        weighed=_chart(one.weighed, partnership, ranking, after=(one.chart, one.funnel, ahead)),
        weighed_copies=_copies(partnership, ranking, slug, "severity") if one.weighed else None,
        weighed_series=address("series", partnership, slug=link.measure) if link and one.severity else "",
    )


def _write(partnership: PartnershipFacts, ranking: RankingFacts, slug: str) -> tuple[tuple[str, str], ...]:
    """Where what people say of the issue is written."""
    return tuple(
        (words, address("assessment-about", partnership, edition=ranking.edition, issue=slug, part=part))
        for part, words in (("why", "Write why it changed"), ("partners", "Write what partners say"))
    )


def _peers(found: Table | None) -> tuple[tuple[str, ...], ...]:
    if found is None:
        return ()
    head = tuple(column.heading for column in found.columns)
    return (head, *(tuple(plain(cell) for cell in row.cells) for row in found.rows))


def _texts(ranking: RankingFacts, name: str) -> tuple[str, ...]:
    found = ranking.texts.get(name, ())
    return tuple(str(one) for one in found) if isinstance(found, list | tuple) else ()


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _outlook(
    partnership: PartnershipFacts,
    ranking: RankingFacts,
    one: IssueRecord,
    *,
    may_rank: bool,
) -> OutlookPart | None:
    found = one.outlook
    if found is None:
        return None
    wanted = may_rank and (bool(found.stale) or not found.asked)
    return OutlookPart(
        found.sentences,
        _chart(found.chart, partnership, ranking, after=(one.chart, one.funnel)),
        _copies(partnership, ranking, one.issue.slug, "outlook") if found.chart else None,
        found.stale,
        address("assessment-forecasts", partnership, edition=ranking.edition) if wanted else "",
    )


def _copies(partnership: PartnershipFacts, ranking: RankingFacts, issue: str, which: str) -> Copies:
    """Where a picture is to be had, in each form."""
    at = {
        kind: address(
            "assessment-copy", partnership, edition=ranking.edition, issue=issue, which=which, kind=kind
        )
        for kind in KINDS
    }
    files = tuple(Download(words, at[kind]) for kind, (words, _) in KINDS.items() if words)
    return Copies(at["html"], at["png"], at["txt"], files)


def targets(partnership: str) -> tuple[Target, ...]:
    """The issues, as what a question to the data may stand as evidence for."""
    edition = next(iter(queries.editions(partnership)), "")
    route = "assessment-issue" if edition else "assessment"
    return tuple(
        Target(ISSUE, one.slug, one.title, reverse(route, kwargs={"partnership": partnership, **parts}))
        for one in queries.issues(partnership)
        for parts in ({"edition": edition, "issue": one.slug} if edition else {},)
    )


def _numbers(
    partnership: PartnershipFacts, ranking: RankingFacts, one: IssueRecord, first: int
) -> list[NumberRow]:
    named = (
        ("Rank", one.rank),
        ("Score", one.score),
        (f"Chance of being among the first {first}", one.top),
        (f"Count in {ranking.period}", one.count),
        (f"Count in {earlier_of(ranking.period)}", one.before),
        ("Change per day", one.change),
        ("Weighted by severity", one.weighted),
        ("The next twelve months", one.outlook.total if one.outlook else None),
        ("Residents who name it a priority", one.public),
    )
    return [_number(partnership, name, figure) for name, figure in named if figure is not None]


def _number(partnership: PartnershipFacts, name: str, figure: Figure) -> NumberRow:
    unit = "%" if "cent" in figure.unit and not figure.text.endswith("%") else ""
    aside = figure.interval_text if figure.is_known else figure.unknown_because
    return NumberRow(name, opening(partnership, figure, unit), aside)


def _cautions(one: IssueRecord) -> tuple[str, ...]:
    return marked(one.breaks) + (one.place.remarks if one.place else ())


def _scores(one: IssueRecord) -> tuple[ScoreRow, ...]:
    return tuple(
        ScoreRow(part.title, part.label, part.anchor or "–", ground(part))
        for part in (one.place.parts if one.place else ())
    )
