from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.kernel.dates import PartialDate
from frankpledge.reviews.rules.actions import ActionState, Pressing, ReviewAction, weigh
from frankpledge.reviews.rules.shares import CostLine, Share, ShareKind, share_out


def amounts(cost: str, *shares: Share) -> list[str]:
    return [str(one.amount) for one in share_out([CostLine("all", Decimal(cost))], shares).shares]


def equal(*parties: str) -> list[Share]:
    return [Share(party, ShareKind.EQUAL) for party in parties]


def test_half_up_to_a_cap_and_the_rest_equally():
    commissioner = Share("commissioner", ShareKind.PERCENT, Decimal(50), cap=Decimal(5000))
    assert amounts("6000", commissioner, *equal("a", "b", "c")) == [
        "3000.00",
        "1000.00",
        "1000.00",
        "1000.00",
    ]
    capped = share_out([CostLine("all", Decimal(14000))], [commissioner, *equal("a", "b", "c")])
    assert [str(one.amount) for one in capped.shares] == ["5000.00", "3000.00", "3000.00", "3000.00"]
    assert capped.shares[0].is_capped


def test_a_share_of_some_lines_leaves_the_others_alone():
    lines = [CostLine("chair", Decimal(4000)), CostLine("venue", Decimal(200))]
    share = Share("commissioner", ShareKind.PERCENT, Decimal(50), of=("chair",))
    found = share_out(lines, [share, *equal("a", "b")])
    assert [str(one.amount) for one in found.shares] == ["2000.00", "1100.00", "1100.00"]


def test_fixed_sums_come_first_and_a_cap_takes_what_is_left_up_to_it():
    fixed, cap = (
        Share("a", ShareKind.FIXED, amount=Decimal(1000)),
        Share("b", ShareKind.CAP, cap=Decimal(500)),
    )
    assert amounts("2000", fixed, cap, *equal("c")) == ["1000.00", "500.00", "500.00"]
    assert amounts("1200", fixed, cap, *equal("c")) == ["1000.00", "200.00", "0.00"]


def test_what_nobody_pays_and_what_is_asked_twice_is_said():
    cost = [CostLine("all", Decimal(100))]
    assert share_out(cost, [Share("a", ShareKind.PERCENT, Decimal(60))]).left == 40
    assert share_out(cost, [Share("a", ShareKind.FIXED, amount=Decimal(130))]).verdict == "over"


def test_equal_shares_stop_at_a_cap_and_the_others_take_what_that_leaves():
    capped = [Share("a", ShareKind.EQUAL, cap=Decimal(100)), Share("b", ShareKind.EQUAL, cap=Decimal(300))]
    assert amounts("1000", *capped, *equal("c", "d")) == ["100.00", "300.00", "300.00", "300.00"]
    assert amounts("300", *capped, *equal("c", "d")) == ["75.00", "75.00", "75.00", "75.00"]
    assert share_out([CostLine("all", Decimal(1000))], capped).left == 600


@given(st.integers(0, 10**8), st.integers(1, 12), st.integers(0, 100))
@settings(max_examples=50)
def test_the_pennies_add_up_to_the_cost_and_equal_shares_differ_by_a_penny_at_most(pennies, parties, percent):
    cost = Decimal(pennies) / 100
    shares = [Share("p", ShareKind.PERCENT, Decimal(percent)), *equal(*map(str, range(parties)))]
    found = share_out([CostLine("all", cost)], shares)
    assert sum(one.amount for one in found.shares) == cost
    assert found.left == 0
    equals = [one.amount for one in found.shares[1:]]
    assert max(equals) - min(equals) <= Decimal("0.01")


def action(
    name: str, due: str, state: ActionState = ActionState.IN_PROGRESS, owner: str = "police", **said: str
):
    return ReviewAction(name, "", owner, PartialDate.parse(due) if due else None, state, **said)


ON = date(2026, 6, 15)


def test_only_what_has_a_date_can_be_overdue_and_only_from_the_day_after():
    found = weigh([action("a", ""), action("b", "2026-06-15"), action("c", "2026-06-14"), action("d", "2026-06"),
                   action("e", "2026-05")], ON)  # fmt: skip
    assert {one.action.id: one.pressing for one in found.in_order} == {
        "a": Pressing.NO_DATE, "b": Pressing.DUE, "c": Pressing.OVERDUE, "d": Pressing.MAY_BE_OVERDUE,
        "e": Pressing.OVERDUE,
    }  # fmt: skip
    assert [one.action.id for one in found.in_order] == ["e", "c", "d", "b", "a"]


def test_what_is_said_to_be_done_waits_for_a_check_and_is_never_overdue():
    found = weigh(
        [action("a", "2020", ActionState.DONE_CLAIMED), action("b", "2020", ActionState.ABANDONED)], ON
    )
    assert [one.pressing for one in found.in_order] == [Pressing.TO_ASSURE, Pressing.CLOSED]


def test_an_owner_who_assured_their_own_action_is_named():
    assert weigh([action("a", "2027", ActionState.ASSURED, assured_by="Police")], ON).cautions
    assert not weigh([action("a", "2027", ActionState.ASSURED, assured_by="council")], ON).cautions
