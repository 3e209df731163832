"""Calendars and open data for other programs, and the page of one's own feed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.interchange import feeds, publishing
from frankpledge.governance.interchange.calendars import MEDIA_TYPE
from frankpledge.governance.membership.me import user_of
from frankpledge.governance.membership.presenting import address, crumbs
from frankpledge.governance.membership.views import to
from frankpledge.governance.rules.interchange import open_data as shapes
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.people import Principal
from frankpledge.records.clock import today

MINE = ("My page", "me")


def origin(request: HttpRequest) -> str:
    """What every address in a file begins with."""
    return request.build_absolute_uri("/").rstrip("/")


def _calendar(content: bytes, name: str) -> HttpResponse:
    sent = HttpResponse(content, content_type=MEDIA_TYPE)
    sent.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return sent


def public_calendar(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts
) -> HttpResponse:
    """The partnership's meetings as a calendar that anybody may follow."""
    content = feeds.public_calendar(partnership, on=today(), origin=origin(request))
    sent = _calendar(content, partnership.slug)
    sent.headers["Cache-Control"] = "public, max-age=900"
    return sent


def own_calendar(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, token: str
) -> HttpResponse:
    """The calendar behind a secret address. Raises `NotFound`."""
    content = feeds.own_calendar(partnership, token, on=today(), origin=origin(request))
    sent = _calendar(content, f"{partnership.slug}-mine")
    sent.headers["Cache-Control"] = "private, no-store"
    sent.headers["X-Robots-Tag"] = "noindex"
    return sent


@dataclass(frozen=True)
class FeedPage:
    """One's own feed. `secret` is the address, shown once, straight after it was made."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    secret: str
    since: str
    make_href: str
    revoke_href: str
    public_href: str


def my_feed(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """One's own feed; a POST makes a new address, and the one before stops."""
    secret = ""
    if request.method == "POST":
        token = feeds.make_feed(partnership.slug, by=principal)
        here = {"partnership": partnership.slug, "token": token}
        secret = f"{origin(request)}{reverse('own-calendar', kwargs=here)}"
    found = feeds.feed_of(partnership.slug, user_of(principal))
    page = FeedPage(
        "My calendar feed",
        crumbs(partnership, MINE),
        secret,
        short_date(local_date(found.made_at)) if found else "",
        address("my-feed", partnership),
        address("revoke-feed", partnership),
        f"{origin(request)}{address('public-calendar', partnership)}",
    )
    return render(request, "governance/interchange/feed.html", {"page": page})


def revoke_feed(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Stop one's own feed."""
    feeds.revoke_feed(partnership.slug, by=principal)
    return to(request, address("my-feed", partnership), "The feed is stopped. Its address never works again.")


# Open data --------------------------------------------------------------------------------------------------------


def _json(value: dict[str, object]) -> HttpResponse:
    sent = JsonResponse(value, json_dumps_params={"ensure_ascii": False, "indent": 1})
    sent.headers["Cache-Control"] = "public, max-age=900"
    sent.headers["Access-Control-Allow-Origin"] = "*"
    return sent


def open_data(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The public record of the meetings, for other programs."""
    return _json(publishing.open_data(partnership, on=today(), origin=origin(request)))


def open_data_schema(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts
) -> HttpResponse:
    """The shape of that record."""
    return _json(shapes.schema())
