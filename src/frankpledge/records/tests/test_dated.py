"""Dated facts, on the organisations and definitions of the directory."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from frankpledge.directory.models import Area, AreaDefinition, Organisation, Partnership
from frankpledge.records.clock import fixed_at, today
from frankpledge.records.ids import new_id, seeded
from frankpledge.records.models import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    return Area.objects.create(code="E09999999", name="Mereshire", kind="district")


def define(area, start, end=None, **others):
    return AreaDefinition.objects.create(
        area=area, vintage="lsoa11", members=["E01999999"], starts_on=start, ends_on=end, **others
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2020, 6, 1), None),
        (date(2019, 1, 1), date(2020, 1, 1)),  # shares one day
        (date(2020, 2, 1), date(2020, 3, 1)),
    ],
)
def test_the_database_refuses_two_definitions_in_force_on_one_day(area, start, end):
    define(area, date(2020, 1, 1), date(2020, 12, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        define(area, start, end)


def test_definitions_may_follow_each_other(area):
    define(area, date(2020, 1, 1), date(2020, 12, 31))
    define(area, date(2021, 1, 1))
    assert AreaDefinition.objects.in_force(date(2020, 12, 31)).count() == 1
    assert AreaDefinition.objects.in_force(date(2021, 1, 1)).count() == 1
    assert AreaDefinition.objects.in_force(date(2019, 12, 31)).count() == 0


def test_a_superseded_definition_neither_blocks_nor_counts_but_can_be_asked_for(area):
    with fixed_at(datetime(2020, 1, 5, tzinfo=UTC)):
        old = define(area, date(2020, 1, 1))
    with fixed_at(datetime(2020, 3, 1, tzinfo=UTC)):
        AreaDefinition.objects.filter(pk=old.pk).update(superseded_at=datetime(2020, 3, 1, tzinfo=UTC))
        new = define(area, date(2020, 1, 1))
    on = date(2020, 1, 10)
    assert AreaDefinition.objects.in_force(on).get() == new
    assert AreaDefinition.objects.in_force(on, known_at=datetime(2020, 2, 1, tzinfo=UTC)).get() == old


def test_a_backwards_period_is_said_of_its_last_day():
    backwards = Organisation(
        name="X", slug="x", kind="FIRE", starts_on=date(2020, 2, 1), ends_on=date(2020, 1, 1)
    )
    with pytest.raises(ValidationError) as told:
        backwards.full_clean()
    assert "ends_on" in told.value.message_dict


def test_the_later_of_two_savers_is_told_and_nothing_is_lost():
    one = Partnership.objects.create(
        slug="mere", name="Mere", short_name="Mere", nation="E", council_name="Mere"
    )
    two = Partnership.objects.get(pk=one.pk)
    one.name = "Mere and Fen"
    one.save_version(read_version=1, fields=["name"])
    two.name = "Mere and Moor"
    with pytest.raises(Conflict):
        two.save_version(read_version=1, fields=["name"])
    assert Partnership.objects.get(pk=one.pk).name == "Mere and Fen"


def test_the_clock_can_be_held_and_ids_repeated():
    with fixed_at(datetime(2021, 3, 27, 23, 59, tzinfo=UTC)):
        assert today() == date(2021, 3, 27)
    with seeded(7):
        first = [new_id() for _ in range(3)]
    with seeded(7):
        assert [new_id() for _ in range(3)] == first
    assert new_id() != new_id()
