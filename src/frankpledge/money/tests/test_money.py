"""Money as it is recorded, taken in, shared, shown and asked for by others."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest

from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import Refused
from frankpledge.money import api, services
from frankpledge.money.models import Expenditure
from frankpledge.records.models import Conflict
from tests.pages import PageClient

BY, D, YEAR = system("Test"), Decimal, Period.parse("2020/21")
CSV = b"fund,on,supplier,purpose,amount,priority,reference\ngeneral,2020-05-04,Acme,Posters,600.00,fires,1\ngeneral,2020-06-04,Acme,Refund,-100.10,fires,2\nnope,2020-06-04,Acme,X,1,,3\n"


@pytest.fixture
def place(db):
    made = Partnership.objects.create(
        slug="vale", name="Vale Partnership", short_name="Vale", nation="E", council_name="Vale Council"
    )
    services.add_fund(
        "vale", slug="general", title="General fund", giver="Vale Council", kind="authority", starts_on=date(2020, 4, 1),
        ends_on=date(2021, 3, 31), amount=D("1000.00"), holder="", source="", by=BY,
    )  # fmt: skip
    return made


def taken_in():
    held = services.hold("vale", "s.csv", CSV, by=BY)
    return held, services.take_in("vale", held, by=BY)


def test_what_was_spent_on_a_priority_is_known_only_where_a_payment_says_so(place):
    assert api.spent_on("vale", "fires", YEAR) is None
    taken_in()
    assert api.spent_on("vale", "fires", YEAR) == D("499.90")
    assert api.spent_on("vale", "fires", Period.parse("2020-05")) == D("600.00")
    assert api.spent_on("vale", "floods", YEAR) is None


def test_a_file_is_taken_in_once_and_undone_wholly(place):
    held, number = taken_in()
    assert number == 2
    assert services.take_in("vale", held, by=BY) == 0
    again = services.hold("vale", "s.csv", CSV, by=BY)
    assert [one.state for one in services.look("vale", services.file_of("vale", again))] == [
        "there",
        "there",
        "refused",
    ]
    assert services.take_in("vale", again, by=BY) == 0
    assert services.undo("vale", held, by=BY) == 2
    assert Expenditure.objects.count() == 0
    with pytest.raises(Refused, match="undone"):
        services.take_in("vale", held, by=BY)


def test_a_workbook_is_read_like_a_csv(place):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["fund", "on", "supplier", "purpose", "amount"])
    book.active.append(["general", date(2020, 7, 1), "Acme", "Cones", 19.99])
    out = io.BytesIO()
    book.save(out)
    held = services.hold("vale", "s.xlsx", out.getvalue(), by=BY)
    assert [one.said.amount for one in services.look("vale", services.file_of("vale", held))] == [D("19.99")]
    with pytest.raises(Unusable, match="workbook"):
        services.hold("vale", "s.xlsx", b"nonsense", by=BY)


def test_no_more_is_set_aside_than_the_fund_holds(place):
    services.set_budget(
        "vale", "general", period="2020/21", priority="fires", purpose="", amount=D("800.00"), by=BY
    )
    with pytest.raises(Refused, match="too much"):
        services.set_budget(
            "vale", "general", period="2020/21", priority="floods", purpose="", amount=D("200.01"), by=BY
        )
    services.set_budget(
        "vale", "general", period="2020/21", priority="fires", purpose="", amount=D("700.00"), by=BY
    )
    assert api.budgeted_for("vale", "fires", YEAR) == D("700.00")
    found = api.holes("vale", ("fires", "floods"), YEAR)
    assert (found.unspent, found.unfunded) == (("fires",), ("floods",))


def test_a_condition_is_settled_one_way_and_a_second_writer_sees_a_conflict(place):
    row = services.add_condition(
        "vale", "general", text="Report", due_on=None, claw_back="all", claw_back_amount=None, by=BY
    )
    both = {"met_on": date(2020, 9, 1), "failed_on": date(2020, 9, 1)}
    with pytest.raises(Unusable):
        services.settle_condition("vale", row.id, **both, evidence="", by=BY, read_version=1)
    services.settle_condition(
        "vale", row.id, met_on=date(2020, 9, 1), failed_on=None, evidence="Sent", by=BY, read_version=1
    )
    with pytest.raises(Conflict):
        services.settle_condition(
            "vale", row.id, met_on=None, failed_on=None, evidence="", by=BY, read_version=1
        )


def agreement(starts=date(2020, 4, 1)):
    return services.agree_shares(
        "vale", slug="reviews", title="Reviews", covers="Costs of reviews of deaths", starts_on=starts, ends_on=None, decision="",
        shares=(services.Share("a", "A", D(2)), services.Share("b", "B", D(1))), by=BY,
    )  # fmt: skip


def test_a_bill_is_shared_only_while_the_agreement_is_in_force_and_no_two_overlap(place):
    made = agreement()
    with pytest.raises(Unusable, match="some of these days"):
        agreement(date(2021, 1, 1))
    with pytest.raises(Refused, match="in force"):
        services.charge(
            "vale", made.id, on=date(2020, 3, 31), what="Chair", amount=D("10.00"), reference="", by=BY
        )
    assert services.charge(
        "vale", made.id, on=date(2020, 4, 1), what="Chair", amount=D("10.00"), reference="", by=BY
    )


def signed_in(place, role):
    user = User.objects.create_user(f"{role}@example.invalid", f"The {role}")
    RoleAssignment(user=user, partnership=place, role=role, starts_on=date(2020, 1, 1)).save()
    return PageClient(signed_in=user)


def test_the_page_shows_shares_to_the_penny_and_the_file_for_publication(place):
    made = agreement()
    services.charge(
        "vale", made.id, on=date(2020, 5, 1), what="Chair’s fee", amount=D("100.00"), reference="", by=BY
    )
    taken_in()
    manager = signed_in(place, "manager")
    text = manager.get("/vale/work/money/").response.content.decode()
    assert "£66.67" in text
    assert "£33.33" in text
    sent = manager.client.get("/vale/work/money/transparency.csv?period=2020/21").content.decode()
    assert "600.00" in sent
    assert "-100.10" not in sent


def test_a_manager_takes_a_file_in_by_the_pages_and_a_member_may_only_look(place):
    manager = signed_in(place, "manager")
    upload = io.BytesIO(CSV)
    upload.name = "s.csv"
    sent = manager.post("/vale/work/money/spending/", {"upload": upload})
    assert sent.status_code == 302
    page = manager.get(sent.headers["Location"]).response.content.decode()
    assert "is no fund of the partnership" in page
    manager.post(f"{sent.headers['Location']}take-in/", seen_at=sent.headers["Location"])
    assert api.spent_on("vale", "fires", YEAR) == D("499.90")
    member = signed_in(place, "member")
    member.get("/vale/work/money/")
    assert member.client.get("/vale/work/money/spending/").status_code == 403


def test_the_demonstration_files_load_and_a_bad_amount_is_named(place, tmp_path):
    from pathlib import Path

    from frankpledge.money import loaders
    from frankpledge.scrutiny import committee_services
    from frankpledge.scrutiny import loaders as committees

    demo = Path(__file__).resolve().parents[4] / "demo" / "dorset"
    loaders.load("vale", demo / "money.toml", by=BY)
    committee_services.add_committee(
        "vale", slug="people-and-health-scrutiny", name="C", function="scrutiny", remit="", by=BY
    )
    committees.load("vale", demo / "scrutiny.toml", by=BY)
    bad = tmp_path / "m.toml"
    bad.write_text(
        (demo / "money.toml").read_text(encoding="utf-8").replace('"4250.00"', '"lots"'), encoding="utf-8"
    )
    Expenditure.objects.all().delete()
    with pytest.raises(Unusable):
        loaders.load("vale", bad, by=BY)
