from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frankpledge.governance.agenda import papers
from frankpledge.governance.agenda.written import Late
from frankpledge.governance.minutes import action_services, escalating, services
from frankpledge.governance.minutes.action_services import NewAction
from frankpledge.governance.models import Action, AgendaItem, Decision, Escalation, Group
from frankpledge.governance.rules.agenda.papers import PartText
from frankpledge.governance.rules.certificates.verifying import verified
from frankpledge.governance.running import services as running
from frankpledge.governance.tests.running_makers import CLERK, DAY, make_meeting, make_world, person
from frankpledge.kernel.verdicts import Refused
from frankpledge.records import clock
from tests.pages import PageClient

MINUTES = "/vale/work/meetings/meeting/june/minutes/"


@pytest.fixture
def world(db, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HOME", tmp_path)
    made = make_world()
    made.opens("council", "police", "fire")
    with made.when(3):
        running.start_item(meeting=made.id, item=made.items[0].id, by=CLERK)
        running.observe(meeting=made.id, by=CLERK, text="Who pays?", seat="police")
        running.set_action(
            meeting=made.id, by=CLERK, text="Send the plan", owner_name=person("police"), due_on=DAY
        )
    made.agrees(5)
    with made.when(50):
        running.close_meeting(meeting=made.id, by=CLERK)
    with made.when(60):
        yield made


@pytest.fixture
def clerk(world):
    return PageClient(signed_in=world.users["clerk"])


@pytest.fixture
def police(world):
    return PageClient(signed_in=world.users["police"])


PUBLIC = PageClient


def confirm(world):
    later, _ = make_meeting(world.place, "september", date(2024, 9, 2))
    item = AgendaItem.objects.create(
        meeting=later, order=9, number="9", title="Minutes", kind="minutes", effect="confirm-minutes", about="june",
        recommendation="That the minutes are confirmed.",
    )  # fmt: skip
    with clock.fixed_at(later.starts_at):
        there = [world.attending(seat) for seat in ("council", "police", "fire")]
        running.open_meeting(meeting=later.id, by=CLERK, attending=there)
    with clock.fixed_at(later.starts_at + timedelta(minutes=9)):
        running.agree(meeting=later.id, by=CLERK, item=item.id)
    return later


def test_the_draft_is_read_and_downloaded_in_every_format(clerk):
    page = clerk.get(MINUTES)
    for words in ("Draft", "Agreed without a vote.", "Who pays?", person("police"), "Action 2024-06-03/1.1"):
        assert words in page.text
    for fmt in ("html", "pdf", "docx", "odt"):
        answer = clerk.client.get(f"{MINUTES}{fmt}/")
        assert answer.status_code == 200
        assert len(answer.content) > 1000
    assert clerk.client.get(f"{MINUTES}exe/").status_code == 404


def test_the_clerk_adds_words_and_two_at_once_see_both_texts(clerk, world):
    where = f"{MINUTES}words/{world.items[0].id}/"
    assert clerk.post(where, {"text": "A **long** talk.", "row_version": "0"}).status_code == 302
    assert "A long talk." in clerk.get(MINUTES).text
    both = clerk.post_page(where, {"text": "Another talk.", "row_version": "0"}, status=409)
    assert "A **long** talk." in both.text
    assert "Another talk." in both.text


def test_a_member_reads_and_does_not_write(police, world):
    assert "Draft" in police.get(MINUTES).text
    police.get(f"{MINUTES}words/{world.items[0].id}/", status=403)


def test_the_closed_part_is_for_those_at_the_table(world, clerk):
    AgendaItem.objects.filter(id=world.items[0].id).update(is_closed=True, closed_because="personal data")
    assert "Who pays?" in clerk.get(MINUTES).text
    from frankpledge.directory.models import RoleAssignment, User

    officer = User.objects.create_user("scrutiny@example.invalid", "Scrutiny")
    RoleAssignment.objects.create(
        user=officer, partnership=world.place, role="scrutiny-officer", starts_on=date(2020, 1, 1)
    )
    reader = PageClient(signed_in=officer)
    shown = reader.get(MINUTES).text
    assert "Who pays?" not in shown
    assert "taken without the public (personal data)" in shown
    action = Action.objects.get()
    assert action.number not in reader.get("/vale/work/meetings/actions/").text
    reader.get(f"/vale/work/meetings/actions/{action.id}/", status=404)
    reader.get(f"/vale/work/meetings/decisions/{Decision.objects.get().id}/", status=404)


def test_corrections_are_stated_and_taken_back(clerk):
    new = f"{MINUTES}corrections/new/"
    assert clerk.post(new, {"item": "", "wording": "fifteen", "reads": "fifty"}).status_code == 302
    page = clerk.get(f"{MINUTES}corrections/")
    assert "fifty" in page.text
    back = page.find("//form[contains(@action, '/corrections/')]/@action")[0]
    assert clerk.post(back, seen_at=f"{MINUTES}corrections/").status_code == 302
    assert "No correction has been stated." in clerk.get(f"{MINUTES}corrections/").text
    assert "Write what it should read" in clerk.post_page(new, {"wording": "x"}, status=422).text


def test_the_public_reads_minutes_once_they_are_confirmed_and_a_draft_only_when_it_is_published(world, clerk):
    PUBLIC().get("/vale/minutes/june/", status=404)
    clerk.post(f"{MINUTES}publish/", {"publish": "yes"}, seen_at=MINUTES)
    assert "Draft" in PUBLIC().get("/vale/minutes/june/").text
    clerk.post(f"{MINUTES}publish/", {"publish": "no"}, seen_at=MINUTES)
    PUBLIC().get("/vale/minutes/june/", status=404)
    confirm(world)
    page = PUBLIC().get("/vale/minutes/june/")
    assert "Confirmed" in page.text
    assert "June meeting" in PUBLIC().get("/vale/minutes/").text
    data = json.loads(PUBLIC().client.get("/vale/minutes/june/data.json").content)
    assert data["state"] == "confirmed"
    listed = json.loads(PUBLIC().client.get("/vale/minutes/list.json").content)
    assert [one["slug"] for one in listed["minutes"]] == ["june"]
    assert PUBLIC().client.get("/vale/minutes/june/pdf/").status_code == 200
    services.withhold(meeting=world.meeting, because="A person could be known", by=CLERK)
    PUBLIC().get("/vale/minutes/june/", status=404)
    assert "No minutes are published yet." in PUBLIC().get("/vale/minutes/").text


def test_the_chain_says_what_waits_and_what_is_wrong(world, clerk):
    assert "Waits for the next meeting" in clerk.get("/vale/work/meetings/minutes/").text
    confirm(world)
    text = clerk.get("/vale/work/meetings/minutes/").text
    assert "Confirmed by September meeting" in text
    assert "The chain is whole." in text


def test_matters_arising_carry_actions_minutes_and_answers(world, clerk):
    later, _ = make_meeting(world.place, "july", date(2024, 7, 1))
    text = clerk.get("/vale/work/meetings/meeting/july/matters-arising/").text
    for words in ("June meeting, Monday 3 June 2024", "2024-06-03/1.1", "Send the plan"):
        assert words in text
    assert later.slug == "july"


# Actions -------------------------------------------------------------------------------------------------------------


def test_the_log_is_filtered_and_exported(clerk):
    page = clerk.get("/vale/work/meetings/actions/")
    assert "Send the plan" in page.text
    assert "Send the plan" not in clerk.get("/vale/work/meetings/actions/?state=done").text
    assert (
        "Send the plan"
        in clerk.get("/vale/work/meetings/actions/?state=nonsense&group=partnership&words=plan").text
    )
    answer = clerk.client.get("/vale/work/meetings/actions/csv/?state=live")
    assert "2024-06-03/1.1" in answer.content.decode("utf-8-sig")


def test_a_member_answers_their_own_action_in_one_press(police, world):
    mine = "/vale/work/meetings/actions/mine/"
    page = police.get(mine)
    assert "Send the plan" in page.text
    where = page.find("//form[contains(@action, '/mine/')]/@action")[0]
    assert police.post(where, {"state": "done", "text": "", "version": "1"}, seen_at=mine).status_code == 422
    assert (
        police.post(
            where, {"state": "done", "text": "Sent on Monday", "version": "1"}, seen_at=mine
        ).status_code
        == 302
    )
    assert Action.objects.get().evidence == "Sent on Monday"
    assert "Nothing is asked of you." in police.get(mine).text


def test_somebody_elses_action_cannot_be_answered(world):
    fire = PageClient(signed_in=world.users["fire"])
    one = Action.objects.get()
    assert fire.post(f"/vale/work/meetings/actions/mine/{one.id}/", {"state": "open", "text": "x"}, seen_at="/vale/work/meetings/actions/mine/").status_code == 403  # fmt: skip


def test_an_action_is_set_updated_and_handed_over(clerk):
    new = "/vale/work/meetings/actions/new/"
    assert "Write what is to be done" in clerk.post_page(new, {}, status=422).text
    made = clerk.post(new, {"text": "Book the room", "owner_name": "Somebody", "due_on": "2024-07-01"})
    here = made.headers["Location"]
    assert "Book the room" in clerk.get(here).text
    refused = clerk.post_page(f"{here}update/", {"state": "done", "row_version": "1"}, status=422)
    assert "Say what shows" in refused.text
    assert (
        clerk.post(
            f"{here}update/", {"state": "blocked", "text": "It is full", "row_version": "1"}
        ).status_code
        == 302
    )
    both = clerk.post_page(
        f"{here}update/", {"state": "open", "text": "Mine", "row_version": "1"}, status=409
    )
    assert "It is full" in both.text
    assert clerk.post(f"{here}hand-over/", {"owner_name": "Another", "because": "Away"}).status_code == 302
    assert "Passed from Somebody to Another: Away" in clerk.get(here).text


def test_reminders_are_words_ready_to_be_sent(clerk, world):
    with clock.fixed_at(world.at(60 * 48)):
        page = clerk.get("/vale/work/meetings/actions/reminders/")
    assert f"To {person('police')}" in page.text
    assert "Overdue:" in page.text


# The register --------------------------------------------------------------------------------------------------------


def test_the_register_a_decision_and_its_certificate(clerk, world):
    decision = Decision.objects.get()
    assert decision.number in clerk.get("/vale/work/meetings/decisions/").text
    here = f"/vale/work/meetings/decisions/{decision.id}/"
    assert "In effect" in clerk.get(here).text
    PUBLIC().get(f"/vale/decisions/{decision.id}/certificate/", status=404)
    assert clerk.post(f"{here}certify/", seen_at=here).status_code == 302
    page = clerk.get(f"{here}certificate/")
    assert "Who was present" in page.text
    assert "Does not hold" not in page.text
    content = clerk.client.get(f"{here}certificate/file/").content
    assert verified(content, "c.json").is_valid
    public = PUBLIC().get(f"/vale/decisions/{decision.id}/certificate/")
    assert "Checked again just now" in public.text
    assert PUBLIC().client.get(f"/vale/decisions/{decision.id}/certificate/file/").content == content
    keys = PUBLIC().get("/vale/certificate-keys/").text
    fingerprint = json.loads(content)["signature"]["fingerprint"]
    assert fingerprint[:4] in keys
    assert "BEGIN PUBLIC KEY" in keys


def test_the_public_reads_decisions_taken_in_public_only(world):
    decision = Decision.objects.get()
    assert decision.text in PUBLIC().get("/vale/decisions/").text
    assert decision.text in PUBLIC().get(f"/vale/decisions/{decision.id}/").text
    rows = json.loads(PUBLIC().client.get("/vale/decisions/file/json/").content)["decisions"]
    assert [one["number"] for one in rows] == ["2024/1"]
    assert PUBLIC().client.get("/vale/decisions/file/csv/").status_code == 200
    assert PUBLIC().client.get("/vale/decisions/file/xml/").status_code == 404
    AgendaItem.objects.filter(id=world.items[0].id).update(is_closed=True)
    PUBLIC().get(f"/vale/decisions/{decision.id}/", status=404)
    assert "No decision taken in public" in PUBLIC().get("/vale/decisions/").text


def test_a_condition_is_met_by_somebody_named(clerk, world):
    decision = Decision.objects.get()
    Decision.objects.filter(id=decision.id).update(condition="subject to legal comments")
    here = f"/vale/work/meetings/decisions/{decision.id}/"
    assert "Waits for its condition" in clerk.get(here).text
    refused = clerk.post_page(f"{here}condition/", {"met_by": "Lee", "on": "2030-01-01"}, status=422)
    assert "still to come" in refused.text
    assert clerk.post(f"{here}condition/", {"met_by": "Lee", "on": "2024-06-03"}).status_code == 302
    assert "as Lee says" in clerk.get(here).text


def test_advice_before_a_decision_is_recorded_and_published(clerk):
    decision = Decision.objects.get()
    here = f"/vale/work/meetings/decisions/{decision.id}/"
    said = {
        "adviser": "Fay",
        "organisation": "Vale Council",
        "field": "legal",
        "text": "Lawful",
        "given_on": "2024-06-03",
        "is_published": "on",
    }
    assert clerk.post(f"{here}advice/", said).status_code == 302
    assert "Lawful" in clerk.get(here).text
    public = PUBLIC().get(f"/vale/decisions/{decision.id}/").text
    assert "Lawful" in public
    assert "Fay" not in public


def test_a_later_decision_is_chosen_to_take_its_place(clerk, world):
    first = Decision.objects.get()
    confirm(world)
    second = Decision.objects.exclude(id=first.id).get()
    here = f"/vale/work/meetings/decisions/{first.id}/"
    assert clerk.post(f"{here}supersede/", {"later": str(second.id)}).status_code == 302
    assert "Superseded by" in clerk.get(here).text


def test_the_table_of_gates_can_be_read(clerk):
    text = clerk.get("/vale/work/meetings/gates/").text
    for words in ("Minutes are confirmed", "A plan is adopted", "The council"):
        assert words in text


# Escalations ---------------------------------------------------------------------------------------------------------


def test_a_group_puts_something_up_and_hears_the_answer(clerk, world):
    Group.objects.create(
        partnership=world.place, slug="tasking", name="Tasking group", starts_on=date(2020, 1, 1)
    )
    made = clerk.post("/vale/work/meetings/escalations/new/", {"from_group": "tasking", "text": "No analyst"})
    here = made.headers["Location"]
    assert "No analyst" in clerk.get(here).text
    _, items = make_meeting(world.place, "july", date(2024, 7, 1))
    assert clerk.post(f"{here}receive/", {"where": str(items[0].id)}).status_code == 302
    assert "Asked of this body" in clerk.get("/vale/work/meetings/meeting/july/matters-arising/").text
    assert clerk.post(f"{here}answer/", {"text": "From July", "on": "2024-06-03"}).status_code == 302
    below, _ = make_meeting(world.place, "below", DAY, group="tasking")
    assert "From July" in clerk.get("/vale/work/meetings/meeting/below/matters-arising/").text
    assert clerk.post(f"{here}hear/", {"where": str(below.id)}).status_code == 302
    assert "Answered and heard" in clerk.get("/vale/work/meetings/escalations/").text
    assert Escalation.objects.get().heard_at_id == below.id
    assert escalating.to_be_heard("vale", "tasking") == []


def test_what_a_group_puts_up_is_offered_to_the_agenda_above_and_the_answer_to_the_agenda_below(clerk, world):
    Group.objects.create(
        partnership=world.place, slug="tasking", name="Tasking group", starts_on=date(2020, 1, 1)
    )
    raised = escalating.Raised("tasking", "No analyst", "Asked twice", "Fund a post")
    one = escalating.escalate("vale", raised, on=DAY, by=CLERK)
    make_meeting(world.place, "july", date(2024, 7, 1))
    above = "/vale/work/meetings/meeting/july/agenda/"
    action = clerk.get(above).find("//form[contains(@action, '/offered/escalation/')]/@action")[0]
    assert clerk.post(action, {}, seen_at=above).status_code == 302
    item = AgendaItem.objects.get(meeting__slug="july", title=f"{one.number}: No analyst")
    assert (item.kind, item.recommendation) == ("decide", "Fund a post")
    assert "/offered/escalation/" not in str(clerk.get(above).find("//form/@action"))
    with pytest.raises(Refused, match="on an agenda already"):
        escalating.take_up("vale", one.id, meeting="july", late=Late(), by=CLERK)
    escalating.answer("vale", one.id, text="From July", on=DAY, by=CLERK)
    make_meeting(world.place, "below", date(2024, 7, 8), group="tasking")
    below = "/vale/work/meetings/meeting/below/agenda/"
    action = clerk.get(below).find("//form[contains(@action, '/offered/answer/')]/@action")[0]
    assert clerk.post(action, {}, seen_at=below).status_code == 302
    assert Escalation.objects.get().heard_at.slug == "below"


def test_what_was_put_up_is_taken_back_with_its_reason(clerk, world):
    Group.objects.create(
        partnership=world.place, slug="tasking", name="Tasking group", starts_on=date(2020, 1, 1)
    )
    one = escalating.escalate("vale", escalating.Raised("tasking", "No analyst"), on=DAY, by=CLERK)
    way = clerk.get(f"/vale/work/meetings/escalations/{one.id}/").links["Take it back"]
    assert clerk.post(way, {"because": ""}).status_code == 422
    assert clerk.post(way, {"because": "Solved"}).status_code == 302
    assert "Withdrawn" in clerk.get("/vale/work/meetings/escalations/").text


def test_what_waits_is_on_the_page_of_those_who_can_take_it_further(world, clerk):
    Group.objects.create(
        partnership=world.place, slug="tasking", name="Tasking group", starts_on=date(2020, 1, 1)
    )
    one = escalating.escalate(
        "vale", escalating.Raised("tasking", "No analyst", "", "A post"), on=DAY, by=CLERK
    )
    pages = {seat: PageClient(signed_in=world.users[seat]) for seat in ("clerk", "council", "police")}
    said = {
        seat: f"Answer {one.number}: No analyst" in page.get("/vale/work/me/").text
        for seat, page in pages.items()
    }
    assert said == {"clerk": True, "council": True, "police": False}
    escalating.answer("vale", one.id, text="From July", on=DAY, by=CLERK)
    assert f"Tell the group the answer to {one.number}" in pages["clerk"].get("/vale/work/me/").text
    assert one.number not in pages["council"].get("/vale/work/me/").text


def test_a_paper_to_sign_off_is_on_an_officers_page_until_it_is_signed(world, clerk):
    _, items = make_meeting(world.place, "july", date(2024, 7, 1))
    said = {"item": items[0].id, "by": CLERK}
    papers.write_part("vale", "july", said=PartText("legal", "No duty changes."), read_version=0, **said)
    papers.write_part("vale", "july", said=PartText("summary", "Short."), read_version=0, **said)
    assert "Sign off ‘The plan’: legal" in clerk.get("/vale/work/me/").text
    assert "Sign off" not in PageClient(signed_in=world.users["police"]).get("/vale/work/me/").text
    sha = PartText("legal", "No duty changes.").sha256
    papers.sign_off("vale", "july", part="legal", name="L Solicitor", post="Solicitor", sha256=sha, **said)
    assert "Sign off" not in clerk.get("/vale/work/me/").text


# Cost ----------------------------------------------------------------------------------------------------------------


def number_of_queries(client: PageClient, where: str) -> int:
    client.client.get(where)
    with CaptureQueriesContext(connection) as found:
        client.client.get(where)
    return len(found)


@pytest.mark.parametrize(
    "where",
    [
        MINUTES, "/vale/work/meetings/actions/", "/vale/work/meetings/decisions/", "/vale/decisions/", "/vale/minutes/",
        "/vale/work/meetings/minutes/", "/vale/work/meetings/meeting/july/matters-arising/",
    ],
)  # fmt: skip
def test_a_page_takes_the_same_queries_whatever_there_is_on_it(clerk, world, where):
    make_meeting(world.place, "july", date(2024, 7, 1))
    few = number_of_queries(clerk, where)
    for at in range(8):
        AgendaItem.objects.create(
            meeting=world.meeting, order=20 + at, number=str(20 + at), title="More", kind="note"
        )
        action_services.set_action("vale", NewAction(f"Number {at}", owner_name="Somebody"), by=CLERK)
        row = Decision.objects.create(
            partnership=world.place, meeting=world.meeting, slug=f"d{at}", number=f"2024/{at + 50}", text="x",
            outcome="carried", effect="note", standing="stands",
        )  # fmt: skip
        assert row.id
    assert number_of_queries(clerk, where) == few


def test_the_home_pages_say_what_is_overdue_and_what_is_published(world, clerk):
    with clock.fixed_at(world.at(60 * 48)):
        assert "Remind the owners of 1 overdue action" in clerk.get("/vale/work/").text
    assert "Decisions taken in public: 1" in PUBLIC().get("/vale/").text
    confirm(world)
    assert "Minutes: June meeting" in PUBLIC().get("/vale/").text


def test_a_meetings_page_leads_to_its_minutes_and_an_agenda_is_offered_what_waits(world, clerk):
    make_meeting(world.place, "july", date(2024, 7, 1))
    assert clerk.get("/vale/work/meetings/meeting/june/").links["Minutes"] == MINUTES
    assert "Minutes of June meeting" in clerk.get("/vale/work/meetings/meeting/july/agenda/").text
