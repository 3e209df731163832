"""The dashboards and the performance report."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans.dashboards import gathering, presenting
from frankpledge.plans.dashboards.pages import ReportPage
from frankpledge.plans.dashboards.report import quarter_name
from frankpledge.plans.measures.presenting import address, crumbs
from frankpledge.records.clock import today
from frankpledge.web.asking import FormPage, answer
from frankpledge.web.html import trusted

FORMAT_NAMES = {"html": "web page", "pdf": "PDF", "docx": "Word document", "odt": "OpenDocument text"}
QUARTERS_SHOWN = 4


def _can(principal: Principal, permission: Permission, partnership: PartnershipFacts) -> bool:
    return can(principal, permission, Subject("partnership", partnership.id, partnership.slug))


def board(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The plan on one page."""
    page = presenting.board_page(partnership, today())
    return render(request, "plans/dashboards/board.html", {"page": page})


def lead(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, priority: str
) -> HttpResponse:
    """A priority on a page."""
    page = presenting.lead_page(partnership, priority, today())
    return render(request, "plans/dashboards/lead.html", {"page": page})


def partner(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, organisation: str = ""
) -> HttpResponse:
    """What one partner does under the plan; one's own unless another is named."""
    page = presenting.partner_page(partnership, today(), asked=organisation, by=principal)
    return render(request, "plans/dashboards/partner.html", {"page": page})


def _quarter(code: str) -> Period:
    """The quarter named, else the last that has ended. Raises `NotFound` for one that has not."""
    latest = gathering.last_quarter(today())
    if not code:
        return latest
    try:
        found = Period.parse(code)
    except ValueError as error:
        raise NotFound("There is no such quarter.") from error
    if found.ends_on is None or found.ends_on > (latest.ends_on or today()):
        raise NotFound("That quarter is not over.")
    if gathering.last_quarter(found.ends_on + timedelta(days=1)) != found:
        raise NotFound("There is no such quarter.")
    return found


def performance(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, quarter: str = ""
) -> HttpResponse:
    """The performance report of a quarter, to read and to take away."""
    chosen = _quarter(quarter)
    made = gathering.report(partnership.slug, chosen, on=today())
    above = crumbs(partnership, ("The plan at a glance", address("plan-board", partnership)))
    downloads = tuple(
        (
            f"The report ({FORMAT_NAMES[fmt]})",
            address("plan-performance-file", partnership, quarter=chosen.code, fmt=fmt),
        )
        for fmt in drawing.FORMATS
    )
    writes = _can(principal, Permission.GOVERNANCE_WRITE, partnership)
    page = ReportPage(
        f"Performance report, {quarter_name(chosen)}", above, trusted(drawing.html_fragment(made)), downloads,
        _quarters(partnership, chosen), address("plan-performance-pack", partnership, quarter=chosen.code) if writes else "",
    )  # fmt: skip
    return render(request, "plans/dashboards/performance.html", {"page": page})


def _quarters(partnership: PartnershipFacts, chosen: Period) -> tuple[tuple[str, str], ...]:
    found, one = [], gathering.last_quarter(today())
    for _ in range(QUARTERS_SHOWN):
        if one != chosen:
            found.append(
                (
                    f"{quarter_name(one)[:1].upper()}{quarter_name(one)[1:]}",
                    address("plan-performance-of", partnership, quarter=one.code),
                )
            )
        one = gathering.last_quarter(one.starts_on)
    return tuple(found)


def performance_file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, quarter: str, fmt: str
) -> HttpResponse:
    """The report as a file. Raises `NotFound` for a format there is not."""
    if fmt not in drawing.FORMATS:
        raise NotFound("There is no such format.")
    chosen = _quarter(quarter)
    base = request.build_absolute_uri("/").rstrip("/")
    made = drawing.render(gathering.report(partnership.slug, chosen, on=today(), base_url=base), fmt)
    sent = HttpResponse(made, content_type=drawing.MEDIA_TYPES[fmt])
    sent.headers["Content-Disposition"] = f'attachment; filename="performance-{chosen.code.lower()}.{fmt}"'
    return sent


class PackForm(forms.Form):
    """Into whose pack."""

    where = forms.ChoiceField(
        label="To which item of which meeting", error_messages={"required": "Choose an item"}
    )

    def __init__(self, items: tuple[tuple[str, str], ...], *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["where"]).choices = list(items)


def pack(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, quarter: str
) -> HttpResponse:
    """Attach the report to an item of a meeting ahead."""
    chosen = _quarter(quarter)
    form = PackForm(gathering.items_ahead(partnership.slug, today()), request.POST or None)
    above = crumbs(
        partnership, ("Performance report", address("plan-performance-of", partnership, quarter=chosen.code))
    )
    page = FormPage(
        "Put the report into a meeting’s pack",
        above,
        "Attach it",
        lead=(f"{quarter_name(chosen)[:1].upper()}{quarter_name(chosen)[1:]}",),
    )

    def save() -> str:
        meeting, _, item = form.cleaned_data["where"].partition("/")
        base = request.build_absolute_uri("/").rstrip("/")
        gathering.put_in_pack(
            partnership.slug, meeting, UUID(item), chosen, on=today(), by=principal, base_url=base
        )
        messages.success(request, "The report is attached as the item’s performance data.")
        return address("paper", partnership, slug=meeting, item=UUID(item))

    return answer(request, form, page, save)
