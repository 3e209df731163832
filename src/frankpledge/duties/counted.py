"""What the record of meetings shows done. Governance lies below this room, so it is asked from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from frankpledge.duties.rules.obligations import Evidence, Happened
from frankpledge.governance import api as governance
from frankpledge.governance.agenda.requiring import public_records
from frankpledge.governance.facts import MeetingFacts
from frankpledge.governance.membership import queries as members
from frankpledge.governance.membership import skills
from frankpledge.kernel.dates import PartialDate, Period, short_date

MEETING, PUBLIC, SCRUTINY = "meeting-held", "public-meeting", "scrutiny-meeting"
NOTED = "public-meeting-noted"
TERMS, SKILLS = "terms-reviewed", "skills-review"
ASSESSMENT, AGREE_ASSESSMENT = "assessment-issued", "agree-assessment"
KINDS = (MEETING, PUBLIC, NOTED, SCRUTINY, TERMS, SKILLS, ASSESSMENT)
LONGEST_GAP = timedelta(184)
"""Between two meetings further apart than this the record may have a hole, and proves no absence."""


def from_meetings(partnership: str, on: date) -> Evidence:
    """Meetings held, public meetings, the committee's meetings, terms brought into force and skills reviews closed."""
    meetings = governance.meetings(partnership)
    held = [one for one in meetings if one.status == "held" and one.held.earliest <= on]
    ours = [one for one in held if one.body_kind == "partnership" and not one.group]
    happened = [
        *(_said(MEETING, one) for one in ours),
        *_public(partnership, [one for one in ours if one.kind == "public"], on),
        *(_said(SCRUTINY, one) for one in held if one.body_kind == "scrutiny-committee"),
        *_terms(partnership, on),
        *_skills(partnership),
        *_agreed(partnership),
    ]
    whole = tuple(whole_periods((one.held for one in ours), on))
    return Evidence(tuple(happened), {MEETING: whole, PUBLIC: whole})


def _said(kind: str, one: MeetingFacts, *more: str) -> Happened:
    """A meeting held: who was there as far as it is recorded, and what else shows it."""
    there = "attendance not recorded" if one.present is None else f"{len(one.present)} there"
    return Happened(kind, one.held, f"{one.title} ({'; '.join((there, *more))})", href=f"meetings/{one.slug}")


def _public(partnership: str, meetings: list[MeetingFacts], on: date) -> Iterator[Happened]:
    """Public meetings, each with how it was made known and told of afterwards; what was told shows a duty of its own."""
    known = public_records(partnership) if meetings else {}
    for one in meetings:
        said = known.get(one.id)
        before, after = (said.publicised_on, said.reported_on) if said else (None, None)
        yield _said(
            PUBLIC, one,
            f"made known on {short_date(before)}" if before else "how it was made known is not recorded",
            f"told of on {short_date(after)}" if after else "no note is recorded",
        )  # fmt: skip
        if before is not None and after is not None and after <= on:
            told = f"{one.title}: made known on {short_date(before)}, told of on {short_date(after)}"
            yield Happened(NOTED, PartialDate.of(after), told, href=f"meetings/{one.slug}")


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
