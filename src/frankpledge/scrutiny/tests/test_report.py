from __future__ import annotations

from fractions import Fraction

import pytest

from frankpledge.documents.tree import Bound, Chart, Note, NoteKind, Paragraph, Table, plain
from frankpledge.figures.annex import bounds_in, figures_in
from frankpledge.figures.models import FigureRecord
from frankpledge.kernel.problems import Unusable
from frankpledge.reviews.tests.fake_evidence import FakeEvidence, demo_evidence, install
from frankpledge.scrutiny.record import Position
from frankpledge.scrutiny.report import FLAGS_HEADING
from frankpledge.scrutiny.rules.flags import ClaimOutcome
from frankpledge.scrutiny.tests.built import LOCKDOWN, blocks, built, said, words

pytestmark = pytest.mark.django_db
INCIDENTS, CRIMES = "domestic-abuse-incidents", "domestic-abuse-violent-crime"


@pytest.fixture
def evidence(monkeypatch) -> FakeEvidence:
    made = install(monkeypatch, demo_evidence())
    made.breaks = (LOCKDOWN,)
    return made


def quarterly(document) -> Table:
    return next(block for block in blocks(document) if getattr(block, "id", "").startswith("table-domestic"))


def paragraph(document, number: str) -> str:
    return next(words(b) for b in blocks(document) if isinstance(b, Paragraph) and b.number == number)


# ------------------------------------------------------------------------------------------------ the seed, again


def test_the_sections_come_in_the_seeds_order_with_its_numbers(evidence):
    sections = built().document.sections
    assert [f"{s.number} {s.heading}".strip() for s in sections] == [
        "Recommendation",
        "Reason for Recommendation",
        "1 Executive Summary",
        "2 Financial Implications",
        "3 Well-being and Health Implications",
        "4 Climate implications",
        "5 Other Implications",
        "6 Risk Assessment",
        "7 Equalities Impact Assessment",
        "8 Appendices",
        "9 Background Papers",
        "10 Background",
        "11 Progress Against the Community Safety Plan 2020-2023",
        "12 Tackling Domestic Abuse",
        "13 Recommendations from Domestic Homicide Reviews (DHRs)",
        "14 Priorities for the Next Twelve Months",
        "Footnote: implications considered",
        "Where the figures come from",
    ]


def test_paragraph_numbers_are_the_seeds(evidence):
    numbers = [b.number for b in blocks(built().document) if isinstance(b, Paragraph) and b.number]
    counts = {10: 4, 11: 8, 12: 9, 13: 9, 14: 6}
    assert numbers == [f"{section}.{n}" for section, last in counts.items() for n in range(1, last + 1)]


def test_the_quarterly_table_is_the_seeds_and_every_cell_opens(evidence):
    table = quarterly(built().document)
    assert [(c.group, c.heading) for c in table.columns[1:]] == [
        ("Domestic Abuse Violent Crime", "2019"),
        ("Domestic Abuse Violent Crime", "2020"),
        ("Domestic Abuse Incidents", "2019"),
        ("Domestic Abuse Incidents", "2020"),
    ]
    assert [[plain(cell) for cell in row.cells] for row in table.rows] == [
        ["January to March", "544", "662", "416", "498"],
        ["April to June", "747", "793", "652", "759"],
        ["July to September", "799", "816", "667", "802"],
        ["October to December", "742", "669", "605", "815"],
        ["Totals", "2,832", "2,940", "2,340", "2,874"],
    ]
    numbers = [cell for row in table.rows for cell in row.cells[1:]]
    assert all(isinstance(inline, Bound) for cell in numbers for inline in cell)
    kept = set(FigureRecord.objects.values_list("id", flat=True))
    assert {cell[0].figure.id for cell in numbers} <= kept


def test_the_table_says_what_the_record_does_not_know_of_it(evidence):
    assert quarterly(built().document).source == "not recorded. Area: not recorded. Extracted: not recorded."
    known = {"source": "Example Police, extract", "area_name": "Exampleshire", "extracted_on": "2021-01-14"}
    evidence.about[INCIDENTS] = evidence.about[CRIMES] = known
    line = "Example Police, extract. Area: Exampleshire. Extracted: 2021-01-14."
    assert quarterly(built().document).source == line
    evidence.about[CRIMES] = {"source": "Another"}
    assert (
        quarterly(built().document).source
        == f"Another. Area: not recorded. Extracted: not recorded. / {line}"
    )


def test_the_authors_percentage_is_confirmed_and_opens(evidence):
    made = built()
    flag = next(flag for flag in made.flags if flag.stated == "23%")
    assert flag.outcome is ClaimOutcome.CONFIRMED
    assert flag.where == "12.6"
    text = next(b for b in blocks(made.document) if isinstance(b, Paragraph) and b.number == "12.6")
    bound = next(inline for inline in text.inlines if isinstance(inline, Bound))
    assert bound.shown == "23%"
    assert bound.figure.value == Fraction(53400, 2340)


def test_the_record_says_what_can_and_cannot_be_told_from_chance(evidence):
    shown = said(built().document, "domestic-abuse")
    assert (
        "Domestic Abuse Incidents rose by 22.8%, from 2,340 in 2019 to 2,874 in 2020 (95% interval 16.3% to 29.7%)."
        in shown
    )
    assert (
        "Domestic Abuse Violent Crime: 2,832 in 2019 and 2,940 in 2020, no change that can be told from chance "
        "(a rise of 3.8%; 95% interval from a fall of 1.4% to a rise of 9.3%)." in shown
    )
    assert (
        "By quarter, January to March (a rise of 21.7%) can be told from chance once 8 comparisons" in shown
    )
    assert (
        "Per day it is a rise of 22.5% (95% interval 16.0% to 29.4%): 2019 had 365 days and 2020 had 366."
        in shown
    )
    assert "The counts vary 5.0 times as much as chance alone would have them" in shown
    assert "95% interval 10.5% to 36.5%" in shown


def test_not_dramatic_is_marked_as_judgement_and_not_as_right_or_wrong(evidence):
    made = built()
    judged = [flag for flag in made.flags if flag.outcome is ClaimOutcome.JUDGEMENT]
    assert [flag.stated for flag in judged] == ["dramatic increases"]
    note = next(b for b in blocks(made.document) if isinstance(b, Note) and b.title == "A judgement")
    assert "no record can confirm or contradict it" in words(note)


def test_each_quarters_change_has_its_interval_and_verdict(evidence):
    table = next(b for b in blocks(built().document) if getattr(b, "id", "") == "table-quarters")
    verdicts = {plain(row.cells[0]): (plain(row.cells[3]), plain(row.cells[6])) for row in table.rows}
    assert verdicts == {
        "January to March": ("yes", "yes"),
        "April to June": ("yes", "no"),
        "July to September": ("yes", "no"),
        "October to December": ("yes", "no"),
    }


def test_a_rise_that_came_before_the_lockdown_is_not_put_down_to_it(evidence):
    shown = said(built().document, "domestic-abuse")
    sentence = (
        "The rise of January to March came mostly before the event recorded for 23 March 2020 (first national "
        "lockdown): 82 of the quarter’s 91 days had passed"
    )
    assert shown.count(sentence) == 2
    evidence.breaks = ()
    assert "lockdown): 82" not in said(built().document, "domestic-abuse")


def test_the_chart_states_its_finding(evidence):
    titles = [b.title for b in blocks(built().document) if isinstance(b, Chart)]
    assert titles == [
        "Domestic Abuse Incidents rose 23% in 2020, more than chance would give",
        "Domestic Abuse Violent Crime: no change in 2020 that can be told from chance",
    ]


def test_the_review_sentence_is_made_from_the_record_and_reconciles(evidence):
    assert paragraph(built().document, "13.5") == (
        "Since the requirement to conduct DHRs was introduced, the partnership has received thirteen requests to consider "
        "a review. Of these, two did not meet the criteria, three have been transferred to other partnerships to lead, "
        "five are ongoing and three have been completed. The states account for every request: 13 = 2 + 3 + 5 + 3."
    )


def test_the_horizon_is_a_dated_statement(evidence):
    assert paragraph(built().document, "14.5") == (
        "The Domestic Abuse Bill is currently making its way through Parliamentary proceedings and is expected to become "
        "law in April 2021, when it will be known as the Domestic Abuse Act 2021."
    )


def test_what_the_committee_is_asked_rests_on_a_duty(evidence):
    document = built().document
    assert said(document, "recommendation").startswith("That members of the Committee consider and comment")
    assert "Police and Justice Act 2006, section 19" in said(document, "reason")
    assert "Current Risk: LOW" in said(document, "risk")
    assert "Signed off: not recorded" in said(document, "footnote")
    assert "Meeting: 2021" in words(document.opening[0])
    assert "Prepared on: not recorded" in words(document.opening[0])


def test_a_list_comes_from_the_record_where_it_is_kept(evidence):
    made = built(lists={"priorities": ("A priority", "Another priority")})
    assert "A priority\nAnother priority" in said(made.document, "plan")
    assert "Serious Sexual Offences" not in said(made.document, "plan")
    assert "Serious Sexual Offences" in said(built().document, "plan")
    assert "This list was typed by the authors" in said(built().document, "plan")


def test_a_position_statement_comes_as_it_was_agreed(evidence):
    made = built(statements={"domestic-abuse": Position(("We agreed this.",), "Agreed on 5 March 2020.")})
    quotes = [words(b) for b in blocks(made.document) if isinstance(b, Note) and b.kind is NoteKind.QUOTE]
    assert quotes == ["We agreed this."]
    assert "Agreed on 5 March 2020." in said(made.document, "domestic-abuse")
    assert "decision by which this was agreed is not recorded" in said(built().document, "domestic-abuse")


def test_no_flags_section_while_everything_is_supported(evidence):
    assert FLAGS_HEADING not in [section.heading for section in built().document.sections]


def test_the_annex_lists_every_figure_once(evidence):
    document = built().document
    annexed = document.sections[-1].blocks[-1]
    assert isinstance(annexed, Table)
    assert len(annexed.rows) == len(figures_in(document))
    assert len({bound.figure.id for bound in bounds_in(document)}) == len(annexed.rows)


def test_synthetic_data_is_labelled_wherever_it_is_used(evidence):
    assert all(not isinstance(block, Note) for block in built().document.opening)
    evidence.about[INCIDENTS] = {"is_synthetic": True}
    document = built().document
    assert [b.kind for b in document.opening if isinstance(b, Note)] == [NoteKind.SYNTHETIC]
    assert any("Synthetic" in note for note in quarterly(document).notes)


# ------------------------------------------------------------------------------------------------ one cell changes


def changed(evidence, measure, period, value):
    before = built()
    evidence.counts[measure, period] = value
    return before, built()


def test_one_cell_changes_totals_percentage_interval_wording_chart_and_flags_and_nothing_else(evidence):
    before, after = changed(evidence, INCIDENTS, "2020-Q4", 315)
    old, new = (
        said(before.document, "domestic-abuse").splitlines(),
        said(after.document, "domestic-abuse").splitlines(),
    )
    assert "Totals | 2,832 | 2,940 | 2,340 | 2,374" in new
    assert any(
        line.startswith("Domestic Abuse Incidents: 2,340 in 2019 and 2,374 in 2020, no change that")
        for line in new
    )
    assert "Domestic Abuse Incidents: no change in 2020 that can be told from chance" in new
    assert any("The text says 23% (paragraph 12.6). The record says 1%." in line for line in new)
    flag = next(flag for flag in after.flags if flag.stated == "23%")
    assert (flag.outcome, flag.computed) == (ClaimOutcome.CONTRADICTED, "1%")
    assert after.document.sections[-2].heading == FLAGS_HEADING
    untouched = [
        line
        for line in old
        if line.startswith(("Domestic Abuse Violent Crime: 2,832", "January to March | 544"))
    ]
    assert untouched
    assert all(line in new for line in untouched)
    for code in ("summary", "background", "plan", "reviews", "next", "footnote"):
        assert said(before.document, code) == said(after.document, code)


def test_the_other_measures_cell_does_not_touch_the_claim(evidence):
    before, after = changed(evidence, CRIMES, "2020-Q4", 969)
    assert "Domestic Abuse Violent Crime rose by 14.4%" in said(after.document, "domestic-abuse")
    assert next(f for f in after.flags if f.stated == "23%").outcome is ClaimOutcome.CONFIRMED
    year = "Domestic Abuse Incidents rose by 22.8%, from 2,340 in 2019 to 2,874 in 2020 (95% interval 16.3% to 29.7%)."
    assert year in said(before.document, "domestic-abuse")
    assert year in said(after.document, "domestic-abuse")


def test_a_missing_quarter_is_never_nought(evidence):
    _, after = changed(evidence, INCIDENTS, "2020-Q2", None)
    shown = said(after.document, "domestic-abuse")
    assert "Totals | 2,832 | 2,940 | 2,340 | not known" in shown
    assert (
        "Domestic Abuse Incidents: how it changed from 2019 to 2020 cannot be said, because 2020-Q2 has a gap"
        in shown.replace("April to June 2020", "2020-Q2")
    )
    flag = next(flag for flag in after.flags if flag.stated == "23%")
    assert flag.outcome is ClaimOutcome.UNKNOWN
    assert "The text says 23% (paragraph 12.6). It could not be checked." in shown


def test_review_counts_that_differ_bar_the_report_and_say_so(evidence):
    _, after = changed(evidence, "reviews-completed", "2020/21", 4)
    assert [problem.code for problem in after.problems] == ["review-counts-differ"]
    assert "13 ≠ 2 + 3 + 5 + 4 = 14" in said(after.document, "reviews")


def test_counts_of_one_are_said_in_the_singular(evidence):
    evidence.counts["reviews-ongoing", "2020/21"] = 1
    evidence.counts["review-requests-received", "2020/21"] = 9
    assert "one is ongoing and three have been completed" in paragraph(built().document, "13.5")


# ------------------------------------------------------------------------------------------------ content as data


def test_another_outline_gives_another_order(evidence):
    def turned(values):
        values["outline"] = [
            e for e in values["outline"] if e["code"] in {"reviews", "domestic-abuse", "risk"}
        ][::-1]
        values["section"] = [
            s for s in values["section"] if s["code"] in {"reviews", "domestic-abuse", "risk"}
        ]

    sections = built(change_content=turned).document.sections
    assert [(s.number, s.id) for s in sections[:3]] == [
        ("1", "reviews"),
        ("2", "domestic-abuse"),
        ("3", "risk"),
    ]


def test_a_binding_to_nothing_is_refused_with_its_text(evidence):
    def broken(values):
        values["section"][0]["block"] = [
            {"kind": "paragraph", "text": "It rose [[5% | measure-guess:measure=x]]."}
        ]

    with pytest.raises(Unusable, match="measure-guess"):
        built(change_content=broken)


def test_another_percentage_typed_by_the_authors_is_contradicted(evidence):
    def overstated(values):
        for section in values["section"]:
            for block in section.get("block", ()):
                if "text" in block:
                    block["text"] = block["text"].replace("[[23% |", "[[32% |")

    made = built(change_content=overstated)
    flag = next(flag for flag in made.flags if flag.stated == "32%")
    assert (flag.outcome, flag.computed) == (ClaimOutcome.CONTRADICTED, "23%")
    notes = [words(b) for b in blocks(made.document) if isinstance(b, Note) and b.kind is NoteKind.FLAG]
    assert len(notes) == 1
    assert notes[0].startswith("The text says 32% (paragraph 12.6). The record says 23%.")


def test_a_number_that_leads_to_a_list_is_settled_by_counting_it(evidence):
    def shorter(values):
        next(s for s in values["section"] if s["code"] == "summary")["block"][2]["items"].pop()

    assert [f.outcome for f in built().flags if f.stated == "three"] == [ClaimOutcome.CONFIRMED] * 2
    made = built(change_content=shorter)
    assert [f.outcome for f in made.flags if f.stated == "three"] == [
        ClaimOutcome.CONTRADICTED,
        ClaimOutcome.CONFIRMED,
    ]
    assert "The text says three. The list under it has 2 items." in said(made.document, "summary")


def test_a_number_bound_to_nothing_is_listed_and_bars_nothing(evidence):
    def added(values):
        values["section"][3]["block"] = [{"kind": "paragraph", "text": "We met 47 residents."}]

    made = built(change_content=added)
    assert [f.outcome for f in made.flags if f.stated == "47"] == [ClaimOutcome.UNBOUND]
    assert FLAGS_HEADING not in [section.heading for section in made.document.sections]
