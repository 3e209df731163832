"""The document as the semantic HTML that pandoc turns into DOCX and ODT.

It is made from the same blocks as the web page. What differs: pictures are PNG, the data behind the charts stand
at the end, and paragraphs with a look of their own name the style that gives it.
"""

from __future__ import annotations

import base64
import struct
from functools import partial

from frankpledge.documents.drawing import chart_png
from frankpledge.documents.layout import (
    Placed,
    PlacedBlock,
    PlacedChart,
    PlacedSection,
    PlacedTable,
    column_shares,
    is_dense,
)
from frankpledge.documents.markup import (
    bullets_html,
    facts_html,
    inlines_html,
    note_title,
    paragraph_html,
    table_html,
)
from frankpledge.documents.tree import Bullets, Facts, Note, NoteKind, Paragraph, Table, plain
from frankpledge.documents.wording import escaped

NOTE_STYLES = {
    NoteKind.FLAG: "Flag",
    NoteKind.CAVEAT: "Caveat",
    NoteKind.INFORMATION: "Caveat",
    NoteKind.SYNTHETIC: "Demonstration",
}
TEXT_WIDTH = "16cm"
ROOM, WIDEST, NARROWEST = 24.0, 16.0, 8.0
"""Of a dense sheet, in centimetres: the height there is, and how wide its picture may be."""
LETTERS, LINE, GAP = 96, 0.41, 0.14
"""Letters on a line of a dense sheet, the height of a line, and what a paragraph adds, on the safe side."""


def office_html(placed: Placed) -> str:
    """A whole page in the order in which it is read."""
    parts = [
        _masthead(placed),
        _contents(placed),
        *(_block(block, placed) for block in placed.opening),
        *(_section(section, placed, placed.document.language) for section in placed.sections),
        _data(placed),
    ]
    body = "\n".join(part for part in parts if part)
    return f'<!doctype html><html lang="{escaped(placed.document.language)}"><body>\n{body}\n</body></html>'


def styled(style: str, words: str) -> str:
    """A paragraph in a named style; `words` is HTML."""
    return f'<div custom-style="{style}"><p>{words}</p></div>'


def _masthead(placed: Placed) -> str:
    document, identity = placed.document, placed.document.identity
    logo = (
        _picture(identity.logo_png, identity.logo_alt or identity.name, 'height="1.8cm"')
        if identity.logo_png
        else ""
    )
    byline = ", ".join(part for part in (document.author, placed.dated, document.marking) if part)
    parts = [styled("Logo", logo)] if logo else []
    parts += [styled("Masthead", escaped(identity.name)), styled("Title", escaped(document.title))]
    if document.subtitle:
        parts.append(styled("Subtitle", escaped(document.subtitle)))
    return "\n".join([*parts, styled("Byline", escaped(byline))])


def _picture(png: bytes, alt: str, size: str) -> str:
    data = base64.b64encode(png).decode("ascii")
    return f'<img alt="{escaped(alt)}" {size} src="data:image/png;base64,{data}">'


def _contents(placed: Placed) -> str:
    if len(placed.sections) < 2 or not placed.document.contents_depth:
        return ""
    listed = [section for section in placed.walk() if section.level < 3 and section.listed]
    entries = [
        styled("ContentsEnd" if section is listed[-1] else "Contents", _entry(section)) for section in listed
    ]
    return "\n".join([styled("ContentsTitle", escaped(placed.words.contents)), *entries])


def _entry(section: PlacedSection) -> str:
    return f'{chr(0x2003) * (section.level - 1)}<a href="#{section.id}">{_heading(section)}</a>'


def _heading(section: PlacedSection) -> str:
    return escaped(f"{section.number} {section.heading}" if section.number else section.heading)


def _section(section: PlacedSection, placed: Placed, language: str) -> str:
    tag = f"h{min(section.level, 6)}"
    wide = _picture_width(section) if is_dense(section) else 0.0
    made = partial(_dense_block, wide=wide) if wide else _block
    parts = [
        f'<{tag} id="{section.id}">{_heading(section)}</{tag}>',
        *(made(block, placed) for block in section.blocks),
        *(_section(part, placed, section.language) for part in section.sections),
    ]
    body = "\n".join(parts)
    return f'<div lang="{escaped(section.language)}">{body}</div>' if section.language != language else body


def _block(block: PlacedBlock, placed: Placed) -> str:
    if isinstance(block, PlacedTable):
        return _table(block, placed)
    if isinstance(block, PlacedChart):
        return _chart(block, placed)
    if isinstance(block, Note):
        return _note(block, placed)
    if isinstance(block, Facts):
        return facts_html(block, placed.document)
    if isinstance(block, Bullets):
        return bullets_html(block, placed.document)
    return _paragraph(block, placed)


def _picture_width(section: PlacedSection) -> float:
    """How wide the pictures of a dense sheet may be so that its words fit beside them: office programs cannot be asked."""
    charts = [block for block in section.blocks if isinstance(block, PlacedChart)]
    if not charts:
        return WIDEST
    words = sum(_height(block) for block in section.blocks)
    shares = sum(_share(chart_png(one.chart, 2.5)) for one in charts)
    return round(min(WIDEST, max(NARROWEST, (ROOM - words - 3 * LINE) / shares)), 1)


def _share(png: bytes) -> float:
    """The height of a picture for each part of its width (PNG 1.2, section 4.1.1)."""
    width, height = struct.unpack(">II", png[16:24])
    return float(height / width)


def _height(block: PlacedBlock) -> float:
    """A guess at the height of a block's words in centimetres."""
    if isinstance(block, PlacedChart):
        parts = [
            f"{block.label} {block.chart.title}",
            block.chart.subtitle,
            " ".join((*block.chart.notes, block.data.label)),
        ]
    elif isinstance(block, PlacedTable):
        # Cells wrap: a row of a dense sheet takes two lines.
        return (2 * len(block.table.rows) + 4) * LINE
    elif isinstance(block, Facts):
        parts = ["    ".join(f"{fact.name}: {plain(fact.value)}" for fact in block.facts)]
    elif isinstance(block, Bullets):
        parts = [plain(item) for item in block.items]
    else:
        parts = [plain(block.inlines)]
    return sum(-(-len(part) // LETTERS) * LINE + GAP for part in parts)


def _dense_block(block: PlacedBlock, placed: Placed, *, wide: float) -> str:
    """The same in small type and little room, for a sheet that must fit one page."""
    document = placed.document
    if isinstance(block, PlacedChart):
        return _dense_chart(block, wide)
    if isinstance(block, Note):
        title = escaped(note_title(block, placed))
        return styled(
            f"Dense{NOTE_STYLES.get(block.kind, 'Caveat')}",
            f"<strong>{title}.</strong> {inlines_html(block.inlines, document)}",
        )
    if isinstance(block, Facts):
        named = (
            f"{escaped(fact.name)}: <strong>{inlines_html(fact.value, document)}</strong>"
            for fact in block.facts
        )
        return styled("DenseNumbers", f"{chr(0x2003)}| ".join(named))
    if isinstance(block, Bullets):
        tag = "ol" if block.ordered else "ul"
        items = "".join(f"<li>{styled('Dense', inlines_html(item, document))}</li>" for item in block.items)
        return f"<{tag}>{items}</{tag}>"
    if isinstance(block, PlacedTable):
        return _table(block, placed)
    return styled("Dense", inlines_html(block.inlines, document))


def _dense_chart(block: PlacedChart, wide: float) -> str:
    chart = block.chart
    label = f'<span id="{block.id}" custom-style="Label">{escaped(block.label)}.</span>'
    picture = _picture(chart_png(chart, 2.5), chart.alt or chart.title, f'width="{wide}cm"')
    under = [
        *(f"{escaped(note.rstrip('.'))}." for note in chart.notes),
        f'<a href="#{block.data.id}">{escaped(block.data.label)}</a>',
    ]
    parts = [styled("DenseCaption", f"{label} {escaped(chart.title)}")]
    if chart.subtitle:
        parts.append(styled("DenseSource", escaped(chart.subtitle)))
    return "\n".join([*parts, styled("Picture", picture), styled("DenseSource", " ".join(under))])


def _paragraph(paragraph: Paragraph, placed: Placed) -> str:
    if not paragraph.number:
        return paragraph_html(paragraph, placed.document)
    number = f'<span custom-style="ParagraphNumber">{escaped(paragraph.number)}</span>'
    wanted = f'<span id="{escaped(paragraph.id)}"></span>' if paragraph.id else ""
    return styled("Numbered", f"{wanted}{number} {inlines_html(paragraph.inlines, placed.document)}")


def _note(note: Note, placed: Placed) -> str:
    words = inlines_html(note.inlines, placed.document)
    if note.kind is NoteKind.QUOTE:
        title = f"<p><strong>{escaped(note.title)}</strong></p>" if note.title else ""
        return f"<blockquote>{title}<p>{words}</p></blockquote>"
    title = escaped(note_title(note, placed))
    strong = (
        f'<span custom-style="FlagTitle">{title}</span>'
        if note.kind is NoteKind.FLAG
        else f"<strong>{title}</strong>"
    )
    return styled(NOTE_STYLES[note.kind], f"{strong}<br>{words}")


def _table(block: PlacedTable, placed: Placed) -> str:
    """The table with alignment said in the way that pandoc reads; markup typed by people cannot hold the marks replaced."""
    table = table_html(block, placed.document)
    shares = column_shares(block.table)
    columns = "".join(f'<col style="width:{share * 100 // sum(shares)}%">' for share in shares)
    table = table.replace("</caption>", f"</caption><colgroup>{columns}</colgroup>")
    table = table.replace('class="number"', 'style="text-align: right"').replace(
        'class="group"', 'style="text-align: center"'
    )
    label = f'<span id="{block.id}" custom-style="Label">'
    table = table.replace(f'<table id="{block.id}">', "<table>").replace('<span class="caption">', "")
    table = table.replace('<span class="label">', label).replace("</span></caption>", "</caption>")
    return table + _foot(block.table, placed)


def _foot(table: Table, placed: Placed) -> str:
    source = [f"{placed.words.source}: {escaped(table.source)}"] if table.source else []
    return "".join(styled("Source", line) for line in (*source, *_notes(table.notes, placed)))


def _notes(notes: tuple[str, ...], placed: Placed) -> tuple[str, ...]:
    return tuple(f"{placed.words.note}: {escaped(note)}" for note in notes)


def _chart(block: PlacedChart, placed: Placed) -> str:
    chart = block.chart
    label = f'<span id="{block.id}" custom-style="Label">{escaped(block.label)}.</span>'
    parts = [styled("Image Caption", f"{label} {escaped(chart.title)}")]
    if chart.subtitle:
        parts.append(styled("PictureSubtitle", escaped(chart.subtitle)))
    parts.append(
        styled("Picture", _picture(chart_png(chart, 2.5), chart.alt or chart.title, f'width="{TEXT_WIDTH}"'))
    )
    parts.extend(styled("Source", note) for note in _notes(chart.notes, placed))
    parts.append(styled("Source", f'<a href="#{block.data.id}">{escaped(block.data.label)}</a>'))
    return "\n".join(parts)


def _data(placed: Placed) -> str:
    """The tables behind the charts, each with a way back."""
    charts = placed.charts()
    if not charts:
        return ""
    parts = [f'<h1 id="data-behind-the-charts">{escaped(placed.words.data_heading)}</h1>']
    for chart in charts:
        back = escaped(placed.words.back.format(chart=chart.label.lower()))
        parts.append(_table(chart.data, placed) + styled("Source", f'<a href="#{chart.id}">{back}</a>'))
    return "\n".join(parts)
