"""Reads a plan from TOML: priorities, measures, strategies, activities, adoption, position statements.

A file has one `[plan]`, then `[[priority]]` (each with `[[priority.measure]]`), `[[strategy]]`, `[[activity]]`,
`[[position]]`, `[[step]]`, and `[adoption]` naming the decisions that adopted it. Mistakes are `Unusable`, naming
file, row and key; nothing is written then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

from django.db import transaction

from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import Entry, read_toml
from frankpledge.kernel.verdicts import Refused
from frankpledge.law import api as law
from frankpledge.plans import services
from frankpledge.plans.facts import (
    ACTIVITY_KINDS,
    ACTIVITY_STATES,
    PRIORITY_KINDS,
    RELATIONS,
    MeasureLink,
    StrategyFacts,
)
from frankpledge.plans.written import NewActivity, NewPlan, NewPosition, NewPriority

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BINDING = re.compile(r"[a-z0-9-]+:\S+")


@transaction.atomic
def load(partnership: str, path: Path, *, by: Principal) -> None:
    """Record the plan that a file describes and, where the file names the decisions, adopt it.

    Raises `Unusable` for a mistake, and for an adoption whose gate is shut, and then writes nothing.
    """
    file = read_toml(path).only("plan", "priority", "strategy", "activity", "position", "step", "adoption")
    said = read_plan(file)
    _recorded(file.entry("plan"), "slug", lambda: services.draft_plan(partnership, said, by=by))
    for row in file.entries("position"):
        position = _position(row)
        _recorded(row, "decision", _record_position(partnership, position, by))
    if file.has("adoption"):
        row = file.entry("adoption").only("decision", "external_decision")
        _recorded(row, "decision", _adopt(partnership, said.slug, row, by))
    for row in file.entries("step"):
        _recorded(row, "kind", _record_step(partnership, said.slug, row, by))


def _recorded(row: Entry, key: str, write: Callable[[], object]) -> None:
    """Write, and turn a refusal into a problem of the row it came from."""
    try:
        write()
    except Refused as refused:
        raise row.refuse("refused", key, str(refused), "Mend this entry, or what it waits for.") from refused


def _record_position(partnership: str, said: NewPosition, by: Principal) -> Callable[[], object]:
    return lambda: services.record_position(partnership, said, by=by)


def _adopt(partnership: str, plan: str, row: Entry, by: Principal) -> Callable[[], object]:
    decision, external = row.text("decision"), row.text("external_decision", "")
    return lambda: services.adopt_plan(
        partnership, plan, decision=decision, external_decision=external, by=by
    )


def _record_step(partnership: str, plan: str, row: Entry, by: Principal) -> Callable[[], object]:
    row.only("kind", "body", "on", "source")
    kind, body, on, source = row.text("kind"), row.text("body"), row.partial("on"), row.text("source")
    return lambda: services.record_step(partnership, plan, kind, body=body, on=on, source=source, by=by)


def read_plan(file: Entry) -> NewPlan:
    """A plan as a file states it."""
    row = file.entry("plan").only(
        "slug", "title", "starts_on", "ends_on", "parent", "resources", "engagement", "source", "note"
    )
    priorities = tuple(map(_priority, file.entries("priority")))
    _refuse_twice(file, priorities)
    slugs = {one.slug for one in priorities}
    period = _period(row)
    return NewPlan(
        slug=_slug(row),
        title=row.text("title"),
        period=period,
        parent=row.text("parent", ""),
        resources=row.text("resources", ""),
        engagement=row.text("engagement", ""),
        source=row.text("source"),
        note=row.text("note", ""),
        priorities=priorities,
        strategies=tuple(_strategy(one, period.starts_on) for one in file.entries("strategy")),
        activities=tuple(_activity(one, slugs) for one in file.entries("activity")),
    )


def _slug(row: Entry) -> str:
    value = row.text("slug")
    if not _SLUG.fullmatch(value):
        raise row.refuse(
            "not-a-slug", "slug", f"‘{value}’ cannot stand in an address.", "Use a-z, 0-9 and hyphens."
        )
    return value


def _period(row: Entry) -> Period:
    starts_on, ends_on = row.day("starts_on"), row.day("ends_on")
    if ends_on < starts_on:
        raise row.refuse("backwards", "ends_on", "it ends before it starts.", "Mend one of the two days.")
    return Period(starts_on, ends_on)


def _refuse_twice(file: Entry, priorities: Collection[NewPriority]) -> None:
    seen: set[str] = set()
    for row, one in zip(file.entries("priority"), priorities, strict=True):
        if one.slug in seen:
            raise row.refuse("twice", "slug", f"‘{one.slug}’ stands here twice.", "Give one another slug.")
        seen.add(one.slug)


def _priority(row: Entry) -> NewPriority:
    row.only("slug", "title", "kind", "outcome", "why", "measure")
    return NewPriority(
        slug=_slug(row),
        title=row.text("title"),
        kind=row.choice("kind", tuple(PRIORITY_KINDS), "priority"),
        outcome=row.text("outcome", ""),
        why=row.text("why", ""),
        measures=tuple(map(_measure, row.entries("measure"))),
    )


def _measure(row: Entry) -> MeasureLink:
    row.only("measure", "source", "relation", "binding", "extract", "note")
    relation = row.choice("relation", tuple(RELATIONS))
    measure, binding, extract = row.text("measure", ""), row.text("binding", ""), row.text("extract", "")
    if relation == "none" and (measure or binding):
        raise row.refuse(
            "no-measure", "measure", "there is said to be no measure.", "Take it out, or say proxy."
        )
    if relation == "none" and not extract:
        raise row.refuse(
            "no-extract", "extract", "nothing says what to ask for.", "Name the extract to ask for."
        )
    if relation != "none" and not measure:
        raise row.refuse(
            "no-measure", "measure", "the measure is missing.", 'Name it, or say relation = "none".'
        )
    if binding and not _BINDING.fullmatch(binding):
        raise row.refuse(
            "not-a-binding", "binding", f"‘{binding}’ names no figure.", "Write provider:key=value&key=value."
        )
    return MeasureLink(measure, row.text("source"), relation, binding, extract, row.text("note", ""))


def _strategy(row: Entry, on: date) -> StrategyFacts:
    row.only("title", "owner", "area", "law_strategy", "note", "source")
    known = {one.code for nation in ("E", "W") for one in law.strategies(nation, on)}
    return StrategyFacts(
        title=row.text("title"),
        owner=row.text("owner"),
        area=row.text("area", ""),
        law_strategy=row.choice("law_strategy", ("", *sorted(known)), ""),
        note=row.text("note", ""),
        source=row.text("source"),
    )


def _activity(row: Entry, priorities: Collection[str]) -> NewActivity:
    row.only("text", "kind", "state", "place", "partners", "starts", "ends", "priority", "source")
    priority = row.text("priority", "")
    if priority and priority not in priorities:
        raise row.refuse("not-there", "priority", f"there is no priority ‘{priority}’.", "Mend the slug.")
    starts, ends = row.optional_partial("starts"), row.optional_partial("ends")
    if starts and ends and ends.latest < starts.earliest:
        raise row.refuse("backwards", "ends", "it ends before it starts.", "Mend one of the two dates.")
    return NewActivity(
        text=row.text("text"),
        kind=row.choice("kind", tuple(ACTIVITY_KINDS)),
        state=row.choice("state", tuple(ACTIVITY_STATES)),
        place=row.text("place", ""),
        partners=row.texts("partners", ()),
        starts=starts,
        ends=ends,
        priority=priority,
        source=row.text("source"),
    )


def _position(row: Entry) -> NewPosition:
    row.only("slug", "title", "paragraphs", "agreed", "decision", "source")
    return NewPosition(
        slug=_slug(row),
        title=row.text("title"),
        paragraphs=row.texts("paragraphs"),
        agreed=row.optional_partial("agreed"),
        decision=row.text("decision", ""),
        source=row.text("source"),
    )
