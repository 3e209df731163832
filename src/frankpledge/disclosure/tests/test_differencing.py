"""Two releases held against each other: a small rest is told only by an overlap, and each change that removes it does."""

from __future__ import annotations

import pytest

from frankpledge.disclosure.rules.differencing import Count, Extent, told_together
from frankpledge.kernel.dates import Period

TOWN = frozenset({"A1", "A2", "A3", "A4"})
WIDER = TOWN | {"B1"}


def at_five(measure: str) -> int:
    return 5


def count(
    area: str, members: frozenset[str], period: str, value: int, release: str = "new", table: str = "t"
) -> Count:
    return Count("burglary", Extent(area, area, members), Period.parse(period), value, release, table)


def old(*args, **more) -> Count:
    return count(*args, release="old", **more)


def test_the_same_table_for_a_wider_area_tells_of_what_was_added():
    (found,) = told_together([count("wider", WIDER, "2019", 103)], [old("town", TOWN, "2019", 100)], at_five)
    assert found.value == 3
    assert found.ground == "1 small area of wider, 2019"


def test_an_earlier_edition_of_a_boundary_is_held_against_the_newer_one():
    (found,) = told_together(
        [count("town 2023", TOWN, "2019", 100)], [old("town 2019", WIDER, "2019", 104)], at_five
    )
    assert found.whole.release == "old"


@pytest.mark.parametrize(
    ("area", "members", "period", "value"),
    [
        ("wider", WIDER, "2019", 105),  # the rest is no longer small
        ("wider", WIDER, "2019", 100),  # nought is shown
        ("wider", WIDER, "2020", 103),  # another year
        ("other", frozenset({"A1", "C1"}), "2019", 103),  # neither lies within the other
        ("wider", TOWN, "2019", 103),  # the same ground: a revision, and nobody's count
    ],
)
def test_without_an_overlap_nothing_is_told(area, members, period, value):
    assert not told_together([count(area, members, period, value)], [old("town", TOWN, "2019", 100)], at_five)


def test_a_table_of_small_areas_less_a_later_total_tells_of_the_one_withheld():
    shown = [old(one, frozenset({one}), "2019", 20) for one in ("A1", "A2", "A3")]
    (found,) = told_together([count("town", TOWN, "2019", 62)], shown, at_five)
    assert (found.value, len(found.parts)) == (2, 3)
    assert not told_together([count("town", TOWN, "2019", 62)], shown[:2], at_five)


def test_a_year_less_the_months_of_another_release_tells_of_the_month_withheld():
    months = [old("town", TOWN, f"2019-{month:02}", 10) for month in range(1, 12)]
    assert told_together([count("town", TOWN, "2019", 114)], months, at_five)
    assert not told_together([count("town", TOWN, "2019", 114)], months[1:], at_five)


def test_months_of_several_releases_are_put_together():
    first = [old("town", TOWN, f"2019-{month:02}", 10) for month in range(1, 7)]
    later = [count("town", TOWN, f"2019-{month:02}", 10) for month in range(7, 12)]
    year = old("town", TOWN, "2019", 111)
    assert told_together(later, [*first, year], at_five)
    assert not told_together(later[1:], [*first, year], at_five)


def test_what_one_release_tells_by_itself_is_left_to_its_own_audit():
    both = [count("town", TOWN, "2019", 100), count("wider", WIDER, "2019", 103)]
    assert not told_together(both, [], at_five)
    assert not told_together([], both, at_five)


def test_another_measure_has_nothing_to_do_with_it():
    other = Count("theft", Extent("town", "town", TOWN), Period.parse("2019"), 100, "old", "t")
    assert not told_together([count("wider", WIDER, "2019", 103)], [other], at_five)


def test_areas_without_small_areas_are_compared_with_themselves_only():
    months = [old("own", frozenset(), f"2019-{month:02}", 10) for month in range(1, 12)]
    assert told_together([count("own", frozenset(), "2019", 113)], months, at_five)
    assert not told_together([count("elsewhere", frozenset(), "2019", 113)], months, at_five)
