"""What goes up from a group to its parent and the answer that comes down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.agenda import items
from frankpledge.governance.agenda.written import Late, NewItem
from frankpledge.governance.models import AgendaItem, Decision, Escalation, Group, Meeting
from frankpledge.governance.numbering import next_number
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import today

NO_ESCALATION = "There is no such escalation, or you may not know of it."


@dataclass(frozen=True)
class Raised:
    """A blockage as a group puts it up."""

    from_group: str
    text: str
    tried: str = ""
    asked: str = ""
    raised_at: UUID | None = None
    raised_item: UUID | None = None


def _here(partnership: str, by: Principal) -> tuple[UUID, Subject]:
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    require(by, Permission.GOVERNANCE_WRITE, subject)
    return place.id, subject


@transaction.atomic
def escalate(partnership: str, said: Raised, *, on: date, by: Principal) -> Escalation:
    """Put something up from a group to its parent: the group above it, or the partnership itself."""
    place, _ = _here(partnership, by)
    group = Group.objects.filter(partnership_id=place, slug=said.from_group).in_force(on).first()
    if group is None:
        raise Refused(
            message("There is no group ‘{group}’ on {day}.", group=said.from_group, day=short_date(on))
        )
    if not said.text.strip():
        raise Refused(message("Write what is in the way."))
    meeting = Meeting.objects.filter(partnership_id=place, id=said.raised_at, group=said.from_group).first() if said.raised_at else None  # fmt: skip
    if said.raised_at and meeting is None:
        raise Refused(message("That is no meeting of the group."))
    made = Escalation.objects.create(
        partnership_id=place, number=next_number(Escalation.objects.all(), partnership=place, year=on.year, letter="E"),
        from_group=group.slug, to_group=group.parent, text=said.text.strip(), tried=said.tried.strip(),
        asked=said.asked.strip(), raised_on=on, raised_at=meeting, raised_item_id=said.raised_item, recorded_by=by.name,
    )  # fmt: skip
    record("escalation-raised", subject=made.subject(), by=by, detail={"number": made.number})
    return made


def _held(partnership: str, escalation: UUID, by: Principal) -> Escalation:
    rows = Escalation.objects.select_related("partnership").select_for_update(of=("self",), no_key=True)
    found = rows.filter(partnership__slug=partnership, id=escalation).first()
    if found is None:
        raise NotFound(NO_ESCALATION)
    require(by, Permission.GOVERNANCE_WRITE, found.subject())
    if found.withdrawn_on:
        raise Refused(message("{number} was withdrawn.", number=found.number))
    return found


@transaction.atomic
def receive(partnership: str, escalation: UUID, *, item: UUID, by: Principal) -> Escalation:
    """Take it onto an agenda of the body that it was put to."""
    row = _held(partnership, escalation, by)
    taken = (
        AgendaItem.objects.select_related("meeting")
        .filter(id=item, meeting__partnership__slug=partnership)
        .first()
    )
    if taken is None or taken.meeting.group != row.to_group:
        raise Refused(
            message("That item is not on an agenda of the body that {number} was put to.", number=row.number)
        )
    row.received_item = taken
    row.save_version(read_version=row.row_version, fields=["received_item"])
    record(
        "escalation-received", subject=row.subject(), by=by, detail={"number": row.number, "item": str(item)}
    )
    return row


@transaction.atomic
def take_up(partnership: str, escalation: UUID, *, meeting: str, late: Late, by: Principal) -> UUID:
    """Put it on the agenda of a meeting of the body that it was put to, as an item of its own; gives the item."""
    row = _held(partnership, escalation, by)
    held = Meeting.objects.filter(partnership_id=row.partnership_id, slug=meeting).first()
    if held is None or held.group != row.to_group:
        raise Refused(message("That is no meeting of the body that {number} was put to.", number=row.number))
    if is_on_an_agenda(row):
        raise Refused(message("{number} is on an agenda already.", number=row.number))
    tried = f" The group has tried: {row.tried}" if row.tried else ""
    said = NewItem(
        f"{row.number}: {row.text}"[:300], "decide" if row.asked else "comment", function="leadership",
        recommendation=row.asked, because=f"{row.text}{tried}",
    )  # fmt: skip
    item = items.add_item(partnership, meeting, said, by=by, joins=items.Joins(late=late))
    receive(partnership, escalation, item=item, by=by)
    return item


def is_on_an_agenda(row: Escalation) -> bool:
    """Whether it stands on the agenda of a meeting that is ahead or going on."""
    item = row.received_item
    ahead = ("planned", "running", "adjourned")
    return item is not None and item.withdrawn_at is None and item.meeting.status in ahead


@transaction.atomic
def answer(
    partnership: str,
    escalation: UUID,
    *,
    text: str,
    on: date,
    answered_by: str = "",
    meeting: UUID | None = None,
    decision: UUID | None = None,
    by: Principal,
) -> Escalation:
    """Record the answer that goes down, by whom and where it was given. An answer is given once."""
    row = _held(partnership, escalation, by)
    if row.answer:
        raise Refused(
            message(
                "{number} was answered on {day}.", number=row.number, day=short_date(row.answered_on or on)
            )
        )
    if not text.strip():
        raise Refused(message("Write the answer."))
    if on < row.raised_on or on > today():
        raise Refused(
            message("An answer is given after {day}, and not in the future.", day=short_date(row.raised_on))
        )
    at = Meeting.objects.filter(id=meeting, partnership_id=row.partnership_id).first() if meeting else None
    if meeting and (at is None or at.group != row.to_group):
        raise Refused(message("That is no meeting of the body that {number} was put to.", number=row.number))
    row.answer, row.answered_on, row.answered_by, row.answered_at = text.strip(), on, answered_by.strip(), at
    row.decision = _own_decision(row, decision)
    row.save_version(
        read_version=row.row_version,
        fields=["answer", "answered_on", "answered_by", "answered_at", "decision"],
    )
    record("escalation-answered", subject=row.subject(), by=by, detail={"number": row.number})
    return row


def _own_decision(row: Escalation, decision: UUID | None) -> Decision | None:
    if decision is None:
        return None
    found = Decision.objects.filter(id=decision, partnership_id=row.partnership_id).first()
    if found is None:
        raise NotFound("There is no such decision, or you may not know of it.")
    return found


@transaction.atomic
def hear(partnership: str, escalation: UUID, *, meeting: UUID, by: Principal) -> Escalation:
    """Record that the group heard the answer, under matters arising of one of its meetings."""
    row = _held(partnership, escalation, by)
    if not row.answer:
        raise Refused(message("{number} has no answer yet.", number=row.number))
    at = Meeting.objects.filter(id=meeting, partnership_id=row.partnership_id, group=row.from_group).first()
    if at is None:
        raise Refused(message("That is no meeting of the group that raised {number}.", number=row.number))
    row.heard_at = at
    row.save_version(read_version=row.row_version, fields=["heard_at"])
    record(
        "escalation-heard", subject=row.subject(), by=by, detail={"number": row.number, "meeting": at.slug}
    )
    return row


@transaction.atomic
def withdraw(partnership: str, escalation: UUID, *, because: str, on: date, by: Principal) -> Escalation:
    """Take it back, with the reason; it stays in the record."""
    row = _held(partnership, escalation, by)
    if not because.strip():
        raise Refused(message("Say why {number} is withdrawn.", number=row.number))
    row.withdrawn_on, row.withdrawn_because = on, because.strip()
    row.save_version(read_version=row.row_version, fields=["withdrawn_on", "withdrawn_because"])
    record("escalation-withdrawn", subject=row.subject(), by=by, detail={"number": row.number})
    return row


def escalations(partnership: str) -> list[Escalation]:
    """Everything that was put up, the latest first."""
    return list(_escalations(partnership).order_by("-raised_on", "-number"))


def _escalations(partnership: str) -> QuerySet[Escalation]:
    rows = Escalation.objects.filter(partnership__slug=partnership)
    return rows.select_related("raised_at", "answered_at", "heard_at", "received_item__meeting", "decision")


def escalation_of(partnership: str, escalation: UUID) -> Escalation:
    """One escalation. Raises `NotFound`."""
    found = _escalations(partnership).filter(id=escalation).first()
    if found is None:
        raise NotFound(NO_ESCALATION)
    return found


def to_be_answered(partnership: str, group: str) -> list[Escalation]:
    """What a body has been asked and has not answered: for its next agenda."""
    rows = _escalations(partnership).filter(to_group=group, answer="", withdrawn_on__isnull=True)
    return list(rows.order_by("raised_on"))


def to_be_heard(partnership: str, group: str) -> list[Escalation]:
    """The answers that a group has not heard yet: for its next matters arising."""
    rows = _escalations(partnership).filter(
        from_group=group, heard_at__isnull=True, withdrawn_on__isnull=True
    )
    return list(rows.exclude(answer="").order_by("answered_on"))


def waiting(partnership: str) -> list[Escalation]:
    """Everything that waits: for a body's answer, or for a group to hear one."""
    rows = _escalations(partnership).filter(withdrawn_on__isnull=True, heard_at__isnull=True)
    return list(rows.order_by("raised_on", "number"))


def meetings_of(partnership: str, group: str) -> list[tuple[str, str]]:
    """A body's meetings, the latest first, to choose from."""
    rows = Meeting.objects.filter(
        partnership__slug=partnership, group=group, body_kind__in=("partnership", "subgroup")
    )
    return [(str(one.id), f"{one.title}, {one.held}") for one in rows.order_by("-held_latest")]


def items_ahead(partnership: str, group: str) -> list[tuple[str, str]]:
    """The items of a body's meetings that are planned or going on, to choose from."""
    rows = AgendaItem.objects.filter(
        meeting__partnership__slug=partnership, meeting__group=group, meeting__status__in=("planned", "running"),
        withdrawn_at__isnull=True,
    )  # fmt: skip
    ahead = rows.select_related("meeting").order_by("meeting__held_earliest", "order")
    return [(str(one.id), f"{one.meeting.title}: {one.number or one.order}. {one.title}") for one in ahead]
