from __future__ import annotations

from dataclasses import replace
from math import sin, tau

from frankpledge.analysis.series import Break, BreakKind, Point, Series, State
from frankpledge.evidence.rules.control import control
from frankpledge.kernel.dates import Period


def monthly(months=48, *, add=None, breaks=()) -> Series:
    """A season and a little noise that is always the same; `add` is by place, None there is a gap."""
    points = []
    for place in range(months):
        value = round(400 * (1 + sin(tau * place / 12) / 6)) + (place * 7919 % 31) - 15
        more = (add or {}).get(place, 0)
        month = Period.month(2016 + place // 12, place % 12 + 1)
        value = None if more is None else value + more
        points.append(Point(month, value, State.ABSENT if value is None else State.COMPLETE))
    return Series("thefts", tuple(points), tuple(breaks))


def test_a_month_far_above_its_season_is_told_and_a_name_changes_nothing():
    quiet, loud = control(monthly()), control(monthly(add={40: 250}))
    assert quiet.outside == ()
    assert "none of 48 months lies outside" in quiet.title("Thefts")
    assert [(one.code, side) for one, side in loud.outside] == [("2019-05", "above")]
    assert loud.title("Thefts").startswith("Thefts: May 2019 lies above what chance would give")
    assert loud.signals["2019-05"].startswith("beyond the limits")
    assert control(replace(monthly(), measure="other")).bands == quiet.bands


def test_the_band_follows_days_and_season_in_the_unit_counted():
    bands = control(monthly()).bands
    assert bands["2017-04"].centre > bands["2017-10"].centre, "the season is in the band"
    for band in bands.values():
        assert band.low <= band.centre <= band.high


def test_a_gap_has_no_band_and_stands_out_in_nothing():
    found = control(monthly(add={20: None}))
    assert "2017-09" not in found.bands
    assert "2017-09" not in found.signals


def test_a_lasting_change_begins_new_limits_and_an_event_does_not():
    step = dict.fromkeys(range(24, 48), 300)
    when = Period.parse("2018-01")
    whole = control(monthly(add=step))
    cut = control(monthly(add=step, breaks=[Break("b", "New system", when, BreakKind.STEP)]))
    event = control(monthly(add=step, breaks=[Break("b", "A fair", when, BreakKind.EVENT)]))
    assert {band.phase for band in cut.bands.values()} == {0, 1}
    assert {band.phase for band in event.bands.values()} == {0}
    assert whole.bands == event.bands
    assert len(cut.signals) < len(whole.signals)


def test_few_months_have_provisional_limits_and_fewer_have_none():
    assert control(monthly(11)) is None
    assert any("provisional" in note for note in control(monthly(14)).notes)
    assert not any("provisional" in note for note in control(monthly(30)).notes)


def test_quarters_and_counts_that_are_all_alike_have_no_chart():
    quarters = tuple(Point(Period.quarter(y, q), y * q) for y in range(2015, 2020) for q in range(1, 5))
    alike = tuple(Point(Period.month(2018 + n // 12, n % 12 + 1), 0) for n in range(24))
    assert control(Series("a", quarters)) is None
    assert control(Series("a", alike)) is None


def test_runs_without_a_month_outside_are_said():
    found = control(monthly(add=dict.fromkeys(range(36, 46), 22)))
    assert found.outside == ()
    assert found.signals, "ten months above the centre are a run"
    assert "form runs that chance seldom gives" in found.title("Thefts")
