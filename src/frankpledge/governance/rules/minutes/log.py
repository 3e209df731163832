"""The one log of actions: what may be said of an action, which are overdue, and whose owners have gone. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds

STATES = {"open": "Not done", "blocked": "Blocked", "done": "Done", "withdrawn": "Withdrawn"}
LIVE = {"open", "blocked"}
SOON = 14
"""Days before an action is due at which its owner is reminded."""
_LOG = Citation("Practice of clerks", "action log")


@dataclass(frozen=True)
class LoggedUpdate:
    """What was said of an action, and when."""

    on: date
    by: str
    text: str
    state: str
    due_on: date | None
    evidence: str
    meeting: str = ""


@dataclass(frozen=True)
class Logged:
    """An action as the log has it. `about` is what it belongs to in a higher room, `is_owner_here` whether the owner's
    account is still in use (None: the owner is known by name only).
    """

    id: UUID
    number: str
    text: str
    group: str
    owner: str
    owner_id: UUID | None
    organisation: str
    organisation_id: UUID | None
    due_on: date | None
    state: str
    closed_on: date | None
    evidence: str
    about: str
    meeting: str
    meeting_title: str
    item: UUID | None
    set_on: date
    row_version: int
    is_owner_here: bool | None = None
    is_withheld: bool = False
    """It was set in the closed part of a meeting."""
    updates: tuple[LoggedUpdate, ...] = ()

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def is_overdue(self, on: date) -> bool:
        """Only an action with a date can be late."""
        return self.is_live and self.due_on is not None and self.due_on < on

    def is_soon(self, on: date) -> bool:
        return self.is_live and self.due_on is not None and on <= self.due_on <= on + timedelta(days=SOON)


@dataclass(frozen=True)
class Said:
    """What somebody says of an action."""

    state: str
    text: str = ""
    evidence: str = ""
    due_on: date | None = None


DONE_WITHOUT = "Say what shows that {number} is done: a document, a decision, a date, a name."
BLOCKED_WITHOUT = "Say what is in the way of {number}."
WITHDRAWN_WITHOUT = "Say why {number} is withdrawn."
NOTHING = "Say something of {number}, or change its state or date."
CLOSED = "{number} was closed on {day}. Open it again first."
UNKNOWN = "An action is not done, blocked, done or withdrawn."
PAST = "{day} is past: an action is due on a day to come."
ALLOWED = "{number} may be recorded as {state}."


@rule(source=_LOG)
def may_be_said(one: Logged, said: Said, on: date) -> Verdict:
    """An action is closed as done only with what shows it, withdrawn only with a reason, blocked only with the obstacle."""
    state = STATES.get(said.state)
    if state is None:
        return fails(message(UNKNOWN))
    if problem := _problem(one, said, on):
        return fails(problem, Reason("action log", f"{one.state} to {said.state}"))
    return holds(message(ALLOWED, number=one.number, state=state.casefold()))


def _problem(one: Logged, said: Said, on: date) -> Message | None:
    text = said.text.strip()
    if not one.is_live and said.state not in LIVE:
        day = short_date(one.closed_on) if one.closed_on else "an earlier day"
        return message(CLOSED, number=one.number, day=day)
    if said.state == "done" and not (said.evidence.strip() or one.evidence):
        return message(DONE_WITHOUT, number=one.number)
    if said.state in {"blocked", "withdrawn"} and not text:
        return message(BLOCKED_WITHOUT if said.state == "blocked" else WITHDRAWN_WITHOUT, number=one.number)
    if said.due_on and said.due_on < on and said.state in LIVE and said.due_on != one.due_on:
        return message(PAST, day=short_date(said.due_on))
    if (
        said.state == one.state
        and not text
        and not said.evidence.strip()
        and said.due_on in {None, one.due_on}
    ):
        return message(NOTHING, number=one.number)
    return None


@dataclass(frozen=True)
class Stale:
    """A live action that nobody will do: its owner has gone, or it never had one."""

    action: Logged
    why: Message


NO_OWNER = "{number} has no owner."
GONE = "{owner} no longer holds any seat or post; give {number} to somebody else."
ENDED = "{organisation} has ended; give {number} to its successor."
QUIET = "Nobody has said anything of {number} since {day}."


@rule(source=_LOG)
def stale(
    actions: Iterable[Logged], *, here: frozenset[str], gone_bodies: frozenset[str], on: date, quiet_days: int
) -> tuple[Stale, ...]:
    """A live action needs an owner who is still there: a person in a seat or post, or a body that exists.

    `here` holds the names of those who hold a seat or post (small letters), `gone_bodies` those of bodies that have ended.
    """
    judged = ((one, _why_stale(one, here, gone_bodies, on, quiet_days)) for one in actions if one.is_live)
    return tuple(Stale(one, why) for one, why in judged if why)


def _why_stale(
    one: Logged, here: frozenset[str], gone_bodies: frozenset[str], on: date, quiet_days: int
) -> Message | None:
    if not one.owner and not one.organisation:
        return message(NO_OWNER, number=one.number)
    known = one.is_owner_here or " ".join(one.owner.split()).casefold() in here
    if one.owner and not known:
        return message(GONE, owner=one.owner, number=one.number)
    if not one.owner and one.organisation.casefold() in gone_bodies:
        return message(ENDED, organisation=one.organisation, number=one.number)
    last = max((update.on for update in one.updates), default=one.set_on)
    if (on - last).days > quiet_days:
        return message(QUIET, number=one.number, day=short_date(last))
    return None


@dataclass(frozen=True)
class Reminder:
    """What one person is reminded of: the words of a message that anybody may send."""

    owner: str
    overdue: tuple[Logged, ...]
    soon: tuple[Logged, ...]
    undated: tuple[Logged, ...]

    @property
    def lines(self) -> tuple[Message, ...]:
        """A short message: what is late, what is due, how to answer. One line each."""
        said: list[Message] = [message("Actions for {owner}", owner=self.owner)]
        for title, rows in (
            ("Overdue", self.overdue),
            ("Due soon", self.soon),
            ("Without a date", self.undated),
        ):
            if rows:
                said.append(message(f"{title}:"))
                said += [_line(one) for one in rows]
        return tuple(said)


def _line(one: Logged) -> Message:
    if one.due_on is None:
        return message("- {number}: {text}", number=one.number, text=one.text)
    return message(
        "- {number}: {text} (due {day})", number=one.number, text=one.text, day=short_date(one.due_on)
    )


def reminders(actions: Iterable[Logged], on: date) -> tuple[Reminder, ...]:
    """Whom to remind of what, by owner; nobody is reminded of what is done, nor of what is due much later."""
    by_owner: dict[str, list[Logged]] = {}
    for one in actions:
        if one.is_live and (one.owner or one.organisation):
            by_owner.setdefault(one.owner or one.organisation, []).append(one)
    made = [
        Reminder(
            owner,
            tuple(one for one in rows if one.is_overdue(on)),
            tuple(one for one in rows if one.is_soon(on)),
            tuple(one for one in rows if one.due_on is None),
        )
        for owner, rows in sorted(by_owner.items())
    ]
    return tuple(one for one in made if one.overdue or one.soon or one.undated)


def in_order(actions: Iterable[Logged], on: date) -> tuple[Logged, ...]:
    """The most pressing first: overdue, then by date, then what has none, and closed ones last."""
    return tuple(
        sorted(actions, key=lambda one: (not one.is_live, one.due_on is None, one.due_on or on, one.number))
    )
