"""The register of decisions: what was decided by whom, whether it has effect, and what became of it since."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from frankpledge.governance.minutes.action_queries import safe_cell
from frankpledge.governance.minutes.queries import OWN_BODIES
from frankpledge.governance.models import Advice, Certificate, Decision
from frankpledge.governance.queries import is_effective
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.meetings.judging import STANDINGS
from frankpledge.kernel.dates import PartialDate, local_date

EFFECTS = {
    "in-effect": "In effect",
    "waits": "Waits for its condition",
    "irregular": "Has no effect: the terms did not allow it",
    "undetermined": "Cannot be told until somebody rules on it",
    "superseded": "Superseded by a later decision",
    "none": "Decided nothing",
    "withdrawn": "Struck out as a mistake",
}
"""Where a decision stands today, in one word and in words."""


@dataclass(frozen=True)
class Related:
    """Another decision that this one has to do with."""

    id: UUID
    number: str
    text: str


@dataclass(frozen=True)
class GivenAdvice:
    """Advice that was given before the decision."""

    who: str
    organisation: str
    field: str
    text: str
    on: date
    is_published: bool


@dataclass(frozen=True)
class Entry:
    """A decision as the register shows it; `effect_now` is one of `EFFECTS`."""

    id: UUID
    slug: str
    number: str
    text: str
    body: str
    group: str
    meeting: str
    meeting_title: str
    decided: str
    decided_on: date | None
    capacity: str
    effect: str
    about: str
    outcome: str
    standing: str
    effect_now: str
    effective_on: date | None
    condition: str
    condition_met_on: date | None
    condition_met_by: str
    ruling: str
    ruling_by: str
    clause: str
    next_step: str
    supersedes: Related | None
    superseded_by: Related | None
    cures: Related | None
    cured_by: Related | None
    advice: tuple[GivenAdvice, ...]
    item: UUID | None
    is_closed: bool
    is_public: bool
    certificate: UUID | None

    @property
    def standing_in_words(self) -> str:
        return STANDINGS.get(self.standing, "Not judged when it was recorded")


@dataclass(frozen=True)
class Sought:
    """What is sought in the register; empty parts ask for everything."""

    words: str = ""
    group: str | None = None
    capacity: str = ""
    effect_now: str = ""
    year: str = ""


def entries(partnership: str, sought: Sought = Sought()) -> tuple[Entry, ...]:
    """The register, the latest first; the number of queries does not depend on how long it is."""
    rows = _filtered(Decision.objects.filter(partnership__slug=partnership), sought)
    found = tuple(map(_entry, _with_all(rows)))
    if sought.effect_now:
        found = tuple(one for one in found if one.effect_now == sought.effect_now)
    return tuple(sorted(found, key=_latest_first, reverse=True))


def _latest_first(one: Entry) -> tuple[date, str, int]:
    year, _, order = one.number.partition("/")
    return (one.decided_on or date.min, year, int(order or 0))


def entry(partnership: str, decision: UUID) -> Entry | None:
    """One decision; None when there is none of that id."""
    found = _with_all(Decision.objects.filter(partnership__slug=partnership, id=decision)).first()
    return _entry(found) if found else None


def public_entries(partnership: str, sought: Sought = Sought()) -> tuple[Entry, ...]:
    """What the public may read: decisions taken in public, of the partnership and its groups, that the terms allowed."""
    return tuple(one for one in entries(partnership, sought) if one.is_public)


def _filtered(rows: QuerySet[Decision], sought: Sought) -> QuerySet[Decision]:
    if sought.words:
        words = (
            Q(text__icontains=sought.words)
            | Q(number__icontains=sought.words)
            | Q(about__icontains=sought.words)
        )
        rows = rows.filter(words)
    if sought.group is not None:
        rows = rows.filter(group=sought.group)
    if sought.capacity:
        rows = rows.filter(capacity=sought.capacity)
    if sought.year.isdigit():
        rows = rows.filter(Q(decided_at__year=int(sought.year)) | Q(meeting__held__startswith=sought.year))
    return rows


def _with_all(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    return rows.select_related("meeting", "item", "supersedes", "cures").prefetch_related(
        "superseded_by",
        "cured_by",
        Prefetch("item__advice", queryset=Advice.objects.order_by("given_on")),
        Prefetch("certificates", queryset=Certificate.objects.defer("content").order_by("-issued_at")),
    )


def _entry(row: Decision) -> Entry:
    meeting = row.meeting
    certificates = row.certificates.all()
    return Entry(
        id=row.id, slug=row.slug, number=row.number, text=row.text, body=meeting.body if meeting else "The partnership",
        group=row.group, meeting=meeting.slug if meeting else "", meeting_title=meeting.title if meeting else "",
        decided=_decided(row), decided_on=_decided_on(row), capacity=_capacity(row), effect=row.effect, about=row.about,
        outcome=row.outcome, standing=row.standing, effect_now=effect_now(row), effective_on=row.effective_on or _decided_on(row),
        condition=row.condition, condition_met_on=row.condition_met_on, condition_met_by=row.condition_met_by,
        ruling=row.ruling, ruling_by=row.ruling_by, clause=row.clause, next_step=str(row.verdict.get("next_step", "")),
        supersedes=_related(row.supersedes), superseded_by=_related(_effective(row.superseded_by.all())),
        cures=_related(row.cures), cured_by=_related(_effective(row.cured_by.all())),
        advice=_advice(row), item=row.item_id, is_closed=bool(row.item and row.item.is_closed), is_public=is_public(row), certificate=certificates[0].id if certificates else None,
    )  # fmt: skip


def _capacity(row: Decision) -> str:
    found = CAPACITIES.get(row.capacity)
    return found.title.capitalize() if found else row.capacity


def _decided(row: Decision) -> str:
    if row.meeting:
        return str(PartialDate.parse(row.meeting.held))
    return str(PartialDate.of(local_date(row.decided_at))) if row.decided_at else "Not known"


def _decided_on(row: Decision) -> date | None:
    if row.decided_at:
        return local_date(row.decided_at)
    return row.meeting.held_earliest if row.meeting else None


def _effective(rows: Iterable[Decision]) -> Decision | None:
    return next((one for one in rows if is_effective(one)), None)


def _related(row: Decision | None) -> Related | None:
    return Related(row.id, row.number, row.text) if row else None


def _advice(row: Decision) -> tuple[GivenAdvice, ...]:
    if row.item is None:
        return ()
    return tuple(
        GivenAdvice(one.adviser, one.organisation, one.field, one.text, one.given_on, one.is_published)
        for one in row.item.advice.all()
    )


def effect_now(row: Decision) -> str:
    """Where a decision stands today; one of `EFFECTS`."""
    if row.outcome == "withdrawn":
        return "withdrawn"
    if row.standing == "irregular":
        return "irregular"
    if row.standing == "undetermined" and not row.ruling:
        return "undetermined"
    if row.outcome != "carried" and row.standing != "cured":
        return "none"
    if row.condition and row.condition_met_on is None:
        return "waits"
    return "superseded" if _effective(row.superseded_by.all()) else "in-effect"


def is_public(row: Decision) -> bool:
    """Taken in public by the partnership or a group, and allowed by the terms: nothing irregular is published."""
    if row.meeting is None or row.meeting.body_kind not in OWN_BODIES or (row.item and row.item.is_closed):
        return False
    return effect_now(row) in {"in-effect", "waits", "superseded", "none"}


HEADINGS = (
    "Number", "Decision", "Body", "Meeting", "Decided", "Capacity", "Outcome", "Standing", "Effect", "Takes effect",
    "Condition", "Condition met", "Supersedes", "Superseded by", "Cures", "Cured by", "Certificate",
)  # fmt: skip


def as_csv(rows: Iterable[Entry]) -> str:
    """The register as a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows([safe_cell(cell) for cell in _cells(one)] for one in rows)
    return out.getvalue()


def _cells(one: Entry) -> tuple[str, ...]:
    return (
        one.number, one.text, one.body, one.meeting_title, one.decided, one.capacity, one.outcome, one.standing_in_words,
        EFFECTS[one.effect_now], _iso(one.effective_on), one.condition, _iso(one.condition_met_on), _number(one.supersedes),
        _number(one.superseded_by), _number(one.cures), _number(one.cured_by), "yes" if one.certificate else "no",
    )  # fmt: skip


def _iso(on: date | datetime | None) -> str:
    return on.isoformat() if on else ""


def _number(one: Related | None) -> str:
    return one.number or one.text[:60] if one else ""


def as_json(rows: Iterable[Entry], *, with_people: bool) -> list[dict[str, object]]:
    """The register as JSON. `with_people` also names who advised, ruled and met a condition; the public's has none."""
    return [_as_json(one, with_people=with_people) for one in rows]


def _as_json(one: Entry, *, with_people: bool) -> dict[str, object]:
    advice = [
        {"organisation": given.organisation, "field": given.field, "text": given.text, "given_on": given.on.isoformat(),
         **({"adviser": given.who} if with_people else {})}
        for given in one.advice
        if with_people or given.is_published
    ]  # fmt: skip
    people = {"ruling_by": one.ruling_by, "ruling": one.ruling, "condition_met_by": one.condition_met_by}
    return {
        "id": str(one.id), "number": one.number, "slug": one.slug, "text": one.text, "body": one.body, "group": one.group,
        "meeting": one.meeting, "decided": one.decided, "decided_on": _iso(one.decided_on) or None,
        "capacity": one.capacity, "effect": one.effect, "about": one.about, "outcome": one.outcome,
        "standing": one.standing, "effect_now": one.effect_now, "effective_on": _iso(one.effective_on) or None,
        "condition": one.condition, "condition_met_on": _iso(one.condition_met_on) or None,
        "supersedes": _number(one.supersedes), "superseded_by": _number(one.superseded_by), "cures": _number(one.cures),
        "cured_by": _number(one.cured_by), "advice": advice, "certificate": str(one.certificate) if one.certificate else None,
        **(people if with_people else {}),
    }  # fmt: skip
