"""Patterns to look for in folded text, and the looking: one pass, whatever the number of patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from frankpledge.reviews.rules.scanning.folding import (
    HARD,
    NONE,
    SOFT,
    TURN,
    Folded,
    fold,
    folded_words,
    skeleton,
)

HEAD = 4
"""Patterns are found by their first four letters."""
ANY_SPLIT = 10
"""A word of so many letters may be broken anywhere: by chance it does not come about."""
GLUED = 8
"""Words that together have so many letters may stand without anything between or around them."""
BACKWARDS = 6
"""A word of so many letters is also looked for with its letters turned round."""
ROOM = 4
"""A code may have so many marks between any two of its signs."""


class Rule(StrEnum):
    """How freely a pattern may be broken up."""

    WORDS = "words"
    """Words stay whole, save for hyphens, apostrophes, a turn of capitals, or letters that are all spaced out."""
    CODE = "code"
    """Letters and digits of a number, however they are grouped."""


class Found(StrEnum):
    """How something was found, the plainest first."""

    AS_WRITTEN = "as written"
    VARIANT = "another way to write it"
    LOOK_ALIKE = "look-alike characters"


@dataclass(frozen=True)
class Pattern:
    """Something to look for: of which term (by its place in the list), its letters, where its own words begin."""

    term: int
    letters: str
    seams: frozenset[int] = frozenset()
    rule: Rule = Rule.WORDS
    how: Found = Found.AS_WRITTEN
    is_certain: bool = True
    needs_capital: bool = False
    glues: bool = True
    """Whether its words may stand with nothing between them."""
    all_capitals: bool = False
    dotted: bool = False
    """Whether each letter needs a full stop after it: initials that without them mean something else."""


@dataclass(frozen=True)
class Match:
    """A term found at a stretch of folded text."""

    term: int
    start: int
    end: int
    how: Found
    is_certain: bool


def words_pattern(
    term: int,
    words: Iterable[str],
    *,
    how: Found = Found.VARIANT,
    is_certain: bool = True,
    needs_capital: bool = False,
    glues: bool = True,
) -> Pattern:
    """A pattern of whole words, each already folded."""
    parts = tuple(words)
    seams, at = set(), 0
    for part in parts[:-1]:
        at += len(part)
        seams.add(at)
    return Pattern(term, "".join(parts), frozenset(seams), Rule.WORDS, how, is_certain, needs_capital, glues)


def text_pattern(term: int, text: str, *, how: Found = Found.VARIANT, is_certain: bool = True) -> Pattern:
    """A pattern of a text as it is written."""
    return words_pattern(term, folded_words(text), how=how, is_certain=is_certain)


def code_pattern(term: int, letters: str, *, how: Found = Found.VARIANT, is_certain: bool = True) -> Pattern:
    """A pattern of letters and digits that may be grouped in any way."""
    return Pattern(term, letters, frozenset(), Rule.CODE, how, is_certain)


def backwards(pattern: Pattern) -> Pattern | None:
    """The same letters from the last to the first, where they are too many to come about by chance: a possible hit."""
    length = len(pattern.letters)
    if (
        pattern.rule is not Rule.WORDS
        or sum(map(str.isalpha, pattern.letters)) < BACKWARDS
        or pattern.needs_capital
    ):
        return None
    seams = frozenset(length - seam for seam in pattern.seams)
    return Pattern(pattern.term, pattern.letters[::-1], seams, pattern.rule, Found.VARIANT, is_certain=False)


class Index:
    """Patterns by their first letters, for looking through much text."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.heads: dict[str, list[Pattern]] = {}
        self.short: dict[str, list[Pattern]] = {}
        self.alike: dict[str, list[Pattern]] = {}
        self.alike_words: set[str] = set()
        self._ruled_out: set[str] = set()
        for pattern in dict.fromkeys(patterns):
            if len(pattern.letters) >= HEAD:
                self.heads.setdefault(pattern.letters[:HEAD], []).append(pattern)
                self._add_alike(pattern)
            elif pattern.letters:
                self.short.setdefault(pattern.letters, []).append(pattern)

    def _add_alike(self, pattern: Pattern) -> None:
        """The same pattern as its look-alikes are read. Lower certainty would hide an attack, so it stays."""
        words = _split(pattern)
        bare = [skeleton(word) for word in words]
        letters = "".join(bare)
        self.alike_words.update(bare, (letters,))
        if len(letters) < HEAD:
            return
        seams, at = set(), 0
        for word in bare[:-1]:
            at += len(word)
            seams.add(at)
        alike = Pattern(
            pattern.term, letters, frozenset(seams), pattern.rule, Found.LOOK_ALIKE, pattern.is_certain,
            pattern.needs_capital, pattern.glues, pattern.all_capitals, pattern.dotted,
        )  # fmt: skip
        self.alike.setdefault(letters[:HEAD], []).append(alike)

    def matches(self, folded: Folded, *, is_prose: bool = True) -> Iterator[Match]:
        """Every match in a folded text, in order of where it begins."""
        letters, gaps, heads, short = folded.letters, folded.gaps, self.heads, self.short
        for start in range(len(letters)):
            for pattern in heads.get(letters[start : start + HEAD], ()):
                if letters.startswith(pattern.letters, start):
                    yield from _accepted(pattern, folded, start, is_prose)
            if short and gaps[start]:
                for length in range(1, HEAD):
                    for pattern in short.get(letters[start : start + length], ()):
                        yield from _accepted(pattern, folded, start, is_prose)

    def disguised(self, text: str, *, is_prose: bool = True) -> Iterator[Match]:
        """Matches that only show once digits and letters that pass for each other are read as one."""
        for start, end in suspicious(text):
            if self._is_harmless(text[start:end]):
                continue
            before, after = max(0, start - 80), min(len(text), end + 80)
            marked = text[start:end].translate(AS_LETTERS)
            folded = _bare(fold(f"{text[before:start]}{marked}{text[end:after]}"))
            for at in range(len(folded.letters)):
                for pattern in self.alike.get(folded.letters[at : at + HEAD], ()):
                    if not folded.letters.startswith(pattern.letters, at):
                        continue
                    last = at + len(pattern.letters)
                    first_place, last_place = folded.places[at] + before, folded.places[last - 1] + before
                    if first_place < end and last_place >= start:
                        yield from _accepted(pattern, folded, at, is_prose)

    def _is_harmless(self, word: str) -> bool:
        """Whether a word of letters alone (such as corner) is like no word that is looked for. Remembered."""
        if word in self._ruled_out:
            return True
        if not word.isalpha():
            return False
        bare = skeleton(word.casefold())
        if bare in self.alike_words or bare.removesuffix("s") in self.alike_words or not word.isascii():
            return False
        if any(each in bare for each in self.alike_words if len(each) >= ANY_SPLIT):
            return False
        self._ruled_out.add(word)
        return True


def _split(pattern: Pattern) -> list[str]:
    ends = [*sorted(pattern.seams), len(pattern.letters)]
    starts = [0, *sorted(pattern.seams)]
    return [pattern.letters[start:end] for start, end in zip(starts, ends, strict=True)]


def _bare(folded: Folded) -> Folded:
    """A folded text brought down to the skeleton of its letters; `rn` and `vv` become one letter each."""
    letters: list[str] = []
    places, gaps, capitals = [], bytearray(), bytearray()
    at, source = 0, folded.letters
    while at < len(source):
        pair = source[at : at + 2]
        is_pair = pair in {"rn", "vv"} and folded.gaps[at + 1] == NONE
        letters.append(skeleton(pair if is_pair else source[at]))
        places.append(folded.places[at])
        gaps.append(folded.gaps[at])
        capitals.append(folded.capitals[at])
        at += 2 if is_pair else 1
    gaps.append(HARD)
    return Folded(folded.text, "".join(letters), places, gaps, capitals)


SUSPICIOUS = re.compile(
    r"""[^\W\d_]{1,40}[0-9|!$@]{1,40}[^\W\d_]      # digits or marks within letters
      | (?<![^\W_])[0-9|!$@]{1,40}[^\W\d_]{2,40} # or before them
      | [^\W\d_]{2,40}[0134578|!$@]{1,40}\b         # or after them
      | [a-z][I|]+[a-z]{0,40} | \b[A-Z]?I[a-z]{0,40}I
      | [a-zA-Z]{0,40}(?:rn|vv|RN|VV)[a-zA-Z]{0,40}
      | (?=[A-Z0-9 -]{0,13}[0-9])(?=[A-Z0-9 -]{0,13}[A-Z])[A-Z0-9][A-Z0-9 -]{2,12}[A-Z0-9]
    """,
    re.VERBOSE,
)


FIGURES = re.compile(r"(?<!\w)[0-9lIoO|!][0-9lIoO|! .\-]{4,}[0-9lIoO|!](?!\w)")
"""A number in which letters may stand for digits."""
AS_LETTERS = str.maketrans("|!$@", "iisa")


def suspicious(text: str) -> list[tuple[int, int]]:
    """Where letters may stand for digits, or digits for letters."""
    numbers = [found.span() for found in FIGURES.finditer(text) if _is_disguised_number(found[0])]
    return [found.span() for found in SUSPICIOUS.finditer(text)] + numbers


def _is_disguised_number(said: str) -> bool:
    digits = sum(character.isdigit() for character in said)
    return digits >= 4 and any(character in "lIoO|!" for character in said)


def _accepted(pattern: Pattern, folded: Folded, start: int, is_prose: bool) -> Iterator[Match]:
    end = start + len(pattern.letters)
    accepts = _code_stands if pattern.rule is Rule.CODE else _words_stand
    if not accepts(pattern, folded, start, end):
        return
    certain = pattern.is_certain
    if pattern.all_capitals and not all(folded.capitals[start:end]):
        return
    if pattern.dotted and not _is_dotted(folded, start, end):
        return
    if pattern.needs_capital and not _has_capitals(pattern, folded, start):
        if is_prose:
            return
        certain = False
    yield Match(pattern.term, start, end, pattern.how, certain)


def _is_dotted(folded: Folded, start: int, end: int) -> bool:
    text, places = folded.text, folded.places
    return all(text[places[at] + 1 : places[at] + 2] in {".", "․", "。"} for at in range(start, end - 1))


def _has_capitals(pattern: Pattern, folded: Folded, start: int) -> bool:
    return all(
        folded.capitals[start + at] or word in SMALL_WORDS or word[0].isdigit()
        for at, word in zip((0, *sorted(pattern.seams)), _split(pattern), strict=True)
    )


SMALL_WORDS = frozenset(
    ["and", "of", "the", "in", "on", "upon", "under", "with", "by", "at", "for", "le", "de", "la", "y"]
)
"""Words that stay small within a name: Hadley and Croft, Lyme on the Water."""


def _code_stands(pattern: Pattern, folded: Folded, start: int, end: int) -> bool:
    """A number stands alone: what is before and after it belongs to no longer run of the same sort."""
    gaps, places = folded.gaps, folded.places
    if gaps[start] == NONE or (gaps[end] == NONE and not _plural(folded, end)):
        return len(pattern.letters) >= ANY_SPLIT and not pattern.letters.isdigit()
    return all(places[at] - places[at - 1] <= ROOM for at in range(start + 1, end))


def _words_stand(pattern: Pattern, folded: Folded, start: int, end: int) -> bool:
    gaps, seams, length = folded.gaps, pattern.seams, end - start
    is_long = bool(seams) and length >= GLUED
    if (gaps[start] == NONE or (gaps[end] == NONE and not _plural(folded, end))) and not is_long:
        return False
    broken = [at for at in range(1, length) if gaps[start + at] == HARD and at not in seams]
    if broken and length < ANY_SPLIT and not _spaced_out(gaps, start, length):
        return False
    return _seams_stand(pattern, gaps, start, is_long)


def _seams_stand(pattern: Pattern, gaps: object, start: int, is_long: bool) -> bool:
    if pattern.glues or is_long:
        return True
    return all(gaps[start + at] != NONE for at in pattern.seams)  # type: ignore[index]


def _spaced_out(gaps: object, start: int, length: int) -> bool:
    """Every letter stands apart from the next."""
    return all(gaps[start + at] in {SOFT, HARD} for at in range(1, length))  # type: ignore[index]


def _plural(folded: Folded, end: int) -> bool:
    """An s, or es, that ends the word: the Smiths, the Joneses."""
    letters, gaps = folded.letters, folded.gaps
    if letters[end : end + 1] == "s" and gaps[end + 1] not in {NONE}:
        return True
    return letters[end : end + 2] == "es" and gaps[end + 1] == NONE and gaps[end + 2] != NONE


__all__ = [
    "TURN",
    "Found",
    "Index",
    "Match",
    "Pattern",
    "Rule",
    "code_pattern",
    "text_pattern",
    "words_pattern",
]
