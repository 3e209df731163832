"""The yearly public meeting: who must be there, what must be done before it and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds, undetermined

REGULATIONS = Citation(
    "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007",
    "SI 2007/1830, reg 12(4); in Wales SI 2007/3076, reg 10(4)",
    "at least one public meeting a year, attended by a senior person of each responsible authority",
)


@dataclass(frozen=True)
class Representative:
    """Someone of an authority who comes or came. `is_senior` of None: nobody recorded whether the post is senior."""

    person: str
    is_senior: bool | None


@dataclass(frozen=True)
class Authority:
    """A responsible authority and its people at the meeting; `people` of None: who came is not recorded."""

    name: str
    people: tuple[Representative, ...] | None


@dataclass(frozen=True)
class PublicMeetingFacts:
    """The meeting; `is_over` says whether `people` are those who came or those who said they would."""

    on: date
    is_open: bool
    is_over: bool
    publicised_on: date | None
    reported_on: date | None
    authorities: tuple[Authority, ...]
    unfilled: tuple[str, ...] = ()
    """Kinds of authority that the law names everywhere and for which the directory has no body."""


@dataclass(frozen=True)
class Check:
    """One thing the meeting needs, for whom, and how it stands."""

    code: str
    verdict: Verdict


@rule(source=REGULATIONS)
def public_meeting_is_complete(facts: PublicMeetingFacts) -> tuple[Check, ...]:
    """The public meeting of the year is open to the public, made known before, attended by a senior person of each
    responsible authority, and what happened at it is told afterwards. One check for each, one for each authority.
    """
    return (
        Check("open", _open(facts)), Check("publicised", _publicised(facts)),
        *(Check("senior", _senior(one, facts)) for one in facts.authorities),
        *(Check("nobody", _no_body(kind)) for kind in facts.unfilled),
        *((Check("nobody", undetermined(message("No responsible authority is recorded."), "authorities")),)
          if not facts.authorities else ()),
        Check("reported", _reported(facts)),
    )  # fmt: skip


def _open(facts: PublicMeetingFacts) -> Verdict:
    if facts.is_open:
        return holds(message("It is open to the public."))
    return fails(message("It is not marked as open to the public. Say so on the meeting's page."))


def _publicised(facts: PublicMeetingFacts) -> Verdict:
    if facts.publicised_on is None:
        text = message("Nothing says that it was made known to the public before. Record how and when.")
        return fails(text) if facts.is_over else undetermined(text, "publicity")
    days = {"told": short_date(facts.publicised_on), "held": short_date(facts.on)}
    if facts.publicised_on >= facts.on:
        return fails(message("It was made known on {told}, and it is on {held}: not before it.", **days))
    return holds(message("It was made known on {told}.", **days))


def _senior(authority: Authority, facts: PublicMeetingFacts) -> Verdict:
    name, tense = authority.name, "came" if facts.is_over else "comes"
    if authority.people is None:
        return undetermined(
            message("Who {tense} for {name} is not recorded.", name=name, tense=tense), "attendance"
        )
    if not authority.people:
        text = message("Nobody {tense} for {name}. Ask for a senior person.", name=name, tense=tense)
        return fails(text) if facts.is_over else undetermined(text, "reply")
    seniors = [one.person for one in authority.people if one.is_senior]
    if seniors:
        said = message("{person} {tense} for {name}.", person=seniors[0], name=name, tense=tense)
        return holds(said, Reason("senior", "recorded as senior at appointment"))
    named = " and ".join(one.person for one in authority.people)
    if any(one.is_senior is None for one in authority.people):
        text = message(
            "{named} {tense} for {name}, and whether the post is senior is not recorded. Record it with the appointment.",
            named=named, name=name, tense=tense,
        )  # fmt: skip
        return undetermined(text, "seniority")
    return fails(
        message(
            "{named} {tense} for {name}, in a post that is not senior.", named=named, name=name, tense=tense
        )
    )


def _no_body(kind: str) -> Verdict:
    return undetermined(
        message("No organisation is recorded as {kind}, so nobody can be asked to come.", kind=kind),
        "organisation",
    )


def _reported(facts: PublicMeetingFacts) -> Verdict:
    if facts.reported_on is not None:
        if facts.reported_on < facts.on:
            return fails(
                message("The report is dated {day}, before the meeting.", day=short_date(facts.reported_on))
            )
        return holds(message("What happened was told on {day}.", day=short_date(facts.reported_on)))
    text = message("What happened has not been told to the public yet.")
    return fails(text) if facts.is_over else undetermined(text, "report")


@rule(source=REGULATIONS)
def year_has_its_public_meeting(meetings: Sequence[tuple[date, bool]], year: Period) -> Verdict:
    """In every year from 1 April at least one public meeting is held; one that is only planned has not been held.

    `meetings` are the days of public meetings and whether each was held.
    """
    within = [(on, held) for on, held in meetings if on in year]
    if any(held for _, held in within):
        on = next(on for on, held in within if held)
        return holds(
            message("The public meeting of {year} was held on {day}.", year=year, day=short_date(on))
        )
    if within:
        on = min(on for on, _ in within)
        return undetermined(
            message("The public meeting of {year} is planned for {day}.", year=year, day=short_date(on)),
            "meeting",
        )
    return fails(message("No public meeting is planned for {year}. Call one.", year=year))


def outstanding(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Those that do not hold."""
    return tuple(one for one in checks if not one.verdict.holds)
