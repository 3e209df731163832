"""Small areas of two editions: what is exact, what fits best, what cannot be placed; and partnerships of several districts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.rules.geography import Links, Made, moved, partnerships, rebase

UNCHANGED = [("A", "A"), ("B", "B")]
MERGED = [("M1", "M"), ("M2", "M")]
SPLIT_AS_A_FIT = [("S", "S1")]
SPLIT_IN_FULL = [("S", "S1"), ("S", "S2")]


def links(*groups):
    return Links(frozenset(pair for group in groups for pair in group))


def test_unchanged_codes_count_once_and_need_nothing():
    found = rebase({"A", "B"}, "lsoa11", links(UNCHANGED))
    assert found.codes == {"A", "B"}
    assert not (found.exact)
    assert not (found.best_fit)
    assert not (found.straddling)
    assert not (found.unseen)


def test_a_merged_code_is_exact_when_all_that_it_was_made_of_lies_inside():
    found = rebase({"A", "M1", "M2"}, "lsoa11", links(UNCHANGED, MERGED))
    assert (found.exact, found.best_fit) == ({"M"}, frozenset())


def test_a_merged_code_over_the_edge_counts_for_neither_side_and_is_named():
    found = rebase({"A", "M1"}, "lsoa11", links(UNCHANGED, MERGED))
    assert found.straddling == {"M"}
    assert "M" not in found.codes


def test_a_best_fit_is_flagged_and_the_part_that_it_does_not_name_is_unseen():
    found = rebase({"S"}, "lsoa11", links(UNCHANGED, SPLIT_AS_A_FIT))
    assert (found.best_fit, found.exact, found.unseen) == ({"S1"}, frozenset(), {"S"})


def test_an_exact_look_up_names_every_part_of_a_split():
    found = rebase({"S"}, "lsoa11", links(UNCHANGED, SPLIT_IN_FULL))
    assert (found.exact, found.best_fit, found.unseen) == ({"S1", "S2"}, frozenset(), frozenset())


def test_an_area_of_2021_takes_an_old_code_only_when_all_its_parts_are_in():
    both = links(UNCHANGED, SPLIT_IN_FULL)
    assert rebase({"S1", "S2"}, "lsoa21", both).exact == {"S"}
    half = rebase({"S1"}, "lsoa21", both)
    assert (half.codes, half.straddling) == ({"S1"}, {"S"})


def test_a_merged_area_of_2021_takes_both_old_codes():
    assert rebase({"M"}, "lsoa21", links(MERGED)).exact == {"M1", "M2"}


def test_without_a_look_up_an_area_counts_by_its_own_codes_alone():
    assert rebase({"S"}, "lsoa11", None).codes == {"S"}


codes = st.sampled_from([f"E{n}" for n in range(8)])


@given(st.frozensets(st.tuples(codes, codes), min_size=1), st.frozensets(codes))
def test_two_areas_that_share_nothing_share_no_code_of_the_other_edition(pairs, members):
    table = Links(frozenset((f"o{old}", f"n{new}") for old, new in pairs))
    every = table.codes("lsoa11")
    inside = every & {f"o{one}" for one in members}
    here, there = rebase(inside, "lsoa11", table), rebase(every - inside, "lsoa11", table)
    assert not here.codes & there.codes
    assert here.codes | there.codes | here.straddling == every | table.codes("lsoa21")
    assert here.straddling == there.straddling


DISTRICTS = {
    "2018": {"a": "Old1", "b": "Old2", "c": "Old3", "d": "Far"},
    "2019": {"a": "New", "b": "New", "c": "New", "d": "Far"},
}
PARTNERS = {
    "2018": {"Old1": frozenset({"West"}), "Old2": frozenset({"West"}), "Old3": frozenset({"East"}), "Far": frozenset({"Far"})},
    "2019": {"New": frozenset({"West", "East"}), "Far": frozenset({"Far"})},
}  # fmt: skip


def test_a_partnership_may_be_made_of_several_districts():
    found = partnerships("2018", DISTRICTS, PARTNERS)
    assert found.made["West"] == Made(frozenset({"a", "b"}))
    assert found.unplaced == frozenset()


def test_a_district_of_several_partnerships_is_taken_apart_by_the_districts_before_it():
    found = partnerships("2019", DISTRICTS, PARTNERS)
    assert found.made["West"] == Made(frozenset({"a", "b"}), 2, "2018")
    assert found.made["East"] == Made(frozenset({"c"}), 1, "2018")
    assert found.made["Far"] == Made(frozenset({"d"}))


def test_without_an_earlier_edition_its_small_areas_are_placed_nowhere_and_both_are_doubtful():
    found = partnerships("2019", {"2019": DISTRICTS["2019"]}, {"2019": PARTNERS["2019"]})
    assert set(found.made) == {"Far"}
    assert (found.unplaced, found.doubtful) == ({"a", "b", "c"}, {"West", "East"})


def test_an_earlier_partnership_that_is_not_among_those_of_today_does_not_decide():
    before = {**PARTNERS["2018"], "Old3": frozenset({"North"})}
    found = partnerships("2019", DISTRICTS, {**PARTNERS, "2018": before})
    assert found.unplaced == {"c"}
    assert found.doubtful == {"West", "East"}


def test_what_joined_and_left_is_told():
    found = moved({"a", "b"}, {"b", "c"})
    assert (found.joined, found.left) == ({"c"}, {"a"})
