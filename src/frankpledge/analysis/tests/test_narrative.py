"""Comparisons from a series in words, with what stands between the figures."""

from __future__ import annotations

from frankpledge.analysis.narrative import break_notes, comparison_sentences
from frankpledge.analysis.series import (
    Break,
    BreakKind,
    Point,
    Series,
    State,
    Treatment,
    compare,
    rolling_year,
    same_period_last_year,
    same_period_of_clean_years,
)
from frankpledge.kernel.dates import Period

SYSTEM = Break("s", "new records system", Period.month(2020, 2), BreakKind.TRANSITION, Treatment.SPLIT)


def quarterly(first_year, values, breaks=(), states=None):
    spans = [Period.quarter(first_year + place // 4, place % 4 + 1) for place in range(len(values))]
    given = states or {}
    points = (
        Point(span, value, given.get(span, State.COMPLETE)) for span, value in zip(spans, values, strict=True)
    )
    return Series("burglary", tuple(points), breaks)


def said(found):
    return [str(sentence) for sentence in comparison_sentences(found, "Burglaries")]


def test_a_quarter_against_last_years_is_said_with_its_figure_per_day():
    found = same_period_last_year(quarterly(2019, [200] * 4 + [280]), Period.quarter(2020, 1))
    rise, daily = said(found)
    assert rise.startswith(
        "Burglaries rose by 40.0%, from 200 in January to March 2019 to 280 in January to March 2020"
    )
    # 280/91 over 200/90 is 1.3846.
    assert daily.startswith("Per day it is a rise of 38.5%")


def test_quarters_of_as_many_days_need_no_figure_per_day():
    found = same_period_last_year(quarterly(2019, [200] * 5 + [280]), Period.quarter(2020, 2))
    assert len(said(found)) == 1


def test_a_break_between_two_years_is_said_with_their_comparison():
    series = quarterly(2019, [200] * 4 + [280] * 4, (SYSTEM,))
    assert said(rolling_year(series, Period.quarter(2020, 4)))[-1] == (
        "Mind when comparing: new records system (February 2020)."
    )


def test_a_break_elsewhere_is_not_said():
    series = quarterly(2018, [200] * 8, (SYSTEM,))
    assert not any("Mind" in sentence for sentence in said(rolling_year(series, Period.quarter(2019, 4))))


def test_a_comparison_that_cannot_be_made_says_why():
    series = quarterly(2020, [280] * 4)
    assert said(same_period_last_year(series, Period.quarter(2020, 1))) == [
        "Burglaries: no comparison can be made. There is no figure for January to March 2019, and missing is not none."
    ]


def test_a_partial_figure_is_named():
    series = quarterly(2019, [200] * 8, states={Period.quarter(2020, 1): State.PARTIAL})
    found = compare(series, Period.quarter(2019, 1), Period.quarter(2020, 1))
    assert said(found)[-1] == "The figures are partial or in doubt for January to March 2020."


def test_the_mean_of_clean_years_names_them_and_those_left_out():
    outage = Break("g", "an outage", Period.quarter(2018, 2), BreakKind.GAP, Treatment.EXCLUDE)
    series = quarterly(2016, [200] * 16 + [280] * 4, (outage,))
    found = said(same_period_of_clean_years(series, Period.quarter(2020, 2)))
    assert found[0].startswith("Burglaries per year rose by 40.0%")
    assert "600 in April to June 2016, April to June 2017 and April to June 2019 and 280 in" in found[0]
    assert found[1] == "Left out, as not comparable: April to June 2018."


def test_no_breaks_give_no_notes():
    assert break_notes(()) == ()
