"""Every time limit of a review, worked out afresh from what happened. Nothing sets a clock or a state by hand. Pure.

A limit counts from one event until another. Its first due day never changes; a later one counts only once the partnership
has agreed it. A hold rests a clock, and moves no date. Where a day is not known, the answer is a range.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate, short_date
from frankpledge.kernel.legal_dates import add_working_days, bounds, end_of_months
from frankpledge.kernel.results import Caution, WarningCode
from frankpledge.law.reviews import Limit

KINDS: Mapping[str, str] = {
    "received": "The partnership received the notice.",
    "decided": "The right person decided whether to hold a review.",
    "directed": "The Secretary of State directed that a review be held.",
    "hold": "Work waits for another process, such as a trial.",
    "resumed": "A hold ended.",
    "extended": "A later day was proposed (`on`); `agreed_on` is the day on which the partnership agreed it.",
    "submitted": "The report went to the Home Office.",
    "qa": "The Home Office answered; `query` where it asks to think again of a decision to hold no review.",
    "published": "The report was published.",
    "discontinued": "The review ended because the criteria proved not to be met.",
    "transferred": "Another partnership accepted the review, and leads it from then on.",
    "home-office-told": "The Home Office was told of the decision.",
    "commissioner-sent": "The Domestic Abuse Commissioner was sent a copy.",
    "secretary-of-state-sent": "The Secretary of State was sent a copy.",
    "welsh-ministers-sent": "The Welsh Ministers were sent a copy.",
}
SURELY_BY: Mapping[str, tuple[str, ...]] = {
    "decided": ("submitted", "published"),
    "submitted": ("qa", "published"),
}
"""What shows that an event had happened where nobody tells of it: a report that was published had been submitted."""
DECISIONS = ("review", "no-review")
QA_OUTCOMES = ("publish", "publish-after-changes", "resubmit", "query")
R13_3 = Citation(
    "Multi-agency statutory guidance for the conduct of domestic homicide reviews (2016)",
    "timescales",
    "any change of a timescale is agreed formally by the partnership",
)


class ClockStatus(StrEnum):
    """How a clock stands. `late` wins over `held`: a hold never hides slippage."""

    MET = "met"
    LATE = "late"
    RUNNING = "running"
    HELD = "held"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """Where a review stands, as far as these events tell."""

    NOTHING = "nothing-received"
    NOTIFIED = "decision-pending"
    NOT_HELD = "not-held"
    CHALLENGED = "challenged"
    ONGOING = "ongoing"
    ON_HOLD = "on-hold"
    SUBMITTED = "submitted"
    CHANGES = "changes-in-hand"
    CLEARED = "cleared"
    PUBLISHED = "published"
    DISCONTINUED = "discontinued"
    TRANSFERRED = "transferred"


@dataclass(frozen=True)
class Happening:
    """One event. `on` of an extension is the new last day; `agreed_on` the day on which the partnership agreed."""

    kind: str
    on: PartialDate | None
    agreed_on: PartialDate | None = None
    clock: str = ""
    outcome: str = ""
    until: PartialDate | None = None
    place: int = 0
    """Its place in what was given, from 1."""


@dataclass(frozen=True)
class Days:
    """A day, or the earliest and the latest it can be."""

    earliest: date
    latest: date

    @classmethod
    def of(cls, given: PartialDate) -> Days:
        return cls(given.earliest, given.latest)

    @property
    def is_exact(self) -> bool:
        return self.earliest == self.latest

    def __str__(self) -> str:
        if self.is_exact:
            return short_date(self.earliest)
        return f"between {short_date(self.earliest)} and {short_date(self.latest)}"

    @property
    def named(self) -> str:
        """As it stands after a word such as “after”: a day, or a day between two."""
        return str(self) if self.is_exact else f"a day {self}"


@dataclass(frozen=True)
class Late:
    """By how many days, at least and at most."""

    least: int
    most: int


@dataclass(frozen=True)
class Change:
    """A change of a time limit that was asked for. Until it is agreed it moves nothing."""

    to: Days
    agreed: Days | None
    is_late_approval: bool | None
    """Agreed only after the day it replaced had passed; None where that cannot be told."""


@dataclass(frozen=True)
class Clock:
    """One time limit as it stands."""

    limit: Limit
    begins: Days | None
    original_due: Days | None
    agreed_due: Days | None
    ended: Days | None
    status: ClockStatus
    late: Late | None
    """Against the day in force; None while nothing can be said."""
    late_on_original: Late | None
    changes: tuple[Change, ...]
    working: str
    absent: tuple[str, ...] = ()
    """What would have to be known to say how it stands; empty unless that is not known."""

    @property
    def due(self) -> Days | None:
        """The day in force: the agreed one, or else the original one."""
        return self.agreed_due or self.original_due


@dataclass(frozen=True)
class Timetable:
    """Where a review stands, its clocks, and whether it may be published."""

    stage: Stage
    clocks: tuple[Clock, ...]
    publishable: bool
    why_not: str
    as_at: date | None
    cautions: tuple[Caution, ...] = field(default=())

    def clock(self, clock_id: str) -> Clock | None:
        return next((one for one in self.clocks if one.limit.id == clock_id), None)

    @property
    def verdict(self) -> str:
        """The gravest status of its clocks: late, then held, unknown, running, met."""
        found = {clock.status for clock in self.clocks if clock.begins is not None}
        order = (
            ClockStatus.LATE,
            ClockStatus.HELD,
            ClockStatus.UNKNOWN,
            ClockStatus.RUNNING,
            ClockStatus.MET,
        )
        return next((str(status) for status in order if status in found), "unknown")


IsWorking = Callable[[date], bool]
_NEVER = PartialDate(9999, 12, 31)


@rule(source=R13_3)
def timetable(
    limits: Sequence[Limit], happenings: Iterable[Happening], is_working: IsWorking, as_at: date | None = None
) -> Timetable:
    """Every clock of a review is replayed from its events; a date moves only when the partnership has agreed that it does.

    `as_at` is the day on which it is asked; without it, the last day that the events show for certain. Events after
    `as_at` are not counted. Events that cannot be (a decision before the notice) leave a clock unknown and are named.
    """
    given = tuple(happenings)
    asked = as_at or _last_known(given)
    story = _Story(tuple(one for one in given if _has_happened(one, as_at)), asked, limits, is_working)
    clocks = tuple(_clock(limit, story, is_working) for limit in limits)
    publishable, why_not = story.publishable()
    return Timetable(story.stage(), clocks, publishable, why_not, asked, tuple(story.cautions))


def _last_known(given: Sequence[Happening]) -> date | None:
    """The last day that has passed for certain, if these events are told truly."""
    days = [one.on.earliest for one in given if one.on and one.kind != "extended"]
    days += [one.agreed_on.earliest for one in given if one.agreed_on]
    return max(days, default=None)


def _has_happened(one: Happening, as_at: date | None) -> bool:
    if as_at is None or one.kind == "extended":
        return True  # what is only proposed is shown; whether it is agreed by then is asked of each
    return one.on is None or one.on.earliest <= as_at


class _Story:
    """The events, and what follows from them together."""

    def __init__(
        self,
        events: tuple[Happening, ...],
        as_at: date | None,
        limits: Sequence[Limit],
        is_working: IsWorking,
    ) -> None:
        self.as_at, self.limits, self.is_working = as_at, limits, is_working
        self.cautions: list[Caution] = []
        self.events = sorted(events, key=lambda one: one.on.earliest if one.on else date.max)
        for kind in ("received", "published"):
            if len(self.of(kind)) > 1:
                self.warn(WarningCode.DUPLICATE, kind, "There are several; the earliest one counts.")
        self._each(events)
        self._order()

    def _each(self, events: tuple[Happening, ...]) -> None:
        """What is wrong with an event by itself, or with two that say the same."""
        seen: dict[Happening, int] = {}
        for one in events:
            if one.on is None and one.kind != "extended":
                text = f"Event {one.place} has no day: it happened, but nobody says when."
                self.warn(WarningCode.DATE, one.kind, text)
            if _before(one.until, one.on):
                text = f"Event {one.place} ends ({one.until}) before it begins ({one.on}): it rests nothing."
                self.warn(WarningCode.DATE, one.kind, text)
            first = seen.setdefault(replace(one, place=0), one.place)
            if first != one.place and one.kind not in {"received", "published"}:
                text = f"Event {one.place} says the same as event {first}."
                self.warn(WarningCode.DUPLICATE, one.kind, text)

    def warn(self, code: WarningCode, where: str, text: str) -> None:
        self.cautions.append(Caution(code, where, text))

    def of(self, *kinds: str) -> list[Happening]:
        return [one for one in self.events if one.kind in kinds]

    def _order(self) -> None:
        received = self.received()
        if received is None and self.events:
            self.warn(WarningCode.COVERAGE, "received", "The notice itself is not among the events.")
        for one in self.events if received else ():
            if one.kind not in {"received", "decided", "extended"} and _before(
                one.on, received.on if received else None
            ):
                text = f"Event {one.place} ({one.on}) is before the notice: one of the two days is wrong."
                self.warn(WarningCode.DATE, one.kind, text)
        published, cleared = self.of("published"), self.cleared()
        if published and not cleared:
            self.warn(
                WarningCode.DATE, "published", "It was published although the Home Office had not cleared it."
            )
        elif published and cleared and _before(published[0].on, cleared.on):
            self.warn(WarningCode.DATE, "published", "It was published before the Home Office cleared it.")
        if self.answers() and not self.of("submitted") and self.proceeding():
            self.warn(
                WarningCode.COVERAGE, "qa", "The Home Office answered, but no submission is among the events."
            )
        self._early_answers()
        self._holds()

    def _early_answers(self) -> None:
        """An answer about a report that nobody had yet decided to write."""
        about_report = self.answers()
        for one in self.of("qa") if self.proceeding() else ():
            if one not in about_report and one.outcome != "query":
                text = f"Event {one.place} ({one.on}) is before a review was decided: it is not counted."
                self.warn(WarningCode.DATE, "qa", text)

    def _holds(self) -> None:
        """An end of a hold that does not say which of several it ends."""
        for end in self.of("resumed"):
            open_then = [
                one
                for one in self.of("hold")
                if not _before(end.on, one.on)
                and not _before(one.until, end.on)
                and not self._resumed_before(one, end)
            ]
            if len(open_then) > 1:
                text = f"Event {end.place} ends a hold while {len(open_then)} lasted: it is taken to end each of them."
                self.warn(WarningCode.AMBIGUOUS, "resumed", text)

    def _resumed_before(self, hold: Happening, end: Happening) -> bool:
        return any(
            _before(other.on, end.on) and not _before(other.on, hold.on) for other in self.of("resumed")
        )

    # --- what the events are, for a clock ---

    def received(self) -> Happening | None:
        return next(iter(self.of("received")), None)

    def decision(self) -> Happening | None:
        return next(iter(self.of("decided", "directed")), None)

    def proceeding(self) -> Happening | None:
        """The decision to hold a review, or the direction to, from which the time for the report counts.

        The last word counts: a review that was decided against later is not held, unless it was directed.
        """
        found: Happening | None = None
        directions = self.of("directed")
        for one in self.of("decided", "directed"):
            is_directed = any(not _before(one.on, other.on) for other in directions)
            if one.kind == "directed" or one.outcome == "review" or not (one.outcome or directions):
                found = found or one
            elif not is_directed:
                found = None
        return found

    def cleared(self) -> Happening | None:
        """The last answer of the Home Office, if it lets the report be published and no newer report waits for one."""
        answers = self.answers() if self.proceeding() or self.of("submitted") else []
        if not answers or answers[-1].outcome in {"resubmit", "query", "publish-after-changes"}:
            return None
        last = answers[-1]
        again = [
            one for one in self.of("submitted") if last.on and one.on and one.on.earliest > last.on.latest
        ]
        return None if again else last

    def answers(self) -> list[Happening]:
        """What the Home Office said of the report. What it said before of a decision to hold none is left out."""
        first, sent = self.proceeding(), self.of("submitted")
        return [
            one
            for one in self.of("qa")
            if not (first and _before(one.on, first.on))
            and not (one.outcome == "query" and all(_before(one.on, other.on) for other in sent))
        ]

    def hold(self) -> Happening | None:
        """The hold that still lasts, if one does."""
        for one in reversed(self.of("hold")):
            if one.until and self.as_at and one.until.latest < self.as_at:
                continue
            # What says how long it lasts outlives the submission: publication can wait for a trial, too.
            enders = ("resumed", "published") if one.until else ("resumed", "submitted", "published")
            if all(_before(end.on, one.on) for end in self.of(*enders)) and not _before(one.until, one.on):
                return one
        return None

    def stopped(self) -> Days | None:
        """When the review passed to another partnership, or was discontinued; by the day that is asked where nobody says when."""
        ends, received = self.of("transferred", "discontinued"), self.received()
        if not ends or self.as_at is None:
            return None
        known = [one.on for one in ends if one.on]
        latest = min((self.as_at, *(on.latest for on in known)))
        if len(known) < len(ends):
            earliest = received.on.earliest if received and received.on else latest
        else:
            earliest = min(on.earliest for on in known)
        return Days(min(earliest, latest), latest)

    def surely_by(self, kind: str) -> Happening | None:
        """What shows that an event happened by then, although nobody tells of the event itself."""
        if kind == "submitted" and self.proceeding() is None:
            return None
        later = (
            [*self.answers(), *self.of("published")]
            if "qa" in SURELY_BY.get(kind, ())
            else self.of(*SURELY_BY.get(kind, ()))
        )
        return min(
            (one for one in later if one.on),
            key=lambda one: one.on.latest if one.on else date.max,
            default=None,
        )

    def first(self, kind: str) -> Happening | None:
        match kind:
            case "decided":
                return self.decision()
            case "qa":
                return self.cleared()
            case _:
                return next(iter(self.of(kind)), None)

    def begins(self, limit: Limit) -> Happening | None:
        return (
            self.proceeding()
            if limit.begins == "decided" and limit.ends == "submitted"
            else self.first(limit.begins)
        )

    def changes(self, limit: Limit) -> list[Happening]:
        return [one for one in self.of("extended") if self._clock_of(one) == limit.id]

    def _clock_of(self, one: Happening) -> str:
        """Which clock a change is of, where it does not say: the decision while that is open, then the report.

        Agreed afterwards, it is of the decision where that was late and the day is one before the report was due.
        """
        decision = self.decision()
        if one.clock:
            return one.clock
        if decision is None or _before(one.agreed_on, decision.on) or _before(one.on, decision.on):
            return "T2"
        decide, report = self.first_due("T2"), self.first_due("T4")
        was_late = decide and decision.on and decision.on.earliest > decide.latest
        return "T2" if was_late and report and one.on and one.on.latest < report.earliest else "T4"

    def first_due(self, clock_id: str) -> Days | None:
        """The first due day of a clock, before any change."""
        limit = next((one for one in self.limits if one.id == clock_id), None)
        return _due(limit, self.begins(limit), self.is_working) if limit else None

    def is_challenged(self) -> bool:
        """Whether the Home Office asked the partnership to think again of its decision to hold no review."""
        answers = self.of("qa")
        return bool(answers) and answers[-1].outcome in {"query", "resubmit"}

    # --- what follows ---

    def stage(self) -> Stage:
        if self.of("transferred"):
            return Stage.TRANSFERRED
        if self.of("discontinued"):
            return Stage.DISCONTINUED
        if self.of("published"):
            return Stage.PUBLISHED
        if self.cleared():
            return Stage.CLEARED
        if self.proceeding() is None and not self.of("submitted"):
            return self._undecided()
        if self.hold():
            return Stage.ON_HOLD
        return self._sent()

    def _sent(self) -> Stage:
        sent, answers = self.of("submitted"), self.answers()
        if answers and not (sent and _before(answers[-1].on, sent[-1].on)):
            return Stage.CHANGES
        return Stage.SUBMITTED if sent else Stage.ONGOING

    def _undecided(self) -> Stage:
        if self.of("decided"):
            return Stage.CHALLENGED if self.is_challenged() else Stage.NOT_HELD
        return Stage.NOTIFIED if self.of("received") else Stage.NOTHING

    def publishable(self) -> tuple[bool, str]:
        """Whether the report may be published now, and why not."""
        hold = self.hold()
        if self.of("transferred"):
            return False, "Another partnership leads the review, and publishes its report."
        if self.of("discontinued"):
            return False, "The review was discontinued."
        if self.proceeding() is None and self.of("decided"):
            return False, "It was decided that no review is held, so there is no report."
        if self.cleared() is None:
            return False, "The Home Office has not cleared the report for publication."
        if hold:
            return False, "Publication waits for another process to end."
        return True, ""


def _before(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether one day is before another for certain."""
    return one is not None and other is not None and one.latest < other.earliest


def _clock(limit: Limit, story: _Story, is_working: IsWorking) -> Clock:
    begins, ends = story.begins(limit), story.first(limit.ends)
    start, end = _days(begins), _days(ends)
    if ends is None:
        end = _ended_by_then(limit, story, start)
    original = _due(limit, begins, is_working)
    changes, agreed, is_open = _changes(limit, story, start, original)
    in_force = None if is_open else agreed or original
    if start and end and end.latest < start.earliest:
        text = f"‘{limit.ends}’ ({end}) is before ‘{limit.begins}’ ({start}): one of the two days is wrong."
        story.warn(WarningCode.DATE, limit.id, text)
        absent: tuple[str, ...] = (f"the right day of ‘{limit.begins}’ or of ‘{limit.ends}’",)
        return Clock(
            limit, start, original, agreed, end, ClockStatus.UNKNOWN, None, None, changes, text, absent
        )
    has_ended = ends is not None or end is not None
    status, late = _stand(limit, story, in_force, end, has_ended=has_ended)
    on_original = _stand(limit, story, original, end, has_ended=has_ended)[1]
    made = Clock(limit, start, original, agreed, end, status, late, on_original, changes, "")
    absent = _absent(made, story, begins, ends, is_open=is_open) if status is ClockStatus.UNKNOWN else ()
    return replace(made, working=_working(made, story, begins), absent=absent)


def _ended_by_then(limit: Limit, story: _Story, start: Days | None) -> Days | None:
    """When a thing that nobody tells of was done: from when its time began until what shows that it had been."""
    shown = story.surely_by(limit.ends)
    if shown is None or shown.on is None or start is None or shown.on.latest < start.earliest:
        return None
    text = f"Nobody says when ‘{limit.ends}’ was; ‘{shown.kind}’ ({shown.on}) shows that it was by then."
    story.warn(WarningCode.COVERAGE, limit.id, text)
    return Days(start.earliest, shown.on.latest)


def _absent(
    clock: Clock, story: _Story, begins: Happening | None, ends: Happening | None, *, is_open: bool
) -> tuple[str, ...]:
    """What is not known and would be needed, in words."""
    limit, found = clock.limit, []
    if begins is None:
        is_report = limit.begins == "decided" and limit.ends == "submitted"
        found.append("a decision to hold a review" if is_report else f"the event ‘{limit.begins}’")
    elif begins.on is None:
        found.append(f"the day of ‘{limit.begins}’")
    if limit.months is None and limit.working_days is None and clock.agreed_due is None:
        found.append("how long it may take: no text that was seen confirms a number")
    if is_open:
        found.append("the new last day of a change that was agreed")
    if ends is not None and ends.on is None:
        found.append(f"the day of ‘{limit.ends}’")
    if not found and story.as_at is None:
        found.append("the day on which it is asked")
    return tuple(found) or _inexact(clock, story, ends)


def _inexact(clock: Clock, story: _Story, ends: Happening | None) -> tuple[str, ...]:
    """Which of the days is not known exactly enough."""
    due_of = "the new last day" if clock.agreed_due else f"‘{clock.limit.begins}’"
    stop = story.stopped() if clock.ended is None else None
    found = (
        (clock.due, f"the exact day of {due_of}"),
        (
            clock.ended,
            f"the exact day of ‘{clock.limit.ends}’" if ends else f"the event ‘{clock.limit.ends}’",
        ),
        (stop, "the exact day on which the review ended here"),
    )
    return tuple(words for days, words in found if days and not days.is_exact)


def _days(one: Happening | None) -> Days | None:
    return Days.of(one.on) if one and one.on else None


def _due(limit: Limit, begins: Happening | None, is_working: IsWorking) -> Days | None:
    """The last day, by the law's arithmetic; None where it has not begun or no number is known."""
    if begins is None or begins.on is None:
        return None
    if limit.months is not None:
        months = limit.months
        return Days(*bounds(begins.on, lambda on: end_of_months(on, months, limit.wording)))
    if limit.working_days is not None:
        number = limit.working_days
        return Days(*bounds(begins.on, lambda on: add_working_days(on, number, is_working)))
    return None


def _changes(
    limit: Limit, story: _Story, start: Days | None, original: Days | None
) -> tuple[tuple[Change, ...], Days | None, bool]:
    """Every change asked for, in order; the day that was agreed last; whether one was agreed of which nobody says the day."""
    found: list[Change] = []
    in_force, agreed_due, is_open = original, None, False
    asked = story.changes(limit)
    for one in sorted(
        asked, key=lambda one: (one.agreed_on.earliest if one.agreed_on else date.max, one.on or _NEVER)
    ):
        agreed = _agreed(one, story)
        if one.on is None:
            is_open = is_open or agreed is not None
            story.warn(WarningCode.DATE, limit.id, f"Event {one.place} is a change without its new day.")
            continue
        to = Days.of(one.on)
        if _is_impossible(limit, story, one, to, start):
            continue
        found.append(Change(to, agreed, _approved_late(agreed, in_force)))
        if agreed is None:
            text = (
                f"A change to {to} was proposed and is not yet agreed by the partnership: it moves nothing."
            )
            story.warn(WarningCode.PERIOD, limit.id, text)
            continue
        if in_force and to.latest < in_force.earliest:
            text = f"Event {one.place} brings the day forward, from {in_force} to {to}: it counts as agreed."
            story.warn(WarningCode.IMPLAUSIBLE, limit.id, text)
        in_force, agreed_due, is_open = to, to, False
    return tuple(found), agreed_due, is_open


def _agreed(one: Happening, story: _Story) -> Days | None:
    """The day on which the partnership agreed a change, unless that day is still to come."""
    if one.agreed_on is None or (story.as_at and one.agreed_on.earliest > story.as_at):
        return None
    return Days.of(one.agreed_on)


def _is_impossible(limit: Limit, story: _Story, one: Happening, to: Days, start: Days | None) -> bool:
    if limit.extends == "nobody":
        story.warn(
            WarningCode.PERIOD, limit.id, "Nobody may change this time limit: the change moves nothing."
        )
        return True
    if start and to.latest < start.earliest:
        text = f"Event {one.place} moves it to {to}, before it began: that is not counted."
        story.warn(WarningCode.IMPLAUSIBLE, limit.id, text)
        return True
    return False


def _approved_late(agreed: Days | None, in_force: Days | None) -> bool | None:
    if agreed is None or in_force is None:
        return None
    if agreed.earliest > in_force.latest:
        return True
    return False if agreed.latest <= in_force.earliest else None


def _stand(
    limit: Limit, story: _Story, due: Days | None, end: Days | None, *, has_ended: bool
) -> tuple[ClockStatus, Late | None]:
    if due is None or (has_ended and end is None):
        return ClockStatus.UNKNOWN, None
    if end is not None:
        late = Late(max(0, (end.earliest - due.latest).days), max(0, (end.latest - due.earliest).days))
        if late.least:
            return ClockStatus.LATE, late
        return (ClockStatus.UNKNOWN if late.most else ClockStatus.MET), late
    return _open(limit, story, due)


def _open(limit: Limit, story: _Story, due: Days) -> tuple[ClockStatus, Late | None]:
    """A clock that still runs, on the day it is asked. It stops when the review ends here, and keeps what was late by then."""
    stop = story.stopped()
    if stop is None and story.as_at is None:
        return ClockStatus.UNKNOWN, None
    asked = stop or Days(story.as_at or due.latest, story.as_at or due.latest)
    if asked.earliest > due.latest:
        return ClockStatus.LATE, Late((asked.earliest - due.latest).days, (asked.latest - due.earliest).days)
    if limit.is_held and stop is None and story.hold():
        return ClockStatus.HELD, None
    if asked.latest <= due.earliest:
        return ClockStatus.RUNNING, None
    return ClockStatus.UNKNOWN, Late(0, (asked.latest - due.earliest).days)


def _working(clock: Clock, story: _Story, begins: Happening | None) -> str:
    """How the clock was worked out, in a sentence."""
    limit, start = clock.limit, clock.begins
    if start is None:
        return f"{limit.title}: {'nobody says when it began' if begins else 'it has not begun'}."
    parts = [f"{limit.title}: {_counted(clock, start)}"]
    if clock.agreed_due:
        parts.append(f"the partnership agreed {clock.agreed_due.named}")
    if clock.ended:
        parts.append(f"done {clock.ended}{_taken(clock, start, clock.ended)}")
    elif stop := story.stopped():
        parts.append(f"the review ended here {'on ' if stop.is_exact else ''}{stop}")
    elif story.as_at and clock.original_due is None:
        parts.append(
            f"not done on {short_date(story.as_at)}{_taken(clock, start, Days(story.as_at, story.as_at))}"
        )
    if clock.late and clock.late.most:
        parts.append(f"{_span(clock.late)} late")
    return "; ".join(parts) + "."


def _counted(clock: Clock, start: Days) -> str:
    """The law's arithmetic, or that no number was confirmed."""
    limit = clock.limit
    if clock.original_due is None:
        return f"counted from {start.named}; no text that was seen confirms how long it may take, so no last day follows"
    number, unit = (
        (limit.months, "month") if limit.months is not None else (limit.working_days, "working day")
    )
    return f"{number} {unit}{'' if number == 1 else 's'} after {start.named} is {clock.original_due.named}"


def _taken(clock: Clock, start: Days, until: Days) -> str:
    """How many days it took, where there is no last day to hold it against."""
    if clock.original_due is not None:
        return ""
    days = Late(max(0, (until.earliest - start.latest).days), (until.latest - start.earliest).days)
    return f", after {_span(days)}"


def _span(late: Late) -> str:
    if late.least == late.most:
        return f"{late.least} day{'' if late.least == 1 else 's'}"
    return f"{late.least} to {late.most} days"
