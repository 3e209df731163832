"""Whether a certificate is what it says: read, compared with its signature, and its verdict worked out again. Pure.

Nothing is looked up: the terms, the attendance and the votes are in the certificate, the engine and the dates of the law in
this program. Each check says what it compared; one that fails names the part and the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.certificates.canonical import (
    JsonObject,
    canonical,
    read_strictly,
    sha256,
    written,
)
from frankpledge.governance.rules.certificates.claims import PARTS, TermsClaim, hashes_of, read_file, terms_in
from frankpledge.governance.rules.certificates.elsewhere import (
    AT_A_MEETING,
    OutsideClaim,
    contradictions,
    read_outside,
)
from frankpledge.governance.rules.certificates.schema import CERTIFICATE
from frankpledge.governance.rules.certificates.shape import faults
from frankpledge.governance.rules.certificates.signing import (
    BYTES,
    fingerprint_of,
    from_text,
    is_signed,
    plain_fingerprint,
)
from frankpledge.governance.rules.certificates.situations import situation_json, tally_of
from frankpledge.governance.rules.meetings.judging import judged
from frankpledge.governance.rules.outside.judging import judge, situation_of
from frankpledge.governance.rules.terms.constitution import Above, Constitution
from frankpledge.governance.rules.terms.situation import Situation, read_situation
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import local_date
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.law import api as law

DEEPEST = 4
"""A cure of a cure of a cure: no body goes further, and a certificate that does is refused."""


@dataclass(frozen=True)
class Check:
    """One comparison. `ok` of False: it does not hold, and `said` names what."""

    check: str
    ok: bool
    said: str


@dataclass(frozen=True)
class Verified:
    """What became of a certificate. `is_compared` says whether its key was compared with one given from outside."""

    checks: tuple[Check, ...]
    payload: Mapping[str, object]
    is_compared: bool
    cautions: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        return bool(self.checks) and all(one.ok for one in self.checks)

    @property
    def wrong(self) -> tuple[Check, ...]:
        return tuple(one for one in self.checks if not one.ok)


@rule(
    source=Citation("Decision certificates", note="Ed25519, RFC 8032; the engine of the terms of reference")
)
def verified(content: bytes, file: str, *, fingerprint: str = "", public: bytes | None = None) -> Verified:
    """A certificate is valid when nothing in it was altered, its key is the one expected, and its verdict comes out again.

    `fingerprint` (as typed) or `public` is the key to expect; without either the signature shows only that the file is
    whole. Raises `Unusable` for a file that is no certificate at all.
    """
    try:
        return _verified(content, file, fingerprint_of(public) if public else plain_fingerprint(fingerprint))
    except RecursionError as error:
        raise Unusable(
            Problem(
                "not-a-certificate",
                "it is nested too deeply.",
                "Get the file again from where it was issued.",
                file,
            )
        ) from error


def _verified(content: bytes, file: str, expected: str) -> Verified:
    value = read_strictly(content, file)
    as_issued = content == written(value)
    said = "The file is written as it was issued." if as_issued else "The file is not written as it was issued: spaces, line ends or order differ."  # fmt: skip
    found = (Check("writing", as_issued, said), *_checks(value, expected, 0))
    payload = value.get("payload")
    has_shape = found[1].ok
    shown = cast(JsonObject, payload) if has_shape else {}
    return Verified(found, shown, bool(expected), tuple(_cautions(shown, expected)))


def _checks(value: JsonObject, expected: str, depth: int) -> Iterator[Check]:
    wrong = list(faults(value, CERTIFICATE))
    yield Check("shape", not wrong, "; ".join(wrong[:5]) or "Every part is there and nothing else.")
    if wrong or depth > DEEPEST:
        if depth > DEEPEST:
            yield Check("cure", False, "It rests on one cure after another, too many to be true.")
        return
    payload, signature = cast(JsonObject, value["payload"]), cast(JsonObject, value["signature"])
    yield from _signature(payload, signature, expected)
    yield _parts(payload)
    try:
        yield from _claims(payload, depth)
    except Unusable as error:
        yield Check("reading", False, str(error))
    except (ValueError, KeyError, OverflowError) as error:
        yield Check("reading", False, f"A value cannot be read: {error}.")


def _signature(payload: JsonObject, signature: JsonObject, expected: str) -> Iterator[Check]:
    public, sealed = from_text(str(signature["public_key"])), from_text(str(signature["value"]))
    if public is None or len(public) != BYTES or sealed is None:
        yield Check("key", False, "signature.public_key or signature.value is not written as it should be.")
        return
    found = fingerprint_of(public)
    named = {found, str(signature["fingerprint"]), str(cast(JsonObject, payload["key"])["fingerprint"])}
    yield Check("key", len(named) == 1, f"The key's fingerprint is {found}." if len(named) == 1 else f"The fingerprints named are not that of the key ({found}).")  # fmt: skip
    if expected:
        ok = found == expected
        said = "It is the key that was expected." if ok else f"It was signed with another key than the one expected ({expected})."  # fmt: skip
        yield Check("expected-key", ok, said)
    ok = is_signed(canonical(payload), sealed, public)
    yield Check("signature", ok, "The signature fits the payload." if ok else "The signature does not fit: something in the payload was altered.")  # fmt: skip


def _parts(payload: JsonObject) -> Check:
    """Which parts were altered after the certificate was made."""
    told = cast(JsonObject, payload["hashes"])
    now = hashes_of(payload)
    altered = [name for name in PARTS if told.get(name) != now.get(name)]
    return Check(
        "parts", not altered, f"Altered: {', '.join(altered)}." if altered else "No part was altered."
    )


@dataclass(frozen=True)
class _Read:
    """The claims of a payload, read."""

    payload: JsonObject
    terms: Constitution
    situation: Situation
    at: datetime
    outside: OutsideClaim | None
    found: JsonObject
    """The verdict worked out again, as `MotionVerdict.as_json` gives it."""
    standing: str

    def part(self, name: str) -> JsonObject:
        return cast(JsonObject, self.payload[name])

    @property
    def day(self) -> date:
        """The day whose terms are asked: that of the meeting, or on which it was sent to the members."""
        return self.outside.sent if self.outside else local_date(self.at)

    @property
    def decision(self) -> JsonObject:
        return self.part("decision")


def _claims(payload: JsonObject, depth: int) -> Iterator[Check]:
    yield _terms_text(cast(JsonObject, payload["terms"]))
    if (above := payload.get("above")) is not None:
        yield _terms_text(cast(JsonObject, cast(JsonObject, above)["terms"]))
    read = _read(payload)
    yield _terms_dates(read)
    yield _same_facts(read)
    yield _attendance(read)
    yield from _outside(read)
    yield _secrecy(read)
    yield _verdict(read)
    yield _validity(read)
    yield _condition(read)
    yield _law(read)
    yield from _cure(read, depth)


def _terms_text(terms: JsonObject) -> Check:
    found = sha256(str(terms["text"]).encode("utf-8"))
    ok = found == terms["sha256"]
    return Check("terms-text", ok, f"The terms of reference have the hash {found}." if ok else "terms.text does not have the hash terms.sha256.")  # fmt: skip


def _read(payload: JsonObject) -> _Read:
    decision = cast(JsonObject, payload["decision"])
    claim = _claim(cast(JsonObject, payload["terms"]))
    made = terms_in(claim)
    if (over := payload.get("above")) is not None:
        above = cast(JsonObject, over)
        made = replace(
            made, above=Above(str(above["group"]), terms_in(_claim(cast(JsonObject, above["terms"]))))
        )
    situation = read_situation(cast(JsonObject, payload["situation"]), "situation")
    if len(situation.items) != 1:
        raise ValueError("the situation should hold exactly one item")
    at = datetime.fromisoformat(str(decision["decided_at"]))
    if (said := payload.get("outside")) is not None:
        outside = read_outside(cast(JsonObject, said))
        answer = judge(made, outside.put(situation.items[0].scope, situation.capacity))
        return _Read(payload, made, situation, at, outside, answer.as_json(at), answer.standing)
    verdict = judged(made, situation, at, tally_of(situation.items[0]))
    return _Read(payload, made, situation, at, None, verdict.as_json(), verdict.standing)


def _claim(terms: JsonObject) -> TermsClaim:
    filled = tuple(
        (str(one["seat"]), str(one["filled_by"]), str(one["held_with"]))
        for one in cast("list[JsonObject]", terms["filled"])
    )
    return TermsClaim(
        str(terms["label"]), str(terms["text"]), date.fromisoformat(str(terms["starts_on"])), _day(terms["ends_on"]),
        bool(terms["is_assumed"]), filled,
    )  # fmt: skip


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value is not None else None


def _terms_dates(read: _Read) -> Check:
    """The terms bear the name that the certificate gives them, and were in force on the day; the next may have ended them."""
    said, file = read.part("terms"), read_file(str(read.part("terms")["text"]))
    on, period = read.day, read.terms.period
    wrong = [
        name
        for name, ok in (
            ("label", said["label"] == file.label),
            ("is_assumed", said["is_assumed"] == (file.basis == "assumed")),
            ("starts_on", period.starts_on == file.period.starts_on),
            ("ends_on", file.period.ends_on is None or period.ends_on == file.period.ends_on),
        )
        if not ok
    ]
    wrong += [] if on in period else [f"they were not in force on {on}"]
    rows = cast("list[JsonObject]", said["filled"])
    wrong += [f"filled: no seat ‘{one['seat']}’" for one in rows if not read.terms.seat(str(one["seat"]))]
    return Check("terms", not wrong, f"The terms differ: {', '.join(wrong)}." if wrong else f"The terms ‘{file.label}’ were in force on {on}.")  # fmt: skip


def _same_facts(read: _Read) -> Check:
    """What is said twice, in the decision and in the situation, says the same."""
    item, decision = read.situation.items[0], read.decision
    on = read.day.isoformat()
    compared = (
        ("decision.scope", decision["scope"], item.scope),
        ("decision.capacity", decision["capacity"], read.situation.capacity),
        ("situation.on", read.situation.on.iso() if read.situation.on else None, on),
        ("verdict.at", read.part("verdict")["at"], decision["decided_at"]),
        ("decision.method", decision["method"] == "agreed", item.consensus),
        ("decision.method", decision["method"] == "ballot", item.ballots is not None),
    )
    wrong = list(dict.fromkeys(name for name, one, other in compared if one != other))
    return Check("facts", not wrong, f"These do not agree with the rest: {', '.join(wrong)}." if wrong else "Decision, situation and moment agree.")  # fmt: skip


Who = tuple[str, str, str, bool, str]


def _attendance(read: _Read) -> Check:
    """Those in the room at the moment of the decision, by the times of everybody, are those the engine was given."""
    if read.outside is not None:
        return Check("attendance", True, "It was decided outside a meeting.")
    there = sorted(_there(read))
    put = sorted(
        (seat, "" if seat else ", ".join(one.organisations), one.standing, one.remote, one.person)
        for one in read.situation.attenders or ()
        for seat in one.seats or ("",)
    )
    if there == put:
        return Check("attendance", True, f"{len(there)} were in the room at that moment, as the times say.")
    differs = sorted({one[0] or one[4] or one[1] for one in set(there) ^ set(put)})
    return Check("attendance", False, f"By the times of coming and going others were in the room: {', '.join(differs)}.")  # fmt: skip


def _outside(read: _Read) -> Iterator[Check]:
    """Of a decision outside a meeting: that the answers, the totals and what the engine was given are the same."""
    claim = read.outside
    if (claim is None) != (read.decision["route"] == AT_A_MEETING):
        yield Check("outside", False, "What is said of the way and where it was decided do not agree.")
    if claim is None:
        return
    wrong = list(contradictions(claim, read.part("outside")))
    if read.situation != read_situation(
        situation_json(
            situation_of(read.terms, claim.put(read.situation.items[0].scope, read.situation.capacity))
        ),
        "again",
    ):
        wrong.append("the situation is not that of the answers")
    if claim.route != read.decision["route"]:
        wrong.append("the decision names another way")
    said = f"{len(claim.answered)} of {len(claim.asked)} who were asked have answered, as the totals say."
    yield Check("outside", not wrong, f"These do not agree: {'; '.join(wrong)}." if wrong else said)


def _there(read: _Read) -> Iterator[Who]:
    out = [
        one for one in cast("list[JsonObject]", read.payload["interests"])
        if one["withdrew"] and _is_within(read.at, one["withdrew"], one["returned"])
    ]  # fmt: skip
    for one in cast("list[JsonObject]", read.payload["attendance"]):
        gone = any(
            (not row["seat"] or row["seat"] == one["seat"]) and (not row["person"] or row["person"] == one["person"])
            for row in out
        )  # fmt: skip
        if not gone and _is_within(read.at, one["from"], one["to"]):
            fills = one["seat"] and one["as"] in {"holder", "deputy"}
            yield (
                str(one["seat"]) if fills else "", "" if fills else str(one["organisation"]), str(one["as"]),
                bool(one["remote"]), str(one["person"]),
            )  # fmt: skip


def _is_within(at: datetime, starts: object, ends: object) -> bool:
    return datetime.fromisoformat(str(starts)) <= at and (
        ends is None or at < datetime.fromisoformat(str(ends))
    )


def _secrecy(read: _Read) -> Check:
    is_secret = read.decision["method"] == "secret"
    told = is_secret and read.situation.items[0].ballots is not None
    return Check("secrecy", not told, "A secret ballot may not say who voted how." if told else "No more is said of the votes than the way of voting allows.")  # fmt: skip


def _verdict(read: _Read) -> Check:
    """Every value of the verdict, worked out again."""
    claimed, found = read.part("verdict"), read.found
    wrong = [f"{name} should be {found[name]!r}, not {claimed[name]!r}" for name in found if claimed[name] != found[name]]  # fmt: skip
    if wrong:
        return Check("verdict", False, f"Worked out again: {'; '.join(wrong)}.")
    return Check("verdict", True, f"Worked out again from the terms: {found['outcome']}, {len(found)} values the same.")  # fmt: skip


def _validity(read: _Read) -> Check:
    """What the decision is said to rest on is what it can rest on."""
    said, decision = read.part("validity"), read.decision
    wrong = [
        f"{name} is ‘{told}’ and not ‘{meant}’"
        for name, told, meant in _what_should_be(read, str(said["basis"]))
        if told != meant
    ]
    if bool(said["ruling"]) != bool(said["ruling_by"]):
        wrong.append("a ruling has to name who ruled")
    if said["basis"] == "ruling" and not said["ruling"]:
        wrong.append("there is no ruling")
    if (said["basis"] == "cure") != (said["cure"] is not None):
        wrong.append("a cure is named without being there, or the other way round")
    if wrong:
        return Check("validity", False, f"It does not rest on what it says: {'; '.join(wrong)}.")
    return Check("validity", True, {"terms": "The terms allowed it.", "ruling": f"It rests on a ruling of {said['ruling_by']}.",
                                   "cure": "It was put right by a later decision."}[str(said["basis"])] + f" Outcome: {decision['outcome']}.")  # fmt: skip


def _what_should_be(read: _Read, basis: str) -> Iterator[tuple[str, object, object]]:
    decision, standing = read.decision, read.standing
    yield "validity.clause", read.part("validity")["clause"], read.found["clause"]
    if basis == "terms":
        yield "standing by the terms", standing, "stands"
        yield "decision.standing", decision["standing"], "stands"
        yield "decision.outcome", decision["outcome"], read.found["outcome"]
    elif basis == "ruling":
        yield "standing by the terms", standing, "undetermined"
        yield "decision.standing", decision["standing"] in {"stands", "undetermined"}, True
    else:
        yield "standing by the terms", standing in {"irregular", "undetermined"}, True
        yield "decision.standing", decision["standing"], "cured"


def _condition(read: _Read) -> Check:
    one = read.decision
    waits = bool(one["condition"]) and one["condition_met_on"] is None
    return Check("condition", not waits, f"It waits for its condition: {one['condition']}." if waits else "It waits for no condition.")  # fmt: skip


def _law(read: _Read) -> Check:
    """The capacity to decide was in law on the day, by the dates in the certificate."""
    on = local_date(read.at)
    rows = cast("list[JsonObject]", read.payload["law"])
    early = [str(one["title"]) for one in rows if date.fromisoformat(str(one["in_force_from"])) > on]
    capacity = CAPACITIES.get(str(read.decision["capacity"]))
    lacking = bool(capacity) and not any(one["instrument"] == capacity.instrument for one in rows if capacity)
    if early or lacking:
        said = (
            f"Not yet in force on {on}: {', '.join(early)}."
            if early
            else "The law behind its capacity is not named."
        )
        return Check("law", False, said)
    return Check("law", True, f"{len(rows)} provisions were in force on {on}.")


def _cure(read: _Read, depth: int) -> Iterator[Check]:
    """The decision that cured it: a whole certificate of its own, later, and about this one."""
    inner = read.part("validity")["cure"]
    if not isinstance(inner, dict):
        return
    checks = tuple(_checks(inner, "", depth + 1))
    wrong = [f"{one.check}: {one.said}" for one in checks if not one.ok]
    if not wrong:
        other = cast(JsonObject, inner["payload"])
        cure = cast(JsonObject, other["decision"])
        if cure["cures"] != read.decision["id"]:
            wrong.append("it is about another decision")
        if cure["outcome"] != "carried":
            wrong.append("it was not carried")
        if datetime.fromisoformat(str(cure["decided_at"])) <= read.at:
            wrong.append("it was not taken later")
        if cast(JsonObject, other["partnership"])["slug"] != read.part("partnership")["slug"]:
            wrong.append("it is another partnership's")
    yield Check("cure", not wrong, f"The decision that is said to cure it: {'; '.join(wrong)}." if wrong else "The decision that cured it is certified within.")  # fmt: skip


def _cautions(payload: JsonObject, expected: str) -> Iterator[str]:
    if not expected:
        yield (
            "The key was not compared with anything: anyone can make a key. Compare its fingerprint with the one that "
            "the partnership publishes, or give it with --fingerprint or --key."
        )
    if not payload:
        return
    nation = str(cast(JsonObject, payload["partnership"])["nation"])
    for one in cast("list[JsonObject]", payload["law"]):
        known = _known(str(one["instrument"]), nation)
        if known and known != one["in_force_from"]:
            yield f"This program has {one['title']} in force from {known}, not {one['in_force_from']}."
    if cast(JsonObject, payload["terms"])["is_assumed"]:
        yield "The terms of reference are assumed: nobody has the document."


def _known(instrument: str, nation: str) -> str:
    """The first day in force by this program's own library, which may know better than when the certificate was made."""
    found = law.library().instruments.get(instrument)
    started = found.in_force.get(nation) if found else None
    return started.isoformat() if started else ""
