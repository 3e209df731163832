from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from frankpledge.audit.api import check_chain
from frankpledge.audit.models import Event
from frankpledge.directory import api, queries
from frankpledge.directory.loaders import load_partnership, read_partnership
from frankpledge.directory.models import Membership, Organisation, Partnership, User
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.ids import seeded

ROOT = Path(__file__).resolve().parents[4]
DEMO = ROOT / "demo" / "dorset" / "partnership.toml"
BY = system("test")
SMALL = """
[partnership]
slug = "hundred"
name = "Hundred of Test"
short_name = "Hundred"
nation = "E"
council_name = "Test Council"

[[area]]
purpose = "statutory"
code = "E06000000"
name = "Test"
kind = "unitary-authority"
starts_on = 2019-04-01
source = "invented"
[area.members]
vintage = "lsoa11"
source = "invented"
expected = 3
codes = ["E01000001-E01000003"]

[[organisation]]
slug = "old-board"
name = "Old Board"
kind = "HEALTH_CCG"
starts_on = 2013-04-01
ends_on = 2022-06-30
successor = "new-board"
member = { capacity = "responsible-authority", starts_on = 2019-04-01 }

[[organisation]]
slug = "new-board"
name = "New Board"
kind = "HEALTH_ICB"
starts_on = 2022-07-01

[[person]]
name = "Invented Person"
email = "person@example.org"
is_invented = true
[[person.role]]
role = "manager"
starts_on = 2019-04-01
"""

AGAIN = """[[area]]
purpose = "statutory"
code = "E07999999"
name = "Another"
kind = "district"
starts_on = 2021-04-01
source = "invented"
[[organisation]]"""


def small(tmp_path, old="", new=""):
    assert old in SMALL
    path = tmp_path / "partnership.toml"
    path.write_text(SMALL.replace(old, new, 1) if old else SMALL, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_a_partnership_is_written_with_its_area_bodies_and_people(tmp_path):
    assert load_partnership(small(tmp_path), by=BY) == "hundred"
    area = api.area("hundred", on=date(2020, 1, 1))
    assert area.members == {"E01000001", "E01000002", "E01000003"}
    assert api.area("hundred", on=date(2019, 3, 31)) is None
    user = User.objects.get(email="person@example.org")
    assert user.is_invented
    assert not user.has_usable_password()
    assert api.principal_for(user.id, on=date(2019, 4, 1)).roles_in("hundred") == {"manager"}
    assert api.principal_for(user.id, on=date(2019, 3, 31)).roles_in("hundred") == frozenset()


@pytest.mark.django_db
def test_succession_is_kept_and_the_ended_body_still_found(tmp_path):
    load_partnership(small(tmp_path), by=BY)
    old = api.organisation("old-board")
    assert (old.ends_on, old.successor_slug, old.successor_name) == (
        date(2022, 6, 30),
        "new-board",
        "New Board",
    )
    assert [m.organisation.slug for m in api.members("hundred", on=date(2023, 1, 1))] == ["old-board"]


@pytest.mark.django_db
def test_everything_written_is_in_the_history_and_the_history_holds(tmp_path):
    load_partnership(small(tmp_path), by=BY)
    assert set(Event.objects.values_list("action", flat=True)) == {
        "partnership-created", "area-placed", "organisation-recorded", "member-joined", "account-opened", "role-given",
    }  # fmt: skip
    assert check_chain("hundred").broken_at is None
    assert "person@example.org" not in str(list(Event.objects.values_list("detail", flat=True)))


@pytest.mark.django_db
def test_the_same_file_twice_is_refused_and_changes_nothing(tmp_path):
    load_partnership(small(tmp_path), by=BY)
    events = Event.objects.count()
    with pytest.raises(Unusable, match="already recorded"):
        load_partnership(small(tmp_path), by=BY)
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_an_account_that_is_there_already_undoes_the_whole_file(tmp_path):
    User.objects.create_user("person@example.org", "Someone Else")
    with pytest.raises(Unusable, match="already is an account"):
        load_partnership(small(tmp_path), by=BY)
    assert not Partnership.objects.filter(slug="hundred").exists()
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_a_person_without_a_role_there_may_not_load_it(tmp_path):
    with pytest.raises(NotFound):
        load_partnership(small(tmp_path), by=Principal(None, "Nobody"))


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_ids(tmp_path):
    ids = []
    for _ in range(2):
        with transaction.atomic(), seeded(7):
            load_partnership(small(tmp_path), by=BY)
            ids.append((Partnership.objects.get().id, Organisation.objects.get(slug="old-board").id))
            transaction.set_rollback(True)
    assert ids[0] == ids[1]


@pytest.mark.django_db
def test_a_second_partnership_shares_the_bodies_of_the_first(tmp_path):
    load_partnership(small(tmp_path), by=BY)
    other = SMALL.replace('"hundred"', '"wapentake"').split("[[person]]", maxsplit=1)[0]
    path = tmp_path / "other.toml"
    path.write_text(other, encoding="utf-8")
    load_partnership(path, by=BY)
    assert Organisation.objects.filter(slug="old-board").count() == 1
    assert Membership.objects.filter(organisation__slug="old-board").count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_an_organisation_that_is_a_member_twice_at_once(tmp_path):
    load_partnership(small(tmp_path), by=BY)
    there = Membership.objects.get()
    with pytest.raises(IntegrityError):
        Membership.objects.create(
            partnership=there.partnership, organisation=there.organisation, capacity="invited",
            starts_on=date(2021, 1, 1),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ('nation = "E"', 'nation = "S"', "not-a-choice", "partnership.nation"),
        ('slug = "hundred"', 'slug = "The Hundred"', "not-a-slug", "partnership.slug"),
        ('short_name = "Hundred"\n', "", "missing-key", "partnership.short_name"),
        ('nation = "E"', 'nation = "E"\ncolour = "teal"', "not-a-colour", "partnership.colour"),
        ('nation = "E"', 'nation = "E"\nlogo = "../logo.png"', "no-file", "partnership.logo"),
        ("expected = 3", "expected = 4", "count", "area[1].members.expected"),
        ("E01000001-E01000003", "E01000003-E01000001", "not-codes", "area[1].members.codes"),
        ('purpose = "statutory"', 'purpose = "ons-partnership"', "no-area", "area"),
        ('kind = "HEALTH_CCG"', 'kind = "HEALTH"', "not-a-choice", "organisation[1].kind"),
        ("ends_on = 2022-06-30", "ends_on = 2012-06-30", "backwards", "organisation[1].ends_on"),
        ("ends_on = 2022-06-30\n", "", "kind-ended", "organisation[1].ends_on"),
        ('successor = "new-board"', 'successor = "nobody"', "no-successor", "organisation[1].successor"),
        (
            'capacity = "responsible-authority"',
            'capacity = "boss"',
            "not-a-choice",
            "organisation[1].member.capacity",
        ),
        ("is_invented = true", "is_invented = 1", "not-yes-or-no", "person[1].is_invented"),
        ("person@example.org", "person@dorset.test", "real-address", "person[1].email"),
        ("[[organisation]]", AGAIN, "two-areas", "area[2].starts_on"),
        (
            'role = "manager"',
            'role = "manager"\nstarts_on = 2020-01-01\n[[person.role]]\nrole = "manager"',
            "role-twice",
            "person[1].role[2].role",
        ),
        ('role = "manager"', 'role = "boss"', "not-a-choice", "person[1].role[1].role"),
        (
            'role = "manager"',
            'role = "manager"\norganisation = "x"',
            "no-organisation",
            "person[1].role[1].organisation",
        ),
    ],
)
def test_a_mistake_is_refused_by_file_and_key(tmp_path, old, new, code, column):
    path = small(tmp_path, old, new)
    with pytest.raises(Unusable) as excinfo:
        read_partnership(path)
    problem = excinfo.value.problems[0]
    assert (problem.file, problem.code, problem.column) == ("partnership.toml", code, column)
    assert problem.remedy


def test_a_demonstration_may_not_hold_real_people(tmp_path):
    path = small(tmp_path, 'nation = "E"', 'nation = "E"\nis_demo = true')
    path.write_text(path.read_text(encoding="utf-8").replace("is_invented = true\n", ""), encoding="utf-8")
    with pytest.raises(Unusable, match="invented people only"):
        read_partnership(path)


@pytest.mark.django_db
def test_the_demonstration_loads_with_its_own_count_of_areas():
    load_partnership(DEMO, by=BY)
    area = api.area("dorset", on=date(2020, 12, 31))
    assert (area.code, len(area.members), area.police_force) == ("E06000059", 219, "dorset")
    assert api.area("dorset", on=date(2019, 3, 31)) is None
    assert api.area("dorset", on=date(2020, 1, 1), purpose="ons-partnership").members == frozenset()
    assert all(user.is_invented for user in User.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "authorities"),
    [
        (date(2020, 12, 31), 6),  # two probation bodies, as the seed report lists them
        (date(2021, 6, 26), 5),
        (date(2023, 6, 1), 5),
    ],
)
def test_the_demonstration_has_the_responsible_authorities_of_the_day(on, authorities):
    load_partnership(DEMO, by=BY)
    rows = [m for m in queries.memberships("dorset", on=on) if m.capacity == "responsible-authority"]
    assert len(rows) == authorities
    assert all(row.organisation.ends_on is None or on <= row.organisation.ends_on for row in rows)


@pytest.mark.real_data
def test_the_demonstration_area_is_the_council_area_of_the_published_look_up():
    import csv
    import gzip

    source = ROOT.parent / "shared" / "data" / "lookups" / "lsoa11_wd19_lad19_ew.csv.gz"
    with gzip.open(source, "rt", encoding="utf-8-sig", newline="") as file:
        published = {row["LSOA11CD"] for row in csv.DictReader(file) if row["LAD19CD"] == "E06000059"}
    assert set(read_partnership(DEMO).areas[0].members) == published


@pytest.mark.parametrize("taken", ["accounts", "demo", "id", "static"])
def test_a_partnership_cannot_take_an_address_of_the_installation(tmp_path, taken):
    path = tmp_path / "partnership.toml"
    path.write_text(SMALL.replace('slug = "hundred"', f'slug = "{taken}"', 1), encoding="utf-8")
    with pytest.raises(Unusable, match="Choose another slug"):
        read_partnership(path)


def test_every_address_of_the_installation_itself_is_reserved():
    from frankpledge.directory.loaders import RESERVED
    from frankpledge.site.urls import urlpatterns

    first = {str(pattern.pattern).split("/")[0] for pattern in urlpatterns}
    assert {part for part in first if part and "<" not in part} | {"static"} == RESERVED
