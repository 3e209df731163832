from __future__ import annotations

import math

import pytest

from frankpledge.analysis.change import Direction
from frankpledge.analysis.interrupted import FEWEST_EACH_SIDE, Effect, TooShort, effect_of_start, newey_west

# Acute coronary episodes in Sicily by month, January 2002 to November 2006, and the age-standardised population; public
# places were smoke-free from January 2005 (Lopez Bernal, Cummins and Gasparrini 2017, Int J Epidemiol 46: 348-355).
EPISODES = (
    728, 659, 791, 734, 757, 726, 760, 740, 720, 814, 795, 858, 887, 766, 851, 769, 781, 756, 766, 752, 765, 831, 879, 928,
    914, 808, 937, 840, 916, 828, 845, 818, 860, 839, 887, 886, 831, 796, 833, 820, 877, 758, 767, 738, 781, 843, 850, 908,
    1021, 859, 976, 888, 962, 838, 810, 876, 843, 936, 912,
)  # fmt: skip
PEOPLE = (
    379875.3, 376495.5, 377040.8, 377116.4, 377383.4, 374113.1, 379513.3, 376295.5, 374653.2, 378485.6, 375955.5, 378349.7,
    376762.4, 379032.3, 379360.4, 376162.0, 377972.4, 381830.7, 379888.6, 380872.2, 380966.9, 381240.4, 382104.9, 381802.7,
    381656.3, 383680.0, 383504.2, 386462.9, 383783.1, 380836.8, 383483.0, 380906.2, 382926.8, 384052.4, 384449.6, 383428.4,
    388153.2, 388373.2, 386470.1, 386033.2, 383686.4, 385509.3, 385901.9, 386516.6, 388436.5, 383255.2, 390148.7, 385874.9,
    391613.6, 391750.4, 394005.6, 391364.9, 391664.6, 389022.3, 391878.5, 388575.3, 392989.0, 390018.8, 390712.3,
)  # fmt: skip
BAN = 36


def test_the_published_effect_of_the_smoking_ban_is_reproduced():
    plain = effect_of_start(EPISODES, BAN, exposures=PEOPLE, harmonics=0, errors="chance")
    # As printed in the paper: 0.894 (0.864 to 0.925).
    assert (plain.ratio, plain.low, plain.high) == pytest.approx((0.894, 0.864, 0.925), abs=1e-3)
    seasonal = effect_of_start(EPISODES, BAN, exposures=PEOPLE, harmonics=2, errors="over-dispersed")
    assert seasonal.ratio == pytest.approx(0.885, abs=5e-4)
    # The paper's limits, 0.839 to 0.933, take the normal quantile for the same standard error.
    error = (math.log(seasonal.high) - math.log(seasonal.ratio)) / 2.006647
    limits = [math.exp(math.log(seasonal.ratio) + sign * 1.959964 * error) for sign in (-1, 1)]
    assert limits == pytest.approx([0.839, 0.933], abs=5e-4)
    assert seasonal.verdict is Direction.FELL
    sloped = effect_of_start(EPISODES, BAN, exposures=PEOPLE, with_slope=True)
    assert sloped.slope == pytest.approx(1.0015, abs=1e-4)


def test_with_another_exposure_or_another_start_the_effect_is_another():
    known = effect_of_start(EPISODES, BAN, exposures=PEOPLE)
    fewer = [people * (0.8 if step >= BAN else 1) for step, people in enumerate(PEOPLE)]
    assert effect_of_start(EPISODES, BAN, exposures=fewer).verdict is Direction.ROSE
    assert known.verdict is Direction.FELL
    assert effect_of_start(EPISODES, 20, exposures=PEOPLE).verdict is not Direction.FELL


def test_a_missing_month_is_left_out_and_not_taken_for_nought():
    gap = [None if step == 10 else count for step, count in enumerate(EPISODES)]
    found, whole = effect_of_start(gap, BAN), effect_of_start(EPISODES, BAN)
    assert isinstance(found, Effect)
    assert found.ratio == pytest.approx(whole.ratio, rel=0.01)
    assert found.steps_before == 35


def test_with_too_few_steps_on_either_side_nothing_is_estimated():
    assert isinstance(effect_of_start(EPISODES[:BAN], FEWEST_EACH_SIDE - 1), TooShort)
    assert isinstance(effect_of_start(EPISODES[:BAN], FEWEST_EACH_SIDE), Effect)
    with pytest.raises(ValueError, match="does not lie within"):
        effect_of_start(EPISODES, len(EPISODES))


def test_every_estimate_carries_its_caveats():
    said = [str(one) for one in effect_of_start(EPISODES, BAN).caveats]
    assert any("Something else that began at the same time" in one for one in said)
    assert any("Only 36 steps before and 23 after" in one for one in said)


def test_newey_west_without_lags_is_whites_and_with_lags_weighs_neighbours():
    import numpy as np

    scores, bread = np.array([[1.0], [2.0], [-1.0], [3.0]]), np.array([[0.5]])
    assert newey_west(scores, bread, 0)[0, 0] == pytest.approx(0.25 * 15)
    # By hand: 15 + 2 × ½ × (1·2 − 2·1 − 1·3) = 12 with one lag (Bartlett weight 1 − 1/2).
    assert newey_west(scores, bread, 1)[0, 0] == pytest.approx(0.25 * 12)


def test_where_neighbours_go_together_the_interval_is_never_narrower_than_dispersion_makes_it():
    wandering = [int(100 + 30 * math.sin(step / 9)) for step in range(60)]
    chosen = effect_of_start(wandering, 30, harmonics=0)
    spread = effect_of_start(wandering, 30, harmonics=0, errors="over-dispersed")
    assert chosen.errors == "newey-west"
    assert chosen.high / chosen.low >= spread.high / spread.low * 0.999
