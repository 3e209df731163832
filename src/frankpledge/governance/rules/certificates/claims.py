"""What a certificate claims, and the payload that is signed. Pure.

Everything that the verdict was worked out from is in it: the terms in force as a file, who was there at that moment, the
ballots (totals only where the ballot was secret), the casting vote, and what the law's dates added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from frankpledge.governance.rules.certificates.canonical import JsonObject, canonical, sha256
from frankpledge.governance.rules.certificates.elsewhere import OutsideClaim, outside_json
from frankpledge.governance.rules.certificates.signing import (
    ALGORITHM,
    FORMAT,
    fingerprint_of,
    public_key_of,
    sign,
    to_text,
)
from frankpledge.governance.rules.certificates.situations import situation_json
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.places import as_written, person_by_person
from frankpledge.governance.rules.terms.reading import read_terms
from frankpledge.governance.rules.terms.situation import Situation
from frankpledge.governance.rules.terms.writing import as_toml
from frankpledge.kernel.dates import Period

FILE = "terms.toml"
BASES = ("terms", "ruling", "cure")
"""What makes the decision valid: the terms themselves, a ruling of a named person, or a later decision."""
PARTS = ("partnership", "decision", "meeting", "outside", "terms", "above", "law", "attendance", "interests", "situation",
         "verdict", "validity", "history", "key", "issued_at")  # fmt: skip
"""The parts of a payload, each with its own hash so that a change names the part."""
WHERE_IT_APPLIES = ("outside", "above")
"""Parts that are there only of a decision outside a meeting, and of one of a group."""


@dataclass(frozen=True)
class Present:
    """Someone who was there from one moment to another; `ends` of None: to the end of the record."""

    seat: str
    organisation: str
    person: str
    standing: str
    is_remote: bool
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True)
class Interest:
    """An interest in the item, and from when to when its holder was out of the room for it."""

    seat: str
    person: str
    nature: str
    withdrew: datetime | None
    returned: datetime | None


@dataclass(frozen=True)
class DecisionClaim:
    """The decision itself. `cures` is the id of the decision that it ratifies or takes again."""

    id: str
    slug: str
    number: str
    text: str
    outcome: str
    standing: str
    effect: str
    about: str
    scope: str
    capacity: str
    route: str
    method: str
    decided_at: datetime
    effective_on: date | None
    condition: str
    condition_met_on: date | None
    cures: str
    superseded_by: str


@dataclass(frozen=True)
class MeetingClaim:
    """Where it was decided."""

    slug: str
    title: str
    body: str
    group: str
    held: str
    kind: str


@dataclass(frozen=True)
class TermsClaim:
    """The terms in force, as the file that the engine reads, and from when to when they were (the next may have ended them).

    `filled` says what the law and the record added: which seat is filled by which successor, and which two seats had come
    to one body.
    """

    label: str
    text: str
    starts_on: date
    ends_on: date | None
    is_assumed: bool
    filled: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class LawClaim:
    """A provision that the capacity to decide rests on, with its first day in force."""

    instrument: str
    title: str
    provision: str
    in_force_from: date


@dataclass(frozen=True)
class Validity:
    """What makes it valid. `cure` is the certificate of the decision that cured it."""

    basis: str
    clause: str
    ruling: str = ""
    ruling_by: str = ""
    cure: JsonObject | None = None


@dataclass(frozen=True)
class Claims:
    """Everything that a certificate says."""

    partnership: tuple[str, str, str]
    """Slug, name and nation."""
    decision: DecisionClaim
    meeting: MeetingClaim | None
    terms: TermsClaim
    law: tuple[LawClaim, ...]
    attendance: tuple[Present, ...]
    interests: tuple[Interest, ...]
    situation: Situation
    verdict: JsonObject
    """As `MotionVerdict.as_json` gives it."""
    validity: Validity
    history: tuple[str, int, str]
    """The chain's name, its length and its last hash when the certificate was made."""
    issued_at: datetime
    outside: OutsideClaim | None = None
    above: tuple[str, TermsClaim] | None = None
    """For a group: its slug in the terms of the body above, and those terms."""


@dataclass(frozen=True)
class TextFile:
    """A file that is not on disk."""

    text: str
    name: str = FILE

    def read_bytes(self) -> bytes:
        return self.text.encode("utf-8")


def terms_claim(terms: Constitution, *, text: str = "") -> TermsClaim | None:
    """The terms as a claim: as the file in which they were adopted, else written out from what is stored; of a group's
    terms without those above them, which are a claim of their own.

    None when what is read back is not what the engine was given: such terms cannot be certified.
    """
    terms = replace(terms, above=None)
    made = TermsClaim(
        terms.label, text or as_toml(without_law(terms)), terms.period.starts_on, terms.period.ends_on,
        terms.basis == "assumed", filled_of(terms),
    )  # fmt: skip
    return made if terms_in(made) == replace(terms, file=FILE) else None


def without_law(terms: Constitution) -> Constitution:
    """The terms as their file has them, without who fills a seat after a body has ended."""
    return as_written(
        replace(terms, seats=tuple(replace(one, filled_by="", held_with="") for one in terms.seats))
    )


def filled_of(terms: Constitution) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (one.slug, one.filled_by, one.held_with) for one in terms.seats if one.filled_by or one.held_with
    )


def terms_in(claim: TermsClaim) -> Constitution:
    """The terms of a claim as the engine takes them, over the days of the claim. Raises `Unusable`."""
    filled = {slug: (by, together) for slug, by, together in claim.filled}
    read = person_by_person(read_file(claim.text))
    seats = tuple(
        replace(one, filled_by=filled[one.slug][0], held_with=filled[one.slug][1])
        if one.slug in filled
        else one
        for one in read.seats
    )
    return replace(read, file=FILE, seats=seats, period=Period(claim.starts_on, claim.ends_on))


def read_file(text: str) -> Constitution:
    """What the file alone says. Raises `Unusable`."""
    return read_terms(TextFile(text))


def payload_of(claims: Claims, public: bytes) -> JsonObject:
    """What is signed, with the hash of each of its parts."""
    parts: dict[str, object] = {
        "partnership": dict(zip(("slug", "name", "nation"), claims.partnership, strict=True)),
        "decision": _decision(claims.decision),
        "meeting": _meeting(claims.meeting),
        "terms": _terms(claims.terms),
        "law": [_law(one) for one in claims.law],
        "attendance": [_present(one) for one in claims.attendance],
        "interests": [_interest(one) for one in claims.interests],
        "situation": situation_json(claims.situation),
        "verdict": claims.verdict,
        "validity": _validity(claims.validity),
        "history": dict(zip(("chain", "length", "head"), claims.history, strict=True)),
        "key": {"algorithm": ALGORITHM, "fingerprint": fingerprint_of(public)},
        "issued_at": claims.issued_at.isoformat(),
    }
    if claims.outside:
        parts["outside"] = outside_json(claims.outside)
    if claims.above:
        parts["above"] = {"group": claims.above[0], "terms": _terms(claims.above[1])}
    return {**parts, "hashes": hashes_of(parts)}


def hashes_of(parts: Mapping[str, object]) -> JsonObject:
    return {name: sha256(canonical(parts[name])) for name in PARTS if name in parts}


def certified(claims: Claims, private: bytes) -> JsonObject:
    """The whole certificate, signed."""
    public = public_key_of(private)
    payload = payload_of(claims, public)
    return {
        "format": FORMAT,
        "payload": payload,
        "signature": {
            "algorithm": ALGORITHM,
            "public_key": to_text(public),
            "fingerprint": fingerprint_of(public),
            "value": to_text(sign(canonical(payload), private)),
        },
    }


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _decision(one: DecisionClaim) -> JsonObject:
    return {
        "id": one.id, "slug": one.slug, "number": one.number, "text": one.text, "outcome": one.outcome,
        "standing": one.standing, "effect": one.effect, "about": one.about, "scope": one.scope, "capacity": one.capacity,
        "route": one.route, "method": one.method, "decided_at": one.decided_at.isoformat(),
        "effective_on": _day(one.effective_on), "condition": one.condition,
        "condition_met_on": _day(one.condition_met_on), "cures": one.cures, "superseded_by": one.superseded_by,
    }  # fmt: skip


def _meeting(one: MeetingClaim | None) -> JsonObject | None:
    if one is None:
        return None
    return {"slug": one.slug, "title": one.title, "body": one.body, "group": one.group, "held": one.held, "kind": one.kind}  # fmt: skip


def _terms(one: TermsClaim) -> JsonObject:
    return {
        "label": one.label,
        "text": one.text,
        "sha256": sha256(one.text.encode("utf-8")),
        "starts_on": one.starts_on.isoformat(),
        "ends_on": _day(one.ends_on),
        "is_assumed": one.is_assumed,
        "filled": [
            {"seat": seat, "filled_by": by, "held_with": together} for seat, by, together in one.filled
        ],
    }


def _law(one: LawClaim) -> JsonObject:
    return {
        "instrument": one.instrument, "title": one.title, "provision": one.provision,
        "in_force_from": one.in_force_from.isoformat(),
    }  # fmt: skip


def _present(one: Present) -> JsonObject:
    return {
        "seat": one.seat, "organisation": one.organisation, "person": one.person, "as": one.standing,
        "remote": one.is_remote, "from": one.starts.isoformat(), "to": _moment(one.ends),
    }  # fmt: skip


def _interest(one: Interest) -> JsonObject:
    return {
        "seat": one.seat, "person": one.person, "nature": one.nature, "withdrew": _moment(one.withdrew),
        "returned": _moment(one.returned),
    }  # fmt: skip


def _validity(one: Validity) -> JsonObject:
    return {
        "basis": one.basis, "clause": one.clause, "ruling": one.ruling, "ruling_by": one.ruling_by, "cure": one.cure,
    }  # fmt: skip
