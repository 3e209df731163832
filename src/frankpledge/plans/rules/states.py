"""How a plan stands on a day, in words: draft, issued, amended, superseded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.plans.facts import STATUSES, PlanFacts


@rule(source=Citation("Practice of partnerships", "one edition is in force at a time"))
def superseded_by(plan: PlanFacts, others: Iterable[PlanFacts], on: date) -> PlanFacts | None:
    """An adopted plan is superseded by the adopted plan or refresh that starts later and has started by the day."""
    later = [
        one
        for one in others
        if one.status == "adopted"
        and plan.period.starts_on < one.period.starts_on <= on
        and one.slug != plan.slug
    ]
    return (
        min(later, key=lambda one: one.period.starts_on, default=None) if plan.status == "adopted" else None
    )


def state_words(plan: PlanFacts, others: Iterable[PlanFacts], on: date) -> str:
    """‘Issued 3 April 2031’, ‘Amended 4 May 2031 (issue 2)’, ‘Superseded by …’, ‘Draft’."""
    later = superseded_by(plan, others, on)
    if later is not None:
        return f"Superseded by {later.title}"
    if plan.issues:
        last = plan.issues[-1]
        if last.number > 1:
            return f"Amended {short_date(last.on)} (issue {last.number})"
        return f"Issued {short_date(last.on)}"
    return STATUSES[plan.status]
