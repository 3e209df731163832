"""From measures and delivery to one page each for the board, a priority's lead and a partner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from frankpledge.assessment import api as assessment
from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.rules.minutes.log import LIVE
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans.dashboards import queries
from frankpledge.plans.dashboards.pages import BoardPage, LeadPage, PartnerPage, PriorityPart, Tally
from frankpledge.plans.dashboards.queries import Delivered, Done
from frankpledge.plans.delivery import queries as delivery
from frankpledge.plans.delivery.facts import STATES
from frankpledge.plans.delivery.presenting import (
    WHOLE,
    action_row,
    initiative_row,
    partners_page,
    pounds,
    role_words,
)
from frankpledge.plans.measures import queries as measures
from frankpledge.plans.measures.facts import Standing
from frankpledge.plans.measures.presenting import address, apart, card, crumbs, edition, summary
from frankpledge.plans.rules.measures.course import Way
from frankpledge.plans.rules.measures.status import STANDINGS
from frankpledge.plans.rules.measures.status import Standing as Says
from frankpledge.plans.rules.measures.words import colour

MOST_CARDS = 3
"""Measures of a priority on the board's page: those that need a look first; the rest are one click away."""
PRESSING = (
    Says.WORSE,
    Says.UNKNOWN,
    Says.ROSE,
    Says.FELL,
    Says.BETTER,
    Says.NO_CLEAR_CHANGE,
    Says.IN_ABEYANCE,
    Says.ENDED,
)


def pressing(one: Standing) -> tuple[int, int, str]:
    """Where a measure stands among those that need a look: worse or off its way first."""
    off = one.status.track is not None and one.status.track.way in {Way.OFF, Way.MISSED}
    return PRESSING.index(one.status.standing), 0 if off else 1, one.status.case.title


def board_page(partnership: PartnershipFacts, on: date) -> BoardPage:
    """The plan on one page: each priority with its measures in pictures, its actions and its money."""
    found = measures.standings(partnership.slug, on=on)
    done = queries.delivered(partnership.slug, on=on)
    plan = edition(partnership.slug, on)
    priorities = [(one.slug, one.title) for one in plan.priorities] if plan else []
    known = {slug for slug, _ in priorities}
    if any(one.status.case.priority not in known for one in found) or set(done.actions) - known:
        priorities.append(("", WHOLE))
    parts = tuple(_part(partnership, slug, title, known, found, done) for slug, title in priorities)
    links = [
        ("Every measure", address("plan-measures", partnership)),
        ("Delivery: initiatives and actions", address("plan-delivery", partnership)),
        ("What each partner does", address("plan-partner", partnership)),
        ("The quarter’s performance report", address("plan-performance", partnership)),
    ]
    return BoardPage(
        title=f"The plan at a glance: {plan.title}" if plan else "The plan at a glance", crumbs=crumbs(partnership),
        lead=summary(found, on), tallies=_tallies(partnership, found, done), parts=parts, links=tuple(links),
        is_synthetic=any(one.status.case.is_synthetic for one in found),
    )  # fmt: skip


def _tallies(partnership: PartnershipFacts, found: Iterable[Standing], done: Delivered) -> tuple[Tally, ...]:
    told = [one.status for one in found]
    href, log = address("plan-measures", partnership), address("actions", partnership)
    made = [
        Tally(
            STANDINGS[one],
            str(sum(each.standing is one for each in told)),
            href,
            next(colour(each) for each in told if each.standing is one),
        )
        for one in Says
        if any(each.standing is one for each in told)
    ]
    total, over = (
        sum(one.total for one in done.actions.values()),
        sum(one.overdue for one in done.actions.values()),
    )
    made.append(
        Tally(
            "Actions done",
            f"{sum(one.done for one in done.actions.values())} of {total}",
            address("plan-delivery", partnership),
        )
    )
    if over:
        made.append(Tally("Actions overdue", str(over), f"{log}?state=overdue", "red"))
    return tuple(made)


def _part(
    partnership: PartnershipFacts, slug: str, title: str, known: set[str], found: Iterable[Standing], done: Delivered
) -> PriorityPart:  # fmt: skip
    own = sorted((one for one in found if (one.status.case.priority if one.status.case.priority in known else "") == slug), key=pressing)  # fmt: skip
    counted = _whole(done, known) if not slug else done.actions.get(slug, Done())
    href = address("plan-lead", partnership, priority=slug) if slug else ""
    more = (
        (f"All {len(own)} measures", href or address("plan-measures", partnership))
        if len(own) > MOST_CARDS
        else None
    )
    return PriorityPart(
        title=title, href=href, measures=_counted(own), cards=tuple(card(partnership, one) for one in own[:MOST_CARDS]),
        more=more, done=counted.done, total=counted.total, actions=action_words(counted),
        actions_href=href or address("plan-delivery", partnership), initiatives=_initiatives(done, slug, known),
        money=pounds(done.money[slug]) if slug in done.money else "", last=short_date(counted.last) if counted.last else "",
    )  # fmt: skip


def _whole(done: Delivered, known: set[str]) -> Done:
    """The actions that belong to no priority of the edition."""
    rows = [one for slug, one in done.actions.items() if slug not in known]
    return Done(
        sum(one.total for one in rows), sum(one.done for one in rows), sum(one.overdue for one in rows),
        sum(one.blocked for one in rows), sum(one.undated for one in rows),
        max((one.last for one in rows if one.last), default=None),
    )  # fmt: skip


def _counted(own: Iterable[Standing]) -> str:
    told = [one.status.standing for one in own]
    if not told:
        return "No measure: success cannot be shown."
    return ", ".join(f"{told.count(one)} {STANDINGS[one].lower()}" for one in Says if told.count(one)) + "."


def action_words(found: Done) -> str:
    """How the actions stand, in words."""
    if not found.total:
        return "No action is recorded."
    parts = [f"{found.done} of {found.total} actions done"]
    parts += [f"{found.overdue} overdue"] if found.overdue else []
    parts += [f"{found.blocked} blocked"] if found.blocked else []
    parts += [f"{found.undated} without a date"] if found.undated else []
    return ", ".join(parts) + "."


def _initiatives(done: Delivered, slug: str, known: set[str]) -> str:
    counts: dict[str, int] = {}
    for name, states in done.initiatives.items():
        if name == slug or (not slug and name not in known):
            for state, n in states.items():
                counts[state] = counts.get(state, 0) + n
    return initiative_words(counts)


def initiative_words(counts: Mapping[str, int]) -> str:
    """How many initiatives are in each state, in words."""
    said = [f"{counts[state]} {words.lower()}" for state, words in STATES.items() if counts.get(state)]
    return f"Initiatives: {', '.join(said)}." if said else "No initiative is recorded."


# One priority -----------------------------------------------------------------------------------------------------


def lead_page(partnership: PartnershipFacts, slug: str, on: date) -> LeadPage:
    """A priority on a page. Raises `NotFound` for one that the plan does not have."""
    plan = edition(partnership.slug, on)
    one = plan.priority(slug) if plan else None
    if plan is None or one is None:
        raise NotFound("The plan has no such priority.")
    own = sorted(
        (each for each in measures.standings(partnership.slug, on=on) if each.status.case.priority == slug),
        key=pressing,
    )
    actions = tuple(each for each in delivery.actions(partnership.slug, on=on) if each.priority == slug)
    rows = tuple(
        each for each in delivery.initiatives(partnership.slug, on=on, known=actions) if each.priority == slug
    )
    counted = queries.delivered(partnership.slug, on=on)
    done = counted.actions.get(slug, Done())
    ahead = next((each.action for each in actions if each.action.is_live and each.action.due_on), None)
    milestone = next(
        (
            f"{each.title}: {step.title}"
            for each in rows
            for step in each.milestones
            if step.reached_on is None
        ),
        "",
    )
    granted, (cards, programme) = counted.money.get(slug), apart(partnership, own)
    facts = (
        (
            "Next step",
            f"{ahead.text}, due {short_date(ahead.due_on)}"
            if ahead and ahead.due_on
            else milestone or "None is recorded",
        ),
        ("Money granted", pounds(granted) if granted is not None else "None is recorded"),
        ("Last heard of an action", short_date(done.last) if done.last else "Never"),
        ("Assessment", one.rank_text or "Not recorded"),
    )
    return LeadPage(
        title=one.title, crumbs=crumbs(partnership, ("The plan at a glance", address("plan-board", partnership))),
        outcome=one.outcome or "No outcome is recorded.", why=one.why,
        cards=cards, programme=programme, done=done.done, total=done.total,
        actions_words=action_words(done), actions=tuple(action_row(partnership, each) for each in actions),
        initiatives=tuple(initiative_row(partnership, each) for each in rows), facts=facts,
        roles=tuple(role_words(each) for each in delivery.roles(partnership.slug) if each.priority == slug and each.holds(on)),
        links=(
            ("Why it is a priority, and how it is counted", address("priority", partnership, plan=plan.slug, priority=slug)),
            *_assessed(partnership, one.answers),
            ("My actions in two minutes", address("plan-mine", partnership)),
        ),
    )  # fmt: skip


def _assessed(partnership: PartnershipFacts, issue: str) -> tuple[tuple[str, str], ...]:
    """The way to the issue that a priority answers, in the newest assessment that ranked it."""
    ranking = assessment.ranking(partnership.slug)
    if ranking is None or issue not in {one.issue for one in ranking.places}:
        return ()
    href = address("assessment-issue", partnership, edition=ranking.edition, issue=issue)
    return (("What the assessment says of it", href),)


# One partner ------------------------------------------------------------------------------------------------------


def partner_page(partnership: PartnershipFacts, on: date, *, asked: str, by: Principal) -> PartnerPage:
    """What one partner does under the plan: its actions, initiatives and commitments, and the measures they bear on."""
    bodies = [each.organisation for each in directory.members(partnership.slug, on=on)]
    chosen = next((one for one in bodies if one.slug == asked), None)
    if asked and chosen is None:
        raise NotFound("There is no such partner, or you may not know of it.")
    body = chosen or _own_body(bodies, partnership.slug, by, on)
    others = tuple(
        (one.name, address("plan-partner-called", partnership, organisation=one.slug)) for one in bodies
    )
    if body is None:
        lead = "Choose a partner." if bodies else "No partner is recorded."
        return PartnerPage("What each partner does", _above(partnership), lead, (), (), (), (), others, ())
    actions = tuple(
        each
        for each in delivery.actions(partnership.slug, on=on)
        if each.action.organisation == body.name or each.action.owner == body.name
    )
    rows = tuple(
        each for each in delivery.initiatives(partnership.slug, on=on)
        if body.name in {each.organisation, each.owner, *each.partners}
    )  # fmt: skip
    touched = ({each.priority for each in actions} | {each.priority for each in rows}) - {""}
    own = sorted(
        (each for each in measures.standings(partnership.slug, on=on)
         if each.measure.organisation == body.name or each.status.case.priority in touched),
        key=pressing,
    )  # fmt: skip
    plans = partners_page(partnership, on, writes=False).plans
    commitments = tuple(row for name, _, _, rows_of, _ in plans if name == body.name for row in rows_of)
    live = [each.action for each in actions if each.action.state in LIVE]
    late = sum(each.is_overdue(on) for each in live)
    lead = f"{len(live)} actions to do{f', {late} overdue' if late else ''}; part of {len(rows)} initiatives; {len(commitments)} commitments."
    return PartnerPage(
        f"{body.name} under the plan", _above(partnership), lead, tuple(card(partnership, each) for each in own[:12]),
        tuple(action_row(partnership, each) for each in actions), tuple(initiative_row(partnership, each) for each in rows),
        commitments, others, (("My actions in two minutes", address("plan-mine", partnership)),),
    )  # fmt: skip


def _above(partnership: PartnershipFacts) -> tuple[tuple[str, str], ...]:
    return crumbs(partnership, ("The plan at a glance", address("plan-board", partnership)))


def _own_body(
    bodies: list[directory.OrganisationFacts], partnership: str, by: Principal, on: date
) -> directory.OrganisationFacts | None:
    from frankpledge.governance.minutes.action_queries import seats_of

    held = {seat.organisation_id for seat in seats_of(by, partnership, on)}
    return next((one for one in bodies if one.id in held), None)
