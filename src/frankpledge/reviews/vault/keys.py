"""Where the keys lie: outside the database, in two folders of the home folder that its backup must not hold.

`vault-keys/installation` holds the installation's keys, one a line, the newest first. `vault-keys/cases/ID` holds the key of one
case, wrapped. A case's key is destroyed by taking its file away: then a restored backup of the database and of the store, however
old, opens nothing of that case. So the folder is backed up by itself, and each copy replaces the last.
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from frankpledge.access.vault import CannotOpen, CaseKey, new_secret, unwrap, wrap
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Refused

GONE = "The key of this review is not there: it was destroyed, and who the people in it are can no longer be told."
LOST = "The key of this review cannot be opened: the file vault-keys/installation is not the one it was sealed with. Put it back."


def folder() -> Path:
    return Path(settings.HOME) / "vault-keys"


def _installation_file() -> Path:
    return folder() / "installation"


def installation_keys() -> tuple[bytes, ...]:
    """The installation's keys, the newest first; the first is made when there is none."""
    path = _installation_file()
    if not path.exists():
        _write_new(path, new_secret().hex().encode() + b"\n")
    return tuple(bytes.fromhex(line.decode()) for line in path.read_bytes().split())


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read; of two who do so at once one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    _write_new(fresh, content)
    fresh.replace(path)


def _case_file(case: UUID) -> Path:
    return folder() / "cases" / str(case)


def make(case: UUID) -> CaseKey:
    """A new key for a case. Raises `Refused` where it has one."""
    if _case_file(case).exists():
        raise Refused(message("This review has a key already."))
    key = CaseKey(str(case), new_secret())
    _write_new(_case_file(case), wrap(key, installation_keys()[0]))
    return key


def opened(case: UUID) -> CaseKey:
    """The key of a case. Raises `Refused` when it was destroyed, or the installation's key does not open it."""
    path = _case_file(case)
    if not path.exists():
        raise Refused(message(GONE))
    try:
        return unwrap(path.read_bytes(), str(case), installation_keys())
    except CannotOpen as error:
        raise Refused(message(LOST)) from error


def destroy(case: UUID) -> None:
    """Take the key of a case away, for good: it is written over and removed."""
    path = _case_file(case)
    if path.exists():
        path.write_bytes(os.urandom(path.stat().st_size))
        path.unlink()


def rotate() -> int:
    """Make a new key of the installation, wrap every case's key with it, and drop the old ones. Says how many were wrapped.

    Safe to break off and to run again: old keys go only when nothing is wrapped with them.
    """
    before = installation_keys()
    fresh = new_secret()
    _replace(_installation_file(), b"\n".join(key.hex().encode() for key in (fresh, *before)) + b"\n")
    wrapped: set[Path] = set()
    while found := _case_files() - wrapped:  # again for a review that was opened meanwhile
        for path in sorted(found):
            key = unwrap(path.read_bytes(), path.name, (fresh, *before))
            _replace(path, wrap(key, fresh))
        wrapped |= found
    _replace(_installation_file(), fresh.hex().encode() + b"\n")
    return len(wrapped)


def _case_files() -> set[Path]:
    cases = folder() / "cases"
    return {path for path in cases.glob("*") if path.suffix != ".new"} if cases.exists() else set()
