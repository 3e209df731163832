"""Pages of what happens to a review from outside: opened in an emergency, looked at afterwards, given a stand-in who coordinates it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.people import Principal
from frankpledge.reviews.cases import emergency, queries, stand_in
from frankpledge.reviews.cases.pages import INVENTED
from frankpledge.reviews.cases.plain_forms import PlainForm
from frankpledge.reviews.cases.presenting import address, banner, case_crumb, crumbs, name_of
from frankpledge.reviews.cases.views import done, find, show_form, to
from frankpledge.web.home import Due
from frankpledge.web.routes import Place


class EmergencyForm(PlainForm):
    """Which review, and why it cannot wait."""

    reference = forms.CharField(
        label="Reference of the review",
        max_length=40,
        error_messages={"required": "Write the reference of the review"},
    )
    reason = forms.CharField(
        label="Why can it not wait for somebody who has a part in it?", max_length=500, widget=forms.Textarea,
        help_text="Those who keep the review read this at once.", error_messages={"required": "Say why it cannot wait"},
    )  # fmt: skip


class FindingForm(PlainForm):
    """Whether an opening was right."""

    finding = forms.CharField(
        label="Was it right to open it? Say why.", max_length=500, widget=forms.Textarea,
        error_messages={"required": "Say whether it was right to open it, and why"},
    )  # fmt: skip


def open_review(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Open a review in an emergency, for an hour."""
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    opened: list[UUID] = []

    def act() -> None:
        said = form.cleaned_data
        opened.append(
            emergency.open_in_emergency(
                partnership.slug, reference=said["reference"], reason=said["reason"], by=principal
            )
        )

    if done(form, act):
        messages.success(request, "It is open to you for one hour. Those who keep it have been told.")
        return to("review", partnership, case=opened[0])
    lead = (
        "For when somebody may be in danger and nobody with a part in the review can be reached. You read its file and what the family said for one hour, and write nothing.",
        "Your name and your reason stand in the record, and those who keep the review see them at once. They look at it within two working days.",
    )
    return show_form(request, form, title="Open a review in an emergency", trail=crumbs(partnership), button="Open it for one hour",
                     banner=INVENTED if partnership.is_demo else "", lead=lead)  # fmt: skip


def look(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, opening: UUID
) -> HttpResponse:
    """Look at why a review was opened in an emergency."""
    found = find(principal, partnership, case)
    row = next((one for one in emergency.openings((found,)) if one.id == opening), None)
    form = FindingForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        emergency.look_at(partnership.slug, case, opening, finding=form.cleaned_data["finding"], by=principal)

    if done(form, act):
        messages.success(request, "Recorded.")
        return to("review", partnership, case=case)
    lead = (f"{row.who} opened it. Their reason: {row.reason}",) if row else ()
    return show_form(request, form, title="Look at an opening in an emergency", trail=crumbs(partnership, case_crumb(partnership, found)),
                     button="Record it", banner=banner(found), lead=lead)  # fmt: skip


class StandInForm(PlainForm):
    """Who coordinates a review that nobody may coordinate any more."""

    reference = forms.CharField(
        label="Reference of the review",
        max_length=40,
        error_messages={"required": "Write the reference of the review"},
    )
    user = forms.ChoiceField(
        label="Who coordinates it from now on?",
        help_text="Somebody whose role lets them keep a review, and who is not you",
        error_messages={"required": "Choose somebody", "invalid_choice": "Choose one of those in the list"},
    )
    reason = forms.CharField(
        label="Why has it no coordinator, and why is this person right for it?", max_length=250, widget=forms.Textarea,
        help_text="Those who keep the review read this.", error_messages={"required": "Say why"},
    )  # fmt: skip

    def __init__(self, people: Iterable[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["user"].choices = [("", "Choose somebody"), *people]  # type: ignore[attr-defined]


def name_stand_in(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Name a stand-in for the coordinator of a review."""
    stand_in.require_names(partnership.slug, principal)
    people = [
        (str(one.id), f"{one.name}{f', {one.post}' if one.post else ''}")
        for one in stand_in.who_may(partnership, principal)
    ]
    initial = {"reference": request.GET.get("reference", "")[:40]}
    form = StandInForm(people, request.POST if request.method == "POST" else None, initial=initial)

    def act() -> None:
        said = form.cleaned_data
        stand_in.name_stand_in(
            partnership.slug, reference=said["reference"], user=UUID(said["user"]), reason=said["reason"], by=principal
        )  # fmt: skip

    if done(form, act):
        messages.success(request, "They coordinate the review from now on. Those who keep it have been told.")
        return to("review-cases", partnership)
    lead = (
        "For a review that nobody may coordinate any more: each of its coordinators has left, or has a conflict of interest. Nobody names themself.",
        "Your name and your reason stand in the record of the review.",
    )
    return show_form(request, form, title="Name a stand-in to coordinate a review", trail=crumbs(partnership), button="Name them",
                     banner=INVENTED if partnership.is_demo else "", lead=lead)  # fmt: skip


def due(principal: Principal, place: Place, on: date) -> Iterable[Due]:
    """What somebody who keeps a review has to look at: it is on their first page from the moment that it was opened."""
    if principal.user_id is None:
        return ()
    presides = principal.roles_in(place.slug) & stand_in.NAMES
    without = stand_in.uncoordinated(place.slug) if presides else frozenset()
    if not without and not emergency.is_any_open(place.slug):
        return ()
    found = queries.cases_of(principal, place.slug)
    named = {one.id: name_of(one) for one in found}
    missing = (
        Due(f"Nobody coordinates {name_of(one)}", "Name a stand-in", f"{address('review-stand-in', place)}?reference={one.reference}", on,
            "Its coordinators have left, or have a conflict of interest.")
        for one in found if one.id in without
    )  # fmt: skip
    return tuple(missing) + tuple(
        Due(f"{one.who} opened {named[one.case]} in an emergency", "Look at it",
            address_of(place, one), date.fromisoformat(one.look_by), one.reason)
        for one in emergency.openings(found, only_open=True)
    )  # fmt: skip


def address_of(place: Place, one: emergency.Opened) -> str:
    return address("review-emergency-look", place, case=one.case, opening=one.id)
