"""What groups have put up, as it waits for those who can take it further: for My page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory import api as directory
from frankpledge.governance.constitutions import constitution_on
from frankpledge.governance.membership import queries as members
from frankpledge.governance.membership.asks import Ask, Whom
from frankpledge.governance.minutes import escalating
from frankpledge.governance.rules.terms.presiding import CHAIR, seats_of_office
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Subject


def escalations(whom: Whom) -> Iterator[Ask]:
    """What waits for an answer, for those who run the partnership and for the chair of the body it was put to; and the
    answers that a group has not heard, for those who run it and for the group's chair.
    """
    waiting = escalating.waiting(whom.partnership)
    if not waiting:
        return
    principal = directory.principal_for(whom.user, on=whom.on)
    here = Subject("partnership", whom.partnership_id, whom.partnership)
    runs_it = can(principal, Permission.GOVERNANCE_WRITE, here)
    chaired = frozenset() if runs_it else _chaired(whom)
    for one in waiting:
        group = one.from_group if one.answer else one.to_group
        if not runs_it and group not in chaired:
            continue
        href = reverse("escalation", kwargs={"partnership": whom.partnership, "escalation": one.id})
        if one.answer:
            because = f"Put up by {one.from_group}; answered: {one.answer}"
            yield Ask("escalation", f"Tell the group the answer to {one.number}", href, None, because)
        else:
            asked = f" It asks: {one.asked}" if one.asked else ""
            because = f"Put up by {one.from_group} on {short_date(one.raised_on)}.{asked}"
            yield Ask("escalation", f"Answer {one.number}: {one.text}", href, None, because)


def _chaired(whom: Whom) -> frozenset[str]:
    """The bodies whose chair somebody is: the partnership (empty) and groups, by their seats there."""
    return frozenset(
        group for group, one in whom.seats if one.standing == "holder" and _chairs(whom, group, one.seat)
    )


def _chairs(whom: Whom, group: str, seat: str) -> bool:
    terms = constitution_on(whom.partnership, whom.on, group=group)
    office = terms.constitution.office(CHAIR) if terms else None
    if seat in seats_of_office(office, whom.on):
        return True
    held = members.officers_on(whom.partnership, whom.on, group=group)
    return any(one.office == CHAIR and one.seat == seat for one in held)
