"""Pages of meetings, decisions and terms of reference."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import presenting, queries
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.web.days import day_asked


def decision(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    decision_id: UUID,
) -> HttpResponse:
    """One decision with its clause. Raises `NotFound` for another partnership's."""
    if queries.partnership_of(decision_id) != partnership.slug:
        raise NotFound("There is no such decision, or you may not know of it.")
    page = presenting.decision_page(partnership, queries.decision(decision_id))
    return render(request, "governance/decision.html", {"page": page})


def terms(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The terms in force today or on the day asked for."""
    asked = day_asked(request.GET.get("on", ""), today())
    names = {"page": presenting.terms_page(partnership, asked), "has_errors": bool(asked.errors)}
    return render(request, "governance/terms.html", names, status=422 if asked.errors else 200)
