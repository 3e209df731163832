from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest

from frankpledge.audit.api import history_of
from frankpledge.reviews.cases import services
from frankpledge.reviews.models import CaseEvent
from frankpledge.reviews.rules.casework.kinds import KINDS
from frankpledge.reviews.tests.casework_cast import (
    FIRST,
    ROLES,
    SLUG,
    WITHOUT_PART,
    at,
    hold_review,
    make_casework,
    open_example,
)
from tests.pages import PageClient
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
TODAY = FIRST + timedelta(60)
FAMILY, POLICE, COUNCIL = (
    "Wishes for a garden bench",
    "Vale Police was asked for its own review",
    "Vale Council was asked for its own review",
)
MONEY, FILE, ACTION = "Independent chair: £4,321.00", "An unusual scoping meeting", "Teach every officer"


@built_once
def a_review_under_way():
    made = make_casework()
    open_example(made)
    hold_review(made)
    with at(TODAY - timedelta(1)):
        on = TODAY - timedelta(1)
        made.write("scoping-met", on, present="all", advice=FILE)
        made.write(
            "family-person",
            on,
            label="Rowan",
            relation="sister",
            channel="letter",
            language="English",
            who="the chair",
            wish=FAMILY,
        )
        made.write(
            "appointed", on, part="independent-chair", name="Iris", contact="no", independence="None here."
        )
        made.write(
            "terms-drafted",
            on,
            version="1",
            scope_from="2020",
            scope_to="2026",
            why_from="x",
            lines="a",
            equality="b",
        )
        made.write("terms-agreed", on, version="1", agreed_by="panel", family_asked="yes")
        for agency in ("Vale Police", "Vale Council"):
            made.write("imr-asked", on, agency=agency, due=str(TODAY - timedelta(1)))
        made.write("cost", on, cost="chair", amount="4321.00", supplier="Iris")
        made.write("recommendation-made", on, id="1", text=ACTION, themes=["T29"], change="training", agency="Vale Police",
                   level="single", stage="identify", council="yes")  # fmt: skip
    return made


@pytest.fixture
def cast():
    return a_review_under_way()


def client(cast, part: str) -> PageClient:
    return PageClient(signed_in=cast.people[part])


CASES = f"/{SLUG}/work/reviews/cases/"


@pytest.mark.parametrize("role", sorted(WITHOUT_PART))
def test_without_a_part_there_is_no_such_review_anywhere(cast, role):
    with at(TODAY):
        guest = client(cast, role)
        for rest in (
            "",
            "record/",
            "criteria/",
            "documents/",
            "conflict/",
            "documents/terms/docx/",
            "record/scoping-met/",
        ):
            assert guest.client.get(f"{CASES}{cast.case}/{rest}").status_code in {403, 404}, rest
        assert guest.client.get(f"{CASES}{cast.case}/").status_code == 404
        for words in ("", "?q=Alder", "?q=r-2026-01"):
            assert "Alder" not in guest.get(f"{CASES}{words}").text.replace("?q=Alder", "")
        assert "officer" not in guest.get(f"/{SLUG}/work/reviews/learning/?q=officer").text


def test_a_conflict_hides_the_review_from_everybody_whatever_their_part(cast):
    with at(TODAY):
        for part in ("coordinator", "chair", "independent-chair"):
            services.declare_conflict(
                SLUG, cast.case, cast.people[part].id, relation="kin", source="declared", by=cast.by(part)
            )
            assert client(cast, part).client.get(f"{CASES}{cast.case}/").status_code == 404
            assert "Review Alder" not in client(cast, part).get(CASES).text
        assert "Review Alder" in client(cast, "vice-chair").get(CASES).text


WRITES = {
    "scoping-met": {"coordinator", "independent-chair"},
    "family-wish": {"coordinator", "independent-chair"},
    "imr-final": {"coordinator", "imr-author"},
    "cost": {"coordinator"},
    "decided": {"chair", "vice-chair"},
    "evidence-added": {"coordinator", "independent-chair", "member"},
    "published": set(),  # only the page of the very file that was scanned and signed records it
    "anonymisation-scanned": set(),
}


@pytest.mark.parametrize("kind", WRITES)
def test_each_part_is_offered_the_form_of_what_it_writes(cast, kind):
    with at(TODAY):
        may = {
            part
            for part in set(ROLES) - WITHOUT_PART
            if client(cast, part).client.get(f"{CASES}{cast.case}/record/{kind}/").status_code == 200
        }
    assert may == WRITES[kind]


def test_a_guest_writes_only_of_their_own_agency(cast):
    with at(TODAY):
        author = client(cast, "imr-author")
        where = f"{CASES}{cast.case}/record/imr-draft/"
        said = {"on": TODAY.isoformat(), "author": "an inspector", "independent": "no"}
        assert re.findall(r'<option value="([^"]*)"', author.client.get(where).content.decode()) == [
            "Vale Police"
        ]
        assert author.post(where, {**said, "agency": "Vale Council"}).status_code == 403
        assert author.post(where, {**said, "agency": "Vale Police"}).status_code == 302
    assert CaseEvent.objects.filter(kind="imr-draft").count() == 1


def test_what_the_rules_refuse_is_said_on_the_form_and_nothing_is_lost(cast):
    with at(TODAY):
        page = client(cast, "coordinator").post_page(
            f"{CASES}{cast.case}/record/submitted/",
            {"on": TODAY.isoformat(), "how": "by secure email"},
            status=422,
        )
    assert "First record “The partnership agreed the report”" in page.text
    assert page.find("//input[@value='by secure email']")
    assert not CaseEvent.objects.filter(kind="submitted").exists()


def test_opening_a_review_and_answering_its_questions(cast):
    with at(TODAY):
        coordinator = client(cast, "coordinator")
        said = {"reference": "r-2026-02", "codename": "Birch", "on": "2026-03-10", "source": "police", "channel": "form", "died": "2026-03",
                "people": "Birch", "young": "no", "role": "leading", "sent": ""}  # fmt: skip
        assert coordinator.post(f"{CASES}new/", said).status_code == 302
        assert "Review Birch" in coordinator.get(CASES).text
        where = CaseEvent.objects.get(case__reference="r-2026-02").case_id
        answered = {
            "has_died": "yes",
            "has_died-because": "the notice",
            "is_sixteen": "yes",
            "is_sixteen-because": "the notice",
        }
        assert coordinator.post(f"{CASES}{where}/criteria/", answered).status_code == 302
        assert "C3" in coordinator.get(f"{CASES}{where}/").text
        page = coordinator.post_page(f"{CASES}{where}/criteria/", {"relative": "yes"}, status=422)
        assert "what the answer rests on" in page.text
        assert client(cast, "chair").client.get(f"{CASES}{where}/").status_code == 404


def test_documents_say_why_they_wait_and_come_in_four_formats(cast):
    with at(TODAY):
        coordinator = client(cast, "coordinator")
        page = coordinator.get(f"{CASES}{cast.case}/documents/")
        assert "The partnership has agreed no change." in page.text
        assert (
            coordinator.client.get(f"{CASES}{cast.case}/documents/extension-notice/docx/").status_code == 422
        )
        for fmt in ("html", "docx"):
            made = coordinator.client.get(f"{CASES}{cast.case}/documents/overview-report/{fmt}/")
            assert made.status_code == 200
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            words = archive.read("word/document.xml").decode()
        assert "Involvement of family" in words
        assert "is invented" in words
        assert (
            "First letter to family" not in client(cast, "panel").get(f"{CASES}{cast.case}/documents/").text
        )
        assert (
            client(cast, "panel").client.get(f"{CASES}{cast.case}/documents/family-first/docx/").status_code
            == 404
        )


def test_chasing_gives_a_letter_and_a_sheet_and_rests_on_a_day_of_the_family(cast):
    with at(TODAY):
        coordinator = client(cast, "coordinator")
        page = coordinator.get(f"{CASES}chase/")
        assert "1 day overdue" in page.text
        made = coordinator.client.get(f"{CASES}chase/all/")
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            sheet = archive.read("vale-police.csv").decode("utf-8-sig")
        assert "r-2026-01" in sheet
        assert "Rowan" not in sheet
        cast.write("family-avoid", TODAY, label="Rowan", day=f"{TODAY:%d-%m}", why="an anniversary")
        with zipfile.ZipFile(io.BytesIO(coordinator.client.get(f"{CASES}chase/all/").content)) as archive:
            assert "r-2026-01" not in archive.read("vale-police.csv").decode("utf-8-sig")
        assert client(cast, "chair").get(f"{CASES}chase/").find("//a[contains(@href, 'all')]") == []


def test_reading_a_review_is_written_down(cast):
    with at(TODAY):
        client(cast, "panel").get(f"{CASES}{cast.case}/")
    assert [one.by for one in history_of("review", str(cast.case)) if one.action == "review-read"] == [
        "Example panel"
    ]


def test_people_are_given_parts_and_lose_them(cast):
    with at(TODAY):
        coordinator = client(cast, "coordinator")
        where = f"{CASES}{cast.case}/people/"
        assert "Example panel" in coordinator.get(where).text
        said = {
            "user": str(cast.people["analyst"].id),
            "part": "panel",
            "purpose": "knows the data",
            "organisation": "",
        }
        assert coordinator.post(f"{where}new/", said).status_code == 302
        assert client(cast, "analyst").get(f"{CASES}{cast.case}/").status == 200
        assert client(cast, "chair").client.get(where).status_code == 403


def test_another_partnership_is_chosen_where_it_is_known_and_written_where_it_is_not():
    from frankpledge.reviews.cases.forms import EntryForm

    known = ("Example Moor Partnership", "Example Dale Partnership")
    said = {"on": "2026-01-12", "to": known[0], "because": "They lived there"}

    def told(**more: str) -> tuple[bool, object]:
        form = EntryForm(KINDS["transfer-offered"], (), {**said, **more}, partnerships=known)
        return form.is_valid(), form.said()["to"] if form.is_valid() else list(form.errors)

    assert told() == (True, known[0])
    assert told(to="elsewhere", **{"to-elsewhere": "A far partnership"}) == (True, "A far partnership")
    assert told(to="elsewhere") == (False, ["to-elsewhere"])
    assert told(to="Nobody’s partnership") == (False, ["to"])
    alone = EntryForm(KINDS["transfer-offered"], (), {**said, "to": "A far partnership"})
    assert alone.is_valid()
    assert alone.said()["to"] == "A far partnership"
