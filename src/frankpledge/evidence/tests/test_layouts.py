"""Which row is the header, what a person is shown of a file, and how a layout is chosen and remembered."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.files import StoredFile
from frankpledge.evidence.layouts import Layouts, as_said, header_key, with_said
from frankpledge.evidence.readers.measures import PLAIN, Layout
from frankpledge.evidence.recognise import recognise
from frankpledge.evidence.sampling import LONGEST, header_of, header_place, sample
from frankpledge.evidence.specs import DatasetSpec
from frankpledge.kernel.problems import Unusable

ODD = "What,Where,When,How many\nFires,North,2031-Q1,4\n"
COLUMNS = {"measure": "What", "area": "Where", "period": "When", "value": "How many"}


@pytest.fixture
def stored(tmp_path):
    """A file as it lies in the store: under a name that says nothing."""

    def keep(content: str | bytes) -> StoredFile:
        place = tmp_path / ("a" * 64)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        return StoredFile("a" * 64, place.stat().st_size, place)

    return keep


def chosen(file, *, spec=None, told=None, remembered=None):
    found = recognise(file.path, "table.csv")
    return Layouts(spec, told or {}, remembered or {}).chosen(file, found)


# The first rows


def test_the_header_is_found_below_titles_and_notes(stored):
    file = stored('Calls about noise\n"Prepared by us, for you",\n\n' + ODD)
    assert header_of(file.path, "x.csv") == ("What", "Where", "When", "How many")


def test_at_most_five_rows_are_shown_and_long_cells_are_cut(stored):
    file = stored("What,Note\n" + f"Fires,{'x' * 500}\n" * 9)
    shown = sample(file.path, "x.csv")
    assert len(shown.rows) == 5
    assert len(shown.rows[0][1]) == LONGEST + 1


def test_a_column_without_a_name_says_so(stored):
    assert sample(stored("What,,Value\nFires,x,4\n").path, "x.csv").columns == ("What", "(no name)", "Value")


def test_a_workbook_shows_its_first_filled_sheet(stored):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Empty")
        page = book.add_worksheet("Counts")
        page.write_row(0, 0, ("What", "How many"))
        page.write_row(1, 0, ("Fires", 4))
    assert sample(stored(out.getvalue()).path, "x.xlsx").rows == (("Fires", "4"),)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"\0\1\2\3", b"one cell", b"PK\x03\x04 not a workbook"]
)
def test_what_is_no_table_shows_nothing(stored, content):
    assert sample(stored(content).path, "x") is None


@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=12))
def test_the_header_is_one_of_the_rows_and_has_at_least_two_filled_cells(rows):
    place = header_place(rows)
    if place is None:
        assert all(sum(bool(cell.strip()) for cell in row) < 2 for row in rows)
    else:
        assert sum(bool(cell.strip()) for cell in rows[place]) >= 2


# Which layout


def test_what_a_person_said_of_this_file_comes_first(stored):
    told = {"a" * 64: {"columns": COLUMNS, "measure": "", "area": ""}}
    spec = DatasetSpec(mapping={"measure": "Other"})
    assert chosen(stored(ODD), spec=spec, told=told).columns == COLUMNS


def test_a_description_comes_before_memory_when_its_columns_are_there(stored):
    described = {**COLUMNS, "n": "How many"}
    remembered = {header_key(ODD.splitlines()[0].split(",")): {"columns": COLUMNS}}
    assert (
        chosen(stored(ODD), spec=DatasetSpec(mapping=described), remembered=remembered).columns == described
    )


def test_the_very_header_is_remembered_whatever_its_letters_and_spaces(stored):
    remembered = {header_key(("what", " WHERE ", "When", "How  many")): {"columns": COLUMNS}}
    assert chosen(stored(ODD), remembered=remembered).columns == COLUMNS


def test_a_table_with_a_further_column_is_still_known(stored):
    remembered = {header_key(("What", "Where", "When", "How many")): {"columns": COLUMNS}}
    file = stored("Note,What,Where,When,How many\nx,Fires,North,2031-Q1,4\n")
    assert chosen(file, remembered=remembered).columns == COLUMNS


def test_a_table_that_is_recognised_by_itself_is_not_read_by_a_layout_of_another_header(stored):
    file = stored("Measure,Area,Period,Value,What,Where,When,How many\nFires,North,2031,4,a,b,2031,5\n")
    remembered = {header_key(("What", "Where", "When", "How many")): {"columns": COLUMNS}}
    assert chosen(file, remembered=remembered) == PLAIN


def test_a_description_whose_columns_are_nowhere_is_refused_by_the_column(stored):
    with pytest.raises(Unusable) as told:
        chosen(stored(ODD), spec=DatasetSpec(mapping={"measure": "What", "value": "Count of it"}))
    (problem,) = told.value.problems
    assert problem.column == "Count of it"
    assert "the column of the value" in problem.reason


def test_what_is_stored_of_a_layout_gives_the_layout_back():
    layout = Layout(COLUMNS, area="North", measure="Fires")
    assert with_said(PLAIN, as_said(layout)) == layout
