"""A measure beside other partnerships: rates by hand, nobody against themselves, and what is lacking said."""

from __future__ import annotations

from fractions import Fraction

import pytest

from frankpledge.evidence import peers
from frankpledge.evidence.tests import lookups
from frankpledge.evidence.tests.lookups import AREAS, code
from frankpledge.evidence.tests.test_asking import bring, burglaries
from frankpledge.kernel.dates import Period

MONTH = Period.parse("2031-01")
EVERYBODY = dict.fromkeys(AREAS, 1000)


@pytest.fixture
def three(body, tmp_path):
    """Three areas of 2,000 residents each: 6 burglaries at home, 2 next door, 40 under the other force."""
    lookups.bring_all(tmp_path)
    lookups.bring(tmp_path, population=lookups.population(EVERYBODY))
    bring(
        tmp_path,
        "2031-01",
        *burglaries("2031-01", 6, lsoa=AREAS[0]),
        *burglaries("2031-01", 2, lsoa=AREAS[3], start=50),
    )
    bring(tmp_path, "2031-01", *burglaries("2031-01", 40, lsoa=AREAS[4], force="Farshire"), force="farshire")


def found(period: Period = MONTH, slug: str = "police-burglary", **more):
    return peers.compared("mere", slug, period, **more)


def test_rates_are_counts_over_residents_and_others_leave_the_own_out(three):
    told = found()
    assert [one.rate.value for one in told.peers if one.rate] == [3, 1, 20]
    assert told.others == Fraction(42, 4)
    assert told.rank == 2
    assert [one.stands for one in told.peers] == ["low", "low", "high"]


def test_a_partnership_on_the_same_ground_is_no_peer(three):
    assert [one.name for one in found().peers] == ["Mereshire", "Partnership C2", "Partnership C3"]


def test_a_month_without_a_file_leaves_no_rate(three):
    told = found(Period.parse("2031-01..2031-02"))
    assert not told.peers
    assert told.because == "Its rate is not known: 1 of its 2 months have no file."


def test_named_peers_are_the_only_ones_and_too_few_are_said(three):
    told = found(peers=(code("C3"),))
    assert told.because.startswith("Only 1 other")
    assert found(peers=(code("C2"), code("C3"))).named


def test_without_residents_there_is_no_rate(body, tmp_path):
    lookups.bring_all(tmp_path)
    bring(tmp_path, "2031-01", *burglaries("2031-01", 6, lsoa=AREAS[0]))
    assert "no population" in found().because


def test_a_measure_that_came_as_a_total_has_no_peers(three):
    assert found(slug="noise-calls").because == peers.TOTALS


def test_a_force_whose_rows_have_no_place_is_not_set_beside_others(three, tmp_path):
    assert found().because == ""
    bring(tmp_path, "2031-01", *burglaries("2031-01", 40, lsoa=AREAS[4], force="Farshire"), *burglaries("2031-01", 5, lsoa="", start=90, force="Farshire"), force="farshire")  # fmt: skip
    told = found(peers=(code("C2"), code("C3")))
    assert "Only 1 other" in told.because
