"""What scrutiny law asks: a review in every twelve months, answers in 28 days from the report's own date, information by the
day that was named, officers and employees on notice. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.legal_dates import Wording, end_of_months

REGULATIONS = "Crime and Disorder (Overview and Scrutiny) Regulations 2009"
ACT = "Police and Justice Act 2006"
RESPONSE_DAYS = 28
AMBER_DAYS = 60
STANDINGS = ("officer", "employee")
OUTCOMES = ("awaited", "attended", "sent-another", "absent")
DECISIONS = ("accepted", "partly", "declined")


@dataclass(frozen=True)
class Clock:
    """Where something that is owed stands. `days_late` is 0 while it is not late; `status` is a slug, `words` a sentence."""

    status: str
    due: date | None
    days_late: int
    words: str


@rule(source=Citation(REGULATIONS, "reg 4"))
def review_clock(last: date | None, on: date) -> Clock:
    """A committee meets to review crime and disorder functions at least once in every twelve-month period.

    The twelve months run from the last such meeting, not from January. Before any meeting is recorded nothing is known.
    """
    if last is None:
        return Clock(
            "not-recorded", None, 0, "No review is recorded, so it cannot be told when the next is due."
        )
    due = end_of_months(last, 12, Wording.AFTER)
    if on > due:
        days = (on - due).days
        return Clock(
            "late",
            due,
            days,
            f"The last review was on {short_date(last)}; the next was due by {short_date(due)}, {_days(days)} ago.",
        )
    status = "due-soon" if on >= due - timedelta(days=AMBER_DAYS) else "running"
    return Clock(
        status, due, 0, f"The last review was on {short_date(last)}; the next is due by {short_date(due)}."
    )


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


@rule(source=Citation(REGULATIONS, "reg 7"))
def response_clock(dated: date, responded: date | None, on: date) -> Clock:
    """A recipient responds in writing within 28 days of the date of the report, or as soon as reasonably possible after.

    A passed day never closes the duty: it is then owed as soon as possible.
    """
    due = dated + timedelta(days=RESPONSE_DAYS)
    if responded is not None and responded <= on:
        late = max(0, (responded - due).days)
        words = f"Answered on {short_date(responded)}" + (
            f", {_days(late)} after the last day." if late else ", in time."
        )
        return Clock("answered-late" if late else "answered", due, late, words)
    if on > due:
        late = (on - due).days
        words = f"Due by {short_date(due)}, {_days(late)} ago; still owed, as soon as reasonably possible."
        return Clock("overdue", due, late, words)
    return Clock("due", due, 0, f"Due by {short_date(due)}.")


@rule(source=Citation(REGULATIONS, "reg 5"))
def information_clock(due: date | None, supplied: date | None, on: date) -> Clock:
    """Information is supplied by the day that the request names, or as soon as reasonably possible after."""
    if supplied is not None and supplied <= on:
        late = max(0, (supplied - due).days) if due else 0
        words = f"Supplied on {short_date(supplied)}" + (
            f", {_days(late)} after the day named." if late else "."
        )
        return Clock("supplied-late" if late else "supplied", due, late, words)
    if due is None:
        return Clock("due", None, 0, "The request names no day: as soon as reasonably possible.")
    if on > due:
        late = (on - due).days
        return Clock("overdue", due, late, f"Due by {short_date(due)}, {_days(late)} ago; still owed.")
    return Clock("due", due, 0, f"Due by {short_date(due)}.")


@rule(source=Citation(REGULATIONS, "reg 6"))
def notice_problem(standing: str) -> str:
    """Only an officer or employee of a responsible authority or co-operating body can be required to attend.

    The answer is empty where the notice may be given.
    """
    if standing in STANDINGS:
        return ""
    return "Only an officer or employee can be required to attend. Invite an elected member or a contractor instead."


# Promises ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Promised:
    """A promise with today's evidence. `change` is what its figure shows in per cent; None where it has none or is unknown."""

    text: str
    due: date | None
    done: date | None
    evidence: str
    direction: str
    change: Fraction | None
    has_figure: bool
    figure_unknown: str = ""


@dataclass(frozen=True)
class Kept:
    """How a promise stands, in words, and what a committee may want to ask."""

    status: str
    words: str
    enquiries: tuple[str, ...]


def standing_of(promise: Promised, on: date) -> Kept:
    """Whether a promise is kept, as far as the record tells, with suggested lines of enquiry."""
    if promise.has_figure and promise.change is not None and promise.direction:
        return _by_figure(promise, promise.change)
    if promise.done is not None and promise.done <= on:
        if promise.evidence:
            return Kept(
                "kept",
                f"Done on {short_date(promise.done)}: {promise.evidence}",
                ("What difference did it make, and how do you know?",),
            )
        return Kept(
            "said-done", f"Said to be done on {short_date(promise.done)}; no evidence is recorded.",
            ("What shows that it was done?", "What difference did it make?"),
        )  # fmt: skip
    if promise.has_figure and promise.figure_unknown:
        return Kept(
            "cannot-tell",
            f"Its figure is not known: {promise.figure_unknown}",
            ("When will the figure be known, and who supplies it?",),
        )
    if promise.due is not None and promise.due < on:
        late = (on - promise.due).days
        return Kept(
            "late", f"It was to be done by {short_date(promise.due)}, {_days(late)} ago, and nothing says that it was.",
            ("What has stood in the way?", "When will it be done, and who answers for it?"),
        )  # fmt: skip
    if promise.due is None:
        return Kept(
            "cannot-tell",
            "No day was set and nothing is recorded since.",
            ("By when will it be done?", "What has been done so far?"),
        )
    return Kept("running", f"It is to be done by {short_date(promise.due)}.", ("Is it on course?",))


def _by_figure(promise: Promised, change: Fraction) -> Kept:
    went = "up" if change > 0 else "down" if change < 0 else "nowhere"
    shown = f"The figure went {went}." if change else "The figure did not change."
    if went == promise.direction:
        return Kept("kept", shown, ("How much of this is due to what partners did?",))
    wanted = "up" if promise.direction == "up" else "down"
    return Kept(
        "not-kept", f"It was to go {wanted}. {shown}",
        (f"Why did it not go {wanted}?", "What will be done differently?", "Would more time or money have changed it?"),
    )  # fmt: skip
