from __future__ import annotations

import dataclasses
import json
import re
import struct

import pytest
from lxml import etree

from frankpledge.documents.charts import (
    Break,
    Change,
    Ranked,
    Reading,
    Series,
    chart_png,
    chart_svg,
    paired_bars,
    quarter_bars,
    rank_dots,
    single_change,
    trend_line,
)
from frankpledge.documents.drawing import narrow_svg
from frankpledge.documents.readings import gap_runs, month_number, printed
from frankpledge.documents.tests import sample
from frankpledge.documents.tree import Chart, plain
from frankpledge.documents.trend_picture import Frame, hatch


def words_in(chart: Chart) -> list[str]:
    root = etree.fromstring(chart_svg(chart).encode())
    return ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]


def trend(*readings: Reading, **more: object) -> Chart:
    given = {
        "id": "t",
        "title": "T",
        "subtitle": "S",
        "series": Series("Each month", readings),
        "measure": "Crimes each month",
    }
    return trend_line(**{**given, **more})  # type: ignore[arg-type]


def cells(chart: Chart) -> list[list[str]]:
    return [[plain(cell) for cell in row.cells] for row in chart.table.rows]


def test_bars_are_labelled_one_by_one_and_need_no_legend():
    words = words_in(sample.paired())
    assert {"311", "402", "640", "613", "January to March"} <= set(words)
    assert words.count("2019") == words.count("2020") == 4
    assert "legend" not in chart_svg(sample.paired())


def test_bars_start_at_zero():
    assert "0" in words_in(sample.paired())


def test_a_missing_quarter_is_a_gap_with_its_reason_and_never_a_nought():
    chart = sample.quarters_with_a_gap()
    assert words_in(chart).count("no data") == 1
    assert chart.notes[0] == "No data for April to June, 2019: the return was not sent."
    assert cells(chart)[1] == ["April to June", "no data", ""]
    assert "April to June no data" in chart.alt


def test_series_of_different_periods_cannot_be_paired():
    one, other = Series("2019", (Reading("Q1", 1),)), Series("2020", (Reading("Q2", 1),))
    with pytest.raises(ValueError, match="same periods"):
        paired_bars(id="a", title="", subtitle="", earlier=one, later=other, measure="m")


def test_a_period_named_twice_is_refused():
    with pytest.raises(ValueError, match="once"):
        quarter_bars(
            id="a",
            title="",
            subtitle="",
            series=Series("s", (Reading("Q1", 1), Reading("Q1", 2))),
            measure="m",
        )


def test_a_month_left_out_is_a_gap_of_unknown_reason():
    chart = trend(Reading("2020-01", 5), Reading("2020-03", 6))
    assert chart.notes == ("No data for February 2020: the reason is not recorded.",)
    assert cells(chart) == [["January 2020", "5"], ["February 2020", "no data"], ["March 2020", "6"]]
    assert "No data" in words_in(chart)


def test_a_gap_cuts_the_line_in_two():
    whole = trend(*[Reading(f"2020-{m:02d}", 5 + m) for m in range(1, 7)])
    cut = trend(*[Reading(f"2020-{m:02d}", 5 + m) for m in (1, 2, 4, 5, 6)])

    def lines(chart: Chart) -> int:
        return len(re.findall(r'stroke="#0072b2" stroke-width="2.25"', chart_svg(chart)))

    assert (lines(whole), lines(cut)) == (1, 2)


def test_gaps_of_different_reasons_are_told_apart():
    series = Series("s", (Reading("2020-01"), Reading("2020-02", missing_because="late"), Reading("2020-03", missing_because="late"), Reading("2020-04", 1)))  # fmt: skip
    assert gap_runs(series) == [(0, 1), (1, 3)]


def test_provisional_months_are_dotted_and_said_to_be():
    final = trend(Reading("2020-01", 5), Reading("2020-02", 6))
    loose = trend(Reading("2020-01", 5), Reading("2020-02", 6, provisional=True))
    assert 'stroke-dasharray="1,5"' in chart_svg(loose)
    assert 'stroke-dasharray="1,5"' not in chart_svg(final)
    assert loose.notes == ("Dotted months are provisional and may change.",)
    assert cells(loose)[1] == ["February 2020", "6 (provisional)"]


def test_an_interval_is_a_band_and_a_column():
    chart = trend(Reading("2020-01", 5, low=3.0, high=8.0), Reading("2020-02", 6, low=4.0, high=9.0))
    assert 'opacity="0.18"' in chart_svg(chart)
    assert cells(chart)[0] == ["January 2020", "5", "3 to 8"]


def test_a_break_is_marked_named_and_explained():
    mark = Break("2020-02", "New rules", "Counting changed.")
    chart = trend(Reading("2020-01", 5), Reading("2020-02", 6), breaks=(mark,))
    assert "New rules" in words_in(chart)
    assert chart.notes == ("New rules, February 2020: Counting changed.",)


def test_labels_of_breaks_that_stand_close_do_not_meet():
    months = [Reading(f"{2017 + i // 12}-{i % 12 + 1:02d}", 10) for i in range(48)]
    close = tuple(Break(f"2020-0{m}", "A long label here", "Note.") for m in (3, 4, 5))
    root = etree.fromstring(chart_svg(trend(*months, breaks=close)).encode())
    labels = [t for t in root.iter("{http://www.w3.org/2000/svg}text") if t.text == "A long label here"]
    assert len({label.get("transform", "").split(",")[1] for label in labels}) == 3


def test_a_rolling_total_has_a_scale_of_its_own():
    words = words_in(sample.monthly(rolling=True))
    assert {"Each month", "Total of twelve months", "2,346"} <= set(words)


def test_months_out_of_order_and_what_is_no_month_are_refused():
    with pytest.raises(ValueError, match="in order"):
        trend(Reading("2020-02", 1), Reading("2020-01", 1))
    with pytest.raises(ValueError, match="is not a month"):
        trend(Reading("2020-13", 1))


@pytest.mark.parametrize("count", [1, 2, 13, 14, 200])
def test_a_trend_of_any_length_is_drawn(count):
    months = [Reading(f"{2000 + i // 12}-{i % 12 + 1:02d}", i % 7) for i in range(count)]
    assert words_in(trend(*months))


def test_a_trend_without_any_value_is_one_gap():
    chart = trend(Reading("2020-01", missing_because="closed"), Reading("2020-02", missing_because="closed"))
    assert "No data" in words_in(chart)
    assert chart.notes == ("No data from January 2020 to February 2020: closed.",)


def test_the_alternative_tells_ends_extremes_and_gaps():
    assert sample.monthly().alt == (
        "Line: incidents each month, January 2017 to December 2020. Lowest 140 in April 2017, highest 226 in July 2020, "
        "last 202 in December 2020. 4 months have no data."
    )


def test_hatching_stays_inside_its_strip():
    frame = Frame(0, 100, 200, 50)
    strokes = list(hatch(20, 30, frame))
    assert len(strokes) > 10
    for a, b, c, d in strokes:
        assert 20 <= a < b <= 30
        assert 0 <= c < d <= 50
        # At forty-five degrees on paper.
        assert (frame.x(b) - frame.x(a)) == pytest.approx((d - c) / 50 * 200, abs=0.01)


def test_a_ranking_keeps_its_order_and_shows_equals_as_equal():
    chart = sample.ranking()
    assert [row[0] for row in cells(chart)] == ["1", "2=", "2=", "4", "5", "6"]
    apart = rank_dots(
        id="r", title="", subtitle="", ranked=(Ranked("A", 2, "1"), Ranked("B", 1, "2")), measure="Score"
    )
    assert "#f1f3f3" in chart_svg(chart)
    assert "#f1f3f3" not in chart_svg(apart)


def test_two_issues_of_one_name_are_both_drawn():
    chart = rank_dots(
        id="r", title="", subtitle="", ranked=(Ranked("A", 2, "1"), Ranked("A", 1, "2")), measure="Score"
    )
    assert {"2", "1"} <= set(words_in(chart))


def test_a_change_is_drawn_against_no_change_with_its_interval():
    chart = sample.change()
    assert {"No change", "26% (19.1 to 33.4)", "−12% (−24.0 to 1.9)"} <= set(words_in(chart))
    assert cells(chart)[1] == ["Violent crime", "4.4%", "−1.3 to 10.4"]


def test_a_change_that_cannot_be_told_says_why():
    chart = single_change(
        id="c", title="", subtitle="", changes=(Change("Thefts", None, missing_because="there were none before"), Change("Crime", 2)), measure="Change",
    )  # fmt: skip
    assert chart.notes == ("No data for Thefts: there were none before.",)
    assert cells(chart)[0] == ["Thefts", "no data", ""]


def test_the_picture_has_its_own_words_ids_and_no_announced_parts():
    svg = chart_svg(sample.paired(), prefix="second")
    root = etree.fromstring(svg.encode())
    assert (root.get("role"), root.get("aria-labelledby"), root.get("aria-describedby")) == (
        "img",
        "second-title",
        "second-desc",
    )
    assert root[0].text == sample.paired().title
    assert root[1].text == sample.paired().alt
    assert all(value.startswith("second-") for value in root.xpath("//@id"))
    assert len(root.xpath("//@role")) == 1


def test_hostile_words_in_a_chart_stay_words():
    bad = sample.hostile()
    chart = quarter_bars(
        id=bad, title=bad, subtitle=bad, series=Series(bad, (Reading(bad, 3, bad),)), measure=bad
    )
    root = etree.fromstring(chart_svg(chart).encode())
    assert not root.xpath("//*[local-name()='script']")
    assert root[0].text == bad


def test_a_chart_may_not_fetch_anything():
    chart = dataclasses.replace(
        sample.paired(), spec={"data": {"url": "https://example.org/data.csv"}, "mark": "bar"}
    )
    with pytest.raises(ValueError, match="must hold its data"):
        chart_svg(chart)


def test_a_png_is_twice_the_size_at_scale_two_and_the_same_every_time():
    chart = sample.paired()
    one, two = chart_png(chart, 1), chart_png(chart, 2)
    assert two == chart_png(sample.paired(), 2)
    widths = [struct.unpack(">I", png[16:20])[0] for png in (one, two)]
    assert widths[1] == pytest.approx(widths[0] * 2, abs=2)


def test_a_different_value_draws_a_different_picture_and_a_different_note_does_not():
    def drawn(value: int, note: str) -> str:
        series = Series("s", (Reading("Q1", value), Reading("Q2", 5)))
        return chart_svg(
            quarter_bars(id="a", title="t", subtitle="", series=series, measure="m", alt="x", notes=(note,))
        )

    assert drawn(3, "a") == drawn(3, "b")
    assert drawn(3, "a") != drawn(4, "a")


@pytest.mark.parametrize(
    ("value", "places", "shown"), [(2832, 0, "2,832"), (16.25, 1, "16.3"), (-2.5, 0, "−3"), (0.05, 1, "0.1")]
)
def test_numbers_are_printed_rounded_half_up(value, places, shown):
    assert printed(value, places) == shown


def test_months_are_counted_from_year_nought():
    assert month_number("2020-01") - month_number("2019-12") == 1


def test_pictures_that_are_compared_hold_one_value_and_a_narrow_one_is_told_by_the_same_words():
    def line(reach: float | None) -> Chart:
        readings = tuple(Reading(f"2020-{month:02d}", month) for month in range(1, 13))
        return trend_line(
            id="a", title="T", subtitle="S", series=Series("Abuse", readings), measure="Abuse", reach=reach
        )

    own, shared = ('"domain": [0, 15.0]', '"domain": [0, 400.0]')
    assert own in json.dumps(line(None).spec)
    assert shared in json.dumps(line(390).spec)
    assert shared in json.dumps(line(390).narrow)
    assert line(None) == dataclasses.replace(line(None), narrow=None), "no document is kept with it"
    narrow = narrow_svg(line(None), prefix="a")
    assert 'aria-labelledby="a-title"' in narrow
    assert "<title" not in narrow
