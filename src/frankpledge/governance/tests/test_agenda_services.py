"""Services before a meeting: what is refused and why, what is kept, who sees what, and that nothing typed is lost."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from frankpledge.audit.models import Event
from frankpledge.documents import api as documents
from frankpledge.governance.agenda import (
    briefing,
    calling,
    issuing,
    items,
    observing,
    offers,
    papers,
    plan_ahead,
    queries,
    replying,
    requiring,
    sending,
)
from frankpledge.governance.agenda.forecasting import expectation
from frankpledge.governance.agenda.issuing import Sending
from frankpledge.governance.agenda.items import Joins
from frankpledge.governance.agenda.kept import files
from frankpledge.governance.agenda.papers import NewBackground, NewFile
from frankpledge.governance.agenda.replying import NewReply
from frankpledge.governance.agenda.requiring import NewRequirement, PublicRecord
from frankpledge.governance.agenda.setting import Print
from frankpledge.governance.agenda.written import Late, NewCall, NewItem, NewPlanned, NewSent
from frankpledge.governance.membership.interests import NewInterest, register_interest
from frankpledge.governance.models import (
    AgendaItem,
    Circulation,
    IssuedAgenda,
    Meeting,
    MeetingChange,
    SignOff,
    Tenure,
)
from frankpledge.governance.rules.agenda.forecast import Outlook
from frankpledge.governance.rules.agenda.papers import PARTS, PartText, sign_off_that_counts
from frankpledge.governance.tests.meetings_cast import NOW, SLUG, Cast, constitution, make_cast, use_terms
from frankpledge.kernel.people import PUBLIC
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Outcome, Refused
from frankpledge.records.clock import fixed_at
from frankpledge.records.models import Conflict
from tests.pages import PageClient

JUNE = datetime(2026, 6, 11, 13, 0, tzinfo=UTC)
LATE = datetime(2026, 6, 9, 9, 0, tzinfo=UTC)
AFTER_FLOOR = datetime(2026, 6, 11, 6, 0, tzinfo=UTC)


@pytest.fixture
def cast(db, monkeypatch, settings, tmp_path) -> Cast:
    settings.STORE = tmp_path / "store"
    with fixed_at(NOW):
        made = make_cast()
        use_terms(monkeypatch, constitution())
        yield made


@pytest.fixture
def meeting(cast: Cast) -> str:
    return calling.call_meeting(
        SLUG, NewCall("June meeting", "ordinary", JUNE, place="Town hall"), by=cast.by
    )


def card(slug: str):
    return queries.meeting_called(SLUG, slug)


def titles(slug: str) -> list[str]:
    return [f"{one.number} {one.title}" for one in queries.items_of(card(slug).id)]


def code(refused: pytest.ExceptionInfo) -> str:
    return refused.value.problems[0].code


def pdf(folder: Path, pages: int = 2) -> Path:
    path = folder / f"supplied-{pages}.pdf"
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
        made.save(path, deterministic_id=True)
    return path


def text_of(content: bytes, folder: Path) -> str:
    path = folder / "read.pdf"
    path.write_bytes(content)
    return subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout


# Calling ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        (datetime(2026, 5, 3, 10, tzinfo=UTC), "past"),
        (datetime(2026, 5, 25, 10, tzinfo=UTC), "free-day"),
        (datetime(2026, 6, 13, 10, tzinfo=UTC), "free-day"),
        (datetime(2036, 6, 12, 10, tzinfo=UTC), "far-ahead"),
    ],
)
def test_a_meeting_that_is_past_or_on_a_bank_holiday_is_refused_with_the_place_and_the_remedy(
    cast, starts, expected
):
    with pytest.raises(Unusable) as refused:
        calling.call_meeting(SLUG, NewCall("A meeting", "ordinary", starts), by=cast.by)
    [problem] = refused.value.problems
    assert (problem.code, problem.column) == (expected, "Day")
    assert problem.reason
    assert problem.remedy
    assert not Meeting.objects.exists()


def test_a_bank_holiday_can_be_meant(cast):
    starts = datetime(2026, 5, 25, 10, tzinfo=UTC)
    slug = calling.call_meeting(
        SLUG, NewCall("A fair", "public", starts, despite="The fair is then"), by=cast.by
    )
    assert slug == "2026-05-25"


def test_two_meetings_of_one_day_have_names_of_their_own(cast, meeting):
    again = calling.call_meeting(SLUG, NewCall("Another", "ordinary", JUNE), by=cast.by)
    assert (meeting, again) == ("2026-06-11", "2026-06-11-2")


def test_a_member_cannot_call_a_meeting(cast):
    with pytest.raises(NotPermitted):
        calling.call_meeting(
            SLUG, NewCall("Mine", "ordinary", JUNE), by=cast.principal(cast.members["police"])
        )


def test_a_moved_meeting_needs_a_reason_and_keeps_what_was_planned(cast, meeting):
    there = card(meeting)
    moved = calling.Moved(
        JUNE + timedelta(days=7), None, "Library", "", False, "June meeting", "ordinary", ""
    )
    with pytest.raises(Unusable) as refused:
        calling.change_meeting(SLUG, meeting, moved, read_version=there.row_version, by=cast.by)
    assert code(refused) == "no-reason"
    said = calling.Moved(*list(vars(moved).values())[:7], because="The chair is away")
    calling.change_meeting(SLUG, meeting, said, read_version=there.row_version, by=cast.by)
    change = MeetingChange.objects.get(what="rescheduled")
    assert change.before == {"Day": "Thursday 11 June 2026", "Place": "Town hall"}
    assert change.after == {"Day": "Thursday 18 June 2026", "Place": "Library"}
    assert card(meeting).on == date(2026, 6, 18)
    with pytest.raises(Conflict):
        calling.change_meeting(SLUG, meeting, said, read_version=there.row_version, by=cast.by)


def test_a_cancelled_meeting_keeps_its_agenda_and_offers_its_business_to_the_next(cast, meeting):
    items.begin_agenda(SLUG, meeting, by=cast.by)
    items.add_item(SLUG, meeting, NewItem("The plan", "decide", recommendation="To agree it."), by=cast.by)
    with pytest.raises(Unusable):
        calling.cancel_meeting(SLUG, meeting, " ", read_version=card(meeting).row_version, by=cast.by)
    calling.cancel_meeting(SLUG, meeting, "A flood", read_version=card(meeting).row_version, by=cast.by)
    assert card(meeting).status == "cancelled"
    assert len(queries.items_of(card(meeting).id)) == 7
    later = calling.call_meeting(SLUG, NewCall("July", "ordinary", JUNE + timedelta(days=28)), by=cast.by)
    [offer] = [one for one in offers.offers_for(card(later)) if one.under == "carry"]
    assert (offer.text, "cancelled" in offer.note) == ("The plan", True)
    made = items.carry_item(SLUG, later, offer.item, by=cast.by)
    assert AgendaItem.objects.get(id=made).carried_from_id == offer.item
    assert not [one for one in offers.offers_for(card(later)) if one.under == "carry"]
    with pytest.raises(Refused):
        items.add_item(SLUG, meeting, NewItem("Too late", "note"), by=cast.by)


def test_a_year_of_dates_is_called_whole_or_not_at_all(cast):
    days = [date(2026, 9, 10), date(2026, 12, 10)]
    said = NewCall("Ordinary meeting", "ordinary", calling.moment(days[0], JUNE.time()), place="Town hall")
    assert calling.call_year(SLUG, days, said, by=cast.by) == ("2026-09-10", "2026-12-10")
    with pytest.raises(Unusable):
        calling.call_year(SLUG, [date(2027, 3, 11), date(2026, 12, 25)], said, by=cast.by)
    assert Meeting.objects.count() == 2


# The work ahead ---------------------------------------------------------------------------------------------------


def planned(slug_of: str, cast: Cast, **more):
    made = plan_ahead.plan_item(SLUG, NewPlanned(slug_of, "decide", "2026-06", **more), by=cast.by)
    return next(one for one in queries.planned(SLUG) if one.id == made)


def test_a_planned_item_is_moved_with_its_history_and_comes_back_each_year(cast, meeting):
    one = planned("Yearly review", cast, is_yearly=True)
    with pytest.raises(Unusable) as refused:
        plan_ahead.move_planned(
            SLUG, one.id, to="soon", because="Because", read_version=one.row_version, by=cast.by
        )
    assert code(refused) == "no-date"
    plan_ahead.move_planned(
        SLUG, one.id, to="2026-09", because="No data yet", read_version=one.row_version, by=cast.by
    )
    [now] = queries.planned(SLUG)
    assert [(move.before, move.after, move.because) for move in now.moves] == [
        ("June 2026", "September 2026", "No data yet")
    ]
    plan_ahead.move_planned(
        SLUG, one.id, to=meeting, because="Data came", read_version=now.row_version, by=cast.by
    )
    item = items.place_planned(SLUG, meeting, one.id, by=cast.by)
    placed, following = queries.planned(SLUG)
    assert (placed.item, placed.waits) == (item, False)
    assert (following.title, following.wanted, following.waits) == ("Yearly review", "2027-06-11", True)
    with pytest.raises(Refused):
        items.place_planned(SLUG, meeting, one.id, by=cast.by)


def test_the_plan_offers_an_agenda_what_is_wanted_by_then_and_nothing_later(cast, meeting):
    planned("In time", cast)
    plan_ahead.plan_item(SLUG, NewPlanned("Later", "note", "2026-08"), by=cast.by)
    assert [one.text for one in offers.offers_for(card(meeting)) if one.under == "plan"] == ["In time"]


def test_a_faster_tempo_starts_and_ends_and_gives_its_phase_to_the_meetings_within(cast, meeting):
    plan_ahead.start_tempo(
        SLUG, phase="emergency", every_weeks=1, starts_on=date(2026, 6, 1), because="A flood", by=cast.by
    )
    assert card(meeting).phase == "emergency"
    with pytest.raises(Refused):
        plan_ahead.start_tempo(
            SLUG, phase="emergency", every_weeks=2, starts_on=date(2026, 6, 5), because="x", by=cast.by
        )
    [tempo] = queries.tempos(SLUG)
    within = calling.call_meeting(SLUG, NewCall("Weekly", "ordinary", JUNE - timedelta(days=7)), by=cast.by)
    assert card(within).phase == "emergency"
    with pytest.raises(Unusable):
        plan_ahead.end_tempo(
            SLUG,
            tempo.id,
            ends_on=date(2026, 5, 30),
            because="Over",
            read_version=tempo.row_version,
            by=cast.by,
        )
    plan_ahead.end_tempo(
        SLUG, tempo.id, ends_on=date(2026, 6, 5), because="Over", read_version=tempo.row_version, by=cast.by
    )
    assert (card(within).phase, card(meeting).phase) == ("emergency", "")


# The agenda -------------------------------------------------------------------------------------------------------


def whole_agenda(cast: Cast, meeting: str):
    """Standing items, one to decide with a paper, one closed, one to note."""
    items.begin_agenda(SLUG, meeting, by=cast.by)
    plan = items.add_item(
        SLUG, meeting,
        NewItem("The plan", "decide", recommendation="To agree the plan.", because="It is due.", duty="D04", capacity="csp"),
        by=cast.by,
    )  # fmt: skip
    closed = items.add_item(
        SLUG, meeting,
        NewItem("Review of Jane Roe", "comment", is_closed=True, closed_because="It would name a person.",
                public_title="A review", recommendation="To comment on Jane Roe."),
        by=cast.by,
    )  # fmt: skip
    note = items.add_item(
        SLUG, meeting, NewItem("Figures", "note", recommendation="To note them."), by=cast.by
    )
    return plan, closed, note


def test_other_business_stays_last_and_items_move_by_buttons(cast, meeting):
    plan, _, note = whole_agenda(cast, meeting)
    assert titles(meeting)[-4:] == [
        "6 The plan", "7 Review of Jane Roe", "8 Figures", "9 Other business that cannot wait",
    ]  # fmt: skip
    items.move_item(SLUG, meeting, note, "up", by=cast.by)
    items.move_item(SLUG, meeting, plan, "first", by=cast.by)
    assert titles(meeting)[0] == "1 The plan"
    assert titles(meeting)[6:8] == ["7 Figures", "8 Review of Jane Roe"]


def test_a_closed_item_needs_its_reason_and_its_public_title(cast, meeting):
    with pytest.raises(Unusable) as refused:
        items.add_item(SLUG, meeting, NewItem("Secret", "note", is_closed=True), by=cast.by)
    assert [(one.code, one.column) for one in refused.value.problems] == [
        ("closed-without-reason", "Why it is closed"), ("closed-without-title", "Title that the public may read"),
    ]  # fmt: skip


def test_advice_to_the_council_is_given_as_the_board(cast, meeting):
    advice = NewItem("Advice on refuges", "decide", is_advice=True, capacity="csp")
    with pytest.raises(Unusable) as refused:
        items.add_item(SLUG, meeting, advice, by=cast.by)
    assert code(refused) == "advice-capacity"
    made = items.add_item(
        SLUG, meeting, NewItem("Advice on refuges", "decide", is_advice=True, capacity="da-board"), by=cast.by
    )
    with pytest.raises(Refused):
        observing.answer_advice(SLUG, meeting, made, answer="Yes", answered_on=NOW.date(), by=cast.by)
    observing.send_advice(
        SLUG,
        meeting,
        made,
        about="s57",
        text="Build more",
        given_to="The council",
        given_on=NOW.date(),
        by=cast.by,
    )
    observing.answer_advice(SLUG, meeting, made, answer="We will", answered_on=NOW.date(), by=cast.by)
    client = PageClient(signed_in=cast.clerk)
    assert "We will" in client.get(f"/{SLUG}/work/meetings/meeting/{meeting}/agenda/{made}/").text


def test_two_who_change_an_item_at_once_are_both_shown_their_texts(cast, meeting):
    plan, _, _ = whole_agenda(cast, meeting)
    where = f"/{SLUG}/work/meetings/meeting/{meeting}/agenda/{plan}/change/"
    client = PageClient(signed_in=cast.clerk)
    seen = queries.item_of(card(meeting).id, plan)
    said = {
        "row_version": seen.row_version, "title": "The plan", "kind": "decide", "effect": "note", "scope": "ordinary",
        "recommendation": "My words.", "because": "It is due.", "duty": "D04", "capacity": "csp",
    }  # fmt: skip
    client.client.get(where)
    items.edit_item(
        SLUG,
        meeting,
        plan,
        NewItem("The plan", "decide", recommendation="Their words."),
        read_version=seen.row_version,
        by=cast.by,
    )
    page = client.post_page(where, said, status=409)
    assert "Their words." in page.text
    assert "My words." in page.response.content.decode()
    assert queries.item_of(card(meeting).id, plan).recommendation == "Their words."
    [version] = [one.get("value") for one in page.find("//input[@name='row_version']")]
    response = client.post(where, {**said, "row_version": version})
    assert response.status_code == 302
    assert queries.item_of(card(meeting).id, plan).recommendation == "My words."


def test_an_item_after_the_papers_floor_is_refused_and_a_late_one_needs_leave(cast, meeting):
    items.begin_agenda(SLUG, meeting, by=cast.by)
    with fixed_at(LATE):
        with pytest.raises(Unusable) as refused:
            items.add_item(SLUG, meeting, NewItem("Late", "note"), by=cast.by)
        assert code(refused) == "not-urgent"
        joins = Joins(late=Late(is_urgent=True, leave_of="chair"))
        made = items.add_item(SLUG, meeting, NewItem("Late", "note"), by=cast.by, joins=joins)
        assert AgendaItem.objects.get(id=made).late_by_leave_of == "chair"
    with fixed_at(AFTER_FLOOR), pytest.raises(Unusable) as refused:
        items.add_item(SLUG, meeting, NewItem("Later", "note"), by=cast.by, joins=joins)
    assert code(refused) == "after-the-floor"


# Papers -----------------------------------------------------------------------------------------------------------


def write(cast, meeting, item, slug, text, **more):
    whole = papers.paper_of(item)
    version = whole.versions.get(slug, 0) if whole else 0
    papers.write_part(SLUG, meeting, item, PartText(slug, text, **more), read_version=version, by=cast.by)


def test_a_changed_text_loses_its_sign_off_which_stays_in_the_record(cast, meeting):
    plan, _, _ = whole_agenda(cast, meeting)
    with pytest.raises(Refused):
        papers.sign_off(
            SLUG, meeting, plan, "legal", name="A. Solicitor", post="Solicitor", sha256="0" * 64, by=cast.by
        )
    write(cast, meeting, plan, "legal", "Section 6 applies.")
    shown = papers.paper_of(plan).part("legal")
    papers.sign_off(
        SLUG, meeting, plan, "legal", name="A. Solicitor", post="Solicitor", sha256=shown.sha256, by=cast.by
    )
    assert sign_off_that_counts(papers.paper_of(plan).part("legal")).name == "A. Solicitor"
    write(cast, meeting, plan, "legal", "Section 6 and section 17 apply.")
    assert sign_off_that_counts(papers.paper_of(plan).part("legal")) is None
    assert SignOff.objects.count() == 1
    with pytest.raises(Refused, match="changed since"):
        papers.sign_off(SLUG, meeting, plan, "legal", name="A", post="B", sha256=shown.sha256, by=cast.by)


def test_click_here_is_refused_where_it_stands(cast, meeting):
    plan, _, _ = whole_agenda(cast, meeting)
    with pytest.raises(Unusable) as refused:
        write(cast, meeting, plan, "background", "For the strategy [CLICK HERE](https://example.org/s).")
    assert (code(refused), refused.value.problems[0].column) == ("link", "Text")
    write(cast, meeting, plan, "background", "See [the strategy of 2024](https://example.org/s).")
    with pytest.raises(Unusable) as refused:
        papers.add_background(
            SLUG, meeting, plan, NewBackground("click here", "https://example.org"), by=cast.by
        )
    assert refused.value.problems[0].column == "What it is"
    with pytest.raises(Unusable) as refused:
        papers.add_background(SLUG, meeting, plan, NewBackground("The strategy"), by=cast.by)
    assert code(refused) == "nowhere"


def test_a_part_written_by_two_at_once_is_a_conflict(cast, meeting):
    plan, _, _ = whole_agenda(cast, meeting)
    papers.write_part(SLUG, meeting, plan, PartText("summary", "One."), read_version=0, by=cast.by)
    with pytest.raises(Conflict):
        papers.write_part(SLUG, meeting, plan, PartText("summary", "Two."), read_version=0, by=cast.by)
    assert papers.paper_of(plan).part("summary").text == "One."


def test_a_file_with_macros_is_refused_and_nothing_is_kept(cast, meeting, tmp_path):
    plan, _, _ = whole_agenda(cast, meeting)
    bad = tmp_path / "bad"
    bad.write_bytes(b"MZ....")
    with pytest.raises(Unusable) as refused:
        papers.attach(SLUG, meeting, plan, NewFile(bad, "report.pdf", "A report"), by=cast.by)
    assert code(refused) == "program"
    assert papers.paper_of(plan) is None


# Issuing ----------------------------------------------------------------------------------------------------------


def test_an_empty_agenda_and_a_decision_without_words_cannot_go_out(cast, meeting):
    with pytest.raises(Unusable) as refused:
        issuing.issue_agenda(SLUG, meeting, Sending("All members"), by=cast.by)
    assert (code(refused), refused.value.problems[0].column) == ("empty-agenda", "Agenda")
    items.add_item(SLUG, meeting, NewItem("The plan", "decide"), by=cast.by)
    with pytest.raises(Unusable) as refused:
        issuing.issue_agenda(SLUG, meeting, Sending("All members"), by=cast.by)
    assert code(refused) == "no-recommendation"
    assert not IssuedAgenda.objects.exists()


def issued(cast: Cast, meeting: str, tmp_path: Path):
    plan, closed, note = whole_agenda(cast, meeting)
    for slug in PARTS:
        more = {"current_risk": "high", "residual_risk": "low"} if slug == "risk" else {}
        write(cast, meeting, plan, slug, f"What is said of {slug}.", **more)
    write(cast, meeting, closed, "summary", "About Jane Roe.")
    supplied = NewFile(pdf(tmp_path, 3), "figures.pdf", "Police figures", "performance", "Example Police")
    papers.attach(SLUG, meeting, plan, supplied, by=cast.by)
    table = tmp_path / "table.csv"
    table.write_text("a,b\n1,2\n")
    papers.attach(SLUG, meeting, plan, NewFile(table, "table.csv", "The table behind it"), by=cast.by)
    issuing.issue_agenda(SLUG, meeting, Sending("All members"), by=cast.by)
    return plan, closed, note


def test_the_pack_has_every_page_and_the_public_one_has_nothing_closed_and_the_same_numbers(
    cast, meeting, tmp_path
):
    plan, closed, note = issued(cast, meeting, tmp_path)
    [issue] = queries.issues_of(card(meeting).id)
    whole = text_of(files().read(issue.pack_sha256, suffix=".pdf"), tmp_path)
    public = text_of(files().read(issue.public_sha256, suffix=".pdf"), tmp_path)
    assert "Jane Roe" in whole
    assert "Jane Roe" not in public
    assert "A review" in public
    assert whole.count("Supplied by Example Police, not checked") >= 4
    assert "table.csv" in whole
    for item in (plan, note):
        first = issue.pages[str(item)][0]
        assert f"Page {first} of {issue.last_page}" in public
        assert f"Page {first} of {issue.last_page}" in whole
    assert f"Page {issue.pages[str(closed)][0]} of" not in public
    [sent] = Circulation.objects.all()
    assert (sent.what, sent.sha256, set(sent.items)) == (
        "agenda",
        issue.pack_sha256,
        set(issue.content["order"]),
    )
    assert Event.objects.filter(action="agenda-issued").count() == 1


def test_numbers_and_pages_stay_when_a_supplement_joins(cast, meeting, tmp_path):
    plan, _, note = issued(cast, meeting, tmp_path)
    before = {one.id: one.number for one in queries.items_of(card(meeting).id)}
    joins = Joins(after=plan)
    late = items.add_item(
        SLUG,
        meeting,
        NewItem("A late paper", "decide", recommendation="To agree it too."),
        by=cast.by,
        joins=joins,
    )
    items.move_item(SLUG, meeting, note, "first", by=cast.by)
    now = {one.id: one.number for one in queries.items_of(card(meeting).id)}
    assert now == {**before, late: "6a"}
    assert issuing.issue_agenda(SLUG, meeting, Sending("All members"), by=cast.by) == 1
    with pytest.raises(Unusable) as refused:
        issuing.issue_agenda(SLUG, meeting, Sending("All members"), by=cast.by)
    assert code(refused) == "no-change"
    first, second = queries.issues_of(card(meeting).id)
    assert set(second.pages) == {str(late)}
    supplement = text_of(files().read(second.pack_sha256, suffix=".pdf"), tmp_path)
    assert f"Page S1 of S{second.last_page}" in supplement
    whole = text_of(issuing.whole_pack(card(meeting).id, is_public=False), tmp_path)
    assert whole.startswith(text_of(files().read(first.pack_sha256, suffix=".pdf"), tmp_path))
    items.withdraw_item(SLUG, meeting, late, "Not ready", read_version=1, by=cast.by)
    assert issuing.issue_agenda(SLUG, meeting, Sending("All members"), by=cast.by) == 2
    third = queries.issues_of(card(meeting).id)[2]
    assert third.first_page == second.last_page + 1
    assert "Withdrawn since the agenda went out" in text_of(
        files().read(third.pack_sha256, suffix=".pdf"), tmp_path
    )
    again = items.add_item(SLUG, meeting, NewItem("Once more", "note"), by=cast.by, joins=joins)
    assert queries.item_of(card(meeting).id, again).number == "6b"


def test_a_late_issue_needs_its_reason_and_is_judged_late(cast, meeting, tmp_path):
    whole_agenda(cast, meeting)
    with fixed_at(LATE):
        with pytest.raises(Unusable) as refused:
            issuing.issue_agenda(SLUG, meeting, Sending("All members"), by=cast.by)
        assert code(refused) == "late"
        issuing.issue_agenda(SLUG, meeting, Sending("All members", because="The system was down"), by=cast.by)
        page = PageClient(signed_in=cast.clerk).get(f"/{SLUG}/work/meetings/meeting/{meeting}/notices/")
        assert "Late by 6 days" in page.text
        assert "The system was down" in page.text


def test_the_public_reads_open_papers_once_issued_and_never_a_closed_one(cast, meeting, tmp_path):
    client, at = PageClient(), f"/{SLUG}/meetings/"
    assert "June meeting" in client.get(at).text
    assert "The agenda is not out yet." in client.get(f"{at}{meeting}/").text
    client.get(f"{at}{meeting}/pack/", status=404)
    plan, _, _ = issued(cast, meeting, tmp_path)
    page = client.get(f"{at}{meeting}/")
    assert "Jane Roe" not in page.response.content.decode()
    assert "A review" in page.text
    paper = client.get(f"{at}{meeting}/items/6/")
    assert "What is said of legal." in paper.text
    assert "Supplied by Example Police, not checked" in paper.text
    client.get(f"{at}{meeting}/items/7/", status=404)
    whole = papers.paper_of(plan)
    for one in whole.attachments:
        response = client.client.get(f"{at}{meeting}/files/{one.id}/")
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].startswith("attachment")
    assert client.client.get(f"{at}{meeting}/pack/").headers["Content-Type"] == "application/pdf"
    for fmt in ("docx", "odt", "pdf"):
        assert client.client.get(f"{at}{meeting}/agenda/{fmt}/").status_code == 200


def test_what_was_published_stays_as_it_was_while_the_paper_goes_on_changing(cast, meeting, tmp_path):
    plan, _, _ = issued(cast, meeting, tmp_path)
    write(cast, meeting, plan, "background", "A new text that is not out.")
    page = PageClient().get(f"/{SLUG}/meetings/{meeting}/items/6/")
    assert "A new text" not in page.text


def test_a_closed_paper_is_shut_to_those_who_do_not_sit_at_the_table(cast, meeting, tmp_path):
    _, closed, _ = issued(cast, meeting, tmp_path)
    here = f"/{SLUG}/work/meetings/meeting/{meeting}/"
    officer = PageClient(signed_in=cast.scrutiny)
    for path in (f"agenda/{closed}/", f"agenda/{closed}/paper/", "pack/0/", "pack/whole/", "brief/"):
        officer.get(f"{here}{path}", status=403)
    for path in ("", "agenda/", "pack/", "replies/", "notices/"):
        assert "Jane Roe" not in officer.get(f"{here}{path}").response.content.decode(), path
    member = PageClient(signed_in=cast.members["police"])
    assert "Jane Roe" in member.get(f"{here}agenda/").text


# Replies ----------------------------------------------------------------------------------------------------------


def say(cast, meeting, seat, answer, by=None, deputy=""):
    person = f"{seat.capitalize()} Member"
    replying.reply(SLUG, meeting, NewReply(seat, person, answer, deputy), by=by or cast.by)


def outlook(meeting):
    return expectation(card(meeting)).overall.outlook


def test_replies_change_the_forecast_of_the_meeting_and_of_an_item(cast, meeting):
    plan, _, _ = whole_agenda(cast, meeting)
    assert outlook(meeting) is Outlook.POSSIBLE
    for seat in ("council", "police", "health"):
        say(cast, meeting, seat, "attending")
    assert outlook(meeting) is Outlook.SURE
    say(cast, meeting, "fire", "apologies")
    say(cast, meeting, "probation", "apologies")
    replying.tell_interest(
        SLUG,
        meeting,
        seat="health",
        person="Health Member",
        item=plan,
        nature="Employs the provider",
        will_withdraw=True,
        by=cast.by,
    )
    found = expectation(card(meeting))
    by_item = {item.id: forecast for item, forecast in found.items}
    assert found.overall.outlook is Outlook.SURE
    assert by_item[plan].outlook is Outlook.LOST
    assert set(by_item[plan].saved_by) == {frozenset({"fire"}), frozenset({"probation"})}
    say(cast, meeting, "fire", "deputy", deputy="Dep Uty")
    assert {item.id: one.outlook for item, one in expectation(card(meeting)).items}[plan] is Outlook.SURE


def test_a_member_answers_for_their_own_seat_only(cast, meeting):
    police = cast.principal(cast.members["police"])
    say(cast, meeting, "police", "attending", by=police)
    with pytest.raises(NotPermitted):
        say(cast, meeting, "fire", "attending", by=police)
    with pytest.raises(NotFound):
        say(cast, meeting, "fire", "attending", by=PUBLIC)
    client = PageClient(signed_in=cast.members["police"])
    where = f"/{SLUG}/work/meetings/meeting/{meeting}/replies/seat/police/"
    version = queries.replies_of(card(meeting).id)[0].row_version
    response = client.post(
        where, {"answer": "remote", "deputy": "", "note": "By train", "row_version": version}
    )
    assert response.status_code == 302
    assert [one.answer for one in queries.replies_of(card(meeting).id)] == ["remote"]
    client.get(where.replace("police", "fire"), status=403)
    assert client.post(where, {"answer": "deputy", "deputy": "", "note": ""}).status_code == 422


def test_my_page_asks_whether_one_comes_and_takes_the_answer_there(cast, meeting):
    client = PageClient(signed_in=cast.members["police"])
    page = client.get(f"/{SLUG}/work/me/")
    assert "Will you come to June meeting?" in page.text
    where = f"/{SLUG}/work/meetings/meeting/{meeting}/replies/seat/police/"
    response = client.post(
        where, {"choice": "attending", "text": "Gladly", "back": "here"}, seen_at=f"/{SLUG}/work/me/"
    )
    assert response.status_code == 302
    assert [(one.answer, one.note) for one in queries.replies_of(card(meeting).id)] == [
        ("attending", "Gladly")
    ]
    assert "Will you come" not in client.get(f"/{SLUG}/work/me/").text


def test_the_home_page_asks_the_member_and_tells_the_clerk_what_is_next(cast, meeting):
    assert (
        "Will you come to June meeting?"
        in PageClient(signed_in=cast.members["fire"]).get(f"/{SLUG}/work/").text
    )
    page = PageClient(signed_in=cast.clerk).get(f"/{SLUG}/work/")
    assert "June meeting: The agenda is empty." in page.text
    assert "Possible: 0 expected so far, 3 seats needed." in page.text
    assert "Meetings" in PageClient().get(f"/{SLUG}/").links


def test_a_deputy_is_refused_where_the_terms_allow_none(cast, meeting, monkeypatch):
    from frankpledge.governance.tests.meetings_cast import TERMS

    use_terms(
        monkeypatch, constitution(TERMS.replace("[deputies]\nallowed = true", "[deputies]\nallowed = false"))
    )
    with pytest.raises(Refused, match="no deputies"):
        say(cast, meeting, "police", "deputy", deputy="Dep Uty")


@pytest.mark.parametrize("size", [1, 6])
def test_pages_ask_as_many_questions_whatever_there_is(
    cast, meeting, tmp_path, django_assert_max_num_queries, size
):
    items.begin_agenda(SLUG, meeting, by=cast.by)
    for number in range(size):
        made = items.add_item(
            SLUG, meeting, NewItem(f"Item {number}", "note", recommendation="To note."), by=cast.by
        )
        write(cast, meeting, made, "summary", "Words.")
        planned(f"Planned {number}", cast)
    for seat in ("council", "police", "health", "fire", "probation")[:size]:
        say(cast, meeting, seat, "attending")
    client = PageClient(signed_in=cast.clerk)
    for path in ("", f"meeting/{meeting}/", f"meeting/{meeting}/agenda/", f"meeting/{meeting}/replies/", "plan/",
                 f"meeting/{meeting}/pack/", f"meeting/{meeting}/notices/", f"meeting/{meeting}/brief/"):  # fmt: skip
        with django_assert_max_num_queries(45):
            client.get(f"/{SLUG}/work/meetings/{path}")


# What goes out, and what others require ---------------------------------------------------------------------------


def test_what_was_sent_is_recorded_as_it_was_and_not_before(cast, meeting):
    with pytest.raises(Unusable) as refused:
        sending.record_sent(SLUG, meeting, NewSent("notice", date(2026, 5, 5), "All"), by=cast.by)
    assert code(refused) == "future"
    sending.record_sent(
        SLUG, meeting, NewSent("notice", date(2026, 5, 1), "All members", "email"), by=cast.by
    )
    page = PageClient(signed_in=cast.clerk).get(f"/{SLUG}/work/meetings/meeting/{meeting}/notices/")
    assert "In time: it was due by Thursday 28 May 2026." in page.text


def test_members_who_ask_for_a_meeting_are_counted_by_their_votes(cast, monkeypatch):
    from frankpledge.governance.tests.meetings_cast import TERMS

    use_terms(
        monkeypatch,
        constitution(TERMS + '[requisition]\nat_least = "1/3"\nof = "in_post"\nwithin_days = 21\n'),
    )
    sending.record_requisition(
        SLUG, received_on=date(2026, 5, 1), business="Knives", seats=("police",), by=cast.by
    )
    sending.record_requisition(
        SLUG, received_on=date(2026, 5, 1), business="Drugs", seats=("police", "fire"), by=cast.by
    )
    found = {one.business: one for one in sending.requisitions(SLUG)}
    assert (found["Knives"].valid, found["Drugs"].valid) == (False, True)
    assert found["Drugs"].held_by == date(2026, 5, 22)


def test_a_requirement_of_the_policing_body_is_recorded_and_judged(cast):
    said = NewRequirement(
        "The Commissioner", date(2026, 5, 1), date(2026, 4, 20), date(2026, 6, 1), "HQ", ("crime-and-disorder",),
        "Violence is rising.", (("example-police", 2), ("example-fire", 1)),
    )  # fmt: skip
    made = requiring.record_requirement(SLUG, said, by=cast.by)
    found = requiring.requirement(SLUG, made)
    assert all(one.holds for one in found.conditions), [str(one) for one in found.conditions]
    police, fire = found.authorities
    requiring.record_attendance(
        SLUG, police.id, reply="Two come", replied_on=None, attended=1, read_version=1, by=cast.by
    )
    police, fire = requiring.requirement(SLUG, made).authorities
    assert (police.met.outcome, fire.met.outcome) == (Outcome.FAILS, Outcome.UNDETERMINED)
    assert (
        "The Commissioner"
        in PageClient(signed_in=cast.clerk).get(f"/{SLUG}/work/meetings/required/{made}/").text
    )


def test_the_public_meeting_names_the_authority_that_lacks_a_senior_person(cast):
    said = NewCall("Public meeting", "public", JUNE, is_open_to_public=True)
    slug = calling.call_meeting(SLUG, said, by=cast.by)
    for seat in ("council", "police", "health", "fire"):
        say(cast, slug, seat, "attending")
    lacking = [str(one.verdict) for one in requiring.public_checks(card(slug), "E") if not one.verdict.holds]
    assert any("Nobody comes for Example Probation Service" in one for one in lacking)
    say(cast, slug, "probation", "attending")
    lacking = [str(one.verdict) for one in requiring.public_checks(card(slug), "E") if not one.verdict.holds]
    assert any("whether the post is senior is not recorded" in one for one in lacking)
    Tenure.objects.filter(seat="probation").update(is_senior=True)
    requiring.record_public(SLUG, slug, PublicRecord(0, date(2026, 5, 1), "Posters", None, ""), by=cast.by)
    lacking = [str(one.verdict) for one in requiring.public_checks(card(slug), "E") if not one.verdict.holds]
    assert lacking == ["What happened has not been told to the public yet."]


# The brief --------------------------------------------------------------------------------------------------------


def test_the_chairs_brief_fits_on_two_pages_and_has_the_exact_words(cast, meeting, tmp_path):
    plan, _, _ = whole_agenda(cast, meeting)
    briefing.add_question(
        SLUG, meeting, plan, question="What does it cost?", answer="Nothing new.", by=cast.by
    )
    say(cast, meeting, "fire", "apologies")
    place = cast.place
    document = briefing.brief_document(
        Print(place, card(meeting), "2026-05-04"), briefing.brief_of(card(meeting))
    )
    made = documents.render(document, "pdf")
    with pikepdf.open(io.BytesIO(made)) as found:
        assert len(found.pages) <= 2
    words = " ".join(text_of(made, tmp_path).split())
    for wanted in (
        "To agree the plan.",
        "What does it cost?",
        "The votes are equal",
        "casting vote",
        "Example Fire Authority",
    ):
        assert wanted in words
    for fmt in ("html", "docx", "odt"):
        assert documents.render(document, fmt)


# Interests and the quorum of an item --------------------------------------------------------------------------------


def register(cast, person, with_whom):
    said = NewInterest(person, "other-body", with_whom, "Trustee", date(2025, 1, 1))
    return register_interest(SLUG, said, by=cast.by)


def test_a_registered_interest_that_an_item_names_shows_what_would_become_of_its_quorum(cast, meeting):
    holders = [one for one in queries.posts(SLUG, JUNE.date()) if one.standing == "holder" and one.seat]
    for one in holders[:3]:
        replying.reply(SLUG, meeting, NewReply(one.seat, one.person, "attending"), by=cast.by)
    for one in holders[3:]:
        replying.reply(SLUG, meeting, NewReply(one.seat, one.person, "apologies"), by=cast.by)
    items.add_item(SLUG, meeting, NewItem("Grant to the Harbour Lantern Trust", "decide"), by=cast.by)
    items.add_item(SLUG, meeting, NewItem("A new logo", "decide"), by=cast.by)
    before = expectation(card(meeting))
    assert not before.if_they_leave
    register(cast, holders[0].person, "Harbour Lantern Trust")
    after = expectation(card(meeting))
    named = {item.title: item.id for item, _ in after.items}
    [known] = after.interests
    assert (known.person, known.item, known.will_withdraw) == (
        holders[0].person, named["Grant to the Harbour Lantern Trust"], None,
    )  # fmt: skip
    assert [one.outlook for _, one in after.items] == [one.outlook for _, one in before.items]
    assert before.items[0][1].outlook is Outlook.SURE
    assert after.if_they_leave[known.item].outlook is Outlook.LOST
    assert named["A new logo"] not in after.if_they_leave
    page = PageClient(signed_in=cast.clerk).get(f"/{SLUG}/work/meetings/meeting/{meeting}/replies/")
    assert "has a registered interest that may bear on it" in page.text


def test_an_interest_recorded_by_mistake_is_taken_back_by_its_button_and_counts_no_more(cast, meeting):
    holder = next(one for one in queries.posts(SLUG, JUNE.date()) if one.standing == "holder" and one.seat)
    replying.tell_interest(
        SLUG, meeting, seat=holder.seat, person=holder.person, item=None, nature="Owns it", will_withdraw=True,
        by=cast.by,
    )  # fmt: skip
    assert [one.will_withdraw for one in expectation(card(meeting)).interests] == [True]
    where = f"/{SLUG}/work/meetings/meeting/{meeting}/replies/"
    action = (
        PageClient(signed_in=cast.clerk).get(where).find("//form[contains(@action, 'take-back')]/@action")[0]
    )
    assert PageClient(signed_in=cast.clerk).post(action, {}, seen_at=where).status_code == 302
    assert expectation(card(meeting)).interests == ()
    assert PageClient(signed_in=cast.clerk).get(where).find("//form[contains(@action, 'take-back')]") == []


def test_the_dates_of_a_tempo_keep_their_rhythm_and_are_called_in_one_press(cast):
    where = f"/{SLUG}/work/meetings/tempo/dates/"
    assert PageClient(signed_in=cast.clerk).client.get(where).status_code == 404
    plan_ahead.start_tempo(
        SLUG, phase="emergency", every_weeks=2, starts_on=date(2026, 6, 1), because="A flood", by=cast.by
    )
    asked = f"{where}?first=2026-08-03&until=2026-09-14"
    page = PageClient(signed_in=cast.clerk).get(asked)
    shown = page.find("//input[@name='days']/@value")
    assert shown == ["2026-08-03", "2026-08-17", "2026-09-01", "2026-09-14"]
    assert "Monday 31 August 2026 is Summer bank holiday" in page.text
    typed = {"title": "Emergency", "starts": "09:00", "days": shown[:2]}
    assert PageClient(signed_in=cast.clerk).post(asked, typed).status_code == 302
    rows = Meeting.objects.filter(partnership__slug=SLUG, phase="emergency")
    assert sorted(one.held for one in rows) == shown[:2]
