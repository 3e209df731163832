"""Exactly what the pages on which a report is written show."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.scrutiny.pages import Crumbs
from frankpledge.scrutiny.queries import EditionFacts
from frankpledge.scrutiny.rules.margins import Piece
from frankpledge.web.forms import Field


@dataclass(frozen=True)
class Press:
    """A button in the margin: its words, and the values that its form sends."""

    words: str
    action: str
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MarginNote:
    """One number of a text, or a word of judgement: how it stands, why, and what may be done about it."""

    number: int
    """The count of the number in its block; 0 for a judgement."""
    stated: str
    standing: str
    colour: str
    because: str
    remedy: str = ""
    presses: tuple[Press, ...] = ()


@dataclass(frozen=True)
class WrittenBlock:
    """One block as it is shown to those who write: its words in pieces, its list, the notes beside it, where to change it."""

    key: str
    where: str
    kind: str
    words: tuple[Piece, ...]
    items: tuple[tuple[Piece, ...], ...]
    said: str
    """What stands there where it is no text of its own, such as a table from the record."""
    notes: tuple[MarginNote, ...]
    href: str
    """Where it is changed; empty for what comes from the record alone."""
    words_of_link: str = "Change"


@dataclass(frozen=True)
class WrittenSection:
    """A section with its blocks, and where a paragraph is added to it."""

    code: str
    heading: str
    nothing: str
    blocks: tuple[WrittenBlock, ...]
    add: str


@dataclass(frozen=True)
class LackingLine:
    what: str
    remedy: str
    href: str


@dataclass(frozen=True)
class TextPage:
    """A whole report as text with its numbers in the margin."""

    title: str
    crumbs: Crumbs
    edition: EditionFacts
    tally: tuple[tuple[str, int], ...]
    """How many numbers stand how, those that need a person first."""
    sections: tuple[WrittenSection, ...]
    lacking: tuple[LackingLine, ...]
    outlines: tuple[tuple[str, str], ...]
    set_out_as: str
    left_out: tuple[str, ...]
    choose: str
    """Where the outline is chosen; empty for those who may not."""
    preview: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Theirs:
    """A text that somebody else saved meanwhile."""

    by: str
    text: str


@dataclass(frozen=True)
class FigureLine:
    """A figure that a number may be tied to: what it is, what it says, and how that is written."""

    label: str
    text: str
    binding: str


@dataclass(frozen=True)
class BlockPage:
    """One block to be changed, with its margin."""

    title: str
    crumbs: Crumbs
    lead: str
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    theirs: Theirs | None
    words: tuple[Piece, ...]
    items: tuple[tuple[Piece, ...], ...]
    notes: tuple[MarginNote, ...]
    figures: tuple[FigureLine, ...]
    versions: str
    back: str
    out: Press | None


@dataclass(frozen=True)
class VersionLine:
    """One text that a block had. `back` brings it back; None for the one that stands."""

    number: int
    said: str
    by: str
    at: str
    text: str
    back: Press | None


@dataclass(frozen=True)
class VersionsPage:
    title: str
    crumbs: Crumbs
    versions: tuple[VersionLine, ...]
    block: str


@dataclass(frozen=True)
class PaperLine:
    title: str
    href: str
    kept: str
    change: str


@dataclass(frozen=True)
class PapersPage:
    title: str
    crumbs: Crumbs
    papers: tuple[PaperLine, ...]
    add: str
    back: str
