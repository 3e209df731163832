"""Actions in minutes: as they were set or spoken of at the meeting, whatever became of them later. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from frankpledge.governance.rules.meetings.record import Happened
from frankpledge.governance.rules.minutes import sentences as s
from frankpledge.governance.rules.minutes.facts import ActionSet, Beside, Line
from frankpledge.governance.rules.minutes.naming import Naming
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import Message, message

STATES = {"open": "open", "blocked": "blocked", "done": "done", "withdrawn": "withdrawn"}


def of_event(naming: Naming, event: Happened, beside: Beside) -> Line:
    """An action set at the meeting, or what was said there of an earlier one."""
    number = str(event.detail.get("number") or "")
    if event.kind == "action-updated":
        state = STATES.get(str(event.detail.get("state") or ""), "open")
        return Line("action", _update(number, event.text, state), event.sequence, number)
    known = next((one for one in beside.actions if one.number == number), None)
    due = str(event.detail.get("due_on") or "")
    one = ActionSet(
        number, event.item, event.text, str(event.detail.get("owner") or ""), known.organisation if known else "",
        short_date(date.fromisoformat(due)) if due else "",
    )  # fmt: skip
    return Line("action", _set(naming, one), event.sequence, number)


def without_event(naming: Naming, item: UUID | None, beside: Beside) -> Iterable[Line]:
    """Actions of an item that no event tells of: those of a meeting that was recorded afterwards."""
    told = {str(one.detail.get("number") or "") for one in naming.record.events if one.kind == "action-set"}
    for one in beside.actions:
        if one.item == item and one.number not in told:
            yield Line("action", _set(naming, one), action=one.number)


def _update(number: str, text: str, state: str) -> Message:
    if not text.strip():
        return message(s.ACTION_STATE, number=number, state=state)
    return message(s.ACTION_UPDATE, number=number, update=text.strip().rstrip("."), state=state)


def _set(naming: Naming, one: ActionSet) -> Message:
    named = one.owner or one.organisation or "nobody yet"
    owner = (one.organisation or "a member") if naming.is_public else named
    text = one.text.strip().rstrip(".")
    if not one.due:
        return message(s.ACTION_UNDATED, number=one.number, text=text, owner=owner)
    return message(s.ACTION, number=one.number, text=text, owner=owner, due=one.due)
