from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.directory.rules import expand_codes, still_exists
from frankpledge.kernel.verdicts import Outcome


def test_a_range_holds_both_its_ends():
    assert expand_codes(["E01000001-E01000003"]) == ("E01000001", "E01000002", "E01000003")


def test_a_range_of_one_is_that_one():
    assert expand_codes(["W01000005-W01000005", "W01000002"]) == ("W01000002", "W01000005")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (["E0100001"], "neither"),
        (["E01000003-E01000001"], "backwards"),
        (["E01000001-W01000003"], "one kind"),
        (["E01000001-E01000003", "E01000003"], "again"),
        ([""], "neither"),
    ],
)
def test_codes_that_make_no_sense_are_refused_by_name(written, why):
    with pytest.raises(ValueError, match=why):
        expand_codes(written)


@given(st.sets(st.integers(min_value=0, max_value=400), min_size=1))
def test_ranges_and_single_codes_mean_the_same(numbers):
    singles = [f"E01{number:06d}" for number in sorted(numbers)]
    ranges = [f"{first}-{first}" for first in singles]
    assert expand_codes(ranges) == expand_codes(singles) == tuple(singles)


@given(st.integers(min_value=0, max_value=5000), st.integers(min_value=0, max_value=300))
def test_a_range_has_as_many_codes_as_its_ends_are_apart_and_one(first, more):
    assert len(expand_codes([f"E01{first:06d}-E01{first + more:06d}"])) == more + 1


LAST = date(2022, 6, 30)


@pytest.mark.parametrize(
    ("on", "ends_on", "outcome"),
    [
        (LAST, LAST, Outcome.HOLDS),
        (date(2022, 7, 1), LAST, Outcome.FAILS),
        (date(2022, 7, 1), None, Outcome.HOLDS),
    ],
)
def test_still_exists_until_its_last_day_and_not_after(on, ends_on, outcome):
    assert still_exists("The old board", ends_on, "the new board", on).outcome is outcome


def test_the_successor_is_named_and_its_absence_too():
    assert "the new board follows it" in str(
        still_exists("The old board", LAST, "the new board", date(2023, 1, 1))
    )
    assert "no successor is recorded" in str(still_exists("The old board", LAST, "", date(2023, 1, 1)))
