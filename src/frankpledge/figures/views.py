"""The page of an opened figure, for those who sign in and for the public. Routes are in site.urls, which stands
above the pages; this room is below them and only answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.documents.figures import Figure
from frankpledge.figures import api
from frankpledge.figures.pages import (
    ROWS_KEPT,
    FigurePage,
    Pages,
    Part,
    facts_of,
    file_part,
    interval_in_words,
)
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound

ROWS_A_PAGE = 50
MakePaging = Callable[..., Pages]
AddressOf = Callable[[Figure], str]


def figure_page(
    request: HttpRequest,
    principal: Principal,
    partnership: str,
    figure_id: UUID,
    *,
    crumbs: tuple[tuple[str, str], ...],
    make_paging: MakePaging,
    address_of: AddressOf,
) -> HttpResponse:
    """The figure opened to its formula, parts, files and rows. Raises `NotFound` and `NotPermitted`."""
    subject = api.subject_of(figure_id)
    if subject.partnership != partnership:
        raise NotFound("No figure of this partnership has this address.")
    require(principal, Permission.FIGURE_OPEN, subject)
    opened = api.opened(figure_id)
    first = api.rows(figure_id, offset=0, limit=ROWS_A_PAGE)
    kept = not first.is_open and not can(principal, Permission.DATA_READ, subject)
    if kept:
        first = replace(first, rows=(), total=0)
    paging = make_paging(request.GET.get("page", ""), size=ROWS_A_PAGE, total=first.total, path=request.path)
    shown = (
        first if kept or not paging.offset else api.rows(figure_id, offset=paging.offset, limit=ROWS_A_PAGE)
    )
    page = FigurePage(
        title=opened.figure.label,
        crumbs=crumbs,
        figure=opened.figure,
        printed=opened.printed,
        still_agrees=opened.still_agrees,
        interval=interval_in_words(opened.figure),
        facts=(*facts_of(opened.figure), *((("Source rows", ROWS_KEPT),) if kept else ())),
        parts=tuple(_part(name, figure, address_of) for name, figure in opened.parts),
        files=tuple(file_part(file) for file in opened.figure.provenance.inputs),
        columns=shown.columns,
        rows=shown.rows,
        paging=paging if first.total else None,
    )
    names: dict[str, Any] = {"page": page}
    return render(request, "figures/figure.html", names)


def _part(name: str, figure: Figure, address_of: AddressOf) -> Part:
    return Part(name, figure.label, figure.text or "unknown", address_of(figure))
