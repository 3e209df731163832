"""Obligations, days and years as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from frankpledge.directory.api import PartnershipFacts
from frankpledge.duties import queries
from frankpledge.duties.facts import HELD, STAGES, HorizonFacts
from frankpledge.duties.home import address, bead
from frankpledge.duties.pages import (
    DutiesPage,
    DutyPage,
    Entry,
    HorizonRow,
    LawPage,
    Line,
    OnPage,
    PublicPage,
    StatementPage,
    Tagged,
    Version,
)
from frankpledge.duties.queries import OnRecord
from frankpledge.duties.rules.compliance import column_of, explain, tally
from frankpledge.duties.rules.obligations import STATE_WORDS, Obligation, State
from frankpledge.governance import api as governance
from frankpledge.kernel.dates import Period, long_date, short_date
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.law import api as law
from frankpledge.law import citing, impact
from frankpledge.law.clocks import year_of
from frankpledge.law.duty_commands import day
from frankpledge.law.facts import OWNER_WORDS, STRENGTH_WORDS, Duty
from frankpledge.web.pictures import YearRing

COLOURS = {
    State.MET: "green", State.MET_LATE: "yellow", State.LATE: "red", State.MISSED: "red", State.NOT_KEPT: "grey",
    State.DUE_SOON: "orange", State.NOT_DUE: "grey", State.EXCUSED: "grey", State.NOT_ASSESSED: "blue",
    State.CANNOT_TELL: "yellow",
}  # fmt: skip
PRESSING = (State.LATE, State.MISSED, State.CANNOT_TELL, State.DUE_SOON)
DUTIES = ("Duties", "duties")
WHOSE = {"own": "The partnership’s own", "others": "Owed by others", "all": "All"}
CHECKED = {
    "read": "Read at the source",
    "GK": "General knowledge, not read",
    "not verified": "Looked for and not confirmed",
}
NATIONS = {"E": "England", "W": "Wales", "EW": "England and Wales"}


def crumbs(partnership: PartnershipFacts, *within: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Home, then the pages above this one."""
    return tuple((words, address(name, partnership.slug)) for words, name in (("Home", "home"), *within))


def line(one: Obligation, partnership: str) -> Line:
    """An obligation as a row of a table."""
    return Line(
        when_of(one), one.duty.title, address("duty", partnership, code=one.code), one.label,
        OWNER_WORDS[one.duty.owner], STRENGTH_WORDS[one.duty.strength], Tagged(STATE_WORDS[one.state], COLOURS[one.state]),
        one.because, tuple(f"{proof.label}, {proof.on}" for proof in one.proofs[:3]),
    )  # fmt: skip


def when_of(one: Obligation) -> str:
    if one.due_on:
        return f"By {short_date(one.due_on)}"
    if one.target_on:
        return f"No day fixed; we suggest {short_date(one.target_on)}"
    return "No day fixed"


# The list ---------------------------------------------------------------------------------------------------------


def year_asked(text: str, on: date) -> Period:
    """The partnership year that an address asks for, `2026/27` or `2026`; this year without one. Raises `NotFound`."""
    if not text:
        return year_of(on)
    first = text[:4]
    if not (first.isdigit() and 1998 <= int(first) <= 2100):
        raise NotFound("There is no such year.")
    return Period.financial_year(int(first))


def duties_page(
    partnership: PartnershipFacts, year: Period, whose: str, on: date, *, writes: bool
) -> DutiesPage:
    """The obligations of a partnership year: what presses first, then all in order of day."""
    found = queries.obligations_of(partnership, year, on=on)
    shown = [one for one in found if whose == "all" or one.is_own is (whose != "others")]
    pressing = sorted(
        (one for one in shown if one.state in PRESSING), key=lambda one: PRESSING.index(one.state)
    )
    ring = YearRing(
        on if on in year else year.starts_on,
        tuple(bead(one, partnership.slug) for one in shown if one.due_on and not one.duty.is_custom),
    )
    here = address("duties", partnership.slug)
    elections = queries.elections(partnership.id, on=on)
    return DutiesPage(
        "Duties",
        crumbs(partnership),
        ring if on in year else None,
        counts_of(shown),
        tuple(line(one, partnership.slug) for one in pressing),
        tuple(line(one, partnership.slug) for one in shown),
        str(year),
        years_around(year, here, f"&whose={whose}"),
        tuple(
            (words, f"{here}?year={year.starts_on.year}&whose={key}", key == whose)
            for key, words in WHOSE.items()
        ),
        (
            (
                "Statement of compliance",
                f"{address('duties-statement', partnership.slug)}?year={year.starts_on.year}",
            ),
            ("What was owed on a day", address("duties-on", partnership.slug)),
            ("Changes of the law, and what is coming", address("duties-law", partnership.slug)),
            ("What stands behind each duty", address("duties-coverage", partnership.slug)),
            ("Before elections", address("duties-elections", partnership.slug)),
            ("Calendar file (.ics)", address("duties-calendar", partnership.slug)),
        ),
        address("duty-record", partnership.slug) if writes else "",
        f"{elections[0].title}: publicity is held back. Statutory clocks run on." if elections else "",
    )


def years_around(year: Period, here: str, more: str = "") -> tuple[tuple[str, str], ...]:
    """The year before and the year after, as links."""
    starts = year.starts_on.year
    return tuple(
        (str(Period.financial_year(one)), f"{here}?year={one}{more}") for one in (starts - 1, starts + 1)
    )


def counts_of(found: Iterable[Obligation]) -> tuple[tuple[str, str], ...]:
    counted = tally(found)
    custom = f"{counted.custom_kept} kept, {counted.custom_not_kept} not kept, {counted.custom_open} open"
    return (*((name, str(many)) for name, many in counted.by_column.items()), ("Custom (not law)", custom))


# One duty ---------------------------------------------------------------------------------------------------------


def duty_page(partnership: PartnershipFacts, code: str, on: date, *, writes: bool) -> DutyPage:
    """One duty. Raises `NotFound`."""
    rows = [row for row in law.library().duties if row.code == code]
    if not rows:
        raise NotFound("There is no such duty.")
    record = queries.on_record(partnership, on)
    around = Period(date(on.year - 3, 4, 1), date(on.year + 2, 3, 31))
    found = [
        one for one in queries.obligations_of(partnership, around, on=on, found=record) if one.code == code
    ]
    found.sort(key=lambda one: one.sort_day, reverse=True)
    now = law.duty(code, partnership.nation, on)
    row = now or rows[-1]
    here = {"code": code}
    return DutyPage(
        row.title,
        crumbs(partnership, DUTIES),
        code,
        tuple(_lead(row, now, partnership, on)),
        tuple(_facts(row)),
        tuple(_readings(found)),
        tuple(line(one, partnership.slug) for one in found),
        tuple(_version(one, partnership.nation, on) for one in rows),
        tuple(_entries(partnership, row, writes=writes)),
        tuple(
            f"{short_date(period.starts_on)} to {short_date(period.ends_on or on)}: {because} (agreed by {who})"
            for _, period, because, who in queries.excuses(partnership.id, code)
        ),
        reminder(next((one for one in reversed(found) if one.sort_day >= on), None), partnership),
        tuple(_actions(partnership, row, here)) if writes else (),
        tuple(
            (one.key, f"{one.label}: {when_of(one)}", one.key in record.known.not_done)
            for one in found
            if one.sort_day < on and one.state not in {State.MET, State.MET_LATE}
        )
        if writes
        else (),
        address("duty-not-done", partnership.slug, **here),
    )


def _lead(row: Duty, now: Duty | None, partnership: PartnershipFacts, on: date) -> Iterator[str]:
    where = NATIONS[partnership.nation]
    if now is None:
        yield f"It is not in force in {where} on {short_date(on)}."
    elif row.is_custom:
        yield f"{STRENGTH_WORDS[row.strength]}. No law asks for it in {where}, so it is never late."
    elif not row.is_own:
        yield f"{OWNER_WORDS[row.owner]} owes it, not the partnership. It is shown so that nobody is surprised."


def _facts(row: Duty) -> Iterator[tuple[str, str]]:
    yield "Code", row.code
    yield "How strong", STRENGTH_WORDS[row.strength]
    yield "Whose it is", f"{OWNER_WORDS[row.owner]}: {row.who}"
    yield "By when", row.deadline or "No day is fixed"
    yield "What shows it done", row.evidence
    yield "Basis", "; ".join(map(str, row.basis)) or "None in law"
    checked = CHECKED[str(row.provenance.verified)]
    source = law.source(row.provenance.source)
    yield (
        "How far it was checked",
        f"{checked}: {source.title}. Its days: {CHECKED[str(row.provenance.dates_verified)].lower()}.",
    )
    if row.provenance.note:
        yield "Mind", row.provenance.note


def _readings(found: list[Obligation]) -> Iterator[tuple[str, str]]:
    """Days of other readings of the latest obligation whose words can be read in two ways."""
    for one in found:
        if one.others:
            yield f"As we read it ({one.reading.replace('-', ' ')})", when_of(one)
            yield from ((f"Read as {name.replace('-', ' ')}", short_date(due)) for name, due in one.others)
            return


def _version(row: Duty, nation: str, on: date) -> Version:
    return Version(
        str(row.period), NATIONS[row.nation], STRENGTH_WORDS[row.strength], row.title,
        "; ".join(map(str, row.basis)) or "None in law", row.provenance.note, row.applies(nation, on),
    )  # fmt: skip


def _entries(partnership: PartnershipFacts, row: Duty, *, writes: bool) -> Iterator[Entry]:
    for one in queries.entries(partnership.id):
        if one.kind in {row.proved_by, row.clock.event}:
            yield Entry(
                str(one.on), one.label, one.link,
                address("duty-file", partnership.slug, entry=one.id) if one.file_name else "", one.recorded_by,
                address("duty-withdraw", partnership.slug, entry=one.id) if writes else "",
            )  # fmt: skip


def _actions(partnership: PartnershipFacts, row: Duty, here: dict[str, str]) -> Iterator[tuple[str, str]]:
    record = address("duty-record", partnership.slug)
    yield "Record that it was done", f"{record}?kind={row.proved_by}"
    if row.clock.event and row.clock.event != row.proved_by:
        yield (
            f"Record the event that starts it ({row.clock.event.replace('-', ' ')})",
            f"{record}?kind={row.clock.event}",
        )
    yield "Excuse it for a time", address("duty-excuse", partnership.slug, **here)
    if row.is_custom:
        yield "Say whether it applies here", address("duty-scope", partnership.slug, **here)


def reminder(one: Obligation | None, partnership: PartnershipFacts) -> str:
    """A reminder to send to whoever does it; empty when nothing is ahead."""
    if one is None:
        return ""
    by = f"by {long_date(one.due_on)}" if one.due_on else "though no day is fixed"
    law_words = "This is the law" if one.duty.strength == "MUST" else STRENGTH_WORDS[one.duty.strength]
    return (
        f"{partnership.name}: {one.duty.title}, {one.label}, {by}. {one.why}. {law_words}: {one.version}. "
        f"What shows it done: {one.duty.evidence}."
    )


# On a day ---------------------------------------------------------------------------------------------------------


def on_page(partnership: PartnershipFacts, typed: tuple[str, str, str], today: date) -> OnPage:
    """What was owed on one day and on others, code by code, and the list of the terms of reference beside it."""
    errors: list[tuple[str, str]] = []
    days = [
        day_typed(typed[0], date(2011, 5, 1), "on", errors),
        day_typed(typed[1], today, "then", errors),
        *([day_typed(typed[2], today, "also", errors)] if typed[2] else []),
    ]
    rows = [{row.code: row for row in law.duties(partnership.nation, on)} for on in days]
    codes = [code for code in law.duty_codes() if any(code in known for known in rows)]
    made = [_beside(code, [known.get(code) for known in rows], days) for code in codes]
    differing = tuple(row for row in made if row[-1])
    return OnPage(
        "What was owed on a day",
        crumbs(partnership, DUTIES),
        days[0].isoformat(),
        days[1].isoformat(),
        days[2].isoformat() if len(days) > 2 else "",
        tuple(errors),
        ("Duty", *map(short_date, days), "Why it differs"),
        tuple(_listed(partnership, tuple(days))),
        tuple(_named(partnership.nation, days)),
        (*differing, *(row for row in made if not row[-1])),
        len(made) - len(differing),
        _examples(partnership, today),
    )


BODIES = {
    "Health": ("HEALTH_PCT", "HEALTH_CCG", "HEALTH_ICB", "HEALTH_LHB"),
    "Probation": ("PROBATION_PROVIDER",),
    "Whom the police answer to": ("POLICE_AUTHORITY", "LOCAL_POLICING_BODY"),
    "The partnership": ("PARTNERSHIP",),
}


def _named(nation: str, days: list[date]) -> Iterator[tuple[str, ...]]:
    """What bodies were called on each day, and what a strategy was required for."""
    for words, kinds in BODIES.items():
        names = [[one.title for one in law.bodies(nation, on) if one.kind in kinds] for on in days]
        yield (words, *(" and ".join(dict.fromkeys(found)) or "None" for found in names))
    yield (
        "Strategies that law requires",
        *("; ".join(one.title for one in law.strategies(nation, on)) for on in days),
    )
    boards = ("Required" if law.board_heads(nation, on) else "Not required" for on in days)
    yield ("Domestic abuse local partnership board", *boards)


def _examples(partnership: PartnershipFacts, today: date) -> tuple[tuple[str, str], ...]:
    here = address("duties-on", partnership.slug)
    pairs = (
        ("Before and after the English repeal of 2011", "?on=2011-05-01&then=2011-07-01"),
        (
            "Before and after the serious violence duty and the Domestic Abuse Act",
            "?on=2021-02-01&then=2023-06-01",
        ),
        ("February 2021, June 2023 and today", f"?on=2021-02-01&then=2023-06-01&also={today.isoformat()}"),
    )
    return tuple((words, f"{here}{asked}") for words, asked in pairs)


def day_typed(typed: str, usual: date, name: str, errors: list[tuple[str, str]]) -> date:
    if not typed:
        return usual
    try:
        return day(name, typed)
    except Unusable:
        errors.append(("Write the day as 2011-05-01", f"id_{name}"))
        return usual


def _beside(code: str, rows: list[Duty | None], days: list[date]) -> tuple[str, ...]:
    last = next(row for row in reversed(rows) if row is not None)
    why = [explain(one, other, on) for one, other, on in zip(rows, rows[1:], days[1:], strict=False)]
    return (f"{code} {last.title}", *map(_brief, rows), " ".join(dict.fromkeys(word for word in why if word)))


def _brief(row: Duty | None) -> str:
    if row is None:
        return "Not in force"
    words = OWNER_WORDS[row.owner]
    whose = "" if row.is_own else f"; {words[0].lower()}{words[1:]}"
    return f"{STRENGTH_WORDS[row.strength]}{whose}"


def _listed(partnership: PartnershipFacts, days: tuple[date, ...]) -> Iterator[tuple[str, ...]]:
    """Each entry of the usual list, or of the partnership's own terms where they list duties, on each day."""
    terms = governance.terms_in_force(partnership.slug, on=days[-1])
    own = terms.constitution.duties if terms else ()
    for one in own:
        codes = [row.code for row in citing.subject_of(one.code or one.title, partnership.nation, days[-1])]
        yield (
            one.title,
            *(_standing(codes, partnership.nation, on) for on in days),
            ", ".join(codes) or "No duty of the register",
        )
    if not own:
        for entry in law.duties_listed():
            codes = list(entry.duties)
            yield (entry.title, *(_standing(codes, partnership.nation, on) for on in days), ", ".join(codes))


def _standing(codes: list[str], nation: str, on: date) -> str:
    rows = [row for code in codes if (row := law.duty(code, nation, on)) is not None]
    if not rows:
        return "Not in force" if codes else "Not known"
    return "; ".join(dict.fromkeys(_brief(row) for row in rows))


# Changes of the law -----------------------------------------------------------------------------------------------


def law_page(partnership: PartnershipFacts, typed: str, today: date, *, writes: bool) -> LawPage:
    """What becomes wrong on a day: duties, templates, definitions, our own seats and plan; and the horizon."""
    errors: list[tuple[str, str]] = []
    days = impact.days_of_change(partnership.nation)
    usual = max((one for one in days if one <= today), default=today)
    on = day_typed(typed, usual, "on", errors)
    found = impact.changes_on(partnership.nation, on)
    here = address("duties-law", partnership.slug)
    items = queries.horizon(partnership, on=today)
    return LawPage(
        "Changes of the law",
        crumbs(partnership, DUTIES),
        on.isoformat(),
        tuple(errors),
        f"On {long_date(on)}, {len(found) or 'no'} row{'' if len(found) == 1 else 's'} of the law library begin, end or change.",
        tuple(
            (
                f"{impact.KINDS[one.kind]} {one.code}",
                one.before or "Nothing",
                one.after or "Nothing",
                "; ".join(one.basis),
            )
            for one in found
        ),
        tuple(_wrong(partnership, found, on)),
        tuple((short_date(one), f"{here}?on={one.isoformat()}") for one in reversed(days[-14:])),
        tuple(_horizon(one, partnership.slug, writes=writes) for one in items if one.is_open),
        tuple(_horizon(one, partnership.slug, writes=False) for one in items if not one.is_open),
        address("duties-horizon-add", partnership.slug) if writes else "",
    )


def _wrong(
    partnership: PartnershipFacts, found: tuple[impact.Change, ...], on: date
) -> Iterator[tuple[str, str]]:
    wrong = impact.made_wrong(found)
    if wrong.duties:
        yield "Duties", ", ".join(wrong.duties)
    if wrong.templates:
        yield "Templates and standing text", ", ".join(wrong.templates)
    if wrong.definitions:
        yield "Definitions", ", ".join(one.replace("-", " ") for one in wrong.definitions)
    if wrong.measures:
        yield (
            "Measures",
            f"every measure of {', '.join(wrong.measures)}: its meaning changes on the day, so mark a break",
        )
    seats = [f"{seat.name}: {verdict}" for seat, verdict in governance.ended_seats(partnership.slug, on=on)]
    if wrong.seats:
        names = "; ".join(seats) or "none of the seats of the terms in force then names a body that ends"
        yield "Seats of our terms of reference", names


def _horizon(one: HorizonFacts, partnership: str, *, writes: bool) -> HorizonRow:
    steps = tuple(
        (
            step.text,
            bool(step.done_on),
            address("duties-horizon-step", partnership, item=one.id, step=place) if writes and one.id else "",
        )
        for place, step in enumerate(one.prepare)
    )
    closed = f"Closed on {short_date(one.closed_on)}: {one.closed_because}" if one.closed_on else ""
    return HorizonRow(
        one.title, STAGES[one.stage], str(one.expected) if one.expected else "Nobody knows yet", steps, one.touches,
        one.local_practice, one.note,
        address("duties-horizon-take", partnership, code=one.library_code) if writes and one.id is None else "",
        address("duties-horizon-close", partnership, item=one.id) if writes and one.id else "", closed,
    )  # fmt: skip


# The statement ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Statement:
    """A year's obligations as they stood on a day, in the parts that page and document show."""

    year: Period
    on: date
    own: tuple[Obligation, ...]
    others: tuple[Obligation, ...]
    custom: tuple[Obligation, ...]

    @property
    def lead(self) -> tuple[str, ...]:
        counted = tally((*self.own, *self.others))
        return (
            f"How the duties of {self.year} stood on {long_date(self.on)}, computed from the law in force on each day and "
            "from the record.",
            f"{counted.total} obligations of law and statutory guidance: "
            + ", ".join(f"{many} {name.lower()}" for name, many in counted.by_column.items() if many)
            + ".",
            "What nobody has looked at is not yet assessed: it is neither met nor missed. Custom is shown apart, since no law "
            "asks for it. Duties of other bodies are theirs, and are shown so.",
        )


def statement_of(
    partnership: PartnershipFacts, year: Period, on: date, *, found: OnRecord | None = None
) -> Statement:
    rows = queries.obligations_of(partnership, year, on=on, found=found)
    in_law = [one for one in rows if not one.duty.is_custom]
    return Statement(
        year, on, tuple(one for one in in_law if one.is_own), tuple(one for one in in_law if not one.is_own),
        tuple(one for one in rows if one.duty.is_custom),
    )  # fmt: skip


def row_of(one: Obligation) -> tuple[str, ...]:
    """Duty, for when, by when, how it stands, what shows it, under which law."""
    shown = "; ".join(f"{proof.label}, {proof.on}" for proof in one.proofs[:3]) or one.because
    return (f"{one.code} {one.duty.title}", one.label, when_of(one), column_of(one.state), shown, one.version)


def statement_page(
    partnership: PartnershipFacts, made: Statement, formats: Iterable[str], *, may_release: bool
) -> StatementPage:
    here = address("duties-statement", partnership.slug)
    year = made.year.starts_on.year
    return StatementPage(
        "Statement of compliance",
        crumbs(partnership, DUTIES),
        made.lead,
        str(made.year),
        years_around(made.year, here),
        counts_of((*made.own, *made.others, *made.custom)),
        tuple(map(row_of, made.own)),
        tuple((*row_of(one)[:4], OWNER_WORDS[one.duty.owner]) for one in made.others),
        tuple(row_of(one)[:5] for one in made.custom),
        tuple(
            (fmt.upper(), address("duties-statement-file", partnership.slug, year=year, fmt=fmt))
            for fmt in formats
        ),
        address("duties-statement-release", partnership.slug, year=year)
        if may_release and (made.year.ends_on or made.on) < made.on
        else "",
        address("duties-statement-withdraw", partnership.slug, year=year) if may_release else "",
        next(
            (
                f"The public reads it as it stood on {short_date(one.stood_on)}."
                for one in queries.released(partnership.id)
                if one.year == str(made.year)
            ),
            "",
        ),
        address("public-duties", partnership.slug),
    )


def public_page(partnership: PartnershipFacts) -> PublicPage:
    """The statements that were released."""
    found = queries.released(partnership.id)
    return PublicPage(
        "How we meet our duties",
        ((partnership.name, address("public-home", partnership.slug)),),
        (
            "What the law asks of the partnership each year, how it stood, and what shows it. The responsible authorities owe these "
            "duties together.",
            "“Not yet assessed” means that nobody has looked: it is neither met nor missed."
            if found
            else "No statement has been published yet.",
        ),
        ("Duty", "For", "By when", "How it stood", "What shows it", "Under which law"),
        tuple(
            (
                one.year,
                long_date(one.stood_on),
                one.counts,
                one.rows,
                address("public-duties-file", partnership.slug, year=int(one.year[:4])),
            )
            for one in found
        ),
    )


def clocks_that_run(partnership: PartnershipFacts, on: date) -> tuple[tuple[str, str], ...]:
    """Statutory days in the next ninety days: an election holds none of them."""
    asked = Period(on, on + timedelta(90))
    return tuple(
        (one.duty.title, when_of(one))
        for one in queries.obligations_of(partnership, asked, on=on)
        if one.due_on and one.duty.strength == "MUST" and one.is_own
    )


def held_words() -> tuple[tuple[str, str], ...]:
    return tuple(HELD.items())
