"""Agenda items that are about something of another room, and writing parts of their papers from its record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.governance.agenda import papers
from frankpledge.governance.models import AgendaItem
from frankpledge.governance.rules.agenda.papers import PartText
from frankpledge.kernel.people import Principal


@dataclass(frozen=True)
class ItemAbout:
    """An item of a meeting that may decide on something: the addresses of both and their words."""

    meeting: str
    meeting_title: str
    on: date
    item: UUID
    title: str


def items_about(partnership: str, about: str) -> tuple[ItemAbout, ...]:
    """The agenda items about something, by its slug; those of the latest meeting first."""
    rows = AgendaItem.objects.filter(meeting__partnership__slug=partnership, about=about)
    found = rows.select_related("meeting").order_by("-meeting__held_earliest")
    return tuple(
        ItemAbout(row.meeting.slug, row.meeting.title, row.meeting.held_earliest, row.id, row.title) for row in found
    )  # fmt: skip


def write_paper_part(partnership: str, meeting: str, item: UUID, part: PartText, *, by: Principal) -> None:
    """Write one part of the paper of an item over what stands there now. Raises what `papers.write_part` raises."""
    whole = papers.paper_of(item)
    version = whole.versions.get(part.slug, 0) if whole else 0
    papers.write_part(partnership, meeting, item, part, read_version=version, by=by)
