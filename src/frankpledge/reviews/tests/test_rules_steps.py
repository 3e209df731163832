"""What comes next, and what is ours and what is theirs: transfers, reviews that others lead, several who died, one of 17."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from frankpledge.kernel.dates import PartialDate
from frankpledge.reviews.rules.casework.guards import Asked, refusals
from frankpledge.reviews.rules.casework.state import CaseState, Entry, replay
from frankpledge.reviews.rules.casework.steps import next_steps
from frankpledge.reviews.rules.timetable import Stage

TODAY = date(2026, 6, 1)
NOTICE = {
    "source": "police",
    "channel": "x",
    "people": "Ash",
    "young": "no",
    "role": "leading",
    "died": "2026-01",
}
YES = ("has_died", "is_sixteen", "intimate", "harm")


def state(
    *told: tuple[str, str, dict[str, object]], notice: dict[str, object] | None = None, on: date = TODAY
) -> CaseState:
    rows = [("received", "2026-01-12", NOTICE | (notice or {})), *told]
    at = datetime(2026, 1, 12, tzinfo=UTC)
    return replay(
        (
            Entry(n, kind, PartialDate.parse(day), data, "X", at)
            for n, (kind, day, data) in enumerate(rows, 1)
        ),
        on,
    )


def why_not(found: CaseState, kind: str, **data: object) -> str:
    return " ".join(
        refusals(
            found, Asked(kind, PartialDate.of(TODAY), data, "X", frozenset({"chair", "coordinator"}), TODAY)
        )
    )


def words(found: CaseState) -> str:
    return "; ".join(one.words for one in next_steps(found))


def clock(found: CaseState) -> tuple[str, int]:
    one = found.timetable(lambda _on: True).clock("T2")
    assert one is not None
    return str(one.status), one.late.least if one.late else 0


def answers(who: str = "", names: Iterable[str] = YES) -> list[tuple[str, str, dict[str, object]]]:
    return [
        ("criteria-answered", "2026-02-01", {"question": q, "answer": "yes", "because": "x", "who": who})
        for q in names
    ]


OFFER = ("transfer-offered", "2026-01-20", {"to": "Far Vale", "because": "lived there"})


@pytest.mark.parametrize(
    ("accepted", "status", "late"), [("2026-02-10", "running", 0), ("2026-02-20", "late", 8)]
)
def test_a_clock_stops_on_the_day_the_other_partnership_accepts_and_keeps_what_was_late(
    accepted, status, late
):
    assert clock(state(OFFER)) == ("late", (TODAY - date(2026, 2, 12)).days), "until then it is ours"
    passed = state(OFFER, ("transfer-accepted", accepted, {"accepted_by": "chair", "clock": "original"}))
    assert clock(passed) == (status, late)
    assert passed.timetable(lambda _on: True).stage is Stage.TRANSFERRED


def test_after_a_transfer_our_agencies_still_owe_reports_and_actions_and_we_lead_nothing():
    ours, offer = (
        state(OFFER),
        ("transfer-accepted", "2026-02-10", {"accepted_by": "chair", "clock": "original"}),
    )
    theirs = state(OFFER, offer)
    assert "First record" in why_not(ours, "imr-asked", agency="Police", due="2026-08-01")
    assert why_not(theirs, "imr-asked", agency="Police", due="2026-08-01") == ""
    assert "theirs to do" in why_not(theirs, "submitted", how="x")
    assert "Hand the records over" in words(theirs)
    made = (
        "recommendation-made",
        "2026-03-01",
        {"id": "1", "text": "t", "themes": ["T01"], "agency": "Police"},
    )
    assert "neither assured" in why_not(state(OFFER, offer, made), "our-part-ended", how="x")
    assert why_not(theirs, "our-part-ended", how="x") == ""
    assert "ours to lead" in why_not(ours, "our-part-ended", how="x")
    ended = state(OFFER, offer, ("our-part-ended", "2026-04-01", {"how": "x"}))
    assert next_steps(ended) == ()
    assert "concluded here" in why_not(ended, "lead-told", what="x")


def test_each_person_who_died_has_criteria_of_their_own():
    two = {"people": "Ash and Elm"}
    one_answered = state(*answers("Ash"), notice=two)
    assert [str(one.finding) for one in one_answered.tested_each().values()] == [
        "met",
        "insufficient-information",
    ]
    assert str(one_answered.tested().finding) == "met", "one death that meets them is enough for a review"
    assert all(" for Elm" in one for one in one_answered.unanswered)
    assert "Not answered" in why_not(
        one_answered, "decided", outcome="no-review", decider="chair", reasons="x"
    )
    assert state(*answers("Ash"), *answers("Elm"), notice=two).unanswered == ()
    assert state(*answers(), notice=two).unanswered == (), "an answer about nobody in particular is about all"


def test_for_somebody_of_seventeen_it_is_said_first_which_review_leads():
    asked = {"outcome": "review", "decider": "chair", "reasons": "x"}
    young = state(*answers(), notice={"young": "yes"})
    assert "16 or 17" in why_not(young, "decided", **asked)
    assert why_not(state(*answers()), "decided", **asked) == ""
    said = ("young-route", "2026-02-02", {"leads": "joint", "because": "x"})
    assert why_not(state(*answers(), said, notice={"young": "yes"}), "decided", **asked) == ""
    assert "person of 16 or 17" in words(young)


@pytest.mark.parametrize(
    ("kind", "data", "step"),
    [
        ("hold", {"because": "x", "who": "the chair"}, "Look at the hold again"),
        (
            "process-opened",
            {"process": "inquest", "body": "Coroner", "restriction": "both"},
            "Inquest, Coroner",
        ),
        ("withheld", {"what": "full", "because": "x", "home_office": "yes"}, "still withheld"),
    ],
)
def test_what_was_to_be_looked_at_again_comes_first_on_its_day_and_not_before(kind, data, step):
    begun = (*answers(), ("decided", "2026-02-03", {"outcome": "review", "decider": "chair"}))
    come = state(*begun, (kind, "2026-03-02", {**data, "look_again": "2026-06-01"}))
    assert step in next_steps(come)[0].words
    to_come = state(*begun, (kind, "2026-03-02", {**data, "look_again": "2026-06-02"}))
    assert step not in words(to_come)


def test_a_discontinued_review_asks_for_nothing_more_and_a_direction_begins_one():
    decided = (*answers(), ("decided", "2026-02-03", {"outcome": "review", "decider": "chair"}))
    assert next_steps(state(*decided)) != ()
    assert (
        next_steps(state(*decided, ("discontinued", "2026-03-01", {"decider": "chair", "reasons": "x"})))
        == ()
    )
    refused = state(*answers(), ("decided", "2026-02-03", {"outcome": "no-review", "decider": "chair"}))
    assert "Appoint" not in words(refused)
    assert "Appoint" in words(state(*answers(), ("decided", "2026-02-03", {"outcome": "no-review", "decider": "chair"}),
                                    ("home-office-told", "2026-02-04", {}), ("directed", "2026-04-01", {"text": "x"})))  # fmt: skip


def test_what_was_passed_over_is_asked_for_until_the_report_has_gone_to_the_home_office_and_no_longer():
    before = [
        ("decided", "2026-02-01", {"outcome": "review", "decider": "chair"}), ("appointed", "2026-02-02", {"part": "independent-chair"}),
        ("terms-drafted", "2026-02-03", {}), ("terms-agreed", "2026-02-04", {}), ("imr-asked", "2026-02-05", {"agency": "Police"}),
        ("draft-made", "2026-02-06", {}), ("panel-agreed", "2026-02-07", {}), ("self-checked", "2026-02-08", {}),
        ("partnership-agreed", "2026-02-09", {}),
    ]  # fmt: skip
    assert "Ask each agency to check the facts" in words(state(*before))
    found = words(state(*before, ("submitted", "2026-02-10", {})))
    assert "check the facts" not in found
    assert "Write down what the Home Office answers" in found
