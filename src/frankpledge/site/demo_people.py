"""The door to the demonstration: enter as any of its invented people. It refuses to exist anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.shortcuts import render
from django.urls import reverse

from frankpledge.access.roles import BY_SLUG
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records import clock
from frankpledge.records.clock import today
from frankpledge.site import queries
from frankpledge.site.models import DemoMark
from frankpledge.site.pages import DemoPage, InventedPerson
from frankpledge.web.gallery import gallery_page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSED_ON = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")
"""Headers by which a proxy shows itself: behind one, every caller looks like this computer."""


def mark_as_demo() -> None:
    """Say that the demonstration made this database. Only the demonstration calls it. Safe to repeat."""
    if not DemoMark.objects.exists():
        DemoMark().save()


def live_in_demo_time() -> None:
    """Set this process's clock by the demonstration's mark, if this is a demonstration. Safe to repeat."""
    mark = DemoMark.objects.first() if settings.DEMO else None
    if mark is not None:
        clock.shift_by(mark.as_of - mark.made_at)


class DemoTime:
    """Middleware: in demonstration mode every page is shown in the demonstration's time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.is_set = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.is_set:
            live_in_demo_time()
            self.is_set = True
        return self.get_response(request)


def why_not(request: HttpRequest) -> str:
    """The first reason why the door is shut here; empty when it is open."""
    if not settings.DEMO:
        return "This installation is not a demonstration."
    if not DemoMark.objects.exists():
        return "The demonstration did not make this database."
    if not is_loopback(split_domain_port(request.get_host())[0]):
        return "The demonstration answers only to this computer’s own address."
    if any(name in request.META for name in PASSED_ON):
        return "The demonstration is not served through a proxy, which would open it to others."
    if not is_loopback(str(request.META.get("REMOTE_ADDR", ""))):
        return "The demonstration answers only to this computer itself."
    return ""


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this computer itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _refuse_elsewhere(request: HttpRequest) -> None:
    if reason := why_not(request):
        raise NotFound(reason)


def door(request: HttpRequest, principal: Principal, partnership: None) -> HttpResponse:
    """The invented people, one button each."""
    _refuse_elsewhere(request)
    return render(request, "site/demo.html", {"page": DemoPage("Enter the demonstration", people())})


def enter(request: HttpRequest, principal: Principal, partnership: None, person: UUID) -> HttpResponse:
    """Sign in as an invented person. Raises `NotFound` for anybody real."""
    _refuse_elsewhere(request)
    account = queries.invented_account(person)
    roles = directory.principal_for(person, on=today())
    login(request, account, backend=BACKEND)
    record("demo-entered", subject=Subject("account", person), by=roles)
    where = min(roles.partnerships, default="")
    return HttpResponseRedirect(reverse("home", kwargs={"partnership": where}) if where else "/")


def gallery(request: HttpRequest, principal: Principal, partnership: None) -> HttpResponse:
    """Every component and picture, to look at."""
    _refuse_elsewhere(request)
    return render(request, "web/gallery.html", {"page": gallery_page(today())})


def people() -> tuple[tuple[str, tuple[InventedPerson, ...]], ...]:
    """Every invented person with a role in force today, by partnership, in the order in which roles are listed."""
    order = list(BY_SLUG)
    held = sorted(
        (one for one in queries.invented_people(on=today()) if one.role in BY_SLUG),
        key=lambda one: (one.partnership, order.index(one.role), one.name),
    )
    return tuple(
        (name, tuple(_person(one) for one in group))
        for name, group in groupby(held, key=lambda one: one.partnership)
    )


def _person(one: queries.Invented) -> InventedPerson:
    role = BY_SLUG[one.role]
    return InventedPerson(one.id, one.name, role.title, role.description)
