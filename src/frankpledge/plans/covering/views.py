"""The coverage map as a page: every tie of the plan, and every hole with what closes it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans.covering.gathering import chain_of, plan_on
from frankpledge.plans.facts import PlanFacts
from frankpledge.plans.layout import Cell, Part, SheetPage, address, crumbs, grid, row, show
from frankpledge.plans.measures.queries import titles
from frankpledge.plans.rules.chain import TIES, Hole, Need, every_tie_is_made, holes, needs
from frankpledge.records.clock import today


def coverage(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str = ""
) -> HttpResponse:
    """The map of the plan asked for, else of the one in force."""
    try:
        found = plan_on(partnership.slug, today(), plan)
    except NotFound:
        if plan:
            raise
        lead = "No plan is recorded yet, so there is nothing to cover."
        return show(request, SheetPage("Coverage map", crumbs(partnership), lead, ()))
    writes = can(principal, Permission.PLAN_WRITE, Subject("partnership", partnership.id, partnership.slug))
    return show(request, coverage_page(partnership, found, writes=writes))


def coverage_page(partnership: PartnershipFacts, plan: PlanFacts, *, writes: bool = False) -> SheetPage:
    """Where the chain of a plan holds and where it does not; for whoever writes it a hole leads to where it is closed."""
    found = needs(chain_of(partnership.slug, plan, today()))
    missing, verdict = holes(found), every_tie_is_made(found)
    called = titles(partnership.slug) | {one.slug: one.title for one in plan.priorities}
    parts = [
        Part(
            grid=grid(
                "Holes", ("Tie that is missing", "Where", "What to do"),
                (row(TIES[one.tie], _link(partnership, plan, one, writes=writes), one.remedy) for one in missing),
            )
        )
    ]  # fmt: skip
    for tie, words in TIES.items():
        of_it = [one for one in found if one.tie == tie]
        if of_it:
            tied = sum(1 for one in of_it if one.tied_to)
            parts.append(
                Part(
                    summary=f"{words}: {tied} of {len(of_it)} tied",
                    grid=grid(words, ("From", "To"), (row(one.title, _to(one, called)) for one in of_it)),
                )
            )
    lead = str(verdict)
    within = crumbs(partnership, (plan.title, address("plan-called", partnership, plan=plan.slug)))
    return SheetPage(f"Coverage map: {plan.title}", within, lead, tuple(parts))


def _to(one: Need, called: Mapping[str, str]) -> str:
    return "; ".join(called.get(each, each) for each in one.tied_to) or f"A hole: {one.lacking}"


def _link(partnership: PartnershipFacts, plan: PlanFacts, hole: Hole, *, writes: bool) -> Cell:
    """The words of a hole, leading to where it is closed or, for those who only read, to what it is about."""
    tie, of, words = hole.tie, hole.id, hole.sentence
    if tie == "duty-plan":
        return Cell(words, address("plan-checklist", partnership, plan=plan.slug))
    if tie in {"priority-money", "money-priority"}:
        return Cell(words, address("money", partnership))
    if tie.startswith("priority-"):
        page = "priority-edit" if writes and plan.status == "draft" else "priority"
        return Cell(words, address(page, partnership, plan=plan.slug, priority=of))
    kind, _, key = of.partition(":")
    if tie.startswith("action-") and kind == "initiative":
        return Cell(words, address("plan-initiative", partnership, slug=key))
    if tie.startswith("action-") and kind == "step" and writes:
        return Cell(words, address("plan-step", partnership, plan=plan.slug, step=key))
    if tie == "aim-measure" and writes and plan.status == "draft":
        return Cell(words, address("plan-edit", partnership, plan=plan.slug))
    return Cell(words)
