from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from frankpledge.analysis.series import Break, BreakKind
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Unusable
from frankpledge.plans.measures.picture import picture
from frankpledge.plans.rules.measures.case import Case, Definition, Phase, Reading, Target, timeline
from frankpledge.plans.rules.measures.course import Way, target_may_be_set, track
from frankpledge.plans.rules.measures.file import read_measures
from frankpledge.plans.rules.measures.status import Standing, status, total_over
from frankpledge.plans.rules.measures.words import statement, track_words

ON = date(2022, 2, 1)
QUARTERS = (120, 100, 110, 109, 80, 90, 100, 75)


def quarters(values, start=2020):
    return tuple(
        Reading(Period.quarter(start + place // 4, place % 4 + 1), None if value is None else Fraction(value))
        for place, value in enumerate(values)
    )


def case(**more):
    return Case(**{"id": "burglary", "title": "Burglary", "form": "count", "frequency": "quarter", "direction": "lower",
                   "readings": quarters(QUARTERS), **more})  # fmt: skip


def shares(pairs, **more):
    readings = tuple(
        Reading(Period.year(2019 + n), Fraction(a), Fraction(b), **more) for n, (a, b) in enumerate(pairs)
    )
    return case(form="share", frequency="year", direction="higher", readings=readings)


@pytest.mark.parametrize(
    ("changed", "standing"),
    [
        ({}, Standing.BETTER),
        ({"direction": "higher"}, Standing.WORSE),
        ({"direction": ""}, Standing.FELL),
        ({"readings": quarters((120, 100, 110, 109, 115, 98, 108, 105))}, Standing.NO_CLEAR_CHANGE),
        ({"readings": quarters((120, 100, 110, 109, 80, None, 100, 75))}, Standing.UNKNOWN),
        ({"relation": "none", "relation_note": "Ask the force"}, Standing.UNKNOWN),
        ({"phases": (Phase("in_abeyance", date(2022, 2, 1), "No return"),)}, Standing.IN_ABEYANCE),
        ({"phases": (Phase("in_abeyance", date(2022, 2, 2), "Not yet"),)}, Standing.BETTER),
        ({"phases": (Phase("ended", date(2021, 1, 1), "Replaced"),)}, Standing.ENDED),
        (
            {"definitions": (Definition(date(2019, 1, 1), "a"), Definition(date(2021, 1, 1), "b"))},
            Standing.UNKNOWN,
        ),
        ({"definitions": (Definition(date(2019, 1, 1), "a"),)}, Standing.BETTER),
        ({"title": "Another name"}, Standing.BETTER),
        ({"readings": ()}, Standing.UNKNOWN),
        ({"readings": quarters(QUARTERS[4:], 2021)}, Standing.UNKNOWN),
    ],
)
def test_a_measure_is_better_or_worse_only_where_the_change_can_be_told_from_chance(changed, standing):
    assert status(case(**changed), ON).standing is standing


def test_the_statement_carries_both_figures_and_the_interval():
    assert str(statement(status(case(), ON))) == (
        "Better: 345 in 2021, against 439 in 2020; 21.4% lower (95% interval 31.9% lower to 9.3% lower)."
    )


def test_what_is_due_and_absent_makes_it_unknown_and_is_named():
    assert status(case(), date(2022, 6, 30)).standing is Standing.BETTER, (
        "a quarter is due 92 days after its end"
    )
    assert [one.code for one in status(case(), date(2022, 7, 1)).absent] == ["2022-Q1"]
    later = status(case(), date(2022, 10, 1))
    assert later.standing is Standing.UNKNOWN
    assert "January to June 2022" in str(statement(later))
    assert status(case(due_after=400), date(2022, 10, 1)).standing is Standing.BETTER


def test_a_baseline_is_held_against_and_within_its_first_year_the_same_seasons_are():
    told = status(case(baseline=Period.quarter(2020, 1)), ON)
    assert (told.old.period.code, told.new.period.code) == ("2020-Q1", "2021-Q1")
    within = status(case(baseline=Period.year(2020), readings=quarters(QUARTERS[:6])), date(2021, 8, 1))
    assert (within.old.value, within.new.value) == (220, 170)
    longer = Period(date(2020, 1, 1), date(2021, 12, 31))
    held = status(case(baseline=longer, readings=quarters((*QUARTERS, 60, 60, 60, 60))), date(2023, 2, 1))
    assert "against 392 in as long a time in January 2020 to December 2021" in str(statement(held))
    assert held.apart.estimate == pytest.approx(240 / 392)
    assert status(case(baseline=Period.year(2021)), ON).standing is Standing.UNKNOWN
    assert status(case(baseline=Period.month(2020, 1)), ON).standing is Standing.UNKNOWN


def test_counts_that_vary_more_than_chance_need_a_larger_change():
    wild = (10, 200, 150, 80, 190, 20, 60, 170, 90, 40, 180, 130, 60, 150, 40, 100)
    readings = quarters(wild, 2018)
    exact = status(case(readings=readings[8:]), ON)
    spread = status(case(readings=readings), ON)
    assert exact.old.value == spread.old.value
    assert exact.standing is Standing.BETTER
    assert spread.standing is Standing.NO_CLEAR_CHANGE
    assert "quasi-Poisson" in spread.apart.method


def test_a_share_is_judged_in_points_and_a_survey_by_what_its_answers_are_worth():
    found = status(shares([(200, 400), (240, 400)]), date(2021, 2, 1))
    assert found.standing is Standing.BETTER
    assert found.apart.estimate == pytest.approx(10)
    clustered = status(shares([(200, 400), (240, 400)], design_effect=Fraction(4)), date(2021, 2, 1))
    assert clustered.standing is Standing.NO_CLEAR_CHANGE


def test_a_rate_is_per_so_many_people_of_a_year():
    readings = tuple(Reading(one.period, one.numerator, Fraction(50_000)) for one in quarters(QUARTERS))
    found = status(case(form="rate", per=1000, readings=readings), ON)
    assert found.new.value == Fraction(345, 50)
    assert found.standing is Standing.BETTER


def test_a_value_needs_limits_of_its_own():
    def value(low, high):
        return tuple(
            Reading(Period.year(2019 + n), Fraction(v), None, Fraction(v - low), Fraction(v + high))
            for n, v in enumerate((60, 70))
        )

    mean = case(form="value", frequency="year", direction="higher", readings=value(4, 4))
    assert status(mean, date(2021, 1, 5)).standing is Standing.BETTER
    assert status(replace(mean, readings=value(9, 9)), date(2021, 1, 5)).standing is Standing.NO_CLEAR_CHANGE
    bare = tuple(replace(one, low=None) for one in mean.readings)
    assert "give low and high" in str(status(replace(mean, readings=bare), date(2021, 1, 5)).because)


def test_a_break_of_recording_travels_with_the_status():
    mark = Break("new", "A new system", Period(date(2021, 4, 1)), BreakKind.STEP)
    texts = [str(one.text) for one in status(case(breaks=(mark,)), ON).doubts]
    assert any("A new system" in one for one in texts)
    early = replace(mark, when=Period(date(2019, 4, 1)))
    assert not any("A new system" in str(one.text) for one in status(case(breaks=(early,)), ON).doubts)


MONTHS = tuple(
    Reading(Period.month(2017 + n // 12, n % 12 + 1), Fraction(int(100 * 0.99**n))) for n in range(60)
)


@pytest.mark.parametrize(("target", "way"), [(900, Way.ON), (400, Way.OFF), (650, Way.OPEN)])
def test_the_way_to_a_target_is_told_with_its_chance(target, way):
    aim = Target(Fraction(target), Period.year(2022), "As before")
    monthly = case(frequency="month", readings=MONTHS, target=aim)
    found = status(monthly, ON).track
    expected = found.course.expected
    if way is Way.OPEN:
        found = status(replace(monthly, target=replace(aim, value=Fraction(round(expected)))), ON).track
    assert found.way is way
    assert "if it goes on as it has" in track_words(monthly, found)


def test_a_target_whose_period_is_over_is_met_or_missed_and_one_too_far_is_not_told():
    def way(value, by, **more):
        aim = Target(Fraction(value), by, "As before")
        return status(case(target=aim, **more), ON).track.way

    assert way(345, Period.year(2021)) is Way.MET
    assert way(344, Period.year(2021)) is Way.MISSED
    assert way(300, Period.year(2030)) is Way.UNKNOWN
    assert way(300, Period.month(2022, 1)) is Way.UNKNOWN
    assert status(case(), ON).track is None
    undirected = case(direction="", target=Target(Fraction(1), Period.year(2022), "x"))
    assert track(undirected, timeline(undirected, ON)) is None


def test_a_target_has_a_direction_and_a_reason():
    aim = Target(Fraction(300), Period.year(2022), "The level of 2015")
    assert target_may_be_set("lower", aim).holds
    assert not target_may_be_set("", aim).holds
    assert not target_may_be_set("lower", replace(aim, because=" ")).holds


def test_a_total_over_any_period_or_why_there_is_none():
    assert total_over(case(), Period.quarter(2021, 2)).value == 90
    assert "There is no figure" in str(total_over(case(), Period.year(2022)))
    assert "do not divide" in str(total_over(case(), Period.month(2021, 2)))


def test_the_picture_leaves_gaps_open_and_says_the_same_in_words():
    gap = case(
        readings=quarters((120, None, 110, 109, 80, 90, 100, 75)),
        target=Target(Fraction(300), Period.year(2022), "x"),
    )
    drawn = picture(status(gap, ON))
    assert len(drawn.gaps) == 1
    assert len(drawn.paths) == 1
    assert drawn.bands == ()
    whole = picture(status(case(), ON))
    assert [one.words for one in whole.bands] == ["2020", "2021"]
    assert whole.description == str(statement(status(case(), ON)))
    assert picture(status(case(readings=()), ON)) is None


TOML = """
[[measure]]
id = "burglary"
frequency = "quarter"
direction = "lower"
[measure.target]
value = 300
by = "2022"
because = "As in 2015"
[[measure.reading]]
period = "2021-Q1"
numerator = 80
"""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('direction = "lower"', "", "target-needs-direction"),
        ('because = "As in 2015"', "", "no-reason"),
        ("numerator = 80", "numerator = 80.5", "not-a-count"),
        ("numerator = 80", 'numerator = "many"', "not-a-number"),
        ('period = "2021-Q1"', 'period = "2021"', "frequency"),
        ('period = "2021-Q1"', 'period = "2021-13"', "not-a-period"),
        ('id = "burglary"', 'id = "Burglary!"', "not-a-slug"),
        ('by = "2022"', 'by = "soon"', "not-a-period"),
        ('frequency = "quarter"', 'frequency = "daily"', "not-a-choice"),
        ("numerator = 80", "numerators = 80", "unknown-key"),
    ],
)
def test_a_mistake_in_a_file_of_measures_is_named_with_its_place(tmp_path, old, new, code):
    path = tmp_path / "measures.toml"
    path.write_text(TOML, encoding="utf-8")
    assert read_measures(path)[0].case.target.value == 300
    path.write_text(TOML.replace(old, new), encoding="utf-8")
    with pytest.raises(Unusable) as caught:
        read_measures(path)
    assert code in {one.code for one in caught.value.problems}
    assert all(one.file == "measures.toml" and one.remedy for one in caught.value.problems)


def test_a_csv_of_readings_is_read_by_measure_and_names_the_row_of_a_mistake(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(
        "measure,period,value,direction\na,2020,10,lower\nb,2020,7,\na,2021,9,\n", encoding="utf-8"
    )
    first, second = (one.case for one in read_measures(path))
    assert (first.id, first.direction, len(first.readings), second.direction) == ("a", "lower", 2, "")
    path.write_text("measure,period,value\na,2020,10\nb,2020,x\n", encoding="utf-8")
    with pytest.raises(Unusable) as caught:
        read_measures(path)
    assert (caught.value.problems[0].row, caught.value.problems[0].column) == (3, "numerator")


def test_json_keeps_days_as_text_and_another_kind_of_file_is_refused(tmp_path):
    rest = {"state": "in_abeyance", "from": "2025-01-01", "because": "nobody counts"}
    path = tmp_path / "measures.json"
    path.write_text(json.dumps([{"id": "m", "frequency": "month", "state": [rest]}]), encoding="utf-8")
    case = read_measures(path)[0].case
    assert status(case, date(2025, 1, 1)).standing is Standing.IN_ABEYANCE
    assert status(case, date(2024, 12, 31)).standing is Standing.UNKNOWN
    with pytest.raises(Unusable, match="is not read"):
        read_measures(tmp_path / "measures.xlsx")
