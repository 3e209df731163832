from __future__ import annotations

from datetime import date

import pytest

from frankpledge.assessment.document import build_assessment_document
from frankpledge.assessment.gathering import assessment_record
from frankpledge.assessment.tests.world import ranked
from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.documents.api import render_html
from frankpledge.evidence.places import PlacesFacts
from frankpledge.evidence.rules.places import Place
from tests.pages import PageClient

ISSUE = "/vale/work/assessment/2020-21/issues/abuse/"
SQUARE = [[[[-2, 50], [-1.9, 50], [-1.9, 50.1], [-2, 50.1], [-2, 50]]]]
PLACES = (
    Place("E01900001", "Mill Lane", 41, None, "more"),
    Place("E01900002", "Far End", None, None, "withheld"),
)


def known(**changes) -> PlacesFacts:
    given = {
        "slug": "abuse", "title": "Abuse", "source": "Example Police", "period": "2020", "places": PLACES, "below": 5,
        "shapes": (("E01900001", SQUARE),),
    }  # fmt: skip
    return PlacesFacts(**given | changes)


def document() -> str:
    return render_html(build_assessment_document(assessment_record("vale")))


@pytest.fixture
def member(place):
    user = User.objects.create_user("member@vale.invalid", "member")
    body = Partnership.objects.get(slug="vale")
    RoleAssignment.objects.create(user=user, partnership=body, role="member", starts_on=date(2019, 4, 1))
    return PageClient(signed_in=user)


def test_the_document_says_where_with_table_map_and_what_is_withheld(place, evidence):
    evidence.placed["abuse"] = known()
    ranked()
    html = document()
    assert "Where it happens" in html
    assert "Abuse gathers in 1 of 2 small areas in 2020: Mill Lane" in html
    assert "Counts from 1 to 4 are withheld" in html
    assert "neither repeats nor near repeats" in html
    assert "predicts no person and no patrol" in html
    assert "Map of 1 small area," in html


def test_what_is_not_known_by_place_is_said_and_without_any_there_is_no_chapter(place, evidence):
    ranked()
    assert "Where it happens" not in document()
    evidence.placed["abuse"] = PlacesFacts("abuse", "Abuse", "", because="It was supplied as totals.")
    assert "Abuse at home: It was supplied as totals." in document()


def test_the_issue_page_leads_to_every_small_area(member, evidence):
    ranked()
    assert "gathers in" not in member.get(ISSUE).text
    evidence.placed["abuse"] = known()
    page = member.get(ISSUE)
    assert "Abuse gathers in 1 of 2 small areas in 2020: Mill Lane." in page.text
    assert page.links["Every small area, as a table and as a map"] == "/vale/work/data/series/abuse/where/"
    evidence.placed["abuse"] = known(because="No file arrived for May 2020.")
    page = member.get(ISSUE)
    assert "No file arrived for May 2020." in page.text
    assert "Every small area, as a table and as a map" not in page.links
