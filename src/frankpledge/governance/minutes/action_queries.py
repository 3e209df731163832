"""Reads of the one action log."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from frankpledge.governance.models import Action, Tenure
from frankpledge.governance.rules.minutes.log import (
    LIVE,
    STATES,
    Logged,
    LoggedUpdate,
    Reminder,
    Stale,
    in_order,
    reminders,
    stale,
)
from frankpledge.kernel.dates import local_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound

QUIET_DAYS = 180
"""After so many days without a word an action is asked about."""


@dataclass(frozen=True)
class Asked:
    """Which actions are wanted; an empty part asks for all. `state` may be `live`, `overdue` or one of the states."""

    group: str | None = None
    state: str = ""
    owner: str = ""
    words: str = ""
    about: str = ""


def logged(partnership: str, asked: Asked = Asked(), *, on: date) -> tuple[Logged, ...]:
    """The actions asked for, the most pressing first, with everything said of each; three queries."""
    rows = _filtered(Action.objects.filter(partnership__slug=partnership), asked)
    found = tuple(map(_logged, _with_all(rows)))
    if asked.state == "overdue":
        found = tuple(one for one in found if one.is_overdue(on))
    return in_order(found, on)


def _filtered(rows: QuerySet[Action], asked: Asked) -> QuerySet[Action]:
    if asked.group is not None:
        rows = rows.filter(group=asked.group)
    if asked.state in {"live", "overdue"}:
        rows = rows.filter(state__in=LIVE)
    elif asked.state:
        rows = rows.filter(state=asked.state)
    if asked.owner:
        rows = rows.filter(Q(owner_name=asked.owner) | Q(organisation__name=asked.owner))
    if asked.words:
        rows = rows.filter(Q(text__icontains=asked.words) | Q(number__icontains=asked.words))
    return rows.filter(about=asked.about) if asked.about else rows


def _with_all(rows: QuerySet[Action]) -> QuerySet[Action]:
    return rows.select_related("meeting", "item", "organisation", "owner").prefetch_related(
        "updates__meeting"
    )


def _logged(row: Action) -> Logged:
    return Logged(
        id=row.id, number=row.number, text=row.text, group=row.group, owner=row.owner_name or (row.owner.name if row.owner else ""),
        owner_id=row.owner_id, organisation=row.organisation.name if row.organisation else "",
        organisation_id=row.organisation_id, due_on=row.due_on, state=row.state, closed_on=row.closed_on,
        evidence=row.evidence, about=row.about, meeting=row.meeting.slug if row.meeting else "",
        meeting_title=row.meeting.title if row.meeting else "", item=row.item_id, set_on=local_date(row.recorded_at),
        row_version=row.row_version, is_owner_here=row.owner.is_active if row.owner else None,
        is_withheld=bool(row.item and row.item.is_closed),
        updates=tuple(
            LoggedUpdate(
                local_date(one.at), one.by, one.text, one.state, one.due_on, one.evidence,
                one.meeting.title if one.meeting else "",
            )
            for one in row.updates.all()
        ),
    )  # fmt: skip


def action_of(partnership: str, action: UUID) -> Logged:
    """One action. Raises `NotFound`, also for another partnership's."""
    rows = _with_all(Action.objects.filter(partnership__slug=partnership, id=action))
    found = rows.first()
    if found is None:
        raise NotFound("There is no such action, or you may not know of it.")
    return _logged(found)


def seats_of(principal: Principal, partnership: str, on: date) -> tuple[Tenure, ...]:
    """The seats and posts that a person holds on a day."""
    if principal.user_id is None:
        return ()
    rows = Tenure.objects.filter(partnership__slug=partnership, user_id=principal.user_id).in_force(on)
    return tuple(rows.select_related("organisation"))


def is_ones_own(one: Logged, principal: Principal, seats: Iterable[Tenure]) -> bool:
    """Whether an action is a person's own: theirs by account or name, or their organisation's where it names nobody."""
    held = tuple(seats)
    if principal.user_id is not None and one.owner_id == principal.user_id:
        return True
    if one.owner:
        # Whoever runs the partnership or analyses for it has an account and a role, and often no seat.
        return _same(one.owner, principal.name) or any(_same(one.owner, seat.person_name) for seat in held)
    return one.organisation_id is not None and any(
        seat.organisation_id == one.organisation_id for seat in held
    )


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def own_actions(principal: Principal, partnership: str, on: date) -> tuple[Logged, ...]:
    """A person's own live actions, the most pressing first."""
    seats = seats_of(principal, partnership, on)
    return tuple(
        one for one in logged(partnership, Asked(state="live"), on=on) if is_ones_own(one, principal, seats)
    )


def owners(partnership: str) -> tuple[str, ...]:
    """Everybody who owns an action, to choose from."""
    rows = Action.objects.filter(partnership__slug=partnership)
    named = set(rows.exclude(owner_name="").values_list("owner_name", flat=True))
    bodies = set(
        rows.filter(owner_name="", organisation__isnull=False).values_list("organisation__name", flat=True)
    )
    return tuple(sorted(named | bodies))


def stale_actions(partnership: str, actions: Iterable[Logged], on: date) -> tuple[Stale, ...]:
    """Live actions that nobody will do unless somebody takes them up."""
    rows = Tenure.objects.filter(partnership__slug=partnership).in_force(on)
    here = frozenset(" ".join(name.split()).casefold() for name in rows.values_list("person_name", flat=True))
    bodies = Action.objects.filter(partnership__slug=partnership, organisation__ends_on__lt=on)
    gone = frozenset(name.casefold() for name in bodies.values_list("organisation__name", flat=True))
    return stale(actions, here=here, gone_bodies=gone, on=on, quiet_days=QUIET_DAYS)


def reminders_on(partnership: str, on: date) -> tuple[Reminder, ...]:
    """Whom to remind of what."""
    return reminders(logged(partnership, Asked(state="live"), on=on), on)


HEADINGS = ("Number", "Action", "Owner", "Organisation", "Due", "State", "Overdue", "Closed", "Evidence", "Set at", "About", "Last said")  # fmt: skip


def as_csv(actions: Iterable[Logged], on: date) -> str:
    """The actions as a CSV file, one row each. A cell that a spreadsheet would run as a formula is made text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows([safe_cell(cell) for cell in _row(one, on)] for one in actions)
    return out.getvalue()


def _row(one: Logged, on: date) -> tuple[str, ...]:
    said = one.updates[-1] if one.updates else None
    return (
        one.number, one.text, one.owner, one.organisation, _iso(one.due_on), STATES[one.state],
        "yes" if one.is_overdue(on) else "no", _iso(one.closed_on), one.evidence, one.meeting_title, one.about,
        f"{said.on.isoformat()} {said.by}: {said.text}" if said else "",
    )  # fmt: skip


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def safe_cell(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def carried(partnership: str, group: str, before: date) -> tuple[Logged, ...]:
    """What a body still has open, or closed since its last meeting: what comes under matters arising."""
    found = logged(partnership, Asked(group=group), on=before)
    return tuple(one for one in found if one.set_on < before)


def counts(actions: Iterable[Logged], on: date) -> Mapping[str, int]:
    """How many are live, overdue, blocked and without a date."""
    rows = tuple(actions)
    return {
        "live": sum(one.is_live for one in rows),
        "overdue": sum(one.is_overdue(on) for one in rows),
        "blocked": sum(one.state == "blocked" for one in rows),
        "undated": sum(one.is_live and one.due_on is None for one in rows),
    }
