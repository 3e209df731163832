"""Patterns whose values are inlines, so that the numbers in a generated sentence open. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from frankpledge.documents import numerals
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Bound, Inline, Text
from frankpledge.kernel.dates import MONTHS, Period
from frankpledge.kernel.messages import Message
from frankpledge.kernel.numbers import grouped

MOST_IN_WORDS = 20
"""Counts above this are printed in figures."""


def inlines(message: Message, figures: Mapping[str, Figure]) -> tuple[Inline, ...]:
    """A message as inlines; each value named in `figures` is printed as a number that opens to that figure.

    A value that is a message itself is opened up in the same way, so a figure may stand inside it.
    """
    found: list[Inline] = []
    for literal, name, _, _ in Formatter().parse(message.pattern):
        if literal:
            found.append(Text(literal))
        if name is None:
            continue
        value = message.values[name]
        if name in figures:
            found.append(Bound(figures[name], str(value)))
        elif isinstance(value, Message):
            found.extend(inlines(value, figures))
        else:
            found.append(Text(str(value)))
    return merged(found)


def merged(parts: list[Inline]) -> tuple[Inline, ...]:
    """The same words with neighbouring plain runs drawn together."""
    found: list[Inline] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, Text) and isinstance(last, Text):
            found[-1] = Text(last.text + part.text)
        else:
            found.append(part)
    return tuple(found)


def sentences(parts: list[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    """Sentences as one run of text, a space between them."""
    found: list[Inline] = []
    for part in parts:
        if found:
            found.append(Text(" "))
        found.extend(part)
    return merged(found)


def in_words(count: int) -> str:
    """A count as prose prints it: none, thirteen, 21."""
    if count == 0:
        return "none"
    return numerals.in_words(count) if 0 < count <= MOST_IN_WORDS else grouped(count)


def quarters_of(period: Period) -> tuple[Period, ...]:
    """The four quarters of a calendar or financial year, or the spans of three months of any whole number of them.

    Raises ValueError for a period that is not made of spans of three months.
    """
    found: list[Period] = []
    year, month = period.starts_on.year, period.starts_on.month
    while not found or (period.ends_on and found[-1].ends_on and found[-1].ends_on < period.ends_on):
        last = month + 2
        end = Period.month(year + (last - 1) // 12, (last - 1) % 12 + 1)
        found.append(Period(Period.month(year, month).starts_on, end.ends_on))
        year, month = year + month // 10, (month + 2) % 12 + 1
    if period.ends_on is None or period.starts_on.day != 1 or found[-1].ends_on != period.ends_on:
        raise ValueError(f"{period.code} is not made of quarters")
    return tuple(found)


def season(quarter: Period) -> str:
    """A quarter without its year: January to March."""
    last = (quarter.ends_on or quarter.starts_on).month
    return f"{MONTHS[quarter.starts_on.month - 1]} to {MONTHS[last - 1]}"
