"""Writes of a running meeting, one function a verb. Each happens under the meeting's lock and leaves a line of history."""

from __future__ import annotations

from frankpledge.governance.running.attendance import (
    Attending,
    Recorded,
    arrive,
    come_back,
    declare,
    leave,
    open_meeting,
    preside,
    withdraw_from,
)
from frankpledge.governance.running.ballots import Cast, cast_ballot
from frankpledge.governance.running.business import (
    adjourn,
    cancel,
    close_meeting,
    finish_item,
    note,
    observe,
    resume,
    set_action,
    start_item,
    strike,
    update_action,
)
from frankpledge.governance.running.decisions import Changed, rule_on
from frankpledge.governance.running.events import Said, happen
from frankpledge.governance.running.votes import (
    Attempt,
    Put,
    agree,
    close_vote,
    give_casting_vote,
    leave_tied,
    open_vote,
    put_motion,
    withdraw_motion,
)

__all__ = [
    "Attempt", "Attending", "Cast", "Changed", "Put", "Recorded", "Said", "adjourn", "agree", "arrive", "cancel",
    "cast_ballot", "close_meeting", "close_vote", "come_back", "declare", "finish_item", "give_casting_vote", "happen",
    "leave", "leave_tied", "note", "observe", "open_meeting", "open_vote", "preside", "put_motion", "resume", "rule_on",
    "set_action", "start_item", "strike", "update_action", "withdraw_from", "withdraw_motion",
]  # fmt: skip
