"""The score of severity over time: a picture of one set of weights that states its finding, with the table behind it.

Every period of a picture is weighed by the same set; another set, or another date of it, has a picture of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from frankpledge.analysis.series import State, whole_months
from frankpledge.analysis.severity import Change, Moved, Weighted
from frankpledge.analysis.severity_words import score_text, set_in_words, total_text
from frankpledge.documents import api as drawing
from frankpledge.documents.figures import Figure
from frankpledge.documents.readings import Number
from frankpledge.documents.tree import Bound, CellKind, Chart, Column, Inline, Row, Table, Text
from frankpledge.evidence import severity
from frankpledge.evidence.chart_labels import CLOSE, MOST_BARS, bar_label, marks, month_label
from frankpledge.evidence.observed import Observed
from frankpledge.evidence.severity import KeptWeights, SeverityPoint
from frankpledge.evidence.snapshot import snapshot
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped, round_half_up

Opens = Callable[[Period], Figure | None]
"""The figure of a period's score, so that its number opens; None where it has none."""
STEPS = {1: "month", 3: "quarter", 12: "year"}
BAND = "The limits hold chance{range}. A few grave offences move a score of one {step} a long way."
RANGE = " and, where a code is coarser than the weights, the range of weights it may have"
OTHERS = "Also kept here: {sets}. Scores by another set or date have a picture of their own and are never joined to these."
HEIGHT = 250


@dataclass(frozen=True)
class _Over:
    """A score over time: what was counted, by which weights, and what is known of each period."""

    seen: Observed
    kept: KeptWeights
    points: tuple[SeverityPoint, ...]
    others: tuple[KeptWeights, ...]
    opens: Opens

    @property
    def step(self) -> str:
        sizes = {whole_months(one.period) for one in self.points}
        return STEPS.get(sizes.pop() or 0, "period") if len(sizes) == 1 else "period"

    @property
    def is_range(self) -> bool:
        return any(one.found.is_range for one in self.points)

    @property
    def name(self) -> str:
        return f"{self.seen.title}, weighted by severity"


def severity_chart(
    partnership: str,
    slug: str,
    years: tuple[Period | None, Period],
    *,
    id: str,  # noqa: A002 (the word of the tree)
    area: str = "",
    weights: str = "",
    known_at: datetime | None = None,
    opens: Opens = lambda _: None,
    height: int = HEIGHT,
) -> Chart | None:
    """The score of a measure in each period: a line by month, bars else; None without codes, weights or two known scores.

    `years` are the two periods whose change is the title; `weights` names a set, the one dated last otherwise.
    """
    known = snapshot(partnership, known_at)
    seen, kept = known.observed(slug, area), severity.set_named(known, weights)
    points = severity.severity_series(partnership, slug, area=area, weights=weights, known_at=known_at)
    if seen is None or kept is None or sum(one.found.middle is not None for one in points) < 2:
        return None
    others = tuple(one for one in severity.weight_sets(known) if one.found.id != kept.found.id)
    before, after = years
    alike = before is not None and not severity.not_alike(known, slug, before, after)
    moved = (
        severity.change(known, slug, before, after, area=area, weights=weights) if before and alike else None
    )
    over = _Over(seen, kept, points, others, opens)
    title = f"{over.name}: {_finding(moved, before, after, points)}"
    made = _line(over, id, title, height) if over.step == "month" else _bars(over, id, title, height)
    return replace(made, table=_table(over))


def _finding(
    moved: Change | None, before: Period | None, after: Period, points: Sequence[SeverityPoint]
) -> str:
    if moved is None or moved.difference is None:
        last = [one for one in points if one.found.middle is not None][-1]
        return f"{total_text(last.found)} in {last.period}; no change can be told"
    span = f"from {before} to {after}"
    if moved.verdict is Moved.NO_CLEAR_CHANGE:
        return f"no clear change {span}"
    word = "up" if moved.verdict is Moved.ROSE else "down"
    share = "" if moved.percent is None else f" {abs(round_half_up(moved.percent))}%"
    return f"{word}{share} {span}"


def _subtitle(over: _Over) -> str:
    return f"Severity score by {over.step}, by {set_in_words(over.kept.found)} throughout. {over.seen.source}"


def _line(over: _Over, id: str, title: str, height: int) -> Chart:  # noqa: A002
    labels = [month_label(one.period) for one in over.points]
    return drawing.trend_line(
        id=id, title=title, subtitle=_subtitle(over), series=drawing.Series("Score", _readings(over, over.points, labels)),
        measure=over.name, breaks=marks(over.seen.values, labels, over.seen.breaks), notes=_notes(over), height=height,
        source=over.seen.source,
    )  # fmt: skip


def _bars(over: _Over, id: str, title: str, height: int) -> Chart:  # noqa: A002
    shown = over.points[-MOST_BARS:]
    labels = [bar_label(one.period, len(shown)) for one in shown]
    readings = tuple(
        replace(one, text=_short(one.value)) if len(shown) > CLOSE and one.value is not None else one
        for one in _readings(over, shown, labels)
    )
    cut = len(over.points) - len(shown)
    more = (f"The last {MOST_BARS} of {len(over.points)} are drawn; the table has them all.",) if cut else ()
    return drawing.quarter_bars(
        id=id, title=title, subtitle=_subtitle(over), series=drawing.Series("Score", readings),
        measure=over.name, breaks=marks(over.seen.values[-MOST_BARS:], labels, over.seen.breaks), notes=(*more, *_notes(over)),
        height=height, source=over.seen.source,
    )  # fmt: skip


def _short(value: Number) -> str:
    """A number that has room above one of many bars; the table has it whole."""
    exact = Fraction(value)
    for size, word in ((1_000_000, "m"), (1_000, "k")):
        if abs(exact) >= 10 * 1_000 and abs(exact) >= size:
            return f"{round_half_up(exact / size, 2 if word == 'm' else 0)}{word}"
    return score_text(exact)


def _readings(
    over: _Over, points: Sequence[SeverityPoint], labels: Sequence[str]
) -> tuple[drawing.Reading, ...]:
    return tuple(_reading(over, one, label) for one, label in zip(points, labels, strict=True))


def _reading(over: _Over, one: SeverityPoint, label: str) -> drawing.Reading:
    found, value = one.found, over.seen.value_of(one.period)
    if found.middle is None:
        return drawing.Reading(label, missing_because=found.because or "the reason is not recorded")
    low, high = found.span or (None, None)
    provisional = value is not None and value.state is not State.COMPLETE
    return drawing.Reading(label, found.middle, score_text(found.middle), low, high, provisional)


def _notes(over: _Over) -> tuple[str, ...]:
    made = [BAND.format(range=RANGE if over.is_range else "", step=over.step), *_coverage(over)]
    if over.others:
        sets = "; ".join(set_in_words(one.found) for one in over.others)
        made.append(OTHERS.format(sets=sets))
    return tuple(made)


def _coverage(over: _Over) -> tuple[str, ...]:
    """How much of the offences has a weight, where that is not all: a share that moves would move the score."""
    shares = [one.found.coverage for one in over.points if one.found.coverage is not None]
    if not shares or min(shares) == 1:
        return ()
    low, high = (_percent(share) for share in (min(shares), max(shares)))
    told = low if low == high else f"between {low} and {high}"
    return (
        f"Of the offences of a {over.step}, {told} have a weight; the others are not in the score, and not nought.",
    )


def _percent(share: Fraction) -> str:
    """A share; of less than all never printed as all."""
    return "all" if share == 1 else f"{min(round_half_up(share * 100, 1), Decimal('99.9'))}%"


# The table --------------------------------------------------------------------------------------------------------


def _table(over: _Over) -> Table:
    level = next((one.found.confidence for one in over.points if one.found.middle is not None), 0.95)
    columns = [Column("Period"), Column("Score", CellKind.NUMBER)]
    columns += [Column("With the least and the greatest weight", CellKind.NUMBER)] if over.is_range else []
    columns += [
        Column(f"{level * 100:g}% limits", CellKind.NUMBER),
        Column("Offences with a weight", CellKind.NUMBER),
    ]
    rows = tuple(Row(tuple(_cells(over, one))) for one in over.points)
    return Table(
        over.name, tuple(columns), rows, f"{over.seen.source} Weights: {set_in_words(over.kept.found)}."
    )


def _cells(over: _Over, one: SeverityPoint) -> Sequence[tuple[Inline, ...]]:
    found = one.found
    if found.middle is None:
        absent = [_text("–")] * (3 if over.is_range else 2)
        return [_text(str(one.period)), _text("no data"), *absent]
    figure, shown = over.opens(one.period), score_text(found.middle)
    score: tuple[Inline, ...] = (Bound(figure, shown),) if figure else _text(shown)
    span = [_text(_between(found.low, found.high) if found.is_range else "–")] if over.is_range else []
    return [
        _text(str(one.period)),
        score,
        *span,
        _text(_between(*(found.span or (None, None)))),
        _text(_of(found)),
    ]


def _between(low: object, high: object) -> str:
    return "–" if low is None or high is None else f"{score_text(low)} to {score_text(high)}"  # type: ignore[arg-type]


def _of(found: Weighted) -> str:
    return f"{grouped(found.weighted)} of {grouped(found.offences)}"


def _text(words: str) -> tuple[Inline, ...]:
    return (Text(words),)
