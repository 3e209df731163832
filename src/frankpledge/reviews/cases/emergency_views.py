"""Pages of opening a review in an emergency, and of looking at it afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.people import Principal
from frankpledge.reviews.cases import emergency, queries
from frankpledge.reviews.cases.pages import INVENTED
from frankpledge.reviews.cases.presenting import address, banner, case_crumb, crumbs, name_of
from frankpledge.reviews.cases.views import done, find, show_form, to
from frankpledge.web.home import Due
from frankpledge.web.routes import Place


class EmergencyForm(forms.Form):
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


class FindingForm(forms.Form):
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


def due(principal: Principal, place: Place, on: date) -> Iterable[Due]:
    """What somebody who keeps a review has to look at: it is on their first page from the moment that it was opened."""
    if principal.user_id is None:
        return ()
    if not emergency.is_any_open(place.slug):
        return ()
    found = queries.cases_of(principal, place.slug)
    named = {one.id: name_of(one) for one in found}
    return tuple(
        Due(f"{one.who} opened {named[one.case]} in an emergency", "Look at it",
            address_of(place, one), date.fromisoformat(one.look_by), one.reason)
        for one in emergency.openings(found, only_open=True)
    )  # fmt: skip


def address_of(place: Place, one: emergency.Opened) -> str:
    return address("review-emergency-look", place, case=one.case, opening=one.id)  # type: ignore[arg-type]
