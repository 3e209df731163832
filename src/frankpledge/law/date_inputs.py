"""What the `dates` commands are given, read into days, moments and calendars; each mistake is one `Unusable`."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from frankpledge.kernel.calendars import Nation, WorkingCalendar, read_published
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.legal_dates import Roll, Wording, london_moments, midnight
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.law.holidays import working_calendar

MOST = 100_000
Moments = tuple[datetime, datetime]


class DatesParser(argparse.ArgumentParser):
    """Arguments of one `dates` command; what is wrong with them is raised, not printed."""

    def __init__(self, name: str, about: str, *, calendar: bool = True) -> None:
        super().__init__(prog=f"frankpledge dates {name}", description=about, allow_abbrev=False)
        self.name = name
        if calendar:
            self.add_argument("--nation", choices=[str(one) for one in Nation], default=str(Nation.ENGLAND_AND_WALES),
                              help="whose bank holidays count")  # fmt: skip
            self.add_argument(
                "--holidays",
                metavar="FILE",
                help="a list like GOV.UK's bank-holidays.json, to go before our own",
            )
        self.add_argument("--json", action="store_true", help="print the answer as JSON")

    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        raise Unusable(Problem("arguments", reason, f"See ./frankpledge schema dates {self.name}."))

    def takes_period(self) -> None:
        """--from, --n, --wording and --roll, of the periods."""
        self.add_argument(
            "--from",
            dest="start",
            metavar="D",
            required=True,
            help="counted from; YYYY, YYYY-MM or YYYY-MM-DD",
        )
        self.add_argument("--n", metavar="N", required=True, help="how many")
        self.add_argument("--wording", choices=[str(one) for one in Wording], default=str(Wording.AFTER),
                          help="how the period is tied to D")  # fmt: skip
        self.add_argument("--roll", choices=[str(one) for one in Roll], default=str(Roll.NONE),
                          help="whether a last day that is no working day moves")  # fmt: skip


def calendar_of(given: argparse.Namespace) -> WorkingCalendar:
    """The calendar that --nation and --holidays ask for."""
    published = read_published(Path(given.holidays)) if given.holidays else None
    nation = Nation(given.nation)
    if published and not any(published.years(division) for division in nation.divisions):
        reason = f"the file has no list for {nation}."
        raise Unusable(
            Problem("holidays", reason, "Give another --nation or file.", Path(given.holidays).name)
        )
    return working_calendar(nation, published)


def partial_date(option: str, text: str) -> PartialDate:
    """A day, month or year. Raises Unusable."""
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise wrong_value(option, f"{error}", "Write 2023, 2023-06 or 2023-06-14.", text) from None


def whole(option: str, text: str, *, least: int = -MOST, most: int = MOST) -> int:
    """A whole number from `least` to `most`. Raises Unusable."""
    if not re.fullmatch(r"[-+]?\d{1,7}", text.strip()) or not least <= int(text) <= most:
        reason = f"‘{text}’ is not a whole number from {least:,} to {most:,}"
        raise wrong_value(option, reason, "Give one.", text)
    return int(text)


def moments(option: str, text: str) -> Moments:
    """The first and last moment, in UTC, that the text may mean: alike for a moment, apart for a day or for an hour that came twice.

    Without a time zone it is London time. Raises Unusable, also for an hour that the clocks skipped.
    """
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text.strip()):
        partial = partial_date(option, text)
        try:
            after = midnight(partial.latest + timedelta(days=1))
        except OverflowError:
            raise wrong_value(option, "it is the last day there is", "Give an earlier one.", text) from None
        return midnight(partial.earliest).astimezone(UTC), after.astimezone(UTC) - timedelta(minutes=1)
    try:
        found = datetime.fromisoformat(text.strip())
        if found.tzinfo is not None:
            return (found.astimezone(UTC),) * 2
        possible = london_moments(found)
    except (ValueError, OverflowError):
        raise wrong_value(
            option, f"‘{text}’ is not a moment", "Write 2026-03-28T22:00 or a day.", text
        ) from None
    if not possible:
        reason = f"London's clocks never showed {text}: they went forward over it"
        raise wrong_value(option, reason, "Give the time as the clocks showed it, or with +00:00.", text)
    # In London time the two moments of an hour that came twice would compare as equal.
    return possible[0].astimezone(UTC), possible[-1].astimezone(UTC)


def wrong_value(option: str, reason: str, remedy: str, value: str) -> Unusable:
    return Unusable(Problem("value", f"{option}: {reason.rstrip('.')}.", remedy, value=value))
