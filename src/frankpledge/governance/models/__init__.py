"""The stored records of governance, a module a subject."""

from __future__ import annotations

from frankpledge.governance.models.actions import Action, ActionUpdate
from frankpledge.governance.models.bodies import Group, OfficeHolding, Tenure
from frankpledge.governance.models.certificates import Certificate, SigningKey
from frankpledge.governance.models.decisions import Advice, Decision, ExternalDecision
from frankpledge.governance.models.escalations import Escalation
from frankpledge.governance.models.meetings import AgendaItem, Attendance, Meeting, MeetingEvent, Reply
from frankpledge.governance.models.minutes import ClerkText, MinutesCorrection, MinutesSet
from frankpledge.governance.models.papers import (
    Attachment,
    BackgroundPaper,
    CouncilAdvice,
    EarlyInterest,
    IssuedAgenda,
    LikelyQuestion,
    Observation,
    Paper,
    PaperPart,
    SignOff,
)
from frankpledge.governance.models.planning import (
    Circulation,
    MeetingChange,
    PlannedItem,
    PlannedItemMove,
    PublicMeeting,
    RequiredAttendance,
    RequiredAuthority,
    Requisition,
    Tempo,
)
from frankpledge.governance.models.terms import TermsDraft, TermsVersion
from frankpledge.governance.models.votes import Ballot, Motion

__all__ = [
    "Action", "ActionUpdate", "Advice", "AgendaItem", "Attachment", "Attendance", "BackgroundPaper", "Ballot",
    "Certificate", "Circulation", "ClerkText", "CouncilAdvice", "Decision", "EarlyInterest", "Escalation",
    "ExternalDecision", "Group", "IssuedAgenda", "LikelyQuestion", "Meeting", "MeetingChange", "MeetingEvent",
    "MinutesCorrection", "MinutesSet", "Motion", "Observation", "OfficeHolding", "Paper", "PaperPart",
    "PlannedItem", "PlannedItemMove", "PublicMeeting", "Reply", "RequiredAttendance", "RequiredAuthority",
    "Requisition", "SignOff", "SigningKey", "Tempo", "Tenure", "TermsDraft", "TermsVersion",
]  # fmt: skip
