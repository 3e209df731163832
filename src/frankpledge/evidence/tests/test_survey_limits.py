"""The interval of a survey's percentage as supplied."""

from __future__ import annotations

from decimal import Decimal

import pytest

from frankpledge.evidence.figures import survey_limits
from frankpledge.evidence.observed import Value
from frankpledge.kernel.dates import Period


def value(percent, n):
    return Value(Period.year(2020), Decimal(percent), n=n)


def test_a_percentage_of_people_asked_has_the_published_wilson_interval():
    low, high = survey_limits(value("65", 100), "percent")
    assert (round(low, 4), round(high, 4)) == (55.2544, 73.6358)


def test_fewer_people_asked_widen_it():
    few, many = survey_limits(value("65", 50), "percent"), survey_limits(value("65", 500), "percent")
    assert few[1] - few[0] > many[1] - many[0]


@pytest.mark.parametrize(
    ("percent", "n", "unit"), [("65", None, "percent"), ("65", 100, "count"), ("650", 100, "percent")]
)
def test_without_a_number_asked_or_a_percentage_there_is_none(percent, n, unit):
    assert survey_limits(value(percent, n), unit) == (None, None)
