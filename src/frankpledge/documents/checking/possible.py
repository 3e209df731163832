"""Which whole numbers give a percentage at all: the one question of a percentage whose counts are not told."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from frankpledge.kernel.numbers import round_half_up

MOST = 10_000_000
"""The largest old count that is looked at where the percentage alone sets no bound."""


def counts_giving_share(percent: Fraction, of: int, places: int) -> range:
    """The counts out of `of` whose share, rounded half up to so many places, is the percentage."""
    first, last = _bound(percent, of, places, -1), _bound(percent, of, places, 1)
    first, last = max(0, first), min(of, last)
    return _trimmed(first, last, lambda count: _rounded(Fraction(count * 100, of), places) == percent)


def _bound(percent: Fraction, of: int, places: int, side: int) -> int:
    edge = (percent + side * Fraction(1, 2 * 10**places)) * of / 100
    return int(edge) + side


def counts_giving_change(percent: Fraction, to: int, places: int) -> range:
    """The old counts from which a change to `to` is the percentage, rounded half away from nought to so many places."""
    half = Fraction(1, 2 * 10**places)
    low, high = 100 + percent - half, 100 + percent + half
    if high <= 0 or (to == 0 and percent != -100):
        return range(0)
    first = max(1, int(to * 100 / high) - 1)
    last = min(MOST, int(to * 100 / low) + 1) if low > 0 else MOST
    return _trimmed(first, last, lambda old: _rounded(Fraction((to - old) * 100, old), places) == percent)


def _rounded(value: Fraction, places: int) -> Fraction:
    return Fraction(round_half_up(value, places))


def _trimmed(first: int, last: int, holds: Callable[[int], bool]) -> range:
    """The numbers from first to last that hold; they stand together, so only the ends are tried."""
    while first <= last and not holds(first):
        first += 1
    while last >= first and not holds(last):
        last -= 1
    return range(first, last + 1)
