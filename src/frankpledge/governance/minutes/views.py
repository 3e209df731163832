"""Pages of minutes: reading and adding to them, corrections, their approval, matters arising."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.governance.agenda.words import address
from frankpledge.governance.minutes import presenting, queries, services
from frankpledge.governance.minutes.forms import ClerkTextForm, CorrectionForm, WithholdForm
from frankpledge.governance.minutes.queries import ClerkWords, MinutesOf
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.web.asking import Current, FormPage, answer

if TYPE_CHECKING:
    from frankpledge.governance.models import AgendaItem, Meeting


def shown(request: HttpRequest, template: str, page: object) -> HttpResponse:
    return render(request, f"governance/minutes/{template}.html", {"page": page})


def called(partnership: PartnershipFacts, slug: str) -> Meeting:
    return queries.meeting_called(partnership.slug, slug)


def minutes(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The minutes of a meeting."""
    return shown(
        request, "minutes", presenting.minutes_page(principal, partnership, called(partnership, slug))
    )


def file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, fmt: str
) -> HttpResponse:
    """The minutes as a file."""
    return as_file(presenting.shown_to(principal, partnership, called(partnership, slug)), partnership, fmt)


def as_file(found: MinutesOf, partnership: PartnershipFacts, fmt: str) -> HttpResponse:
    """A set of minutes in one of the formats. Raises `NotFound` for another."""
    if fmt not in documents.FORMATS:
        raise NotFound("There is no such format.")
    made = documents.render(queries.document_of(found, partnership), fmt)
    sent = HttpResponse(made, content_type=documents.MEDIA_TYPES[fmt])
    sent.headers["Content-Disposition"] = f'attachment; filename="minutes-{found.meeting.slug}.{fmt}"'
    return sent


def whole(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The clerk's words about the whole meeting."""
    return _words(request, principal, partnership, called(partnership, slug), None)


def item(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """The clerk's words about one item. Two who write at once see both texts."""
    meeting = called(partnership, slug)
    return _words(request, principal, partnership, meeting, queries.item_of(meeting, item))


def _kept(meeting: Meeting, item: AgendaItem | None) -> ClerkWords:
    wanted = item.id if item else None
    found = (one for one in queries.clerk_words(meeting) if one.item == wanted)
    return next(found, ClerkWords(wanted, "", 0))


def _words(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    meeting: Meeting,
    item: AgendaItem | None,
) -> HttpResponse:
    kept = _kept(meeting, item)
    form = ClerkTextForm(request.POST or None, initial={"row_version": kept.version, "text": kept.text})
    back = address("minutes", partnership, slug=meeting.slug)
    title = (
        f"Your words: {item.number or item.order}. {item.title}" if item else f"Your words: {meeting.title}"
    )
    page = FormPage(
        title, presenting.trail(partnership, meeting, ("Minutes", back)), "Save",
        lead=("What was recorded stays as it is. These words stand below it, under your item.",), back=("Back to the minutes", back),
    )  # fmt: skip

    def save() -> str:
        services.write_clerk_text(
            meeting=meeting,
            item=item.id if item else None,
            text=form.typed,
            read_version=form.read_version,
            by=principal,
        )
        messages.success(request, "Saved.")
        return back

    def current() -> Current:
        now = _kept(meeting, item)
        return Current(now.version, {"text": now.text})

    return answer(request, form, page, save, current=current)


def corrections(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The corrections stated of a draft."""
    writes = presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership)
    meeting = called(partnership, slug)
    confirmed = queries.minutes_of(meeting).state.state == "confirmed"
    page = presenting.corrections_page(partnership, meeting, may_write=writes and not confirmed)
    return shown(request, "corrections", page)


def correct(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """State a correction."""
    meeting = called(partnership, slug)
    form = CorrectionForm(queries.item_choices(meeting), request.POST or None)
    back = address("minutes-corrections", partnership, slug=slug)
    page = FormPage(
        "State a correction", presenting.trail(partnership, meeting, ("Corrections", back)), "State the correction",
        lead=("It is agreed when a later meeting confirms the minutes.",),
    )  # fmt: skip

    def save() -> str:
        said = form.cleaned_data
        services.state_correction(
            meeting=meeting, item=form.item_id, wording=said["wording"], reads=said["reads"], by=principal
        )
        return back

    return answer(request, form, page, save)


def take_back(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, correction: UUID
) -> HttpResponse:
    """Take a correction back."""
    services.take_back_correction(meeting=called(partnership, slug), correction=correction, by=principal)
    return HttpResponseRedirect(address("minutes-corrections", partnership, slug=slug))


def publish(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Publish a draft, or take it back."""
    is_public = request.POST.get("publish") == "yes"
    services.publish_draft(meeting=called(partnership, slug), is_public=is_public, by=principal)
    messages.success(
        request,
        "The public can read the draft." if is_public else "The public cannot read the draft any more.",
    )
    return HttpResponseRedirect(address("minutes", partnership, slug=slug))


def withhold(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Keep minutes from the public, with the reason."""
    meeting = called(partnership, slug)
    state = queries.minutes_of(meeting).state
    form = WithholdForm(request.POST or None, initial={"because": state.withheld_because})
    back = address("minutes", partnership, slug=slug)
    page = FormPage(
        "Keep these minutes from the public",
        presenting.trail(partnership, meeting, ("Minutes", back)),
        "Save",
    )

    def save() -> str:
        services.withhold(meeting=meeting, because=form.cleaned_data["because"], by=principal)
        return back

    return answer(request, form, page, save)


def chain(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every set of minutes and its approval."""
    return shown(request, "chain", presenting.chain_page(partnership))


def matters(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """What comes up at a meeting from before it."""
    return shown(
        request, "matters", presenting.matters_page(principal, partnership, called(partnership, slug))
    )
