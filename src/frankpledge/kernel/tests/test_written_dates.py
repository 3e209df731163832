"""Dates in prose: found, checked against their weekday, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.kernel.dates import MONTHS, WEEKDAYS, long_date, short_date
from frankpledge.kernel.written_dates import Standing, find_dates

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))


def only(text, years=None):
    found = find_dates(text, years)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    "text",
    [
        "Thursday 16 October 2025", "Thursday, 16th October 2025", "Thurs 16 Oct 2025", "the 16th of October 2025",
        "16th Oct 2025", "16 October, 2025", "16 Oct ’25", "16 Oct 25.", "October 16, 2025", "Oct 16th 2025",
        "16/10/25", "16/10/2025", "16.10.2025", "16-10-2025", "2025-10-16", "16-Oct-2025", "10/16/2025",
        "THURSDAY 16\u00a0OCTOBER 2025", "(16/10/2025)", "on 16 October 2025 at 10.30am.", "2025-10-16T10:00",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    found = only(text)
    assert (found.standing, found.meant.iso(), found.weekday) == (Standing.READ, "2025-10-16", "Thursday")


@given(days)
def test_a_day_that_we_print_is_read_back(on):
    for text in (
        long_date(on),
        short_date(on),
        on.isoformat(),
        f"{MONTHS[on.month - 1]} {on.day}, {on.year}",
    ):
        assert only(text).meant.earliest == on
        assert only(text).ok


@given(days, st.integers(min_value=1, max_value=6))
def test_a_wrong_weekday_is_always_noticed(on, off):
    wrong = WEEKDAYS[(on.weekday() + off) % 7]
    found = only(f"{wrong} {short_date(on)}")
    assert found.standing is Standing.CONTRADICTED
    assert found.meant.earliest == on
    assert all(WEEKDAYS[one.weekday()] == wrong for one in found.candidates)


def test_a_wrong_weekday_names_the_years_it_would_fit():
    assert only("Friday 16 October 2025").candidates == (date(2026, 10, 16),)
    assert only("Friday 16 October 2025", (2015, 2025)).candidates == (date(2015, 10, 16), date(2020, 10, 16))


@pytest.mark.parametrize(
    "text",
    ["31 September 2025", "29 February 2025", "29/02/2025", "2025-02-30", "31 June", "0 May 2025", "13/13/2025",
     "29 Feb ’25", "2025-13", "Monday 30 February"],
)  # fmt: skip
def test_a_day_that_does_not_exist_is_impossible(text):
    found = only(text)
    assert (found.standing, found.meant, found.candidates) == (Standing.IMPOSSIBLE, None, ())


def test_29_february_exists_in_leap_years_only():
    assert only("29 February 2024").ok
    assert only("29 February").standing is Standing.INCOMPLETE
    assert only("29 February", (2021, 2026)).meant.iso() == "2024-02-29"
    assert only("29 February", (2021, 2023)).standing is Standing.CONTRADICTED


def test_figures_that_may_be_either_way_round_are_ambiguous():
    found = only("03/04/2025")
    assert (found.standing, found.meant) == (Standing.AMBIGUOUS, None)
    assert found.candidates == (date(2025, 4, 3), date(2025, 3, 4))
    assert only("04/04/2025").ok


def test_a_weekday_settles_which_way_round_figures_are():
    assert only("Thursday 03/04/2025").meant.iso() == "2025-04-03"
    assert only("Tuesday 03/04/2025").meant.iso() == "2025-03-04"
    assert only("Monday 03/04/2025").standing is Standing.CONTRADICTED


def test_a_date_without_a_year_is_read_only_when_the_years_leave_one():
    assert only("16 October").standing is Standing.INCOMPLETE
    assert only("16 October", (2025, 2025)).meant.iso() == "2025-10-16"
    assert only("16 October", (2024, 2025)).candidates == (date(2024, 10, 16), date(2025, 10, 16))
    assert only("Thursday 16 October", (2021, 2026)).meant.iso() == "2025-10-16"


def test_two_figures_of_a_year_mean_this_century_unless_the_years_say_otherwise():
    assert only("16/10/98").meant.year == 2098
    assert only("16/10/98", (1990, 2010)).meant.year == 1998
    assert only("16/10/98", (2000, 2010)).standing is Standing.CONTRADICTED


def test_a_year_outside_those_given_does_not_pass():
    found = only("16 October 2035", (2020, 2026))
    assert (found.ok, found.meant.iso()) == (False, "2035-10-16")


@pytest.mark.parametrize(
    ("text", "iso"), [("October 2025", "2025-10"), ("2025", "2025"), ("2025-10", "2025-10")]
)
def test_a_month_or_year_stays_a_month_or_year(text, iso):
    found = only(text)
    assert (found.meant.iso(), found.weekday, found.ok) == (iso, None, True)


@pytest.mark.parametrize(
    "text",
    ["", "no date", "2019/20", "1,234 of 2,025", "call 01305 221000", "version 1.2.3.4", "2 of 5", "10:30",
     "may 2 of them", "16/10", "in 2025 we met"],
)  # fmt: skip
def test_what_is_no_date_is_left_alone(text):
    assert [one.meant for one in find_dates(text) if one.meant] == []


def test_every_date_of_a_text_is_found_where_it_stands():
    text = "From 1 April 2025 to Tuesday 31/03/2026, agreed in March 2025."
    found = find_dates(text)
    assert [one.meant.iso() for one in found] == ["2025-04-01", "2026-03-31", "2025-03"]
    assert all(text[one.start :].startswith(one.text) for one in found)


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text):
    for one in find_dates(text, (1990, 2030)):
        assert one.ok == (one.standing is Standing.READ)
