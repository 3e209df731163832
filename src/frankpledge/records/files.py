"""Files kept under the hash of their content: partners' originals, what is made from them, what was issued.

A file is either wholly there or not there: it is written beside its place, made safe on disk, then renamed. It
is never overwritten. The row in the database that names it is the commit point, so files that no row names are
leftovers of something that did not end, and may be swept.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound

BLOCK = 1 << 20


@dataclass(frozen=True)
class StoredFile:
    """A file by its content: SHA-256 in hex, size in bytes, and where it lies."""

    sha256: str
    size: int
    path: Path


class FileStore:
    """A folder of content-addressed files, `ab/abcdef….suffix`. Safe to use from several processes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: Path, *, suffix: str = "") -> StoredFile:
        """Copy a file in, hashing while copying. Raises Unusable when it cannot be read; safe to repeat."""
        self.root.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.root, prefix=".incoming-")
        try:
            with os.fdopen(handle, "wb") as out:
                sha256, size = _copy(path, out)
                out.flush()
                os.fsync(out.fileno())
            return self._settle(Path(temporary), sha256, size, suffix)
        finally:
            Path(temporary).unlink(missing_ok=True)

    def put_bytes(self, content: bytes, *, suffix: str = "") -> StoredFile:
        """Keep some bytes; safe to repeat."""
        self.root.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.root, prefix=".incoming-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            return self._settle(Path(temporary), hashlib.sha256(content).hexdigest(), len(content), suffix)
        finally:
            Path(temporary).unlink(missing_ok=True)

    def read(self, sha256: str, *, suffix: str = "") -> bytes:
        """The bytes of that hash. Raises `NotFound` when they are not there or are no longer what the hash says."""
        path = self.place(sha256, suffix=suffix)
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotFound("The file is not in the store, or has been altered.")
        return content

    def adopt(self, path: Path, *, suffix: str = "", sha256: str | None = None) -> StoredFile:
        """Take over a finished temporary file on the same file system (it is renamed, not copied)."""
        self.root.mkdir(parents=True, exist_ok=True)
        known = sha256 or hash_of(path)
        with path.open("rb") as held:
            os.fsync(held.fileno())
        return self._settle(path, known, path.stat().st_size, suffix)

    def adopt_beside(self, path: Path, sha256: str, *, suffix: str) -> Path:
        """Take over what was made from the file of that hash: it lies beside it, is named by it and goes with it."""
        with path.open("rb") as held:
            os.fsync(held.fileno())
        return self._settle(path, sha256, path.stat().st_size, suffix).path

    def place(self, sha256: str, *, suffix: str = "") -> Path:
        """Where the file of that hash lies, or would lie."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise ValueError("a stored file is named by 64 hexadecimal digits")
        return self.root / sha256[:2] / f"{sha256}{suffix}"

    def holds(self, sha256: str, *, suffix: str = "") -> bool:
        return self.place(sha256, suffix=suffix).is_file()

    def verify(self, stored: StoredFile) -> bool:
        """Whether the file still has the content that its name promises."""
        return stored.path.is_file() and hash_of(stored.path) == stored.sha256

    def orphans(self, named: Collection[str]) -> Iterator[Path]:
        """Files whose hash no manifest row names, and unfinished temporary files, for sweeping.

        Only what this class put there is looked at: other folders of the store are somebody else's. The caller keeps
        those younger than the longest import, since an import in progress is not yet named.
        """
        for path in sorted(self.root.rglob("*")):
            folder = path.relative_to(self.root).parts[0]
            is_kept = re.fullmatch(r"[0-9a-f]{2}", folder) and path.name.split(".")[0] in named
            is_ours = re.fullmatch(r"[0-9a-f]{2}|\.(incoming|work)-.*", folder)
            if path.is_file() and is_ours and not is_kept:
                yield path

    def _settle(self, temporary: Path, sha256: str, size: int, suffix: str) -> StoredFile:
        place = self.place(sha256, suffix=suffix)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            temporary.unlink()
            # Young again: what is about to be named must not be swept as a leftover.
            os.utime(place)
        else:
            temporary.chmod(0o444)
            temporary.rename(place)
            _sync_folder(place.parent)
        return StoredFile(sha256, size, place)


def hash_of(path: Path) -> str:
    """SHA-256 of a file's content, in hex."""
    with path.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def _copy(path: Path, out: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as held:
            while block := held.read(BLOCK):
                digest.update(block)
                out.write(block)
                size += len(block)
    except OSError as error:
        raise Unusable(
            Problem(
                "unreadable-file",
                f"The file could not be read ({error.strerror or error}).",
                "Check that it is still there and that you may open it, then import it again.",
                file=path.name,
            )
        ) from error
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
