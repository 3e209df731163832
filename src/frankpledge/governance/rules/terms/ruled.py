"""Whether something may be done by the terms, with its clause and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ruled:
    """`ok` of None: the terms are silent (`rules` names where) or a fact is lacking (`facts`)."""

    ok: bool | None
    reason: str
    clause: str = ""
    rules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
