"""The commands `series`, `funnel`, `concentration`, `forecast` and `forecast score`, from file to checked JSON."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import numpy as np
import pytest

from frankpledge.analysis import forecast_commands, place_commands, series_commands
from frankpledge.analysis.tests.published import AIR, DEATHS, NILE
from frankpledge.analysis.tests.test_control_charts import BOARDS, CAME, DEFECTS, LATER, SEEN, VISCOSITY
from frankpledge.analysis.tests.test_funnel import EXPECTED, OBSERVED
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Unusable

TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "null": type(None), "boolean": bool,
}  # fmt: skip
COMMANDS = {
    "series": (series_commands, series_commands.series_command),
    "funnel": (place_commands, place_commands.funnel_command),
    "concentration": (place_commands, place_commands.concentration_command),
    "forecast": (forecast_commands, forecast_commands.forecast_command),
    "forecast score": (forecast_commands, forecast_commands.score_command),
}


def faults(value, schema, where="answer"):
    """What in a value its schema does not allow: the part of JSON Schema that the schemas here use."""
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{where}: {value} is not one of {schema['enum']}"]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    right = [
        kind
        for kind in kinds
        if isinstance(value, TYPES[kind]) and not (isinstance(value, bool) and kind != "boolean")
    ]
    if kinds and not right:
        return [f"{where}: {value!r} is not {kinds}"]
    found = []
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{where} lacks {name}" for name in schema.get("required", []) if name not in value]
        if known:
            found += [f"{where}: {name} is not in the schema" for name in value if name not in known]
        for name, part in value.items():
            found += faults(part, known.get(name, schema.get("additionalProperties", {})), f"{where}.{name}")
    if isinstance(value, list):
        for place, part in enumerate(value):
            found += faults(part, schema.get("items", {}), f"{where}[{place}]")
    if isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get(
        "maximum", value
    ):
        found.append(f"{where}: {value} is out of range")
    return found


@pytest.fixture
def written(tmp_path):
    def write(text, name="in.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def answered(name, *argv):
    """The answer as JSON brings it over, checked against its schema."""
    module, command = COMMANDS[name]
    answer = json.loads(json.dumps(command(list(argv)).as_json(), allow_nan=False))
    assert faults(answer, module.SCHEMAS[name]["output"]) == []
    return answer


def refused(name, *argv):
    with pytest.raises(Unusable) as caught:
        COMMANDS[name][1](list(argv))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def months(values, first=1949):
    rows = (
        f"{first + place // 12}-{place % 12 + 1:02d},{'' if value is None else value}"
        for place, value in enumerate(values)
    )
    return "period,value\n" + "\n".join(rows) + "\n"


def bare(values):
    return "value\n" + "\n".join("" if value is None else str(value) for value in values) + "\n"


# series


def test_an_individuals_chart_answers_the_textbook(written):
    answer = answered("series", written(bare(VISCOSITY + LATER)), "--chart", "xmr", "--baseline", "20")
    assert answer["verdict"] == "signal"
    assert answer["rows"][0]["expected"] == pytest.approx(300.5)
    assert (answer["rows"][0]["lower"], answer["rows"][0]["upper"]) == pytest.approx(
        (279.7833, 321.2167), abs=5e-5
    )
    assert [row["period"] for row in answer["rows"] if row["alarm"]] == ["39", "40"]
    assert answer["phases"][0]["mean_range"] == pytest.approx(7.789474, abs=5e-7)


def test_a_u_chart_answers_the_textbook(written):
    text = "value,exposure\n" + "".join(f"{value},50\n" for value in DEFECTS)
    answer = answered("series", written(text), "--chart", "u")
    assert (answer["rows"][0]["expected"], answer["rows"][0]["upper"]) == pytest.approx(
        (0.074, 0.1894123), abs=5e-8
    )
    per = answered("series", written(text), "--chart", "u", "--per", "100")
    assert per["rows"][0]["upper"] == pytest.approx(18.94123, abs=5e-6)
    assert [row["score"] for row in per["rows"]] == [row["score"] for row in answer["rows"]]


def test_a_c_chart_leaves_samples_out_of_its_limits(written):
    answer = answered("series", written(bare(BOARDS)), "--chart", "c", "--omit", "6", "--omit", "20")
    assert (answer["rows"][0]["lower"], answer["rows"][0]["upper"]) == pytest.approx(
        (6.362532, 32.9708), abs=5e-6
    )


def test_a_p_chart_is_widened_where_shares_vary_more_than_chance(written):
    text = "value,of\n" + "".join(f"{seen},{came}\n" for seen, came in zip(SEEN, CAME, strict=True))
    answer = answered("series", written(text))
    assert answer["values"]["chart"] == "p-prime"
    assert answer["rows"][0]["upper"] == pytest.approx(0.96566977851086822)
    plain = answered("series", written(text), "--chart", "p")
    assert any(warning["code"] == "ambiguous" for warning in plain["warnings"])


def test_the_level_of_the_nile_is_dated_with_its_interval(written):
    text = "year,value\n" + "".join(f"{1871 + place},{value}\n" for place, value in enumerate(NILE))
    answer = answered("series", written(text), "--chart", "xmr")
    (change,) = answer["levels"]["changes"]
    assert (change["index"], change["after"], change["from"], change["clear"]) == (28, "1898", "1899", True)
    assert change["earliest"] <= "1899" <= change["latest"]
    assert answer["decomposition"] is None
    assert any("fell from 1,098 to 850" in sentence for sentence in answer["sentences"])


def test_counts_by_the_month_are_charted_over_days_and_season(written):
    noise = np.random.default_rng(5).normal(1, 0.05, 72)
    days = [Period.month(2018 + place // 12, place % 12 + 1).days for place in range(72)]
    season = [1 + 0.3 * math.cos(place / 6 * math.pi) for place in range(72)]
    counts = [round(200 * noise[place] * season[place] * days[place] / 30.44) for place in range(72)]
    path = written(months(counts, 2018))
    answer = answered("series", path)
    assert (answer["values"]["chart"], answer["values"]["adjust"]) == ("u-prime", "seasonal")
    assert answer["decomposition"]["strength"] > 0.8
    assert answer["decomposition"]["days_taken_out"]
    raw = answered("series", path, "--adjust", "none", "--chart", "c-prime")
    assert sum(row["alarm"] for row in raw["rows"]) > sum(row["alarm"] for row in answer["rows"]), (
        "a season is no signal"
    )
    february = answer["rows"][1]
    assert february["value"] == counts[1]
    size = february["value"] / february["observed"]
    assert size == pytest.approx(season[1] * 28 / 30.44, rel=0.05), (
        "February is a short month of more than its share"
    )


def test_missing_months_are_gaps_in_everything(written):
    holed = [None if place in {5, 40} else value for place, value in enumerate(DEATHS)]
    answer = answered("series", written(months(holed, 1973)))
    gap = answer["rows"][5]
    assert (gap["observed"], gap["score"], gap["alarm"], gap["rules"]) == (None, None, False, [])
    assert answer["values"]["missing"] == ["1973-06", "1976-05"]
    assert any(warning["code"] == "coverage" for warning in answer["warnings"])
    totals = {row["period"]: row["total"] for row in answer["rolling"]}
    assert totals["1974-05"] is None
    assert totals["1974-06"] == sum(DEATHS[6:18])


def test_a_break_starts_limits_afresh_and_explains_a_step(written):
    stepped = [100 + place % 5 for place in range(30)] + [160 + place % 5 for place in range(30)]
    path = written(months(stepped, 2019))
    plain, cut = (
        answered("series", path, "--adjust", "none"),
        answered("series", path, "--adjust", "none", "--break", "2021-07"),
    )
    assert len(cut["phases"]) == 2
    assert len(plain["signals"]) > len(cut["signals"])
    assert cut["levels"]["changes"][0]["recording"] == "2021-07"
    assert any(warning["code"] == "period" for warning in cut["warnings"])
    assert plain["levels"]["changes"][0]["recording"] == ""


@pytest.mark.parametrize("rules", ["nhs", "western-electric", "nelson", "anhoej", "outside"])
def test_every_set_of_rules_answers_in_shape(written, rules):
    answer = answered("series", written(months(DEATHS, 1973)), "--rules", rules)
    assert all(signal["source"] and signal["says"] for signal in answer["signals"])


def test_nothing_to_tell_limits_by_is_undetermined(written):
    assert answered("series", written(months([5])))["verdict"] == "undetermined"


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--chart", "p"], "of"),
        (["--baseline", "x"], "--baseline"),
        (["--omit", "2050-01"], "--omit"),
        (["--seasonal-window", "8"], "even"),
        (["--per", "0"], "above 0"),
        (["--nonsense"], "schema series"),
        (["--m", "0"], "--m"),
    ],
)
def test_series_refuses_in_words(written, argv, says):
    assert says in refused("series", written(months(DEATHS, 1973)), *argv)


def test_a_season_that_cannot_be_told_cannot_be_taken_out(written):
    assert "season" in refused("series", written(months(DEATHS[:15], 1973)), "--adjust", "seasonal")
    assert "shares" in refused(
        "series", written("period,value,of\n2024-01,1,2\n2024-02,1,2\n"), "--chart", "p", "--adjust", "days"
    )


# funnel and concentration


def test_a_funnel_answers_the_worked_example(written):
    rows = "".join(f"P{place},{o},{e}\n" for place, (o, e) in enumerate(zip(OBSERVED, EXPECTED, strict=True)))
    answer = answered("funnel", written("place,observed,expected\n" + rows))
    assert answer["verdict"] == "none"
    assert (answer["spread"]["phi"], answer["spread"]["tau2"]) == pytest.approx(
        (1.388157, 0.003671444), rel=1e-6
    )
    first = answer["places"][0]["limits"][0]
    assert (first["spread_low"], first["spread_high"]) == pytest.approx((0.7951944, 1.257554), abs=5e-7)


def test_a_funnel_of_exposures_takes_the_common_rate_or_the_one_given(written):
    path = written("area,events,exposure\nA,30,1000\nB,10,1000\nC,,1000\n")
    answer = answered("funnel", path)
    assert answer["values"]["target"] == pytest.approx(0.02)
    assert answer["places"][0]["expected"] == pytest.approx(20)
    assert answer["places"][2]["verdict"] == "unknown"
    assert answered("funnel", path, "--target", "0.01")["places"][0]["expected"] == pytest.approx(10)


def test_outliers_are_named_furthest_first(written):
    rows = "".join(f"P{place},{100 + (-1) ** place * 5},100\n" for place in range(15))
    answer = answered("funnel", written(f"place,observed,expected\n{rows}X,180,100\nY,230,100\nZ,30,100\n"))
    assert (answer["verdict"], answer["high"], answer["low"]) == ("outliers", ["Y", "X"], ["Z"])
    assert len(answer["sentences"]) == 3


@pytest.mark.parametrize(
    ("text", "argv", "says"),
    [
        ("place,observed\nA,1\n", [], "expected"),
        ("place,observed,expected\nA,-1,2\n", [], "below nought"),
        ("place,observed,expected\nA,1,2\nA,1,2\n", [], "twice"),
        ("place,observed,expected\n", [], "no rows"),
        ("place,observed,expected\nA,1,2\n", ["--target", "2"], "--target"),
        ("place,observed,exposure\nA,0,2\nB,0,2\n", [], "event"),
        ("place,observed,expected\nA,1,2\n", ["--winsor", "0.7"], "--winsor"),
    ],
)
def test_a_funnel_refuses_in_words(written, text, argv, says):
    assert says in refused("funnel", written(text), *argv)


def test_concentration_answers_the_published_example(written):
    counts = [0] * 95 + [1, 1, 2, 2, 4]
    answer = answered(
        "concentration", written("place,events\n" + "".join(f"P{i},{c}\n" for i, c in enumerate(counts)))
    )
    assert (answer["gini"], answer["generalised_gini"]) == pytest.approx((0.964, 0.64))
    assert answer["sparse"]
    assert {warning["code"] for warning in answer["warnings"]} == {"base"}


def test_a_list_of_places_with_events_only_is_called_so(written):
    answer = answered("concentration", written("street,place,events\nx,A,3\ny,B,1\n"))
    assert any(warning["code"] == "denominator" for warning in answer["warnings"])


@pytest.mark.parametrize(
    "text", ["place,events\nA,0\nB,0\n", "place,events\nA,1.5\nB,0\n", "place,events\nA,4\n"]
)
def test_concentration_refuses_what_cannot_be_concentrated(written, text):
    refused("concentration", written(text))


# forecast


def test_the_airline_model_answers_the_textbook(written):
    text = bare([math.log(value) for value in AIR])
    answer = answered("forecast", written(text), "--horizon", "12", "--model", "arima(0,1,1)(0,1,1)12")
    assert answer["verdict"] == "as_asked"
    assert {name: round(one["value"], 4) for name, one in answer["parameters"].items()} == {
        "ma1": -0.4018,
        "sma1": -0.5569,
    }
    assert {name: round(one["se"], 4) for name, one in answer["parameters"].items()} == {
        "ma1": 0.0896,
        "sma1": 0.0731,
    }
    assert (answer["loglik"], answer["aic"]) == pytest.approx((244.70, -483.40), abs=1e-2)
    assert answer["sigma2"] == pytest.approx(0.001348, abs=6e-7)
    assert answer["values"]["season"] == 12, "an index takes the season of its model"
    assert len(answer["points"]) == 12
    logged = answered(
        "forecast",
        written(months(AIR)),
        "--horizon",
        "3",
        "--model",
        "ARIMA(0,1,1)(0,1,1)[12]",
        "--transform",
        "log",
    )
    assert logged["aic"] == pytest.approx(answer["aic"], abs=1e-6)
    assert math.log(logged["points"][0]["value"]) == pytest.approx(answer["points"][0]["value"], abs=1e-6)


@pytest.mark.parametrize(
    ("covariance", "ma1"), [("hessian", 0.0896), ("oim", 0.0896), ("opg", 0.0730), ("none", None)]
)
def test_the_covariance_is_the_one_asked(written, covariance, ma1):
    text = bare([math.log(value) for value in AIR])
    answer = answered(
        "forecast",
        written(text),
        "--horizon",
        "1",
        "--model",
        "arima(0,1,1)(0,1,1)12",
        "--covariance",
        covariance,
    )
    assert answer["parameters"]["ma1"]["se"] == (ma1 if ma1 is None else pytest.approx(ma1, abs=6e-5))


def test_a_useful_forecast_is_published_and_scores_better_than_naive2(written, tmp_path):
    answer = answered("forecast", written(months(AIR[:132])), "--horizon", "12")
    assert answer["verdict"] == "forecast"
    assert answer["backtest"]["honest_ratio"] < 1
    assert answer["candidates"][0]["model"] == answer["values"]["model"]
    saved = written(json.dumps(answer), "fc.json")
    scored = answered("forecast score", saved, written(months(AIR), "actual.csv"))
    assert scored["verdict"] == "better_than_naive2"
    assert [level["level"] for level in scored["levels"]] == [0.95, 0.8]


def test_no_useful_forecast_is_said_so(written):
    answer = answered(
        "forecast", written(months([100 + 30 * (place % 12) for place in range(72)], 2018)), "--horizon", "12"
    )
    assert answer["verdict"] == "naive_range"
    assert "no useful forecast" in answer["sentences"][0]
    assert answer["values"]["model"] == "seasonal-naive"


def test_missing_months_are_handled_and_said(written):
    holed = [None if place in {20, 45} else value for place, value in enumerate(DEATHS)]
    for model in ("auto", "theta", "ets", "arima(0,1,1)(0,1,1)12"):
        answer = answered("forecast", written(months(holed, 1973)), "--horizon", "6", "--model", model)
        assert answer["values"]["missing"] == ["1974-09", "1976-10"]
        assert any(warning["code"] == "coverage" for warning in answer["warnings"])
        assert all(6000 < point["value"] < 12000 for point in answer["points"])


def test_a_break_cuts_the_training_and_is_said(written):
    answer = answered(
        "forecast",
        written(months([*[value * 9 for value in DEATHS], *DEATHS], 1967)),
        "--horizon",
        "6",
        "--break",
        "1973-01",
    )
    assert answer["values"]["training_from"] == "1973-01"
    assert answer["points"][0]["value"] < 12000
    assert any(warning["code"] == "period" for warning in answer["warnings"])


def test_an_omitted_month_is_missing(written):
    wild = [*DEATHS[:50], 99999, *DEATHS[51:]]
    answer = answered(
        "forecast", written(months(wild, 1973)), "--horizon", "6", "--omit", "1977-03", "--model", "ets"
    )
    assert answer["values"]["missing"] == ["1977-03"]
    assert answer["points"][0]["high_95"] < 12000


@pytest.mark.parametrize("model", ["naive", "seasonal-naive", "seasonal-mean", "mean", "drift", "naive2", "ses", "holt", "damped",
                                   "holt-winters", "ets", "ets-log", "theta", "comb", "ets(A,Ad,A)", "arima(1,1,0)"])  # fmt: skip
def test_every_model_answers_in_shape(written, model):
    answer = answered("forecast", written(months(DEATHS, 1973)), "--horizon", "13", "--model", model)
    assert len(answer["points"]) == 13
    assert all(
        point["low_95"] <= point["low_80"] <= point["value"] <= point["high_80"] <= point["high_95"]
        for point in answer["points"]
    )


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--horizon", "0"], "--horizon"),
        (["--horizon", "3", "--model", "prophet"], "no model"),
        (["--horizon", "3", "--model", "arima(1,1)"], "arima(p,d,q)"),
        (["--horizon", "3", "--transform", "log"], "--transform"),
        (["--horizon", "3", "--model", "arima(0,2,1)", "--constant", "yes"], "constant"),
        ([], "--horizon"),
    ],
)
def test_forecast_refuses_in_words(written, argv, says):
    assert says in refused("forecast", written(months(DEATHS, 1973)), *argv)


# forecast score

ACTUAL = "series,period,value\n" + "".join(f"a,{p},{v}\n" for p, v in zip(range(1, 7), (100, 110, 100, 110, 110, 130), strict=True)) + \
    "".join(f"b,{p},{v}\n" for p, v in zip(range(1, 6), (10, 20, 10, 20, 10), strict=True))  # fmt: skip
FORECASTS = "series,period,forecast,low,high\na,5,100,90,120\na,6,104,90,120\nb,5,12,0,9\n"


def test_scores_are_averaged_over_series_or_points(written):
    fc, actual = written(FORECASTS, "fc.csv"), written(ACTUAL, "actual.csv")
    by_series = answered("forecast score", fc, actual, "--m", "1", "--average", "series")
    by_points = answered("forecast score", fc, actual, "--m", "1", "--average", "points")
    first, second, third = 200 * 10 / 210, 200 * 26 / 234, 200 * 2 / 22
    assert by_series["smape"] == pytest.approx(((first + second) / 2 + third) / 2)
    assert by_points["smape"] == pytest.approx((first + second + third) / 3)
    assert (by_series["mase"], by_points["mase"]) == pytest.approx((1.0, 3.8 / 3))
    assert (by_series["coverage"], by_points["coverage"]) == pytest.approx((0.25, 1 / 3))
    assert by_points["msis"] == pytest.approx((3 + 43 + 4.9) / 3)


def test_the_seasonal_naive_of_the_airline_scores_as_published(written):
    fc = months([None] * 132 + list(AIR[120:132]))
    answer = answered(
        "forecast score", written(fc, "fc.csv"), written(months(AIR), "actual.csv"), "--m", "12"
    )
    assert answer["mase"] == pytest.approx(1.5709, abs=5e-5)
    assert (answer["msis"], answer["coverage"], answer["levels"]) == (None, None, [])


def test_files_without_periods_are_laid_end_to_end(written):
    fc, actual = (
        written("value\n" + "\n".join(map(str, AIR[120:132])), "fc.csv"),
        written(bare(AIR), "actual.csv"),
    )
    assert answered("forecast score", fc, actual, "--m", "12")["mase"] == pytest.approx(1.5709, abs=5e-5)


def test_levels_are_read_from_the_names_of_columns(written):
    fc = "series,period,value,lo-80,hi-80,low_99.8,high_99.8\na,5,100,95,105,50,200\n"
    answer = answered("forecast score", written(fc, "fc.csv"), written(ACTUAL, "actual.csv"), "--m", "1")
    assert [(level["level"], level["coverage"]) for level in answer["levels"]] == [(0.998, 1.0), (0.8, 0.0)]


def test_what_met_no_outcome_is_named(written):
    fc = "series,period,value\na,5,100\na,9,100\nc,5,1\n"
    answer = answered("forecast score", written(fc, "fc.csv"), written(ACTUAL, "actual.csv"), "--m", "1")
    assert answer["values"]["unmatched"] == ["a 9", "c"]
    assert answer["values"]["points"] == 1


def test_outcomes_without_a_history_are_unscaled(written):
    answer = answered(
        "forecast score", written("value\n10\n12\n", "fc.csv"), written("value\n11\n12\n", "actual.csv")
    )
    assert (answer["verdict"], answer["mase"], answer["owa"]) == ("unscaled", None, None)
    assert answer["smape"] > 0


@pytest.mark.parametrize(
    ("fc", "says"),
    [
        ("series,period,value,low_95\na,5,100,90\n", "one side"),
        ("series,period,figure\na,5,100\n", "no column of forecasts"),
        ("series,period,value\na,5,lots\n", "not a number"),
        ("series,period,value\na,5,1\na,5,2\n", "twice"),
        ("series,period,value\na,2030-01,1\n", "index"),
        ("series,period,value\nz,5,1\n", "meets"),
        ("series,period,value\n", "no rows"),
    ],
)
def test_score_refuses_in_words(written, fc, says):
    assert says in refused("forecast score", written(fc, "fc.csv"), written(ACTUAL, "actual.csv"))


def test_an_answer_that_is_none_is_refused(written):
    assert "answer of forecast" in refused(
        "forecast score", written("[1]", "fc.json"), written(ACTUAL, "actual.csv")
    )


@pytest.mark.parametrize(
    ("name", "text", "argv"),
    [
        ("series", "period,value,victim\n2024-01,1,x\n", []),
        ("funnel", "place,observed,expected,surname\nA,1,2,x\n", []),
        ("concentration", "place,events,offender_id\nA,1,2\nB,2,3\n", []),
        ("forecast", "period,value,dob\n2024-01,1,x\n", ["--horizon", "1"]),
    ],
)
def test_a_table_that_tells_people_apart_is_refused(written, name, text, argv):
    assert "predicts a person" in refused(name, written(text), *argv)


# from the command line


@pytest.mark.parametrize("name", COMMANDS)
def test_every_schema_is_printed_and_is_json(name):
    done = subprocess.run(
        [sys.executable, "-m", "frankpledge", "schema", *name.split()], capture_output=True, text=True, check=True
    )  # fmt: skip
    schema = json.loads(done.stdout)
    assert set(schema) == {"input", "output"}
    assert schema["output"]["title"].startswith(name)


def test_the_command_line_answers_and_refuses_with_two(written):
    path = written(months(DEATHS, 1973))
    good = subprocess.run(
        [sys.executable, "-m", "frankpledge", "forecast", path, "--horizon", "2", "--model", "ses", "--json"],
        capture_output=True,
        text=True,
    )
    assert good.returncode == 0
    assert len(json.loads(good.stdout)["points"]) == 2
    bad = subprocess.run(
        [sys.executable, "-m", "frankpledge", "forecast", "score", path, "nowhere.csv"],
        capture_output=True,
        text=True,
    )
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr.count("\n") == 1


def test_a_figure_without_what_it_is_counted_over_is_named_and_not_silently_left_out(written):
    answer = answered("series", written("month,value,exposure\n2024-01,5,\n2024-02,6,100\n2024-03,7,90\n"))
    assert [row["observed"] for row in answer["rows"]] == [None, 0.06, 7 / 90]
    assert ("denominator", "2024-01") in [(one["code"], one["where"]) for one in answer["warnings"]]
    whole = answered("series", written("month,value,exposure\n2024-01,5,9\n2024-02,6,100\n2024-03,7,90\n"))
    assert "denominator" not in [one["code"] for one in whole["warnings"]]


def test_too_few_figures_are_never_said_to_be_ordinary(written):
    one = answered("series", written("month,value\n2024-01,5\n"))
    assert (one["verdict"], one["sentences"]) == (
        "undetermined", ["There are too few figures to say what is ordinary in this series."],
    )  # fmt: skip
    three = answered("series", written("month,value\n2024-01,5\n2024-02,6\n2024-03,5\n"))
    assert three["sentences"] == ["Nothing in this series stands out from its own ordinary variation."]


def test_the_last_bits_of_equal_figures_are_no_signal(written):
    bits, more = ["0.30000000000000004"] * 4 + ["0.3"] * 10, ["0.31"] * 4 + ["0.3"] * 10
    assert (
        answered("series", written("\n".join(["value", *bits])), "--chart", "xmr")["verdict"] == "no_signal"
    )
    assert answered("series", written("\n".join(["value", *more])), "--chart", "xmr")["verdict"] == "signal"
