from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from frankpledge.audit.models import Event
from frankpledge.directory.models import User
from frankpledge.governance import api as governance
from frankpledge.governance.models import Action
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.plans.delivery import loading, queries, returning, services
from frankpledge.plans.delivery.written import (
    NewCommitment,
    NewInitiative,
    NewMilestone,
    NewMoney,
    NewPartnerPlan,
    NewPlanAction,
    NewRole,
)
from frankpledge.plans.measures import services as measures
from frankpledge.plans.models import PlanAction
from frankpledge.plans.rules.measures.case import Case
from frankpledge.plans.rules.measures.file import Written
from frankpledge.records.clock import fixed_at
from frankpledge.site.cli import main
from tests.pages import PageClient
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ON = NOON.date()


@pytest.fixture
def dorset(db):
    the_demonstration()
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


def test_a_new_row_names_its_priority_by_title_and_one_that_the_plan_lacks_is_refused_in_its_place(
    sheet, tmp_path, monkeypatch
):
    monkeypatch.setattr(returning, "_titles", lambda *_: {"fraud": "Fraud"})
    action()
    assert load_workbook(sheet())["Actions"]["C2"].value == "Fraud"
    row = {"D3": "Ring every bank", "E3": "A Person", "H3": "Not done"}
    wrong = compared(edited(sheet(), tmp_path, {**row, "C3": "Frauds"}))
    assert [(one.row, one.column, one.value) for one in wrong.problems] == [(3, "Priority", "Frauds")]
    with pytest.raises(Refused):
        returning.take_over("dorset", wrong, by=BY)
    returning.take_over("dorset", compared(edited(sheet(), tmp_path, {**row, "C3": "fraud "})), by=BY)
    assert {one.priority for one in queries.actions("dorset", on=ON)} == {"fraud"}


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
    with pytest.raises(Refused, match="‘One’ → ‘Two’ → ‘One’"):
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


# What people send that cannot be -----------------------------------------------------------------------------------

UNDIRECTED = (
    'id = "talks"\nfrequency = "month"\n[measure.target]\nvalue = 9\nby = "2026"\nbecause = "As before"\n'
)


@pytest.fixture
def manager(dorset):
    return PageClient(signed_in=User.objects.get(email="manager@example.org"))


def refused(capsys, *command):
    """What a command says of unusable input: one line a problem, on standard error."""
    capsys.readouterr()
    assert main(list(command)) == 2
    return capsys.readouterr().err


def test_a_target_without_a_direction_is_refused_on_the_page_and_by_the_command(manager, tmp_path, capsys):
    measures.set_up_measure("dorset", Written(Case("talks", "Talks", "count", "month")), by=BY)
    data = {"value": "9", "by": "2026", "because": "As before"}
    page = manager.post_page("/dorset/work/plan/measures/talks/target/", data, status=422)
    assert "A target needs a direction" in page.text
    assert 'value="9"' in page.response.content.decode(), "what was typed is still there"
    path = tmp_path / "targets.toml"
    path.write_text(f"[[measure]]\n{UNDIRECTED}", encoding="utf-8")
    said = refused(capsys, "plan", "status", str(path), "--on", "2026-03-02")
    assert "targets.toml" in said
    assert "direction" in said
    path.write_text(f'[[measure]]\ndirection = "higher"\n{UNDIRECTED}', encoding="utf-8")
    assert main(["plan", "status", str(path), "--on", "2026-03-02"]) == 0


def test_a_circle_of_parents_and_an_end_before_the_start_are_refused_on_the_page_and_from_a_file(
    manager, tmp_path
):
    begin("one")
    begin("two", parent="one")
    version = queries.initiative_row("dorset", "one").row_version
    start = {"title": "One", "kind": "project", "state": "under-way", "row_version": version}
    change = "/dorset/work/plan/delivery/initiatives/one/change/"
    assert "‘One’ → ‘Two’ → ‘One’" in manager.post_page(change, {**start, "parent": "two"}, status=422).text
    assert manager.post(change, start).status_code == 302
    late = {"text": "Put up posters", "starts_on": "2026-05-02", "due_on": "2026-05-01"}
    new = "/dorset/work/plan/delivery/actions/new/"
    assert "before it starts" in manager.post_page(new, late, status=422).text
    assert manager.post(new, {**late, "due_on": "2026-05-02"}).status_code == 302
    path = tmp_path / "delivery.toml"
    path.write_text('[[action]]\ntext = "Posters"\nstarts = 2026-05-02\ndue = 2026-05-01\n', encoding="utf-8")
    with pytest.raises(Unusable) as caught:
        loading.load("dorset", path, by=BY)
    (problem,) = caught.value.problems
    assert (problem.file, problem.remedy) == ("delivery.toml", "Mend one of the two days.")


def test_a_file_may_name_a_parent_that_comes_later_but_no_circle_and_nothing_unknown(dorset, tmp_path):
    path = tmp_path / "delivery.toml"
    entry = '[[initiative]]\nslug = "{}"\ntitle = "T"\nkind = "project"\nstate = "planned"\n{} = {}\n'

    def loaded(last):
        path.write_text(entry.format("a", "parent", '"b"') + entry.format("b", *last), encoding="utf-8")
        loading.load("dorset", path, by=BY)

    for key, named in (("parent", '"a"'), ("parent", '"c"'), ("waits_for", '["c"]'), ("waits_for", '["b"]')):
        with pytest.raises(Unusable) as caught:
            loaded((key, named))
        assert {one.column.rpartition(".")[2] for one in caught.value.problems} == {key}
        assert caught.value.problems[-1].row == 7
    loaded(("waits_for", '["a"]'))
    assert queries.initiative_slugs("dorset") == {"a", "b"}


def test_two_who_change_an_initiative_at_once_lose_nothing_and_see_both_texts(manager):
    begin("one", text="As it was")
    read = queries.initiative_row("dorset", "one").row_version
    said = {"title": "One", "kind": "project", "state": "under-way", "row_version": read}
    change = "/dorset/work/plan/delivery/initiatives/one/change/"
    assert manager.post(change, {**said, "text": "What the first wrote"}).status_code == 302
    page = manager.post_page(change, {**said, "text": "What the second wrote"}, status=409)
    assert "What the first wrote" in page.text
    assert "What the second wrote" in page.text
    assert queries.initiative("dorset", "one", on=ON).text == "What the first wrote"


def test_a_sheet_in_disorder_is_read_or_told_on_the_page_and_by_the_command(sheet, manager, tmp_path, capsys):
    """Rows taken out, columns moved, days as text: each is read where it can be and told where it cannot."""
    first, second = action(starts=date(2026, 4, 1)), action("Train ten wardens")
    book = load_workbook(sheet())
    page = book["Actions"]
    page.delete_rows(next(row for row in (2, 3) if page.cell(row, 1).value == second.number))
    page["G2"], page["I2"] = "1 June 2026", "Half of them"
    page.move_range("A1:A3", rows=0, cols=10)
    book.save(tmp_path / "moved.xlsx")
    command = ("plan", "update", str(tmp_path / "moved.xlsx"), "--dry-run", "--on", "2026-03-02", "--json")
    assert main(list(command)) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["verdict"], said["left_out"], said["values"]["changes"]) == (
        "would_change",
        [second.number],
        1,
    )
    with (tmp_path / "moved.xlsx").open("rb") as file:
        sent = manager.post("/dorset/work/plan/delivery/sheet/return/", {"upload": file})
    shown = manager.get(sent.headers["Location"]).text
    assert "Half of them" in shown
    assert second.number in shown
    backwards = edited(sheet(), tmp_path, {"G2": "1 March 2026", "G3": "31.2.2026"})
    assert main(["plan", "update", str(backwards), "--dry-run", "--on", "2026-03-02", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["verdict"] == "refused"
    assert {one["row"] for one in said["problems"]} == {2, 3}
    assert all(one["reason"] and one["remedy"] for one in said["problems"])
    with backwards.open("rb") as file:
        sent = manager.post("/dorset/work/plan/delivery/sheet/return/", {"upload": file})
    assert backwards.name in manager.get(sent.headers["Location"]).text, (
        "a message names the file that was sent"
    )
    assert Action.objects.get(id=first.id).due_on is None, "nothing was changed"


def test_a_role_ends_a_partner_commits_more_and_nothing_is_waited_for_any_longer(manager):
    begin("one")
    begin("two", waits_for=("one",))
    services.name_role("dorset", NewRole("lead-professional", "Fraud", person="Robin Invented"), by=BY)
    services.record_partner_plan(
        "dorset", NewPartnerPlan("The fire service", "Its plan", date(2026, 1, 1), date(2026, 12, 31)), by=BY
    )
    (role,), (plan,) = queries.roles("dorset"), queries.partner_plans("dorset")
    base = "/dorset/work/plan/delivery"
    ends = f"{base}/roles/{role.id}/end/"
    assert manager.post(ends, {"ended_on": "2026-03-01", "row_version": 1}).status_code == 302
    assert "Robin Invented" not in manager.get(f"{base}/").text
    stale = manager.post_page(ends, {"ended_on": "2026-02-01", "row_version": 1}, status=409)
    assert "2026-03-01" in stale.response.content.decode() or "1 March 2026" in stale.text
    given = {"text": "Two wardens", "priority": "", "days_a_year": "40"}
    assert manager.post(f"{base}/partners/{plan.id}/commits/", given).status_code == 302
    assert "40 days a year" in manager.get(f"{base}/partners/").text
    assert manager.post(f"{base}/initiatives/two/waits/no-longer/", {"needs": "one"}).status_code == 302
    assert queries.initiative("dorset", "two", on=ON).waits_for == ()
    manager.post_page(f"{base}/initiatives/two/waits/no-longer/", {"needs": "one"}, status=422)
