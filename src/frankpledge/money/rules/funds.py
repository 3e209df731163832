"""Kinds of funds and what reviews conclude; what a grant's conditions come to. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date

KINDS = {
    "secretary-of-state": "From the Secretary of State",
    "authority": "From a responsible authority",
    "policing-body-grant": "Grant of the policing body",
    "other": "From somebody else",
}
PARTNERSHIP_MONIES = ("secretary-of-state", "authority")
"""The kinds that the strategy regulations call partnership monies (England)."""
CLAW_BACKS = {
    "none": "Nothing goes back",
    "unspent": "What is unspent goes back",
    "all": "All of it goes back",
    "amount": "A stated amount goes back",
}
CONCLUSIONS = {"continue": "Continue", "change": "Change", "stop": "Stop"}
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Condition:
    """A condition of a grant as far as it is known."""

    text: str
    due: date | None
    met: date | None
    failed: date | None
    claw_back: str
    amount: Decimal | None


@dataclass(frozen=True)
class Standing:
    """Where a condition stands: `met`, `failed`, `late`, `due` or `no-day`. `at_stake` goes back if it fails; `owed` goes back now."""

    status: str
    words: str
    at_stake: Decimal
    owed: Decimal


@rule(source=Citation("Police Reform and Social Responsibility Act 2011", "s 9"))
def condition_standing(condition: Condition, granted: Decimal, spent: Decimal, on: date) -> Standing:
    """A policing body may grant money with any conditions, including that it goes back.

    Nothing is owed until the giver has said that a condition failed: a day that has passed is lateness.
    """
    stake = at_stake(condition, granted, spent)
    if condition.met is not None and condition.met <= on:
        return Standing("met", f"Met on {short_date(condition.met)}.", NOTHING, NOTHING)
    if condition.failed is not None and condition.failed <= on:
        return Standing(
            "failed", f"Not met, as the giver said on {short_date(condition.failed)}.", stake, stake
        )
    if condition.due is None:
        return Standing("no-day", "No day is set.", stake, NOTHING)
    if condition.due < on:
        return Standing("late", f"Was to be met by {short_date(condition.due)}.", stake, NOTHING)
    return Standing("due", f"To be met by {short_date(condition.due)}.", stake, NOTHING)


def at_stake(condition: Condition, granted: Decimal, spent: Decimal) -> Decimal:
    """What goes back if the condition is not met: never more than was granted."""
    made = {
        "none": NOTHING,
        "unspent": max(NOTHING, granted - max(NOTHING, spent)),
        "all": granted,
        "amount": condition.amount or NOTHING,
    }[condition.claw_back]
    return min(made, granted)


@rule(source=Citation("SI 2007/1830", "reg 5"))
def review_standing(last: date | None, has_monies: bool, on: date) -> str:
    """A strategy group keeps arrangements for reviewing the expenditure of partnership monies and its value for money.

    The law sets no interval; a year is custom. Without partnership monies there is nothing to review.
    """
    if not has_monies:
        return "No partnership monies are recorded, so there is no expenditure to review."
    if last is None:
        return "No review of expenditure and value for money is recorded."
    days = (on - last).days
    said = f"Last reviewed on {short_date(last)}"
    return (
        f"{said}; by custom it is done every year."
        if days <= 366
        else f"{said}, more than a year ago; the law sets no interval, custom is a year."
    )
