"""Keys that sign certificates. The private half is in the database encrypted, and what opens it is in a file beside it.

The file `certificate-keys` in the home folder holds one key a line, the newest first: whoever has the database alone, or
its backup, cannot sign. A key that opens is never dropped while something is still sealed with it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.models import SigningKey
from frankpledge.governance.rules.certificates.signing import (
    fingerprint_of,
    from_text,
    in_groups,
    new_private_key,
    pem_of,
    public_key_of,
    to_text,
)
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import Refused
from frankpledge.records.clock import now

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

LOST = (
    "The key that signs certificates cannot be opened: the file {file} is not the one it was sealed with. Put the file "
    "back from the backup, or make a new signing key with ./frankpledge keys renew."
)


@dataclass(frozen=True)
class PublishedKey:
    """A key as the public may know it."""

    fingerprint: str
    grouped: str
    pem: str
    starts_at: datetime
    retired_at: datetime | None


def key_file() -> Path:
    """The file that opens the private keys. It belongs in the backup, but not in that of the database."""
    return Path(settings.HOME) / "certificate-keys"


def keyring() -> MultiFernet:
    """What opens the private keys; the file is made, readable by its owner alone, when there is none."""
    from cryptography.fernet import Fernet, MultiFernet

    path = key_file()
    if not path.exists():
        _write_new(path, Fernet.generate_key())
    lines = [line.strip() for line in path.read_bytes().splitlines() if line.strip()]
    return MultiFernet([Fernet(line) for line in lines])


def _write_new(path: Path, key: bytes) -> None:
    """Write the first key; of two processes that do so at once one wins and both then read the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as out:
        out.write(key + b"\n")


def rotate_file(*, by: Principal) -> int:
    """Put a new key first in the file and seal every private key with it again. Says how many were sealed again.

    The old keys stay in the file until the next rotation has been backed up; nothing is sealed with them any more.
    """
    from cryptography.fernet import Fernet

    keyring()
    path = key_file()
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    _write_new(fresh, Fernet.generate_key() + b"\n" + path.read_bytes().strip())
    fresh.replace(path)
    return _seal_again(by)


@transaction.atomic
def _seal_again(by: Principal) -> int:
    ring, rows = keyring(), list(SigningKey.objects.select_related("partnership"))
    for row in rows:
        row.sealed = _rotated(ring, row.sealed)
        row.save_version(read_version=row.row_version, fields=["sealed"])
        record("signing-key-sealed-again", subject=row.subject(), by=by, detail={"key": row.fingerprint})
    return len(rows)


def _rotated(ring: MultiFernet, sealed: str) -> str:
    from cryptography.fernet import InvalidToken

    try:
        return ring.rotate(sealed.encode("ascii")).decode("ascii")
    except InvalidToken as error:
        raise Refused(message(LOST, file=key_file().name)) from error


def private_key(row: SigningKey) -> bytes:
    """The private key, opened. Raises `Refused` when the file is not the one it was sealed with."""
    from cryptography.fernet import InvalidToken

    try:
        return keyring().decrypt(row.sealed.encode("ascii"))
    except InvalidToken as error:
        raise Refused(message(LOST, file=key_file().name)) from error


@transaction.atomic
def current_key(partnership: str, *, by: Principal) -> SigningKey:
    """The key that signs now; the first one is made when it is needed."""
    found = SigningKey.objects.select_related("partnership").filter(
        partnership__slug=partnership, retired_at__isnull=True
    )
    return found.first() or _made(partnership, by)


@transaction.atomic
def renew_key(partnership: str, *, by: Principal) -> SigningKey:
    """Retire the key that signs now and make another; certificates signed with the old one stay valid."""
    place = directory.partnership(partnership)
    require(by, Permission.GOVERNANCE_WRITE, Subject("partnership", place.id, place.slug))
    for row in SigningKey.objects.filter(partnership_id=place.id, retired_at__isnull=True):
        row.retired_at = now()
        row.save_version(read_version=row.row_version, fields=["retired_at"])
        record("signing-key-retired", subject=row.subject(), by=by, detail={"key": row.fingerprint})
    return _made(partnership, by)


def _made(partnership: str, by: Principal) -> SigningKey:
    place = directory.partnership(partnership)
    private = new_private_key()
    public = public_key_of(private)
    made = SigningKey.objects.create(
        partnership_id=place.id, public=to_text(public), fingerprint=fingerprint_of(public),
        sealed=keyring().encrypt(private).decode("ascii"), starts_at=now(), recorded_by=by.name,
    )  # fmt: skip
    record("signing-key-made", subject=made.subject(), by=by, detail={"key": made.fingerprint})
    return made


def published_keys(partnership: str) -> tuple[PublishedKey, ...]:
    """Every key that has signed for the partnership, the present one first."""
    rows = SigningKey.objects.filter(partnership__slug=partnership)
    return tuple(
        PublishedKey(
            one.fingerprint, in_groups(one.fingerprint), pem_of(from_text(one.public) or b""), one.starts_at, one.retired_at
        )
        for one in rows
    )  # fmt: skip
