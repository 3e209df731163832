"""The arithmetic of the chain, pure, so that an outsider can check it with these lines alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FIRST = "0" * 64
"""What the first event of a chain takes as the hash before it."""


@dataclass(frozen=True)
class Link:
    """One event as it was hashed: `sequence` counts from 1 in its partnership."""

    sequence: int
    body: Mapping[str, object]
    previous: str
    hash: str


def link_hash(previous: str, sequence: int, body: Mapping[str, object]) -> str:
    """SHA-256 over the previous hash, the sequence number and the canonical JSON of the body, in hex."""
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{sequence}\n{canonical}".encode()).hexdigest()


def first_break(links: Iterable[Link]) -> int | None:
    """The sequence number at which a chain no longer holds, or None when it holds throughout."""
    previous, expected = FIRST, 1
    for link in links:
        intact = (
            link.sequence == expected
            and link.previous == previous
            and link.hash == link_hash(previous, link.sequence, link.body)
        )
        if not intact:
            return expected
        previous, expected = link.hash, expected + 1
    return None
