"""My page: everything that is asked of one person, in one partnership or in all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.membership import queries
from frankpledge.governance.membership.asks import KINDS, Ask, Whom, asked_of
from frankpledge.governance.rules.meetings.record import InPost
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound

HERE, EVERYWHERE = "me", "everywhere"
"""What a form sends as `back`: the page of one partnership, or that of all."""


@dataclass(frozen=True)
class AskPart:
    """One thing asked as it is shown. `id` tells its fields from those of the others; `late` says by how much."""

    id: str
    ask: Ask
    kind: str
    due: str
    is_late: bool


@dataclass(frozen=True)
class PartnershipPart:
    """What is asked in one partnership: of the person, then of their organisations."""

    name: str
    href: str
    places: tuple[str, ...]
    mine: tuple[AskPart, ...]
    ours: tuple[AskPart, ...]


@dataclass(frozen=True)
class MyPage:
    """`in_all` is how many things are asked; `elsewhere` the address of the page over all partnerships."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    in_all: int
    parts: tuple[PartnershipPart, ...]
    back: str
    elsewhere: str
    links: tuple[tuple[str, str], ...]


def way_back(request: HttpRequest, partnership: str, otherwise: str) -> str:
    """Where one goes after an answer: to the page it was given on, else to `otherwise`, an address."""
    back = request.POST.get("back", "")
    if back == HERE:
        return reverse("me", kwargs={"partnership": partnership})
    return reverse("me-everywhere") if back == EVERYWHERE else otherwise


def whom(principal: Principal, place: PartnershipFacts, on: date) -> Whom:
    """The person as their providers know them in one partnership. Raises `NotFound` for the public."""
    if principal.user_id is None:
        raise NotFound("This page is for people who sign in.")
    held = queries.places_of_user(principal.user_id, place.slug, on)
    seats = tuple((group, one) for group, one in held if one.seat and one.standing in queries.ACTING)
    bodies = {one.body: one.organisation for _, one in held if one.body}
    bodies |= dict(directory.bodies_of(principal.user_id, place.slug, on=on))
    return Whom(
        principal.user_id, principal.name, place.id, place.slug, on, seats, tuple(sorted(bodies.items()))
    )  # fmt: skip


def number_in(parts: tuple[PartnershipPart, ...]) -> int:
    return sum(len(one.mine) + len(one.ours) for one in parts)


def part_of(principal: Principal, place: PartnershipFacts, on: date) -> PartnershipPart:
    asker = whom(principal, place, on)
    shown = [
        AskPart(f"{place.slug}-{number}", ask, KINDS.get(ask.kind, ""), _due(ask, on), _is_late(ask, on))
        for number, ask in enumerate(asked_of(asker), start=1)
    ]
    return PartnershipPart(
        place.name,
        reverse("me", kwargs={"partnership": place.slug}),
        tuple(_place(group, one) for group, one in asker.seats),
        tuple(one for one in shown if not one.ask.organisation),
        tuple(one for one in shown if one.ask.organisation),
    )


def _place(group: str, one: InPost) -> str:
    what = "Holder of the seat" if one.standing == "holder" else "Deputy in the seat"
    where = f" in the group {group}" if group else ""
    return f"{what} {one.seat}{where}"


def _due(ask: Ask, on: date) -> str:
    if ask.due_on is None:
        return "When convenient"
    if ask.due_on == on:
        return "Today"
    days = (on - ask.due_on).days
    if days > 0:
        return f"{short_date(ask.due_on)}, {days} {'day' if days == 1 else 'days'} ago"
    return f"By {short_date(ask.due_on)}"


def _is_late(ask: Ask, on: date) -> bool:
    return ask.due_on is not None and ask.due_on < on


def user_of(principal: Principal) -> UUID:
    """The account that asks. Raises `NotFound` for the public and for the system."""
    if principal.user_id is None:
        raise NotFound("This page is for people who sign in.")
    return principal.user_id
