"""The letters of a PDF where they stand on its pages. Pure but for the reader of PDFs; what they mean is for the caller.

It follows the text operators of a page's content, also within its forms, and decodes each string by its font's own table;
what has no table is read by the font's named letters, then as the standard Latin encoding. Letters that a reader of the
page cannot see are given too: who looks for hidden text uses `reviews.scanning`, which asks more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Run:
    """Letters shown together: where they begin and end, and how high they are, in points from the foot of the page."""

    x: float
    y: float
    end: float
    size: float
    text: str


Fonts = dict[Any, "_Font"]
"""What was read of a document's fonts, by the font: one for all of its pages."""


def page_runs(page: Any, fonts: Fonts) -> Iterator[Run]:
    """The letters of a page in the order in which they are drawn. `fonts` keeps what was read of fonts between pages."""
    yield from _content(page, page.get("/Resources"), _UNIT, fonts, 0)


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


_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]*)>|\[([^\]]*)\])")
_CODES = 65_536
"""The most codes of a font: a range that says more is broken, and is not followed further."""


def _to_unicode(font: Any) -> dict[int, str]:
    """What each code of a font stands for, by the font's own table."""
    stream = font.get("/ToUnicode")
    if stream is None or not hasattr(stream, "read_bytes"):
        return {}
    table = stream.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found |= {int(code, 16): _utf16(letters) for code, letters in _PAIR.findall(section)}
    for section in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, start, several in _RANGE.findall(section):
            first = int(low, 16)
            codes = range(first, min(int(high, 16), first + _CODES - 1) + 1)
            if several:
                each = re.findall(r"<([0-9A-Fa-f]*)>", several)
                found |= {code: _utf16(letters) for code, letters in zip(codes, each, strict=False)}
            elif start:
                found |= {code: _utf16(start, code - first) for code in codes}
    return found


def _utf16(digits: str, by: int = 0) -> str:
    """The letters of a code, the last of them `by` places further on, as in a range."""
    raw = bytes.fromhex(digits.rjust(len(digits) + len(digits) % 2, "0"))
    if by:
        raw = raw[:-2] + min(int.from_bytes(raw[-2:], "big") + by, 0xFFFF).to_bytes(2, "big")
    return raw.decode("utf-16-be", "ignore")


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

    def show(self, raw: bytes) -> Iterator[Run]:
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
            yield Run(start[4], start[5], end[4], height, words)


def _content(holder: Any, resources: Any, start: Matrix, fonts: Fonts, depth: int) -> Iterator[Run]:
    import pikepdf

    pen = _Pen()
    pen.page = start
    try:
        steps: Any = pikepdf.parse_content_stream(holder)
    except pikepdf.PdfError:
        return
    for operands, operator in steps:
        name = str(operator)
        if name == "Do" and depth < 4:
            inner = resources.get("/XObject", {}).get(str(operands[0])) if resources is not None else None
            if inner is not None and str(inner.get("/Subtype")) == "/Form":
                matrix = tuple(float(one) for one in inner.get("/Matrix", _UNIT))
                placed = _times(matrix, pen.page) if len(matrix) == 6 else pen.page
                yield from _content(inner, inner.get("/Resources", resources), placed, fonts, depth + 1)
            continue
        yield from _step(pen, name, operands, resources, fonts)


def _step(pen: _Pen, name: str, operands: Any, resources: Any, fonts: Fonts) -> Iterator[Run]:
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


def _font(name: str, resources: Any, fonts: Fonts) -> _Font | None:
    held = resources.get("/Font", {}) if resources is not None else {}
    font = held.get(name)
    if font is None:
        return None
    key = font.objgen if font.objgen != (0, 0) else id(font)
    if key not in fonts:
        fonts[key] = _Font(font)
    return fonts[key]
