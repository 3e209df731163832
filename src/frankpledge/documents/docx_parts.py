"""What DOCX needs beside pandoc: our template (or the council's own), and what is mended afterwards."""

from __future__ import annotations

import zipfile
from xml.sax.saxutils import escape

from lxml import etree

from frankpledge.documents.contrast import palette
from frankpledge.documents.layout import SHORT_TABLE, Placed, PlacedTable, heading_rows, tables_in_print
from frankpledge.documents.office_colours import coloured_styles
from frankpledge.documents.packages import packed, unpacked
from frankpledge.documents.wording import cleaned
from frankpledge.kernel.problems import Problem, Unusable

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
W, R = f"{{{WORD}}}", f"{{{RELATIONS}}}"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
DOCUMENT_RELATIONS = "word/_rels/document.xml.rels"
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"


def docx_reference(placed: Placed, default: bytes, own: bytes | None) -> bytes:
    """The template for pandoc: the council's own as it is, or ours with this document's headers and footers."""
    if own is not None:
        return _checked(own)
    parts = unpacked(default)
    parts[STYLES] = merged_styles(
        parts[STYLES], coloured_styles("docx", placed.document.identity), keep=frozenset()
    )
    sheets = {
        "header-first": _sheet("hdr", _tabbed("Header", "", placed.document.marking)),
        "header-rest": _sheet("hdr", _tabbed("Header", placed.document.title, placed.document.marking)),
        "footer": _sheet(
            "ftr", _tabbed("Footer", placed.document.identity.name, placed.document.marking, _pages(placed))
        ),
    }
    for name, sheet in sheets.items():
        parts[f"word/{name}.xml"] = sheet
    parts[DOCUMENT_RELATIONS] = _related(parts[DOCUMENT_RELATIONS], tuple(sheets))
    parts["[Content_Types].xml"] = _typed(parts["[Content_Types].xml"], tuple(sheets))
    parts[DOCUMENT] = _sectioned(parts[DOCUMENT])
    return packed(parts)


def _checked(own: bytes) -> bytes:
    try:
        parts = unpacked(own)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise _no_template("It is no DOCX file.") from error
    if STYLES not in parts or DOCUMENT not in parts:
        raise _no_template("It has no styles or no text.")
    return own


def _no_template(reason: str) -> Unusable:
    remedy = "Save the council’s template in Word as a document (.docx) and upload that."
    return Unusable(
        Problem(
            "word-template", f"The Word template cannot be used. {reason}", remedy, column="reference_docx"
        )
    )


def merged_styles(styles: bytes, ours: bytes, keep: frozenset[str]) -> bytes:
    """A style sheet with our styles in place of those of the same name, except the names in `keep`."""
    root, wanted = etree.fromstring(styles), etree.fromstring(ours)
    have = {_style_name(style): style for style in root.findall(f"{W}style")}
    for style in wanted.findall(f"{W}style"):
        name = _style_name(style)
        if name in keep:
            continue
        if name in have:
            # The id stays, since paragraphs already name it.
            style.set(f"{W}styleId", str(have[name].get(f"{W}styleId")))
            root.replace(have[name], style)
        else:
            root.append(style)
    _no_half_styles(root)
    return _text(root)


def _style_name(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return str(name.get(f"{W}val")).lower() if name is not None else ""


def _no_half_styles(root: etree._Element) -> None:
    """Drop links between paragraph and character twins where only one side still names the other."""
    links = {str(style.get(f"{W}styleId")): style.find(f"{W}link") for style in root.findall(f"{W}style")}
    for name, link in links.items():
        if link is None:
            continue
        back = links.get(str(link.get(f"{W}val")))
        if back is None or back.get(f"{W}val") != name:
            parent = link.getparent()
            if parent is not None:
                parent.remove(link)


def _sheet(tag: str, paragraph: str) -> bytes:
    return f'<w:{tag} xmlns:w="{WORD}" xmlns:r="{RELATIONS}">{paragraph}</w:{tag}>'.encode()


def _tabbed(style: str, *words: str) -> str:
    """One line of a header or footer, its parts at the tab stops; a part that is already markup starts with <."""
    runs = [word if word.startswith("<w:") else _run(word) for word in words]
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"<w:r><w:tab/></w:r>".join(runs)}</w:p>'


def _run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(cleaned(words))}</w:t></w:r>' if words else ""


def _pages(placed: Placed) -> str:
    """‘Page x of y’ as fields, which the reader's own program counts."""
    before, rest = placed.words.page.split("{page}")
    between, after = rest.split("{pages}")
    return f"{_run(before)}{_counted('PAGE')}{_run(between)}{_counted('NUMPAGES')}{_run(after)}"


def _counted(field: str) -> str:
    return f'<w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _related(relations: bytes, sheets: tuple[str, ...]) -> bytes:
    root = etree.fromstring(relations)
    for name in sheets:
        kind = "header" if name.startswith("header") else "footer"
        etree.SubElement(
            root,
            f"{{{PACKAGE_RELATIONS}}}Relationship",
            Id=f"sheet-{name}",
            Type=f"{RELATIONS}/{kind}",
            Target=f"{name}.xml",
        )
    return _text(root)


def _typed(types: bytes, sheets: tuple[str, ...]) -> bytes:
    root = etree.fromstring(types)
    for name in sheets:
        kind = "header" if name.startswith("header") else "footer"
        made = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
        etree.SubElement(root, f"{{{CONTENT}}}Override", PartName=f"/word/{name}.xml", ContentType=made)
    return _text(root)


def _sectioned(document: bytes) -> bytes:
    """The template's page: A4, margins, our header and footers, the first page without the title again."""
    root = etree.fromstring(document)
    body = root.find(f"{W}body")
    if body is None:
        raise _no_template("It has no body.")
    for old in body.findall(f"{W}sectPr"):
        body.remove(old)
    page = etree.fromstring(
        f'<w:sectPr xmlns:w="{WORD}" xmlns:r="{RELATIONS}">'
        '<w:headerReference w:type="first" r:id="sheet-header-first"/><w:headerReference w:type="default" r:id="sheet-header-rest"/>'
        '<w:footerReference w:type="first" r:id="sheet-footer"/><w:footerReference w:type="default" r:id="sheet-footer"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="680" w:footer="680" w:gutter="0"/>'
        "<w:titlePg/></w:sectPr>"
    )
    body.append(page)
    return _text(root)


def mended_docx(package: bytes, placed: Placed, reference: bytes) -> bytes:
    """The package with header rows that repeat, rules, tabs, pictures described, language, properties and no dates."""
    parts = unpacked(package)
    own = placed.document.identity.reference_docx is not None
    keep = _names_in(unpacked(reference)[STYLES]) if own else frozenset[str]()
    parts[STYLES] = _spoken(
        merged_styles(parts[STYLES], coloured_styles("docx", placed.document.identity), keep), placed
    )
    root = etree.fromstring(parts[DOCUMENT])
    _mend_tables(root, placed)
    _mend_pictures(root, placed)
    _mend_numbers(root)
    _break_pages(root, placed)
    parts[DOCUMENT] = _text(root)
    parts["docProps/core.xml"] = core_properties(placed)
    return packed(_without_leftovers(parts, root))


def _without_leftovers(parts: dict[str, bytes], document: etree._Element) -> dict[str, bytes]:
    """The parts without the pictures and addresses of the template's own text, which nobody meant to send out."""
    used = {str(value) for element in document.iter() for value in element.attrib.values()}
    relations = etree.fromstring(parts[DOCUMENT_RELATIONS])
    for relation in list(relations):
        kind = str(relation.get("Type")).rsplit("/", 1)[-1]
        if kind in {"image", "hyperlink"} and relation.get("Id") not in used:
            relations.remove(relation)
    kept = {**parts, DOCUMENT_RELATIONS: _text(relations)}
    named = b"".join(part for name, part in kept.items() if name.endswith(".rels")).decode()
    return {
        name: part
        for name, part in kept.items()
        if name != "docProps/thumbnail.jpeg"
        and not (name.startswith("word/media/") and name.removeprefix("word/") not in named)
    }


def _names_in(styles: bytes) -> frozenset[str]:
    return frozenset(_style_name(style) for style in etree.fromstring(styles).findall(f"{W}style"))


def _spoken(styles: bytes, placed: Placed) -> bytes:
    """The style sheet with the document's language as the language of all text."""
    root = etree.fromstring(styles)
    for language in root.iterfind(f"{W}docDefaults//{W}lang"):
        language.set(f"{W}val", placed.document.language)
    return _text(root)


def _mend_tables(root: etree._Element, placed: Placed) -> None:
    tables = list(root.iter(f"{W}tbl"))
    for table, block in zip(tables, tables_in_print(placed), strict=True):
        heads = len(heading_rows(block.table))
        rows = table.findall(f"{W}tr")
        for position, row in enumerate(rows):
            _mend_row(row, is_head=position < heads)
        for row, data in zip(rows[heads:], block.table.rows, strict=True):
            if data.is_total:
                _ruled(row.findall(f"{W}tc"), ("top", "bottom"), placed)
                _embolden(row)
        _ruled_heads(rows[:heads], placed)
        _set_cells(rows, together=len(rows) - heads <= SHORT_TABLE)
        _described(table, block)


def _mend_row(row: etree._Element, *, is_head: bool) -> None:
    properties = _first(row, "trPr")
    for tag, wanted in (("cantSplit", True), ("tblHeader", is_head)):
        for old in properties.findall(f"{W}{tag}"):
            properties.remove(old)
        if wanted:
            etree.SubElement(properties, f"{W}{tag}")


def _first(parent: etree._Element, tag: str) -> etree._Element:
    """The properties of a row, cell or table, made if absent; they must come first in it."""
    found = parent.find(f"{W}{tag}")
    if found is None:
        found = etree.Element(f"{W}{tag}")
        parent.insert(0, found)
    return found


def _ruled(cells: list[etree._Element], sides: tuple[str, ...], placed: Placed) -> None:
    colour = palette(placed.document.identity).text.lstrip("#")
    for cell in cells:
        properties = _first(cell, "tcPr")
        borders = etree.fromstring(
            f'<w:tcBorders xmlns:w="{WORD}">'
            + "".join(f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="{colour}"/>' for side in sides)
            + "</w:tcBorders>"
        )
        _insert_borders(properties, borders)


def _insert_borders(properties: etree._Element, borders: etree._Element) -> None:
    """Borders in the place that the schema gives them: after width and spans, before shading and alignment."""
    for old in properties.findall(f"{W}tcBorders"):
        properties.remove(old)
    before = {f"{W}{tag}" for tag in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge")}
    position = sum(1 for child in properties if child.tag in before)
    properties.insert(position, borders)


def _ruled_heads(heads: list[etree._Element], placed: Placed) -> None:
    """The rule under the heading rows, and one under each heading of a group."""
    _ruled(heads[-1].findall(f"{W}tc"), ("bottom",), placed)
    for row in heads[:-1]:
        _ruled(
            [cell for cell in row.findall(f"{W}tc") if cell.find(f"{W}tcPr/{W}gridSpan") is not None],
            ("bottom",),
            placed,
        )


def _set_cells(rows: list[etree._Element], *, together: bool) -> None:
    """Cells in the type of tables; the rows of a short table each keep with the next, so that it stays on one page."""
    for row in rows:
        for paragraph in row.iter(f"{W}p"):
            properties = _first(paragraph, "pPr")
            for old in [*properties.findall(f"{W}pStyle"), *properties.findall(f"{W}keepNext")]:
                properties.remove(old)
            style = etree.Element(f"{W}pStyle")
            style.set(f"{W}val", "TableText")
            properties.insert(0, style)
            if together and row is not rows[-1]:
                properties.insert(1, etree.Element(f"{W}keepNext"))


def _embolden(row: etree._Element) -> None:
    for run in row.iter(f"{W}r"):
        properties = _first(run, "rPr")
        style = properties.find(f"{W}rStyle")
        properties.insert(0 if style is None else 1, etree.Element(f"{W}b"))


def _described(table: etree._Element, block: PlacedTable) -> None:
    """The table across the page, with a title for those who meet it without seeing its caption."""
    properties = _first(table, "tblPr")
    width = properties.find(f"{W}tblW")
    if width is not None:
        width.set(f"{W}type", "pct")
        width.set(f"{W}w", "5000")
    for tag in ("tblCaption", "tblDescription"):
        for old in properties.findall(f"{W}{tag}"):
            properties.remove(old)
    title = etree.SubElement(properties, f"{W}tblCaption")
    title.set(f"{W}val", cleaned(f"{block.label}. {block.table.caption}"))


def _mend_pictures(root: etree._Element, placed: Placed) -> None:
    """Alternative text on every picture, and ids that differ."""
    pictures = list(root.iter(f"{{{DRAWING}}}docPr"))
    for number, (picture, alt) in enumerate(zip(pictures, placed.picture_texts, strict=True), start=1):
        picture.set("id", str(number))
        picture.set("descr", cleaned(alt))
    for inner in root.iter(f"{{{PICTURE}}}cNvPr"):
        # The converter writes the address of the picture here, which is the whole picture once more.
        inner.set("descr", "")


def _break_pages(root: etree._Element, placed: Placed) -> None:
    """A page break before each dense section, and before what follows one."""
    wanted = placed.sheet_ids
    for mark in root.iter(f"{W}bookmarkStart"):
        heading = mark.getnext() if mark.get(f"{W}name") in wanted else None
        while heading is not None and heading.tag != f"{W}p":
            heading = heading.getnext()
        if heading is not None:
            _first(heading, "pPr").insert(1, etree.Element(f"{W}pageBreakBefore"))


def _mend_numbers(root: etree._Element) -> None:
    """A tab after each paragraph number, so that the words stand in a column of their own."""
    for style in root.iterfind(f".//{W}rStyle[@{W}val='ParagraphNumber']"):
        run = style.getparent()
        run = run.getparent() if run is not None else None
        following = run.getnext() if run is not None else None
        if run is None or following is None:
            continue
        words = following.find(f"{W}t")
        if words is not None and words.text:
            words.text = words.text.removeprefix(" ")
        run.append(etree.Element(f"{W}tab"))


def core_properties(placed: Placed) -> bytes:
    """Title, author, subject, language and day as the document has them; never the clock's."""
    document = placed.document
    moment = f"{document.dated}T00:00:00Z"
    named = {
        "dc:title": document.title, "dc:creator": document.author or document.identity.name,
        "dc:subject": document.subject, "dc:language": document.language, "dc:description": document.subtitle,
        "cp:contentStatus": document.marking,
    }  # fmt: skip
    lines = "".join(f"<{tag}>{escape(cleaned(words))}</{tag}>" for tag, words in named.items() if words)
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{lines}'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    ).encode()


def _text(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
