"""The database brought up to date: an empty one gets its tables at once, any other goes by its migrations.

Going by every migration there ever was takes half a minute, most of it spent on working out tables that the next step
changes. A test holds the two ways to the same tables.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def bring_up_to_date(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Make or change the tables as this release needs them, quietly. Safe to repeat, and to begin again if it was stopped.

    Where nothing is left to be done nothing is: finding that out must not slow every command, nor a server that was killed
    and starts again.
    """
    connection = connections[alias]
    if not connection.introspection.table_names():
        make_tables(alias)
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", database=alias, verbosity=0, interactive=False)


def make_tables(alias: str) -> None:
    """Make every table in an empty database, all or none, and note each migration as done."""
    connection = connections[alias]
    emit_pre_migrate_signal(verbosity=0, interactive=False, db=alias)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app, name in MigrationLoader(connection).graph.nodes:
            recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=alias)
