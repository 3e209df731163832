"""Everything this room reads from the database, and obligations of a partnership on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from frankpledge.directory.api import PartnershipFacts
from frankpledge.duties import evidence
from frankpledge.duties.facts import (
    ElectionFacts,
    EntryFacts,
    Held,
    HorizonFacts,
    ReleasedStatement,
    ReleaseFacts,
    Step,
)
from frankpledge.duties.models import (
    DutyEntry,
    DutyExcuse,
    DutyFinding,
    DutyScope,
    ElectionPeriod,
    ElectionRelease,
    HorizonItem,
    StatementRelease,
)
from frankpledge.duties.rules.elections import held_on
from frankpledge.duties.rules.obligations import (
    ELSEWHERE,
    Evidence,
    Excuse,
    Happened,
    Known,
    Obligation,
    gathered,
    obligations,
)
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.verdicts import NotFound
from frankpledge.law import api as law

PLACE = "place-"


@dataclass(frozen=True)
class OnRecord:
    """What is known of a partnership's duties, and what kind of area it is."""

    known: Known
    place: frozenset[str]


def on_record(partnership: PartnershipFacts, on: date) -> OnRecord:
    """Everything that rooms count and people recorded. A few queries, however much there is."""
    scopes = {
        row.code: row.applies
        for row in DutyScope.objects.filter(partnership_id=partnership.id).only("code", "applies")
    }
    place = frozenset(
        kind for kind in ELSEWHERE | {one.removeprefix(PLACE) for one in scopes if one.startswith(PLACE)}
        if scopes.get(f"{PLACE}{kind}", True)
    )  # fmt: skip
    findings = DutyFinding.objects.filter(
        partnership_id=partnership.id, withdrawn_on__isnull=True, found_on__lte=on
    )
    excuses = tuple(
        Excuse(row.code, Period(row.first_day, row.last_day), row.because)
        for row in DutyExcuse.objects.filter(partnership_id=partnership.id)
    )
    known = gathered(
        [*evidence.ask_all(partnership.slug, on), _by_hand(partnership.id, on)],
        not_done={row.key: row.because for row in findings},
        excuses=excuses,
        applies={code: flag for code, flag in scopes.items() if not code.startswith(PLACE)},
    )
    return OnRecord(known, place)


def _by_hand(partnership: UUID, on: date) -> Evidence:
    planned = {row.clock.event for row in law.library().duties if row.clock.kind == "before-event"}
    found = (one for one in entries(partnership) if one.on.earliest <= on or one.kind in planned)
    return Evidence(tuple(map(happened_of, found)))


def happened_of(one: EntryFacts) -> Happened:
    """An entry as the rules read it. What starts a clock is tracked: its answer would be recorded too."""
    starts = {
        row.clock.event for row in law.library().duties if row.clock.kind in {"after-event", "on-request"}
    }
    return Happened(
        one.kind, one.on, one.label, one.ref, one.link, one.due_on, one.kind in starts, True, one.recorded_by
    )


def entries(partnership: UUID) -> tuple[EntryFacts, ...]:
    """What people recorded by hand and nobody withdrew. One query; files are not read."""
    rows = DutyEntry.objects.filter(partnership_id=partnership, withdrawn_on__isnull=True).defer("content")
    return tuple(
        EntryFacts(
            row.id, row.kind, PartialDate.parse(row.on), row.label, row.ref, row.due_on, row.link, row.file_name,
            row.recorded_by,
        )
        for row in rows
    )  # fmt: skip


def entry_file(partnership: UUID, entry: UUID) -> tuple[str, bytes]:
    """The name and content of an entry's file. Raises `NotFound`."""
    row = DutyEntry.objects.filter(partnership_id=partnership, id=entry).first()
    if row is None or row.content is None:
        raise NotFound("There is no such file.")
    return row.file_name, bytes(row.content)


def obligations_of(
    partnership: PartnershipFacts, asked: Period, *, on: date, found: OnRecord | None = None
) -> tuple[Obligation, ...]:
    """Every obligation that falls in a period, as it stands on a day."""
    record = found or on_record(partnership, on)
    return obligations(partnership.nation, asked, record.known, on=on, place=record.place)


def excuses(partnership: UUID, code: str) -> tuple[tuple[UUID, Period, str, str], ...]:
    rows = DutyExcuse.objects.filter(partnership_id=partnership, code=code)
    return tuple((row.id, Period(row.first_day, row.last_day), row.because, row.agreed_by) for row in rows)


def released(partnership: UUID) -> tuple[ReleasedStatement, ...]:
    """The statements that the public may read, one a year, the latest year first. One query."""
    found: dict[str, ReleasedStatement] = {}
    for row in StatementRelease.objects.filter(partnership_id=partnership, withdrawn_on__isnull=True):
        rows = tuple(tuple(str(cell) for cell in one) for one in row.rows)
        counts = tuple((str(name), str(many)) for name, many in row.counts)
        found.setdefault(row.year, ReleasedStatement(row.year, row.stood_on, rows, counts, row.sha256))
    return tuple(found.values())


# The horizon ------------------------------------------------------------------------------------------------------


def horizon(partnership: PartnershipFacts, *, on: date) -> tuple[HorizonFacts, ...]:
    """What is coming: the partnership's own items, and those of the library that were known on the day and that nobody has taken up."""
    rows = tuple(_horizon(row) for row in HorizonItem.objects.filter(partnership_id=partnership.id))
    taken = {one.library_code for one in rows}
    return (
        *rows,
        *(
            _of_library(one)
            for one in law.coming(partnership.nation)
            if one.code not in taken and one.known_on <= on
        ),
    )


def _horizon(row: HorizonItem) -> HorizonFacts:
    return HorizonFacts(
        row.id, row.title, row.stage, row.library_code, PartialDate.parse(row.expected) if row.expected else None,
        row.link, tuple(row.touches), row.local_practice,
        tuple(Step(step["text"], step.get("done_on", "")) for step in row.prepare), row.closed_on, row.closed_because,
    )  # fmt: skip


def _of_library(one: object) -> HorizonFacts:
    from frankpledge.law.facts import Coming

    assert isinstance(one, Coming)  # noqa: S101 (a type for the reader)
    return HorizonFacts(
        None, one.title, one.stage, one.code, one.expected, "", one.touches, "",
        tuple(Step(text, "") for text in one.prepare), None, "", one.provenance.note,
    )  # fmt: skip


def horizon_item(partnership: UUID, item: UUID) -> HorizonFacts:
    """One item. Raises `NotFound`."""
    row = HorizonItem.objects.filter(partnership_id=partnership, id=item).first()
    if row is None:
        raise NotFound("There is no such item.")
    return _horizon(row)


# Elections --------------------------------------------------------------------------------------------------------


def elections(partnership: UUID, *, on: date | None = None) -> tuple[ElectionFacts, ...]:
    """The times before elections, the latest first; with `on` only those that hold on the day. Two queries."""
    rows = ElectionPeriod.objects.filter(partnership_id=partnership)
    if on is not None:
        rows = rows.filter(Q(first_day__lte=on, polling_day__gte=on))
    found = list(rows.prefetch_related("releases"))
    return tuple(
        ElectionFacts(
            row.id, row.title, Period(row.first_day, row.polling_day), row.source, tuple(_releases(row.releases.all()))
        )
        for row in found
    )  # fmt: skip


def _releases(rows: Iterable[ElectionRelease]) -> Iterable[ReleaseFacts]:
    for row in rows:
        yield ReleaseFacts(row.kind, row.what, row.because, row.officer, row.released_on)


def is_held(partnership: UUID, kind: str, what: str, *, on: date) -> Held:
    """Whether something of a kind (`campaign`, `consultation`, `councillor`) is held back on a day."""
    return held_on(elections(partnership, on=on), kind, what, on)
