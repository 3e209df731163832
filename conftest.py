"""Settings for the tests, fixed before Django reads them: a home folder of their own and work done at once."""

import os
import tempfile
from pathlib import Path

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
    """Property tests are never timed: timing is for benchmarks."""
    from hypothesis import settings

    settings.register_profile("frankpledge", deadline=None)
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


def let_history_be_emptied() -> None:
    """Let the tests' own clean-up empty the history, which the database otherwise refuses to delete."""
    from django.db import connections
    from django.test import TransactionTestCase

    from frankpledge.audit.apps import lift_refusals

    emptied = TransactionTestCase._fixture_teardown

    def lift_first(self) -> None:
        for name in self._databases_names(include_mirrors=False):
            lift_refusals(connections[name])
        emptied(self)  # flush sends post_migrate, which puts the refusals back

    TransactionTestCase._fixture_teardown = lift_first


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
    import pytest

    if os.environ.get("CI"):
        return
    reasons = lacking()
    for item in items:
        for marker, reason in reasons.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"{reason}: NOT run"))
