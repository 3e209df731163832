"""Pages of what was learnt from reviews."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.reviews.cases import queries as cases
from frankpledge.reviews.cases.document_views import CSV
from frankpledge.reviews.cases.pages import INVENTED, Crumbs
from frankpledge.reviews.cases.presenting import address
from frankpledge.reviews.learning import documents as papers
from frankpledge.reviews.learning import queries, services
from frankpledge.reviews.rules.actions import STATE_WORDS
from frankpledge.reviews.rules.casework.fields import Group
from frankpledge.reviews.rules.casework.learning_codes import THEMES
from frankpledge.reviews.rules.learning.lessons import Lesson, alike, by_theme, came_back


@dataclass(frozen=True)
class PairRow:
    """Two recommendations that are alike; `confirm` is where a person says that they are the same lesson."""

    earlier: str
    later: str
    per_cent: int
    confirm_href: str
    lesson: str
    review: str
    other: str
    is_confirmed: bool


@dataclass(frozen=True)
class LearningPage:
    title: str
    crumbs: Crumbs
    banner: str
    words: str
    council: bool
    themes: tuple[queries.ThemeFacts, ...]
    general: tuple[str, ...]
    sources: tuple[str, ...]
    """Where the themes, and what was done, are told."""
    rows: tuple[tuple[str, ...], ...]
    national: tuple[tuple[str, str], ...]
    early: tuple[str, ...]
    pairs: tuple[PairRow, ...]
    back: tuple[str, ...]
    files: tuple[tuple[str, str], ...]


def library(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """What was learnt: the partnership's themes and responses, released recommendations, lessons that came back."""
    words, council, on = request.GET.get("q", "")[:200], request.GET.get("council") == "yes", today()
    lessons = queries.readable(principal, partnership.slug, on=on)
    shown = queries.matching(lessons, words, council=council)
    names = dict(THEMES)
    own = {one.reference: one for one in cases.cases_of(principal, partnership.slug, on=on)}
    page = LearningPage(
        title="What was learnt from reviews",
        crumbs=(("Home", address("home", partnership)),),
        banner=INVENTED if partnership.is_demo and lessons else "",
        words=words,
        council=council,
        themes=queries.themes(partnership.slug),
        general=queries.general_responses(partnership.slug),
        sources=tuple(dict.fromkeys(one.source for one in queries.themes(partnership.slug) if one.source)),
        rows=tuple((one.text, _capital(", ".join(names[code] for code in one.themes)), one.agency, STATE_WORDS[one.state]) for one in shown),
        national=tuple((names[code][:1].upper() + names[code][1:], str(len(held))) for code, held in by_theme(shown).items()),
        early=tuple(one.text for one in queries.early(partnership.slug, on=on)),
        pairs=tuple(_pair(one.earlier, one.later, one.per_cent, own, partnership) for one in alike(lessons)[:20]),
        back=tuple(f"{one.later.agency}: {names[one.theme]}. It was assured in an earlier review and came back." for one in came_back(lessons)),
        files=(("Quarterly pack (DOCX)", address("review-pack", partnership, fmt="docx")), ("Quarterly pack (PDF)", address("review-pack", partnership, fmt="pdf")),
               ("Released recommendations (CSV)", address("review-lessons", partnership))),
    )  # fmt: skip
    return render(request, "reviews/learning/library.html", {"page": page})


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _pair(
    earlier: Lesson,
    later: Lesson,
    per_cent: int,
    own: dict[str, cases.CaseFacts],
    partnership: PartnershipFacts,
) -> PairRow:
    case = own.get(later.review)
    held = case.state.recommendations if case else ()
    confirmed = any((earlier.review, earlier.id) in one.same_as for one in held if one.id == later.id)
    writes = case is not None and "lesson-same" in case.may_write
    href = address("review-same", partnership, case=case.id) if case and writes and not confirmed else ""
    return PairRow(f"{earlier.review} {earlier.id}: {earlier.text}", f"{later.review} {later.id}: {later.text}", per_cent, href, later.id,
                   earlier.review, earlier.id, confirmed)  # fmt: skip


def confirm(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """Confirm that two recommendations are the same lesson; the likeness is worked out afresh."""
    lesson, review, other = (request.POST.get(name, "") for name in ("lesson", "review", "other"))
    found = cases.case_of(principal, partnership.slug, case)
    pairs = alike(queries.readable(principal, partnership.slug, on=today()))
    for one in pairs:
        if (one.later.review, one.later.id, one.earlier.review, one.earlier.id) == (
            found.reference,
            lesson,
            review,
            other,
        ):
            services.confirm_same(
                partnership.slug,
                case,
                lesson,
                review=review,
                other=other,
                per_cent=one.per_cent,
                by=principal,
            )
            messages.success(request, "Recorded as the same lesson.")
            return HttpResponseRedirect(address("review-learning", partnership))
    raise NotFound(cases.NO_SUCH)


def quarterly(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, fmt: str
) -> HttpResponse:
    """The pack for the partnership's meeting: of the reviews whose recommendations one may read, and what is released."""
    if fmt not in documents.FORMATS:
        raise NotFound("There is no such format.")
    on = today()
    own = [one for one in cases.cases_of(principal, partnership.slug, on=on) if one.reads(Group.LEARNING)]
    known = {one.reference for one in own}
    states = [(one.reference, one.state) for one in own]
    states += [
        (name, state)
        for name, state in cases.states_of(partnership.slug, on=on)
        if state.is_published and name not in known
    ]
    lessons = queries.readable(principal, partnership.slug, on=on)
    made = papers.pack(states, lessons, queries.themes(partnership.slug), came_back(lessons), partnership, on,
                       is_invented=partnership.is_demo and bool(states))  # fmt: skip
    return _sent(
        documents.render(made, fmt), documents.MEDIA_TYPES[fmt], f"reviews-quarterly-{on.isoformat()}.{fmt}"
    )


def released(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The recommendations of published reviews, as CSV."""
    return _sent(papers.export(queries.released(partnership.slug, on=today())), CSV, "recommendations.csv")


def _sent(made: bytes, media_type: str, name: str) -> HttpResponse:
    sent = HttpResponse(made, content_type=media_type)
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent
