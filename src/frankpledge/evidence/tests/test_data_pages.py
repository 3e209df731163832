"""The Data page, a series in words, picture and CSV, coverage month by month; and how often the database is asked."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frankpledge.analysis.series import BreakKind
from frankpledge.documents import drawing
from frankpledge.evidence import services
from frankpledge.evidence.models import Dataset
from frankpledge.evidence.services import BreakSaid
from frankpledge.evidence.specs import DatasetSpec
from frankpledge.evidence.tests.bringing import (
    BY,
    TIDY,
    client,
    crime,
    street,
    street_name,
    written,
)
from frankpledge.evidence.warming import count_ahead

pytestmark = pytest.mark.django_db
NOISE = DatasetSpec(
    title="Noise", supplier="Mere Council", area_name="Mereshire", extracted_on="2033-01-31",
    release_consent="A. Person, 1 May 2033", counting_rule="Calls, not callers",
)  # fmt: skip
QUARTERS = (("2031-Q1", 200), ("2031-Q2", 210), ("2031-Q3", 220), ("2031-Q4", 190))
LATER = (("2032-Q1", 260), ("2032-Q2", 200), ("2032-Q3", 230), ("2032-Q4", 280))
MONTHS = [f"{year}-{month:02d}" for year in (2031, 2032) for month in range(1, 13)]


def table(*values, measure="Noise calls"):
    return TIDY + "".join(f"{measure},Mereshire,{period},{value}\n" for period, value in values)


def take(tmp_path, name, content, spec=NOISE):
    services.import_paths("mere", [written(tmp_path, name, content)], by=BY, spec=spec)


def take_months(tmp_path, months, rows=2, **crimes):
    paths = [written(tmp_path, street_name(month), street(month, rows=rows, **crimes)) for month in months]
    services.import_paths("mere", paths, by=BY)


def queries_of(who, address):
    """How often the database is asked for a page, once what never changes is remembered."""
    who.get(address)
    with CaptureQueriesContext(connection) as asked:
        who.get(address)
    return len(asked)


# The Data page


def test_measures_stand_under_their_dataset_with_what_must_be_known_of_it(analyst, tmp_path):
    take(tmp_path, "calls.csv", table(*QUARTERS))
    take_months(tmp_path, ["2031-01", "2031-03"])
    page = analyst.get("/mere/work/data/")
    sections = [section.xpath("string(.//h2)") for section in page.find("//section")]
    assert sections == ["Noise", "Street-level crime, data.police.uk"]
    (noise,) = page.find("//section[.//h2='Noise']")
    words = " ".join(noise.xpath("string(.)").split())
    assert "Measure table, from Mere Council. Marked OFFICIAL. 1 file, the last imported" in words
    assert "May be published" in words
    assert "Noise calls count 2031" in words
    assert "mereshire: nothing for February 2031" in page.text


def test_the_data_page_asks_the_database_as_often_for_twenty_measures_as_for_two(body, tmp_path):
    manager = client(body, "manager")
    for number in range(2):
        take(
            tmp_path,
            f"t{number}.csv",
            table(*QUARTERS, measure=f"Measure {number}"),
            DatasetSpec(title=f"T{number}", supplier="S"),
        )
    two = queries_of(manager, "/mere/work/data/")
    for number in range(2, 20):
        take(
            tmp_path,
            f"t{number}.csv",
            table(*QUARTERS, measure=f"Measure {number}"),
            DatasetSpec(title=f"T{number}", supplier="S"),
        )
    assert Dataset.objects.count() == 20
    assert queries_of(manager, "/mere/work/data/") == two
    assert two <= 25


def test_a_series_asks_the_database_as_often_beside_twenty_measures_as_beside_two(body, tmp_path):
    manager = client(body, "manager")
    for number in range(2):
        take(tmp_path, f"t{number}.csv", table(*QUARTERS, *LATER, measure=f"Measure {number}"))
    address = "/mere/work/data/series/measure-0/"
    two = queries_of(manager, address)
    for number in range(2, 20):
        take(tmp_path, f"t{number}.csv", table(*QUARTERS, *LATER, measure=f"Measure {number}"))
    assert queries_of(manager, address) == two
    assert two <= 60


def test_after_counting_ahead_a_series_is_shown_without_drawing_it_and_after_new_values_it_is_drawn_anew(
    analyst, tmp_path, monkeypatch
):
    take(tmp_path, "noise.csv", table(*QUARTERS))
    count_ahead("mere")
    monkeypatch.setattr(
        drawing, "_drawn_svg", lambda _spec: "<svg xmlns='http://www.w3.org/2000/svg'>Drawn anew</svg>"
    )
    page = "/mere/work/data/series/noise-calls/"
    assert "Drawn anew" not in analyst.get(page).text
    take(tmp_path, "more.csv", table(*LATER))
    assert "Drawn anew" in analyst.get(page).text


def test_whoever_opens_a_series_first_waits_for_one_picture_and_the_next_has_one_for_a_narrow_window_too(
    analyst, body, tmp_path
):
    take_months(tmp_path, MONTHS[:14])
    page, narrow = "/mere/work/data/series/police-burglary/", "//div[@class='picture narrow']"
    assert not analyst.get(page).find(narrow)
    assert analyst.get(page).find(narrow)


def test_the_dataset_page_asks_the_database_as_often_for_many_files_as_for_one(body, tmp_path):
    manager = client(body, "manager")
    take_months(tmp_path, MONTHS[:1])
    address = f"/mere/work/data/datasets/{Dataset.objects.get().slug}/"
    one = queries_of(manager, address)
    take_months(tmp_path, MONTHS[1:8])
    assert queries_of(manager, address) == one


# A series


def test_a_series_says_the_change_its_interval_the_figure_per_day_and_the_same_quarter(analyst, tmp_path):
    take(tmp_path, "calls.csv", table(*QUARTERS, *LATER))
    page = analyst.get("/mere/work/data/series/noise-calls/")
    assert "Noise calls rose by 18.3%, from 820 in 2031 to 970 in 2032 (95% interval" in page.text
    assert "Per day it is a rise of 18.0%" in page.text
    assert "2031 had 365 days and 2032 had 366" in page.text
    assert "The same quarter a year before" in page.text
    assert "from 190 in October to December 2031 to 280 in October to December 2032" in page.text
    assert "Quarter by quarter" in page.text
    assert "once 4 comparisons are allowed for (Holm)" in page.text
    assert page.find("//div[@class='fp-document']//svg")
    assert "Noise calls rose 18% in 2032, more than chance would give" in page.text


def test_every_stated_figure_opens_and_agrees_with_the_sentence(analyst, tmp_path):
    take(tmp_path, "calls.csv", table(*QUARTERS, *LATER))
    page = analyst.get("/mere/work/data/series/noise-calls/")
    shown = [row.xpath("string(./td)").strip() for row in page.find("//table[caption='Figures']/tbody/tr")]
    assert shown[:2] == ["820", "970"]
    assert shown[2].startswith("18.3% (")
    interval = shown[2].split("(")[1].rstrip(")")
    assert f"95% interval {interval}" in page.text
    for href in page.find("//table[caption='Figures']//a/@href"):
        assert "Still agrees with the record" in analyst.get(href).text


def test_a_series_with_a_gap_says_why_no_change_is_stated(analyst, tmp_path):
    take_months(tmp_path, [month for month in MONTHS if month != "2031-05"])
    page = analyst.get("/mere/work/data/series/police-burglary/")
    assert "no comparison can be made. There is no figure for May 2031" in page.text
    assert "Missing, and not counted as nothing: May 2031." in page.text
    assert "It is not weighted by severity: its source gives no offence codes" in page.text
    assert page.find("//div[@class='fp-document']//svg")


def test_a_break_goes_with_the_comparison_it_touches_and_with_no_other(analyst, tmp_path):
    take(tmp_path, "calls.csv", table(*QUARTERS, *LATER))
    services.note_break(
        "mere",
        BreakSaid(
            "new-system",
            "A new recording system",
            BreakKind.STEP,
            date(2032, 5, 10),
            measure_slug="noise-calls",
        ),
        by=BY,
    )
    services.note_break(
        "mere",
        BreakSaid("long-ago", "Another time", BreakKind.EVENT, date(2020, 1, 1), date(2020, 2, 1)),
        by=BY,
    )
    page = analyst.get("/mere/work/data/series/noise-calls/")
    assert "Mind when comparing: A new recording system (from 10 May 2032)." in page.text
    assert "Another time" not in page.text


def test_a_survey_is_shown_with_its_intervals_and_no_change_is_stated(analyst, tmp_path):
    rows = "Measure,Area,Period,Value,N\nFeel unsafe,Mereshire,2031,20.5%,1000\nFeel unsafe,Mereshire,2032,19%,1000\n"
    take(tmp_path, "survey.csv", rows)
    page = analyst.get("/mere/work/data/series/feel-unsafe/")
    assert "Feel unsafe: 19.0% in 2032 (95% interval" in page.text
    assert "20.5% in 2031" in page.text
    for word in ("rose", "fell"):
        assert word not in page.text


def test_whole_percentages_are_not_taken_for_counts(analyst, tmp_path):
    rows = "Measure,Area,Period,Value\nFeel unsafe,Mereshire,2031,20%\nFeel unsafe,Mereshire,2032,40%\n"
    take(tmp_path, "survey.csv", rows)
    page = analyst.get("/mere/work/data/series/feel-unsafe/")
    assert "rose" not in page.text
    assert "Feel unsafe: 40% in 2032; 20% in 2031." in page.text


def test_a_single_value_has_no_picture_and_opens(analyst, tmp_path):
    take(tmp_path, "calls.csv", table(("2031/32", 7)))
    page = analyst.get("/mere/work/data/series/noise-calls/")
    assert "Noise calls: 7 in 2031/32." in page.text
    assert not page.find("//div[@class='fp-document']")
    assert len(page.find("//table[caption='Figures']//a")) == 1


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (QUARTERS, ["Jan–Mar 2031", "Apr–Jun 2031"]),
        ((*QUARTERS, *LATER), ["Jan–Mar", "2031", "2032"]),
        ((*QUARTERS, *LATER, ("2033-Q1", 200)), ["Q1 ’31", "Q1 ’33"]),
        ((("2030-Q4", 150), *QUARTERS, ("2032-Q1", 260)), ["Q4 2030", "Q1 2032"]),
    ],
)
def test_bars_have_labels_that_can_be_read(analyst, tmp_path, values, labels):
    take(tmp_path, "calls.csv", table(*values))
    page = analyst.get("/mere/work/data/series/noise-calls/")
    drawn = [text.strip() for text in page.find("//div[@class='fp-document']//svg//text()")]
    assert [label for label in labels if label not in drawn] == [], drawn
    assert not [text for text in drawn if "…" in text]


def test_of_a_long_series_the_last_bars_are_drawn_and_the_page_says_so(analyst, tmp_path):
    values = [(f"{year}-Q{number}", 100 + number) for year in range(2028, 2033) for number in range(1, 5)]
    take(tmp_path, "calls.csv", table(*values))
    page = analyst.get("/mere/work/data/series/noise-calls/")
    assert "The last 12 of 20 values are drawn; the CSV has them all." in page.text


def test_an_unreleased_series_says_that_no_published_document_may_print_it(analyst, tmp_path):
    take(tmp_path, "calls.csv", table(*QUARTERS), DatasetSpec(title="Noise", supplier="Mere Council"))
    page = analyst.get("/mere/work/data/series/noise-calls/")
    assert "nobody has agreed to its publication" in page.text
    assert "cannot print these figures" in page.text


def test_the_whole_force_is_a_page_away_for_police_files_only(analyst, tmp_path):
    content = street("2031-01") + crime(9, "2031-01", lsoa="")
    take(tmp_path, street_name("2031-01"), content, None)
    page = analyst.get("/mere/work/data/series/police-burglary/")
    assert "2 in January 2031" in page.text
    force = analyst.get(page.links["Show the whole force, rows without a place included"])
    assert "3 in January 2031" in force.text
    assert force.links["Download the series as CSV"].endswith("?area=force")
    assert analyst.get("/mere/work/data/series/police-burglary/?area=elsewhere").text == page.text


def test_a_measure_that_is_not_there_is_not_found(analyst):
    analyst.get("/mere/work/data/series/no-such/", status=404)
    assert analyst.client.get("/mere/work/data/series/no-such/csv/").status_code == 404


# CSV


def csv_of(who, slug, query=""):
    response = who.client.get(f"/mere/work/data/series/{slug}/csv/{query}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8"))))
    said = {row[0].removeprefix("# "): row[1] for row in rows if row[0].startswith("# ")}
    body = [row for row in rows if not row[0].startswith("# ")]
    return response, said, [dict(zip(body[0], row, strict=True)) for row in body[1:]]


def test_the_csv_says_what_it_is_and_has_every_value_with_its_cell(analyst, tmp_path):
    take(tmp_path, "calls.csv", table(*QUARTERS) + "Noise calls,Mereshire,2032-Q1,[x]\n")
    response, said, rows = csv_of(analyst, "noise-calls")
    assert response.headers["Content-Disposition"] == 'attachment; filename="mere-noise-calls.csv"'
    assert said["Measure"] == "Noise calls"
    assert said["Supplier"] == "Mere Council"
    assert said["How it is counted"] == "Calls, not callers"
    assert said["Extracted"] == "2033-01-31"
    assert said["Release"] == "May be published"
    assert [(row["period"], row["value"], row["state"]) for row in rows] == [
        *((period, str(value), "complete") for period, value in QUARTERS), ("2032-Q1", "", "absent"),
    ]  # fmt: skip
    assert (rows[1]["starts_on"], rows[1]["ends_on"]) == ("2031-04-01", "2031-06-30")
    assert (rows[1]["file"], rows[1]["row"], rows[1]["column"]) == ("calls.csv", "3", "Value")
    assert len(rows[1]["sha256"]) == 64


def test_a_missing_month_is_an_empty_value_in_the_csv_and_never_a_zero(analyst, tmp_path):
    take_months(tmp_path, ["2031-01", "2031-03"])
    _, said, rows = csv_of(analyst, "police-burglary")
    assert [(row["period"], row["value"]) for row in rows] == [
        ("2031-01", "2"),
        ("2031-02", ""),
        ("2031-03", "2"),
    ]
    assert "missing" in said["Note"]
    _, said, _ = csv_of(analyst, "police-burglary", "?area=force")
    assert said["Counted for"] == "The whole force, rows without a place included"


def test_no_text_of_the_csv_is_a_formula_for_a_spreadsheet(analyst, tmp_path):
    take(tmp_path, "calls.csv", TIDY + '"=HYPERLINK(""http://x"")",@area,2031-Q1,4\n')
    (measure,) = Dataset.objects.get().supplied_measures.all()
    _, said, rows = csv_of(analyst, measure.slug)
    assert said["Measure"].startswith("'=")
    assert rows[0]["area"] == "'@area"


def test_the_csv_needs_the_same_permission_as_the_page(body, tmp_path):
    take(tmp_path, "calls.csv", table(*QUARTERS))
    outsider = client(body, "policing-body")
    outsider.get("/mere/work/data/series/noise-calls/", status=403)
    assert outsider.client.get("/mere/work/data/series/noise-calls/csv/").status_code == 403


# Coverage


def test_coverage_is_a_grid_with_each_state_in_words(analyst, tmp_path):
    take_months(tmp_path, ["2031-01", "2031-03", "2032-01"])
    page = analyst.get("/mere/work/data/coverage/")
    (grid,) = page.find("//table[contains(@class, 'fp-coverage')]")
    assert grid.xpath(".//thead//th/text()") == ["Month", "2031", "2032"]
    cells = {
        row.xpath("string(./th)"): [" ".join(cell.xpath("string(.)").split()) for cell in row.xpath("./td")]
        for row in grid.xpath(".//tbody/tr")
    }
    assert len(cells) == 12
    assert cells["January"] == ["Complete 2", "Complete 2"]
    assert cells["February"] == ["Absent", ""]
    assert "13 months: 3 complete, 10 absent." in page.text
    listed = page.find("//table[caption='Months that are not complete']/tbody/tr")
    assert [row.xpath("string(./th)") for row in listed][:2] == ["February 2031", "April 2031"]


def test_a_break_that_touches_many_measures_is_listed_once(analyst, tmp_path):
    take_months(tmp_path, ["2031-01"])
    for kind in ("burglary", "robbery", "drugs", "shoplifting"):
        said = BreakSaid(
            f"new-{kind}", "A new system", BreakKind.STEP, date(2031, 1, 10), measure_slug=f"police-{kind}"
        )
        services.note_break("mere", said, by=BY)
    services.note_break("mere", BreakSaid("all", "Everything else", BreakKind.EVENT, date(2031, 1, 5)), by=BY)
    page = analyst.get("/mere/work/data/coverage/")
    rows = [
        [" ".join(cell.xpath("string(.)").split()) for cell in row]
        for row in page.find("//table[caption='Recording breaks']/tbody/tr")
    ]
    assert [(row[1], row[3]) for row in rows] == [
        ("Everything else", "Every measure"),
        ("A new system", "4 measures"),
    ]


def test_a_dataset_without_a_file_that_counts_says_so(analyst, tmp_path):
    take(tmp_path, "calls.csv", table(*QUARTERS))
    page = analyst.get("/mere/work/data/")
    file = analyst.get(analyst.get(page.links["Noise"]).links["calls.csv"])
    undo = file.find("//form[contains(@action, '/undo/')]/@action")[0]
    analyst.post(undo, seen_at=page.links["Noise"])
    page = analyst.get("/mere/work/data/")
    assert "Other datasets" in page.text
    assert "No file that counts." in page.text
    assert "Noise calls" not in page.links
