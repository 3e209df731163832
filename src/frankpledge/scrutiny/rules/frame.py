"""What the frame of a committee's report still lacks: a reason tied to a duty, officers' sign-off, risk, equality, papers. Pure.

The frame is what councils ask of every report to a committee; a report without it can be built, and its gaps are said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frankpledge.scrutiny.rules import content as parts
from frankpledge.scrutiny.rules.editing import RECOMMENDATION


@dataclass(frozen=True)
class Lacking:
    """One thing that the frame lacks, what to do about it, and the key of the block in which that is done (may be empty)."""

    what: str
    remedy: str
    block: str = ""


def lacking(content: parts.ReportContent, kept: frozenset[str]) -> tuple[Lacking, ...]:
    """Everything that the frame lacks, in the order of the frame. `kept` are the hashes of background papers that are kept."""
    return tuple(_lacking(content, kept))


def _lacking(content: parts.ReportContent, kept: frozenset[str]) -> Iterator[Lacking]:
    asked = content.recommendation
    if not (asked.duty_code or asked.duty):
        yield Lacking("The reason is tied to no duty", "Choose the duty that it rests on.", RECOMMENDATION)
    for code, name in (("summary", "executive summary"), ("equalities", "equalities impact assessment")):
        section = content.sections.get(code)
        if section is None or not (section.blocks or section.nothing):
            yield Lacking(f"There is no {name}", "Write it, or say that there is nothing to report.")
    yield from _signed(content)
    if not any(isinstance(block, parts.Levels) and block.levels for _, block in _blocks(content)):
        yield Lacking("No level of risk is stated", "State the current and the residual risk.")
    if content.sections.get("appendices") is None:
        yield Lacking("Nothing is said of appendices", "List them, or say that there are none.")
    yield from _papers(content, kept)
    if content.cover.meeting is None or not content.cover.meeting.is_exact:
        yield Lacking("The day of the meeting is not known", "Write the day when it is known.")


def _blocks(content: parts.ReportContent) -> Iterator[tuple[str, parts.Block]]:
    for section in content.sections.values():
        yield from zip(section.keys or ("",) * len(section.blocks), section.blocks, strict=True)


def _signed(content: parts.ReportContent) -> Iterator[Lacking]:
    found = [(key, block) for key, block in _blocks(content) if isinstance(block, parts.SignOffs)]
    if not found:
        yield Lacking(
            "No officer signs off any implication", "List the implications with the officers who sign."
        )
    for key, block in found:
        open_ones = [one.implication for one in block.sign_offs if not (one.by and one.on)]
        if open_ones:
            yield Lacking(f"Not signed off: {', '.join(open_ones)}", "Record who signed and when.", key)


def _papers(content: parts.ReportContent, kept: frozenset[str]) -> Iterator[Lacking]:
    for key, block in _blocks(content):
        if isinstance(block, parts.Papers):
            for paper in block.papers:
                if paper.kept_copy not in kept:
                    yield Lacking(f"No copy is kept of ‘{paper.title}’", "Upload one.", key)
