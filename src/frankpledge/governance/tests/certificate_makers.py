"""Certificates for tests: of a small meeting, signed with a key that everybody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from frankpledge.governance.rules.certificates import building
from frankpledge.governance.rules.certificates.canonical import JsonObject
from frankpledge.governance.rules.certificates.claims import (
    Claims,
    DecisionClaim,
    MeetingClaim,
    Validity,
    certified,
    terms_claim,
)
from frankpledge.governance.rules.meetings.judging import decide_motion, situation
from frankpledge.governance.rules.meetings.record import MeetingRecord, MotionRecord
from frankpledge.governance.tests.meeting_makers import (
    Growing,
    ident,
    item,
    meeting,
    motion,
    terms_of,
    terms_text,
)

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
PLAN = item("4", "The plan", capacity="csp")
VOTES = {"council": "for", "police": "for", "fire": "against", "health": "abstain"}


def voted(method: str = "ballot", *seats: str, **more: object) -> tuple[Growing, MotionRecord]:
    """A meeting at which the plan was put to the vote, in one of the ways there are."""
    given = {"ballots": VOTES, "voted": frozenset(VOTES)} if method == "ballot" else {}
    given |= {"tally": (2, 1, 1), "voted": frozenset(VOTES)} if method in {"secret", "hands"} else {}
    one = motion("m", "4", "Adopt the plan.", method, **{**given, "capacity": "csp", **more})
    made = meeting(*(seats or tuple(VOTES)), items=(PLAN,), motions=(one,)).then(
        "item-opened", "14:10", item=PLAN.id
    )
    return made.then("vote-closed", "14:20", item=PLAN.id, motion=one.id), one


def claims(record: MeetingRecord, one: MotionRecord, text: str = "", **decision: object) -> Claims:
    terms = terms_of(text)
    at = one.closed_at
    verdict = decide_motion(record, terms, one, at=at)
    said = DecisionClaim(
        id=str(ident("decision")), slug="2026-1", number="2026/1", text=one.text, outcome=verdict.outcome,
        standing=verdict.standing, effect="adopt-plan", about="the-plan", scope=one.scope, capacity=one.capacity,
        route="meeting", method=one.method, decided_at=at, effective_on=at.date(), condition="", condition_met_on=None,
        cures="", superseded_by="",
    )  # fmt: skip
    return Claims(
        partnership=("example-vale", "Example Vale Partnership", "E"),
        decision=replace(said, **decision),
        meeting=MeetingClaim(record.slug, record.title, "Example Vale Partnership", "", "2026-03-05", "ordinary"),
        terms=terms_claim(terms, text=text or terms_text()),
        law=building.law_behind(one.capacity, "E"),
        attendance=building.present_in(record),
        interests=building.interests_in(record, one.item),
        situation=situation(record, terms, at=at, motion=one),
        verdict=verdict.as_json(),
        validity=Validity("terms", verdict.as_json()["clause"]),
        history=("example-vale", 12, "ab" * 32),
        issued_at=datetime(2026, 3, 6, 9, 0, tzinfo=UTC),
    )  # fmt: skip


def certificate(method: str = "ballot", key: bytes = KEY) -> JsonObject:
    made, one = voted(method)
    return certified(claims(made.record, one), key)


def later(made: Growing, one: MotionRecord, cures: str) -> Claims:
    """The decision of a meeting a month later that ratifies an earlier one."""
    at = one.closed_at.replace(month=4)
    events = tuple(replace(event, at=event.at.replace(month=4)) for event in made.record.events)
    moved = replace(one, closed_at=at, opened_at=at)
    record = replace(made.record, events=events, motions=(moved,), slug="2026-04-05")
    return claims(record, moved, id=str(ident("later decision")), slug="2026-2", cures=cures)
