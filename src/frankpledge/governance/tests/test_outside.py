from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.audit.api import check_chain, history_of
from frankpledge.directory import api as directory
from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.governance.certificate_commands import verify_command
from frankpledge.governance.membership import services as members
from frankpledge.governance.membership.written import NewTenure
from frankpledge.governance.minutes.certifying import certify
from frankpledge.governance.models import AgendaItem, Ballot, Decision, Meeting, Motion, TermsVersion
from frankpledge.governance.outside import queries, services
from frankpledge.governance.outside.services import NewProcedure
from frankpledge.governance.rules.certificates.canonical import canonical
from frankpledge.governance.rules.certificates.canonical import written as canonical_file
from frankpledge.governance.rules.certificates.claims import hashes_of
from frankpledge.governance.rules.certificates.signing import (
    FORMAT,
    fingerprint_of,
    public_key_of,
    sign,
    to_text,
)
from frankpledge.governance.rules.certificates.verifying import verified
from frankpledge.governance.rules.outside.judging import URGENT, Put, judge, window_ends
from frankpledge.governance.rules.terms.reading import terms_of
from frankpledge.governance.terms.services import record_terms
from frankpledge.governance.tests.certificate_makers import KEY
from frankpledge.jobs import api as jobs
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import system
from frankpledge.kernel.toml_files import read_text
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import fixed_at
from frankpledge.records.steady import afresh, once, steady
from tests.pages import PageClient
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
HOME = "/dorset/work/meetings/outside/"
TERMS = """
[terms]
body = "Example"
label = "the terms"
nation = "E"
starts_on = 2019-04-01
[[class]]
slug = "core"
title = "Core"
can_vote = true
counts_to_quorum = true
[[class]]
slug = "invited"
title = "Invited"
can_vote = false
counts_to_quorum = false
[[seat]]
slug = "council"
name = "Council"
class = "core"
[[seat]]
slug = "police"
name = "Police"
class = "core"
[[seat]]
slug = "fire"
name = "Fire"
class = "core"
[[seat]]
slug = "forum"
name = "Forum"
class = "invited"
[[office]]
slug = "chair"
title = "Chair"
method = "by-office"
seat = "council"
[quorum]
at_least = 2
count = "seats"
class = "core"
[[decision]]
scope = "ordinary"
more_than = "1/2"
base = "cast"
abstention = "ignored"
"""
WRITING = """
[[outside]]
route = "written-procedure"
response_days = 5
response_days_are = "calendar"
at_least = 2
"""
BY_CHAIR = """
[[outside]]
route = "urgent-action"
who = "chair"
report_to_next = true
"""
SENT = date(2023, 6, 12)


def terms(more=WRITING):
    return terms_of(read_text(TERMS + more, "t.toml").strictly())


def put(**change):
    values = {
        "route": "written-procedure", "by": "chair", "scope": "ordinary", "capacity": "", "sent": SENT,
        "closed": date(2023, 6, 17), "asked": ("council", "police", "fire"),
        "ballots": {"council": "for", "police": "for", "fire": "against"},
    } | change  # fmt: skip
    return Put(**values)


@pytest.mark.parametrize(
    ("change", "outcome", "standing"),
    [
        ({}, "carried", "stands"),
        ({"ballots": {"council": "against", "police": "against"}}, "lost", "stands"),
        ({"ballots": {"council": "for"}}, "carried", "irregular"),
        ({"ballots": {"council": "for", "police": "for"}}, "carried", "stands"),
        ({"ballots": {}}, "no_decision", "irregular"),
        (
            {"closed": date(2023, 6, 16), "ballots": {"council": "for", "police": "for"}},
            "carried",
            "irregular",
        ),
        ({"closed": date(2023, 6, 16)}, "carried", "stands"),
        ({"route": "email"}, "carried", "irregular"),
    ],
)
def test_an_answer_in_writing_stands_only_with_the_route_the_time_and_the_answers_of_the_terms(
    change, outcome, standing
):
    found = judge(terms(), put(**change))
    assert (found.outcome, found.standing) == (outcome, standing)


def test_terms_that_say_nothing_leave_it_irregular_with_its_cure_and_the_silent_rule_named():
    found = judge(terms(""), put())
    assert (found.outcome, found.standing, found.missing) == ("carried", "irregular", ("outside",))
    assert "Ratify it at a quorate meeting" in found.next_step
    assert judge(None, put()).standing == "undetermined"


@pytest.mark.parametrize(
    ("by", "standing"), [("chair", "stands"), ("police", "irregular"), ("", "undetermined")]
)
def test_urgent_action_is_for_those_the_terms_name(by, standing):
    found = judge(terms(BY_CHAIR), put(route=URGENT, by=by, ballots={}))
    assert (found.outcome, found.standing) == ("carried", standing)


def test_the_time_to_answer_is_counted_as_the_terms_say():
    assert window_ends(terms(), "written-procedure", SENT) == date(2023, 6, 17)
    working = terms(WRITING.replace('"calendar"', '"working"'))
    assert window_ends(working, "written-procedure", SENT) == date(2023, 6, 19)
    assert window_ends(terms(""), "written-procedure", SENT) is None


CHOICES = st.dictionaries(
    st.sampled_from(["council", "police", "fire"]), st.sampled_from(["for", "against", "abstain"])
)


@given(CHOICES)
def test_one_more_vote_against_never_carries_what_was_lost(ballots):
    before = judge(terms(), put(ballots=ballots))
    for seat in ("council", "police", "fire"):
        after = judge(terms(), put(ballots={**ballots, seat: "against"}))
        if before.standing == after.standing == "stands" and before.outcome == "lost":
            assert after.outcome == "lost"


@given(CHOICES)
def test_who_was_not_asked_and_has_no_vote_changes_nothing(ballots):
    found = judge(terms(), put(ballots=ballots))
    assert found.tally == (
        sum(1 for one in ballots.values() if one == "for"),
        sum(1 for one in ballots.values() if one == "against"),
        sum(1 for one in ballots.values() if one == "abstain"),
    )


# The record -------------------------------------------------------------------------------------------------------

MONDAY = datetime(2023, 6, 12, 12, tzinfo=UTC)
AFTER = datetime(2023, 6, 18, 0, 30, tzinfo=UTC)


@pytest.fixture
def dorset(db):
    the_demonstration()
    for email, seat in (
        ("chair@example.org", "council"), ("police@example.org", "police"), ("fire@example.org", "fire"),
        ("forum@example.org", "forum"),
    ):  # fmt: skip
        user = User.objects.get(email=email)
        said = NewTenure(user.name, "holder", Period(date(2020, 1, 1)), seat=seat, user=user.id)
        members.appoint("dorset", said, terms=None, by=BY)
    return Partnership.objects.get(slug="dorset")


@pytest.fixture
def written(dorset):
    record_terms("dorset", TERMS + WRITING + BY_CHAIR, by=BY)
    with fixed_at(MONDAY):
        yield dorset


def who(email):
    return directory.principal_for(User.objects.get(email=email).id, on=SENT)


def send(**more):
    values = {
        "route": "written-procedure",
        "text": "Spend the grant",
        "because": "The offer ends soon",
    } | more
    return services.put_in_writing("dorset", NewProcedure(**values), by=BY)


def vote(made, email, seat, choice, **more):
    services.answer("dorset", made, seat, choice, by=who(email), **more)


def test_a_text_is_sent_answered_and_closed_when_its_time_is_over(written):
    made = send()
    found = queries.procedure("dorset", made)
    assert (found.asked, found.closes_on) == (("council", "police", "fire"), date(2023, 6, 17))
    vote(made, "chair@example.org", "council", "for")
    vote(made, "police@example.org", "police", "for")
    with fixed_at(datetime(2023, 6, 17, 22, 59, tzinfo=UTC)):
        assert services.close_due() == 0
        vote(made, "fire@example.org", "fire", "against")
    with fixed_at(datetime(2023, 6, 17, 23, 0, tzinfo=UTC)):
        assert services.close_due() == 1
        assert services.close_due() == 0
    decision = Decision.objects.get()
    assert (decision.outcome, decision.standing, decision.motion.votes_for) == ("carried", "stands", 2)
    assert check_chain("dorset").broken_at is None


def test_a_vote_after_the_close_a_second_vote_and_somebody_elses_seat_are_refused(written):
    made = send()
    vote(made, "police@example.org", "police", "for", request_key="k1")
    vote(made, "police@example.org", "police", "for", request_key="k1")
    with pytest.raises(Refused, match="answered already"):
        vote(made, "police@example.org", "police", "against", request_key="k2")
    with pytest.raises(NotPermitted, match="only for a seat that you hold"):
        vote(made, "police@example.org", "fire", "for")
    with pytest.raises(Refused, match="was not asked"):
        vote(made, "forum@example.org", "forum", "for")
    with pytest.raises(Refused, match="is no vote"):
        vote(made, "fire@example.org", "fire", "perhaps")
    with fixed_at(AFTER), pytest.raises(Refused, match="time to answer is over"):
        vote(made, "fire@example.org", "fire", "for")
    assert Ballot.objects.count() == 1


def test_the_office_records_the_answer_of_somebody_who_wrote_in(written):
    made = send()
    vote(made, "officer@example.org", "fire", "for")
    assert Ballot.objects.get().is_by_clerk is True


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": " "}, "Write the text"),
        ({"closes_on": date(2023, 6, 12)}, "need time"),
        ({"closes_on": date(2023, 6, 16)}, "until 17 June 2023"),
        ({"route": "email"}, "set no time"),
    ],
)
def test_a_text_that_cannot_be_put_is_refused(written, change, words):
    with pytest.raises(Refused, match=words):
        send(**change)
    assert Motion.objects.count() == 0


def test_where_the_terms_give_no_such_route_it_is_recorded_and_has_no_effect_until_it_is_cured(dorset):
    record_terms("dorset", TERMS, by=BY)
    with fixed_at(MONDAY):
        made = send(closes_on=date(2023, 6, 14))
        vote(made, "chair@example.org", "council", "for")
    with fixed_at(AFTER):
        services.close_due()
    decision = Decision.objects.get()
    assert (decision.outcome, decision.standing) == ("carried", "irregular")
    assert decision.verdict["missing_rules"] == ["outside"]


def test_urgent_action_is_recorded_and_reported_to_the_next_meeting(written):
    said = NewProcedure(URGENT, "Close the car park", "Danger to life", "chair", "Invented Chair")
    made = services.act_urgently("dorset", said, on=date(2023, 6, 10), by=BY)
    assert Decision.objects.get().standing == "stands"
    assert queries.procedure("dorset", made).report_due
    meeting = Meeting.objects.create(
        partnership=written, slug="july", title="July", body="Us", body_kind="partnership", held="2023-07-03",
        held_earliest=date(2023, 7, 3), held_latest=date(2023, 7, 3), kind="ordinary", status="planned",
    )  # fmt: skip
    services.put_on_agenda("dorset", made, meeting.id, by=BY)
    item = AgendaItem.objects.get()
    assert (item.kind, item.title) == (
        "note",
        "Report of what was decided outside a meeting: Close the car park",
    )
    assert not queries.procedure("dorset", made).report_due
    with pytest.raises(Refused, match="on an agenda already"):
        services.put_on_agenda("dorset", made, meeting.id, by=BY)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"because": ""}, "why it could not wait"),
        ({"by_name": ""}, "who took"),
        ({"on": date(2023, 6, 13)}, "still to come"),
    ],
)
def test_an_urgent_action_without_who_or_why_or_from_tomorrow_is_refused(written, change, words):
    on = change.pop("on", date(2023, 6, 10))
    values = {"route": URGENT, "text": "x", "because": "y", "by_office": "chair", "by_name": "z"} | change
    with pytest.raises(Refused, match=words):
        services.act_urgently("dorset", NewProcedure(**values), on=on, by=BY)
    assert Decision.objects.count() == 0


def test_an_urgent_action_by_another_than_the_terms_name_goes_to_a_meeting_to_be_ratified(written):
    said = NewProcedure(URGENT, "Close the car park", "Danger", "police", "Invented Superintendent")
    made = services.act_urgently("dorset", said, by=BY)
    meeting = Meeting.objects.create(
        partnership=written, slug="july", title="July", body="Us", body_kind="partnership", held="2023-07-03",
        held_earliest=date(2023, 7, 3), held_latest=date(2023, 7, 3), kind="ordinary", status="planned",
    )  # fmt: skip
    services.put_on_agenda("dorset", made, meeting.id, by=BY)
    assert (Decision.objects.get().standing, AgendaItem.objects.get().kind) == ("irregular", "decide")


def test_a_text_is_taken_back_while_it_is_open_and_decides_nothing(written):
    made = send()
    with pytest.raises(Refused, match="Say why"):
        services.withdraw("dorset", made, because=" ", by=BY)
    services.withdraw("dorset", made, because="superseded", by=BY)
    with fixed_at(AFTER):
        assert services.close_due() == 0
    assert Decision.objects.count() == 0


def test_a_procedure_of_another_partnership_is_not_found(written):
    made = send()
    other = Partnership.objects.create(slug="other", name="O", short_name="O", nation="E", council_name="O")
    with pytest.raises(NotFound):
        queries.procedure(other.slug, made)


# Pages and the worker ---------------------------------------------------------------------------------------------


def client(email):
    return PageClient(signed_in=User.objects.get(email=email))


def test_members_answer_on_their_own_page_and_looking_closes_what_is_over(written):
    office = client("officer@example.org")
    typed = {
        "route": "written-procedure",
        "text": "Spend the grant",
        "because": "The offer ends",
        "by_office": "chair",
    }
    assert office.post(f"{HOME}write/", typed).status_code == 302
    police = client("police@example.org")
    page = police.get("/dorset/work/me/")
    assert "Spend the grant" in page.text
    form = page.find("//form[contains(@action, 'answer')]")[0]
    hidden = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
    answer = police.post(form.get("action"), {**hidden, "choice": "for"}, seen_at="/dorset/work/me/")
    assert answer.headers["Location"] == "/dorset/work/me/"
    assert "Spend the grant" not in police.get("/dorset/work/me/").text
    shown = office.get(form.get("action").removesuffix("answer/"))
    assert ("Answered" in shown.text, "Not yet" in shown.text, "Votes" in shown.text) == (True, True, False)
    with fixed_at(AFTER):
        listed = office.get(HOME)
        assert "The terms did not allow it" in listed.text
        assert Decision.objects.get().standing == "irregular"
        one = office.get(form.get("action").removesuffix("answer/"))
        assert "It has no effect until it is put right." in one.text
        assert "1 for, 0 against, 0 abstained" in one.text


def test_nobody_is_asked_for_a_seat_that_has_no_vote_or_is_not_theirs(written):
    send()
    assert "Spend the grant" not in client("forum@example.org").get("/dorset/work/me/").text
    assert "Spend the grant" not in client("analyst@example.org").get("/dorset/work/me/").text
    assert "Spend the grant" in client("fire@example.org").get("/dorset/work/me/").text


def test_an_urgent_action_is_recorded_by_a_form_and_a_mistake_keeps_what_was_typed(written):
    office = client("officer@example.org")
    typed = {"text": "Close it", "because": "Danger", "by_office": "chair", "by_name": "", "on": "2023-06-12"}
    page = office.post_page(f"{HOME}urgent/", typed, status=422)
    assert "Say who took the decision." in page.text
    assert page.find("//textarea[@name='text']")[0].text.strip() == "Close it"
    assert office.post(f"{HOME}urgent/", {**typed, "by_name": "Invented Chair"}).status_code == 302
    made = queries.procedures("dorset")[0]
    assert office.post(f"{HOME}{made.id}/agenda/", {"meeting": "nonsense"}, seen_at=HOME).status_code == 404
    client("police@example.org").get(f"{HOME}urgent/", status=403)


def test_the_worker_closes_what_is_over_on_its_round(written):
    send()
    with fixed_at(AFTER):
        jobs.go_round(AFTER)
    assert Motion.objects.get().state == "closed"


def test_a_round_that_fails_does_not_stop_the_others(monkeypatch):
    seen = []

    def breaks(at):
        raise ValueError("no")

    monkeypatch.setattr(jobs, "_ROUNDS", [breaks, seen.append])
    jobs.go_round(AFTER)
    assert seen == [AFTER]


def test_a_write_within_a_steady_page_is_seen_by_what_follows():
    answers = iter(("before", "after"))
    with steady():
        assert once("x", lambda: next(answers)) == "before"
        with afresh():
            pass
        assert once("x", lambda: next(answers)) == "after"
        assert once("x", lambda: next(answers)) == "after"


# Certificates ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def settled(written, settings, tmp_path):
    settings.HOME = tmp_path
    made = send()
    vote(made, "chair@example.org", "council", "for")
    vote(made, "police@example.org", "police", "against")
    vote(made, "officer@example.org", "fire", "for")
    with fixed_at(AFTER):
        services.close_due()
        yield Decision.objects.get()


def certificate_of(decision):
    return json.loads(certify("dorset", decision.id, by=BY).content)


def test_a_decision_in_writing_is_certified_and_the_certificate_verified_without_the_database(
    settled, tmp_path
):
    made = certify("dorset", settled.id, by=BY)
    payload = json.loads(made.content)["payload"]
    assert payload["meeting"] is None
    assert payload["outside"]["asked"] == ["council", "police", "fire"]
    assert [one["by_office"] for one in payload["outside"]["answered"]] == [False, True, False]
    assert payload["outside"]["totals"] == {"for": 2, "against": 1, "abstain": 0}
    path = tmp_path / "certificate.json"
    path.write_text(made.content, encoding="utf-8")
    found = verify_command([str(path), "--fingerprint", made.key.fingerprint]).as_json()
    assert (found["verdict"], found["values"]["text"]) == ("valid", "Spend the grant")
    assert any("3 of 3 who were asked" in one["said"] for one in found["checks"])


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (lambda one: one["outside"]["answered"][0].update(choice="against"), "verdict"),
        (lambda one: one["outside"].update(asked=["council", "police"]), "outside"),
        (lambda one: one["outside"].update(sent="2023-06-15"), "outside"),
        (lambda one: one.pop("outside"), "outside"),
        (lambda one: one["decision"].update(route="email"), "outside"),
    ],
)
def test_whatever_is_altered_and_signed_again_is_found_out_by_working_it_out(settled, change, check):
    payload = certificate_of(settled)["payload"]
    change(payload)
    payload["hashes"] = hashes_of(payload)
    payload["key"]["fingerprint"] = fingerprint_of(public_key_of(KEY))
    signature = {
        "algorithm": "Ed25519", "public_key": to_text(public_key_of(KEY)), "fingerprint": payload["key"]["fingerprint"],
        "value": to_text(sign(canonical(payload), KEY)),
    }  # fmt: skip
    payload["hashes"] = hashes_of(payload)
    signature["value"] = to_text(sign(canonical(payload), KEY))
    found = verified(canonical_file({"format": FORMAT, "payload": payload, "signature": signature}), "c.json")
    assert not found.is_valid
    assert check in {one.check for one in found.wrong}


def test_an_urgent_action_is_certified_by_the_office_that_the_terms_let_take_it(written, settings, tmp_path):
    settings.HOME = tmp_path
    said = NewProcedure(URGENT, "Close the gate", "A danger", by_office="chair", by_name="Cllr Example")
    services.act_urgently("dorset", said, by=BY)
    payload = certificate_of(Decision.objects.get())["payload"]
    assert (payload["decision"]["method"], payload["outside"]["totals"]) == ("urgent", None)
    assert payload["outside"]["by"] == "chair"


def test_what_the_terms_did_not_allow_is_certified_only_once_it_is_cured(dorset, settings, tmp_path):
    settings.HOME = tmp_path
    record_terms("dorset", TERMS, by=BY)
    with fixed_at(MONDAY):
        made = send(closes_on=date(2023, 6, 14))
        vote(made, "chair@example.org", "council", "for")
    with fixed_at(AFTER):
        services.close_due()
        with pytest.raises(Refused, match="ratified or taken again"):
            certify("dorset", Decision.objects.get().id, by=BY)


def test_the_page_of_a_certificate_shows_who_was_asked(settled):
    made = certify("dorset", settled.id, by=BY)
    page = PageClient(signed_in=User.objects.get(email="officer@example.org")).get(
        f"/dorset/work/meetings/decisions/{made.decision_id}/certificate/"
    )
    for words in ("Who was asked", "3 of 3 who were asked", "By written procedure", "Outside a meeting"):
        assert words in page.text, words


# Answers changed, and the next agenda ------------------------------------------------------------------------------------


def answered(seat):
    return Ballot.objects.get(seat=seat).choice


def test_an_answer_is_changed_while_it_is_open_and_what_it_was_stays_in_the_history(written):
    made = send()
    vote(made, "police@example.org", "police", "for")
    page = PageClient(signed_in=User.objects.get(email="police@example.org"))
    where = f"{HOME}{made}/"
    assert "Change an answer that was given" in page.get(where).text
    typed = {"seat": "police", "choice": "against", "changes": "yes"}
    assert page.post(f"{where}answer/", typed, seen_at=where).status_code == 302
    assert answered("police") == "against"
    [entry] = [one for one in history_of("procedure", str(made)) if one.action == "answer-in-writing-changed"]
    assert (entry.detail["was"], entry.detail["seat"]) == ("for", "police")
    assert "it was for" not in page.get(where).text, "how anybody voted is not told while it is open"
    with fixed_at(AFTER):
        services.close_due()
        with pytest.raises(Refused, match="time to answer is over"):
            vote(made, "police@example.org", "police", "for", changes=True)
        assert "it was for" in page.get(where).text


def test_a_deputys_answer_is_changed_by_the_deputy_or_the_holder_and_the_holders_by_no_deputy(written):
    TermsVersion.objects.all().delete()
    may = "[deputies]\nallowed = true\nmay_vote = true\ncounts_to_quorum = true\n"
    record_terms("dorset", TERMS + WRITING + may, by=BY)
    deputy = User.objects.get(email="officer@example.org")
    said = NewTenure(deputy.name, "deputy", Period(date(2020, 1, 1)), seat="police", user=deputy.id)
    members.appoint("dorset", said, terms=None, by=BY)
    RoleAssignment.objects.filter(user=deputy).update(role="member")
    made = send()
    vote(made, "officer@example.org", "police", "for")
    vote(made, "officer@example.org", "police", "abstain", changes=True)
    vote(made, "police@example.org", "police", "against", changes=True)
    assert answered("police") == "against"
    with pytest.raises(NotPermitted, match="Only they, or whoever holds the seat"):
        vote(made, "officer@example.org", "police", "for", changes=True)


def next_meeting(written, slug="july"):
    return Meeting.objects.create(
        partnership=written, slug=slug, title="July", body="Us", body_kind="partnership", held="2023-07-03",
        held_earliest=date(2023, 7, 3), held_latest=date(2023, 7, 3), kind="ordinary", status="planned",
    )  # fmt: skip


def test_what_was_decided_outside_is_offered_to_the_next_agenda_until_it_is_on_one_that_is_held(written):
    said = NewProcedure(URGENT, "Close the gate", "Danger", "police", "Invented Superintendent")
    services.act_urgently("dorset", said, by=BY)
    first, officer = (
        next_meeting(written),
        PageClient(signed_in=User.objects.get(email="officer@example.org")),
    )
    agenda = "/dorset/work/meetings/meeting/july/agenda/"
    page = officer.get(agenda)
    assert "To ratify: Close the gate" in page.text
    action = page.find("//form[contains(@action, '/offered/outside/')]/@action")[0]
    assert officer.post(action, {}, seen_at=agenda).status_code == 302
    assert AgendaItem.objects.get().kind == "decide"
    assert "Decided outside a meeting" not in officer.get(agenda).text
    Meeting.objects.filter(id=first.id).update(status="cancelled")
    next_meeting(written, "august")
    assert "To ratify: Close the gate" in officer.get(agenda.replace("july", "august")).text
