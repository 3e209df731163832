"""Control charts against textbooks and qicharts2, and what gaps, breaks and left-out points do to them."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.control.charts import Baseline, chart, laney_ratio, moving_ranges

# Montgomery, Introduction to Statistical Quality Control, exercises 6.5, 7.3 and 7.4 (strategic-assessment 3.7).
VISCOSITY = [
    310,
    288,
    297,
    298,
    307,
    303,
    294,
    297,
    308,
    306,
    294,
    299,
    297,
    299,
    314,
    295,
    293,
    306,
    301,
    304,
]
LATER = [305, 282, 305, 296, 314, 295, 287, 301, 298, 311, 310, 292, 305, 299, 304, 310, 304, 305, 333, 328]
DEFECTS = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4]
BOARDS = [
    21,
    24,
    16,
    12,
    15,
    5,
    28,
    20,
    31,
    25,
    20,
    24,
    16,
    19,
    10,
    17,
    13,
    22,
    18,
    39,
    30,
    24,
    16,
    19,
    17,
    15,
]

# Mohammed and others, BMJ Quality and Safety 22 (2013) 362: patients seen within four hours, by week.
SEEN = [266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320, 267923, 271478, 255353,
        256820, 261835, 259144, 255910, 260863, 264465, 260989]  # fmt: skip
CAME = [280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529, 279618, 283932, 266629,
        268091, 276803, 271578, 266005, 273520, 278574, 273772]  # fmt: skip
# Hospital infections of the Capital Region of Denmark by month, 2015 to 2016 (data of the R package qicharts2).
INFECTIONS = [575, 521, 585, 528, 507, 519, 457, 505, 494, 512, 543, 506, 509, 521, 549, 531, 509, 528, 419, 512, 495,
              513, 454, 490]  # fmt: skip
DAYS = [310466.83333329321, 282346.79166671709, 309089.70833330322, 287977.33333316818, 297743.37500002852,
        286988.25000001001, 261120.33333336981, 268720.75000004529, 284437.87500012899, 290449.49999993952,
        288104.45833330858, 279961.37499995198, 289803.95833335089, 275950.58333331929, 290824.45833333238,
        285495.75000004098, 282515.20833329752, 273927.8750000195, 253085.624999983, 262410.7083333832,
        275529.25000001222, 282405.08333336539, 259530.7916666563, 256235.45833330762]  # fmt: skip


def at(found):
    return [
        place for place, point in enumerate(found.points) if point.score is not None and abs(point.score) > 3
    ]


def test_individuals_have_the_textbooks_limits_and_signal_where_it_says():
    found = chart("xmr", VISCOSITY + LATER, baseline=Baseline(first=20))
    assert found.phases[0].centre == pytest.approx(300.5)
    assert found.phases[0].mean_range == pytest.approx(7.789474, abs=5e-7)
    assert (found.points[0].low, found.points[0].high) == pytest.approx((279.7833, 321.2167), abs=5e-5)
    assert at(found) == [38, 39]  # the 39th and 40th
    assert {signal.first for signal in found.signals if signal.rule == "outside"} == {38, 39}


def test_a_u_chart_has_the_textbooks_limits():
    found = chart("u", DEFECTS, sizes=[50] * 20)
    assert found.phases[0].centre == pytest.approx(0.074)
    assert (found.points[0].low, found.points[0].high) == pytest.approx((0, 0.1894123), abs=5e-8)


def test_a_c_chart_has_the_textbooks_limits_without_the_samples_left_out():
    found = chart("c", BOARDS, baseline=Baseline(omit=frozenset({5, 19})))
    assert found.phases[0].centre == pytest.approx(19.66667, abs=5e-6)
    assert (found.points[0].low, found.points[0].high) == pytest.approx((6.362532, 32.9708), abs=5e-6)
    assert at(found) == [5, 19], "what is left out of the limits is still plotted, and signals"


def test_a_p_prime_chart_agrees_with_qicharts2():
    # qicharts2 1.0 on its data nhs_accidents, chart "pp" (limits printed to 17 digits in a public test fixture).
    found = chart("p-prime", SEEN, sizes=CAME)
    assert found.phases[0].centre == pytest.approx(0.95289971134419116, abs=1e-15)
    assert (found.points[0].low, found.points[0].high) == pytest.approx(
        (0.9401296441775141, 0.96566977851086822), abs=1e-14
    )
    assert (found.points[19].low, found.points[19].high) == pytest.approx(
        (0.93997499652290417, 0.96582442616547814), abs=1e-14
    )
    assert at(found) == []


def test_a_plain_p_chart_of_the_same_weeks_cries_out_at_most_of_them():
    assert len(at(chart("p", SEEN, sizes=CAME))) > 10


@pytest.mark.parametrize(
    ("baseline", "spans", "first", "last"),
    [
        # qicharts2, chart "up" of hospital_infections: whole, frozen at twelve months, and cut into two phases.
        (Baseline(), None, (0.0015763817754848699, 0.0020707685554866486), (0.0015514774813533132, 0.002095672849618205)),
        (Baseline(first=12), None, (0.0016028174413353386, 0.0020242569108607405), (0.0015815878030596751, 0.0020454865491364039)),
        (Baseline(), ((0, 12), (12, 24)), (0.0016028174413353386, 0.0020242569108607405), (0.001510147440559953, 0.0021580540054443723)),
    ],
)  # fmt: skip
def test_a_u_prime_chart_agrees_with_qicharts2(baseline, spans, first, last):
    found = chart("u-prime", INFECTIONS, sizes=DAYS, baseline=baseline, spans=spans)
    assert (found.points[0].low, found.points[0].high) == pytest.approx(first, rel=1e-12)
    assert (found.points[23].low, found.points[23].high) == pytest.approx(last, rel=1e-12)


def test_an_individuals_chart_of_rates_agrees_with_qicharts2():
    rates = [seen / came for seen, came in zip(SEEN, CAME, strict=True)]
    found = chart("xmr", rates)
    # It takes 2.66 mean moving ranges, we take 3/1.128: they differ in the fourth figure of the width.
    assert found.phases[0].centre == pytest.approx(0.95296991067360326, abs=1e-15)
    width = 0.96581446744014965 - 0.95296991067360326
    assert found.points[0].high - found.phases[0].centre == pytest.approx(width * 3 / 1.128 / 2.66, rel=1e-3)


def test_laneys_ratio_is_the_mean_moving_range_of_the_scores():
    assert laney_ratio({0: 1.0, 1: -1.0, 2: 0.5}) == pytest.approx((2 + 1.5) / 2 / 1.128)
    assert laney_ratio({0: 1.0, 2: 0.5}) is None


def test_no_moving_range_is_taken_across_a_gap():
    assert moving_ranges({0: 10.0, 1: 14.0, 3: 100.0, 4: 101.0}) == [4.0, 1.0]
    with_gap = [*VISCOSITY[:10], None, *[value + 500 for value in VISCOSITY[10:]]]
    found = chart("xmr", with_gap)
    steps = [abs(a - b) for a, b in pairwise(VISCOSITY)]
    del steps[9]
    assert found.phases[0].mean_range == pytest.approx(sum(steps) / len(steps))


def test_a_gap_is_plotted_as_nothing_and_never_as_nought():
    found = chart("c", [4, None, 6, 5], sizes=None)
    assert (found.points[1].value, found.points[1].score) == (None, None)
    assert found.points[1].high is not None, "the limits go on over the gap"
    assert found.phases[0].centre == pytest.approx(5)


def test_a_missing_exposure_is_a_gap_of_the_point():
    found = chart("u", [4, 5, 6, 5], sizes=[10, None, 10, 10])
    assert found.points[1].value is None
    assert (found.points[1].low, found.points[1].high) == (None, None)
    assert found.phases[0].used == 3


def test_limits_start_afresh_in_each_phase():
    low, high = [10, 12, 11, 9, 10, 11], [30, 32, 31, 29, 30, 31]
    one, two = chart("xmr", low + high), chart("xmr", low + high, spans=((0, 6), (6, 12)))
    assert [phase.centre for phase in two.phases] == pytest.approx([10.5, 30.5])
    assert one.signals
    assert not two.signals
    assert {point.phase for point in two.points[6:]} == {1}


def test_extreme_moving_ranges_can_be_left_out_once():
    values = [10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 40, 10, 11]
    plain, screened = chart("xmr", values), chart("xmr", values, screen=True)
    assert screened.phases[0].mean_range == pytest.approx(1)
    assert plain.phases[0].mean_range > 5


def test_limits_of_counts_are_never_below_nought_and_those_of_values_may_be():
    assert min(point.low for point in chart("c", [1, 0, 2, 1, 0]).points) == 0
    assert min(point.low for point in chart("xmr", [-1.0, 0.5, 2, -3, 1]).points) < 0


def test_shares_stay_between_nought_and_one():
    found = chart("p", [9, 10, 10, 9], sizes=[10] * 4)
    assert all(0 <= point.low <= point.high <= 1 for point in found.points)


def test_a_ratio_below_one_narrows_only_where_that_is_asked():
    even = [20, 21, 20, 21, 20, 21, 20, 21]
    narrow, kept, plain = (
        chart(kind, even, narrow=narrow)
        for kind, narrow in (("c-prime", True), ("c-prime", False), ("c", True))
    )
    assert narrow.phases[0].sigma_z < 1
    assert narrow.points[0].high < plain.points[0].high == kept.points[0].high
    assert (narrow.phases[0].widened, kept.phases[0].widened) == (True, False)


def test_any_departure_from_a_baseline_that_never_varied_is_outside():
    found = chart("xmr", [5, 5, 5, 5, 6], baseline=Baseline(first=4))
    assert found.points[4].score == math.inf
    assert [signal.first for signal in found.signals if signal.rule == "outside"] == [4]


@pytest.mark.parametrize(
    ("kind", "values", "sizes", "says"),
    [
        ("c", [1, -1], None, "below nought"),
        ("u", [1, 2], [1, 0], "above nought"),
        ("u", [1, 2], [1], "for each value"),
        ("p", [3, 2], [2, 2], "more than it is of"),
    ],
)
def test_values_that_a_chart_cannot_hold_are_refused(kind, values, sizes, says):
    with pytest.raises(ValueError, match=says):
        chart(kind, values, sizes=sizes)


def test_a_phase_without_figures_has_no_limits():
    found = chart("u-prime", [None, None, 5, 6], spans=((0, 2), (2, 4)))
    assert (found.points[0].centre, found.phases[0].used) == (None, 0)
    assert found.phases[1].is_provisional


COUNTS = st.lists(st.integers(0, 200), min_size=3, max_size=40).filter(lambda counts: sum(counts) > 0)


@given(COUNTS, st.integers(2, 50))
def test_limits_of_rates_scale_with_their_exposure(counts, factor):
    once = chart("u-prime", counts, sizes=[float(factor)] * len(counts))
    bare = chart("u-prime", counts, sizes=[1.0] * len(counts))
    assert [point.high * factor for point in once.points] == pytest.approx(
        [point.high for point in bare.points], rel=1e-9
    )
    assert [signal.rule for signal in once.signals] == [signal.rule for signal in bare.signals]


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=30), st.floats(-1e3, 1e3))
def test_adding_the_same_to_all_values_moves_the_centre_and_no_width(values, shift):
    before, after = chart("xmr", values), chart("xmr", [value + shift for value in values])
    assert after.phases[0].centre == pytest.approx(before.phases[0].centre + shift, rel=1e-6, abs=1e-6)
    assert after.phases[0].mean_range == pytest.approx(before.phases[0].mean_range, rel=1e-6, abs=1e-6)
