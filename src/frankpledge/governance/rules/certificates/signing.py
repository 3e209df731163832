"""Ed25519 signatures and the fingerprints of keys. Pure; keys come in and go out as bytes.

What is signed is `MARK`, a line feed, and the canonical JSON of the certificate's payload (RFC 8032, without prehashing).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

FORMAT = "frankpledge-decision-certificate/1"
MARK = FORMAT.encode()
ALGORITHM = "Ed25519"
BYTES = 32


def new_private_key() -> bytes:
    """A new private key, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key_of(private: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def fingerprint_of(public: bytes) -> str:
    """SHA-256 of the 32 bytes of the public key, in hexadecimal."""
    return hashlib.sha256(public).hexdigest()


def in_groups(fingerprint: str) -> str:
    """A fingerprint as people compare it: groups of four."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def plain_fingerprint(typed: str) -> str:
    """A fingerprint as typed, without spaces, colons, capitals or a `sha256:` before it."""
    kept = re.sub(r"[\s:]", "", typed.casefold().strip())
    return kept.removeprefix("sha256")


def sign(payload: bytes, private: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign(MARK + b"\n" + payload)


def is_signed(payload: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the signature is that of the key over the payload. False for bytes that are no key or signature."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, MARK + b"\n" + payload)
    except (InvalidSignature, ValueError):
        return False
    return True


def to_text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def from_text(text: str) -> bytes | None:
    """The bytes of a Base64 text; None for one that is not written in the one way there is."""
    try:
        found = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    return found if to_text(found) == text else None


def pem_of(public: bytes) -> str:
    """A public key as a PEM file, which OpenSSL and most tools read."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def public_key_in(content: bytes) -> bytes | None:
    """The public key in a PEM file, or in one of Base64 alone; None where there is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        text = content.decode("ascii").strip()
        if not text.startswith("-----"):
            found = from_text(text)
            return found if found and len(found) == BYTES else None
        key = load_pem_public_key(content)
    except (UnicodeDecodeError, ValueError):
        return None
    return key.public_bytes_raw() if isinstance(key, Ed25519PublicKey) else None
