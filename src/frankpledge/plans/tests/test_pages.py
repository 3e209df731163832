from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from frankpledge.directory import api as directory
from frankpledge.directory.models import User
from frankpledge.governance import api as governance
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import PUBLIC, system
from frankpledge.plans import api, home, presenting, services
from frankpledge.plans.models import Plan, PriorityMeasure
from frankpledge.records.clock import fixed_at
from frankpledge.web.pictures import BeadState
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
ON = date(2021, 1, 20)


@pytest.fixture
def bare(db):
    the_demonstration()
    with fixed_at(datetime(2021, 1, 20, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def demo(bare):
    for name in ("../../examples/dorset-before-2023.toml", "meetings.toml"):
        governance.load("dorset", DEMO / name, by=BY)
    api.load("dorset", DEMO / "plan-2020-23.toml", by=BY)


@pytest.fixture
def member(demo, client):
    client.force_login(User.objects.get(email="forum@example.org"))
    return client


def place():
    return directory.partnership("dorset")


def test_the_plan_shows_priorities_in_order_with_number_and_next_step(member):
    answer = member.get("/dorset/work/plan/")
    page = presenting.plan_page(place(), api.plan("dorset", "plan-2020-23"), ON)
    shown = answer.content.decode()
    assert [row.title for row in page.priorities][:2] == ["Domestic Abuse", "Serious Sexual Offences"]
    assert len(page.priorities) == 8
    assert "Operation Encompass" in page.priorities[0].next_step
    assert "In force from 1 April 2020 to 31 March 2023." in shown
    assert "Adopted" in shown
    assert "October 2020, Dorset Council" in shown
    assert "8 of 8 priorities have no number" in shown
    assert "Not imported yet" in shown


def test_a_priority_tells_what_to_ask_each_source_for(member):
    shown = member.get("/dorset/work/plan/plan-2020-23/priorities/rural-crime/").content.decode()
    assert "No measure from this source" in shown
    assert "rural crime marker" in shown
    assert "No activity is recorded for it yet." in shown


def test_a_priority_or_plan_that_is_not_there_is_not_found(member):
    assert member.get("/dorset/work/plan/plan-2020-23/priorities/dragons/").status_code == 404
    assert member.get("/dorset/work/plan/plan-1066/").status_code == 404
    assert member.get("/dorset/work/plan/plan-2020-23/document/exe/").status_code == 404


def test_the_document_can_be_read_and_taken_away(member):
    shown = member.get("/dorset/work/plan/plan-2020-23/document/").content.decode()
    assert "How the plan was agreed" in shown
    sent = member.get("/dorset/work/plan/plan-2020-23/document/html/")
    assert sent.headers["Content-Disposition"] == 'attachment; filename="plan-2020-23.html"'
    again = member.get("/dorset/work/plan/plan-2020-23/document/html/")
    assert sent.content == again.content


def test_without_a_plan_the_page_says_so(bare, client):
    client.force_login(User.objects.get(email="forum@example.org"))
    assert "No plan is recorded yet." in client.get("/dorset/work/plan/").content.decode()


@pytest.mark.parametrize(
    "address", ["", "plan-2020-23/", "plan-2020-23/document/", "plan-2020-23/priorities/fraud/"]
)
def test_the_pages_are_for_those_within(demo, client, address):
    assert client.get(f"/dorset/work/plan/{address}").status_code in {302, 403}
    client.force_login(User.objects.create_user("stranger@example.org", "Stranger"))
    assert client.get(f"/dorset/work/plan/{address}").status_code == 404


def test_the_home_page_says_how_plan_and_action_stand(demo):
    plan, action = home.chain_of_plan(PUBLIC, place(), ON), home.chain_of_action(PUBLIC, place(), ON)
    assert (plan.state, action.state) == (BeadState.DONE, BeadState.NOW)
    assert plan.sentence == "Community Safety Plan 2020-23, adopted in October 2020; 8 priorities."
    assert action.sentence == "13 activities: 8 done, 4 under way, 1 planned."
    ended = home.chain_of_plan(PUBLIC, place(), date(2023, 4, 1))
    assert ended.state is BeadState.PERSON
    assert "No plan is in force" in ended.sentence


def test_what_is_due_is_what_the_record_lacks(demo):
    wanted = [item.what for item in home.due(PUBLIC, place(), ON)]
    assert wanted == [
        "Record when this was done: publish a summary of the plan",
        "Record when this was done: send the plan to the local policing body",
    ]
    services.record_step(
        "dorset",
        "plan-2020-23",
        "sent",
        body="The commissioner",
        on=PartialDate(2020, 11),
        source="letter",
        by=BY,
    )
    assert len(list(home.due(PUBLIC, place(), ON))) == 1


def test_a_priority_that_nothing_counts_is_due_and_a_draft_waits(demo):
    PriorityMeasure.objects.filter(priority__slug="fraud").delete()
    assert "Find a measure for Fraud" in [item.what for item in home.due(PUBLIC, place(), ON)]
    Plan.objects.update(status="draft")
    assert [item.what for item in home.due(PUBLIC, place(), ON)] == [
        "Adopt Community Safety Plan 2020-23, or say that it is withdrawn",
        "Record the plan that is in force today",
    ]


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2020, 3, 31), BeadState.DONE),
        (date(2020, 4, 1), BeadState.UNKNOWN),
        (date(2019, 4, 1), BeadState.DONE),
    ],
)
def test_the_yearly_revision_is_done_in_the_year_in_which_the_plan_was_agreed(demo, on, state):
    duty = next(iter(home.duties(PUBLIC, place(), on)))
    assert duty.due_on == date(on.year + (on.month >= 4), 3, 31)
    assert duty.state is state
