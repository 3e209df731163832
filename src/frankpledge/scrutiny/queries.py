"""Reading editions, their flags, and what they look like when built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frankpledge.directory import api as directory
from frankpledge.documents.tree import Identity
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.people import Classification, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import now
from frankpledge.scrutiny import building
from frankpledge.scrutiny.models import BlockVersion, ReportEdition, ReportFlag
from frankpledge.scrutiny.report import BuiltReport
from frankpledge.scrutiny.rules.flags import ClaimOutcome


@dataclass(frozen=True)
class EditionFacts:
    """An edition as pages and other rooms may know it."""

    id: UUID
    partnership: str
    slug: str
    title: str
    committee: str
    meeting: PartialDate | None
    covers: Period
    state: str
    state_in_words: str
    known_at: datetime | None
    subject: Subject
    unsupported: int
    """How many claims the record did not support when it was last built."""

    @property
    def is_built(self) -> bool:
        return self.known_at is not None


@dataclass(frozen=True)
class FlagFacts:
    """One claim and how it stood; `anchor` is the paragraph's place in the preview, empty when it has none."""

    where: str
    sentence: str
    stated: str
    outcome: ClaimOutcome
    because: str
    computed: str
    figure_id: UUID | None

    @property
    def anchor(self) -> str:
        return (
            f"p-{self.where.replace('.', '-')}"
            if self.where.replace(".", "").isdigit() and "." in self.where
            else ""
        )


def edition(partnership: str, slug: str) -> ReportEdition:
    """One edition as it is stored. Raises `NotFound`."""
    found = (
        ReportEdition.objects.select_related("committee").filter(partnership=partnership, slug=slug).first()
    )
    if found is None:
        raise NotFound("There is no such report.")
    return found


def subject_in(partnership: str) -> Subject:
    """Reports of a partnership, for asking who may read them."""
    return Subject("report", None, partnership, Classification.OFFICIAL)


def editions(partnership: str) -> tuple[EditionFacts, ...]:
    """Every edition of a partnership's report, the latest year first."""
    rows = ReportEdition.objects.select_related("committee").filter(partnership=partnership)
    return tuple(facts(row) for row in rows)


def facts(row: ReportEdition) -> EditionFacts:
    unsupported = [flag for flag in flags(row) if flag.outcome.needs_person]
    return EditionFacts(
        row.id, row.partnership, row.slug, row.title, row.committee.name,
        PartialDate.parse(row.meeting) if row.meeting else None, Period.parse(row.covers), row.state,
        dict(ReportEdition.STATES)[row.state], row.known_at, row.subject(), len(unsupported),
    )  # fmt: skip


def flags(row: ReportEdition) -> tuple[FlagFacts, ...]:
    """How the claims of an edition stood when it was last built, in the order of the text."""
    return tuple(_flag(flag) for flag in ReportFlag.objects.filter(edition=row))


def _flag(flag: ReportFlag) -> FlagFacts:
    return FlagFacts(
        flag.where, flag.sentence, flag.stated, ClaimOutcome(flag.outcome), flag.because, flag.computed, flag.figure_id
    )  # fmt: skip


def versions(row: ReportEdition, key: str) -> list[BlockVersion]:
    """Every text that a block of an edition had, the newest first."""
    return list(BlockVersion.objects.filter(edition=row, block=key))


def identity(partnership: str) -> Identity:
    """The look of a partnership's documents. Raises `NotFound`."""
    return building.identity(directory.partnership(partnership))


def looked_at(row: ReportEdition) -> BuiltReport:
    """The report as it was built, or as it would be built now while it is a draft. Writes nothing."""
    return building.built(row, known_at=row.known_at or now(), remembers=False)


def frozen_input(row: ReportEdition) -> Mapping[str, object]:
    """What the edition is built from, beside its figures: kept with what is issued."""
    return {
        "content": row.content,
        "content_file": row.content_file,
        "content_sha256": row.content_sha256,
        "known_at": row.known_at.isoformat() if row.known_at else "",
    }
