"""`terms deadlines`: when notice and papers are due, which papers may be taken, and when it must next meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from frankpledge.governance.rules.terms.constitution import Constitution, Frequency, Notice, Papers
from frankpledge.governance.rules.terms.days import is_working, last_day
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.legal_dates import add_months
from frankpledge.kernel.toml_files import StrictTable
from frankpledge.kernel.verdicts import Reason


@dataclass(frozen=True)
class Paper:
    """A paper: when it went out, whether it is urgent, and who agreed to take it late."""

    circulated: date | None
    urgent: bool
    agreed_by: str


@dataclass(frozen=True)
class Called:
    """A call for a meeting: how many signed, of how many, and when it was handed in."""

    signed: int
    in_post: int | None
    seats: int | None
    received: date | None


@dataclass(frozen=True)
class Planned:
    """A meeting being prepared."""

    on: date
    kind: str
    phase: str
    notice_given: date | None
    items: tuple[Paper, ...]
    requisition: Called | None
    events: tuple[tuple[str, date], ...]
    dates_set: date | None = None
    """When the dates of the year's meetings were set."""
    reviewed: date | None = None
    """When the terms were last reviewed."""


@dataclass(frozen=True)
class Due:
    """A last day. `non_working` says that it falls on a weekend or a bank holiday."""

    what: str
    due: date
    clause: str

    @property
    def non_working(self) -> bool:
        return not is_working(self.due)


@dataclass(frozen=True)
class Ruled:
    """Whether something may be; None where the terms are silent or a day is missing."""

    ok: bool | None
    reason: str


@dataclass(frozen=True)
class Window:
    """The stretch in which the next meeting must fall, under one reading of the terms."""

    reading: str
    period: Period


def read_planned(values: Mapping[str, object], file: str) -> Planned:
    """The meeting in a JSON object. Raises `Unusable`."""
    top = StrictTable(file, {key: one for key, one in values.items() if one is not None}).only(
        "on", "kind", "phase", "notice_given", "items", "requisition", "events", "dates_set", "reviewed"
    )
    return Planned(
        _day(top, "on"),
        top.text("kind", "ordinary"),
        top.text("phase", ""),
        _day(top, "notice_given") if top.has("notice_given") else None,
        tuple(_paper(_plain(one)) for one in top.tables("items")),
        _called(_plain(top.table("requisition"))) if top.has("requisition") else None,
        tuple((one.text("kind"), _day(one.only("kind", "on"), "on")) for one in top.tables("events")),
        _day(top, "dates_set") if top.has("dates_set") else None,
        _day(top, "reviewed") if top.has("reviewed") else None,
    )


def _plain(entry: StrictTable) -> StrictTable:
    return StrictTable(
        entry.file, {k: v for k, v in entry.values.items() if v is not None}, entry.place, entry.row
    )


def _day(entry: StrictTable, key: str) -> date:
    found = entry.partial(key)
    if not found.is_exact:
        raise entry.refusal("not-a-day", key, f"‘{found}’ has no day.", "Write the whole date: 2024-03-14.")
    return found.earliest


def _paper(entry: StrictTable) -> Paper:
    entry.only("id", "circulated", "urgent", "agreed_by")
    sent = _day(entry, "circulated") if entry.has("circulated") else None
    return Paper(sent, entry.flag("urgent", default=False), entry.text("agreed_by", ""))


def _called(entry: StrictTable) -> Called:
    entry.only("signed", "in_post", "seats", "received")
    return Called(
        entry.whole("signed"), entry.optional_whole("in_post"), entry.optional_whole("seats"),
        _day(entry, "received") if entry.has("received") else None,
    )  # fmt: skip


def notice_rule(terms: Constitution, kind: str) -> Notice | None:
    """The notice for a kind of meeting, or the one for every kind."""
    for wanted in (kind, ""):
        if found := next((one for one in terms.notices if one.kind == wanted), None):
            return found
    return None


@rule(source=Citation("Terms of reference", "notice"))
def notice_is_enough(terms: Constitution, planned: Planned) -> Ruled:
    """A meeting is properly called when its notice went out on or before the last day that the terms allow."""
    found = notice_rule(terms, planned.kind)
    if found is None:
        return Ruled(None, "the terms give no period of notice")
    due = last_day(found.before, planned.on)
    if planned.notice_given is None:
        return Ruled(None, f"notice is due by {short_date(due)}; when it was given is not known")
    words = f"notice was given on {short_date(planned.notice_given)} and was due by {short_date(due)}"
    return Ruled(planned.notice_given <= due, words)


@rule(source=Citation("Terms of reference", "papers"))
def paper_may_be_taken(papers: Papers | None, paper: Paper, on: date) -> Ruled:
    """A late paper is taken only by leave of those the terms name, and after the floor by nobody's leave."""
    if papers is None:
        return Ruled(None, "the terms give no day for papers")
    if paper.circulated is None:
        return Ruled(None, "when it was circulated is not known")
    due = last_day(papers.before, on)
    if paper.circulated <= due:
        return Ruled(True, f"circulated by {short_date(due)}")
    floor = last_day(papers.floor, on) if papers.floor else None
    if floor and paper.circulated > floor:
        return Ruled(False, f"circulated after {short_date(floor)}, which nobody may waive")
    return _by_leave(papers, paper, due)


def _by_leave(papers: Papers, paper: Paper, due: date) -> Ruled:
    late = f"circulated after {short_date(due)}"
    if not papers.leave_of:
        return Ruled(False, f"{late}, and the terms let nobody take late papers")
    if papers.only_urgent and not paper.urgent:
        return Ruled(False, f"{late} and not urgent")
    if paper.agreed_by not in papers.leave_of:
        return Ruled(False, f"{late} without the leave of {' or '.join(papers.leave_of)}")
    return Ruled(True, f"{late}, by leave of {paper.agreed_by}")


@rule(source=Citation("Terms of reference", "requisition"))
def requisition_is_valid(terms: Constitution, called: Called) -> tuple[bool | None, int | None, str]:
    """Members may require a meeting when as many of them sign as the terms ask for. Gives the number needed too."""
    found = terms.requisition
    if found is None:
        return None, None, "the terms do not say whether members may require a meeting"
    base = called.in_post if found.of == "in_post" else called.seats
    if base is None and found.of == "all":
        base = sum(terms.votes(seat) and seat.places for seat in terms.seats) or None
    if base is None and found.threshold.is_share:
        return None, None, f"how many members are {found.of.replace('_', ' ')} is not known"
    needed = found.threshold.needed_of(base or 0)
    return called.signed >= needed, needed, f"{called.signed} signed, {needed} needed"


def due_days(terms: Constitution, planned: Planned) -> tuple[Due, ...]:
    """Every last day before a meeting, and those that follow from events and requisitions."""
    found = []
    if notice := notice_rule(terms, planned.kind):
        found.append(Due("notice", last_day(notice.before, planned.on), notice.clause))
    if terms.papers:
        found.append(Due("papers", last_day(terms.papers.before, planned.on), terms.papers.clause))
        if terms.papers.floor:
            found.append(Due("late papers", last_day(terms.papers.floor, planned.on), terms.papers.clause))
    found += [
        Due(f"meeting after {kind}", on + timedelta(one.within_days), one.clause)
        for kind, on in planned.events
        for one in terms.frequencies
        if one.event == kind and one.within_days
    ]
    called = planned.requisition
    if called and called.received and terms.requisition and terms.requisition.within_days:
        due = called.received + timedelta(terms.requisition.within_days)
        found.append(Due("meeting required by members", due, terms.requisition.clause))
    return (*found, *_reviews(terms, planned))


def _reviews(terms: Constitution, planned: Planned) -> tuple[Due, ...]:
    """When the terms themselves are to be reviewed: so long after the last time, and at once on an event that asks for it."""
    said = terms.review
    if said is None:
        return ()
    found = [
        Due(f"review after {kind}", on, said.clause) for kind, on in planned.events if kind in said.on_events
    ]
    if said.every_months and planned.reviewed:
        found.append(Due("review of the terms", add_months(planned.reviewed, said.every_months), said.clause))
    return tuple(found)


@rule(source=Citation("Terms of reference", "dates of meetings"))
def dates_were_set(terms: Constitution, planned: Planned) -> Ruled:
    """Dates of meetings are set as long ahead as the terms say: of each meeting, or of the year that it falls in.

    Where the words bear both readings and these differ, it is undetermined.
    """
    said = terms.dates
    if said is None:
        return Ruled(None, "the terms do not say how long ahead dates are set")
    if planned.dates_set is None:
        return Ruled(None, "when the dates were set is not known")
    year = Period.financial_year(planned.on.year if planned.on.month > 3 else planned.on.year - 1).starts_on
    last = {"each-meeting": add_months(planned.on, -said.months_ahead), "start-of-year": year - timedelta(1)}
    read = [last[said.counted_from]] if said.counted_from else list(last.values())
    found = {planned.dates_set <= day for day in read}
    words = " or ".join(short_date(day) for day in dict.fromkeys(read))
    reason = f"the dates were set on {short_date(planned.dates_set)} and were to be set by {words}"
    return Ruled(found.pop() if len(found) == 1 else None, reason)


def frequency_of(terms: Constitution, phase: str, kind: str) -> Frequency | None:
    """How often it meets in a phase: the phase's own rule, else the one for all phases."""
    for wanted in (phase, ""):
        rows = [one for one in terms.frequencies if one.phase == wanted and not one.event]
        if found := next((one for one in rows if one.kind == kind), rows[0] if rows else None):
            return found
    return None


@rule(source=Citation("Terms of reference", "frequency of meetings"))
def next_windows(frequency: Frequency, after: date) -> tuple[Window, ...]:
    """The next meeting must fall in the next interval, named month or window; where the words bear several readings, in each."""
    if frequency.every_weeks:
        days = 7 * frequency.every_weeks
        return (Window("interval", Period(after + timedelta(1), after + timedelta(days))),)
    if frequency.months:
        return (Window("named month", _named_month(frequency.months, after)),)
    if frequency.windows:
        return (Window("window", _named_window(frequency.windows, after)),)
    made = []
    if frequency.reading in {None, "each-window"}:
        made.append(Window("each-window", window_after(frequency.every, after)))
    if frequency.reading in {None, "longest-gap"}:
        made.append(
            Window(
                "longest-gap", Period(after + timedelta(1), months_later(after, MONTHS_OF[frequency.every]))
            )
        )
    if frequency.reading == "number-a-year":
        made.append(
            Window("number-a-year", Period(after + timedelta(1), window_of("year", after).ends_on or after))
        )
    return tuple(made)


MONTHS_OF = {"week": 0, "month": 1, "quarter": 3, "half-year": 6, "year": 12, "financial-year": 12}


def months_later(on: date, months: int) -> date:
    """The corresponding day so many months later, or the last day of that month; a week later for none."""
    return add_months(on, months) if months else on + timedelta(7)


def window_of(every: str, on: date) -> Period:
    """The calendar interval that holds a day."""
    if every == "week":
        monday = on - timedelta(on.weekday())
        return Period(monday, monday + timedelta(6))
    if every == "month":
        return Period.month(on.year, on.month)
    if every == "quarter":
        return Period.quarter(on.year, (on.month + 2) // 3)
    if every == "half-year":
        return (
            Period(date(on.year, 1, 1), date(on.year, 6, 30))
            if on.month < 7
            else Period(date(on.year, 7, 1), date(on.year, 12, 31))
        )
    if every == "financial-year":
        return Period.financial_year(on.year if on.month > 3 else on.year - 1)
    return Period.year(on.year)


def window_after(every: str, on: date) -> Period:
    """The calendar interval after the one that holds a day."""
    ends = window_of(every, on).ends_on
    return window_of(every, (ends or on) + timedelta(1))


def _named_month(months: tuple[int, ...], after: date) -> Period:
    for ahead in range(1, 13):
        year, month = divmod(after.year * 12 + after.month - 1 + ahead, 12)
        if month + 1 in months:
            return Period.month(year, month + 1)
    return Period.month(after.year + 1, after.month)


def _named_window(windows: tuple[tuple[str, str], ...], after: date) -> Period:
    found = []
    for year in (after.year, after.year + 1):
        for first, last in windows:
            starts = Period.parse(f"{year}-{first}").starts_on
            ends = Period.parse(f"{year}-{last}").starts_on
            found.append(Period(starts, ends if ends >= starts else ends.replace(year=year + 1)))
    return min((one for one in found if one.starts_on > after), key=lambda one: one.starts_on)


def reasons(terms: Constitution, planned: Planned) -> tuple[Reason, ...]:
    """Each deadline with its clause and how it was counted."""
    return tuple(
        Reason(one.clause or one.what, f"{one.what}: by {short_date(one.due)} for {short_date(planned.on)}")
        for one in due_days(terms, planned)
    )
