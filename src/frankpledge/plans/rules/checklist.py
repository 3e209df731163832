"""The statutory checklist of a plan: what the law of its first day asks for, by nation, and whether the record answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Outcome, Reason, Verdict, fails, holds
from frankpledge.law.facts import ContentRule, Duty, Strategy, Strength
from frankpledge.law.plan_law import PlanTerm
from frankpledge.plans.facts import PlanFacts
from frankpledge.plans.rules.coverage import every_strategy_is_named

REGULATIONS = "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007"


@dataclass(frozen=True)
class Item:
    """One line of the list. `answer` is holds, fails or undetermined; `strength` says whether it is law, guidance or custom."""

    code: str
    heading: str
    asks: str
    strength: Strength
    basis: str
    answer: Outcome
    said: str
    remedy: str

    @property
    def is_open(self) -> bool:
        return self.answer is not Outcome.HOLDS


@dataclass(frozen=True)
class Evidence:
    """What the record holds besides the plan itself that answers the law."""

    regard_holes: int | None
    """How many objectives of the policing body nobody has answered; None: no police and crime plan is recorded."""


def add_years(on: date, years: int) -> date:
    """The corresponding day; 29 February becomes 28 February where there is none."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return on.replace(year=on.year + years, day=28)


@rule(source=Citation(REGULATIONS, "reg 11", "Wales: SI 2007/3076, reg 9"))
def the_period_is_what_the_law_asks(
    plan: PlanFacts, term: PlanTerm | None, root: PlanFacts | None = None
) -> Verdict:
    """A plan's strategy covers the years that the law fixes, starting on 1 April; where no law fixes them, custom does.

    In Wales three years are law; in England they were until 31 May 2011 and are custom since. A refresh (`root` is the plan it
    refreshes) may be shorter in England; in Wales the years roll on with every revision.
    """
    if term is None:
        return holds(message("No period is fixed for this day."))
    starts, ends = plan.period.starts_on, plan.period.ends_on
    wanted = add_years(starts, term.years) - timedelta(days=1)
    inside = root is not None and root.period.ends_on == ends
    working = f"{starts.isoformat()} to {ends.isoformat() if ends else 'no end'}; {term.years} years end on {wanted.isoformat()}"
    reason = Reason("; ".join(map(str, term.basis)) or "custom", working)
    is_law = term.strength is Strength.MUST
    if ends == wanted and (starts.month, starts.day) == (4, 1):
        by = "as the law asks" if is_law else "by custom; no law fixes it"
        return holds(message("It covers {years} years, {by}.", years=term.years, by=by), reason)
    if not is_law and inside:
        return holds(
            message("It runs to the end of the plan that it refreshes; no law fixes its years."), reason
        )
    text = message(
        "It should cover {years} years from 1 April, to {end}, and runs {period}.",
        years=term.years, end=wanted.isoformat(), period=plan.period,
    )  # fmt: skip
    if is_law:
        return fails(text, reason)
    return holds(message("Custom is {years} years from 1 April; this plan runs {period}, and no law forbids it.",
                         years=term.years, period=plan.period), reason)  # fmt: skip


def _priorities(plan: PlanFacts) -> Verdict:
    chosen = plan.only("priority")
    if not chosen:
        return fails(message("The plan has no priority."))
    grounded = [one for one in chosen if one.rank_text or one.why]
    if not grounded:
        return fails(message("No priority says how it comes from the assessment."))
    if len(grounded) < len(chosen):
        silent = ", ".join(one.title for one in chosen if one not in grounded)
        return fails(message("It does not say how these come from the assessment: {names}.", names=silent))
    return holds(message("Each of {n} priorities says how it comes from the assessment.", n=len(chosen)))


def _steps(plan: PlanFacts) -> Verdict:
    without = [one.title for one in plan.only("priority") if not one.activities]
    if not plan.activities:
        return fails(message("No step is recorded."))
    if without:
        return fails(message("No step is recorded for {names}.", names=", ".join(without)))
    return holds(message("Each priority has steps, {n} in all.", n=len(plan.activities)))


def _resources(plan: PlanFacts) -> Verdict:
    return _said(plan.resources, "how resources are allocated and deployed")


def _engagement(plan: PlanFacts) -> Verdict:
    return _said(plan.engagement, "how the duties on engagement and publication are met")


def _said(text: str, what: str) -> Verdict:
    if text.strip():
        return holds(message("The plan says {what}.", what=what))
    return fails(message("The plan does not say {what}.", what=what))


def _measures(plan: PlanFacts) -> Verdict:
    without = [one.title for one in plan.only("priority") if one.evidence is None]
    if without:
        return fails(message("No measure is named for {names}.", names=", ".join(without)))
    if not plan.only("priority"):
        return fails(message("There is no priority to measure."))
    return holds(message("Each priority names how its success is measured."))


CONTENTS: Mapping[str, tuple[Callable[[PlanFacts], Verdict], str]] = {
    "CP-b": (_priorities, "Say with each priority why it is one: take its rank from the assessment, or write the reason."),
    "CP-c": (_steps, "Add what is done, under way or planned for each priority."),
    "CP-d": (_resources, "Write how money, people and time are allocated and deployed."),
    "CP-e": (_measures, "Name for each priority what measures it, or what stands in for it."),
    "CP-f": (_engagement, "Write how people are engaged and how the summary is published."),
}  # fmt: skip


def _by_duty(plan: PlanFacts, evidence: Evidence) -> Mapping[str, tuple[Verdict, str]]:
    def step(kind: str, lacking: str) -> Verdict:
        found = plan.step(kind)
        return (
            holds(message("On {on}, {body}.", on=found.on, body=found.body))
            if found
            else fails(message(lacking))
        )

    revised = plan.step("agreed")
    before = revised is not None and revised.on.latest < plan.period.starts_on
    agreed = (
        holds(message("Agreed {on}, before the year starts.", on=revised.on)) if revised and before
        else fails(message("Agreed {on}, after the year had started.", on=revised.on)) if revised
        else fails(message("Nobody has agreed it yet."))
    )  # fmt: skip
    regard = (
        fails(message("No police and crime plan is recorded to have regard to.")) if evidence.regard_holes is None
        else holds(message("Every objective of the policing body is answered with a reason.")) if not evidence.regard_holes
        else fails(message("{n} of the policing body’s objectives are not answered.", n=evidence.regard_holes))
    )  # fmt: skip
    return {
        "D04": (agreed, "Put the plan to the partnership before 1 April."),
        "D05": (_said(plan.public_help, "how the public might help"), "Write how people who live or work here might help."),
        "D06": (step("published", "No summary is recorded as published."), "Publish the summary, and record the day."),
        "D07": (step("sent", "No copy is recorded as sent."), "Send the policing body a copy, and keep its receipt."),
        "D16": (regard, "Answer each objective in the matrix, with a reason."),
        "D44": (_equality(plan), "Assess the equality impact before the plan is decided on, and again at each review."),
    }  # fmt: skip


def _equality(plan: PlanFacts) -> Verdict:
    if not plan.equality:
        return fails(message("No equality impact assessment is recorded for this edition."))
    return holds(message("Assessed {on}.", on=plan.equality[0][0]))


def checklist(
    plan: PlanFacts,
    *,
    sections: Sequence[ContentRule],
    strategies: Sequence[Strategy],
    duties: Iterable[Duty],
    term: PlanTerm | None,
    evidence: Evidence,
    root: PlanFacts | None = None,
) -> tuple[Item, ...]:
    """Each thing the law asks of the plan, with the answer the record gives and the remedy where it gives none.

    `sections`, `strategies`, `duties` and `term` are those of the plan's nation and first day.
    """
    items = [_content(plan, one, strategies) for one in sections]
    if term is not None:
        verdict = the_period_is_what_the_law_asks(plan, term, root)
        items.append(
            Item(
                term.code, "Period", term.title, term.strength, "; ".join(map(str, term.basis)) or "Custom",
                verdict.outcome, str(verdict), "" if verdict.holds else "Change the first or the last day of the draft.",
            )
        )  # fmt: skip
    answers = _by_duty(plan, evidence)
    for duty in duties:
        if duty.code in answers:
            verdict, remedy = answers[duty.code]
            items.append(
                Item(
                    duty.code, duty.title, duty.deadline or duty.title, duty.strength, "; ".join(map(str, duty.basis)),
                    verdict.outcome, str(verdict), "" if verdict.holds else remedy,
                )
            )  # fmt: skip
    return tuple(items)


def _content(plan: PlanFacts, one: ContentRule, strategies: Sequence[Strategy]) -> Item:
    if one.code == "CP-a":
        verdict, remedy = (
            every_strategy_is_named(strategies, plan.strategies),
            "Name the strategy beside the plan.",
        )
    else:
        judge, remedy = CONTENTS[one.code]
        verdict = judge(plan)
    return Item(
        one.code, one.heading, one.title, one.strength, "; ".join(map(str, one.basis)), verdict.outcome, str(verdict),
        "" if verdict.holds else remedy,
    )  # fmt: skip


def months_between(first: date, last: date) -> int:
    """Whole calendar months from the month of one day to that of another; the gap between two steps of adoption."""
    return (last.year - first.year) * 12 + last.month - first.month


@rule(
    source=Citation(
        "Practice of councils that keep the plan in their policy framework",
        "agreement and adoption are two steps",
    )
)
def the_gap_of_adoption(plan: PlanFacts) -> Verdict:
    """Between the partnership's agreement and the council's adoption nobody should wait longer than a quarter of a year.

    Undetermined never: without either step there is no gap, which holds.
    """
    agreed, adopted = plan.step("agreed"), plan.step("adopted")
    if agreed is None or adopted is None:
        return holds(message("There are not both steps, so there is no gap to measure."))
    months = months_between(agreed.on.earliest, adopted.on.earliest)
    reason = Reason("adoption", f"{agreed.on}, then {adopted.on}")
    if months > 3:
        return fails(message("{months} months lie between the partnership’s agreement and {body}’s adoption.",
                             months=months, body=adopted.body), reason)  # fmt: skip
    if months < 0:
        return fails(
            message("{body} adopted it before the partnership agreed it.", body=adopted.body), reason
        )
    words = "the same month" if not months else f"{months} months" if months > 1 else "one month"
    return holds(message("Adopted within {words}.", words=words), reason)
