"""The plan's measures and delivery in the demonstration, and the quarter's report in the pack of the meeting to come."""

from __future__ import annotations

from pathlib import Path

from frankpledge.governance.agenda import issuing
from frankpledge.governance.agenda import queries as agenda
from frankpledge.kernel.people import Principal
from frankpledge.plans.dashboards import gathering
from frankpledge.plans.delivery import loading as delivery
from frankpledge.plans.measures import loading as measures
from frankpledge.records.clock import today

PERFORMANCE = "Performance report"


def deliver(slug: str, measured: tuple[Path, ...], delivered: tuple[Path, ...], *, by: Principal) -> None:
    """Initiatives, actions and commitments first, since measures tell about them; then the report into the pack."""
    for path in delivered:
        delivery.load(slug, path, by=by)
    for path in measured:
        measures.load(slug, path, by=by)
    if measured:
        report_into_pack(slug, by=by)


def report_into_pack(slug: str, *, by: Principal) -> None:
    """Attach the report of the last quarter to the item that waits for it at the next meeting, and send it as a supplement."""
    on = today()
    for meeting in agenda.ahead(slug, on):
        item = next((one for one in agenda.items_of(meeting.id) if one.title.startswith(PERFORMANCE)), None)
        if item is not None:
            gathering.put_in_pack(slug, meeting.slug, item.id, gathering.last_quarter(on), on=on, by=by)
            sending = issuing.Sending(
                "All members (synthetic)", because="The report was not ready before (synthetic)"
            )
            issuing.issue_agenda(slug, meeting.slug, sending, by=by)
            return
