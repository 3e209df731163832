"""What the dashboards ask, in a number of queries that does not grow with the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, Q, Sum

from frankpledge.governance.models import Action, ActionUpdate
from frankpledge.governance.rules.minutes.log import LIVE
from frankpledge.kernel.dates import local_date
from frankpledge.plans.delivery.queries import ABOUT
from frankpledge.plans.models import Funding, Initiative, PlanAction


@dataclass
class Done:
    """How many actions of a priority stand how; `last` is the day on which anybody last spoke of one."""

    total: int = 0
    done: int = 0
    overdue: int = 0
    blocked: int = 0
    undated: int = 0
    last: date | None = None


@dataclass(frozen=True)
class Delivered:
    """Actions, initiatives by state and money granted, by priority; the empty slug is the plan as a whole."""

    actions: Mapping[str, Done]
    initiatives: Mapping[str, Mapping[str, int]]
    money: Mapping[str, Decimal] = field(default_factory=dict)


def delivered(partnership: str, *, on: date) -> Delivered:
    """Everything that is done, counted; five queries."""
    return Delivered(_actions(partnership, on), _initiatives(partnership), _money(partnership))


def _actions(partnership: str, on: date) -> dict[str, Done]:
    extras = dict(
        PlanAction.objects.filter(partnership__slug=partnership).values_list("action_id", "priority")
    )
    rows = Action.objects.filter(partnership__slug=partnership).exclude(state="withdrawn")
    own = PlanAction.objects.filter(partnership__slug=partnership).values("action_id")
    rows = rows.filter(Q(about__startswith="plan") | Q(id__in=own))
    spoken = _spoken(partnership)
    found: dict[str, Done] = {}
    for action, about, state, due in rows.values_list("id", "about", "state", "due_on"):
        slug = (
            extras.get(action)
            if action in extras
            else about.removeprefix(ABOUT)
            if about.startswith(ABOUT)
            else ""
        )
        one = found.setdefault(slug or "", Done())
        one.total += 1
        one.done += state == "done"
        one.blocked += state == "blocked"
        one.overdue += state in LIVE and due is not None and due < on
        one.undated += state in LIVE and due is None
        last = spoken.get(action)
        one.last = max(filter(None, (one.last, last)), default=None)
    return found


def _spoken(partnership: str) -> dict[UUID, date]:
    own = PlanAction.objects.filter(partnership__slug=partnership).values("action_id")
    rows = ActionUpdate.objects.filter(action__partnership__slug=partnership)
    rows = rows.filter(Q(action__about__startswith="plan") | Q(action__in=own))
    return {
        action: local_date(at)
        for action, at in rows.values("action").annotate(last=Max("at")).values_list("action", "last")
    }


def _initiatives(partnership: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for slug, state in Initiative.objects.filter(partnership__slug=partnership).values_list(
        "priority", "state"
    ):
        counts = found.setdefault(slug, {})
        counts[state] = counts.get(state, 0) + 1
    return found


def _money(partnership: str) -> dict[str, Decimal]:
    rows = Funding.objects.filter(initiative__partnership__slug=partnership, granted__isnull=False)
    given = rows.values("initiative__priority").annotate(sum=Sum("granted"))
    return dict(given.values_list("initiative__priority", "sum"))
