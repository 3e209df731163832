"""Measure tables: each value keeps its cell, missing stays missing, and what a sheet hides is told."""

from __future__ import annotations

from decimal import Decimal

import pyarrow.parquet as pq
import pytest
import xlsxwriter
from openpyxl import Workbook

from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.measures import Layout, read_measures
from frankpledge.evidence.readers.result import Kind
from frankpledge.kernel.problems import Unusable

TIDY = "Measure,Area,Period,Value\n"
TWO_YEARS = """,Harm,,Calls,
Period / Year,2019,2020,2019,2020
Jan – March,10,20,5,6
April – June,11,21,5,6
July – Sept,12,22,5,6
Oct – Dec,13,23,5,6
Totals,46,"86",20,24
"""


@pytest.fixture
def read(tmp_path):
    def reader(content, name="table.csv", **layout):
        path = tmp_path / name
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif isinstance(content, bytes):
            path.write_bytes(content)
        return read_measures(path, FileStore(tmp_path / "store"), layout=Layout(**layout))

    return reader


@pytest.fixture
def sheet(tmp_path):
    """A workbook with calculated values, written by a function that gets workbook and sheet."""

    def maker(fill, name="table.xlsx"):
        with xlsxwriter.Workbook(tmp_path / name) as book:
            fill(book, book.add_worksheet("Counts"))

    return maker


def rows_of(result):
    return pq.read_table(result.parts[0].path).to_pylist()


def problems(read, *args, **options):
    with pytest.raises(Unusable) as caught:
        read(*args, **options)
    return caught.value.problems


def test_a_value_keeps_its_row_its_column_and_its_text(read):
    (kept,) = rows_of(read(TIDY + 'Fires,North,Jan-Mar 2020,"1,204 "\n'))
    assert (kept["measure"], kept["area"], kept["period"], kept["value"]) == (
        "Fires",
        "North",
        "2020-Q1",
        Decimal(1204),
    )
    assert (kept["line"], kept["column"], kept["raw"]) == (2, "Value", "1,204 ")
    assert (str(kept["starts_on"]), str(kept["ends_on"])) == ("2020-01-01", "2020-03-31")


def test_lines_are_those_of_the_file_also_below_notes_and_quoted_breaks(read):
    result = read('A title\n\n"Notes\nover two lines"\n' + TIDY + "Fires,North,2020,1\n")
    assert [kept["line"] for kept in rows_of(result)] == [6]


def test_missing_is_missing_and_said(read):
    result = read(TIDY + "Fires,North,2020,[x]\nFires,South,2020,0\n")
    assert [(kept["value"], kept["missing"]) for kept in rows_of(result)] == [
        (None, "not available"),
        (Decimal(0), ""),
    ]
    assert any("1 value is missing (rows 2)" in caution.text for caution in result.cautions)
    assert [coverage.area for coverage in result.coverage] == ["South"]


def test_denominator_and_sample_are_read_where_given(read):
    (kept,) = rows_of(read('Indicator,Ward,Year,Count,Population,N\nFires,North,2020,4,"1,200",30\n'))
    assert (kept["denominator"], kept["n"]) == (Decimal(1200), Decimal(30))


def test_a_suppliers_names_are_mapped(read):
    content = "What,Where,When,How many,Count\nFires,North,2020,4,99\n"
    columns = {"measure": "What", "area": "Where", "period": "When", "value": "How many"}
    assert [kept["value"] for kept in rows_of(read(content, columns=columns))] == [Decimal(4)]


def test_a_table_of_one_area_takes_it_from_the_layout(read):
    assert [kept["area"] for kept in rows_of(read("Measure,Period,Value\nFires,2020,1\n", area="North"))] == [
        "North"
    ]


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("Fires,North,2019-13,4", "period-unreadable", "Period"),
        ("Fires,North,,4", "period-missing", "Period"),
        ("Fires,North,2020,-4", "negative-count", "Value"),
        ("Fires,North,2020,four", "value-unreadable", "Value"),
        (",North,2020,4", "measure-missing", "Measure"),
        ("Fires,,2020,4", "area-missing", "Area"),
        ("Fires,North,2020,#REF!", "cell-error", "Value"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_and_the_others_are_read(read, line, code, column):
    result = read(TIDY + line + "\nFires,South,2020,1\n")
    assert result.rows == 1
    (problem,) = result.problems
    assert (problem.code, problem.file, problem.row, problem.column) == (code, "table.csv", 2, column)
    assert problem.remedy


def test_negative_numbers_are_accepted_where_the_table_is_declared_to_hold_them(read):
    assert rows_of(read(TIDY + "Fires,North,2020,-4\n", negatives=True))[0]["value"] == Decimal(-4)


def test_the_same_thing_twice_refuses_both_and_names_both(read):
    result = read(TIDY + "Fires,North,2020-Q2,4\nFires,North,Apr-Jun 2020,5\nFires,South,2020,1\n")
    assert [kept["area"] for kept in rows_of(result)] == ["South"]
    assert [(problem.code, problem.row) for problem in result.problems] == [
        ("given-twice", 2),
        ("given-twice", 3),
    ]
    assert "again in row 3" in result.problems[0].reason


def test_a_reading_that_was_chosen_is_said(read):
    result = read(TIDY + "Fires,North,Q1 2020/21,4\n")
    assert any("financial year: April to June 2020 (row 2)" in caution.text for caution in result.cautions)


def test_another_encoding_is_told_with_its_line(read):
    (problem,) = problems(read, (TIDY + "Fires,North,2020,1\nFires,Trê,2020,1\n").encode("latin-1"))
    assert (problem.code, problem.row) == ("another-encoding", 3)


def test_a_line_of_fifty_megabytes_is_told(read):
    (problem,) = problems(read, TIDY + "Fires," + "x" * 50_000_000 + ",2020,1\n")
    assert (problem.code, problem.row) == ("line-too-long", 2)


def test_a_table_with_nothing_usable_is_refused(read):
    assert [problem.code for problem in problems(read, TIDY)] == ["no-rows"]
    assert [problem.code for problem in problems(read, TIDY + "Fires,North,2019-13,1\n")] == [
        "period-unreadable"
    ]


# Two years by quarter


def test_a_table_of_two_years_gives_each_quarter_its_measure_and_cell(read):
    result = read(TWO_YEARS, area="E22000000")
    assert (result.kind, result.rows, result.refused) == (Kind.MEASURES_TWO_YEARS, 16, 0)
    assert {
        (kept["measure"], kept["period"]): (int(kept["value"]), kept["line"], kept["column"])
        for kept in rows_of(result)
    }["Harm", "2020-Q3"] == (22, 5, "C")
    assert {kept["area"] for kept in rows_of(result)} == {"E22000000"}
    assert result.cautions == ()


def test_totals_that_disagree_refuse_the_table_with_the_arithmetic(read):
    (problem,) = problems(read, TWO_YEARS.replace('"86"', "87"))
    assert (problem.code, problem.row, problem.column) == ("total-disagrees", 7, "C")
    assert "The total of ‘Harm’ 2020 is given as 87, but 20 + 21 + 22 + 23 = 86." in problem.reason


def test_a_table_without_totals_says_that_nothing_was_checked(read):
    result = read("\n".join(TWO_YEARS.splitlines()[:-1]) + "\n", area="X")
    assert any("no totals row" in caution.text for caution in result.cautions)


def test_a_missing_quarter_value_leaves_its_total_unchecked_and_the_others_checked(read):
    result = read(TWO_YEARS.replace("10,20,5,6", "10,-,5,6"), area="X")
    assert any("total of ‘Harm’ 2020 cannot be checked" in caution.text for caution in result.cautions)
    assert sum(kept["value"] is None for kept in rows_of(result)) == 1


def test_names_broken_over_two_rows_are_put_together(read):
    content = ",Harm done,,Calls,\n,at home,,,\n" + TWO_YEARS.partition("\n")[2]
    assert {kept["measure"] for kept in rows_of(read(content, area="X"))} == {"Harm done at home", "Calls"}


def test_financial_years_put_the_last_quarter_into_the_next_year(read):
    content = TWO_YEARS.replace("2019,2020,2019,2020", "2019/20,2020/21,2019/20,2020/21")
    periods = {(kept["line"], kept["column"]): kept["period"] for kept in rows_of(read(content, area="X"))}
    assert (periods[3, "B"], periods[4, "B"], periods[3, "C"]) == ("2020-Q1", "2019-Q2", "2021-Q1")


@pytest.mark.parametrize(
    ("change", "code", "row"),
    [
        (("April – June", "Spring"), "quarter-unreadable", 4),
        (("April – June", "Jan – March"), "given-twice", 4),
        (("11,21", "-11,21"), "negative-count", 4),
        (("11,21", "eleven,21"), "value-unreadable", 4),
        ((",Calls,", ",,"), "measure-missing", 2),
        ((",Calls,", ",Harm,"), "given-twice", 2),
    ],
)
def test_anything_wrong_refuses_the_whole_two_year_table(read, change, code, row):
    found = problems(read, TWO_YEARS.replace(*change), area="X")
    assert (code, row) in [(problem.code, problem.row) for problem in found]


# Workbooks


def tidy_sheet(sheet_, rows=(("Fires", "North", "2020", 4), ("Fires", "South", "2020", 5))):
    sheet_.write_row(0, 0, ("Measure", "Area", "Period", "Value"))
    for number, row in enumerate(rows, start=1):
        sheet_.write_row(number, 0, row)


def test_a_workbook_is_read_with_its_rows_and_sheet(read, sheet):
    sheet(lambda _, page: tidy_sheet(page))
    assert [(kept["line"], kept["sheet"], kept["value"]) for kept in rows_of(read(None, "table.xlsx"))] == [
        (2, "Counts", Decimal(4)), (3, "Counts", Decimal(5)),
    ]  # fmt: skip


def test_formulas_are_read_by_their_saved_value_with_a_caution(read, sheet):
    def fill(_, page):
        tidy_sheet(page)
        page.write_formula("D4", "=D2+D3", None, 9)
        page.write_row(3, 0, ("Fires", "Both", "2020"))

    sheet(fill)
    result = read(None, "table.xlsx")
    assert [kept["value"] for kept in rows_of(result)] == [4, 5, 9]
    assert any("D4 is =D2+D3" in caution.text for caution in result.cautions)


def test_a_formula_that_was_never_computed_is_refused_by_its_cell(read, tmp_path):
    book = Workbook()
    for line in (
        ("Measure", "Area", "Period", "Value"),
        ("Fires", "North", "2020", "=2+2"),
        ("Fires", "South", "2020", 5),
    ):
        book.active.append(line)
    book.save(tmp_path / "table.xlsx")
    result = read(None, "table.xlsx")
    assert [kept["value"] for kept in rows_of(result)] == [5]
    assert [(p.code, p.row, p.column, p.value) for p in result.problems] == [
        ("formula-without-value", 2, "Value", "=2+2")
    ]


def test_merged_cells_in_the_body_are_refused_by_their_range(read, sheet):
    def fill(_, page):
        tidy_sheet(page)
        page.merge_range("A2:A3", "Fires")

    sheet(fill)
    (problem,) = problems(read, None, "table.xlsx")
    assert (problem.code, problem.row, problem.column) == ("merged-cells", 2, "A")
    assert "The cells A2 to A3 of the sheet ‘Counts’ are merged" in problem.reason


def test_merged_measure_names_above_their_years_are_as_they_should_be(read, sheet):
    def fill(_, page):
        page.merge_range("B1:C1", "Harm")
        for number, line in enumerate(TWO_YEARS.splitlines()[1:], start=1):
            cells = line.replace('"', "").split(",")[:3]
            page.write(number, 0, cells[0])
            page.write_row(number, 1, [int(cell) for cell in cells[1:]])

    sheet(fill)
    result = read(None, "table.xlsx", area="X")
    assert {kept["measure"] for kept in rows_of(result)} == {"Harm"}
    assert result.rows == 8


@pytest.mark.parametrize(
    ("hide", "code", "row", "column"),
    [
        (lambda page: page.set_row(2, None, None, {"hidden": True}), "hidden-row", 3, ""),
        (lambda page: page.set_column(1, 1, None, None, {"hidden": True}), "hidden-column", None, "B"),
    ],
)
def test_hidden_rows_and_columns_are_refused_by_name(read, sheet, hide, code, row, column):
    def fill(_, page):
        tidy_sheet(page)
        hide(page)

    sheet(fill)
    (problem,) = problems(read, None, "table.xlsx")
    assert (problem.code, problem.row, problem.column) == (code, row, column)


def test_a_hidden_sheet_is_not_read_and_that_is_said(read, sheet):
    def fill(book, page):
        tidy_sheet(page)
        other = book.add_worksheet("Old")
        tidy_sheet(other)
        other.hide()

    sheet(fill)
    result = read(None, "table.xlsx")
    assert result.rows == 2
    assert any("hidden sheet ‘Old’ was not read" in caution.text for caution in result.cautions)


def test_two_sheets_with_tables_must_be_chosen_from(read, sheet):
    def fill(book, page):
        tidy_sheet(page)
        tidy_sheet(book.add_worksheet("More"), rows=(("Fires", "West", "2020", 1),))

    sheet(fill)
    assert [problem.code for problem in problems(read, None, "table.xlsx")] == ["several-sheets"]
    assert [kept["area"] for kept in rows_of(read(None, "table.xlsx", sheet="More"))] == ["West"]
    assert [problem.code for problem in problems(read, None, "table.xlsx", sheet="Else")] == ["no-such-sheet"]


def test_a_cell_shown_as_per_cent_is_the_per_cent_that_is_seen(read, sheet):
    def fill(book, page):
        tidy_sheet(page)
        page.write_number("D2", 0.235, book.add_format({"num_format": "0.0%"}))

    sheet(fill)
    kept = rows_of(read(None, "table.xlsx"))[0]
    assert (kept["value"], kept["unit"]) == (Decimal("23.5"), "percent")


def test_dates_on_the_first_of_the_month_are_months(read, sheet):
    from datetime import date

    def fill(book, page):
        shown = book.add_format({"num_format": "mmm yyyy"})
        tidy_sheet(page)
        page.write_datetime("C2", date(2020, 4, 1), shown)
        page.write_datetime("C3", date(2020, 5, 1), shown)

    sheet(fill)
    result = read(None, "table.xlsx")
    assert [kept["period"] for kept in rows_of(result)] == ["2020-04", "2020-05"]
    assert any("read as months" in caution.text for caution in result.cautions)


def test_an_ods_file_is_read_and_looked_behind(read, tmp_path):
    from odfdo import Cell, Document, Row, Table

    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Counts")
    for values in (
        ("Measure", "Area", "Period", "Value"),
        ("Fires", "North", "2020", 4),
        ("Fires", "South", "2020", 0.5),
    ):
        row = Row()
        for value in values:
            row.append_cell(Cell(value))
        table.append_row(row)
    hidden = table.get_row(2)
    hidden.set_attribute("table:visibility", "collapse")
    table.set_row(2, hidden)
    document.body.append(table)
    document.save(tmp_path / "table.ods")
    assert [(problem.code, problem.row) for problem in problems(read, None, "table.ods")] == [
        ("hidden-row", 3)
    ]


def test_a_workbook_that_unpacks_without_end_is_refused(read, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "table.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<x/>")
        packed.writestr("xl/workbook.xml", b"0" * (300 << 20))
    assert [problem.code for problem in problems(read, None, "table.xlsx")] == ["too-large"]


def test_a_damaged_workbook_is_told(read, tmp_path):
    (tmp_path / "table.xlsx").write_bytes(b"PK\x03\x04 damaged")
    assert [problem.code for problem in problems(read, None, "table.xlsx")] == ["bad-workbook"]
