from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import Entry, read_toml


def written(tmp_path, text):
    path = tmp_path / "terms.toml"
    path.write_text(text, encoding="utf-8")
    return read_toml(path)


def problem_of(excinfo):
    return excinfo.value.problems[0]


def test_an_entry_of_a_list_knows_the_line_it_stands_on(tmp_path):
    file = written(tmp_path, 'title = "x"\n\n[[seat]]\nname = "a"\n\n[[seat]]\nname = 3\n')
    with pytest.raises(Unusable) as excinfo:
        file.entries("seat")[1].text("name")
    problem = problem_of(excinfo)
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "terms.toml",
        6,
        "seat[2].name",
        "3",
    )


def test_a_missing_key_is_named(tmp_path):
    with pytest.raises(Unusable) as excinfo:
        written(tmp_path, "a = 1").day("starts_on")
    assert problem_of(excinfo).column == "starts_on"
    assert problem_of(excinfo).code == "missing-key"


def test_a_key_spelled_wrongly_is_refused_with_the_keys_there_are(tmp_path):
    with pytest.raises(Unusable, match="Use one of: name, kind"):
        written(tmp_path, 'nmae = "x"').only("name", "kind")


@pytest.mark.parametrize(
    ("text", "read", "code"),
    [
        ("x = 1", lambda e: e.text("x"), "not-text"),
        ('x = " "', lambda e: e.text("x"), "empty"),
        ("x = [1]", lambda e: e.texts("x"), "not-a-list"),
        ("x = true", lambda e: e.integer("x"), "not-a-number"),
        ('x = "yes"', lambda e: e.flag("x"), "not-yes-or-no"),
        ("x = 2020-01-01T00:00:00", lambda e: e.day("x"), "not-a-day"),
        ('x = "June 2023"', lambda e: e.partial("x"), "not-a-date"),
        ('x = "2023-13"', lambda e: e.partial("x"), "not-a-date"),
        ('x = "z"', lambda e: e.choice("x", ("a", "b")), "not-a-choice"),
        ("x = 1", lambda e: e.entry("x"), "not-a-table"),
        ("x = 1", lambda e: e.entries("x"), "not-tables"),
    ],
)
def test_each_kind_of_mistake_has_its_own_code(tmp_path, text, read, code):
    with pytest.raises(Unusable) as excinfo:
        read(written(tmp_path, text))
    assert problem_of(excinfo).code == code
    assert problem_of(excinfo).remedy


def test_what_is_right_is_read(tmp_path):
    file = written(
        tmp_path,
        't = " words "\nn = 2\nf = false\nd = 2023-06-14\np = "2023-06"\nq = 2023-06-14\nl = ["a"]\n[e]\nx = 1\n',
    )
    assert file.text("t") == "words"
    assert file.integer("n") == 2
    assert file.optional_integer("absent") is None
    assert file.flag("f") is False
    assert file.flag("absent", default=True) is True
    assert file.day("d") == date(2023, 6, 14)
    assert file.partial("p") == PartialDate(2023, 6)
    assert file.partial("q") == PartialDate(2023, 6, 14)
    assert file.texts("l") == ("a",)
    assert file.entry("e").integer("x") == 1
    assert file.text("absent", "") == ""


def test_a_file_that_is_not_toml_or_not_there_says_so(tmp_path):
    with pytest.raises(Unusable, match="cannot be read"):
        written(tmp_path, "a = = 1")
    with pytest.raises(Unusable, match="no such file"):
        read_toml(tmp_path / "absent.toml")
    (tmp_path / "latin.toml").write_bytes(b'a = "\xe9"')
    with pytest.raises(Unusable, match="UTF-8"):
        read_toml(tmp_path / "latin.toml")


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)))
def test_a_day_written_as_text_or_as_a_date_reads_the_same(on):
    assert Entry("f", {"x": on}).partial("x") == Entry("f", {"x": on.isoformat()}).partial("x")
