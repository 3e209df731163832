from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from math import sin, tau

import pytest

from frankpledge.analysis.forecasting import backtest
from frankpledge.analysis.series import Break, BreakKind, Point, Series, State
from frankpledge.assessment.rules.outlook import (
    FEWEST_ORIGINS,
    Ahead,
    Outlook,
    Trial,
    outlook,
    sentences,
    title_of,
    token,
    trial_sentence,
)
from frankpledge.kernel.dates import Period


def monthly(months: int, *, absent=(), breaks=(), each=100) -> Series:
    """Months from January 2015 with a season of a fifth."""
    points = []
    for place in range(months):
        value = None if place in absent else round(each * (1 + sin(tau * place / 12) / 5))
        state = State.ABSENT if value is None else State.COMPLETE
        points.append(Point(Period.month(2015 + place // 12, place % 12 + 1), value, state))
    return Series("thefts", tuple(points), tuple(breaks))


def changed(when: str, kind=BreakKind.STEP, what="A new system") -> Break:
    return Break(when, what, Period.parse(when), kind)


def test_three_years_give_the_range_of_last_years_months_and_say_that_no_test_was_possible():
    found = outlook(monthly(36))
    assert found.is_known
    assert not found.beats
    assert found.period == "2018"
    assert [one.period for one in found.months] == [f"2018-{n:02d}" for n in range(1, 13)]
    assert found.before == sum(point.value for point in monthly(36).points[-12:])
    said = " ".join(sentences(found, "Thefts"))
    assert "its range is shown" in said
    assert "How well it does is not known" in said


def test_a_month_more_moves_the_year_ahead_and_a_measures_name_does_not():
    assert outlook(monthly(37)).period == "2018-02-01..2019-01-31"
    assert outlook(replace(monthly(36), measure="other")) == outlook(monthly(36))


@pytest.mark.parametrize(
    ("series", "why"),
    [
        (Series("thefts", ()), "there are no counts"),
        (monthly(23), "needs 24 months recorded alike, and there are 23"),
        (monthly(36, absent=(30,)), "there is no figure for July 2017"),
        (monthly(36, breaks=[changed("2016-06")]), "and there are 19 since recording changed (A new system"),
        (
            Series("thefts", tuple(Point(Period.quarter(y, q), 5) for y in range(2015, 2019) for q in range(1, 5))),
            "needs counts by month",
        ),
    ],
)  # fmt: skip
def test_what_is_too_short_or_has_holes_or_breaks_is_not_known_and_says_why(series, why):
    found = outlook(series)
    assert why in found.because
    assert found.total is None
    assert "not known" in title_of(found, "Thefts")
    assert why in sentences(found, "Thefts")[0]


def test_an_older_gap_and_an_event_are_named_and_stop_nothing():
    found = outlook(monthly(48, absent=(2,), breaks=[changed("2018-04", BreakKind.EVENT, "A closed bridge")]))
    assert found.is_known
    assert found.spans == ("2015-01-01..2015-02-28", "2015-04-01..2018-12-31")
    assert found.used == 47
    assert any("March 2015: passed over, not filled in" in one for one in found.cautions)
    assert any("A closed bridge" in one for one in found.cautions)


def test_months_before_a_lasting_change_are_not_used():
    whole, cut = outlook(monthly(48)), outlook(monthly(48, breaks=[changed("2016-01")]))
    assert (whole.used, cut.used) == (48, 36)
    assert "those before were not recorded alike" in " ".join(cut.cautions)
    assert outlook(monthly(48, breaks=[changed("2030-01")])).used == 48, "a change to come cuts nothing"


def test_the_token_changes_with_a_count_or_a_break_and_not_with_the_name():
    plain = monthly(36)
    other = replace(plain, points=(*plain.points[:-1], Point(plain.points[-1].period, 7)))
    assert token(plain) == token(replace(plain, measure="other"))
    assert token(plain) != token(other)
    assert token(plain) != token(replace(plain, breaks=(changed("2016-01"),)))


def test_what_is_kept_as_json_comes_back_as_it_was():
    found = replace(outlook(monthly(36)), trial=Trial(9, 108, 0.6, 0.8, 0.95))
    assert Outlook.from_json(json.loads(json.dumps(found.as_json()))) == found
    unknown = outlook(monthly(5))
    assert Outlook.from_json(json.loads(json.dumps(unknown.as_json()))) == unknown


def test_a_forecast_that_stands_says_its_range_its_error_and_its_measured_coverage():
    total = Ahead("2018", 1200.4, 1150, 1250, 1120.5, 1281)
    found = Outlook(
        period="2018", months=(), total=total, before=1180, model="theta", says="theta", beats=True,
        trial=Trial(9, 108, 0.625, 0.81, 0.944), used=108,
    )  # fmt: skip
    assert title_of(found, "Thefts") == "Thefts: 1,121 to 1,281 expected in 2018"
    assert sentences(found, "Thefts")[0] == (
        "In 2018 about 1,200 are expected, and in 95 of 100 cases between 1,121 and 1,281. The same months a year "
        "before had 1,180."
    )
    said = trial_sentence(found)
    assert "error was 0.63 times that of repeating last year’s same month" in said
    assert "95% range held 94% of them and its 80% range 81%" in said
    worse = replace(found, beats=False, why_not=("Its error was 1.20 times.",))
    assert "no forecast does better than last year’s same month" in title_of(worse, "Thefts")
    assert "1.20" in trial_sentence(worse)


def test_the_number_of_origins_asked_for_is_that_of_the_statistics():
    assert backtest.FEWEST_ORIGINS == FEWEST_ORIGINS


def test_a_count_ends_where_its_period_ends():
    assert Period.parse(outlook(monthly(36)).period).ends_on == date(2018, 12, 31)


def test_a_coverage_that_is_not_known_is_said_and_not_taken_for_nought():
    found = Outlook(period="2018", model="theta", says="theta", trial=Trial(9, 108, 0.6, None, None))
    assert "held a share that is not known of them" in trial_sentence(found)
    assert "held 0%" not in trial_sentence(found)
