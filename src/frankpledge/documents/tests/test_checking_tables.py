"""The arithmetic inside a table, inferred from its headings or described: each claim with one number changed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.documents.checking.arithmetic import as_checked, check_numbers
from frankpledge.documents.checking.grids import numbers_of
from frankpledge.documents.checking.parts import Grid, Verdict
from frankpledge.documents.checking.possible import counts_giving_change, counts_giving_share
from frankpledge.documents.checking.spec import check_described
from frankpledge.kernel.numbers import round_half_up
from frankpledge.kernel.problems import Unusable

PLACES = """
Place|Offences|% of total|Population|Rate per 1,000|Rank|Running total
Ash|120|40%|10,000|12.0|1|120
Birch|100|33%|5,000|20.0|2|220
Cedar|80|27%|4,000|20.0|3|300
Total|300|100%|19,000|15.8||
"""
YEARS = """
Quarter|2021|2022|Change %|Difference
January to March|40|50|25.0|10
April to June|60|45|-25.0|-15
July to September|80|90|12.5|10
Total|180|185|2.8|5
"""


def claims(drawn):
    rows = tuple(tuple(cell.strip() for cell in line.split("|")) for line in drawn.strip().splitlines())
    table = numbers_of(Grid(rows, "table 1"))
    return [as_checked(table, claim) for claim in check_numbers(table)]


def wrong(drawn):
    return [
        (one.where.partition(", ")[2], one.computed)
        for one in claims(drawn)
        if one.verdict is Verdict.CONTRADICTED
    ]


def test_a_sound_table_has_nothing_to_contradict():
    assert wrong(PLACES) == []
    assert wrong(YEARS) == []
    assert {one.kind for one in claims(PLACES)} == {"percent_of", "rate", "rank", "cumulative", "total"}


@pytest.mark.parametrize(
    ("was", "planted", "where", "computed"),
    [
        ("Cedar|80|27%", "Cedar|80|29%", "Cedar, % of total", "27%"),
        ("20.0|2|220", "21.0|2|220", "Birch, Rate per 1,000", "20.0"),
        ("20.0|2|220", "20.0|3|220", "Birch, Rank", "2"),
        ("3|300", "3|310", "Cedar, Running total", "300"),
        ("Total|300", "Total|310", "Total, Offences", "300"),
        ("Total|300|100%|19,000", "Total|300|100%|18,000", "Total, Population", "19,000"),
        ("Ash|120|40%", "Ash|130|40%", "Ash, Offences", "120"),
    ],
)
def test_one_wrong_number_among_places_is_named_and_nothing_else(was, planted, where, computed):
    assert wrong(PLACES.replace(was, planted)) == [(where, computed)]


@pytest.mark.parametrize(
    ("was", "planted", "where", "computed"),
    [
        ("25.0|10\nApril", "20.0|10\nApril", "January to March, Change %", "25.0"),
        ("-25.0|-15", "25.0|-15", "April to June, Change %", "−25.0"),
        ("12.5|10", "12.5|11", "July to September, Difference", "10"),
        ("Total|180", "Total|190", "Total, 2021", "180"),
    ],
)
def test_one_wrong_number_among_years_is_named_and_nothing_else(was, planted, where, computed):
    assert wrong(YEARS.replace(was, planted)) == [(where, computed)]


def test_shares_that_come_to_101_because_they_were_rounded_are_a_convention_and_105_is_wrong():
    drawn = "Place|Share %\nAsh|40%\nBirch|34%\nCedar|27%\nTotal|100%"
    assert [one.verdict for one in claims(drawn)] == [Verdict.CONVENTION]
    assert [one.verdict for one in claims(drawn.replace("27%", "31%"))] == [Verdict.CONTRADICTED]
    assert [one.verdict for one in claims(drawn.replace("27%", "26%"))] == [Verdict.CONFIRMED]


def test_half_is_rounded_up_and_the_even_one_is_a_convention():
    drawn = "Item|Part|Whole|Per cent\nA|13|80|{}\nB|20|80|25.0\nC|40|80|50.0"
    assert claims(drawn.format("16.3"))[0].verdict is Verdict.CONFIRMED
    assert claims(drawn.format("16.2"))[0].verdict is Verdict.CONVENTION
    assert claims(drawn.format("16.1"))[0].verdict is Verdict.CONTRADICTED


def test_a_column_that_is_made_of_nothing_here_claims_nothing():
    assert claims("Place|Offences|Satisfied %\nAsh|10|61%\nBirch|20|47%\nCedar|30|82%") == []


DESCRIBED = {
    "columns": [
        {"name": "Area", "kind": "label"},
        {"name": "Then", "kind": "count"},
        {"name": "Now", "kind": "count"},
        {"name": "Both", "kind": "total", "of": ["Then", "Now"]},
        {"name": "Share", "kind": "percent_of", "of": "Both", "places": 1},
        {"name": "Change", "kind": "change_from", "of": "Then", "places": 0},
        {"name": "So far", "kind": "cumulative", "of": "Now"},
        {"name": "Place", "kind": "rank", "of": "Both"},
        {"name": "Rate", "kind": "rate", "of": ["Now", "People"], "per": 1000, "places": 1},
        {"name": "People", "kind": "count"},
    ],
    "rows": [
        ["North", 10, 20, 30, "66.7", "100", 20, 2, "4.0", 5000],
        ["South", 5, 5, 10, "50.0", "0", 25, 3, "2.5", 2000],
        ["West", 30, 10, 40, "25.0", "-67", 35, 1, "1.0", 10000],
        ["Total", 45, 35, 80, "43.8", "-22", None, None, "2.1", 17000],
    ],
}  # fmt: skip


def described(row=0, column=0, value=None):
    rows = [list(one) for one in DESCRIBED["rows"]]
    if value is not None:
        rows[row][column] = value
    made = check_described({"columns": DESCRIBED["columns"], "rows": rows}, "t.json")
    return [(one.where, one.computed) for one in made if one.verdict is Verdict.CONTRADICTED]


@pytest.mark.parametrize(
    ("row", "column", "value", "where", "computed"),
    [
        (1, 3, 11, "table, South, Both", "10"),
        (0, 4, "67.7", "table, North, Share", "66.7"),
        (2, 5, "-60", "table, West, Change", "−67"),
        (1, 6, 26, "table, South, So far", "25"),
        (2, 7, 2, "table, West, Place", "1"),
        (0, 8, "4.1", "table, North, Rate", "4.0"),
        (3, 1, 46, "table, Total, Then", "45"),
    ],
)
def test_a_described_table_is_checked_column_by_column(row, column, value, where, computed):
    assert described() == []
    assert (where, computed) in described(row, column, value)


def test_a_description_that_does_not_fit_is_refused_with_its_place():
    with pytest.raises(Unusable, match="no such column"):
        check_described({"columns": [{"name": "A", "kind": "rank", "of": "B"}], "rows": [[1]]}, "t.json")
    with pytest.raises(Unusable, match="row 1"):
        check_described({"columns": [{"name": "A", "kind": "count"}], "rows": [[1, 2]]}, "t.json")
    with pytest.raises(Unusable, match="kind"):
        check_described({"columns": [{"name": "A", "kind": "median"}], "rows": [[1]]}, "t.json")


@settings(max_examples=30)
@given(st.integers(1, 60), st.integers(-95, 150), st.integers(0, 1))
def test_the_possible_counts_are_just_those_that_give_the_percentage(whole, percent, places):
    exact = Fraction(percent)
    shares = [n for n in range(whole + 1) if round_half_up(Fraction(n * 100, whole), places) == percent]
    assert list(counts_giving_share(exact, whole, places)) == shares
    olds = [n for n in range(1, 1_500) if round_half_up(Fraction((whole - n) * 100, n), places) == percent]
    assert list(counts_giving_change(exact, whole, places)) == olds
