"""The areas that imported look-ups bring: what they are made of, whose force counts in them, what is said of them."""

from __future__ import annotations

import pytest

from frankpledge.evidence.geography import PARTNERSHIP, WARD
from frankpledge.evidence.snapshot import snapshot
from frankpledge.evidence.tests import lookups
from frankpledge.evidence.tests.lookups import AREAS, code
from frankpledge.kernel.verdicts import NotFound


@pytest.fixture
def known(body, tmp_path):
    lookups.bring_all(tmp_path)
    return snapshot("mere").reference


def names(places):
    return [(one.name, one.edition, len(one.members)) for one in places]


def test_without_look_ups_there_are_the_own_area_and_the_force(body):
    known = snapshot("mere").reference
    assert known.places(WARD) == known.places(PARTNERSHIP) == ()
    assert (known.place("").members, known.place("").name) == (frozenset(AREAS[:2]), "Mereshire")
    assert known.place("force").members == frozenset()
    assert known.place("ward:E05900001@2018") is None


def test_the_latest_year_is_listed_and_an_earlier_one_can_be_named(known):
    assert names(known.places(WARD)) == [
        ("Ward W1", "2019", 3),
        ("Ward W2", "2019", 1),
        ("Ward W3", "2019", 2),
    ]
    assert names(known.places(WARD, "2018"))[0] == ("Ward W1", "2018", 2)
    assert names(known.places("district")) == [("District D3", "2019", 2), ("District D9", "2019", 4)]
    assert known.places(WARD, "1999") == ()


def test_a_district_of_two_partnerships_is_taken_apart_and_that_is_said(known):
    first, second, far = known.places(PARTNERSHIP)
    assert (first.members, second.members) == (frozenset(AREAS[:2]), frozenset(AREAS[2:4]))
    assert "the look-up of 2018 tells which 2 small areas" in first.notes[0]
    assert far.notes == ()


def test_each_area_counts_the_files_of_its_own_force(known):
    assert {one.name: one.force for one in known.places(PARTNERSHIP)} == {
        "Partnership C1": "mereshire", "Partnership C2": "mereshire", "Partnership C3": "farshire"
    }  # fmt: skip
    assert known.place(f"ward:{code('W3')}@2019").force == "farshire"


def test_a_boundary_that_moved_is_told_and_one_that_stayed_is_not(known):
    moved = known.changes(known.place(f"ward:{code('W1')}@2019"))
    assert "1 small area joined and 0 left" in moved
    assert known.changes(known.place(f"ward:{code('W3')}@2019")) == ""
    assert known.changes(known.place(f"ward:{code('W1')}@2018")) == ""
    assert known.changes(known.place("")) == ""


def test_residents_are_summed_over_the_same_small_areas_or_not_told(body, tmp_path):
    lookups.bring(tmp_path, population=lookups.population({AREAS[0]: 1500, AREAS[2]: 900}))
    known = snapshot("mere").reference
    assert known.residents(known.place(""))[0] is None
    assert "does not have every small area" in known.residents(known.place(""))[1]
    lookups.bring(tmp_path, population=lookups.population({AREAS[0]: 1500, AREAS[1]: 700}))
    known = snapshot("mere").reference
    assert known.residents(known.place("")) == (2200, "")
    assert known.residents(known.place("force"))[0] is None


def test_an_area_that_is_not_known_is_not_found(body):
    with pytest.raises(NotFound, match="no area"):
        snapshot("mere").police("ward:E05999999@2019")
