"""What the rooms show done of the duties, each with one thing that must change the verdict and one that must not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from frankpledge.directory.models import Partnership
from frankpledge.duties import api as duties
from frankpledge.duties import services as duty_services
from frankpledge.duties.api import State
from frankpledge.governance.agenda.requiring import PublicRecord, record_public
from frankpledge.governance.models import Meeting
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.people import system
from frankpledge.kernel.verdicts import Refused
from frankpledge.money.models import ValueReview
from frankpledge.plans.delivery import services as delivery
from frankpledge.plans.delivery.written import NewInitiative
from frankpledge.plans.models import KeptStrategy, PolicingPlan, PolicingRequirement, StrategyEvent
from frankpledge.records.clock import fixed_at
from frankpledge.reviews.models import Case, CaseEvent
from frankpledge.scrutiny import committee_services as committees
from frankpledge.scrutiny.models import Committee, InformationRequest, ReportResponse, Sitting

pytestmark = pytest.mark.django_db
BY = system("tests")
ON = date(2026, 5, 4)
YEAR = Period.financial_year(2025)


@pytest.fixture
def vale():
    with fixed_at(datetime(2026, 5, 4, 9, tzinfo=UTC)):
        yield Partnership.objects.create(
            slug="vale", name="Vale Partnership", short_name="Vale", nation="E", council_name="Vale Council"
        )


@pytest.fixture
def committee(vale):
    return Committee.objects.create(
        partnership="vale", slug="safety", name="Safety Committee", function="scrutiny"
    )


def states(code, period=YEAR, on=ON):
    return [one.state for one in duties.obligations("vale", period, on=on) if one.code == code]


def test_a_review_of_expenditure_within_the_year_shows_it_done(vale):
    assert State.MET not in states("D10")
    ValueReview.objects.create(
        partnership=vale, period="2023/24", on=date(2024, 6, 1), finding="x", conclusion="continue"
    )
    assert State.MET not in states("D10")
    ValueReview.objects.create(
        partnership=vale, period="2024/25", on=date(2025, 6, 1), finding="x", conclusion="continue"
    )
    assert State.MET in states("D10")


def test_a_committees_review_is_counted_and_a_mere_meeting_is_not(committee):
    Sitting.objects.create(committee=committee, on=date(2024, 10, 1), title="Yearly review", is_review=True)
    Sitting.objects.create(committee=committee, on=date(2025, 9, 20), title="Other business")
    assert states("D21") == [State.NOT_ASSESSED]
    Sitting.objects.create(committee=committee, on=date(2025, 9, 25), title="Yearly review", is_review=True)
    assert states("D21") == [State.MET]


def test_an_answer_to_recommendations_is_late_after_28_days_and_met_when_every_one_is_answered(committee):
    committees.issue_report(
        "vale", "safety", slug="r", title="Safer streets", dated=date(2026, 1, 5), told_duty=True,
        points=(committees.Point("One.", ("Vale Police",)), committees.Point("Two.", ("Vale Police",))), by=BY,
    )  # fmt: skip
    assert states("D24") == [State.LATE]
    first, second = ReportResponse.objects.order_by("point__order")
    first.responded_on = date(2026, 1, 20)
    first.save()
    assert states("D24") == [State.LATE]
    second.responded_on = date(2026, 2, 2)
    second.save()
    assert states("D24") == [State.MET]
    second.responded_on = date(2026, 2, 3)
    second.save()
    assert states("D24") == [State.MET_LATE]


def test_information_is_owed_on_the_day_that_the_request_names(committee):
    row = InformationRequest.objects.create(
        committee=committee,
        body="Vale Police",
        asked_on=date(2026, 1, 5),
        due_on=date(2026, 2, 1),
        what="Counts",
    )
    assert states("D22") == [State.LATE]
    row.supplied_on = date(2026, 2, 1)
    row.save()
    assert states("D22") == [State.MET]


def test_what_the_policing_body_requires_and_sends_is_told_of(vale):
    assert State.MET not in states("D52")
    PolicingPlan.objects.create(
        partnership=vale,
        slug="p",
        body="PCC",
        title="Plan",
        starts_on=date(2025, 4, 1),
        received_on=date(2025, 5, 1),
    )
    assert State.MET in states("D52")
    row = PolicingRequirement.objects.create(
        partnership=vale, kind="report", required_on=date(2025, 6, 1), due_on=date(2025, 7, 1), about="Thefts"
    )
    assert states("D19") == [State.LATE]
    row.answered_on = date(2025, 7, 1)
    row.save()
    assert states("D19") == [State.MET]


def test_a_kept_strategys_events_show_its_own_duty_and_no_other(vale):
    kept = KeptStrategy.objects.create(
        partnership=vale, slug="sv", kind="serious-violence", title="S", owner="V"
    )
    StrategyEvent.objects.create(strategy=kept, kind="published", on=date(2024, 1, 20))
    first = Period(date(2024, 1, 1), date(2024, 3, 31))
    assert states("D28", first) == [State.MET]
    assert states("D29", Period(date(2025, 1, 1), date(2025, 3, 31))) == [State.NOT_ASSESSED]
    StrategyEvent.objects.create(strategy=kept, kind="reviewed", on=date(2025, 1, 10))
    assert states("D29", Period(date(2025, 1, 1), date(2025, 3, 31))) == [State.MET]


def test_reviews_tell_the_month_of_work_on_actions_and_nothing_else(vale):
    case = Case.objects.create(partnership=vale, reference="r-1", codename="Heron")
    CaseEvent.objects.create(case=case, sequence=1, kind="received", on="2025-04-03", by="Coordinator")
    assert State.MET not in states("D39")
    CaseEvent.objects.create(case=case, sequence=2, kind="action-assured", on="2025-05-14", by="Coordinator")
    found = [one for one in duties.obligations("vale", YEAR, on=ON) if one.code == "D39"]
    assert [one.state for one in found].count(State.MET) == 1
    told = [str((proof.label, proof.on, proof.ref)) for one in found for proof in one.proofs]
    assert all("14" not in said and "Heron" not in said and "r-1" not in said for said in told)
    assert not [one for one in duties.obligations("vale", YEAR, on=ON) if one.code in {"D37", "D38"}]


def test_a_public_meeting_says_how_it_was_made_known_and_its_note_is_a_duty_of_its_own(vale):
    held = Meeting.objects.create(
        partnership=vale, slug="open", title="Open meeting", body="Vale", body_kind="partnership", held="2025-10-01",
        held_earliest=date(2025, 10, 1), held_latest=date(2025, 10, 1), kind="public", status="held",
    )  # fmt: skip
    assert states("D08") == [State.MET]
    assert State.MET not in states("D09")
    record_public(
        "vale", held.slug, PublicRecord(0, date(2025, 9, 1), "Press", date(2025, 10, 9), "Site"), by=BY
    )
    assert State.MET in states("D09")
    proof = next(one for one in duties.obligations("vale", YEAR, on=ON) if one.code == "D08").proofs[0]
    assert "made known on 1 September 2025" in proof.label
    assert "attendance not recorded" in proof.label


def test_no_campaign_begins_before_an_election_unless_the_monitoring_officer_lets_it(vale):
    duty_services.add_election(
        "vale", "Council election", Period(date(2026, 3, 30), date(2026, 5, 7)), "", by=BY
    )

    def campaign(slug, state="under-way", starts=None, kind="campaign"):
        return NewInitiative(
            slug=slug, title="Walk safely", kind=kind, state=state, starts=starts, weight=Decimal(1)
        )

    with pytest.raises(Refused, match="cannot begin now"):
        delivery.begin_initiative("vale", campaign("one"), by=BY)
    with pytest.raises(Refused, match="cannot begin now"):
        delivery.begin_initiative("vale", campaign("asking", kind="consultation"), by=BY)
    delivery.begin_initiative("vale", campaign("two", kind="project"), by=BY)
    delivery.begin_initiative("vale", campaign("three", starts=PartialDate.parse("2026-02")), by=BY)
    planned = delivery.begin_initiative("vale", campaign("four", state="planned"), by=BY)
    with pytest.raises(Refused):
        delivery.change_initiative("vale", "four", campaign("four"), read_version=planned.row_version, by=BY)
