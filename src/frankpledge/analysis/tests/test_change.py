"""What must hold of a change between any two counts."""

from __future__ import annotations

import math
import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.analysis.change import METHODS, Direction, change

counts = st.integers(0, 5000)
exposures = st.tuples(st.integers(1, 10_000), st.integers(1, 10_000))
methods = st.sampled_from(METHODS)
confidences = st.sampled_from((0.6, 0.8, 0.9, 0.95, 0.99, 0.998))
sides = st.sampled_from(("two-sided", "greater", "less"))


def test_a_rise_beyond_chance_is_called_a_rise_and_the_same_share_of_few_is_not():
    assert change(100, 150).verdict is Direction.ROSE
    assert change(10, 15).verdict is Direction.NO_CLEAR_CHANGE


def test_a_fall_beyond_chance_is_called_a_fall():
    assert change(150, 100).verdict is Direction.FELL


def test_a_longer_new_period_can_explain_a_rise_away():
    assert change(100, 150, exposure=(2, 3)).verdict is Direction.NO_CLEAR_CHANGE


def test_from_nothing_there_is_no_percentage_and_no_upper_limit():
    found = change(0, 5)
    assert (found.ratio, found.percent, found.percent_low, found.percent_high) == (None, None, None, None)
    # The lower limit has a closed form: p to the fifth power is 0.025.
    assert found.low == pytest.approx(0.025**0.2 / (1 - 0.025**0.2), rel=1e-12)
    assert math.isinf(found.high)


def test_five_from_nothing_may_be_chance_and_six_may_not():
    assert change(0, 5).verdict is Direction.NO_CLEAR_CHANGE
    assert change(0, 6).verdict is Direction.ROSE


def test_to_nothing_is_a_fall_of_all_with_an_upper_limit():
    found = change(6, 0)
    assert (found.ratio, found.percent, found.low) == (0, -100, 0)
    assert found.verdict is Direction.FELL
    assert found.high == pytest.approx(1 / change(0, 6).low, rel=1e-12)


def test_nothing_in_either_period_leaves_the_change_undetermined():
    found = change(0, 0)
    assert found.verdict is Direction.UNDETERMINED
    assert (found.low, found.high, found.p, found.p_central, found.p_minlike) == (
        0,
        math.inf,
        None,
        None,
        None,
    )


def test_a_one_sided_question_is_answered_by_a_one_sided_interval():
    greater, less = change(100, 128, alternative="greater"), change(100, 128, alternative="less")
    assert math.isinf(greater.high)
    assert less.low == 0
    # 100 to 128 is clear when only a rise was asked about, and never a fall when only a fall was.
    assert (change(100, 128).verdict, greater.verdict) == (Direction.NO_CLEAR_CHANGE, Direction.ROSE)
    assert less.verdict is Direction.NO_CLEAR_CHANGE


def test_the_verdict_follows_the_interval_shown_when_methods_disagree():
    # 20 to 35 touches 1 exactly where the methods part: exact is the widest of the three.
    verdicts = {method: change(20, 35, method=method).verdict for method in METHODS}
    assert verdicts["exact"] is Direction.NO_CLEAR_CHANGE
    assert verdicts["score"] is Direction.ROSE


@pytest.mark.parametrize(
    ("old", "new", "options"),
    [
        (-1, 3, {}),
        (3, -1, {}),
        (3, 4, {"exposure": (0, 1)}),
        (3, 4, {"exposure": (1, -1)}),
        (3, 4, {"confidence": 1.0}),
        (3, 4, {"confidence": 0.49}),
        (3, 4, {"method": "wald"}),
        (3, 4, {"alternative": "up"}),
    ],
)
def test_what_cannot_be_a_count_an_exposure_or_a_confidence_is_refused(old, new, options):
    with pytest.raises(ValueError, match=r"."):
        change(old, new, **options)


@given(counts, counts, exposures, methods)
def test_swapping_the_periods_inverts_the_ratio_and_its_limits(old, new, exposure, method):
    forth = change(old, new, exposure=exposure, method=method)
    back = change(new, old, exposure=exposure[::-1], method=method)
    if old and new:
        assert back.ratio == 1 / forth.ratio
    assert math.isinf(back.high) if forth.low == 0 else back.high == pytest.approx(1 / forth.low, rel=1e-9)
    assert back.p_central == (None if forth.p_central is None else pytest.approx(forth.p_central, rel=1e-9))
    assert back.p_minlike == (None if forth.p_minlike is None else pytest.approx(forth.p_minlike, rel=1e-9))


@given(counts, counts, exposures, st.integers(1, 1000), methods, sides)
def test_the_unit_of_exposure_changes_nothing(old, new, exposure, unit, method, side):
    finer = (Fraction(exposure[0], unit), Fraction(exposure[1], unit))
    one = change(old, new, exposure=exposure, method=method, alternative=side)
    other = change(old, new, exposure=finer, method=method, alternative=side)
    assert (one.ratio, one.low, one.high, one.p, one.verdict) == (
        other.ratio, other.low, other.high, other.p, other.verdict,
    )  # fmt: skip


@given(counts, counts, exposures, methods, confidences, sides)
def test_the_interval_holds_the_ratio(old, new, exposure, method, confidence, side):
    found = change(old, new, exposure=exposure, method=method, confidence=confidence, alternative=side)
    ratio = math.inf if found.ratio is None else float(found.ratio)
    assert found.low <= ratio * (1 + 1e-9)
    assert ratio <= found.high * (1 + 1e-9) or old + new == 0


@given(counts, counts, exposures, confidences)
def test_the_exact_interval_holds_the_midp_one(old, new, exposure, confidence):
    exact = change(old, new, exposure=exposure, confidence=confidence)
    midp = change(old, new, exposure=exposure, confidence=confidence, method="midp")
    assert exact.low <= midp.low * (1 + 1e-9)
    assert midp.high <= exact.high * (1 + 1e-9)


@given(counts, counts, methods, sides)
def test_more_confidence_is_never_narrower(old, new, method, side):
    narrow = change(old, new, method=method, confidence=0.9, alternative=side)
    wide = change(old, new, method=method, confidence=0.99, alternative=side)
    assert wide.low <= narrow.low
    assert wide.high >= narrow.high


@given(counts, st.integers(0, 4999), methods)
def test_one_more_event_now_never_lowers_the_ratio_or_a_limit(old, new, method):
    fewer, more = change(old, new, method=method), change(old, new + 1, method=method)
    assert more.low > fewer.low
    assert more.high >= fewer.high
    if old:
        assert more.ratio > fewer.ratio


@given(counts, counts, exposures, methods, confidences, sides)
def test_p_is_small_exactly_when_the_interval_leaves_out_1(old, new, exposure, method, confidence, side):
    found = change(old, new, exposure=exposure, method=method, confidence=confidence, alternative=side)
    if found.p is None or abs(found.p - (1 - confidence)) < 1e-9:
        return
    assert (found.p < 1 - confidence) == (found.verdict in {Direction.ROSE, Direction.FELL})


@settings(max_examples=60)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 5), st.integers(1, 5))
def test_p_minlike_is_the_sum_over_all_outcomes_no_likelier_worked_out_the_boring_way(old, new, t_old, t_new):
    n, p = old + new, Fraction(t_new, t_old + t_new)
    if n == 0:
        return
    likelihoods = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    boring = sum(one for one in likelihoods if one <= likelihoods[new])
    found = change(old, new, exposure=(t_old, t_new))
    assert found.p_minlike == pytest.approx(float(boring), rel=1e-9)
    above, below = sum(likelihoods[new:]), sum(likelihoods[: new + 1])
    assert found.p_central == pytest.approx(min(1.0, 2 * float(min(above, below))), rel=1e-9)


def test_a_billion_events_keep_their_digits():
    found = change(10**9, 10**9 + 50_000, exposure=(365, 365))
    assert found.p_minlike == pytest.approx(found.p_central, rel=1e-6)
    assert found.p == pytest.approx(change(10**9, 10**9 + 50_000, method="score").p, rel=1e-3)


@pytest.mark.parametrize("method", METHODS)
def test_four_thousand_changes_take_under_two_seconds(method):
    change(1, 1)  # importing scipy is not part of it
    start = time.process_time()
    for place in range(4000):
        change(place % 3001, (place * 7) % 2999, exposure=(365, 366), method=method)
    assert time.process_time() - start < 2
