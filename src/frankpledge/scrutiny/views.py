"""The report: its editions, the preview, the flags in its margin, building it, and its files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.scrutiny import queries, services
from frankpledge.scrutiny.pages import Crumbs, Download, FlagsPage, MarginFlag, PreviewPage, ReportsPage
from frankpledge.scrutiny.queries import FlagFacts
from frankpledge.scrutiny.rules.flags import ClaimOutcome
from frankpledge.web.html import trusted

WORDS = {"html": "Web page (HTML)", "pdf": "PDF", "docx": "Word (DOCX)", "odt": "OpenDocument (ODT)"}


def _address(route: str, partnership: PartnershipFacts, **parts: str) -> str:
    return reverse(route, kwargs={"partnership": partnership.slug, **parts})


def _crumbs(partnership: PartnershipFacts, *more: tuple[str, str]) -> Crumbs:
    return (("Home", _address("home", partnership)), *more)


def reports(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every edition of the annual report."""
    listed = tuple(
        (one, _address("report-preview", partnership, slug=one.slug))
        for one in queries.editions(partnership.slug)
    )
    page = ReportsPage("Annual report", _crumbs(partnership), listed, _beside(partnership))
    return render(request, "scrutiny/reports.html", {"page": page})


def _beside(partnership: PartnershipFacts) -> tuple[tuple[str, str], ...]:
    """What belongs with the report."""
    return (
        ("Scrutiny: committees, recommendations and answers", _address("scrutiny", partnership)),
        ("Check the numbers of a text", _address("claims-check", partnership)),
        ("Money: funds, budgets, spending and shared costs", _address("money", partnership)),
    )


def preview(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The report as a committee will read it. Writes nothing. Raises `NotFound`."""
    row = queries.edition(partnership.slug, slug)
    made = queries.looked_at(row)
    may_build = can(principal, Permission.REPORT_BUILD, row.subject())
    page = PreviewPage(
        title=row.title,
        crumbs=_crumbs(partnership, ("Annual report", _address("report", partnership))),
        edition=queries.facts(row),
        body=trusted(documents.html_fragment(made.document)),
        style=_address("report-style", partnership),
        text=_address("report-text", partnership, slug=slug),
        flags=_address("report-flags", partnership, slug=slug),
        build=_address("report-build", partnership, slug=slug) if may_build else "",
        downloads=_downloads(partnership, slug) if row.known_at else (),
        problems=tuple(str(problem) for problem in made.problems),
    )
    return render(request, "scrutiny/preview.html", {"page": page})


def _downloads(partnership: PartnershipFacts, slug: str) -> tuple[Download, ...]:
    return tuple(
        Download(words, _address("report-file", partnership, slug=slug, kind=kind))
        for kind, words in WORDS.items()
    )


def style(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """How reports look on their preview page, as a style sheet."""
    return HttpResponse(documents.document_css(queries.identity(partnership.slug)), content_type="text/css")


def flags(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The flags in the margin: how each claim stood when the report was last built. Raises `NotFound`."""
    row = queries.edition(partnership.slug, slug)
    preview_at = _address("report-preview", partnership, slug=slug)
    found = [_margin(flag, partnership, preview_at) for flag in queries.flags(row)]
    page = FlagsPage(
        title="Flags of the last building",
        crumbs=_crumbs(
            partnership, ("Annual report", _address("report", partnership)), (row.title, preview_at)
        ),
        edition=queries.facts(row),
        open=tuple(one for one in found if one.flag.outcome.needs_person),
        unbound=tuple(one for one in found if one.flag.outcome is ClaimOutcome.UNBOUND),
        settled=tuple(
            one for one in found if one.flag.outcome in {ClaimOutcome.CONFIRMED, ClaimOutcome.JUDGEMENT}
        ),
    )
    return render(request, "scrutiny/flags.html", {"page": page})


def _margin(flag: FlagFacts, partnership: PartnershipFacts, preview_at: str) -> MarginFlag:
    figure = (
        reverse("figure", kwargs={"partnership": partnership.slug, "figure_id": flag.figure_id})
        if flag.figure_id
        else ""
    )
    return MarginFlag(flag, f"{preview_at}#{flag.anchor}" if flag.anchor else "", figure)


def build(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Build the report from the record as known now. Raises `Unusable` when the record contradicts itself."""
    row = queries.edition(partnership.slug, slug)
    services.build(row, by=principal)
    unsupported = queries.facts(row).unsupported
    said = (
        "Every claim in it is supported." if not unsupported else f"Claims that need a person: {unsupported}."
    )
    messages.success(request, f"The report was built. {said}")
    return HttpResponseRedirect(_address("report-preview", partnership, slug=slug))


def file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, kind: str
) -> HttpResponse:
    """The built report in one format. Raises `NotFound` for an unknown format or a report that was never built."""
    row = queries.edition(partnership.slug, slug)
    if kind not in documents.FORMATS or row.known_at is None:
        raise NotFound("There is no such file: the report has not been built, or not in this format.")
    made = queries.looked_at(row)
    response = HttpResponse(documents.render(made.document, kind), content_type=documents.MEDIA_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="annual-report-{slug}.{kind}"'
    return response
