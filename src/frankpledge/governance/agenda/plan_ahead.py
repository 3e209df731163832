"""The forward plan: items foreseen, moved with their history, dropped with a reason; and faster tempo in a crisis."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from frankpledge.audit.api import record
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.permits import here
from frankpledge.governance.agenda.written import NewPlanned
from frankpledge.governance.models import Meeting, PlannedItem, PlannedItemMove, Tempo
from frankpledge.kernel.dates import PartialDate, long_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import Refused
from frankpledge.records.clock import now

FIELDS = (
    "title", "kind", "wanted", "function", "capacity", "effect", "about", "duty", "presenter", "why", "is_closed",
    "closed_because", "public_title", "is_yearly",
)  # fmt: skip


@transaction.atomic
def plan_item(partnership: str, said: NewPlanned, *, by: Principal, group: str = "") -> UUID:
    """Put an item into the forward plan. Raises `Unusable` for a date that is none or a closed item without a reason."""
    place, subject = here(partnership, by)
    wanted = _checked(said)
    made = PlannedItem.objects.create(
        partnership_id=place.id, group=group, recorded_by=by.name, wanted_earliest=wanted.earliest,
        **{**asdict(said), "wanted": wanted.iso()},
    )  # fmt: skip
    record("item-planned", subject=subject, by=by, detail={"planned": str(made.id), "wanted": made.wanted})
    return made.id


def _checked(said: NewPlanned) -> PartialDate:
    refuse_half_closed(said.is_closed, said.closed_because, said.public_title)
    return _date(said.wanted)


def _date(wanted: str) -> PartialDate:
    try:
        return PartialDate.parse(wanted)
    except ValueError as error:
        remedy = "Write 2026-09-10, 2026-09 or 2026."
        raise Unusable(
            Problem("no-date", f"{error}.", remedy, column="When it is wanted", value=wanted)
        ) from error


def refuse_half_closed(is_closed: bool, because: str, public_title: str) -> None:
    """A closed item says why, and how the public may know of it. Raises `Unusable` with the field that lacks it."""
    problems = []
    if is_closed and not because.strip():
        problems.append(
            Problem(
                "closed-without-reason", "An item is closed to the public without a reason.",
                "Write why the public may not be there, such as ‘names a person under review’.",
                column="Why it is closed",
            )
        )  # fmt: skip
    if is_closed and not public_title.strip():
        problems.append(
            Problem(
                "closed-without-title", "A closed item has no title that the public may read.",
                "Write one that names nobody, such as ‘A review under the 2004 Act’.",
                column="Title that the public may read",
            )
        )  # fmt: skip
    if problems:
        raise Unusable(*problems)


@transaction.atomic
def edit_planned(
    partnership: str, planned_id: UUID, said: NewPlanned, *, read_version: int, by: Principal
) -> None:
    """Change what is said of an item foreseen; when it is wanted is changed by `move_planned` alone."""
    _, subject = here(partnership, by)
    row = _waiting(queries.planned_row(partnership, planned_id))
    refuse_half_closed(said.is_closed, said.closed_because, said.public_title)
    fields = [name for name in FIELDS if name != "wanted"]
    for name in fields:
        setattr(row, name, getattr(said, name))
    row.save_version(read_version=read_version, fields=fields)
    record("planned-item-changed", subject=subject, by=by, detail={"planned": str(row.id)})


def _waiting(row: PlannedItem) -> PlannedItem:
    if row.item_id is not None:
        raise Refused(message("This item is on an agenda already; change it there."))
    if row.dropped_at is not None:
        raise Refused(message("This item was dropped; plan it anew."))
    return row


@transaction.atomic
def move_planned(
    partnership: str, planned_id: UUID, *, to: str, because: str, read_version: int, by: Principal
) -> None:
    """Put an item off or bring it forward: to a meeting by its slug, or to a date such as 2026-09. The move is kept."""
    _, subject = here(partnership, by)
    row = _waiting(queries.planned_row(partnership, planned_id))
    if not because.strip():
        raise Unusable(Problem("no-reason", "An item is moved without a reason.", "Write why.", column="Why"))
    meeting = Meeting.objects.filter(partnership__slug=partnership, slug=to, status="planned").first()
    wanted = PartialDate.of(meeting.held_earliest) if meeting else _date(to)
    move = PlannedItemMove(
        planned=row, at=now(), from_wanted=row.wanted, to_wanted=wanted.iso(), from_meeting=row.meeting,
        to_meeting=meeting, because=because, recorded_by=by.name,
    )  # fmt: skip
    row.meeting, row.wanted, row.wanted_earliest = meeting, wanted.iso(), wanted.earliest
    row.save_version(read_version=read_version, fields=["meeting", "wanted", "wanted_earliest"])
    move.save()
    detail = {"planned": str(row.id), "to": to, "because": because}
    record("planned-item-moved", subject=subject, by=by, detail=detail)


@transaction.atomic
def drop_planned(
    partnership: str, planned_id: UUID, because: str, *, read_version: int, by: Principal
) -> None:
    """Take an item out of the forward plan, with the reason; it stays in the record."""
    _, subject = here(partnership, by)
    row = _waiting(queries.planned_row(partnership, planned_id))
    if not because.strip():
        raise Unusable(
            Problem("no-reason", "An item is dropped without a reason.", "Write why.", column="Why")
        )
    row.dropped_at, row.dropped_because = now(), because
    row.save_version(read_version=read_version, fields=["dropped_at", "dropped_because"])
    record(
        "planned-item-dropped", subject=subject, by=by, detail={"planned": str(row.id), "because": because}
    )


def next_years(row: PlannedItem, by: Principal) -> PlannedItem | None:
    """The same item a year later, for one that comes back every year; once only."""
    if not row.is_yearly or PlannedItem.objects.filter(follows=row).exists():
        return None
    old = PartialDate.parse(row.wanted)
    day = None if old.day is None or (old.month, old.day) == (2, 29) else old.day
    wanted = PartialDate(old.year + 1, old.month, day)
    values = {name: getattr(row, name) for name in FIELDS if name != "wanted"}
    return PlannedItem.objects.create(
        partnership_id=row.partnership_id, group=row.group, wanted=wanted.iso(), wanted_earliest=wanted.earliest,
        follows=row, recorded_by=by.name, **values,
    )  # fmt: skip


# Tempo ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def start_tempo(
    partnership: str,
    *,
    phase: str,
    every_weeks: int,
    starts_on: date,
    because: str,
    by: Principal,
    group: str = "",
) -> UUID:
    """Meet faster from a day on. Meetings that are ahead from that day take the phase, so that its rules apply to them.

    Raises `Refused` while another tempo is running.
    """
    place, subject = here(partnership, by)
    if not because.strip():
        raise Unusable(Problem("no-reason", "A faster tempo has no reason.", "Write why.", column="Why"))
    running = Tempo.objects.filter(partnership=place.id, group=group).in_force(starts_on).first()
    later = Tempo.objects.filter(
        partnership=place.id, group=group, starts_on__gte=starts_on, superseded_at__isnull=True
    ).first()
    if other := running or later:
        raise Refused(
            message(
                "A faster tempo runs from {day} already ({phase}). Return to normal first.",
                day=long_date(other.starts_on), phase=other.phase,
            )
        )  # fmt: skip
    made = Tempo.objects.create(
        partnership_id=place.id, group=group, phase=phase, every_weeks=every_weeks, starts_on=starts_on,
        because=because, recorded_by=by.name,
    )  # fmt: skip
    _ahead_from(partnership, group, starts_on).update(phase=phase)
    detail = {"phase": phase, "every_weeks": every_weeks, "from": starts_on.isoformat(), "because": because}
    record("tempo-started", subject=subject, by=by, detail=detail)
    return made.id


@transaction.atomic
def end_tempo(
    partnership: str, tempo: UUID, *, ends_on: date, because: str, read_version: int, by: Principal
) -> None:
    """Return to normal: the tempo's last day, and why. Meetings after it lose its phase."""
    _, subject = here(partnership, by)
    row = Tempo.objects.filter(partnership__slug=partnership, id=tempo, ends_on__isnull=True).first()
    if row is None:
        raise Refused(message("This tempo has ended already."))
    if ends_on < row.starts_on:
        reason = f"It began on {long_date(row.starts_on)}, after that day."
        raise Unusable(Problem("backwards", reason, "Give a later day.", column="Last day"))
    if not because.strip():
        raise Unusable(
            Problem("no-reason", "The return to normal has no reason.", "Write why.", column="Why")
        )
    row.ends_on, row.ended_because, row.ended_by = ends_on, because, by.name
    row.save_version(read_version=read_version, fields=["ends_on", "ended_because", "ended_by"])
    after = _ahead_from(partnership, row.group, ends_on).filter(phase=row.phase)
    after.exclude(held_earliest=ends_on).update(phase="")
    detail = {"phase": row.phase, "until": ends_on.isoformat(), "because": because}
    record("tempo-ended", subject=subject, by=by, detail=detail)


def _ahead_from(partnership: str, group: str, on: date) -> QuerySet[Meeting]:
    return queries.own_meetings(partnership, group=group).filter(status="planned", held_earliest__gte=on)
