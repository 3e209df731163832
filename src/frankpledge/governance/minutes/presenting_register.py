"""From the register to its pages: the list, one decision, its certificate, keys, gates, and what the public reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from frankpledge.access.permissions import Permission
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import queries as governance
from frankpledge.governance.agenda.words import address, crumbs, moment_in_words
from frankpledge.governance.facts import BODY_KINDS, OUTCOMES
from frankpledge.governance.minutes import certifying, keys, queries, register
from frankpledge.governance.minutes.pages import (
    CertificatePage,
    EntryPage,
    GatesPage,
    KeysPage,
    Opens,
    Press,
    PublicDecisionPage,
    PublicListPage,
    RegisterPage,
    RegisterRow,
    Ways,
)
from frankpledge.governance.minutes.presenting import downloads, may
from frankpledge.governance.minutes.presenting_decision import decision_page
from frankpledge.governance.minutes.register import EFFECTS, Entry, Related, Sought
from frankpledge.governance.models import Certificate, Meeting
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.certificates.signing import in_groups
from frankpledge.governance.rules.certificates.verifying import verified
from frankpledge.governance.rules.gates import GATES
from frankpledge.governance.rules.minutes.facts import Stay
from frankpledge.governance.rules.minutes.printing import STANDINGS, stays_in_words
from frankpledge.governance.rules.minutes.sentences import clock
from frankpledge.governance.rules.terms.words import ROUTES
from frankpledge.governance.terms.drafts import made_by
from frankpledge.governance.terms.parsing import constitution_of
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.people import Principal
from frankpledge.web.words import counted

REGISTER = ("Register of decisions", "register")
PEOPLE_NEEDED = {"irregular", "undetermined", "waits"}


def sought_of(given: dict[str, str]) -> Sought:
    group = given.get("group")
    return Sought(
        words=given.get("words", ""),
        group=None if group in {None, "", "all"} else "" if group == "partnership" else group,
        capacity=given.get("capacity", ""),
        effect_now=given.get("effect", ""),
        year=given.get("year", ""),
    )


def sees(principal: Principal, partnership: PartnershipFacts, rows: Iterable[Entry]) -> tuple[Entry, ...]:
    """Without decisions of the closed part for those who may not read it."""
    closed = may(principal, Permission.MEETING_CLOSED_READ, partnership)
    return tuple(one for one in rows if closed or not one.is_closed)


def register_page(principal: Principal, partnership: PartnershipFacts, given: dict[str, str]) -> RegisterPage:
    """The register as it was asked for."""
    rows = sees(principal, partnership, register.entries(partnership.slug, sought_of(given)))
    waiting = sum(one.effect_now in PEOPLE_NEEDED for one in rows)
    return RegisterPage(
        title=REGISTER[0],
        crumbs=crumbs(partnership),
        lead=f"{counted(len(rows), 'decision')}, {waiting} of them waiting for a person.",
        sought=_fields(partnership, given),
        words=given.get("words", ""),
        rows=tuple(
            RegisterRow(
                Opens(one.number or one.slug, address("decision", partnership, decision_id=one.id)), one.text, one.body,
                one.decided, EFFECTS[one.effect_now], one.effect_now in PEOPLE_NEEDED,
            )
            for one in rows
        ),
        ways=(
            ("Which steps wait for a decision", address("gates", partnership)),
            ("Escalations", address("escalations", partnership)),
            ("Download as CSV", f"{address('register-file', partnership, fmt='csv')}?{urlencode(given)}"),
            ("Download as JSON", f"{address('register-file', partnership, fmt='json')}?{urlencode(given)}"),
        ),
    )  # fmt: skip


def _fields(
    partnership: PartnershipFacts, given: dict[str, str]
) -> tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...]:
    groups = queries.group_names(partnership.slug)
    bodies = (("all", "All"), *((one or "partnership", name) for one, name in groups.items()))
    capacities = (("", "Any"), *((one.slug, one.title.capitalize()) for one in CAPACITIES.values()))
    return (
        ("group", "Body", bodies, given.get("group") or "all"),
        ("capacity", "Capacity", capacities, given.get("capacity", "")),
        ("effect", "How it stands", (("", "Any"), *EFFECTS.items()), given.get("effect", "")),
    )


def entry_page(principal: Principal, partnership: PartnershipFacts, one: Entry) -> EntryPage:
    """One decision with everything that the register and the record say of it."""
    writes = may(principal, Permission.GOVERNANCE_WRITE, partnership)
    return EntryPage(
        title=f"Decision {one.number}" if one.number else "Decision",
        crumbs=crumbs(partnership, (REGISTER[0], address(REGISTER[1], partnership))),
        decision=decision_page(partnership, governance.decision(one.id)),
        effect=EFFECTS[one.effect_now],
        needs_a_person=one.effect_now in PEOPLE_NEEDED,
        next_step=one.next_step if one.effect_now in {"irregular", "undetermined"} else "",
        facts=tuple(_facts(one)),
        related=tuple(_related(partnership, one)),
        advice=tuple(
            (each.who, each.organisation, each.field, each.text, short_date(each.on)) for each in one.advice
        ),
        ways=(*_ways(partnership, one, writes=writes), *_ruling(principal, partnership, one)),
        presses=tuple(_presses(partnership, one)) if writes else (),
    )


def _facts(one: Entry) -> Iterator[tuple[str, str]]:
    yield "Register", one.number or "Not numbered"
    yield "Judged when it was made", one.standing_in_words
    if one.effective_on and one.effect_now == "in-effect":
        yield "In effect from", short_date(one.effective_on)
    if one.condition:
        yield "Condition", one.condition
    if one.condition_met_on:
        yield "Condition met", f"{short_date(one.condition_met_on)}, as {one.condition_met_by} says"
    if made := made_by(one.id):
        yield "Brought into force", f"Terms of reference {made}"


def _related(partnership: PartnershipFacts, one: Entry) -> Iterator[tuple[str, Opens]]:
    named: tuple[tuple[str, Related | None], ...] = (
        ("Takes the place of", one.supersedes), ("Superseded by", one.superseded_by), ("Puts right", one.cures),
        ("Put right by", one.cured_by),
    )  # fmt: skip
    for words, other in named:
        if other:
            opens = Opens(
                f"{other.number} {other.text}".strip(), address("decision", partnership, decision_id=other.id)
            )
            yield words, opens


def _ways(partnership: PartnershipFacts, one: Entry, *, writes: bool) -> Iterator[tuple[str, str]]:
    if one.certificate:
        yield "Its certificate", address("certificate", partnership, decision_id=one.id)
    if one.meeting:
        yield "The minutes of that meeting", address("minutes", partnership, slug=one.meeting)
    if not writes:
        return
    if one.condition and not one.condition_met_on:
        yield (
            "Record that its condition is met",
            address("decision-condition", partnership, decision_id=one.id),
        )
    if one.effect_now == "in-effect":
        yield (
            "Record which later decision takes its place",
            address("decision-supersede", partnership, decision_id=one.id),
        )
    if one.item:
        yield "Record who advised what before it", address("decision-advice", partnership, decision_id=one.id)


def _ruling(principal: Principal, partnership: PartnershipFacts, one: Entry) -> Iterator[tuple[str, str]]:
    if one.effect_now == "undetermined" and may(principal, Permission.DECISION_RULE, partnership):
        yield "Record what a named person rules", address("decision-ruling", partnership, decision_id=one.id)


def _presses(partnership: PartnershipFacts, one: Entry) -> Iterator[Press]:
    row = certifying.decision_row(partnership.slug, one.id)
    if certifying.why_not(row) is None:
        words = "Issue a new certificate" if one.certificate else "Issue a certificate"
        yield Press(words, address("certify", partnership, decision_id=one.id))


# Certificates and keys -----------------------------------------------------------------------------------------------


def certificate_page(partnership: PartnershipFacts, made: Certificate, *, is_public: bool) -> CertificatePage:
    """A certificate to be read, with what was checked again just now."""
    payload: dict[str, Any] = json.loads(made.content)["payload"]
    found = verified(made.content.encode("utf-8"), "certificate", fingerprint=made.key.fingerprint)
    decision, verdict, meeting = payload["decision"], payload["verdict"], payload["meeting"]
    start = "public-" if is_public else ""
    trail = public_crumbs(partnership) if is_public else crumbs(partnership, (REGISTER[0], address(REGISTER[1], partnership)))  # fmt: skip
    return CertificatePage(
        title=f"Certificate of decision {decision['number']}",
        crumbs=trail,
        text=decision["text"],
        facts=(
            ("Partnership", payload["partnership"]["name"]),
            ("Meeting", f"{meeting['title']}, {meeting['held']}" if meeting else "Outside a meeting"),
            ("Outcome", OUTCOMES.get(decision["outcome"], decision["outcome"])),
            ("What makes it valid", _basis(payload["validity"])),
            ("Terms of reference", f"{payload['terms']['label']}, SHA-256 {payload['terms']['sha256'][:16]}…"),
            *_how(payload),
            ("Head of the history", f"{payload['history']['head'][:16]}… after {payload['history']['length']} events"),
            ("Issued", moment_in_words(made.issued_at)),
        ),
        attendance=tuple(_present(one, is_public=is_public) for one in payload["attendance"]),
        asked=tuple(_asked(payload)),
        votes=_votes(payload),
        reasons=tuple((one["clause"], one["working"]) for one in verdict["reasons"]),
        checks=tuple((one.check, "Holds" if one.ok else "Does not hold", one.said) for one in found.checks),
        fingerprint=in_groups(made.key.fingerprint),
        download=address(f"{start}certificate-file", partnership, decision_id=made.decision_id),
        keys=address("certificate-keys", partnership),
    )  # fmt: skip


def _how(payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Of a meeting its quorum; else the way, when it was sent and closed, and how many answered."""
    verdict, outside = payload["verdict"], payload.get("outside")
    if outside is None:
        yield "Quorum", f"{verdict['present']} {verdict['unit']} present, {verdict['required']} needed"
        return
    yield "How", ROUTES.get(outside["route"], outside["route"])
    if outside["by"] or outside["by_name"]:
        yield "By", ", ".join(one for one in (outside["by_name"], outside["by"]) if one)
    yield "Put to the members", short_date(date.fromisoformat(outside["sent"]))
    if outside["totals"] is not None:
        yield "Answered", f"{len(outside['answered'])} of {len(outside['asked'])} who were asked"


def _asked(payload: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    outside = payload.get("outside")
    if outside is None or outside["totals"] is None:
        return
    found = {one["seat"]: one for one in outside["answered"]}
    names = {one.slug: one.name for one in constitution_of(payload["terms"]["text"]).seats}
    for seat in outside["asked"]:
        one = found.get(seat)
        when = moment_in_words(datetime.fromisoformat(one["at"])) if one else ""
        yield names.get(seat, seat), CHOICES[one["choice"]] if one else "Did not answer", when


CHOICES = {"for": "For", "against": "Against", "abstain": "Abstained"}


def _basis(validity: dict[str, Any]) -> str:
    if validity["basis"] == "ruling":
        return f"A ruling of {validity['ruling_by']}: {validity['ruling']}"
    if validity["basis"] == "cure":
        cure = validity["cure"]["payload"]["decision"]
        return f"It was put right by decision {cure['number']}, whose certificate is within this one"
    return f"The terms of reference allowed it ({validity['clause']})"


def _present(one: dict[str, Any], *, is_public: bool) -> tuple[str, ...]:
    starts = clock(datetime.fromisoformat(one["from"]))
    ends = clock(datetime.fromisoformat(one["to"])) if one["to"] else ""
    person = one["person"] if not is_public or one["as"] in {"holder", "deputy"} else ""
    return (
        one["organisation"] or one["seat"],
        person,
        STANDINGS[one["as"]],
        stays_in_words((Stay(starts, ends),)),
    )


def _votes(payload: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    item, tally = payload["situation"]["items"][0], payload["verdict"]["tally"]
    found = (
        [("For, against, abstained", ", ".join(map(str, tally)))]
        if tally
        else [("Vote", "Urgent action: none was taken" if "outside" in payload else "Agreed without one")]
    )
    bodies = {one["seat"]: one["organisation"] or one["seat"] for one in payload["attendance"] if one["seat"]}
    ballots = {} if "outside" in payload else item.get("ballots", {})
    found += [(bodies.get(seat, seat), CHOICES[choice]) for seat, choice in ballots.items()]
    return tuple(found)


def public_crumbs(partnership: PartnershipFacts, *above: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return ((partnership.name, address("public-home", partnership)), *above)


def keys_page(partnership: PartnershipFacts) -> KeysPage:
    """The keys that sign certificates: anybody can compare a fingerprint with these."""
    found = keys.published_keys(partnership.slug)
    return KeysPage(
        "Keys that sign certificates",
        public_crumbs(partnership),
        "Compare the fingerprint of a certificate with these, or give the key to ./frankpledge verify." if found else "No certificate has been signed yet, so there is no key.",
        tuple((one.grouped, _from_to(one), one.pem) for one in found),
    )  # fmt: skip


def _from_to(one: keys.PublishedKey) -> str:
    start = short_date(local_date(one.starts_at))
    return (
        f"From {start} to {short_date(local_date(one.retired_at))}"
        if one.retired_at
        else f"From {start}, in use"
    )


def gates_page(partnership: PartnershipFacts) -> GatesPage:
    """The one table of steps that wait for a decision."""
    return GatesPage(
        "Steps that wait for a decision",
        crumbs(partnership),
        tuple(
            (
                gate.sentence, BODY_KINDS.get(gate.decision_of, "the body whose minutes they are").capitalize(),
                BODY_KINDS[gate.external_of].capitalize() if gate.external_of else "Nobody else", str(gate.source), gate.room,
            )
            for gate in GATES.values()
        ),
    )  # fmt: skip


# The public ----------------------------------------------------------------------------------------------------------


def public_decisions_page(partnership: PartnershipFacts, given: dict[str, str]) -> PublicListPage:
    """Decisions taken in public, of the partnership and its groups."""
    rows = register.public_entries(partnership.slug, sought_of({"words": given.get("words", "")}))
    return PublicListPage(
        "Decisions",
        public_crumbs(partnership),
        "Decisions that the partnership and its groups took in public, the latest first." if rows else "No decision taken in public is recorded yet.",
        "Decisions",
        ("Number", "Decision", "Decided by", "When", "How it stands"),
        tuple(
            (
                Opens(one.number or one.slug, address("public-decision", partnership, decision_id=one.id)), Opens(one.text),
                Opens(one.body), Opens(one.decided), Opens(EFFECTS[one.effect_now]),
            )
            for one in rows
        ),
        (
            ("Minutes", address("public-minutes-list", partnership)),
            ("Download as CSV", address("public-decisions-file", partnership, fmt="csv")),
            ("Download as JSON", address("public-decisions-file", partnership, fmt="json")),
            ("Keys that sign certificates", address("certificate-keys", partnership)),
        ),
    )  # fmt: skip


def public_decision_page(partnership: PartnershipFacts, one: Entry) -> PublicDecisionPage:
    """One decision as the public reads it."""
    ways: list[tuple[str, str]] = []
    if one.certificate:
        ways.append(("Its certificate", address("public-certificate", partnership, decision_id=one.id)))
    facts = [
        ("Decided by", one.body), ("When", one.decided), ("Outcome", OUTCOMES[one.outcome]), ("How it stands", EFFECTS[one.effect_now]),
    ]  # fmt: skip
    facts += [("Capacity", one.capacity)] if one.capacity else []
    facts += [("Condition", one.condition)] if one.condition else []
    facts += [("Superseded by", one.superseded_by.text)] if one.superseded_by else []
    return PublicDecisionPage(
        f"Decision {one.number}" if one.number else "Decision",
        public_crumbs(partnership, ("Decisions", address("public-decisions", partnership))),
        one.text,
        tuple(facts),
        tuple(
            (each.organisation or each.field, each.field, each.text)
            for each in one.advice
            if each.is_published
        ),
        tuple(ways),
    )


def public_minutes_list(
    partnership: PartnershipFacts, meetings: Iterable[tuple[Meeting, str]]
) -> PublicListPage:
    """The minutes that the public may read; drafts are marked."""
    rows = tuple(
        (
            Opens(one.title, address("public-minutes", partnership, slug=one.slug)), Opens(one.body),
            Opens(queries.held_in_words(one)), Opens(words),
        )
        for one, words in meetings
    )  # fmt: skip
    return PublicListPage(
        "Minutes",
        public_crumbs(partnership),
        "Minutes are published once a later meeting has confirmed them."
        if rows
        else "No minutes are published yet.",
        "Minutes",
        ("Meeting", "Body", "Held", "State"),
        rows,
        (
            ("Decisions", address("public-decisions", partnership)),
            ("As JSON", address("public-minutes-json", partnership)),
        ),
    )


def public_downloads(partnership: PartnershipFacts, meeting: Meeting) -> Ways:
    """The published minutes in every format, and as data."""
    files = downloads(partnership, meeting, "public-minutes-file")
    return (*files, ("As data (JSON)", address("public-minutes-data", partnership, slug=meeting.slug)))
