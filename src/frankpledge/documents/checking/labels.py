"""What a table's headings say: the words that name a measure or place, the period, and what part they play."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "this",
        "to",
        "was",
        "were",
        "which",
        "who",
        "with",
        "within",
        "all",
        "any",
        "total",
        "totals",
        "overall",
        "number",
        "numbers",
        "count",
        "counts",
        "period",
        "year",
        "years",
        "no",
        "per",
        "cent",
        "percent",
        "percentage",
        "month",
        "months",
        "quarter",
        "quarters",
        "week",
        "day",
        "than",
        "compared",
        "same",
        "previous",
        "last",
        "table",
        "below",
        "above",
        "see",
    ]
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep)[a-z]*|(oct|nov|dec)[a-z]*"


class Part(StrEnum):
    """What the numbers under a heading are to the others."""

    COUNT = "count"
    TOTAL = "total"
    SHARE = "percent_of"
    CHANGE = "change_from"
    DIFFERENCE = "difference"
    RATE = "rate"
    CUMULATIVE = "cumulative"
    RANK = "rank"
    AVERAGE = "average"
    BASE = "base"


@dataclass(frozen=True)
class When:
    """A period as a heading or sentence writes it: a year (`2020`, `2020/21`), months within it (first, last), or both."""

    year: str = ""
    months: tuple[int, int] | None = None

    @property
    def order(self) -> tuple[str, int]:
        return self.year, self.months[0] if self.months else 0


@dataclass(frozen=True)
class Label:
    """A heading. `words` are stems of the words that name something."""

    text: str
    words: frozenset[str]
    when: When | None
    part: Part
    per: int = 0

    @property
    def is_total(self) -> bool:
        return self.part is Part.TOTAL


def stem(word: str) -> str:
    """A word without the endings that make no difference: incidents, incident."""
    word = word.lower().replace("’", "'").removesuffix("'s").strip("'")
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith(("ss", "us", "is")):
            return word[: -len(ending)] + instead
    return word


def stems(words: str) -> frozenset[str]:
    """The stems of the words that name something."""
    found = re.findall(r"[a-z][a-z’'&]+", words.lower())
    return frozenset(
        stem(word)
        for word in found
        if word not in _STOP and len(word) > 1 and not re.fullmatch(_MONTH_ALONE, word)
    )


_MONTH_ALONE = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_SPAN = re.compile(
    rf"\b({_MONTH_ALONE})\b\.?\s*(?:\d{{4}}\s*)?(?:[-–—/]|to|until|and)\s*({_MONTH_ALONE})\b", re.IGNORECASE
)
_ONE = re.compile(rf"\b({_MONTH_ALONE})\b", re.IGNORECASE)
_FINANCIAL = re.compile(r"\b((?:19|20)\d\d)\s?[/–-]\s?((?:19|20)?\d\d)\b")
_YEAR = re.compile(r"(?<![\d,.£])\b((?:19|20)\d\d)\b(?![,.]?\d|\s?%)")
_QUARTER = re.compile(
    r"\b(?:q|qtr\s?|quarter\s?)([1-4])\b|\b(first|second|third|fourth|final|last)\s+quarter\b", re.IGNORECASE
)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}


def month_number(word: str) -> int:
    return _MONTHS.index(word.lower()[:3]) + 1


def years_in(words: str) -> tuple[str, ...]:
    """Every year written, in order, once each: 2020, 2020/21."""
    found: dict[int, str] = {}
    spans = []
    for match in _FINANCIAL.finditer(words):
        first, last = int(match[1]), int(match[2])
        if last in {(first + 1) % 100, first + 1}:
            found[match.start()] = f"{first}/{(first + 1) % 100:02d}"
            spans.append(match.span())
    for match in _YEAR.finditer(words):
        if not any(start <= match.start() < end for start, end in spans):
            found[match.start()] = match[1]
    return tuple(dict.fromkeys(found[at] for at in sorted(found)))


def months_written(words: str) -> tuple[tuple[int, int], ...]:
    """Every span of months or quarter written; a month by itself is a span of one."""
    found: list[tuple[int, int]] = []
    rest = words
    for match in _SPAN.finditer(words):
        found.append((month_number(match[1]), month_number(match[2])))
        rest = rest.replace(match[0], " " * len(match[0]), 1)
    # ‘May’ is a verb more often than a month where nothing shows otherwise.
    found.extend(
        (month_number(match[1]), month_number(match[1]))
        for match in _ONE.finditer(rest)
        if match[1].lower() != "may"
        or re.search(r"\b(?:in|of|to|during|since|until|by)\s+$", rest[: match.start()])
    )
    for match in _QUARTER.finditer(words):
        quarter = int(match[1]) if match[1] else _QUARTERS[match[2].lower()]
        found.append((-quarter, -quarter))
    return tuple(dict.fromkeys(found))


def when_of(heading: str) -> When | None:
    """The period that a heading names, if it names one."""
    years, months = years_in(heading), months_written(heading if len(heading) > 3 else f"in {heading}")
    if not years and not months:
        return None
    if len(years) > 1:
        return None
    return When(years[0] if years else "", months[0] if months else None)


_PARTS: tuple[tuple[Part, str], ...] = (
    (Part.CUMULATIVE, r"\bcumulative|\brunning total|\bto date\b|\bytd\b"),
    (Part.RANK, r"\brank(?:ing|ed)?\b|\bposition\b|\bplace in order\b"),
    (Part.CHANGE, r"(?:%|per\s?cent|percentage)\s*(?:change|increase|decrease|diff|variation|rise|fall)|(?:change|increase|decrease|difference|variation|rise|fall)[^a-z]*\(?\s*(?:%|per\s?cent)|change\b.*%"),
    (Part.RATE, r"\bper\s+(?:\d[\d,]*|thousand|hundred thousand|million|head)\b|\brates?\b"),
    (Part.SHARE, r"%|\bper\s?cent|\bpercentage\b|\bshare\b|\bproportion\b"),
    (Part.DIFFERENCE, r"\bchange\b|\bdifference\b|\bincrease\b|\bdecrease\b|\+/[-−]|\bvariance\b"),
    (Part.AVERAGE, r"\baverage\b|\bmean\b"),
    (Part.TOTAL, r"^\W*(?:grand\s+)?(?:sub[- ]?)?totals?\b|\btotals?\W*$|^all\b|^sum\b|^overall\b|^combined\b|^whole\b"),
    (Part.BASE, r"\bpopulation\b|\bresidents\b|\bhouseholds\b|\bdwellings\b|\bmid-year\b"),
)  # fmt: skip
_COMPILED = tuple((part, re.compile(pattern, re.IGNORECASE)) for part, pattern in _PARTS)
_PER = re.compile(r"\bper\s+(\d[\d,]*|hundred thousand|thousand|million|head)\b", re.IGNORECASE)


def label_of(heading: str) -> Label:
    """A heading, read."""
    text = " ".join(heading.split())
    part = next((part for part, pattern in _COMPILED if pattern.search(text)), Part.COUNT)
    return Label(text, stems(text), when_of(text), part, _per(text) if part is Part.RATE else 0)


def _per(text: str) -> int:
    found = _PER.search(text)
    if not found:
        return 0
    named = {"thousand": 10**3, "hundred thousand": 10**5, "million": 10**6, "head": 1}
    return named.get(found[1].lower()) or int(found[1].replace(",", ""))
