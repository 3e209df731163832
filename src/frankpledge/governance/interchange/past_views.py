"""Pages of the published past: take a file in, look at it, undo it, write it again, and how the terms were kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.interchange import past, past_presenting
from frankpledge.governance.interchange.past_pages import PastPage
from frankpledge.governance.interchange.past_presenting import FILES, MEETINGS
from frankpledge.governance.membership import queries as members
from frankpledge.governance.membership.presenting import address, crumbs
from frankpledge.governance.membership.views import group_of, may_write, to
from frankpledge.governance.rules.interchange import past as shapes
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.words import counted

FORMATS = {
    "json": (shapes.as_json, "application/json"),
    "csv": (shapes.as_csv, "text/csv; charset=utf-8"),
}


class PastForm(forms.Form):
    """The file, and whose meetings it holds."""

    upload = forms.FileField(
        label="File", help_text="JSON, TOML or CSV, as the command meetings replay reads it",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(shapes.ENDINGS)}),
        error_messages={"required": "Choose a file", "empty": "The file is empty: export it again"},
    )  # fmt: skip
    group = forms.ChoiceField(label="Whose meetings", required=False)

    def __init__(self, groups: list[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["group"].choices = [("", "The partnership’s own"), *groups]  # type: ignore[attr-defined]


def all_past(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Upload a file of past meetings; nothing counts until it has been looked at and confirmed."""
    groups = [(one.slug, one.name) for one in members.groups(partnership.slug)]
    form = PastForm(groups, request.POST or None, request.FILES or None)
    problems: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            made = past.hold(
                partnership.slug, upload.name or "past", upload.read(shapes.LARGEST + 1), group=form.cleaned_data["group"],
                by=principal,
            )  # fmt: skip
            return HttpResponseRedirect(address("look-at-past", partnership, import_id=made))
        except Unusable as unusable:
            problems = tuple(str(problem) for problem in unusable.problems)
            form.add_error("upload", "This file cannot be read: see below")
    page = PastPage(
        "Past meetings",
        crumbs(partnership, MEETINGS),
        fields_of(form),
        errors_of(form) if request.method == "POST" else (),
        problems,
        tuple(
            (file, address("look-at-past", partnership, import_id=import_id), f"{FILES[state]}, by {by}")
            for import_id, file, state, by in past.imports(partnership.slug)
        ),
        tuple(
            (f"The partnership’s meetings as {fmt.upper()}", address("past-file", partnership, fmt=fmt))
            for fmt in FORMATS
        ),
        address("kept", partnership),
        may_write(principal, partnership),
    )
    names = {"page": page, "has_errors": bool(page.errors)}
    return render(request, "governance/interchange/past.html", names, status=422 if page.errors else 200)


def look(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, import_id: UUID
) -> HttpResponse:
    """Look at a file before it is taken in, or after."""
    page = past_presenting.look_page(partnership, import_id)
    return render(request, "governance/interchange/look.html", {"page": page})


def take_in(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, import_id: UUID
) -> HttpResponse:
    """Take in what was looked at."""
    number = past.take_in(partnership.slug, import_id, by=principal)
    said = (
        f"{counted(number, 'meeting')} taken in. It can be undone." if number else "It was taken in already."
    )
    return to(request, address("look-at-past", partnership, import_id=import_id), said)


def undo(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, import_id: UUID
) -> HttpResponse:
    """Take out again what a file brought in."""
    number = past.undo(partnership.slug, import_id, by=principal)
    return to(request, address("past", partnership), f"{counted(number, 'meeting')} taken out again.")


def export(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, fmt: str
) -> HttpResponse:
    """The record of a body's meetings as a file that can be taken in elsewhere. Raises `NotFound`."""
    if fmt not in FORMATS:
        raise NotFound("There is no such format.")
    group = group_of(request, partnership)
    write, kind = FORMATS[fmt]
    sent = HttpResponse(write(row for _, row in past.recorded(partnership.slug, group)), content_type=kind)
    name = f"{partnership.slug}{'-' + group if group else ''}-meetings.{fmt}"
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent


def kept(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """How the terms were kept: quorum, cadence, gaps and minutes of every recorded meeting."""
    group = group_of(request, partnership)
    groups = members.groups_on(partnership.slug, today())
    page = past_presenting.kept_page(partnership, group, groups)
    return render(request, "governance/interchange/kept.html", {"page": page})
