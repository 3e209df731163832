"""Turns a case, as far as a person reaches, into what its pages show."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.reviews.cases import emergency, money, stand_in
from frankpledge.reviews.cases.pages import (
    INVENTED,
    Bar,
    CasePage,
    CaseRow,
    ClockRow,
    Crumbs,
    EntryRow,
    Portfolio,
    RelativeRow,
    StepRow,
    Tick,
)
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.rules.actions import STATE_WORDS
from frankpledge.reviews.rules.casework.fields import GROUP_TITLES, Group
from frankpledge.reviews.rules.casework.kinds import KINDS, RECIPIENTS
from frankpledge.reviews.rules.casework.state import CaseState, Entry, Relative
from frankpledge.reviews.rules.casework.steps import days_to_avoid, next_steps, owed
from frankpledge.reviews.rules.rights import PARTS
from frankpledge.reviews.rules.timetable import Clock, ClockStatus, Stage
from frankpledge.web.routes import Place

STAGES = {
    Stage.NOTHING: "Nothing has come in yet", Stage.NOTIFIED: "The decision is waited for", Stage.NOT_HELD: "It was decided that no review is held",
    Stage.CHALLENGED: "It was decided that no review is held, and the Home Office asks to think again", Stage.ONGOING: "The review is under way", Stage.ON_HOLD: "On hold", Stage.SUBMITTED: "With the Home Office",
    Stage.CHANGES: "Changes the Home Office asked for are in hand", Stage.CLEARED: "Cleared for publication",
    Stage.PUBLISHED: "Published", Stage.DISCONTINUED: "Discontinued",
    Stage.TRANSFERRED: "Transferred: another partnership leads, and our agencies take part",
}  # fmt: skip
COLOURS = {ClockStatus.MET: "green", ClockStatus.LATE: "red", ClockStatus.RUNNING: "blue", ClockStatus.HELD: "yellow", ClockStatus.UNKNOWN: "grey"}  # fmt: skip
REVIEWS, CASES = "reviews", "review-cases"
LATEST = 12
"""Entries of the log that a page shows at once."""
PAGES = {
    "criteria-answered": "review-criteria", "anonymisation-scanned": "review-scans", "anonymisation-signed": "review-scans",
    "published": "review-scans",
}  # fmt: skip
"""Steps that have a page of their own."""


def address(route: str, partnership: Place, **parts: object) -> str:
    return reverse(route, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *more: tuple[str, str]) -> Crumbs:
    """From the list of one's reviews inwards: guests know no page above it."""
    return (("Reviews you take part in", address(CASES, partnership)), *more)


def case_crumb(partnership: PartnershipFacts, case: CaseFacts) -> tuple[str, str]:
    return (name_of(case), address("review", partnership, case=case.id))


def name_of(case: CaseFacts) -> str:
    return f"Review {case.codename}"


def banner(case: CaseFacts) -> str:
    return INVENTED if case.is_invented else ""


def stage_of(case: CaseFacts) -> str:
    """Where a review stands, in words."""
    state = case.state
    if state.has("concluded"):
        return "Concluded"
    if state.has("our-part-ended"):
        return "Led by another partnership; our agencies’ part has ended"
    if state.open_challenge:
        return f"{STAGES[case.timetable.stage]}; the decision is questioned"
    if state.has("transfer-accepted"):
        return "Transferred: another partnership leads, and our agencies take part"
    if state.is_participating:
        return "Another partnership leads; our agencies take part"
    if state.has("withheld") and not state.is_published:
        return "Complete; publication is withheld, with its reasons"
    if state.is_published:
        return "Published; its actions are followed"
    return STAGES[case.timetable.stage]


def row(case: CaseFacts, partnership: PartnershipFacts) -> CaseRow:
    clock = None if _is_theirs(case.state) or _has_ended(case) else _next_clock(case)
    parts = (
        ", ".join(PARTS.get(one, one) for one in sorted(case.reach.slugs))
        if len(case.reach.slugs) < len(PARTS)
        else "All"
    )
    return CaseRow(
        address("review", partnership, case=case.id), name_of(case), parts, stage_of(case),
        f"{clock.limit.title}: {clock.due}" if clock and clock.due else _no_day(case), lateness(clock) if clock else "",
    )  # fmt: skip


def _has_ended(case: CaseFacts) -> bool:
    return case.state.has("published", "withheld", "concluded") or case.timetable.stage is Stage.NOT_HELD


def _no_day(case: CaseFacts) -> str:
    return "None of ours" if _is_theirs(case.state) else "None"


def _is_theirs(state: CaseState) -> bool:
    """Another partnership answers for the time limits."""
    return state.is_participating or state.has("discontinued")


def _next_clock(case: CaseFacts) -> Clock | None:
    """The clock that runs, or the last that ended."""
    begun = [one for one in case.timetable.clocks if one.begins and one.limit.strength != "LOCAL"]
    running = [one for one in begun if one.ended is None]
    return next(iter(running), begun[-1] if begun else None)


def lateness(clock: Clock) -> str:
    """How a clock stands, in words. One day is one day."""
    if clock.late and clock.late.most:
        days = (
            str(clock.late.least)
            if clock.late.least == clock.late.most
            else f"{clock.late.least} to {clock.late.most}"
        )
        return f"{days} day{'' if days == '1' else 's'} late"
    return {
        ClockStatus.MET: "In time", ClockStatus.RUNNING: "Running", ClockStatus.HELD: "On hold",
        ClockStatus.UNKNOWN: "Not known", ClockStatus.LATE: "Late",
    }[clock.status]  # fmt: skip


def clock_row(clock: Clock, passed_on: str = "") -> ClockRow:
    """A time limit as the page shows it; `passed_on`: it ended with the review here, and is nobody's of ours."""
    notes = []
    for change in clock.changes:
        if change.agreed is None:
            notes.append(
                f"A change to {change.to} is proposed and not yet agreed. Work goes on; the partnership decides at its next meeting."
            )
        elif change.is_late_approval:
            notes.append(
                f"The change to {change.to} was agreed on {change.agreed}, after the day it replaced."
            )
    if clock.agreed_due and clock.late_on_original and clock.late_on_original.most:
        notes.append(f"Measured by the first day: {clock.late_on_original.least} days after it.")
    return ClockRow(
        clock.limit.title, str(clock.original_due) if clock.original_due else "No day is known",
        str(clock.agreed_due) if clock.agreed_due else "None", *_standing(clock, passed_on), clock.working, tuple(notes),
    )  # fmt: skip


def _standing(clock: Clock, passed_on: str) -> tuple[str, str]:
    """How a clock stands, in words and a colour."""
    if passed_on and clock.ended is None:
        late = clock.late is not None and clock.late.most > 0
        return f"{lateness(clock)} when {passed_on}" if late else passed_on[:1].upper() + passed_on[
            1:
        ], "grey"
    return lateness(clock), COLOURS[clock.status]


def case_page(case: CaseFacts, partnership: PartnershipFacts, links: tuple[tuple[str, str], ...]) -> CasePage:
    state, shows_file = case.state, case.reads(Group.FILE)
    shows_family = case.reads(Group.FAMILY)
    hold = state.last("hold")
    on_hold = case.timetable.stage is Stage.ON_HOLD and hold is not None and shows_file
    return CasePage(
        title=name_of(case),
        crumbs=crumbs(partnership),
        banner=banner(case),
        stage=stage_of(case),
        law=_law(state),
        part=", ".join(PARTS.get(one, one) for one in sorted(case.reach.slugs)),
        avoid=tuple(f"{one.label}: {one.why}, {short_date(one.on)}" for one in days_to_avoid(state)) if shows_family else (),
        family=tuple(_relative(one) for one in state.family) if shows_family else (),
        shows_family=shows_family,
        shows_file=shows_file,
        clocks=_clocks(case),
        hold=f"On hold: {hold.text('because')} Looked at again on {hold.day('look_again')}." if on_hold and hold else "",
        publishable=_publishable(case),
        steps=_steps(case, partnership),
        owed=_owed(case),
        recommendations=_recommendations(case),
        distribution=_distribution(state) if case.reads(Group.PUBLICATION) else (),
        money=_money(case, partnership),
        money_note=_money_note(case, partnership),
        entries=_entries(case)[:LATEST],
        earlier=_entries(case)[LATEST:],
        links=links,
        others=_others(case) if shows_file else (),
        opened=_opened(case, partnership),
        deciding=_deciding(state) if shows_file else (),
    )  # fmt: skip


def _clocks(case: CaseFacts) -> tuple[ClockRow, ...]:
    """The time limits that have begun; none of a review that was never ours to lead, and none for those who know their own part only."""
    if not (case.reads(Group.FILE) or "member" in case.reach.slugs):
        return ()
    first = case.state.last("received")
    if case.state.is_participating and first and first.text("role") == "participating":
        return ()
    ended = case.state.last("transfer-accepted", "discontinued")
    words = {"transfer-accepted": "passed on", "discontinued": "discontinued"}[ended.kind] if ended else ""
    passed_on = f"{words} on {ended.on}" if ended else ""
    return tuple(clock_row(one, passed_on) for one in case.timetable.clocks if one.begins)


def _publishable(case: CaseFacts) -> str:
    """Whether the report may be published, while that is a question of ours."""
    if case.state.is_participating or case.state.is_published or not case.state.is_held:
        return ""
    return (
        "It may be published."
        if case.timetable.publishable
        else f"It may not be published: {case.timetable.why_not}"
    )


def _others(case: CaseFacts) -> tuple[str, ...]:
    """How it stands with other partnerships, in sentences."""
    state, found = case.state, []
    first = state.last("received")
    if state.is_participating and first and first.text("leader"):
        found.append(f"{first.text('leader')} leads this review.")
    offered, answer = state.last("transfer-offered"), state.last("transfer-accepted", "transfer-refused")
    if offered and not (answer and answer.sequence > offered.sequence):
        found.append(
            f"Offered to {offered.text('to')} on {offered.on}. Until it accepts, the review is ours and its time limits run."
        )
    if answer:
        found.append(f"{answer.on}: {answer.told()}")
    moved = state.last("custody-moved")
    if moved:
        found.append(f"The records were handed over on {moved.on}. Receipt: {moved.text('receipt')}.")
    elif state.has("transfer-accepted"):
        found.append("The records have not been handed over yet.")
    found += [
        f"{one.on}: {one.told()}" for one in state.all("joint-agreed", "transfer-in-accepted", "young-route")
    ]
    told = state.last("lead-told")
    if told:
        found.append(f"{told.on}: {told.told()}")
    return tuple(found)


def _opened(case: CaseFacts, partnership: PartnershipFacts) -> tuple[tuple[str, str, str], ...]:
    """What somebody has to look at first: a review without a coordinator, openings in an emergency."""
    missing: tuple[tuple[str, str, str], ...] = ()
    if case.reach.slugs & stand_in.NAMES and case.id in stand_in.uncoordinated(case.partnership):
        href = f"{address('review-stand-in', partnership)}?reference={case.reference}"
        missing = (("Nobody coordinates this review: each of its coordinators has left, or has a conflict of interest.", href, "Name a stand-in"),)  # fmt: skip
    return missing + tuple(
        (f"{one.who} opened this review in an emergency on {short_date(local_date(one.at))}: {one.reason} Look at it by {short_date(date.fromisoformat(one.look_by))}.",
         address("review-emergency-look", partnership, case=case.id, opening=one.id), "Look at it")
        for one in emergency.openings((case,), only_open=True)
    )  # fmt: skip


def _deciding(state: CaseState) -> tuple[tuple[str, ...], ...]:
    if len(state.people) < 2:
        return ()
    return tuple(
        (who, str(tested.outcome).replace("-", " "), ", ".join(tested.unanswered) or "All answered")
        for who, tested in state.tested_each().items()
    )


def _law(state: CaseState) -> str:
    frozen = "frozen when it was decided" if state.decision else "on what is known so far"
    guidance = f"; {state.guidance.title}" if state.guidance else ""
    return f"{state.regime.label[:1].upper()}{state.regime.label[1:]} under the {state.regime.base}{guidance} ({frozen})."


def _relative(one: Relative) -> RelativeRow:
    facts = [("Reached", f"{one.channel}, in {one.language}"), ("Who makes contact", one.who),
             ("Advocacy", one.advocacy or "Not offered yet"), ("Leaflets", ", ".join(one.leaflets) or "None yet")]  # fmt: skip
    if one.last_contact:
        facts.append(("Last contact", f"{one.last_contact}: {one.contact}"))
    if one.reading:
        facts.append(("Private reading", one.reading))
    avoid = tuple(f"{_day_of_year(day)} ({why})" for day, why in one.avoid)
    return RelativeRow(one.label, one.relation, tuple(facts), one.wishes, avoid)


def _day_of_year(said: str) -> str:
    """24-12 as people say it: 24 December."""
    day, month = (int(part) for part in said.split("-"))
    return f"{day} {month_name[month]}"


def _steps(case: CaseFacts, partnership: PartnershipFacts) -> tuple[StepRow, ...]:
    may, found = set(case.may_write), []
    for step in next_steps(case.state):
        if not case.reads(KINDS[step.kind].group):
            continue
        page = PAGES.get(step.kind, "")
        said = {} if page else {"kind": step.kind}
        href = address(page or "review-record", partnership, case=case.id, **said) if step.kind in may else ""
        letters = step.letter and case.reads(Group.FILE)
        found.append(StepRow(step.words, href, step.letter if letters else "",
                             address("review-documents", partnership, case=case.id) if letters else ""))  # fmt: skip
    return tuple(found)


def _owed(case: CaseFacts) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (one.agency or "Nobody yet", one.what, str(one.due) if one.due else "No date",
         f"{one.days_over} {'day' if one.days_over == 1 else 'days'} overdue" if one.days_over else ("No reply yet" if one.due else "No date was set"))
        for one in owed(case.state)
        if case.reach.reads_entry(one.group, one.agency)
    )  # fmt: skip


def _recommendations(case: CaseFacts) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (one.id, one.text, one.agency, str(one.due) if one.due else "No date",
         STATE_WORDS[one.state], one.assured_by or "Nobody yet")
        for one in case.state.recommendations
        if case.reach.reads_entry(Group.LEARNING, one.agency)
    )  # fmt: skip


def _distribution(state: CaseState) -> tuple[tuple[str, ...], ...]:
    if not state.is_held or not state.has("draft-made", "copy-sent"):
        return ()
    rows = []
    for recipient, title in RECIPIENTS:
        sent = [one for one in state.all("copy-sent") if one.text("recipient") == recipient]
        got = any(one.text("recipient") == recipient for one in state.all("copy-acknowledged"))
        required = recipient in state.regime.copies
        if recipient == "welsh-ministers" and not required:
            continue
        proof = f"{sent[-1].on}, {sent[-1].text('how')}; {sent[-1].text('what')}" if sent else "Not sent"
        rows.append((title, "By law" if required else "By guidance or custom", proof, "Yes" if got else "No"))
    return tuple(rows)


def _money(case: CaseFacts, partnership: PartnershipFacts) -> tuple[tuple[str, ...], ...]:
    if not case.reads(Group.MONEY) or not case.state.has("cost", "cost-estimated", "invoice-sent"):
        return ()
    return tuple(
        (one.party, f"£{one.share:,.2f}", f"£{one.invoiced:,.2f}", f"£{one.paid:,.2f}", f"£{one.owes:,.2f}")
        for one in money.account(case.state, partnership.slug).parties
    )


def _money_note(case: CaseFacts, partnership: PartnershipFacts) -> str:
    if not case.reads(Group.MONEY):
        return ""
    found = money.account(case.state, partnership.slug)
    if not found.total and not found.estimated:
        return ""
    against = f" against £{found.estimated:,} estimated ({found.variance_words})" if found.estimated else ""
    return f"Cost so far £{found.total:,}{against}. {found.agreement}"


def _when(one: Entry) -> tuple[date, int]:
    """Where an entry stands in what happened: by its day, and of one day by the order of writing."""
    return (one.on.latest if one.on else local_date(one.recorded_at), one.sequence)


def _entries(case: CaseFacts) -> tuple[EntryRow, ...]:
    rows = []
    for one in sorted(case.shown, key=_when, reverse=True):
        written = local_date(one.recorded_at)
        late = one.on is None or one.on.latest != written
        rows.append(
            EntryRow(one.sequence, str(one.on) if one.on else "Day not known", f"written {short_date(written)}" if late else "",
                     KINDS[one.kind].title, one.told(), one.by, GROUP_TITLES[one.group], one.sequence in case.state.corrected)
        )  # fmt: skip
    return tuple(rows)


def portfolio(cases: Sequence[CaseFacts], partnership: PartnershipFacts, on: date) -> Portfolio | None:
    """All reviews in one picture: from the notice until the end or today, with the first day of the report and the agreed one."""
    lines = [
        (case, received.earliest, case.timetable.clock("T4"))
        for case in cases
        if (received := case.state.received)
    ]
    if not lines:
        return None
    dues = [clock.due.latest for _, _, clock in lines if clock and clock.due]
    first, last = min(start for _, start, _ in lines), max([on, *dues])
    first, last = date(first.year, 1, 1), date(last.year + 1, 1, 1)
    span = (last - first).days

    def x(day: date) -> int:
        return round(1000 * (day - first).days / span)

    bars = []
    for place, (case, start, clock) in enumerate(sorted(lines, key=lambda line: line[1])):
        ended = case.state.last(
            "published", "withheld", "transfer-accepted", "discontinued", "concluded", "our-part-ended"
        )
        if ended is None and case.timetable.stage is Stage.NOT_HELD and not case.state.open_challenge:
            ended = case.state.last("challenge-answered", "decided")
        until = ended.on.latest if ended and ended.on else on
        original = clock.original_due.latest if clock and clock.original_due else None
        agreed = clock.agreed_due.latest if clock and clock.agreed_due else None
        words = f"{name_of(case)}: notice {short_date(start)}; report first due {short_date(original) if original else 'not known'}"
        words += f", agreed {short_date(agreed)}" if agreed else ""
        words += f"; ended {short_date(until)}" if ended else "; goes on"
        bars.append(Bar(name_of(case), address("review", partnership, case=case.id), 24 + 34 * place, x(start), x(until),
                        x(original) if original else None, x(agreed) if agreed else None, words))  # fmt: skip
    years = range(first.year, last.year + 1)
    ticks = tuple(Tick(x(date(year, 1, 1)), str(year)) for year in years if year < last.year)
    return Portfolio(tuple(bars), ticks, x(on), 24 + 34 * len(bars) + 30)
