"""Pages of links to other bodies and of onward reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.membership import links, me
from frankpledge.governance.membership.forms import day_field
from frankpledge.governance.membership.presenting import MEMBERS, address, crumbs
from frankpledge.governance.membership.views import done, may_write, show_form, to
from frankpledge.governance.rules.membership.links import Heard, Link, LinkState
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today

LINKS = ("Links", "links")
ONWARD = ("Onward reports", "onward")
SHOWN = timedelta(365)


@dataclass(frozen=True)
class LinkRow:
    name: str
    kind: str
    purpose: str
    chair: str
    last: str
    due: str
    is_overdue: bool
    end_href: str


@dataclass(frozen=True)
class MetRow:
    on: str
    with_whom: str
    agreed: str
    again: str


@dataclass(frozen=True)
class LinksPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    rows: tuple[LinkRow, ...]
    met: tuple[MetRow, ...]
    add_href: str
    met_href: str
    onward_href: str


@dataclass(frozen=True)
class ToldRow:
    partner: str
    told: str
    is_gap: bool
    href: str


@dataclass(frozen=True)
class HeardPart:
    title: str
    gaps: str
    rows: tuple[ToldRow, ...]


@dataclass(frozen=True)
class OnwardPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    lead: str
    meetings: tuple[HeardPart, ...]


def all_links(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every link, when its chairs last met and meet again, and what was agreed."""
    found = links.states(partnership.slug, today())
    names = {one.link.slug: one.link.name for one in found}
    writes = may_write(principal, partnership)
    page = LinksPage(
        "Links to other bodies",
        crumbs(partnership, MEMBERS),
        tuple(_row(partnership, one, writes=writes) for one in found),
        tuple(
            MetRow(
                short_date(one.held_on), ", ".join(names.get(slug, slug) for slug in one.links), one.agreed,
                short_date(one.next_on) if one.next_on else "Not agreed",
            )
            for one in links.chairs_meetings(partnership.slug)
        ),
        address("add-link", partnership) if writes else "",
        address("chairs-met", partnership) if writes and found else "",
        address("onward", partnership),
    )  # fmt: skip
    return render(request, "governance/membership/links.html", {"page": page})


def _row(partnership: PartnershipFacts, one: LinkState, *, writes: bool) -> LinkRow:
    link = one.link
    due = f"{short_date(one.due_on)} ({one.because})" if one.due_on else f"Not known: {one.because}"
    return LinkRow(
        link.name, links.KINDS.get(link.kind, link.kind), link.purpose, link.chair or "Not recorded",
        short_date(one.last.held_on) if one.last else "Not recorded", due, one.is_overdue,
        address("end-link", partnership, link=link.slug) if writes else "",
    )  # fmt: skip


class LinkForm(forms.Form):
    """Another body with which a link is kept."""

    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Give its name"})
    slug = forms.SlugField(
        label="Short name", max_length=60, help_text="Small letters and hyphens",
        error_messages={"required": "Give it a short name", "invalid": "Use small letters, digits and hyphens"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="What it is", choices=tuple(links.KINDS.items()), widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )  # fmt: skip
    purpose = forms.CharField(label="What the link is for", required=False, widget=forms.Textarea)
    every_months = forms.IntegerField(
        label="How many months between two meetings of the chairs", required=False, min_value=1,
        help_text="Leave empty if nobody has said", error_messages={"min_value": "Write at least 1"},
    )  # fmt: skip
    chair = forms.CharField(label="Its chair", required=False, max_length=200)
    contact = forms.CharField(label="How to reach it", required=False, max_length=200)
    starts_on = day_field("Since")

    def said(self) -> links.NewLink:
        value = self.cleaned_data
        return links.NewLink(
            value["slug"], value["name"], value["kind"], value["starts_on"], value["purpose"], value["every_months"],
            value["chair"], value["contact"],
        )  # fmt: skip


def add(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Begin to keep a link."""
    form = LinkForm(request.POST or None, initial={"starts_on": today()})
    if done(form, lambda: links.keep_link(partnership.slug, form.said(), by=principal)):
        return to(request, address("links", partnership), "The link is kept.")
    return show_form(
        request, form, title="Keep a link", trail=crumbs(partnership, MEMBERS, LINKS), button="Keep it"
    )


class EndLinkForm(forms.Form):
    """The last day of a link."""

    on = day_field("Last day")


def end(request: HttpRequest, principal: Principal, partnership: PartnershipFacts, link: str) -> HttpResponse:
    """Stop keeping a link."""
    found = next((one for one in links.links(partnership.slug, today()) if one.slug == link), None)
    if found is None:
        raise NotFound("There is no such link, or you may not know of it.")
    form = EndLinkForm(request.POST or None, initial={"on": today()})
    if done(form, lambda: links.end_link(partnership.slug, link, on=form.cleaned_data["on"], by=principal)):
        return to(request, address("links", partnership), "The link is kept no longer.")
    return show_form(
        request, form, title=f"Stop keeping the link with {found.name}", trail=crumbs(partnership, MEMBERS, LINKS),
        button="Record the last day", lead=("What was agreed stays in the record.",),
    )  # fmt: skip


class MetForm(forms.Form):
    """A meeting of chairs."""

    held_on = day_field("When it was")
    who = forms.MultipleChoiceField(
        label="With whose chairs", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one"},
    )  # fmt: skip
    agreed = forms.CharField(
        label="What was agreed", widget=forms.Textarea, error_messages={"required": "Say what was agreed"}
    )
    next_on = day_field("When they meet again", required=False, hint="Leave empty if they have not agreed")

    def __init__(self, known: Iterable[Link], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["who"].choices = [(one.slug, one.name) for one in known]  # type: ignore[attr-defined]


def met(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Record a meeting of chairs."""
    form = MetForm(links.links(partnership.slug, today()), request.POST or None, initial={"held_on": today()})

    def act() -> None:
        value = form.cleaned_data
        links.record_chairs_meeting(
            partnership.slug, held_on=value["held_on"], slugs=value["who"], agreed=value["agreed"],
            next_on=value["next_on"], by=principal,
        )  # fmt: skip

    if done(form, act):
        return to(request, address("links", partnership), "The meeting is recorded.")
    return show_form(
        request, form, title="Record a meeting of chairs", trail=crumbs(partnership, MEMBERS, LINKS), button="Record it"
    )  # fmt: skip


# Onward reports ---------------------------------------------------------------------------------------------------


def onward(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """What each partner's leadership was told of the meetings of the last twelve months."""
    on = today()
    found = links.heard(partnership.slug, Period(on - SHOWN, on))
    writes = may_write(principal, partnership)
    page = OnwardPage(
        "Onward reports",
        crumbs(partnership, MEMBERS, LINKS),
        f"What partners told their own leadership of the meetings since {short_date(on - SHOWN)}. "
        "A gap means that nothing is recorded, not that nobody was told.",
        tuple(_heard(partnership, one, writes=writes) for one in found),
    )
    return render(request, "governance/membership/onward.html", {"page": page})


def _heard(partnership: PartnershipFacts, one: Heard, *, writes: bool) -> HeardPart:
    rows = []
    for partner, told in one.partners:
        words = "Nothing recorded"
        if told:
            group = told.leadership_group or "its leadership"
            words = f"{group}, {short_date(told.on)}, by {told.by}{': ' + told.note if told.note else ''}"
        href = f"{address('report-onward', partnership)}?meeting={one.meeting}&organisation={partner.slug}"
        rows.append(ToldRow(partner.name, words, told is None, href if writes and told is None else ""))
    gaps = f"{len(one.gaps)} of {len(one.partners)} partners have recorded nothing."
    if not one.partners:
        gaps = "Nobody is recorded in a seat on that day, so there is nobody to ask."
    elif not one.gaps:
        gaps = "Every partner has told its leadership."
    return HeardPart(f"{one.title}, {short_date(one.on)}", gaps, tuple(rows))


class ReportForm(forms.Form):
    """What one partner's leadership was told."""

    meeting = forms.UUIDField(widget=forms.HiddenInput)
    organisation = forms.SlugField(widget=forms.HiddenInput)
    leadership_group = forms.CharField(label="Which group was told", required=False, max_length=200)
    on = day_field("When")
    text = forms.CharField(label="What was said", required=False, widget=forms.Textarea)


def report(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Record an onward report: in full, or with the few words of one's own page."""
    typed = request.POST.copy() if request.method == "POST" else None
    if typed is not None:
        typed.setdefault("on", today().isoformat())
        if "leadership_group" not in typed:
            typed["leadership_group"] = links.last_group(typed.get("organisation", ""))
    body = request.GET.get("organisation", "")
    initial = {
        "meeting": request.GET.get("meeting", ""), "organisation": body, "on": today(),
        "leadership_group": links.last_group(body),
    }  # fmt: skip
    form = ReportForm(typed, initial=initial)

    def act() -> None:
        value = form.cleaned_data
        said = links.NewReport(
            UUID(str(value["meeting"])), value["organisation"], value["leadership_group"], value["on"], value["text"]
        )  # fmt: skip
        links.report_onward(partnership.slug, said, by=principal)

    if done(form, act):
        href = me.way_back(request, partnership.slug, address("onward", partnership))
        return to(request, href, "The report is recorded.")
    return show_form(
        request, form, title="Record an onward report", trail=crumbs(partnership, MEMBERS, ONWARD), button="Record it"
    )  # fmt: skip
