"""A statement of how a year's duties stood, and where duties have nothing behind them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from frankpledge.duties.rules.obligations import Obligation, State
from frankpledge.law.facts import Duty

COLUMNS: Mapping[str, tuple[State, ...]] = {
    "Met": (State.MET,),
    "Late": (State.MET_LATE, State.LATE),
    "Missed": (State.MISSED,),
    "Not yet due": (State.NOT_DUE, State.DUE_SOON, State.EXCUSED),
    "Not yet assessed": (State.NOT_ASSESSED,),
    "Cannot tell": (State.CANNOT_TELL,),
}
"""What the statement counts; custom that was not kept is counted in none of them, as it is not law."""


@dataclass(frozen=True)
class Tally:
    """How many obligations of law and guidance stand in each column, and how many of custom were and were not kept."""

    by_column: Mapping[str, int]
    custom_kept: int
    custom_not_kept: int
    custom_open: int

    @property
    def total(self) -> int:
        return sum(self.by_column.values())


def tally(found: Iterable[Obligation]) -> Tally:
    """Counts of what law and guidance ask, and beside them of custom."""
    rows = tuple(found)
    in_law = Counter(one.state for one in rows if not one.duty.is_custom)
    custom = Counter(one.state for one in rows if one.duty.is_custom)
    kept = custom[State.MET] + custom[State.MET_LATE]
    return Tally(
        {name: sum(in_law[state] for state in states) for name, states in COLUMNS.items()},
        kept,
        custom[State.NOT_KEPT],
        sum(custom.values()) - kept - custom[State.NOT_KEPT],
    )


def column_of(state: State) -> str:
    """The column of the statement that a state is counted in; ‘Custom not kept’ for what no law asks."""
    return next((name for name, states in COLUMNS.items() if state in states), "Custom not kept")


@dataclass(frozen=True)
class Covered:
    """One duty and what stands behind it: whether something proves it, which plan, measure, decision or money names it."""

    duty: Duty
    proved_by_room: bool
    proofs: int
    links: tuple[tuple[str, str], ...]
    """Kind of link (plan, measure, decision, money …) and its title."""

    @property
    def is_hole(self) -> bool:
        """Nothing counted, nothing recorded and nothing linked."""
        return not self.proofs and not self.links


@dataclass(frozen=True)
class Difference:
    """One duty on several days: how it stood on each (empty: not in force), and why it changed."""

    code: str
    title: str
    on: tuple[str, ...]
    why: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.on)) > 1


def explain(row_before: Duty | None, row_after: Duty | None, on: date) -> str:
    """Why a duty differs between two days, in a sentence."""
    if row_before is None and row_after is not None:
        basis = "; ".join(map(str, row_after.basis)) or row_after.provenance.note
        return f"New from {row_after.period.starts_on:%-d %B %Y}: {basis or 'by custom'}."
    if row_after is None and row_before is not None:
        ended = row_before.period.ends_on
        return f"Ended on {ended:%-d %B %Y}." if ended else f"Not in force on {on:%-d %B %Y}."
    if row_before is not None and row_after is not None and row_before != row_after:
        note = row_after.provenance.note
        return f"Changed on {row_after.period.starts_on:%-d %B %Y}{f': {note}' if note else '.'}"
    return ""
