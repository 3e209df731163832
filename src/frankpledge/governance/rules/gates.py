"""Which steps wait for a decision, as one table, and whether a step may be taken."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.governance.facts import BODY_KINDS, DecisionFacts, ExternalDecisionFacts
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.verdicts import (
    Outcome,
    Reason,
    Refused,
    Verdict,
    fails,
    holds,
    undetermined,
)

_TERMS = Citation("Terms of reference", "function and decisions")


@dataclass(frozen=True)
class Gate:
    """A step that waits: for a decision of a body and, where `external_of` names one, for another body's too."""

    transition: str
    sentence: str
    decision_of: str
    external_of: str
    source: Citation


GATES: dict[str, Gate] = {
    gate.transition: gate
    for gate in (
        Gate(
            "adopt-plan",
            "A plan is adopted by a decision of the partnership and then of the council.",
            "partnership",
            "council",
            Citation(
                "Practice of councils that keep the plan in their policy framework",
                note="The regulations fix no route; the council's constitution decides",
            ),
        ),
        Gate(
            "refresh-plan",
            "A plan's yearly refresh is agreed by the partnership.",
            "partnership",
            "",
            Citation(
                "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007", "reg 10"
            ),
        ),
        Gate(
            "agree-assessment",
            "A strategic assessment is signed off by the partnership.",
            "partnership",
            "",
            Citation(
                "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007", "reg 5"
            ),
        ),
        Gate("agree-strategy", "A strategy is agreed by the partnership.", "partnership", "", _TERMS),
        Gate(
            "agree-position-statement",
            "A position statement is agreed by the partnership.",
            "partnership",
            "",
            _TERMS,
        ),
        Gate(
            "amend-terms",
            "The terms of reference change by a decision of the partnership.",
            "partnership",
            "",
            _TERMS,
        ),
        Gate(
            "change-review-timescale",
            "A review's timescale changes by a decision of the partnership.",
            "partnership",
            "",
            Citation("Multi-agency statutory guidance for the conduct of domestic homicide reviews (2016)"),
        ),
    )
}
"""Every step that waits for a decision. There are no others."""

EFFECTS = (*GATES, "confirm-scrutiny-remit", "note")
"""What a decision may be for: a step that waits for it, or something that only needs to be remembered."""


@rule(source=Citation("Gates of the house", "one table"))
def gate_verdict(
    transition: str,
    about: str,
    decision: DecisionFacts | None,
    external: ExternalDecisionFacts | None,
) -> Verdict:
    """A step in the table of gates may be taken only once every decision it waits for has been made about it.

    `about` is the slug of what the step is about. A decision whose quorum cannot be worked out leaves the verdict
    undetermined unless a named person has ruled on it; one that the terms did not allow opens nothing until it is cured,
    and is as good as carried once a decision that stands has ratified it or taken it again. Raises KeyError for a step that is not in the table.
    """
    gate = GATES[transition]
    problem = _own_problem(gate, about, decision) or _external_problem(gate, about, external)
    if problem:
        return fails(problem, Reason(gate.sentence, "what it waits for is lacking"))
    if decision and decision.standing == "undetermined" and not decision.ruling:
        return undetermined(
            message(
                "Whether ‘{text}’ stands cannot be told, and nobody has ruled on it. {next_step}",
                text=decision.text, next_step=decision.next_step,
            ),
            "ruling",
        )  # fmt: skip
    if decision and not decision.standing and decision.quorum is Outcome.UNDETERMINED and not decision.ruling:
        return undetermined(
            message("Whether the meeting was quorate cannot be told, and nobody has ruled on it."), "quorum"
        )
    return holds(message("{sentence} Both steps are recorded.", sentence=gate.sentence) if gate.external_of
                 else message("{sentence} That decision is recorded.", sentence=gate.sentence),
                 *_reasons(decision, external))  # fmt: skip


def _own_problem(gate: Gate, about: str, decision: DecisionFacts | None) -> Message | None:
    whose = BODY_KINDS[gate.decision_of]
    if decision is None:
        return message("{sentence} There is no decision of {whose}.", sentence=gate.sentence, whose=whose)
    if decision.body_kind != gate.decision_of:
        return message("The decision is one of {body}, not of {whose}.", body=decision.body, whose=whose)
    if (decision.effect, decision.about) != (gate.transition, about):
        return message("The decision ‘{text}’ is about something else.", text=decision.text)
    if decision.is_cured:
        return None
    if decision.standing == "irregular":
        return message(
            "The terms did not allow the decision ‘{text}’, so it adopts nothing until it is ratified or taken again. "
            "{next_step}",
            text=decision.text, next_step=decision.next_step,
        )  # fmt: skip
    if decision.standing == "undetermined" and not decision.ruling:
        return None  # undetermined, which is neither open nor shut
    if decision.outcome != "carried":
        return message("The decision was not carried ({outcome}).", outcome=decision.outcome)
    if not decision.standing and decision.quorum is Outcome.FAILS:
        return message("The meeting was not quorate, so its decision adopts nothing until it is cured.")
    return None


def _external_problem(gate: Gate, about: str, external: ExternalDecisionFacts | None) -> Message | None:
    if not gate.external_of:
        return None
    whose = BODY_KINDS[gate.external_of]
    if external is None:
        return message("{sentence} There is no decision of {whose}.", sentence=gate.sentence, whose=whose)
    if external.body_kind != gate.external_of:
        return message("The decision is one of {body}, not of {whose}.", body=external.body, whose=whose)
    if (external.effect, external.about) != (gate.transition, about):
        return message("The decision ‘{text}’ is about something else.", text=external.text)
    return None


def _reasons(decision: DecisionFacts | None, external: ExternalDecisionFacts | None) -> tuple[Reason, ...]:
    found = []
    if decision:
        ruled = f"; ruled by {decision.ruling_by}: {decision.ruling}" if decision.ruling else ""
        found.append(Reason(decision.clause, f"{decision.body}, {decision.decided or 'no date'}{ruled}"))
    if external:
        found.append(Reason("", f"{external.body}, {external.decided}"))
    return tuple(found)


def open_gate(
    transition: str,
    about: str,
    decision: DecisionFacts | None,
    external: ExternalDecisionFacts | None,
) -> Verdict:
    """The verdict of a gate that is open. Raises `Refused`, with the gate's source, for one that is not."""
    verdict = gate_verdict(transition, about, decision, external)
    if not verdict.holds:
        raise Refused(verdict.message, GATES[transition].source)
    return verdict
