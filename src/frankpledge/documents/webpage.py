"""The document as HTML: a whole page that needs nothing beside it, or the body alone for a page of the site."""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files

from frankpledge.documents.contrast import Palette, palette
from frankpledge.documents.drawing import chart_svg, is_drawn, narrow_svg
from frankpledge.documents.layout import (
    Placed,
    PlacedBlock,
    PlacedChart,
    PlacedSection,
    PlacedTable,
    is_dense,
    place,
)
from frankpledge.documents.markup import (
    bullets_html,
    facts_html,
    note_html,
    notes_html,
    paragraph_html,
    table_foot_html,
    table_html,
)
from frankpledge.documents.tree import Bullets, Chart, Document, Facts, Identity, Note, Table
from frankpledge.documents.wording import escaped

# A downloaded page may come from anywhere: it may load nothing and run nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def render_html(document: Document) -> str:
    """A whole page: no script, nothing fetched, prints well, WCAG 2.2 AA. The same document gives the same text.

    Raises Unusable for a misshapen table or a day that is none.
    """
    placed = place(document)
    return (
        f'<!doctype html>\n<html lang="{escaped(document.language)}">\n<head>\n{_head(document)}</head>\n<body>\n'
        f'<a class="skip-link" href="#main">{escaped(placed.words.skip)}</a>\n{_masthead(document)}\n'
        f'<main id="main">\n{_title(placed)}\n{_contents(placed)}\n'
        f'<div class="document">\n{_body(placed)}\n</div>\n</main>\n{_footer(placed)}\n</body>\n</html>\n'
    )


def html_fragment(document: Document) -> str:
    """The body alone, headings from h2, wrapped in `<div class="document">`; `document_css` says how it looks."""
    return f'<div class="document">\n{_body(place(document))}\n</div>'


def chart_html(chart: Chart, document: Document, *, number: int = 1) -> str:
    """One chart as pages show it: finding, picture, notes and the table that says the same.

    `document` gives language, look and where figures link to; its own sections are not printed. `number` is the chart's
    place on the page: two charts of one page must not both be the first.
    """
    placed = place(_with_one(document, chart), first_chart=number)
    return "".join(
        _chart(block, placed, page=True) for block in placed.opening if isinstance(block, PlacedChart)
    )


def table_block_html(table: Table, document: Document) -> str:
    """One table as documents show it, in a region that scrolls on a narrow screen, with its source and notes."""
    placed = place(_with_one(document, table))
    return _block(placed.opening[0], placed)


def _with_one(document: Document, block: Chart | Table) -> Document:
    return Document(
        document.title,
        (),
        document.identity,
        document.dated,
        language=document.language,
        base_url=document.base_url,
        opening=(block,),
    )


def document_css(identity: Identity) -> str:
    """The style sheet of printed documents in a council's colours (contrast-checked)."""
    return _colours(palette(identity)) + _sheet()


def _colours(colours: Palette) -> str:
    return (
        f":root{{--band:{colours.band};--on-band:{colours.on_band};--ink-colour:{colours.text};"
        f"--accent:{colours.accent};--tint:{colours.tint};--rule:{colours.rule}}}\n"
    )


@cache
def _sheet() -> str:
    return files("frankpledge.documents").joinpath("templates/document.css").read_text(encoding="utf-8")


def _head(document: Document) -> str:
    metas = {
        "author": document.author or document.identity.name,
        "description": document.subject,
        "date": document.dated,
    }
    lines = "".join(
        f'<meta name="{name}" content="{escaped(value)}">\n' for name, value in metas.items() if value
    )
    return (
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(document.title)} – {escaped(document.identity.name)}</title>\n{lines}"
        f"<style>\n{document_css(document.identity)}</style>\n"
    )


def _masthead(document: Document) -> str:
    marking = f'<p class="marking">{escaped(document.marking)}</p>\n' if document.marking else ""
    return (
        f'<header>{marking}<div class="masthead">{_logo(document.identity)}'
        f'<p class="council">{escaped(document.identity.name)}</p></div></header>'
    )


def _logo(identity: Identity) -> str:
    """The logo beside the council's name; without its own text it is a picture of that name and says nothing twice."""
    if not identity.logo_png:
        return ""
    data = base64.b64encode(identity.logo_png).decode("ascii")
    return f'<img class="logo" alt="{escaped(identity.logo_alt)}" src="data:image/png;base64,{data}">'


def _title(placed: Placed) -> str:
    document = placed.document
    subtitle = f'<p class="subtitle">{escaped(document.subtitle)}</p>\n' if document.subtitle else ""
    author = f"{escaped(document.author)}, " if document.author else ""
    return (
        f'<h1>{escaped(document.title)}</h1>\n{subtitle}<p class="dated">{author}'
        f'<time datetime="{escaped(document.dated)}">{escaped(placed.dated)}</time></p>'
    )


def _contents(placed: Placed) -> str:
    """The contents list; one section alone needs none."""
    if len(placed.sections) < 2 or not placed.document.contents_depth:
        return ""
    items = "".join(_entry(section) for section in placed.sections)
    heading = escaped(placed.words.contents)
    return f'<nav class="contents" aria-labelledby="contents"><h2 id="contents">{heading}</h2><ul>{items}</ul></nav>'


def _entry(section: PlacedSection) -> str:
    parts = (part for part in section.sections if part.listed and section.level < 2)
    within = "".join(_entry(part) for part in parts)
    return f'<li><a href="#{section.id}">{_heading_words(section)}</a>{f"<ul>{within}</ul>" if within else ""}</li>'


def _heading_words(section: PlacedSection) -> str:
    number = f'<span class="number">{escaped(section.number)}</span> ' if section.number else ""
    return number + escaped(section.heading)


def _body(placed: Placed) -> str:
    opening = "\n".join(_block(block, placed) for block in placed.opening)
    sections = "\n".join(_section(section, placed, placed.document.language) for section in placed.sections)
    return "\n".join(part for part in (opening, sections) if part)


def _section(section: PlacedSection, placed: Placed, language: str) -> str:
    tag = f"h{min(section.level + 1, 6)}"
    spoken = f' lang="{escaped(section.language)}"' if section.language != language else ""
    blocks = "\n".join(_block(block, placed) for block in section.blocks)
    within = "\n".join(_section(part, placed, section.language) for part in section.sections)
    inside = "\n".join(part for part in (blocks, within) if part)
    sheet = (
        ' class="sheet"'
        if is_dense(section)
        else ' class="after-sheet"'
        if section.id in placed.after_dense
        else ""
    )
    return f'<section{spoken}{sheet} aria-labelledby="{section.id}">\n<{tag} id="{section.id}">{_heading_words(section)}</{tag}>\n{inside}\n</section>'


def _block(block: PlacedBlock, placed: Placed) -> str:
    if isinstance(block, PlacedTable):
        return _table(block, placed)
    if isinstance(block, PlacedChart):
        return _chart(block, placed)
    if isinstance(block, Note):
        return note_html(block, placed)
    if isinstance(block, Facts):
        return facts_html(block, placed.document)
    if isinstance(block, Bullets):
        return bullets_html(block, placed.document)
    return paragraph_html(block, placed.document)


def _table(block: PlacedTable, placed: Placed) -> str:
    """A table in a region that scrolls, and that the keyboard can reach, so that it never widens a phone's page."""
    region = f'<div class="scrolls" role="region" aria-labelledby="{block.id}-caption" tabindex="0">'
    table = table_html(block, placed.document)
    return f'<div class="table">{region}{table}</div>{table_foot_html(block.table, placed)}</div>'


def _chart(block: PlacedChart, placed: Placed, *, page: bool = False) -> str:
    """A chart; on a page of the site with its drawing for a narrow window, of which the style sheet shows one.

    A page draws one of the two at a time: whoever opens it first, before anything is kept, waits for the wide one only.
    """
    chart = block.chart
    both = page and is_drawn(chart)
    caption = (
        f'<figcaption id="{block.id}-caption"><span class="label">{escaped(block.label)}.</span> '
        f'<strong class="finding">{escaped(chart.title)}</strong>'
        f'<span class="chart-subtitle">{escaped(chart.subtitle)}</span></figcaption>'
    )
    picture = chart_svg(chart, prefix=block.id)
    narrow = narrow_svg(chart, prefix=block.id) if both else ""
    wide = " wide" if narrow else ""
    region = f'<div class="picture scrolls{wide}" role="region" aria-labelledby="{block.id}-caption" tabindex="0">{picture}</div>'
    if narrow:
        region += f'<div class="picture narrow">{narrow}</div>'
    summary = escaped(placed.words.show_table.format(chart=block.label.lower()))
    details = f"<details><summary>{summary}</summary>{_table(block.data, placed)}</details>"
    return f'<figure class="chart" id="{block.id}">{caption}{region}{notes_html(chart.notes, placed)}{details}</figure>'


def _footer(placed: Placed) -> str:
    document = placed.document
    parts = (document.identity.name, document.title, placed.dated, document.marking)
    return f"<footer><p>{' · '.join(escaped(part) for part in parts if part)}</p></footer>"
