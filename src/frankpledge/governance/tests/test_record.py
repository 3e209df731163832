from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError

from frankpledge.audit.api import check_chain
from frankpledge.audit.models import Event
from frankpledge.governance import api, queries
from frankpledge.governance.models import Meeting, TermsVersion
from frankpledge.governance.rules.terms.words import quorum_in_words
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Outcome
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
TERMS = """
# As it was typed, with its comment.
[terms]
body = "The Partnership"
label = "the first"
nation = "E"
dated = "2019"
starts_on = 2019-04-01
ends_on = 2021-12-31
source = "invented"
[[class]]
slug = "core"
title = "Core members"
can_vote = true
counts_to_quorum = true
[[class]]
slug = "invited"
title = "Invited members"
can_vote = false
[[seat]]
slug = "council"
name = "Dorset Council"
organisation = "dorset-council"
class = "core"
[[seat]]
slug = "police"
name = "Dorset Police"
organisation = "dorset-police"
class = "core"
[quorum]
at_least = 2
class = "core"
clause = "quorum"
[casting_vote]
holder = "chair"
[[clause]]
slug = "quorum"
heading = "Quorum"
text = "Two core members."
"""
MEETINGS = """
[[meeting]]
slug = "spring"
title = "Spring meeting"
body = "The Partnership"
body_kind = "partnership"
held = 2020-03-05
source = "invented"
present = ["council", "police"]
[[decision]]
slug = "plan"
meeting = "spring"
text = "The plan is agreed."
outcome = "carried"
effect = "adopt-plan"
about = "the-plan"
clause = "quorum"
capacity = "csp"
source = "invented"
"""


@pytest.fixture
def dorset(db):
    the_demonstration()


def write(tmp_path, text, old="", new=""):
    assert old in text
    path = tmp_path / "file.toml"
    path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return path


def load_all(tmp_path, meetings=MEETINGS):
    api.load("dorset", write(tmp_path, TERMS), by=BY)
    api.load("dorset", write(tmp_path, meetings), by=BY)


@pytest.mark.usefixtures("dorset")
def test_terms_hold_from_their_first_day_to_their_last(tmp_path):
    api.load("dorset", write(tmp_path, TERMS), by=BY)
    assert api.terms_in_force("dorset", on=date(2019, 3, 31)) is None
    assert api.terms_in_force("dorset", on=date(2019, 4, 1)).label == "the first"
    assert api.terms_in_force("dorset", on=date(2021, 12, 31)).label == "the first"
    assert api.terms_in_force("dorset", on=date(2022, 1, 1)) is None


@pytest.mark.usefixtures("dorset")
def test_a_quorate_meeting_makes_a_decision_that_stands(tmp_path):
    load_all(tmp_path)
    made = api.decision_called("dorset", "plan")
    assert (made.quorum, made.decided, made.clause) == (Outcome.HOLDS, PartialDate(2020, 3, 5), "quorum")


@pytest.mark.usefixtures("dorset")
def test_a_meeting_of_one_is_not_quorate(tmp_path):
    load_all(tmp_path, MEETINGS.replace('["council", "police"]', '["council"]'))
    assert api.decision_called("dorset", "plan").quorum is Outcome.FAILS


@pytest.mark.usefixtures("dorset")
def test_a_meeting_in_a_month_in_which_the_terms_changed_is_undetermined(tmp_path):
    api.load("dorset", write(tmp_path, TERMS, "ends_on = 2021-12-31", "ends_on = 2020-03-10"), by=BY)
    later = TERMS.replace("the first", "the second").replace(
        "starts_on = 2019-04-01", "starts_on = 2020-03-11"
    )
    api.load("dorset", write(tmp_path, later), by=BY)
    api.load("dorset", write(tmp_path, MEETINGS, "held = 2020-03-05", 'held = "2020-03"'), by=BY)
    made = api.decision_called("dorset", "plan")
    assert made.quorum is Outcome.UNDETERMINED
    assert "terms changed within March 2020" in str(
        queries.quorum_of(queries.terms_versions("dorset"), made.meeting)
    )


@pytest.mark.usefixtures("dorset")
def test_everything_recorded_is_in_the_history(tmp_path):
    before = Event.objects.count()
    load_all(tmp_path)
    actions = list(Event.objects.order_by("partnership", "sequence").values_list("action", flat=True))
    assert {"terms-recorded", "meeting-recorded", "decision-recorded"} <= set(actions)
    assert Event.objects.count() == before + 3
    assert check_chain("dorset").broken_at is None


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_two_terms_at_once(tmp_path):
    the_demonstration()
    api.load("dorset", write(tmp_path, TERMS), by=BY)
    first = TermsVersion.objects.get()
    with pytest.raises(IntegrityError):
        TermsVersion.objects.create(
            partnership=first.partnership, text=first.text, starts_on=date(2021, 12, 31)
        )
    TermsVersion.objects.create(
        partnership=first.partnership, text=first.text, starts_on=date(2021, 12, 31), group="delivery"
    )
    TermsVersion.objects.create(partnership=first.partnership, text=first.text, starts_on=date(2022, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_meeting_that_ends_before_it_starts(tmp_path):
    the_demonstration()
    load_all(tmp_path)
    with pytest.raises(IntegrityError):
        Meeting.objects.update(held_latest=date(2020, 3, 4))


@pytest.mark.parametrize(
    ("text", "old", "new", "code", "column"),
    [
        (TERMS, 'class = "core"', 'class = "royal"', "unknown-class", "seat[1].class"),
        (TERMS, 'class = "core"', 'class = "invited"\nvotes = 1', "votes", "seat[1].votes"),
        (TERMS, 'nation = "E"', 'nation = "W"', "other-nation", "terms.nation"),
        (TERMS, 'nation = "E"', 'nation = "France"', "not-a-choice", "terms.nation"),
        (TERMS, "at_least = 2", "at_least = 3", "quorum-too-large", "quorum.at_least"),
        (TERMS, "at_least = 2", "at_least = = 2", "not-toml", ""),
        (TERMS, 'slug = "police"', 'slug = "council"', "twice", "seat[2].slug"),
        (
            TERMS,
            'organisation = "dorset-police"',
            'organisation = "navy"',
            "no-organisation",
            "seat[2].organisation",
        ),
        (TERMS, "ends_on = 2021-12-31", "ends_on = 2018-12-31", "backwards", "terms.ends_on"),
        (TERMS, "label =", "lable =", "unknown-key", "terms.lable"),
        (MEETINGS, "held = 2020-03-05", 'held = "March 2020"', "not-a-date", "meeting[1].held"),
        (MEETINGS, '["council", "police"]', '["bishop"]', "no-seat", "meeting[1].present"),
        (MEETINGS, 'meeting = "spring"', 'meeting = "autumn"', "not-there", "decision[1].meeting"),
        (MEETINGS, 'effect = "adopt-plan"', 'effect = "crown"', "not-a-choice", "decision[1].effect"),
        (MEETINGS, 'capacity = "csp"', 'capacity = "da-board"', "refused", "decision[1].capacity"),
        (MEETINGS, 'capacity = "csp"\n', "", "missing-key", "decision[1].capacity"),
        (
            MEETINGS,
            'capacity = "csp"',
            'capacity = "csp"\nruling = "Well."',
            "half-a-ruling",
            "decision[1].ruling_by",
        ),
    ],
)
@pytest.mark.usefixtures("dorset")
def test_a_mistake_is_refused_by_file_and_key_and_nothing_is_written(tmp_path, text, old, new, code, column):
    if text is MEETINGS:
        api.load("dorset", write(tmp_path, TERMS), by=BY)
    events = Event.objects.count()
    with pytest.raises(Unusable) as excinfo:
        api.load("dorset", write(tmp_path, text, old, new), by=BY)
    problem = excinfo.value.problems[0]
    assert (problem.file, problem.code, problem.column) == ("file.toml", code, column)
    assert Event.objects.count() == events


@pytest.mark.usefixtures("dorset")
def test_terms_that_overlap_are_refused_naming_both_and_the_day(tmp_path):
    api.load("dorset", write(tmp_path, TERMS), by=BY)
    second = TERMS.replace("the first", "the second").replace("ends_on = 2021-12-31\n", "")
    with pytest.raises(Unusable, match="‘the first’ and ‘the second’ would both be in force on 1 April 2019"):
        api.load("dorset", write(tmp_path, second), by=BY)
    with pytest.raises(Unusable, match=r"31 December 2021.*before the other starts .30 December 2021"):
        api.load("dorset", write(tmp_path, second, "2019-04-01", "2021-12-31"), by=BY)
    api.load("dorset", write(tmp_path, second, "2019-04-01", "2022-01-01"), by=BY)
    api.load("dorset", write(tmp_path, second), by=BY, group="delivery")
    assert api.terms_in_force("dorset", on=date(2019, 4, 1), group="delivery").label == "the second"


@pytest.mark.usefixtures("dorset")
def test_the_file_is_kept_as_it_was_typed(tmp_path):
    api.load("dorset", write(tmp_path, TERMS), by=BY)
    kept = TermsVersion.objects.get()
    assert kept.text == TERMS
    assert kept.sha256 == hashlib.sha256(TERMS.encode()).hexdigest()
    assert kept.decision is None


@pytest.mark.usefixtures("dorset")
def test_a_text_is_parsed_once(tmp_path, monkeypatch):
    api.load("dorset", write(tmp_path, TERMS), by=BY)
    assert api.terms_in_force("dorset", on=date(2020, 1, 1)).label == "the first"
    monkeypatch.setattr("frankpledge.governance.terms.parsing.terms_in", None)
    assert api.terms_in_force("dorset", on=date(2020, 1, 2)).label == "the first"


@pytest.mark.usefixtures("dorset")
def test_a_member_may_read_but_not_record(tmp_path):
    member = Principal(None, "Member", frozenset({("member", "dorset")}))
    with pytest.raises(NotPermitted):
        api.load("dorset", write(tmp_path, TERMS), by=member)
    with pytest.raises(NotFound):
        api.load("dorset", write(tmp_path, TERMS), by=Principal(None, "Stranger"))


@pytest.fixture
def demo(dorset):
    for name in (
        "../../examples/dorset-before-2023.toml",
        "../../examples/dorset-2023.toml",
        "meetings.toml",
    ):
        api.load("dorset", DEMO / name, by=BY)


@pytest.mark.usefixtures("demo")
def test_the_demonstration_changes_its_terms_on_1_june_2023():
    before, after = (api.terms_in_force("dorset", on=on) for on in (date(2023, 5, 31), date(2023, 6, 1)))
    assert (before.is_assumed, after.is_assumed) == (True, False)
    assert (str(after.dated), len(after.seats)) == ("June 2023", 8)
    assert quorum_in_words(after.constitution) == (
        "A meeting is quorate when at least 2 seats of ‘Core with voting rights’ are present."
    )
    assert after.clause("quorum").text.startswith("“The quorum")


@pytest.mark.usefixtures("demo")
def test_the_terms_of_june_2023_still_seat_a_body_that_ended_a_year_before():
    ended = api.ended_seats("dorset", on=date(2023, 6, 1))
    assert [seat.slug for seat, _ in ended] == ["health"]
    assert "NHS Dorset Integrated Care Board fills it" in str(ended[0][1])
    assert [s.slug for s, _ in api.ended_seats("dorset", on=date(2020, 12, 31))] == []
    ended_by_then = [s.slug for s, _ in api.ended_seats("dorset", on=date(2022, 7, 1))]
    assert ended_by_then == ["health", "national-probation", "community-rehabilitation"]


@pytest.mark.usefixtures("demo")
def test_the_demonstration_keeps_dates_without_days():
    agreed = api.decision_called("dorset", "plan-2020-23-agreed")
    adopted = api.external_decision_called("dorset", "council-adopts-plan-2020-23")
    assert (str(agreed.decided), str(adopted.decided)) == ("March 2020", "October 2020")
    assert agreed.quorum is Outcome.UNDETERMINED
    assert agreed.ruling_by
    assert api.decision_called("dorset", "position-statement-domestic-abuse").decided is None
    assert api.gate_verdict("adopt-plan", "plan-2020-23", agreed, adopted).holds
