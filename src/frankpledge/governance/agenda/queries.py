"""Reads before a meeting: the meeting, its agenda, the work ahead, what was sent, who is in which seat, who said what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from frankpledge.governance.agenda.facts import (
    ChangeFacts,
    ItemFacts,
    MeetingCard,
    MoveFacts,
    PlannedFacts,
    Post,
    ReplyFacts,
    SentFacts,
    TempoFacts,
)
from frankpledge.governance.constitutions import StoredTerms, constitution_on
from frankpledge.governance.models import (
    AgendaItem,
    Circulation,
    Group,
    IssuedAgenda,
    Meeting,
    MeetingChange,
    PlannedItem,
    PlannedItemMove,
    Reply,
    Tempo,
    Tenure,
)
from frankpledge.governance.rules.agenda.numbering import first_numbers
from frankpledge.kernel.dates import PartialDate, Period, local_date
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today

NO_MEETING = "There is no such meeting, or you may not know of it."
NO_ITEM = "There is no such item on this agenda, or you may not know of it."


# Meetings ---------------------------------------------------------------------------------------------------------


def own_meetings(partnership: str, *, group: str = "") -> QuerySet[Meeting]:
    """The partnership's own meetings, or those of one of its groups; not those of other bodies."""
    kinds = ("partnership", "subgroup") if group else ("partnership",)
    rows = Meeting.objects.select_related("partnership")
    return rows.filter(partnership__slug=partnership, group=group, body_kind__in=kinds)


def meeting_row(partnership: str, slug: str) -> Meeting:
    """A meeting by its slug. Raises `NotFound`."""
    rows = Meeting.objects.select_related("partnership")
    if (row := rows.filter(partnership__slug=partnership, slug=slug).first()) is None:
        raise NotFound(NO_MEETING)
    return row


def meeting_called(partnership: str, slug: str) -> MeetingCard:
    """A meeting by its slug. Raises `NotFound`."""
    return card_of(meeting_row(partnership, slug))


def card_of(row: Meeting) -> MeetingCard:
    return MeetingCard(
        row.id, row.row_version, row.partnership.slug, row.slug, row.title, row.kind, row.status, row.group, row.phase,
        str(PartialDate.parse(row.held)), day_of(row), row.starts_at, row.ends_at, row.place, row.joining,
        row.is_open_to_public, row.called_by, row.called_because,
    )  # fmt: skip


def day_of(row: Meeting) -> date | None:
    """The legal day of a meeting; None where only its month or year is known."""
    if row.starts_at:
        return local_date(row.starts_at)
    return row.held_earliest if row.held_earliest == row.held_latest else None


def ahead(partnership: str, on: date, *, group: str = "") -> tuple[MeetingCard, ...]:
    """The meetings that are planned for a day or later, the nearest first."""
    rows = own_meetings(partnership, group=group).filter(status="planned", held_latest__gte=on)
    return tuple(card_of(row) for row in rows.order_by("held_earliest", "slug"))


def days_of_meetings(partnership: str, *, group: str = "") -> tuple[tuple[date, date, str], ...]:
    """Of every meeting held or planned whose day is known: that day, the day it was set on, and its standing."""
    rows = own_meetings(partnership, group=group).exclude(status="cancelled")
    found = [(day_of(row), local_date(row.recorded_at), row.status) for row in rows.order_by("held_earliest")]
    return tuple((on, set_on, status) for on, set_on, status in found if on is not None)


def terms_for(meeting: MeetingCard) -> StoredTerms | None:
    """The terms in force on the day of a meeting; None where there are none or the day is not known."""
    return constitution_on(meeting.partnership, meeting.on, group=meeting.group) if meeting.on else None


def changes_of(meeting: UUID) -> tuple[ChangeFacts, ...]:
    """Everything that changed about when and where, first to last."""
    rows = MeetingChange.objects.filter(meeting_id=meeting)
    return tuple(ChangeFacts(row.what, row.at, row.by, row.because, row.before, row.after) for row in rows)


def group_choices(partnership: str) -> tuple[tuple[str, str], ...]:
    """The groups that there are now, slug and name."""
    rows = Group.objects.filter(partnership__slug=partnership).in_force(today())
    return tuple(rows.order_by("name").values_list("slug", "name"))


# The agenda -------------------------------------------------------------------------------------------------------


def items_of(meeting: UUID, *, with_withdrawn: bool = False) -> tuple[ItemFacts, ...]:
    """The agenda in its order, one query whatever its length."""
    rows = list(_items().filter(meeting_id=meeting).order_by("order", "recorded_at"))
    standing = [row for row in rows if row.withdrawn_at is None]
    numbers = dict(zip((row.id for row in standing), first_numbers(len(standing)), strict=True))
    return tuple(
        _item(row, row.number or numbers.get(row.id, ""))
        for row in rows
        if with_withdrawn or row.withdrawn_at is None
    )


def item_of(meeting: UUID, item: UUID) -> ItemFacts:
    """One item of a meeting. Raises `NotFound`."""
    for one in items_of(meeting, with_withdrawn=True):
        if one.id == item:
            return one
    raise NotFound(NO_ITEM)


def _items() -> QuerySet[AgendaItem]:
    return AgendaItem.objects.select_related("paper", "carried_from__meeting")


def _item(row: AgendaItem, number: str) -> ItemFacts:
    carried = row.carried_from
    return ItemFacts(
        row.id, row.row_version, row.meeting_id, row.order, number, row.title, row.public_title, row.kind,
        row.is_advice, row.function, row.capacity, row.scope, row.effect, row.about, row.is_closed, row.closed_because,
        row.presenter, row.minutes_allowed, row.recommendation, row.because, row.duty, row.added_at, row.is_urgent,
        row.late_by_leave_of, row.withdrawn_at is not None, hasattr(row, "paper"),
        f"{carried.meeting.title}, {carried.meeting.held}, item {carried.number}" if carried else "",
    )  # fmt: skip


def issues_of(meeting: UUID) -> tuple[IssuedAgenda, ...]:
    """What of the agenda went out, the first issue first."""
    return tuple(IssuedAgenda.objects.filter(meeting_id=meeting).order_by("number"))


def sent_before(meeting: UUID) -> tuple[SentFacts, ...]:
    """What was sent before a meeting, first to last."""
    rows = Circulation.objects.filter(meeting_id=meeting)
    return tuple(
        SentFacts(
            row.what, row.sent_on, row.to, row.how, row.sha256, row.file_name, frozenset(map(UUID, row.items)),
            row.because, row.recorded_by,
        )
        for row in rows
    )  # fmt: skip


# The work ahead ---------------------------------------------------------------------------------------------------


def planned(partnership: str, *, group: str = "") -> tuple[PlannedFacts, ...]:
    """Every item foreseen, the earliest first, with its moves; two queries whatever their number."""
    rows = _planned(partnership, group).prefetch_related("moves__from_meeting", "moves__to_meeting")
    return tuple(planned_facts(row) for row in rows)


def planned_row(partnership: str, planned_id: UUID) -> PlannedItem:
    """One item foreseen. Raises `NotFound`."""
    rows = PlannedItem.objects.filter(partnership__slug=partnership, id=planned_id)
    if (row := rows.select_related("partnership", "meeting__partnership").first()) is None:
        raise NotFound("There is no such item in the forward plan, or you may not know of it.")
    return row


def _planned(partnership: str, group: str) -> QuerySet[PlannedItem]:
    rows = PlannedItem.objects.filter(partnership__slug=partnership, group=group)
    return rows.select_related("meeting__partnership")


def waiting_for(meeting: MeetingCard) -> tuple[PlannedFacts, ...]:
    """Items foreseen for this meeting, for a day before it, or for one that was cancelled: what its agenda is offered."""
    if meeting.on is None:
        return ()
    due = Q(meeting_id=meeting.id) | (
        (Q(meeting__isnull=True) | Q(meeting__status="cancelled"))
        & Q(wanted_earliest__lte=_month_end(meeting.on))
    )
    rows = _planned(meeting.partnership, meeting.group).filter(
        due, item__isnull=True, dropped_at__isnull=True
    )
    return tuple(planned_facts(row) for row in rows)


def _month_end(on: date) -> date:
    return Period.month(on.year, on.month).ends_on or on


def planned_facts(row: PlannedItem) -> PlannedFacts:
    """An item foreseen as facts; its moves where they were fetched with it."""
    fetched = getattr(row, "_prefetched_objects_cache", {})
    moves = tuple(_move(one) for one in row.moves.all()) if "moves" in fetched else ()
    return PlannedFacts(
        row.id, row.row_version, row.title, row.kind, row.function, row.capacity, row.effect, row.about, row.duty,
        row.presenter, row.why, row.is_closed, row.closed_because, row.public_title, row.wanted, row.wanted_earliest,
        row.is_yearly, card_of(row.meeting) if row.meeting else None, row.item_id, row.dropped_at is not None,
        row.dropped_because, moves,
    )  # fmt: skip


def _move(row: PlannedItemMove) -> MoveFacts:
    before = row.from_meeting.title if row.from_meeting else str(PartialDate.parse(row.from_wanted))
    after = row.to_meeting.title if row.to_meeting else str(PartialDate.parse(row.to_wanted))
    return MoveFacts(row.at, row.recorded_by, before, after, row.because)


def tempos(partnership: str, *, group: str = "") -> tuple[TempoFacts, ...]:
    """Every stretch of meeting faster, the latest first."""
    rows = Tempo.objects.filter(partnership__slug=partnership, group=group, superseded_at__isnull=True)
    return tuple(_tempo(row) for row in rows)


def running_tempo(partnership: str) -> TempoFacts | None:
    """The faster tempo whose end nobody has recorded, if any."""
    return next((one for one in tempos(partnership) if one.ends_on is None), None)


def tempo_on(partnership: str, on: date, *, group: str = "") -> TempoFacts | None:
    """The faster tempo in force on a day, if any."""
    row = Tempo.objects.filter(partnership__slug=partnership, group=group).in_force(on).first()
    return _tempo(row) if row else None


def _tempo(row: Tempo) -> TempoFacts:
    return TempoFacts(
        row.id, row.row_version, row.phase, row.every_weeks, row.starts_on, row.ends_on, row.because,
        row.ended_because, row.recorded_by, row.ended_by,
    )  # fmt: skip


# Seats and replies ------------------------------------------------------------------------------------------------


def posts(partnership: str, on: date, *, group: str = "") -> tuple[Post, ...]:
    """Who holds which seat on a day, or may deputise in it."""
    rows = Tenure.objects.filter(partnership__slug=partnership, group=group).in_force(on)
    return tuple(_post(row) for row in rows.select_related("organisation"))


def _post(row: Tenure) -> Post:
    body = row.organisation
    return Post(
        row.seat, row.standing, row.person_name, body.name if body else "", row.organisation_id, row.user_id,
        row.is_senior,
    )  # fmt: skip


def replies_of(meeting: UUID) -> tuple[ReplyFacts, ...]:
    """What was said so far, by seat."""
    return tuple(_reply(row) for row in Reply.objects.filter(meeting_id=meeting).order_by("seat", "given_at"))


def answers_to(meetings: Sequence[UUID]) -> frozenset[tuple[UUID, str, str]]:
    """Of some meetings: who answered for which seat, as meeting, seat and person."""
    rows = Reply.objects.filter(meeting_id__in=meetings).values_list("meeting_id", "seat", "person_name")
    return frozenset(rows)


def _reply(row: Reply) -> ReplyFacts:
    return ReplyFacts(
        row.id, row.row_version, row.seat, row.person_name, row.user_id, row.answer, row.deputy_name, row.note,
        row.given_at,
    )  # fmt: skip


def people_of(posts: Sequence[Post], seat: str, standing: str = "holder") -> tuple[Post, ...]:
    """Those in a seat in one standing."""
    return tuple(one for one in posts if one.seat == seat and one.standing == standing)
