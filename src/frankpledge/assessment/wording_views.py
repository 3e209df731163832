"""Writing the assessment's texts: which parts there are and what stands in each, one part, and what partners are asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.assessment import queries, wording
from frankpledge.assessment.facts import IssueFacts
from frankpledge.assessment.presenting import address, crumbs, parts_owed
from frankpledge.assessment.wording import ABOUT, PARTS, Asked
from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.web.asking import Current, FormPage, VersionedForm, answer
from frankpledge.web.words import counted

TITLE = "Write the assessment"
ASKED = (
    "What partners are asked to do",
    "Each in a sentence, and who is asked. It stands on the executive page.",
)
NOTHING = "Nobody has written it yet."
MOST, SPARE = 40, 2
SHOWN = 160


@dataclass(frozen=True)
class PartRow:
    """A part, what stands in it, and whether the law asks for it and it is empty."""

    title: str
    href: str
    begins: str
    is_owed: bool = False


@dataclass(frozen=True)
class WordingPage:
    """All that people write for an edition."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    sentence: str
    parts: tuple[PartRow, ...]
    issues: tuple[tuple[str, PartRow, PartRow], ...]


class TextForm(VersionedForm):
    """One part."""

    text = forms.CharField(
        label="Text", required=False, max_length=40_000, widget=forms.Textarea, strip=True,
        help_text="Leave an empty line between paragraphs. A number that stands in the record is printed by itself: need it be typed here?",
    )  # fmt: skip


def parts(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str
) -> HttpResponse:
    """Every part that people write, with what stands in it. Raises `NotFound`."""
    row = queries.assessment(partnership.slug, edition)
    owed = parts_owed(partnership, edition)
    stands = wording.begun(partnership.slug, edition)
    asked, _ = wording.asked_of_partners(partnership.slug, edition)
    ask_href = address("assessment-asked", partnership, edition=edition)
    page = WordingPage(
        title=TITLE,
        crumbs=_crumbs(partnership, edition, row.title),
        sentence=_sentence(owed),
        parts=(
            *(
                PartRow(
                    PARTS[part][0], address("assessment-part", partnership, edition=edition, part=part),
                    _begins(stands.get(part, "")), part in (owed or ()),
                )
                for part in PARTS
            ),
            PartRow(ASKED[0], ask_href, _begins("; ".join(one.text.rstrip(".") for one in asked))),
        ),
        issues=tuple(
            (one.title, _about(partnership, edition, one, "why", stands), _about(partnership, edition, one, "partners", stands))
            for one in queries.issues(partnership.slug)
        ),
    )  # fmt: skip
    return render(request, "assessment/wording.html", {"page": page})


def _sentence(owed: frozenset[str] | None) -> str:
    if owed is None:
        return "Nothing has been ranked yet. Which parts the law asks for is told by the day of the ranking."
    if owed:
        return f"The law asks for {counted(len(owed), 'part')} that nobody has written."
    return "Every part that the law asks of people has been written."


def _about(
    partnership: PartnershipFacts, edition: str, issue: IssueFacts, part: str, stands: Mapping[str, str]
) -> PartRow:
    href = address("assessment-about", partnership, edition=edition, issue=issue.slug, part=part)
    return PartRow(ABOUT[part][0], href, _begins(stands.get(wording.key_of(part, issue.slug), "")))


def _begins(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        return NOTHING
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rsplit(' ', 1)[0]} …"


def part(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str, part: str
) -> HttpResponse:
    """One part of the document. Raises `NotFound`."""
    return _part(request, principal, partnership, edition, part)


def about(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str, issue: str, part: str
) -> HttpResponse:  # fmt: skip
    """What is written of one issue. Raises `NotFound`."""
    found = next((one for one in queries.issues(partnership.slug) if one.slug == issue), None)
    if found is None:
        raise NotFound("There is no such issue.")
    return _part(request, principal, partnership, edition, part, found)


def _part(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str, part: str,
    issue: IssueFacts | None = None,
) -> HttpResponse:  # fmt: skip
    key = wording.key_of(part, issue.slug if issue else "")
    row = queries.assessment(partnership.slug, edition)
    title, lead = (ABOUT if issue else PARTS)[part]
    stands = wording.written(partnership.slug, edition, key)
    form = TextForm(
        request.POST if request.method == "POST" else None,
        initial={"text": stands.text, "row_version": stands.version},
    )
    page = FormPage(
        title=f"{issue.title}: {title[:1].lower()}{title[1:]}" if issue else title,
        crumbs=_crumbs(partnership, edition, row.title, (TITLE, _home(partnership, edition))),
        button="Save",
        lead=(lead,),
    )

    def save() -> str:
        wording.write(
            partnership.slug, edition, key, str(form.cleaned_data["text"]), read_version=form.read_version, by=principal
        )  # fmt: skip
        messages.success(request, f"“{page.title}” is saved.")
        return _home(partnership, edition)

    def current() -> Current:
        now = wording.written(partnership.slug, edition, key)
        return Current(now.version, {"text": now.text})

    return answer(request, form, page, save, current=current)


class AskedForm(VersionedForm):
    """What partners are asked to do: a row of three fields for each, and empty rows after them."""

    def __init__(self, *args: Any, rows: int, issues: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = rows
        for at in range(1, rows + 1):
            self.fields[f"text_{at}"] = forms.CharField(
                label=f"{at}. What is asked", required=False, max_length=600, widget=forms.Textarea
            )
            self.fields[f"owner_{at}"] = forms.CharField(
                label=f"{at}. Of whom", required=False, max_length=200, help_text="An organisation or a role"
            )
            self.fields[f"issue_{at}"] = forms.ChoiceField(
                label=f"{at}. About which issue",
                required=False,
                choices=[("", "None in particular"), *issues],
            )

    def asked(self) -> tuple[Asked, ...]:
        """The rows that say something, in their order."""
        rows = (
            [str(self.cleaned_data.get(f"{name}_{at}") or "").strip() for name in ("text", "issue", "owner")]
            for at in range(1, self.rows + 1)
        )
        return tuple(Asked(*row) for row in rows if row[0])


def asked(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str
) -> HttpResponse:
    """What partners are asked to do. Raises `NotFound`."""
    row = queries.assessment(partnership.slug, edition)
    found, version = wording.asked_of_partners(partnership.slug, edition)
    issues = [(one.slug, one.title) for one in queries.issues(partnership.slug)]
    sent = sum(1 for name in request.POST if name.startswith("text_"))
    form = AskedForm(
        request.POST if request.method == "POST" else None,
        rows=max(min(MOST, sent), len(found) + SPARE),
        issues=issues,
        initial={"row_version": version, **_values(found)},
    )
    page = FormPage(
        title=ASKED[0],
        crumbs=_crumbs(partnership, edition, row.title, (TITLE, _home(partnership, edition))),
        button="Save",
        lead=(ASKED[1], "Empty one to take it out. There are more empty rows each time this page is opened."),
    )

    def save() -> str:
        wording.ask(partnership.slug, edition, form.asked(), read_version=form.read_version, by=principal)
        messages.success(request, "What partners are asked to do is saved.")
        return _home(partnership, edition)

    def current() -> Current:
        now, mark = wording.asked_of_partners(partnership.slug, edition)
        return Current(mark, _values(now))

    return answer(request, form, page, save, current=current)


def _values(found: tuple[Asked, ...]) -> dict[str, object]:
    return {
        f"{name}_{at}": getattr(one, name)
        for at, one in enumerate(found, start=1)
        for name in ("text", "owner", "issue")
    }


def _home(partnership: PartnershipFacts, edition: str) -> str:
    return address("assessment-wording", partnership, edition=edition)


def _crumbs(
    partnership: PartnershipFacts, edition: str, title: str, *more: tuple[str, str]
) -> tuple[tuple[str, str], ...]:
    return crumbs(partnership, (title, address("assessment-edition", partnership, edition=edition)), *more)
