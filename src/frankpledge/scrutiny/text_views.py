"""The pages on which a report is written: its text with the numbers in the margin, one block at a time, versions and papers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.law import api as law
from frankpledge.records.clock import now
from frankpledge.records.models import Conflict
from frankpledge.records.steady import steady
from frankpledge.records.uploads import KINDS, TAKEN
from frankpledge.scrutiny import building, kept_papers, queries, setting_out, text_services
from frankpledge.scrutiny import text_presenting as presenting
from frankpledge.scrutiny.models import BlockVersion, ReportEdition
from frankpledge.scrutiny.pages import Crumbs
from frankpledge.scrutiny.record import StoredRecord
from frankpledge.scrutiny.report import BuiltReport
from frankpledge.scrutiny.rules import editing
from frankpledge.scrutiny.rules.editing import Asked, NoSuchBlock
from frankpledge.scrutiny.suggesting import Candidate, candidates
from frankpledge.scrutiny.text_pages import (
    BlockPage,
    FigureLine,
    PaperLine,
    PapersPage,
    Press,
    TextPage,
    Theirs,
    VersionLine,
    VersionsPage,
)
from frankpledge.scrutiny.text_presenting import Desk
from frankpledge.web.forms import errors_of, fields_of

READ = "read"
"""The field that says which text the person saw."""


def _desk(principal: Principal, edition: ReportEdition) -> Desk:
    may = can(principal, Permission.REPORT_BUILD, edition.subject())
    return Desk(edition.partnership, edition.slug, may)


def _crumbs(desk: Desk, edition: ReportEdition, *more: tuple[str, str]) -> Crumbs:
    here = {"partnership": desk.partnership}
    return (
        ("Home", reverse("home", kwargs=here)),
        ("Annual report", reverse("report", kwargs=here)),
        (edition.title, desk.at("report-preview")),
        *more,
    )


def _text_crumb(desk: Desk) -> tuple[str, str]:
    return ("Text", desk.at("report-text"))


def _looked_at(edition: ReportEdition) -> BuiltReport:
    return building.built(edition, known_at=edition.known_at or now(), remembers=False, names_rows=False)


# The whole text -----------------------------------------------------------------------------------------------------


def text(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The whole report as text, each number with its flag in the margin. Writes nothing. Raises `NotFound`."""
    edition = queries.edition(partnership.slug, slug)
    desk, content, made = _desk(principal, edition), building.content_of_edition(edition), _looked_at(edition)
    kept = kept_papers.hashes(partnership.slug)
    page = TextPage(
        title="Text and numbers",
        crumbs=_crumbs(desk, edition),
        edition=queries.facts(edition),
        tally=presenting.tally(made),
        sections=presenting.written_sections(desk, editing.keyed(edition.content), content, made),
        lacking=presenting.lacking_lines(desk, content, kept),
        outlines=(("", "Its own outline"), *((one.slug, f"{one.title}: {one.suits}") for one in setting_out.outlines())),
        set_out_as=content.cover.set_out_as,
        left_out=setting_out.left_out(building.whole_content(edition)),
        choose=desk.at("report-text-outline") if desk.may_write else "",
        preview=desk.at("report-preview"),
        problems=tuple(str(problem) for problem in made.problems),
    )  # fmt: skip
    return render(request, "scrutiny/text.html", {"page": page})


def choose_outline(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Set the report out by another outline. Raises `Unusable` for one that there is not."""
    chosen = request.POST.get("outline", "")
    text_services.set_out_as(partnership.slug, slug, chosen, by=principal)
    named = setting_out.outline(chosen).title if chosen else "its own outline"
    messages.success(request, f"The report is set out by {named}. Build it again for its files.")
    return HttpResponseRedirect(
        reverse("report-text", kwargs={"partnership": partnership.slug, "slug": slug})
    )


# One block ----------------------------------------------------------------------------------------------------------


class TextForm(forms.Form):
    """A form of the questions that a block asks. Nothing is required here: the rules say what is wrong, in words."""

    read = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: tuple[Asked, ...], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields.update({one.name: _field(one) for one in asked})

    def answers(self) -> dict[str, str]:
        return {name: str(value or "") for name, value in self.cleaned_data.items() if name != READ}


def _field(one: Asked) -> forms.Field:
    if one.kind == "choice":
        return forms.ChoiceField(label=one.label, help_text=one.hint, required=False, choices=one.options)
    is_long = one.kind in {"long", "lines", "levels"}
    widget = forms.Textarea if is_long else forms.TextInput
    return forms.CharField(
        label=one.label, help_text=one.hint, required=False, max_length=20_000, widget=widget
    )


def _asked(block: editing.Block, partnership: PartnershipFacts, edition: ReportEdition) -> tuple[Asked, ...]:
    """The questions of a block; the duties to choose from are those of the law as it stood on the report's day."""
    on = building.whole_content(edition).cover.as_of
    duties = (
        ("", "None chosen"),
        *((one.code, f"{one.title} ({one.code})") for one in law.duties(partnership.nation, on)),
    )
    return tuple(
        replace(one, options=duties) if one.name == "duty_code" else one for one in editing.questions(block)
    )


def block(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, key: str
) -> HttpResponse:
    """Change one block. When somebody else has changed it since, both texts are shown. Raises `NotFound`."""
    edition = queries.edition(partnership.slug, slug)
    standing = _block(edition, key)
    if standing.get("kind") == "papers":
        return papers(request, principal, partnership, slug, key)
    asked = _asked(standing, partnership, edition)
    if not asked:
        raise NotFound("This comes from the record alone and is not written by hand.")
    given = {**editing.answers_of(standing), READ: editing.fingerprint(standing)}
    form = TextForm(asked, request.POST or None, initial=given)
    theirs, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            text_services.save_block(
                partnership.slug, slug, key, form.answers(), read=form.cleaned_data[READ], by=principal
            )
            return _back(request, partnership, slug, key, "Saved.")
        except Conflict:
            theirs, status = _theirs(edition, key), 409
            edition.refresh_from_db()
            standing = _block(edition, key)
            form.data = {**request.POST.dict(), READ: editing.fingerprint(standing)}
        except Unusable as unusable:
            _note(form, unusable)
    page = _block_page(edition, _desk(principal, edition), standing, form, theirs)
    bad = bool(page.errors) or theirs is not None
    names = {"page": page, "has_errors": bad}
    return render(
        request, "scrutiny/block.html", names, status=status if theirs else 422 if page.errors else 200
    )


def _block(edition: ReportEdition, key: str) -> editing.Block:
    try:
        return editing.block_of(editing.keyed(edition.content), key)
    except NoSuchBlock as gone:
        raise NotFound("This text is not in the report. Its versions are kept.") from gone


def _note(form: TextForm, unusable: Unusable) -> None:
    """Each problem at the field that it names, else above them all."""
    for problem in unusable.problems:
        column = problem.column.rsplit(".", 1)[-1]
        form.add_error(
            problem.column if problem.column in form.fields else column if column in form.fields else None,
            f"{problem.reason} {problem.remedy}".strip(),
        )


def _theirs(edition: ReportEdition, key: str) -> Theirs:
    last = next(iter(queries.versions(edition, key)), None)
    if last is None:
        return Theirs("somebody else", "")
    return Theirs(last.recorded_by or "somebody else", editing.words_of(last.text) or "Taken out")


def _back(
    request: HttpRequest, partnership: PartnershipFacts, slug: str, key: str, said: str
) -> HttpResponse:
    messages.success(request, said)
    at = reverse("report-text", kwargs={"partnership": partnership.slug, "slug": slug})
    return HttpResponseRedirect(f"{at}#{key}" if key else at)


def _block_page(
    edition: ReportEdition, desk: Desk, standing: editing.Block, form: TextForm, theirs: Theirs | None
) -> BlockPage:
    key = str(standing.get("key") or standing["kind"])
    made = _looked_at(edition)
    is_text = standing.get("kind") == "paragraph"
    known = _known(edition) if is_text else ()
    words, items = presenting.shown_pieces(standing) if is_text else ((), ())
    where = made.places.get(key, "")
    out = (
        Press("Take this out", desk.at("report-text-out", key=key), ((READ, editing.fingerprint(standing)),))
        if standing.get("kind") in {"paragraph", "heading", "quote", "horizon"}
        else None
    )
    return BlockPage(
        title=presenting.title_of(standing, where),
        crumbs=_crumbs(desk, edition, _text_crumb(desk)),
        lead="",
        fields=fields_of(form),
        errors=errors_of(form) if form.is_bound else (),
        theirs=theirs,
        words=words,
        items=items,
        notes=tuple(presenting.with_presses(desk, standing, made, known)) if is_text else (),
        figures=tuple(FigureLine(one.figure.label, one.figure.text, one.binding) for one in known),
        versions=desk.at("report-text-versions", key=key),
        back=f"{desk.at('report-text')}#{key}",
        out=out,
    )


def _known(edition: ReportEdition) -> tuple[Candidate, ...]:
    content = building.whole_content(edition)
    with steady():
        return candidates(
            content, StoredRecord(edition.partnership, edition.known_at or now(), remembers=False)
        )


def add(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, section: str
) -> HttpResponse:
    """Add a paragraph to a section, or a heading where `?kind=heading` says so. Raises `NotFound`."""
    edition = queries.edition(partnership.slug, slug)
    desk = _desk(principal, edition)
    kind = "heading" if request.GET.get("kind") == "heading" else "paragraph"
    heading = next(
        (one.heading for one in building.whole_content(edition).outline if one.code == section), ""
    )
    if not heading:
        raise NotFound("There is no such section.")
    form = TextForm(editing.questions({"kind": kind}), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key = text_services.add_block(
                partnership.slug, slug, section, kind, form.answers(), after=request.GET.get("after", ""), by=principal
            )  # fmt: skip
            return _back(request, partnership, slug, key, "Added.")
        except Unusable as unusable:
            _note(form, unusable)
    page = BlockPage(
        title=f"Add a {kind}", crumbs=_crumbs(desk, edition, _text_crumb(desk)), lead=f"To the section ‘{heading}’.",
        fields=fields_of(form), errors=errors_of(form) if form.is_bound else (), theirs=None, words=(), items=(), notes=(),
        figures=(), versions="", back=desk.at("report-text"), out=None,
    )  # fmt: skip
    names = {"page": page, "has_errors": bool(page.errors)}
    return render(request, "scrutiny/block.html", names, status=422 if page.errors else 200)


def tie(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, key: str
) -> HttpResponse:
    """Tie a number to a figure, or write it as the record has it. Raises `Conflict` and `Unusable`."""
    said = request.POST
    number = int(said["number"]) if said.get("number", "").isdecimal() else 0
    if said.get("shown"):
        text_services.write_as_recorded(
            partnership.slug, slug, key, number, said["shown"], read=said.get(READ, ""), by=principal
        )
    else:
        text_services.tie(
            partnership.slug,
            slug,
            key,
            number,
            said.get("binding", ""),
            read=said.get(READ, ""),
            by=principal,
        )
    return _back(request, partnership, slug, key, "Saved.")


def out(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, key: str
) -> HttpResponse:
    """Take a block out. Raises `Conflict` and `NotFound`."""
    text_services.take_out(partnership.slug, slug, key, read=request.POST.get(READ, ""), by=principal)
    messages.success(request, "Taken out. Its versions are kept.")
    return HttpResponseRedirect(
        reverse("report-text-versions", kwargs={"partnership": partnership.slug, "slug": slug, "key": key})
    )


def versions(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, key: str
) -> HttpResponse:
    """Every text that a block had, the newest first. Raises `NotFound` for a block that never was."""
    edition = queries.edition(partnership.slug, slug)
    desk = _desk(principal, edition)
    rows = queries.versions(edition, key)
    here = {str(block.get("key")) for _, block in editing.placed(editing.keyed(edition.content))}
    is_there = key in here or key == editing.RECOMMENDATION
    if not rows and not is_there:
        raise NotFound("There is no such text.")
    page = VersionsPage(
        title="Versions of this text",
        crumbs=_crumbs(desk, edition, _text_crumb(desk)),
        versions=tuple(_version(desk, row, is_last=place == 0) for place, row in enumerate(rows)),
        block=desk.at("report-text-block", key=key) if is_there and desk.may_write else "",
    )
    return render(request, "scrutiny/versions.html", {"page": page})


def _version(desk: Desk, row: BlockVersion, *, is_last: bool) -> VersionLine:
    may = desk.may_write and not is_last and row.text is not None
    action = desk.at("report-text-bring", key=row.block, number=row.number)
    return VersionLine(
        row.number, row.said, row.recorded_by or "Not recorded", f"{row.recorded_at:%H:%M} on {short_date(row.recorded_at.date())}",
        editing.words_of(row.text) if row.text is not None else "", Press("Bring this text back", action, ()) if may else None,
    )  # fmt: skip


def bring(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    slug: str,
    key: str,
    number: int,
) -> HttpResponse:
    """Bring an earlier text back. Raises `NotFound`."""
    text_services.bring_back(partnership.slug, slug, key, number, by=principal)
    return _back(request, partnership, slug, key, f"Version {number} stands again.")


# Background papers ---------------------------------------------------------------------------------------------------


class PaperForm(forms.Form):
    """A background paper: what it is called, where it stands, and a copy of it."""

    read = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label="What it is called", max_length=300, required=False, help_text="The link will say this. Leave it empty to take the paper off the list."
    )  # fmt: skip
    href = forms.URLField(
        label="Its address", required=False, assume_scheme="https", error_messages={"invalid": "Write an address that starts with https://"}
    )  # fmt: skip
    copy = forms.FileField(
        label="A copy to keep", required=False, help_text=f"{TAKEN}. It is kept as it is today.",
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
    )  # fmt: skip


def papers(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, key: str
) -> HttpResponse:
    """The background papers of a report, and which copies are kept."""
    edition = queries.edition(partnership.slug, slug)
    desk = _desk(principal, edition)
    lines = tuple(
        PaperLine(
            str(one.get("title", "")), str(one.get("href", "")), _kept(partnership.slug, str(one.get("kept_copy", ""))),
            desk.at("report-text-paper", key=key, place=place),
        )
        for place, one in enumerate(editing.papers_of(_block(edition, key)), start=1)
    )  # fmt: skip
    page = PapersPage(
        "Background papers", _crumbs(desk, edition, _text_crumb(desk)), lines,
        desk.at("report-text-paper", key=key, place=0), f"{desk.at('report-text')}#{key}",
    )  # fmt: skip
    return render(request, "scrutiny/papers.html", {"page": page})


def _kept(partnership: str, sha256: str) -> str:
    copy = kept_papers.kept_copy(partnership, sha256) if sha256 else None
    return f"Kept on {short_date(copy.on)} ({copy.about})" if copy else "No copy is kept"


def paper(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, key: str, place: int
) -> HttpResponse:
    """List a background paper (0 adds one) with a copy to keep. Raises `NotFound`."""
    edition = queries.edition(partnership.slug, slug)
    desk, standing = _desk(principal, edition), _block(edition, key)
    rows = editing.papers_of(standing)
    if place > len(rows):
        raise NotFound("There is no such paper.")
    row = rows[place - 1] if place else {}
    given = {"title": row.get("title"), "href": row.get("href"), READ: editing.fingerprint(standing)}
    form = PaperForm(request.POST or None, request.FILES or None, initial=given)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _save_paper(partnership.slug, slug, key, place, form, principal)
            messages.success(request, "The list of papers was changed.")
            return HttpResponseRedirect(desk.at("report-text-block", key=key))
        except Unusable as unusable:
            for problem in unusable.problems:
                form.add_error("copy" if problem.file else "title", f"{problem.reason} {problem.remedy}")
        except Conflict as conflict:
            form.add_error(None, f"{conflict.reason} The list is below the link; open the paper again.")
            status = 409
    page = BlockPage(
        title="Background paper", crumbs=_crumbs(desk, edition, _text_crumb(desk)), lead="", fields=fields_of(form),
        errors=errors_of(form) if form.is_bound else (), theirs=None, words=(), items=(), notes=(), figures=(), versions="",
        back=desk.at("report-text-block", key=key), out=None,
    )  # fmt: skip
    names = {"page": page, "has_errors": bool(page.errors)}
    return render(
        request, "scrutiny/block.html", names, status=status if status != 200 else 422 if page.errors else 200
    )


def _save_paper(
    partnership: str, slug: str, key: str, place: int, form: PaperForm, principal: Principal
) -> None:
    said = form.cleaned_data
    upload = said["copy"]
    paper = text_services.NewPaper(said["title"].strip(), said["href"])
    if upload is None:
        text_services.save_paper(partnership, slug, key, place, paper, read=said[READ], by=principal)
        return
    name = str(upload.name)
    with NamedTemporaryFile(suffix=Path(name).suffix) as held:
        for chunk in upload.chunks():
            held.write(chunk)
        held.flush()
        paper = replace(paper, file=(Path(held.name), name))
        text_services.save_paper(partnership, slug, key, place, paper, read=said[READ], by=principal)


def kept_paper(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, paper: UUID
) -> HttpResponse:
    """A copy of a background paper as it was kept. The public may have those of issued reports. Raises `NotFound`."""
    may_all = can(principal, Permission.REPORT_READ, queries.subject_in(partnership.slug))
    found = kept_papers.file_of(partnership.slug, paper, to_public=not may_all)
    response = HttpResponse(found.content, content_type=found.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
