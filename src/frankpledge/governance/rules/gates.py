"""Which steps wait for a decision, as one table, and whether a step may be taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

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
ANY_BODY = ""
"""A gate that takes a decision of the partnership or of one of its groups: of whichever body the step is a matter."""


@dataclass(frozen=True)
class Gate:
    """A step that waits: for a decision of a body and, where `external_of` names one, for another body's too.

    `decision_of` is a kind of body, or `ANY_BODY`. `room` says which room takes the step.
    """

    transition: str
    sentence: str
    decision_of: str
    external_of: str
    source: Citation
    room: str = "governance"


GATES: dict[str, Gate] = {
    gate.transition: gate
    for gate in (
        Gate(
            "amend-terms",
            "The terms of reference change by a decision of the partnership.",
            "partnership",
            "",
            _TERMS,
        ),
        Gate(
            "confirm-minutes",
            "Minutes are confirmed by a decision of a later meeting of the same body.",
            ANY_BODY,
            "",
            Citation("Practice of clerks", "approval of minutes"),
        ),
    )
}
"""Every step that waits for a decision. Higher rooms add theirs with `register_gate`; there are no others."""


def register_gate(gate: Gate) -> None:
    """Add a step to the table. Safe to repeat; ValueError for another gate under the same name.

    Call it from `AppConfig.ready` of the room that takes the step.
    """
    if gate.decision_of != ANY_BODY and gate.decision_of not in BODY_KINDS:
        raise ValueError(f"there is no kind of body ‘{gate.decision_of}’")
    if gate.external_of and gate.external_of not in BODY_KINDS:
        raise ValueError(f"there is no kind of body ‘{gate.external_of}’")
    if GATES.setdefault(gate.transition, gate) != gate:
        raise ValueError(f"two rooms want a gate called {gate.transition}")


class _Effects(Sequence[str]):
    """What decisions may be for, read from the table of gates each time it is asked."""

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return (*GATES, *REMEMBERED)[index]

    def __len__(self) -> int:
        return len(GATES) + len(REMEMBERED)


REMEMBERED = ("confirm-scrutiny-remit", "note")
"""What a decision may be for without any step waiting for it."""
EFFECTS: Sequence[str] = _Effects()
"""What a decision may be for: a step that waits for it, or something that only needs to be remembered."""


@rule(source=Citation("Gates of the house", "one table"))
def gate_verdict(
    transition: str,
    about: str,
    decision: DecisionFacts | None,
    external: ExternalDecisionFacts | None,
) -> Verdict:
    """A step in the table of gates may be taken only once every decision it waits for has been made about it, and stands.

    `about` is the slug of what the step is about. A decision that the terms did not allow opens nothing until one that
    stands has ratified it or taken it again; one that cannot be told waits for the ruling of a named person; a
    conditional one for its condition; one that a later decision superseded opens nothing any more. Raises KeyError for
    a step that is not in the table.
    """
    gate = GATES[transition]
    problem = _own_problem(gate, about, decision) or _external_problem(gate, about, external)
    if problem:
        return fails(problem, Reason(gate.sentence, "what it waits for is lacking"), *_ground(decision))
    if decision and (unknown := _unknown(decision)):
        return unknown
    return holds(message("{sentence} Both steps are recorded.", sentence=gate.sentence) if gate.external_of
                 else message("{sentence} That decision is recorded.", sentence=gate.sentence),
                 *_reasons(decision, external))  # fmt: skip


def _unknown(decision: DecisionFacts) -> Verdict | None:
    """What cannot be told and was not ruled on is neither open nor shut."""
    if decision.ruling:
        return None
    if decision.standing == "undetermined":
        text = message(
            "Whether ‘{text}’ stands cannot be told, and nobody has ruled on it. {next_step}",
            text=decision.text, next_step=decision.next_step,
        )  # fmt: skip
        return undetermined(text, "ruling")
    if not decision.standing and decision.quorum is Outcome.UNDETERMINED:
        text = message("Whether the meeting was quorate cannot be told, and nobody has ruled on it.")
        return undetermined(text, "quorum")
    return None


def _own_problem(gate: Gate, about: str, decision: DecisionFacts | None) -> Message | None:
    """Why a decision is not the one that the gate waits for, or opens nothing."""
    whose = BODY_KINDS.get(gate.decision_of, "the body whose matter it is")
    if decision is None:
        return message("{sentence} There is no decision of {whose}.", sentence=gate.sentence, whose=whose)
    if decision.body_kind not in ((gate.decision_of,) if gate.decision_of else OWN_BODIES):
        return message("The decision is one of {body}, not of {whose}.", body=decision.body, whose=whose)
    if (decision.effect, decision.about) != (gate.transition, about):
        return message("The decision ‘{text}’ is about something else.", text=decision.text)
    return _irregular(decision) or _not_yet(decision)


OWN_BODIES = ("partnership", "subgroup")


def _irregular(decision: DecisionFacts) -> Message | None:
    """A decision that was not carried, or that the terms did not allow and nothing has cured."""
    if decision.is_cured:
        return None
    if decision.standing == "irregular":
        return message(
            "The terms did not allow the decision ‘{text}’ ({why}), so it adopts nothing until it is ratified or taken "
            "again. {next_step}",
            text=decision.text, why=_why(decision), next_step=decision.next_step,
        )  # fmt: skip
    if decision.standing == "undetermined" and not decision.ruling:
        return None
    if decision.outcome != "carried":
        return message("The decision was not carried ({outcome}).", outcome=decision.outcome)
    if not decision.standing and decision.quorum is Outcome.FAILS:
        return message("The meeting was not quorate, so its decision adopts nothing until it is cured.")
    return None


def _why(decision: DecisionFacts) -> str:
    """The clause and the arithmetic by which a decision was not allowed."""
    if not decision.ground:
        return "the terms of reference"
    found = decision.ground[0 if decision.quorum is Outcome.FAILS else -1]
    return f"{found.working}; terms of reference, {found.clause}" if found.clause else found.working


def _not_yet(decision: DecisionFacts) -> Message | None:
    if decision.waits_for:
        return message(
            "The decision is subject to ‘{condition}’, and nobody has recorded that this is met.",
            condition=decision.waits_for,
        )
    if decision.superseded_by:
        return message(
            "The decision ‘{text}’ was superseded by ‘{later}’.",
            text=decision.text,
            later=decision.superseded_by,
        )
    return None


def _ground(decision: DecisionFacts | None) -> tuple[Reason, ...]:
    return decision.ground if decision and decision.standing == "irregular" else ()


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
