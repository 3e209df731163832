from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from frankpledge.governance.api import ANY_BODY, GATES, Gate, gate_verdict, register_gate
from frankpledge.governance.facts import DecisionFacts
from frankpledge.governance.rules.gates import EFFECTS
from frankpledge.governance.tests.meeting_makers import ident
from frankpledge.kernel.citations import Citation
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.verdicts import Outcome, Reason

STANDS = DecisionFacts(
    ident("d"), "d", "The terms are amended.", "The partnership", "partnership", PartialDate(2026, 3, 5), "carried",
    "amend-terms", "terms-2026", "quorum", "csp", Outcome.HOLDS, "", "", "invented", standing="stands",
)  # fmt: skip
IRREGULAR = replace(
    STANDS, standing="irregular", outcome="no_decision", quorum=Outcome.FAILS, next_step="Ratify it.",
    ground=(Reason("quorum", "1 seats present, 2 needed"),),
)  # fmt: skip


def asked(decision: DecisionFacts | None, transition: str = "amend-terms"):
    return gate_verdict(transition, "terms-2026", decision, None)


def test_a_decision_that_stands_opens_its_gate():
    assert asked(STANDS).holds
    assert asked(replace(STANDS, about="others")).outcome is Outcome.FAILS


def test_an_irregular_decision_opens_nothing_and_names_clause_and_cure():
    found = asked(IRREGULAR)
    assert found.outcome is Outcome.FAILS
    assert "1 seats present, 2 needed; terms of reference, quorum" in str(found)
    assert "Ratify it." in str(found)
    assert found.reasons[-1].clause == "quorum"


def test_a_cured_decision_opens_its_gate_although_it_was_irregular():
    assert asked(replace(IRREGULAR, standing="cured")).holds


def test_an_undetermined_decision_waits_for_a_ruling():
    unknown = replace(STANDS, standing="undetermined", outcome="undetermined", quorum=Outcome.UNDETERMINED)
    assert asked(unknown).outcome is Outcome.UNDETERMINED
    assert asked(replace(unknown, outcome="carried", ruling="It holds.", ruling_by="The chair")).holds
    assert (
        asked(replace(unknown, outcome="lost", ruling="It fails.", ruling_by="The chair")).outcome
        is Outcome.FAILS
    )


def test_a_conditional_decision_waits_for_its_condition():
    waits = replace(STANDS, condition="subject to legal comments")
    assert "legal comments" in str(asked(waits))
    assert asked(waits).outcome is Outcome.FAILS
    assert asked(replace(waits, condition_met_on=date(2026, 4, 1))).holds


def test_a_cured_decision_still_waits_for_its_condition():
    cured = replace(IRREGULAR, standing="cured", condition="subject to legal comments")
    assert asked(cured).outcome is Outcome.FAILS
    assert asked(replace(cured, condition_met_on=date(2026, 4, 1))).holds


def test_a_superseded_decision_opens_nothing_any_more():
    assert "superseded" in str(asked(replace(STANDS, superseded_by="The terms stay.")))


def test_a_gate_of_any_body_takes_a_groups_decision_and_no_councils():
    of_group = replace(STANDS, effect="confirm-minutes", body_kind="subgroup")
    assert asked(of_group, "confirm-minutes").holds
    assert asked(replace(of_group, body_kind="partnership"), "confirm-minutes").holds
    assert asked(replace(of_group, body_kind="council"), "confirm-minutes").outcome is Outcome.FAILS
    assert asked(replace(of_group, effect="amend-terms")).outcome is Outcome.FAILS


@pytest.fixture
def table():
    kept = dict(GATES)
    yield
    GATES.clear()
    GATES.update(kept)


@pytest.mark.usefixtures("table")
def test_a_higher_room_registers_its_gate_once():
    gate = Gate("crown-a-king", "A king is crowned.", "partnership", "", Citation("Invented"), "plans")
    with pytest.raises(KeyError):
        asked(STANDS, "crown-a-king")
    register_gate(gate)
    register_gate(gate)
    assert "crown-a-king" in EFFECTS
    assert EFFECTS[-1] == "note"
    assert asked(replace(STANDS, effect="crown-a-king"), "crown-a-king").holds
    with pytest.raises(ValueError, match="two rooms"):
        register_gate(replace(gate, sentence="Another."))
    with pytest.raises(ValueError, match="kind of body"):
        register_gate(Gate("x", "X.", "cabal", "", Citation("Invented")))


def test_the_rooms_have_registered_theirs():
    assert {gate.room for gate in GATES.values()} == {"governance", "plans", "assessment", "reviews"}
    assert GATES["confirm-minutes"].decision_of == ANY_BODY
