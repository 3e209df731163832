"""Pages of the plan: the plan, a priority, the document."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans import presenting
from frankpledge.plans.facts import PlanFacts
from frankpledge.plans.reading import plan_document
from frankpledge.records.clock import today


def plan(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    plan: str = "",
) -> HttpResponse:
    """The plan asked for, else the one in force, else the latest."""
    on = today()
    found = presenting.chosen(partnership, plan, on)
    page = presenting.plan_page(partnership, found, on) if found else presenting.no_plan_page(partnership)
    return render(request, "plans/plan.html", {"page": page})


def priority(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    plan: str,
    priority: str,
) -> HttpResponse:
    """One priority or monitored issue."""
    page = presenting.priority_page(partnership, _called(partnership, plan), priority, today())
    return render(request, "plans/priority.html", {"page": page})


def document(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    plan: str,
) -> HttpResponse:
    """The plan as the document that law asks for."""
    page = presenting.document_page(partnership, _called(partnership, plan), today())
    return render(request, "plans/document.html", {"page": page})


def download(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    plan: str,
    fmt: str,
) -> HttpResponse:
    """The document as a file. Raises `NotFound` for a format there is not."""
    if fmt not in drawing.FORMATS:
        raise NotFound("There is no such format.")
    found = _called(partnership, plan)
    made = drawing.render(plan_document(partnership.slug, found, on=today()), fmt)
    sent = HttpResponse(made, content_type=drawing.MEDIA_TYPES[fmt])
    sent.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.{fmt}"'
    return sent


def _called(partnership: PartnershipFacts, slug: str) -> PlanFacts:
    found = presenting.chosen(partnership, slug, today())
    if found is None:
        raise NotFound("There is no such plan, or you may not know of it.")
    return found
