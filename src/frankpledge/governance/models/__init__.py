"""The stored records of governance, a module a subject."""

from __future__ import annotations

from frankpledge.governance.models.actions import Action, ActionUpdate
from frankpledge.governance.models.bodies import Group, OfficeHolding, Tenure
from frankpledge.governance.models.decisions import Advice, Decision, ExternalDecision
from frankpledge.governance.models.interchange import CalendarFeed, PastImport, PastMeeting
from frankpledge.governance.models.interests import InterestsConfirmed, RegisteredInterest
from frankpledge.governance.models.links import ChairsMeeting, OnwardReport, PartnerLink
from frankpledge.governance.models.meetings import AgendaItem, Attendance, Meeting, MeetingEvent, Reply
from frankpledge.governance.models.outside import Procedure
from frankpledge.governance.models.skills import SkillsAnswer, SkillsReview
from frankpledge.governance.models.terms import TermsDraft, TermsVersion
from frankpledge.governance.models.votes import Ballot, Motion

__all__ = [
    "Action", "ActionUpdate", "Advice", "AgendaItem", "Attendance", "Ballot", "CalendarFeed", "ChairsMeeting",
    "Decision", "ExternalDecision", "Group", "InterestsConfirmed", "Meeting", "MeetingEvent", "Motion", "OfficeHolding",
    "OnwardReport", "PartnerLink", "PastImport", "PastMeeting", "Procedure", "RegisteredInterest", "Reply",
    "SkillsAnswer", "SkillsReview", "Tenure", "TermsDraft", "TermsVersion",
]  # fmt: skip
