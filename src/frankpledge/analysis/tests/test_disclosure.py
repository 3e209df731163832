"""Disclosure control against worked tables, exhaustive search and what must hold for any table."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.analysis.disclosure.audit import audit, exposed, intervals
from frankpledge.analysis.disclosure.protect import Rules, Zeros, protect, sensitive
from frankpledge.analysis.disclosure.rounding import Rounding, Ties, rounded, shown
from frankpledge.analysis.disclosure.systems import Cell, Sum, System, check_sums
from frankpledge.kernel.problems import Unusable


def table(rows: dict[str, list[int]], columns: str) -> System:
    """A cross-table with all its totals; cells are named row-column, totals T."""
    cells = {
        f"{row}-{column}": value
        for row, values in rows.items()
        for column, value in zip(columns, values, strict=True)
    }
    for row, values in rows.items():
        cells[f"{row}-T"] = sum(values)
    for place, column in enumerate(columns):
        cells[f"T-{column}"] = sum(values[place] for values in rows.values())
    cells["T-T"] = sum(sum(values) for values in rows.values())
    sums = [Sum(f"{row}-T", tuple(f"{row}-{column}" for column in columns)) for row in (*rows, "T")]
    sums += [Sum(f"T-{column}", tuple(f"{row}-{column}" for row in rows)) for column in (*columns, "T")]
    return System({name: Cell(name, value) for name, value in cells.items()}, tuple(sums))


WORKED = table({"A": [3, 10, 12], "B": [14, 9, 8], "C": [7, 11, 15]}, "XYZ")


def test_one_withheld_cell_is_recovered_by_subtraction():
    found = intervals(WORKED, ["A-X"])["A-X"]
    assert (found.low, found.high) == (3, 3)
    assert [one.id for one in audit(WORKED, ["A-X"], {"A-X": 5}) if one.exposed] == ["A-X"]


def test_the_worked_table_of_the_domain_notes_is_protected_at_least_cost():
    found = protect(WORKED, Rules(threshold=5))
    assert found.primary == ("A-X",)
    assert set(found.secondary) == {"A-Y", "C-X", "C-Y"}
    assert (found.cost, found.optimal, found.is_safe) == (28, True, True)
    spans = {one.id: (one.interval.low, one.interval.high) for one in found.told}
    assert spans == {"A-X": (0, 10), "A-Y": (3, 13), "C-X": (0, 10), "C-Y": (8, 18)}


def test_no_cheaper_set_does_when_every_set_is_tried():
    inside = [f"{row}-{column}" for row in "ABC" for column in "XYZ" if row + column != "AX"]
    kept = frozenset(name for name in WORKED.cells if "T" in name)
    found = protect(WORKED, Rules(threshold=5, keep=kept))
    cheapest = min(
        sum(WORKED.cells[name].loss for name in some)
        for size in (2, 3, 4)
        for some in combinations(inside, size)
        if not exposed(WORKED, ["A-X", *some], {"A-X": 5})
    )
    assert found.cost == cheapest == 28


def test_intervals_are_those_of_every_table_that_agrees():
    withheld = ["A-X", "A-Y", "B-X", "B-Y"]
    seen = intervals(WORKED, withheld)
    agreeing = [
        dict(zip(withheld, values, strict=True))
        for values in product(range(24), repeat=4)
        if values[0] + values[1] == 13 and values[2] + values[3] == 23 and values[0] + values[2] == 17
    ]
    for name in withheld:
        values = [one[name] for one in agreeing]
        assert (seen[name].low, seen[name].high) == (min(values), max(values))


def test_a_higher_threshold_withholds_more_and_a_count_at_it_is_shown():
    assert sensitive(WORKED, Rules(threshold=7)) == ("A-X",)
    assert sensitive(WORKED, Rules(threshold=8)) == ("A-X", "C-X")
    assert not protect(WORKED, Rules(threshold=3)).withheld


def test_what_may_not_be_withheld_and_what_was_published_before_leave_it_exposed():
    kept = frozenset(name for name in WORKED.cells if name != "A-X")
    assert [one.id for one in protect(WORKED, Rules(keep=kept)).exposed] == ["A-X"]
    earlier = protect(WORKED, Rules(), published={"A-X": 3})
    assert (earlier.already_public, earlier.is_safe) == (("A-X",), False)


def test_a_cell_published_before_is_not_chosen_and_another_is():
    found = protect(WORKED, Rules(), published={"C-Y": 11})
    assert found.is_safe
    assert "C-Y" not in found.withheld
    assert found.cost > 28


def test_noughts_are_withheld_only_where_the_rule_says():
    whole = table({"A": [0, 20], "B": [9, 11]}, "XY")
    assert sensitive(whole, Rules(zeros=Zeros.SHOW)) == ()
    assert sensitive(whole, Rules(zeros=Zeros.WITHHOLD)) == ("A-X",)
    assert sensitive(whole, Rules(zeros=Zeros.GROUP)) == ("A-X",)
    spread = table({"A": [0, 20, 5], "B": [9, 11, 6], "C": [7, 8, 9]}, "XYZ")
    assert sensitive(spread, Rules(zeros=Zeros.GROUP)) == ()


def test_one_who_knows_her_own_case_cannot_work_out_another():
    cells = {"a": 1, "b": 3, "c": 40, "t": 44}
    whole = System({name: Cell(name, value) for name, value in cells.items()}, (Sum("t", ("a", "b", "c")),))
    protection = {"a": 3.0, "b": 3.0}
    told = {one.id: one.by for one in audit(whole, ["a", "b"], protection, singletons=["a"]) if one.exposed}
    assert told == {"b": "a"}
    with_them = protect(whole, Rules(threshold=4, protection=3, keep=frozenset({"t"})))
    without = protect(whole, Rules(threshold=4, protection=3, keep=frozenset({"t"}), singletons=False))
    assert (with_them.secondary, without.secondary) == (("c",), ())


def test_linked_tables_are_protected_together():
    one = System({n: Cell(n, v) for n, v in (("a", 3), ("b", 9), ("t", 12))}, (Sum("t", ("a", "b")),))
    other = System({n: Cell(n, v) for n, v in (("b", 9), ("c", 20), ("u", 29))}, (Sum("u", ("b", "c")),))
    found = protect(one.joined(other), Rules(keep=frozenset({"t", "u"})))
    assert set(found.secondary) == {"b", "c"}
    assert found.is_safe


def test_sums_that_do_not_hold_are_refused():
    with pytest.raises(Unusable, match="add up to 13, and it says 14"):
        check_sums(
            System({n: Cell(n, v) for n, v in (("a", 4), ("b", 9), ("t", 14))}, (Sum("t", ("a", "b")),))
        )


COUNTS = st.lists(
    st.lists(st.sampled_from([0, 1, 2, 4, 6, 9, 15, 40]), min_size=3, max_size=3), min_size=2, max_size=3
)


@settings(max_examples=25, deadline=None)
@given(COUNTS)
def test_whatever_the_table_no_withheld_count_can_be_placed_too_closely(values):
    whole = table({f"r{place}": row for place, row in enumerate(values)}, "XYZ")
    found = protect(whole, Rules(threshold=5))
    small = {name for name, cell in whole.cells.items() if 0 < (cell.value or 0) < 5}
    assert set(found.primary) == small
    assert found.is_safe
    spans = {one.id: one.interval for one in found.told}
    for name, span in spans.items():
        assert (
            span.low <= (whole.cells[name].value or 0) <= (float("inf") if span.high is None else span.high)
        )
    assert all(spans[name].width >= 5 for name in small)
    assert all(whole.cells[name].value for name in found.withheld)


@settings(max_examples=10, deadline=None)
@given(COUNTS)
def test_the_order_of_the_rows_does_not_alter_what_is_lost(values):
    rows = {f"r{place}": row for place, row in enumerate(values)}
    turned = dict(reversed(rows.items()))
    one, other = (protect(table(some, "XYZ"), Rules(threshold=5)) for some in (rows, turned))
    assert one.cost == other.cost
    assert set(one.primary) == set(other.primary)


def test_rounding_follows_the_published_practice():
    nhs = Rounding(base=5, below=8)
    assert [shown(value, nhs) for value in (0, 1, 7, 8, 12, 13, 1234, None)] == [
        "0", "*", "*", "10", "10", "15", "1,235", "[x]",
    ]  # fmt: skip
    assert [rounded(5, Rounding(10, ties)) for ties in (Ties.UP, Ties.DOWN, Ties.EVEN)] == [10, 0, 0]
    assert [rounded(15, Rounding(10, ties)) for ties in (Ties.UP, Ties.DOWN, Ties.EVEN)] == [20, 10, 20]
    assert shown(0, Rounding(zero="–")) == "–"
