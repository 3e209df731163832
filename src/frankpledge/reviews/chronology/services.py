"""Chronologies of a case: keeping agencies' files sealed, and reading them as one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import today
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.chronology.reading import read_sheets
from frankpledge.reviews.rules.chronology import Merged, Order, Sheet, merged
from frankpledge.reviews.rules.vault import CHRONOLOGISTS
from frankpledge.reviews.vault import filing
from frankpledge.reviews.vault.filing import Kept
from frankpledge.reviews.vault.opening import case_for, note

LOOKED_AT, COUNTS = "chronology-preview", "chronology"


@dataclass(frozen=True)
class Preview:
    """A file as it was read, before it counts: how many entries, and every row that cannot be taken."""

    id: UUID
    name: str
    agency: str
    order: Order
    sheets: tuple[str, ...]
    read: Merged
    left_out: tuple[Problem, ...]
    counts: bool


def case_of(partnership: str, case_id: UUID, *, by: Principal) -> CaseFacts:
    """The case, for those who put chronologies together."""
    return case_for(partnership, case_id, CHRONOLOGISTS, by=by)


def take_in(case: CaseFacts, name: str, content: bytes, *, agency: str, order: Order, by: Principal) -> UUID:
    """Keep an agency's file, sealed, to be looked at. Raises Unusable for one that holds no chronology; nothing is kept then."""
    if not agency.strip():
        raise Refused(message("Say which agency the file is from."))
    read_sheets(content, name, agency=agency, order=order)
    return filing.keep(case, LOOKED_AT, name, content, by=by, agency=agency.strip(), order=str(order))


def preview(case: CaseFacts, file_id: UUID) -> Preview:
    """What a file would add. Raises `NotFound`."""
    one = _kept(case, file_id)
    order = Order(one.about["order"])
    sheets, left_out = read_sheets(
        filing.content_of(case.id, one.id), one.name, agency=one.about["agency"], order=order
    )
    read = merged(sheets, today())
    titles = tuple(sheet.sheet for sheet in sheets)
    return Preview(one.id, one.name, one.about["agency"], order, titles, read, left_out, one.kind == COUNTS)


def _kept(case: CaseFacts, file_id: UUID) -> Kept:
    found = next((one for one in filing.kept(case.id, LOOKED_AT, COUNTS) if one.id == file_id), None)
    if found is None:
        raise NotFound("There is no such file in this review.")
    return found


def confirm(case: CaseFacts, file_id: UUID, *, by: Principal) -> None:
    """From now on the file's entries stand in the chronology."""
    _kept(case, file_id)
    filing.change_kind(case, file_id, COUNTS, by=by)


def discard(case: CaseFacts, file_id: UUID, *, by: Principal) -> None:
    """Take a file out of the chronology."""
    _kept(case, file_id)
    filing.remove(case, file_id, by=by)


def files(case: CaseFacts) -> tuple[Kept, ...]:
    """Every file of the chronology, and those that are only looked at."""
    return filing.kept(case.id, LOOKED_AT, COUNTS)


def together(case: CaseFacts, *, by: Principal) -> Merged:
    """All agencies' entries in order; reading them is in the history."""
    sheets: list[Sheet] = []
    for one in filing.kept(case.id, COUNTS):
        content = filing.content_of(case.id, one.id)
        sheets += read_sheets(content, one.name, agency=one.about["agency"], order=Order(one.about["order"]))[
            0
        ]
    found = merged(sheets, today())
    note(case, "chronology-read", by=by, entries=len(found.entries))
    return found
