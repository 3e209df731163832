"""Papers, their files, the pack, the chair's brief."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.documents.tree import Document
from frankpledge.governance.agenda import briefing, issuing, papers, presenting, queries
from frankpledge.governance.agenda import presenting_papers as showing
from frankpledge.governance.agenda.facts import ItemFacts, MeetingCard, as_seen
from frankpledge.governance.agenda.forms import (
    AttachForm,
    BackgroundForm,
    BecauseForm,
    IssueForm,
    PaperForm,
    PartForm,
    QuestionForm,
    RiskForm,
    SignForm,
)
from frankpledge.governance.agenda.issuing import Sending
from frankpledge.governance.agenda.kept import files
from frankpledge.governance.agenda.papers import NewBackground, NewFile, paper_of
from frankpledge.governance.agenda.printed import printed
from frankpledge.governance.agenda.setting import Print, agenda_document
from frankpledge.governance.agenda.uploading import on_disk
from frankpledge.governance.agenda.views import called, shown
from frankpledge.governance.agenda.words import address, within
from frankpledge.governance.rules.agenda.papers import PARTS, PartText
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import today
from frankpledge.web.asking import Current, FormPage, answer


def _found(
    partnership: PartnershipFacts, principal: Principal, slug: str, item: UUID
) -> tuple[MeetingCard, ItemFacts]:
    """The meeting and the item, where whoever asks may read it."""
    card = called(partnership, slug)
    found = queries.item_of(card.id, item)
    presenting.refuse_closed(principal, partnership, found)
    return card, found


def sent_file(content: bytes, media_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """A file as an answer: saved, or opened in the browser where that is safe."""
    response = HttpResponse(content, content_type=media_type)
    how = "inline" if inline else "attachment"
    plain = "".join(
        character if character.isascii() and character not in '"\\' else "_" for character in name
    )
    response.headers["Content-Disposition"] = f'{how}; filename="{plain}"'
    return response


def sent_document(document: Document, fmt: str, name: str) -> HttpResponse:
    """A document in one format. Raises `NotFound` for a format that there is not."""
    if fmt not in documents.FORMATS:
        raise NotFound("There is no such format.")
    return sent_file(documents.render(document, fmt), documents.MEDIA_TYPES[fmt], f"{name}.{fmt}")


# A paper ----------------------------------------------------------------------------------------------------------


def paper(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """A paper as it reads, and what it lacks."""
    card, found = _found(partnership, principal, slug, item)
    return shown(request, "paper", showing.paper_page(partnership, principal, card, found))


def download(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID, fmt: str
) -> HttpResponse:
    """A paper as a file."""
    card, found = _found(partnership, principal, slug, item)
    return sent_document(showing.document_of(partnership, card, found), fmt, f"{slug}-item-{found.number}")


def about(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """Who wrote the paper, and why it has no performance data."""
    card, found = _found(partnership, principal, slug, item)
    names = ("author", "author_post", "performance_absent_because")

    def values() -> dict[str, object]:
        now = paper_of(item)
        return {name: getattr(now, name) for name in names} if now else {"author": principal.name}

    known = paper_of(item)
    form = PaperForm(
        request.POST or None, initial={**values(), "row_version": known.row_version if known else 0}
    )
    back = address("paper", partnership, slug=slug, item=item)
    page = FormPage("Author and performance data", showing.paper_trail(partnership, card, found), "Save")

    def save() -> str:
        said = form.cleaned_data
        papers.describe_paper(
            partnership.slug, slug, item, author=said["author"], author_post=said["author_post"],
            performance_absent_because=said["performance_absent_because"], read_version=form.read_version, by=principal,
        )  # fmt: skip
        return back

    def current() -> Current:
        now = paper_of(item)
        return Current(now.row_version if now else 0, values())

    return answer(request, form, page, save, current=current)


def _known_part(part: str) -> str:
    if part not in PARTS:
        raise NotFound("A paper has no such part.")
    return part


def part(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    slug: str,
    item: UUID,
    part: str,
) -> HttpResponse:
    """Write one part of a paper."""
    kind = PARTS[_known_part(part)]
    card, found = _found(partnership, principal, slug, item)

    def now() -> tuple[int, PartText]:
        whole = paper_of(item)
        return (whole.versions.get(part, 0), whole.part(part)) if whole else (0, PartText(part))

    def values(said: PartText) -> dict[str, object]:
        names = ("text", "none_because", "current_risk", "residual_risk")
        return {name: getattr(said, name) for name in names}

    version, said = now()
    made = RiskForm if part == "risk" else PartForm
    form = made(request.POST or None, initial={**values(said), "row_version": version})
    lead = [f"{kind.hint}."]
    if said.signed:
        lead.append("A change to this text loses its sign-off. The sign-off stays in the record.")
    page = FormPage(
        kind.heading, showing.paper_trail(partnership, card, found), "Save this part", lead=tuple(lead),
        back=("Back to the paper", address("paper", partnership, slug=slug, item=item)),
    )  # fmt: skip

    def save() -> str:
        papers.write_part(
            partnership.slug, slug, item, form.part(part), read_version=form.read_version, by=principal
        )
        return address("paper", partnership, slug=slug, item=item)

    def current() -> Current:
        known, standing = now()
        return Current(known, values(standing))

    return answer(request, form, page, save, current=current)


def sign(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    slug: str,
    item: UUID,
    part: str,
) -> HttpResponse:
    """Have an officer sign off a part as it reads."""
    card, found = _found(partnership, principal, slug, item)
    whole = paper_of(item)
    said = whole.part(_known_part(part)) if whole else PartText(_known_part(part))
    form = SignForm(request.POST or None, initial={"sha256": said.sha256})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            papers.sign_off(
                partnership.slug, slug, item, part, name=given["name"], post=given["post"], sha256=given["sha256"],
                by=principal,
            )  # fmt: skip
            return HttpResponseRedirect(address("paper", partnership, slug=slug, item=item))
        except Refused as refused:
            typed = {"name": given["name"], "post": given["post"], "sha256": said.sha256}
            form = SignForm(typed)
            form.add_error(None, str(refused.reason))
    page = showing.sign_page(partnership, card, found, said, form)
    names = {"page": page, "has_errors": bool(page.errors)}
    return render(request, "governance/agenda/sign.html", names, status=422 if page.errors else 200)


# Files ------------------------------------------------------------------------------------------------------------


def attach(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """Attach a file to a paper."""
    card, found = _found(partnership, principal, slug, item)
    form = AttachForm(request.POST or None, request.FILES or None)
    page = FormPage(
        "Attach a file", showing.paper_trail(partnership, card, found), "Attach the file", takes_files=True
    )

    def save() -> str:
        said = form.cleaned_data
        with on_disk(said["upload"]) as (path, name):
            new = NewFile(path, name, said["title"], said["kind"], said["supplied_by"])
            papers.attach(partnership.slug, slug, item, new, by=principal)
        return address("paper", partnership, slug=slug, item=item)

    return answer(request, form, page, save)


def file(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    slug: str,
    item: UUID,
    file: UUID,
) -> HttpResponse:
    """A file of a paper, as it was supplied."""
    card, _ = _found(partnership, principal, slug, item)
    kept, whose = papers.attachment(card.id, file)
    if whose != item:
        raise NotFound("There is no such file, or you may not know of it.")
    return sent_file(files().read(kept.sha256, suffix=kept.suffix), kept.media_type, kept.file_name)


def kept(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    slug: str,
    item: UUID,
    background: UUID,
) -> HttpResponse:
    """The kept copy of a background paper."""
    card, _ = _found(partnership, principal, slug, item)
    held, whose = papers.background_paper(card.id, background)
    if whose != item:
        raise NotFound("There is no such file, or you may not know of it.")
    content = files().read(held.kept_sha256, suffix=held.kept_suffix)
    return sent_file(content, held.kept_media_type, held.kept_name)


def detach(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    slug: str,
    item: UUID,
    file: UUID,
) -> HttpResponse:
    """Take a file out of a paper."""
    card, found = _found(partnership, principal, slug, item)
    attached, _ = papers.attachment(card.id, file)
    form = BecauseForm(request.POST or None)
    back = address("paper", partnership, slug=slug, item=item)
    page = FormPage(
        "Take a file out", showing.paper_trail(partnership, card, found), "Take it out",
        lead=(f"{attached.title} ({attached.file_name}). Its bytes stay in the record.",), back=("Keep the file", back),
    )  # fmt: skip

    def save() -> str:
        papers.detach(partnership.slug, slug, item, file, form.cleaned_data["because"], by=principal)
        return back

    return answer(request, form, page, save)


def background(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """List a background paper."""
    card, found = _found(partnership, principal, slug, item)
    form = BackgroundForm(request.POST or None, request.FILES or None)
    page = FormPage(
        "List a background paper", showing.paper_trail(partnership, card, found), "List it", takes_files=True
    )

    def save() -> str:
        said = form.cleaned_data
        if said["upload"]:
            with on_disk(said["upload"]) as (path, name):
                new = NewBackground(said["title"], said["href"], path, name)
                papers.add_background(partnership.slug, slug, item, new, by=principal)
        else:
            new = NewBackground(said["title"], said["href"])
            papers.add_background(partnership.slug, slug, item, new, by=principal)
        return address("paper", partnership, slug=slug, item=item)

    return answer(request, form, page, save)


def remove_background(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    slug: str,
    item: UUID,
    background: UUID,
) -> HttpResponse:
    """Take a background paper off the list."""
    papers.remove_background(partnership.slug, slug, item, background, by=principal)
    return HttpResponseRedirect(address("paper", partnership, slug=slug, item=item))


# The pack ---------------------------------------------------------------------------------------------------------


def pack(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """What went out and what would go out; issue it."""
    card = called(partnership, slug)
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            number = issuing.issue_agenda(
                partnership.slug,
                slug,
                Sending(said["to"], said["how"], said["because"], said["publish"]),
                by=principal,
            )
            what = f"Supplement {number} is" if number else "The agenda and papers are"
            messages.success(request, f"{what} issued, and it is recorded that they went out today.")
            return HttpResponseRedirect(address("pack", partnership, slug=slug))
        except (Unusable, Refused) as refused:
            form.add_error(None, str(refused))
    page = showing.pack_page(partnership, principal, card, form)
    names = {"page": page, "has_errors": bool(page.errors)}
    return render(request, "governance/agenda/pack.html", names, status=422 if page.errors else 200)


def _closed(principal: Principal, partnership: PartnershipFacts) -> None:
    subject = Subject("partnership", partnership.id, partnership.slug)
    require(principal, Permission.MEETING_CLOSED_READ, subject)


def pack_file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, number: int
) -> HttpResponse:
    """An issue as it went out to the members."""
    _closed(principal, partnership)
    return _issue(partnership, slug, number, is_public=False)


def pack_public(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, number: int
) -> HttpResponse:
    """The public's part of an issue."""
    return _issue(partnership, slug, number, is_public=True)


def _issue(partnership: PartnershipFacts, slug: str, number: int, *, is_public: bool) -> HttpResponse:
    card = called(partnership, slug)
    for one in queries.issues_of(card.id):
        if one.number == number:
            content = files().read(one.public_sha256 if is_public else one.pack_sha256, suffix=issuing.PDF)
            name = issuing.file_name(card, number, is_public=is_public)
            return sent_file(content, "application/pdf", name, inline=True)
    raise NotFound("There is no such issue of this agenda.")


def pack_whole(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Everything that went out, in one file."""
    _closed(principal, partnership)
    card = called(partnership, slug)
    content = issuing.whole_pack(card.id, is_public=False)
    if content is None:
        raise NotFound("Nothing has gone out for this meeting yet.")
    return sent_file(content, "application/pdf", f"{partnership.slug}-{slug}-whole-pack.pdf", inline=True)


def pack_preview(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The pack as it would go out now, marked as a draft."""
    _closed(principal, partnership)
    content = issuing.preview(partnership.slug, slug)
    return sent_file(content, "application/pdf", f"{partnership.slug}-{slug}-draft.pdf", inline=True)


def agenda_download(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, fmt: str
) -> HttpResponse:
    """The agenda alone, as it stands now."""
    card = called(partnership, slug)
    sees = presenting.may_see_closed(principal, partnership)
    items = printed(
        as_seen(queries.items_of(card.id), may_closed=sees), partnership.nation, presenting.on_or_today(card)
    )
    is_draft = not queries.issues_of(card.id)
    print_ = Print(partnership, card, today().isoformat(), is_public=not sees, is_draft=is_draft)
    return sent_document(agenda_document(print_, items), fmt, f"{partnership.slug}-{slug}-agenda")


# The brief --------------------------------------------------------------------------------------------------------


def brief(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The chair's brief."""
    _closed(principal, partnership)
    return shown(request, "brief", showing.brief_page(partnership, principal, called(partnership, slug)))


def brief_download(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, fmt: str
) -> HttpResponse:
    """The chair's brief as a file."""
    _closed(principal, partnership)
    card = called(partnership, slug)
    document = briefing.brief_document(Print(partnership, card, today().isoformat()), briefing.brief_of(card))
    return sent_document(document, fmt, f"{partnership.slug}-{slug}-brief")


def new_question(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Note a question that the chair may be asked."""
    card = called(partnership, slug)
    form = QuestionForm(briefing.items_to_choose(queries.items_of(card.id)), request.POST or None)
    back = address("brief", partnership, slug=slug)
    page = FormPage(
        "Note a question", within(partnership, card, ("Chair’s brief", back)), "Note the question"
    )

    def save() -> str:
        said = form.cleaned_data
        briefing.add_question(
            partnership.slug,
            slug,
            UUID(said["item"]),
            question=said["question"],
            answer=said["answer"],
            by=principal,
        )
        return back

    return answer(request, form, page, save)


def remove_question(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, question: UUID
) -> HttpResponse:
    """Take a question off the brief."""
    briefing.remove_question(partnership.slug, slug, question, by=principal)
    return HttpResponseRedirect(address("brief", partnership, slug=slug))
