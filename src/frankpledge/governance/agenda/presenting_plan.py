"""From the record to the pages of the work ahead: the forward plan, a year of dates, faster tempo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from frankpledge.access.permissions import Permission
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.calling import free_day
from frankpledge.governance.agenda.facts import MeetingCard, PlannedFacts, TempoFacts
from frankpledge.governance.agenda.forms import DatesForm, TempoDatesForm, YearForm
from frankpledge.governance.agenda.pages import (
    Button,
    CheckRow,
    DatesPage,
    PlannedPage,
    PlanPage,
    PlanRow,
    TempoPage,
)
from frankpledge.governance.agenda.presenting import may
from frankpledge.governance.agenda.words import address, crumbs, moment_in_words
from frankpledge.governance.constitutions import constitution_on
from frankpledge.governance.rules.agenda.dates import (
    READINGS,
    Checked,
    Pattern,
    Proposed,
    every_so_many_weeks,
    months_for,
    often_enough,
    set_far_enough_ahead,
    year_of_dates,
)
from frankpledge.governance.rules.agenda.kinds import FUNCTIONS, ITEM_KINDS
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.deadlines import frequency_of
from frankpledge.kernel.dates import PartialDate, Period, long_date, short_date
from frankpledge.kernel.legal_dates import add_months
from frankpledge.kernel.people import Principal
from frankpledge.law import api as law
from frankpledge.records.clock import today
from frankpledge.web.forms import errors_of, fields_of

VERDICTS = {True: "Yes", False: "No", None: "Not yet certain"}


# The forward plan -------------------------------------------------------------------------------------------------


def plan_page(partnership: PartnershipFacts, principal: Principal, group: str = "") -> PlanPage:
    """What is foreseen by month, overdue first, then what was placed or dropped."""
    every = queries.planned(partnership.slug, group=group)
    waiting = [one for one in every if one.waits]
    months: dict[str, list[PlanRow]] = {}
    for one in waiting:
        months.setdefault(_month(one), []).append(_plan_row(partnership, one))
    writes = may(principal, Permission.GOVERNANCE_WRITE, partnership)
    return PlanPage(
        title="Forward plan",
        crumbs=crumbs(partnership),
        lead="What is to come before which meeting. An item that is put off keeps its history.",
        months=tuple((month, tuple(rows)) for month, rows in months.items()),
        gone=tuple(_plan_row(partnership, one) for one in every if not one.waits),
        buttons=(Button("Plan an item", address("planned-new", partnership)),) if writes else (),
    )


def _month(one: PlannedFacts) -> str:
    wanted = PartialDate.parse(one.wanted)
    if wanted.latest < today():
        return "Overdue"
    return str(PartialDate(wanted.year, wanted.month))


def _plan_row(partnership: PartnershipFacts, one: PlannedFacts) -> PlanRow:
    notes = [f"moved {len(one.moves)} times" if len(one.moves) > 1 else "moved once"] if one.moves else []
    if one.is_yearly:
        notes.append("every year")
    if one.is_closed:
        notes.append("closed")
    if one.is_dropped:
        notes.append(f"dropped: {one.dropped_because}")
    href = address("planned", partnership, planned=one.id)
    return PlanRow(
        one.title,
        href,
        ITEM_KINDS[one.kind].title,
        str(PartialDate.parse(one.wanted)),
        _where(one),
        "; ".join(notes),
    )


def _where(one: PlannedFacts) -> str:
    if one.item:
        return f"On the agenda of {one.meeting.title}" if one.meeting else "On an agenda"
    if one.meeting is None:
        return "No meeting yet"
    cancelled = ", which was cancelled" if one.meeting.status == "cancelled" else ""
    return f"{one.meeting.title}{cancelled}"


def planned_page(partnership: PartnershipFacts, principal: Principal, one: PlannedFacts) -> PlannedPage:
    """One item foreseen, with everything that moved it."""
    writes = may(principal, Permission.GOVERNANCE_WRITE, partnership) and one.waits
    here = {"planned": one.id}
    buttons = (
        Button("Move it", address("planned-move", partnership, **here)),
        Button("Change it", address("planned-edit", partnership, **here), style="secondary"),
        Button("Drop it", address("planned-drop", partnership, **here), style="secondary"),
    )
    return PlannedPage(
        title=one.title,
        crumbs=crumbs(partnership, ("Forward plan", address("forward-plan", partnership))),
        facts=tuple(_planned_facts(partnership, one)),
        moves=tuple((moment_in_words(m.at), m.by, m.before, m.after, m.because) for m in one.moves),
        buttons=buttons if writes else (),
    )


def _planned_facts(partnership: PartnershipFacts, one: PlannedFacts) -> Iterator[tuple[str, str]]:
    yield "Wanted", str(PartialDate.parse(one.wanted))
    yield "Where it stands", _where(one)
    yield "What it asks of the members", ITEM_KINDS[one.kind].title
    if one.why:
        yield "Why", one.why
    duty = law.duty(one.duty, partnership.nation, today()) if one.duty else None
    if duty:
        yield "Duty", duty.title
    if one.function:
        yield "Function", FUNCTIONS[one.function]
    if one.capacity:
        yield "Capacity", CAPACITIES[one.capacity].title.capitalize()
    if one.presenter:
        yield "Presented by", one.presenter
    if one.is_yearly:
        yield "Comes back", "Every year"
    if one.is_closed:
        yield "Closed because", one.closed_because
    if one.is_dropped:
        yield "Dropped because", one.dropped_because


# A year of dates --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A pattern as it was asked for, and days that are not wanted."""

    year: Period
    pattern: Pattern
    avoid: tuple[Period, ...]


@dataclass(frozen=True)
class AskedFaster:
    """Dates so many weeks apart from the first day of a stretch, and days that are not wanted."""

    period: Period
    weeks: int
    avoid: tuple[Period, ...]


def start_of_dates(partnership: str, group: str = "") -> dict[str, object]:
    """What the form begins with: the day after the last date set, and the months that the terms suggest."""
    known = [on for on, _, _ in queries.days_of_meetings(partnership, group=group)]
    starts = max([today(), *(on + timedelta(1) for on in known)])
    stored = constitution_on(partnership, starts, group=group)
    frequency = frequency_of(stored.constitution, "", "ordinary") if stored else None
    months = months_for(frequency, starts.month % 12 + 1) or (starts.month % 12 + 1,)
    return {"starts_on": starts, "weekday": "3", "week": "2", "months": [str(n) for n in months], "avoid": ""}


def dates_page(
    partnership: PartnershipFacts,
    form: YearForm,
    take: DatesForm | None,
    asked: Asked | None,
    group: str = "",
) -> DatesPage:
    """A pattern, the dates that follow from it, and whether they meet the terms under each reading."""
    proposed = propose(asked) if asked else ()
    stored = constitution_on(partnership.slug, asked.year.starts_on, group=group) if asked else None
    terms = stored.constitution if stored else None
    known = queries.days_of_meetings(partnership.slug, group=group) if asked else ()
    return DatesPage(
        title="A year of dates",
        crumbs=crumbs(partnership),
        lead=("Choose a pattern; look at the dates; take them. Bank holidays and the days you name are left out.",),
        pattern=fields_of(form),
        errors=(*(errors_of(form) if form.is_bound else ()), *(errors_of(take) if take and take.is_bound else ())),
        proposed=tuple((long_date(one.on), one.moved_because) for one in proposed),
        checks=tuple(_check_row(one) for one in _often_enough(terms, asked, proposed, known)),
        ahead_checks=tuple(_check_row(one) for one in _far_enough(terms, asked, proposed, known)),
        silent=tuple(_silent(terms)) if asked else (),
        take=fields_of(take) if take else (),
        action=address("meeting-dates", partnership),
    )  # fmt: skip


def start_of_tempo(running: TempoFacts) -> dict[str, object]:
    """What the form of a tempo's dates begins with: from today, or from its first day, for three months."""
    first = max(today() + timedelta(1), running.starts_on)
    return {"first": first, "until": add_months(first, 3), "avoid": ""}


def tempo_dates_page(
    partnership: PartnershipFacts,
    form: TempoDatesForm,
    take: DatesForm | None,
    asked: AskedFaster | None,
    running: TempoFacts,
) -> DatesPage:
    """The dates of a tempo, and whether they are as often as the terms ask in its phase."""
    proposed = propose_faster(asked) if asked else ()
    stored = constitution_on(partnership.slug, asked.period.starts_on) if asked else None
    frequency = frequency_of(stored.constitution, running.phase, "ordinary") if stored else None
    checks: tuple[Checked, ...] = ()
    if frequency and asked and frequency.phase == running.phase:
        known = [on for on, _, _ in queries.days_of_meetings(partnership.slug) if on < asked.period.starts_on]
        checks = often_enough(frequency, [one.on for one in proposed], known, asked.period)
    how = "every week" if running.every_weeks == 1 else f"every {running.every_weeks} weeks"
    return DatesPage(
        title="Dates while meeting faster",
        crumbs=crumbs(partnership, ("Meeting faster in a crisis", address("tempo", partnership))),
        lead=(
            f"Meeting {how}: {running.because}. A day that is no working day moves to the next one that is.",
        ),
        pattern=fields_of(form),
        errors=(
            *(errors_of(form) if form.is_bound else ()),
            *(errors_of(take) if take and take.is_bound else ()),
        ),
        proposed=tuple((long_date(one.on), one.moved_because) for one in proposed),
        checks=tuple(_check_row(one) for one in checks),
        ahead_checks=(),
        silent=(),
        take=fields_of(take) if take else (),
        action=address("tempo-dates", partnership),
    )


def propose_faster(asked: AskedFaster) -> tuple[Proposed, ...]:
    """The dates of a tempo, so many weeks apart."""
    return every_so_many_weeks(asked.period.starts_on, asked.weeks, asked.period, _why_not(asked.avoid))


def propose(asked: Asked) -> tuple[Proposed, ...]:
    """The dates of the year asked for; those already past are left out by its first day."""
    return year_of_dates(asked.pattern, asked.year, _why_not(asked.avoid))


def _why_not(avoid: Sequence[Period]) -> Callable[[date], str | None]:
    def why_not(on: date) -> str | None:
        if any(on in stretch for stretch in avoid):
            return "a day given as unwanted"
        return free_day(on)

    return why_not


def read_days(text: str) -> tuple[Period, ...]:
    """The days to avoid, one a line: a day, a month or a stretch. Raises ValueError naming the line."""
    return tuple(Period.parse(line) for line in text.split("\n") if line.strip())


def year_from(starts_on: date) -> Period:
    """Twelve months from a day."""
    return Period(starts_on, add_months(starts_on, 12) - timedelta(1))


Known = Sequence[tuple[date, date, str]]


def _often_enough(
    terms: Constitution | None, asked: Asked | None, proposed: Iterable[Proposed], known: Known
) -> tuple[Checked, ...]:
    frequency = frequency_of(terms, "", "ordinary") if terms else None
    if frequency is None or asked is None:
        return ()
    fixed = [on for on, _, _ in known]
    before = [on for on in fixed if on < asked.year.starts_on]
    dates = [one.on for one in proposed] + [on for on in fixed if on in asked.year]
    return often_enough(frequency, dates, before, asked.year)


def _far_enough(
    terms: Constitution | None, asked: Asked | None, proposed: Iterable[Proposed], known: Known
) -> tuple[Checked, ...]:
    if terms is None or terms.dates is None or asked is None:
        return ()
    meetings = [(one.on, today()) for one in proposed]
    meetings += [(on, set_on) for on, set_on, _ in known if on in asked.year]
    return set_far_enough_ahead(terms.dates, meetings, asked.year)


def _silent(terms: Constitution | None) -> Iterator[str]:
    if terms is None:
        yield "No terms of reference are recorded for that year, so the dates cannot be checked."
        return
    if frequency_of(terms, "", "ordinary") is None:
        yield "The terms of reference do not say how often to meet."
    if terms.dates is None:
        yield "The terms of reference do not say how far ahead dates are set."


def _check_row(one: Checked) -> CheckRow:
    return CheckRow(
        READINGS.get(one.reading, one.reading.replace("-", " ").capitalize()), VERDICTS[one.ok], one.sentence,
        needs_a_person=one.ok is False,
    )  # fmt: skip


def dates_to_take(proposed: Sequence[Proposed]) -> list[tuple[str, str]]:
    """The proposed dates to tick."""
    return [(one.on.isoformat(), long_date(one.on)) for one in proposed]


# Tempo ------------------------------------------------------------------------------------------------------------


def tempo_rows(partnership: str) -> tuple[tuple[str, str, str, str, str], ...]:
    """Every stretch of meeting faster: phase, how often, from, until, why."""
    found = []
    for one in queries.tempos(partnership):
        until = f"{short_date(one.ends_on)}: {one.ended_because}" if one.ends_on else "Still running"
        often = "Every week" if one.every_weeks == 1 else f"Every {one.every_weeks} weeks"
        found.append((one.phase.capitalize(), often, short_date(one.starts_on), until, one.because))
    return tuple(found)


def tempo_page(
    partnership: PartnershipFacts, fields: object, errors: tuple[tuple[str, str], ...], *, is_running: bool
) -> TempoPage:
    """The tempos there were, and the form that starts or ends one."""
    lead = (
        "The partnership is meeting faster now. When the crisis is over, say when it returns to normal and why."
        if is_running
        else "In a crisis a partnership may meet weekly or fortnightly. It begins on a day, for a reason, and ends on a day."
    )
    return TempoPage(
        "Meeting faster in a crisis", crumbs(partnership), lead, tempo_rows(partnership.slug), fields, errors,  # type: ignore[arg-type]
        "Return to normal" if is_running else "Begin to meet faster",
        address("tempo-dates", partnership) if is_running else "",
    )  # fmt: skip


def phases_of(partnership: str) -> tuple[tuple[str, str], ...]:
    """The phases that the terms in force know."""
    stored = constitution_on(partnership, today())
    found = dict.fromkeys(
        one.phase for one in (stored.constitution.frequencies if stored else ()) if one.phase
    )
    return tuple((phase, phase.replace("-", " ").capitalize()) for phase in found)


def meetings_to_choose(coming: Sequence[MeetingCard]) -> list[tuple[str, str]]:
    """Meetings that are ahead, to be chosen from."""
    return [(one.slug, f"{one.title}, {one.held}") for one in coming]
