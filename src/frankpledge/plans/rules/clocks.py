"""The legal clocks of a strategy: what was due when, what was done, what is late; its approvals and whom it must consult."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds, undetermined
from frankpledge.law.plan_law import Clock, StrategyKind
from frankpledge.plans.rules.checklist import add_years

EVENTS = {
    "needs-assessed": "Needs assessed",
    "draft-published": "Draft published",
    "intended": "Publication intended for",
    "approved": "Approved",
    "published": "Published",
    "reviewed": "Reviewed",
    "revised": "Revised",
    "return-sent": "Yearly return sent",
    "ended": "Ended",
}
STATES = {
    "met": "Met",
    "late": "Done late",
    "due": "Due",
    "overdue": "Overdue",
    "waiting": "Nothing to count from yet",
    "none": "No interval in law",
}
DAA = Citation(
    "Domestic Abuse Support (Local Authority Strategies and Annual Reports) Regulations 2021",
    "regs 4, 6 and 7",
)


@dataclass(frozen=True)
class Happened:
    """Something that happened to a strategy; `body` says who approved or sent."""

    kind: str
    on: date
    body: str = ""


@dataclass(frozen=True)
class Ticking:
    """One clock on a day: when the thing is or was due, what was done, how it stands, and the arithmetic in words."""

    clock: Clock
    due: date | None
    done: date | None
    state: str
    working: str


def clocks_of(kind: StrategyKind, happened: Iterable[Happened], on: date) -> tuple[Ticking, ...]:
    """How every clock of a kind of strategy stands on a day. Later events than `on` are not looked at.

    A day on which publication is intended counts as the day of publication until there is one.
    """
    known = sorted(
        (one for one in happened if one.on <= on or one.kind == "intended"), key=lambda one: one.on
    )
    return tuple(_CLOCKS[clock.kind](clock, known, on) for clock in kind.clocks)


def _all(known: Sequence[Happened], kind: str) -> list[date]:
    return [one.on for one in known if one.kind == kind]


def _first(known: Sequence[Happened], kind: str) -> date | None:
    return next(iter(_all(known, kind)), None)


def _before(clock: Clock, known: Sequence[Happened], on: date) -> Ticking:
    published = _first(known, clock.of)
    intended = _all(known, "intended")
    event = published or (intended[-1] if intended else None)
    done = _first(known, clock.code)
    if event is None:
        return Ticking(clock, None, done, "met" if done else "waiting", "No day of publication is known.")
    due = event - timedelta(days=clock.days)
    words = (
        f"{clock.days} days before {short_date(event)} is {short_date(due)}"
        if clock.days
        else f"before {short_date(event)}"
    )
    return _judged(clock, due, done, on, words)


def _judged(clock: Clock, due: date, done: date | None, on: date, working: str) -> Ticking:
    if done is not None:
        late = (done - due).days
        state, words = (
            ("late", f"done {short_date(done)}, {late} days late")
            if late > 0
            else ("met", f"done {short_date(done)}")
        )
        return Ticking(clock, due, done, state, f"{working}; {words}.")
    return Ticking(clock, due, None, "overdue" if on > due else "due", f"{working}.")


def _by(clock: Clock, known: Sequence[Happened], on: date) -> Ticking:
    due = clock.day or on
    return _judged(clock, due, _first(known, clock.code), on, f"by {short_date(due)}")


def _within(clock: Clock, known: Sequence[Happened], on: date) -> Ticking:
    """The first period of so many years begins with the day of first publication, the next with the end of the last.

    Of a period that was missed the review that came too late is shown until the next period ends.
    """
    start = _first(known, clock.of)
    if start is None:
        return Ticking(clock, None, None, "waiting", "It has not been published yet.")
    reviews = _all(known, clock.code)
    number, begins, missed = 1, start, None
    while True:
        last = add_years(start, clock.years * number) - timedelta(days=1)
        done = next((one for one in reviews if begins < one <= last), None)
        if missed and done:
            return _judged(clock, missed, done, on, _counted(clock, number - 1, start, missed))
        if on <= last or (done is None and not any(one > last for one in reviews)):
            return _judged(clock, missed or last, done, on, _counted(clock, number, start, missed or last))
        begins, missed, number = last, None if done else last, number + 1


def _counted(clock: Clock, number: int, start: date, last: date) -> str:
    return f"{clock.years * number} years from {short_date(start)} end on {short_date(last)}"


def _yearly(clock: Clock, known: Sequence[Happened], on: date) -> Ticking:
    start = _first(known, clock.of)
    if start is None:
        return Ticking(clock, None, None, "waiting", "It has not been published yet.")
    month, day = map(int, clock.month_day.split("-"))
    ended = date(on.year, month, day)
    if ended >= on:
        ended = date(on.year - 1, month, day)
    if ended < start:
        first = next(one for year in (start.year, start.year + 1) if (one := date(year, month, day)) >= start)
        return Ticking(
            clock, first, None, "due", f"the first year that it covers ends on {short_date(first)}."
        )
    sent = next((one for one in _all(known, clock.code) if one > ended), None)
    words = f"the year ended on {short_date(ended)}; the law says as soon as reasonably practicable after it"
    if sent:
        return Ticking(clock, ended, sent, "met", f"{words}; sent {short_date(sent)}.")
    return Ticking(clock, ended, None, "due", f"{words}.")


def _event(clock: Clock, known: Sequence[Happened], _on: date) -> Ticking:
    done = _all(known, clock.code)
    words = f"last on {short_date(done[-1])}." if done else "no review is recorded."
    return Ticking(clock, None, done[-1] if done else None, "none", f"No interval is fixed; {words}")


_CLOCKS = {"before": _before, "by": _by, "within": _within, "yearly": _yearly, "event": _event}


@rule(source=DAA)
def strategy_keeps_its_clocks(ticking: Sequence[Ticking]) -> Verdict:
    """A strategy is drafted, published, reviewed and returned within the times that the law of its kind names."""
    wrong = [one for one in ticking if one.state in {"late", "overdue"}]
    reasons = tuple(Reason("; ".join(map(str, one.clock.basis)), one.working) for one in wrong or ticking)
    if wrong:
        return fails(message("Late: {what}.", what="; ".join(one.clock.title for one in wrong)), *reasons)
    if ticking and all(one.state == "waiting" for one in ticking):
        return undetermined(message("Nothing has happened yet from which the law counts."), "publication")
    return holds(message("No clock of this strategy is overdue."), *reasons)


@rule(source=Citation("Crime and Disorder Act 1998", "s 6", "a shared strategy is each partnership's own"))
def every_owner_approved(ours: str, shared_with: Sequence[str], approvals: Sequence[Happened]) -> Verdict:
    """A strategy that two partnerships share stands once each of them has approved it."""
    given = {one.body.casefold(): one.on for one in approvals if one.kind == "approved"}
    wanted = (ours, *shared_with)
    lacking = [one for one in wanted if one.casefold() not in given]
    working = "; ".join(
        f"{one}: {short_date(given[one.casefold()])}" for one in wanted if one.casefold() in given
    )
    if lacking:
        text = message("Not approved yet by {names}.", names=" or ".join(lacking))
        return fails(text, Reason("approval", working or "no approval is recorded"))
    return holds(message("Approved by {names}.", names=" and ".join(wanted)), Reason("approval", working))


@rule(source=Citation("Police, Crime, Sentencing and Courts Act 2022", "s 8(4)"))
def everybody_was_consulted(
    kind: StrategyKind, heads: Iterable[str], *, published: date | None, asked: Iterable[date] = ()
) -> Verdict:
    """In preparing a strategy its makers consult every head that the law names, before it is published.

    `heads` are the heads consulted; `asked` the days on which bodies were asked.
    """
    if not kind.consult:
        return holds(message("The law names nobody who must be consulted."))
    done = set(heads)
    lacking = [one.title for one in kind.consult if one.code not in done]
    if lacking:
        return fails(message("Nobody is recorded as consulted for: {what}.", what="; ".join(lacking)),
                     Reason("; ".join(map(str, kind.basis)), f"{len(kind.consult) - len(lacking)} of {len(kind.consult)} heads"))  # fmt: skip
    late = [one for one in asked if published and one > published]
    if late:
        return fails(
            message("Asked only after it was published: {days}.", days=", ".join(map(short_date, late)))
        )
    return holds(message("Every head that the law names was consulted."))


@rule(source=Citation("Domestic Abuse Act 2021", "s 61"))
def the_kind_is_for_this_council(kind: StrategyKind, tier: str) -> Verdict:
    """Part 4 is for England's tier-one councils alone: counties, unitaries, metropolitan districts and the GLA.

    `tier` is the kind of council; empty when nobody recorded it.
    """
    if not kind.tiers:
        return holds(message("It is for every partnership."))
    if not tier:
        return undetermined(message("It is for {tiers} councils only, and the kind of council is not recorded.",
                                    tiers=" and ".join(kind.tiers)), "kind of council")  # fmt: skip
    if tier in kind.tiers:
        return holds(message("It is for {tier} councils.", tier=tier), Reason("s 61", tier))
    return fails(message("It is not for {tier} councils; the law gives it to {tiers}.", tier=tier,
                         tiers=", ".join(kind.tiers)), Reason("s 61", tier))  # fmt: skip


@rule(source=Citation(DAA.instrument, "reg 8"))
def the_return_is_whole(parts: Sequence[tuple[str, str]], contents: dict[str, str]) -> Verdict:
    """A yearly return says something under every part that the regulations name."""
    lacking = [title for code, title in parts if not contents.get(code, "").strip()]
    if lacking:
        return fails(message("The return does not say yet: {what}.", what="; ".join(lacking)),
                     Reason("reg 8", f"{len(parts) - len(lacking)} of {len(parts)} parts"))  # fmt: skip
    return holds(
        message("The return says something under each part."), Reason("reg 8", f"{len(parts)} parts")
    )
