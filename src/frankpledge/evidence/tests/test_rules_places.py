from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.neighbours import touching
from frankpledge.evidence.rules.places import GATHERS, finding, gathering, placed, withheld


def square(x: int, y: int) -> list[tuple[float, float]]:
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]


GRID = {f"{x}{y}": square(x, y) for x in range(6) for y in range(6)}
LOW = {code: 10 + (ord(code[0]) + ord(code[1])) % 3 for code in GRID}
HIGH = LOW | dict.fromkeys(("00", "01", "10", "11"), 90)


def places(counts=None, *, residents=None, outlines=None, below=5, names=None):
    return placed(
        HIGH if counts is None else counts, names=names or {}, residents=residents or {},
        outlines=GRID if outlines is None else outlines, below=below,
    )  # fmt: skip


def test_counts_below_the_threshold_are_withheld_and_nought_is_not():
    assert withheld({"a": 1, "b": 4, "c": 5, "d": 0}, below=5) == {"a", "b"}
    assert withheld({"a": 1, "b": 4, "c": 5, "d": 0}, below=4) == {"a", "b"}, "one alone could be worked out"
    assert withheld({"a": 1, "b": 4}, below=0) == frozenset()


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=12), st.integers(0, 10))
def test_what_is_withheld_never_stands_alone_nor_adds_up_to_less_than_the_threshold(counts, below):
    hidden = withheld(counts, below=below)
    assert {code for code, n in counts.items() if 0 < n < below} <= hidden
    assert all(counts[code] for code in hidden)
    shown = [n for code, n in counts.items() if n and code not in hidden]
    if hidden and shown:
        assert len(hidden) > 1
        assert sum(counts[code] for code in hidden) >= below


def test_areas_that_share_a_point_are_neighbours_and_others_are_not():
    near = touching([square(0, 0), square(1, 1), square(5, 5)])
    assert list(near.counts) == [1, 1, 0]
    assert near.islands == (2,)


def test_a_cluster_is_told_and_a_scatter_is_not():
    codes = sorted(GRID)
    outlines = [GRID[code] for code in codes]
    told = dict(zip(codes, gathering([float(HIGH[code]) for code in codes], outlines), strict=True))
    assert told["00"] == "more"
    assert told["55"] == ""
    assert set(gathering([float(LOW[code]) for code in codes], outlines)) == {""}
    assert gathering([1.0] * 36, outlines) is None
    assert gathering([1.0, 2.0], outlines[:2]) is None


def test_the_order_is_by_rate_where_all_residents_are_known_and_by_count_otherwise():
    residents = dict.fromkeys(GRID, 1000) | {"55": 100}
    assert places()[0].count == 90
    first = places(residents=residents)[0]
    assert (first.code, first.count, str(first.rate)) == ("55", LOW["55"], f"{LOW['55'] * 10}.0")
    del residents["00"]
    assert places(residents=residents)[0].count == 90
    assert all(one.rate is None for one in places(residents=residents))


def test_withheld_areas_stand_last_and_say_neither_count_nor_what_gathers():
    found = places(HIGH | {"00": 2, "33": 1})
    last = [one for one in found if one.is_withheld]
    assert list(found[-len(last) :]) == last
    assert {one.code for one in last} >= {"00", "33"}
    assert all((one.count, one.rate, one.gathers) == (None, None, "withheld") for one in last)


def test_without_all_outlines_nothing_is_said_to_gather():
    some = {code: shape for code, shape in GRID.items() if code != "55"}
    assert {one.gathers for one in places(outlines=some)} == {"untold"}
    assert "highest in" in finding(places(outlines=some), "Burglary", "2020")


def test_the_finding_names_where_it_gathers():
    names = {"00": "Mill Lane"}
    said = finding(places(HIGH | {"00": 99}, names=names), "Burglary", "2020")
    assert said.startswith("Burglary gathers in 4 of 36 small areas in 2020: Mill Lane, 01, 10 and 1 more")
    assert "gathers in no small area" in finding(places(LOW), "Burglary", "2020")
    assert set(GATHERS) >= {one.gathers for one in places()}


def test_fewer_events_than_areas_gather_nowhere_and_one_more_event_lets_it_be_told():
    few = dict.fromkeys(GRID, 0) | {"00": 20, "01": 15}
    assert {one.gathers for one in places(few)} == {"untold"}
    assert "untold" not in {one.gathers for one in places(few | {"02": 1})}


def test_no_area_without_events_is_called_the_highest():
    assert finding(places(dict.fromkeys(GRID, 0) | {"00": 2, "33": 1}), "Robbery", "2020").endswith(
        "every count above nought is small and withheld"
    )
    assert finding(places(dict.fromkeys(GRID, 0)), "Robbery", "2020").endswith("2020: none")
    assert "highest of those shown in 00" in finding(
        places(dict.fromkeys(GRID, 0) | {"00": 9, "33": 1, "44": 4}), "Robbery", "2020"
    )
