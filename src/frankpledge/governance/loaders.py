"""Reads terms of reference, meetings and decisions from TOML and records them, a whole file or nothing.

A file of terms has `[terms]` and is kept as it is written (`rules.terms.reading`); a file of meetings has `[[meeting]]`,
`[[decision]]` and `[[external_decision]]`. Mistakes are `Unusable`, naming file, row and key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from frankpledge.governance import queries, services
from frankpledge.governance.facts import (
    BODY_KINDS,
    MEETING_KINDS,
    OUTCOMES,
    STATUSES,
)
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.gates import EFFECTS
from frankpledge.governance.terms.services import record_terms
from frankpledge.governance.written import NewDecision, NewExternalDecision, NewMeeting
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import TomlTable, read_text, text_of
from frankpledge.kernel.verdicts import Refused

R = TypeVar("R")


@transaction.atomic
def load(partnership: str, path: Path, *, by: Principal, group: str = "") -> None:
    """Record the terms (of the partnership or of one of its groups), or the meetings and decisions, that a file holds.

    Raises `Unusable` for a file with a mistake, and then writes nothing.
    """
    text = text_of(path)
    file = read_text(text, path.name)
    if file.has("terms"):
        row = file.table("terms")
        _recorded(
            row, "starts_on", lambda: record_terms(partnership, text, by=by, group=group, name=path.name)
        )
    else:
        _load_meetings(partnership, file, by)


def _recorded(row: TomlTable, key: str, write: Callable[[], object]) -> None:
    """Write, and turn a refusal into a problem of the row it came from."""
    try:
        write()
    except Refused as refused:
        raise row.refusal("refused", key, str(refused), "Mend this entry.") from refused


def _known(row: TomlTable, key: str, known: Collection[str]) -> str:
    value = row.text(key, "")
    if value and value not in known:
        row.wrong(
            key, f"names ‘{value}’, which is not in this file.", "Add it, or mend the slug.", "not-there"
        )
    return value


def _all_different(rows: Sequence[TomlTable], read: Callable[[TomlTable], R]) -> tuple[R, ...]:
    """Each row as it reads; two of one slug are wrong."""
    if rows:
        rows[0].once("slug", rows)
    return tuple(read(row) for row in rows)


def _load_meetings(partnership: str, file: TomlTable, by: Principal) -> None:
    meetings = _all_different(file.tables("meeting"), _meeting)
    known = {meeting.slug: meeting.body_kind for meeting in queries.meetings(partnership)}
    known |= {meeting.slug: meeting.body_kind for meeting in meetings}
    decisions = _all_different(file.tables("decision"), lambda row: _decision(row, known))
    externals = _all_different(file.tables("external_decision"), _external)
    for row, meeting in zip(file.tables("meeting"), meetings, strict=True):
        _check_seats(partnership, row, meeting)
    file.check()
    for meeting in meetings:
        services.record_meeting(partnership, meeting, by=by)
    for row, decision in zip(file.tables("decision"), decisions, strict=True):
        _record_decision(partnership, row, decision, by)
    for external in externals:
        services.record_external_decision(partnership, external, by=by)


def _record_decision(partnership: str, row: TomlTable, said: NewDecision, by: Principal) -> None:
    _recorded(row, "capacity", lambda: services.record_decision(partnership, said, by=by))


def _check_seats(partnership: str, row: TomlTable, meeting: NewMeeting) -> None:
    """Only seats of the terms in force can be recorded as filled."""
    if meeting.present is None:
        return
    terms = queries.terms_in_force(partnership, on=meeting.held.earliest)
    known = {seat.slug for seat in terms.seats} if terms else set()
    for seat in meeting.present:
        if seat not in known:
            row.wrong(
                "present",
                f"names ‘{seat}’, and the terms of that day have no such seat.",
                "Load the terms first, or mend the slug.",
                "no-seat",
            )


def _meeting(row: TomlTable) -> NewMeeting:
    return NewMeeting(
        slug=row.text("slug"),
        title=row.text("title"),
        body=row.text("body"),
        body_kind=row.choice("body_kind", tuple(BODY_KINDS)),
        held=row.partial("held"),
        kind=row.choice("kind", tuple(MEETING_KINDS), "ordinary"),
        status=row.choice("status", tuple(STATUSES), "held"),
        source=row.text("source"),
        present=row.texts("present") if row.has("present") else None,
    )


def _decision(row: TomlTable, meetings: Mapping[str, str]) -> NewDecision:
    ruling, ruling_by = row.text("ruling", ""), row.text("ruling_by", "")
    if bool(ruling) != bool(ruling_by):
        row.wrong("ruling_by", "and ‘ruling’ belong together.", "Give both or none.", "half-a-ruling")
    meeting = _known(row, "meeting", meetings)
    own = meetings.get(meeting, "partnership") == "partnership"
    return NewDecision(
        slug=row.text("slug"),
        meeting=meeting,
        text=row.text("text"),
        outcome=row.choice("outcome", tuple(OUTCOMES)),
        effect=row.choice("effect", tuple(EFFECTS)),
        about=row.text("about", ""),
        clause=row.text("clause", ""),
        capacity=row.choice("capacity", tuple(CAPACITIES)) if own else row.choice("capacity", ("",), ""),
        ruling=ruling,
        ruling_by=ruling_by,
        source=row.text("source"),
    )


def _external(row: TomlTable) -> NewExternalDecision:
    return NewExternalDecision(
        slug=row.text("slug"),
        body=row.text("body"),
        body_kind=row.choice("body_kind", tuple(BODY_KINDS)),
        decided=row.partial("decided"),
        text=row.text("text"),
        effect=row.choice("effect", tuple(EFFECTS)),
        about=row.text("about", ""),
        source=row.text("source"),
    )
