"""The linter against the law: bodies that had ended, citations, statutory minima. Always on the terms' own day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from frankpledge.governance.rules.terms import minima
from frankpledge.governance.rules.terms.constitution import Constitution, DutyCited
from frankpledge.governance.rules.terms.findings import Finding
from frankpledge.governance.rules.terms.succession import ended_by_law
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.law import api as law
from frankpledge.law.citing import instrument_of
from frankpledge.law.facts import Strength

CDA = Citation("Crime and Disorder Act 1998", "s 5(1)")
CITING = Citation("Good drafting", "citations")


@rule(source=CDA)
def bodies_that_had_ended(terms: Constitution) -> Iterator[Finding]:
    """A seat should name a body that existed on the day of the terms; the law's names by date tell which follow."""
    for seat in terms.seats:
        on = terms.checked_on
        ended = ended_by_law(seat.name, seat.kind, terms.nation, on) if seat.is_in_force(on) else None
        if ended:
            follows = (
                f"; {ended.successor} followed it" if ended.successor else "; nothing followed it by law"
            )
            yield Finding(
                "body-ended", seat.clause, "high",
                f"The seat ‘{seat.name}’ names a {ended.title}, which ended on {short_date(ended.ended_on)}{follows}. A vote "
                "cast for a body that no longer exists can be questioned.",
                f"Name {ended.successor or 'the body that now does its work'}, or write “or its statutory successor”.",
            )  # fmt: skip


@rule(source=CDA)
def the_force_is_not_the_authority(terms: Constitution) -> Iterator[Finding]:
    """The responsible authority is the chief officer of police, an office holder, not the force."""
    for seat in terms.seats:
        if seat.kind == "POLICE_CHIEF" and not re.search(
            r"chief|commissioner of police", seat.name, re.IGNORECASE
        ):
            yield Finding(
                "force-not-chief", seat.clause, "low",
                f"The seat names ‘{seat.name}’; the responsible authority is the chief officer of police (section 5(1)).",
                "Write “the Chief Constable (or a representative)”.",
            )  # fmt: skip


@rule(source=CITING)
def titles_of_instruments(terms: Constitution) -> Iterator[Finding]:
    """An instrument is cited by its own title, so that a reader can find it."""
    for title in dict.fromkeys(cited for duty in terms.duties for cited in duty.cites):
        found, is_right = instrument_of(title)
        if found and not is_right:
            yield Finding(
                "citation-title", _clause_citing(terms, title), "low",
                f"‘{title}’ is not the title of any instrument; the {found.title} is meant.",
                f"Write “{found.title}”.",
            )  # fmt: skip


@rule(source=CITING)
def instruments_that_nobody_knows(terms: Constitution) -> Iterator[Finding]:
    """A citation that leads to no instrument of the library cannot be checked."""
    for title in dict.fromkeys(cited for duty in terms.duties for cited in duty.cites):
        if instrument_of(title)[0] is None:
            yield Finding(
                "citation-unknown", _clause_citing(terms, title), "low",
                f"‘{title}’ is not an instrument that the law library holds; it may be a slip.",
                "Cite the Act, order or regulations by title and year.",
            )  # fmt: skip


def _clause_citing(terms: Constitution, title: str) -> str:
    return next((duty.clause for duty in terms.duties if title in duty.cites), "")


@rule(source=CITING)
def instruments_not_in_force(terms: Constitution) -> Iterator[Finding]:
    """An instrument makes a duty only where and when it is in force."""
    for title in dict.fromkeys(cited for duty in terms.duties for cited in duty.cites):
        found = instrument_of(title)[0]
        if found and found.kind != "guidance" and not found.is_in_force(terms.nation, terms.checked_on):
            where = "Wales" if terms.nation == "W" else "England"
            yield Finding(
                "citation-not-in-force", _clause_citing(terms, title), "high",
                f"The {found.title} was not in force in {where} on {short_date(terms.checked_on)}.",
                "Cite what was in force there on that day, or leave the duty out.",
            )  # fmt: skip


@rule(source=CITING)
def duties_called_statutory_that_are_not(terms: Constitution) -> Iterator[Finding]:
    """A duty called statutory must be one in the nation and on the day of the terms; otherwise it is custom, however old."""
    for duty in terms.duties:
        if duty.strength != "statutory" or not re.fullmatch(r"D\d+", duty.code):
            continue
        row = law.duty(duty.code, terms.nation, terms.checked_on)
        if row is None or row.is_custom:
            yield Finding(
                "duty-not-statutory", duty.clause, "medium", _why_not_statutory(duty, terms),
                f"Write “by our own choice, {duty.title}”, or leave it out of the list of statutory duties.",
            )  # fmt: skip


def _why_not_statutory(duty: DutyCited, terms: Constitution) -> str:
    where = "Wales" if terms.nation == "W" else "England"
    ended = [
        one for one in law.library().duties
        if one.code == duty.code and terms.nation in one.nation and one.strength is Strength.MUST and one.period.ends_on
        and one.period.ends_on < terms.checked_on
    ]  # fmt: skip
    last = ended[-1].period.ends_on if ended else None
    since = f" since {short_date(last + timedelta(1))}" if last else ""
    words = f"‘{duty.title}’ is given as a statutory duty; in {where} no instrument makes it one{since}."
    return f"{words} It is custom, and a good one." if row_is_custom(duty.code, terms) else words


def row_is_custom(code: str, terms: Constitution) -> bool:
    """Whether the library knows it as something done by custom on that day."""
    return law.duty(code, terms.nation, terms.checked_on) is not None


@rule(source=CITING)
def duties_cited_to_the_wrong_instrument(terms: Constitution) -> Iterator[Finding]:
    """A duty is cited to an instrument that makes it."""
    for duty in terms.duties:
        basis = _basis(duty, terms)
        cited = {found.slug for found in (instrument_of(one)[0] for one in duty.cites) if found}
        if basis and cited and not basis & cited:
            right = law.instrument(min(basis)).title
            yield Finding(
                "citation-wrong-instrument", duty.clause, "medium",
                f"‘{duty.title}’ is cited to {' and '.join(duty.cites)}, which does not make it.",
                f"Cite the {right}.",
            )  # fmt: skip


def _basis(duty: DutyCited, terms: Constitution) -> set[str]:
    """The slugs of the instruments that make a duty or a strategy; empty when it is not in the library."""
    titles = {one.title: slug for slug, one in law.library().instruments.items()}
    if row := law.duty(duty.code, terms.nation, terms.checked_on):
        return {titles.get(one.instrument, one.instrument) for one in row.basis}
    for strategy in law.strategies(terms.nation, terms.checked_on):
        if strategy.code == duty.code:
            return {titles.get(one.instrument, one.instrument) for one in strategy.basis}
    return set()


@rule(source=Citation("Terms of reference", "purpose"))
def capacities_before_their_law(terms: Constitution) -> Iterator[Finding]:
    """A body can act in a legal capacity only where and since the law that makes it is in force."""
    for one in terms.capacities:
        found = law.library().instruments.get(one.instrument)
        board_in_wales = one.instrument == "daa-2021" and terms.nation == "W"
        if found and (board_in_wales or not found.is_in_force(terms.nation, terms.checked_on)):
            yield Finding(
                "capacity-without-law", one.clause, "high",
                f"It says it acts as {one.title}, and on {short_date(terms.checked_on)} the {found.title} did not make such a body there.",
                "Leave the capacity out, or date the terms after the law.",
            )  # fmt: skip


def _has(terms: Constitution, instrument: str) -> str | None:
    """The clause of the capacity that an instrument makes; None when the body does not act in it."""
    found = next((one for one in terms.capacities if one.instrument == instrument), None)
    return found.clause if found else None


@rule(source=CDA)
def authorities_without_a_seat(terms: Constitution) -> Iterator[Finding]:
    """Every kind of responsible authority should have a seat with a vote; in Wales the regulations require it of each."""
    clause = _has(terms, "cda-1998")
    if clause is None:
        return
    on = terms.checked_on
    seated = {seat.kind for seat in terms.seats if terms.votes(seat)}
    seated |= {found for kind in seated if (found := _follows(kind, terms))}
    for one in law.responsible_authorities(terms.nation, on):
        if not one.where and one.code not in seated:
            severity = "high" if terms.nation == "W" else "medium"
            yield Finding(
                "authority-without-seat", clause, severity,
                f"There is no seat with a vote for {one.title}, a responsible authority under section 5(1).",
                f"Add a voting seat for {one.title}.",
            )  # fmt: skip


def _follows(kind: str, terms: Constitution) -> str | None:
    known = {row.code for row in law.library().authorities}
    return law.successor(kind, terms.checked_on) if kind in known else None


@rule(source=minima.GROUP)
def too_few_for_a_strategy_group(terms: Constitution) -> Iterator[Finding]:
    """A strategy group needs as many persons appointed by responsible authorities as the regulations of its day ask for."""
    clause, asked = _has(terms, "cda-1998"), law.group_minimum(terms.nation, terms.checked_on)
    if clause is None or asked is None:
        return
    known = {row.code for row in law.library().authorities}
    seats = sum(seat.places for seat in terms.seats if seat.kind in known)
    if seats < asked.persons:
        yield Finding(
            "group-too-small", clause, "high",
            f"The terms seat {seats} of the responsible authorities' people; the regulations ask for at least {asked.persons}.",
            "Seat the responsible authorities.",
        )  # fmt: skip


@rule(source=minima.BOARD)
def heads_of_the_domestic_abuse_board(terms: Constitution) -> Iterator[Finding]:
    """A domestic abuse local partnership board must have someone for each head of section 58(2)."""
    clause = _has(terms, "daa-2021")
    if clause is None or terms.nation != "E":
        return
    nation, on = terms.nation, terms.checked_on
    members = [
        minima.Member(s.name, (), s.member_class, (*s.heads, *minima.heads_of(s.kind, nation, on)))
        for s in terms.seats
    ]
    two_tier = any(seat.kind == "LA_COUNTY" for seat in terms.seats)
    found = minima.domestic_abuse_board_is_formed(members, nation, on, is_two_tier=two_tier)
    if not found.met:
        yield Finding(
            "board-heads", clause, "high",
            f"As domestic abuse local partnership board it needs a member for each head of section 58(2); nobody is named for "
            f"{' or for '.join(found.missing)}. One member may stand for several if the terms say which.",
            f"Say who represents {' and who represents '.join(found.missing)}.",
        )  # fmt: skip


@rule(source=minima.SPECIFIED)
def specified_authorities_left_out(terms: Constitution) -> Iterator[Finding]:
    """The vehicle of the serious violence duty should have a place for every specified authority."""
    clause = _has(terms, "pcsca-2022")
    if clause is None:
        return
    kinds = [seat.kind for seat in terms.seats]
    found = minima.serious_violence_authorities_are_in(kinds, terms.nation, terms.checked_on)
    for title in found.missing:
        yield Finding(
            "specified-authority-missing", clause, "high",
            f"It is the vehicle of the serious violence duty and has no place for {title}, a specified authority.",
            f"Add a seat for {title}, at least for that business.",
        )  # fmt: skip


@rule(source=minima.SPECIFIED)
def specified_authorities_without_a_vote(terms: Constitution) -> Iterator[Finding]:
    """A specified authority that must make the serious violence strategy should be able to vote on it."""
    if (clause := _has(terms, "pcsca-2022")) is None:
        return
    on = terms.checked_on
    specified = {one.code for one in law.specified_authorities(terms.nation, on)}
    for seat in terms.seats:
        if minima.current_kind(seat.kind, on) in specified and not terms.votes(seat):
            yield Finding(
                "specified-authority-no-vote", clause, "medium",
                f"‘{seat.name}’ is a specified authority of the serious violence duty and may not vote, though the strategy binds it.",
                "Give it a vote when the partnership acts under the serious violence duty.",
            )  # fmt: skip


@rule(source=minima.GROUP)
def chair_arrangements_that_law_asks_for(terms: Constitution) -> Iterator[Finding]:
    """Where the regulations ask for arrangements for the chair, as those of Wales do, the terms give a term of office and
    how the chair is removed.
    """
    asked = law.group_minimum(terms.nation, terms.checked_on)
    chair = terms.office("chair")
    if asked is None or chair is None or _has(terms, "cda-1998") is None:
        return
    said = {"term": chair.term_months is not None, "removal": bool(chair.removal or chair.removed_by)}
    words = {"term": "a term of office", "removal": "grounds for removal"}
    lacking = [words[one] for one in asked.chair if not said.get(one, True)]
    if lacking:
        yield Finding(
            "wales-chair" if terms.nation == "W" else "chair-arrangements", chair.clause, "high",
            f"The regulations ({'; '.join(map(str, asked.basis))}) require arrangements for the chair's appointment, term and "
            f"removal; there is no mention of {' or of '.join(lacking)}.",
            "Add “for a term of … months, and may be removed by …”.",
        )  # fmt: skip


@rule(source=Citation("Crime and Disorder Act 1998", "s 6", note="the duties are the authorities'"))
def not_a_legal_person(terms: Constitution) -> Iterator[Finding]:
    """A partnership is not a legal person: the duties are those of the responsible authorities together."""
    for clause in terms.clauses:
        if re.search(r"\blegal (body|entity|person)\b", clause.text, re.IGNORECASE):
            yield Finding(
                "legal-person", clause.slug, "low",
                "The partnership is called a legal body. It has no legal personality: the duties sit with the responsible "
                "authorities jointly, and each record and contract belongs to one of them.",
                "Write “is the partnership through which the responsible authorities meet their duties”.",
            )  # fmt: skip
