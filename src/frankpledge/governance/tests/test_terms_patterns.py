"""Every example labelled as a pattern: its scenarios come out as written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from frankpledge.governance import commands
from frankpledge.governance.rules.terms.reading import read_terms

PATTERNS = Path(__file__).resolve().parents[4] / "examples" / "patterns"
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


def agrees(found, expected) -> bool:
    """Whether an answer has everything that is expected of it; it may have more."""
    if isinstance(expected, dict):
        return all(key in found and agrees(found[key], value) for key, value in expected.items())
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(agrees, found, expected))
    return found == expected


@pytest.mark.parametrize(("terms", "scenario"), SCENARIOS)
def test_a_scenario_of_a_pattern_comes_out_as_written(terms, scenario, tmp_path):
    given = tmp_path / "given.json"
    given.write_text(json.dumps(scenario["input"]), encoding="utf-8")
    on = ["--on", scenario["on"]] if "on" in scenario else []
    answer = RUN[scenario["command"]]([str(terms), str(given), *on]).as_json()
    assert agrees(answer, scenario["expect"]), json.dumps(answer, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("path", sorted(PATTERNS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_pattern_says_that_it_is_one(path):
    terms = read_terms(path)
    assert terms.basis == "pattern"
    assert terms.body.startswith("Pattern: ")
