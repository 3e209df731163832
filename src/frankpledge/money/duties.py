"""What the record of money shows done."""

from __future__ import annotations

from datetime import date

from frankpledge.duties.api import Evidence, Happened
from frankpledge.kernel.dates import PartialDate
from frankpledge.money.models import ValueReview

KINDS = ("spending-review",)


def evidence(partnership: str, on: date) -> Evidence:
    """Reviews of what was spent and whether it was worth it, on or before the day. One query."""
    rows = ValueReview.objects.filter(partnership__slug=partnership, on__lte=on)
    return Evidence(
        tuple(
            Happened(KINDS[0], PartialDate.of(row.on), f"Review of expenditure and value, {row.period}", href="money/")
            for row in rows.only("on", "period")
        )
    )  # fmt: skip
