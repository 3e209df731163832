"""A pytest plugin (`-p tests.storage_only`): only the tests that ask a database, for a run on another engine.

A rule without storage answers the same whatever the engine; it has been tested once already. So has what a page or a
document says: what pages ask of the other engine is tried by the guard that opens every one of them, what documents ask by
the tests that issue them.
"""

from __future__ import annotations

from typing import Any

WORDS = ("pages", "test_document", "test_formats", "test_report")
"""How the names of files end whose tests are of what is said."""
STORES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    """Leave out what neither is marked as asking the database nor uses a fixture that does, and rooms' tests of what is said."""
    chosen = [
        one
        for one in items
        if (one.get_closest_marker("django_db") or STORES & set(one.fixturenames))
        and (one.path.parent.name == "guards" or not one.path.stem.endswith(WORDS))
    ]
    left = [one for one in items if one not in set(chosen)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = chosen
