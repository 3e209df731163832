"""What pictures say besides what they show: EXIF with its place, XMP, IPTC, comments and texts. Not the words in them."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from itertools import islice

from frankpledge.kernel.problems import Unusable
from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.budget import Budget

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
POINTERS = {0x8769, 0x8825, 0xA005, 0x014A}
GPS = 0x8825
XP = range(0x9C9B, 0x9CA0)
XMP = re.compile(rb"<(x:xmpmeta|rdf:RDF|xap:xmpmeta)\b.{0,4000000}?</\1\s*>", re.S)
MOST_PACKETS = 20
MOST_ENTRIES = 4000


def picture_chunks(content: bytes, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """Everything that can be read of a picture; that its own words were not read is noted."""
    place = before.rstrip(", ") or "picture"
    budget.notes.append(place)
    yield from _xmp(content, place, budget, depth)
    if content.startswith(b"\xff\xd8"):
        yield from _jpeg(content, place, budget, depth)
    elif content.startswith(b"\x89PNG"):
        yield from _png(content, place, budget, depth)
    elif content.startswith((b"II*\0", b"MM\0*")):
        yield from exif_chunks(content, place)
    elif content.startswith(b"GIF8"):
        yield from _gif(content, place)
    elif content[8:12] == b"WEBP":
        yield from _webp(content, place)
    elif content[4:8] == b"ftyp":
        for found in re.finditer(rb"Exif\0\0|II\*\0|MM\0\*", content):
            start = found.end() if found[0].startswith(b"Exif") else found.start()
            yield from exif_chunks(content[start:], place)
    else:
        yield from _strings(content[: 1 << 20], place)


def _xmp(content: bytes, place: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    from frankpledge.reviews.scanning.marked_up import xml_chunks

    if b"</" not in content:
        return
    for found in islice(XMP.finditer(content), MOST_PACKETS):
        try:
            yield from xml_chunks(found[0], f"{place}, XMP, ", budget, depth)
        except Unusable as refused:
            if refused.problems[0].code != "broken":
                raise
            # It may use names that were declared around it: then it is read as text.
            said = re.sub(rb"<[^>]*>", b" ", found[0]).decode("utf-8", "replace")
            yield Chunk(said, f"{place}, XMP", is_prose=False)
            yield from _strings(found[0], f"{place}, XMP")


def _jpeg(content: bytes, place: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in {0xD9, 0xDA}:
            break
        if marker == 0xFF:
            at += 1
            continue
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        part = content[at + 4 : at + 2 + size]
        if part.startswith(b"Exif\0\0"):
            yield from exif_chunks(part[6:], place)
        elif marker == 0xFE or 0xE0 <= marker <= 0xEF:
            yield from _strings(part, f"{place}, {'comment' if marker == 0xFE else 'metadata'}", least=3)
        at += 2 + max(size, 2)
    end = content.rfind(b"\xff\xd9")
    yield from _after(content[end + 2 :] if end > 0 else b"", place, budget, depth)


def _png(content: bytes, place: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    at = 8
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        kind, part = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        if kind in {b"tEXt", b"iTXt", b"zTXt"}:
            yield from _png_text(kind, part, place, budget)
        elif kind == b"eXIf":
            yield from exif_chunks(part, place)
        elif kind not in {b"IDAT", b"PLTE", b"IHDR", b"fdAT", b"iCCP"}:
            yield from _strings(part, f"{place}, metadata")
        at += 12 + size
        if kind == b"IEND":
            break
    yield from _after(content[at:], place, budget, depth)


def _png_text(kind: bytes, part: bytes, place: str, budget: Budget) -> Iterator[Chunk]:
    key, _, rest = part.partition(b"\0")
    if kind == b"zTXt":
        rest = _inflated(rest[1:], budget)
    elif kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
        rest = _inflated(rest, budget) if packed else rest
    yield Chunk(
        f"{key.decode('latin-1')}: {rest.decode('utf-8', 'replace')}", f"{place}, text", is_prose=False
    )


def _inflated(packed: bytes, budget: Budget) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, 4 << 20)
    except zlib.error as error:
        raise budget.broken("a text within a picture") from error
    budget.take(len(content))
    return content


def _gif(content: bytes, place: str) -> Iterator[Chunk]:
    """Comments and texts, which stand in blocks of at most 255 bytes that are put together here."""
    for found in re.finditer(rb"\x21[\xfe\x01\xff]", content):
        at, parts = found.end(), []
        while at < len(content) and content[at]:
            parts.append(content[at + 1 : at + 1 + content[at]])
            at += 1 + content[at]
        yield from _strings(b"".join(parts[:5000]), f"{place}, comment")
    yield from _strings(content[: 1 << 20], place)


def _webp(content: bytes, place: str) -> Iterator[Chunk]:
    at = 12
    while at + 8 <= len(content):
        kind, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        part = content[at + 8 : at + 8 + size]
        if kind == b"EXIF":
            yield from exif_chunks(part.removeprefix(b"Exif\0\0"), place)
        at += 8 + size + size % 2


def _after(rest: bytes, place: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """What is hung on after the end of a picture: a file, or text."""
    if not rest.strip(b"\0 \r\n"):
        return
    from frankpledge.reviews.scanning.reading import within

    yield from within(
        rest.lstrip(b"\0"), "what follows a picture", f"{place}, after its end, ", budget, depth=depth + 1
    )


def _strings(part: bytes, place: str, least: int = 4) -> Iterator[Chunk]:
    for found in re.finditer(rb"[\x20-\x7e\x80-\xff]{%d,}|(?:[\x20-\x7e]\0){%d,}" % (least, least), part):
        raw = found[0].replace(b"\0", b"")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
        yield Chunk(text, place, is_prose=False)


def exif_chunks(content: bytes, place: str) -> Iterator[Chunk]:
    """The texts, days and place in an EXIF block; a broken block gives the strings that stand in it."""
    order = {b"II": "<", b"MM": ">"}.get(content[:2])
    if order is None or len(content) < 8:
        yield from _strings(content[: 1 << 16], f"{place}, EXIF")
        return
    yield from _directory(
        content, order, struct.unpack(f"{order}I", content[4:8])[0], f"{place}, EXIF", set(), is_gps=False
    )
    yield from _strings(content[: 1 << 18], f"{place}, EXIF", least=5)


def _directory(
    content: bytes, order: str, at: int, place: str, seen: set[int], *, is_gps: bool
) -> Iterator[Chunk]:
    while at and at not in seen and at + 2 <= len(content) and len(seen) < 40:
        seen.add(at)
        count = min(struct.unpack(f"{order}H", content[at : at + 2])[0], MOST_ENTRIES)
        held: dict[int, object] = {}
        for number in range(count):
            entry = content[at + 2 + 12 * number : at + 14 + 12 * number]
            if len(entry) < 12:
                break
            tag, kind, length = struct.unpack(f"{order}HHI", entry[:8])
            value = _value(content, order, kind, length, entry[8:])
            if tag in POINTERS and value:
                start = struct.unpack(f"{order}I", value[:4])[0] if len(value) >= 4 else 0
                yield from _directory(content, order, start, place, seen, is_gps=tag == GPS)
            held[tag] = value
            yield from _told(tag, kind, value, place)
        if is_gps:
            yield from _point(held, order, place)
        after = content[at + 2 + 12 * count : at + 6 + 12 * count]
        at = struct.unpack(f"{order}I", after)[0] if len(after) == 4 else 0


def _value(content: bytes, order: str, kind: int, length: int, inline: bytes) -> bytes:
    size = SIZES.get(kind, 1) * min(length, 1 << 20)
    if size <= 4:
        return inline[:size]
    start = struct.unpack(f"{order}I", inline)[0]
    return content[start : start + size]


def _told(tag: int, kind: int, value: bytes, place: str) -> Iterator[Chunk]:
    if tag in XP:
        yield Chunk(value.decode("utf-16-le", "ignore").rstrip("\0"), place, is_prose=False)
    elif kind == 2:
        yield Chunk(value.decode("utf-8", "replace").strip("\0 "), place, is_prose=False)
    elif kind == 7 and value[:8].rstrip(b"\0") in {b"ASCII", b"UNICODE"}:
        coded = value[8:]
        wide = value.startswith(b"UNICODE")
        yield Chunk(
            coded.decode("utf-16" if wide else "latin-1", "ignore").strip("\0 "), place, is_prose=False
        )
        if wide:
            yield Chunk(coded.decode("utf-16-be", "ignore").strip("\0 "), place, is_prose=False)


def _point(held: dict[int, object], order: str, place: str) -> Iterator[Chunk]:
    """Where the picture was taken, in degrees."""
    north, east = _degrees(held.get(2), order), _degrees(held.get(4), order)
    if north is None or east is None:
        return
    south, west = held.get(1) in {b"S", b"S\0"}, held.get(3) in {b"W", b"W\0"}
    yield Chunk(
        f"{-north if south else north:.6f}, {-east if west else east:.6f}",
        f"{place}, where it was taken",
        is_prose=False,
    )


def _degrees(value: object, order: str) -> float | None:
    if not isinstance(value, bytes) or len(value) < 24:
        return None
    parts = struct.unpack(f"{order}6I", value[:24])
    try:
        degrees, minutes, seconds = (parts[at] / parts[at + 1] for at in (0, 2, 4))
    except ZeroDivisionError:
        return None
    return float(degrees + minutes / 60 + seconds / 3600)
