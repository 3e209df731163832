"""Pages of what groups put up to their parents, and of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda.words import address, crumbs
from frankpledge.governance.minutes import escalating, queries
from frankpledge.governance.minutes.forms import AnswerForm, ChooseMeetingForm, EscalateForm, WhyForm
from frankpledge.governance.minutes.pages import EscalationPage, EscalationsPage, Opens
from frankpledge.governance.minutes.presenting import may
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.records.clock import today
from frankpledge.web.asking import FormPage, answer

if TYPE_CHECKING:
    from frankpledge.governance.models import Escalation


def _above(partnership: PartnershipFacts, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return crumbs(partnership, ("Escalations", address("escalations", partnership)), *more)


def _state(one: Escalation) -> str:
    if one.withdrawn_on:
        return "Withdrawn"
    if not one.answer:
        return "On an agenda, not answered" if one.received_item else "Not answered"
    return "Answered and heard" if one.heard_at else "Answered, not heard by the group yet"


def escalations(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Everything that was put up, and the answers."""
    names = queries.group_names(partnership.slug)
    rows = escalating.escalations(partnership.slug)
    writes = may(principal, Permission.GOVERNANCE_WRITE, partnership)
    page = EscalationsPage(
        "Escalations",
        crumbs(partnership),
        "What a group could not resolve and put to its parent, with the answer." if rows else "No group has put anything up yet.",
        tuple(
            (
                Opens(one.number, address("escalation", partnership, escalation=one.id)), one.text,
                f"{names.get(one.from_group, one.from_group)} to {names.get(one.to_group, one.to_group)}", _state(one),
            )
            for one in rows
        ),
        (("Put something up", address("escalation-new", partnership)),) if writes else (),
    )  # fmt: skip
    return render(request, "governance/minutes/escalations.html", {"page": page})


def escalation(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, escalation: UUID
) -> HttpResponse:
    """One escalation from its raising to the hearing of its answer."""
    one = escalating.escalation_of(partnership.slug, escalation)
    writes = may(principal, Permission.GOVERNANCE_WRITE, partnership)
    page = EscalationPage(
        f"Escalation {one.number}", _above(partnership), one.text, tuple(_facts(partnership, one)),
        tuple(_ways(partnership, one)) if writes else (),
    )  # fmt: skip
    return render(request, "governance/minutes/escalation.html", {"page": page})


def _facts(partnership: PartnershipFacts, one: Escalation) -> Iterator[tuple[str, str]]:
    names = queries.group_names(partnership.slug)
    yield "Raised by", f"{names.get(one.from_group, one.from_group)}, {short_date(one.raised_on)}"
    yield "Put to", names.get(one.to_group, one.to_group)
    yield "State", _state(one)
    if one.tried:
        yield "What was tried", one.tried
    if one.asked:
        yield "What is asked for", one.asked
    if one.received_item:
        yield "Taken at", f"{one.received_item.meeting.title}, item {one.received_item.number}"
    if one.answer and one.answered_on:
        by = f", {one.answered_by}" if one.answered_by else ""
        yield "Answer", one.answer
        yield "Answered", f"{short_date(one.answered_on)}{by}"
    if one.heard_at:
        yield "Heard by the group at", one.heard_at.title
    if one.withdrawn_on:
        yield "Withdrawn", f"{short_date(one.withdrawn_on)}: {one.withdrawn_because}"


def _ways(partnership: PartnershipFacts, one: Escalation) -> Iterator[tuple[str, str]]:
    if one.withdrawn_on:
        return
    if not one.answer:
        yield "Put it on an agenda", address("escalation-receive", partnership, escalation=one.id)
        yield "Record the answer", address("escalation-answer", partnership, escalation=one.id)
        yield "Take it back", address("escalation-withdraw", partnership, escalation=one.id)
    elif not one.heard_at:
        yield (
            "Record that the group heard the answer",
            address("escalation-hear", partnership, escalation=one.id),
        )


def new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Put something up."""
    groups = [(slug, name) for slug, name in queries.group_names(partnership.slug).items() if slug]
    form = EscalateForm(groups, request.POST or None)
    page = FormPage("Put something up", _above(partnership), "Put it up", lead=("It goes to the group above, or to the partnership itself.",))  # fmt: skip

    def save() -> str:
        said = form.cleaned_data
        raised = escalating.Raised(said["from_group"], said["text"], said["tried"], said["asked"])
        made = escalating.escalate(partnership.slug, raised, on=today(), by=principal)
        return address("escalation", partnership, escalation=made.id)

    return answer(request, form, page, save)


def receive(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, escalation: UUID
) -> HttpResponse:
    """Put it on an agenda of the body it was put to."""
    one = escalating.escalation_of(partnership.slug, escalation)
    form = ChooseMeetingForm(
        "Which item?", escalating.items_ahead(partnership.slug, one.to_group), request.POST or None
    )
    here = address("escalation", partnership, escalation=escalation)
    page = FormPage(
        "Put it on an agenda", _above(partnership, (one.number, here)), "Put it there", lead=(one.text,)
    )

    def save() -> str:
        escalating.receive(partnership.slug, escalation, item=UUID(form.cleaned_data["where"]), by=principal)
        return here

    return answer(request, form, page, save)


def answer_it(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, escalation: UUID
) -> HttpResponse:
    """Record the answer."""
    one = escalating.escalation_of(partnership.slug, escalation)
    meetings = escalating.meetings_of(partnership.slug, one.to_group)
    form = AnswerForm(meetings, request.POST or None)
    here = address("escalation", partnership, escalation=escalation)
    page = FormPage(
        "Record the answer", _above(partnership, (one.number, here)), "Record it", lead=(one.text,)
    )

    def save() -> str:
        said = form.cleaned_data
        escalating.answer(
            partnership.slug, escalation, text=said["text"], on=said["on"], answered_by=said["answered_by"],
            meeting=form.meeting_id, by=principal,
        )  # fmt: skip
        return here

    return answer(request, form, page, save)


def hear(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, escalation: UUID
) -> HttpResponse:
    """Record that the group heard the answer."""
    one = escalating.escalation_of(partnership.slug, escalation)
    meetings = escalating.meetings_of(partnership.slug, one.from_group)
    form = ChooseMeetingForm("At which meeting of the group?", meetings, request.POST or None)
    here = address("escalation", partnership, escalation=escalation)
    page = FormPage(
        "The group heard the answer", _above(partnership, (one.number, here)), "Record it", lead=(one.answer,)
    )

    def save() -> str:
        escalating.hear(partnership.slug, escalation, meeting=UUID(form.cleaned_data["where"]), by=principal)
        return here

    return answer(request, form, page, save)


def withdraw(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, escalation: UUID
) -> HttpResponse:
    """Take it back, with the reason."""
    one = escalating.escalation_of(partnership.slug, escalation)
    form = WhyForm(request.POST or None)
    here = address("escalation", partnership, escalation=escalation)
    page = FormPage("Take it back", _above(partnership, (one.number, here)), "Take it back", lead=(one.text,))

    def save() -> str:
        escalating.withdraw(
            partnership.slug, escalation, because=form.cleaned_data["because"], on=today(), by=principal
        )
        return here

    return answer(request, form, page, save)
