"""HTML, DOCX and ODT as paragraphs, lists, tables and links."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from frankpledge.documents.checking.parts import Grid, Hyperlink, Source, Words
from frankpledge.kernel.problems import Problem, Unusable

MOST_UNPACKED = 200 * 1024 * 1024
_NUMBER = re.compile(r"\s*(?P<number>\d{1,3}(?:\.\d{1,3}){0,3})\.?\s+(?=[A-Z‘“])")


@dataclass
class Collected:
    """Gathers blocks in order and names their places."""

    blocks: list[Words | Grid] = field(default_factory=list)
    links: list[Hyperlink] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    lists: int = 0

    def words(self, text: str, *, list_id: int = 0, is_heading: bool = False) -> str:
        """Add a paragraph; its own number is its place, else its count. Returns the place."""
        text = " ".join(text.split())
        if not text:
            return ""
        self.paragraphs += 1
        found = _NUMBER.match(text)
        where = (
            f"paragraph {found['number']}" if found and "." in found["number"] else f"block {self.paragraphs}"
        )
        kept = text[found.end() :] if found and (is_heading or "." in found["number"]) else text
        self.blocks.append(Words(kept, where, list_id, is_heading))
        return where

    def table(self, rows: list[list[str]], caption: str = "", headings: int = 0, notes: str = "") -> None:
        rows = [[" ".join(cell.split()) for cell in row] for row in rows]
        if any(any(row) for row in rows):
            self.tables += 1
            self.blocks.append(
                Grid(
                    tuple(map(tuple, rows)),
                    f"table {self.tables}",
                    " ".join(caption.split()),
                    headings,
                    notes,
                )
            )

    def source(self) -> Source:
        return Source(tuple(_captioned(self.blocks)), tuple(self.links))


def _captioned(blocks: list[Words | Grid]) -> Iterator[Words | Grid]:
    """A paragraph ‘Table 3: …’ just before a table without a caption is its caption."""
    for n, block in enumerate(blocks):
        before = blocks[n - 1] if n else None
        after = blocks[n + 1] if n + 1 < len(blocks) else None
        if isinstance(block, Grid) and not block.caption:
            for near in (before, after):
                if (
                    isinstance(near, Words)
                    and re.match(r"table\s+\d+", near.text, re.IGNORECASE)
                    and len(near.text) < 250
                ):
                    block = Grid(block.cells, block.where, near.text, block.headings, block.notes)  # noqa: PLW2901
                    break
        yield block


# HTML --------------------------------------------------------------------------------------------------------------

_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "blockquote",
    "dd",
    "dt",
    "figcaption",
    "summary",
    "header",
    "footer",
    "main",
    "body",
    "address",
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_SKIPPED = {"script", "style", "template", "svg", "title", "nav"}


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made = Collected()
        self.text: list[str] = []
        self.heading = False
        self.skipped = 0
        self.lists: list[int] = []
        self.in_item = 0
        self.rows: list[list[str]] | None = None
        self.spans: dict[tuple[int, int], str] = {}
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self.heads = 0
        self.row_is_head = True
        self.caption: list[str] | None = None
        self.captioned = ""
        self.href = ""
        self.link: list[str] | None = None
        self.pending: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _SKIPPED:
            self.skipped += 1
        elif tag == "table":
            self.flush()
            self.rows, self.spans, self.heads, self.captioned = [], {}, 0, ""
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
            self.row_is_head = True
        elif tag in {"td", "th"} and self.rows is not None:
            self.cell = []
            self.span = (_whole(values.get("rowspan")), _whole(values.get("colspan")))
            self.row_is_head = self.row_is_head and tag == "th"
        elif tag == "caption":
            self.caption = []
        elif tag in {"ul", "ol"}:
            self.flush()
            self.made.lists += 1
            self.lists.append(self.made.lists)
        elif tag == "a" and values.get("href"):
            self.href, self.link = values["href"], []
        elif tag == "br":
            self.handle_data(" ")
        elif tag == "li" or tag in _BLOCKS or tag in _HEADINGS:
            self.flush()
            self.heading = tag in _HEADINGS

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self.skipped = max(0, self.skipped - 1)
        elif tag in {"td", "th"} and self.cell is not None and self.rows is not None:
            self._place("".join(self.cell))
            self.cell = None
        elif tag == "tr" and self.rows:
            self._fill(len(self.rows) - 1)
            if self.row_is_head and len(self.rows) == self.heads + 1:
                self.heads += 1
        elif tag == "table" and self.rows is not None:
            width = max((len(row) for row in self.rows), default=0)
            heads = self.heads if self.heads < len(self.rows) else 0
            self.made.table([row + [""] * (width - len(row)) for row in self.rows], self.captioned, heads)
            self.rows = None
        elif tag == "caption":
            self.captioned, self.caption = "".join(self.caption or []), None
        elif tag in {"ul", "ol"}:
            self.flush()
            if self.lists:
                self.lists.pop()
        elif tag == "a" and self.link is not None:
            self.pending.append(("".join(self.link), self.href))
            self.link = None
        elif tag == "li" or tag in _BLOCKS or tag in _HEADINGS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.link is not None:
            self.link.append(data)
        if self.caption is not None:
            self.caption.append(data)
        elif self.cell is not None:
            self.cell.append(data)
        elif self.rows is None:
            self.text.append(data)

    def _place(self, text: str) -> None:
        """Put a cell into its row, after the cells that span down into it, and repeat it over what it spans."""
        rows = self.rows if self.rows is not None else []
        at = len(rows) - 1
        self._fill(at)
        for across in range(self.span[1]):
            for down in range(1, self.span[0]):
                self.spans[at + down, len(rows[at]) + 0] = text
            rows[at].append(text)
            del across

    def _fill(self, at: int) -> None:
        rows = self.rows if self.rows is not None else []
        while (at, len(rows[at])) in self.spans:
            rows[at].append(self.spans.pop((at, len(rows[at]))))

    def flush(self) -> None:
        where = self.made.words(
            "".join(self.text), list_id=self.lists[-1] if self.lists else 0, is_heading=self.heading
        )
        self.made.links += [Hyperlink(" ".join(text.split()), href, where) for text, href in self.pending]
        self.text, self.pending, self.heading = [], [], False


def _whole(value: str | None) -> int:
    return min(50, max(1, int(value))) if value and value.isdigit() else 1


def read_html(content: bytes) -> Source:
    """The blocks of a web page."""
    parser = _Html()
    parser.feed(_decoded(content))
    parser.close()
    parser.flush()
    return parser.made.source()


def _decoded(content: bytes) -> str:
    for encoding in (
        "utf-8-sig",
        "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8",
        "cp1252",
    ):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


decoded = _decoded

# DOCX and ODT ------------------------------------------------------------------------------------------------------

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"


def _part(content: bytes, name: str, file: str) -> Any | None:
    """A part of a zipped document, as XML without entities or network. Raises `Unusable`."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise Unusable(
                    Problem(
                        "too-large",
                        "the file unpacks to more than 200 megabytes.",
                        "Save it without its pictures.",
                        file,
                    )
                )
            if name not in archive.namelist():
                return None
            body = archive.read(name)
    except zipfile.BadZipFile as error:
        raise Unusable(
            Problem(
                "not-a-document",
                "the file is damaged, or is not what its name says.",
                "Save it again and give that copy.",
                file,
            )
        ) from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise Unusable(
            Problem(
                "not-a-document", "the file’s text cannot be read.", "Save it again and give that copy.", file
            )
        ) from error


def read_docx(content: bytes, file: str) -> Source:
    """The blocks of a Word document. Raises `Unusable`."""
    root = _part(content, "word/document.xml", file)
    if root is None:
        raise Unusable(
            Problem("not-a-document", "the file holds no Word text.", "Give the document itself.", file)
        )
    relations = _part(content, "word/_rels/document.xml.rels", file)
    hrefs = {one.get("Id"): one.get("Target", "") for one in relations} if relations is not None else {}
    body = root.find(f"{_W}body")
    made = Collected()
    last = ""
    for child in body if body is not None else ():
        if child.tag == f"{_W}p":
            last = _docx_paragraph(child, made, hrefs, last)
        elif child.tag == f"{_W}tbl":
            last = ""
            rows, heads = _docx_table(child)
            made.table(rows, headings=heads)
        elif child.tag == f"{_W}sdt":
            for inner in child.iter(f"{_W}p"):
                last = _docx_paragraph(inner, made, hrefs, last)
    return made.source()


def _docx_text(element: Any) -> str:
    words = []
    for one in element.iter():
        if one.tag == f"{_W}t":
            words.append(one.text or "")
        elif one.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
            words.append(" ")
        elif one.tag == f"{_W}noBreakHyphen":
            words.append("-")
    return "".join(words)


def _docx_paragraph(element: Any, made: Collected, hrefs: dict[Any, str], last: str) -> str:
    """Add a paragraph; returns the list it belongs to, so that the next item joins it."""
    properties = element.find(f"{_W}pPr")
    style, listed = "", ""
    if properties is not None:
        named = properties.find(f"{_W}pStyle")
        style = named.get(f"{_W}val", "") if named is not None else ""
        number = properties.find(f"{_W}numPr/{_W}numId")
        listed = number.get(f"{_W}val", "") if number is not None else ""
    if not listed and re.match(r"list|compact", style, re.IGNORECASE) and "heading" not in style.lower():
        listed = style if style.lower().startswith("list") else ""
    text = _docx_text(element)
    typed = re.match(r"\s*[•▪◦·‣●○\ue000-\uf8ff]\s+", text)
    if typed:
        listed, text = listed or "typed", text[typed.end() :]
    if listed and listed != last:
        made.lists += 1
    is_heading = re.match(r"heading|title|subtitle", style, re.IGNORECASE) is not None
    where = made.words(text, list_id=made.lists if listed and not is_heading else 0, is_heading=is_heading)
    for link in element.iter(f"{_W}hyperlink"):
        made.links.append(Hyperlink(_docx_text(link).strip(), hrefs.get(link.get(f"{_R}id"), ""), where))
    return "" if is_heading else listed


def _docx_table(table: Any) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    heads = 0
    for row in table.findall(f"{_W}tr"):
        cells: list[str] = []
        for cell in row.findall(f"{_W}tc"):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            text = " ".join(_docx_text(one) for one in cell.iter(f"{_W}p"))
            if (
                merged is not None
                and merged.get(f"{_W}val") != "restart"
                and rows
                and len(cells) < len(rows[-1])
            ):
                text = rows[-1][len(cells)]
            cells += [text] * (_whole(span.get(f"{_W}val")) if span is not None else 1)
        marked = row.find(f"{_W}trPr/{_W}tblHeader")
        if marked is not None and len(rows) == heads:
            heads += 1
        rows.append(cells)
    return rows, heads if heads < len(rows) else 0


def read_odt(content: bytes, file: str) -> Source:
    """The blocks of an OpenDocument text. Raises `Unusable`."""
    root = _part(content, "content.xml", file)
    body = root.find(f".//{_OFFICE}text") if root is not None else None
    if body is None:
        raise Unusable(
            Problem("not-a-document", "the file holds no text.", "Give an OpenDocument text.", file)
        )
    made = Collected()
    for child in body:
        _odt_block(child, made)
    return made.source()


def _odt_block(element: Any, made: Collected, list_id: int = 0) -> None:
    if element.tag in {f"{_T}p", f"{_T}h"}:
        where = made.words(_odt_text(element), list_id=list_id, is_heading=element.tag == f"{_T}h")
        for link in element.iter(f"{_T}a"):
            made.links.append(Hyperlink(_odt_text(link).strip(), link.get(f"{_XLINK}href", ""), where))
    elif element.tag == f"{_T}list":
        made.lists += 1
        mine = made.lists
        for item in element.iter(f"{_T}list-item", f"{_T}list-header"):
            for child in item:
                if child.tag in {f"{_T}p", f"{_T}h"}:
                    _odt_block(child, made, mine)
    elif element.tag == f"{_TABLE}table":
        rows, heads = _odt_table(element)
        made.table(rows, headings=heads)
    elif element.tag in {f"{_T}section", f"{_T}table-of-content", f"{_T}index-body"}:
        for child in element:
            _odt_block(child, made, list_id)


def _odt_text(element: Any) -> str:
    words: list[str] = [element.text or ""]
    for child in element:
        if child.tag == f"{_T}s":
            words.append(" " * int(child.get(f"{_T}c", "1")))
        elif child.tag in {f"{_T}tab", f"{_T}line-break"}:
            words.append(" ")
        elif child.tag != f"{_T}note":
            words.append(_odt_text(child))
        words.append(child.tail or "")
    return "".join(words)


def _odt_table(table: Any) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    heads = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                continue
            repeated = _whole(cell.get(f"{_TABLE}number-columns-repeated"))
            text = " ".join(_odt_text(one) for one in cell.iter(f"{_T}p", f"{_T}h"))
            if cell.tag == f"{_TABLE}covered-table-cell":
                across = cells[-1] if cells and _spans(row, len(cells)) else ""
                text = across or (rows[-1][len(cells)] if rows and len(cells) < len(rows[-1]) else text)
            cells += [text] * repeated
        if row.getparent().tag == f"{_TABLE}table-header-rows":
            heads += 1
        rows.append(cells)
    return rows, heads if heads < len(rows) else 0


def _spans(row: Any, at: int) -> bool:
    """Whether the cell before this place spans over it."""
    place = 0
    for cell in row:
        across = _whole(cell.get(f"{_TABLE}number-columns-spanned"))
        if cell.tag == f"{_TABLE}table-cell" and place < at < place + across:
            return True
        place += _whole(cell.get(f"{_TABLE}number-columns-repeated"))
    return False


READERS: dict[str, Callable[[bytes, str], Source]] = {".docx": read_docx, ".odt": read_odt}
