"""P values adjusted for how many comparisons were made together.

Within a declared family: Benjamini and Hochberg where many things are scanned and some false alarms are bearable
(it holds the share of false among those called), Holm for a few comparisons that will be acted on (it holds the
chance of any false one). The family's size belongs in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Adjustment = Literal["holm", "bh"]
ADJUSTMENTS: tuple[Adjustment, ...] = ("holm", "bh")


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p in the order given. Source: Benjamini and Hochberg 1995, step-up."""
    order = _order(p_values)
    adjusted, least = [1.0] * len(order), 1.0
    for rank in range(len(order), 0, -1):
        place = order[rank - 1]
        least = min(least, p_values[place] * (len(order) / rank))
        adjusted[place] = least
    return tuple(adjusted)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p in the order given. Source: Holm 1979, step-down."""
    order = _order(p_values)
    adjusted, most = [1.0] * len(order), 0.0
    for rank, place in enumerate(order):
        most = max(most, min(1.0, p_values[place] * (len(order) - rank)))
        adjusted[place] = most
    return tuple(adjusted)


def adjust(p_values: Sequence[float], adjustment: Adjustment) -> tuple[float, ...]:
    """Adjusted p in the order given, by the named adjustment."""
    return holm(p_values) if adjustment == "holm" else benjamini_hochberg(p_values)


def _order(p_values: Sequence[float]) -> list[int]:
    if any(not 0 <= p <= 1 for p in p_values):
        raise ValueError("a p value lies from 0 to 1")
    return sorted(range(len(p_values)), key=lambda place: p_values[place])
