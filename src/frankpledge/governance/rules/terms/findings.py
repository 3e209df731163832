"""What the linter says: one finding, and the list of its rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from frankpledge.governance.rules.terms.constitution import Constitution

SEVERITIES = ("high", "medium", "low")
"""High: a decision may fall, or the law is not met. Medium: a dispute waits to happen. Low: worth a better sentence."""


@dataclass(frozen=True)
class Finding:
    """Something in the terms that a chair would want to know before it matters, with wording that would cure it."""

    code: str
    clause: str
    severity: str
    why: str
    suggestion: str


LintRule = Callable[[Constitution], Iterator[Finding]]
