from __future__ import annotations

from uuid import UUID

from frankpledge.documents.figures import Figure, InputFile, Provenance
from frankpledge.documents.tree import (
    Bound,
    Bullets,
    Chart,
    Column,
    Document,
    Fact,
    Facts,
    Identity,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Table,
    plain,
    text,
)
from frankpledge.figures.annex import annex, figures_in, ranges
from frankpledge.figures.providers import RowPage, SourceRow

FILE = InputFile("counts.csv", "0123456789abcdef" * 4)


def a_figure(number: int, **changes) -> Figure:
    made = {
        "id": UUID(int=number),
        "label": f"Figure {number}",
        "value": number,
        "text": str(number),
        "provenance": Provenance("made-up", {}, "a count", (FILE,), rows_used=3, code_version="1"),
    }
    return Figure(**{**made, **changes})


def everywhere(*figures: Figure) -> Document:
    """One figure in each kind of place that can print one."""
    one, two, three, four, five, six, seven = ((Bound(figure),) for figure in figures)
    table = Table("T", (Column("A"),), (Row((three,)),))
    chart = Chart("c", "t", "s", "a", {}, Table("U", (Column("A"),), (Row((four,)),)))
    inner = Section("Inner", (Note(NoteKind.CAVEAT, six), Facts((Fact("name", seven),))))
    outer = Section("Outer", (Bullets((two,)), table, chart, Paragraph(five)), (inner,))
    return Document("D", (outer,), Identity("Council"), "2021-02-01", opening=(Paragraph(one),))


def test_figures_are_found_wherever_they_are_printed_in_reading_order():
    figures = tuple(a_figure(n) for n in range(1, 8))
    assert figures_in(everywhere(*figures)) == figures


def test_a_figure_printed_twice_is_listed_once():
    figures = [a_figure(n) for n in (1, 2, 1, 3, 2, 4, 5)]
    assert [f.text for f in figures_in(everywhere(*figures))] == ["1", "2", "3", "4", "5"]


def rows_of_annex(document, **options):
    section = annex(document, **options)
    table = next(block for block in section.blocks if isinstance(block, Table))
    return [tuple(plain(cell) for cell in row.cells) for row in table.rows], table


def just(figure: Figure) -> Document:
    return Document("D", (Section("S", (Paragraph((Bound(figure),)),)),), Identity("Council"), "2021-02-01")


def test_the_annex_says_formula_file_and_count_of_rows():
    rows, table = rows_of_annex(just(a_figure(7)))
    assert rows == [("Figure 7", "7", "a count", "counts.csv 0123456789ab", "3 rows")]
    assert table.notes == ("Worked out by Frankpledge 1.",)


def test_the_annex_names_lines_when_it_can_see_the_rows():
    def rows(_figure_id, *, offset, limit):
        assert (offset, limit) == (0, 200)
        return RowPage(("a",), tuple(SourceRow("counts.csv", "0", line, ("x",)) for line in (5, 3, 4, 9)), 4)

    assert rows_of_annex(just(a_figure(7)), rows=rows)[0][0][4] == "3 to 5, 9"


def test_lines_of_several_files_are_told_apart():
    def rows(_figure_id, *, offset, limit):
        return RowPage(
            ("a",), (SourceRow("a.csv", "0", 2, ()), SourceRow("b.csv", "1", 2, ())), 2 + offset * limit
        )

    assert rows_of_annex(just(a_figure(7)), rows=rows)[0][0][4] == "a.csv: 2; b.csv: 2"


def test_too_many_lines_are_counted_instead():
    def rows(_figure_id, *, offset, limit):
        return RowPage(("a",), (SourceRow("a.csv", "0", offset + 2, ()),), limit * 100)

    assert rows_of_annex(just(a_figure(7)), rows=rows)[0][0][4] == "20,000 rows"


def test_an_interval_and_a_reason_for_not_knowing_are_part_of_the_working():
    known = a_figure(1, interval_text="1 to 2", confidence=0.95)
    unknown = a_figure(2, value=None, unknown_because="a month is missing.")
    assert rows_of_annex(just(known))[0][0][2] == "a count; 95% interval 1 to 2"
    assert rows_of_annex(just(unknown))[0][0][2] == "a count; a month is missing"


def test_a_document_without_figures_says_so():
    bare = Document("D", (Section("S", (Paragraph(text("words")),)),), Identity("Council"), "2021-02-01")
    section = annex(bare)
    assert [plain(block.inlines) for block in section.blocks] == [
        "No number in this document came from the record."
    ]


def test_runs_of_lines_are_drawn_together():
    assert ranges([]) == ""
    assert ranges([2]) == "2"
    assert ranges([2, 3, 5, 6, 7, 9]) == "2 to 3, 5 to 7, 9"


def test_the_rows_of_a_large_count_are_not_fetched_only_to_be_counted():
    def never(_figure_id, *, offset, limit):
        raise AssertionError(f"rows {offset} to {limit} were fetched")

    figure = a_figure(1, provenance=Provenance("made-up", {}, "a count", (FILE,), rows_used=5000))
    assert rows_of_annex(just(figure), rows=never)[0][0][4] == "5,000 rows"
