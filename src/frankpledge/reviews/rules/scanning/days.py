"""Days and ages as people write them, found in text: numeric in any order, in words, in Welsh, with the year or without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

ENGLISH = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
WELSH = ("ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin", "gorffennaf", "awst", "medi", "hydref", "tachwedd",
         "rhagfyr")  # fmt: skip
MUTATED = {"fawrth": 3, "fai": 5, "fehefin": 6, "orffennaf": 7, "fedi": 9, "dachwedd": 11, "ragfyr": 12}
SHORT = {"sept": 9, "chwef": 2, "gorff": 7, "tach": 11, "rhag": 12, "ion": 1, "ebr": 4, "meh": 6, "hyd": 10}
MONTHS: dict[str, int] = {
    **{name[:3]: number for number, name in enumerate(ENGLISH, start=1)},
    **{name: number for number, name in enumerate(ENGLISH, start=1)},
    **{name: number for number, name in enumerate(WELSH, start=1)},
    **MUTATED,
    **SHORT,
}
ONES = [
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
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS: dict[str, int] = {word: number for number, word in enumerate(ONES, start=1)}
NUMBERS |= {ten: 20 + 10 * at for at, ten in enumerate(TENS)}
NUMBERS |= {
    f"{ten}{mark}{one}": 20 + 10 * at + number
    for at, ten in enumerate(TENS)
    for number, one in enumerate(ONES[:9], start=1)
    for mark in ("-", " ")
}
FIRSTS = [
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
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
ORDINALS: dict[str, int] = {word: number for number, word in enumerate(FIRSTS, start=1)}
ORDINALS |= {
    f"twenty{mark}{word}": 20 + n for n, word in enumerate(FIRSTS[:9], start=1) for mark in ("-", " ")
}
ORDINALS |= {"thirtieth": 30, **{f"thirty{mark}first": 31 for mark in ("-", " ")}}
WELSH_DAYS = {"cyntaf": 1, "ail": 2, "trydydd": 3, "pedwerydd": 4, "pumed": 5, "chweched": 6, "seithfed": 7,
              "wythfed": 8, "nawfed": 9, "degfed": 10, "unfed ar ddeg": 11, "deuddegfed": 12}  # fmt: skip
DAYS_IN_WORDS = {**ORDINALS, **WELSH_DAYS}


def _either(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


ENDING = r"(?:\s?(?:st|nd|rd|th|af|ail|ydd|fed|eg|ain|il|dd))?"
DAY = rf"(?P<day>(?<!\d)\d{{1,2}}(?!\d){ENDING}|\b(?:{_either(DAYS_IN_WORDS)}))"
MONTH = rf"(?P<month>{_either(MONTHS)})"
WORD_YEAR = rf"(?:(?:two thousand|nineteen|twenty)(?:[\s-]+and)?(?:[\s-]+hundred)?(?:[\s-]+and)?(?:[\s-]+(?:oh[\s-]+)?(?:{_either(NUMBERS)}))?)"
YEAR = rf"(?P<year>\d{{4}}(?!\d)|['’]?\d{{2}}(?!\d)|{WORD_YEAR})"
MARKS = r"[\s,.\-/_;+]{0,3}"
"""What may stand between the parts of a day; a semicolon between the cells of a row, a plus in the address of a link."""
MONTH_ENDS = r"(?![^\W\d_])"
"""A month that a year may follow with nothing between."""
RANGE = r"(?:(?P<from>(?<!\d)\d{1,2})(?:st|nd|rd|th)?\s{0,2}(?:-|–|/|to|and|&|or|until)\s{0,2})?"
WORDED = re.compile(
    rf"{RANGE}{DAY}{MARKS}(?:day\s)?(?:of\s|o\s)?{MARKS}{MONTH}{MONTH_ENDS}\.?(?:{MARKS}{YEAR})?", re.I
)
TURNED = re.compile(rf"\b{MONTH}{MONTH_ENDS}\.?{MARKS}(?:the\s)?{DAY}(?:{MARKS}{YEAR})?", re.I)
NUMERIC = re.compile(
    r"(?<![\d/])(\d{1,4})\s?([./\-–\\_: ])\s?(\d{1,2}|[ivx]{1,4})\s?\2\s?(\d{4}|\d{1,2})(?![\d/])(?!\2\d)",
    re.I,
)
STAMPED = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?=T\d|[\s_]\d\d:)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
COMPACT = re.compile(r"(?<!\d)(\d{8})(?:\d{4}|\d{6})?(?!\d)|(?<!\d)(\d{6})(?!\d)")
MONTH_YEAR = re.compile(rf"\b{MONTH}\b\.?{MARKS}(?:of\s)?(?P<year>\d{{4}})(?!\d)|(?<![\d/.-])(?P<mm>\d{{1,2}})[/-](?P<yyyy>\d{{4}})(?!\d)", re.I)  # fmt: skip
UNYEARED = re.compile(
    r"\b(?:on|born|died|dated|d\.?o\.?[bd]\.?)[\s:]{1,3}(?:the\s)?(\d{1,2})\s?[/.]\s?(\d{1,2})(?!\d|\s?[/.]\s?\d|%)",
    re.I,
)
"""A day in figures without its year, where what stands before it tells that it is one: on 13/04."""
ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}


@dataclass(frozen=True)
class DayFound:
    """A day that a stretch of text may mean. `is_plain` where it is written as here: day first, or year first."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    is_plain: bool


def days_in(text: str) -> Iterator[DayFound]:
    """Every day that the text may mean, each reading of an ambiguous one; text as `folding.plainly` gives it."""
    yield from _worded(text)
    yield from _numeric(text)
    yield from _compact(text)
    for found in UNYEARED.finditer(text):
        day, month = int(found[1]), int(found[2])
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield DayFound(*found.span(), None, month, day, is_plain=True)
    for found in MONTH_YEAR.finditer(text):
        month = MONTHS[found["month"].casefold()] if found["month"] else int(found["mm"])
        if 1 <= month <= 12:
            yield DayFound(*found.span(), int(found["year"] or found["yyyy"]), month, None, is_plain=True)


def _worded(text: str) -> Iterator[DayFound]:
    for form in (WORDED, TURNED):
        for found in form.finditer(text):
            month, groups = MONTHS[found["month"].casefold()], found.groupdict()
            days = [_day(found["day"])] + ([int(groups["from"])] if groups.get("from") else [])
            for day in days:
                for year in _years(found["year"]):
                    yield DayFound(*found.span(), year, month, day, is_plain=True)


def _day(said: str) -> int:
    digits = re.match(r"\d+", said)
    return int(digits[0]) if digits else DAYS_IN_WORDS[said.casefold()]


def _years(said: str | None) -> tuple[int | None, ...]:
    """The years that a year may mean: two digits are of this century or the last."""
    if said is None:
        return (None,)
    digits = said.strip("'’")
    if not digits.isdigit():
        return (_year_in_words(digits),)
    year = int(digits)
    return (year,) if len(digits) == 4 else (1900 + year, 2000 + year)


def _year_in_words(said: str) -> int:
    words = (
        re.sub(r"[\s-]+", " ", said.casefold()).replace(" and", "").replace(" hundred", "").replace(" oh", "")
    )
    century = {"two thousand": 2000, "nineteen": 1900, "twenty": 2000}
    for head, base in century.items():
        if words.startswith(head):
            return base + NUMBERS.get(words[len(head) :].strip(), 0)
    return 0


def _numeric(text: str) -> Iterator[DayFound]:
    for found in NUMERIC.finditer(text):
        first, middle, last = found[1], found[3].casefold(), found[4]
        second = ROMAN.get(middle, 0) if not middle.isdigit() else int(middle)
        span = found.span()
        if len(first) == 4:
            yield DayFound(*span, int(first), second, int(last), is_plain=True)
            yield DayFound(*span, int(first), int(last), second, is_plain=False)
            continue
        for year in _years(last if len(last) != 1 else f"0{last}"):
            yield DayFound(*span, year, second, int(first), is_plain=True)
            yield DayFound(*span, year, int(first), second, is_plain=False)
        if len(first) == 2 and len(last) <= 2:
            for year in _years(first):
                yield DayFound(*span, year, second, int(last), is_plain=False)


def _compact(text: str) -> Iterator[DayFound]:
    for found in STAMPED.finditer(text):
        year, month, day = (found[at] or found[at + 3] for at in (1, 2, 3))
        yield DayFound(*found.span(), int(year), int(month), int(day), is_plain=True)
    for found in COMPACT.finditer(text):
        eight, six = found[1], found[2]
        if eight:
            yield DayFound(*found.span(), int(eight[:4]), int(eight[4:6]), int(eight[6:]), is_plain=True)
            yield DayFound(*found.span(), int(eight[4:]), int(eight[2:4]), int(eight[:2]), is_plain=True)
        else:
            for year in (*_years(six[4:]),):
                yield DayFound(*found.span(), year, int(six[2:4]), int(six[:2]), is_plain=False)
            for year in (*_years(six[:2]),):
                yield DayFound(*found.span(), year, int(six[2:4]), int(six[4:]), is_plain=False)


def days_written(written: str) -> frozenset[tuple[int | None, int, int | None]]:
    """The days, or months, that a vault's own value may mean: ISO first, then day first; two digits of either century."""
    said = written.strip().casefold()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[t ].*)?", said):
        return frozenset({(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)})
    found_days = [day for day in days_in(said) if day.is_plain and _is_day(day)]
    for wanted in (
        [day for day in found_days if day.day and day.year],
        [day for day in found_days if day.day],
        found_days,
    ):
        if wanted:
            return frozenset((day.year, day.month, day.day) for day in wanted)
    return frozenset()


def _is_day(found: DayFound) -> bool:
    try:
        return date(found.year or 2000, found.month, found.day or 1) is not None
    except ValueError:
        return False


AGE_NUMBER = rf"(?<!\d)(?P<age>\d{{1,3}})(?!\d)|\b(?P<words>{_either(NUMBERS)})\b"
AGES = re.compile(
    rf"""(?:\baged?|\bage\sat\s\w+|\bage\sof|\bages|\bturned|\boed)[\s:,=\-"'>]{{0,4}}(?:was\s|of\s|at\sthe\stime\s|about\s|only\s|just\s)?(?:{AGE_NUMBER})
      | (?:{AGE_NUMBER.replace("age>", "age2>").replace("words>", "words2>")})[\s\-]{{0,2}}(?:years?|yrs?\.?|y(?=[\s/]?o\b))?[\s\-/]{{0,2}}(?:of\sage|olds?\b|y\.?o\.?\b|yrs?\b|(?:mlwydd\s)?oed\b|years?\b)
      | \b(?:s?he|they|who)\s(?:was|were|is|are)\s(?:only\s|just\s|about\s)?(?P<age5>\d{{1,3}})(?=\s*(?:[.,;:)]|and\b|when\b|at\b|$))
      | [A-Za-z],?\s\((?P<age3>\d{{1,3}})\)
      | [a-z],\s(?P<age4>\d{{1,3}}),""",
    re.I | re.X,
)  # fmt: skip


def ages_in(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """Every age in the text: start, end, years, and whether it is plainly an age."""
    for found in AGES.finditer(text):
        digits = found["age"] or found["age2"]
        words = found["words"] or found["words2"]
        aside = found["age3"] or found["age4"] or found["age5"]
        years = int(digits or aside) if digits or aside else NUMBERS[re.sub(r"\s+", " ", words.casefold())]
        yield found.start(), found.end(), years, aside is None
