"""Setting an assessment up: its issues, one of them, a scheme from its file, and a new edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.assessment import queries, setting_up
from frankpledge.assessment.facts import IssueFacts, MeasureLink
from frankpledge.assessment.loading import NewEdition, NewIssue
from frankpledge.assessment.models import KINDS, STANDINGS
from frankpledge.assessment.presenting import address, crumbs
from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.records.uploads import refuse_by_size
from frankpledge.web.asking import Current, FormPage, VersionedForm, answer
from frankpledge.web.words import counted

TITLE = "Issues and what measures them"
ROLES = [("level", "How much of it there is"), ("public", "What the public say"), ("context", "What helps to read the others"),
         ("severity", "How grave its offences are")]  # fmt: skip
SPARE, MOST = 2, 20
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


@dataclass(frozen=True)
class IssueRow:
    """An issue of the list."""

    title: str
    href: str
    standing: str
    measured: str


@dataclass(frozen=True)
class IssuesPage:
    """Every issue, and what else an assessment is made of."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    sentence: str
    rows: tuple[IssueRow, ...]
    add: str
    scheme: str
    schemes: tuple[str, ...]
    open: str


def issues(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every issue with what measures it, the schemes there are, and the ways to add to them."""
    known = queries.issues(partnership.slug)
    bare = sum(1 for one in known if one.measured() is None)
    page = IssuesPage(
        title=TITLE,
        crumbs=_crumbs(partnership),
        sentence=_sentence(len(known), bare),
        rows=tuple(_row(partnership, one) for one in known),
        add=address("assessment-issue-add", partnership),
        scheme=address("assessment-scheme", partnership),
        schemes=tuple(title for _, title in setting_up.schemes(partnership.slug)),
        open=address("assessment-open", partnership),
    )  # fmt: skip
    return render(request, "assessment/issues.html", {"page": page})


def _sentence(known: int, bare: int) -> str:
    if not known:
        return "There is no issue yet."
    told = f"nothing here measures {bare} of them" if bare else "each is measured"
    return f"{counted(known, 'issue')}; {told}."


def _row(partnership: PartnershipFacts, one: IssueFacts) -> IssueRow:
    link = one.measured()
    measured = f"{link.source}, {dict(KINDS)[link.kind].lower()}" if link else "Nothing yet"
    return IssueRow(
        one.title, address("assessment-issue-change", partnership, issue=one.slug), dict(STANDINGS)[one.standing], measured
    )  # fmt: skip


class IssueForm(VersionedForm):
    """An issue, and a row of fields for each source that does or does not measure it."""

    title = forms.CharField(
        label="What is it called?", max_length=200, error_messages={"required": "Give it a name"}
    )
    definition = forms.CharField(
        label="What is it, and where does it end?", widget=forms.Textarea,
        error_messages={"required": "Say what it is, so that everybody counts the same"},
    )  # fmt: skip
    standing = forms.ChoiceField(
        label="Is it a candidate for priority?", choices=STANDINGS, widget=forms.RadioSelect, initial="priority",
        error_messages={"required": "Choose one"},
    )  # fmt: skip
    part_of = forms.ChoiceField(label="Is it part of another issue?", required=False)
    harmed = forms.CharField(
        label="Who is harmed?",
        required=False,
        widget=forms.Textarea,
        help_text="Groups of people, never a person",
    )
    unknown = forms.CharField(
        label="What is not known?", required=False, widget=forms.Textarea, help_text="A sentence on each line"
    )

    def __init__(
        self, *args: Any, rows: int, issues: setting_up.Choices, measures: setting_up.Choices, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.rows = rows
        _choices(self, "part_of", [("", "No"), *issues])
        for at in range(1, rows + 1):
            self.fields[f"source_{at}"] = forms.CharField(
                label=f"{at}. Source",
                required=False,
                max_length=200,
                help_text="Who supplies it: the police, a survey",
            )
            self.fields[f"kind_{at}"] = forms.ChoiceField(
                label=f"{at}. Does it measure the issue?", required=False, choices=[("", "Choose"), *KINDS]
            )
            self.fields[f"measure_{at}"] = forms.ChoiceField(
                label=f"{at}. Measure", required=False, choices=[("", "None"), *measures]
            )
            self.fields[f"role_{at}"] = forms.ChoiceField(
                label=f"{at}. What it tells", required=False, choices=ROLES
            )
            self.fields[f"why_{at}"] = forms.CharField(label=f"{at}. Why", required=False, max_length=1000)
            self.fields[f"extract_{at}"] = forms.CharField(
                label=f"{at}. What to ask for",
                required=False,
                max_length=1000,
                help_text="Where it does not measure the issue",
            )

    def links(self) -> tuple[MeasureLink, ...]:
        """The rows in which something was said."""
        said = self.cleaned_data
        return setting_up.without_empty([
            MeasureLink(
                said.get(f"role_{at}") or "level", str(said.get(f"source_{at}") or "").strip(), said.get(f"measure_{at}") or "",
                said.get(f"kind_{at}") or ("exact" if said.get(f"measure_{at}") else "none"), str(said.get(f"why_{at}") or "").strip(),
                str(said.get(f"extract_{at}") or "").strip(),
            )
            for at in range(1, self.rows + 1)
        ])  # fmt: skip


def _choices(form: forms.Form, name: str, choices: setting_up.Choices) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def add(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """A new issue."""
    return _issue(request, principal, partnership, None)


def change(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, issue: str
) -> HttpResponse:
    """An issue there is. Raises `NotFound`."""
    return _issue(request, principal, partnership, setting_up.issue(partnership.slug, issue))


def _issue(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, found: IssueFacts | None
) -> HttpResponse:
    sent = sum(1 for name in request.POST if name.startswith("source_"))
    form = IssueForm(
        request.POST if request.method == "POST" else None,
        rows=max(min(MOST, sent), (len(found.measures) if found else 0) + SPARE),
        issues=[(one.slug, one.title) for one in queries.issues(partnership.slug) if found is None or one.slug != found.slug],
        measures=setting_up.measures(partnership.slug, found),
        initial=_said_of(found) if found else {},
    )  # fmt: skip
    page = FormPage(
        title=found.title if found else "Add an issue", crumbs=_crumbs(partnership, (TITLE, address("assessment-issues", partnership))),
        button="Save", lead=("For each source say whether it measures the issue exactly, by proxy or not at all. There are more empty rows each time this page is opened.",),
    )  # fmt: skip

    def save() -> str:
        said = form.cleaned_data
        slug = found.slug if found else setting_up.slug_for(partnership.slug, said["title"])
        setting_up.write_issue(
            partnership,
            NewIssue(slug, said["title"], said["definition"], said["standing"], said["part_of"], said["harmed"],
                     setting_up.lines_of(said["unknown"]), form.links()),
            by=principal, read_version=form.read_version if found else None,
        )  # fmt: skip
        messages.success(request, f"“{said['title']}” is saved. Rank the assessment again for it to count.")
        return address("assessment-issues", partnership)

    def current() -> Current:
        now = setting_up.issue(partnership.slug, found.slug if found else "")
        return Current(setting_up.mark_of(now), _said_of(now))

    return answer(request, form, page, save, current=current if found else None)


def _said_of(found: IssueFacts) -> dict[str, object]:
    rows = {
        f"{name}_{at}": value
        for at, link in enumerate(found.measures, start=1)
        for name, value in (("source", link.source), ("kind", link.kind), ("measure", link.measure), ("role", link.role),
                            ("why", link.why), ("extract", link.extract_to_ask_for))
    }  # fmt: skip
    return {
        "title": found.title, "definition": found.definition, "standing": found.standing, "part_of": found.part_of,
        "harmed": found.harmed, "unknown": "\n".join(found.unknown), "row_version": setting_up.mark_of(found), **rows,
    }  # fmt: skip


class SchemeForm(forms.Form):
    """A scheme as a file."""

    upload = forms.FileField(
        label="File of the scheme",
        error_messages={"required": "Choose a file"},
        help_text="TOML, as the patterns in examples/schemes",
    )


def scheme(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Bring in a scheme, or a new version of one."""
    form = SchemeForm(request.POST or None, request.FILES or None)
    page = FormPage(
        title="Bring in a scoring scheme", crumbs=_crumbs(partnership, (TITLE, address("assessment-issues", partnership))),
        button="Bring it in", takes_files=True,
        lead=("A scheme says by which criteria issues are scored, and how levels become a score. A version that has ranked an assessment never changes: give a changed scheme a new version.",),
    )  # fmt: skip

    def save() -> str:
        upload = form.cleaned_data["upload"]
        refuse_by_size(upload.name, upload.size)
        setting_up.take_in_scheme(partnership.slug, upload.name, upload.read(), by=principal)
        messages.success(request, "The scheme is in. Open an edition with it.")
        return address("assessment-issues", partnership)

    return answer(request, form, page, save)


class EditionForm(forms.Form):
    """A new edition."""

    edition = forms.SlugField(
        label="Short name", max_length=40, help_text="Such as 2026-27: it stands in addresses",
        error_messages={"required": "Give it a short name", "invalid": "Use letters, figures and hyphens, such as 2026-27"},
    )  # fmt: skip
    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Give it a title"})
    starts_on = forms.DateField(
        label="First day of the period", input_formats=DAYS, help_text="Such as 2025-10-01", widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Write the first day", "invalid": "Write the first day as 2025-10-01"},
    )  # fmt: skip
    ends_on = forms.DateField(
        label="Last day of the period", input_formats=DAYS, help_text="Such as 2026-09-30", widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Write the last day", "invalid": "Write the last day as 2026-09-30"},
    )  # fmt: skip
    authors = forms.CharField(
        label="Who writes it?", widget=forms.Textarea, help_text="A role or an organisation on each line",
        error_messages={"required": "Say who writes it"},
    )  # fmt: skip
    scheme = forms.ChoiceField(
        label="Scoring scheme",
        error_messages={"required": "Choose a scheme. If there is none, bring one in first"},
    )

    def __init__(self, *args: Any, schemes: setting_up.Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        _choices(self, "scheme", schemes)

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        first, last = said.get("starts_on"), said.get("ends_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("ends_on", "The last day comes before the first. Correct one of them")
        return said


def open_edition(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Open a new edition of the assessment."""
    form = EditionForm(
        request.POST if request.method == "POST" else None, schemes=setting_up.schemes(partnership.slug)
    )
    page = FormPage(
        title="Open an edition", crumbs=_crumbs(partnership), button="Open it",
        lead=("Its issues are those of the list; judgements and texts begin anew. Earlier editions stay as they are.",),
    )  # fmt: skip

    def save() -> str:
        said = form.cleaned_data
        made = NewEdition(
            said["edition"], said["title"], Period(said["starts_on"], said["ends_on"]), setting_up.lines_of(said["authors"]),
            "", "", 10_000, 0, {}, (), (),
        )  # fmt: skip
        setting_up.open_edition(partnership, made, scheme=said["scheme"], by=principal)
        messages.success(request, "The edition is open: judge the issues, then rank them.")
        return address("assessment-workshop", partnership, edition=said["edition"])

    return answer(request, form, page, save)


def _crumbs(partnership: PartnershipFacts, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return crumbs(partnership, ("Assessment", address("assessment", partnership)), *more)
