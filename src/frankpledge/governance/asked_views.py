"""Answers given on My page, there and then; each goes through the subject that asked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda import queries as agenda
from frankpledge.governance.agenda import replying
from frankpledge.governance.agenda.replying import NewReply
from frankpledge.governance.membership import me
from frankpledge.governance.membership.views import to
from frankpledge.governance.minutes import action_services
from frankpledge.governance.rules.minutes.log import Said
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotPermitted, Refused


def reply(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, seat: str
) -> HttpResponse:
    """Say whether one comes, for a seat that one holds."""
    card = agenda.meeting_called(partnership.slug, slug)
    mine = [
        one for one in replying.my_posts(card, principal) if one.seat == seat and one.standing == "holder"
    ]
    if not mine:
        raise NotPermitted("You hold no such seat on the day of this meeting.")
    choice = request.POST.get("choice", "")
    if not choice:
        raise Refused("Choose one of the answers.")
    replying.reply(partnership.slug, slug, NewReply(seat, mine[0].person, choice), by=principal)
    return to(request, _back(request, partnership), "Your answer is recorded.")


def action(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, action: UUID
) -> HttpResponse:
    """Say how one's own action stands: what was written is the evidence of what is done."""
    state, text = request.POST.get("choice", ""), request.POST.get("text", "").strip()
    if not state:
        raise Refused("Choose how it stands.")
    said = Said(state, "" if state == "done" else text, text if state == "done" else "")
    action_services.update_action(partnership.slug, action, said, by=principal)
    return to(request, _back(request, partnership), "It is recorded.")


def _back(request: HttpRequest, partnership: PartnershipFacts) -> str:
    return me.way_back(request, partnership.slug, reverse("me", kwargs={"partnership": partnership.slug}))
