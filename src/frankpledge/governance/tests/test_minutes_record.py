from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frankpledge.audit.models import Event
from frankpledge.directory import api as directory
from frankpledge.documents.api import render_html
from frankpledge.governance.minutes import queries, services
from frankpledge.governance.minutes.freezing import frozen, thawed
from frankpledge.governance.models import AgendaItem, Decision, MeetingEvent, MinutesSet
from frankpledge.governance.running import services as running
from frankpledge.governance.tests.running_makers import (
    CLERK,
    make_meeting,
    make_world,
    person,
)
from frankpledge.kernel.people import PUBLIC
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records import clock
from frankpledge.records.models import Conflict

LATER = date(2024, 9, 2)


@pytest.fixture
def world(db):
    return make_world()


def held(world):
    """A whole meeting: opened, one thing agreed, closed."""
    world.opens("council", "police", "fire")
    with world.when(3):
        running.start_item(meeting=world.id, item=world.items[0].id, by=CLERK)
    world.agrees(5)
    with world.when(50):
        running.close_meeting(meeting=world.id, by=CLERK)
    world.meeting.refresh_from_db()
    return world.meeting


def next_one(world, slug="september", on=LATER):
    made, _ = make_meeting(world.place, slug, on)
    AgendaItem.objects.create(
        meeting=made, order=9, number="9", title="Minutes", kind="minutes", effect="confirm-minutes", about="june",
        recommendation="That the minutes are confirmed.",
    )  # fmt: skip
    return made


def confirmed_at(world, meeting, *seats, by=CLERK):
    """What becomes of confirming the minutes of June at another meeting."""
    item = AgendaItem.objects.get(meeting=meeting, kind="minutes")
    with clock.fixed_at(meeting.starts_at):
        there = [world.attending(seat) for seat in seats]
        running.open_meeting(meeting=meeting.id, by=CLERK, attending=there)
    with clock.fixed_at(meeting.starts_at + timedelta(minutes=9)):
        attempt = running.agree(meeting=meeting.id, by=by, item=item.id)
    return Decision.objects.get(id=attempt.decision)


def test_the_draft_holds_what_the_meeting_did(world):
    found = queries.minutes_of(held(world))
    assert found.state.state == "draft"
    assert [str(line) for line in found.minutes.items[0].lines] == [
        "It was recommended: That the plan is refreshed.",
        "It was put: “That the plan is refreshed.”",
        "Agreed without a vote.",
    ]
    assert [one.person for one in found.minutes.present] == [
        person(seat) for seat in ("council", "police", "fire")
    ]


def test_minutes_grow_while_the_meeting_goes_on(world):
    world.opens("council", "police", "fire")
    assert queries.minutes_of(world.meeting).state.state == "growing"
    assert queries.minutes_of(world.meeting).minutes.items[0].lines == ()
    world.agrees(5)
    assert len(queries.minutes_of(world.meeting).minutes.items[0].lines) == 3


def test_the_clerks_words_stand_beside_and_a_second_writer_is_told(world):
    meeting, item = held(world), world.items[0].id
    services.write_clerk_text(meeting=meeting, item=item, text="A talk.", read_version=0, by=CLERK)
    services.write_clerk_text(meeting=meeting, item=item, text="A long talk.", read_version=1, by=CLERK)
    with pytest.raises(Conflict):
        services.write_clerk_text(meeting=meeting, item=item, text="Mine.", read_version=1, by=CLERK)
    with pytest.raises(Conflict):
        services.write_clerk_text(meeting=meeting, item=item, text="Mine.", read_version=0, by=CLERK)
    (words,) = queries.clerk_words(meeting)
    assert (words.text, words.version) == ("A long talk.", 2)
    assert queries.minutes_of(meeting).minutes.items[0].clerk == "A long talk."
    assert len(queries.minutes_of(meeting).minutes.items[0].lines) == 3


def test_words_for_an_item_of_another_meeting_are_refused(world):
    other = next_one(world)
    with pytest.raises(NotFound):
        services.write_clerk_text(meeting=other, item=world.items[0].id, text="x", read_version=0, by=CLERK)


def test_only_those_who_run_it_write(world):
    member = world.principal("police")
    with pytest.raises(NotPermitted):
        services.write_clerk_text(meeting=held(world), item=None, text="x", read_version=0, by=member)
    with pytest.raises(NotFound):
        services.publish_draft(meeting=world.meeting, is_public=True, by=PUBLIC)


def test_a_later_meeting_confirms_the_minutes_and_they_are_kept(world):
    meeting = held(world)
    decision = confirmed_at(world, next_one(world), "council", "police", "fire")
    found = queries.minutes_of(meeting)
    assert found.state.state == "confirmed"
    assert found.state.confirmed.meeting == "september"
    kept = MinutesSet.objects.get(meeting=meeting)
    assert kept.confirmed_by_id == decision.id
    assert len(kept.sha256) == 64
    assert Event.objects.filter(action="minutes-confirmed").count() == 1
    with pytest.raises(Refused):
        services.write_clerk_text(meeting=meeting, item=None, text="x", read_version=0, by=CLERK)
    with pytest.raises(Refused):
        services.state_correction(meeting=meeting, item=None, wording="a", reads="b", by=CLERK)


def test_the_chair_who_runs_the_meeting_confirms_them_too(world):
    held(world)
    chair = world.principal("council", "chair")
    confirmed_at(world, next_one(world), "council", "police", "fire", by=chair)
    assert queries.minutes_of(world.meeting).state.state == "confirmed"


def test_a_meeting_without_a_quorum_confirms_nothing_until_it_is_cured(world):
    meeting, later = held(world), next_one(world)
    decision = confirmed_at(world, later, "council")
    assert decision.standing == "irregular"
    state = queries.minutes_of(meeting).state
    assert (state.state, state.waiting.meeting) == ("draft", "september")
    assert not MinutesSet.objects.filter(meeting=meeting, confirmed_at__isnull=False).exists()
    with clock.fixed_at(later.starts_at + timedelta(minutes=20)):
        for seat in ("police", "fire"):
            running.arrive(meeting=later.id, by=CLERK, who=world.attending(seat))
        running.agree(meeting=later.id, by=CLERK, put=running.Put(cures=decision.id))
    assert queries.minutes_of(meeting).state.state == "confirmed"
    assert MinutesSet.objects.get(meeting=meeting).confirmed_by_id in {
        one.id for one in queries.confirming(meeting)
    }


def test_an_earlier_meeting_or_another_body_confirms_nothing(world):
    meeting = held(world)
    earlier = next_one(world, "march", date(2024, 3, 4))
    confirmed_at(world, earlier, "council", "police", "fire")
    assert queries.minutes_of(meeting).state.state == "draft"
    group = next_one(world, "group", LATER)
    group.group, group.body_kind = "mappa", "subgroup"
    group.save()
    assert queries.confirming(meeting) == []


def test_what_was_confirmed_stays_when_the_record_is_put_right_afterwards(world):
    meeting = held(world)
    confirmed_at(world, next_one(world), "council", "police", "fire")
    before = queries.minutes_of(meeting)
    assert not before.state.is_altered
    arrived = MeetingEvent.objects.filter(meeting=meeting, kind="arrived", seat="fire").get()
    with world.when(500):
        running.strike(
            meeting=meeting.id, sequence=arrived.sequence, by=CLERK, because="It was somebody else"
        )
    after = queries.minutes_of(meeting)
    assert after.state.is_altered
    assert after.minutes == before.minutes
    assert len(queries.composed_now(meeting, is_public=False).present) == 2


def test_corrections_stand_beside_what_they_correct(world):
    meeting = held(world)
    item = world.items[0].id
    services.state_correction(meeting=meeting, item=item, wording="fifteen", reads="fifty", by=CLERK)
    services.state_correction(meeting=meeting, item=None, wording="x", reads="y", by=CLERK)
    services.take_back_correction(meeting=meeting, correction=queries.corrections_of(meeting)[1].id, by=CLERK)
    assert [(one.number, one.wording, one.reads) for one in queries.corrections_of(meeting)] == [("1", "fifteen", "fifty")]  # fmt: skip
    facts = directory.partnership(world.place.slug)
    assert "fifty" not in render_html(queries.document_of(queries.minutes_of(meeting), facts))
    confirmed_at(world, next_one(world), "council", "police", "fire")
    printed = render_html(queries.document_of(queries.minutes_of(meeting), facts))
    assert "fifteen" in printed
    assert "fifty" in printed
    assert "Confirmed by September meeting of Monday 2 September 2024, with 1 correction" in printed


def test_a_correction_needs_what_it_should_read(world):
    with pytest.raises(Refused):
        services.state_correction(meeting=held(world), item=None, wording="x", reads=" ", by=CLERK)


def test_a_draft_is_public_only_once_it_is_published_and_confirmed_ones_unless_withheld(world):
    meeting = held(world)
    assert not queries.minutes_of(meeting, is_public=True).state.is_public
    services.publish_draft(meeting=meeting, is_public=True, by=CLERK)
    assert queries.minutes_of(meeting, is_public=True).state.is_public
    services.publish_draft(meeting=meeting, is_public=False, by=CLERK)
    confirmed_at(world, next_one(world), "council", "police", "fire")
    assert queries.minutes_of(meeting, is_public=True).state.is_public
    services.withhold(meeting=meeting, because="A person could be known from it", by=CLERK)
    assert not queries.minutes_of(meeting, is_public=True).state.is_public
    services.withhold(meeting=meeting, because="", by=CLERK)
    assert queries.minutes_of(meeting, is_public=True).state.is_public


def test_minutes_come_back_from_json_as_they_were(world):
    found = queries.composed_now(held(world), is_public=False)
    back = thawed(frozen(found))
    assert [str(line) for line in back.opening] == [str(line) for line in found.opening]
    assert (back.present, back.missing, back.items[0].id) == (found.present, found.missing, found.items[0].id)
    assert frozen(thawed(frozen(found))) == frozen(found)


def test_the_chain_of_the_partnership_is_read_from_its_decisions(world):
    held(world)
    confirmed_at(world, next_one(world), "council", "police", "fire")
    (chain,) = queries.chains(world.place.slug)
    states = {link.of.slug: link.state for link in chain.links}
    assert states["june"] == "confirmed"
    assert chain.findings == ()
    assert [
        one.slug for one in queries.unconfirmed_before(next_one(world, "december", date(2024, 12, 2)))
    ] == ["september"]


def queries_for(work) -> int:
    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def test_minutes_take_the_same_number_of_queries_whatever_their_size(world):
    meeting = held(world)
    few = queries_for(lambda: queries.minutes_of(queries.meeting_called("vale", "june")))
    for number in range(20):
        made = AgendaItem.objects.create(
            meeting=meeting, order=20 + number, number=str(20 + number), title="More"
        )
        services.write_clerk_text(meeting=meeting, item=made.id, text="x", read_version=0, by=CLERK)
    assert queries_for(lambda: queries.minutes_of(queries.meeting_called("vale", "june"))) == few < 25


def test_decisions_get_the_next_number_of_their_year(world):
    world.opens("council", "police", "fire")
    world.agrees(5)
    world.agrees(6, number=1)
    assert sorted(Decision.objects.values_list("number", flat=True)) == ["2024/1", "2024/2"]
