"""Terms go to TOML and back and say the same; a file changed in place keeps its comments."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.governance.rules.terms.constitution import CastingVote, Clause, Together
from frankpledge.governance.rules.terms.reading import read_terms, terms_of
from frankpledge.governance.rules.terms.writing import as_toml, rewritten, values_of, with_values
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import StrictTable

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
FILES = sorted([*EXAMPLES.glob("*.toml"), *(EXAMPLES / "patterns").glob("*.toml")])
SEED = EXAMPLES / "dorset-2023.toml"


def parsed(text, name=""):
    return terms_of(StrictTable(name, tomllib.loads(text)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_terms_written_and_read_again_are_the_same(path):
    terms = read_terms(path)
    assert parsed(as_toml(terms), terms.file) == terms


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_that_already_says_it_is_not_touched(path):
    text = path.read_text(encoding="utf-8")
    assert rewritten(text, read_terms(path)) == text


def comments(text):
    return [line.strip()[line.strip().index("#") :] for line in text.splitlines() if "#" in line]


def changed(**changes):
    text, terms = SEED.read_text(encoding="utf-8"), replace(read_terms(SEED), **changes)
    made = rewritten(text, terms)
    assert values_of(parsed(made)) == values_of(terms)
    return text, made


def test_a_changed_value_leaves_every_comment():
    text, made = changed(
        label="June 2023, amended", casting=CastingVote("chair", "casting", passes=True, clause="decisions")
    )
    assert comments(made) == comments(text)
    assert 'label = "June 2023, amended"' in made
    assert len(set(made.splitlines()) ^ set(text.splitlines())) == 5


def test_a_row_that_goes_takes_nothing_else_along():
    terms = read_terms(SEED)
    text, made = changed(seats=tuple(one for one in terms.seats if one.slug != "youth-offending"))
    assert "Youth Offending" not in made
    assert comments(made) == comments(text)


def test_a_row_that_comes_stands_after_its_like():
    terms = read_terms(SEED)
    seat = replace(terms.seats[0], slug="town", name="A town council", organisations=("A town council",))
    _, made = changed(seats=(*terms.seats, seat))
    assert made.index("A town council") < made.index("[[office]]")


def test_tables_come_and_go():
    _, made = changed(dates=None, quorum=Together((), every=True), footnotes=("As amended.",))
    assert "[dates]" not in made
    assert "[quorum] # two core members, whoever they are\nnone = true" in made
    assert made.index("footnotes") < made.index("[terms]")


def test_clauses_with_marks_and_quotes_survive():
    terms = read_terms(SEED)
    clause = Clause("odd", "Odd", 'A "quoted" # word\nand a \\ line')
    _, made = changed(clauses=(*terms.clauses, clause))
    assert parsed(made).clauses[-1] == clause


def edited(text, change):
    """A text with a change made to its values, and those values."""
    values = tomllib.loads(text)
    change(values)
    return with_values(text, values), values


CHANGES = {
    "a value": lambda v: v["terms"].update(label="Another"),
    "a row's name": lambda v: v["seat"][1].update(slug="force"),
    "a row in the middle gone": lambda v: v["seat"].pop(2),
    "a row put in the middle": lambda v: v["seat"].insert(2, {"slug": "new", "name": "New", "class": "core"}),
    "a row added": lambda v: v["clause"].append({"slug": "new", "text": "Two\nlines, and a “mark”."}),
    "two rows the other way round": lambda v: v["office"].reverse(),
    "a table gone": lambda v: v.pop("dates"),
    "a table come": lambda v: v.update(inquorate={"then": "adjourn"}),
    "another kind of quorum": lambda v: v.update(quorum={"all_of": [{"at_least": 2}, {"includes": "chair"}]}),
    "a mistake": lambda v: v["quorum"].update(at_least=-2),
    "all of them gone": lambda v: v.pop("duty"),
    "a bare key": lambda v: v.update(footnotes=["As amended."]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_changed_by_its_values_reads_back_as_them_and_keeps_its_comments(name):
    text = SEED.read_text(encoding="utf-8")
    made, values = edited(text, CHANGES[name])
    assert tomllib.loads(made) == values
    lost = set(comments(text)) - set(comments(made))
    assert not lost
    again = with_values(made, tomllib.loads(text))
    assert tomllib.loads(again) == tomllib.loads(text)


def test_a_table_within_braces_is_written_anew():
    text = (
        'quorum = { at_least = 2 } # two\nseat = [\n  { slug = "a", name = "A" },\n]\n[terms]\nlabel = "L"\n'
    )
    made, values = edited(text, lambda v: (v["quorum"].update(at_least=3), v["seat"][0].update(name="B")))
    assert tomllib.loads(made) == values
    assert "label" in made


def test_a_text_that_is_no_toml_is_refused_and_one_that_cannot_be_changed_in_place_says_so():
    with pytest.raises(Unusable) as refused:
        with_values("at_least = = 2", {})
    assert refused.value.problems[0].code == "not-toml"
    with pytest.raises(Unusable) as refused:
        edited('[terms]\n"label" = "L"\n', lambda v: v["terms"].update(label="M"))
    assert refused.value.problems[0].code == "not-rewritten"


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("drop"), st.sampled_from(["seat", "clause", "duty", "office"]), st.integers(0, 12)),
        st.tuples(st.just("text"), st.sampled_from(["seat", "clause"]), st.text(max_size=30)),
        st.tuples(
            st.just("add"), st.sampled_from(["seat", "clause"]), st.text("abc", min_size=1, max_size=3)
        ),
    ),
    max_size=6,
)


@given(EDITS)
@settings(max_examples=60)
def test_whatever_is_changed_reads_back_as_it_was_meant(edits):
    text = SEED.read_text(encoding="utf-8")
    for kind, table, what in edits:
        values = tomllib.loads(text)
        rows = values.get(table, [])
        if kind == "drop" and what < len(rows) - 1:
            del rows[what]
        elif kind == "text" and rows:
            rows[0]["name" if table == "seat" else "text"] = what
        elif kind == "add" and all(row["slug"] != what for row in rows):
            rows.append({"slug": what, "name" if table == "seat" else "text": what})
        text = with_values(text, values)
        assert tomllib.loads(text) == values
