"""Easter, bank holidays by rule, lists laid over them, and what is refused."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.kernel.calendars import (
    HolidayLaw,
    Nation,
    NotCovered,
    WorkingCalendar,
    computed_holidays,
    easter_sunday,
    nth_weekday,
    read_holiday_law,
    read_published,
)
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import StrictTable

DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")
ROWS = {
    "published": [{"division": name, "first": 2020, "last": 2024} for name in DIVISIONS],
    "holiday": [
        {"name": "First", "from": 2000, "month": 1, "day": 1},
        {"name": "Second", "from": 2000, "month": 1, "day": 2, "gives_way": True, "divisions": ["scotland"]},
        {"name": "Twenty-fifth", "from": 2000, "month": 12, "day": 25},
        {"name": "Twenty-sixth", "from": 2000, "month": 12, "day": 26},
        {"name": "Last Monday", "from": 2000, "to": 2025, "month": 5, "weekday": "Monday", "nth": -1},
    ],
    "move": [{"name": "Last Monday", "from": date(2022, 5, 30), "to": date(2022, 6, 2)}],
    "extra": [{"name": "Once", "on": date(2022, 6, 3)}],
}


@pytest.fixture
def law() -> HolidayLaw:
    return read_holiday_law(StrictTable("holidays.toml", ROWS))


@pytest.mark.parametrize(
    ("year", "on"),
    [(1818, (3, 22)), (1943, (4, 25)), (1954, (4, 18)), (2000, (4, 23)), (2008, (3, 23)), (2019, (4, 21)),
     (2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25)), (2285, (3, 22))],
)  # fmt: skip
def test_easter_falls_where_the_tables_put_it(year, on):
    assert easter_sunday(year) == date(year, *on)


@given(st.integers(min_value=1753, max_value=9999))
def test_easter_is_a_sunday_from_22_march_to_25_april(year):
    on = easter_sunday(year)
    assert on.weekday() == 6
    assert date(year, 3, 22) <= on <= date(year, 4, 25)


def test_easter_before_the_new_calendar_is_refused():
    with pytest.raises(NotCovered):
        easter_sunday(1752)


@given(st.integers(1990, 2060), st.integers(1, 12), st.integers(0, 6), st.sampled_from((1, 2, 3, 4, -1, -2)))
def test_the_nth_weekday_of_a_month_is_that_weekday_and_the_nth(year, month, weekday, nth):
    on = nth_weekday(year, month, weekday, nth)
    assert (on.month, on.weekday()) == (month, weekday)
    if nth > 0:
        assert (on.day - 1) // 7 + 1 == nth
    else:
        assert (on - 7 * nth * timedelta(days=1)).month != month
        assert (on - 7 * (nth + 1) * timedelta(days=1)).month == month


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2020, ["12-25", "12-28"]),  # the second is a Saturday
        (2021, ["12-27", "12-28"]),  # both on the weekend
        (2022, ["12-26", "12-27"]),  # the first is a Sunday, and the Monday is taken
        (2023, ["12-25", "12-26"]),
    ],
)
def test_a_holiday_on_a_weekend_is_kept_on_the_next_free_weekday(law, year, days):
    found = [one for one in computed_holidays(law, "england-and-wales", year) if one.on.month == 12]
    assert [f"{one.on:%m-%d}" for one in found] == days
    assert [one.is_substitute for one in sorted(found, key=lambda one: one.name)] == [
        date(year, 12, 25).weekday() >= 5,
        date(year, 12, 26).weekday() >= 5,
    ]


def test_a_holiday_that_gives_way_comes_after_the_substitute_of_its_neighbour(law):
    found = computed_holidays(law, "scotland", 2023)
    assert [(one.on, one.name) for one in found][:2] == [
        (date(2023, 1, 2), "First"),
        (date(2023, 1, 3), "Second"),
    ]


def test_a_holiday_moves_only_in_the_year_of_its_move(law):
    days = {one.on for one in computed_holidays(law, "england-and-wales", 2022)}
    assert {date(2022, 6, 2), date(2022, 6, 3)} <= days
    assert date(2022, 5, 30) not in days
    assert date(2023, 5, 29) in {one.on for one in computed_holidays(law, "england-and-wales", 2023)}


def test_a_rule_holds_only_in_its_years(law):
    assert "Last Monday" in {one.name for one in computed_holidays(law, "scotland", 2025)}
    assert "Last Monday" not in {one.name for one in computed_holidays(law, "scotland", 2026)}
    with pytest.raises(NotCovered):
        computed_holidays(law, "scotland", 1999)


@given(st.integers(min_value=2000, max_value=2100), st.sampled_from(DIVISIONS))
def test_no_holiday_falls_on_a_weekend_and_none_is_lost(year, division):
    law = read_holiday_law(StrictTable("holidays.toml", ROWS))
    found = computed_holidays(law, division, year)
    assert all(one.on.weekday() < 5 for one in found)
    expected = (
        3 + (division == "scotland") + (year <= 2025) + (year == 2022)
    )  # no rule, however placed, displaces another
    assert len(found) == expected


def test_any_part_of_the_kingdom_counts_where_the_nation_says_so(law):
    assert WorkingCalendar(law).is_working(date(2024, 1, 2))
    assert WorkingCalendar(law, Nation.UK_ANY).why_not(date(2024, 1, 2)) == "Second"


def test_only_years_beyond_the_list_are_projected(law):
    calendar = WorkingCalendar(law)
    assert not any(one.projected for one in calendar.holidays(2024))
    assert all(one.projected for one in calendar.holidays(2025))
    assert (calendar.list_begins(), calendar.list_ends()) == (2020, 2024)


def a_list(**days: str) -> dict[str, object]:
    events = [{"title": name, "date": on, "notes": ""} for name, on in days.items()]
    return {"england-and-wales": {"division": "england-and-wales", "events": events}}


@pytest.fixture
def listed(tmp_path):
    def write(content):
        path = tmp_path / "list.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


def test_a_list_goes_before_the_rules_in_the_years_it_holds(law, listed):
    published = read_published(listed(a_list(Invented="2023-03-08", Last="2023-12-25")))
    calendar = WorkingCalendar(law, Nation.ENGLAND_AND_WALES, published)
    assert not calendar.is_working(date(2023, 3, 8))
    assert calendar.is_working(date(2023, 12, 26))
    assert not calendar.is_working(date(2022, 12, 26))
    assert calendar.holidays(2024)[0].projected


def test_a_list_of_one_division_alone_is_read_too(law, listed):
    published = read_published(listed(a_list(Invented="2023-03-08")["england-and-wales"]))
    assert published.years("england-and-wales") == (2023, 2023)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "none of the parts"),
        ({"atlantis": {"events": []}}, "none of the parts"),
        ({"scotland": {"events": []}}, "no list of events"),
        ({"scotland": {"events": [{"date": "2023-01-01"}]}}, "event 1 has no title"),
        (a_list(Wrong="2023-02-30"), "2023-02-30"),
        (a_list(One="2023-03-08", Other="2023-03-08"), "listed 2 times"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_the_reason(listed, content, said):
    with pytest.raises(Unusable, match=said):
        read_published(listed(content))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Unusable, match="cannot be opened"):
        read_published(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"name": "X", "from": 2000, "month": 2, "day": 30}, "no such day"),
        ({"name": "X", "from": 2000}, "exactly one"),
        ({"name": "X", "from": 2000, "easter": 1, "month": 1, "day": 1}, "exactly one"),
        ({"name": "X", "from": 2000, "easter": 1, "divisions": ["atlantis"]}, "atlantis"),
    ],
)
def test_a_rule_that_names_no_day_is_refused(row, said):
    with pytest.raises(Unusable, match=said):
        read_holiday_law(StrictTable("holidays.toml", {**ROWS, "holiday": [row]}))
