from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError

from frankpledge.audit.api import check_chain
from frankpledge.audit.models import Event
from frankpledge.governance import api as governance
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.plans import api, services
from frankpledge.plans.models import AdoptionStep, Plan, PriorityMeasure
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
PLAN = """
[plan]
slug = "the-plan"
title = "The Plan"
starts_on = 2020-04-01
ends_on = 2023-03-31
source = "invented"
[[priority]]
slug = "noise"
title = "Noise"
[[priority.measure]]
relation = "exact"
measure = "noise-complaints"
source = "council"
binding = "measure-sum:measure=noise-complaints&period=2020"
[[priority.measure]]
relation = "none"
source = "police"
extract = "calls about noise"
[[activity]]
text = "A quiet week."
kind = "campaign"
state = "planned"
priority = "noise"
starts = "2020"
source = "invented"
[[strategy]]
title = "Reoffending"
owner = "Us"
law_strategy = "re-offending"
source = "invented"
"""
DECISIONS = """
[[meeting]]
slug = "spring"
title = "Spring"
body = "The Partnership"
body_kind = "partnership"
held = "2020-03"
source = "invented"
[[decision]]
slug = "agree"
meeting = "spring"
text = "Agreed."
outcome = "carried"
effect = "adopt-plan"
about = "the-plan"
capacity = "csp"
ruling = "The minutes say so."
ruling_by = "Invented Chair"
source = "invented"
[[external_decision]]
slug = "council"
body = "The Council"
body_kind = "council"
decided = "2020-10"
text = "Adopted."
effect = "adopt-plan"
about = "the-plan"
source = "invented"
"""


@pytest.fixture
def dorset(db):
    the_demonstration()


pytestmark = pytest.mark.usefixtures("dorset")


def write(tmp_path, text, old="", new=""):
    assert old in text
    path = tmp_path / "plan.toml"
    path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return path


def adopt(decision="agree", external="council"):
    return services.adopt_plan("dorset", "the-plan", decision=decision, external_decision=external, by=BY)


def test_a_draft_holds_everything_and_is_not_in_force(tmp_path):
    api.load("dorset", write(tmp_path, PLAN), by=BY)
    made = api.plan("dorset", "the-plan")
    assert made.status == "draft"
    assert api.plan_in_force("dorset", on=date(2021, 1, 1)) is None
    assert made.priority("noise").evidence.measure == "noise-complaints"
    assert made.priority("noise").next_step.text == "A quiet week."
    assert made.activities[0].starts == PartialDate(2020)


def test_both_decisions_adopt_the_plan_and_the_dates_keep_no_day(tmp_path):
    api.load("dorset", write(tmp_path, PLAN), by=BY)
    governance.load("dorset", write(tmp_path, DECISIONS), by=BY)
    verdict = adopt()
    made = api.plan_in_force("dorset", on=date(2020, 4, 1))
    assert [(s.kind, str(s.on)) for s in made.steps] == [
        ("agreed", "March 2020"),
        ("adopted", "October 2020"),
    ]
    assert "ruled by Invented Chair" in verdict.reasons[0].working
    assert api.plan_in_force("dorset", on=date(2023, 4, 1)) is None


@pytest.mark.parametrize(
    ("decision", "external"), [("", "council"), ("agree", ""), ("", ""), ("other", "council")]
)
def test_without_either_decision_the_gate_refuses_and_nothing_changes(tmp_path, decision, external):
    api.load("dorset", write(tmp_path, PLAN), by=BY)
    governance.load("dorset", write(tmp_path, DECISIONS), by=BY)
    events = Event.objects.count()
    with pytest.raises(Refused):
        adopt(decision, external)
    assert Plan.objects.get().status == "draft"
    assert not AdoptionStep.objects.exists()
    assert Event.objects.count() == events


def test_a_decision_without_a_quorum_or_a_ruling_adopts_nothing(tmp_path):
    api.load("dorset", write(tmp_path, PLAN), by=BY)
    unruled = DECISIONS.replace('ruling = "The minutes say so."\nruling_by = "Invented Chair"\n', "")
    governance.load("dorset", write(tmp_path, unruled), by=BY)
    with pytest.raises(Refused, match="nobody has ruled"):
        adopt()


def test_a_plan_is_adopted_once(tmp_path):
    api.load("dorset", write(tmp_path, PLAN), by=BY)
    governance.load("dorset", write(tmp_path, DECISIONS), by=BY)
    adopt()
    with pytest.raises(Refused, match="already"):
        adopt()


def test_a_refresh_waits_for_the_partnership_alone_and_both_are_kept(tmp_path):
    api.load("dorset", write(tmp_path, PLAN), by=BY)
    governance.load("dorset", write(tmp_path, DECISIONS), by=BY)
    adopt()
    refreshed = PLAN.replace('slug = "the-plan"', 'slug = "refresh-2021"\nparent = "the-plan"').replace(
        "starts_on = 2020-04-01", "starts_on = 2021-04-01"
    )
    api.load("dorset", write(tmp_path, refreshed), by=BY)
    agreed = DECISIONS.split("[[external_decision]]", maxsplit=1)[0].replace("adopt-plan", "refresh-plan")
    agreed = (
        agreed.replace("the-plan", "refresh-2021").replace('"agree"', '"again"').replace('"spring"', '"next"')
    )
    governance.load("dorset", write(tmp_path, agreed), by=BY)
    services.adopt_plan("dorset", "refresh-2021", decision="again", external_decision="", by=BY)
    assert api.plan_in_force("dorset", on=date(2021, 3, 31)).slug == "the-plan"
    assert api.plan_in_force("dorset", on=date(2021, 4, 1)).slug == "refresh-2021"
    assert len(api.plans("dorset")) == 2


def test_everything_written_is_in_the_history(tmp_path):
    api.load("dorset", write(tmp_path, PLAN), by=BY)
    governance.load("dorset", write(tmp_path, DECISIONS), by=BY)
    adopt()
    services.record_step(
        "dorset",
        "the-plan",
        "sent",
        body="The commissioner",
        on=PartialDate(2020, 11),
        source="a letter",
        by=BY,
    )
    actions = set(Event.objects.values_list("action", flat=True))
    assert {"plan-drafted", "plan-adopted", "plan-step-recorded"} <= actions
    assert check_chain("dorset").broken_at is None


def test_adoption_cannot_be_recorded_as_a_mere_step(tmp_path):
    api.load("dorset", write(tmp_path, PLAN), by=BY)
    with pytest.raises(Refused, match="by a decision"):
        services.record_step(
            "dorset", "the-plan", "adopted", body="Us", on=PartialDate(2020), source="hearsay", by=BY
        )


def test_the_ranking_is_kept_as_it_read_when_the_plan_took_it_up(tmp_path):
    api.load("dorset", write(tmp_path, PLAN), by=BY)
    ranking = api.Ranking("first of one", "issue-rank:issue=noise", "The only issue there is.")
    api.take_ranking("dorset", "the-plan", {"noise": ranking}, by=BY)
    assert api.plan("dorset", "the-plan").priority("noise").rank_text == "first of one"
    with pytest.raises(Refused, match="no priority"):
        api.take_ranking("dorset", "the-plan", {"silence": ranking}, by=BY)


def test_a_member_may_not_change_the_plan(tmp_path):
    member = Principal(None, "Member", frozenset({("member", "dorset")}))
    with pytest.raises(NotPermitted):
        api.load("dorset", write(tmp_path, PLAN), by=member)
    with pytest.raises(NotFound):
        api.load("dorset", write(tmp_path, PLAN), by=Principal(None, "Stranger"))


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_figure_where_there_is_no_measure(tmp_path):
    api.load("dorset", write(tmp_path, PLAN), by=BY)
    with pytest.raises(IntegrityError):
        PriorityMeasure.objects.filter(relation="none").update(binding="p:x=1")


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ('slug = "the-plan"', 'slug = "The Plan"', "not-a-slug", "plan.slug"),
        ("ends_on = 2023-03-31", "ends_on = 2019-03-31", "backwards", "plan.ends_on"),
        ("ends_on = 2023-03-31\n", "", "missing-key", "plan.ends_on"),
        ('slug = "the-plan"', 'slug = "the-plan"\nparent = "x"', "refused", "plan.slug"),
        ('relation = "exact"', 'relation = "none"', "no-measure", "priority[1].measure[1].measure"),
        ('measure = "noise-complaints"\n', "", "no-measure", "priority[1].measure[1].measure"),
        ('extract = "calls about noise"', "", "no-extract", "priority[1].measure[2].extract"),
        ("measure-sum:measure", "measure sum measure", "not-a-binding", "priority[1].measure[1].binding"),
        ('priority = "noise"', 'priority = "silence"', "not-there", "activity[1].priority"),
        ('starts = "2020"', 'starts = "2020"\nends = "2019"', "backwards", "activity[1].ends"),
        ('kind = "campaign"', 'kind = "crusade"', "not-a-choice", "activity[1].kind"),
        (
            'law_strategy = "re-offending"',
            'law_strategy = "dragons"',
            "not-a-choice",
            "strategy[1].law_strategy",
        ),
        (
            "[[activity]]",
            '[[priority]]\nslug = "noise"\ntitle = "Again"\n[[activity]]',
            "twice",
            "priority[2].slug",
        ),
        ("[[activity]]", '[adoption]\ndecision = "none"\n[[activity]]', "refused", "adoption.decision"),
        (
            "[[activity]]",
            '[[position]]\nslug = "p"\ntitle = "P"\nparagraphs = ["x"]\ndecision = "d"\nsource = "s"\n[[activity]]',
            "refused",
            "position[1].decision",
        ),
    ],
)
def test_a_mistake_is_refused_by_file_and_key_and_nothing_is_written(tmp_path, old, new, code, column):
    events = Event.objects.count()
    with pytest.raises(Unusable) as excinfo:
        api.load("dorset", write(tmp_path, PLAN, old, new), by=BY)
    problem = excinfo.value.problems[0]
    assert (problem.file, problem.code, problem.column) == ("plan.toml", code, column)
    assert Event.objects.count() == events
    assert not Plan.objects.exists()


@pytest.fixture
def demo(dorset):
    for name in (
        "../../examples/dorset-before-2023.toml",
        "../../examples/dorset-2023.toml",
        "meetings.toml",
    ):
        governance.load("dorset", DEMO / name, by=BY)
    api.load("dorset", DEMO / "plan-2020-23.toml", by=BY)


@pytest.mark.usefixtures("demo")
def test_the_demonstration_has_the_plan_that_the_report_tells_of():
    made = api.plan_in_force("dorset", on=date(2020, 12, 31))
    assert len(made.only("priority")) == 8
    assert [one.slug for one in made.only("monitored")] == ["hate-crime"]
    assert len(made.activities) == 13
    assert [(s.kind, str(s.on)) for s in made.steps] == [
        ("agreed", "March 2020"),
        ("adopted", "October 2020"),
    ]
    assert all(one.measures for one in made.priorities)


@pytest.mark.usefixtures("demo")
def test_the_position_statement_stands_with_its_decision_though_its_date_is_not_known():
    found = api.position("dorset", "domestic-abuse", on=date(2021, 1, 31))
    assert len(found.paragraphs) == 4
    assert (found.agreed, found.decision) == (None, "position-statement-domestic-abuse")


@pytest.mark.usefixtures("demo")
def test_the_document_is_made_without_any_import_and_says_what_is_lacking():
    made = api.plan_in_force("dorset", on=date(2020, 12, 31))
    built = api.plan_document("dorset", made, on=date(2020, 12, 31))
    assert built.sections[-1].id == "annex"
    assert "8 of 8 priorities have no number" in str(built)
