"""Blocks of the document tree as semantic HTML: the part that web pages and office files share.

Every word goes through `escaped`; nothing a person typed is ever markup.
"""

from __future__ import annotations

from frankpledge.documents.addresses import figure_href, safe_href
from frankpledge.documents.layout import HeadingSpan, Placed, PlacedTable, heading_rows
from frankpledge.documents.tree import (
    Bound,
    Bullets,
    CellKind,
    Document,
    Facts,
    Inline,
    Link,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Strong,
    Table,
)
from frankpledge.documents.wording import escaped


def inline_html(inline: Inline, document: Document) -> str:
    """One run. A figure is a link to the page on which it opens; an unsafe link is printed as words."""
    if isinstance(inline, Strong):
        return f"<strong>{escaped(inline.text)}</strong>"
    if isinstance(inline, Bound):
        return f'<a class="figure" href="{escaped(figure_href(inline.figure, document))}">{escaped(inline.shown)}</a>'
    if isinstance(inline, Link):
        href = safe_href(inline.href, document.base_url)
        return f'<a href="{escaped(href)}">{escaped(inline.text)}</a>' if href else escaped(inline.text)
    return escaped(inline.text)


def inlines_html(inlines: tuple[Inline, ...], document: Document) -> str:
    return "".join(inline_html(inline, document) for inline in inlines)


def paragraph_html(paragraph: Paragraph, document: Document) -> str:
    """A paragraph, with its number as committees cite it."""
    words = inlines_html(paragraph.inlines, document)
    wanted = f' id="{escaped(paragraph.id)}"' if paragraph.id else ""
    if not paragraph.number:
        return f"<p{wanted}>{words}</p>"
    return f'<p{wanted} class="numbered"><span class="number">{escaped(paragraph.number)}</span> {words}</p>'


def bullets_html(bullets: Bullets, document: Document) -> str:
    tag = "ol" if bullets.ordered else "ul"
    items = "".join(f"<li>{inlines_html(item, document)}</li>" for item in bullets.items)
    return f"<{tag}>{items}</{tag}>"


def note_html(note: Note, placed: Placed) -> str:
    """A note box; a quotation is a blockquote. The kind is said in words as well as shown."""
    words = inlines_html(note.inlines, placed.document)
    if note.kind is NoteKind.QUOTE:
        title = f'<p class="note-title">{escaped(note.title)}</p>' if note.title else ""
        return f'<blockquote class="note note-quote">{title}<p>{words}</p></blockquote>'
    title = escaped(note_title(note, placed))
    return f'<div class="note note-{note.kind}" role="note"><p class="note-title">{title}</p><p>{words}</p></div>'


def note_title(note: Note, placed: Placed) -> str:
    return note.title or placed.words.notes[note.kind]


def facts_html(facts: Facts, document: Document) -> str:
    rows = "".join(
        f"<div><dt>{escaped(fact.name)}</dt><dd>{inlines_html(fact.value, document)}</dd></div>"
        for fact in facts.facts
    )
    return f'<dl class="facts">{rows}</dl>'


def heading_html(span: HeadingSpan) -> str:
    """One heading cell, saying what it is the heading of; an empty corner is not a heading."""
    if not span.heading:
        return f"<td{_spans(span)}></td>"
    scope = "colgroup" if span.is_group else "col"
    kind = ' class="number"' if span.is_number else (' class="group"' if span.is_group else "")
    return f'<th scope="{scope}"{kind}{_spans(span)}>{escaped(span.heading)}</th>'


def _spans(span: HeadingSpan) -> str:
    columns = f' colspan="{span.columns}"' if span.columns > 1 else ""
    rows = f' rowspan="{span.rows}"' if span.rows > 1 else ""
    return columns + rows


def row_html(row: Row, table: Table, document: Document) -> str:
    """One row; its first cell is its heading."""
    cells = []
    for position, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        kind = ' class="number"' if column.kind is CellKind.NUMBER else ""
        words = inlines_html(cell, document)
        cells.append(f'<th scope="row"{kind}>{words}</th>' if position == 0 else f"<td{kind}>{words}</td>")
    opening = '<tr class="total">' if row.is_total else "<tr>"
    return f"{opening}{''.join(cells)}</tr>"


def table_html(placed_table: PlacedTable, document: Document) -> str:
    """The table element itself: caption with its label, heading rows, rows."""
    table = placed_table.table
    head = "".join(f"<tr>{''.join(heading_html(span) for span in row)}</tr>" for row in heading_rows(table))
    body = "".join(row_html(row, table, document) for row in table.rows)
    label = f'<span class="label">{escaped(placed_table.label)}.</span> '
    caption = f'<caption id="{placed_table.id}-caption"><span class="caption">{label}{escaped(table.caption)}</span></caption>'
    return f'<table id="{placed_table.id}">{caption}<thead>{head}</thead><tbody>{body}</tbody></table>'


def table_foot_html(table: Table, placed: Placed) -> str:
    """What stands under a table: its source, then its notes."""
    source = f'<p class="source">{placed.words.source}: {escaped(table.source)}</p>' if table.source else ""
    return source + notes_html(table.notes, placed)


def notes_html(notes: tuple[str, ...], placed: Placed) -> str:
    """One note on a line of its own, several as a list."""
    if len(notes) == 1:
        return f'<p class="table-note">{placed.words.note}: {escaped(notes[0])}</p>'
    items = "".join(f"<li>{escaped(note)}</li>" for note in notes)
    return (
        f'<p class="table-note">{placed.words.notes_heading}</p><ul class="table-notes">{items}</ul>'
        if notes
        else ""
    )
