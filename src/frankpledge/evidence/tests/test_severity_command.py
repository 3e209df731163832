"""The command `severity` from argument to JSON: tables as forces and publishers write them, what is refused, the schema."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from frankpledge.analysis.tests.test_commands import faults
from frankpledge.evidence.readers.offences import offence_table
from frankpledge.evidence.readers.weights import weight_table
from frankpledge.evidence.rules.offences import weighed, whole_span
from frankpledge.evidence.severity_commands import SCHEMAS, severity_command
from frankpledge.kernel.problems import Unusable

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
WEIGHTS = (
    "Offence code,Offence,Group,Weight,Low,High,Excluded,Version\n"
    "1/4.1,Homicide,Violence,8000,,,no,2024\n8N,Assault with injury,Violence,190,,,no,2024\n"
    "56A,Arson endangering life,Damage,826,,,no,2024\n56B,Arson,Damage,186,100,300,no,2024\n92D,Possession,Drugs,8,,,yes,2024\n"
)
TABLE = (
    "Month,Beat,Offence code,Number of offences\n"
    "2031-01,North, 8N , 10 \n2031-01,South,92D,-00 \n2031-02,North,8N,12\n2031-02,South,8N,3\n2031-03,South,056A,1\n"
)


@pytest.fixture
def run(tmp_path):
    """Runs the command on texts of files; the answer as JSON, which its schema must allow."""

    def command(counts=TABLE, *arguments, weights=WEIGHTS, **files):
        for name, text in {"counts": counts, "weights": weights, **files}.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        paths = [str(tmp_path / one) if one.endswith(".csv") else one for one in arguments]
        answer = severity_command(
            [str(tmp_path / "counts.csv"), "--weights", str(tmp_path / "weights.csv"), *paths]
        )
        made = json.loads(json.dumps(answer.as_json()))
        assert not list(faults(made, SCHEMAS["severity"]["output"]))
        return made

    return command


def refused(run, *given, **more):
    with pytest.raises(Unusable) as found:
        run(*given, **more)
    return found.value.problems[0]


def test_padded_counts_and_codes_are_read_and_areas_are_told_apart(run):
    found = run()
    assert (found["verdict"], found["total"]["mid"]) == ("known", 25 * 190 + 826)
    assert [(one["area"], one["total"]["mid"], one["rank"]) for one in found["areas"]] == [
        ("North", 22 * 190, 1), ("South", 3 * 190 + 826, 2),
    ]  # fmt: skip
    assert found["values"]["dated"] == "2024"


def test_the_order_of_areas_and_columns_changes_nothing(run):
    head, *rows = TABLE.splitlines()
    turned = [",".join(reversed(line.split(","))) for line in (head, *reversed(rows))]
    first, second = run(), run("\n".join(["An extract", *turned]) + "\n")
    assert first["parts"] == second["parts"]
    assert first["areas"] == second["areas"]


def test_rates_need_residents_and_can_turn_the_order(run):
    found = run(TABLE, "--populations", "people.csv", people='Beat,Residents\nNorth,20000\nSouth,"1,000"\n')
    assert [(one["area"], one["rate"]["mid"], one["rank"]) for one in found["areas"]] == [
        ("North", 22 * 190 / 20, 2), ("South", 3 * 190 + 826, 1),
    ]  # fmt: skip


def test_a_month_that_is_not_there_makes_the_total_unknown_and_an_area_without_a_row_has_none(run):
    found = run(TABLE.replace("2031-02", "2031-04"))
    assert (found["verdict"], found["total"]["mid"]) == ("unknown", None)
    assert "February 2031" in found["because"]
    assert run(TABLE, "--area", "North", "--period", "2031-03")["total"]["mid"] == 0


def test_records_with_days_are_counted_and_a_missing_count_is_not_nought(run):
    records = "Date recorded,HO code\n14/05/2031 22:10,008N\n2031-05-20,1\n31/05/2031,ZZ9\n"
    found = run(records)
    assert (found["total"]["mid"], found["coverage"]["exact"]) == (8190, "2/3")
    assert [one["code"] for one in found["lacking"]] == ["ZZ9"]
    assert {one["code"] for one in found["warnings"]} == {"coverage", "period"}
    assert run(TABLE.replace(",12\n", ",[x]\n"))["verdict"] == "unknown"


def test_a_class_or_a_group_gives_a_range(run):
    found = run("Offence code,Group,Count\n56,,2\n,Damage,1\n8N,,1\n")
    assert found["verdict"] == "range"
    assert found["total"] == {"low": 3 * 100 + 190, "mid": 3 * 506 + 190, "high": 3 * 826 + 190}
    assert {one["by"] for one in found["parts"]} == {"class", "group", "code"}


def test_what_the_weights_leave_out_is_named_and_counts_on_neither_side(run):
    found = run(TABLE.replace("-00 ", "40"))
    assert found["coverage"]["share"] == 1
    assert [(one["code"], one["count"]) for one in found["left_out"]] == [("92D", 40)]


def test_a_change_is_split_into_number_and_gravity(run):
    found = run(TABLE, "--period", "2031-03", "--before", "2031-01")
    moved = found["change"]
    assert (moved["difference"], round(moved["volume"] + moved["mix"], 9)) == (826 - 1900, 826 - 1900)
    assert moved["mix"] > 0
    assert found["verdict"] == "no_clear_change"
    assert run(TABLE, "--period", "2031-02", "--before", "2031-03", "--conf", "0.6")["verdict"] == "rose"


def test_the_interval_of_a_change_allows_for_what_its_own_years_show(run):
    def table(years):
        wild = [f"{2030 + year}-{month:02d},North,8N,{60 + 50 * (-1) ** (month + year)}\n" for year in years for month in range(1, 13)]  # fmt: skip
        return "Month,Beat,Offence code,Number of offences\n" + "".join(wild)

    asked = ("--period", "2032", "--before", "2031")
    found = run(table(range(3)), *asked)
    assert found["change"]["allows_for_more"]
    assert (found["change"]["phi"] > 5, found["change"]["phi_degrees"]) == (True, 22)
    two = run(table(range(1, 3)), *asked)["change"]
    assert (two["phi_degrees"], two["difference"]) == (11, found["change"]["difference"])
    bare = run(table([2, 1]).replace("2031-12", "2031-12-01").replace("2031-03", "2030-03"), *asked)
    assert bare["change"]["phi"] is None


def test_another_set_may_put_areas_in_another_order_and_that_is_said(run):
    other = "code,days\n8N,1\n56A,5000\n1,5475\n92D,0\n56B,185\n"
    found = run(TABLE, "--against", "other.csv", other=other)
    assert found["orders_differ"] is True
    assert [(one["rank"], one["other_rank"]) for one in found["areas"]] == [(1, 2), (2, 1)]
    assert run(TABLE, "--against", "weights.csv")["orders_differ"] is False


@pytest.mark.parametrize(
    ("old", "new", "row", "column"),
    [
        ("2031-02,North,8N,12", "2031-02,North,8N,twelve", 4, "Number of offences"),
        ("2031-02,North,8N,12", "2031-02,North,8N,1.5", 4, "Number of offences"),
        ("2031-02,North,8N,12", "31-31-2031,North,8N,12", 4, "Month"),
        ("2031-02,North,8N,12", "2031-02,North,8N!,12", 4, "Offence code"),
        ("2031-02,North,8N,12", "2031-02,North,,12", 4, "Offence code"),
        ("Beat", "Victim ID", 1, "victim_id"),
    ],
)
def test_bad_input_is_named_by_row_and_column(run, old, new, row, column):
    problem = refused(run, TABLE.replace(old, new))
    assert (problem.row, problem.column) == (row, column)


def test_bad_weights_are_named_and_nothing_is_guessed(run):
    twice = refused(run, weights=WEIGHTS + "8N,Assault with injury,Violence,200,,,no,2024\n")
    assert (twice.row, twice.column) == (7, "Weight")
    assert refused(run, weights=WEIGHTS.replace("190", "-190")).row == 3
    assert "no column" in refused(run, weights="a,b\n1,2\n").reason
    assert "no column" in refused(run, "Month,Beat\n2031-01,North\n").reason
    assert refused(run, TABLE, "--area", "East").value == "East"


@pytest.mark.real_data
def test_the_home_office_table_and_the_ons_weights_agree_with_a_plain_sum(tmp_path):
    path = tmp_path / "forces.csv"
    with gzip.open(DATA / "recorded-crime" / "prc-pfa-mar2013-onwards-tables201718.csv.gz") as packed:
        path.write_bytes(packed.read())
    codes = DATA / "severity" / "severity_codes.csv"
    rows = [row for row in offence_table(path, path.name).rows if row.area == "Cleveland"]
    found = weighed(rows, weight_table(codes, codes.name).found, whole_span(rows))
    weights = _plain_weights(codes)
    assert found.coverage == 1
    assert float(found.middle) == pytest.approx(
        sum((row.n or 0) * weights[row.code] for row in rows), rel=1e-12
    )


def _plain_weights(path):
    import csv

    with path.open(encoding="utf-8") as text:
        return {row["code_original"]: float(row["weight"]) for row in csv.DictReader(text)}
