"""`test`, `check` and `fix`: the same by hand, before a commit and in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from frankpledge.site.cli import say

ROOT = Path(__file__).resolve().parents[4]
_WANTED = {
    "chromium": "the browser journeys and the accessibility engine",
    "soffice": "opening DOCX and ODT in LibreOffice",
    "pdftoppm": "turning PDF pages into pictures",
}


def run(*words: str) -> int:
    say(f"$ {' '.join(words)}")
    return subprocess.call([sys.executable, "-m", *words], cwd=ROOT)  # noqa: S603


def test(arguments: list[str]) -> int:
    """Run the tests. What this machine lacks is said aloud and skipped; where CI is set, a skip is a failure."""
    for program, use in _WANTED.items():
        if shutil.which(program) is None:
            say(f"WARNING: {program} is not on this machine: tests of {use} will be SKIPPED.")
    if not (ROOT.parent / "shared" / "data").is_dir():
        say(
            "WARNING: the folder of real public files is not beside the project: tests on them will be SKIPPED."
        )
    workers = ["-n", str(min(4, os.cpu_count() or 1))] if not arguments else []
    return run("pytest", *workers, *arguments)


def check(_arguments: list[str]) -> int:
    """Format, lint, types, import contracts, settings and migrations. Exit status 1 when any fails."""
    outcomes = [
        run("ruff", "format", "--check", "."),
        run("ruff", "check", "."),
        run("mypy"),
        subprocess.call([str(Path(sys.executable).parent / "lint-imports"), "--no-logo"], cwd=ROOT),  # noqa: S603
        run("django", "check", "--fail-level", "WARNING"),
        run("django", "makemigrations", "--check", "--dry-run"),
    ]
    return int(any(outcomes))


def fix(_arguments: list[str]) -> int:
    """Format the code and mend what the linter can mend by itself."""
    return int(any([run("ruff", "check", "--fix", "."), run("ruff", "format", ".")]))
