"""A number as suppliers write it: thousands commas, padded text, markers for missing; missing is never zero."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

PLACES = 10
"""Decimal places that are stored."""

_MISSING = {
    "": "blank",
    "-": "not given",
    "–": "not given",
    "—": "not given",
    "..": "not available",
    "...": "not available",
    ":": "not available",
    "n/a": "not available",
    "na": "not available",
    "#n/a": "not available",
    "not available": "not available",
    "x": "not available",
    "[x]": "not available",
    "[z]": "not applicable",
    "[w]": "none in the survey",
    "c": "suppressed",
    "[c]": "suppressed",
    "*": "suppressed",
    "[low]": "suppressed",
    "suppressed": "suppressed",
    "[u]": "unreliable",
    "null": "blank",
}
"""The marks of government statistics and of spreadsheets for a value that is not there, and what they mean."""
_NUMBER = re.compile(r"[-−]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_MARK = re.compile(r"\s*(?:\[(p|r|e|note \d+)\]|\((p|r|e)\))$", re.IGNORECASE)


@dataclass(frozen=True)
class Value:
    """A value read: a number, or `missing` with its meaning. `unit` is percent or pounds where the text says so."""

    number: Decimal | None
    missing: str = ""
    unit: str = ""
    note: str = ""


def read_value(text: str, *, negatives: bool = False) -> Value:
    """Read a value as text. Raises ValueError with a sentence: what is wrong and what to write instead.

    `-00` is zero (Home Office tables write it so). A number below zero is refused unless the table is declared to
    hold reclassifications (`negatives`).
    """
    bare = " ".join(text.replace("\u00a0", " ").replace("\u2212", "-").split())
    if bare.lower() in _MISSING:
        return Value(None, _MISSING[bare.lower()])
    if re.fullmatch(r"(<|fewer than |less than )\s*\d+", bare.lower()):
        return Value(None, "suppressed", note=bare)
    bare, note = _without_mark(bare)
    unit = "percent" if bare.endswith("%") else "pounds" if "£" in bare else ""
    bare = bare.removesuffix("%").replace("£", "").strip()
    if re.fullmatch(r"\([\d,.]+\)", bare):
        bare = f"-{bare[1:-1]}"
    number = _number(bare, text)
    if number < 0 and not negatives and unit != "percent":
        raise ValueError(
            f"‘{text.strip()}’ is below zero, which no count can be. Correct it, or say on the import page that the "
            "table holds reclassified records."
        )
    return Value(number, unit=unit, note=note)


def _without_mark(text: str) -> tuple[str, str]:
    found = _MARK.search(text)
    return (text[: found.start()], (found[1] or found[2]).lower()) if found else (text, "")


def _number(bare: str, text: str) -> Decimal:
    if re.fullmatch(r"-0+", bare):
        return Decimal(0)
    if re.fullmatch(r"-?\d+(\.\d+)?e[+-]?\d+", bare, re.IGNORECASE):
        raise ValueError(
            f"‘{text.strip()}’ has lost its digits. Show the column as a plain number and save again."
        )
    if re.fullmatch(r"-?\d+,\d{1,2}|-?\d{1,3}(\.\d{3})+,\d+", bare):
        raise ValueError(f"‘{text.strip()}’ uses a comma for the decimal point. Write 1234.5, or 1,234.5.")
    if not _NUMBER.fullmatch(bare):
        raise ValueError(
            f"‘{text.strip()}’ is not a number. Write a number, or leave the cell empty if it is not known."
        )
    try:
        number = Decimal(bare.replace(",", ""))
    except InvalidOperation as error:  # pragma: no cover (the pattern admits nothing else)
        raise ValueError(f"‘{text.strip()}’ is not a number.") from error
    return exact(number, text)


def exact(number: Decimal, text: str = "") -> Decimal:
    """The number at the places that are stored. Raises ValueError for one too large to be a figure."""
    if abs(number) >= Decimal(10) ** 24:
        raise ValueError(f"‘{(text or str(number)).strip()}’ is too large to be a figure. Correct it.")
    exponent = number.as_tuple().exponent
    return (
        number.quantize(Decimal(1).scaleb(-PLACES))
        if isinstance(exponent, int) and exponent < -PLACES
        else number
    )
