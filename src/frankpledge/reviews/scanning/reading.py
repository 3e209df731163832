"""Everything a file holds as text with its place: what it is is told by its content, and what lies within is read too.

Nothing is run, fetched or written. A file that cannot be read whole is refused, so that no scan of it can be clean.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.budget import Budget, Limits

PDF = b"%PDF-"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM")
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ")
MUTE = (b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"OTTO", b"\0\x01\0\0", b"true", b"wOFF", b"wOF2")
"""Enhanced and Windows metafiles, and fonts."""


def read_file(path: Path, *, limits: Limits | None = None) -> tuple[tuple[Chunk, ...], tuple[str, ...]]:
    """Every stretch of text of a file, its name included, and what could not be read for words.

    Raises Unusable for a file that is too large, a bomb, protected, damaged, of an unknown kind, or with macros.
    """
    budget = Budget(path.name, limits or Limits())
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= budget.limits.file else b""
    except OSError as error:
        raise budget.refuse("unreadable", "The file cannot be opened.", "Check the path.") from error
    if size > budget.limits.file:
        raise budget.refuse(
            "too-large", "The file is larger than can be read.", "Split it, or take pictures out."
        )
    return read_bytes(content, path.name, budget=budget)


def read_bytes(
    content: bytes, name: str, *, budget: Budget | None = None
) -> tuple[tuple[Chunk, ...], tuple[str, ...]]:
    """As `read_file`, for bytes with the name they go by."""
    spent = budget or Budget(name)
    if not content:
        raise spent.refuse("empty", "The file is empty.", "Choose another file.")
    chunks = [Chunk(name, "file name", is_prose=False)]
    chunks += within(content, name, "", spent, depth=0)
    return tuple(chunks), tuple(_numbered(spent.notes))


def _numbered(notes: list[str]) -> Iterator[str]:
    """Each note once; those of one place, such as several pictures, with their numbers."""
    times: Counter[str] = Counter()
    for note in notes:
        times[note] += 1
        yield note if times[note] == 1 else f"{note}, number {times[note]} there"


def within(content: bytes, name: str, before: str, budget: Budget, *, depth: int) -> Iterator[Chunk]:
    """The text of a file, or of one that lies within another; `before` is where that is, ending in a comma."""
    budget.enter(depth)
    if depth:
        yield Chunk(Path(name).name, f"{before}file name", is_prose=False)
    start = content[:16]
    if content[:1024].lstrip().startswith(PDF) or PDF in content[:1024]:
        from frankpledge.reviews.scanning.pdf import pdf_chunks

        yield from pdf_chunks(content, before, budget, depth)
    elif start.startswith(ZIP):
        from frankpledge.reviews.scanning.packages import package_chunks

        yield from package_chunks(content, before, budget, depth)
    elif start.startswith(COMPOUND):
        from frankpledge.reviews.scanning.compound import compound_chunks

        yield from compound_chunks(content, before, budget, depth)
    elif start.startswith(b"\x1f\x8b"):
        yield from within(_gunzipped(content, budget), name, f"{before}packed, ", budget, depth=depth + 1)
    elif start.startswith(ARCHIVES):
        raise budget.refuse(
            "kind",
            "It is, or holds, an archive that is not read (RAR, 7z, bzip2, xz).",
            "Take the files out of it.",
        )
    elif start.startswith(PICTURES) or content[8:12] == b"WEBP" or content[4:8] == b"ftyp":
        from frankpledge.reviews.scanning.pictures import picture_chunks

        yield from picture_chunks(content, before, budget, depth)
    else:
        yield from _text_or_other(content, name, before, budget, depth)


def _gunzipped(content: bytes, budget: Budget) -> bytes:
    try:
        made = zlib.decompressobj(wbits=31).decompress(content, budget.limits.unpacked - budget.unpacked + 1)
    except zlib.error as error:
        raise budget.broken("a packed part") from error
    budget.take(len(made))
    return made


def _text_or_other(content: bytes, name: str, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    from frankpledge.reviews.scanning.mail import is_mail, mail_chunks
    from frankpledge.reviews.scanning.plain import decoded, text_chunks

    if content.startswith(b"{\\rtf"):
        raise budget.refuse("kind", "It is, or holds, a file of rich text (RTF).", "Save it as DOCX or PDF.")
    if is_mail(content):
        yield from mail_chunks(content, before, budget, depth)
    text = decoded(content)
    if text is not None:
        yield from text_chunks(text, name, before, budget, depth)
    elif depth:
        yield from binary_chunks(content, f"{before}{name}", budget)
    else:
        raise budget.refuse(
            "kind", "The file is of a kind that cannot be read.",
            "Give it as DOCX, ODT, PDF, XLSX, ODS, HTML, TXT, CSV or JSON.",
        )  # fmt: skip


STRINGS = re.compile(rb"[\x20-\x7e\xa0-\xff]{5,}|(?:\0[\x20-\x7e]){5,}")
WIDE_STRINGS = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\0|[^\0\xff][\x01\x02\x1e]|[\x10-\x5f]\x04){4,}")
"""Letters of two bytes, the lower first: Latin ones with their accents, and Cyrillic ones."""


def binary_chunks(content: bytes, place: str, budget: Budget) -> Iterator[Chunk]:
    """The strings that stand readable in something that is no text: fonts, metafiles, printer settings."""
    if content[:4] in MUTE and not content.startswith(MUTE[0]):
        return
    budget.notes.append(place)
    for found in STRINGS.finditer(content[: 8 * 1024 * 1024]):
        raw = found[0]
        text = raw.replace(b"\0", b"").decode("latin-1")
        yield Chunk(text, place, is_prose=False)
    for found in WIDE_STRINGS.finditer(content[: 8 * 1024 * 1024]):
        yield Chunk(found[0].decode("utf-16-le", "replace"), place, is_prose=False)
