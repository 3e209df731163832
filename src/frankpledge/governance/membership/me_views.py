"""My page, for one partnership and for all that one serves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.membership.me import EVERYWHERE, HERE, MyPage, number_in, part_of
from frankpledge.kernel.people import Principal
from frankpledge.records.clock import today


def me(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """What is asked of whoever is signed in, in this partnership."""
    parts = (part_of(principal, partnership, today()),)
    links = (
        ("My interests", reverse("my-interests", kwargs={"partnership": partnership.slug})),
        ("My calendar feed", reverse("my-feed", kwargs={"partnership": partnership.slug})),
    )
    crumbs = (("Home", reverse("home", kwargs={"partnership": partnership.slug})),)
    elsewhere = reverse("me-everywhere") if len(principal.partnerships) > 1 else ""
    page = MyPage("My page", crumbs, number_in(parts), parts, HERE, elsewhere, links)
    return render(request, "governance/membership/me.html", {"page": page})


def everywhere(request: HttpRequest, principal: Principal, partnership: None) -> HttpResponse:
    """What is asked of whoever is signed in, in every partnership in which they have a part."""
    on = today()
    places = [one for one in directory.partnerships() if one.slug in principal.partnerships]
    parts = tuple(part_of(principal, one, on) for one in places)
    page = MyPage("My page in every partnership", (), number_in(parts), parts, EVERYWHERE, "", ())
    response = render(request, "governance/membership/me.html", {"page": page})
    response.headers["Cache-Control"] = "no-store"
    return response
