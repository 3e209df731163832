"""A body's terms of reference as frozen facts. What the text does not say is None, never a guess."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from frankpledge.kernel.dates import PartialDate, Period

UNITS = ("seats", "people", "organisations")
QUORUM_BASES = ("all", "in_post", "present")
BASES = ("cast", "present", "in_post", "all")
ROUNDINGS = ("up", "down", "nearest")
ABSTENTIONS = ("ignored", "counted", "against", "blocks")
METHODS = ("by-office", "election", "rotation", "appointment", "independent", "co-chairs")
CASTING_HOLDERS = ("chair", "presiding", "none")
CASTING_KINDS = ("second-or-casting", "second", "casting")
DAY_KINDS = ("calendar", "clear", "working", "clear-working")
STATUSES = ("active", "suspended", "merged", "superseded")
BASES_OF_FILE = ("actual", "assumed", "pattern")
INTERVALS = ("week", "month", "quarter", "half-year", "year", "financial-year")
READINGS = ("each-window", "longest-gap", "number-a-year")
ROUTES = ("written-procedure", "email", "urgent-action", "ratification")
STRENGTHS = ("statutory", "guidance", "custom", "local")
INQUORATE = ("adjourn", "informal-then-ratify", "ratify-electronically", "lapse")


@dataclass(frozen=True)
class Clause:
    """A clause of the document: a short quotation or our own words."""

    slug: str
    heading: str
    text: str


@dataclass(frozen=True)
class Capacity:
    """A body in law that the same people are; it may have its own quorum and rules of decision."""

    slug: str
    title: str
    instrument: str
    clause: str
    quorum: Test | None = None
    decisions: tuple[DecisionRule, ...] = ()


@dataclass(frozen=True)
class MemberClass:
    """A category of members. `minimum`, `maximum` and `share` say how it must be made up when the body is formed."""

    slug: str
    title: str
    can_vote: bool
    counts_to_quorum: bool | None
    minimum: int | None = None
    maximum: int | None = None
    share: Threshold | None = None
    clause: str = ""


@dataclass(frozen=True)
class Seat:
    """A seat, or `places` alike. `organisations` of more than one make it a seat held jointly.

    `kind` is the law's code of the authority it stands for, or a role such as `LOCAL_POLICING_BODY`; `heads` are the
    statutory heads of the domestic abuse board that its holder represents.
    """

    slug: str
    name: str
    organisations: tuple[str, ...]
    member_class: str
    kind: str = ""
    votes: int = 1
    places: int = 1
    office: str = ""
    is_senior: bool | None = None
    joint_attendance: str = ""
    heads: tuple[str, ...] = ()
    period: Period | None = None
    clause: str = ""
    filled_by: str = ""
    """Who fills it on the day asked about, where the body named has ended; no file says it (`succession`)."""
    held_with: str = ""
    """Another seat that has come to the same body: the two then count once. No file says it either."""
    place_of: str = ""
    """Of one of several places: the slug of the seat as the file has it (`places.person_by_person`)."""
    place_in: int = 0
    """How many places that seat has."""

    @property
    def names(self) -> tuple[str, ...]:
        """What its organisation may be called by those who record a meeting."""
        return (*self.organisations, self.name, *((self.filled_by,) if self.filled_by else ()))

    def is_in_force(self, on: date) -> bool:
        return self.period is None or on in self.period


@dataclass(frozen=True)
class Office:
    """The chair, the vice-chair or another office: how it is filled, for how long, and what if it is empty.

    `seats` are those of co-chairs, or those that take turns from `rotates_from`, each for `term_months`. `removed_by` is
    the scope of the decision that removes its holder.
    """

    slug: str
    title: str
    method: str
    seat: str = ""
    seats: tuple[str, ...] = ()
    rotates_from: date | None = None
    from_class: str = ""
    elected_at: str = ""
    elect_within_days: int | None = None
    term_months: int | None = None
    most_terms: int | None = None
    not_same_organisation_as: str = ""
    vacancy: str = ""
    absence: str = ""
    removal: str = ""
    removed_by: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Presiding:
    """Who takes the chair while the chair is away: offices in order; `elected` is one whom those present elect."""

    order: tuple[str, ...]
    clause: str = ""


@dataclass(frozen=True)
class SeveralSeats:
    """What one person who holds several seats counts for: one vote or each seat's, one to the quorum or each."""

    votes_once: bool | None
    counts_once: bool | None
    clause: str = ""


@dataclass(frozen=True)
class Threshold:
    """So many, or such a share of a base: at least that, or more than it. `minimum` is a floor below all shares.

    `needed_of` is the one place of this arithmetic. A share without stated rounding is compared exactly: at least a
    third of ten is four.
    """

    value: Fraction
    is_share: bool
    is_strict: bool = False
    rounding: str = ""
    minimum: int | None = None

    def needed_of(self, base: int) -> int:
        exact = self.value * base if self.is_share else self.value
        whole = rounded(exact, self.rounding) if self.rounding else None
        if self.is_strict:
            least = (whole if whole is not None else exact.numerator // exact.denominator) + 1
        else:
            least = whole if whole is not None else -(-exact.numerator // exact.denominator)
        return max(least, self.minimum or 0)

    def in_words(self) -> str:
        amount = "all" if self.is_share and self.value == 1 else str(self.value)
        start = "more than" if self.is_strict else "at least"
        tail = f", rounded {self.rounding}" if self.rounding else ""
        floor = f", and never fewer than {self.minimum}" if self.minimum else ""
        return f"{start} {amount}{tail}{floor}"


def _together(office: Office) -> tuple[str, ...]:
    """The seats that hold an office at the same time: those of co-chairs, not those that take turns."""
    return office.seats if office.method == "co-chairs" else ()


def rounded(value: Fraction, how: str) -> int:
    """A share of a whole number as a whole number: `up`, `down` or `nearest` (a half goes up)."""
    low = value.numerator // value.denominator
    if how == "up":
        return -(-value.numerator // value.denominator)
    if how == "down":
        return low
    return low + (1 if value - low >= Fraction(1, 2) else 0)


@dataclass(frozen=True)
class CountTest:
    """So many people, seats or different organisations, of one class or of all that count to the quorum."""

    threshold: Threshold
    unit: str
    of: str
    member_class: str = ""
    clause: str = ""


@dataclass(frozen=True)
class NotFewerTest:
    """One class is not outnumbered by another among those present."""

    member_class: str
    than: str
    unit: str
    clause: str = ""


@dataclass(frozen=True)
class IncludesTest:
    """A seat, organisation or office is there; `deputy_ok` says whether a deputy will do, None where the text is silent."""

    who: str
    deputy_ok: bool | None
    clause: str = ""


@dataclass(frozen=True)
class Together:
    """Several tests: all of them, or any one. No tests and `every` is the explicit rule that no quorum is needed."""

    tests: tuple[Test, ...]
    every: bool
    clause: str = ""


Test = CountTest | NotFewerTest | IncludesTest | Together


@dataclass(frozen=True)
class DecisionRule:
    """When a vote is carried, for one scope. `base` of None: the text does not say of what the majority is taken.

    `is_by_name`: a roll call, in which each member's vote is recorded with their name.
    """

    scope: str
    threshold: Threshold
    base: str | None
    abstention: str | None
    all_present: bool = False
    consensus_first: bool = False
    is_reserved: bool = False
    is_secret: bool | None = None
    is_by_name: bool = False
    clause: str = ""


@dataclass(frozen=True)
class CastingVote:
    """Who resolves equal votes. `passes` says whether it goes to whoever presides; None where the text is silent."""

    holder: str
    kind: str
    passes: bool | None
    clause: str = ""


@dataclass(frozen=True)
class Standing:
    """What those who attend in some other way than as holders in the room may do: deputies, officers, from afar."""

    allowed: bool | None
    counts_to_quorum: bool | None
    may_vote: bool | None
    named_only: bool | None = None
    most_absences: int | None = None
    clause: str = ""


@dataclass(frozen=True)
class Interests:
    """What someone with an interest does."""

    declare: bool | None
    withdraw: bool | None
    counts_to_quorum: bool | None
    clause: str = ""


@dataclass(frozen=True)
class Deadline:
    """So many days before a meeting, of the stated kind."""

    days: int
    days_are: str


@dataclass(frozen=True)
class Notice:
    """How long before a meeting of a kind it is called; an empty kind is every meeting without a row of its own."""

    kind: str
    before: Deadline
    clause: str = ""


@dataclass(frozen=True)
class Papers:
    """When papers go out; later ones by someone's leave, and after the floor by nobody's."""

    before: Deadline
    floor: Deadline | None
    leave_of: tuple[str, ...]
    only_urgent: bool
    clause: str = ""


@dataclass(frozen=True)
class Frequency:
    """How often it meets: a number in each interval, named months, every so many weeks, or within days of an event.

    `reading` of None: the text can be read in more than one way (‘quarterly’).
    """

    phase: str
    kind: str
    at_least: int | None
    every: str
    every_weeks: int | None
    months: tuple[int, ...]
    windows: tuple[tuple[str, str], ...]
    event: str
    within_days: int | None
    reading: str | None
    clause: str = ""


@dataclass(frozen=True)
class Dates:
    """Meeting dates are set so many months ahead; `counted_from` of None: the text does not say from when."""

    months_ahead: int
    counted_from: str | None
    clause: str = ""


@dataclass(frozen=True)
class Requisition:
    """How many members may require a meeting, and within how many days it is then held."""

    threshold: Threshold
    of: str
    within_days: int | None
    clause: str = ""


@dataclass(frozen=True)
class OutsideRoute:
    """A way to decide without a meeting: who may use it, for how long members may answer, how many must, for which
    scopes (none named: any), and whether the next meeting is told of it or must ratify it.
    """

    route: str
    who: tuple[str, ...]
    response: Deadline | None
    responses: Threshold | None
    report_to_next: bool | None
    scopes: tuple[str, ...] = ()
    ratified_by_next: bool | None = None
    clause: str = ""


@dataclass(frozen=True)
class Subgroup:
    """A group below. `powers` is what it may decide; an empty list is none, None where the text is silent."""

    slug: str
    name: str
    parent: str
    powers: tuple[str, ...] | None
    reserved: tuple[str, ...]
    reports_to: str
    ends_on: date | None = None
    clause: str = ""


@dataclass(frozen=True)
class Review:
    """When the terms are reviewed, and who approves a change."""

    every_months: int | None
    on_events: tuple[str, ...]
    approved_by: str
    clause: str = ""


@dataclass(frozen=True)
class DutyCited:
    """A duty as the document names it, the instruments it cites for it, and what it says the duty is."""

    title: str
    code: str
    cites: tuple[str, ...]
    strength: str
    clause: str = ""


@dataclass(frozen=True)
class Above:
    """The terms of the body above a group, and the slug by which they know the group."""

    group: str
    terms: Constitution


@dataclass(frozen=True)
class Constitution:
    """Everything that one version of the terms of reference says."""

    body: str
    label: str
    nation: str
    basis: str
    status: str
    kind: str
    dated: PartialDate | None
    period: Period
    source: str
    note: str
    file: str = ""
    several_heads: bool | None = None
    joint_counts_as: str | None = None
    joint_clause: str = ""
    inquorate: str | None = None
    inquorate_clause: str = ""
    precedence: tuple[str, ...] | None = None
    precedence_clause: str = ""
    is_public: bool | None = None
    quorum: Test | None = None
    casting: CastingVote | None = None
    deputies: Standing | None = None
    officers: Standing | None = None
    remote: Standing | None = None
    presiding: Presiding | None = None
    several_seats: SeveralSeats | None = None
    interests: Interests | None = None
    papers: Papers | None = None
    dates: Dates | None = None
    requisition: Requisition | None = None
    review: Review | None = None
    capacities: tuple[Capacity, ...] = ()
    classes: tuple[MemberClass, ...] = ()
    seats: tuple[Seat, ...] = ()
    offices: tuple[Office, ...] = ()
    decisions: tuple[DecisionRule, ...] = ()
    notices: tuple[Notice, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    outside: tuple[OutsideRoute, ...] = ()
    subgroups: tuple[Subgroup, ...] = ()
    duties: tuple[DutyCited, ...] = ()
    clauses: tuple[Clause, ...] = ()
    footnotes: tuple[str, ...] = field(default=())
    asked_on: date | None = None
    """Another day on which to check it than its own; no file says it."""
    above: Above | None = None
    """For the terms of a group: those of the body above it, which say what the group may decide; no file says it."""

    @property
    def checked_on(self) -> date:
        """The day on which the document speaks: the one asked about, the first it may bear, or the first in force."""
        return self.asked_on or (self.dated.earliest if self.dated else self.period.starts_on)

    @cached_property
    def _seats(self) -> dict[str, Seat]:
        return {one.slug: one for one in self.seats}

    @cached_property
    def _classes(self) -> dict[str, MemberClass]:
        return {one.slug: one for one in self.classes}

    @cached_property
    def offices_of_seats(self) -> dict[str, frozenset[str]]:
        """The offices that go with each seat, and the office its holder must hold; seats with neither are left out."""
        found = {
            seat.slug: frozenset(
                {one.slug for one in self.offices if seat.slug in {one.seat, *_together(one)}}
                | ({seat.office} - {""})
            )
            for seat in self.seats
        }
        return {slug: names for slug, names in found.items() if names}

    @cached_property
    def seats_by_name(self) -> dict[str, tuple[Seat, ...]]:
        """The seats that an organisation's name may mean, by the name in small letters."""
        found: dict[str, tuple[Seat, ...]] = {}
        for seat in self.seats:
            for name in dict.fromkeys(one.casefold() for one in seat.names):
                found[name] = (*found.get(name, ()), seat)
        return found

    def seats_on(self, on: date) -> tuple[Seat, ...]:
        """The seats there are on a day; of two that have come to one body, the first."""
        return tuple(one for one in self.seats if one.is_in_force(on) and not one.held_with)

    def one_with(self, slug: str) -> str:
        """The seat that stands for a seat: another one where the two have come to one body, else itself."""
        found = self.seat(slug)
        return found.held_with if found and found.held_with else slug

    def known_as(self, name: str) -> str:
        """An organisation as the terms name it; a name that no seat knows stays as it is."""
        found = self.seats_by_name.get(name.casefold(), ())
        return found[0].organisations[0] if found and len(found[0].organisations) == 1 else name

    @cached_property
    def joint_seats(self) -> frozenset[str]:
        """The seats that count only while all who hold them are there."""
        return frozenset(one.slug for one in self.seats if one.joint_attendance == "all")

    def seat(self, slug: str) -> Seat | None:
        return self._seats.get(slug)

    def member_class(self, slug: str) -> MemberClass | None:
        return self._classes.get(slug)

    def office(self, slug: str) -> Office | None:
        return next((one for one in self.offices if one.slug == slug), None)

    def capacity(self, slug: str) -> Capacity | None:
        return next((one for one in self.capacities if one.slug == slug), None)

    def votes(self, seat: Seat) -> int:
        """How many votes a seat has: its own number where its class votes, else none."""
        found = self.member_class(seat.member_class)
        return seat.votes if found and found.can_vote else 0

    def quorum_for(self, capacity: str) -> Test | None:
        found = self.capacity(capacity) if capacity else None
        return found.quorum if found and found.quorum is not None else self.quorum

    def decision_for(self, scope: str, capacity: str) -> DecisionRule | None:
        """The rule of a scope: the capacity's own first, then the body's, then the body's ordinary one."""
        found = self.capacity(capacity) if capacity else None
        rules = (*(found.decisions if found else ()), *self.decisions)
        for wanted in (scope, "ordinary"):
            if rule := next((one for one in rules if one.scope == wanted), None):
                return rule
        return None
