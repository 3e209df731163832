"""Which numbers in plain words are claims that nothing checks, and which are no claims at all.

Dates, years, paragraph and section numbers, statutes, ages, times, telephone numbers, lengths of time and names are
not claims about the record. What remains is a number that somebody should bind.
"""

from __future__ import annotations

import re

from frankpledge.documents.numerals import NUMBER, ONES

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:1[89]|20|21)\d\d"
_SMALL = rf"(?:\d{{1,3}}|twenty[- ]four|{'|'.join(ONES[:1:-1])})"
_DASH = r"\s?(?:[-–—/]|to|and|or|until)\s?"
_PART = (
    r"(?:paragraph|para|section|sect|subsection|sub-section|article|part|schedule|chapter|regulation|reg|rule|clause"
    r"|page|pp|appendix|annex|annexe|table|chart|figure|fig|box|recommendation|item|agenda item|footnote|note|phase"
    r"|stage|step|level|tier|grade|band|class|category|version|volume|issue|edition|number|no|question|objective"
    r"|priority|option|standard|target|action|priorities|options|questions)"
)
_REFERENCE = r"\d+(?:\.\d+)*[A-Za-z]{0,2}(?:\(\w{1,4}\))*"
_LENGTH = r"(?:second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year)s?"

NO_CLAIMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # what a paragraph or item starts with: 12.6 Although …, 1. Executive summary
        r"^\s*(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)])\s+(?-i:(?=[A-Z‘“]))",
        # addresses
        r"\b(?:https?://|www\.|mailto:)\S+",
        r"\S+@\S+\.\w+",
        # days: 14 June 2023, 3 to 7 May, June 14, 1st of April; 14/06/2023; 2023-06-14
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:{_DASH}\d{{1,2}}(?:st|nd|rd|th)?)?(?:\s+of)?\s+{_MONTH}\b(?:,?\s+\d{{4}}\b)?",
        rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*(?:,\d{{3}}|%|\.\d))(?:,?\s+\d{{4}}\b)?",
        r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b",
        r"\b\d{4}-\d{2}(?:-\d{2})?\b",
        # years and spans of years: 2020, 2020/21, 2019-20, 2020–2023, the 1990s; statutory instruments 2007/1830
        rf"(?<![\d,.£$])\b{_YEAR}\b(?:\s?[-–—/]\s?\d{{2,5}}\b)?(?:s\b)?(?![,.]?\d|\s?%|\s?per\s?cent)",
        r"\b(?:s\.?i\.?|no\.?)\s+\d{4}/\d+",
        r"\b(?:q|quarter|qtr)\s?[1-4]\b",
        # parts of documents and laws: section 17(1)(a), paragraphs 12.6 to 12.8, s.17, recommendation 4
        rf"\b{_PART}s?\.?\s+{_REFERENCE}(?:(?:,|\s?[-–]|\s+(?:and|or|to))\s*{_REFERENCE}(?![\d,]*\s*%))*",
        r"\b(?:ss?|arts?|regs?|paras?|ch|c|pt|sch)\.\s?\d+[A-Za-z]{0,2}(?:\(\w{1,4}\))*",
        r"\(\s?(?:\d{1,2}|[ivx]{1,4}|[a-z])\s?\)",
        # ages: aged 16 or over, 16 to 24 year olds, under 18s, those over 65
        rf"\bage[sd]?\s+(?:of\s+|between\s+|from\s+|over\s+|under\s+)*{_SMALL}(?:{_DASH}(?:{_SMALL}|over|older|under|above|more))?",
        rf"\b{_SMALL}(?:{_DASH}{_SMALL})?[- ]years?[- ]olds?\b",
        rf"\b{_SMALL}\s+years\s+of\s+age\b",
        r"\b(?:under|over)[- ]\d{1,2}s\b",
        r"\b\d{1,2}\s+(?:or|and)\s+(?:over|older|under|above)\b",
        # times and telephones: 9am, 10:30, 7.30pm, 24/7, 999, 0800 123 456
        r"\b\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|noon|midnight)\b",
        r"\b\d{1,2}:\d{2}\b",
        r"\b24/7\b",
        r"(?<![\d,.£])(?:\+44|0)\d{2,5}(?:[\s-]?\d{2,6}){1,3}\b",
        r"\b(?:call|dial|ring|phone|ringing|calling|dialling)\s+(?:\w+\s+(?:on\s+)?)?(?:999|101|111|105|116\s?\d{3})\b",
        r"\b(?:999|101|111)\s+(?:call|service|number)s?\b",
        # lengths of time: three-year plan, the last 12 months, within 28 days, four days a week
        rf"\b{_SMALL}[-–]{_LENGTH}\b",
        rf"\b(?:next|last|past|previous|coming|first|final|every|each|within|rolling|latest|preceding|following|at\sleast|up\sto|for)\s+{_SMALL}\s+(?:working\s+|clear\s+|calendar\s+)?{_LENGTH}\b",
        rf"\b{_SMALL}\s+(?:{_LENGTH}|times)\s+(?:a|an|per|each|every)\s+{_LENGTH}\b",
        rf"\b{_SMALL}\s+{_LENGTH}\s+(?:before|after|later|earlier|ago|from|notice)\b",
        # names: Covid 19, A35, LSOA11, DT1 1XJ, ‘16 Days of Action’, 2nd
        r"\bcovid[- ]?19\b",
        r"\b[a-z]{1,2}\d{1,2}[a-z]?\s?\d[a-z]{2}\b",
        r"\b[a-z]+[&-]?\d+\w*",
        r"\b\d+(?:st|nd|rd|th)\b",
        r"[‘“’'\"]\d{1,3}\s+\w[^‘“’”'\"]{2,60}[’”'\"]",
        r"\b\d{1,3}\s+days\s+of\s+\w+",
        # words that count nothing: one of them, one another, no one, number one
        r"\b(?:no|any|every|some|each|this|that|which|the)[- ]one\b",
        r"\bone(?!\s+hundred\b|\s+in\s+\w+|\s?%|\s+per\s?cent)\b",
        r"\b(?:hundreds|thousands|millions)\b",
    )
)
"""Where a number is no claim about the record. Checked by the tests both ways."""


def unbound_numbers(words: str) -> tuple[str, ...]:
    """The numbers in some words that claim something and are bound to nothing, in order, as typed."""
    return tuple(words[start:end] for start, end in unbound_spans(words))


def unbound_spans(words: str) -> tuple[tuple[int, int], ...]:
    """Where those numbers start and end."""
    spans = [found.span() for pattern in NO_CLAIMS for found in pattern.finditer(words)]
    numbers = []
    for found in NUMBER.finditer(words):
        start, end = found.span("digits") if found["digits"] else found.span("words")
        if _is_number(words, start, end) and not any(first <= start and end <= last for first, last in spans):
            typed = found[0]
            begins = found.start() + len(typed) - len(typed.lstrip())
            numbers.append((begins, begins + len(typed.strip())))
    return tuple(numbers)


def _is_number(words: str, start: int, end: int) -> bool:
    """Not a piece of something longer: a code, a decimal, a hyphened name."""
    before, after = words[start - 1 : start], words[end : end + 1]
    return not (
        before.isalnum()
        or before == "_"
        or (after.isalpha() and words[end : end + 2].lower() not in {"m ", "k "})
    )
