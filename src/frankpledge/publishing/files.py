"""Issued files by the hash of their content: `issued/ab/abcdef….pdf`. Written once, never overwritten."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from frankpledge.records.files import FileStore

TREE = "tree.json"
"""The ending of the document tree that the four formats were printed from."""


def _kept() -> FileStore:
    return FileStore(Path(settings.STORE) / "issued")


def keep(content: bytes, fmt: str) -> str:
    """Keep some bytes and answer their SHA-256 in hex. Safe to repeat."""
    return _kept().put_bytes(content, suffix=f".{fmt}").sha256


def read(sha256: str, fmt: str) -> bytes:
    """The bytes of that hash. Raises `NotFound` when they are not there or are no longer what the hash says."""
    return _kept().read(sha256, suffix=f".{fmt}")
