"""Where everything in a document stands: ids, levels and labels, worked out once for every format.

A label (Table 3, Chart 2) and an id must be the same in HTML, PDF, DOCX and ODT, so that a committee member
with the paper copy and one with the page can speak of the same thing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from frankpledge.documents.tree import (
    Block,
    Bullets,
    Chart,
    Document,
    Facts,
    Note,
    Paragraph,
    Section,
    Sheet,
    Table,
    plain,
)
from frankpledge.documents.words import Words, words_for
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Problem, Unusable


@dataclass(frozen=True)
class PlacedTable:
    table: Table
    id: str
    label: str


@dataclass(frozen=True)
class PlacedChart:
    """A chart and the table that says the same."""

    chart: Chart
    id: str
    label: str
    data: PlacedTable


PlacedBlock = Paragraph | Bullets | Note | Facts | PlacedTable | PlacedChart


@dataclass(frozen=True)
class PlacedSection:
    """`level` is 1 for a section of the document itself, 2 for a section within one, and so on."""

    heading: str
    number: str
    id: str
    level: int
    language: str
    blocks: tuple[PlacedBlock, ...]
    sections: tuple[PlacedSection, ...]
    sheet: Sheet | None = None
    listed: bool = True


def is_dense(section: PlacedSection) -> bool:
    """Whether a section is a sheet of its own that must fit one page."""
    return section.sheet is not None and section.sheet.dense


@dataclass(frozen=True)
class Placed:
    """A document with everything in its place."""

    document: Document
    words: Words
    opening: tuple[PlacedBlock, ...]
    sections: tuple[PlacedSection, ...]

    def walk(self) -> Iterator[PlacedSection]:
        """Every section, in reading order."""
        waiting = list(reversed(self.sections))
        while waiting:
            section = waiting.pop()
            yield section
            waiting.extend(reversed(section.sections))

    @property
    def after_dense(self) -> frozenset[str]:
        """The ids of the sections that begin a page because a dense one ends right before them."""
        found, before = set(), False
        for section in self.walk():
            if before:
                found.add(section.id)
            before = is_dense(section)
        return frozenset(found)

    @property
    def sheet_ids(self) -> frozenset[str]:
        """The ids of the sections before which every paged format begins a page."""
        return self.after_dense | {section.id for section in self.walk() if is_dense(section)}

    def blocks(self) -> Iterator[PlacedBlock]:
        """Every block, in reading order."""
        yield from self.opening
        for section in self.walk():
            yield from section.blocks

    def charts(self) -> tuple[PlacedChart, ...]:
        return tuple(block for block in self.blocks() if isinstance(block, PlacedChart))

    @property
    def picture_texts(self) -> tuple[str, ...]:
        """The alternative texts of all pictures in print order: the logo, then each chart."""
        identity = self.document.identity
        logo = (identity.logo_alt or identity.name,) if identity.logo_png else ()
        return (*logo, *(block.chart.alt or block.chart.title for block in self.charts()))

    @property
    def ids(self) -> frozenset[str]:
        """Every id that a link within the document may point to."""
        paragraphs = (block.id for block in self.blocks() if isinstance(block, Paragraph) and block.id)
        placed = (block.id for block in self.blocks() if isinstance(block, PlacedTable | PlacedChart))
        behind = (chart.data.id for chart in self.charts())
        return frozenset((*paragraphs, *placed, *behind, *(section.id for section in self.walk())))

    @property
    def dated(self) -> str:
        """The document's day in words, in its own language: 16 October 2025."""
        on = PartialDate.parse(self.document.dated)
        month = self.words.months[on.month - 1] if on.month else ""
        return " ".join(part for part in (str(on.day or ""), month, str(on.year)) if part)


def slug(words: str) -> str:
    """Words as an id: ‘What we don’t know’ as what-we-dont-know. Welsh and other accents become plain letters."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower().replace("'", "")
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return made if made[:1].isalpha() else f"part-{made}".rstrip("-")


@dataclass
class _Counter:
    """Hands out ids that are unique in the document, and labels in reading order."""

    words: Words
    taken: set[str] = field(default_factory=lambda: {"main", "contents", "data-behind-the-charts"})
    tables: int = 0
    charts: int = 0

    def unique(self, wanted: str) -> str:
        made = slug(wanted)
        found, turn = made, 2
        while found in self.taken:
            found, turn = f"{made}-{turn}", turn + 1
        self.taken.add(found)
        return found

    def place_table(self, table: Table) -> PlacedTable:
        check_table(table)
        self.tables += 1
        label = self.words.table.format(number=self.tables)
        return PlacedTable(table, self.unique(table.id or f"table-{self.tables}"), label)

    def place_chart(self, chart: Chart) -> PlacedChart:
        check_table(chart.table)
        self.charts += 1
        label = self.words.chart.format(number=self.charts)
        made = self.unique(chart.id or f"chart-{self.charts}")
        data = PlacedTable(
            chart.table, self.unique(f"{made}-data"), self.words.data.format(number=self.charts)
        )
        return PlacedChart(chart, made, label, data)

    def place_block(self, block: Block) -> PlacedBlock:
        if isinstance(block, Table):
            return self.place_table(block)
        if isinstance(block, Chart):
            return self.place_chart(block)
        return block

    def place_section(self, section: Section, level: int, language: str) -> PlacedSection:
        spoken = section.language or language
        made = self.unique(section.id or section.heading)
        blocks = tuple(self.place_block(block) for block in section.blocks)
        within = tuple(self.place_section(part, level + 1, spoken) for part in section.sections)
        return PlacedSection(
            section.heading,
            section.number,
            made,
            level,
            spoken,
            blocks,
            within,
            section.sheet,
            section.listed,
        )


def check_table(table: Table) -> None:
    """Refuse (Unusable) a table with a row that does not have one cell a column."""
    for position, row in enumerate(table.rows, start=1):
        if len(row.cells) != len(table.columns):
            reason = f"The table ‘{table.caption}’ has {len(row.cells)} cells in a row for {len(table.columns)} columns."
            raise Unusable(Problem("table-shape", reason, "Give the row one cell a column.", row=position))


def place(document: Document, *, first_chart: int = 1) -> Placed:
    """The document with ids, levels and labels, its charts numbered from `first_chart`. Raises Unusable for a misshapen table, no whole day or no language."""
    check_day(document.dated)
    for language in _languages(document):
        check_language(language)
    counter = _Counter(words_for(document.language), charts=first_chart - 1)
    opening = tuple(counter.place_block(block) for block in document.opening)
    sections = tuple(counter.place_section(section, 1, document.language) for section in document.sections)
    return Placed(document, counter.words, opening, sections)


def tables_in_print(placed: Placed) -> list[PlacedTable]:
    """Every table as paper has them: those of the text, then those behind the charts."""
    shown = [block for block in placed.blocks() if isinstance(block, PlacedTable)]
    return shown + [chart.data for chart in placed.charts()]


SHORT_TABLE = 14
"""A table of at most this many rows stays on one page."""


def column_shares(table: Table) -> list[int]:
    """The share of the page that each column should get, by its longest words, within reason."""
    shares = []
    for position, column in enumerate(table.columns):
        longest = max((len(plain(row.cells[position])) for row in table.rows), default=0)
        longest_word = max((len(word) for word in column.heading.split()), default=0)
        # Headings are bold, and each cell has room about it.
        shares.append(min(max(longest + 1, longest_word + 3, 10), 36))
    return shares


def check_day(dated: str) -> None:
    """Refuse (Unusable) a document that has no exact day: it fixes the bytes, so it cannot be guessed."""
    remedy = "Give the day the document is dated, such as 2021-02-11."
    try:
        day = PartialDate.parse(dated)
    except ValueError as error:
        raise Unusable(Problem("date", f"{error}.", remedy, column="dated", value=dated)) from error
    if not day.is_exact:
        raise Unusable(Problem("date", f"‘{dated}’ is not a whole day.", remedy, column="dated", value=dated))


def check_language(language: str) -> None:
    """Refuse (Unusable) what is not a language tag: screen readers choose their voice by it."""
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        reason = f"‘{language}’ is not a language tag."
        raise Unusable(Problem("language", reason, "Write en-GB or cy.", column="language", value=language))


def _languages(document: Document) -> Iterator[str]:
    yield document.language
    waiting = list(document.sections)
    while waiting:
        section = waiting.pop()
        if section.language:
            yield section.language
        waiting.extend(section.sections)


@dataclass(frozen=True)
class HeadingSpan:
    """One cell of a heading row: its words, how many columns and rows it covers, and whether it is for a group."""

    heading: str
    columns: int
    rows: int
    is_group: bool
    is_number: bool


def heading_rows(table: Table) -> tuple[tuple[HeadingSpan, ...], ...]:
    """The heading rows of a table: one, or two where columns are grouped (grain: one span a printed cell)."""
    columns = table.columns
    if not any(column.group for column in columns):
        return (tuple(HeadingSpan(c.heading, 1, 1, False, c.kind == "number") for c in columns),)
    top: list[HeadingSpan] = []
    below: list[HeadingSpan] = []
    for start, end in _runs(
        len(columns), lambda a, b: bool(columns[a].group) and columns[a].group == columns[b].group
    ):
        first = columns[start]
        if not first.group:
            top.append(HeadingSpan(first.heading, 1, 2, False, first.kind == "number"))
            continue
        top.append(HeadingSpan(first.group, end - start, 1, True, False))
        below.extend(HeadingSpan(c.heading, 1, 1, False, c.kind == "number") for c in columns[start:end])
    return (tuple(top), tuple(below))


def _runs(length: int, same: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    start = 0
    for position in range(1, length + 1):
        if position == length or not same(position - 1, position):
            yield start, position
            start = position
