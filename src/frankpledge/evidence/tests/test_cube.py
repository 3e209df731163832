"""The cube counts what the rows say, is never stale, and is made again where it is missing."""

from __future__ import annotations

import csv
import random
from collections import Counter

import pytest

from frankpledge.evidence import companions, cube, tallies
from frankpledge.evidence.cube import PLACED
from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.recognise import STREET
from frankpledge.evidence.tests.street import read_street

KINDS = ("Anti-social behaviour", "Burglary", "Robbery")
OUTCOMES = ("Under investigation", "Local resolution", "")
AREAS = ("E01000001", "E01000002", "E01000003", "")
STREET_KIND = Kind.POLICE_STREET


def one(rng, month, force):
    area, kind = rng.choice(AREAS), rng.choice(KINDS)
    place = (
        ["-1.9", "50.7", "On or near Mill Lane", area, "Vale"] if area else ["", "", "No Location", "", ""]
    )
    outcome = "" if kind == KINDS[0] else rng.choice(OUTCOMES)
    return [f"{rng.random():.12f}", month, force, force, *place, kind, outcome, ""]


def written(folder, month, slug, force, rows, seed):
    rng = random.Random(seed)  # noqa: S311 (made-up rows)
    path = folder / f"{month}-{slug}-street.csv"
    lines = [one(rng, month, force) for _ in range(rows)]
    with path.open("w", newline="") as out:
        csv.writer(out).writerows([STREET, *lines])
    (part,) = read_street(path, FileStore(folder / "parquet")).parts
    return lines, part.path


@pytest.fixture
def made(tmp_path):
    """Two months of one force and one of another: the rows as written, and the Parquet made of them."""
    north = [written(tmp_path, month, "northshire", "Northshire Police", 80, seed)
             for seed, month in enumerate(("2019-01", "2019-02"))]  # fmt: skip
    south = written(tmp_path, "2019-01", "southshire", "Southshire Police", 50, 9)
    return [line for lines, _ in (*north, south) for line in lines], [part for _, part in (*north, south)]


def plain(rows, where):
    """By month, crime type and outcome, in plain Python."""
    chosen = [row for row in rows if where is None or (row[7] and (where == PLACED or row[7] in where))]
    return Counter((row[1], row[9], row[10] or None) for row in chosen)


def added(cells):
    found = Counter()
    for *keys, n in cells:
        found[tuple(keys)] += n
    return found


@pytest.mark.parametrize(
    "where", [None, PLACED, frozenset({"E01000001"}), frozenset({"E01000001", "E01000003"}), frozenset({"E01999999"})]
)  # fmt: skip
def test_cells_equal_a_plain_count_of_the_rows(made, where):
    rows, parts = made
    assert added(tallies.cells(parts, STREET_KIND, where)) == plain(rows, where)


def test_every_part_has_its_companion_from_the_import_on_and_its_cells_add_up_to_its_rows(made):
    _rows, parts = made
    assert companions.missing(parts) == ()
    by_part = cube.cells_by_part(parts, STREET_KIND, None)
    assert [sum(cell[-1] for cell in by_part[part.stem]) for part in parts] == [80, 80, 50]


def test_a_missing_companion_is_made_when_it_is_needed_and_says_the_same(made):
    _rows, parts = made
    before = cube.cells_by_part(parts, STREET_KIND, None)
    bytes_before = companions.companion(parts[0]).read_bytes()
    companions.companion(parts[0]).unlink()
    assert companions.missing(parts) == (parts[0],)
    assert cube.cells_by_part(parts, STREET_KIND, None) == before
    assert companions.companion(parts[0]).read_bytes() == bytes_before


def test_building_makes_what_is_missing_and_nothing_else(made):
    _, parts = made
    companions.companion(parts[1]).unlink()
    root = parts[0].parent.parent
    assert companions.build(parts, STREET_KIND, root=root) == 1
    assert companions.missing(parts) == ()
    assert companions.build(parts, STREET_KIND, root=root) == 0


def test_a_new_part_is_counted_and_the_others_are_not_asked_again(made, monkeypatch):
    rows, parts = made
    asked = []
    ask = cube.cells_by_part
    monkeypatch.setattr(
        tallies, "cells_by_part", lambda some, *rest: asked.append(tuple(some)) or ask(some, *rest)
    )
    tallies.cells(parts[:2], STREET_KIND, PLACED)
    tallies.cells(parts, STREET_KIND, PLACED)
    assert asked == [tuple(parts[:2]), (parts[2],)]
    assert added(tallies.cells(parts, STREET_KIND, PLACED)) == plain(rows, PLACED)


def test_a_damaged_tally_is_counted_again(made):
    rows, parts = made
    where = frozenset({"E01000002"})
    tallies.cells(parts, STREET_KIND, where)
    place = tallies.place_of(parts[0], tallies.mark_of(where))
    place.write_text('[["2019-01","Burg')
    tallies._cells.cache_clear()
    assert added(tallies.cells(parts, STREET_KIND, where)) == plain(rows, where)
    assert place.read_text().endswith("]]")


def test_another_set_of_small_areas_is_another_tally():
    assert tallies.mark_of(frozenset({"a", "b"})) == tallies.mark_of(frozenset({"b", "a"}))
    assert len({tallies.mark_of(one) for one in (None, PLACED, frozenset({"a"}), frozenset({"a", "b"}))}) == 4


def test_companions_and_tallies_go_when_their_part_goes(made):
    _, parts = made
    tallies.cells(parts, STREET_KIND, None)
    store = FileStore(parts[0].parent.parent)
    named = {part.stem for part in parts}
    assert list(store.orphans(named)) == []
    left = set(store.orphans(named - {parts[0].stem}))
    assert left == {parts[0], companions.companion(parts[0]), tallies.place_of(parts[0], "force")}


MEMBERSHIP = {"North": ("E01000001", "E01000002"), "East": ("E01000002",), "South": ("E01000003",)}
FORCES = {"North": "northshire", "East": "northshire", "South": "southshire"}
COVERED = {("northshire", "2019-01"), ("northshire", "2019-02"), ("southshire", "2019-01")}


def test_many_areas_at_once_equal_a_plain_count_and_only_the_own_force_counts(made):
    rows, parts = made
    found = cube.area_counts(parts, MEMBERSHIP, FORCES, covered=COVERED)
    slugs = {"Northshire Police": "northshire", "Southshire Police": "southshire"}
    for at, area in enumerate(found.areas):
        for kind_at, kind in enumerate(found.types):
            for month_at, month in enumerate(found.months):
                expected = sum(
                    row[1] == month and row[9] == kind and row[7] in MEMBERSHIP[area] and slugs[row[2]] == FORCES[area]
                    for row in rows
                )  # fmt: skip
                assert found.counts[at, kind_at, month_at] == expected, (area, kind, month)


def test_what_is_kept_of_many_areas_is_what_is_counted_and_other_areas_are_counted_anew(made):
    _, parts = made
    counted = cube.area_counts(parts, MEMBERSHIP, FORCES, covered=COVERED)
    for _ in range(2):  # counted and kept, then from what was kept
        found = tallies.area_counts(parts, MEMBERSHIP, FORCES, covered=COVERED)
        assert (found.counts == counted.counts).all()
        assert (found.types, found.months) == (counted.types, counted.months)
    mark = tallies.mark_of_areas(MEMBERSHIP, FORCES)
    place = tallies.place_of(parts[0], mark)
    place.write_text("[]", encoding="utf-8")
    assert tallies.area_counts(parts, MEMBERSHIP, FORCES, covered=COVERED).counts.sum() < counted.counts.sum()
    place.write_text("[", encoding="utf-8")  # a damaged one is counted again
    assert (tallies.area_counts(parts, MEMBERSHIP, FORCES, covered=COVERED).counts == counted.counts).all()
    renamed = dict(reversed(MEMBERSHIP.items()))
    assert tallies.mark_of_areas(renamed, FORCES) == mark
    assert tallies.mark_of_areas(MEMBERSHIP | {"East": ("E01000001",)}, FORCES) != mark
    assert tallies.mark_of_areas(MEMBERSHIP, FORCES | {"East": "southshire"}) != mark


def test_a_month_that_a_force_did_not_send_is_not_covered_and_so_no_zero(made):
    _, parts = made
    found = cube.area_counts(parts, MEMBERSHIP, FORCES, covered=COVERED)
    known = {
        (area, month): bool(found.covered[at, month_at])
        for at, area in enumerate(found.areas)
        for month_at, month in enumerate(found.months)
    }
    assert [key for key, there in known.items() if not there] == [("South", "2019-02")]


def test_no_parts_and_no_areas_are_no_answer_and_no_error():
    assert cube.cells_by_part([], STREET_KIND, None) == {}
    assert tallies.cells([], STREET_KIND, None) == ()
    found = cube.area_counts([], {"North": ("E01000001",)}, {}, covered=())
    assert (found.counts.shape, found.covered.shape) == ((1, 0, 0), (1, 0))
