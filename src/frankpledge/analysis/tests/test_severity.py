"""Weighted totals: what they are, what they leave out, what moves them and what does not."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.analysis.offence_codes import How, Weight, WeightSet, members, normal_code
from frankpledge.analysis.severity import Counted, Moved, compare, spread_of, weigh
from frankpledge.analysis.severity_words import change_sentences, sentences

SET = WeightSet(
    "Test weights",
    (
        Weight(("1/4.1/4.10",), F(8000), offence="Homicide", group="Violence", alike=("1, 4.1/2/10",)),
        Weight(("8N",), F(190), offence="Assault with injury", group="Violence"),
        Weight(("105A",), F(15), offence="Assault without injury", group="Violence"),
        Weight(("56A",), F(826), offence="Arson endangering life", group="Damage"),
        Weight(("56B",), F(186), offence="Arson", group="Damage"),
        Weight(("92D",), F(8), offence="Possession of drugs", left_out=True),
        Weight(("999",), None, offence="Unpriced"),
    ),
    "2024",
)
codes = st.sampled_from(["8N", "105A", "56A", "56B", "56", "1"])
counts = st.lists(st.builds(Counted, codes, st.integers(0, 500)), min_size=1, max_size=8)


def total(*pairs, **more):
    return weigh([Counted(code, n) for code, n in pairs], SET, **more)


@pytest.mark.parametrize(
    ("code", "how", "low", "high"),
    [
        (" 008n ", How.CODE, 190, 190),
        ("4.2", How.CODE, 8000, 8000),
        ("56", How.CLASS, 186, 826),
        ("056/01", How.CLASS, 186, 826),
        ("56A/2", How.CLASS, 826, 826),
        ("56C", How.NONE, None, None),
        ("5", How.NONE, None, None),
        ("999", How.NONE, None, None),
        ("92D", How.LEFT_OUT, None, None),
    ],
)
def test_a_code_finds_its_own_weight_or_the_range_of_its_class_and_never_a_neighbours(code, how, low, high):
    found = SET.of(code)
    assert (found.how, found.low, found.high) == (how, low, high)


def test_a_stroke_lists_codes_only_beside_a_point():
    assert members("1, 4.1/2/10") == ("1", "4.1", "4.2", "4.10")
    assert members("56/1") == ("56/1",)
    assert normal_code("056/01") == "56/1"


def test_an_offence_without_a_code_goes_by_its_name_and_then_by_its_group():
    assert SET.of("", "Arson endangering  LIFE").middle == 826
    group = SET.of("", "", "damage")
    assert (group.how, group.low, group.middle, group.high) == (How.GROUP, 186, 506, 826)
    assert SET.of("", "Poaching").how is How.NONE


def test_the_total_is_the_sum_of_counts_times_weights_and_the_rate_is_for_a_thousand_residents():
    found = total(("8N", 10), ("105A", 20), population=50_000)
    assert (found.low, found.middle, found.high, found.coverage) == (2200, 2200, 2200, 1)
    assert found.rates is not None
    assert found.rates[1] == F(2200 * 1000, 50_000)


def test_an_offence_without_a_weight_lowers_the_coverage_and_leaves_the_total():
    plain, more = total(("8N", 3)), total(("8N", 3), ("ZZ", 9))
    assert (more.middle, more.chance) == (plain.middle, plain.chance)
    assert (more.coverage, [one.code for one in more.lacking]) == (F(1, 4), ["ZZ"])


def test_what_the_set_leaves_out_touches_neither():
    found = total(("8N", 3), ("92D", 9))
    assert (found.middle, found.coverage, [one.code for one in found.left_out]) == (570, 1, ["92D"])


def test_without_any_weight_the_total_is_not_known_rather_than_nought():
    assert total(("ZZ", 9)).middle is None
    assert total(("ZZ", 0)).middle == 0


def test_a_missing_month_or_count_makes_it_unknown_and_says_which():
    gap = total(("8N", 3), absent=["May 2031"])
    assert gap.middle is None
    assert "May 2031" in sentences(gap, SET, "Offences", "2031")[0]
    assert weigh([Counted("8N", None), Counted("56A", 1)], SET).middle is None


def test_a_class_gives_a_range_that_holds_every_way_it_could_be_made_up():
    low, high = total(("56B", 6)), total(("56A", 6))
    found = total(("56", 6))
    assert found.is_range
    assert (found.low, found.high) == (low.middle, high.middle)


def test_reclassified_records_are_taken_off_and_leave_no_limits_of_chance():
    found = total(("8N", 5), ("56", -2))
    assert (found.low, found.high) == (950 - 2 * 826, 950 - 2 * 186)
    assert found.chance is None


def test_half_of_the_score_is_the_fewest_offences_that_reach_it():
    assert [one.code for one in total(("1", 1), ("8N", 40), ("105A", 20)).half] == ["1"]
    assert [one.code for one in total(("1", 1), ("8N", 45), ("105A", 20)).half] == ["8N"]


def test_limits_of_chance_with_one_weight_are_those_of_a_poisson_count():
    found = weigh([Counted("A", 10)], WeightSet("One", (Weight(("A",), F(1)),)))
    assert found.chance == pytest.approx((4.7954, 18.3904), abs=1e-3)  # Garwood 1936, 95%


@given(counts=counts, factor=st.integers(1, 60))
@settings(max_examples=10)
def test_scaling_the_weights_scales_the_score_and_its_limits_and_not_its_coverage(counts, factor):
    scaled = WeightSet(
        "Scaled",
        tuple(
            Weight(one.codes, one.value and one.value * factor, alike=one.alike, left_out=one.left_out)
            for one in SET.weights
        ),
    )
    once, more = weigh(counts, SET), weigh(counts, scaled)
    assert (more.low, more.middle, more.high) == tuple(
        (one or F(0)) * factor for one in (once.low, once.middle, once.high)
    )
    assert more.coverage == once.coverage
    assert more.chance == pytest.approx([one * factor for one in once.chance or ()])


@given(counts=counts, order=st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_the_order_of_rows_and_how_they_are_split_change_nothing(counts, order):
    split = [
        Counted(one.code, part)
        for one in counts
        for part in ((one.n or 0) // 2, (one.n or 0) - (one.n or 0) // 2)
    ]
    order.shuffle(split)
    assert weigh(split, SET) == weigh(counts, SET)


@given(before=counts, after=counts)
@settings(max_examples=10)
def test_volume_and_mix_add_up_to_the_change_and_mirror_when_the_periods_are_swapped(before, after):
    there, back = (
        compare(weigh(before, SET), weigh(after, SET)),
        compare(weigh(after, SET), weigh(before, SET)),
    )
    assert there.volume is not None
    assert there.mix is not None
    assert there.difference == there.volume + there.mix
    assert (back.volume, back.mix) == (-there.volume, -there.mix)
    assert sum(one.middle for one in there.shifts) == there.difference


def test_more_of_the_same_is_volume_and_graver_ones_are_mix():
    more = compare(total(("8N", 100), ("105A", 100)), total(("8N", 200), ("105A", 200)))
    assert (more.mix, more.verdict) == (0, Moved.ROSE)
    graver = compare(total(("8N", 100), ("105A", 100)), total(("8N", 200), ("105A", 0)))
    assert (graver.volume, graver.verdict) == (0, Moved.ROSE)
    assert compare(total(("8N", 100)), total(("8N", 101))).verdict is Moved.NO_CLEAR_CHANGE
    assert "is the number of offences" in change_sentences(more, "2030", "2031")[1]


def quarters(chance, times):
    """Four years of quarters in which nothing changes, each code varying `times` as much as chance."""
    drawn = chance.negative_binomial if times > 1 else None
    means = {"8N": 60.0, "105A": 150.0, "56B": 25.0}
    return [
        [
            total(*((c, int(drawn(m / (times - 1), 1 / times) if drawn else chance.poisson(m))) for c, m in means.items()))
            for _ in range(4)
        ]
        for _ in range(4)
    ]  # fmt: skip


def alarms(worlds, *, allowing):
    """How many of the worlds, in which nothing changed, are said to have changed from the first quarter to the last."""
    moved = [compare(years[0][0], years[-1][0], years=years if allowing else ()) for years in worlds]
    return sum(one.verdict is not Moved.NO_CLEAR_CHANGE for one in moved)


def test_scores_that_vary_more_than_chance_are_not_taken_for_changes(chance):
    wild, calm = ([quarters(chance, times) for _ in range(80)] for times in (4, 1))
    assert alarms(wild, allowing=False) > 12, "of 80, at 5%: chance alone is far too narrow"
    assert alarms(wild, allowing=True) <= 11
    assert alarms(calm, allowing=True) <= 11
    assert 2.5 < sum(spread_of(years).phi for years in wild) / 80 < 5.5


def test_the_interval_follows_the_years_that_show_the_spread_and_not_their_unit():
    def found(swing, weights=SET, years=3):
        made = [
            [weigh([Counted("8N", 100 + swing * (-1) ** (q + y + q * y))], weights) for q in range(4)]
            for y in range(years)
        ]
        return compare(made[0][0], made[-1][0], years=made)

    heavier = WeightSet("Tenfold", (Weight(("8N",), F(1900)),))
    wide, plain = found(60), found(0)
    assert wide.allows_for_more
    assert not plain.allows_for_more
    assert wide.high - wide.low > 2 * (plain.high - plain.low)
    assert found(60, heavier).spread.phi == pytest.approx(wide.spread.phi)
    assert found(60, years=2).spread is None, "three degrees of freedom are too few to rest on"
    assert "chance alone" in change_sentences(found(60, years=2), "2030", "2031")[0]
    assert "times as much as chance" in change_sentences(wide, "2030", "2031")[0]


def test_a_change_to_what_is_not_known_is_not_told():
    found = compare(total(("8N", 1)), total(("8N", 1), absent=["June 2031"]))
    assert found.verdict is Moved.UNDETERMINED
    assert "June 2031" in change_sentences(found, "2030", "2031")[0]


def test_the_words_name_what_has_no_weight_and_what_half_of_the_score_is():
    said = " ".join(sentences(total(("8N", 4), ("56", 1), ("ZZ", 2)), SET, "Offences of the Vale", "2031"))
    for part in (
        "‘Test weights’ of 2024",
        "5 of 7 offences",
        "code ZZ (2)",
        "It is a range",
        "Half of the score",
    ):
        assert part in said
