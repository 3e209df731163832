from __future__ import annotations

from dataclasses import replace

from frankpledge.kernel.dates import PartialDate
from frankpledge.law.reviews import regime
from frankpledge.reviews.rules.criteria import (
    Circumstances,
    Finding,
    Person,
    Said,
    ages_disagree,
    apply_test,
    child_route,
)

S9, S8A = regime("dhr-s9"), regime("dardr-s8a")
YES, NO = Said.YES, Said.NO


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


MET = Circumstances(
    day("2026-03-01"),
    Person(day("1980-05-04")),
    Person(age=40),
    YES,
    relative=NO,
    intimate=YES,
    household=NO,
    harm=YES,
)


def finding(known: Circumstances, law=S9) -> Finding:
    return apply_test(law, known).finding


def test_a_grown_person_killed_by_a_partner_is_within_both_laws():
    assert finding(MET) is Finding.MET
    assert finding(MET, S8A) is Finding.MET


def test_one_day_before_the_sixteenth_birthday_is_not_met_and_on_it_is():
    young = replace(MET, died=day("2026-03-01"), person=Person(day("2010-03-02")))
    assert finding(young) is Finding.NOT_MET
    assert "under 16" in child_route(young)
    on_the_day = replace(young, person=Person(day("2010-03-01")))
    assert finding(on_the_day) is Finding.MET
    assert "16 or 17" in child_route(on_the_day)
    assert child_route(MET) == ""


def test_an_unrelated_lodger_is_within_the_one_law_and_not_the_other():
    lodger = replace(MET, intimate=NO, household=YES)
    assert finding(lodger) is Finding.MET
    other = apply_test(S8A, lodger)
    assert other.finding is Finding.NOT_MET
    assert "same household" in other.reason


def test_a_child_who_caused_a_death_is_within_the_one_law_and_not_the_other():
    child = replace(MET, other=Person(age=15))
    assert finding(child) is Finding.MET
    assert finding(child, S8A) is Finding.NOT_MET
    assert finding(replace(MET, other=Person(age=16)), S8A) is Finding.MET


def test_a_suicide_that_gives_concern_is_met_without_any_charge():
    suicide = replace(MET, harm=NO, own_hand=YES, gives_concern=YES)
    assert finding(suicide) is Finding.MET
    assert finding(replace(suicide, gives_concern=NO)) is Finding.NOT_MET
    assert finding(replace(suicide, gives_concern=Said.NOT_KNOWN)) is Finding.INSUFFICIENT


def test_what_is_not_known_is_never_no():
    unknown = replace(MET, household=Said.NOT_KNOWN, intimate=NO)
    tested = apply_test(S9, unknown)
    assert tested.finding is Finding.INSUFFICIENT
    assert tested.unanswered == ("C3",)
    assert finding(replace(unknown, household=NO)) is Finding.NOT_MET
    assert finding(replace(MET, household=Said.NOT_KNOWN)) is Finding.MET


def test_an_unexplained_death_after_abuse_is_for_judgement():
    unexplained = replace(MET, harm=Said.NOT_KNOWN, unexplained=YES, abuse_before=YES)
    assert finding(unexplained) is Finding.DISCRETIONARY
    assert finding(replace(unexplained, abuse_before=NO)) is Finding.INSUFFICIENT
    assert finding(replace(unexplained, intimate=NO)) is Finding.NOT_MET


def test_an_age_that_nobody_knows_needs_a_judgement_with_its_reason():
    assert finding(replace(MET, person=Person())) is Finding.INSUFFICIENT
    assert finding(replace(MET, person=Person(is_sixteen=YES))) is Finding.INSUFFICIENT
    judged = Person(is_sixteen=YES, because="a bus pass for older people was found")
    assert finding(replace(MET, person=judged)) is Finding.MET


def test_the_law_is_that_of_the_day_of_death_and_a_prospective_one_is_not_in_force():
    assert apply_test(S9, MET).in_force is True
    assert apply_test(S8A, MET).in_force is False
    assert apply_test(S9, replace(MET, died=day("2011-04-12"))).in_force is False
    assert apply_test(S9, replace(MET, died=day("2011"))).in_force is None


def test_abuse_behind_a_suicide_is_its_concern_whoever_ticked_what():
    suicide = replace(MET, own_hand=YES, gives_concern=Said.NOT_KNOWN)
    assert finding(suicide) is Finding.MET
    assert finding(replace(suicide, harm=Said.NOT_KNOWN, domestic_abuse=YES)) is Finding.MET
    assert finding(replace(suicide, harm=Said.NOT_KNOWN)) is Finding.INSUFFICIENT
    unsure = replace(MET, harm=NO, own_hand=Said.NOT_KNOWN, gives_concern=YES)
    assert finding(unsure) is Finding.INSUFFICIENT
    assert finding(replace(unsure, own_hand=NO)) is Finding.NOT_MET


def test_days_decide_an_age_before_anybodys_word_does():
    young = Person(day("2010-03-02"), age=17, is_sixteen=YES, because="looked older")
    assert finding(replace(MET, person=young)) is Finding.NOT_MET
    assert ages_disagree(MET.died, young)
    assert not ages_disagree(MET.died, replace(young, age=15))
    assert not ages_disagree(MET.died, Person(day("2010"), age=15))
    assert not ages_disagree(MET.died, Person(day("2010"), age=16))


def test_the_route_for_children_is_named_whenever_they_may_have_been_under_eighteen():
    leap = Person(day("2008-02-29"))
    assert "16 or 17" in child_route(replace(MET, person=leap, died=day("2026-02-28")))
    assert child_route(replace(MET, person=leap, died=day("2026-03-01"))) == ""
    assert "16 or 17" in child_route(replace(MET, person=Person(age=17)))
    assert child_route(replace(MET, person=Person(age=18))) == ""
    assert "may have been" in child_route(replace(MET, person=Person(day("2008"))))
