"""Figures and documents of plans, put together from the rooms that know: evidence, law, directory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from frankpledge.directory import api as directory
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Document, Identity
from frankpledge.figures import api as figures
from frankpledge.figures import bindings
from frankpledge.figures.annex import annex
from frankpledge.kernel.problems import Unusable
from frankpledge.law import api as law
from frankpledge.plans.document import PlanInput, build_plan_document
from frankpledge.plans.facts import PlanFacts
from frankpledge.plans.measures.queries import numbers_set_up
from frankpledge.plans.rules.coverage import Counted, FigureOf, coverage


def lookup(partnership: str, *, known_at: datetime | None = None) -> FigureOf:
    """Finds the figure a binding names, once each; None when its measure has not been imported."""
    made: dict[str, Figure | None] = {}

    def find(binding: str) -> Figure | None:
        if binding not in made:
            try:
                made[binding] = figures.figure(bindings.parse(binding, partnership, known_at))
            except Unusable:
                made[binding] = None
        return made[binding]

    return find


def counted(
    partnership: str, plan: PlanFacts, *, on: date, find: FigureOf | None = None
) -> tuple[Counted, ...]:
    """How each priority of a plan is counted on a day: what its page, its document and its coverage map say alike."""
    return coverage(plan.only("priority"), find or lookup(partnership), numbers_set_up(partnership, on=on))


def plan_document(
    partnership: str, plan: PlanFacts, *, on: date, known_at: datetime | None = None, base_url: str = "",
    set_up: Mapping[str, tuple[str, ...]] | None = None,
) -> Document:  # fmt: skip
    """The plan as a document, dated `on`, with the annex of its figures. The law is that of the plan's first day.

    `set_up` holds the measures that were numbers of its priorities when an earlier copy was made; None: those of that day.
    """
    place = directory.partnership(partnership)
    starts_on = plan.period.starts_on
    given = PlanInput(
        plan=plan,
        figures=lookup(partnership, known_at=known_at),
        sections=law.plan_sections(place.nation, starts_on),
        strategies=law.strategies(place.nation, starts_on),
        partnership=place.name,
        identity=Identity(
            place.council_name,
            place.colour,
            place.accent,
            place.logo_png,
            place.council_name,
            place.reference_docx,
        ),
        dated=on.isoformat(),
        base_url=base_url,
        set_up=numbers_set_up(partnership, on=on) if set_up is None else set_up,
    )
    made = build_plan_document(given)
    closing = annex(made, rows=figures.rows, number=str(len(made.sections) + 1))
    return replace(made, sections=(*made.sections, closing))
