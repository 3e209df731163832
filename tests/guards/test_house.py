"""The import contracts hold; nothing names a registry or a machine; every rule is cited and tested."""

from __future__ import annotations

import re
import subprocess
import sys

from frankpledge.kernel.citations import Citation, all_rules, rule
from tests.house import ROOT


def tracked(*patterns: str) -> list:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def test_the_import_contracts_hold():
    outcome = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-logo"],
        cwd=ROOT, capture_output=True, text=True, env={"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout


def test_lock_files_name_no_host():
    locks = [*tracked("requirements*.txt"), *tracked("frontend/package-lock.json")]
    assert locks
    for lock in locks:
        assert "resolved" not in lock.read_text(encoding="utf-8")
        assert not re.search(
            r"https?://(?!opencollective|github\.com/sponsors|tidelift|paulmillr|feross)",
            lock.read_text(encoding="utf-8"),
        ), lock


def test_every_rule_is_cited_and_named_in_a_test():
    from frankpledge.site.reference.register import import_rules

    import_rules()
    tests = "\n".join(
        path.read_text(encoding="utf-8") for path in tracked("src/*/tests/*.py", "src/**/tests/*.py")
    )
    rules = all_rules()
    assert rules
    for known in rules:
        assert isinstance(known.source, Citation)
        assert known.source.instrument
        assert known.name.rsplit(".", 1)[1] in tests, f"no test names the rule {known.name}"


def test_a_rule_without_a_docstring_is_refused():
    import pytest

    with pytest.raises(TypeError, match="docstring"):
        rule(source=Citation("Any"))(lambda: None)


def test_no_merge_was_left_unfinished():
    marks = re.compile(r"^(<{7} |>{7} |={7}$)", re.MULTILINE)
    for path in tracked("*.py", "*.html", "*.toml", "*.md", "*.scss"):
        assert not marks.search(path.read_text(encoding="utf-8")), path
