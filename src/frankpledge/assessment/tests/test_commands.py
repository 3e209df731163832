from __future__ import annotations

import json
from pathlib import Path

import pytest

from frankpledge.assessment.commands import SCHEMAS, rank_command
from frankpledge.kernel.problems import Unusable

SCHEME = Path(__file__).resolve().parents[4] / "demo" / "dorset" / "scheme.toml"


@pytest.fixture
def table(tmp_path):
    def written(text: str) -> str:
        path = tmp_path / "scores.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def ranks(answer):
    return [(one["issue"], one["rank"]) for one in answer.extra["ranking"]]


def test_issues_come_out_worst_first_with_ties_shared(table):
    path = table("issue,score\na,2\nb,3\nc,2\nd,1\n")
    answer = rank_command([path])
    assert ranks(answer) == [("b", 1), ("a", 2), ("c", 2), ("d", 4)]
    assert answer.extra["ranking"][1]["tied_with"] == ["c"]
    assert answer.verdict == "b ranks first of 4."
    assert ranks(rank_command([path, "--worst", "low"])) == [("d", 1), ("a", 2), ("c", 2), ("b", 4)]


def test_a_row_without_a_figure_is_apart_and_never_last_with_nought(table):
    answer = rank_command([table("issue,score\na,-2\nb,\nc,[x]\n")])
    assert ranks(answer) == [("a", 1)]
    assert [one["issue"] for one in answer.extra["unscored"]] == ["b", "c"]
    assert {caution.code for caution in answer.warnings} >= {"coverage"}


def test_intervals_widen_ranks_and_their_absence_is_said(table):
    sure = rank_command([table("issue,score\na,3\nb,2.9\n")])
    assert [(one["rank_low"], one["rank_high"]) for one in sure.extra["ranking"]] == [(1, 1), (2, 2)]
    assert "unverifiable" in {caution.code for caution in sure.warnings}
    unsure = rank_command([table("issue,score,low,high\na,3,2,4\nb,2.9,2,4\n")])
    assert [(one["rank_low"], one["rank_high"]) for one in unsure.extra["ranking"]] == [(1, 2), (1, 2)]
    assert "may be first too" in unsure.verdict


def test_a_count_and_its_exposure_are_the_score_and_its_doubt(table):
    few = rank_command([table("issue,n,exposure\na,12,1000\nb,10,1000\n")])
    assert few.extra["ranking"][0]["score"] == 0.012
    assert few.extra["ranking"][0]["rank_high"] == 2
    many = rank_command([table("issue,n,exposure\na,12000,1000000\nb,10000,1000000\n")])
    assert many.extra["ranking"][0]["rank_high"] == 1


def test_a_rate_given_beside_its_count_keeps_its_own_unit(table):
    answer = rank_command([table("issue,rate,n,exposure\na,12,12,1000\nb,10,10,1000\n"), "--by", "rate"])
    assert answer.extra["ranking"][0]["score"] == 12
    assert answer.extra["ranking"][0]["rank_high"] == 2


def test_what_is_part_of_another_is_pointed_out(table):
    answer = rank_command([table("issue,score,part_of\nall violence,3,\nat home,2,all violence\n")])
    assert [one["part_of"] for one in answer.extra["ranking"]] == [None, "all violence"]
    assert any(caution.code == "overlap" and "all violence" in caution.text for caution in answer.warnings)


def test_the_same_seed_gives_the_same_answer_and_the_order_of_rows_does_not_matter(table):
    first = rank_command([table("issue,score,low,high\na,3,2,4\nb,2.9,2,4\n"), "--seed", "3"]).as_json()
    again = rank_command([table("issue,score,low,high\nb,2.9,2,4\na,3,2,4\n"), "--seed", "3"]).as_json()
    assert first == again


def test_a_scheme_scores_levels_and_treats_a_missing_one_as_it_says(table):
    names = "statistics,trends,forecasts,individuals,communities,views"
    text = f"issue,{names}\na,3,3,3,4,2,3\nb,4,1,1,2,,4\nc,1,1,1,,1,1\n"
    answer = rank_command([table(text), "--scheme", str(SCHEME), "--draws", "500"])
    assert ranks(answer) == [("a", 1), ("b", 2)]
    assert answer.extra["unscored"][0]["issue"] == "c"
    assert any("left out" in caution.text for caution in answer.warnings)


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("name,score\na,1\n", [], "no column of issues"),
        ("issue,score\na,1\na,2\n", [], "row 3, column ‘issue’"),
        ("issue,score\n,1\n", [], "has no name"),
        ("issue,score\na,high\n", [], "row 2, column ‘score’"),
        ("issue,score\na,1\n", ["--by", "mood"], "no column ‘mood’"),
        ("issue,score,low,high\na,5,1,2\n", [], "does not lie between"),
        ("issue,score,part_of\na,1,ghost\n", [], "no other issue"),
        ("issue,score\na,1\n", ["--draws", "none"], "--draws"),
        ("issue,score\na,1\n", ["--ties", "random"], "Argument --ties"),
        ("issue,score\na,1\n", ["--scheme", str(SCHEME)], "criterion of the scheme"),
        ("issue,trends\na,9\n", ["--scheme", str(SCHEME)], "is not of the scheme"),
        ("issue,n\na,1.5\n", [], "not a whole number"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(table, text, arguments, said):
    with pytest.raises(Unusable) as found:
        rank_command([table(text), *arguments])
    assert said in str(found.value)
    assert all(problem.remedy for problem in found.value.problems)


def test_the_answer_has_the_keys_that_the_schema_names(table):
    answer = rank_command([table("issue,score\na,1\nb,\n")]).as_json()
    shape = SCHEMAS["rank"]["output"]
    assert set(shape["required"]) <= set(answer)
    assert set(shape["properties"]["ranking"]["items"]["required"]) <= set(answer["ranking"][0])
    json.dumps(answer)
