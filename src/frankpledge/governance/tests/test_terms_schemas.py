"""What every command about terms and meetings answers, and what it takes, is what the published schemas say."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from frankpledge.governance import commands
from frankpledge.governance.rules.terms.schemas import SCHEMAS, terms_schema
from frankpledge.governance.tests.json_shapes import mistakes

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
PATTERNS = EXAMPLES / "patterns"
FILES = sorted([*EXAMPLES.glob("*.toml"), *(EXAMPLES / "patterns").glob("*.toml")])
SCENARIOS = [
    pytest.param(path.with_suffix(".toml"), scenario, id=f"{path.stem}: {scenario['name']}")
    for path in sorted(PATTERNS.glob("*.json"))
    for scenario in json.loads(path.read_text(encoding="utf-8"))
]
RUN = {
    "decide": commands.decide_command,
    "deadlines": commands.deadlines_command,
    "constituted": commands.constituted_command,
}
TAKES = {"decide": "situation", "deadlines": "meeting", "constituted": "members"}


def as_json(value):
    """A value as it is printed: days become texts."""
    return json.loads(
        json.dumps(value, default=lambda one: one.isoformat() if isinstance(one, date) else str(one))
    )


def answered(command, answer):
    return mistakes(as_json(answer.as_json()), SCHEMAS[command]["output"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_schema_of_the_file_holds_for_every_example(path):
    assert mistakes(as_json(tomllib.loads(path.read_text(encoding="utf-8"))), terms_schema()) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_terms_check_answers_is_what_its_schema_says(path):
    assert answered("terms check", commands.check_command([str(path)])) == []
    assert answered("terms check", commands.check_command([str(path), "--on", "2022-06-30"])) == []


@pytest.mark.parametrize(("terms", "scenario"), SCENARIOS)
def test_what_a_scenario_takes_and_answers_is_what_the_schemas_say(terms, scenario, tmp_path):
    given = tmp_path / "given.json"
    given.write_text(json.dumps(scenario["input"]), encoding="utf-8")
    on = ["--on", scenario["on"]] if "on" in scenario else []
    command = f"terms {scenario['command']}"
    assert answered(command, RUN[scenario["command"]]([str(terms), str(given), *on])) == []
    taken = {
        "terms": as_json(tomllib.loads(terms.read_text(encoding="utf-8"))),
        TAKES[scenario["command"]]: scenario["input"],
    }
    if scenario["command"] == "constituted":
        taken["on"] = scenario["on"]
    assert mistakes(taken, SCHEMAS[command]["input"]) == []


HISTORIES = {
    "quarterly": [{"on": day} for day in ("2023-01-03", "2023-06-28", "2023-07-01", "2023-12-20")],
    "months only": [{"on": "2023-01"}, {"on": "2023-04", "confirms": ["2023-01"]}],
    "twice a day": [
        {"on": "2023-01-10"},
        {"on": "2023-01-10", "kind": "extraordinary", "status": "cancelled"},
    ],
    "nothing": [],
}


@pytest.mark.parametrize("name", HISTORIES)
@pytest.mark.parametrize("terms", ["", "dorset-2023.toml", "patterns/deadlines.toml"])
def test_what_meetings_replay_takes_and_answers_is_what_its_schemas_say(name, terms, tmp_path):
    path = tmp_path / "h.json"
    path.write_text(json.dumps(HISTORIES[name]), encoding="utf-8")
    more = ["--terms", str(EXAMPLES / terms)] if terms else []
    assert answered("meetings replay", commands.replay_command([str(path), *more])) == []
    taken = SCHEMAS["meetings replay"]["input"]
    assert mistakes(HISTORIES[name], taken["properties"]["history"], taken) == []


def test_an_answer_that_is_wrong_is_told_from_one_that_is_right():
    """The check itself can fail: a key too many, one too few, a word that is not allowed."""
    good = as_json(commands.check_command([str(EXAMPLES / "dorset-2023.toml")]).as_json())
    schema = SCHEMAS["terms check"]["output"]
    assert mistakes(good, schema) == []
    assert mistakes({**good, "colour": "red"}, schema)
    assert mistakes({key: value for key, value in good.items() if key != "method"}, schema)
    assert mistakes({**good, "verdict": "splendid"}, schema)
    assert mistakes({**good, "findings": [{**good["findings"][0], "severity": 3}]}, schema)
