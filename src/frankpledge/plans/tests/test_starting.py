"""An earlier plan as a file: read in four formats, drafted with its places, confirmed by a person, refused in words."""

from __future__ import annotations

from datetime import date

import pytest

from frankpledge.directory.models import Partnership
from frankpledge.documents import api as drawing
from frankpledge.documents.tree import Bullets, Document, Identity, Paragraph, Section, text
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import Refused
from frankpledge.plans import queries
from frankpledge.plans.models import Plan
from frankpledge.plans.rules.drafting import Line, drafted
from frankpledge.plans.starting import services
from frankpledge.plans.starting.reading import lines_of
from frankpledge.plans.starting.services import NewStart

BY = system("test")
ON = date(2031, 2, 10)
YEARS = Period(date(2031, 4, 1), date(2034, 3, 31))


def plan_document():
    """A plan as somebody may have written it."""
    return Document(
        title="Safer Hills Plan",
        sections=(
            Section(
                "Our priorities",
                (
                    Paragraph(text("The plan has the following priorities:")),
                    Bullets((text("Loud nights"), text("Fly-tipping"))),
                ),
                id="first",
            ),
            Section(
                "Priority 1: Loud nights",
                (
                    Paragraph(text("What we will do:")),
                    Bullets((text("Wardens on Friday nights until the last train has gone"),)),
                    Paragraph(text("How we will know:")),
                    Bullets((text("Complaints by month"),)),
                ),
                id="nights",
            ),
        ),
        identity=Identity("Hills Council"),
        dated="2030-04-01",
    )


def workbook(path):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Delivery"
    for row in (
        ("Priority", "Action", "Measure"),
        ("Loud nights", "Wardens", "Complaints"),
        ("Fly-tipping", "Cameras", None),
    ):
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("fmt", ["docx", "odt", "pdf"])
def test_the_same_plan_is_drafted_from_each_format_with_its_places(tmp_path, fmt):
    path = tmp_path / f"plan.{fmt}"
    path.write_bytes(drawing.render(plan_document(), fmt))
    found = drafted(lines_of(path, f".{fmt}", path.name))
    by_kind = {
        kind: [one.text for one in found if one.kind == kind] for kind in ("priority", "action", "measure")
    }
    assert by_kind["priority"] == ["Loud nights", "Fly-tipping"]
    assert by_kind["action"] == ["Wardens on Friday nights until the last train has gone"]
    assert by_kind["measure"] == ["Complaints by month"]
    action = next(one for one in found if one.kind == "action")
    assert found[action.under].text == "Loud nights"
    assert action.place.startswith("page" if fmt == "pdf" else "paragraph")


def test_a_workbook_is_read_by_its_columns(tmp_path):
    found = drafted(lines_of(workbook(tmp_path / "plan.xlsx"), ".xlsx", "plan.xlsx"))
    assert [(one.kind, one.text, one.place) for one in found][:2] == [
        ("priority", "Loud nights", "sheet ‘Delivery’, row 2"),
        ("action", "Wardens", "sheet ‘Delivery’, row 2"),
    ]


def test_a_damaged_file_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing more")
    with pytest.raises(Unusable, match="cannot be read"):
        lines_of(path, ".pdf", path.name)


@pytest.fixture
def vale(db, settings, tmp_path):
    settings.STORE = tmp_path / "store"
    Partnership.objects.create(
        slug="vale",
        name="Vale Safety Partnership",
        short_name="Vale",
        nation="E",
        council_name="Vale Council",
    )


@pytest.mark.usefixtures("vale")
def test_nothing_is_in_a_plan_until_a_person_confirmed_it(tmp_path):
    taken = services.take_in("vale", workbook(tmp_path / "plan.xlsx"), "plan.xlsx", on=ON, by=BY)
    assert not Plan.objects.exists()
    found = services.upload("vale", taken)
    said = {one.number: (one.kind, one.text) for one in found.lines}
    dropped = next(one.number for one in found.lines if one.text == "Fly-tipping")
    said[dropped] = ("leave", "Fly-tipping")
    with pytest.raises(Refused):
        services.confirm("vale", taken, dict.fromkeys(said, ("leave", "x")), NewStart("Plan", YEARS), by=BY)
    slug = services.confirm("vale", taken, said, NewStart("Plan 2031-34", YEARS), by=BY)
    made = queries.plan("vale", slug)
    assert [one.title for one in made.priorities] == ["Loud nights"]
    assert {(one.text, one.priority) for one in made.activities} == {
        ("Wardens", "loud-nights"),
        ("Cameras", ""),
    }
    assert made.priorities[0].measures[0].extract == "Complaints"
    assert made.activities[0].source == "plan.xlsx, sheet ‘Delivery’, row 2"
    with pytest.raises(Refused, match="already"):
        services.confirm("vale", taken, said, NewStart("Plan again", YEARS), by=BY)


@pytest.mark.usefixtures("vale")
def test_a_file_that_is_no_plan_gives_a_sentence_and_keeps_nothing(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(("Invoice", "Pounds"))
    book.save(tmp_path / "invoice.xlsx")
    with pytest.raises(Unusable, match="Nothing in the file looks like a plan"):
        services.take_in("vale", tmp_path / "invoice.xlsx", "invoice.xlsx", on=ON, by=BY)
    (tmp_path / "plan.txt").write_text("Priority 1: Noise", encoding="utf-8")
    with pytest.raises(Unusable, match="not read as plans"):
        services.take_in("vale", tmp_path / "plan.txt", "plan.txt", on=ON, by=BY)
    assert services.uploads("vale") == ()


def kinds_of(*lines):
    return [(one.kind, one.text, one.under) for one in drafted(lines)]


def heading(text, level=3):
    return Line(text, "heading", "paragraph 1", level)


def cells(table, *given):
    return Line(" ".join(given), "cells", f"sheet ‘Tracker’, row {table}", cells=given, table=table)


def test_priorities_that_a_plan_calls_otherwise_are_known_by_their_numbers():
    ambitions = (heading("Ambition One – Safer nights out"), heading("Ambition Two – Homes without fear"))
    assert [one[:2] for one in kinds_of(*ambitions)] == [
        ("priority", "Safer nights out"),
        ("priority", "Homes without fear"),
    ]
    lower = (heading("Objective 1: Train door staff"), heading("Objective 2: Open a safe space"))
    assert [one[1] for one in kinds_of(heading("Priority 1: Nights"), *lower)] == ["Nights"], (
        "where a plan has priorities, its objectives are none"
    )
    assert kinds_of(Line("Aim: fewer people are harmed.", "text", "paragraph 2")) == []


def test_lines_that_say_what_they_are_and_a_title_above_a_table_that_says_nothing():
    told = [
        Line(one, "text", "page 1, line 1")
        for one in ("Priority A: Children", "A1. Screen every child. Lead: Police", "KPI: children seen; families helped", "A story.")
    ]  # fmt: skip
    assert kinds_of(*told) == [
        ("priority", "Children", None), ("action", "Screen every child. Lead: Police", 0),
        ("measure", "children seen", 0), ("measure", "families helped", 0),
    ]  # fmt: skip
    table = [cells(1, *row) for row in (
        ("Action tracker", ""), ("Theme", "Commitment"), ("Knives", "Amnesty bins"), ("", "Mentors"), ("Total", "2")
    )]  # fmt: skip
    assert kinds_of(*table) == [
        ("priority", "Knives", None),
        ("action", "Amnesty bins", 0),
        ("action", "Mentors", 0),
    ]


def test_numbered_headings_are_priorities_and_what_stands_under_each_is_done_for_it():
    def headed(text, level):
        return Line(text, "heading", text, level)

    found = drafted((
        headed("2. Our strategic priorities", 1), headed("2.1 Young people", 2), headed("What will we do?", 4),
        Line("", "cells", "r1", cells=("Action", "KPI"), table=1), Line("", "cells", "r2", cells=("Clubs", "Visits"), table=1),
        headed("2.2 Burglary", 2), Line("Mark property", "bullet", "b"), headed("3. How we will measure success", 1),
        Line("Feel safe", "bullet", "c"), headed("4. Our board", 1), Line("Meets each quarter", "bullet", "d"),
    ))  # fmt: skip
    assert [(one.kind, one.text, one.under) for one in found] == [
        ("priority", "Young people", None), ("action", "Clubs", 0), ("measure", "Visits", 0),
        ("priority", "Burglary", None), ("action", "Mark property", 3), ("measure", "Feel safe", None),
    ]  # fmt: skip
