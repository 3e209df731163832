"""Issuing an agenda with its papers, then supplements: what went out is kept by hash and never changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.documents import api as documents
from frankpledge.documents.tree import PageNumbers
from frankpledge.figures import api as figures
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.facts import ItemFacts, MeetingCard
from frankpledge.governance.agenda.kept import files
from frankpledge.governance.agenda.permits import may_write, refuse_unless_ahead
from frankpledge.governance.agenda.printed import ItemPrinted, differing, from_json, printed
from frankpledge.governance.agenda.setting import Numbering, Packed, Print, pack
from frankpledge.governance.models import AgendaItem, Circulation, IssuedAgenda
from frankpledge.governance.rules.agenda.notices import circulated_in_time, last_days
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.records.clock import now, today

MOST_LISTED = 8
PDF = ".pdf"
BARRED = {"unreleased-figure", "flag", "link-text", "link-address"}
"""What the release check must not find in the public part."""


@dataclass(frozen=True)
class Draft:
    """What would go out now: the whole agenda, the items in this issue, and why it may not yet."""

    meeting: MeetingCard
    number: int
    every: tuple[ItemPrinted, ...]
    items: tuple[ItemPrinted, ...]
    withdrawn: tuple[ItemFacts, ...]
    problems: tuple[Problem, ...]

    @property
    def title(self) -> str:
        return f"Supplement {self.number}" if self.number else "Agenda and papers"


def draft_of(partnership: str, slug: str) -> Draft:
    """What would go out if the agenda were issued now. Raises `NotFound`."""
    meeting = queries.meeting_called(partnership, slug)
    nation = directory.partnership(partnership).nation
    every = queries.items_of(meeting.id, with_withdrawn=True)
    standing = [one for one in every if not one.is_withdrawn]
    now_printed = printed(standing, nation, meeting.on or today())
    issues = queries.issues_of(meeting.id)
    before = gone_out(issues)
    new = differing(now_printed, before) if issues else now_printed
    withdrawn = tuple(one for one in every if one.is_withdrawn and _went_out(one, issues))
    return Draft(
        meeting,
        len(issues),
        now_printed,
        new,
        withdrawn,
        tuple(_problems(standing, new, withdrawn, len(issues))),
    )


def gone_out(issues: Sequence[IssuedAgenda]) -> dict[str, ItemPrinted]:
    """Each item as it last went out."""
    return {said["id"]: from_json(said) for issue in issues for said in issue.content["items"]}


def _went_out(item: ItemFacts, issues: Sequence[IssuedAgenda]) -> bool:
    """Whether an item that is withdrawn went out, and no issue has said since that it is withdrawn."""
    said = any(str(item.id) in issue.content.get("withdrawn", []) for issue in issues)
    return str(item.id) in gone_out(issues) and not said


def _problems(
    standing: Sequence[ItemFacts], new: Sequence[ItemPrinted], withdrawn: Sequence[ItemFacts], issues: int
) -> list[Problem]:
    if not standing:
        reason = "The agenda has no items, so there is nothing to issue."
        return [
            Problem(
                "empty-agenda",
                reason,
                "Put the standing items and the business on it first.",
                column="Agenda",
            )
        ]
    if issues and not new and not withdrawn:
        reason = "Nothing has changed since the last issue."
        return [Problem("no-change", reason, "Add or change an item first.", column="Agenda")]
    found = []
    for one in standing:
        if one.kind == "decide" and not one.recommendation.strip():
            reason = f"Item {one.number}, ‘{one.title}’, asks for a decision and says not which."
            remedy = "Write the exact words that the members are asked to agree to."
            found.append(Problem("no-recommendation", reason, remedy, column="Agenda"))
        if one.is_closed and not (one.closed_because.strip() and one.public_title.strip()):
            reason = (
                f"Item {one.number} is closed without a reason or without a title that the public may read."
            )
            found.append(Problem("half-closed", reason, "Change the item.", column="Agenda"))
    return found


@dataclass(frozen=True)
class Bound:
    """The two files of an issue, and the pages on which each item stands in both."""

    pack: bytes
    public: bytes
    pages: Mapping[str, tuple[int, int]]
    first: int
    last: int


def bound(draft: Draft, first: int) -> Bound:
    """Set the pack for the members and, with the same page numbers, the public's. `first`: the number of its first page."""
    place = directory.partnership(draft.meeting.partnership)
    whole = Print(place, draft.meeting, today().isoformat())
    before = "S" if draft.number else ""
    made = _pack(whole, draft, Numbering(PageNumbers(first, before)))
    file = documents.bind_pack(made.document, made.leaves)
    kept = Numbering(
        PageNumbers(first, before, file.last), {name: span[0] for name, span in file.pages.items()}
    )
    public = _pack(replace(whole, is_public=True), draft, kept)
    _refuse_unfit(public)
    public_file = documents.bind_pack(public.document, public.leaves)
    pages = {item: file.pages[name] for name, item in made.sections.items()}
    return Bound(file.content, public_file.content, pages, first, file.last)


def _pack(print_: Print, draft: Draft, numbering: Numbering) -> Packed:
    withdrawn = [
        f"Item {one.number}: {one.shown_publicly if print_.is_public else one.title}"
        for one in draft.withdrawn
    ]
    return pack(
        print_, draft.items, title=f"{draft.title}: {print_.partnership.name}", numbering=numbering,
        every=draft.every, withdrawn=withdrawn,
    )  # fmt: skip


def _refuse_unfit(public: Packed) -> None:
    """Raise `Unusable` where the public's part has links that say nothing or figures that are not released."""
    found = [one for one in documents.release_check(public.document) if one.code in BARRED]
    if found:
        raise Unusable(*found[:MOST_LISTED])


@dataclass(frozen=True)
class Sending:
    """To whom it goes, how, why it is late where it is, and whether the public may read its public part."""

    to: str
    how: str = "email"
    because: str = ""
    publish: bool = True


def issue_agenda(partnership: str, slug: str, said: Sending, *, by: Principal) -> int:
    """Issue the agenda, or a supplement to it, and record that it was sent; answers the number of the issue.

    Raises `Unusable` for an empty agenda, a decision without its words, a late issue without a reason, or a public part
    that may not leave.
    """
    row = queries.meeting_row(partnership, slug)
    subject = may_write(row, by)
    refuse_unless_ahead(row)
    if said.publish:
        require(by, Permission.DOCUMENT_ISSUE, subject)
    draft = draft_of(partnership, slug)
    problems = [*draft.problems, *_sending_problems(draft, said)]
    if problems:
        raise Unusable(*problems)
    first = 1
    if draft.number:
        last = IssuedAgenda.objects.filter(meeting=row, number__gt=0).aggregate(last=Max("last_page"))["last"]
        first = (last or 0) + 1
    return _recorded(draft, bound(draft, first), said, by)


def _sending_problems(draft: Draft, said: Sending) -> list[Problem]:
    found = []
    if not said.to.strip():
        found.append(
            Problem("nobody", "It does not say to whom it goes.", "Write it.", column="To whom it goes")
        )
    stored = queries.terms_for(draft.meeting)
    if stored and draft.meeting.on and not draft.number:
        due = next(
            (
                one
                for one in last_days(stored.constitution, draft.meeting.kind, draft.meeting.on)
                if one.what == "papers"
            ),
            None,
        )
        judged = circulated_in_time(due, today())
        if judged.in_time is False and not said.because.strip():
            found.append(
                Problem(
                    "late",
                    judged.sentence,
                    "Write why it is late; the reason is kept.",
                    column="Why it is late",
                )
            )
    return found


@transaction.atomic
def _recorded(draft: Draft, made: Bound, said: Sending, by: Principal) -> int:
    row = queries.meeting_row(draft.meeting.partnership, draft.meeting.slug)
    stored, public = files().put_bytes(made.pack, suffix=PDF), files().put_bytes(made.public, suffix=PDF)
    withdrawn = [str(one.id) for one in queries.items_of(row.id, with_withdrawn=True) if one.is_withdrawn]
    issue = IssuedAgenda.objects.create(
        meeting=row, number=draft.number, issued_at=now(), issued_by=by.name, is_published=said.publish,
        content={
            "items": [one.as_json() for one in draft.items], "order": [one.id for one in draft.every],
            "withdrawn": withdrawn,
        },
        pages={item: list(span) for item, span in made.pages.items()}, first_page=made.first, last_page=made.last,
        pack_sha256=stored.sha256, public_sha256=public.sha256, recorded_by=by.name,
    )  # fmt: skip
    for one in draft.every:
        AgendaItem.objects.filter(id=one.id, number="").update(number=one.number)
    Circulation.objects.create(
        meeting=row, what="supplement" if draft.number else "agenda", sent_on=today(), to=said.to, how=said.how,
        sha256=stored.sha256, file_name=file_name(draft.meeting, draft.number), because=said.because,
        items=[one.id for one in draft.items], recorded_by=by.name,
    )  # fmt: skip
    if said.publish:
        place = directory.partnership(draft.meeting.partnership)
        shown = _pack(Print(place, draft.meeting, today().isoformat(), is_public=True), draft, Numbering())
        figures.publish([figure.id for figure in documents.document_figures(shown.document)])
    detail = {"meeting": row.slug, "issue": draft.number, "pack": stored.sha256, "public": public.sha256}
    record("agenda-issued", subject=row.subject(), by=by, detail=detail)
    return issue.number


def file_name(meeting: MeetingCard, number: int, *, is_public: bool = False) -> str:
    """What a pack is called on the disk of whoever gets it."""
    part = f"supplement-{number}" if number else "agenda-and-papers"
    return f"{meeting.partnership}-{meeting.slug}-{part}{'-public' if is_public else ''}.pdf"


def whole_pack(meeting: UUID, *, is_public: bool) -> bytes | None:
    """Every issue in one file: the first with its page numbers, then the supplements with theirs; None before any."""
    issues = [one for one in queries.issues_of(meeting) if one.is_published or not is_public]
    if not issues:
        return None
    hashes = [one.public_sha256 if is_public else one.pack_sha256 for one in issues]
    return documents.join_packs([files().read(sha256, suffix=PDF) for sha256 in hashes])


def preview(partnership: str, slug: str) -> bytes:
    """The pack as it would go out now, every page marked as a draft. Raises `Unusable` for an empty agenda."""
    draft = draft_of(partnership, slug)
    if not draft.every:
        raise Unusable(*draft.problems)
    print_ = Print(directory.partnership(partnership), draft.meeting, today().isoformat(), is_draft=True)
    shown = draft if draft.items else replace(draft, items=draft.every)
    made = _pack(print_, shown, Numbering(PageNumbers(1, "S" if draft.number else "")))
    return documents.bind_pack(made.document, made.leaves).content
