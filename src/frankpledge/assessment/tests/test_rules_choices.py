from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.assessment.facts import PlaceFacts
from frankpledge.assessment.rules.choices import (
    NEITHER,
    PRIORITY,
    WATCHED,
    Chosen,
    follows_the_order,
    reasons_owed,
)


def place(issue: str, low: int, high: int) -> PlaceFacts:
    return PlaceFacts(
        issue, issue.title(), "priority", F(1), "1", low, (), low, high, (1,), None, 1, "", "", "", (), ()
    )


@pytest.mark.parametrize(
    ("standing", "low", "high", "follows"),
    [
        (PRIORITY, 1, 2, True),
        (PRIORITY, 2, 5, True),  # it may be among the first three
        (PRIORITY, 3, 3, True),
        (PRIORITY, 4, 6, False),  # below them in nearly every draw
        (WATCHED, 4, 6, True),
        (WATCHED, 3, 4, True),  # it may be below them
        (WATCHED, 2, 3, False),  # above the line in nearly every draw
        (NEITHER, 1, 1, False),
    ],
)
def test_a_choice_departs_only_where_the_ranks_can_tell(standing, low, high, follows):
    verdict = follows_the_order(Chosen("a", standing), "A", place("a", low, high), 3)
    assert verdict.holds is follows


def test_taking_up_what_could_not_be_scored_owes_a_reason_and_leaving_it_does_not():
    assert not follows_the_order(Chosen("a", PRIORITY), "A", None, 3).holds
    assert follows_the_order(Chosen("a", NEITHER), "A", None, 3).holds


def test_a_reason_pays_what_is_owed_and_changes_nothing_for_the_others():
    places = {"low": place("low", 5, 6), "high": place("high", 1, 1)}
    titles = {"low": "Low", "high": "High"}
    choices = [Chosen("low", PRIORITY), Chosen("high", NEITHER)]
    assert set(reasons_owed(choices, titles, places)) == {"low", "high"}
    explained = [replace(choices[0], because="A death last year."), choices[1]]
    assert set(reasons_owed(explained, titles, places)) == {"high"}
    assert set(reasons_owed([replace(choices[0], because="  "), choices[1]], titles, places)) == {
        "low",
        "high",
    }


@given(st.integers(1, 9), st.integers(0, 5), st.integers(0, 9))
def test_of_one_issue_either_choice_or_its_opposite_always_follows_the_order(low, width, priorities):
    found = place("a", low, low + width)
    taken = follows_the_order(Chosen("a", PRIORITY), "A", found, priorities).holds
    left = follows_the_order(Chosen("a", NEITHER), "A", found, priorities).holds
    assert taken or left
