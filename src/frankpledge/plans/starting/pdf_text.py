"""The words of a PDF, page by page and line by line, with the size of their letters: enough to tell headings and bullets.

It follows the text operators of a page's content and decodes each string by its font's own table. What has no table is read
as the standard Latin encoding. Columns of a page are read across; a scan holds no words and gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pikepdf import Object, Page

Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1, 0, 0, 1, 0, 0)
MOST_PAGES = 300
BULLETS = "•●▪◦‣·§\uf0b7\uf0a7\u2022"
"""Marks of lists, among them those of the symbol fonts of word processors."""


@dataclass(frozen=True)
class PdfLine:
    """A line of a page. `size` is that of its letters in points."""

    text: str
    size: float
    is_bullet: bool


@dataclass(frozen=True)
class _Run:
    """Some letters that were set in one go."""

    x: float
    y: float
    end: float
    size: float
    text: str


@dataclass
class _Font:
    """How a font's codes become letters, how many bytes a code has, and how wide each is (thousandths of the size)."""

    letters: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    wide: int = 1
    usual: float = 500.0

    def read(self, raw: bytes) -> Iterator[tuple[str, float, bool]]:
        """Each letter of a string, its width, and whether it is a one-byte space, which may be stretched."""
        for at in range(0, len(raw) - self.wide + 1, self.wide):
            code = int.from_bytes(raw[at : at + self.wide], "big")
            letter = self.letters.get(code)
            if letter is None:
                letter = bytes([code]).decode("cp1252", "replace") if self.wide == 1 else ""
            yield letter, self.widths.get(code, self.usual), self.wide == 1 and code == 32


def pages_of(path: Path) -> tuple[tuple[PdfLine, ...], ...]:
    """The lines of each page. Raises what the reader of PDFs raises for a file that cannot be opened."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        return tuple(_lines(_runs(page)) for page in list(pdf.pages)[:MOST_PAGES])


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


class _Setter:
    """Follows what a page's content does to text: the matrices, the font, spacing."""

    def __init__(self, fonts: dict[str, _Font]) -> None:
        self.fonts = fonts
        self.page: Matrix = SAME
        self.kept: list[Matrix] = []
        self.start: Matrix = SAME
        self.at: Matrix = SAME
        self.font, self.size = _Font(), 1.0
        self.leading = self.between = self.spaces = 0.0
        self.stretch, self.rise = 1.0, 0.0
        self.runs: list[_Run] = []

    def do(self, operator: str, given: list[Any]) -> None:
        """One operator of the content; those that do not concern text are passed over."""
        if operator in {"Tj", "'", '"'}:
            if operator != "Tj":
                self._down(0, -self.leading)
            self._set([given[-1]])
        elif operator == "TJ":
            self._set(list(given[0]))
        elif operator == "Tf":
            self.font, self.size = self.fonts.get(str(given[0]), _Font()), float(given[1])
        elif operator in {"Td", "TD"}:
            if operator == "TD":
                self.leading = -float(given[1])
            self._down(float(given[0]), float(given[1]))
        elif operator == "Tm":
            a, b, c, d, e, f = (float(one) for one in given)
            self.start = self.at = (a, b, c, d, e, f)
        elif operator == "T*":
            self._down(0, -self.leading)
        elif operator == "BT":
            self.start = self.at = SAME
        elif operator == "cm":
            a, b, c, d, e, f = (float(one) for one in given)
            self.page = _times((a, b, c, d, e, f), self.page)
        elif operator == "q":
            self.kept.append(self.page)
        elif operator == "Q" and self.kept:
            self.page = self.kept.pop()
        elif operator == "TL":
            self.leading = float(given[0])
        elif operator == "Tc":
            self.between = float(given[0])
        elif operator == "Tw":
            self.spaces = float(given[0])
        elif operator == "Tz":
            self.stretch = float(given[0]) / 100

    def _down(self, x: float, y: float) -> None:
        self.start = self.at = _times((1, 0, 0, 1, x, y), self.start)

    def _set(self, parts: list[Any]) -> None:
        begin = _times(self.at, self.page)
        letters: list[str] = []
        along = 0.0
        for part in parts:
            raw = _raw(part)
            if raw is None:
                back = float(part) / 1000 * self.size
                if back < -0.2 * self.size:
                    letters.append(" ")
                along -= back * self.stretch
                continue
            for letter, width, is_space in self.font.read(raw):
                letters.append(letter)
                extra = self.between + (self.spaces if is_space else 0)
                along += (width / 1000 * self.size + extra) * self.stretch
        self.at = _times((1, 0, 0, 1, along, 0), self.at)
        end = _times(self.at, self.page)
        tall = abs(begin[3]) or abs(begin[1])
        text = "".join(letters)
        if text.strip():
            self.runs.append(_Run(begin[4], begin[5], end[4], round(tall * self.size, 1), text))


def _raw(part: Any) -> bytes | None:
    """The bytes of a string, or None for a number."""
    import pikepdf

    return bytes(part) if isinstance(part, pikepdf.String) else None


def _runs(page: Page) -> list[_Run]:
    import pikepdf

    setter = _Setter(_fonts(page))
    for one in pikepdf.parse_content_stream(page):
        if isinstance(one, pikepdf.ContentStreamInstruction):
            setter.do(str(one.operator), list(one.operands))
    return setter.runs


def _lines(runs: list[_Run]) -> tuple[PdfLine, ...]:
    """Runs of one height joined from left to right; a gap of a third of a letter is a space."""
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda one: (-one.y, one.x)):
        if rows and abs(rows[-1][0].y - run.y) <= 0.4 * max(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return tuple(_joined([_line(row) for row in rows]))


def _line(row: list[_Run]) -> PdfLine:
    words, end = "", None
    for run in sorted(row, key=lambda one: one.x):
        gap = end is not None and run.x - end > 0.15 * run.size
        words += (" " if gap and not words.endswith(" ") else "") + run.text
        end = run.end
    words = " ".join(words.split())
    sizes = [run.size for run in row for _ in run.text]
    is_bullet = bool(words) and words[0] in BULLETS
    text = words.lstrip(BULLETS).strip() if is_bullet else words
    return PdfLine(text, max(set(sizes), key=sizes.count), is_bullet)


def _joined(lines: list[PdfLine]) -> Iterator[PdfLine]:
    """A bullet goes on over the lines after it until one ends a sentence, begins another bullet or is set larger."""
    held: PdfLine | None = None
    for line in lines:
        goes_on = (
            held is not None and not line.is_bullet and line.size == held.size and line.text[:1].islower()
        )
        if held is not None and goes_on:
            held = PdfLine(f"{held.text} {line.text}".strip(), held.size, is_bullet=True)
            continue
        if held is not None:
            if not held.text and not line.is_bullet:
                held = PdfLine(line.text, line.size, is_bullet=True)
                continue
            yield held
            held = None
        if line.is_bullet:
            held = line
        else:
            yield line
    if held is not None:
        yield held


# Fonts ----------------------------------------------------------------------------------------------------------------


def _fonts(page: Page) -> dict[str, _Font]:
    resources = page.obj.get("/Resources")
    table = resources.get("/Font") if resources is not None else None
    return {str(name): _font(font) for name, font in table.items()} if table is not None else {}


def _font(font: Object) -> _Font:
    made = _Font()
    if str(font.get("/Subtype", "")) == "/Type0":
        made.wide, made.usual = 2, 1000.0
        below = font.get("/DescendantFonts")
        if below is not None and len(below):
            made.usual = float(below[0].get("/DW", 1000))
            made.widths = dict(_wide(below[0].get("/W")))
    else:
        first = int(font.get("/FirstChar", 0))
        widths = font.get("/Widths")
        if widths is not None:
            made.widths = {first + at: float(one) for at, one in enumerate(widths)}
    table = font.get("/ToUnicode")
    if table is not None and hasattr(table, "read_bytes"):
        made.letters = _letters(table.read_bytes().decode("latin-1"))
    return made


def _wide(given: Any) -> Iterator[tuple[int, float]]:
    """The widths of a font of many letters: `c [w w …]` or `first last w`."""
    values = list(given) if given is not None else []
    at = 0
    while at + 1 < len(values):
        first = int(values[at])
        following = values[at + 1]
        if hasattr(following, "__len__"):
            yield from ((first + n, float(one)) for n, one in enumerate(following))
            at += 2
        elif at + 2 < len(values):
            yield from (
                (code, float(values[at + 2])) for code in range(first, min(int(following), first + 65535) + 1)
            )
            at += 3
        else:
            return


_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]*)>|\[([^\]]*)\])")


def _letters(table: str) -> dict[int, str]:
    """What each code of a font stands for, from its table."""
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letters in _PAIR.findall(block):
            found[int(code, 16)] = _utf16(letters)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, start, several in _RANGE.findall(block):
            first, last = int(low, 16), min(int(high, 16), int(low, 16) + 65535)
            if several:
                for code, letters in zip(
                    range(first, last + 1), re.findall(r"<([0-9A-Fa-f]*)>", several), strict=False
                ):
                    found[code] = _utf16(letters)
            elif start:
                found |= {code: _shifted(start, code - first) for code in range(first, last + 1)}
    return found


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits.rjust(len(digits) + len(digits) % 2, "0")).decode("utf-16-be", "ignore")


def _shifted(digits: str, by: int) -> str:
    raw = bytes.fromhex(digits.rjust(len(digits) + len(digits) % 2, "0"))
    last = int.from_bytes(raw[-2:], "big") + by
    return (raw[:-2] + min(last, 0xFFFF).to_bytes(2, "big")).decode("utf-16-be", "ignore")
