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
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds

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


@rule(source=GATES)
def comparison_allowed(months: Sequence[MonthFact], *, thresholds: Thresholds = PUBLISHED) -> Verdict:
    """An area is set beside others only where enough of its force's rows of every month have a place: what has none is in no
    area, which would then seem to have less than it has.
    """
    short = [
        each
        for each in months
        if each.n and Fraction(each.n - each.without_place, each.n) < thresholds.placed
    ]
    share = round_half_up(thresholds.placed * 100)
    if not short:
        return holds(
            message("At least {share}% of the rows of every month have a place.", share=share),
            Reason(str(GATES), f"{len(months)} months"),
        )
    said = message(
        "in {few} of {months} months fewer than {share}% of its force’s rows have a place",
        few=len(short), months=len(months), share=share,
    )  # fmt: skip
    working = ", ".join(f"{each.month}: {each.without_place} of {each.n} without a place" for each in short)
    return fails(said, Reason(str(GATES), working))
