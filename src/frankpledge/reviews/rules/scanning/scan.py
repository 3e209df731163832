"""The scan itself: texts with their places in, hits out. A hit names the term and the place, never the words found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from frankpledge.kernel.citations import Citation, rule
from frankpledge.reviews.rules.scanning.days import ages_in, days_in, days_written
from frankpledge.reviews.rules.scanning.folding import Folded, fold, plainly
from frankpledge.reviews.rules.scanning.names import initials_patterns, name_patterns, single, spellings
from frankpledge.reviews.rules.scanning.numbers import (
    address_patterns,
    bank_patterns,
    body_patterns,
    code_patterns,
    email_patterns,
    handle_patterns,
    is_same_place,
    phone_patterns,
    point_written,
    points_in,
    postcode_patterns,
    spoken_numbers,
    url_patterns,
)
from frankpledge.reviews.rules.scanning.patterns import Found, Index, Match, Pattern, backwards, text_pattern
from frankpledge.reviews.rules.scanning.terms import Term

GUIDANCE = Citation(
    "Multi-agency statutory guidance for the conduct of domestic homicide reviews (2016)",
    note="reports are published anonymised",
)


BROKEN_END = re.compile(r"\w[-\u2010\u2011\xad]\s*$")
DATE_CALL = re.compile(r"\bDATE\(\s*(\d{4})\s*[,;]\s*(\d{1,2})\s*[,;]\s*(\d{1,2})\s*\)", re.I)
"""A day as the formula of a sheet makes it."""
SPACED_OUT = re.compile(r"(?<!\S)\S(?:\s{1,4}\S(?!\S)){2,}")
"""Letters that stand apart from each other: 1 2  M a y; between words there is more room."""
COVERED = re.compile(r"(?<!\d)\d[\d .()-]{4,20}[*#•█●?]{2,4}(?![*#•█●?])")
COVER = re.compile(r"[*#•█●?]")
SOFT_END = re.compile(r"\xad[ \t]*\r?\n[ \t]*")
"""A word that a typesetter has broken."""
BROKEN_LINE = re.compile(r"-[ \t]*\r?\n[ \t]*")


@dataclass(frozen=True)
class Chunk:
    """A stretch of what a file holds, and where it stands. `is_prose` is false for names of files, codes and the like.

    `first_line` is given where lines count: the place then says the line of the hit.
    """

    text: str
    place: str
    is_prose: bool = True
    first_line: int | None = None


@dataclass(frozen=True)
class Hit:
    """A term found. `is_certain` is false where the same letters may mean something else."""

    term_id: str
    kind: str
    where: str
    how: Found
    is_certain: bool


class Scanner:
    """The terms of a vault made ready for looking through much text."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        patterns: list[Pattern] = []
        self.days: dict[tuple[int | None, int, int | None], list[int]] = {}
        self.ages: dict[int, list[int]] = {}
        self.points: list[tuple[int, tuple[float, float]]] = []
        for number, term in enumerate(self.terms):
            for at, written in enumerate(term.written):
                how = Found.AS_WRITTEN if at == 0 else Found.VARIANT
                made = self._prepared(number, term.kind, written, how)
                patterns += made
                patterns += [back for one in made if (back := backwards(one))]
        self.index = Index(patterns)

    def _prepared(self, number: int, kind: str, written: str, how: Found) -> list[Pattern]:
        if kind in {"date", "date-of-birth"}:
            return self._prepared_day(number, written)
        if kind == "age":
            return self._prepared_age(number, written)
        if kind == "coordinates" and (point := point_written(plainly(written))):
            self.points.append((number, point))
            return list(code_patterns(number, written, how=how))
        return patterns_of(number, kind, written, how)

    def _prepared_day(self, number: int, written: str) -> list[Pattern]:
        days = days_written(plainly(written))
        if not days:
            return [text_pattern(number, written, how=Found.AS_WRITTEN)]
        for year, month, of_month in days:
            self.days.setdefault((year, month, of_month), []).append(number)
            if of_month is not None and year is not None:
                self.days.setdefault((None, month, of_month), []).append(number)
        return []

    def _prepared_age(self, number: int, written: str) -> list[Pattern]:
        digits = "".join(c if c.isdigit() else " " for c in plainly(written)).split()
        if not digits:
            return [text_pattern(number, written, how=Found.AS_WRITTEN)]
        self.ages.setdefault(int(digits[0]), []).append(number)
        return []

    def hits(self, chunks: Iterable[Chunk]) -> tuple[Hit, ...]:
        """Every hit, in order of place; the same term at the same place once."""
        found: dict[tuple[int, str], Hit] = {}
        for chunk in _with_broken_words(chunks):
            for match, where in self._in(chunk):
                term = self.terms[match.term]
                key = (match.term, where)
                before = found.get(key)
                if before is None:
                    found[key] = Hit(term.id, term.kind, where, match.how, match.is_certain)
                else:
                    found[key] = _joined(before, match)
        return tuple(found.values())

    def _in(self, chunk: Chunk) -> Iterator[tuple[Match, str]]:
        folded = fold(chunk.text)
        for match in self.index.matches(folded, is_prose=chunk.is_prose):
            if not match.is_certain and _is_month(folded, match):
                continue
            disguised = not folded.source(match.start, match.end).isascii()
            seen = (
                Match(match.term, match.start, match.end, Found.LOOK_ALIKE, match.is_certain)
                if disguised
                else match
            )
            yield seen, place_at(chunk, folded.places[match.start])
        for match in self.index.disguised(chunk.text, is_prose=chunk.is_prose):
            yield match, chunk.place if chunk.first_line is None else place_at(chunk, 0)
        for said in (*spoken_numbers(BROKEN_LINE.sub("", chunk.text)), *_covered(chunk.text)):
            for match in self.index.matches(fold(said), is_prose=False):
                yield match, place_at(chunk, 0)
        yield from self._by_meaning(chunk)

    def _by_meaning(self, chunk: Chunk) -> Iterator[tuple[Match, str]]:
        """Days, ages and points, which are read rather than compared letter by letter."""
        if not (self.days or self.ages or self.points):
            return
        unbroken = SOFT_END.sub("", chunk.text)
        text = DATE_CALL.sub(r"\1-\2-\3", plainly(unbroken).replace("_", " "))
        yield from ((match, _line(chunk, text, match.start)) for match in self._meant(text))
        if SPACED_OUT.search(text):
            close = SPACED_OUT.sub(_closed, text)
            yield from ((match, _line(chunk, close, match.start)) for match in self._meant(close))
        if BROKEN_LINE.search(text):
            whole = BROKEN_LINE.sub("", text)
            yield from ((match, _line(chunk, whole, match.start)) for match in self._meant(whole))

    def _meant(self, text: str) -> Iterator[Match]:
        yield from (*self._days(text), *self._ages(text), *self._points(text))

    def _days(self, text: str) -> Iterator[Match]:
        if not self.days:
            return
        for day in days_in(text):
            for number in self.days.get((day.year, day.month, day.day), ()):
                certain = day.is_plain and day.year is not None
                yield Match(number, day.start, day.end, Found.VARIANT, certain)

    def _ages(self, text: str) -> Iterator[Match]:
        if not self.ages:
            return
        for start, end, years, is_plain in ages_in(text):
            for number in self.ages.get(years, ()):
                yield Match(number, start, end, Found.VARIANT, is_plain)

    def _points(self, text: str) -> Iterator[Match]:
        if not self.points:
            return
        for start, end, *pair in points_in(text):
            for number, point in self.points:
                if is_same_place((pair[0], pair[1]), point):
                    yield Match(number, start, end, Found.VARIANT, is_certain=True)


DAY_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?(?: of)? $")
YEAR_AFTER = re.compile(r",? (?:19|20)\d\d\b")
MONTH_NAMES = frozenset(["march", "april", "may", "june", "july", "august", "jan", "mar", "jun", "dec"])


def _is_month(folded: Folded, match: Match) -> bool:
    """Whether a word that is a month and a name stands in a day or before a year, and so is the month."""
    if folded.letters[match.start : match.end] not in MONTH_NAMES:
        return False
    first, last = folded.places[match.start], folded.places[match.end - 1] + 1
    before, after = folded.text[max(0, first - 8) : first], folded.text[last : last + 8]
    return bool(DAY_BEFORE.search(before) or YEAR_AFTER.match(after))


def _covered(text: str) -> Iterator[str]:
    """Numbers whose end stars or the like cover, with an x for each."""
    yield from (COVER.sub("x", found[0]) for found in COVERED.finditer(text) if len(found[0]) > 8)


def _closed(found: re.Match[str]) -> str:
    """Letters that stand apart, brought together; more room parts words, as does the end of a line unless each has one."""
    said = found[0]
    is_upright = said.count("\n") * 3 > len(said)
    gap = r"(\s{2,})|\s" if is_upright else r"(\s{2,}|\n)|\s"
    return "".join(" " if not part.strip() else part for part in re.split(gap, said) if part)


def _with_broken_words(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """The chunks, and words that a hyphen breaks at the end of one: put together with the beginning of the next.

    What stands at the foot of a page or at the head of the next may come between, so a few lines of each are tried.
    """
    before: Chunk | None = None
    for chunk in chunks:
        yield chunk
        if not chunk.is_prose or not chunk.text.strip():
            continue
        if before:
            place = f"{chunk.place} (a word broken before it)"
            yield from (Chunk(said, place) for said in _mended(before.text, chunk.text))
        before = chunk


def _mended(above: str, below: str) -> Iterator[str]:
    for last in above.splitlines()[-LINES_TRIED:]:
        if BROKEN_END.search(last):
            start = " ".join(last.rstrip()[:-1].split()[-3:])
            yield from (f"{start}{' '.join(first.split()[:3])}" for first in below.splitlines()[:LINES_TRIED])


LINES_TRIED = 6
ORDER = {Found.AS_WRITTEN: 0, Found.VARIANT: 1, Found.LOOK_ALIKE: 2}


def _joined(before: Hit, match: Match) -> Hit:
    how = min(before.how, match.how, key=ORDER.__getitem__)
    certain = before.is_certain or match.is_certain
    return Hit(before.term_id, before.kind, before.where, how, certain)


def place_at(chunk: Chunk, at: int) -> str:
    """Where in a chunk: its place, or the line, where lines count."""
    return _line(chunk, chunk.text, at)


def _line(chunk: Chunk, text: str, at: int) -> str:
    if chunk.first_line is None:
        return chunk.place
    return f"{chunk.place}line {chunk.first_line + text.count(chr(10), 0, at)}"


def patterns_of(number: int, kind: str, written: str, how: Found) -> list[Pattern]:
    """Every pattern for one way in which a term is written."""
    if kind in {"name", "former-name"}:
        return [one for said in spellings(written) for one in name_patterns(number, said, how=how)]
    if kind in {"alias", "pet"}:
        return _called(number, written, how)
    if kind == "initials":
        return list(initials_patterns(number, written, how=how)) or [text_pattern(number, written, how=how)]
    make = MAKERS.get(kind)
    if make is not None:
        return list(make(number, written, how=how))
    return [text_pattern(number, written, how=how)]


def _called(number: int, written: str, how: Found) -> list[Pattern]:
    """A nickname or an animal's name: as it is, and with a surname as a name is."""
    words = written.split()
    if len(words) == 1:
        return [
            one
            for said in spellings(written)
            for one in single(number, text_pattern(0, said).letters, how=how)
        ]
    return [text_pattern(number, written, how=how), text_pattern(number, "".join(words), how=how)]


MAKERS: Mapping[str, Callable[..., Iterator[Pattern]]] = {
    "address": address_patterns, "postcode": postcode_patterns, "place": body_patterns, "school": body_patterns,
    "workplace": body_patterns, "gp-practice": body_patterns, "phone": phone_patterns, "email": email_patterns,
    "social-handle": handle_patterns, "url": url_patterns, "bank-account": bank_patterns, "nhs-number": code_patterns,
    "ni-number": code_patterns, "passport": code_patterns, "driving-licence": code_patterns, "vehicle": code_patterns,
    "police-reference": code_patterns, "case-reference": code_patterns, "uprn": code_patterns, "device": code_patterns,
    "coordinates": code_patterns, "ip-address": code_patterns,
}  # fmt: skip


@rule(source=GUIDANCE)
def is_clean(hits: Iterable[Hit]) -> bool:
    """A document may leave only when no term of the vault is found in it, shown or hidden."""
    return not tuple(hits)
