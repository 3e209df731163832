"""Text that stands in code: base64, per cent signs, backslashes, entities. What it says when read is looked through too."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{10,}={0,2}(?![A-Za-z0-9+/=])")
ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
QUOTED = re.compile(r"=\r?\n|(?:=[0-9A-F]{2})+")
CELL_CODES = re.compile(r"_x([0-9A-Fa-f]{4})_")
CHARACTERS = re.compile(
    r"(?:\bUNI|\b)CHAR\(\s*(\d{1,6})\s*\)|fromCh(?:arCode|odePoint)\(([\d,\s]{1,20000})\)", re.I
)
"""Characters by their numbers, as the formulas of sheets and scripts give them."""
BACKSLASHED = re.compile(
    r"""\\'[0-9A-Fa-f]{2}|\\u\{[0-9A-Fa-f]{1,6}\}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\x[0-9A-Fa-f]{2}|\\[0-7]{3}|\\[0-9A-Fa-f]{4,6}|\\["'/nrt]"""
)
SIGNS = {"n": "\n", "r": "\n", "t": "\t"}
"""What a backslash before a letter stands for in code; before a quotation mark it stands for that."""
ENTITIES = re.compile(r"&(?:#x?[0-9A-Fa-f]+|[A-Za-z]+);")
HEXADECIMAL = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}){6,}(?![0-9A-Fa-f])")
PARTS = re.compile(r"""(["'`])\s*[&+]\s*(["'`])""")
"""Where code puts two texts together."""
LONGEST = 4 * 1024 * 1024
REVERSING = "\u202e\u202d\u2067"


def hidden_texts(text: str) -> Iterator[str]:
    """What the text says besides what it shows. Reads nothing twice over."""
    if len(text) > LONGEST:
        text = text[:LONGEST]
    if "%" in text:
        yield from (unquote(word) for word in text.split() if "%" in word and ESCAPED.search(word))
    if "=" in text and QUOTED.search(text):
        yield QUOTED.sub(_unquoted, text)
    if "_x" in text and CELL_CODES.search(text):
        yield _whole(CELL_CODES.sub(lambda code: chr(int(code[1], 16)), text))
    if "(" in text and CHARACTERS.search(text):
        yield _spelled(text)
    if "\\" in text and BACKSLASHED.search(text):
        yield _whole(BACKSLASHED.sub(_unescaped, text))
    if ("&" in text or "+" in text) and PARTS.search(text):
        yield PARTS.sub("", text)
    if "&" in text and ENTITIES.search(text):
        yield html.unescape(text)
    if any(mark in text for mark in REVERSING):
        yield text[::-1]
    for found in BASE64.finditer(text):
        if (said := _from_base64(found[0])) is not None:
            yield said
    for found in HEXADECIMAL.finditer(text):
        if (said := _readable(bytes.fromhex(found[0]))) is not None:
            yield said


def _unquoted(found: re.Match[str]) -> str:
    """Characters of mail that are written as their numbers; an end of line that is only there for length is none."""
    return (
        "" if found[0].endswith("\n") else bytes.fromhex(found[0].replace("=", "")).decode("utf-8", "replace")
    )


def _spelled(text: str) -> str:
    """Characters given by their numbers, as one text."""
    numbers = (
        int(n) for one, many in CHARACTERS.findall(text) for n in (one or many).split(",") if n.strip()
    )
    return "".join(chr(number) for number in numbers if 0 < number < 0x110000)


def _whole(text: str) -> str:
    """Characters that were written as two halves put together."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(found: re.Match[str]) -> str:
    said = found[0].strip("\\")
    if len(said) == 1 and not said.isdigit():
        return SIGNS.get(said, said)
    digits = re.sub(r"[uUx{}']", "", said)
    try:
        return chr(int(digits, 8 if said.isdigit() and len(said) == 3 else 16))
    except (ValueError, OverflowError):
        return found[0]


def _from_base64(said: str) -> str | None:
    if said.isdigit() or (said.isalpha() and (said.islower() or said.istitle())):
        return None
    padded = said.rstrip("=") + "=" * (-len(said.rstrip("=")) % 4)
    try:
        return _readable(base64.b64decode(padded, altchars=b"-_" if set(said) & {"-", "_"} else None))
    except (binascii.Error, ValueError):
        return None


def _readable(content: bytes) -> str | None:
    """The text of some bytes where they are wholly text."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        if len(content) >= 8 and content[1::2].count(0) == len(content) // 2:
            return content.decode("utf-16-le", errors="ignore")
        return None
    return (
        text
        if len(text) >= 4
        and all(c.isprintable() or c.isspace() or unicodedata.category(c) == "Cf" for c in text)
        else None
    )
