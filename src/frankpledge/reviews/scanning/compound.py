"""Compound files (OLE): the old office formats, objects within documents, and encrypted packages, which are refused."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.budget import Budget

FREE = 0xFFFFFFFA
INSIDE = (b"PK\x03\x04", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def compound_chunks(content: bytes, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """Streams of an object within a document. A whole document in the old formats is refused: save it as a new one."""
    try:
        streams = dict(_streams(content))
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise budget.broken("the old binary part") from error
    names = {name.casefold() for name in streams}
    where = before.rstrip(", ") or "the file"
    if names & {"encryptedpackage", "encryptioninfo"}:
        raise budget.refuse(
            "encrypted", f"{where[:1].upper()}{where[1:]} is protected by a password.", "Save it without one."
        )
    if any("vba" in name or name == "_vba_project" or name == "macros" for name in names):
        raise budget.refuse(
            "macro", f"{where[:1].upper()}{where[1:]} holds macros, which can run.", "Save it without macros."
        )
    if names & {"worddocument", "workbook", "book", "powerpoint document"}:
        raise budget.refuse(
            "old-format", f"{where[:1].upper()}{where[1:]} is in the old binary format of an office program.",
            "Save it as DOCX or XLSX.",
        )  # fmt: skip
    for number, (name, held) in enumerate(streams.items(), start=1):
        budget.take(len(held))
        yield Chunk(name, f"{before}name of a stream", is_prose=False)
        yield from _stream(held, f"{before}stream {number}", budget, depth)


def _stream(held: bytes, place: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    from frankpledge.reviews.scanning.reading import binary_chunks, within

    starts = sorted({at for mark in INSIDE if (at := held.find(mark)) >= 0})
    if starts:
        yield from within(held[starts[0] :], "embedded file", f"{place}, ", budget, depth=depth + 1)
    yield from binary_chunks(held[: starts[0]] if starts else held, place, budget)


def _streams(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Every stream by name, by the format's own tables ([MS-CFB])."""
    shift, mini_shift = struct.unpack("<HH", content[30:34])
    size, mini_size = 1 << shift, 1 << mini_shift
    fats, first_directory = struct.unpack("<II", content[44:52])
    cutoff, first_mini, _, first_more, _ = struct.unpack("<IIIII", content[56:76])
    table = _table(content, size, fats, first_more)
    directory = _chain(content, table, first_directory, size)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    mini_table_bytes = _chain(content, table, first_mini, size)
    mini_table = struct.unpack(
        f"<{len(mini_table_bytes) // 4}I", mini_table_bytes[: len(mini_table_bytes) // 4 * 4]
    )
    root_start = struct.unpack("<I", entries[0][116:120])[0]
    mini = _chain(content, table, root_start, size)
    for entry in entries:
        length = struct.unpack("<H", entry[64:66])[0]
        name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
        start, held = struct.unpack("<I", entry[116:120])[0], struct.unpack("<Q", entry[120:128])[0]
        if entry[66] == 1:
            yield name, b""
        elif entry[66] == 2:
            small = held < cutoff
            whole = (
                _mini(mini, mini_table, start, mini_size) if small else _chain(content, table, start, size)
            )
            yield name, whole[: held & 0xFFFFFFFF]


def _table(content: bytes, size: int, count: int, first_more: int) -> tuple[int, ...]:
    sectors = list(struct.unpack("<109I", content[76:512]))
    seen: set[int] = set()
    while first_more < FREE and first_more not in seen:
        seen.add(first_more)
        block = content[512 + first_more * size : 512 + (first_more + 1) * size]
        numbers = struct.unpack(f"<{len(block) // 4}I", block)
        sectors += numbers[:-1]
        first_more = numbers[-1]
    held = b"".join(content[512 + s * size : 512 + (s + 1) * size] for s in sectors[:count] if s < FREE)
    return struct.unpack(f"<{len(held) // 4}I", held[: len(held) // 4 * 4])


def _chain(content: bytes, table: tuple[int, ...], start: int, size: int) -> bytes:
    found, seen = [], set()
    while start < FREE and start not in seen and start < len(table):
        seen.add(start)
        found.append(content[512 + start * size : 512 + (start + 1) * size])
        start = table[start]
    return b"".join(found)


def _mini(mini: bytes, table: tuple[int, ...], start: int, size: int) -> bytes:
    found, seen = [], set()
    while start < FREE and start not in seen and start < len(table):
        seen.add(start)
        found.append(mini[start * size : (start + 1) * size])
        start = table[start]
    return b"".join(found)
