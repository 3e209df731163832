from __future__ import annotations

import dataclasses

import pytest

from frankpledge.documents.release import document_figures, release_check
from frankpledge.documents.tests import sample
from frankpledge.documents.tree import (
    Block,
    Bound,
    CellKind,
    Column,
    Identity,
    Link,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Table,
    text,
)


def found(*blocks: Block) -> list[str]:
    document = sample.document(sections=(Section("Only", blocks),), opening=())
    return [problem.code for problem in release_check(document)]


def test_a_sound_document_has_nothing_to_mend():
    sections = sample.sections()
    unflagged = tuple(b for b in sections[1].blocks if not (isinstance(b, Note) and b.kind is NoteKind.FLAG))
    sound = (sections[0], dataclasses.replace(sections[1], blocks=unflagged), *sections[2:])
    assert release_check(sample.document(sections=sound)) == ()


@pytest.mark.parametrize(
    "words",
    ["click here", "CLICK HERE", "here", "Click on this link", "read more", " more… ", "this link", ""],
)
def test_a_link_that_says_nothing_is_found(words):
    assert "link-text" in found(Paragraph((Link(words, "https://example.org"),)))


@pytest.mark.parametrize(
    "words", ["Terms of reference", "Here to help: our services", "More about the plan", "this year’s plan"]
)
def test_a_link_that_says_where_it_goes_is_not(words):
    assert found(Paragraph((Link(words, "https://example.org"),))) == []


def test_a_bare_address_as_link_text_is_found():
    assert found(Paragraph((Link("https://example.org/a.aspx", "https://example.org/a.aspx"),))) == [
        "link-text"
    ]


def test_an_address_that_runs_something_is_found():
    assert found(Paragraph((Link("the plan", "javascript:alert(1)"),))) == ["link-address"]


def test_a_chart_without_alternative_is_found():
    assert found(dataclasses.replace(sample.paired(), alt=" ")) == ["chart-alt"]


def test_a_table_without_caption_or_source_is_found():
    table = Table("", (Column("A"), Column("", CellKind.NUMBER)), (Row((text("a"), text("1"))),))
    assert found(table) == ["table-caption", "table-source", "table-heading"]


def test_a_table_of_words_alone_needs_no_source():
    assert (
        found(Table("Who does what", (Column("Who"), Column("What")), (Row((text("a"), text("b"))),))) == []
    )


def test_a_section_without_heading_makes_the_headings_jump():
    document = sample.document(sections=(Section("", sections=(Section("Below", (Paragraph(text("a")),)),)),))
    assert [problem.code for problem in release_check(document)] == ["heading-jump"]


def test_an_empty_section_and_an_empty_paragraph_are_found():
    document = sample.document(sections=(Section("Empty"), Section("Blank", (Paragraph(text(" ")),))))
    assert [problem.code for problem in release_check(document)] == ["empty-paragraph", "empty-section"]


def test_sections_deeper_than_html_has_headings_are_found():
    section = Section("Deepest", (Paragraph(text("a")),))
    for level in range(5):
        section = Section(f"Level {5 - level}", sections=(section,))
    assert [problem.code for problem in release_check(sample.document(sections=(section,)))] == [
        "heading-depth"
    ]


def test_an_unreleased_figure_is_found_wherever_it_stands():
    held = sample.figure(50, 3, "3", "Held", released=False)
    table = Table("A table", (Column("A"),), (Row(((Bound(held),),)),), "A source")
    assert found(Paragraph((Bound(held),))) == ["unreleased-figure"]
    assert found(table) == ["unreleased-figure"]
    assert found(Paragraph((Bound(sample.RISE),))) == []


def test_a_flag_stands_in_the_way():
    assert found(Note(NoteKind.FLAG, text("It says 3."))) == ["flag"]


def test_a_pale_colour_is_told_with_the_rest():
    document = sample.document(
        identity=Identity("A council", "#ffff00"), sections=(Section("A", (Paragraph(text("a")),)),)
    )
    assert [problem.code for problem in release_check(document)] == ["colour-contrast"]


def test_every_figure_of_a_document_is_listed_once():
    figures = document_figures(sample.document())
    assert len(figures) == len({one.id for one in figures}) == 10
