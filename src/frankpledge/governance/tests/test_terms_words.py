"""What terms say in sentences, what they leave unsaid, and two versions compared by what they mean."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from pathlib import Path

import pytest

from frankpledge.governance.rules.terms.comparing import Kind, changes, findings_compared
from frankpledge.governance.rules.terms.deciding import decide
from frankpledge.governance.rules.terms.linting import findings_of
from frankpledge.governance.rules.terms.reading import TOP, read_terms, terms_of
from frankpledge.governance.rules.terms.situation import read_situation
from frankpledge.governance.rules.terms.unsaid import SILENCES, unsaid_in
from frankpledge.governance.rules.terms.words import PARTS, quorum_arithmetic, quorum_in_words, said_in
from frankpledge.governance.tests.any_body import body
from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.toml_files import StrictTable

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
SEED = read_terms(EXAMPLES / "dorset-2023.toml")
COMPLETE = EXAMPLES / "patterns" / "complete.toml"
FILES = sorted([*EXAMPLES.glob("*.toml"), *(EXAMPLES / "patterns").glob("*.toml")])


def read(values):
    return terms_of(StrictTable("terms.toml", copy.deepcopy(values)))


def test_every_table_of_the_file_is_shown_somewhere():
    assert set(PARTS) == set(TOP)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_example_reads_as_sentences_each_with_a_key_of_its_own(path):
    said = said_in(read_terms(path))
    assert len({one.key for one in said}) == len(said)
    for one in said:
        assert one.words, one.key
        assert one.name
        assert "None" not in one.words.replace("None is taken", "")
        assert "  " not in one.words.replace("\n", " ")


@pytest.mark.parametrize(
    ("quorum", "words", "numbers"),
    [
        (None, "", ()),
        ({"none": True}, "The terms say that no quorum is needed.", ()),
        ({"at_least": 2}, "A meeting is quorate when at least 2 seats are present.", ("2 of the 7 seats needed",)),
        (
            {"more_than": "1/2", "class": "core"},
            "A meeting is quorate when more than half of the seats of ‘Core’ are present.",
            ("more than half of 7 seats of ‘Core’: 4 needed",),
        ),
        (
            {"at_least": "1/3", "rounding": "up", "minimum": 3, "of": "in_post"},
            "A meeting is quorate when at least a third (rounded up, never fewer than 3) of the members in post are present.",
            ("at least a third (rounded up, never fewer than 3) of the members in post: worked out at each meeting",),
        ),
        (
            {"all_of": [{"at_least": 1, "count": "people"}, {"includes": "chair", "deputy_ok": True}]},
            "A meeting is quorate when at least 1 person is present and the Chair is present (a deputy will do).",
            ("1 person needed",),
        ),
        (
            {"any_of": [{"at_least": 5}, {"class": "core", "not_fewer_than": "invited"}]},
            "A meeting is quorate when either at least 5 seats are present or those of ‘Core’ present are not fewer than those "
            "of ‘Invited’, counting people.",
            ("5 of the 7 seats needed",),
        ),
    ],
)  # fmt: skip
def test_a_quorum_in_words_and_numbers(quorum, words, numbers):
    terms = body(quorum=quorum)
    assert quorum_in_words(terms) == words
    assert quorum_arithmetic(terms, date(2024, 6, 3)) == numbers


def test_the_same_terms_in_another_order_change_nothing():
    values = tomllib.loads((EXAMPLES / "dorset-2023.toml").read_text(encoding="utf-8"))
    turned = copy.deepcopy(values)
    for rows in turned.values():
        if isinstance(rows, list):
            rows.reverse()
    assert changes(read(values), read(turned)) == ()


def test_a_change_is_told_by_what_it_means():
    values = tomllib.loads((EXAMPLES / "dorset-2023.toml").read_text(encoding="utf-8"))
    new = copy.deepcopy(values)
    new["quorum"]["at_least"] = 3
    del new["seat"][6]
    new["inquorate"] = {"then": "adjourn"}
    found = changes(read(values), read(new))
    assert [(one.kind, one.name) for one in found] == [
        (Kind.GONE, "Dorset Combined Youth Offending Service"), (Kind.CHANGED, "Quorum"), (Kind.ADDED, "Without a quorum"),
    ]  # fmt: skip
    quorum = found[1]
    assert "at least 2 seats" in quorum.before
    assert "at least 3 seats" in quorum.after
    assert quorum.clause == "quorum"


def test_without_terms_before_everything_is_new():
    found = changes(None, SEED)
    assert {one.kind for one in found} == {Kind.ADDED}
    assert len(found) == len(said_in(SEED))


def test_findings_that_come_and_go_are_told_apart():
    before = findings_of(SEED)
    values = tomllib.loads((EXAMPLES / "dorset-2023.toml").read_text(encoding="utf-8"))
    papers = {"days": 5, "leave_of": ["moderator"]}
    after = findings_of(read({**values, "inquorate": {"then": "adjourn"}, "papers": papers}))
    found = findings_compared(before, after)
    assert {one.code for one in found.gone} == {"inquorate-silent", "papers-silent"}
    assert {one.code for one in found.new} == {"undefined-name"}
    assert len(found.still) + len(found.new) == len(after)
    assert len(found.still) + len(found.gone) == len(before)


def test_terms_that_settle_everything_leave_little_unsaid():
    left = [one.rule for one in unsaid_in(read_terms(COMPLETE))]
    assert left == ["several_seats"]


CHAIR = [{"slug": "chair", "title": "Chair", "method": "election"}]
SETTLED = {
    "quorum": {"quorum": {"at_least": 2}},
    "inquorate": {"inquorate": {"then": "adjourn"}},
    "class.invited.counts_to_quorum": {},
    "decision": {"decision": [{"more_than": "1/2"}]},
    "decision.base": {"decision": [{"more_than": "1/2", "base": "cast"}]},
    "decision.abstention": {"decision": [{"more_than": "1/2", "base": "cast", "abstention": "ignored"}]},
    "casting_vote": {"casting_vote": {"holder": "none"}},
    "casting_vote.passes": {"casting_vote": {"holder": "chair", "passes": True}},
    "office.chair": {
        "office": [{"slug": "chair", "title": "Chair", "method": "election", "vacancy": "v", "absence": "a"}]
    },
    "office.chair.vacancy": {
        "office": [{"slug": "chair", "title": "Chair", "method": "election", "vacancy": "v"}]
    },
    "presiding": {"office": CHAIR, "presiding": {"order": ["elected"]}},
    "deputies": {"deputies": {"allowed": False}},
    "deputies.may_vote": {"deputies": {"counts_to_quorum": True, "may_vote": True}},
    "remote": {"remote": {"allowed": False}},
    "several_seats": {"several_seats": {"votes_once": True, "counts_once": True}},
    "interests.withdraw": {"interests": {"withdraw": True}},
    "notice": {"notice": [{"days": 5}]},
    "papers": {"papers": {"days": 5}},
    "frequency": {"frequency": [{"every_weeks": 6}]},
    "frequency.reading": {"frequency": [{"every": "quarter", "reading": "each-window"}]},
    "dates.counted_from": {"dates": {"months_ahead": 12, "counted_from": "each-meeting"}},
    "requisition": {"requisition": {"at_least": 3}},
    "outside": {"outside": [{"route": "email"}]},
    "subgroup.delivery.powers": {"subgroup": [{"slug": "delivery", "name": "Delivery", "powers": []}]},
    "terms.several_heads": {},
    "review": {"review": {"every_months": 12, "approved_by": "the body"}},
    "precedence": {"precedence": {"order": ["statute"]}},
    "terms.is_public": {},
}
UNSETTLED = {
    "decision.base": {"decision": [{"more_than": "1/2"}]},
    "decision.abstention": {"decision": [{"more_than": "1/2", "base": "cast"}]},
    "casting_vote.passes": {"casting_vote": {"holder": "chair"}},
    "office.chair.vacancy": {"office": [{"slug": "chair", "title": "Chair", "method": "election"}]},
    "presiding": {"office": CHAIR},
    "deputies.may_vote": {"deputies": {"counts_to_quorum": True}},
    "frequency.reading": {"frequency": [{"every": "quarter"}]},
    "dates.counted_from": {"dates": {"months_ahead": 12}},
    "subgroup.delivery.powers": {"subgroup": [{"slug": "delivery", "name": "Delivery"}]},
}


def unsettled(rule_name):
    """Terms of any body without one rule, and with it."""
    head = {"body": "B", "label": "L", "nation": "E", "starts_on": date(2024, 4, 1)}
    classes = [{"slug": "core", "title": "Core", "can_vote": True}]
    if rule_name == "class.invited.counts_to_quorum":
        guest = {"slug": "invited", "title": "Invited", "can_vote": False}
        return {"terms": head, "class": [*classes, guest]}, {
            "terms": head,
            "class": [*classes, {**guest, "counts_to_quorum": False}],
        }
    if rule_name == "terms.several_heads":
        board = [{"slug": "b", "title": "board", "instrument": "daa-2021"}]
        return {"terms": head, "capacity": board}, {
            "terms": {**head, "several_heads": True},
            "capacity": board,
        }
    if rule_name == "terms.is_public":
        return {"terms": head}, {"terms": {**head, "is_public": True}}
    return {"terms": head, **UNSETTLED.get(rule_name, {})}, {"terms": head, **SETTLED[rule_name]}


@pytest.mark.parametrize("rule_name", SETTLED)
def test_a_rule_is_unsaid_until_it_is_given(rule_name):
    silent, given = unsettled(rule_name)
    found = {one.rule: one for one in unsaid_in(read(silent))}
    assert rule_name in found
    assert found[rule_name].leaves.endswith(".")
    assert found[rule_name].table in TOP
    assert rule_name not in {one.rule for one in unsaid_in(read(given))}


def test_what_is_undetermined_for_want_of_a_rule_is_listed_as_unsaid():
    """The names that verdicts give are the names on the page."""
    tie = [{"id": "1", "ballots": {"fire": "for", "police": "against"}, "casting": "for"}]
    rows = [{"seat": "fire"}, {"seat": "police"}]
    found = decide(
        SEED,
        read_situation({"on": "2023-07-04", "attendance": rows, "presiding": "police", "items": tie}, "s"),
    )
    listed = {one.rule for one in unsaid_in(SEED)}
    assert set(found.missing_rules) <= listed
    assert found.missing_rules


def test_the_rules_about_words_say_what_they_answer():
    for one in (unsaid_in, changes):
        assert rule_of(one).message
    assert len(SILENCES) == len(set(SILENCES))
