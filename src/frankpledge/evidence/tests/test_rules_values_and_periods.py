"""Numbers and periods as suppliers write them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.rules.periods import months_named, quarter_named, read_period
from frankpledge.evidence.rules.values import read_value
from frankpledge.kernel.dates import MONTHS, Period


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("21,200 ", "21200"),
        (" 66776 ", "66776"),
        ("-00 ", "0"),
        ("0", "0"),
        ("1,234,567.891", "1234567.891"),
        ("12 [p]", "12"),
        ("\u00a07", "7"),
    ],
)
def test_a_number_in_official_dress(text, number):
    assert read_value(text).number == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "  ", "-", "–", "[x]", "[c]", "..", ":", "n/a", "*", "suppressed", "<5", "fewer than 5"]
)
def test_a_marker_is_missing_and_never_zero(text):
    found = read_value(text)
    assert found.number is None
    assert found.missing


@pytest.mark.parametrize("text", ["-1 ", "−45", "(45)"])
def test_a_number_below_zero_is_refused_unless_the_table_says_so(text):
    with pytest.raises(ValueError, match="below zero, which no count can be"):
        read_value(text)
    assert read_value(text, negatives=True).number < 0


def test_a_change_in_per_cent_may_be_below_zero():
    assert (read_value("-3.5%").number, read_value("-3.5%").unit) == (Decimal("-3.5"), "percent")


@pytest.mark.parametrize(
    "text", ["12,34", "1.234,5", "1e5", "nan", "inf", "twelve", "12 13", "1,23,456", "9" * 30]
)
def test_what_is_not_a_number_is_refused_with_a_remedy(text):
    with pytest.raises(ValueError, match=r"^‘.*’ .*\. .+"):
        read_value(text)


@given(st.integers(-(10**15), 10**15))
def test_thousands_commas_change_nothing(number):
    assert read_value(f"{number:,} ", negatives=True).number == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2020", "2020"),
        ("2020-Q3", "2020-Q3"),
        ("2020/21", "2020/21"),
        ("Jan-Mar 2020", "2020-Q1"),
        ("Jan – March 2020", "2020-Q1"),
        ("July to Sept 2019", "2019-Q3"),
        ("April 2020", "2020-04"),
        ("Apr-20", "2020-04"),
        ("year ending June 2025", "2024-07-01..2025-06-30"),
        ("12 months to December 2020", "2020"),
        ("y/e March 2020", "2019/20"),
        ("FY2020/21", "2020/21"),
        ("Oct 2019 to Mar 2020", "2019-10-01..2020-03-31"),
        ("2020-07-01..2020-09-30", "2020-Q3"),
    ],
)
def test_periods_that_can_mean_one_thing_only(text, code):
    found = read_period(text)
    assert (found.period.code, found.reading) == (code, "")


@pytest.mark.parametrize(
    ("text", "code", "reading"),
    [
        ("Q1 2020/21", "2020-Q2", "financial year: April to June 2020"),
        ("2020/21 Q4", "2021-Q1", "financial year: January to March 2021"),
        ("Q1 2020", "2020-Q1", "calendar year: January to March 2020"),
        ("2019-20", "2019/20", "financial year 2019/20"),
        ("2009-10", "2009-10", "month October 2009, not a financial year"),
        ("01/04/2020", "2020-04-01", "day/month/year"),
    ],
)
def test_periods_that_can_mean_two_things_say_which_was_read(text, code, reading):
    found = read_period(text)
    assert found.period.code == code
    assert reading in found.reading


@pytest.mark.parametrize(
    "text", ["2019-13", "2019/21", "Q5 2020", "banana", "", "31/02/2020", "Jun 2020 to Jan 2020"]
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match=r"not a period|is not a|ends before"):
        read_period(text)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.integers(0, 2000))
def test_whatever_the_kernel_writes_is_read_back(starts_on, days):
    period = Period(starts_on, starts_on + timedelta(days=days))
    assert read_period(period.code).period == period


@given(st.integers(2000, 2098), st.integers(1, 12))
def test_a_month_is_read_in_every_spelling(year, month):
    name = MONTHS[month - 1]
    for text in (
        f"{name} {year}",
        f"{name[:3]}-{year % 100:02d}",
        f"{name[:3]} {year}",
        f"{year}-{month:02d}",
    ):
        assert read_period(text).period == Period.month(year, month)


def test_labels_of_quarters():
    assert months_named("Jan – March") == (1, 3)
    assert months_named("July - Sept") == (7, 9)
    assert months_named("Totals") is None
    assert [quarter_named(text) for text in ("Q1", "Quarter 2", "3rd quarter", "Q5", "March")] == [
        1,
        2,
        3,
        None,
        None,
    ]
