"""Reads of the room: issues, editions, scores, and the last ranking of an edition as frozen facts."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from frankpledge.assessment.facts import (
    ChoiceFacts,
    IssueFacts,
    Judgement,
    MeasureLink,
    PlaceFacts,
    RankingFacts,
)
from frankpledge.assessment.models import Assessment, Issue, PriorityChoice, Run, Scheme, Score
from frankpledge.assessment.rules.choices import Chosen, follows_the_order, priorities_in_order
from frankpledge.assessment.rules.results import left_out_from, places_from
from frankpledge.assessment.rules.scheme import Scheme as SchemeRules
from frankpledge.assessment.rules.scheme import scheme_from
from frankpledge.kernel.verdicts import NotFound


def issues(partnership: str) -> tuple[IssueFacts, ...]:
    """Every issue of a partnership, in its own order, with what measures it."""
    rows = Issue.objects.filter(partnership__slug=partnership).prefetch_related("measures")
    return tuple(issue_facts(row) for row in rows)


def issue_facts(row: Issue) -> IssueFacts:
    links = tuple(
        MeasureLink(link.role, link.source, link.measure, link.kind, link.why, link.extract_to_ask_for)
        for link in row.measures.all()
    )
    return IssueFacts(
        row.id, row.slug, row.title, row.definition, row.standing, row.place, row.part_of, row.harmed,
        tuple(row.unknown), links,
    )  # fmt: skip


def assessment(partnership: str, edition: str) -> Assessment:
    """One edition. Raises `NotFound`."""
    rows = Assessment.objects.filter(partnership__slug=partnership).select_related("partnership", "scheme")
    found = rows.filter(edition=edition).first()
    if found is None:
        raise NotFound("There is no strategic assessment of this edition.")
    return found


def editions(partnership: str) -> tuple[str, ...]:
    """The editions there are, newest first."""
    return tuple(Assessment.objects.filter(partnership__slug=partnership).values_list("edition", flat=True))


def scheme_of(row: Scheme) -> SchemeRules:
    """A stored scheme as its rules."""
    return scheme_from(row.text, row.file)


def judgements(row: Assessment) -> tuple[Judgement, ...]:
    """The judgements that stand, in the order in which they were given."""
    rows = Score.objects.filter(assessment=row, basis="judgement", superseded_at__isnull=True).select_related(
        "issue"
    )
    return tuple(
        Judgement(
            one.issue.slug, one.criterion, Fraction(one.level), one.assessor, one.reason, one.confidence
        )
        for one in rows.order_by("recorded_at", "criterion", "assessor")
    )


def last_run(row: Assessment, *, known_at: datetime | None = None) -> Run | None:
    """The newest ranking of an edition, or the newest up to a moment."""
    runs = Run.objects.filter(assessment=row)
    if known_at is not None:
        runs = runs.filter(ran_at__lte=known_at)
    return runs.last()


def ranking(partnership: str, edition: str = "", *, known_at: datetime | None = None) -> RankingFacts | None:
    """The ranking of an edition (the newest without a name); None when it has not been ranked.

    Raises `NotFound` when an edition is named that there is not.
    """
    chosen = edition or next(iter(editions(partnership)), "")
    if not chosen:
        return None
    row = assessment(partnership, chosen)
    run = last_run(row, known_at=known_at)
    return None if run is None else _facts(row, run)


def _facts(row: Assessment, run: Run) -> RankingFacts:
    known = {one.slug: one for one in issues(row.partnership.slug)}
    earlier, ranks = _previous(row)
    sets = run.result.get("sets") or {}
    return RankingFacts(
        partnership=row.partnership.slug,
        edition=row.edition,
        title=row.title,
        period=row.period,
        known_at=run.known_at,
        authors=tuple(row.authors),
        texts=row.texts,
        scheme_id=row.scheme.slug,
        scheme_version=row.scheme.version,
        scheme_title=row.scheme.title,
        scheme_sha256=run.scheme_sha256,
        scores_sha256=run.scores_sha256,
        formula=run.result["formula"],
        draws=run.draws,
        seed=run.seed,
        confidence=float(run.result["confidence"]),
        method=run.result["method"],
        ran_at=run.ran_at,
        places=places_from(run.result, known, ranks),
        left_out=left_out_from(run.result, known),
        previous_edition=earlier,
        set_confidence=float(sets["confidence"]) if sets else None,
        set_method=sets.get("method", ""),
    )


def _previous(row: Assessment) -> tuple[str, dict[str, int]]:
    """The edition before and its ranks; nothing when there is none that was ranked."""
    before = Assessment.objects.filter(partnership=row.partnership, ends_on__lt=row.ends_on).order_by(
        "-ends_on"
    )
    for one in before:
        run = last_run(one)
        if run is not None:
            return one.edition, {place["issue"]: place["rank"] for place in run.result["ranked"]}
    return "", {}


def choices(partnership: str, edition: str) -> tuple[ChoiceFacts, ...]:
    """What the partnership chose about each issue of an edition, measured against the ranking that was on the table."""
    rows = PriorityChoice.objects.filter(
        assessment__partnership__slug=partnership, assessment__edition=edition, superseded_at__isnull=True
    ).select_related("issue", "run")
    found = list(rows)
    if not found:
        return ()
    known = {one.slug: one for one in issues(partnership)}
    places = {one.issue: one for one in places_from(found[0].run.result, known, {})}
    chosen = [Chosen(one.issue.slug, one.standing) for one in found]
    priorities = priorities_in_order(chosen, places)
    return tuple(_choice(one, places.get(one.issue.slug), priorities) for one in found)


def _choice(row: PriorityChoice, place: PlaceFacts | None, priorities: int) -> ChoiceFacts:
    verdict = follows_the_order(Chosen(row.issue.slug, row.standing), row.issue.title, place, priorities)
    departs = "" if verdict.holds else str(verdict)
    return ChoiceFacts(row.issue.slug, row.standing, row.because, row.chosen_by, row.chosen_on, departs)
