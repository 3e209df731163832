"""A dense sheet: a page of its own in every paged format, its type as large as lets it fit, and nothing left out."""

from __future__ import annotations

import io

import pikepdf
import pytest
from lxml import etree

from frankpledge.documents.layout import place
from frankpledge.documents.odt_parts import SPACES
from frankpledge.documents.office import render_docx, render_odt
from frankpledge.documents.office_html import WIDEST, _picture_width
from frankpledge.documents.packages import unpacked
from frankpledge.documents.pdf import render_pdf
from frankpledge.documents.tests import sample
from frankpledge.documents.tree import (
    Bullets,
    Document,
    Fact,
    Facts,
    Identity,
    Note,
    NoteKind,
    Paragraph,
    Section,
    Sheet,
    text,
)
from frankpledge.documents.webpage import render_html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DENSE = Sheet(dense=True)


def words(count: int) -> Paragraph:
    return Paragraph(text("plain words " * count))


def document(*, paragraphs: int = 10, sheet: Sheet | None = DENSE) -> Document:
    full = Section(
        "Full sheet",
        (
            *(words(30) for _ in range(paragraphs)),
            Facts((Fact("Count", text("1,234")), Fact("Before", text("1,200")))),
            sample.paired(),
            Note(NoteKind.SYNTHETIC, text("Made up.")),
            Bullets((text("not known"), text("nor this"))),
        ),
        sheet=sheet,
    )
    short = Section("Short sheet", (words(3),), sheet=sheet)
    within = Section("Chapter", (words(3),), (full, short))
    return Document("Title", (within, Section("After", (words(3),))), Identity("Vale Council"), "2021-03-01", contents_depth=0)  # fmt: skip


def sheets(made: Document) -> list[str]:
    """The words of each page."""
    import subprocess

    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=render_pdf(made), capture_output=True, check=True
    )
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")][:-1]


def test_each_is_one_page_of_the_pdf_and_what_follows_begins_another():
    pages = sheets(document())
    assert [next(name for name in ("Full sheet", "Short sheet", "After", "Chapter") if name in page) for page in pages[:4]] == [
        "Chapter", "Full sheet", "Short sheet", "After",
    ]  # fmt: skip
    assert "nor this" in pages[1]


def test_more_words_make_smaller_type_before_they_make_a_second_page():
    assert "nor this" in sheets(document(paragraphs=11))[1]
    pages = sheets(document(paragraphs=40))
    assert "nor this" in " ".join(pages[2:]), "nothing is left out"
    with pikepdf.open(io.BytesIO(render_pdf(document(paragraphs=11)))) as pdf:
        assert pdf.Root.MarkInfo.Marked


def test_without_the_sheet_everything_follows_on():
    assert "Full sheet" in sheets(document(sheet=None))[0]


def breaks_of_docx(made: Document) -> list[str]:
    root = etree.fromstring(unpacked(render_docx(made))["word/document.xml"])
    return [
        "".join(p.itertext()) for p in root.iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]


def breaks_of_odt(made: Document) -> list[str]:
    root = etree.fromstring(unpacked(render_odt(made))["content.xml"])
    name = f"{{{SPACES['style']}}}name"
    before = f"{{{SPACES['fo']}}}break-before"
    styles = {
        style.get(name) for style in root.iter(f"{{{SPACES['style']}}}style") if any(part.get(before) == "page" for part in style)
    }  # fmt: skip
    headings = root.iter(f"{{{SPACES['text']}}}h")
    return [
        "".join(one.itertext()) for one in headings if one.get(f"{{{SPACES['text']}}}style-name") in styles
    ]


@pytest.mark.parametrize("found", [breaks_of_docx, breaks_of_odt], ids=["docx", "odt"])
def test_the_office_formats_break_at_the_same_headings(found):
    assert found(document()) == ["Full sheet", "Short sheet", "After"]
    assert found(document(sheet=Sheet())) == []


def test_in_the_office_formats_the_picture_yields_to_the_words():
    def width(paragraphs: int) -> float:
        return _picture_width(place(document(paragraphs=paragraphs)).sections[0].sections[0])

    assert width(1) == WIDEST
    assert width(14) < WIDEST


def test_on_the_web_it_is_marked_for_the_printer():
    assert render_html(document()).count('class="sheet"') == 2
    assert render_html(document()).count('class="after-sheet"') == 1
    plain = render_html(document(sheet=None))
    assert 'class="sheet"' not in plain
    assert 'class="after-sheet"' not in plain
