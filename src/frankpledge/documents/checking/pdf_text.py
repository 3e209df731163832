"""The text of a PDF: words where they stand on the page, put together into lines, tables and paragraphs.

Only what is written as text can be read; a scanned page holds none, and is said to.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from frankpledge.documents.checking.parts import Hyperlink, Source
from frankpledge.documents.checking.plain_text import read_plain
from frankpledge.kernel.problems import Problem, Unusable

MOST_PAGES = 500
Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class _Run:
    """Letters shown together: where they begin and end, and how high they are."""

    x: float
    y: float
    end: float
    size: float
    text: str


def read_pdf(content: bytes, file: str) -> Source:
    """The paragraphs and tables of a PDF. Raises `Unusable` for a file that is locked, damaged or without text."""
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise Unusable(
            Problem("pdf-locked", "the PDF needs a password.", "Give a copy without one.", file)
        ) from error
    except pikepdf.PdfError as error:
        raise Unusable(
            Problem("not-a-pdf", "the file cannot be read as a PDF.", "Save it again.", file)
        ) from error
    with pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise Unusable(
                Problem("too-large", f"the PDF has more than {MOST_PAGES} pages.", "Give a part of it.", file)
            )
        fonts: dict[Any, _Font] = {}
        pages = ["\n".join(_lines(list(_runs(page, fonts)))) for page in pdf.pages]
        links = [link for n, page in enumerate(pdf.pages, start=1) for link in _links(page, n)]
    if not any(page.strip() for page in pages):
        raise Unusable(
            Problem(
                "pdf-without-text",
                "the PDF holds no text: it may be a picture of a page.",
                "Give the document it was made from.",
                file,
            )
        )
    source = read_plain(_joined(list(_without_margins(pages))))
    return Source(source.blocks, (*source.links, *links))


def _joined(pages: list[str]) -> str:
    """The pages one after the other; a table that runs over the foot of a page is one table."""
    whole = pages[0] if pages else ""
    for page in pages[1:]:
        runs_on = _is_row(whole.rstrip().rpartition("\n")[2]) and _is_row(
            page.lstrip("\n").partition("\n")[0]
        )
        whole = whole.rstrip() + ("\n" if runs_on else "\n\n") + page.lstrip("\n")
    return whole


def _is_row(line: str) -> bool:
    return len(re.split(r"\s{3,}", line.strip())) >= 3


def _without_margins(pages: list[str]) -> Iterator[str]:
    """The pages without their numbers: a line that is nothing but ‘12’ or ‘Page 12 of 40’."""
    for page in pages:
        yield "\n".join(
            line
            for line in page.split("\n")
            if not re.fullmatch(r"\s*(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*", line, re.IGNORECASE)
        )


def _links(page: Any, n: int) -> Iterator[Hyperlink]:
    for one in page.get("/Annots", []):
        action = one.get("/A")
        if action is not None and action.get("/URI") is not None:
            yield Hyperlink(str(one.get("/Contents", "")), str(action["/URI"]), f"page {n}")


# Fonts -------------------------------------------------------------------------------------------------------------


class _Font:
    """How the bytes of a font read, and how wide its letters are (in thousandths of its size)."""

    def __init__(self, font: Any) -> None:
        self.wide = str(font.get("/Subtype")) == "/Type0"
        self.map = _to_unicode(font)
        self.encoding = {} if self.map else _encoding(font)
        self.widths, self.default = _cid_widths(font) if self.wide else _widths(font)

    def read(self, raw: bytes) -> Iterator[tuple[str, float, bool]]:
        """Each letter, its width and whether it is the single byte of a space."""
        step = 2 if self.wide else 1
        for at in range(0, len(raw) - step + 1, step):
            code = int.from_bytes(raw[at : at + step], "big")
            text = self.map.get(code)
            if text is None:
                text = self.encoding.get(code) or (
                    bytes([code]).decode("cp1252", "replace") if not self.wide else ""
                )
            yield text, self.widths.get(code, self.default), not self.wide and code == 32


def _to_unicode(font: Any) -> dict[int, str]:
    stream = font.get("/ToUnicode")
    if stream is None or not hasattr(stream, "read_bytes"):
        return {}
    text = stream.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", section):
            found[int(code, 16)] = _utf16(value)
    for section in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for low, high, value, many in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", section, re.DOTALL
        ):
            first, last = int(low, 16), min(int(high, 16), int(low, 16) + 65535)
            if many:
                for n, one in enumerate(re.findall(r"<([0-9A-Fa-f]+)>", many)):
                    found[first + n] = _utf16(one)
            else:
                start = _utf16(value)
                for code in range(first, last + 1):
                    found[code] = start[:-1] + chr(ord(start[-1]) + code - first) if start else ""
    return found


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits if len(digits) % 2 == 0 else f"0{digits}").decode("utf-16-be", "replace")


_NAMES = {
    "space": " ", "quoteright": "’", "quoteleft": "‘", "quotedblleft": "“", "quotedblright": "”", "endash": "–", "emdash": "—", "bullet": "•",
    "sterling": "£", "percent": "%", "comma": ",", "period": ".", "hyphen": "-", "minus": "−", "fi": "fi", "fl": "fl", "ff": "ff", "ffi": "ffi",
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "parenleft": "(", "parenright": ")", "slash": "/", "colon": ":", "semicolon": ";", "ampersand": "&", "ellipsis": "…", "quotesingle": "'",
}  # fmt: skip


def _encoding(font: Any) -> dict[int, str]:
    encoding = font.get("/Encoding")
    found: dict[int, str] = {}
    if encoding is None or not hasattr(encoding, "get") or isinstance(encoding, str):
        return found
    try:
        differences = encoding.get("/Differences", [])
    except (TypeError, ValueError, AttributeError):
        return found
    code = 0
    for one in differences:
        if isinstance(one, int) or str(one).isdigit():
            code = int(one)
        else:
            name = str(one).removeprefix("/")
            found[code] = _NAMES.get(name, name if len(name) == 1 else "")
            code += 1
    return found


def _widths(font: Any) -> tuple[dict[int, float], float]:
    first = int(font.get("/FirstChar", 0))
    widths = {first + n: float(one) for n, one in enumerate(font.get("/Widths", []))}
    return widths, 500.0


def _cid_widths(font: Any) -> tuple[dict[int, float], float]:
    descendant = font["/DescendantFonts"][0]
    default = float(descendant.get("/DW", 1000))
    widths: dict[int, float] = {}
    items = list(descendant.get("/W", []))
    at = 0
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if hasattr(second, "__len__") and not isinstance(second, str | bytes):
            widths.update({first + n: float(one) for n, one in enumerate(second)})
            at += 2
        else:
            widths.update(dict.fromkeys(range(first, int(second) + 1), float(items[at + 2])))
            at += 3
    return widths, default


# Pages -------------------------------------------------------------------------------------------------------------


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


class _Pen:
    """Where the next letter goes."""

    def __init__(self) -> None:
        self.page: Matrix = _UNIT
        self.kept: list[Matrix] = []
        self.text: Matrix = _UNIT
        self.line: Matrix = _UNIT
        self.font: _Font | None = None
        self.size = 1.0
        self.leading = self.letter = self.word = 0.0
        self.stretch = 1.0

    def move(self, x: float, y: float) -> None:
        self.line = _times((1.0, 0.0, 0.0, 1.0, x, y), self.line)
        self.text = self.line

    def show(self, raw: bytes) -> Iterator[_Run]:
        if self.font is None:
            return
        start = _times(self.text, self.page)
        height = abs(self.size * start[3]) or abs(self.size * start[1]) or abs(self.size)
        words, along = "", 0.0
        for letter, width, is_space in self.font.read(raw):
            words += letter
            along += (
                width / 1000 * self.size + self.letter + (self.word if is_space else 0.0)
            ) * self.stretch
        self.text = _times((1.0, 0.0, 0.0, 1.0, along, 0.0), self.text)
        end = _times(self.text, self.page)
        if words:
            yield _Run(start[4], start[5], end[4], height, words)


def _runs(page: Any, fonts: dict[Any, _Font]) -> Iterator[_Run]:
    """The letters of a page in the order in which they are drawn."""
    import pikepdf

    yield from _content(page, page.get("/Resources"), _UNIT, fonts, pikepdf, 0)


def _content(
    holder: Any, resources: Any, start: Matrix, fonts: dict[Any, _Font], pikepdf: Any, depth: int
) -> Iterator[_Run]:
    pen = _Pen()
    pen.page = start
    try:
        steps = pikepdf.parse_content_stream(holder)
    except pikepdf.PdfError:
        return
    for operands, operator in steps:
        name = str(operator)
        if name == "Do" and depth < 4:
            inner = resources.get("/XObject", {}).get(str(operands[0])) if resources is not None else None
            if inner is not None and str(inner.get("/Subtype")) == "/Form":
                matrix = tuple(float(one) for one in inner.get("/Matrix", _UNIT))
                placed = _times(matrix, pen.page) if len(matrix) == 6 else pen.page
                yield from _content(
                    inner, inner.get("/Resources", resources), placed, fonts, pikepdf, depth + 1
                )
            continue
        yield from _step(pen, name, operands, resources, fonts)


def _step(pen: _Pen, name: str, operands: Any, resources: Any, fonts: dict[Any, _Font]) -> Iterator[_Run]:
    if name == "q":
        pen.kept.append(pen.page)
    elif name == "Q":
        pen.page = pen.kept.pop() if pen.kept else pen.page
    elif name == "cm":
        pen.page = _times(_matrix(operands), pen.page)
    elif name == "BT":
        pen.text = pen.line = _UNIT
    elif name == "Tf":
        pen.font, pen.size = _font(str(operands[0]), resources, fonts), float(operands[1])
    elif name == "Tm":
        pen.text = pen.line = _matrix(operands)
    elif name in {"Td", "TD"}:
        if name == "TD":
            pen.leading = -float(operands[1])
        pen.move(float(operands[0]), float(operands[1]))
    elif name == "TL":
        pen.leading = float(operands[0])
    elif name == "T*":
        pen.move(0.0, -pen.leading)
    elif name in {"Tc", "Tw", "Tz"}:
        value = float(operands[0])
        pen.letter = value if name == "Tc" else pen.letter
        pen.word = value if name == "Tw" else pen.word
        pen.stretch = value / 100 if name == "Tz" else pen.stretch
    elif name in {"Tj", "'", '"'}:
        if name != "Tj":
            pen.move(0.0, -pen.leading)
        yield from pen.show(bytes(operands[-1]))
    elif name == "TJ":
        for one in operands[0]:
            if _is_number(one):
                pen.text = _times(
                    (1.0, 0.0, 0.0, 1.0, -float(one) / 1000 * pen.size * pen.stretch, 0.0), pen.text
                )
            else:
                yield from pen.show(bytes(one))


def _is_number(one: Any) -> bool:
    try:
        float(one)
    except (TypeError, ValueError):
        return False
    return (
        not isinstance(one, bytes)
        and type(one).__name__ != "String"
        and getattr(one, "_type_name", "") != "string"
    )


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def _font(name: str, resources: Any, fonts: dict[Any, _Font]) -> _Font | None:
    held = resources.get("/Font", {}) if resources is not None else {}
    font = held.get(name)
    if font is None:
        return None
    key = font.objgen if font.objgen != (0, 0) else id(font)
    if key not in fonts:
        fonts[key] = _Font(font)
    return fonts[key]


def _lines(runs: list[_Run]) -> Iterator[str]:
    """The lines of a page from top to bottom; a gap between columns is two spaces, a gap between paragraphs an empty line."""
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda one: (-round(one.y, 1), one.x)):
        if rows and abs(rows[-1][0].y - run.y) <= max(1.5, 0.35 * min(rows[-1][0].size, run.size)):
            rows[-1].append(run)
        else:
            rows.append([run])
    before: list[_Run] | None = None
    for row in rows:
        text = _line(sorted(row, key=lambda one: one.x))
        if not text.strip():
            continue
        if before is not None and _is_apart(before[0], row[0]):
            yield ""
        yield text
        before = row


def _is_apart(above: _Run, below: _Run) -> bool:
    """Whether a line begins something new: a wider gap, or letters of another size."""
    sizes = sorted((above.size, below.size))
    return above.y - below.y > 1.65 * sizes[1] or sizes[1] > 1.12 * sizes[0]


def _line(row: list[_Run]) -> str:
    words, end = "", None
    for run in row:
        if end is not None:
            gap = run.x - end
            if gap > 0.75 * run.size:
                words = words.rstrip() + "   "
            elif gap > 0.14 * run.size and not words.endswith(" ") and not run.text.startswith(" "):
                words += " "
        words += run.text
        end = run.end
    return words
