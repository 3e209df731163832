"""Whether a number that people typed is the number the record gives, to the precision they typed it with. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from frankpledge.documents.figures import Figure
from frankpledge.kernel.numbers import round_half_up
from frankpledge.scrutiny.rules.flags import ClaimOutcome
from frankpledge.scrutiny.rules.phrases import in_words

_RISES = frozenset(
    ["increase", "increased", "rise", "risen", "rose", "grew", "growth", "up", "more", "higher"]
)
_FALLS = frozenset(
    [
        "decrease",
        "decreased",
        "fall",
        "fallen",
        "fell",
        "drop",
        "dropped",
        "reduction",
        "reduced",
        "down",
        "fewer",
        "less",
        "lower",
    ]
)
_NUMBER = re.compile(r"[-−+]?\d[\d,]*(?:\.\d+)?")
PER_CENT = frozenset({"%", "per cent"})
_NEAR = 4
"""How many words on either side of a percentage may say which way it went."""


@dataclass(frozen=True)
class Matched:
    """How a stated number stands against a figure; `computed` is the figure to the same precision."""

    outcome: ClaimOutcome
    because: str
    computed: str = ""


def stated_value(stated: str) -> tuple[Decimal, int] | None:
    """The number in a stated text and its decimal places; words up to twenty are read. None when there is none."""
    words = stated.strip().lower()
    for count in range(21):
        if words == in_words(count):
            return Decimal(count), 0
    found = _NUMBER.search(stated)
    if found is None:
        return None
    digits = found[0].replace(",", "").replace("−", "-")
    return Decimal(digits), len(digits.partition(".")[2])


def match(stated: str, sentence: str, figure: Figure) -> Matched:
    """Compare what is stated with the figure, rounded half up to as many decimals as were typed.

    A percentage of change is compared by its size; the word near it (increase, fell) must go the same way.
    """
    if figure.value is None:
        return Matched(ClaimOutcome.UNKNOWN, figure.unknown_because or "the record does not give this figure")
    read = stated_value(stated)
    if read is None:
        return Matched(ClaimOutcome.UNBOUND, "no number can be read in what is stated", figure.text)
    value, places = read
    exact = Fraction(figure.value)
    rounded = round_half_up(exact, places)
    is_percentage = figure.unit in PER_CENT
    computed = f"{rounded:,}{'%' if is_percentage else ''}".replace("-", "−")
    is_signed = value < 0 or stated.strip()[:1] == "+"
    if (rounded if is_signed or not is_percentage else abs(rounded)) != value:
        return Matched(ClaimOutcome.CONTRADICTED, "the record gives another number", computed)
    if is_percentage and not is_signed and _goes_the_other_way(stated, sentence, exact):
        return Matched(ClaimOutcome.CONTRADICTED, "the record shows a change the other way", computed)
    return Matched(ClaimOutcome.CONFIRMED, "the record gives the same, to the precision stated", computed)


def _goes_the_other_way(stated: str, sentence: str, exact: Fraction) -> bool:
    before, _, after = sentence.partition(stated)
    near = {
        word.strip(".,;:()’'\"").lower()
        for word in [*before.split()[-_NEAR:], *after.split()[:_NEAR]]
    }  # fmt: skip
    rises, falls = bool(near & _RISES), bool(near & _FALLS)
    return (rises and not falls and exact < 0) or (falls and not rises and exact > 0)
