from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from frankpledge.directory.models import User
from frankpledge.evidence import services as evidence
from frankpledge.governance import api as governance
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.plans import api
from frankpledge.plans.measures import loading, queries, services
from frankpledge.plans.models import MeasureEntry, PlanMeasure
from frankpledge.plans.rules.measures.case import Definition, Phase, Reading, Target
from frankpledge.plans.rules.measures.status import Standing
from frankpledge.records.clock import fixed_at
from frankpledge.records.models import Conflict
from tests.pages import PageClient
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
ON = date(2021, 3, 1)
MEASURES = """
[[measure]]
id = "callers-answered"
title = "Callers answered within a day"
form = "share"
frequency = "quarter"
direction = "higher"
kind = "programme"
priority = "domestic-abuse"
owner = "Robin Example"
[[measure.reading]]
period = "2019-Q1"
numerator = 40
denominator = 80
[[measure]]
id = "incidents"
title = "Domestic abuse incidents"
frequency = "quarter"
direction = "lower"
priority = "domestic-abuse"
feed = "domestic-abuse-incidents"
"""


@pytest.fixture
def dorset(db, tmp_path):
    the_demonstration()
    with fixed_at(datetime(2021, 3, 1, 12, tzinfo=UTC)):
        for name in ("../../examples/dorset-before-2023.toml", "meetings.toml"):
            governance.load("dorset", DEMO / name, by=BY)
        api.load("dorset", DEMO / "plan-2020-23.toml", by=BY)
        path = tmp_path / "measures.toml"
        path.write_text(MEASURES, encoding="utf-8")
        loading.load("dorset", path, by=BY)
        yield


def standing(slug):
    return queries.standing("dorset", slug, on=ON)


def test_a_measure_is_fed_by_an_import_and_moves_with_it(dorset):
    assert standing("incidents").status.standing is Standing.UNKNOWN
    evidence.import_paths("dorset", [DEMO / "measures"], by=BY)
    found = standing("incidents").status
    assert found.standing is Standing.WORSE
    assert found.new.period == Period.year(2020)
    assert found.apart.low > 1


def test_a_measure_that_a_priority_names_stands_there_without_being_set_up(dorset):
    evidence.import_paths("dorset", [DEMO / "measures"], by=BY)
    found = standing("domestic-abuse-violent-crime")
    assert not found.measure.is_recorded
    assert found.status.standing is Standing.NO_CLEAR_CHANGE
    assert found.status.case.priority == "domestic-abuse"
    names = [one.measure.slug for one in queries.standings("dorset", on=ON)]
    assert "domestic-abuse-incidents" not in names, "it is set up under another name already"


def enter(period, top, of, **more):
    reading = Reading(Period.parse(period), Fraction(top), Fraction(of))
    services.enter_figure("dorset", "callers-answered", reading, by=more.pop("by", BY), **more)


def test_figures_typed_in_move_a_measure_and_a_correction_keeps_the_earlier_one(dorset):
    for quarter in ("2019-Q2", "2019-Q3", "2019-Q4"):
        enter(quarter, 40, 80)
    for quarter in ("2020-Q1", "2020-Q2", "2020-Q3"):
        enter(quarter, 60, 80)
    enter("2020-Q4", 6, 80)
    before = standing("callers-answered").status.new.value
    enter("2020-Q4", 60, 80)
    found = standing("callers-answered").status
    assert (before, found.new.value) == (Fraction(18600, 320), Fraction(75))
    assert found.standing is Standing.BETTER
    assert MeasureEntry.objects.filter(period="2020-Q4").count() == 2


def test_a_figure_that_cannot_be_is_refused_with_the_field_and_the_remedy(dorset):
    with pytest.raises(Unusable) as caught:
        enter("2020", 90, 80)
    assert {one.column for one in caught.value.problems} == {"Period", "Figure"}
    with pytest.raises(Unusable, match="is not over"):
        enter("2021-Q1", 60, 80)


def test_two_who_enter_at_once_do_not_overwrite_each_other(dorset):
    version = queries.measure_row("dorset", "callers-answered").row_version
    enter("2020-Q1", 60, 80, read_version=version)
    with pytest.raises(Conflict):
        enter("2020-Q1", 61, 80, read_version=version)
    assert MeasureEntry.objects.filter(period="2020-Q1").count() == 1


def test_a_target_needs_a_direction_and_a_reason(dorset):
    target = Target(Fraction(90), Period.parse("2021"), "The national standard")
    services.set_target("dorset", "callers-answered", target, by=BY)
    assert standing("callers-answered").status.case.target == target
    PlanMeasure.objects.filter(slug="callers-answered").update(direction="")
    with pytest.raises(Refused, match="needs a direction"):
        services.set_target("dorset", "callers-answered", target, by=BY)
    with pytest.raises(Refused, match="Say why"):
        services.set_target("dorset", "incidents", Target(Fraction(1), target.by, " "), by=BY)


def test_a_measure_rests_in_abeyance_is_taken_up_and_ends_without_losing_figures(dorset):
    services.set_state("dorset", "incidents", Phase("in_abeyance", date(2021, 1, 1), "No return"), by=BY)
    assert standing("incidents").status.standing is Standing.IN_ABEYANCE
    services.set_state("dorset", "incidents", Phase("active", date(2021, 2, 1), ""), by=BY)
    assert standing("incidents").status.standing is Standing.UNKNOWN
    with pytest.raises(Refused, match="Say why"):
        services.set_state("dorset", "incidents", Phase("ended", date(2021, 2, 1), ""), by=BY)
    services.define("dorset", "incidents", Definition(date(2020, 4, 1), "Crimes too"), by=BY)
    assert standing("incidents").status.case.definitions[0].text == "Crimes too"


def test_an_owner_answers_for_own_measures_only(dorset):
    user = User.objects.create_user("robin@example.org", "Robin Example")
    robin = Principal(user.id, "Robin Example", frozenset({("member", "dorset")}))
    enter("2020-Q1", 60, 80, by=robin)
    services.tell_story("dorset", "callers-answered", "Two more people answer the telephone.", by=robin)
    assert standing("callers-answered").measure.story.text.startswith("Two more")
    with pytest.raises(NotPermitted):
        services.tell_story("dorset", "incidents", "Mine?", by=robin)
    with pytest.raises(NotPermitted):
        services.set_target(
            "dorset", "callers-answered", Target(Fraction(1), Period.year(2022), "x"), by=robin
        )


def test_the_pages_show_words_picture_and_numbers_that_open(dorset):
    evidence.import_paths("dorset", [DEMO / "measures"], by=BY)
    services.set_target("dorset", "incidents", Target(Fraction(2000), Period.year(2022), "As before"), by=BY)
    client = PageClient(signed_in=User.objects.get(email="forum@example.org"))
    shown = client.get("/dorset/work/plan/measures/").text
    assert "22.8% higher (95% interval" in shown
    one = client.get("/dorset/work/plan/measures/incidents/").text
    assert "Worse: 2,874 in 2020, against 2,340 in 2019" in one
    assert "if it goes on as it has, the chance is" in one
    for query, number in (("period=2020", "2,874"), ("on=2021-03-01", "22.8% higher")):
        opened = client.get(f"/dorset/work/plan/measures/incidents/opens/?{query}", follow=True)
        assert number in opened.text
    sent = client.client.get("/dorset/work/plan/measures/incidents/figures/").content.decode()
    assert "incidents,2020-Q4,815" in sent
    client.get("/dorset/work/plan/measures/dragons/", status=404)
