"""The document tree: what a statutory document is made of, whatever it is printed as.

A document is sections; a section is blocks and sections; a block is a paragraph, list, table, chart, summary
or note; text is inlines. A number that came from the record is a `Bound` inline or cell, which every format
prints as a link to the figure's own page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from frankpledge.documents.figures import Figure


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Strong:
    text: str


@dataclass(frozen=True)
class Link:
    """A link whose text says where it goes; ‘click here’ is refused by the release check."""

    text: str
    href: str


@dataclass(frozen=True)
class Bound:
    """A number that opens. `text` overrides how the figure prints itself."""

    figure: Figure
    text: str = ""

    @property
    def shown(self) -> str:
        return self.text or self.figure.text


Inline = Text | Strong | Link | Bound


@dataclass(frozen=True)
class Paragraph:
    inlines: tuple[Inline, ...]
    number: str = ""
    """A paragraph number as committees cite it (12.6)."""
    id: str = ""


@dataclass(frozen=True)
class Bullets:
    items: tuple[tuple[Inline, ...], ...]
    ordered: bool = False


class NoteKind(StrEnum):
    FLAG = "flag"  # a claim that the record contradicts or cannot confirm
    CAVEAT = "caveat"  # what a reader must know before using the number
    SYNTHETIC = "synthetic"  # demonstration data
    INFORMATION = "information"
    QUOTE = "quote"


@dataclass(frozen=True)
class Note:
    kind: NoteKind
    inlines: tuple[Inline, ...]
    title: str = ""


class CellKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    heading: str
    kind: CellKind = CellKind.TEXT
    group: str = ""
    """Neighbouring columns with the same group share a spanning heading above them."""


@dataclass(frozen=True)
class Row:
    """`cells` has one entry a column; the first is the row's heading."""

    cells: tuple[tuple[Inline, ...], ...]
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    source: str = ""
    """Area, supplier, date of extraction: what the reader needs to trust the table."""
    notes: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture that states its finding. `spec` is a Vega-Lite specification with its data inline.

    `title` is the finding in words, `subtitle` measure, area, source and as-of date, `alt` the text
    alternative, `table` says the same as the picture. `narrow` is the same picture for a narrow window; only pages of the
    site have it, and it is no part of what the chart says, so that no document is kept or printed with it.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    spec: Mapping[str, object]
    table: Table
    notes: tuple[str, ...] = ()
    narrow: Mapping[str, object] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Fact:
    name: str
    value: tuple[Inline, ...]


@dataclass(frozen=True)
class Facts:
    """A summary list: name and value."""

    facts: tuple[Fact, ...]


Block = Paragraph | Bullets | Note | Table | Chart | Facts


@dataclass(frozen=True)
class Sheet:
    """How a section lies on paper. It begins a page, of that `number` if one is given; `leaves` pages of another document
    follow it, which are counted though they are not printed here.
    """

    number: int | None = None
    leaves: int = 0
    dense: bool = False
    """It is a sheet of its own, set small so as to fit one page, and what follows it begins another. Every format that
    has pages keeps to this."""


@dataclass(frozen=True)
class Section:
    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    number: str = ""
    id: str = ""
    language: str = ""
    """Its own language (cy) where that is not the document's."""
    sheet: Sheet | None = None
    """None: it follows on. Sheets that are not dense are for paper (PDF) only."""
    listed: bool = True
    """Whether the list of contents names it."""


@dataclass(frozen=True)
class PageNumbers:
    """How the pages of a PDF are numbered: from `first`, with `before` each number (S1, S2), of `last` in all.

    `last` of None: as many as there are.
    """

    first: int = 1
    before: str = ""
    last: int | None = None


@dataclass(frozen=True)
class Identity:
    """A council's own look: its name, two colours (#rrggbb) and logo. Colours are contrast-checked on use."""

    name: str
    colour: str = "#1d4d4f"
    accent: str = "#a3471f"
    logo_png: bytes | None = None
    logo_alt: str = ""
    reference_docx: bytes | None = None
    """The council's own Word template, whose styles the DOCX takes."""


@dataclass(frozen=True)
class Document:
    """A whole document. `dated` is an ISO day: it fixes the bytes, so it is never the clock's."""

    title: str
    sections: tuple[Section, ...]
    identity: Identity
    dated: str
    subtitle: str = ""
    language: str = "en-GB"
    author: str = ""
    subject: str = ""
    marking: str = ""
    base_url: str = ""
    """Put before every figure's address, so that a downloaded document links home."""
    opening: tuple[Block, ...] = field(default=())
    page_numbers: PageNumbers = PageNumbers()
    contents_depth: int = 2
    """How many levels of sections the list of contents of a PDF shows; 0: no list in any format, as in a letter."""


def text(value: str) -> tuple[Inline, ...]:
    """One plain run, as the inlines of a paragraph or cell."""
    return (Text(value),)


def plain(inlines: tuple[Inline, ...]) -> str:
    """The words of some inlines, without links."""
    return "".join(inline.shown if isinstance(inline, Bound) else inline.text for inline in inlines)
