"""Figures of the plan's measures: what one comes to over a period, and how it changed. Each opens to its rows."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from frankpledge.figures.providers import Computed, Request, RowPage, SourceRow
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import Exact
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans.measures import queries
from frankpledge.plans.measures.facts import Standing
from frankpledge.plans.measures.picture import cell
from frankpledge.plans.rules.measures.case import SOURCES, Case, Reading
from frankpledge.plans.rules.measures.status import Status, Sum, total_over
from frankpledge.plans.rules.measures.words import change_words, limits_words, number, statement
from frankpledge.records.clock import today

COLUMNS = ("Period", "Figure", "Out of", "Where from")
FORMULAS = {
    "count": "the sum of {n}",
    "rate": "the sum of {n}, over their mean denominator, times {per}",
    "share": "the sum of {n}, over the sum of their denominators, in per cent",
    "value": "the last of {n}",
}


class PlanMeasureOver:
    """`plan-measure`: what a measure of the plan comes to over a period. Parameters: measure, period."""

    slug = "plan-measure"

    def compute(self, request: Request) -> Computed:
        case, period = _case(request).case, _period(request)
        label = f"{case.title}, {period}"
        found = total_over(case, period)
        if not isinstance(found, Sum):
            return Computed(label, None, "not known", "", unit=_unit(case), unknown_because=str(found))
        seen = _within(case, period)
        many = f"{len(seen)} {'figure' if len(seen) == 1 else 'figures'}"
        return Computed(
            label=label, value=_exact(found.value), text=number(case, found.value),
            formula=FORMULAS[case.form].format(n=many, per=case.per), unit=_unit(case), low=found.low, high=found.high,
            confidence=None if found.low is None else 0.95, interval_text=_limits(case, found), rows_used=len(seen),
            method=_method(case),
        )  # fmt: skip

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        seen = _within(_case(request).case, _period(request))
        return _page(_case(request).case, seen, offset, limit)


class PlanMeasureChange:
    """`plan-measure-change`: how far a measure of the plan changed, as its status says. Parameters: measure, on (a day)."""

    slug = "plan-measure-change"

    def compute(self, request: Request) -> Computed:
        found = _standing(request).status
        case, apart = found.case, found.apart
        label = f"{case.title}, change"
        if apart is None or apart.estimate is None or found.old is None or found.new is None:
            return Computed(label, None, "not known", "", unknown_because=str(statement(found)))
        label = f"{case.title}, change from {found.old.period} to {found.new.period}"
        size = (apart.estimate - 1) * 100 if apart.scale == "ratio" else apart.estimate
        parts = tuple(
            (
                name,
                Request.of(
                    request.partnership,
                    "plan-measure",
                    request.known_at,
                    measure=case.id,
                    period=one.period.code,
                ),
            )
            for name, one in (("old", found.old), ("new", found.new))
        )
        return Computed(
            label=label, value=Fraction(size).limit_denominator(10**9), text=change_words(found),
            formula=f"{number(case, found.new.value)} against {number(case, found.old.value)}",
            unit="per cent" if apart.scale == "ratio" else "percentage points" if apart.scale == "points" else _unit(case),
            confidence=0.95, interval_text=limits_words(found), method=apart.method, parts=parts,
            rows_used=len(_both(found)),
        )  # fmt: skip

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        found = _standing(request).status
        return _page(found.case, _both(found), offset, limit)


def _standing(request: Request) -> Standing:
    try:
        on = date.fromisoformat(request["on"])
    except (KeyError, ValueError) as error:
        raise Unusable(Problem("not-a-date", "No day is named.", "Write on=2023-06-14.")) from error
    return _found(request, on)


def _found(request: Request, on: date) -> Standing:
    try:
        return queries.standing(request.partnership, request["measure"], on=on)
    except (KeyError, NotFound) as error:
        raise Unusable(
            Problem(
                "no-such-measure",
                "The plan has no such measure.",
                "Correct the name; the plan lists its measures.",
            )
        ) from error


def _case(request: Request) -> Status:
    return _found(request, today()).status


def _period(request: Request) -> Period:
    try:
        return Period.parse(request["period"])
    except (KeyError, ValueError) as error:
        raise Unusable(
            Problem("no-such-period", "No such period.", "Write 2020, 2020-Q1, 2020-03 or 2020/21.")
        ) from error


def _within(case: Case, period: Period) -> tuple[Reading, ...]:
    seen = [one for one in case.readings if one.period.starts_on in period and one.period.ends_on in period]  # type: ignore[operator]
    return tuple(sorted(seen, key=lambda one: one.period.starts_on))


def _both(found: Status) -> tuple[Reading, ...]:
    return tuple(
        one
        for total in (found.old, found.new)
        if total is not None
        for one in _within(found.case, total.period)
    )


def _page(case: Case, seen: tuple[Reading, ...], offset: int, limit: int) -> RowPage:
    rows = tuple(
        SourceRow("Figures of the measure", "", place, _cells(case, one))
        for place, one in enumerate(seen, start=1)
    )
    return RowPage(COLUMNS, rows[offset : offset + limit], len(rows))


def _cells(case: Case, one: Reading) -> tuple[str, ...]:
    below = "" if one.denominator is None else f"{float(one.denominator):,.10g}"
    return (str(one.period), cell(case, one), below, SOURCES[one.source])


def _exact(value: Fraction) -> Exact:
    return int(value) if value.denominator == 1 else value


def _unit(case: Case) -> str:
    return "per cent" if case.form == "share" else case.unit


def _limits(case: Case, found: Sum) -> str:
    if found.low is None or found.high is None:
        return ""
    return f"{number(case, found.low)} to {number(case, found.high)}"


def _method(case: Case) -> str:
    return (
        "from the imported data"
        if case.feed
        else "from figures typed in, from a survey or a partner’s return"
    )
