"""Runs of text in a paragraph, and the several ways in which the paragraph can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from frankpledge.reviews.rules.scanning.scan import Chunk


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph: inserted or deleted under tracked changes, hidden, or the code of a field."""

    text: str
    inserted: bool = False
    deleted: bool = False
    hidden: bool = False
    code: bool = False


def readings(runs: Iterable[Run], place: str) -> Iterator[Chunk]:
    """The paragraph with everything, as accepted, as it was before, as it shows, and its codes; each once."""
    held = tuple(runs)
    plain = [run for run in held if not run.code]
    ways = (
        ("", "".join(run.text for run in plain)),
        (" (changes accepted)", "".join(run.text for run in plain if not run.deleted)),
        (" (before the tracked changes)", "".join(run.text for run in plain if not run.inserted)),
        (" (what is deleted)", "".join(run.text for run in plain if run.deleted)),
        (" (without hidden text)", "".join(run.text for run in plain if not run.hidden)),
        (" (hidden text)", "".join(run.text for run in plain if run.hidden)),
        (
            " (shown, changes accepted)",
            "".join(run.text for run in plain if not run.hidden and not run.deleted),
        ),
    )
    seen: set[str] = set()
    for note, text in ways:
        if text.strip() and text not in seen:
            seen.add(text)
            yield Chunk(text, place if note == "" else f"{place}{note}")
    code = "".join(run.text for run in held if run.code)
    if code.strip():
        yield Chunk(code, f"{place} (field code)", is_prose=False)
