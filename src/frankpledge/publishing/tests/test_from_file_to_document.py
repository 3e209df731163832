"""The whole way, with the evidence room itself: a table imported, the report built, issued and opened."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from frankpledge.directory.loaders import load_partnership
from frankpledge.evidence import services as evidence
from frankpledge.kernel.people import system
from frankpledge.publishing import kinds, registry, services
from frankpledge.records.clock import fixed_at
from frankpledge.reviews.tests.fake_evidence import DEMO
from frankpledge.scrutiny import api as scrutiny_api
from frankpledge.scrutiny import services as scrutiny
from frankpledge.scrutiny.rules.flags import ClaimOutcome

pytestmark = pytest.mark.django_db
BY = system("tests")
FILES = DEMO / "dorset"


@pytest.fixture
def in_place(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "_BUILDERS", {kinds.ANNUAL_REPORT: kinds.annual_report})
    settings.STORE = tmp_path / "store"
    measures = tmp_path / "measures"
    shutil.copytree(FILES / "measures", measures)
    with fixed_at(datetime(2021, 3, 1, 9, tzinfo=UTC)):
        load_partnership(FILES / "partnership.toml", by=BY)
        yield measures


def reported(measures, out):
    evidence.import_paths("dorset", [measures], by=BY)
    scrutiny.load_report("dorset", FILES / "report-2020-21.toml", by=BY)
    return services.issue_all("dorset", out, by=BY).issued


def test_the_tables_become_a_report_whose_numbers_lead_back_to_their_lines(in_place, tmp_path):
    (one,) = reported(in_place, tmp_path / "out")
    figures = {figure["label"]: figure for figure in one.input["figures"]}
    assert figures["Domestic Abuse Incidents, 2020"]["text"] == "2,874"
    assert figures["Domestic Abuse Incidents, change from 2019 to 2020"]["interval"] == "16.3% to 29.7%"
    page = (tmp_path / "out" / "annual-report.html").read_text(encoding="utf-8")
    assert "13.5" in page
    assert "thirteen" in page
    assert "domestic-abuse-quarterly.csv" in page
    assert "3 to 6" in page


def test_one_cell_of_the_file_contradicts_the_text_and_bars_the_issue(in_place, tmp_path):
    table = in_place / "domestic-abuse-quarterly.csv"
    changed = (
        table.read_text(encoding="utf-8").replace("669,605,815", "669,605,315").replace('"2,874"', '"2,374"')
    )
    table.write_text(changed, encoding="utf-8")
    evidence.import_paths("dorset", [in_place], by=BY)
    scrutiny.load_report("dorset", FILES / "report-2020-21.toml", by=BY)
    (draft,) = services.issue_all("dorset", tmp_path / "out", by=BY).drafts
    assert "The text says 23%" in draft.refused
    outcomes = {flag.stated: flag.outcome for flag in scrutiny_api.flags("dorset", "2020-21")}
    assert outcomes["23%"] is ClaimOutcome.CONTRADICTED
    assert outcomes["three"] is ClaimOutcome.CONFIRMED
