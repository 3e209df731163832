from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frankpledge.directory.models import Organisation
from frankpledge.governance import api
from frankpledge.governance.minutes import (
    action_queries,
    action_services,
    decision_services,
    escalating,
    register,
)
from frankpledge.governance.minutes.action_queries import Asked
from frankpledge.governance.models import Action, AgendaItem, Decision, Group, MinutesSet
from frankpledge.governance.rules.minutes.log import Said
from frankpledge.governance.running import services as running
from frankpledge.governance.tests.running_makers import CLERK, DAY, make_meeting, make_world, person
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.models import Conflict

MEMBERS = ("council", "police", "fire")


@pytest.fixture
def world(db):
    made = make_world()
    with made.when(120):
        yield made


def agreed(world, minutes=5, *seats, **put) -> Decision:
    if not world.meeting.events.exists():
        world.opens(*(seats or MEMBERS))
    return world.decision(world.agrees(minutes, **put))


def entry(decision: Decision) -> register.Entry:
    return register.entry("vale", decision.id)


# The register --------------------------------------------------------------------------------------------------------


def test_a_decision_is_in_the_register_with_number_capacity_and_effect(world):
    one = entry(agreed(world, capacity="csp"))
    assert (one.number, one.effect_now, one.standing_in_words) == (
        "2024/1",
        "in-effect",
        "The terms allowed it",
    )
    assert one.capacity == "As the community safety partnership"
    assert one.effective_on == DAY
    assert one.is_public


def test_an_irregular_decision_has_no_effect_and_is_not_public_until_it_is_cured(world):
    decision = agreed(world, 5, "council")
    assert (entry(decision).effect_now, entry(decision).is_public) == ("irregular", False)
    world.gains("police", 10)
    world.gains("fire", 11)
    with world.when(12):
        running.agree(meeting=world.id, by=CLERK, put=running.Put(cures=decision.id))
    one = entry(decision)
    assert (one.effect_now, one.is_public, one.cured_by.number) == ("in-effect", True, "2024/2")
    assert entry(Decision.objects.get(number="2024/2")).cures.number == "2024/1"


def test_a_conditional_decision_waits_until_a_named_person_says_that_its_condition_is_met(world):
    decision = agreed(world, condition="subject to legal comments")
    assert entry(decision).effect_now == "waits"
    tries = (
        (DAY + timedelta(1), "Lee", "to come"),
        (DAY - timedelta(1), "Lee", "before"),
        (DAY, " ", "Write who"),
    )
    for on, name, said in tries:
        with pytest.raises(Refused, match=said):
            decision_services.meet_condition("vale", decision.id, on=on, met_by=name, by=CLERK)
    decision_services.meet_condition("vale", decision.id, on=DAY, met_by="Lee Solicitor", by=CLERK)
    one = entry(decision)
    assert (one.effect_now, one.condition_met_on, one.condition_met_by) == ("in-effect", DAY, "Lee Solicitor")
    with pytest.raises(Refused, match="Lee Solicitor"):
        decision_services.meet_condition("vale", decision.id, on=DAY, met_by="Another", by=CLERK)


def test_a_conditional_cure_cures_only_once_its_condition_is_met(world):
    decision = agreed(world, 5, "council")
    world.gains("police", 10)
    world.gains("fire", 11)
    with world.when(12):
        put = running.Put(cures=decision.id, condition="subject to legal comments")
        running.agree(meeting=world.id, by=CLERK, put=put)
    assert entry(decision).effect_now == "irregular"
    cure = Decision.objects.get(number="2024/2")
    decision_services.meet_condition("vale", cure.id, on=DAY, met_by="Lee Solicitor", by=CLERK)
    assert entry(decision).effect_now == "in-effect"


def test_a_decision_without_a_condition_has_none_to_meet(world):
    with pytest.raises(Refused):
        decision_services.meet_condition("vale", agreed(world).id, on=DAY, met_by="Lee", by=CLERK)


def test_a_condition_that_is_met_confirms_minutes_that_waited_for_it(world):
    earlier, _ = make_meeting(
        world.place,
        "march",
        date(2024, 3, 4),
    )
    decision = agreed(world, effect="confirm-minutes", about="march", condition="subject to a correction")
    assert not MinutesSet.objects.filter(meeting=earlier).exists()
    decision_services.meet_condition("vale", decision.id, on=DAY, met_by="The chair", by=CLERK)
    assert MinutesSet.objects.get(meeting=earlier).confirmed_by_id == decision.id


def test_a_later_decision_supersedes_an_earlier_one_while_it_has_effect(world):
    first, second = agreed(world), agreed(world, 9)
    decision_services.supersede("vale", first.id, later=second.id, by=CLERK)
    assert entry(first).effect_now == "superseded"
    assert entry(first).superseded_by.number == "2024/2"
    assert api.decision(first.id).superseded_by == second.text
    with pytest.raises(Refused):
        decision_services.supersede("vale", second.id, later=first.id, by=CLERK)
    with pytest.raises(Refused):
        decision_services.supersede("vale", first.id, later=first.id, by=CLERK)
    Decision.objects.filter(id=second.id).update(outcome="withdrawn")
    assert entry(first).effect_now == "in-effect"


def test_who_advised_what_before_is_kept_with_the_decision(world):
    decision = agreed(world)
    given = {
        "adviser": "Fay Gill",
        "organisation": "Vale Council",
        "field": "legal",
        "text": "It is lawful.",
        "is_published": True,
    }
    decision_services.advise("vale", world.items[0].id, given_on=DAY, by=CLERK, **given)
    assert [(one.who, one.field) for one in entry(decision).advice] == [("Fay Gill", "legal")]
    with pytest.raises(Refused, match="before"):
        decision_services.advise("vale", world.items[0].id, given_on=DAY + timedelta(1), by=CLERK, **given)
    with pytest.raises(Refused):
        decision_services.advise(
            "vale", world.items[0].id, given_on=DAY, by=CLERK, **(given | {"field": "magic"})
        )


def test_a_decision_of_the_closed_part_is_not_public(world):
    decision = agreed(world)
    assert [one.id for one in register.public_entries("vale")] == [decision.id]
    AgendaItem.objects.filter(id=world.items[0].id).update(is_closed=True)
    assert register.public_entries("vale") == ()
    assert len(register.entries("vale")) == 1


def test_decisions_of_a_group_are_public_too(world):
    agreed(world)
    world.meeting.group, world.meeting.body_kind = "mappa", "subgroup"
    world.meeting.save()
    assert len(register.public_entries("vale")) == 1
    world.meeting.body_kind = "council"
    world.meeting.save()
    assert register.public_entries("vale") == ()


def test_the_register_is_sought_by_words_body_capacity_effect_and_year(world):
    agreed(world, text="Buy a bicycle.", capacity="csp")
    agreed(world, 9, text="Sell the boat.", condition="subject to the harbour")
    found = lambda **sought: [one.text for one in register.entries("vale", register.Sought(**sought))]  # noqa: E731
    assert found() == ["Sell the boat.", "Buy a bicycle."]
    assert found(words="BOAT") == found(effect_now="waits") == ["Sell the boat."]
    assert found(capacity="csp") == ["Buy a bicycle."]
    assert found(year="2023") == found(group="mappa") == []
    assert len(found(year="2024", group="")) == 2


def test_the_files_hold_what_the_page_shows_and_the_public_ones_no_names(world):
    decision = agreed(world, text="=1+1 is agreed.")
    decision_services.advise("vale", world.items[0].id, adviser="Fay Gill", organisation="Vale Council", field="legal", text="Lawful.", given_on=DAY, is_published=False, by=CLERK)  # fmt: skip
    rows = register.entries("vale")
    assert "'=1+1 is agreed." in register.as_csv(rows)
    assert register.as_json(rows, with_people=True)[0]["advice"][0]["adviser"] == "Fay Gill"
    public = register.as_json(rows, with_people=False)[0]
    assert public["advice"] == []
    assert "ruling_by" not in public
    assert public["id"] == str(decision.id)


def number_of_queries(work) -> int:
    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def test_the_register_and_the_log_take_the_same_queries_whatever_their_length(world):
    agreed(world)
    action_services.set_action("vale", action_services.NewAction("One"), by=CLERK)
    work = (lambda: register.entries("vale"), lambda: action_queries.logged("vale", on=DAY))
    few = [number_of_queries(each) for each in work]
    for at in range(10):
        agreed(world, 9 + at)
        action_services.set_action("vale", action_services.NewAction(f"Number {at}"), by=CLERK)
    assert [number_of_queries(each) for each in work] == few


# Actions -------------------------------------------------------------------------------------------------------------


def asked(world, **more) -> action_services.Logged:
    return action_services.set_action("vale", action_services.NewAction("Send the plan", **more), by=CLERK)


def test_an_action_between_meetings_has_a_number_that_it_keeps(world):
    one, other = asked(world), asked(world)
    assert (one.number, other.number) == ("2024-06-03/0.1", "2024-06-03/0.2")
    with pytest.raises(Refused, match="already"):
        asked(world, number=one.number)


def test_an_action_of_a_meeting_is_updated_between_meetings_under_its_number(world):
    world.opens(*MEMBERS)
    with world.when(6):
        running.start_item(meeting=world.id, item=world.items[1].id, by=CLERK)
        made = running.set_action(meeting=world.id, by=CLERK, text="Send it", owner_name=person("police"))
    assert made.number == "2024-06-03/2.1"
    with pytest.raises(Refused, match="Say what shows"):
        action_services.update_action("vale", made.id, Said("done"), by=CLERK)
    done = action_services.update_action("vale", made.id, Said("done", evidence="Letter"), by=CLERK)
    assert (done.number, done.state, done.closed_on) == ("2024-06-03/2.1", "done", DAY)
    again = action_services.update_action("vale", made.id, Said("open", "Not after all"), by=CLERK)
    assert (again.state, again.closed_on, len(again.updates)) == ("open", None, 2)


def test_a_member_answers_for_their_own_actions_and_their_bodys_only(world):
    police, fire = world.principal("police"), world.principal("fire")
    own = asked(world, owner_name=person("police"))
    account = asked(world, owner=world.users["police"].id)
    body = asked(world, organisation=Organisation.objects.get(slug="vale-police").id)
    for one in (own, account, body):
        action_services.update_action("vale", one.id, Said("blocked", "No data"), by=police)
        with pytest.raises(NotPermitted):
            action_services.update_action("vale", one.id, Said("open", "Mine now"), by=fire)
    assert {one.id for one in action_queries.own_actions(police, "vale", DAY)} == {
        own.id,
        account.id,
        body.id,
    }
    assert action_queries.own_actions(fire, "vale", DAY) == ()


def test_somebody_elses_action_of_ones_own_body_is_not_ones_own(world):
    body = Organisation.objects.get(slug="vale-police").id
    asked(world, owner_name="Another Person", organisation=body)
    assert action_queries.own_actions(world.principal("police"), "vale", DAY) == ()


def test_two_who_answer_at_once_are_told(world):
    one = asked(world)
    action_services.update_action(
        "vale", one.id, Said("open", "First"), by=CLERK, read_version=one.row_version
    )
    with pytest.raises(Conflict):
        action_services.update_action(
            "vale", one.id, Said("open", "Second"), by=CLERK, read_version=one.row_version
        )


def test_an_action_changes_hands_with_a_reason_and_the_log_keeps_whose_it_was(world):
    one = asked(world, owner_name="Old Owner")
    with pytest.raises(Refused):
        action_services.hand_over("vale", one.id, owner_name="New Owner", because="", by=CLERK)
    after = action_services.hand_over("vale", one.id, owner_name="New Owner", because="They moved.", by=CLERK)
    assert after.owner == "New Owner"
    assert after.updates[-1].text == "Passed from Old Owner to New Owner: They moved."
    with pytest.raises(NotPermitted):
        action_services.hand_over("vale", one.id, owner_name="Me", because="x", by=world.principal("police"))


def test_actions_are_sought_and_overdue_is_worked_out(world):
    late = asked(world, due_on=DAY - timedelta(1), owner_name=person("police"))
    asked(world, group="mappa")
    found = lambda **sought: {one.number for one in action_queries.logged("vale", Asked(**sought), on=DAY)}  # noqa: E731
    assert found(state="overdue") == found(owner=person("police")) == {late.number}
    assert len(found(state="live")) == 2
    assert len(found(group="mappa")) == len(found(group="")) == 1
    assert found(words="nothing") == set()


def test_stale_owners_are_found_by_who_holds_a_seat_today(world):
    asked(world, owner_name=person("police"))
    asked(world, owner_name="Somebody Gone")
    asked(world)
    rows = action_queries.logged("vale", on=DAY)
    assert sorted(str(one.why).split(" ")[0] for one in action_queries.stale_actions("vale", rows, DAY)) == [
        "2024-06-03/0.3",
        "Somebody",
    ]


def test_the_log_as_a_file_has_one_row_an_action_and_no_formulas(world):
    asked(world, owner_name="@SUM(A1)", due_on=DAY)
    text = action_queries.as_csv(action_queries.logged("vale", on=DAY), DAY)
    assert len(text.strip().splitlines()) == 2
    assert "'@SUM(A1)" in text


def test_another_partnerships_action_is_not_found(world):
    with pytest.raises(NotFound):
        action_queries.action_of("elsewhere", asked(world).id)


def test_other_rooms_set_and_update_actions_through_the_door(world):
    made = api.set_action("vale", api.NewAction("Mend the lights", about="plan-priority:lights"), by=CLERK)
    assert [one.id for one in api.actions("vale", about="plan-priority:lights")] == [made.id]
    assert api.actions("vale", about="plan-priority:other") == ()
    assert (
        api.update_action("vale", made.id, api.ActionSaid("blocked", "No ladder"), by=CLERK).state
        == "blocked"
    )
    assert Action.objects.get().about == "plan-priority:lights"


# Escalations and advice ----------------------------------------------------------------------------------------------


@pytest.fixture
def group(world):
    return Group.objects.create(
        partnership=world.place, slug="tasking", name="Tasking group", starts_on=date(2020, 1, 1)
    )


def raised(world, **more) -> escalating.Escalation:
    said = escalating.Raised("tasking", "No analyst", asked="Fund one", **more)
    return escalating.escalate("vale", said, on=DAY - timedelta(7), by=CLERK)


@pytest.mark.usefixtures("group")
def test_a_blockage_goes_up_is_answered_and_heard_below(world):
    one = raised(world)
    assert (one.number, one.to_group) == ("E2024/1", "")
    assert [each.id for each in escalating.to_be_answered("vale", "")] == [one.id]
    escalating.receive("vale", one.id, item=world.items[1].id, by=CLERK)
    with pytest.raises(Refused):
        escalating.hear("vale", one.id, meeting=world.id, by=CLERK)
    escalating.answer(
        "vale", one.id, text="From July", on=DAY, answered_by="The chair", meeting=world.id, by=CLERK
    )
    assert escalating.to_be_answered("vale", "") == []
    assert [each.id for each in escalating.to_be_heard("vale", "tasking")] == [one.id]
    below, _ = make_meeting(world.place, "below", DAY, group="tasking")
    escalating.hear("vale", one.id, meeting=below.id, by=CLERK)
    assert escalating.to_be_heard("vale", "tasking") == []


@pytest.mark.usefixtures("group")
def test_an_escalation_goes_to_the_group_above_where_there_is_one(world):
    Group.objects.create(
        partnership=world.place, slug="cell", name="Cell", parent="tasking", starts_on=date(2020, 1, 1)
    )
    said = escalating.Raised("cell", "No room")
    one = escalating.escalate("vale", said, on=DAY, by=CLERK)
    assert one.to_group == "tasking"
    with pytest.raises(Refused, match="put to"):
        escalating.receive("vale", one.id, item=world.items[0].id, by=CLERK)
    with pytest.raises(Refused, match="put to"):
        escalating.answer("vale", one.id, text="No", on=DAY, meeting=world.id, by=CLERK)


@pytest.mark.usefixtures("group")
def test_what_makes_no_sense_of_an_escalation_is_refused(world):
    with pytest.raises(Refused, match="no group"):
        escalating.escalate("vale", escalating.Raised("nobody", "x"), on=DAY, by=CLERK)
    one = raised(world)
    with pytest.raises(Refused):
        escalating.answer("vale", one.id, text="x", on=DAY - timedelta(30), by=CLERK)
    with pytest.raises(Refused):
        escalating.withdraw("vale", one.id, because=" ", on=DAY, by=CLERK)
    escalating.withdraw("vale", one.id, because="Solved", on=DAY, by=CLERK)
    with pytest.raises(Refused, match="withdrawn"):
        escalating.answer("vale", one.id, text="x", on=DAY, by=CLERK)
    with pytest.raises(NotPermitted):
        escalating.escalate("vale", escalating.Raised("tasking", "x"), on=DAY, by=world.principal("police"))
