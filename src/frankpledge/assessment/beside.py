"""What is set beside the count of an issue: its rolling twelve months, its rate among peers, and its severity. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from frankpledge.analysis.series import Series, rolling_totals
from frankpledge.assessment.rules.words import ordinal
from frankpledge.documents.tree import CellKind, Column, Row, Table, text
from frankpledge.evidence.peers import PER, Compared, Peer
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped, round_half_up

STANDS = {
    "high": "Higher",
    "low": "Lower",
    "usual": "As usual",
    "unknown": "Not known",
}
CHANCE = {True: "Set against chance and the usual spread between places.", False: "Set against chance alone."}
"""What the last column of the table is said of."""
LEAST_WINDOWS = 2


def rolling_sentence(counts: Series) -> str:
    """The latest twelve months, the twelve before them, and the highest and lowest there were; empty where there is no total."""
    if counts.step not in {1, 3} or not counts.points:
        return ""
    totals = rolling_totals(counts)
    known = [one for one in totals if one.value is not None]
    if not known:
        return "No twelve months in a row are known, so there is no rolling total."
    last = known[-1]
    said = [f"In the twelve months to {_month(last.period)} there were {grouped(last.value or 0)}"]
    before = next(
        (
            one
            for one in known
            if one.period.starts_on == last.period.starts_on.replace(year=last.period.starts_on.year - 1)
        ),
        None,
    )
    said.append(f", against {grouped(before.value or 0)} in the twelve before" if before else "")
    unlike = {one.value for one in known}
    if len(known) >= LEAST_WINDOWS and len(unlike) > 1:
        top, low = max(known, key=_size), min(known, key=_size)
        said.append(
            f". Of the {grouped(len(known))} such totals that are known the highest was {grouped(_size(top))} (to {_month(top.period)}) "
            f"and the lowest {grouped(_size(low))} (to {_month(low.period)})"
        )
    absent = len(totals) - len(known)
    tail = f" {_lacking(absent)}" if absent else ""
    return f"{''.join(said)}.{tail}"


def _size(one: object) -> int:
    return int(getattr(one, "value", 0) or 0)


def _lacking(absent: int) -> str:
    subject = "One more has" if absent == 1 else f"{grouped(absent)} more have"
    return f"{subject} a month missing and so no total."


def _month(period: Period) -> str:
    end = period.ends_on or period.starts_on
    return str(Period.month(end.year, end.month))


def peers_sentence(found: Compared) -> str:
    """The rate, its place among peers and what the funnel says of it; or why there is none."""
    own = found.own
    if own is None or own.rate is None or found.others is None:
        return found.because
    rate = own.rate
    which = "the peers that the partnership named" if found.named else "the partnerships whose files are here"
    what = "chance and the usual spread between them" if found.allows_for_spread else "chance"
    verdict = {
        "high": f"higher than {what} would give",
        "low": f"lower than {what} would give",
    }.get(own.stands, f"within what {what} would give")
    return (
        f"{round_half_up(rate.value, 1)} for {grouped(PER)} residents in {found.period} (95% interval {rate.low:.1f} to "
        f"{rate.high:.1f}), {ordinal(found.rank)} highest of {len(found.known)} among {which}; the others together had "
        f"{round_half_up(found.others, 1)}. That is {verdict}."
    )


def peers_table(found: Compared, title: str, source: str) -> Table | None:
    """The area among its peers, the highest rate first; those without a rate after them, with the reason."""
    if found.own is None:
        return None
    lacking = [one for one in found.peers if one.rate is None]
    rows = tuple(Row(tuple(text(cell) for cell in _cells(one))) for one in (*found.known, *lacking))
    columns = (
        Column("Partnership"), Column("Count", CellKind.NUMBER), Column(f"For {grouped(PER)} residents", CellKind.NUMBER),
        Column("95% interval", CellKind.NUMBER), Column("Among its peers"),
    )  # fmt: skip
    notes = (
        "Residents are those of the same small areas as the counts. Police forces record differently, and a place that many "
        "visit has more victims than residents; a difference between places asks a question and does not answer it.",
        CHANCE[found.allows_for_spread],
    )
    return Table(f"{title}: beside other partnerships, {found.period}", columns, rows, source, notes)


def _cells(one: Peer) -> Sequence[str]:
    name = f"{one.name} (this partnership)" if one.is_own else one.name
    if one.rate is None:
        return (name, "–", "–", "–", f"Not known: {one.because}")
    span = f"{one.rate.low:.1f} to {one.rate.high:.1f}"
    return (name, grouped(one.rate.events), str(round_half_up(one.rate.value, 1)), span, STANDS[one.stands])
