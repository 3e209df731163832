"""The yearly review of knowledge and skills: reads and writes, and what is asked of those who attend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import cast
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.membership import queries
from frankpledge.governance.membership.asks import Ask, Whom
from frankpledge.governance.models import SkillsAnswer, SkillsReview
from frankpledge.governance.rules.membership.skills import (
    LEVELS,
    Area,
    AreaState,
    Level,
    areas_in,
    state_of,
    who_asks,
)
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Classification, Principal, Subject
from frankpledge.kernel.toml_files import Readable, read_toml
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import today


@dataclass(frozen=True)
class Attender:
    """Somebody who attends, in whatever standing: named once however many seats they have."""

    name: str
    user: UUID | None
    seat: str
    organisation: str


@dataclass(frozen=True)
class AnswerFacts:
    person: str
    user: UUID | None
    area: str
    own: int | None
    agreed: int | None
    agreed_by: str
    what_is_done: str
    done_by: date | None
    done_on: date | None


@dataclass(frozen=True)
class ReviewFacts:
    """One review, who attends now, and everything answered."""

    id: UUID
    year: str
    group: str
    is_law: bool
    basis: str
    opened_on: date
    due_on: date
    closed_on: date | None
    conclusion: str
    areas: tuple[Area, ...]
    attenders: tuple[Attender, ...]
    answers: tuple[AnswerFacts, ...]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    def states(self) -> tuple[AreaState, ...]:
        levels = [Level(one.person, one.area, one.own, one.agreed) for one in self.answers]
        return state_of(self.areas, [one.name for one in self.attenders], levels)

    def of(self, person: str) -> dict[str, AnswerFacts]:
        return {one.area: one for one in self.answers if one.person == person}


@cache
def known_areas() -> tuple[Area, ...]:
    """The areas that come with the program. Raises `Unusable`, naming file and key, when a row is wrong."""
    file = read_toml(cast(Readable, files("frankpledge.governance.membership") / "data" / "skills.toml"))
    found = areas_in(file)
    file.check()
    return found


def attenders(partnership: str, on: date, group: str = "") -> tuple[Attender, ...]:
    """Everybody who attends on a day, once each."""
    found: dict[str, Attender] = {}
    for one in queries.in_post(partnership, on, group):
        found.setdefault(one.person, Attender(one.person, one.user, one.seat, one.organisation))
    return tuple(found.values())


def reviews(partnership: str) -> tuple[tuple[UUID, str, bool, date | None], ...]:
    """Every review: id, year, whether the law asked for it, and when it was closed; the latest first."""
    rows = SkillsReview.objects.filter(partnership__slug=partnership).order_by("-opened_on")
    return tuple((row.id, row.year, row.strength == "MUST", row.closed_on) for row in rows)


def review(partnership: str, review_id: UUID, *, on: date) -> ReviewFacts:
    """One review. Raises `NotFound`. Three queries whatever the number of people and areas."""
    row = SkillsReview.objects.filter(partnership__slug=partnership, id=review_id).first()
    if row is None:
        raise NotFound("There is no such review, or you may not know of it.")
    rows = SkillsAnswer.objects.filter(review=row)
    return ReviewFacts(
        id=row.id, year=row.year, group=row.group, is_law=row.strength == "MUST", basis=row.basis, opened_on=row.opened_on,
        due_on=row.due_on, closed_on=row.closed_on, conclusion=row.conclusion,
        areas=tuple(Area(**one) for one in row.areas),
        attenders=attenders(partnership, row.closed_on or on, row.group),
        answers=tuple(
            AnswerFacts(
                one.person_name, one.user_id, one.area, one.own_level, one.agreed_level, one.agreed_by, one.what_is_done,
                one.done_by, one.done_on,
            )
            for one in rows
        ),
    )  # fmt: skip


@transaction.atomic
def open_review(
    partnership: str, *, by: Principal, areas: tuple[Area, ...] | None = None, group: str = ""
) -> UUID:
    """Begin this financial year's review. Raises `Refused` when it has been begun, or nobody attends."""
    place = directory.partnership(partnership)
    require(by, Permission.GOVERNANCE_WRITE, Subject("partnership", place.id, place.slug))
    on = today()
    asked = who_asks(place.nation, on)
    if asked is None:
        raise Refused("Neither law nor custom asked for such a review on this day.")
    if not attenders(place.slug, on, group):
        raise Refused("Nobody is recorded as attending: appoint the members first.")
    year = asked.year.code
    if SkillsReview.objects.filter(partnership_id=place.id, group=group, year=year).exists():
        raise Refused(message("The review of {year} has been begun.", year=year))
    made = SkillsReview.objects.create(
        partnership_id=place.id, group=group, year=year, areas=[asdict(one) for one in areas or known_areas()],
        strength="MUST" if asked.is_law else "LOCAL", basis=asked.source[:300], opened_on=on, due_on=asked.due_on,
        recorded_by=by.name,
    )  # fmt: skip
    record("skills-review-opened", subject=_subject(made.id, place.slug), by=by, detail={"year": year})
    return made.id


def _subject(review_id: UUID, partnership: str) -> Subject:
    return Subject("skills-review", review_id, partnership, Classification.OFFICIAL)


def _open(partnership: str, review_id: UUID) -> tuple[directory.PartnershipFacts, SkillsReview]:
    place = directory.partnership(partnership)
    row = SkillsReview.objects.filter(partnership_id=place.id, id=review_id).first()
    if row is None:
        raise NotFound("There is no such review, or you may not know of it.")
    if row.closed_on is not None:
        raise Refused("This review is closed. What has changed since belongs in the next one.")
    return place, row


def _levels(row: SkillsReview, levels: Mapping[str, int]) -> None:
    known = {one["slug"] for one in row.areas}
    for area, level in levels.items():
        if area not in known:
            raise Refused(message("This review does not ask about ‘{area}’.", area=area))
        if level not in LEVELS:
            raise Refused(message("{level} is no level: choose one of {known}.", level=level, known=", ".join(LEVELS.values())))  # fmt: skip


@transaction.atomic
def answer(partnership: str, review_id: UUID, levels: Mapping[str, int], *, by: Principal) -> None:
    """Say what one's own level is in each area. Only those who attend, and only for themselves."""
    place, row = _open(partnership, review_id)
    require(by, Permission.ME_USE, Subject("partnership", place.id, place.slug))
    _levels(row, levels)
    there = attenders(place.slug, today(), row.group)
    mine = next((one for one in there if one.user and one.user == by.user_id), None)
    if mine is None:
        raise NotPermitted("You are not recorded as attending, so there is nothing for you to answer.")
    for area, level in levels.items():
        SkillsAnswer.objects.update_or_create(
            review=row, person_name=mine.name, area=area,
            defaults={"own_level": level, "user_id": mine.user, "seat": mine.seat, "recorded_by": by.name},
        )  # fmt: skip
    record("skills-answered", subject=_subject(row.id, place.slug), by=by, detail={"areas": len(levels)})


@dataclass(frozen=True)
class Agreed:
    """What was agreed with somebody of one area; `level` of None: nothing yet."""

    area: str
    level: int | None
    what_is_done: str
    done_by: date | None
    done_on: date | None


@transaction.atomic
def agree(partnership: str, review_id: UUID, person: str, said: Iterable[Agreed], *, by: Principal) -> None:
    """Record the level agreed with somebody in each area, what is done about a gap, by when, and when it was done."""
    place, row = _open(partnership, review_id)
    require(by, Permission.GOVERNANCE_WRITE, Subject("partnership", place.id, place.slug))
    them = next((one for one in attenders(place.slug, today(), row.group) if one.name == person), None)
    if them is None:
        raise NotFound("Nobody of that name attends.")
    rows = list(said)
    _levels(row, {one.area: one.level for one in rows if one.level is not None})
    for one in rows:
        SkillsAnswer.objects.update_or_create(
            review=row, person_name=person, area=one.area,
            defaults={
                "agreed_level": one.level, "agreed_by": by.name if one.level is not None else "",
                "what_is_done": one.what_is_done, "done_by": one.done_by, "done_on": one.done_on, "user_id": them.user,
                "seat": them.seat,
            },
        )  # fmt: skip
    record("skills-agreed", subject=_subject(row.id, place.slug), by=by, detail={"areas": len(rows)})


@transaction.atomic
def close_review(partnership: str, review_id: UUID, *, conclusion: str, by: Principal) -> None:
    """Close the review with what came of it. Those who have not answered stay not known."""
    place, row = _open(partnership, review_id)
    require(by, Permission.GOVERNANCE_WRITE, Subject("partnership", place.id, place.slug))
    if not conclusion.strip():
        raise Refused("Say what came of it, in a sentence or two: it is what the minutes will say.")
    row.closed_on, row.conclusion = today(), conclusion.strip()
    row.save_version(read_version=row.row_version, fields=["closed_on", "conclusion"])
    record("skills-review-closed", subject=_subject(row.id, place.slug), by=by, detail={"year": row.year})


def asked(whom: Whom) -> Iterable[Ask]:
    """Those who attend are asked for their own level in each area while a review is open."""
    rows = SkillsReview.objects.filter(partnership_id=whom.partnership_id, closed_on__isnull=True)
    for row in rows:
        there = [one for one in attenders(whom.partnership, whom.on, row.group) if one.user == whom.user]
        if not there:
            continue
        answers = SkillsAnswer.objects.filter(review=row, person_name=there[0].name, own_level__isnull=False)
        left = len(row.areas) - answers.count()
        if left:
            why = (
                "The law asks for this review every year."
                if row.strength == "MUST"
                else "A local custom, not law."
            )
            href = reverse("my-skills", kwargs={"partnership": whom.partnership, "review": row.id})
            what = f"Say what you know: {left} {'area' if left == 1 else 'areas'} of the review {row.year}"
            yield Ask("skills", what, href, row.due_on, why)
