"""What must be said of a source that does or does not measure an issue, in a file and on a page alike. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frankpledge.assessment.facts import MeasureLink


@dataclass(frozen=True)
class Lack:
    """What is wrong with a link: which of its fields, why, and what to do."""

    field: str
    reason: str
    remedy: str


def lacks(link: MeasureLink) -> Iterator[Lack]:
    """All that a link lacks; the same holds in the table it is kept in (`assessment_measured_or_asked_for`)."""
    if link.kind == "none" and link.measure:
        yield Lack(
            "measure",
            "names a measure that does not measure the issue.",
            "Take it out, or say that it is a proxy.",
        )
    if link.kind == "none" and not link.extract_to_ask_for:
        yield Lack(
            "extract_to_ask_for", "is missing.", "Say which extract would measure the issue, and whom to ask."
        )
    if link.kind != "none" and not link.measure:
        yield Lack(
            "measure", "is missing.", "Name the measure, or say that the source does not measure the issue."
        )
    if not link.source:
        yield Lack("source", "is missing.", "Say who supplies it.")
    if not link.why:
        yield Lack("why", "is missing.", "Say in a sentence why it does or does not measure the issue.")
