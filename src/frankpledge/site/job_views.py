"""Pages over long work: its progress, and asking it to stop."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.directory.api import PartnershipFacts
from frankpledge.jobs import api
from frankpledge.jobs.api import JobFacts
from frankpledge.kernel.people import Principal


@dataclass(frozen=True)
class JobPage:
    """One piece of work; `lines` is what came of it, `links` where to look at it: words and address."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    job: JobFacts
    lines: tuple[str, ...]
    problems: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    stop_href: str


def _of(partnership: PartnershipFacts, principal: Principal, job_id: UUID) -> JobFacts:
    require(principal, Permission.JOB_READ, api.subject_of(job_id, partnership.slug))
    return api.job(job_id)


def job(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, job_id: UUID
) -> HttpResponse:
    """How far a piece of work is. The page refreshes itself every two seconds until the work is over."""
    found = _of(partnership, principal, job_id)
    home = {"partnership": partnership.slug}
    page = JobPage(
        title=found.title,
        crumbs=(("Home", reverse("home", kwargs=home)), ("Data", reverse("data", kwargs=home))),
        job=found,
        lines=tuple(str(line) for line in found.result.get("lines", ())),  # type: ignore[attr-defined]
        problems=tuple(str(line) for line in found.result.get("problems", ())),  # type: ignore[attr-defined]
        links=tuple((str(words), str(href)) for words, href in found.result.get("links", ())),  # type: ignore[attr-defined]
        stop_href=reverse("job-stop", kwargs={**home, "job_id": job_id}),
    )
    response = render(request, "site/job.html", {"page": page})
    if not found.is_over:
        response.headers["Refresh"] = "2"
    return response


def stop(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    job_id: UUID,
) -> HttpResponse:
    """Ask work to stop; nothing half-done is kept."""
    _of(partnership, principal, job_id)
    api.ask_to_stop(job_id)
    return HttpResponseRedirect(reverse("job", kwargs={"partnership": partnership.slug, "job_id": job_id}))
