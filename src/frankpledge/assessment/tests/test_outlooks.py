from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from frankpledge.assessment import outlooks, services
from frankpledge.assessment.document import build_assessment_document
from frankpledge.assessment.gathering import assessment_record
from frankpledge.assessment.jobs import make_forecasts
from frankpledge.assessment.models import MeasureForecast
from frankpledge.assessment.rules import outlook as rules
from frankpledge.assessment.tests.world import BY, ranked
from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.documents.api import render_html
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.jobs.models import Job
from frankpledge.kernel.people import PUBLIC
from frankpledge.kernel.verdicts import NotFound
from tests.pages import PageClient

ISSUE = "/vale/work/assessment/2020-21/issues/abuse/"


@pytest.fixture
def three_years(evidence):
    evidence.yearly("abuse", y2018=2300)
    return evidence


@pytest.fixture
def as_role(place):
    def signed_in(role: str) -> PageClient:
        user = User.objects.create_user(f"{role}@vale.invalid", role)
        body = Partnership.objects.get(slug="vale")
        RoleAssignment.objects.create(user=user, partnership=body, role=role, starts_on=date(2019, 4, 1))
        return PageClient(signed_in=user)

    return signed_in


def test_each_measure_of_an_issue_is_forecast_once_for_the_same_counts(place, three_years):
    ranked()
    assert outlooks.forecast_issues("vale", "2020-21", by=BY) == ("abuse", "nuisance")
    assert outlooks.forecast_issues("vale", "2020-21", by=BY) == ()
    held = outlooks.kept("vale", "abuse", None)
    assert held.stale == ""
    assert held.outlook.period == "2021"
    three_years.counts["abuse"]["2020-12"] += 1
    assert outlooks.forecast_issues("vale", "2020-21", by=BY) == ("abuse",)
    assert MeasureForecast.objects.filter(measure="abuse").count() == 2


def test_a_forecast_from_other_counts_or_another_version_says_so(place, three_years, monkeypatch):
    ranked()
    outlooks.forecast_issues("vale", "2020-21", by=BY)
    three_years.counts["nuisance"]["2020-12"] += 1
    assert outlooks.kept("vale", "abuse", None).stale == "", "another measure's counts change nothing"
    three_years.counts["abuse"]["2020-12"] += 1
    assert "from other counts" in outlooks.kept("vale", "abuse", None).stale
    three_years.counts["abuse"]["2020-12"] -= 1
    monkeypatch.setattr(outlooks, "__version__", "99.0")
    assert "by version" in outlooks.kept("vale", "abuse", None).stale
    assert outlooks.kept("vale", "ghosts", None) is None


def test_ranking_every_edition_forecasts_for_the_newest(place, three_years):
    services.run_assessments("vale", by=BY)
    assert MeasureForecast.objects.count() == 2


def test_only_a_ranked_edition_is_forecast_and_only_by_those_who_may(place, three_years):
    with pytest.raises(NotFound):
        outlooks.forecast_issues("vale", "2020-21", by=BY)
    ranked()
    with pytest.raises(NotFound):
        outlooks.forecast_issues("vale", "2020-21", by=PUBLIC)
    assert MeasureForecast.objects.count() == 0


def test_the_issue_page_says_what_may_come_and_its_number_opens(as_role, three_years):
    ranked()
    outlooks.forecast_issues("vale", "2020-21", by=BY)
    client = as_role("member")
    page = client.get(ISSUE)
    assert "The next twelve months" in page.text
    assert "its range is shown" in page.text
    assert "no forecast does better than last year’s same month" in page.text
    row = page.find("//tr[contains(., 'The next twelve months')]//a")
    assert "abuse, 2020" in client.get(row[0].get("href")).text, "it opens to the year before"


def test_without_a_forecast_the_page_says_so_and_offers_it_to_those_who_may(as_role, three_years):
    ranked()
    assert "have not been worked out yet" in as_role("member").get(ISSUE).text
    analyst = as_role("analyst")
    assert analyst.get(ISSUE).find("//form[contains(@action, '/forecasts/')]")
    assert not as_role("chair").get(ISSUE).find("//form[contains(@action, '/forecasts/')]")
    response = analyst.post("/vale/work/assessment/2020-21/forecasts/", seen_at=ISSUE)
    assert response.status_code == 302
    assert Job.objects.get(kind=outlooks.KIND).arguments == {"edition": "2020-21"}
    assert MeasureForecast.objects.count() == 0, "a page works nothing out"


def test_the_job_makes_them_and_a_page_makes_none(as_role, three_years, monkeypatch):
    ranked()
    context = type("C", (), {
        "partnership": "vale", "arguments": {"edition": "2020-21"}, "asked_by_id": "", "as_of": date(2021, 3, 1),
        "progress": lambda *_: None,
    })()  # fmt: skip
    monkeypatch.setattr("frankpledge.assessment.jobs.PUBLIC", BY)
    assert make_forecasts(context)["lines"] == ["2 forecasts worked out."]
    monkeypatch.setattr(rules, "outlook", None)
    monkeypatch.setattr(outlooks, "outlook", None)
    assert "its range is shown" in as_role("member").get(ISSUE).text
    assert make_forecasts(context)["lines"] == ["Every forecast was up to date."]


def test_the_figure_opens_to_its_counts_and_is_not_known_without_a_forecast(place, three_years):
    ranked()
    request = Request.of("vale", "measure-forecast", None, measure="abuse", period="2021")
    assert figures.figure(request).unknown_because == "no forecast has been worked out"
    outlooks.forecast_issues("vale", "2020-21", by=BY)
    made = figures.figure(request)
    assert made.text == "3,000"
    assert made.confidence == 0.95
    assert made.provenance.inputs == (three_years.file("abuse"),)
    assert made.provenance.rows_used == 36
    assert "last year’s same month" in made.provenance.formula
    assert figures.opened(request.figure_id).still_agrees
    month = figures.figure(Request.of("vale", "measure-forecast", None, measure="abuse", period="2021-05"))
    assert month.text == "250"
    beyond = figures.figure(Request.of("vale", "measure-forecast", None, measure="abuse", period="2025"))
    assert "does not reach 2025" in beyond.unknown_because


def test_the_document_holds_the_fan_and_the_sentences(place, three_years):
    ranked()
    before = render_html(build_assessment_document(assessment_record("vale")))
    assert "The next twelve months" not in before
    outlooks.forecast_issues("vale", "2020-21", by=BY)
    html = render_html(build_assessment_document(assessment_record("vale")))
    assert "The next twelve months" in html
    assert "its range is shown" in html
    assert 'id="page-nuisance"' in html, "the page's one picture goes on into the fan"
    assert 'id="trend-nuisance"' in html, "the trend whole is in the annex"
    assert "The next twelve months of nuisance" not in html, "two years are enough for last year's months"


def test_neither_pages_nor_their_addresses_load_the_statistics_libraries():
    asked = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'frankpledge.site.settings'\n"
        "import django; django.setup()\n"
        "import frankpledge.site.urls\n"
        "heavy = {'scipy', 'numpy', 'pandas', 'duckdb', 'ibis', 'vl_convert', 'typst', 'openpyxl', 'pyarrow'}\n"
        "print(','.join(sorted(heavy & set(sys.modules))))"
    )
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
