"""What a certificate says of a decision taken outside a meeting: who was asked, who answered, by which way. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from frankpledge.governance.rules.certificates.canonical import JsonObject
from frankpledge.governance.rules.outside.judging import URGENT, Put
from frankpledge.kernel.dates import local_date

AT_A_MEETING = "meeting"


@dataclass(frozen=True)
class Answered:
    """A seat's answer; `by_office` where the office recorded it for somebody who wrote in."""

    seat: str
    choice: str
    at: datetime
    by_office: bool


@dataclass(frozen=True)
class OutsideClaim:
    """How it was decided without a meeting. `by` is the office or seat that used the way, `closes` the last day to answer."""

    route: str
    by: str
    by_name: str
    sent: date
    closes: date | None
    closed: date | None
    asked: tuple[str, ...]
    answered: tuple[Answered, ...]
    reported: bool | None

    @property
    def ballots(self) -> dict[str, str]:
        return {one.seat: one.choice for one in self.answered}

    def put(self, scope: str, capacity: str) -> Put:
        """The same as the engine is asked."""
        return Put(
            self.route,
            self.by,
            scope,
            capacity,
            self.sent,
            self.closed,
            self.asked,
            self.ballots,
            self.reported,
        )


def outside_json(one: OutsideClaim) -> JsonObject:
    """The claim as it is signed. `totals` is null for an urgent action: nobody was asked to answer."""
    totals = dict(zip(("for", "against", "abstain"), one.put("", "").tally, strict=True))
    return {
        "route": one.route, "by": one.by, "by_name": one.by_name, "sent": one.sent.isoformat(),
        "closes": one.closes.isoformat() if one.closes else None,
        "closed": one.closed.isoformat() if one.closed else None,
        "asked": list(one.asked),
        "answered": [
            {"seat": row.seat, "choice": row.choice, "at": row.at.isoformat(), "by_office": row.by_office}
            for row in one.answered
        ],
        "totals": None if one.route == URGENT else totals,
        "reported": one.reported,
    }  # fmt: skip


def read_outside(said: Mapping[str, object]) -> OutsideClaim:
    """The claim of a payload. Raises ValueError for a day or a moment that is none."""
    rows = cast("list[JsonObject]", said["answered"])
    return OutsideClaim(
        str(said["route"]), str(said["by"]), str(said["by_name"]), date.fromisoformat(str(said["sent"])),
        _day(said["closes"]), _day(said["closed"]), tuple(map(str, cast("list[str]", said["asked"]))),
        tuple(
            Answered(str(one["seat"]), str(one["choice"]), datetime.fromisoformat(str(one["at"])), bool(one["by_office"]))
            for one in rows
        ),
        cast("bool | None", said["reported"]),
    )  # fmt: skip


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value is not None else None


def contradictions(one: OutsideClaim, said: Mapping[str, object]) -> Iterator[str]:
    """What the claim says that cannot be so together: who answered without being asked, twice or too late, totals that are
    not those of the answers.
    """
    seats = [row.seat for row in one.answered]
    if strangers := sorted(set(seats) - set(one.asked)):
        yield f"answered without being asked: {', '.join(strangers)}"
    if len(seats) != len(set(seats)):
        yield "a seat has answered twice"
    if late := sorted(row.seat for row in one.answered if one.closed and local_date(row.at) > one.closed):
        yield f"answered after it was closed: {', '.join(late)}"
    if said["totals"] != outside_json(one)["totals"]:
        yield "the totals are not those of the answers"
