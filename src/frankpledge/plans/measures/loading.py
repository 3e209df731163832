"""Measures of the plan from a file (`docs/reference/measures-file.md`)."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import Refused
from frankpledge.plans.measures import services
from frankpledge.plans.queries import plans
from frankpledge.plans.rules.measures.file import read_measures


@transaction.atomic
def load(partnership: str, path: Path, *, by: Principal, name: str = "") -> tuple[str, ...]:
    """Record every measure of a file; answers their slugs. Raises `Unusable` for a mistake, and then writes nothing."""
    made, problems = [], []
    known = {one.slug for plan in plans(partnership) for one in plan.priorities}
    for number, one in enumerate(read_measures(path), start=1):
        try:
            _check_priority(one.case.priority, known)
            made.append(services.set_up_measure(partnership, one, by=by))
        except Refused as refused:
            where = f"measure[{number}]"
            problems.append(
                Problem(
                    "refused",
                    str(refused),
                    "Mend this entry.",
                    name or path.name,
                    column=where,
                    value=one.case.id,
                )
            )
    if problems:
        raise Unusable(*problems)
    return tuple(made)


def _check_priority(slug: str, known: set[str]) -> None:
    """Raises `Refused` for a priority that no plan has, where there is a plan."""
    if slug and known and slug not in known:
        names = ", ".join(sorted(known))
        raise Refused(
            message("No plan has the priority ‘{slug}’; there are: {names}.", slug=slug, names=names)
        )
