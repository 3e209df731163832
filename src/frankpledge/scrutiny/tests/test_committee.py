"""The scrutiny room: clocks, answers, and pages. Each verdict with one input that alters it and one that does not."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.kernel.people import system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import Refused
from frankpledge.records.clock import today
from frankpledge.records.models import Conflict
from frankpledge.scrutiny import committee_services as services
from frankpledge.scrutiny.committee_queries import responses
from frankpledge.scrutiny.rules.committee import (
    Promised,
    information_clock,
    notice_problem,
    response_clock,
    review_clock,
    standing_of,
)
from tests.pages import PageClient

BY = system("Test")


def test_the_twelve_months_run_from_the_last_review_and_not_from_january():
    clock = review_clock(date(2025, 10, 14), date(2026, 10, 14))
    assert (clock.due, clock.status) == (date(2026, 10, 14), "due-soon")
    assert review_clock(date(2025, 10, 14), date(2026, 10, 15)).status == "late"
    assert review_clock(date(2025, 10, 14), date(2026, 1, 2)).status == "running"
    assert review_clock(None, date(2026, 1, 2)).status == "not-recorded"
    assert review_clock(date(2024, 2, 29), date(2025, 1, 1)).due == date(2025, 2, 28)


def test_an_answer_is_due_28_days_from_the_date_of_the_report_and_a_passed_day_never_closes_it():
    dated = date(2026, 2, 10)
    assert response_clock(dated, None, date(2026, 3, 10)).status == "due"
    late = response_clock(dated, None, date(2026, 3, 11))
    assert (late.due, late.status, late.days_late) == (date(2026, 3, 10), "overdue", 1)
    assert "as soon as reasonably possible" in late.words
    assert response_clock(dated, date(2026, 3, 10), date(2027, 1, 1)).status == "answered"
    assert response_clock(dated, date(2026, 3, 12), date(2027, 1, 1)).days_late == 2


def test_information_is_due_on_the_day_that_was_named_and_no_other():
    assert information_clock(None, None, date(2026, 9, 1)).status == "due"
    assert information_clock(date(2026, 5, 1), None, date(2026, 5, 2)).status == "overdue"
    assert information_clock(date(2026, 6, 1), None, date(2026, 5, 2)).status == "due"
    assert information_clock(date(2026, 5, 1), date(2026, 5, 3), date(2026, 6, 1)).days_late == 2


def test_only_officers_and_employees_can_be_required_to_attend():
    assert notice_problem("officer") == notice_problem("employee") == ""
    assert "Invite" in notice_problem("member")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, "cannot-tell"),
        ({"due": date(2026, 1, 1)}, "late"),
        ({"due": date(2027, 1, 1)}, "running"),
        ({"done": date(2026, 1, 1)}, "said-done"),
        ({"done": date(2026, 1, 1), "evidence": "Minute 4"}, "kept"),
        ({"has_figure": True, "direction": "down", "change": Fraction(-3)}, "kept"),
        ({"has_figure": True, "direction": "down", "change": Fraction(3)}, "not-kept"),
        ({"has_figure": True, "direction": "down", "figure_unknown": "no extract"}, "cannot-tell"),
    ],
)
def test_a_promise_stands_as_the_record_shows_and_asks_what_is_left_to_ask(given, status):
    asked = {
        "text": "x",
        "due": None,
        "done": None,
        "evidence": "",
        "direction": "",
        "change": None,
        "has_figure": False,
    }
    kept = standing_of(Promised(**{**asked, **given}), date(2026, 6, 1))
    assert kept.status == status
    assert kept.enquiries


@pytest.fixture
def place(db):
    made = Partnership.objects.create(
        slug="vale", name="Vale Partnership", short_name="Vale", nation="E", council_name="Vale Council"
    )
    services.add_committee(
        "vale", slug="places", name="Places Committee", function="scrutiny", remit="", by=BY
    )
    return made


def issued(days_ago=10, told=True):
    return services.issue_report(
        "vale", "places", slug="r1", title="On noise", dated=today() - timedelta(days=days_ago), told_duty=told,
        points=(services.Point("Publish the timetable", ("Council", "Police")), services.Point("Train staff", ("Council",))), by=BY,
    )  # fmt: skip


def test_each_recipient_of_each_recommendation_has_a_clock_and_an_answer_of_its_own(place):
    issued()
    found = responses("vale", today())
    assert [(one.row.point.order, one.row.recipient, one.clock.status) for one in found] == [
        (1, "Council", "due"), (1, "Police", "due"), (2, "Council", "due"),
    ]  # fmt: skip
    services.respond(
        "vale", found[0].row.id, on=today(), decision="accepted", proposes="In May", by=BY, read_version=1
    )
    assert [one.clock.status for one in responses("vale", today())] == ["answered", "due", "due"]


def test_an_answer_before_the_report_or_in_the_future_is_refused_and_a_second_writer_sees_a_conflict(place):
    issued()
    one = responses("vale", today())[0].row
    for on in (today() - timedelta(days=11), today() + timedelta(days=1)):
        with pytest.raises(Unusable):
            services.respond("vale", one.id, on=on, decision="accepted", proposes="x", by=BY, read_version=1)
    services.respond("vale", one.id, on=today(), decision="accepted", proposes="x", by=BY, read_version=1)
    with pytest.raises(Conflict):
        services.respond("vale", one.id, on=today(), decision="declined", proposes="y", by=BY, read_version=1)


def test_no_effect_before_an_answer_and_no_plan_that_there_is_not(place):
    issued()
    one = responses("vale", today())[0].row
    effect = {"plan": "", "plan_change": "", "effect": "Done", "effect_on": None, "by": BY}
    with pytest.raises(Refused):
        services.record_effect("vale", one.id, read_version=1, **effect)
    services.respond("vale", one.id, on=today(), decision="accepted", proposes="x", by=BY, read_version=1)
    with pytest.raises(Unusable, match="no such plan"):
        services.record_effect(
            "vale", one.id, read_version=2, **{**effect, "plan": "nope", "plan_change": "y"}
        )
    assert services.record_effect("vale", one.id, read_version=2, **effect).effect == "Done"


def test_a_councillor_cannot_be_given_notice(place):
    notice = {
        "body": "Council",
        "post": "Cabinet member",
        "given_on": date(2026, 1, 1),
        "meeting_on": date(2026, 2, 1),
        "by": BY,
    }
    with pytest.raises(Refused):
        services.give_notice("vale", "places", standing="member", **notice)
    assert services.give_notice("vale", "places", standing="officer", **notice).outcome == "awaited"


def words(page):
    return page.response.content.decode()


def signed_in(place, role):
    user = User.objects.create_user(f"{role}@example.invalid", f"The {role}")
    RoleAssignment(user=user, partnership=place, role=role, starts_on=date(2020, 1, 1)).save()
    return PageClient(signed_in=user)


def test_the_pages_show_the_clock_take_an_answer_and_tell_the_public(place):
    issued()
    manager = signed_in(place, "manager")
    assert "Due by" in words(manager.get("/vale/work/scrutiny/"))
    one = responses("vale", today())[0].row
    sent = manager.post(
        f"/vale/work/scrutiny/answer/{one.id}/",
        {
            "on": today().isoformat(),
            "decision": "partly",
            "proposes": "A shorter timetable",
            "row_version": "1",
        },
    )
    assert sent.status_code == 302
    assert "A shorter timetable" in words(PageClient().get("/vale/scrutiny/"))
    both = manager.post(
        f"/vale/work/scrutiny/answer/{one.id}/",
        {"on": today().isoformat(), "decision": "declined", "proposes": "Mine", "row_version": "1"},
    )
    assert both.status_code == 409
    assert "A shorter timetable" in both.content.decode()
    assert "Mine" in both.content.decode()


def test_a_member_may_look_and_not_write(place):
    issued()
    member = signed_in(place, "member")
    member.get("/vale/work/scrutiny/")
    assert member.client.get("/vale/work/scrutiny/add/report/").status_code == 403


def test_the_claim_page_checks_what_is_pasted_and_says_what_is_wrong_with_nothing(place):
    manager = signed_in(place, "manager")
    text = "Thefts rose from 120 to 150, an increase of 20%."
    found = manager.post("/vale/work/claims/", {"text": text}).content.decode()
    assert "Contradicted: 1" in found
    sound = manager.post("/vale/work/claims/", {"text": text.replace("20%", "25%")}).content.decode()
    assert "Contradicted" not in sound
    assert manager.post("/vale/work/claims/", {"text": " "}).status_code == 422
