"""Contrast as WCAG 2.2 measures it (relative luminance, success criteria 1.4.3 and 1.4.11), for a council's colours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from frankpledge.documents.tree import Identity
from frankpledge.kernel.problems import Problem, Unusable

TEXT_RATIO = 4.5
"""The least contrast of text with its background, level AA."""
GRAPHIC_RATIO = 3.0
"""The least contrast of a meaningful graphic or large text, level AA."""

BLACK, WHITE = "#000000", "#ffffff"

Rgb = tuple[int, int, int]


def rgb(colour: str) -> Rgb:
    """The three channels (0 to 255) of `#rrggbb`. Raises Unusable for anything else."""
    found = re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", colour.strip())
    if not found:
        raise Unusable(
            Problem(
                "colour",
                f"‘{colour}’ is not a colour.",
                "Write it as # and six digits, such as #336699.",
                value=colour,
            )
        )
    return (int(found[1], 16), int(found[2], 16), int(found[3], 16))


def hexed(channels: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*channels)


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black to 1 for white (WCAG 2.2, definition of relative luminance)."""

    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21; the order does not matter."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on_white(colour: str) -> bool:
    """Whether text of this colour on white meets level AA."""
    return contrast(colour, WHITE) >= TEXT_RATIO


def text_on(background: str) -> str:
    """Black or white, whichever reads better on the background; one of them always reaches 4.5."""
    return WHITE if contrast(WHITE, background) >= contrast(BLACK, background) else BLACK


def mixed(colour: str, other: str, share: float) -> str:
    """A colour made of `share` (0 to 1) of `colour` and the rest of `other`."""
    pairs = zip(rgb(colour), rgb(other), strict=True)
    red, green, blue = (int(a * share + b * (1 - share) + 0.5) for a, b in pairs)
    return hexed((red, green, blue))


def darkened(colour: str, ratio: float = TEXT_RATIO, on: str = WHITE) -> str:
    """The colour itself if it contrasts enough with a light `on`, else the nearest darker shade that does."""
    for hundredth in range(100, -1, -1):
        shade = mixed(colour, BLACK, hundredth / 100)
        if contrast(shade, on) >= ratio:
            return shade
    return BLACK


@dataclass(frozen=True)
class Palette:
    """An identity's colours made safe to use. `cautions` says what had to be altered, and why."""

    band: str
    on_band: str
    text: str
    accent: str
    tint: str
    rule: str
    cautions: tuple[Problem, ...] = ()


def _usable(colour: str, fallback: str, name: str) -> tuple[str, tuple[Problem, ...]]:
    try:
        return hexed(rgb(colour)), ()
    except Unusable as unusable:
        problem = unusable.problems[0]
        remedy = f"{problem.remedy} {fallback} is used until then."
        return fallback, (Problem(problem.code, problem.reason, remedy, column=name, value=colour),)


def _for_text(colour: str, tint: str, name: str) -> tuple[str, tuple[Problem, ...]]:
    """The colour as text, which must read both on white and on the pale tint behind notes."""
    shade = darkened(darkened(colour), on=tint)
    if shade == colour:
        return colour, ()
    ratio = int(contrast(colour, WHITE) * 100) / 100
    reason = f"Text in {colour} would have a contrast of {ratio} with white; at least {TEXT_RATIO} is needed."
    remedy = f"The darker {shade} is used for text; choose a darker colour to set your own."
    return shade, (Problem("colour-contrast", reason, remedy, column=name, value=colour),)


def palette(identity: Identity) -> Palette:
    """The colours to print an identity with. A colour too pale for text is darkened, with a caution.

    The band keeps the council's own colour, since the text on it is black or white as reads better.
    """
    colour, wrong_colour = _usable(identity.colour, Identity.colour, "colour")
    accent, wrong_accent = _usable(identity.accent, Identity.accent, "accent")
    tint = mixed(darkened(colour), WHITE, 0.1)
    text, pale_colour = _for_text(colour, tint, "colour")
    accent_text, pale_accent = _for_text(accent, tint, "accent")
    return Palette(
        band=colour,
        on_band=text_on(colour),
        text=text,
        accent=accent_text,
        tint=tint,
        rule=mixed(text, WHITE, 0.3),
        cautions=wrong_colour + wrong_accent + pale_colour + pale_accent,
    )
