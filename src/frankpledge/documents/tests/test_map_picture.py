from __future__ import annotations

from dataclasses import replace

import pytest

from frankpledge.documents import api as drawing
from frankpledge.documents.map_picture import Shape, area_map, fifths, hatched
from frankpledge.documents.tree import Column, Row, Table, text


def square(x: float, y: float):
    return [[[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]]]


TABLE = Table("Areas", (Column("Area"),), (Row((text("A"),)),))
SHAPES = (Shape("A", square(-2, 50), 4, stands_out=True), Shape("B", square(-1, 50), None))


def drawn(shapes=SHAPES):
    return area_map(id="m", title="T", subtitle="S", shapes=shapes, table=TABLE)


def test_the_map_says_how_many_stand_out_and_how_many_are_withheld():
    assert "1 with a heavy edge stand out; 1 are hatched" in drawn().alt
    assert "Hatched: withheld." in drawn().notes[0]
    assert drawing.chart_svg(drawn()).count("<title") == 1


def test_withheld_areas_are_hatched_and_others_are_not():
    assert "MultiLineString" in str(drawn().spec)
    assert "MultiLineString" not in str(drawn((SHAPES[0],)).spec)
    assert drawn((SHAPES[0], replace(SHAPES[1], fifth=0))).spec != drawn().spec


def test_hatches_end_at_the_edge_of_the_area():
    lines = list(hatched(square(0, 0), 0.25))
    assert lines
    for start, end in lines:
        assert all(0 <= part <= 1 for part in (*start, *end))
        assert sum(start) == pytest.approx(sum(end))


def test_fifths_leave_the_unknown_out_and_keep_ties_together():
    assert fifths([1, 2, 3, 4, 5, None]) == (0, 1, 2, 3, 4, None)
    assert fifths([7, 7, 7]) == (0, 0, 0)
    assert fifths([None]) == (None,)


def test_a_map_without_an_area_is_refused():
    with pytest.raises(ValueError, match="needs an area"):
        drawn(())
