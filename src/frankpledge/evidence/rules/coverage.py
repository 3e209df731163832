"""The coverage ledger: what is known, month by month, of each source and area; a gap is never a zero."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from frankpledge.analysis.series import MISSING, State
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period, months_in
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.numbers import round_half_up
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds, undetermined

GATES = Citation(
    "Annual deprivation index, quality gates of its police data",
    "12 non-empty months and 90% of rows placed in each year of a force",
    "https://github.com/Autonomy-Data-Unit/annual-deprivation-index",
)


@dataclass(frozen=True)
class Thresholds:
    """When a month is doubted. They are the gates of a published project; a partnership may set others.

    A month is suspect when it has less than `drop` of the mean of the months beside it, where these have at least
    `smallest` rows (among few rows halves are chance); partial when less than `placed` of its rows have a place.
    """

    drop: Fraction = Fraction(1, 2)
    placed: Fraction = Fraction(9, 10)
    smallest: int = 50


PUBLISHED = Thresholds()


@dataclass(frozen=True)
class MonthFact:
    """What the file in force says of one month (`2019-03`): accepted rows, those without a place, refused rows."""

    month: str
    n: int
    without_place: int = 0
    refused: int = 0


@dataclass(frozen=True)
class MonthState:
    """One line of the ledger. `n` of None means that nothing is known, which is not zero."""

    month: str
    state: State
    n: int | None
    because: Message

    @property
    def is_known(self) -> bool:
        """Whether the month may enter a sum at all."""
        return self.state not in MISSING


@rule(source=GATES)
def ledger(
    facts: Iterable[MonthFact], *, expected: Period, last_due: str, thresholds: Thresholds = PUBLISHED
) -> tuple[MonthState, ...]:
    """Every month that should be there has a state: complete, partial, suspect, absent, or not yet due.

    One line for each month of `expected`, in order; `last_due` is the last month that ought to have been
    published. Facts of other months are passed over. Raises ValueError when a month has two facts: which file is
    in force is settled before.
    """
    by_month = _by_month(facts)
    months = [month.code for month in months_in(expected)]
    _must_be_month(last_due)
    return tuple(_state(month, by_month, last_due, thresholds) for month in months)


def _by_month(facts: Iterable[MonthFact]) -> Mapping[str, MonthFact]:
    found: dict[str, MonthFact] = {}
    for fact in facts:
        _must_be_month(fact.month)
        if fact.month in found:
            raise ValueError(f"{fact.month} has two facts: only the file in force counts")
        found[fact.month] = fact
    return found


def _must_be_month(text: str) -> None:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise ValueError(f"‘{text}’ is not a month; write 2019-03")


def _state(month: str, facts: Mapping[str, MonthFact], last_due: str, thresholds: Thresholds) -> MonthState:
    fact = facts.get(month)
    if fact is None and month > last_due:
        return MonthState(month, State.NOT_DUE, None, message("Not published yet."))
    if fact is None:
        return MonthState(
            month, State.ABSENT, None, message("No file was imported. This is a gap, not a zero.")
        )
    beside = _beside(month, facts)
    if beside is not None and beside >= thresholds.smallest and fact.n < beside * thresholds.drop:
        text = message(
            "{n} rows, where the months beside it have about {beside}.",
            n=fact.n,
            beside=round_half_up(beside),
        )
        return MonthState(month, State.SUSPECT, fact.n, text)
    if fact.refused:
        text = message("{refused} rows of the file were refused.", refused=fact.refused)
        return MonthState(month, State.PARTIAL, fact.n, text)
    placed = None if fact.n == 0 else Fraction(fact.n - fact.without_place, fact.n)
    if placed is not None and placed < thresholds.placed:
        text = message("Only {percent}% of the rows have a place.", percent=round_half_up(placed * 100, 1))
        return MonthState(month, State.PARTIAL, fact.n, text)
    return MonthState(month, State.COMPLETE, fact.n, message(""))


def _beside(month: str, facts: Mapping[str, MonthFact]) -> Fraction | None:
    """The mean of the nearest month with a file before and after, no more than three months away."""
    near = [facts[at].n for at in (_nearest(month, facts, -1), _nearest(month, facts, 1)) if at is not None]
    return Fraction(sum(near), len(near)) if near else None


def _nearest(month: str, facts: Mapping[str, MonthFact], step: int) -> str | None:
    number = int(month[:4]) * 12 + int(month[5:]) - 1
    for away in range(1, 4):
        at = number + step * away
        code = f"{at // 12}-{at % 12 + 1:02d}"
        if code in facts:
            return code
    return None


@rule(
    source=Citation(
        "Partnership data method", "coverage ledger", "a rate whose window touches a gap is withheld"
    )
)
def sum_allowed(window: Sequence[MonthState]) -> Verdict:
    """A count over several months may be stated only when every month of it is known."""
    gaps = [each.month for each in window if not each.is_known]
    if not window:
        return undetermined(message("No month was asked about."), "months")
    if gaps:
        reason = Reason("coverage ledger", f"no data for {', '.join(gaps)}")
        return fails(
            message("Withheld: {gaps} of {months} months have no data.", gaps=len(gaps), months=len(window)),
            reason,
        )
    doubtful = [f"{each.month} ({each.state})" for each in window if each.state is not State.COMPLETE]
    said = Reason(
        "coverage ledger",
        f"{len(window)} months known" + (f", flagged: {', '.join(doubtful)}" if doubtful else ""),
    )
    return holds(message("All {months} months are known.", months=len(window)), said)


@rule(source=GATES)
def ranking_allowed(window: Sequence[MonthState], *, months: int = 12) -> Verdict:
    """An area may be ranked only on a full year of months, each of them known and not doubted."""
    good = [each for each in window if each.state is State.COMPLETE and each.n]
    others = [f"{each.month} ({each.state})" for each in window if each not in good]
    working = f"{len(good)} complete months with rows, {months} needed" + (
        f"; not counted: {', '.join(others)}" if others else ""
    )
    reason = Reason(str(GATES), working)
    if len(good) >= months:
        return holds(message("{good} complete months.", good=len(good)), reason)
    return fails(
        message("Not ranked: {good} of {months} months are complete.", good=len(good), months=months), reason
    )
