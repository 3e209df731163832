"""The items of an agenda: added, changed, moved by buttons, withdrawn; numbers stay once the agenda has gone out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.db import transaction

from frankpledge.audit.api import record
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.permits import may_write, refuse_unless_ahead
from frankpledge.governance.agenda.plan_ahead import next_years, refuse_half_closed
from frankpledge.governance.agenda.written import Late, NewItem
from frankpledge.governance.models import AgendaItem, IssuedAgenda, Meeting
from frankpledge.governance.rules.agenda.kinds import ITEM_KINDS, STANDING_FIRST
from frankpledge.governance.rules.agenda.notices import may_still_join
from frankpledge.governance.rules.agenda.numbering import in_order, supplement_number
from frankpledge.governance.rules.agenda.papers import unclear_links
from frankpledge.governance.rules.capacities import CAPACITIES, capacity_is_open
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, Outcome, Refused
from frankpledge.records.clock import now, today

BOARD = "da-board"
OTHER_BUSINESS = "other-business"
FIELDS = tuple(NewItem.__dataclass_fields__)


@dataclass(frozen=True)
class Joins:
    """Where a new item stands and what lets it in late. `after` is an item's id; empty: before other business."""

    after: UUID | None = None
    late: Late = field(default_factory=Late)
    carried_from: UUID | None = None


AT_THE_END = Joins()


@transaction.atomic
def begin_agenda(partnership: str, slug: str, *, by: Principal) -> None:
    """Put the standing items on an empty agenda. Nothing happens to one that has items."""
    row = queries.meeting_row(partnership, slug)
    subject = may_write(row, by)
    refuse_unless_ahead(row)
    if AgendaItem.objects.filter(meeting=row).exists():
        return
    for order, kind in enumerate((*STANDING_FIRST, OTHER_BUSINESS), start=1):
        AgendaItem.objects.create(
            meeting=row, order=order, title=ITEM_KINDS[kind].title, kind=kind, recorded_by=by.name
        )
    record("agenda-begun", subject=subject, by=by, detail={"meeting": row.slug})


@transaction.atomic
def add_item(partnership: str, slug: str, said: NewItem, *, by: Principal, joins: Joins = AT_THE_END) -> UUID:
    """Put an item on an agenda. Raises `Unusable` for one that comes too late, or that is closed without a reason."""
    row = queries.meeting_row(partnership, slug)
    may_write(row, by)
    refuse_unless_ahead(row)
    return _added(row, said, by, joins)


def _added(row: Meeting, said: NewItem, by: Principal, joins: Joins) -> UUID:
    _check(row, said)
    card = queries.card_of(row)
    stored = queries.terms_for(card)
    rests_on = ""
    if card.on is not None:
        rests_on = may_still_join(
            stored.constitution if stored else None, card.on, today(), is_urgent=joins.late.is_urgent,
            leave_of=joins.late.leave_of,
        )  # fmt: skip
    is_issued = IssuedAgenda.objects.filter(meeting=row).exists()
    standing = list(
        AgendaItem.objects.filter(meeting=row, withdrawn_at__isnull=True).order_by("order", "recorded_at")
    )
    before = _place(standing, joins.after)
    made = AgendaItem.objects.create(
        meeting=row, order=0, number=_number(row, joins.after) if is_issued else "",
        added_at=now() if is_issued else None, is_urgent=joins.late.is_urgent, late_by_leave_of=joins.late.leave_of,
        carried_from_id=joins.carried_from, recorded_by=by.name, **asdict(said),
    )  # fmt: skip
    _keep_order([*(one.id for one in standing[:before]), made.id, *(one.id for one in standing[before:])])
    detail = {"meeting": row.slug, "item": str(made.id), "number": made.number, "rests_on": rests_on}
    record("agenda-item-added", subject=made.subject(), by=by, detail=detail)
    return made.id


def _place(standing: Sequence[AgendaItem], after: UUID | None) -> int:
    """How many items stand before the new one: those up to the one it comes after, or all but other business."""
    ids = [one.id for one in standing]
    if after in ids:
        return ids.index(after) + 1
    ends = bool(standing) and standing[-1].kind == OTHER_BUSINESS
    return len(standing) - ends


def _number(row: Meeting, after: UUID | None) -> str:
    rows = AgendaItem.objects.filter(meeting=row).exclude(number="")
    printed = dict(rows.values_list("id", "number"))
    return supplement_number(list(printed.values()), printed.get(after, "") if after else "")


def _keep_order(ids: Iterable[UUID]) -> None:
    """Number the order anew. It is no part of what an item says, so its version does not change."""
    for order, item in enumerate(ids, start=1):
        AgendaItem.objects.filter(id=item).exclude(order=order).update(order=order)


@transaction.atomic
def edit_item(
    partnership: str, slug: str, item: UUID, said: NewItem, *, read_version: int, by: Principal
) -> None:
    """Change what an item says. Raises `Conflict` when somebody else saved it meanwhile."""
    row, found = _standing_item(partnership, slug, item, by)
    _check(row, said)
    for name in FIELDS:
        setattr(found, name, getattr(said, name))
    found.save_version(read_version=read_version, fields=list(FIELDS))
    record(
        "agenda-item-changed", subject=found.subject(), by=by, detail={"meeting": row.slug, "item": str(item)}
    )


def _standing_item(partnership: str, slug: str, item: UUID, by: Principal) -> tuple[Meeting, AgendaItem]:
    row = queries.meeting_row(partnership, slug)
    may_write(row, by)
    refuse_unless_ahead(row)
    found = AgendaItem.objects.select_related("meeting__partnership").filter(meeting=row, id=item).first()
    if found is None:
        raise NotFound(queries.NO_ITEM)
    if found.withdrawn_at is not None:
        raise Refused(message("This item was withdrawn. Put a new one on the agenda."))
    return row, found


def _check(row: Meeting, said: NewItem) -> None:
    if said.kind not in ITEM_KINDS:
        raise ValueError(f"there is no kind of item {said.kind}")
    refuse_half_closed(said.is_closed, said.closed_because, said.public_title)
    problems = []
    if said.is_advice and said.capacity != BOARD:
        reason = "Advice to the council is given as the domestic abuse local partnership board."
        remedy = f"Choose ‘{CAPACITIES[BOARD].title}’."
        problems.append(Problem("advice-capacity", reason, remedy, column="In which capacity"))
    if said.capacity:
        open_now = capacity_is_open(said.capacity, row.partnership.nation, PartialDate.parse(row.held))
        if open_now.outcome is Outcome.FAILS:
            problems.append(
                Problem("no-capacity", str(open_now), "Choose another capacity.", column="In which capacity")
            )
    for text, label in (
        (said.recommendation, "Recommendation"),
        (said.because, "Reason for the recommendation"),
    ):
        problems += [Problem("link", one, "", column=label) for one in unclear_links(text)]
    if problems:
        raise Unusable(*problems)


@transaction.atomic
def move_item(partnership: str, slug: str, item: UUID, where: str, *, by: Principal) -> None:
    """Move an item `up`, `down`, `first` or `last`. Once the agenda has gone out its number stays what it was."""
    row, found = _standing_item(partnership, slug, item, by)
    ids = [str(one.id) for one in queries.items_of(row.id)]
    _keep_order(UUID(one) for one in in_order(ids, str(item), where))
    detail = {"meeting": row.slug, "item": str(item), "where": where}
    record("agenda-item-moved", subject=found.subject(), by=by, detail=detail)


@transaction.atomic
def withdraw_item(
    partnership: str, slug: str, item: UUID, because: str, *, read_version: int, by: Principal
) -> None:
    """Take an item off the agenda. Its number is not given again, and what was planned is planned again."""
    row, found = _standing_item(partnership, slug, item, by)
    if not because.strip():
        raise Unusable(
            Problem("no-reason", "An item is withdrawn without a reason.", "Write why.", column="Why")
        )
    found.withdrawn_at = now()
    found.save_version(read_version=read_version, fields=["withdrawn_at"])
    planned = getattr(found, "planned", None)
    if planned is not None:
        planned.item, planned.meeting = None, None
        planned.save(update_fields=["item", "meeting"])
    detail = {"meeting": row.slug, "item": str(item), "because": because}
    record("agenda-item-withdrawn", subject=found.subject(), by=by, detail=detail)


@transaction.atomic
def place_planned(
    partnership: str, slug: str, planned: UUID, *, by: Principal, late: Late | None = None
) -> UUID:
    """Put an item of the forward plan on an agenda. One that comes back every year is planned for the next year too."""
    row = queries.meeting_row(partnership, slug)
    may_write(row, by)
    refuse_unless_ahead(row)
    found = queries.planned_row(partnership, planned)
    if found.item_id is not None or found.dropped_at is not None:
        raise Refused(message("This item is on an agenda already, or was dropped."))
    said = NewItem(
        title=found.title, kind=found.kind, function=found.function, capacity=found.capacity, effect=found.effect,
        about=found.about, is_closed=found.is_closed, closed_because=found.closed_because,
        public_title=found.public_title, presenter=found.presenter, because=found.why, duty=found.duty,
    )  # fmt: skip
    made = _added(row, said, by, Joins(late=late or Late()))
    found.item_id, found.meeting = made, row
    found.save(update_fields=["item", "meeting"])
    next_years(found, by)
    return made


@transaction.atomic
def carry_item(partnership: str, slug: str, item: UUID, *, by: Principal, late: Late | None = None) -> UUID:
    """Put an item of an earlier meeting, cancelled or not reached, on this agenda; the new one says where it came from."""
    row = queries.meeting_row(partnership, slug)
    may_write(row, by)
    refuse_unless_ahead(row)
    old = (
        AgendaItem.objects.filter(id=item, meeting__partnership=row.partnership_id)
        .exclude(meeting=row)
        .first()
    )
    if old is None:
        raise NotFound(queries.NO_ITEM)
    said = NewItem(**{name: getattr(old, name) for name in FIELDS})
    return _added(row, said, by, Joins(late=late or Late(), carried_from=old.id))
