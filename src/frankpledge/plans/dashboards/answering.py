"""What the plan in force does about an issue of the assessment, told on that issue’s own page."""

from __future__ import annotations

from collections.abc import Iterator

from frankpledge.assessment.responses import Response
from frankpledge.directory import api as directory
from frankpledge.plans.dashboards import queries as counting
from frankpledge.plans.dashboards.presenting import action_words, initiative_words
from frankpledge.plans.dashboards.queries import Done
from frankpledge.plans.measures.presenting import address, edition
from frankpledge.records.clock import today


def responses(partnership: str, issue: str) -> Iterator[Response]:
    """Each priority or monitored issue of the plan in force that answers it, and how its actions and initiatives stand."""
    plan = edition(partnership, today())
    answering = [one for one in plan.priorities if one.answers == issue] if plan else []
    if plan is None or not answering:
        return
    done, place = counting.delivered(partnership, on=today()), directory.partnership(partnership)
    for one in answering:
        words = (
            f"{'A priority of' if one.is_priority else 'Monitored by'} the {'draft of ' if plan.status == 'draft' else ''}{plan.title}.",
            action_words(done.actions.get(one.slug, Done())),
            initiative_words(done.initiatives.get(one.slug, {})),
        )
        yield Response(" ".join(words), address("plan-lead", place, priority=one.slug))
