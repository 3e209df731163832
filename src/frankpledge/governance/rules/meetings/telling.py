"""What happened, event by event, as a sentence each: the record as it grows beside the meeting. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frankpledge.governance.rules.meetings.record import Happened, MeetingRecord, MotionRecord
from frankpledge.governance.rules.meetings.voters import seat_title
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.kernel.messages import Message, message


@dataclass(frozen=True)
class Told:
    """An event as a sentence. `because` is what was said of it; `is_late`: it was written down afterwards."""

    sequence: int
    kind: str
    at: datetime
    item: UUID | None
    sentence: str
    because: str
    is_struck: bool
    struck_because: str
    is_late: bool


def tell(record: MeetingRecord, terms: Constitution | None) -> tuple[Told, ...]:
    """Every event in the order in which it happened, those that were struck out included."""
    struck = {one.strikes: one.text for one in record.events if one.kind == "struck"}
    shown = sorted(
        (one for one in record.events if one.kind != "struck"), key=lambda one: (one.at, one.sequence)
    )
    return tuple(_told(record, terms, one, struck) for one in shown)


def _told(
    record: MeetingRecord, terms: Constitution | None, event: Happened, struck: dict[int | None, str]
) -> Told:
    sentence, because = _sentence(record, terms, event)
    return Told(
        event.sequence, event.kind, event.at, event.item, str(sentence), because, event.sequence in struck,
        struck.get(event.sequence, ""), bool(event.detail.get("is_late")),
    )  # fmt: skip


def _sentence(record: MeetingRecord, terms: Constitution | None, event: Happened) -> tuple[Message, str]:
    found = _ATTENDANCE.get(event.kind)
    if found:
        return found(who(terms, event), event), event.text
    motion = record.motion(event.motion) if event.motion else None
    if motion:
        return _of_motion(event, motion), ""
    item = record.item(event.item) if event.item else None
    title = f"{item.number}. {item.title}" if item else ""
    return _of_business(event, title, who(terms, event))


def who(terms: Constitution | None, event: Happened) -> str:
    """A person with the seat or body they are there for."""
    where = seat_title(terms, event.seat) if event.seat else event.organisation
    if not event.person:
        return where
    return f"{event.person} ({where})" if where else event.person


def _arrived(name: str, event: Happened) -> Message:
    how = {"deputy": ", as deputy", "officer": ", as officer", "observer": ", as observer"}.get(
        event.standing, ""
    )
    afar = " from afar" if event.is_remote else ""
    if event.detail.get("at_opening"):
        return message("Present{afar}: {name}{how}.", afar=afar, name=name, how=how)
    return message("{name} joined{afar}{how}.", afar=afar, name=name, how=how)


_ATTENDANCE: dict[str, Callable[[str, Happened], Message]] = {
    "arrived": _arrived,
    "left": lambda name, _: message("{name} left.", name=name),
    "presides": lambda name, _: message("{name} took the chair.", name=name),
    "declared": lambda name, _: message("{name} declared an interest.", name=name),
    "withdrew": lambda name, _: message("{name} withdrew from the item.", name=name),
    "returned": lambda name, _: message("{name} came back.", name=name),
}


def _of_motion(event: Happened, motion: MotionRecord) -> Message:
    text = motion.text
    if event.kind == "motion-put":
        return message("Put to the members: {text}", text=text)
    if event.kind == "motion-withdrawn":
        return message("Withdrawn: {text}", text=text)
    if event.kind == "agreed":
        return message("Agreed: {text}", text=text)
    if event.kind == "vote-opened":
        return message("Voting was opened ({how}): {text}", how=METHODS[motion.method].lower(), text=text)
    if event.kind == "vote-closed":
        return message("Voting was closed: {text} {result}", text=text, result=event.text)
    if event.kind == "cast":
        return message("The casting vote was given {choice}: {text}", choice=motion.casting, text=text)
    return message("Refused: {text} {why}", text=text, why=event.text)


METHODS = {
    "hands": "Show of hands",
    "ballot": "Recorded vote",
    "secret": "Secret ballot",
    "agreed": "Without a vote",
}


def _of_business(event: Happened, title: str, name: str) -> tuple[Message, str]:
    pattern = {
        "opened": "The meeting was opened.",
        "item-opened": "Item {title}",
        "item-closed": "The item was closed.",
        "observed": "{name}: {text}",
        "noted": "Noted: {text}",
        "note": "{text}",
        "action-set": "Action {number}: {text}",
        "action-updated": "Action {number}: {text}",
        "adjourned": "The meeting was adjourned.",
        "resumed": "The meeting went on.",
        "closed": "The meeting was closed.",
        "vote-refused": "Refused: {text}",
    }[event.kind]
    values = {
        "title": title, "name": name or "A member", "text": event.text,
        "number": event.detail.get("number", ""),
    }  # fmt: skip
    because = event.text if "{text}" not in pattern else str(event.detail.get("answer", ""))
    return message(pattern, **values), because
