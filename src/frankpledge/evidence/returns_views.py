"""The pages of monthly returns of services."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from frankpledge.access.permissions import Permission
from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import presenting_returns, returns
from frankpledge.evidence.addresses import address
from frankpledge.evidence.returns_forms import ReturnForm
from frankpledge.evidence.services import Outcome
from frankpledge.evidence.views import may, shown
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable


def index(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Who sent a return of which month, and what they said."""
    page = presenting_returns.returns_page(
        partnership,
        wanted=request.GET.get("page", "1"),
        may_write=may(principal, Permission.DATA_WRITE, partnership),
    )
    return shown(request, "evidence/returns.html", page)


def new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Record what a service told of its month."""
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service, month = form.cleaned_data["service"], form.cleaned_data["month"]
        try:
            made = returns.record_return(partnership.slug, service, month, form.told(), by=principal)
        except Unusable as unusable:
            for problem in unusable.problems:
                form.add_error(field_of(problem, form), f"{problem.reason} {problem.remedy}")
        else:
            replaced = " It takes the place of an earlier one." if made.outcome is Outcome.REVISED else ""
            messages.success(request, f"The return of {service} for {month} was recorded.{replaced}")
            return HttpResponseRedirect(address("returns", partnership))
    page = presenting_returns.form_page(partnership, form)
    return shown(request, "evidence/form.html", page, errors=bool(page.errors))


def field_of(problem: Problem, form: ReturnForm) -> str | None:
    """The field in which what is wrong was typed: the answers stand in the file in the order of the questions."""
    told = [code for code, one in form.told().items() if any((one.answer, one.of, one.note))]
    at = (problem.row or 0) - 2
    name = f"{told[at]}-{problem.column}" if 0 <= at < len(told) else problem.column
    return name if name in form.fields else None


def blank(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """An empty return, for a service to fill in and send."""
    response = HttpResponse(returns.return_csv("", "", {}), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="monthly-return.csv"'
    return response
