"""Shares to the penny, conditions of grants, reviews, rows of expenditure, and what is published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.kernel.problems import Unusable
from frankpledge.money.rules.funds import Condition, condition_standing, review_standing
from frankpledge.money.rules.shares import accounts, shared
from frankpledge.money.rules.spending import (
    Paid,
    Published,
    Refused,
    read_csv,
    read_rows,
    to_publish,
    transparency_csv,
)

D = Decimal
PENCE = st.integers(1, 10**9).map(lambda n: D(n) / 100)
WEIGHTS = st.lists(st.integers(1, 400).map(lambda n: D(n) / 4), min_size=1, max_size=9)
ON = date(2020, 9, 1)


@settings(max_examples=50)
@given(PENCE, WEIGHTS)
def test_the_parts_of_a_bill_add_up_to_it_and_none_is_a_penny_from_its_due(amount, weights):
    parts = shared(amount, [(str(n), weight) for n, weight in enumerate(weights)])
    assert sum(part.amount for part in parts) == amount
    whole = sum(weights)
    assert all(
        abs(part.amount - amount * weight / whole) < D("0.01")
        for part, weight in zip(parts, weights, strict=True)
    )


def test_odd_pennies_go_to_the_largest_remainders_and_first_to_the_one_named_first():
    equal = [("A", D(1)), ("B", D(1)), ("C", D(1))]
    assert [part.amount for part in shared(D("100.00"), equal)] == [D("33.34"), D("33.33"), D("33.33")]
    assert [part.amount for part in shared(D("99.99"), equal)] == [D("33.33")] * 3
    assert [part.amount for part in shared(D("0.01"), [("A", D(1)), ("B", D(2))])] == [D("0.00"), D("0.01")]
    with pytest.raises(ValueError, match="weight"):
        shared(D("1.00"), [("A", D(0))])
    with pytest.raises(ValueError, match="pence"):
        shared(D("1.005"), equal)


def test_each_bill_is_shared_by_itself_and_what_is_paid_comes_off():
    found = accounts([D("100.00"), D("50.01")], [("A", D(1)), ("B", D(1))], {"A": D("80.00")})
    assert [(one.owed, one.left) for one in found] == [(D("75.01"), D("-4.99")), (D("75.00"), D("75.00"))]


def condition(**given):
    return Condition(
        **{
            "text": "x",
            "due": date(2020, 8, 1),
            "met": None,
            "failed": None,
            "claw_back": "unspent",
            "amount": None,
            **given,
        }
    )


def test_nothing_goes_back_until_the_giver_says_that_a_condition_failed():
    late = condition_standing(condition(), D(1000), D(400), ON)
    assert (late.status, late.at_stake, late.owed) == ("late", D(600), 0)
    failed = condition_standing(condition(failed=date(2020, 8, 20)), D(1000), D(400), ON)
    assert (failed.status, failed.owed) == ("failed", D(600))
    met = condition_standing(condition(met=date(2020, 8, 20)), D(1000), D(400), ON)
    assert (met.status, met.at_stake) == ("met", 0)
    assert condition_standing(condition(due=date(2020, 10, 1)), D(1000), D(400), ON).status == "due"


def test_no_more_goes_back_than_was_given():
    assert condition_standing(condition(claw_back="amount", amount=D(5000)), D(1000), D(0), ON).at_stake == D(
        1000
    )
    assert condition_standing(condition(claw_back="all"), D(1000), D(900), ON).at_stake == D(1000)
    assert condition_standing(condition(claw_back="none"), D(1000), D(0), ON).at_stake == 0
    assert condition_standing(condition(), D(1000), D(1200), ON).at_stake == 0


def test_without_partnership_monies_there_is_nothing_to_review_and_a_year_is_custom():
    assert "nothing" in review_standing(None, False, ON) or "no expenditure" in review_standing(
        None, False, ON
    )
    assert "No review" in review_standing(None, True, ON)
    assert "more than a year ago" in review_standing(date(2019, 8, 1), True, ON)
    assert "more than a year ago" not in review_standing(date(2020, 8, 1), True, ON)


FUNDS = {"general": (date(2020, 4, 1), date(2021, 3, 31))}
HEAD = "fund,on,supplier,purpose,amount,priority,reference"


def rows(*lines):
    return read_rows(read_csv("\n".join((HEAD, *lines)).encode(), "s.csv"), "s.csv", funds=FUNDS, today=ON)


def test_a_row_is_read_to_the_penny_and_money_that_came_back_is_below_nought():
    found = rows(
        'general,2020-05-04,Acme Ltd,Posters,"£1,234.50",rural-crime,1',
        "general,05/06/2020,Acme Ltd,Refund,(34.50),,2",
    )
    assert [(one.on, one.amount, one.priority) for one in found] == [
        (date(2020, 5, 4), D("1234.50"), "rural-crime"), (date(2020, 6, 5), D("-34.50"), ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("other,2020-05-04,A,B,1,,", "fund"), ("general,2020-13-04,A,B,1,,", "on"), ("general,2020-09-02,A,B,1,,", "on"),
        ("general,2020-03-31,A,B,1,,", "on"), ("general,2020-05-04,,B,1,,", "supplier"), ("general,2020-05-04,A,B,1.005,,", "amount"),
        ("general,2020-05-04,A,B,lots,,", "amount"), ("general,2020-05-04,A,B,0,,", "amount"), ("general,2020-05-04,A,B,NaN,,", "amount"),
        ("general,2020-05-04,A,B,1,Rural Crime,", "priority"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_right_is_refused_with_its_row_and_column(line, column):
    good, refused = rows("general,2020-05-04,A,B,1,,", line)
    assert isinstance(good, Paid)
    assert isinstance(refused, Refused)
    assert [(one.row, one.column) for one in refused.problems] == [(3, column)]


def test_the_same_payment_twice_in_a_file_is_two_payments_and_the_file_again_is_none():
    once = rows("general,2020-05-04,A,B,1,,", "general,2020-05-04,A,B,1,,")
    assert len({one.key for one in once}) == 2
    assert [one.key for one in rows("general,2020-05-04,A,B,1,,", "general,2020-05-04,A,B,1,,")] == [
        one.key for one in once
    ]


def test_a_file_without_its_columns_is_refused_whole():
    with pytest.raises(Unusable, match="‘amount’"):
        read_rows([["fund", "on", "supplier", "purpose"]], "s.csv", funds=FUNDS, today=ON)


def published(amount, *, voluntary=False, supplier="A"):
    return Published("Council", ON, supplier, D(amount), "B", "General", "1", voluntary)


def test_what_is_published_is_above_500_pounds_or_a_grant_to_a_voluntary_body():
    kept = to_publish(
        [published("500.00"), published("500.01"), published("-600.00"), published("20.00", voluntary=True)]
    )
    assert {one.amount for one in kept} == {D("500.01"), D("-600.00"), D("20.00")}


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless():
    assert "'=cmd()" in transparency_csv([published("600.00", supplier="=cmd()")])
    assert "-600.00" in transparency_csv([published("-600.00")])
