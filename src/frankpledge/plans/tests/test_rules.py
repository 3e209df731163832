from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.kernel.verdicts import Outcome
from frankpledge.law import api as law
from frankpledge.plans.facts import ActivityFacts, MeasureLink, PriorityFacts, StrategyFacts
from frankpledge.plans.rules.coverage import coverage, every_priority_is_measured, every_strategy_is_named

NOBODY = UUID(int=0)


def link(relation="exact", binding="p:x=1"):
    return MeasureLink("m" if relation != "none" else "", "source", relation, binding, "", "")


def activity(state):
    return ActivityFacts(NOBODY, f"something {state}", "initiative", state, "", (), None, None, "one", "")


def priority(slug="one", measures=(), activities=()):
    return PriorityFacts(
        NOBODY, slug, 1, slug.title(), "priority", "", "", "", "", "", tuple(measures), tuple(activities)
    )


def strategy(law_strategy):
    return StrategyFacts("A strategy", "Somebody", "", law_strategy, "", "")


def test_a_measure_stands_before_a_proxy_and_a_proxy_before_nothing():
    both = priority(measures=(link("proxy", "p:a=1"), link("exact", "p:b=1")))
    assert both.evidence.binding == "p:b=1"
    assert priority(measures=(link("proxy", "p:a=1"),)).evidence.binding == "p:a=1"
    assert priority(measures=(link("none", ""),)).evidence is None
    assert priority(measures=(link("exact", ""),)).evidence is None


def test_the_next_step_is_what_is_planned_then_what_is_under_way():
    ahead = (activity("done"), activity("under-way"), activity("planned"))
    assert priority(activities=ahead).next_step.state == "planned"
    assert priority(activities=ahead[:2]).next_step.state == "under-way"
    assert priority(activities=ahead[:1]).next_step is None


def test_every_priority_is_measured_only_when_each_figure_is_known():
    two = (priority("one", [link(binding="p:x=1")]), priority("two", [link(binding="p:x=2")]))
    assert every_priority_is_measured(coverage(two, lambda _: True)).holds
    one_known = every_priority_is_measured(coverage(two, lambda binding: binding == "p:x=1"))
    assert one_known.outcome is Outcome.FAILS
    assert str(one_known) == "1 of 2 priorities have no number: Two."


def test_a_note_on_a_priority_changes_nothing_in_its_coverage():
    plain, told = priority(measures=[link()]), priority(measures=[link(), link("none", "")])
    assert coverage([plain], lambda _: True).counted == (plain,)
    assert coverage([told], lambda _: True).counted == (told,)


@given(st.lists(st.sampled_from(["exact", "proxy", "none", ""])), st.booleans())
def test_every_priority_is_counted_once_whatever_its_measures(relations, known):
    ones = [
        priority(f"p{n}", [link(r, "" if r == "none" else "p:x=1")] if r else [])
        for n, r in enumerate(relations)
    ]
    found = coverage(ones, lambda _: known)
    assert found.total == len(ones)
    assert {p.slug for p in (*found.counted, *found.waiting, *found.unmeasured)} == {p.slug for p in ones}


@pytest.mark.parametrize(
    ("on", "lacking"),
    [(date(2023, 1, 30), ""), (date(2023, 1, 31), "serious violence")],
)
def test_every_strategy_is_named_until_the_law_asks_for_another(on, lacking):
    kept = (strategy("re-offending"), strategy("substance-misuse"))
    verdict = every_strategy_is_named(law.strategies("E", on), kept)
    assert verdict.holds is (not lacking)
    assert lacking in str(verdict)


def test_the_plan_itself_is_the_strategy_for_crime_and_disorder():
    verdict = every_strategy_is_named(law.strategies("E", date(2020, 4, 1)), ())
    assert "crime and disorder" not in str(verdict)
    assert "re-offending" in str(verdict)
