"""What other rooms may ask of governance. Frozen facts only (`facts.py`), and the gates (`rules.gates`)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from frankpledge.governance import loaders, queries
from frankpledge.governance.agenda.about import ItemAbout, items_about, write_paper_part
from frankpledge.governance.facts import (
    DecisionFacts,
    ExternalDecisionFacts,
    MeetingFacts,
    SeatFacts,
    TermsFacts,
)
from frankpledge.governance.minutes import action_queries
from frankpledge.governance.minutes.action_services import NewAction, set_action, update_action
from frankpledge.governance.rules.agenda.papers import PartText
from frankpledge.governance.rules.gates import ANY_BODY, GATES, Gate, gate_verdict, open_gate, register_gate
from frankpledge.governance.rules.minutes.log import Logged
from frankpledge.governance.rules.minutes.log import Said as ActionSaid
from frankpledge.governance.rules.seats import seat_names_a_living_body
from frankpledge.governance.services import record_external_decision
from frankpledge.governance.written import NewExternalDecision
from frankpledge.kernel.verdicts import Verdict
from frankpledge.records.clock import today

__all__ = [
    "ANY_BODY",
    "GATES",
    "ActionSaid",
    "DecisionFacts",
    "ExternalDecisionFacts",
    "Gate",
    "ItemAbout",
    "Logged",
    "MeetingFacts",
    "NewAction",
    "NewExternalDecision",
    "PartText",
    "SeatFacts",
    "TermsFacts",
    "actions",
    "decision",
    "decision_called",
    "decisions",
    "ended_seats",
    "external_decision_called",
    "external_decisions",
    "gate_verdict",
    "items_about",
    "load",
    "meetings",
    "open_gate",
    "record_external_decision",
    "register_gate",
    "set_action",
    "terms_in_force",
    "update_action",
    "write_paper_part",
]  # fmt: skip

load = loaders.load


def terms_in_force(partnership: str, *, on: date, group: str = "") -> TermsFacts | None:
    """The terms of reference on a day, of the partnership or of one of its groups; None when none are recorded."""
    return queries.terms_in_force(partnership, on=on, group=group)


def ended_seats(partnership: str, *, on: date) -> tuple[tuple[SeatFacts, Verdict], ...]:
    """Seats that the terms of a day give to a body which has ended, with the verdict that says who follows."""
    terms = queries.terms_in_force(partnership, on=on)
    judged = [(seat, seat_names_a_living_body(seat, on)) for seat in (terms.seats if terms else ())]
    return tuple((seat, verdict) for seat, verdict in judged if not verdict.holds)


def meetings(partnership: str) -> tuple[MeetingFacts, ...]:
    """Every meeting of the partnership and of the bodies it records, the latest first."""
    return tuple(queries.meetings(partnership))


def decisions(partnership: str) -> tuple[DecisionFacts, ...]:
    """Every decision of those meetings, the latest first, each with the outcome of its quorum."""
    return tuple(queries.decisions(partnership))


def decision(decision_id: UUID) -> DecisionFacts:
    """One decision by its id. Raises `NotFound`."""
    return queries.decision(decision_id)


def decision_called(partnership: str, slug: str) -> DecisionFacts | None:
    """One decision by its slug; None when there is none."""
    return queries.decision_called(partnership, slug)


def external_decisions(partnership: str) -> tuple[ExternalDecisionFacts, ...]:
    """What other bodies decided, the latest first."""
    return tuple(queries.external_decisions(partnership))


def external_decision_called(partnership: str, slug: str) -> ExternalDecisionFacts | None:
    """One decision of another body by its slug; None when there is none."""
    return queries.external_decision_called(partnership, slug)


def actions(
    partnership: str, *, about: str = "", state: str = "", on: date | None = None
) -> tuple[Logged, ...]:
    """Actions of the one log, the most pressing first: those about something of another room, or all.

    `state` is empty, `live`, `overdue` or one of the states; `on` is the day on which overdue is asked (today unless given).
    """
    asked = action_queries.Asked(about=about, state=state)
    return action_queries.logged(partnership, asked, on=on or today())
