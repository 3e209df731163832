"""The figures of severity: `severity-total` and `severity-change`, which open to the counts and to what each weighs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from frankpledge.analysis.severity import Change, Weighted
from frankpledge.analysis.severity_words import (
    coverage_sentence,
    score_text,
    set_in_words,
    spread_sentence,
    total_text,
)
from frankpledge.evidence import coded, severity
from frankpledge.evidence.figures import observed, one_after_another, percent_text, period_of, unknown
from frankpledge.evidence.rules.offences import OffenceRow
from frankpledge.evidence.severity import Scored
from frankpledge.evidence.snapshot import snapshot
from frankpledge.figures.providers import Computed, Request, RowPage
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Problem, Unusable

UNIT = "severity score"
LIMITS = "limits of chance for weighted sums of counts (Fay and Feuer 1997), the range of weights included"


class SeverityTotal:
    """`severity-total`: the offences of a measure in a period, each by its weight. Parameters: measure, period; area and
    weights (a set by name; the one dated last otherwise) are optional. The interval holds chance and the range of weights."""

    slug = "severity-total"

    def compute(self, request: Request) -> Computed:
        made = _scored(request, period_of(request, "period"))
        label = f"{made.measure.title}, weighted by severity, {made.period}"
        found = made.found
        if found.middle is None:
            return unknown(label, found.because, UNIT)
        low, high = _span(found)
        return Computed(
            label=label,
            value=found.middle,
            text=score_text(found.middle),
            formula=f"the sum over offence codes of count × weight, by {set_in_words(made.weights.found)}. {coverage_sentence(found)}",
            unit=UNIT,
            low=low,
            high=high,
            confidence=None if low is None else found.confidence,
            interval_text=_span_text(found),
            method=LIMITS,
            inputs=made.inputs,
            rows_used=len(made.rows),
        )

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        """The rows that were counted, the heaviest first, with what each weighs and comes to."""
        made = _scored(request, period_of(request, "period"))
        ordered = sorted(
            ((_weight(made, row), row) for row in made.rows),
            key=lambda one: (-abs(one[0].score), one[1].line),
        )
        shown = [
            coded.source_row(made.held, row, (one.text, one.product))
            for one, row in ordered[offset : offset + limit]
        ]
        return RowPage(
            (*coded.COLUMNS, "Weight", "Count × weight"), tuple(shown), len(ordered), made.held.is_open
        )


class SeverityChange:
    """`severity-change`: the change of a score in per cent. Parameters: measure, old, new; area and weights are optional."""

    slug = "severity-change"

    def compute(self, request: Request) -> Computed:
        old, new = period_of(request, "old"), period_of(request, "new")
        parts = tuple(
            (name, _total_request(request, period)) for name, period in (("old", old), ("new", new))
        )
        sides = [_scored(request, period) for period in (old, new)]
        label = f"{sides[0].measure.title}, weighted by severity, change from {old} to {new}"
        moved = _moved(request, old, new)
        if (
            moved is None
            or moved.percent is None
            or moved.volume is None
            or moved.mix is None
            or moved.before.middle is None
        ):
            because = (moved.because if moved else "") or "no percentage can be taken from nothing"
            return unknown(label, because, "per cent", parts)
        scale = 100 / float(moved.before.middle)
        low, high = ((moved.low or 0.0) * scale, (moved.high or 0.0) * scale)
        return Computed(
            label=label,
            value=moved.percent,
            text=percent_text(moved.percent),
            formula=f"({total_text(moved.after)} − {total_text(moved.before)}) ÷ {total_text(moved.before)} × 100; "
            f"{score_text(moved.volume)} of it by number and {score_text(moved.mix)} by gravity",
            unit="per cent",
            low=low,
            high=high,
            confidence=moved.before.confidence,
            interval_text=f"{low:.1f}% to {high:.1f}%".replace("-", "−"),
            method=f"normal limits for the difference of weighted counts. {spread_sentence(moved)}",
            inputs=tuple(dict.fromkeys(one for side in sides for one in side.inputs)),
            rows_used=sum(len(side.rows) for side in sides),
            parts=parts,
        )

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        """The rows of the old period, then those of the new."""
        pages = [
            SeverityTotal().rows(
                _total_request(request, period_of(request, name)), offset=0, limit=offset + limit
            )
            for name in ("old", "new")
        ]
        return one_after_another(pages, offset=offset, limit=limit)


def _scored(request: Request, period: Period) -> Scored:
    """Raises `Unusable` for a measure that is not there, and for one that cannot be weighted, saying why."""
    observed(request)
    known = snapshot(request.partnership, request.known_at)
    area, weights = request.get("area") or "", request.get("weights") or ""
    made = severity.scored(known, request["measure"], period, area=area, weights=weights)
    if made is None:
        measure = known.measures[request["measure"]]
        why = severity.NO_WEIGHTS if coded.is_coded(measure) else severity.NO_CODES
        if weights and severity.weight_sets(known):
            why = f"There is no set of weights ‘{weights}’."
        raise Unusable(Problem("no-severity", why, "Import what is lacking, or ask for the count."))
    return made


def _moved(request: Request, old: Period, new: Period) -> Change | None:
    known = snapshot(request.partnership, request.known_at)
    area, weights = request.get("area") or "", request.get("weights") or ""
    return severity.change(known, request["measure"], old, new, area=area, weights=weights)


def _total_request(request: Request, period: Period) -> Request:
    more = {name: request[name] for name in ("area", "weights") if request.get(name)}
    return Request.of(
        request.partnership,
        "severity-total",
        request.known_at,
        measure=request["measure"],
        period=period.code,
        **more,
    )


def _span(found: Weighted) -> tuple[float | None, float | None]:
    return found.span or (None, None)


def _span_text(found: Weighted) -> str:
    low, high = _span(found)
    return "" if low is None or high is None else f"{score_text(low)} to {score_text(high)}"


@dataclass(frozen=True)
class _Weighs:
    text: str
    product: str
    score: Fraction


def _weight(made: Scored, row: OffenceRow) -> _Weighs:
    found = made.weights.found.of(row.code, row.offence, row.group)
    if found.low is None or found.middle is None or found.high is None:
        return _Weighs(
            "left out by the set" if str(found.how) == "left_out" else "no weight", "–", Fraction(0)
        )
    text = score_text(found.middle, 1)
    if not found.is_exact:
        text = f"{score_text(found.low, 1)} to {score_text(found.high, 1)}"
    score = (row.n or 0) * found.middle
    return _Weighs(text, "not known" if row.n is None else score_text(score, 1), score)
