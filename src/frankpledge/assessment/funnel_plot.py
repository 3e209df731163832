"""The funnel plot of an issue: its rate against the most similar partnerships, with the limits that its verdict uses. Pure."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from frankpledge.analysis.funnel import ALARM, SCALES, WARN, Spread, limits_at
from frankpledge.assessment.record import MeasureRecord
from frankpledge.documents.figures import Figure
from frankpledge.documents.funnel_picture import FunnelDot, FunnelLimits, funnel_chart
from frankpledge.documents.tree import Bound, Chart, Table, plain
from frankpledge.evidence.peers import PER, Compared, Peer
from frankpledge.kernel.numbers import grouped, round_half_up

STEPS = 48
SMALLEST, WIDEST = 0.5, 1.06
"""The limits are drawn from this share of the smallest place to this multiple of the largest."""
VERDICTS = {
    "high": "more than {why}",
    "low": "less than {why}",
    "usual": "within what {why}",
}
TEN = 10
COUNT = 1
"""The column of the table that holds the count."""


def funnel_plot(
    issue: str, found: Compared, measure: MeasureRecord, table: Table | None, count: Figure | None = None
) -> Chart | None:
    """The picture of `found`, with `table` as what says the same; None where no rate can be set beside others.

    `count` is the partnership's own count over the period, which opens in the table.
    """
    own = found.own
    if own is None or own.rate is None or table is None or not found.common:
        return None
    dots = tuple(_dot(one) for one in found.known)
    return funnel_chart(
        id=f"funnel-{issue}",
        title=f"{measure.title}, {found.period}: {finding(found)}",
        subtitle=(
            f"Each mark is a partnership: its rate for {grouped(PER)} residents against how many live there, {found.period}. "
            f"{measure.source}"
        ),
        dots=dots,
        centre=float(found.common),
        limits=_limits(found, dots),
        across="Residents",
        up=f"For {grouped(PER)} residents",
        alt=_words(found, dots),
        table=_opening(table, own, count),
        notes=_notes(found),
    )  # fmt: skip


def finding(found: Compared) -> str:
    """The area's rate and where it lies, as the title of the picture."""
    own = found.own
    if own is None or own.rate is None:
        return found.because
    verdict = VERDICTS.get(own.stands, VERDICTS["usual"]).format(why=_why(found))
    return f"{round_half_up(own.rate.value, 1)} for {grouped(PER)} residents, {verdict}"


def _why(found: Compared) -> str:
    """What the verdict allows for."""
    what = "chance and the usual spread between partnerships" if found.allows_for_spread else "chance"
    return f"{what} would give"


def _dot(one: Peer) -> FunnelDot:
    if one.rate is None:
        raise ValueError(f"{one.name} has no rate")
    return FunnelDot(
        f"{one.name} (this partnership)" if one.is_own else one.name,
        float(one.rate.exposure), float(one.rate.value), one.stands, one.is_own,
    )  # fmt: skip


def _limits(found: Compared, dots: tuple[FunnelDot, ...]) -> tuple[FunnelLimits, ...]:
    first, last = SMALLEST * min(one.size for one in dots), WIDEST * max(one.size for one in dots)
    sizes = [first + (last - first) * step / STEPS for step in range(STEPS + 1)]
    return tuple(
        FunnelLimits(f"{share * 100:g}%", tuple(_limit(size, share, found) for size in sizes))
        for share in (WARN, ALARM)
    )


def _limit(size: float, share: float, found: Compared) -> tuple[float, float, float]:
    """Between which rates a place of that size lies at that confidence."""
    spread: Spread | None = found.spread
    common = float(found.common)
    edge = limits_at(size * common / PER, share, spread, spread.scale if spread else SCALES[0])
    low, high = (edge.spread_low, edge.spread_high) if found.allows_for_spread else (edge.low, edge.high)
    return size, low * common, high * common


def _opening(table: Table, own: Peer, count: Figure | None) -> Table:
    """The table with the area's own count as a number that opens, where it is the one of the period."""
    if count is None or own.rate is None or count.value != own.rate.events:
        return table
    rows = tuple(
        replace(row, cells=(*row.cells[:COUNT], (Bound(count),), *row.cells[COUNT + 1 :]))
        if plain(row.cells[0]).startswith(own.name) and plain(row.cells[COUNT]) == grouped(own.rate.events)
        else row
        for row in table.rows
    )
    return replace(table, rows=rows)


def _words(found: Compared, dots: tuple[FunnelDot, ...]) -> str:
    """The text alternative: what is drawn, where the area lies, and who else lies outside."""
    own = found.own
    place = f"This partnership, the filled diamond, has {finding(found)}." if own else ""
    outside = [
        f"{one.name} ({'above' if one.stands == 'high' else 'below'})"
        for one in dots
        if not one.is_own and one.stands in {"high", "low"}
    ]
    others = (
        f"Outside among the others: {', '.join(outside)}." if outside else "None of the others lies outside."
    )
    return (
        f"Funnel plot of {len(dots)} partnerships: rate for {grouped(PER)} residents against residents. {place} All together "
        f"had {round_half_up(found.common, 1)}. {others}"
    )


def _notes(found: Compared) -> tuple[str, ...]:
    which = "the partnership named as its peers" if found.named else "have files here"
    spread = found.spread
    if spread is not None and spread.is_allowed_for:
        limits = (
            f"Dashed 95% and whole 99.8% limits. They allow for the usual spread between partnerships, whose rates vary "
            f"{round_half_up(Fraction(spread.phi), 0 if spread.phi >= TEN else 1)} times as much as chance alone would have it."
        )
    else:
        limits = "Dashed 95% and whole 99.8% limits, of chance alone."
    return (
        f"Shown are those that {which}. Filled diamond: this partnership. Triangles: higher (pointing up) or lower (pointing "
        "down) once it is allowed for how many were looked at. Rings: all others.",
        limits,
    )
