"""The commands from argument to JSON: what they answer, what they refuse, and that the schemas tell the truth."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.commands import SCHEMAS, change_command, proportion_command, rates_command
from frankpledge.kernel.problems import Unusable

SEED = """measure,label,period_old,period_new,old,new
Crimes,January to March,2019-Q1,2020-Q1,544,662
Crimes,April to June,2019-Q2,2020-Q2,747,793
Crimes,July to September,2019-Q3,2020-Q3,799,816
Crimes,October to December,2019-Q4,2020-Q4,742,669
Crimes,Totals,2019,2020,"2,832","2,940"
Incidents,January to March,2019-Q1,2020-Q1,416,498
Incidents,April to June,2019-Q2,2020-Q2,652,759
Incidents,July to September,2019-Q3,2020-Q3,667,802
Incidents,October to December,2019-Q4,2020-Q4,605,815
Incidents,Totals,2019,2020,"2,340","2,874"
"""
TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "null": type(None),
    "boolean": bool,
}  # fmt: skip


@pytest.fixture
def table(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "changes.csv"
        path.write_bytes(text.encode(encoding))
        return str(path)

    return write


def faults(value, schema, where="answer"):
    """What in a value the schema does not allow: the part of JSON Schema that the schemas here use."""
    if "oneOf" in schema and "properties" not in schema:
        tried = [faults(value, option, where) for option in schema["oneOf"]]
        return (
            []
            if sum(not found for found in tried) == 1
            else [f"{where}: fits none or several of oneOf {tried}"]
        )
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{where}: {value} is not one of {schema['enum']}"]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, TYPES[kind]) for kind in kinds):
        return [f"{where}: {value!r} is not {kinds}"]
    found = []
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{where} lacks {name}" for name in schema.get("required", []) if name not in value]
        if known:
            found += [f"{where}: {name} is not in the schema" for name in value if name not in known]
        for name, part in value.items():
            found += faults(
                part, known.get(name, schema.get("additionalProperties") or {}), f"{where}.{name}"
            )
    if isinstance(value, list):
        for place, part in enumerate(value):
            found += faults(part, schema.get("items", {}), f"{where}[{place}]")
    is_number = isinstance(value, (int, float))
    if is_number and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{where}: {value} is out of range")
    return found


def answered(command, argv):
    """The answer as JSON brings it over, checked against its schema."""
    name = command.__name__.removesuffix("_command")
    answer = json.loads(json.dumps(command(argv).as_json(), allow_nan=False))
    assert faults(answer, SCHEMAS[name]["output"]) == []
    return answer


def refused(command, argv):
    with pytest.raises(Unusable) as caught:
        command(argv)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_change_answers_the_keys_of_the_contract():
    answer = answered(change_command, ["2340", "2874", "--method", "score"])
    assert (answer["verdict"], answer["method"], answer["percent"]) == ("rose", "score", 22.8)
    assert answer["ratio"] == pytest.approx(1.228205, abs=5e-7)
    assert (answer["low"], answer["high"]) == pytest.approx((1.16298, 1.29709), abs=5e-6)
    assert (answer["percent_low"], answer["percent_high"]) == (16.3, 29.7)
    assert answer["p_central"] == pytest.approx(1.493e-13, rel=1e-3)


def test_a_change_is_exact_unless_another_method_is_named():
    answer = answered(change_command, ["2340", "2874"])
    assert (answer["method"], answer["percent_high"]) == ("exact", 29.8)


def test_percentages_round_half_up_to_the_places_asked():
    assert answered(change_command, ["80", "93"])["percent"] == 16.3
    assert answered(change_command, ["80", "93", "--places", "0"])["percent"] == 16
    assert answered(change_command, ["80", "93", "--places", "2"])["percent"] == 16.25
    assert answered(change_command, ["80", "93"])["percent_exact"] == "65/4"


def test_exposures_go_to_old_and_new_in_that_order():
    answer = answered(change_command, ["2340", "2874", "--exposure", "365", "366"])
    assert answer["percent"] == 22.5
    assert (answer["values"]["exposure_old"], answer["values"]["exposure_new"]) == (365, 366)
    decimal = answered(change_command, ["21", "11", "--exposure", "3,011.0", "800"])
    assert decimal["p_minlike"] == pytest.approx(0.07966863, abs=5e-9)


def test_options_may_stand_anywhere_among_the_counts():
    last = change_command(["2340", "2874", "--exposure", "365", "366"])
    assert change_command(["--exposure", "365", "366", "2340", "2874"]) == last
    assert change_command(["2340", "--exposure", "365", "366", "2874", "--json"]) == last


def test_the_verdict_follows_alternative_and_confidence():
    assert answered(change_command, ["100", "128"])["verdict"] == "no_clear_change"
    assert answered(change_command, ["100", "128", "--alternative", "greater"])["verdict"] == "rose"
    assert answered(change_command, ["100", "128", "--conf", "0.9"])["verdict"] == "rose"
    one_sided = answered(change_command, ["100", "128", "--alternative", "greater"])
    assert one_sided["high"] is None


def test_nothing_before_and_nothing_after_is_undetermined_and_names_no_percentage():
    answer = answered(change_command, ["0", "0"])
    assert (answer["verdict"], answer["percent"], answer["p_central"]) == ("undetermined", None, None)


def test_a_small_base_is_warned_of_and_the_sentence_gives_counts():
    answer = answered(change_command, ["9", "12"])
    assert [warning["code"] for warning in answer["warnings"]] == ["base"]
    assert "%" not in answer["sentences"][0]
    assert answered(change_command, ["10", "12"])["warnings"] == []


def test_periods_of_different_length_are_warned_of_with_the_figure_per_day():
    answer = answered(change_command, ["2340", "2874", "--periods", "2019", "2020"])
    assert [warning["code"] for warning in answer["warnings"]] == ["period"]
    assert answer["sentences"][1].startswith("Per day it is a rise of 22.5%")
    assert answer["percent"] == 22.8
    assert answered(change_command, ["2340", "2874", "--periods", "2018", "2019"])["warnings"] == []


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["-5", "3"], "OLD: ‘-5’ is below nought"),
        (["5", "3.5"], "NEW: ‘3.5’ is not a whole number"),
        (["5", "1,00"], "NEW: ‘1,00’ is not a whole number"),
        (["5", ""], "NEW: ‘’ is not a whole number"),
        (["5", "3\n4"], "NEW: ‘3 4’ is not a whole number"),
        (["5", "9" * 200], "has more than 15 figures"),
        (["5", "3", "4"], "3 counts were given"),
        ([], "required: OLD NEW | CSV"),
        (["5", "3", "--exposure", "1"], "expected 2 arguments"),
        (["5", "3", "--exposure", "0", "1"], "--exposure: ‘0’ is not a number above 0"),
        (["5", "3", "--exposure", "1e999", "1"], "‘1e999’ is not a number above 0"),
        (["5", "3", "--method", "wald"], "invalid choice: 'wald'"),
        (["5", "3", "--conf", "95"], "Write 95% as 0.95"),
        (["5", "3", "--conf", "nan"], "--conf: ‘nan’"),
        (["5", "3", "--places", "7"], "--places: ‘7’"),
        (["5", "3", "--periods", "2019-13", "2020"], "--periods:"),
        (["5", "3", "--surprise"], "Unrecognized arguments: --surprise"),
        (["no-such.csv"], "no-such.csv: The file cannot be opened"),
    ],
)
def test_bad_arguments_get_one_line_with_where_why_and_what_to_do(argv, says):
    assert says in str(refused(change_command, argv))


def test_the_seeds_table_is_read_whole_with_its_quarters_adjusted_as_one_family(table):
    answer = answered(change_command, [table(SEED)])
    assert answer["values"]["families"] == {"": 8}
    # strategic-assessment.md 3.2: Benjamini-Hochberg and Holm over the eight quarters; totals take no part.
    assert [row["p_bh"] for row in answer["rows"]][:5] == [
        pytest.approx(0.00199, abs=5e-6), pytest.approx(0.2874, abs=5e-5), pytest.approx(0.6905, abs=5e-5),
        pytest.approx(0.0736, abs=5e-5), None,
    ]  # fmt: skip
    assert answer["rows"][7]["p_holm"] == pytest.approx(0.003276, abs=5e-7)
    assert (answer["rows"][4]["verdict"], answer["rows"][9]["verdict"]) == ("no_clear_change", "rose")
    assert answer["verdict"] == "mixed"
    assert answer["values"]["verdicts"] == {"rose": 6, "no_clear_change": 4}
    assert {warning["code"] for warning in answer["warnings"]} == {"period"}


def test_the_seeds_measures_are_summed_with_their_dispersion(table):
    answer = answered(change_command, [table(SEED)])
    crimes, incidents = answer["measures"]
    (apart,) = answer["apart"]
    assert (1 / apart["ratio"], apart["p"]) == pytest.approx((1.1831, 1.1e-5), rel=0.05)
    assert (apart["first"], apart["verdict"]) == (crimes["measure"], "fell")
    assert (crimes["old"], crimes["new"], incidents["old"], incidents["new"]) == (2832, 2940, 2340, 2874)
    assert (crimes["phi"], incidents["phi"]) == pytest.approx((4.9533, 1.4293), abs=6e-5)
    assert (crimes["heterogeneity_p"], incidents["heterogeneity_p"]) == pytest.approx(
        (0.0019, 0.231), abs=6e-4
    )
    assert (crimes["overdispersed_verdict"], incidents["overdispersed_verdict"]) == (
        "no_clear_change",
        "rose",
    )


def test_a_sentence_does_not_say_the_quarter_twice(table):
    answer = answered(change_command, [table(SEED)])
    assert answer["rows"][0]["sentences"][0].startswith(
        "Crimes rose by 21.7%, from 544 in January to March 2019"
    )
    by_area = answered(change_command, [table("measure,label,old,new\nCrimes,Blandford,30,90\n")])
    assert by_area["rows"][0]["sentences"][0].startswith("Crimes (Blandford) rose by 200%")


def test_a_total_that_its_rows_do_not_make_is_warned_of(table):
    answer = answered(change_command, [table(SEED.replace('"2,874"', '"2,784"'))])
    wrong = [warning for warning in answer["warnings"] if warning["code"] == "arithmetic"]
    assert [(one["where"], one["text"]) for one in wrong] == [
        ("row 11", "new is 2,784, but the rows of its measure add up to 2,874.")
    ]


def test_a_total_over_a_missing_row_is_not_disputed(table):
    answer = answered(change_command, [table(SEED.replace(",605,815", ",,815"))])
    assert [warning["where"] for warning in answer["warnings"] if warning["code"] == "arithmetic"] == []
    assert [measure["measure"] for measure in answer["measures"]] == ["Crimes"]


@pytest.mark.parametrize("cell", ["", " ", "[x]", "[C]", ".."])
def test_a_missing_count_leaves_its_row_undetermined_and_the_family_smaller(table, cell):
    answer = answered(change_command, [table(f"label,old,new\na,50,90\nb,{cell},5\nc,10,12\n")])
    row = answer["rows"][1]
    assert (row["verdict"], row["missing"], row["p_bh"]) == ("undetermined", ["old"], None)
    assert answer["values"]["families"] == {"": 2}
    assert [(one["code"], one["where"]) for one in answer["warnings"]] == [("coverage", "row 3")]


def test_a_nought_is_a_count_and_not_a_gap(table):
    row = answered(change_command, [table("label,old,new\na,0,12\n")])["rows"][0]
    assert (row["verdict"], row["missing"], row["percent"]) == ("rose", [], None)


def test_families_are_those_that_the_file_names(table):
    text = "label,old,new,family\na,50,70,x\nb,50,71,x\nc,50,72,y\nd,50,73,\n"
    rows = answered(change_command, [table(text)])["rows"]
    assert rows[2]["p_holm"] == rows[2]["p"]
    assert rows[1]["p_holm"] == pytest.approx(2 * rows[1]["p"])
    assert (rows[3]["family"], rows[3]["p_holm"]) == (None, None)


def test_exposures_may_differ_from_row_to_row(table):
    text = "label,old,new,exposure_old,exposure_new\na,100,150,2,3\nb,100,150,,\n"
    answer = answered(change_command, [table(text)])
    assert [row["ratio"] for row in answer["rows"]] == [1.0, 1.5]
    assert answer["measures"] == []


def test_further_columns_come_back_as_they_were(table):
    row = answered(change_command, [table("Old, New ,Ward\n5,6,Bovington\n")])["rows"][0]
    assert (row["old"], row["new"], row["other"]) == (5, 6, {"ward": "Bovington"})


def test_a_repeated_row_is_flagged_and_kept(table):
    answer = answered(change_command, [table("label,old,new\na,5,6\na,5,6\n")])
    assert len(answer["rows"]) == 2
    assert [one["code"] for one in answer["warnings"] if one["code"] == "duplicate"] == ["duplicate"] * 2


def test_every_bad_cell_is_named_with_row_and_column_and_nothing_is_half_done(table):
    text = "label,old,new,exposure_old,exposure_new\na,5,x,,\n\nb,-3,4.5,1,\nc,1,2,0,4\n"
    found = refused(change_command, [table(text)])
    assert [(one.file, one.row, one.column) for one in found.problems] == [
        ("changes.csv", 2, "new"),
        ("changes.csv", 4, "old"),
        ("changes.csv", 4, "new"),
        ("changes.csv", 4, "exposure_new"),
        ("changes.csv", 5, "exposure_old"),
    ]
    assert all(one.remedy for one in found.problems)


def test_a_bad_period_is_named_with_row_and_column(table):
    found = refused(change_command, [table("period_old,period_new,old,new\n2019,2019-13,5,6\n")])
    assert str(found).startswith("changes.csv, row 2, column ‘period_new’: ‘2019-13’ is not a period.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The file is empty"),
        ("old,new\n", "no rows"),
        ("old\n5\n", "There is no column ‘new’"),
        ("old,new,exposure_old\n5,6,7\n", "There is no column ‘exposure_new’"),
        ("old,new,exposure_odl,exposure_new\n5,6,7,8\n", "There is no column ‘exposure_old’"),
        ("old,new,exposures\n5,6,7\n", "‘exposures’ is not a column"),
        ("old,new,old\n5,6,7\n", "The column ‘old’ occurs twice"),
        ("old,new,\n5,6,7\n", "A column has no heading"),
        ("old,new\n5,6,7\n", "row 2: The row has 3 cells and the heading 2"),
        ("old|new\n5|6\n", "There is no column ‘old’"),
        ("old;new\n5;1,234\n", "‘1,234’ may have a decimal comma or one of thousands"),
        ('old,new\n5,"6\n', "cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_table_of_changes_is_refused(table, text, says):
    assert says in str(refused(change_command, [table(text)]))


def test_text_that_is_not_utf_8_is_refused_and_a_byte_order_mark_is_not(table):
    assert "is not UTF-8" in str(refused(change_command, [table("label,old,new\ncafé,5,6\n", "cp1252")]))
    assert answered(change_command, [table("old,new\n5,6\n", "utf-8-sig")])["rows"][0]["old"] == 5


def test_exposure_goes_with_two_counts_and_not_with_a_file(table):
    assert "exposure_old and exposure_new" in str(
        refused(change_command, [table(SEED), "--exposure", "1", "2"])
    )
    assert "period_old and period_new" in str(
        refused(change_command, [table(SEED), "--periods", "2019", "2020"])
    )


@given(
    st.text(alphabet="0123456789,.-\n\r\"' ;abé£old\tnew", max_size=60),
    st.sampled_from(("old,new\n", "label,old,new,exposure_old,exposure_new\n", "")),
)
def test_any_file_gets_an_answer_or_a_sentence(tmp_path_factory, text, heading):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes((heading + text).encode())
    try:
        answered(change_command, [str(path)])
    except Unusable as found:
        problems = found.problems
    else:
        problems = ()
    assert all(one.reason and one.remedy for one in problems)


def test_a_rate_answers_value_and_limits():
    # PHEindicatormethods: 222 of 3,215 per 100.
    answer = answered(
        rates_command, ["--events", "222", "--exposure", "3215", "--per", "100", "--method", "byar"]
    )
    assert (answer["verdict"], answer["method"]) == ("estimated", "byar")
    assert (answer["value"], answer["low"], answer["high"]) == pytest.approx(
        (6.905132, 6.026575, 7.875729), abs=1e-6
    )


def test_a_count_against_expected_answers_its_standing():
    answer = answered(rates_command, ["--events", "125", "--expected", "100"])
    assert (answer["verdict"], answer["value"]) == ("above_expected", 1.25)
    assert (
        answered(rates_command, ["--events", "120", "--expected", "100"])["verdict"] == "no_clear_difference"
    )


def test_few_events_are_warned_of():
    few = answered(rates_command, ["--events", "9", "--exposure", "10"])
    assert [warning["code"] for warning in few["warnings"]] == ["base"]
    assert answered(rates_command, ["--events", "10", "--exposure", "10"])["warnings"] == []


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--events", "5"], "--exposure --expected is required"),
        (["--events", "5", "--exposure", "3", "--expected", "4"], "not allowed with"),
        (["--exposure", "3"], "required: --events"),
        (["--events", "5", "--exposure", "0"], "--exposure: ‘0’"),
        (["--events", "5", "--expected", "0"], "--expected: ‘0’"),
        (["--events", "5", "--expected", "4", "--per", "10"], "--per goes with --exposure"),
        (["--events", "5", "--exposure", "4", "--conf", "1"], "--conf"),
    ],
)
def test_bad_arguments_of_rates_are_refused(argv, says):
    assert says in str(refused(rates_command, argv))


def test_a_share_answers_value_and_limits():
    # PHEindicatormethods: Wilson 65 of 100.
    answer = answered(proportion_command, ["65", "100"])
    assert answer["method"] == "wilson"
    assert (answer["value"], answer["low"], answer["high"]) == pytest.approx(
        (0.65, 0.552544, 0.736358), abs=1e-6
    )


def test_a_population_narrows_a_share():
    wide, narrow = (
        answered(proportion_command, ["65", "100", *more]) for more in ([], ["--population", "500"])
    )
    assert wide["low"] < narrow["low"]
    assert narrow["values"]["population"] == 500


def test_wald_with_few_on_a_side_is_warned_of():
    answer = answered(proportion_command, ["3", "40", "--method", "wald"])
    assert [warning["where"] for warning in answer["warnings"]] == ["--method"]
    assert answered(proportion_command, ["10", "40", "--method", "wald"])["warnings"] == []


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["65", "10"], "a count from 0 to the number it is of"),
        (["0", "0"], "a count from 0"),
        (["65", "100", "--population", "50"], "cannot be smaller"),
        (["65", "100", "--population", "x"], "--population: ‘x’"),
        (["65"], "required: N"),
    ],
)
def test_bad_arguments_of_proportion_are_refused(argv, says):
    assert says in str(refused(proportion_command, argv))


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from(("exact", "midp", "score")))
def test_every_answer_fits_its_schema(old, new, method):
    answered(change_command, [str(old), str(new), "--method", method])
    answered(rates_command, ["--events", str(old), "--expected", str(new + 1)])
    answered(proportion_command, [str(min(old, new + 1)), str(new + 1)])


def test_the_schemas_are_plain_json():
    assert json.loads(json.dumps(SCHEMAS)) == SCHEMAS
    assert set(SCHEMAS) == {"change", "rates", "proportion"}


def test_reading_the_room_does_not_load_what_is_heavy():
    heavy = "{'scipy', 'numpy', 'pandas', 'django', 'duckdb'}"
    code = f"import sys, frankpledge.analysis.commands, frankpledge.analysis.series; sys.exit(bool({heavy} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}).returncode == 0
    )
    asked = "from frankpledge.analysis.change import change; change(3, 9); import sys; sys.exit('scipy.stats' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", asked], env={"PYTHONPATH": ":".join(sys.path)}).returncode == 0
    )


@pytest.mark.parametrize(
    "held",
    [
        b"\xef\xbb\xbfMEASURE;NEW;OLD\r\nTheft;20.0;10\r\n",
        b"old\tnew\tmeasure\n10\t20\tTheft\n",
        "old\tnew\tmeasure\n10\t20\tTheft\n".encode("utf-16"),
        b"New,Measure,Old\n20,Theft,10.0\n",
    ],
    ids=["semicolons", "tabs", "unicode text", "written by a program"],
)
def test_a_table_is_read_however_a_spreadsheet_parted_its_cells(tmp_path, held):
    path = tmp_path / "in.csv"
    path.write_bytes(held)
    row = change_command([str(path)]).as_json()["rows"][0]
    assert (row["measure"], row["old"], row["new"]) == ("Theft", 10, 20)


def test_what_programs_write_for_no_figure_is_missing_and_named(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("old,new\n10,NaN\nNA,4\n10,12\n", encoding="utf-8")
    answer = change_command([str(path)]).as_json()
    assert [row["missing"] for row in answer["rows"]] == [["new"], ["old"], []]
    assert [row["verdict"] for row in answer["rows"]] == ["undetermined", "undetermined", "no_clear_change"]


def test_an_exposure_may_have_all_the_digits_of_a_float():
    wanted = change_command(["5", "9", "--exposure", "1000000", "2500000"]).as_json()["ratio"]
    assert (
        change_command(["5", "9", "--exposure", "1e6", "2.5000000000000000e6"]).as_json()["ratio"] == wanted
    )
