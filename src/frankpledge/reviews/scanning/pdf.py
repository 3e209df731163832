"""PDF: pages, hidden layers, notes, form fields, attachments, properties, bookmarks, alternative texts, earlier versions."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.budget import Budget
from frankpledge.reviews.scanning.encoded import hidden_texts
from frankpledge.reviews.scanning.pdf_text import Reader, broken_words, by_place, joined

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
    if start > 0 and (text := content[:start].decode("latin-1").strip()):
        yield Chunk(text, f"{before}before the document", is_prose=False)
    if ends and (tail := content[ends[-1] :]).strip(b"\0\r\n "):
        yield Chunk(tail.decode("latin-1"), f"{before}after the document", is_prose=False)
    for number, end in enumerate(_earlier(content, ends), start=1):
        yield from _old_version(content[:end], f"{before}earlier version {number}, ", budget, depth)
    for found in re.finditer(rb"(?m)^%(?!PDF-|%EOF)([\x20-\x7e]{4,200})\r?$", content):
        yield Chunk(found[1].decode("latin-1"), f"{before}comment in the code", is_prose=False)


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
            yield from _pages(pdf, before, budget)
            yield from _objects(pdf, before, budget, depth)
        except (pikepdf.PdfError, RuntimeError, RecursionError, TypeError, KeyError, AttributeError) as error:
            raise budget.broken(where) from error


def _pages(pdf: Any, before: str, budget: Budget) -> Iterator[Chunk]:
    fonts: dict[Any, Any] = {}
    for number, page in enumerate(pdf.pages, start=1):
        place = f"{before}page {number}"
        reader = Reader(fonts=fonts)
        reader.read(page, _resources(page))
        yield from _read(reader, place, budget)
        for at, note in enumerate(page.obj.get("/Annots", ()), start=1):
            yield from _appearance(note, f"{place}, note {at}", fonts, budget)


def _resources(page: Any) -> Any:
    held = page.obj
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
    for said in broken_words(reader.pieces):
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


def _appearance(note: Any, place: str, fonts: dict[Any, Any], budget: Budget) -> Iterator[Chunk]:
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
            reader = Reader(fonts=fonts)
            reader.read(stream, stream.get("/Resources"))
            yield from _read(reader, place, budget)


def _is_stream(held: Any) -> bool:
    import pikepdf

    return isinstance(held, pikepdf.Stream)


def _objects(pdf: Any, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """Every text in every object, whatever refers to it, and every stream that is no page and no picture's points."""
    import pikepdf

    yield from _texts(pdf.trailer.get("/Info"), "properties", before, 0)
    for held in pdf.objects:
        yield from _texts(held, "", before, 0)
        if isinstance(held, pikepdf.Stream):
            yield from _stream(held, before, budget, depth)


SKIPPED = frozenset(["/ID", "/CharSet", "/FontName", "/BaseFont", "/Panose", "/O", "/U", "/Registry", "/Ordering", "/Lookup", "/CIDSet", "/ColorSpace"])  # fmt: skip


def _texts(held: Any, key: str, before: str, depth: int) -> Iterator[Chunk]:
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
                    yield Chunk(re.sub(r"<[^>]*>", "", text), place)
        return
    if depth > 40:
        return
    if isinstance(held, pikepdf.Array):
        if len(held) > 1 and all(isinstance(held[at], int | float | Decimal) for at in (0, 1, -1)):
            return
        for each in held:
            if not _is_indirect(each):
                yield from _texts(each, key, before, depth + 1)
    elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
        for name, each in held.items():
            if name not in SKIPPED and not _is_indirect(each):
                yield from _texts(each, name, before, depth + 1)
            if name.isascii() and len(name) > 12 and not name[1:].isalpha():
                yield Chunk(_name(name), f"{before}a name within the code", is_prose=False)


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


def _stream(held: Any, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    from frankpledge.reviews.scanning.reading import within

    kind, sort = str(held.get("/Type", "")), str(held.get("/Subtype", ""))
    filters = str(held.get("/Filter", ""))
    if sort == "/Image":
        if "/DCTDecode" in filters or "/JPXDecode" in filters:
            content = bytes(held.read_raw_bytes())
            if content[:3] == b"\xff\xd8\xff":
                yield from within(content, "picture.jpg", f"{before}picture, ", budget, depth=depth + 1)
        budget.notes.append(f"{before}pictures")
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
        yield from _other_stream(held, before, budget)
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


def _other_stream(held: Any, before: str, budget: Budget) -> Iterator[Chunk]:
    """Scripts, form templates (XFA) and streams that nothing draws, where they are readable text."""
    from frankpledge.reviews.scanning.plain import decoded

    content = _unpacked(held, budget)
    if not content or b"begincmap" in content[:2000]:
        return
    if b" Tf" in content and b"BT" in content:
        return
    text = decoded(content[: 4 << 20])
    if text is not None and sum(c.isalpha() for c in text[:4000]) > 0.3 * min(len(text), 4000):
        yield Chunk(text, f"{before}a stream of the document", is_prose=False)
        yield Chunk(re.sub(r"<[^>]*>", "", text), f"{before}a stream of the document", is_prose=False)
