from __future__ import annotations

from datetime import date

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
    html = render_html(made)
    assert "Count in 2018" in html
    assert "Count in 2020" not in html
    assert "2,400" in html
    assert (Run.objects.count(), queries.assessment("vale", "2020-21").period) == before


def test_another_scheme_ranks_it_and_is_not_kept(place, evidence, tmp_path):
    text = (DEMO / "scheme.toml").read_text(encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text(text.replace('version = "1.0.0"', 'version = "9.9.9"', 1), encoding="utf-8")
    made = assessing.assessed("vale", Period.parse("2020"), scheme=other, by=BY)
    assert "version 9.9.9" in render_html(made)
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
