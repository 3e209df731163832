from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from frankpledge.kernel.dates import PartialDate
from frankpledge.reviews.rules.casework.fields import Group
from frankpledge.reviews.rules.casework.guards import Asked, refusals
from frankpledge.reviews.rules.casework.state import Entry, replay
from frankpledge.reviews.rules.criteria import Person, Said, was_sixteen
from frankpledge.reviews.rules.readiness import STEPS, may_keep_real_reviews
from frankpledge.reviews.rules.rights import Part, reach

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TODAY = PartialDate(2026, 6, 1)


def state(*kinds: str):
    told = [
        Entry(n, kind, PartialDate(2026, 1, 10), {"role": "leading"}, "", NOW)
        for n, kind in enumerate(kinds, start=1)
    ]
    return replay(told, date(2026, 6, 1))


def asked(kind: str, on: PartialDate | None = TODAY, **data: object) -> Asked:
    return Asked(kind, on, data, "Somebody", frozenset({"coordinator"}), date(2026, 6, 1))


def test_a_hold_is_looked_at_again_within_three_months():
    held = state("received", "directed")
    assert refusals(held, asked("hold", look_again="2026-09-01")) == ()
    assert "three months" in refusals(held, asked("hold", look_again="2026-09-02"))[0]


def test_somebody_who_dealt_with_the_case_is_no_independent_chair_even_as_an_exception():
    held = state("received", "directed")
    one = asked("appointed", part="independent-chair", contact="yes", exception="nobody else", name="A")
    assert "no exception" in refusals(held, one)[0]
    assert refusals(held, replace(one, data={**one.data, "contact": "no"})) == ()


def test_an_entry_needs_what_it_rests_on():
    assert "First record" in refusals(state("received"), asked("imr-asked", agency="x"))[0]


@pytest.mark.parametrize("lacking", STEPS)
def test_real_reviews_need_every_safeguard(lacking):
    assert may_keep_real_reviews(dict.fromkeys(STEPS, True)).holds
    assert not may_keep_real_reviews({step: step != lacking for step in STEPS}).holds


def test_one_knows_of_a_review_only_with_a_part_and_without_a_conflict():
    user = uuid4()
    assert reach(user, [Part("chair")], []).reads(Group.FILE)
    assert not reach(user, [Part("chair")], []).reads(Group.FAMILY)
    assert reach(user, [Part("chair")], [user]) is None
    assert reach(user, [], []) is None
    assert reach(None, [Part("chair")], []) is None


def test_sixteen_is_reached_on_the_birthday_and_a_leap_day_birth_on_the_first_of_march():
    leap = Person(PartialDate(2008, 2, 29))
    assert was_sixteen(PartialDate(2024, 2, 29), leap)[0] is Said.YES
    odd = Person(PartialDate(2012, 2, 29))
    assert was_sixteen(PartialDate(2028, 2, 28), odd)[0] is Said.NO
    assert was_sixteen(PartialDate(2028, 2, 29), odd)[0] is Said.YES
