"""What differs between two builds of one document: headings, sentences, cells, pictures, figures. Pure.

Sections are told apart by their id, else by their heading; tables and pictures by their id; sentences by what stands around
them. So one paragraph more is one difference, not one for everything after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from frankpledge.documents.figures import Figure
from frankpledge.documents.release import document_figures
from frankpledge.documents.tree import (
    Block,
    Bullets,
    Chart,
    Document,
    Facts,
    Note,
    Paragraph,
    Section,
    Table,
    plain,
)


class What(StrEnum):
    """What kind of thing differs."""

    TITLE = "title"
    HEADING = "heading"
    SENTENCE = "sentence"
    CELL = "cell"
    ROW = "row"
    TABLE = "table"
    PICTURE = "picture"
    FIGURE = "figure"


@dataclass(frozen=True)
class Difference:
    """One thing that differs. `before` empty: it was not there; `after` empty: it is gone. `where` is for a reader."""

    what: What
    where: str
    before: str
    after: str


def differences(before: Document, after: Document) -> tuple[Difference, ...]:
    """Everything that differs, in reading order, then the figures that print alike but are not worked out alike.

    Text is compared sentence by sentence, tables cell by cell. Looks (colours, page numbers, logo) are not compared: the
    bytes of the files tell those.
    """
    return (*_titles(before, after), *_content(before, after), *_figures(before, after))


_SENTENCE_END = re.compile(r"(?<=[.!?])[”’)]?\s+(?=[^a-z])")
TITLES = ("title", "subtitle", "dated", "author", "subject", "marking", "language")


def sentences(words: str) -> tuple[str, ...]:
    """The sentences of a paragraph. An abbreviation may divide one; that does no harm to a comparison."""
    return tuple(one.strip() for one in _SENTENCE_END.split(words) if one.strip())


def _titles(before: Document, after: Document) -> Iterator[Difference]:
    for name in TITLES:
        old, new = str(getattr(before, name)), str(getattr(after, name))
        if old != new:
            yield Difference(What.TITLE, name, old, new)


@dataclass(frozen=True)
class _Part:
    """A heading, a table, a picture, or the sentences of a section, under the name by which it is found again."""

    key: tuple[str, ...]
    where: str
    heading: str = ""
    said: tuple[str, ...] = ()
    block: Table | Chart | None = None


def _content(before: Document, after: Document) -> Iterator[Difference]:
    old, new = list(_parts(before)), list(_parts(after))
    for tag, lows, highs, lowest, highest in SequenceMatcher(
        None, [one.key for one in old], [one.key for one in new], autojunk=False
    ).get_opcodes():
        if tag == "equal":
            for was, now in zip(old[lows:highs], new[lowest:highest], strict=True):
                yield from _block(was, now)
            continue
        for gone in old[lows:highs]:
            yield from _whole(gone, is_new=False)
        for come in new[lowest:highest]:
            yield from _whole(come, is_new=True)


def _parts(document: Document) -> Iterator[_Part]:
    yield from _blocks(document.opening, ("",), "before the first section")
    waiting: list[tuple[tuple[str, ...], Section]] = [
        ((one.id or one.heading,), one) for one in reversed(document.sections)
    ]
    while waiting:
        path, section = waiting.pop()
        numbered = f"{section.number} {section.heading}".strip()
        yield _Part(("section", *path), numbered, heading=numbered)
        yield from _blocks(section.blocks, path, numbered)
        waiting.extend(((*path, inner.id or inner.heading), inner) for inner in reversed(section.sections))


def _blocks(blocks: Iterable[Block], path: tuple[str, ...], where: str) -> Iterator[_Part]:
    """The sentences of a section as one run, so that a paragraph more does not shift the rest; then tables and pictures."""
    said: list[str] = []
    shown: list[_Part] = []
    for block in blocks:
        if isinstance(block, Table | Chart):
            kind = type(block).__name__
            name = block.id or f"the {len(shown) + 1}th"
            shown.append(_Part((kind, *path, name), where, block=block))
        else:
            said.extend(_said(block))
    yield _Part(("text", *path), where, said=tuple(said))
    yield from shown


def _block(was: _Part, now: _Part) -> Iterator[Difference]:
    if was.heading != now.heading:
        yield Difference(What.HEADING, now.where, was.heading, now.heading)
    yield from _listed(What.SENTENCE, now.where, was.said, now.said)
    if isinstance(was.block, Table) and isinstance(now.block, Table):
        yield from _table(was.block, now.block, now.where)
    elif isinstance(was.block, Chart) and isinstance(now.block, Chart):
        yield from _chart(was.block, now.block, now.where)


def _whole(part: _Part, *, is_new: bool) -> Iterator[Difference]:
    if part.heading:
        yield _one(What.HEADING, part.where, part.heading, is_new=is_new)
    for sentence in part.said:
        yield _one(What.SENTENCE, part.where, sentence, is_new=is_new)
    if isinstance(part.block, Table):
        yield _one(What.TABLE, part.where, part.block.caption, is_new=is_new)
    elif isinstance(part.block, Chart):
        yield _one(What.PICTURE, part.where, part.block.title, is_new=is_new)


def _one(what: What, where: str, words: str, *, is_new: bool) -> Difference:
    return Difference(what, where, "" if is_new else words, words if is_new else "")


def _said(block: Block) -> tuple[str, ...]:
    if isinstance(block, Paragraph):
        return sentences(f"{block.number} {plain(block.inlines)}".strip())
    if isinstance(block, Note):
        return tuple(one for one in (block.title, *sentences(plain(block.inlines))) if one)
    if isinstance(block, Bullets):
        return tuple(sentence for item in block.items for sentence in sentences(plain(item)))
    if isinstance(block, Facts):
        return tuple(f"{fact.name}: {plain(fact.value)}" for fact in block.facts)
    return ()


def _listed(what: What, where: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, list(old), list(new), autojunk=False)
    for tag, low, high, lowest, highest in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[low:high], new[lowest:highest]
        for place in range(max(len(gone), len(come))):
            yield Difference(what, where, _at(gone, place), _at(come, place))


def _at(some: Sequence[str], place: int) -> str:
    return some[place] if place < len(some) else ""


def _table(was: Table, now: Table, where: str) -> Iterator[Difference]:
    name = f"{where}, table ‘{now.caption}’"
    yield from _listed(What.SENTENCE, name, _around(was), _around(now))
    columns, old_columns = [one.heading for one in now.columns], [one.heading for one in was.columns]
    yield from _listed(What.HEADING, name, old_columns, columns)
    old, new = _rows(was), _rows(now)
    matcher = SequenceMatcher(None, list(old), list(new), autojunk=False)
    for tag, low, high, lowest, highest in matcher.get_opcodes():
        if tag == "equal":
            continue
        for key in list(old)[low:high]:
            if key not in new:
                yield Difference(What.ROW, name, " | ".join(old[key]), "")
        for key in list(new)[lowest:highest]:
            yield Difference(
                What.ROW, name, "" if key not in old else "(elsewhere in the table)", " | ".join(new[key])
            )
    if columns == old_columns:
        for key in new:
            yield from _cells(old.get(key, new[key]), new[key], columns, f"{name}, {key[0]}")


def _around(table: Table) -> tuple[str, ...]:
    return tuple(one for one in (table.caption, table.source, *table.notes) if one)


def _rows(table: Table) -> dict[tuple[str, int], tuple[str, ...]]:
    """Rows by their heading; one that comes again is told by which time it is."""
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for row in table.rows:
        cells = tuple(plain(cell) for cell in row.cells)
        head, times = (cells[0] if cells else ""), 1
        while (head, times) in found:
            times += 1
        found[head, times] = cells
    return found


def _cells(
    old: Sequence[str], new: Sequence[str], columns: Sequence[str], where: str
) -> Iterator[Difference]:
    for place in range(max(len(old), len(new))):
        was, now = _at(old, place), _at(new, place)
        if was != now:
            heading = columns[place] if place < len(columns) else f"column {place + 1}"
            yield Difference(What.CELL, f"{where}, {heading}", was, now)


def _chart(was: Chart, now: Chart, where: str) -> Iterator[Difference]:
    """A picture's words and numbers; how it is drawn counts only where nothing else tells that it differs."""
    name = f"{where}, picture ‘{now.title}’"
    found = [
        *_listed(What.SENTENCE, name, _worded(was), _worded(now)),
        *_table(was.table, now.table, name),
    ]
    yield from found
    if not found and was.spec != now.spec:
        yield Difference(
            What.PICTURE, name, "drawn as it was issued", "drawn otherwise, from the same numbers"
        )


def _worded(chart: Chart) -> tuple[str, ...]:
    return tuple(one for one in (chart.title, chart.subtitle, *sentences(chart.alt), *chart.notes) if one)


def _figures(before: Document, after: Document) -> Iterator[Difference]:
    """Figures whose exact value, interval, formula or files differ. By what each answers, not by its address."""
    old, new = (_by_question(document_figures(one)) for one in (before, after))
    for key in [*old, *(key for key in new if key not in old)]:
        was, now = old.get(key), new.get(key)
        told = (now or was).label if (now or was) else ""  # type: ignore[union-attr]
        if was is None or now is None or _exactly(was) != _exactly(now):
            yield Difference(What.FIGURE, told, _exactly(was), _exactly(now))


def _by_question(figures: Iterable[Figure]) -> dict[tuple[str, tuple[tuple[str, str], ...]], Figure]:
    return {
        (one.provenance.provider, tuple(sorted(one.provenance.parameters.items()))): one for one in figures
    }


def _exactly(figure: Figure | None) -> str:
    if figure is None:
        return ""
    value = "not known" if figure.value is None else str(figure.value)
    files = ", ".join(file.sha256[:12] for file in figure.provenance.inputs)
    parts = (
        value,
        figure.interval_text,
        figure.unknown_because,
        figure.provenance.formula,
        files and f"from {files}",
    )
    return "; ".join(part for part in parts if part)
