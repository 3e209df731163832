"""Numbers as the documents print them: rounded half up from exact values, with thousands commas."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Exact = int | Fraction | Decimal


def round_half_up(value: Exact, places: int = 0) -> Decimal:
    """Round half away from zero from an exact value; binary floats are refused, since 16.25 is not 16.25 in them."""
    if isinstance(value, float):
        raise TypeError("round_half_up needs an exact value (int, Fraction or Decimal), not a float")
    scaled = Fraction(value) * 10**places
    whole, rest = divmod(abs(scaled), 1)
    rounded = int(whole) + (1 if rest >= Fraction(1, 2) else 0)
    # Built from digits: Decimal arithmetic would round to the context's precision.
    return Decimal((int(scaled < 0), tuple(int(digit) for digit in str(rounded)), -places))


def grouped(value: int | Decimal) -> str:
    """4217 as 4,217; a minus sign is the typographic one."""
    return f"{value:,}".replace("-", "−")
