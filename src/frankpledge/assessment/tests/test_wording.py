"""What only people can say of an assessment is written on pages, each part by itself."""

from __future__ import annotations

from datetime import date

import pytest

from frankpledge.assessment import api, services, wording
from frankpledge.assessment.models import Assessment
from frankpledge.assessment.tests.world import BY, EDITION, ranked
from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.documents import api as documents
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.models import Conflict
from tests.pages import PageClient

HERE = "/vale/work/assessment/2020-21/"
TEXT = f"{HERE}text/"
PROGRESS = "Two of three actions were done.\n\nThe third waits\r\nfor money."


@pytest.fixture
def as_role(place):
    def signed_in(role: str) -> PageClient:
        user = User.objects.create_user(f"{role}@vale.invalid", role)
        body = Partnership.objects.get(slug="vale")
        RoleAssignment.objects.create(user=user, partnership=body, role=role, starts_on=date(2019, 4, 1))
        return PageClient(signed_in=user)

    return signed_in


def version_of(client: PageClient, address: str) -> str:
    return client.get(address).find("//input[@name='row_version']")[0].get("value")


def test_a_part_the_law_asks_for_is_written_on_its_page_and_stands_in_the_document(as_role, evidence):
    ranked()
    analyst = as_role("analyst")
    parts = analyst.get(TEXT)
    assert "The law asks for 1 part that nobody has written." in parts.text
    address = parts.links["How far last year’s plan was carried out"]
    analyst.post(address, {"text": PROGRESS, "row_version": version_of(analyst, address)})
    assert "Every part that the law asks of people has been written." in analyst.get(TEXT).text
    assert "The law asks for a part" not in analyst.get(HERE).text
    printed = documents.render(api.assessment_document("vale", "2020-21"), "html").decode()
    assert "The third waits for money." in printed, "a single break does not part a paragraph"
    kept = Assessment.objects.get(edition="2020-21").texts
    assert kept["progress"] == ["Two of three actions were done.", "The third waits for money."]
    assert kept["why"] == ["Because."], "no other part has changed"


def test_two_who_write_at_once_lose_nothing_and_another_part_is_no_conflict(as_role, evidence):
    ranked()
    analyst = as_role("analyst")
    read = version_of(analyst, f"{TEXT}why/")
    wording.write(
        "vale",
        "2020-21",
        "limits",
        "Gaps.",
        read_version=wording.written("vale", "2020-21", "limits").version,
        by=BY,
    )
    wording.write("vale", "2020-21", "why", "Theirs.", read_version=int(read), by=BY)
    both = analyst.post_page(f"{TEXT}why/", {"text": "Mine.", "row_version": read}, status=409)
    assert "Theirs." in both.text
    assert "Mine." in both.text
    again = both.find("//input[@name='row_version']")[0].get("value")
    assert analyst.post(f"{TEXT}why/", {"text": "Mine.", "row_version": again}).status_code == 302
    assert wording.written("vale", "2020-21", "why").text == "Mine."
    with pytest.raises(Conflict):
        wording.write("vale", "2020-21", "why", "Old.", read_version=int(read), by=BY)


def test_a_file_loaded_again_leaves_what_was_written_on_a_page_and_brings_the_rest(
    as_role, evidence, tmp_path
):
    ranked()
    version = wording.written("vale", "2020-21", "why").version
    wording.write("vale", "2020-21", "why", "Written here.", read_version=version, by=BY)
    file = tmp_path / "scores.toml"
    file.write_text(
        EDITION.format(edition="2020-21", period="2020").replace("[texts]", '[texts]\nlimits = ["By file."]')
    )
    services.load_scores("vale", file, by=BY)
    assert wording.written("vale", "2020-21", "why").text == "Written here."
    assert wording.written("vale", "2020-21", "limits").text == "By file."


def test_what_is_said_of_an_issue_stands_on_its_page_and_on_no_other(as_role, evidence):
    ranked()
    analyst = as_role("analyst")
    address = analyst.get(f"{HERE}issues/abuse/").links["Write what partners say"]
    analyst.post(address, {"text": "Refuges are full.", "row_version": version_of(analyst, address)})
    assert "Refuges are full." in analyst.get(f"{HERE}issues/abuse/").text
    assert "Refuges are full." not in analyst.get(f"{HERE}issues/nuisance/").text


def test_what_partners_are_asked_to_do_is_written_in_rows_and_an_empty_row_takes_it_out(as_role, evidence):
    ranked()
    analyst = as_role("analyst")
    address = f"{TEXT}asked/"
    page = analyst.get(address)
    assert "Ask for the flagged cases." in page.text
    said = {
        "row_version": version_of(analyst, address), "text_1": "", "text_2": "Count the calls.", "owner_2": "Health",
        "issue_2": "nuisance", "text_3": " ",
    }  # fmt: skip
    assert analyst.post(address, said).status_code == 302
    found, _ = wording.asked_of_partners("vale", "2020-21")
    assert found == (wording.Asked("Count the calls.", "nuisance", "Health"),)
    wrong = {**said, "row_version": version_of(analyst, address), "issue_2": "no-such-issue"}
    assert "Count the calls." in analyst.post_page(address, wrong, status=422).text, "what was typed stays"


def test_who_may_not_write_sees_no_link_and_no_page_and_there_is_no_other_part(as_role, evidence):
    ranked()
    member, analyst = as_role("member"), as_role("analyst")
    assert "Write the assessment" not in member.get(HERE).text
    assert "Write the assessment" in analyst.get(HERE).text
    member.get(TEXT, status=403)
    analyst.get(f"{TEXT}recommendations/", status=404)
    analyst.get(f"{HERE}issues/nobody/text/why/", status=404)
    with pytest.raises(NotFound):
        wording.key_of("progress", "abuse")
