"""An empty database gets its tables at once; one that has been in use goes by the migrations. Both end up the same."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connections

from frankpledge.site.tables import bring_up_to_date, make_tables


@pytest.fixture
def empty(django_db_blocker, settings):
    """A maker of empty SQLite databases in memory, each by the name it is given."""
    settings.MIGRATION_MODULES = {}
    made = []

    def make(name):
        connections.databases[name] = {**connections["default"].settings_dict, "ENGINE": "django.db.backends.sqlite3",
                                       "NAME": ":memory:", "ATOMIC_REQUESTS": False, "OPTIONS": {}}  # fmt: skip
        made.append(name)
        return name

    with django_db_blocker.unblock():
        yield make
        for name in made:
            connections[name].close()
            del connections[name], connections.databases[name]


def described(alias):
    """Every table with its columns, and every index and trigger, as the database itself tells them."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        listed = cursor.fetchall()
        tables = {}
        for kind, name, _, _ in listed:
            if kind == "table":
                cursor.execute(f"PRAGMA table_info('{name}')")
                columns = {row[1]: (row[2], row[3], row[5]) for row in cursor.fetchall()}
                cursor.execute(f"PRAGMA foreign_key_list('{name}')")
                tables[name] = (columns, {(row[2], row[3], row[4]) for row in cursor.fetchall()})
    others = {(kind, name, table, sql) for kind, name, table, sql in listed if kind != "table" and sql}
    return tables, others


def checks(alias):
    """The named checks of every table: SQLite keeps them in the words that made it."""
    import re

    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        return {
            name: sorted(re.findall(r'CONSTRAINT "([^"]+)" CHECK', sql or ""))
            for name, sql in cursor.fetchall()
        }


def test_an_empty_database_gets_what_the_migrations_give(empty):
    at_once, by_steps = empty("at-once"), empty("by-steps")
    bring_up_to_date(at_once)
    call_command("migrate", database=by_steps, verbosity=0, interactive=False)
    assert described(at_once) == described(by_steps)
    assert checks(at_once) == checks(by_steps)
    with connections[at_once].cursor() as one, connections[by_steps].cursor() as other:
        for cursor in (one, other):
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        assert one.fetchall() == other.fetchall()
    call_command("migrate", database=at_once, verbosity=0, interactive=False, check_unapplied=True)


def test_a_start_that_was_cut_short_leaves_nothing_half_made(empty, monkeypatch):
    from django.db.migrations.recorder import MigrationRecorder

    alias = empty("cut")

    def stopped(self, app, name):
        raise KeyboardInterrupt

    monkeypatch.setattr(MigrationRecorder, "record_applied", stopped)
    with pytest.raises(KeyboardInterrupt):
        make_tables(alias)
    assert connections[alias].introspection.table_names() == []
