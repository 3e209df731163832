"""Terms go to TOML and back and say the same; a file changed in place keeps its comments."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from frankpledge.governance.rules.terms.constitution import CastingVote, Clause, Together
from frankpledge.governance.rules.terms.reading import read_terms, terms_of
from frankpledge.governance.rules.terms.writing import as_toml, rewritten, values_of
from frankpledge.kernel.toml_files import StrictTable

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
FILES = sorted(EXAMPLES.rglob("*.toml"))
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
