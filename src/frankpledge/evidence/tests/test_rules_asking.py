"""A question is the same in an address, a form and a kept record; what makes no sense is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.rules.asking import (
    COMPARISONS,
    SEARCH_FIELDS,
    STEPS,
    SUBJECTS,
    Query,
    cut,
    query_of,
)
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Unusable

USUAL = Query(first="2019-01", last="2019-12")
months = st.tuples(st.integers(2010, 2029), st.integers(1, 12)).map(lambda at: f"{at[0]}-{at[1]:02d}")
queries = st.builds(
    Query, subject=st.sampled_from(sorted(SUBJECTS)), offence=st.sampled_from(["police-drugs", "police-burglary"]),
    area=st.sampled_from(["", "force", "ward:E05000001@2019"]), first=months, last=months, by=st.just("month"),
    compare=st.sampled_from(sorted(COMPARISONS)), other=st.sampled_from(["", "force"]), against=st.just("2008-05"),
    field=st.sampled_from(sorted(SEARCH_FIELDS)), known=st.sampled_from(["", "2019-05-01"]),
)  # fmt: skip


@given(queries)
def test_what_is_kept_of_a_question_gives_the_same_question(query):
    if query.first <= query.last:
        assert query_of(query.texts(), Query()) == query


def test_what_is_not_said_is_as_usual_and_an_emptied_area_is_the_own_one():
    usual = Query(first="2019-01", last="2019-12", area="force")
    assert query_of({"offence": "police-drugs", "first": ""}, usual) == Query(
        "crimes", "police-drugs", "force", "2019-01", "2019-12"
    )
    assert query_of({"area": ""}, usual).area == ""
    assert query_of({"stray": "x"}, USUAL) == USUAL


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"subject": "gossip"}, "subject"),
        ({"by": "week"}, "by"),
        ({"compare": "everything"}, "compare"),
        ({"field": "shoes"}, "field"),
        ({"first": "2019-13"}, "first"),
        ({"first": "2019"}, "first"),
        ({"last": "March"}, "last"),
        ({"known": "yesterday"}, "known"),
        ({"known": "2019-02-30"}, "known"),
        ({"first": "2020-01"}, "last"),
        ({"first": "1990-01"}, "first"),
        ({"first": "2019-12", "by": "quarter"}, "by"),
    ],
)
def test_what_makes_no_sense_is_named_with_what_to_do(said, column):
    with pytest.raises(Unusable) as caught:
        query_of(said, USUAL)
    (problem,) = caught.value.problems
    assert (problem.code, problem.column) == ("question-unclear", column)
    assert problem.remedy


@pytest.mark.parametrize(("by", "number"), [("month", 14), ("quarter", 4), ("year", 1)])
def test_a_span_is_cut_from_its_first_month_and_a_rest_is_left_out(by, number):
    steps = cut(Period(Period.month(2019, 2).starts_on, Period.month(2020, 3).ends_on), by)
    assert len(steps) == number
    assert steps[0].starts_on.isoformat() == "2019-02-01"
    assert len({one.days // 28 for one in steps}) == 1
    assert set(STEPS) == {"month", "quarter", "year"}


def test_the_year_before_is_the_same_months():
    assert [step.code for step in Query(first="2020-02", last="2020-03").year_before] == [
        "2019-02",
        "2019-03",
    ]


def test_other_months_are_as_many_from_their_first_on_before_or_after():
    asked = Query(first="2019-01", last="2019-06", by="quarter", compare="months", against="2017-10")
    assert [str(step) for step in asked.other_steps] == ["October to December 2017", "January to March 2018"]
    later = Query(first="2019-01", last="2019-02", compare="months", against="2019-12")
    assert [step.code for step in later.other_steps] == ["2019-12", "2020-01"]
    assert not Query(first="2019-01", last="2019-02", against="2019-12").other_steps


@pytest.mark.parametrize("against", ["", "2019-1", "2019-13", "2019-01"])
def test_other_months_that_are_none_or_the_same_are_refused(against):
    with pytest.raises(Unusable) as refused:
        query_of({"compare": "months", "against": against}, USUAL)
    assert refused.value.problems[0].column == "against"
