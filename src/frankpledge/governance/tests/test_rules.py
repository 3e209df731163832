from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.governance.facts import (
    DecisionFacts,
    ExternalDecisionFacts,
    Holder,
    SeatFacts,
    TermsFacts,
)
from frankpledge.governance.rules.capacities import capacity_is_open
from frankpledge.governance.rules.gates import GATES, gate_verdict, open_gate
from frankpledge.governance.rules.quorum import quorum_verdict
from frankpledge.governance.rules.seats import every_authority_is_seated, holder_on, seat_names_a_living_body
from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.verdicts import Outcome, Refused
from frankpledge.law import api as law

NOBODY = UUID(int=0)
LAST = date(2022, 6, 30)
AFTER = date(2022, 7, 1)


def seat(slug, category="core", chain=()):
    chain = chain or (Holder(slug, slug.title(), "FIRE", None),)
    return SeatFacts(slug, slug.title(), category, int(category == "core"), "", chain)


CHANGED = seat(
    "health",
    chain=(Holder("old", "Old Board", "HEALTH_CCG", LAST), Holder("new", "New Board", "HEALTH_ICB", None)),
)
SEATS = (seat("council"), seat("police"), CHANGED, seat("forum", "invited"), seat("pcc", "invited"))


def terms(count=2, seats=SEATS):
    return TermsFacts(
        NOBODY, "the terms", PartialDate(2023, 6), Period(date(2019, 4, 1)), False, "", "", count, "quorum", "", "chair",
        4, seats, (),
    )  # fmt: skip


def decision(**changes):
    made = DecisionFacts(
        NOBODY, "d", "The plan is agreed.", "The Partnership", "partnership", PartialDate(2020, 3), "carried", "adopt-plan",
        "the-plan", "function", "csp", Outcome.HOLDS, "", "", "",
    )  # fmt: skip
    return replace(made, **changes)


def external(**changes):
    made = ExternalDecisionFacts(
        NOBODY,
        "e",
        "The plan is adopted.",
        "The Council",
        "council",
        PartialDate(2020, 10),
        "adopt-plan",
        "the-plan",
        "",
    )
    return replace(made, **changes)


def present(*slugs):
    return frozenset(slugs)


@pytest.mark.parametrize(
    ("there", "outcome"),
    [
        (present("council", "police"), Outcome.HOLDS),
        (present("council"), Outcome.FAILS),
        (present("council", "forum", "pcc"), Outcome.FAILS),
        (present(), Outcome.FAILS),
    ],
)
def test_quorum_verdict_counts_core_seats_only(there, outcome):
    verdict = quorum_verdict(terms(), there, AFTER)
    assert verdict.outcome is outcome
    assert verdict.reasons[0].clause == "the terms, quorum"


@pytest.mark.parametrize(
    ("given_terms", "there", "missing"),
    [
        (None, present("council"), "terms of reference"),
        (terms(count=None), present("council", "police"), "quorum"),
        (terms(), None, "attendance"),
    ],
)
def test_quorum_is_undetermined_where_something_is_missing_and_says_what(given_terms, there, missing):
    verdict = quorum_verdict(given_terms, there, AFTER)
    assert verdict.outcome is Outcome.UNDETERMINED
    assert verdict.missing == (missing,)


def test_two_seats_that_come_to_one_body_count_once():
    heir = Holder("service", "The Service", "PROBATION_PROVIDER", None)
    pair = (
        seat("national", chain=(Holder("nps", "National", "PROBATION_PROVIDER", LAST), heir)),
        seat("company", chain=(Holder("crc", "Company", "PROBATION_PROVIDER", LAST), heir)),
    )
    both = present("national", "company")
    assert quorum_verdict(terms(seats=pair), both, LAST).holds
    assert quorum_verdict(terms(seats=pair), both, AFTER).outcome is Outcome.FAILS


def test_a_seat_that_the_terms_lack_is_a_mistake():
    with pytest.raises(KeyError):
        quorum_verdict(terms(), present("bishop"), AFTER)


@given(st.sets(st.sampled_from([s.slug for s in SEATS])), st.integers(min_value=0, max_value=6))
def test_more_people_never_break_a_quorum_and_guests_never_make_one(there, count):
    here = frozenset(there)
    verdict = quorum_verdict(terms(count), here, AFTER)
    assert verdict.outcome is quorum_verdict(terms(count), here | {"forum"}, AFTER).outcome
    if verdict.holds:
        assert quorum_verdict(terms(count), here | {"council"}, AFTER).holds


def test_seat_names_a_living_body_until_its_last_day():
    assert seat_names_a_living_body(CHANGED, LAST).holds
    after = seat_names_a_living_body(CHANGED, AFTER)
    assert after.outcome is Outcome.FAILS
    assert "New Board fills it" in str(after)
    assert after.values["successor"] == "new"


def test_a_seat_whose_body_has_no_successor_is_empty_and_says_so():
    gone = seat("gone", chain=(Holder("gone", "Gone", "OTHER", LAST),))
    assert holder_on(gone, AFTER) is None
    assert "no successor is recorded" in str(seat_names_a_living_body(gone, AFTER))


def test_every_authority_is_seated_by_the_successor_too():
    kinds = ("LA_AREA", "POLICE_CHIEF", "FIRE", "PROBATION_PROVIDER")
    others = tuple(seat(kind.lower(), chain=(Holder(kind, kind, kind, None),)) for kind in kinds)
    for on in (LAST, AFTER):
        authorities = law.responsible_authorities("E", on)
        assert every_authority_is_seated((*others, CHANGED), authorities, on).holds
        missing = every_authority_is_seated(others, authorities, on)
        assert missing.outcome is Outcome.FAILS
    assert "integrated care board" in str(missing)
    assert "county" not in str(missing)


@pytest.mark.parametrize(
    ("capacity", "on", "outcome"),
    [
        ("csp", PartialDate(2020, 3), Outcome.HOLDS),
        ("da-board", PartialDate(2021, 9), Outcome.FAILS),
        ("da-board", PartialDate(2021), Outcome.UNDETERMINED),
        ("da-board", PartialDate(2021, 10, 1), Outcome.HOLDS),
        ("serious-violence", PartialDate(2023, 1, 30), Outcome.FAILS),
        ("serious-violence", PartialDate(2023, 1, 31), Outcome.HOLDS),
        ("serious-violence", None, Outcome.UNDETERMINED),
    ],
)
def test_capacity_is_open_only_once_the_law_has_made_it(capacity, on, outcome):
    assert capacity_is_open(capacity, "E", on).outcome is outcome


def test_gate_verdict_holds_with_both_decisions():
    assert gate_verdict("adopt-plan", "the-plan", decision(), external()).holds


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (None, external()),
        (decision(), None),
        (None, None),
        (decision(outcome="lost"), external()),
        (decision(about="another-plan"), external()),
        (decision(effect="note"), external()),
        (decision(body_kind="subgroup"), external()),
        (decision(quorum=Outcome.FAILS), external()),
        (decision(quorum=Outcome.FAILS, ruling="All well.", ruling_by="Someone"), external()),
        (decision(), external(about="another-plan")),
        (decision(), external(body_kind="scrutiny-committee")),
    ],
)
def test_a_gate_stays_shut_without_either_decision_or_with_the_wrong_one(own, other):
    assert gate_verdict("adopt-plan", "the-plan", own, other).outcome is Outcome.FAILS
    with pytest.raises(Refused) as excinfo:
        open_gate("adopt-plan", "the-plan", own, other)
    assert excinfo.value.source == GATES["adopt-plan"].source


def test_an_unknown_quorum_needs_a_ruling_and_the_ruling_is_kept_in_the_reasons():
    unknown = decision(quorum=Outcome.UNDETERMINED)
    assert gate_verdict("adopt-plan", "the-plan", unknown, external()).outcome is Outcome.UNDETERMINED
    ruled = replace(unknown, ruling="The report proves it.", ruling_by="The Chair")
    verdict = gate_verdict("adopt-plan", "the-plan", ruled, external())
    assert verdict.holds
    assert "ruled by The Chair" in verdict.reasons[0].working


def test_a_refresh_waits_for_the_partnership_alone():
    own = decision(effect="refresh-plan")
    assert gate_verdict("refresh-plan", "the-plan", own, None).holds
    assert (
        gate_verdict("refresh-plan", "the-plan", None, external(effect="refresh-plan")).outcome
        is Outcome.FAILS
    )


def test_a_step_outside_the_table_is_a_mistake():
    with pytest.raises(KeyError):
        gate_verdict("crown-a-king", "x", decision(), external())


def test_rules_name_their_source():
    assert rule_of(gate_verdict).source.instrument == "Gates of the house"
    assert rule_of(quorum_verdict).message == "A meeting may decide only while its quorum is in the room."
