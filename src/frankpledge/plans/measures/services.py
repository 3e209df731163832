"""Writes of the plan's measures, each with its line in the history. Every write counts up the measure's version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.plans.measures import queries
from frankpledge.plans.models import (
    Initiative,
    MeasureDefinition,
    MeasureEntry,
    MeasureState,
    MeasureStory,
    MeasureTarget,
    PlanMeasure,
)
from frankpledge.plans.rules.measures.case import Definition, Phase, Reading, Target
from frankpledge.plans.rules.measures.course import NO_DIRECTION, target_may_be_set
from frankpledge.plans.rules.measures.file import Written, mistakes
from frankpledge.records.clock import today

NOT_YOURS = "You may give figures and tell the story of your own measures only."
LABELS = {
    "period": "Period", "numerator": "Figure", "denominator": "Out of", "low": "Lower limit",
    "design_effect": "Design effect",
}  # fmt: skip


@dataclass(frozen=True)
class Whose:
    """Who answers for a measure."""

    owner_name: str = ""
    owner: UUID | None = None


def _may_write(partnership: str, by: Principal) -> directory.PartnershipFacts:
    place = directory.partnership(partnership)
    require(by, Permission.PLAN_WRITE, Subject("partnership", place.id, place.slug))
    return place


def may_answer(row: PlanMeasure, by: Principal) -> bool:
    """Whether somebody may give figures of a measure and tell its story: its owner, or whoever writes the plan."""
    subject = Subject("partnership", row.partnership_id, row.partnership.slug)
    if can(by, Permission.PLAN_WRITE, subject):
        return True
    owns = by.user_id is not None and (row.owner_id == by.user_id or _same(row.owner_name, by.name))
    return owns and can(by, Permission.MEASURE_ANSWER, subject)


def _same(one: str, other: str) -> bool:
    return bool(one) and " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _answerable(partnership: str, slug: str, by: Principal) -> PlanMeasure:
    row = queries.measure_row(partnership, slug)
    if not may_answer(row, by):
        raise NotPermitted(NOT_YOURS)
    return row


def _touch(row: PlanMeasure, read_version: int | None = None, fields: Sequence[str] = ()) -> None:
    """Count the version up. Raises `Conflict` when somebody saved since `read_version` was read."""
    row.save_version(
        read_version=row.row_version if read_version is None else read_version, fields=list(fields)
    )


@transaction.atomic
def set_up_measure(partnership: str, said: Written, *, by: Principal, whose: Whose = Whose()) -> str:
    """Record a measure with all that is said of it; answers its slug. Raises `Refused` where there is one of that slug."""
    place = _may_write(partnership, by)
    case = said.case
    if PlanMeasure.objects.filter(partnership_id=place.id, slug=case.id).exists():
        raise Refused(message("There already is a measure ‘{slug}’.", slug=case.id))
    made = PlanMeasure.objects.create(
        partnership_id=place.id, slug=case.id, title=case.title, kind=case.kind, form=case.form, frequency=case.frequency,
        direction=case.direction, unit=case.unit, per=case.per, relation=case.relation, relation_note=case.relation_note,
        priority=case.priority, feed=case.feed, feed_of=said.feed_of, baseline=case.baseline.code if case.baseline else "",
        due_after=case.due_after, owner_name=whose.owner_name or case.owner, owner_id=whose.owner,
        organisation_id=_organisation(said.organisation), initiative=_initiative(place.id, said.initiative),
        is_synthetic=case.is_synthetic, recorded_by=by.name,
    )  # fmt: skip
    _refuse_target(case.direction, case.target)
    if case.target:
        _target(made, case.target, by)
    for phase in case.phases:
        _state(made, phase, by)
    for definition in case.definitions:
        _definition(made, definition, by)
    for reading in case.readings:
        _entry(made, reading, by)
    if said.story:
        MeasureStory.objects.create(
            measure=made, on=today(), by=by.name, text=said.story, recorded_by=by.name
        )
    detail = {"measure": case.id, "feed": case.feed, "figures": len(case.readings)}
    record("measure-set-up", subject=made.subject(), by=by, detail=detail)
    return case.id


def _organisation(slug: str) -> UUID | None:
    found = directory.organisation(slug) if slug else None
    if slug and found is None:
        raise Refused(message("There is no organisation ‘{slug}’.", slug=slug))
    return found.id if found else None


def _initiative(place: UUID, slug: str) -> Initiative | None:
    found = Initiative.objects.filter(partnership_id=place, slug=slug).first() if slug else None
    if slug and found is None:
        raise Refused(message("There is no initiative ‘{slug}’.", slug=slug))
    return found


FIELDS = (
    "title", "kind", "direction", "unit", "relation", "relation_note", "priority", "baseline", "due_after", "owner_name",
)  # fmt: skip


@transaction.atomic
def change_measure(partnership: str, slug: str, said: Written, *, read_version: int, by: Principal) -> None:
    """Change what is said of a measure, its figures apart. Raises `Conflict` where somebody else saved meanwhile."""
    _may_write(partnership, by)
    row, case = queries.measure_row(partnership, slug), said.case
    if not case.direction and row.targets.exists():
        raise Refused(message(NO_DIRECTION))
    row.title, row.kind, row.direction, row.unit = case.title, case.kind, case.direction, case.unit
    row.relation, row.relation_note, row.priority = case.relation, case.relation_note, case.priority
    row.baseline = case.baseline.code if case.baseline else ""
    row.due_after, row.owner_name = case.due_after, case.owner
    _touch(row, read_version, FIELDS)
    record("measure-changed", subject=row.subject(), by=by, detail={"measure": slug})


def _refuse_target(direction: str, target: Target | None) -> None:
    if target is None:
        return
    verdict = target_may_be_set(direction, target)
    if not verdict.holds:
        raise Refused(verdict.message)


@transaction.atomic
def set_target(partnership: str, slug: str, target: Target, *, by: Principal) -> None:
    """Set what a measure is to come to. Raises `Refused` without a direction or a reason; the earlier target is kept."""
    _may_write(partnership, by)
    row = queries.measure_row(partnership, slug)
    _refuse_target(row.direction, target)
    _target(row, target, by)
    _touch(row)
    detail = {"measure": slug, "value": str(float(target.value)), "by": target.by.code}
    record("measure-target-set", subject=row.subject(), by=by, detail=detail)


def _target(row: PlanMeasure, target: Target, by: Principal) -> None:
    MeasureTarget.objects.create(
        measure=row, value=_decimal(target.value), by=target.by.code, because=target.because, set_on=today(),
        recorded_by=by.name,
    )  # fmt: skip


@transaction.atomic
def set_state(partnership: str, slug: str, phase: Phase, *, by: Principal) -> None:
    """Keep a measure in abeyance, end it or take it up again, from a day on. Raises `Refused` without a reason."""
    _may_write(partnership, by)
    row = queries.measure_row(partnership, slug)
    if phase.state != "active" and not phase.because.strip():
        raise Refused(message("Say why the measure is not in use."))
    _state(row, phase, by)
    _touch(row)
    detail = {"measure": slug, "state": phase.state, "from": phase.starts_on.isoformat()}
    record("measure-state-set", subject=row.subject(), by=by, detail=detail)


def _state(row: PlanMeasure, phase: Phase, by: Principal) -> None:
    MeasureState.objects.create(
        measure=row, state=phase.state, starts_on=phase.starts_on, because=phase.because, recorded_by=by.name
    )


@transaction.atomic
def define(partnership: str, slug: str, said: Definition, *, by: Principal) -> None:
    """Say what is counted from a day on. Figures before and after a change are not compared."""
    _may_write(partnership, by)
    row = queries.measure_row(partnership, slug)
    if not said.text.strip():
        raise Refused(message("Write what is counted."))
    _definition(row, said, by)
    _touch(row)
    detail = {"measure": slug, "from": said.starts_on.isoformat()}
    record("measure-defined", subject=row.subject(), by=by, detail=detail)


def _definition(row: PlanMeasure, said: Definition, by: Principal) -> None:
    MeasureDefinition.objects.create(
        measure=row, starts_on=said.starts_on, text=said.text, recorded_by=by.name
    )


@transaction.atomic
def enter_figure(
    partnership: str, slug: str, reading: Reading, *, by: Principal, read_version: int | None = None
) -> None:
    """Enter the figure of a period, or correct it; the earlier one is kept. Raises `Unusable` naming the field.

    `read_version` is that of the measure as the person saw it; raises `Conflict` when somebody has written since.
    """
    row = _answerable(partnership, slug, by)
    problems = [
        Problem(code, f"{LABELS.get(key, key)} {reason}", remedy, column=LABELS.get(key, key))
        for key, reason, remedy, code in mistakes(reading, row.form, row.frequency)
    ]
    if reading.numerator is None and not reading.because.strip():
        problems.append(Problem("no-reason", "There is no figure.", "Write it, or say why there is none.", column="Figure"))  # fmt: skip
    if reading.period.ends_on and reading.period.ends_on > today():
        problems.append(Problem("not-over", f"{reading.period} is not over.", "Wait until it is.", column="Period"))  # fmt: skip
    if problems:
        raise Unusable(*problems)
    _touch(row, read_version)
    _entry(row, reading, by)
    detail = {"measure": slug, "period": reading.period.code}
    record("measure-figure-entered", subject=row.subject(), by=by, detail=detail)


def _entry(row: PlanMeasure, reading: Reading, by: Principal) -> None:
    top, bottom, low, high = (
        None if value is None else _decimal(value)
        for value in (reading.numerator, reading.denominator, reading.low, reading.high)
    )
    MeasureEntry.objects.create(
        measure=row, period=reading.period.code, starts_on=reading.period.starts_on, numerator=top, denominator=bottom,
        low=low, high=high, design_effect=_decimal(reading.design_effect), is_unsure=reading.is_unsure,
        source=reading.source, because=reading.because, recorded_by=by.name,
    )  # fmt: skip


def _decimal(value: Fraction) -> Decimal:
    """Exactly, to the four places that are kept."""
    return Decimal(round(value * 10_000)) / 10_000


@transaction.atomic
def tell_story(partnership: str, slug: str, text: str, *, by: Principal, on: date | None = None) -> None:
    """Say why a measure is as it is. Earlier stories are kept. Raises `Refused` without words."""
    row = _answerable(partnership, slug, by)
    if not text.strip():
        raise Refused(message("Write what is behind the figures."))
    MeasureStory.objects.create(
        measure=row, on=on or today(), by=by.name, text=text.strip(), recorded_by=by.name
    )
    _touch(row)
    record("measure-story-told", subject=row.subject(), by=by, detail={"measure": slug})
