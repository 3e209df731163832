"""Minutes that write themselves: from the record of a meeting and the terms in force on its day. Pure.

What is said is what was recorded, in the order in which it happened. What the clerk adds stands apart and never in the
place of a recorded fact. The public version is made anew from the same record, without what it may not hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import dropwhile, takewhile
from uuid import UUID

from frankpledge.governance.rules.meetings.judging import Quorum, quorum_at
from frankpledge.governance.rules.meetings.record import Happened, ItemRecord, MeetingRecord, MotionRecord
from frankpledge.governance.rules.meetings.sitting import presiding_at
from frankpledge.governance.rules.minutes import actions, voted
from frankpledge.governance.rules.minutes import sentences as s
from frankpledge.governance.rules.minutes.attending import attended, missing
from frankpledge.governance.rules.minutes.facts import Advised, Beside, Line, Minuted, Minutes
from frankpledge.governance.rules.minutes.naming import Naming
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import Message, message

MEMBERS = {"holder", "deputy"}
Steps = list[tuple[Happened, UUID | None]]


@rule(
    source=Citation(
        "Practice of clerks", note="minutes hold what was decided and why, and nothing that did not happen"
    )
)
def compose(
    record: MeetingRecord, terms: Constitution | None, beside: Beside, *, is_public: bool = False
) -> Minutes:
    """The minutes of a meeting say what its record says: who was there, what was put, what became of it, and why.

    They grow while the meeting goes on. With `is_public` the closed part is withheld and only those who fill a seat,
    or stand in for one who does, are named.
    """
    naming = Naming(record, terms, is_public)
    steps = _by_item(record)
    there = attended(naming)
    shown = [_item(naming, one, steps, beside) for one in record.items]
    is_closed = {one.id: one.is_closed for one in record.items}
    return Minutes(
        title=record.title,
        body=beside.body or (terms.body if terms else ""),
        held=beside.held,
        place=beside.place,
        is_public=is_public,
        is_growing=not any(one.kind == "closed" for one in record.standing_events()),
        present=tuple(one for one in there if one.standing in MEMBERS),
        others=tuple(one for one in there if one.standing == "officer" or (one.standing == "observer" and not is_public)),
        observers=sum(one.standing == "observer" for one in there),
        missing=missing(naming, beside.apologies),
        opening=tuple(_opening(naming, steps, beside)),
        interests=_interests(naming),
        items=tuple(one for one in shown if one.id and not is_closed[one.id]),
        closed=tuple(one for one in shown if one.id and is_closed[one.id]),
        ending=_ending(naming, steps, beside),
    )  # fmt: skip


def _by_item(record: MeetingRecord) -> Steps:
    """Each event with the item it belongs to: the one it names, else the one that was open when it happened."""
    found: Steps = []
    now: UUID | None = None
    for event in record.standing_events():
        if event.kind == "item-opened":
            now = event.item
        if event.kind == "closed":
            now = None
        found.append((event, event.item or now))
        if event.kind == "item-closed" and event.item in {None, now}:
            now = None
    return found


def _opening(naming: Naming, steps: Steps, beside: Beside) -> Iterable[Line]:
    """The opening, quorum and chair, and all that happened before the first item and belongs to none."""
    before = list(takewhile(lambda step: step[0].kind not in {"item-opened", "closed"}, steps))
    for event, _ in before:
        if event.kind == "opened":
            yield Line("opened", message(s.OPENED, time=s.clock(event.at)), event.sequence)
            yield Line("quorum", _quorum(naming, quorum_at(naming.record, naming.terms, at=event.at)))
            yield from _chair_at_opening(naming, event)
    yield from _told(naming, [event for event, item in before if item is None], beside)


def _chair_at_opening(naming: Naming, event: Happened) -> Iterable[Line]:
    """The chair presides without anybody saying so; someone else only by an event, which has its own line."""
    took = any(one.kind == "presides" for one in naming.record.standing_events())
    found = presiding_at(naming.record, naming.terms, event.at)
    if found and not took:
        yield Line(
            "presided", message(s.PRESIDED, who=naming.someone(found.seat, found.person, standing="holder"))
        )


def _quorum(naming: Naming, found: Quorum) -> Message:
    if found.quorate is None or found.present is None or found.required is None:
        if found.quorate is not None and found.reasons:
            return _quorum_in_words(naming, found)
        return message(s.QUORUM_UNKNOWN, missing=", ".join(found.missing) or s.UNKNOWN)
    clause = s.clause_in_words(naming.terms, found.reasons[0].clause if found.reasons else "")
    return message(
        s.QUORATE if found.quorate else s.INQUORATE,
        present=found.present, unit=found.unit, required=found.required, clause=clause,
    )  # fmt: skip


def _quorum_in_words(naming: Naming, found: Quorum) -> Message:
    """A quorum that is no number, such as that someone must be there."""
    pattern = s.QUORATE_WORDS if found.quorate else s.INQUORATE_WORDS
    reason = found.reasons[0]
    return message(pattern, working=reason.working, clause=s.clause_in_words(naming.terms, reason.clause))


def _interests(naming: Naming) -> tuple[Line, ...]:
    """Every declaration, in its own place as well: a reader of the register of interests looks only here."""
    found = []
    for event in naming.record.standing_events():
        if event.kind != "declared":
            continue
        item = naming.record.item(event.item) if event.item else None
        if item and item.is_closed and naming.is_public:
            continue
        who, nature = naming.of(event), s.ended(event.text)
        said = (
            message(s.DECLARED, who=who, item=item.number, nature=nature)
            if item
            else message(s.DECLARED_WHOLE, who=who, nature=nature)
        )
        found.append(Line("declared", said, event.sequence))
    return tuple(found)


def _item(naming: Naming, item: ItemRecord, steps: Steps, beside: Beside) -> Minuted:
    withheld = item.is_closed and naming.is_public
    if withheld:
        return Minuted(item.id, item.number, item.title, True, True, (_withheld(item, beside),))
    own = [event for event, which in steps if which == item.id]
    lines = (
        *_considered(naming, item, own, beside),
        *_happenings(naming, item, own, beside),
        *actions.without_event(naming, item.id, beside),
    )
    clerk = "\n\n".join(text for which, text in beside.clerk if which == item.id)
    reached = next((one.sequence for one in own if one.kind == "item-opened"), None)
    if not lines and not clerk and reached is not None:
        lines = (Line("reached", message(s.NOTHING_RECORDED), reached),)
    return Minuted(item.id, item.number, item.title, item.is_closed, False, lines, clerk)


def _withheld(item: ItemRecord, beside: Beside) -> Line:
    why = dict(beside.closed_because).get(item.id, "")
    said = message(s.WITHHELD_BECAUSE, why=why.rstrip(".")) if why else message(s.WITHHELD)
    return Line("withheld", said)


def _considered(naming: Naming, item: ItemRecord, events: list[Happened], beside: Beside) -> Iterable[Line]:
    """What lay before the meeting; only once the item was reached."""
    if not events:
        return
    papers = [title for which, title in beside.considered if which == item.id]
    if papers:
        yield Line("considered", message(s.CONSIDERED, papers="; ".join(papers)))
    if item.presenter:
        yield Line("presented", message(s.PRESENTED, who=item.presenter))
    for one in beside.advice:
        if one.item == item.id and (one.is_published or not naming.is_public):
            yield _advised(naming, one)
    if item.recommendation and not naming.is_public:
        yield Line("recommended", message(s.RECOMMENDED, text=s.ended(item.recommendation)))


def _advised(naming: Naming, one: Advised) -> Line:
    named = one.organisation if naming.is_public and one.organisation else one.adviser
    return Line("advised", message(s.ADVISED, who=named, field=one.field, text=s.ended(one.text)))


def _happenings(naming: Naming, item: ItemRecord, events: list[Happened], beside: Beside) -> Iterable[Line]:
    """What happened in an item; a motion that no event tells of, of a meeting recorded afterwards, comes last."""
    yield from _told(naming, events, beside)
    told = {one.motion for one in naming.record.events}
    for motion in naming.record.motions:
        if motion.item == item.id and motion.id not in told and motion.state not in {"draft", "withdrawn"}:
            yield voted.put(naming, motion, None)
            yield from voted.result(naming, motion)


def _told(naming: Naming, events: list[Happened], beside: Beside) -> Iterable[Line]:
    """What happened, in order; each text is told once, where it first appears, and its result where it fell."""
    told: set[UUID] = set()
    settled: set[UUID] = set()
    for event in events:
        motion = naming.record.motion(event.motion) if event.motion else None
        if motion is not None:
            yield from _motion(naming, motion, event, told, settled)
        elif line := _plain(naming, event, beside):
            yield line


def _motion(
    naming: Naming, motion: MotionRecord, event: Happened, told: set[UUID], settled: set[UUID]
) -> Iterable[Line]:
    if motion.id not in told:
        told.add(motion.id)
        yield voted.put(naming, motion, event)
    if event.kind == "vote-refused":
        yield Line("vote-refused", message(s.REFUSED, clause="", why=s.ended(event.text)), event.sequence)
    elif event.kind == "motion-withdrawn":
        yield Line("motion-withdrawn", voted.withdrawn(event), event.sequence)
    elif event.kind in DECIDING and motion.id not in settled:
        settled.add(motion.id)
        yield from voted.result(naming, motion)
    elif event.kind == "vote-opened" and motion.state == "open":
        yield Line("open", message(s.OPEN), event.sequence)


DECIDING = {"agreed", "vote-closed", "cast"}
SIMPLE = {
    "arrived": s.ARRIVED, "left": s.LEFT, "withdrew": s.WITHDREW, "returned": s.RETURNED, "resumed": s.RESUMED,
    "closed": s.CLOSED,
}  # fmt: skip


def _plain(naming: Naming, event: Happened, beside: Beside) -> Line | None:
    """The sentence of an event that stands alone; None for one that is told elsewhere or needs no telling."""
    if event.kind in {"action-set", "action-updated"}:
        return actions.of_event(naming, event, beside)
    said = _said(naming, event)
    return Line(event.kind, said, event.sequence) if said else None


def _said(naming: Naming, event: Happened) -> Message | None:
    if event.kind in {"arrived", "left"} and not _is_news(naming, event):
        return None
    if event.kind in SIMPLE:
        return message(SIMPLE[event.kind], who=naming.of(event), time=s.clock(event.at))
    text = s.ended(event.text)
    if event.kind == "presides":
        who = naming.of(event)
        return message(s.PRESIDED_BECAUSE, who=who, why=text) if text else message(s.PRESIDED, who=who)
    if event.kind == "observed":
        return _observed(naming, event, text)
    if event.kind == "noted":
        return message(s.NOTED, text=text) if text else message(s.NOTED_BARE)
    if event.kind == "note":
        return message(s.NOTE, text=text) if text else None
    return _interrupted(event, text)


def _observed(naming: Naming, event: Happened, text: str) -> Message:
    answer = str(event.detail.get("answer") or "")
    who = naming.of(event) if event.seat or event.person else "It was said"
    if answer:
        return message(s.OBSERVED_ANSWERED, who=who, text=text, answer=s.ended(answer))
    return message(s.OBSERVED, who=who, text=text)


def _interrupted(event: Happened, text: str) -> Message | None:
    if event.kind == "adjourned":
        until = str(event.detail.get("to") or "")
        if until:
            return message(s.ADJOURNED_TO, time=s.clock(event.at), to=until, why=text)
        return message(s.ADJOURNED, time=s.clock(event.at), why=text)
    if event.kind == "vote-refused":
        return message(s.REFUSED, clause="", why=text)
    return None


def _is_news(naming: Naming, event: Happened) -> bool:
    """Comings and goings are told where they happen only between the opening and the close."""
    events = naming.record.standing_events()
    opened = next((one for one in events if one.kind == "opened"), None)
    closed = next((one for one in reversed(events) if one.kind == "closed"), None)
    standing = event.standing or ("holder" if event.seat else "observer")
    if naming.is_public and standing not in MEMBERS:
        return False
    return bool(opened and event.at > opened.at and s.clock(event.at) != s.clock(opened.at)) and not (
        closed and event.at >= closed.at
    )


def _ending(naming: Naming, steps: Steps, beside: Beside) -> tuple[Line, ...]:
    """What happened after the first item and belongs to none, and the close of the meeting."""
    after = list(dropwhile(lambda step: step[0].kind not in {"item-opened", "closed"}, steps))
    events = [event for event, item in after if item is None]
    return (*_told(naming, events, beside), *actions.without_event(naming, None, beside))


def counts(minutes: Minutes) -> Mapping[str, int]:
    """How many lines of each kind there are: what a page says before one reads on."""
    found: dict[str, int] = defaultdict(int)
    for item in (*minutes.items, *minutes.closed):
        for line in item.lines:
            found[line.kind] += 1
    return found
