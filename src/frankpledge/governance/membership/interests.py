"""The register of interests: reads and writes, and what is asked of a member about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.membership import queries
from frankpledge.governance.membership.asks import AnswerForm, Ask, Whom
from frankpledge.governance.models import InterestsConfirmed, RegisteredInterest
from frankpledge.governance.rules.membership.interests import Interest, confirm_by
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Classification, Principal, Subject
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import now

KINDS = {
    "employment": "Employment, office or profession",
    "other-body": "Office in another body, such as trustee or governor",
    "contract": "Contract with a member of the partnership",
    "land": "Land or property in the area",
    "family": "Family or close friend",
    "gift": "Gift or hospitality",
    "other": "Something else",
}


@dataclass(frozen=True)
class NewInterest:
    person: str
    kind: str
    with_whom: str
    nature: str
    since: date
    user: UUID | None = None


def interests(partnership: str, *, on: date | None = None, user: UUID | None = None) -> tuple[Interest, ...]:
    """The register by person: all of it, or as on a day, or one person's. One query.

    The agenda and the chair's brief ask `rules.membership.interests.bearing_on` which of them bear on an item.
    """
    rows = RegisteredInterest.objects.filter(partnership__slug=partnership, superseded_at__isnull=True)
    rows = rows.in_force(on) if on else rows
    rows = rows.filter(user_id=user) if user else rows
    return tuple(_facts(row) for row in rows.order_by("person_name", "starts_on"))


def _facts(row: RegisteredInterest) -> Interest:
    return Interest(
        row.id, row.person_name, row.user_id, row.kind, row.with_whom, row.nature, row.period, row.ended_because,
        row.row_version,
    )  # fmt: skip


def confirmations(partnership: str, *, user: UUID | None = None) -> dict[str, tuple[date, ...]]:
    """By person (account, else name), the days on which they said that their entries are right."""
    rows = InterestsConfirmed.objects.filter(partnership__slug=partnership)
    rows = rows.filter(user_id=user) if user else rows
    found: dict[str, tuple[date, ...]] = {}
    for row in rows:
        key = str(row.user_id or row.person_name.casefold())
        found[key] = (*found.get(key, ()), local_date(row.at))
    return found


def _permit(place: directory.PartnershipFacts, user: UUID | None, by: Principal) -> None:
    """One's own entries are one's own to write; anybody else's are the office's."""
    if user is not None and by.user_id == user:
        require(by, Permission.ME_USE, Subject("partnership", place.id, place.slug))
    else:
        require(by, Permission.GOVERNANCE_WRITE, Subject("partnership", place.id, place.slug))


@transaction.atomic
def register_interest(partnership: str, said: NewInterest, *, by: Principal) -> UUID:
    """Enter an interest. Raises `Refused` for an empty one, `NotPermitted` for somebody else's."""
    place = directory.partnership(partnership)
    _permit(place, said.user, by)
    if said.kind not in KINDS:
        raise Refused(message("‘{kind}’ is no kind of interest.", kind=said.kind))
    for words, what in (
        (said.person, "whose it is"),
        (said.with_whom, "with whom it is"),
        (said.nature, "what it is"),
    ):
        if not words.strip():
            raise Refused(message("Say {what}.", what=what))
    made = RegisteredInterest.objects.create(
        partnership_id=place.id, person_name=said.person.strip(), user_id=said.user, kind=said.kind,
        with_whom=said.with_whom.strip(), nature=said.nature.strip(), starts_on=said.since, recorded_by=by.name,
    )  # fmt: skip
    record("interest-registered", subject=_subject(made.id, place.slug), by=by, detail={"kind": said.kind})
    return made.id


def _subject(interest: UUID, partnership: str) -> Subject:
    return Subject("interest", interest, partnership, Classification.OFFICIAL)


@transaction.atomic
def end_interest(partnership: str, interest: UUID, *, on: date, because: str, by: Principal) -> None:
    """Record that an interest has ended; the entry stays."""
    place = directory.partnership(partnership)
    row = RegisteredInterest.objects.filter(
        partnership_id=place.id, id=interest, superseded_at__isnull=True
    ).first()
    if row is None or not _may_know(by, row.user_id, place.slug):
        raise NotFound("There is no such entry, or you may not know of it.")
    _permit(place, row.user_id, by)
    if on < row.starts_on:
        raise Refused(message("It began only on {on}.", on=short_date(row.starts_on)))
    row.ends_on, row.ended_because = on, because
    row.save_version(read_version=row.row_version, fields=["ends_on", "ended_because"])
    record("interest-ended", subject=_subject(row.id, place.slug), by=by, detail={"on": on.isoformat()})


def _may_know(by: Principal, user: UUID | None, partnership: str) -> bool:
    return by.is_system or partnership in by.partnerships or by.user_id == user


@transaction.atomic
def confirm_interests(partnership: str, *, user: UUID, by: Principal) -> None:
    """A member says that their entries are right, or that they have none. Only they can. Raises `NotPermitted`."""
    place = directory.partnership(partnership)
    if by.user_id != user:
        raise NotPermitted("Only the member can say that their own entries are right.")
    require(by, Permission.ME_USE, Subject("partnership", place.id, place.slug))
    moment = now()
    there = interests(place.slug, on=local_date(moment), user=user)
    made = InterestsConfirmed.objects.create(
        partnership_id=place.id, person_name=by.name, user_id=user, at=moment, entries=len(there), by=by.name,
        recorded_by=by.name,
    )  # fmt: skip
    subject = Subject("interests-confirmed", made.id, place.slug, Classification.OFFICIAL)
    record("interests-confirmed", subject=subject, by=by, detail={"entries": len(there)})


def asked(whom: Whom) -> Iterable[Ask]:
    """A member in a seat is asked on appointment and every twelve months to look at their entries."""
    held = [one for one in queries.tenures_of_user(whom.user, whom.on) if one[0] == whom.partnership]
    seated = [one.period.starts_on for _, one in held if one.standing in queries.ACTING]
    if not seated:
        return ()
    days = confirmations(whom.partnership, user=whom.user).get(str(whom.user), ())
    due = confirm_by(min(seated), days)
    if due > whom.on:
        return ()
    # Who was never asked before is not late: that their entries were not looked at is nobody's omission.
    return _ask(whom, due if days else None)


def _ask(whom: Whom, due: date | None) -> Iterator[Ask]:
    here = {"partnership": whom.partnership}
    entries = interests(whom.partnership, on=whom.on, user=whom.user)
    shown = "; ".join(f"{one.with_whom} ({KINDS.get(one.kind, one.kind).lower()})" for one in entries)
    yield Ask(
        "interests", "Confirm your registered interests", reverse("my-interests", kwargs=here), due,
        f"Registered: {shown}." if shown else "You have registered none.",
        form=AnswerForm(reverse("confirm-interests", kwargs=here), "They are right" if shown else "I have none"),
    )  # fmt: skip
