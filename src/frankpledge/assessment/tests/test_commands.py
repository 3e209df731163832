from __future__ import annotations

import json
from pathlib import Path

import pytest

from frankpledge.analysis.tests.test_commands import faults
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


def test_ranks_of_scores_are_confidence_sets_and_both_kinds_and_the_draws_are_there(table):
    text = "issue,score,low,high\na,10,9,11\nb,8.6,7.6,9.6\nc,5,4,6\nd,4.9,3.9,5.9\n"
    entries = {one["issue"]: one for one in rank_command([table(text)]).extra["ranking"]}
    for one in entries.values():
        assert [one["rank_low"], one["rank_high"]] == one["together"]
        assert one["together"][0] <= one["alone"][0] <= one["rank"] <= one["alone"][1] <= one["together"][1]
        assert one["top_share_weightings"] is None
    assert entries["c"]["together"] == entries["d"]["together"] == [3, 4]
    assert entries["a"]["drawn"] == [1, 1]
    assert entries["a"]["together"] == [1, 2], "what the draws take for sure is not, once all are looked at"


def test_equal_rates_are_never_told_apart_by_command(table):
    text = "issue,n,exposure\n" + "".join(
        f"i{place},{count},1000\n" for place, count in enumerate((50, 52, 49, 51))
    )
    for one in rank_command([table(text)]).extra["ranking"]:
        assert (one["rank_low"], one["rank_high"]) == (1, 4)


def test_plain_sentences_say_the_order(table):
    answer = rank_command([table("issue,score,low,high\nviolence,3,2,4\nfraud,2.9,2,4\nnoise,0,-0.1,0.1\n")])
    assert answer.extra["sentences"] == ["violence is 1st or 2nd; fraud 1st or 2nd; noise 3rd."]
    assert answer.extra["stability"] is None


def test_with_a_scheme_the_draws_are_shown_and_what_the_order_hangs_on(table):
    names = "statistics,trends,forecasts,individuals,communities,views"
    text = f"issue,{names},individuals_confidence\na,3,3,3,4,2,3,low\nb,4,1,1,2,,4,high\nc,1,1,1,1,1,1,high\n"
    path = table(text)
    answer = rank_command([path, "--scheme", str(SCHEME), "--draws", "500", "--top", "1", "--strength", "20"])
    firm = answer.extra["stability"]
    assert firm["top"] == ["a"]
    assert firm["strength"] == 20
    assert 0 < firm["same_first"] <= 1
    assert firm["judgements"][0]["places"] >= firm["judgements"][-1]["places"]
    for one in answer.extra["ranking"]:
        assert [one["rank_low"], one["rank_high"]] == one["drawn"]
        assert 0 <= one["top_share_weightings"] <= 1
    assert answer.extra["sentences"][0].startswith("a is ")
    assert any("plausible weightings" in said for said in answer.extra["sentences"])
    again = rank_command([path, "--scheme", str(SCHEME), "--draws", "500", "--top", "1", "--strength", "20"])
    assert again.as_json() == answer.as_json()


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
        ("issue,score\na,1\n", ["--top", "0"], "--top"),
        ("issue,score\na,1\n", ["--strength", "weak"], "--strength"),
        ("issue,score,offender_id\na,1,7\n", [], "scores or predicts a person"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(table, text, arguments, said):
    with pytest.raises(Unusable) as found:
        rank_command([table(text), *arguments])
    assert said in str(found.value)
    assert all(problem.remedy for problem in found.value.problems)


def test_the_answer_has_the_keys_that_the_schema_names(table):
    answer = rank_command([table("issue,score\na,1\nb,\n")]).as_json()
    assert not faults(answer, SCHEMAS["rank"]["output"])
    names = "statistics,trends,forecasts,individuals,communities,views"
    scored = rank_command([table(f"issue,{names}\na,1,1,1,1,1,1\n"), "--scheme", str(SCHEME)]).as_json()
    assert not faults(scored, SCHEMAS["rank"]["output"])
    shape = SCHEMAS["rank"]["output"]
    assert set(shape["required"]) <= set(answer)
    assert set(shape["properties"]["ranking"]["items"]["required"]) <= set(answer["ranking"][0])
    json.dumps(answer)


def test_issues_that_are_parts_of_each_other_are_refused_and_a_part_of_a_part_is_not(table):
    ring = table("issue,score,part_of\nA,3,C\nB,4,A\nC,4,B\n")
    with pytest.raises(Unusable, match="‘A’ is part of ‘C’, which is part of it"):
        rank_command([ring])
    chain = rank_command([table("issue,score,part_of\nA,3,\nB,4,A\nC,4,B\n")]).as_json()
    assert [one["part_of"] for one in chain["ranking"]] == ["A", "B", None]
    with pytest.raises(Unusable, match="a heading and no rows"):
        rank_command([table("issue,score\n")])


def test_half_an_interval_is_refused_and_a_whole_one_is_not(table):
    with pytest.raises(Unusable, match="row 2, column ‘high’: There is a low and no high"):
        rank_command([table("issue,score,low,high\nA,3,2,\nB,4,3,5\n")])
    answer = rank_command([table("issue,score,low,high\nA,3,2,4\nB,4,,\n"), "--draws", "100"])
    assert answer.as_json()["values"]["ranked"] == 2
