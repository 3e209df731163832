"""The register of breaks: every entry is well formed, and a comparison is told which ones it reads across."""

from __future__ import annotations

from datetime import date

import pytest

from frankpledge.evidence.rules.breaks import read_register, register
from frankpledge.kernel.dates import Period

ENTRY = """
[[break]]
id = "one"
what = "Something changed."
starts = "2019-07"
kind = "step"
treatment = "split"
source = "a source"
verified = true
"""


def ids(period, **scope):
    return {each.id for each in register() if each.concerns(**scope) and each.when.overlaps(period)}


def test_every_entry_of_the_register_can_be_read_and_names_its_source():
    assert len(register()) >= 12
    assert all(each.what.endswith((".", ")")) and each.source for each in register())
    assert list(register()) == sorted(register(), key=lambda each: (each.starts.earliest, each.id))


def test_what_was_read_in_a_source_is_marked_apart_from_what_is_general_knowledge():
    verified = {each.id for each in register() if each.verified}
    assert "greater-manchester-2019" in verified
    assert "counting-rules-2023" not in verified


def test_a_break_counts_from_its_first_possible_day():
    assert "burglary-2017" in ids(Period(date(2016, 1, 1), date(2017, 4, 1)))
    assert "burglary-2017" not in ids(Period(date(2016, 1, 1), date(2017, 3, 31)))


def test_a_break_of_one_force_is_named_for_that_force_only():
    period = Period.year(2022)
    assert "devon-and-cornwall-2022" in ids(period, force="devon-and-cornwall")
    assert "devon-and-cornwall-2022" not in ids(period, force="cleveland")
    assert "devon-and-cornwall-2022" not in ids(period)


def test_a_break_of_one_crime_type_is_named_for_that_type_only():
    period = Period.year(2020)
    assert "covid-asb-2020" in ids(period, measure="Anti-social behaviour")
    assert "covid-asb-2020" not in ids(period, measure="Burglary")
    assert "covid-asb-2020" in ids(period)


def test_a_break_that_still_runs_reaches_any_later_period():
    assert "greater-manchester-2019" in ids(Period.year(2030), force="greater-manchester")


def test_a_break_that_is_over_does_not():
    assert "covid-third-lockdown" not in ids(Period.year(2022))
    assert "covid-third-lockdown" in ids(Period.year(2021))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('id = "one"\n', ""), "id is missing"),
        (('kind = "step"', 'kind = "leap"'), "one: 'leap'"),
        (('starts = "2019-07"', 'starts = "July"'), "one: ‘July’ is not a date"),
        (("verified = true\n", ""), "verified is missing"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(change, message):
    with pytest.raises(ValueError, match=message):
        read_register(ENTRY.replace(*change))


def test_an_entry_becomes_a_break_that_a_series_can_carry():
    (entry,) = read_register(ENTRY)
    carried = entry.as_break()
    assert (carried.id, carried.when.code, carried.treatment, carried.source) == (
        "one",
        "2019-07",
        "split",
        "a source",
    )
    (unchecked,) = read_register(ENTRY.replace("verified = true", "verified = false"))
    assert unchecked.as_break().source == "a source (to be checked)"


def test_an_id_twice_is_refused():
    with pytest.raises(ValueError, match="one is there twice"):
        read_register(ENTRY + ENTRY)
