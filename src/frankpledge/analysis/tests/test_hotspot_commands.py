"""The commands on places from argument to JSON: what they answer, what they refuse, and that the schemas tell the truth."""

from __future__ import annotations

import json
import random

import pytest

from frankpledge.analysis.hotspot_commands import SCHEMAS, hotspots_command, near_repeats_command
from frankpledge.analysis.tests.test_commands import faults
from frankpledge.analysis.tests.test_hotspots import GI, GI_STAR, VALUES, X, Y
from frankpledge.kernel.problems import Unusable

ROWS = [f"p{place},{x},{y},{value}" for place, (x, y, value) in enumerate(zip(X, Y, VALUES, strict=True))]
SIX = "id,x,y,value\n" + "\n".join(ROWS) + "\n"


@pytest.fixture
def file(tmp_path):
    def write(text, name="points.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def answered(command, argv):
    answer = json.loads(json.dumps(command(argv).as_json(), allow_nan=False))
    name = command.__name__.removesuffix("_command").replace("_", "-")
    assert faults(answer, SCHEMAS[name]["output"]) == []
    return answer


def test_published_figures_come_out_of_the_command(file):
    star = answered(hotspots_command, [file(SIX), "--band", "15", "--statistic", "gi_star"])
    assert [area["z"] for area in star["areas"]] == pytest.approx(GI_STAR, abs=5e-8)
    plain = answered(
        hotspots_command, [file(SIX), "--band", "15", "--statistic", "g", "--alternative", "greater"]
    )
    assert [area["z"] for area in plain["areas"]] == pytest.approx(GI, abs=5e-8)
    assert plain["global"]["value"] == pytest.approx(0.55709779, abs=5e-9)
    assert plain["global"]["p"] == pytest.approx(0.172936, abs=5e-7)
    assert [area["neighbours"] for area in plain["areas"]] == [2, 3, 1, 3, 4, 1]


def test_moran_answers_under_both_assumptions(file):
    found = answered(
        hotspots_command, [file(SIX), "--band", "15", "--statistic", "moran", "--permutations", "99"]
    )
    assert found["global"]["variance"] == found["global"]["randomisation"]["variance"]
    other = answered(
        hotspots_command, [file(SIX), "--band", "15", "--statistic", "moran", "--assume", "normality"]
    )
    assert (
        other["global"]["variance"] == other["global"]["normality"]["variance"] != found["global"]["variance"]
    )
    assert found["global"]["expected"] == pytest.approx(-0.2)


@pytest.mark.parametrize("statistic", ["gi", "gi_star", "g", "moran"])
def test_metamorphic_the_order_of_rows_changes_nothing_not_even_what_is_dealt(file, statistic):
    options = ["--band", "15", "--statistic", statistic, "--permutations", "199", "--seed", "4"]
    first = answered(hotspots_command, [file(SIX), *options])
    rows = ROWS.copy()
    random.Random(2).shuffle(rows)  # noqa: S311
    again = answered(hotspots_command, [file("id,x,y,value\n" + "\n".join(rows) + "\n"), *options])
    key = lambda area: area["id"]  # noqa: E731
    assert sorted(first["areas"], key=key) == sorted(again["areas"], key=key)
    assert first["global"] == again["global"]
    assert [area["id"] for area in again["areas"]] == [row.split(",")[0] for row in rows]


def test_weights_of_a_file_do_what_the_band_does_and_gal_too(file):
    pairs = [
        (i, j)
        for i in range(6)
        for j in range(6)
        if i != j and (X[i] - X[j]) ** 2 + (Y[i] - Y[j]) ** 2 <= 225
    ]
    csv = "from,to\n" + "".join(f"p{i},p{j}\n" for i, j in pairs)
    gal = "6\n" + "".join(
        f"p{i} {len(near)}\n{' '.join(f'p{j}' for j in near)}\n"
        for i in range(6)
        if (near := [j for a, j in pairs if a == i]) or True
    )
    band = answered(hotspots_command, [file(SIX), "--band", "15"])
    for name, text in (("w.csv", csv), ("w.gal", gal)):
        found = answered(hotspots_command, [file(SIX), "--weights", file(text, name)])
        assert found["areas"] == band["areas"]
        assert found["global"] == band["global"]


def test_an_area_without_a_value_is_left_out_and_named_and_never_nought(file):
    found = answered(hotspots_command, [file(SIX + "p6,20,15,\n"), "--band", "15"])
    whole = answered(hotspots_command, [file(SIX), "--band", "15"])
    nought = answered(hotspots_command, [file(SIX + "p6,20,15,0\n"), "--band", "15"])
    assert found["areas"] == whole["areas"] != nought["areas"][:6]
    assert any("p6" in caution["text"] for caution in found["warnings"])


def test_islands_counts_and_degrees_are_pointed_out(file):
    island = answered(hotspots_command, [file(SIX + "far,900,900,4\n"), "--band", "15"])
    assert island["areas"][-1]["z"] is None
    assert "no neighbour" in island["areas"][-1]["because"]
    counts = SIX.replace("3.2", "3").replace("8.0", "8")
    assert "denominator" in {
        one["code"] for one in answered(hotspots_command, [file(counts), "--band", "15"])["warnings"]
    }
    degrees = "id,x,y,value\na,-2.4,50.7,1\nb,-2.5,50.8,2\nc,-2.3,50.6,4\nd,-2.2,50.9,3\n"
    found = answered(hotspots_command, [file(degrees), "--band", "0.2"])
    assert "implausible" in {one["code"] for one in found["warnings"]}


def test_too_few_permutations_to_tell_are_pointed_out_and_enough_are_not(file):
    text = "id,x,y,value\n" + "".join(
        f"{x}-{y},{x},{y},{(x * 7 + y * 3) % 5 + 20 * (x < 2 and y < 2)}.5\n"
        for x in range(12)
        for y in range(12)
    )
    options = ["--band", "1.5", "--seed", "1", "--permutations"]
    few = answered(hotspots_command, [file(text), *options, "99"])
    assert few["verdict"] == "nothing_stands_out"
    assert any("smallest p" in one["text"] for one in few["warnings"])
    many = answered(hotspots_command, [file(text), *options, "9999"])
    assert many["verdict"] == "hotspots"
    assert not any("smallest p" in one["text"] for one in many["warnings"])


def test_local_figures_of_negative_values_have_no_general_g(file):
    found = answered(hotspots_command, [file(SIX.replace("p0,10.0,10.0,2.0", "p0,10,10,-2")), "--band", "15"])
    assert found["global"] is None
    assert "unverifiable" in {one["code"] for one in found["warnings"]}


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        (SIX, [], "required"),
        (SIX, ["--band", "0"], "--band"),
        (SIX, ["--band", "15", "--permutations", "many"], "--permutations"),
        (SIX, ["--band", "15", "--statistic", "getis"], "--statistic"),
        (SIX.replace("value", "rate"), ["--band", "15"], "column ‘value’"),
        (SIX.replace("p1,", "p0,"), ["--band", "15"], "comes twice"),
        (SIX.replace("p1,20.0", "p1,east"), ["--band", "15"], "coordinate"),
        (SIX.replace("3.2", "many"), ["--band", "15"], "no number"),
        ("id,x,y,value\na,1,1,2\nb,1,2,2\nc,2,2,2\nd,3,3,2\n", ["--band", "15"], "alike"),
        ("id,x,y,value,offender_id\na,1,1,2,7\n", ["--band", "15"], "predicts a person"),
        (
            SIX.replace("p0,10.0,10.0,2.0", "p0,10,10,-2"),
            ["--band", "15", "--statistic", "g"],
            "below nought",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_remedy(file, text, arguments, said):
    with pytest.raises(Unusable) as found:
        hotspots_command([file(text), *arguments])
    assert said in str(found.value)
    assert all(problem.remedy for problem in found.value.problems)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("w.csv", "a,b\n1,2\n", "column of neighbours"),
        ("w.csv", "from,to\np0,p1\np0,p1\n", "come twice"),
        ("w.csv", "from,to,weight\np0,p1,-1\n", "no weight"),
        ("w.csv", "from,to\nq0,q1\n", "No pair"),
        ("w.gal", "6\np0 3\np1 p2\n", "not as many"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(file, name, text, said):
    with pytest.raises(Unusable, match=said):
        hotspots_command([file(SIX), "--weights", file(text, name)])


EVENTS = "x,y,date\n" + "".join(
    f"{100 * (day % 7)},{37 * (day % 11)},2024-{1 + day // 28:02d}-{1 + day % 28:02d}\n"
    for day in range(0, 300, 3)
)


def test_near_repeats_answer_by_band(file):
    found = answered(
        near_repeats_command, [file(EVENTS), "--places", "true", "--distances", "0,100", "--days", "7,14"]
    )
    assert len(found["cells"]) == 4
    assert sum(cell["observed"] for cell in found["cells"]) <= found["values"]["pairs"]
    shuffled = EVENTS.splitlines()
    random.Random(1).shuffle(body := shuffled[1:])  # noqa: S311
    again = answered(
        near_repeats_command,
        [
            file("\n".join([shuffled[0], *body]) + "\n"),
            "--places",
            "true",
            "--distances",
            "0,100",
            "--days",
            "7,14",
        ],
    )
    assert again == found


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        (EVENTS, [], "--places true"),
        (EVENTS, ["--places", "moved"], "moved together"),
        (EVENTS.replace("2024-01-01", "2024-01"), ["--places", "true"], "A month will not do"),
        (EVENTS.replace("2024-01-01", ""), ["--places", "true"], "The day is missing"),
        (
            "x,y,date,falls_within\n1,1,2024-01-01,F\n1,2,2024-01-02,F\n",
            ["--places", "true"],
            "published police",
        ),
        ("x,y,date,suspect\n1,1,2024-01-01,F\n1,2,2024-01-02,F\n", ["--places", "true"], "person"),
        ("x,y\n1,1\n", ["--places", "true"], "column ‘date’"),
        ("x,y,date\n1,1,2024-01-01\n", ["--places", "true"], "two events"),
        (EVENTS, ["--places", "true", "--distances", "100,50"], "rise"),
        (EVENTS, ["--places", "true", "--days", "a"], "--days"),
    ],
)
def test_near_repeats_refuse_months_moved_points_and_people(file, text, arguments, said):
    with pytest.raises(Unusable) as found:
        near_repeats_command([file(text), *arguments])
    assert said in str(found.value)
    assert all(problem.remedy for problem in found.value.problems)


def test_weights_that_name_an_area_which_is_not_there_say_so(file):
    points = file("id,value\na,1.5\nb,2\nc,5\nd,3\ne,\n")
    pairs = "from,to\na,b\nb,a\nc,d\nd,c\n"
    whole = hotspots_command([points, "--weights", file(pairs + "d,e\n", "w.csv")]).as_json()
    assert [one["where"] for one in whole["warnings"]] == ["value"]
    strange = hotspots_command([points, "--weights", file(pairs + "d,zz\n", "w.csv")]).as_json()
    assert any("name zz, which the file of areas does not have" in one["text"] for one in strange["warnings"])
    assert strange["areas"] == whole["areas"]
