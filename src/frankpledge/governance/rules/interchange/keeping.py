"""How a body has kept its terms: each past meeting replayed against the terms in force on its day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.deciding import decide
from frankpledge.governance.rules.terms.replay import Cadence, Gap, Held, replay
from frankpledge.governance.rules.terms.situation import Attender, Situation
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Unusable

NO_TERMS = "no terms of reference are recorded for that day"
TERMS_CHANGED = "the terms changed within that time, and the day is not known"


@dataclass(frozen=True)
class PastDecision:
    """A decision of a past meeting; `standing` is what was worked out when it was made here, empty for one taken in."""

    id: UUID
    text: str
    outcome: str
    standing: str
    capacity: str
    is_ruled: bool
    href: str = ""


@dataclass(frozen=True)
class PastMeeting:
    """A meeting as the record has it. `present` is seat to standing, None where nobody recorded it; `counted` how many
    came where only that is known; `said_quorate` what the source says.
    """

    id: UUID
    slug: str
    title: str
    held: PartialDate
    kind: str
    phase: str
    status: str
    present: Mapping[str, str] | None
    counted: int | None
    said_quorate: bool | None
    decisions: tuple[PastDecision, ...]
    confirmed_by: tuple[str, ...]
    confirms: tuple[PastMeetingRef, ...]

    @property
    def took_place(self) -> bool:
        return self.status in {"held", "inquorate", "adjourned"}


@dataclass(frozen=True)
class PastMeetingRef:
    """A meeting whose minutes were confirmed: by slug where it is in the record; else only the day that was written."""

    slug: str
    held: PartialDate | None = None


@dataclass(frozen=True)
class Judged:
    """A meeting with what the terms make of it. `quorate` of None: it cannot be told, and `why` says for lack of what."""

    meeting: PastMeeting
    terms: str
    quorate: bool | None
    why: str
    clause: str


@dataclass(frozen=True)
class MinutesState:
    """The minutes of one meeting: who confirmed them, and what is wrong, if anything is."""

    meeting: PastMeeting
    by: tuple[PastMeeting, ...]
    problem: str


@dataclass(frozen=True)
class Kept:
    """The whole: meetings judged, days between them, cadence under each reading of each version, minutes, duplicates."""

    meetings: tuple[Judged, ...]
    gaps: tuple[Gap, ...]
    cadence: tuple[tuple[str, Cadence], ...]
    minutes: tuple[MinutesState, ...]
    duplicates: tuple[tuple[PartialDate, tuple[PastMeeting, ...]], ...]
    strays: tuple[tuple[PastMeeting, PartialDate], ...]


@rule(source=Citation("Terms of reference", "quorum, meetings and minutes"))
def how_kept(meetings: Iterable[PastMeeting], versions: Sequence[Constitution]) -> Kept:
    """Each past meeting is judged by the terms in force on its day, from what is recorded of it and nothing else.

    Where who was there is not recorded its quorum is undetermined, whatever the source says. Two meetings of one day
    are both kept and shown as duplicates.
    """
    ordered = tuple(sorted(meetings, key=lambda one: (one.held.earliest, one.held.latest, one.slug)))
    past = replay(_held(ordered), versions[-1] if versions else None)
    days: dict[PartialDate, list[PastMeeting]] = {}
    for one in ordered:
        days.setdefault(one.held, []).append(one)
    return Kept(
        meetings=tuple(_judged(one, versions) for one in ordered if one.took_place),
        gaps=past.gaps,
        cadence=_cadence(ordered, versions),
        minutes=_minutes(tuple(one for one in ordered if one.took_place)),
        duplicates=tuple((on, tuple(several)) for on, several in days.items() if len(several) > 1),
        strays=tuple((one, ref.held) for one in ordered for ref in one.confirms if ref.held),
    )


def _held(meetings: Iterable[PastMeeting]) -> tuple[Held, ...]:
    return tuple(
        Held(
            one.held, one.kind, one.phase, len(one.present) if one.present is not None else one.counted, (),
            len(one.decisions), "", "held" if one.took_place else one.status, row,
        )
        for row, one in enumerate(meetings, start=1)
    )  # fmt: skip


def _cadence(
    meetings: tuple[PastMeeting, ...], versions: Sequence[Constitution]
) -> tuple[tuple[str, Cadence], ...]:
    """How often it met, by each version of the terms over the meetings held under it."""
    if not versions:
        return tuple(("no terms; read as quarterly", one) for one in replay(_held(meetings), None).periods)
    found = []
    for version in versions:
        own = [one for one in meetings if one.held.earliest in version.period]
        found += [(version.label, one) for one in replay(_held(own), version).periods]
    return tuple(found)


# Quorum -----------------------------------------------------------------------------------------------------------


def _judged(one: PastMeeting, versions: Sequence[Constitution]) -> Judged:
    first = next((terms for terms in versions if one.held.earliest in terms.period), None)
    last = next((terms for terms in versions if one.held.latest in terms.period), None)
    if first is None or last is None:
        return Judged(one, "", None, NO_TERMS, "")
    if first is not last:
        return Judged(one, "", None, TERMS_CHANGED, "")
    return quorum_of_past(one, first)


@rule(source=Citation("Terms of reference", "quorum"))
def quorum_of_past(one: PastMeeting, terms: Constitution) -> Judged:
    """A past meeting was quorate when those recorded as present made the quorum of the terms of its day.

    A bare number of people tells nothing of seats, and the word of the source is reported, not taken.
    """
    if one.present is None:
        return Judged(one, terms.label, None, _not_recorded(one), "")
    try:
        found = decide(terms, _situation(one))
    except Unusable as unusable:
        return Judged(one, terms.label, None, str(unusable.problems[0].reason), "")
    why = "; ".join(reason.working for reason in found.reasons)
    if found.quorate is None:
        lacking = ", ".join((*found.missing_rules, *found.missing_facts))
        why = f"{why}. It hangs on: {lacking}" if lacking else why
    clause = found.reasons[0].clause if found.reasons else ""
    return Judged(one, terms.label, found.quorate, why, clause)


def _not_recorded(one: PastMeeting) -> str:
    said = {
        True: " The source says that it was quorate.",
        False: " The source says that it was not.",
        None: "",
    }
    if one.counted is not None:
        return f"{one.counted} came; in which seats is not recorded.{said[one.said_quorate]}"
    return f"Who was there is not recorded.{said[one.said_quorate]}"


def _situation(one: PastMeeting) -> Situation:
    return Situation(
        on=one.held, capacity="", seats=None, in_post=None, organisations=None,
        attenders=tuple(_attender(seat, standing) for seat, standing in (one.present or {}).items()),
        presiding="", withdrawn=frozenset(), items=(), at=None,
    )  # fmt: skip


def _attender(seat: str, standing: str) -> Attender:
    return Attender(
        (seat,), (), "", "", standing or "holder", 1, None, None, remote=False, named=None, person=""
    )


# Minutes ----------------------------------------------------------------------------------------------------------


def _minutes(held: tuple[PastMeeting, ...]) -> tuple[MinutesState, ...]:
    by_slug = {one.slug: one for one in held}
    return tuple(_state(one, held, by_slug) for one in held)


def _state(
    one: PastMeeting, held: tuple[PastMeeting, ...], by_slug: Mapping[str, PastMeeting]
) -> MinutesState:
    by = tuple(by_slug[slug] for slug in one.confirmed_by if slug in by_slug)
    later = [other for other in held if other.held.earliest > one.held.latest]
    problem = ""
    if not by and later:
        problem = "no later meeting is recorded as having confirmed them"
    elif len(by) > 1:
        problem = "confirmed more than once"
    elif by and by[0].held.latest <= one.held.earliest:
        problem = "confirmed at a meeting that was not later"
    elif by and by[0].held.earliest <= one.held.latest:
        problem = "whether the meeting that confirmed them was later cannot be told"
    return MinutesState(one, by, problem)
