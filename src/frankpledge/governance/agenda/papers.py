"""Papers: their parts, sign-offs, files and background papers. A part is saved by itself, so that two may write at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from frankpledge.audit.api import record
from frankpledge.documents.addresses import safe_href
from frankpledge.documents.release import link_problems
from frankpledge.documents.tree import Link
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.kept import files
from frankpledge.governance.agenda.permits import may_write, refuse_unless_ahead
from frankpledge.governance.models import (
    AgendaItem,
    Attachment,
    BackgroundPaper,
    Paper,
    PaperPart,
    SignOff,
)
from frankpledge.governance.rules.agenda.papers import (
    PARTS,
    PaperFacts,
    PartText,
    Signed,
    unclear_links,
)
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import now, today
from frankpledge.records.models import Conflict
from frankpledge.records.uploads import Accepted, accepted


@dataclass(frozen=True)
class AttachedFacts:
    """A file that goes with a paper."""

    id: UUID
    title: str
    kind: str
    file_name: str
    suffix: str
    media_type: str
    size: int
    sha256: str
    pages: int | None
    supplied_by: str

    @property
    def is_pdf(self) -> bool:
        return self.suffix == ".pdf"


@dataclass(frozen=True)
class BackgroundFacts:
    """A background paper: where it is, and the copy that is kept."""

    id: UUID
    title: str
    href: str
    kept_name: str
    kept_suffix: str
    kept_media_type: str
    kept_sha256: str


@dataclass(frozen=True)
class WholePaper:
    """A paper with everything of it. `versions` holds the row version of each part that was ever saved."""

    id: UUID
    row_version: int
    item: UUID
    author: str
    author_post: str
    performance_absent_because: str
    facts: PaperFacts
    versions: dict[str, int]
    attachments: tuple[AttachedFacts, ...]
    background: tuple[BackgroundFacts, ...]

    def part(self, slug: str) -> PartText:
        return self.facts.parts.get(slug, PartText(slug))


# Reading ----------------------------------------------------------------------------------------------------------


def papers_of(items: Iterable[UUID]) -> dict[UUID, WholePaper]:
    """The papers of some items, by item; a fixed number of queries whatever their number."""
    rows = Paper.objects.filter(item_id__in=list(items)).select_related("item")
    found = rows.prefetch_related("parts__sign_offs", "attachments", "background_papers")
    return {row.item_id: _whole(row) for row in found}


def paper_of(item: UUID) -> WholePaper | None:
    """The paper of an item; None while nobody has begun one."""
    return papers_of([item]).get(item)


def _whole(row: Paper) -> WholePaper:
    attached = tuple(_attached(one) for one in row.attachments.all() if one.removed_at is None)
    background = tuple(_background(one) for one in row.background_papers.all() if one.removed_at is None)
    facts = PaperFacts(
        kind=row.item.kind,
        recommendation=row.item.recommendation,
        because=row.item.because,
        duty=row.item.duty,
        parts={part.slug: part_facts(part) for part in row.parts.all()},
        has_performance_data=any(one.kind == "performance" for one in attached),
        performance_absent_because=row.performance_absent_because,
        background=tuple((one.title, one.href, bool(one.kept_sha256)) for one in background),
    )
    return WholePaper(
        row.id, row.row_version, row.item_id, row.author, row.author_post, row.performance_absent_because, facts,
        {part.slug: part.row_version for part in row.parts.all()}, attached, background,
    )  # fmt: skip


def part_facts(row: PaperPart) -> PartText:
    signed = tuple(Signed(one.name, one.post, one.signed_on, one.text_sha256) for one in row.sign_offs.all())
    return PartText(row.slug, row.text, row.none_because, row.current_risk, row.residual_risk, signed)


def _attached(row: Attachment) -> AttachedFacts:
    return AttachedFacts(
        row.id, row.title, row.kind, row.file_name, row.suffix, row.media_type, row.size, row.sha256, row.pages,
        row.supplied_by,
    )  # fmt: skip


def _background(row: BackgroundPaper) -> BackgroundFacts:
    return BackgroundFacts(
        row.id, row.title, row.href, row.kept_name, row.kept_suffix, row.kept_media_type, row.kept_sha256
    )


def attachment(meeting: UUID, attachment_id: UUID) -> tuple[AttachedFacts, UUID]:
    """A file of a paper of this meeting, and the item it belongs to. Raises `NotFound`, also for one taken out."""
    rows = Attachment.objects.select_related("paper").filter(
        id=attachment_id, paper__item__meeting_id=meeting, removed_at__isnull=True
    )
    if (row := rows.first()) is None:
        raise NotFound("There is no such file, or you may not know of it.")
    return _attached(row), row.paper.item_id


def background_paper(meeting: UUID, background_id: UUID) -> tuple[BackgroundFacts, UUID]:
    """A background paper of this meeting that has a kept copy, and its item. Raises `NotFound`."""
    rows = BackgroundPaper.objects.select_related("paper").filter(
        id=background_id, paper__item__meeting_id=meeting, removed_at__isnull=True
    )
    row = rows.exclude(kept_sha256="").first()
    if row is None:
        raise NotFound("There is no kept copy, or you may not know of it.")
    return _background(row), row.paper.item_id


# Writing ----------------------------------------------------------------------------------------------------------


def _item(partnership: str, slug: str, item: UUID, by: Principal) -> AgendaItem:
    row = queries.meeting_row(partnership, slug)
    may_write(row, by)
    refuse_unless_ahead(row)
    rows = AgendaItem.objects.select_related("meeting__partnership", "paper")
    found = rows.filter(meeting=row, id=item, withdrawn_at__isnull=True).first()
    if found is None:
        raise NotFound(queries.NO_ITEM)
    return found


def _paper(found: AgendaItem, by: Principal) -> Paper:
    """The item's paper, begun now if it was not."""
    made, _ = Paper.objects.get_or_create(item=found, defaults={"author": by.name, "recorded_by": by.name})
    return made


@transaction.atomic
def describe_paper(
    partnership: str,
    slug: str,
    item: UUID,
    *,
    author: str,
    author_post: str,
    performance_absent_because: str,
    read_version: int,
    by: Principal,
) -> None:
    """Say who wrote the paper and, where no performance data are attached, why. Raises `Conflict`."""
    found = _item(partnership, slug, item, by)
    row = _paper(found, by)
    row.author, row.author_post = author, author_post
    row.performance_absent_because = performance_absent_because
    fields = ["author", "author_post", "performance_absent_because"]
    row.save_version(read_version=read_version or row.row_version, fields=fields)
    record("paper-described", subject=found.subject(), by=by, detail={"item": str(item)})


@transaction.atomic
def write_part(
    partnership: str, slug: str, item: UUID, said: PartText, *, read_version: int, by: Principal
) -> None:
    """Save one part of a paper. A text that changes loses its sign-off, which stays in the record.

    Raises `Unusable` for a link whose words do not say where it goes, or a part that both says something and says why it
    does not; `Conflict` when somebody else saved the part meanwhile.
    """
    found = _item(partnership, slug, item, by)
    _check_part(said)
    paper = _paper(found, by)
    row = PaperPart.objects.filter(paper=paper, slug=said.slug).first()
    if row is None:
        if read_version:
            raise Conflict("Someone else has changed this since you opened it.")
        row = PaperPart.objects.create(paper=paper, slug=said.slug, recorded_by=by.name)
        read_version = row.row_version
    elif not read_version:
        raise Conflict(
            "Someone else has written this part since you opened it. Both texts are shown; choose what to keep."
        )
    row.text, row.none_because = said.text, said.none_because
    row.current_risk, row.residual_risk = said.current_risk, said.residual_risk
    fields = ["text", "none_because", "current_risk", "residual_risk"]
    row.save_version(read_version=read_version, fields=fields)
    record(
        "paper-part-written", subject=found.subject(), by=by, detail={"item": str(item), "part": said.slug}
    )


def _check_part(said: PartText) -> None:
    if said.slug not in PARTS:
        raise NotFound("A paper has no such part.")
    problems = [Problem("link", one, "", column="Text") for one in unclear_links(said.text)]
    if said.text.strip() and said.none_because.strip():
        problems.append(
            Problem(
                "both", "It says something, and says why there is nothing to say.",
                "Keep one of the two.", column="Or why there is nothing to say",
            )
        )  # fmt: skip
    if problems:
        raise Unusable(*problems)


@transaction.atomic
def sign_off(
    partnership: str, slug: str, item: UUID, part: str, *, name: str, post: str, sha256: str, by: Principal
) -> None:
    """Record that an officer signed off a part as it read to them: `sha256` is the hash of the text they saw.

    Raises `Refused` when the text is another by now, or empty.
    """
    found = _item(partnership, slug, item, by)
    row = PaperPart.objects.filter(paper__item=found, slug=part).prefetch_related("sign_offs").first()
    if row is None or not part_facts(row).is_answered:
        raise Refused("This part is empty, so there is nothing to sign off.")
    if part_facts(row).sha256 != sha256:
        raise Refused("The text has changed since it was shown to be signed off. Read it again.")
    SignOff.objects.create(
        part=row, text_sha256=sha256, name=name, post=post, signed_on=today(), recorded_by=by.name
    )
    detail = {"item": str(item), "part": part, "text_sha256": sha256}
    record("paper-part-signed", subject=found.subject(), by=by, detail=detail)


# Files ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewFile:
    """A file to be attached: where its bytes are, what people call it, and from whom it came."""

    path: Path
    name: str
    title: str
    kind: str = "appendix"
    supplied_by: str = ""


@transaction.atomic
def attach(partnership: str, slug: str, item: UUID, said: NewFile, *, by: Principal) -> UUID:
    """Keep a file with a paper. Raises `Unusable` for one that may run something, is too large, or is not what it says."""
    found = _item(partnership, slug, item, by)
    given = accepted(said.path, said.name)
    _check_title(said.title, "What it is called")
    paper = _paper(found, by)
    stored = files().put(said.path, suffix=given.kind.suffix)
    last = paper.attachments.aggregate(last=Max("order"))["last"] or 0
    made = Attachment.objects.create(
        paper=paper, order=last + 1, title=said.title, kind=said.kind, file_name=given.name,
        suffix=given.kind.suffix, media_type=given.kind.media_type, size=given.size, sha256=stored.sha256,
        pages=given.pages, supplied_by=said.supplied_by, recorded_by=by.name,
    )  # fmt: skip
    detail = {"item": str(item), "file": given.name, "sha256": stored.sha256, "supplied_by": said.supplied_by}
    record("paper-file-attached", subject=found.subject(), by=by, detail=detail)
    return made.id


def _check_title(title: str, label: str, href: str = "https://example.org/") -> None:
    problems = [
        Problem(one.code, one.reason.replace(" in this title", ""), one.remedy, column=label)
        for one in link_problems(Link(title, href), "this title")
        if one.code == "link-text"
    ]
    if problems:
        raise Unusable(*problems)


@transaction.atomic
def detach(
    partnership: str, slug: str, item: UUID, attachment_id: UUID, because: str, *, by: Principal
) -> None:
    """Take a file out of a paper, with the reason; its bytes stay in the store."""
    found = _item(partnership, slug, item, by)
    rows = Attachment.objects.filter(id=attachment_id, paper__item=found, removed_at__isnull=True)
    if not because.strip():
        raise Unusable(
            Problem("no-reason", "A file is taken out without a reason.", "Write why.", column="Why")
        )
    if not rows.update(removed_at=now(), removed_because=because):
        raise NotFound("There is no such file on this paper.")
    detail = {"item": str(item), "attachment": str(attachment_id), "because": because}
    record("paper-file-removed", subject=found.subject(), by=by, detail=detail)


@dataclass(frozen=True)
class NewBackground:
    """A background paper: what it is, where it is, and a copy to keep."""

    title: str
    href: str = ""
    path: Path | None = None
    name: str = ""


@transaction.atomic
def add_background(partnership: str, slug: str, item: UUID, said: NewBackground, *, by: Principal) -> UUID:
    """List a background paper. Raises `Unusable` for a title like ‘click here’, or without an address and a copy."""
    found = _item(partnership, slug, item, by)
    _check_title(said.title, "What it is")
    if said.href and safe_href(said.href) is None:
        remedy = "Write an address that starts with https://."
        raise Unusable(Problem("link-address", "That is no web address.", remedy, column="Where it is"))
    if not said.href and said.path is None:
        remedy = "Give its address, or upload a copy; best both."
        raise Unusable(
            Problem("nowhere", "Nobody could find this background paper.", remedy, column="Where it is")
        )
    given: Accepted | None = accepted(said.path, said.name) if said.path else None
    stored = files().put(said.path, suffix=given.kind.suffix) if said.path and given else None
    paper = _paper(found, by)
    last = paper.background_papers.aggregate(last=Max("order"))["last"] or 0
    made = BackgroundPaper.objects.create(
        paper=paper, order=last + 1, title=said.title, href=said.href, recorded_by=by.name,
        kept_name=given.name if given else "", kept_suffix=given.kind.suffix if given else "",
        kept_media_type=given.kind.media_type if given else "", kept_sha256=stored.sha256 if stored else "",
    )  # fmt: skip
    detail = {"item": str(item), "title": said.title, "kept": stored.sha256 if stored else ""}
    record("background-paper-listed", subject=found.subject(), by=by, detail=detail)
    return made.id


@transaction.atomic
def remove_background(partnership: str, slug: str, item: UUID, background_id: UUID, *, by: Principal) -> None:
    """Take a background paper off the list; a kept copy stays in the store."""
    found = _item(partnership, slug, item, by)
    rows = BackgroundPaper.objects.filter(id=background_id, paper__item=found, removed_at__isnull=True)
    if not rows.update(removed_at=now()):
        raise NotFound("There is no such background paper on this paper.")
    record(
        "background-paper-removed", subject=found.subject(), by=by, detail={"background": str(background_id)}
    )
