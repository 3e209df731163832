"""Pages of the plan that are made of the same parts: sentences, facts, tables, links and forms, in the order given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.web.forms import Field

Crumbs = tuple[tuple[str, str], ...]
REFUSED = 422


@dataclass(frozen=True)
class Cell:
    """Words of a table, and where they lead."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Grid:
    """A table; `numeric` counts columns of numbers from 0."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class FormPart:
    """A form. `hidden` holds what goes with it, such as the version that was read."""

    action: str
    button: str
    fields: tuple[Field, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    style: str = "primary"
    takes_file: bool = False
    has_errors: bool = False
    """It was sent and not taken: what it is folded behind stands open."""


@dataclass(frozen=True)
class Part:
    """A stretch of a page under a heading; whatever is empty is left out."""

    heading: str = ""
    text: tuple[str, ...] = ()
    warning: str = ""
    facts: tuple[tuple[str, ...], ...] = ()
    bullets: tuple[Cell, ...] = ()
    grid: Grid | None = None
    form: FormPart | None = None
    inset: str = ""
    summary: str = ""
    """Not empty: the part is folded behind these words."""


@dataclass(frozen=True)
class SheetPage:
    """A whole page."""

    title: str
    crumbs: Crumbs
    lead: str
    parts: tuple[Part, ...]
    errors: tuple[tuple[str, str], ...] = field(default=())


def address(name: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *within: tuple[str, str]) -> Crumbs:
    """Home and the plan, then the pages above this one."""
    return (("Home", address("home", partnership)), ("Plan", address("plan", partnership)), *within)


def row(*cells: str | Cell) -> tuple[Cell, ...]:
    return tuple(one if isinstance(one, Cell) else Cell(one) for one in cells)


def grid(caption: str, head: Iterable[str], rows: Iterable[tuple[Cell, ...]], *numeric: int) -> Grid | None:
    """A table, or None when it would have no row."""
    made = tuple(rows)
    return Grid(caption, tuple(head), made, numeric) if made else None


def show(request: HttpRequest, page: SheetPage) -> HttpResponse:
    """The page; a form with errors answers 422."""
    status = REFUSED if page.errors else 200
    return render(request, "plans/sheet.html", {"page": page, "has_errors": bool(page.errors)}, status=status)
