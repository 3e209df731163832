"""The public part of the record in the shape of Popolo, with events and agendas after Open Civic Data.

Popolo (popoloproject.com) gives organizations, posts, memberships, motions and vote events; Open Civic Data gives events
with agendas. No person is named: names are personal data and are published where the partnership publishes them, in
its minutes. What a meeting took in private is counted and never named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate, Period

VERSION = "1.0"
PROFILE = "frankpledge-meetings"
STANDINGS = ("stands", "cured", "ruled", "not-determined")
"""How a published decision stands. One that the terms did not allow is published once it has been put right."""
RESULTS = {"carried": "pass", "lost": "fail"}
Object = dict[str, object]


@dataclass(frozen=True)
class Body:
    """The partnership itself, a group below it, or an organisation that holds a seat."""

    id: str
    name: str
    kind: str
    parent: str
    period: Period | None
    code: str = ""


@dataclass(frozen=True)
class Post:
    """A seat over all the versions of the terms that gave it."""

    seat: str
    group: str
    body: str
    name: str
    role: str
    votes: int
    period: Period


@dataclass(frozen=True)
class Held:
    """A tenure of a seat, or (with `office`) of an office: for which organisation, never by whom."""

    id: UUID
    body: str
    seat: str
    group: str
    role: str
    for_body: str
    period: Period


@dataclass(frozen=True)
class AgendaEntry:
    """An item of business. A closed one has no title but the one made for the public, if there is one."""

    id: UUID
    number: str
    title: str
    kind: str
    is_closed: bool
    why_closed: str
    is_urgent: bool


@dataclass(frozen=True)
class Event:
    """A meeting, planned, held or cancelled."""

    id: UUID
    body: str
    title: str
    kind: str
    status: str
    held: PartialDate
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    is_open: bool
    agenda: tuple[AgendaEntry, ...]


@dataclass(frozen=True)
class Decided:
    """A decision that may be published, and how it was voted on, in totals."""

    id: UUID
    number: str
    text: str
    body: str
    event: UUID | None
    scope: str
    capacity: str
    effect: str
    about: str
    route: str
    method: str
    outcome: str
    standing: str
    ruling: bool
    decided: PartialDate | None
    effective_on: date | None
    condition: str
    is_condition_met: bool
    tally: tuple[int, int, int] | None
    clause: str
    supersedes: UUID | None
    ratifies: UUID | None
    is_closed: bool


@dataclass(frozen=True)
class Published:
    """Everything that the document is made from."""

    partnership: str
    address: str
    schema: str
    on: date
    bodies: tuple[Body, ...]
    posts: tuple[Post, ...]
    held: tuple[Held, ...]
    events: tuple[Event, ...]
    decided: tuple[Decided, ...]


@rule(
    source=Citation(
        "Frankpledge, decisions that stand", note="an irregular decision publishes nothing until it is cured"
    )
)
def may_be_published(one: Decided) -> bool:
    """A decision is published when it was decided in the open and stands: allowed, put right, or ruled on by a named person."""
    if one.is_closed or one.outcome not in RESULTS:
        return False
    return one.standing in {"stands", "cured", ""} or (one.standing == "undetermined" and one.ruling)


def document(given: Published) -> Object:
    """The whole as one JSON object, in order of its ids' days, so that the same record gives the same bytes."""
    shown = [one for one in given.decided if may_be_published(one)]
    return {
        "profile": PROFILE,
        "version": VERSION,
        "schema": given.schema,
        "as_of": given.on.isoformat(),
        "publisher": {"name": given.partnership, "url": given.address},
        "organizations": [_organization(one) for one in given.bodies],
        "posts": [_post(one) for one in given.posts],
        "memberships": [_membership(one) for one in given.held],
        "events": [_event(one) for one in given.events],
        "motions": [_motion(one) for one in shown],
        "vote_events": [_vote(one) for one in shown if one.tally is not None],
    }


def _without_nothing(value: Mapping[str, object]) -> Object:
    """What is not known is left out, never null: a reader can tell it from nought."""
    return {key: one for key, one in value.items() if one is not None and one != ""}


def _days(period: Period | None, first: str, last: str) -> Object:
    if period is None:
        return {}
    found: Object = {first: period.starts_on.isoformat()}
    if period.ends_on:
        found[last] = period.ends_on.isoformat()
    return found


def _organization(one: Body) -> Object:
    codes = [{"scheme": "ons-gss", "identifier": one.code}] if one.code else None
    return _without_nothing(
        {
            "id": one.id, "name": one.name, "classification": one.kind, "parent_id": one.parent, "identifiers": codes,
            **_days(one.period, "founding_date", "dissolution_date"),
        }
    )  # fmt: skip


def post_id(body: str, seat: str) -> str:
    return f"{body}/posts/{seat}"


def _post(one: Post) -> Object:
    return {
        "id": post_id(one.body, one.seat), "label": one.name, "role": one.role, "organization_id": one.body,
        "votes": one.votes, **_days(one.period, "start_date", "end_date"),
    }  # fmt: skip


def _membership(one: Held) -> Object:
    return _without_nothing(
        {
            "id": str(one.id), "organization_id": one.body, "post_id": post_id(one.body, one.seat) if one.seat else "",
            "role": one.role, "on_behalf_of_id": one.for_body, **_days(one.period, "start_date", "end_date"),
        }
    )  # fmt: skip


def _event(one: Event) -> Object:
    starts = one.starts_at.isoformat() if one.starts_at else one.held.iso()
    return _without_nothing(
        {
            "id": str(one.id), "name": one.title, "classification": one.kind, "organization_id": one.body,
            "start_date": starts, "end_date": one.ends_at.isoformat() if one.ends_at else "", "status": one.status,
            "location": {"name": one.place} if one.place else None, "open_to_public": one.is_open,
            "agenda": [_item(item, order) for order, item in enumerate(one.agenda, start=1)],
        }
    )  # fmt: skip


def _item(one: AgendaEntry, order: int) -> Object:
    title = one.title if one.title else "An item taken in private"
    return _without_nothing(
        {
            "id": str(one.id), "order": order, "number": one.number, "title": title, "classification": one.kind,
            "in_private": one.is_closed, "reason_for_private": one.why_closed if one.is_closed else "",
            "urgent": one.is_urgent,
        }
    )  # fmt: skip


def _standing(one: Decided) -> str:
    if one.standing in {"stands", "cured"}:
        return one.standing
    return "ruled" if one.ruling else "not-determined"


def _motion(one: Decided) -> Object:
    return _without_nothing(
        {
            "id": str(one.id), "identifier": one.number, "text": one.text, "classification": one.scope,
            "capacity": one.capacity, "organization_id": one.body, "event_id": str(one.event) if one.event else "",
            "route": one.route, "date": one.decided.iso() if one.decided else "", "result": RESULTS[one.outcome],
            "standing": _standing(one), "effect": one.effect, "about": one.about, "clause": one.clause,
            "effective_date": one.effective_on.isoformat() if one.effective_on else "",
            "condition": {"text": one.condition, "met": one.is_condition_met} if one.condition else None,
            "supersedes_id": str(one.supersedes) if one.supersedes else "",
            "ratifies_id": str(one.ratifies) if one.ratifies else "",
            "vote_event_ids": [f"{one.id}/vote"] if one.tally is not None else [],
        }
    )  # fmt: skip


def _vote(one: Decided) -> Object:
    for_, against, abstain = one.tally or (0, 0, 0)
    counts = (("yes", for_), ("no", against), ("abstain", abstain))
    return _without_nothing(
        {
            "id": f"{one.id}/vote", "motion_id": str(one.id), "organization_id": one.body,
            "start_date": one.decided.iso() if one.decided else "", "method": one.method, "result": RESULTS[one.outcome],
            "counts": [{"option": option, "value": value} for option, value in counts],
        }
    )  # fmt: skip


# The schema -------------------------------------------------------------------------------------------------------

TEXT: Object = {"type": "string"}
ID: Object = {"type": "string", "description": "never changes"}
DAY: Object = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
WHEN: Object = {
    "type": "string",
    "pattern": r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?)?$",
    "description": "as far as it is known: a year, a month, a day, or a moment with its zone",
}
FLAG: Object = {"type": "boolean"}
NUMBER: Object = {"type": "integer", "minimum": 0}


def _shape(properties: Mapping[str, Object], required: Iterable[str], title: str) -> Object:
    return {
        "title": title, "type": "object", "properties": dict(properties), "required": list(required),
        "additionalProperties": False,
    }  # fmt: skip


def _list(items: Object) -> Object:
    return {"type": "array", "items": items}


def _one_of(values: Iterable[str]) -> Object:
    return {"type": "string", "enum": list(values)}


def schema() -> Object:
    """The JSON Schema of `document`, draft 2020-12. A new minor version adds fields, a new major one may change them."""
    dates = {"start_date": DAY, "end_date": DAY}
    identifier = _shape(
        {"scheme": TEXT, "identifier": TEXT}, ("scheme", "identifier"), "An identifier given by somebody else"
    )
    organization = _shape(
        {"id": ID, "name": TEXT, "classification": TEXT, "parent_id": ID, "identifiers": _list(identifier),
         "founding_date": DAY, "dissolution_date": DAY},
        ("id", "name", "classification"), "The partnership, a group below it, or a body that holds a seat",
    )  # fmt: skip
    post = _shape(
        {"id": ID, "label": TEXT, "role": TEXT, "organization_id": ID, "votes": NUMBER, **dates},
        ("id", "label", "role", "organization_id", "votes", "start_date"), "A seat of the terms of reference",
    )  # fmt: skip
    membership = _shape(
        {"id": ID, "organization_id": ID, "post_id": ID, "role": TEXT, "on_behalf_of_id": ID, **dates},
        ("id", "organization_id", "role", "start_date"), "A seat or an office held, and for which body; no person is named",
    )  # fmt: skip
    motion = _shape(
        {"id": ID, "identifier": TEXT, "text": TEXT, "classification": TEXT, "capacity": TEXT, "organization_id": ID,
         "event_id": ID, "route": TEXT, "date": WHEN, "result": _one_of(RESULTS.values()), "standing": _one_of(STANDINGS),
         "effect": TEXT, "about": TEXT, "clause": TEXT, "effective_date": DAY,
         "condition": _shape({"text": TEXT, "met": FLAG}, ("text", "met"), "What must happen before it takes effect"),
         "supersedes_id": ID, "ratifies_id": ID, "vote_event_ids": _list(ID)},
        ("id", "text", "organization_id", "route", "result", "standing", "vote_event_ids"), "A decision that stands",
    )  # fmt: skip
    count = _shape(
        {"option": _one_of(("yes", "no", "abstain")), "value": NUMBER}, ("option", "value"), "A total"
    )
    vote = _shape(
        {"id": ID, "motion_id": ID, "organization_id": ID, "start_date": WHEN, "method": TEXT,
         "result": _one_of(RESULTS.values()), "counts": _list(count)},
        ("id", "motion_id", "organization_id", "result", "counts"), "How a decision was voted on, in totals",
    )  # fmt: skip
    whole = _shape(
        {"profile": {"const": PROFILE}, "version": {"const": VERSION}, "schema": TEXT, "as_of": DAY,
         "publisher": _shape({"name": TEXT, "url": TEXT}, ("name", "url"), "Who publishes it"),
         "organizations": _list(organization), "posts": _list(post), "memberships": _list(membership),
         "events": _list(_event_shape()), "motions": _list(motion), "vote_events": _list(vote)},
        ("profile", "version", "schema", "as_of", "publisher", "organizations", "posts", "memberships", "events", "motions",
         "vote_events"), "The public record of a partnership's meetings",
    )  # fmt: skip
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}


def _event_shape() -> Object:
    item = _shape(
        {"id": ID, "order": NUMBER, "number": TEXT, "title": TEXT, "classification": TEXT, "in_private": FLAG,
         "reason_for_private": TEXT, "urgent": FLAG},
        ("id", "order", "title", "classification", "in_private", "urgent"), "An item of an agenda",
    )  # fmt: skip
    return _shape(
        {"id": ID, "name": TEXT, "classification": TEXT, "organization_id": ID, "start_date": WHEN, "end_date": WHEN,
         "status": TEXT, "location": _shape({"name": TEXT}, ("name",), "Where"), "open_to_public": FLAG, "agenda": _list(item)},
        ("id", "name", "classification", "organization_id", "start_date", "status", "open_to_public", "agenda"),
        "A meeting, planned, held or cancelled",
    )  # fmt: skip
