"""What the record of reviews shows done, and nothing about any of them.

A day on which one death was notified or one review decided would point at somebody, in a statement that the public reads.
So only this leaves the room: in which months work on the actions that follow from reviews was recorded, of all reviews
together. The clocks of each review are on its own pages, for those who have a part in it.
"""

from __future__ import annotations

from datetime import date

from frankpledge.duties.api import Evidence, Happened
from frankpledge.kernel.dates import PartialDate
from frankpledge.reviews.models import CaseEvent

KINDS = ("review-actions",)
LOOKED_AT = (
    "evidence-added", "action-done", "action-assured", "action-reopened", "effect-audited", "action-superseded",
    "action-abandoned",
)  # fmt: skip
"""Lines of a log that somebody writes who looks at an action."""


def evidence(partnership: str, on: date) -> Evidence:
    """The months in which actions from reviews were looked at, as far as each is known to the month. One query."""
    rows = CaseEvent.objects.filter(case__partnership__slug=partnership, kind__in=LOOKED_AT)
    months = {PartialDate.parse(day[:7]) for day in rows.values_list("on", flat=True) if len(day) >= 7}
    return Evidence(
        tuple(
            Happened(KINDS[0], month, "Actions from reviews were looked at", href="reviews/actions/")
            for month in sorted(months, key=lambda one: one.earliest)
            if month.earliest <= on
        )
    )
