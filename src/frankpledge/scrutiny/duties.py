"""What the annual report shows done."""

from __future__ import annotations

from datetime import date

from frankpledge.duties.api import Evidence, Happened
from frankpledge.scrutiny import queries

KINDS = ("scrutiny-report",)


def evidence(partnership: str, on: date) -> Evidence:
    """Reports that went to a committee's meeting on or before the day."""
    found = queries.editions(partnership)
    return Evidence(
        tuple(
            Happened(KINDS[0], one.meeting, f"{one.title} to {one.committee}", href=f"report/{one.slug}")
            for one in found
            if one.meeting is not None and one.meeting.latest <= on and one.state == "issued"
        )
    )
