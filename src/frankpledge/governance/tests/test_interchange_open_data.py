from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frankpledge.directory.models import Partnership, User
from frankpledge.governance import api
from frankpledge.governance.membership import services
from frankpledge.governance.membership.written import NewGroup, NewOfficeHolding, NewTenure
from frankpledge.governance.models import AgendaItem, Ballot, Decision, Meeting, Motion
from frankpledge.governance.rules.interchange.open_data import Decided, may_be_published, schema
from frankpledge.governance.tests.json_shapes import mistakes
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import system
from frankpledge.records.clock import fixed_at
from tests.worlds import the_demonstration

ROOT = Path(__file__).resolve().parents[4]
DEMO = ROOT / "demo" / "dorset"
BY = system("test")
ADDRESS = "/dorset/open-data/v1/meetings.json"


def decided(**change):
    values = {
        "id": UUID(int=1), "number": "", "text": "x", "body": "b", "event": None, "scope": "", "capacity": "",
        "effect": "note", "about": "", "route": "meeting", "method": "", "outcome": "carried", "standing": "stands",
        "ruling": False, "decided": None, "effective_on": None, "condition": "", "is_condition_met": False, "tally": None,
        "clause": "", "supersedes": None, "ratifies": None, "is_closed": False,
    } | change  # fmt: skip
    return Decided(**values)


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, True),
        ({"outcome": "lost"}, True),
        ({"outcome": "tied"}, False),
        ({"outcome": "no_decision"}, False),
        ({"is_closed": True}, False),
        ({"standing": "irregular"}, False),
        ({"standing": "cured"}, True),
        ({"standing": "undetermined"}, False),
        ({"standing": "undetermined", "ruling": True}, True),
        ({"standing": "irregular", "ruling": True}, False),
        ({"standing": ""}, True),
    ],
)
def test_only_what_was_decided_in_the_open_and_stands_may_be_published(change, shown):
    assert may_be_published(decided(**change)) is shown


@pytest.fixture
def demo(db):
    the_demonstration()
    for path in (
        ROOT / "examples/dorset-before-2023.toml",
        ROOT / "examples/dorset-2023.toml",
        DEMO / "meetings.toml",
    ):
        api.load("dorset", path, by=BY)
    with fixed_at(datetime(2023, 6, 20, 12, tzinfo=UTC)):
        yield Partnership.objects.get(slug="dorset")


def meeting(place, slug="june", group="", **more):
    on = date(2023, 6, 1)
    return Meeting.objects.create(
        partnership=place, slug=slug, title=f"{slug} meeting", body="Us", group=group,
        body_kind="subgroup" if group else "partnership", held=on.isoformat(), held_earliest=on, held_latest=on,
        kind="ordinary", status="held", **more,
    )  # fmt: skip


def put(place, made, text, votes, *, closed=False, standing="stands", method="ballot"):
    item = AgendaItem.objects.create(
        meeting=made, order=1, number="1", title=f"Item on {text}", kind="decide", is_closed=closed,
        closed_because="s 115" if closed else "",
    )  # fmt: skip
    motion = Motion.objects.create(
        partnership=place, meeting=made, item=item, text=text, state="closed", method=method
    )
    for number, choice in enumerate(votes):
        Ballot.objects.create(
            motion=motion, seat=f"s{number}", choice=choice, cast_at=datetime(2023, 6, 1, tzinfo=UTC),
            cast_by=f"Voter {number}",
        )  # fmt: skip
    return Decision.objects.create(
        partnership=place, slug=text.replace(" ", "-").lower(), meeting=made, text=text, outcome="carried", effect="note",
        motion=motion, item=item, standing=standing, decided_at=datetime(2023, 6, 1, 13, tzinfo=UTC),
    )  # fmt: skip


def fetched(client):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_the_record_is_published_as_its_schema_says(demo, client):
    services.make_group(
        "dorset", NewGroup("delivery", "Delivery", "standing", Period(date(2020, 1, 1))), by=BY
    )
    made = meeting(demo, starts_at=datetime(2023, 6, 1, 13, tzinfo=UTC), is_open_to_public=True)
    put(demo, made, "Adopt it", ["for", "for", "against"])
    meeting(demo, "delivery", group="delivery")
    user = User.objects.get(email="police@example.org")
    said = NewTenure(
        user.name,
        "holder",
        Period(date(2020, 1, 1)),
        seat="police",
        user=user.id,
        organisation="dorset-police",
    )
    services.appoint("dorset", said, terms=None, by=BY)
    services.take_office(
        "dorset",
        NewOfficeHolding("vice-chair", user.name, "election", Period(date(2023, 6, 1)), seat="police"),
        terms=None,
        by=BY,
    )
    found = fetched(client)
    assert mistakes(found, json.loads(client.get(ADDRESS.replace(".json", ".schema.json")).content)) == []
    [vote] = found["vote_events"]
    assert {one["option"]: one["value"] for one in vote["counts"]} == {"yes": 2, "no": 1, "abstain": 0}
    assert [one["start_date"] for one in found["events"]][-2:] in (
        ["2023-06-01", "2023-06-01T13:00:00+00:00"],
        ["2023-06-01T13:00:00+00:00", "2023-06-01"],
    )
    police = next(one for one in found["posts"] if one["id"].endswith("/posts/police"))
    assert (police["votes"], police["start_date"]) == (1, "2019-04-01")
    member = next(one for one in found["memberships"] if one["role"] == "member")
    assert member["post_id"] == police["id"]
    assert {one["role"] for one in found["memberships"]} == {"member", "vice-chair"}
    ids = {one["id"] for one in found["organizations"]}
    assert {one["organization_id"] for one in found["events"]} <= ids
    assert member["on_behalf_of_id"] in ids


def test_nobody_is_named_and_nothing_private_is_told(demo, client):
    made = meeting(demo, joining="secret link")
    put(demo, made, "Private matter", ["for"], closed=True)
    put(demo, made, "Irregular matter", ["for"], standing="irregular")
    user = User.objects.get(email="police@example.org")
    said = NewTenure(user.name, "holder", Period(date(2020, 1, 1)), seat="police", user=user.id)
    services.appoint("dorset", said, terms=None, by=BY)
    shown = client.get(ADDRESS).content.decode()
    for words in (user.name, "Voter 0", "Private matter", "Item on Private", "secret link", "Invented Chair"):
        assert words not in shown
    agenda = next(one for one in json.loads(shown)["events"] if one["name"] == "june meeting")["agenda"]
    assert [(one["title"], one["in_private"]) for one in agenda] == [
        ("An item taken in private", True), ("Item on Irregular matter", False),
    ]  # fmt: skip
    assert "Irregular matter" not in {one["text"] for one in json.loads(shown)["motions"]}


def test_a_date_is_published_as_far_as_it_is_known_and_other_bodies_decisions_are_not_ours(demo, client):
    found = fetched(client)
    assert [one["start_date"] for one in found["events"]] == ["2020-03"]
    texts = {one["text"]: one.get("standing") for one in found["motions"]}
    assert texts["The Community Safety Plan 2020-23 is agreed."] == "ruled"
    assert not any("Committee should review" in text for text in texts)


def test_an_empty_partnership_publishes_an_empty_record(db, client):
    Partnership.objects.create(
        slug="dorset", name="New Partnership", short_name="New", nation="W", council_name="New Council"
    )
    found = fetched(client)
    assert mistakes(found, schema()) == []
    assert (found["events"], found["motions"], len(found["organizations"])) == ([], [], 1)


def test_the_schema_refuses_what_is_not_of_its_shape():
    assert mistakes({}, schema())
    whole = {
        "profile": "frankpledge-meetings", "version": "1.0", "schema": "x", "as_of": "2023-06-20",
        "publisher": {"name": "x", "url": "y"}, "organizations": [], "posts": [], "memberships": [], "events": [],
        "motions": [], "vote_events": [],
    }  # fmt: skip
    assert mistakes(whole, schema()) == []
    assert mistakes({**whole, "persons": []}, schema())
    assert mistakes({**whole, "version": "2.0"}, schema())


def test_the_record_is_gathered_in_the_same_few_queries(demo, client):
    def asked():
        with CaptureQueriesContext(connection) as found:
            client.get(ADDRESS)
        return len(found)

    put(demo, meeting(demo, "first"), "First text", ["for"])
    asked()
    before = asked()
    for number in range(8):
        made = NewGroup(f"g{number}", f"Group {number}", "standing", Period(date(2020, 1, 1)))
        services.make_group("dorset", made, by=BY)
        put(demo, meeting(demo, f"m{number}"), f"Text {number}", ["for", "against"])
    assert asked() == before
