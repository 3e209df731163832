from __future__ import annotations

import io
import subprocess

import pikepdf
import pytest

from frankpledge.documents.pdf import render_pdf, spoken, unshowable
from frankpledge.documents.tests import sample
from frankpledge.documents.tree import Identity, Link, Paragraph, Section, text


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(sample.printed("pdf")))


def structure(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every structure element, in reading order."""
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(reversed(list(node)))
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(node)
            if "/K" in node and node.get("/Type") not in {"/MCR", "/OBJR"}:
                waiting.append(node.K)
    return found


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(node.S) for node in structure(pdf)]


def pdf_pages(made: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")][:-1]


def pdf_words(made: bytes) -> str:
    return " ".join(pdf_pages(made))


def test_the_file_says_that_it_is_pdf_ua_and_pdf_a(pdf):
    metadata = pdf.open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_it_is_tagged_has_a_language_and_shows_its_title(pdf):
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert pdf.open_metadata()["dc:title"] == "Community safety: annual report to the scrutiny committee"
    assert str(pdf.docinfo.CreationDate).startswith("D:20210211")


def test_every_figure_has_alternative_text(pdf):
    figures = [node for node in structure(pdf) if node.S == "/Figure"]
    alternatives = [str(node.get("/Alt", "")) for node in figures]
    assert "Ten beads in a ring" in alternatives
    assert {chart.alt for chart in (sample.paired(), sample.ranking(), sample.change())} <= set(alternatives)
    assert all(alternatives)


def test_tables_have_headings_captions_and_cells_that_name_their_headings(pdf):
    found = kinds(pdf)
    assert found.count("/Table") == 7
    assert found.count("/THead") == 7
    assert found.count("/Caption") >= 7
    assert "/TH" in found


def test_headings_run_in_order_and_are_bookmarks(pdf):
    levels = [int(kind[2:]) for kind in kinds(pdf) if kind in {"/H1", "/H2", "/H3"}]
    assert levels == [1, 1, 2, 2, 1, 1, 1]
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "1 Executive summary", "12 Tackling domestic abuse", "13 Trends", "14 Crynodeb", "Data behind the charts",
        ]  # fmt: skip


def test_figures_are_links_home_and_links_are_described(pdf):
    notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
    addresses = {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}
    assert "https://safety.quayshire.example/id/00000000-0000-0000-0000-000000000001" in addresses
    assert "https://example.org/abuse" in addresses
    assert all("/Contents" in note for note in notes)
    assert all(page.Tabs == "/S" for page in pdf.pages if "/Annots" in page)


def test_welsh_within_an_english_document_is_marked_welsh(pdf):
    assert any(str(node.get("/Lang", "")) == "cy" for node in structure(pdf))


def test_no_font_of_the_machine_is_needed(pdf):
    fonts = {
        str(font.BaseFont).split("+")[-1]
        for page in pdf.pages
        for font in page.Resources.get("/Font", {}).values()
    }
    assert all(font.startswith("LibertinusSerif") for font in fonts)


def test_every_page_bears_marking_council_and_number():
    made = sample.printed("pdf")
    pages = len(pikepdf.open(io.BytesIO(made)).pages)
    words = pdf_words(made)
    assert f"Page 1 of {pages}" in words
    assert f"Page {pages} of {pages}" in words
    assert words.count("OFFICIAL") >= pages


def test_the_heading_row_of_a_long_table_is_repeated_on_each_page():
    behind = [
        page
        for page in pdf_pages(sample.printed("pdf"))
        if "November 2018" in page or "November 2019" in page
    ]
    assert len(behind) == 2
    assert all("Period Each month" in page for page in behind)


def test_hostile_words_are_printed_as_they_are():
    words = pdf_words(render_pdf(sample.hostile_document()))
    for part in (
        "#import",
        "$x$",
        "*bold*",
        "_it_",
        "`raw`",
        "<label>",
        "@ref",
        "<script>alert(1)</",
        "#{panic()}",
        "ŵŷ",
        "\\n",
    ):
        assert part in words


def test_what_no_font_can_show_is_named_in_words():
    document = sample.document(sections=(Section("Signs", (Paragraph(text("Quipu \U000130b8 and 🏴󠁧󠁢󠁷󠁬󠁳󠁿 é")),)),))
    words = pdf_words(render_pdf(document))
    assert "[egyptian hieroglyph d052]" in words
    assert "waving black flag" in words or "🏴" in words


def test_control_characters_do_no_harm():
    document = sample.document(sections=(Section("A\x00B", (Paragraph(text("C\x01\x0b\ud800D")),)),))
    assert "AB CD" in pdf_words(render_pdf(document))


def test_a_link_to_a_part_that_is_not_there_is_printed_as_words():
    good = sample.document(
        sections=(Section("Here", (Paragraph((Link("the plan", "#nowhere"), Link("above", "#here"))),)),)
    )
    assert "the plan" in pdf_words(render_pdf(good))


def test_a_document_without_logo_numbers_or_sections_is_printed():
    bare = sample.document(
        sections=(), identity=Identity("A council"), marking="", subtitle="", author="", opening=()
    )
    assert "A council" in pdf_words(render_pdf(bare))


def test_the_characters_that_cannot_be_shown_are_read_from_what_the_typesetter_says():
    said = 'error: the text `"👨\\u{200d}👩"` could not be displayed with font `"X"`\nthe text `"中"` could not be displayed'
    assert unshowable(said) == {"👨", "\u200d", "👩", "中"}


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("😀", "[grinning face]"),
        ("\u200d", ""),
        ("\ue000", ""),
        ("ŵ", "[latin small letter w with circumflex]"),
    ],
)
def test_a_character_is_put_into_words(character, words):
    assert spoken(character) == words
