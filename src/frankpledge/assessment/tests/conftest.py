"""The fixtures of this room: an evidence room in memory, and a partnership with its files loaded."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from frankpledge.assessment import services
from frankpledge.assessment.tests.fakes import FakeEvidence, install
from frankpledge.assessment.tests.world import BY, DEMO, EDITION, ISSUES, JUDGED
from frankpledge.directory.models import Partnership
from frankpledge.records.clock import fixed_at
from tests.worlds import built_once


@pytest.fixture
def evidence(monkeypatch):
    fake = FakeEvidence()
    fake.yearly("abuse", y2019=2400, y2020=3000)
    fake.yearly("nuisance", y2019=12000, y2020=12000)
    fake.shares["abuse-views"] = {"2020": ("25", 23.0, 27.0)}
    fake.shares["nuisance-views"] = {"2020": ("35", 33.0, 37.0)}
    return install(monkeypatch, fake)


def write_files(folder):
    (folder / "issues.toml").write_text(ISSUES, encoding="utf-8")
    (folder / "scheme.toml").write_text((DEMO / "scheme.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "scores.toml").write_text(EDITION.format(edition="2020-21", period="2020"), encoding="utf-8")


@built_once
def vale():
    Partnership.objects.create(
        slug="vale", name="Vale Partnership", short_name="Vale", nation="E", council_name="Vale Council"
    )
    with TemporaryDirectory() as folder:
        write_files(Path(folder))
        services.load("vale", Path(folder), by=BY)
    services.record_scores("vale", "2020-21", JUDGED, by=BY)


@pytest.fixture
def place(db, tmp_path):
    write_files(tmp_path)
    with fixed_at(datetime(2021, 3, 1, 9, tzinfo=UTC)):
        vale()
        yield tmp_path
