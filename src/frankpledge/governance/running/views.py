"""Pages of a running meeting: the clerk's, the members', and a named person's ruling."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.rules.meetings.sitting import Phase
from frankpledge.governance.running import (
    doing,
    offering,
    presenting,
    presenting_now,
    queries,
    scenes,
    services,
    snapshots,
)
from frankpledge.governance.running.forms import Ruling
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused


def run(request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str) -> HttpResponse:
    """Running a meeting: who is here, the item, agreeing and voting, and the record as it grows."""
    meeting = queries.meeting_called(partnership.slug, slug)
    failed = None
    if request.method == "POST":
        came = doing.do(scenes.scene_of(meeting), request.POST, by=principal)
        if isinstance(came, doing.Done):
            for sentence in came.told:
                messages.info(request, sentence)
            return _see(reverse("meeting-run", args=[partnership.slug, slug]), came.where)
        failed = came
        meeting = queries.meeting_called(partnership.slug, slug)
    striking = request.GET.get("strike", "")
    stamp = presenting_now.stamp_of(snapshots.latest_event(meeting))
    scene = scenes.scene_of(meeting)
    growing = () if scene.phase is Phase.PLANNED else offering.beside(partnership, meeting, principal)
    page = presenting.run_page(partnership, scene, failed, striking=striking, stamp=stamp, growing=growing)
    status = 422 if failed else 200
    return render(
        request, "governance/running/run.html", {"page": page, "has_errors": bool(failed)}, status=status
    )


def _see(href: str, where: str) -> HttpResponseRedirect:
    """Go on at a part of a page."""
    return HttpResponseRedirect(f"{href}#{where}" if where else href)


@transaction.non_atomic_requests
def now(request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str) -> HttpResponse:
    """What is on now, on a member's phone; a POST is the ballot of a seat.

    Not in one transaction: a ballot would hold the vote's turn until its answer is sent, with everybody else waiting.
    """
    if request.method == "POST":
        return _vote(request, principal, partnership, slug)
    meeting = queries.meeting_called(partnership.slug, slug)
    page = presenting_now.now_page(partnership, meeting, principal)
    return render(request, "governance/running/now.html", {"page": page})


def _vote(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    typed = request.POST
    try:
        services.cast_ballot(
            motion=_motion(typed.get("motion", "")), choice=typed.get("choice", ""), by=principal,
            seat=typed.get("seat", ""), request_key=typed.get("request_key", "")[:64],
        )  # fmt: skip
    except Refused as refused:
        meeting = queries.meeting_called(partnership.slug, slug)
        page = presenting_now.now_page(partnership, meeting, principal, ((str(refused), ""),))
        names = {"page": page, "has_errors": True}
        return render(request, "governance/running/now.html", names, status=422)
    return _see(reverse("meeting-now", args=[partnership.slug, slug]), "vote")


def _motion(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as wrong:
        raise NotFound("There is no such vote, or you may not know of it.") from wrong


def stamp(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """A short text that changes whenever something happens at the meeting, for pages that keep themselves up to date."""
    latest = snapshots.latest_called(partnership.slug, slug)
    return HttpResponse(latest, content_type="text/plain; charset=utf-8")


def ruling(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, decision_id: UUID
) -> HttpResponse:
    """A named person's ruling on a decision that the terms or the record leave undetermined."""
    decision = scenes.decision_in(partnership.slug, decision_id)
    form = Ruling(request.POST or None, initial={"ruling_by": principal.name})
    why = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.rule_on(decision=decision.id, by=principal, **form.cleaned_data)
        except Refused as refused:
            why = str(refused)
        else:
            return HttpResponseRedirect(reverse("decision", args=[partnership.slug, decision_id]))
    page = presenting_now.ruling_page(partnership, decision, form, why)
    names = {"page": page, "has_errors": bool(page.errors)}
    return render(request, "governance/running/ruling.html", names, status=422 if page.errors else 200)
