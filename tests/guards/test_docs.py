"""The documentation is of this code: generated pages are fresh, links lead somewhere, commands and settings exist."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from frankpledge.audit.chain import FIRST, link_hash
from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.measures import read_table
from frankpledge.evidence.readers.offences import offence_table
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.readers.returns import read_return
from frankpledge.evidence.recognise import recognise
from frankpledge.evidence.specs import DatasetSpec, read_spec
from frankpledge.kernel.results import WarningCode
from frankpledge.site.cli import COMMANDS, command_of
from frankpledge.site.commands import documenting
from frankpledge.site.commands.documenting import REFERENCE, pages, stale
from frankpledge.site.known_settings import KNOWN_SETTINGS
from frankpledge.site.reference.running import function_of, parser_of, schema_file
from tests.house import FLOORS, ROOT

PACKAGE = ROOT / "src" / "frankpledge"
DOCS = sorted((ROOT / "docs").rglob("*.md"))
WRITTEN = [*DOCS, ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(PACKAGE.glob("*/README.md"))]
SETTINGS = {one.name: one for one in KNOWN_SETTINGS}
named = {"ids": lambda path: str(path.relative_to(ROOT))}


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`|^    .*?$", "", text, flags=re.DOTALL | re.MULTILINE)


def blocks_of(language: str, path: Path) -> list[str]:
    """The fenced examples of a page in one language, without the indentation that a list gives them."""
    found = re.findall(
        rf"^( *)```{language}\n(.*?)^ *```", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    return [re.sub(rf"^{before}", "", block, flags=re.MULTILINE) for before, block in found]


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands_in(text: str) -> list[str]:
    """Whatever stands after `./frankpledge` on a line of code, a line ended by a backslash being joined to the next."""
    joined = re.sub(r"\\\n\s*", " ", text)
    blocks = re.findall(r"```[a-z]*\n(.*?)```", joined, flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"^    (\S.*)$", joined, flags=re.MULTILINE)
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", joined, flags=re.DOTALL))
    return [found[1] for line in lines if (found := re.search(r"\./frankpledge (\S.*)$", line))]


@pytest.fixture(scope="module")
def made():
    return pages()


def test_the_generated_pages_are_fresh():
    changed, needless = stale(REFERENCE)
    assert not changed, "run ./frankpledge docs"
    assert not needless, "run ./frankpledge docs"


def test_generated_pages_do_not_depend_on_when_they_are_made(made):
    assert pages() == made


def test_a_changed_page_and_a_page_that_nothing_makes_are_noticed(tmp_path, made, monkeypatch):
    monkeypatch.setattr(documenting, "pages", lambda: made)
    for name, text in made.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert stale(tmp_path) == ([], [])
    (tmp_path / "roles.md").write_text("# Roles\n", encoding="utf-8")
    (tmp_path / "schemas" / "old.json").write_text("{}", encoding="utf-8")
    assert stale(tmp_path) == (["roles.md"], ["schemas/old.json"])


@pytest.mark.parametrize("path", WRITTEN, **named)
def test_every_relative_link_leads_somewhere(path: Path):
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file) if file else path
        assert there.exists(), f"{path.name}: {target}"
        assert not anchor or anchor in anchors(there), f"{path.name}: {target}"


@pytest.mark.parametrize("path", WRITTEN, **named)
def test_every_command_that_is_written_down_exists(path: Path):
    for line in commands_in(path.read_text(encoding="utf-8")):
        words = line.replace("…", "").split()
        if words[0] == "COMMAND":
            continue
        found = command_of(words)
        assert found is not None, line
        if found.parser:
            options = {option for one in parser_of(found)._actions for option in one.option_strings}
            used = set(re.findall(r"--[a-z][a-z-]*", line))
            assert used <= options, line


@pytest.mark.parametrize("path", DOCS, **named)
def test_examples_in_toml_and_python_can_be_read(path: Path):
    for block in blocks_of("toml", path):
        tomllib.loads(block)
    for block in blocks_of("python", path):
        ast.parse(block)


def test_the_examples_of_a_description_are_descriptions(tmp_path):
    examples = blocks_of("toml", ROOT / "docs" / "how-to" / "describe-a-dataset.md")
    assert examples
    for example in examples:
        (tmp_path / "dataset.toml").write_text(example, encoding="utf-8")
        assert read_spec(tmp_path / "dataset.toml").title


def test_every_key_of_a_description_is_documented():
    text = (REFERENCE / "file-formats.md").read_text(encoding="utf-8").partition("## `dataset.toml`")[2]
    keys = set(re.findall(r"`\[?(\w+)\]?`", text.partition("\n## ")[0]))
    assert {one.name for one in fields(DatasetSpec)} <= keys


def test_the_examples_of_tables_are_read_whole(tmp_path):
    examples = blocks_of("csv", REFERENCE / "file-formats.md")
    returned = [example for example in examples if example.startswith("service,")]
    by_code = [example for example in examples if "HO code" in example]
    assert (len(examples), len(returned), len(by_code)) == (4, 1, 1)
    path = tmp_path / "return.csv"
    path.write_text(returned[0], encoding="utf-8")
    found = read_return(path, FileStore(tmp_path / "store"), path.name, recognise(path))
    assert (found.rows, found.refused) == (5, 0)
    path.write_text(by_code[0], encoding="utf-8")
    assert recognise(path).kind is Kind.OFFENCE_EXTRACT
    extract = offence_table(path, path.name)
    assert (len(extract.rows), extract.problems) == (2, ())
    for example in set(examples) - {*returned, *by_code}:
        (tmp_path / "example.csv").write_text(example, encoding="utf-8")
        table = read_table(tmp_path / "example.csv", "example.csv")
        assert table.observations
        assert not table.problems


def test_every_warning_code_is_documented():
    text = (REFERENCE / "warning-codes.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)`", text, flags=re.MULTILINE)) == {str(one) for one in WarningCode}


@pytest.mark.parametrize(("altered", "said"), [(None, "whole: 3 events"), (1, "broken at event 2")])
def test_an_outsider_can_check_a_chain_with_the_lines_that_are_printed(tmp_path, altered, said):
    (checker,) = blocks_of("python", REFERENCE / "chain-of-hashes.md")
    events, previous = [], FIRST
    for sequence in (1, 2, 3):
        body = {"at": "2021-03-01T09:00:00+00:00", "action": "noted", "detail": {"word": "Ŵ", "n": sequence}}
        previous, before = link_hash(previous, sequence, body), previous
        events.append({"sequence": sequence, "body": body, "previous": before, "hash": previous})
    if altered is not None:
        events[altered]["body"]["action"] = "removed"
    (tmp_path / "chain.jsonl").write_text("\n".join(map(json.dumps, events)) + "\n", encoding="utf-8")
    (tmp_path / "check.py").write_text(checker, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "check.py", "chain.jsonl"], cwd=tmp_path, capture_output=True, text=True
    )
    assert said in done.stdout + done.stderr


def test_every_page_is_in_the_index():
    index = ROOT / "docs" / "README.md"
    linked = {
        (index.parent / target.partition("#")[0]).resolve()
        for target in re.findall(r"\]\(([^)\s]+)\)", index.read_text(encoding="utf-8"))
    }
    assert {path for path in DOCS if path != index} - linked == set()


@pytest.mark.parametrize("room", FLOORS)
def test_every_room_says_what_it_is_for(room: str):
    text = (PACKAGE / room / "README.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {room}")


def test_every_document_that_the_code_names_is_there():
    sources = [*PACKAGE.rglob("*.py"), *(ROOT / "demo").rglob("*.toml"), ROOT / "pyproject.toml"]
    for path in sources:
        for name in re.findall(r"docs/[a-z0-9/_-]+\.md", path.read_text(encoding="utf-8")):
            assert (ROOT / name).is_file(), f"{path.relative_to(ROOT)} names {name}"


def reads_of_settings() -> dict[str, set[str]]:
    """Each name that `text("X", …)`, `flag("X", …)` or `whole("X", …)` of the environment reads, with the defaults given for it."""
    found: dict[str, set[str]] = {}
    for path in (PACKAGE / "site").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func).removeprefix("environment.")
            is_read = (
                called in {"text", "flag", "whole"} and node.args and isinstance(node.args[0], ast.Constant)
            )
            if is_read and re.fullmatch(r"[A-Z][A-Z_]*", str(node.args[0].value)):
                given = [*node.args[1:], *(word.value for word in node.keywords)]
                defaults = {one.value for one in given if isinstance(one, ast.Constant)}
                found.setdefault(node.args[0].value, set()).update(
                    {"yes" if one is True else "no" if one is False else str(one) for one in defaults}
                )
    return found


def test_every_setting_that_is_read_is_documented_with_its_default():
    reads = reads_of_settings()
    assert "HOME" in reads
    assert "DEMO" in reads
    assert set(reads) - set(SETTINGS) == set(), "add them to site/known_settings.py"
    for name, defaults in reads.items():
        assert defaults <= {SETTINGS[name].default}, name


def test_every_documented_setting_is_read_and_every_variable_named_anywhere_is_documented():
    sources = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), ROOT / "frankpledge", ROOT / ".ci" / "run",
               ROOT / "frontend" / "build.py", *WRITTEN]  # fmt: skip
    named_somewhere = {
        name
        for path in sources
        for name in re.findall(r"FRANKPLEDGE_([A-Z][A-Z_]*[A-Z])", path.read_text(encoding="utf-8"))
    }
    assert named_somewhere - set(SETTINGS) == set()
    launcher = (ROOT / "frankpledge").read_text(encoding="utf-8")
    assert {name for name in SETTINGS if f"FRANKPLEDGE_{name}" not in launcher} == set(reads_of_settings())


def test_a_command_that_parses_arguments_names_its_parser():
    for command in COMMANDS:
        if not command.parser:
            assert "parse_args" not in inspect.getsource(function_of(command.where)), command.name


def test_every_pure_command_has_a_schema(made):
    assert {schema_file(one) for one in COMMANDS if one.is_pure} <= set(made)
