"""What this room adds to the home page: how the terms stand, and the yearly meetings that law asks for.

The next meeting and what is due before it come from `agenda.home`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory import api as directory
from frankpledge.governance import queries
from frankpledge.governance.facts import MeetingFacts
from frankpledge.governance.membership import skills
from frankpledge.governance.presenting import flags
from frankpledge.governance.rules.agenda.public_meeting import year_has_its_public_meeting
from frankpledge.governance.rules.membership.skills import Asked, who_asks
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import Outcome, Verdict
from frankpledge.law import api as law
from frankpledge.law.facts import Duty as LawDuty
from frankpledge.web.home import Due
from frankpledge.web.pictures import BeadState, ChainLink, Duty
from frankpledge.web.routes import Place

PUBLIC_MEETING = "D08"
SCRUTINY_MEETING = "D21"


def _address(name: str, place: Place) -> str:
    return reverse(name, kwargs={"partnership": place.slug})


def chain_of_law(_principal: Principal, place: Place, on: date) -> ChainLink:
    """Which terms are in force, and whether something in them needs a person."""
    terms = queries.terms_in_force(place.slug, on=on)
    if terms is None:
        said = "No terms of reference are recorded for today."
        return ChainLink("law", "Law and terms", BeadState.PERSON, said, _address("terms", place))
    found = flags(directory.partnership(place.slug), terms, on)
    if found:
        said = f"The terms of {terms.label} need a person: {len(found)} to see."
        return ChainLink("law", "Law and terms", BeadState.PERSON, said, _address("terms", place))
    state = BeadState.PERSON if terms.is_assumed else BeadState.DONE
    said = f"The terms of {terms.label} are in force{', but they are assumed' if terms.is_assumed else ''}."
    return ChainLink("law", "Law and terms", state, said, _address("terms", place))


def due(principal: Principal, place: Place, on: date) -> Iterable[Due]:
    """What in the terms needs a person; for those who run it, a public meeting that nobody has called yet."""
    terms = queries.terms_in_force(place.slug, on=on)
    if terms is None:
        yield Due("Record the terms of reference in force today", "See the terms", _address("terms", place))
    for flag in flags(directory.partnership(place.slug), terms, on):
        yield Due(
            flag,
            "See the terms",
            _address("terms", place),
            because=f"Terms of reference, {terms.label if terms else ''}",
        )
    yield from _public_meeting_due(principal, place, on)


def _public_meeting_due(principal: Principal, place: Place, on: date) -> Iterator[Due]:
    if not can(principal, Permission.GOVERNANCE_WRITE, Subject("partnership", place.id, place.slug)):
        return
    duty = law.duty(PUBLIC_MEETING, directory.partnership(place.slug).nation, on)
    found = public_meeting_of_year(queries.meetings(place.slug), on)
    if duty is not None and found.outcome is Outcome.FAILS:
        because = "; ".join(map(str, duty.basis))
        yield Due(str(found), "Call a meeting", _address("meeting-new", place), _year_of(on).ends_on, because)


def duties(_principal: Principal, place: Place, on: date) -> Iterator[Duty]:
    """The public meeting of the partnership year, and the scrutiny meeting within twelve months of the last."""
    nation = directory.partnership(place.slug).nation
    every = queries.meetings(place.slug)
    held = [one for one in every if one.status == "held"]
    if (duty := law.duty(PUBLIC_MEETING, nation, on)) is not None:
        yield _public_meeting(duty, place, on, every)
    if (duty := law.duty(SCRUTINY_MEETING, nation, on)) is not None:
        yield from _scrutiny_meeting(duty, place, on, held)
    if (asked := who_asks(nation, on)) is not None:
        yield _skills(asked, place)


def _skills(asked: Asked, place: Place) -> Duty:
    """The review of knowledge and skills: by law or by custom, as its source says."""
    closed = [end for _, year, _, end in skills.reviews(place.slug) if year == asked.year.code]
    state = BeadState.UNKNOWN if not closed else BeadState.DONE if closed[0] else BeadState.NOW
    source = asked.source if asked.is_law else "Local custom"
    return Duty(asked.title, asked.due_on, "The partnership", state, _address("skills", place), source)


def _public_meeting(duty: LawDuty, place: Place, on: date, every: Iterable[MeetingFacts]) -> Duty:
    year, found = _year_of(on), public_meeting_of_year(every, on)
    state = {Outcome.HOLDS: BeadState.DONE, Outcome.UNDETERMINED: BeadState.WAITING}.get(
        found.outcome, BeadState.UNKNOWN
    )
    return _duty(duty, place, year.ends_on or on, state)


def _year_of(on: date) -> Period:
    return Period.financial_year(on.year if on >= date(on.year, 4, 1) else on.year - 1)


def public_meeting_of_year(every: Iterable[MeetingFacts], on: date) -> Verdict:
    """Whether the partnership year of a day has had its public meeting, or one is planned."""
    year = _year_of(on)
    days = [
        (one.held.earliest, one.status == "held")
        for one in every
        if one.kind == "public" and one.status in {"held", "planned", "running", "adjourned"}
        and one.held.earliest in year and one.held.latest in year
    ]  # fmt: skip
    return year_has_its_public_meeting(days, year)


def _scrutiny_meeting(duty: LawDuty, place: Place, on: date, held: list[MeetingFacts]) -> Iterator[Duty]:
    """Rolling: within twelve months of the last. A month without its day counts from its last day."""
    past = [
        one.held.latest for one in held if one.body_kind == "scrutiny-committee" and one.held.latest <= on
    ]
    if past:
        last = max(past)
        day = 28 if (last.month, last.day) == (2, 29) else last.day
        due_on = date(last.year + 1, last.month, day)
        yield _duty(duty, place, due_on, BeadState.WAITING if on <= due_on else BeadState.UNKNOWN)


def _duty(duty: LawDuty, place: Place, due_on: date, state: BeadState) -> Duty:
    source = "; ".join(map(str, duty.basis))
    return Duty(duty.title, due_on, duty.who.capitalize(), state, _address("meetings", place), source)
