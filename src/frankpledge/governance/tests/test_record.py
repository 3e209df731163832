from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError

from frankpledge.audit.api import check_chain
from frankpledge.audit.models import Event
from frankpledge.directory.loaders import load_partnership
from frankpledge.governance import api, queries
from frankpledge.governance.models import Meeting, TermsVersion
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Outcome

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
TERMS = """
[terms]
label = "the first"
dated = "2019"
starts_on = 2019-04-01
ends_on = 2021-12-31
source = "invented"
quorum_count = 2
quorum_clause = "quorum"
casting_vote = "chair"
[[seat]]
slug = "council"
name = "Dorset Council"
organisation = "dorset-council"
category = "core"
[[seat]]
slug = "police"
name = "Dorset Police"
organisation = "dorset-police"
category = "core"
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
    load_partnership(DEMO / "partnership.toml", by=BY)


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
    load_partnership(DEMO / "partnership.toml", by=BY)
    api.load("dorset", write(tmp_path, TERMS), by=BY)
    first = TermsVersion.objects.get()
    with pytest.raises(IntegrityError):
        TermsVersion.objects.create(
            partnership=first.partnership, label="another", starts_on=date(2021, 12, 31)
        )
    TermsVersion.objects.create(partnership=first.partnership, label="another", starts_on=date(2022, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_meeting_that_ends_before_it_starts(tmp_path):
    load_partnership(DEMO / "partnership.toml", by=BY)
    load_all(tmp_path)
    with pytest.raises(IntegrityError):
        Meeting.objects.update(held_latest=date(2020, 3, 4))


@pytest.mark.parametrize(
    ("text", "old", "new", "code", "column"),
    [
        (TERMS, 'category = "core"', 'category = "royal"', "not-a-choice", "seat[1].category"),
        (TERMS, 'category = "core"', 'category = "invited"\nvotes = 1', "votes", "seat[1].votes"),
        (TERMS, 'slug = "police"', 'slug = "council"', "twice", "seat[2].slug"),
        (
            TERMS,
            'organisation = "dorset-police"',
            'organisation = "navy"',
            "no-organisation",
            "seat[2].organisation",
        ),
        (TERMS, 'quorum_clause = "quorum"', 'quorum_clause = "chair"', "not-there", "terms.quorum_clause"),
        (TERMS, "ends_on = 2021-12-31", "ends_on = 2018-12-31", "backwards", "terms.ends_on"),
        (TERMS, "quorum_count", "qorum_count", "unknown-key", "terms.qorum_count"),
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
def test_terms_that_overlap_are_refused_with_the_day_to_end_the_others(tmp_path):
    api.load("dorset", write(tmp_path, TERMS), by=BY)
    with pytest.raises(Unusable, match="end them the day before these start"):
        api.load("dorset", write(tmp_path, TERMS, "the first", "the second"), by=BY)


@pytest.mark.usefixtures("dorset")
def test_a_member_may_read_but_not_record(tmp_path):
    member = Principal(None, "Member", frozenset({("member", "dorset")}))
    with pytest.raises(NotPermitted):
        api.load("dorset", write(tmp_path, TERMS), by=member)
    with pytest.raises(NotFound):
        api.load("dorset", write(tmp_path, TERMS), by=Principal(None, "Stranger"))


@pytest.fixture
def demo(dorset):
    for name in ("terms/2019-04.toml", "terms/2023-06.toml", "meetings.toml"):
        api.load("dorset", DEMO / name, by=BY)


@pytest.mark.usefixtures("demo")
def test_the_demonstration_changes_its_terms_on_1_june_2023():
    before, after = (api.terms_in_force("dorset", on=on) for on in (date(2023, 5, 31), date(2023, 6, 1)))
    assert (before.is_assumed, after.is_assumed) == (True, False)
    assert (str(after.dated), after.quorum_count, len(after.seats)) == ("June 2023", 2, 8)
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
