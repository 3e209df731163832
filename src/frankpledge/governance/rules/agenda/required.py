"""Meetings that the local policing body requires the responsible authorities to attend (regulation 14A)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds, undetermined

STARTS_ON = date(2012, 11, 22)
REGULATION = Citation(
    "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007, SI 2007/1830",
    "reg 14A, inserted by SI 2012/2660",
    "the commissioner names the authorities, how many people, and the strategies, after consulting them",
)


@dataclass(frozen=True)
class Named:
    """An authority that is named: how many people it is to send, and how many came (None: not recorded)."""

    name: str
    people: int
    is_responsible: bool
    attended: int | None = None


@dataclass(frozen=True)
class Requirement:
    """What the policing body required, and when."""

    nation: str
    required_on: date
    consulted_on: date | None
    strategies: tuple[str, ...]
    reasons: str
    authorities: tuple[Named, ...]


@rule(source=REGULATION, period=Period(STARTS_ON))
def may_be_required(asked: Requirement, strategies: Collection[str]) -> tuple[Verdict, ...]:
    """The policing body may require representatives of named responsible authorities to attend a meeting in England since 22
    November 2012: it says which authorities, how many people and which strategies, having consulted those authorities
    and thinking it reasonable and proportionate.

    `strategies` are the codes of the strategies that the law requires on that day. One verdict for each condition.
    """
    return (
        _applies(asked), _names_authorities(asked), _names_strategies(asked, strategies), _consulted(asked),
        _reasoned(asked),
    )  # fmt: skip


def _applies(asked: Requirement) -> Verdict:
    if asked.nation != "E":
        return fails(message("The regulation is of England; there is no such power in Wales."))
    if asked.required_on < STARTS_ON:
        return fails(message("The power began on {day}.", day=short_date(STARTS_ON)))
    return holds(
        message("The power was in force on {day}.", day=short_date(asked.required_on)),
        Reason("reg 14A", f"in force from {STARTS_ON}"),
    )


def _names_authorities(asked: Requirement) -> Verdict:
    if not asked.authorities:
        return fails(message("It names no authority."))
    others = [one.name for one in asked.authorities if not one.is_responsible]
    if others:
        return fails(
            message(
                "{names} is not a responsible authority, so it can only be invited.",
                names=" and ".join(others),
            )
        )
    nobody = [one.name for one in asked.authorities if one.people < 1]
    if nobody:
        return fails(
            message("It does not say how many people {names} is to send.", names=" and ".join(nobody))
        )
    people = sum(one.people for one in asked.authorities)
    return holds(
        message(
            "It names {count} authorities and {people} people.", count=len(asked.authorities), people=people
        )
    )


def _names_strategies(asked: Requirement, strategies: Collection[str]) -> Verdict:
    if not asked.strategies:
        return fails(message("It does not say which strategies the meeting is about."))
    strange = [one for one in asked.strategies if one not in strategies]
    if strange:
        return fails(
            message(
                "{names} is not a strategy that section 6 required on that day.", names=" and ".join(strange)
            )
        )
    return holds(message("It says which strategies it is about."))


def _consulted(asked: Requirement) -> Verdict:
    if asked.consulted_on is None:
        return undetermined(
            message("Nobody recorded that the authorities were consulted first."), "consultation"
        )
    days = {"consulted": short_date(asked.consulted_on), "required": short_date(asked.required_on)}
    if asked.consulted_on > asked.required_on:
        return fails(
            message("They were consulted on {consulted}, after it was required on {required}.", **days)
        )
    return holds(message("They were consulted on {consulted}.", **days))


def _reasoned(asked: Requirement) -> Verdict:
    if asked.reasons.strip():
        return holds(message("It says why a meeting is reasonable and proportionate."))
    return undetermined(message("It does not say why a meeting is reasonable and proportionate."), "reasons")


@rule(source=REGULATION, period=Period(STARTS_ON))
def requirement_is_met(authority: Named) -> Verdict:
    """An authority has met a requirement when at least as many of its people came as were required; nobody recorded is not
    nobody.
    """
    values = {"name": authority.name, "people": authority.people, "came": authority.attended}
    if authority.attended is None:
        return undetermined(
            message("How many came for {name} is not recorded; {people} were required.", **values),
            "attendance",
        )
    if authority.attended < authority.people:
        return fails(message("{name} sent {came} of the {people} people required.", **values))
    return holds(message("{name} sent {came}; {people} were required.", **values))
