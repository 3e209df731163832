"""What the order hangs on: closed forms, by hand, and what must not change it."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st
from scipy.special import betainc

from frankpledge.analysis.ranking import chance_error
from frankpledge.assessment.rules.plain_ranks import order_sentence, places_text, stability_sentences
from frankpledge.assessment.rules.scheme import read_scheme, scheme_from
from frankpledge.assessment.rules.scoring import from_judgement, missing, rank_issues
from frankpledge.assessment.rules.sensitivity import stability
from frankpledge.assessment.rules.turning import Turn
from frankpledge.assessment.tests.test_rules_scheme import DEMO, GRID, HEAD, criterion, scale

DRAWS = 20_000


def weighted(*weights, missing_rule="not_allowed", more=""):
    names = "abc"[: len(weights)]
    return scheme_from(
        HEAD + scale("s", (0, 1, 2, 3, 4)) + "".join(
            criterion(name, "s", weight=weight, missing_rule=missing_rule) for name, weight in zip(names, weights, strict=True)
        ) + '[combine]\nkind = "wmean"\n' + more,
        "w.toml",
    )  # fmt: skip


def levels(scheme, reach=0.0, **issues):
    return {
        issue: {
            one.id: missing("Nobody knows.") if level is None else from_judgement(one, F(level), reach)
            for one, level in zip(scheme.criteria, row, strict=True)
        }
        for issue, row in issues.items()
    }


def test_the_share_of_weightings_is_the_beta_integral():
    # Weights (0.3, 0.7), strength 20, difference (2, -1): A is before B in 0.351853 of them (strategic-assessment 2.8).
    scheme = weighted(3, 7)
    found = stability(scheme, levels(scheme, A=(4, 1), B=(2, 2)), k=1, strength=20, draws=DRAWS)
    expected = float(1 - betainc(6, 14, 1 / 3))
    assert expected == pytest.approx(0.351853, abs=5e-7)
    assert abs(float(found.share("A").weightings) - expected) <= 4 * chance_error(expected, DRAWS)
    assert found.share("A").levels == 0
    assert found.top == ("B",)


def test_firmer_weights_and_surer_levels_make_the_first_place_firmer():
    scheme = weighted(5, 5)
    issues = {"A": (4, 1), "B": (2, 2), "C": (0, 0)}
    mild, strong = (
        stability(scheme, levels(scheme, **issues), k=1, strength=strength, draws=4000).same_first
        for strength in (200, 5)
    )
    assert mild > strong
    sure, unsure = (
        stability(scheme, levels(scheme, reach, **issues), k=1, strength=1000, draws=4000).same_first
        for reach in (0.0, 2.0)
    )
    assert sure > unsure


def test_a_scheme_without_weights_says_so_and_draws_levels_alone():
    scheme = scheme_from(GRID, "grid.toml")
    found = stability(scheme, levels_of_grid(scheme), k=1, draws=500)
    assert found.weights_vary is False
    assert found.share("A").weightings == 1
    assert "no weights" in str(stability_sentences(found, str)[0])


def levels_of_grid(scheme):
    return {
        "A": {"impact": from_judgement(scheme.criterion("impact"), F(4), 1.0), "likelihood": from_judgement(scheme.criterion("likelihood"), F(3), 0.0)},
        "B": {"impact": from_judgement(scheme.criterion("impact"), F(2), 0.0), "likelihood": from_judgement(scheme.criterion("likelihood"), F(4), 0.0)},
    }  # fmt: skip


def test_what_is_missing_may_stand_anywhere_here_even_where_others_carry_its_weight():
    scheme = weighted(5, 5, missing_rule="ignore_renormalise")
    found = stability(scheme, levels(scheme, A=(3, None), B=(2, 2)), k=1, draws=DRAWS)
    assert found.top == ("A",)
    # A is first when its missing level is 2 or more, shares the first place at 1: 4 of 5 levels.
    assert abs(float(found.share("A").levels) - 0.8) <= 4 * chance_error(0.8, DRAWS)
    assert found.share("A").weightings == 1


def test_the_judgement_that_matters_most_by_hand():
    scheme = weighted(3, 1)
    found = stability(scheme, levels(scheme, A=(3, 0), B=(2, 2), C=(1, 4)), k=1, draws=10)
    first = found.judgements[0]
    # Scores 9/4, 8/4, 7/4: A one lower in a is 6/4 and last; C one higher in a is 10/4 and first: two places each.
    assert {(one.issue, one.criterion, one.places) for one in found.judgements if one.places == 2} == {
        ("A", "a", 2), ("C", "a", 2),
    }  # fmt: skip
    assert (first.issue, first.if_lower, first.if_higher, first.changes_top) == ("A", 3, 1, True)
    assert next(one for one in found.judgements if (one.issue, one.criterion) == ("C", "b")).if_higher is None


def test_the_weight_that_would_turn_the_order_is_the_worked_example():
    # w = (.5, .3, .2), scores 3.2 and 3.3: they change places at 6/11 on the first (strategic-assessment 2.9).
    scheme = weighted(5, 3, 2)
    first = {"A": (4, 2, 3), "B": (3, 4, 3)}
    found = {one.name: one for one in stability(scheme, levels(scheme, **first), k=1, draws=2).turns}
    assert found["a"].weight == F(1, 2)
    assert found["a"].above == Turn(F(6, 11), "B", "A")
    assert found["a"].below is None
    assert found["b"].below == Turn(F(5, 19), "B", "A")
    # A third issue that is never near either changes nothing.
    far = {one.name: one for one in stability(scheme, levels(scheme, **first, C=(0, 0, 0)), draws=2).turns}
    assert far == found


BANDED = '[[band]]\nid = "low"\nlabel = "L"\nat_least = 0\n[[band]]\nid = "high"\nlabel = "H"\nat_least = 2\n'
LIFTED = BANDED + '[[floor]]\nwhen = "b == 4"\nband = "high"\nwhy = "Grave."\n'


@pytest.mark.parametrize(("more", "turns"), [(BANDED, 4 / 7), (LIFTED, 2 / 3)])
def test_a_severity_floor_moves_the_weight_at_which_the_order_turns(more, turns):
    # With t the weight of a, A is 4(1 − t) and B 3t: equal at 4/7, where A is below 2; lifted to 2 it stays ahead until 2/3.
    scheme = weighted(3, 7, more=more)
    found = stability(scheme, levels(scheme, A=(0, 4), B=(3, 0)), k=1, draws=2).turns
    (of_a,) = (one for one in found if one.name == "a")
    assert (of_a.below, of_a.above.ahead) == (None, "A")
    assert float(of_a.above.weight) == pytest.approx(turns, abs=2e-6)


def test_a_criterion_left_out_by_hand():
    scheme = weighted(1, 1, 2)
    found = stability(scheme, levels(scheme, A=(0, 0, 4), B=(2, 2, 2), C=(3, 0, 0)), k=1, draws=10)
    by_name = {one.criterion: one for one in found.criteria}
    # Scores 8, 8, 3 of 4. Without c they are 0, 4 and 3: C passes A, and A was never before B.
    assert by_name["c"].pairs_changed == 1
    assert by_name["c"].leaves == ("A",)
    assert by_name["a"].joins == ()


def test_display_only_criteria_and_groups_of_one_are_not_left_out():
    three = (
        HEAD + scale("s", (0, 1, 2)) + criterion("a", "s", "g") + criterion("b", "s", "g") + criterion("p", "s", "beside")
        + '[[group]]\nid = "g"\ntitle = "G"\ncombine = "sum"\n'
        + '[[group]]\nid = "beside"\ntitle = "P"\ncombine = "mean"\ndisplay_only = true\n[combine]\nkind = "sum"\n'
    )  # fmt: skip
    scheme = scheme_from(three, "t.toml")
    found = stability(scheme, levels(scheme, A=(2, 1, 0), B=(1, 1, 2)), draws=50)
    assert {one.criterion for one in found.criteria} == {"a", "b"}
    assert {one.criterion for one in found.judgements} == {"a", "b"}


def test_draws_without_doubt_are_the_stated_scores():
    scheme = read_scheme(DEMO)
    dice = np.random.default_rng(1)
    given = {
        f"i{place}": {
            one.id: from_judgement(one, F(int(dice.integers(0, 5))), 0.0) for one in scheme.criteria
        }
        for place in range(6)
    }
    found = stability(scheme, given, k=3, strength=1e9, draws=50)
    ranking, _ = rank_issues(scheme, given, draws=10)
    for one in ranking.ranked:
        share = found.share(one.issue)
        assert {share.weightings, share.levels, share.both} == {F(one.rank <= 3)}
    assert found.same_top == found.same_first == 1


def test_what_cannot_be_scored_takes_no_part():
    scheme = weighted(1, 1)
    found = stability(scheme, levels(scheme, A=(1, 2), B=(3, None)), draws=20)
    assert [one.issue for one in found.shares] == ["A"]
    assert stability(scheme, {}, draws=20).shares == ()
    assert stability_sentences(stability(scheme, {}, draws=20), str) == ()


rows = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=5)


@given_by(rows, st.permutations(range(5)), st.integers(0, 10**6))
@settings(max_examples=20)
def test_metamorphic_order_of_issues_and_unit_of_weights_change_nothing_and_a_last_issue_moves_nobody(
    table, order, seed
):
    scheme, tenfold = weighted(3, 2, 1), weighted(30, 20, 10)
    issues = {f"i{place}": row for place, row in enumerate(table)}
    given = levels(scheme, 0.7, **issues)
    found = stability(scheme, given, k=2, draws=300, seed=seed)
    shuffled = {f"i{place}": given[f"i{place}"] for place in order if place < len(table)}
    assert stability(scheme, shuffled, k=2, draws=300, seed=seed) == found
    assert (
        stability(tenfold, levels(tenfold, 0.7, **issues), k=2, draws=300, seed=seed).shares == found.shares
    )
    if len(table) > 2 and all(sum(row) > 3 for row in table):
        # Surely last: its levels are nought, and the weights cannot lift a nought.
        last = {**given, "z": levels(scheme, z=(0, 0, 0))["z"]}
        after = stability(scheme, last, k=2, draws=300, seed=seed)
        for one in found.shares:
            assert after.share(one.issue).weightings == one.weightings


def test_ties_share_and_are_all_among_the_first():
    scheme = weighted(1, 1)
    found = stability(scheme, levels(scheme, A=(2, 2), B=(2, 2), C=(1, 1)), k=1, draws=200)
    assert found.top == ("A", "B")
    assert found.same_first == 1


@pytest.mark.parametrize(("low", "high", "said"), [(1, 1, "1st"), (1, 2, "1st or 2nd"), (3, 6, "3rd to 6th")])
def test_places_in_words(low, high, said):
    assert places_text(low, high) == said


def test_the_order_in_one_sentence():
    said = order_sentence([("domestic abuse", 1, 2), ("fraud", 3, 6)])
    assert str(said) == "domestic abuse is 1st or 2nd; fraud 3rd to 6th."
    assert order_sentence([]) is None


def test_sentences_say_what_would_change_the_order_and_that_nothing_would():
    scheme = weighted(3, 1)
    moved = stability(scheme, levels(scheme, A=(3, 0), B=(2, 2), C=(1, 4)), k=1, draws=10)
    said = " ".join(map(str, stability_sentences(moved, str)))
    assert "‘a’ of A, now 1st: one level lower would make it 3rd." in said
    firm = stability(scheme, levels(scheme, A=(4, 4), B=(0, 0)), k=1, draws=10)
    said = " ".join(map(str, stability_sentences(firm, str)))
    assert "No single judgement" in said
    assert "In all plausible weightings A stays first." in said


EXAMPLES = sorted((Path(__file__).resolve().parents[4] / "examples" / "schemes").glob("*.toml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_pattern_of_a_scheme_can_be_used_and_has_anchors(path):
    scheme = read_scheme(path)
    assert path.read_text(encoding="utf-8").startswith("# A pattern")
    assert all(level.anchor for one in scheme.scales for level in one.levels)
    assert scheme.id == path.stem
