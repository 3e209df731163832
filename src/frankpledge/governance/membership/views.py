"""Pages of members: who sits where, appointments, offices, groups, attendance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.constitutions import constitution_on
from frankpledge.governance.membership import forms as f
from frankpledge.governance.membership import presenting, queries, services
from frankpledge.governance.membership.pages import FormPage
from frankpledge.governance.membership.presenting import MEMBERS, address, crumbs
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.kernel.dates import PartialDate, Period, short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import today
from frankpledge.records.models import Conflict
from frankpledge.web.days import ERROR, day_asked
from frankpledge.web.forms import errors_of, fields_of

FORM = "governance/membership/form.html"


def may_write(principal: Principal, partnership: PartnershipFacts) -> bool:
    subject = Subject("partnership", partnership.id, partnership.slug)
    return can(principal, Permission.GOVERNANCE_WRITE, subject)


def group_of(request: HttpRequest, partnership: PartnershipFacts) -> str:
    """The group that a page is asked for. Raises `NotFound` for one that there is not."""
    asked = request.GET.get("group", "")
    if asked:
        queries.group(partnership.slug, asked)
    return asked


def show_form(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    trail: tuple[tuple[str, str], ...],
    button: str,
    lead: tuple[str, ...] = (),
    stored: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:
    """A page that is one form; with errors it is sent with status 422, and what was typed stays."""
    errors = errors_of(form) if form.is_bound else ()
    page = FormPage(title, trail, lead, fields_of(form), errors, button, stored)
    return render(request, FORM, {"page": page, "has_errors": bool(errors)}, status=422 if errors else 200)


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form was in order and its act was allowed; a refusal becomes an error of the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Conflict:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def to(request: HttpRequest, href: str, said: str) -> HttpResponse:
    """Somewhere else, with a word on what was done."""
    messages.success(request, said)
    return HttpResponseRedirect(href)


# Who sits where ---------------------------------------------------------------------------------------------------


def members(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Who sits where, today or on the day asked for."""
    asked = day_asked(request.GET.get("on", ""), today())
    group = group_of(request, partnership)
    page = presenting.members_page(partnership, asked, group, may_write=may_write(principal, partnership))
    names = {"page": page, "has_errors": bool(asked.errors)}
    return render(request, "governance/membership/members.html", names, status=422 if asked.errors else 200)


def seat(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, seat: str
) -> HttpResponse:
    """One seat's history. Raises `NotFound`."""
    group = group_of(request, partnership)
    page = presenting.seat_page(
        partnership, seat, group, today(), may_write=may_write(principal, partnership)
    )
    if page is None:
        raise NotFound("There is no such seat, or you may not know of it.")
    return render(request, "governance/membership/seat.html", {"page": page})


def tenure(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, tenure_id: UUID
) -> HttpResponse:
    """One appointment. Raises `NotFound`."""
    found = queries.tenure(partnership.slug, tenure_id)
    page = presenting.tenure_page(partnership, found, today(), may_write=may_write(principal, partnership))
    return render(request, "governance/membership/tenure.html", {"page": page})


# Appointments -----------------------------------------------------------------------------------------------------


def _tenure_form(
    kind: type[f.TenureForm],
    partnership: PartnershipFacts,
    rules: Constitution | None,
    request: HttpRequest,
    initial: dict[str, object],
) -> f.TenureForm:
    accounts = directory.accounts(partnership.slug, on=today())
    bodies = directory.organisations_of(partnership.slug)
    return kind(rules, accounts, bodies, request.POST or None, initial=initial)


def _rules(partnership: PartnershipFacts, on: date, group: str) -> Constitution | None:
    found = constitution_on(partnership.slug, on, group=group)
    return found.constitution if found else None


def appoint(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Appoint somebody to a seat, or as deputy, officer or observer."""
    group = group_of(request, partnership)
    initial = {"seat": request.GET.get("seat", ""), "starts_on": today(), "standing": "holder"}
    form = _tenure_form(f.TenureForm, partnership, _rules(partnership, today(), group), request, initial)

    def act() -> None:
        said = form.said(group)
        services.appoint(
            partnership.slug, said, terms=_rules(partnership, said.period.starts_on, group), by=principal,
            replaces=form.cleaned_data["replaces"],
        )  # fmt: skip

    if done(form, act):
        href = address("members", partnership) + (f"?group={group}" if group else "")
        return to(request, href, f"{form.cleaned_data['person']} is recorded.")
    return show_form(
        request, form, title="Appoint somebody", trail=crumbs(partnership, MEMBERS), button="Record the appointment"
    )  # fmt: skip


def correct(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, tenure_id: UUID
) -> HttpResponse:
    """Put a mistake in an appointment right; where somebody else saved first, both texts are shown."""
    found = queries.tenure(partnership.slug, tenure_id)
    rules = _rules(partnership, found.period.starts_on, found.group)
    form = _tenure_form(f.CorrectionForm, partnership, rules, request, f.initial_of(found))

    def act() -> None:
        said = form.said(found.group)
        services.correct_tenure(
            partnership.slug, tenure_id, said, terms=_rules(partnership, said.period.starts_on, found.group),
            read_version=form.cleaned_data["row_version"], because=form.cleaned_data["because"], by=principal,
        )  # fmt: skip

    stored: tuple[tuple[str, str], ...] = ()
    try:
        if done(form, act):
            return to(request, address("members", partnership), "The appointment is corrected.")
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        form.data = {
            **request.POST.dict(),
            "row_version": str(queries.tenure(partnership.slug, tenure_id).row_version),
        }
        page = presenting.tenure_page(
            partnership, queries.tenure(partnership.slug, tenure_id), today(), may_write=True
        )
        stored = page.facts
    return show_form(
        request, form, title=f"Correct: {found.person}", trail=crumbs(partnership, MEMBERS), button="Correct it",
        lead=("What was wrong stays in the record, with your reason. To record a change, end the appointment instead.",),
        stored=stored,
    )  # fmt: skip


def end(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, tenure_id: UUID
) -> HttpResponse:
    """Record somebody's last day."""
    found = queries.tenure(partnership.slug, tenure_id)
    form = f.EndForm(request.POST or None, initial={"on": today()})

    def act() -> None:
        value = form.cleaned_data
        services.end_tenure(
            partnership.slug, tenure_id, on=value["on"], because=value["because"], by=principal
        )

    if done(form, act):
        said = f"The last day of {found.person} is recorded."
        return to(request, address("members", partnership), said)
    return show_form(
        request, form, title=f"Last day of {found.person}", trail=crumbs(partnership, MEMBERS),
        button="Record the last day", lead=("Their time in the seat stays in the record.",),
    )  # fmt: skip


def succeed(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, tenure_id: UUID
) -> HttpResponse:
    """Move somebody to the body that follows theirs, in one press."""
    found = queries.tenure(partnership.slug, tenure_id)
    terms = _rules(partnership, today(), found.group)
    made = services.succeed(partnership.slug, tenure_id, terms=terms, by=principal)
    moved = queries.tenure(partnership.slug, made)
    return to(
        request,
        address("members", partnership),
        f"{moved.person} now sits for {moved.organisation_name}.",
    )


# Offices ----------------------------------------------------------------------------------------------------------


def take_office(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Record an election or appointment to an office."""
    group = group_of(request, partnership)
    rules = _rules(partnership, today(), group)
    if rules is None or not any(one.method != "by-office" for one in rules.offices):
        raise NotFound("The terms in force today name no office that somebody is elected or appointed to.")
    people = [
        one
        for one in queries.tenures_on(partnership.slug, today(), group=group)
        if one.standing == "holder" and one.seat
    ]
    offices = [(one.slug, one.title) for one in rules.offices if one.method != "by-office"]
    decisions = _decisions(partnership, group)
    form = f.OfficeForm(offices, people, decisions, request.POST or None, initial={"starts_on": today()})

    def act() -> None:
        said = form.said(group)
        services.take_office(
            partnership.slug, said, terms=_rules(partnership, said.period.starts_on, group), by=principal,
            replaces=form.cleaned_data["replaces"], as_it_happened=form.cleaned_data["as_it_happened"],
        )  # fmt: skip

    if done(form, act):
        return to(request, _members_of(partnership, group), "The office is recorded.")
    return show_form(
        request, form, title="Record who takes an office", trail=crumbs(partnership, MEMBERS), button="Record it",
        lead=("An office that goes with a seat is held by whoever sits in the seat; there is nothing to record.",),
    )  # fmt: skip


def _decisions(partnership: PartnershipFacts, group: str) -> list[tuple[str, str]]:
    """The latest carried decisions to choose from."""
    found = queries.carried_decisions(partnership.slug, group)[:50]
    return [(str(one.id), f"{one.number}: {one.text[:90]}") for one in found]


def _members_of(partnership: PartnershipFacts, group: str) -> str:
    return address("members", partnership) + (f"?group={group}" if group else "")


def leave_office(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, holding_id: UUID
) -> HttpResponse:
    """Record somebody's last day in an office, and the decision that removed them where one did."""
    found = queries.office_holding(partnership.slug, holding_id)
    rules = _rules(partnership, today(), found.group)
    form = f.LeaveOfficeForm(
        _decisions(partnership, found.group), request.POST or None, initial={"on": today()}
    )
    warned: list[str] = []

    def act() -> None:
        value = form.cleaned_data
        if not value["decision"]:
            services.leave_office(
                partnership.slug, holding_id, on=value["on"], because=value["because"], by=principal
            )
            return
        decision = UUID(value["decision"])
        made = queries.removing(partnership.slug, decision)
        terms = _rules(partnership, made.on, found.group) if made and made.on else rules
        warned.append(
            services.remove_from_office(
                partnership.slug, holding_id, decision=decision, because=value["because"], terms=terms, by=principal,
                as_it_happened=value["as_it_happened"],
            )
        )  # fmt: skip

    if done(form, act):
        said = " ".join(("The last day is recorded.", *warned)).strip()
        return to(request, _members_of(partnership, found.group), said)
    office = rules.office(found.office) if rules else None
    removal = office.removal if office else ""
    return show_form(
        request, form, title=f"Last day of {found.person} as {office.title if office else found.office}",
        button="Record the last day", trail=crumbs(partnership, MEMBERS),
        lead=(f"The terms say of removal: {removal}.",) if removal else (),
    )  # fmt: skip


# Groups -----------------------------------------------------------------------------------------------------------

GROUPS = ("Groups", "groups")


def groups(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The tree of groups on a day."""
    asked = day_asked(request.GET.get("on", ""), today())
    page = presenting.groups_page(partnership, asked, may_write=may_write(principal, partnership))
    names = {"page": page, "has_errors": bool(asked.errors)}
    return render(request, "governance/membership/groups.html", names, status=422 if asked.errors else 200)


def new_group(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Set up a group."""
    known = queries.groups_on(partnership.slug, today())
    form = f.GroupForm(known, request.POST or None, initial={"starts_on": today()})
    if done(form, lambda: services.make_group(partnership.slug, form.said(), by=principal)):
        return to(request, address("groups", partnership), f"{form.cleaned_data['name']} is set up.")
    return show_form(
        request, form, title="Set up a group", trail=crumbs(partnership, MEMBERS, GROUPS), button="Set it up",
        lead=("Which decisions it may take is said in the terms of reference, and nowhere else.",),
    )  # fmt: skip


def change_group(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, group: str
) -> HttpResponse:
    """Say anew what a group is called, where it stands and what it is for."""
    found = queries.group(partnership.slug, group)
    others = [one for one in queries.groups_on(partnership.slug, today()) if one.slug != group]
    initial = {
        "name": found.name, "parent": found.parent, "remit": found.remit, "note": found.note,
        "row_version": found.row_version,
    }  # fmt: skip
    form = f.ChangeGroupForm(others, request.POST or None, initial=initial)
    stored: tuple[tuple[str, str], ...] = ()

    def act() -> None:
        value = form.cleaned_data
        services.change_group(
            partnership.slug, group, name=value["name"], parent=value["parent"], remit=value["remit"],
            note=value["note"], read_version=value["row_version"], by=principal,
        )  # fmt: skip

    try:
        if done(form, act):
            return to(request, address("groups", partnership), f"{form.cleaned_data['name']} is changed.")
    except Conflict as conflict:
        now = queries.group(partnership.slug, group)
        form.add_error(None, str(conflict))
        form.data = {**request.POST.dict(), "row_version": str(now.row_version)}
        stored = (
            ("Name", now.name),
            ("Stands below", now.parent or "The partnership"),
            ("What it is for", now.remit),
        )
    return show_form(
        request, form, title=f"Change: {found.name}", trail=crumbs(partnership, MEMBERS, GROUPS), button="Save",
        stored=stored,
    )  # fmt: skip


def end_group(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, group: str
) -> HttpResponse:
    """Wind a group up."""
    found = queries.group(partnership.slug, group)
    form = f.EndForm(request.POST or None, initial={"on": today()})

    def act() -> None:
        value = form.cleaned_data
        services.end_group(partnership.slug, group, on=value["on"], note=value["because"], by=principal)

    if done(form, act):
        return to(request, address("groups", partnership), f"The last day of {found.name} is recorded.")
    return show_form(
        request, form, title=f"Wind up: {found.name}", trail=crumbs(partnership, MEMBERS, GROUPS),
        button="Record the last day",
    )  # fmt: skip


# Attendance -------------------------------------------------------------------------------------------------------


def attendance(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Attendance by seat, by default over the financial year so far and the one before."""
    group = group_of(request, partnership)
    on = today()
    year = Period.financial_year(on.year if on >= date(on.year, 4, 1) else on.year - 1)
    first, first_error = _asked(request, "from", date(year.starts_on.year - 1, 4, 1))
    last, last_error = _asked(request, "to", on)
    errors = (*first_error, *last_error)
    if not errors and last < first:
        errors = ((f"The last day is before the first, {short_date(first)}", "to"),)
        first, last = last, first
    typed = (request.GET.get("from", first.isoformat()), request.GET.get("to", last.isoformat()))
    page = presenting.attendance_page(partnership, group, (first, last), typed, errors)
    names = {"page": page, "has_errors": bool(errors)}
    return render(request, "governance/membership/attendance.html", names, status=422 if errors else 200)


def _asked(request: HttpRequest, name: str, otherwise: date) -> tuple[date, tuple[tuple[str, str], ...]]:
    typed = request.GET.get(name, "").strip()
    if not typed:
        return otherwise, ()
    try:
        said = PartialDate.parse(typed)
    except ValueError:
        return otherwise, ((ERROR, name),)
    return (said.earliest, ()) if said.is_exact else (otherwise, ((ERROR, name),))
