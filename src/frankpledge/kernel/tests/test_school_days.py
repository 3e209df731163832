"""The next school day, and what a calendar leaves open."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.kernel.dates import LONDON, Period
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.school_days import (
    SchoolCalendar,
    is_school_day,
    next_school_day,
    read_school_calendar,
)

SPRING = Period(date(2026, 2, 23), date(2026, 3, 27))
SUMMER = Period(date(2026, 4, 13), date(2026, 5, 22))
SCHOOL = SchoolCalendar((SPRING, SUMMER), (Period(date(2026, 3, 9), date(2026, 3, 9)),), time(8, 50))
MAY = date(2026, 5, 4)


def none(_on):
    return None


def may_day(on):
    return "Early May bank holiday" if on == MAY else None


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "starts"),
    [
        ("2026-03-03T08:49", "2026-03-03T08:50:00+00:00"),
        ("2026-03-03T08:50", "2026-03-04T08:50:00+00:00"),
        ("2026-02-27T23:40", "2026-03-02T08:50:00+00:00"),
        ("2026-03-06T23:40", "2026-03-10T08:50:00+00:00"),  # before a Monday on which only staff come
        ("2026-03-27T09:00", "2026-04-13T08:50:00+01:00"),  # over the holiday and the change of the clocks
    ],
)
def test_a_school_is_told_before_its_next_day_starts(moment, starts):
    found = next_school_day(SCHOOL, at(moment), none)
    assert (found.starts.isoformat(), found.doubts, found.covered) == (starts, (), True)


@pytest.mark.parametrize("moment", ["2026-02-22T12:00", "2026-05-22T08:50", "2026-05-23T12:00"])
def test_nothing_is_answered_that_the_calendar_does_not_reach(moment):
    found = next_school_day(SCHOOL, at(moment), none)
    assert (found.on, found.starts, found.covered) == (None, None, False)


def test_a_bank_holiday_in_term_is_passed_over_and_named():
    found = next_school_day(SCHOOL, at("2026-05-03T12:00"), may_day)
    assert (found.on, [doubt.on for doubt in found.doubts]) == (date(2026, 5, 5), [MAY])


def test_a_bank_holiday_that_is_listed_as_closed_leaves_no_doubt():
    school = SchoolCalendar(SCHOOL.open, (Period(MAY, MAY),), SCHOOL.starts)
    found = next_school_day(school, at("2026-05-03T12:00"), may_day)
    assert (found.on, found.doubts) == (date(2026, 5, 5), ())


def test_a_weekend_day_that_is_listed_by_itself_is_named():
    saturday = date(2026, 3, 14)
    school = SchoolCalendar((*SCHOOL.open, Period(saturday, saturday)), (), SCHOOL.starts)
    found = next_school_day(school, at("2026-03-13T12:00"), none)
    assert (found.on, [doubt.on for doubt in found.doubts]) == (date(2026, 3, 16), [saturday])


def test_without_a_starting_time_only_the_day_is_answered():
    school = SchoolCalendar(SCHOOL.open)
    found = next_school_day(school, at("2026-03-03T07:00"), none)
    assert (found.on, found.starts) == (date(2026, 3, 4), None)
    assert [doubt.on for doubt in found.doubts] == [date(2026, 3, 3)]


@given(st.datetimes(datetime(2026, 2, 23), datetime(2026, 5, 21)))  # noqa: DTZ001
def test_no_school_day_is_skipped(wall):
    moment = wall.replace(tzinfo=LONDON)
    found = next_school_day(SCHOOL, moment, none)
    assert is_school_day(SCHOOL, found.on)
    assert found.starts > moment
    between = [wall.date() + timedelta(days=n) for n in range(1, (found.on - wall.date()).days)]
    assert not any(is_school_day(SCHOOL, on) for on in between)


@pytest.fixture
def written(tmp_path):
    def write(content):
        path = tmp_path / "school.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


def test_a_calendar_is_read(written):
    content = {
        "open": [["2026-02-23", "2026-03-27"], ["2026-04-13", "2026-05-22"]],
        "closed": ["2026-03-09"],
        "starts": "08:50",
    }
    assert read_school_calendar(written(content)) == SCHOOL
    pair = {**content, "closed": [["2026-03-09", "2026-03-09"]]}
    assert read_school_calendar(written(pair)) == SCHOOL


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ("[]", "one object"),
        ({}, "names no term"),
        ({"open": "2026-01-05"}, "not a list"),
        ({"open": ["2026-01-05"]}, "not a pair"),
        ({"open": [["2026-01-05"]]}, "not a pair"),
        ({"open": [["2026-01-05", "2026-02-30"]]}, "cannot be used"),
        ({"open": [["2026-02-05", "2026-01-05"]]}, "cannot end"),
        ({"open": [["2026-01-05", "2026-02-13"]], "starts": "breakfast"}, "not a time"),
        ({"open": [["2026-01-05", "2026-02-13"]], "starts": "08:50+01:00"}, "no time zone"),
        ({"open": [["2026-01-05", "2026-02-13"]], "opens": "08:50"}, "no key ‘opens’"),
    ],
)
def test_a_calendar_that_cannot_be_used_is_refused_with_the_reason(written, content, said):
    with pytest.raises(Unusable, match=said):
        read_school_calendar(written(content))
