"""Who may do what before a meeting, asked in one place for every service of this folder."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.models import Meeting
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import Refused


def here(
    partnership: str, by: Principal, permission: Permission = Permission.GOVERNANCE_WRITE
) -> tuple[PartnershipFacts, Subject]:
    """The partnership, once whoever asks may write there."""
    found = directory.partnership(partnership)
    subject = Subject("partnership", found.id, found.slug)
    require(by, permission, subject)
    return found, subject


def may_write(row: Meeting, by: Principal) -> Subject:
    """The meeting as a subject, once whoever asks may write to it."""
    subject = row.subject()
    require(by, Permission.GOVERNANCE_WRITE, subject)
    return subject


def refuse_unless_ahead(row: Meeting) -> None:
    """Before a meeting ends with its opening: from then on its agenda is what it was."""
    if row.status != "planned":
        raise Refused(
            message(
                "This meeting is no longer ahead, so what was prepared for it stays as it is. Write to the next one."
            )
        )
