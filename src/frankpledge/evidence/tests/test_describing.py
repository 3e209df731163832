"""Recording later who agreed to publication, and the rest, without losing what anybody typed."""

from __future__ import annotations

import pytest

from frankpledge.audit.api import history_of
from frankpledge.evidence import api, services
from frankpledge.evidence.models import Dataset
from frankpledge.evidence.specs import DatasetSpec
from frankpledge.evidence.tests.bringing import BY, CALLS, client, written
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request

pytestmark = pytest.mark.django_db
SPEC = DatasetSpec(title="Noise", supplier="Mere Council", area_name="Mereshire")


@pytest.fixture
def noise(body, tmp_path):
    """A dataset whose figures nobody has released."""
    services.import_paths("mere", [written(tmp_path, "calls.csv", CALLS)], by=BY, spec=SPEC)
    return Dataset.objects.get()


def form_of(noise) -> str:
    return f"/mere/work/data/datasets/{noise.slug}/details/"


def said(version=1, **more):
    return {
        "row_version": version,
        "measures": "exact",
        "marking": "OFFICIAL",
        "area_name": "Mereshire",
        **more,
    }


def test_consent_releases_the_figures_at_once(noise, analyst):
    request = Request.of("mere", "measure-sum", None, measure="noise-calls", period="2031-Q1")
    assert not figures.compute(request).provenance.inputs[0].released
    assert not api.measure("mere", "noise-calls").is_released
    address = f"/mere/work/data/datasets/{noise.slug}/"
    page = analyst.get(address)
    assert "Unreleased: nobody has agreed to its publication" in page.text
    response = analyst.post(
        page.links["Change what is recorded"], said(release_consent="A. Person, 1 May 2031")
    )
    assert response.headers["Location"] == address
    page = analyst.get(address)
    assert "May be published" in page.text
    assert "A. Person, 1 May 2031" in page.text
    assert figures.compute(request).provenance.inputs[0].released
    assert api.measure("mere", "noise-calls").is_released


def test_a_day_before_which_it_is_not_public_keeps_it_unreleased(noise, analyst):
    analyst.post(form_of(noise), said(release_consent="A. Person", not_public_before="2999-01-01"))
    page = analyst.get(f"/mere/work/data/datasets/{noise.slug}/")
    assert "Not public before 1 January 2999" in page.text
    assert not api.measure("mere", "noise-calls").is_released


def test_what_changed_is_in_the_history_with_both_values(noise, analyst):
    analyst.post(
        form_of(noise), said(area_name="Greater Mereshire", area_code="E09999999", extracted_on="2031-07")
    )
    noise.refresh_from_db()
    assert (noise.area_name, noise.area_code, noise.extracted_on) == (
        "Greater Mereshire",
        "E09999999",
        "2031-07",
    )
    (entry,) = [one for one in history_of("dataset", str(noise.id)) if one.action == "dataset-described"]
    assert entry.by == "The analyst"
    assert entry.detail["area_name"] == {"from": "Mereshire", "to": "Greater Mereshire"}
    assert set(entry.detail) == {"area_name", "area_code", "extracted_on"}


def test_recording_the_same_again_changes_nothing(noise, analyst):
    assert analyst.post(form_of(noise), said()).status_code == 302
    noise.refresh_from_db()
    assert noise.row_version == 1
    assert not [one for one in history_of("dataset", str(noise.id)) if one.action == "dataset-described"]


def test_after_a_conflict_both_texts_are_shown_and_nothing_typed_is_lost(noise, analyst, body):
    manager = client(body, "manager")
    manager.post(form_of(noise), said(release_consent="A. Person, 1 May 2031"))
    page = analyst.post_page(form_of(noise), said(release_consent="B. Other, 2 May 2031"), status=409)
    assert "Someone else has saved this since you opened it." in page.text
    (row,) = page.find("//table[caption='Where the two differ']/tbody/tr")
    assert ["".join(cell.itertext()) for cell in row] == [
        "Who agreed that its figures may be published, and when", "A. Person, 1 May 2031", "B. Other, 2 May 2031",
    ]  # fmt: skip
    assert page.find("//input[@name='release_consent']/@value") == ["B. Other, 2 May 2031"]
    noise.refresh_from_db()
    assert noise.release_consent == "A. Person, 1 May 2031"
    version = page.find("//input[@name='row_version']/@value")[0]
    assert (
        analyst.post(form_of(noise), said(version, release_consent="B. Other, 2 May 2031")).status_code == 302
    )
    noise.refresh_from_db()
    assert noise.release_consent == "B. Other, 2 May 2031"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"not_public_before": "soon"}, "Write the day as 2021-06-01"),
        ({"extracted_on": "soon"}, "Write the date as 2021-02-15, 2021-02 or 2021"),
    ],
)
def test_a_day_that_is_none_is_said_at_its_field(noise, analyst, wrong, sentence):
    page = analyst.post_page(form_of(noise), said(**wrong), status=422)
    assert sentence in page.links
    noise.refresh_from_db()
    assert noise.row_version == 1


def test_only_those_who_may_import_may_record_it(noise, body):
    member = client(body, "member")
    member.get(form_of(noise), status=403)
    address = f"/mere/work/data/datasets/{noise.slug}/"
    assert "Change what is recorded" not in member.get(address).links
    assert member.post(form_of(noise), said(release_consent="Me"), seen_at=address).status_code == 403
    noise.refresh_from_db()
    assert noise.release_consent == ""


def test_a_dataset_that_is_not_there_is_not_found(analyst):
    analyst.get("/mere/work/data/datasets/no-such/details/", status=404)
