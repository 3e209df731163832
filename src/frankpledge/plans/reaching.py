"""Finding what one writes to, once whoever asks may write there. Shared by every folder that writes."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.plans.models import Plan

M = TypeVar("M", bound=Model)
RESERVED = frozenset(
    [
        "actions",
        "board",
        "coverage",
        "dashboard",
        "delivery",
        "history",
        "initiatives",
        "measures",
        "new",
        "partner",
        "performance",
        "policing-body",
        "positions",
        "report",
        "start",
        "strategies",
        "update",
    ]
)
"""Words that addresses of this room use, so that no plan may be called by them."""


def place_for(partnership: str, by: Principal) -> tuple[directory.PartnershipFacts, Subject]:
    """The partnership written to. Raises `NotFound` or `NotPermitted`."""
    found = directory.partnership(partnership)
    subject = Subject("partnership", found.id, found.slug)
    require(by, Permission.PLAN_WRITE, subject)
    return found, subject


def plan_row(partnership: str, slug: str) -> Plan:
    """One plan. Raises `NotFound`."""
    rows = Plan.objects.filter(partnership__slug=partnership, slug=slug).select_related(
        "partnership", "parent"
    )
    found = rows.first()
    if found is None:
        raise NotFound("There is no such plan, or you may not know of it.")
    return found


def draft_for(partnership: str, slug: str, by: Principal) -> Plan:
    """A draft that may be written to. Raises `Refused` for a plan that is no draft: that is amended, or refreshed."""
    place_for(partnership, by)
    found = plan_row(partnership, slug)
    if found.status != "draft":
        raise Refused(
            message(
                "‘{title}’ is {status}, so its text stays. Refresh it, or start the next edition, to change it.",
                title=found.title, status=found.status,
            )
        )  # fmt: skip
    return found


def one_of(model: type[M], missing: str, **which: object) -> M:
    """One row. Raises `NotFound` with the sentence given."""
    found = model._default_manager.filter(**which).first()
    if found is None:
        raise NotFound(missing)
    return found


def history(verb: str, subject: Subject, by: Principal, **detail: object) -> None:
    """One line of the history."""
    record(verb, subject=subject, by=by, detail=detail)
