"""The length of months taken out: what a count would be in a month of average length."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

MEAN_YEAR = Fraction(146_097, 400)
"""Days of a year over the four hundred years in which the calendar comes round: 365.2425."""


def mean_days(months: int) -> Fraction:
    """The average days of a span of so many months."""
    return MEAN_YEAR * months / 12


def per_mean_month(
    values: Sequence[float | None], days: Sequence[int], *, months: int = 1
) -> tuple[float | None, ...]:
    """Each value times average days over own days; February is raised and July lowered, and gaps stay gaps.

    `months` is how many a step covers. Raises ValueError unless there are days for each value.
    """
    if len(values) != len(days):
        raise ValueError("there must be days for each value")
    mean = float(mean_days(months))
    return tuple(
        None if value is None else value * mean / long for value, long in zip(values, days, strict=True)
    )
