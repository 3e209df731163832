"""The register of emerging issues, one entry, and having the series watched."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.assessment import api, emerging
from frankpledge.assessment.emerging import RAISED, STATES, EmergingFacts
from frankpledge.assessment.emerging_pages import EntryPage, EntryRow, RegisterPage
from frankpledge.assessment.presenting import address, crumbs
from frankpledge.assessment.rules.watching import PACE
from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.records.clock import today
from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.words import counted

REFUSED = 422
TITLE = "Emerging issues"


class RaiseForm(forms.Form):
    """What somebody noticed."""

    title = forms.CharField(
        label="What is it?", max_length=200, error_messages={"required": "Give it a name"}
    )
    what = forms.CharField(
        label="What was noticed, where and since when?",
        widget=forms.Textarea,
        error_messages={"required": "Say what was noticed"},
    )
    raised_by = forms.ChoiceField(
        label="Who noticed it?",
        choices=[(slug, words) for slug, words in RAISED.items() if slug != "alarm"],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who noticed it"},
    )
    raised_name = forms.CharField(
        label="Their organisation or role", max_length=200, required=False, help_text="No names of victims"
    )


class TriageForm(forms.Form):
    """What is made of an entry."""

    state = forms.ChoiceField(
        label="What do we make of it?",
        choices=[(slug, words) for slug, words in STATES.items() if slug != "new"],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what is made of it"},
    )
    adopted_as = forms.ChoiceField(label="If taken up, as which issue?", required=False)
    because = forms.CharField(label="Why?", widget=forms.Textarea, error_messages={"required": "Say why"})

    def __init__(self, *args: object, issues: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        choice = self.fields["adopted_as"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [("", "Choose an issue"), *issues]

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if said.get("state") == "adopted" and not said.get("adopted_as"):
            self.add_error("adopted_as", "Choose the issue; add it first if there is none")
        return said


def register(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The register, and the form that adds to it."""
    form = RaiseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        emerging.raise_emerging(partnership.slug, on=today(), by=principal, **form.cleaned_data)
        messages.success(request, "It is in the register.")
        return HttpResponseRedirect(address("emerging", partnership))
    entries = emerging.register_of(partnership.slug)
    new = sum(1 for one in entries if one.state == "new")
    subject = Subject("partnership", partnership.id, partnership.slug)
    page = RegisterPage(
        title=TITLE,
        crumbs=crumbs(partnership, ("Assessment", address("assessment", partnership))),
        sentence=f"{counted(new, 'entry', 'entries')} nobody has looked at, of {len(entries)}." if entries
        else "Nothing has been raised yet.",
        pace=PACE,
        rows=tuple(_row(partnership, one) for one in entries),
        watch=address("emerging-watch", partnership) if can(principal, Permission.ASSESSMENT_WRITE, subject) else "",
        action=address("emerging", partnership) if can(principal, Permission.ASSESSMENT_SCORE, subject) else "",
        fields=fields_of(form),
        errors=errors_of(form),
    )  # fmt: skip
    return render(
        request, "assessment/emerging.html", {"page": page, "has_errors": bool(page.errors)},
        status=REFUSED if page.errors else 200,
    )  # fmt: skip


def _row(partnership: PartnershipFacts, one: EmergingFacts) -> EntryRow:
    return EntryRow(
        one.title,
        address("emerging-entry", partnership, entry=one.id),
        f"{RAISED[one.raised_by]}, {short_date(one.raised_on)}",
        STATES[one.state],
    )


def watch(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Look at the last month of every series now."""
    found = emerging.watch(partnership.slug, on=today(), by=principal)
    said = f"{counted(len(found), 'alarm')} entered: {'; '.join(found)}." if found else "No new alarm."
    messages.success(request, said)
    return HttpResponseRedirect(address("emerging", partnership))


def entry(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, entry: UUID
) -> HttpResponse:
    """One entry, and what is made of it. Raises `NotFound` or `Conflict`."""
    found = emerging.entry(partnership.slug, entry)
    issues = [(one.slug, one.title) for one in api.issues(partnership.slug)]
    start = {"state": found.state, "because": found.because, "adopted_as": found.adopted_as}
    form = TriageForm(request.POST if request.method == "POST" else None, issues=issues, initial=start)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        emerging.triage(
            partnership.slug, entry, on=today(), by=principal,
            read_version=int(version) if version.isdecimal() else found.row_version, **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, "What was made of it is recorded.")
        return HttpResponseRedirect(address("emerging", partnership))
    subject = Subject("partnership", partnership.id, partnership.slug)
    may = can(principal, Permission.ASSESSMENT_WRITE, subject)
    if request.method == "POST":
        require(principal, Permission.ASSESSMENT_WRITE, subject)
    page = EntryPage(
        title=found.title,
        crumbs=crumbs(partnership, (TITLE, address("emerging", partnership))),
        what=found.what,
        facts=_facts(found),
        series=address("series", partnership, slug=found.measure) if found.measure else "",
        action=address("emerging-entry", partnership, entry=entry) if may else "",
        version=found.row_version,
        fields=fields_of(form),
        errors=errors_of(form),
    )
    return render(
        request, "assessment/emerging_entry.html", {"page": page, "has_errors": bool(page.errors)},
        status=REFUSED if page.errors else 200,
    )  # fmt: skip


def _facts(found: EmergingFacts) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Raised by", f"{RAISED[found.raised_by]}{', ' + found.raised_name if found.raised_name else ''}"),
        ("On", short_date(found.raised_on)),
        ("State", STATES[found.state]),
    ]
    if found.triaged_on:
        rows.append(("Looked at", f"{found.triaged_by}, {short_date(found.triaged_on)}: {found.because}"))
    return tuple(rows)
