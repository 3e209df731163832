"""When a duty is next due, by the clock that its row gives, and how it stands on a day. Pure.

Where the words of the law can be read in two ways, every reading is given, the one that is used first, each by its name.
A duty that is custom is never late: past its day it is `past-custom`. Where law fixes no day, none is invented: our own
advice stands as a target beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period, long_date
from frankpledge.kernel.legal_dates import (
    Wording,
    end_beginning_with,
    end_of_days,
    end_of_months,
    financial_quarter,
    prescribed_data_due,
)
from frankpledge.law.facts import Clock, Duty

REGISTER = Citation("The duties register", "deadline rules", "each row cites its own instrument")
LEADS = ((31, 7), (100, 21))
LONG_LEAD = 56
"""How many days before it falls due a duty asks for attention, by the length of its period: our advice, not law."""


class Status(StrEnum):
    """How a duty stands on a day, by its clock alone; whether it was done is for the evidence to say."""

    NOT_DUE = "not-due"
    DUE_SOON = "due-soon"
    LATE = "late"
    PAST_CUSTOM = "past-custom"
    NO_DAY = "no-day"
    NOT_IN_FORCE = "not-in-force"
    CANNOT_TELL = "cannot-tell"


STATUS_WORDS = {
    Status.NOT_DUE: "Not yet due",
    Status.DUE_SOON: "Due soon",
    Status.LATE: "Late",
    Status.PAST_CUSTOM: "Past its usual day, which no law fixes",
    Status.NO_DAY: "No day is fixed",
    Status.NOT_IN_FORCE: "Not in force",
    Status.CANNOT_TELL: "Cannot tell",
}


@dataclass(frozen=True)
class Reading:
    """One way to read a deadline. `due` None: no day is fixed; `target` is then our advice, where there is any."""

    name: str
    due: date | None
    words: str
    target: date | None = None
    opens: date | None = None
    """The first day on which it can be done, where that is not the day of the event."""


def year_of(on: date) -> Period:
    """The partnership year, 1 April to 31 March, that a day lies in."""
    return Period.financial_year(on.year if on >= date(on.year, 4, 1) else on.year - 1)


def year_end(on: date, ahead: int = 0) -> date:
    """The last day of the partnership year of a day, or of so many years after."""
    return date(year_of(on).starts_on.year + 1 + ahead, 3, 31)


@rule(source=REGISTER)
def readings_of(clock: Clock, last: date | None, on: date, first: date | None = None) -> tuple[Reading, ...]:
    """A deadline is counted as its own words say; where they can be read in two ways both days are given.

    `last` is the day of the event that starts the clock (the last time, the report, the first publication, any day of the
    quarter of the data, the day named in a request); None when it never happened as far as is known. The reading used comes
    first.
    """
    if last is None:
        return (_without(clock, on),)
    if clock.kind == "from-first":
        return tuple(_from_first(clock, last, first))
    return tuple(_READERS[clock.kind](clock, last))


def _without(clock: Clock, on: date) -> Reading:
    if clock.kind == "first-by":
        return Reading("first-time", clock.by, f"the first by {_said(clock.by)}")
    if clock.kind == "year-end":
        return Reading(clock.reading or "partnership-year", year_end(on), "in this partnership year")
    if clock.kind == "quarter-lag":
        quarter = financial_quarter(year_end(on) if on.month == 3 else on)
        return Reading("next-quarter", prescribed_data_due(quarter), "the quarter of the day")
    words = "It is not recorded when this was last done, or what starts the clock."
    return Reading("no-start", None, words)


def _said(on: date | None) -> str:
    return long_date(on) if on else "no day"


def _year_end(clock: Clock, last: date) -> Iterator[Reading]:
    due = year_end(last, 1)
    yield Reading(
        clock.reading or "partnership-year", due, f"once in each partnership year; last in {year_of(last)}"
    )
    if clock.reading == "before-the-partnership-year" and 4 <= last.month <= 9:
        yield Reading(
            "for-the-year-already-begun",
            year_end(last),
            "read as a late revision for the year that had begun, the next is a year earlier",
        )


def _after_last(clock: Clock, last: date) -> Iterator[Reading]:
    due = end_of_months(last, clock.months, Wording.AFTER)
    yield Reading(clock.reading, due, f"{clock.months} months after {long_date(last)}")
    if clock.reading == "rolling-twelve-months":
        yield Reading(
            "partnership-year",
            year_end(last, 1),
            "read as once in each partnership year, 1 April to 31 March",
        )
        yield Reading("calendar-year", date(last.year + 1, 12, 31), "read as once in each calendar year")


def _after_event(clock: Clock, last: date) -> Iterator[Reading]:
    if clock.months:
        due = end_of_months(last, clock.months, Wording.AFTER)
        many = "a month" if clock.months == 1 else f"{clock.months} months"
        yield Reading(clock.reading, due, f"{many} after {long_date(last)}")
    else:
        due = end_of_days(last, clock.days, Wording.AFTER)
        after = "and, once past, as soon as reasonably possible: it stays owed"
        yield Reading(clock.reading, due, f"{clock.days} days after {long_date(last)}, {after}")


def _before_event(clock: Clock, last: date) -> Iterator[Reading]:
    due = end_of_days(last, clock.days, Wording.BEFORE)
    yield Reading(clock.reading, due, f"{clock.days} days before {long_date(last)}")


def _from_first(clock: Clock, last: date, first: date | None = None) -> Iterator[Reading]:
    began = first or last
    count = 1
    if last != began:
        while end_beginning_with(began, clock.months * count) < last:
            count += 1
        count += 1
    due = end_beginning_with(began, clock.months * count)
    yield Reading(
        clock.reading, due, f"period {count} of three years, the first beginning with {long_date(began)}"
    )
    yield Reading(
        "corresponding-day",
        end_of_months(began, clock.months * count, Wording.AFTER),
        "read as years after the day of publication, which is not counted",
    )
    if last != began:
        yield Reading(
            "from-the-last-review",
            end_beginning_with(last, clock.months),
            "read as three years from the last review",
        )


def _first_by(_clock: Clock, last: date) -> Iterator[Reading]:
    yield Reading(
        "as-revised", None, f"published on {long_date(last)}; again when it is revised, no day is fixed"
    )


def _quarter_lag(_clock: Clock, last: date) -> Iterator[Reading]:
    quarter = financial_quarter(last)
    yield Reading(
        "end-of-the-next-quarter",
        prescribed_data_due(quarter),
        f"data of {quarter.label}, by the end of the quarter after",
    )


def _each_quarter(_clock: Clock, last: date) -> Iterator[Reading]:
    ends = prescribed_data_due(financial_quarter(last))
    yield Reading("each-quarter", ends, "once in each quarter")
    yield Reading(
        "three-months-after-the-last",
        end_of_months(last, 3, Wording.AFTER),
        "read as never more than three months apart",
    )


def _after_year(clock: Clock, last: date) -> Iterator[Reading]:
    opens = year_end(last) + timedelta(1)
    month, day = (int(part) for part in clock.target.split("-"))
    yield Reading(
        "as-soon-as-practicable",
        None,
        f"as soon as reasonably practicable after {long_date(year_end(last))}",
        date(opens.year, month, day),
        opens,
    )


def _first_meeting(_clock: Clock, last: date) -> Iterator[Reading]:
    opens = year_end(last) + timedelta(1)
    yield Reading(
        "first-meeting-of-the-year", None, f"at the first meeting from {long_date(opens)}", None, opens
    )


def _on_request(_clock: Clock, last: date) -> Iterator[Reading]:
    yield Reading(
        "day-named",
        last,
        f"{long_date(last)}, the day named; once past, as soon as reasonably possible: it stays owed",
    )


def _with_event(clock: Clock, last: date) -> Iterator[Reading]:
    target = last + timedelta(clock.target_days) if clock.target_days is not None else None
    yield Reading("no-day-fixed", None, f"after {long_date(last)}; no day is fixed", target)


def _standing(clock: Clock, last: date) -> Iterator[Reading]:
    target = None
    if clock.target == "year-end":
        target = year_end(last, 1)
    elif clock.target == "anniversary":
        target = end_of_months(last, clock.months, Wording.AFTER)
    yield Reading("standing", None, "it stands all the time; no day is fixed", target)


_READERS: dict[str, Callable[[Clock, date], Iterator[Reading]]] = {
    "year-end": _year_end, "after-last": _after_last, "after-event": _after_event, "before-event": _before_event,
    "first-by": _first_by, "quarter-lag": _quarter_lag, "each-quarter": _each_quarter,
    "after-year": _after_year, "first-meeting": _first_meeting, "on-request": _on_request, "with-event": _with_event,
    "standing": _standing,
}  # fmt: skip


def lead_days(starts: date, due: date) -> int:
    """How long before its day a duty asks for attention: 7 days for a period of up to 31 days, 21 for up to 100, else 56."""
    length = abs((due - starts).days)
    return next((lead for most, lead in LEADS if length <= most), LONG_LEAD)


def amber_from(starts: date | None, due: date) -> date:
    """The first day on which a duty asks for attention; `starts` is when its period began, a year before if not known."""
    return due - timedelta(lead_days(starts or due - timedelta(365), due))


def status_on(duty: Duty, due: date | None, amber: date | None, on: date) -> Status:
    """How a duty stands by its clock: custom is never late, and the day itself is still in time."""
    if due is None:
        return Status.NO_DAY
    if on > due:
        return Status.PAST_CUSTOM if duty.is_custom else Status.LATE
    return Status.DUE_SOON if amber is not None and on >= amber else Status.NOT_DUE
