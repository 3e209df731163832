"""Pages of meetings, decisions and terms of reference."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import presenting
from frankpledge.kernel.people import Principal
from frankpledge.records.clock import today
from frankpledge.web.days import day_asked


def terms(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The terms in force today or on the day asked for."""
    asked = day_asked(request.GET.get("on", ""), today())
    names = {"page": presenting.terms_page(partnership, asked), "has_errors": bool(asked.errors)}
    return render(request, "governance/terms.html", names, status=422 if asked.errors else 200)
