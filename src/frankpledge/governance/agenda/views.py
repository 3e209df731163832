"""Meetings ahead and their agendas: the list, calling, changing, cancelling, building."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda import calling, items, offers, presenting, queries
from frankpledge.governance.agenda.facts import ItemFacts, MeetingCard
from frankpledge.governance.agenda.forms import (
    BecauseForm,
    CallForm,
    ChangeForm,
    ItemForm,
    LateForm,
    NewItemForm,
    duties,
)
from frankpledge.governance.agenda.item_page import item_page
from frankpledge.governance.agenda.items import Joins
from frankpledge.governance.agenda.words import address, crumbs, numbered, within
from frankpledge.governance.agenda.written import Late
from frankpledge.kernel.dates import LONDON
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.web.asking import Current, FormPage, answer


def shown(request: HttpRequest, template: str, page: object) -> HttpResponse:
    return render(request, f"governance/agenda/{template}.html", {"page": page})


def called(partnership: PartnershipFacts, slug: str) -> MeetingCard:
    """The meeting that an address names. Raises `NotFound`."""
    return queries.meeting_called(partnership.slug, slug)


def meetings(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Meetings ahead, decisions, and every meeting there was."""
    return shown(request, "meetings", presenting.meetings_page(partnership, principal))


def meeting(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """One meeting: how it stands and what is next."""
    return shown(
        request, "meeting", presenting.meeting_page(partnership, principal, called(partnership, slug))
    )


def call(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Call a meeting."""
    start = {"title": "Ordinary meeting", "kind": "ordinary"}
    form = CallForm(queries.group_choices(partnership.slug), request.POST or None, initial=start)
    page = FormPage(
        "Call a meeting", crumbs(partnership), "Call the meeting",
        lead=("Members and the public see it at once in the list of meetings. Notice is recorded when it goes out.",),
    )  # fmt: skip

    def save() -> str:
        slug = calling.call_meeting(partnership.slug, form.said_call(), by=principal)
        messages.success(request, "The meeting is called.")
        return address("meeting", partnership, slug=slug)

    return answer(request, form, page, save)


def _as_asked(card: MeetingCard) -> dict[str, object]:
    starts = card.starts_at.astimezone(LONDON) if card.starts_at else None
    ends = card.ends_at.astimezone(LONDON) if card.ends_at else None
    return {
        "row_version": card.row_version, "title": card.title, "kind": card.kind, "on": card.on,
        "starts": f"{starts:%H:%M}" if starts else "", "ends": f"{ends:%H:%M}" if ends else "", "place": card.place,
        "joining": card.joining, "is_open_to_public": card.is_open_to_public,
    }  # fmt: skip


def change(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Change the day, the hour, the place or what it is called."""
    card = called(partnership, slug)
    form = ChangeForm(request.POST or None, initial=_as_asked(card))
    page = FormPage(
        "Change the meeting", within(partnership, card), "Save the change",
        lead=("What was planned before stays in the record, with your reason.",),
    )  # fmt: skip

    def save() -> str:
        calling.change_meeting(
            partnership.slug, slug, form.moved(), read_version=form.read_version, by=principal
        )
        messages.success(
            request, "The meeting is changed. Tell those who were invited, and record that you did."
        )
        return address("meeting", partnership, slug=slug)

    def current() -> Current:
        now = called(partnership, slug)
        return Current(now.row_version, {k: v for k, v in _as_asked(now).items() if k != "row_version"})

    return answer(request, form, page, save, current=current)


def cancel(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Cancel a meeting, with the reason."""
    card = called(partnership, slug)
    form = BecauseForm(request.POST or None, initial={"row_version": card.row_version})
    page = FormPage(
        "Cancel the meeting", within(partnership, card), "Cancel the meeting",
        lead=("Its agenda and papers stay in the record, and its business is offered to the next meeting.",),
        back=("Keep the meeting", address("meeting", partnership, slug=slug)),
    )  # fmt: skip

    def save() -> str:
        because = form.cleaned_data["because"]
        calling.cancel_meeting(partnership.slug, slug, because, read_version=form.read_version, by=principal)
        messages.success(request, "The meeting is cancelled.")
        return address("meeting", partnership, slug=slug)

    def current() -> Current:
        return Current(called(partnership, slug).row_version, {})

    return answer(request, form, page, save, current=current)


# The agenda -------------------------------------------------------------------------------------------------------


def agenda(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The agenda as it is built."""
    return shown(
        request, "builder", presenting.builder_page(partnership, principal, called(partnership, slug))
    )


def begin(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Put the standing items on an empty agenda."""
    items.begin_agenda(partnership.slug, slug, by=principal)
    return HttpResponseRedirect(address("agenda", partnership, slug=slug))


def item(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """One item: what it asks, its scope and effect, observations and their answers."""
    card = called(partnership, slug)
    return shown(request, "item", item_page(partnership, principal, card, queries.item_of(card.id, item)))


def new_item(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Add an item."""
    card = called(partnership, slug)
    form = NewItemForm(
        duties(partnership.nation, presenting.on_or_today(card)), presenting.scopes_of(card),
        presenting.places_of(card.id), presenting.leaves_of(card), request.POST or None,
        initial={"kind": "decide", "effect": "note", "scope": "ordinary"},
    )  # fmt: skip
    agenda = address("agenda", partnership, slug=slug)
    page = FormPage("Add an item", within(partnership, card, ("Agenda", agenda)), "Add the item")

    def save() -> str:
        joins = Joins(form.after_item, form.late())
        items.add_item(partnership.slug, slug, form.item(), by=principal, joins=joins)
        return agenda

    return answer(request, form, page, save)


def _item_as_asked(found: ItemFacts) -> dict[str, object]:
    names = (
        "title", "kind", "function", "capacity", "scope", "effect", "about", "is_advice", "is_closed",
        "closed_because", "public_title", "presenter", "minutes_allowed", "recommendation", "because", "duty",
    )  # fmt: skip
    return {name: getattr(found, name) for name in names}


def edit_item(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """Change what an item says."""
    card = called(partnership, slug)
    found = queries.item_of(card.id, item)
    start = {**_item_as_asked(found), "row_version": found.row_version}
    form = ItemForm(
        duties(partnership.nation, presenting.on_or_today(card)), presenting.scopes_of(card), request.POST or None,
        initial=start,
    )  # fmt: skip
    above = ("Agenda", address("agenda", partnership, slug=slug))
    page = FormPage(f"Change item {found.number}", within(partnership, card, above), "Save the item")

    def save() -> str:
        items.edit_item(
            partnership.slug, slug, item, form.item(), read_version=form.read_version, by=principal
        )
        return address("agenda-item", partnership, slug=slug, item=item)

    def current() -> Current:
        now = queries.item_of(card.id, item)
        return Current(now.row_version, _item_as_asked(now))

    return answer(request, form, page, save, current=current)


def move_item(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """Move an item by one of four buttons."""
    where = request.POST.get("where", "")
    if where not in dict(presenting.MOVES):
        raise NotFound("An item moves up, down, first or last.")
    items.move_item(partnership.slug, slug, item, where, by=principal)
    return HttpResponseRedirect(f"{address('agenda', partnership, slug=slug)}#item-{item}")


def withdraw_item(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """Take an item off the agenda."""
    card = called(partnership, slug)
    found = queries.item_of(card.id, item)
    form = BecauseForm(request.POST or None, initial={"row_version": found.row_version})
    agenda = address("agenda", partnership, slug=slug)
    page = FormPage(
        f"Withdraw item {found.number}", within(partnership, card, ("Agenda", agenda)), "Withdraw the item",
        lead=(f"{numbered(found)}. Its number is not given again, and what was planned is planned again.",),
        back=("Keep the item", agenda),
    )  # fmt: skip

    def save() -> str:
        because = form.cleaned_data["because"]
        items.withdraw_item(
            partnership.slug, slug, item, because, read_version=form.read_version, by=principal
        )
        return agenda

    return answer(
        request, form, page, save, current=lambda: Current(queries.item_of(card.id, item).row_version, {})
    )


def place(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, planned: UUID
) -> HttpResponse:
    """Put an item of the forward plan on the agenda; where it comes late, ask what lets it in."""

    def put(late: Late) -> None:
        items.place_planned(partnership.slug, slug, planned, by=principal, late=late)

    return _let_in(request, partnership, slug, put)


def carry(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """Put an item of an earlier meeting on the agenda; where it comes late, ask what lets it in."""

    def put(late: Late) -> None:
        items.carry_item(partnership.slug, slug, item, by=principal, late=late)

    return _let_in(request, partnership, slug, put)


def take(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    slug: str,
    kind: str,
    what: UUID,
) -> HttpResponse:
    """Take up something that another part offers; where it comes late, ask what lets it in."""
    card = called(partnership, slug)

    def put(late: Late) -> None:
        offers.take(card, kind, what, late=late, by=principal)

    return _let_in(request, partnership, slug, put)


def _let_in(
    request: HttpRequest, partnership: PartnershipFacts, slug: str, put: Callable[[Late], None]
) -> HttpResponse:
    card = called(partnership, slug)
    form = LateForm(presenting.leaves_of(card), request.POST or None)
    agenda = address("agenda", partnership, slug=slug)
    page = FormPage(
        "Put an item on the agenda", within(partnership, card, ("Agenda", agenda)), "Put it on the agenda",
        lead=("After the papers were due, an item joins only as the terms of reference let it.",),
        back=("Back to the agenda", agenda),
    )  # fmt: skip

    def save() -> str:
        put(form.late())
        return agenda

    return answer(request, form, page, save)
