"""What pages and documents are made of: findings, differences and unsaid rules of stored texts, each worked out once."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from frankpledge.governance.rules.terms.comparing import Change, Findings, changes, findings_compared
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.findings import SEVERITIES, Finding
from frankpledge.governance.rules.terms.linting import findings_of
from frankpledge.governance.terms.parsing import constitution_of
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.web.words import counted, listed

KINDS_OF_LINE = {"+": "added", "-": "gone", " ": "same", "@": "place"}


@lru_cache(maxsize=128)
def findings_on(text: str, on: date | None) -> tuple[Finding, ...]:
    """What the linter says of a text on a day; on its own day for None. Raises `Unusable`."""
    terms = constitution_of(text)
    return findings_of(replace(terms, asked_on=on) if on else terms)


def counts_of(found: tuple[Finding, ...]) -> str:
    """`5 to put right first, 13 to settle, 19 to say better`; empty for none."""
    words = {"high": "to put right first", "medium": "to settle", "low": "to say better"}
    numbers = {severity: sum(1 for one in found if one.severity == severity) for severity in SEVERITIES}
    return listed([f"{number} {words[severity]}" for severity, number in numbers.items() if number])


@dataclass(frozen=True)
class Compared:
    """A draft held against the version it started from. `problems` stand where it cannot be read; then nothing else does."""

    terms: Constitution | None
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    findings: Findings
    lines: tuple[tuple[str, str], ...]


def compared(before: str, after: str) -> Compared:
    """A text against the one before it (empty: none), both looked at on the first day of the new one."""
    lines = lines_changed(before, after)
    try:
        terms = constitution_of(after)
    except Unusable as wrong:
        return Compared(None, wrong.problems, (), Findings((), (), ()), lines)
    old = _read(before)
    on = terms.period.starts_on
    found = findings_compared(findings_on(before, on) if old else (), findings_on(after, on))
    return Compared(terms, (), changes(old, terms), found, lines)


def _read(text: str) -> Constitution | None:
    try:
        return constitution_of(text) if text else None
    except Unusable:
        return None


def lines_changed(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """The lines that differ, each with what became of it and three lines around it; none where nothing differs."""
    found = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=3)
    return tuple((KINDS_OF_LINE[line[0]], line) for line in list(found)[2:] if line)


def words_of_changes(found: tuple[Change, ...]) -> str:
    """`12 changes to what the terms say`, or that there are none."""
    return counted(len(found), "change") if found else "Nothing that the terms say is changed"
