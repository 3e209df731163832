"""The ways in which people's names are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from frankpledge.reviews.rules.scanning.folding import folded_word, folded_words
from frankpledge.reviews.rules.scanning.patterns import Found, Pattern, words_pattern

PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "la",
        "le",
        "du",
        "da",
        "di",
        "del",
        "della",
        "bin",
        "ibn",
        "al",
        "el",
        "ap",
        "ab",
        "ferch",
        "st",
        "saint",
        "mac",
        "mc",
        "o",
    ]
)
TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "reverend",
        "pc",
        "dc",
        "sgt",
    ]
)
SUFFIXES = frozenset(["jr", "junior", "sr", "senior", "ii", "iii", "iv", "obe", "mbe", "cbe"])
FEWEST = 2
"""A forename or surname of fewer letters is not looked for alone."""
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}


def _lines(name: str) -> list[str]:
    text = files("frankpledge.reviews.rules.scanning").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def families() -> dict[str, frozenset[str]]:
    """Forenames that may stand for one another, by each of them."""
    found: dict[str, set[str]] = {}
    for line in _lines("diminutives.txt"):
        names = set(line.split())
        for name in names:
            found.setdefault(name, set()).update(names)
    return {name: frozenset(others - {name}) for name, others in found.items()}


@cache
def ordinary() -> frozenset[str]:
    """Words that are also names."""
    return frozenset(word for line in _lines("ordinary_words.txt") for word in line.split())


def name_patterns(term: int, written: str, *, how: Found) -> Iterator[Pattern]:
    """Every way to write a person's name: whole, in part, turned round, with initials, short forms and titles."""
    forenames, surname = parts_of(written)
    if not forenames:
        yield from single(term, "".join(surname), how=how)
        if len(surname) > 1:
            yield from _pair(term, surname, how)
        return
    yield from _pair(term, (*forenames, *surname), how)
    yield from _turned(term, forenames, surname)
    yield from _initialled(term, forenames, surname)
    yield from single(term, "".join(surname), how=Found.VARIANT, words=surname)
    yield from _without_particles(term, forenames, surname)
    for part in surname if "-" in written else ():
        if len(part) > FEWEST and part not in PARTICLES:
            yield from single(term, part, how=Found.VARIANT, is_certain=False)
    for place, forename in enumerate(forenames):
        yield from _forename(term, forename, surname, is_first=place == 0)


def _without_particles(term: int, forenames: tuple[str, ...], surname: tuple[str, ...]) -> Iterator[Pattern]:
    """A surname as many shorten it: van der Berg to Berg, Ó Briain to Briain. A saint's name alone is somebody's forename."""
    last = surname[-1]
    if len(surname) < 2 or not set(surname[:-1]) <= PARTICLES - {"st", "saint"} or len(last) < 4:
        return
    yield from single(term, last, how=Found.VARIANT, is_certain=False)
    if last in ordinary():
        return
    for words in (
        (forenames[0], last),
        (last, forenames[0]),
        (forenames[0][0], last),
        (last, forenames[0][0]),
    ):
        yield words_pattern(term, words)


def parts_of(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Forenames and surname, folded. “Smith, John” is turned round; a particle begins the surname."""
    before, comma, after = written.partition(",")
    if comma and folded_words(after):
        return _bare(after), _bare(before)
    words = _raw(written)
    if len(words) < 2:
        return (), tuple(part for word in words for part in folded_words(word))
    first = next((at for at in range(1, len(words)) if folded_word(words[at]) in PARTICLES), len(words) - 1)
    fore = tuple(part for word in words[:first] for part in folded_words(word))
    return fore, tuple(part for word in words[first:] for part in folded_words(word))


def _raw(text: str) -> list[str]:
    words = [word for word in text.replace(".", ". ").split() if folded_word(word)]
    while len(words) > 1 and folded_word(words[0]) in TITLES:
        words = words[1:]
    while len(words) > 2 and folded_word(words[-1]) in SUFFIXES:
        words = words[:-1]
    return words


def _bare(text: str) -> tuple[str, ...]:
    return tuple(part for word in _raw(text) for part in folded_words(word))


def single(
    term: int, word: str, *, how: Found, words: tuple[str, ...] = (), is_certain: bool = True
) -> Iterator[Pattern]:
    """One name alone. An ordinary word counts only with a capital, and then as a possible hit."""
    if len(word) < FEWEST:
        return
    is_word = word in ordinary() or len(word) == FEWEST
    yield words_pattern(
        term,
        words or (word,),
        how=how,
        is_certain=is_certain and not is_word,
        needs_capital=is_word or len(word) < 4,
    )


def _pair(term: int, words: tuple[str, ...], how: Found) -> Iterator[Pattern]:
    """Several names together."""
    needs = all(word in ordinary() or len(word) <= 1 for word in words)
    glues = len("".join(words)) >= 7
    yield words_pattern(term, words, how=how, needs_capital=needs, glues=glues)


def _turned(term: int, forenames: tuple[str, ...], surname: tuple[str, ...]) -> Iterator[Pattern]:
    yield from _pair(term, (*surname, *forenames), Found.VARIANT)
    yield from _pair(term, (forenames[0], *surname), Found.VARIANT)
    yield from _pair(term, (*surname, forenames[0]), Found.VARIANT)
    for middle in forenames[1:]:
        if len(middle) > 1:
            yield from _pair(term, (middle, *surname), Found.VARIANT)


def _initialled(term: int, forenames: tuple[str, ...], surname: tuple[str, ...]) -> Iterator[Pattern]:
    """J Smith, J. A. Smith, Smith J, JS."""
    letters = tuple(name[0] for name in forenames)
    ordinary_surname = "".join(surname) in ordinary()
    for initials in dict.fromkeys((letters, letters[:1], (forenames[0], *letters[1:]))):
        if len("".join((*initials, *surname))) < 3:
            continue
        glues = len("".join(surname)) >= 4 and not ordinary_surname
        for words in ((*initials, *surname), (*surname, *initials)):
            yield words_pattern(term, words, needs_capital=not glues, glues=glues)
    if ordinary_surname:
        yield from _addressed(term, letters[0], surname)
    yield from initials_patterns(term, "".join((*letters, *(part[0] for part in surname))))
    yield from initials_patterns(term, letters[0] + surname[-1][0])
    if len(surname) > 1:
        yield from initials_patterns(term, letters[0] + surname[0][0])
        yield from initials_patterns(term, "".join((*letters, surname[0][0])))


def _addressed(term: int, initial: str, surname: tuple[str, ...]) -> Iterator[Pattern]:
    """A surname that is also a word, in small letters: what comes before it tells that somebody is meant."""
    ways = [(title, *surname) for title in ADDRESSED] + [(title, initial, *surname) for title in ADDRESSED]
    if initial not in "aidmst":  # a word by itself, or what is left of one: I, she'd, it's
        ways.append((initial, *surname))
    for words in ways:
        yield words_pattern(term, words, is_certain=False, glues=False)


ADDRESSED = ("mr", "mrs", "ms", "miss", "mx", "dr")


def initials_patterns(term: int, letters: str, *, how: Found = Found.VARIANT) -> Iterator[Pattern]:
    """Initials alone, in capitals: a possible hit, unless they mean something else to everybody."""
    folded = folded_word(letters)
    if len(folded) < 2:
        return
    seams = frozenset(range(1, len(folded)))
    means_else = folded in ABBREVIATIONS or (how is Found.VARIANT and folded in ordinary())
    if means_else and folded in DOTTED:
        return
    yield Pattern(term, folded, seams, how=how, is_certain=False, all_capitals=True, dotted=means_else)


def _forename(term: int, forename: str, surname: tuple[str, ...], *, is_first: bool) -> Iterator[Pattern]:
    if len(forename) > 1:
        yield from single(term, forename, how=Found.VARIANT, is_certain=is_first)
    for other in sorted(families().get(forename, ())):
        yield from _pair(term, (other, *surname), Found.VARIANT)
        yield from _pair(term, (*surname, other), Found.VARIANT)
        if is_first and len(other) > 2:
            yield from single(term, other, how=Found.VARIANT, is_certain=False)


def spellings(written: str) -> Iterator[str]:
    """A name as it is written, and with its umlauts written out."""
    yield written
    if any(mark in written.casefold() for mark in UMLAUTS):
        yield "".join(UMLAUTS.get(c, c) for c in written.casefold())
    lowered = written.casefold()
    if " mc" in f" {lowered}" and " mac" not in f" {lowered}":
        yield f" {lowered}".replace(" mc", " mac").strip()
    elif " mac" in f" {lowered}":
        yield f" {lowered}".replace(" mac", " mc").strip()


ABBREVIATIONS = frozenset(
    [
        "ac",
        "ad",
        "am",
        "an",
        "as",
        "at",
        "av",
        "be",
        "bc",
        "by",
        "cc",
        "cd",
        "cj",
        "cm",
        "cv",
        "dc",
        "da",
        "dv",
        "dr",
        "eg",
        "ed",
        "em",
        "er",
        "et",
        "eu",
        "ex",
        "fr",
        "gb",
        "gp",
        "go",
        "hr",
        "he",
        "hm",
        "ho",
        "hq",
        "ia",
        "id",
        "ie",
        "if",
        "ii",
        "in",
        "io",
        "ip",
        "is",
        "it",
        "iv",
        "la",
        "lb",
        "lo",
        "lp",
        "ma",
        "md",
        "me",
        "ml",
        "mm",
        "mp",
        "mr",
        "ms",
        "my",
        "na",
        "nb",
        "nd",
        "ne",
        "ni",
        "no",
        "nw",
        "ny",
        "oh",
        "ok",
        "on",
        "op",
        "or",
        "os",
        "ot",
        "ox",
        "pa",
        "pc",
        "pe",
        "ph",
        "pi",
        "pm",
        "pp",
        "pr",
        "ps",
        "pt",
        "qa",
        "qc",
        "ra",
        "rd",
        "re",
        "rh",
        "sa",
        "sc",
        "sd",
        "se",
        "si",
        "so",
        "sp",
        "ss",
        "st",
        "sw",
        "ta",
        "td",
        "th",
        "tv",
        "uk",
        "un",
        "up",
        "us",
        "uv",
        "vc",
        "ve",
        "vi",
        "vs",
        "we",
        "wi",
        "wp",
        "xi",
        "xv",
        "csp",
        "dhr",
        "nhs",
        "imr",
        "sar",
        "mapp",
        "gps",
        "abc",
        "aka",
        "aim",
        "add",
        "age",
        "all",
        "and",
        "any",
        "apr",
        "are",
        "art",
        "asb",
        "ask",
        "aug",
        "bad",
        "bbc",
        "bed",
        "big",
        "but",
        "can",
        "car",
        "cps",
        "csa",
        "day",
        "dec",
        "did",
        "doc",
        "dob",
        "dss",
        "due",
        "eea",
        "ego",
        "end",
        "etc",
        "far",
        "feb",
        "few",
        "fgm",
        "for",
        "fri",
        "get",
        "had",
        "has",
        "her",
        "him",
        "his",
        "hmp",
        "hoc",
        "how",
        "hrs",
        "icb",
        "ico",
        "its",
        "jan",
        "jul",
        "jun",
        "kg",
        "km",
        "las",
        "law",
        "ltd",
        "mar",
        "may",
        "men",
        "mon",
        "mps",
        "nov",
        "not",
        "now",
        "oct",
        "off",
        "one",
        "our",
        "out",
        "own",
        "per",
        "pps",
        "ppt",
        "qr",
        "sat",
        "sep",
        "set",
        "she",
        "six",
        "sun",
        "ten",
        "the",
        "thu",
        "too",
        "tue",
        "two",
        "use",
        "via",
        "was",
        "wed",
        "who",
        "why",
        "yes",
        "you",
    ]
)
"""Capital letters that mean something else to everybody, and so tell of nobody, unless each has a full stop."""
DOTTED = frozenset(["am", "pm", "uk", "us", "eu", "un", "nb", "ie", "eg"])
"""Those that are written with full stops too."""
