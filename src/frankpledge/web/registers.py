"""A page that is a register: a few sentences, what may be done, and tables. Cells are words, or words that lead somewhere."""

from __future__ import annotations

from dataclasses import dataclass

Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Goes:
    """Words that lead somewhere; `hidden` finishes them for those who cannot see the row."""

    words: str
    href: str
    hidden: str = ""


@dataclass(frozen=True)
class Listing:
    """A table under its heading; `empty` is what is said when it has no rows. `numeric`: positions of number columns."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | Goes, ...], ...]
    empty: str
    lead: str = ""
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class PressButton:
    """Something that changes something: a form that is one button."""

    words: str
    action: str
    is_warning: bool = False


@dataclass(frozen=True)
class RegisterPage:
    title: str
    crumbs: Crumbs
    lead: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    links: tuple[Goes, ...] = ()
    listings: tuple[Listing, ...] = ()
    buttons: tuple[PressButton, ...] = ()
