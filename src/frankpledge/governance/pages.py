"""Exactly what the pages of meetings, decisions and terms show."""

from __future__ import annotations

from dataclasses import dataclass

Crumbs = tuple[tuple[str, str], ...]
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MeetingRow:
    title: str
    body: str
    held: str
    kind: str
    status: str
    quorum: str
    href: str = ""


@dataclass(frozen=True)
class DecisionRow:
    """`href` is empty for a decision of another body, which has no page of its own."""

    text: str
    body: str
    decided: str
    outcome: str
    href: str


@dataclass(frozen=True)
class MeetingsPage:
    title: str
    crumbs: Crumbs
    terms_href: str
    meetings: tuple[MeetingRow, ...]
    decisions: tuple[DecisionRow, ...]
    others: tuple[DecisionRow, ...]


@dataclass(frozen=True)
class DecisionPage:
    """A decision, the clause it rests on as it stood then, and what its gate says. Empty parts are not shown."""

    title: str
    crumbs: Crumbs
    text: str
    facts: Facts
    clause_heading: str
    clause_text: str
    terms: str
    terms_href: str
    is_assumed: bool
    quorum: str
    reasons: tuple[str, ...]
    ruling: str
    ruling_by: str
