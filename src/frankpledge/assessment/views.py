"""The assessment: its ranking, one issue, ranking it again, and its files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.assessment import api, copying, presenting, services
from frankpledge.assessment.outlooks import KIND
from frankpledge.assessment.pages import NothingPage
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.jobs import api as jobs
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.steady import steady


def _may(principal: Principal, partnership: PartnershipFacts, permission: Permission) -> bool:
    return can(principal, permission, Subject("partnership", partnership.id, partnership.slug))


def _may_rank(principal: Principal, partnership: PartnershipFacts) -> bool:
    return _may(principal, partnership, Permission.ASSESSMENT_WRITE)


def assessment(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str = ""
) -> HttpResponse:
    """The ranking of an edition, the newest without a name. Raises `NotFound`."""
    page = presenting.assessment_page(
        partnership,
        edition,
        may_rank=_may_rank(principal, partnership),
        may_issue=_may(principal, partnership, Permission.ASSESSMENT_ISSUE),
    )
    template = "assessment/nothing.html" if isinstance(page, NothingPage) else "assessment/assessment.html"
    return render(request, template, {"page": page})


def issue(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str, issue: str
) -> HttpResponse:
    """One issue: where it stands, its picture, what is not known. Raises `NotFound`."""
    page = presenting.issue_page(partnership, edition, issue, may_rank=_may_rank(principal, partnership))
    return render(request, "assessment/issue.html", {"page": page})


def copy(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    edition: str,
    issue: str,
    which: str,
    kind: str,
) -> HttpResponse:
    """A picture of an issue, or what it says, to take into Word or PowerPoint. Raises `NotFound`."""
    with steady():
        made = copying.copied(partnership, edition, issue, which, kind)
    response = HttpResponse(made.content, content_type=made.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def rank(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str
) -> HttpResponse:
    """Rank the edition with the data and scores as they are now. Raises `NotFound`, `Refused` or `Unusable`."""
    found = services.run_assessment(partnership.slug, edition, by=principal)
    _ask_for_forecasts(principal, partnership, edition)
    left = f"; {len(found.left_out)} could not be scored" if found.left_out else ""
    messages.success(request, f"{len(found.places)} issues were ranked{left}.")
    return HttpResponseRedirect(presenting.address("assessment-edition", partnership, edition=edition))


def _ask_for_forecasts(principal: Principal, partnership: PartnershipFacts, edition: str) -> None:
    """A forecast takes seconds a measure, so a worker makes it."""
    jobs.enqueue(KIND, f"Forecasts of {edition}", partnership=partnership.slug, by=principal, edition=edition)


def forecasts(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str
) -> HttpResponse:
    """Have the forecasts of an edition worked out. Raises `NotFound` for one that was not ranked."""
    if api.ranking(partnership.slug, edition) is None:
        raise NotFound("There is no ranked strategic assessment of this edition.")
    _ask_for_forecasts(principal, partnership, edition)
    messages.success(request, "The forecasts are being worked out. They appear on the pages of the issues.")
    return HttpResponseRedirect(presenting.address("assessment-edition", partnership, edition=edition))


def file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str, kind: str
) -> HttpResponse:
    """The assessment in one format. Raises `NotFound` for an unknown format or an edition that was not ranked."""
    document = api.assessment_document(partnership.slug, edition) if kind in documents.FORMATS else None
    if document is None:
        raise NotFound("There is no such file: the edition has not been ranked, or not in this format.")
    response = HttpResponse(documents.render(document, kind), content_type=documents.MEDIA_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="strategic-assessment-{edition}.{kind}"'
    return response
