"""Pages of the one action log."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda.words import address, crumbs
from frankpledge.governance.membership.me import way_back
from frankpledge.governance.minutes import action_queries, action_services, presenting_log, queries
from frankpledge.governance.minutes.action_services import NewAction
from frankpledge.governance.minutes.forms import HandOverForm, NewActionForm, UpdateForm
from frankpledge.governance.rules.minutes.log import Logged, Said
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.web.asking import Current, FormPage, answer


def shown(request: HttpRequest, template: str, page: object) -> HttpResponse:
    return render(request, f"governance/minutes/{template}.html", {"page": page})


def _given(request: HttpRequest) -> dict[str, str]:
    return {
        name: value
        for name in ("state", "group", "owner", "words", "about")
        if (value := request.GET.get(name, ""))
    }


def _above(partnership: PartnershipFacts, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return crumbs(partnership, ("Actions", address("actions", partnership)), *more)


def _seen(principal: Principal, partnership: PartnershipFacts, action: UUID) -> Logged:
    """The action, unless it belongs to the closed part and this person may not read that."""
    one = action_queries.action_of(partnership.slug, action)
    if not presenting_log.sees(principal, partnership, (one,)) and not _answers(principal, partnership, one):
        raise NotFound("There is no such action, or you may not know of it.")
    return one


def _answers(principal: Principal, partnership: PartnershipFacts, one: Logged) -> bool:
    return action_services.may_answer(one, partnership.slug, principal, today())


def actions(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The log, as it is asked for."""
    return shown(request, "actions", presenting_log.actions_page(principal, partnership, _given(request)))


def as_csv(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The actions asked for as a file."""
    on = today()
    rows = action_queries.logged(partnership.slug, presenting_log.asked_of(_given(request)), on=on)
    text = action_queries.as_csv(presenting_log.sees(principal, partnership, rows), on)
    sent = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    sent.headers["Content-Disposition"] = 'attachment; filename="actions.csv"'
    return sent


def action(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, action: UUID
) -> HttpResponse:
    """One action and what was said of it."""
    one = _seen(principal, partnership, action)
    answers = _answers(principal, partnership, one)
    return shown(request, "action", presenting_log.action_page(principal, partnership, one, answers=answers))


def organisations(partnership: PartnershipFacts) -> list[tuple[str, str]]:
    """The bodies that take part today, to choose from."""
    found = directory.members(partnership.slug, on=today())
    return [(str(one.organisation.id), one.organisation.name) for one in found]


def new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Set an action between meetings."""
    groups = list(queries.group_names(partnership.slug).items())
    form = NewActionForm(organisations(partnership), groups, request.POST or None)
    page = FormPage("Set an action", _above(partnership), "Set the action")

    def save() -> str:
        said = form.cleaned_data
        body = UUID(said["organisation"]) if said["organisation"] else None
        made = action_services.set_action(
            partnership.slug,
            NewAction(said["text"], said["owner_name"], None, body, said["due_on"], group=said["group"]),
            by=principal,
        )
        messages.success(request, f"Set: action {made.number}.")
        return address("action", partnership, action=made.id)

    return answer(request, form, page, save)


def update(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, action: UUID
) -> HttpResponse:
    """Say how an action stands. Two who answer at once both see what the other said."""
    one = _seen(principal, partnership, action)
    start = {"row_version": one.row_version, "state": one.state, "evidence": one.evidence}
    form = UpdateForm(request.POST or None, initial=start)
    here = address("action", partnership, action=action)
    page = FormPage(
        f"How does {one.number} stand?", _above(partnership, (one.number, here)), "Save", lead=(one.text,)
    )

    def save() -> str:
        action_services.update_action(
            partnership.slug, action, form.said_of(), by=principal, read_version=form.read_version
        )
        return here

    def current() -> Current:
        now = action_queries.action_of(partnership.slug, action)
        last = now.updates[-1] if now.updates else None
        return Current(
            now.row_version, {"state": now.state, "text": last.text if last else "", "evidence": now.evidence}
        )

    return answer(request, form, page, save, current=current)


def hand_over(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, action: UUID
) -> HttpResponse:
    """Give an action to somebody else."""
    one = _seen(principal, partnership, action)
    form = HandOverForm(organisations(partnership), request.POST or None)
    here = address("action", partnership, action=action)
    page = FormPage(f"Give {one.number} to somebody else", _above(partnership, (one.number, here)), "Give it to them", lead=(one.text,))  # fmt: skip

    def save() -> str:
        said = form.cleaned_data
        body = UUID(said["organisation"]) if said["organisation"] else None
        action_services.hand_over(
            partnership.slug,
            action,
            owner_name=said["owner_name"],
            organisation=body,
            because=said["because"],
            by=principal,
        )
        return here

    return answer(request, form, page, save)


def own(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """A person's own actions."""
    return shown(request, "own_actions", presenting_log.own_page(principal, partnership))


def answer_own(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, action: UUID
) -> HttpResponse:
    """Answer one of one's own actions: done with what shows it, blocked with what is in the way, or not done yet."""
    state = request.POST.get("choice") or request.POST.get("state", "open")
    text = request.POST.get("text", "")
    version = request.POST.get("version", "")
    said = Said(state, text, evidence=text if state == "done" else "")
    made = action_services.update_action(
        partnership.slug,
        action,
        said,
        by=principal,
        read_version=int(version) if version.isdecimal() else None,
    )
    messages.success(request, f"Thank you: {made.number} is recorded.")
    return HttpResponseRedirect(way_back(request, partnership.slug, address("own-actions", partnership)))


def reminders(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Whom to remind of what."""
    return shown(request, "reminders", presenting_log.reminders_page(partnership))
