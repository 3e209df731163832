"""Settings for the tests, fixed before Django reads them: a home folder of their own and work done at once."""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["FRANKPLEDGE_HOME"] = tempfile.mkdtemp(prefix="frankpledge-test-")
os.environ["FRANKPLEDGE_JOBS_INLINE"] = "yes"
os.environ["FRANKPLEDGE_SECRET_KEY"] = "only for tests"  # noqa: S105


def pytest_addoption(parser) -> None:
    parser.addoption(
        "--seed",
        type=int,
        default=1,
        help="the seed of the series that the tests of methods draw (default 1)",
    )


def pytest_configure() -> None:
    """Property tests are never timed: timing is for benchmarks. Each run draws other examples, fifty where a test asks for no
    number of its own.
    """
    from hypothesis import settings

    settings.register_profile("frankpledge", deadline=None, max_examples=50)
    settings.load_profile("frankpledge")
    let_history_be_emptied()
    settle_django()


def settle_django() -> None:
    """The Django plugin may have read the settings before this file set the environment: put right what it read."""
    from django.conf import settings

    if settings.configured:
        settings.HOME = Path(os.environ["FRANKPLEDGE_HOME"])
        settings.STORE = settings.HOME / "store"
        settings.JOBS_INLINE = True
        # A password of these tests guards nothing; one that takes a quarter of a second to check would only be slow.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        keep_the_database_in_a_file(settings.DATABASES["default"])


def keep_the_database_in_a_file(database: dict) -> None:
    """SQLite's tests get a file, as a partnership does, and each thread of a journey's server its own connection to it.

    By default they share one in memory, and then two threads can wait for each other for ever: one holds the
    connection while a function of Python's that SQLite calls waits for the interpreter, the other holds the
    interpreter and waits for the connection. The file need not outlive the power: nothing waits for the disk.
    """
    if database["ENGINE"].endswith("sqlite3"):
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=NORMAL", "synchronous=OFF")
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ["FRANKPLEDGE_HOME"]) / "tests.sqlite3")


def let_history_be_emptied() -> None:
    """Let the tests' own clean-up empty the history, which the database otherwise refuses to delete.

    Only what a test filled is emptied: Django's own way goes through every table there is, and then has every room
    install again what it installed, which takes longer than most tests.
    """
    from django.test import TransactionTestCase

    def emptied(self) -> None:
        for name in self._databases_names(include_mirrors=False):
            empty_what_was_filled(name)

    TransactionTestCase._fixture_teardown = emptied


KEPT_TABLES = {"django_content_type", "auth_permission", "django_migrations"}
"""What Django itself fills when the tables are made, and tests expect to find."""


def lift_refusals(connection) -> None:
    """Take away the triggers that guard the history; there is no way to do it outside the tests."""
    statements = (
        ["DROP TRIGGER IF EXISTS audit_event_no_change ON audit_event"]
        if connection.vendor == "postgresql"
        else ["DROP TRIGGER IF EXISTS audit_event_no_update", "DROP TRIGGER IF EXISTS audit_event_no_delete"]
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def empty_what_was_filled(alias: str) -> None:
    """Empty every table that holds a row; the refusals of the history stand again afterwards."""
    from django.core.management.color import no_style
    from django.db import connections

    from frankpledge.audit.apps import install_refusals

    connection = connections[alias]
    tables = set(connection.introspection.django_table_names(only_existing=True)) - KEPT_TABLES
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"  # noqa: S608 (only our own names)
        for table in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [table for (table,) in cursor.fetchall()]
    if not filled:
        return
    lift_refusals(connection)
    statements = connection.ops.sql_flush(
        no_style(), filled, allow_cascade=connection.vendor == "postgresql", reset_sequences=True
    )
    connection.ops.execute_sql_flush(statements)
    install_refusals(alias)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is there before the first test is there after the last: looking through it for waste is itself a waste."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()


def pytest_sessionfinish(session, exitstatus: int) -> None:
    """In CI a skip is a failure: what was not run has not been shown."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or reporter is None:
        return
    skipped = reporter.stats.get("skipped", [])
    if skipped and exitstatus == 0:
        reporter.write_line(f"FAILED: {len(skipped)} skipped, and in CI a skip is a failure", red=True)
        session.exitstatus = 1


def lacking() -> dict[str, str]:
    """By marker, what this machine lacks for the tests that carry it."""
    import shutil
    from pathlib import Path

    data = Path(__file__).resolve().parent.parent / "shared" / "data"
    found = (
        {} if data.is_dir() else {"real_data": "the folder of real public files is not beside the project"}
    )
    for marker, program in (("office", "soffice"), ("browser", "chromium")):
        if shutil.which(program) is None:
            found[marker] = f"{program} is not on this machine"
    return found


def pytest_collection_modifyitems(items) -> None:
    """Skip, with the reason, what this machine lacks; in CI nothing is skipped, so that a lack shows as a failure."""
    if os.environ.get("CI"):
        return
    reasons = lacking()
    for item in items:
        for marker, reason in reasons.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"{reason}: NOT run"))
