"""`scheme check`, the schema of a scheme's file, matrices and measured criteria."""

from __future__ import annotations

import json
import re
import tomllib
from fractions import Fraction as F
from pathlib import Path

import pytest

from frankpledge.analysis.spreads import Count
from frankpledge.analysis.tests.test_commands import faults
from frankpledge.assessment.commands import SCHEMAS as RANK
from frankpledge.assessment.commands import rank_command
from frankpledge.assessment.rules.scheme import read_scheme, scheme_from
from frankpledge.assessment.rules.scoring import from_figure, from_judgement, score_issue
from frankpledge.assessment.scheme_commands import SCHEMAS, rare_grave_band, scheme_check_command, score_range
from frankpledge.assessment.tests.test_rules_scheme import BANDS, DEMO, GRID, HEAD, MATRIX, criterion, scale
from frankpledge.kernel.problems import Unusable

ROOT = Path(__file__).resolve().parents[4]
EXAMPLES = sorted((ROOT / "examples" / "schemes").glob("*.toml"))
PATTERN = {path.stem: path for path in EXAMPLES}
REGISTER = (
    HEAD + scale("s", (1, 2, 3)) + criterion("impact", "s") + criterion("likelihood", "s")
    + '[combine]\nkind = "matrix"\nrows = "impact"\ncolumns = "likelihood"\nrows_from = [2, 3]\ncolumns_from = [2, 3]\n'
    + "cells = [[1, 2, 3], [2, 3, 7], [5, 8, 9]]\n"
)  # fmt: skip


def scored(scheme, **levels):
    given = {name: from_judgement(scheme.criterion(name), F(level), 0.0) for name, level in levels.items()}
    return score_issue(scheme, "i", given, draws=20, seed=1)


@pytest.mark.parametrize("path", [*EXAMPLES, DEMO], ids=lambda path: path.stem)
def test_patterns_and_the_demonstration_fit_the_published_schema_and_the_command(path):
    plain = tomllib.loads(path.read_text(encoding="utf-8"))
    assert not faults(plain, SCHEMAS["scheme check"]["input"], "scheme")
    answer = scheme_check_command([str(path)]).as_json()
    assert answer["lowest"] < answer["highest"]
    assert answer["warnings"] == []
    assert not faults(answer, SCHEMAS["scheme check"]["output"])
    json.dumps(answer)


def test_the_schema_refuses_what_the_reader_refuses():
    plain = tomllib.loads(DEMO.read_text(encoding="utf-8"))
    shape = SCHEMAS["scheme check"]["input"]
    for spoil in (
        lambda one: one["criterion"][0].pop("question"),
        lambda one: one["scale"][0]["level"][0].pop("anchor"),
        lambda one: one.update(colour=3),
        lambda one: one["combine"].update(kind="vote"),
    ):
        other = tomllib.loads(DEMO.read_text(encoding="utf-8"))
        spoil(other)
        assert faults(other, shape, "scheme")
    assert not faults(plain, shape, "scheme")


def test_a_matrix_gives_its_cells_where_no_product_would_and_draws_do_too():
    scheme = scheme_from(REGISTER, "r.toml")
    cells = {(i, j): scored(scheme, impact=i, likelihood=j) for i in (1, 2, 3) for j in (1, 2, 3)}
    assert [int(one.score) for one in cells.values()] == [1, 2, 3, 2, 3, 7, 5, 8, 9]
    assert all(set(one.spread.values.tolist()) == {float(one.score)} for one in cells.values())
    assert score_range(scheme) == (1, 9)


def test_a_matrix_over_groups_takes_what_lies_between_levels_to_the_step_below():
    text = REGISTER.replace(
        criterion("impact", "s"), criterion("x", "s", "impact") + criterion("y", "s", "impact")
    )
    text = text.replace(criterion("likelihood", "s"), criterion("z", "s", "likelihood"))
    for name in ("impact", "likelihood"):
        text = text.replace(
            "[combine]", f'[[group]]\nid = "{name}"\ntitle = "{name}"\ncombine = "mean"\n[combine]', 1
        )
    scheme = scheme_from(text, "r.toml")
    assert scored(scheme, x=2, y=3, z=3).score == 7
    assert scored(scheme, x=3, y=3, z=3).score == 9


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[5, 8, 9]]", "[5, 8]]", "3 rows of 3"),
        ("cells = [[1, 2, 3], [2, 3, 7], [5, 8, 9]]", "", "cells"),
        ("[2, 3, 7]", "[2, 1, 7]", "falls"),
        ("[5, 8, 9]", "[1, 8, 9]", "falls"),
        ("rows_from = [2, 3]", "rows_from = [3, 2]", "rising"),
        ('rows = "impact"', 'rows = "harm"', "harm"),
    ],
)
def test_a_matrix_that_cannot_be_is_refused(old, new, said):
    with pytest.raises(Unusable, match=said):
        scheme_from(REGISTER.replace(old, new), "r.toml")


def test_a_severity_index_adds_figures_times_their_weight():
    # Three robberies and ten thefts from shops: 3·365 + 10·1 = 1,105 days (strategic-assessment 2.7).
    scheme = read_scheme(PATTERN["severity-index"])
    figures = {"robbery": 3, "burglary": 0, "shoplifting": 10}
    given = {name: from_figure(scheme.criterion(name), F(n), Count(n), name) for name, n in figures.items()}
    found = score_issue(scheme, "i", given, draws=4000, seed=1)
    assert found.score == 1105
    assert 500 < found.spread.values.std() < 900
    assert (
        score_issue(
            scheme,
            "i",
            {**given, "burglary": given["burglary"].__class__(given["burglary"].basis, None)},
            draws=5,
            seed=1,
        ).score
        is None
    )


@pytest.fixture
def file(tmp_path):
    def write(text, name="scores.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_rank_takes_figures_for_a_severity_index_and_refuses_what_the_scheme_says_cannot_be(file):
    options = ["--scheme", str(PATTERN["severity-index"]), "--draws", "400"]
    head = "issue,robbery,burglary,shoplifting\n"
    answer = rank_command([file(head + "town,3,0,10\nshops,0,0,900\nunknown,,1,2\n"), *options])
    assert [(one["issue"], one["score"]) for one in answer.extra["ranking"]] == [
        ("town", 1105),
        ("shops", 900),
    ]
    assert [one["issue"] for one in answer.extra["unscored"]] == ["unknown"]
    with pytest.raises(Unusable, match="is not from 0 to 100000"):
        rank_command([file(head + "a,-1,0,0\n"), *options])


MEASURED = (
    HEAD + '[[criterion]]\nid = "n"\ntitle = "N"\nstrand = "statistics"\nquestion = "?"\ninput = "measure"\n'
    'missing = "not_allowed"\n[criterion.measure]\nmost = 100\n[combine]\nkind = "sum"\n'
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("most = 100\n", "", "most"),
        ("most = 100", "most = 0", "most"),
        ("most = 100", 'most = 100\nstatistic = "mood"', "statistic"),
        ('missing = "not_allowed"', 'missing = "widest"', "no scale"),
    ],
)
def test_a_measured_criterion_that_cannot_be_is_refused(old, new, said):
    with pytest.raises(Unusable, match=said):
        scheme_from(MEASURED.replace(old, new), "m.toml")


def test_a_scheme_that_buries_rare_grave_harm_is_told_and_a_floor_mends_it(file):
    buried = GRID + BANDS.replace("60", "6").replace("150", "12")
    floor = '[[floor]]\nwhen = "impact >= 4"\nband = "medium"\nwhy = "Grave harm."\n'
    # The grid's criteria are both impacts: make the second a forecast, so that only impact is grave.
    other = buried.replace(
        'id = "likelihood"\ntitle = "Likelihood"\nstrand = "impacts"',
        'id = "likelihood"\ntitle = "Likelihood"\nstrand = "forecasts"',
    )
    answer = scheme_check_command([file(other, "grid.toml")])
    assert [caution.code for caution in answer.warnings] == ["implausible"]
    assert rare_grave_band(scheme_from(other + floor, "g")) is None
    assert rare_grave_band(scheme_from(MATRIX, "m")) is None


def test_what_is_no_scheme_is_refused(file):
    with pytest.raises(Unusable, match="scheme"):
        scheme_check_command([file("", "s.toml")])
    with pytest.raises(Unusable, match="required"):
        scheme_check_command([])


def ranked(file, scheme, table, *more):
    argv = [file(table, "scores.csv"), "--scheme", file(scheme, "scheme.toml"), "--draws", "200", *more]
    answer = rank_command(argv).as_json()
    assert not faults(answer, RANK["rank"]["output"])
    return answer, {one["issue"]: one for one in answer["ranking"]}


BORDA = (
    HEAD + scale("s", (1, 2, 3, 4)) + criterion("first", "s", weight=2) + criterion("second", "s")
    + '[combine]\nkind = "borda"\n'
)  # fmt: skip


def test_orders_are_merged_by_bordas_points(file):
    # Two lists of four: A > B > C > D of weight 2 and C > A > D > B of weight 1 (strategic-assessment 2.7).
    answer, found = ranked(file, BORDA, "issue,first,second\nA,4,3\nB,3,1\nC,2,4\nD,1,2\n")
    assert {name: one["score"] for name, one in found.items()} == {"A": 8, "B": 4, "C": 5, "D": 1}
    assert [one["issue"] for one in answer["ranking"]] == ["A", "C", "B", "D"]
    # Level ones share the mean place: of three, A and B are 1½th of the first list, 1½ points each, times 2.
    _, tied = ranked(file, BORDA, "issue,first,second\nA,4,3\nB,4,1\nC,2,4\n")
    assert {name: one["score"] for name, one in tied.items()} == {"A": 4, "B": 3, "C": 2}
    doubtful = "issue,first,first_confidence,second\nA,4,low,3\nB,3,low,1\nC,2,high,4\nD,1,high,2\n"
    _, open_ = ranked(file, BORDA, doubtful)
    assert (open_["A"]["rank_high"] > 1, open_["D"]["score"]) == (True, 1)


LEICESTER = [
    ("Burglary dwelling", 11, 16, 176, "high"), ("Vehicle crime", 14, 14, 196, "high"), ("Robbery", 5, 18, 90, "medium"),
    ("Rare grave harm", 2, 19, 38, "low"), ("Messages", 5, 11, 55, "low"), ("Neighbours", 11, 15, 165, "high"),
    ("Hoax calls", 17, 11, 187, "high"),
]  # fmt: skip


def test_bands_are_told_and_a_choice_against_them_keeps_both_orders_and_its_reason(file):
    scheme = GRID.replace(scale("s", (1, 2, 3, 4)), scale("s", range(21))) + BANDS
    edges = {"low": 0, "medium": 56, "high": 165}
    for band, edge in edges.items():
        scheme = re.sub(rf'(id = "{band}"[^\[]*?at_least = )[0-9.]+', rf"\g<1>{edge}", scheme)
    choice = {
        "Hoax calls": "exclude,No harm done,Chair,2010-05-01",
        "Rare grave harm": "high,Grave,Chair,2010-05-01",
    }
    rows = [f"{name},{h},{p},{choice.get(name, ',,,')}" for name, p, h, _, _ in LEICESTER]
    heading = "issue,impact,likelihood,override,override_reason,override_by,override_on"
    answer, found = ranked(file, scheme, "\n".join([heading, *rows]))
    assert {(name, one["score"], one["band"]) for name, one in found.items()} == {
        (name, product, band) for name, _, _, product, band in LEICESTER
    }
    assert answer["ranking"][1]["issue"] == "Hoax calls"
    assert answer["chosen"] == [
        "Vehicle crime", "Burglary dwelling", "Neighbours", "Rare grave harm", "Robbery", "Messages",
    ]  # fmt: skip
    assert found["Hoax calls"]["override"]["was"] == "high"
    assert any("Reason: No harm done" in one["text"] for one in answer["warnings"])
    for spoilt, said in (
        (",No harm done,", "override_reason"), ("2010-05-01", "is not a day"), (",exclude,", "is no band"),
    ):  # fmt: skip
        bad = "\n".join([heading, *rows]).replace(
            spoilt, {",No harm done,": ",,", "2010-05-01": "May", ",exclude,": ",x,"}[spoilt]
        )
        with pytest.raises(Unusable, match=said):
            ranked(file, scheme, bad)
    with pytest.raises(Unusable, match="allows no override"):
        ranked(file, scheme + "[override]\nallowed = false\n", "\n".join([heading, *rows]))


MIXED = (
    HEAD + scale("s", (0, 1, 2, 4, 8)) + scale("t", (1, 2, 3))
    + criterion("body", "s", "harm", weight=2) + criterion("mind", "s", "harm", "assume") + "assume = 4\n"
    + criterion("often", "t", "likely", "widest") + criterion("course", "t", "likely", "ignore_renormalise")
    + criterion("preventable", "t", "chance", "widest")
    + '[[group]]\nid = "harm"\ntitle = "Harm"\ncombine = "wgeomean"\n'
    + '[[group]]\nid = "likely"\ntitle = "Likely"\ncombine = "mean"\n'
    + '[[group]]\nid = "chance"\ntitle = "What could be done"\ncombine = "mean"\ndisplay_only = true\n'
    + '[combine]\nkind = "expr"\nformula = "if(harm >= 4, 2 * harm, harm) * max(likely, 1.5)"\n'
    + '[[band]]\nid = "low"\nlabel = "Low"\nat_least = 0\n[[band]]\nid = "high"\nlabel = "High"\nat_least = 12\n'
    + '[[floor]]\nwhen = "body >= 8"\nband = "high"\nwhy = "Grave harm."\n'
)  # fmt: skip


def test_a_scheme_of_formula_floor_missing_rules_and_a_second_order_does_all_of_it(file):
    table = "issue,body,mind,often,course,preventable\nA,8,0,1,1,3\nB,4,,3,,1\nC,1,8,,2,2\n"
    answer, found = ranked(file, MIXED, table)
    # A: ∛(8·8·0) = 0, lifted to 12. B: ∛(4·4·4) = 4 with 4 assumed, doubled, times 3. C: ∛(1·1·8) = 2 times mean(2, 2).
    assert {name: one["score"] for name, one in found.items()} == {"A": 12, "B": 24, "C": 4}
    assert (found["A"]["score_before_floors"], found["B"]["score_before_floors"]) == (0, None)
    assert found["C"]["groups"] == {"harm": 2, "likely": 2, "chance": 2}
    assert [one["issue"] for one in answer["ranking"]] == ["B", "A", "C"]
    assert [one["issue"] for one in answer["beside"][0]["order"]] == ["A", "C", "B"]
    assert any("is taken as L4, as the scheme says" in one["text"] for one in answer["warnings"])
    other, again = ranked(file, MIXED, table.replace(",1,1,3", ",1,1,1"))
    assert [one["issue"] for one in other["beside"][0]["order"]] != [
        one["issue"] for one in answer["beside"][0]["order"]
    ]
    assert {name: (one["score"], one["rank"]) for name, one in again.items()} == {
        name: (one["score"], one["rank"]) for name, one in found.items()
    }
    as_json = json.dumps(tomllib.loads(MIXED))
    assert not faults(tomllib.loads(MIXED), SCHEMAS["scheme check"]["input"], "scheme")
    assert ranked(file, as_json, table)[0]["ranking"] == answer["ranking"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("assume = 4", "assume = 5", "which the scale does not have"),
        ("assume = 4", "", "assume"),
    ],
)
def test_an_assumed_level_that_cannot_be_is_refused(old, new, said):
    with pytest.raises(Unusable, match=said):
        scheme_from(MIXED.replace(old, new), "scheme.toml")
