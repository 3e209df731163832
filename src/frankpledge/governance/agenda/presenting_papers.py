"""From the record to the pages of papers: a paper as it reads, a part to be signed off, the pack, the chair's brief."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from frankpledge.access.permissions import Permission
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.documents.tree import Document, Paragraph, text
from frankpledge.governance.agenda import briefing, issuing, presenting, queries
from frankpledge.governance.agenda.facts import ItemFacts, MeetingCard
from frankpledge.governance.agenda.forms import IssueForm, SignForm
from frankpledge.governance.agenda.pages import (
    BriefPage,
    Button,
    FileRow,
    IssueRow,
    LackRow,
    PackPage,
    PaperPage,
    PartRow,
    SignPage,
)
from frankpledge.governance.agenda.papers import WholePaper, paper_of
from frankpledge.governance.agenda.printed import printed
from frankpledge.governance.agenda.setting import Print, identity_of, paper_document, resolver
from frankpledge.governance.agenda.words import address, moment_in_words, numbered, when, within
from frankpledge.governance.rules.agenda.notices import circulated_in_time, last_days
from frankpledge.governance.rules.agenda.papers import (
    PARTS,
    PartKind,
    PartText,
    sign_off_that_counts,
    what_a_paper_lacks,
)
from frankpledge.kernel.dates import long_date, short_date
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.people import Principal
from frankpledge.records.clock import today
from frankpledge.records.uploads import KINDS
from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.html import trusted

FORMAT_WORDS = {"html": "Web page", "pdf": "PDF", "docx": "Word", "odt": "OpenDocument"}


def downloads(
    partnership: PartnershipFacts, name: str, what: str, **parts: object
) -> tuple[tuple[str, str], ...]:
    """A document in its four formats, each link saying what it opens."""
    return tuple(
        (f"{what}, {words}", address(name, partnership, **parts, fmt=fmt))
        for fmt, words in FORMAT_WORDS.items()
    )


# A paper ----------------------------------------------------------------------------------------------------------


def paper_page(
    partnership: PartnershipFacts, principal: Principal, meeting: MeetingCard, item: ItemFacts
) -> PaperPage:
    """A paper with what it lacks. Raises `NotPermitted` for a closed one."""
    presenting.refuse_closed(principal, partnership, item)
    writes = (
        presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership)
        and meeting.is_ahead
        and not item.is_withdrawn
    )
    paper = paper_of(item.id)
    here = {"slug": meeting.slug, "item": item.id}
    return PaperPage(
        title=f"Paper for item {numbered(item)}",
        crumbs=_trail(partnership, meeting),
        lead="" if paper else "Nobody has begun this paper yet. Write any of its parts to begin.",
        html=_html(document_of(partnership, meeting, item)) if paper else "",
        lacks=tuple(_lacks(partnership, meeting, item, paper)) if writes else (),
        parts=tuple(_parts(partnership, meeting, item, paper)) if writes else (),
        files=tuple(_files(partnership, meeting, item, paper, writes=writes)) if paper else (),
        background=tuple(_background(partnership, meeting, item, paper, writes=writes)) if paper else (),
        buttons=tuple(_buttons(partnership, meeting, item)) if writes else (),
        downloads=downloads(partnership, "paper-download", "The paper", **here) if paper else (),
    )


def _trail(
    partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts | None = None
) -> tuple[tuple[str, str], ...]:
    above = [("Agenda", address("agenda", partnership, slug=meeting.slug))]
    if item:
        above.append(
            (f"Paper for item {item.number}", address("paper", partnership, slug=meeting.slug, item=item.id))
        )
    return within(partnership, meeting, *above)


paper_trail = _trail


def document_of(partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts) -> Document:
    """The paper of an item as it reads now."""
    [made] = printed([item], partnership.nation, presenting.on_or_today(meeting))
    return paper_document(Print(partnership, meeting, today().isoformat()), made)


def _html(document: Document) -> str:
    return trusted(documents.html_fragment(document))


def _lacks(
    partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts, paper: WholePaper | None
) -> Iterator[LackRow]:
    if paper is None:
        return
    here = {"slug": meeting.slug, "item": item.id}
    other = {
        "recommendation": address("agenda-item-edit", partnership, **here),
        "appendices": address("paper-about", partnership, **here),
        "background-papers": address("paper-background", partnership, **here),
    }
    for one in what_a_paper_lacks(paper.facts):
        href = other.get(one.part) or address("paper-part", partnership, **here, part=one.part)
        if one.code in {"no-sign-off", "sign-off-lost"}:
            href = address("paper-sign", partnership, **here, part=one.part)
        yield LackRow(one.sentence, one.remedy, href)


def _parts(
    partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts, paper: WholePaper | None
) -> Iterator[PartRow]:
    here = {"slug": meeting.slug, "item": item.id}
    for kind in PARTS.values():
        part = paper.part(kind.slug) if paper else PartText(kind.slug)
        state, needs = _state(kind, part)
        sign = None
        if kind.is_implication and part.is_answered:
            sign = ("Sign off", address("paper-sign", partnership, **here, part=kind.slug))
        edit = (
            "Change" if part.is_answered else "Write",
            address("paper-part", partnership, **here, part=kind.slug),
        )
        yield PartRow(kind.heading, state, needs, edit, sign)


def _state(kind: PartKind, part: PartText) -> tuple[str, bool]:
    """How a part stands, and whether that needs somebody."""
    if not part.is_answered:
        return "Empty", kind.slug != "options"
    signed = sign_off_that_counts(part)
    if signed:
        return f"Signed off by {signed.name}, {short_date(signed.on)}", False
    if part.signed:
        return "Changed since it was signed off", True
    if kind.needs_sign_off:
        return "Written, not signed off", True
    return "Written" if part.text.strip() else "None, with the reason", False


def _files(
    partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts, paper: WholePaper, *, writes: bool
) -> Iterator[FileRow]:
    here = {"slug": meeting.slug, "item": item.id}
    for one in paper.attachments:
        pages = f", {one.pages} {'page' if one.pages == 1 else 'pages'}" if one.pages else ""
        kind = KINDS[one.suffix].title if one.suffix in KINDS else one.suffix
        about = f"{kind}, {grouped(max(one.size // 1024, 1))} kB{pages}"
        yield FileRow(
            one.title, address("paper-file", partnership, **here, file=one.id), about,
            f"Supplied by {one.supplied_by}, not checked" if one.supplied_by else "The partnership’s own",
            address("paper-file-remove", partnership, **here, file=one.id) if writes else "",
        )  # fmt: skip


def _background(
    partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts, paper: WholePaper, *, writes: bool
) -> Iterator[FileRow]:
    here = {"slug": meeting.slug, "item": item.id}
    for one in paper.background:
        kept = address("paper-kept", partnership, **here, background=one.id) if one.kept_sha256 else ""
        remove = address("paper-background-remove", partnership, **here, background=one.id) if writes else ""
        yield FileRow(
            one.title,
            one.href or kept,
            one.href or "No address",
            "A copy is kept" if kept else "No copy is kept",
            remove,
        )


def _buttons(partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts) -> Iterator[Button]:
    here = {"slug": meeting.slug, "item": item.id}
    yield Button(
        "Change the recommendation", address("agenda-item-edit", partnership, **here), style="secondary"
    )
    yield Button(
        "Author and performance data", address("paper-about", partnership, **here), style="secondary"
    )
    yield Button("Attach a file", address("paper-attach", partnership, **here), style="secondary")
    yield Button(
        "List a background paper", address("paper-background", partnership, **here), style="secondary"
    )


def sign_page(
    partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts, part: PartText, form: SignForm
) -> SignPage:
    """A part as it reads, to be signed off, and who signed it before."""
    kind = PARTS[part.slug]
    blocks = tuple(
        block
        for words in (part.text, f"None, because {part.none_because}" if part.none_because else "")
        if words.strip()
        for block in documents.bind(documents.read_narrative(words), resolver(partnership.slug)).blocks
    )
    document = Document(
        kind.heading, (), identity_of(partnership), today().isoformat(),
        opening=blocks or (Paragraph(text("It is empty.")),), base_url=settings.BASE_URL,
    )  # fmt: skip
    counting = sign_off_that_counts(part)
    return SignPage(
        title=f"Sign off: {kind.heading.lower()}",
        crumbs=_trail(partnership, meeting, item),
        html=_html(document),
        signed=tuple(
            (
                f"{one.name}, {one.post}, {short_date(one.on)}",
                "Counts"
                if one == counting
                else "For this text"
                if one.text_sha256 == part.sha256
                else "For an earlier text",
            )
            for one in part.signed
        ),
        fields=fields_of(form),
        errors=errors_of(form) if form.is_bound else (),
        button="Sign off this text",
    )


# The pack ---------------------------------------------------------------------------------------------------------


def pack_page(
    partnership: PartnershipFacts, principal: Principal, meeting: MeetingCard, form: IssueForm
) -> PackPage:
    """What went out and what would go out now."""
    writes = presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership) and meeting.is_ahead
    draft = issuing.draft_of(partnership.slug, meeting.slug) if writes else None
    sees = presenting.may_see_closed(principal, partnership)
    issues = queries.issues_of(meeting.id)
    return PackPage(
        title="Pack",
        crumbs=within(partnership, meeting),
        lead=f"{meeting.title}, {when(meeting)}.",
        problems=tuple(f"{one.reason} {one.remedy}" for one in draft.problems) if draft else (),
        warnings=tuple(_pack_warnings(meeting, draft)) if draft else (),
        would=tuple(_would(draft)) if draft else (),
        issues=tuple(_issue_row(partnership, meeting, one, sees=sees) for one in issues),
        downloads=_pack_downloads(partnership, meeting, bool(issues), sees=sees, writes=writes),
        fields=fields_of(form) if draft and not draft.problems else (),
        errors=errors_of(form) if form.is_bound else (),
        button=f"Issue supplement {draft.number}"
        if draft and draft.number
        else "Issue the agenda and papers",
    )


def _pack_warnings(meeting: MeetingCard, draft: issuing.Draft) -> Iterator[str]:
    stored = queries.terms_for(meeting)
    if stored and meeting.on:
        for due in last_days(stored.constitution, meeting.kind, meeting.on):
            judged = circulated_in_time(due, today())
            if due.what == "papers" and judged.in_time is False and not draft.number:
                yield f"It is late. {judged.sentence} Write why below."
            if due.what == "floor" and today() > due.due:
                yield f"The last day for late papers was {long_date(due.due)}, and nobody may waive it: what goes out now may not be taken at the meeting."
    for one in draft.items:
        if one.lacks:
            yield f"Item {one.number}: {' '.join(one.lacks)}"
        elif not one.is_standing and not one.has_paper:
            yield f"Item {one.number} has no paper."


def _would(draft: issuing.Draft) -> Iterator[tuple[str, str]]:
    for one in draft.items:
        files = f"{len(one.files)} files" if one.files else "no files"
        what = (
            one.kind_title
            if one.is_standing
            else f"{one.kind_title}, {'with its paper' if one.has_paper else 'no paper'}, {files}"
        )
        yield f"{one.number}. {one.title}", f"{what}{', closed' if one.is_closed else ''}"
    for gone in draft.withdrawn:
        yield f"{gone.number}. {gone.title}", "Withdrawn"


def _issue_row(partnership: PartnershipFacts, meeting: MeetingCard, one: object, *, sees: bool) -> IssueRow:
    from frankpledge.governance.models import IssuedAgenda

    assert isinstance(one, IssuedAgenda)  # noqa: S101
    before = "S" if one.number else ""
    title = f"Supplement {one.number}" if one.number else "Agenda and papers"
    parts = {"slug": meeting.slug, "number": one.number}
    files = [(f"{title} for the public, PDF", address("pack-public", partnership, **parts))]
    if sees:
        files.insert(0, (f"{title}, PDF", address("pack-file", partnership, **parts)))
    return IssueRow(
        title, f"{moment_in_words(one.issued_at)}, by {one.issued_by}",
        f"pages {before}{one.first_page} to {before}{one.last_page}", tuple(files),
        "The public may read its open part" if one.is_published else "Not published",
    )  # fmt: skip


def _pack_downloads(
    partnership: PartnershipFacts, meeting: MeetingCard, is_issued: bool, *, sees: bool, writes: bool
) -> tuple[tuple[str, str], ...]:
    found = list(downloads(partnership, "agenda-download", "The agenda alone", slug=meeting.slug))
    if is_issued and sees:
        found.insert(
            0, ("Everything that went out in one PDF", address("pack-whole", partnership, slug=meeting.slug))
        )
    if writes:
        found.append(
            ("See the pack before it goes out, PDF", address("pack-preview", partnership, slug=meeting.slug))
        )
    return tuple(found)


# The brief --------------------------------------------------------------------------------------------------------


def brief_page(partnership: PartnershipFacts, principal: Principal, meeting: MeetingCard) -> BriefPage:
    """The chair's brief as it reads now."""
    writes = presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership)
    brief = briefing.brief_of(meeting)
    document = briefing.brief_document(Print(partnership, meeting, today().isoformat()), brief)
    here = {"slug": meeting.slug}
    return BriefPage(
        title="Chair’s brief",
        crumbs=within(partnership, meeting),
        html=_html(document),
        downloads=downloads(partnership, "brief-download", "The brief", **here),
        questions=tuple(
            (one.question, address("question-remove", partnership, **here, question=one.id))
            for one in brief.questions
        )
        if writes
        else (),
        buttons=(Button("Note a question that may be asked", address("question-new", partnership, **here)),)
        if writes
        else (),
    )
