from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from frankpledge.documents.narrative import (
    Binding,
    Bold,
    Item,
    Linked,
    Piece,
    PieceKind,
    Words,
    read_narrative,
)


def test_blank_lines_part_paragraphs_and_wrapped_lines_join():
    pieces = read_narrative("One\ntwo.\n\nThree.")
    assert [(p.kind, p.items[0].runs, p.items[0].line) for p in pieces] == [
        (PieceKind.PARAGRAPH, (Words("One two."),), 1),
        (PieceKind.PARAGRAPH, (Words("Three."),), 4),
    ]


def test_bold_links_and_bindings_are_read_in_their_order():
    (piece,) = read_narrative(
        "A **strong** word, [the plan](https://example.org/p(1)) and [[23% | change:a=1&b=2]]."
    )
    assert piece.items[0].runs == (
        Words("A "),
        Bold("strong"),
        Words(" word, "),
        Linked("the plan", "https://example.org/p(1)"),
        Words(" and "),
        Binding("23%", "change:a=1&b=2"),
        Words("."),
    )


def test_lists_gather_their_items():
    bullets, steps = read_narrative("- one\n- two\n  and more\n\n1. first\n2. second")
    assert bullets == Piece(PieceKind.BULLETS, (Item((Words("one"),), 1), Item((Words("two and more"),), 2)))
    assert (steps.kind, len(steps.items)) == (PieceKind.STEPS, 2)


def test_a_list_may_follow_its_sentence_without_a_blank_line():
    assert [p.kind for p in read_narrative("They include:\n- this\n- that")] == [
        PieceKind.PARAGRAPH,
        PieceKind.BULLETS,
    ]


def test_a_wrapped_line_that_starts_with_a_number_opens_no_list():
    (piece,) = read_narrative("The meetings held were\n12. Then came more.")
    assert piece.kind is PieceKind.PARAGRAPH


def test_a_paragraph_number_is_taken_as_its_number():
    (piece,) = read_narrative("12.6 Although partners met")
    assert (piece.items[0].number, piece.items[0].runs) == ("12.6", (Words("Although partners met"),))


def test_a_decimal_in_the_text_is_no_paragraph_number():
    (piece,) = read_narrative("About 12.6 of them")
    assert piece.items[0].number == ""


def test_a_quotation_is_one_piece():
    (piece,) = read_narrative("> I was\n> believed.")
    assert piece == Piece(PieceKind.QUOTE, (Item((Words("I was believed."),), 1),))


def test_brackets_without_a_bar_bind_to_nothing():
    (piece,) = read_narrative("It was [[23%]].")
    assert Binding("23%", "") in piece.items[0].runs


def test_marks_that_do_not_close_are_words():
    text = "A [[23% | change and ** and [half](no"
    assert read_narrative(text)[0].items[0].runs == (Words(text),)


def test_nothing_typed_has_no_pieces():
    assert read_narrative("") == read_narrative("\n \n") == ()


@given(st.text(max_size=300))
def test_no_text_fails_and_every_letter_is_kept(text):
    shown = "".join(
        getattr(run, "text", "")
        + getattr(run, "typed", "")
        + getattr(run, "href", "")
        + getattr(run, "binding", "")
        for piece in read_narrative(text)
        for item in piece.items
        for run in item.runs
    )
    assert sorted(c for c in shown if c.isalpha()) == sorted(c for c in text if c.isalpha())
