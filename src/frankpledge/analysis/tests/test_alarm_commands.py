"""The alarm commands from argument to JSON: what they answer, what they refuse, and that the schemas tell the truth."""

from __future__ import annotations

import json
import math

import pytest

from frankpledge.analysis.alarm_commands import (
    SCHEMAS,
    alarm_command,
    references_command,
    threshold_command,
    weights_command,
)
from frankpledge.analysis.tests.test_alarms import COUNTS, weekly
from frankpledge.analysis.tests.test_commands import faults
from frankpledge.kernel.problems import Unusable


@pytest.fixture
def file(tmp_path):
    def write(content, name="series.csv"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return write


def series_csv(counts=COUNTS, leave_out=()):
    rows = zip(weekly(counts).labels, counts, strict=True)
    kept = [f"{day},{'' if count is None else count}" for day, count in rows if day not in leave_out]
    return "\n".join(["period,observed", *kept]) + "\n"


def test_without_a_control_the_improved_method_judges_all_that_it_can(file):
    answer = alarm_command([file(series_csv())]).as_json()
    assert answer["verdict"] == "alarm"
    assert answer["values"]["method"] == "farrington-flexible"
    assert answer["values"]["reference"] == "dates"
    assert answer["values"]["alarms"] == len(answer["alarms"]) == len(answer["reasons"])
    assert not faults(answer, SCHEMAS["alarm"]["output"])
    json.dumps(answer, allow_nan=False)


def test_a_week_that_the_file_leaves_out_is_named_and_never_nought(file):
    gone = weekly().labels[400]
    answer = alarm_command([file(series_csv(leave_out=[gone]))])
    row = next(row for row in answer.extra["rows"] if row["period"] == gone)
    assert (row["observed"], row["alarm"]) == (None, None)
    assert {
        "code": "period",
        "where": "period",
        "text": f"The file leaves out {gone}; no figure is not nought.",
    } in (answer.as_json()["warnings"])
    stated = alarm_command([file(series_csv([None if i == 400 else c for i, c in enumerate(COUNTS)]))])
    assert "coverage" in {caution.code for caution in stated.warnings}


def test_reference_by_dates_and_by_index_differ_where_a_year_has_53_weeks(file):
    path, control = file(series_csv()), file({"method": "farrington", "b": 5, "range": [380, 416]}, "c.json")
    dates, index = (
        alarm_command([path, "--control", control, "--reference", by]).extra["rows"]
        for by in ("dates", "index")
    )
    assert [row["upper"] for row in dates] != [row["upper"] for row in index]
    default = alarm_command([path, "--control", control]).extra["rows"]
    assert default == dates


@pytest.mark.parametrize(
    "control",
    [
        {"method": "C1"}, {"method": "C2", "baseline": 12}, {"method": "C3"}, {"method": "cusum", "trans": "rossi"},
        {"method": "glrnb", "alpha": 0.1}, {"method": "farrington", "powertrans": "1/2", "verbose": True},
    ],
)  # fmt: skip
def test_every_method_answers_in_the_shape_of_the_schema(file, control):
    answer = alarm_command([file(series_csv()), "--control", file(control, "c.json")]).as_json()
    assert not faults(answer, SCHEMAS["alarm"]["output"])
    assert answer["values"]["judged"] > 0
    json.dumps(answer, allow_nan=False)


def test_months_and_quarters_are_watched_too(file):
    months = [f"{year}-{month:02d}" for year in range(2015, 2022) for month in range(1, 13)]
    table = "period,count\n" + "".join(f"{month},{9 if month != '2021-12' else 40}\n" for month in months)
    control = file({"method": "farrington", "b": 5, "w": 1, "range": ["2021-11", "2021-12"]}, "c.json")
    answer = alarm_command([file(table), "--control", control])
    assert answer.extra["alarms"] == ["2021-12"]
    assert answer.values["pace"] == "month"


@pytest.mark.parametrize(
    ("series", "control", "said"),
    [
        ("moment,observed\n1,2\n", None, "column"),
        ("period,observed\n", None, "no rows"),
        ("period,observed\n2024-01-08,x\n", None, "whole number"),
        ("period,observed\n2024-13,1\n", None, "calendar"),
        ("period,observed\n2024-01,1\n2024-W05,1\n", None, "written as the first"),
        ("period,observed\n2024-01,1\n2024-01,1\n", None, "comes twice"),
        ("period,observed,suspect_id\n2024-01,1,9\n", None, "people"),
        ("period,observed\n1,1\n", {"b": 5}, "method"),
        ("period,observed\n1,1\n", {"method": "arima"}, "method"),
        ("period,observed\n1,1\n", {"method": "C1", "bass": 7}, "bass"),
        ("period,observed\n1,1\n", {"method": "farrington", "alpha": 2}, "alpha"),
        ("period,observed\n1,1\n", {"method": "farrington", "limit54": [5]}, "limit54"),
        ("period,observed\n1,1\n", {"method": "C1", "range": ["2030-01"]}, "no period"),
        ("period,observed\n1,1\n", {"method": "cusum", "m": 0}, "above 0"),
        ("period,observed\n1,1\n", {"method": "cusum", "range": [1]}, "above 0"),
        ("period,observed\n1,1\n", "{", "not JSON"),
        ("period,observed\n1,1\n", "[]", "no object"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_remedy(file, series, control, said):
    arguments = [file(series)] + ([] if control is None else ["--control", file(control, "c.json")])
    with pytest.raises(Unusable) as found:
        alarm_command(arguments)
    assert said in str(found.value)
    assert all(problem.remedy for problem in found.value.problems)


def test_thresholds_take_counts_or_the_names_of_r(file):
    plain = threshold_command(
        [file({"expected": 5, "se": 0.2, "alpha": 0.05, "observed": 8}, "p.json")]
    ).as_json()
    assert (plain["lower"], plain["upper"], plain["p"]) == pytest.approx(
        (1.8084477, 9.1154825, 0.1094727), abs=5e-8
    )
    named = {
        "predFit": 5,
        "predSeFit": 0.2,
        "phi": 1,
        "alpha": 0.05,
        "y": 8,
        "method": "delta",
        "skewness.transform": "2/3",
    }
    assert threshold_command([file(named, "p.json")]).as_json() == plain
    in_logs = {
        "log_expected": 1.6094379124341003,
        "log_se": 0.6931471805599453,
        "phi": 1.5,
        "alpha": 0.05,
        "y": 11,
    }
    found = threshold_command([file(in_logs | {"method": "nbPlugin"}, "p.json")]).as_json()
    assert (found["lower"], found["upper"], found["verdict"]) == (1, 10, "above")
    for answer in (plain, found):
        assert not faults(answer, SCHEMAS["alarm threshold"]["output"])


def test_two_sides_leave_half_of_alpha_out(file):
    one = threshold_command([file({"expected": 5, "alpha": 0.025}, "p.json")]).extra
    both = threshold_command([file({"expected": 5, "alpha": 0.05, "sides": 2}, "p.json")]).extra
    assert one == both


def test_weights_come_from_residuals_or_from_what_was_fitted(file):
    found = weights_command(
        [file({"residuals": [0, 0, 0, 0, 0, 2, 2, 2, 2, 2], "threshold": 0}, "p.json")]
    ).as_json()
    assert found["weights"] == pytest.approx([1.6] * 5 + [0.4] * 5)
    assert not faults(found, SCHEMAS["alarm weights"]["output"])
    fitted = weights_command(
        [file({"observed": [8, 1], "fitted": [1, 1], "leverage": [0.75, 0.75], "phi": 4}, "p.json")]
    )
    assert fitted.extra["residuals"] == pytest.approx([4.5, 0])
    with pytest.raises(Unusable, match="residuals"):
        weights_command([file({"observed": [1]}, "p.json")])


def test_references_are_listed_with_their_level(file):
    found = references_command(
        [file({"periods": 416, "at": 380, "b": 3, "noPeriods": 5}, "p.json")]
    ).as_json()
    assert found["centres"] == ["328", "276", "224"]
    assert found["references"][0] == {"place": 221, "period": "221", "level": 5}
    assert not faults(found, SCHEMAS["alarm references"]["output"])
    labels = list(weekly().labels)
    dated = references_command([file({"periods": labels, "at": labels[379], "w": 0}, "p.json")]).as_json()
    assert dated["centres"] == ["2018-04-09", "2017-04-10", "2016-04-11", "2015-04-06", "2014-04-07"]
    early = references_command([file({"periods": 100, "at": 90}, "p.json")])
    assert early.verdict == "undetermined"
    with pytest.raises(Unusable, match="do not fit"):
        references_command([file({"periods": 416, "w": 25, "no_periods": 10}, "p.json")])


@pytest.mark.parametrize(("months", "step"), [(72, 1), (32, 3)])
def test_counts_by_month_and_quarter_are_judged_without_a_control(tmp_path, months, step):
    path = tmp_path / "s.csv"
    lines = []
    for place in range(months):
        at = place * step
        label = (
            f"{2016 + at // 12}-{at % 12 + 1:02d}" if step == 1 else f"{2016 + at // 12}-Q{at % 12 // 3 + 1}"
        )
        season = 7 * (place % (12 // step))
        lines.append(f"{label},{200 + season + (300 if place == months - 1 else 0)}")
    path.write_text("period,observed\n" + "\n".join(lines) + "\n", encoding="utf-8")
    found = alarm_command([str(path)])
    assert lines[-1].split(",")[0] in found.extra["alarms"]
    assert lines[-3].split(",")[0] not in found.extra["alarms"]


# Montgomery, Introduction to Statistical Quality Control, table 9.1: target 10, K 0.5, H 5.
MEASURED = [
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40, 10.08, 9.37, 10.62,
    10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52,
]  # fmt: skip


def test_a_tabular_sum_of_measurements_is_that_of_the_handbook(file):
    series = file("period,observed\n" + "\n".join(f"{at},{x}" for at, x in enumerate(MEASURED, start=1)))
    control = {"method": "cusum", "transform": "deviation", "m": 10, "k": 0.5, "h": 5}
    answer = alarm_command([series, "--control", file(control, "c.json")]).as_json()
    sums = {row["period"]: round(row["sum"], 2) for row in answer["rows"]}
    assert (sums["1"], sums["5"], sums["28"], sums["29"], sums["30"]) == (0, 2.82, 4.47, 5.28, 5.30)
    assert answer["alarms"] == ["29", "30"]
    assert not faults(answer, SCHEMAS["alarm"]["output"])
    as_r_has_it = {"method": "cusum", "transform": "none", "m": 10, "k": 10.5, "h": 5}
    again = alarm_command([series, "--control", file(as_r_has_it, "d.json")]).as_json()
    assert [row["upper"] for row in again["rows"]] == pytest.approx([row["upper"] for row in answer["rows"]])
    with pytest.raises(Unusable, match=r"‘9\.45’ is not a whole number"):
        alarm_command([series, "--control", file({**control, "transform": "rossi"}, "e.json")])


def test_a_bound_is_told_of_counts_of_any_size(file):
    series = file("period,observed\n" + "\n".join(f"{at},{4_000_000 + at}" for at in range(1, 13)))
    answer = alarm_command([series, "--control", file({"method": "cusum"}, "c.json")]).as_json()
    assert all(row["upper"] > 4_000_000 for row in answer["rows"])


def test_rows_may_come_in_any_order_and_months_may_be_written_by_their_first_day(file):
    months = [f"{year}-{month:02d}" for year in range(2015, 2022) for month in range(1, 13)]
    rows = [(month, 9 + place % 4 + (40 if month == "2021-12" else 0)) for place, month in enumerate(months)]
    plain, backwards, by_day = (
        alarm_command(
            [file("period,observed\n" + "".join(f"{label},{count}\n" for label, count in each), "m.csv")]
        )
        for each in (rows, rows[::-1], [(f"{month}-01", count) for month, count in rows])
    )
    assert plain.extra == backwards.extra
    assert by_day.values["pace"] == "month"
    assert by_day.extra["alarms"] == [f"{month}-01" for month in plain.extra["alarms"]]
    assert "2021-12" in plain.extra["alarms"]


@pytest.mark.parametrize(
    ("months", "held"), [(48, "3 earlier years"), (30, "2 earlier years"), (20, "EARS C2")]
)
def test_a_shorter_series_is_held_against_what_there_is(file, months, held):
    rows = [
        f"{2018 + at // 12}-{at % 12 + 1:02d},{12 + at % 3 + (60 if at == months - 1 else 0)}"
        for at in range(months)
    ]
    answer = alarm_command([file("period,observed\n" + "\n".join(rows) + "\n")])
    assert rows[-1].split(",")[0] in answer.extra["alarms"]
    assert held in answer.method
    assert ("--control" in {one.where for one in answer.warnings}) == (months == 20)


def test_a_series_too_short_for_any_judgement_says_so(file):
    answer = alarm_command([file("month,count\n2024-01,3\n2024-02,4\n")]).as_json()
    assert (answer["verdict"], answer["rows"]) == ("undetermined", [])
    assert "2 periods" in answer["warnings"][0]["text"]


# Reckoned apart from this code with statsmodels 0.15.0 (GLM, Poisson, var_weights) after Noufaily and others 2013, the
# 47 weeks between two windows cut into six blocks of 8, 8, 8, 8, 8 and 7 as farringtonFlexible of R's surveillance does.
INDEPENDENT = {
    "delta": {
        "340": (21.234511923, 2.309183498, 36.889653267),
        "352": (19.953411465, 2.232881177, 34.881868231),
        "364": (22.141219402, 2.195406130, 37.664478984),
    },
    "muan": {
        "340": (21.234511923, 2.309183498, 46.000000000),
        "352": (19.953411465, 2.232881177, 44.000000000),
        "364": (22.141219402, 2.195406130, 47.000000000),
    },
}


@pytest.mark.parametrize("bound", list(INDEPENDENT))
def test_improved_farrington_bounds_are_those_of_an_independent_fit(file, bound):
    counts = [
        int(6 + 3 * math.sin(2 * math.pi * week / 52) + week // 60 + 2 * (week * 7919 % 11))
        for week in range(364)
    ]
    counts[330] = 40
    control = {
        "method": "farrington-flexible", "b": 5, "w": 2, "no_periods": 7, "past_not_included": 13, "p_threshold_trend": 1,
        "threshold_method": bound, "alpha": 0.025 if bound == "delta" else 0.01, "weights_threshold": 2.58,
        "error_dispersion": "pearson", "range": [340, 364], "frequency": 52,
    }  # fmt: skip
    series = file("period,observed\n" + "\n".join(f"{at},{n}" for at, n in enumerate(counts, start=1)))
    rows = alarm_command([series, "--control", file(control, "c.json"), "--reference", "index"]).as_json()[
        "rows"
    ]
    found = {row["period"]: (row["expected"], row["dispersion"], row["upper"]) for row in rows}
    for period, wanted in INDEPENDENT[bound].items():
        assert found[period] == pytest.approx(wanted, rel=1e-7)
