"""The database refuses two facts in force at once: an exclusion constraint on PostgreSQL, triggers on SQLite.

Run after every migrate, because Django rebuilds SQLite tables on AlterField and drops their triggers silently.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from frankpledge.records.models import Dated


def guarded_models() -> Iterator[type[Dated]]:
    """Every concrete dated model that names the columns within which it may not overlap."""
    for model in apps.get_models():
        if issubclass(model, Dated) and model.overlap_keys:
            yield model


def install(connection: BaseDatabaseWrapper) -> None:
    """(Re)install the refusal for every guarded model whose table exists. Safe to repeat."""
    tables = set(connection.introspection.table_names())
    for model in guarded_models():
        if model._meta.db_table in tables:
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    _install_postgresql(model, cursor)
                else:
                    for statement in _sqlite(model):
                        cursor.execute(statement)


def _columns(model: type[Dated]) -> list[str]:
    return [str(model._meta.get_field(key).column) for key in model.overlap_keys]  # type: ignore[union-attr]


def _install_postgresql(model: type[Dated], cursor: CursorWrapper) -> None:
    """An exclusion constraint, named by its definition: one that stands already is left alone, an older one goes.

    The keys become two ranges of one number each, from the halves of their MD5, because GiST knows ranges by itself:
    plain columns would need the extension btree_gist, which hosted and bundled servers do not always have.
    """
    table = model._meta.db_table
    key = "md5(" + " || '/' || ".join(f'"{column}"::text' for column in _columns(model)) + ")"
    halves = [f"('x' || substr({key}, {start}, 15))::bit(60)::bigint" for start in (1, 17)]
    keys = ", ".join(f"int8range({half}, {half}, '[]') WITH &&" for half in halves)
    definition = f"EXCLUDE USING gist ({keys}, daterange(starts_on, ends_on, '[]') WITH &&) WHERE (superseded_at IS NULL)"
    # PostgreSQL keeps the index behind it by this name, once in a schema: the table belongs to the name.
    name = f"no_overlap_{hashlib.sha256(f'{table} {definition}'.encode()).hexdigest()[:12]}"
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'x'", [f'"{table}"']
    )
    standing = {row[0] for row in cursor.fetchall()}
    for older in sorted(standing - {name}):
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{older}"')
    if name not in standing:
        cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')


def _sqlite(model: type[Dated]) -> list[str]:
    table = model._meta.db_table
    same = " AND ".join(f'other."{column}" = NEW."{column}"' for column in _columns(model))
    body = (
        "WHEN NEW.superseded_at IS NULL AND EXISTS ("  # noqa: S608 (names come from models, never from input)
        f'SELECT 1 FROM "{table}" AS other WHERE {same} AND other.id <> NEW.id AND other.superseded_at IS NULL '
        "AND other.starts_on <= COALESCE(NEW.ends_on, '9999-12-31') "
        "AND NEW.starts_on <= COALESCE(other.ends_on, '9999-12-31')) "
        f"BEGIN SELECT RAISE(ABORT, '{table} would overlap a fact in force'); END"
    )
    found = []
    for verb in ("INSERT", "UPDATE"):
        trigger = f"{table}_no_overlap_{verb.lower()}"
        found += [
            f'DROP TRIGGER IF EXISTS "{trigger}"',
            f'CREATE TRIGGER "{trigger}" BEFORE {verb} ON "{table}" FOR EACH ROW {body}',
        ]
    return found
