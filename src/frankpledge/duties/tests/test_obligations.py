"""Obligations from law and events: each verdict with the change that must alter it and one that must not."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.duties.commands import SCHEMAS, obligations_command
from frankpledge.duties.rules.obligations import (
    Evidence,
    Excuse,
    Happened,
    State,
    gathered,
    obligations,
    stands,
)
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.problems import Unusable
from frankpledge.law.tests.test_date_commands import faults

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
LATER = date(2026, 11, 22)
ALWAYS = (Period(date(2000, 1, 1)),)


def happened(kind, on, label="It", **more):
    return Happened(kind, PartialDate.parse(on), label, **more)


def found(code, *events, on=LATER, asked=YEAR, nation="E", whole=(), **more):
    known = gathered([Evidence(events, dict.fromkeys(whole, ALWAYS))], **more)
    return [one for one in obligations(nation, asked, known, on=on) if one.code == code]


def state(code, *events, **more):
    rows = found(code, *events, **more)
    assert len(rows) == 1
    return rows[0].state


def test_nothing_on_record_is_not_yet_assessed_never_missed():
    assert {one.state for one in obligations("E", YEAR, gathered([]), on=LATER)} == {State.NOT_ASSESSED}


def test_a_public_meeting_is_counted_within_its_year():
    assert state("D08", happened("public-meeting", "2025-10-01")) is State.MET
    assert state("D08", happened("public-meeting", "2025-10")) is State.MET
    assert state("D08", happened("public-meeting", "2024-10-01")) is State.NOT_ASSESSED
    assert state("D08", happened("public-meeting", "2024-10-01"), whole=["public-meeting"]) is State.MISSED


def test_a_record_that_is_not_whole_for_the_time_proves_no_absence():
    events = Evidence((), {"public-meeting": (Period(date(2025, 6, 1)),)})
    rows = obligations("E", YEAR, gathered([events]), on=LATER)
    assert next(one for one in rows if one.code == "D08").state is State.NOT_ASSESSED


def test_somebody_who_looked_makes_it_late_with_what_they_said():
    (one,) = found("D01", not_done={"D01:2025/26": "The analyst had left"})
    assert (one.state, one.because) == (State.LATE, "The analyst had left")
    assert found("D01", not_done={"D01:2024/25": "x"})[0].state is State.NOT_ASSESSED


def test_custom_is_not_kept_and_never_late():
    assert state("D11", whole=["skills-review"]) is State.NOT_KEPT
    assert state("D11", whole=["skills-review"], nation="W") is State.LATE


def test_an_excuse_holds_until_it_ends():
    excuse = Excuse("D08", Period(date(2026, 1, 1), date(2026, 3, 31)), "The hall was flooded")
    assert state("D08", whole=["public-meeting"], excuses=(excuse,)) is State.EXCUSED
    short = Excuse("D08", Period(date(2026, 1, 1), date(2026, 3, 30)), "The hall was flooded")
    assert state("D08", whole=["public-meeting"], excuses=(short,)) is State.MISSED


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2025-10-14", State.MET), ("2025-10-15", State.MET_LATE), ("2025-10", State.CANNOT_TELL)],
)
def test_scrutiny_runs_twelve_months_from_the_last(on, expected):
    events = (happened("scrutiny-meeting", "2024-10-14"), happened("scrutiny-meeting", on))
    first = found("D21", *events)[0]
    assert (first.due_on, first.state) == (date(2025, 10, 14), expected)
    assert ("partnership-year", date(2026, 3, 31)) in first.others


def test_the_answer_to_a_report_is_tied_to_that_report():
    report = happened("scrutiny-report-received", "2026-02-10", ref="r1", is_tracked=True)
    assert state("D24", report) is State.LATE
    assert state("D24", report, happened("scrutiny-response", "2026-03-10", ref="r1")) is State.MET
    assert state("D24", report, happened("scrutiny-response", "2026-03-11", ref="r1")) is State.MET_LATE
    assert state("D24", report, happened("scrutiny-response", "2026-03-10", ref="r2")) is State.LATE
    assert state("D24", report, on=date(2026, 3, 10)) is State.DUE_SOON
    (one,) = found("D24", report)
    assert one.due_on == date(2026, 3, 10)
    assert "stays owed" in one.because


def test_a_day_that_was_agreed_goes_before_the_day_of_the_guidance_which_stays_visible():
    event = happened("death-review-decided", "2025-06-10", ref="d1", due=date(2026, 2, 1), is_tracked=True)
    (one,) = found("D38", event)
    assert (one.due_on, one.others) == (date(2026, 2, 1), (("six-months-by-guidance", date(2025, 12, 10)),))


def test_the_data_of_a_quarter_are_due_by_the_end_of_the_next():
    rows = {one.label: one.due_on for one in found("D13")}
    assert rows["2025/26 Q3"] == date(2026, 3, 31)
    late = happened("prescribed-data", "2026-04-02", ref="2025/26 Q3")
    assert {one.label: one.state for one in found("D13", late)}["2025/26 Q3"] is State.MET_LATE


def test_the_strategy_is_reviewed_in_periods_from_its_first_publication():
    asked = Period(date(2024, 4, 1), date(2028, 3, 31))
    rows = found("D35", happened("da-strategy-published", "2021-12-20"), asked=asked)
    assert [one.due_on for one in rows] == [date(2024, 12, 19), date(2027, 12, 19)]


def test_a_draft_is_due_ten_weeks_before_what_is_planned():
    asked = Period(date(2026, 4, 1), date(2027, 3, 31))
    (one,) = found("D34", happened("da-strategy-planned", "2026-11-01", ref="s2"), asked=asked)
    assert one.due_on == date(2026, 8, 23)


def test_each_year_is_owed_under_the_law_of_its_own_day():
    asked = Period(date(2010, 4, 1), date(2012, 3, 31))
    rows = found("D11", asked=asked)
    assert [str(one.duty.strength) for one in rows] == ["MUST", "LOCAL"]
    assert [one.duty.code for one in found("D60", asked=asked)] == ["D60"]


def test_a_duty_that_does_not_apply_here_is_not_owed_and_others_stay():
    assert found("D39", applies={"D39": False}) == []
    assert found("D50", applies={"D39": False}) != []


def test_the_election_of_officers_is_held_to_the_first_meeting_of_the_year():
    first = happened("meeting-held", "2025-05-06")
    assert found("D48", first)[0].due_on == date(2025, 5, 6)
    assert found("D48")[0].due_on is None


def test_stands_is_a_rule_that_says_where_it_comes_from():
    from frankpledge.kernel.citations import rule_of

    assert "not yet assessed" in rule_of(stands).message


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["public-meeting", "meeting-held", "scrutiny-meeting", "plan-agreed", "assessment-issued"]
        ),
        st.dates(date(2019, 1, 1), date(2026, 12, 31)),
    ),
    max_size=8,
)


@settings(max_examples=30)
@given(EVENTS, st.dates(date(2020, 4, 1), date(2026, 12, 31)))
def test_asked_again_the_same_comes_back_and_in_any_order(events, on):
    rows = [happened(kind, day.isoformat()) for kind, day in events]
    asked = Period(date(2020, 4, 1), date(2024, 3, 31))
    one = obligations("E", asked, gathered([Evidence(tuple(rows))]), on=on)
    other = obligations("E", asked, gathered([Evidence((row,)) for row in reversed(rows)]), on=on)
    assert one == other
    assert len({each.key for each in one}) == len(one)
    assert not any(each.state in {State.LATE, State.MISSED} for each in one)


def test_what_two_rooms_tell_of_one_day_starts_one_clock():
    asked = Period(date(2020, 4, 1), date(2021, 3, 31))
    once = [happened("scrutiny-meeting", "2020-01-10")]
    told = [
        one
        for one in obligations("E", asked, gathered([Evidence((*once, *once))]), on=date(2020, 6, 1))
        if one.code == "D21"
    ]
    assert len(told) == 1
    assert told[0].proofs == ()


@settings(max_examples=30)
@given(st.dates(date(2012, 4, 1), date(2024, 3, 31)), st.integers(30, 900))
def test_two_halves_of_a_time_make_the_whole(first, days):
    middle, last = first + timedelta(days), first + timedelta(2 * days)
    known = gathered(
        [Evidence((happened("scrutiny-meeting", "2015-07-01"), happened("plan-agreed", "2016-03-01")))]
    )
    on = date(2026, 1, 1)
    whole = {one.key for one in obligations("W", Period(first, last), known, on=on)}
    halves = [
        {one.key for one in obligations("W", part, known, on=on)}
        for part in (Period(first, middle), Period(middle + timedelta(1), last))
    ]
    assert whole - {"D21:first"} == (halves[0] | halves[1]) - {"D21:first"}
    assert not halves[0] & halves[1]


def ask(*argv):
    answer = json.loads(json.dumps(obligations_command(list(argv)).as_json(), allow_nan=False))
    assert faults(answer, SCHEMAS["obligations"]["output"]) == []
    return answer


def test_the_command_takes_events_from_a_file(tmp_path):
    path = tmp_path / "events.json"
    path.write_text(
        json.dumps({
            "events": [{"kind": "scrutiny-report-received", "on": "2026-02-10", "ref": "a", "tracked": True}],
            "whole": {"public-meeting": [{"from": "2020-01-01"}]},
            "applies": {"D39": False},
        }),
        encoding="utf-8",
    )  # fmt: skip
    answer = ask("--from", "2025-04-01", "--to", "2026-03-31", "--events", str(path), "--on", "2026-04-01")
    states = {row["code"]: row["state"] for row in answer["obligations"]}
    assert (states["D24"], states["D08"]) == ("late", "missed")
    assert "D39" not in states
    assert answer["counts"]["late"] == 1
    own = ask("--from", "2025-04-01", "--to", "2026-03-31", "--own")
    assert all(row["own"] for row in own["obligations"])
    assert "D13" not in {row["code"] for row in own["obligations"]}


@pytest.mark.parametrize(
    ("text", "words"),
    [('[{"on": "2026-02-10"}]', "kind"), ("{", "cannot be read"), ('{"evnts": []}', "not a key"),
     ('{"whole": {"x": [{"from": "2026-02-10", "to": "2025-01-01"}]}}', "ends before")],
)  # fmt: skip
def test_a_file_that_is_wrong_is_refused_by_its_place(tmp_path, text, words):
    path = tmp_path / "events.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unusable, match=words):
        ask("--from", "2025-04-01", "--to", "2026-03-31", "--events", str(path))
