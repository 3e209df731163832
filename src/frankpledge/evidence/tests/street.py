"""One street file read whole, as tests want it; imports read many at a time."""

from __future__ import annotations

from pathlib import Path

from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.police import StreetReader
from frankpledge.evidence.readers.result import ReadResult


def read_street(
    path: Path, into: FileStore, *, name: str = "", expected_force: str | None = None
) -> ReadResult:
    """Raises Unusable when it is not a street file, or holds no row that can be used."""
    with StreetReader(into, folders=[path.parent], workers=1) as reader:
        return reader.submit(path, name or path.name, expected_force=expected_force).result()
