"""From the record of delivery to what its pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.rules.minutes.log import STATES as ACTION_STATES
from frankpledge.kernel.dates import PartialDate, short_date
from frankpledge.kernel.numbers import grouped, round_half_up
from frankpledge.kernel.people import Principal
from frankpledge.plans.delivery import queries
from frankpledge.plans.delivery.facts import (
    FUNDING_KINDS,
    FUNDING_STATES,
    KINDS,
    ROLE_KINDS,
    STATES,
    CommitmentFacts,
    InitiativeFacts,
    MilestoneFacts,
    PlanActionFacts,
    RoleFacts,
)
from frankpledge.plans.delivery.pages import (
    ActionRow,
    DeliveryPage,
    InitiativePage,
    InitiativeRow,
    MinePage,
    OwnAction,
    PartnersPage,
    ReturnPage,
    SheetLine,
)
from frankpledge.plans.measures import queries as measures
from frankpledge.plans.measures.presenting import address, crumbs, edition
from frankpledge.plans.rules.delivery.owners import Told, never_heard
from frankpledge.plans.rules.delivery.sheet import Comparison
from frankpledge.web.words import counted

WHOLE = "The plan as a whole"


def above(partnership: PartnershipFacts, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return crumbs(partnership, ("Delivery", address("plan-delivery", partnership)), *more)


def progress_words(one: InitiativeFacts) -> str:
    """How far an initiative has got, in words. Where it is said to be done and its parts are not, both are said."""
    found = one.progress
    if found.share is None:
        return "Nothing tells how far it has got"
    if one.state == "done" and found.share < 1:
        return f"Said to be done, with {counted(found.parts, 'part')} recorded that are not all done"
    percent = round_half_up(found.share * 100)
    unknown = f"; not known of {len(found.unknown)}" if found.unknown else ""
    over = f" of {counted(found.parts, 'part')}, by weight" if found.parts > 1 else ""
    return f"{percent}% done{over}{unknown}"


def span(starts: PartialDate | None, ends: PartialDate | None) -> str:
    """From when to when, as far as it is known."""
    if starts and ends and starts != ends:
        return f"{starts} to {ends}"
    if starts:
        return str(starts) if starts == ends else f"From {starts}"
    return f"Until {ends}" if ends else "Not recorded"


def pounds(amount: Decimal | None) -> str:
    if amount is None:
        return "Not known"
    places = 0 if amount == amount.to_integral_value() else 2
    return f"£{grouped(round_half_up(Fraction(amount), places))}"


# One's own actions ------------------------------------------------------------------------------------------------


def mine_page(
    principal: Principal,
    partnership: PartnershipFacts,
    on: date,
    *,
    typed: Mapping[str, OwnAction] | None = None,
) -> MinePage:
    """One's own live actions, with the last text there. `typed` holds what could not be saved, by the action's id."""
    own = queries.own(principal, partnership.slug, on=on)
    rows = tuple((typed or {}).get(str(one.action.id)) or own_action(partnership, one, on) for one in own)
    silent = tuple(str(one.to_owner) for one in never_heard((one.action for one in own), on))
    errors = tuple((f"{one.number}: {one.error}", f"text-{one.id}") for one in rows if one.error)
    others = tuple(
        (directory.partnership(slug).name, address("plan-mine", directory.partnership(slug)))
        for slug in sorted(principal.partnerships)
        if slug != partnership.slug
    )
    return MinePage(
        title="My actions in two minutes", crumbs=above(partnership), lead=_mine_lead(rows), silent=silent, actions=rows,
        errors=errors, sheet_href=address("plan-sheet", partnership), return_href=address("plan-sheet-return", partnership),
        others=others,
    )  # fmt: skip


def _mine_lead(rows: tuple[OwnAction, ...]) -> str:
    if not rows:
        return "No action is waiting for you."
    late = sum(one.is_late for one in rows)
    many = f"{len(rows)} {'action' if len(rows) == 1 else 'actions'}"
    return f"{many}{f', {late} overdue' if late else ''}. Say how each stands, change the text where there is news, and save once."


def own_action(partnership: PartnershipFacts, one: PlanActionFacts, on: date) -> OwnAction:
    row = one.action
    return OwnAction(
        str(row.id), row.number, row.text, short_date(row.due_on) if row.due_on else "No date", row.is_overdue(on),
        row.state, one.last_said, row.row_version, address("action", partnership, action=row.id),
    )  # fmt: skip


# A sheet that came back -------------------------------------------------------------------------------------------


def return_page(partnership: PartnershipFacts, found: Comparison, kept: str) -> ReturnPage:
    """What a sheet would do; nothing has been written yet."""
    lead = (
        f"{counted(len(found.changes), 'action')} would change, {len(found.fresh)} would be new, "
        f"{found.unchanged} {'stays' if found.unchanged == 1 else 'stay'} the same. "
        f"{'Nothing is wrong.' if found.may_be_taken_over else 'Nothing is taken over yet.'}"
    )
    may = kept if not found.problems and (found.changes or found.clashes or found.fresh) else ""
    return ReturnPage(
        title="What the sheet says", crumbs=above(partnership), lead=lead,
        changes=tuple(SheetLine(str(one.row), one.number, one.fields) for one in found.changes),
        clashes=tuple(SheetLine(str(one.row), one.number, one.fields) for one in found.clashes),
        problems=tuple(SheetLine(one.where, one.value, (), f"{one.reason} {one.remedy}") for one in found.problems),
        fresh=tuple(one.text for one in found.fresh), left_out=found.left_out,
        notes=tuple(f"{where}: {words}" for where, words in found.notes), kept=may,
        back=("Send another file", address("plan-sheet-return", partnership)),
    )  # fmt: skip


# The whole of delivery --------------------------------------------------------------------------------------------


def delivery_page(partnership: PartnershipFacts, on: date, *, writes: bool) -> DeliveryPage:
    """Initiatives and actions by priority, who leads what, and owners of whom nothing was ever heard (for who runs the plan)."""
    actions = queries.actions(partnership.slug, on=on)
    initiatives = queries.initiatives(partnership.slug, on=on, known=actions)
    plan = edition(partnership.slug, on)
    names = [(one.slug, one.title, address("priority", partnership, plan=plan.slug, priority=one.slug)) for one in plan.priorities] if plan else []  # fmt: skip
    known = {slug for slug, _, _ in names}
    groups = [(title, href, *_of(partnership, {slug}, initiatives, actions)) for slug, title, href in names]
    rest = ({one.priority for one in initiatives} | {one.priority for one in actions}) - known
    if rest:
        groups.append((WHOLE, "", *_of(partnership, rest, initiatives, actions)))
    silent = tuple(
        str(one.to_manager)
        for one in never_heard((one.action for one in actions), on)
        if one.told is Told.MANAGER
    )
    links = [("My actions in two minutes", address("plan-mine", partnership)),
             ("Partners’ own plans, and what they commit", address("plan-partners", partnership)),
             ("Measures", address("plan-measures", partnership))]  # fmt: skip
    if writes:
        links += [("Begin an initiative", address("plan-initiative-new", partnership)),
                  ("Set an action of the plan", address("plan-action-new", partnership)),
                  ("Name a champion or a lead", address("plan-role-new", partnership)),
                  ("The sheet of all live actions", address("plan-sheet", partnership)),
                  ("Take a sheet back", address("plan-sheet-return", partnership))]  # fmt: skip
    return DeliveryPage(
        title="Delivery", crumbs=crumbs(partnership), lead=_lead(initiatives, actions, on), silent=silent if writes else (),
        groups=tuple(groups), roles=tuple(
            (role_words(one), address("plan-role-end", partnership, role=one.id) if writes else "")
            for one in queries.roles(partnership.slug) if one.holds(on)
        ),
        links=tuple(links),
    )  # fmt: skip


def _lead(initiatives: Iterable[InitiativeFacts], actions: Iterable[PlanActionFacts], on: date) -> str:
    rows, logged = tuple(initiatives), tuple(one.action for one in actions)
    states = [f"{sum(one.state == state for one in rows)} {words.lower()}" for state, words in STATES.items() if any(one.state == state for one in rows)]  # fmt: skip
    done, late = sum(one.state == "done" for one in logged), sum(one.is_overdue(on) for one in logged)
    said = f"{len(rows)} initiatives{': ' if states else ''}{', '.join(states)}. "
    return f"{said}{len(logged)} actions of the plan: {done} done, {late} overdue."


def _of(
    partnership: PartnershipFacts,
    slugs: set[str],
    initiatives: Iterable[InitiativeFacts],
    actions: Iterable[PlanActionFacts],
) -> tuple[tuple[InitiativeRow, ...], tuple[ActionRow, ...]]:
    return (
        tuple(initiative_row(partnership, one) for one in initiatives if one.priority in slugs),
        tuple(action_row(partnership, one) for one in actions if one.priority in slugs),
    )


def initiative_row(partnership: PartnershipFacts, one: InitiativeFacts) -> InitiativeRow:
    ahead = next((each.title for each in one.milestones if each.reached_on is None), "")
    won = [each.granted for each in one.money if each.granted is not None]
    return InitiativeRow(
        one.title, address("plan-initiative", partnership, slug=one.slug), KINDS.get(one.kind, one.kind),
        STATES.get(one.state, one.state), progress_words(one), one.owner or one.organisation or "Nobody is named",
        span(one.starts, one.ends), ahead or "None is recorded", pounds(sum(won, Decimal(0))) if won else "None recorded",
        one.is_synthetic,
    )  # fmt: skip


def action_row(partnership: PartnershipFacts, one: PlanActionFacts) -> ActionRow:
    row = one.action
    return ActionRow(
        row.number, address("action", partnership, action=row.id), row.text, one.owner or "Nobody is named",
        short_date(row.due_on) if row.due_on else "No date", ACTION_STATES[row.state], one.last_said,
    )  # fmt: skip


def role_words(one: RoleFacts) -> tuple[str, ...]:
    return (ROLE_KINDS.get(one.kind, one.kind), one.about, one.who, span(one.starts, None))


def initiative_page(
    partnership: PartnershipFacts, slug: str, on: date, *, writes: bool, notes: bool
) -> InitiativePage:
    """One initiative with everything recorded of it. Raises `NotFound`."""
    every = queries.initiatives(partnership.slug, on=on)
    titles = {one.slug: one.title for one in every}
    one = next((each for each in every if each.slug == slug), None) or queries.initiative(
        partnership.slug, slug, on=on
    )

    def link(to: str) -> tuple[str, str]:
        return titles.get(to, to), address("plan-initiative", partnership, slug=to)

    links = []
    if notes:
        links.append(("Write how it goes on", address("plan-initiative-note", partnership, slug=slug)))
    if writes:
        links += [("Change what is said of it", address("plan-initiative-change", partnership, slug=slug)),
                  ("Add a milestone", address("plan-initiative-milestone", partnership, slug=slug)),
                  ("Record a bid or other money", address("plan-initiative-money", partnership, slug=slug)),
                  ("Say what it waits for", address("plan-initiative-waits", partnership, slug=slug))]  # fmt: skip
    if writes and one.waits_for:
        links.append(
            ("Say what it no longer waits for", address("plan-initiative-no-longer", partnership, slug=slug))
        )
    named = measures.titles(partnership.slug) if one.measures else {}
    return InitiativePage(
        title=one.title, crumbs=above(partnership), lead=one.text, progress=progress_words(one),
        facts=_initiative_facts(one), milestones=tuple(_milestone(each, on, notes=notes) for each in one.milestones),
        money=tuple(
            (FUNDING_KINDS.get(each.kind, each.kind), " – ".join(part for part in (each.funder, each.scheme) if part),
             FUNDING_STATES.get(each.state, each.state), pounds(each.asked), pounds(each.granted),
             str(each.decided) if each.decided else "", each.note)
            for each in one.money
        ),
        actions=tuple(action_row(partnership, each) for each in one.actions),
        parts=tuple(link(each.slug) for each in every if each.parent == slug),
        waits_for=tuple(link(each) for each in one.waits_for),
        measures=tuple((named.get(each, each), address("plan-measure", partnership, slug=each)) for each in one.measures),
        notes=tuple((f"{short_date(each.on)}, {each.by}: {STATES.get(each.state, each.state)}", each.text) for each in reversed(one.notes)),
        links=tuple(links), reach_href=address("plan-initiative-reach", partnership, slug=slug), is_synthetic=one.is_synthetic,
    )  # fmt: skip


def _milestone(each: MilestoneFacts, on: date, *, notes: bool) -> tuple[str, str, str, str]:
    due = str(each.due) if each.due else "No date"
    reached = short_date(each.reached_on) if each.reached_on else "Overdue" if each.is_late(on) else "Not yet"
    return each.title, due, reached, "" if each.reached_on or not notes else str(each.id)


def _initiative_facts(one: InitiativeFacts) -> tuple[tuple[str, str], ...]:
    facts = [
        ("What it is", KINDS.get(one.kind, one.kind)),
        ("How it stands", STATES.get(one.state, one.state)),
        ("Who answers for it", one.owner or one.organisation or "Nobody is named"),
        ("Partners", ", ".join(one.partners) or "None recorded"),
        ("Where", one.place or "The partnership’s area"),
        ("When", span(one.starts, one.ends)),
        ("Evidence", one.evidence or "None recorded"),
    ]
    return tuple(facts) + ((("Known from", one.source),) if one.source else ())


def partners_page(partnership: PartnershipFacts, on: date, *, writes: bool) -> PartnersPage:
    """Partners' own plans, and the time and money they commit to each priority; what is not known stays so."""
    plans = queries.partner_plans(partnership.slug)
    found = edition(partnership.slug, on)
    titles = {one.slug: one.title for one in found.priorities} if found else {}
    parts = tuple(
        (one.organisation, one.title, _plan_facts(one.starts_on, one.ends_on, one.href, one.source),
         tuple((titles.get(each.priority, each.priority or WHOLE), each.text, _days(each.days_a_year), pounds(each.pounds_a_year)) for each in one.commitments),
         address("plan-partner-commits", partnership, plan=one.id) if writes else "")
        for one in plans
    )  # fmt: skip
    running = [each for one in plans if one.starts_on <= on <= one.ends_on for each in one.commitments]
    totals = tuple(
        (titles.get(slug, slug or WHOLE), *_total(each for each in running if each.priority == slug))
        for slug in dict.fromkeys([*titles, *(one.priority for one in running)])
        if any(each.priority == slug for each in running)
    )
    lead = f"{len(plans)} plans of partners are recorded. The partnership has no money of its own unless a page of the plan says so: what partners commit is time, effort and their own money."  # fmt: skip
    links = (("Record a partner’s plan", address("plan-partner-new", partnership)),) if writes else ()
    return PartnersPage("Partners’ own plans", above(partnership), lead, parts, totals, links)


def _plan_facts(starts: date, ends: date, href: str, source: str) -> tuple[tuple[str, str], ...]:
    facts = [("For", f"{short_date(starts)} to {short_date(ends)}")]
    facts += [("Where it is", href)] if href else []
    return (*facts, *((("Known from", source),) if source else ()))


def _days(amount: Decimal | None) -> str:
    return "Not known" if amount is None else f"{amount.normalize():f} days a year"


def _total(rows: Iterable[CommitmentFacts]) -> tuple[str, str, str]:
    """Days and pounds together; how many commitments do not say."""
    given = tuple(rows)
    days = [one.days_a_year for one in given if one.days_a_year is not None]
    money = [one.pounds_a_year for one in given if one.pounds_a_year is not None]
    silent = sum(one.days_a_year is None and one.pounds_a_year is None for one in given)
    return (_days(sum(days, Decimal(0))) if days else "Not known", pounds(sum(money, Decimal(0)) if money else None),
            f"{silent} of {len(given)} say neither")  # fmt: skip


def said_of(one: InitiativeFacts) -> dict[str, object]:
    """What is said of an initiative, by the names of its form's fields."""
    return {
        "title": one.title, "kind": one.kind, "state": one.state, "text": one.text, "priority": one.priority,
        "parent": one.parent, "weight": f"{float(one.weight):g}", "owner_name": one.owner, "partners": "; ".join(one.partners),
        "place": one.place, "starts": one.starts.iso() if one.starts else "", "ends": one.ends.iso() if one.ends else "",
        "evidence": one.evidence, "source": one.source,
    }  # fmt: skip
