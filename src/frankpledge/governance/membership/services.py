"""Writes of members: one function a verb, each with its line in the history."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.membership import queries
from frankpledge.governance.membership.facts import GROUP_KINDS, METHODS, STANDINGS
from frankpledge.governance.membership.written import NewGroup, NewOfficeHolding, NewTenure
from frankpledge.governance.models import Group, OfficeHolding, Tenure
from frankpledge.governance.rules.membership.appointing import (
    clause_of,
    deputies_are_allowed,
    seat_has_a_place,
    seat_is_in_the_terms,
)
from frankpledge.governance.rules.membership.offices import may_take
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.offices import may_be_removed
from frankpledge.governance.rules.terms.ruled import Ruled
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, Outcome, Refused, Verdict
from frankpledge.records.clock import now


def _here(partnership: str, by: Principal) -> tuple[directory.PartnershipFacts, Subject]:
    """The partnership written to, once whoever asks may write there."""
    found = directory.partnership(partnership)
    subject = Subject("partnership", found.id, found.slug)
    require(by, Permission.GOVERNANCE_WRITE, subject)
    return found, subject


def _uphold(verdict: Verdict) -> None:
    """Raise `Refused` where the terms say no. Where they are silent the appointment is recorded and flagged."""
    if verdict.outcome is Outcome.FAILS:
        raise Refused(verdict.message)


# Seats ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def appoint(
    partnership: str, said: NewTenure, *, terms: Constitution | None, by: Principal, replaces: bool = False
) -> UUID:
    """Record that somebody takes a seat, or attends as deputy, officer or observer.

    `terms` are those in force on the first day. With `replaces` the present holder's tenure is ended on the day
    before. Raises `Refused` when the terms have no such seat, it is taken, or deputies are not allowed.
    """
    place, _ = _here(partnership, by)
    _check(said, terms)
    if replaces and said.standing == "holder":
        _make_way(partnership, said, by)
    if said.seat and said.standing == "holder":
        _refuse_taken(partnership, said, terms)
    made = Tenure.objects.create(
        partnership_id=place.id, starts_on=said.period.starts_on, ends_on=said.period.ends_on,
        recorded_by=by.name, **_columns(said),
    )  # fmt: skip
    detail = {"tenure": str(made.id), "seat": said.seat, "standing": said.standing, "group": said.group}
    record("member-appointed", subject=Subject("tenure", made.id, place.slug), by=by, detail=detail)
    return made.id


def _columns(said: NewTenure) -> dict[str, object]:
    return {
        "group": said.group,
        "seat": said.seat,
        "standing": said.standing,
        "person_name": said.person,
        "user_id": said.user,
        "organisation_id": _organisation_id(said.organisation),
        "post": said.post,
        "is_senior": said.is_senior,
        "seniority": said.seniority,
        "appointed_by": said.appointed_by,
    }


def _organisation_id(slug: str) -> UUID | None:
    if not slug:
        return None
    found = directory.organisation(slug)
    if found is None:
        raise Refused(message("The directory has no organisation ‘{slug}’. Add it there first.", slug=slug))
    return found.id


def _check(said: NewTenure, terms: Constitution | None) -> None:
    if said.standing not in STANDINGS:
        raise Refused(
            message("‘{what}’ is no way of attending. Use one of: {known}.", what=said.standing, known=", ".join(STANDINGS))
        )  # fmt: skip
    if not said.person.strip():
        raise Refused("Say who it is: the name is empty.")
    if said.standing in {"holder", "deputy"} and not said.seat:
        raise Refused("A holder or a deputy sits in a seat: say which.")
    if said.seat:
        _uphold(seat_is_in_the_terms(terms, said.seat, said.period))
    if said.standing == "deputy":
        _uphold(deputies_are_allowed(terms))


def _refuse_taken(
    partnership: str, said: NewTenure, terms: Constitution | None, but: UUID | None = None
) -> None:
    there = [
        one
        for one in queries.tenures(partnership, group=said.group)
        if one.seat == said.seat and one.id != but
    ]
    _uphold(seat_has_a_place(terms.seat(said.seat) if terms else None, said.period, there))


def _make_way(partnership: str, said: NewTenure, by: Principal) -> None:
    """End whoever holds the seat on the first day, on the day before."""
    last = said.period.starts_on - timedelta(1)
    for one in queries.tenures_on(partnership, said.period.starts_on, group=said.group):
        if (one.seat, one.standing) == (said.seat, "holder") and one.period.starts_on <= last:
            end_tenure(partnership, one.id, on=last, because=f"followed by {said.person}", by=by)


@transaction.atomic
def end_tenure(partnership: str, tenure_id: UUID, *, on: date, because: str, by: Principal) -> None:
    """Record that somebody's last day in a seat was `on`. Their time in it stays in the record."""
    place, _ = _here(partnership, by)
    row = _tenure_row(partnership, tenure_id)
    if on < row.starts_on:
        raise Refused(
            message("They cannot go on {on}: they came on {came}.", on=short_date(on), came=short_date(row.starts_on))
        )  # fmt: skip
    row.ends_on, row.ended_because = on, because
    row.save_version(read_version=row.row_version, fields=["ends_on", "ended_because"])
    detail = {"tenure": str(row.id), "seat": row.seat, "on": on.isoformat(), "because": because}
    record("member-left", subject=Subject("tenure", row.id, place.slug), by=by, detail=detail)


@transaction.atomic
def correct_tenure(
    partnership: str,
    tenure_id: UUID,
    said: NewTenure,
    *,
    terms: Constitution | None,
    read_version: int,
    because: str,
    by: Principal,
) -> UUID:
    """Put a mistake right: the wrong row is superseded and kept, a right one stands in its place.

    Raises `Conflict` when somebody else changed it since `read_version`, and `Refused` as `appoint` does.
    """
    place, _ = _here(partnership, by)
    row = _tenure_row(partnership, tenure_id)
    if not because.strip():
        raise Refused("Say what was wrong: a correction keeps its reason.")
    _check(said, terms)
    if said.seat and said.standing == "holder":
        _refuse_taken(partnership, said, terms, but=row.id)
    row.superseded_at = now()
    row.save_version(read_version=read_version, fields=["superseded_at"])
    made = Tenure.objects.create(
        partnership_id=place.id, starts_on=said.period.starts_on, ends_on=said.period.ends_on,
        ended_because=row.ended_because if said.period.ends_on else "", recorded_by=by.name, **_columns(said),
    )  # fmt: skip
    detail = {"tenure": str(made.id), "was": str(row.id), "seat": said.seat, "because": because}
    record("member-corrected", subject=Subject("tenure", made.id, place.slug), by=by, detail=detail)
    return made.id


@transaction.atomic
def succeed(partnership: str, tenure_id: UUID, *, terms: Constitution | None, by: Principal) -> UUID:
    """Move somebody who sits for a body that has ended to the body that by law stands in its place.

    Their time for the old body ends on its last day and a new one begins on the day after; whether the post is senior in
    the new body is not carried over. Raises `Refused` where the body goes on, or nothing followed it.
    """
    one = queries.tenure(partnership, tenure_id)
    line = directory.lineages([one.organisation]).get(one.organisation, ()) if one.organisation else ()
    if not line or line[0].ends_on is None:
        raise Refused(message("{body} has not ended.", body=one.organisation_name or "The organisation"))
    last = max(line[0].ends_on, one.period.starts_on - timedelta(1))
    follows = next((body for body in line if body.ends_on is None or body.ends_on > last), None)
    if follows is None:
        raise Refused(message("No body is recorded that followed {body}.", body=line[0].name))
    if last < one.period.starts_on:
        raise Refused(
            message("They came on {on}, after {body} had ended: correct the organisation.",
                    on=short_date(one.period.starts_on), body=line[0].name)
        )  # fmt: skip
    end_tenure(
        partnership, tenure_id, on=last, because=f"{line[0].name} ended; moved to {follows.name}", by=by
    )
    said = NewTenure(
        one.person, one.standing, Period(last + timedelta(1), one.period.ends_on), one.seat, one.group, one.user,
        follows.slug, one.post, None, "", one.appointed_by,
    )  # fmt: skip
    return appoint(partnership, said, terms=terms, by=by)


def _tenure_row(partnership: str, tenure_id: UUID) -> Tenure:
    row = Tenure.objects.filter(
        partnership__slug=partnership, id=tenure_id, superseded_at__isnull=True
    ).first()
    if row is None:
        raise NotFound("There is no such appointment, or you may not know of it.")
    return row


# Offices ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_office(
    partnership: str,
    said: NewOfficeHolding,
    *,
    terms: Constitution | None,
    by: Principal,
    replaces: bool = False,
    as_it_happened: bool = False,
) -> UUID:
    """Record that somebody takes an office. With `replaces` whoever holds it goes on the day before.

    `terms` are those in force on the first day. Raises `Refused`, with the clause, for one whom the terms do not let hold
    it, unless it is recorded `as_it_happened`: then it is flagged for as long as they hold it. Where the terms are silent
    it is recorded. Raises `Refused` too when somebody else holds it on one of the days, unless it is shared (co-chairs).
    """
    place, subject = _here(partnership, by)
    if said.how not in METHODS:
        raise Refused(message("‘{how}’ is no way to come to an office.", how=said.how))
    if not said.person.strip():
        raise Refused("Say who it is: the name is empty.")
    if replaces:
        _leave_before(partnership, said, by)
    against = _may_take(partnership, said, terms)
    if against and not as_it_happened:
        raise Refused(against)
    found = terms.office(said.office) if terms else None
    for one in queries.offices(partnership, group=said.group):
        shared = found is not None and found.method == "co-chairs"
        if one.office == said.office and one.period.overlaps(said.period) and not shared:
            raise Refused(
                message("{person} holds this office {period}. End that first.", person=one.person, period=one.period)
            )  # fmt: skip
    made = OfficeHolding.objects.create(
        partnership_id=place.id, group=said.group, office=said.office, seat=said.seat, person_name=said.person,
        user_id=said.user, how=said.how, decision_id=said.decision, starts_on=said.period.starts_on,
        ends_on=said.period.ends_on, recorded_by=by.name,
    )  # fmt: skip
    detail = {"holding": str(made.id), "office": said.office, "how": said.how, "group": said.group}
    detail |= {"against_the_terms": str(against)} if against else {}
    record("office-taken", subject=subject, by=by, detail=detail)
    return made.id


def _may_take(partnership: str, said: NewOfficeHolding, terms: Constitution | None) -> Message | None:
    """Why the terms do not let somebody take an office, with the clause; None where they do, or do not say."""
    if terms is None or not said.seat:
        return None
    on = said.period.starts_on
    tenures = queries.tenures(partnership, group=said.group)
    who = [one for one in tenures if one.seat == said.seat and on in one.period]
    sits = next((one for one in who if one.person == said.person), None)
    if sits is None:
        return None
    holdings = queries.offices(partnership, group=said.group)
    return _because(terms, may_take(terms, said.office, sits, holdings, tenures, on))


def _because(terms: Constitution, ruled: Ruled) -> Message | None:
    if ruled.ok is not False:
        return None
    return message(
        "The terms do not allow it: {reason} ({clause}).",
        reason=ruled.reason,
        clause=clause_of(terms, ruled.clause),
    )


def _leave_before(partnership: str, said: NewOfficeHolding, by: Principal) -> None:
    last = said.period.starts_on - timedelta(1)
    for one in queries.officers_on(partnership, said.period.starts_on, group=said.group):
        if one.office == said.office and one.period.starts_on <= last:
            leave_office(partnership, one.id, on=last, because=f"followed by {said.person}", by=by)


@transaction.atomic
def leave_office(partnership: str, holding_id: UUID, *, on: date, because: str, by: Principal) -> None:
    """Record somebody's last day in an office: their time was over, or they gave it up."""
    _, subject = _here(partnership, by)
    row = _office_row(partnership, holding_id)
    if on < row.starts_on:
        raise Refused(
            message("They cannot go on {on}: they came on {came}.", on=short_date(on), came=short_date(row.starts_on))
        )  # fmt: skip
    row.ends_on, row.ended_because = on, because[:300]
    row.save_version(read_version=row.row_version, fields=["ends_on", "ended_because"])
    detail = {"holding": str(row.id), "office": row.office, "on": on.isoformat(), "because": because}
    record("office-left", subject=subject, by=by, detail=detail)


def _office_row(partnership: str, holding_id: UUID) -> OfficeHolding:
    row = OfficeHolding.objects.filter(
        partnership__slug=partnership, id=holding_id, superseded_at__isnull=True
    ).first()
    if row is None:
        raise NotFound("There is no such holder of an office, or you may not know of it.")
    return row


@transaction.atomic
def remove_from_office(
    partnership: str,
    holding_id: UUID,
    *,
    decision: UUID,
    because: str,
    terms: Constitution | None,
    by: Principal,
    as_it_happened: bool = False,
) -> str:
    """Record that a decision removed somebody from an office, on the day on which it was made.

    `terms` are those in force that day. Raises `Refused`, with the clause, for a decision by which the terms do not
    remove the holder, or one that has no effect, unless it is recorded `as_it_happened`. Gives what a person should know:
    that the terms do not say by which decision, or that they did not allow it; empty when all is well.
    """
    row = _office_row(partnership, holding_id)
    found = queries.removing(partnership, decision)
    if found is None or found.on is None:
        raise Refused("Choose a decision of this partnership whose day is recorded.")
    ruled = may_be_removed(terms, row.office, found.scope, is_carried=found.has_effect) if terms else None
    against = _because(terms, ruled) if terms and ruled else None
    if against and not as_it_happened:
        raise Refused(against)
    said = f"Removed by decision {found.number}" + (f": {because}" if because else "")
    leave_office(partnership, holding_id, on=found.on, because=said, by=by)
    if against:
        return str(against)
    return f"Ask for a ruling: {ruled.reason}." if ruled and ruled.ok is None else ""


# Groups -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_group(partnership: str, said: NewGroup, *, by: Principal) -> UUID:
    """Set up a group. Raises `Refused` for a parent that there is not, and a task-and-finish group without an end."""
    place, subject = _here(partnership, by)
    _check_group(partnership, said)
    made = Group.objects.create(
        partnership_id=place.id, slug=said.slug, name=said.name, parent=said.parent, kind=said.kind,
        remit=said.remit, note=said.note, starts_on=said.period.starts_on, ends_on=said.period.ends_on,
        recorded_by=by.name,
    )  # fmt: skip
    record("group-made", subject=subject, by=by, detail={"group": said.slug, "kind": said.kind})
    return made.id


def _check_group(partnership: str, said: NewGroup) -> None:
    if said.kind not in GROUP_KINDS:
        raise Refused(message("‘{kind}’ is no kind of group.", kind=said.kind))
    if said.kind == "task-and-finish" and said.period.ends_on is None:
        raise Refused("A task-and-finish group ends: give its last day.")
    known = queries.groups_on(partnership, said.period.starts_on)
    if said.slug in {one.slug for one in known}:
        raise Refused(message("There already is a group ‘{slug}’.", slug=said.slug))
    if said.parent and said.parent not in {one.slug for one in known}:
        raise Refused(
            message("There is no group ‘{parent}’ on {on}.", parent=said.parent, on=short_date(said.period.starts_on))
        )  # fmt: skip


@transaction.atomic
def change_group(
    partnership: str,
    slug: str,
    *,
    name: str,
    parent: str,
    remit: str,
    note: str,
    read_version: int,
    by: Principal,
) -> None:
    """Say anew what a group is called, where it stands and what it is for.

    Raises `Conflict`, and `Refused` for a group that would stand below itself.
    """
    _, subject = _here(partnership, by)
    found = queries.group(partnership, slug)
    above = {one.slug: one.parent for one in queries.groups(partnership)} | {slug: parent}
    if parent and parent not in above:
        raise Refused(message("There is no group ‘{parent}’.", parent=parent))
    if _is_circle(above, slug):
        raise Refused(message("{name} would stand below itself.", name=found.name))
    row = Group.objects.get(id=found.id)
    row.name, row.parent, row.remit, row.note = name, parent, remit, note
    row.save_version(read_version=read_version, fields=["name", "parent", "remit", "note"])
    record("group-changed", subject=subject, by=by, detail={"group": slug, "parent": parent})


def _is_circle(above: dict[str, str], slug: str) -> bool:
    seen: set[str] = set()
    while slug and slug not in seen:
        seen.add(slug)
        slug = above.get(slug, "")
    return bool(slug)


@transaction.atomic
def end_group(partnership: str, slug: str, *, on: date, note: str, by: Principal) -> None:
    """Wind a group up. Raises `Refused` while a group below it goes on after that day."""
    _, subject = _here(partnership, by)
    found = queries.group(partnership, slug)
    if on < found.period.starts_on:
        raise Refused(message("It began only on {on}.", on=short_date(found.period.starts_on)))
    after = Period(on + timedelta(1))
    below = [
        one.name for one in queries.groups(partnership) if one.parent == slug and one.period.overlaps(after)
    ]
    if below:
        raise Refused(
            message("{below} would go on below it. End or move that first.", below=", ".join(below))
        )
    row = Group.objects.get(id=found.id)
    row.ends_on, row.note = on, note or row.note
    row.save_version(read_version=row.row_version, fields=["ends_on", "note"])
    record("group-ended", subject=subject, by=by, detail={"group": slug, "on": on.isoformat()})
