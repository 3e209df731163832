from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frankpledge.assessment.responses import responses_to
from frankpledge.directory import api as directory
from frankpledge.directory.models import User
from frankpledge.documents import api as drawing
from frankpledge.documents.tree import Bound, Paragraph
from frankpledge.evidence import services as evidence
from frankpledge.governance import api as governance
from frankpledge.governance.agenda import calling, items, papers
from frankpledge.governance.agenda import queries as agenda
from frankpledge.governance.agenda.written import NewCall, NewItem
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import system
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans import api
from frankpledge.plans.dashboards import gathering, presenting
from frankpledge.plans.delivery import services as delivery
from frankpledge.plans.delivery.written import NewPlanAction
from frankpledge.plans.measures import services as measures
from frankpledge.plans.models import Priority
from frankpledge.plans.rules.measures.case import Case
from frankpledge.plans.rules.measures.file import Written
from frankpledge.records.clock import fixed_at
from frankpledge.records.steady import steady
from tests.pages import PageClient
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
NOON = datetime(2021, 3, 1, 12, tzinfo=UTC)
ON = NOON.date()


@pytest.fixture
def dorset(db):
    the_demonstration()
    with fixed_at(NOON):
        for name in ("../../examples/dorset-before-2023.toml", "meetings.toml"):
            governance.load("dorset", DEMO / name, by=BY)
        api.load("dorset", DEMO / "plan-2020-23.toml", by=BY)
        evidence.import_paths("dorset", [DEMO / "measures"], by=BY)
        case = Case(
            "incidents",
            "Incidents",
            "count",
            "quarter",
            "lower",
            priority="domestic-abuse",
            feed="domestic-abuse-incidents",
        )
        measures.set_up_measure("dorset", Written(case), by=BY)
        delivery.set_plan_action(
            "dorset",
            NewPlanAction("Write to schools", priority="domestic-abuse", due=date(2021, 2, 1)),
            by=BY,
        )
        yield


def place():
    return directory.partnership("dorset")


def queries_of_the_board():
    with (
        CaptureQueriesContext(
            connection,
        ) as caught,
        steady(),
    ):
        page = presenting.board_page(place(), ON)
    return len(caught), page


def test_the_board_asks_as_much_of_a_large_plan_as_of_a_small_one(dorset):
    queries_of_the_board()
    few, page = queries_of_the_board()
    for number in range(12):
        delivery.set_plan_action("dorset", NewPlanAction(f"Action {number}", priority="fraud"), by=BY)
        case = Case(
            f"m{number}",
            f"Measure {number}",
            "count",
            "quarter",
            "lower",
            priority="fraud",
            feed="domestic-abuse-incidents",
        )
        measures.set_up_measure("dorset", Written(case), by=BY)
    queries_of_the_board()
    many, larger = queries_of_the_board()
    assert many == few
    fraud = {part.title: part for part in larger.parts}["Fraud"]
    assert len(fraud.cards) == presenting.MOST_CARDS
    assert fraud.more[0] == "All 13 measures"
    assert {part.title: part for part in page.parts}["Fraud"].total == 0


def test_the_pages_put_pictures_first_and_every_number_opens(dorset):
    client = PageClient(signed_in=User.objects.get(email="forum@example.org"))
    board = client.get("/dorset/work/plan/board/")
    assert "Worse" in board.text
    assert "1 overdue" in board.text
    opened = client.get(board.find("//a[starts-with(text(), '2,874')]")[0].get("href"), follow=True)
    assert "2,874" in opened.text
    lead = client.get("/dorset/work/plan/board/domestic-abuse/").text
    assert "Write to schools, due 1 February 2021" in lead
    client.get("/dorset/work/plan/board/dragons/", status=404)
    client.get("/dorset/work/plan/partner/")
    client.get("/dorset/work/plan/partner/dragons/", status=404)
    named = directory.members("dorset", on=ON)[0].organisation
    assert named.name in client.get(f"/dorset/work/plan/partner/{named.slug}/").h1


def test_the_report_says_what_the_page_says_with_numbers_that_open_in_four_formats(dorset):
    made = gathering.report("dorset", Period.quarter(2020, 4), on=ON)
    abuse = next(section for section in made.sections if section.heading == "Domestic Abuse")
    bound = [
        one.shown
        for block in abuse.blocks
        if isinstance(block, Paragraph)
        for one in block.inlines
        if isinstance(one, Bound)
    ]
    assert "2,874" in bound
    assert "22.8% higher" in bound
    assert made.title == "Performance report, quarter 3 of 2020/21 (October to December 2020)"
    for fmt in drawing.FORMATS:
        assert len(drawing.render(made, fmt)) > 5000
    assert drawing.render(made, "html") == drawing.render(
        gathering.report("dorset", Period.quarter(2020, 4), on=ON), "html"
    )


def test_the_last_quarter_is_the_one_that_has_ended():
    assert gathering.last_quarter(date(2021, 3, 31)) == Period.quarter(2020, 4)
    assert gathering.last_quarter(date(2021, 4, 1)) == Period.quarter(2021, 1)
    assert gathering.last_quarter(date(2021, 1, 1)) == Period.quarter(2020, 4)


def test_the_report_goes_into_the_pack_as_performance_data_and_is_offered_until_it_is_there(dorset):
    starts = datetime(2021, 3, 17, 10, tzinfo=UTC)
    meeting = calling.call_meeting(
        "dorset", NewCall("Spring", "ordinary", starts, starts.replace(hour=12)), by=BY
    )
    item = items.add_item("dorset", meeting, NewItem("Performance", "note"), by=BY)
    card = agenda.meeting_called("dorset", meeting)
    assert [one.under for one in gathering.offers(card)] == ["performance"]
    client, quarter = PageClient(signed_in=User.objects.get(email="manager@example.org")), "2020-Q4"
    here = f"/dorset/work/plan/performance/{quarter}/pack/"
    sent = client.post(here, {"where": f"{meeting}/{item}"})
    assert sent.status_code == 302
    attached = papers.paper_of(item).attachments
    assert [(one.kind, one.is_pdf) for one in attached] == [("performance", True)]
    assert list(gathering.offers(card)) == []
    assert "Performance report" in client.get(f"/dorset/work/plan/performance/{quarter}/").h1
    client.get("/dorset/work/plan/performance/2021-Q1/", status=404)
    member = PageClient(signed_in=User.objects.get(email="forum@example.org"))
    member.get(here, status=403)


def test_a_priority_that_is_not_in_the_plan_has_no_page(dorset):
    with pytest.raises(NotFound):
        presenting.lead_page(place(), "dragons", ON)


def test_the_issue_that_a_priority_answers_is_told_what_the_plan_does_about_it(dorset):
    (said,) = responses_to("dorset", "domestic-abuse")
    assert said.sentence.startswith(
        "A priority of the Community Safety Plan 2020-23. 0 of 1 actions done, 1 overdue."
    )
    assert said.href == "/dorset/work/plan/board/domestic-abuse/"
    assert responses_to("dorset", "an-issue-no-priority-answers") == ()
    Priority.objects.filter(slug="domestic-abuse").update(issue="abuse-at-home")
    assert responses_to("dorset", "domestic-abuse") == (), (
        "the issue that a priority names goes before its own slug"
    )
    assert len(responses_to("dorset", "abuse-at-home")) == 1
