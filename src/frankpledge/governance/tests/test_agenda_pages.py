"""The pages before a meeting: what a clerk does, from calling a meeting to issuing its papers, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from frankpledge.governance.agenda import calling, items, queries
from frankpledge.governance.agenda.written import NewCall, NewItem
from frankpledge.governance.tests.meetings_cast import NOW, SLUG, Cast, constitution, make_cast, use_terms
from frankpledge.records.clock import fixed_at
from tests.pages import PageClient

WORK = f"/{SLUG}/work/meetings/"


@pytest.fixture
def cast(db, monkeypatch, settings, tmp_path) -> Cast:
    settings.STORE = tmp_path / "store"
    with fixed_at(NOW):
        made = make_cast()
        use_terms(monkeypatch, constitution())
        yield made


@pytest.fixture
def meeting(cast: Cast) -> str:
    starts = NOW + timedelta(days=38, hours=4)
    return calling.call_meeting(
        SLUG, NewCall("June meeting", "ordinary", starts, place="Town hall"), by=cast.by
    )


@pytest.fixture
def clerk(cast: Cast) -> PageClient:
    return PageClient(signed_in=cast.clerk)


def test_a_clerk_calls_a_meeting_and_sees_what_is_next(cast, clerk):
    said = {
        "title": "June meeting", "kind": "ordinary", "on": "2026-06-11", "starts": "14:00", "ends": "16:00",
        "place": "Town hall", "joining": "", "despite": "", "because": "", "group": "", "row_version": "",
    }  # fmt: skip
    response = clerk.post(f"{WORK}new/", said)
    assert response.status_code == 302, response.content.decode()
    page = clerk.get(response.headers["Location"])
    assert page.h1 == "June meeting"
    assert "Thursday 11 June 2026, 14:00 to 16:00" in page.text
    assert "The agenda is empty." in page.text
    assert "June meeting" in clerk.get(WORK).text


@pytest.mark.parametrize("path", ["", "plan/", "plan/new/", "dates/", "tempo/", "required/", "required/new/",
                                  "required/asked-for/", "new/"])  # fmt: skip
def test_every_page_without_a_meeting_opens_for_the_clerk(clerk, path):
    clerk.get(f"{WORK}{path}")


@pytest.mark.parametrize("path", ["", "change/", "cancel/", "agenda/", "agenda/new/", "pack/", "brief/", "notices/",
                                  "notices/new/", "replies/", "replies/for/", "replies/interests/", "public/",
                                  "brief/questions/"])  # fmt: skip
def test_every_page_of_an_empty_meeting_opens_for_the_clerk(clerk, meeting, path):
    clerk.get(f"{WORK}meeting/{meeting}/{path}")


def test_every_page_of_an_item_opens(cast, clerk, meeting):
    items.begin_agenda(SLUG, meeting, by=cast.by)
    made = items.add_item(
        SLUG, meeting, NewItem("The plan", "decide", recommendation="To agree it."), by=cast.by
    )
    here = f"{WORK}meeting/{meeting}/agenda/{made}/"
    for path in ("", "change/", "withdraw/", "paper/", "paper/about/", "paper/attach/", "paper/background/",
                 "paper/parts/risk/", "paper/parts/summary/", "paper/parts/legal/sign/", "observations/"):  # fmt: skip
        clerk.get(f"{here}{path}")
    assert "7. The plan" not in clerk.get(f"{WORK}meeting/{meeting}/agenda/").text
    assert [one.title for one in queries.items_of(queries.meeting_called(SLUG, meeting).id)][5] == "The plan"
