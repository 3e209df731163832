"""A meeting as its pages need it: everything recorded of it, the terms, and what they make of this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.text import slugify

from frankpledge.directory import api as directory
from frankpledge.governance.models import Ballot, Decision, Meeting, Reply, Tenure
from frankpledge.governance.rules.meetings.judging import IRREGULAR, UNDETERMINED, Quorum, quorum_at
from frankpledge.governance.rules.meetings.record import (
    InPost,
    ItemRecord,
    MeetingRecord,
    MotionRecord,
)
from frankpledge.governance.rules.meetings.sitting import (
    MEMBERS,
    Chairing,
    Phase,
    Presence,
    item_at,
    phase_at,
    present_at,
    presiding_at,
    withdrawn_at,
)
from frankpledge.governance.rules.meetings.voters import Voter, voters_at
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.running import queries
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import now


@dataclass(frozen=True)
class Scene:
    """A meeting at this moment. `withdrawn` are those who have gone out for the item that it is at."""

    meeting: Meeting
    record: MeetingRecord
    terms: Constitution | None
    moment: datetime
    phase: Phase
    item: ItemRecord | None
    there: tuple[Presence, ...]
    withdrawn: tuple[Presence, ...]
    chairing: Chairing | None
    quorum: Quorum
    item_quorum: Quorum
    voters: Mapping[str, Voter]

    @property
    def open_motion(self) -> MotionRecord | None:
        """What is being voted on."""
        return next((one for one in self.record.motions if one.state == "open"), None)

    @property
    def tied_motion(self) -> MotionRecord | None:
        """What waits for a casting vote."""
        return next((one for one in self.record.motions if one.state == "tied"), None)

    @property
    def drafts(self) -> tuple[MotionRecord, ...]:
        """What was put and is not voted on yet."""
        return tuple(one for one in self.record.motions if one.state == "draft")

    def presence(self, arrived: str) -> Presence | None:
        """Someone in the room, by the number of the event by which they came."""
        return next((one for one in self.there if str(one.arrived) == arrived), None)


def scene_of(meeting: Meeting) -> Scene:
    """A meeting at this moment, in ten queries whatever its size."""
    record = queries.record_of(meeting)
    stored = queries.terms_of(meeting)
    terms = stored.constitution if stored else None
    return scene(meeting, record, terms, max([now(), *(one.at for one in record.events)]))


def scene(meeting: Meeting, record: MeetingRecord, terms: Constitution | None, moment: datetime) -> Scene:
    """A meeting at a moment after everything recorded of it."""
    at = item_at(record)
    there = present_at(record, moment)
    is_out = withdrawn_at(record, moment, at)
    return Scene(
        meeting=meeting,
        record=record,
        terms=terms,
        moment=moment,
        phase=phase_at(record, moment),
        item=record.item(at) if at else None,
        there=there,
        withdrawn=tuple(one for one in there if is_out(one)),
        chairing=presiding_at(record, terms, moment, at),
        quorum=quorum_at(record, terms, at=moment),
        item_quorum=quorum_at(record, terms, at=moment, item=at),
        voters=voters_at(record, terms, moment, at),
    )


def posts_by_key(record: MeetingRecord) -> Mapping[str, InPost]:
    """Everyone in post under a key that a form can carry: holders by seat, others by name too."""
    return {_key(post): post for post in record.in_post}


def _key(post: InPost) -> str:
    if post.standing == "holder" and post.seat:
        return f"holder:{post.seat}"
    return f"{post.standing}:{post.seat}:{slugify(post.person)}"


def missing_posts(scene: Scene) -> Mapping[str, InPost]:
    """Those in post who are not in the room."""
    seats = {one.seat for one in scene.there if one.standing in MEMBERS}
    people = {" ".join(one.person.split()).casefold() for one in scene.there}
    return {
        key: post
        for key, post in posts_by_key(scene.record).items()
        if post.seat not in seats - {""} and " ".join(post.person.split()).casefold() not in people
    }


def replies_to(meeting: Meeting) -> tuple[Reply, ...]:
    """What people said before the meeting."""
    return tuple(Reply.objects.filter(meeting=meeting).order_by("seat", "person_name"))


def to_put_right(meeting: Meeting) -> tuple[Decision, ...]:
    """Decisions of this body that wait to be ratified or taken again, the latest first."""
    rows = Decision.objects.filter(
        partnership_id=meeting.partnership_id, group=meeting.group, standing__in=(IRREGULAR, UNDETERMINED)
    ).exclude(outcome="withdrawn")
    waiting = rows.exclude(standing=UNDETERMINED, ruling__gt="").select_related("meeting")
    return tuple(waiting.order_by("-decided_at")[:20])


def decisions_of(meeting: Meeting) -> tuple[Decision, ...]:
    """What this meeting decided, in order."""
    return tuple(Decision.objects.filter(meeting=meeting).order_by("order"))


def last_result(meeting: Meeting) -> Decision | None:
    """What was decided last."""
    return Decision.objects.filter(meeting=meeting, motion__isnull=False).order_by("-order").first()


def decision_in(partnership: str, decision: UUID) -> Decision:
    """A decision of a partnership. Raises `NotFound`."""
    found = Decision.objects.filter(partnership__slug=partnership, id=decision).first()
    if found is None:
        raise NotFound("There is no such decision, or you may not know of it.")
    return found


def ballot_of(motion: UUID, seat: str) -> Ballot | None:
    return Ballot.objects.filter(motion_id=motion, seat=seat).first()


def ballots_cast(motion: UUID) -> int:
    """How many seats have voted."""
    return Ballot.objects.filter(motion_id=motion).count()


def ended_bodies(meeting: Meeting, on: date) -> tuple[str, ...]:
    """Seats that someone holds for a body which has ended, each as a sentence that says who follows."""
    rows = Tenure.objects.filter(partnership_id=meeting.partnership_id, group=meeting.group).in_force(on)
    ended = rows.filter(organisation__ends_on__lt=on).select_related("organisation").order_by("seat")
    bodies = [row.organisation for row in ended if row.organisation]
    lines = directory.lineages(body.slug for body in bodies) if bodies else {}
    return tuple(_ended(body.name, body.ends_on, lines.get(body.slug, ()), on) for body in bodies)


def _ended(name: str, ends_on: date | None, line: tuple[directory.OrganisationFacts, ...], on: date) -> str:
    follows = [one.name for one in line if one.ends_on is None or one.ends_on >= on]
    day = short_date(ends_on) if ends_on else ""
    if not follows:
        text = message("{name} ended on {day}, and no successor is recorded.", name=name, day=day)
    else:
        text = message(
            "{name} ended on {day}; {successor} fills the seat. Record who its representative is, and amend the terms.",
            name=name, day=day, successor=follows[0],
        )  # fmt: skip
    return str(text)
