"""A bill shared to the penny: the parts always add up to the whole, and who bears the odd pennies follows from a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

PENNY = Decimal("0.01")


@dataclass(frozen=True)
class Part:
    """One partner's part of a bill. `exact` is its part before pennies were whole, in words; `extra`: it bore an odd penny."""

    organisation: str
    amount: Decimal
    working: str
    extra: bool


def shared(amount: Decimal, weights: Sequence[tuple[str, Decimal]]) -> tuple[Part, ...]:
    """Each partner's part, in the order given. Pennies that are left go to the largest remainders, the first named before others.

    Raises ValueError for no weights, a weight that is not above nought, or pounds with less than whole pence.
    """
    whole = Fraction(sum((weight for _, weight in weights), Decimal(0)))
    if not weights or any(weight <= 0 for _, weight in weights):
        raise ValueError("every share needs a weight above nought")
    pence = Fraction(amount) * 100
    if pence.denominator != 1:
        raise ValueError("pounds have whole pence")
    exact = [pence * Fraction(weight) / whole for _, weight in weights]
    floors = [int(one // 1) for one in exact]
    left = int(pence) - sum(floors)
    order = sorted(range(len(exact)), key=lambda n: (-(exact[n] - floors[n]), n))
    extra = set(order[:left])
    return tuple(
        Part(
            name, (Decimal(floors[n] + (n in extra)) * PENNY).quantize(PENNY),
            f"£{amount:,.2f} × {weight.normalize():f} ÷ {_plain(whole)}", n in extra,
        )
        for n, (name, weight) in enumerate(weights)
    )  # fmt: skip


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


@dataclass(frozen=True)
class Account:
    """What a partner owes under an agreement so far, has paid, and still owes; below nought it has paid too much."""

    organisation: str
    owed: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal:
        return self.owed - self.paid


def accounts(
    charges: Sequence[Decimal], weights: Sequence[tuple[str, Decimal]], paid: Mapping[str, Decimal]
) -> tuple[Account, ...]:
    """What each partner owes and has paid over all bills; each bill is shared by itself."""
    owed = {name: Decimal("0.00") for name, _ in weights}
    for amount in charges:
        for part in shared(amount, weights):
            owed[part.organisation] += part.amount
    return tuple(Account(name, owed[name], paid.get(name, Decimal("0.00"))) for name, _ in weights)
