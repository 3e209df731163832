from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from frankpledge.audit.api import check_chain
from frankpledge.audit.models import Event
from frankpledge.directory import api as directory
from frankpledge.directory.models import User
from frankpledge.governance.membership import queries, services
from frankpledge.governance.membership.written import NewGroup, NewOfficeHolding, NewTenure
from frankpledge.governance.models import Decision, Motion, Tenure
from frankpledge.governance.rules.terms.constitution import Clause, Office
from frankpledge.governance.rules.terms.reading import terms_of
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.toml_files import read_text
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import fixed_at
from frankpledge.records.models import Conflict
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
TERMS = """
[terms]
body = "Example"
label = "the first"
nation = "E"
starts_on = 2019-04-01
[[seat]]
slug = "council"
name = "Council"
class = "member"
[[seat]]
slug = "police"
name = "Police"
class = "member"
[[class]]
slug = "member"
title = "Members"
can_vote = true
counts_to_quorum = true
"""


def terms(more=""):
    return terms_of(read_text(TERMS + more, "terms.toml").strictly())


@pytest.fixture
def dorset(db):
    the_demonstration()
    with fixed_at(datetime(2023, 6, 20, 12, tzinfo=UTC)):
        yield "dorset"


def new(person="Ann Example", seat="police", standing="holder", first=date(2020, 1, 1), last=None, **more):
    return NewTenure(person, standing, Period(first, last), seat=seat, **more)


def appoint(said, rules=None, **more):
    return services.appoint("dorset", said, terms=rules or terms(), by=BY, **more)


def test_somebody_appointed_is_in_post_from_the_first_day_to_the_last(dorset):
    appoint(new(last=date(2020, 12, 31), organisation="dorset-police", post="Superintendent"))
    for on, there in (
        (date(2019, 12, 31), 0),
        (date(2020, 1, 1), 1),
        (date(2020, 12, 31), 1),
        (date(2021, 1, 1), 0),
    ):
        assert len(queries.in_post(dorset, on)) == there
    found = queries.in_post(dorset, date(2020, 6, 1))[0]
    assert (found.person, found.organisation, found.body) == ("Ann Example", "Dorset Police", "dorset-police")


def test_those_of_a_group_are_not_those_of_the_partnership(dorset):
    appoint(new())
    appoint(new("Ben Example", group="delivery"))
    assert [one.person for one in queries.in_post(dorset, date(2020, 6, 1))] == ["Ann Example"]
    assert [one.person for one in queries.in_post(dorset, date(2020, 6, 1), "delivery")] == ["Ben Example"]


def test_a_person_acts_for_the_seats_they_hold_and_then_for_those_they_deputise_in(dorset):
    user = User.objects.get(email="police@example.org")
    appoint(new(standing="deputy", seat="council", user=user.id))
    appoint(new(user=user.id))
    appoint(new(seat="", standing="observer", user=user.id))
    found = queries.seats_of_user(user.id, dorset, date(2020, 6, 1))
    assert [(one.seat, one.standing) for one in found] == [("police", "holder"), ("council", "deputy")]
    assert queries.seats_of_user(user.id, dorset, date(2019, 6, 1)) == ()


def test_a_seat_that_is_taken_is_refused_and_offered_in_one_step(dorset):
    appoint(new())
    with pytest.raises(Refused, match="held by Ann Example"):
        appoint(new("Ben Example", first=date(2021, 1, 1)))
    appoint(new("Ben Example", first=date(2021, 1, 1)), replaces=True)
    assert [one.person for one in queries.in_post(dorset, date(2020, 12, 31))] == ["Ann Example"]
    assert [one.person for one in queries.in_post(dorset, date(2021, 1, 1))] == ["Ben Example"]


def test_a_seat_with_two_places_takes_two_and_no_more(dorset):
    two = terms_of(
        read_text(TERMS.replace('name = "Police"', 'name = "Police"\nplaces = 2'), "t.toml").strictly()
    )
    appoint(new(), two)
    appoint(new("Ben Example"), two)
    with pytest.raises(Refused):
        appoint(new("Cat Example"), two)


def test_a_seat_that_the_terms_do_not_give_is_refused(dorset):
    with pytest.raises(Refused, match="no seat ‘health’"):
        appoint(new(seat="health"))
    services.appoint("dorset", new(seat="health"), terms=None, by=BY)


def test_a_deputy_is_refused_where_the_terms_allow_none_and_recorded_where_they_are_silent(dorset):
    none = terms("[deputies]\nallowed = false\n")
    with pytest.raises(Refused, match="no deputies"):
        appoint(new(standing="deputy"), none)
    assert appoint(new(standing="deputy"))
    assert appoint(new("Ben Example", standing="deputy"), terms("[deputies]\nallowed = true\n"))


def test_somebody_goes_on_a_day_and_stays_in_the_record(dorset):
    made = appoint(new())
    services.end_tenure(dorset, made, on=date(2020, 3, 31), because="moved", by=BY)
    assert queries.in_post(dorset, date(2020, 4, 1)) == ()
    assert queries.tenure(dorset, made).ended_because == "moved"
    with pytest.raises(Refused, match="they came on 1 January 2020"):
        services.end_tenure(dorset, made, on=date(2019, 12, 31), because="", by=BY)


def test_a_correction_keeps_what_was_wrong_and_its_reason(dorset):
    made = appoint(new("An Example"))
    read = queries.tenure(dorset, made).row_version
    right = services.correct_tenure(
        dorset, made, new(is_senior=True), terms=terms(), read_version=read, because="name misspelt", by=BY
    )
    assert [one.person for one in queries.in_post(dorset, date(2020, 6, 1))] == ["Ann Example"]
    assert Tenure.objects.get(id=made).superseded_at is not None
    assert Event.objects.get(action="member-corrected").detail["because"] == "name misspelt"
    with pytest.raises(NotFound):
        services.end_tenure(dorset, made, on=date(2021, 1, 1), because="", by=BY)
    with pytest.raises(Conflict):
        services.correct_tenure(dorset, right, new(), terms=terms(), read_version=99, because="again", by=BY)


def test_seniority_that_nobody_recorded_is_not_recorded(dorset):
    assert queries.tenure(dorset, appoint(new())).is_senior is None


def test_an_office_has_one_holder_at_a_time(dorset):
    first = NewOfficeHolding("vice-chair", "Ann Example", "election", Period(date(2020, 4, 1)))
    services.take_office(dorset, first, terms=None, by=BY)
    second = NewOfficeHolding("vice-chair", "Ben Example", "election", Period(date(2021, 4, 1)))
    with pytest.raises(Refused, match="Ann Example holds this office"):
        services.take_office(dorset, second, terms=None, by=BY)
    services.take_office(dorset, second, terms=None, by=BY, replaces=True)
    assert [one.person for one in queries.officers_on(dorset, date(2021, 3, 31))] == ["Ann Example"]
    assert [one.person for one in queries.officers_on(dorset, date(2021, 4, 1))] == ["Ben Example"]


def vice_chair(**rules):
    office = Office("vice-chair", "Vice Chair", "election", clause="chairing", **rules)
    clauses = (*terms().clauses, Clause("chairing", "Chairing arrangements", ""))
    return replace(terms(), offices=(office,), clauses=clauses)


def elect(dorset, rules, **more):
    said = NewOfficeHolding(
        "vice-chair", "Ann Example", "election", Period(date(2021, 4, 1)), seat=more.pop("seat", "police")
    )
    return services.take_office(dorset, said, terms=rules, by=BY, **more)


def test_an_office_goes_only_to_whom_the_terms_let_hold_it_and_what_happened_is_recorded_all_the_same(dorset):
    appoint(new())
    with pytest.raises(Refused, match=r"drawn from ‘lay’ \(.*Chairing arrangements\)"):
        elect(dorset, vice_chair(from_class="lay"))
    assert queries.offices(dorset) == ()
    made = elect(dorset, vice_chair(from_class="lay"), as_it_happened=True)
    assert queries.office_holding(dorset, made).person == "Ann Example"
    assert "drawn from" in Event.objects.get(action="office-taken").detail["against_the_terms"]


def test_an_office_of_another_class_is_no_matter_where_the_terms_draw_it_from_the_seats_class(dorset):
    appoint(new())
    assert elect(dorset, vice_chair(from_class=terms().seat("police").member_class))


def test_nobody_is_elected_for_more_terms_in_a_row_than_the_terms_allow(dorset):
    appoint(new())
    first = NewOfficeHolding("vice-chair", "Ann Example", "election", Period(date(2020, 4, 1)), seat="police")
    services.take_office(dorset, first, terms=vice_chair(), by=BY)
    with pytest.raises(Refused, match="1 terms have been served and 1 are allowed"):
        elect(dorset, vice_chair(most_terms=1), replaces=True)
    assert elect(dorset, vice_chair(most_terms=2), replaces=True)


@pytest.mark.parametrize(
    ("removed_by", "outcome", "said"),
    [
        ("removal", "carried", ""),
        ("removal", "lost", "was not carried"),
        ("ordinary", "carried", "by a decision on ‘ordinary’"),
        ("", "carried", "Ask for a ruling"),
    ],
)
def test_an_officer_is_removed_by_the_decision_that_the_terms_name(dorset, removed_by, outcome, said):
    appoint(new())
    held = elect(dorset, vice_chair())
    place = directory.partnership(dorset)
    motion = Motion.objects.create(partnership_id=place.id, text="Remove", scope="removal", recorded_by="x")
    decision = Decision.objects.create(
        partnership_id=place.id, slug="remove", text="Remove", outcome=outcome, effect="note", standing="stands",
        motion=motion, decided_at=datetime(2022, 5, 9, 12, tzinfo=UTC), recorded_by="x",
    )  # fmt: skip

    def remove(**more):
        return services.remove_from_office(
            dorset,
            held,
            decision=decision.id,
            because="",
            terms=vice_chair(removed_by=removed_by),
            by=BY,
            **more,
        )

    if said and removed_by:
        with pytest.raises(Refused, match=said):
            remove()
        assert queries.office_holding(dorset, held).period.ends_on is None
    assert said in remove(as_it_happened=True)
    assert queries.office_holding(dorset, held).period.ends_on == date(2022, 5, 9)


def group(slug, parent="", kind="standing", last=None):
    return NewGroup(slug, slug.title(), kind, Period(date(2020, 1, 1), last), parent)


def test_a_task_and_finish_group_has_an_end(dorset):
    with pytest.raises(Refused, match="last day"):
        services.make_group(dorset, group("streets", kind="task-and-finish"), by=BY)
    services.make_group(dorset, group("streets", kind="task-and-finish", last=date(2020, 6, 30)), by=BY)
    assert queries.groups_on(dorset, date(2020, 7, 1)) == ()


def test_a_group_stands_below_one_there_is_and_never_below_itself(dorset):
    with pytest.raises(Refused, match="no group ‘delivery’"):
        services.make_group(dorset, group("cell", "delivery"), by=BY)
    services.make_group(dorset, group("delivery"), by=BY)
    services.make_group(dorset, group("cell", "delivery"), by=BY)
    words = {"name": "Delivery", "remit": "", "note": "", "read_version": 1, "by": BY}
    with pytest.raises(Refused, match="below itself"):
        services.change_group(dorset, "delivery", parent="cell", **words)
    services.change_group(dorset, "delivery", parent="", **words)
    with pytest.raises(Refused, match="Cell would go on"):
        services.end_group(dorset, "delivery", on=date(2021, 1, 1), note="", by=BY)
    services.end_group(dorset, "cell", on=date(2021, 1, 1), note="", by=BY)
    services.end_group(dorset, "delivery", on=date(2021, 1, 1), note="", by=BY)
    assert queries.groups_on(dorset, date(2021, 1, 2)) == ()


def test_who_may_not_write_writes_nothing_and_every_change_is_in_the_history(dorset):
    stranger = Principal(None, "Stranger", frozenset({("member", "dorset")}))
    with pytest.raises(NotPermitted):
        services.appoint("dorset", new(), terms=None, by=stranger)
    before = Event.objects.count()
    made = appoint(new())
    services.end_tenure(dorset, made, on=date(2020, 2, 1), because="", by=BY)
    assert Event.objects.count() == before + 2
    assert check_chain("dorset").broken_at is None


@pytest.mark.parametrize("number", [1, 12])
def test_who_is_in_post_is_one_query_whatever_their_number(dorset, django_assert_num_queries, number):
    for place in range(number):
        appoint(new(f"Person {place}", standing="deputy", organisation="dorset-police"))
    with django_assert_num_queries(1):
        assert len(queries.in_post("dorset", date(2020, 6, 1))) == number
