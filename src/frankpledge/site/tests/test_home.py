"""The start page, the public home and the working home."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from frankpledge.records.clock import fixed_at
from frankpledge.web import home as rooms
from frankpledge.web.home import Change, Due, NextMeeting, Published
from frankpledge.web.pictures import BeadState, ChainLink, Duty
from tests.pages import PageClient

NOW = datetime(2025, 10, 16, 9, 0, tzinfo=UTC)
TODAY = date(2025, 10, 16)
WORK = "/example-vale/work/"


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch):
    """Start with no room registered, whatever rooms this installation has."""
    for name, empty in {
        "_DUE": [], "_CHAIN": {}, "_YEAR": [], "_CHANGES": [], "_MEETING": [], "_PUBLISHED": [],
    }.items():  # fmt: skip
        monkeypatch.setattr(rooms, name, empty)
    with fixed_at(NOW):
        yield


def test_the_start_page_lists_the_partnerships(partnership):
    page = PageClient().get("/")
    assert page.links["Example Vale Partnership"] == "/example-vale/"


def test_the_start_page_of_an_empty_installation_says_so(db):
    assert "No partnership has been set up" in PageClient().get("/").text


def test_a_home_without_rooms_says_what_is_not_yet_assessed(person):
    page = PageClient(signed_in=person("manager")).get(WORK)
    assert page.text.count("Not yet assessed") >= 8
    assert "Nothing is waiting for you" not in page.text
    assert "0" not in page.text.replace("2025", "").replace("2026", ""), "missing is never zero"


def test_at_most_seven_things_are_due_each_with_one_button(person):
    rooms.register_due(
        lambda *_: [Due(f"Thing {n}", "Do it", f"#thing-{n}", TODAY + timedelta(days=n)) for n in range(9)]
    )
    # The links go nowhere on this page, so look at the page's parts without the page client's link check.
    from frankpledge.web.home import things_due

    assert [due.what for due in things_due(None, None, TODAY)][:2] == ["Thing 0", "Thing 1"]
    rooms._DUE[:] = [
        lambda *_: [Due(f"Thing {n}", "Do it", f"/do/{n}/", TODAY + timedelta(days=n)) for n in range(9)]
    ]
    page = PageClient(signed_in=person("manager")).get(WORK)
    assert len(page.find("//ul[@class='fp-due']/li")) == 7
    assert len(page.find("//ul[@class='fp-due']//a[contains(@class,'govuk-button')]")) == 7
    assert "2 more things can wait" in page.text


def test_what_was_due_yesterday_is_said_to_need_a_person(person):
    rooms.register_due(
        lambda *_: [Due("Answer the committee", "Answer", "/answer/", TODAY - timedelta(days=1))]
    )
    page = PageClient(signed_in=person("manager")).get(WORK)
    assert "Was due Wednesday 15 October 2025" in page.text


def test_nothing_due_is_said_only_when_some_room_was_asked(person):
    rooms.register_due(lambda *_: [])
    assert "Nothing is waiting for you today" in PageClient(signed_in=person("manager")).get(WORK).text


def test_a_room_speaks_for_its_link_of_the_chain_and_no_other(person):
    rooms.register_chain_link(
        "data", lambda *_: ChainLink("data", "Data", BeadState.PERSON, "One file was refused.", "/data/")
    )
    page = PageClient(signed_in=person("manager")).get(WORK)
    links = [" ".join(li.text_content().split()) for li in page.find("//ol[@class='fp-chain']/li")]
    assert links[1] == "Data Needs a person One file was refused."
    assert links[2] == "Evidence Not yet assessed"


def test_a_link_that_the_chain_does_not_have_is_refused():
    with pytest.raises(ValueError, match="the chain has no link"):
        rooms.register_chain_link("gossip", lambda *_: None)


def test_the_year_the_meeting_and_the_changes_are_told_in_words(person):
    rooms.register_duties(
        lambda *_: [Duty("Publish the summary", date(2026, 3, 31), "The manager", BeadState.WAITING)]
    )
    rooms.register_meeting(
        lambda *_: NextMeeting("Board", date(2025, 11, 20), "4 of 5 have said they will come.")
    )
    rooms.register_meeting(lambda *_: None)
    rooms.register_change(lambda *_: [Change("Police data now reaches August 2025.", date(2025, 10, 14))])
    page = PageClient(signed_in=person("manager")).get(WORK)
    assert "Publish the summary by 31 March 2026. The manager. Not started." in page.text
    assert "Board, Thursday 20 November 2025. 4 of 5 have said they will come." in page.text
    assert "Police data now reaches August 2025. 14 October 2025." in page.text


def test_the_public_home_lists_what_was_published_newest_first(partnership):
    rooms.register_published(
        lambda place: [
            Published("Older plan", "Plan", date(2024, 1, 1), f"/{place.slug}/plan/2024/"),
            Published("Newer report", "Report", date(2025, 1, 1), f"/{place.slug}/report/2025/"),
        ]
    )
    page = PageClient().get("/example-vale/")
    assert page.text.index("Newer report") < page.text.index("Older plan")


@pytest.mark.parametrize("role", ["manager", "chair", "invited-member", "scrutiny-officer"])
def test_everybody_with_a_role_has_a_working_home(person, role):
    assert PageClient(signed_in=person(role)).get(WORK).h1 == "Home"


def test_a_role_that_has_ended_opens_nothing(person):
    gone = person("manager", ends_on=date(2025, 10, 15))
    PageClient(signed_in=gone).get(WORK, status=404)


def test_a_role_holds_on_its_last_day(person):
    last_day = person("manager", ends_on=TODAY)
    assert PageClient(signed_in=last_day).get(WORK).status == 200


def test_an_outsider_is_not_told_that_there_is_a_working_home(person):
    page = PageClient(signed_in=person("")).get(WORK, status=404)
    assert page.h1 == "Page not found"


def test_a_partnership_that_does_not_exist_is_not_found(db):
    assert PageClient().get("/nowhere/", status=404).h1 == "Page not found"


def test_working_pages_are_kept_by_no_cache_and_no_search_engine(person):
    page = PageClient(signed_in=person("manager")).get(WORK)
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.find("//meta[@name='robots'][@content='noindex']")


def test_a_page_that_takes_no_post_refuses_one(person):
    client = PageClient(signed_in=person("manager"))
    assert client.post(WORK).status_code == 405


def test_the_councils_colour_is_used_when_white_can_be_read_on_it(partnership):
    partnership.colour = "#003078"
    partnership.save(update_fields=["colour"])
    sheet = PageClient().client.get("/example-vale/look.css")
    assert sheet.headers["Content-Type"] == "text/css"
    assert b"--fp-colour:#003078" in sheet.content
    partnership.colour = "#ffdd00"
    partnership.save(update_fields=["colour"])
    assert b"--fp-colour:#1d4d4f" in PageClient().client.get("/example-vale/look.css").content


def test_a_logo_that_was_never_given_is_not_found(partnership):
    PageClient().get("/example-vale/logo.png", status=404)


def test_the_query_count_of_the_working_home_stays_small(person, django_assert_max_num_queries):
    client = PageClient(signed_in=person("manager"))
    client.get(WORK)
    with django_assert_max_num_queries(8):
        client.get(WORK)
