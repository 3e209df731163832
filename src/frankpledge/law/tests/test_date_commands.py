"""The `dates` commands from argument to JSON: what they answer, what they refuse, and that the schemas tell the truth."""

from __future__ import annotations

import json

import pytest

from frankpledge.kernel.problems import Unusable
from frankpledge.law import calendar_commands, date_commands
from frankpledge.law.date_schemas import SCHEMAS

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}


def faults(value, schema, where="answer"):
    """What in a value the schema does not allow: the part of JSON Schema that the schemas here use."""
    if "anyOf" in schema:
        tried = [faults(value, option, where) for option in schema["anyOf"]]
        return [] if not all(tried) else tried[0]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{where}: {value} is not one of {schema['enum']}"]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, TYPES[kind]) for kind in kinds):
        return [f"{where}: {value!r} is not {kinds}"]
    found = []
    if isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        found += [f"{where} lacks {name}" for name in schema["required"] if name not in value]
        found += [f"{where}: {name} is not in the schema" for name in value if name not in known]
        for name, part in value.items():
            found += faults(part, known.get(name, {}), f"{where}.{name}")
    if isinstance(value, list):
        for place, part in enumerate(value):
            found += faults(part, schema.get("items", {}), f"{where}[{place}]")
    return found


def command_of(name):
    function = f"{name.replace('-', '_')}_command"
    return getattr(date_commands, function, None) or getattr(calendar_commands, function)


def dates(line, *more):
    """The answer of `dates LINE` as JSON brings it over, checked against its schema."""
    name, *argv = [*line.split(), *more]
    answer = json.loads(json.dumps(command_of(name)(argv).as_json(), allow_nan=False))
    assert faults(answer, SCHEMAS[f"dates {name}"]["output"]) == []
    return answer


def refused(line, *more):
    name, *argv = [*line.split(), *more]
    with pytest.raises(Unusable) as caught:
        command_of(name)(argv)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def codes(answer):
    return {caution["code"] for caution in answer["warnings"]}


@pytest.mark.parametrize(
    ("line", "last_day"),
    [
        ("months --from 2026-03-10 --n 1", "2026-04-10"),
        ("months --from 2026-03-10 --n 1 --wording beginning-with", "2026-04-09"),
        ("months --from 2026-02-28 --n 1 --wording day-after", "2026-03-31"),
        ("months --from 2026-03-31 --n 1 --wording before", "2026-02-28"),
        ("days --from 2026-02-10 --n 28 --wording after", "2026-03-10"),
        ("days --from 2026-02-10 --n 28 --wording day-after", "2026-03-10"),
        ("days --from 2026-02-10 --n 28 --wording beginning-with", "2026-03-09"),
        ("days --from 2026-11-01 --n 70 --wording before", "2026-08-23"),
        ("days --from 2026-03-10 --n 0", "2026-03-10"),
        ("working-days --from 2025-12-24 --n 1", "2025-12-29"),
        ("working-days --from 2025-12-29 --n -1", "2025-12-24"),
        ("working-days --from 2026-03-16 --n 1", "2026-03-17"),
        ("working-days --from 2026-03-16 --n 1 --nation uk-any", "2026-03-18"),
        ("clear-days --from 2026-03-02 --n 5", "2026-03-08"),
        ("clear-days --from 2025-10-20 --n -3 --exclude saturday,sunday,holiday", "2025-10-14"),
        ("clear-days --from 2026-04-02 --n 1 --exclude saturday,sunday,holiday", "2026-04-08"),
        ("clear-days --from 2026-04-02 --n 1 --exclude saturday,sunday", "2026-04-04"),
    ],
)
def test_a_period_ends_on_its_last_day(line, last_day):
    answer = dates(line)
    assert (answer["verdict"], answer["last_day"]) == ("exact", last_day)


def test_a_legal_day_stays_on_a_day_that_does_not_work_and_that_is_said():
    answer = dates("months --from 2026-01-31 --n 1")
    assert (answer["last_day"], answer["weekday"], answer["non_working"]) == ("2026-02-28", "Saturday", True)
    assert (answer["corresponding"], answer["counted_day"]) == (False, None)
    assert codes(answer) == {"date"}
    assert codes(dates("months --from 2026-03-10 --n 1")) == set()


def test_a_roll_moves_the_day_only_when_it_does_not_work():
    answer = dates("days --from 2026-04-01 --n 2 --roll next-working-day")
    assert (answer["last_day"], answer["counted_day"], answer["non_working"]) == (
        "2026-04-07", "2026-04-03", False,
    )  # fmt: skip
    assert dates("days --from 2026-04-01 --n 1 --roll next-working-day")["counted_day"] is None


def test_a_roll_of_a_day_before_an_event_is_warned_of():
    assert "period" in codes(dates("days --from 2026-04-07 --n 2 --wording before --roll next-working-day"))


def test_an_imprecise_date_gives_a_range():
    answer = dates("months --from 2026-01 --n 1")
    assert (answer["verdict"], answer["last_day"]) == ("range", {"from": "2026-02-01", "to": "2026-02-28"})
    assert (answer["weekday"], answer["non_working"], answer["corresponding"]) == (None, None, None)
    assert dates("working-days --from 2026 --n 1")["last_day"] == {"from": "2026-01-02", "to": "2027-01-04"}


def test_imprecise_days_give_a_range_only_where_they_make_a_difference():
    answer = dates("working-days --from 2026-04 --to 2026-05")
    assert answer["count"] == {"from": 1, "to": 38}
    assert dates("quarter 2024-02")["label"] == "2023/24 Q4"
    assert dates("quarter 2024")["label"] == {"from": "2023/24 Q4", "to": "2024/25 Q3"}


def test_working_days_between_two_days_are_counted_with_the_second():
    assert dates("working-days --from 2026-04-01 --to 2026-04-07")["count"] == 2
    assert dates("working-days --from 2026-04-07 --to 2026-04-01")["count"] == -2
    assert dates("working-days --from 2026-04-01 --to 2026-04-01")["count"] == 0


def test_clear_days_name_the_first_and_the_last_of_them():
    answer = dates("clear-days --from 2025-10-20 --n -3 --exclude saturday,sunday,holiday")
    assert (answer["nearest"], answer["furthest"]) == ("2025-10-17", "2025-10-15")


def test_hours_end_at_a_moment_of_london_time():
    answer = dates("hours --from 2026-03-28T22:00 --n 12")
    assert (answer["end"], answer["weekday"], answer["non_working"]) == (
        "2026-03-29T11:00+01:00", "Sunday", True,
    )  # fmt: skip
    assert dates("hours --from 2026-03-28T22:00:00Z --n 12")["end"] == "2026-03-29T11:00+01:00"
    assert dates("hours --from 2026-03-30T10:00:30 --n 1")["end"] == "2026-03-30T11:00:30+01:00"


def test_hours_from_an_hour_that_came_twice_are_a_range():
    answer = dates("hours --from 2026-10-25T01:30 --n 1")
    assert answer["end"] == {"from": "2026-10-25T01:30+00:00", "to": "2026-10-25T02:30+00:00"}
    assert "ambiguous" in codes(answer)
    assert dates("hours --from 2026-10-25T01:30+01:00 --n 1")["end"] == "2026-10-25T01:30+00:00"


def test_hours_from_a_day_are_a_range_and_from_a_skipped_hour_refused():
    answer = dates("hours --from 2026-03-30 --n 24")
    assert answer["end"] == {"from": "2026-03-31T00:00+01:00", "to": "2026-03-31T23:59+01:00"}
    assert "never showed" in refused("hours --from 2026-03-29T01:30 --n 1")


def test_hours_roll_to_the_same_time_of_the_next_working_day():
    answer = dates("hours --from 2026-04-02T10:00 --n 24 --roll next-working-day")
    assert (answer["end"], answer["counted_end"]) == ("2026-04-07T10:00+01:00", "2026-04-03T10:00+01:00")


def test_holidays_beyond_the_list_are_projected():
    listed, projected = dates("holidays 2026"), dates("holidays 2031")
    assert (listed["verdict"], projected["verdict"]) == ("computed", "projected")
    assert {one["projected"] for one in listed["holidays"]} == {False}
    assert {one["projected"] for one in projected["holidays"]} == {True}
    assert (codes(listed), codes(projected)) == (set(), {"coverage"})
    assert codes(dates("holidays 2005")) == {"unverifiable"}
    assert {"on": "2026-12-28", "name": "Boxing Day", "projected": False, "substitute": True} in listed[
        "holidays"
    ]


def test_a_list_of_ones_own_goes_before_ours(tmp_path):
    path = tmp_path / "list.json"
    events = [{"title": "Invented", "date": "2026-03-11", "notes": ""}]
    path.write_text(json.dumps({"england-and-wales": {"events": events}}), encoding="utf-8")
    answer = dates("holidays 2026 --holidays", str(path))
    assert [one["name"] for one in answer["holidays"]] == ["Invented"]
    assert dates("holidays 2027 --holidays", str(path))["verdict"] == "projected"
    assert dates("days --from 2026-03-10 --n 1 --holidays", str(path))["non_working"] is True
    assert dates("days --from 2026-03-10 --n 1")["non_working"] is False
    scotland = tmp_path / "scotland.json"
    scotland.write_text(json.dumps({"scotland": {"events": events}}), encoding="utf-8")
    assert "no list for england-and-wales" in refused("holidays 2026 --holidays", str(scotland))


def test_a_day_before_the_holidays_are_known_is_counted_and_says_so():
    answer = dates("days --from 1950-03-06 --n 1")
    assert (answer["last_day"], answer["non_working"]) == ("1950-03-07", None)
    assert codes(answer) == {"coverage"}
    assert "1978" in refused("working-days --from 1950-03-06 --n 1")


def test_easter_brings_good_friday_and_easter_monday():
    answer = dates("easter 2025")
    assert [answer[key] for key in ("good_friday", "on", "easter_monday")] == [
        "2025-04-18", "2025-04-20", "2025-04-21",
    ]  # fmt: skip


def test_a_financial_year_adds_up():
    answer = dates("year 2019/20")
    assert (answer["label"], answer["from"], answer["to"]) == ("2019/20", "2019-04-01", "2020-03-31")
    assert (answer["days"], answer["holidays"], answer["working_days"]) == (366, 8, 254)
    for key in ("days", "holidays", "working_days"):
        assert sum(quarter[key] for quarter in answer["quarters"]) == answer[key]
    assert [quarter["label"] for quarter in answer["quarters"]] == [f"2019/20 Q{n}" for n in (1, 2, 3, 4)]
    assert len(answer["holiday_days"]) == answer["holidays"]


def test_a_financial_year_may_hold_two_easters_or_none():
    assert dates("year 2023/24")["holidays"] == 10  # Easter 2023, Good Friday 2024 and the coronation
    assert dates("year 2024-25")["holidays"] == 7


def test_a_school_day_is_answered_with_its_start(tmp_path):
    path = tmp_path / "school.json"
    content = {"open": [["2026-04-13", "2026-05-22"]], "closed": ["2026-04-13"], "starts": "08:50"}
    path.write_text(json.dumps(content), encoding="utf-8")
    answer = dates(f"school-day {path} --at 2026-04-13T07:00")
    assert (answer["before"], answer["ambiguous"], answer["covered"]) == ("2026-04-14T08:50+01:00", [], True)
    doubtful = dates(f"school-day {path} --at 2026-05-02T07:00")
    assert (doubtful["before"], doubtful["ambiguous"]) == ("2026-05-05T08:50+01:00", ["2026-05-04"])
    late = dates(f"school-day {path} --at 2026-05-22T09:00")
    assert (late["before"], late["covered"], late["verdict"]) == (None, False, "not_covered")
    day = dates(f"school-day {path} --at 2026-04-15")
    assert day["before"] == {"from": "2026-04-15T08:50+01:00", "to": "2026-04-16T08:50+01:00"}


def test_a_date_in_prose_is_checked():
    right = dates("parse", "We met on Thursday 16 October 2025.")
    assert (right["date"], right["ok"], right["weekday"]) == ("2025-10-16", True, "Thursday")
    wrong = dates("parse", "Friday 16 October 2025")
    assert (wrong["date"], wrong["ok"], wrong["weekday"], wrong["candidates"]) == (
        "2025-10-16", False, "Thursday", ["2026-10-16"],
    )  # fmt: skip
    either = dates("parse", "03/04/25")
    assert (either["date"], either["ok"], either["candidates"]) == (None, False, ["2025-04-03", "2025-03-04"])
    assert dates("parse", "Thursday 16 October", "--years", "2021-2026")["date"] == "2025-10-16"
    assert dates("parse", "31 June 2025")["verdict"] == "impossible"
    assert dates("parse", "nothing here")["verdict"] == "no_date"


@pytest.mark.parametrize(
    "line",
    [
        "months --from 2026-02-30 --n 1", "months --from 2026-03-10 --n one", "months --from 2026-03-10 --n -1",
        "months --from 2026-03-10 --n 1 --wording since", "months --from 2026-03-10", "months --n 1",
        "months --from 9999-12-01 --n 1", "days --from 9999-12-31 --n 1", "days --from 2026-03-10 --n 1.5",
        "days --from 2026-03-10 --n 0 --wording beginning-with", "hours --from yesterday --n 1",
        "hours --from 9999-12-31 --n 1", "hours --from 9999-12-31T23:00 --n 2", "working-days --from 2026-03-10",
        "working-days --from 2026-03-10 --n 1 --to 2026-03-11", "working-days --from 2026-03-10 --to 9999-01-01",
        "working-days --from 2026-03-10 --n 1 --nation france", "clear-days --from 2026-03-10 --n 5 --exclude fridays",
        "clear-days --from 2026-03-10 --n 5 --exclude monday,tuesday,wednesday,thursday,friday,saturday,sunday",
        "holidays 1977", "holidays 2026 --holidays none.json", "holidays soon", "easter 1752", "year 2019/21",
        "year 2019", "quarter 2023/24", "quarter 0001-01-01", "school-day none.json --at 2026-03-10T10:00",
        "parse 2026 --years 2026-2020", "easter 2026 extra",
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_one_line(line):
    assert refused(line)
