"""The `dates` commands that look up: holidays, Easter, financial years, school days, dates in prose.

Arguments in, one `Answer` out, nothing printed. Bad input raises the kernel's `Unusable`. `SCHEMAS` holds the shapes.
"""

from __future__ import annotations

import argparse
import re
from datetime import date, timedelta
from pathlib import Path

from frankpledge.kernel.calendars import (
    Holiday,
    NotCovered,
    WorkingCalendar,
    computed_holidays,
    easter_sunday,
)
from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.dates import Period, long_date
from frankpledge.kernel.legal_dates import YearQuarter, financial_quarter, quarters_of, year_label
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.kernel.school_days import NextSchoolDay, next_school_day, read_school_calendar
from frankpledge.kernel.written_dates import Standing, WrittenDate, Years, find_dates
from frankpledge.law.date_commands import list_cautions, moment_iso
from frankpledge.law.date_inputs import DatesParser, calendar_of, moments, partial_date, whole, wrong_value
from frankpledge.law.date_schemas import SCHEMAS

__all__ = [
    "SCHEMAS", "easter_command", "holidays_command", "parse_command", "quarter_command", "school_day_command",
    "year_command",
]  # fmt: skip


def holidays_parser() -> argparse.ArgumentParser:
    parser = DatesParser("holidays", holidays_command.__doc__ or "")
    parser.add_argument("year", metavar="YEAR", help="a calendar year")
    return parser


def easter_parser() -> argparse.ArgumentParser:
    parser = DatesParser("easter", easter_command.__doc__ or "", calendar=False)
    parser.add_argument("year", metavar="YEAR", help="from 1753")
    return parser


def year_parser() -> argparse.ArgumentParser:
    parser = DatesParser("year", year_command.__doc__ or "")
    parser.add_argument("year", metavar="YEAR", help="a financial year, such as 2019/20")
    return parser


def quarter_parser() -> argparse.ArgumentParser:
    parser = DatesParser("quarter", quarter_command.__doc__ or "", calendar=False)
    parser.add_argument("day", metavar="D", help="YYYY-MM-DD; YYYY-MM and YYYY may lie in several quarters")
    return parser


def school_day_parser() -> argparse.ArgumentParser:
    parser = DatesParser("school-day", school_day_command.__doc__ or "")
    parser.add_argument("file", metavar="CAL.json", help="open, closed and starts of one school")
    parser.add_argument(
        "--at",
        metavar="DATETIME",
        required=True,
        help="the moment of the event, London time unless it has a zone",
    )
    return parser


def parse_parser() -> argparse.ArgumentParser:
    parser = DatesParser("parse", parse_command.__doc__ or "", calendar=False)
    parser.add_argument(
        "text", metavar="TEXT", help="any text; the first date in it is answered, the others are listed"
    )
    parser.add_argument("--years", metavar="A-B", help="the years that may be meant")
    return parser


def holidays_command(argv: list[str]) -> Answer:
    """The bank holidays of a year."""
    given = holidays_parser().parse_args(argv)
    year, calendar = _year(given.year), calendar_of(given)
    found = _holidays(calendar, year)
    verdict = (
        "projected"
        if any(one.projected for one in found)
        else "computed"
        if calendar.published is None
        else "listed"
    )
    source = rule_of(computed_holidays).source
    return Answer(
        verdict,
        {"year": year, "nation": str(calendar.nation)},
        (
            {
                "clause": str(source),
                "working": "; ".join(f"{long_date(one.on)}, {one.name}" for one in found) + ".",
            },
        ),
        tuple(list_cautions(calendar, [year])),
        "bank holidays by rule",
        {"holidays": [_shown(one) for one in found]},
    )


def _year(text: str) -> int:
    return whole("YEAR", text, least=1, most=9998)


def _holidays(calendar: WorkingCalendar, year: int) -> tuple[Holiday, ...]:
    try:
        return calendar.holidays(year)
    except NotCovered as error:
        raise wrong_value("YEAR", str(error), "Give a later year.", str(year)) from None


def _shown(one: Holiday) -> dict[str, object]:
    return {
        "on": one.on.isoformat(),
        "name": one.name,
        "projected": one.projected,
        "substitute": one.is_substitute,
    }


def easter_command(argv: list[str]) -> Answer:
    """Easter Sunday of a year."""
    year = whole("YEAR", easter_parser().parse_args(argv).year, least=1)
    try:
        on = easter_sunday(year)
    except NotCovered as error:
        raise wrong_value("YEAR", str(error), "Give a year it holds for.", str(year)) from None
    extra = {
        "on": on.isoformat(),
        "good_friday": (on - timedelta(days=2)).isoformat(),
        "easter_monday": (on + timedelta(days=1)).isoformat(),
    }
    source = rule_of(easter_sunday).source
    reason = {"clause": f"{source} ({source.note})", "working": f"Easter Sunday is {long_date(on)}."}
    return Answer("computed", {"year": year}, (reason,), (), "the anonymous Gregorian algorithm", extra)


def year_command(argv: list[str]) -> Answer:
    """A financial year: its days, bank holidays, working days and quarters."""
    given = year_parser().parse_args(argv)
    calendar, starting = calendar_of(given), _financial_year(given.year)
    days = [one for year in (starting, starting + 1) for one in _holidays(calendar, year)]
    whole_year = _counts(year_label(starting), Period.financial_year(starting), days, calendar)
    quarters = [_quarter(one, days, calendar) for one in quarters_of(starting)]
    source = rule_of(financial_quarter).source
    working = f"{whole_year['from']} to {whole_year['to']}: {whole_year['days']} days, {whole_year['holidays']} bank holidays, {whole_year['working_days']} working days."
    inside = [_shown(one) for one in days if one.on in Period.financial_year(starting)]
    return Answer(
        "projected" if any(one["projected"] for one in inside) else "computed",
        {"year": given.year, "nation": str(calendar.nation)},
        ({"clause": str(source), "working": working},),
        tuple(list_cautions(calendar, [starting, starting + 1])),
        "counting on the calendar",
        {**whole_year, "quarters": quarters, "holiday_days": inside},
    )


def _financial_year(text: str) -> int:
    try:
        period = Period.parse(re.sub(r"^(\d{4})\s*[-–/]\s*(\d{2}|\d{4})$", r"\1/\2", text.strip()))
    except ValueError as error:
        raise wrong_value("YEAR", str(error), "Write 2019/20.", text) from None
    starting = period.starts_on.year
    if period != Period.financial_year(starting):
        raise wrong_value("YEAR", f"‘{text}’ is not a financial year", "Write 2019/20.", text)
    return starting


def _quarter(quarter: YearQuarter, days: list[Holiday], calendar: WorkingCalendar) -> dict[str, object]:
    return _counts(quarter.label, quarter.period, days, calendar)


def _counts(label: str, period: Period, days: list[Holiday], calendar: WorkingCalendar) -> dict[str, object]:
    return {
        "label": label,
        "from": period.starts_on.isoformat(),
        "to": (period.ends_on or period.starts_on).isoformat(),
        "days": period.days,
        "holidays": sum(one.on in period for one in days),
        "working_days": calendar.working_days_in(period),
    }


def quarter_command(argv: list[str]) -> Answer:
    """The quarter of the financial year in which a day lies."""
    text = quarter_parser().parse_args(argv).day
    given = partial_date("D", text)
    if not 2 <= given.year <= 9998:
        raise wrong_value(
            "D", "there is no whole financial year around it", "Give a day closer to ours.", text
        )
    first, last = financial_quarter(given.earliest), financial_quarter(given.latest)
    labels = (first.label, last.label)
    starts, ends = first.period.starts_on, last.period.ends_on or last.period.starts_on
    extra = {
        "label": labels[0] if labels[0] == labels[1] else {"from": labels[0], "to": labels[1]},
        "from": starts.isoformat(),
        "to": ends.isoformat(),
    }
    working = f"{given} lies in {' to '.join(dict.fromkeys(labels))}."
    reason = {"clause": str(rule_of(financial_quarter).source), "working": working}
    return Answer(
        "exact" if first == last else "range", {"day": text}, (reason,), (), "counting on the calendar", extra
    )


def school_day_command(argv: list[str]) -> Answer:
    """Before when a school is to be told of an event: the start of its next school day."""
    given = school_day_parser().parse_args(argv)
    school, calendar = read_school_calendar(Path(given.file)), calendar_of(given)
    starts = moments("--at", given.at)

    def holiday(on: date) -> str | None:
        try:
            found = calendar.holiday(on)
        except NotCovered:
            return None
        return found.name if found else None

    found = [next_school_day(school, at, holiday) for at in dict.fromkeys(starts)]
    shown = list(dict.fromkeys(map(_before, found)))
    doubts = {doubt.on.isoformat(): doubt.why for one in found for doubt in one.doubts}
    covered = all(one.covered for one in found)
    before: object = shown[0] if len(shown) == 1 else {"from": shown[0], "to": shown[-1]}
    verdict = (
        "not_covered" if not covered else "doubtful" if doubts else "exact" if len(shown) == 1 else "range"
    )
    cautions = [
        Caution(WarningCode.AMBIGUOUS, on, f"{long_date(date.fromisoformat(on))}: {why}.")
        for on, why in doubts.items()
    ]
    if not covered:
        cautions.append(
            Caution(
                WarningCode.COVERAGE,
                Path(given.file).name,
                "The calendar does not reach the next school day.",
            )
        )
    source = rule_of(next_school_day).source
    working = (
        f"the next school day after {given.at} starts at {' or '.join(str(one) for one in shown)}."
        if covered
        else "the calendar names no school day that follows."
    )
    return Answer(
        verdict, {"at": given.at, "nation": str(calendar.nation)},
        ({"clause": f"{source} ({source.note})", "working": working},), tuple(cautions), "the school's own calendar",
        {"before": before, "ambiguous": sorted(doubts), "covered": covered},
    )  # fmt: skip


def _before(found: NextSchoolDay) -> str | None:
    if found.starts is not None:
        return moment_iso(found.starts)
    return found.on.isoformat() if found.on else None


def parse_command(argv: list[str]) -> Answer:
    """Read the dates in a text and check each against its weekday."""
    given = parse_parser().parse_args(argv)
    years = _years(given.years)
    found = find_dates(given.text, years)
    if not found:
        extra: dict[str, object] = {"date": None, "ok": False, "weekday": None, "candidates": [], "found": []}
        reason = {"clause": "Day before month", "working": "There is no date in the text."}
        return Answer(
            "no_date", {"text": given.text, "years": given.years}, (reason,), (), "day before month", extra
        )
    first = found[0]
    reasons = tuple(
        {"clause": "Day before month", "working": f"‘{one.text}’: {one.why or one.meant}."} for one in found
    )
    return Answer(
        str(first.standing),
        {"text": given.text, "years": given.years},
        reasons,
        tuple(caution for one in found for caution in _doubtful(one)),
        "day before month",
        {**_written(first), "found": [{"text": one.text, "at": one.start, **_written(one)} for one in found]},
    )


def _written(one: WrittenDate) -> dict[str, object]:
    return {
        "date": one.meant.iso() if one.meant else None,
        "ok": one.ok,
        "weekday": one.weekday,
        "candidates": [on.isoformat() for on in one.candidates],
    }


def _doubtful(one: WrittenDate) -> list[Caution]:
    if one.ok:
        return []
    unclear = one.standing in {Standing.AMBIGUOUS, Standing.INCOMPLETE}
    return [
        Caution(
            WarningCode.AMBIGUOUS if unclear else WarningCode.DATE,
            f"character {one.start + 1}",
            f"‘{one.text}’: {one.why}.",
        )
    ]


def _years(text: str | None) -> Years | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})", text.strip()) or re.fullmatch(
        r"(\d{4})()", text.strip()
    )
    years = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= years[0] <= years[1] <= years[0] + 1000:
        raise wrong_value("--years", f"‘{text}’ is not a span of years", "Write 2020-2026.", text)
    return years
