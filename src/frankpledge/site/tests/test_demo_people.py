"""The door to the demonstration opens only where the demonstration is."""

from __future__ import annotations

import pytest
from django.test import Client

from frankpledge.audit.api import history_of
from frankpledge.site.demo_people import is_loopback, mark_as_demo
from frankpledge.site.models import DemoMark
from tests.pages import PageClient

DOOR = "/demo/"


@pytest.fixture
def demonstration(settings, db):
    settings.DEMO = True
    mark_as_demo()


def test_the_door_lists_the_invented_people_with_a_button_each(demonstration, person):
    chair = person("chair", is_invented=True)
    person("manager", is_invented=False)
    page = PageClient().get(DOOR)
    assert "The chair" in page.text
    assert "The manager" not in page.text
    assert page.find(f"//form[@action='/demo/enter/{chair.id}/'][@method='post']")


def test_entering_signs_in_as_that_person_and_is_recorded(demonstration, person):
    chair = person("chair", is_invented=True)
    client = PageClient()
    answer = client.post(f"/demo/enter/{chair.id}/", seen_at=DOOR)
    assert answer.headers["Location"] == "/example-vale/work/"
    assert "Signed in as The chair" in client.get("/example-vale/work/").text
    assert [entry.action for entry in history_of("account", str(chair.id))] == ["demo-entered"]


def test_entering_takes_a_post_with_a_token(demonstration, person):
    chair = person("chair", is_invented=True)
    client = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
    assert client.get(f"/demo/enter/{chair.id}/").status_code == 405
    assert client.post(f"/demo/enter/{chair.id}/").status_code == 403


def test_nobody_enters_as_a_real_person(demonstration, person):
    manager = person("manager", is_invented=False)
    person("chair", is_invented=True)
    answer = PageClient().post(f"/demo/enter/{manager.id}/", seen_at=DOOR)
    assert answer.status_code == 404


ADDRESSES = [DOOR, "/demo/gallery/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_there_is_no_door_outside_the_demonstration(settings, db, address):
    settings.DEMO = False
    mark_as_demo()
    PageClient().get(address, status=404)


@pytest.mark.parametrize("address", ADDRESSES)
def test_there_is_no_door_to_a_database_that_the_demonstration_did_not_make(settings, db, address):
    settings.DEMO = True
    assert not DemoMark.objects.exists()
    PageClient().get(address, status=404)


@pytest.mark.parametrize("host", ["example.invalid", "192.0.2.7:8000", "127.0.0.1.example.invalid"])
def test_the_door_is_shut_to_another_host_name(settings, demonstration, host):
    settings.ALLOWED_HOSTS = ["*"]
    assert Client(headers={"host": host}).get(DOOR).status_code == 404
    assert Client(headers={"host": "localhost:8000"}).get(DOOR).status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "", "unix"])
def test_the_door_is_shut_to_another_computer(demonstration, address):
    assert Client(headers={"host": "127.0.0.1"}, REMOTE_ADDR=address).get(DOOR).status_code == 404
    assert Client(headers={"host": "127.0.0.1"}, REMOTE_ADDR="::1").get(DOOR).status_code == 200


def test_a_forwarded_address_does_not_open_the_door(demonstration):
    client = Client(headers={"host": "127.0.0.1", "x-forwarded-for": "127.0.0.1"}, REMOTE_ADDR="192.0.2.7")
    assert client.get(DOOR).status_code == 404


def test_a_request_that_was_passed_on_by_a_proxy_does_not_open_the_door(demonstration):
    client = Client(headers={"host": "127.0.0.1", "x-forwarded-for": "192.0.2.7"}, REMOTE_ADDR="127.0.0.1")
    assert client.get(DOOR).status_code == 404


def test_entering_is_refused_wherever_the_door_is(settings, demonstration, person):
    chair = person("chair", is_invented=True)
    client = PageClient()
    client.get(DOOR)
    settings.DEMO = False
    assert client.post(f"/demo/enter/{chair.id}/", seen_at="/accounts/login/").status_code == 404
    assert client.redirected("/example-vale/work/").startswith("/accounts/login/")


def test_the_mark_is_made_once(db):
    mark_as_demo()
    mark_as_demo()
    assert DemoMark.objects.count() == 1


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        *((host, True) for host in ("localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]")),
        *((host, False) for host in ("0.0.0.0", "example.invalid", "", "localhost.example.invalid")),  # noqa: S104
    ],
)
def test_only_this_computers_own_addresses_are_loopback(host, answer):
    assert is_loopback(host) is answer


def test_the_gallery_shows_one_of_everything(demonstration):
    page = PageClient().get("/demo/gallery/")
    assert page.h1 == "Gallery of components"
    for part in ("Quorate", "There is a problem", "An example table", "Not yet assessed", "Demonstration"):
        assert part in page.text
