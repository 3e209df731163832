"""The register of emerging issues: what watched series and people raise, and what a person makes of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.assessment import door
from frankpledge.assessment.models import EmergingIssue, Issue
from frankpledge.assessment.rules.watching import Alarm, last_month_watched
from frankpledge.audit.api import record
from frankpledge.directory.models import Partnership
from frankpledge.kernel.messages import message
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, Refused

STATES = {
    "new": "Nobody has looked at it yet",
    "watching": "Watched",
    "adopted": "Taken up as an issue",
    "dismissed": "Looked at and left",
}
RAISED = {
    "alarm": "A watched series",
    "partner": "A partner",
    "public": "The public",
    "staff": "The team",
    "horizon": "A change of law or policy",
}


@dataclass(frozen=True)
class EmergingFacts:
    """One entry of the register."""

    id: UUID
    row_version: int
    title: str
    what: str
    raised_by: str
    raised_name: str
    raised_on: date
    measure: str
    period: str
    evidence: Mapping[str, object]
    state: str
    because: str
    triaged_by: str
    triaged_on: date | None
    adopted_as: str


def register_of(partnership: str) -> tuple[EmergingFacts, ...]:
    """Every entry, what nobody has looked at first, then the latest."""
    rows = EmergingIssue.objects.filter(partnership__slug=partnership).select_related("adopted_as")
    return tuple(sorted((_facts(row) for row in rows), key=lambda one: one.state != "new"))


def entry(partnership: str, entry_id: UUID) -> EmergingFacts:
    """One entry. Raises `NotFound`."""
    return _facts(_row(partnership, entry_id))


def _row(partnership: str, entry_id: UUID) -> EmergingIssue:
    rows = EmergingIssue.objects.filter(partnership__slug=partnership, id=entry_id)
    found = rows.select_related("partnership", "adopted_as").first()
    if found is None:
        raise NotFound("There is no such entry in the register.")
    return found


def _facts(row: EmergingIssue) -> EmergingFacts:
    return EmergingFacts(
        row.id, row.row_version, row.title, row.what, row.raised_by, row.raised_name, row.raised_on, row.measure,
        row.period, row.evidence, row.state, row.because, row.triaged_by, row.triaged_on,
        row.adopted_as.slug if row.adopted_as else "",
    )  # fmt: skip


@transaction.atomic
def raise_emerging(
    partnership: str, *, title: str, what: str, raised_by: str, raised_name: str = "", on: date, by: Principal
) -> UUID:
    """Put something that a person noticed into the register. Raises `Refused` without a title or a word on what it is."""
    owner = _owner(partnership)
    require(by, Permission.ASSESSMENT_SCORE, Subject("partnership", owner.id, owner.slug))
    if not title.strip() or not what.strip():
        raise Refused("Give it a name, and say what was noticed, where and by whom.")
    if raised_by not in RAISED or raised_by == "alarm":
        raise Refused("Say who noticed it.")
    row = EmergingIssue.objects.create(
        partnership=owner, slug=_free_slug(owner, title), title=title.strip(), what=what.strip(), raised_by=raised_by,
        raised_name=raised_name.strip(), raised_on=on, recorded_by=by.name,
    )  # fmt: skip
    record("emerging-raised", subject=row.subject(), by=by, detail={"title": row.title, "by": raised_by})
    return row.id


@transaction.atomic
def watch(partnership: str, *, on: date, by: Principal) -> tuple[str, ...]:
    """Hold the last month of every monthly count against its own past; each alarm becomes an entry for a person.

    Safe to repeat: a month of a measure is entered once, whatever became of the entry. Answers the titles entered.
    """
    owner = _owner(partnership)
    require(by, Permission.ASSESSMENT_WRITE, Subject("partnership", owner.id, owner.slug))
    evidence = door.evidence()
    found = []
    for measure in evidence.measures(partnership):
        if measure.granularity != "month" or measure.kind not in {"crime", "incident", "count"}:
            continue
        alarm = last_month_watched(evidence.series(partnership, measure.slug, granularity="month"))
        if alarm and alarm.is_alarm and (title := _enter(owner, measure.slug, measure.title, alarm, on, by)):
            found.append(title)
    return tuple(found)


def _enter(owner: Partnership, slug: str, title: str, alarm: Alarm, on: date, by: Principal) -> str:
    key = f"{slug}-{alarm.period.code}"[:120]
    if alarm.observed is None or EmergingIssue.objects.filter(partnership=owner, slug=key).exists():
        return ""
    name = str(message("{title}: more than usual in {period}", title=title, period=alarm.period))
    what = message(
        "{n} in {period}, where the same time of year in {years} earlier years leads to expect about {expected} and "
        "seldom more than {upper}.",
        n=grouped(alarm.observed), period=alarm.period, years=alarm.years, expected=grouped(round(alarm.expected or 0)),
        upper=grouped(round(alarm.upper or 0)),
    )  # fmt: skip
    row = EmergingIssue.objects.create(
        partnership=owner, slug=key, title=name, what=str(what), raised_by="alarm", raised_on=on, measure=slug,
        period=alarm.period.code, recorded_by=by.name,
        evidence={
            "observed": alarm.observed, "expected": alarm.expected, "upper": alarm.upper, "years": alarm.years,
        },
    )  # fmt: skip
    record("emerging-raised", subject=row.subject(), by=by, detail={"title": name, "by": "alarm"})
    return name


@transaction.atomic
def triage(
    partnership: str,
    entry_id: UUID,
    *,
    state: str,
    because: str,
    adopted_as: str = "",
    read_version: int,
    on: date,
    by: Principal,
) -> None:
    """Record what a person made of an entry, and why.

    Raises `Refused` without a reason or, for one taken up, without the issue; `Conflict` when someone was faster.
    """
    row = _row(partnership, entry_id)
    require(by, Permission.ASSESSMENT_WRITE, row.subject())
    if state not in STATES or state == "new":
        raise Refused("Say what is made of it: watched, taken up as an issue, or left.")
    if not because.strip():
        raise Refused("Say why, so that whoever asks next year can read it.")
    issue = Issue.objects.filter(partnership=row.partnership, slug=adopted_as).first() if adopted_as else None
    if state == "adopted" and issue is None:
        raise Refused("Say as which issue it is taken up; add the issue first if there is none.")
    row.state, row.because, row.triaged_by, row.triaged_on = state, because.strip(), by.name, on
    row.adopted_as = issue if state == "adopted" else None
    row.save_version(
        read_version=read_version, fields=["state", "because", "triaged_by", "triaged_on", "adopted_as_id"]
    )
    record("emerging-triaged", subject=row.subject(), by=by, detail={"state": state, "because": row.because})


def _owner(partnership: str) -> Partnership:
    found = Partnership.objects.filter(slug=partnership).first()
    if found is None:
        raise NotFound("There is no partnership at this address.")
    return found


def _free_slug(owner: Partnership, title: str) -> str:
    wanted = slugify(title)[:100] or "entry"
    taken = set(
        EmergingIssue.objects.filter(partnership=owner, slug__startswith=wanted).values_list(
            "slug", flat=True
        )
    )
    return next(
        one for n in range(len(taken) + 1) if (one := wanted if n == 0 else f"{wanted}-{n + 1}") not in taken
    )
