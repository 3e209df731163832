"""The outline of a year and what a report says of itself: each with one input that alters the answer and one that does not."""

from __future__ import annotations

import json

import pytest

from frankpledge.kernel.problems import Unusable
from frankpledge.scrutiny.commands import check_command, outline_command

OUTLINE = """
[[section]]
code = "summary"
heading = "Summary"
[[section]]
code = "money"
heading = "Money"
content = false
nothing = "None."
[[section]]
code = "survey"
heading = "Survey"
every = 2
starting = 2020
[[section]]
code = "new"
heading = "New duty"
from = 2022
required = false
"""


def outlined(tmp_path, text, year="2021/22"):
    path = tmp_path / "o.toml"
    path.write_text(text, encoding="utf-8")
    return outline_command([str(path), "--year", year])


def statuses(answer):
    return {one["code"]: one["status"] for one in answer.extra["sections"]}


def test_each_section_is_present_empty_or_omitted_with_its_reason(tmp_path):
    answer = outlined(tmp_path, OUTLINE)
    assert statuses(answer) == {
        "summary": "present",
        "money": "nothing_to_report",
        "survey": "omitted",
        "new": "omitted",
    }
    assert all(one["reason"] for one in answer.extra["sections"])
    assert statuses(outlined(tmp_path, OUTLINE, "2022"))["new"] == "present"
    assert statuses(outlined(tmp_path, OUTLINE, "2022"))["survey"] == "present"


def test_a_required_section_left_out_without_a_reason_is_a_hole(tmp_path):
    left_out = OUTLINE.replace('heading = "Summary"', 'heading = "Summary"\nomit = true')
    assert outlined(tmp_path, left_out).verdict == "incomplete"
    assert (
        outlined(
            tmp_path, left_out.replace("omit = true", 'omit = true\nbecause = "It is told elsewhere."')
        ).verdict
        == "complete"
    )
    assert outlined(tmp_path, OUTLINE).verdict == "complete"


def test_an_outline_that_says_a_code_twice_or_nothing_is_refused(tmp_path):
    with pytest.raises(Unusable, match="twice"):
        outlined(tmp_path, OUTLINE.replace('"money"', '"summary"'))
    with pytest.raises(Unusable, match="no \\[\\[section"):
        outlined(tmp_path, "x = 1")


@pytest.mark.parametrize(
    ("meta", "codes"),
    [
        (
            {"meeting": "2021-06-14", "covers": "2020/21", "compares_with": ["2019/20", "2020/21"]},
            ["base"],
        ),  # 366 days and 365
        ({"meeting": "2022-06-14", "covers": "2021/22", "compares_with": ["2020/21", "2021/22"]}, []),
        ({"meeting": "2022-06-14", "covers": "2021/22", "compares_with": "2020/21"}, []),
        ({"meeting": "2022-02", "covers": "2021/22", "compares_with": "2020/21"}, ["period"]),
        ({"meeting": None, "covers": "2021/22", "compares_with": "2020/21"}, ["date"]),
        (
            {"meeting": "2022-06-14", "covers": "2021/22", "compares_with": ["2020", "2021"]},
            ["period", "base"],
        ),
        ({"meeting": "2022-06-14", "covers": "2021/22", "compares_with": "2019"}, ["period"]),
        ({"meeting": "2022-06-14", "covers": "2021/22", "compares_with": "2021"}, ["overlap"]),
        ({"meeting": "2022-06-14", "covers": "2021/22"}, ["base"]),
        ({"meeting": "2024-06-14", "covers": "2021/22", "compares_with": "2020/21"}, ["period"]),
    ],
)
def test_what_a_report_covers_and_compares_is_held_against_its_meeting(tmp_path, meta, codes):
    path = tmp_path / "m.json"
    path.write_text(json.dumps(meta), encoding="utf-8")
    answer = check_command([str(path)])
    assert [str(one.code) for one in answer.warnings] == codes
    assert answer.verdict == ("warnings" if codes else "ok")


@pytest.mark.parametrize(
    ("name", "year", "left_out"),
    [("wales", "2015", {"future-generations", "equalities"}), ("wales", "2022/23", set())],
)
def test_an_outline_that_comes_with_the_program_is_known_by_its_short_name(name, year, left_out):
    answer = outline_command([name, "--year", year])
    assert {one["code"] for one in answer.extra["sections"] if one["status"] == "omitted"} == left_out
