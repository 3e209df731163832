"""Reads of members: who is in post on a day, which seats a person may act for, offices and groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from frankpledge.directory import api as directory
from frankpledge.governance.constitutions import StoredTerms
from frankpledge.governance.membership.facts import GroupFacts, OfficeFacts, RemovingDecision, TenureFacts
from frankpledge.governance.models import (
    Attendance,
    Decision,
    Group,
    Meeting,
    MeetingEvent,
    OfficeHolding,
    Tenure,
    TermsVersion,
)
from frankpledge.governance.rules.meetings.record import InPost
from frankpledge.governance.rules.membership.attendance import Presence
from frankpledge.governance.rules.membership.offices import MeetingDay
from frankpledge.governance.rules.membership.seating import Lineages
from frankpledge.governance.rules.terms.succession import Holder
from frankpledge.kernel.dates import PartialDate, Period, local_date
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.models import DatedQuerySet

ACTING = ("holder", "deputy")
"""The standings in which somebody may act for a seat."""


def in_post(partnership: str, on: date, group: str = "") -> tuple[InPost, ...]:
    """Everybody in post on a day, in order of seat: holders, then named deputies, officers and observers.

    A group's own members only; for the partnership itself leave `group` empty. One query.
    """
    rows = Tenure.objects.filter(partnership__slug=partnership, group=group).in_force(on)
    found = [_in_post(row) for row in rows.select_related("organisation")]
    order = {standing: place for place, standing in enumerate(("holder", "deputy", "officer", "observer"))}
    return tuple(sorted(found, key=lambda one: (one.seat, order.get(one.standing, 9), one.person)))


def seats_of_user(user_id: UUID, partnership: str, on: date, group: str = "") -> tuple[InPost, ...]:
    """The seats for which a signed-in person is recorded on a day: as holder, then as named deputy.

    Whether a deputy may act is for the terms to say (`Constitution.deputies`): the caller asks them. Officers and
    observers have no seat to act for and are left out. One query.
    """
    rows = Tenure.objects.filter(
        partnership__slug=partnership, group=group, user_id=user_id, standing__in=ACTING
    ).in_force(on)
    found = [_in_post(row) for row in rows.exclude(seat="").select_related("organisation")]
    return tuple(sorted(found, key=lambda one: (ACTING.index(one.standing), one.seat)))


def places_of_user(user_id: UUID, partnership: str, on: date) -> tuple[tuple[str, InPost], ...]:
    """Everything as which a person is recorded on a day, in the partnership (`""`) and its groups. One query."""
    rows = Tenure.objects.filter(partnership__slug=partnership, user_id=user_id).in_force(on)
    found = [(row.group, _in_post(row)) for row in rows.select_related("organisation")]
    return tuple(sorted(found, key=lambda one: (one[0], one[1].standing != "holder", one[1].seat)))


def _in_post(row: Tenure) -> InPost:
    body = row.organisation
    return InPost(
        row.seat, row.standing, row.person_name, body.name if body else "", row.post, row.user_id,
        body.slug if body else "",
    )  # fmt: skip


def tenures(partnership: str, *, group: str | None = None) -> tuple[TenureFacts, ...]:
    """Every tenure that is not superseded, of one group or (None) of all, the latest first."""
    return tuple(_tenure(row) for row in _tenures(partnership, group))


def tenures_on(partnership: str, on: date, *, group: str | None = None) -> tuple[TenureFacts, ...]:
    """The tenures in force on a day, of one group or (None) of all."""
    return tuple(_tenure(row) for row in _tenures(partnership, group).in_force(on))


def tenures_of_user(user_id: UUID, on: date) -> tuple[tuple[str, TenureFacts], ...]:
    """Every tenure of a person on a day in all partnerships, each with the slug of its partnership."""
    rows = Tenure.objects.filter(user_id=user_id).in_force(on).select_related("organisation", "partnership")
    return tuple((row.partnership.slug, _tenure(row)) for row in rows.order_by("partnership__slug", "seat"))


def tenure(partnership: str, tenure_id: UUID) -> TenureFacts:
    """One tenure. Raises `NotFound`."""
    row = Tenure.objects.filter(partnership__slug=partnership, id=tenure_id).select_related("organisation")
    if (found := row.first()) is None:
        raise NotFound("There is no such appointment, or you may not know of it.")
    return _tenure(found)


def _tenures(partnership: str, group: str | None) -> DatedQuerySet[Tenure]:
    rows = Tenure.objects.filter(partnership__slug=partnership, superseded_at__isnull=True)
    rows = rows if group is None else rows.filter(group=group)
    return rows.select_related("organisation").order_by("group", "seat", "-starts_on", "person_name")


def _tenure(row: Tenure) -> TenureFacts:
    body = row.organisation
    return TenureFacts(
        id=row.id, group=row.group, seat=row.seat, standing=row.standing, person=row.person_name, user=row.user_id,
        organisation=body.slug if body else "", organisation_name=body.name if body else "", post=row.post,
        is_senior=row.is_senior, seniority=row.seniority, appointed_by=row.appointed_by,
        ended_because=row.ended_because, period=row.period, row_version=row.row_version,
    )  # fmt: skip


def offices(partnership: str, *, group: str = "") -> tuple[OfficeFacts, ...]:
    """Every holding of an office that is not superseded, the latest first."""
    rows = OfficeHolding.objects.filter(
        partnership__slug=partnership, group=group, superseded_at__isnull=True
    )
    return tuple(_office(row) for row in rows.order_by("office", "-starts_on"))


def every_office(partnership: str) -> tuple[OfficeFacts, ...]:
    """Every holding of an office in the partnership and its groups that is not superseded."""
    rows = OfficeHolding.objects.filter(partnership__slug=partnership, superseded_at__isnull=True)
    return tuple(_office(row) for row in rows.order_by("group", "office", "starts_on"))


def officers_on(partnership: str, on: date, *, group: str = "") -> tuple[OfficeFacts, ...]:
    """Who holds which office on a day."""
    return tuple(one for one in offices(partnership, group=group) if on in one.period)


def office_holding(partnership: str, holding_id: UUID) -> OfficeFacts:
    """One holding of an office. Raises `NotFound`."""
    found = OfficeHolding.objects.filter(partnership__slug=partnership, id=holding_id).first()
    if found is None:
        raise NotFound("There is no such holder of an office, or you may not know of it.")
    return _office(found)


def _office(row: OfficeHolding) -> OfficeFacts:
    return OfficeFacts(
        row.id, row.group, row.office, row.seat, row.person_name, row.user_id, row.how, row.decision_id,
        row.ended_because, row.period, row.row_version,
    )  # fmt: skip


def removing(partnership: str, decision: UUID) -> RemovingDecision | None:
    """A decision as the removal of an officer asks of it; None where the partnership has no such decision."""
    rows = Decision.objects.filter(partnership__slug=partnership, id=decision)
    return next((_removing(row) for row in rows.select_related("motion", "meeting")), None)


def carried_decisions(partnership: str, group: str) -> tuple[RemovingDecision, ...]:
    """The carried decisions of a body, the latest first."""
    rows = Decision.objects.filter(partnership__slug=partnership, group=group, outcome="carried")
    return tuple(_removing(row) for row in rows.select_related("motion", "meeting").order_by("-recorded_at"))


def _removing(row: Decision) -> RemovingDecision:
    on = local_date(row.decided_at) if row.decided_at else row.meeting.held_earliest if row.meeting else None
    stands = row.standing in {"", "stands", "cured"} or (row.standing == "undetermined" and bool(row.ruling))
    waits = bool(row.condition) and row.condition_met_on is None
    scope = row.motion.scope if row.motion else "ordinary"
    has_effect = row.outcome == "carried" and stands and not waits
    return RemovingDecision(row.id, row.number or row.slug, row.text, scope, on, has_effect)


def groups(partnership: str) -> tuple[GroupFacts, ...]:
    """Every group that is not superseded, by name."""
    rows = Group.objects.filter(partnership__slug=partnership, superseded_at__isnull=True)
    return tuple(_group(row) for row in rows.order_by("name", "starts_on"))


def groups_on(partnership: str, on: date) -> tuple[GroupFacts, ...]:
    """The groups there are on a day, by name."""
    return tuple(one for one in groups(partnership) if on in one.period)


def group(partnership: str, slug: str) -> GroupFacts:
    """One group by its slug, the latest where a slug was used again. Raises `NotFound`."""
    found = [one for one in groups(partnership) if one.slug == slug]
    if not found:
        raise NotFound("There is no such group, or you may not know of it.")
    return max(found, key=lambda one: one.period.starts_on)


def _group(row: Group) -> GroupFacts:
    return GroupFacts(
        row.id, row.slug, row.name, row.parent, row.kind, row.remit, row.note, row.period, row.row_version
    )


# What the rules need to know besides ------------------------------------------------------------------------------

TOOK_PLACE = ("held", "inquorate", "adjourned")


def lineages(terms: StoredTerms | None, tenures: Iterable[TenureFacts]) -> Lineages:
    """The bodies that seats and people belong to, each with those that followed it."""
    wanted = {slug for seat in (terms.constitution.seats if terms else ()) for slug in seat.organisations}
    wanted |= {one.organisation for one in tenures} - {""}
    return {
        slug: tuple(Holder(body.slug, body.name, body.kind, body.ends_on) for body in line)
        for slug, line in directory.lineages(wanted).items()
    }


def terms_periods(partnership: str, *, group: str = "") -> tuple[Period, ...]:
    """From when to when each version of the terms holds, the earliest first. One query."""
    rows = TermsVersion.objects.filter(partnership__slug=partnership, group=group, superseded_at__isnull=True)
    return tuple(Period(*row) for row in rows.order_by("starts_on").values_list("starts_on", "ends_on"))


def meeting_days(partnership: str, *, group: str = "") -> tuple[MeetingDay, ...]:
    """When the partnership (or one of its groups) met or means to meet, the earliest first. One query."""
    rows = _meetings(partnership, group).order_by("held_earliest").values_list("held", "kind", "status")
    return tuple(MeetingDay(PartialDate.parse(held), kind, status) for held, kind, status in rows)


def _meetings(partnership: str, group: str) -> QuerySet[Meeting]:
    kind = "subgroup" if group else "partnership"
    return Meeting.objects.filter(partnership__slug=partnership, group=group, body_kind=kind)


def presences(partnership: str, *, group: str = "") -> tuple[Presence, ...]:
    """Who was at each meeting that took place: from its events where it was run here, else from what was written down.

    Four queries whatever the number of meetings.
    """
    rows = list(_meetings(partnership, group).filter(status__in=TOOK_PLACE).order_by("held_earliest"))
    ids = [row.id for row in rows]
    written: dict[UUID, dict[str, str]] = {}
    for meeting, seat in Attendance.objects.filter(meeting_id__in=ids).values_list("meeting_id", "seat_slug"):
        written.setdefault(meeting, {})[seat] = ""
    events = _came(ids)
    return tuple(
        Presence(row.id, row.slug, row.title, PartialDate.parse(row.held), _present(row, events, written))
        for row in rows
    )


def _present(
    row: Meeting, events: Mapping[UUID, dict[str, str]], written: Mapping[UUID, dict[str, str]]
) -> dict[str, str] | None:
    if row.id in events:
        return events[row.id]
    return written.get(row.id, {}) if row.is_attendance_recorded else None


def _came(meetings: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """Seat to standing for every meeting that has arrivals; one who was struck out did not come."""
    rows = MeetingEvent.objects.filter(meeting_id__in=meetings, kind__in=("arrived", "struck")).order_by(
        "sequence"
    )
    events = list(rows.values_list("meeting_id", "sequence", "kind", "seat", "standing", "strikes"))
    struck = {(meeting, strikes) for meeting, _, kind, _, _, strikes in events if kind == "struck"}
    found: dict[UUID, dict[str, str]] = {}
    for meeting, sequence, kind, seat, standing, _ in events:
        if kind == "arrived" and (meeting, sequence) not in struck:
            there = found.setdefault(meeting, {})
            if seat and standing in ACTING and there.get(seat) != "holder":
                there[seat] = standing
    return found
