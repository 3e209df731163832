"""The engine: properties that hold for all meetings, and one clause after another that makes the difference."""

from __future__ import annotations

import time
import tomllib
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.governance.rules.terms.constitution import Above, Threshold, rounded
from frankpledge.governance.rules.terms.deciding import decide
from frankpledge.governance.rules.terms.groups import group_goes_beyond, group_may_decide
from frankpledge.governance.rules.terms.offices import elected_by, term_of, whose_turn
from frankpledge.governance.rules.terms.outside import decided_outside
from frankpledge.governance.rules.terms.places import as_written, person_by_person
from frankpledge.governance.rules.terms.presiding import turn_on, who_presides
from frankpledge.governance.rules.terms.quorum import quorum_test
from frankpledge.governance.rules.terms.reading import read_terms, terms_of
from frankpledge.governance.rules.terms.silence import under_every_reading
from frankpledge.governance.rules.terms.situation import read_situation
from frankpledge.governance.rules.terms.voting import casting_vote_allowed, vote_result
from frankpledge.governance.tests.any_body import BODY, body, meet, vote
from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import StrictTable

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
SEED = read_terms(EXAMPLES / "dorset-2023.toml")
BALLOTS = st.dictionaries(
    st.sampled_from([f"s{n}" for n in range(1, 8)]),
    st.sampled_from(["for", "against", "abstain"]),
    min_size=2,
)
RULES = st.fixed_dictionaries(
    {
        "more_than": st.sampled_from(["1/2", "1/3", "3/5"]),
        "base": st.sampled_from(["cast", "present", "all"]),
        "abstention": st.sampled_from(["ignored", "counted", "against", "blocks"]),
    }
)
ORDER = {"lost": 0, "no_decision": 0, "tied": 1, "carried": 2}
EVERYONE = [f"s{n}" for n in range(1, 8)]


@given(BALLOTS, RULES, st.sampled_from(["", "for", "against"]), st.data())
@settings(max_examples=150)
def test_with_attendance_fixed_one_more_vote_for_never_turns_carried_into_lost(
    ballots, decision, casting, data
):
    terms = body(decision=[decision])
    more = {"casting": casting} if casting else {}
    before = vote(terms, ballots, EVERYONE, **more)
    changed = data.draw(st.sampled_from(EVERYONE))
    after = vote(terms, {**ballots, changed: "for"}, EVERYONE, **more)
    if before.outcome == "carried":
        assert after.outcome == "carried"
    if not casting:
        assert ORDER[after.outcome] >= ORDER[before.outcome]


@given(BALLOTS, RULES, st.randoms())
@settings(max_examples=75)
def test_order_does_not_matter(ballots, decision, chance):
    terms = body(decision=[decision])
    turned, room = list(ballots.items()), list(EVERYONE)
    chance.shuffle(turned)
    chance.shuffle(room)
    one, other = vote(terms, ballots, EVERYONE), vote(terms, dict(turned), room)
    assert (one.outcome, one.needed, one.base) == (other.outcome, other.needed, other.base)


@given(BALLOTS, RULES, st.sampled_from(["for", "against", "abstain"]))
@settings(max_examples=75)
def test_one_without_a_vote_never_counts(ballots, decision, guest):
    terms = body(decision=[decision])
    without = vote(terms, ballots, [*EVERYONE, "guest"])
    with_guest = vote(terms, {**ballots, "guest": guest}, [*EVERYONE, "guest"])
    assert (without.outcome, without.needed, without.base) == (
        with_guest.outcome,
        with_guest.needed,
        with_guest.base,
    )
    assert with_guest.notes


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(2, 9), RULES)
@settings(max_examples=100)
def test_a_share_does_not_change_when_everything_is_multiplied(for_, against, abstain, times, decision):
    """Only ‘more than’ shares: they compare proportions, which multiplying leaves alone."""
    terms = body(decision=[{**decision, "base": "cast"}], seat=None, office=None, casting_vote=None)

    def outcome(factor):
        tally = {"for": for_ * factor, "against": against * factor, "abstain": abstain * factor}
        members = {"class": "core", "count": max(2, sum(tally.values()))}
        return meet(terms, [members], items=[{"id": "1", "tally": tally}]).items[0].outcome

    # One vote more on a tie is worth less the more votes there are, so a tie alone may change to lost.
    if for_ != against:
        assert outcome(1) == outcome(times)


@given(st.integers(0, 12), st.integers(1, 12), st.sampled_from(["up", "down", "nearest"]))
def test_rounding_stays_within_one_of_the_share(base, parts, how):
    exact = Fraction(base, parts)
    assert abs(rounded(exact, how) - exact) < 1
    assert rounded(exact, "down") <= rounded(exact, "nearest") <= rounded(exact, "up")


@pytest.mark.parametrize(
    ("threshold", "base", "needed"),
    [
        (Threshold(Fraction(1, 3), is_share=True), 10, 4),
        (Threshold(Fraction(1, 3), is_share=True, rounding="down"), 10, 3),
        (Threshold(Fraction(1, 3), is_share=True, rounding="nearest"), 11, 4),
        (Threshold(Fraction(1, 2), is_share=True, rounding="nearest"), 5, 3),
        (Threshold(Fraction(1, 2), is_share=True, is_strict=True), 10, 6),
        (Threshold(Fraction(1, 2), is_share=True, is_strict=True), 11, 6),
        (Threshold(Fraction(1, 4), is_share=True, minimum=3), 4, 3),
        (Threshold(Fraction(2), is_share=False, is_strict=True), 0, 3),
    ],
)
def test_a_threshold_is_exact_arithmetic(threshold, base, needed):
    assert threshold.needed_of(base) == needed


def test_one_for_one_against_is_carried_by_the_seeds_chair():
    found = meet(SEED, ["council", "police"], on="2023-07-04", presiding="council",
                 items=[{"id": "1", "ballots": {"council": "for", "police": "against"}, "casting": "for"}])  # fmt: skip
    assert found.quorate
    assert found.items[0].outcome == "carried"
    assert found.items[0].casting_used


def test_members_of_a_body_without_classes_and_seats_are_all_alike():
    terms = body(**{"class": None}, seat=None, office=None, casting_vote=None)
    found = meet(terms, ["ann", "ben"], items=[{"id": "1", "ballots": {"ann": "for", "ben": "for"}}])
    assert found.quorate is True
    assert found.items[0].outcome == "carried"


def test_who_presides_in_the_chairs_absence_leaves_the_seeds_tie_open():
    found = meet(SEED, ["fire", "police"], on="2023-07-04", presiding="police",
                 items=[{"id": "1", "ballots": {"fire": "for", "police": "against"}, "casting": "for"}])  # fmt: skip
    assert found.items[0].outcome == "undetermined"
    assert found.items[0].missing_rules == ("casting_vote.passes",)


def test_an_invited_member_makes_no_quorum_under_the_seeds_terms():
    assert meet(SEED, ["council", "pcc", "da-forum"], on="2023-07-04").quorate is False


BOTH = {"s1": "for", "s2": "against"}
FEW = {"s1": "for", "s2": "for", "s3": "against", "s4": "abstain", "s5": "abstain"}
CLAUSES = {
    "quorum": ({"quorum": {"at_least": 2}}, {"quorum": {"at_least": 3}}, {"s1": "for", "s2": "for"}),
    "share": ({"quorum": {"at_least": "1/4"}}, {"quorum": {"more_than": "1/2"}}, {"s1": "for", "s2": "for"}),
    "floor": ({"quorum": {"at_least": "1/7"}}, {"quorum": {"at_least": "1/7", "minimum": 3}}, {"s1": "for", "s2": "for"}),
    "rounding": (
        {"quorum": {"at_least": "1/3", "rounding": "down"}}, {"quorum": {"at_least": "1/3", "rounding": "up"}},
        {"s1": "for", "s2": "for"},
    ),
    "class": (
        {"quorum": {"at_least": 2}}, {"quorum": {"at_least": 1, "class": "invited"}}, {"s1": "for", "s2": "for"}
    ),
    "base": (
        {"decision": [{"more_than": "1/2", "base": "cast"}]}, {"decision": [{"more_than": "1/2", "base": "present"}]}, FEW
    ),
    "threshold": (
        {"decision": [{"more_than": "1/2", "base": "cast"}]}, {"decision": [{"more_than": "2/3", "base": "cast"}]}, FEW
    ),
    "strictness": (
        {"decision": [{"at_least": "2/3", "base": "cast"}]}, {"decision": [{"more_than": "2/3", "base": "cast"}]}, FEW
    ),
    "abstention": (
        {"decision": [{"more_than": "1/2", "base": "cast", "abstention": "ignored"}]},
        {"decision": [{"more_than": "1/2", "base": "cast", "abstention": "counted"}]}, FEW,
    ),
    "all present": (
        {"decision": [{"more_than": "1/2", "base": "cast"}]},
        {"decision": [{"more_than": "1/2", "base": "cast", "all_present": True}]}, FEW,
    ),
    "casting": ({"casting_vote": {"holder": "chair"}}, {"casting_vote": {"holder": "none"}}, BOTH),
    "casting kind": (
        {"casting_vote": {"holder": "chair", "kind": "second"}}, {"casting_vote": {"holder": "chair", "kind": "casting"}},
        BOTH,
    ),
}  # fmt: skip


@pytest.mark.parametrize("clause", CLAUSES)
def test_two_terms_that_differ_in_one_clause_decide_differently(clause):
    one, other, ballots = CLAUSES[clause]
    assert (
        vote(body(**one), ballots, casting="for").outcome
        != vote(body(**other), ballots, casting="for").outcome
    )


@pytest.mark.parametrize("key", ["deputies", "remote", "officers"])
def test_who_counts_makes_the_difference(key):
    how = {
        "deputies": {"as": "deputy"},
        "remote": {"remote": True},
        "officers": {"as": "officer", "organisation": "Seat 2"},
    }
    row = {"seat": "s2", **how[key]}
    yes = body(**{key: {"allowed": True, "counts_to_quorum": True, "may_vote": True}})
    no = body(**{key: {"allowed": False, "counts_to_quorum": False, "may_vote": False}})
    assert meet(yes, ["s1", row]).quorate is True
    assert meet(no, ["s1", row]).quorate is False
    ballots = {"s1": "against", "s2": "for", "s3": "for"}
    assert vote(yes, ballots, ["s1", row, "s3"]).outcome == "carried"
    assert vote(no, ballots, ["s1", row, "s3"]).outcome == "tied"


def test_quorum_is_lost_as_someone_leaves_and_found_again():
    rows = [{"seat": "s1"}, {"seat": "s2", "to": "10:30"}, {"seat": "s3", "from": "11:00"}]
    items = [{"id": time, "at": time, "consensus": True} for time in ("10:00", "10:30", "10:59", "11:00")]
    found = meet(body(), rows, items=items)
    assert [one.outcome for one in found.items] == ["carried", "no_decision", "no_decision", "carried"]
    assert found.quorate is False
    assert [one.quorate for one in found.stretches] == [True, False, True]


def test_an_item_without_a_time_is_undetermined_only_when_the_time_matters():
    rows = [{"seat": "s1"}, {"seat": "s2"}, {"seat": "s3", "to": "10:30"}]
    assert meet(body(), rows, items=[{"id": "1", "consensus": True}]).items[0].outcome == "carried"
    three = body(quorum={"at_least": 3})
    found = meet(three, rows, items=[{"id": "1", "consensus": True}]).items[0]
    assert found.outcome == "undetermined"
    assert found.missing_facts == ("items.1.at",)


def test_a_member_who_withdraws_leaves_quorum_and_vote_of_that_item():
    withdrawn = [{"seat": "s2", "item": "1"}]
    items = [
        {"id": "1", "ballots": {"s1": "for", "s2": "for"}},
        {"id": "2", "ballots": {"s1": "for", "s2": "for"}},
    ]
    found = meet(body(), ["s1", "s2"], withdrawn=withdrawn, items=items)
    assert [one.outcome for one in found.items] == ["no_decision", "carried"]


def test_attendance_that_nobody_recorded_leaves_everything_undetermined():
    found = decide(
        body(), read_situation({"on": "2024-06-03", "items": [{"id": "1", "tally": {"for": 3}}]}, "s.json")
    )
    assert found.quorate is None
    assert found.items[0].outcome == "undetermined"
    assert found.missing_facts[0] == "attendance"


def test_a_meeting_before_the_terms_were_in_force_is_undetermined():
    assert meet(body(), ["s1", "s2"], on="2024-03-31").missing_facts == ("terms in force on that day",)
    assert meet(body(), ["s1", "s2"], on="2024-04-01").quorate is True


def test_more_votes_than_those_present_have_are_not_believed():
    found = meet(body(), ["s1", "s2"], items=[{"id": "1", "tally": {"for": 3}}]).items[0]
    assert found.outcome == "undetermined"
    assert found.notes == ("arithmetic",)


def test_a_seat_in_the_room_twice_counts_once():
    found = meet(body(), ["s1", "s1"])
    assert found.quorate is False
    assert found.notes


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"attendance": [{"seat": "s99"}]}, "unknown-seat"),
        ({"attendance": [{"as": "holder"}]}, "who"),
        ({"attendance": [{"seat": "s1", "as": "ghost"}]}, "not-a-choice"),
        ({"attendance": [{"seat": "s1", "from": "25:00"}]}, "not-a-time"),
        ({"attendance": [{"seat": "s1", "from": "11:00", "to": "10:00"}]}, "backwards"),
        ({"attendance": [{"seat": "s1", "count": -1}]}, "negative"),
        ({"colour": "red"}, "unknown-key"),
        ({"items": [{"id": "1"}, {"id": "1"}]}, "twice"),
        ({"items": [{"id": "1", "tally": {"for": 1}, "ballots": []}]}, "both"),
        (
            {"items": [{"ballots": [{"seat": "s1", "vote": "for"}, {"seat": "s1", "vote": "against"}]}]},
            "two-votes",
        ),
        ({"items": [{"ballots": {"s1": "maybe"}}]}, "not-a-choice"),
    ],
)
def test_a_situation_that_makes_no_sense_is_refused(change, code):
    with pytest.raises(Unusable) as refused:
        decide(body(), read_situation({"on": "2024-06-03", **change}, "s.json"))
    assert refused.value.problems[0].code == code


def test_five_thousand_ballots_are_counted_quickly():
    values = tomllib.loads(BODY)
    values["seat"] = [{"slug": f"x{n}", "name": f"Seat {n}", "class": "core"} for n in range(5000)]
    del values["office"]
    terms = terms_of(StrictTable("large.toml", values))
    ballots = {f"x{n}": "for" if n % 2 else "against" for n in range(5000)}
    attendance = [{"class": "core", "seat": f"x{n}"} for n in range(5000)]
    situation = read_situation(
        {"on": "2024-06-03", "attendance": attendance, "items": [{"ballots": ballots}]}, "s.json"
    )
    starts = time.perf_counter()
    assert decide(terms, situation).items[0].outcome == "tied"
    assert time.perf_counter() - starts < 5, (
        "the benchmark says how quickly; this only guards against squares"
    )


def test_a_verdict_that_hangs_on_no_silent_rule_names_none():
    found = under_every_reading(
        lambda reading: (reading.whether("a", None) or True, reading.whether("b", None))
    )
    assert found.missing_for(lambda one: one[0]) == ()
    assert found.missing_for(lambda one: one[1]) == ("b",)


def test_the_rules_of_the_engine_say_what_they_answer():
    for one in (
        decide, quorum_test, vote_result, casting_vote_allowed, decided_outside, group_may_decide, who_presides, turn_on,
    ):  # fmt: skip
        assert rule_of(one).message


def test_one_person_in_two_seats_is_undetermined_only_where_it_matters():
    held = [{"seat": ["s1", "s2"]}]
    assert meet(body(), held).missing_rules == ("several_seats.counts_once",)
    assert meet(body(), [*held, "s3"]).quorate is True
    ballots = {"s1": "for", "s2": "for", "s3": "against"}
    found = vote(body(), ballots, [*held, "s3"])
    assert (found.outcome, found.missing_rules) == ("undetermined", ("several_seats.votes_once",))
    found = vote(body(), {**ballots, "s3": "for"}, [*held, "s3"])
    assert (found.outcome, found.missing_rules) == ("carried", ())


def test_a_deputy_who_comes_too_often_is_an_observer_and_one_of_whom_nobody_counted_is_undetermined():
    terms = body(deputies={"counts_to_quorum": True, "may_vote": True, "most_absences": 2})

    def found(**row):
        return meet(terms, ["s1", {"seat": "s2", "as": "deputy", **row}])

    assert found(absences=2).quorate is True
    assert found(absences=3).quorate is False
    assert "3 times running" in found(absences=3).notes[0]
    assert (found().quorate, found().missing_facts) == (None, ("attendance.absences",))
    assert meet(terms, ["s1", "s3", {"seat": "s2", "as": "deputy"}]).quorate is True


def test_an_interest_that_was_declared_and_not_withdrawn_for_hangs_on_the_terms():
    both = [{"id": "1", "ballots": {"s1": "for", "s2": "for"}}]

    def outcome(**said):
        terms = body(interests=said) if said else body()
        return meet(terms, ["s1", "s2"], declared=[{"seat": "s2", "item": "1"}], items=both).items[0]

    assert outcome().missing_rules == ("interests.withdraw",)
    assert outcome(withdraw=False).outcome == "carried"
    assert outcome(withdraw=True).outcome == "no_decision"
    assert outcome(withdraw=True, counts_to_quorum=True).outcome == "carried", "one vote for, of those left"


def test_whoever_presides_before_those_whom_the_terms_put_first_is_noted():
    vice = {"slug": "vice-chair", "title": "Vice", "method": "by-office", "seat": "s2"}
    chair = {"slug": "chair", "title": "Chair", "method": "by-office", "seat": "s1"}
    terms = body(office=[chair, vice], presiding={"order": ["vice-chair", "elected"]})
    assert meet(terms, ["s2", "s3"], presiding="s3").notes
    assert not meet(terms, ["s2", "s3"], presiding="s2").notes
    assert not meet(terms, ["s3", "s4"], presiding="s3").notes


def test_a_secret_ballot_is_a_tally():
    terms = body(decision=[{"more_than": "1/2", "base": "cast", "secret": True}])
    counted = meet(terms, ["s1", "s2", "s3"], items=[{"id": "1", "tally": {"for": 2, "against": 1}}])
    assert counted.items[0].outcome == "carried"
    named = vote(terms, {"s1": "for", "s2": "for", "s3": "against"})
    assert (named.outcome, named.next_step) == (
        "no_decision",
        "Hold a secret ballot. Retake or ratify it at a quorate meeting.",
    )


MAJORITY = {"more_than": "1/2", "base": "cast"}
EVERYBODY = {"at_least": "all", "base": "present"}


@pytest.mark.parametrize(
    ("rule", "there", "more", "outcome", "why"),
    [
        (MAJORITY, 3, {}, "carried", "nobody against"),
        ({**MAJORITY, "secret": True}, 3, {}, "no_decision", "a secret ballot"),
        ({**MAJORITY, "secret": False}, 3, {}, "carried", "nobody against"),
        ({**MAJORITY, "by_name": True}, 3, {}, "no_decision", "a roll call"),
        ({**MAJORITY, "all_present": True}, 3, {"membership": {"in_post": 4}}, "no_decision", "1 are not"),
        ({**MAJORITY, "all_present": True}, 3, {"membership": {"in_post": 3}}, "carried", "nobody against"),
        ({"at_least": "2/3", "base": "in_post"}, 3, {"membership": {"in_post": 6}}, "no_decision", "4 votes needed"),
        ({"at_least": "2/3", "base": "in_post"}, 4, {"membership": {"in_post": 6}}, "carried", "nobody against"),
        ({"at_least": "2/3", "base": "in_post"}, 4, {}, "undetermined", "not known"),
        (EVERYBODY, 3, {}, "undetermined", "each member voted for it"),
        ({**EVERYBODY, "abstention": "ignored"}, 3, {}, "carried", "nobody against"),
        ({**EVERYBODY, "consensus_first": True}, 3, {}, "carried", "nobody against"),
        ({**EVERYBODY, "base": "cast"}, 3, {}, "carried", "nobody against"),
        ({**MAJORITY, "abstention": "blocks"}, 3, {}, "undetermined", "none abstained"),
    ],
)  # fmt: skip
def test_that_nobody_was_against_is_not_enough_where_the_terms_ask_for_more(rule, there, more, outcome, why):
    terms = body(decision=[{**rule, "clause": "how"}])
    found = meet(terms, EVERYONE[:there], items=[{"id": "1", "consensus": True}], **more).items[0]
    assert (found.outcome, found.reasons[-1].clause) == (outcome, "how")
    assert why in found.reasons[-1].working


def test_a_roll_call_is_met_by_ballots_and_not_by_a_count_of_hands():
    terms = body(decision=[{**MAJORITY, "by_name": True}])
    assert vote(terms, {"s1": "for", "s2": "for", "s3": "against"}).outcome == "carried"
    counted = meet(terms, EVERYONE[:3], items=[{"id": "1", "tally": {"for": 2, "against": 1}}]).items[0]
    assert (counted.outcome, "recorded by name" in counted.next_step) == ("no_decision", True)


@pytest.mark.parametrize(
    ("group", "scope", "outcome"),
    [
        ("named", "spend", "carried"),
        ("named", "plan", "no_decision"),
        ("unnamed", "spend", "carried"),
        ("unnamed", "terms", "no_decision"),
        ("silent", "spend", "undetermined"),
    ],
)
def test_a_group_with_terms_of_its_own_decides_only_what_the_body_above_lets_it(group, scope, outcome):
    over = body(
        decision=[MAJORITY, {**MAJORITY, "scope": "terms", "reserved": True}],
        subgroup=[
            {"slug": "named", "name": "Named", "powers": ["spend"]},
            {"slug": "silent", "name": "Silent"},
        ],
    )
    own = replace(body(decision=[MAJORITY]), above=Above(group, over))
    given = {"items": [{"id": "1", "scope": scope, "consensus": True}]}
    assert meet(own, ["s1", "s2"], **given).items[0].outcome == outcome
    assert meet(replace(own, above=None), ["s1", "s2"], **given).items[0].outcome == "carried"


def test_an_office_goes_round_on_the_day_its_term_ends():
    turns = {"slug": "chair", "title": "Chair", "method": "rotation", "seats": ["s1", "s2", "s3"],
             "rotates_from": date(2024, 4, 1), "term_months": 12}  # fmt: skip
    office = body(office=[turns]).office("chair")
    days = [date(2024, 3, 31), date(2024, 4, 1), date(2025, 3, 31), date(2025, 4, 1), date(2027, 4, 1)]
    assert [turn_on(office, day) for day in days] == [None, "s1", "s1", "s2", "s1"]
    silent = body(office=[{key: one for key, one in turns.items() if key != "term_months"}])
    assert whose_turn(silent, "chair", date(2024, 6, 3)).rules == ("office.chair.term_months",)


def test_two_seats_that_have_come_to_one_body_vote_once_and_count_once():
    terms = body()
    merged = replace(
        terms, seats=tuple(replace(one, held_with="s1") if one.slug == "s2" else one for one in terms.seats)
    )
    assert meet(terms, ["s1", "s2"]).quorate is True
    found = meet(merged, ["s1", "s2"])
    assert found.quorate is False
    assert "come to one body" in found.notes[0]
    three = meet(
        merged,
        ["s1", "s2", "s3"],
        items=[{"id": "1", "ballots": {"s1": "for", "s2": "for", "s3": "against"}}],
    )
    assert (three.items[0].outcome, three.votes_available) == ("tied", 2)


def test_a_term_of_office_and_an_election_have_their_last_days():
    office = body(
        office=[
            {
                "slug": "chair",
                "title": "Chair",
                "method": "election",
                "term_months": 12,
                "elect_within_days": 28,
            }
        ]
    ).office("chair")
    assert term_of(office, date(2024, 2, 29)).ends_on == date(2025, 2, 27)
    assert elected_by(office, date(2024, 4, 1)) == date(2024, 4, 29)
    assert term_of(replace(office, term_months=None), date(2024, 4, 1)) is None
    assert elected_by(replace(office, elect_within_days=None), date(2024, 4, 1)) is None


def test_a_seat_of_several_places_becomes_as_many_seats_and_one_again_in_the_file():
    seats = [
        {"slug": "team", "name": "Team", "class": "core", "places": 3},
        {"slug": "one", "name": "One", "class": "core"},
    ]
    written = body(seat=seats, office=None)
    split = person_by_person(written)
    assert [(one.slug, one.places) for one in split.seats] == [
        ("team", 1),
        ("team-2", 1),
        ("team-3", 1),
        ("one", 1),
    ]
    assert as_written(split) == written
    assert person_by_person(as_written(split)) == split
    taken = body(seat=[*seats, {"slug": "team-2", "name": "Other", "class": "core"}], office=None)
    assert person_by_person(taken) == taken, "a numbered slug that is used already leaves the seat as it is"
    at_least = body(seat=seats, office=None, quorum={"includes": "team"})
    assert meet(person_by_person(at_least), ["team-2", "one"]).quorate is True


def test_what_the_terms_above_reserve_is_kept_from_a_group_that_they_do_not_name():
    over = body(decision=[MAJORITY, {**MAJORITY, "scope": "terms", "reserved": True}])
    on = date(2024, 6, 3)
    assert [group_goes_beyond(over, "any", scope, on).ok for scope in ("ordinary", "terms")] == [True, False]
