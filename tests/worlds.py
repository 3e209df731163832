"""Worlds that many tests begin in: built once in a process, through the services as always, and put back as rows after that.

    @built_once
    def two_partners():
        load_partnership(FILE, by=BY)
        return "vale"

    @pytest.fixture
    def vale(db):
        return two_partners()

Building a partnership takes a hundred times as long as writing its rows. What is put back is what the first building left
in the database, byte for byte, and a copy of what it returned; files are not remembered. Where the database holds anything
already, outside a transaction, or where the test's clock stands otherwise than it did, the world is built.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from frankpledge.directory.loaders import load_partnership
from frankpledge.governance.running import snapshots
from frankpledge.kernel.people import system
from frankpledge.plans.measures import queries
from frankpledge.records import clock
from tests.house import ROOT

P = ParamSpec("P")
T = TypeVar("T")
KEPT = {"django_content_type", "auth_permission", "django_migrations"}
"""What Django itself fills when the tables are made."""


@dataclass(frozen=True)
class Rows:
    """What one table held: rows as the engine hands them over, to be given back as they are."""

    model: type[models.Model]
    content: Any


_KNOWN: dict[Hashable, tuple[list[Rows], Any]] = {}


def built_once(build: Callable[P, T]) -> Callable[P, T]:
    """The same world for every test that asks, by the same (hashable) arguments and at the same fixed moment."""

    @wraps(build)
    def world(*args: P.args, **kwargs: P.kwargs) -> T:
        if not connection.in_atomic_block or _holds_anything():
            return build(*args, **kwargs)
        key = (connection.vendor, build, args, tuple(sorted(kwargs.items())), clock._fixed.get())
        if key not in _KNOWN:
            made = build(*args, **kwargs)
            _KNOWN[key] = _rows(), deepcopy(made)
            return made
        rows, made = _KNOWN[key]
        _forget()
        _put_back(rows)
        return deepcopy(made)

    return world


def _forget() -> None:
    """Let go what the process keeps of a record by its ids: they are the same in every test that begins in this world."""
    queries._standings.cache_clear()
    snapshots._kept.clear()


@cache
def _models() -> tuple[type[models.Model], ...]:
    """Every model with a table of its own, and those of many-to-many relations."""
    known = [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]
    return tuple(
        {
            one._meta.db_table: one for one in known if not one._meta.proxy and one._meta.db_table not in KEPT
        }.values()
    )


def _holds_anything() -> bool:
    asked = " OR ".join(f'EXISTS (SELECT 1 FROM "{one._meta.db_table}")' for one in _models())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return bool(cursor.fetchone()[0])


def _columns(model: type[models.Model]) -> str:
    return ", ".join(f'"{one.column}"' for one in model._meta.concrete_fields)


def _rows() -> list[Rows]:
    found = []
    with connection.cursor() as cursor:
        for model in _models():
            content = _read(cursor, model)
            found += [Rows(model, content)] if content else []
    return found


def _read(cursor: Any, model: type[models.Model]) -> Any:
    columns, table = _columns(model), model._meta.db_table
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY (SELECT {columns} FROM "{table}") TO STDOUT') as told:  # noqa: S608
            return b"".join(told)
    # A plus keeps Python's reader of dates and truth values out: what comes is what is stored.
    plain = columns.replace('"', '+"', 1).replace(', "', ', +"')
    cursor.execute(f'SELECT {plain} FROM "{table}"')  # noqa: S608
    return cursor.fetchall()


def _put_back(rows: list[Rows]) -> None:
    with connection.cursor() as cursor:
        for one in rows:
            columns, table = _columns(one.model), one.model._meta.db_table
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as taking:
                    taking.write(one.content)
            else:
                marks = ", ".join(["%s"] * len(one.model._meta.concrete_fields))
                cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', one.content)  # noqa: S608
        for statement in connection.ops.sequence_reset_sql(no_style(), [one.model for one in rows]):
            cursor.execute(statement)


@built_once
def the_demonstration() -> str:
    """The partnership of the demonstration with its areas, organisations and people, and nothing else."""
    return load_partnership(ROOT / "demo" / "dorset" / "partnership.toml", by=system("test"))
