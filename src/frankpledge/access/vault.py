"""Envelopes for identities: a key for every case, wrapped by the installation's key, which stands outside the database.

What is sealed with a case's key is bound to that case and to what it is (a term, a file): moved elsewhere it does not open.
When a wrapped key is destroyed, nothing that it sealed opens again, whatever else is kept. Pure: keys come in as
arguments, except that new ones are drawn at random.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass

KEY_BYTES = 32
NONCE_BYTES = 12
WRAP = b"frankpledge case key 1"
SEAL = b"frankpledge vault 1"


class CannotOpen(Exception):  # noqa: N818
    """The key is not the one it was sealed with, or what was sealed has been altered or moved."""


@dataclass(frozen=True)
class CaseKey:
    """The key of one case, opened. It is never stored, shown or logged."""

    case: str
    secret: bytes

    def __repr__(self) -> str:
        return f"CaseKey({self.case})"


def new_secret() -> bytes:
    """A key for an installation or a case."""
    return os.urandom(KEY_BYTES)


def wrap(key: CaseKey, installation: bytes) -> bytes:
    """The case's key as the database may keep it."""
    return _sealed(installation, key.secret, WRAP + key.case.encode())


def unwrap(wrapped: bytes, case: str, installation: Sequence[bytes]) -> CaseKey:
    """The case's key, by whichever of the installation's keys wrapped it. Raises `CannotOpen`."""
    for secret in installation:
        try:
            return CaseKey(case, _opened(secret, wrapped, WRAP + case.encode()))
        except CannotOpen:
            continue
    raise CannotOpen("None of the installation's keys opens the key of this case.")


def seal(key: CaseKey, content: bytes, what: str) -> bytes:
    """Some bytes sealed for a case; `what` says what they are, and is asked again when they are opened."""
    return _sealed(key.secret, content, _about(key, what))


def unseal(key: CaseKey, sealed: bytes, what: str) -> bytes:
    """The bytes as they were. Raises `CannotOpen`."""
    return _opened(key.secret, sealed, _about(key, what))


def fingerprint(key: CaseKey, content: bytes) -> str:
    """A mark by which the same content is known again within one case, and by which nobody without the key can guess it."""
    return hmac.new(hashlib.sha256(key.secret + b"fingerprint").digest(), content, hashlib.sha256).hexdigest()


def _about(key: CaseKey, what: str) -> bytes:
    return b"|".join((SEAL, key.case.encode(), what.encode()))


def _sealed(secret: bytes, content: bytes, about: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(secret).encrypt(nonce, content, about)


def _opened(secret: bytes, sealed: bytes, about: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("It is not sealed with this key, or it has been altered or moved.") from error
