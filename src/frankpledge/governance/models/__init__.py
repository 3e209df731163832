"""The stored records of governance, a module a subject."""

from __future__ import annotations

from frankpledge.governance.models.actions import Action, ActionUpdate
from frankpledge.governance.models.bodies import Group, OfficeHolding, Tenure
from frankpledge.governance.models.certificates import Certificate, SigningKey
from frankpledge.governance.models.decisions import Advice, Decision, ExternalDecision
from frankpledge.governance.models.escalations import Escalation
from frankpledge.governance.models.interchange import CalendarFeed, PastImport, PastMeeting
from frankpledge.governance.models.interests import InterestsConfirmed, RegisteredInterest
from frankpledge.governance.models.links import ChairsMeeting, OnwardReport, PartnerLink
from frankpledge.governance.models.meetings import AgendaItem, Attendance, Meeting, MeetingEvent, Reply
from frankpledge.governance.models.minutes import ClerkText, MinutesCorrection, MinutesSet
from frankpledge.governance.models.outside import Procedure
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
from frankpledge.governance.models.skills import SkillsAnswer, SkillsReview
from frankpledge.governance.models.terms import TermsDraft, TermsVersion
from frankpledge.governance.models.votes import Ballot, Motion

__all__ = [
    "Action",
    "ActionUpdate",
    "Advice",
    "AgendaItem",
    "Attachment",
    "Attendance",
    "BackgroundPaper",
    "Ballot",
    "CalendarFeed",
    "Certificate",
    "ChairsMeeting",
    "Circulation",
    "ClerkText",
    "CouncilAdvice",
    "Decision",
    "EarlyInterest",
    "Escalation",
    "ExternalDecision",
    "Group",
    "InterestsConfirmed",
    "IssuedAgenda",
    "LikelyQuestion",
    "Meeting",
    "MeetingChange",
    "MeetingEvent",
    "MinutesCorrection",
    "MinutesSet",
    "Motion",
    "Observation",
    "OfficeHolding",
    "OnwardReport",
    "Paper",
    "PaperPart",
    "PartnerLink",
    "PastImport",
    "PastMeeting",
    "PlannedItem",
    "PlannedItemMove",
    "Procedure",
    "PublicMeeting",
    "RegisteredInterest",
    "Reply",
    "RequiredAttendance",
    "RequiredAuthority",
    "Requisition",
    "SignOff",
    "SigningKey",
    "SkillsAnswer",
    "SkillsReview",
    "Tempo",
    "Tenure",
    "TermsDraft",
    "TermsVersion",
]
