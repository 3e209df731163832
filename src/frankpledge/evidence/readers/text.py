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
LONGEST = 256 << 20
"""A line longer than this means that the file is no table; shorter ones are refused one by one."""
AS_UTF8 = "Save it again as CSV UTF-8 (in a spreadsheet: Save as, ‘CSV UTF-8’) and import that."


@dataclass(frozen=True)
class Slice:
    """A run of whole lines. `first_line` is the number, in the original, of its first line."""

    path: Path
    first_line: int
    lines: int
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
        self._unended = 0
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
        last = b"\n"
        while block := held.read(BLOCK):
            last = block
            self._take(block)
        self._finish(last)
        return Slice(self.path, 1, self.lines, is_whole=True)

    def _cut(self, held: BinaryIO) -> Iterator[Slice]:
        """Slices without the header line, each given as soon as it is written."""
        self._take(held.readline(LONGEST))
        first, number, quotes, last = 2, 0, 0, b"\n"
        out, size = self._open(number), 0
        try:
            while block := held.read(min(BLOCK, self.slice_bytes)):
                before, last = self.lines, block
                self._take(block)
                cut = (
                    _cut_in(block, quotes, sure=size > 4 * self.slice_bytes)
                    if size >= self.slice_bytes
                    else 0
                )
                if cut:
                    out.write(block[:cut])
                    out.close()
                    end = before + block.count(b"\n", 0, cut)
                    yield Slice(Path(out.name), first, end - first + 1, is_whole=False)
                    first, number, size = end + 1, number + 1, 0
                    out = self._open(number)
                out.write(block[cut:] if cut else block)
                size += len(block) - cut
                quotes += _count_of_few(block, b'"')
        finally:
            out.close()
        self._finish(last)
        yield Slice(Path(out.name), first, self.lines - first + 1, is_whole=False)

    def _open(self, number: int) -> BinaryIO:
        return (self.folder / f"slice-{number}.csv").open("wb")

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
        ended = block.count(b"\n")
        self.lines += ended
        self._unended = len(block) - block.rfind(b"\n") - 1 if ended else self._unended + len(block)
        if self._unended > LONGEST:
            raise Unusable(line_too_long(self.name, self.lines + 1, self._unended))

    def _finish(self, last: bytes) -> None:
        if not last.endswith(b"\n"):
            self.lines += 1
        if self._decoder.getstate()[0]:
            raise Unusable(not_utf8(self.name, self.lines, self._decoder.getstate()[0]))


def _count_of_few(block: bytes, mark: bytes) -> int:
    """How often a rare mark stands in a block: leaping from one to the next is far quicker than looking at each byte."""
    at = block.find(mark)
    for found in range(200):
        if at < 0:
            return found
        at = block.find(mark, at + 1)
    return block.count(mark)


def _cut_in(block: bytes, quotes: int, *, sure: bool) -> int:
    """Where in a block a slice may end: after the last line's end that is not inside quotation marks; 0 for nowhere.

    `quotes` is how many came before the block. When that has long been odd a mark is missing somewhere, and with
    `sure` any line's end will do.
    """
    end = block.rfind(b"\n") + 1
    for _ in range(100):
        if end == 0:
            return 0
        if sure or (quotes + block.count(b'"', 0, end)) % 2 == 0:
            return end
        end = block.rfind(b"\n", 0, end - 1) + 1
    return 0


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
