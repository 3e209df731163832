"""What is said of a change: the seed's own table as the worked example, and the places where words must change."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.change import Direction, change
from frankpledge.analysis.dispersion import overdispersed_change
from frankpledge.analysis.sentences import (
    Wording,
    change_sentence,
    confidence_text,
    dispersion_sentence,
    has_percentage,
    headline,
    joined,
    p_text,
    per_day_sentence,
    percent_text,
    signed_text,
    year_and_quarters,
)

INCIDENTS = Wording("Incidents", "2019", "2020", "per day")
CRIMES = Wording("Crimes", "2019", "2020", "per day")
NAMES = ("January to March", "April to June", "July to September", "October to December")
CRIME_CELLS = ((544, 747, 799, 742), (662, 793, 816, 669))
INCIDENT_CELLS = ((416, 652, 667, 605), (498, 759, 802, 815))


def quarters(cells):
    return [(name, change(*pair)) for name, *pair in zip(NAMES, *cells, strict=True)]


def test_a_rise_beyond_chance_is_said_with_its_interval():
    assert str(change_sentence(change(2340, 2874), INCIDENTS)) == (
        "Incidents rose by 22.8%, from 2,340 in 2019 to 2,874 in 2020 (95% interval 16.3% to 29.8%)."
    )


def test_the_sentence_follows_the_method():
    assert "16.3% to 29.7%" in str(change_sentence(change(2340, 2874, method="score"), INCIDENTS))


def test_a_change_within_chance_is_not_called_a_rise():
    assert str(change_sentence(change(2832, 2940), CRIMES)) == (
        "Crimes: 2,832 in 2019 and 2,940 in 2020, no change that can be told from chance "
        "(a rise of 3.8%; 95% interval from a fall of 1.4% to a rise of 9.4%)."
    )


def test_a_fall_is_said_from_its_smaller_end():
    assert str(change_sentence(change(2874, 2340), INCIDENTS)) == (
        "Incidents fell by 18.6%, from 2,874 in 2019 to 2,340 in 2020 (95% interval 14.0% to 22.9%)."
    )


def test_a_one_sided_question_is_named_in_the_answer():
    found = change_sentence(change(2832, 2940, alternative="greater"), CRIMES)
    assert "no rise that can be told from chance" in str(found)
    assert "one-sided 95% limit: a fall of 0.6%" in str(found)
    less = change_sentence(change(2832, 2940, alternative="less"), CRIMES)
    assert "no fall that can be told from chance" in str(less)


def test_nine_get_counts_and_ten_a_percentage():
    nine, ten = change(9, 40), change(10, 40)
    assert (has_percentage(nine), has_percentage(ten)) == (False, True)
    assert "%" not in str(change_sentence(nine, CRIMES))
    assert "9 in 2019 and 40 in 2020, a rise that is more than chance would give" in str(
        change_sentence(nine, CRIMES)
    )
    assert "rose by 300%" in str(change_sentence(ten, CRIMES))


def test_few_now_get_no_percentage_either():
    assert str(change_sentence(change(30, 0), CRIMES)) == (
        "Crimes: 30 in 2019 and 0 in 2020, a fall that is more than chance would give; "
        "the counts are too small for a percentage."
    )
    assert "no change that can be told from chance; the counts" in str(change_sentence(change(4, 9), CRIMES))


def test_from_nothing_there_is_no_percentage_whatever_came():
    assert str(change_sentence(change(0, 500), CRIMES)) == (
        "Crimes: none in 2019 and 500 in 2020, a rise that is more than chance would give; "
        "from none there is no percentage."
    )
    assert "none in 2019 and 3 in 2020, no change" in str(change_sentence(change(0, 3), CRIMES))


def test_nothing_in_either_year_says_nothing():
    assert str(change_sentence(change(0, 0), CRIMES)) == (
        "Crimes: none in 2019 and none in 2020, so no change can be told."
    )


def test_percentages_of_fewer_than_a_hundred_are_whole():
    assert "rose by 58%" in str(change_sentence(change(99, 156), CRIMES))
    assert "rose by 57.0%" in str(change_sentence(change(100, 157), CRIMES))


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(65, 4), 1, "16.3%"),  # 16.25, which binary floats round down
        (Fraction(-65, 4), 1, "16.3%"),
        (Fraction(1, 30), 1, "less than 0.1%"),
        (Fraction(1, 3), 0, "less than 1%"),
        (Fraction(1, 2), 0, "1%"),
        (0, 1, "0.0%"),
        (Fraction(123456, 100), 1, "1,234.6%"),
    ],
)
def test_percentages_round_half_up_from_exact_values(value, places, text):
    assert percent_text(value, places) == text


def test_a_percentage_says_its_direction_in_words():
    assert [str(signed_text(value)) for value in (Fraction(5), Fraction(-5), 0)] == [
        "a rise of 5.0%", "a fall of 5.0%", "no change",
    ]  # fmt: skip


def test_confidence_and_p_read_as_people_write_them():
    assert [confidence_text(value) for value in (0.95, 0.998, 0.9)] == ["95%", "99.8%", "90%"]
    assert [p_text(value) for value in (0.0004, 0.0019, 0.159)] == ["below 0.001", "0.002", "0.159"]


def test_with_exposures_the_sentence_says_per_what():
    found = change_sentence(change(2340, 2874, exposure=(365, 366)), INCIDENTS)
    assert str(found) == (
        "Incidents per day rose by 22.5% (95% interval 15.9% to 29.4%); counted, they were 2,340 in 2019 and "
        "2,874 in 2020."
    )


def test_the_headline_is_the_finding_with_a_whole_percentage():
    assert (
        str(headline(change(2340, 2874), INCIDENTS))
        == "Incidents rose 23% in 2020, more than chance would give"
    )
    assert (
        str(headline(change(2874, 2340), INCIDENTS))
        == "Incidents fell 19% in 2020, more than chance would give"
    )
    assert (
        str(headline(change(2832, 2940), CRIMES)) == "Crimes: no change in 2020 that can be told from chance"
    )
    assert str(headline(change(4, 40), CRIMES)) == "Crimes: 4 in 2019, 40 in 2020"
    assert str(headline(change(2340, 2874, exposure=(365, 366)), INCIDENTS)).startswith(
        "Incidents per day rose 22%"
    )


def test_a_leap_year_gets_its_figure_per_day():
    assert str(per_day_sentence(change(2340, 2874), INCIDENTS, days=(365, 366))) == (
        "Per day it is a rise of 22.5% (95% interval 15.9% to 29.4%): 2019 had 365 days and 2020 had 366."
    )


def test_years_of_as_many_days_need_no_figure_per_day():
    assert per_day_sentence(change(2340, 2874), INCIDENTS, days=(365, 365)) is None
    assert per_day_sentence(change(4, 9), INCIDENTS, days=(365, 366)) is None


def test_when_days_change_the_verdict_the_sentence_says_so():
    lost = per_day_sentence(change(1000, 1092), CRIMES, days=(90, 92))
    assert "which cannot be told from chance" in str(lost)
    found = per_day_sentence(change(1000, 1085), CRIMES, days=(92, 90))
    assert "which is more than chance would give" in str(found)


def test_over_dispersion_takes_the_crimes_change_and_leaves_the_incidents():
    assert str(dispersion_sentence(overdispersed_change(*CRIME_CELLS))) == (
        "The counts vary 5.0 times as much as chance alone would have them; allowing for that, a rise of 3.8% "
        "cannot be told from chance (95% interval from a fall of 13.8% to a rise of 25.1%)."
    )
    assert "is still more than chance would give (95% interval 10.5% to 36.5%)" in str(
        dispersion_sentence(overdispersed_change(*INCIDENT_CELLS))
    )


def test_steady_counts_are_not_said_to_vary_more():
    found = overdispersed_change((100, 200, 300), (101, 202, 303))
    assert str(dispersion_sentence(found)).startswith("The counts vary no more than chance")


def test_the_quarters_of_the_crimes_show_what_the_year_hides():
    said = year_and_quarters(change(2832, 2940), quarters(CRIME_CELLS), CRIMES)
    assert said.told_apart == ("January to March",)
    assert str(said.sentences[1]) == (
        "By quarter, January to March (a rise of 21.7%) can be told from chance once 4 comparisons are allowed for "
        "(Holm); April to June, July to September and October to December cannot."
    )
    assert str(said.sentences[2]) == (
        "The quarters did not change alike (p 0.002): read them one by one, not the year alone."
    )


def test_the_quarters_of_the_incidents_agree_with_their_year():
    said = year_and_quarters(change(2340, 2874), quarters(INCIDENT_CELLS), INCIDENTS, adjustment="bh")
    assert said.told_apart == NAMES
    assert str(said.sentences[1]).startswith("Every quarter can be told from chance once 4 comparisons")
    assert str(said.sentences[2]) == "The quarters are compatible with one and the same change (p 0.231)."


def test_other_comparisons_made_in_the_same_breath_join_the_family():
    others = [found.p for _, found in quarters(CRIME_CELLS)]
    said = year_and_quarters(change(2340, 2874), quarters(INCIDENT_CELLS), INCIDENTS, others=others)
    # strategic-assessment.md 3.2: Holm over all eight quarters of the table.
    assert said.adjusted == pytest.approx((0.029382, 0.023783, 0.003276, 2.2e-7), abs=6e-7)
    assert "once 8 comparisons" in str(said.sentences[1])


def test_quarters_that_all_stay_within_chance_are_said_to():
    same = [(name, change(100, 104)) for name in NAMES]
    said = year_and_quarters(change(400, 416), same, CRIMES)
    assert said.told_apart == ()
    assert str(said.sentences[1]).startswith("None of the 4 quarters can be told from chance")


def test_a_quarter_without_events_takes_no_part_in_the_family():
    with_none = [*quarters(CRIME_CELLS)[:3], ("October to December", change(0, 0))]
    said = year_and_quarters(change(2090, 2271), with_none, CRIMES)
    assert said.adjusted[3] is None
    assert said.adjusted[0] == pytest.approx(3 * 0.0007475877, rel=1e-6)


def test_quarters_compared_per_day_are_not_tested_for_likeness_by_their_counts():
    uneven = [(NAMES[0], change(544, 662, exposure=(90, 91))), *quarters(CRIME_CELLS)[1:]]
    assert len(year_and_quarters(change(2832, 2940), uneven, CRIMES).sentences) == 2


def test_names_are_joined_as_a_sentence_lists_them():
    assert [joined(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


@given(st.integers(0, 3000), st.integers(0, 3000), st.sampled_from(("exact", "midp", "score")))
def test_no_sentence_claims_more_than_the_interval_shown(old, new, method):
    found = change(old, new, method=method)
    text = str(change_sentence(found, CRIMES))
    claims = "rose by" in text or "fell by" in text or "more than chance" in text
    assert claims == (found.verdict in {Direction.ROSE, Direction.FELL})
    assert ("%" in text) == (min(old, new) >= 10)
    assert "{" not in text
