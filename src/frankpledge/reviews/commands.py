"""The commands `review criteria`, `review timetable`, `review actions` and `review shares`. Nothing is printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema "review timetable"` prints.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from frankpledge.kernel.calendars import Nation
from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.law import reviews as law
from frankpledge.law.holidays import working_calendar
from frankpledge.reviews.action_sheets import read_actions, weigh_colours
from frankpledge.reviews.command_inputs import (
    CriteriaAsked,
    ReviewParser,
    exact_day,
    read_criteria,
    read_events,
    read_shares,
    slug_of,
)
from frankpledge.reviews.rules import actions as action_rules
from frankpledge.reviews.rules import criteria, shares, timetable
from frankpledge.reviews.rules.criteria import Said
from frankpledge.reviews.schemas import SCHEMAS

__all__ = [
    "SCHEMAS", "actions_command", "actions_parser", "criteria_command", "criteria_parser", "shares_command",
    "shares_parser", "timetable_command", "timetable_parser",
]  # fmt: skip


def criteria_parser() -> argparse.ArgumentParser:
    parser = ReviewParser("criteria", criteria_command.__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="the answers of the questionnaire, as JSON")
    return parser


def criteria_command(argv: list[str]) -> Answer:
    """Say under each law whether a death is to be reviewed, with the reason for every answer."""
    given = criteria_parser().parse_args(argv)
    asked = read_criteria(given.file, law.regime_slugs())
    tested = [criteria.apply_test(regime, asked.known) for regime in _regimes(asked.nation, asked.regime)]
    first = next((one for one in tested if one.in_force), tested[0])
    reasons = tuple({"clause": one.id, "working": one.reason} for one in first.criteria)
    child = criteria.child_route(asked.known)
    too_early = not asked.regime and all(one.in_force is False for one in tested)
    finding = criteria.Finding.NOT_MET if too_early else first.outcome
    sentence = "No law of reviews was in force on the day of death." if too_early else first.reason
    return Answer(
        verdict=str(finding),
        values={"regime": first.regime.slug, "label": first.regime.label, "in_force": first.in_force},
        reasons=reasons,
        warnings=(*_criteria_cautions(tested, child), *_fact_cautions(asked)),
        method=rule_of(criteria.apply_test).message,
        extra={
            "criteria": [_criterion(one) for one in first.criteria],
            "unanswered": _unanswered(first),
            "regimes": [_tested(one) for one in tested],
            "child_route": child,
            "decided_by": _decider(asked, tested),
            "sentences": [sentence],
        },
    )


def _decider(asked: CriteriaAsked, tested: Sequence[criteria.Tested]) -> str:
    """Who decides under the law in force, or under each that may have been; the vice-chair where the chair cannot."""
    possible = [one for one in tested if one.in_force is not False] or tested
    certain = [one for one in possible if one.in_force] or possible
    named = list(dict.fromkeys(one.regime.decider for one in certain))
    if asked.chair_can is not Said.NO:
        return " or ".join(named)
    reason = f": {asked.chair_because}" if asked.chair_because else ""
    return f"{' or '.join(one.replace('the chair', 'the vice-chair') for one in named)}, since the chair cannot{reason}"


def _fact_cautions(asked: CriteriaAsked) -> Iterable[Caution]:
    """Facts that stand against each other, or that nobody can know yet."""
    known = asked.known
    if known.died and known.died.earliest > _today():
        yield Caution(WarningCode.IMPLAUSIBLE, "died", f"{known.died} is still to come.")
    for name, who in (("person", known.person), ("other", known.other)):
        if criteria.ages_disagree(known.died, who):
            text = f"Aged {who.age}, but born {who.born}: the two do not agree; the day of birth counts."
            yield Caution(WarningCode.ARITHMETIC, name, text)
    if asked.chair_can is Said.NO and not asked.chair_because:
        yield Caution(WarningCode.COVERAGE, "chair", "Why the chair cannot decide has to be recorded.")


def _regimes(nation: str, slug: str) -> list[law.Regime]:
    """The regimes to try, those of the nation first; one only, where it is asked for."""
    if slug:
        try:
            return [law.regime(slug, nation)]
        except KeyError:
            return [law.regime(slug)]
    return [one for one in law.review_law().regimes if one.nation == nation]


def _criterion(one: criteria.Criterion) -> dict[str, object]:
    return {"id": one.id, "answer": str(one.answer), "reason": one.reason, "evidence": one.evidence}


def _unanswered(one: criteria.Tested) -> list[str]:
    """What is not answered: questions of the test, and criteria of the law that it does not ask about."""
    return [*one.unanswered, *(["other criteria of this law"] if one.outcome is not one.finding else [])]


def _tested(one: criteria.Tested) -> dict[str, object]:
    return {
        "slug": one.regime.slug, "label": one.regime.label, "in_force": one.in_force, "outcome": str(one.outcome),
        "reason": one.reason, "unanswered": _unanswered(one), "criteria": [_criterion(row) for row in one.criteria],
    }  # fmt: skip


def _criteria_cautions(tested: Iterable[criteria.Tested], child: str) -> Iterable[Caution]:
    for one in tested:
        if one.in_force is False and one.regime.starts_on is None:
            text = f"The {one.regime.label} is in law but not commenced in any text seen: its answer is for comparison."
            yield Caution(WarningCode.UNVERIFIABLE, one.regime.slug, text)
        elif one.in_force is False:
            text = (
                f"The {one.regime.label} was not in force on the day of death: its answer is for comparison."
            )
            yield Caution(WarningCode.DATE, one.regime.slug, text)
        elif not one.regime.is_verified:
            text = f"What is held of the {one.regime.label} is not checked against its text: {one.regime.source}."
            yield Caution(WarningCode.UNVERIFIABLE, one.regime.slug, text)
        if one.outcome is not one.finding:
            text = f"{criteria.OTHER_CRITERIA} Ask the safeguarding board."
            yield Caution(WarningCode.COVERAGE, one.regime.slug, text)
        if one.in_force is None:
            yield Caution(
                WarningCode.DATE, one.regime.slug, "Whether it was in force on the day of death is not known."
            )
    if child:
        yield Caution(WarningCode.COVERAGE, "person", child)


def timetable_parser() -> argparse.ArgumentParser:
    parser = ReviewParser("timetable", timetable_command.__doc__)
    parser.add_argument(
        "--regime", required=True, type=slug_of, choices=law.regime_slugs(), help="the law of the review"
    )
    parser.add_argument("--events", required=True, type=Path, metavar="E.json", help="what happened, as JSON")
    parser.add_argument(
        "--on",
        metavar="D",
        help="the day on which it is asked; without it, the last day that the events show",
    )
    parser.add_argument("--nation", choices=[str(one) for one in Nation], default=str(Nation.ENGLAND_AND_WALES),
                        help="whose bank holidays count")  # fmt: skip
    return parser


def timetable_command(argv: list[str]) -> Answer:
    """Replay a review's events: where it stands, every clock with its first and its agreed day, and whether it may be published."""
    given = timetable_parser().parse_args(argv)
    happenings = read_events(given.events)
    limits = law.limits_of(given.regime)
    _known_clocks(happenings, limits, given.events.name)
    used = _shown(limits, happenings)
    calendar = working_calendar(Nation(given.nation))
    on = exact_day(given.on, "--on") if given.on else None
    found = timetable.timetable(used, happenings, calendar.is_working, on)
    return Answer(
        verdict=found.verdict,
        values={"regime": given.regime, "as_at": found.as_at.isoformat() if found.as_at else None,
                "why_not_publishable": found.why_not, **_law_values(given.regime, found)},
        reasons=tuple({"clause": f"{one.limit.id}: {one.limit.source}", "working": one.working} for one in found.clocks),
        warnings=(*found.cautions, *_to_come(happenings, on), *_law_cautions(given.regime, found), *_limit_cautions(used)),
        method=rule_of(timetable.timetable).message,
        extra={"state": str(found.stage), "clocks": [_clock(one, calendar.is_working) for one in found.clocks],
               "publishable": found.publishable, "copies": _copies(given.regime, happenings, found)},
    )  # fmt: skip


def _law_day(found: timetable.Timetable) -> date | None:
    """The day that says which law and guidance apply: of the decision, or else of the notice."""
    decision, report = found.clock("T2"), found.clock("T4")
    days = (report.begins if report else None) or (decision and (decision.ended or decision.begins))
    return days.earliest if days else None


def _law_values(slug: str, found: timetable.Timetable) -> dict[str, object]:
    """What is known of the law of the review besides its time limits."""
    regime, on = law.regime(slug), _law_day(found)
    guidance = law.guidance_on(slug, on) if on else None
    return {"label": regime.label, "law": regime.base, "decided_by": regime.decider, "guidance": guidance.title if guidance else None}  # fmt: skip


def _law_cautions(slug: str, found: timetable.Timetable) -> Iterable[Caution]:
    regime, on = law.regime(slug), _law_day(found)
    if regime.starts_on is None:
        text = f"The {regime.label} is in law but not commenced in any text seen: these events are held against it for comparison."
        yield Caution(WarningCode.UNVERIFIABLE, slug, text)
    elif on and on < regime.starts_on:
        text = f"The {regime.label} was not yet in force on {short_date(on)}."
        yield Caution(WarningCode.DATE, slug, text)


def _copies(
    slug: str, happenings: Iterable[timetable.Happening], found: timetable.Timetable
) -> list[dict[str, object]]:
    """Who the law says gets a copy once the report is complete, and whether these events tell that they did."""
    told = {
        one.kind.removesuffix("-sent"): one
        for one in happenings
        if one.kind.endswith("-sent") and not (one.on and found.as_at and one.on.earliest > found.as_at)
    }
    return [_copy(recipient, told, found) for recipient in law.regime(slug).copies]


def _copy(
    recipient: str, told: Mapping[str, timetable.Happening], found: timetable.Timetable
) -> dict[str, object]:
    known = told.get("commissioner" if recipient == "domestic-abuse-commissioner" else recipient)
    sent = known is not None
    return {"to": recipient, "sent": sent, "on": known.on.iso() if known and known.on else None,
            "owed": not sent and found.stage in {timetable.Stage.CLEARED, timetable.Stage.PUBLISHED}}  # fmt: skip


def _to_come(happenings: Iterable[timetable.Happening], on: date | None) -> Iterable[Caution]:
    """Events after the day that is asked about, which are not counted, or after today, which nobody can know."""
    last = on or _today()
    for one in happenings:
        if one.on and one.on.earliest > last and one.kind != "extended":
            text = f"Event {one.place} ({one.on}) is after {'the day asked about' if on else 'today'}"
            text = f"{text}, so it is not counted." if on else f"{text}: it is taken as if it had happened."
            yield Caution(WarningCode.PERIOD if on else WarningCode.IMPLAUSIBLE, one.kind, text)


def _known_clocks(happenings: Iterable[timetable.Happening], limits: Iterable[law.Limit], file: str) -> None:
    ids = [one.id for one in limits]
    wrong = [
        Problem(
            "no-clock",
            f"‘{one.clock}’ is no clock of this law.",
            f"Use one of: {', '.join(ids)}.",
            file,
            one.place,
            "clock",
        )
        for one in happenings
        if one.clock and one.clock not in ids
    ]
    if wrong:
        raise Unusable(*wrong)


def _shown(limits: tuple[law.Limit, ...], happenings: Iterable[timetable.Happening]) -> list[law.Limit]:
    """The limits of the guidance; local reminders only where the events tell of what ends them."""
    kinds = {one.kind for one in happenings}
    return [one for one in limits if one.strength != "LOCAL" or one.ends in kinds]


def _limit_cautions(limits: Iterable[law.Limit]) -> Iterable[Caution]:
    for one in limits:
        if one.months is None and one.working_days is None:
            text = f"{one.title}: {one.source[:1].lower()}{one.source[1:]}. A day that the partnership agrees counts."
            yield Caution(WarningCode.UNVERIFIABLE, one.id, text)


def _clock(one: timetable.Clock, is_working: timetable.IsWorking) -> dict[str, object]:
    due = one.due
    return {
        "id": one.limit.id,
        "title": one.limit.title,
        "original_due": _days(one.original_due),
        "agreed_due": _days(one.agreed_due),
        "days_late": _late(one.late),
        "status": str(one.status),
        "counted_from": _days(one.begins),
        "done": _days(one.ended),
        "days_after_original": _late(one.late_on_original),
        "non_working": not is_working(due.earliest)
        if due and due.is_exact and _covered(due.earliest)
        else None,
        "changes": [
            {
                "to": _days(change.to),
                "agreed_on": _days(change.agreed),
                "late_approval": change.is_late_approval,
            }
            for change in one.changes
        ],
        "absent": list(one.absent),
        "source": one.limit.source,
        "verified": one.limit.is_verified,
    }


def _covered(on: date) -> bool:
    """Whether bank holidays of that year are known or can be projected."""
    return 1995 <= on.year <= 2200


def _days(given: timetable.Days | None) -> str | dict[str, str] | None:
    if given is None:
        return None
    if given.is_exact:
        return given.earliest.isoformat()
    return {"from": given.earliest.isoformat(), "to": given.latest.isoformat()}


def _late(late: timetable.Late | None) -> dict[str, int] | None:
    return None if late is None else {"min": late.least, "max": late.most}


def actions_parser() -> argparse.ArgumentParser:
    parser = ReviewParser("actions", actions_command.__doc__)
    parser.add_argument(
        "file",
        type=Path,
        metavar="F.csv",
        help="actions, a row each: id, action, owner, due, state; or XLSX, ODS",
    )
    parser.add_argument("--on", metavar="D", help="the day on which it is asked; today unless given")
    return parser


def actions_command(argv: list[str]) -> Answer:
    """Count actions, put them in order, and say which are overdue: only those that have a date."""
    given = actions_parser().parse_args(argv)
    sheet = read_actions(given.file)
    listed = sheet.actions
    on = exact_day(given.on, "--on") if given.on else _today()
    found = action_rules.weigh(listed, on)
    overdue = [one.action.id for one in found.in_order if one.pressing is action_rules.Pressing.OVERDUE]
    return Answer(
        verdict="overdue" if overdue else "none-overdue",
        values={"on": on.isoformat(), "actions": len(listed), "overdue": len(overdue)},
        reasons=tuple(_action_reason(one) for one in found.in_order if one.action.id in overdue),
        warnings=(*sheet.cautions, *found.cautions, *weigh_colours(listed, frozenset(overdue))),
        method=rule_of(action_rules.weigh).message,
        extra={
            "counts": {"total": len(listed), "by_state": dict(found.by_state), "by_pressing": dict(found.by_pressing),
                       "by_owner": {owner: dict(kinds) for owner, kinds in found.by_owner.items()}},
            "order": [one.action.id for one in found.in_order],
            "overdue": overdue,
            "actions": [_action(one) for one in found.in_order],
        },
    )  # fmt: skip


def _today() -> date:
    from frankpledge.records.clock import today

    return today()


def _action_reason(one: action_rules.Weighed) -> Mapping[str, str]:
    return {
        "clause": one.action.id,
        "working": f"due {one.action.due}, {one.days_over} {'day' if one.days_over == 1 else 'days'} ago; {one.action.owner or 'nobody'}",
    }


def _action(one: action_rules.Weighed) -> dict[str, object]:
    action = one.action
    return {
        "id": action.id, "action": action.text, "owner": action.owner, "due": action.due.iso() if action.due else None,
        "state": str(action.state), "pressing": str(one.pressing),
        "rag": action.rag or None, "days_overdue": one.days_over if one.pressing is action_rules.Pressing.OVERDUE else None,
    }  # fmt: skip


def shares_parser() -> argparse.ArgumentParser:
    parser = ReviewParser("shares", shares_command.__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="the cost and who shares it, as JSON")
    return parser


def shares_command(argv: list[str]) -> Answer:
    """Split what a review costs between the partners, to the penny."""
    given = shares_parser().parse_args(argv)
    lines, agreed = read_shares(given.file)
    found = shares.share_out(lines, agreed)
    cautions = []
    if found.left > 0:
        cautions.append(Caution(WarningCode.COVERAGE, "shares", f"Nobody pays £{found.left:,} of the cost."))
    if found.left < 0:
        cautions.append(
            Caution(
                WarningCode.ARITHMETIC, "shares", f"The shares come to £{-found.left:,} more than the cost."
            )
        )
    return Answer(
        verdict=found.verdict,
        values={"total": _money(found.total), "left": _money(found.left)},
        reasons=tuple({"clause": one.party, "working": f"£{one.amount:,}: {one.working}"} for one in found.shares),
        warnings=tuple(cautions),
        method=rule_of(shares.share_out).message,
        extra={"shares": [{"party": one.party, "amount": _money(one.amount), "kind": str(one.kind), "capped": one.is_capped,
                           "working": one.working} for one in found.shares]},
    )  # fmt: skip


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"
