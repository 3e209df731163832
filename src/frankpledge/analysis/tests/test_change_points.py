"""Changes of level against published results, and when there are none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.change_points import (
    _early,
    _late,
    break_interval,
    cusum,
    cusum_p,
    divided,
    levels,
    partition,
)
from frankpledge.analysis.tests.published import NILE

FLOW = np.array(NILE, dtype=float)


def test_the_nile_steps_once_after_1898():
    # ruptures 1.1.10, L2 cost and jump 1: after index 28, means 1097.75 and 849.972 (strategic-assessment 3.9).
    (step,) = levels(NILE).steps
    assert step.place == 28
    assert (step.before, step.after) == pytest.approx((1097.75, 849.9722222))
    assert step.is_clear


@pytest.mark.parametrize(("penalty", "ends"), [(1e5, [28, 100]), (3e4, [10, 19, 28, 83, 94, 100])])
def test_the_division_is_that_of_ruptures(penalty, ends):
    # ruptures 1.1.10, Pelt(model="l2", min_size=6, jump=1).fit(Nile).predict(pen=penalty).
    assert partition(FLOW[None, :], np.array([penalty]))[0].tolist() == ends


def test_the_test_of_the_nile_agrees_with_strucchange():
    # R package strucchange, sctest(efp(Nile ~ 1, type = "OLS-CUSUM")): f(efp) = 2.9518, p-value = 5.409e-08.
    assert cusum(FLOW) == pytest.approx(2.9518, abs=5e-5)
    assert cusum_p(cusum(FLOW)) == pytest.approx(5.409e-8, rel=1e-3)


def test_the_interval_of_the_nile_agrees_with_strucchange():
    # confint(breakpoints(Nile ~ 1)): 25, 28, 32, that is 1895, 1898 and 1902 (Zeileis and others 2003).
    before, after = FLOW[:28], FLOW[28:]
    assert break_interval(28, after.mean() - before.mean(), (before.var(), after.var())) == (25, 32)


def test_the_interval_follows_the_distribution_of_yao_where_both_levels_vary_alike():
    # Yao, Annals of Statistics 15 (1987) 1321: the quantiles 7.7 (95%) and 11.0 (97.5%).
    assert _late(7.687, 1.0) == pytest.approx(0.95, abs=5e-4)
    assert _late(11.033, 1.0) == pytest.approx(0.975, abs=5e-4)
    assert _early(11.033, 1.0) == pytest.approx(0.025, abs=5e-4)


@pytest.mark.parametrize("ratio", [0.2, 0.7, 1.0, 1.9, 6.0])
def test_the_distribution_of_the_date_is_one(ratio):
    values = [_early(x, ratio) for x in (400, 60, 5, 1, 1e-6)] + [
        _late(x, ratio) for x in (1e-6, 1, 5, 60, 400)
    ]
    assert values == sorted(values)
    assert _early(1e-9, ratio) == pytest.approx(_late(1e-9, ratio), abs=1e-3)
    assert (values[0], values[-1]) == pytest.approx((0, 1), abs=1e-3)


def test_a_bridge_that_hardly_strays_is_no_surprise():
    assert cusum_p(0.0) == 1
    assert cusum_p(1.3581) == pytest.approx(0.05, abs=5e-5)  # the 5% point of Kolmogorov's distribution
    assert cusum(np.full(9, 4.0)) == 0


def hanging_together(correlation, rows=500, steps=72, seed=5):
    found = np.random.default_rng(seed).normal(size=(rows, steps))
    for step in range(1, steps):
        found[:, step] = correlation * found[:, step - 1] + math.sqrt(1 - correlation**2) * found[:, step]
    return found


@pytest.mark.parametrize(("correlation", "most"), [(0.0, 0.04), (0.3, 0.07), (0.5, 0.12)])
def test_noise_is_seldom_taken_for_steps(correlation, most):
    found = divided(hanging_together(correlation))
    assert sum(len(ends) > 1 for ends in found.ends) / 500 < most


@pytest.mark.parametrize(("correlation", "least"), [(0.0, 0.98), (0.3, 0.95), (0.5, 0.75)])
def test_a_step_of_two_standard_deviations_is_mostly_found(correlation, least):
    rows = hanging_together(correlation)
    rows[:, 36:] += 2
    assert sum(len(ends) > 1 for ends in divided(rows).ends) / 500 > least


def test_plain_noise_would_see_steps_in_every_slow_swing():
    rows = hanging_together(0.5)
    naive = partition(rows, 2 * np.var(rows, axis=1) * math.log(72))
    assert sum(len(ends) > 1 for ends in naive) > 4 * sum(len(ends) > 1 for ends in divided(rows).ends)


def test_gaps_do_not_move_a_step():
    holed = [value if place % 9 else None for place, value in enumerate(NILE)]
    (step,) = levels(holed).steps
    assert abs(step.place - 28) <= 1


def test_no_level_is_shorter_than_asked():
    found = levels([1.0] * 20 + [50.0] * 3 + [1.0] * 20, least=6, penalty=1.0)
    assert all(last - first >= 6 for first, last, _ in found.segments)
    shorter = levels([1.0] * 20 + [50.0] * 3 + [1.0] * 20, least=2, penalty=1.0)
    assert [first for first, _, _ in shorter.segments] == [0, 20, 23]


def test_several_steps_are_adjusted_for_one_another():
    rises = [0.0, 1, 0, 1] * 6 + [10.0, 11, 10, 11] * 6 + [20.0, 21, 20, 21] * 6
    found = levels(rises)
    assert [step.place for step in found.steps] == [24, 48]
    assert all(step.p_adjusted >= step.p for step in found.steps)
    assert all(step.low <= step.place <= step.high for step in found.steps)


def test_too_few_figures_are_refused():
    with pytest.raises(ValueError, match="at least 12"):
        levels([1.0] * 11)


ROWS = st.lists(st.integers(0, 60), min_size=14, max_size=40).filter(lambda row: len(set(row)) > 2)


@given(ROWS, st.integers(-500, 500), st.integers(1, 9))
def test_shifting_and_stretching_move_levels_and_no_step(row, shift, factor):
    one, other = (
        levels([float(value) for value in row]),
        levels([float(value * factor + shift) for value in row]),
    )
    assert [step.place for step in one.steps] == [step.place for step in other.steps]
    assert [mean * factor + shift for _, _, mean in one.segments] == pytest.approx(
        [mean for _, _, mean in other.segments]
    )


@given(ROWS)
def test_a_dearer_step_never_makes_more_of_them(row):
    values = np.array([row], dtype=float)
    counts = [len(partition(values, np.array([penalty]))[0]) for penalty in (1.0, 50.0, 5000.0)]
    assert counts == sorted(counts, reverse=True)
