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
    prospective = ["--regime", "dardr-s8a", "--events", file([*EVENTS, {"kind": "qa", "on": "2027-02-01"}])]
    found = checked("review timetable", timetable_command(prospective))
    assert [(one["to"], one["owed"]) for one in found["copies"]] == [("domestic-abuse-commissioner", True), ("secretary-of-state", True)]  # fmt: skip
    assert any("not commenced" in one["text"] for one in found["warnings"])


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
    nobody = {**known, "nation": "wales", "answers": {**known["answers"], "household": "no"}}
    other = checked("review criteria", criteria_command([file(nobody)]))
    assert (other["verdict"], other["unanswered"]) == (
        "insufficient-information",
        ["other criteria of this law"],
    )


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
    for bad in ("Ref,Action,Status\n1,x,nearly\n", "Ref,Action,Due\n1,x,31/02/2026\n", "a,b\n1,2\n", ""):
        with pytest.raises(Unusable):
            actions_command([file(bad, "b.csv"), "--on", "2026-06-01"])


DATES = {
    "2026-03-31": "2026-03-31", "31/03/2026": "2026-03-31", "31 March 2026": "2026-03-31", "31-Mar-26": "2026-03-31",
    "46112": "2026-03-31", "03/04/2026": "2026-04-03", "Mar-26": "2026-03", "by the end of March 2026": "2026-03",
    "Q4 2025/26": "2026-03", "TBC": None, "": None,
}  # fmt: skip
DOUBTFUL = ("46112", "03/04/2026", "Mar-26", "Q4 2025/26", "TBC")


def test_dates_of_actions_are_read_as_people_write_them_and_doubt_is_said(file):
    rows = "".join(f"{place};do;{said}\n" for place, said in enumerate(DATES))
    text = f"\ufeffNo.;Action to take;Deadline (dd/mm/yyyy)\n{rows}"
    found = checked("review actions", actions_command([file(text, "a.csv"), "--on", "2026-04-01"]))
    read = {one["id"]: one["due"] for one in found["actions"]}
    assert [read[str(place)] for place in range(len(DATES))] == list(DATES.values())
    doubts = [one["text"].split("’")[0][1:] for one in found["warnings"] if one["code"] == "ambiguous"]
    assert doubts == list(DOUBTFUL)
    assert "5" not in found["overdue"]
    assert set(found["overdue"]) == {str(place) for place in range(9)} - {"5"}
    with pytest.raises(Unusable, match=r"row 2.*there is no such day") as refused:
        actions_command([file("Ref,Action,Due\n1,x,2026-13-01\n", "b.csv")])
    assert "1..12" not in str(refused.value.problems)


def test_a_colour_is_read_where_no_state_is_given_and_green_is_not_done(file):
    text = "RAG,Ref,Action,Target date,Status\nGreen,1,x,2026-01-05,\nBlue,2,x,2026-01-05,\nBlue,3,x,2026-01-05,open\n"
    found = checked("review actions", actions_command([file(text, "a.csv"), "--on", "2026-06-01"]))
    assert found["overdue"] == ["1", "3"]
    assert {one["where"] for one in found["warnings"] if one["code"] == "implausible"} == {"1", "3"}


def test_a_revised_day_counts_and_the_first_is_said(file):
    text = "Ref,Action,Target date,Revised target date\n1,x,2026-01-05,2026-12-05\n2,x,2026-01-05,\n"
    found = checked("review actions", actions_command([file(text, "a.csv"), "--on", "2026-06-01"]))
    assert found["overdue"] == ["2"]
    assert any("5 January 2026" in one["text"] for one in found["warnings"])


def test_money_is_read_as_written_and_a_credit_note_lowers_what_is_shared(file):
    shares = [{"party": p, "kind": "equal"} for p in "ab"]
    lines = [{"kind": "chair", "amount": "6,000.00"}, {"kind": "chair", "amount": "-250.01"}]
    asked = {"lines": lines, "shares": shares}
    assert mistakes(asked, SCHEMAS["review shares"]["input"]) == []
    found = checked("review shares", shares_command([file(asked)]))
    assert [one["amount"] for one in found["shares"]] == ["2875.00", "2874.99"]
    for lines in ([{"kind": "chair", "amount": "-1.00"}], [{"kind": "chair", "amount": "6.000,00"}]):
        with pytest.raises(Unusable):
            shares_command([file({"lines": lines, "shares": shares})])
    with pytest.raises(Unusable, match="no line of the kind"):
        shares_command(
            [file({**asked, "shares": [{"party": "a", "kind": "percent", "percent": 50, "of": "venue"}]})]
        )


def test_the_vice_chair_decides_where_the_chair_cannot_and_no_law_means_no_review(file):
    known = {"died": "2026-03-01", "person": {"age": 40}, "answers": {"intimate": "yes", "harm": "yes"}}
    asked = {**known, "chair": {"can_decide": "no", "because": "a relative"}}
    assert mistakes(asked, SCHEMAS["review criteria"]["input"]) == []
    assert "vice-chair" in checked("review criteria", criteria_command([file(asked)]))["decided_by"]
    plain = checked("review criteria", criteria_command([file(known)]))
    assert (plain["verdict"], plain["decided_by"]) == ("met", "the chair of the partnership")
    early = checked("review criteria", criteria_command([file({**known, "died": "2011-04-12"})]))
    assert early["verdict"] == "not-met"
    with pytest.raises(Unusable, match="after the death"):
        criteria_command([file({**known, "person": {"born": "2027-01-01"}})])


def test_a_law_is_known_by_any_writing_and_events_to_come_are_named(file):
    events = file([{"kind": "received", "on": "2026-01-31"}, {"kind": "decided", "on": "2026-02-20"}])
    found = checked(
        "review timetable",
        timetable_command(["--regime", "DHR_S9", "--events", events, "--on", "2026-02-19"]),
    )
    assert found["state"] == "decision-pending"
    assert [one["where"] for one in found["warnings"]] == ["decided"]
    with pytest.raises(Unusable, match="there are dhr-s9"):
        timetable_command(["--regime", "s9", "--events", events])
