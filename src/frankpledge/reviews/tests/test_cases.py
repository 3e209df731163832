from __future__ import annotations

from datetime import date, timedelta

import pytest

from frankpledge.audit.api import history_of
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import system
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.reviews.cases import queries, services
from frankpledge.reviews.models import Case, CaseAssignment, CaseEvent
from frankpledge.reviews.rules.actions import ActionState
from frankpledge.reviews.rules.casework.fields import Group
from frankpledge.reviews.rules.casework.state import Standing
from frankpledge.reviews.rules.readiness import STEPS
from frankpledge.reviews.tests.casework_cast import (
    FIRST,
    SLUG,
    answer_criteria,
    at,
    hold_review,
    make_casework,
    open_example,
)
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
DECIDED = FIRST + timedelta(14)
LATER = date(2026, 6, 1)
REPORT = "a" * 64


@built_once
def opened():
    made = make_casework()
    open_example(made)
    return made


@pytest.fixture
def cast():
    return opened()


def case(cast, by: str = "coordinator", on: date = LATER):
    with at(on):
        return queries.case_of(cast.by(by), SLUG, cast.case)


def refused(cast, kind: str, on: date, by: str = "coordinator", **data: object) -> str:
    with at(on), pytest.raises(Refused) as why:
        cast.write(kind, on, by=by, **data)
    return str(why.value)


def test_a_real_case_is_refused_until_every_safeguard_is_in_place():
    cast = make_casework(is_demo=False)
    with pytest.raises(Refused, match="Still needed"):
        open_example(cast, is_invented=False)
    with pytest.raises(Refused, match="demonstration"):
        open_example(cast, is_invented=True)
    with at(FIRST):
        for step in STEPS:
            services.record_readiness(
                SLUG, step, on=FIRST, is_in_place=True, evidence="seen", by=cast.by("outsider")
            )
    open_example(cast, is_invented=False)


def test_a_notice_of_a_day_that_cannot_be_opens_nothing():
    cast = make_casework()
    for wrong, why in (({"on": FIRST + timedelta(1)}, "has not come yet"), ({"sent": "2026-12-01"}, "before that"), ({"died": "2027"}, "after the notice")):  # fmt: skip
        said = {
            "source": "police",
            "channel": "letter",
            "people": "Alder",
            "young": "no",
            "role": "leading",
            **wrong,
        }
        on = PartialDate.of(said.pop("on", FIRST))
        with at(FIRST), pytest.raises(Refused, match=why):
            services.open_case(SLUG, reference="r-1", codename="Alder", is_invented=True, on=on, notice=said, by=cast.by("coordinator"))  # fmt: skip
    assert not Case.objects.exists()


def test_a_safeguard_that_is_taken_back_shuts_the_lock_again():
    cast = make_casework(is_demo=False)
    with at(FIRST):
        for step in (*STEPS, "second-factor"):
            there = step != "second-factor" or not queries.in_place(SLUG).get(step)
            services.record_readiness(
                SLUG, step, on=FIRST, is_in_place=there, evidence="seen", by=cast.by("outsider")
            )
    with pytest.raises(Refused, match="second factor"):
        open_example(cast, is_invented=False)


def test_the_log_is_only_ever_added_to(cast):
    row = CaseEvent.objects.get(sequence=1)
    with pytest.raises(Refused):
        row.save()
    with pytest.raises(Refused):
        row.delete()
    with pytest.raises(Refused):
        CaseEvent.objects.all().delete()


def test_only_the_chair_or_the_vice_chair_with_a_reason_decides(cast):
    with at(DECIDED):
        answer_criteria(cast, DECIDED)
        with pytest.raises(NotPermitted):
            cast.write(
                "decided",
                DECIDED,
                by="coordinator",
                outcome="review",
                decider="chair",
                consulted="x",
                reasons="y",
            )
    said = {"outcome": "review", "consulted": "all", "reasons": "The criteria are met."}
    assert "You do not hold that part" in refused(
        cast, "decided", DECIDED, "vice-chair", decider="chair", **said
    )
    assert "Say why" in refused(cast, "decided", DECIDED, "vice-chair", decider="vice-chair", **said)
    assert "Welsh" in refused(cast, "decided", DECIDED, "chair", decider="board-chair", **said)
    with at(DECIDED):
        cast.write(
            "decided",
            DECIDED,
            by="vice-chair",
            decider="vice-chair",
            why_not_chair="The chair is away.",
            **said,
        )
    found = case(cast)
    assert found.state.regime.slug == "dhr-s9"
    assert found.state.guidance.slug == "guidance-2016"
    assert found.state.standing() is Standing.ONGOING


def test_a_chair_with_a_conflict_cannot_decide_and_no_longer_knows_of_the_case(cast):
    with at(DECIDED):
        services.declare_conflict(
            SLUG,
            cast.case,
            cast.people["chair"].id,
            relation="neighbour",
            source="declared",
            by=cast.by("chair"),
        )
        with pytest.raises(NotFound):
            queries.case_of(cast.by("chair"), SLUG, cast.case)
        assert queries.cases_of(cast.by("chair"), SLUG, words="alder") == ()
        assert len(queries.cases_of(cast.by("vice-chair"), SLUG, words="alder")) == 1
    with pytest.raises(NotFound):
        hold_review(cast)


def test_it_is_not_decided_that_no_review_is_held_while_a_criterion_is_open(cast):
    with at(DECIDED):
        answer_criteria(cast, DECIDED, intimate="not-known")
    said = {"by": "chair", "outcome": "no-review", "decider": "chair", "consulted": "all", "reasons": "No."}
    assert "C3" in refused(cast, "decided", DECIDED, **said)
    with at(DECIDED):
        for question in ("relative", "intimate", "household"):
            cast.write(
                "criteria-answered", DECIDED, question=question, answer="no", because="as the police say"
            )
        cast.write("decided", DECIDED, **said)
    assert case(cast).state.standing() is Standing.NOT_MET
    with at(LATER):
        cast.write("challenged", LATER, who="home-office", what="Think again.")
        assert case(cast).state.standing() is Standing.CHALLENGED
    assert "Home Office was told" in refused(cast, "challenge-answered", LATER, outcome="stands", because="x")
    with at(LATER):
        cast.write("home-office-told", LATER, how="letter")
        cast.write("directed", LATER, text="A review is to be held.")
        assert case(cast).state.standing() is Standing.ONGOING
        assert case(cast).timetable.clock("T4").original_due.earliest == date(2026, 12, 1)


def test_a_later_day_counts_only_once_the_partnership_decided_it(cast):
    hold_review(cast)
    with at(LATER):
        number = cast.write(
            "extension-proposed",
            LATER,
            clock="T4",
            to="2027-01-31",
            reason="criminal-trial",
            because="The trial.",
        )
        assert case(cast).timetable.clock("T4").agreed_due is None
        with pytest.raises(Refused):
            cast.write("extension-agreed", None, proposal=str(number), decision="")
        other = cast.decide("change-review-timescale", "r-2026-99", LATER)
        with pytest.raises(Refused, match="something else"):
            cast.write("extension-agreed", None, proposal=str(number), decision=other)
        decision = cast.decide("change-review-timescale", "r-2026-01", LATER - timedelta(1))
        cast.write("extension-agreed", None, proposal=str(number), decision=decision)
        clock = case(cast).timetable.clock("T4")
        assert (clock.original_due.earliest, clock.agreed_due.earliest) == (
            date(2026, 7, 26),
            date(2027, 1, 31),
        )


def test_until_the_other_partnership_accepts_it_stays_ours_and_its_clock_runs(cast):
    with at(LATER):
        cast.write("transfer-offered", LATER, to="Another Vale", because="The home was there.")
        assert case(cast).state.standing() is Standing.PENDING
        assert case(cast).timetable.clock("T2").status == "late"
    assert "First record" in refused(cast, "custody-moved", LATER, receipt="1", how="by hand")
    with at(LATER):
        cast.write("transfer-accepted", LATER, accepted_by="their chair", clock="original")
        found = case(cast).state
        assert found.standing() is Standing.TRANSFERRED
        assert found.is_participating


def test_an_entry_of_the_future_or_before_the_notice_is_refused(cast):
    with at(FIRST), pytest.raises(Refused, match="has not come yet"):
        cast.write("scoping-met", FIRST + timedelta(1), present="x", advice="y")
    with at(LATER), pytest.raises(Refused, match="before the notice"):
        cast.write("scoping-met", FIRST - timedelta(1), present="x", advice="y")


def test_a_correction_takes_an_entry_out_of_the_count_and_leaves_it_in_the_log(cast):
    with at(LATER):
        number = cast.write("transfer-offered", LATER, to="Another Vale", because="By mistake.")
        cast.write("transfer-accepted", LATER, accepted_by="their chair", clock="original")
        cast.write("corrected", LATER, entry=str(number + 1), because="They have not answered.")
    assert case(cast).state.standing() is Standing.PENDING
    assert CaseEvent.objects.filter(case_id=cast.case, kind="transfer-accepted").exists()


def make_report(cast) -> None:
    """From the decision to a report that the Home Office has cleared."""
    hold_review(cast)
    with at(LATER):
        cast.write(
            "appointed",
            LATER,
            part="independent-chair",
            name="Iris Invented",
            contact="no",
            independence="Never worked here.",
        )
        cast.write(
            "terms-drafted",
            LATER,
            version="1",
            scope_from="2020",
            scope_to="2026-01",
            why_from="x",
            lines="a",
            equality="b",
        )
        cast.write("terms-agreed", LATER, version="1", agreed_by="panel", family_asked="yes")
        cast.write("draft-made", LATER, by="independent-chair", version="1")
        cast.write("recommendation-made", LATER, id="1", text="Train staff", themes=["T29"], change="training",
                   agency="Vale Police", level="single", stage="identify", council="no")  # fmt: skip
        cast.write("panel-agreed", LATER, agreed="all", dissent="none")
        decision = cast.decide("agree-review-report", "r-2026-01", LATER)
        cast.write("partnership-agreed", None, decision=decision)


def test_a_report_goes_nowhere_before_each_step_is_taken(cast):
    make_report(cast)
    assert "Check the report first" in refused(cast, "submitted", LATER, how="email")
    with at(LATER):
        cast.write("self-checked", LATER, items=["owners"])
    assert "owner and a date" in refused(cast, "submitted", LATER, how="email")
    with at(LATER):
        cast.write("recommendation-accepted", LATER, by="member", id="1", agency="Vale Police", owner="head of training",
                   due="2026-09-01", action="A course")  # fmt: skip
        cast.write("submitted", LATER, how="email")
    said = {"address": "/x", "document": REPORT}
    assert "First record" in refused(cast, "published", LATER, **said)
    with at(LATER):
        cast.write("qa", LATER, outcome="resubmit")
    assert "not cleared" in refused(cast, "published", LATER, **said)
    with at(LATER):
        cast.write("qa", LATER, outcome="publish")
        cast.write("anonymisation-scanned", LATER, document=REPORT, findings="1")
    assert "found something" in refused(
        cast, "anonymisation-signed", LATER, "signer", document=REPORT, checked="all"
    )
    with at(LATER):
        cast.write("anonymisation-scanned", LATER, document=REPORT, findings="0")
        cast.write("anonymisation-signed", LATER, by="signer", document=REPORT, checked="all")
        cast.write("publication-prepared", LATER, family="yes", children="none", staff="yes")
    assert "Two people" in refused(cast, "published", LATER, **said)
    assert "signed it already" in refused(
        cast, "anonymisation-signed", LATER, "signer", document=REPORT, checked="all"
    )
    with at(LATER):
        cast.write("anonymisation-signed", LATER, by="chair", document=REPORT, checked="all")
    assert "Two people" in refused(cast, "published", LATER, address="/x", document="b" * 64)
    with at(LATER):
        cast.write("published", LATER, **said)
    assert case(cast).state.standing() is Standing.COMPLETED


def test_whoever_owns_an_action_never_assures_it_and_nothing_is_concluded_before(cast):
    make_report(cast)
    with at(LATER):
        cast.write(
            "recommendation-accepted",
            LATER,
            by="member",
            id="1",
            agency="Vale Police",
            owner="head",
            due="2026-09-01",
            action="A course",
        )
    with at(LATER), pytest.raises(NotPermitted):
        cast.write("evidence-added", LATER, by="panel", id="1", evidence="x")
    with at(LATER):
        cast.write("evidence-added", LATER, by="member", id="1", evidence="The course was held.")
        cast.write("action-done", LATER, by="member", id="1", agency="Vale Police")
    assert "somebody else" in refused(cast, "action-assured", LATER, id="1", by_agency="vale police", how="x")
    with at(LATER):
        cast.write("action-assured", LATER, id="1", by_agency="Council", how="A sample of records was read.")
        assert case(cast).state.recommendations[0].state is ActionState.ASSURED
        cast.write("effect-audited", LATER, id="1", result="not-embedded", finding="Half forgot it.")
        assert case(cast).state.recommendations[0].state is ActionState.IN_PROGRESS


def test_a_part_ends_and_with_it_what_one_may_know(cast):
    with at(LATER):
        part = CaseAssignment.objects.get(user=cast.people["panel"])
        assert queries.case_of(cast.by("panel"), SLUG, cast.case)
        services.end_part(SLUG, cast.case, part.id, by=cast.by("coordinator"))
        with pytest.raises(NotFound):
            queries.case_of(cast.by("panel"), SLUG, cast.case)


def test_without_a_part_no_role_reads_a_case_and_a_guest_reads_only_their_own(cast):
    with at(LATER):
        for nobody in ("outsider", "analyst", "scrutiny"):
            with pytest.raises(NotFound):
                queries.case_of(cast.by(nobody), SLUG, cast.case)
            assert queries.cases_of(cast.by(nobody), SLUG) == ()
        assert queries.case_of(system("a job"), SLUG, cast.case)


def test_what_each_part_reads_of_the_family_and_of_agencies_reviews(cast):
    hold_review(cast)
    with at(LATER):
        cast.write(
            "family-person",
            LATER,
            label="Rowan",
            relation="sister",
            channel="letter",
            language="English",
            who="the chair",
        )
        cast.write("appointed", LATER, part="independent-chair", name="Iris", contact="no", independence="x")
        cast.write(
            "terms-drafted",
            LATER,
            version="1",
            scope_from="2020",
            scope_to="2026",
            why_from="x",
            lines="a",
            equality="b",
        )
        cast.write("terms-agreed", LATER, version="1", agreed_by="panel", family_asked="yes")
        for agency in ("Vale Police", "Vale Council"):
            cast.write("imr-asked", LATER, agency=agency, due="2026-08-01")
    shown = {
        part: {one.text("agency") for one in case(cast, part).shown if one.group is Group.IMR}
        for part in cast.people
        if part not in {"outsider", "analyst", "scrutiny"}
    }
    assert shown["imr-author"] == shown["member"] == {"Vale Police"}
    assert shown["independent-chair"] == shown["coordinator"] == {"Vale Police", "Vale Council"}
    assert shown["chair"] == shown["signer"] == set()
    reads_family = {part for part in shown if case(cast, part).reads(Group.FAMILY)}
    assert reads_family == {"coordinator", "independent-chair"}


def test_every_write_stands_in_the_history_without_what_it_says(cast):
    hold_review(cast)
    told = history_of("review", str(cast.case))
    assert {"review-opened", "review-part-given", "review-recorded"} <= {one.action for one in told}
    assert "police report" not in str([one.detail for one in told])
