"""Reviews of deaths: counts only. The page says nothing about any review."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents.figures import Figure
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal, Subject
from frankpledge.records.clock import today
from frankpledge.reviews import api
from frankpledge.reviews.pages import CountRow, CountsPage


def counts(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """How many requests stand in each state, with their reconciliation."""
    found = api.counts(partnership.slug, on=today())
    row = partial(_row, partnership.slug)
    rows = [row("Requests received", found.received)] if found.received else []
    page = CountsPage(
        title="Reviews: counts only",
        crumbs=(("Home", reverse("home", kwargs={"partnership": partnership.slug})),),
        period=str(Period.parse(found.period)) if found.period else "",
        rows=(
            *rows,
            *(row(state.title[:1].upper() + state.title[1:], state.figure) for state in found.states),
        ),
        verdict=str(found.verdict),
        working=" ".join(reason.working for reason in found.verdict.reasons),
        needs_person=found.problem is not None,
        remedy=found.problem.remedy if found.problem else "",
        links=_links(principal, partnership),
    )
    return render(request, "reviews/counts.html", {"page": page})


def _links(principal: Principal, partnership: PartnershipFacts) -> tuple[tuple[str, str], ...]:
    """Further pages of the room that this person may open."""
    pages = (
        ("Reviews you take part in", "review-cases", Permission.REVIEW_READ),
        ("What was learnt from reviews", "review-learning", Permission.REVIEW_LEARNING),
        ("Whether real reviews may be kept here", "review-ready", Permission.REVIEW_LEARNING),
    )
    subject = Subject("partnership", partnership.id, partnership.slug)
    where = {"partnership": partnership.slug}
    return tuple(
        (words, reverse(route, kwargs=where))
        for words, route, needed in pages
        if can(principal, needed, subject)
    )


def _row(partnership: str, title: str, figure: Figure) -> CountRow:
    href = reverse("figure", kwargs={"partnership": partnership, "figure_id": figure.id})
    return CountRow(title, figure.text, href)
