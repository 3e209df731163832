"""An opened figure: its number, whether it still agrees, and the way down to its rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.figures import api, providers
from frankpledge.figures.providers import Request
from frankpledge.figures.tests.counting import HASH, Counting
from frankpledge.records.steady import steady
from tests.pages import PageClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def counting(monkeypatch):
    made = Counting()
    monkeypatch.setitem(providers._PROVIDERS, made.slug, made)
    return made


@pytest.fixture
def partnership():
    made = Partnership(
        slug="example-vale", name="Example Vale Partnership", short_name="Example Vale", nation="E",
        council_name="Example Vale Council",
    )  # fmt: skip
    made.save()
    return made


@pytest.fixture
def analyst(partnership):
    user = User.objects.create_user("analyst@example.invalid", "The analyst")
    RoleAssignment(user=user, partnership=partnership, role="analyst", starts_on=date(2020, 1, 1)).save()
    return user


@pytest.fixture
def count(counting, partnership):
    return api.figure(Request.of("example-vale", counting.slug, what="count"))


def work(figure) -> str:
    return f"/example-vale/work/figures/{figure.id}/"


def test_an_opened_figure_shows_number_formula_file_and_rows(analyst, count):
    page = PageClient(signed_in=analyst).get(work(count))
    assert page.h1 == "Incidents"
    for told in (
        "120",
        "Still agrees with the record",
        "count of rows",
        "A police force",
        "OGL v3.0",
        "OFFICIAL",
    ):
        assert told in page.text
    assert "A stand-in for the thing asked about" in page.text
    assert HASH in page.text
    assert "<b>incidents</b>.csv" in page.text, "what a file is called is shown, not obeyed"
    assert "month <0>" in page.text


def test_the_rows_come_in_pages_with_the_line_of_each(analyst, count):
    client = PageClient(signed_in=analyst)
    first, last = client.get(work(count)), client.get(work(count) + "?page=3")
    assert len(first.find("//tbody/tr")) == 50
    assert len(last.find("//tbody/tr")) == 20
    assert last.find("//tbody/tr[last()]/th")[0].text == "121"
    assert client.get(work(count) + "?page=999").find("//tbody/tr[last()]/th")[0].text == "121"
    assert len(client.get(work(count) + "?page=nonsense").find("//tbody/tr")) == 50


def test_a_figure_that_the_record_has_left_behind_says_both_numbers(analyst, count, counting):
    counting.count = 121
    page = PageClient(signed_in=analyst).get(work(count))
    assert "It was printed as 120; the record now gives 121." in page.text
    assert "Still agrees" not in page.text


def test_a_figure_that_has_become_unknown_is_not_zero(analyst, count, counting):
    counting.count = None
    page = PageClient(signed_in=analyst).get(work(count))
    assert "It is unknown because the file was withdrawn. Unknown is not zero." in page.text
    assert "no known value" in page.text


def test_a_figure_made_again_is_written_only_when_it_comes_to_something_else(counting, count):
    asked = Request.of("example-vale", counting.slug, what="count")
    with CaptureQueriesContext(connection) as same:
        assert api.figure(asked) == count
    assert [one["sql"].split()[0] for one in same] == ["SELECT"]
    assert api.opened(count.id).printed == "120"
    counting.count = 121
    api.figure(asked)
    assert api.opened(count.id).printed == "121"


def test_while_the_record_is_taken_not_to_change_a_figure_is_worked_out_once(counting, partnership):
    asked = Request.of("example-vale", counting.slug, what="count")
    with steady():
        before = api.compute(asked)
        counting.count = 121
        assert api.compute(asked) == before
    assert api.compute(asked) != before


def test_a_figure_made_of_others_opens_each_with_its_interval(analyst, counting, partnership):
    share = api.figure(Request.of("example-vale", counting.slug, what="share"))
    client = PageClient(signed_in=analyst)
    page = client.get(work(share))
    assert "Between 18.1 and 33.4 (95% interval)" in page.text
    [address] = [href for words, href in page.links.items() if words.startswith("120")]
    assert client.get(address).h1 == "Incidents"


def test_a_permanent_address_leads_each_to_the_page_they_may_see(analyst, count):
    assert PageClient(signed_in=analyst).redirected(count.address) == work(count)
    PageClient().get(count.address, status=404)
    api.publish([count.id])
    public = PageClient().redirected(count.address)
    assert public == f"/example-vale/figures/{count.id}/"
    assert PageClient().get(public).h1 == "Incidents"


def test_the_public_may_not_open_what_was_not_published(count):
    PageClient().get(f"/example-vale/figures/{count.id}/", status=404)
    assert PageClient().redirected(work(count)).startswith("/accounts/login/")


def test_an_outsider_is_not_told_that_a_figure_exists(count):
    outsider = User.objects.create_user("outsider@example.invalid", "An outsider")
    PageClient(signed_in=outsider).get(work(count), status=404)


def test_a_figure_does_not_open_under_another_partnership(count):
    other = Partnership(slug="other", name="Other", short_name="Other", nation="E", council_name="Other")
    other.save()
    user = User.objects.create_user("other@example.invalid", "Other")
    RoleAssignment(user=user, partnership=other, role="manager", starts_on=date(2020, 1, 1)).save()
    PageClient(signed_in=user).get(f"/other/work/figures/{count.id}/", status=404)


def test_an_address_of_no_figure_is_not_found(analyst):
    PageClient(signed_in=analyst).get(f"/example-vale/work/figures/{uuid4()}/", status=404)
    PageClient(signed_in=analyst).get(f"/id/{uuid4()}", status=404)


def test_the_moment_up_to_which_imports_counted_is_told(analyst, counting, partnership):
    known = datetime(2025, 10, 16, 9, 30, tzinfo=UTC)
    figure = api.figure(Request.of("example-vale", counting.slug, known, what="count"))
    assert "16 October 2025, 09:30 UTC" in PageClient(signed_in=analyst).get(work(figure)).text
