"""Rounding counts to a base for publication: no cell is withheld for another's sake, and tables need not add up. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.numbers import grouped


class Ties(StrEnum):
    """Which way a count goes that lies midway between two multiples of the base."""

    UP = "up"
    DOWN = "down"
    EVEN = "even"  # to the multiple that is an even number of bases


@dataclass(frozen=True)
class Rounding:
    """How counts are rounded. Counts from 1 to `below` - 1 print as `label`; noughts print as `zero`.

    `below` of 0 labels nothing. `zero` of "" prints the nought.
    """

    base: int = 5
    ties: Ties = Ties.UP
    label: str = "*"
    below: int = 0
    zero: str = ""


@rule(
    source=Citation(
        "NHS Digital, Change to disclosure control methodology for hospital statistics (2018)",
        note="small counts are labelled, others go to the nearest five, noughts are shown; totals are rounded from the true total",
    )
)
def rounded(value: int, rounding: Rounding) -> int | None:
    """The count as published; None where it is labelled instead."""
    if 0 < value < rounding.below:
        return None
    whole, rest = divmod(value, rounding.base)
    twice = Fraction(2 * rest, rounding.base)
    up = twice > 1 or (
        twice == 1 and (rounding.ties is Ties.UP or (rounding.ties is Ties.EVEN and whole % 2 == 1))
    )
    return (whole + up) * rounding.base


def shown(value: int | None, rounding: Rounding, *, missing: str = "[x]") -> str:
    """The count as printed. A missing one is never nought."""
    if value is None:
        return missing
    found = rounded(value, rounding)
    if found is None:
        return rounding.label
    return rounding.zero if value == 0 and rounding.zero else grouped(found)
