"""Who had regard to what: the policing body's objectives and the partnership's priorities, in both directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds, undetermined

ANSWERS = {
    "supports": "Taken up",
    "in-part": "Taken up in part",
    "otherwise": "Looked at, and chosen otherwise",
    "not-ours": "Not a matter of this partnership",
}
OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True)
class Had:
    """That regard was had: `of` is the slug of the objective (ours) or of the priority (theirs); `to` what answers it, or empty."""

    direction: str
    of: str
    to: str
    answer: str
    reason: str
    on: date


@dataclass(frozen=True)
class Line:
    """One row of the matrix: an objective or a priority, and every answer to it."""

    slug: str
    title: str
    answers: tuple[Had, ...]

    @property
    def is_hole(self) -> bool:
        """Nobody answered it, or nobody said why."""
        return not any(one.reason.strip() for one in self.answers)


@dataclass(frozen=True)
class Matrix:
    """Both directions: objectives answered by our plan, priorities answered by theirs."""

    ours: tuple[Line, ...]
    theirs: tuple[Line, ...]

    @property
    def holes(self) -> tuple[Line, ...]:
        return tuple(one for one in (*self.ours, *self.theirs) if one.is_hole)


def matrix(
    objectives: Sequence[tuple[str, str]], priorities: Sequence[tuple[str, str]], had: Sequence[Had]
) -> Matrix:
    """The matrix of a plan and a police and crime plan. `objectives` and `priorities`: slug and title, in order."""

    def lines(direction: str, rows: Sequence[tuple[str, str]]) -> tuple[Line, ...]:
        return tuple(
            Line(slug, title, tuple(one for one in had if (one.direction, one.of) == (direction, slug)))
            for slug, title in rows
        )

    return Matrix(lines(OURS, objectives), lines(THEIRS, priorities))


@rule(
    source=Citation(
        "Crime and Disorder Act 1998",
        "s 6(1A)",
        "and Police Reform and Social Responsibility Act 2011, s 10(1)",
    )
)
def both_had_regard(found: Matrix, *, devolved: bool = False) -> Verdict:
    """Authorities have regard to the police and crime objectives, and the policing body to the authorities' priorities.

    A decision otherwise is allowed, a silent one is not: each answer has a reason. `devolved` says that the authorities'
    functions are devolved Welsh ones, to which neither duty runs.
    """
    if devolved:
        return holds(message("The functions are devolved in Wales; neither duty runs to them."))
    if not found.ours:
        return undetermined(message("No police and crime objectives are recorded."), "objectives")
    working = (
        f"{sum(1 for one in found.ours if not one.is_hole)} of {len(found.ours)} objectives, "
        f"{sum(1 for one in found.theirs if not one.is_hole)} of {len(found.theirs)} priorities answered"
    )
    if found.holes:
        parts = []
        for lines, words in ((found.ours, "Objectives that our plan does not answer"),
                             (found.theirs, "Priorities that their plan does not answer")):  # fmt: skip
            names = [one.title for one in lines if one.is_hole]
            if names:
                parts.append(f"{words}: {', '.join(names)}")
        return fails(message("Not answered with a reason yet. {holes}.", holes=". ".join(parts)),
                     Reason("s 6(1A)", working))  # fmt: skip
    return holds(
        message("Each objective and each priority is answered with a reason."), Reason("s 6(1A)", working)
    )


@dataclass(frozen=True)
class Required:
    """A report or meeting that the policing body required. `kind` is report or meeting."""

    kind: str
    required_on: date
    due_on: date
    about: str
    authorities: tuple[str, ...]
    people: int | None
    consulted_on: date | None
    ground: str
    answered_on: date | None


@rule(source=Citation("Crime and Disorder Act 1998", "s 7", "and regs 2007 (England), reg 14A, for meetings"))
def requirement_is_in_order(asked: Required, nation: str) -> Verdict:
    """A requirement says why it is reasonable and proportionate; one for a meeting names the authorities, how many people and
    what about, follows consultation of those authorities, and is a power in England alone.
    """
    lacking = [] if asked.ground.strip() else ["why it is thought reasonable and proportionate"]
    if asked.kind == "meeting":
        if nation != "E":
            return fails(
                message("The power to require a meeting is in force in England alone."),
                Reason("reg 14A", nation),
            )
        lacking += [] if asked.authorities else ["which authorities are to come"]
        lacking += [] if asked.people else ["how many people are to come"]
        if asked.consulted_on is None or asked.consulted_on > asked.required_on:
            lacking.append("that the authorities were consulted before")
    if lacking:
        return fails(message("The requirement does not say {what}.", what="; ".join(lacking)),
                     Reason("s 7" if asked.kind == "report" else "reg 14A", f"required {short_date(asked.required_on)}"))  # fmt: skip
    return holds(message("The requirement says what the law asks of it."))


@rule(source=Citation("Crime and Disorder Act 1998", "s 7"))
def requirement_is_met(asked: Required, on: date) -> Verdict:
    """A report is sent, or a meeting held, by the day that the requirement names."""
    due = short_date(asked.due_on)
    if asked.answered_on is not None:
        late = (asked.answered_on - asked.due_on).days
        done = short_date(asked.answered_on)
        if late > 0:
            return fails(message("Done on {done}, {late} days after {due}.", done=done, late=late, due=due),
                         Reason("s 7", f"{due}; {done}"))  # fmt: skip
        return holds(
            message("Done on {done}; it was due on {due}.", done=done, due=due),
            Reason("s 7", f"{due}; {done}"),
        )
    if on > asked.due_on:
        return fails(message("It was due on {due} and is not done.", due=due), Reason("s 7", due))
    return holds(message("Due on {due}.", due=due), Reason("s 7", due))
