from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.governance.rules.minutes.chain import Confirmation, Link, Sitting, check_chains
from frankpledge.governance.tests.meeting_makers import terms_of
from frankpledge.kernel.dates import PartialDate

DAYS = ("2025-03-05", "2025-06-04", "2025-09-03", "2025-12-03")


def sitting(day: str, body: str = "", status: str = "held", slug: str = "") -> Sitting:
    return Sitting(slug or day, "Meeting", body, PartialDate.parse(day), "ordinary", "", status)


HELD = tuple(map(sitting, DAYS))
NEXT = tuple(Confirmation(of, by, True) for of, by in itertools.pairwise(DAYS))


def links(confirmations, held=HELD) -> dict[str, Link]:
    return {one.of.slug: one for chain in check_chains(held, confirmations, {}) for one in chain.links}


def codes(confirmations, held=HELD) -> set[str]:
    return {one.code for chain in check_chains(held, confirmations, {}) for one in chain.findings}


def test_minutes_confirmed_each_by_the_next_meeting_make_a_whole_chain():
    found = links(NEXT)
    assert [found[day].state for day in DAYS] == ["confirmed", "confirmed", "confirmed", "waiting"]
    assert codes(NEXT) == set()


def test_minutes_that_wait_for_the_next_meeting_are_no_break():
    assert codes((), HELD[:1]) == set()
    assert links((), HELD[:1])[DAYS[0]].state == "waiting"


def test_minutes_confirmed_twice_are_found_and_the_first_counts():
    found = links((*NEXT, Confirmation(DAYS[0], DAYS[2], True)))
    assert codes((*NEXT, Confirmation(DAYS[0], DAYS[2], True))) == {"twice"}
    assert found[DAYS[0]].by.slug == DAYS[1]


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (Confirmation(DAYS[1], DAYS[0], True), "earlier"),
        (Confirmation(DAYS[1], DAYS[1], True), "itself"),
        (Confirmation(DAYS[1], DAYS[2], False), "irregular"),
    ],
)
def test_a_confirmation_that_cannot_be_is_found_and_confirms_nothing(one, code):
    given_ = (NEXT[0], one, NEXT[2])
    assert code in codes(given_)
    assert links(given_)[DAYS[1]].state == "unconfirmed"


def test_a_confirmation_that_nobody_judged_counts():
    assert codes((replace(NEXT[0], stands=None), *NEXT[1:])) == set()


def test_a_meeting_without_a_quorum_confirms_nothing_whatever_was_recorded():
    held = (HELD[0], replace(HELD[1], status="inquorate"), *HELD[2:])
    assert "irregular" in codes(NEXT, held)


def test_minutes_that_no_later_meeting_confirmed_are_forgotten_after_two():
    assert "forgotten" in codes(NEXT[1:])
    assert codes((), HELD[:2]) == set()
    assert links((), HELD[:2])[DAYS[0]].state == "unconfirmed"


def test_minutes_that_skipped_a_meeting_are_confirmed_and_named():
    given_ = (Confirmation(DAYS[0], DAYS[2], True), *NEXT[1:])
    assert codes(given_) == {"skipped"}
    assert links(given_)[DAYS[0]].state == "confirmed"


def test_another_bodys_meeting_confirms_nothing():
    group = sitting("2025-06-05", "mappa")
    given_ = (Confirmation(DAYS[0], group.slug, True), *NEXT[1:])
    assert {"other-body"} <= codes(given_, (*HELD, group))


def test_a_meeting_of_another_body_between_two_changes_nothing():
    assert codes(NEXT, (*HELD, sitting("2025-04-01", "mappa"))) == codes(NEXT)


def test_a_cancelled_meeting_needs_no_minutes_and_cannot_have_any():
    held = (HELD[0], replace(HELD[1], status="cancelled"), *HELD[2:])
    given_ = (Confirmation(DAYS[0], DAYS[2], True), NEXT[2])
    assert codes(given_, held) == set()
    assert codes((*given_, Confirmation(DAYS[1], DAYS[2], True)), held) == {"not-held"}


def test_minutes_of_a_meeting_that_nobody_recorded_are_a_stray():
    assert codes((*NEXT, Confirmation("2020-01-01", DAYS[1], True))) == {"stray"}


def test_days_that_are_not_known_well_enough_are_said_to_be_so():
    held = (sitting("2025-03", slug="a"), sitting("2025-03-20", slug="b"))
    assert codes((Confirmation("a", "b", True),), held) == {"unsure"}


def test_cadence_is_read_by_the_bodys_own_terms_or_as_quarterly():
    (chain,) = check_chains(HELD, NEXT, {"": terms_of()})
    assert chain.cadence == ()
    (chain,) = check_chains(HELD, NEXT, {})
    assert {one.reading for one in chain.cadence} >= {"each-window", "longest-gap"}
    assert [gap.least for gap in chain.gaps] == [91, 91, 91]


@given(
    st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS), st.booleans()), max_size=8), st.randoms()
)
def test_the_order_in_which_confirmations_are_told_does_not_matter(told, random):
    rows = [Confirmation(*one) for one in told]
    mixed = list(rows)
    random.shuffle(mixed)
    one, other = links(rows), links(mixed)
    assert {slug: (link.state, link.by) for slug, link in one.items()} == {
        slug: (link.state, link.by) for slug, link in other.items()
    }
