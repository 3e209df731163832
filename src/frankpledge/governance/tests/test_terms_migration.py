"""Terms recorded in columns and tables become files that say the same, and go back as far as columns can hold them."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from frankpledge.governance.rules.terms.reading import terms_in
from frankpledge.governance.terms.parsing import sha256_of

BEFORE, AFTER = ("governance", "0002_meetings_in_full"), ("governance", "0003_terms_as_files")


@pytest.fixture
def old(django_db_blocker, settings):
    """An empty database of its own on the engine under test: nothing of the other rooms need go back for this one."""
    settings.MIGRATION_MODULES = {}
    place = {**connection.settings_dict, "NAME": ":memory:", "ATOMIC_REQUESTS": False}
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            place["NAME"] = "frankpledge_old_terms"
            with connection._nodb_cursor() as cursor:
                cursor.execute("DROP DATABASE IF EXISTS frankpledge_old_terms")
                cursor.execute("CREATE DATABASE frankpledge_old_terms")
        connections.databases["old"] = place
        try:
            yield connections["old"]
        finally:
            connections["old"].close()
            del connections["old"], connections.databases["old"]
            if connection.vendor == "postgresql":
                with connection._nodb_cursor() as cursor:
                    cursor.execute("DROP DATABASE frankpledge_old_terms")


def migrated_to(target, old):
    executor = MigrationExecutor(old)
    executor.migrate([target])
    return MigrationExecutor(old).loader.project_state([target]).apps


def thin(apps):
    """Terms as they were recorded once: 2 core members, a chair by office, one guest."""
    place = (
        apps.get_model("directory", "Partnership")
        .objects.using("old")
        .create(
            slug="vale", name="Vale Partnership", short_name="Vale", nation="E", council_name="Vale Council"
        )
    )
    apps.get_model("directory", "Organisation").objects.using("old").create(
        slug="vale-council", name="Vale Council", kind="LA_AREA", starts_on=date(1974, 4, 1)
    )
    made = apps.get_model("governance", "TermsVersion").objects.using("old").create(
        partnership=place, label="the “first”", dated="2019-05", is_assumed=True, source="invented", note="A\nnote.",
        quorum_count=2, quorum_clause="quorum", chair_office="Portfolio Holder, Vale Council", casting_vote="chair",
        meetings_a_year=4, starts_on=date(2019, 4, 1), ends_on=date(2023, 5, 31),
    )  # fmt: skip
    seats = (
        ("council", "Vale Council", "vale-council", "core", 1, "Portfolio Holder"),
        ("police", "Vale Police", "", "core", 2, ""),
        ("forum", "The forum", "", "invited", 0, ""),
    )
    for order, (slug, name, organisation, category, votes, office) in enumerate(seats, start=1):
        apps.get_model("governance", "Seat").objects.using("old").create(
            terms=made, order=order, slug=slug, name=name, organisation_slug=organisation, category=category,
            votes=votes, office=office,
        )  # fmt: skip
    apps.get_model("governance", "Clause").objects.using("old").create(
        terms=made, order=1, slug="quorum", heading="Quorum", text="Two core members."
    )
    return made.id


def test_what_the_columns_said_the_file_says_and_the_way_back_says_it_again(old):
    made = thin(migrated_to(BEFORE, old))
    row = migrated_to(AFTER, old).get_model("governance", "TermsVersion").objects.using("old").get(id=made)
    says_the_same(row)
    apps = migrated_to(BEFORE, old)
    back = apps.get_model("governance", "TermsVersion").objects.using("old").get(id=made)
    assert (back.label, back.dated, back.is_assumed, back.note) == (
        "the “first”",
        "2019-05",
        True,
        "A\nnote.",
    )
    assert (back.quorum_count, back.quorum_clause, back.casting_vote) == (2, "quorum", "chair")
    assert (back.chair_office, back.meetings_a_year) == ("Portfolio Holder", 4)
    seats = apps.get_model("governance", "Seat").objects.using("old").order_by("order")
    assert [(one.slug, one.category, one.votes) for one in seats] == [
        ("council", "core", 1), ("police", "core", 2), ("forum", "invited", 0),
    ]  # fmt: skip
    again = migrated_to(AFTER, old).get_model("governance", "TermsVersion").objects.using("old").get(id=made)
    assert again.text == row.text


def says_the_same(row):
    terms = terms_in(row.text, "terms.toml")
    assert row.sha256 == sha256_of(row.text)
    assert (terms.body, terms.label, terms.basis, str(terms.dated)) == (
        "Vale Partnership", "the “first”", "assumed", "May 2019",
    )  # fmt: skip
    assert terms.quorum.threshold.needed_of(0) == 2
    assert terms.office("chair").seat == "council"
    assert terms.seat("council").kind == "LA_AREA"
    assert [terms.votes(one) for one in terms.seats] == [1, 2, 0]
    assert terms.casting.holder == "chair"
    assert tomllib.loads(row.text)["frequency"] == [{"at_least": 4, "every": "year"}]
    assert terms.period.ends_on == date(2023, 5, 31)
    assert terms.decisions == (), "the columns said nothing of it"
