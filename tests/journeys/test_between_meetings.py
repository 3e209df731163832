"""The clerk's pages between meetings, on a phone: each looked at by the accessibility engine, and worked by keyboard alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from frankpledge.governance.membership import interests
from frankpledge.governance.minutes import certifying, escalating, keys
from frankpledge.governance.models import Decision, Group, Procedure
from frankpledge.governance.running import services
from frankpledge.governance.terms import drafts
from frankpledge.governance.tests.running_makers import CLERK, DAY, TERMS, make_meeting, make_world
from frankpledge.records import clock
from tests.journeys.test_meeting import Keys, signs_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEETINGS, MEMBERS = "/vale/work/meetings/", "/vale/work/members/"


@pytest.fixture
def world(live_server, tmp_path, monkeypatch):
    """A body with terms, a meeting that was held, one that is ahead, a group that has put something up, an interest."""
    monkeypatch.setattr(keys.settings, "HOME", tmp_path)
    made = make_world(terms=TERMS)
    made.opens("council", "police", "fire")
    decided = made.decision(made.agrees(5, condition="subject to legal comments"))
    with made.when(60):
        services.agree(
            meeting=made.id, by=CLERK, put=services.Put(text="The budget is agreed."), item=made.items[1].id
        )
        services.close_meeting(meeting=made.id, by=CLERK)
        certifying.certify("vale", Decision.objects.exclude(id=decided.id).get().id, by=CLERK)
    make_meeting(made.place, "ahead", clock.today() + timedelta(40))
    Group.objects.create(
        partnership=made.place, slug="tasking", name="Tasking group", starts_on=date(2020, 1, 1)
    )
    escalating.escalate(
        "vale", escalating.Raised("tasking", "No analyst", "Asked twice", "A post"), on=DAY, by=CLERK
    )
    said = interests.NewInterest("Fire Person", "other-body", "The Budget Trust", "Trustee", date(2023, 1, 1))
    interests.register_interest("vale", said, by=CLERK)
    drafts.start("vale", by=CLERK, title="A larger quorum", text=TERMS)
    return made


def pages(made) -> tuple[str, ...]:
    decision = Decision.objects.filter(condition="").get()
    draft = drafts.open_drafts("vale")[0].id
    ahead, held = f"{MEETINGS}meeting/ahead/", f"{MEETINGS}meeting/june/"
    return (
        MEETINGS, f"{MEETINGS}terms/", f"{MEETINGS}terms/drafts/{draft}/", f"{MEETINGS}terms/drafts/{draft}/in-force/",
        f"{MEETINGS}terms/drafts/{draft}/parts/decision/1/", ahead, f"{ahead}agenda/", f"{ahead}replies/",
        f"{held}minutes/", f"{MEETINGS}decisions/", f"{MEETINGS}decisions/{decision.id}/",
        f"{MEETINGS}decisions/{decision.id}/certificate/", f"{MEETINGS}escalations/", f"{MEETINGS}tempo/", MEMBERS,
        f"{MEMBERS}offices/", f"{MEMBERS}interests/", "/vale/work/me/",
    )  # fmt: skip


def test_the_pages_between_meetings_on_a_phone_with_a_keyboard_only(travel, world):
    clerk = Keys(signs_in(travel(width=375), world.users["clerk"]))
    for address in pages(world):
        clerk.traveller.goes_to(address)
    clerk.traveller.goes_to(f"{MEETINGS}outside/write/")
    clerk.writes("The text that is decided", "Lend the marquee.")
    clerk.writes("Why it cannot wait for a meeting", "The fair is on Saturday.")
    clerk.writes("Last day to answer", (clock.today() + timedelta(5)).isoformat())
    clerk.presses("Send it")
    clerk.reads("0 of 5 have answered")
    clerk.chooses("For the seat", "Council")
    clerk.picks("For")
    clerk.presses("Record the answer")
    clerk.opens("Change an answer that was given")
    clerk.presses("Change the answer")
    clerk.traveller.goes_to(f"{MEETINGS}meeting/ahead/agenda/")
    clerk.presses("Put it on the agenda")
    clerk.reads("No analyst")
    clerk.traveller.goes_to(f"{MEETINGS}outside/{Procedure.objects.get().id}/")
