"""The holidays that come with the program, against the published lists and against memory."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from frankpledge.kernel.calendars import Nation, computed_holidays, read_published
from frankpledge.law.holidays import holiday_law, working_calendar

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "data" / "calendar"


def editions():
    return {path.name: read_published(path) for path in sorted(FOLDER.glob("bank-holidays.*.json"))}


@pytest.mark.real_data
def test_every_published_year_is_what_the_rules_give():
    found = editions()
    assert len(found) == 2
    for name, published in found.items():
        for division in published.by_division:
            first, last = published.years(division)
            for year in range(first, last + 1):
                listed = [(one.on, one.name) for one in published.of(division, year)]
                computed = [(one.on, one.name) for one in computed_holidays(holiday_law(), division, year)]
                assert computed == listed, f"{name}, {division}, {year}"


@pytest.mark.real_data
def test_days_that_do_not_work_in_any_part_of_the_kingdom_are_those_listed():
    published = editions()["bank-holidays.2019-2027.json"]
    ours, laid_over = working_calendar(Nation.UK_ANY), working_calendar(Nation.UK_ANY, published)
    for year in range(2019, 2028):
        listed = {one.on for division in published.by_division for one in published.of(division, year)}
        assert {one.on for one in ours.holidays(year)} == listed
        assert {one.on for one in laid_over.holidays(year)} == listed
        assert not any(one.projected for one in (*ours.holidays(year), *laid_over.holidays(year)))


@pytest.mark.real_data
def test_the_years_said_to_be_checked_are_the_years_that_the_editions_hold():
    spans = [one.years(name) for one in editions().values() for name in one.by_division]
    for division, (first, last) in holiday_law().published.items():
        held = [one.years(division) for one in editions().values() if one.years(division)]
        assert (first, last) == (min(a for a, _ in held), max(b for _, b in held))
    assert spans


@pytest.mark.parametrize(
    "on",
    ["1981-07-29", "1995-05-08", "1999-12-31", "2002-06-03", "2002-06-04", "2011-04-29", "2012-06-05", "2020-05-08",
     "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08", "2028-12-25"],
)  # fmt: skip
def test_single_holidays_and_moves_are_holidays(on):
    assert not working_calendar().is_working(date.fromisoformat(on))


@pytest.mark.parametrize("on", ["1995-05-01", "2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30"])
def test_a_day_that_a_holiday_moved_from_is_a_working_day(on):
    assert working_calendar().is_working(date.fromisoformat(on))


def test_the_nations_differ():
    assert working_calendar().is_working(date(2026, 3, 17))
    assert not working_calendar(Nation.UK_ANY).is_working(date(2026, 3, 17))
    assert working_calendar().is_working(date(2006, 11, 30))
    assert working_calendar(Nation.UK_ANY).is_working(date(2006, 11, 30))
    assert not working_calendar(Nation.UK_ANY).is_working(date(2007, 11, 30))
