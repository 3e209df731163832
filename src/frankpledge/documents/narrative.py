"""Text that people type, read into pieces: paragraphs, bullets, bold, links, and numbers bound to the record.

The marks are few and familiar: a blank line between paragraphs, `- ` or `1. ` before items, `> ` before a quotation,
`**bold**`, `[words](address)`, and `[[12% | change:measure=incidents&from=2019&to=2020]]` for a number whose truth
is to be checked. A paragraph that starts with 12.6 has that number. Anything else is words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class Bold:
    text: str


@dataclass(frozen=True)
class Linked:
    text: str
    href: str


@dataclass(frozen=True)
class Binding:
    """A typed number and what it is to be checked against. An empty `typed` asks for the number itself."""

    typed: str
    binding: str


Run = Words | Bold | Linked | Binding


class PieceKind(StrEnum):
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    STEPS = "steps"
    QUOTE = "quote"


@dataclass(frozen=True)
class Item:
    """One paragraph, or one item of a list. `line` is where it starts in the typed text, from 1."""

    runs: tuple[Run, ...]
    line: int
    number: str = ""


@dataclass(frozen=True)
class Piece:
    """A paragraph or quotation (one item) or a list (one or more)."""

    kind: PieceKind
    items: tuple[Item, ...]


_ITEM = re.compile(r"\s*(?:(?P<bullet>[-*•])|(?P<step>\d{1,3}[.)]))\s+(?P<rest>\S.*)")
_NUMBERED = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,3})\.?\s+(?P<rest>\S.*)", re.DOTALL)
_RUN = re.compile(
    r"\[\[(?P<bound>(?:(?!\[\[|\]\]).)*)\]\]"
    r"|\*\*(?P<bold>(?!\s)(?:(?!\*\*).)+?)\*\*"
    r"|\[(?P<text>[^\[\]]+)\]\((?P<href>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)",
    re.DOTALL,
)


def read_narrative(text: str) -> tuple[Piece, ...]:
    """The pieces of a typed text, in order. Never fails: what is not a mark is words."""
    pieces: list[Piece] = []
    for kind, line, words in _chunks(text):
        item = _item(kind, line, words)
        if pieces and pieces[-1].kind is kind and kind in {PieceKind.BULLETS, PieceKind.STEPS}:
            pieces[-1] = Piece(kind, (*pieces[-1].items, item))
        else:
            pieces.append(Piece(kind, (item,)))
    return tuple(pieces)


def _chunks(text: str) -> Iterator[tuple[PieceKind, int, str]]:
    """Each paragraph and list item as (kind, line it starts on, words with its lines joined)."""
    kind: PieceKind | None = None
    start, lines = 0, list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        opens, words = _opening(line, kind)
        if lines and kind and (opens or not words):
            yield kind, start, " ".join(lines)
            lines = []
        if not words:
            kind = None
            continue
        if not lines:
            kind, start = opens or PieceKind.PARAGRAPH, number
        lines.append(words)
    if lines and kind:
        yield kind, start, " ".join(lines)


def _opening(line: str, inside: PieceKind | None) -> tuple[PieceKind | None, str]:
    """What a line opens, if anything, and its words without the mark."""
    found = _ITEM.fullmatch(line)
    # A line within a paragraph may begin with ‘12.’ by chance; only a list, or nothing, goes before a step.
    if found and (found["bullet"] or inside in {None, PieceKind.STEPS, PieceKind.BULLETS}):
        return (PieceKind.BULLETS if found["bullet"] else PieceKind.STEPS), found["rest"].strip()
    if line.lstrip().startswith(">"):
        return (None if inside is PieceKind.QUOTE else PieceKind.QUOTE), line.lstrip()[1:].strip()
    return None, line.strip()


def _item(kind: PieceKind, line: int, words: str) -> Item:
    if kind is PieceKind.PARAGRAPH and (found := _NUMBERED.fullmatch(words)):
        return Item(read_runs(found["rest"]), line, found["number"])
    return Item(read_runs(words), line)


def read_runs(words: str) -> tuple[Run, ...]:
    """The runs of one paragraph."""
    return tuple(run for _, _, run in placed_runs(words))


def placed_runs(words: str) -> tuple[tuple[int, int, Run], ...]:
    """The runs of one paragraph, each with where it starts and ends in the typed words, its marks included."""
    runs: list[tuple[int, int, Run]] = []
    end = 0
    for found in _RUN.finditer(words):
        if found.start() > end:
            runs.append((end, found.start(), Words(words[end : found.start()])))
        runs.append((*found.span(), _run(found)))
        end = found.end()
    if end < len(words):
        runs.append((end, len(words), Words(words[end:])))
    return tuple(runs)


def _run(found: re.Match[str]) -> Run:
    if found["bound"] is not None:
        typed, bar, binding = found["bound"].rpartition("|")
        return Binding(typed.strip(), binding.strip()) if bar else Binding(found["bound"].strip(), "")
    if found["bold"] is not None:
        return Bold(found["bold"])
    return Linked(found["text"], found["href"])
