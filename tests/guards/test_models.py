"""Every field of every model is classified, every foreign key points down, every model says whose it is."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from frankpledge.records.models import Record, Tenancy
from tests.house import FLOORS

OURS = [model for model in apps.get_models() if model.__module__.startswith("frankpledge.")]
FROM_RECORD = {field.name for field in Record._meta.get_fields()} if not Record._meta.abstract else set()
COMMON = {"id", "row_version", "recorded_at", "recorded_by", "starts_on", "ends_on", "superseded_at"}
WORDS = ("public", "official", "personal", "special")


def names_of(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_public_official_personal_or_special(model):
    data = model.Data
    named = [name for word in WORDS for name in getattr(data, word, ())]
    assert len(named) == len(set(named)), "a field is classified twice"
    assert set(named) - names_of(model) == set(), "a field is classified that does not exist"
    assert names_of(model) - set(named) - COMMON == set(), "a field is not classified"
    assert data.retention


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_says_whose_its_records_are(model):
    assert isinstance(model.tenancy, Tenancy)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model):
    here = model.__module__.split(".")[1]
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey) and field.related_model.__module__.startswith("frankpledge."):
            there = field.related_model.__module__.split(".")[1]
            assert there == here or FLOORS.index(there) > FLOORS.index(here), f"{field} climbs to {there}"


@pytest.mark.django_db
def test_migrations_are_complete():
    from io import StringIO

    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
