"""The stored records of governance, a module a subject."""

from __future__ import annotations

from frankpledge.governance.models.actions import Action, ActionUpdate
from frankpledge.governance.models.bodies import Group, OfficeHolding, Tenure
from frankpledge.governance.models.certificates import Certificate, SigningKey
from frankpledge.governance.models.decisions import Advice, Decision, ExternalDecision
from frankpledge.governance.models.escalations import BoardAdvice, Escalation
from frankpledge.governance.models.meetings import AgendaItem, Attendance, Meeting, MeetingEvent, Reply
from frankpledge.governance.models.minutes import ClerkText, MinutesCorrection, MinutesSet, ObservationAnswer
from frankpledge.governance.models.terms import TermsDraft, TermsVersion
from frankpledge.governance.models.votes import Ballot, Motion

__all__ = [
    "Action", "ActionUpdate", "Advice", "AgendaItem", "Attendance", "Ballot", "BoardAdvice", "Certificate",
    "ClerkText", "Decision", "Escalation", "ExternalDecision", "Group", "Meeting", "MeetingEvent",
    "MinutesCorrection", "MinutesSet", "Motion", "ObservationAnswer", "OfficeHolding", "Reply",
    "SigningKey", "Tenure", "TermsDraft", "TermsVersion",
]  # fmt: skip
