"""Reads terms of reference, meetings and decisions from TOML and records them, a whole file or nothing.

A file of terms has `[terms]`, `[[seat]]` and `[[clause]]`; a file of meetings has `[[meeting]]`, `[[decision]]`
and `[[external_decision]]`. Mistakes are `Unusable`, naming file, row and key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from frankpledge.directory import api as directory
from frankpledge.governance import queries, services
from frankpledge.governance.facts import (
    BODY_KINDS,
    CASTING_VOTES,
    CATEGORIES,
    MEETING_KINDS,
    OUTCOMES,
    STATUSES,
    ClauseFacts,
)
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.gates import EFFECTS
from frankpledge.governance.written import NewDecision, NewExternalDecision, NewMeeting, NewSeat, NewTerms
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import Entry, read_toml
from frankpledge.kernel.verdicts import Refused

R = TypeVar("R")


@transaction.atomic
def load(partnership: str, path: Path, *, by: Principal) -> None:
    """Record the terms, or the meetings and decisions, that a file holds.

    Raises `Unusable` for a file with a mistake, and then writes nothing.
    """
    file = read_toml(path)
    if file.has("terms"):
        _load_terms(partnership, file.only("terms", "seat", "clause"), by)
    else:
        _load_meetings(partnership, file.only("meeting", "decision", "external_decision"), by)


def _recorded(row: Entry, key: str, write: Callable[[], object]) -> None:
    """Write, and turn a refusal into a problem of the row it came from."""
    try:
        write()
    except Refused as refused:
        raise row.refuse("refused", key, str(refused), "Mend this entry.") from refused


def _load_terms(partnership: str, file: Entry, by: Principal) -> None:
    said = read_terms(file)
    for row, seat in zip(file.entries("seat"), said.seats, strict=True):
        if seat.organisation and directory.organisation(seat.organisation) is None:
            raise row.refuse(
                "no-organisation", "organisation", f"the directory has no ‘{seat.organisation}’.",
                "Add the organisation first, or leave the key out.",
            )  # fmt: skip
    row = file.entry("terms")
    _recorded(row, "starts_on", lambda: services.record_terms(partnership, said, by=by))


def read_terms(file: Entry) -> NewTerms:
    """A version of the terms as a file states it."""
    row = file.entry("terms").only(
        "label", "dated", "starts_on", "ends_on", "text", "is_assumed", "source", "note", "quorum_count",
        "quorum_clause", "chair_office", "casting_vote", "meetings_a_year",
    )  # fmt: skip
    clauses = _all_different(file.entries("clause"), _clause, lambda clause: clause.slug)
    known = {clause.slug for clause in clauses}
    return NewTerms(
        label=row.text("label"),
        dated=row.optional_partial("dated"),
        period=_period(row),
        text=row.text("text", ""),
        is_assumed=row.flag("is_assumed", default=False),
        source=row.text("source"),
        note=row.text("note", ""),
        quorum_count=row.optional_integer("quorum_count"),
        quorum_clause=_known(row, "quorum_clause", known),
        chair_office=row.text("chair_office", ""),
        casting_vote=row.choice("casting_vote", tuple(CASTING_VOTES), ""),
        meetings_a_year=row.optional_integer("meetings_a_year"),
        seats=_all_different(file.entries("seat"), _seat, lambda seat: seat.slug),
        clauses=clauses,
    )


def _period(row: Entry) -> Period:
    starts_on, ends_on = row.day("starts_on"), row.optional_day("ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise row.refuse("backwards", "ends_on", "it ends before it starts.", "Mend one of the two days.")
    return Period(starts_on, ends_on)


def _known(row: Entry, key: str, known: Collection[str]) -> str:
    value = row.text(key, "")
    if value and value not in known:
        raise row.refuse(
            "not-there", key, f"there is no ‘{value}’ in this file.", "Add it, or mend the slug."
        )
    return value


def _all_different(
    rows: Sequence[Entry], read: Callable[[Entry], R], name: Callable[[R], str]
) -> tuple[R, ...]:
    made: dict[str, R] = {}
    for row in rows:
        one = read(row)
        if name(one) in made:
            raise row.refuse("twice", "slug", f"‘{name(one)}’ stands here twice.", "Give one another slug.")
        made[name(one)] = one
    return tuple(made.values())


def _seat(row: Entry) -> NewSeat:
    row.only("slug", "name", "organisation", "category", "votes", "office")
    category = row.choice("category", tuple(CATEGORIES))
    votes = row.optional_integer("votes")
    if votes is not None and (votes < 0 or (category == "invited" and votes)):
        raise row.refuse("votes", "votes", f"an {category} seat cannot have {votes} votes.", "Write 0 or 1.")
    return NewSeat(
        slug=row.text("slug"),
        name=row.text("name"),
        organisation=row.text("organisation", ""),
        category=category,
        votes=votes if votes is not None else int(category == "core"),
        office=row.text("office", ""),
    )


def _clause(row: Entry) -> ClauseFacts:
    row.only("slug", "heading", "text")
    return ClauseFacts(row.text("slug"), row.text("heading"), row.text("text"))


def _load_meetings(partnership: str, file: Entry, by: Principal) -> None:
    meetings = _all_different(file.entries("meeting"), _meeting, lambda meeting: meeting.slug)
    known = {meeting.slug: meeting.body_kind for meeting in queries.meetings(partnership)}
    known |= {meeting.slug: meeting.body_kind for meeting in meetings}
    decisions = _all_different(
        file.entries("decision"), lambda row: _decision(row, known), lambda one: one.slug
    )
    externals = _all_different(file.entries("external_decision"), _external, lambda one: one.slug)
    for row, meeting in zip(file.entries("meeting"), meetings, strict=True):
        _check_seats(partnership, row, meeting)
        services.record_meeting(partnership, meeting, by=by)
    for row, decision in zip(file.entries("decision"), decisions, strict=True):
        _record_decision(partnership, row, decision, by)
    for external in externals:
        services.record_external_decision(partnership, external, by=by)


def _record_decision(partnership: str, row: Entry, said: NewDecision, by: Principal) -> None:
    _recorded(row, "capacity", lambda: services.record_decision(partnership, said, by=by))


def _check_seats(partnership: str, row: Entry, meeting: NewMeeting) -> None:
    """Only seats of the terms in force can be recorded as filled."""
    if meeting.present is None:
        return
    terms = queries.terms_in_force(partnership, on=meeting.held.earliest)
    known = {seat.slug for seat in terms.seats} if terms else set()
    for seat in meeting.present:
        if seat not in known:
            raise row.refuse(
                "no-seat",
                "present",
                f"the terms of that day have no seat ‘{seat}’.",
                "Load the terms first, or mend the slug.",
            )


def _meeting(row: Entry) -> NewMeeting:
    row.only("slug", "title", "body", "body_kind", "held", "kind", "status", "source", "present")
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


def _decision(row: Entry, meetings: Mapping[str, str]) -> NewDecision:
    row.only(
        "slug",
        "meeting",
        "text",
        "outcome",
        "effect",
        "about",
        "clause",
        "capacity",
        "ruling",
        "ruling_by",
        "source",
    )
    ruling, ruling_by = row.text("ruling", ""), row.text("ruling_by", "")
    if bool(ruling) != bool(ruling_by):
        raise row.refuse(
            "half-a-ruling", "ruling_by", "a ruling and who gave it belong together.", "Give both or none."
        )
    meeting = _known(row, "meeting", meetings)
    own = meetings.get(meeting, "partnership") == "partnership"
    return NewDecision(
        slug=row.text("slug"),
        meeting=meeting,
        text=row.text("text"),
        outcome=row.choice("outcome", tuple(OUTCOMES)),
        effect=row.choice("effect", EFFECTS),
        about=row.text("about", ""),
        clause=row.text("clause", ""),
        capacity=row.choice("capacity", tuple(CAPACITIES)) if own else row.choice("capacity", ("",), ""),
        ruling=ruling,
        ruling_by=ruling_by,
        source=row.text("source"),
    )


def _external(row: Entry) -> NewExternalDecision:
    row.only("slug", "body", "body_kind", "decided", "text", "effect", "about", "source")
    return NewExternalDecision(
        slug=row.text("slug"),
        body=row.text("body"),
        body_kind=row.choice("body_kind", tuple(BODY_KINDS)),
        decided=row.partial("decided"),
        text=row.text("text"),
        effect=row.choice("effect", EFFECTS),
        about=row.text("about", ""),
        source=row.text("source"),
    )
