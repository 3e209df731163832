"""Zip packages: DOCX, XLSX, PPTX, ODT, ODS, plain zips. Every part is read, whatever the package calls it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.budget import Budget
from frankpledge.reviews.scanning.marked_up import attribute_chunks, parsed, xml_chunks
from frankpledge.reviews.scanning.odf import content_chunks
from frankpledge.reviews.scanning.sheets import workbook_chunks
from frankpledge.reviews.scanning.word import word_chunks

MACROS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature", "xl/macrosheets/", "xl/intlmacrosheets/")
BASIC = ("basic/", "scripts/")


def package_chunks(content: bytes, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """The text of every part of a package, in the order of the package."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise budget.broken("the package") from error
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        where = before.rstrip(", ") or "the file"
        budget.check_members(members, where)
        _refuse_macros(members, budget, where)
        if archive.comment:
            yield Chunk(
                archive.comment.decode("utf-8", "replace"), f"{before}comment of the package", is_prose=False
            )
        parts = {member.filename: budget.unpack(archive, member) for member in members}
        # A package may hold two parts of one name, of which programs show only the last.
        for member in members:
            if sum(each.filename == member.filename for each in members) > 1:
                raise budget.refuse("broken", f"{where} holds two parts of the same name.", "Save it again.")
    _refuse_protected_parts(parts, budget, where)
    yield from _stray(content, members, before)
    yield from _parts(parts, before, budget, depth)


def _stray(content: bytes, members: list[zipfile.ZipInfo], before: str) -> Iterator[Chunk]:
    """What stands in the bytes of a package before its first part, or in the extra fields of its parts."""
    first = min((member.header_offset for member in members), default=0)
    if first > 0 and (text := content[:first].decode("latin-1").strip()):
        yield Chunk(text, f"{before}before the package", is_prose=False)
    end = content.rfind(b"PK\x05\x06")
    behind = content[end + 22 + int.from_bytes(content[end + 20 : end + 22], "little") :] if end >= 0 else b""
    if behind.strip(b"\0 \r\n\t"):
        yield Chunk(
            behind.replace(b"\0", b"").decode("latin-1"), f"{before}after the package", is_prose=False
        )
    for member in members:
        if member.comment:
            yield Chunk(
                member.comment.decode("utf-8", "replace"), f"{before}comment of a part", is_prose=False
            )


def _refuse_macros(members: list[zipfile.ZipInfo], budget: Budget, where: str) -> None:
    for member in members:
        name = member.filename.casefold()
        if name.endswith(MACROS) or any(mark in name for mark in MACROS) or (name.startswith(BASIC) and name.endswith((".xml", ".py", ".js")) and "-lc" not in name):  # fmt: skip
            raise budget.refuse(
                "macro",
                f"{where[:1].upper()}{where[1:]} holds macros, which can run.",
                "Save it without macros.",
            )


def _refuse_protected_parts(parts: dict[str, bytes], budget: Budget, where: str) -> None:
    """OpenDocument files keep their list plain and encrypt the parts."""
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise budget.refuse(
            "encrypted", f"{where[:1].upper()}{where[1:]} is protected by a password.", "Save it without one."
        )


def _parts(parts: dict[str, bytes], before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    done: set[str] = set()
    if any(name.endswith("xl/workbook.xml") for name in parts):
        for name, chunk in workbook_chunks(parts, before, budget, depth):
            done.add(name)
            if chunk is not None:
                yield chunk
    for name, content in parts.items():
        yield Chunk(name, f"{before}name of a part", is_prose=False)
        if name in done or not content:
            continue
        yield from _part(name, content, before, budget, depth)


def _part(name: str, content: bytes, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    from frankpledge.reviews.scanning.reading import within

    start = content[:400].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    is_page = start[:15].lower().startswith((b"<html", b"<!doctype html"))
    if is_page or not (start.startswith((b"<?xml", b"<")) or name.endswith((".xml", ".rels"))):
        yield from within(content, name, f"{before}{_told(name)}, ", budget, depth=depth + 1)
        return
    place = f"{before}{_told(name)}"
    special = _special(name, content)
    if special is None:
        yield from xml_chunks(content, f"{place}, ", budget, depth)
        return
    root = parsed(content, budget, place)
    yield from special(root, place)
    yield from attribute_chunks(root, f"{place}, ", budget, depth)


Special = Callable[[Any, str], Iterator[Chunk]]


def _special(name: str, content: bytes) -> Special | None:
    """The reader for the parts that hold paragraphs; None for those read as any XML."""
    if b"wordprocessingml" in content[:4000] and name.startswith("word/"):
        return word_chunks
    if name.endswith(("content.xml", "styles.xml")) and b"urn:oasis:names:tc:opendocument" in content[:4000]:
        return content_chunks
    if b"drawingml" in content[:6000] and name.endswith(".xml") and "theme" not in name:
        return word_chunks
    return None


NAMES = {
    "word/document": "body", "word/footnotes": "footnotes", "word/endnotes": "endnotes", "word/comments": "comments",
    "word/settings": "settings", "docProps/core": "properties", "docProps/app": "properties of the program",
    "docProps/custom": "custom properties", "content": "body", "styles": "headers, footers and styles",
    "meta": "properties", "word/glossary/document": "building blocks", "settings": "settings",
}  # fmt: skip


def _told(name: str) -> str:
    """What people call a part. A name that a person may have given is not repeated."""
    stem = name.removesuffix(".xml")
    if stem in NAMES:
        return NAMES[stem]
    for mark, told in (
        ("word/header", "header"), ("word/footer", "footer"), ("/embeddings/", "embedded file"), ("/media/", "picture"),
        ("_rels/", "links"), ("customXml", "custom XML"), ("Pictures/", "picture"), ("Object", "embedded object"),
        ("xl/comments", "comments"), ("threadedComments", "comments"), ("xl/drawings", "drawing"), ("charts/", "chart"),
        ("externalLinks", "links to other files"), ("Thumbnails/", "small picture"), ("ppt/slides/", "slide"),
        ("ppt/notesSlides/", "notes of a slide"), ("pivotCache", "cache of a pivot table"), ("persons", "people"),
        ("people", "people"), ("docProps/thumbnail", "small picture"), ("printerSettings", "settings of the printer"),
    ):  # fmt: skip
        if mark in name:
            number = "".join(c for c in stem.rpartition("/")[2] if c.isdigit())
            return f"{told} {number}" if number and len(number) <= 4 else told
    known = name.startswith(("word/", "xl/", "ppt/", "META-INF/", "[Content_Types]", "theme/"))
    return f"part {name}" if known and name.isascii() and len(name) < 60 else "another part"
