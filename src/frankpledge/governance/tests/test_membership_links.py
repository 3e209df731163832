from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.directory import api as directory
from frankpledge.directory.models import Partnership, User
from frankpledge.governance.membership import links, services
from frankpledge.governance.membership.written import NewTenure
from frankpledge.governance.models import ChairsMeeting, Meeting, OnwardReport
from frankpledge.governance.rules.membership.links import ChairsMet, Link, Partner, Told, link_state, onward
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import system
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.records.clock import fixed_at
from tests.pages import PageClient
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
HOME = "/dorset/work/members/links/"
ON = date(2023, 6, 20)


def link(every=6, slug="bcp", first=date(2023, 1, 1)):
    return Link(uuid4(), slug, slug.upper(), "partnership", "", every, "", "", Period(first))


def met(on, *slugs, again=None):
    return ChairsMet(uuid4(), on, slugs or ("bcp",), "To meet again", again)


@pytest.mark.parametrize(
    ("every", "meetings", "due", "overdue"),
    [
        (6, [], date(2023, 7, 1), False),
        (3, [], date(2023, 4, 1), True),
        (6, [met(date(2023, 2, 10))], date(2023, 8, 10), False),
        (6, [met(date(2023, 2, 10)), met(date(2022, 2, 10))], date(2023, 8, 10), False),
        (6, [met(date(2023, 2, 10), again=date(2023, 6, 1))], date(2023, 6, 1), True),
        (None, [met(date(2023, 2, 10), again=date(2023, 7, 1))], date(2023, 7, 1), False),
        (None, [met(date(2023, 2, 10))], None, False),
        (6, [met(date(2023, 6, 1), "adults")], date(2023, 7, 1), False),
    ],
)
def test_chairs_meet_again_as_agreed_or_as_often_as_they_mean_to(every, meetings, due, overdue):
    found = link_state(link(every), meetings, ON)
    assert (found.due_on, found.is_overdue) == (due, overdue)


@given(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")))
def test_every_partner_has_told_or_is_a_gap_and_never_both(there, told):
    meeting = UUID(int=1)
    partners = [Partner(one, one) for one in sorted(there)]
    said = [Told(meeting, one, "", ON, "", "") for one in sorted(told)]
    found = onward([(meeting, "m", ON, partners)], said)[0]
    assert {one.slug for one in found.gaps} == there - told
    assert len(found.partners) == len(there)


def test_a_report_of_another_meeting_fills_no_gap():
    found = onward([(UUID(int=1), "m", ON, [Partner("a", "A")])], [Told(UUID(int=2), "a", "", ON, "", "")])
    assert [one.slug for one in found[0].gaps] == ["a"]


@pytest.fixture
def demo(db):
    the_demonstration()
    with fixed_at(datetime(2023, 6, 20, 12, tzinfo=UTC)):
        yield


def client(email):
    return PageClient(signed_in=User.objects.get(email=email))


def keep(slug="bcp", every=6):
    return links.keep_link(
        "dorset", links.NewLink(slug, "BCP CSP", "partnership", date(2023, 1, 1), "", every), by=BY
    )


def test_a_link_is_kept_its_chairs_meet_and_it_is_due_again(demo):
    office = client("officer@example.org")
    assert "No link" in office.get(HOME).text
    typed = {
        "name": "BCP CSP",
        "slug": "bcp",
        "kind": "partnership",
        "every_months": "3",
        "starts_on": "2023-01-01",
    }
    assert office.post(f"{HOME}add/", typed).status_code == 302
    assert "Overdue" in office.get(HOME).text
    assert "kept already" in office.post_page(f"{HOME}add/", typed, status=422).text
    said = {
        "held_on": "2023-06-01",
        "who": "bcp",
        "agreed": "Joint work on serious violence",
        "next_on": "2023-09-05",
    }
    assert office.post(f"{HOME}met/", said).status_code == 302
    page = office.get(HOME)
    assert "Joint work on serious violence" in page.text
    assert "5 September 2023 (the day that the chairs agreed)" in page.text
    assert "Overdue" not in page.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"held_on": date(2023, 6, 21)}, "still to come"),
        ({"slugs": []}, "with whom"),
        ({"slugs": ["nobody"]}, "with whom"),
        ({"agreed": " "}, "what was agreed"),
        ({"next_on": date(2023, 6, 1)}, "not be after"),
    ],
)
def test_a_meeting_of_chairs_that_makes_no_sense_is_refused(demo, change, words):
    keep()
    said = {"held_on": date(2023, 6, 1), "slugs": ["bcp"], "agreed": "x", "next_on": None} | change
    with pytest.raises(Refused, match=words):
        links.record_chairs_meeting("dorset", by=BY, **said)
    assert ChairsMeeting.objects.count() == 0


def test_a_link_that_has_ended_is_no_longer_due(demo):
    keep()
    links.end_link("dorset", "bcp", on=date(2023, 6, 19), by=BY)
    assert links.states("dorset", ON) == ()
    assert len(links.states("dorset", date(2023, 6, 19))) == 1


def seat(email, slug, body):
    user = User.objects.get(email=email)
    said = NewTenure(
        user.name, "holder", Period(date(2020, 1, 1)), seat=slug, user=user.id, organisation=body
    )
    services.appoint("dorset", said, terms=None, by=BY)


def meeting(slug="june", on=date(2023, 6, 1), status="held"):
    return Meeting.objects.create(
        partnership=Partnership.objects.get(slug="dorset"), slug=slug, title="June meeting", body="Us",
        body_kind="partnership", held=on.isoformat(), held_earliest=on, held_latest=on, kind="ordinary", status=status,
    )  # fmt: skip


def test_each_partner_is_asked_after_a_meeting_and_answers_on_its_own_page(demo):
    seat("police@example.org", "police", "dorset-police")
    seat("fire@example.org", "fire", "dorset-wiltshire-fire")
    meeting()
    police = client("police@example.org")
    page = police.get("/dorset/work/me/")
    assert "Tell your leadership of the meeting of 1 June 2023" in page.text
    form = page.find("//form[contains(@action, 'onward/report')]")[0]
    typed = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
    typed["text"] = "Strategic group, no questions"
    answer = police.post(form.get("action"), typed, seen_at="/dorset/work/me/")
    assert answer.headers["Location"] == "/dorset/work/me/"
    assert "Tell your leadership" not in police.get("/dorset/work/me/").text
    shown = client("officer@example.org").get(f"{HOME}onward/")
    assert "1 of 2 partners have recorded nothing." in shown.text
    assert "Strategic group, no questions" in shown.text
    assert "Tell your leadership" in client("fire@example.org").get("/dorset/work/me/").text


@pytest.mark.parametrize(
    ("status", "on", "asked"),
    [("held", date(2023, 6, 1), 1), ("cancelled", date(2023, 6, 1), 0), ("planned", date(2023, 7, 1), 0),
     ("held", date(2023, 2, 1), 0)],
)  # fmt: skip
def test_only_recent_meetings_that_took_place_are_asked_about(demo, status, on, asked):
    seat("police@example.org", "police", "dorset-police")
    meeting(status=status, on=on)
    page = client("police@example.org").get("/dorset/work/me/")
    assert page.find("count(//h3[contains(., 'Tell your leadership')])") == asked


def test_nobody_reports_for_a_partner_that_is_not_theirs(demo):
    seat("police@example.org", "police", "dorset-police")
    made = meeting()
    fire = directory.principal_for(User.objects.get(email="fire@example.org").id, on=ON)
    said = links.NewReport(made.id, "dorset-police", "", ON, "")
    with pytest.raises(NotPermitted):
        links.report_onward("dorset", said, by=fire)
    links.report_onward("dorset", said, by=BY)
    early = links.NewReport(made.id, "dorset-police", "", date(2023, 5, 31), "")
    with pytest.raises(Refused, match="the meeting was on 1 June 2023"):
        links.report_onward("dorset", early, by=BY)
    again = links.NewReport(made.id, "dorset-police", "Board", ON, "more")
    links.report_onward("dorset", again, by=BY)
    assert [one.leadership_group for one in OnwardReport.objects.all()] == ["Board"]
    assert links.last_group("dorset-police") == "Board"


def test_a_link_is_ended_by_its_button_and_what_was_agreed_stays(db):
    the_demonstration()
    with fixed_at(datetime(2023, 6, 20, 12, tzinfo=UTC)):
        said = links.NewLink(
            "bcp", "Example Bay", next(iter(links.KINDS)), date(2023, 1, 1), "", None, "", ""
        )
        links.keep_link("dorset", said, by=BY)
        officer = PageClient(signed_in=User.objects.get(email="officer@example.org"))
        where = officer.get(HOME).links["Stop keeping it with Example Bay"]
        assert officer.post(where, {"on": "2022-12-31"}).status_code == 422
        assert officer.post(where, {"on": "2023-06-19"}).status_code == 302
        assert "Example Bay" not in officer.get(HOME).text
        assert officer.client.get(where).status_code == 404
