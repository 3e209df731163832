from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.rules.tiling import tiling
from frankpledge.kernel.dates import Period, months_in

MONTHS = [Period.month(2021, month) for month in range(1, 13)]
QUARTERS = [Period.quarter(2021, quarter) for quarter in range(1, 5)]
YEAR = Period.year(2021)


def test_four_quarters_make_a_year():
    assert tiling(YEAR, QUARTERS).tiles == tuple(QUARTERS)


def test_a_supplied_yearly_total_is_not_added_to_its_quarters():
    assert tiling(YEAR, [*QUARTERS, YEAR]).tiles == tuple(QUARTERS)


def test_a_yearly_total_serves_where_a_quarter_is_missing():
    assert tiling(YEAR, [*QUARTERS[:3], YEAR]).tiles == (YEAR,)


def test_a_missing_quarter_is_named_and_not_taken_for_nothing():
    found = tiling(YEAR, [QUARTERS[0], QUARTERS[1], QUARTERS[3]])
    assert not found.is_whole
    assert found.missing == (QUARTERS[2],)


def test_months_and_quarters_may_be_mixed():
    assert tiling(YEAR, [*MONTHS[:3], *QUARTERS[1:]]).tiles == (*MONTHS[:3], *QUARTERS[1:])


def test_values_outside_the_period_do_not_count():
    assert not tiling(Period.month(2021, 5), QUARTERS).is_whole


def test_a_period_still_running_cannot_be_covered():
    with pytest.raises(ValueError, match="running"):
        tiling(Period(YEAR.starts_on), QUARTERS)


@given(st.sets(st.sampled_from(MONTHS)), st.sets(st.sampled_from(QUARTERS)))
def test_tiles_never_overlap_and_leave_no_gap(months, quarters):
    found = tiling(YEAR, [*months, *quarters])
    covered = {month for period in [*months, *quarters] for month in months_in(period)}
    if found.is_whole:
        assert all((later.starts_on - earlier.ends_on).days == 1 for earlier, later in pairwise(found.tiles))
        assert sum(tile.days for tile in found.tiles) == YEAR.days
    else:
        assert {month for gap in found.missing for month in months_in(gap)} == set(
            MONTHS
        ) - covered or covered == set(MONTHS)
