"""Forms are a view of the file: what is answered is what is written, and nothing that is not asked is lost."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from frankpledge.governance.rules.terms.reading import TOP
from frankpledge.governance.rules.terms.schemas import terms_schema
from frankpledge.governance.terms.editing import (
    JOINS,
    NotAnswered,
    QuorumTests,
    answers_of,
    name_of,
    options_of,
    quorum_of,
    row_of,
    rows_of,
    with_quorum,
    with_row,
    with_rows,
    without_row,
)
from frankpledge.governance.terms.forms import PartForm
from frankpledge.governance.terms.parts import BY_TABLE, PARTS

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
FILES = sorted([*EXAMPLES.glob("*.toml"), *(EXAMPLES / "patterns").glob("*.toml")])
UNASKED = {
    "officers": {"named_only", "most_absences"}, "remote": {"named_only", "most_absences"},
    "capacity": {"quorum", "decision"}, "seat": {"organisations", "joint_attendance"},
}  # fmt: skip
"""Keys that only the file can change; a form keeps them."""


def values(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_every_table_has_its_form():
    assert set(BY_TABLE) | {"footnotes"} == set(TOP)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.table)
def test_every_key_of_the_file_is_asked_or_said_to_be_left_to_the_file(part):
    if part.table == "quorum":
        return
    shape = terms_schema()["properties"][part.table]
    known = set((shape["items"] if part.many else shape)["properties"])
    asked = {ask.key for ask in part.asks} - {"threshold", "amount", "powers_said"}
    written = asked | ({"at_least", "more_than"} if any(ask.key == "amount" for ask in part.asks) else set())
    assert written <= known
    left = known - written - UNASKED.get(part.table, set())
    # A share of all members that a class must make up is so rare that the file will do.
    assert left <= ({"at_least", "more_than", "rounding", "minimum"} if part.table == "class" else set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_form_that_is_sent_back_unchanged_changes_nothing(path):
    found = values(path)
    for part in PARTS:
        for number, row in enumerate(rows_of(found, part), start=1):
            if part.table == "quorum" and quorum_of(found).is_deep:
                continue
            again = row_of(part, answers_of(part, row), row)
            assert again == row, part.table
            assert with_row(found, part, number, again) == found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_a_form_shows_it_takes_back(path):
    found = values(path)
    more = {
        "organisation": tuple(
            (row.get("organisation", ""),) * 2 for row in found.get("seat", []) if row.get("organisation")
        )
    }
    for part in PARTS:
        for row in rows_of(found, part):
            if part.table == "quorum" and quorum_of(found).is_deep:
                continue
            form = PartForm(part, found, row, answers_of(part, row), more=more)
            assert form.is_valid(), (part.table, form.errors)
            assert form.row == row


def row(table, answers, before=None):
    return row_of(BY_TABLE[table], answers, before or {})


@pytest.mark.parametrize(
    ("table", "answers", "made"),
    [
        ("seat", {"slug": "town", "name": "The town"}, {"slug": "town", "name": "The town"}),
        ("seat", {"slug": "town", "name": "T", "ends_on": "2024-03-31", "votes": "2"}, {"slug": "town", "name": "T", "votes": 2, "ends_on": date(2024, 3, 31)}),
        ("seat", {"slug": "x", "name": "X", "heads": ["victims", "children"]}, {"slug": "x", "name": "X", "heads": ["victims", "children"]}),
        ("quorum", {"test": "count", "threshold": "more_than", "amount": "1 / 2", "class": "core"}, {"more_than": "1/2", "class": "core"}),
        ("quorum", {"test": "includes", "includes": "chair", "deputy_ok": "no", "amount": "3"}, {"includes": "chair", "deputy_ok": False}),
        ("quorum", {"test": "not_fewer_than", "class": "lay", "not_fewer_than": "paid", "of": "all"}, {"class": "lay", "not_fewer_than": "paid"}),
        ("decision", {"amount": "2/3", "all_present": "", "secret": "no"}, {"at_least": "2/3", "secret": False}),
        ("papers", {"days": "5", "leave_of": "chair\r\nvice-chair\r\n", "only_urgent": "yes"}, {"days": 5, "leave_of": ["chair", "vice-chair"], "only_urgent": True}),
        ("frequency", {"months": "3, 6 9,12"}, {"months": [3, 6, 9, 12]}),
        ("frequency", {"windows": "04-01 to 05-31\n10-01 to 11-30"}, {"windows": [["04-01", "05-31"], ["10-01", "11-30"]]}),
        ("subgroup", {"slug": "d", "name": "D", "powers_said": "nothing", "powers": "spend"}, {"slug": "d", "name": "D", "powers": []}),
        ("subgroup", {"slug": "d", "name": "D", "powers_said": "", "powers": ""}, {"slug": "d", "name": "D"}),
        ("subgroup", {"slug": "d", "name": "D", "powers_said": "yes", "powers": "spend"}, {"slug": "d", "name": "D", "powers": ["spend"]}),
        ("terms", {"label": "L", "dated": "2024-03", "is_public": "yes"}, {"label": "L", "dated": "2024-03", "is_public": True}),
        ("clause", {"slug": "x", "text": "One\r\nTwo"}, {"slug": "x", "text": "One\nTwo"}),
    ],
)  # fmt: skip
def test_answers_are_written_as_the_file_has_them(table, answers, made):
    assert row(table, answers) == made


@pytest.mark.parametrize(
    ("table", "answers", "key"),
    [
        ("seat", {"votes": "two"}, "votes"),
        ("seat", {"ends_on": "31 March"}, "ends_on"),
        ("terms", {"dated": "spring"}, "dated"),
        ("frequency", {"months": "March"}, "months"),
        ("frequency", {"windows": "in spring"}, "windows"),
    ],
)
def test_an_answer_that_cannot_be_written_names_its_question_and_says_how(table, answers, key):
    with pytest.raises(NotAnswered) as refused:
        row(table, answers)
    assert refused.value.args[0] == key
    assert refused.value.args[1].startswith("Write")


def test_a_change_of_mind_takes_the_other_key_out():
    assert row("decision", {"threshold": "more_than", "amount": "1/2"}, {"at_least": "2/3"}) == {
        "more_than": "1/2"
    }
    assert row("deputies", {"allowed": ""}, {"allowed": True}) == {}


def test_keys_that_no_form_asks_stay():
    before = {"slug": "b", "title": "board", "quorum": {"at_least": 3}}
    assert row("capacity", {"slug": "b", "title": "the board"}, before) == {**before, "title": "the board"}


def test_rows_come_change_and_go():
    found, seat = values(EXAMPLES / "dorset-2023.toml"), BY_TABLE["seat"]
    longer = with_row(found, seat, 0, {"slug": "town", "name": "T"})
    assert len(rows_of(longer, seat)) == 9
    assert rows_of(with_row(longer, seat, 9, {"slug": "city", "name": "C"}), seat)[8]["slug"] == "city"
    assert without_row(longer, seat, 9) == found
    assert "dates" not in without_row(found, BY_TABLE["dates"], 1)
    with pytest.raises(IndexError):
        with_row(found, seat, 9, {})
    with pytest.raises(IndexError):
        without_row(found, seat, 0)


TWO, CHAIR = {"at_least": 2}, {"includes": "chair"}


@pytest.mark.parametrize(
    ("quorum", "known"),
    [
        (None, QuorumTests("silent", ())),
        ({"none": True, "clause": "q"}, QuorumTests("none", (), "q")),
        (TWO, QuorumTests("all_of", (TWO,))),
        ({"all_of": [TWO, CHAIR]}, QuorumTests("all_of", (TWO, CHAIR))),
        ({"clause": "q", "any_of": [TWO, CHAIR]}, QuorumTests("any_of", (TWO, CHAIR), "q")),
    ],
)
def test_a_quorum_of_any_shape_is_a_list_of_tests(quorum, known):
    made = {} if quorum is None else {"quorum": quorum}
    assert quorum_of(made) == known
    assert with_quorum({}, known) == made
    assert known.join in JOINS


def test_a_second_test_makes_a_quorum_of_several_and_the_last_one_leaves_silence():
    part = BY_TABLE["quorum"]
    two = with_row({"quorum": TWO}, part, 0, CHAIR)
    assert two == {"quorum": {"all_of": [TWO, CHAIR]}}
    assert without_row(two, part, 2) == {"quorum": TWO}
    assert with_rows(two, part, ()) == {}
    assert quorum_of({"quorum": {"all_of": [{"any_of": [TWO]}]}}).is_deep


def test_what_may_be_chosen_comes_from_the_file():
    found = values(EXAMPLES / "dorset-2023.toml")
    ask = next(one for one in BY_TABLE["office"].asks if one.key == "seat")
    assert ("council", "Dorset Council (council)") in options_of(ask, found)
    names = [name_of(BY_TABLE["decision"], one) for one in rows_of(found, BY_TABLE["decision"])]
    assert names == ["ordinary"]
