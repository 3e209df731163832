from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.governance.membership.facts import GroupFacts, OfficeFacts, TenureFacts
from frankpledge.governance.rules.membership.appointing import (
    deputies_are_allowed,
    seat_has_a_place,
    seat_is_in_the_terms,
)
from frankpledge.governance.rules.membership.attendance import (
    Presence,
    attendance_by_seat,
    too_often_absent,
    within,
)
from frankpledge.governance.rules.membership.groups import tree
from frankpledge.governance.rules.membership.offices import (
    MeetingDay,
    election_due,
    may_take,
    offices_on,
    rule_in_words,
    terms_before,
)
from frankpledge.governance.rules.membership.seating import seating
from frankpledge.governance.rules.terms.presiding import seats_of_office
from frankpledge.governance.rules.terms.reading import terms_of
from frankpledge.governance.rules.terms.succession import Holder
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.toml_files import read_text
from frankpledge.kernel.verdicts import Outcome

ON = date(2024, 6, 20)
TERMS = """
[terms]
body = "Example"
label = "the terms"
nation = "E"
starts_on = 2019-04-01
[[class]]
slug = "core"
title = "Core members"
can_vote = true
counts_to_quorum = true
[[seat]]
slug = "council"
name = "Council"
class = "core"
organisations = ["council"]
is_senior = true
[[seat]]
slug = "health"
name = "Health"
class = "core"
organisations = ["ccg"]
"""
OFFICES = """
[[office]]
slug = "chair"
title = "Chair"
method = "by-office"
seat = "council"
[[office]]
slug = "vice-chair"
title = "Vice Chair"
method = "election"
from_class = "core"
elected_at = "first meeting of each financial year"
"""


def terms(more="", old="", new=""):
    text = TERMS + more
    assert old in text
    return terms_of(read_text(text.replace(old, new), "terms.toml").strictly())


def sits(person="Ann", seat="council", body="council", first=date(2020, 1, 1), last=None, **more):
    values = {
        "standing": "holder", "user": None, "organisation_name": body, "post": "", "is_senior": True, "seniority": "",
        "appointed_by": "", "ended_because": "", "group": "", "row_version": 1,
    } | more  # fmt: skip
    return TenureFacts(
        id=uuid4(),
        seat=seat,
        person=person,
        organisation=body,
        period=Period(first, last),
        **values,
    )


BOTH = (sits(), sits("Hal", "health", "ccg"))


def codes(rules, tenures=BOTH, lines=None, on=ON):
    return [one.code for one in seating(rules, tenures, lines or {}, on).flags]


def test_seats_that_are_filled_as_the_terms_ask_need_nobody():
    assert codes(terms()) == []


def test_an_empty_seat_is_flagged_and_filled_again_is_not():
    gone = sits("Hal", "health", "ccg", last=ON - timedelta(1))
    assert codes(terms(), (sits(), gone)) == ["empty-seat"]
    assert codes(terms(), (sits(), gone), on=ON - timedelta(1)) == []


def test_who_comes_from_another_body_is_flagged_and_who_comes_from_its_successor_is_not():
    line = {
        "ccg": (Holder("ccg", "CCG", "H", date(2022, 6, 30)), Holder("icb", "ICB", "H", None)),
        "icb": (Holder("icb", "ICB", "H", None),),
    }
    assert codes(terms(), (sits(), sits("Hal", "health", "icb")), line) == []
    assert codes(terms(), (sits(), sits("Hal", "health", "police")), line) == ["other-body"]


def test_who_sits_for_a_body_that_has_ended_is_offered_the_successor():
    line = {"ccg": (Holder("ccg", "CCG", "H", date(2022, 6, 30)), Holder("icb", "ICB", "H", None))}
    flags = seating(terms(), BOTH, line, ON).flags
    assert [(one.code, one.cure) for one in flags] == [("body-ended", "Move the appointment to ICB.")]
    assert codes(terms(), BOTH, line, on=date(2022, 6, 30)) == []
    alone = {"ccg": line["ccg"][:1]}
    assert [one.cure for one in seating(terms(), BOTH, alone, ON).flags] == ["End the appointment."]


@pytest.mark.parametrize(
    ("is_senior", "seat", "expected"),
    [
        (True, "council", []),
        (False, "council", ["not-senior"]),
        (None, "council", ["seniority-not-recorded"]),
        (False, "health", []),
        (None, "health", ["seniority-not-recorded"]),
    ],
)
def test_seniority_is_judged_only_where_the_terms_ask_for_it_and_never_guessed(is_senior, seat, expected):
    other = next(one for one in BOTH if one.seat != seat)
    mine = sits("Eve", seat, {"council": "council", "health": "ccg"}[seat], is_senior=is_senior)
    assert codes(terms(), (mine, other)) == expected


@pytest.mark.parametrize(
    ("said", "undetermined", "words"),
    [
        ("", True, "do not say"),
        (
            "[several_seats]\nvotes_once = true\ncounts_once = true\n",
            False,
            "one vote and count to the quorum once",
        ),
        ("[several_seats]\nvotes_once = false\ncounts_once = true\n", False, "the vote of each seat"),
        ("[several_seats]\nvotes_once = true\n", True, "that the terms do not say"),
    ],
)
def test_a_person_in_two_seats_is_flagged_with_what_the_terms_say(said, undetermined, words):
    twice = (sits(), sits("Ann", "health", "ccg"))
    flag = next(one for one in seating(terms(said), twice, {}, ON).flags if one.code == "two-seats")
    assert (flag.is_undetermined, words in flag.sentence) == (undetermined, True)
    assert "two-seats" not in codes(terms(said))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", ["deputies-silent"]),
        ("[deputies]\nallowed = false\n", ["deputies-not-allowed"]),
        ("[deputies]\nallowed = true\n", []),
    ],
)
def test_deputies_are_judged_by_the_terms_of_the_day(said, expected):
    named = (*BOTH, sits("Dee", standing="deputy"))
    assert codes(terms(said), named) == expected
    assert codes(terms(said)) == []


def test_a_seat_that_newer_terms_no_longer_give_is_flagged():
    assert codes(terms(), (*BOTH, sits("Old", "fire", "fire"))) == ["seat-not-in-terms"]


@given(st.permutations(BOTH), st.integers(0, 3))
def test_the_order_of_the_record_changes_nothing_but_order(order, deputies):
    more = tuple(sits(f"Dee {n}", standing="deputy") for n in range(deputies))
    rules = terms("[deputies]\nallowed = true\n")
    found = seating(rules, (*order, *more), {}, ON)
    assert [len(one.holders) for one in found.seats] == [1, 1]
    assert len(found.seats[0].deputies) == deputies
    assert found.flags == ()


def test_a_seat_is_one_of_the_terms_in_force_on_the_first_day():
    period = Period(ON)
    assert seat_is_in_the_terms(terms(), "council", period).outcome is Outcome.HOLDS
    assert seat_is_in_the_terms(terms(), "fire", period).outcome is Outcome.FAILS
    assert seat_is_in_the_terms(None, "council", period).outcome is Outcome.UNDETERMINED


def test_a_seat_with_one_place_has_room_only_while_nobody_holds_it():
    seat = terms().seat("council")
    gone = sits(last=ON - timedelta(1))
    assert seat_has_a_place(seat, Period(ON), [gone]).holds
    assert not seat_has_a_place(seat, Period(ON), [sits()]).holds
    assert seat_has_a_place(seat, Period(ON), [sits(standing="deputy")]).holds


@pytest.mark.parametrize(
    ("said", "outcome"),
    [("", Outcome.UNDETERMINED), ("true", Outcome.HOLDS), ("false", Outcome.FAILS)],
)
def test_deputies_are_named_where_the_terms_allow_them(said, outcome):
    text = f"[deputies]\nallowed = {said}\n" if said else ""
    assert deputies_are_allowed(terms(text)).outcome is outcome


# Offices ----------------------------------------------------------------------------------------------------------


def holds(person="Hal", first=date(2024, 4, 10), last=None, office="vice-chair", seat="health"):
    return OfficeFacts(
        uuid4(),
        "",
        office,
        seat,
        person,
        None,
        "election",
        None,
        "",
        Period(first, last),
        1,
    )


def met(*days, kind="ordinary", status="held"):
    return tuple(MeetingDay(PartialDate.parse(one), kind, status) for one in days)


def office(slug, rules=None, holdings=(), tenures=BOTH, meetings=(), on=ON):
    found = offices_on(rules or terms(OFFICES), holdings, tenures, meetings, on)
    return next(one for one in found if one.slug == slug)


def test_a_chair_by_office_is_whoever_sits_in_the_seat():
    assert [one.person for one in office("chair").holders] == ["Ann"]
    other = office("chair", tenures=(sits("Eve"), BOTH[1]))
    assert [one.person for one in other.holders] == ["Eve"]


def test_the_vacancy_of_the_chair_is_undetermined_where_the_terms_are_silent():
    gone = (sits(last=date(2024, 5, 6)), BOTH[1])
    found = office("chair", tenures=gone)
    assert [(one.code, one.is_undetermined) for one in found.flags] == [("vacant-office", True)]
    assert "Ann went on 6 May 2024" in found.flags[0].sentence
    said = terms(
        OFFICES, 'seat = "council"\n[[office]]', 'seat = "council"\nvacancy = "the vice-chair"\n[[office]]'
    )
    settled = office("chair", said, (holds(),), gone)
    assert [(one.code, one.is_undetermined) for one in settled.flags] == [("vacant-office", False)]
    assert [one.person for one in settled.acting] == ["Hal"]
    assert office("chair").flags == ()


def test_a_record_that_names_another_chair_than_the_one_by_office_is_flagged():
    found = office("chair", holdings=(holds("Eve", office="chair", seat=""),))
    assert [one.code for one in found.flags] == ["not-by-office"]
    assert office("chair", holdings=(holds("Ann", office="chair", seat=""),)).flags == ()


@pytest.mark.parametrize(
    ("holdings", "meetings", "due", "at"),
    [
        ((), met("2024-04-10"), True, date(2024, 4, 10)),
        ((holds(),), met("2024-04-10"), False, None),
        ((holds(first=date(2024, 3, 31)),), met("2024-04-10"), True, date(2024, 4, 10)),
        ((holds(first=date(2023, 4, 10)),), met("2024-07-01", status="planned"), True, date(2024, 7, 1)),
        ((), met("2024-04-10", status="cancelled"), True, None),
        ((), met("2024-04"), True, None),
        ((holds(last=date(2024, 5, 31)),), met("2024-04-10"), True, None),
    ],
)
def test_an_election_is_due_at_the_first_meeting_of_each_financial_year(holdings, meetings, due, at):
    found = office("vice-chair", holdings=holdings, meetings=meetings).election
    assert (found.due, found.at) == (due, at)


def test_terms_that_set_a_number_of_days_give_the_election_a_last_day():
    said = terms(OFFICES + "elect_within_days = 30\n")
    assert office("vice-chair", said).election.by == date(2024, 5, 1)
    went = (holds(last=date(2024, 5, 31)),)
    assert office("vice-chair", said, went).election.by == date(2024, 6, 30)


@pytest.mark.parametrize("words", ["first meeting of each year", "meeting in spring"])
def test_an_election_whose_meeting_cannot_be_told_is_not_guessed(words):
    said = terms(OFFICES, "first meeting of each financial year", words)
    assert office("vice-chair", said, (holds(),)).election.due is None
    assert office("vice-chair", said).election.due is True


def test_an_election_at_the_annual_meeting_waits_for_it():
    said = terms(OFFICES, "first meeting of each financial year", "annual meeting")
    chosen = said.office("vice-chair")
    held = (holds(first=date(2023, 5, 20)),)
    assert election_due(said, chosen, held, met("2024-05-20", kind="annual"), ON).due is True
    assert election_due(said, chosen, held, met("2023-05-20", kind="annual"), ON).due is None
    assert (
        election_due(said, chosen, held, met("2024-07-20", kind="annual", status="planned"), ON).due is False
    )


def test_a_term_ends_when_its_months_are_over_and_terms_in_a_row_are_limited():
    said = terms(OFFICES + "term_months = 12\nmost_terms = 2\n")
    row = [
        holds(first=date(2022, 6, 21), last=date(2023, 6, 20)),
        holds(first=date(2023, 6, 21)),
    ]
    assert office("vice-chair", said, row, on=date(2024, 6, 20)).flags == ()
    assert [one.code for one in office("vice-chair", said, row, on=date(2024, 6, 21)).flags] == ["term-over"]
    third = [*row[:1], holds(first=date(2023, 6, 21), last=date(2024, 4, 9)), holds()]
    assert [one.code for one in office("vice-chair", said, third).flags] == ["may-not-hold"]
    broken = [*row[:1], holds(first=date(2023, 7, 1), last=date(2024, 4, 9)), holds()]
    assert office("vice-chair", said, broken).flags == ()


def test_chair_and_vice_chair_from_one_body_are_flagged_only_where_the_terms_keep_them_apart():
    apart = terms(OFFICES + 'not_same_organisation_as = "chair"\n')
    both = (*BOTH, sits("Cy", "health", "council"))
    same = (holds("Cy"),)
    assert [one.code for one in office("vice-chair", apart, same, both).flags] == ["may-not-hold"]
    assert office("vice-chair", terms(OFFICES), same, both).flags == ()
    assert office("vice-chair", apart, (holds(),), both).flags == ()


@given(st.integers(0, 60), st.integers(1, 24))
def test_turns_last_their_months_and_come_round(months, each):
    seats = ("a", "b", "c")
    rotates = replace(
        terms(OFFICES).office("chair"),
        method="rotation",
        seats=seats,
        rotates_from=date(2020, 1, 1),
        term_months=each,
    )
    on = date(2020 + months // 12, months % 12 + 1, 15)
    assert seats_of_office(rotates, on) == (seats[months // each % 3],)


def test_an_office_that_rotates_says_whose_turn_it_is():
    chair = replace(
        terms(OFFICES).office("chair"),
        method="rotation",
        seats=("a", "b"),
        rotates_from=date(2020, 1, 1),
        term_months=12,
    )
    whole = replace(terms(OFFICES), offices=(chair,))
    assert rule_in_words(whole, chair, date(2021, 3, 1)).endswith("it is the turn of b.")
    assert rule_in_words(whole, chair, date(2022, 3, 1)).endswith("it is the turn of a.")
    silent = replace(chair, term_months=None)
    said = rule_in_words(replace(whole, offices=(silent,)), silent, date(2022, 3, 1))
    assert said.endswith("The terms do not say whose turn it is.")


def test_terms_are_counted_only_for_the_same_person_without_a_day_between():
    now = holds(first=date(2024, 1, 1))
    before = holds(first=date(2023, 1, 1), last=date(2023, 12, 31))
    first = now.period.starts_on
    assert terms_before([before, now], "Hal", first) == 1
    assert terms_before([holds("Eve", date(2023, 1, 1), date(2023, 12, 31)), now], "Hal", first) == 0


# Attendance -------------------------------------------------------------------------------------------------------


def was(present, on="2024-01-10", seats=None):
    return Presence(UUID(int=1), on, on, PartialDate.parse(on), present, seats)


def test_a_meeting_that_nobody_recorded_is_no_absence():
    known = [was({"a": "holder"}), was({})]
    one = attendance_by_seat({"a": "A"}, known)[0]
    other = attendance_by_seat({"a": "A"}, [*known, was(None)])[0]
    assert (one.filled, one.absent, one.percent) == (other.filled, other.absent, other.percent) == (1, 1, 50)
    assert (one.unknown, other.unknown) == (0, 1)
    assert attendance_by_seat({"a": "A"}, [was(None)])[0].percent is None


def test_a_meeting_before_the_seat_was_there_is_not_counted():
    with_seat = was({}, seats=frozenset({"a"}))
    before = was({}, seats=frozenset({"b"}))
    assert attendance_by_seat({"a": "A"}, [with_seat, before])[0].meetings == 1


def test_a_deputy_fills_the_seat_but_the_holder_was_away():
    row = [was({"a": standing} if standing else {}, f"2024-0{n}-01") for n, standing in
           enumerate(("holder", "deputy", "", "deputy", "holder"), start=1)]  # fmt: skip
    one = attendance_by_seat({"a": "A"}, row)[0]
    assert (one.filled, one.by_deputy, one.in_a_row, one.percent) == (4, 2, 3, 80)
    said = terms("[deputies]\nallowed = true\nmost_absences = 2\n")
    assert [flag.about for flag in too_often_absent(said, [one])] == ["a"]
    assert too_often_absent(terms("[deputies]\nallowed = true\nmost_absences = 3\n"), [one]) == ()
    assert too_often_absent(terms("[deputies]\nallowed = true\n"), [one]) == ()


@given(st.lists(st.sampled_from([None, "", "holder", "deputy", "-"]), max_size=20))
def test_what_is_counted_adds_up(found):
    meetings = [was(None if one is None else {} if one == "-" else {"a": one}) for one in found]
    one = attendance_by_seat({"a": "A"}, meetings)[0]
    assert one.filled + one.absent + one.unknown == one.meetings == len(found)
    assert one.by_holder + one.by_deputy <= one.filled


def test_a_meeting_whose_day_is_not_known_well_enough_is_left_out():
    assert within([was({}, "2024")], date(2024, 1, 1), date(2024, 12, 30)) == ()
    assert len(within([was({}, "2024")], date(2024, 1, 1), date(2024, 12, 31))) == 1


# Groups -----------------------------------------------------------------------------------------------------------

BELOW = """
[[decision]]
scope = "ordinary"
more_than = "1/2"
[[decision]]
scope = "terms"
more_than = "1/2"
reserved = true
[[subgroup]]
slug = "delivery"
name = "Delivery"
powers = ["spending"]
reserved = ["plan"]
[[subgroup]]
slug = "streets"
name = "Streets"
"""


def group(slug, parent="", last=None, first=date(2020, 1, 1)):
    return GroupFacts(uuid4(), slug, slug.title(), parent, "standing", "", "", Period(first, last), 1)


def test_groups_stand_below_their_parents_and_none_is_lost():
    found = tree([group("cell", "streets"), group("streets", "delivery"), group("delivery")], None, ON)
    assert [(one.group.slug, one.depth) for one in found] == [("delivery", 0), ("streets", 1), ("cell", 2)]
    orphan = tree([group("cell", "streets"), group("streets", last=ON - timedelta(1))], None, ON)
    assert [(one.group.slug, one.depth) for one in orphan] == [("cell", 0)]


@given(st.sets(st.integers(0, 8)), st.randoms())
def test_every_group_of_the_day_is_in_the_tree_once(numbers, random):
    made = [
        group(f"g{n}", f"g{random.randrange(n)}" if n and random.random() < 0.8 else "")
        for n in sorted(numbers)
    ]
    random.shuffle(made)
    found = [one.group.slug for one in tree(made, None, ON)]
    assert sorted(found) == sorted(one.slug for one in made)


def test_a_group_whose_powers_are_not_said_and_one_that_ends_soon_are_flagged():
    found = tree([group("delivery"), group("streets", last=ON + timedelta(30))], terms(BELOW), ON)
    assert {one.group.slug: [flag.code for flag in one.flags] for one in found} == {
        "delivery": [],
        "streets": ["ends-soon", "powers-silent"],
    }


def test_an_office_is_taken_by_one_whom_the_terms_let_hold_it_beside_those_in_office():
    apart = terms(OFFICES + 'not_same_organisation_as = "chair"\n')
    of_council = (BOTH[0], sits("Cy", "health", "council"))
    taken = [
        may_take(apart, "vice-chair", who, (), (BOTH[0], who), ON).ok
        for who in (sits("Hal", "health", "ccg"), of_council[1])
    ]
    assert taken == [True, False]
    assert may_take(terms(OFFICES), "vice-chair", of_council[1], (), of_council, ON).ok is True
