"""What the record of meetings shows done. Governance lies below this room, so it is asked from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from frankpledge.duties.rules.obligations import Evidence, Happened
from frankpledge.governance import api as governance
from frankpledge.governance.facts import MeetingFacts
from frankpledge.governance.membership import queries as members
from frankpledge.governance.membership import skills
from frankpledge.kernel.dates import PartialDate, Period

MEETING, PUBLIC, SCRUTINY = "meeting-held", "public-meeting", "scrutiny-meeting"
TERMS, SKILLS = "terms-reviewed", "skills-review"
ASSESSMENT, AGREE_ASSESSMENT = "assessment-issued", "agree-assessment"
KINDS = (MEETING, PUBLIC, SCRUTINY, TERMS, SKILLS, ASSESSMENT)
LONGEST_GAP = timedelta(184)
"""Between two meetings further apart than this the record may have a hole, and proves no absence."""


def from_meetings(partnership: str, on: date) -> Evidence:
    """Meetings held, public meetings, the committee's meetings, terms brought into force and skills reviews closed."""
    meetings = governance.meetings(partnership)
    held = [one for one in meetings if one.status == "held" and one.held.earliest <= on]
    ours = [one for one in held if one.body_kind == "partnership" and not one.group]
    happened = [
        *(_said(MEETING, one) for one in ours),
        *(_said(PUBLIC, one) for one in ours if one.kind == "public"),
        *(_said(SCRUTINY, one) for one in held if one.body_kind == "scrutiny-committee"),
        *_terms(partnership, on),
        *_skills(partnership),
        *_agreed(partnership),
    ]
    whole = tuple(whole_periods((one.held for one in ours), on))
    return Evidence(tuple(happened), {MEETING: whole, PUBLIC: whole})


def _said(kind: str, one: MeetingFacts) -> Happened:
    return Happened(kind, one.held, one.title, href=f"meetings/{one.slug}")


def _terms(partnership: str, on: date) -> Iterator[Happened]:
    for period in members.terms_periods(partnership):
        if period.starts_on <= on:
            yield Happened(TERMS, PartialDate.of(period.starts_on), "Terms of reference came into force")


def _skills(partnership: str) -> Iterator[Happened]:
    for _, year, _, closed in skills.reviews(partnership):
        if closed is not None:
            yield Happened(SKILLS, PartialDate.of(closed), f"Review of knowledge and skills {year} closed")


def _agreed(partnership: str) -> Iterator[Happened]:
    """Decisions that signed a strategic assessment off."""
    for one in governance.decisions(partnership):
        if one.effect == AGREE_ASSESSMENT and one.outcome == "carried" and one.decided is not None:
            yield Happened(ASSESSMENT, one.decided, f"Signed off by {one.body}")


def whole_periods(days: Iterable[PartialDate], on: date) -> Iterator[Period]:
    """The times over which a record of meetings is whole: unbroken runs, the last to its last meeting, never to today."""
    ordered = sorted(day for day in {one.latest for one in days} if day <= on)
    start = previous = None
    for day in ordered:
        if previous is not None and start is not None and day - previous > LONGEST_GAP:
            yield Period(start, previous)
            start = day
        start, previous = start or day, day
    if start is not None and previous is not None:
        yield Period(start, previous)
