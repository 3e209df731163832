"""What the public reads: minutes once confirmed, decisions taken in public, certificates, the keys that sign them."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda.words import address
from frankpledge.governance.minutes import certifying, presenting, presenting_register, queries, register
from frankpledge.governance.minutes.freezing import frozen
from frankpledge.governance.minutes.pages import MinutesPage
from frankpledge.governance.minutes.queries import MinutesOf
from frankpledge.governance.minutes.register import Entry
from frankpledge.governance.minutes.register_views import as_file, sent
from frankpledge.governance.minutes.views import as_file as minutes_file
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound


def shown(request: HttpRequest, template: str, page: object) -> HttpResponse:
    return render(request, f"governance/minutes/{template}.html", {"page": page})


def as_json(value: object) -> HttpResponse:
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


def minutes_list(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The minutes that are published."""
    page = presenting_register.public_minutes_list(partnership, queries.published(partnership.slug))
    return shown(request, "public_list", page)


def minutes_json(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The same list as data."""
    rows = queries.published(partnership.slug)
    return as_json(
        {
            "minutes": [
                {"slug": one.slug, "title": one.title, "body": one.body, "held": one.held, "state": state.casefold(),
                 "href": address("public-minutes-data", partnership, slug=one.slug)}
                for one, state in rows
            ]
        }
    )  # fmt: skip


def _published(partnership: PartnershipFacts, slug: str) -> MinutesOf:
    """Published minutes, in the public's version. Raises `NotFound` for others."""
    found = queries.minutes_of(queries.meeting_called(partnership.slug, slug), is_public=True)
    if not found.state.is_public:
        raise NotFound("There are no such minutes, or they are not published.")
    return found


def minutes(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """One set of published minutes."""
    found = _published(partnership, slug)
    words, colour = presenting.STATE_WORDS[found.state.state]
    above = ("Minutes", address("public-minutes-list", partnership))
    page = MinutesPage(
        title=f"Minutes: {found.minutes.title}", crumbs=presenting_register.public_crumbs(partnership, above), state=words,
        state_tag=colour, lead=found.minutes.held, warnings=(),
        parts=presenting.parts_of(partnership, found, may_write=False),
        downloads=presenting_register.public_downloads(partnership, found.meeting), ways=(), presses=(),
    )  # fmt: skip
    return shown(request, "public_minutes", page)


def file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, fmt: str
) -> HttpResponse:
    """Published minutes as a file."""
    return minutes_file(_published(partnership, slug), partnership, fmt)


def data(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Published minutes as data: every sentence as its pattern and values."""
    found = _published(partnership, slug)
    return as_json({"state": found.state.state, "minutes": frozen(found.minutes)})


def decisions(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Decisions taken in public."""
    given = {"words": request.GET.get("words", "")}
    return shown(request, "public_list", presenting_register.public_decisions_page(partnership, given))


def decisions_file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, fmt: str
) -> HttpResponse:
    """The same as CSV or JSON, without anybody's name."""
    return as_file(register.public_entries(partnership.slug), fmt, with_people=False)


def _entry(partnership: PartnershipFacts, decision: UUID) -> Entry:
    found = register.entry(partnership.slug, decision)
    if found is None or not found.is_public:
        raise NotFound("There is no such decision, or it is not published.")
    return found


def decision(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, decision_id: UUID
) -> HttpResponse:
    """One decision taken in public."""
    page = presenting_register.public_decision_page(partnership, _entry(partnership, decision_id))
    return shown(request, "public_decision", page)


def certificate(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, decision_id: UUID
) -> HttpResponse:
    """The certificate of a decision taken in public."""
    _entry(partnership, decision_id)
    made = certifying.latest(decision_id)
    if made is None:
        raise NotFound("No certificate of this decision has been issued.")
    page = presenting_register.certificate_page(partnership, made, is_public=True)
    return shown(request, "public_certificate", page)


def certificate_file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, decision_id: UUID
) -> HttpResponse:
    """That certificate, byte for byte as it was signed."""
    _entry(partnership, decision_id)
    return sent(decision_id)


def keys(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The keys that sign certificates."""
    return shown(request, "keys", presenting_register.keys_page(partnership))
