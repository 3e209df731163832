"""Facts about areas and members that need no database. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds
from frankpledge.law.facts import AuthorityType

CAPACITIES = {
    "responsible-authority": "Responsible authority",
    "co-operating": "Co-operating body",
    "invited": "Invited member",
    "neighbour": "Neighbouring body",
    "scrutiny": "Scrutinises the partnership",
}
"""Why an organisation takes part, as stored and as read."""

PURPOSES = {
    "statutory": "The area it answers for",
    "ons-partnership": "What the Office for National Statistics calls by its name",
}
VINTAGES = {
    "lsoa11": "lower layer super output areas of 2011",
    "lsoa21": "lower layer super output areas of 2021",
}
_CODE = re.compile(r"([A-Z]\d\d)(\d{6})")


def expand_codes(written: Iterable[str]) -> tuple[str, ...]:
    """The area codes meant by codes and ranges such as `E01020373-E01020450`, sorted; both ends are included.

    Raises ValueError, naming the text, for what is no code, a range that runs backwards or from one kind of
    area to another, and a code given twice.
    """
    found: set[str] = set()
    for text in written:
        for code in _one_range(text.strip()):
            if code in found:
                raise ValueError(f"‘{text}’ gives {code} again")
            found.add(code)
    return tuple(sorted(found))


def _one_range(text: str) -> Iterable[str]:
    first, dash, last = (part.strip() for part in text.partition("-"))
    start, end = _CODE.fullmatch(first), _CODE.fullmatch(last if dash else first)
    if start is None or end is None:
        raise ValueError(f"‘{text}’ is neither a code like E01020373 nor a range of two")
    if start[1] != end[1]:
        raise ValueError(f"‘{text}’ runs from one kind of area to another")
    if int(end[2]) < int(start[2]):
        raise ValueError(f"‘{text}’ runs backwards")
    return (f"{start[1]}{number:06d}" for number in range(int(start[2]), int(end[2]) + 1))


@rule(source=Citation("Crime and Disorder Act 1998", "s 5(1)"))
def still_exists(name: str, ends_on: date | None, successor: str, on: date) -> Verdict:
    """A body takes part only while it exists; after its last day its successor does."""
    if ends_on is None or on <= ends_on:
        return holds(message("{name} exists on {on}.", name=name, on=short_date(on)), name=name, on=on)
    followed = message(
        "{name} ended on {ended}; {successor} follows it.",
        name=name,
        ended=short_date(ends_on),
        successor=successor,
    )
    alone = message(
        "{name} ended on {ended} and no successor is recorded.", name=name, ended=short_date(ends_on)
    )
    return fails(
        followed if successor else alone,
        Reason("s 5(1)", f"{on} is after {ends_on}"),
        name=name,
        ended=ends_on,
    )


@rule(source=Citation("Crime and Disorder Act 1998", "s 5(1)"))
def every_authority_takes_part(kinds: Iterable[str], authorities: Iterable[AuthorityType]) -> Verdict:
    """Each kind of responsible authority that the law names everywhere should take part in the partnership."""
    present = set(kinds)
    lacking = tuple(one.title for one in authorities if not one.where and one.code not in present)
    if not lacking:
        return holds(message("Every kind of responsible authority takes part."))
    text = message("No organisation is recorded as {lacking}.", lacking=", nor as ".join(lacking))
    return fails(text, Reason("s 5(1)", f"recorded: {', '.join(sorted(present)) or 'none'}"))
