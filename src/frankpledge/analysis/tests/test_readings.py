"""Reading a series: periods as people write them, gaps that stay gaps, and refusals that say where."""

from __future__ import annotations

import pytest

from frankpledge.analysis.readings import Readings, Step, Unit, axis_of, of_series, read_many, read_readings
from frankpledge.analysis.series import Series
from frankpledge.kernel.problems import Unusable


@pytest.fixture
def csv(tmp_path):
    def write(text):
        path = tmp_path / "series.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def refused(path):
    with pytest.raises(Unusable) as caught:
        read_readings(path)
    return caught.value.problems


@pytest.mark.parametrize(
    ("first", "second", "unit", "size", "season"),
    [
        ("2024-01", "2024-02", Unit.MONTHS, 1, 12),
        ("2024-01-01", "2024-02-01", Unit.MONTHS, 1, 12),
        ("2024-01-31", "2024-02-29", Unit.MONTHS, 1, 12),
        ("2024-Q1", "2024-Q2", Unit.MONTHS, 3, 4),
        ("2024", "2025", Unit.MONTHS, 12, 1),
        ("2024/25", "2025/26", Unit.MONTHS, 12, 1),
        ("2024-01-02", "2024-01-09", Unit.DAYS, 7, 52),
        ("2024-01-02", "2024-01-03", Unit.DAYS, 1, 7),
        ("1", "2", Unit.INDEX, 1, 1),
    ],
)
def test_periods_are_read_as_people_write_them(csv, first, second, unit, size, season):
    found = read_readings(csv(f"period,value\n{first},5\n{second},6\n"))
    assert (found.step, found.season) == (Step(unit, size), season)
    assert found.values == (5.0, 6.0)


def test_steps_without_a_row_and_cells_without_a_figure_are_gaps(csv):
    found = read_readings(csv("period,value\n2024-01,5\n2024-03,[x]\n2024-04,\n2024-06,7\n"))
    assert found.values == (5.0, None, None, None, None, 7.0)
    assert found.labels == ("2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06")


def test_nought_is_a_figure(csv):
    found = read_readings(csv("period,value\n2024-01,0\n2024-02,0\n"))
    assert found.missing == ()
    assert found.are_counts


def test_rows_may_stand_in_any_order(csv):
    found = read_readings(csv("period,value\n2024-03,3\n2024-01,1\n2024-02,2\n"))
    assert found.values == (1.0, 2.0, 3.0)


def test_one_column_is_an_index_from_one(csv):
    found = read_readings(csv("passengers\n1.5\n-2\n1e3\n"))
    assert (found.values, found.labels) == ((1.5, -2.0, 1000.0), ("1", "2", "3"))
    assert not found.are_counts


def test_years_are_years_and_longer_numbers_an_index(csv):
    assert read_readings(csv("period,value\n1998,1\n1999,2\n")).step == Step(Unit.MONTHS, 12)
    assert read_readings(csv("period,value\n999,1\n1000,2\n")).step.unit is Unit.INDEX


def test_financial_years_keep_their_own_beginning(csv):
    found = read_readings(csv("period,value\n2019/20,1\n2020/21,2\n"))
    assert found.labels == ("2019/20", "2020/21")
    assert found.label(2) == "2021/22"


def test_phases_go_on_over_gaps(csv):
    found = read_readings(csv("period,value,phase\n2024-01,1,old\n2024-03,2,old\n2024-04,3,new\n"))
    assert found.phases == ("old", "old", "old", "new")
    assert found.spans == ((0, 3), (3, 4))


def test_exposures_and_sizes_are_read(csv):
    found = read_readings(csv('month,count,exposure,of\n2024-01,4,"1,200",10\n2024-02,5,,12\n'))
    assert (found.exposures, found.of) == ((1200.0, None), (10.0, 12.0))


def test_several_series_are_told_apart(csv):
    path = csv("series,period,value\na,2024-01,1\nb,2024-01,2\na,2024-02,3\n")
    assert {name: one.values for name, one in read_many(path).items()} == {"a": (1.0, 3.0), "b": (2.0,)}
    (problem,) = refused(path)
    assert "2 series" in problem.reason


def test_a_period_finds_its_place_and_a_year_all_of_it(csv):
    found = read_readings(
        csv("period,value\n" + "".join(f"{2023 + m // 12}-{m % 12 + 1:02d},{m}\n" for m in range(24)))
    )
    assert found.place("2024-03") == 14
    assert found.places("2023-11..2024-02") == (10, 11, 12, 13)
    assert found.places("2024") == tuple(range(12, 24))
    with pytest.raises(ValueError, match="no period"):
        found.place("2031-01")
    with pytest.raises(ValueError, match="ends before"):
        found.places("2024-05..2024-01")


def test_the_axis_goes_on_beyond_the_last_figure():
    found = Readings(Step(Unit.MONTHS, 1), 2024 * 12, (1.0, 2.0))
    assert axis_of(found, "2024-07") == 6
    with pytest.raises(ValueError, match="begins at 2024-01"):
        axis_of(found, "2023-12")


def test_every_wrong_cell_is_named_with_its_row(csv):
    problems = refused(csv("period,value,exposure\n2024-01,five,10\n2024-02,6,-1\n"))
    assert [(one.row, one.column) for one in problems] == [(2, "value"), (3, "exposure")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("period,value\n", "no rows"),
        ("period,figure\n2024-01,1\n", "no column of values"),
        ("when,value\n2024-01,1\n", "no column of periods"),
        ("period,value\n2024-13,1\n", "month"),
        ("period,value\n2024-01,1\n2024-01,2\n", "twice"),
        ("period,value\n2024-01,1\n2024-Q2,2\n", "as long as"),
        ("period,value\n0001-01,1\n9000-01,2\n", "steps"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(csv, text, says):
    assert any(says in str(problem) for problem in refused(csv(text)))


def test_a_series_without_points_has_no_readings():
    with pytest.raises(ValueError, match="without points"):
        of_series(Series("", ()))


def test_weeks_and_financial_quarters_keep_the_names_that_the_file_gives_them(csv):
    weeks = read_readings(csv("week,value\n2020-W52,1\n2020-W53,2\n2021-W01,3\n2021-W03,4\n"))
    assert weeks.labels == ("2020-W52", "2020-W53", "2021-W01", "2021-W02", "2021-W03")
    assert weeks.missing == (3,)
    assert weeks.place("2021-W01") == 2
    quarters = read_readings(csv("quarter,value\n2023/24 Q3,1\n2023/24 Q4,2\n2024/25 Q1,3\n"))
    assert quarters.labels == ("2023/24 Q3", "2023/24 Q4", "2024/25 Q1")
    assert str(quarters.period(1)) == "January to March 2024"
    assert read_readings(csv("month,value\nDec 2023,1\nJanuary 2024,2\n")).labels == ("2023-12", "2024-01")
    assert "no such week" in refused(csv("week,value\n2021-W53,1\n"))[0].reason
