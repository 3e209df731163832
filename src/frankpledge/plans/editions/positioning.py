"""Position statements in their versions, and what is done because of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from frankpledge.governance import api as governance
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import Refused
from frankpledge.plans.facts import STRANDS
from frankpledge.plans.models import Activity, PositionLink, PositionStatement
from frankpledge.plans.reaching import history, one_of, place_for


@dataclass(frozen=True)
class StatementFacts:
    """One version of a statement. `links` holds the strand and the words of what is done because of it."""

    id: UUID
    slug: str
    title: str
    version: int
    is_latest: bool
    paragraphs: tuple[str, ...]
    agreed: PartialDate | None
    decision: str
    links: tuple[tuple[str, str], ...]


def statements(partnership: str) -> tuple[StatementFacts, ...]:
    """Every version of every statement, the latest of each first."""
    rows = PositionStatement.objects.filter(partnership__slug=partnership).select_related("decision")
    by_slug: dict[str, list[PositionStatement]] = defaultdict(list)
    for row in rows.prefetch_related("links__activity").order_by("slug", "agreed_earliest", "recorded_at"):
        by_slug[row.slug].append(row)
    actions = {one.id: one.text for one in governance.actions(partnership)}
    found = []
    for versions in by_slug.values():
        for number, row in reversed(list(enumerate(versions, start=1))):
            found.append(_facts(row, number, number == len(versions), actions))
    return tuple(found)


def _facts(row: PositionStatement, version: int, is_latest: bool, actions: dict[UUID, str]) -> StatementFacts:
    links = tuple(
        (
            one.strand,
            one.activity.text if one.activity else actions.get(one.action or row.id, "An action of the log"),
        )
        for one in row.links.all()
    )
    return StatementFacts(
        row.id, row.slug, row.title, version, is_latest, tuple(row.paragraphs),
        PartialDate.parse(row.agreed) if row.agreed else None, row.decision.slug if row.decision else "", links,
    )  # fmt: skip


def to_link(partnership: str) -> list[tuple[str, str]]:
    """What may be tied to a statement: steps of the plans and actions of the log, each with its key and words."""
    steps = Activity.objects.filter(plan__partnership__slug=partnership).order_by("-plan__starts_on", "order")
    found = [(f"step:{one.id}", _short(one.text)) for one in steps]
    return found + [(f"action:{one.id}", _short(one.text)) for one in governance.actions(partnership)]


def _short(words: str) -> str:
    return words if len(words) <= 100 else f"{words[:99].rstrip()}…"


@transaction.atomic
def link(
    partnership: str,
    position: UUID,
    *,
    strand: str,
    activity: UUID | None,
    action: UUID | None,
    by: Principal,
) -> None:
    """Tie a step or an action to a strand of a statement. Safe to repeat. Raises `Refused` unless it is exactly one of them."""
    place, subject = place_for(partnership, by)
    row = one_of(PositionStatement, "There is no such statement.", id=position, partnership_id=place.id)
    if strand not in STRANDS or (activity is None) == (action is None):
        raise Refused("Say for which strand, and name one thing that is done.")
    if activity is not None:
        one_of(Activity, "There is no such step.", id=activity, plan__partnership_id=place.id)
    elif not any(one.id == action for one in governance.actions(partnership)):
        raise Refused("There is no such action in the log.")
    _, created = PositionLink.objects.get_or_create(
        position=row,
        strand=strand,
        activity_id=activity,
        action=action,  # type: ignore[misc] # none is a link to the other
        defaults={"recorded_by": by.name},
    )
    if created:
        history("position-linked", subject, by, position=row.slug, strand=strand)
