"""The evidence room's files lie in the house's store of files by content; this is its door to it."""

from __future__ import annotations

from frankpledge.records.files import FileStore, StoredFile, hash_of

__all__ = ["FileStore", "StoredFile", "hash_of"]
