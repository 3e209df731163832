"""The one place that turns refusals into pages, in our own layout and in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import Refused
from frankpledge.records.models import Conflict


@dataclass(frozen=True)
class RefusalPage:
    """A page that says no: why, where the rule comes from, what to do."""

    title: str
    reason: str
    source: str = ""
    remedy: str = ""
    problems: tuple[Problem, ...] = ()


def _page(request: HttpRequest, status: int, page: RefusalPage) -> HttpResponse:
    return render(request, "errors/refusal.html", {"page": page}, status=status)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send someone who is not signed in to sign in, and back here afterwards."""
    return HttpResponseRedirect(
        f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
        if request.method in {"GET", "HEAD"}
        else reverse("account_login")
    )


def not_found(request: HttpRequest, reason: str = "") -> HttpResponse:
    """404: there is no such page, or the person may not know that there is."""
    remedy = "If you typed the address, check it. If you followed a link, it may be out of date."
    return _page(request, 404, RefusalPage("Page not found", reason, remedy=remedy))


def not_permitted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the person may know of it but not do this."""
    remedy = "If you need it for your work, ask the partnership manager to change your role."
    return _page(request, 403, RefusalPage("You may not do this", reason, remedy=remedy))


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """409 when someone else saved first, 422 when a rule does not allow it; with the rule's source."""
    is_conflict = isinstance(refusal, Conflict)
    title = "Someone else has changed this" if is_conflict else "This cannot be done"
    source = str(refusal.source) if refusal.source else ""
    remedy = "Nothing has been changed. Go back, and your words will still be there."
    return _page(
        request, 409 if is_conflict else 422, RefusalPage(title, str(refusal.reason), source, remedy)
    )


def unusable(request: HttpRequest, problem: Unusable) -> HttpResponse:
    """422: what was given cannot be used; every problem says where, why and what to do."""
    reason = "Nothing has been changed. Put these right and send it again."
    return _page(request, 422, RefusalPage("What you gave cannot be used", reason, problems=problem.problems))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """403: the form did not come from a page of ours, or the page was open too long."""
    return _page(
        request,
        403,
        RefusalPage(
            "We could not check that form",
            "The page may have been open for a long time, or your browser may be refusing cookies.",
            remedy="Go back, reload the page and send the form again. Nothing has been changed.",
        ),
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's handler404."""
    return not_found(request)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's handler403."""
    return not_permitted(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's handler400."""
    return _page(request, 400, RefusalPage("We could not understand that", "The request was not complete."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a mistake of ours. Nothing here may touch the database, which may be the trouble."""
    return render(request, "errors/500.html", status=500)
