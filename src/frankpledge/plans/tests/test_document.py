from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from frankpledge.documents.api import render_html
from frankpledge.documents.figures import Figure, InputFile, Provenance
from frankpledge.documents.tree import Bound, Identity, Note, NoteKind, Table, plain
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.law import api as law
from frankpledge.plans.document import BUILDERS, PlanInput, build_plan_document
from frankpledge.plans.facts import PlanFacts, StepFacts, StrategyFacts
from frankpledge.plans.tests.test_rules import activity, link, priority

NOBODY = UUID(int=0)
STARTS = date(2020, 4, 1)
FIGURE = Figure(
    UUID(int=7), "Widgets, change from 2019 to 2020", Fraction(23), "23%", interval_text="16% to 30%",
    provenance=Provenance("measure-change", {}, "", (InputFile("widgets.csv", "0" * 64, "Widget count"),)),
)  # fmt: skip


def plan(**changes):
    made = PlanFacts(
        NOBODY, "the-plan", "The Plan", Period(STARTS, date(2023, 3, 31)), "adopted", "", "Time and effort.",
        "A survey each year.", "", "",
        (priority("first", [link()], [activity("planned")]), priority("second", [link("none", "")])),
        (StrategyFacts("Reducing Reoffending", "Us", "", "re-offending", "", ""),
         StrategyFacts("Drugs", "Health", "Wider", "substance-misuse", "", "")),
        (), (StepFacts("agreed", "The Partnership", PartialDate(2020, 3), "a report", ""),),
    )  # fmt: skip
    return replace(made, **changes)


def document(made=None, figures=lambda _: FIGURE, on=STARTS):
    return build_plan_document(
        PlanInput(
            made or plan(), figures, law.plan_sections("E", on), law.strategies("E", on), "The Partnership",
            Identity("The Council"), "2020-10-01",
        )
    )  # fmt: skip


def section(built, code):
    return next(one for one in built.sections if one.id == code)


def words(built):
    page = render_html(built)
    return page.decode() if isinstance(page, bytes) else page


@pytest.mark.parametrize("nation", ["E", "W"])
@pytest.mark.parametrize("on", [date(2008, 1, 1), date(2011, 6, 1), date(2023, 6, 1), date(2040, 1, 1)])
def test_every_part_that_the_law_names_has_a_builder(nation, on):
    assert {rule.code for rule in law.plan_sections(nation, on)} <= set(BUILDERS)


def test_the_parts_stand_in_the_order_of_the_law_and_adoption_closes():
    assert [one.id for one in document().sections] == [
        "cp-a",
        "cp-b",
        "cp-c",
        "cp-d",
        "cp-e",
        "cp-f",
        "adoption",
    ]


def test_a_priority_shows_its_number_so_that_it_opens():
    table = next(b for b in section(document(), "cp-b").blocks if isinstance(b, Table))
    cell = table.rows[0].cells[1]
    assert Bound(FIGURE) in cell
    assert "16% to 30%" in plain(cell)
    assert plain(table.rows[1].cells[1]) == "No number."


def test_the_plan_says_how_many_priorities_have_no_number():
    notes = [b for b in section(document(), "cp-b").blocks if isinstance(b, Note)]
    assert [plain(note.inlines) for note in notes] == ["1 of 2 priorities have no number: Second."]
    assert notes[0].kind is NoteKind.CAVEAT  # it is told, and bars no issue
    both = plan(priorities=(priority("first", [link()]),))
    assert not [b for b in section(document(both), "cp-b").blocks if isinstance(b, Note)]


def test_a_figure_that_is_unknown_is_not_a_number_and_says_why():
    unknown = replace(FIGURE, value=None, text="not known", unknown_because="March 2020 is missing.")
    table = next(
        b for b in section(document(figures=lambda _: unknown), "cp-b").blocks if isinstance(b, Table)
    )
    assert "not known; March 2020 is missing." in plain(table.rows[0].cells[1])
    assert not [cell for row in table.rows for cell in row.cells if any(isinstance(i, Bound) for i in cell)]


def test_a_measure_not_imported_is_said_to_be_so():
    assert "Not imported yet: source." in words(document(figures=lambda _: None))


def test_a_proxy_and_invented_data_are_named_as_such():
    synthetic = replace(
        FIGURE, provenance=replace(FIGURE.provenance, inputs=(InputFile("w.csv", "0" * 64, synthetic=True),))
    )
    shown = words(document(plan(priorities=(priority("p", [link("proxy")]),)), lambda _: synthetic))
    assert "It stands in for what cannot be counted. Synthetic." in shown


def test_what_the_record_lacks_is_flagged_and_not_left_out():
    built = document(plan(resources="", engagement="", steps=(), status="draft"))
    for code in ("cp-d", "cp-f", "adoption"):
        assert section(built, code).blocks[0].kind is NoteKind.FLAG


def test_the_strategy_that_a_later_law_asks_for_is_flagged():
    assert "serious violence" not in words(document())
    assert (
        "No strategy is recorded for preventing people from becoming involved in serious violence"
        in words(document(on=date(2023, 1, 31)))
    )


def test_dates_without_days_stay_without_days():
    shown = words(document())
    assert "March 2020" in shown
    assert "1 March 2020" not in shown


def test_the_same_facts_make_the_same_bytes():
    assert render_html(document()) == render_html(document())
