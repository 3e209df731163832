"""The ways in which numbers, addresses, organisations and points are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise, product

from frankpledge.reviews.rules.scanning.folding import folded_word, folded_words
from frankpledge.reviews.rules.scanning.names import _lines, ordinary, single
from frankpledge.reviews.rules.scanning.patterns import (
    Found,
    Pattern,
    Rule,
    code_pattern,
    text_pattern,
    words_pattern,
)

SAME_WORDS: tuple[frozenset[str], ...] = tuple(
    frozenset(line.split("|"))
    for line in (
        "street|st|str", "road|rd", "avenue|ave|av|avn", "lane|ln|la", "close|cl|clo", "drive|dr|drv|dve", "court|ct|crt",
        "crescent|cres|crs|cresc", "gardens|gdns|gdn|gds", "garden|gdn", "place|pl", "square|sq", "terrace|ter|terr|tce",
        "grove|gr|grv", "house|hse|ho", "flat|flt|fl", "apartment|apt|appt", "saint|st", "saints|ss", "north|n", "south|s",
        "east|e", "west|w", "upper|upr", "lower|lwr", "great|gt", "little|lt", "mount|mt", "park|pk", "parade|pde",
        "buildings|bldgs|bldg", "building|bldg", "cottage|cott|cottages", "farm|fm", "green|grn", "hill|hl", "walk|wk",
        "way|wy", "view|vw", "wharf|whf", "mews|mws", "rise|rs", "heights|hts", "industrial|ind", "estate|est", "and|n",
        "number|no|nr", "doctor|dr", "limited|ltd", "company|co", "brothers|bros", "school|sch", "primary|prim",
        "secondary|sec", "academy|acad", "university|univ|uni", "hospital|hosp", "surgery|surg", "centre|center|ctr",
        "community|comm", "international|intl", "association|assoc", "department|dept", "county|co", "public|pub",
        "limited|ltd|limted", "medical|med", "college|coll",
    )
)  # fmt: skip
GENERIC = frozenset(
    [
        "cottage",
        "cottages",
        "farm",
        "house",
        "lodge",
        "barn",
        "villa",
        "mill",
        "manor",
        "grange",
        "hall",
        "bungalow",
        "school",
        "primary",
        "infant",
        "infants",
        "junior",
        "secondary",
        "high",
        "academy",
        "college",
        "nursery",
        "preschool",
        "comprehensive",
        "grammar",
        "first",
        "middle",
        "sixth",
        "form",
        "church",
        "of",
        "england",
        "catholic",
        "rc",
        "ce",
        "voluntary",
        "aided",
        "controlled",
        "va",
        "vc",
        "ltd",
        "limited",
        "plc",
        "llp",
        "company",
        "co",
        "group",
        "services",
        "service",
        "surgery",
        "practice",
        "medical",
        "centre",
        "health",
        "hospital",
        "clinic",
        "ward",
        "the",
        "and",
        "trust",
        "foundation",
        "nhs",
        "community",
        "university",
        "department",
        "uk",
        "international",
        "sons",
        "bros",
        "brothers",
        "stores",
        "store",
        "shop",
        "farm",
        "house",
    ]
)


@cache
def common_streets() -> frozenset[str]:
    return frozenset(_lines("common_streets.txt"))


def others(word: str) -> tuple[str, ...]:
    """A word and the short forms that may stand for it."""
    found = {word}
    for family in SAME_WORDS:
        if word in family:
            found |= family
    return tuple(sorted(found))


def _ways(words: tuple[str, ...], most: int = 64) -> Iterator[tuple[str, ...]]:
    for number, way in enumerate(product(*(others(word) for word in words))):
        if number >= most:
            return
        yield way


# Addresses ------------------------------------------------------------------------------------------------------

NUMBERED = re.compile(r"^(?:no\.?\s*)?(\d+\s?[a-z]?(?:\s?[-–/]\s?\d+\s?[a-z]?)?)[\s,]+(.+)$", re.I)
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.I)
WORD_NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def address_patterns(term: int, written: str, *, how: Found) -> Iterator[Pattern]:
    """An address whole, its first line, its street with the number, its street alone where that is rare, its postcode."""
    yield text_pattern(term, written, how=how)
    for found in POSTCODE.finditer(written):
        yield code_pattern(term, folded_word(found[0]), how=how)
    lines = [part.strip() for part in re.split(r"[,;\n]+", POSTCODE.sub(" ", written)) if folded_word(part)]
    for at, line in enumerate(lines):
        numbered = NUMBERED.match(line)
        if numbered:
            yield from _numbered(term, numbered[1], numbered[2])
        elif re.fullmatch(r"\d+\s?[a-z]?", line, re.I) and at + 1 < len(lines):
            yield from _numbered(term, line, lines[at + 1])
        elif at == 0:
            yield from _first_line(term, line)


def localities(written: str, public: Iterable[str] = ()) -> frozenset[str]:
    """Villages and quarters that an address names after its first line, by themselves.

    None is a hit: the whole report may be about the place. `public` are names that every report bears, such as the
    partnership's and its council's: a place within one of them tells of nobody.
    """
    lines = [
        " ".join(part.split())
        for part in re.split(r"[,;\n]+", POSTCODE.sub(" ", written))
        if folded_word(part)
    ]
    known = [f" {' '.join(folded_words(name))} " for name in public]
    return frozenset(line for line in lines[1:] if _is_telling(folded_words(line), known))


def _is_telling(words: tuple[str, ...], public: Sequence[str]) -> bool:
    said = " ".join(words)
    is_wide = words[-1].endswith("shire") or said in WIDE
    is_line = any(word.isdigit() for word in words) or words[-1] in STREETS
    return not (is_wide or is_line or any(f" {said} " in name for name in public))


STREETS = frozenset(
    [
        "street",
        "road",
        "rd",
        "st",
        "lane",
        "avenue",
        "close",
        "drive",
        "way",
        "rise",
        "court",
        "place",
        "terrace",
    ]
)
WIDE = frozenset(["west midlands", "greater london", "greater manchester", "london", "east sussex", "west sussex", "county durham",
                  "isle of wight", "kent", "essex", "surrey", "norfolk", "suffolk", "devon", "cornwall", "dorset", "somerset",
                  "cumbria", "northumberland", "rutland", "merseyside", "england", "wales", "united kingdom", "uk"])  # fmt: skip
"""What tells of nobody, for so many live there."""


def _numbered(term: int, number: str, street: str) -> Iterator[Pattern]:
    words, digits = folded_words(street), folded_words(number)
    if not words:
        return
    for way in _ways(words):
        yield words_pattern(term, (*digits, *way))
        yield words_pattern(term, ("".join(digits), *way))
    if number.isdigit() and 1 <= int(number) <= len(WORD_NUMBERS):
        for way in _ways(words):
            yield words_pattern(term, (WORD_NUMBERS[int(number) - 1], *way))
    yield from _street(term, words)
    yield from _shortened(term, (*digits, *words))


def _shortened(term: int, words: tuple[str, ...]) -> Iterator[Pattern]:
    """The number and the street without “Road” or “Lane”: 62 Larkfield. One that is also a word is left."""
    kept = words[:-1]
    names = [word for word in kept if not word[0].isdigit()]
    if (
        not _ends_as_street(words)
        or not names
        or len(max(names, key=len)) < 5
        or " ".join(words[-len(names) - 1 :]) in common_streets()
    ):
        return
    if len(names) == 1 and names[0] in ordinary():
        return
    yield words_pattern(term, kept, is_certain=False, needs_capital=True, glues=False)


def _ends_as_street(words: tuple[str, ...]) -> bool:
    return bool(
        set(others(words[-1])) & (STREETS | {"crescent", "gardens", "grove", "square", "mews", "row"})
    )


def _street(term: int, words: tuple[str, ...]) -> Iterator[Pattern]:
    """The street without the number: a possible hit, unless streets of that name are everywhere."""
    if " ".join(words) in common_streets() or len(words) < 2:
        return
    for way in _ways(words):
        if len("".join(way)) >= 6:
            yield words_pattern(term, way, is_certain=False, needs_capital=True, glues=False)


def _first_line(term: int, line: str) -> Iterator[Pattern]:
    """A house that has a name, or a flat: Rose Cottage; Flat 2."""
    words = folded_words(line)
    if len(words) >= 2 and words[0] in {"flat", "apartment", "room", "unit"}:
        return  # alone it is in every town
    for way in _ways(words):
        if len("".join(way)) >= 5:
            yield words_pattern(term, way, needs_capital=True, glues=False)


def postcode_patterns(term: int, written: str, *, how: Found) -> Iterator[Pattern]:
    yield code_pattern(term, folded_word(written), how=how)


# Organisations and places ---------------------------------------------------------------------------------------


def body_patterns(term: int, written: str, *, how: Found) -> Iterator[Pattern]:
    """A school, workplace, surgery or named place: whole, shortened, and without the words that every such body has."""
    if len(alone := folded_words(written)) == 1:
        yield from single(term, alone[0], how=how)
        return
    yield text_pattern(term, written, how=how)
    expanded = re.sub(r"\bc\s?of\s?e\b|\bce\b|\bcofe\b", "church of england", written, flags=re.I).replace(
        "&", " and "
    )
    words = folded_words(expanded)
    for version in (words, _as_ce(words), tuple(w for w in words if w not in {"the", "and"})):
        for way in _ways(version):
            yield words_pattern(term, way)
    yield from _core(term, words)


def _as_ce(words: tuple[str, ...]) -> tuple[str, ...]:
    joined = " ".join(words)
    return tuple(joined.replace("church of england", "ce").split())


def _core(term: int, words: tuple[str, ...]) -> Iterator[Pattern]:
    """The words that distinguish it, with ever fewer of the others after them."""
    last = len(words)
    while last > 1 and words[last - 1] in GENERIC:
        last -= 1
        for core in dict.fromkeys((words[:last], tuple(w for w in words[:last] if w not in {"the", "and"}))):
            if len(core) < 2 or len("".join(core)) < 6:
                continue
            for way in _ways(core):
                yield words_pattern(term, way, is_certain=len(core) > 2, needs_capital=True, glues=False)
    core = tuple(word for word in words[:last] if word != "the")
    if (len(core) == 1 and len(core[0]) >= 5 and core[0] not in large_places()) or (
        core
        and set(core[1:]) <= trades()
        and len(core[0]) >= 5
        and core[0] not in ordinary() | large_places()
    ):
        yield from single(term, core[0], how=Found.VARIANT, is_certain=False)


@cache
def trades() -> frozenset[str]:
    """What an employer or place does or is: people leave it out, and say only the name before it."""
    return frozenset(word for line in _lines("trades.txt") for word in line.split())


@cache
def large_places() -> frozenset[str]:
    """Towns so large, and counties, that their name alone tells of nobody who works or is treated in them."""
    return WIDE | frozenset(_lines("large_places.txt"))


# Numbers --------------------------------------------------------------------------------------------------------


def phone_patterns(term: int, written: str, *, how: Found) -> Iterator[Pattern]:
    """A telephone number with or without the country's code, however it is grouped."""
    digits = re.sub(r"\D", "", written.replace("(0)", ""))
    core = digits
    for prefix in ("0044", "44"):
        if core.startswith(prefix) and len(core) > 10:
            core = core[len(prefix) :]
            break
    core = core.lstrip("0")
    if len(core) < 6:
        yield code_pattern(term, digits, how=how)
        return
    for prefix in ("0", "44", "0044", "440", "00440"):
        yield code_pattern(term, prefix + core, how=how)
    yield code_pattern(term, core)
    yield from _in_part(term, f"0{core}")
    if not core.startswith("7") and len(core) >= 9:
        # Landlines are given without their code among neighbours.
        yield code_pattern(term, core[-6:], is_certain=False)


def _in_part(term: int, digits: str) -> Iterator[Pattern]:
    """A long number with its end covered (07700 900xxx), or told by its end: ending 123. A year tells of no number."""
    if len(digits) < 10:
        return
    yield from (code_pattern(term, digits[:-n] + "x" * n, is_certain=False) for n in (2, 3, 4))
    for end, tellings in ((digits[-4:], ("ending", "ends", *TELLINGS)), (digits[-3:], TELLINGS)):
        if not re.fullmatch(r"(?:19|20)\d\d", end):
            for before in tellings:
                yield words_pattern(term, (*before.split(), end), is_certain=False, glues=False)


TELLINGS = ("ending in", "ends in", "ending with", "number ending", "mobile ending", "phone ending", "last four digits", "last three digits",
            "last digits")  # fmt: skip
NI_NUMBER = re.compile(r"[a-z]{2}\d{6}[a-d]")


def code_patterns(term: int, written: str, *, how: Found) -> Iterator[Pattern]:
    """A number or reference, however its signs are grouped; and its longest run of digits, where that is long.

    A national insurance number is also given without its last letter.
    """
    letters = folded_word(written)
    if len(letters) < 3:
        yield text_pattern(term, written, how=how)
        return
    yield code_pattern(term, letters, how=how)
    if NI_NUMBER.fullmatch(letters):
        yield code_pattern(term, letters[:-1])
    if letters.isdigit():
        yield from _in_part(term, letters)
    runs = re.findall(r"\d+", written)
    longest = max(runs, key=len, default="")
    if grid := re.fullmatch(r"([a-z]{2})(\d{4}|\d{6}|\d{8}|\d{10})", letters):
        half = len(grid[2]) // 2
        for kept in range(3, half):  # the same place, told less exactly
            yield code_pattern(term, f"{grid[1]}{grid[2][:kept]}{grid[2][half : half + kept]}")
    if len(longest) >= 6 and len(longest) < len(letters):
        yield code_pattern(term, longest, is_certain=len(longest) >= 7)
    bare = letters.lstrip("0")
    if letters.isdigit() and len(bare) >= 7 and bare != letters:
        yield code_pattern(term, bare)


def bank_patterns(term: int, written: str, *, how: Found) -> Iterator[Pattern]:
    """Sort code and account, together, turned round and each alone."""
    yield code_pattern(term, folded_word(written), how=how)
    runs = [re.sub(r"\D", "", run) for run in re.findall(r"\d[\d\s\-–]*\d", written)]
    joined = re.findall(r"\d{2}[\s\-–]?\d{2}[\s\-–]?\d{2}(?!\d)", written)
    parts = dict.fromkeys(
        [*runs, *(re.sub(r"\D", "", code) for code in joined), *re.findall(r"(?<!\d)\d{8}(?!\d)", written)]
    )
    for part in parts:
        if len(part) >= 6:
            yield code_pattern(term, part, is_certain=len(part) >= 8)
    eight = [part for part in parts if len(part) == 8]
    six = [part for part in parts if len(part) == 6]
    for account, sort in product(eight, six):
        yield code_pattern(term, account + sort)
        yield code_pattern(term, sort + account)


def email_patterns(term: int, written: str, *, how: Found) -> Iterator[Pattern]:
    """An address of electronic mail, also as “name at example dot com”; and the part before the @."""
    yield text_pattern(term, written, how=how)
    name, _, host = written.partition("@")
    spoken = re.sub(r"\.", " dot ", f"{name} at {host}")
    yield text_pattern(term, spoken)
    yield text_pattern(term, f"{name} at {host}")
    if len(folded_word(name)) >= 6 and folded_word(name) not in GENERIC_BOXES:
        yield text_pattern(term, name, is_certain=False)


GENERIC_BOXES = frozenset(
    ["enquiries", "reception", "contact", "office", "support", "postmaster", "information", "noreply"]
)


def handle_patterns(term: int, written: str, *, how: Found) -> Iterator[Pattern]:
    """A name on social media: the name itself, whatever address or sign comes before it."""
    bare = (
        re.sub(r"^(?:https?://)?(?:www\.)?[a-z.]+/(?:@|u/|user/|in/)?", "", written.strip(), flags=re.I)
        .lstrip("@")
        .rstrip("/")
    )
    for said in dict.fromkeys((written, bare)):
        words = folded_words(said)
        if words and len("".join(words)) >= 3:
            yield words_pattern(term, words, how=how)
            if len(words) > 1:
                yield words_pattern(term, ("".join(words),), how=how)


def url_patterns(term: int, written: str, *, how: Found) -> Iterator[Pattern]:
    """A web address, with or without its scheme."""
    bare = re.sub(r"^[a-z]+://(?:www\.)?", "", written.strip(), flags=re.I).rstrip("/")
    for said in dict.fromkeys((written, bare)):
        yield Pattern(term, folded_word(said), _seams(said), Rule.WORDS, how)


def _seams(said: str) -> frozenset[int]:
    seams, at = set(), 0
    for word in folded_words(said.replace("'", " "))[:-1]:
        at += len(word)
        seams.add(at)
    return frozenset(seams)


# Numbers in words -----------------------------------------------------------------------------------------------

SPOKEN = {"zero": "0", "oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0", "one": "1", "two": "2", "three": "3", "four": "4",
          "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}  # fmt: skip
TIMES = {"double": 2, "treble": 3, "triple": 3}
ONE_SPOKEN = rf"(?:(?:{'|'.join(TIMES)})[\s,-]{{1,3}})?(?:{'|'.join(SPOKEN)})\b"
SPOKEN_NUMBER = re.compile(rf"\b{ONE_SPOKEN}(?:[\s,.;-]{{1,3}}{ONE_SPOKEN}){{4,30}}", re.I)


def spoken_numbers(text: str) -> Iterator[str]:
    """Numbers said digit by digit, as a transcript of a call has them: oh seven seven, double oh, nine."""
    for found in SPOKEN_NUMBER.finditer(text.replace("_", " ")):
        said, times = [], 1
        for word in re.findall(r"[a-z]+", found[0].casefold()):
            said.append(SPOKEN.get(word, "") * times)
            times = TIMES.get(word, 1)
        yield " ".join("".join(said))  # so that any stretch of it can be the number


# Points ---------------------------------------------------------------------------------------------------------

DECIMAL = r"[-−+]?\d{1,3}\.\d{2,}"
PAIR = re.compile(
    rf"(?<![\d.])({DECIMAL})\s*°?\s*([NSEW])?[^\d\-−+.]{{1,30}}({DECIMAL})\s*°?\s*([NSEW])?", re.I
)
DEGREES = re.compile(
    r"(\d{1,3})\s*(?:°|º|deg|d|o)\s*(\d{1,2})\s*(?:['’′]|m(?:in)?)\s*(\d{1,2}(?:\.\d+)?)?\s*(?:[\"”″]{1,2}|''|s(?:ec)?)?\s*([NSEW])",
    re.I,
)
NEAR = 0.0015
"""Degrees within which two points are one place: about 150 metres north to south."""


def point_written(written: str) -> tuple[float, float] | None:
    """Latitude and longitude, where the value is such a pair."""
    return next(((lat, lon) for _, _, lat, lon in points_in(written)), None)


def points_in(text: str) -> Iterator[tuple[int, int, float, float]]:
    """Every pair of coordinates in the text: start, end, and its two numbers in the order given."""
    for found in PAIR.finditer(text):
        first, second = _signed(found[1], found[2]), _signed(found[3], found[4])
        if abs(first) <= 180 and abs(second) <= 180:
            yield found.start(), found.end(), first, second
    marks = list(DEGREES.finditer(text))
    for one, other in pairwise(marks):
        if other.start() - one.end() <= 6:
            yield one.start(), other.end(), _degrees(one), _degrees(other)


def _signed(number: str, side: str | None) -> float:
    value = float(number.replace("−", "-"))
    return -abs(value) if side and side.upper() in "SW" else value


def _degrees(found: re.Match[str]) -> float:
    value = int(found[1]) + int(found[2]) / 60 + float(found[3] or 0) / 3600
    return -value if found[4].upper() in "SW" else value


def is_same_place(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two pairs are one place, in either order."""
    straight = abs(one[0] - other[0]) <= NEAR and abs(one[1] - other[1]) <= NEAR
    return straight or (abs(one[0] - other[1]) <= NEAR and abs(one[1] - other[0]) <= NEAR)
