"""Reads of the plan's measures: each with all its figures, and how each stands on a day.

What was worked out is kept until an import, a change of a measure or of the plan, or the next day: a page that shows
many measures asks the same few questions whatever their number.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from django.db.models import Count, Max, Sum

from frankpledge.evidence import api as evidence
from frankpledge.kernel.dates import Period
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans import queries as plans
from frankpledge.plans.facts import MeasureLink, PlanFacts
from frankpledge.plans.measures import feeding
from frankpledge.plans.measures.facts import PlanMeasureFacts, Standing, StoryFacts
from frankpledge.plans.models import MeasureEntry, Plan, PlanMeasure, PriorityMeasure
from frankpledge.plans.rules.measures.case import Case, Definition, Phase, Reading, Target, is_number
from frankpledge.plans.rules.measures.status import status
from frankpledge.records.steady import once, steady

NO_MEASURE = "There is no such measure, or you may not know of it."
PARTS = ("targets", "states", "definitions", "entries", "stories")


def token(partnership: str) -> str:
    """A text that changes whenever a measure, a figure or the plan does. Every write of a measure counts up its version."""
    return once(("plan-measures", partnership), lambda: _token(partnership))


def _token(partnership: str) -> str:
    rows = PlanMeasure.objects.filter(partnership__slug=partnership)
    links = PriorityMeasure.objects.filter(priority__plan__partnership__slug=partnership)
    editions = Plan.objects.filter(partnership__slug=partnership)
    counts = [
        one.aggregate(n=Count("id"), v=Sum("row_version"), at=Max("recorded_at"))
        for one in (rows, links, editions)
    ]
    return repr((counts, evidence.state_token(partnership)))


def standings(partnership: str, *, on: date) -> tuple[Standing, ...]:
    """Every measure of the plan and how it stands on a day, by title; those that a priority names but nobody set up too."""
    return _standings(partnership, on, token(partnership))


@lru_cache(maxsize=64)
def _standings(partnership: str, on: date, _token: str) -> tuple[Standing, ...]:
    with steady():
        return tuple(Standing(one, status(one.case, on)) for one in _measures(partnership, on))


def standing(partnership: str, slug: str, *, on: date) -> Standing:
    """One measure and how it stands. Raises `NotFound`."""
    found = next((one for one in standings(partnership, on=on) if one.measure.slug == slug), None)
    if found is None:
        raise NotFound(NO_MEASURE)
    return found


def numbers_set_up(partnership: str, *, on: date) -> dict[str, tuple[str, ...]]:
    """By priority: the measures that were set up for it and are a number of it on a day.

    A measure that is not in use, that measures nothing, whose last figure due by then is missing or synthetic is none.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in standings(partnership, on=on):
        case = one.status.case
        if one.measure.is_recorded and case.priority and is_number(case, on):
            found[case.priority] = (*found.get(case.priority, ()), case.id)
    return found


def has_any(partnership: str) -> bool:
    """Whether anything is measured: by a measure that was set up, or one that a priority names."""
    rows = PlanMeasure.objects.filter(partnership__slug=partnership)
    links = PriorityMeasure.objects.filter(priority__plan__partnership__slug=partnership).exclude(measure="")
    return rows.exists() or links.exists()


def last_period(partnership: str, slug: str) -> Period | None:
    """The last period for which a measure of the plan was typed in; None where none was."""
    rows = MeasureEntry.objects.filter(measure__partnership__slug=partnership, measure__slug=slug)
    found = rows.exclude(numerator=None).order_by("-starts_on").values_list("period", flat=True).first()
    return Period.parse(found) if found else None


def titles(partnership: str) -> dict[str, str]:
    """What people call each measure, by slug: as the plan set it up, else as it was imported."""
    known = {one.slug: one.title for one in evidence.measures(partnership)}
    rows = PlanMeasure.objects.filter(partnership__slug=partnership)
    return known | dict(rows.values_list("slug", "title"))


def measure_row(partnership: str, slug: str) -> PlanMeasure:
    """The row of a measure that somebody set up. Raises `NotFound`."""
    found = (
        PlanMeasure.objects.select_related("partnership")
        .filter(partnership__slug=partnership, slug=slug)
        .first()
    )
    if found is None:
        raise NotFound(NO_MEASURE)
    return found


def _measures(partnership: str, on: date) -> tuple[PlanMeasureFacts, ...]:
    rows = PlanMeasure.objects.filter(partnership__slug=partnership)
    rows = rows.select_related("owner", "organisation", "initiative").prefetch_related(*PARTS)
    recorded = tuple(_facts(partnership, row) for row in rows)
    edition = plans.plan_in_force(partnership, on=on) or next(iter(plans.plans(partnership)), None)
    named = tuple(_named(partnership, recorded, edition)) if edition else ()
    return tuple(sorted((*recorded, *named), key=lambda one: (one.case.title, one.slug)))


def _facts(partnership: str, row: PlanMeasure) -> PlanMeasureFacts:
    case = Case(
        id=row.slug, title=row.title, form=row.form, frequency=row.frequency, direction=row.direction, kind=row.kind,
        unit=row.unit, per=row.per, relation=row.relation, relation_note=row.relation_note, priority=row.priority,
        baseline=Period.parse(row.baseline) if row.baseline else None,
        target=_target(row), phases=tuple(Phase(one.state, one.starts_on, one.because) for one in row.states.all()),
        definitions=tuple(Definition(one.starts_on, one.text) for one in row.definitions.all()),
        due_after=row.due_after, feed=row.feed, owner=row.owner_name or (row.owner.name if row.owner else ""),
        is_synthetic=row.is_synthetic,
    )  # fmt: skip
    made = PlanMeasureFacts(
        case=case, id=row.id, row_version=row.row_version, owner_id=row.owner_id,
        organisation=row.organisation.name if row.organisation else "",
        initiative=row.initiative.slug if row.initiative else "",
        initiative_title=row.initiative.title if row.initiative else "", feed_of=row.feed_of,
        stories=tuple(StoryFacts(one.on, one.by, one.text) for one in row.stories.all()),
    )  # fmt: skip
    return replace(made, case=_with_figures(partnership, made, _typed(row)))


def _target(row: PlanMeasure) -> Target | None:
    found = list(row.targets.all())
    return Target(Fraction(found[-1].value), Period.parse(found[-1].by), found[-1].because) if found else None


def _typed(row: PlanMeasure) -> tuple[Reading, ...]:
    """The figures typed in; of several for one period the latest."""
    latest = {one.period: one for one in row.entries.all()}
    return tuple(_reading(one) for one in latest.values())


def _reading(one: MeasureEntry) -> Reading:
    top, bottom, low, high = (
        None if value is None else Fraction(value)
        for value in (one.numerator, one.denominator, one.low, one.high)
    )
    return Reading(
        Period.parse(one.period), top, bottom, low, high, Fraction(one.design_effect), one.is_unsure, one.because, one.source
    )  # fmt: skip


def _with_figures(partnership: str, one: PlanMeasureFacts, typed: tuple[Reading, ...]) -> Case:
    """A measure with its readings: those of the imported data, and those typed in for periods that were not imported."""
    if not one.case.feed:
        return replace(one.case, readings=typed)
    fed, breaks = feeding.readings(partnership, one.case, one.feed_of)
    known = {reading.period for reading in fed if reading.numerator is not None}
    own = tuple(reading for reading in typed if reading.period not in known)
    also = {reading.period for reading in own}
    readings = (*(reading for reading in fed if reading.period not in also), *own)
    told = evidence.measure(partnership, one.case.feed)
    return replace(
        one.case,
        readings=tuple(sorted(readings, key=lambda reading: reading.period.starts_on)),
        breaks=breaks,
        is_synthetic=one.case.is_synthetic or bool(told and told.is_synthetic),
        unit=one.case.unit or (told.unit if told else ""),
    )


def _named(
    partnership: str, recorded: tuple[PlanMeasureFacts, ...], edition: PlanFacts
) -> list[PlanMeasureFacts]:
    """The measures that the plan's priorities name and that nobody has set up: fed, and without direction or target."""
    taken = {one.case.feed for one in recorded} | {one.slug for one in recorded}
    found = []
    for priority in edition.priorities:
        for link in priority.measures:
            if link.relation != "none" and link.measure and link.measure not in taken:
                taken.add(link.measure)
                found.append(_of_link(partnership, priority.slug, link))
    return found


def _of_link(partnership: str, priority: str, link: MeasureLink) -> PlanMeasureFacts:
    told = evidence.measure(partnership, link.measure)
    case = Case(
        id=link.measure, title=told.title if told else link.measure.replace("-", " ").capitalize(),
        form=feeding.form_of(told), frequency=feeding.frequency_of(told), relation=link.relation,
        relation_note=link.note, priority=priority, feed=link.measure,
    )  # fmt: skip
    made = PlanMeasureFacts(case)
    return replace(made, case=_with_figures(partnership, made, ()))


def said_of(row: PlanMeasure) -> dict[str, object]:
    """What is said of a measure, by the names of its form's fields."""
    names = (
        "title", "slug", "kind", "form", "frequency", "feed", "direction", "relation", "relation_note", "priority",
        "unit", "per", "baseline", "due_after", "owner_name",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}
