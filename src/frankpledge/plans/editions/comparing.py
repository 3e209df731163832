"""Pages that only tell: what changed, what the assessment says, priorities through the editions, what the law asks."""

from __future__ import annotations

from datetime import date

from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.verdicts import Outcome
from frankpledge.law.facts import Strength
from frankpledge.plans import queries
from frankpledge.plans.asking import Asked
from frankpledge.plans.covering.gathering import checklist_of
from frankpledge.plans.editions.assessed import Assessed
from frankpledge.plans.editions.documents import dated
from frankpledge.plans.facts import PlanFacts
from frankpledge.plans.layout import Cell, Part, SheetPage, address, crumbs, grid, row
from frankpledge.plans.rules.differences import (
    against_assessment,
    departures_have_reasons,
    difference,
    history,
    recurring,
)
from frankpledge.plans.rules.states import state_words
from frankpledge.web.words import counted

CHANGES = {
    "added": "New",
    "dropped": "Dropped",
    "renamed": "Renamed",
    "moved": "Moved",
    "started": "Now a priority",
    "stopped": "Only monitored now",
    "ranked": "Ranked differently",
    "kept": "As before",
}
STRENGTHS = {
    Strength.MUST: "Law",
    Strength.GUIDANCE: "Guidance",
    Strength.PRACTICE: "Custom",
    Strength.LOCAL: "Own terms",
}
ANSWERS = {Outcome.HOLDS: "Yes", Outcome.FAILS: "Not yet", Outcome.UNDETERMINED: "Cannot be told"}


def above(partnership: PartnershipFacts, plan: PlanFacts) -> tuple[str, str]:
    return plan.title, address("plan-called", partnership, plan=plan.slug)


def difference_page(partnership: PartnershipFacts, old: PlanFacts | None, new: PlanFacts) -> SheetPage:
    """What an edition changes, in sentences, and the texts that differ side by side."""
    within = crumbs(partnership, above(partnership, new))
    if old is None:
        lead = "There is no earlier edition to compare with."
        return SheetPage(f"What changed: {new.title}", within, lead, ())
    found = difference(old, new)
    changes = [
        row(one.title, CHANGES[one.kind], str(one.sentence)) for one in found.priorities if one.kind != "kept"
    ]
    kept = [one.title for one in found.priorities if one.kind == "kept"]
    parts = [
        Part(grid=grid("Priorities that changed", ("Priority", "Change", "How"), changes)),
        Part(heading="As before" if kept else "", bullets=tuple(Cell(one) for one in kept)),
        _listed("Steps that are new", [one.text for one in found.activities_added]),
        _listed("Steps that are not in this edition", [one.text for one in found.activities_gone]),
        _listed("Strategies that are new", [one.title for one in found.strategies_added]),
        _listed("Strategies that are gone", [one.title for one in found.strategies_gone]),
        Part(
            grid=grid(
                "Words that changed", ("Part", f"In {old.title}", f"In {new.title}"),
                (row(name, was or "Nothing", now or "Nothing") for name, was, now in found.texts),
            )
        ),
        Part(
            heading="Compare with another edition",
            bullets=tuple(
                Cell(one.title, address("plan-compare-with", partnership, plan=new.slug, other=one.slug))
                for one in queries.plans(partnership.slug)
                if one.slug not in {old.slug, new.slug}
            ),
        ),
    ]  # fmt: skip
    lead = (
        "Nothing differs." if found.is_nothing
        else f"Against {old.title}: {counted(len(found.changed), 'change')} to priorities."
    )  # fmt: skip
    return SheetPage(f"What changed: {new.title}", within, lead, _filled(parts))


def _listed(heading: str, lines: list[str]) -> Part:
    return Part(heading=heading, bullets=tuple(Cell(one) for one in lines)) if lines else Part()


def _filled(parts: list[Part]) -> tuple[Part, ...]:
    """The parts that say something."""
    return tuple(
        one
        for one in parts
        if one.text or one.warning or one.inset or one.facts or one.bullets or one.grid or one.form
    )


NO_CANDIDATE = "The assessment watches it, and did not put it forward as a priority"


def assessed_page(
    partnership: PartnershipFacts, plan: PlanFacts, found: Assessed | None, asked: Asked
) -> SheetPage:
    """The plan against the order of the assessment, and of a draft the form by which priorities are drafted from it."""
    within = crumbs(partnership, above(partnership, plan))
    title = f"{plan.title} and the assessment"
    if found is None:
        parts = [_emerging(asked)] if asked.has("emerging") else []
        return SheetPage(
            title, within, "No strategic assessment has been ranked yet, so there is nothing to draft from.",
            _filled([*asked.theirs, *parts]), asked.errors,
        )  # fmt: skip
    against = against_assessment(plan.priorities, found.ranked)
    reasons = [one.issue for one in found.proposals if one.because]
    verdict = departures_have_reasons(against, plan.only("monitored"), reasons)
    standing = {"priority": "A priority", "monitored": "Monitored", "left": "Not in the plan"}
    in_plan = {one.answers: one for one in plan.priorities}
    watched = {one.slug: NO_CANDIDATE for one in found.ranked if not one.is_candidate}
    rows = [
        row(
            one.rank_text, one.title, standing[one.standing] if one.slug else standing["left"],
            in_plan[one.issue].otherwise_because if one.issue in in_plan else one.because or watched.get(one.issue, ""),
        )
        for one in found.proposals
    ]  # fmt: skip
    signed = (
        f"The partnership signed it off in {found.agreed}." if found.agreed
        else "The partnership has not signed it off by a decision that is recorded here."
    )  # fmt: skip
    parts = [
        *asked.theirs,
        Part(text=(str(verdict),) if verdict.holds else (), warning="" if verdict.holds else str(verdict)),
        Part(text=(signed,)),
        Part(
            grid=grid("The order of the assessment", ("Rank", "Issue", "In this plan", "We chose otherwise because"), rows)
        ),
        _listed("Priorities that the assessment did not rank", [one.title for one in against.not_ranked]),
    ]  # fmt: skip
    if asked.has("take"):
        parts.append(
            asked.part(
                "take", "Draft priorities from the ranking",
                text=("Say for each issue what the plan makes of it. Each priority takes up its rank as it reads today, "
                      "with the figure that opens and the sources that count it.",),
            )
        )  # fmt: skip
    if asked.has("emerging"):
        parts.append(_emerging(asked))
    return SheetPage(title, within, f"Held against {found.title}.", _filled(parts), asked.errors)


def _emerging(asked: Asked) -> Part:
    return asked.part("emerging", "Take up something that emerged")


def history_page(partnership: PartnershipFacts, on: date) -> SheetPage:
    """Every edition with how it stands, and each priority through them."""
    every = queries.plans(partnership.slug)
    earliest_first = sorted(
        (one for one in every if one.status != "withdrawn"), key=lambda one: (one.period.starts_on, one.slug)
    )
    threads = history(earliest_first)
    places = [
        row(one.title, *(_place(place) for place in one.places), f"{one.editions}")
        for one in sorted(threads, key=lambda thread: (-thread.editions, thread.title))
    ]
    back = recurring(threads)
    parts = [
        Part(
            grid=grid(
                "Editions", ("Edition", "Days", "How it stands", "Against the one before"),
                (
                    row(
                        Cell(one.title, address("plan-called", partnership, plan=one.slug)), dated(one),
                        state_words(one, every, on), Cell("What changed", address("plan-compare", partnership, plan=one.slug)),
                    )
                    for one in every
                ),
            )
        ),
        Part(
            text=(f"{counted(len(back), 'priority', 'priorities')} came back: {', '.join(one.title for one in back)}.",)
            if back else (),
            grid=grid(
                "Priorities through the editions", ("Priority", *(one.title for one in earliest_first), "Editions"), places,
                len(earliest_first) + 1,
            ),
        ),
    ]  # fmt: skip
    lead = (
        "The place of each priority in each edition; a dash where it was in none." if every
        else "No plan is recorded yet."
    )  # fmt: skip
    return SheetPage("Editions of the plan", crumbs(partnership), lead, _filled(parts))


def _place(place: int | None) -> str:
    return "–" if place is None else str(place) if place else "Monitored"


def checklist_page(partnership: PartnershipFacts, plan: PlanFacts) -> SheetPage:
    """What the law of the plan's first day asks of it."""
    items = checklist_of(partnership, plan)
    open_items = [one for one in items if one.is_open]
    nation = {"E": "England", "W": "Wales"}.get(partnership.nation, partnership.nation)
    rows = [
        row(
            f"{one.code}: {one.heading}",
            STRENGTHS[one.strength],
            ANSWERS[one.answer],
            one.said,
            one.remedy,
            one.basis,
        )
        for one in items
    ]
    lead = (
        "The record answers every line." if not open_items
        else f"{counted(len(open_items), 'line')} of {len(items)} not answered yet."
    )  # fmt: skip
    parts = (
        Part(
            text=(f"The list is that of {nation} on the plan’s first day, {short_date(plan.period.starts_on)}. Law binds, guidance "
                  "must be regarded, custom binds nobody.",),
            grid=grid("What the law asks", ("Part", "Who says so", "Answered", "What the record shows", "What to do", "Source"), rows),
        ),
    )  # fmt: skip
    return SheetPage(
        f"Statutory checklist: {plan.title}", crumbs(partnership, above(partnership, plan)), lead, parts
    )
