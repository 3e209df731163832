"""How long cumulative sums run: published tables, the chain by hand against our own sum, and what must change it."""

from __future__ import annotations

import json
import math
from fractions import Fraction as F
from itertools import product

import numpy as np
import pytest

from frankpledge.analysis.alarm_commands import SCHEMAS, alarm_command, threshold_command
from frankpledge.analysis.cusum import CusumControl, RatioControl, cusum
from frankpledge.analysis.run_lengths import Counts, Measurements, average_run_length, decision_for
from frankpledge.analysis.tests.test_commands import faults
from frankpledge.analysis.watched_series import of_counts
from frankpledge.kernel.problems import Unusable

# Montgomery, Introduction to Statistical Quality Control, table 9.3: k = 1/2, two-sided; shifts in standard deviations.
SHIFTS = (0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4)
TABLE = {4: (168, 74.2, 26.6, 13.3, 8.38, 4.75, 3.34, 2.62, 2.19, 1.71),
         5: (465, 139, 38.0, 17.0, 10.4, 5.75, 4.01, 3.11, 2.57, 2.01)}  # fmt: skip
# The same, table 9.4: h that with this k gives 370 two-sided.
LIMITS = {0.5: 4.77, 1.25: 1.99}


@pytest.mark.parametrize("decision", list(TABLE))
def test_runs_of_normal_measurements_are_those_of_the_handbook(decision):
    control = CusumControl(0.5, decision, 10.0, "deviation")
    found = [average_run_length(control, Measurements(10 + shift, 1), sides=2) for shift in SHIFTS]
    # 139.49 and 10.376 are printed as 139 and 10.4: three figures.
    assert found == pytest.approx(TABLE[decision], rel=4e-3)


def test_one_side_runs_twice_as_long_and_near_what_siegmund_says():
    control = CusumControl(0.5, 5, 0.0, "deviation")
    found = average_run_length(control, Measurements(0, 1))
    assert found == pytest.approx(2 * average_run_length(control, Measurements(0, 1), sides=2))
    assert found == pytest.approx(930.887, abs=5e-4)  # Hawkins and Olwell 1998: 930.9
    reach = 2 * -0.5 * (5 + 1.166)
    siegmund = (math.exp(-reach) + reach - 1) / (2 * 0.5**2)
    assert siegmund == pytest.approx(938.2, abs=0.05)
    assert found == pytest.approx(siegmund, rel=0.01)


@pytest.mark.parametrize("k", list(LIMITS))
def test_the_limit_for_370_is_that_of_the_handbook(k):
    control = CusumControl(k, 1.0, 0.0, "deviation")
    assert decision_for(control, Measurements(0, 1), 370, sides=2) == pytest.approx(LIMITS[k], abs=6e-3)


FEW = (F(3, 8), F(3, 8), F(1, 8), F(1, 8))
"""Chances of 0, 1, 2 and 3 events."""


def chain(k, h):
    """Brook and Evans by hand: chances of going from one place below h to another, in halves."""
    places = [F(half, 2) for half in range(int(2 * h))]
    return [
        [sum((p for n, p in enumerate(FEW) if max(F(0), at + n - k) == to), F(0)) for to in places]
        for at in places
    ]


def test_our_sum_alarms_when_the_chain_says():
    k, h, periods = F(3, 2), F(3), 6
    quiet = F(0)
    for counts in product(range(4), repeat=periods):
        rows = cusum(of_counts(list(counts)), range(periods), CusumControl(float(k), float(h), 0.0, "none"))
        if not any(row.alarm for row in rows):
            quiet += math.prod((FEW[n] for n in counts), start=F(1))
    row = [F(1), *[F(0)] * 5]
    for _ in range(periods):
        row = [sum((a * line[to] for a, line in zip(row, chain(k, h), strict=True)), F(0)) for to in range(6)]
    assert quiet == sum(row)


def test_the_run_of_counts_is_that_of_the_chain(monkeypatch):
    table = np.array([[float(p) for p in line] for line in chain(F(3, 2), F(3))])
    expected = np.linalg.solve(np.eye(6) - table, np.ones(6))[0]
    monkeypatch.setattr(Counts, "chances", lambda _: np.array([float(p) for p in FEW]))
    control = CusumControl(1.5, 3.0, 0.0, "none")
    assert average_run_length(control, Counts(1.0)) == pytest.approx(expected, rel=1e-12)
    # The same sum about a mean that is taken off.
    assert average_run_length(CusumControl(0.5, 3.0, 1.0, "deviation"), Counts(1.0)) == pytest.approx(
        expected
    )


@pytest.mark.parametrize(
    "control",
    [
        CusumControl(1.04, 2.26, 5.0, "rossi"),
        CusumControl(0.5, 4, 5.0, "standard"),
        RatioControl(1.5, 4, 5.0),
    ],
)
def test_a_greater_mean_is_seen_sooner_and_a_higher_limit_waits_longer(control):
    usual, more = (average_run_length(control, Counts(mean)) for mean in (5.0, 7.5))
    assert 1 < more < usual / 10
    assert average_run_length(control, Counts(5.0, 0.2)) < usual


def test_a_limit_for_counts_is_the_least_that_runs_so_long():
    control, drawn = CusumControl(0.6, 1.0, 2.4, "deviation"), Counts(2.4)
    found = decision_for(control, drawn, 500)
    lengths = [average_run_length(CusumControl(0.6, h, 2.4, "deviation"), drawn) for h in (found - 1, found)]
    assert lengths[0] < 500 <= lengths[1]


def asked(tmp_path, **values):
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"method": "cusum", **values}), encoding="utf-8")
    return threshold_command([str(path)]).as_json()


def test_the_threshold_command_tells_runs_and_limits(tmp_path):
    normal = asked(tmp_path, distribution="normal", m=20, sd=4, k=2, h=16, sides=2, shifted=[24])
    assert normal["run_length"] == pytest.approx(168, rel=4e-3)
    assert normal["shifted"] == [{"mean": 24.0, "run_length": pytest.approx(8.38, rel=4e-3)}]
    assert normal["upper"] == 38
    counts = asked(tmp_path, m=2.4, k=0.6, run_length=500)
    assert (counts["h"], counts["run_length"] >= 500) == (10, True)
    for answer in (normal, counts):
        assert not faults(answer, SCHEMAS["alarm threshold"]["output"])
    for wrong in ({"m": 5, "k": 1}, {"m": 5, "k": 1, "h": 2, "run_length": 9}, {"k": 1, "h": 2}, {"m": 5, "k": 9, "h": 2, "shifted": [-1]}):  # fmt: skip
        with pytest.raises(Unusable):
            asked(tmp_path, **wrong)


def test_an_alarm_says_how_often_it_cries_wolf(tmp_path):
    series, control = tmp_path / "s.csv", tmp_path / "c.json"
    series.write_text(
        "period,observed\n" + "".join(f"{at},{n}\n" for at, n in enumerate([4, 6, 5, 5] * 6, 1)), "utf-8"
    )
    found = {}
    for name, text in {"sum": {"method": "cusum", "k": 1.04, "h": 2.26, "trans": "rossi"}, "C2": {"method": "C2", "alpha": 0.02}}.items():  # fmt: skip
        control.write_text(json.dumps(text), "utf-8")
        found[name] = alarm_command([str(series), "--control", str(control)]).as_json()
        assert not faults(found[name], SCHEMAS["alarm"]["output"])
    assert found["sum"]["values"]["run_length"] == pytest.approx(453.8, abs=0.05)
    assert "a false alarm in 454 periods" in found["sum"]["method"]
    assert found["C2"]["values"]["run_length"] == pytest.approx(50)
