"""Start page, homes, permanent addresses, a partnership's colours and logo."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents.figures import Figure
from frankpledge.figures import api as figures
from frankpledge.figures.views import figure_page
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.site.pages import HomePage, PublicHomePage, StartPage
from frankpledge.web import home as rooms
from frankpledge.web.look import style_sheet
from frankpledge.web.paging import Paging
from frankpledge.web.pictures import YearRing


def start(request: HttpRequest, principal: Principal, partnership: None) -> HttpResponse:
    """Every partnership that this installation serves."""
    listed = tuple(
        (
            one.name,
            reverse("public-home", kwargs={"partnership": one.slug}),
            reverse("home", kwargs={"partnership": one.slug}) if one.slug in principal.partnerships else "",
        )
        for one in directory.partnerships()
    )
    return render(request, "site/start.html", {"page": StartPage("Community safety partnerships", listed)})


def home(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The working home: the chain, what is due, the next meeting, what changed, the year."""
    on = today()
    due = rooms.things_due(principal, partnership, on)
    page = HomePage(
        title="Home",
        greeting=principal.name,
        due=due[: rooms.MOST_DUE],
        more_due=max(0, len(due) - rooms.MOST_DUE),
        chain=rooms.chain(principal, partnership, on),
        year=YearRing(on, rooms.duties_of_year(principal, partnership, on)),
        changes=rooms.changes(principal, partnership, on),
        meeting=rooms.next_meeting(principal, partnership, on),
        has_due_rooms=rooms.has_due_providers(),
        duties_href=reverse("duties", kwargs={"partnership": partnership.slug}),
    )
    return render(request, "site/home.html", {"page": page})


def public_home(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """What the partnership has published."""
    page = PublicHomePage(partnership.name, rooms.published(partnership))
    return render(request, "site/public_home.html", {"page": page})


def look(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The partnership's colours as a style sheet."""
    sheet = HttpResponse(style_sheet(partnership.colour, partnership.accent), content_type="text/css")
    sheet.headers["Cache-Control"] = "public, max-age=300"
    return sheet


def logo(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The council's logo. Raises `NotFound` when it has given none."""
    if partnership.logo_png is None:
        raise NotFound("This partnership has no logo.")
    return HttpResponse(partnership.logo_png, content_type="image/png")


def permanent(request: HttpRequest, principal: Principal, partnership: None, id: UUID) -> HttpResponse:  # noqa: A002
    """An address that never changes: sends each person to the page that they may see."""
    subject = figures.subject_of(id)
    require(principal, Permission.FIGURE_OPEN, subject)
    belongs = subject.partnership in principal.partnerships
    name = "figure" if belongs else "public-figure"
    return HttpResponseRedirect(reverse(name, kwargs={"partnership": subject.partnership, "figure_id": id}))


def figure(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, figure_id: UUID
) -> HttpResponse:
    """An opened figure, for those who sign in."""
    crumbs = (("Home", reverse("home", kwargs={"partnership": partnership.slug})),)
    return _figure(request, principal, partnership, figure_id, "figure", crumbs)


def public_figure(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, figure_id: UUID
) -> HttpResponse:
    """An opened figure that a published document prints, for everybody."""
    crumbs = ((partnership.name, reverse("public-home", kwargs={"partnership": partnership.slug})),)
    return _figure(request, principal, partnership, figure_id, "public-figure", crumbs)


def _figure(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    figure_id: UUID,
    route: str,
    crumbs: tuple[tuple[str, str], ...],
) -> HttpResponse:
    return figure_page(
        request, principal, partnership.slug, figure_id, crumbs=crumbs, make_paging=Paging.of,
        address_of=partial(_address, route, partnership.slug),
    )  # fmt: skip


def _address(route: str, partnership: str, opened: Figure) -> str:
    return reverse(route, kwargs={"partnership": partnership, "figure_id": opened.id})
