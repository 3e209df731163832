"""A small cast for tests of meetings: a partnership with terms read from a file, people in seats, one for each role."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from frankpledge.directory import api as directory
from frankpledge.directory.models import Membership, Organisation, Partnership, RoleAssignment, User
from frankpledge.governance import constitutions
from frankpledge.governance.constitutions import StoredTerms
from frankpledge.governance.models import Tenure
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.reading import read_terms, terms_of
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import StrictTable
from frankpledge.records.ids import new_id
from tests.worlds import built_once

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
SLUG = "example-vale"
SEATS = {
    "council": ("Example Vale Council", "LA_AREA"),
    "police": ("Example Police", "POLICE_CHIEF"),
    "health": ("Example Integrated Care Board", "HEALTH_ICB"),
    "fire": ("Example Fire Authority", "FIRE"),
    "probation": ("Example Probation Service", "PROBATION_PROVIDER"),
}
TERMS = """
[terms]
body = "Example Vale Partnership"
label = "2025"
nation = "E"
starts_on = 2020-01-01
[[class]]
slug = "core"
title = "Core"
can_vote = true
counts_to_quorum = true
[[office]]
slug = "chair"
title = "Chair"
method = "by-office"
seat = "council"
[quorum]
at_least = 3
count = "seats"
[[decision]]
more_than = "1/2"
base = "cast"
abstention = "ignored"
[casting_vote]
holder = "chair"
kind = "casting"
passes = true
[deputies]
allowed = true
counts_to_quorum = true
may_vote = true
[remote]
allowed = true
counts_to_quorum = true
may_vote = true
[[notice]]
days = 10
days_are = "working"
[papers]
days = 5
days_are = "clear-working"
floor_days = 1
floor_days_are = "working"
leave_of = ["chair"]
only_urgent = true
[[frequency]]
at_least = 1
every = "quarter"
[[frequency]]
phase = "emergency"
every_weeks = 1
[dates]
months_ahead = 12
"""


def constitution(text: str = TERMS) -> Constitution:
    """The terms of the cast, or other terms as TOML."""
    seats = "".join(
        f'[[seat]]\nslug = "{slug}"\nname = "{name}"\nclass = "core"\nkind = "{kind}"\n'
        for slug, (name, kind) in SEATS.items()
    )
    return terms_of(StrictTable("terms.toml", tomllib.loads(text + seats)))


@dataclass(frozen=True)
class Cast:
    """Everybody, by role; `members` by seat."""

    partnership: Partnership
    clerk: User
    scrutiny: User
    members: dict[str, User]

    @property
    def place(self) -> directory.PartnershipFacts:
        return directory.partnership(self.partnership.slug)

    def principal(self, user: User) -> Principal:
        return directory.principal_for(user.id, on=NOW.date())

    @property
    def by(self) -> Principal:
        return self.principal(self.clerk)


def use_terms(monkeypatch, terms: Constitution | None) -> None:
    """Let these be the terms in force on every day, for the partnership and its groups."""
    from frankpledge.governance.agenda import presenting_plan, queries, sending

    stored = StoredTerms(new_id(), "2025", terms.period, False, "", terms) if terms else None

    def constitution_on(partnership: str, on: date, *, group: str = "") -> StoredTerms | None:
        return stored

    for module in (constitutions, queries, sending, presenting_plan):
        monkeypatch.setattr(module, "constitution_on", constitution_on)


@built_once
def make_cast() -> Cast:
    """The partnership with five authorities, each with somebody in its seat, a clerk and a scrutiny officer."""
    partnership = Partnership(
        slug=SLUG, name="Example Vale Partnership", short_name="Example Vale", nation="E",
        council_name="Example Vale Council",
    )  # fmt: skip
    partnership.save()
    starts = date(2020, 1, 1)
    members = {}
    for order, (seat, (name, kind)) in enumerate(SEATS.items()):
        body = Organisation.objects.create(slug=f"example-{seat}", name=name, kind=kind, starts_on=starts)
        Membership.objects.create(
            partnership=partnership,
            organisation=body,
            capacity="responsible-authority",
            order=order,
            starts_on=starts,
        )
        user = _user(
            seat, f"{seat.capitalize()} Member", partnership, "chair" if seat == "council" else "member"
        )
        Tenure.objects.create(
            partnership=partnership, seat=seat, standing="holder", person_name=user.name, user=user, organisation=body,
            post="Head of service", is_senior=seat != "probation" or None, starts_on=starts,
        )  # fmt: skip
        members[seat] = user
    clerk = _user("clerk", "Clara Clerk", partnership, "officer")
    return Cast(
        partnership, clerk, _user("scrutiny", "Sam Scrutiny", partnership, "scrutiny-officer"), members
    )


def _user(name: str, full: str, partnership: Partnership, role: str) -> User:
    user = User.objects.create_user(f"{name}@example.invalid", full)
    RoleAssignment.objects.create(user=user, partnership=partnership, role=role, starts_on=date(2020, 1, 1))
    return user


def dorset_terms() -> Constitution:
    """The seed's terms."""
    return read_terms(EXAMPLES / "dorset-2023.toml")
