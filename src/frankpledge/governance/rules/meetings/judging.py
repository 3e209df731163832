"""What the terms make of a meeting at a moment: quorate now and for an item, and what became of a motion. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frankpledge.governance.rules.meetings.record import ItemRecord, MeetingRecord, MotionRecord
from frankpledge.governance.rules.meetings.sitting import (
    MEMBERS,
    Presence,
    office_of,
    presiding_at,
    same_person,
    taking_part_at,
)
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.deciding import Decision, ItemDecided, decide, headline
from frankpledge.governance.rules.terms.situation import Attender, Item, Members, Situation, Tally
from frankpledge.governance.rules.terms.voting import Result
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate, local_date
from frankpledge.kernel.verdicts import Reason

STANDS, IRREGULAR, UNDETERMINED, CURED = "stands", "irregular", "undetermined", "cured"
STANDINGS = {
    STANDS: "The terms allowed it",
    IRREGULAR: "The terms did not allow it",
    UNDETERMINED: "The terms or the record do not let it be told",
    CURED: "Irregular, and since put right",
}
NO_TERMS = "terms of reference in force on that day"
NO_TERMS_STEP = "Record the terms of reference that were in force, or have somebody named rule on it."


@dataclass(frozen=True)
class Quorum:
    """Whether enough are there. `quorate` of None: it cannot be told; numbers of None are not known."""

    quorate: bool | None
    present: int | None
    required: int | None
    unit: str
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class MotionVerdict:
    """What the engine answered about a motion at a moment."""

    at: datetime
    outcome: str
    quorum: Quorum
    needed: int | None
    base: int | None
    base_name: str
    tally: tuple[int, int, int] | None
    casting_used: bool
    reasons: tuple[Reason, ...]
    missing_rules: tuple[str, ...]
    missing_facts: tuple[str, ...]
    notes: tuple[str, ...]
    next_step: str

    @property
    def standing(self) -> str:
        """How the decision stands by the terms alone. Lost stands too: it is a decision.

        See `standing_of`.
        """
        return standing_of(self.as_json())

    def as_json(self) -> dict[str, object]:
        """What `Motion.verdict` and `Decision.verdict` keep."""
        return {
            "at": self.at.isoformat(),
            "outcome": str(self.outcome),
            "quorate": self.quorum.quorate,
            "present": self.quorum.present,
            "required": self.quorum.required,
            "unit": self.quorum.unit,
            "needed": self.needed,
            "base": self.base,
            "base_name": self.base_name,
            "tally": list(self.tally) if self.tally else None,
            "casting_used": self.casting_used,
            "clause": self.reasons[-1].clause if self.reasons else "",
            "reasons": [{"clause": one.clause, "working": one.working} for one in self.reasons],
            "missing_rules": list(self.missing_rules),
            "missing_facts": list(self.missing_facts),
            "notes": list(self.notes),
            "next_step": self.next_step,
        }


@rule(source=Citation("Terms of reference", "quorum and decisions"))
def standing_of(verdict: Mapping[str, object]) -> str:
    """What was decided without a quorum is irregular; so is what was voted or agreed in a way that the terms do not allow
    for it (somebody had to be there who was not, or it had to be a secret ballot).

    A tie is undetermined where the terms do not say whether anybody may resolve it. `verdict` is as `as_json` gives it.
    """
    outcome, tally = verdict.get("outcome"), verdict.get("tally")
    if verdict.get("quorate") is False:
        return IRREGULAR
    if outcome == Result.UNDETERMINED or verdict.get("quorate") is None:
        return UNDETERMINED
    if outcome == Result.TIED and verdict.get("missing_rules"):
        return UNDETERMINED
    tried = tally is None or (isinstance(tally, list) and bool(tally[0] + tally[1]))
    return IRREGULAR if outcome == Result.NO_DECISION and tried else STANDS


def what_was_against_it(verdict: Mapping[str, object]) -> tuple[str, str]:
    """The arithmetic and the clause by which the terms did not allow it: of the quorum where there was none, else of the
    last rule that was asked. `verdict` is as `as_json` gives it; both are empty where it gives no reasons.
    """
    reasons = verdict.get("reasons")
    rows = [one for one in reasons if isinstance(one, dict)] if isinstance(reasons, list) else []
    if not rows:
        return "", ""
    one = rows[0 if verdict.get("quorate") is False else -1]
    return str(one.get("working", "")), str(one.get("clause", ""))


def situation(
    record: MeetingRecord,
    terms: Constitution,
    *,
    at: datetime,
    item: UUID | None = None,
    motion: MotionRecord | None = None,
) -> Situation:
    """The meeting at one exact moment, as it is put to the engine: only those who are in the room then.

    With an item, or a motion of an item, those who have withdrawn from it are left out.
    """
    which = motion.item if motion and motion.item else item
    there = taking_part_at(record, at, which)
    chair = presiding_at(record, terms, at, which)
    return Situation(
        on=PartialDate.of(local_date(at)),
        capacity=_capacity(record, which, motion),
        seats=None,
        in_post=_in_post(record, terms),
        organisations=None,
        attenders=tuple(_attender(record, terms, several) for several in _together(terms, there)),
        presiding=(chair.seat or chair.person) if chair else "",
        withdrawn=frozenset(),
        items=(_item(record, motion),) if motion else (),
        at=None,
        declared=frozenset((seat, str(motion.id)) for seat in _stayed(record, there, motion))
        if motion
        else frozenset(),
    )


def _stayed(record: MeetingRecord, there: tuple[Presence, ...], motion: MotionRecord) -> Iterator[str]:
    """The seats in the room whose holder has declared an interest in the item, or in the whole meeting, and stayed."""
    said = {
        (one.seat, one.person)
        for one in record.standing_events()
        if one.kind == "declared" and one.item in {None, motion.item}
    }
    return (
        one.seat for one in there if one.seat and one.standing in MEMBERS and (one.seat, one.person) in said
    )


def _capacity(record: MeetingRecord, item: UUID | None, motion: MotionRecord | None) -> str:
    found = record.item(item) if item else None
    return (motion.capacity if motion else "") or (found.capacity if found else "")


def _in_post(record: MeetingRecord, terms: Constitution) -> Members | None:
    """How many seats of each class had a holder on the day; not known where nobody recorded who holds them."""
    held = {one.seat for one in record.in_post if one.standing == "holder"}
    if not held:
        return None
    classes = Counter(seat.member_class for seat in terms.seats if seat.slug in held)
    return Members(None, dict(classes))


def _together(terms: Constitution, there: tuple[Presence, ...]) -> tuple[tuple[Presence, ...], ...]:
    """Each person once: where the terms say what holding several seats counts for, with all the seats they fill."""
    if terms.several_seats is None:
        return tuple((one,) for one in there)
    found: dict[tuple[str, str, bool], list[Presence]] = {}
    for one in there:
        found.setdefault((" ".join(one.person.split()).casefold(), one.standing, one.is_remote), []).append(
            one
        )
    return tuple(tuple(several) for several in found.values())


def _attender(record: MeetingRecord, terms: Constitution, several: tuple[Presence, ...]) -> Attender:
    one = several[0]
    seats = tuple(each.seat for each in several if each.seat) if one.standing in MEMBERS else ()
    offices = [office for each in several if (office := office_of(record, terms, each))]
    return Attender(
        seats=seats,
        organisations=(one.organisation,) if one.organisation and not seats else (),
        member_class="",
        office=offices[0] if offices else "",
        standing=one.standing,
        count=1,
        starts=None,
        ends=None,
        remote=one.is_remote,
        named=_is_named(record, one) if one.standing == "deputy" else None,
        person=one.person,
    )


def _is_named(record: MeetingRecord, one: Presence) -> bool:
    """Whether a deputy was named beforehand for the seat."""
    return any(
        post.standing == "deputy" and post.seat == one.seat and same_person(post.person, one.person)
        for post in record.in_post
    )


def _item(record: MeetingRecord, motion: MotionRecord) -> Item:
    agreed = motion.method == "agreed"
    return Item(
        id=str(motion.id),
        scope=motion.scope,
        ballots=dict(sorted(motion.ballots.items())) if motion.method == "ballot" else None,
        tally=Tally(*motion.tally) if motion.tally and motion.method in {"hands", "secret"} else None,
        casting=motion.casting,
        casting_by=motion.casting_by,
        has_voted=_had_voted(record, motion),
        presiding="",
        consensus=agreed,
        at=None,
    )


def _had_voted(record: MeetingRecord, motion: MotionRecord) -> bool | None:
    """Whether whoever gave the casting vote had voted already: in a ballot the engine sees it for itself."""
    if not motion.casting or motion.method == "ballot":
        return None
    if motion.method == "secret":
        return motion.casting_by in motion.voted
    said = [
        one.detail.get("has_voted")
        for one in record.standing_events()
        if one.kind == "cast" and one.motion == motion.id
    ]
    return said[-1] if said and isinstance(said[-1], bool) else None


@rule(source=Citation("Terms of reference", "quorum"))
def quorum_at(
    record: MeetingRecord, terms: Constitution | None, *, at: datetime, item: UUID | None = None
) -> Quorum:
    """A meeting is quorate at a moment, and for an item, when those in the room for it at that moment make the quorum."""
    if terms is None:
        return Quorum(None, None, None, "", (), (NO_TERMS,))
    return _quorum(decide(terms, situation(record, terms, at=at, item=item)))


def _quorum(found: Decision) -> Quorum:
    shown = headline(found.quorum)
    missing = (*found.missing_rules, *found.missing_facts) if found.quorate is None else ()
    return Quorum(
        found.quorate,
        shown.present if shown else None,
        shown.required if shown else None,
        shown.unit if shown else "",
        found.reasons,
        missing,
    )


@rule(source=Citation("Terms of reference", "quorum and decisions"))
def decide_motion(
    record: MeetingRecord, terms: Constitution | None, motion: MotionRecord, *, at: datetime
) -> MotionVerdict:
    """A motion is decided by the terms in force and by who is in the room for it at the moment at which it is decided."""
    tally = counted(motion)
    if terms is None:
        lacking = Quorum(None, None, None, "", (), (NO_TERMS,))
        return MotionVerdict(
            at, Result.UNDETERMINED, lacking, None, None, "", tally, False, (), (), (NO_TERMS,), (), NO_TERMS_STEP
        )  # fmt: skip
    return judged(terms, situation(record, terms, at=at, motion=motion), at, tally)


def if_agreed(
    record: MeetingRecord, terms: Constitution | None, item: ItemRecord | None, *, at: datetime
) -> MotionVerdict:
    """What the terms would make of it if an item were agreed now without a vote, nobody being against."""
    motion = MotionRecord(
        id=UUID(int=0), item=item.id if item else None, order=0, text="", scope=item.scope if item else "ordinary",
        capacity=item.capacity if item else "", effect="note", about="", method="agreed", state="closed", ballots={},
        voted=frozenset(), tally=None, casting="", casting_by="", opened_at=at, closed_at=at,
    )  # fmt: skip
    return decide_motion(record, terms, motion, at=at)


def judged(
    terms: Constitution, put: Situation, at: datetime, tally: tuple[int, int, int] | None
) -> MotionVerdict:
    """What the engine answers about a situation with one item: a certificate is checked by asking again."""
    found = decide(terms, put)
    return _verdict(at, found, found.items[0], tally)


def _verdict(
    at: datetime, found: Decision, item: ItemDecided, tally: tuple[int, int, int] | None
) -> MotionVerdict:
    quorum = _quorum(found)
    return MotionVerdict(
        at=at,
        outcome=str(item.outcome),
        quorum=quorum,
        needed=item.needed,
        base=item.base,
        base_name=item.base_name,
        tally=tally,
        casting_used=item.casting_used,
        reasons=item.reasons,
        missing_rules=item.missing_rules,
        missing_facts=item.missing_facts,
        notes=(*found.notes, *item.notes),
        next_step=item.next_step,
    )


def counted(motion: MotionRecord) -> tuple[int, int, int] | None:
    """For, against and abstained as given, one a seat; None where no vote was taken."""
    if motion.method == "ballot":
        said = Counter(motion.ballots.values())
        return said["for"], said["against"], said["abstain"]
    return motion.tally if motion.method in {"hands", "secret"} else None


def differs(before: Mapping[str, object], after: MotionVerdict) -> bool:
    """Whether a verdict worked out again says something else about what was decided and whether it stands."""
    now = after.as_json()
    return any(before.get(key) != now[key] for key in ("outcome", "quorate"))
