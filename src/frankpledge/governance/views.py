"""Pages of meetings, decisions and terms of reference."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import presenting, queries
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound


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
