"""The offence codes of a source: what each is called, how often it was recorded, and which of them some words find. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from frankpledge.analysis.offence_codes import class_of, members, normal_code, plain
from frankpledge.evidence.rules.offences import OffenceRow


@dataclass(frozen=True)
class CodeFacts:
    """One code: what the source calls it most often, and how many offences it has in all that was sent. `missing` are
    counts that were not given, which are not nought."""

    code: str
    offence: str
    group: str
    n: int
    missing: int = 0


def codes_of(rows: Iterable[OffenceRow]) -> tuple[CodeFacts, ...]:
    """The codes of a table in order of their numbers; rows without a code have none."""
    held: dict[str, list[OffenceRow]] = {}
    for row in rows:
        if code := normal_code(row.code):
            held.setdefault(code, []).append(row)
    return tuple(_facts(code, held[code]) for code in sorted(held, key=in_order))


def _facts(code: str, rows: Sequence[OffenceRow]) -> CodeFacts:
    return CodeFacts(
        code, _usual(row.offence for row in rows), _usual(row.group for row in rows),
        sum(row.n or 0 for row in rows), sum(row.n is None for row in rows),
    )  # fmt: skip


def _usual(names: Iterable[str]) -> str:
    counted = Counter(name for name in names if name)
    return min(counted, key=lambda name: (-counted[name], name)) if counted else ""


def in_order(code: str) -> tuple[object, ...]:
    """8A before 8N, 8N before 56, and what does not begin with a number after all that do."""
    parts = re.split(r"([0-9]+)", code)
    return (
        not code[:1].isdigit(),
        *((int(part), "") if part.isdigit() else (-1, part) for part in parts if part),
    )


def found(codes: Sequence[CodeFacts], words: str) -> tuple[CodeFacts, ...]:
    """The codes that every one of some words finds: by the beginning of the code (8 finds 8N, and 8/06, and not 80), or
    within the name or the group. All of them without words."""
    asked = [one for one in re.split(r"[\s,;]+", words.strip()) if one]
    return tuple(one for one in codes if all(_finds(word, one) for word in asked))


def _finds(word: str, one: CodeFacts) -> bool:
    code = normal_code(word)
    if any(code in {known, class_of(known)} for known in (one.code, *members(one.code))):
        return True
    if code[:1].isdigit():
        return not code.isdigit() and one.code.startswith(code)
    return (bool(plain(word)) and plain(word) in plain(f"{one.offence} {one.group}")) or one.code.startswith(
        code
    )
