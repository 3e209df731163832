"""A partner's table from the file to what counts, and back: files, what they are, columns, preview, work, undo."""

from __future__ import annotations

import json
from datetime import date

import pytest

from frankpledge.directory.models import RoleAssignment, User
from frankpledge.evidence import services
from frankpledge.evidence.models import ImportedFile
from frankpledge.evidence.tests import bringing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CALLS = (
    "Measure,Area,Period,Value\n"
    + "".join(f"Noise calls,Example Vale,2031-Q{number},{40 + number}\n" for number in range(1, 5))
    + "".join(f"Noise calls,Example Vale,2032-Q{number},{90 + number}\n" for number in range(1, 5))
    + "Noise calls,Example Vale,2019-13,3\n"
)
ODD = "What,Where,When,How many\nFires,Example Vale,2031-Q1,4\nFires,Example Vale,2031-Q2,6\n"


@pytest.fixture
def files(settings, tmp_path):
    settings.STORE = tmp_path / "store"
    made = []
    for name, content in (("calls.csv", CALLS), ("odd.csv", ODD)):
        place = tmp_path / name
        place.write_text(content, encoding="utf-8")
        made.append(str(place))
    return made


def counting() -> list[str]:
    return sorted(row.name for row in ImportedFile.objects.counting())


def enters(traveller) -> None:
    traveller.goes_to("/demo/")
    traveller.presses("Enter as partnership manager")


def brings(traveller, files) -> None:
    """Choose the files and say what they are; arrive at the preview."""
    traveller.goes_to("/example-vale/work/data/")
    traveller.presses("Import data")
    assert traveller.heading == "Import data"
    traveller.presses("Continue")
    traveller.reads("Choose at least one file")
    traveller.page.set_input_files("#id_uploads", files)
    traveller.presses("Continue")
    assert traveller.heading == "What is this table?"
    traveller.page.fill("#id_supplier", "Example Vale Council")
    traveller.page.fill("#id_title", "Noise")
    traveller.presses("Continue to the preview")
    assert traveller.heading == "Check before importing"


def names_the_columns(traveller) -> None:
    traveller.reads("1 file can be taken in 1 file refused")
    traveller.follows("Say which column is which in odd.csv")
    assert traveller.heading == "Which column is which?"
    for part, column in (("measure", "What"), ("area", "Where"), ("period", "When"), ("value", "How many")):
        traveller.page.select_option(f"#id_{part}", column)
    traveller.presses("Read it like this")
    traveller.reads("2 files can be taken in")


def takes_in(traveller) -> None:
    traveller.reads("8 rows accepted, 1 refused.")
    traveller.reads("2019-13")
    assert counting() == []
    traveller.presses("Take in the 2 usable files")
    assert traveller.heading == "Import of data"
    traveller.reads("calls.csv: taken in, 8 rows, 1 refused")
    assert counting() == ["calls.csv", "odd.csv"]


def looks_and_undoes(traveller) -> None:
    traveller.follows("See the dataset Noise")
    assert traveller.heading == "Noise"
    traveller.follows("Noise calls")
    traveller.reads("Noise calls rose by")
    traveller.page.go_back()
    traveller.presses("Change what is recorded")
    traveller.page.fill("#id_release_consent", "A. Person, 1 May 2033")
    traveller.presses("Record it")
    traveller.reads("May be published")
    traveller.follows("calls.csv")
    traveller.reads("Rows that were refused")
    traveller.presses("Undo this import")
    traveller.reads("The import was undone.")
    assert counting() == ["odd.csv"]


def imports(traveller, files) -> None:
    enters(traveller)
    brings(traveller, files)
    names_the_columns(traveller)
    takes_in(traveller)
    looks_and_undoes(traveller)
    traveller.goes_to("/example-vale/work/data/coverage/")


def knows_places(folder) -> None:
    """A neighbour with burglaries in two small areas over three months, their outlines, and the same manager."""
    manager = User.objects.get(email="manager@example.invalid")
    RoleAssignment(
        user=manager, partnership=bringing.mere(), role="manager", starts_on=date(2020, 1, 1)
    ).save()
    box = [[-2.0, 50.0], [-1.9, 50.0], [-1.9, 50.1], [-2.0, 50.1], [-2.0, 50.0]]
    features = [
        {
            "type": "Feature", "properties": {"LSOA11CD": f"E0190000{n + 1}", "LSOA11NM": f"Mere {n}"},
            "geometry": {"type": "Polygon", "coordinates": [[[x + n / 10, y] for x, y in box]]},
        }
        for n in range(2)
    ]  # fmt: skip
    outlines = json.dumps({"type": "FeatureCollection", "features": features})
    crimes = [("E01900001", 2), ("E01900002", 3)]
    paths = [
        bringing.written(
            folder / month, bringing.street_name(month),
            bringing.HEADER + "".join(bringing.crime(n, month, lsoa=lsoa) for lsoa, many in crimes for n in range(many)),
        )
        for month in ("2031-01", "2031-02", "2031-03")
    ]  # fmt: skip
    services.import_paths(
        "mere", [*paths, bringing.written(folder, "outlines.geojson", outlines)], by=bringing.BY
    )


def asks_the_map(traveller) -> None:
    """The map says an area's numbers to who chooses it by keyboard and to who points at it."""
    traveller.goes_to("/mere/work/data/series/police-burglary/where/")
    said = traveller.page.locator(".fp-map-said")
    assert said.inner_text() == ""
    traveller.page.get_by_label("Area: choose one here, or point at the map").focus()
    traveller.page.keyboard.press("ArrowDown")
    assert said.inner_text().startswith("Mere 1: 9.")
    traveller.page.locator("[data-fp-area^='2|']").hover()
    assert said.inner_text().startswith("Mere 0: 6.")
    assert traveller.violations() == []


def test_at_a_desk(travel, demonstration, files, tmp_path):
    traveller = travel()
    imports(traveller, files)
    knows_places(tmp_path)
    asks_the_map(traveller)


def test_on_a_phone_without_scrolling_sideways(travel, demonstration, files):
    imports(travel(width=375), files)


def test_without_script(travel, demonstration, files):
    imports(travel(script=False), files)


def reaches(traveller, words: str) -> None:
    """Go on with the tab key until the thing of that name has the focus, and see that the focus shows."""
    for _ in range(120):
        traveller.page.keyboard.press("Tab")
        name = traveller.page.evaluate(
            """() => {
                const e = document.activeElement
                const label = e.labels && e.labels.length ? e.labels[0].innerText : ''
                return (label || e.innerText || '').replace(/\\s+/g, ' ').trim()
            }"""
        )
        if name.startswith(words):
            style = "e => getComputedStyle(e).outlineStyle + getComputedStyle(e).boxShadow"
            assert traveller.page.locator(":focus").evaluate(style) != "nonenone", f"‘{words}’ shows no focus"
            return
    raise AssertionError(f"the keyboard does not reach ‘{words}’ on {traveller.page.url}")


def enter_key(traveller, words: str) -> None:
    """Reach a link or button and press Enter; the next page is looked at."""
    reaches(traveller, words)
    with traveller.page.expect_navigation():
        traveller.page.keyboard.press("Enter")
    traveller.looks()


def types(traveller, words: str, text: str) -> None:
    reaches(traveller, words)
    traveller.page.keyboard.type(text)


def test_by_keyboard_alone(travel, demonstration, files):
    traveller = travel()
    # The browser is told in good time that the choice of files is answered here: told only when the key is pressed, it
    # may be asked before it hears.
    traveller.page.on("filechooser", lambda _: None)
    traveller.goes_to("/demo/")
    enter_key(traveller, "Enter as partnership manager")
    enter_key(traveller, "Data")
    enter_key(traveller, "Import data")
    reaches(traveller, "Files")
    with traveller.page.expect_file_chooser() as chooser:
        traveller.page.keyboard.press("Space")
    chooser.value.set_files(files)
    enter_key(traveller, "Continue")
    assert traveller.heading == "What is this table?"
    types(traveller, "Who supplied it", "Example Vale Council")
    types(traveller, "What to call it", "Noise")
    enter_key(traveller, "Continue to the preview")
    enter_key(traveller, "Say which column is which in odd.csv")
    for words, column in (
        ("Column that names the measure", "What"), ("Column that names the area", "Where"),
        ("Column of the period", "When"), ("Column of the value", "How many"),
    ):  # fmt: skip
        types(traveller, words, column)
    enter_key(traveller, "Read it like this")
    enter_key(traveller, "Take in the 2 usable files")
    traveller.reads("calls.csv: taken in, 8 rows, 1 refused")
    enter_key(traveller, "See or undo calls.csv")
    enter_key(traveller, "Undo this import")
    assert counting() == ["odd.csv"]
