from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from frankpledge.governance.rules.minutes.log import (
    Logged,
    LoggedUpdate,
    Said,
    in_order,
    may_be_said,
    reminders,
    stale,
)
from frankpledge.governance.tests.meeting_makers import ident

ON = date(2026, 5, 1)
ACTION = Logged(
    ident("a"), "2026-03-05/4.1", "Send the plan", "", "Ben Carr", None, "Example Police", None, date(2026, 5, 20),
    "open", None, "", "", "2026-03-05", "Spring meeting", None, date(2026, 3, 5), 1,
)  # fmt: skip


def allowed(said: Said, one: Logged = ACTION) -> bool:
    return may_be_said(one, said, ON).holds


@pytest.mark.parametrize(
    ("said", "with_it"),
    [
        (Said("done"), Said("done", evidence="Letter of 30 April")),
        (Said("blocked"), Said("blocked", "No data from health")),
        (Said("withdrawn"), Said("withdrawn", "Overtaken by the new plan")),
        (Said("open"), Said("open", "Nearly there")),
    ],
)
def test_each_state_asks_for_what_makes_it_worth_recording(said, with_it):
    assert not allowed(said)
    assert allowed(with_it)


def test_evidence_that_is_on_the_record_already_is_enough():
    assert allowed(Said("done"), replace(ACTION, evidence="Letter of 30 April"))


def test_a_space_is_no_evidence():
    assert not allowed(Said("done", evidence="  "))


def test_a_closed_action_is_opened_again_before_it_is_closed_otherwise():
    done = replace(ACTION, state="done", closed_on=date(2026, 4, 2), evidence="x")
    assert not allowed(Said("withdrawn", "no"), done)
    assert allowed(Said("open", "It was not done after all"), done)


def test_a_new_date_is_enough_and_may_not_be_past():
    assert allowed(Said("open", due_on=date(2026, 6, 1)))
    assert not allowed(Said("open", due_on=date(2026, 4, 30)))
    assert not allowed(Said("open", due_on=ACTION.due_on))


def test_a_state_that_there_is_not_is_refused():
    assert not allowed(Said("finished", "x"))


def test_only_what_has_a_date_can_be_overdue():
    assert replace(ACTION, due_on=date(2026, 4, 30)).is_overdue(ON)
    assert not replace(ACTION, due_on=ON).is_overdue(ON)
    assert not replace(ACTION, due_on=None).is_overdue(ON)
    assert not replace(ACTION, due_on=date(2026, 4, 30), state="done").is_overdue(ON)
    assert replace(ACTION, due_on=date(2026, 4, 30), state="blocked").is_overdue(ON)


def found(one: Logged, here=frozenset({"ben carr"}), gone=frozenset(), quiet=90) -> list[str]:
    return [str(each.why) for each in stale([one], here=here, gone_bodies=gone, on=ON, quiet_days=quiet)]


def test_an_owner_who_is_still_there_is_not_stale():
    assert found(ACTION) == []
    assert found(replace(ACTION, owner="  BEN  Carr ")) == []


def test_an_owner_who_has_gone_is_found():
    assert found(ACTION, here=frozenset()) == [
        "Ben Carr no longer holds any seat or post; give 2026-03-05/4.1 to somebody else."
    ]
    assert found(replace(ACTION, state="done"), here=frozenset()) == []
    assert found(replace(ACTION, is_owner_here=True), here=frozenset()) == []
    assert found(replace(ACTION, is_owner_here=False), here=frozenset()) != []


def test_a_body_that_has_ended_is_found_where_it_is_the_owner():
    body = replace(ACTION, owner="")
    assert found(body) == []
    assert "has ended" in found(body, gone=frozenset({"example police"}))[0]
    assert "no owner" in found(replace(body, organisation=""))[0]


def test_silence_is_found_after_so_many_days_and_an_update_breaks_it():
    assert "Nobody has said anything" in found(ACTION, quiet=30)[0]
    spoken = replace(ACTION, updates=(LoggedUpdate(date(2026, 4, 20), "Ben", "x", "open", None, ""),))
    assert found(spoken, quiet=30) == []


def test_a_reminder_says_what_is_late_and_what_is_due_and_nothing_else():
    late, later = (
        replace(ACTION, number="1", due_on=date(2026, 4, 1)),
        replace(ACTION, number="2", due_on=date(2026, 9, 1)),
    )
    (one,) = reminders(
        [
            late,
            later,
            replace(ACTION, number="3", state="done"),
            replace(ACTION, number="4", due_on=date(2026, 5, 15)),
        ],
        ON,
    )
    assert [row.number for row in one.overdue] == ["1"]
    assert [row.number for row in one.soon] == ["4"]
    assert [str(line) for line in one.lines] == [
        "Actions for Ben Carr",
        "Overdue:",
        "- 1: Send the plan (due 1 April 2026)",
        "Due soon:",
        "- 4: Send the plan (due 15 May 2026)",
    ]
    assert reminders([later], ON) == ()


def test_the_most_pressing_action_comes_first_and_closed_ones_last():
    rows = [
        replace(ACTION, number="done", state="done", due_on=date(2026, 1, 1)), replace(ACTION, number="none", due_on=None),
        replace(ACTION, number="late", due_on=date(2026, 4, 1)), ACTION,
    ]  # fmt: skip
    assert [one.number for one in in_order(rows, ON)] == ["late", ACTION.number, "none", "done"]
