"""Gathers the public part of the record for open data, in the same few queries whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.urls import reverse

from frankpledge.directory import api as directory
from frankpledge.governance.membership import queries as members
from frankpledge.governance.membership.facts import GroupFacts
from frankpledge.governance.models import AgendaItem, Ballot, Decision, Meeting, TermsVersion
from frankpledge.governance.rules.interchange.open_data import (
    AgendaEntry,
    Body,
    Decided,
    Event,
    Held,
    Object,
    Post,
    Published,
    document,
)
from frankpledge.governance.terms.parsing import in_force_over
from frankpledge.kernel.dates import PartialDate, Period, local_date

ROLES = {"holder": "member", "deputy": "deputy", "officer": "officer", "observer": "observer"}


def open_data(place: directory.PartnershipFacts, *, on: date, origin: str) -> Object:
    """The public record of a partnership's meetings as on a day. `origin` begins every address in it."""
    here = {"partnership": place.slug}
    groups = members.groups(place.slug)
    bodies = {"": str(place.id), **{one.slug: str(one.id) for one in groups}}
    return document(
        Published(
            partnership=place.name,
            address=f"{origin}{reverse('public-home', kwargs=here)}",
            schema=f"{origin}{reverse('open-data-schema', kwargs=here)}",
            on=on,
            bodies=(*_own_bodies(place, on), *_groups(groups, bodies), *_organisations(place.slug)),
            posts=tuple(_posts(place.slug, bodies)),
            held=(*_tenures(place.slug, bodies), *_offices(place.slug, bodies)),
            events=tuple(_events(place, bodies)),
            decided=tuple(_decided(place, bodies)),
        )
    )


def _own_bodies(place: directory.PartnershipFacts, on: date) -> Iterator[Body]:
    area = directory.area(place.slug, on=on)
    yield Body(str(place.id), place.name, "community safety partnership", "", None, area.code if area else "")


def _groups(groups: Iterable[GroupFacts], bodies: dict[str, str]) -> Iterator[Body]:
    for one in groups:
        yield Body(str(one.id), one.name, f"{one.kind} group", bodies.get(one.parent, bodies[""]), one.period)


def _organisations(partnership: str) -> Iterator[Body]:
    for one in directory.organisations_of(partnership):
        yield Body(str(one.id), one.name, one.kind, "", Period(one.starts_on, one.ends_on))


def _posts(partnership: str, bodies: dict[str, str]) -> Iterator[Post]:
    """Each seat once, over all the versions of the terms that give it; the latest name and votes."""
    rows = TermsVersion.objects.filter(partnership__slug=partnership, superseded_at__isnull=True)
    found: dict[tuple[str, str], Post] = {}
    for row in rows.order_by("starts_on"):
        if row.group not in bodies:
            continue
        for made in _of_version(row, bodies[row.group]):
            before = found.get((made.body, made.seat))
            first = before.period.starts_on if before else made.period.starts_on
            period = Period(first, made.period.ends_on)
            found[made.body, made.seat] = replace(made, period=period)
    yield from found.values()


def _of_version(row: TermsVersion, body: str) -> Iterator[Post]:
    terms = in_force_over(row.text, row.period)
    for seat in terms.seats:
        found = terms.member_class(seat.member_class)
        title = found.title if found else seat.member_class
        yield Post(seat.slug, row.group, body, seat.name, title, terms.votes(seat), row.period)


def _tenures(partnership: str, bodies: dict[str, str]) -> Iterator[Held]:
    known = {one.slug: str(one.id) for one in directory.organisations_of(partnership)}
    for one in members.tenures(partnership):
        if one.seat and one.group in bodies:
            yield Held(
                one.id, bodies[one.group], one.seat, one.group, ROLES.get(one.standing, one.standing),
                known.get(one.organisation, ""), one.period,
            )  # fmt: skip


def _offices(partnership: str, bodies: dict[str, str]) -> Iterator[Held]:
    for one in members.every_office(partnership):
        if one.group in bodies:
            yield Held(one.id, bodies[one.group], one.seat, one.group, one.office, "", one.period)


def _own(place: directory.PartnershipFacts) -> dict[str, object]:
    return {"partnership_id": place.id, "body_kind__in": ("partnership", "subgroup")}


def _events(place: directory.PartnershipFacts, bodies: dict[str, str]) -> Iterator[Event]:
    items: dict[UUID, list[AgendaEntry]] = defaultdict(list)
    for item in AgendaItem.objects.filter(meeting__partnership_id=place.id, withdrawn_at__isnull=True):
        items[item.meeting_id].append(_item(item))
    rows = Meeting.objects.filter(**_own(place)).order_by("held_earliest", "slug")
    for row in rows:
        if row.group in bodies:
            yield Event(
                row.id, bodies[row.group], row.title, row.kind, row.status, PartialDate.parse(row.held), row.starts_at,
                row.ends_at, row.place, row.is_open_to_public, tuple(items[row.id]),
            )  # fmt: skip


def _item(row: AgendaItem) -> AgendaEntry:
    title = row.public_title if row.is_closed else row.title
    return AgendaEntry(row.id, row.number, title, row.kind, row.is_closed, row.closed_because, row.is_urgent)


def _decided(place: directory.PartnershipFacts, bodies: dict[str, str]) -> Iterator[Decided]:
    rows = Decision.objects.filter(partnership_id=place.id).select_related("meeting", "motion", "item")
    found = [
        row for row in rows if row.meeting is None or row.meeting.body_kind in {"partnership", "subgroup"}
    ]
    found = [row for row in found if row.group in bodies]
    tallies = _tallies([row.motion_id for row in found if row.motion_id])
    for row in sorted(found, key=lambda one: (_when(one) is None, str(_when(one) or ""), one.slug)):
        yield _decision(row, bodies[row.group], tallies)


def _when(row: Decision) -> PartialDate | None:
    if row.decided_at:
        return PartialDate.of(local_date(row.decided_at))
    return PartialDate.parse(row.meeting.held) if row.meeting else None


def _decision(row: Decision, body: str, tallies: dict[UUID, tuple[int, int, int]]) -> Decided:
    motion = row.motion
    tally = None
    if motion is not None and motion.method != "agreed":
        tally = (
            (motion.votes_for, motion.votes_against or 0, motion.votes_abstain or 0)
            if motion.votes_for is not None
            else tallies.get(motion.id)
        )
    return Decided(
        id=row.id, number=row.number, text=row.text, body=body, event=row.meeting_id,
        scope=motion.scope if motion else "", capacity=row.capacity, effect=row.effect, about=row.about,
        route=motion.route if motion else "meeting", method=motion.method if motion else "", outcome=row.outcome,
        standing=row.standing, ruling=bool(row.ruling), decided=_when(row), effective_on=row.effective_on,
        condition=row.condition, is_condition_met=row.condition_met_on is not None, tally=tally, clause=row.clause,
        supersedes=row.supersedes_id, ratifies=row.cures_id, is_closed=bool(row.item and row.item.is_closed),
    )  # fmt: skip


def _tallies(motions: Iterable[UUID | None]) -> dict[UUID, tuple[int, int, int]]:
    """Votes for, against and abstained by motion, counted from ballots that name their choice."""
    counted: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for motion, choice in Ballot.objects.filter(motion_id__in=list(motions)).values_list(
        "motion_id", "choice"
    ):
        if choice:
            counted[motion][choice] += 1
    return {motion: (found["for"], found["against"], found["abstain"]) for motion, found in counted.items()}
