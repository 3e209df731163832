"""A council's own colours, used only where they can be read. Pure."""

from __future__ import annotations

import re

OUR_COLOUR = "#1d4d4f"
OUR_ACCENT = "#a3471f"
ENOUGH = 4.5
"""The least contrast of text against its background, WCAG 2.2 level AA (1.4.3)."""
_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 black to 1 white, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, instead: str) -> str:
    """The colour when white can be read on it, else ours."""
    is_usable = bool(_HEX.fullmatch(colour)) and contrast(colour, "#ffffff") >= ENOUGH
    return colour.lower() if is_usable else instead


def style_sheet(colour: str, accent: str) -> str:
    """The few lines of CSS that carry a partnership's colours."""
    return f":root{{--fp-colour:{readable(colour, OUR_COLOUR)};--fp-accent:{readable(accent, OUR_ACCENT)}}}\n"
