"""One way to write a value as JSON, so that the same value always has the same bytes. Pure.

Canonical: keys in order of their code points at every level, `,` and `:` without spaces, characters outside ASCII as they
are, UTF-8. As written to a file: the same order, indented by two, with one line feed at the end.
"""

from __future__ import annotations

import hashlib
import json
from typing import NoReturn

from frankpledge.kernel.problems import Problem, Unusable

JsonObject = dict[str, object]
LARGEST = 5_000_000
"""No certificate comes near this many bytes; a larger file is something else."""


def canonical(value: object) -> bytes:
    """The bytes that are signed and hashed."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def written(value: object) -> bytes:
    """The bytes of the file."""
    text = json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_strictly(content: bytes, file: str) -> JsonObject:
    """The object in a file. Raises `Unusable` for what is not JSON, names a key twice or holds a number with a point."""

    def refuse(reason: str) -> NoReturn:
        raise Unusable(
            Problem("not-a-certificate", reason, "Get the file again from where it was issued.", file)
        )

    def once(pairs: list[tuple[str, object]]) -> JsonObject:
        names = [name for name, _ in pairs]
        if len(set(names)) < len(names):
            refuse(f"it names ‘{next(name for name in names if names.count(name) > 1)}’ twice.")
        return dict(pairs)

    if len(content) > LARGEST:
        refuse("it is far too large to be a certificate.")
    try:
        value = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=once,
            parse_float=lambda text: refuse(
                f"it holds the number {text}; a certificate holds whole numbers only."
            ),
            parse_constant=lambda text: refuse(f"it holds {text}."),
        )
        canonical(value)
    except RecursionError:
        refuse("it is nested too deeply.")
    except ValueError as error:
        refuse(f"it cannot be read: {error}.")
    if not isinstance(value, dict):
        refuse("it holds no JSON object.")
    return value
