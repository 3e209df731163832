"""No part of the house predicts, scores or ranks a person: places, periods and issues are what it looks at."""

from __future__ import annotations

import ast
import re

import pytest

from frankpledge.analysis.agreement_commands import agreement_command
from frankpledge.analysis.alarm_commands import alarm_command
from frankpledge.analysis.hotspot_commands import hotspots_command, near_repeats_command
from frankpledge.analysis.places_not_people import tells_people_apart
from frankpledge.assessment.commands import rank_command
from frankpledge.kernel.problems import Unusable
from frankpledge.site.cli import COMMANDS
from tests.house import ROOT

PACKAGE = ROOT / "src" / "frankpledge"
PERSON = (
    r"(person|individual|offender|suspect|victim|perpetrator|nominal|household|family|child|pupil|patient)"
)
ESTIMATE = r"(score|scores|risk|risks|prediction|predictions|predicted|probability|likelihood|hotlist|rank|ranking|propensity)"
SCORED_PEOPLE = re.compile(rf"(^|_){PERSON}_(\w+_)?{ESTIMATE}(_|$)|(^|_){ESTIMATE}_(of_)?{PERSON}(_|$)")
LEARNERS = {
    "sklearn",
    "xgboost",
    "lightgbm",
    "catboost",
    "torch",
    "tensorflow",
    "keras",
    "lifelines",
    "sksurv",
}
IDENTIFYING = ["offender_id", "nhs_number", "date_of_birth", "suspect_name", "surname"]
TABLES = {
    alarm_command: ("period,observed", "2024-01,1", []),
    hotspots_command: ("id,x,y,value", "a,1,1,2", ["--band", "5"]),
    near_repeats_command: ("x,y,date", "1,1,2024-01-01", ["--places", "true"]),
    rank_command: ("issue,score", "a,1", []),
}


def sources():
    return [
        path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts and "migrations" not in path.parts
    ]


def names_in(tree: ast.AST) -> set[str]:
    """Every name that a module gives: functions, classes, fields, variables and arguments."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if isinstance(node, ast.arg):
            found.add(node.arg)
    return set(map(spelt, found))


def spelt(name: str) -> str:
    """A name in small letters with lines between its words, however it was written."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("column", IDENTIFYING)
@pytest.mark.parametrize("command", TABLES, ids=lambda command: command.__name__)
def test_a_table_that_tells_people_apart_is_refused_by_every_command_that_looks_for_more_than_chance(
    command, column, tmp_path
):
    heading, row, options = TABLES[command]
    path = tmp_path / "table.csv"
    path.write_text(f"{heading},{column}\n{row},x\n{row},x\n", encoding="utf-8")
    with pytest.raises(Unusable, match="nothing here scores or predicts a person"):
        command([str(path), *options])


def test_counts_of_people_in_a_place_are_no_people_one_by_one():
    assert tells_people_apart("victim")
    assert tells_people_apart("repeat_suspect_ref")
    for column in ("victims", "offenders", "residents", "value", "personal_robbery", "individuals"):
        assert not tells_people_apart(column), column


def test_nothing_in_the_house_is_named_as_an_estimate_of_a_person():
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if not any(SCORED_PEOPLE.search(spelt(word)) for word in set(re.findall(r"\w+", text))):
            continue  # no word of it is such a name: no need to take the file apart
        named = {name for name in names_in(ast.parse(text)) if SCORED_PEOPLE.search(name)}
        assert not named, f"{path.relative_to(ROOT)}: {named}"
    for command in COMMANDS:
        assert not SCORED_PEOPLE.search(re.sub(r"\W+", "_", command.name)), command.name


def test_the_guard_sees_what_it_is_for():
    tree = ast.parse("def offender_risk_score(x): ...\nclass VictimPrediction: ...\nscore_of_person = 1\n")
    assert all(SCORED_PEOPLE.search(name) for name in names_in(tree) - {"x"})
    assert not SCORED_PEOPLE.search("risk_of_place")
    assert not SCORED_PEOPLE.search("scores_table")


def test_no_library_that_learns_from_cases_is_imported():
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if not any(name in text for name in LEARNERS):
            continue  # what is not named is not imported: no need to take the file apart
        for node in ast.walk(ast.parse(text)):
            modules = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {module.partition(".")[0] for module in modules} & LEARNERS, path


def test_scorers_are_people_and_may_be_named_but_what_they_rate_are_issues(tmp_path):
    path = tmp_path / "ratings.csv"
    path.write_text("issue,chair,analyst\nnoise,1,2\ntheft,3,3\n", encoding="utf-8")
    assert agreement_command([str(path)]).values["scorers"] == 2
