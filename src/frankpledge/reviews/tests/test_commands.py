from __future__ import annotations

import json
from itertools import count

import pytest

from frankpledge.governance.tests.json_shapes import mistakes
from frankpledge.kernel.problems import Unusable
from frankpledge.reviews.commands import (
    SCHEMAS,
    actions_command,
    criteria_command,
    shares_command,
    timetable_command,
)

NUMBERS = count()


@pytest.fixture
def file(tmp_path):
    def write(value: object, name: str = "input.json"):
        path = tmp_path / f"{next(NUMBERS)}-{name}"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return str(path)

    return write


def checked(name: str, answer):
    found = json.loads(json.dumps(answer.as_json()))
    assert mistakes(found, SCHEMAS[name]["output"]) == []
    return found


EVENTS = [
    {"kind": "received", "on": "2026-01-31"},
    {"kind": "decided", "on": "2026-03-27"},
    {"kind": "extended", "on": "2027-01-31", "agreed_on": "2026-09-01"},
    {"kind": "submitted", "on": "2027-01"},
]


def test_a_timetable_has_the_shape_of_its_schema(file):
    assert mistakes(EVENTS, SCHEMAS["review timetable"]["input"]) == []
    found = checked("review timetable", timetable_command(["--regime", "dhr-s9", "--events", file(EVENTS)]))
    report = next(one for one in found["clocks"] if one["id"] == "T4")
    assert (report["original_due"], report["agreed_due"], report["status"]) == (
        "2026-09-27",
        "2027-01-31",
        "met",
    )
    assert report["done"] == {"from": "2027-01-01", "to": "2027-01-31"}
    assert (found["state"], found["publishable"]) == ("submitted", False)


@pytest.mark.parametrize(
    "events",
    [
        [{"kind": "received", "on": "2026-02-30"}],
        [{"kind": "recieved", "on": "2026-02-03"}],
        [{"on": "2026-02-03"}],
        [{"kind": "received", "on": "2026-02-03", "colour": "red"}],
        [{"kind": "extended", "on": "2026-02-03", "clock": "T9"}],
        {"events": "none"},
        "[",
    ],
)
def test_events_that_cannot_be_are_refused_with_a_reason(file, events):
    with pytest.raises(Unusable) as refused:
        timetable_command(["--regime", "dhr-s9", "--events", file(events)])
    assert all(one.reason and one.remedy for one in refused.value.problems)


def test_criteria_show_both_laws_with_their_reasons(file):
    known = {
        "died": "2026-03-01", "person": {"born": "1980-01-01"}, "other": {"age": 30},
        "answers": {"relative": "no", "intimate": "no", "household": "yes", "harm": "yes"},
    }  # fmt: skip
    assert mistakes(known, SCHEMAS["review criteria"]["input"]) == []
    found = checked("review criteria", criteria_command([file(known)]))
    assert {one["slug"]: one["outcome"] for one in found["regimes"]} == {
        "dhr-s9": "met",
        "dardr-s8a": "not-met",
    }
    wales = checked("review criteria", criteria_command([file({**known, "nation": "wales"})]))
    assert wales["values"]["regime"] == "susr-wales"
    assert wales["decided_by"] == "the chair of the safeguarding board"


def test_shares_add_up_and_bad_money_is_refused(file):
    asked = {"cost": "100.00", "shares": [{"party": p, "kind": "equal"} for p in "abc"]}
    assert mistakes(asked, SCHEMAS["review shares"]["input"]) == []
    found = checked("review shares", shares_command([file(asked)]))
    assert [one["amount"] for one in found["shares"]] == ["33.34", "33.33", "33.33"]
    for cost in ("12.345", "-1", "many", True):
        with pytest.raises(Unusable):
            shares_command([file({**asked, "cost": cost})])


def test_actions_are_read_by_their_headings_whatever_they_are_called(file):
    text = "Ref,Recommendation,Lead agency,Target date,Status\nA1,Train staff,Police,2026-01-05,ongoing\nA2,Write,Council,,open\n"
    found = checked("review actions", actions_command([file(text, "a.csv"), "--on", "2026-06-01"]))
    assert found["overdue"] == ["A1"]
    assert found["counts"]["by_pressing"]["no-date"] == 1
    before = checked("review actions", actions_command([file(text, "a.csv"), "--on", "2026-01-05"]))
    assert before["verdict"] == "none-overdue"
    for bad in ("Ref,Action,Status\n1,x,nearly\n", "Ref,Action,Due\n1,x,31/12/2026\n", "a,b\n1,2\n", ""):
        with pytest.raises(Unusable):
            actions_command([file(bad, "b.csv"), "--on", "2026-06-01"])
