"""Exactly what the pages of the register of emerging issues show."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.assessment.pages import Crumbs
from frankpledge.web.forms import Field


@dataclass(frozen=True)
class EntryRow:
    title: str
    href: str
    raised: str
    state: str


@dataclass(frozen=True)
class RegisterPage:
    """The register. `watch` is where to post to have the series looked at; empty for those who may not."""

    title: str
    crumbs: Crumbs
    sentence: str
    pace: str
    """How often a series alarms although nothing is amiss."""
    rows: tuple[EntryRow, ...]
    watch: str
    action: str
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EntryPage:
    """One entry, what raised it, and the form by which a person says what is made of it."""

    title: str
    crumbs: Crumbs
    what: str
    facts: tuple[tuple[str, str], ...]
    series: str
    action: str
    version: int
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
