"""The numbers of an agenda: 1, 2, 3 until it goes out, and after that nobody's number changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from string import ascii_lowercase

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.verdicts import Refused

STABLE = Citation(
    "Practice of committees", note="an item keeps the number under which members read its paper"
)


def _parts(number: str) -> tuple[int, str]:
    found = re.fullmatch(r"(\d+)([a-z]?)", number)
    return (int(found[1]), found[2]) if found else (0, "")


@rule(source=STABLE)
def first_numbers(count: int) -> tuple[str, ...]:
    """Before an agenda goes out its items are numbered from 1 in their order."""
    return tuple(str(place) for place in range(1, count + 1))


@rule(source=STABLE)
def supplement_number(printed: Collection[str], after: str = "") -> str:
    """An item that joins after the agenda went out takes the next letter of the item it stands after (4a), or, at the
    end, the next whole number. No number is used twice, not even that of an item that was withdrawn.

    Raises `Refused` after the twenty-sixth letter.
    """
    known = [_parts(one) for one in printed]
    if not after:
        return str(max((whole for whole, _ in known), default=0) + 1)
    base = _parts(after)[0]
    used = {letter for whole, letter in known if whole == base}
    free = next((letter for letter in ascii_lowercase if letter not in used), "")
    if not free:
        raise Refused(f"Item {base} has a supplement for every letter: put the new item at the end.")
    return f"{base}{free}"


def in_order(ids: Sequence[str], moved: str, where: str) -> tuple[str, ...]:
    """The ids with one moved `up`, `down`, `first` or `last`; unchanged where it cannot go further."""
    found = list(ids)
    at = found.index(moved)
    to = {"up": max(at - 1, 0), "down": min(at + 1, len(found) - 1), "first": 0, "last": len(found) - 1}[
        where
    ]
    found.insert(to, found.pop(at))
    return tuple(found)
