"""Where money and priorities miss each other."""

from __future__ import annotations

from decimal import Decimal

from frankpledge.money.rules.holes import PriorityMoney, holes_between

ONE = Decimal("100.00")


def holes_of(**money):
    return holes_between(
        ("fire", "theft"), {slug: PriorityMoney(slug, *pair) for slug, pair in money.items()}
    )


def test_a_priority_without_any_money_is_a_hole():
    assert holes_of(fire=(ONE, ONE)).unfunded == ("theft",)
    assert holes_of(fire=(ONE, ONE), theft=(ONE, None)).unfunded == ()


def test_a_budget_nobody_spent_is_a_hole_and_a_budget_of_nought_is_none():
    assert holes_of(fire=(ONE, None), theft=(Decimal(0), None)).unspent == ("fire",)


def test_spending_over_the_budget_by_a_penny_is_a_hole_and_to_the_penny_is_not():
    assert holes_of(fire=(ONE, ONE + Decimal("0.01"))).over == ("fire",)
    assert holes_of(fire=(ONE, ONE)).over == ()
    assert holes_of(fire=(None, ONE)).over == ("fire",)


def test_money_for_what_is_no_priority_is_named():
    found = holes_between(
        ("fire",), {"boats": PriorityMoney("boats", ONE, None), "": PriorityMoney("", None, ONE)}
    )
    assert found.strangers == ("boats",)
    assert found.unassigned == ONE
