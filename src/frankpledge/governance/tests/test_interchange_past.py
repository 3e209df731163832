from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.audit.api import check_chain
from frankpledge.directory.models import Partnership, User
from frankpledge.governance import api
from frankpledge.governance.interchange import kept, past
from frankpledge.governance.models import Attendance, Decision, Meeting, OnwardReport, PastImport
from frankpledge.governance.rules.interchange.keeping import (
    PastDecision,
    PastMeeting,
    how_kept,
    quorum_of_past,
)
from frankpledge.governance.rules.interchange.past import (
    Came,
    PastRow,
    Refused,
    Resolved,
    as_csv,
    as_json,
    placed,
    read_past,
)
from frankpledge.governance.rules.terms.reading import terms_of
from frankpledge.governance.rules.terms.replay import read_history
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import read_text
from frankpledge.kernel.verdicts import NotPermitted
from frankpledge.kernel.verdicts import Refused as NotAllowed
from frankpledge.records.clock import fixed_at
from tests.pages import PageClient
from tests.worlds import the_demonstration

ROOT = Path(__file__).resolve().parents[4]
DEMO = ROOT / "demo" / "dorset"
BY = system("test")
PAST = "/dorset/work/meetings/past/"
KEPT = "/dorset/work/meetings/kept/"
TERMS = """
[terms]
body = "Example"
label = "the terms"
nation = "E"
starts_on = 2020-01-01
[[class]]
slug = "core"
title = "Core"
can_vote = true
counts_to_quorum = true
[[seat]]
slug = "council"
name = "The Council"
class = "core"
[[seat]]
slug = "police"
name = "The Police"
class = "core"
[[seat]]
slug = "fire"
name = "The Fire Authority"
class = "core"
[quorum]
at_least = 2
count = "seats"
class = "core"
[[frequency]]
at_least = 1
every = "quarter"
"""


def terms(more="", old="", new=""):
    return terms_of(read_text((TERMS + more).replace(old, new), "t.toml").strictly())


# Reading ----------------------------------------------------------------------------------------------------------


def rows(values, name="past.json"):
    return read_past(json.dumps(values).encode() if not isinstance(values, str) else values.encode(), name)


def test_the_three_ways_of_writing_say_the_same():
    value = [{"on": "2021-03", "attendance": ["council", "police"], "confirms": ["2020-12-01"], "resolutions": ["Agreed"],
              "quorate": True, "source": "minutes"}]  # fmt: skip
    toml = (
        '[[meeting]]\non = "2021-03"\nattendance = ["council", "police"]\nconfirms = [2020-12-01]\n'
        'resolutions = ["Agreed"]\nquorate = true\nsource = "minutes"\n'
    )
    csv = "on,attendance,confirms,resolutions,quorate,source\n2021-03,council; police,2020-12-01,Agreed,yes,minutes\n"
    [one] = rows(value)
    [two] = rows(toml, "past.toml")
    [three] = rows(csv, "past.csv")
    assert one.key == two.key == three.key
    assert (one.on, one.attendance) == (PartialDate(2021, 3), (Came("council"), Came("police")))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("[", "x.json", "cannot be read"),
        ("[[meeting]\n", "x.toml", "cannot be read"),
        ("{}", "x.json", "no list of meetings"),
        ("[]", "x.json", "holds no meeting"),
        ("on,when\n2021,1\n", "x.csv", "the column ‘when’ is not known"),
        ("kind\nordinary\n", "x.csv", "no column ‘on’"),
        ("x", "x.xlsx", "none of .json, .toml and .csv"),
        ('on\n"2021\n', "x.csv", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole_with_its_reason(content, name, words):
    with pytest.raises(Unusable) as refused:
        rows(content, name)
    assert words in str(refused.value).lower() or words in str(refused.value)
    assert name in str(refused.value)


def test_a_file_in_another_encoding_or_too_large_is_refused():
    with pytest.raises(Unusable, match="UTF-8"):
        read_past(b"on\n\xff\n", "x.csv")
    with pytest.raises(Unusable, match="5 MB"):
        read_past(b" " * (5 * 1024**2 + 1), "x.csv")


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({}, "on", "missing"),
        ({"on": "June"}, "on", "no date"),
        ({"on": "2021", "kind": "party"}, "kind", "is ‘party’"),
        ({"on": "2021", "status": "happened"}, "status", "is ‘happened’"),
        ({"on": "2021", "attendance": -1}, "attendance", "is -1"),
        ({"on": "2021", "attendance": "many"}, "attendance", "neither a number nor a list"),
        ({"on": "2021", "attendance": [3]}, "attendance", "names no seat"),
        ({"on": "2021", "attendance": [{"seat": "police", "as": "ghost"}]}, "attendance", "‘ghost’"),
        ({"on": "2021", "confirms": ["soon"]}, "confirms", "‘soon’"),
        ({"on": "2021", "confirms": ["2021"]}, "confirms", "own day"),
        ({"on": "2021", "resolutions": [{}]}, "resolutions", "without words"),
        ({"on": "2021", "resolutions": [{"text": "x", "outcome": "maybe"}]}, "resolutions", "‘maybe’"),
        ({"on": "2021", "resolutions": [{"text": "x", "votes": 3}]}, "resolutions", "the key ‘votes’"),
        ({"on": "2021", "quorate": "perhaps"}, "quorate", "true or false"),
        ({"on": "2021", "status": "cancelled", "attendance": 4}, "status", "nobody can have attended"),
        ({"on": "2021", "when": 1}, "when", "not a key"),
    ],
)
def test_a_row_with_a_mistake_is_refused_and_names_row_field_and_remedy_while_the_others_stay(
    row, column, words
):
    good, bad = rows([{"on": "2020"}, row])
    assert isinstance(good, PastRow)
    assert isinstance(bad, Refused)
    [problem] = [one for one in bad.problems if one.column == column]
    assert words in problem.reason
    assert problem.remedy
    assert (problem.file, problem.row) == ("past.json", 2)


def test_a_row_of_a_csv_is_named_by_the_line_on_which_it_stands():
    [_, bad] = rows("on,kind\n2020,ordinary\n2021,party\n", "x.csv")
    assert (bad.row, bad.problems[0].row) == (3, 3)
    [long] = rows("on\n2020,more\n", "x.csv")
    assert isinstance(long, Refused)


def test_nobody_there_is_not_the_same_as_nobody_recorded_it():
    none, nobody, said = rows(
        [{"on": "2020"}, {"on": "2020", "attendance": []}, {"on": "2020", "attendance": 0}]
    )
    assert (none.attendance, nobody.attendance, said.attendance) == (None, (), 0)
    assert len({none.key, nobody.key, said.key}) == 3


def test_seats_are_placed_by_slug_or_by_name_and_an_unknown_one_is_refused():
    [row] = rows([{"on": "2021-03-01", "attendance": ["The Police", "council", "police"]}])
    assert placed(row, [terms()], "x").attendance == (Came("council"), Came("police"))
    [row] = rows([{"on": "2021-03-01", "attendance": ["Health"]}])
    refused = placed(row, [terms()], "x.json")
    assert isinstance(refused, Refused)
    assert "Write one of: council, fire, police." in str(refused.problems[0])
    assert placed(row, [], "x.json") == row


def test_a_name_that_two_seats_bear_is_refused():
    [row] = rows([{"on": "2021-03-01", "attendance": ["The Authority"]}])
    two = terms(old='"The Police"', new='"The Authority"')
    both = terms_of(
        read_text(
            TERMS.replace('"The Police"', '"The Authority"').replace('"The Council"', '"The Authority"'),
            "t.toml",
        ).strictly()
    )
    assert isinstance(placed(row, [two], "x"), PastRow)
    assert "may be any of the seats council, police" in str(placed(row, [both], "x").problems[0])


# Writing and reading again ----------------------------------------------------------------------------------------

WORDS = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
    .filter(str.strip)
    .map(str.strip)
)
DATES = st.dates(date(1999, 1, 1), date(2030, 1, 1)).flatmap(
    lambda on: st.sampled_from([PartialDate.of(on), PartialDate(on.year, on.month), PartialDate(on.year)])
)
CAME = st.builds(Came, st.sampled_from(["a", "b", "c"]), st.sampled_from(["", "holder", "deputy"]))
PAST_ROWS = st.builds(
    PastRow,
    row=st.just(1),
    on=DATES,
    kind=st.sampled_from(["ordinary", "public"]),
    phase=st.sampled_from(["", "emergency"]),
    title=st.one_of(st.just(""), WORDS),
    status=st.sampled_from(["held", "adjourned"]),
    attendance=st.one_of(
        st.none(),
        st.integers(0, 40),
        st.lists(CAME, unique_by=lambda one: one.seat).map(
            lambda all_: tuple(sorted(all_, key=lambda one: one.seat))
        ),
    ),
    quorate=st.sampled_from([None, True, False]),
    confirms=st.just(()),
    resolutions=st.lists(st.builds(Resolved, WORDS, st.sampled_from(["carried", "lost"])), max_size=3).map(
        tuple
    ),
    source=st.one_of(st.just(""), WORDS),
)


@given(st.lists(PAST_ROWS, min_size=1, max_size=5))
def test_what_is_written_as_json_is_read_again_the_same(made):
    found = read_past(as_json(made), "x.json")
    assert [one.key for one in found] == [one.key for one in made]


@given(PAST_ROWS)
def test_a_csv_keeps_the_day_who_came_and_how_much_was_decided(made):
    [found] = read_past(as_csv([made]), "x.csv")
    assert (found.on, found.status, found.quorate) == (made.on, made.status, made.quorate)
    assert len(found.resolutions) == len(made.resolutions)
    if isinstance(made.attendance, tuple) and made.attendance:
        assert [one.seat for one in found.attendance] == [one.seat for one in made.attendance]


def test_the_command_meetings_replay_reads_what_is_written(tmp_path):
    made = rows([{"on": "2021-03-01", "attendance": ["a"], "confirms": ["2020"], "resolutions": ["x", "y"]}])
    for name, content in (("x.json", as_json(made)), ("x.csv", as_csv(made))):
        (tmp_path / name).write_bytes(content)
        [held] = read_history(tmp_path / name)
        assert (held.attendance, held.resolutions, held.confirms) == (1, 2, (PartialDate(2020),))


# How the terms were kept ------------------------------------------------------------------------------------------


def meeting(slug, on, present=None, **more):
    values = {
        "id": UUID(int=abs(hash(slug)) % 2**64), "title": slug, "kind": "ordinary", "phase": "", "status": "held",
        "counted": None, "said_quorate": None, "decisions": (), "confirmed_by": (), "confirms": (),
    } | more  # fmt: skip
    return PastMeeting(slug=slug, held=PartialDate.parse(on), present=present, **values)


@pytest.mark.parametrize(
    ("present", "quorate"),
    [
        ({"council": "", "police": ""}, True),
        ({"council": ""}, False),
        ({}, False),
        (None, None),
    ],
)
def test_a_past_meeting_was_quorate_when_enough_seats_are_recorded_and_unknown_when_nobody_recorded(
    present, quorate
):
    assert quorum_of_past(meeting("a", "2021-03-01", present), terms()).quorate is quorate


def test_the_word_of_the_source_and_a_bare_number_are_told_and_not_taken():
    found = quorum_of_past(meeting("a", "2021-03-01", counted=9, said_quorate=True), terms())
    assert found.quorate is None
    assert "9 came" in found.why
    assert "The source says that it was quorate." in found.why


def test_a_deputy_counts_as_the_terms_say_and_where_they_are_silent_it_is_undetermined():
    one = meeting("a", "2021-03-01", {"council": "holder", "police": "deputy"})
    assert quorum_of_past(one, terms()).quorate is None
    assert quorum_of_past(one, terms("[deputies]\nallowed = true\ncounts_to_quorum = true\n")).quorate is True
    assert quorum_of_past(one, terms("[deputies]\nallowed = false\n")).quorate is False


def test_a_meeting_is_judged_by_the_terms_of_its_own_day():
    earlier = terms(old="starts_on = 2020-01-01", new="starts_on = 2020-01-01\nends_on = 2021-05-31")
    later = terms_of(
        read_text(
            TERMS.replace("2020-01-01", "2021-06-01").replace("at_least = 2", "at_least = 3"), "t.toml"
        ).strictly()
    )
    two = {"council": "", "police": ""}
    found = how_kept(
        [meeting("a", "2021-05-31", two), meeting("b", "2021-06-01", two), meeting("c", "2021", two),
         meeting("d", "2019-01-01", two)],
        [earlier, later],
    )  # fmt: skip
    assert {one.meeting.slug: one.quorate for one in found.meetings} == {
        "a": True,
        "b": False,
        "c": None,
        "d": None,
    }


def test_two_meetings_of_one_day_are_both_kept():
    found = how_kept(
        [meeting("a", "2021-03-01"), meeting("b", "2021-03-01"), meeting("c", "2021-06-01")], [terms()]
    )
    assert len(found.meetings) == 3
    assert [[one.slug for one in several] for _, several in found.duplicates] == [["a", "b"]]


def test_each_reading_of_quarterly_is_told_apart_and_a_cancelled_meeting_does_not_count():
    days = ["2021-01-05", "2021-06-30", "2021-07-01", "2021-12-31"]
    found = how_kept([meeting(day, day) for day in days], [terms()])
    by_reading = {}
    for _, one in found.cadence:
        by_reading.setdefault(one.reading, set()).add(one.ok)
    assert by_reading["each-window"] == {True}
    assert False in by_reading["longest-gap"]
    cancelled = how_kept(
        [meeting(day, day, status="cancelled" if day == "2021-06-30" else "held") for day in days], [terms()]
    )
    assert any(one.ok is False for _, one in cancelled.cadence if one.reading == "each-window")


def test_minutes_are_confirmed_once_by_a_later_meeting():
    chain = [
        meeting("a", "2021-01-01", confirmed_by=("b",)), meeting("b", "2021-04-01", confirmed_by=("c", "d")),
        meeting("c", "2021-07-01"), meeting("d", "2021-10-01", confirmed_by=("a",)), meeting("e", "2022-01-01"),
    ]  # fmt: skip
    found = {one.meeting.slug: one.problem for one in how_kept(chain, [terms()]).minutes}
    assert found["a"] == ""
    assert found["b"] == "confirmed more than once"
    assert found["c"] == "no later meeting is recorded as having confirmed them"
    assert found["d"] == "confirmed at a meeting that was not later"
    assert found["e"] == ""


def test_nothing_is_judged_without_terms():
    found = how_kept([meeting("a", "2021-01-01", {"council": ""})], [])
    assert found.meetings[0].quorate is None
    assert "no terms" in found.meetings[0].why


# The record -------------------------------------------------------------------------------------------------------


@pytest.fixture
def demo(db):
    the_demonstration()
    for name in ("dorset-before-2023.toml", "dorset-2023.toml"):
        api.load("dorset", ROOT / "examples" / name, by=BY)
    with fixed_at(datetime(2024, 6, 20, 12, tzinfo=UTC)):
        yield Partnership.objects.get(slug="dorset")


YEAR = [
    {"on": "2023-07-04", "attendance": ["council", {"seat": "police", "as": "holder"}], "resolutions": ["The plan is noted."],
     "source": "Minutes, July 2023"},
    {"on": "2023-10-03", "attendance": ["fire"], "confirms": ["2023-07-04"],
     "resolutions": [{"text": "The grant is agreed.", "effect": "note", "about": "grant"}]},
    {"on": "2024-01-09", "attendance": 7, "quorate": True, "confirms": ["2023-10-03", "2023-05"]},
    {"on": "2024-04", "status": "cancelled"},
]  # fmt: skip


def upload(values=YEAR, name="past.json", **more):
    return past.hold("dorset", name, json.dumps(values).encode(), group=more.get("group", ""), by=BY)


def test_a_file_is_looked_at_taken_in_and_replayed(demo):
    made = upload()
    assert [one.state for one in past.look("dorset", made).rows] == ["new"] * 4
    assert Meeting.objects.count() == 0
    assert past.take_in("dorset", made, by=BY) == 4
    july = Meeting.objects.get(held="2023-07-04")
    assert set(july.attendances.values_list("seat_slug", flat=True)) == {"council", "police"}
    assert Meeting.objects.get(held="2024-01-09").is_attendance_recorded is False
    assert Decision.objects.get(effect="confirm-minutes", about=july.slug).meeting.held == "2023-10-03"
    found = kept.kept("dorset")
    assert {str(one.meeting.held): one.quorate for one in found.meetings} == {
        "4 July 2023": True, "3 October 2023": False, "9 January 2024": None,
    }  # fmt: skip
    assert [str(day) for _, day in found.strays] == ["May 2023"]
    assert [one.problem for one in found.minutes] == ["", "", ""]
    assert check_chain("dorset").broken_at is None


def test_taking_in_twice_takes_in_once_and_the_same_file_again_adds_nothing(demo):
    first = upload()
    past.take_in("dorset", first, by=BY)
    assert past.take_in("dorset", first, by=BY) == 0
    again = upload()
    assert {one.state for one in past.look("dorset", again).rows} == {"there"}
    assert past.take_in("dorset", again, by=BY) == 0
    assert Meeting.objects.count() == 4


def test_a_row_said_twice_is_taken_in_once_and_two_meetings_of_a_day_are_both_kept(demo):
    same = {"on": "2023-07-04", "attendance": 3}
    other = {"on": "2023-07-04", "attendance": 4, "title": "Special meeting"}
    made = upload([same, same, other])
    found = past.look("dorset", made).rows
    assert [one.state for one in found] == ["new", "twice", "new"]
    assert found[2].same_day == ("row 1 of this file",)
    assert past.take_in("dorset", made, by=BY) == 2
    assert len(kept.kept("dorset").duplicates) == 1


def test_a_refused_row_is_left_and_the_others_are_taken_in(demo):
    made = upload([YEAR[0], {"on": "2023-10-03", "attendance": ["nobody"]}, {"on": "never"}])
    found = past.look("dorset", made).rows
    assert [one.state for one in found] == ["new", "refused", "refused"]
    assert "no seat called ‘nobody’" in str(found[1].said.problems[0])
    assert past.take_in("dorset", made, by=BY) == 1


def test_attendance_before_any_terms_is_kept_as_written_and_judged_by_nothing(demo):
    made = upload([{"on": "2010-03-04", "attendance": ["council", "someone"]}])
    past.take_in("dorset", made, by=BY)
    assert Attendance.objects.count() == 0
    [judged] = kept.kept("dorset").meetings
    assert (judged.quorate, judged.meeting.counted) == (None, 2)
    assert past.recorded("dorset")[0][1].attendance == (Came("council"), Came("someone"))


def test_undoing_leaves_no_trace_in_the_record_and_a_line_in_the_history(demo):
    before = (Meeting.objects.count(), Decision.objects.count(), Attendance.objects.count())
    made = upload()
    past.take_in("dorset", made, by=BY)
    assert past.undo("dorset", made, by=BY) == 4
    assert (Meeting.objects.count(), Decision.objects.count(), Attendance.objects.count()) == before
    with pytest.raises(NotAllowed, match="nothing to undo"):
        past.undo("dorset", made, by=BY)
    with pytest.raises(NotAllowed, match="was undone"):
        past.take_in("dorset", made, by=BY)
    assert past.take_in("dorset", upload(), by=BY) == 4


def test_what_something_else_rests_on_is_not_undone(demo):
    first = upload(YEAR[:1])
    past.take_in("dorset", first, by=BY)
    second = upload(YEAR[1:2])
    past.take_in("dorset", second, by=BY)
    with pytest.raises(NotAllowed, match="rests on these"):
        past.undo("dorset", first, by=BY)
    body = demo.memberships.first().organisation
    OnwardReport.objects.create(
        meeting=Meeting.objects.get(held="2023-10-03"),
        organisation=body,
        reported_on=date(2023, 10, 5),
        by="x",
    )
    with pytest.raises(NotAllowed, match="so it stays"):
        past.undo("dorset", second, by=BY)
    assert (Meeting.objects.count(), PastImport.objects.get(id=second).state) == (2, "taken-in")


def test_the_record_written_and_taken_in_elsewhere_is_the_same_record(demo):
    past.take_in("dorset", upload(), by=BY)
    content = as_json(row for _, row in past.recorded("dorset"))
    assert {
        one.state
        for one in past.look("dorset", past.hold("dorset", "again.json", content, group="", by=BY)).rows
    } == {"there"}
    other = Partnership.objects.create(
        slug="other", name="Other", short_name="Other", nation="E", council_name="Other Council"
    )
    text = (ROOT / "examples" / "dorset-2023.toml").read_text(encoding="utf-8")
    from frankpledge.governance.terms.services import record_terms

    record_terms("other", text, by=BY)
    made = past.hold("other", "dorset.json", content, group="", by=BY)
    assert past.take_in("other", made, by=BY) == 4
    assert as_json(row for _, row in past.recorded("other")) == content
    assert Meeting.objects.filter(partnership=other).count() == 4


def test_only_the_office_takes_files_in(demo):
    member = Principal(
        User.objects.get(email="police@example.org").id, "x", frozenset({("member", "dorset")})
    )
    with pytest.raises(NotPermitted):
        past.hold("dorset", "x.json", b'[{"on": "2020"}]', group="", by=member)
    made = upload()
    for act in (past.take_in, past.undo):
        with pytest.raises(NotPermitted):
            act("dorset", made, by=member)


# Pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def office(demo):
    return PageClient(signed_in=User.objects.get(email="officer@example.org"))


def sent(office, content, name="past.json"):
    office.client.get(PAST)
    token = office.client.cookies["csrftoken"].value
    file = SimpleUploadedFile(name, content)
    return office.client.post(PAST, {"csrfmiddlewaretoken": token, "upload": file, "group": ""})


def test_a_file_goes_from_upload_to_the_page_of_how_the_terms_were_kept(office):
    answer = sent(office, json.dumps([*YEAR, {"on": "never"}]).encode())
    look = answer.headers["Location"]
    page = office.get(look)
    assert "4 meetings would be taken in" in page.text
    assert "on: ‘on’" in page.text or "is no date" in page.text
    take = page.find("//form[contains(@action, 'take-in')]/@action")[0]
    assert office.post(take, {}, seen_at=look).status_code == 302
    shown = office.get(KEPT)
    assert "1 quorate by the terms of their day, 1 not, and for 1 it cannot be told." in shown.text
    assert "7 came; in which seats is not recorded. The source says that it was quorate." in shown.text
    assert "There was no quorum: ratify or retake it at a quorate meeting" in shown.text
    assert "confirmed the minutes of May 2023: no one meeting of that day is in the record." in shown.text
    undo = office.get(look).find("//form[contains(@action, 'undo')]/@action")[0]
    assert office.post(undo, {}, seen_at=look).status_code == 302
    assert "No past meeting is recorded yet." in office.get(KEPT).text


def test_a_file_that_cannot_be_read_is_explained_on_the_page(office):
    answer = sent(office, b"on,when\n2020,1\n", "past.csv")
    assert answer.status_code == 422
    assert "past.csv, row 1: The column ‘when’ is not known." in answer.content.decode()


def test_the_record_goes_out_as_json_and_as_csv(office):
    past.take_in("dorset", upload(), by=BY)
    made = json.loads(office.client.get(f"{PAST}file.json").content)
    assert [one["on"] for one in made] == ["2023-07-04", "2023-10-03", "2024-01-09", "2024-04"]
    assert office.client.get(f"{PAST}file.csv").content.startswith(b"\xef\xbb\xbfon,kind")
    assert office.client.get(f"{PAST}file.xls").status_code == 404


def test_members_see_how_the_terms_were_kept_and_take_nothing_in(demo):
    member = PageClient(signed_in=User.objects.get(email="police@example.org"))
    member.get(KEPT)
    assert "Look at the file" not in member.get(PAST).text
    member.get(f"{PAST}{upload()}/", status=403)


def test_the_page_asks_the_database_as_often_however_long_the_past(office):
    def asked():
        with CaptureQueriesContext(connection) as found:
            office.client.get(KEPT)
        return len(found)

    past.take_in("dorset", upload(), by=BY)
    asked()
    before = asked()
    more = [
        {"on": f"2022-{n:02}-01", "attendance": ["council", "police"], "resolutions": ["x"]}
        for n in range(1, 13)
    ]
    past.take_in("dorset", upload(more), by=BY)
    assert asked() == before


def test_a_decision_made_here_keeps_the_verdict_it_was_given():
    one = PastDecision(UUID(int=1), "x", "carried", "irregular", "", is_ruled=False)
    from frankpledge.governance.interchange.past_presenting import _standing

    assert "ratify or retake" in _standing(one, quorate=True)
