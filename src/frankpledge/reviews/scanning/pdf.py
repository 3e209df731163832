"""PDF: pages, hidden layers, notes, form fields, attachments, properties, bookmarks, alternative texts, earlier versions."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from typing import Any

from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.budget import Budget
from frankpledge.reviews.scanning.encoded import hidden_texts
from frankpledge.reviews.scanning.pdf_text import (
    Reader,
    broken_words,
    by_place,
    edges,
    joined,
    noted,
    turned_lines,
)

END = re.compile(rb"%%EOF[\r\n]*")
MOST_VERSIONS = 10
UNREAD = 0.1
"""A page of which more than this share of characters has no meaning cannot be called read."""
PLACES = {
    "/Contents": "note", "/RC": "note", "/T": "name of a field or writer", "/TU": "label of a field", "/V": "form field",
    "/DV": "form field", "/Opt": "form field", "/Title": "title or bookmark", "/Author": "properties",
    "/Subject": "properties", "/Keywords": "properties", "/Creator": "properties", "/Producer": "properties",
    "/Alt": "alternative text", "/ActualText": "alternative text", "/E": "alternative text", "/URI": "address of a link",
    "/JS": "script", "/F": "name of an attached file", "/UF": "name of an attached file", "/Desc": "attached file",
    "/Subj": "note", "/Name": "name of a layer or file", "/P": "label of pages", "/NM": "note",
}  # fmt: skip


def pdf_chunks(content: bytes, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """Everything a PDF holds, its earlier versions included."""
    yield from _version(content, before, budget, depth)
    ends = [found.end() for found in END.finditer(content)]
    start = content.find(b"%PDF-")
    if start > 0 and (text := _text(content[:start]).strip()):
        yield Chunk(text, f"{before}before the document", is_prose=False)
    if ends and (tail := content[ends[-1] :]).strip(b"\0\r\n "):
        yield Chunk(_text(tail), f"{before}after the document", is_prose=False)
    for number, end in enumerate(_earlier(content, ends), start=1):
        yield from _old_version(content[:end], f"{before}earlier version {number}, ", budget, depth)
    for found in re.finditer(rb"(?m)^%(?!PDF-|%EOF)([\x20-\x7e\x80-\xff]{4,200})\r?$", content):
        yield Chunk(_text(found[1]), f"{before}comment in the code", is_prose=False)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _earlier(content: bytes, ends: list[int]) -> list[int]:
    """Where each earlier version ends: saving again may leave what was there before."""
    kept = [
        end
        for end in ends[:-1]
        if b"startxref" in content[max(0, end - 400) : end] and b"/Linearized" not in content[:1024]
    ]
    return kept[-MOST_VERSIONS:]


def _old_version(content: bytes, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    import pikepdf

    try:
        yield from _version(content, before, budget, depth)
    except (pikepdf.PdfError, RuntimeError):
        budget.notes.append(before.rstrip(", "))


def _version(content: bytes, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    import pikepdf

    where = before.rstrip(", ") or "the file"
    try:
        held = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise budget.refuse(
            "encrypted", f"{where[:1].upper()}{where[1:]} is protected by a password.", "Save it without one."
        ) from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise budget.broken(where) from error
    with held as pdf:
        try:
            shown: Shown = set()
            yield from _pages(pdf, before, budget, shown)
            yield from _objects(pdf, before, budget, depth, shown)
        except (pikepdf.PdfError, RuntimeError, RecursionError, TypeError, KeyError, AttributeError) as error:
            raise budget.broken(where) from error


Shown = set[tuple[int, int]]
"""The objects that a page shows, by their numbers: its own, its content and what is drawn within it."""


def _pages(pdf: Any, before: str, budget: Budget, shown: Shown) -> Iterator[Chunk]:
    fonts: dict[Any, Any] = {}
    above: tuple[str, ...] = ()
    for number, page in enumerate(pdf.pages, start=1):
        place = f"{before}page {number}"
        reader = Reader(fonts=fonts, shown=shown)
        yield from _page(page.obj, reader, place, budget)
        for at in range(1, reader.pictures + 1):
            budget.notes.append(f"{place}, picture {at}")
        below = edges(reader.pieces)
        yield from (
            Chunk(said, f"{place}, with the end of the page before", is_prose=False)
            for said in _over(above, below[0])
        )
        above = below[1]
        for at, note in enumerate(page.obj.get("/Annots", ()), start=1):
            yield from _appearance(note, f"{place}, note {at}", reader, budget)


def _page(held: Any, reader: Reader, place: str, budget: Budget) -> Iterator[Chunk]:
    import pikepdf

    contents = held.get("/Contents")
    reader.shown.add(held.objgen)
    reader.shown.update(each.objgen for each in ([contents] if _is_stream(contents) else contents or ()))
    reader.read(pikepdf.Page(held), _resources(held))
    yield from _read(reader, place, budget)


def _over(above: tuple[str, ...], below: tuple[str, ...]) -> Iterator[str]:
    """The last lines of a page with the first of the next: what begins on one may end on the other."""
    for last in above:
        for first in below:
            yield f"{' '.join(last.split()[-4:])} {' '.join(first.split()[:4])}"


def _resources(page: Any) -> Any:
    held = page
    for _ in range(30):
        if held is None:
            return None
        if "/Resources" in held:
            return held["/Resources"]
        held = held.get("/Parent")
    return None


def _read(reader: Reader, place: str, budget: Budget) -> Iterator[Chunk]:
    drawn = joined(reader.pieces)
    yield Chunk(drawn, place)
    others = (joined(by_place(reader.pieces)), joined(reader.spoken), joined(by_place(reader.spoken)))
    for other in dict.fromkeys(others):
        if other != drawn:
            yield Chunk(other, place)
    for said in (*broken_words(reader.pieces), *turned_lines(reader.pieces), *noted(reader.pieces)):
        yield Chunk(said, place, is_prose=False)
    for said in (*reader.marked, "".join(reader.marked)):
        yield Chunk(said, f"{place}, alternative text")
    if reader.unknown:
        budget.notes.append(f"{place}, characters without a meaning")
    if reader.unknown > max(3, reader.known * UNREAD):
        raise budget.refuse(
            "unreadable-font", f"{place[:1].upper()}{place[1:]} is written in a font that does not say which letters it shows.",
            "Make the PDF again from the document, or give the DOCX.",
        )  # fmt: skip


def _appearance(note: Any, place: str, page: Reader, budget: Budget) -> Iterator[Chunk]:
    """What a note or field shows, which may differ from what it says."""
    looks = note.get("/AP")
    normal = looks.get("/N") if looks is not None else None
    if normal is None:
        return
    streams = (
        [normal] if hasattr(normal, "read_bytes") and _is_stream(normal) else list(dict(normal).values())
    )
    for stream in streams:
        if _is_stream(stream):
            page.shown.add(stream.objgen)
            reader = Reader(fonts=page.fonts, shown=page.shown)
            reader.read(stream, stream.get("/Resources"))
            yield from _read(reader, place, budget)


def _is_stream(held: Any) -> bool:
    import pikepdf

    return isinstance(held, pikepdf.Stream)


def _objects(pdf: Any, before: str, budget: Budget, depth: int, shown: Shown) -> Iterator[Chunk]:
    """Every text in every object, whatever refers to it, and every stream that is no page and no picture's points."""
    import pikepdf

    names: set[str] = set()
    yield from _texts(pdf.trailer.get("/Info"), "properties", before, 0, names)
    hidden = Reader(shown=shown)
    for held in pdf.objects:
        yield from _texts(held, "", before, 0, names)
        if isinstance(held, pikepdf.Stream):
            yield from _unshown(held, hidden, f"{before}a drawing that no page shows", budget)
            yield from _stream(held, before, budget, depth, shown)
        elif (
            isinstance(held, pikepdf.Dictionary) and held.get("/Type") == "/Page" and held.objgen not in shown
        ):
            yield from _page(
                held, Reader(fonts=hidden.fonts, shown=shown), f"{before}a page that is left out", budget
            )


def _unshown(held: Any, reader: Reader, place: str, budget: Budget) -> Iterator[Chunk]:
    """Words of a drawing or pattern that is kept in the file, though no page draws it with its words."""
    is_pattern = held.get("/PatternType") == 1
    if (str(held.get("/Subtype", "")) == "/Form" or is_pattern) and held.objgen not in reader.shown:
        found = Reader(fonts=reader.fonts, shown=reader.shown)
        found.read(held, held.get("/Resources"))
        yield from _read(found, place, budget)


SKIPPED = frozenset(["/ID", "/CharSet", "/FontName", "/BaseFont", "/Panose", "/O", "/U", "/Registry", "/Ordering", "/Lookup", "/CIDSet", "/ColorSpace"])  # fmt: skip


def _texts(held: Any, key: str, before: str, depth: int, names: set[str]) -> Iterator[Chunk]:
    import pikepdf

    if isinstance(held, pikepdf.String):
        text = _said(held)
        if text.strip():
            place = f"{before}{PLACES.get(key, 'a text within the code')}"
            yield Chunk(text, place, is_prose=key in {"/Contents", "/V", "/Alt", "/ActualText"})
            if len(text) > 11:
                yield from (
                    Chunk(said, f"{place}, text in code", is_prose=False) for said in hidden_texts(text)
                )
                if text.lstrip().startswith("<"):
                    yield Chunk(unescape(re.sub(r"<[^>]*>", "", text)), place)
        return
    if depth > 40:
        return
    if isinstance(held, pikepdf.Array):
        if len(held) > 1 and all(isinstance(held[at], int | float | Decimal) for at in (0, 1, -1)):
            return
        for each in held:
            if not _is_indirect(each):
                yield from _texts(each, key, before, depth + 1, names)
    elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
        for name, each in held.items():
            if name not in SKIPPED and not _is_indirect(each):
                yield from _texts(each, name, before, depth + 1, names)
            if name not in names:
                names.add(name)
                if len(name) > 5 and name[1:] not in OF_THE_FORMAT:
                    yield Chunk(_name(name), f"{before}a name within the code", is_prose=False)


OF_THE_FORMAT = frozenset(
    """Angle Annot Annots Author Baker Border Catalog Center Child Color Colors Count Creator Custom Dates Field Fields First
    Frank Grant Group Height Index Indexed Inner Knight Lang Length Limits Link Marked MarkInfo Markup Matrix Miller Names
    Nums Order Outlines Page PageMode Pages Parent Part Pattern Perms Pieces Prev Producer Range Rect Resources Root Roots
    Rotate Rows Style Styles Subject Table Tables Text Title Title1 Trans Type Usage Version Width""".split()  # noqa: SIM905
)
"""Names that the format itself has, and that are words or names of people too."""


def _is_indirect(held: Any) -> bool:
    return bool(getattr(held, "is_indirect", False))


def _name(name: str) -> str:
    return re.sub(r"#([0-9A-Fa-f]{2})", lambda code: chr(int(code[1], 16)), name[1:])


def _said(held: Any) -> str:
    """A text of the document, in whichever of its three codings."""
    raw = bytes(held)
    if raw.startswith(b"\xff\xfe"):
        return raw[2:].decode("utf-16-le", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    return str(held)


def _stream(held: Any, before: str, budget: Budget, depth: int, shown: Shown) -> Iterator[Chunk]:
    from frankpledge.reviews.scanning.reading import within

    kind, sort = str(held.get("/Type", "")), str(held.get("/Subtype", ""))
    filters = str(held.get("/Filter", ""))
    if sort == "/Image":
        if "/DCTDecode" in filters or "/JPXDecode" in filters:
            content = bytes(held.read_raw_bytes())
            if content[:3] == b"\xff\xd8\xff":
                yield from within(content, "picture.jpg", f"{before}picture, ", budget, depth=depth + 1)
        if held.objgen not in shown:
            budget.notes.append(f"{before}picture that no page shows")
        return
    if kind in {"/XRef", "/ObjStm"} or sort == "/Form" or _is_font_file(held):
        return
    if (
        sort != "/XML"
        and kind != "/Metadata"
        and kind != "/EmbeddedFile"
        and "/Params" not in held
        and sort != "/XML"
    ):
        yield from _other_stream(held, before, budget, shown)
        return
    content = _unpacked(held, budget)
    told = "XMP" if kind == "/Metadata" or sort == "/XML" else "attached file"
    if content:
        yield from within(
            content, "file.xml" if told == "XMP" else "attached", f"{before}{told}, ", budget, depth=depth + 1
        )


def _is_font_file(held: Any) -> bool:
    return any(key in held for key in ("/Length1", "/Length2", "/Length3")) or str(held.get("/Subtype", "")) in {
        "/CIDFontType0C", "/Type1C", "/OpenType",
    }  # fmt: skip


def _unpacked(held: Any, budget: Budget) -> bytes:
    raw = bytes(held.read_raw_bytes())
    content = bytes(held.read_bytes())
    if len(content) > budget.limits.free and len(content) > budget.limits.ratio * max(len(raw), 1):
        raise budget.refuse(
            "bomb", "A part of the PDF unpacks to far more than its size.", "Do not open it; ask who sent it."
        )
    budget.take(len(content))
    return content


CONTENT_COMMENT = re.compile(rb"%([^\r\n]{4,400})")
LITERAL = re.compile(rb"\(((?:\\.|[^\\()]){1,2000})\)", re.S)


def _other_stream(held: Any, before: str, budget: Budget, shown: Shown) -> Iterator[Chunk]:
    """Scripts, form templates (XFA) and streams that nothing draws, where they are readable text."""
    from frankpledge.reviews.scanning.plain import decoded

    content = _unpacked(held, budget)
    if not content or b"begincmap" in content[:2000]:
        return
    if b" Tf" in content and b"BT" in content:
        for found in CONTENT_COMMENT.finditer(content) if b"%" in content else ():
            yield Chunk(_text(found[1]), f"{before}comment in the code", is_prose=False)
        if held.objgen not in shown and held.get("/PatternType") is None:
            budget.notes.append(f"{before}a drawing that no page shows")
            said = "".join(_text(found[1]) for found in LITERAL.finditer(content))
            yield Chunk(said, f"{before}a drawing that no page shows", is_prose=False)
        return
    text = decoded(content[: 4 << 20])
    if text is not None and sum(c.isalnum() for c in text[:4000]) > 0.3 * min(len(text), 4000):
        yield Chunk(text, f"{before}a stream of the document", is_prose=False)
        yield Chunk(
            unescape(re.sub(r"<[^>]*>", "", text)), f"{before}a stream of the document", is_prose=False
        )
