"""Each rule: the shortest run that meets it, and one point less that does not; a gap ends every run."""

from __future__ import annotations

import pytest

from frankpledge.analysis.control.rules import (
    SETS,
    few_crossings,
    fewest_crossings,
    longest_run,
    signals,
)


def met(scores, rules):
    return {signal.rule for signal in signals(scores, scores, rules=rules)}


@pytest.mark.parametrize(
    ("rules", "rule", "scores"),
    [
        ("nhs", "shift", [0.5, 0.6, 0.4, 0.5, 0.7, 0.5, 0.6]),
        ("nhs", "trend", [-0.9, -0.6, -0.3, 0.1, 0.4, 0.6, 0.9]),
        ("western-electric", "shift", [0.5, 0.6, 0.4, 0.5, 0.7, 0.5, 0.6, 0.4]),
        ("western-electric", "four of five", [1.1, 1.2, -0.1, 1.3, 1.4]),
        ("nelson", "shift", [0.5, 0.6, 0.4, 0.5, 0.7, 0.5, 0.6, 0.4, 0.5]),
        ("nelson", "trend", [-0.9, -0.6, -0.3, 0.1, 0.4, 0.6]),
        ("nelson", "alternating", [0.5, -0.5] * 7),
        ("nelson", "hugging", [0.1, -0.2, 0.3, -0.1, 0.2] * 3),
        ("nelson", "avoiding", [1.2, -1.3, 1.4, -1.2, 1.5, -1.6, 1.1, -1.2]),
    ],
)
def test_a_run_rule_is_met_by_its_length_and_not_by_one_less(rules, rule, scores):
    assert rule in met(scores, rules)
    assert rule not in met(scores[1:], rules) or len(scores) == 5
    assert rule not in met([*scores[:3], None, *scores[3:]], rules), "a gap ends the run"


@pytest.mark.parametrize("rules", ["nhs", "western-electric", "nelson"])
def test_two_of_three_far_out_on_one_side_are_a_signal_and_on_two_sides_are_not(rules):
    assert "two of three" in met([2.1, 0.1, 2.2], rules)
    assert "two of three" not in met([2.1, 0.1, -2.2], rules)
    assert "two of three" not in met([2.1, 0.1, 0.2, 2.2], rules)
    assert "two of three" not in met([2.0, 0.1, 2.2], rules), "on the line is not beyond it"


def test_a_point_on_a_limit_is_within_it():
    assert "outside" not in met([3.0, 0.1], "nhs")
    assert "outside" in met([3.0001, 0.1], "nhs")


def test_a_point_on_the_centre_ends_a_run():
    assert "shift" not in met([0.5, 0.5, 0.5, 0.0, 0.5, 0.5, 0.5, 0.5], "nhs")


def test_a_signal_names_its_span_and_where_it_was_first_met():
    (found,) = [
        one
        for one in signals([-0.1, *[0.5, 0.6] * 5], [-0.1, *[0.5, 0.6] * 5], start=10)
        if one.rule == "shift"
    ]
    assert (found.first, found.last, found.at) == (11, 20, 17)


def test_anhoejs_longest_run_grows_with_the_number_of_points():
    # log2(24) rounds to 5: a run of 8 is allowed and one of 9 is not (Anhøj and Olesen 2014, table 1).
    tail = [-0.5, 0.5] * 8
    assert not longest_run([0.5] * 8 + tail, [])
    assert longest_run([0.5] * 9 + tail[:-1], [])


def test_anhoejs_rules_pass_over_gaps_and_points_on_the_centre():
    assert longest_run([0.5, None, 0.5, 0.0] * 10 + [-0.5] * 5, [])


def test_the_fewest_crossings_are_the_five_per_cent_point_of_a_binomial():
    # Anhøj and Olesen 2014 and the documentation of qicharts2: at least 8 crossings among 24 useful points.
    assert fewest_crossings(24) == 8
    from scipy.stats import binom

    for useful in range(10, 400, 7):
        assert fewest_crossings(useful) == binom.ppf(0.05, useful - 1, 0.5)


def test_too_few_crossings_are_a_signal():
    assert few_crossings([0.5] * 10 + [-0.5] * 10, [])
    assert not few_crossings([0.5, -0.5] * 10, [])


@pytest.mark.parametrize("rules", SETS)
def test_every_rule_names_its_source(rules):
    assert all(rule.source and rule.says and rule.name for rule in SETS[rules])


@pytest.mark.parametrize("rules", SETS)
def test_signals_do_not_depend_on_which_side_is_up(rules):
    scores = [0.3, -0.5, 2.2, 2.3, 0.1, -0.4, 0.6, 0.7, 0.5, 0.4, 0.3, 0.8, 0.9, -3.4, 0.2]
    turned = [-score for score in scores]
    assert met(scores, rules) == met(turned, rules)
