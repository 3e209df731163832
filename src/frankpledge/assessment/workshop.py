"""Makes the pages of the ranking workshop: evidence beside each judgement, disagreement kept, and the choice at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from frankpledge.analysis.agreement import krippendorff_alpha
from frankpledge.assessment import queries
from frankpledge.assessment.facts import (
    ChoiceFacts,
    IssueFacts,
    Judgement,
    PartFacts,
    PlaceFacts,
    RankingFacts,
)
from frankpledge.assessment.gathering import first_places, in_order
from frankpledge.assessment.hangs_on import HangsOn, hangs_on
from frankpledge.assessment.pages import Crumbs
from frankpledge.assessment.presenting import address, crumbs, opening
from frankpledge.assessment.rules.choices import STANDINGS, WATCHED
from frankpledge.assessment.rules.scheme import Criterion, Kind, Scheme
from frankpledge.assessment.rules.words import rank_range
from frankpledge.assessment.sure_ranks import drawn_sentence, sure_sentence
from frankpledge.assessment.workshop_pages import (
    CriterionCard,
    EvidenceRow,
    JudgedRow,
    ScoringPage,
    WorkshopPage,
    WorkshopRow,
)
from frankpledge.directory.api import PartnershipFacts
from frankpledge.figures import api as figures
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.web.words import counted

CONFIDENCES = (("high", "High"), ("moderate", "Moderate"), ("low", "Low"))
Errors = Mapping[str, str]
Held = Mapping[tuple[str, str], tuple[Judgement, ...]]


def held_judgements(partnership: str, edition: str) -> dict[tuple[str, str], tuple[Judgement, ...]]:
    """The judgements that stand, by issue and criterion."""
    found: dict[tuple[str, str], tuple[Judgement, ...]] = {}
    for one in queries.judgements(queries.assessment(partnership, edition)):
        key = (one.issue, one.criterion)
        found[key] = (*found.get(key, ()), one)
    return found


def disagreement(judged: Sequence[Judgement], criterion: Criterion) -> str:
    """How far apart those who judged are, in the scale's own words; empty while they agree or are fewer than two."""
    levels = sorted({one.level for one in judged})
    if len(levels) < 2:
        return ""
    ends = [criterion.scale.label(level) for level in (levels[0], levels[-1])]
    return f"{len(judged)} judged; from “{ends[0]}” to “{ends[1]}”"


def _scheme(partnership: str, edition: str) -> Scheme:
    return queries.scheme_of(queries.assessment(partnership, edition).scheme)


def _crumbs(partnership: PartnershipFacts, edition: str) -> Crumbs:
    return crumbs(partnership, ("Assessment", address("assessment-edition", partnership, edition=edition)))


def workshop_page(
    partnership: PartnershipFacts,
    edition: str,
    *,
    who: Principal,
    may_choose: bool,
    errors: Errors | None = None,
    typed: Mapping[str, str] | None = None,
) -> WorkshopPage:
    """The whole workshop on a page. `typed` is what was sent and refused: nothing typed is lost. Raises `NotFound`."""
    ranking = queries.ranking(partnership.slug, edition)
    scheme = _scheme(partnership.slug, edition)
    held = held_judgements(partnership.slug, edition)
    chosen = {one.issue: one for one in queries.choices(partnership.slug, edition)}
    known = queries.issues(partnership.slug)
    rows = tuple(
        _row(
            partnership,
            edition,
            one,
            ranking,
            scheme,
            held,
            chosen.get(one.slug),
            who,
            errors or {},
            typed or {},
        )
        for one in (in_order(ranking, known) if ranking else known)
    )
    last = next(iter(chosen.values()), None)
    hangs = hangs_on(ranking, scheme, first=first_places(known)) if ranking else HangsOn()
    return WorkshopPage(
        title="Ranking workshop",
        crumbs=_crumbs(partnership, edition),
        sentence=_sentence(ranking, held),
        sure=" ".join(one for one in (drawn_sentence(ranking), sure_sentence(ranking)) if one) if ranking else "",
        agreement=agreement_words(held),
        hangs_on=hangs.sentences,
        weights=hangs.weights,
        rows=rows,
        standings=tuple(STANDINGS.items()),
        may_choose=may_choose and ranking is not None,
        action=address("assessment-workshop", partnership, edition=edition),
        chosen_by=(typed or {}).get("chosen_by", ""),
        chosen_on=(typed or {}).get("chosen_on", ""),
        chosen=f"Chosen by {last.chosen_by} on {short_date(last.chosen_on)}." if last else "",
        errors=tuple((sentence, f"because-{issue}" if issue in {one.slug for one in rows} else issue)
                     for issue, sentence in (errors or {}).items()),
        rerun=address("assessment-rank", partnership, edition=edition) if may_choose else "",
    )  # fmt: skip


ALPHA_DRAWS = 500


def agreement_words(held: Held) -> tuple[str, ...]:
    """How far those who judged agree beyond chance, in plain words, and what they differ on most; nothing before two judged.

    Krippendorff's alpha over every question of every issue that two people or more have judged, levels taken as ordered.
    """
    people = sorted({one.assessor for judged in held.values() for one in judged})
    if len(people) < 2:
        return ()
    found = krippendorff_alpha(
        [[_level_of(judged, person) for person in people] for judged in held.values()],
        "ordinal",
        draws=ALPHA_DRAWS,
    )
    apart = sum(1 for judged in held.values() if len({one.level for one in judged}) > 1)
    shared = sum(1 for judged in held.values() if len(judged) > 1)
    if found.alpha is None:
        return (f"How far the scorers agree cannot be told. {found.because}",)
    span = _span_words(found.low, found.high)
    said = (
        f"Agreement: Krippendorff’s alpha is {found.alpha:.2f}{f' ({span})' if span else ''}; 1 is full agreement and 0 no "
        f"more than chance would give. {ALPHA_WORDS[found.verdict]}"
    )
    kept = f"Of {counted(shared, 'question')} that two or more people judged, views differ on {apart}. Every view is kept and counts."
    return (said, kept)


def _level_of(judged: Sequence[Judgement], person: str) -> float | None:
    return next((float(one.level) for one in judged if one.assessor == person), None)


ALPHA_WORDS = {
    "reliable": "From 0.80 scores may be relied on.",
    "tentative": "From 0.67 to 0.80 scores allow tentative conclusions: talk about where they differ before relying on the order.",
    "unreliable": "Below 0.67 scores are not to be relied on: people read the questions differently, so talk first about what the "
    "levels mean.",
}


def _span_words(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"95% interval {low:.2f} to {high:.2f}"


def _sentence(ranking: RankingFacts | None, held: Held) -> str:
    people = {one.assessor for judged in held.values() for one in judged}
    judged = f"{len(people)} {'person has' if len(people) == 1 else 'people have'} judged so far."
    if ranking is None:
        return f"The issues have not been ranked yet. {judged}"
    return f"{len(ranking.places)} issues are in the order; {len(ranking.left_out)} could not be scored. {judged}"


def _row(
    partnership: PartnershipFacts,
    edition: str,
    issue: IssueFacts,
    ranking: RankingFacts | None,
    scheme: Scheme,
    held: Held,
    choice: ChoiceFacts | None,
    who: Principal,
    errors: Errors,
    typed: Mapping[str, str],
) -> WorkshopRow:
    place = ranking.of(issue.slug) if ranking else None
    asked = [one for one in scheme.criteria if _is_asked(one, place)]
    judged = {one.assessor for c in asked for one in held.get((issue.slug, c.id), ())}
    apart = [c.title for c in asked if disagreement(held.get((issue.slug, c.id), ()), c)]
    mine = sum(1 for c in asked for one in held.get((issue.slug, c.id), ()) if one.assessor == who.name)
    return WorkshopRow(
        slug=issue.slug,
        title=issue.title,
        href=address("assessment-score", partnership, edition=edition, issue=issue.slug),
        span=_span(place, ranking, issue),
        legend=f"{issue.title} ({_span(place, ranking, issue)})"
        if place
        else f"{issue.title} (not in the order)",
        judged=f"{len(judged)} judged it" if judged else "Nobody has judged it",
        disagreement=f"Views differ on: {', '.join(apart)}" if apart else "",
        mine=f"{mine} of {len(asked)} judged" if asked else "Every criterion is measured",
        standing=typed.get(f"standing-{issue.slug}", choice.standing if choice else _offered(issue)),
        because=typed.get(f"because-{issue.slug}", choice.because if choice else ""),
        departs=choice.departs if choice else "",
        error=errors.get(issue.slug, ""),
    )


def _offered(issue: IssueFacts) -> str:
    """Before anybody chose, what is not a candidate for priority is offered as watched; the rest is left open."""
    return "" if issue.is_candidate else WATCHED


def _span(place: PlaceFacts | None, ranking: RankingFacts | None, issue: IssueFacts) -> str:
    if place is not None:
        return rank_range(place.rank_low, place.rank_high)
    return ranking.why_left_out(issue.slug) if ranking else "not ranked yet"


def _is_asked(criterion: Criterion, place: PlaceFacts | None) -> bool:
    """Whether people are asked: where a figure decides there is nothing to judge."""
    if criterion.kind is Kind.JUDGEMENT:
        return True
    part = place.part(criterion.id) if place else None
    return part is None or part.basis != "figure"


def scoring_page(
    partnership: PartnershipFacts,
    edition: str,
    slug: str,
    *,
    who: Principal,
    errors: Errors | None = None,
    typed: Mapping[str, str] | None = None,
) -> ScoringPage:
    """One issue, criterion by criterion, with the evidence beside each. Raises `NotFound`."""
    ranking = queries.ranking(partnership.slug, edition)
    scheme = _scheme(partnership.slug, edition)
    known = queries.issues(partnership.slug)
    issue = next((one for one in known if one.slug == slug), None)
    if issue is None:
        raise NotFound("There is no such issue in this edition.")
    place = ranking.of(slug) if ranking else None
    held = held_judgements(partnership.slug, edition)
    following = _next(known, slug, scheme, ranking, held, who)
    return ScoringPage(
        title=issue.title,
        crumbs=(
            *_crumbs(partnership, edition),
            ("Ranking workshop", address("assessment-workshop", partnership, edition=edition)),
        ),
        definition=issue.definition,
        harmed=issue.harmed,
        where=f"On the evidence so far it stands {rank_range(place.rank_low, place.rank_high)}." if place
        else "It is not in the order yet.",
        cards=tuple(
            _card(partnership, ranking, one, place, held.get((slug, one.id), ()), who, errors or {}, typed or {})
            for one in scheme.criteria
        ),
        action=address("assessment-score", partnership, edition=edition, issue=slug),
        next_title=following.title if following else "",
        next_href=address("assessment-score", partnership, edition=edition, issue=following.slug) if following else "",
        errors=tuple((sentence, field) for field, sentence in (errors or {}).items()),
        confidences=CONFIDENCES,
    )  # fmt: skip


def _next(
    known: Sequence[IssueFacts],
    slug: str,
    scheme: Scheme,
    ranking: RankingFacts | None,
    held: Held,
    who: Principal,
) -> IssueFacts | None:
    """The next issue after this one with a question that this person has not answered."""
    start = next(place for place, one in enumerate(known) if one.slug == slug)
    for issue in (*known[start + 1 :], *known[:start]):
        place = ranking.of(issue.slug) if ranking else None
        for criterion in scheme.criteria:
            mine = [one for one in held.get((issue.slug, criterion.id), ()) if one.assessor == who.name]
            if _is_asked(criterion, place) and not mine:
                return issue
    return None


def _card(
    partnership: PartnershipFacts,
    ranking: RankingFacts | None,
    criterion: Criterion,
    place: PlaceFacts | None,
    judged: Sequence[Judgement],
    who: Principal,
    errors: Errors,
    typed: Mapping[str, str],
) -> CriterionCard:
    part = place.part(criterion.id) if place else None
    mine = next((one for one in judged if one.assessor == who.name), None)
    is_measured = not _is_asked(criterion, place)
    return CriterionCard(
        id=criterion.id,
        title=criterion.title,
        question=criterion.question,
        measured=f"{part.label}. {part.reason}" if part and part.basis == "figure" else "",
        evidence=_evidence(partnership, ranking, part),
        judged=tuple(JudgedRow(one.assessor, criterion.scale.label(one.level), one.reason) for one in judged),
        disagreement=disagreement(judged, criterion),
        options=tuple((written(level.value), level.label, level.anchor) for level in criterion.scale.levels),
        chosen=typed.get(f"level-{criterion.id}", written(mine.level) if mine else ""),
        reason=typed.get(f"reason-{criterion.id}", mine.reason if mine else ""),
        confidence=typed.get(f"confidence-{criterion.id}", mine.confidence if mine else "moderate"),
        error=errors.get(f"level-{criterion.id}", "") or errors.get(f"reason-{criterion.id}", ""),
        is_measured=is_measured,
    )


def _evidence(
    partnership: PartnershipFacts, ranking: RankingFacts | None, part: PartFacts | None
) -> tuple[EvidenceRow, ...]:
    if part is None or ranking is None:
        return ()
    return tuple(
        EvidenceRow(
            used.name, opening(partnership, figures.figure(used.request(partnership.slug, ranking.known_at)))
        )
        for used in part.figures
    )


def written(level: Fraction) -> str:
    """A level as forms send it: 3, or 5/2."""
    return str(level)
