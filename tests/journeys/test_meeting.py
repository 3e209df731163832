"""A whole meeting: a clerk and five members on sessions of their own, from opening to closing."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import expect

from frankpledge.audit.api import check_chain
from frankpledge.governance.models import Ballot, Decision, Meeting, Reply
from frankpledge.governance.tests.running_makers import SEATS, TERMS, make_meeting, make_world, person
from frankpledge.records import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VOTES = {
    "council": "For",
    "police": "For",
    "fire": "Against",
    "health": "Against",
    "probation": "Abstain",
}
HERE = "/vale/work/meetings/meeting/today/"


@pytest.fixture
def world(live_server):
    """Five seats, all of which must be there; four of their holders have replied that they come."""
    made = make_world(terms=TERMS.replace("at_least = 3", "at_least = 5"))
    made.meeting, made.items = make_meeting(made.place, "today", clock.today())
    for seat in SEATS[:4]:
        Reply.objects.create(
            meeting=made.meeting,
            seat=seat,
            person_name=person(seat),
            answer="attending",
            given_at=clock.now(),
        )
    return made


def signs_in(traveller, user):
    """Put the browser where signing in would have put it; signing in has its own journey."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    traveller.page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": traveller.base}]
    )
    return traveller


class Hand:
    """A clerk with a mouse or a finger."""

    def __init__(self, traveller) -> None:
        self.traveller, self.page = traveller, traveller.page

    def reads(self, words: str) -> None:
        self.traveller.reads(words)

    def opens(self, words: str) -> None:
        box = self.page.locator("details", has=self.page.get_by_text(words, exact=True)).last
        if box.get_attribute("open") is None:
            box.locator("summary").click()

    def presses(self, words: str) -> None:
        self.traveller.clicks(self.page.get_by_role("button", name=words).first)

    def chooses(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=words)

    def picks(self, words: str) -> None:
        self.page.get_by_label(words, exact=True).last.check()

    def writes(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).last.fill(words)

    def types_day(self, label: str, on: date) -> None:
        self.writes(label, on.isoformat())

    def follows(self, words: str) -> None:
        self.traveller.follows(words)


class Keys(Hand):
    """A clerk with a keyboard only."""

    def tabs_to(self, locator) -> None:
        target = locator.element_handle()
        for _ in range(200):
            if self.page.evaluate("e => document.activeElement === e", target):
                shown = self.page.evaluate(
                    "e => { const s = getComputedStyle(e); return s.outlineStyle + s.boxShadow + s.backgroundColor }",
                    target,
                )
                assert "none" not in shown[:4] or "rgb(255, 221, 0)" in shown, f"focus is not seen: {shown}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("the keyboard does not get there")

    def opens(self, words: str) -> None:
        box = self.page.locator("details", has=self.page.get_by_text(words, exact=True)).last
        if box.get_attribute("open") is None:
            self.tabs_to(box.locator("summary"))
            self.page.keyboard.press("Enter")

    def presses(self, words: str) -> None:
        self.tabs_to(self.page.get_by_role("button", name=words).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.traveller.looks()

    def chooses(self, label: str, words: str) -> None:
        self.tabs_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(words)

    def picks(self, words: str) -> None:
        wanted = self.page.get_by_label(words, exact=True).last
        group = self.page.locator(f"input[name='{wanted.get_attribute('name')}']").locator("visible=true")
        checked = [one for one in group.all() if one.is_checked()]
        self.tabs_to(checked[0] if checked else group.first)
        for _ in range(4):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown" if checked else "Space")
        assert wanted.is_checked()

    def writes(self, label: str, words: str) -> None:
        self.tabs_to(self.page.get_by_label(label, exact=True).last)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def types_day(self, label: str, on: date) -> None:
        """Into the browser’s own field for a day, which takes month, day and year in this browser's language."""
        self.tabs_to(self.page.get_by_label(label, exact=True).last)
        self.page.keyboard.type(on.strftime("%m%d%Y"))

    def follows(self, words: str) -> None:
        self.tabs_to(self.page.get_by_role("link", name=words).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.traveller.looks()


def opens_and_agrees(clerk) -> None:
    """Opening as people replied, a late arrival, and one item agreed by one press."""
    clerk.traveller.goes_to(f"{HERE}run/")
    assert clerk.traveller.heading == "Today meeting"
    clerk.presses("Open it: they are here as they replied")
    clerk.reads("Not quorate now: 4 here, 5 needed.")
    clerk.opens("Someone came in")
    clerk.chooses("Who came in", "Probation Person (Probation)")
    clerk.presses("They came in")
    clerk.reads("Quorate now: 5 here, 5 needed.")
    clerk.reads("Council Person, the chair, presides.")
    clerk.presses("Go to it : The plan")
    clerk.presses("Agreed")
    clerk.reads("Agreed: That the plan is refreshed.")


def loses_the_quorum(clerk) -> None:
    """One leaves in the middle: the vote is refused and that it was tried is recorded; they come back."""
    clerk.presses("Go to it : The budget")
    clerk.opens("Someone left")
    clerk.chooses("Who left", "Fire Person (Fire)")
    clerk.presses("They left")
    clerk.reads("Not quorate now: 4 here, 5 needed.")
    clerk.opens("Take a vote")
    clerk.writes("What the members vote on", "That the budget is agreed.")
    clerk.presses("Open the vote")
    clerk.reads("Not quorate: 4 present, 5 needed.")
    clerk.reads("Refused: That the budget is agreed.")
    clerk.reads("Put to the members: That the budget is agreed.")
    clerk.opens("Someone came in")
    clerk.chooses("Who came in", "Fire Person (Fire)")
    clerk.presses("They came in")
    clerk.reads("Quorate now: 5 here, 5 needed.")


def votes(members) -> None:
    for seat, choice in VOTES.items():
        member = members[seat]
        member.goes_to(f"{HERE}now/")
        member.reads("Vote: That the budget is agreed.")
        member.reads(f"You are recorded as here for {seat.capitalize()}.")
        member.presses(choice)
        member.reads(f"{seat.capitalize()} has voted")


def resolves_the_tie_and_closes(clerk) -> None:
    clerk.traveller.goes_to(f"{HERE}run/")
    clerk.reads("5 of 5 have voted.")
    clerk.presses("Close the vote")
    clerk.reads("The votes are equal: 2 for and 2 against.")
    clerk.reads("Council Person, the terms give you a second or casting vote")
    clerk.presses("Casting vote for")
    clerk.reads("Carried: 2 for, 2 against, 1 abstained, with the casting vote.")
    clerk.opens("Close the meeting")
    clerk.presses("Close the meeting")
    clerk.reads("The meeting is closed")


def is_recorded(world) -> None:
    found = {one.text: (one.outcome, one.standing) for one in Decision.objects.all()}
    assert found == {
        "That the plan is refreshed.": ("carried", "stands"),
        "That the budget is agreed.": ("carried", "stands"),
    }
    assert {one.seat: (one.choice, one.is_by_clerk) for one in Ballot.objects.all()} == {
        seat: (choice.lower(), False) for seat, choice in VOTES.items()
    }
    kinds = list(world.meeting.events.values_list("kind", flat=True))
    assert kinds.count("vote-refused") == 1
    assert Meeting.objects.get(id=world.meeting.id).status == "held"
    assert check_chain("vale").broken_at is None


def whole_meeting(world, clerk, members) -> None:
    opens_and_agrees(clerk)
    loses_the_quorum(clerk)
    clerk.picks("Recorded vote")
    clerk.presses("Open the vote")
    clerk.reads("Voting is open: That the budget is agreed.")
    votes(members)
    resolves_the_tie_and_closes(clerk)
    members["fire"].goes_to(f"{HERE}now/")
    members["fire"].reads("Carried: 2 for, 2 against, 1 abstained, with the casting vote.")
    is_recorded(world)


def cast(travel, world, kind, *, width, script):
    clerk = kind(signs_in(travel(width=width, script=script), world.users["clerk"]))
    members = {seat: signs_in(travel(width=375, script=script), world.users[seat]) for seat in SEATS}
    return clerk, members


def test_a_clerk_with_a_keyboard_and_five_members_on_their_phones(travel, world):
    whole_meeting(world, *cast(travel, world, Keys, width=1280, script=True))


def test_a_clerk_on_a_phone(travel, world):
    whole_meeting(world, *cast(travel, world, Hand, width=375, script=True))


def test_without_script(travel, world):
    whole_meeting(world, *cast(travel, world, Hand, width=1280, script=False))


def test_a_phone_shows_by_itself_that_voting_is_open_and_then_the_result(travel, world):
    clerk, members = cast(travel, world, Hand, width=1280, script=True)
    opens_and_agrees(clerk)
    member = members["police"]
    member.goes_to(f"{HERE}now/")
    clerk.opens("Take a vote")
    clerk.writes("What the members vote on", "That the budget is agreed.")
    clerk.presses("Open the vote")
    expect(member.page.get_by_role("heading", name="Vote: That the budget is agreed.")).to_be_visible(
        timeout=15_000
    )
    clerk.presses("Withdraw it without a result")
    expect(member.page.get_by_role("heading", name="Vote:")).to_have_count(0, timeout=15_000)
