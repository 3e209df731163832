"""Public meetings, and meetings that the policing body requires: recorded, and judged by the regulations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.directory.api import MemberFacts
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.facts import MeetingCard, Post
from frankpledge.governance.agenda.permits import here, may_write
from frankpledge.governance.models import (
    MeetingEvent,
    PublicMeeting,
    RequiredAttendance,
    RequiredAuthority,
)
from frankpledge.governance.rules.agenda.public_meeting import (
    Authority,
    Check,
    PublicMeetingFacts,
    Representative,
    public_meeting_is_complete,
)
from frankpledge.governance.rules.agenda.required import (
    Named,
    Requirement,
    may_be_required,
    requirement_is_met,
)
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, Verdict
from frankpledge.law import api as law
from frankpledge.records.clock import today

RESPONSIBLE = "responsible-authority"
OVER = ("held", "inquorate", "running", "adjourned")


def responsible(partnership: str, on: date) -> tuple[MemberFacts, ...]:
    """The responsible authorities of a partnership on a day, as the directory has them."""
    return tuple(one for one in directory.members(partnership, on=on) if one.capacity == RESPONSIBLE)


# The public meeting -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicRecord:
    """What is recorded of a public meeting beside itself."""

    row_version: int
    publicised_on: date | None
    publicised_how: str
    reported_on: date | None
    reported_how: str


def public_record(meeting: UUID) -> PublicRecord:
    """What is recorded; an empty record of version 0 while nothing is."""
    row = PublicMeeting.objects.filter(meeting_id=meeting).first()
    if row is None:
        return PublicRecord(0, None, "", None, "")
    return PublicRecord(
        row.row_version, row.publicised_on, row.publicised_how, row.reported_on, row.reported_how
    )


def public_records(partnership: str) -> dict[UUID, PublicRecord]:
    """What is recorded of every public meeting of a partnership, by meeting. One query."""
    rows = PublicMeeting.objects.filter(meeting__partnership__slug=partnership)
    return {
        row.meeting_id: PublicRecord(
            row.row_version, row.publicised_on, row.publicised_how, row.reported_on, row.reported_how
        )
        for row in rows
    }


@transaction.atomic
def record_public(partnership: str, slug: str, said: PublicRecord, *, by: Principal) -> None:
    """Record how a public meeting was publicised and reported. Raises `Conflict`, and `Unusable` for a day still to come."""
    row = queries.meeting_row(partnership, slug)
    subject = may_write(row, by)
    for on, label in (
        (said.publicised_on, "Made known to the public on"),
        (said.reported_on, "What happened was told on"),
    ):
        if on and on > today():
            raise Unusable(
                Problem("future", "That day is still to come.", "Record it once it is done.", column=label)
            )
    found, _ = PublicMeeting.objects.get_or_create(meeting=row, defaults={"recorded_by": by.name})
    fields = ["publicised_on", "publicised_how", "reported_on", "reported_how"]
    for name in fields:
        setattr(found, name, getattr(said, name))
    found.save_version(read_version=said.row_version or found.row_version, fields=fields)
    record("public-meeting-recorded", subject=subject, by=by, detail={"meeting": row.slug})


def public_checks(meeting: MeetingCard, nation: str) -> tuple[Check, ...]:
    """What the public meeting needs and how each thing stands; () where its day is not known."""
    if meeting.on is None:
        return ()
    is_over = meeting.status in OVER
    said = public_record(meeting.id)
    members = responsible(meeting.partnership, meeting.on)
    people = _people(meeting, members, is_over=is_over)
    kinds = {one.organisation.kind for one in members}
    unfilled = tuple(
        one.title
        for one in law.responsible_authorities(nation, meeting.on)
        if not one.where and one.code not in kinds
    )
    return public_meeting_is_complete(
        PublicMeetingFacts(
            on=meeting.on, is_open=meeting.is_open_to_public, is_over=is_over, publicised_on=said.publicised_on,
            reported_on=said.reported_on,
            authorities=tuple(Authority(one.organisation.name, people.get(one.organisation.name)) for one in members),
            unfilled=unfilled if members else (),
        )
    )  # fmt: skip


def _people(
    meeting: MeetingCard, members: Sequence[MemberFacts], *, is_over: bool
) -> dict[str, tuple[Representative, ...] | None]:
    """By authority: those who came, once the meeting is over, or those who said they would; None where nothing is known."""
    if meeting.on is None:
        return {}
    posts = [
        one for one in queries.posts(meeting.partnership, meeting.on, group=meeting.group) if one.organisation
    ]
    there = _came(meeting) if is_over else _coming(meeting, posts)
    if there is None:
        return {}
    by_person = {one.person.casefold(): one for one in posts}
    by_seat: dict[str, Post] = {one.seat: one for one in posts if one.seat and one.standing == "holder"}
    found: dict[str, list[Representative]] = defaultdict(list)
    for person, seat, organisation in there:
        post = by_person.get(person.casefold())
        body = (
            organisation
            or (post.organisation if post else "")
            or (by_seat[seat].organisation if seat in by_seat else "")
        )
        found[body].append(Representative(person, post.is_senior if post else None))
    return {one.organisation.name: tuple(found.get(one.organisation.name, ())) for one in members}


def _came(meeting: MeetingCard) -> list[tuple[str, str, str]] | None:
    """Who arrived, as the record of the meeting has it; None where it has nobody."""
    events = MeetingEvent.objects.filter(meeting_id=meeting.id)
    struck = set(events.filter(kind="struck").values_list("strikes", flat=True))
    rows = [one for one in events.filter(kind="arrived") if one.sequence not in struck]
    return [(one.person_name or one.seat, one.seat, one.organisation) for one in rows] or None


def _coming(meeting: MeetingCard, posts: Sequence[Post]) -> list[tuple[str, str, str]]:
    """Who said they come, deputies in their place."""
    bodies = {one.person.casefold(): one.organisation for one in posts}
    found = []
    for one in queries.replies_of(meeting.id):
        if one.answer in {"attending", "remote"}:
            found.append((one.person, one.seat, bodies.get(one.person.casefold(), "")))
        elif one.answer == "deputy":
            found.append((one.deputy, one.seat, bodies.get(one.person.casefold(), "")))
    return found


# Meetings that others require -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewRequirement:
    """What the policing body required; `authorities` are slugs of organisations with the number of people."""

    required_by: str
    required_on: date
    consulted_on: date | None
    meeting_on: date | None
    place: str
    strategies: tuple[str, ...]
    reasons: str
    authorities: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class RequiredFacts:
    """One authority of a requirement."""

    id: UUID
    row_version: int
    name: str
    people: int
    reply: str
    replied_on: date | None
    attended: int | None
    met: Verdict


@dataclass(frozen=True)
class RequirementFacts:
    """A requirement with its conditions judged."""

    id: UUID
    required_by: str
    required_on: date
    meeting_on: date | None
    place: str
    strategies: tuple[str, ...]
    reasons: str
    conditions: tuple[Verdict, ...]
    authorities: tuple[RequiredFacts, ...]


@transaction.atomic
def record_requirement(partnership: str, said: NewRequirement, *, by: Principal) -> UUID:
    """Record a requirement as it came, whether or not the regulation's conditions are met."""
    place, subject = here(partnership, by)
    if said.required_on > today():
        raise Unusable(
            Problem("future", "That day is still to come.", "Write when it came.", column="Required on")
        )
    bodies = {slug: directory.organisation(slug) for slug, _ in said.authorities}
    strange = [slug for slug, body in bodies.items() if body is None]
    if strange or not said.authorities:
        reason = f"The directory has no organisation ‘{strange[0]}’." if strange else "It names no authority."
        raise Unusable(
            Problem(
                "no-authority", reason, "Write one of those listed, a line each.", column="Who is to come"
            )
        )
    row = RequiredAttendance.objects.create(
        partnership_id=place.id, required_by=said.required_by, required_on=said.required_on,
        meeting_on=said.meeting_on, place=said.place, strategies=list(said.strategies),
        consulted_on=said.consulted_on, reasons=said.reasons, recorded_by=by.name,
    )  # fmt: skip
    for order, (slug, people) in enumerate(said.authorities, start=1):
        body = bodies[slug]
        if body is not None:
            RequiredAuthority.objects.create(
                requirement=row, order=order, organisation_id=body.id, people=people, recorded_by=by.name
            )
    record(
        "attendance-required",
        subject=subject,
        by=by,
        detail={"requirement": str(row.id), "by": said.required_by},
    )
    return row.id


@transaction.atomic
def record_attendance(
    partnership: str,
    authority: UUID,
    *,
    reply: str,
    replied_on: date | None,
    attended: int | None,
    read_version: int,
    by: Principal,
) -> None:
    """Record what an authority replied and how many of its people came."""
    _, subject = here(partnership, by)
    row = RequiredAuthority.objects.filter(id=authority, requirement__partnership__slug=partnership).first()
    if row is None:
        raise NotFound("There is no such requirement, or you may not know of it.")
    row.reply, row.replied_on, row.attended = reply, replied_on, attended
    row.save_version(read_version=read_version, fields=["reply", "replied_on", "attended"])
    record(
        "required-attendance-recorded",
        subject=subject,
        by=by,
        detail={"authority": str(authority), "attended": attended},
    )


def requirements(partnership: str) -> tuple[RequirementFacts, ...]:
    """Every requirement, the latest first."""
    nation, known = directory.partnership(partnership).nation, dict[date, frozenset[UUID]]()
    rows = list(_rows(partnership))
    for row in rows:
        known.setdefault(row.required_on, frozenset())
    for on in known:
        known[on] = _responsible_ids(partnership, on)
    return tuple(_requirement(nation, row, known[row.required_on]) for row in rows)


def _responsible_ids(partnership: str, on: date) -> frozenset[UUID]:
    return frozenset(one.organisation.id for one in responsible(partnership, on))


def requirement(partnership: str, requirement_id: UUID) -> RequirementFacts:
    """One requirement. Raises `NotFound`."""
    row = _rows(partnership).filter(id=requirement_id).first()
    if row is None:
        raise NotFound("There is no such requirement, or you may not know of it.")
    nation = directory.partnership(partnership).nation
    return _requirement(nation, row, _responsible_ids(partnership, row.required_on))


def _rows(partnership: str) -> QuerySet[RequiredAttendance]:
    rows = RequiredAttendance.objects.filter(partnership__slug=partnership)
    return rows.prefetch_related("authorities__organisation")


def _requirement(nation: str, row: RequiredAttendance, members: frozenset[UUID]) -> RequirementFacts:
    named = [
        (one, Named(one.organisation.name, one.people, one.organisation_id in members, one.attended))
        for one in row.authorities.all()
    ]
    asked = Requirement(
        nation,
        row.required_on,
        row.consulted_on,
        tuple(row.strategies),
        row.reasons,
        tuple(one for _, one in named),
    )
    codes = [one.code for one in law.strategies(nation, row.required_on)]
    return RequirementFacts(
        row.id, row.required_by, row.required_on, row.meeting_on, row.place, tuple(row.strategies), row.reasons,
        may_be_required(asked, codes),
        tuple(
            RequiredFacts(
                one.id, one.row_version, one.organisation.name, one.people, one.reply, one.replied_on, one.attended,
                requirement_is_met(fact),
            )
            for one, fact in named
        ),
    )  # fmt: skip
