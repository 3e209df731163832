from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from frankpledge.documents.figures import Figure, InputFile, Provenance
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


def figure(value=1, *, synthetic=False):
    inputs = (InputFile("w.csv", "0" * 64, synthetic=synthetic),)
    return Figure(
        NOBODY,
        "Widgets",
        None if value is None else Fraction(value),
        str(value),
        provenance=Provenance("sum", {}, "", inputs),
    )


TWO = (priority("one", [link(binding="p:x=1")]), priority("two", [link(binding="p:x=2")]))


@pytest.mark.parametrize("second", [None, figure(None), figure(synthetic=True)])
def test_every_priority_is_measured_only_when_each_figure_is_known_and_real(second):
    assert every_priority_is_measured(coverage(TWO, lambda _: figure(), {})).holds
    found = coverage(TWO, lambda binding: figure() if binding == "p:x=1" else second, {})
    one_known = every_priority_is_measured(found)
    assert one_known.outcome is Outcome.FAILS
    assert str(one_known).startswith("1 of 2 priorities have no number: Two.")
    assert ("A synthetic figure is no number." in str(one_known)) is bool(second and second.is_synthetic)
    assert found[1].lacking.startswith("it has no number")


def test_a_measure_that_was_set_up_is_a_number_of_its_own_priority_alone():
    assert every_priority_is_measured(coverage(TWO, lambda _: None, {"one": ("m",), "two": ("n",)})).holds
    other = coverage(TWO, lambda _: None, {"one": ("m",), "three": ("n",)})
    assert [one.measures for one in other] == [("m",), ()]


def test_a_note_on_a_priority_changes_nothing_in_its_coverage():
    plain, told = priority(measures=[link()]), priority(measures=[link(), link("none", "")])
    assert [one.measures for one in coverage([plain, told], lambda _: figure(), {})] == [("m",), ("m",)]


def test_a_plan_without_priorities_is_not_said_to_have_numbers():
    assert not every_priority_is_measured(coverage((), lambda _: figure(), {})).holds


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
