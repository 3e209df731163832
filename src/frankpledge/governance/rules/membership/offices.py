"""Who holds which office on a day, when an election is due, and what the terms say of a vacancy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from frankpledge.governance.membership.facts import METHODS, OfficeFacts, TenureFacts
from frankpledge.governance.rules.membership.appointing import clause_of
from frankpledge.governance.rules.membership.flags import Flag
from frankpledge.governance.rules.terms.constitution import Constitution, Office
from frankpledge.governance.rules.terms.offices import Seeking, elected_by, may_hold, term_of, whose_turn
from frankpledge.governance.rules.terms.presiding import seats_of_office
from frankpledge.governance.rules.terms.ruled import Ruled
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate, Period, short_date

ELECTED = ("election", "rotation", "appointment", "co-chairs")
TIED = ("by-office", "co-chairs", "rotation")
_FIRST = re.compile(r"first\b.*\bmeeting\b.*?\b(financial|calendar) year", re.IGNORECASE)
_ANNUAL = re.compile(r"annual (general )?meeting", re.IGNORECASE)


@dataclass(frozen=True)
class MeetingDay:
    """A meeting as far as elections need it: when, of what kind, and whether it took place or is still planned."""

    held: PartialDate
    kind: str
    status: str

    @property
    def counts(self) -> bool:
        return self.status != "cancelled"


@dataclass(frozen=True)
class InOffice:
    """Somebody in an office. `since` is None where they hold it by virtue of a seat whose first day is not recorded."""

    person: str
    seat: str
    organisation: str
    organisation_name: str
    how: str
    period: Period | None


@dataclass(frozen=True)
class Election:
    """Whether an election is due; None where the terms or the record do not let it be told. `at` is the meeting."""

    due: bool | None
    at: date | None
    by: date | None
    because: str
    clause: str


@dataclass(frozen=True)
class OfficeOnDay:
    """An office of the terms with its holders. No holders means that it is vacant; `acting` is who serves meanwhile."""

    slug: str
    title: str
    method: str
    clause: str
    rule_in_words: str
    holders: tuple[InOffice, ...]
    acting: tuple[InOffice, ...]
    election: Election | None
    terms: tuple[Period | None, ...]
    """The term of each holder as the terms of reference give it."""
    flags: tuple[Flag, ...]


@rule(source=Citation("Terms of reference", "chairing arrangements"))
def offices_on(
    terms: Constitution | None,
    holdings: Sequence[OfficeFacts],
    tenures: Sequence[TenureFacts],
    meetings: Sequence[MeetingDay],
    on: date,
) -> tuple[OfficeOnDay, ...]:
    """Each office is held by whom the record names; one that goes with a seat is held by whoever sits in that seat."""
    if terms is None:
        return ()
    held = {one.slug: holders_of(one, holdings, tenures, on) for one in terms.offices}
    return tuple(_office(terms, one, held, holdings, tenures, meetings, on) for one in terms.offices)


def _office(
    terms: Constitution,
    office: Office,
    held: dict[str, tuple[InOffice, ...]],
    holdings: Sequence[OfficeFacts],
    tenures: Sequence[TenureFacts],
    meetings: Sequence[MeetingDay],
    on: date,
) -> OfficeOnDay:
    holders = held[office.slug]
    of_office = [one for one in holdings if one.office == office.slug]
    return OfficeOnDay(
        slug=office.slug,
        title=office.title,
        method=office.method,
        clause=clause_of(terms, office.clause),
        rule_in_words=rule_in_words(terms, office, on),
        holders=holders,
        acting=() if holders else _acting(terms, office, held),
        election=election_due(terms, office, of_office, meetings, on)
        if office.method == "election"
        else None,
        terms=tuple(term_of(office, one.period.starts_on) if one.period else None for one in holders),
        flags=(
            *_vacancy(terms, office, holders, of_office, tenures, on),
            *_by_office(terms, office, holders, of_office, on),
            *_terms_served(terms, office, of_office, on),
            *_may_not_hold(terms, office, held, of_office, on),
        ),
    )


def holders_of(
    office: Office, holdings: Iterable[OfficeFacts], tenures: Iterable[TenureFacts], on: date
) -> tuple[InOffice, ...]:
    """Who holds an office on a day: by the seats it goes with, else by the record of the office."""
    there = [one for one in tenures if on in one.period and one.standing == "holder"]
    if seats := seats_tied_to(office, on):
        return tuple(
            InOffice(one.person, one.seat, one.organisation, one.organisation_name, office.method, one.period)
            for one in there
            if one.seat in seats
        )
    found = []
    for one in holdings:
        if one.office == office.slug and on in one.period:
            sits = next((row for row in there if _is_same(one, row)), None)
            found.append(
                InOffice(
                    one.person, one.seat or (sits.seat if sits else ""), sits.organisation if sits else "",
                    sits.organisation_name if sits else "", one.how, one.period,
                )
            )  # fmt: skip
    return tuple(found)


def seats_tied_to(office: Office, on: date) -> tuple[str, ...]:
    """The seats whose holders hold an office without being elected to it: by office, as co-chairs, or in turn."""
    return seats_of_office(office, on) if office.method in TIED else ()


def _is_same(one: OfficeFacts, row: TenureFacts) -> bool:
    if one.user and row.user:
        return one.user == row.user
    return one.person.casefold() == row.person.casefold() and one.seat in {"", row.seat}


def rule_in_words(terms: Constitution, office: Office, on: date) -> str:
    """How the terms fill an office, in one sentence, and whose turn it is on the day where it rotates."""
    names = {one.slug: one.name for one in terms.seats}
    parts = [METHODS.get(office.method, office.method.replace("-", " ").capitalize())]
    if seats := [one for one in (office.seat, *office.seats) if one]:
        parts.append(f"with the seat of {' and '.join(names.get(one, one) for one in seats)}")
    if office.from_class:
        found = terms.member_class(office.from_class)
        parts.append(f"from {found.title if found else office.from_class}")
    if office.elected_at:
        parts.append(f"at the {office.elected_at}")
    if office.term_months:
        parts.append(f"for {office.term_months} months")
    if office.most_terms:
        parts.append(f"at most {office.most_terms} terms")
    return f"{', '.join(parts)}.{_turn_in_words(terms, office, on)}"


def _turn_in_words(terms: Constitution, office: Office, on: date) -> str:
    if office.method != "rotation":
        return ""
    found = whose_turn(terms, office.slug, on)
    if not found.ok:
        return f" {found.reason[:1].upper()}{found.reason[1:]}."
    seat = terms.seat(found.reason)
    return f" On {short_date(on)} it is the turn of {seat.name if seat else found.reason}."


def _acting(
    terms: Constitution, office: Office, held: dict[str, tuple[InOffice, ...]]
) -> tuple[InOffice, ...]:
    """Whoever the terms let serve while an office is vacant, where they name another office."""
    said = office.vacancy.casefold().replace("-", " ")
    for other in terms.offices:
        if other.slug != office.slug and (
            other.title.casefold().replace("-", " ") in said or other.slug.replace("-", " ") in said
        ):
            return held[other.slug]
    return ()


def _vacancy(
    terms: Constitution,
    office: Office,
    holders: tuple[InOffice, ...],
    holdings: Sequence[OfficeFacts],
    tenures: Sequence[TenureFacts],
    on: date,
) -> Iterator[Flag]:
    if holders:
        return
    clause = clause_of(terms, office.clause)
    gone = _who_went(office, holdings, tenures, on)
    start = f"The office of {office.title} is vacant{gone}."
    if office.vacancy:
        yield Flag(
            "vacant-office", office.slug, f"{start} Meanwhile the terms say: {office.vacancy}.",
            _how_to_fill(office), clause,
        )  # fmt: skip
    else:
        yield Flag(
            "vacant-office", office.slug, f"{start} The terms do not say who serves meanwhile.",
            f"{_how_to_fill(office)} Rule on who presides until then, and amend the terms.", clause, is_undetermined=True,
        )  # fmt: skip


def _who_went(
    office: Office, holdings: Sequence[OfficeFacts], tenures: Sequence[TenureFacts], on: date
) -> str:
    seats = set(seats_tied_to(office, on))
    held = [(one.period.ends_on, one.person) for one in holdings if not seats]
    sat = [
        (one.period.ends_on, one.person) for one in tenures if one.seat in seats and one.standing == "holder"
    ]
    left = [(day, person) for day, person in (*held, *sat) if day is not None and day < on]
    if not left:
        return ""
    day, person = max(left)
    return f" since {person} went on {short_date(day)}"


def _how_to_fill(office: Office) -> str:
    return {
        "by-office": "Appoint somebody to the seat.",
        "co-chairs": "Appoint somebody to the seats.",
        "election": "Hold an election.",
    }.get(office.method, "Appoint somebody.")


def _by_office(
    terms: Constitution,
    office: Office,
    holders: tuple[InOffice, ...],
    holdings: Sequence[OfficeFacts],
    on: date,
) -> Iterator[Flag]:
    """Where an office goes with a seat, a record that names somebody else is wrong."""
    if not seats_tied_to(office, on):
        return
    names = {one.person.casefold() for one in holders}
    for one in holdings:
        if on in one.period and one.person.casefold() not in names:
            yield Flag(
                "not-by-office", office.slug,
                f"{one.person} is recorded as {office.title}, but the office goes with a seat that they do not hold.",
                "End that record; whoever sits in the seat holds the office.", clause_of(terms, office.clause),
            )  # fmt: skip


def _terms_served(
    terms: Constitution, office: Office, holdings: Sequence[OfficeFacts], on: date
) -> Iterator[Flag]:
    for one in holdings:
        term = term_of(office, one.period.starts_on)
        if on in one.period and term and term.ends_on and term.ends_on < on:
            yield Flag(
                "term-over", office.slug,
                f"{one.person}’s term as {office.title} of {office.term_months} months ended on {short_date(term.ends_on)}.",
                _how_to_fill(office), clause_of(terms, office.clause),
            )  # fmt: skip


def _may_not_hold(
    terms: Constitution,
    office: Office,
    held: dict[str, tuple[InOffice, ...]],
    holdings: Sequence[OfficeFacts],
    on: date,
) -> Iterator[Flag]:
    """Somebody holds an office whom the terms do not let hold it."""
    for one in held[office.slug]:
        if one.period is None or not one.seat:
            continue
        served = terms_before(holdings, one.person, one.period.starts_on)
        ruled = may_hold(terms, office.slug, _seeking(one, held, office.slug, served, on))
        if ruled.ok is False:
            yield Flag(
                "may-not-hold", office.slug, f"{one.person} is recorded as {office.title}, but {ruled.reason}.",
                "Correct the record, or choose somebody else.", clause_of(terms, ruled.clause),
            )  # fmt: skip


def _seeking(
    one: InOffice, held: Mapping[str, tuple[InOffice, ...]], office: str, served: int, on: date
) -> Seeking:
    others = {slug: who for slug, found in held.items() if slug != office for who in found[:1]}
    bodies = {who.seat: who.organisation for who in (*others.values(), one) if who.seat and who.organisation}
    return Seeking(one.seat, on, served, {slug: who.seat for slug, who in others.items()}, bodies)


@rule(source=Citation("Terms of reference", "elections of officers"))
def may_take(
    terms: Constitution,
    office: str,
    who: TenureFacts,
    holdings: Sequence[OfficeFacts],
    tenures: Sequence[TenureFacts],
    on: date,
) -> Ruled:
    """Somebody in a seat takes an office from a day where the terms let that seat hold it beside those in office then."""
    held = {one.slug: holders_of(one, holdings, tenures, on) for one in terms.offices}
    served = terms_before([one for one in holdings if one.office == office], who.person, on)
    one = InOffice(who.person, who.seat, who.organisation, who.organisation_name, "", who.period)
    return may_hold(terms, office, _seeking(one, held, office, served, on))


@rule(source=Citation("Terms of reference", "terms of office"))
def terms_before(holdings: Iterable[OfficeFacts], person: str, first: date) -> int:
    """How many terms somebody has served in a row before a day: those of the same person without a day between them."""
    number = 0
    earlier = sorted(
        (one for one in holdings if one.person == person and one.period.starts_on < first),
        key=lambda one: one.period.starts_on,
        reverse=True,
    )
    for one in earlier:
        if one.period.ends_on is not None and one.period.ends_on < first - timedelta(1):
            break
        number, first = number + 1, one.period.starts_on
    return number


# Elections --------------------------------------------------------------------------------------------------------


@rule(source=Citation("Terms of reference", "elections to offices"))
def election_due(
    terms: Constitution,
    office: Office,
    holdings: Sequence[OfficeFacts],
    meetings: Sequence[MeetingDay],
    on: date,
) -> Election:
    """An election is due at the meeting that the terms name, once for each such meeting, and when an office falls vacant."""
    clause = clause_of(terms, office.clause)
    vacant = not any(on in one.period for one in holdings)
    if not office.elected_at:
        because = "The terms do not say at which meeting the election is held."
        return Election(True if vacant else None, None, None, because, clause)
    if _ANNUAL.search(office.elected_at):
        return _at_annual(holdings, meetings, on, clause)
    year = _year_of(office.elected_at, on)
    if year is None:
        because = f"The terms hold it at the “{office.elected_at}”; which day that is cannot be told from the record."
        return Election(True if vacant else None, None, None, because, clause)
    return _in_year(office, holdings, meetings, year, on, clause)


def _year_of(words: str, on: date) -> Period | None:
    """The year whose first meeting is meant. “Each year” alone may be either kind and is neither."""
    found = _FIRST.search(words)
    if found is None:
        return None
    if found[1].casefold() == "financial":
        return Period.financial_year(on.year if on >= date(on.year, 4, 1) else on.year - 1)
    return Period.year(on.year)


def _in_year(
    office: Office,
    holdings: Sequence[OfficeFacts],
    meetings: Sequence[MeetingDay],
    year: Period,
    on: date,
    clause: str,
) -> Election:
    elected = [one for one in holdings if one.period.starts_on in year and one.period.starts_on <= on]
    if elected:
        return _since(office, max(elected, key=lambda one: one.period.starts_on), year, on, clause)
    latest = elected_by(office, year.starts_on)
    days = sorted(one.held for one in meetings if one.counts and one.held.earliest in year)
    if not days:
        because = f"It is held at the first meeting of {year}, and none is planned yet."
        return Election(True, None, latest, because, clause)
    first = days[0]
    said = "was" if first.latest < on else "is"
    missed = " Nobody’s election is recorded." if first.latest < on else ""
    day = first.earliest if first.is_exact else None
    return Election(True, day, latest, f"The first meeting of {year} {said} on {first}.{missed}", clause)


def _since(office: Office, last: OfficeFacts, year: Period, on: date, clause: str) -> Election:
    """After this year's election: nothing is due unless whoever was elected has gone."""
    elected = f"{last.person} was elected on {short_date(last.period.starts_on)}, in {year}"
    gone = last.period.ends_on
    if gone is None or on <= gone:
        return Election(False, None, None, f"{elected}.", clause)
    by = elected_by(office, gone)
    because = f"{elected}, and went on {short_date(gone)}."
    if by is None:
        because += " The terms do not say by when the vacancy is filled."
    return Election(True, None, by, because, clause)


def _at_annual(
    holdings: Sequence[OfficeFacts],
    meetings: Sequence[MeetingDay],
    on: date,
    clause: str,
) -> Election:
    annual = sorted(one.held for one in meetings if one.counts and one.kind == "annual")
    past = [one for one in annual if one.latest <= on]
    last = max((one.period.starts_on for one in holdings if one.period.starts_on <= on), default=None)
    if past and (last is None or last < past[-1].earliest):
        because = f"The annual meeting was on {past[-1]}. Nobody’s election is recorded since."
        return Election(True, past[-1].earliest if past[-1].is_exact else None, None, because, clause)
    ahead = next((one for one in annual if one.earliest > on), None)
    if ahead is None:
        because = "It is held at the annual meeting, and none is planned yet."
        return Election(None if last else True, None, None, because, clause)
    return Election(
        not last,
        ahead.earliest if ahead.is_exact else None,
        None,
        f"The annual meeting is on {ahead}.",
        clause,
    )
