"""The stored records of governance, a module a subject."""

from __future__ import annotations

from frankpledge.governance.models.actions import Action, ActionUpdate
from frankpledge.governance.models.bodies import Group, OfficeHolding, Tenure
from frankpledge.governance.models.decisions import Advice, Decision, ExternalDecision
from frankpledge.governance.models.meetings import AgendaItem, Attendance, Meeting, MeetingEvent, Reply
from frankpledge.governance.models.terms import TermsDraft, TermsVersion
from frankpledge.governance.models.votes import Ballot, Motion

__all__ = [
    "Action", "ActionUpdate", "Advice", "AgendaItem", "Attendance", "Ballot", "Decision",
    "ExternalDecision", "Group", "Meeting", "MeetingEvent", "Motion", "OfficeHolding", "Reply", "Tenure", "TermsDraft",
    "TermsVersion",
]  # fmt: skip
