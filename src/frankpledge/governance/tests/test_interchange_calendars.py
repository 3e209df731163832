from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.governance.interchange.calendars import calendar_of
from frankpledge.governance.membership import services
from frankpledge.governance.membership.written import NewTenure
from frankpledge.governance.models import Action, CalendarFeed, Meeting
from frankpledge.governance.rules.interchange.entries import (
    Entry,
    MeetingEntry,
    deadline_entries,
    meeting_entry,
)
from frankpledge.governance.rules.terms.reading import terms_of
from frankpledge.governance.terms.services import record_terms
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.people import system
from frankpledge.kernel.toml_files import read_text
from frankpledge.records.clock import fixed_at
from tests.pages import PageClient
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
AT = datetime(2023, 6, 20, 12, tzinfo=UTC)
FEED = "/dorset/work/me/calendar/"
TERMS = """
[terms]
body = "Example"
label = "the terms"
nation = "E"
starts_on = 2019-04-01
[papers]
days = 5
days_are = "working"
[[notice]]
days = 10
days_are = "calendar"
"""


def entry(**change):
    values = {
        "id": UUID(int=7), "title": "July meeting", "body": "Us", "held": PartialDate(2023, 7, 3),
        "starts_at": datetime(2023, 7, 3, 13, tzinfo=UTC), "ends_at": datetime(2023, 7, 3, 15, tzinfo=UTC), "place": "Hall",
        "kind": "ordinary", "phase": "", "status": "planned", "changes": 0, "is_open_to_public": False, "because": "",
        "href": "https://example.org/x",
    } | change  # fmt: skip
    return MeetingEntry(**values)


def read(content):
    return icalendar.Calendar.from_ical(content)


def events(content):
    return {str(one["uid"]): one for one in read(content).walk("VEVENT")}


def test_a_meeting_is_shown_in_london_time_with_the_rules_of_its_zone():
    content = calendar_of("Us", [meeting_entry(entry())], at=AT)
    [event] = events(content).values()
    assert (event.start.hour, event.start.tzinfo.utcoffset(event.start).total_seconds()) == (14, 3600)
    assert [str(zone["tzid"]) for zone in read(content).walk("VTIMEZONE")] == ["Europe/London"]
    assert b"TZID=Europe/London:20230703T140000" in content
    winter = entry(starts_at=datetime(2023, 12, 4, 14, tzinfo=UTC), ends_at=None)
    assert b"TZID=Europe/London:20231204T140000" in calendar_of("Us", [meeting_entry(winter)], at=AT)


def test_lines_end_as_the_standard_asks_and_none_is_too_long():
    content = calendar_of("Us", [meeting_entry(entry(title="A very long title, with commas; " * 9))], at=AT)
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    [event] = events(content).values()
    assert str(event["summary"]).count("commas;") == 9


def test_a_meeting_keeps_its_id_and_a_cancelled_one_is_said_to_be_cancelled_with_a_higher_sequence():
    [(uid, first)] = events(calendar_of("Us", [meeting_entry(entry())], at=AT)).items()
    [(same, later)] = events(
        calendar_of("Us", [meeting_entry(entry(status="cancelled", changes=2, because="no room"))], at=AT)
    ).items()
    assert uid == same
    assert (first["status"], first["sequence"], later["status"], later["sequence"]) == (
        "CONFIRMED",
        0,
        "CANCELLED",
        2,
    )
    assert "no room" in str(later["description"])


def test_a_meeting_whose_hour_is_not_known_takes_the_day_and_one_without_a_day_is_left_out():
    made = meeting_entry(entry(starts_at=None, ends_at=None))
    [event] = events(calendar_of("Us", [made], at=AT)).values()
    assert (event.start, event.end) == (date(2023, 7, 3), date(2023, 7, 4))
    assert meeting_entry(entry(starts_at=None, held=PartialDate(2023, 7))) is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_written_comes_back_as_it_was(title, place):
    made = Entry("x@y", title, AT, None, place, "", "", 0, is_cancelled=False, is_free=False)
    [event] = events(calendar_of("Us", [made], at=AT)).values()
    kept = "".join(one for one in title if one.isprintable())
    assert "".join(one for one in str(event["summary"]) if one.isprintable()) == kept


def terms(text=TERMS):
    return terms_of(read_text(text, "t.toml").strictly())


def test_deadlines_are_those_of_the_terms_and_go_with_the_meeting():
    found = {one.uid.split("-")[0]: one for one in deadline_entries(entry(), terms(), date(2023, 7, 3))}
    assert (found["notice"].starts, found["papers"].starts) == (date(2023, 6, 23), date(2023, 6, 26))
    assert all(one.is_free and not one.is_cancelled for one in found.values())
    gone = deadline_entries(entry(status="cancelled"), terms(), date(2023, 7, 3))
    assert all(one.is_cancelled for one in gone)
    silent = TERMS.split("[papers]", maxsplit=1)[0]
    assert list(deadline_entries(entry(), terms(silent), date(2023, 7, 3))) == []
    assert list(deadline_entries(entry(), None, date(2023, 7, 3))) == []


# Feeds ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def demo(db):
    the_demonstration()
    with fixed_at(AT):
        yield Partnership.objects.get(slug="dorset")


def meeting(partnership, slug="july", on=date(2023, 7, 3), group="", **more):
    return Meeting.objects.create(
        partnership=partnership, slug=slug, title=f"{slug} meeting", body="Us", group=group,
        body_kind="subgroup" if group else "partnership", held=on.isoformat(), held_earliest=on, held_latest=on,
        kind="ordinary", status=more.pop("status", "planned"), **more,
    )  # fmt: skip


def test_anybody_follows_the_partnerships_own_meetings_and_no_joining_link_is_in_them(demo, client):
    meeting(demo, joining="https://secret.example.org/join", place="Hall")
    meeting(demo, "delivery", group="delivery")
    meeting(demo, "old", on=date(2021, 1, 1), status="held")
    answer = client.get("/dorset/calendar/meetings.ics")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert [str(one["summary"]) for one in events(answer.content).values()] == ["july meeting"]
    assert b"secret" not in answer.content


def test_a_change_of_the_record_raises_the_sequence(demo, client):
    made = meeting(demo)
    made.place = "Elsewhere"
    made.save_version(read_version=1, fields=["place"])
    [event] = events(client.get("/dorset/calendar/meetings.ics").content).values()
    assert (event["sequence"], str(event["location"])) == (1, "Elsewhere")


def user(email="police@example.org"):
    return User.objects.get(email=email)


def secret_of(client):
    page = client.post_page(FEED, {})
    return page.find("//span[@class='fp-hash']/text()")[0]


def path_of(secret):
    return secret.removeprefix("http://127.0.0.1")


def test_ones_own_feed_has_the_meetings_of_ones_groups_deadlines_and_actions_and_nobody_elses(
    demo, client, monkeypatch
):
    said = NewTenure(
        user().name, "holder", Period(date(2020, 1, 1)), seat="police", group="delivery", user=user().id
    )
    services.appoint("dorset", said, terms=None, by=BY)
    meeting(demo)
    meeting(demo, "delivery", group="delivery")
    meeting(demo, "streets", group="streets")
    Action.objects.create(
        partnership=demo, number="1", text="Send figures", owner=user(), due_on=date(2023, 6, 30)
    )
    Action.objects.create(
        partnership=demo,
        number="2",
        text="Not mine",
        owner=user("fire@example.org"),
        due_on=date(2023, 6, 30),
    )
    Action.objects.create(
        partnership=demo, number="3", text="Over", owner=user(), due_on=date(2023, 6, 30), state="done"
    )
    record_terms("dorset", TERMS, by=BY)
    found = events(client.get(path_of(secret_of(PageClient(signed_in=user())))).content)
    assert {str(one["summary"]) for one in found.values()} == {
        "july meeting", "delivery meeting", "Notice is due: july meeting", "Papers are due: july meeting",
        "Action due: Send figures",
    }  # fmt: skip


def test_a_secret_address_works_until_it_is_revoked_or_replaced_and_only_its_hash_is_kept(demo, client):
    mine = PageClient(signed_in=user())
    first = secret_of(mine)
    assert client.get(path_of(first)).status_code == 200
    assert "no-store" in client.get(path_of(first)).headers["Cache-Control"]
    assert first.rsplit("/", 1)[1].removesuffix(".ics") not in CalendarFeed.objects.get().token_hash
    second = secret_of(mine)
    assert (client.get(path_of(first)).status_code, client.get(path_of(second)).status_code) == (404, 200)
    assert first not in mine.get(FEED).text
    assert mine.post(f"{FEED}stop/", {}, seen_at=FEED).status_code == 302
    assert client.get(path_of(second)).status_code == 404
    assert client.get("/dorset/calendar/mine/guess.ics").status_code == 404


def test_a_feed_ends_with_the_persons_last_role(demo, client):
    secret = secret_of(PageClient(signed_in=user()))
    RoleAssignment.objects.filter(user=user()).update(ends_on=date(2023, 6, 19))
    assert client.get(path_of(secret)).status_code == 404


def test_a_feed_of_one_partnership_shows_nothing_of_another(demo, client):
    other = Partnership.objects.create(
        slug="other", name="Other", short_name="Other", nation="E", council_name="Other Council"
    )
    meeting(other, "theirs")
    secret = path_of(secret_of(PageClient(signed_in=user())))
    assert b"theirs" not in client.get(secret).content
    assert client.get(secret.replace("/dorset/", "/other/")).status_code == 404
