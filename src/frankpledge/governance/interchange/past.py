"""Past meetings from a file: looked at, taken in, undone; and the record written as such a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.membership import queries as members
from frankpledge.governance.models import (
    Attendance,
    Decision,
    Meeting,
    PastImport,
    PastMeeting,
    TermsVersion,
)
from frankpledge.governance.rules.interchange import past as files
from frankpledge.governance.rules.interchange.past import Came, PastRow, Refused, Resolved
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.terms.parsing import in_force_over
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.kernel.verdicts import Refused as NotAllowed
from frankpledge.records.clock import now

CONFIRM = "confirm-minutes"
NEW, THERE, TWICE, REFUSED = "new", "there", "twice", "refused"


@dataclass(frozen=True)
class Looked:
    """One row of a file as it would be taken in. `state` is new, there (already), twice (in the file) or refused.

    `same_day` names the meetings of that day that are in the record or the file: they are never merged.
    """

    row: int
    said: PastRow | Refused
    state: str
    same_day: tuple[str, ...]


@dataclass(frozen=True)
class ImportFacts:
    """A file of past meetings."""

    id: UUID
    file: str
    group: str
    state: str
    by: str
    rows: tuple[Looked, ...]

    def number(self, state: str) -> int:
        return sum(1 for one in self.rows if one.state == state)


def _writes(partnership: str, by: Principal) -> directory.PartnershipFacts:
    place = directory.partnership(partnership)
    require(by, Permission.GOVERNANCE_WRITE, Subject("partnership", place.id, place.slug))
    return place


def versions(partnership: str, group: str) -> tuple[Constitution, ...]:
    """Every version of the terms of a body, the earliest first. One query."""
    rows = TermsVersion.objects.filter(partnership__slug=partnership, group=group, superseded_at__isnull=True)
    return tuple(in_force_over(row.text, row.period) for row in rows.order_by("starts_on"))


# Looking ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def hold(partnership: str, name: str, content: bytes, *, group: str, by: Principal) -> UUID:
    """Keep a file to be looked at; nothing is taken in yet. Raises `Unusable` for one that cannot be read at all."""
    place = _writes(partnership, by)
    if group:
        members.group(place.slug, group)
    files.read_past(content, name)
    made = PastImport.objects.create(
        partnership_id=place.id, group=group, file=name[:200], sha256=hashlib.sha256(content).hexdigest(),
        content=content, recorded_by=by.name,
    )  # fmt: skip
    record("past-file-held", subject=made.subject(), by=by, detail={"file": made.file, "sha256": made.sha256})
    return made.id


def imports(partnership: str) -> tuple[tuple[UUID, str, str, str], ...]:
    """Every file of past meetings: id, name, state, by whom; the latest first."""
    rows = PastImport.objects.filter(partnership__slug=partnership).order_by("-recorded_at")
    return tuple((row.id, row.file, row.state, row.recorded_by) for row in rows.defer("content"))


def look(partnership: str, import_id: UUID) -> ImportFacts:
    """What a file would add, row by row. Raises `NotFound`."""
    row = _import(partnership, import_id)
    return ImportFacts(row.id, row.file, row.group, row.state, row.recorded_by, _looked(partnership, row))


def _import(partnership: str, import_id: UUID) -> PastImport:
    row = PastImport.objects.filter(partnership__slug=partnership, id=import_id).first()
    if row is None:
        raise NotFound("There is no such file, or you may not know of it.")
    return row


def _looked(partnership: str, held: PastImport) -> tuple[Looked, ...]:
    terms = versions(partnership, held.group)
    read = [_placed(one, terms, held.file) for one in files.read_past(bytes(held.content), held.file)]
    known = recorded(partnership, held.group)
    keys = {there.key for _, there in known}
    by_day: dict[PartialDate, list[str]] = {}
    for title, there in known:
        by_day.setdefault(there.on, []).append(title)
    seen: dict[str, int] = {}
    rows = []
    for one in read:
        if isinstance(one, Refused):
            rows.append(Looked(one.row, one, REFUSED, ()))
            continue
        state = THERE if one.key in keys else TWICE if one.key in seen else NEW
        same = tuple(by_day.get(one.on, ())) if state == NEW else ()
        if state == NEW:
            by_day.setdefault(one.on, []).append(f"row {one.row} of this file")
            seen[one.key] = one.row
        rows.append(Looked(one.row, one, state, same))
    return tuple(rows)


def _placed(one: PastRow | Refused, terms: Sequence[Constitution], name: str) -> PastRow | Refused:
    if isinstance(one, Refused):
        return one
    of_day = [
        version for version in terms if one.on.earliest in version.period or one.on.latest in version.period
    ]
    titled = one if one.title else replace(one, title=_title(one))
    return files.placed(titled, of_day, name)


def _title(one: PastRow) -> str:
    return {"ordinary": "Meeting", "public": "Public meeting"}.get(
        one.kind, f"{one.kind.capitalize()} meeting"
    )


# Taking in --------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_in(partnership: str, import_id: UUID, *, by: Principal) -> int:
    """Record every new meeting of a file; those there already, said twice or refused are left. Returns how many.

    Doing it again takes nothing in twice. Raises `NotFound`, and `Refused` for a file that was undone.
    """
    place = _writes(partnership, by)
    held = PastImport.objects.select_for_update().filter(partnership_id=place.id, id=import_id).first()
    if held is None:
        raise NotFound("There is no such file, or you may not know of it.")
    if held.state == "undone":
        raise NotAllowed("This file was undone. Upload it again to take it in.")
    if held.state == "taken-in":
        return 0
    rows = [one.said for one in _looked(partnership, held) if one.state == NEW]
    made = [(row, _meeting(place, held, row, by)) for row in rows if isinstance(row, PastRow)]
    _confirmations(place, held, made, by)
    held.state, held.decided_at = "taken-in", now()
    held.save_version(read_version=held.row_version, fields=["state", "decided_at"])
    detail = {"file": held.file, "meetings": len(made)}
    record("past-taken-in", subject=held.subject(), by=by, detail=detail)
    return len(made)


def _meeting(place: directory.PartnershipFacts, held: PastImport, row: PastRow, by: Principal) -> Meeting:
    there = row.attendance if isinstance(row.attendance, tuple) else None
    is_placed = there is not None and _has_terms(place.slug, held.group, row.on)
    status = "inquorate" if row.status == "held" and row.quorate is False else row.status
    made = Meeting.objects.create(
        partnership_id=place.id, slug=f"past-{row.on.iso()}-{row.key[:10]}", title=row.title,
        body=_body(place, held.group), body_kind="subgroup" if held.group else "partnership", group=held.group,
        held=row.on.iso(), held_earliest=row.on.earliest, held_latest=row.on.latest, kind=row.kind, phase=row.phase,
        status=status, source=row.source[:300], is_attendance_recorded=is_placed, recorded_by=by.name,
    )  # fmt: skip
    for one in there or () if is_placed else ():
        Attendance.objects.create(meeting=made, seat_slug=one.seat, recorded_by=by.name)
    for order, decided in enumerate(row.resolutions, start=1):
        Decision.objects.create(
            partnership_id=place.id, slug=f"{made.slug}-{order}", meeting=made, group=held.group, order=order,
            text=decided.text, outcome=decided.outcome, effect=decided.effect, about=decided.about,
            capacity=decided.capacity, source=_source(held, row), recorded_by=by.name,
        )  # fmt: skip
    PastMeeting.objects.create(
        source=held, meeting=made, row=row.row, key=row.key, said=files.as_written(row), recorded_by=by.name
    )
    return made


def _has_terms(partnership: str, group: str, on: PartialDate) -> bool:
    return any(
        on.earliest in one or on.latest in one for one in members.terms_periods(partnership, group=group)
    )


def _body(place: directory.PartnershipFacts, group: str) -> str:
    return members.group(place.slug, group).name if group else place.name


def _source(held: PastImport, row: PastRow) -> str:
    return (row.source or f"{held.file}, row {row.row}")[:300]


def _confirmations(
    place: directory.PartnershipFacts,
    held: PastImport,
    made: Sequence[tuple[PastRow, Meeting]],
    by: Principal,
) -> None:
    """Record that minutes were confirmed as the decision it was, where one meeting only is known of that day."""
    own = Meeting.objects.filter(
        partnership_id=place.id, group=held.group, body_kind="subgroup" if held.group else "partnership"
    )
    days: dict[str, list[Meeting]] = {}
    for one in own.exclude(status__in=("planned", "cancelled")):
        days.setdefault(one.held, []).append(one)
    for row, meeting in made:
        for on in row.confirms:
            found = [one for one in days.get(on.iso(), ()) if one.id != meeting.id]
            if len(found) == 1:
                Decision.objects.create(
                    partnership_id=place.id, slug=f"{meeting.slug}-minutes-{on.iso()}", meeting=meeting,
                    group=held.group, order=0, text=f"The minutes of {found[0].title}, {on}, are confirmed.",
                    outcome="carried", effect=CONFIRM, about=found[0].slug, source=_source(held, row),
                    recorded_by=by.name,
                )  # fmt: skip


@transaction.atomic
def undo(partnership: str, import_id: UUID, *, by: Principal) -> int:
    """Take out everything that a file brought in. Raises `Refused` once something else rests on one of its meetings."""
    place = _writes(partnership, by)
    held = PastImport.objects.select_for_update().filter(partnership_id=place.id, id=import_id).first()
    if held is None:
        raise NotFound("There is no such file, or you may not know of it.")
    if held.state != "taken-in":
        raise NotAllowed("This file has not been taken in, so there is nothing to undo.")
    rows = list(PastMeeting.objects.filter(source=held).select_related("meeting"))
    slugs = [row.meeting.slug for row in rows]
    _refuse_built_on(place, slugs, [row.meeting_id for row in rows])
    for row in rows:
        _take_out(row)
    held.state, held.decided_at = "undone", now()
    held.save_version(read_version=held.row_version, fields=["state", "decided_at"])
    record("past-undone", subject=held.subject(), by=by, detail={"file": held.file, "meetings": len(rows)})
    return len(rows)


def _refuse_built_on(
    place: directory.PartnershipFacts, slugs: Sequence[str], meetings: Sequence[UUID]
) -> None:
    """Later decisions that confirm the minutes of these meetings rest on them."""
    rows = Decision.objects.filter(partnership_id=place.id, effect=CONFIRM, about__in=slugs)
    rest = rows.exclude(meeting_id__in=meetings).select_related("meeting").first()
    if rest is not None:
        raise NotAllowed(
            message(
                "‘{text}’ was decided at another meeting and rests on these. Undo that first.", text=rest.text
            )
        )


def _take_out(row: PastMeeting) -> None:
    meeting = row.meeting
    try:
        with transaction.atomic():
            Attendance.objects.filter(meeting=meeting).delete()
            Decision.objects.filter(meeting=meeting, slug__startswith=f"{meeting.slug}-").delete()
            row.delete()
            meeting.delete()
    except ProtectedError as error:
        raise NotAllowed(
            message(
                "Something has been recorded about the meeting of {on} since (its {what}), so it stays. Nothing was undone.",
                on=PartialDate.parse(meeting.held),
                what=", ".join(sorted({str(one._meta.verbose_name) for one in error.protected_objects})),
            )
        ) from error


# The record as such a file ----------------------------------------------------------------------------------------


def recorded(partnership: str, group: str = "") -> tuple[tuple[str, PastRow], ...]:
    """Every meeting of a body in the shape of a file, each with its title; the earliest first.

    In the same queries whatever their number.
    """
    rows = Meeting.objects.filter(
        partnership__slug=partnership, group=group, body_kind="subgroup" if group else "partnership"
    ).exclude(status="running")
    found = list(rows.order_by("held_earliest", "slug"))
    said = {one.meeting_id: one.said for one in PastMeeting.objects.filter(meeting__in=found)}
    present = {one.meeting: one.present for one in members.presences(partnership, group=group)}
    decisions: dict[UUID | None, list[Decision]] = {}
    for one in Decision.objects.filter(meeting__in=found).order_by("order", "slug"):
        decisions.setdefault(one.meeting_id, []).append(one)
    days = {one.slug: PartialDate.parse(one.held) for one in found}
    return tuple(
        (
            f"{row.title}, {PartialDate.parse(row.held)}",
            _as_row(number, row, present.get(row.id), decisions.get(row.id, ()), said.get(row.id, {}), days),
        )
        for number, row in enumerate(found, start=1)
    )


def _as_row(
    number: int,
    row: Meeting,
    present: Mapping[str, str] | None,
    decisions: Iterable[Decision],
    said: Mapping[str, object],
    days: Mapping[str, PartialDate],
) -> PastRow:
    told = list(decisions)
    confirms = [days[one.about] for one in told if one.effect == CONFIRM and one.about in days]
    written = said.get("confirms")
    confirms += [PartialDate.parse(str(one)) for one in written] if isinstance(written, list) else []
    quorate = said.get("quorate")
    return PastRow(
        row=number, on=PartialDate.parse(row.held), kind=row.kind, phase=row.phase, title=row.title,
        status="held" if row.status == "inquorate" else row.status, attendance=_came(present, said),
        quorate=False if row.status == "inquorate" else quorate if isinstance(quorate, bool) else None,
        confirms=tuple(dict.fromkeys(confirms)),
        resolutions=tuple(
            Resolved(one.text, one.outcome, one.effect, one.about, one.capacity) for one in told if one.effect != CONFIRM
        ),
        source=row.source,
    )  # fmt: skip


def _came(present: Mapping[str, str] | None, said: Mapping[str, object]) -> tuple[Came, ...] | int | None:
    """Who came: as the record has it; else as the file had it, which may say how as well."""
    written = said.get("attendance")
    if isinstance(written, int):
        return written
    ways: dict[str, str] = {}
    if isinstance(written, list):
        for one in written:
            seat, standing = (one, "") if isinstance(one, str) else (str(one["seat"]), str(one.get("as", "")))
            ways[seat] = standing
        if present is None:
            return tuple(Came(seat, standing) for seat, standing in sorted(ways.items()))
    if present is None:
        return None
    return tuple(Came(seat, standing or ways.get(seat, "")) for seat, standing in sorted(present.items()))
