"""What a change of the law makes wrong: the library on a day held against the library before it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from frankpledge.law import api as law
from frankpledge.law.facts import (
    NATIONS,
    STRENGTH_WORDS,
    BoardHead,
    BodyName,
    ContentRule,
    DatedRow,
    Definition,
    Duty,
    GroupMinimum,
    Provenance,
)

BEGINS, ENDS, CHANGES = "begins", "ends", "changes"
KINDS: Mapping[str, str] = {
    "duty": "Duty",
    "authority": "Responsible authority",
    "body": "Name of a body",
    "strategy": "Strategy that law requires",
    "definition": "Definition",
    "assessment-section": "Part of the strategic assessment",
    "plan-section": "Part of the plan",
    "group": "What a strategy group needs",
    "board-head": "Member of the domestic abuse board",
    "specified": "Authority of the serious violence duty",
}
TEMPLATES = {
    "assessment-section": "strategic assessment",
    "plan-section": "partnership plan",
    "strategy": "partnership plan",
    "group": "terms of reference",
    "board-head": "terms of reference",
    "specified": "terms of reference",
    "authority": "terms of reference",
    "body": "terms of reference",
}


@dataclass(frozen=True)
class Change:
    """One row of the library that begins, ends or changes between two days; `before` and `after` in words, empty for none."""

    kind: str
    code: str
    what: str
    on: date
    before: str
    after: str
    basis: tuple[str, ...]
    provenance: Provenance
    measures: tuple[str, ...] = ()


def tables() -> dict[str, tuple[DatedRow, ...]]:
    """Every dated table of the library, by kind of row."""
    library = law.library()
    return {
        "duty": library.duties,
        "authority": library.authorities,
        "body": library.bodies,
        "strategy": library.strategies,
        "definition": library.definitions,
        "assessment-section": library.assessment_sections,
        "plan-section": library.plan_sections,
        "group": library.groups,
        "board-head": library.heads,
        "specified": library.specified,
    }


def changes_between(nation: str, since: date, until: date) -> tuple[Change, ...]:
    """What begins, ends or changes after `since` and up to `until`, in order of day, kind and code."""
    if nation not in NATIONS:
        raise ValueError(f"‘{nation}’ is not a nation; write E or W")
    found = [
        one
        for kind, rows in tables().items()
        for one in _of_kind(kind, [row for row in rows if nation in row.nation], since, until)
    ]
    order = list(KINDS)
    return tuple(sorted(found, key=lambda one: (one.on, order.index(one.kind), one.code)))


def changes_on(nation: str, on: date) -> tuple[Change, ...]:
    """What is different on a day from the day before."""
    return changes_between(nation, on - timedelta(1), on)


def days_of_change(nation: str) -> tuple[date, ...]:
    """Every day on which something in the library changes in a nation, in order."""
    days = set()
    for rows in tables().values():
        for row in rows:
            if nation in row.nation:
                days.add(row.period.starts_on)
                if row.period.ends_on:
                    days.add(row.period.ends_on + timedelta(1))
    return tuple(sorted(days))


def _of_kind(kind: str, rows: list[DatedRow], since: date, until: date) -> Iterator[Change]:
    for row in rows:
        begins = row.period.starts_on
        if since < begins <= until:
            before = _next_to(rows, row, begins - timedelta(1))
            if before is None or said(before) != said(row):
                what = BEGINS if before is None else CHANGES
                yield _change(kind, row, what, begins, said(before) if before else "", said(row))
        ends = row.period.ends_on
        if ends is not None and since < ends + timedelta(1) <= until:
            after = ends + timedelta(1)
            if _next_to(rows, row, after) is None:
                yield _change(kind, row, ENDS, after, said(row), _follows(row, after))


def _next_to(rows: Iterable[DatedRow], row: DatedRow, on: date) -> DatedRow | None:
    """The row of the same code that holds on the day beside."""
    same = (one for one in rows if one is not row and (one.code, one.where) == (row.code, row.where))
    return next((one for one in same if on in one.period), None)


def _follows(row: DatedRow, on: date) -> str:
    """What stands in the place of a body or authority that ends."""
    code = getattr(row, "successor", "")
    if not code:
        return ""
    rows = tables()["body" if isinstance(row, BodyName) else "authority"]
    return next((f"{one.title} follows" for one in rows if one.code == code and on in one.period), "")


def _change(kind: str, row: DatedRow, what: str, on: date, before: str, after: str) -> Change:
    basis = tuple(map(str, getattr(row, "basis", ())))
    measures = row.measures if isinstance(row, Definition) else ()
    return Change(kind, row.code, what, on, before, after, basis, row.provenance, measures)


def said(row: DatedRow) -> str:
    """What a row says, in the words that must differ for it to have changed."""
    if isinstance(row, Duty):
        own = "" if row.is_own else f"; {row.who}"
        return f"{row.title} ({STRENGTH_WORDS[row.strength].lower()}{own})"
    if isinstance(row, Definition):
        return f"{row.title}: {row.text}"
    if isinstance(row, ContentRule):
        return f"{row.heading}: {row.title}"
    if isinstance(row, GroupMinimum):
        parts = [
            f"{row.persons} or more people" if row.persons else "",
            "one or more people of each responsible authority" if row.each_authority else "",
            "a senior person of each" if row.is_senior else "",
            f"arrangements for the chair’s {', '.join(row.chair)}" if row.chair else "",
        ]
        return "; ".join(part for part in parts if part)
    return f"{row.title} ({row.where})" if row.where and not isinstance(row, BoardHead) else row.title


@dataclass(frozen=True)
class Wrong:
    """What stops being right: duties and definitions as they were known, templates, seats by kind, measures by their words."""

    duties: tuple[str, ...]
    templates: tuple[str, ...]
    definitions: tuple[str, ...]
    seats: tuple[str, ...]
    measures: tuple[str, ...]


def made_wrong(changes: Iterable[Change]) -> Wrong:
    """What documents, seats and measures that were right before are wrong after. What only begins leaves templates short."""
    found = tuple(changes)
    return Wrong(
        _once(one.code for one in found if one.kind == "duty"),
        _once(TEMPLATES[one.kind] for one in found if one.kind in TEMPLATES),
        _once(one.code for one in found if one.kind == "definition"),
        _once(one.code for one in found if one.kind in {"authority", "body"} and one.what == ENDS),
        _once(word for one in found for word in one.measures),
    )


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
