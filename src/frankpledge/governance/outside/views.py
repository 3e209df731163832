"""Pages of decisions outside meetings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.audit.api import history_of
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.constitutions import constitution_on
from frankpledge.governance.facts import OUTCOMES
from frankpledge.governance.membership import me
from frankpledge.governance.membership.forms import day_field
from frankpledge.governance.membership.presenting import address, crumbs
from frankpledge.governance.membership.views import done, group_of, may_write, show_form, to
from frankpledge.governance.outside import queries, services
from frankpledge.governance.outside.asks import CHOICES
from frankpledge.governance.outside.queries import ProcedureFacts
from frankpledge.governance.rules.meetings.judging import STANDINGS
from frankpledge.governance.rules.outside.judging import URGENT
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.words import ROUTES
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.records.ids import new_id
from frankpledge.records.steady import afresh

MEETINGS = ("Meetings and decisions", "meetings")
OUTSIDE = ("Decisions outside meetings", "outside")
WRITTEN = ("written-procedure", "email")


@dataclass(frozen=True)
class Row:
    text: str
    href: str
    how: str
    state: str
    needs_cure: bool


@dataclass(frozen=True)
class OutsidePage:
    """Everything put outside a meeting, and what the terms of today say of it."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    lead: tuple[str, ...]
    rows: tuple[Row, ...]
    write_href: str
    urgent_href: str


@dataclass(frozen=True)
class OnePage:
    """One of them. `seats` are those that may be answered for by the reader."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    text: str
    facts: tuple[tuple[str, str], ...]
    answered: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    next_step: str
    seats: tuple[tuple[str, str], ...]
    changeable: tuple[tuple[str, str], ...]
    """Those seats that have answered, and whose answer may be changed while it is open."""
    changed: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    answer_href: str
    key: str
    meetings: tuple[tuple[str, str], ...]
    report_href: str
    withdraw_href: str
    needs_cure: bool


def _settle(partnership: PartnershipFacts) -> None:
    """Whatever has run out is closed before a page shows it."""
    with afresh():
        services.close_due(partnership.slug)


def outside(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Everything put to the members outside a meeting."""
    _settle(partnership)
    terms = constitution_on(partnership.slug, today())
    writes = may_write(principal, partnership)
    page = OutsidePage(
        OUTSIDE[0],
        crumbs(partnership, MEETINGS),
        tuple(_lead(terms.constitution if terms else None)),
        tuple(_row(partnership, one) for one in queries.procedures(partnership.slug)),
        address("put-in-writing", partnership) if writes else "",
        address("act-urgently", partnership) if writes else "",
    )
    return render(request, "governance/outside/outside.html", {"page": page})


def _lead(terms: Constitution | None) -> list[str]:
    if terms is None:
        return ["No terms of reference are recorded for today."]
    if not terms.outside:
        return [
            "The terms in force today say nothing of deciding without a meeting. What is decided so is recorded as it happened, "
            "is irregular, and has no effect until a quorate meeting ratifies it."
        ]
    return [f"By the terms in force today: {', '.join(ROUTES[one.route].lower() for one in terms.outside)}."]


def _row(partnership: PartnershipFacts, one: ProcedureFacts) -> Row:
    return Row(
        one.text, address("outside-one", partnership, procedure=one.id),
        f"{ROUTES[one.route]}, {short_date(one.sent_on)}", _state(one), one.standing in {"irregular", "undetermined"},
    )  # fmt: skip


def _state(one: ProcedureFacts) -> str:
    if one.is_open:
        until = f" until {short_date(one.closes_on)}" if one.closes_on else ""
        return f"Open{until}: {len(one.ballots)} of {len(one.asked)} have answered"
    if one.state == "withdrawn":
        return "Taken back"
    return f"{OUTCOMES.get(one.verdict.outcome, one.verdict.outcome)}. {STANDINGS.get(one.standing, '')}"


def one(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, procedure: UUID
) -> HttpResponse:
    """One decision outside a meeting: who was asked, who answered, what came of it and what must follow."""
    _settle(partnership)
    found = queries.procedure(partnership.slug, procedure)
    page = _page(partnership, found, principal, writes=may_write(principal, partnership))
    return render(request, "governance/outside/one.html", {"page": page})


def _page(
    partnership: PartnershipFacts, found: ProcedureFacts, principal: Principal, *, writes: bool
) -> OnePage:
    terms = constitution_on(partnership.slug, found.sent_on, group=found.group)
    names = {seat.slug: seat.name for seat in terms.constitution.seats} if terms else {}
    own = queries.seats_of(principal.user_id, partnership.slug, found.group, today())
    waiting = [seat for seat in found.asked if seat not in found.ballots]
    mine = [seat for seat in waiting if writes or seat in own] if found.is_open else []
    answered = [seat for seat in found.asked if seat in found.ballots]
    changeable = [seat for seat in answered if writes or seat in own] if found.is_open else []
    here = {"procedure": found.id}
    is_closed = found.state == "closed"
    return OnePage(
        title=ROUTES[found.route],
        crumbs=crumbs(partnership, MEETINGS, OUTSIDE),
        text=found.text,
        facts=tuple(_about(found)),
        answered=tuple(
            (names.get(seat, seat), _answered(found, seat)) for seat in found.asked if found.route != URGENT
        ),
        reasons=tuple(f"{one.clause}: {one.working}" for one in found.verdict.reasons) if is_closed else (),
        next_step=found.verdict.next_step if is_closed else "",
        seats=tuple((seat, names.get(seat, seat)) for seat in mine),
        changeable=tuple((seat, names.get(seat, seat)) for seat in changeable),
        changed=tuple(_changes(found, names)),
        choices=CHOICES,
        answer_href=address("answer-outside", partnership, **here),
        key=str(new_id()),
        meetings=tuple(
            (str(meeting), title)
            for meeting, title in queries.next_meetings(partnership.slug, found.group, today())
        )
        if writes and found.report_due
        else (),
        report_href=address("report-outside", partnership, **here),
        withdraw_href=address("withdraw-outside", partnership, **here) if writes and found.is_open else "",
        needs_cure=found.standing in {"irregular", "undetermined"},
    )


def _answered(found: ProcedureFacts, seat: str) -> str:
    """While it is open, only that somebody answered; how they voted is shown once nobody can follow it."""
    if seat not in found.ballots:
        return "Not yet" if found.is_open else "Did not answer"
    return "Answered" if found.is_open else dict(CHOICES).get(found.ballots[seat], "")


def _changes(found: ProcedureFacts, names: dict[str, str]) -> Iterator[str]:
    """The answers that were changed: who and when; what they were is shown once it is closed."""
    for one in history_of("procedure", str(found.id)):
        if one.action == "answer-in-writing-changed":
            seat = str(one.detail["seat"])
            was = "" if found.is_open else f"; it was {dict(CHOICES)[str(one.detail['was'])].lower()}"
            yield f"{names.get(seat, seat)}: changed by {one.by}, {one.at[:10]}{was}."


def _about(found: ProcedureFacts) -> list[tuple[str, str]]:
    facts = [
        ("State", _state(found)),
        ("Sent" if found.route != URGENT else "Taken on", short_date(found.sent_on)),
    ]
    if found.by_name or found.by_office:
        facts.append(
            (
                "By",
                " ".join(
                    part
                    for part in (found.by_name, f"({found.by_office})" if found.by_office else "")
                    if part
                ),
            )
        )
    facts.append(("Why not at a meeting", found.because or "Not recorded"))
    if found.verdict.tally and found.state == "closed":
        facts.append(("Votes", "{} for, {} against, {} abstained".format(*found.verdict.tally)))
    if found.verdict.missing and found.state == "closed":
        facts.append(("What is lacking", ", ".join(found.verdict.missing)))
    if found.reported_at:
        facts.append(("On the agenda of", found.reported_at))
    return facts


# Putting ----------------------------------------------------------------------------------------------------------


class PutForm(forms.Form):
    """A text and why it cannot wait."""

    text = forms.CharField(
        label="The text that is decided", widget=forms.Textarea, error_messages={"required": "Write the text"}
    )
    because = forms.CharField(
        label="Why it cannot wait for a meeting", widget=forms.Textarea,
        error_messages={"required": "Say why it cannot wait"},
    )  # fmt: skip
    by_office = forms.ChoiceField(label="Who uses this way", required=False)
    by_name = forms.CharField(label="Their name", required=False, max_length=200)

    def __init__(self, terms: Constitution | None, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        offices = [(one.slug, one.title) for one in terms.offices] if terms else []
        seats = [(one.slug, f"Seat: {one.name}") for one in terms.seats] if terms else []
        self.fields["by_office"].choices = [("", "Not recorded"), *offices, *seats]  # type: ignore[attr-defined]


class WritingForm(PutForm):
    """A written procedure or a vote by email."""

    route = forms.ChoiceField(
        label="How",
        choices=[(one, ROUTES[one]) for one in WRITTEN],
        widget=forms.RadioSelect,
        initial=WRITTEN[0],
    )
    closes_on = day_field(
        "Last day to answer", required=False, hint="Leave empty for the day that the terms set"
    )
    field_order = ("route", "text", "because", "by_office", "by_name", "closes_on")


class UrgentForm(PutForm):
    """An urgent action that was taken."""

    on = day_field("The day on which it was taken")


def put_in_writing(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Put a text to the members in writing."""
    group = group_of(request, partnership)
    terms = constitution_on(partnership.slug, today(), group=group)
    form = WritingForm(terms.constitution if terms else None, request.POST or None)
    made: list[UUID] = []

    def act() -> None:
        value = form.cleaned_data
        said = services.NewProcedure(
            value["route"], value["text"], value["because"], value["by_office"], value["by_name"], group,
            closes_on=value["closes_on"],
        )  # fmt: skip
        made.append(services.put_in_writing(partnership.slug, said, by=principal))

    if done(form, act):
        said = "It is sent: everybody with a vote finds it on their own page."
        return to(request, address("outside-one", partnership, procedure=made[0]), said)
    return show_form(
        request, form, title="Put a text to the members in writing", trail=crumbs(partnership, MEETINGS, OUTSIDE),
        button="Send it", lead=tuple(_lead(terms.constitution if terms else None)),
    )  # fmt: skip


def act_urgently(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Record an urgent action."""
    group = group_of(request, partnership)
    terms = constitution_on(partnership.slug, today(), group=group)
    initial = {"on": today(), "by_office": "chair"}
    form = UrgentForm(terms.constitution if terms else None, request.POST or None, initial=initial)
    made: list[UUID] = []

    def act() -> None:
        value = form.cleaned_data
        said = services.NewProcedure(
            URGENT, value["text"], value["because"], value["by_office"], value["by_name"], group
        )
        made.append(services.act_urgently(partnership.slug, said, on=value["on"], by=principal))

    if done(form, act):
        return to(
            request, address("outside-one", partnership, procedure=made[0]), "The urgent action is recorded."
        )
    return show_form(
        request, form, title="Record an urgent action", trail=crumbs(partnership, MEETINGS, OUTSIDE), button="Record it",
        lead=tuple(_lead(terms.constitution if terms else None)),
    )  # fmt: skip


def answer(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, procedure: UUID
) -> HttpResponse:
    """Give a seat's answer."""
    seat, choice = request.POST.get("seat", ""), request.POST.get("choice", "")
    services.answer(
        partnership.slug, procedure, seat, choice, by=principal, request_key=request.POST.get("key", "")[:64],
        changes=request.POST.get("changes") == "yes",
    )  # fmt: skip
    href = me.way_back(request, partnership.slug, address("outside-one", partnership, procedure=procedure))
    return to(request, href, "The answer is recorded.")


class AgendaForm(forms.Form):
    meeting = forms.UUIDField()


def report(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, procedure: UUID
) -> HttpResponse:
    """Put it on the agenda of the meeting chosen."""
    form = AgendaForm(request.POST)
    if not form.is_valid():
        raise NotFound("There is no such meeting.")
    meeting = queries.meeting_slug(partnership.slug, form.cleaned_data["meeting"])
    try:
        services.put_on_agenda(partnership.slug, procedure, form.cleaned_data["meeting"], by=principal)
    except Unusable:
        # Its papers are out: the agenda asks what lets it in.
        take = {"slug": meeting, "kind": "outside", "what": procedure}
        return HttpResponseRedirect(address("agenda-take", partnership, **take))
    return to(
        request, address("outside-one", partnership, procedure=procedure), "It is on the agenda of that meeting."
    )  # fmt: skip


class WhyForm(forms.Form):
    because = forms.CharField(label="Why", max_length=300, error_messages={"required": "Say why"})


def withdraw(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, procedure: UUID
) -> HttpResponse:
    """Take a text back while it is open."""
    found = queries.procedure(partnership.slug, procedure)
    form = WhyForm(request.POST or None)

    def act() -> None:
        services.withdraw(partnership.slug, procedure, because=form.cleaned_data["because"], by=principal)

    if done(form, act):
        return to(request, address("outside", partnership), "It is taken back.")
    return show_form(
        request, form, title="Take a text back", trail=crumbs(partnership, MEETINGS, OUTSIDE), button="Take it back",
        lead=(found.text,),
    )  # fmt: skip
