"""A problem with something a person gave us: what, where, why and what to do, never less."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input. `row` is the line or row as the person sees it, counted from 1.

    `code` is a short stable slug, so that pages, import and tests can name the class of problem.
    """

    code: str
    reason: str
    remedy: str
    file: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    @property
    def where(self) -> str:
        """The place in words: `plan.csv, row 12, column ‘Value’`."""
        parts = [part for part in (self.file, f"row {self.row}" if self.row else "") if part]
        if self.column:
            parts.append(f"column ‘{self.column}’")
        return ", ".join(parts)

    def __str__(self) -> str:
        start = f"{self.where}: " if self.where else ""
        return f"{start}{self.reason} {self.remedy}"


class Unusable(Exception):  # noqa: N818
    """An input that cannot be used at all; carries at least one problem."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems
