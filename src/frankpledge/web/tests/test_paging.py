"""Long tables in pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.web.paging import Paging


def paging(wanted: str, total: int, size: int = 10) -> Paging:
    return Paging.of(wanted, size=size, total=total, path="/here/")


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("", 1), ("2", 2), ("0", 1), ("-1", 1), ("3", 3), ("4", 3), ("²", 1), ("9" * 40, 1), ("x", 1)],
)
def test_nonsense_becomes_the_nearest_page(wanted, number):
    assert paging(wanted, 30).number == number


def test_the_pages_left_out_are_shown_as_a_gap():
    assert paging("5", 100).shown == (1, 0, 4, 5, 6, 0, 10)
    assert paging("1", 30).shown == (1, 2, 3)
    assert paging("3", 100).shown == (1, 2, 3, 4, 0, 10)


def test_an_empty_list_has_one_empty_page():
    assert (paging("", 0).last, paging("", 0).offset) == (1, 0)


@given(st.integers(0, 10_000), st.integers(1, 200), st.integers(0, 10_000))
def test_the_pages_hold_every_row_once(total, size, wanted):
    last = paging("1", total, size).last
    held = [min(size, total - paging(str(n), total, size).offset) for n in range(1, last + 1)]
    assert sum(held) == total
    one = paging(str(wanted), total, size)
    assert 1 <= one.number <= last
    assert one.number in one.shown
