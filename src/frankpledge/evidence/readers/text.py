"""The bytes of a text file: encoding, line count, hash, and cutting a very large file into slices."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from frankpledge.evidence.files import StoredFile
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem, Unusable

BLOCK = 1 << 20
SLICE_BYTES = 32 << 20
AS_UTF8 = "Save it again as CSV UTF-8 (in a spreadsheet: Save as, ‘CSV UTF-8’) and import that."


@dataclass(frozen=True)
class Slice:
    """A run of whole lines. `first_line` is the number, in the original, of its first line."""

    path: Path
    first_line: int
    lines: int
    has_quotes: bool
    is_whole: bool
    """Whether it is the original itself, header included, and not a copy of a part of it."""


class Scan:
    """Reads a text file once: hash, number of lines, and proof that it is UTF-8, while slices are given out.

    `stored` is known once `slices` has ended.
    """

    def __init__(self, path: Path, name: str, *, folder: Path, slice_bytes: int = SLICE_BYTES) -> None:
        self.path, self.name, self.folder, self.slice_bytes = path, name, folder, slice_bytes
        self.stored: StoredFile | None = None
        self.lines = 0
        self._digest = hashlib.sha256()
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def slices(self) -> Iterator[Slice]:
        """The file itself when it is small, else copies of about `slice_bytes`, cut between records.

        Raises Unusable when the text is not UTF-8, naming the line. A cut is made only at a line's end with an even
        number of quotation marks before it, so never inside a quoted field.
        """
        size = self.path.stat().st_size
        with self.path.open("rb") as held:
            if size <= self.slice_bytes * 3 // 2:
                yield self._whole(held)
            else:
                yield from self._cut(held)
        self.stored = StoredFile(self._digest.hexdigest(), size, self.path)

    def _whole(self, held: BinaryIO) -> Slice:
        quotes = False
        last = b"\n"
        while block := held.read(BLOCK):
            quotes = quotes or b'"' in block
            last = block
            self._take(block)
        self._finish(last)
        return Slice(self.path, 1, self.lines, quotes, is_whole=True)

    def _cut(self, held: BinaryIO) -> Iterator[Slice]:
        number, first = 0, 1
        last = b"\n"
        while block := held.read(self.slice_bytes):
            block, quotes = self._to_line_end(block, held)
            for start in range(0, len(block), BLOCK):
                self._take(block[start : start + BLOCK])
            last = block
            body = block
            if number == 0:
                body = block[block.find(b"\n") + 1 :]
                first = 2
            path = self.folder / f"slice-{number}.csv"
            path.write_bytes(body)
            lines = self.lines + (0 if block.endswith(b"\n") else 1) - first + 1
            yield Slice(path, first, lines, quotes, is_whole=False)
            number, first = number + 1, self.lines + 1
        self._finish(last)

    def _to_line_end(self, block: bytes, held: BinaryIO) -> tuple[bytes, bool]:
        """Read on to a line's end that is not inside quotation marks; after four slices any line's end will do."""
        quotes = block.count(b'"')
        parts, size, at_end = [block], len(block), block.endswith(b"\n")
        while not (at_end and (quotes % 2 == 0 or size > 4 * self.slice_bytes)):
            line = held.readline(BLOCK)
            if not line:
                break
            parts.append(line)
            size += len(line)
            quotes += line.count(b'"')
            at_end = line.endswith(b"\n")
            if not at_end and size > 8 * self.slice_bytes:
                raise Unusable(line_too_long(self.name, self.lines + b"".join(parts).count(b"\n") + 1, size))
        return b"".join(parts), quotes > 0

    def _take(self, block: bytes) -> None:
        self._digest.update(block)
        if b"\0" in block:
            raise Unusable(not_text(self.name, self.lines + 1 + block.count(b"\n", 0, block.index(b"\0"))))
        try:
            if not block.isascii() or self._decoder.getstate()[0]:
                self._decoder.decode(block)
        except UnicodeDecodeError as error:
            line = self.lines + 1 + block.count(b"\n", 0, error.start)
            raise Unusable(not_utf8(self.name, line, block[error.start : error.start + 1])) from error
        self.lines += block.count(b"\n")

    def _finish(self, last: bytes) -> None:
        if not last.endswith(b"\n"):
            self.lines += 1
        if self._decoder.getstate()[0]:
            raise Unusable(not_utf8(self.name, self.lines, self._decoder.getstate()[0]))


def not_utf8(name: str, line: int, byte: bytes) -> Problem:
    """The sentence for text in another encoding, with the line of the first byte that shows it."""
    return Problem(
        "another-encoding",
        "The text is not UTF-8; it was probably saved as Windows-1252 or Latin-1.",
        AS_UTF8,
        file=name,
        row=line,
        value=f"byte 0x{byte[:1].hex().upper()}" if byte else "",
    )


def not_text(name: str, line: int) -> Problem:
    """The sentence for a file that is not text, with the line where that shows."""
    reason = "The file has a binary zero in this line, so it is not a text file, or it was damaged."
    return Problem("not-text", reason, "Export it again as CSV, XLSX or ODS.", file=name, row=line)


def line_too_long(name: str, line: int, size: int) -> Problem:
    """The sentence for a line that cannot be a row: a quotation mark left open, or not a table at all."""
    return Problem(
        "line-too-long",
        f"The line is {grouped(size)} bytes long, which no row of a table is.",
        "Look in that line for a quotation mark that is opened and not closed, or export the file again.",
        file=name,
        row=line,
        value=f"{grouped(size)} bytes",
    )


def encoding_problem(head: bytes, name: str) -> Problem | None:
    """Whether the first bytes show UTF-16, UTF-32 or no text at all. (Latin-1 shows only where its letters are.)"""
    if (
        head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        or head[:200].count(b"\0") > len(head[:200]) // 4
    ):
        reason = "The text is in UTF-16 (‘Unicode text’), not UTF-8."
        return Problem("another-encoding", reason, AS_UTF8, file=name, row=1)
    if b"\0" in head:
        return not_text(name, head.count(b"\n", 0, head.index(b"\0")) + 1)
    return None
