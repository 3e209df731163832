"""Days, deadlines, requisitions, windows, minima and the replay of past meetings."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from frankpledge.governance import commands
from frankpledge.governance.rules.terms import minima
from frankpledge.governance.rules.terms.constituted import constituted
from frankpledge.governance.rules.terms.constitution import Deadline, Frequency
from frankpledge.governance.rules.terms.days import last_day
from frankpledge.governance.rules.terms.deadlines import (
    months_later,
    next_windows,
    notice_is_enough,
    paper_may_be_taken,
    requisition_is_valid,
    window_after,
)
from frankpledge.governance.rules.terms.minima import Member
from frankpledge.governance.rules.terms.replay import read_history, replay
from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Unusable

ROOT = Path(__file__).resolve().parents[4]
EXAMPLES = ROOT / "examples"
QUARTERLY = Frequency("", "ordinary", 1, "quarter", None, (), (), "", None, None)


@pytest.mark.parametrize(
    ("days", "kind", "due"),
    [(5, "calendar", (4, 3)), (5, "clear", (4, 2)), (5, "working", (3, 28)), (5, "clear-working", (3, 27))],
)
def test_days_before_a_meeting_after_easter(days, kind, due):
    assert last_day(Deadline(days, kind), date(2024, 4, 8)) == date(2024, *due)


def test_a_window_is_read_in_each_way():
    found = {one.reading: one.period for one in next_windows(QUARTERLY, date(2024, 11, 30))}
    assert found["each-window"] == Period.quarter(2025, 1)
    assert found["longest-gap"].ends_on == date(2025, 2, 28)
    assert window_after("financial-year", date(2024, 3, 31)) == Period.financial_year(2024)
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)


def held(tmp_path, rows, name="h.json"):
    path = tmp_path / name
    path.write_text(rows if isinstance(rows, str) else json.dumps(rows), encoding="utf-8")
    return path


def test_quarterly_is_tested_under_each_reading(tmp_path):
    days = ["2023-01-03", "2023-06-28", "2023-07-01", "2023-12-20"]
    found = replay(read_history(held(tmp_path, [{"on": day} for day in days])), None)
    by_reading = {reading: [one.ok for one in found.periods if one.reading == reading] for reading in
                  ("each-window", "number-a-year", "longest-gap")}  # fmt: skip
    assert by_reading["each-window"] == [True, True, True, True]
    assert by_reading["number-a-year"] == [True]
    assert by_reading["longest-gap"] == [False, True, False]
    assert [one.most for one in found.gaps] == [176, 3, 172]


def test_a_quarter_without_a_meeting_is_found(tmp_path):
    rows = [{"on": "2023-02-01"}, {"on": "2023-08-01"}]
    found = replay(read_history(held(tmp_path, rows)), None)
    missed = [one.label for one in found.periods if one.reading == "each-window" and one.ok is False]
    assert missed == ["2023-Q2"]


def test_a_day_that_is_not_known_gives_a_range_and_no_verdict(tmp_path):
    rows = [{"on": "2023-01-10"}, {"on": "2023-04"}]
    found = replay(read_history(held(tmp_path, rows)), None)
    assert (found.gaps[0].least, found.gaps[0].most) == (81, 110)
    assert [one.ok for one in found.periods if one.reading == "longest-gap"] == [None]


def test_two_meetings_of_one_day_are_flagged_and_not_merged(tmp_path):
    rows = [{"on": "2023-01-10"}, {"on": "2023-01-10", "kind": "extraordinary"}]
    answer = commands.replay_command([str(held(tmp_path, rows))]).as_json()
    assert len(answer["meetings"]) == 2
    assert [one["code"] for one in answer["warnings"]].count("duplicate") == 1


def test_minutes_are_confirmed_once_and_later(tmp_path):
    rows = [
        {"on": "2023-01-10"},
        {"on": "2023-04-10", "confirms": ["2023-01-10", "2022-10-01"]},
        {"on": "2023-07-10", "confirms": ["2023-01-10"]},
        {"on": "2023-10-10", "confirms": ["2023-07-10"]},
    ]
    found = replay(read_history(held(tmp_path, rows)), None)
    assert [one.problem for one in found.minutes] == [
        "confirmed more than once", "no later meeting confirmed these minutes", "", "",
    ]  # fmt: skip
    assert [one.iso() for one in found.strays] == ["2022-10-01"]


def test_csv_toml_and_json_say_the_same(tmp_path):
    csv = held(
        tmp_path,
        "on,kind,confirms,attendance\n2023-01-10,ordinary,,5\n2023-04-10,ordinary,2023-01-10,4\n",
        "h.csv",
    )
    toml = held(tmp_path, '[[meeting]]\non = 2023-01-10\nattendance = 5\n[[meeting]]\non = 2023-04-10\nattendance = 4\n'
                'confirms = [2023-01-10]\n', "h.toml")  # fmt: skip
    rows = [
        {"on": "2023-01-10", "attendance": 5},
        {"on": "2023-04-10", "attendance": 4, "confirms": ["2023-01-10"]},
    ]
    given = [replay(read_history(one), None) for one in (csv, toml, held(tmp_path, rows))]
    assert given[0].minutes == given[1].minutes == given[2].minutes
    assert [one.attendance for one in given[0].meetings] == [5, 4]


@pytest.mark.parametrize("text", ["{", '{"a": 1}', '[{"on": "2023-13-01"}]', '[{"off": "2023"}]'])
def test_a_history_that_makes_no_sense_is_refused(tmp_path, text):
    with pytest.raises(Unusable):
        read_history(held(tmp_path, text))


def test_the_serious_violence_duty_wants_the_youth_offending_team():
    five = ["LA_AREA", "POLICE_CHIEF", "FIRE", "HEALTH_ICB", "PROBATION_PROVIDER"]
    on = date(2024, 6, 3)
    found = minima.serious_violence_authorities_are_in(five, "E", on)
    assert found.missing == ("the youth offending team",)
    assert minima.serious_violence_authorities_are_in([*five, "YOUTH_OFFENDING_TEAM"], "E", on).met
    assert minima.serious_violence_authorities_are_in(five, "E", date(2023, 1, 30)).met, "before the duty"
    older = ["HEALTH_CCG" if one == "HEALTH_ICB" else one for one in five]
    assert minima.serious_violence_authorities_are_in(older, "E", on).missing == found.missing
    welsh = minima.serious_violence_authorities_are_in([*five, "YOUTH_OFFENDING_TEAM"], "W", on)
    assert welsh.missing == ("the Local Health Board",)


def test_a_strategy_group_and_a_board_have_minima():
    one = Member("council", ("LA_AREA",), "core", ())
    assert not minima.strategy_group_is_formed([one], "E", date(2024, 6, 3)).met
    assert minima.strategy_group_is_formed([one, one], "E", date(2024, 6, 3)).met
    assert not minima.strategy_group_is_formed([one, one], "W", date(2024, 6, 3)).met
    heads = Member("all", (), "core", ("authority", "victims", "children", "charities", "health", "policing"))
    on = date(2024, 6, 3)
    assert minima.domestic_abuse_board_is_formed([heads], "E", on, is_two_tier=False).met
    assert not minima.domestic_abuse_board_is_formed([heads], "E", on, is_two_tier=True).met
    assert minima.domestic_abuse_board_is_formed([], "E", date(2021, 9, 30), is_two_tier=False).met
    assert not minima.domestic_abuse_board_is_formed([], "E", date(2021, 10, 1), is_two_tier=False).met


@pytest.mark.parametrize(
    ("nation", "on", "met"),
    [
        ("E", date(2007, 7, 31), True),
        ("E", date(2011, 5, 31), False),
        ("E", date(2011, 6, 1), True),
        ("W", date(2007, 11, 18), True),
        ("W", date(2011, 6, 1), False),
    ],
)
def test_what_a_strategy_group_needs_hangs_on_nation_and_day(nation, on, met):
    two = [Member("a", ("LA_AREA",), "core", ()), Member("b", ("POLICE_CHIEF",), "core", ())]
    assert minima.strategy_group_is_formed(two, nation, on).met is met


def test_in_wales_each_authority_sends_somebody_senior():
    kinds = ("LA_AREA", "POLICE_CHIEF", "FIRE", "HEALTH_LHB", "PROBATION_PROVIDER")
    on = date(2024, 6, 3)
    members = [Member(kind, (kind,), "core", ()) for kind in kinds]
    assert minima.strategy_group_is_formed(members, "W", on).met, "nobody recorded whether they are senior"
    junior = [*members[:-1], replace(members[-1], is_senior=False)]
    found = minima.strategy_group_is_formed(junior, "W", on)
    assert [one for one in found.missing if one.startswith("a senior person of")] == list(found.missing)
    assert len(found.missing) == 1
    assert minima.strategy_group_is_formed([*junior, members[-1]], "W", on).met


def test_the_rules_about_time_and_members_say_what_they_answer():
    for one in (
        last_day,
        notice_is_enough,
        paper_may_be_taken,
        requisition_is_valid,
        next_windows,
        constituted,
        replay,
    ):
        assert rule_of(one).message


def test_the_commands_answer_in_words_and_as_json(capsys):
    from frankpledge.site.cli import main

    assert main(["terms", "check", str(EXAMPLES / "dorset-2023.toml"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "findings"
    assert main(["terms", "check", "nowhere.toml"]) == 2
    assert main(["terms", "guess"]) == 2
    assert main(["terms", "decide", "one.toml"]) == 2
    assert main(["schema", "terms decide"]) == 0
    assert main(["schema", "terms", "decide"]) == 0
    assert "situation" in capsys.readouterr().out


def test_of_several_versions_the_one_in_force_decides(tmp_path):
    versions = [str(EXAMPLES / "dorset-before-2023.toml"), str(EXAMPLES / "dorset-2023.toml")]
    for on, label in (("2023-05-31", "before June 2023"), ("2023-06-01", "June 2023")):
        path = held(tmp_path, {"on": on, "attendance": [{"seat": "council"}, {"seat": "police"}]}, "s.json")
        answer = commands.decide_command([*versions, str(path)])
        assert answer.values["terms"] == label
        assert answer.verdict == "quorate"
    assumed = [one.where for one in commands.decide_command([*versions[:1], str(path)]).warnings]
    assert "terms.basis" in assumed


def test_a_cancelled_meeting_does_not_count_and_needs_no_minutes(tmp_path):
    rows = [
        {"on": "2023-02-01"},
        {"on": "2023-05-01", "status": "cancelled"},
        {"on": "2023-08-01", "confirms": ["2023-02-01"]},
    ]
    found = replay(read_history(held(tmp_path, rows)), None)
    assert [one.ok for one in found.periods if one.reading == "each-window"] == [True, False, True]
    assert [one.problem for one in found.minutes] == ["", ""]
    assert len(found.meetings) == 3
