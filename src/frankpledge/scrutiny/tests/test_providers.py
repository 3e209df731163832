from __future__ import annotations

import pytest

from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.reviews.tests.fake_evidence import demo_evidence, install
from frankpledge.scrutiny.providers import APART, OVERDISPERSED

pytestmark = pytest.mark.django_db
INCIDENTS, CRIMES = "domestic-abuse-incidents", "domestic-abuse-violent-crime"


@pytest.fixture
def evidence(monkeypatch):
    return install(monkeypatch, demo_evidence())


def wider(measure):
    return figures.figure(Request.of("dorset", OVERDISPERSED, measure=measure, old="2019", new="2020"))


def apart(measure, adjustment="bh"):
    family = f"{CRIMES},{INCIDENTS}"
    request = Request.of(
        "dorset", APART, measure=measure, old="2019", new="2020", family=family, adjustment=adjustment
    )
    return figures.figure(request)


def test_counts_that_vary_more_than_chance_get_a_wider_interval(evidence):
    crimes, incidents = wider(CRIMES), wider(INCIDENTS)
    # Reference: quasi-Poisson in R, ratio 0.8615 to 1.2510 (dispersion 4.9533) and 1.1047 to 1.3655 (1.4293).
    assert (crimes.low, crimes.high) == (pytest.approx(-13.85, abs=0.01), pytest.approx(25.10, abs=0.01))
    assert (incidents.low, incidents.high) == (pytest.approx(10.47, abs=0.01), pytest.approx(36.55, abs=0.01))
    assert crimes.interval_text == "−13.8% to 25.1%"
    assert "4.953 " in crimes.provenance.method


def test_the_quarters_that_differ_from_chance_are_named(evidence):
    assert (apart(CRIMES).value, apart(CRIMES).text) == (1, "January to March")
    assert apart(INCIDENTS).value == 4


def test_another_measures_cell_moves_the_family_but_not_the_wider_interval(evidence):
    before = wider(INCIDENTS)
    evidence.counts[CRIMES, "2020-Q1"] = 545
    assert apart(CRIMES).value == 0
    assert wider(INCIDENTS) == before


def test_they_open_to_their_parts_and_rows(evidence):
    for figure, count in ((wider(CRIMES), 8), (apart(CRIMES), 16)):
        opened = figures.opened(figure.id)
        assert opened.still_agrees
        assert len(opened.parts) == count
        assert figures.rows(figure.id).total == count
        assert [row.line for row in figures.rows(figure.id, offset=3, limit=2).rows] == [
            row.line for row in figures.rows(figure.id).rows[3:5]
        ]


def test_a_missing_quarter_leaves_both_unknown(evidence):
    evidence.counts[CRIMES, "2020-Q1"] = None
    for figure in (wider(CRIMES), apart(CRIMES)):
        assert not figure.is_known
        assert "gap" in figure.unknown_because
