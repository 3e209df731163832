"""A measure of the plan with its figures, as frozen facts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from frankpledge.analysis.series import Break, whole_months
from frankpledge.kernel.dates import Period

KINDS = {
    "population": "How things are for people here",
    "programme": "How well something we do works",
}
FORMS = {
    "count": "A count",
    "rate": "A rate: events over people, or another amount",
    "share": "A share: so many of so many",
    "value": "A value with limits of its own",
}
DIRECTIONS = {"lower": "Lower is better", "higher": "Higher is better", "": "Neither is said to be better"}
FREQUENCIES = {"month": "Every month", "quarter": "Every quarter", "year": "Every year"}
STATES = {"active": "Active", "in_abeyance": "In abeyance", "ended": "Ended"}
SOURCES = {
    "entry": "Typed in",
    "survey": "A survey",
    "return": "A partner’s return",
    "store": "The imported data",
}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
DUE_AFTER = {"month": 62, "quarter": 92, "year": 183}
"""Days after the end of a period at which its figure is due, unless the measure says otherwise."""


@dataclass(frozen=True)
class Reading:
    """A figure of one period. `numerator` of None says that there is none, and `because` why.

    A count has a numerator only; a rate and a share a denominator as well; a value `low` and `high`, its 95% limits.
    `design_effect` is how many times fewer a survey's answers are worth than a simple sample's.
    """

    period: Period
    numerator: Fraction | None
    denominator: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    design_effect: Fraction = Fraction(1)
    is_unsure: bool = False
    because: str = ""
    source: str = "entry"


@dataclass(frozen=True)
class Target:
    """What is aimed for over, or at the end of, a period, and why that much."""

    value: Fraction
    by: Period
    because: str = ""


@dataclass(frozen=True)
class Phase:
    """Whether a measure is in use from a day on, and why not."""

    state: str
    starts_on: date
    because: str = ""


@dataclass(frozen=True)
class Definition:
    """What is counted from a day on."""

    starts_on: date
    text: str


@dataclass(frozen=True)
class Case:
    """A measure of the plan and all its readings. The words are keys of the tables above."""

    id: str
    title: str
    form: str
    frequency: str
    direction: str = ""
    kind: str = "population"
    unit: str = ""
    per: int = 1
    relation: str = "exact"
    relation_note: str = ""
    priority: str = ""
    readings: tuple[Reading, ...] = ()
    baseline: Period | None = None
    target: Target | None = None
    phases: tuple[Phase, ...] = ()
    definitions: tuple[Definition, ...] = ()
    breaks: tuple[Break, ...] = ()
    due_after: int | None = None
    feed: str = ""
    owner: str = ""
    is_synthetic: bool = False

    @property
    def step(self) -> int:
        """The months of one reading."""
        return MONTHS[self.frequency]

    @property
    def in_a_year(self) -> int:
        return 12 // self.step

    @property
    def days_until_due(self) -> int:
        return DUE_AFTER[self.frequency] if self.due_after is None else self.due_after

    def phase(self, on: date) -> Phase | None:
        """The last phase that has begun; None when none has, and then the measure is active."""
        return max(
            (one for one in self.phases if one.starts_on <= on), key=lambda one: one.starts_on, default=None
        )

    def definition_change(self, old: Period, new: Period) -> Definition | None:
        """A definition that began after the old period did and before the new one ended: the two are not of one kind."""
        last = new.ends_on or date.max
        return next((
            one for one in sorted(self.definitions, key=lambda one: one.starts_on)
            if old.starts_on < one.starts_on <= last and one.starts_on > min(d.starts_on for d in self.definitions)
        ), None)  # fmt: skip


def month_number(on: date) -> int:
    return on.year * 12 + on.month - 1


def months_from(first: int, length: int) -> Period:
    """The span of so many months from the month of that number."""
    last = first + length - 1
    return Period(date(first // 12, first % 12 + 1, 1), Period.month(last // 12, last % 12 + 1).ends_on)


@dataclass(frozen=True)
class Timeline:
    """The readings of a measure in their places, one step after another from `first`; a place may be empty.

    `last` is the last place that has a figure or should have one by now, −1 when there is none.
    """

    step: int
    first: int
    places: dict[int, Reading] = field(default_factory=dict)
    last: int = -1

    def period(self, place: int) -> Period:
        return months_from(self.first + place * self.step, self.step)

    def span(self, start: int, length: int) -> Period:
        return months_from(self.first + start * self.step, length * self.step)

    def place_of(self, on: date) -> tuple[int, bool]:
        """The place in which a day's month lies, and whether it begins one."""
        place, rest = divmod(month_number(on) - self.first, self.step)
        return place, rest == 0

    def range_of(self, period: Period) -> range | None:
        """The places that make up a period; None when it does not divide into steps."""
        length = whole_months(period)
        start, is_start = self.place_of(period.starts_on)
        if length is None or length % self.step or not is_start:
            return None
        return range(start, start + length // self.step)

    def known(self, place: int) -> Reading | None:
        found = self.places.get(place)
        return found if found is not None and found.numerator is not None else None

    def absent(self, places: Iterable[int]) -> tuple[int, ...]:
        return tuple(place for place in places if self.known(place) is None)


def timeline(case: Case, on: date) -> Timeline:
    """The readings of periods that had ended by a day, in their places.

    The last place is that of the latest figure, or of the latest that is due by then if that is later.
    """
    seen = [one for one in case.readings if one.period.ends_on is not None and one.period.ends_on <= on]
    if not seen:
        return Timeline(case.step, 0)
    first = min(month_number(one.period.starts_on) for one in seen)
    places = {(month_number(one.period.starts_on) - first) // case.step: one for one in seen}
    latest = max((place for place, one in places.items() if one.numerator is not None), default=-1)
    made = Timeline(case.step, first, places)
    due = max(places)
    while True:
        ends = made.period(due + 1).ends_on
        if ends is None or (on - ends).days < case.days_until_due:
            break
        due += 1
    while due > latest and (on - (made.period(due).ends_on or on)).days < case.days_until_due:
        due -= 1  # a place that is there without a figure, and not yet due
    return Timeline(case.step, first, places, max(latest, due))


def is_number(case: Case, on: date) -> bool:
    """Whether a measure is a number of its priority on a day.

    It is in use, measures the priority or stands in for it, and its last figure that was due by then is there and real.
    """
    phase, line = case.phase(on), timeline(case, on)
    is_used = case.relation != "none" and (phase is None or phase.state == "active")
    return is_used and not case.is_synthetic and line.last >= 0 and line.known(line.last) is not None
