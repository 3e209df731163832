"""From the record of members to what its pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse

from frankpledge.audit.api import history_of
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.api import ended_seats
from frankpledge.governance.constitutions import constitution_on
from frankpledge.governance.membership import queries
from frankpledge.governance.membership.facts import GROUP_KINDS, METHODS, STANDINGS, OfficeFacts, TenureFacts
from frankpledge.governance.membership.pages import (
    AttendancePage,
    AttendanceRow,
    BranchPart,
    FlagPart,
    GroupsPage,
    MembersPage,
    OfficePart,
    PersonPart,
    SeatPage,
    SeatPart,
    TenurePage,
    TenureRow,
)
from frankpledge.governance.rules.membership.attendance import (
    Presence,
    SeatAttendance,
    attendance_by_seat,
    too_often_absent,
    within,
)
from frankpledge.governance.rules.membership.flags import Flag
from frankpledge.governance.rules.membership.groups import Branch, tree
from frankpledge.governance.rules.membership.offices import OfficeOnDay, offices_on
from frankpledge.governance.rules.membership.seating import SeatOnDay, seating
from frankpledge.kernel.dates import long_date, short_date
from frankpledge.web.days import DayAsked
from frankpledge.web.words import counted

HISTORY = {
    "member-appointed": "Appointed",
    "member-left": "Last day recorded",
    "member-corrected": "Corrected",
}


def address(name: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *within_: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Home, then the pages above this one."""
    return tuple((words, address(name, partnership)) for words, name in (("Home", "home"), *within_))


MEMBERS = ("Members", "members")


def in_words(one: TenureFacts) -> str:
    """Post and organisation, since when, and what is known of seniority."""
    parts = [words for words in (one.post, one.organisation_name) if words]
    parts.append(_since(one))
    return "; ".join(parts)


def _since(one: TenureFacts) -> str:
    return f"since {short_date(one.period.starts_on)}" if one.period.ends_on is None else str(one.period)


def seniority_in_words(one: TenureFacts) -> str:
    said = {True: "Senior", False: "Not senior", None: "Not recorded at appointment"}[one.is_senior]
    return f"{said}: {one.seniority}" if one.seniority else said


def members_page(
    partnership: PartnershipFacts, asked: DayAsked, group: str, *, may_write: bool
) -> MembersPage:
    """Who sits where on the day asked for, in the partnership or one of its groups."""
    slug, on = partnership.slug, asked.on
    terms = constitution_on(slug, on, group=group)
    rules = terms.constitution if terms else None
    tenures = queries.tenures(slug, group=group)
    lines = queries.lineages(terms, tenures)
    found = seating(rules, tenures, lines, on)
    held = offices_on(
        rules,
        queries.offices(slug, group=group),
        tenures,
        queries.meeting_days(slug, group=group),
        on,
    )
    flags = [*found.flags, *(flag for one in held for flag in one.flags)]
    groups = queries.groups_on(slug, on)
    named = next((one.name for one in groups if one.slug == group), group)
    return MembersPage(
        title=f"Members of {named}" if group else "Members",
        crumbs=crumbs(partnership, *((MEMBERS,) if group else ())),
        asked=asked,
        day=long_date(on),
        group_name=named,
        group_slug=group,
        groups=tuple((one.name, f"{address('members', partnership)}?group={one.slug}") for one in groups),
        terms=f"{terms.label}{', assumed' if terms.is_assumed else ''}" if terms else "",
        terms_href=f"{address('terms', partnership)}?on={on.isoformat()}",
        flags=(
            *(_ended(str(verdict)) for _, verdict in (() if group else ended_seats(slug, on=on))),
            *(flag_part(partnership, one, tenures if may_write else (), on) for one in _shown(flags)),
        ),
        offices=tuple(_office(partnership, one, queries.offices(slug, group=group), on) for one in held),
        seats=tuple(_seat(partnership, one, group) for one in found.seats),
        others=tuple(_person(partnership, one, with_standing=True) for one in found.others),
        links=(
            ("Groups", address("groups", partnership)),
            ("Decisions outside meetings", address("outside", partnership)),
            ("How have we kept our terms", address("kept", partnership)),
            ("Past meetings from a file", address("past", partnership)),
            ("Links to other bodies, and onward reports", address("links", partnership)),
            ("Knowledge and skills", address("skills", partnership)),
            ("Register of interests", address("interests", partnership)),
            ("Attendance by seat", _with(address("attendance", partnership), group)),
        ),
        may_write=may_write,
        appoint_href=_with(address("appoint", partnership), group),
        office_href=_with(address("take-office", partnership), group) if rules and rules.offices else "",
    )


def _with(href: str, group: str) -> str:
    return f"{href}?group={group}" if group else href


def _shown(flags: Iterable[Flag]) -> list[Flag]:
    """What is wrong first, then what cannot be told."""
    return sorted(flags, key=lambda one: one.is_undetermined)


def _ended(sentence: str) -> FlagPart:
    return FlagPart(sentence, "", "Crime and Disorder Act 1998, s 5(1)", is_undetermined=False)


def flag_part(partnership: PartnershipFacts, one: Flag, tenures: Iterable[TenureFacts], on: date) -> FlagPart:
    """A flag as shown; where one press cures it, with the button."""
    button = action = ""
    if one.code == "body-ended" and one.cure.startswith("Move"):
        sits = next((row for row in tenures if row.seat == one.about and on in row.period), None)
        if sits:
            button, action = one.cure.rstrip("."), address("succeed", partnership, tenure_id=sits.id)
    return FlagPart(one.sentence, one.cure, one.clause, one.is_undetermined, button, action)


def _seat(partnership: PartnershipFacts, one: SeatOnDay, group: str) -> SeatPart:
    query = f"?seat={one.slug}" + (f"&group={group}" if group else "")
    return SeatPart(
        one.name,
        _with(address("seat", partnership, seat=one.slug), group),
        one.class_title,
        str(one.votes) if one.votes else "None",
        tuple(_person(partnership, row) for row in one.holders),
        tuple(_person(partnership, row) for row in one.deputies),
        f"{address('appoint', partnership)}{query}",
    )


def _person(partnership: PartnershipFacts, one: TenureFacts, *, with_standing: bool = False) -> PersonPart:
    words = in_words(one)
    if with_standing:
        words = f"{STANDINGS.get(one.standing, one.standing)}; {words}"
    return PersonPart(one.person, address("tenure", partnership, tenure_id=one.id), words)


def _office(
    partnership: PartnershipFacts, one: OfficeOnDay, holdings: Sequence[OfficeFacts], on: date
) -> OfficePart:
    row = next((held for held in holdings if held.office == one.slug and on in held.period), None)
    first = one.holders[0].period if one.holders else None
    return OfficePart(
        title=one.title,
        rule=one.rule_in_words,
        holders=tuple(_named(who.person, who.organisation_name) for who in one.holders),
        acting=tuple(who.person for who in one.acting),
        since=f"{METHODS[one.holders[0].how]}, since {short_date(first.starts_on)}{_until(one)}"
        if first and one.holders[0].how in METHODS
        else "",
        election=_election(one),
        is_due=bool(one.election and one.election.due),
        leave_href=address("leave-office", partnership, holding_id=row.id) if row else "",
    )


def _until(one: OfficeOnDay) -> str:
    term = one.terms[0] if one.terms else None
    return f"; the term is until {short_date(term.ends_on)}" if term and term.ends_on else ""


def _named(person: str, body: str) -> str:
    return f"{person} ({body})" if body else person


def _election(one: OfficeOnDay) -> str:
    found = one.election
    if found is None:
        return ""
    start = {
        True: "Election due. ",
        False: "No election due. ",
        None: "Whether an election is due cannot be told. ",
    }
    by = f" By {short_date(found.by)}." if found.by else ""
    return f"{start[found.due]}{found.because}{by}"


# One seat, one appointment ----------------------------------------------------------------------------------------


def seat_page(
    partnership: PartnershipFacts, seat: str, group: str, on: date, *, may_write: bool
) -> SeatPage | None:
    """A seat's history; None where neither the terms of the day nor the record know it."""
    slug = partnership.slug
    terms = constitution_on(slug, on, group=group)
    said = terms.constitution.seat(seat) if terms else None
    rows = [one for one in queries.tenures(slug, group=group) if one.seat == seat]
    if said is None and not rows:
        return None
    rows.sort(key=lambda one: one.period.starts_on, reverse=True)
    name = said.name if said else seat
    found = attendance_by_seat({seat: name}, _with_seats(slug, group))[0]
    facts = [("In the terms of today", f"{terms.label}: {said.name}" if said and terms else "No such seat")]
    if said and said.office:
        facts.append(("Held by office", said.office))
    return SeatPage(
        title=f"Seat: {name}",
        crumbs=crumbs(partnership, MEMBERS),
        facts=tuple(facts),
        rows=tuple(_row(partnership, one) for one in rows),
        attendance=attendance_in_words(found),
        appoint_href=f"{address('appoint', partnership)}?seat={seat}" + (f"&group={group}" if group else "")
        if may_write
        else "",
    )


def _row(partnership: PartnershipFacts, one: TenureFacts) -> TenureRow:
    why = f"Went because: {one.ended_because}. " if one.ended_because else ""
    return TenureRow(
        one.person, address("tenure", partnership, tenure_id=one.id), STANDINGS.get(one.standing, one.standing),
        ", ".join(words for words in (one.post, one.organisation_name) if words), _days(one),
        f"{why}Seniority: {seniority_in_words(one)}",
    )  # fmt: skip


def _days(one: TenureFacts) -> str:
    first = short_date(one.period.starts_on)
    return f"{first} to {short_date(one.period.ends_on)}" if one.period.ends_on else f"{first} to now"


def tenure_page(partnership: PartnershipFacts, one: TenureFacts, on: date, *, may_write: bool) -> TenurePage:
    """One appointment."""
    terms = constitution_on(partnership.slug, one.period.starts_on, group=one.group)
    seat = terms.constitution.seat(one.seat) if terms and one.seat else None
    return TenurePage(
        title=one.person,
        crumbs=crumbs(partnership, MEMBERS),
        facts=(
            ("Seat", seat.name if seat else one.seat or "None"),
            ("Attends as", STANDINGS.get(one.standing, one.standing)),
            ("Organisation", one.organisation_name or "Not recorded"),
            ("Post", one.post or "Not recorded"),
            ("Senior post", seniority_in_words(one)),
            ("Appointed by", one.appointed_by or "Not recorded"),
            ("From and to", _days(one)),
            *((("Went because", one.ended_because),) if one.ended_because else ()),
            ("Account", "Has one" if one.user else "None: cannot reply or vote by themselves"),
        ),
        history=_history(one),
        is_over=one.period.ends_on is not None and one.period.ends_on < on,
        end_href=address("end-tenure", partnership, tenure_id=one.id),
        correct_href=address("correct-tenure", partnership, tenure_id=one.id),
        may_write=may_write,
    )


def _history(one: TenureFacts) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (entry.at[:10], HISTORY[entry.action], entry.by)
        for entry in history_of("tenure", str(one.id))
        if entry.action in HISTORY
    )


# Attendance -------------------------------------------------------------------------------------------------------


def _with_seats(partnership: str, group: str) -> tuple[Presence, ...]:
    """The meetings with the seats that the terms of their day gave; the terms are read once a version."""
    known: dict[date, frozenset[str] | None] = {}
    versions = queries.terms_periods(partnership, group=group)
    found = []
    for one in queries.presences(partnership, group=group):
        of_day = next((period for period in versions if one.held.earliest in period), None)
        if of_day is not None and of_day.starts_on not in known:
            known[of_day.starts_on] = _seats_on(partnership, one.held.earliest, group)
        seats = known[of_day.starts_on] if of_day else None
        found.append(replace(one, seats=seats))
    return tuple(found)


def _seats_on(partnership: str, on: date, group: str) -> frozenset[str] | None:
    terms = constitution_on(partnership, on, group=group)
    return frozenset(seat.slug for seat in terms.constitution.seats) if terms else None


def attendance_in_words(one: SeatAttendance) -> str:
    """One sentence: how often, of how many, and for how many nobody knows."""
    if not one.meetings:
        return "No meeting took place while the seat was there."
    if not one.recorded:
        return (
            f"{counted(one.meetings, 'meeting')} took place; who was there is not recorded for any of them."
        )
    unknown = (
        f" For {counted(one.unknown, 'more meeting')} attendance is not recorded." if one.unknown else ""
    )
    deputy = f", {one.by_deputy} of them by a deputy" if one.by_deputy else ""
    return f"Filled at {one.filled} of {counted(one.recorded, 'recorded meeting')} ({one.percent}%){deputy}.{unknown}"


def attendance_page(
    partnership: PartnershipFacts,
    group: str,
    period: tuple[date, date],
    typed: tuple[str, str],
    errors: tuple[tuple[str, str], ...],
) -> AttendancePage:
    """Attendance by seat from one day to another."""
    slug = partnership.slug
    first, last = period
    meetings = within(_with_seats(slug, group), first, last)
    terms = constitution_on(slug, last, group=group)
    rules = terms.constitution if terms else None
    names = {one.slug: one.name for one in rules.seats} if rules else {}
    for seat in sorted({seat for one in meetings for seat in one.present or ()} - set(names)):
        names[seat] = f"{seat} (not in the terms of {short_date(last)})"
    found = attendance_by_seat(names, meetings)
    unknown = sum(one.present is None for one in meetings)
    lead = [f"{counted(len(meetings), 'meeting')} took place from {short_date(first)} to {short_date(last)}."]
    if unknown:
        lead.append(
            f"For {unknown} of them nobody recorded who was there. They are left out of the percentages, not counted as absence."
        )
    return AttendancePage(
        title="Attendance by seat",
        crumbs=crumbs(partnership, MEMBERS),
        lead=tuple(lead),
        errors=errors,
        first=typed[0],
        last=typed[1],
        rows=tuple(_attendance_row(partnership, one, group) for one in found),
        flags=tuple(flag_part(partnership, one, (), last) for one in too_often_absent(rules, found)),
        meetings=tuple((one.title, str(one.held), _how_many(one)) for one in meetings),
    )


def _attendance_row(partnership: PartnershipFacts, one: SeatAttendance, group: str) -> AttendanceRow:
    return AttendanceRow(
        one.name,
        _with(address("seat", partnership, seat=one.seat), group),
        f"{one.filled} of {one.recorded}" if one.recorded else "Not recorded",
        f"{one.percent}%" if one.percent is not None else "Not recorded",
        str(one.by_deputy),
        str(one.absent) if one.recorded else "Not recorded",
        str(one.unknown),
    )


def _how_many(one: Presence) -> str:
    return "Not recorded" if one.present is None else counted(len(one.present), "seat")


# Groups -----------------------------------------------------------------------------------------------------------


def groups_page(partnership: PartnershipFacts, asked: DayAsked, *, may_write: bool) -> GroupsPage:
    """The tree of groups on a day, with what the terms let each decide."""
    slug, on = partnership.slug, asked.on
    every = queries.groups(slug)
    terms = constitution_on(slug, on)
    found = tree(every, terms.constitution if terms else None, on)
    former = [one for one in every if one.period.ends_on and one.period.ends_on < on]
    return GroupsPage(
        title="Groups",
        crumbs=crumbs(partnership, MEMBERS),
        asked=asked,
        day=long_date(on),
        branches=tuple(_branch(partnership, one, on) for one in found),
        former=tuple((one.name, str(one.period)) for one in former),
        new_href=address("new-group", partnership),
        may_write=may_write,
    )


def _branch(partnership: PartnershipFacts, one: Branch, on: date) -> BranchPart:
    said, group = one.said, one.group
    powers = "Not said" if said is None or said.powers is None else ", ".join(said.powers) or "Nothing"
    return BranchPart(
        name=group.name,
        href=address("change-group", partnership, group=group.slug),
        depth=one.depth,
        kind=GROUP_KINDS.get(group.kind, group.kind),
        period=str(group.period),
        remit=group.remit,
        powers=powers,
        reserved=", ".join(said.reserved) if said else "",
        flags=tuple(flag_part(partnership, flag, (), on) for flag in one.flags),
        members_href=f"{address('members', partnership)}?group={group.slug}",
    )
