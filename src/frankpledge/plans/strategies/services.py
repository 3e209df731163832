"""Writes about strategies: recording one, what happens to it, consultation, what is left out, the yearly return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from frankpledge.governance import api as governance
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import Refused
from frankpledge.law.plan_law import strategy_kind
from frankpledge.plans.models import (
    KeptStrategy,
    StrategyConsultee,
    StrategyEvent,
    StrategyExclusion,
    StrategyReturn,
)
from frankpledge.plans.reaching import history, one_of, place_for
from frankpledge.plans.rules.clocks import EVENTS, the_kind_is_for_this_council, the_return_is_whole

GROUNDS = {
    "endangers": "It might endanger someone",
    "prejudices": "It might prejudice the prevention, investigation or prosecution of crime",
    "security": "It might compromise the security of an institution",
}
"""PCSCA 2022, s 8(8)."""


@dataclass(frozen=True)
class NewStrategy:
    """A strategy to be kept. `tier` is the kind of council, which some kinds of strategy ask for; `shared_with` names."""

    kind: str
    title: str
    owner: str
    is_ours: bool = True
    area: str = ""
    shared_with: tuple[str, ...] = ()
    replaces: str = ""
    tier: str = ""
    source: str = ""
    note: str = ""


@transaction.atomic
def keep_strategy(partnership: str, said: NewStrategy, *, by: Principal) -> str:
    """Record a strategy and answer its slug. Raises `Refused` for a kind that the nation, or that kind of council, does not have."""
    place, subject = place_for(partnership, by)
    kind = strategy_kind(said.kind, place.nation)
    if kind is None:
        raise Refused("The law of this nation has no such kind of strategy.")
    if not said.title.strip() or not said.owner.strip():
        raise Refused("Name the strategy and the body that owns it.")
    if said.is_ours:
        verdict = the_kind_is_for_this_council(kind, said.tier)
        if not verdict.holds:
            raise Refused(verdict.message, kind.basis[0] if kind.basis else None)
    slug = slugify(said.title)[:80]
    if not slug or KeptStrategy.objects.filter(partnership_id=place.id, slug=slug).exists():
        raise Refused(message("A strategy ‘{title}’ is kept already.", title=said.title))
    before = (
        one_of(KeptStrategy, "There is no strategy to replace.", partnership_id=place.id, slug=said.replaces)
        if said.replaces else None
    )  # fmt: skip
    KeptStrategy.objects.create(
        partnership_id=place.id, slug=slug, kind=said.kind, title=said.title.strip(), owner=said.owner.strip(),
        is_ours=said.is_ours, area=said.area.strip(), shared_with=list(said.shared_with), replaces=before,
        source=said.source.strip(), note=said.note.strip(), recorded_by=by.name,
    )  # fmt: skip
    history("strategy-kept", subject, by, strategy=slug, kind=said.kind, owner=said.owner.strip())
    return slug


def _row(partnership: str, slug: str) -> KeptStrategy:
    return one_of(KeptStrategy, "There is no such strategy.", partnership__slug=partnership, slug=slug)


@dataclass(frozen=True)
class NewEvent:
    """Something that happened. An approval by this partnership names the decision that gave it."""

    kind: str
    on: date
    body: str = ""
    said: str = ""
    decision: str = ""


@transaction.atomic
def record_event(partnership: str, slug: str, said: NewEvent, *, today: date, by: Principal) -> None:
    """Record what happened to a strategy. The partnership's own approval goes through its gate.

    Raises `Refused` for a day to come (but for an intended one), an approval by nobody, or while the gate is shut.
    """
    place, subject = place_for(partnership, by)
    row = _row(partnership, slug)
    if said.kind not in EVENTS:
        raise Refused("Say what happened.")
    if said.kind != "intended" and said.on > today:
        raise Refused("That day has not come yet.")
    decision = None
    if said.kind == "approved":
        if not said.body.strip():
            raise Refused("Say which body approved it.")
        if said.body.strip().casefold() == place.name.casefold():
            decision = governance.decision_called(partnership, said.decision) if said.decision else None
            governance.open_gate("agree-strategy", slug, decision, None)
    StrategyEvent.objects.create(
        strategy=row, kind=said.kind, on=said.on, body=said.body.strip(), said=said.said.strip(),
        decision_id=decision.id if decision else None, recorded_by=by.name,
    )  # fmt: skip
    history(
        "strategy-event", subject, by, strategy=slug, kind=said.kind, on=said.on.isoformat(), body=said.body
    )


@transaction.atomic
def consult(partnership: str, slug: str, *, head: str, body: str, asked_on: date, by: Principal) -> None:
    """Record that a body was consulted."""
    place, subject = place_for(partnership, by)
    row = _row(partnership, slug)
    kind = strategy_kind(row.kind, place.nation)
    heads = {one.code for one in kind.consult} if kind else set()
    if head not in {*heads, "other"} or not body.strip():
        raise Refused("Say which body was consulted, and for what it stands.")
    StrategyConsultee.objects.create(
        strategy=row, head=head, body=body.strip(), asked_on=asked_on, recorded_by=by.name
    )
    history("strategy-consulted", subject, by, strategy=slug, head=head, body=body.strip())


@transaction.atomic
def hear(
    partnership: str,
    slug: str,
    consultee: UUID,
    *,
    answered_on: date,
    said: str,
    read_version: int,
    by: Principal,
) -> None:
    """Record what a consulted body answered. Raises `Refused` for a day before it was asked."""
    _, subject = place_for(partnership, by)
    row = one_of(
        StrategyConsultee,
        "Nobody of that name was consulted.",
        id=consultee,
        strategy=_row(partnership, slug),
    )
    if answered_on < row.asked_on:
        raise Refused("The answer would be from before it was asked.")
    row.answered_on, row.said = answered_on, said.strip()
    row.save_version(read_version=read_version, fields=["answered_on", "said"])
    history("strategy-heard", subject, by, strategy=slug, body=row.body)


@transaction.atomic
def exclude(
    partnership: str, slug: str, *, what: str, ground: str, because: str, on: date, by: Principal
) -> None:
    """Log that material was left out of the published strategy: its subject, never the material itself, and the ground."""
    place, subject = place_for(partnership, by)
    row = _row(partnership, slug)
    kind = strategy_kind(row.kind, place.nation)
    if kind is None or not kind.exclusions:
        raise Refused("The law of this kind of strategy lets nothing be left out.")
    if ground not in GROUNDS or not what.strip() or not because.strip():
        raise Refused("Say what it is about, on which ground it is left out, and why.")
    StrategyExclusion.objects.create(
        strategy=row, what=what.strip(), ground=ground, because=because.strip(), decided_on=on, decided_by=by.name,
        recorded_by=by.name,
    )  # fmt: skip
    history("strategy-excluded", subject, by, strategy=slug, ground=ground)


@transaction.atomic
def write_return(
    partnership: str,
    slug: str,
    *,
    year_ending: date,
    contents: dict[str, str],
    read_version: int,
    by: Principal,
) -> None:
    """Save the yearly return as far as it is written. `read_version` 0 begins it. Raises `Conflict`."""
    place, subject = place_for(partnership, by)
    row = _row(partnership, slug)
    kind = strategy_kind(row.kind, place.nation)
    if kind is None or not kind.parts:
        raise Refused("The law asks for no yearly return of this kind of strategy.")
    if (year_ending.month, year_ending.day) != (3, 31):
        raise Refused("The year of the return ends on 31 March.")
    made = StrategyReturn.objects.filter(strategy=row, year_ending=year_ending).first()
    if made is None:
        made = StrategyReturn.objects.create(strategy=row, year_ending=year_ending, recorded_by=by.name)
        read_version = made.row_version
    if made.sent_on is not None:
        raise Refused("This return was sent; what was sent stays.")
    known = {code for code, _ in kind.parts}
    made.contents = {code: text.strip() for code, text in contents.items() if code in known}
    made.save_version(read_version=read_version, fields=["contents"])
    history("strategy-return-written", subject, by, strategy=slug, year_ending=year_ending.isoformat())


@transaction.atomic
def send_return(partnership: str, slug: str, *, year_ending: date, on: date, to: str, by: Principal) -> None:
    """Record that the yearly return was sent; it is an event of the strategy too. Raises `Refused` while a part is empty."""
    place, subject = place_for(partnership, by)
    row = _row(partnership, slug)
    made = one_of(StrategyReturn, "There is no such return.", strategy=row, year_ending=year_ending)
    kind = strategy_kind(row.kind, place.nation)
    verdict = the_return_is_whole(kind.parts if kind else (), made.contents)
    if not verdict.holds:
        raise Refused(verdict.message)
    if not to.strip():
        raise Refused("Say to whom it was sent.")
    made.sent_on, made.sent_to = on, to.strip()
    made.save_version(read_version=made.row_version, fields=["sent_on", "sent_to"])
    StrategyEvent.objects.create(
        strategy=row, kind="return-sent", on=on, body=to.strip(), said=f"Year to {year_ending.isoformat()}",
        recorded_by=by.name,
    )  # fmt: skip
    history(
        "strategy-return-sent", subject, by, strategy=slug, year_ending=year_ending.isoformat(), to=to.strip()
    )
