"""Differences, checklist and the chain of coverage, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.verdicts import Outcome
from frankpledge.law import api as law
from frankpledge.law import plan_law
from frankpledge.plans.facts import (
    ActivityFacts,
    MeasureLink,
    PlanFacts,
    PriorityFacts,
    StepFacts,
    StrategyFacts,
)
from frankpledge.plans.rules.chain import Action, Aimed, Asked, Chain, Funded, every_tie_is_made, holes, needs
from frankpledge.plans.rules.checklist import (
    Evidence,
    checklist,
    months_between,
    the_gap_of_adoption,
    the_period_is_what_the_law_asks,
)
from frankpledge.plans.rules.differences import (
    RankedIssue,
    against_assessment,
    departures_have_reasons,
    difference,
    history,
    likeness,
    paired,
    recurring,
)

NOBODY = UUID(int=0)
LINK = MeasureLink("m", "somewhere", "exact", "p:x=1", "", "")


def priority(slug, order=1, title="", kind="priority", **more):
    made = PriorityFacts(
        NOBODY, slug, order, title or slug.replace("-", " ").title(), kind, "", "", "", "", "", (LINK,), ()
    )
    return replace(made, **more)


def plan(*priorities, starts=date(2031, 4, 1), ends=date(2034, 3, 31), **more):
    made = PlanFacts(
        id=NOBODY, slug="a-plan", title="A plan", period=Period(starts, ends), status="draft", parent="",
        resources="", engagement="", source="", note="", priorities=tuple(priorities), strategies=(), activities=(),
        steps=(),
    )  # fmt: skip
    return replace(made, **more)


# Differences ------------------------------------------------------------------------------------------------------


def test_a_priority_is_known_again_by_what_the_plan_says_then_slug_then_likeness():
    old = [priority("theft"), priority("knives", title="Knife crime among young people"), priority("noise")]
    new = [
        priority("burglary", follows="theft"),
        priority("noise", title="Quiet evenings"),
        priority("young-people-knives", title="Knife crime and young people"),
    ]
    assert {(p.old.slug, p.new.slug, p.by) for p in paired(old, new)} == {
        ("theft", "burglary", "follows"),
        ("noise", "noise", "slug"),
        ("knives", "young-people-knives", "likeness"),
    }


def test_titles_that_share_little_are_not_taken_for_the_same():
    assert likeness("Rural crime", "Rural crimes") == 1
    assert likeness("Rural crime", "Crime in towns") < 0.6
    assert paired([priority("a", title="Rural crime")], [priority("b", title="Crime in towns")]) == ()


def test_each_change_is_told_by_its_meaning():
    old = plan(
        priority("theft", 1),
        priority("noise", 2),
        priority("drink", 3),
        priority("hate", 4, kind="monitored"),
    )
    new = plan(
        priority("noise", 1),
        priority("hate", 2),
        priority("theft", 3, title="Shop theft"),
        priority("fire", 4),
    )
    found = {one.slug: (one.kind, str(one.sentence)) for one in difference(old, new).priorities}
    assert found["noise"] == ("moved", "It was number 2 and is number 1.")
    assert found["hate"][0] == "started"
    assert found["theft"][0] == "renamed"
    assert "‘Theft’" in found["theft"][1]
    assert found["fire"][0] == "added"
    assert found["drink"] == ("dropped", "Drink is no longer in the plan; it was a priority.")


def test_a_plan_differs_from_itself_in_nothing():
    one = plan(priority("a"), priority("b", 2), resources="Time.")
    assert difference(one, one).is_nothing
    assert not difference(one, replace(one, resources="Money.")).is_nothing


def test_a_priority_that_returns_after_a_pause_is_the_same_thread():
    threads = history([plan(priority("a")), plan(priority("b")), plan(priority("a"), priority("b", 2))])
    assert {one.title: one.places for one in threads} == {"A": (1, None, 1), "B": (None, 1, 2)}
    assert [one.title for one in recurring(threads)] == ["A", "B"]


# Against the assessment ---------------------------------------------------------------------------------------------

RANKED = (
    RankedIssue("a", "A", 1, "1"), RankedIssue("b", "B", 2, "2"), RankedIssue("c", "C", 3, "3"),
    RankedIssue("d", "D", 4, "4"),
)  # fmt: skip


def test_departures_have_reasons_or_the_plan_is_told_so():
    follows = against_assessment([priority("a"), priority("b", 2)], RANKED)
    assert departures_have_reasons(follows, []).holds
    silent = against_assessment([priority("a"), priority("d", 2)], RANKED)
    assert [one.slug for _, one in silent.chosen_below] == ["d"]
    assert [one.slug for one in silent.left_out] == ["b"]
    verdict = departures_have_reasons(silent, [])
    assert verdict.outcome is Outcome.FAILS
    assert "D, B" in str(verdict)
    said = against_assessment(
        [priority("a"), priority("d", 2, otherwise_because="The public asked for it.")], RANKED
    )
    assert not departures_have_reasons(said, []).holds
    watched = priority("b", 3, kind="monitored", otherwise_because="Another body leads.")
    assert departures_have_reasons(said, [watched]).holds
    assert departures_have_reasons(said, [], ["b"]).holds


def test_a_tie_at_the_edge_leaves_nobody_out():
    tied = (RANKED[0], replace(RANKED[1], rank=2), replace(RANKED[2], rank=2), RANKED[3])
    found = against_assessment([priority("a"), priority("c", 2)], tied)
    assert found.left_out == ()
    assert not found.chosen_below


def test_a_plan_without_a_ranking_cannot_be_compared():
    assert departures_have_reasons(against_assessment([], RANKED), []).outcome is Outcome.UNDETERMINED


# Checklist ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nation", "on", "outcome"),
    [("W", date(2031, 4, 1), Outcome.FAILS), ("E", date(2031, 4, 1), Outcome.HOLDS),
     ("E", date(2010, 4, 1), Outcome.FAILS)],
)  # fmt: skip
def test_two_years_are_against_the_law_in_wales_and_were_in_england_until_2011(nation, on, outcome):
    two = plan(starts=on, ends=on.replace(year=on.year + 2, month=3, day=31))
    term = plan_law.plan_term(nation, on)
    assert the_period_is_what_the_law_asks(two, term).outcome is outcome
    three = plan(starts=on, ends=on.replace(year=on.year + 3, month=3, day=31))
    assert the_period_is_what_the_law_asks(three, term).holds


def test_the_gap_of_adoption_is_counted_in_months():
    def steps(agreed, adopted):
        return plan(
            steps=(
                StepFacts("agreed", "We", PartialDate.parse(agreed), "", ""),
                StepFacts("adopted", "The council", PartialDate.parse(adopted), "", ""),
            )
        )

    assert months_between(date(2020, 3, 1), date(2020, 10, 1)) == 7
    late = the_gap_of_adoption(steps("2031-01", "2031-06"))
    assert late.outcome is Outcome.FAILS
    assert "5 months" in str(late)
    assert the_gap_of_adoption(steps("2031-01", "2031-04")).holds
    assert not the_gap_of_adoption(steps("2031-04", "2031-01")).holds


def items(made, nation="E", regard_holes=0):
    on = made.period.starts_on
    found = checklist(
        made, sections=law.plan_sections(nation, on), strategies=law.strategies(nation, on),
        duties=plan_law.plan_duties(nation, on), term=plan_law.plan_term(nation, on), evidence=Evidence(regard_holes),
    )  # fmt: skip
    return {one.code: one for one in found}


def whole():
    done = ActivityFacts(NOBODY, "A thing", "project", "done", "", (), None, None, "a", "")
    steps = (
        StepFacts("agreed", "We", PartialDate(2031, 2, 3), "", ""),
        StepFacts("published", "We", PartialDate(2031, 4, 3), "", ""),
        StepFacts("sent", "We", PartialDate(2031, 4, 3), "", ""),
    )
    kept = tuple(
        StrategyFacts("S", "Us", "", code, "", "") for code in ("re-offending", "substance-misuse", "serious-violence")
    )  # fmt: skip
    return plan(
        priority("a", why="It is first.", activities=(done,)), activities=(done,), steps=steps, strategies=kept,
        resources="Time.", engagement="Meetings.", public_help="Watch.", equality=((PartialDate(2031, 1), "Good."),),
    )  # fmt: skip


BREAKS = {
    "CP-a": {"strategies": ()}, "CP-c": {"activities": ()}, "CP-d": {"resources": " "}, "CP-e": {"priorities": ()},
    "CP-f": {"engagement": ""}, "D05": {"public_help": ""}, "D44": {"equality": ()}, "D06": {"steps": ()},
}  # fmt: skip


def test_a_whole_plan_answers_every_line_of_the_list():
    found = items(whole())
    assert {"CP-a", "CP-b", "CP-f", "CP-years", "D04", "D05", "D06", "D07", "D16", "D44"} <= set(found)
    assert [one.code for one in found.values() if one.is_open] == []


@pytest.mark.parametrize("code", BREAKS)
def test_taking_a_part_away_opens_its_line_and_gives_the_remedy(code):
    broken = items(replace(whole(), **BREAKS[code]))
    assert broken[code].is_open
    assert broken[code].remedy
    assert items(replace(whole(), note="Only a note"))[code].is_open is False


def test_wales_has_no_copy_for_the_policing_body_and_regard_opens_d16():
    assert "D07" not in items(whole(), "W")
    assert items(whole(), regard_holes=2)["D16"].is_open
    assert items(whole(), regard_holes=None)["D16"].is_open


def test_a_plan_agreed_after_its_year_began_is_late():
    late = replace(whole(), steps=(StepFacts("agreed", "We", PartialDate(2031, 6), "", ""),))
    assert "after the year had started" in items(late)["D04"].said


# The chain of coverage ----------------------------------------------------------------------------------------------


@st.composite
def chains(draw):
    """A plan in which everything leads on; an action belongs to one priority, as in the record."""
    n = draw(st.integers(1, 4))
    slugs = [f"p{number}" for number in range(n)]
    actions = [
        Action(f"a{number}", f"Action {number}", slug, ("time",), ("m",))
        for number, slug in enumerate([*slugs, *draw(st.lists(st.sampled_from(slugs), max_size=4))])
    ]
    return Chain(
        aims=tuple(Aimed(f"g{k}", f"Aim {k}", ("m",)) for k in range(draw(st.integers(0, 3)))),
        priorities=tuple(Aimed(slug, slug, ("m",)) for slug in slugs),
        actions=tuple(actions),
        duties=tuple(Asked(f"CP-{k}", f"Part {k}", ("text",), "Write it.") for k in "abc"),
        money=tuple(Funded(slug, "£5 spent") for slug in slugs),
    )


def without_each_tie(chain):
    """The chain with one tie taken away, once for each tie."""
    for name, emptied in (
        ("aims", {"measures": ()}), ("priorities", {"measures": ()}), ("duties", {"answered_by": ()}),
        ("actions", {"priority": ""}), ("actions", {"money": ()}), ("actions", {"measures": ()}),
        ("money", {"priority": "no-such"}),
    ):  # fmt: skip
        rows = getattr(chain, name)
        for number, row in enumerate(rows):
            changed = (*rows[:number], replace(row, **emptied), *rows[number + 1 :])
            yield replace(chain, **{name: changed})
    for gone in chain.money:
        yield replace(chain, money=tuple(one for one in chain.money if one != gone))


@settings(max_examples=15)
@given(chains())
def test_taking_any_tie_away_opens_exactly_one_hole(chain):
    assert holes(needs(chain)) == ()
    assert every_tie_is_made(needs(chain)).holds
    for cut in without_each_tie(chain):
        found = holes(needs(cut))
        assert len(found) == 1
        assert found[0].remedy
        assert not every_tie_is_made(needs(cut)).holds


def test_an_idle_action_is_offered_to_the_priority_that_has_none():
    chain = Chain(
        priorities=(Aimed("p", "Noise", ("m",)),),
        actions=(Action("a", "A quiet week", "", ("time",), ("m",)),),
    )
    (found,) = holes(needs(chain))
    assert found.tie == "priority-action"
    assert "‘A quiet week’" in found.remedy


def test_money_is_asked_of_priorities_only_where_funds_are_recorded_and_none_for_no_priority_goes_unsaid():
    chain = Chain(
        priorities=(Aimed("p", "Noise", ("m",)),), actions=(Action("a", "A", "p", ("time",), ("m",)),)
    )
    assert holes(needs(chain)) == ()
    (bare,) = holes(needs(replace(chain, money=())))
    assert bare.tie == "priority-money"
    (offered,) = holes(needs(replace(chain, money=(Funded("q", "£5 spent"),))))
    assert "Money for ‘q’ (£5 spent)" in offered.remedy
    both = holes(needs(replace(chain, money=(Funded("p", "£5 spent"), Funded("q", "£5 spent")))))
    assert [one.tie for one in both] == ["money-priority"]


def test_an_action_that_is_part_of_another_shows_work_and_needs_no_money_of_its_own():
    part = Action("a", "A call", "p", (), (), leads_on=False)
    chain = Chain(priorities=(Aimed("p", "P", ("m",)),), actions=(part,))
    assert holes(needs(chain)) == ()
    assert len(holes(needs(replace(chain, actions=(replace(part, leads_on=True),))))) == 2


def test_two_idle_actions_and_one_empty_priority_are_two_holes():
    idle = tuple(Action(key, key, "", ("time",), ("m",)) for key in "ab")
    assert len(holes(needs(Chain(priorities=(Aimed("p", "P", ("m",)),), actions=idle)))) == 2
