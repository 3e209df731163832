"""The summary of the plan at the release desk."""

from __future__ import annotations

from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest

from frankpledge.directory.models import Partnership
from frankpledge.documents import api as documents
from frankpledge.duties.evidence import ask_all
from frankpledge.duties.services import NewEntry, add_entry
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.plans import api as plans
from frankpledge.plans import duties as plan_duties
from frankpledge.plans.covering.gathering import chain_of
from frankpledge.plans.models import AdoptionStep, Plan
from frankpledge.plans.rules.chain import holes, needs
from frankpledge.plans.services import draft_plan
from frankpledge.plans.written import NewActivity, NewPlan, NewPriority
from frankpledge.publishing import kinds, queries, rebuilding, services
from frankpledge.records.clock import fixed_at

DAY, TODAY = date(2031, 3, 10), date(2031, 6, 1)
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


def agreed():
    Plan.objects.update(status="adopted")
    AdoptionStep.objects.create(
        plan=Plan.objects.get(), kind="agreed", body="Vale Partnership", on="2031-03", on_earliest=DAY, on_latest=DAY,
        recorded_by="test",
    )  # fmt: skip


def issued():
    return services.issue_kind("vale", kinds.PLAN_SUMMARY, by=OFFICER)


def test_the_summary_is_issued_once_the_plan_was_agreed_and_adopted_and_is_the_same_again(vale):
    assert issued() is None, "a draft has no summary to publish"
    Plan.objects.update(status="adopted")
    with pytest.raises(Refused, match="nobody has agreed it"):
        issued()
    agreed()
    made = issued()
    assert (made.kind, made.slug) == ("plan-summary", "plan-2031-34")
    assert "Tell us about noise." in queries.content(made, "html").decode()
    assert [step.kind for step in plans.plan("vale", made.slug).steps] == ["agreed", "published"]
    again, kept = rebuilding.from_the_record(made), rebuilding.kept_document(made)
    assert documents.render_html(again) == documents.render_html(kept), (
        "its own publication changes nothing in it"
    )


def answers():
    """Whether the duties and the plan's own coverage say that the summary is published."""
    happened = [one.kind for each in ask_all("vale", TODAY) for one in each.happened]
    linked = "D06" in {code for code, _, _ in plan_duties.links("vale", TODAY)}
    found = holes(needs(chain_of("vale", plans.plan("vale", "plan-2031-34"), TODAY)))
    return "plan-published" in happened, linked, "D06" not in {one.id for one in found}


def test_duties_and_coverage_tell_one_truth_only_the_summary_is_its_publication(vale):
    agreed()
    made = dict.fromkeys(documents.FORMATS, b"x")
    with (
        patch.object(services.documents, "render_all", return_value=made),
        patch.object(services.documents, "release_check", return_value=()),
    ):
        services.issue_kind("vale", kinds.PLAN, by=OFFICER)
        assert answers() == (False, False, False), "the whole plan on the pages is no summary"
        issued()
    assert answers() == (True, True, True)


def test_what_the_plan_keeps_is_not_recorded_by_hand_as_well(vale):
    agreed()
    for kind in ("plan-published", "plan-sent"):
        with pytest.raises(Refused, match="recorded with the plan"):
            add_entry("vale", NewEntry(kind, PartialDate(2031, 5, 1), "Our pages"), by=OFFICER)
    add_entry("vale", NewEntry("public-help", PartialDate(2031, 5, 1), "Page 4"), by=OFFICER)
    assert answers() == (False, False, False)


def test_a_member_issues_nothing(vale):
    Plan.objects.update(status="adopted")
    member = Principal(None, "Somebody", frozenset({("member", "vale")}))
    with pytest.raises(NotPermitted):
        services.issue_kind("vale", kinds.PLAN_SUMMARY, by=member)
    assert queries.public("vale") == ()
