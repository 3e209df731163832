from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from frankpledge.analysis.series import Break, BreakKind, Point, Series, State, Treatment
from frankpledge.assessment.rules.watching import last_month_watched
from frankpledge.kernel.dates import Period, months_in


def months(first: str, count: int) -> list[Period]:
    start = Period.parse(first).starts_on
    end = Period.month(start.year + (start.month - 2 + count) // 12, (start.month - 2 + count) % 12 + 1)
    return months_in(Period(start, end.ends_on))


def series(last: int | None, *, years: int = 4, seed: int = 3, mean: float = 100.0, breaks=()) -> Series:
    """`years` whole years and one month of Poisson counts; `last` is the last month's."""
    spans = months("2016-01", 12 * years + 1)
    drawn = [int(n) for n in np.random.default_rng(seed).poisson(mean, len(spans) - 1)]
    points = [Point(span, n) for span, n in zip(spans, drawn, strict=False)]
    final = Point(spans[-1], last, State.COMPLETE if last is not None else State.ABSENT)
    return Series("m", (*points, final), tuple(breaks))


def test_a_month_far_above_its_past_is_an_alarm_and_an_ordinary_one_is_not():
    assert last_month_watched(series(190)).is_alarm is True
    assert last_month_watched(series(103)).is_alarm is False


@pytest.mark.parametrize("seed", [1, 2, 5, 8])
def test_the_same_count_is_an_alarm_where_the_past_was_lower(seed):
    assert last_month_watched(series(110, mean=60.0, seed=seed)).is_alarm is True
    assert last_month_watched(series(110, mean=105.0, seed=seed)).is_alarm is False


def test_with_less_than_two_years_nothing_is_told():
    found = last_month_watched(series(500, years=1))
    assert found.is_alarm is None
    assert "not 2 earlier years" in found.because
    assert last_month_watched(series(500, years=3)).is_alarm is True


def test_a_missing_last_month_is_no_nought_and_no_alarm():
    found = last_month_watched(series(None))
    assert (found.is_alarm, found.observed) == (None, None)


def test_only_what_was_recorded_alike_is_a_reference():
    step = Break("new", "A new way of recording", Period.month(2019, 3), BreakKind.STEP)
    found = last_month_watched(series(190, breaks=[step]))
    assert found.is_alarm is None
    assert "A new way of recording" in found.because
    earlier = replace(step, when=Period.month(2016, 2))
    assert last_month_watched(series(190, breaks=[earlier])).is_alarm is True


def test_a_span_that_is_no_baseline_does_not_raise_what_is_expected():
    spike = series(150)
    points = tuple(
        replace(one, value=400) if one.period.code in {"2018-12", "2019-01", "2019-02"} else one
        for one in spike.points
    )
    plain = replace(spike, points=points)
    event = Break("e", "An event", Period.parse("2018-12"), BreakKind.GAP, Treatment.EXCLUDE)
    wide = replace(event, when=Period(Period.parse("2018-12").starts_on, Period.parse("2019-02").ends_on))
    assert last_month_watched(plain).is_alarm is False
    assert last_month_watched(replace(plain, breaks=(wide,))).is_alarm is True


def test_adding_the_same_share_everywhere_changes_no_alarm():
    for last in (90, 190):
        found = series(last)
        tenfold = replace(found, points=tuple(replace(one, value=one.value * 10) for one in found.points))
        assert last_month_watched(found).is_alarm == last_month_watched(tenfold).is_alarm


def test_a_series_of_years_is_not_watched():
    years = (Point(Period.parse("2018"), 100), Point(Period.parse("2019"), 400))
    assert last_month_watched(Series("m", years)) is None
