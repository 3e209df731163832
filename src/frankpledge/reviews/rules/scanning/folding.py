"""Text brought down to what it is read as: small Latin letters and digits, with what stood between them remembered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from frankpledge.reviews.rules.scanning.lookalikes import READ, SKELETON, shows_nothing

NONE, TURN, SOFT, HARD = 0, 1, 2, 3
"""What stands between two letters: nothing; a turn from small to capital or from letter to digit; a mark within a word
(hyphen, apostrophe, full stop, underscore …); anything else, such as a space."""

WITHIN = frozenset("-‐‑‒–'’‘ʼ`´._·•/\\*~+^")
HYPHENS = frozenset("-‐‑‒")


@dataclass(frozen=True)
class Folded:
    """The letters and digits of a text, where each stood, and what stood before each.

    `letters[i]` came from `text[places[i]]`; `gaps[i]` is what stood between it and the one before it. The first, and
    the one past the last, have a HARD gap, so that an end of the text is an end of a word.
    """

    text: str
    letters: str
    places: Sequence[int]
    gaps: Sequence[int]
    capitals: Sequence[int]
    """1 where the letter is a capital as it stands in the text."""

    def source(self, start: int, end: int) -> str:
        """The text as it stood, from letter `start` to before letter `end`."""
        return self.text[self.places[start] : self.places[end - 1] + 1]


def fold(text: str) -> Folded:
    """The text as it is read. What shows nothing is passed over, and look-alikes are read as what they look like."""
    usual = text if text.isascii() else text.translate(USUAL)
    return _fold_plain(text, usual) if usual.isascii() else _fold_any(text)


USUAL = str.maketrans("’‘ʼ“”–‐‑—\u00a0…£•", "'''\"\"---; ,;;")
"""What word processors put in, one sign for one, so that ordinary text is read fast."""
RUN = re.compile(r"[A-Za-z0-9]+")
TURNS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])")


def _fold_plain(text: str, usual: str) -> Folded:
    """As `_fold_any`, for text of ASCII alone, by whole words at a time."""
    letters: list[str] = []
    places: list[int] = []
    gaps, capitals = bytearray(), bytearray()
    last = 0
    for found in RUN.finditer(usual):
        start, end = found.span()
        run = found[0]
        gaps.append(_between(usual, last, start) if letters else HARD)
        inner = bytearray(end - start - 1)
        if not (run.islower() and run.isalpha()):
            for turn in TURNS.finditer(run):
                inner[turn.start() - 1] = TURN
            capitals += bytes(map(str.isupper, run))
        else:
            capitals += bytes(end - start)
        gaps += inner
        places.extend(range(start, end))
        letters.append(run)
        last = end
    gaps.append(HARD)
    return Folded(text, "".join(letters).lower(), places, gaps, capitals)


def _between(text: str, last: int, start: int) -> int:
    gap = NONE
    if start - last == 1:
        return HARD if text[last] == " " else _wider(NONE, text[last], text, last)
    for place in range(last, start):
        gap = _wider(gap, text[place], text, place)
    return gap


def _fold_any(text: str) -> Folded:
    """Sign by sign, with everything that Unicode has to hide behind."""
    letters: list[str] = []
    places: list[int] = []
    gaps, capitals = bytearray(), bytearray()
    gap, before = HARD, ""
    for place, character in enumerate(text):
        read = READ[character]
        if not read:
            gap = _wider(gap, character, text, place)
            continue
        for part in read:
            letters.append(part)
            places.append(place)
            capitals.append(character.isupper())
            gaps.append(gap or _turn(before, character))
            gap, before = NONE, character
    gaps.append(HARD)
    return Folded(text, "".join(letters), places, gaps, capitals)


def _wider(gap: int, character: str, text: str, place: int) -> int:
    """The gap after one more character that is no letter."""
    if gap == HARD:
        return HARD
    if character in WITHIN:
        return SOFT if gap != SOFT else HARD
    if character.isspace():
        # A word broken by a hyphen at the end of a line stays one word.
        line_end = "\n" in text[max(0, place - 4) : place + 1] and text[:place].rstrip()[-1:] in HYPHENS
        # The same, once the ends of lines were turned into spaces: Thorn- bury.
        joined = (
            character == " "
            and text[max(0, place - 1) : place] in HYPHENS
            and text[place + 1 : place + 2].islower()
        )
        return SOFT if gap == SOFT and (line_end or joined) else HARD
    return gap if shows_nothing(character) else HARD


def _turn(before: str, character: str) -> int:
    if not before:
        return NONE
    if before.islower() and character.isupper():
        return TURN
    return TURN if before.isdigit() != character.isdigit() else NONE


def folded_word(text: str) -> str:
    """A term as it is looked for: letters and digits only."""
    return "".join(READ[character] for character in text)


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a term, each as it is looked for. A hyphen or a space ends a word; an apostrophe does not."""
    broken = "".join(" " if c.isspace() or c in "-‐‑‒–/_,;:()." else c for c in text)
    return tuple(word for word in map(folded_word, broken.split()) if word)


def skeleton(letters: str) -> str:
    """Letters and digits that pass for each other brought down to one of them, `rn` to `m` and `vv` to `w`."""
    return letters.replace("rn", "m").replace("vv", "w").translate(SKELETON)


def plainly(text: str) -> str:
    """The text with look-alikes read, what shows nothing left out, and marks and spaces kept: for patterns of dates."""
    if text.isascii():
        return text
    return "".join(character if character.isascii() else _plain(character) for character in text)


def _plain(character: str) -> str:
    if read := READ[character]:
        return read
    if shows_nothing(character):
        return ""
    if character.isspace():
        return " "
    usual = unicodedata.normalize("NFKC", character)
    return usual if usual.isascii() else MARKS.get(character, character)


MARKS = {**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("’‘ʼ´", "'"), **dict.fromkeys("․。", ".")}
"""Marks that stand for those of ASCII."""
