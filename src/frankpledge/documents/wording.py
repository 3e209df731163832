"""Words made fit to print: what no page, PDF or office file can hold is dropped before it gets there."""

from __future__ import annotations

import re
from html import escape

# Control characters (but not tab and line ends), lone surrogates and non-characters: XML 1.0 refuses them.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BLANKS = re.compile(r"[ \t\r\n\x0b\x0c\x85]+")


def cleaned(words: str) -> str:
    """The words without unprintable characters, every run of blanks as one space; no-break spaces stay."""
    return _UNPRINTABLE.sub("", _BLANKS.sub(" ", words))


def escaped(words: str) -> str:
    """The words as HTML text or attribute value."""
    return escape(cleaned(words))


def cleaned_data(data: object) -> object:
    """Plain data (as JSON has it) with every text in it cleaned."""
    if isinstance(data, str):
        return cleaned(data)
    if isinstance(data, dict):
        return {cleaned(str(key)): cleaned_data(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [cleaned_data(value) for value in data]
    return data
