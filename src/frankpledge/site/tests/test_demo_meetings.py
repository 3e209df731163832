from __future__ import annotations

import pytest

from frankpledge.governance.models import Action, Certificate, Decision, Meeting, Reply, Tenure
from frankpledge.records.clock import fixed_at
from frankpledge.records.ids import seeded
from frankpledge.site.demo.building import institutions
from frankpledge.site.demo.recipe import read_recipe
from tests.house import ROOT

FILES = ROOT / "demo" / "dorset"


@pytest.fixture
def year(db, settings, tmp_path):
    settings.HOME, settings.STORE = tmp_path, tmp_path / "store"
    recipe = read_recipe(FILES)
    with fixed_at(recipe.as_of), seeded(1):
        yield institutions(recipe)


def test_the_demonstration_holds_a_meeting_from_its_call_to_its_certificates(year):
    held = Meeting.objects.get(status="held", held="2020-12-09")
    agreed, voted = Decision.objects.filter(meeting=held).order_by("decided_at")
    assert (agreed.outcome, agreed.standing) == ("carried", "stands")
    assert (voted.outcome, voted.standing, voted.motion.casting) == ("carried", "stands", "for")
    assert Certificate.objects.count() == 2
    assert Action.objects.filter(meeting=held).count() == 2
    assert "fire" not in {one.seat for one in voted.motion.ballots.all()}, "they had left"


def test_the_next_meeting_waits_with_its_agenda_out_and_answers_coming_in(year):
    planned = Meeting.objects.get(status="planned")
    assert {one.answer for one in Reply.objects.filter(meeting=planned)} == {"attending", "apologies"}
    assert planned.items.filter(effect="agree-assessment").exists()


def test_everybody_in_a_seat_is_invented(year):
    assert Tenure.objects.count() >= 6
    assert all(one.person_name.startswith("Invented") for one in Tenure.objects.all())
