from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from frankpledge.documents.differences import Difference, What, differences, sentences
from frankpledge.documents.kept_tree import tree_from, tree_text
from frankpledge.documents.tests import sample
from frankpledge.documents.tree import Bound, Document, Paragraph, Row, Section, Table, text
from frankpledge.kernel.problems import Unusable


def test_a_kept_document_comes_back_as_it_was_and_prints_the_same():
    whole = sample.document()
    back = tree_from(tree_text(whole))
    assert back == tree_from(tree_text(back))
    assert sample.render(back, "html") == sample.render(whole, "html")
    assert tree_text(back) == tree_text(whole)
    assert not differences(whole, back)


@pytest.mark.parametrize("value", [7, Fraction(1, 3), None])
def test_a_figure_keeps_the_exact_kind_of_its_number(value):
    bound = Bound(sample.figure(1, value, "seven"))
    whole = sample.document(sections=(Section("One", (Paragraph((bound,)),)),))
    kept = tree_from(tree_text(whole)).sections[0].blocks[0]
    assert kept == Paragraph((bound,))


def test_a_kept_document_of_another_form_is_refused():
    with pytest.raises(Unusable, match="cannot be read"):
        tree_from('{"form": 2, "document": null}')


def paper(*lines: str, table: Table | None = None, number: object = 7) -> Document:
    bound = Bound(sample.figure(1, number, "seven", "Counts"))
    blocks = (*(Paragraph(text(line)) for line in lines), Paragraph((bound,)), *((table,) if table else ()))
    return sample.document(sections=(Section("What changed", blocks, number="2"),))


TABLE = Table(
    "Counts", sample.quarter_table().columns[:2],
    (Row((text("Burglary"), text("12"))), Row((text("Fraud"), text("30")))), "Source: none.", id="counts",
)  # fmt: skip


def test_a_changed_sentence_shows_and_its_neighbours_do_not():
    found = differences(paper("It rose. It was wet."), paper("It fell. It was wet."))
    assert found == (Difference(What.SENTENCE, "2 What changed", "It rose.", "It fell."),)


def test_a_paragraph_more_is_one_difference_and_not_one_for_all_that_follows():
    found = differences(paper("One.", "Two."), paper("None.", "One.", "Two."))
    assert found == (Difference(What.SENTENCE, "2 What changed", "", "None."),)


def test_a_changed_cell_is_named_by_table_row_and_column():
    changed = replace(TABLE, rows=(TABLE.rows[0], Row((text("Fraud"), text("31")))))
    (found,) = differences(paper(table=TABLE), paper(table=changed))
    assert (found.what, found.before, found.after) == (What.CELL, "30", "31")
    assert "table ‘Counts’, Fraud" in found.where


def test_a_row_more_is_one_difference():
    more = replace(TABLE, rows=(Row((text("Arson"), text("2"))), *TABLE.rows))
    (found,) = differences(paper(table=TABLE), paper(table=more))
    assert (found.what, found.before, found.after) == (What.ROW, "", "Arson | 2")
    assert differences(paper(table=more), paper(table=TABLE)) == (
        replace(found, before="Arson | 2", after=""),
    )


def test_a_figure_that_prints_alike_and_is_otherwise_shows():
    (found,) = differences(paper(number=7), paper(number=Fraction(15, 2)))
    assert (found.what, found.where) == (What.FIGURE, "Counts")
    assert found.before.startswith("7;")


def test_looks_alone_are_no_difference():
    plain = paper("One.")
    assert not differences(plain, replace(plain, identity=replace(plain.identity, colour="#102030")))


def test_a_picture_drawn_from_other_numbers_shows_and_the_same_does_not():
    chart = sample.paired()
    whole, other = (
        sample.document(sections=(Section("One", (one,)),))
        for one in (chart, replace(chart, spec={**chart.spec, "height": 99}))
    )
    assert [one.what for one in differences(whole, other)] == [What.PICTURE]
    assert not differences(whole, whole)


def test_sentences_end_at_their_points():
    assert sentences("It was 3.5 in May. “So?” they said. Then: no.") == (
        "It was 3.5 in May.", "“So?” they said.", "Then: no.",
    )  # fmt: skip
