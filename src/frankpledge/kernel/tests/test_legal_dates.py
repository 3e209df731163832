"""Ends of periods: the vectors of the law, month ends, leap years, clocks, and laws of arithmetic that must hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.legal_dates import (
    OutOfRange,
    Wording,
    YearQuarter,
    add_months,
    add_working_days,
    bounds,
    clear_days,
    end_beginning_with,
    end_of_days,
    end_of_hours,
    end_of_months,
    financial_quarter,
    has_corresponding_day,
    london_moments,
    next_working_day,
    prescribed_data_due,
    quarters_of,
    working_days_between,
)

DAY = timedelta(days=1)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
months = st.integers(min_value=0, max_value=60)
wordings = st.sampled_from(list(Wording))
FREE = {date(2026, 4, 3), date(2026, 4, 6)}


def is_working(on: date) -> bool:
    """Weekdays, but for two days and, so that runs get long, the first week of every year."""
    return on.weekday() < 5 and on not in FREE and on.timetuple().tm_yday > 7


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "n", "after", "beginning"),
    [
        ("2026-03-10", 1, "2026-04-10", "2026-04-09"),
        ("2026-01-31", 1, "2026-02-28", "2026-02-28"),
        ("2026-02-28", 1, "2026-03-28", "2026-03-27"),
        ("2026-03-01", 1, "2026-04-01", "2026-03-31"),
        ("2026-03-31", 1, "2026-04-30", "2026-04-30"),
        ("2026-08-31", 6, "2027-02-28", "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29", "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28", "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29", "2028-02-28"),
        ("2021-12-20", 36, "2024-12-20", "2024-12-19"),
    ],
)
def test_months_end_on_the_corresponding_day(start, n, after, beginning):
    assert end_of_months(day(start), n, Wording.AFTER) == day(after)
    assert end_of_months(day(start), n, Wording.BEGINNING_WITH) == day(beginning)


def test_beginning_with_the_day_after_the_end_of_february_takes_the_whole_of_march():
    assert end_of_months(date(2026, 2, 28), 1, Wording.DAY_AFTER) == date(2026, 3, 31)
    assert end_of_months(date(2026, 2, 28), 1, Wording.AFTER) == date(2026, 3, 28)
    assert end_of_months(date(2028, 2, 28), 1, Wording.DAY_AFTER) == date(2028, 3, 28)


def test_months_before_a_day_count_back_to_the_corresponding_day():
    assert end_of_months(date(2026, 3, 31), 1, Wording.BEFORE) == date(2026, 2, 28)
    assert end_of_months(date(2024, 3, 31), 1, Wording.BEFORE) == date(2024, 2, 29)
    assert end_of_months(date(2026, 1, 15), 1, Wording.BEFORE) == date(2025, 12, 15)


def test_a_month_without_the_day_has_no_corresponding_one():
    assert not has_corresponding_day(date(2026, 1, 31), 1, Wording.AFTER)
    assert has_corresponding_day(date(2026, 1, 31), 2, Wording.AFTER)
    assert has_corresponding_day(date(2026, 1, 31), 1, Wording.DAY_AFTER)
    assert not has_corresponding_day(date(2026, 3, 31), 1, Wording.BEFORE)


# The golden examples of the domain file that are questions of days (law and governance, section 12.3).
def test_a_partnership_year_and_the_plan_for_it():
    quarters = quarters_of(2026)
    assert (quarters[0].period.starts_on, quarters[3].period.ends_on) == (date(2026, 4, 1), date(2027, 3, 31))
    assert end_of_days(date(2026, 4, 1), 1, Wording.BEFORE) == date(2026, 3, 31)


def test_prescribed_data_are_due_by_the_end_of_the_next_quarter():
    assert prescribed_data_due(financial_quarter(date(2025, 11, 5))) == date(2026, 3, 31)
    assert prescribed_data_due(financial_quarter(date(2026, 4, 1))) == date(2026, 9, 30)


def test_a_scrutiny_report_is_answered_within_28_days_of_its_date():
    assert end_of_days(date(2026, 2, 10), 28, Wording.AFTER) == date(2026, 3, 10)


def test_the_next_scrutiny_comes_within_twelve_months():
    assert end_of_months(date(2025, 10, 14), 12, Wording.AFTER) == date(2026, 10, 14)


def test_a_strategy_is_reviewed_within_three_years_beginning_with_its_publication():
    assert end_of_months(date(2021, 12, 20), 36, Wording.BEGINNING_WITH) == date(2024, 12, 19)


def test_a_draft_is_published_ten_weeks_before():
    assert end_of_days(date(2026, 11, 1), 70, Wording.BEFORE) == date(2026, 8, 23)


@pytest.mark.parametrize(("complaint", "qualifies"), [(date(2026, 5, 20), True), (date(2026, 6, 5), False)])
def test_a_complaint_of_antisocial_behaviour_qualifies_within_one_month_of_it(complaint, qualifies):
    last = end_of_months(date(2026, 5, 1), 1, Wording.BEGINNING_WITH)
    assert last == date(2026, 5, 31)
    assert (complaint <= last) is qualifies
    assert (
        date(2026, 11, 10)
        <= end_of_months(date(2026, 5, 20), 6, Wording.BEGINNING_WITH)
        == date(2026, 11, 19)
    )


@given(days, st.integers(min_value=1, max_value=60))
def test_beginning_with_never_ends_later_than_after_and_at_most_a_day_earlier(on, n):
    after, beginning = end_of_months(on, n, Wording.AFTER), end_beginning_with(on, n)
    assert timedelta(0) <= after - beginning <= timedelta(days=1)


@given(days, days, months, wordings)
def test_a_later_start_never_ends_earlier(one, other, n, wording):
    first, second = sorted((one, other))
    assert end_of_months(first, n, wording) <= end_of_months(second, n, wording)
    assert end_of_days(first, n, wording) <= end_of_days(second, n, wording)


@given(days, months)
def test_a_longer_period_ends_later(on, n):
    assert end_of_months(on, n, Wording.AFTER) < end_of_months(on, n + 1, Wording.AFTER)
    assert end_of_months(on, n, Wording.BEFORE) > end_of_months(on, n + 1, Wording.BEFORE)


@given(days, st.integers(min_value=-60, max_value=60))
def test_months_there_and_back_lose_days_only_at_a_month_end(on, n):
    back = add_months(add_months(on, n), -n)
    assert back == on if on.day <= 28 else on - timedelta(days=3) <= back <= on


@given(days, months)
def test_days_after_and_before_are_inverse(on, n):
    assert end_of_days(end_of_days(on, n, Wording.AFTER), n, Wording.BEFORE) == on


def test_a_period_beyond_the_calendar_is_refused():
    for wording in Wording:
        n = -200_000 if wording is Wording.BEFORE else 200_000
        with pytest.raises(OutOfRange):
            end_of_months(date(2026, 1, 1), n, wording)
        with pytest.raises(OutOfRange):
            end_of_days(date(2026, 1, 1), n * 100, wording)


def test_hours_are_hours_that_pass_over_the_change_of_the_clocks():
    spring = london_moments(datetime(2026, 3, 28, 22))[0]  # noqa: DTZ001
    assert end_of_hours(spring, 12, Wording.AFTER).isoformat() == "2026-03-29T11:00:00+01:00"
    autumn = london_moments(datetime(2026, 10, 24, 22))[0]  # noqa: DTZ001
    assert end_of_hours(autumn, 12, Wording.AFTER).isoformat() == "2026-10-25T09:00:00+00:00"
    assert end_of_hours(autumn, 24, Wording.BEFORE).isoformat() == "2026-10-23T22:00:00+01:00"
    assert end_of_hours(autumn, 24, Wording.DAY_AFTER).isoformat() == "2026-10-25T23:00:00+00:00"


def test_an_hour_may_come_twice_or_not_at_all():
    assert len(london_moments(datetime(2026, 10, 25, 1, 30))) == 2  # noqa: DTZ001
    assert london_moments(datetime(2026, 3, 29, 1, 30)) == ()  # noqa: DTZ001
    assert len(london_moments(datetime(2026, 3, 29, 2))) == 1  # noqa: DTZ001


@given(st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)), months)  # noqa: DTZ001
def test_hours_there_and_back_are_the_same_moment(at, n):
    assert end_of_hours(end_of_hours(at, n, Wording.AFTER), n, Wording.BEFORE) == at


def test_working_days_leave_out_the_day_of_the_event():
    assert add_working_days(date(2026, 4, 1), 1, is_working) == date(2026, 4, 2)
    assert add_working_days(date(2026, 4, 1), 2, is_working) == date(2026, 4, 7)
    assert add_working_days(date(2026, 4, 7), -2, is_working) == date(2026, 4, 1)
    assert add_working_days(date(2026, 4, 4), 0, is_working) == date(2026, 4, 4)


@given(days, st.integers(min_value=-300, max_value=300))
def test_counting_working_days_is_the_inverse_of_adding_them(on, n):
    assert working_days_between(on, add_working_days(on, n, is_working), is_working) == n


@given(days, st.integers(min_value=1, max_value=100))
def test_no_working_day_is_skipped(on, n):
    last = add_working_days(on, n, is_working)
    every = [on + number * DAY for number in range(1, (last - on).days + 1)]
    assert [one for one in every if is_working(one)][-1:] == [last]
    assert sum(map(is_working, every)) == n
    assert is_working(last)


@given(days)
def test_a_roll_moves_only_over_days_that_do_not_work(on):
    moved = next_working_day(on, is_working)
    assert is_working(moved)
    assert not any(is_working(on + n * DAY) for n in range((moved - on).days))


def test_clear_days_leave_out_both_ends():
    assert clear_days(date(2026, 3, 2), 5, lambda _: False).last_day == date(2026, 3, 8)
    assert clear_days(date(2026, 3, 9), -5, lambda _: False).last_day == date(2026, 3, 3)
    assert clear_days(date(2026, 3, 2), 0, lambda _: False).last_day == date(2026, 3, 3)


def test_clear_days_pass_over_what_is_left_out():
    found = clear_days(date(2025, 10, 20), -3, lambda on: on.weekday() >= 5)
    assert (found.nearest, found.furthest, found.last_day) == (
        date(2025, 10, 17), date(2025, 10, 15), date(2025, 10, 14),
    )  # fmt: skip


@given(days, st.integers(min_value=1, max_value=40))
def test_exactly_so_many_clear_days_lie_between(on, n):
    for sign in (1, -1):
        last = clear_days(on, sign * n, lambda one: not is_working(one)).last_day
        first, second = sorted((on, last))
        between = [first + k * DAY for k in range(1, (second - first).days)]
        assert sum(map(is_working, between)) == n


@given(st.integers(min_value=1990, max_value=2060), st.integers(min_value=1, max_value=12), months, wordings)
def test_an_imprecise_date_is_answered_with_bounds_that_every_day_of_it_keeps(year, month, n, wording):
    partial = PartialDate(year, month)
    low, high = bounds(partial, lambda on: end_of_months(on, n, wording))
    on = partial.earliest
    while on <= partial.latest:
        assert low <= end_of_months(on, n, wording) <= high
        on += DAY


@given(days)
def test_a_day_lies_in_the_quarter_that_is_named(on):
    found = financial_quarter(on)
    assert on in found.period
    assert found in quarters_of(found.starting)


def test_quarters_are_labelled_by_their_financial_year():
    assert financial_quarter(date(2024, 3, 31)).label == "2023/24 Q4"
    assert financial_quarter(date(2024, 4, 1)).label == "2024/25 Q1"
    assert YearQuarter(1999, 4).label == "1999/00 Q4"


def test_rules_of_case_law_say_that_they_were_not_verified():
    for rule in (end_of_months, end_beginning_with, end_of_days, clear_days, add_working_days):
        assert "not verified" in rule_of(rule).source.note
