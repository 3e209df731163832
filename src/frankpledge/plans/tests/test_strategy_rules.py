"""Clocks of strategies, regard, requirements, risks and drafting from a file, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.verdicts import Outcome
from frankpledge.law.plan_law import strategy_kind, strategy_kinds
from frankpledge.plans.rules.clocks import (
    Happened,
    clocks_of,
    every_owner_approved,
    everybody_was_consulted,
    strategy_keeps_its_clocks,
    the_kind_is_for_this_council,
    the_return_is_whole,
)
from frankpledge.plans.rules.drafting import Line, drafted
from frankpledge.plans.rules.regard import (
    Had,
    Required,
    both_had_regard,
    matrix,
    requirement_is_in_order,
    requirement_is_met,
)
from frankpledge.plans.rules.risk import (
    USUAL,
    Risk,
    equality_assessment_is_current,
    level,
    overall,
    treatment_lowers_the_risk,
    unassessed,
)

DAA = strategy_kind("domestic-abuse-support", "E")
SVD = strategy_kind("serious-violence", "E")


def ticking(kind, happened, on):
    return {one.clock.code: one for one in clocks_of(kind, [Happened(*one) for one in happened], on)}


@pytest.mark.parametrize(
    ("draft", "state"), [(date(2026, 8, 23), "met"), (date(2026, 8, 24), "late")]
)  # fmt: skip
def test_the_draft_is_published_seventy_days_before(draft, state):
    found = ticking(DAA, [("draft-published", draft), ("published", date(2026, 11, 1))], date(2026, 12, 1))
    assert found["draft-published"].due == date(2026, 8, 23)
    assert found["draft-published"].state == state


def test_the_review_counts_from_the_authoritys_own_publication():
    first = ("published", date(2021, 12, 20))
    assert ticking(DAA, [first], date(2024, 12, 19))["reviewed"].state == "due"
    late = ticking(DAA, [first], date(2024, 12, 20))
    assert late["reviewed"].state == "overdue"
    assert late["reviewed"].due == date(2024, 12, 19)
    done = ticking(DAA, [first, ("reviewed", date(2024, 6, 1))], date(2025, 1, 1))
    assert done["reviewed"].state == "due"
    assert done["reviewed"].due == date(2027, 12, 19)
    missed = ticking(DAA, [first, ("reviewed", date(2025, 2, 1))], date(2025, 3, 1))
    assert missed["reviewed"].state == "late"


@settings(max_examples=30)
@given(st.dates(date(2021, 10, 1), date(2030, 1, 1)), st.integers(0, 6000))
def test_a_review_that_is_never_made_is_always_due_or_overdue(published, later):
    on = date.fromordinal(published.toordinal() + later)
    found = ticking(DAA, [("published", published)], on)["reviewed"]
    assert found.state == ("overdue" if on > found.due else "due")


def test_the_yearly_return_follows_31_march():
    first = ("published", date(2021, 12, 20))
    assert ticking(DAA, [first], date(2022, 5, 1))["return-sent"].state == "due"
    sent = ticking(DAA, [first, ("return-sent", date(2022, 6, 20))], date(2022, 7, 1))
    assert sent["return-sent"].state == "met"
    assert (
        ticking(DAA, [first, ("return-sent", date(2022, 6, 20))], date(2023, 4, 1))["return-sent"].state
        == "due"
    )


def test_strategy_keeps_its_clocks_until_one_is_late():
    good = [
        ("needs-assessed", date(2021, 6, 1)),
        ("draft-published", date(2021, 9, 1)),
        ("published", date(2021, 12, 20)),
    ]
    on = date(2022, 2, 1)
    assert strategy_keeps_its_clocks(tuple(ticking(DAA, good, on).values())).holds
    assert not strategy_keeps_its_clocks(tuple(ticking(DAA, good[1:], on).values())).holds
    nothing = tuple(one for one in ticking(DAA, [], on).values() if one.state == "waiting")
    assert strategy_keeps_its_clocks(nothing).outcome is Outcome.UNDETERMINED


def test_part_four_is_for_tier_one_councils_of_england_alone():
    assert the_kind_is_for_this_council(DAA, "county").holds
    assert the_kind_is_for_this_council(DAA, "district").outcome is Outcome.FAILS
    assert the_kind_is_for_this_council(DAA, "london-borough").outcome is Outcome.FAILS
    assert the_kind_is_for_this_council(DAA, "").outcome is Outcome.UNDETERMINED
    assert the_kind_is_for_this_council(SVD, "district").holds
    assert strategy_kind("domestic-abuse-support", "W") is None
    assert "serious-violence" not in {one.code for one in strategy_kinds("E", date(2023, 1, 30))}
    assert "serious-violence" in {one.code for one in strategy_kinds("E", date(2023, 1, 31))}


def test_everybody_was_consulted_before_it_was_published():
    heads = ("education", "prison", "youth-custody")
    assert everybody_was_consulted(SVD, heads, published=None).holds
    assert not everybody_was_consulted(SVD, heads[:2], published=None).holds
    day = date(2024, 1, 1)
    assert not everybody_was_consulted(SVD, heads, published=day, asked=[date(2024, 1, 2)]).holds
    assert everybody_was_consulted(SVD, heads, published=day, asked=[day]).holds


def test_every_owner_approved_a_shared_strategy():
    ours, theirs = (
        Happened("approved", date(2030, 1, 1), "Ours"),
        Happened("approved", date(2030, 2, 1), "theirs"),
    )
    assert every_owner_approved("Ours", ["Theirs"], [ours, theirs]).holds
    waiting = every_owner_approved("Ours", ["Theirs"], [ours, replace(theirs, kind="reviewed")])
    assert "Theirs" in str(waiting)
    assert not waiting.holds


def test_the_return_is_whole_when_each_part_says_something():
    contents = {code: "Said." for code, _ in DAA.parts}
    assert the_return_is_whole(DAA.parts, contents).holds
    assert not the_return_is_whole(DAA.parts, {**contents, "spend": " "}).holds


# The policing body --------------------------------------------------------------------------------------------------

OBJECTIVES, PRIORITIES = [("safe", "Safe towns"), ("victims", "Victims first")], [("noise", "Noise")]
ALL = [
    Had("ours", "safe", "noise", "supports", "Noise makes towns unsafe.", date(2030, 1, 1)),
    Had("ours", "victims", "", "otherwise", "Another board leads.", date(2030, 1, 1)),
    Had("theirs", "noise", "safe", "in-part", "Funds two wardens.", date(2030, 1, 1)),
]


def test_both_had_regard_when_each_is_answered_with_a_reason():
    assert both_had_regard(matrix(OBJECTIVES, PRIORITIES, ALL)).holds
    assert both_had_regard(matrix([], PRIORITIES, ALL)).outcome is Outcome.UNDETERMINED


@pytest.mark.parametrize("number", range(len(ALL)))
def test_each_answer_taken_away_or_left_without_reason_is_one_hole(number):
    rest = [*ALL[:number], *ALL[number + 1 :]]
    assert len(matrix(OBJECTIVES, PRIORITIES, rest).holes) == 1
    silent = [*rest, replace(ALL[number], reason=" ")]
    assert len(matrix(OBJECTIVES, PRIORITIES, silent).holes) == 1
    assert not both_had_regard(matrix(OBJECTIVES, PRIORITIES, rest)).holds
    assert both_had_regard(matrix(OBJECTIVES, PRIORITIES, rest), devolved=True).holds


MEETING = Required(
    "meeting",
    date(2030, 1, 10),
    date(2030, 2, 1),
    "Violence",
    ("The Council",),
    2,
    date(2030, 1, 5),
    "Needed.",
    None,
)


@pytest.mark.parametrize("lacking", [{"ground": ""}, {"authorities": ()}, {"people": None}, {"consulted_on": None},
                                     {"consulted_on": date(2030, 1, 11)}])  # fmt: skip
def test_requirement_is_in_order_only_with_all_that_the_law_names(lacking):
    assert requirement_is_in_order(MEETING, "E").holds
    assert not requirement_is_in_order(MEETING, "W").holds
    assert not requirement_is_in_order(replace(MEETING, **lacking), "E").holds
    assert requirement_is_in_order(replace(MEETING, kind="report", people=None), "W").holds


def test_requirement_is_met_by_the_day_it_names():
    assert requirement_is_met(MEETING, date(2030, 2, 1)).holds
    assert not requirement_is_met(MEETING, date(2030, 2, 2)).holds
    assert requirement_is_met(replace(MEETING, answered_on=date(2030, 2, 1)), date(2030, 3, 1)).holds
    assert "3 days after" in str(
        requirement_is_met(replace(MEETING, answered_on=date(2030, 2, 4)), date(2030, 3, 1))
    )


# Risks and equality -------------------------------------------------------------------------------------------------


def test_a_level_comes_from_the_matrix_and_from_nothing_else():
    assert [level(1, 5, USUAL), level(2, 3, USUAL), level(3, 5, USUAL)] == ["low", "medium", "high"]
    assert level(3, 5, replace(USUAL, high_from=16)) == "medium"
    with pytest.raises(ValueError, match="outside the matrix"):
        level(0, 3, USUAL)


def test_treatment_lowers_the_risk_or_says_so():
    risk = Risk("Money ends", 4, 4, 2, 4, "A reserve")
    assert treatment_lowers_the_risk(risk).holds
    assert not treatment_lowers_the_risk(replace(risk, treatment="")).holds
    assert not treatment_lowers_the_risk(replace(risk, residual_likelihood=5)).holds
    assert overall([risk, Risk("Small", 1, 1, 1, 1)], USUAL) == ("high", "medium")
    assert overall([], USUAL) == ("", "")


def test_equality_assessment_is_current_until_the_plan_is_reviewed():
    given_days = {"plan_starts": date(2030, 4, 1), "on": date(2031, 6, 1)}
    assert equality_assessment_is_current(
        [PartialDate(2030, 2)], reviewed=date(2030, 3, 1), **given_days
    ).holds
    again = equality_assessment_is_current([PartialDate(2030, 2)], reviewed=date(2031, 3, 1), **given_days)
    assert "Due again" in str(again)
    assert "is of February 2030" in str(again), "no day is made up"
    assert equality_assessment_is_current(
        [PartialDate(2031, 2, 20)], reviewed=date(2031, 2, 20), **given_days
    ).holds
    assert not equality_assessment_is_current([], reviewed=None, **given_days).holds
    assert "Age" in unassessed({"race": {}})


# Drafting from a file -----------------------------------------------------------------------------------------------


def lines(*given_lines):
    made = []
    for number, (style, text, *level_) in enumerate(given_lines, start=1):
        made.append(Line(text, style, f"paragraph {number}", level_[0] if level_ else 0))
    return made


def found(*given_lines):
    return [(one.kind, one.text, one.under) for one in drafted(lines(*given_lines))]


def test_bullets_after_a_sentence_that_announces_priorities_are_priorities():
    assert found(
        ("text", "The plan includes the following priorities:"), ("bullet", "• Loud nights"), ("bullet", "2. Fly-tipping;"),
        ("text", "Examples of work undertaken so far include:"), ("bullet", "A quiet week in May"),
    ) == [("priority", "Loud nights", None), ("priority", "Fly-tipping", None), ("action", "A quiet week in May", None)]  # fmt: skip


def test_headings_name_priorities_and_what_stands_under_them_belongs_to_them():
    assert found(
        ("heading", "Priority 1: Loud nights", 2), ("heading", "What we will do", 3), ("bullet", "Wardens on Fridays"),
        ("heading", "How we will know", 3), ("bullet", "Complaints by month"),
        ("heading", "Priority 2 – Fly-tipping", 2), ("bullet", "Cameras"),
    ) == [
        ("priority", "Loud nights", None), ("action", "Wardens on Fridays", 0), ("measure", "Complaints by month", 0),
        ("priority", "Fly-tipping", None), ("action", "Cameras", 3),
    ]  # fmt: skip


def test_a_table_is_read_by_its_columns():
    rows = [("Priority", "Action", "Owner", "Measure"), ("Noise", "Wardens", "Council", "Complaints"),
            ("Noise", "Leaflets", "Police", "")]  # fmt: skip
    given_lines = [
        Line(" ".join(row), "cells", f"row {n}", cells=row, table=1) for n, row in enumerate(rows, 1)
    ]
    assert [(one.kind, one.text, one.under, one.place) for one in drafted(given_lines)] == [
        ("priority", "Noise", None, "row 2"), ("action", "Wardens", 0, "row 2"), ("measure", "Complaints", 0, "row 2"),
        ("action", "Leaflets", 0, "row 3"),
    ]  # fmt: skip


def test_a_file_that_is_no_plan_gives_nothing():
    assert found(("heading", "Minutes of the parish council", 1), ("text", "Apologies were received."),
                 ("bullet", "Cllr Example")) == []  # fmt: skip


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(["heading", "bullet", "text"]), st.text(max_size=60), st.integers(0, 4)),
        max_size=25,
    )
)
def test_whatever_the_file_says_every_draft_has_its_place_and_belongs_to_a_priority(given_lines):
    made = drafted(lines(*given_lines))
    for one in made:
        assert one.place.startswith("paragraph")
        assert one.under is None or made[one.under].kind == "priority"
