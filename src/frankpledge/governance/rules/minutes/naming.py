"""Who somebody is, in minutes: by name and body for members, and by body alone where the public version may not name."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.governance.rules.meetings.record import Happened, InPost, MeetingRecord
from frankpledge.governance.rules.meetings.sitting import MEMBERS, Presence, same_person
from frankpledge.governance.rules.terms.constitution import Constitution


@dataclass(frozen=True)
class Naming:
    """How the people of a meeting are named. In public only those who fill a seat, or stand in for one who does."""

    record: MeetingRecord
    terms: Constitution | None
    is_public: bool

    def body(self, seat: str, organisation: str = "") -> str:
        """The name of the body behind a seat, as the record of who sat has it, else as the terms write the seat."""
        if organisation:
            return organisation
        post = self.post(seat)
        if post and post.organisation:
            return post.organisation
        found = self.terms.seat(seat) if self.terms and seat else None
        return found.name if found else seat

    def post(self, seat: str, person: str = "") -> InPost | None:
        """Who holds a seat, or the row of a named person."""
        rows = [one for one in self.record.in_post if one.seat == seat]
        if person:
            return next((one for one in rows if same_person(one.person, person)), None)
        return next((one for one in rows if one.standing == "holder"), None)

    def is_named(self, standing: str) -> bool:
        return not self.is_public or standing in MEMBERS

    def someone(self, seat: str, person: str, organisation: str = "", standing: str = "") -> str:
        """A person and their body, as far as this version names them."""
        body = self.body(seat, organisation)
        held = standing or ("holder" if seat else "")
        if not seat and not standing:
            post = next((one for one in self.record.in_post if same_person(one.person, person)), None)
            held, body = (
                (post.standing if post else "observer"),
                (body or (post.organisation if post else "")),
            )
        if not self.is_named(held):
            return body or "Someone"
        named = person or self._holder(seat)
        return f"{named} ({body})" if named and body else named or body or "Someone"

    def _holder(self, seat: str) -> str:
        post = self.post(seat) if seat else None
        return post.person if post else ""

    def of(self, event: Happened) -> str:
        return self.someone(event.seat, event.person, event.organisation, event.standing)

    def of_presence(self, one: Presence) -> str:
        return self.someone(one.seat, one.person, one.organisation, one.standing)

    def seat_or_office(self, name: str) -> str:
        """A casting vote is given by a seat or an office; either way the body's name."""
        office = self.terms.office(name) if self.terms else None
        if office:
            return f"the {office.title.lower()}"
        return self.body(name)
