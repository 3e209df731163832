"""What must go out before a meeting and when; whether what did go out was in time; what may still be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from frankpledge.governance.rules.terms.constitution import Constitution, Deadline
from frankpledge.governance.rules.terms.days import is_working, last_day
from frankpledge.governance.rules.terms.deadlines import Paper, notice_rule, paper_may_be_taken
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import long_date, short_date
from frankpledge.kernel.legal_dates import working_days_between
from frankpledge.kernel.problems import Problem, Unusable

DAYS_ARE = {
    "calendar": "days",
    "clear": "clear days",
    "working": "working days",
    "clear-working": "clear working days",
}


@dataclass(frozen=True)
class LastDay:
    """The last day for something, with the rule in words. `waivable` is false for a floor that nobody may waive."""

    what: str
    title: str
    due: date
    rule: str
    clause: str
    waivable: bool = True


@dataclass(frozen=True)
class Judged:
    """Whether something went out in time. `in_time` of None: the terms give no day for it."""

    in_time: bool | None
    late_by: int
    sentence: str
    clause: str = ""


def last_days(terms: Constitution, kind: str, on: date) -> tuple[LastDay, ...]:
    """Everything with a last day before a meeting of a kind on a day, the earliest first."""
    found = []
    if notice := notice_rule(terms, kind):
        found.append(_last_day("notice", "Notice of the meeting", notice.before, on, notice.clause))
    if papers := terms.papers:
        found.append(_last_day("papers", "Agenda and papers", papers.before, on, papers.clause))
        if papers.floor:
            what = "Last day for late papers, which nobody may waive"
            found.append(_last_day("floor", what, papers.floor, on, papers.clause, waivable=False))
    return tuple(sorted(found, key=lambda one: one.due))


def _last_day(
    what: str, title: str, before: Deadline, on: date, clause: str, *, waivable: bool = True
) -> LastDay:
    rule_in_words = f"{before.days} {DAYS_ARE[before.days_are]} before the meeting"
    return LastDay(what, title, last_day(before, on), rule_in_words, clause, waivable)


@rule(source=Citation("Terms of reference", "notice and papers"))
def circulated_in_time(due: LastDay | None, sent_on: date) -> Judged:
    """What went out on or before its last day was in time; what went out later was late by the days between.

    Where the terms count in working days, those are given too. Without a day in the terms nothing can be late.
    """
    if due is None:
        return Judged(None, 0, "The terms give no day for this, so it can be neither in time nor late.")
    if sent_on <= due.due:
        return Judged(True, 0, f"In time: it was due by {long_date(due.due)}.", due.clause)
    late = (sent_on - due.due).days
    counted = "1 day" if late == 1 else f"{late} days"
    if "working" in due.rule:
        working = working_days_between(due.due, sent_on, is_working)
        counted += f" ({working} working)"
    return Judged(False, late, f"Late by {counted}: it was due by {long_date(due.due)}.", due.clause)


@rule(source=Citation("Terms of reference", "late papers"))
def may_still_join(
    terms: Constitution | None, on: date, today: date, *, is_urgent: bool, leave_of: str
) -> str:
    """An item may join an agenda until its papers are due; after that only by leave of those the terms name, and for urgent
    business where they ask for it; after the floor by nobody's leave. Where the terms are silent it may join.

    Gives a sentence on what it rests on. Raises `Unusable` with the place and the remedy where it may not.
    """
    if terms is None or terms.papers is None:
        return "The terms of reference give no day for papers."
    found = paper_may_be_taken(terms.papers, Paper(today, is_urgent, leave_of), on)
    if found.ok:
        return f"{found.reason[:1].upper()}{found.reason[1:]}."
    floor = last_day(terms.papers.floor, on) if terms.papers.floor else None
    if floor and today > floor:
        reason = f"The last day on which a paper may still go out for this meeting was {long_date(floor)}, and nobody may waive it."
        remedy = "Put the item on the next meeting's agenda, or in the forward plan."
        raise Unusable(Problem("after-the-floor", reason, remedy, column="Agenda"))
    raise Unusable(_without_leave(terms, on, is_urgent=is_urgent))


def _without_leave(terms: Constitution, on: date, *, is_urgent: bool) -> Problem:
    papers = terms.papers
    if papers is None:
        raise ValueError("there is no rule about papers")
    due = short_date(last_day(papers.before, on))
    if not papers.leave_of:
        return Problem(
            "papers-closed",
            f"Papers were due by {due}, and the terms let nobody take late ones.",
            "Put the item on the next meeting's agenda.",
            column="Agenda",
        )
    if papers.only_urgent and not is_urgent:
        return Problem(
            "not-urgent",
            f"Papers were due by {due}; a late one is taken only when it is urgent.",
            "Say that it is urgent, and why, or put it on the next meeting's agenda.",
            column="It is urgent",
        )
    return Problem(
        "no-leave",
        f"Papers were due by {due}; a late one is taken only by leave of {' or '.join(papers.leave_of)}.",
        "Say whose leave was given.",
        column="By leave of",
    )
