from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frankpledge.directory.models import Partnership, User
from frankpledge.governance.membership import services as members
from frankpledge.governance.membership.written import NewTenure
from frankpledge.governance.models import Action, Ballot, Meeting, MinutesSet, Motion, Reply
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import system
from frankpledge.records.clock import fixed_at
from tests.pages import PageClient
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
ME = "/dorset/work/me/"


@pytest.fixture
def dorset(db):
    the_demonstration()
    with fixed_at(datetime(2023, 6, 20, 12, tzinfo=UTC)):
        for email, seat, body in (
            ("police@example.org", "police", "dorset-police"), ("fire@example.org", "fire", "dorset-wiltshire-fire"),
        ):  # fmt: skip
            user = User.objects.get(email=email)
            said = NewTenure(
                user.name, "holder", Period(date(2020, 1, 1)), seat=seat, user=user.id, organisation=body
            )
            members.appoint("dorset", said, terms=None, by=BY)
        yield Partnership.objects.get(slug="dorset")


def client(email="police@example.org"):
    return PageClient(signed_in=User.objects.get(email=email))


def meeting(place, slug="july", on=date(2023, 7, 3), status="planned", group=""):
    return Meeting.objects.create(
        partnership=place, slug=slug, title="July meeting", body="Us", group=group,
        body_kind="subgroup" if group else "partnership", held=on.isoformat(), held_earliest=on, held_latest=on,
        kind="ordinary", status=status, starts_at=datetime(on.year, on.month, on.day, 13, tzinfo=UTC),
    )  # fmt: skip


def answered(page, part, **choice):
    form = page.find(f"//form[contains(@action, '{part}')]")[0]
    hidden = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
    return form.get("action"), {**hidden, **choice}


def test_a_meeting_is_replied_to_on_my_page_and_asked_about_no_more(dorset):
    meeting(dorset)
    meeting(dorset, "theirs", group="delivery")
    police = client()
    page = police.get(ME)
    assert "Will you come to July meeting?" in page.text
    assert page.find("count(//h3[contains(., 'Will you come')])") == 1
    where, typed = answered(page, "/replies/", choice="apologies")
    assert police.post(where, typed, seen_at=ME).headers["Location"] == ME
    assert Reply.objects.get().answer == "apologies"
    assert police.get(ME).find("count(//h3[contains(., 'Will you come')])") == 0
    assert client("fire@example.org").get(ME).find("count(//h3[contains(., 'Will you come')])") == 1


def test_nobody_replies_for_a_seat_that_is_not_theirs(dorset):
    meeting(dorset)
    answer = client().post(
        "/dorset/work/meetings/meeting/july/replies/seat/fire/", {"choice": "attending"}, seen_at=ME
    )
    assert (answer.status_code, Reply.objects.count()) == (403, 0)
    assert (
        client().post("/dorset/work/meetings/meeting/july/replies/seat/police/", {}, seen_at=ME).status_code
        == 422
    )


def test_an_action_is_answered_there_and_then_with_what_shows_it(dorset):
    user = User.objects.get(email="police@example.org")
    made = Action.objects.create(
        partnership=dorset, number="2023-06-01/1.1", text="Send figures", owner=user, due_on=date(2023, 6, 30)
    )
    Action.objects.create(
        partnership=dorset, number="2023-06-01/1.2", text="Not mine",
        owner=User.objects.get(email="fire@example.org"), due_on=date(2023, 6, 30),
    )  # fmt: skip
    police = client()
    page = police.get(ME)
    assert "Send figures" in page.text
    assert "Not mine" not in page.text
    where, typed = answered(page, "/actions/", choice="done", text="")
    assert police.post(where, typed, seen_at=ME).status_code == 422
    where, typed = answered(page, "/actions/", choice="done", text="Sent on 19 June")
    assert police.post(where, typed, seen_at=ME).headers["Location"] == ME
    made.refresh_from_db()
    assert (made.state, made.evidence) == ("done", "Sent on 19 June")
    assert "Send figures" not in police.get(ME).text


def test_an_action_of_an_organisation_is_asked_of_it_and_answered_by_nobody_elses(dorset):
    from frankpledge.directory.models import Organisation

    made = Action.objects.create(
        partnership=dorset, number="1", text="Name a lead", due_on=date(2023, 6, 30),
        organisation=Organisation.objects.get(slug="dorset-police"),
    )  # fmt: skip
    page = client().get(ME)
    assert "Asked of Dorset Police." in page.text
    fire = client("fire@example.org")
    assert "Name a lead" not in fire.get(ME).text
    answer = fire.post(
        f"/dorset/work/meetings/actions/mine/{made.id}/", {"choice": "done", "text": "x"}, seen_at=ME
    )
    assert answer.status_code == 403


def test_an_open_ballot_is_asked_for_until_the_seat_has_voted(dorset):
    made = Motion.objects.create(
        partnership=dorset,
        meeting=meeting(dorset, on=date(2023, 6, 20), status="running"),
        text="Adopt it",
        state="open",
    )
    assert "Vote now: Adopt it" in client().get(ME).text
    Ballot.objects.create(
        motion=made, seat="police", choice="for", cast_at=datetime(2023, 6, 20, tzinfo=UTC), cast_by="x"
    )
    assert "Vote now" not in client().get(ME).text
    assert "Vote now" in client("fire@example.org").get(ME).text


def test_draft_minutes_are_to_be_checked_once_there_is_a_page_for_them(dorset):
    MinutesSet.objects.create(
        meeting=meeting(dorset, on=date(2023, 6, 1), status="held"), is_draft_public=True
    )
    assert "Check the draft minutes" in client().get(ME).text


def test_my_page_asks_as_often_however_much_is_asked(dorset):
    police = client()
    user = User.objects.get(email="police@example.org")

    def add(number):
        meeting(dorset, f"m{number}", on=date(2023, 7, number))
        Action.objects.create(
            partnership=dorset, number=str(number), text="x", owner=user, due_on=date(2023, 7, 1)
        )

    def asked():
        with CaptureQueriesContext(connection) as found:
            police.client.get(ME)
        return len(found)

    add(1)
    asked()
    before = asked()
    for number in range(2, 9):
        add(number)
    assert asked() == before
