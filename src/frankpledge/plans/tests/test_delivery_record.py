from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from frankpledge.audit.models import Event
from frankpledge.directory.loaders import load_partnership
from frankpledge.directory.models import User
from frankpledge.governance import api as governance
from frankpledge.governance.models import Action
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.plans.delivery import queries, returning, services
from frankpledge.plans.delivery.written import (
    NewCommitment,
    NewInitiative,
    NewMilestone,
    NewMoney,
    NewPartnerPlan,
    NewPlanAction,
    NewRole,
)
from frankpledge.plans.models import PlanAction
from frankpledge.records.clock import fixed_at
from tests.pages import PageClient

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ON = NOON.date()


@pytest.fixture
def dorset(db):
    load_partnership(DEMO / "partnership.toml", by=BY)
    with fixed_at(NOON):
        yield


@pytest.fixture
def robin(dorset):
    return User.objects.get(email="forum@example.org")


def action(text="Write to every school", **more):
    return services.set_plan_action("dorset", NewPlanAction(text, **{"priority": "fraud", **more}), by=BY)


def own(user, **more):
    return action(owner_name=user.name, owner=user.id, **more)


def as_person(user):
    return Principal(user.id, user.name, frozenset({("invited-member", "dorset")}))


def edited(path, tmp_path, cells, name="back.xlsx"):
    """A sheet with some cells changed: {"H2": "Done"}."""
    book = load_workbook(path)
    for place, value in cells.items():
        book["Actions"][place] = value
    book.save(tmp_path / name)
    return tmp_path / name


@pytest.fixture
def sheet(dorset, tmp_path):
    def make(by=BY, **more):
        path = tmp_path / "sent.xlsx"
        path.write_bytes(returning.sheet_for("dorset", by=by, on=ON, **more))
        return path

    return make


def compared(path, by=BY):
    return returning.what_it_would_do("dorset", path, by=by, on=ON)[1]


def test_an_action_of_the_plan_is_in_the_one_log_and_is_not_due_before_it_starts(dorset):
    made = action(starts=date(2026, 4, 1), due=date(2026, 4, 1))
    assert governance.actions("dorset", about="plan-priority:fraud")[0].number == made.number
    assert queries.actions("dorset", on=ON)[0].starts == date(2026, 4, 1)
    with pytest.raises(Refused, match="before it starts"):
        action(starts=date(2026, 4, 2), due=date(2026, 4, 1))
    assert Action.objects.count() == 1


def test_a_sheet_goes_out_and_comes_back_and_is_taken_over_whole(sheet, tmp_path):
    first, second = action(due=date(2026, 6, 1)), action("Train ten wardens")
    back = edited(
        sheet(),
        tmp_path,
        {"H2": "Done", "J2": "Letter of 1 March", "I3": "Two trained", "G3": date(2026, 9, 1)},
    )
    found = compared(back)
    assert [len(part) for part in (found.changes, found.clashes, found.problems)] == [2, 0, 0]
    assert Action.objects.filter(state="done").count() == 0, "a look changes nothing"
    assert returning.take_over("dorset", found, by=BY) == 2
    now = {one.number: one for one in governance.actions("dorset", on=ON)}
    assert (now[first.number].state, now[first.number].evidence) == ("done", "Letter of 1 March")
    assert (now[second.number].due_on, now[second.number].updates[-1].text) == (
        date(2026, 9, 1),
        "Two trained",
    )
    assert compared(back).changes == (), "the same sheet again has nothing to say"


def test_where_somebody_spoke_meanwhile_both_texts_stand_and_nothing_is_changed_until_one_chooses(
    sheet, tmp_path
):
    made, other = action(), action("Train ten wardens")
    back = edited(sheet(), tmp_path, {"I2": "The sheet's words", "I3": "News"})
    governance.update_action("dorset", made.id, governance.ActionSaid("open", "Said meanwhile"), by=BY)
    found = compared(back)
    assert found.clashes[0].fields == (("What happened", "Said meanwhile", "The sheet's words"),)
    with pytest.raises(Refused, match="Nothing was taken over"):
        returning.take_over("dorset", found, by=BY)
    assert governance.actions("dorset", on=ON)[-1].updates == () or other.number
    returning.take_over("dorset", found, by=BY, in_spite_of=[made.number])
    now = {one.number: one for one in governance.actions("dorset", on=ON)}
    assert [one.text for one in now[made.number].updates] == ["Said meanwhile", "The sheet's words"]
    assert now[other.number].updates[-1].text == "News"


def test_a_sheet_of_somebody_else_or_of_another_partnership_is_turned_back(sheet, robin, tmp_path):
    mine, other = own(robin), action(owner_name="Somebody Else")
    by_robin = as_person(robin)
    all_of_it = sheet()
    with pytest.raises(Unusable, match=f"{other.number} is not one of your actions"):
        compared(all_of_it, by=by_robin)
    theirs = sheet(owner="Somebody Else")
    with pytest.raises(Unusable, match="was sent to Somebody Else"):
        compared(theirs, by=by_robin)
    book = load_workbook(sheet(by=by_robin))
    book["Frankpledge"]["B2"] = "elsewhere"
    book.save(tmp_path / "elsewhere.xlsx")
    with pytest.raises(Unusable, match="sent out by ‘elsewhere’"):
        compared(tmp_path / "elsewhere.xlsx", by=by_robin)
    good = edited(sheet(by=by_robin), tmp_path, {"I2": "Half of them"})
    returning.take_over("dorset", compared(good, by=by_robin), by=by_robin)
    assert {one.number: len(one.updates) for one in governance.actions("dorset", on=ON)} == {
        mine.number: 1,
        other.number: 0,
    }


def test_a_row_without_a_number_is_a_new_action_for_whoever_runs_the_plan_only(sheet, robin, tmp_path):
    own(robin)
    cells = {"C3": "fraud", "D3": "Put up posters", "E3": "Wardens", "G3": "1 June 2026"}
    found = compared(edited(sheet(), tmp_path, cells))
    returning.take_over("dorset", found, by=BY)
    assert PlanAction.objects.get(action__text="Put up posters").priority == "fraud"
    with pytest.raises(NotPermitted):
        returning.take_over("dorset", found, by=as_person(robin))


def test_the_two_minute_page_saves_everything_with_one_submit_and_keeps_what_it_cannot(robin):
    first, second, third = own(robin), own(robin, text="Train ten wardens"), own(robin, text="Nothing new")
    action(text="Of another", owner_name="Somebody Else")
    client, address = PageClient(signed_in=robin), "/dorset/work/plan/delivery/mine/"
    shown = client.get(address)
    assert shown.text.count("How it stands") == 3
    assert "Of another" not in shown.text
    data = {
        f"state-{first.id}": "done", f"text-{first.id}": "Letter of 1 March", f"version-{first.id}": "1",
        f"state-{second.id}": "blocked", f"text-{second.id}": "", f"version-{second.id}": "1",
        f"state-{third.id}": "open", f"text-{third.id}": "", f"version-{third.id}": "1",
    }  # fmt: skip
    page = client.post_page(address, data, status=422)
    assert "Say what is in the way" in page.text
    now = {one.number: one for one in governance.actions("dorset", on=ON)}
    assert (now[first.number].state, now[second.number].state) == ("done", "open")
    assert now[third.number].updates == ()


def test_two_who_answer_at_once_see_both_texts(robin):
    one = own(robin)
    governance.update_action("dorset", one.id, governance.ActionSaid("open", "The clerk's words"), by=BY)
    data = {f"state-{one.id}": "open", f"text-{one.id}": "My words", f"version-{one.id}": "1"}
    page = PageClient(signed_in=robin).post_page("/dorset/work/plan/delivery/mine/", data, status=422)
    assert "The clerk's words" in page.text
    assert "My words" in page.text


def begin(slug, **more):
    return services.begin_initiative(
        "dorset", NewInitiative(slug, slug.title(), "project", "under-way", **more), by=BY
    )


def test_progress_is_weighted_over_actions_milestones_and_parts(dorset):
    begin("outreach", milestones=(NewMilestone("Team there", PartialDate(2026, 1), date(2026, 1, 9)),))
    begin("east", parent="outreach", weight=Decimal(2))
    done = action(initiative="east", weight=Decimal(3))
    action("Another", initiative="east", weight=Decimal(1))
    governance.update_action("dorset", done.id, governance.ActionSaid("done", evidence="Seen"), by=BY)
    assert queries.initiative("dorset", "east", on=ON).progress.share == Fraction(3, 4)
    assert queries.initiative("dorset", "outreach", on=ON).progress.share == Fraction(
        1 + 2 * Fraction(3, 4), 3
    )


def test_nothing_is_part_of_itself_nor_waits_for_itself(dorset):
    begin("one")
    begin("two", parent="one", waits_for=("one",))
    version = queries.initiative_row("dorset", "one").row_version
    said = NewInitiative("one", "One", "project", "under-way", parent="two")
    with pytest.raises(Refused, match="one → two → one"):
        services.change_initiative("dorset", "one", said, read_version=version, by=BY)
    with pytest.raises(Refused, match="come round"):
        services.add_dependency("dorset", "one", "two", "", by=BY)
    with pytest.raises(Refused, match="before it starts"):
        begin("three", starts=PartialDate(2026, 5), ends=PartialDate(2026, 4))


def test_an_initiative_keeps_bids_notes_milestones_and_its_history(dorset, robin):
    begin("drive", owner_name=robin.name, milestones=(NewMilestone("Open", PartialDate(2026, 2)),))
    services.add_money(
        "dorset",
        "drive",
        NewMoney("bid", "A ministry", "won", asked=Decimal(90_000), granted=Decimal(80_000)),
        by=BY,
    )
    with pytest.raises(Refused, match="before the bid is won"):
        services.add_money("dorset", "drive", NewMoney("bid", "Another", "sent", granted=Decimal(1)), by=BY)
    one = queries.initiative("dorset", "drive", on=ON)
    assert one.milestones[0].is_late(ON)
    services.reach_milestone("dorset", "drive", one.milestones[0].id, by=as_person(robin))
    services.write_note("dorset", "drive", "Open since Monday", "done", by=as_person(robin))
    with pytest.raises(NotPermitted):
        services.add_money("dorset", "drive", NewMoney("bid", "Another", "sent"), by=as_person(robin))
    one = queries.initiative("dorset", "drive", on=ON)
    assert (one.state, one.notes[0].by, one.progress.share) == ("done", robin.name, 1)
    assert Event.objects.filter(action="milestone-reached").exists()


def test_the_pages_of_delivery_show_what_is_recorded(dorset, robin):
    begin(
        "drive",
        priority="",
        waits_for=(),
        money=(NewMoney("bid", "A ministry", "sent", asked=Decimal(90_000)),),
    )
    with fixed_at(NOON - timedelta(days=100)):
        late = action(owner_name="Somebody Silent", initiative="drive")
    services.name_role("dorset", NewRole("member-champion", "Domestic abuse", person="Robin Invented"), by=BY)
    commitments = (NewCommitment("Two wardens", "fraud", days_a_year=Decimal(40)), NewCommitment("A van"))
    plan = NewPartnerPlan(
        "The fire service", "Its plan", date(2026, 1, 1), date(2026, 12, 31), commitments=commitments
    )
    services.record_partner_plan("dorset", plan, by=BY)
    client = PageClient(signed_in=robin)
    shown = client.get("/dorset/work/plan/delivery/").text
    assert "Robin Invented" in shown
    assert "Somebody Silent has never said" not in shown, "only whoever runs the plan is told of others"
    manager = PageClient(signed_in=User.objects.get(email="manager@example.org"))
    assert (
        f"Somebody Silent has never said how {late.number} stands"
        in manager.get("/dorset/work/plan/delivery/").text
    )
    assert "£90,000" in client.get("/dorset/work/plan/delivery/initiatives/drive/").text
    partners = client.get("/dorset/work/plan/delivery/partners/").text
    assert "40 days a year" in partners
    assert "1 of 1 say neither" in partners
