"""An assessment is set up on pages: issues with what measures them, a scheme from its file, a new edition."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from frankpledge.assessment import queries, services, setting_up
from frankpledge.assessment.facts import MeasureLink
from frankpledge.assessment.loading import NewIssue
from frankpledge.assessment.models import Assessment, Scheme
from frankpledge.assessment.tests.world import BY, DEMO, ranked
from frankpledge.directory.models import Partnership, RoleAssignment, User
from tests.pages import PageClient

HERE = "/vale/work/assessment/"
NEW = {
    "title": "Car fires", "definition": "Vehicles set alight.", "standing": "monitored", "part_of": "nuisance",
    "harmed": "Residents.", "unknown": "Who.\n\nHow many unreported.", "source_1": "Police", "kind_1": "none", "measure_1": "",
    "role_1": "level", "why_1": "Not told apart.", "extract_1": "Arson by vehicle, from the fire service",
}  # fmt: skip


@pytest.fixture
def analyst(place):
    user = User.objects.create_user("analyst@vale.invalid", "analyst")
    body = Partnership.objects.get(slug="vale")
    RoleAssignment.objects.create(user=user, partnership=body, role="analyst", starts_on=date(2019, 4, 1))
    return PageClient(signed_in=user)


def test_an_issue_is_added_and_changed_and_the_others_stay(analyst, evidence):
    ranked()
    before = queries.issues("vale")
    assert analyst.post(f"{HERE}issues/add/", NEW).status_code == 302
    made = setting_up.issue("vale", "car-fires")
    assert (made.part_of, made.unknown, made.place) == ("nuisance", ("Who.", "How many unreported."), 4)
    assert made.unmeasured()[0].extract_to_ask_for == "Arson by vehicle, from the fire service"
    page = analyst.get(f"{HERE}issues/car-fires/change/")
    said = {
        **NEW,
        "title": "Vehicles set alight",
        "row_version": page.find("//input[@name='row_version']")[0].get("value"),
    }
    assert analyst.post(f"{HERE}issues/car-fires/change/", said).status_code == 302
    assert setting_up.issue("vale", "car-fires").title == "Vehicles set alight"
    both = analyst.post_page(f"{HERE}issues/car-fires/change/", {**said, "title": "Mine"}, status=409)
    assert "Vehicles set alight" in both.text, "what another saved meanwhile is shown"
    assert queries.issues("vale")[:3] == before
    assert "4 issues" in analyst.get(f"{HERE}issues/").text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"extract_1": ""}, "1. What to ask for is missing. Say which extract"),
        ({"kind_1": "exact"}, "1. Measure is missing. Name the measure"),
        ({"measure_1": "nuisance"}, "names a measure that does not measure the issue"),
        ({"why_1": ""}, "1. Why is missing. Say in a sentence"),
        ({"source_1": ""}, "1. Source is missing. Say who supplies it"),
        ({"title": ""}, "Give it a name"),
        ({"part_of": "nobody"}, "one of the list"),
    ],
)
def test_what_says_too_little_is_refused_at_its_field_and_nothing_is_added(analyst, evidence, wrong, told):
    ranked()
    page = analyst.post_page(f"{HERE}issues/add/", {**NEW, **wrong}, status=422)
    assert told in page.text
    assert "Vehicles set alight." in page.text, "what was typed stays"
    assert len(queries.issues("vale")) == 3


def test_nothing_is_lost_of_an_issue_with_many_sources_whose_data_are_not_here_yet(analyst, evidence):
    ranked()
    place = Partnership.objects.get(slug="vale")
    links = tuple(
        MeasureLink("context", f"Source {n}", f"later-{n}", "proxy", "It tells a part.") for n in range(25)
    )
    services.write_issue("vale", NewIssue("many", "Many", "Much.", "monitored", "", "", (), links), 4, BY)
    page = analyst.get(f"{HERE}issues/many/change/")
    said = {
        one.get("name"): one.get("value")
        for one in page.find("//main//input[@name]")
        if one.get("type") != "radio"
    }
    said |= {one.get("name"): one.text or "" for one in page.find("//main//textarea")}
    said |= {
        one.get("name"): one.xpath("string(option[@selected]/@value)") for one in page.find("//main//select")
    }
    assert analyst.post(f"{HERE}issues/many/change/", {**said, "standing": "priority"}).status_code == 302
    assert setting_up.issue(place.slug, "many").measures == links
    assert setting_up.issue(place.slug, "many").standing == "priority"


def test_a_scheme_comes_in_by_its_file_and_an_edition_opens_with_it(analyst, evidence):
    ranked()
    content = (
        (DEMO / "scheme.toml")
        .read_text(encoding="utf-8")
        .replace('version = "1.0.0"', 'version = "1.1.0"', 1)
    )
    upload = SimpleUploadedFile("scheme.toml", content.encode())
    assert analyst.post(f"{HERE}scheme/", {"upload": upload}).status_code == 302
    wrong = SimpleUploadedFile("scheme.toml", content.replace("[scheme]", "[schema]", 1).encode())
    assert "scheme.toml" in analyst.post_page(f"{HERE}scheme/", {"upload": wrong}, status=422).text
    scheme = Scheme.objects.get(version="1.1.0")
    said = {"edition": "2022-23", "title": "Assessment 2022-23", "starts_on": "2021-10-01", "ends_on": "2022-09-30",
            "authors": "The analyst\nPublic Health", "scheme": str(scheme.id)}  # fmt: skip
    assert analyst.post(f"{HERE}open/", said).status_code == 302
    opened = Assessment.objects.get(edition="2022-23")
    assert (opened.scheme, opened.authors, opened.ends_on) == (
        scheme,
        ["The analyst", "Public Health"],
        date(2022, 9, 30),
    )
    analyst.get(f"{HERE}2022-23/workshop/")
    assert "not ranked yet" in analyst.get(f"{HERE}2022-23/").text
    for change, told in (({}, "is taken. Give this edition another"), ({"edition": "open"}, "is taken. Give this edition another"),
                         ({"edition": "later", "ends_on": "2020-01-01"}, "comes before the first")):  # fmt: skip
        assert told in analyst.post_page(f"{HERE}open/", {**said, **change}, status=422).text
    assert Assessment.objects.count() == 2
