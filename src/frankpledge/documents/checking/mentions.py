"""Every number in some words, and what kind of number it is: a count, a share, a rate, a date, a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from frankpledge.documents.numerals import Closeness, Typed, agrees, closeness_of
from frankpledge.kernel.numbers import Exact


class Kind(StrEnum):
    """The letter stands for the kind in the pattern of a sentence."""

    COUNT = "c"
    MONEY = "m"
    PERCENT = "p"
    POINTS = "q"
    RATE = "r"
    FRACTION = "f"
    MULTIPLE = "x"
    ORDINAL = "o"
    YEAR = "y"
    DATE = "d"
    LENGTH = "l"  # a length of time: three-year, 28 days
    OTHER = "n"  # an age, a section, a telephone number, part of a name


@dataclass(frozen=True)
class Mention:
    """A number as written, from `start` to `end`; `why` says of an OTHER what it is."""

    kind: Kind
    text: str
    start: int
    end: int
    value: Fraction = Fraction(0)
    quantum: Fraction = Fraction(1)
    closeness: Closeness = Closeness.EXACT
    per: int | None = None
    is_word: bool = False
    sign: int = 0
    why: str = ""

    def agrees(self, value: Exact) -> bool:
        """Whether an exact value is what was written, rounded half up to the place written, or about, or more."""
        return agrees(Typed(self.value, self.quantum, closeness=self.closeness), value)

    @property
    def places(self) -> int:
        return max(0, len(str(self.quantum.denominator)) - 1)


_ONES = [
    "zero",
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
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_UNITS = {word: n for n, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_UNITS |= {"nought": 0, "nil": 0}
_POWERS = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_WORD = "|".join(sorted((*_UNITS, *_POWERS), key=len, reverse=True))
_SPELT = (
    rf"(?:(?:an?\s+)(?=hundred|thousand|million|billion))?(?:{_WORD})(?:(?:[\s-]+|\s+and\s+)(?:{_WORD}))*"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d,.])|\d+(?:\.\d+)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:1[89]|20|21)\d\d"
_TIME = r"(?:second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year)"
_SMALL = rf"(?:\d{{1,4}}|{_SPELT})"
_DENOMINATORS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
    "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
_ORDINALS = {
    word: n
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        1,
    )
}
_SCALE = {"thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9}
_BY_NAME = {"doubled": 2, "doubling": 2, "double": 2, "doubles": 2, "twice": 2, "twofold": 2, "tripled": 3, "trebled": 3,
            "tripling": 3, "trebling": 3, "triple": 3, "treble": 3, "threefold": 3, "quadrupled": 4, "quadrupling": 4,
            "fourfold": 4, "fivefold": 5, "tenfold": 10}  # fmt: skip

_APART: tuple[tuple[str, str], ...] = (
    ("an address", r"\b(?:https?://|www\.|mailto:)\S+|\S+@\S+\.\w+"),
    ("a day", rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s?(?:[-–—/]|to|and|or|until)\s?\d{{1,2}}(?:st|nd|rd|th)?)?(?:\s+of)?\s+{_MONTH}(?:,?\s+\d{{4}}\b)?"),
    ("a day", rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*(?:,\d{{3}}|%|\.\d))(?:,?\s+\d{{4}}\b)?"),
    ("a day", r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"),
    ("an instrument", r"\b(?:s\.?i\.?|no\.?)\s+\d{4}/\d+"),
    ("years", rf"(?<![\d,.£$])\b{_YEAR}\s?[-–—/]\s?(?:{_YEAR}|\d{{2}})\b(?!,?\d)"),
    ("a quarter", r"\b(?:q|quarter|qtr)\s?[1-4]\b"),
    ("a part of a document", r"\b(?:paragraph|para|section|sect|sub-?section|article|part|schedule|chapter|regulation|reg|rule|clause|page|pp|appendix|annexe?|table|chart|figure|fig|box|recommendation|agenda item|item|footnote|note|phase|stage|step|level|tier|grade|band|class|category|version|volume|issue|edition|no|question|objective|option|standard|target)s?\.?\s+\d+(?:\.\d+)*[A-Za-z]{0,2}(?:\(\w{1,4}\))*(?:(?:,|\s?[-–]|\s+(?:and|or|to))\s*\d+(?:\.\d+)*[A-Za-z]{0,2}(?:\(\w{1,4}\))*(?![\d,]*\s*%))*"),
    ("a part of a document", r"\b(?:ss?|arts?|regs?|paras?|pt|sch)\.\s?\d+[A-Za-z]{0,2}(?:\(\w{1,4}\))*|\(\s?(?:[ivx]{1,4}|[a-z])\s?\)"),
    ("an age", rf"\bage[sd]?\s+(?:of\s+|between\s+|from\s+|over\s+|under\s+)*{_SMALL}(?:\s?(?:[-–—/]|to|and|or|until)\s?(?:{_SMALL}|over|older|under|above|more))?"),
    ("an age", rf"\b{_SMALL}(?:\s?(?:[-–]|to)\s?{_SMALL})?[- ]years?[- ]olds?\b|\b{_SMALL}\s+years\s+of\s+age\b|\b(?:under|over)[- ]\d{{1,2}}s\b|\b\d{{1,2}}\s+(?:or|and)\s+(?:over|older|under|above)\b"),
    ("a time", r"\b\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|noon|midnight)\b|\b\d{1,2}:\d{2}\b|\b24/7\b"),
    ("a telephone number", r"(?<![\d,.£])(?:\+44|0)\d{2,5}(?:[\s-]?\d{2,6}){1,3}\b|\b(?:call|dial|ring|phone)\s+(?:\w+\s+(?:on\s+)?)?(?:999|101|111)\b|\b(?:999|101|111)\s+(?:call|service|number)s?\b"),
    ("a name", r"\bcovid[- ]?19\b|\b[a-z]{1,2}\d{1,2}[a-z]?\s?\d[a-z]{2}\b|\b(?=[a-z&-]*\d)(?!\d)[a-z]+[&-]?\d+\w*"),
    ("a name", r"[‘“’'\"]\s?\d{1,3}\s+\w[^‘“’”'\"]{2,60}[’”'\"]|(?-i:\b\d{1,3}\s+Days\s+of\s+\w+)"),
    ("no count", r"\b(?:no|any|every|some|each|this|that|which|the|another|last|next|only)[- ]one\b"),
    ("no count", r"(?<![\w-])one(?!\s+(?:in|hundred|thousand|million|half|third|quarter|fifth|sixth|eighth|tenth|out of)\b|[- ](?:third|half|quarter|fifth|year|month|week|day)|\s?%|\s+per\s?cent)\b"),
    ("no count", r"\b(?:hundreds|thousands|millions|dozens)\b|\bnumber\s+one\b|\bzero[- ]tolerance\b"),
    ("a list number", r"^\s*(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)])\s+(?-i:(?=[A-Z‘“]))"),
)  # fmt: skip
_OTHERS = tuple((why, re.compile(pattern, re.IGNORECASE)) for why, pattern in _APART)
_FRACTION = re.compile(
    rf"\b(?:(?P<top>an?|one|two|three|four|five|seven|nine)[\s-]+)?(?P<bottom>{'|'.join(_DENOMINATORS)})\b(?=(?:\s+of)?\b)"
    rf"|\b(?P<one>{_SMALL})\s+in\s+(?:every\s+)?(?P<many>{_SMALL})\b(?!\s*(?:%|per\b|{_MONTH}|[-–]))",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    r"\b(?P<one>one|two|three|four|five|six|seven|eight|nine|\d)\s+out\s+of\s+(?:every\s+)?(?P<many>three|four|five|ten|10|100)\b",
    re.I,
)
_MULTIPLE = re.compile(
    rf"\b(?P<name>{'|'.join(_BY_NAME)}|halved|halving)\b|\b(?P<times>{_SMALL}(?:\.\d+)?)[\s-](?:times|fold)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    rf"\b(?P<n>{_SMALL})(?P<join>[-–\s]+)(?:working\s+|clear\s+|calendar\s+|financial\s+)?(?P<unit>{_TIME})s?\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<n>\d{{1,3}})(?:st|nd|rd|th))\b", re.IGNORECASE
)
_YEARS = re.compile(rf"(?<![\d,.£$%])\b{_YEAR}\b(?:s\b)?(?![,.]?\d|\s?%|\s?per\s?cent)", re.IGNORECASE)
_NUMBER = re.compile(
    rf"(?P<pounds>£\s?)?(?P<sign>(?<![\w)\d])[-−–+](?=[\d£]))?(?P<pounds_after>£)?"
    rf"(?:(?<![\w.,])(?P<digits>{_DIGITS})(?![.,]?\d)|\b(?P<words>{_SPELT})\b)"
    r"(?:\s?(?P<scale>thousand|million|billion|bn|m|k)\b)?"
    r"(?P<percent>\s?%|\s?per\s?cent\b|\s?pc\b)?(?P<points>[\s-]*(?:percentage[\s-]+)?points?\b)?"
    r"(?P<per>\s+(?:[\w-]+\s+){0,3}?(?:per|for\s+every|in\s+every)\s+(?P<base>\d[\d,]*|thousand|hundred\s+thousand|million)\b)?",
    re.IGNORECASE,
)  # fmt: skip
_ALIKE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2010": "-", "\u2011": "-"})


def plain(words: str) -> str:
    """The words with every kind of space and hyphen as the ordinary one; as long as before."""
    return words.translate(_ALIKE)


def spelt(words: str) -> int | None:
    """The value of a number in words: one hundred and twenty-three; None when they are none."""
    whole = part = 0
    seen = False
    for word in re.split(r"[\s-]+", words.lower().strip()):
        if word in {"and", "a", "an"}:
            continue
        if word in _UNITS:
            part += _UNITS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _POWERS:
            whole, part = whole + (part or 1) * _POWERS[word], 0
        else:
            return None
        seen = True
    return whole + part if seen else None


def find_mentions(words: str) -> tuple[Mention, ...]:
    """Every number in some words, in order. `words` are `plain`."""
    found: list[Mention] = []
    free = [True] * len(words)
    for made in _candidates(words):
        if all(free[made.start : made.end]):
            free[made.start : made.end] = [False] * (made.end - made.start)
            found.append(made)
    return tuple(sorted(found, key=lambda one: one.start))


def _candidates(words: str) -> Iterator[Mention]:
    """What may be a number, what binds most first."""
    for why, pattern in _OTHERS:
        for match in pattern.finditer(words):
            if why != "years" or _is_span(match[0]):
                yield Mention(_kind_of(why), match[0], match.start(), match.end(), why=why)
    yield from _fractions(words)
    yield from _multiples(words)
    yield from _lengths(words)
    for match in _YEARS.finditer(words):
        yield Mention(Kind.YEAR, match[0], match.start(), match.end(), why="a year")
    yield from _ordinals(words)
    yield from _numbers(words)


def _is_span(words: str) -> bool:
    """2020-23 is a span of years, 2020-07 a month: either way no count."""
    return bool(words)


def _kind_of(why: str) -> Kind:
    return {"a day": Kind.DATE, "years": Kind.YEAR, "a quarter": Kind.YEAR}.get(why, Kind.OTHER)


def _fractions(words: str) -> Iterator[Mention]:
    for pattern in (_OUT_OF, _FRACTION):
        for match in pattern.finditer(words):
            value = _fraction(match)
            if value is not None:
                before = words[: match.start()]
                yield Mention(
                    Kind.FRACTION, match[0], match.start(), match.end(), value, Fraction(1, 1000),
                    closeness_of(before), is_word=True,
                )  # fmt: skip


def _fraction(match: re.Match[str]) -> Fraction | None:
    named = match.groupdict()
    if named.get("bottom"):
        # ‘The third quarter’ and ‘second half’ are places in an order; they need an article or a number before them.
        if not named["top"] and named["bottom"].lower() not in {"half"}:
            return None
        top = 1 if (named["top"] or "a").lower() in {"a", "an", "one"} else spelt(named["top"])
        return Fraction(top or 1, _DENOMINATORS[named["bottom"].lower()])
    one, many = (_small(named[name]) for name in ("one", "many"))
    return Fraction(one, many) if one is not None and many and one < many and many <= 1000 else None


def _small(words: str) -> int | None:
    return int(words) if words.isdigit() else spelt(words)


def _multiples(words: str) -> Iterator[Mention]:
    for match in _MULTIPLE.finditer(words):
        name = (match["name"] or "").lower()
        times = match["times"]
        if times is not None:
            after = words[match.end() : match.end() + 30].lower()
            if not re.match(r"\s+(?:as|more|higher|greater|larger|the|what|that)\b", after):
                continue
            value = Fraction(times) if re.fullmatch(r"\d+(?:\.\d+)?", times) else Fraction(spelt(times) or 0)
        else:
            value = Fraction(1, 2) if name.startswith("halv") else Fraction(_BY_NAME[name])
        before = words[: match.start()]
        yield Mention(
            Kind.MULTIPLE, match[0], match.start(), match.end(), value, closeness=closeness_of(before), is_word=True
        )  # fmt: skip


def _lengths(words: str) -> Iterator[Mention]:
    for match in _LENGTH.finditer(words):
        n = _small(match["n"])
        if n is not None:
            yield Mention(
                Kind.LENGTH, match[0], match.start(), match.end(), Fraction(n), why=match["unit"].lower()
            )


def _ordinals(words: str) -> Iterator[Mention]:
    for match in _ORDINAL.finditer(words):
        value = int(match["n"]) if match["n"] else _ORDINALS[match["word"].lower()]
        yield Mention(Kind.ORDINAL, match[0], match.start(), match.end(), Fraction(value), is_word=True)


def _numbers(words: str) -> Iterator[Mention]:
    for match in _NUMBER.finditer(words):
        value, places = _value(match)
        if value is None or _is_piece(words, match):
            continue
        scale = _SCALE.get((match["scale"] or "").lower(), 1)
        sign = {"-": -1, "−": -1, "–": -1, "+": 1}.get(match["sign"] or "", 0)
        yield Mention(
            _number_kind(match), match[0].strip(), match.start(), match.end(),
            value * scale * (sign or 1), Fraction(scale, 10**places), closeness_of(words[: match.start()]),
            _base(match["base"]), match["words"] is not None, sign,
        )  # fmt: skip


def _number_kind(match: re.Match[str]) -> Kind:
    if match["points"] and match["percent"] is None and "percentage" not in match["points"].lower():
        return Kind.COUNT
    if match["points"]:
        return Kind.POINTS
    if match["percent"]:
        return Kind.PERCENT
    if match["pounds"] or match["pounds_after"]:
        return Kind.MONEY
    return Kind.RATE if match["per"] else Kind.COUNT


def _value(match: re.Match[str]) -> tuple[Fraction | None, int]:
    if match["words"]:
        value = spelt(match["words"])
        return (Fraction(value) if value is not None else None), 0
    digits = match["digits"].replace(",", "").replace(" ", "")
    return Fraction(digits), len(digits.partition(".")[2])


def _base(words: str | None) -> int | None:
    if words is None:
        return None
    named = {"thousand": 10**3, "hundred thousand": 10**5, "million": 10**6}
    return named.get(" ".join(words.lower().split())) or int(words.replace(",", ""))


def _is_piece(words: str, match: re.Match[str]) -> bool:
    """A piece of something longer: a code, a hyphened name."""
    start, end = match.span("digits") if match["digits"] else match.span("words")
    before, after = words[start - 1 : start] if start else "", words[end : end + 1]
    return (
        before.isalnum() or before == "_" or (after.isalpha() and not match["scale"] and not match["percent"])
    )
