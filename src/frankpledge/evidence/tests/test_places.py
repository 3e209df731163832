from __future__ import annotations

import json

import pytest

from frankpledge.analysis.series import Break, BreakKind
from frankpledge.evidence import services
from frankpledge.evidence.places import places
from frankpledge.evidence.snapshot import Snapshot
from frankpledge.evidence.tests.bringing import BY, HEADER, client, crime, street_name, written
from frankpledge.kernel.dates import Period, months_in

HERE = "/mere/work/data/series/police-burglary/where/"
BOX = [[-2.0, 50.0], [-1.9, 50.0], [-1.9, 50.1], [-2.0, 50.1], [-2.0, 50.0]]


def bring(folder, *, here=1, there=0, lost=0, skip=""):
    """A year of months, each with so many burglaries in the one area, the other, and without a place."""
    paths = []
    for month in months_in(Period.year(2031)):
        if month.code == skip:
            continue
        where = ["E01900001"] * here + ["E01900002"] * there + [""] * lost
        rows = [crime(n, month.code, lsoa=lsoa) for n, lsoa in enumerate(where, start=1)]
        paths.append(written(folder / month.code, street_name(month.code), HEADER + "".join(rows)))
    services.import_paths("mere", paths, by=BY)


def outlines(folder, *codes):
    features = [
        {
            "type": "Feature", "properties": {"LSOA11CD": code, "LSOA11NM": f"Mere {n}"},
            "geometry": {"type": "Polygon", "coordinates": [[[x + n / 10, y] for x, y in BOX]]},
        }
        for n, code in enumerate(codes)
    ]  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": features})
    services.import_paths("mere", [written(folder, "outlines.geojson", content)], by=BY)


def test_the_page_ranks_the_areas_and_says_which_file_a_map_needs(body, tmp_path):
    bring(tmp_path, here=2, there=3, lost=1)
    page = client(body).get(HERE)
    assert page.h1.startswith("Where: ")
    cells = [" ".join(one.text_content().split()) for one in page.find("//tbody//th")]
    assert cells == ["Mereshire 001A (E01900002)", "Mereshire 001A (E01900001)"]
    assert "36" in page.text
    assert "lower layer super output areas of 2011" in page.text
    assert "12 of the force’s rows have no place" in page.text
    assert "neither repeats nor near repeats" in page.text
    assert "predicts no person and no patrol" in page.text
    assert not page.find("//figure")
    assert page.links["Import files"].endswith("/work/data/import/")
    assert "Import files" not in client(body, "member").get(HERE).links


def test_with_outlines_there_is_a_map_with_its_words_and_names(body, tmp_path):
    bring(tmp_path, here=2, there=3)
    outlines(tmp_path, "E01900001", "E01900002")
    page = client(body).get(HERE)
    assert page.find("//figure//*[local-name()='svg']/*[local-name()='title']")
    assert "Mere 1 (E01900002)" in page.text
    assert "until the outlines" not in page.text
    said = [one.get("data-fp-area") for one in page.find("//*[@data-fp-area]")]
    assert sorted(said)[0].startswith("1|Mere 1|36."), "each area says what its row says"
    assert len(said) == 2


@pytest.mark.parametrize("names", [("Mere A", "Mere B"), ("Mere B", "Mere A")])
def test_an_area_outlined_in_two_files_has_one_name_whichever_came_first(body, tmp_path, names):
    for at, name in enumerate(names):
        feature = {
            "type": "Feature", "properties": {"LSOA11CD": "E01900001", "LSOA11NM": name},
            "geometry": {"type": "Polygon", "coordinates": [BOX]},
        }  # fmt: skip
        content = json.dumps({"type": "FeatureCollection", "features": [feature]})
        services.import_paths("mere", [written(tmp_path, f"outlines-{at}.geojson", content)], by=BY)
    bring(tmp_path)
    found = places("mere", "police-burglary")
    assert next(one.name for one in found.places if one.code == "E01900001") == "Mere B"


def test_small_counts_are_withheld_and_the_setting_says_below_what(body, tmp_path, settings):
    bring(tmp_path, here=0, there=1)
    settings.SMALL_COUNTS = 13
    page = client(body).get(HERE)
    assert "withheld" in page.text
    assert "Counts from 1 to 12 are withheld" in page.text
    settings.SMALL_COUNTS = 5
    assert "withheld" not in client(body, "member").get(HERE).text


def test_after_a_missing_month_only_the_months_in_a_row_are_told_and_said_to_be_no_year(body, tmp_path):
    bring(tmp_path, here=2, there=3, skip="2031-05")
    page = client(body).get(HERE)
    assert "No file arrived for May 2031. What is told here is told of the 7 months after that" in page.text
    assert str(Period.parse(places("mere", "police-burglary").period)) == "June to December 2031"
    assert [one.count for one in places("mere", "police-burglary").places] == [21, 14]


@pytest.mark.parametrize(("skip", "known"), [("2031-09", True), ("2031-10", False)])
def test_fewer_than_three_months_in_a_row_are_not_told_by_place_and_what_is_missing_is_named(
    body, tmp_path, skip, known
):
    bring(tmp_path, skip=skip)
    found = places("mere", "police-burglary")
    assert found.is_known is known
    page = client(body).get(HERE)
    assert f"No file arrived for {Period.parse(skip)}" in page.text
    assert bool(page.find("//table")) is known


def test_what_was_supplied_as_totals_has_no_place(body, tmp_path):
    table = "Measure,Area,Period,Value\nNoise calls,Mereshire,2031-Q1,40\n"
    services.import_paths("mere", [written(tmp_path, "noise.csv", table)], by=BY)
    assert "supplied as totals" in client(body).get("/mere/work/data/series/noise-calls/where/").text
    assert "by small area" not in client(body, "member").get("/mere/work/data/series/noise-calls/").text


def test_the_series_page_leads_to_it_and_a_measure_that_is_not_there_is_not_found(body, tmp_path):
    bring(tmp_path)
    who = client(body)
    assert (
        who.get("/mere/work/data/series/police-burglary/").links["Where it was counted, by small area"]
        == HERE
    )
    who.get("/mere/work/data/series/ghosts/where/", status=404)


@pytest.mark.parametrize(("here", "first"), [(9, "E01900001"), (1, "E01900002")])
def test_more_rows_in_an_area_change_its_place_and_rows_without_a_place_do_not(body, tmp_path, here, first):
    bring(tmp_path, here=here, there=4, lost=here)
    assert places("mere", "police-burglary").places[0].code == first


def test_rows_with_codes_of_another_edition_leave_the_year_unknown_by_place(body, tmp_path, monkeypatch):
    bring(tmp_path, here=2, there=3)
    assert places("mere", "police-burglary").is_known
    mixed = Break("codes", "Rows carry small-area codes of 2021", Period.parse("2031-04"), BreakKind.STEP)
    monkeypatch.setattr(Snapshot, "rebasing", lambda *_: (mixed,))
    found = places("mere", "police-burglary")
    assert "carry small-area codes of 2021" in found.because
    assert found.places == ()
