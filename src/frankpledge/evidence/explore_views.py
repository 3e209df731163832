"""The pages of questions to the data: ask, keep, attach, download."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from frankpledge.access.permissions import Permission
from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import asking, explore_csv, keeping, presenting_explore
from frankpledge.evidence.addresses import address
from frankpledge.evidence.explore_forms import KeepForm
from frankpledge.evidence.rules.asking import Query, query_of
from frankpledge.evidence.views import may, shown
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound


def explore(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """A question, put by the address, and its answer."""
    page = presenting_explore.explore_page(
        partnership, request.GET.dict(), None, may_write=may(principal, Permission.DATA_WRITE, partnership)
    )
    return shown(request, "evidence/explore.html", page, errors=bool(page.errors))


def explore_download(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts
) -> HttpResponse:
    """The answer as CSV. Raises `NotFound` while nothing has been imported that could be asked about."""
    usual = presenting_explore.usual_query(partnership.slug)
    if usual is None:
        raise NotFound("Nothing has been imported yet that this could ask about.")
    query = query_of(request.GET.dict(), usual)
    return _csv(partnership, query, presenting_explore.in_words(query), "question")


def save(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Keep the question under a name."""
    form = KeepForm(request.POST)
    said = {name: value for name, value in request.POST.dict().items() if name in Query.__dataclass_fields__}
    if form.is_valid():
        usual = presenting_explore.usual_query(partnership.slug) or Query()
        title, note = form.cleaned_data["title"], form.cleaned_data["note"]
        try:
            slug = keeping.save(partnership.slug, title, query_of(said, usual), by=principal, note=note)
        except Unusable as unusable:
            for problem in unusable.problems:
                column = problem.column if problem.column in form.fields else None
                form.add_error(column, f"{problem.reason} {problem.remedy}")
        else:
            messages.success(request, "The question was saved.")
            return HttpResponseRedirect(address("query", partnership, slug=slug))
    page = presenting_explore.explore_page(partnership, said, form, may_write=True)
    return shown(request, "evidence/explore.html", page, errors=True)


def queries(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every saved question."""
    return shown(request, "evidence/queries.html", presenting_explore.saved_page(partnership))


def query(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """A saved question, asked again."""
    page = presenting_explore.query_page(
        partnership, slug, None, may_write=may(principal, Permission.DATA_WRITE, partnership)
    )
    return shown(request, "evidence/query.html", page)


def query_download(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The answer to a saved question as CSV."""
    saved = keeping.saved_query(partnership.slug, slug)
    return _csv(partnership, saved.query, saved.title, slug)


def attach(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Let a saved question stand as evidence for something."""
    form = presenting_explore.attach_form(partnership.slug, slug, request.POST.dict())
    if form.is_valid():
        kind, target = presenting_explore.target_of(form.cleaned_data["target"])
        keeping.attach(partnership.slug, slug, kind, target, by=principal)
        messages.success(request, "The question now stands as evidence there.")
        return HttpResponseRedirect(address("query", partnership, slug=slug))
    page = presenting_explore.query_page(partnership, slug, form, may_write=True)
    return shown(request, "evidence/query.html", page, errors=True)


def detach(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Let it no longer stand for that."""
    kind, target = presenting_explore.target_of(request.POST.get("target", ""))
    keeping.detach(partnership.slug, slug, kind, target, by=principal)
    messages.success(request, "It no longer stands as evidence there.")
    return HttpResponseRedirect(address("query", partnership, slug=slug))


def end(request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str) -> HttpResponse:
    """Take a saved question off the list."""
    keeping.end(partnership.slug, slug, by=principal)
    messages.success(request, "The question was taken off the list.")
    return HttpResponseRedirect(address("queries", partnership))


def _csv(partnership: PartnershipFacts, asked: Query, title: str, name: str) -> HttpResponse:
    text = explore_csv.answer_csv(partnership, asking.answer(partnership.slug, asked), title=title)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{partnership.slug}-{name}.csv"'
    return response
