"""A file that somebody sends with a form, as a path for as long as it is needed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from frankpledge.records.uploads import refuse_by_size


@contextmanager
def on_disk(upload: UploadedFile[bytes]) -> Iterator[tuple[Path, str]]:
    """The upload as a path and the name people know it by. Raises `Unusable` for one that is too large, before it is read."""
    name = upload.name or "file"
    refuse_by_size(name, upload.size or 0)
    with tempfile.TemporaryDirectory(prefix="frankpledge-paper-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as out:
            for piece in upload.chunks():
                out.write(piece)
        yield path, name
