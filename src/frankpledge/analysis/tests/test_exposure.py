"""Days as exposure: leap years, interruptions, and periods with nothing left."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.exposure import days_exposure
from frankpledge.kernel.dates import Period


def days(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def test_a_leap_year_has_one_day_more():
    assert days_exposure(Period.year(2019), Period.year(2020)) == (365, 366)
    assert days_exposure(Period.quarter(2019, 1), Period.quarter(2020, 1)) == (90, 91)
    assert days_exposure(Period.quarter(2019, 2), Period.quarter(2020, 2)) == (91, 91)


def test_an_interruption_takes_its_days_from_the_period_it_falls_in():
    outage = days("2020-12-30", "2021-01-02")
    assert days_exposure(Period.year(2020), Period.year(2021), interruptions=[outage]) == (364, 363)


def test_a_day_lost_twice_is_lost_once():
    gaps = [
        days("2021-03-01", "2021-03-10"),
        days("2021-03-05", "2021-03-06"),
        days("2021-03-08", "2021-03-12"),
    ]
    assert days_exposure(Period.year(2021), Period.year(2022), interruptions=gaps) == (353, 365)


def test_an_interruption_still_running_reaches_the_end():
    assert days_exposure(
        Period.year(2021), Period.year(2022), interruptions=[Period(date(2022, 12, 1))]
    ) == (365, 334)  # fmt: skip


def test_a_period_without_a_recorded_day_is_refused():
    with pytest.raises(ValueError, match="nothing was recorded on any day of 2021"):
        days_exposure(Period.year(2021), Period.year(2022), interruptions=[days("2020-01-01", "2021-12-31")])


def test_a_period_that_is_still_running_is_refused():
    with pytest.raises(ValueError, match="still running"):
        days_exposure(Period.year(2021), Period(date(2022, 1, 1)))


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2021, 12, 1)), st.integers(0, 40)), max_size=6))
def test_days_left_are_those_in_no_interruption_counted_the_boring_way(gaps):
    year, lost = Period.year(2021), [Period(on, date.fromordinal(on.toordinal() + more)) for on, more in gaps]
    boring = sum(
        1
        for ordinal in range(year.starts_on.toordinal(), year.ends_on.toordinal() + 1)
        if not any(date.fromordinal(ordinal) in gap for gap in lost)
    )
    assert days_exposure(year, Period.year(2019), interruptions=lost)[0] == boring
