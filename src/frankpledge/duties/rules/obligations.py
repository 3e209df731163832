"""Obligations computed from the law of each day and from what happened. Pure, and the same whenever it is asked.

A duty is a rule; an obligation is one occasion on which it is owed: for a partnership year, a quarter, a report, a death.
What shows it done is evidence that a room counted or that somebody recorded. Without evidence an obligation past its day
is *late* or *missed* only where the record is known to be whole for the time, or somebody looked and said so; otherwise it
is *not yet assessed*. Custom is never late or missed: it is *not kept*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate, Period, short_date
from frankpledge.kernel.legal_dates import YearQuarter, financial_quarter, prescribed_data_due
from frankpledge.law import api as law
from frankpledge.law.clocks import Reading, amber_from, readings_of, year_of
from frankpledge.law.facts import STRENGTH_WORDS, Duty

REGISTER = Citation("The duties register", "evidence")
FIRST_DAY, LAST_DAY = date.min, date.max
ELSEWHERE = frozenset({"not-city-of-london", "outside-london"})
"""The kinds of area most partnerships are, unless they say otherwise."""


class State(StrEnum):
    """How an obligation stands on a day."""

    MET = "met"
    MET_LATE = "met-late"
    LATE = "late"
    MISSED = "missed"
    NOT_KEPT = "not-kept"
    DUE_SOON = "due-soon"
    NOT_DUE = "not-due"
    EXCUSED = "excused"
    NOT_ASSESSED = "not-assessed"
    CANNOT_TELL = "cannot-tell"


STATE_WORDS: Mapping[State, str] = {
    State.MET: "Met",
    State.MET_LATE: "Met late",
    State.LATE: "Late",
    State.MISSED: "Missed",
    State.NOT_KEPT: "Custom not kept",
    State.DUE_SOON: "Due soon",
    State.NOT_DUE: "Not yet due",
    State.EXCUSED: "Excused",
    State.NOT_ASSESSED: "Not yet assessed",
    State.CANNOT_TELL: "Cannot tell",
}


@dataclass(frozen=True)
class Happened:
    """Something that starts a clock or shows a duty done. `ref` ties an answer to what it answers; `due` is a day that the
    event itself names; `is_tracked`: an answer would be on record too, so that its absence tells something.
    """

    kind: str
    on: PartialDate
    label: str
    ref: str = ""
    href: str = ""
    due: date | None = None
    is_tracked: bool = False
    by_hand: bool = False
    recorded_by: str = ""


@dataclass(frozen=True)
class Evidence:
    """What a room found, and for each kind the periods for which its record is whole: what is not there did not happen."""

    happened: tuple[Happened, ...] = ()
    whole: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Excuse:
    """Why a duty is not held against anybody for a time; it always ends."""

    code: str
    period: Period
    because: str


@dataclass(frozen=True)
class Known:
    """Everything on record about one partnership: what happened by kind, where the record is whole, what somebody looked at
    and found not done (by key), excuses, and duties that apply or do not, whatever the law says."""

    happened: Mapping[str, tuple[Happened, ...]] = field(default_factory=dict)
    whole: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)
    not_done: Mapping[str, str] = field(default_factory=dict)
    excuses: tuple[Excuse, ...] = ()
    applies: Mapping[str, bool] = field(default_factory=dict)


def gathered(
    evidence: Iterable[Evidence],
    *,
    not_done: Mapping[str, str] | None = None,
    excuses: tuple[Excuse, ...] = (),
    applies: Mapping[str, bool] | None = None,
) -> Known:
    """What several rooms found, by kind and in order of day."""
    happened: dict[str, list[Happened]] = {}
    whole: dict[str, list[Period]] = {}
    for one in evidence:
        for each in one.happened:
            happened.setdefault(each.kind, []).append(each)
        for kind, periods in one.whole.items():
            whole.setdefault(kind, []).extend(periods)
    ordered = {kind: tuple(sorted(rows, key=_when)) for kind, rows in happened.items()}
    return Known(
        ordered, {kind: tuple(rows) for kind, rows in whole.items()}, not_done or {}, excuses, applies or {}
    )


def _when(one: Happened) -> tuple[date, date, str]:
    return (one.on.earliest, one.on.latest, one.label)


@dataclass(frozen=True)
class Obligation:
    """One occasion on which a duty is owed: why, by whom, by when, under which version of the law, and how it stands.

    `due_on` None: no day is fixed; `target_on` is then our advice. `opens_on` and `closes_on` bound what counts as evidence.
    `others` are the days of other readings of the same words.
    """

    key: str
    duty: Duty
    label: str
    why: str
    reading: str
    opens_on: date
    closes_on: date
    due_on: date | None
    target_on: date | None
    amber_on: date | None
    others: tuple[tuple[str, date], ...] = ()
    is_tracked: bool = False
    can_be_late: bool = True
    """False where the time within which it had to be done has gone for good: then it is missed, not late."""
    ref: str = ""
    proofs: tuple[Happened, ...] = ()
    state: State = State.NOT_ASSESSED
    because: str = ""

    @property
    def code(self) -> str:
        return self.duty.code

    @property
    def is_own(self) -> bool:
        return self.duty.is_own

    @property
    def version(self) -> str:
        """Under which version of the law: basis, and since when the row holds."""
        basis = "; ".join(map(str, self.duty.basis)) or STRENGTH_WORDS[self.duty.strength]
        return f"{basis} (since {short_date(self.duty.period.starts_on)})"

    @property
    def sort_day(self) -> date:
        return self.due_on or self.target_on or self.closes_on


def obligations(
    nation: str, asked: Period, known: Known, *, on: date, place: frozenset[str] = ELSEWHERE
) -> tuple[Obligation, ...]:
    """Every obligation that falls in a period, as it stands on a day, in order of day and code. `asked` must end."""
    if asked.ends_on is None:
        raise ValueError("a period of obligations must end")
    fixed = _fixed(nation, asked.starts_on, asked.ends_on, place)
    made = [_judged(one, known, on) for one in fixed if known.applies.get(one.code, True)]
    for row in _moving_rows(nation, place):
        if known.applies.get(row.code, True):
            made += [_judged(one, known, on) for one in _MAKERS[row.clock.kind](row, asked, known, on)]
    return tuple(sorted(made, key=lambda one: (one.sort_day, one.code, one.key)))


# Duties whose occasions do not hang on an event -------------------------------------------------------------------

YEARLY = ("year-end", "standing", "after-year", "first-meeting")
QUARTERLY = ("quarter-lag", "each-quarter")


@lru_cache(maxsize=256)
def _rows(nation: str, place: frozenset[str]) -> tuple[Duty, ...]:
    return tuple(
        row for row in law.library().duties if nation in row.nation and (not row.where or row.where in place)
    )


@lru_cache(maxsize=256)
def _moving_rows(nation: str, place: frozenset[str]) -> tuple[Duty, ...]:
    return tuple(row for row in _rows(nation, place) if row.clock.kind not in {*YEARLY, *QUARTERLY})


@lru_cache(maxsize=256)
def _fixed(nation: str, first: date, last: date, place: frozenset[str]) -> tuple[Obligation, ...]:
    """The occasions that the calendar alone makes; they are the same for every partnership of a nation and kind of area."""
    made: list[Obligation] = []
    for row in _rows(nation, place):
        if row.clock.kind in YEARLY:
            made += _of_years(row, first, last)
        elif row.clock.kind in QUARTERLY:
            made += _of_quarters(row, first, last)
    return tuple(made)


def _of_years(row: Duty, first: date, last: date) -> Iterator[Obligation]:
    due: date | None
    target: date | None
    for starting in range(year_of(first).starts_on.year - 1, year_of(last).starts_on.year + 1):
        year = Period.financial_year(starting)
        end = date(starting + 1, 3, 31)
        if row.clock.kind == "after-year":
            opens, closes = date(starting + 1, 4, 1), date(starting + 2, 3, 31)
            month, day = (int(part) for part in row.clock.target.split("-"))
            due, target = None, date(opens.year, month, day)
        else:
            opens, closes = year.starts_on, end
            is_dated = row.clock.kind == "year-end"
            due = end if is_dated else None
            target = end if not is_dated and row.clock.kind == "standing" and row.clock.target else None
        day_of = due or target or closes
        if not (first <= day_of <= last) or day_of not in row.period:
            continue
        opens = max(opens, row.period.starts_on)
        yield Obligation(
            f"{row.code}:{year.code}", row, _year_label(row, year), _why_year(row, year), _reading(row, "partnership-year"),
            opens, closes, due, target, amber_from(opens, due) if due else None, can_be_late=row.clock.reading != "within-the-partnership-year",
        )  # fmt: skip


def _reading(row: Duty, usual: str) -> str:
    return row.clock.reading or {"after-year": "as-soon-as-practicable", "standing": "standing"}.get(
        row.clock.kind, usual
    )


def _year_label(row: Duty, year: Period) -> str:
    if row.clock.reading == "before-the-partnership-year":
        return f"for {Period.financial_year(year.starts_on.year + 1)}"
    return str(year)


def _why_year(row: Duty, year: Period) -> str:
    words = {"standing": "It stands all year", "after-year": f"The year {year} has ended"}
    return words.get(row.clock.kind, f"Once for the partnership year: {row.deadline}")


def _of_quarters(row: Duty, first: date, last: date) -> Iterator[Obligation]:
    lag = row.clock.kind == "quarter-lag"
    for quarter in _quarters(first - timedelta(200), last):
        period = quarter.period
        ends = period.ends_on or period.starts_on
        due = prescribed_data_due(quarter) if lag else ends
        if not (first <= due <= last) or due not in row.period:
            continue
        opens = ends + timedelta(1) if lag else max(period.starts_on, row.period.starts_on)
        why = (
            f"Data of {quarter.label} are due by the end of the quarter after"
            if lag
            else f"Once in {quarter.label}"
        )
        yield Obligation(
            f"{row.code}:{quarter.label}", row, quarter.label, why,
            "end-of-the-next-quarter" if lag else "each-quarter", opens, LAST_DAY if lag else due, due, None,
            amber_from(opens, due), can_be_late=lag, ref=quarter.label if lag else "",
        )  # fmt: skip


@lru_cache(maxsize=256)
def _quarters(first: date, last: date) -> tuple[YearQuarter, ...]:
    made, on = [], first
    while on <= last:
        quarter = financial_quarter(on)
        made.append(quarter)
        on = (quarter.period.ends_on or on) + timedelta(1)
    return tuple(made)


# Duties that an event starts --------------------------------------------------------------------------------------


def _version_on(row: Duty, day: date) -> bool:
    """Whether this row of the duty is the one in force on the day; rows of a code never overlap."""
    return day in row.period


def _made(
    row: Duty, key: str, label: str, why: str, found: tuple[Reading, ...], opens: date, event: Happened | None,
    *, closes: date = LAST_DAY,
) -> Obligation:  # fmt: skip
    used = found[0]
    others = tuple((one.name, one.due) for one in found[1:] if one.due and one.due != used.due)
    return Obligation(
        f"{row.code}:{key}", row, label, why, used.name, opens, closes, used.due, used.target,
        amber_from(opens, used.due) if used.due else None, others, bool(event and event.is_tracked),
        ref=event.ref if event else "",
    )  # fmt: skip


def _chain(row: Duty, asked: Period, known: Known, on: date) -> Iterator[Obligation]:
    """Within so long of the last: each time starts the next."""
    kinds = dict.fromkeys((row.clock.event, row.proved_by))
    every = sorted((one for kind in kinds for one in known.happened.get(kind, ())), key=_when)
    # Two rooms may tell of the same thing: what happened twice on one day starts one clock.
    times = list({one.on: one for one in reversed(every)}.values())[::-1]
    if not times:
        if _version_on(row, min(asked.ends_on or on, on)) and row.period.starts_on <= on and on in asked:
            words = "It is not recorded when this was last done"
            yield Obligation(
                f"{row.code}:first", row, "not on record", words, "no-start", row.period.starts_on, LAST_DAY, None, None, None
            )  # fmt: skip
        return
    for place, last in enumerate(times):
        found = readings_of(row.clock, last.on.latest, on)
        due = found[0].due
        if due is None or due not in asked or not _version_on(row, due):
            continue
        following = times[place + 1].on.earliest if place + 1 < len(times) else None
        why = f"{last.label} on {last.on}: {found[0].words}"
        made = _made(
            row, f"after-{last.on.iso()}", f"after {last.on}", why, found, last.on.latest + timedelta(1), last
        )
        yield made if following is None else _narrowed(made, times[place + 1])


def _narrowed(one: Obligation, by: Happened) -> Obligation:
    """The next time is what shows this one done, whenever it was."""
    return _with(one, closes_on=by.on.latest, opens_on=min(one.opens_on, by.on.earliest), proofs=(by,))


def _answers(row: Duty, asked: Period, known: Known, on: date) -> Iterator[Obligation]:
    """Within so long of each event, or on the day that a request names."""
    for place, event in enumerate(known.happened.get(row.clock.event, ())):
        start = event.due if row.clock.kind == "on-request" else event.on.latest
        found = readings_of(row.clock, start, on) if start else readings_of(row.clock, None, on)
        if event.due and row.clock.kind != "on-request":
            agreed = Reading("agreed", event.due, f"agreed for {short_date(event.due)}")
            found = (agreed, *found)
        day = found[0].due or found[0].target or event.on.latest
        if day not in asked or not _version_on(row, event.on.latest):
            continue
        key = event.ref or f"{event.on.iso()}-{place + 1}"
        why = f"{event.label} on {event.on}: {found[0].words}"
        yield _made(row, key, event.label, why, found, event.on.earliest, event)


def _before(row: Duty, asked: Period, known: Known, on: date) -> Iterator[Obligation]:
    for place, event in enumerate(known.happened.get(row.clock.event, ())):
        found = readings_of(row.clock, event.on.earliest, on)
        due = found[0].due
        if due is None or due not in asked or not _version_on(row, due):
            continue
        key = event.ref or f"{event.on.iso()}-{place + 1}"
        why = f"{event.label}, planned for {event.on}: {found[0].words}"
        opens = event.on.earliest - timedelta(730)
        yield _made(row, key, event.label, why, found, opens, event, closes=event.on.latest)


def _periods(row: Duty, asked: Period, known: Known, on: date) -> Iterator[Obligation]:
    """Periods counted from the first time."""
    firsts = known.happened.get(row.clock.event, ())
    if not firsts:
        return
    first = firsts[0].on.latest
    last, count = first, 0
    while count < 20:
        found = readings_of(row.clock, last, on, first)
        due = found[0].due
        if due is None or due > (asked.ends_on or LAST_DAY):
            return
        count += 1
        if due in asked and _version_on(row, due):
            why = f"{firsts[0].label} on {firsts[0].on}: {found[0].words}"
            opens = first + timedelta(1) if count == 1 else last + timedelta(1)
            made = _made(row, f"period-{count}", f"period {count} of three years", why, found, opens, None)
            yield _with(made, others=tuple(pair for pair in made.others if pair[0] == "corresponding-day"))
        last = due


def _first(row: Duty, asked: Period, _known: Known, on: date) -> Iterator[Obligation]:
    due = row.clock.by
    if due is not None and due in asked:
        found = readings_of(row.clock, None, on)
        yield _made(
            row, "first", "the first", "It had to be there by a day that is fixed", found, FIRST_DAY, None
        )


_MAKERS: Mapping[str, Callable[[Duty, Period, Known, date], Iterator[Obligation]]] = {
    "after-last": _chain, "after-event": _answers, "on-request": _answers, "with-event": _answers,
    "before-event": _before, "from-first": _periods, "first-by": _first,
}  # fmt: skip


# How one stands ---------------------------------------------------------------------------------------------------


def _with(one: Obligation, **changes: object) -> Obligation:
    """A copy with some fields changed; quicker than `dataclasses.replace`, and there are very many."""
    made = object.__new__(Obligation)
    made.__dict__.update(one.__dict__)
    made.__dict__.update(changes)
    return made


def _judged(one: Obligation, known: Known, on: date) -> Obligation:
    proofs = one.proofs or _proofs_of(one, known)
    if one.duty.clock.kind == "first-meeting":
        one = _first_meeting(one, known)
    is_whole = one.is_tracked or one.key in known.not_done or _is_whole(one, known, on)
    excuse = next((e for e in known.excuses if e.code == one.code and one.sort_day in e.period), None)
    state, because = stands(one, proofs, on, is_whole=is_whole, excuse=excuse)
    if one.key in known.not_done and state not in {State.MET, State.MET_LATE, State.EXCUSED}:
        because = known.not_done[one.key] or because
    return _with(one, proofs=proofs, state=state, because=because)


def _first_meeting(one: Obligation, known: Known) -> Obligation:
    """The first meeting of the year is the day, once it was held."""
    held = next(
        (m for m in known.happened.get("meeting-held", ()) if one.opens_on <= m.on.latest <= one.closes_on),
        None,
    )
    if held is None:
        return one
    return _with(
        one,
        due_on=held.on.latest,
        amber_on=held.on.latest,
        why=f"The first meeting of the year was on {held.on}",
    )


def _proofs_of(one: Obligation, known: Known) -> tuple[Happened, ...]:
    rows = known.happened.get(one.duty.proved_by, ())
    if not rows:
        return ()
    if one.ref:
        tied = tuple(row for row in rows if row.ref == one.ref)
        if tied or any(row.ref for row in rows):
            return tied
    return tuple(row for row in rows if row.on.latest >= one.opens_on and row.on.earliest <= one.closes_on)


def _is_whole(one: Obligation, known: Known, on: date) -> bool:
    """Whether the record of what would show it done is whole for the time in which it had to be done."""
    until = min(one.due_on or one.closes_on, on)
    return any(
        period.starts_on <= one.opens_on and (period.ends_on is None or until <= period.ends_on)
        for period in known.whole.get(one.duty.proved_by, ())
    )


@rule(source=REGISTER)
def stands(
    one: Obligation, proofs: tuple[Happened, ...], on: date, *, is_whole: bool, excuse: Excuse | None = None
) -> tuple[State, str]:
    """Done in time is met; not done and past its day is late or missed only where the record is whole, else not yet assessed.
    Custom is never late or missed."""
    past = tuple(proof for proof in proofs if proof.on.earliest <= on)
    if past:
        return _stands_done(one, past)
    if excuse is not None:
        until = f" until {short_date(excuse.period.ends_on)}" if excuse.period.ends_on else ""
        return State.EXCUSED, f"{excuse.because}{until}"
    if one.opens_on > on:
        return State.NOT_DUE, f"From {short_date(one.opens_on)}"
    if one.due_on is None:
        return State.NOT_ASSESSED, "No evidence is on record, and no day is fixed"
    if on <= one.due_on:
        soon = one.amber_on is not None and on >= one.amber_on
        return (State.DUE_SOON if soon else State.NOT_DUE), f"By {short_date(one.due_on)}"
    if not is_whole:
        return State.NOT_ASSESSED, f"Its day, {short_date(one.due_on)}, has passed, and nobody has looked"
    days = (on - one.due_on).days
    if one.duty.is_custom:
        return State.NOT_KEPT, "Custom, not law: nothing is late"
    if not one.can_be_late:
        return State.MISSED, f"It could be done until {short_date(one.due_on)}, and was not"
    return State.LATE, f"{days} day{'' if days == 1 else 's'} past {short_date(one.due_on)}; it stays owed"


def _stands_done(one: Obligation, proofs: tuple[Happened, ...]) -> tuple[State, str]:
    first = min(proofs, key=_when)
    said = f"{first.label}, {first.on}"
    if one.due_on is None or one.duty.is_custom or any(proof.on.latest <= one.due_on for proof in proofs):
        return State.MET, said
    if any(proof.on.earliest <= one.due_on for proof in proofs):
        return State.CANNOT_TELL, f"{said}: the day is not known well enough to say whether it was in time"
    days = (first.on.earliest - one.due_on).days
    return State.MET_LATE, f"{said}, {days} day{'' if days == 1 else 's'} after {short_date(one.due_on)}"
