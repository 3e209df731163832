"""Chronologies brought into one: days never guessed, places kept, twins flagged and never merged."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.kernel.dates import PartialDate
from frankpledge.reviews.rules.chronology import (
    Flag,
    NotADay,
    Order,
    Raw,
    Sheet,
    columns_of,
    head_in,
    merged,
    time_of,
    when_of,
)

TODAY = date(2026, 11, 2)


def read(text: str, order: Order = Order.UNSAID):
    return when_of(Raw(text), order, TODAY)


@pytest.mark.parametrize(
    ("written", "day", "flags"),
    [
        ("2019-04-03", "2019-04-03", set()),
        ("3 April 2019", "2019-04-03", set()),
        ("Wed 3rd Apr 2019", "2019-04-03", set()),
        ("April 3, 2019", "2019-04-03", set()),
        ("3 Ebrill 2019", "2019-04-03", set()),
        ("13/04/2019", "2019-04-13", set()),
        ("04/13/2019", "2019-04-13", set()),
        ("03/03/2019", "2019-03-03", set()),
        ("13.4.19", "2019-04-13", {Flag.SHORT_YEAR}),
        ("29/2/2024", "2024-02-29", set()),
        ("April 2019", "2019-04", {Flag.PARTIAL}),
        ("04/2019", "2019-04", {Flag.PARTIAL}),
        ("2019", "2019", {Flag.PARTIAL}),
        ("circa 2019", "2019", {Flag.PARTIAL, Flag.APPROXIMATE}),
        ("13/04/45", "1945-04-13", {Flag.SHORT_YEAR}),
        ("1 December 2026", "2026-12-01", {Flag.FUTURE}),
    ],
)
def test_a_day_is_read_as_it_is_written(written, day, flags):
    when = read(written)
    assert [found.iso() for found in when.days] == [day]
    assert when.flags == flags


def test_day_and_month_that_could_be_turned_round_are_both_kept_until_somebody_says():
    when = read("03/04/2019")
    assert when.days == (PartialDate(2019, 3, 4), PartialDate(2019, 4, 3))
    assert Flag.AMBIGUOUS in when.flags
    assert read("03/04/2019", Order.DAY_FIRST).days == (PartialDate(2019, 4, 3),)
    assert read("03/04/2019", Order.MONTH_FIRST).days == (PartialDate(2019, 3, 4),)
    # A day that has only one reading needs nobody's word.
    assert read("13/04/2019").days == read("13/04/2019", Order.DAY_FIRST).days


@pytest.mark.parametrize(
    "written", ["31/02/2019", "soon", "29/02/2023", "32 April 2019", "3 Foo 2019", "12345", "2019-13-01"]
)
def test_what_is_no_day_is_refused(written):
    with pytest.raises(NotADay):
        read(written)


def test_spans_and_times_are_kept():
    span = read("3-5 April 2019")
    assert (span.days[0].iso(), span.until.iso()) == ("2019-04-03", "2019-04-05")
    assert read("3 April 2019 to 6 May 2019").until == PartialDate(2019, 5, 6)
    assert read("03/13/2019 14:30").at == time(14, 30)
    moment = when_of(Raw("x", datetime(2019, 4, 3, 9, 5)), Order.UNSAID, TODAY)  # noqa: DTZ001 (as a sheet holds it)
    assert (moment.days, moment.at) == ((PartialDate(2019, 4, 3),), time(9, 5))


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2.30pm", time(14, 30)),
        ("1430", time(14, 30)),
        ("12am", time(0)),
        ("noon", time(12)),
        ("9 am", time(9)),
    ],
)
def test_times_of_day(said, at):
    assert time_of(said) == at


@pytest.mark.parametrize("said", ["25:00", "13pm", "later", "12", "9:75"])
def test_what_is_no_time_is_refused(said):
    with pytest.raises(NotADay):
        time_of(said)


def test_times_that_the_clocks_showed_twice_or_never_are_flagged():
    assert Flag.TWICE in read("27 October 2019 01:30").flags
    assert Flag.NEVER in read("31 March 2019 01:30").flags
    assert read("27 October 2019 02:30").flags == frozenset()


@settings(max_examples=40)
@given(st.dates(date(1930, 1, 1), TODAY))
def test_every_day_is_read_back_from_words_and_never_lost_from_numbers(on):
    day = PartialDate.of(on)
    assert read(f"{on.day} {on:%B} {on.year}").days == (day,)
    numeric = read(f"{on.day}/{on.month}/{on.year}")
    assert day in numeric.days
    assert (Flag.AMBIGUOUS in numeric.flags) == (on.day <= 12 and on.day != on.month)


HEAD = ("Date", "Time", "Event", "Action taken", "Reference")


def sheet(file: str, *rows: tuple[str, ...], agency: str = "Police") -> Sheet:
    cells = tuple((number, tuple(Raw(text) for text in row)) for number, row in enumerate(rows, start=2))
    return Sheet(file, "Sheet1", 1, HEAD, cells, agency)


CALL = "A neighbour called about shouting at the house during the night"


def test_entries_stand_in_order_of_days_with_their_place():
    made = merged(
        [sheet("a.xlsx", ("2019-05-01", "", "Later", "", ""), ("2019-04-03", "10:00", "Earlier", "", "")),
         sheet("b.csv", ("2019-04-03", "09:00", "First", "", ""), agency="Health")],
        TODAY,
    )  # fmt: skip
    assert [entry.event for entry in made.entries] == ["First", "Earlier", "Later"]
    assert str(made.entries[1].place) == "a.xlsx, sheet ‘Sheet1’, row 3"
    assert made.counts == {"a.xlsx": 2, "b.csv": 1}


def test_the_same_words_on_the_same_day_are_flagged_and_both_kept():
    made = merged(
        [
            sheet("a", ("3 April 2019", "", CALL, "", "")),
            sheet("b", ("2019-04-03", "", CALL.upper(), "", ""), agency="Health"),
        ],
        TODAY,
    )
    assert len(made.entries) == 2
    assert all(Flag.DUPLICATE in entry.flags for entry in made.entries)
    assert made.entries[0].others == (1,)


def test_the_same_words_on_another_day_are_a_conflict_and_other_words_are_nothing():
    made = merged(
        [
            sheet("a", ("2019-04-03", "", CALL, "", "")),
            sheet("b", ("2019-04-05", "", CALL, "", ""), agency="Health"),
        ],
        TODAY,
    )
    assert all(Flag.CONFLICT in entry.flags for entry in made.entries)
    other = merged(
        [
            sheet("a", ("2019-04-03", "", CALL, "", "")),
            sheet("b", ("2019-04-05", "", "An appointment was not kept", "", ""), agency="Health"),
        ],
        TODAY,
    )
    assert all(not entry.flags for entry in other.entries)


def test_the_same_record_with_two_days_is_a_conflict():
    made = merged(
        [
            sheet("a", ("2019-04-03", "", "One", "", "CR/12345")),
            sheet("b", ("2019-04-04", "", "Two", "", "cr 12345"), agency="Health"),
        ],
        TODAY,
    )
    assert all(Flag.CONFLICT in entry.flags for entry in made.entries)


def test_much_the_same_words_of_two_agencies_on_a_day_are_flagged():
    other = "Neighbour called about shouting heard at the house in the night"
    made = merged(
        [
            sheet("a", ("2019-04-03", "", CALL, "", "")),
            sheet("b", ("2019-04-03", "", other, "", ""), agency="Health"),
        ],
        TODAY,
    )
    assert all(Flag.SIMILAR in entry.flags for entry in made.entries)


def test_rows_that_cannot_be_taken_say_why_and_where():
    made = merged(
        [
            sheet(
                "a.csv",
                ("31/02/2019", "", "Something", "", ""),
                ("2019-04-03", "", "", "x", ""),
                ("unknown", "", "Known to be early", "", ""),
            )
        ],
        TODAY,
    )
    assert [(problem.code, problem.row, problem.column) for problem in made.refused] == [
        ("no-day", 2, "Date"),
        ("no-event", 3, "Event"),
    ]
    assert made.entries[0].flags == {Flag.UNDATED}


def test_headings_are_found_by_any_of_their_names_and_below_a_title():
    assert head_in([["Chronology of a service"], [], ["Date of event", "Description", "Response"]]) == 2
    assert columns_of(["When", "What happened", "Practitioner role"]) == {"date": 0, "event": 1, "role": 2}
    assert head_in([["Name", "Colour"]]) is None
