"""Calling a meeting, moving it and cancelling it. What was planned stays in the record, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from frankpledge.audit.api import record
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.permits import here, may_write, refuse_unless_ahead
from frankpledge.governance.agenda.written import NewCall
from frankpledge.governance.facts import MEETING_KINDS
from frankpledge.governance.models import Group, Meeting, MeetingChange, Requisition, Tempo
from frankpledge.kernel.dates import LONDON, PartialDate, local_date, long_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import Refused
from frankpledge.law.holidays import working_calendar
from frankpledge.records.clock import now

LATEST_YEARS_AHEAD = 5
KINDS = {slug: title for slug, title in MEETING_KINDS.items() if slug != "committee"}


def moment(on: date, at: time) -> datetime:
    """A day and an hour in London as a moment."""
    return datetime.combine(on, at, tzinfo=LONDON)


def free_day(on: date) -> str | None:
    """Why a day is no working day: Saturday, Sunday or the name of the holiday; None when it is one."""
    return working_calendar().why_not(on)


@transaction.atomic
def call_meeting(partnership: str, said: NewCall, *, by: Principal, requisition: UUID | None = None) -> str:
    """Call a meeting and answer its slug. Raises `Unusable` for a moment that is past or a day that is no working day."""
    place, subject = here(partnership, by)
    _check_when(said.starts_at, said.ends_at, said.despite)
    on = local_date(said.starts_at)
    row = Meeting.objects.create(
        partnership_id=place.id, slug=_slug(partnership, said.group, on), title=said.title, body=_body(place.name, place.slug, said.group),
        body_kind="subgroup" if said.group else "partnership", held=on.isoformat(), held_earliest=on, held_latest=on,
        kind=said.kind, status="planned", group=said.group, phase=_phase(partnership, said.group, on),
        starts_at=said.starts_at, ends_at=said.ends_at, place=said.place, joining=said.joining,
        is_open_to_public=said.is_open_to_public, called_by=by.name, called_because=said.because,
        resumes=_resumed(partnership, said.resumes), source="Called here", recorded_by=by.name,
    )  # fmt: skip
    if requisition:
        Requisition.objects.filter(partnership_id=place.id, id=requisition).update(meeting=row)
    _note(row, "called", by, because=said.because or said.despite, after=_when_and_where(row))
    record("meeting-called", subject=subject, by=by, detail={"meeting": row.slug, "on": on.isoformat()})
    return row.slug


@transaction.atomic
def call_year(partnership: str, days: Sequence[date], said: NewCall, *, by: Principal) -> tuple[str, ...]:
    """Call a meeting on each of some days, at the hour and in the place of `said`. All of them or none."""
    if not days:
        raise Unusable(
            Problem("no-dates", "No date is chosen.", "Tick at least one of the dates.", column="Dates")
        )
    at = said.starts_at.astimezone(LONDON).timetz().replace(tzinfo=None)
    ends = said.ends_at.astimezone(LONDON).timetz().replace(tzinfo=None) if said.ends_at else None
    return tuple(
        call_meeting(
            partnership,
            NewCall(
                f"{said.title}, {long_date(on)}", said.kind, moment(on, at), moment(on, ends) if ends else None,
                said.place, said.joining, said.is_open_to_public, said.because, said.despite, said.group,
            ),
            by=by,
        )
        for on in sorted(set(days))
    )  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """Where and when a meeting is now to be, and why."""

    starts_at: datetime
    ends_at: datetime | None
    place: str
    joining: str
    is_open_to_public: bool
    title: str
    kind: str
    because: str
    despite: str = ""


@transaction.atomic
def change_meeting(partnership: str, slug: str, said: Moved, *, read_version: int, by: Principal) -> None:
    """Change when, where or how a meeting is; another day needs a reason. Raises `Unusable`, `Refused` or `Conflict`."""
    row = queries.meeting_row(partnership, slug)
    subject = may_write(row, by)
    refuse_unless_ahead(row)
    on, before = local_date(said.starts_at), _when_and_where(row)
    is_moved = row.starts_at != said.starts_at
    if is_moved:
        _check_when(said.starts_at, said.ends_at, said.despite)
        if not said.because.strip():
            raise Unusable(
                Problem(
                    "no-reason",
                    "A meeting is moved without a reason.",
                    "Write why.",
                    column="Why it is changed",
                )
            )
    row.held, row.held_earliest, row.held_latest = on.isoformat(), on, on
    row.starts_at, row.ends_at, row.place, row.joining = (
        said.starts_at,
        said.ends_at,
        said.place,
        said.joining,
    )
    row.title, row.kind, row.is_open_to_public = said.title, said.kind, said.is_open_to_public
    row.phase = _phase(partnership, row.group, on)
    fields = ["held", "held_earliest", "held_latest", "starts_at", "ends_at", "place", "joining", "title", "kind",
              "is_open_to_public", "phase"]  # fmt: skip
    row.save_version(read_version=read_version, fields=fields)
    after = _when_and_where(row)
    differs = {key for key in after if before.get(key) != after[key]}
    _note(
        row, "rescheduled" if is_moved else "changed", by, because=said.because,
        before={key: before[key] for key in sorted(differs)}, after={key: after[key] for key in sorted(differs)},
    )  # fmt: skip
    detail = {"meeting": row.slug, "on": on.isoformat(), "because": said.because}
    record("meeting-rescheduled" if is_moved else "meeting-changed", subject=subject, by=by, detail=detail)


@transaction.atomic
def cancel_meeting(partnership: str, slug: str, because: str, *, read_version: int, by: Principal) -> None:
    """Cancel a meeting that is ahead. Its agenda and papers stay, and what was planned for it is offered to the next."""
    row = queries.meeting_row(partnership, slug)
    subject = may_write(row, by)
    refuse_unless_ahead(row)
    if not because.strip():
        raise Unusable(
            Problem(
                "no-reason",
                "A meeting is cancelled without a reason.",
                "Write why; the reason is published.",
                column="Why",
            )
        )
    row.status = "cancelled"
    row.save_version(read_version=read_version, fields=["status"])
    _note(row, "cancelled", by, because=because, before=_when_and_where(row))
    record("meeting-cancelled", subject=subject, by=by, detail={"meeting": row.slug, "because": because})


def _check_when(starts_at: datetime, ends_at: datetime | None, despite: str) -> None:
    on, moment_now = local_date(starts_at), now()
    if starts_at <= moment_now:
        reason = f"{long_date(on)} at {starts_at.astimezone(LONDON):%H:%M} is past."
        remedy = "Give a later day. A meeting that was held is recorded through the import of past meetings."
        raise Unusable(Problem("past", reason, remedy, column="Day", value=on.isoformat()))
    if on.year > moment_now.year + LATEST_YEARS_AHEAD:
        reason = f"{long_date(on)} is more than {LATEST_YEARS_AHEAD} years ahead."
        raise Unusable(Problem("far-ahead", reason, "Check the year.", column="Day", value=on.isoformat()))
    if ends_at is not None and ends_at <= starts_at:
        raise Unusable(
            Problem(
                "backwards",
                "The meeting ends before it begins.",
                "Mend one of the two hours.",
                column="Ends at",
            )
        )
    why = free_day(on)
    if why and not despite.strip():
        reason = f"{long_date(on)} is {_a_day(why)}."
        remedy = "Choose another day, or say why it is to be on this one."
        raise Unusable(Problem("free-day", reason, remedy, column="Day", value=on.isoformat()))


def _a_day(why: str) -> str:
    return f"a {why}" if why in {"Saturday", "Sunday"} else f"a bank holiday ({why})"


def _slug(partnership: str, group: str, on: date) -> str:
    wanted = f"{group}-{on.isoformat()}" if group else on.isoformat()
    taken = set(
        Meeting.objects.filter(partnership__slug=partnership, slug__startswith=wanted).values_list(
            "slug", flat=True
        )
    )
    tries = (wanted, *(f"{wanted}-{turn}" for turn in range(2, len(taken) + 3)))
    return next(one for one in tries if one not in taken)


def _body(name: str, partnership: str, group: str) -> str:
    if not group:
        return name
    rows = Group.objects.filter(partnership__slug=partnership, slug=group, superseded_at__isnull=True)
    found = rows.order_by("-starts_on").first()
    if found is None:
        raise Refused(message("There is no group ‘{group}’ in the record.", group=group))
    return found.name


def _phase(partnership: str, group: str, on: date) -> str:
    row = Tempo.objects.filter(partnership__slug=partnership, group=group).in_force(on).first()
    return row.phase if row else ""


def _resumed(partnership: str, slug: str) -> Meeting | None:
    return queries.meeting_row(partnership, slug) if slug else None


def _when_and_where(row: Meeting) -> dict[str, str]:
    """What may be changed of a meeting, in words."""
    starts = row.starts_at.astimezone(LONDON) if row.starts_at else None
    ends = row.ends_at.astimezone(LONDON) if row.ends_at else None
    return {
        "Title": row.title,
        "Kind": MEETING_KINDS.get(row.kind, row.kind),
        "Day": long_date(starts.date()) if starts else str(PartialDate.parse(row.held)),
        "From": f"{starts:%H:%M}" if starts else "",
        "Until": f"{ends:%H:%M}" if ends else "",
        "Place": row.place,
        "Open to the public": "Yes" if row.is_open_to_public else "No",
    }


def _note(
    row: Meeting,
    what: str,
    by: Principal,
    *,
    because: str = "",
    before: Mapping[str, str] | None = None,
    after: Mapping[str, str] | None = None,
) -> None:
    MeetingChange.objects.create(
        meeting=row, what=what, at=now(), by=by.name, because=because, before=dict(before or {}),
        after=dict(after or {}), recorded_by=by.name,
    )  # fmt: skip
