"""Dates, numbers and lists in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

from frankpledge.web import words


def test_a_day_is_written_out():
    assert words.day_in_words(date(2025, 10, 16)) == "Thursday 16 October 2025"
    assert words.short_day(date(2025, 3, 1)) == "1 March 2025"
    assert words.month_in_words(date(2025, 3, 1)) == "March 2025"


def test_a_moment_is_given_as_its_day_in_london():
    assert words.short_day(datetime(2025, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2025"
    assert words.short_day(datetime(2025, 12, 30, 23, 30, tzinfo=UTC)) == "30 December 2025"


def test_numbers_are_grouped_and_counted_things_agree_with_them():
    assert words.thousands(1234567) == "1,234,567"
    assert words.counted(1, "row") == "1 row"
    assert words.counted(0, "row") == "0 rows"
    assert words.counted(1200, "body", "bodies") == "1,200 bodies"


def test_lists_end_in_and():
    assert [words.listed(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
