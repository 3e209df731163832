"""From a file to a figure that opens."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from frankpledge.audit.api import check_chain
from frankpledge.directory.models import Area, AreaDefinition, Partnership, PartnershipArea
from frankpledge.evidence import api, services
from frankpledge.evidence.models import ImportedFile
from frankpledge.evidence.services import Outcome
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted
from frankpledge.records.clock import fixed_at

pytestmark = pytest.mark.django_db
BY = system("A test")
HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
)
TABLE = """\
,Noise complaints,,Night calls,
Period / Year,2031,2032,2031,2032
Jan - March,120,150,40,41
April - June,130,160,50,52
July - Sept,140,170,60,58
Oct - Dec,110,120,30,33
Totals,500,600,180,184
"""


@pytest.fixture(autouse=True)
def store_of_its_own(settings, tmp_path):
    settings.STORE = tmp_path / "store"


@pytest.fixture
def mere():
    body = Partnership.objects.create(
        slug="mere", name="Mere CSP", short_name="Mere", nation="E", council_name="Mere"
    )
    area = Area.objects.create(code="E09999999", name="Mereshire", kind="district")
    AreaDefinition.objects.create(
        area=area, vintage="lsoa11", members=["E01900001", "E01900002"], starts_on=date(2019, 1, 1)
    )
    PartnershipArea.objects.create(
        partnership=body, area=area, police_force="mereshire", starts_on=date(2019, 1, 1)
    )
    return body


def crime(number, month="2031-01", lsoa="E01900001", kind="Burglary"):
    place = f"-2.1,50.7,On or near Mill Lane,{lsoa},Mereshire 001A" if lsoa else ",,No Location,,"
    crime_id = "" if kind == "Anti-social behaviour" else f"{number:064x}"
    return f"{crime_id},{month},Mereshire Police,Mereshire Police,{place},{kind},,\n"


def street(folder, month, *rows):
    place = folder / month / f"{month}-mereshire-street.csv"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(HEADER + "".join(rows), encoding="utf-8")
    return place


def written(folder, name, text):
    place = folder / name
    place.write_text(text, encoding="utf-8")
    return place


def figure(provider, **parameters):
    return figures.figure(Request.of("mere", provider, None, **parameters))


def test_a_table_becomes_figures_that_open_to_their_cells(mere, tmp_path):
    services.import_paths("mere", [written(tmp_path, "calls.csv", TABLE)], by=BY)
    year = figure("measure-sum", measure="noise-complaints", period="2032")
    assert (year.value, year.text) == (600, "600")
    rows = figures.rows(year.id)
    assert [(row.line, row.cells[1]) for row in rows.rows] == [(3, "150"), (4, "160"), (5, "170"), (6, "120")]
    assert figures.opened(year.id).still_agrees
    change = figure("measure-change", measure="noise-complaints", old="2031", new="2032")
    assert change.value == Fraction(20)
    assert change.text == "20%"
    assert change.low < 20 < change.high
    assert [name for name, _ in figures.opened(change.id).parts] == ["old", "new"]


def test_changing_one_cell_changes_that_figure_and_no_other(mere, tmp_path):
    table = written(tmp_path, "calls.csv", TABLE)
    services.import_paths("mere", [table], by=BY)
    year = figure("measure-sum", measure="noise-complaints", period="2032")
    other = figure("measure-sum", measure="night-calls", period="2032")
    table.write_text(TABLE.replace("170", "171").replace("600", "601"), encoding="utf-8")
    summary = services.import_paths("mere", [table], by=BY)
    assert [file.outcome for file in summary.files] == [Outcome.REVISED]
    assert not figures.opened(year.id).still_agrees
    assert figures.opened(year.id).figure.value == 601
    assert figures.opened(other.id).still_agrees


def test_the_same_file_twice_counts_once(mere, tmp_path):
    table = written(tmp_path, "calls.csv", TABLE)
    services.import_paths("mere", [table], by=BY)
    assert services.import_paths("mere", [table], by=BY).files[0].outcome is Outcome.ALREADY
    assert ImportedFile.objects.count() == 1


def test_a_total_that_disagrees_refuses_the_whole_table(mere, tmp_path):
    table = written(tmp_path, "calls.csv", TABLE.replace("600", "601"))
    with pytest.raises(Unusable) as told:
        services.import_paths("mere", [table], by=BY)
    assert "601" in str(told.value)
    assert "600" in str(told.value)
    assert ImportedFile.objects.count() == 0


def test_one_unusable_file_stops_the_batch_and_leaves_nothing(mere, tmp_path):
    good = street(tmp_path / "in", "2031-01", crime(1))
    bad = written(tmp_path / "in", "broken.zip", "PK not a zip")
    with pytest.raises(Unusable):
        services.import_paths("mere", [good, bad], by=BY)
    assert ImportedFile.objects.count() == 0
    summary = services.import_paths("mere", [good, bad], by=BY, keep_going=True)
    assert [file.outcome for file in summary.files] == [Outcome.IMPORTED, Outcome.REFUSED]


def test_rows_without_a_place_count_for_the_force_and_not_for_the_area(mere, tmp_path):
    street(
        tmp_path / "in",
        "2031-01",
        crime(1),
        crime(2, lsoa=""),
        crime(3, lsoa="E01800001"),
        crime(4, lsoa="E01900002"),
    )
    services.import_paths("mere", [tmp_path / "in"], by=BY)
    assert figure("measure-sum", measure="police-burglary", period="2031-01").value == 2
    assert figure("measure-sum", measure="police-burglary", period="2031-01", area="force").value == 4


def test_a_missing_month_makes_the_year_unknown_and_names_it(mere, tmp_path):
    for month in ("2031-01", "2031-03"):
        street(tmp_path / "in", month, crime(1, month))
    services.import_paths("mere", [tmp_path / "in"], by=BY)
    quarter = figure("measure-sum", measure="police-burglary", period="2031-Q1")
    assert quarter.value is None
    assert "February 2031" in quarter.unknown_because
    assert [(row.period, row.state) for row in api.coverage("mere")] == [
        ("2031-01", "complete"), ("2031-02", "absent"), ("2031-03", "complete"),
    ]  # fmt: skip


def test_a_month_sent_again_revises_and_undoing_brings_the_first_back(mere, tmp_path):
    month = street(tmp_path / "in", "2031-01", crime(1), crime(2))
    services.import_paths("mere", [month], by=BY)
    before = api.latest_known_at("mere")
    street(tmp_path / "in", "2031-01", crime(1), crime(2), crime(3))
    services.import_paths("mere", [month], by=BY)
    wanted = {"measure": "police-burglary", "period": "2031-01"}
    assert figure("measure-sum", **wanted).value == 3
    assert figures.compute(Request.of("mere", "measure-sum", before, **wanted)).value == 2
    latest = ImportedFile.objects.counting().get()
    services.undo(latest.id, by=BY)
    assert figure("measure-sum", **wanted).value == 2
    assert check_chain("mere").broken_at is None


def test_two_files_undone_in_the_same_moment_are_both_taken_back(mere, tmp_path):
    with fixed_at(datetime(2031, 8, 1, 9, tzinfo=UTC)):
        for name in ("one", "two"):
            table = f"Measure,Area,Period,Value\nCalls {name},Mereshire,2031-Q1,4\n"
            services.import_paths("mere", [written(tmp_path, f"{name}.csv", table)], by=BY)
        assert [facts.first for facts in api.measures("mere")] == ["2031-Q1", "2031-Q1"]
        for left in (["", "2031-Q1"], ["", ""]):
            services.undo(ImportedFile.objects.counting().order_by("name").first().id, by=BY)
            assert [facts.first for facts in api.measures("mere")] == left


def test_identical_anti_social_behaviour_rows_are_all_counted(mere, tmp_path):
    row = crime(0, kind="Anti-social behaviour")
    street(tmp_path / "in", "2031-01", row, row, row)
    services.import_paths("mere", [tmp_path / "in"], by=BY)
    assert figure("measure-sum", measure="police-anti-social-behaviour", period="2031-01").value == 3
    assert figure("measure-sum", measure="police-recorded-crime", period="2031-01").value == 0


def test_only_those_who_may_import_do(mere, tmp_path):
    table = written(tmp_path, "calls.csv", TABLE)
    member = Principal(None, "M", frozenset({("member", "mere")}))
    elsewhere = Principal(None, "E", frozenset({("analyst", "fen")}))
    with pytest.raises(NotPermitted):
        services.import_paths("mere", [table], by=member)
    with pytest.raises(NotFound):
        services.import_paths("mere", [table], by=elsewhere)
    assert ImportedFile.objects.count() == 0


def street_2020(folder, *months):
    for month in months:
        street(folder, month, crime(1, month), crime(2, month, kind="Anti-social behaviour"))


def breaks_of(slug):
    from frankpledge.evidence.snapshot import snapshot

    return [one.id for one in snapshot("mere").breaks_of(slug)]


def test_the_register_of_breaks_travels_with_the_measures_it_concerns(mere, tmp_path):
    street_2020(tmp_path / "in", "2020-03", "2020-04")
    services.import_paths("mere", [tmp_path / "in"], by=BY)
    assert "covid-asb-2020" in breaks_of("police-anti-social-behaviour")
    assert "covid-asb-2020" not in breaks_of("police-burglary")
    assert "burglary-2017" in breaks_of("police-burglary")
    assert "burglary-2017" not in breaks_of("police-robbery")
    assert "covid-first-lockdown" in breaks_of("police-robbery")
    assert not any("manchester" in one for one in breaks_of("police-robbery"))


def test_what_was_noted_here_stands_in_place_of_the_register(mere, tmp_path):
    from frankpledge.analysis.series import BreakKind

    street_2020(tmp_path / "in", "2020-03")
    services.import_paths("mere", [tmp_path / "in"], by=BY)
    said = services.BreakSaid(
        "our-lockdown", "Lockdown here", BreakKind.EVENT, date(2020, 3, 20), date(2020, 6, 1)
    )
    services.note_break("mere", said, by=BY)
    assert "our-lockdown" in breaks_of("police-robbery")
    assert "covid-first-lockdown" not in breaks_of("police-robbery")
    assert "covid-second-lockdown" in breaks_of("police-robbery")
