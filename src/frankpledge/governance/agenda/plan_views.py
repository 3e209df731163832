"""The work ahead: the forward plan, a year of dates, faster tempo."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda import calling, plan_ahead, presenting, queries
from frankpledge.governance.agenda import presenting_plan as showing
from frankpledge.governance.agenda.facts import PlannedFacts
from frankpledge.governance.agenda.forms import (
    BecauseForm,
    DatesForm,
    EditPlannedForm,
    EndTempoForm,
    MovePlannedForm,
    PlannedForm,
    TempoDatesForm,
    TempoForm,
    YearForm,
    duties,
)
from frankpledge.governance.agenda.words import address, crumbs
from frankpledge.governance.agenda.written import NewCall
from frankpledge.governance.rules.agenda.dates import Pattern
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import today
from frankpledge.web.asking import Current, FormPage, answer
from frankpledge.web.forms import errors_of, fields_of


def plan(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The forward plan by month."""
    return render(request, "governance/agenda/plan.html", {"page": showing.plan_page(partnership, principal)})


def _found(partnership: PartnershipFacts, planned: UUID) -> PlannedFacts:
    row = queries.planned_row(partnership.slug, planned)
    every = {one.id: one for one in queries.planned(partnership.slug, group=row.group)}
    return every[planned]


def _trail(partnership: PartnershipFacts, one: PlannedFacts | None = None) -> tuple[tuple[str, str], ...]:
    above = [("Forward plan", address("forward-plan", partnership))]
    if one:
        above.append((one.title, address("planned", partnership, planned=one.id)))
    return crumbs(partnership, *above)


def planned(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, planned: UUID
) -> HttpResponse:
    """One item foreseen."""
    page = showing.planned_page(partnership, principal, _found(partnership, planned))
    return render(request, "governance/agenda/planned.html", {"page": page})


def new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Plan an item."""
    start = {"kind": "decide", "effect": "note"}
    form = PlannedForm(duties(partnership.nation, today()), request.POST or None, initial=start)
    page = FormPage("Plan an item", _trail(partnership), "Plan the item")

    def save() -> str:
        plan_ahead.plan_item(partnership.slug, form.planned(), by=principal)
        return address("forward-plan", partnership)

    return answer(request, form, page, save)


def edit(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, planned: UUID
) -> HttpResponse:
    """Change what is said of an item foreseen."""
    one = _found(partnership, planned)
    names = [name for name in plan_ahead.FIELDS if name != "wanted"]

    def values(found: PlannedFacts) -> dict[str, object]:
        return {name: getattr(found, name) for name in names}

    start = {**values(one), "row_version": one.row_version}
    form = EditPlannedForm(duties(partnership.nation, today()), request.POST or None, initial=start)
    page = FormPage("Change an item of the plan", _trail(partnership, one), "Save the item")

    def save() -> str:
        said = form.planned_on(one.wanted)
        plan_ahead.edit_planned(partnership.slug, planned, said, read_version=form.read_version, by=principal)
        return address("planned", partnership, planned=planned)

    def current() -> Current:
        now = _found(partnership, planned)
        return Current(now.row_version, values(now))

    return answer(request, form, page, save, current=current)


def move(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, planned: UUID
) -> HttpResponse:
    """Put an item off, or bring it forward."""
    one = _found(partnership, planned)
    choices = showing.meetings_to_choose(queries.ahead(partnership.slug, today()))
    form = MovePlannedForm(choices, request.POST or None, initial={"row_version": one.row_version})
    page = FormPage("Move an item of the plan", _trail(partnership, one), "Move the item")

    def save() -> str:
        because = form.cleaned_data["because"]
        plan_ahead.move_planned(
            partnership.slug,
            planned,
            to=form.to,
            because=because,
            read_version=form.read_version,
            by=principal,
        )
        return address("planned", partnership, planned=planned)

    def current() -> Current:
        now = _found(partnership, planned)
        return Current(now.row_version, {"wanted": now.wanted})

    return answer(request, form, page, save, current=current)


def drop(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, planned: UUID
) -> HttpResponse:
    """Take an item out of the plan."""
    one = _found(partnership, planned)
    form = BecauseForm(request.POST or None, initial={"row_version": one.row_version})
    page = FormPage("Drop an item of the plan", _trail(partnership, one), "Drop the item")

    def save() -> str:
        because = form.cleaned_data["because"]
        plan_ahead.drop_planned(
            partnership.slug, planned, because, read_version=form.read_version, by=principal
        )
        return address("forward-plan", partnership)

    def current() -> Current:
        return Current(_found(partnership, planned).row_version, {})

    return answer(request, form, page, save, current=current)


# A year of dates --------------------------------------------------------------------------------------------------


def dates(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Propose a year of dates by a pattern (`?starts_on=…`); take them by sending them back."""
    given = request.GET if "starts_on" in request.GET else None
    form = YearForm(given, initial=showing.start_of_dates(partnership.slug))
    asked = _asked(form) if given is not None and form.is_valid() else None
    take = None
    writes = presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership)
    if asked and writes:
        proposed = showing.dates_to_take(showing.propose(asked))
        start = {"title": "Ordinary meeting", "starts": "10:00", "days": [day for day, _ in proposed]}
        take = DatesForm(proposed, request.POST or None, initial=start)
        if (
            request.method == "POST"
            and take.is_valid()
            and (where := _taken(request, principal, partnership, take))
        ):
            return HttpResponseRedirect(where)
    page = showing.dates_page(partnership, form, take, asked)
    status = 422 if page.errors else 200
    names = {"page": page, "has_errors": bool(page.errors)}
    return render(request, "governance/agenda/dates.html", names, status=status)


def _asked(form: YearForm) -> showing.Asked | None:
    said = form.cleaned_data
    try:
        avoid = showing.read_days(said["avoid"])
    except ValueError as error:
        form.add_error("avoid", f"{error}. Write one day or stretch a line, such as 2026-07-20..2026-08-28")
        return None
    pattern = Pattern(int(said["weekday"]), int(said["week"]), tuple(int(n) for n in said["months"]))
    return showing.Asked(showing.year_from(said["starts_on"]), pattern, avoid)


def _taken(request: HttpRequest, principal: Principal, partnership: PartnershipFacts, take: DatesForm) -> str:
    said = take.cleaned_data
    days = [date.fromisoformat(day) for day in said["days"]]
    first = calling.moment(days[0], said["starts"])
    ends = calling.moment(days[0], said["ends"]) if said["ends"] else None
    try:
        made = calling.call_year(
            partnership.slug,
            days,
            NewCall(said["title"], "ordinary", first, ends, said["place"]),
            by=principal,
        )
    except (Unusable, Refused) as refused:
        take.add_error(None, str(refused))
        return ""
    messages.success(request, f"{len(made)} meetings are called.")
    return address("meetings", partnership)


def tempo_dates(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Propose the dates of the tempo that runs (`?first=…`); take them by sending them back."""
    running = queries.running_tempo(partnership.slug)
    if running is None:
        raise NotFound("The partnership is not meeting faster now.")
    given = request.GET if "first" in request.GET else None
    form = TempoDatesForm(given, initial=showing.start_of_tempo(running))
    asked = _asked_faster(form, running.every_weeks) if given is not None and form.is_valid() else None
    take = None
    if asked and presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership):
        proposed = showing.dates_to_take(showing.propose_faster(asked))
        start = {"title": running.phase.capitalize(), "starts": "10:00", "days": [day for day, _ in proposed]}
        take = DatesForm(proposed, request.POST or None, initial=start)
        if (
            request.method == "POST"
            and take.is_valid()
            and (where := _taken(request, principal, partnership, take))
        ):
            return HttpResponseRedirect(where)
    page = showing.tempo_dates_page(partnership, form, take, asked, running)
    names = {"page": page, "has_errors": bool(page.errors)}
    return render(request, "governance/agenda/dates.html", names, status=422 if page.errors else 200)


def _asked_faster(form: TempoDatesForm, weeks: int) -> showing.AskedFaster | None:
    said = form.cleaned_data
    try:
        avoid = showing.read_days(said["avoid"])
    except ValueError as error:
        form.add_error("avoid", f"{error}. Write one day a line, such as 2026-07-20")
        return None
    return showing.AskedFaster(Period(said["first"], said["until"]), weeks, avoid)


# Tempo ------------------------------------------------------------------------------------------------------------


def tempo(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Begin to meet faster, or return to normal."""
    running = queries.running_tempo(partnership.slug)
    start: dict[str, object] = {"starts_on": today(), "every_weeks": "1"}
    if running:
        start = {"ends_on": today(), "row_version": running.row_version}
    form = (
        EndTempoForm(request.POST or None, initial=start)
        if running
        else TempoForm(showing.phases_of(partnership.slug), request.POST or None, initial=start)
    )
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, EndTempoForm) and running:
                said = form.cleaned_data
                plan_ahead.end_tempo(
                    partnership.slug, running.id, ends_on=said["ends_on"], because=said["because"],
                    read_version=form.read_version, by=principal,
                )  # fmt: skip
            else:
                said = form.cleaned_data
                plan_ahead.start_tempo(
                    partnership.slug, phase=said["phase"], every_weeks=int(said["every_weeks"]),
                    starts_on=said["starts_on"], because=said["because"], by=principal,
                )  # fmt: skip
            return HttpResponseRedirect(address("tempo", partnership))
        except (Unusable, Refused) as refused:
            form.add_error(None, str(refused))
    errors = errors_of(form) if request.method == "POST" else ()
    writes = presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership)
    page = showing.tempo_page(
        partnership, fields_of(form) if writes else (), errors, is_running=running is not None
    )
    names = {"page": page, "has_errors": bool(errors)}
    return render(request, "governance/agenda/tempo.html", names, status=422 if errors else 200)
