"""Where the numbers of a typed text stand, so that each can be shown with its flag and tied to a figure. Pure.

Numbers come in the order in which `documents.claims.bind` gives its claims: the text's own, then those of each item of the list
under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from frankpledge.documents.narrative import Binding, Bold, Linked, Words, placed_runs
from frankpledge.documents.unbound import unbound_spans


@dataclass(frozen=True)
class Spot:
    """One number in the words as typed, from `start` up to `end`, marks included. An empty binding: it is tied to nothing."""

    start: int
    end: int
    typed: str
    binding: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of words as a reader sees it; `number` counts the claims of the block from 1, and is 0 for mere words."""

    words: str
    number: int = 0


def spots(typed: str) -> tuple[Spot, ...]:
    """Every number of some typed words that claims something, in order."""
    return tuple(spot for start, end, run in placed_runs(typed) for spot in _of_run(start, end, run))


def _of_run(start: int, end: int, run: Words | Bold | Linked | Binding) -> Iterator[Spot]:
    if isinstance(run, Binding):
        yield Spot(start, end, run.typed, run.binding)
        return
    begins = start + _before(run)
    for first, last in unbound_spans(run.text):
        yield Spot(begins + first, begins + last, run.text[first:last])


def _before(run: Words | Bold | Linked) -> int:
    """How many marks stand before the words of a run: `**`, `[`."""
    return 2 if isinstance(run, Bold) else 1 if isinstance(run, Linked) else 0


def pieces(typed: str, *, first: int = 1) -> tuple[Piece, ...]:
    """Typed words as pieces to show: words, and numbers counted on from `first`."""
    found: list[Piece] = []
    number = first
    for start, end, run in placed_runs(typed):
        if isinstance(run, Binding):
            found.append(Piece(run.typed or "the record’s own number", number))
            number += 1
            continue
        begins, at = start + _before(run), 0
        for spot in _of_run(start, end, run):
            found.append(Piece(run.text[at : spot.start - begins]))
            found.append(Piece(spot.typed, number))
            at, number = spot.end - begins, number + 1
        found.append(Piece(run.text[at:]))
    return tuple(piece for piece in found if piece.words)


def texts_of(block: Mapping[str, object]) -> tuple[tuple[str, int], ...]:
    """The texts of a paragraph with their place: `-1` the text itself, then each item of its list."""
    items = block.get("items")
    listed = items if isinstance(items, list) else []
    return ((str(block.get("text", "")), -1), *((str(item), place) for place, item in enumerate(listed)))


def with_spot(block: Mapping[str, object], number: int, written: str) -> dict[str, object]:
    """The block with the number of that count (from 1) written otherwise. Raises IndexError when there is no such number."""
    left = number
    for typed, place in texts_of(block):
        found = spots(typed)
        if not 0 < left <= len(found):
            left -= len(found)
            continue
        spot = found[left - 1]
        changed = typed[: spot.start] + written + typed[spot.end :]
        if place < 0:
            return {**block, "text": changed}
        items = [text for text, at in texts_of(block) if at >= 0]
        items[place] = changed
        return {**block, "items": items}
    raise IndexError(number)


def spot_at(block: Mapping[str, object], number: int) -> Spot:
    """The number of that count in a block. Raises IndexError."""
    every = [spot for typed, _ in texts_of(block) for spot in spots(typed)]
    if not 0 < number <= len(every):
        raise IndexError(number)
    return every[number - 1]


def bound_as(typed: str, binding: str) -> str:
    """A number written as tied to a figure."""
    return f"[[{typed} | {binding}]]"
