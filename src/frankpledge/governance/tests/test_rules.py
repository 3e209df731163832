from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.governance.facts import (
    DecisionFacts,
    ExternalDecisionFacts,
    SeatFacts,
    TermsFacts,
)
from frankpledge.governance.rules.capacities import capacity_is_open
from frankpledge.governance.rules.gates import GATES, gate_verdict, open_gate
from frankpledge.governance.rules.quorum import quorum_verdict
from frankpledge.governance.rules.seats import every_authority_is_seated, holder_on, seat_names_a_living_body
from frankpledge.governance.rules.terms.constitution import Seat
from frankpledge.governance.rules.terms.reading import terms_of
from frankpledge.governance.rules.terms.succession import Holder, chain_of, ended_by_law
from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import StrictTable
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
    """Terms that give these seats, with a quorum of so many core members; none for a count of None."""
    text = '[terms]\nbody = "B"\nlabel = "the terms"\nnation = "E"\nstarts_on = 2019-04-01\n'
    for slug, votes in (("core", "true"), ("invited", "false")):
        text += (
            f'[[class]]\nslug = "{slug}"\ntitle = "{slug}"\ncan_vote = {votes}\ncounts_to_quorum = {votes}\n'
        )
    for one in seats:
        text += f'[[seat]]\nslug = "{one.slug}"\nname = "{one.name}"\nclass = "{one.category}"\n'
    if count is not None:
        test = f'at_least = {count}\nclass = "core"' if count else "none = true"
        text += f'[quorum]\n{test}\nclause = "quorum"\n'
    made = terms_of(StrictTable("terms.toml", tomllib.loads(text)))
    return TermsFacts(NOBODY, "", Period(date(2019, 4, 1)), made, "", None, seats)


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


def test_two_seats_that_the_terms_give_to_one_body_stay_two():
    heir = Holder("service", "The Service", "PROBATION_PROVIDER", None)
    pair = (seat("north", chain=(heir,)), seat("south", chain=(heir,)))
    assert quorum_verdict(terms(seats=pair), present("north", "south"), AFTER).holds


@pytest.mark.parametrize(
    ("name", "kind", "on", "follows"),
    [
        ("The primary care trust", "", date(2013, 3, 31), "The primary care trust"),
        ("The primary care trust", "", date(2013, 4, 1), "the clinical commissioning group"),
        ("Vale health", "HEALTH_PCT", date(2022, 7, 1), "the integrated care board"),
        ("Vale police", "POLICE_CHIEF", date(2025, 1, 1), "Vale police"),
    ],
)
def test_a_seat_is_filled_by_its_successor_in_law_on_the_day(name, kind, on, follows):
    chain = chain_of(Seat("x", name, (name,), "core", kind), (), "E")
    holder = next(one for one in chain if one.ends_on is None or on <= one.ends_on)
    assert holder.name == follows


def test_what_the_directory_knows_of_a_body_goes_before_what_the_law_knows_of_its_kind():
    recorded = (
        Holder("ccg", "Vale CCG", "HEALTH_CCG", date(2020, 3, 31)),
        Holder("new", "New CCG", "HEALTH_CCG", None),
    )
    chain = chain_of(Seat("x", "Vale CCG", ("ccg",), "core", "HEALTH_CCG"), recorded, "E")
    assert [(one.slug, one.ends_on) for one in chain] == [
        ("ccg", date(2020, 3, 31)), ("new", LAST), ("", None),
    ]  # fmt: skip


def test_ended_by_law_names_what_followed_and_nothing_where_nothing_did():
    assert ended_by_law("Vale CCG", "HEALTH_CCG", "E", LAST) is None
    assert ended_by_law("Vale CCG", "HEALTH_CCG", "E", AFTER).successor == "the integrated care board"
    assert ended_by_law("The authority", "POLICE_AUTHORITY", "E", AFTER).successor == ""


def test_a_seat_that_the_terms_lack_is_a_mistake():
    with pytest.raises(Unusable):
        quorum_verdict(terms(), present("bishop"), AFTER)


@given(st.sets(st.sampled_from([s.slug for s in SEATS])), st.integers(min_value=0, max_value=3))
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
        (decision(condition="subject to legal comments"), external()),
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


def test_a_decision_subject_to_a_condition_opens_the_gate_once_that_is_met():
    waits = decision(condition="subject to legal comments")
    verdict = gate_verdict("adopt-plan", "the-plan", waits, external())
    assert verdict.outcome is Outcome.FAILS
    assert "legal comments" in str(verdict)
    met = replace(waits, condition_met_on=date(2020, 4, 2))
    assert gate_verdict("adopt-plan", "the-plan", met, external()).holds


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
