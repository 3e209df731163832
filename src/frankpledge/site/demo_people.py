"""The door to the demonstration: enter as any of its invented people. It refuses to exist anywhere else."""

from __future__ import annotations

from ipaddress import ip_address
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.shortcuts import render
from django.urls import reverse

from frankpledge.access.roles import BY_SLUG
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.site import queries
from frankpledge.site.models import DemoMark
from frankpledge.site.pages import DemoPage, InventedPerson
from frankpledge.web.gallery import gallery_page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def mark_as_demo() -> None:
    """Say that the demonstration made this database. Only the demonstration calls it. Safe to repeat."""
    if not DemoMark.objects.exists():
        DemoMark().save()


def why_not(request: HttpRequest) -> str:
    """The first reason why the door is shut here; empty when it is open."""
    if not settings.DEMO:
        return "This installation is not a demonstration."
    if not DemoMark.objects.exists():
        return "The demonstration did not make this database."
    if not is_loopback(split_domain_port(request.get_host())[0]):
        return "The demonstration answers only to this computer’s own address."
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


def people() -> tuple[InventedPerson, ...]:
    """Every invented person with a role in force today, in the order in which roles are listed."""
    found = [
        InventedPerson(one.id, one.name, BY_SLUG[role].title, BY_SLUG[role].description, one.partnership)
        for one in queries.invented_people(on=today())
        if (role := one.role) in BY_SLUG
    ]
    order = [role.title for role in BY_SLUG.values()]
    return tuple(sorted(found, key=lambda one: (one.partnership, order.index(one.role), one.name)))
