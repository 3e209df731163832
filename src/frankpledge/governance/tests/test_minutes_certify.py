from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.conf import settings

from frankpledge.governance.minutes import certifying, keys
from frankpledge.governance.models import Certificate, Decision, Group, SigningKey, Tenure
from frankpledge.governance.rules.certificates.verifying import verified
from frankpledge.governance.running import services as running
from frankpledge.governance.terms.services import record_terms
from frankpledge.governance.tests.running_makers import CLERK, TERMS, make_meeting, make_world
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records import clock


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return tmp_path


@pytest.fixture
def world(db):
    return make_world()


def certified(world, decision: Decision) -> Certificate:
    with world.when(100):
        return certifying.certify(world.place.slug, decision.id, by=CLERK)


def found(made: Certificate):
    return verified(made.content.encode(), "c.json", fingerprint=made.key.fingerprint)


def agreed(world, *seats: str, **put) -> Decision:
    world.opens(*(seats or ("council", "police", "fire")))
    return world.decision(world.agrees(5, **put))


def test_an_agreed_decision_is_certified_and_valid(world):
    made = certified(world, agreed(world))
    assert found(made).wrong == ()
    payload = json.loads(made.content)["payload"]
    assert payload["decision"]["text"] == "That the plan is refreshed."
    assert payload["terms"]["text"].strip() == TERMS.strip()
    assert [one["seat"] for one in payload["attendance"]] == ["council", "police", "fire"]


@pytest.mark.parametrize("method", ["ballot", "secret"])
def test_a_vote_is_certified_and_a_secret_one_says_no_names(world, method):
    world.opens("council", "police", "fire")
    motion = world.votes(method=method)
    with world.when(7):
        for seat, choice in (("council", "for"), ("police", "for"), ("fire", "against")):
            running.cast_ballot(motion=motion.id, choice=choice, by=world.principal(seat))
    made = certified(world, world.decision(world.closes(motion)))
    assert found(made).wrong == ()
    payload = json.loads(made.content)["payload"]
    assert payload["verdict"]["tally"] == [2, 1, 0]
    assert ("ballots" in payload["situation"]["items"][0]) is (method == "ballot")


def test_a_casting_vote_is_certified(world):
    world.opens("council", "police", "fire", "health")
    motion = world.votes(council="for", police="for", fire="against", health="against")
    world.closes(motion)
    with world.when(10):
        attempt = running.give_casting_vote(motion=motion.id, choice="for", by=CLERK)
    made = certified(world, world.decision(attempt))
    assert found(made).wrong == ()
    assert json.loads(made.content)["payload"]["verdict"]["casting_used"] is True


def test_who_left_and_who_withdrew_are_in_it_and_not_in_the_room(world):
    world.opens("council", "police", "fire", "health", "probation")
    with world.when(2):
        running.start_item(meeting=world.id, item=world.items[0].id, by=CLERK)
        running.declare(meeting=world.id, by=CLERK, seat="fire", nature="a contract", item=world.items[0].id)
        running.withdraw_from(meeting=world.id, by=CLERK, seat="fire", item=world.items[0].id)
    world.loses("health", 3)
    made = certified(world, world.decision(world.agrees(5)))
    assert found(made).wrong == ()
    payload = json.loads(made.content)["payload"]
    assert len(payload["attendance"]) == 5
    assert len(payload["situation"]["attendance"]) == 3
    assert payload["interests"][0]["nature"] == "a contract"


def test_officers_and_observers_are_not_named_even_when_they_go_out(world):
    world.opens("council", "police", "fire")
    visitor = running.Attending("Ivy Jones", standing="observer")
    with world.when(2):
        running.arrive(meeting=world.id, by=CLERK, who=visitor)
        running.start_item(meeting=world.id, item=world.items[0].id, by=CLERK)
        running.withdraw_from(meeting=world.id, by=CLERK, person="Ivy Jones", item=world.items[0].id)
    made = certified(world, world.decision(world.agrees(5)))
    assert found(made).wrong == ()
    assert "Ivy" not in made.content
    assert "observer 1" in made.content


def test_an_irregular_decision_is_not_certified_until_it_is_cured(world):
    decision = agreed(world, "council")
    assert decision.standing == "irregular"
    with pytest.raises(Refused, match="ratified or taken again"):
        certified(world, decision)
    world.gains("police", 10)
    world.gains("fire", 11)
    with world.when(12):
        running.agree(meeting=world.id, by=CLERK, put=running.Put(cures=decision.id))
    made = certified(world, Decision.objects.get(id=decision.id))
    assert found(made).wrong == ()
    payload = json.loads(made.content)["payload"]
    assert payload["validity"]["basis"] == "cure"
    assert payload["validity"]["cure"]["payload"]["decision"]["cures"] == str(decision.id)
    assert Certificate.objects.count() == 2


def test_a_decision_of_a_later_meeting_cures_too(world):
    decision = agreed(world, "council")
    with world.when(30):
        running.close_meeting(meeting=world.id, by=CLERK)
    later, _ = make_meeting(world.place, "september", date(2024, 9, 2))
    with clock.fixed_at(later.starts_at):
        there = [world.attending(seat) for seat in ("council", "police", "fire")]
        running.open_meeting(meeting=later.id, by=CLERK, attending=there)
    with clock.fixed_at(later.starts_at + timedelta(minutes=9)):
        running.agree(meeting=later.id, by=CLERK, put=running.Put(cures=decision.id, cure="retake"))
        made = certifying.certify(world.place.slug, decision.id, by=CLERK)
    assert found(made).wrong == ()


def test_an_undetermined_decision_waits_for_a_ruling(world):
    world.has_terms(TERMS.replace('base = "cast"\nabstention = "ignored"\n', ""))
    world.opens("council", "police", "fire", "health", "probation")
    motion = world.votes(council="for", police="for", fire="against", health="abstain", probation="abstain")
    decision = world.decision(world.closes(motion))
    assert decision.standing == "undetermined"
    with pytest.raises(Refused, match="rules on it"):
        certified(world, decision)
    running.rule_on(
        decision=decision.id, outcome="carried", ruling="Of those voting.", ruling_by="Ada", by=CLERK
    )
    assert found(certified(world, decision)).wrong == ()


def test_a_conditional_decision_waits_for_its_condition(world):
    decision = agreed(world, condition="subject to legal comments")
    with pytest.raises(Refused, match="legal comments"):
        certified(world, decision)
    Decision.objects.filter(id=decision.id).update(
        condition_met_on=date(2024, 6, 3), condition_met_by="A solicitor"
    )
    assert found(certified(world, decision)).wrong == ()


def test_a_decision_of_a_past_that_was_not_run_here_has_no_certificate(world):
    row = Decision.objects.create(
        partnership=world.place, slug="old", text="x", outcome="carried", effect="note"
    )
    with pytest.raises(Refused, match="nothing to work"):
        certified(world, row)


def test_a_struck_decision_has_no_certificate(world):
    decision = agreed(world)
    event = world.meeting.events.get(kind="agreed")
    with world.when(6):
        running.strike(meeting=world.id, sequence=event.sequence, by=CLERK, because="It was not said")
    with pytest.raises(Refused, match="struck out"):
        certified(world, decision)


def test_only_those_who_run_it_certify(world):
    decision = agreed(world)
    with pytest.raises(NotPermitted):
        certifying.certify("vale", decision.id, by=world.principal("police"))
    with pytest.raises(NotFound):
        certifying.certify("elsewhere", decision.id, by=CLERK)


def test_a_broken_history_is_not_certified(world, monkeypatch):
    from frankpledge.audit.api import ChainState

    decision = agreed(world)
    monkeypatch.setattr(certifying, "check_chain", lambda slug: ChainState(slug, 3, "x", 2))
    with pytest.raises(Refused, match="broken at event 2"):
        certified(world, decision)


# Keys ---------------------------------------------------------------------------------------------------------------


def test_the_private_key_is_sealed_and_the_file_is_for_its_owner_alone(world, home):
    made = certified(world, agreed(world)).key
    private = keys.private_key(made)
    assert len(private) == 32
    assert private not in made.sealed.encode()
    assert (home / "certificate-keys").stat().st_mode & 0o777 == 0o600


def test_without_the_file_nothing_can_be_signed_and_it_says_what_to_do(world, home):
    decision = agreed(world)
    certified(world, decision)
    (home / "certificate-keys").unlink()
    with pytest.raises(Refused, match="certificate-keys"):
        certified(world, decision)
    keys.renew_key("vale", by=CLERK)
    assert found(certified(world, decision)).wrong == ()


def test_rotation_seals_again_and_the_fingerprint_stays(world, home):
    decision = agreed(world)
    before = certified(world, decision)
    old_file = (home / "certificate-keys").read_bytes()
    assert keys.rotate_file(by=CLERK) == 1
    key = SigningKey.objects.get()
    assert key.fingerprint == before.key.fingerprint
    assert key.sealed != before.key.sealed
    first_line = (home / "certificate-keys").read_bytes().splitlines()[0]
    assert first_line not in old_file
    (home / "certificate-keys").write_bytes(first_line)
    assert len(keys.private_key(key)) == 32


def test_a_renewed_key_signs_and_the_old_one_stays_published(world):
    decision = agreed(world)
    before = certified(world, decision)
    keys.renew_key("vale", by=CLERK)
    after = certified(world, decision)
    assert after.key.fingerprint != before.key.fingerprint
    assert found(before).wrong == found(after).wrong == ()
    present, old = keys.published_keys("vale")
    assert (present.retired_at, old.fingerprint) == (None, before.key.fingerprint)
    assert old.retired_at is not None
    assert "BEGIN PUBLIC KEY" in present.pem


def test_a_member_cannot_renew_the_key(world):
    with pytest.raises(NotPermitted):
        keys.renew_key("vale", by=world.principal("police"))


def test_the_command_renews_and_rotates_and_says_what_it_cannot_do(world, capsys):
    from frankpledge.governance.key_commands import keys as command

    assert command(["renew", "vale"]) == 0
    assert SigningKey.objects.get().fingerprint in capsys.readouterr().out
    assert command(["rotate"]) == 0
    assert "1 private keys sealed again" in capsys.readouterr().out
    assert command(["renew", "nowhere"]) == 2
    assert capsys.readouterr().err.startswith("frankpledge: ")


def test_a_seat_of_several_places_and_a_group_under_its_body_are_certified(world):
    """Both change the terms as the engine takes them, and must come out again from the file in the certificate."""
    world.has_terms(TERMS.replace('slug = "fire"', 'slug = "fire"\nplaces = 2'))
    made = certified(world, agreed(world))
    assert found(made).wrong == ()
    over = TERMS + '[[subgroup]]\nslug = "tasking"\nname = "Tasking"\npowers = ["ordinary"]\n'
    world.has_terms(over)
    Group.objects.create(partnership=world.place, slug="tasking", name="Tasking", starts_on=date(2020, 1, 1))
    record_terms("vale", TERMS, by=CLERK, group="tasking")
    Tenure.objects.update(group="tasking")
    world.meeting, world.items = make_meeting(world.place, "below", group="tasking")
    made = certified(world, agreed(world))
    payload = json.loads(made.content)["payload"]
    assert (payload["above"]["group"], payload["above"]["terms"]["text"].strip()) == ("tasking", over.strip())
    assert found(made).wrong == ()


def test_a_group_decides_nothing_that_the_terms_above_keep_from_it(world):
    world.has_terms(TERMS + '[[subgroup]]\nslug = "tasking"\nname = "Tasking"\npowers = ["spend"]\n')
    record_terms("vale", TERMS, by=CLERK, group="tasking")
    Tenure.objects.update(group="tasking")
    world.meeting, world.items = make_meeting(world.place, "below", group="tasking")
    decision = agreed(world)
    assert (decision.outcome, decision.standing) == ("no_decision", "irregular")
    assert "not one of the powers of ‘Tasking’" in decision.verdict["reasons"][-1]["working"]
