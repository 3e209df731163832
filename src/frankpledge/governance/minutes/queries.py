"""Reads of minutes: composed from the record, kept as confirmed, and the chain of their approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from frankpledge.directory import api as directory
from frankpledge.documents.tree import Document, Identity
from frankpledge.governance.minutes.freezing import frozen, thawed
from frankpledge.governance.models import (
    Action,
    Advice,
    AgendaItem,
    ClerkText,
    CouncilAdvice,
    Decision,
    Group,
    Meeting,
    MinutesCorrection,
    MinutesSet,
    Observation,
    Paper,
    Reply,
)
from frankpledge.governance.queries import is_effective
from frankpledge.governance.rules.certificates.canonical import canonical, sha256
from frankpledge.governance.rules.minutes.chain import Chain, Confirmation, Sitting, check_chains
from frankpledge.governance.rules.minutes.compose import compose
from frankpledge.governance.rules.minutes.facts import ActionSet, Advised, Apology, Beside, Minutes
from frankpledge.governance.rules.minutes.printing import Correction, Standing, minutes_document
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.running import queries as running
from frankpledge.kernel.dates import PartialDate, long_date, short_date
from frankpledge.kernel.verdicts import NotFound

CONFIRM = "confirm-minutes"
OWN_BODIES = ("partnership", "subgroup")


@dataclass(frozen=True)
class ClerkWords:
    """What the clerk added to an item (None: to the whole), with the version one has to have read to change it."""

    item: UUID | None
    text: str
    version: int


@dataclass(frozen=True)
class StatedCorrection:
    """A correction as it is stored."""

    id: UUID
    item: UUID | None
    number: str
    wording: str
    reads: str


@dataclass(frozen=True)
class Confirmed:
    """Which decision of which meeting confirmed the minutes."""

    decision: UUID
    meeting: str
    meeting_title: str
    held: str


@dataclass(frozen=True)
class MinutesState:
    """Where the minutes of a meeting stand: `growing`, `draft` or `confirmed`."""

    state: str
    confirmed: Confirmed | None
    waiting: Confirmed | None
    """A decision to confirm them that has no effect yet."""
    is_draft_public: bool
    is_withheld: bool
    withheld_because: str
    is_altered: bool
    """The record was put right after the minutes were confirmed; what was confirmed is kept."""

    @property
    def is_public(self) -> bool:
        return not self.is_withheld and (self.state == "confirmed" or self.is_draft_public)


@dataclass(frozen=True)
class MinutesOf:
    """The minutes of a meeting with all that a page or a document shows of them."""

    meeting: Meeting
    minutes: Minutes
    state: MinutesState
    corrections: tuple[StatedCorrection, ...]
    clerk: tuple[ClerkWords, ...]


def meeting_called(partnership: str, slug: str) -> Meeting:
    """A meeting of the partnership or one of its groups. Raises `NotFound`, also for another body's meeting."""
    found = running.meeting_called(partnership, slug)
    if found.body_kind not in OWN_BODIES:
        raise NotFound(running.NO_MEETING)
    return found


def minutes_of(meeting: Meeting, *, is_public: bool = False) -> MinutesOf:
    """The minutes of a meeting: as confirmed where they are, else as they stand now."""
    kept = MinutesSet.objects.filter(meeting=meeting).select_related("confirmed_by__meeting").first()
    composed = composed_now(meeting, is_public=is_public)
    state = _state(meeting, kept, composed, is_public=is_public)
    content = (kept.public_content if is_public else kept.content) if kept else {}
    shown = thawed(content) if state.state == "confirmed" and content else composed
    return MinutesOf(meeting, shown, state, corrections_of(meeting), clerk_words(meeting))


def composed_now(meeting: Meeting, *, is_public: bool) -> Minutes:
    """The minutes made anew from the record as it is now."""
    stored = running.terms_of(meeting)
    beside = beside_of(meeting)
    return compose(
        running.record_of(meeting), stored.constitution if stored else None, beside, is_public=is_public
    )


def beside_of(meeting: Meeting) -> Beside:
    """What goes into the minutes beside the events, in six queries."""
    return Beside(
        body=meeting.body,
        held=held_in_words(meeting),
        place=meeting.place,
        apologies=tuple(
            Apology(one.seat, one.person_name, one.answer, one.deputy_name, one.note)
            for one in Reply.objects.filter(meeting=meeting)
        ),
        actions=tuple(map(_action, Action.objects.filter(meeting=meeting).select_related("organisation"))),
        advice=tuple(
            Advised(one.item_id, one.adviser, one.organisation, one.field, one.text, one.is_published)
            for one in Advice.objects.filter(item__meeting=meeting)
        ),
        considered=tuple(
            (item, f"the paper of {post or author}")
            for item, post, author in Paper.objects.filter(item__meeting=meeting).values_list(
                "item_id", "author_post", "author"
            )
        ),
        clerk=tuple((one.item, one.text) for one in clerk_words(meeting)),
        closed_because=tuple(
            AgendaItem.objects.filter(meeting=meeting, is_closed=True).values_list("id", "closed_because")
        ),
    )


def _action(row: Action) -> ActionSet:
    body = row.organisation.name if row.organisation else ""
    return ActionSet(
        row.number, row.item_id, row.text, row.owner_name, body, short_date(row.due_on) if row.due_on else ""
    )


def held_in_words(meeting: Meeting) -> str:
    held = PartialDate.parse(meeting.held)
    return long_date(held.earliest) if held.is_exact else str(held)


def item_of(meeting: Meeting, item: UUID) -> AgendaItem:
    """An item of a meeting. Raises `NotFound`."""
    found = AgendaItem.objects.filter(meeting=meeting, id=item).first()
    if found is None:
        raise NotFound("That item is not on the agenda of this meeting.")
    return found


def item_choices(meeting: Meeting) -> list[tuple[str, str]]:
    """The items of a meeting, to choose from."""
    rows = AgendaItem.objects.filter(meeting=meeting, withdrawn_at__isnull=True)
    return [(str(one.id), f"{one.number or one.order}. {one.title}") for one in rows]


def clerk_words(meeting: Meeting) -> tuple[ClerkWords, ...]:
    rows = ClerkText.objects.filter(meeting=meeting).select_related("item")
    return tuple(ClerkWords(one.item_id, one.text, one.row_version) for one in rows)


def corrections_of(meeting: Meeting) -> tuple[StatedCorrection, ...]:
    """The corrections that were stated and not taken back, in order."""
    rows = MinutesCorrection.objects.filter(meeting=meeting, withdrawn_at__isnull=True).select_related("item")
    return tuple(
        StatedCorrection(one.id, one.item_id, one.item.number if one.item else "", one.wording, one.reads)
        for one in rows
    )


def _state(meeting: Meeting, kept: MinutesSet | None, now: Minutes, *, is_public: bool) -> MinutesState:
    decided = confirming(meeting)
    confirmed = next((_confirmed(one) for one in decided if is_effective(one)), None)
    waiting = next((_confirmed(one) for one in decided if not is_effective(one) and one.outcome != "withdrawn"), None)  # fmt: skip
    state = (
        "confirmed" if confirmed else "growing" if now.is_growing and meeting.status != "held" else "draft"
    )
    return MinutesState(
        state=state,
        confirmed=confirmed,
        waiting=None if confirmed else waiting,
        is_draft_public=bool(kept and kept.is_draft_public),
        is_withheld=bool(kept and kept.is_withheld),
        withheld_because=kept.withheld_because if kept else "",
        is_altered=bool(confirmed and kept and kept.content and not is_public and _differs(kept, now)),
    )


def _differs(kept: MinutesSet, now: Minutes) -> bool:
    return sha256(canonical(frozen(now))) != kept.sha256


def confirming(meeting: Meeting) -> list[Decision]:
    """The decisions to confirm the minutes of a meeting, by later meetings of the same body, the earliest first."""
    rows = Decision.objects.filter(
        partnership_id=meeting.partnership_id,
        effect=CONFIRM,
        about=meeting.slug,
        meeting__group=meeting.group,
        meeting__body_kind=meeting.body_kind,
        meeting__held_earliest__gt=meeting.held_latest,
    )
    return list(rows.select_related("meeting").order_by("meeting__held_earliest", "order"))


def _confirmed(row: Decision) -> Confirmed:
    meeting = row.meeting
    assert meeting is not None  # the query asks for one  # noqa: S101
    return Confirmed(row.id, meeting.slug, meeting.title, held_in_words(meeting))


def identity(facts: directory.PartnershipFacts) -> Identity:
    """A council's own look."""
    return Identity(
        facts.council_name,
        facts.colour,
        facts.accent,
        facts.logo_png,
        facts.council_name,
        facts.reference_docx,
    )


def document_of(found: MinutesOf, facts: directory.PartnershipFacts, *, base_url: str = "") -> Document:
    """The minutes as a document in any format."""
    return minutes_document(
        found.minutes,
        _standing(found),
        identity(facts),
        dated=running.day_of(found.meeting).isoformat(),
        base_url=base_url,
    )


def _standing(found: MinutesOf) -> Standing:
    by = found.state.confirmed
    closed = {one.id for one in found.minutes.closed} if found.minutes.is_public else set()
    corrections = tuple(
        Correction(one.number, one.wording, one.reads) for one in found.corrections if one.item not in closed
    )
    words = f"by {by.meeting_title} of {by.held}" if by else ""
    return Standing(found.state.state, words, corrections if by else ())


# The chain ---------------------------------------------------------------------------------------------------------


def own_meetings(partnership: str) -> QuerySet[Meeting]:
    """Every meeting of the partnership and its groups."""
    return Meeting.objects.filter(partnership__slug=partnership, body_kind__in=OWN_BODIES)


def chains(partnership: str) -> tuple[Chain, ...]:
    """The approval of every set of minutes, body by body, the partnership's own first."""
    meetings = list(own_meetings(partnership).select_related("partnership"))
    sittings = [_sitting(one) for one in meetings]
    rows = Decision.objects.filter(partnership__slug=partnership, effect=CONFIRM, meeting__isnull=False)
    told = [
        Confirmation(one.about, one.meeting.slug, _stands(one), str(one.id))
        for one in rows.select_related("meeting").exclude(outcome__in=("withdrawn", "lost"))
        if one.meeting
    ]
    terms = {group: terms_now(group, meetings) for group in {one.group for one in meetings}}
    found = check_chains(sittings, told, terms)
    return tuple(sorted(found, key=lambda chain: chain.body))


def terms_now(group: str, meetings: Sequence[Meeting]) -> Constitution | None:
    """The terms that the latest meeting of a body was held under: its cadence is read by them."""
    own = [one for one in meetings if one.group == group]
    latest = max(own, key=lambda one: one.held_latest, default=None)
    found = running.terms_of(latest) if latest else None
    return found.constitution if found else None


def _sitting(row: Meeting) -> Sitting:
    return Sitting(
        row.slug, row.title, row.group, PartialDate.parse(row.held), row.kind, row.phase, row.status
    )


def _stands(row: Decision) -> bool | None:
    """Whether a decision to confirm had its effect; None for one from before meetings were run here."""
    return None if not row.standing and row.outcome == "carried" else is_effective(row)


def published(partnership: str) -> tuple[tuple[Meeting, str], ...]:
    """The meetings whose minutes the public may read, the latest first, with the state of each in words."""
    rows = (
        own_meetings(partnership)
        .filter(minutes_set__isnull=False)
        .select_related("minutes_set", "partnership")
    )
    confirmed = set(
        Decision.objects.filter(id__in=[one.minutes_set.confirmed_by_id for one in rows if one.minutes_set.confirmed_by_id])
        .exclude(outcome="withdrawn")
        .values_list("id", flat=True)
    )  # fmt: skip
    found = []
    for one in rows.order_by("-held_latest"):
        kept = one.minutes_set
        if kept.is_withheld:
            continue
        if kept.confirmed_by_id in confirmed and kept.public_content:
            found.append((one, "Confirmed"))
        elif kept.is_draft_public:
            found.append((one, "Draft"))
    return tuple(found)


def group_names(partnership: str) -> Mapping[str, str]:
    """The names of the groups by slug; the empty slug is the partnership itself."""
    rows = Group.objects.filter(partnership__slug=partnership, superseded_at__isnull=True).order_by(
        "starts_on"
    )
    return {"": "The partnership", **dict(rows.values_list("slug", "name"))}


def previous_meeting(meeting: Meeting) -> Meeting | None:
    """The last meeting of the same body before this one that took place."""
    rows = own_meetings(meeting.partnership.slug).filter(
        group=meeting.group, held_latest__lt=meeting.held_earliest
    )
    return rows.exclude(status__in=("planned", "cancelled")).order_by("-held_latest").first()


def unconfirmed_before(meeting: Meeting) -> tuple[Meeting, ...]:
    """The earlier meetings of the same body whose minutes nobody has confirmed, the earliest first."""
    rows = own_meetings(meeting.partnership.slug).filter(
        group=meeting.group, held_latest__lt=meeting.held_earliest
    )
    took_place = list(rows.exclude(status__in=("planned", "cancelled")).order_by("held_earliest"))
    done = set(
        Decision.objects.filter(partnership_id=meeting.partnership_id, effect=CONFIRM, meeting__group=meeting.group)
        .filter(Q(standing__in=("", "stands", "cured")) | ~Q(ruling=""))
        .exclude(outcome__in=("withdrawn", "lost"))
        .values_list("about", flat=True)
    )  # fmt: skip
    return tuple(one for one in took_place if one.slug not in done)


# What waits to be answered ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unanswered:
    """Something said of an item, or advice given to the council, that nobody has answered yet."""

    meeting: str
    item: UUID
    title: str
    who: str
    text: str
    given_on: date


def unanswered_observations(partnership: str, group: str) -> tuple[Unanswered, ...]:
    """What members and advisers said at a body's meetings, or wrote before them, that has no answer."""
    rows = Observation.objects.filter(
        item__meeting__partnership__slug=partnership, item__meeting__group=group, answer=""
    )
    return tuple(
        Unanswered(
            one.item.meeting.slug, one.item_id, one.item.title, one.organisation or one.given_by, one.text, one.given_on
        )
        for one in rows.select_related("item__meeting")
    )  # fmt: skip


def unanswered_advice(partnership: str) -> tuple[Unanswered, ...]:
    """Advice that went to the council as domestic abuse board and has no answer."""
    rows = CouncilAdvice.objects.filter(item__meeting__partnership__slug=partnership, answer="")
    return tuple(
        Unanswered(one.item.meeting.slug, one.item_id, one.item.title, one.given_to, one.text, one.given_on)
        for one in rows.select_related("item__meeting")
    )
