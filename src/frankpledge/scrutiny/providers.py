"""Figures that the report works out from other figures: what is left of a change once counts may vary more than
chance, and which quarters can be told apart from chance. Each names its parts, so it opens to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frankpledge.analysis.change import Change, change
from frankpledge.analysis.dispersion import OverdispersedChange, overdispersed_change
from frankpledge.analysis.families import Adjustment
from frankpledge.analysis.limits import Method
from frankpledge.analysis.sentences import (
    ADJUSTMENT_NAMES,
    Wording,
    YearStatement,
    joined,
    percent_text,
    places_for,
    signed_text,
    year_and_quarters,
)
from frankpledge.documents.figures import InputFile
from frankpledge.figures.providers import Computed, Request, RowPage, SourceRow, provider
from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import message
from frankpledge.scrutiny.rules.phrases import quarters_of, season

SUM = "measure-sum"
OVERDISPERSED = "measure-change-overdispersed"
APART = "measure-quarters-apart"
METHOD: Method = "score"
"""The interval of every change in the report: the one that `measure-change` prints, so that figure and sentence agree."""


@dataclass(frozen=True)
class Cells:
    """The quarters of two years as counted; `unknown_because` is filled when any of them is unknown."""

    requests: tuple[Request, ...]
    old: tuple[int, ...]
    new: tuple[int, ...]
    seasons: tuple[str, ...]
    computed: tuple[Computed, ...]
    unknown_because: str

    @property
    def inputs(self) -> tuple[InputFile, ...]:
        return tuple({file.sha256: file for one in self.computed for file in one.inputs}.values())

    @property
    def rows_used(self) -> int:
        return sum(one.rows_used for one in self.computed)

    @property
    def parts(self) -> tuple[tuple[str, Request], ...]:
        return tuple(
            (f"{words(one['measure'])}, {Period.parse(one['period'])}", one) for one in self.requests
        )


def sum_request(request: Request, measure: str, period: Period) -> Request:
    """The request for one count that this figure is worked out from."""
    extra = {"area": request["area"]} if request.get("area") else {}
    return Request.of(
        request.partnership, SUM, request.known_at, measure=measure, period=period.code, **extra
    )


def cells(request: Request, measure: str) -> Cells:
    """Both years' quarters of a measure, computed but not remembered."""
    old, new = (quarters_of(Period.parse(request[name])) for name in ("old", "new"))
    requests = tuple(sum_request(request, measure, quarter) for quarter in (*old, *new))
    computed = tuple(provider(SUM).compute(one) for one in requests)
    reasons = [one.unknown_because or "a count is not known" for one in computed if one.value is None]
    values = tuple(0 if one.value is None else int(one.value) for one in computed)
    return Cells(
        requests, values[: len(old)], values[len(old) :], tuple(season(quarter) for quarter in new), computed,
        reasons[0] if reasons else "",
    )  # fmt: skip


class OverdispersedProvider:
    """The change between two years with the interval that counts varying more than chance would leave.

    Parameters: measure, old, new (periods made of quarters), area if not the partnership's own.
    """

    slug = OVERDISPERSED

    def compute(self, request: Request) -> Computed:
        found = cells(request, request["measure"])
        label = f"Change in {words(request['measure'])}, {request['old']} to {request['new']}, allowing for counts that vary more than chance"
        if not found.unknown_because and any(found.old) and any(found.new):
            return _overdispersed(label, found, overdispersed_change(found.old, found.new))
        because = found.unknown_because or "nothing was counted in one of the two years"
        return Computed(
            label, None, "not known", "", inputs=found.inputs, unknown_because=because, parts=found.parts
        )

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        return rows_of(cells(request, request["measure"]).requests, offset, limit)


def _overdispersed(label: str, found: Cells, made: OverdispersedChange) -> Computed:
    places = places_for(sum(found.old), sum(found.new))
    return Computed(
        label=label,
        value=made.percent,
        text=str(signed_text(made.percent, places)),
        formula="count ~ quarter + year, quasi-Poisson; the interval widened by the square root of the dispersion",
        unit="per cent",
        low=(made.low - 1) * 100,
        high=(made.high - 1) * 100,
        confidence=made.confidence,
        interval_text=interval_words(made.low, made.high, places),
        method=f"dispersion {made.phi:.3f} on {made.degrees} degrees of freedom; Student’s t",
        inputs=found.inputs,
        rows_used=found.rows_used,
        parts=found.parts,
    )


@dataclass(frozen=True)
class Apart:
    """What the quarters of one measure show, beside those of the others of its family."""

    year: Change
    quarters: tuple[tuple[str, Change], ...]
    statement: YearStatement


def apart(family: Sequence[Cells], own: Cells, adjustment: Adjustment, wording: Wording) -> Apart:
    """The year and quarters of `own`, its p values adjusted together with those of the whole family (`own` is one)."""
    quarters = _changes(own)
    others = [
        made.p for other in family if other is not own for _, made in _changes(other) if made.p is not None
    ]
    year = change(sum(own.old), sum(own.new), method=METHOD)
    statement = year_and_quarters(year, quarters, wording, adjustment=adjustment, others=others)
    return Apart(year, quarters, statement)


def _changes(found: Cells) -> tuple[tuple[str, Change], ...]:
    return tuple(
        (name, change(old, new, method=METHOD))
        for name, old, new in zip(found.seasons, found.old, found.new, strict=True)
    )


class QuartersApartProvider:
    """How many quarters of a year can be told apart, from chance, from the same quarters of another.

    Parameters: measure, old, new, family (the measures compared in the same breath, comma between them, this one
    among them), adjustment (bh or holm). The text names the quarters.
    """

    slug = APART

    def compute(self, request: Request) -> Computed:
        measures = request["family"].split(",")
        family = {measure: cells(request, measure) for measure in measures}
        own = family[request["measure"]]
        label = f"Quarters of {words(request['measure'])} that differ from chance, {request['old']} to {request['new']}"
        inputs = tuple({file.sha256: file for one in family.values() for file in one.inputs}.values())
        because = next((one.unknown_because for one in family.values() if one.unknown_because), "")
        if because:
            return Computed(
                label, None, "not known", "", inputs=inputs, unknown_because=because, parts=own.parts
            )
        adjustment: Adjustment = "holm" if request["adjustment"] == "holm" else "bh"
        wording = Wording(words(request["measure"]), request["old"], request["new"])
        told = apart(tuple(family.values()), own, adjustment, wording).statement.told_apart
        return Computed(
            label=label,
            value=len(told),
            text=joined(told) or "none",
            formula=f"score test of each quarter, p below 0.05 after adjusting for {len(own.seasons) * len(measures)} comparisons",
            unit="quarters",
            method=f"{ADJUSTMENT_NAMES[adjustment]}; likelihood ratio for whether the quarters changed alike",
            inputs=inputs,
            rows_used=sum(one.rows_used for one in family.values()),
            parts=tuple(part for one in family.values() for part in one.parts),
        )

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        measures = request["family"].split(",")
        return rows_of(
            [one for measure in measures for one in cells(request, measure).requests], offset, limit
        )


def rows_of(requests: Sequence[Request], offset: int, limit: int) -> RowPage:
    """A page over the rows behind several figures, one after the other; their columns are those of the first."""
    columns: tuple[str, ...] = ()
    rows: list[SourceRow] = []
    total = 0
    for request in requests:
        start = max(0, offset - total)
        page = provider(request.provider).rows(request, offset=start, limit=max(0, limit - len(rows)))
        columns = columns or page.columns
        rows += page.rows[: max(0, limit - len(rows))]
        total += page.total
    return RowPage(columns, tuple(rows), total)


def interval_words(low: float, high: float, places: int) -> str:
    """An interval of ratios as percentages, the way every figure prints one: −13.8% to 25.1%."""
    ends = [("−" if ratio < 1 else "") + percent_text((ratio - 1) * 100, places) for ratio in (low, high)]
    return str(message("{low} to {high}", low=ends[0], high=ends[1]))


def words(measure: str) -> str:
    """A measure's slug as words, for labels."""
    return measure.replace("-", " ")
