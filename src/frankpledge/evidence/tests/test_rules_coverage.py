"""A gap is never a zero, and a doubted month is told why."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.rules.coverage import (
    MonthFact,
    State,
    Thresholds,
    comparison_allowed,
    ledger,
)
from frankpledge.kernel.dates import Period
from frankpledge.kernel.verdicts import Outcome

YEAR = Period(date(2019, 1, 1), date(2019, 12, 31))


def months(**changes):
    """Twelve ordinary months of 2019; `m03=None` takes March away, `m03=dict(n=5)` changes it."""
    found = []
    for number in range(1, 13):
        change = changes.get(f"m{number:02d}", {})
        if change is not None:
            found.append(MonthFact(f"2019-{number:02d}", **{"n": 1000, **change}))
    return found


def states(facts, last_due="2019-12", **options):
    return {each.month[5:]: each for each in ledger(facts, expected=YEAR, last_due=last_due, **options)}


def test_a_full_year_is_complete():
    assert {each.state for each in states(months()).values()} == {State.COMPLETE}


def test_a_month_without_a_file_is_absent_and_not_zero():
    found = states(months(m03=None))["03"]
    assert (found.state, found.n, found.is_known) == (State.ABSENT, None, False)
    assert "not a zero" in str(found.because)


def test_a_month_that_is_not_published_yet_is_not_due_and_on_the_day_after_absent():
    facts = months(m12=None)
    assert states(facts, last_due="2019-11")["12"].state is State.NOT_DUE
    assert states(facts, last_due="2019-12")["12"].state is State.ABSENT


@pytest.mark.parametrize(("n", "state"), [(499, State.SUSPECT), (500, State.COMPLETE)])
def test_less_than_half_of_the_months_beside_is_suspect(n, state):
    assert states(months(m06={"n": n}))["06"].state is state


def test_the_last_month_is_held_against_the_one_before():
    found = states(months(m12={"n": 100}))["12"]
    assert found.state is State.SUSPECT
    assert str(found.because) == "100 rows, where the months beside it have about 1000."


def test_among_few_rows_a_fall_is_chance():
    facts = [MonthFact(f"2019-{number:02d}", 40 if number != 6 else 5) for number in range(1, 13)]
    assert states(facts)["06"].state is State.COMPLETE
    assert states(facts, thresholds=Thresholds(smallest=10))["06"].state is State.SUSPECT


def test_months_too_far_away_are_not_beside():
    facts = [MonthFact("2019-01", 1000), MonthFact("2019-06", 10), MonthFact("2019-12", 1000)]
    assert states(facts)["06"].state is State.COMPLETE


@pytest.mark.parametrize(("without", "state"), [(100, State.COMPLETE), (101, State.PARTIAL)])
def test_less_than_nine_rows_in_ten_with_a_place_is_partial(without, state):
    assert states(months(m06={"without_place": without}))["06"].state is state


def test_refused_rows_make_a_month_partial():
    found = states(months(m06={"refused": 2}))["06"]
    assert (found.state, str(found.because)) == (State.PARTIAL, "2 rows of the file were refused.")


def test_a_month_of_no_rows_beside_ordinary_ones_is_suspect_and_known():
    found = states(months(m06={"n": 0}))["06"]
    assert (found.state, found.n, found.is_known) == (State.SUSPECT, 0, True)


def test_two_facts_for_a_month_must_be_settled_first():
    with pytest.raises(ValueError, match="2019-01 has two facts"):
        ledger([MonthFact("2019-01", 1), MonthFact("2019-01", 2)], expected=YEAR, last_due="2019-12")


@pytest.mark.parametrize("month", ["2019-13", "2019-1", "March"])
def test_a_fact_of_no_month_is_refused(month):
    with pytest.raises(ValueError, match="is not a month"):
        ledger([MonthFact(month, 1)], expected=YEAR, last_due="2019-12")


def test_an_area_is_set_beside_others_only_where_its_rows_have_a_place():
    good, short = MonthFact("2019-01", 100, 10), MonthFact("2019-02", 100, 11)
    assert comparison_allowed([good]).holds
    assert comparison_allowed([MonthFact("2019-01", 0)]).holds
    verdict = comparison_allowed([good, short])
    assert verdict.outcome is Outcome.FAILS
    assert "in 1 of 2 months fewer than 90%" in str(verdict.message)
    assert verdict.reasons[0].working == "2019-02: 11 of 100 without a place"


@given(
    st.lists(st.integers(0, 5000) | st.none(), min_size=12, max_size=12),
    st.integers(1, 12),
    st.fractions(Fraction(0), Fraction(1)),
)
def test_every_month_has_one_state_and_no_gap_has_a_number(counts, last, drop):
    facts = [MonthFact(f"2019-{at:02d}", n) for at, n in enumerate(counts, start=1) if n is not None]
    found = ledger(facts, expected=YEAR, last_due=f"2019-{last:02d}", thresholds=Thresholds(drop=drop))
    assert [each.month for each in found] == [f"2019-{at:02d}" for at in range(1, 13)]
    for each, n in zip(found, counts, strict=True):
        assert each.n == n
        assert (each.state in (State.ABSENT, State.NOT_DUE)) == (n is None)
        assert each.is_known == (n is not None)
