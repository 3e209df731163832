from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.legal_dates import add_months
from frankpledge.law.holidays import working_calendar
from frankpledge.law.reviews import limits_of
from frankpledge.reviews.rules.timetable import ClockStatus, Happening, Late, Stage, timetable

S9 = limits_of("dhr-s9")
IS_WORKING = working_calendar().is_working
DAYS = st.dates(date(2012, 1, 1), date(2040, 12, 31))


def day(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def story(*events: tuple[str, ...], as_at: str = ""):
    happenings = [
        Happening(kind, day(on), *([day(rest[0])] if rest else []), place=place)
        for place, (kind, on, *rest) in enumerate(events, start=1)
    ]
    return timetable(S9, happenings, IS_WORKING, date.fromisoformat(as_at) if as_at else None)


@pytest.mark.parametrize(
    ("decided", "due"),
    [
        ("2026-03-10", "2026-09-10"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-31", "2028-02-29"),
        ("2026-12-25", "2027-06-25"),
    ],
)
def test_six_months_end_on_the_corresponding_day_or_the_last_of_the_month(decided, due):
    clock = story(("received", "2026-01-01"), ("decided", decided)).clock("T4")
    assert clock.original_due.earliest == date.fromisoformat(due)


def test_the_report_counts_from_the_decision_even_when_that_was_late():
    found = story(("received", "2026-01-31"), ("decided", "2026-03-27"))
    assert found.clock("T2").original_due.earliest == date(2026, 2, 28)
    assert found.clock("T2").late == Late(27, 27)
    assert found.clock("T4").original_due.earliest == date(2026, 9, 27)
    assert found.verdict == "late"


def test_a_day_earlier_received_moves_the_first_clock_and_not_the_second():
    before = story(("received", "2026-03-11"), ("decided", "2026-04-10"))
    after = story(("received", "2026-03-09"), ("decided", "2026-04-10"))
    assert (before.clock("T2").status, after.clock("T2").status) == (ClockStatus.MET, ClockStatus.LATE)
    assert before.clock("T4") == after.clock("T4")


def test_a_change_that_nobody_agreed_moves_nothing_and_is_named():
    events = (("received", "2026-01-01"), ("decided", "2026-01-20"), ("extended", "2026-12-01"))
    found = story(*events, as_at="2026-08-01")
    assert found.clock("T4").agreed_due is None
    assert found.clock("T4").status is ClockStatus.LATE
    assert "not yet agreed" in found.cautions[-1].text
    agreed = story(*events[:2], ("extended", "2026-12-01", "2026-06-30"), as_at="2026-08-01")
    assert agreed.clock("T4").agreed_due.earliest == date(2026, 12, 1)
    assert agreed.clock("T4").original_due.earliest == date(2026, 7, 20)
    assert agreed.clock("T4").status is ClockStatus.RUNNING
    assert agreed.clock("T4").late_on_original == Late(12, 12)
    assert agreed.clock("T4").changes[0].is_late_approval is False


def test_a_change_agreed_after_the_day_it_replaced_counts_and_is_stamped():
    found = story(
        ("received", "2026-01-01"), ("decided", "2026-01-20"), ("extended", "2026-12-01", "2026-07-21")
    )
    assert found.clock("T4").changes[0].is_late_approval is True
    assert found.clock("T4").status is ClockStatus.RUNNING


def test_a_change_agreed_in_the_future_is_not_yet_agreed():
    events = (("received", "2026-01-01"), ("decided", "2026-01-20"), ("extended", "2026-12-01", "2026-09-01"))
    assert story(*events, as_at="2026-08-31").clock("T4").agreed_due is None
    assert story(*events, as_at="2026-09-01").clock("T4").agreed_due is not None


def test_a_change_before_the_decision_is_one_of_the_decision():
    found = story(
        ("received", "2026-01-01"), ("extended", "2026-03-01", "2026-01-25"), ("decided", "2026-02-20")
    )
    assert found.clock("T2").agreed_due.earliest == date(2026, 3, 1)
    assert found.clock("T2").status is ClockStatus.MET
    assert found.clock("T4").agreed_due is None


def test_a_hold_rests_the_clock_moves_no_date_and_hides_no_slippage():
    events = (("received", "2026-01-01"), ("decided", "2026-01-20"), ("hold", "2026-03-01"))
    held = story(*events, as_at="2026-07-20")
    assert (held.stage, held.clock("T4").status) == (Stage.ON_HOLD, ClockStatus.HELD)
    assert held.clock("T4").original_due.earliest == date(2026, 7, 20)
    assert story(*events, as_at="2026-07-21").clock("T4").late == Late(1, 1)
    assert (
        story(*events, ("resumed", "2026-05-01"), as_at="2026-07-20").clock("T4").status
        is ClockStatus.RUNNING
    )


def test_a_month_without_a_day_gives_a_range_and_no_invented_day():
    found = story(("received", "2026-02"), ("decided", "2026-03-15"))
    clock = found.clock("T2")
    assert (clock.original_due.earliest, clock.original_due.latest) == (date(2026, 3, 1), date(2026, 3, 28))
    assert (clock.status, clock.late) == (ClockStatus.UNKNOWN, Late(0, 14))
    assert story(("received", "2026-02"), ("decided", "2026-03-01")).clock("T2").status is ClockStatus.MET
    assert story(("received", "2026-02"), ("decided", "2026-03-29")).clock("T2").late == Late(1, 28)


def test_a_decision_before_the_notice_leaves_the_clock_unknown_and_is_named():
    found = story(("received", "2026-03-10"), ("decided", "2026-03-09"))
    assert found.clock("T2").status is ClockStatus.UNKNOWN
    assert found.cautions[0].code == "date"


def test_a_direction_starts_the_clock_of_the_report_where_the_partnership_had_decided_against():
    found = story(("received", "2026-01-01"), ("decided", "2026-01-20"), ("directed", "2026-05-31"))
    assert found.clock("T4").original_due.earliest == date(2026, 11, 30)
    assert found.clock("T2").status is ClockStatus.MET


SENT = (("received", "2026-01-01"), ("decided", "2026-01-20"), ("submitted", "2026-07-01"))


def test_only_a_report_that_the_home_office_cleared_may_be_published():
    assert not story(*SENT).publishable
    assert story(*SENT, ("qa", "2026-09-01")).publishable
    again = timetable(
        S9,
        [Happening("submitted", day("2026-07-01")), Happening("qa", day("2026-09-01"), outcome="resubmit")],
        IS_WORKING,
    )
    assert (again.publishable, again.stage) == (False, Stage.CHANGES)
    assert not story(*SENT, ("qa", "2026-09-01"), ("submitted", "2026-10-01")).publishable
    assert not story(*SENT, ("qa", "2026-09-01"), ("hold", "2026-09-10")).publishable


def test_publication_before_clearance_is_named():
    found = story(*SENT, ("published", "2026-08-01"))
    assert not found.publishable
    assert any("had not cleared" in one.text for one in found.cautions)
    assert any(
        "before" in one.text
        for one in story(*SENT, ("published", "2026-08-01"), ("qa", "2026-09-01")).cautions
    )


@pytest.mark.parametrize("law", ["dardr-s8a", "susr-wales"])
def test_a_law_without_a_confirmed_number_gives_no_day_and_yet_everything_that_is_known(law):
    told = [
        Happening("received", day("2026-01-31")), Happening("decided", day("2026-03-27")),
        Happening("extended", day("2026-12-01"), day("2026-06-01")), Happening("submitted", day("2026-12-04")),
    ]  # fmt: skip
    found = timetable(limits_of(law), told, IS_WORKING)
    decide, report = found.clock("T2"), found.clock("T4")
    assert (decide.original_due, decide.status) == (None, ClockStatus.UNKNOWN)
    assert decide.absent == ("how long it may take: no text that was seen confirms a number",)
    assert "after 55 days" in decide.working
    assert (report.original_due, report.status, report.late.least, report.absent) == (
        None,
        ClockStatus.LATE,
        3,
        (),
    )
    assert timetable(limits_of(law), told[:2], IS_WORKING).clock("T4").status is ClockStatus.UNKNOWN


def test_what_the_home_office_asked_of_a_decision_is_no_answer_to_a_later_report():
    asked = (
        ("received", "2025-01-10"),
        ("decided", "2025-02-05", "no-review"),
        ("qa", "2025-03-10", "query"),
    )
    told = [Happening(kind, day(on), outcome=next(iter(rest), "")) for kind, on, *rest in asked]
    assert timetable(S9, told, IS_WORKING).stage is Stage.CHALLENGED
    for then in (
        Happening("directed", day("2025-04-15")),
        Happening("decided", day("2025-04-15"), outcome="review"),
    ):
        found = timetable(S9, [*told, then], IS_WORKING)
        assert (found.stage, found.cautions) == (Stage.ONGOING, ())
        assert found.clock("T4").original_due.earliest == date(2025, 10, 15)
    assert timetable(S9, [*told, Happening("directed", day("2025-04-15")), Happening("submitted", day("2025-09-01")),
                          Happening("qa", day("2025-10-01"), outcome="query")], IS_WORKING).stage is Stage.CHANGES  # fmt: skip


def test_a_review_that_ended_here_on_no_known_day_is_late_by_a_range():
    began = (("received", "2026-01-31"), ("decided", "2026-02-20"))
    told = [Happening(kind, day(on)) for kind, on in began]
    for on, status, most in (
        ("2026-08", ClockStatus.UNKNOWN, 11),
        (None, ClockStatus.UNKNOWN, 51),
        ("2026-09", ClockStatus.LATE, 41),
    ):
        found = timetable(
            S9, [*told, Happening("transferred", day(on) if on else None)], IS_WORKING, date(2026, 10, 10)
        )
        assert (found.clock("T4").status, found.clock("T4").late.most) == (status, most)
        assert bool(found.clock("T4").absent) is (status is ClockStatus.UNKNOWN)


def test_a_published_report_was_complete_although_nobody_says_when_it_was_sent():
    began = (("received", "2026-01-31"), ("decided", "2026-02-20"))
    in_time = story(*began, ("published", "2026-08-20")).clock("T4")
    assert (in_time.status, in_time.ended.latest) == (ClockStatus.MET, date(2026, 8, 20))
    after = story(*began, ("published", "2026-08-22")).clock("T4")
    assert (after.status, after.late.least, after.late.most) == (ClockStatus.UNKNOWN, 0, 2)
    assert after.absent == ("the event ‘submitted’",)


def test_the_end_of_a_hold_that_does_not_say_which_of_two_it_ends_is_named():
    began = (("received", "2025-01-10"), ("decided", "2025-02-05"), ("hold", "2025-03-01"))
    two = story(*began, ("hold", "2025-04-01"), ("resumed", "2025-05-01"))
    assert (two.stage, [one.code for one in two.cautions]) == (Stage.ONGOING, ["ambiguous"])
    assert (
        story(*began, ("resumed", "2025-03-20"), ("hold", "2025-04-01"), ("resumed", "2025-05-01")).cautions
        == ()
    )


def test_working_days_leave_out_easter():
    t3 = [limit for limit in S9 if limit.id == "T3"]
    found = timetable(t3, [Happening("decided", day("2026-04-02"))], IS_WORKING)
    assert found.clock("T3").original_due.earliest == date(2026, 4, 13)


@given(DAYS, st.integers(0, 400), st.integers(0, 900))
@settings(max_examples=50)
def test_days_late_are_the_days_after_the_due_day(received, to_decide, to_submit):
    decided = received + timedelta(to_decide)
    submitted = decided + timedelta(to_submit)
    found = timetable(
        S9,
        [
            Happening(kind, PartialDate.of(on))
            for kind, on in (("submitted", submitted), ("received", received), ("decided", decided))
        ],
        IS_WORKING,
    )
    for clock, start, end, months in (("T2", received, decided, 1), ("T4", decided, submitted, 6)):
        late = max(0, (end - add_months(start, months)).days)
        assert found.clock(clock).late == Late(late, late)
        assert (found.clock(clock).status is ClockStatus.MET) == (late == 0)


@given(DAYS, st.integers(0, 60), st.booleans())
@settings(max_examples=50)
def test_knowing_less_of_a_day_only_widens_the_answer(received, to_decide, forget_day):
    decided = received + timedelta(to_decide)
    exact = [Happening("received", PartialDate.of(received)), Happening("decided", PartialDate.of(decided))]
    vague = PartialDate(received.year, None if forget_day else received.month)
    known = timetable(S9, exact, IS_WORKING).clock("T2")
    less = timetable(S9, [replace(exact[0], on=vague), exact[1]], IS_WORKING).clock("T2")
    assert less.original_due.earliest <= known.original_due.earliest <= less.original_due.latest
    if less.late:
        assert less.late.least <= known.late.least <= less.late.most


@given(
    st.permutations(
        [
            ("received", "2026-01-05"),
            ("decided", "2026-02-20"),
            ("hold", "2026-03-01"),
            ("resumed", "2026-04-01"),
            ("extended", "2027-01-31"),
            ("submitted", "2026-11-01"),
        ]
    )
)
@settings(max_examples=20)
def test_the_order_in_which_events_are_told_changes_nothing(events):
    found = story(*events)
    assert found.stage is Stage.SUBMITTED
    assert found.clock("T2").late == Late(15, 15)
    assert found.clock("T4").late == Late(73, 73)
    assert len(found.clock("T4").changes) == 1
    assert not found.clock("T2").changes


def told(*events: Happening, as_at: str):
    return timetable(S9, events, IS_WORKING, date.fromisoformat(as_at))


HEARD = Happening("received", day("2026-01-05"))
AGAINST = Happening("decided", day("2026-01-20"), outcome="no-review")


def test_a_decision_against_a_review_stays_one_whatever_the_home_office_answers():
    upheld = told(HEARD, AGAINST, Happening("qa", day("2026-03-01")), as_at="2026-04-01")
    assert (upheld.stage, upheld.publishable) == (Stage.NOT_HELD, False)
    questioned = told(HEARD, AGAINST, Happening("qa", day("2026-03-01"), outcome="query"), as_at="2026-04-01")
    assert (questioned.stage, questioned.publishable) == (Stage.CHALLENGED, False)


def test_the_last_decision_counts_unless_the_review_was_directed():
    thought_again = Happening("decided", day("2026-05-31"), outcome="review")
    found = told(HEARD, AGAINST, thought_again, as_at="2026-06-01")
    assert found.clock("T4").original_due.earliest == date(2026, 11, 30)
    assert found.clock("T2").status is ClockStatus.MET
    turned = told(HEARD, replace(thought_again, on=day("2026-01-10")), AGAINST, as_at="2026-06-01")
    assert (turned.stage, turned.clock("T4").original_due) == (Stage.NOT_HELD, None)
    directed = told(HEARD, Happening("directed", day("2026-01-15")), AGAINST, as_at="2026-06-01")
    assert directed.stage is Stage.ONGOING


def test_a_late_decision_agreed_to_afterwards_is_no_change_of_the_report():
    late = (("received", "2026-01-31"), ("decided", "2026-03-27"))
    found = story(*late, ("extended", "2026-03-31", "2026-04-10"))
    assert found.clock("T4").agreed_due is None
    assert (found.clock("T2").status, found.clock("T2").changes[0].is_late_approval) == (
        ClockStatus.MET,
        True,
    )
    assert story(*late, ("extended", "2026-10-31", "2026-04-10")).clock("T4").agreed_due is not None


def test_a_change_agreed_without_its_new_day_leaves_the_clock_unknown_and_is_named():
    change = Happening("extended", None, day("2026-06-01"))
    report = Happening("submitted", day("2026-10-01"))
    found = told(HEARD, Happening("decided", day("2026-02-01")), change, report, as_at="2026-10-02")
    assert (found.clock("T4").status, found.clock("T4").late_on_original) == (
        ClockStatus.UNKNOWN,
        Late(61, 61),
    )
    assert any("without its new day" in one.text for one in found.cautions)


def test_a_hold_with_a_last_day_outlives_the_submission():
    sent = (HEARD, Happening("decided", day("2026-02-01")), Happening("submitted", day("2026-07-01")),
            Happening("qa", day("2026-09-01")))  # fmt: skip
    hold = Happening("hold", day("2026-03-01"), until=day("2026-12-31"))
    assert not told(*sent, hold, as_at="2026-12-31").publishable
    assert told(*sent, hold, as_at="2027-01-01").publishable
    assert told(*sent, replace(hold, until=None), as_at="2026-12-31").publishable


def test_what_cannot_be_is_named_with_its_place():
    twice = Happening("submitted", day("2026-07-01"), place=2)
    backwards = Happening("hold", day("2026-03-01"), until=day("2026-02-01"), place=3)
    early = Happening("submitted", day("2025-12-01"), place=4)
    found = told(HEARD, replace(twice, place=1), twice, backwards, early, as_at="2026-08-01")
    said = " ".join(one.text for one in found.cautions)
    assert all(
        words in said for words in ("Event 2 says the same as event 1", "Event 3 ends", "Event 4 (1 December")
    )
    assert "same" not in " ".join(one.text for one in told(HEARD, twice, as_at="2026-08-01").cautions)
