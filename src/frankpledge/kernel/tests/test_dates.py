from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.kernel.dates import PartialDate, Period, local_date, months_in

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))


def test_a_moment_before_midnight_utc_in_summer_is_the_next_legal_day():
    assert local_date(datetime(2025, 6, 30, 23, 30, tzinfo=UTC)) == date(2025, 7, 1)
    assert local_date(datetime(2025, 12, 30, 23, 30, tzinfo=UTC)) == date(2025, 12, 30)


def test_a_moment_without_a_time_zone_has_no_legal_day():
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2025, 6, 30, 23, 30))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020", "2020"),
        ("2020/21", "2020/21"),
        ("2020-Q1", "January to March 2020"),
        ("2020-02", "February 2020"),
        ("2020-02-29", "29 February 2020"),
        ("2019-11-01..2020-02-29", "November 2019 to February 2020"),
    ],
)
def test_a_period_reads_and_prints(text, words):
    assert str(Period.parse(text)) == words
    assert Period.parse(Period.parse(text).code) == Period.parse(text)


@pytest.mark.parametrize("text", ["2019-13", "2019-02-30", "2019/21", "last year", "2019-Q5", ""])
def test_a_period_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        Period.parse(text)


def test_both_ends_of_a_period_are_included():
    period = Period(date(2022, 7, 1), date(2022, 7, 31))
    assert date(2022, 7, 1) in period
    assert date(2022, 7, 31) in period
    assert date(2022, 8, 1) not in period
    assert period.days == 31


def test_a_leap_year_has_a_day_more():
    assert Period.year(2020).days - Period.year(2019).days == 1


@given(days, days)
def test_code_and_parse_are_inverse(first, last):
    period = Period(min(first, last), max(first, last))
    assert Period.parse(period.code) == period


@given(days, days, days, days)
def test_overlap_is_symmetric_and_means_a_shared_day(a, b, c, d):
    one, two = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    assert one.overlaps(two) == two.overlaps(one)
    assert one.overlaps(two) == (max(one.starts_on, two.starts_on) <= min(one.ends_on, two.ends_on))


@given(days, days)
def test_months_cover_the_period_without_gap(a, b):
    period = Period(min(a, b), max(a, b))
    months = months_in(period)
    assert period.starts_on in months[0]
    assert period.ends_on in months[-1]
    assert all((later.starts_on - earlier.ends_on).days == 1 for earlier, later in pairwise(months))


def test_an_imprecise_date_invents_no_day():
    june = PartialDate.parse("2023-06")
    assert (june.earliest, june.latest) == (date(2023, 6, 1), date(2023, 6, 30))
    assert not june.is_exact
    assert str(june) == "June 2023"
