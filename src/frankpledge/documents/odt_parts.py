"""What ODT needs beside pandoc: our template with this document's header and footer, and what is mended afterwards."""

from __future__ import annotations

from xml.sax.saxutils import escape

from lxml import etree

from frankpledge.documents.layout import (
    SHORT_TABLE,
    HeadingSpan,
    Placed,
    PlacedTable,
    heading_rows,
    tables_in_print,
)
from frankpledge.documents.office_colours import coloured_styles
from frankpledge.documents.packages import packed, unpacked
from frankpledge.documents.tree import CellKind, Row, Table
from frankpledge.documents.wording import cleaned

SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
CONTENT, STYLES = "content.xml", "styles.xml"


def _name(prefixed: str) -> str:
    """`text:p` as the parser names it."""
    prefix, local = prefixed.split(":")
    return f"{{{SPACES[prefix]}}}{local}"


def odt_reference(placed: Placed, default: bytes) -> bytes:
    """The converter's template with our styles, an A4 page, and this document's header and footer."""
    parts = unpacked(default)
    root = etree.fromstring(parts[STYLES])
    _merge_styles(root, etree.fromstring(coloured_styles("odt", placed.document.identity)))
    _set_page(root)
    _set_master(root, placed)
    _set_language(root, placed.document.language)
    parts[STYLES] = _bytes(root)
    return packed(parts)


def _merge_styles(root: etree._Element, ours: etree._Element) -> None:
    """Our styles in place of those of the same family and name."""
    styles = _find(root, "office:styles")
    have = {_style_key(style): style for style in styles.findall(_name("style:style"))}
    for style in ours.findall(_name("style:style")):
        if style.get(_name("style:family")) == "table-cell":
            continue
        old = have.get(_style_key(style))
        if old is None:
            styles.append(style)
        else:
            styles.replace(old, style)


def _style_key(style: etree._Element) -> tuple[str, str]:
    return str(style.get(_name("style:family"))), str(style.get(_name("style:name")))


def _find(root: etree._Element, prefixed: str) -> etree._Element:
    found = root.find(f".//{_name(prefixed)}")
    if found is None:
        raise LookupError(f"the template has no {prefixed}")
    return found


def _set_page(root: etree._Element) -> None:
    page = _find(root, "style:page-layout-properties")
    sides = {
        "fo:margin-top": "1.2cm",
        "fo:margin-bottom": "1.2cm",
        "fo:margin-left": "2.5cm",
        "fo:margin-right": "2.5cm",
    }
    for name, value in {"fo:page-width": "21cm", "fo:page-height": "29.7cm", **sides}.items():
        page.set(_name(name), value)
    for kind, gap in (("header", "fo:margin-bottom"), ("footer", "fo:margin-top")):
        style = _find(root, f"style:{kind}-style")
        for old in list(style):
            style.remove(old)
        room = etree.SubElement(style, _name("style:header-footer-properties"))
        room.set(_name("fo:min-height"), "1.1cm")
        room.set(_name(gap), "0.6cm")


def _set_master(root: etree._Element, placed: Placed) -> None:
    """Header and footer; the first page does not say the title again above itself."""
    master = _find(root, "style:master-page")
    for old in list(master):
        master.remove(old)
    document = placed.document
    sheets = {
        "header": _line("Header", document.title, document.marking),
        "header-first": _line("Header", "", document.marking),
        "footer": _line("Footer", document.identity.name, document.marking, _pages(placed)),
    }
    # A first page with a header of its own has no footer either, unless it is given one.
    sheets["footer-first"] = sheets["footer"]
    spaces = f'xmlns:style="{SPACES["style"]}" xmlns:text="{SPACES["text"]}"'
    for tag, line in sheets.items():
        master.append(etree.fromstring(f"<style:{tag} {spaces}>{line}</style:{tag}>"))


def _line(style: str, *words: str) -> str:
    runs = [word if word.startswith("<text:span") else escape(cleaned(word)) for word in words]
    return f'<text:p text:style-name="{style}">{"<text:tab/>".join(runs)}</text:p>'


def _pages(placed: Placed) -> str:
    pattern = escape(placed.words.page)
    page = '<text:page-number text:select-page="current">1</text:page-number>'
    counted = pattern.replace("{page}", page).replace("{pages}", "<text:page-count>1</text:page-count>")
    return f"<text:span>{counted}</text:span>"


def _set_language(root: etree._Element, tag: str) -> None:
    parts = tag.split("-")
    country = next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha()), "none")
    for properties in root.iterfind(f".//{_name('style:default-style')}/{_name('style:text-properties')}"):
        properties.set(_name("fo:language"), parts[0].lower())
        properties.set(_name("fo:country"), country)


def mended_odt(package: bytes, placed: Placed) -> bytes:
    """The package with pictures described, spans closed, rules, tabs, language, properties and no dates."""
    parts = unpacked(package)
    root = etree.fromstring(parts[CONTENT])
    _mend_pictures(root, placed)
    _mend_paragraphs(root)
    for table, block in zip(list(root.iter(_name("table:table"))), tables_in_print(placed), strict=True):
        _mend_table(table, block)
    _keep_together(root, placed)
    _break_pages(root, placed)
    _add_cell_styles(root, placed)
    styles = etree.fromstring(parts[STYLES])
    _set_language(styles, placed.document.language)
    parts |= {CONTENT: _bytes(root), STYLES: _bytes(styles), "meta.xml": properties_part(placed)}
    return packed(parts)


def _add_cell_styles(root: etree._Element, placed: Placed) -> None:
    """The looks of cells, which office programs read only beside the text that uses them."""
    automatic = _find(root, "office:automatic-styles")
    for style in etree.fromstring(coloured_styles("odt", placed.document.identity)):
        if style.get(_name("style:family")) == "table-cell":
            automatic.append(style)


def _mend_pictures(root: etree._Element, placed: Placed) -> None:
    """Alternative text, which the converter drops."""
    for frame, alt in zip(list(root.iter(_name("draw:frame"))), placed.picture_texts, strict=True):
        for old in frame.findall(_name("svg:desc")):
            frame.remove(old)
        words = etree.SubElement(frame, _name("svg:desc"))
        words.text = cleaned(alt)


def _mend_paragraphs(root: etree._Element) -> None:
    """Style names as the format spells them; a tab after each paragraph number, so that words stand in a column."""
    for caption in root.iterfind(f".//{_name('text:p')}[@{_name('text:style-name')}='Image Caption']"):
        caption.set(_name("text:style-name"), "Image_20_Caption")
    for items in root.iter(_name("text:list")):
        # Items stand close; what follows the list does not.
        for paragraph in list(items.iter(_name("text:p")))[-1:]:
            if paragraph.get(_name("text:style-name")) == "Dense":
                continue
            paragraph.set(_name("text:style-name"), "ListEnd")
    for span in root.iter(_name("text:span")):
        if span.get(_name("text:style-name")) != "ParagraphNumber":
            continue
        tab = etree.Element(_name("text:tab"))
        tab.tail = (span.tail or "").removeprefix(" ")
        span.tail = None
        span.addnext(tab)


def _mend_table(table: etree._Element, block: PlacedTable) -> None:
    table.set(_name("table:name"), cleaned(f"{block.label}. {block.table.caption}")[:120])
    rows = list(table.iter(_name("table:table-row")))
    heads = heading_rows(block.table)
    for row, spans in zip(rows, heads, strict=False):
        _mend_head(row, spans, last=spans is heads[-1])
    _cover(rows[: len(heads)], heads, len(block.table.columns))
    for row, data in zip(rows[len(heads) :], block.table.rows, strict=True):
        _mend_body(row, data, block.table)


def _break_pages(root: etree._Element, placed: Placed) -> None:
    """A page break before each dense section, and before what follows one."""
    wanted, styles = placed.sheet_ids, set()
    for heading in root.iter(_name("text:h")):
        marks = {str(mark.get(_name("text:name"))) for mark in heading.iter(_name("text:bookmark-start"))}
        if marks & wanted:
            style = str(heading.get(_name("text:style-name")))
            styles.add(style)
            heading.set(_name("text:style-name"), f"Sheet{style}")
    automatic = _find(root, "office:automatic-styles")
    for style in sorted(styles):
        made = etree.SubElement(automatic, _name("style:style"))
        for key, value in (("name", f"Sheet{style}"), ("family", "paragraph"), ("parent-style-name", style)):
            made.set(_name(f"style:{key}"), value)
        etree.SubElement(made, _name("style:paragraph-properties")).set(_name("fo:break-before"), "page")


def _keep_together(root: etree._Element, placed: Placed) -> None:
    """A short table stays on one page."""
    short = {
        table.get(_name("table:style-name"))
        for table, block in zip(list(root.iter(_name("table:table"))), tables_in_print(placed), strict=True)
        if len(block.table.rows) <= SHORT_TABLE
    }
    for style in root.iter(_name("style:style")):
        if style.get(_name("style:family")) == "table" and style.get(_name("style:name")) in short:
            properties = style.find(_name("style:table-properties"))
            if properties is None:
                properties = etree.SubElement(style, _name("style:table-properties"))
            properties.set(_name("style:may-break-between-rows"), "false")


def _mend_head(row: etree._Element, spans: tuple[HeadingSpan, ...], *, last: bool) -> None:
    for cell, span in zip(row.findall(_name("table:table-cell")), spans, strict=True):
        closes = last or span.rows > 1
        cell.set(_name("table:style-name"), "FrankpledgeHead" if closes else "FrankpledgeGroup")
        style = "HeadGroup" if span.is_group else "HeadNumber" if span.is_number else "Table_20_Heading"
        for paragraph in cell.findall(_name("text:p")):
            paragraph.set(_name("text:style-name"), style)


def _cover(rows: list[etree._Element], heads: tuple[tuple[HeadingSpan, ...], ...], width: int) -> None:
    """The cells that a spanning one covers, which the format wants named and the converter leaves out."""
    for row in rows:
        for old in row.findall(_name("table:covered-table-cell")):
            row.remove(old)
    down: set[int] = set()
    for row, spans in zip(rows, heads, strict=True):
        cells = iter(list(row.findall(_name("table:table-cell"))))
        waiting = iter(spans)
        column, covered = 0, set(down)
        down = set()
        while column < width:
            if column in covered:
                _insert_covered(row, column)
                column += 1
                continue
            span, _ = next(waiting), next(cells)
            down |= set(range(column, column + span.columns)) if span.rows > 1 else set()
            for extra in range(column + 1, column + span.columns):
                _insert_covered(row, extra)
            column += span.columns


def _insert_covered(row: etree._Element, position: int) -> None:
    row.insert(position, etree.Element(_name("table:covered-table-cell")))


def _mend_body(row: etree._Element, data: Row, table: Table) -> None:
    style = "FrankpledgeTotal" if data.is_total else "FrankpledgeBody"
    for position, cell in enumerate(row.findall(_name("table:table-cell"))):
        cell.set(_name("table:style-name"), style)
        is_number = table.columns[position].kind is CellKind.NUMBER
        paragraphs = cell.findall(_name("text:p")) or [etree.SubElement(cell, _name("text:p"))]
        for paragraph in paragraphs:
            paragraph.set(
                _name("text:style-name"), _cell_style(position, is_number=is_number, is_total=data.is_total)
            )


def _cell_style(position: int, *, is_number: bool, is_total: bool) -> str:
    if is_total:
        return "TotalNumber" if is_number else "TotalText"
    if is_number:
        return "CellNumber"
    return "RowHeading" if position == 0 else "Table_20_Contents"


def properties_part(placed: Placed) -> bytes:
    """Title, author, subject, language and day as the document has them; never the clock's."""
    document = placed.document
    moment = f"{document.dated}T00:00:00"
    author = document.author or document.identity.name
    named = {
        "dc:title": document.title, "dc:subject": document.subject, "dc:description": document.subtitle,
        "dc:language": document.language, "meta:initial-creator": author, "dc:creator": author,
        "meta:creation-date": moment, "dc:date": moment, "meta:generator": "Frankpledge",
    }  # fmt: skip
    lines = "".join(f"<{tag}>{escape(cleaned(words))}</{tag}>" for tag, words in named.items() if words)
    spaces = " ".join(f'xmlns:{prefix}="{SPACES[prefix]}"' for prefix in ("office", "meta", "dc"))
    return f'<office:document-meta {spaces} office:version="1.3"><office:meta>{lines}</office:meta></office:document-meta>'.encode()


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
