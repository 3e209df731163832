"""The rules for small counts, the ledger of what was released, and one release."""

from __future__ import annotations

import re
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.disclosure import measures, queries, services
from frankpledge.disclosure.facts import ReleasedTable, ReleaseFacts, RuleFacts, RuleSaid
from frankpledge.disclosure.pages import Crumbs, LedgerPage, ReleasePage, ReleaseRow, RuleRow, TableRow
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.words import counted

REFUSED = 422
TITLE = "Small counts and what was released"
EVERY = "Every measure without a rule of its own"


class RuleForm(forms.Form):
    """A rule as it was agreed."""

    measure = forms.ChoiceField(label="Which measure is it for?", required=False)
    threshold = forms.IntegerField(
        label="Counts from 1 up to, but without, which number are withheld?",
        min_value=services.LOWEST,
        max_value=services.HIGHEST,
        help_text="With 5, counts from 1 to 4 are withheld",
        error_messages={
            "required": "Write a number",
            "invalid": "Write a whole number",
            "min_value": f"Write a number from {services.LOWEST} to {services.HIGHEST}",
            "max_value": f"Write a number from {services.LOWEST} to {services.HIGHEST}",
        },
    )
    zeros = forms.ChoiceField(
        label="What becomes of noughts?",
        choices=[
            ("show", "They are shown"),
            ("group", "They are withheld where they tell that all of a group are in one place"),
            ("withhold", "They are withheld"),
        ],
        widget=forms.RadioSelect,
        initial="show",
        error_messages={"required": "Say what becomes of noughts"},
    )
    because = forms.CharField(
        label="Which practice or agreement does it follow?",
        widget=forms.Textarea,
        error_messages={"required": "Say what it follows"},
    )
    agreed_by = forms.CharField(
        label="Who agreed it?",
        max_length=200,
        help_text="A body or a role, such as the data protection officer",
        error_messages={"required": "Say who agreed it"},
    )
    agreed_on = forms.DateField(
        label="On which day?",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Write the day", "invalid": "Write the day as 2021-03-12"},
    )

    def __init__(self, *args: object, known: tuple[tuple[str, str], ...], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        choice = self.fields["measure"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [("", EVERY), *known]


def ledger(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The rules in force and every release; a rule is agreed here by those who issue documents."""
    known = measures.of(partnership.slug)
    form = RuleForm(request.POST if request.method == "POST" else None, known=known)
    if request.method == "POST" and form.is_valid():
        services.agree(partnership.slug, RuleSaid(**form.cleaned_data), by=principal)
        messages.success(request, "The rule holds from now on. What was released before stays as it was.")
        return HttpResponseRedirect(_address("small-counts", partnership))
    subject = Subject("partnership", partnership.id, partnership.slug)
    may = can(principal, Permission.DOCUMENT_ISSUE, subject)
    names = dict(known)
    agreed = queries.rules(partnership.slug)
    rules = agreed if any(not one.measure for one in agreed) else (queries.default_rule(), *agreed)
    page = LedgerPage(
        TITLE,
        _crumbs(partnership),
        tuple(_rule(one, names) for one in rules),
        tuple(_release(partnership, one) for one in queries.releases(partnership.slug)),
        _address("small-counts", partnership) if may else "",
        fields_of(form) if may else (),
        errors_of(form),
    )
    return render(
        request, "disclosure/ledger.html", {"page": page, "has_errors": bool(page.errors)},
        status=REFUSED if page.errors else 200,
    )  # fmt: skip


def _rule(one: RuleFacts, names: dict[str, str]) -> RuleRow:
    agreed = f"{one.agreed_by}, {short_date(one.agreed_on)}" if one.agreed_on else "Nobody has agreed it yet"
    return RuleRow(names.get(one.measure, one.measure) if one.measure else EVERY, one.words, agreed)


def _release(partnership: PartnershipFacts, one: ReleaseFacts) -> ReleaseRow:
    href = _address("small-counts-release", partnership, release=one.id)
    return ReleaseRow(one.title, href, one.released_on, one.released_by, one.shown, one.withheld)


def release(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    release: UUID,
) -> HttpResponse:
    """One release: its tables, the places they are of, the rule of each, what was withheld and how it was audited."""
    found = queries.release(partnership.slug, release)
    page = ReleasePage(
        found.title,
        (*_crumbs(partnership), (TITLE, _address("small-counts", partnership))),
        (
            ("Released", f"{short_date(found.released_on)}, by {found.released_by or 'nobody named'}"),
            ("Counts shown", f"{sum(len(one.counts) for one in found.tables) or found.shown:,}"),
            ("Counts withheld", f"{sum(one.withheld for one in found.tables) or found.withheld:,}"),
        ),
        tuple(_table(one) for one in found.tables),
        tuple(dict.fromkeys(one.audit for one in found.tables if one.audit)),
        tuple((one.title, _withheld(one)) for one in found.tables if one.withheld),
    )
    return render(request, "disclosure/release.html", {"page": page})


def _table(one: ReleasedTable) -> TableRow:
    width = (
        "–"
        if not one.withheld
        else "no bound"
        if one.narrowest is None
        else counted(int(one.narrowest), "count")
    )
    return TableRow(
        one.title, one.place, one.rule, len(one.counts), len(one.primary), len(one.secondary), width
    )  # fmt: skip


def _withheld(one: ReleasedTable) -> tuple[tuple[str, str], ...]:
    rule, sake = "the rule", "so that others cannot be worked out"
    return (
        *((_in_words(code), rule) for code in sorted(one.primary)),
        *((_in_words(code), sake) for code in sorted(one.secondary)),
    )


def _in_words(code: str) -> str:
    """A period in words; the code of a small area as it is."""
    return str(Period.parse(code)) if re.match(r"\d{4}", code) else code


def _crumbs(partnership: PartnershipFacts) -> Crumbs:
    return (("Home", _address("home", partnership)), ("Assessment", _address("assessment", partnership)))


def _address(name: str, partnership: PartnershipFacts, **more: object) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **more})
