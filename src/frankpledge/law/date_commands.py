"""The `dates` commands that count: months, days, hours, working days and clear days.

Arguments in, one `Answer` out, nothing printed. Bad input raises the kernel's `Unusable`. `SCHEMAS` holds the shapes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar

from frankpledge.kernel.calendars import NotCovered, WorkingCalendar
from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.dates import LONDON, WEEKDAYS, PartialDate, long_date
from frankpledge.kernel.legal_dates import (
    OutOfRange,
    Roll,
    Wording,
    add_working_days,
    bounds,
    clear_days,
    end_beginning_with,
    end_of_days,
    end_of_hours,
    end_of_months,
    has_corresponding_day,
    midnight,
    next_working_day,
    working_days_between,
)
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.law.date_inputs import DatesParser, calendar_of, moments, partial_date, whole, wrong_value
from frankpledge.law.date_schemas import SCHEMAS

__all__ = [
    "SCHEMAS", "clear_days_command", "days_command", "hours_command", "months_command", "working_days_command",
]  # fmt: skip

Count = Callable[[date], date]
T = TypeVar("T")


def months_parser() -> argparse.ArgumentParser:
    parser = DatesParser("months", months_command.__doc__ or "")
    parser.takes_period()
    return parser


def days_parser() -> argparse.ArgumentParser:
    parser = DatesParser("days", days_command.__doc__ or "")
    parser.takes_period()
    return parser


def hours_parser() -> argparse.ArgumentParser:
    parser = DatesParser("hours", hours_command.__doc__ or "")
    parser.takes_period()
    return parser


def working_days_parser() -> argparse.ArgumentParser:
    parser = DatesParser("working-days", working_days_command.__doc__ or "")
    parser.add_argument(
        "--from", dest="start", metavar="D", required=True, help="the day of the event, which is not counted"
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--n", metavar="N", help="how many; below 0 counts back")
    which.add_argument("--to", metavar="D2", help="count the working days up to this day, which is counted")
    return parser


def clear_days_parser() -> argparse.ArgumentParser:
    parser = DatesParser("clear-days", clear_days_command.__doc__ or "")
    parser.add_argument(
        "--from", dest="start", metavar="D", required=True, help="the day of the event, which is not counted"
    )
    parser.add_argument(
        "--n",
        metavar="N",
        required=True,
        help="how many; below 0 counts back, as from a meeting to its notice",
    )
    parser.add_argument(
        "--exclude",
        metavar="WHAT",
        default="",
        help="left out of the count: weekdays and holiday, with commas between",
    )
    return parser


def months_command(argv: list[str]) -> Answer:
    """When a period of months ends, by the corresponding-date rule."""
    given = months_parser().parse_args(argv)
    wording = Wording(given.wording)
    start, n = partial_date("--from", given.start), _length(given.n, wording)
    used = end_beginning_with if wording in {Wording.BEGINNING_WITH, Wording.DAY_AFTER} else end_of_months
    kept = (
        has_corresponding_day(start.earliest, n, wording)
        if start.is_exact and _inside(start, n, wording)
        else None
    )
    return _period(given, "months", start, lambda on: end_of_months(on, n, wording), used, kept)


def _inside(start: PartialDate, n: int, wording: Wording) -> bool:
    try:
        end_of_months(start.earliest, n, wording)
    except OutOfRange as error:
        raise wrong_value("--n", str(error), "Give fewer.", str(n)) from None
    return True


def days_command(argv: list[str]) -> Answer:
    """When a period of days ends."""
    given = days_parser().parse_args(argv)
    wording = Wording(given.wording)
    start, n = partial_date("--from", given.start), _length(given.n, wording)
    return _period(given, "days", start, lambda on: end_of_days(on, n, wording), end_of_days, None)


def _length(text: str, wording: Wording) -> int:
    """A period that begins with a day holds at least that day."""
    return whole("--n", text, least=1 if wording is Wording.BEGINNING_WITH else 0)


def _period(
    given: argparse.Namespace,
    unit: str,
    start: PartialDate,
    count: Count,
    used: Callable[..., object],
    corresponding: bool | None,
) -> Answer:
    calendar, cautions = calendar_of(given), []
    rolls = given.roll == Roll.NEXT_WORKING_DAY
    counted = _bounded(start, count)
    last = (_rolled(counted[0], calendar), _rolled(counted[1], calendar)) if rolls else counted
    if rolls and given.wording == Wording.BEFORE and last != counted:
        text = "The day was moved forward, which leaves less than the period before the event."
        cautions.append(Caution(WarningCode.PERIOD, "--roll", text))
    asked = {"from": given.start, "n": int(given.n), "wording": given.wording, "roll": given.roll}
    extra = {
        **_last_day(last, calendar),
        "corresponding": corresponding,
        "counted_day": _iso(counted) if last != counted else None,
    }
    working = (
        f"{given.n} {unit if int(given.n) != 1 else unit[:-1]} {given.wording} {start}: {_said(counted)}"
    )
    working += f", moved to {_said(last)}." if last != counted else "."
    return _answer(asked, calendar, last, _because(used, working), cautions, extra)


def hours_command(argv: list[str]) -> Answer:
    """When a period of hours ends, in hours that pass, over the change of the clocks too."""
    given = hours_parser().parse_args(argv)
    wording = Wording(given.wording)
    starts, n = moments("--from", given.start), _length(given.n, wording)
    calendar = calendar_of(given)
    try:
        counted = tuple(end_of_hours(at, n, wording) for at in starts)
    except OutOfRange as error:
        raise wrong_value("--n", str(error), "Give fewer.", given.n) from None
    rolls = given.roll == Roll.NEXT_WORKING_DAY
    ends = tuple(_rolled_moment(at, calendar) for at in counted) if rolls else counted
    days = (ends[0].date(), ends[-1].date())
    asked = {"from": given.start, "n": n, "wording": given.wording, "roll": given.roll}
    shown = [moment_iso(at) for at in ends]
    extra = {
        "end": shown[0] if shown[0] == shown[-1] else {"from": shown[0], "to": shown[-1]},
        **{key: value for key, value in _last_day(days, calendar).items() if key != "last_day"},
        "corresponding": None,
        "counted_end": moment_iso(counted[0]) if ends != counted and starts[0] == starts[1] else None,
    }
    if shown[0] != shown[-1]:
        extra |= {"weekday": _weekday(days), "non_working": None}
    working = f"{n} hours {wording} {moment_iso(starts[0])}: {' to '.join(dict.fromkeys(shown))}."
    return _answer(asked, calendar, days, _because(end_of_hours, working), _twice(given.start, starts), extra,
                   exact=shown[0] == shown[-1])  # fmt: skip


def _twice(text: str, starts: tuple[datetime, datetime]) -> list[Caution]:
    if ("T" not in text.upper() and " " not in text.strip()) or starts[0] == starts[1]:
        return []
    return [
        Caution(
            WarningCode.AMBIGUOUS,
            "--from",
            "London's clocks showed this time twice: give it with +01:00 or +00:00.",
        )
    ]


def _rolled_moment(at: datetime, calendar: WorkingCalendar) -> datetime:
    """The same time of day on the next working day."""
    on = _rolled(at.date(), calendar)
    return at if on == at.date() else midnight(on).replace(hour=at.hour, minute=at.minute, second=at.second)


def moment_iso(at: datetime) -> str:
    """A moment in London time to the minute, or to the second where it has one, with its offset."""
    return at.astimezone(LONDON).isoformat(timespec="seconds" if at.second else "minutes")


def working_days_command(argv: list[str]) -> Answer:
    """The day so many working days after or before a day, or how many lie between two days."""
    given = working_days_parser().parse_args(argv)
    start, calendar = partial_date("--from", given.start), calendar_of(given)
    if given.to is not None:
        return _counted(given, start, partial_date("--to", given.to), calendar)
    n = whole("--n", given.n)
    last = _bounded(start, lambda on: add_working_days(on, n, calendar.is_working))
    working = f"{n} working days from {start}, that day not counted: {_said(last)}."
    asked = {"from": given.start, "n": n}
    return _answer(
        asked, calendar, last, _because(add_working_days, working), [], _last_day(last, calendar), start
    )


def _counted(
    given: argparse.Namespace, start: PartialDate, to: PartialDate, calendar: WorkingCalendar
) -> Answer:
    pairs = ((start.latest, to.earliest), (start.earliest, to.latest))
    if any(abs((to_day - on).days) > 200_000 for on, to_day in pairs):
        raise wrong_value(
            "--to", "the days are more than 500 years apart", "Give days closer together.", given.to
        )
    least, most = _guarded(lambda: [working_days_between(*pair, calendar.is_working) for pair in pairs])
    working = f"from {start}, not counted, to {to}: {least if least == most else f'{least} to {most}'} working days."
    days = (min(start.earliest, to.earliest), max(start.latest, to.latest))
    extra = {"count": least if least == most else {"from": least, "to": most}}
    asked = {"from": given.start, "to": given.to}
    return _answer(
        asked, calendar, days, _because(working_days_between, working), [], extra, exact=least == most
    )


def clear_days_command(argv: list[str]) -> Answer:
    """The day with so many clear days between it and a day: neither of the two is counted."""
    given = clear_days_parser().parse_args(argv)
    start, n, calendar = partial_date("--from", given.start), whole("--n", given.n), calendar_of(given)
    excluded = _excluded(given.exclude)

    def is_left_out(on: date) -> bool:
        by_name = WEEKDAYS[on.weekday()].lower() in excluded
        return by_name or ("holiday" in excluded and calendar.holiday(on) is not None)

    last = _bounded(start, lambda on: clear_days(on, n, is_left_out).last_day)
    found = clear_days(start.earliest, n, is_left_out) if start.is_exact else None
    extra = {
        **_last_day(last, calendar),
        "nearest": found.nearest.isoformat() if found and found.nearest else None,
        "furthest": found.furthest.isoformat() if found and found.furthest else None,
    }
    working = f"{abs(n)} clear days {'before' if n < 0 else 'after'} {start}: {_said(last)}."
    asked = {"from": given.start, "n": n, "exclude": sorted(excluded)}
    return _answer(asked, calendar, last, _because(clear_days, working), [], extra, start)


def _excluded(text: str) -> frozenset[str]:
    names = frozenset(part.strip().lower() for part in text.split(",") if part.strip())
    known = {*(day.lower() for day in WEEKDAYS), "holiday"}
    if wrong := sorted(names - known):
        raise wrong_value("--exclude", f"‘{wrong[0]}’ is not known", "Use weekdays and holiday.", text)
    if len(names - {"holiday"}) == 7:
        raise wrong_value("--exclude", "no day is left to count", "Leave a weekday in.", text)
    return names


def _bounded(start: PartialDate, count: Count) -> tuple[date, date]:
    return _guarded(lambda: bounds(start, count))


def _guarded(work: Callable[[], T]) -> T:
    """What the work gives; a year that no rule covers, or that does not exist, is the input's mistake."""
    try:
        return work()
    except (NotCovered, OutOfRange, OverflowError) as error:
        reason = f"{str(error)[:1].upper()}{str(error)[1:]}."
        raise Unusable(Problem("date", reason, "Give days closer to ours.")) from None


def _rolled(on: date, calendar: WorkingCalendar) -> date:
    return _guarded(lambda: next_working_day(on, calendar.is_working))


def _last_day(last: tuple[date, date], calendar: WorkingCalendar) -> dict[str, object]:
    """`last_day`, `weekday` and `non_working`; an imprecise day has no weekday unless both ends share it."""
    return {"last_day": _iso(last), "weekday": _weekday(last), "non_working": _non_working(last, calendar)}


def _weekday(last: tuple[date, date]) -> str | None:
    return WEEKDAYS[last[0].weekday()] if last[0] == last[1] else None


def _non_working(last: tuple[date, date], calendar: WorkingCalendar) -> bool | None:
    """None where it cannot be told: an imprecise day, or a year before the bank holidays are known."""
    if last[0] != last[1]:
        return None
    try:
        return not calendar.is_working(last[0])
    except NotCovered:
        return None


def _iso(days: tuple[date, date]) -> object:
    first, last = days[0].isoformat(), days[1].isoformat()
    return first if first == last else {"from": first, "to": last}


def _said(days: tuple[date, date]) -> str:
    return " to ".join(dict.fromkeys(long_date(on) for on in days))


def _because(used: Callable[..., object], working: str) -> Mapping[str, str]:
    source = rule_of(used).source
    return {"clause": f"{source} ({source.note})" if source.note else str(source), "working": working}


def _answer(
    asked: Mapping[str, object],
    calendar: WorkingCalendar,
    days: tuple[date, date],
    reason: Mapping[str, str],
    cautions: list[Caution],
    extra: Mapping[str, object],
    start: PartialDate | None = None,
    *,
    exact: bool | None = None,
) -> Answer:
    touched = (*days, start.earliest, start.latest) if start else days
    is_exact = days[0] == days[1] if exact is None else exact
    if is_exact and extra.get("non_working") and "last_day" in extra:
        cautions = [*cautions, _not_working(days[0], calendar)]
    return Answer(
        "exact" if is_exact else "range",
        {**asked, "nation": str(calendar.nation)},
        (reason,),
        (*cautions, *list_cautions(calendar, (on.year for on in touched))),
        "counting on the calendar",
        extra,
    )


def _not_working(on: date, calendar: WorkingCalendar) -> Caution:
    name = calendar.why_not(on)
    return Caution(
        WarningCode.DATE, "last_day", f"{long_date(on)} is no working day ({name}); the legal day stays."
    )


def list_cautions(calendar: WorkingCalendar, years: Iterable[int]) -> list[Caution]:
    """What to mind of years outside the published list of bank holidays."""
    touched = sorted(set(years))
    found = []
    if touched[-1] > calendar.list_ends():
        text = f"Bank holidays after {calendar.list_ends()} are projected by rule; a proclamation may change them."
        found.append(Caution(WarningCode.COVERAGE, "holidays", text))
    if touched[0] < calendar.law.first_year:
        text = f"Bank holidays before {calendar.law.first_year} are not known here."
        found.append(Caution(WarningCode.COVERAGE, "holidays", text))
    elif touched[0] < calendar.list_begins():
        text = (
            f"Bank holidays before {calendar.list_begins()} are by rule and were not checked against a list."
        )
        found.append(Caution(WarningCode.UNVERIFIABLE, "holidays", text))
    return found
