"""The partnership page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.directory.presenting import partnership_page
from frankpledge.kernel.people import Principal
from frankpledge.records.clock import today
from frankpledge.web.days import day_asked


def partnership(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Area, organisations and people in role, today or on the day asked for."""
    asked = day_asked(request.GET.get("on", ""), today())
    page = partnership_page(partnership, asked)
    status = 422 if asked.errors else 200
    names = {"page": page, "has_errors": bool(asked.errors)}
    return render(request, "directory/partnership.html", names, status=status)
