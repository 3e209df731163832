"""Links to other bodies, their chairs' meetings, and onward reports to partners' leadership: reads, writes, asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.membership import queries
from frankpledge.governance.membership.asks import AnswerForm, Ask, Whom
from frankpledge.governance.membership.facts import TenureFacts
from frankpledge.governance.models import ChairsMeeting, Meeting, OnwardReport, PartnerLink
from frankpledge.governance.rules.membership.links import (
    ASKED_FOR,
    ChairsMet,
    Heard,
    Link,
    LinkState,
    Partner,
    Told,
    link_state,
    onward,
)
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Classification, Principal, Subject
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import today

KINDS = {
    "partnership": "Neighbouring community safety partnership",
    "adults": "Safeguarding adults board",
    "children": "Safeguarding children partnership",
    "health": "Health and wellbeing board",
    "criminal-justice": "Local criminal justice board",
    "other": "Another body",
}


@dataclass(frozen=True)
class NewLink:
    slug: str
    name: str
    kind: str
    starts_on: date
    purpose: str = ""
    every_months: int | None = None
    chair: str = ""
    contact: str = ""


def links(partnership: str, on: date) -> tuple[Link, ...]:
    """The links there are on a day, by name."""
    rows = PartnerLink.objects.filter(partnership__slug=partnership).in_force(on).order_by("name")
    return tuple(
        Link(
            row.id, row.slug, row.name, row.kind, row.purpose, row.every_months, row.chair_name, row.contact, row.period
        )
        for row in rows
    )  # fmt: skip


def chairs_meetings(partnership: str) -> tuple[ChairsMet, ...]:
    """Every recorded meeting of chairs, the latest first."""
    rows = ChairsMeeting.objects.filter(partnership__slug=partnership).order_by("-held_on", "-recorded_at")
    return tuple(ChairsMet(row.id, row.held_on, tuple(row.links), row.agreed, row.next_on) for row in rows)


def states(partnership: str, on: date) -> tuple[LinkState, ...]:
    """How each link stands on a day. Two queries."""
    met = chairs_meetings(partnership)
    return tuple(link_state(one, met, on) for one in links(partnership, on))


def _writes(partnership: str, by: Principal) -> directory.PartnershipFacts:
    place = directory.partnership(partnership)
    require(by, Permission.GOVERNANCE_WRITE, Subject("partnership", place.id, place.slug))
    return place


@transaction.atomic
def keep_link(partnership: str, said: NewLink, *, by: Principal) -> UUID:
    """Begin to keep a link with another body. Raises `Refused` for one that is kept already."""
    place = _writes(partnership, by)
    if said.kind not in KINDS:
        raise Refused(message("‘{kind}’ is no kind of body.", kind=said.kind))
    if said.every_months is not None and said.every_months < 1:
        raise Refused("Write how many months lie between two meetings, at least 1.")
    if PartnerLink.objects.filter(partnership_id=place.id, slug=said.slug).in_force(said.starts_on).exists():
        raise Refused(message("A link ‘{slug}’ is kept already.", slug=said.slug))
    made = PartnerLink.objects.create(
        partnership_id=place.id, slug=said.slug, name=said.name, kind=said.kind, purpose=said.purpose,
        every_months=said.every_months, chair_name=said.chair, contact=said.contact, starts_on=said.starts_on,
        recorded_by=by.name,
    )  # fmt: skip
    record("link-kept", subject=made.subject(), by=by, detail={"link": said.slug})
    return made.id


@transaction.atomic
def end_link(partnership: str, slug: str, *, on: date, by: Principal) -> None:
    """Stop keeping a link; what was agreed stays in the record."""
    place = _writes(partnership, by)
    rows = PartnerLink.objects.filter(partnership_id=place.id, slug=slug, superseded_at__isnull=True)
    row = rows.filter(ends_on__isnull=True).first()
    if row is None:
        raise NotFound("There is no such link, or you may not know of it.")
    if on < row.starts_on:
        raise Refused(message("It began only on {on}.", on=short_date(row.starts_on)))
    row.ends_on = on
    row.save_version(read_version=row.row_version, fields=["ends_on"])
    record("link-ended", subject=row.subject(), by=by, detail={"link": slug, "on": on.isoformat()})


@transaction.atomic
def record_chairs_meeting(
    partnership: str, *, held_on: date, slugs: Sequence[str], agreed: str, next_on: date | None, by: Principal
) -> UUID:
    """Record a meeting of the chair with other chairs. Raises `Refused` for one still to come or with nobody."""
    place = _writes(partnership, by)
    known = {one.slug for one in links(place.slug, held_on)}
    if held_on > today():
        raise Refused("That meeting is still to come: record it when it was held.")
    if not slugs or not set(slugs) <= known:
        raise Refused("Say with whom: choose at least one of the links that were kept on that day.")
    if not agreed.strip():
        raise Refused("Say what was agreed, even if it is only to meet again.")
    if next_on and next_on <= held_on:
        raise Refused(message("The next meeting would not be after this one, {on}.", on=short_date(held_on)))
    made = ChairsMeeting.objects.create(
        partnership_id=place.id, held_on=held_on, links=sorted(slugs), agreed=agreed.strip(), next_on=next_on,
        recorded_by=by.name,
    )  # fmt: skip
    record("chairs-met", subject=made.subject(), by=by, detail={"links": sorted(slugs)})
    return made.id


# Onward reports ---------------------------------------------------------------------------------------------------


def heard(partnership: str, period: Period) -> tuple[Heard, ...]:
    """For each meeting of the partnership in a period, the latest first, what each partner's leadership was told.

    Three queries whatever the number of meetings and partners.
    """
    rows = Meeting.objects.filter(
        partnership__slug=partnership, group="", body_kind="partnership", status__in=queries.TOOK_PLACE,
        held_earliest__gte=period.starts_on, held_latest__lte=period.ends_on or today(),
    ).order_by("-held_latest")  # fmt: skip
    found = list(rows)
    tenures = queries.tenures(partnership, group="")
    reports = OnwardReport.objects.filter(meeting__in=[row.id for row in found]).select_related(
        "organisation"
    )
    told = [
        Told(row.meeting_id, row.organisation.slug, row.leadership_group, row.reported_on, row.by, row.note)
        for row in reports
    ]
    return onward(
        [(row.id, row.title, row.held_latest, _partners(tenures, row.held_latest)) for row in found], told
    )


def _partners(tenures: Iterable[TenureFacts], on: date) -> tuple[Partner, ...]:
    there = {
        one.organisation: one.organisation_name
        for one in tenures
        if one.organisation and one.standing == "holder" and on in one.period
    }
    return tuple(Partner(slug, name) for slug, name in sorted(there.items(), key=lambda one: one[1]))


@dataclass(frozen=True)
class NewReport:
    meeting: UUID
    organisation: str
    leadership_group: str
    on: date
    note: str


@transaction.atomic
def report_onward(partnership: str, said: NewReport, *, by: Principal) -> None:
    """Record that a partner told its leadership of a meeting: by somebody of that partner, or by the office.

    Reporting again of the same meeting replaces what was said. Raises `NotFound`, `NotPermitted`, `Refused`.
    """
    place = directory.partnership(partnership)
    meeting = Meeting.objects.filter(partnership_id=place.id, id=said.meeting).first()
    body = directory.organisation(said.organisation)
    if meeting is None or body is None:
        raise NotFound("There is no such meeting or organisation, or you may not know of it.")
    _permit_report(place, body.slug, by)
    if said.on < meeting.held_earliest:
        raise Refused(
            message("They cannot have been told on {on}: the meeting was on {held}.", on=short_date(said.on), held=short_date(meeting.held_earliest))
        )  # fmt: skip
    OnwardReport.objects.update_or_create(
        meeting=meeting, organisation_id=body.id,
        defaults={
            "leadership_group": said.leadership_group.strip(), "reported_on": said.on, "by": by.name,
            "note": said.note.strip(), "recorded_by": by.name,
        },
    )  # fmt: skip
    detail = {"meeting": meeting.slug, "organisation": body.slug}
    record("reported-onward", subject=meeting.subject(), by=by, detail=detail)


def _permit_report(place: directory.PartnershipFacts, organisation: str, by: Principal) -> None:
    subject = Subject("partnership", place.id, place.slug, Classification.OFFICIAL)
    if can(by, Permission.GOVERNANCE_WRITE, subject):
        return
    require(by, Permission.ME_USE, subject)
    own = (
        {slug for slug, _ in directory.bodies_of(by.user_id, place.slug, on=today())} if by.user_id else set()
    )
    own |= (
        {one.body for _, one in queries.places_of_user(by.user_id, place.slug, today())}
        if by.user_id
        else set()
    )
    if organisation not in own:
        raise NotPermitted(
            "Only somebody of that organisation, or the office, can say what its leadership was told."
        )


def last_group(organisation: str) -> str:
    """The leadership group that a partner last told, to save typing; empty when it has told none."""
    rows = OnwardReport.objects.filter(organisation__slug=organisation).exclude(leadership_group="")
    return rows.order_by("-reported_on").values_list("leadership_group", flat=True).first() or ""


def asked(whom: Whom) -> Iterable[Ask]:
    """Whoever sits for a body, or works for it here, is asked what its leadership was told of recent meetings."""
    if not whom.organisations:
        return ()
    return _asked(whom)


def _asked(whom: Whom) -> Iterator[Ask]:
    names = dict(whom.organisations)
    here = {"partnership": whom.partnership}
    for one in heard(whom.partnership, Period(whom.on - ASKED_FOR, whom.on)):
        for gap in one.gaps:
            if gap.slug in names:
                yield Ask(
                    "report", f"Tell your leadership of the meeting of {short_date(one.on)}",
                    reverse("onward", kwargs=here), one.due_on,
                    f"{one.title}. So that the partnership knows its work is known in {gap.name}.", gap.name,
                    AnswerForm(
                        reverse("report-onward", kwargs=here), "They have been told",
                        text_label="Which group was told, and what it said (a few words)",
                        hidden=(("meeting", str(one.meeting)), ("organisation", gap.slug)),
                    ),
                )  # fmt: skip
