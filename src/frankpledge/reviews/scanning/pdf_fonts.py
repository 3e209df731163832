"""What the bytes of a PDF's text mean: by the font's own table, else by its encoding and the names of its glyphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

UNKNOWN = "\ufffd"
GLYPHS = {
    "space": " ", "hyphen": "-", "period": ".", "comma": ",", "quotesingle": "'", "quoteright": "’", "quoteleft": "‘",
    "slash": "/", "colon": ":", "semicolon": ";", "at": "@", "underscore": "_", "parenleft": "(", "parenright": ")",
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "fi": "fi", "fl": "fl", "ff": "ff", "ffi": "ffi", "ffl": "ffl", "endash": "–", "emdash": "—", "plus": "+",
    "quotedblleft": "“", "quotedblright": "”", "bullet": "•", "ampersand": "&", "numbersign": "#", "germandbls": "ß",
    "ae": "æ", "oe": "œ", "oslash": "ø", "Oslash": "Ø", "eth": "ð", "thorn": "þ", "lslash": "ł", "dotlessi": "ı",
    "degree": "°", "quotedbl": '"', "equal": "=", "exclam": "!", "question": "?", "percent": "%", "asterisk": "*",
    "minus": "-", "nbspace": " ", "sfthyphen": "\u00ad", "sterling": "£", "bar": "|", "backslash": "\\", "dollar": "$",
}  # fmt: skip
ACCENTS = {"acute": "\u0301", "grave": "\u0300", "circumflex": "\u0302", "dieresis": "\u0308", "tilde": "\u0303",
           "cedilla": "\u0327", "ring": "\u030a", "caron": "\u030c"}  # fmt: skip
ENCODINGS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman", "/StandardEncoding": "latin-1"}


def glyph(name: str) -> str:
    """The character that a glyph's name stands for."""
    base = name.partition(".")[0]
    if base in GLYPHS:
        return GLYPHS[base]
    if len(base) == 1:
        return base
    if found := re.fullmatch(r"uni((?:[0-9A-F]{4})+)|u([0-9A-F]{4,6})", base):
        digits = found[1] or found[2]
        codes = re.findall("....", digits) if found[1] else [digits]
        return "".join(chr(int(code, 16)) for code in codes)
    for accent, mark in ACCENTS.items():
        if base.endswith(accent) and len(base) == len(accent) + 1:
            return unicodedata.normalize("NFC", base[0] + mark)
    if "_" in base:
        return "".join(glyph(part) for part in base.split("_"))
    return UNKNOWN


@dataclass
class Font:
    """How many bytes a code has, what each code means, and how wide it is (in thousandths of the size)."""

    length: int
    meanings: dict[int, str]
    widths: dict[int, float]
    width: float
    encoding: str

    def read(self, content: bytes) -> Iterator[tuple[str, float, bool]]:
        """The characters, their widths, and whether each is a space by its code."""
        for at in range(0, len(content) - self.length + 1, self.length):
            code = content[at] if self.length == 1 else content[at] << 8 | content[at + 1]
            meaning = self.meanings.get(code)
            if meaning is None:
                meaning = bytes([code]).decode(self.encoding, "replace") if self.length == 1 else UNKNOWN
                self.meanings[code] = meaning
            yield meaning, self.widths.get(code, self.width), self.length == 1 and code == 32


def font_of(given: Any) -> Font:
    """A font of a page's resources."""
    import pikepdf

    kind = str(given.get("/Subtype", ""))
    meanings: dict[int, str] = {}
    if kind == "/Type0":
        length, encoding = 2, "latin-1"
        widths, width = _wide_widths(given)
        if "Identity" not in str(given.get("/Encoding", "")) and "/ToUnicode" not in given:
            length = 2
    else:
        length = 1
        encoding, meanings = _simple(given)
        widths, width = _simple_widths(given, kind)
    if "/ToUnicode" in given:
        try:
            table, length_said = to_unicode(bytes(given["/ToUnicode"].read_bytes()))
        except (pikepdf.PdfError, ValueError, OverflowError):
            table, length_said = {}, 0
        meanings |= table
        if kind == "/Type0" and length_said == 1:
            length = 1
    return Font(length, meanings, widths, width, encoding)


def _simple(given: Any) -> tuple[str, dict[int, str]]:
    encoding = given.get("/Encoding")
    base = "cp1252"
    meanings: dict[int, str] = {}
    if encoding is None:
        return base, meanings
    try:
        differences = encoding.get("/Differences", [])
        base = ENCODINGS.get(str(encoding.get("/BaseEncoding", "")), base)
    except (AttributeError, ValueError, TypeError):
        return ENCODINGS.get(str(encoding), base), meanings
    code = 0
    for each in differences:
        if isinstance(each, int) or str(each).lstrip("-").isdigit():
            code = int(each)
        else:
            meanings[code] = glyph(str(each).lstrip("/"))
            code += 1
    return base, meanings


def _simple_widths(given: Any, kind: str) -> tuple[dict[int, float], float]:
    first = int(given.get("/FirstChar", 0))
    # Type 3 fonts measure in units of their own; a thousandth of an em is near enough to tell a gap.
    scale = 1000 * abs(float(given["/FontMatrix"][0])) if kind == "/Type3" and "/FontMatrix" in given else 1.0
    widths = {first + at: float(each) * scale for at, each in enumerate(given.get("/Widths", []))}
    return widths, 550.0


def _wide_widths(given: Any) -> tuple[dict[int, float], float]:
    inner = given["/DescendantFonts"][0]
    widths: dict[int, float] = {}
    held = list(inner.get("/W", []))
    at = 0
    while at + 1 < len(held):
        first, second = int(held[at]), held[at + 1]
        try:
            several = [float(each) for each in second]
            widths |= {first + n: each for n, each in enumerate(several)}
            at += 2
        except TypeError:
            if at + 2 >= len(held):
                break
            value = float(held[at + 2])
            widths |= dict.fromkeys(range(first, min(int(second), first + 65535) + 1), value)
            at += 3
    return widths, float(inner.get("/DW", 1000))


BLOCK = re.compile(rb"begin(bfchar|bfrange|codespacerange)(.*?)end\1", re.S)
PIECE = re.compile(rb"<([0-9A-Fa-f\s]*)>|\[|\]")


def to_unicode(content: bytes) -> tuple[dict[int, str], int]:
    """A font's own table of meanings, and how many bytes its codes have."""
    table: dict[int, str] = {}
    length = 0
    for found in BLOCK.finditer(content):
        pieces = [m[0] if m[1] is None else re.sub(rb"\s", b"", m[1]) for m in PIECE.finditer(found[2])]
        if found[1] == b"codespacerange":
            length = max([length, *(len(piece) // 2 for piece in pieces if piece not in {b"[", b"]"})])
        elif found[1] == b"bfchar":
            pairs = zip(pieces[::2], pieces[1::2], strict=False)
            table |= {int(code or b"0", 16): _text(value) for code, value in pairs}
        else:
            table |= dict(_ranges(pieces))
    return table, length


def _ranges(pieces: list[bytes]) -> Iterator[tuple[int, str]]:
    at = 0
    while at + 2 < len(pieces):
        first, last = int(pieces[at] or b"0", 16), int(pieces[at + 1] or b"0", 16)
        if pieces[at + 2] == b"[":
            at += 3
            code = first
            while at < len(pieces) and pieces[at] != b"]":
                yield code, _text(pieces[at])
                code, at = code + 1, at + 1
            at += 1
            continue
        text = _text(pieces[at + 2])
        for code in range(first, min(last, first + 65535) + 1):
            yield code, text[:-1] + chr(ord(text[-1]) + code - first) if text else ""
        at += 3


def _text(digits: bytes) -> str:
    return (
        bytes.fromhex(digits.decode() + "0" * (len(digits) % 2)).decode("utf-16-be", "replace")
        if digits
        else ""
    )
