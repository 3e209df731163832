"""Counts of reviews worked out from the cases themselves, as figures: a number, and never a row of any case."""

from __future__ import annotations

from datetime import date, datetime

from frankpledge.figures.providers import Computed, Request, RowPage
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.numbers import grouped
from frankpledge.reviews.rules.reconcile import BY_SLUG, RECEIVED
from frankpledge.reviews.rules.standing import Placed, place

COUNT = "review-count"


def keeps_cases(partnership: str) -> bool:
    """Whether the partnership keeps its reviews here; otherwise only counts are imported."""
    from frankpledge.reviews.models import Case

    return Case.objects.filter(partnership__slug=partnership).exists()


def placed(partnership: str, *, on: date, known_at: datetime | None = None) -> Placed:
    """Where every case stood on a day, as it was known at a moment."""
    from frankpledge.reviews.cases.queries import states_of

    return place(states_of(partnership, on=on, known_at=known_at))


class ReviewCount:
    """How many requests had come in by a day (`measure` review-requests-received), or stood in a state on it."""

    slug = COUNT

    def compute(self, request: Request) -> Computed:
        on = date.fromisoformat(request["on"])
        found = placed(request.partnership, on=on, known_at=request.known_at)
        measure = request["measure"]
        count = found.received if measure == RECEIVED else found.by_state[measure]
        title = "Requests received" if measure == RECEIVED else f"Requests: {BY_SLUG[measure].title}"
        return Computed(
            f"{title}, on {short_date(on)}",
            count,
            grouped(count),
            "counted from the logs of the reviews",
            "requests",
            rows_used=found.received,
        )

    def rows(self, _request: Request, *, offset: int, limit: int) -> RowPage:  # noqa: ARG002 (a provider's shape)
        """No row of a review is ever shown behind a figure."""
        return RowPage((), (), 0)
