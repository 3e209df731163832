"""What this subject adds to the agenda of the next meeting."""

from __future__ import annotations

from uuid import UUID

from frankpledge.governance.agenda.facts import MeetingCard
from frankpledge.governance.agenda.written import Late
from frankpledge.governance.outside import services
from frankpledge.kernel.people import Principal


def take_up(meeting: MeetingCard, what: UUID, *, late: Late, by: Principal) -> None:
    """Put something decided outside a meeting on an agenda: to be ratified, or to be noted."""
    services.put_on_agenda(meeting.partnership, what, meeting.id, late=late, by=by)
