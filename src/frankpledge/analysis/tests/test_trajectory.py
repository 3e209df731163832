from __future__ import annotations

import pytest

from frankpledge.analysis.trajectory import course_of_counts, course_of_values

FALLING = [round(100 * 0.99**step) for step in range(48)]


def chance(target, **more):
    return course_of_counts(FALLING, range(48, 60), target=target, wanted="at_most", season=12, **more).chance


def test_the_chance_of_a_target_grows_with_what_is_allowed_and_turns_with_what_is_wanted():
    chances = [chance(target) for target in (500, 660, 700, 740, 900)]
    assert chances == sorted(chances)
    assert chances[0] < 0.01
    assert chances[-1] > 0.99
    least = course_of_counts(FALLING, range(48, 60), target=700, wanted="at_least", season=12)
    assert least.chance == pytest.approx(1 - chance(700))
    assert least.low < least.expected < least.high


def test_the_expected_total_goes_on_as_the_trend_does():
    found = course_of_counts(FALLING, range(48, 60), target=1, wanted="at_most", season=12)
    truth = sum(100 * 0.99**step for step in range(48, 60))
    assert found.expected == pytest.approx(truth, rel=0.02)


def test_what_is_counted_already_is_no_longer_uncertain():
    later = course_of_counts(FALLING, range(48, 54), target=700, wanted="at_most", season=12, already=340)
    assert later.low > 340
    assert (
        later.high - later.low
        < course_of_counts(FALLING, range(48, 60), target=700, wanted="at_most", season=12).high
    )
    over = course_of_counts(FALLING, range(48, 48), target=340, wanted="at_most", already=341)
    assert over.chance == 0
    assert course_of_counts(FALLING, range(48, 48), target=341, wanted="at_most", already=341).chance == 1


def test_wild_counts_are_less_sure_and_too_few_say_nothing():
    wild = [count + (40 if step % 2 else -40) for step, count in enumerate(FALLING)]
    steady = course_of_counts(FALLING, range(48, 60), target=700, wanted="at_most")
    unsure = course_of_counts(wild, range(48, 60), target=700, wanted="at_most")
    assert unsure.high - unsure.low > 2 * (steady.high - steady.low)
    assert course_of_counts([10, 12, 11], range(3, 6), target=30, wanted="at_most") is None


def test_values_follow_a_line_and_stay_within_their_bounds():
    rising = course_of_values(
        [50.0, 54.0, 58.0, 62.0], 5, target=70.0, wanted="at_least", variances=[4.0] * 4
    )
    assert rising.expected == pytest.approx(70)
    assert rising.chance == pytest.approx(0.5)
    bounded = course_of_values(
        [80.0, 88.0, 96.0], 6, target=90.0, wanted="at_least", variances=[4.0] * 3, bounds=(0, 100)
    )
    assert bounded.expected == 100
    assert course_of_values([1.0, 2.0, None], 3, target=1.0, wanted="at_most") is None
