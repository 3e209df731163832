from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import TomlTable, heading_rows, read_text, read_toml, text_of


def read(text):
    return read_text(text, "terms.toml")


def problems_of(table):
    with pytest.raises(Unusable) as found:
        table.check()
    return found.value.problems


def test_what_is_right_is_read_and_leaves_no_problem():
    file = read(
        't = " words "\nn = 2\nw = 0.5\nf = false\nd = 2023-06-14\np = "2023-06"\nq = 2023-06-14\nl = [" a "]\n'
        "m = [0.5, 2]\n[e]\nx = 1\n"
    )
    assert file.text("t") == "words"
    assert file.whole("n") == 2
    assert file.number("w") == 0.5
    assert file.optional_whole("absent") is None
    assert file.flag("f") is False
    assert file.flag("absent", True) is True
    assert file.day("d") == date(2023, 6, 14)
    assert file.optional_day("absent") is None
    assert file.partial("p") == PartialDate(2023, 6)
    assert file.partial("q") == PartialDate(2023, 6, 14)
    assert file.optional_partial("absent") is None
    assert file.texts("l") == ("a",)
    assert file.numbers("m") == (0.5, 2.0)
    assert file.table("e").whole("x") == 1
    assert file.table("absent").values == {}
    assert file.tables("absent") == ()
    assert file.text("absent", "") == ""
    file.check()


def test_every_mistake_is_found_in_one_reading_and_names_file_row_and_key():
    file = read('title = "x"\nweight = "heavy"\n\n[[seat]]\nname = "a"\n\n[[seat]]\nname = 3\n')
    file.text("title")
    file.number("weight")
    file.text("name")
    for seat in file.tables("seat"):
        seat.text("name")
    assert [(one.file, one.row, one.column, one.code, one.value) for one in problems_of(file)] == [
        ("terms.toml", None, "weight", "not-a-number", "heavy"),
        ("terms.toml", None, "name", "missing-key", ""),
        ("terms.toml", 7, "seat[2].name", "not-text", "3"),
    ]


def test_a_key_that_nobody_asked_for_is_told_first_with_the_keys_there_are():
    file = read('nmae = "x"\n[[seat]]\nslug = "s"\nvotse = 1\n')
    file.text("name")
    for seat in file.tables("seat"):
        seat.text("slug")
    unknown, inside, missing = problems_of(file)
    assert (unknown.code, unknown.column, unknown.remedy) == (
        "unknown-key",
        "nmae",
        "Use one of: name, seat.",
    )
    assert (inside.code, inside.column, inside.row) == ("unknown-key", "seat[1].votse", 2)
    assert missing.code == "missing-key"


@pytest.mark.parametrize(
    ("text", "ask", "code"),
    [
        ("x = 1", lambda e: e.text("x"), "not-text"),
        ('x = " "', lambda e: e.text("x"), "empty"),
        ("x = [1]", lambda e: e.texts("x"), "not-a-list"),
        ('x = ["a"]', lambda e: e.numbers("x"), "not-a-list"),
        ('x = "a"', lambda e: e.texts("x"), "not-a-list"),
        ("x = true", lambda e: e.whole("x"), "not-a-number"),
        ("x = true", lambda e: e.number("x"), "not-a-number"),
        ("x = 0.5", lambda e: e.whole("x"), "not-a-number"),
        ("x = -1", lambda e: e.whole("x", low=0), "too-low"),
        ('x = "yes"', lambda e: e.flag("x"), "not-yes-or-no"),
        ("x = 1", lambda e: e.flag("x"), "not-yes-or-no"),
        ("x = 2020-01-01T00:00:00", lambda e: e.day("x"), "not-a-day"),
        ('x = "June 2023"', lambda e: e.partial("x"), "not-a-date"),
        ('x = "2023-13"', lambda e: e.partial("x"), "not-a-date"),
        ('x = ""', lambda e: e.partial("x"), "empty"),
        ("x = 2020-01-01T00:00:00", lambda e: e.partial("x"), "not-text"),
        ('x = "z"', lambda e: e.choice("x", ("a", "b")), "not-a-choice"),
        ('x = ""', lambda e: e.choice("x", ("a", "b"), "a"), "not-a-choice"),
        ('x = ""', lambda e: e.choice("x", ("a", "b")), "empty"),
        ("", lambda e: e.choice("x", ("a", "b")), "missing-key"),
        ("", lambda e: e.partial("x"), "missing-key"),
        ("x = 1", lambda e: e.table("x"), "not-a-table"),
        ("x = 1", lambda e: e.tables("x"), "not-tables"),
        ("x = [1]", lambda e: e.tables("x"), "not-tables"),
    ],
)
def test_each_kind_of_mistake_has_its_own_code_and_is_told_once(text, ask, code):
    file = read(text)
    ask(file)
    ask(file)
    (problem,) = problems_of(file)
    assert problem.code == code
    assert problem.remedy


def test_a_word_outside_the_choice_is_answered_with_the_choice():
    file = read('ties = "split"\n')
    assert file.choice("ties", ("shared", "ordinal")) == ""
    (problem,) = problems_of(file)
    assert problem.value == "split"
    assert "shared, ordinal" in problem.remedy


def test_a_value_of_the_wrong_kind_is_not_too_low_as_well():
    file = read('x = "many"\n')
    file.whole("x", low=3)
    assert [problem.code for problem in problems_of(file)] == ["not-a-number"]


def test_a_default_may_be_below_the_least():
    file = read("")
    assert file.number("x", 0.0, low=1) == 0.0
    file.check()


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("a = 2020-02-01\nb = 2020-01-31", "backwards", "b"),
        ("b = 2020-01-31", "missing-key", "a"),
        ('a = 2020-02-01\nb = "2020"', "not-a-day", "b"),
    ],
)
def test_a_period_that_cannot_be_is_told_once(text, code, column):
    file = read(text)
    file.period("a", "b")
    (problem,) = problems_of(file)
    assert (problem.code, problem.column) == (code, column)


def test_a_period_of_one_day_or_without_an_end_is_right():
    assert read("a = 2020-02-01\nb = 2020-02-01").period("a", "b") == Period(
        date(2020, 2, 1), date(2020, 2, 1)
    )
    open_ended = read("a = 2020-02-01")
    assert open_ended.period("a", "b") == Period(date(2020, 2, 1), None)
    open_ended.check()
    open_ended.period("a", "b", must_end=True)
    assert [problem.column for problem in problems_of(open_ended)] == ["b"]


def test_a_repeated_slug_is_a_problem_at_its_second_place():
    file = read('[[row]]\nslug = "x"\n[[row]]\nslug = "x"\n[[row]]\nslug = "y"\n')
    for row in file.tables("row"):
        row.text("slug")
    file.once("slug", file.tables("row"))
    (problem,) = problems_of(file)
    assert (problem.code, problem.column, problem.row) == ("twice", "row[2].slug", 3)


def test_a_refusal_carries_what_was_noted_before_it():
    file = read('slug = "the-plan"\n')
    file.text("title")
    refused = file.refusal("refused", "slug", "It waits for a decision.", "Record the decision.")
    assert [problem.code for problem in refused.problems] == ["missing-key", "refused"]
    assert refused.problems[1].value == "the-plan"


def test_keys_that_are_read_only_in_some_cases_can_be_named_beforehand():
    file = read('kind = "a"\nnote = "n"\n').only("kind", "note")
    file.text("kind")
    file.check()
    odd = read("[[row]]\nodd = 1\n")
    odd.tables("row")[0].only("even")
    (problem,) = problems_of(odd)
    assert (problem.code, problem.column, problem.remedy) == (
        "unknown-key",
        "row[1].odd",
        "Use one of: even.",
    )


def test_a_strict_reading_raises_the_first_mistake_at_once():
    file = read("[[row]]\nx = 1\n[[row]]\nx = true\n").strictly()
    first, second = file.tables("row")
    assert first.whole("x") == 1
    with pytest.raises(Unusable) as refused:
        second.whole("x")
    (problem,) = refused.value.problems
    assert (problem.code, problem.row, problem.column) == ("not-a-number", 3, "row[2].x")
    with pytest.raises(Unusable):
        second.only("y")


def test_headings_are_found_by_their_place():
    text = "[plan]\n[[priority]]\n[[priority.measure]]\n[[priority.measure]]\n[[ priority ]]\n[[priority.measure]]\n[priority.note]\n"
    assert heading_rows(text) == {
        "plan": 1, "priority[1]": 2, "priority[1].measure[1]": 3, "priority[1].measure[2]": 4, "priority[2]": 5,
        "priority[2].measure[1]": 6, "priority[2].note": 7,
    }  # fmt: skip


def test_a_table_written_in_one_line_has_the_row_of_the_table_around_it():
    file = read("\n[[issue]]\nmeasure = [{ kind = 1 }]\n")
    file.tables("issue")[0].tables("measure")[0].text("kind")
    assert [(problem.row, problem.column) for problem in problems_of(file)] == [
        (2, "issue[1].measure[1].kind")
    ]


def test_a_file_that_is_not_toml_or_not_there_says_so(tmp_path):
    with pytest.raises(Unusable, match="not TOML"):
        read("a = = 1")
    with pytest.raises(Unusable, match="no such file"):
        read_toml(tmp_path / "absent.toml")
    (tmp_path / "latin.toml").write_bytes(b'a = "\xe9"')
    with pytest.raises(Unusable, match="UTF-8"):
        text_of(tmp_path / "latin.toml")


def test_a_mark_at_the_start_of_a_file_is_passed_over(tmp_path):
    (tmp_path / "marked.toml").write_bytes(b'\xef\xbb\xbfa = "b"')
    assert read_toml(tmp_path / "marked.toml").text("a") == "b"


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)))
def test_a_day_written_as_text_or_as_a_date_reads_the_same(on):
    assert TomlTable("f", {"x": on}).partial("x") == TomlTable("f", {"x": on.isoformat()}).partial("x")
