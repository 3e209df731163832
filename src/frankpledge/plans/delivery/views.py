"""Pages of delivery: one's own actions in two minutes, sheets out and back, initiatives, partners' plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import api as governance
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.plans.delivery import presenting, queries, returning, services, waiting
from frankpledge.plans.delivery.facts import ROLE_KINDS
from frankpledge.plans.delivery.forms import (
    CommitmentForm,
    EndRoleForm,
    InitiativeForm,
    MilestoneForm,
    MoneyForm,
    NoLongerForm,
    NoteForm,
    PartnerPlanForm,
    PlanActionForm,
    RoleForm,
    SheetForm,
    WaitsForm,
)
from frankpledge.plans.delivery.pages import OwnAction
from frankpledge.plans.delivery.presenting import above
from frankpledge.plans.measures.presenting import address, priorities
from frankpledge.records.clock import today
from frankpledge.records.models import Conflict
from frankpledge.web.asking import Current, FormPage, answer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _writes(principal: Principal, partnership: PartnershipFacts) -> bool:
    return can(principal, Permission.PLAN_WRITE, Subject("partnership", partnership.id, partnership.slug))


# One's own actions ------------------------------------------------------------------------------------------------


def mine(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """One's own actions, answered with one submit. What could not be saved stays on the page with why."""
    if request.method != "POST":
        return _mine(request, principal, partnership, {})
    kept, saved = {}, 0
    for one in queries.own(principal, partnership.slug, on=today()):
        shown = _typed(request, presenting.own_action(partnership, one, today()))
        if (shown.state, shown.said) == (one.action.state, one.last_said):
            continue
        refused = _save(principal, partnership, shown)
        saved += refused is None
        if refused is not None:
            kept[shown.id] = refused
    if saved:
        messages.success(
            request, f"Thank you: {saved} {'action is' if saved == 1 else 'actions are'} recorded."
        )
    if kept:
        return _mine(request, principal, partnership, kept)
    return HttpResponseRedirect(address("plan-mine", partnership))


def _mine(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, kept: dict[str, OwnAction]
) -> HttpResponse:
    page = presenting.mine_page(principal, partnership, today(), typed=kept)
    return render(
        request,
        "plans/delivery/mine.html",
        {"page": page, "has_errors": bool(kept)},
        status=422 if kept else 200,
    )


def _typed(request: HttpRequest, one: OwnAction) -> OwnAction:
    version = request.POST.get(f"version-{one.id}", "")
    return replace(
        one, state=request.POST.get(f"state-{one.id}", one.state), said=request.POST.get(f"text-{one.id}", one.said).strip(),
        version=int(version) if version.isdecimal() else one.version,
    )  # fmt: skip


def _save(principal: Principal, partnership: PartnershipFacts, typed: OwnAction) -> OwnAction | None:
    """None when it is saved; otherwise what was typed, with why not and what somebody else said meanwhile."""
    said = governance.ActionSaid(
        typed.state, typed.said, evidence=typed.said if typed.state == "done" else ""
    )
    try:
        governance.update_action(
            partnership.slug, UUID(typed.id), said, by=principal, read_version=typed.version
        )
    except Conflict as conflict:
        now = next(
            (
                one
                for one in queries.own(principal, partnership.slug, on=today())
                if str(one.action.id) == typed.id
            ),
            None,
        )
        theirs = f"{now.action.state}: {now.last_said}" if now else "It is closed now."
        version = now.action.row_version if now else typed.version
        return replace(typed, error=str(conflict.reason), theirs=theirs, version=version)
    except (Refused, NotPermitted) as refused:
        return replace(typed, error=str(refused))
    return None


# Sheets -----------------------------------------------------------------------------------------------------------


def sheet(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """One's own live actions as a sheet to fill in; whoever runs the plan gets all, or those of one owner."""
    owner = request.GET.get("owner", "")
    made = returning.sheet_for(partnership.slug, by=principal, on=today(), owner=owner)
    sent = HttpResponse(made, content_type=XLSX)
    sent.headers["Content-Disposition"] = (
        f'attachment; filename="actions-{partnership.slug}-{today().isoformat()}.xlsx"'
    )
    return sent


def sheet_return(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Send a sheet back: what it would do is shown first."""
    form = SheetForm(request.POST or None, request.FILES or None)
    lead = ("Nothing is changed yet: you will see first what it would do.",)
    page = FormPage("Send a sheet back", above(partnership), "See what it says", lead=lead, takes_files=True)

    def save() -> str:
        kept = waiting.keep(form.cleaned_data["upload"])
        try:
            waiting.compared(partnership.slug, kept, by=principal, on=today())
        except Unusable:
            waiting.forget(kept)
            raise
        return address("plan-sheet-preview", partnership, kept=kept)

    return answer(request, form, page, save)


def sheet_preview(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, kept: UUID
) -> HttpResponse:
    """What a sheet would do; on a POST it is done, all or nothing."""
    name = str(kept)
    found = waiting.compared(partnership.slug, name, by=principal, on=today())
    if request.method != "POST":
        page = presenting.return_page(partnership, found, name)
        return render(request, "plans/delivery/return.html", {"page": page})
    touched = returning.take_over(
        partnership.slug, found, by=principal, in_spite_of=request.POST.getlist("mine")
    )
    waiting.forget(name)
    messages.success(request, f"{touched} {'action is' if touched == 1 else 'actions are'} recorded.")
    return HttpResponseRedirect(address("plan-delivery", partnership))


# Delivery ---------------------------------------------------------------------------------------------------------


def delivery(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Everything that is done under the plan."""
    page = presenting.delivery_page(partnership, today(), writes=_writes(principal, partnership))
    return render(request, "plans/delivery/delivery.html", {"page": page})


def initiative(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """One initiative."""
    notes = services.may_note(queries.initiative_row(partnership.slug, slug), principal)
    page = presenting.initiative_page(
        partnership, slug, today(), writes=_writes(principal, partnership), notes=notes
    )
    return render(request, "plans/delivery/initiative.html", {"page": page})


def _others(partnership: PartnershipFacts, slug: str = "") -> list[tuple[str, str]]:
    return [
        (one.slug, one.title) for one in queries.initiatives(partnership.slug, on=today()) if one.slug != slug
    ]


def initiative_new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Begin an initiative."""
    form = InitiativeForm(
        priorities(partnership.slug, today()), _others(partnership), request.POST or None,
        initial={"state": "planned", "kind": "initiative"},
    )  # fmt: skip
    page = FormPage("Begin an initiative", above(partnership), "Begin it")

    def save() -> str:
        made = services.begin_initiative(partnership.slug, form.written(), by=principal)
        return address("plan-initiative", partnership, slug=made.slug)

    return answer(request, form, page, save)


def initiative_change(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Change what is said of an initiative. Two who do so at once both see what the other said."""
    one = queries.initiative(partnership.slug, slug, on=today())
    start = presenting.said_of(one)
    form = InitiativeForm(
        priorities(partnership.slug, today()), _others(partnership, slug), request.POST or None,
        initial={**start, "row_version": one.row_version},
    )  # fmt: skip

    def save() -> str:
        services.change_initiative(
            partnership.slug, slug, form.written(slug), read_version=form.read_version, by=principal
        )
        return address("plan-initiative", partnership, slug=slug)

    def current() -> Current:
        now = queries.initiative(partnership.slug, slug, on=today())
        return Current(now.row_version, presenting.said_of(now))

    page = FormPage(f"Change: {one.title}", _here(partnership, slug, one.title), "Save")
    return answer(request, form, page, save, current=current)


def _here(partnership: PartnershipFacts, slug: str, title: str) -> tuple[tuple[str, str], ...]:
    return above(partnership, (title, address("plan-initiative", partnership, slug=slug)))


def _part(
    request: HttpRequest, partnership: PartnershipFacts, slug: str, form: forms.Form, title: str, write: Callable[[], None]
) -> HttpResponse:  # fmt: skip
    row = queries.initiative_row(partnership.slug, slug)
    page = FormPage(f"{title}: {row.title}", _here(partnership, slug, row.title), "Save")

    def save() -> str:
        write()
        return address("plan-initiative", partnership, slug=slug)

    return answer(request, form, page, save)


def initiative_note(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Write how an initiative goes on."""
    form = NoteForm(
        request.POST or None, initial={"state": queries.initiative_row(partnership.slug, slug).state}
    )
    return _part(request, partnership, slug, form, "How it goes on", lambda: services.write_note(
        partnership.slug, slug, form.cleaned_data["text"], form.cleaned_data["state"], by=principal))  # fmt: skip


def initiative_milestone(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Add a milestone."""
    form = MilestoneForm(request.POST or None)
    return _part(request, partnership, slug, form, "Add a milestone", lambda: services.add_milestone(partnership.slug, slug, form.written(), by=principal))  # fmt: skip


def initiative_money(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Record a bid or other money."""
    form = MoneyForm(request.POST or None)
    return _part(request, partnership, slug, form, "Money", lambda: services.add_money(partnership.slug, slug, form.written(), by=principal))  # fmt: skip


def initiative_waits(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Say what an initiative waits for."""
    form = WaitsForm(_others(partnership, slug), request.POST or None)
    return _part(request, partnership, slug, form, "What it waits for", lambda: services.add_dependency(
        partnership.slug, slug, form.cleaned_data["needs"], form.cleaned_data["why"], by=principal))  # fmt: skip


def initiative_no_longer(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Say what an initiative no longer waits for."""
    one = queries.initiative(partnership.slug, slug, on=today())
    titles = dict(_others(partnership, slug))
    form = NoLongerForm([(each, titles.get(each, each)) for each in one.waits_for], request.POST or None)
    return _part(request, partnership, slug, form, "What it no longer waits for", lambda: services.drop_dependency(
        partnership.slug, slug, form.cleaned_data["needs"], by=principal))  # fmt: skip


def initiative_reach(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Record that a milestone was reached."""
    try:
        milestone = UUID(request.POST.get("milestone", ""))
    except ValueError as error:
        raise Refused("There is no such milestone to reach.") from error
    services.reach_milestone(partnership.slug, slug, milestone, by=principal)
    return HttpResponseRedirect(address("plan-initiative", partnership, slug=slug))


def action_new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Set an action of the plan; it goes into the one log."""
    bodies = [
        (str(one.organisation.id), one.organisation.name)
        for one in directory.members(partnership.slug, on=today())
    ]
    form = PlanActionForm(
        bodies, priorities(partnership.slug, today()), _others(partnership), request.POST or None
    )
    page = FormPage("Set an action of the plan", above(partnership), "Set the action")

    def save() -> str:
        made = services.set_plan_action(partnership.slug, form.written(), by=principal)
        messages.success(request, f"Set: action {made.number}.")
        return address("plan-delivery", partnership)

    return answer(request, form, page, save)


def role_new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Name a champion or a lead."""
    form = RoleForm(priorities(partnership.slug, today()), request.POST or None)
    page = FormPage("Name a champion or a lead", above(partnership), "Name them")

    def save() -> str:
        services.name_role(partnership.slug, form.written(), by=principal)
        return address("plan-delivery", partnership)

    return answer(request, form, page, save)


def role_end(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, role: UUID
) -> HttpResponse:
    """Record the last day of a champion or a lead."""
    one = queries.role(partnership.slug, role)
    form = EndRoleForm(request.POST or None, initial={"ended_on": today(), "row_version": one.row_version})
    page = FormPage(
        "End a role", above(partnership), "Record the last day", lead=(f"{ROLE_KINDS[one.kind]} for {one.about}: {one.who}.",)
    )  # fmt: skip

    def save() -> str:
        services.end_role(
            partnership.slug,
            role,
            form.cleaned_data["ended_on"],
            read_version=form.read_version,
            by=principal,
        )
        return address("plan-delivery", partnership)

    def current() -> Current:
        now = queries.role(partnership.slug, role)
        return Current(now.row_version, {"ended_on": now.ended_on})

    return answer(request, form, page, save, current=current)


def partners(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Partners' own plans, and what they commit."""
    page = presenting.partners_page(partnership, today(), writes=_writes(principal, partnership))
    return render(request, "plans/delivery/partners.html", {"page": page})


def partner_new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Record a partner's plan and what it commits."""
    form = PartnerPlanForm(priorities(partnership.slug, today()), request.POST or None)
    page = FormPage(
        "Record a partner’s plan",
        above(partnership, ("Partners’ own plans", address("plan-partners", partnership))),
        "Record it",
    )

    def save() -> str:
        services.record_partner_plan(partnership.slug, form.written(), by=principal)
        return address("plan-partners", partnership)

    return answer(request, form, page, save)


def partner_commits(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: UUID
) -> HttpResponse:
    """Add to a partner's plan what it commits."""
    one = queries.partner_plan(partnership.slug, plan)
    form = CommitmentForm(priorities(partnership.slug, today()), request.POST or None)
    page = FormPage(
        "Add what a partner commits",
        above(partnership, ("Partners’ own plans", address("plan-partners", partnership))),
        "Add it",
        lead=(f"{one.organisation}: {one.title}",),
    )

    def save() -> str:
        services.commit(partnership.slug, plan, form.commitment(), by=principal)
        return address("plan-partners", partnership)

    return answer(request, form, page, save)
