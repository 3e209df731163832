"""Gathers a body's past and replays it against its terms, in the same few queries whatever its length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from frankpledge.governance.interchange.past import CONFIRM, versions
from frankpledge.governance.membership import queries as members
from frankpledge.governance.models import Decision, Meeting
from frankpledge.governance.models import PastMeeting as PastRecord
from frankpledge.governance.rules.interchange.keeping import (
    Kept,
    PastDecision,
    PastMeeting,
    PastMeetingRef,
    how_kept,
)
from frankpledge.kernel.dates import PartialDate


def kept(partnership: str, *, group: str = "") -> Kept:
    """How the partnership, or one of its groups, has kept its terms."""
    return how_kept(past_meetings(partnership, group), versions(partnership, group))


def past_meetings(partnership: str, group: str) -> tuple[PastMeeting, ...]:
    """Every recorded meeting of a body with what is known of it. Seven queries."""
    kind = "subgroup" if group else "partnership"
    rows = list(Meeting.objects.filter(partnership__slug=partnership, group=group, body_kind=kind))
    present = {one.meeting: one.present for one in members.presences(partnership, group=group)}
    said = {one.meeting_id: one.said for one in PastRecord.objects.filter(meeting__in=rows)}
    decisions: dict[UUID | None, list[Decision]] = {}
    for one in Decision.objects.filter(meeting__in=rows).order_by("order", "slug"):
        decisions.setdefault(one.meeting_id, []).append(one)
    slugs = {row.id: row.slug for row in rows}
    confirmed: dict[str, list[str]] = {}
    for several in decisions.values():
        for one in several:
            if (
                one.effect == CONFIRM
                and one.outcome == "carried"
                and one.standing not in {"irregular"}
                and one.meeting_id
            ):
                confirmed.setdefault(one.about, []).append(slugs[one.meeting_id])
    return tuple(
        _past(row, present.get(row.id), said.get(row.id, {}), decisions.get(row.id, ()), confirmed)
        for row in rows
    )


def _past(
    row: Meeting,
    present: Mapping[str, str] | None,
    said: Mapping[str, object],
    decisions: Iterable[Decision],
    confirmed: Mapping[str, list[str]],
) -> PastMeeting:
    told = list(decisions)
    counted, quorate = said.get("attendance"), said.get("quorate")
    written = counted if isinstance(counted, list) else []
    return PastMeeting(
        id=row.id, slug=row.slug, title=row.title, held=PartialDate.parse(row.held), kind=row.kind, phase=row.phase,
        status=row.status, present=present,
        counted=counted if isinstance(counted, int) else len(written) or None,
        said_quorate=quorate if isinstance(quorate, bool) else None,
        decisions=tuple(_decision(one) for one in told if one.effect != CONFIRM),
        confirmed_by=tuple(confirmed.get(row.slug, ())),
        confirms=tuple(_refs(told, said)),
    )  # fmt: skip


def _decision(one: Decision) -> PastDecision:
    return PastDecision(one.id, one.text, one.outcome, one.standing, one.capacity, bool(one.ruling))


def _refs(decisions: Iterable[Decision], said: Mapping[str, object]) -> list[PastMeetingRef]:
    """The meetings whose minutes were confirmed; a day that names none, or several, stays a day."""
    found = [one for one in decisions if one.effect == CONFIRM]
    days = {one.slug.rsplit("-minutes-", 1)[1] for one in found if "-minutes-" in one.slug}
    written = said.get("confirms")
    refs = [PastMeetingRef(one.about) for one in found]
    lost = [str(one) for one in written if str(one) not in days] if isinstance(written, list) else []
    return refs + [PastMeetingRef("", PartialDate.parse(one)) for one in lost]
