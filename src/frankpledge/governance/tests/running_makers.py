"""A partnership with terms, people in its seats and a meeting with an agenda, for tests of running meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from frankpledge.directory.models import Organisation, Partnership, RoleAssignment, User
from frankpledge.governance.models import (
    AgendaItem,
    Decision,
    Meeting,
    MeetingEvent,
    Motion,
    Tenure,
    TermsVersion,
)
from frankpledge.governance.running import services
from frankpledge.governance.terms.parsing import constitution_of
from frankpledge.governance.terms.services import record_terms
from frankpledge.kernel.people import Principal, system
from frankpledge.records import clock
from tests.worlds import built_once

DAY = date(2024, 6, 3)
START = datetime(2024, 6, 3, 9, 0, tzinfo=UTC)
SEATS = ("council", "police", "fire", "health", "probation")
CLERK = system("A clerk")
TERMS = """
[terms]
body = "A body"
label = "2024"
nation = "E"
basis = "pattern"
starts_on = 2024-01-01
source = "invented"
[[class]]
slug = "core"
title = "Core"
can_vote = true
counts_to_quorum = true
[[class]]
slug = "invited"
title = "Invited"
can_vote = false
counts_to_quorum = false
[[office]]
slug = "chair"
title = "Chair"
method = "by-office"
seat = "council"
clause = "chairing"
[[office]]
slug = "vice-chair"
title = "Vice-chair"
method = "election"
from_class = "core"
elected_at = "first meeting"
clause = "chairing"
[quorum]
at_least = 3
count = "seats"
class = "core"
clause = "quorum"
[[decision]]
scope = "ordinary"
more_than = "1/2"
base = "cast"
abstention = "ignored"
clause = "decisions"
[casting_vote]
holder = "chair"
kind = "second-or-casting"
passes = false
clause = "casting"
[deputies]
allowed = true
counts_to_quorum = true
may_vote = true
named_only = false
clause = "deputies"
[remote]
allowed = true
counts_to_quorum = true
may_vote = true
clause = "remote"
[officers]
counts_to_quorum = false
may_vote = false
"""
TERMS += "".join(
    f'[[seat]]\nslug = "{slug}"\nname = "{slug.capitalize()}"\nclass = "core"\n' for slug in SEATS
)
TERMS += '[[seat]]\nslug = "forum"\nname = "Forum"\nclass = "invited"\n'
TERMS += "".join(
    f'[[clause]]\nslug = "{slug}"\nheading = "{slug.capitalize()}"\ntext = "invented"\n'
    for slug in ("quorum", "decisions", "casting", "deputies", "remote", "chairing")
)


def constitution(text: str = TERMS):
    return constitution_of(text)


@dataclass
class World:
    """What the tests hold on to: `at(minutes)` is so many minutes after the meeting's start."""

    place: Partnership
    meeting: Meeting
    items: tuple[AgendaItem, ...]
    users: dict[str, User]

    @property
    def id(self):
        return self.meeting.id

    def at(self, minutes: float):
        return START + timedelta(minutes=minutes)

    def when(self, minutes: float):
        """Let the clock stand so many minutes after the start."""
        return clock.fixed_at(self.at(minutes))

    def principal(self, seat: str, role: str = "member") -> Principal:
        user = self.users[seat]
        return Principal(user.id, user.name, frozenset({(role, self.place.slug)}))

    def has_terms(self, text: str) -> None:
        """Let the partnership have these terms instead."""
        TermsVersion.objects.filter(partnership=self.place).delete()
        record_terms(self.place.slug, text, by=CLERK)

    def opens(self, *seats: str, minutes: float = 0, **more):
        there = [self.attending(seat) for seat in seats]
        with self.when(minutes):
            return services.open_meeting(meeting=self.id, by=CLERK, attending=there, **more)

    def attending(self, seat: str, **more) -> services.Attending:
        return services.Attending(person(seat), seat, **more)

    def loses(self, seat: str, minutes: float, **more):
        with self.when(minutes):
            return services.leave(meeting=self.id, by=CLERK, seat=seat, **more)

    def gains(self, seat: str, minutes: float, **more):
        with self.when(minutes):
            return services.arrive(meeting=self.id, by=CLERK, who=self.attending(seat), **more)

    def agrees(self, minutes: float, number: int = 0, **put):
        with self.when(minutes):
            return services.agree(
                meeting=self.id, by=CLERK, item=self.items[number].id, put=services.Put(**put)
            )

    def puts(self, text: str = "The plan is agreed.", minutes: float = 5, number: int = 0, **put) -> Motion:
        with self.when(minutes):
            return services.put_motion(
                meeting=self.id, by=CLERK, item=self.items[number].id, put=services.Put(text=text, **put)
            )

    def votes(self, minutes: float = 6, method: str = "ballot", text: str = "The plan is agreed.", **ballots):
        """A motion on which voting is open, with these ballots by seat."""
        motion = self.puts(text, minutes)
        with self.when(minutes):
            opened = services.open_vote(motion=motion.id, by=CLERK, method=method)
            assert opened.is_allowed, opened.why_not
            for seat, choice in ballots.items():
                services.cast_ballot(motion=motion.id, choice=choice, by=CLERK, seat=seat)
        return motion

    def closes(self, motion: Motion, minutes: float = 8, **more):
        with self.when(minutes):
            return services.close_vote(motion=motion.id, by=CLERK, **more)

    def decision(self, attempt) -> Decision:
        return Decision.objects.get(id=attempt.decision)

    def kinds(self) -> list[str]:
        return list(MeetingEvent.objects.filter(meeting=self.meeting).values_list("kind", flat=True))


def person(seat: str) -> str:
    return f"{seat.capitalize()} Person"


@built_once
def make_world(slug: str = "vale", terms: str = TERMS) -> World:
    place = Partnership.objects.create(
        slug=slug, name="Example Vale Partnership", short_name="Vale", nation="E", council_name="Vale Council"
    )
    users = {}
    for order, seat in enumerate((*SEATS, "forum")):
        role = "chair" if order == 0 else "invited-member" if seat == "forum" else "member"
        users[seat] = User.objects.create_user(f"{slug}-{seat}@example.invalid", person(seat))
        RoleAssignment.objects.create(
            user=users[seat], partnership=place, role=role, starts_on=date(2020, 1, 1)
        )
        body = Organisation.objects.create(
            slug=f"{slug}-{seat}", name=f"Vale {seat}", kind="OTHER", starts_on=date(2000, 1, 1)
        )
        Tenure.objects.create(
            partnership=place, seat=seat, person_name=person(seat), user=users[seat], organisation=body,
            starts_on=date(2023, 1, 1),
        )  # fmt: skip
    users["clerk"] = User.objects.create_user(f"{slug}-clerk@example.invalid", "Casey Clerk")
    RoleAssignment.objects.create(
        user=users["clerk"], partnership=place, role="officer", starts_on=date(2020, 1, 1)
    )
    meeting, items = make_meeting(place)
    made = World(place, meeting, items, users)
    made.has_terms(terms)
    return made


def make_meeting(place: Partnership, slug: str = "june", on: date = DAY, **more):
    meeting = Meeting.objects.create(
        partnership=place, slug=slug, title=f"{slug.capitalize()} meeting", body="The Partnership",
        body_kind="partnership", held=on.isoformat(), held_earliest=on, held_latest=on, kind="ordinary",
        status="planned", starts_at=datetime(on.year, on.month, on.day, 9, 0, tzinfo=UTC), **more,
    )  # fmt: skip
    items = tuple(
        AgendaItem.objects.create(
            meeting=meeting, order=order, number=str(order), title=title, kind=kind, effect=effect, about=about,
            recommendation=recommendation,
        )
        for order, (title, kind, effect, about, recommendation) in enumerate(
            (
                ("The plan", "decide", "refresh-plan", "the-plan", "That the plan is refreshed."),
                ("The budget", "decide", "note", "", ""),
                ("News", "note", "note", "", ""),
            ),
            start=1,
        )
    )  # fmt: skip
    return meeting, items
