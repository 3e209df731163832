"""Schemes in use must be expressible (strategic-assessment 2.7), and a bad scheme is told what is wrong with it."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

import pytest

from frankpledge.analysis.spreads import CountRatio, Share, chances
from frankpledge.assessment.rules.scheme import Missing, Statistic, read_scheme, scheme_from
from frankpledge.assessment.rules.scoring import (
    Basis,
    from_figure,
    from_judgement,
    from_judgements,
    missing,
    rank_issues,
    score_issue,
)
from frankpledge.kernel.problems import Unusable

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset" / "scheme.toml"


def scale(name, values):
    levels = ", ".join(f'{{ value = {v}, label = "L{v}", anchor = "Anchor {v}." }}' for v in values)
    return f'[[scale]]\nid = "{name}"\nlevel = [{levels}]\n'


def criterion(name, scale_name, group="", missing_rule="not_allowed", weight=1):
    in_group = f'group = "{group}"\n' if group else ""
    return (
        f'[[criterion]]\nid = "{name}"\ntitle = "{name.title()}"\nstrand = "impacts"\nquestion = "?"\n'
        f'scale = "{scale_name}"\ninput = "judgement"\nweight = {weight}\nmissing = "{missing_rule}"\n{in_group}'
    )


HEAD = '[scheme]\nid = "x"\nversion = "1"\ntitle = "X"\n'
GRID = HEAD + scale("s", (1, 2, 3, 4)) + criterion("impact", "s") + criterion("likelihood", "s")
GRID += '[combine]\nkind = "expr"\nformula = "impact * likelihood"\n'


def scored(scheme, issue="i", **levels):
    given = {name: from_judgement(scheme.criterion(name), F(level), 0.0) for name, level in levels.items()}
    return score_issue(scheme, issue, given, draws=50, seed=1)


def test_a_four_by_four_grid_has_nine_products():
    scheme = scheme_from(GRID, "grid.toml")
    products = {scored(scheme, impact=i, likelihood=j).score for i in range(1, 5) for j in range(1, 5)}
    assert products == {1, 2, 3, 4, 6, 8, 9, 12, 16}


LEICESTER = [
    (11, 16, 176, "high"), (14, 14, 196, "high"), (5, 18, 90, "medium"), (14, 16, 224, "high"),
    (17, 18, 306, "high"), (17, 17, 289, "high"), (2, 19, 38, "low"), (5, 11, 55, "low"),
    (11, 15, 165, "high"), (17, 11, 187, "high"),
]  # fmt: skip
BANDS = "".join(
    f'[[band]]\nid = "{name}"\nlabel = "{name.title()}"\nat_least = {least}\n'
    for name, least in (("low", 0), ("medium", 60), ("high", 150))
)
MATRIX = HEAD + scale("s", range(21)) + criterion("p", "s") + criterion("h", "s")
MATRIX += '[combine]\nkind = "product"\n' + BANDS


@pytest.mark.parametrize(("p", "h", "product", "band"), LEICESTER)
def test_a_published_probability_by_harm_table_is_reproduced(p, h, product, band):
    found = scored(scheme_from(MATRIX, "m.toml"), p=p, h=h)
    assert (found.score, found.band) == (product, band)


def test_a_severity_floor_lifts_rare_grave_harm_and_says_why_and_leaves_the_rest():
    floor = '[[floor]]\nwhen = "h >= 19"\nband = "high"\nwhy = "Grave harm."\n'
    scheme = scheme_from(MATRIX + floor, "m.toml")
    lifted, plain = scored(scheme, p=2, h=19), scored(scheme, p=2, h=18)
    assert (lifted.score, lifted.band) == (150, "high")
    assert "Grave harm." in str(lifted.remarks[0])
    assert set(lifted.spread.values.tolist()) == {150.0}
    assert (plain.score, plain.band) == (36, "low")


THREE = (
    HEAD + scale("s", (0, 1, 2, 4, 8)) + criterion("physical", "s", "harm") + criterion("mental", "s", "harm")
    + criterion("chance", "s", "likelihood") + criterion("capacity", "s", "position")
    + '[[group]]\nid = "harm"\ntitle = "Harm"\ncombine = "sum"\n'
    + '[[group]]\nid = "likelihood"\ntitle = "Likelihood"\ncombine = "sum"\n'
    + '[[group]]\nid = "position"\ntitle = "Position"\ncombine = "mean"\ndisplay_only = true\n'
    + '[combine]\nkind = "product"\n'
)  # fmt: skip


def test_a_group_for_display_only_leaves_score_and_rank_as_they_are():
    scheme = scheme_from(THREE, "three.toml")
    low = scored(scheme, physical=4, mental=2, chance=2, capacity=0)
    high = scored(scheme, physical=4, mental=2, chance=2, capacity=8)
    assert low.score == high.score == 12
    assert low.groups["position"] != high.groups["position"]
    assert scored(scheme, physical=4, mental=4, chance=2, capacity=0).score == 16


def weighted(rule):
    return scheme_from(
        HEAD + scale("s", (0, 2, 4)) + criterion("a", "s", weight=3)
        + criterion("b", "s", missing_rule=rule) + '[combine]\nkind = "wmean"\n',
        "w.toml",
    )  # fmt: skip


def test_what_is_missing_is_treated_as_the_criterion_says():
    assert scored(weighted("not_allowed"), a=4).score is None
    assert "B" in str(scored(weighted("not_allowed"), a=4).because)
    carried = scored(weighted("ignore_renormalise"), a=4)
    assert carried.score == 4
    widest = scored(weighted("widest"), a=4)
    assert widest.score == F(3 * 4 + 2, 4)
    assert set(widest.spread.values.round(6).tolist()) == {3.0, 3.5, 4.0}
    assert all(found.remarks for found in (carried, widest))
    assert scored(weighted("widest"), a=4, b=0).score == 3


def test_what_cannot_be_scored_is_never_ranked_as_nought():
    scheme = weighted("not_allowed")
    full = {name: from_judgement(scheme.criterion(name), F(0), 0.0) for name in "ab"}
    ranking, _ = rank_issues(scheme, {"known": full, "unknown": {"a": full["a"]}}, draws=50)
    assert [one.issue for one in ranking.ranked] == ["known"]
    assert [one.issue for one in ranking.unranked] == ["unknown"]


def test_a_figure_falls_into_its_bin_and_its_doubt_into_the_neighbours():
    trends = read_scheme(DEMO).criterion("trends")
    given = from_figure(trends, F(2874, 2340), CountRatio(2874, 2340), "incidents")
    assert (given.basis, given.level) == (Basis.FIGURE, 3)
    assert from_figure(trends, F(120, 100), CountRatio(120, 100), "x").level == 3, (
        "an edge begins the next level"
    )
    assert from_figure(trends, F(119, 100), CountRatio(119, 100), "x").level == 2


def test_two_issues_that_rest_on_one_figure_are_drawn_together():
    scheme = read_scheme(DEMO)
    views = scheme.criterion("views")

    def issue(harm, shared):
        given = {
            one.id: from_judgement(one, F(harm), 0.0) for one in scheme.criteria if one.kind == "judgement"
        }
        given |= {"statistics": from_judgement(scheme.criterion("statistics"), F(2), 0.0)}
        given |= {"trends": from_judgement(scheme.criterion("trends"), F(2), 0.0)}
        return given | {"views": from_figure(views, F(1, 5), Share(0.2, 60), shared)}

    same, _ = rank_issues(scheme, {"a": issue(3, "q"), "b": issue(3, "q")}, draws=400)
    apart, _ = rank_issues(scheme, {"a": issue(3, "q"), "b": issue(3, "r")}, draws=400)
    assert same.of("a").at[0] == same.of("b").at[0] == 1
    assert apart.of("a").at[0] < 1


def test_two_scorers_who_disagree_give_the_worse_of_the_middle_and_both_are_followed_in_the_draws():
    impact = scheme_from(GRID, "g").criterion("impact")
    given = from_judgements(impact, [(F(1), 0.0), (F(4), 0.0)])
    assert given.level == 4
    drawn = given.spread.at(chances(1, "x", 2000)).tolist()
    assert set(drawn) == {1.0, 4.0}
    assert 0.45 < drawn.count(1.0) / 2000 < 0.55
    assert from_judgements(impact, [(F(1), 0.0), (F(1), 0.0), (F(4), 0.0)]).level == 1


def test_the_scheme_of_the_demonstration_has_all_five_strands_and_refuses_to_lose_one():
    scheme = read_scheme(DEMO)
    assert {one.strand for one in scheme.criteria} == set(scheme.strands)
    assert len(scheme.strands) == 5
    assert scheme.criterion("trends").indicator.statistic is Statistic.CHANGE_RATIO
    assert scheme.criterion("individuals").missing is Missing.NOT_ALLOWED
    text = DEMO.read_text(encoding="utf-8").replace('strand = "public"', 'strand = "trends"')
    with pytest.raises(Unusable, match="asks for public"):
        scheme_from(text, "scheme.toml")


def test_the_hash_follows_the_text():
    text = DEMO.read_text(encoding="utf-8")
    assert scheme_from(text, "a").sha256 == scheme_from(text, "b").sha256
    assert scheme_from(text + "\n# a word\n", "a").sha256 != scheme_from(text, "a").sha256


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('anchor = "A nuisance that people have forgotten within days."', 'anchor = ""', "anchor"),
        ("bins = [30, 300, 1000, 5000]", "bins = [30, 300, 1000]", "criterion[1].indicator.bins"),
        ("bins = [30, 300, 1000, 5000]", "bins = [300, 30, 1000, 5000]", "rising"),
        ('scale = "direction"', 'scale = "compass"', "criterion[2].scale"),
        ('group = "concern"', 'group = "worry"', "criterion[6].group"),
        ("/ 5 + 0.2 * concern", "/ (likelihood) + 0.2 * concern", "nought"),
        ("0.2 * concern", "0.2 * worry", "worry"),
        ("0.2 * concern", "0.2 * concern)", "not expected"),
        ('when = "individuals >= 4"', 'when = "people >= 4"', "floor[1].when"),
        ('band = "medium"\nwhy', 'band = "middling"\nwhy', "floor[1].band"),
        ("weight = 2", "weight = 0", "criterion[4].weight"),
        ('ties = "shared"', 'ties = "random"', "scheme.ties"),
        ('id = "views"', 'id = "public views"', "formula"),
        ('question = "What does it do to a typical victim?"', "", "criterion[4].question"),
        ("[confidence]", "colour = 3\n[confidence]", "colour"),
        (
            'missing = "widest"\n[criterion.indicator]\nstatistic = "share"',
            'missing = "ignore_renormalise"\n[criterion.indicator]\nstatistic = "share"',
            "no other criterion",
        ),
    ],
)
def test_a_bad_scheme_is_refused_naming_file_and_key(old, new, said):
    text = DEMO.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(Unusable) as found:
        scheme_from(text.replace(old, new, 1), "scheme.toml")
    assert all(problem.file == "scheme.toml" and problem.remedy for problem in found.value.problems)
    assert said in str(found.value)


def test_a_level_outside_the_scale_is_refused():
    with pytest.raises(ValueError, match="not a level"):
        from_judgement(scheme_from(GRID, "g").criterion("impact"), F(7), 1.0)


def test_a_remark_tells_what_is_not_known():
    scheme = read_scheme(DEMO)
    given = {one.id: from_judgement(one, F(1), 0.0) for one in scheme.criteria if one.id != "trends"}
    found = score_issue(scheme, "i", given | {"trends": missing("A month is absent.")}, draws=20, seed=1)
    assert "A month is absent." in " ".join(str(remark) for remark in found.remarks)
