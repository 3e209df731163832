"""Exactly what the page of review counts shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CountRow:
    """One state, its count as printed, and the address at which that count opens."""

    title: str
    count: str
    href: str


@dataclass(frozen=True)
class CountsPage:
    """How many reviews there are in each state, and whether they account for every request. Nothing about any one."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    period: str
    rows: tuple[CountRow, ...]
    verdict: str
    working: str
    needs_person: bool
    remedy: str
    links: tuple[tuple[str, str], ...]
