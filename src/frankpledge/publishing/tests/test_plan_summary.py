"""The summary of the plan at the release desk."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from frankpledge.directory.models import Partnership
from frankpledge.documents import api as documents
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.plans import services as services_of_plans
from frankpledge.plans.models import AdoptionStep, Plan
from frankpledge.plans.services import draft_plan
from frankpledge.plans.written import NewActivity, NewPlan, NewPriority
from frankpledge.publishing import kinds, queries, rebuilding, services
from frankpledge.records.clock import fixed_at

DAY = date(2031, 3, 10)
OFFICER = Principal(None, "Invented Officer", frozenset({("officer", "vale")}))


@pytest.fixture
def vale(db):
    Partnership.objects.create(
        slug="vale", name="Vale Partnership", short_name="Vale", nation="E", council_name="Vale Council"
    )
    with fixed_at(datetime(2031, 6, 1, 12, tzinfo=UTC)):
        said = NewPlan(
            "plan-2031-34", "Plan 2031-34", Period(date(2031, 4, 1), date(2034, 3, 31)), "", "Two wardens.", "A survey.", "invented", "",
            (NewPriority("noise", "Noise at night", "priority", "Quiet nights.", "People ask for it.", ()),), (),
            (NewActivity("Wardens on Fridays", "project", "under-way", "", (), None, None, "noise", "invented"),),
            public_help="Tell us about noise.",
        )  # fmt: skip
        draft_plan("vale", said, by=OFFICER)
        yield


def issued():
    return services.issue_kind("vale", kinds.PLAN_SUMMARY, by=OFFICER)


def test_the_summary_is_issued_once_the_plan_was_agreed_and_adopted_and_is_the_same_again(vale):
    assert issued() is None, "a draft has no summary to publish"
    Plan.objects.update(status="adopted")
    with pytest.raises(Refused, match="nobody has agreed it"):
        issued()
    agreed = {
        "kind": "agreed",
        "body": "Vale Partnership",
        "on": "2031-03",
        "on_earliest": DAY,
        "on_latest": DAY,
    }
    AdoptionStep.objects.create(plan=Plan.objects.get(), recorded_by="test", **agreed)
    made = issued()
    assert (made.kind, made.slug) == ("plan-summary", "plan-2031-34")
    assert "Tell us about noise." in queries.content(made, "html").decode()
    services_of_plans.record_step(
        "vale",
        made.slug,
        "published",
        body="Vale Partnership",
        on=PartialDate(2031, 6, 1),
        source="our pages",
        by=OFFICER,
    )
    again, kept = rebuilding.from_the_record(made), rebuilding.kept_document(made)
    assert documents.render_html(again) == documents.render_html(kept), (
        "its own publication changes nothing in it"
    )


def test_a_member_issues_nothing(vale):
    Plan.objects.update(status="adopted")
    member = Principal(None, "Somebody", frozenset({("member", "vale")}))
    with pytest.raises(NotPermitted):
        services.issue_kind("vale", kinds.PLAN_SUMMARY, by=member)
    assert queries.public("vale") == ()
