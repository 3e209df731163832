"""What the checker has made of each number so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from frankpledge.documents.checking.mentions import Kind, Mention
from frankpledge.documents.checking.parts import Checked, Verdict
from frankpledge.documents.checking.wording import Sentence
from frankpledge.documents.numerals import Closeness
from frankpledge.kernel.numbers import grouped, round_half_up

_ORDER = (Verdict.CONTRADICTED, Verdict.CONFIRMED, Verdict.CONVENTION)
NAMES = {
    Kind.COUNT: "count", Kind.MONEY: "money", Kind.PERCENT: "percent", Kind.POINTS: "points", Kind.RATE: "rate",
    Kind.FRACTION: "fraction", Kind.MULTIPLE: "multiple", Kind.ORDINAL: "rank", Kind.YEAR: "period", Kind.DATE: "date",
    Kind.LENGTH: "period", Kind.OTHER: "reference",
}  # fmt: skip


@dataclass
class Book:
    """The verdicts on the numbers of every sentence: the first verdict on a number stands."""

    found: dict[tuple[int, int], Checked] = field(default_factory=dict)
    extra: list[tuple[int, Checked]] = field(default_factory=list)
    right: dict[tuple[int, int], Fraction] = field(default_factory=dict)
    """What a number that is wrong should be."""

    def has(self, at: int, n: int) -> bool:
        return (at, n) in self.found

    def is_wrong(self, at: int, n: int) -> bool:
        kept = self.found.get((at, n))
        return kept is not None and kept.verdict is Verdict.CONTRADICTED

    def say(
        self, at: int, sentence: Sentence, n: int, verdict: Verdict, because: str, *, kind: str = "", computed: str = "",
        value: Fraction | None = None,
    ) -> None:  # fmt: skip
        """Record the verdict on one number, unless it has one."""
        if (at, n) in self.found:
            return
        mention = sentence.mentions[n]
        self.found[at, n] = Checked(
            sentence.text,
            sentence.where,
            kind or NAMES[mention.kind],
            mention.text.strip(),
            computed,
            verdict,
            because,
        )
        if value is not None:
            self.right[at, n] = value

    def add(
        self,
        at: int,
        sentence: Sentence,
        kind: str,
        stated: str,
        computed: str,
        verdict: Verdict,
        because: str,
    ) -> None:
        """Record a claim that is no number: that something is the highest, or rose."""
        self.extra.append(
            (at, Checked(sentence.text, sentence.where, kind, stated, computed, verdict, because))
        )

    def values(self, at: int, sentence: Sentence, n: int) -> list[Fraction]:
        """What a number may be taken for: as written, and as it should be."""
        written = sentence.mentions[n].value
        return [written, *([self.right[at, n]] if (at, n) in self.right else [])]


def printed(value: Fraction, like: Mention) -> str:
    """A value to the places of a number, with the mark of its kind."""
    text = grouped(round_half_up(value, like.places if like.quantum < 1 else 0))
    if like.kind is Kind.MONEY:
        return f"−£{text[1:]}" if text.startswith("−") else f"£{text}"
    if like.kind is Kind.PERCENT:
        return f"{text}%"
    if like.kind is Kind.POINTS:
        return f"{text} percentage points"
    if like.kind is Kind.RATE and like.per:
        return f"{text} per {like.per:,}"
    return text


def loosely(value: Fraction, places: int = 2) -> str:
    """A value with no more places than it needs, and at most so many."""
    needed = 0
    while needed < places and (value * 10**needed).denominator != 1:
        needed += 1
    return grouped(round_half_up(value, needed))


LOOSE_SHARE = Fraction(2, 100)
LOOSE_TIMES = Fraction(5, 100)


def share_verdict(mention: Mention, exact: Fraction) -> tuple[Verdict, str]:
    """Whether a share (of 1) is what a fraction or percentage says; and in which words it may still hold."""
    if mention.kind is Kind.PERCENT:
        return percent_verdict(mention, exact * 100)
    if mention.closeness in {Closeness.MORE, Closeness.AT_LEAST}:
        return (Verdict.CONFIRMED if exact >= mention.value else Verdict.CONTRADICTED), ""
    if mention.closeness in {Closeness.LESS, Closeness.AT_MOST, Closeness.NEARLY}:
        near = mention.closeness is not Closeness.NEARLY or exact > mention.value - 3 * LOOSE_SHARE
        return (Verdict.CONFIRMED if exact <= mention.value and near else Verdict.CONTRADICTED), ""
    if exact == mention.value:
        return Verdict.CONFIRMED, ""
    if abs(exact - mention.value) <= LOOSE_SHARE or _is_nearest_one_in(mention, exact):
        return Verdict.CONVENTION, "; it is the nearest simple fraction"
    return Verdict.CONTRADICTED, ""


def _is_nearest_one_in(mention: Mention, exact: Fraction) -> bool:
    """One in seven is said of 15% as of 14%."""
    if mention.value.numerator != 1 or not exact or mention.value.denominator <= 5:
        return False
    return round_half_up(1 / exact) == mention.value.denominator


def percent_verdict(mention: Mention, exact: Fraction) -> tuple[Verdict, str]:
    """Whether a percentage is what was written, rounded half up to its places."""
    if mention.agrees(exact):
        return Verdict.CONFIRMED, ""
    if mention.closeness is Closeness.EXACT and abs(mention.value - exact) * 2 == mention.quantum:
        return Verdict.CONVENTION, "; it lies exactly between two and was not rounded half up"
    if mention.closeness is Closeness.ABOUT and abs(mention.value - exact) <= max(
        mention.quantum, abs(exact) / 50
    ):
        return Verdict.CONVENTION, "; it is about that"
    return Verdict.CONTRADICTED, ""


def times_verdict(mention: Mention, ratio: Fraction) -> tuple[Verdict, str]:
    """Whether a number of times is what was written: doubled, three times."""
    low, high = mention.value * (1 - LOOSE_TIMES), mention.value * (1 + LOOSE_TIMES)
    if mention.closeness in {Closeness.MORE, Closeness.AT_LEAST}:
        beyond = ratio >= mention.value if mention.value > 1 else ratio <= mention.value
        return (Verdict.CONFIRMED if beyond else Verdict.CONTRADICTED), ""
    if mention.closeness in {Closeness.NEARLY, Closeness.LESS}:
        low, high = mention.value * Fraction(85, 100), mention.value
        if mention.value < 1:
            low, high = mention.value, mention.value * Fraction(118, 100)
        return (Verdict.CONFIRMED if low <= ratio <= high else Verdict.CONTRADICTED), ""
    if ratio == mention.value:
        return Verdict.CONFIRMED, ""
    if low <= ratio <= high:
        return Verdict.CONVENTION, "; it is about that many times"
    return Verdict.CONTRADICTED, ""
