from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from frankpledge.documents.api import render_html
from frankpledge.documents.tree import Identity
from frankpledge.governance.rules.meetings.record import InPost
from frankpledge.governance.rules.minutes.compose import compose, counts
from frankpledge.governance.rules.minutes.facts import ActionSet, Advised, Apology, Beside, Minuted, Minutes
from frankpledge.governance.rules.minutes.printing import (
    Correction,
    Standing,
    minutes_document,
    stays_in_words,
)
from frankpledge.governance.tests.meeting_makers import (
    Growing,
    ident,
    item,
    meeting,
    motion,
    posts,
    terms_of,
    terms_text,
)

PLAN = item("4", "The plan")
ALL = ("council", "police", "fire", "health")


NOTHING = "Nothing was recorded under this item."


def minutes(made: Growing, beside: Beside | None = None, *, is_public: bool = False, terms=None) -> Minutes:
    return compose(made.record, terms or terms_of(), beside or Beside(), is_public=is_public)


def said(one: Minuted) -> list[str]:
    return [str(line) for line in one.lines]


def taken(made: Growing, at: str = "14:10") -> Growing:
    return made.then("item-opened", at, item=PLAN.id)


def test_the_opening_says_quorum_with_its_clause_and_who_presided():
    lines = [str(line) for line in minutes(meeting("council", "police")).opening]
    assert lines == [
        "The meeting opened at 14:00.",
        "It was quorate: 2 seats present, 2 needed (terms of reference, 2024: Quorum).",
        "Ada Brook (Example Council) presided.",
    ]


def test_an_opening_without_enough_members_says_so():
    lines = [str(line) for line in minutes(meeting("police")).opening]
    assert "It was not quorate: 1 seats present, 2 needed (terms of reference, 2024: Quorum)." in lines


def test_a_stranger_at_the_opening_changes_nothing_about_the_quorum():
    made = meeting("council", "police")
    more = meeting("council", "police").arrives("", "13:56", "observer", "A visitor")
    assert [str(one) for one in minutes(made).opening] == [str(one) for one in minutes(more).opening]


def test_present_are_listed_by_seat_with_the_time_somebody_came_late_or_left_early():
    made = taken(meeting("council", "police"))
    made.arrives("fire", "14:20").then("left", "14:40", seat="police", person="Ben Carr").then(
        "closed", "15:00"
    )
    shown = {one.seat: stays_in_words(one.stays) for one in minutes(made).present}
    assert shown == {"council": "Throughout", "police": "until 14:40", "fire": "from 14:20"}


def test_who_goes_on_from_afar_has_never_left():
    made = taken(meeting("council", "police"))
    made.arrives("council", "14:30", is_remote=True).then("closed", "15:00")
    assert minutes(made).present[0].stays == ()


def test_who_was_away_for_a_while_has_two_stays():
    made = taken(meeting("council", "police"))
    made.then("left", "14:15", seat="police").arrives("police", "14:40").then("closed", "15:00")
    assert stays_in_words(minutes(made).present[1].stays) == "until 14:15; from 14:40"


def test_a_deputy_is_named_with_whom_they_stand_in_for():
    made = meeting("council").arrives("police", "13:58", "deputy", "Eve Fox")
    shown = minutes(made).present[1]
    assert (shown.person, shown.deputy_for) == ("Eve Fox", "Ben Carr")
    assert "Ben Carr" in {one.person for one in minutes(made).missing}


def test_apologies_are_told_from_those_who_said_nothing():
    made = meeting("council", "police")
    found = minutes(made, Beside(apologies=(Apology("fire", "Cai Dunn", "apologies"),)))
    assert {one.person: one.has_apologised for one in found.missing} == {"Cai Dunn": True, "Dee Ellis": False}


def test_an_answer_that_they_would_come_is_no_apology():
    found = minutes(meeting("council"), Beside(apologies=(Apology("fire", "Cai Dunn", "attending"),)))
    assert not any(one.has_apologised for one in found.missing)


def test_agreed_is_one_line_after_the_text_that_was_put():
    made = taken(meeting(*ALL, items=(PLAN,), motions=(motion("m", "4", "Adopt the plan."),)))
    made.then("agreed", "14:20", item=PLAN.id, motion=ident("motion m"))
    assert said(minutes(made).items[0]) == ["It was put: “Adopt the plan.”", "Agreed without a vote."]


def ballot(ballots: dict[str, str], **more: object) -> Growing:
    one = motion("m", "4", "Adopt the plan.", "ballot", ballots=ballots, voted=frozenset(ballots), **more)
    made = taken(meeting(*ALL, items=(PLAN,), motions=(one,)))
    return made.then("vote-closed", "14:20", item=PLAN.id, motion=one.id)


def test_a_recorded_vote_has_totals_and_names():
    lines = said(
        minutes(ballot({"council": "for", "police": "for", "fire": "against", "health": "abstain"})).items[0]
    )
    assert lines[1:] == [
        "Carried on a recorded vote: 2 for, 1 against, 1 abstained.",
        "For: Example Council, Example Police. Against: Example Fire. Abstained: Example Health.",
    ]


def test_one_vote_the_other_way_turns_carried_into_lost():
    lines = said(
        minutes(
            ballot({"council": "for", "police": "against", "fire": "against", "health": "abstain"})
        ).items[0]
    )
    assert lines[1] == "Lost on a recorded vote: 1 for, 2 against, 1 abstained."


@pytest.mark.parametrize("method", ["secret", "hands"])
def test_a_secret_or_shown_vote_has_totals_only(method):
    one = motion("m", "4", "Adopt the plan.", method, tally=(3, 1, 0), voted=frozenset(ALL))
    made = taken(meeting(*ALL, items=(PLAN,), motions=(one,))).then(
        "vote-closed", "14:20", item=PLAN.id, motion=one.id
    )
    lines = said(minutes(made).items[0])
    assert "3 for, 1 against" in lines[1]
    assert not any("Example" in line for line in lines)


def test_a_tie_and_a_casting_vote_are_told_with_the_clause():
    votes = {"council": "for", "police": "for", "fire": "against", "health": "against"}
    lines = said(minutes(ballot(votes, casting="for", casting_by="council")).items[0])
    assert lines[1].startswith("Carried on a recorded vote: 2 for, 2 against")
    assert lines[3] == (
        "The votes being equal, Example Council gave the casting vote for (terms of reference, 2024: Casting vote)."
    )


def test_a_tie_without_a_casting_vote_decides_nothing():
    votes = {"council": "for", "police": "for", "fire": "against", "health": "against"}
    lines = said(minutes(ballot(votes)).items[0])
    assert lines[1].endswith("Nothing was decided.")
    assert not any("casting vote for" in line for line in lines)


def test_a_decision_without_a_quorum_is_told_and_marked_with_clause_and_cure():
    one = motion(
        "m", "4", "Adopt the plan.", "ballot", ballots={"council": "for"}, voted=frozenset({"council"})
    )
    made = taken(meeting("council", items=(PLAN,), motions=(one,))).then(
        "vote-closed", "14:20", motion=one.id
    )
    lines = said(minutes(made).items[0])
    assert lines[1] == "Carried on a recorded vote: 1 for, 0 against, 0 abstained."
    assert "The terms did not allow this decision" in lines[-1]
    assert "(terms of reference, 2024: Quorum)" in lines[-1]
    assert "Retake or ratify it at a quorate meeting." in lines[-1]


def test_a_refused_vote_is_told_after_the_text_that_was_put():
    one = motion("m", "4", "Adopt the plan.", state="draft", closed_at=None)
    made = taken(meeting("council", items=(PLAN,), motions=(one,)))
    made.then("vote-refused", "14:12", item=PLAN.id, motion=one.id, text="Not quorate: 1 present, 2 needed")
    assert said(minutes(made).items[0]) == [
        "It was put: “Adopt the plan.”",
        "A vote was attempted and refused: Not quorate: 1 present, 2 needed. Nothing was decided by it.",
    ]


def test_a_text_that_was_refused_and_then_decided_is_put_once_and_has_its_result():
    one = motion("m", "4", "Adopt the plan.", "hands", tally=(2, 0, 0))
    made = taken(meeting("council", items=(PLAN,), motions=(one,)))
    made.then("vote-refused", "14:12", item=PLAN.id, motion=one.id, text="Not quorate").arrives(
        "police", "14:15"
    )
    made.then("vote-opened", "14:18", item=PLAN.id, motion=one.id).then("vote-closed", "14:20", motion=one.id)
    lines = said(minutes(made).items[0])
    assert lines[0].startswith("It was put")
    assert lines[1].startswith("A vote was attempted and refused")
    assert lines[2:] == [
        "Ben Carr (Example Police) arrived at 14:15.",
        "Carried on a show of hands: 2 for, 0 against, 0 abstained.",
    ]


def test_a_text_that_was_withdrawn_says_why_and_has_no_result():
    one = motion("m", "4", "Adopt the plan.", state="withdrawn", closed_at=None)
    made = taken(meeting(*ALL, items=(PLAN,), motions=(one,))).then("motion-put", "14:11", motion=one.id)
    made.then("motion-withdrawn", "14:12", motion=one.id, text="it is not ready")
    assert said(minutes(made).items[0]) == [
        "It was put: “Adopt the plan.”",
        "The proposal was withdrawn: it is not ready.",
    ]


def test_while_voting_is_open_the_minutes_say_so_and_no_more():
    one = motion(
        "m", "4", "Adopt the plan.", "ballot", state="open", closed_at=None, ballots={"police": "for"}
    )
    made = taken(meeting(*ALL, items=(PLAN,), motions=(one,))).then("vote-opened", "14:12", motion=one.id)
    assert said(minutes(made).items[0]) == ["It was put: “Adopt the plan.”", "Voting is open."]


def test_terms_that_do_not_say_what_a_majority_is_of_leave_it_untold():
    silent = terms_of(terms_text(**{'base = "cast"\n': "", 'abstention = "ignored"\n': ""}))
    lines = said(
        minutes(
            ballot({"council": "for", "police": "for", "fire": "against", "health": "abstain"}), terms=silent
        ).items[0]
    )
    assert "The outcome cannot be told: decision.base" in lines[1]


def test_withdrawal_and_return_are_told_in_the_item_and_the_interest_in_its_own_place():
    made = taken(meeting(*ALL, items=(PLAN,)))
    made.then(
        "declared", "14:11", seat="fire", person="Cai Dunn", item=PLAN.id, text="the contractor is a cousin"
    )
    made.then("withdrew", "14:12", seat="fire", person="Cai Dunn", item=PLAN.id)
    made.then("returned", "14:18", seat="fire", person="Cai Dunn", item=PLAN.id)
    found = minutes(made)
    assert [str(one) for one in found.interests] == [
        "Cai Dunn (Example Fire) declared an interest in item 4: the contractor is a cousin."
    ]
    assert said(found.items[0]) == [
        "Cai Dunn (Example Fire) withdrew at 14:12 because of an interest.",
        "Cai Dunn (Example Fire) came back at 14:18.",
    ]


def test_an_observation_keeps_its_answer():
    made = taken(meeting(*ALL, items=(PLAN,)))
    made.then(
        "observed", "14:12", seat="health", text="How is it paid for?", detail={"answer": "From the reserve"}
    )
    assert said(minutes(made).items[0]) == [
        "Dee Ellis (Example Health): How is it paid for? Answer: From the reserve."
    ]


def test_what_was_struck_out_is_not_in_the_minutes():
    made = taken(meeting(*ALL, items=(PLAN,))).then("noted", "14:12", text="a mistake")
    assert "Noted: a mistake." in said(minutes(made).items[0])
    made.then("struck", "14:13", strikes=made.events[-1].sequence, text="written under the wrong item")
    assert said(minutes(made).items[0]) == [NOTHING]


def test_adjournment_says_why_and_until_when():
    made = taken(meeting(*ALL, items=(PLAN,)))
    made.then("adjourned", "14:30", text="the fire alarm rang", detail={"to": "15:00"}).then(
        "resumed", "15:00"
    )
    assert said(minutes(made).items[0]) == [
        "The meeting was adjourned at 14:30 until 15:00: the fire alarm rang.",
        "The meeting went on at 15:00.",
    ]


def test_the_end_is_told_once_and_outside_the_last_item():
    found = minutes(taken(meeting(*ALL, items=(PLAN,))).then("closed", "15:00"))
    assert [str(one) for one in found.ending] == ["The meeting closed at 15:00."]
    assert [str(one) for one in found.items[0].lines] == [NOTHING]
    assert not found.is_growing


ACTION = {"number": "2026-03-05/4.1", "owner": "Ben Carr", "due_on": "2026-05-01"}


def test_actions_and_advice_stand_in_their_item():
    made = taken(meeting(*ALL, items=(PLAN,))).then(
        "action-set", "14:15", text="Send the plan", detail=ACTION
    )
    beside = Beside(
        actions=(ActionSet("2026-03-05/4.1", PLAN.id, "Changed later", "", "Example Police", ""),),
        advice=(Advised(PLAN.id, "Fay Gill", "Example Council", "legal", "The plan is lawful", True),),
    )
    assert said(minutes(made, beside).items[0]) == [
        "Fay Gill had advised (legal): The plan is lawful.",
        "Action 2026-03-05/4.1: Send the plan (Ben Carr, by 1 May 2026).",
    ]
    public = said(minutes(made, beside, is_public=True).items[0])
    assert public[0].startswith("Example Council had advised")
    assert public[1] == "Action 2026-03-05/4.1: Send the plan (Example Police, by 1 May 2026)."


def test_what_was_said_of_an_earlier_action_keeps_its_first_number():
    made = taken(meeting(*ALL, items=(PLAN,)))
    made.then("action-updated", "14:15", text="Sent.", detail={"number": "2025-12-04/3.2", "state": "done"})
    assert said(minutes(made).items[0]) == ["Action 2025-12-04/3.2: Sent (done)."]


def test_an_action_that_no_event_tells_of_is_told_from_the_log():
    made = taken(meeting(*ALL, items=(PLAN,)))
    beside = Beside(actions=(ActionSet("2026-03-05/4.1", PLAN.id, "Send the plan", "", "", ""),))
    assert said(minutes(made, beside).items[0]) == [
        "Action 2026-03-05/4.1: Send the plan (nobody yet, no date set)."
    ]


def secret_item() -> Growing:
    closed = replace(PLAN, is_closed=True)
    made = taken(meeting(*ALL, items=(closed,))).then("noted", "14:12", text="what nobody may read")
    return made.then("declared", "14:13", seat="fire", item=PLAN.id, text="a private matter")


def test_the_closed_part_stands_apart_and_is_withheld_from_the_public():
    full = minutes(secret_item(), Beside(clerk=((PLAN.id, "The clerk's secret"),)))
    assert "what nobody may read" in said(full.closed[0])[0]
    public = minutes(
        secret_item(), Beside(clerk=((PLAN.id, "The clerk's secret"),), closed_because=((PLAN.id, "personal data"),)),
        is_public=True,
    )  # fmt: skip
    printed = str(public)
    for word in ("what nobody may read", "a private matter", "The clerk's secret"):
        assert word not in printed
    assert said(public.closed[0]) == [
        "This item was taken without the public (personal data). What was said of it is not published."
    ]


def test_the_public_version_counts_observers_and_names_officers_by_body_only():
    made = meeting("council", "police").arrives("", "13:56", "observer", "Ivy Jones")
    made.then("arrived", "13:57", person="Kit Lane", organisation="Example Council", standing="officer")
    public, full = minutes(made, is_public=True), minutes(made)
    assert "Ivy Jones" not in str(public)
    assert "Kit Lane" not in str(public)
    assert public.observers == 1
    assert {one.person for one in full.others} == {"Ivy Jones", "Kit Lane"}
    assert {one.person for one in public.present} == {"Ada Brook", "Ben Carr"}


def test_the_clerks_words_stand_beside_the_record_and_never_in_its_place():
    made = taken(meeting(*ALL, items=(PLAN,))).then("noted", "14:12", text="the figures")
    found = minutes(made, Beside(clerk=((PLAN.id, "A **long** talk."),))).items[0]
    assert said(found) == ["Noted: the figures."]
    assert found.clerk == "A **long** talk."


def test_counts_tell_how_many_decisions_and_actions_there_are():
    made = taken(meeting(*ALL, items=(PLAN,), motions=(motion("m", "4", "Adopt the plan."),)))
    made.then("agreed", "14:20", item=PLAN.id, motion=ident("motion m"))
    assert counts(minutes(made))["carried"] == 1


def test_minutes_without_terms_say_that_the_quorum_cannot_be_told():
    lines = [str(line) for line in compose(meeting("council", "police").record, None, Beside()).opening]
    assert "Whether it was quorate cannot be told: terms of reference in force on that day." in lines


def test_the_document_prints_what_was_recorded_and_what_was_corrected():
    made = (
        taken(meeting(*ALL, items=(PLAN,)))
        .then("noted", "14:12", text="<b>figures</b>")
        .then("closed", "15:00")
    )
    beside = Beside(held="5 March 2026", place="Room 1", clerk=((PLAN.id, "First.\n\n- one\n- two"),))
    standing = Standing("confirmed", "on 4 June 2026", (Correction("4", "fifteen", "fifty"),))
    made_of = minutes_document(minutes(made, beside), standing, Identity("Example Vale"), dated="2026-03-05")
    page = render_html(made_of)
    for words in (
        "Spring meeting",
        "&lt;b&gt;figures",
        "Ada Brook",
        "fifty",
        "Confirmed on 4 June 2026",
        "Room 1",
    ):
        assert words in page
    assert "Not for publication" not in page


def test_the_same_record_gives_the_same_minutes_in_any_order_of_those_in_post():
    made = taken(meeting(*ALL, items=(PLAN,)))
    turned = replace(made.record, in_post=tuple(reversed(posts())))
    one, other = compose(made.record, terms_of(), Beside()), compose(turned, terms_of(), Beside())
    assert one.present == other.present


def test_an_item_that_nobody_reached_says_nothing():
    made = meeting(*ALL, items=(replace(PLAN, presenter="Ada Brook"),))
    assert minutes(made).items[0].lines == ()


def test_a_record_without_post_holders_names_seats_as_the_terms_do():
    made = replace(meeting("council", "police"), in_post=())
    assert [one.body for one in minutes(made).present] == ["Example Council", "Example Police"]
    assert isinstance(ident("x"), UUID)
    assert InPost("a", "holder", "", "", "", None).seat == "a"


def test_what_is_agreed_outside_any_item_is_told_at_the_opening_or_the_end():
    first, last = motion("a", "4", "Elect Ben.", item=None), motion("b", "4", "Thank the clerk.", item=None)
    made = meeting(*ALL, items=(PLAN,), motions=(first, last)).then("agreed", "14:05", motion=first.id)
    made.then("item-opened", "14:10", item=PLAN.id).then("item-closed", "14:30", item=PLAN.id)
    made.then("agreed", "14:50", motion=last.id).then("closed", "15:00")
    found = minutes(made)
    assert [str(one) for one in found.opening][-2:] == ["It was put: “Elect Ben.”", "Agreed without a vote."]
    assert [str(one) for one in found.ending] == [
        "It was put: “Thank the clerk.”",
        "Agreed without a vote.",
        "The meeting closed at 15:00.",
    ]
