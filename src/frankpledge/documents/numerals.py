"""Numbers as people type them: 4,217; 12.4%; thirteen; about 2,800; £1.2 million; 3.1 per 1,000."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from frankpledge.kernel.numbers import Exact, grouped, round_half_up

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int) -> str:
    """A whole number from 0 to 100 as documents write it: twenty-three. Raises ValueError outside that."""
    if not 0 <= number <= 100:
        raise ValueError(f"{number} is written in digits")
    if number == 100:
        return "one hundred"
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")


WORDS = {in_words(number): number for number in range(101)} | {"a hundred": 100, "hundred": 100, "nought": 0}

_SPELT = "|".join(
    # ‘twenty three’ and ‘twenty-three’ are one number; the longest come first, so that sixteen is not read as six.
    re.escape(word).replace(r"\-", "[- ]").replace(r"\ ", " ")
    for word in sorted(WORDS, key=len, reverse=True)
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALES = {"thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9}

NUMBER = re.compile(
    rf"(?P<pounds>£ ?)?(?P<sign>(?<![\w)])[-−–+])?(?P<pounds_after>£)?"
    rf"(?:(?<![\w.,])(?P<digits>{_DIGITS})(?![.,]?\d)|\b(?P<words>{_SPELT})\b)"
    r"(?:\s?(?P<scale>thousand|million|billion|bn|m|k)\b)?"
    r"(?P<percent>\s?%|\s(?:per\s?cent)\b)?"
    r"(?P<per>\s(?:per|for every)\s(?P<base>\d[\d,]*|thousand|hundred thousand|million))?",
    re.IGNORECASE,
)
"""One number with what belongs to it."""


class Closeness(StrEnum):
    """How a typed number means to be taken."""

    EXACT = "exact"  # to the last place typed
    ABOUT = "about"  # to its last digit that is not nought
    MORE = "more"
    AT_LEAST = "at least"
    LESS = "less"
    AT_MOST = "at most"
    NEARLY = "nearly"  # less, but it rounds to this


_QUALIFIERS = (
    (Closeness.AT_LEAST, r"at least|no fewer than|no less than|a minimum of"),
    (Closeness.AT_MOST, r"at most|no more than|up to|a maximum of"),
    (Closeness.MORE, r"more than|over|above|in excess of"),
    (Closeness.LESS, r"fewer than|less than|under|below"),
    (Closeness.NEARLY, r"nearly|almost|just under"),
    (Closeness.ABOUT, r"about|around|roughly|approximately|some|circa|approx\.?|an estimated"),
)

UP = r"increas\w*|rise|rises|rose|risen|rising|grew|grown|growth|up|higher|went up|gone up"
DOWN = r"decreas\w*|fall|falls|fell|fallen|falling|drop|drops|dropped|reduc\w*|declin\w*|down|lower|fewer"


@dataclass(frozen=True)
class Typed:
    """A number as typed. `quantum` is one unit of its last place: 1 for 4,217, 1/10 for 22.8, 100,000 for 1.2 million."""

    value: Fraction
    quantum: Fraction
    is_signed: bool = False
    is_percent: bool = False
    is_pounds: bool = False
    is_word: bool = False
    per: int | None = None
    closeness: Closeness = Closeness.EXACT

    @property
    def coarse(self) -> Fraction:
        """One unit of the last digit that is not nought: 100 for 2,800."""
        quantum = self.quantum
        while self.value and (self.value / (quantum * 10)).denominator == 1:
            quantum *= 10
        return quantum


def read_typed(words: str) -> Typed | None:
    """The one number in some words, or None when there is none or more than one."""
    found = list(NUMBER.finditer(words))
    if len(found) != 1:
        return None
    return typed_number(found[0], before=words[: found[0].start()])


def typed_number(found: re.Match[str], before: str = "") -> Typed:
    """What a match of `NUMBER` says; `before` holds the words that qualify it (about, more than)."""
    value, places = _plain_value(found)
    scale = _SCALES.get((found["scale"] or "").lower(), 1)
    if found["sign"] in {"-", "−", "–"}:
        value = -value
    return Typed(
        value * scale,
        Fraction(scale, 10**places),
        is_signed=found["sign"] is not None,
        is_percent=found["percent"] is not None,
        is_pounds=bool(found["pounds"] or found["pounds_after"]),
        is_word=found["words"] is not None,
        per=_base(found["base"]),
        closeness=closeness_of(before),
    )


def _plain_value(found: re.Match[str]) -> tuple[Fraction, int]:
    if found["words"]:
        word = found["words"].lower()
        return Fraction(WORDS[word] if word in WORDS else WORDS[word.replace(" ", "-")]), 0
    digits = found["digits"].replace(",", "")
    return Fraction(digits), len(digits.partition(".")[2])


def _base(words: str | None) -> int | None:
    if words is None:
        return None
    named = {"thousand": 10**3, "hundred thousand": 10**5, "million": 10**6}
    return named.get(words.lower()) or int(words.replace(",", ""))


def closeness_of(before: str) -> Closeness:
    """How the words before a number qualify it: about, more than, nearly."""
    for closeness, words in _QUALIFIERS:
        if re.search(rf"\b(?:{words})\s*$", before, re.IGNORECASE):
            return closeness
    return Closeness.EXACT


def base_of(unit: str) -> int | None:
    """What a unit is per: 1,000 for ‘offences per 1,000 residents’."""
    found = re.search(r"\bper\s(\d[\d,]*|hundred thousand|thousand|million)", unit, re.IGNORECASE)
    return _base(found[1]) if found else None


def rounded_to(value: Exact, quantum: Fraction) -> Fraction:
    """The value to the nearest multiple of the quantum, half away from zero."""
    return Fraction(round_half_up(Fraction(value) / quantum)) * quantum


def agrees(typed: Typed, value: Exact) -> bool:
    """Whether an exact value is what was typed, as it was meant: rounded half up to the place typed, or about, or more."""
    exact = Fraction(value)
    checks = {
        Closeness.EXACT: rounded_to(exact, typed.quantum) == typed.value,
        Closeness.ABOUT: rounded_to(exact, typed.coarse) == typed.value
        or rounded_to(exact, typed.quantum) == typed.value,
        Closeness.MORE: exact > typed.value,
        Closeness.AT_LEAST: exact >= typed.value,
        Closeness.LESS: exact < typed.value,
        Closeness.AT_MOST: exact <= typed.value,
        Closeness.NEARLY: exact < typed.value and rounded_to(exact, typed.coarse) == typed.value,
    }
    return checks[typed.closeness]


def as_typed(typed: Typed, value: Exact) -> str:
    """An exact value printed to the place typed, with the mark of its kind: 12%, £1,200, 3.1 per 1,000."""
    places = max(0, len(str(typed.quantum.denominator)) - 1)
    rounded = rounded_to(value, typed.quantum)
    number = grouped(round_half_up(rounded, places))
    if typed.is_word and rounded.denominator == 1 and 0 <= rounded <= 100:
        number = in_words(int(rounded))
    if typed.is_pounds:
        number = f"−£{number[1:]}" if number.startswith("−") else f"£{number}"
    if typed.is_percent:
        number = f"{number} per cent" if typed.is_word else f"{number}%"
    return f"{number} per {typed.per:,}" if typed.per else number


def direction_in(words: str) -> int:
    """1 when the words speak only of a rise, −1 only of a fall, 0 of neither or both."""
    up = re.search(rf"\b(?:{UP})\b", words, re.IGNORECASE) is not None
    down = re.search(rf"\b(?:{DOWN})\b", words, re.IGNORECASE) is not None
    return int(up) - int(down)
