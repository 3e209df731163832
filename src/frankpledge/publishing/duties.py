"""What the issue of a document shows done."""

from __future__ import annotations

from datetime import date

from frankpledge.duties.api import Evidence, Happened
from frankpledge.kernel.dates import PartialDate, local_date
from frankpledge.publishing.models import IssuedDocument

PROVES = {"assessment": "assessment-issued"}
"""Kinds of issued document, and what each shows done. That the summary of a plan is out is asked of the plan (`plans.duties`);
the whole plan on the pages publishes no summary."""
KINDS = tuple(PROVES.values())


def evidence(partnership: str, on: date) -> Evidence:
    """Assessments that were issued to the public. One query."""
    rows = IssuedDocument.objects.filter(partnership=partnership, kind__in=PROVES).order_by("recorded_at")
    found = ((row, local_date(row.recorded_at)) for row in rows.only("kind", "title", "recorded_at"))
    return Evidence(
        tuple(
            Happened(PROVES[row.kind], PartialDate.of(day), f"{row.title}: issued")
            for row, day in found
            if day <= on
        )
    )
