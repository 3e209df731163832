from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from frankpledge.assessment import outlooks
from frankpledge.assessment.tests.world import BY, ranked
from frankpledge.directory.models import Partnership, RoleAssignment, User
from tests.pages import PageClient

ISSUE = "/vale/work/assessment/2020-21/issues/abuse/"


@pytest.fixture
def member(place, evidence):
    evidence.yearly("abuse", y2018=2300)
    user = User.objects.create_user("member@vale.invalid", "member")
    body = Partnership.objects.get(slug="vale")
    RoleAssignment.objects.create(user=user, partnership=body, role="member", starts_on=date(2019, 4, 1))
    ranked()
    return PageClient(signed_in=user)


def fetched(client, which, kind):
    response = client.client.get(f"{ISSUE}copy/{which}/{kind}/")
    assert response.status_code == 200, which
    assert f"abuse-{which}-2020-21.{kind}" in response.headers["Content-Disposition"]
    return response.content


def test_a_picture_can_be_taken_as_png_with_its_finding_above_it(member):
    page = member.get(ISSUE)
    assert any("copy/trend/png" in href for href in page.links.values())
    assert fetched(member, "trend", "png").startswith(b"\x89PNG")
    assert fetched(member, "trend", "png") == fetched(member, "trend", "png")


def test_the_sentences_come_as_text_that_stands_alone(member, evidence):
    said = fetched(member, "trend", "txt").decode("utf-8-sig")
    assert "Abuse" in said.splitlines()[0]
    assert "25%" in said
    assert "Example Police" in said
    assert "made up for a demonstration" not in said
    evidence.synthetic.add("abuse")
    assert "made up for a demonstration" in fetched(member, "trend", "txt").decode("utf-8-sig")


def test_word_gets_picture_and_sentences_together(member):
    outlooks.forecast_issues("vale", "2020-21", by=BY)
    with zipfile.ZipFile(io.BytesIO(fetched(member, "outlook", "docx"))) as file:
        assert any(name.startswith("word/media/") for name in file.namelist())
        assert "its range is shown" in file.read("word/document.xml").decode()


def test_the_clipboard_gets_picture_and_sentences_that_fetch_nothing(member, evidence):
    held = fetched(member, "trend", "html").decode()
    assert held.count('src="data:image/png;base64,') == 1
    assert "http" not in held
    said = fetched(member, "trend", "txt").decode("utf-8-sig")
    assert all(line in held for line in said.split("\r\n") if line)


def test_the_pictures_of_a_page_are_numbered_through_and_each_is_offered(member):
    outlooks.forecast_issues("vale", "2020-21", by=BY)
    page = member.client.get(ISSUE).content.decode()
    labels = [
        part.split("<")[0] for part in page.split('<span class="label">')[1:] if part.startswith("Chart")
    ]
    assert labels == [f"Chart {number}." for number in range(1, len(labels) + 1)]
    assert len(labels) > 1
    assert page.count("data-fp-copy") == len(labels)
    assert page.count("hidden>") >= len(labels), "the button appears only where script can do it"


@pytest.mark.parametrize("where", ["copy/outlook/png/", "copy/trend/exe/", "copy/ghost/png/"])
def test_what_there_is_no_picture_of_is_not_found(member, where):
    member.get(f"{ISSUE}{where}", status=404)
