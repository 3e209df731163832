"""Reads a plan from TOML: priorities, measures, strategies, activities, adoption, position statements.

A file has one `[plan]`, then `[[aim]]`, `[[priority]]` (each with `[[priority.measure]]`), `[[strategy]]`, `[[activity]]`,
`[[position]]`, `[[step]]`, and `[adoption]` naming the decisions that adopted it. Mistakes are `Unusable`, naming
file, row and key; nothing is written then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import TomlTable, read_toml
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
    file = read_toml(path)
    said = read_plan(file)
    positions = tuple(map(_position, file.tables("position")))
    steps = tuple(map(_step, file.tables("step")))
    adoption = _adoption(file.table("adoption")) if file.has("adoption") else None
    file.check()
    _recorded(file.table("plan"), "slug", lambda: services.draft_plan(partnership, said, by=by))
    for row, position in zip(file.tables("position"), positions, strict=True):
        _recorded(row, "decision", _record_position(partnership, position, by))
    if adoption is not None:
        _recorded(file.table("adoption"), "decision", _adopt(partnership, said.slug, adoption, by))
    for row, step in zip(file.tables("step"), steps, strict=True):
        _recorded(row, "kind", _record_step(partnership, said.slug, step, by))


def _recorded(row: TomlTable, key: str, write: Callable[[], object]) -> None:
    """Write, and turn a refusal into a problem of the row it came from."""
    try:
        write()
    except Refused as refused:
        raise row.refusal("refused", key, str(refused), "Mend this entry, or what it waits for.") from refused


def _record_position(partnership: str, said: NewPosition, by: Principal) -> Callable[[], object]:
    return lambda: services.record_position(partnership, said, by=by)


@dataclass(frozen=True)
class _Adoption:
    """The slugs of the decisions that adopted the plan."""

    decision: str
    external: str


def _adoption(row: TomlTable) -> _Adoption:
    return _Adoption(row.text("decision"), row.text("external_decision", ""))


def _adopt(partnership: str, plan: str, said: _Adoption, by: Principal) -> Callable[[], object]:
    return lambda: services.adopt_plan(
        partnership, plan, decision=said.decision, external_decision=said.external, by=by
    )


@dataclass(frozen=True)
class _Step:
    """A step after adoption."""

    kind: str
    body: str
    on: PartialDate
    source: str


def _step(row: TomlTable) -> _Step:
    return _Step(row.text("kind"), row.text("body"), row.partial("on"), row.text("source"))


def _record_step(partnership: str, plan: str, said: _Step, by: Principal) -> Callable[[], object]:
    return lambda: services.record_step(
        partnership, plan, said.kind, body=said.body, on=said.on, source=said.source, by=by
    )


def read_plan(file: TomlTable) -> NewPlan:
    """A plan as a file states it; `file.check` says what is wrong with it."""
    row = file.table("plan")
    priorities = tuple(map(_priority, file.tables("priority")))
    file.once("slug", file.tables("priority"))
    slugs = {one.slug for one in priorities}
    period = row.period("starts_on", "ends_on", must_end=True)
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
        strategies=tuple(_strategy(one, period.starts_on) for one in file.tables("strategy")),
        activities=tuple(_activity(one, slugs) for one in file.tables("activity")),
        public_help=row.text("public_help", ""),
        aims=tuple((one.text("text"), one.texts("measures", ())) for one in file.tables("aim")),
    )


def _slug(row: TomlTable) -> str:
    value = row.text("slug")
    if value and not _SLUG.fullmatch(value):
        row.wrong(
            "slug",
            f"is ‘{value}’, which cannot stand in an address.",
            "Use a-z, 0-9 and hyphens.",
            "not-a-slug",
        )
    return value


def _priority(row: TomlTable) -> NewPriority:
    return NewPriority(
        slug=_slug(row),
        title=row.text("title"),
        kind=row.choice("kind", tuple(PRIORITY_KINDS), "priority"),
        outcome=row.text("outcome", ""),
        why=row.text("why", ""),
        measures=tuple(map(_measure, row.tables("measure"))),
        issue=row.text("issue", ""),
        public_views=row.text("public_views", ""),
        otherwise_because=row.text("otherwise_because", ""),
        follows=row.text("follows", ""),
    )


def _measure(row: TomlTable) -> MeasureLink:
    relation = row.choice("relation", tuple(RELATIONS))
    measure, binding, extract = row.text("measure", ""), row.text("binding", ""), row.text("extract", "")
    if relation == "none" and (measure or binding):
        row.wrong(
            "measure", "or a figure is named, and there is said to be none.", "Take it out, or say proxy.",
            "no-measure",
        )  # fmt: skip
    if relation == "none" and not extract:
        row.wrong("extract", "is missing.", "Name the extract to ask for.", "no-extract")
    if relation != "none" and not measure:
        row.wrong("measure", "is missing.", 'Name it, or say relation = "none".', "no-measure")
    if binding and not _BINDING.fullmatch(binding):
        row.wrong(
            "binding",
            f"is ‘{binding}’, which names no figure.",
            "Write provider:key=value&key=value.",
            "not-a-binding",
        )
    return MeasureLink(measure, row.text("source"), relation, binding, extract, row.text("note", ""))


def _strategy(row: TomlTable, on: date) -> StrategyFacts:
    known = {one.code for nation in ("E", "W") for one in law.strategies(nation, on)}
    return StrategyFacts(
        title=row.text("title"),
        owner=row.text("owner"),
        area=row.text("area", ""),
        law_strategy=row.choice("law_strategy", ("", *sorted(known)), ""),
        note=row.text("note", ""),
        source=row.text("source"),
    )


def _activity(row: TomlTable, priorities: Collection[str]) -> NewActivity:
    priority = row.text("priority", "")
    if priority and priority not in priorities:
        row.wrong("priority", f"names ‘{priority}’, which is no priority.", "Mend the slug.", "not-there")
    starts, ends = row.optional_partial("starts"), row.optional_partial("ends")
    if starts and ends and ends.latest < starts.earliest:
        row.wrong("ends", f"is {ends}, before ‘starts’, {starts}.", "Mend one of the two dates.", "backwards")
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


def _position(row: TomlTable) -> NewPosition:
    return NewPosition(
        slug=_slug(row),
        title=row.text("title"),
        paragraphs=row.texts("paragraphs"),
        agreed=row.optional_partial("agreed"),
        decision=row.text("decision", ""),
        source=row.text("source"),
    )
