"""A partnership from files alone: one import of a month moves measure, plan, dashboard and report; every tie counts once."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from frankpledge.directory.api import partnership
from frankpledge.directory.loaders import load_partnership
from frankpledge.documents import api as drawing
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import system
from frankpledge.money import loaders as money
from frankpledge.money.models import BudgetLine
from frankpledge.plans import api, presenting
from frankpledge.plans.dashboards import gathering
from frankpledge.plans.dashboards.presenting import board_page
from frankpledge.plans.delivery import loading as delivery
from frankpledge.plans.measures import loading as measures
from frankpledge.plans.models import (
    ActivityFunding,
    ActivityMeasure,
    AimMeasure,
    Funding,
    Initiative,
    PlanAction,
    PlanMeasure,
    PriorityMeasure,
)
from frankpledge.records.clock import fixed_at
from frankpledge.site.cli import main

PLACE, DAY = "tern", "2031-03-15"
NOON = datetime(2031, 3, 15, 12, tzinfo=UTC)
BY = system("test")
FILES = {
    "partnership.toml": """
[partnership]
slug = "tern"
name = "Tern Estuary Safety Partnership"
short_name = "Tern"
council_name = "Tern Council"
nation = "E"
[[area]]
purpose = "statutory"
code = "E07999901"
name = "Tern"
kind = "district"
source = "invented"
starts_on = 2020-01-01
""",
    "plan.toml": """
[plan]
slug = "plan-2030-33"
title = "Tern plan 2030-33"
starts_on = 2030-04-01
ends_on = 2033-03-31
resources = "Two wardens."
engagement = "A meeting in each village."
source = "invented"
[[aim]]
text = "Boats stay where they are moored"
measures = ["boat-thefts"]
[[priority]]
slug = "boats"
title = "Theft of boats"
outcome = "Fewer boats are stolen."
why = "Owners ask for it."
public_views = "First in the survey of moorings."
[[priority.measure]]
relation = "exact"
source = "Harbour police"
measure = "boat-thefts"
binding = "measure-sum:measure=boat-thefts&period=2030"
[[activity]]
text = "Marks on outboard motors"
kind = "project"
state = "under-way"
priority = "boats"
source = "invented"
""",
    "measures.toml": """
[[measure]]
id = "boats-stolen"
title = "Boats stolen"
frequency = "month"
direction = "lower"
feed = "boat-thefts"
unit = "boats"
[measure.target]
value = 700
by = "2031"
because = "A third fewer than before the wardens."
""",
    "delivery.toml": """
[[initiative]]
slug = "patrol"
title = "A patrol by water at night"
kind = "initiative"
state = "under-way"
priority = "boats"
[[initiative.money]]
kind = "grant"
funder = "The Invented Trust"
state = "won"
granted = 4000
[[action]]
text = "Ask the marina for its cameras"
priority = "boats"
initiative = "patrol"
owner = "Invented Warden"
due = 2031-06-30
""",
    "money.toml": """
[[fund]]
slug = "safety"
title = "Safety fund"
giver = "Tern Council"
kind = "authority"
starts_on = 2030-04-01
ends_on = 2033-03-31
amount = "9000"
[[budget]]
fund = "safety"
period = "2030/31"
priority = "boats"
amount = "9000"
""",
    "data/dataset.toml": 'title = "Boats"\nsupplier = "Harbour police"\nlicence = "None"\nmarking = "OFFICIAL"\nmeasures = "exact"\n',
}


def table(months) -> str:
    rows = [f"Boat thefts,Tern,{year}-{month:02d},{100 if year == 2029 else 70}" for year, month in months]
    return "\n".join(["measure,area,period,value", *rows, ""])


@pytest.fixture
def tern(db, tmp_path):
    """Everything but December 2030, whose figure was due by the day."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    months = [(2029 + n // 12, n % 12 + 1) for n in range(23)]
    (tmp_path / "data" / "until-november.csv").write_text(table(months), encoding="utf-8")
    with fixed_at(NOON):
        load_partnership(tmp_path / "partnership.toml", by=BY)
        api.load(PLACE, tmp_path / "plan.toml", by=BY)
        measures.load(PLACE, tmp_path / "measures.toml", by=BY)
        delivery.load(PLACE, tmp_path / "delivery.toml", by=BY)
        money.load(PLACE, tmp_path / "money.toml", by=BY)
        PlanMeasure.objects.update(initiative=Initiative.objects.get())
        row = api.plan(PLACE, "plan-2030-33").activities[0]
        ActivityFunding.objects.create(
            activity_id=row.id, kind="time", given_by="Wardens", recorded_by="test"
        )
        ActivityMeasure.objects.create(activity_id=row.id, measure="boats-stolen", recorded_by="test")
        yield tmp_path


def answered(capsys, *command):
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def look(capsys):
    """What measure, map, plan, dashboard and report say."""
    (measure,) = answered(capsys, "plan", "status", "--on", DAY)["measures"]
    covered = answered(capsys, "plan", "coverage", "--on", DAY)
    assert [(one["id"], one["verdict"]) for one in covered["measures"]] == [
        (measure["id"], measure["verdict"])
    ]
    holes = {(one["tie"], one["id"]) for one in covered["holes"]}
    place, day = partnership(PLACE), NOON.date()
    plan = presenting.plan_page(place, api.plan(PLACE, "plan-2030-33"), day)
    (part,) = [one for one in board_page(place, day).parts if one.cards]
    made = gathering.report(PLACE, Period.quarter(2030, 4), on=day)
    return measure, holes, plan, part, drawing.render_html(made)


def test_one_import_of_a_month_moves_measure_plan_dashboard_and_report(tern, capsys):
    assert main(["import", str(tern / "data")]) == 0
    measure, holes, plan, part, report = look(capsys)
    assert (measure["verdict"], measure["absent"]) == ("unknown", ["2030-12"])
    assert not plan.is_covered
    assert "priority-measure" in {tie for tie, _ in holes}
    assert plan.priorities[0].figure.text == "Not known"
    assert "not known" in part.measures
    assert "There is no figure for December 2030" in report
    (tern / "data" / "december.csv").write_text(table([(2030, 12)]), encoding="utf-8")
    assert (
        main(
            ["import", str(tern / "data" / "december.csv"), "--dataset", str(tern / "data" / "dataset.toml")]
        )
        == 0
    )
    measure, after, plan, part, report = look(capsys)
    assert (measure["verdict"], measure["old"]["value"], measure["new"]["value"]) == ("better", 1200, 840)
    assert 0 < measure["low"] < 0.7 < measure["high"] < 1
    assert holes - after == {("priority-measure", "boats")}
    assert after - holes == set()
    assert plan.is_covered
    assert plan.priorities[0].figure.text == "840"
    assert "better" in part.measures
    assert "There is no figure for December 2030" not in report
    assert "840" in report


def every_tie():
    """Each link of the plan: what it is in the record, and which need it leaves open."""
    return [
        (AimMeasure, {}, "aim-measure"), (PriorityMeasure, {}, "priority-measure"), (BudgetLine, {}, "priority-money"),
        (ActivityFunding, {}, "action-money"), (ActivityMeasure, {}, "action-measure"), (Funding, {}, "action-money"),
    ]  # fmt: skip


@contextmanager
def taken_away(model):
    kept = list(model.objects.all())
    assert len(kept) == 1, model
    model.objects.all().delete()
    yield
    model.objects.bulk_create(kept)


def test_taking_any_tie_away_opens_exactly_one_hole(tern, capsys):
    (tern / "data" / "december.csv").write_text(table([(2030, 12)]), encoding="utf-8")
    assert main(["import", str(tern / "data")]) == 0

    def holes():
        found = answered(capsys, "plan", "coverage", "--on", DAY)
        assert found["values"]["holes"] == len(found["holes"])
        return [(one["tie"], one["id"]) for one in found["holes"]]

    before = holes()
    assert {tie for tie, _ in before} == {"duty-plan"}, "the plan itself has no hole"
    for model, _, tie in every_tie():
        with taken_away(model):
            opened = set(holes()) - set(before)
            assert [one for one, _ in opened] == [tie], model
            assert len(holes()) == len(before) + 1, model
    PlanMeasure.objects.update(initiative=None)
    assert [tie for tie, _ in set(holes()) - set(before)] == ["action-measure"]
    PlanMeasure.objects.update(initiative=Initiative.objects.get())
    BudgetLine.objects.update(priority="harbours")
    (moved,) = set(holes()) - set(before)
    assert moved[0] == "priority-money"
    BudgetLine.objects.update(priority="boats")
    PlanAction.objects.all().delete()
    assert holes() == before, "that an action of the log goes leaves the steps that the priority has"
