from __future__ import annotations

from dataclasses import replace

import pytest

from frankpledge.documents import api as drawing
from frankpledge.documents.tree import plain


def months(count=30, gap=None):
    return tuple(
        drawing.Reading(
            f"{2019 + n // 12}-{n % 12 + 1:02d}", None if n == gap else 100 + n, missing_because="no file" if n == gap else ""
        )
        for n in range(count)
    )  # fmt: skip


def control(**changes):
    given = {
        "id": "c", "title": "T", "subtitle": "S", "series": drawing.Series("Thefts", months(gap=4)), "measure": "Thefts",
        "expected": {one.label: drawing.Expected(110, 90, 130) for one in months(gap=4) if one.value is not None},
        "signals": {"2020-02": "beyond the limits", "2020-03": "beyond the limits"},
        "breaks": (drawing.Break("2019-09", "New system", "The force changed its system."),),
    }  # fmt: skip
    return drawing.control_chart(**given | changes)


def fan(count=12):
    return tuple(
        drawing.Fan(f"2021-{n:02d}", 120, (110, 130), (95, 151)) for n in range(7, 7 + min(count, 6))
    )


def test_a_control_chart_says_in_words_and_in_its_table_what_it_draws():
    chart = control()
    assert "February 2020 to March 2020 (beyond the limits)" in chart.alt
    assert "1 month has no data." in chart.alt
    assert "No data for May 2019: no file." in chart.notes
    assert "New system, September 2019: The force changed its system." in chart.notes
    rows = {plain(row.cells[0]): [plain(cell) for cell in row.cells[1:]] for row in chart.table.rows}
    assert rows["February 2020"] == ["113", "90 to 130", "beyond the limits"]
    assert rows["May 2019"] == ["no data", "not known", "–"]


def test_a_signal_is_a_shape_and_without_one_there_is_none():
    assert '"diamond"' in str(control().spec).replace("'", '"')
    assert '"diamond"' not in str(control(signals={}).spec).replace("'", '"')
    assert "No month stands out." in control(signals={}).alt
    assert drawing.chart_svg(control()).count("<title") == 1


def test_a_fan_shows_three_years_and_its_table_has_both_ranges():
    series = drawing.Series("Thefts", months(30))
    chart = drawing.forecast_fan(
        id="f", title="T", subtitle="S", series=series, ahead=fan(), measure="Thefts"
    )
    assert [plain(cell) for cell in chart.table.rows[0].cells] == [
        "July 2021",
        "120",
        "110 to 130",
        "95 to 151",
    ]
    assert "Last known: 129 in June 2021." in chart.alt
    assert "95% range 95 to 151" in chart.alt
    longer = drawing.Series("Thefts", (drawing.Reading("2001-01", 7), *series.readings))
    other = drawing.forecast_fan(
        id="f", title="T", subtitle="S", series=longer, ahead=fan(), measure="Thefts"
    )
    assert "2001" not in str(other.spec), "what is long past has its own picture"
    with pytest.raises(ValueError, match="month to come"):
        drawing.forecast_fan(id="f", title="T", subtitle="S", series=series, ahead=(), measure="Thefts")


def test_a_picture_that_goes_out_alone_bears_its_finding():
    chart = control()
    assert drawing.titled_png(chart) != drawing.chart_png(chart)
    assert drawing.titled_png(chart) == drawing.titled_png(chart)
    assert drawing.titled_png(replace(chart, title="Another")) != drawing.titled_png(chart)
    assert drawing.titled_png(replace(chart, alt="Another")) == drawing.titled_png(chart)
