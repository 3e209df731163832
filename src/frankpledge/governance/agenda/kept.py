"""Where the files of meetings lie: under the hash of their content, never overwritten."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from frankpledge.records.files import FileStore


def files() -> FileStore:
    """The store of papers, attachments and packs."""
    return FileStore(Path(settings.STORE) / "meetings")
