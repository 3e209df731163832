"""Terms recorded in columns and tables become files that say the same, and go back as far as columns can hold them."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from frankpledge.governance.rules.terms.reading import terms_in
from frankpledge.governance.terms.parsing import sha256_of

BEFORE, AFTER = ("governance", "0002_meetings_in_full"), ("governance", "0003_terms_as_files")


def migrated_to(target):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


def thin(apps):
    """Terms as they were recorded once: 2 core members, a chair by office, one guest."""
    place = apps.get_model("directory", "Partnership").objects.create(
        slug="vale", name="Vale Partnership", short_name="Vale", nation="E", council_name="Vale Council"
    )
    apps.get_model("directory", "Organisation").objects.create(
        slug="vale-council", name="Vale Council", kind="LA_AREA", starts_on=date(1974, 4, 1)
    )
    made = apps.get_model("governance", "TermsVersion").objects.create(
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
        apps.get_model("governance", "Seat").objects.create(
            terms=made, order=order, slug=slug, name=name, organisation_slug=organisation, category=category,
            votes=votes, office=office,
        )  # fmt: skip
    apps.get_model("governance", "Clause").objects.create(
        terms=made, order=1, slug="quorum", heading="Quorum", text="Two core members."
    )
    return made.id


@pytest.mark.django_db(transaction=True)
def test_what_the_columns_said_the_file_says_and_the_way_back_says_it_again():
    try:
        made = thin(migrated_to(BEFORE))
        row = migrated_to(AFTER).get_model("governance", "TermsVersion").objects.get(id=made)
        says_the_same(row)
        apps = migrated_to(BEFORE)
        back = apps.get_model("governance", "TermsVersion").objects.get(id=made)
        assert (back.label, back.dated, back.is_assumed, back.note) == (
            "the “first”",
            "2019-05",
            True,
            "A\nnote.",
        )
        assert (back.quorum_count, back.quorum_clause, back.casting_vote) == (2, "quorum", "chair")
        assert (back.chair_office, back.meetings_a_year) == ("Portfolio Holder", 4)
        seats = apps.get_model("governance", "Seat").objects.order_by("order")
        assert [(one.slug, one.category, one.votes) for one in seats] == [
            ("council", "core", 1), ("police", "core", 2), ("forum", "invited", 0),
        ]  # fmt: skip
        again = migrated_to(AFTER).get_model("governance", "TermsVersion").objects.get(id=made)
        assert again.text == row.text
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


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
