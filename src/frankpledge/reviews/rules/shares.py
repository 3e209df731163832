"""Who pays how much of what a review costs, to the penny. Pure; money is Decimal pounds.

Fixed sums first, then shares in per cent (of all or of some lines, perhaps capped), then those who pay up to a cap, and what
is left is split equally between those who share equally, each at most up to a cap where one is given. A credit note is a line
below nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from fractions import Fraction

from frankpledge.kernel.citations import Citation, rule

PENNY = Decimal("0.01")


class ShareKind(StrEnum):
    """How a party's share is said."""

    FIXED = "fixed"
    PERCENT = "percent"
    CAP = "cap"
    EQUAL = "equal"


@dataclass(frozen=True)
class CostLine:
    """A cost, in pounds, of a kind such as `chair`."""

    kind: str
    amount: Decimal


@dataclass(frozen=True)
class Share:
    """What a party agreed to pay. `amount` is a fixed sum, `percent` a share, `cap` the most it pays; `of` names kinds of cost."""

    party: str
    kind: ShareKind
    percent: Decimal | None = None
    amount: Decimal | None = None
    cap: Decimal | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paid:
    """A party's share in pounds, and how it came about."""

    party: str
    kind: ShareKind
    amount: Decimal
    is_capped: bool
    working: str


@dataclass(frozen=True)
class Shared:
    """Every share; `left` is what nobody pays, below nought what was asked for beyond the cost."""

    total: Decimal
    shares: tuple[Paid, ...]
    left: Decimal

    @property
    def verdict(self) -> str:
        if self.left == 0:
            return "shared"
        return "short" if self.left > 0 else "over"


@rule(
    source=Citation(
        "The partners' agreement on the cost of reviews",
        note="no national rule; each partnership has its own",
    )
)
def share_out(lines: Sequence[CostLine], shares: Sequence[Share]) -> Shared:
    """Each party pays what the agreement says; the pennies add up to the cost exactly.

    Odd pennies go to the largest remainders, and among equals to whoever is named first.
    """
    total = sum((line.amount for line in lines), Decimal(0))
    exact = _exact(lines, shares, Fraction(total))
    asked = sum(exact, Fraction(0))
    pennies = _whole_pennies(exact, _pennies(asked))
    paid = tuple(
        Paid(one.party, one.kind, amount, _is_capped(one, lines, amount), _working(one, lines, amount))
        for one, amount in zip(shares, pennies, strict=True)
    )
    return Shared(total, paid, total - sum(pennies, Decimal(0)))


def _exact(lines: Sequence[CostLine], shares: Sequence[Share], total: Fraction) -> list[Fraction]:
    """Each share before pennies, in the order of the parties."""
    found = [Fraction(0)] * len(shares)
    for kind in ShareKind:
        ours = [place for place, one in enumerate(shares) if one.kind is kind]
        left = max(Fraction(0), total - sum(found, Fraction(0)))
        for place in ours:
            match kind:
                case ShareKind.FIXED:
                    found[place] = Fraction(shares[place].amount or 0)
                case ShareKind.PERCENT:
                    found[place] = _percent(shares[place], lines)
                case ShareKind.CAP:
                    found[place] = min(left, Fraction(shares[place].cap or 0))
                    left -= found[place]
                case ShareKind.EQUAL:
                    found[place] = _level(left, [shares[one].cap for one in ours], shares[place].cap)
    return found


def _level(left: Fraction, caps: Sequence[Decimal | None], ours: Decimal | None) -> Fraction:
    """One of the equal shares: what those at their cap do not pay is split between the others."""
    open_for, each = len(caps), Fraction(0)
    for cap in sorted(Fraction(one) for one in caps if one is not None):
        each = left / open_for
        if cap >= each:
            break
        left, open_for = left - cap, open_for - 1
    each = left / open_for if open_for else each
    return each if ours is None else min(each, Fraction(ours))


def _base(share: Share, lines: Sequence[CostLine]) -> Fraction:
    found = sum(
        (Fraction(line.amount) for line in lines if not share.of or line.kind in share.of), Fraction(0)
    )
    return max(found, Fraction(0))


def _percent(share: Share, lines: Sequence[CostLine]) -> Fraction:
    found = _base(share, lines) * Fraction(share.percent or 0) / 100
    return found if share.cap is None else min(found, Fraction(share.cap))


def _pennies(amount: Fraction) -> int:
    """The nearest whole number of pennies, a half upwards."""
    return int(amount * 100 + Fraction(1, 2))


def _whole_pennies(exact: Sequence[Fraction], target: int) -> list[Decimal]:
    """Whole pennies that add up to `target`, each within a penny of what is exact."""
    floors = [int(amount * 100) for amount in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: (floors[place] - exact[place] * 100, place))
    for place in by_rest[: max(0, target - sum(floors))]:
        floors[place] += 1
    return [(Decimal(pennies) / 100).quantize(PENNY, rounding=ROUND_DOWN) for pennies in floors]


def _is_capped(share: Share, lines: Sequence[CostLine], amount: Decimal) -> bool:
    if share.cap is None:
        return False
    if share.kind is ShareKind.PERCENT:
        return _base(share, lines) * Fraction(share.percent or 0) / 100 > Fraction(share.cap)
    return share.kind in {ShareKind.CAP, ShareKind.EQUAL} and amount == share.cap


def _working(share: Share, lines: Sequence[CostLine], amount: Decimal) -> str:
    match share.kind:
        case ShareKind.FIXED:
            return f"a fixed sum of £{amount:,}"
        case ShareKind.PERCENT:
            of = f" of {', '.join(share.of)}" if share.of else ""
            most = f", at most £{share.cap:,}" if share.cap is not None else ""
            return f"{share.percent}%{of} (£{Decimal(_pennies(_base(share, lines))) / 100:,}){most}"
        case ShareKind.CAP:
            return f"what is left, at most £{share.cap:,}"
        case ShareKind.EQUAL:
            most = f", at most £{share.cap:,}" if share.cap is not None else ""
            return f"an equal share of what is left{most}"
