"""Reading cases. Every function that takes a principal shows what that person's part reaches, and hides the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, NotPermitted
from frankpledge.law.holidays import working_calendar
from frankpledge.records.clock import now, today
from frankpledge.reviews.models import (
    Case,
    CaseAssignment,
    CaseConflict,
    CaseEvent,
    EmergencyAccess,
    ReadinessStep,
)
from frankpledge.reviews.rules.casework.fields import Group
from frankpledge.reviews.rules.casework.kinds import KINDS
from frankpledge.reviews.rules.casework.state import CaseState, Entry, replay
from frankpledge.reviews.rules.rights import EMERGENCY, PARTS, Part, Reach, reach
from frankpledge.reviews.rules.timetable import Timetable

NEEDS_SECOND_FACTOR = "Reviews of deaths open only to somebody who signed in with a second factor. Set one up under “Sign-in settings”, sign out, and sign in with it."
NO_SUCH = "There is no such page, or you may not know of it."
EVERY_PART = tuple(Part(slug) for slug in PARTS)


@dataclass(frozen=True)
class CaseFacts:
    """A case as one person may know it: its log as far as they reach, and where it stands."""

    id: UUID
    partnership: str
    reference: str
    codename: str
    is_sealed: bool
    is_invented: bool
    state: CaseState
    """Of the whole log: for rules. What is shown comes from `shown`."""
    reach: Reach

    @cached_property
    def shown(self) -> tuple[Entry, ...]:
        """The entries that this person may read, the latest last."""
        return tuple(
            one for one in self.state.entries if self.reach.reads_entry(one.group, self.agency_of(one))
        )

    def agency_of(self, one: Entry) -> str:
        """The agency that an entry is about: named in it, or the one that owns the recommendation it names."""
        if one.text("agency"):
            return one.text("agency")
        owned = {known.id: known.agency for known in self.state.recommendations}
        return owned.get(one.text("id"), "")

    @cached_property
    def timetable(self) -> Timetable:
        return self.state.timetable(working_calendar().is_working)

    def reads(self, group: Group) -> bool:
        return self.reach.reads(group)

    @property
    def may_write(self) -> tuple[str, ...]:
        """Kinds of entry this person may write by hand, in the order in which a review meets them."""
        own = self.reach.organisations
        return tuple(
            kind.slug
            for kind in KINDS.values()
            if any(self.reach.writes(kind.slug, kind.group, agency) for agency in ("", *own))
        )


def cases_of(
    principal: Principal, partnership: str, *, on: date | None = None, words: str = ""
) -> tuple[CaseFacts, ...]:
    """The reviews that a person has a part in, as on a day; with `words`, those in which what they may read holds them.

    A review of which they may not know is absent, whatever their roles.
    """
    rows = list(Case.objects.filter(partnership__slug=partnership))
    found = [one for one in _facts(principal, rows, on or today()) if may_open(principal, one)]
    needle = words.strip().casefold()
    return tuple(one for one in found if not needle or _holds(one, needle))


def _holds(one: CaseFacts, needle: str) -> bool:
    """Whether the words stand in what the case is called, or in an entry that this person may read."""
    texts = [one.reference, one.codename]
    for entry in one.shown:
        texts += [entry.told(), *map(str, entry.data.values())]
    return any(needle in text.casefold() for text in texts)


def case_of(principal: Principal, partnership: str, case_id: UUID, *, on: date | None = None) -> CaseFacts:
    """One review as a person may know it. Raises `NotFound`, also where there is one that they may not know of."""
    rows = list(Case.objects.filter(partnership__slug=partnership, id=case_id))
    for found in _facts(principal, rows, on or today()):
        if not may_open(principal, found):
            raise NotPermitted(NEEDS_SECOND_FACTOR)
        return found
    raise NotFound(NO_SUCH)


def may_open(principal: Principal, case: CaseFacts) -> bool:
    """Whether somebody with a part may open a review now: a real one only with a second factor shown at this sign-in."""
    return case.is_invented or principal.is_system or principal.has_second_factor


def _facts(principal: Principal, rows: Sequence[Case], on: date) -> Iterable[CaseFacts]:
    ids = [row.id for row in rows]
    parts, denied, events = _parts(ids, principal), _denied(ids), None
    for row in rows:
        held = reach(principal.user_id, parts[row.id], denied[row.id])
        if principal.is_system:
            held = Reach(EVERY_PART)
        if held is None:
            continue
        events = events if events is not None else _entries(ids)
        yield CaseFacts(row.id, row.partnership.slug, row.reference, row.codename, row.is_sealed, row.is_invented,
                        replay(events[row.id], on), held)  # fmt: skip


def _parts(ids: list[UUID], principal: Principal) -> dict[UUID, list[Part]]:
    found: dict[UUID, list[Part]] = defaultdict(list)
    if principal.user_id:
        rows = CaseAssignment.objects.in_force(today()).filter(case_id__in=ids, user_id=principal.user_id)
        for row in rows:
            found[row.case_id].append(Part(row.part, row.organisation))
        opened = EmergencyAccess.objects.filter(case_id__in=ids, user_id=principal.user_id, opened_at__lte=now(), ends_at__gt=now())  # fmt: skip
        for case_id in opened.values_list("case_id", flat=True):
            found[case_id].append(Part(EMERGENCY))
    return found


def _denied(ids: list[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in CaseConflict.objects.in_force(today()).filter(case_id__in=ids):
        found[row.case_id].append(row.user_id)
    return found


def _entries(ids: Iterable[UUID]) -> dict[UUID, list[Entry]]:
    found: dict[UUID, list[Entry]] = defaultdict(list)
    for row in CaseEvent.objects.filter(case_id__in=list(ids)).order_by("case_id", "sequence"):
        found[row.case_id].append(entry_of(row))
    return found


def entry_of(row: CaseEvent) -> Entry:
    """A stored line as the rules read it."""
    on = PartialDate.parse(row.on) if row.on else None
    return Entry(row.sequence, row.kind, on, row.data, row.by, row.recorded_at)


def states_of(
    partnership: str, *, on: date, known_at: datetime | None = None
) -> tuple[tuple[str, CaseState], ...]:
    """The reference and state of every case on a day, as known at a moment. For counts and released lessons only: nothing
    else of it is shown to anybody.
    """
    rows = {
        row.id: row.reference
        for row in Case.objects.filter(partnership__slug=partnership).order_by("reference")
    }
    entries = _entries(rows)
    return tuple(
        (reference, replay(_known(entries[case_id], known_at), on)) for case_id, reference in rows.items()
    )


def _known(entries: list[Entry], known_at: datetime | None) -> list[Entry]:
    return [one for one in entries if known_at is None or one.recorded_at <= known_at]


@dataclass(frozen=True)
class PartHeld:
    """Who has a part in a case, for the page of its people."""

    id: UUID
    user: UUID
    name: str
    part: str
    organisation: str
    purpose: str
    since: date
    is_conflicted: bool


def parts_in(case_id: UUID) -> tuple[PartHeld, ...]:
    """Everybody with a part in a case today."""
    denied = set(_denied([case_id])[case_id])
    rows = CaseAssignment.objects.in_force(today()).filter(case_id=case_id).select_related("user")
    return tuple(
        PartHeld(row.id, row.user_id, row.user.name, PARTS.get(row.part, row.part), row.organisation, row.purpose,
                 row.starts_on, row.user_id in denied)
        for row in rows.order_by("part", "user__name")
    )  # fmt: skip


@dataclass(frozen=True)
class ConflictHeld:
    """Somebody from whom a case is kept, for the page of its people."""

    id: UUID
    name: str
    relation: str
    source: str
    since: date


SOURCES = {"declared": "They declared it", "reported": "Somebody reported it", "matched": "A check found it"}


def conflicts_in(case_id: UUID) -> tuple[ConflictHeld, ...]:
    """Everybody from whom a case is kept today."""
    rows = CaseConflict.objects.in_force(today()).filter(case_id=case_id).select_related("user")
    return tuple(
        ConflictHeld(row.id, row.user.name, row.relation, SOURCES.get(row.source, row.source), row.starts_on)
        for row in rows.order_by("user__name")
    )


def in_place(partnership: str) -> dict[str, bool]:
    """Which safeguards a partnership has recorded as in place: the last word on each."""
    rows = ReadinessStep.objects.filter(partnership__slug=partnership, recorded_at__lte=now()).order_by(
        "recorded_at"
    )
    return {row.step: row.is_in_place for row in rows}
