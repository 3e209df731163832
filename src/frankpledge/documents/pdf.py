"""The document as a PDF that is PDF/UA-1 and PDF/A-2a: tagged, with alternative text, and the same bytes every time.

The setting is one fixed template (`templates/document.typ`). The document reaches it as data, so that nothing a
person typed is ever read as code. The compiler itself refuses a picture without alternative text, a heading out of
order and a character that no font can show.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime
from importlib.resources import files
from typing import cast

from frankpledge.documents.addresses import figure_href, safe_href
from frankpledge.documents.contrast import palette
from frankpledge.documents.drawing import FONT, chart_svg
from frankpledge.documents.layout import (
    SHORT_TABLE,
    Placed,
    PlacedBlock,
    PlacedChart,
    PlacedSection,
    PlacedTable,
    column_shares,
    heading_rows,
    is_dense,
    place,
)
from frankpledge.documents.markup import note_title
from frankpledge.documents.tree import (
    Bound,
    Bullets,
    Document,
    Facts,
    Inline,
    Link,
    Note,
    NoteKind,
    Strong,
)
from frankpledge.documents.wording import cleaned, cleaned_data
from frankpledge.kernel.dates import PartialDate

INVISIBLE = {chr(code): "" for code in (*range(0xFE00, 0xFE10), *range(0xE0000, 0xE0080))}
"""Variation marks and tags, which show nothing and stop the typesetter."""

Data = dict[str, object]


def render_pdf(document: Document) -> bytes:
    """The document as PDF/UA-1. Raises Unusable for a misshapen table, a day that is none or an unknown language.

    Only fonts inside the typesetter are used, unless the words need a script that those lack: then the machine's
    own fonts help, and a character that no font has is printed as its name in square brackets.
    """
    placed = place(document)
    texts = {f"chart-{number}.svg": _picture(chart) for number, chart in enumerate(placed.charts())}
    texts["data.json"] = json.dumps(cleaned_data(document_data(placed)), ensure_ascii=False)
    return _compiled(texts, PartialDate.parse(document.dated))


def _picture(chart: PlacedChart) -> str:
    """The drawing with the document’s own type: the typesetter has no other on a bare machine."""
    return chart_svg(chart.chart, prefix=chart.id).replace(FONT, "Libertinus Serif")


def _compiled(texts: dict[str, str], day: PartialDate) -> bytes:
    """Set with the built-in fonts; then with the machine's; then with what no font can show put into words."""
    import typst

    names: dict[str, str] = {}
    bare = True
    while True:
        try:
            return _set(_spoken_texts(texts, names), day, bare=bare)
        except typst.TypstError as error:
            missing = unshowable(str(getattr(error, "diagnostic", error))) - names.keys()
            if not missing:
                raise
            if not bare:
                names |= {character: spoken(character) for character in missing}
            bare = False


def _set(texts: dict[str, str], day: PartialDate, *, bare: bool) -> bytes:
    import typst

    template = files("frankpledge.documents").joinpath("templates/document.typ").read_bytes()
    sources = {"main.typ": template, **{name: words.encode() for name, words in texts.items()}}
    moment = datetime(day.year, day.month or 1, day.day or 1, tzinfo=UTC)
    made = typst.compile(
        cast("bytes", sources),  # its type stubs do not know of several files at once
        format="pdf",
        ignore_system_fonts=bare,
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(moment.timestamp()),
    )
    return bytes(made)


def _spoken_texts(texts: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    """The data and the drawings with what cannot be shown put into words."""
    table = str.maketrans({**INVISIBLE, **names})
    return {name: words.translate(table) for name, words in texts.items()}


def unshowable(diagnostic: str) -> set[str]:
    """The characters that the typesetter says no font of its can show."""
    found: set[str] = set()
    for quoted in re.findall(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed', diagnostic):
        found.update(re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), quoted))
    return {character for character in found if ord(character) > 126}


def spoken(character: str) -> str:
    """A character in words: [grinning face]. Joiners and variation marks, which show nothing, are dropped."""
    if unicodedata.category(character) in {"Cf", "Mn", "Me", "Cn", "Co"}:
        return ""
    return f"[{unicodedata.name(character, 'character not shown').lower()}]"


def document_data(placed: Placed) -> Data:
    """Everything the template needs, as plain data."""
    document, words = placed.document, placed.words
    colours = palette(document.identity)
    day = PartialDate.parse(document.dated)
    skips = skipped_pages(placed)
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "author": document.author or document.identity.name,
        "byline": ", ".join(part for part in (document.author, placed.dated) if part),
        "subject": document.subject or document.subtitle,
        "day": [day.year, day.month, day.day],
        **_language(document.language),
        "council": document.identity.name,
        "marking": document.marking,
        # The typesetter takes only text files beside the template, so the picture goes in as numbers.
        "logo": list(document.identity.logo_png or b""),
        "logo_alt": document.identity.logo_alt or document.identity.name,
        "numbered": _is_numbered(placed),
        "depth": document.contents_depth,
        "colours": {"band": colours.band, "on_band": colours.on_band, "text": colours.text, "accent": colours.accent, "tint": colours.tint, "rule": colours.rule},
        "words": {"contents": words.contents, "page": words.page, "source": words.source, "note": words.note, "notes": words.notes_heading, "data": words.data_heading},
        "opening": _blocks(placed.opening, placed),
        "pages": {"first": document.page_numbers.first, "before": document.page_numbers.before, "last": document.page_numbers.last, "leaves": _trailing_leaves(placed)},
        "sections": [_section(section, placed, skips) for section in placed.sections],
        "data": [_data_table(chart, placed) for chart in placed.charts()],
    }  # fmt: skip


def _language(tag: str) -> Data:
    parts = tag.split("-")
    region = next((part.lower() for part in parts[1:] if len(part) == 2 and part.isalpha()), None)
    return {"lang": parts[0].lower(), "region": region}


def _is_numbered(placed: Placed) -> bool:
    """Whether a column for numbers is needed at the left."""
    return any(section.number for section in placed.walk()) or any(
        getattr(block, "number", "") for block in placed.blocks()
    )


def _entry(section: PlacedSection) -> Data:
    return {"id": section.id, "number": section.number, "heading": section.heading, "level": section.level}


def _section(section: PlacedSection, placed: Placed, skips: dict[str, int]) -> Data:
    sheet = section.sheet
    return {
        **_entry(section),
        **_language(section.language),
        "sheet": {"number": sheet.number if sheet else None}
        if sheet or skips[section.id] or section.id in placed.after_dense
        else None,
        "dense": is_dense(section),
        "listed": section.listed,
        "skip": skips[section.id],
        "blocks": _blocks(section.blocks, placed),
        "sections": [_section(part, placed, skips) for part in section.sections],
    }


def skipped_pages(placed: Placed) -> dict[str, int]:
    """By section: how many pages of another document come right before it. Whatever follows such pages begins a new one."""
    found, waiting = {}, 0
    for section in placed.walk():
        found[section.id] = waiting
        waiting = section.sheet.leaves if section.sheet else 0
    return found


def _trailing_leaves(placed: Placed) -> int:
    """Pages of another document after the last section."""
    last = list(placed.walk())[-1:]
    return last[0].sheet.leaves if last and last[0].sheet else 0


def _blocks(blocks: tuple[PlacedBlock, ...], placed: Placed) -> list[Data]:
    return [_block(block, placed) for block in blocks]


def _block(block: PlacedBlock, placed: Placed) -> Data:
    if isinstance(block, PlacedTable):
        return {"kind": "table", **_table(block, placed)}
    if isinstance(block, PlacedChart):
        return {"kind": "chart", **_chart(block, placed)}
    if isinstance(block, Bullets):
        return {
            "kind": "bullets",
            "ordered": block.ordered,
            "items": [_runs(item, placed) for item in block.items],
        }
    if isinstance(block, Note):
        title = block.title if block.kind is NoteKind.QUOTE else note_title(block, placed)
        return {
            "kind": "note",
            "note": str(block.kind),
            "title": title,
            "inlines": _runs(block.inlines, placed),
        }
    if isinstance(block, Facts):
        facts = [{"name": fact.name, "value": _runs(fact.value, placed)} for fact in block.facts]
        return {"kind": "facts", "facts": facts}
    return {
        "kind": "paragraph",
        "number": block.number,
        "id": block.id,
        "inlines": _runs(block.inlines, placed),
    }


def _runs(inlines: tuple[Inline, ...], placed: Placed) -> list[Data]:
    return [_run(inline, placed) for inline in inlines]


def _run(inline: Inline, placed: Placed) -> Data:
    if isinstance(inline, Strong):
        return {"kind": "strong", "text": inline.text}
    if isinstance(inline, Bound):
        return {"kind": "figure", "text": inline.shown, "href": figure_href(inline.figure, placed.document)}
    if isinstance(inline, Link) and (href := _target(inline, placed)):
        return {"kind": "link", "text": inline.text, "href": href}
    return {"kind": "text", "text": inline.text}


def _target(link: Link, placed: Placed) -> str | None:
    """Where a link leads; one to a part that the document does not have is printed as words."""
    href = safe_href(link.href, placed.document.base_url)
    if href and href.startswith("#") and href[1:] not in placed.ids:
        return None
    return href


def _table(block: PlacedTable, placed: Placed) -> Data:
    table = block.table
    return {
        "id": block.id,
        "label": block.label,
        "caption": table.caption,
        "source": table.source,
        "notes": list(table.notes),
        "widths": column_shares(table),
        "short": len(table.rows) <= SHORT_TABLE,
        "kinds": [str(column.kind) for column in table.columns],
        "head": [
            [{"heading": span.heading, "columns": span.columns, "rows": span.rows, "group": span.is_group, "number": span.is_number} for span in row]
            for row in heading_rows(table)
        ],
        "rows": [{"total": row.is_total, "cells": [_runs(cell, placed) for cell in row.cells]} for row in table.rows],
    }  # fmt: skip


def _chart(block: PlacedChart, placed: Placed) -> Data:
    chart = block.chart
    number = placed.charts().index(block)
    return {
        "id": block.id, "label": block.label, "title": chart.title, "subtitle": chart.subtitle,
        "alt": cleaned(chart.alt) or chart.title, "file": f"chart-{number}.svg", "notes": list(chart.notes),
        "data": block.data.id, "data_label": block.data.label,
    }  # fmt: skip


def _data_table(block: PlacedChart, placed: Placed) -> Data:
    back = placed.words.back.format(chart=block.label.lower())
    return {**_table(block.data, placed), "chart": block.id, "back": back}
