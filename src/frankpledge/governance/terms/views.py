"""Pages of terms of reference: those in force, what to put right in them, and the next ones while they are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.documents.tree import Document, Identity
from frankpledge.governance import queries
from frankpledge.governance.presenting import address, crumbs
from frankpledge.governance.rules.terms.writing import with_values
from frankpledge.governance.terms import document, drafts, presenting, presenting_drafts
from frankpledge.governance.terms.drafts import DraftFacts
from frankpledge.governance.terms.editing import (
    QuorumTests,
    Table,
    Values,
    fingerprint,
    quorum_of,
    rows_of,
    with_quorum,
    with_row,
    without_row,
)
from frankpledge.governance.terms.forms import (
    AboutForm,
    FileForm,
    InForceForm,
    JoinForm,
    PartForm,
    StartForm,
)
from frankpledge.governance.terms.pages import FormPart, NewPage
from frankpledge.governance.terms.parsing import file_of_version
from frankpledge.governance.terms.parts import BY_TABLE, Part
from frankpledge.governance.terms.reading import compared
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.records.models import Conflict
from frankpledge.web.days import day_asked
from frankpledge.web.forms import errors_of, fields_of

TOML = "application/toml; charset=utf-8"
MEANWHILE = (
    "Someone else has saved this since you opened it. Nothing that you wrote is lost: compare the two below, change what "
    "should be otherwise, and save again."
)


def shown(request: HttpRequest, template: str, page: object, *, status: int = 200) -> HttpResponse:
    """A page; one with errors in its form is sent with status 422, one after a conflict with 409."""
    return render(
        request, f"governance/{template}.html", {"page": page, "has_errors": status != 200}, status=status
    )


def may_write(principal: Principal, partnership: PartnershipFacts) -> bool:
    subject = Subject("partnership", partnership.id, partnership.slug)
    return can(principal, Permission.GOVERNANCE_WRITE, subject)


def _redirect(partnership: PartnershipFacts, name: str, **parts: object) -> HttpResponseRedirect:
    return HttpResponseRedirect(address(name, partnership, **parts))


# In force ---------------------------------------------------------------------------------------------------------


def terms(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The terms in force today or on the day asked for, of the partnership or of one of its groups."""
    asked = day_asked(request.GET.get("on", ""), today())
    page = presenting.terms_page(
        partnership, asked, group=request.GET.get("group", ""), may_write=may_write(principal, partnership)
    )
    return shown(request, "terms", page, status=422 if asked.errors else 200)


def findings(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """What to put right in the terms in force."""
    asked = day_asked(request.GET.get("on", ""), today())
    page = presenting.findings_page(partnership, asked, group=request.GET.get("group", ""))
    return shown(request, "terms_findings", page, status=422 if asked.errors else 200)


def findings_file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, fmt: str
) -> HttpResponse:
    """The same as a document. Raises `NotFound` without terms on the day, or for a format there is not."""
    on, group = day_asked(request.GET.get("on", ""), today()).on, request.GET.get("group", "")
    known = queries.terms_in_force(partnership.slug, on=on, group=group)
    if known is None:
        raise NotFound("No terms of reference are recorded for that day.")
    made = document.findings_document(
        _given(partnership, on),
        presenting.as_of(known.constitution, on),
        presenting.findings_of_version(known, on),
    )
    return _sent(made, f"{partnership.slug}-terms-to-put-right", fmt)


def version_file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, version_id: UUID
) -> HttpResponse:
    """A version as the file it was written in."""
    return _file(file_of_version(partnership.slug, version_id), f"{partnership.slug}-terms.toml")


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=TOML)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _given(partnership: PartnershipFacts, on: date) -> document.Given:
    identity = Identity(
        partnership.council_name, partnership.colour, partnership.accent, partnership.logo_png, partnership.council_name,
        partnership.reference_docx,
    )  # fmt: skip
    return document.Given(partnership.name, identity, on.isoformat())


def _sent(made: Document, stem: str, fmt: str) -> HttpResponse:
    if fmt not in drawing.FORMATS:
        raise NotFound("There is no such format.")
    response = HttpResponse(drawing.render(made, fmt), content_type=drawing.MEDIA_TYPES[fmt])
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}.{fmt}"'
    return response


# Drafts -----------------------------------------------------------------------------------------------------------


def new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Start the next terms: from the version in force, from nothing, or from a file."""
    group = request.GET.get("group", "")
    name = presenting.group_named(partnership, group)
    label, base, text = presenting_drafts.text_in_force(partnership.slug, group, today())
    form = StartForm(label, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        texts = {
            "in-force": text,
            "empty": presenting_drafts.empty_text(partnership, today()),
            "file": said.get("text", ""),
        }
        made = drafts.start(
            partnership.slug,
            by=principal,
            title=said["title"],
            text=texts[said["start"]],
            group=group,
            base=base,
        )
        return _redirect(partnership, "terms-draft", draft_id=made)
    page = NewPage(
        title=f"Write a new version: {name}" if name else "Write a new version",
        crumbs=crumbs(partnership, *presenting.ABOVE, ("Terms of reference", "terms")),
        lead=(
            "It is a draft until a decision of the partnership brings it into force. Nobody is bound by it before.",
        ),
        form=FormPart(fields_of(form), errors_of(form) if form.is_bound else (), "Start the draft"),
        is_multipart=True,
    )
    return shown(request, "terms_new", page, status=422 if page.form.errors else 200)


def draft(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, draft_id: UUID
) -> HttpResponse:
    """A draft: whether it reads, what it changes, and the ways to go on."""
    found = drafts.draft(partnership.slug, draft_id)
    page = presenting_drafts.draft_page(partnership, found, may_write=may_write(principal, partnership))
    return shown(request, "terms_draft", page)


def about(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, draft_id: UUID
) -> HttpResponse:
    """What a draft is called and what it is for."""
    found = drafts.draft(partnership.slug, draft_id)
    initial = {"title": found.title, "why": found.why, "row_version": found.row_version}
    form = AboutForm(request.POST or None, initial=initial)
    both: tuple[tuple[str, str, str], ...] = ()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            drafts.save(
                partnership.slug,
                draft_id,
                read_version=said["row_version"],
                title=said["title"],
                why=said["why"],
                by=principal,
            )
        except Conflict:
            both = _differences(form, {"title": found.title, "why": found.why})
            form = _again(AboutForm, form.data, found.row_version)
        else:
            return _saved(request, partnership, draft_id)
    page = NewPage(
        title="About this draft",
        crumbs=crumbs(partnership, *presenting.ABOVE, ("Terms of reference", "terms")),
        lead=(),
        form=FormPart(fields_of(form), errors_of(form) if form.is_bound and not both else (), "Save", both),
        is_multipart=False,
    )
    return shown(request, "terms_new", page, status=_status(page.form))


def _again(form: type[AboutForm], data: Mapping[str, object], row_version: int) -> AboutForm:
    """What one typed, with the version that stands now, so that saving again is meant."""
    made = form({**{name: data[name] for name in data}, "row_version": row_version})
    made.is_valid()
    return made


def _differences(form: AboutForm, meanwhile: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (str(form.fields[name].label), value or "(empty)", str(form.cleaned_data[name]) or "(empty)")
        for name, value in meanwhile.items()
        if value != form.cleaned_data[name]
    )


def _status(form: FormPart) -> int:
    return 409 if form.both else 422 if form.errors else 200


def _saved(request: HttpRequest, partnership: PartnershipFacts, draft_id: UUID) -> HttpResponse:
    messages.success(request, "Saved. What it changes is shown below.")
    return _redirect(partnership, "terms-draft", draft_id=draft_id)


def file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, draft_id: UUID
) -> HttpResponse:
    """The file of a draft, saved whatever stands in it; after a conflict both texts are shown."""
    found = drafts.draft(partnership.slug, draft_id)
    if request.method != "POST":
        return shown(request, "terms_file", presenting_drafts.file_page(partnership, found))
    form = FileForm(request.POST)
    typed = request.POST.get("text", "").replace("\r\n", "\n")
    if not form.is_valid():
        page = presenting_drafts.file_page(partnership, found, typed=typed, errors=errors_of(form))
        return shown(request, "terms_file", page, status=422)
    try:
        drafts.save(
            partnership.slug,
            draft_id,
            read_version=form.cleaned_data["row_version"],
            text=typed,
            by=principal,
        )
    except Conflict:
        page = presenting_drafts.file_page(
            partnership, found, typed=typed, errors=((MEANWHILE, "text"),), meanwhile=found.text
        )
        return shown(request, "terms_file", page, status=409)
    return _saved(request, partnership, draft_id)


def draft_download(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, draft_id: UUID
) -> HttpResponse:
    """A draft as a file."""
    found = drafts.draft(partnership.slug, draft_id)
    return _file(found.text, f"{found.slug}.toml")


def paper(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, draft_id: UUID, fmt: str
) -> HttpResponse:
    """The paper by which members decide on a draft. Raises `Unusable` while it has mistakes."""
    found = drafts.draft(partnership.slug, draft_id)
    held = compared(found.base_text, found.text)
    if held.terms is None:
        raise Unusable(*held.problems)
    put = document.Amendment(
        found.title, found.why, found.slug, drafts.label_of(found.base_text) if found.base_text else "", held.terms,
        held.changes, held.findings.new, held.findings.gone,
    )  # fmt: skip
    return _sent(document.amendment_document(_given(partnership, today()), put), found.slug, fmt)


# Parts and rows ---------------------------------------------------------------------------------------------------


def part(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, draft_id: UUID, part: str
) -> HttpResponse:
    """A part of a draft: its rows, or its one form."""
    found, asked, values = _open_part(partnership, draft_id, part)
    if not asked.many:
        return _row(request, principal, partnership, found, asked, values, number=1)
    join = None
    if asked.table == "quorum":
        quorum = quorum_of(values)
        join = JoinForm(request.POST or None, initial={"join": quorum.join})
        if request.method == "POST" and join.is_valid():
            chosen = join.cleaned_data["join"]
            tests = quorum.tests if chosen in {"all_of", "any_of"} else ()
            changed = with_quorum(values, QuorumTests(chosen, tests, quorum.clause))
            return _write(request, principal, partnership, found, changed)
    page = presenting_drafts.part_page(partnership, found, asked, values, join)
    return shown(request, "terms_part", page)


def row(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    draft_id: UUID,
    part: str,
    number: int,
) -> HttpResponse:
    """One row of a part; number 0 adds one."""
    found, asked, values = _open_part(partnership, draft_id, part)
    return _row(request, principal, partnership, found, asked, values, number=number)


def remove(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    draft_id: UUID,
    part: str,
    number: int,
) -> HttpResponse:
    """Take a row, or a whole part, out of a draft."""
    found, asked, values = _open_part(partnership, draft_id, part)
    rows = rows_of(values, asked)
    if not 0 < number <= len(rows) or request.POST.get("was") != fingerprint(asked, rows[number - 1]):
        raise Conflict("Someone else has changed or taken out this row since you opened the page.")
    changed = without_row(values, asked, number)
    return _write(request, principal, partnership, found, changed)


def _open_part(partnership: PartnershipFacts, draft_id: UUID, table: str) -> tuple[DraftFacts, Part, Values]:
    """A draft with one of its parts. Raises `NotFound` for a part there is not, `Unusable` where only the file will do."""
    found = drafts.draft(partnership.slug, draft_id)
    asked = BY_TABLE.get(table)
    if asked is None:
        raise NotFound("Terms of reference have no such part.")
    values = presenting_drafts.values_of_draft(found)
    if values is None:
        raise Unusable(*compared(found.base_text, found.text).problems)
    return found, asked, values


def _row(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, found: DraftFacts, asked: Part, values: Values,
    *, number: int,
) -> HttpResponse:  # fmt: skip
    rows = rows_of(values, asked)
    if number > len(rows) and asked.many:
        raise NotFound("There is no such row any more.")
    before: Table = dict(rows[number - 1]) if 0 < number <= len(rows) else {}
    more = presenting_drafts.choices_beyond_the_file(partnership, today())
    form = PartForm(asked, values, before, request.POST or None, more=more)
    both: tuple[tuple[str, str, str], ...] = ()
    if request.method == "POST" and form.is_valid():
        if _is_as_it_was(request, found, asked, before):
            changed = with_row(values, asked, number if rows else 0, form.row)
            return _write(request, principal, partnership, found, changed)
        both = _both_rows(form, before)
    page = presenting_drafts.row_page(partnership, found, asked, number, before, form, both=both)
    return shown(request, "terms_row", page, status=_status(page.form))


def _version(request: HttpRequest) -> int | None:
    typed = request.POST.get("row_version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def _is_as_it_was(request: HttpRequest, found: DraftFacts, asked: Part, before: Table) -> bool:
    """Whether the row is still the one that was opened: nobody has saved, or not this row's name and values."""
    return _version(request) == found.row_version or request.POST.get("was") == fingerprint(asked, before)


def _both_rows(form: PartForm, before: Table) -> tuple[tuple[str, str, str], ...]:
    """What stands there now beside what one wrote, key by key."""
    keys = dict.fromkeys((*before, *form.row))
    return tuple(
        (key.replace("_", " "), str(before.get(key, "(not said)")), str(form.row.get(key, "(not said)")))
        for key in keys
        if before.get(key) != form.row.get(key)
    ) or (("The rows", "changed by somebody else", "as you wrote it"),)


def _write(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    found: DraftFacts,
    values: Values,
) -> HttpResponse:
    """Write changed values into the file, its comments kept."""
    text = with_values(found.text, values)
    drafts.save(partnership.slug, found.id, read_version=found.row_version, text=text, by=principal)
    return _saved(request, partnership, found.id)


# Coming into force ------------------------------------------------------------------------------------------------


def first(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, draft_id: UUID
) -> HttpResponse:
    """Record a draft as the terms that are in force already; only the first of a body need no decision."""
    found = drafts.draft(partnership.slug, draft_id)
    drafts.record_first(partnership.slug, draft_id, by=principal)
    messages.success(request, "Recorded as they stand. From now on these terms change by decision.")
    return HttpResponseRedirect(presenting_drafts.terms_href(partnership, found.group))


def in_force(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, draft_id: UUID
) -> HttpResponse:
    """Bring a draft into force by a carried decision about it."""
    found = drafts.draft(partnership.slug, draft_id)
    form = _force_form(partnership, found, request.POST or None)
    if request.method == "POST" and form is not None and form.is_valid():
        said = form.cleaned_data
        drafts.bring_into_force(
            partnership.slug, draft_id, decision=said["decision"], starts_on=said["starts_on"], by=principal
        )
        messages.success(request, "In force from the day given. The version before ends the day before.")
        href = presenting_drafts.terms_href(partnership, found.group)
        mark = "&" if "?" in href else "?"
        return HttpResponseRedirect(f"{href}{mark}on={said['starts_on'].isoformat()}")
    page = presenting_drafts.force_page(partnership, found, form)
    return shown(request, "terms_in_force", page, status=_status(page.form) if page.form else 200)


def _force_form(
    partnership: PartnershipFacts, found: DraftFacts, data: QueryDict | None = None
) -> InForceForm | None:
    """The question by which decision and from when; None while no decision opens the way."""
    decisions = tuple(
        (one.slug, f"{one.text} ({one.decided})")
        for one in presenting_drafts.open_decisions(partnership.slug, found)
    )
    held = compared(found.base_text, found.text).terms
    if not decisions or held is None or not found.is_open:
        return None
    initial = {"starts_on": held.period.starts_on.isoformat(), "decision": decisions[0][0]}
    return InForceForm(decisions, data, initial=initial)


def discard(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, draft_id: UUID
) -> HttpResponse:
    """Throw a draft away; its text stays in the record."""
    found = drafts.draft(partnership.slug, draft_id)
    drafts.discard(partnership.slug, draft_id, by=principal)
    messages.success(request, f"The draft ‘{found.title}’ was thrown away.")
    return HttpResponseRedirect(presenting_drafts.terms_href(partnership, found.group))
