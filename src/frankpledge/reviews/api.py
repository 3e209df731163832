"""What other rooms may know of reviews: how many there are in each state, and nothing about any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from frankpledge.documents.figures import Figure
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.kernel.messages import message
from frankpledge.kernel.problems import Problem
from frankpledge.kernel.verdicts import Outcome, Reason, Verdict, fails
from frankpledge.reviews import counting
from frankpledge.reviews.rules.reconcile import CLAUSE, RECEIVED, STATES, problem, reconcile
from frankpledge.reviews.rules.standing import differences
from frankpledge.reviews.rules.standing import problem as case_problem

VALUE = "measure-value"


@dataclass(frozen=True)
class StateCount:
    """How many requests stand in one state; the figure is unknown where the count is."""

    slug: str
    title: str
    figure: Figure


@dataclass(frozen=True)
class ReviewCounts:
    """Reviews by state as counted on or last before a day, and whether they account for every request."""

    on: date
    period: str
    received: Figure | None
    states: tuple[StateCount, ...]
    verdict: Verdict
    problem: Problem | None

    @property
    def is_mismatch(self) -> bool:
        return self.verdict.outcome is Outcome.FAILS


MakeFigure = Callable[[Request], Figure]


def counts(
    partnership: str, *, on: date, known_at: datetime | None = None, figure: MakeFigure = figures.figure
) -> ReviewCounts:
    """Reviews by state for the last counted period that had begun on the day; every count is a figure that opens.

    `figure` makes each figure: remembered, so that it opens (the default), or only computed, for a mere look.

    Where the partnership keeps its cases here, the counts are those of the cases on that very day; counts that were
    imported besides must agree, and the problem names the cases by their references.

    A state without a measure is not among `states`; a measure without a value for the period is an unknown figure.
    """
    if counting.keeps_cases(partnership):
        return _of_cases(partnership, on, known_at, figure)
    period = _last_period(partnership, on, known_at)
    found = {} if period is None else _figures(partnership, period, known_at, figure)
    by_state = {slug: _count(figure) for slug, figure in found.items() if slug != RECEIVED}
    received = found.get(RECEIVED)
    verdict = reconcile(_count(received) if received else None, by_state)
    states = tuple(
        StateCount(state.slug, state.title, found[state.slug]) for state in STATES if state.slug in found
    )
    return ReviewCounts(on, period or "", received, states, verdict, problem(verdict))


def _of_cases(partnership: str, on: date, known_at: datetime | None, figure: MakeFigure) -> ReviewCounts:
    placed = counting.placed(partnership, on=on, known_at=known_at)
    shown = [state for state in STATES if state.always or placed.by_state[state.slug]]
    made = {
        slug: figure(Request.of(partnership, counting.COUNT, known_at, measure=slug, on=on.isoformat()))
        for slug in (RECEIVED, *(state.slug for state in shown))
    }
    verdict = reconcile(placed.received, {state.slug: placed.by_state[state.slug] for state in shown})
    imported = _imported(partnership, on, known_at, figure)
    differing = differences(placed, imported)
    if differing:
        # The verdict stands on the page of counts, whose readers need not know of any review.
        verdict = fails(
            message("Counts that were imported differ from the cases."),
            *(Reason(CLAUSE, one) for one in differences(placed, imported, named=False)),
        )
    states = tuple(StateCount(state.slug, state.title, made[state.slug]) for state in shown)
    why = case_problem(placed, differing) or problem(verdict)
    return ReviewCounts(on, on.isoformat(), made[RECEIVED], states, verdict, why)


def _imported(
    partnership: str, on: date, known_at: datetime | None, figure: MakeFigure
) -> dict[str, int | None]:
    """Counts that were imported for the last period that had begun: the requests received, and those in each state."""
    period = _last_period(partnership, on, known_at)
    found = {} if period is None else _figures(partnership, period, known_at, figure)
    return {slug: _count(one) for slug, one in found.items()}


def _figures(
    partnership: str, period: str, known_at: datetime | None, figure: MakeFigure
) -> Mapping[str, Figure]:
    from frankpledge.evidence import api as evidence

    return {
        slug: figure(Request.of(partnership, VALUE, known_at, measure=slug, period=period))
        for slug in (RECEIVED, *(state.slug for state in STATES))
        if evidence.measure(partnership, slug, known_at=known_at) is not None
    }


def _count(figure: Figure) -> int | None:
    return None if figure.value is None else int(figure.value)


def _last_period(partnership: str, on: date, known_at: datetime | None) -> str | None:
    """The code of the last period, of the requests received, that had begun on the day."""
    from frankpledge.evidence import api as evidence

    if evidence.measure(partnership, RECEIVED, known_at=known_at) is None:
        return None
    points = evidence.series(partnership, RECEIVED, known_at=known_at).points
    begun = [point.period for point in points if point.period.starts_on <= on and point.value is not None]
    return max(begun, key=lambda period: period.starts_on).code if begun else None


def rotate_keys() -> int:
    """Seal the key of every review with a new key of the installation, and drop the old one. Says how many there are."""
    from frankpledge.reviews.vault import keys

    return keys.rotate()
