"""Real files through the whole room: every figure equals a plain count of the rows, and a gap stays a gap."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from frankpledge.directory.loaders import load_partnership
from frankpledge.evidence import api, services
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.kernel.people import system

ROOT = Path(__file__).resolve().parents[4]
DATA = ROOT.parent / "shared" / "data" / "police-uk"
BY = system("A test")
MONTHS = ("2018-10", "2018-11", "2018-12", "2019-01", "2019-02")
pytestmark = [pytest.mark.django_db, pytest.mark.real_data]


@pytest.fixture
def dorset(settings, tmp_path):
    settings.STORE = tmp_path / "store"
    return load_partnership(ROOT / "demo" / "dorset" / "partnership.toml", by=BY)


def plain_rows():
    for month in MONTHS:
        with (DATA / month / f"{month}-dorset-street.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def counted(slug, period, area=""):
    more = {"area": area} if area else {}
    return figures.figure(Request.of("dorset", "measure-sum", None, measure=slug, period=period, **more))


def test_the_figures_of_real_files_equal_a_plain_count(dorset):
    services.import_paths(dorset, [DATA / month for month in MONTHS], by=BY)
    from frankpledge.directory import api as directory

    own = directory.area(dorset, on=date(2019, 4, 1)).members
    force, area = Counter(), Counter()
    for row in plain_rows():
        kind = "asb" if row["Crime type"] == "Anti-social behaviour" else "crime"
        force[row["Month"], kind] += 1
        area[row["Month"], kind] += row["LSOA code"] in own
    slugs = {"asb": "police-anti-social-behaviour", "crime": "police-recorded-crime"}
    for month in MONTHS:
        for kind, slug in slugs.items():
            assert counted(slug, month, "force").value == force[month, kind] > 0
            assert counted(slug, month).value == area[month, kind] > 0
    assert sum(force.values()) == 29335


def test_another_forces_files_never_count_and_a_missing_month_is_a_gap(dorset):
    services.import_paths(dorset, [DATA / "2018-10", DATA / "2018-12"], by=BY)
    before = counted("police-burglary", "2018-10", "force").value
    services.import_paths(dorset, [DATA / "2018-10_2019-02-cleveland_devon-and-cornwall.zip"], by=BY)
    assert counted("police-burglary", "2018-10", "force").value == before
    quarter = counted("police-burglary", "2018-Q4", "force")
    assert quarter.value is None
    assert "November 2018" in quarter.unknown_because
    states = {(row.area, row.period): row.state for row in api.coverage(dorset)}
    assert states["dorset", "2018-11"] == "absent"
    assert states["cleveland", "2018-11"] == "complete"
