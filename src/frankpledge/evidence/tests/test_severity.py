"""Extracts with offence codes in the store: their measures, what they weigh, and that everything opens to its rows."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction as F

import pytest

from frankpledge.analysis.series import BreakKind
from frankpledge.documents.tree import plain
from frankpledge.evidence import api, services
from frankpledge.evidence.models import Measure
from frankpledge.evidence.severity import weight_sets
from frankpledge.evidence.snapshot import snapshot
from frankpledge.evidence.specs import DatasetSpec
from frankpledge.evidence.tests import bringing
from frankpledge.evidence.tests.bringing import BY, written
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Unusable
from tests.pages import PageClient

WEIGHTS = "Offence code,Offence,Weight,Version\n1,Murder,8000,2024\n8N,Assault with injury,190,2024\n56A,Arson,826,2024\n"
EXTRACT = (
    "Date recorded,HO code,LSOA code,Offence group,Offences\n"
    "2031-01-04,8N,E01900001,Violence,10\n2031-01-09,1,E01900002,Violence,1\n2031-02-11,056A,E01900001,Damage,2\n"
    "2031-02-12,8N,,Violence,3\n2031-02-13,ZZ,E01900001,Violence,4\n"
)
FORCES = (
    "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,Number of Offences\n"
    "2030/31,4,Mereshire,Assault with injury,Violence,With injury,8N, 20 \n2030/31,4,Mereshire,Murder,Violence,Homicide,1,-00 \n"
    "2030/31,4,Otherland,Murder,Violence,Homicide,1, 9 \n"
)
ALL = "all-offences-recorded-offences-by-code"
VIOLENCE = "violence-recorded-offences-by-code"
BOTH = Period.parse("2031-01..2031-02")


@pytest.fixture
def bring(body, tmp_path):
    def taken(**files):
        return [
            services.import_paths("mere", [written(tmp_path / name, f"{name}.csv", text)], by=BY).files[0]
            for name, text in files.items()
        ]

    return taken


def total(slug=ALL, period=BOTH, **more):
    return figures.compute(
        Request.of("mere", "severity-total", None, measure=slug, period=period.code, **more)
    )


def test_an_extract_brings_a_measure_for_all_offences_and_for_each_group(bring):
    made = bring(extract=EXTRACT)[0]
    assert (made.title, made.rows, made.refused) == ("Recorded offences by code", 5, 0)
    assert sorted(Measure.objects.values_list("slug", flat=True)) == sorted(
        [ALL, VIOLENCE, "damage-recorded-offences-by-code"]
    )
    assert [(one.period.code, one.value) for one in api.series("mere", ALL).points] == [
        ("2031-01", 11),
        ("2031-02", 9),
    ]
    assert [one.value for one in api.series("mere", "damage-recorded-offences-by-code").points] == [0, 2]


def test_the_score_is_of_counts_and_weights_and_opens_to_both(bring):
    bring(extract=EXTRACT, weights=WEIGHTS)
    made = total()
    assert made.value == 13 * 190 + 8000 + 2 * 826
    assert {file.name for file in made.provenance.inputs} == {"extract.csv", "weights.csv"}
    page = figures.rows_of(
        Request.of("mere", "severity-total", None, measure=ALL, period=BOTH.code), offset=0, limit=9
    )
    assert page.columns[-2:] == ("Weight", "Count × weight")
    assert [(row.line, row.cells[-2:]) for row in page.rows][:2] == [
        (3, ("8,000.0", "8,000.0")),
        (2, ("190.0", "1,900.0")),
    ]
    assert page.rows[-1].cells[-2:] == ("no weight", "–")
    assert (page.total, total(VIOLENCE).value, total(area="E01900002").value) == (5, 13 * 190 + 8000, 8000)


def test_the_count_of_an_extract_opens_to_its_rows(bring):
    bring(extract=EXTRACT)
    request = Request.of("mere", "measure-sum", None, measure=VIOLENCE, period="2031-02")
    made, page = figures.compute(request), figures.rows_of(request, offset=0, limit=9)
    assert (made.value, made.provenance.rows_used, [row.line for row in page.rows]) == (7, 2, [5, 6])


def test_a_month_that_nobody_sent_makes_the_score_unknown_and_one_more_file_makes_it_known(bring):
    bring(extract=EXTRACT, weights=WEIGHTS)
    span = Period.parse("2031-01..2031-03")
    assert "March 2031" in total(period=span).unknown_because
    bring(march=EXTRACT.splitlines()[0] + "\n2031-03-30,8N,,Violence,1\n")
    assert total(period=span).value == total().value + 190


def test_a_later_file_revises_a_month_and_never_adds_to_it(bring):
    bring(extract=EXTRACT, weights=WEIGHTS)
    bring(again=EXTRACT.splitlines()[0] + "\n2031-02-11,8N,,Violence,1\n")
    assert [one.value for one in api.series("mere", ALL).points] == [11, 1]
    assert total().value == 1900 + 8000 + 190


def test_without_codes_or_weights_the_reason_is_given_and_no_figure(bring):
    bring(extract=EXTRACT, calls=bringing.CALLS)
    said = api.severity("mere", ALL, BOTH)
    assert (said.is_coded, said.is_known) == (True, False)
    assert "no set of weights" in said.sentences[0]
    assert "gives no offence codes" in api.severity("mere", "noise-calls", BOTH).sentences[0]
    with pytest.raises(Unusable, match="no set of weights"):
        total()
    bring(weights=WEIGHTS)
    known = api.severity("mere", ALL, Period.parse("2031-02"), before=Period.parse("2031-01"))
    assert known.is_known
    assert known.can_change
    assert any("code ZZ (4)" in one for one in known.sentences)


def test_another_version_of_the_weights_stands_beside_the_first_and_the_latest_is_used(bring):
    bring(extract=EXTRACT, weights=WEIGHTS)
    old = total()
    bring(newer=WEIGHTS.replace("2024", "2026").replace("190", "200"))
    assert total().value == (old.value or 0) + 130
    newest, first = (one.found for one in weight_sets(snapshot("mere")))
    assert (newest.dated, first.dated) == ("2026", "2024")
    assert total(weights=first.id).value == old.value
    with pytest.raises(Unusable, match="no set of weights ‘none’"):
        total(weights="none")


def test_the_score_over_time_keeps_gaps_marks_breaks_and_shows_a_range_only_where_codes_are_coarse(bring):
    bring(
        extract=EXTRACT.replace("2031-02", "2031-03").replace("056A", "56"),
        weights=WEIGHTS + "56B,Arson,186,2024\n",
    )
    break_of_march = services.BreakSaid(
        "new-system", "A new recording system", BreakKind.STEP, date(2031, 3, 1)
    )
    services.note_break("mere", break_of_march, by=BY)
    found = [(one.period.code, one.found.middle) for one in api.severity_series("mere", ALL)]
    assert found == [("2031-01", 9900), ("2031-02", None), ("2031-03", 570 + 2 * 506)]
    spans = (Period.parse("2031-01"), Period.parse("2031-03"))
    chart = api.severity_chart("mere", ALL, spans, id="score")
    cells = [[plain(cell) for cell in row.cells] for row in chart.table.rows]
    assert cells[1] == ["February 2031", "no data", "–", "–", "–"]
    assert [row[2] for row in cells] == ["–", "–", "942.0 to 2,222.0".replace(".0", "")]
    assert cells[2][4] == "5 of 9"
    said = " ".join(chart.notes)
    for part in (
        "No data for February 2031",
        "A new recording…, March 2031",
        "coarser than the weights",
        "55.6%",
    ):
        assert part in said
    assert "no change can be told" in chart.title, "a new system stands between the two"
    undone = services.BreakSaid("new-system", "A new recording system", BreakKind.EVENT, date(2031, 3, 1))
    services.note_break("mere", undone, by=BY)
    assert "no clear change" in api.severity_chart("mere", ALL, spans, id="score").title
    plain_codes = api.severity_chart("mere", VIOLENCE, spans, id="score")
    assert "coarser" not in " ".join(plain_codes.notes), "its codes are those of the weights"


def test_of_the_home_office_table_only_the_partnerships_own_force_counts(bring):
    bring(forces=FORCES, weights=WEIGHTS)
    slug = "all-offences-recorded-crime-by-police-force-home-office"
    assert [(one.period.code, one.value) for one in api.series("mere", slug).points] == [("2031-Q1", 20)]
    assert total(slug, Period.parse("2031-Q1")).value == F(20 * 190)


def test_two_datasets_of_one_title_are_not_mixed(bring, tmp_path):
    bring(extract=EXTRACT)
    spec = DatasetSpec(title="Recorded offences by code", supplier="Somebody else")
    with pytest.raises(Unusable, match="never added"):
        services.import_paths(
            "mere", [written(tmp_path, "other.csv", EXTRACT.replace("10", "11"))], by=BY, spec=spec
        )


def test_the_rows_of_an_extract_are_for_members_even_when_the_figure_is_published(bring, analyst):
    bring(extract=EXTRACT, weights=WEIGHTS, forces=FORCES)
    made = figures.figure(Request.of("mere", "severity-total", None, measure=ALL, period=BOTH.code))
    national = "all-offences-recorded-crime-by-police-force-home-office"
    open_one = figures.figure(Request.of("mere", "severity-total", None, measure=national, period="2031-Q1"))
    figures.publish([made.id, open_one.id])
    assert "Count × weight" in analyst.get(f"/id/{made.id}", follow=True).text
    stranger = PageClient()
    page = stranger.get(f"/id/{made.id}", follow=True).text
    assert "not published row by row" in page
    assert "Count × weight" not in page
    assert "Count × weight" in stranger.get(f"/id/{open_one.id}", follow=True).text


def test_the_page_of_the_measure_says_the_score_and_what_it_leaves_out_and_tells_sets_apart_by_date(
    bring, analyst
):
    bring(extract=EXTRACT, weights=WEIGHTS, newer=WEIGHTS.replace("2024", "2026").replace("190", "200"))
    page = analyst.get(f"/mere/work/data/series/{ALL}/")
    for part in (
        "5 of 9 offences have a weight",
        "code ZZ (4)",
        "better recording",
        "Severity score by month, by",
    ):
        assert part in page.text
    older = weight_sets(snapshot("mere"))[1].found
    assert any(f"?weights={older.id}#severity" in href for href in page.links.values())
    other = analyst.get(f"/mere/work/data/series/{ALL}/?weights={older.id}")
    for shown, file in ((page, "newer"), (other, "weights")):
        assert re.search(rf"Severity score by month, by ‘[^‘]*\({file}\.csv\)’ of 202", shown.text)
    held = analyst.client.get(f"/mere/work/data/series/{ALL}/severity/csv/").content.decode()
    lines = held.splitlines()
    rows = [line.split(",") for line in lines if not line.startswith("#")]
    assert [(row[1], row[2], row[5]) for row in rows[1:]] == [
        ("2026", "2031-01", "10000.0"), ("2026", "2031-02", "2252.0"),
        ("2024", "2031-01", "9900.0"), ("2024", "2031-02", "2222.0"),
    ]  # fmt: skip
