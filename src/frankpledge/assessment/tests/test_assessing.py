from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from frankpledge.assessment import assessing, queries
from frankpledge.assessment.models import Run, Scheme
from frankpledge.assessment.tests.world import BY, DEMO, ranked
from frankpledge.documents.api import render_html
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Unusable


def test_an_assessment_aside_is_of_the_year_asked_for_and_leaves_the_record_as_it_was(place, evidence):
    ranked()
    before = (Run.objects.count(), queries.assessment("vale", "2020-21").period)
    evidence.yearly("abuse", y2018=2000, y2019=2400)
    made = assessing.assessed("vale", assessing.year_until("2019-12"), scheme=None, by=BY)
    html = render_html(made.document)
    assert "Count in 2018" in html
    assert "Count in 2020" not in html
    assert "2,400" in html
    assert (Run.objects.count(), queries.assessment("vale", "2020-21").period) == before


def test_another_scheme_ranks_it_and_is_not_kept(place, evidence, tmp_path):
    text = (DEMO / "scheme.toml").read_text(encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text(text.replace('version = "1.0.0"', 'version = "9.9.9"', 1), encoding="utf-8")
    made = assessing.assessed("vale", Period.parse("2020"), scheme=other, by=BY)
    assert "version 9.9.9" in render_html(made.document)
    assert not Scheme.objects.filter(version="9.9.9").exists()


def test_twelve_months_end_with_the_month_named():
    found = assessing.year_until("2025-09")
    assert (found.starts_on, found.ends_on) == (date(2024, 10, 1), date(2025, 9, 30))
    for text in ("2025", "September", "2025-09-01", ""):
        with pytest.raises(Unusable, match="no month"):
            assessing.year_until(text)


def test_an_area_that_nobody_has_is_refused_and_the_partnerships_are_named(place):
    assert assessing.partnership_of("vale") == "vale"
    with pytest.raises(Unusable, match="There are: vale"):
        assessing.partnership_of("E99999999")


def test_the_command_answers_with_its_files_its_order_and_its_year(place, evidence, tmp_path, monkeypatch):
    from frankpledge.site.commands import assessing as command

    ranked()
    monkeypatch.setattr(command, "prepare_database", lambda: None)
    evidence.yearly("abuse", y2018=2000, y2019=2400)
    answers = [
        command.assess(["--area", "vale", "--until", until, "--out", str(tmp_path / until)])
        for until in ("2019-12", "2020-06")
    ]
    first, second = (answer.as_json() for answer in answers)
    assert first["verdict"] == "assessed"
    assert (first["values"]["from"], first["values"]["until"]) == ("2019-01", "2019-12")
    assert second["values"]["until"] == "2020-06"
    assert [Path(one["path"]).suffix for one in first["files"]] == [".html", ".pdf", ".docx", ".odt"]
    assert all(Path(one["path"]).stat().st_size == one["bytes"] > 1000 for one in first["files"])
    assert [one["rank"] for one in first["ranking"]] == sorted(one["rank"] for one in first["ranking"])
    shape = command.SCHEMAS["assess"]["output"]
    assert set(shape["required"]) == set(shape["properties"]) == set(first)


def test_a_scheme_by_which_nobody_scored_ranks_nothing_and_says_so(place, evidence, tmp_path, monkeypatch):
    from frankpledge.site.commands import assessing as command

    ranked()
    monkeypatch.setattr(command, "prepare_database", lambda: None)
    other = DEMO.parents[1] / "examples" / "schemes" / "four-by-four.toml"
    found = command.assess(
        ["--area", "vale", "--until", "2019-12", "--scheme", str(other), "--out", str(tmp_path / "o")]
    )
    assert found.verdict == "nothing_ranked"
    assert found.values["left_out"] == len(found.warnings) > 0
    assert found.values["scheme"].startswith("four-by-four")


def test_files_that_cannot_be_written_are_told_in_a_line(place, evidence, tmp_path, monkeypatch):
    from frankpledge.site.commands import assessing as command

    ranked()
    monkeypatch.setattr(command, "prepare_database", lambda: None)
    taken = tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")
    with pytest.raises(Unusable, match="cannot be written"):
        command.assess(["--area", "vale", "--until", "2019-12", "--out", str(taken)])
