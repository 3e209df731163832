from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from frankpledge.analysis.series import Break, BreakKind
from frankpledge.assessment import api, services
from frankpledge.assessment.document import build_assessment_document, unwritten
from frankpledge.assessment.gathering import assessment_record
from frankpledge.assessment.models import Assessment
from frankpledge.assessment.parts import UNWRITTEN, unwritten_note
from frankpledge.assessment.tests.world import BY, ranked, score
from frankpledge.documents.api import render_html
from frankpledge.documents.tree import Bound, Chart, Note, NoteKind, Section, Table, plain
from frankpledge.figures.annex import figures_in
from frankpledge.kernel.dates import Period


@pytest.fixture
def record(place, evidence):
    ranked()
    return assessment_record("vale")


def walk(sections):
    for section in sections:
        yield section
        yield from walk(section.sections)


def section(document, made) -> Section:
    return next(one for one in walk(document.sections) if one.id == made)


def words(one: Section) -> str:
    said = []
    for block in one.blocks:
        said.append(plain(getattr(block, "inlines", ())))
        said += [plain(item) for item in getattr(block, "items", ())]
        said += [f"{fact.name}: {plain(fact.value)}" for fact in getattr(block, "facts", ())]
        if isinstance(block, Table):
            said += [plain(cell) for row in block.rows for cell in row.cells]
        if isinstance(block, Chart):
            said += [block.title, *block.notes]
    return "\n".join(said)


def table(document, made) -> Table:
    return next(
        block for one in walk(document.sections) for block in one.blocks if getattr(block, "id", "") == made
    )


def test_recommendations_come_first_and_every_part_the_law_asks_for_is_there(record):
    document = build_assessment_document(record)
    assert document.sections[0].heading == "Recommendations"
    headings = [one.heading for one in document.sections]
    for part in record.sections:
        assert part.heading in headings
    assert [part.code for part in record.sections] == ["SA-a", "SA-b", "SA-c", "SA-d", "SA-e", "SA-f"]
    assert [plain(row.cells[0]) for row in table(document, "checklist").rows] == [
        p.code for p in record.sections
    ]


def test_what_two_tier_areas_owe_is_asked_only_of_those_who_wrote_it(record, place):
    row = Assessment.objects.get()
    row.texts = row.texts | {"county": ["Raise the funding of outreach."]}
    row.save(update_fields=["texts"])
    document = build_assessment_document(assessment_record("vale"))
    assert "Raise the funding" in words(section(document, "sa-g"))
    assert not any(one.id == "sa-g" for one in walk(build_assessment_document(record).sections))


def test_a_part_that_nobody_wrote_is_flagged_and_one_that_was_written_is_not(record):
    assert [part.code for part in unwritten(record)] == ["SA-f"]
    document = build_assessment_document(record)
    assert section(document, "sa-f").blocks == (unwritten_note(),)
    assert UNWRITTEN in words(section(document, "sa-f"))
    assert words(section(document, "sa-c")) == "Because."
    written = replace(record, ranking=replace(record.ranking, texts={"why": ["B."], "progress": ["P."]}))
    assert unwritten(written) == ()


def test_every_issue_has_a_page_with_its_figures_and_what_is_not_known(record):
    document = build_assessment_document(record)
    pages = section(document, "sa-a").sections
    assert [page.heading for page in pages] == ["Abuse at home", "Nuisance", "Hidden harm"]
    abuse = words(pages[0])
    for said in ("ranks 1st of 2", "Count in 2020: 3,000", "Count in 2019: 2,400", "Change per day: 25%",
                 "Residents who name it a priority: 25%", "What is not reported.", "exactly: Counts it."):  # fmt: skip
        assert said in abuse
    hidden = words(pages[2])
    assert "could not be scored" in hidden
    assert "To ask for: the flagged cases by month." in hidden
    headings = [one.heading for one in walk(document.sections)]
    assert len(set(headings)) == len(headings), "who listens to the document is told two parts apart"


def test_the_order_table_and_the_picture_show_the_same_ranks_and_every_number_opens(record):
    document = build_assessment_document(record)
    order = table(document, "order")
    assert [plain(row.cells[0]) for row in order.rows] == ["Abuse at home", "Nuisance"]
    for row in order.rows:
        assert all(isinstance(row.cells[column][0], Bound) for column in (1, 3, 4))
    picture = next(block for block in section(document, "sa-d").blocks if isinstance(block, Chart))
    assert [plain(row.cells[1]) for row in picture.table.rows] == ["Abuse at home", "Nuisance"]
    assert picture.title == "Abuse at home ranks first, and would in nearly every draw"
    assert "Hidden harm" in plain(table(document, "not-scored").rows[0].cells[0])


def test_the_annex_lists_the_figures_of_the_text_with_their_working(record):
    document = api.assessment_document("vale")
    assert document.sections[-1].heading == "Where the figures come from"
    listed = {plain(row.cells[0]) for row in table(document, "annex-figures").rows}
    assert {"abuse, 2020", "change of abuse", "Rank of abuse at home, 2020-21"} <= listed
    assert len(figures_in(document)) > len(listed), "counts behind the charts open too, but are not listed"


def test_an_absent_month_is_a_gap_with_its_reason_and_withholds_the_change(record, evidence):
    assert not any("No data" in note for one in record.issues if one.chart for note in one.chart.notes)
    evidence.counts["abuse"]["2020-05"] = None
    ranked()
    abuse = assessment_record("vale").issues[0]
    assert abuse.issue.slug == "abuse"
    assert any("May 2020" in note for note in abuse.chart.notes)
    assert not abuse.count.is_known
    assert "no change can be told" in abuse.finding
    document = api.assessment_document("vale")
    row = next(row for row in table(document, "changes").rows if plain(row.cells[0]) == "Abuse at home")
    assert [plain(cell) for cell in row.cells[1:4]] == ["2,400", "not known", "not known"]


def test_a_lasting_break_withholds_the_change_and_is_listed_and_marked(record, evidence):
    evidence.breaks["nuisance"] = (Break("s", "Counted anew", Period(date(2019, 10, 1)), BreakKind.STEP),)
    ranked()
    found = assessment_record("vale")
    nuisance = next(one for one in found.issues if one.issue.slug == "nuisance")
    assert nuisance.change is None
    assert "were not recorded alike" in nuisance.finding
    assert any("Counted anew" in note for note in nuisance.chart.notes)
    document = build_assessment_document(found)
    assert "Counted anew" in plain(table(document, "breaks").rows[0].cells[0])
    row = next(row for row in table(document, "changes").rows if plain(row.cells[0]) == "Nuisance")
    assert plain(row.cells[3]) == "not told"


def test_coverage_names_the_months_that_are_absent(record):
    said = [plain(cell) for cell in table(build_assessment_document(record), "coverage").rows[0].cells]
    assert said == [
        "Example files, example",
        "January 2020 to February 2020",
        "1",
        "0",
        "February 2020 (no file arrived) and March to December 2020 (no file)",
    ]


def test_demonstration_data_is_said_at_the_top_only_where_there_is_any(record, evidence):
    def kinds(document):
        return {block.kind for block in document.opening if isinstance(block, Note)}

    assert NoteKind.SYNTHETIC not in kinds(build_assessment_document(record))
    evidence.synthetic.add("abuse")
    ranked()
    assert NoteKind.SYNTHETIC in kinds(build_assessment_document(assessment_record("vale")))


def test_the_same_record_gives_the_same_document_and_prints(record):
    document = api.assessment_document("vale")
    assert document == api.assessment_document("vale")
    page = render_html(document)
    assert "Abuse at home" in page
    assert "/id/" in page


def test_nothing_ranked_is_no_document(place):
    assert api.assessment_document("vale") is None


def test_a_monitored_issue_that_scores_among_the_first_is_pointed_out(record, evidence):
    services.record_scores(
        "vale", "2020-21",
        [score("hidden", name, level) for name, level in (("individuals", 4), ("communities", 4), ("forecasts", 4))],
        by=BY,
    )  # fmt: skip
    ranked()
    assert "Hidden harm is monitored" in words(section(api.assessment_document("vale"), "recommendations"))
    assert "is monitored" not in words(section(build_assessment_document(record), "recommendations"))
