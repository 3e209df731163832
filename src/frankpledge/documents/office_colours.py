"""The style sheets of the office formats, in a council's colours."""

from __future__ import annotations

from importlib.resources import files

from frankpledge.documents.contrast import palette
from frankpledge.documents.tree import Identity


def coloured_styles(kind: str, identity: Identity) -> bytes:
    """`templates/styles-docx.xml` or `-odt.xml` with the colours (six digits, without #) filled in."""
    colours = palette(identity)
    named = {
        "band": colours.band, "on_band": colours.on_band, "text": colours.text, "accent": colours.accent,
        "tint": colours.tint, "rule": colours.rule,
    }  # fmt: skip
    words = (
        files("frankpledge.documents").joinpath(f"templates/styles-{kind}.xml").read_text(encoding="utf-8")
    )
    return words.format_map({name: colour.lstrip("#") for name, colour in named.items()}).encode()
