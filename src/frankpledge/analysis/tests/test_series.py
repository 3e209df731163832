"""Series in which missing stays missing, and comparisons that know what stands between two periods."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.change import Direction
from frankpledge.analysis.series import (
    Break,
    BreakKind,
    Point,
    Series,
    State,
    Treatment,
    compare,
    earlier,
    rolling_totals,
    rolling_year,
    same_period_last_year,
    same_period_of_clean_years,
    total,
    whole_months,
)
from frankpledge.kernel.dates import Period


def months(first_year, values, breaks=()):
    points = tuple(
        Point(Period.month(first_year + place // 12, place % 12 + 1), value, State.COMPLETE)
        for place, value in enumerate(values)
        if value is not None
    )
    return Series("burglary", points, breaks)


def step(on, treatment=Treatment.SPLIT):
    return Break("s", "a step", Period(date.fromisoformat(on)), BreakKind.STEP, treatment)


def test_a_quarter_is_the_sum_of_its_months():
    assert total(months(2020, range(1, 13)), Period.quarter(2020, 2)).value == 4 + 5 + 6


def test_a_month_without_a_row_leaves_the_quarter_without_a_total():
    found = total(months(2020, [5, None, 7, 8]), Period.quarter(2020, 1))
    assert found.value is None
    assert str(found.because) == "There is no figure for February 2020, and missing is not none."


def test_a_month_that_is_absent_is_not_nought_and_one_of_nought_is_not_absent():
    absent = Series("m", (Point(Period.month(2020, 1), None, State.ABSENT),))
    none = Series("m", (Point(Period.month(2020, 1), 0),))
    assert total(absent, Period.month(2020, 1)).value is None
    assert total(none, Period.month(2020, 1)).value == 0


def test_a_partial_month_gives_a_total_that_says_so():
    points = (Point(Period.month(2020, 1), 4), Point(Period.month(2020, 2), 3, State.PARTIAL))
    found = total(Series("m", points), Period.parse("2020-01..2020-02"))
    assert (found.value, found.unsure) == (7, (Period.month(2020, 2),))
    assert not found.is_clean


@pytest.mark.parametrize(
    ("value", "state"), [(None, State.COMPLETE), (0, State.ABSENT), (3, State.NOT_DUE), (None, State.PARTIAL)]
)
def test_a_value_and_a_state_that_contradict_each_other_are_refused(value, state):
    with pytest.raises(ValueError, match="does not go with"):
        Point(Period.month(2020, 1), value, state)


def test_points_are_whole_months_of_one_length_in_order():
    with pytest.raises(ValueError, match="whole months"):
        Point(Period(date(2020, 1, 1), date(2020, 1, 30)), 3)
    january, quarter = Point(Period.month(2020, 1), 3), Point(Period.quarter(2020, 2), 3)
    with pytest.raises(ValueError, match="as long"):
        Series("m", (january, quarter))
    with pytest.raises(ValueError, match="overlaps"):
        Series("m", (january, january))
    with pytest.raises(ValueError, match="out of order"):
        Series("m", (Point(Period.month(2020, 2), 3), january))


def test_figures_by_quarter_cannot_be_cut_to_a_month_or_shifted():
    by_quarter = Series("m", tuple(Point(Period.quarter(2020, place), 10) for place in (1, 2, 3, 4)))
    assert total(by_quarter, Period.year(2020)).value == 40
    assert (
        str(total(by_quarter, Period.month(2020, 1)).because)
        == "The figures do not divide into January 2020."
    )
    assert total(by_quarter, Period.parse("2020-02..2020-04")).value is None
    assert total(Series("m", ()), Period.month(2020, 1)).value is None


def test_rolling_totals_start_when_a_year_has_passed():
    found = rolling_totals(months(2020, range(1, 15)))
    assert [one.value for one in found] == [78, 90, 102]
    assert found[0].period == Period.year(2020)


def test_a_missing_month_withholds_the_twelve_totals_that_touch_it_and_no_more():
    values = [10] * 12 + [None] + [10] * 23
    found = rolling_totals(months(2020, values))
    assert [one.value for one in found] == [120] + [None] * 12 + [120] * 12


def test_a_rolling_total_that_does_not_divide_into_the_points_is_not_given():
    by_quarter = Series("m", tuple(Point(Period.quarter(2020, place), 10) for place in (1, 2, 3, 4)))
    assert rolling_totals(by_quarter, months=4) == ()
    assert [one.value for one in rolling_totals(by_quarter, months=6)] == [20, 20, 20]
    assert rolling_totals(Series("m", ())) == ()


@given(st.lists(st.integers(0, 500), min_size=13, max_size=40))
def test_neighbouring_rolling_totals_differ_by_the_months_that_enter_and_leave(values):
    found = rolling_totals(months(2015, values))
    for place in range(1, len(found)):
        assert found[place].value - found[place - 1].value == values[place + 11] - values[place - 1]


def test_a_quarter_is_compared_with_the_same_one_a_year_before():
    found = same_period_last_year(months(2019, [100] * 12 + [150] * 12), Period.quarter(2020, 1))
    assert (found.old[0].value, found.new.value, found.because) == (300, 450, None)
    assert found.change().verdict is Direction.ROSE
    assert found.change(per_day=True).exposure == (90, 91)


def test_a_comparison_with_a_missing_month_is_refused_with_the_reason():
    found = same_period_last_year(months(2019, [100, None] + [100] * 22), Period.quarter(2020, 1))
    assert found.change() is None
    assert "February 2019" in str(found.because)


def test_two_rolling_years_are_compared_without_overlap():
    found = rolling_year(months(2019, [10] * 18 + [20] * 6), Period.month(2020, 12))
    assert (found.old[0].period, found.new.period) == (Period.year(2019), Period.year(2020))
    assert (found.old[0].value, found.new.value) == (120, 180)


def test_periods_of_different_length_are_not_compared():
    found = compare(months(2019, [10] * 24), Period.quarter(2019, 1), Period.month(2020, 1))
    assert str(found.because) == "January to March 2019 and January 2020 are not equally long."


def test_clean_years_are_taken_until_there_are_enough_and_their_mean_is_the_base():
    series = months(2015, [100] * 60 + [130] * 12)
    found = same_period_of_clean_years(series, Period.quarter(2020, 2))
    assert [one.period for one in found.old] == [Period.quarter(year, 2) for year in (2017, 2018, 2019)]
    assert found.change().exposure == (3, 1)
    assert found.change().percent == 30
    assert found.change(per_day=True).exposure == (273, 91)


def test_a_year_touched_by_a_gap_is_left_out_and_named():
    gap = Break("g", "an outage", Period.month(2018, 5), BreakKind.GAP, Treatment.EXCLUDE)
    found = same_period_of_clean_years(months(2015, [100] * 72, (gap,)), Period.quarter(2020, 2))
    assert [one.period.starts_on.year for one in found.old] == [2016, 2017, 2019]
    assert [one.period.starts_on.year for one in found.left_out] == [2018]


def test_a_gap_in_another_quarter_leaves_the_year_in():
    gap = Break("g", "an outage", Period.month(2018, 7), BreakKind.GAP, Treatment.EXCLUDE)
    found = same_period_of_clean_years(months(2015, [100] * 72, (gap,)), Period.quarter(2020, 2))
    assert [one.period.starts_on.year for one in found.old] == [2017, 2018, 2019]


def test_years_before_a_step_do_not_count_unless_it_is_only_annotated():
    split, noted = step("2018-01-01"), step("2018-01-01", Treatment.ANNOTATE)
    refused = same_period_of_clean_years(months(2015, [100] * 72, (split,)), Period.quarter(2020, 2))
    assert str(refused.because) == "Only 2 of 3 clean earlier years are known."
    assert refused.change() is None
    allowed = same_period_of_clean_years(months(2015, [100] * 72, (noted,)), Period.quarter(2020, 2))
    assert allowed.because is None
    assert allowed.breaks == (noted,)


def test_a_step_between_two_periods_travels_with_their_comparison():
    series = months(2016, [100] * 36, (step("2017-04-01"),))
    assert compare(series, Period.year(2016), Period.year(2018)).breaks == series.breaks
    assert compare(series, Period.quarter(2017, 2), Period.quarter(2018, 2)).breaks == ()
    assert compare(series, Period.quarter(2016, 1), Period.quarter(2017, 1)).breaks == ()


def test_a_step_marks_the_totals_it_falls_in_and_not_the_one_it_starts():
    series = months(2017, [100] * 12, (step("2017-04-01"),))
    assert total(series, Period.year(2017)).breaks == series.breaks
    assert total(series, Period.quarter(2017, 2)).breaks == ()
    assert total(series, Period.quarter(2017, 1)).breaks == ()


def test_an_event_marks_only_the_periods_it_falls_in():
    event = Break("e", "an event", Period.month(2020, 4), BreakKind.EVENT)
    series = months(2019, [100] * 36, (event,))
    assert compare(series, Period.quarter(2020, 2), Period.quarter(2021, 2)).breaks == (event,)
    assert compare(series, Period.quarter(2019, 2), Period.quarter(2021, 2)).breaks == ()


def test_a_transition_stands_between_what_was_before_and_after():
    growth = Break("t", "growth", Period.year(2018), BreakKind.TRANSITION)
    series = months(2017, [100] * 36, (growth,))
    assert compare(series, Period.year(2017), Period.year(2019)).breaks == (growth,)


def test_earlier_periods_keep_their_length_in_leap_years_too():
    assert earlier(Period.month(2021, 2), months=12) == Period.month(2020, 2)
    assert earlier(Period.quarter(2020, 1), months=3) == Period.quarter(2019, 4)
    with pytest.raises(ValueError, match="whole months"):
        earlier(Period(date(2020, 1, 2), date(2020, 1, 31)), months=1)


def test_a_period_still_running_is_no_number_of_months():
    assert whole_months(Period(date(2020, 1, 1))) is None
    assert whole_months(Period.financial_year(2020)) == 12
