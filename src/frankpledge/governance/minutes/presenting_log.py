"""From the one action log to its pages."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from frankpledge.access.permissions import Permission
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda.words import address, crumbs
from frankpledge.governance.minutes import action_queries, queries
from frankpledge.governance.minutes.action_queries import Asked
from frankpledge.governance.minutes.pages import (
    ActionPage,
    ActionsPage,
    OwnAction,
    OwnPage,
    ReminderPart,
    RemindersPage,
    Ways,
)
from frankpledge.governance.minutes.presenting import action_row, may
from frankpledge.governance.rules.minutes.log import STATES, Logged
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.records.clock import today
from frankpledge.web.words import counted

LOG = ("Actions", "actions")
STATE_CHOICES = (("live", "Not done or blocked"), ("overdue", "Overdue"), *STATES.items(), ("all", "All"))


def sees(principal: Principal, partnership: PartnershipFacts, rows: Iterable[Logged]) -> tuple[Logged, ...]:
    """Without the actions of the closed part for those who may not read it."""
    closed = may(principal, Permission.MEETING_CLOSED_READ, partnership)
    return tuple(one for one in rows if closed or not one.is_withheld)


def asked_of(given: dict[str, str]) -> Asked:
    """Which actions an address asks for: those that are live unless it says otherwise."""
    state = given.get("state") or "live"
    group = given.get("group")
    return Asked(
        group=None if group in {None, "", "all"} else "" if group == "partnership" else group,
        state="" if state == "all" else state if state in dict(STATE_CHOICES) else "live",
        owner=given.get("owner", ""),
        words=given.get("words", ""),
        about=given.get("about", ""),
    )


def actions_page(principal: Principal, partnership: PartnershipFacts, given: dict[str, str]) -> ActionsPage:
    """The log as it was asked for."""
    slug, on = partnership.slug, today()
    asked = asked_of(given)
    rows = sees(principal, partnership, action_queries.logged(slug, asked, on=on))
    writes = may(principal, Permission.GOVERNANCE_WRITE, partnership)
    numbers = action_queries.counts(rows, on)
    groups = queries.group_names(slug)
    return ActionsPage(
        title="Actions",
        crumbs=crumbs(partnership),
        lead=f"{counted(len(rows), 'action')}: {numbers['overdue']} overdue, {numbers['blocked']} blocked, {numbers['undated']} without a date.",
        sought=(
            ("state", "State", STATE_CHOICES, given.get("state") or "live"),
            ("group", "Body", (("all", "All"), *((one or "partnership", name) for one, name in groups.items())), given.get("group") or "all"),
            ("owner", "Owner", (("", "Everybody"), *((one, one) for one in action_queries.owners(slug))), given.get("owner", "")),
        ),
        words=given.get("words", ""),
        rows=tuple(action_row(partnership, one) for one in rows),
        stale=tuple(str(one.why) for one in action_queries.stale_actions(slug, rows, on)) if writes else (),
        ways=tuple(_ways(partnership, given, writes=writes)),
    )  # fmt: skip


def _ways(partnership: PartnershipFacts, given: dict[str, str], *, writes: bool) -> Iterable[tuple[str, str]]:
    yield "My own actions", address("own-actions", partnership)
    if writes:
        yield "Set an action", address("action-new", partnership)
        yield "Reminders to send", address("action-reminders", partnership)
    yield "Download these as CSV", f"{address('actions-csv', partnership)}?{urlencode(given)}"


def action_page(
    principal: Principal, partnership: PartnershipFacts, one: Logged, *, answers: bool
) -> ActionPage:
    """One action with everything that was said of it."""
    row = action_row(partnership, one)
    facts = [
        ("Owner", row.owner),
        ("Organisation", one.organisation or "None"),
        ("Due", row.due),
        ("State", row.state),
    ]
    facts += [("Set at", one.meeting_title)] if one.meeting_title else []
    facts += [("About", one.about)] if one.about else []
    facts += [("Closed", short_date(one.closed_on))] if one.closed_on else []
    facts += [("What shows it done", one.evidence)] if one.evidence else []
    said = tuple(
        (short_date(each.on), each.by, STATES[each.state], each.text or each.evidence, short_date(each.due_on) if each.due_on else "")
        for each in reversed(one.updates)
    )  # fmt: skip
    ways: list[tuple[str, str]] = []
    if answers:
        ways.append(("Say how it stands", address("action-update", partnership, action=one.id)))
    if may(principal, Permission.GOVERNANCE_WRITE, partnership):
        ways.append(("Give it to somebody else", address("action-hand-over", partnership, action=one.id)))
    return ActionPage(
        f"Action {one.number}", crumbs(partnership, (LOG[0], address(LOG[1], partnership))), one.text, tuple(facts), said, tuple(ways)
    )  # fmt: skip


def own_page(principal: Principal, partnership: PartnershipFacts) -> OwnPage:
    """A person's own actions, each to be answered on the spot."""
    rows = action_queries.own_actions(principal, partnership.slug, today())
    lead = "Say of each how it stands. It takes two minutes." if rows else "Nothing is asked of you."
    return OwnPage(
        "My actions",
        crumbs(partnership, (LOG[0], address(LOG[1], partnership))),
        lead,
        tuple(_own(partnership, one) for one in rows),
    )


def _own(partnership: PartnershipFacts, one: Logged) -> OwnAction:
    row = action_row(partnership, one)
    href = address("own-action", partnership, action=one.id)
    return OwnAction(str(one.id), one.number, one.text, row.due, row.is_late, row.said, href, one.row_version)


def reminders_page(partnership: PartnershipFacts) -> RemindersPage:
    """Whom to remind of what, in words ready to be sent. This program sends no mail by itself."""
    found = action_queries.reminders_on(partnership.slug, today())
    lead = (
        "Copy each into a message. Nothing is sent from here."
        if found
        else "Nobody has to be reminded of anything."
    )
    return RemindersPage(
        "Reminders",
        crumbs(partnership, (LOG[0], address(LOG[1], partnership))),
        lead,
        tuple(ReminderPart(one.owner, "\n".join(str(line) for line in one.lines)) for one in found),
    )


def ways_of_meeting(partnership: PartnershipFacts, slug: str) -> Ways:
    """What this subject offers on the page of a meeting."""
    return (
        ("Minutes", address("minutes", partnership, slug=slug)),
        ("Matters arising", address("matters-arising", partnership, slug=slug)),
        ("Actions", address("actions", partnership)),
    )
