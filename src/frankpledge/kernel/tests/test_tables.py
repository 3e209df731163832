from __future__ import annotations

import pytest

from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.tables import read_table, read_text


def problems_of(reader):
    with pytest.raises(Unusable) as found:
        reader.check()
    return found.value.problems


def test_a_good_table_reads_without_a_problem():
    reader = read_text('name = "A"\nweight = 2\n[[row]]\nslug = "x"\n', "a.toml")
    assert reader.text("name") == "A"
    assert reader.number("weight") == 2.0
    assert [row.text("slug") for row in reader.tables("row")] == ["x"]
    reader.check()


def test_every_problem_is_found_in_one_reading_and_names_file_and_key():
    reader = read_text('weight = "heavy"\n[[row]]\n[[row]]\nslug = 3\n', "a.toml")
    reader.text("name")
    reader.number("weight")
    for row in reader.tables("row"):
        row.text("slug")
    said = [str(problem) for problem in problems_of(reader)]
    assert [line.split(" Add")[0] for line in said[:1]] == ["a.toml: the key ‘name’ is missing."]
    assert [key for key in ("‘weight’", "‘row[1].slug’", "‘row[2].slug’") if any(key in s for s in said)] == [
        "‘weight’", "‘row[1].slug’", "‘row[2].slug’",
    ]  # fmt: skip


def test_a_key_that_nobody_asked_for_is_a_problem():
    reader = read_text('name = "A"\nnmae = "B"\n', "a.toml")
    reader.text("name")
    (problem,) = problems_of(reader)
    assert problem.code == "toml-unknown-key"
    assert "nmae" in problem.reason


def test_true_is_not_a_number_and_one_is_not_a_flag():
    reader = read_text("number = true\nflag = 1\n", "a.toml")
    reader.whole("number")
    reader.flag("flag")
    assert len(problems_of(reader)) == 2


def test_a_repeated_slug_is_a_problem_at_its_second_place():
    reader = read_text('[[row]]\nslug = "x"\n[[row]]\nslug = "x"\n', "a.toml")
    for row in reader.tables("row"):
        row.text("slug")
    reader.once("slug", reader.tables("row"))
    (problem,) = problems_of(reader)
    assert "row[2].slug" in problem.reason


def test_a_word_outside_the_choice_is_a_problem_that_lists_the_choice():
    reader = read_text('ties = "split"\n', "a.toml")
    reader.choice("ties", ("shared", "ordinal"))
    (problem,) = problems_of(reader)
    assert problem.value == "split"
    assert "shared, ordinal" in problem.remedy


def test_a_file_that_is_not_toml_is_unusable(tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text("name = \n", encoding="utf-8")
    with pytest.raises(Unusable) as found:
        read_table(path)
    assert found.value.problems[0].code == "not-toml"
    with pytest.raises(Unusable):
        read_table(tmp_path / "absent.toml")
