"""Everything that is printed of an item, frozen: made from the record as it is now, or read back from an issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from frankpledge.governance.agenda.facts import ItemFacts
from frankpledge.governance.agenda.papers import WholePaper, papers_of
from frankpledge.governance.agenda.words import item_tags
from frankpledge.governance.rules.agenda.kinds import ITEM_KINDS
from frankpledge.governance.rules.agenda.papers import (
    PARTS,
    RISK_LEVELS,
    PartKind,
    PartText,
    sign_off_that_counts,
    what_a_paper_lacks,
)
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.gates import GATES
from frankpledge.kernel.dates import short_date
from frankpledge.law import api as law

NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class PartPrinted:
    """A part of a paper as printed. `signed` is empty where no sign-off counts, `needs_sign_off` whether one should."""

    heading: str
    text: str
    none_because: str
    risk: str
    signed: str
    needs_sign_off: bool


@dataclass(frozen=True)
class FilePrinted:
    """A file of a paper."""

    id: str
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
    def mark(self) -> str:
        """What is said of a file that is not the partnership's own."""
        return f"Supplied by {self.supplied_by}, {NOT_CHECKED}" if self.supplied_by else ""


@dataclass(frozen=True)
class BackgroundPrinted:
    """A background paper; `kept_sha256` is empty where no copy is kept."""

    id: str
    title: str
    href: str
    kept_name: str
    kept_suffix: str
    kept_media_type: str
    kept_sha256: str


@dataclass(frozen=True)
class ItemPrinted:
    """An item with its paper, as members read it."""

    id: str
    number: str
    title: str
    public_title: str
    kind: str
    tags: tuple[str, ...]
    is_closed: bool
    closed_because: str
    presenter: str
    minutes_allowed: int | None
    recommendation: str
    because: str
    duty: str
    capacity: str
    effect: str
    author: str = ""
    author_post: str = ""
    performance_absent_because: str = ""
    has_paper: bool = False
    parts: tuple[PartPrinted, ...] = ()
    files: tuple[FilePrinted, ...] = ()
    background: tuple[BackgroundPrinted, ...] = ()
    lacks: tuple[str, ...] = ()

    @property
    def asks(self) -> str:
        return ITEM_KINDS[self.kind].asks

    @property
    def kind_title(self) -> str:
        return ITEM_KINDS[self.kind].title

    @property
    def is_standing(self) -> bool:
        return ITEM_KINDS[self.kind].is_standing

    def for_public(self) -> ItemPrinted:
        """The item as the public may read it: of a closed one its number, its public title and why it is closed."""
        if not self.is_closed:
            return self
        title = self.public_title or "Business that is not public"
        return ItemPrinted(
            self.id, self.number, title, title, self.kind, ("Closed",), True, self.closed_because, "", None, "", "", "",
            "", "",
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(said: Mapping[str, Any]) -> ItemPrinted:
    """An item as an issue has kept it."""
    return ItemPrinted(
        **{
            **said,
            "tags": tuple(said["tags"]),
            "parts": tuple(PartPrinted(**one) for one in said["parts"]),
            "files": tuple(FilePrinted(**one) for one in said["files"]),
            "background": tuple(BackgroundPrinted(**one) for one in said["background"]),
            "lacks": tuple(said["lacks"]),
        }
    )


def printed(items: Sequence[ItemFacts], nation: str, on: date) -> tuple[ItemPrinted, ...]:
    """The items with their papers as they stand now; a fixed number of queries."""
    papers = papers_of([one.id for one in items])
    return tuple(_printed(one, papers.get(one.id), nation, on) for one in items)


def _printed(item: ItemFacts, paper: WholePaper | None, nation: str, on: date) -> ItemPrinted:
    duty = law.duty(item.duty, nation, on) if item.duty else None
    made = ItemPrinted(
        id=str(item.id), number=item.number, title=item.title, public_title=item.public_title, kind=item.kind,
        tags=item_tags(item), is_closed=item.is_closed, closed_because=item.closed_because, presenter=item.presenter,
        minutes_allowed=item.minutes_allowed, recommendation=item.recommendation, because=item.because,
        duty=f"{duty.title} ({'; '.join(map(str, duty.basis)) or duty.strength})" if duty else "",
        capacity=CAPACITIES[item.capacity].title if item.capacity else "",
        effect=GATES[item.effect].sentence if item.effect in GATES else "",
    )  # fmt: skip
    return _with_paper(made, paper) if paper else made


def _with_paper(made: ItemPrinted, paper: WholePaper) -> ItemPrinted:
    return replace(
        made,
        has_paper=True,
        author=paper.author,
        author_post=paper.author_post,
        performance_absent_because=paper.performance_absent_because,
        parts=tuple(
            _part(kind, paper.part(kind.slug)) for kind in PARTS.values() if _is_printed(kind, paper, made)
        ),
        files=tuple(FilePrinted(str(one.id), **_but_id(one)) for one in paper.attachments),
        background=tuple(BackgroundPrinted(str(one.id), **_but_id(one)) for one in paper.background),
        lacks=tuple(one.sentence for one in what_a_paper_lacks(paper.facts)),
    )


def _but_id(one: object) -> dict[str, Any]:
    return {key: value for key, value in vars(one).items() if key != "id"}


def _is_printed(kind: PartKind, paper: WholePaper, made: ItemPrinted) -> bool:
    """Options are printed only where there are some or a decision is asked for."""
    return kind.slug != "options" or made.kind == "decide" or paper.part("options").is_answered


def _part(kind: PartKind, part: PartText) -> PartPrinted:
    signed = sign_off_that_counts(part)
    levels = [
        f"{words}: {RISK_LEVELS[level].lower()}"
        for words, level in (("current risk", part.current_risk), ("residual risk", part.residual_risk))
        if level
    ]
    return PartPrinted(
        kind.heading, part.text, part.none_because, "; ".join(levels).capitalize(),
        f"{signed.name}, {signed.post}, {short_date(signed.on)}" if signed else "", kind.needs_sign_off,
    )  # fmt: skip


def differing(now: Sequence[ItemPrinted], before: Mapping[str, ItemPrinted]) -> tuple[ItemPrinted, ...]:
    """The items that are new or read otherwise than when they last went out."""
    return tuple(one for one in now if before.get(one.id) != one)


def ids(items: Sequence[ItemPrinted]) -> tuple[UUID, ...]:
    return tuple(UUID(one.id) for one in items)
