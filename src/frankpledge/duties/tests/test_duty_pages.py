"""Duties on record and on their pages: who may, what it changes, what stays."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frankpledge.audit.models import Event
from frankpledge.directory import api as directory
from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.duties import api, queries, services
from frankpledge.duties.calendars import of_person
from frankpledge.duties.counted import whole_periods
from frankpledge.duties.models import DutyEntry
from frankpledge.duties.rules.elections import held_on
from frankpledge.duties.rules.obligations import State
from frankpledge.duties.services import NewEntry, NewHorizon
from frankpledge.governance.models import Meeting
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.people import PUBLIC, system
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import fixed_at
from tests.pages import PageClient

BY = system("test")
AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
ON = AT.date()
LAST_YEAR = Period.financial_year(2025)
PAGES = (
    "",
    "on/",
    "law/",
    "statement/",
    "coverage/",
    "elections/",
    "D21/",
    "D08/",
    "D11/",
    "record/",
    "D08/excuse/",
    "D50/applies/",
)


@pytest.fixture
def vale(db):
    made = Partnership(
        slug="vale", name="Vale Partnership", short_name="Vale", nation="E", council_name="Vale Council"
    )
    made.save()
    with fixed_at(AT):
        yield directory.partnership("vale")


def client(vale, role="manager"):
    user = User.objects.create_user(f"{role}@example.invalid", f"The {role}")
    RoleAssignment(user=user, partnership_id=vale.id, role=role, starts_on=date(2020, 1, 1)).save()
    return PageClient(signed_in=user)


def met(day, kind="ordinary", status="held"):
    return Meeting.objects.create(
        partnership=Partnership.objects.get(slug="vale"), slug=f"m-{day}", title=f"Board {day}", body="Vale",
        body_kind="partnership", held=day, held_earliest=date.fromisoformat(day), held_latest=date.fromisoformat(day),
        kind=kind, status=status,
    )  # fmt: skip


def state(code, period=LAST_YEAR):
    return {one.state for one in api.obligations("vale", period, on=ON) if one.code == code}


def entry(kind="sharing-protocol", on="2025-09-01", **more):
    return services.add_entry("vale", NewEntry(kind, PartialDate.parse(on), "Signed copy", **more), by=BY)


def test_a_public_meeting_is_counted_from_the_record_and_a_planned_one_is_not(vale):
    met("2025-10-01", kind="public", status="planned")
    assert state("D08") == {State.NOT_ASSESSED}
    met("2025-11-01", kind="public")
    assert state("D08") == {State.MET}


def test_meetings_are_counted_quarter_by_quarter_and_a_hole_in_the_record_proves_nothing(vale):
    for day in ("2025-03-10", "2025-05-01", "2025-08-01", "2026-01-15", "2026-04-20"):
        met(day)
    found = {one.label: one.state for one in api.obligations("vale", LAST_YEAR, on=ON) if one.code == "D50"}
    assert list(found.values()) == [State.MET, State.MET, State.NOT_KEPT, State.MET]
    Meeting.objects.filter(slug="m-2025-08-01").delete()
    found = {one.label: one.state for one in api.obligations("vale", LAST_YEAR, on=ON) if one.code == "D50"}
    assert list(found.values()) == [State.MET, State.NOT_ASSESSED, State.NOT_ASSESSED, State.MET]


def test_the_record_is_whole_over_unbroken_runs_and_never_after_its_last_meeting():
    days = [
        PartialDate.parse(one)
        for one in ("2020-01-10", "2020-04-10", "2021-04-10", "2021-06-10", "2030-01-01")
    ]
    assert list(whole_periods(days, date(2026, 1, 1))) == [
        Period(date(2020, 1, 10), date(2020, 4, 10)),
        Period(date(2021, 4, 10), date(2021, 6, 10)),
    ]


def test_evidence_by_hand_counts_until_it_is_taken_back(vale):
    made = entry()
    assert state("D12") == {State.MET}
    services.withdraw_entry("vale", made, "It was the draft", by=BY)
    assert state("D12") == {State.NOT_ASSESSED}
    assert DutyEntry.objects.get(id=made).withdrawn_because == "It was the draft"
    assert {"duty-entry-made", "duty-entry-withdrawn"} <= set(Event.objects.values_list("action", flat=True))


@pytest.mark.parametrize(
    ("kind", "on", "more"),
    [("unheard-of", "2025-01-01", {}), ("sharing-protocol", "2026-06-01", {}),
     ("sharing-protocol", "2025-01-01", {"content": b"x" * 5_000_001})],
)  # fmt: skip
def test_what_is_no_evidence_is_refused(vale, kind, on, more):
    with pytest.raises(Refused):
        entry(kind, on, **more)
    assert not DutyEntry.objects.exists()


def test_a_planned_publication_may_lie_ahead_and_starts_its_clock(vale):
    entry("da-strategy-planned", "2026-11-01", ref="s2")
    found = [one for one in api.obligations("vale", Period.financial_year(2026), on=ON) if one.code == "D34"]
    assert [one.due_on for one in found] == [date(2026, 8, 23)]


def test_only_somebody_who_looked_makes_it_missed(vale):
    assert state("D08") == {State.NOT_ASSESSED}
    services.say_not_done("vale", "D08:2025/26", "None was called", by=BY)
    assert state("D08") == {State.MISSED}
    services.take_back_finding("vale", "D08:2025/26", by=BY)
    assert state("D08") == {State.NOT_ASSESSED}
    with pytest.raises(Refused):
        services.say_not_done("vale", "D08:2025/26", " ", by=BY)
    with pytest.raises(NotFound):
        services.say_not_done("vale", "D99:2025/26", "x", by=BY)


def test_an_excuse_needs_an_end_and_law_cannot_be_switched_off(vale):
    with pytest.raises(Refused, match="ends"):
        services.excuse("vale", "D08", Period(date(2026, 1, 1)), "Flood", "The chair", by=BY)
    services.excuse("vale", "D08", Period(date(2026, 3, 1), date(2026, 4, 30)), "Flood", "The chair", by=BY)
    assert state("D08") == {State.EXCUSED}
    with pytest.raises(Refused, match="only custom"):
        services.set_scope("vale", "D08", applies=False, because="We would rather not", by=BY)
    services.set_scope("vale", "D39", applies=False, because="There are no reviews", by=BY)
    assert state("D39") == set()


def test_a_two_tier_area_has_a_county_group(vale):
    assert state("D14") == set()
    services.set_scope("vale", "place-two-tier", applies=True, because="A county council", by=BY)
    assert state("D14") == {State.NOT_ASSESSED}


def test_others_may_read_and_may_not_write(vale):
    with pytest.raises((NotPermitted, NotFound)):
        services.add_entry(
            "vale", NewEntry("sharing-protocol", PartialDate.parse("2025-01-01"), "x"), by=PUBLIC
        )
    member = client(vale, "member")
    assert "Record something" not in member.get("/vale/work/duties/").text
    assert member.client.post("/vale/work/duties/record/", {}).status_code == 403


@pytest.mark.parametrize("where", PAGES)
def test_every_page_opens_for_the_manager(vale, where):
    assert client(vale).get(f"/vale/work/duties/{where}").text


def test_the_page_of_custom_says_that_it_is_never_late_and_of_another_body_whose_it_is(vale):
    manager = client(vale)
    assert "never late" in manager.get("/vale/work/duties/D11/").text
    assert (
        "crime and disorder committee owes it, not the partnership"
        in manager.get("/vale/work/duties/D21/").text
    )


def test_the_same_number_of_queries_however_much_is_recorded(vale):
    manager = client(vale)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            manager.get("/vale/work/duties/")
        return len(found)

    met("2025-05-01")
    entry()
    asked()
    before = asked()
    for day in ("2025-06-01", "2025-08-01", "2025-10-01", "2025-12-01"):
        met(day)
        entry(on=day)
    assert asked() == before


def test_evidence_is_recorded_on_the_page_with_its_file(vale):
    manager = client(vale)
    sent = manager.post(
        "/vale/work/duties/record/",
        {"kind": "sharing-protocol", "on": "2025-09", "label": "Protocol, version 3",
         "file": SimpleUploadedFile("protocol <3>.pdf", b"%PDF")},
    )  # fmt: skip
    assert sent.status_code == 302
    made = queries.entries(vale.id)[0]
    assert (made.on.iso(), made.file_name) == ("2025-09", "protocol <3>.pdf")
    page = manager.get("/vale/work/duties/D12/").text
    assert "Protocol, version 3" in page
    file = manager.client.get(f"/vale/work/duties/record/{made.id}/file/")
    assert (file.content, file.headers["Content-Disposition"]) == (
        b"%PDF",
        'attachment; filename="protocol _3_.pdf"',
    )
    wrong = manager.post(
        "/vale/work/duties/record/", {"kind": "sharing-protocol", "on": "last week", "label": "x"}
    )
    assert wrong.status_code == 422


def test_two_days_side_by_side_explain_what_differs(vale):
    text = client(vale).get("/vale/work/duties/on/?on=2011-05-01&then=2011-07-01").text
    assert "Removed from the English regulations on 1 June 2011" in text
    assert "Ended on 31 May 2011" in text


def test_the_statement_comes_in_four_formats(vale):
    manager = client(vale)
    for fmt, starts in (("html", b"<!"), ("pdf", b"%PDF"), ("docx", b"PK"), ("odt", b"PK")):
        sent = manager.client.get(f"/vale/work/duties/statement/2025.{fmt}")
        assert (sent.status_code, sent.content[: len(starts)].lower()) == (200, starts.lower())
    assert manager.client.get("/vale/work/duties/statement/2025.exe").status_code == 404


def test_the_calendar_holds_what_is_ahead_and_lets_go_what_is_done(vale):
    manager = client(vale)
    assert "duty-vale-D08-2026-27@" in manager.client.get(
        "/vale/work/duties/calendar.ics"
    ).content.decode().replace("\r\n ", "")
    met("2026-04-20", kind="public")
    assert "duty-vale-D08-2026-27@" not in manager.client.get(
        "/vale/work/duties/calendar.ics"
    ).content.decode().replace("\r\n ", "")


def test_guidance_on_the_horizon_names_the_practice_to_look_at_and_closes_when_it_comes(vale):
    with pytest.raises(Refused, match="practice"):
        services.add_horizon("vale", NewHorizon("Guidance on modern slavery", "guidance"), by=BY)
    new = NewHorizon(
        "Guidance on modern slavery",
        "guidance",
        local_practice="Our lead professionals",
        prepare=("Read it", "Compare"),
    )
    made = services.add_horizon("vale", new, by=BY)
    services.prepared("vale", made, 0, by=BY)
    assert [bool(step.done_on) for step in queries.horizon_item(vale.id, made).prepare] == [True, False]
    with pytest.raises(Refused, match="not arrived"):
        services.close_horizon("vale", made, "It came", date(2026, 5, 5), by=BY)
    services.close_horizon("vale", made, "Published", date(2026, 5, 1), by=BY)
    assert not queries.horizon_item(vale.id, made).is_open


def test_what_the_library_says_is_coming_is_taken_up_once(vale):
    many = len(api.horizon("vale", on=ON))
    assert many > len(api.horizon("vale", on=date(2021, 3, 1)))
    services.take_up("vale", "death-reviews", by=BY)
    assert len(api.horizon("vale", on=ON)) == many
    with pytest.raises(Refused):
        services.take_up("vale", "death-reviews", by=BY)
    assert "domestic abuse related death reviews" in client(vale).get("/vale/work/duties/law/").text


def test_before_an_election_publicity_is_held_and_clocks_run_on(vale):
    due = [one.due_on for one in api.obligations("vale", LAST_YEAR, on=ON)]
    held = services.add_election(
        "vale", "Local elections", Period(date(2026, 3, 24), date(2026, 5, 7)), "", by=BY
    )
    assert api.election_holds("vale", "campaign", "Walk safely", on=ON).is_held
    assert not api.election_holds("vale", "campaign", "Walk safely", on=date(2026, 5, 8)).is_held
    assert not api.election_holds("vale", "minutes", "Board", on=ON).is_held
    said = {"kind": "campaign", "what": "walk  Safely", "because": "It saves lives", "officer": "A. Officer"}
    services.release("vale", held, said, date(2026, 4, 1), by=BY)
    assert not api.election_holds("vale", "campaign", "Walk safely", on=ON).is_held
    assert api.election_holds("vale", "campaign", "Another", on=ON).is_held
    assert api.election_holds("vale", "campaign", "Walk safely", on=date(2026, 3, 31)).is_held
    assert [one.due_on for one in api.obligations("vale", LAST_YEAR, on=ON)] == due
    assert held_on.__doc__
    page = client(vale).get("/vale/work/duties/elections/").text
    assert "A. Officer" in page
    assert "Statutory clocks run on" in page


def test_a_statement_is_public_only_once_it_was_signed_and_stays_as_it_was(vale):
    manager, public = client(vale), PageClient()
    services.say_not_done("vale", "D08:2025/26", "None was called", by=BY)
    assert "No statement has been published" in public.get("/vale/duties/").text
    assert (
        manager.post("/vale/work/duties/statement/2026/publish/", {"signed_by": "A. Chair"}).status_code
        == 422
    )
    assert manager.post("/vale/work/duties/statement/2025/publish/", {"signed_by": ""}).status_code == 422
    assert (
        manager.post("/vale/work/duties/statement/2025/publish/", {"signed_by": "A. Chair"}).status_code
        == 302
    )
    met("2025-11-01", kind="public")
    text = public.get("/vale/duties/").text
    assert "None was called" in text
    assert "crime and disorder functions" not in text
    assert "A. Chair" not in text
    assert b"None was called" in public.client.get("/vale/duties/2025.csv").content
    services.withdraw_statement("vale", LAST_YEAR, by=BY)
    assert public.client.get("/vale/duties/2025.csv").status_code == 404


def test_the_own_feed_of_the_office_holds_duties_and_a_members_does_not(vale):
    for role, has in (("manager", True), ("member", False)):
        client(vale, role)
        user = User.objects.get(email=f"{role}@example.invalid")
        assert bool(list(of_person(vale, user.id, ON, ""))) is has


def test_home_shows_what_is_late_and_one_line_for_what_nobody_looked_at(vale):
    services.say_not_done("vale", "D01:2025/26", "No analyst", by=BY)
    text = client(vale).get("/vale/work/").text
    assert "Prepare a strategic assessment" in text
    assert "nobody has looked at" in text
