"""Issued files by the hash of their content: `issued/ab/abcdef….pdf`. Written once, never overwritten."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from frankpledge.kernel.verdicts import NotFound


def keep(content: bytes, fmt: str) -> str:
    """Keep some bytes and answer their SHA-256 in hex. Safe to repeat."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = _place(sha256, fmt)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    return sha256


def read(sha256: str, fmt: str) -> bytes:
    """The bytes of that hash. Raises `NotFound` when they are not there or are no longer what the hash says."""
    path = _place(sha256, fmt)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotFound("The file that was issued is not in the store, or has been altered.")
    return content


def _place(sha256: str, fmt: str) -> Path:
    return Path(settings.STORE) / "issued" / sha256[:2] / f"{sha256}.{fmt}"
