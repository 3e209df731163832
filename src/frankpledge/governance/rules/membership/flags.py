"""One thing about members that needs a person: what is so, what it rests on, what cures it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    """`code` is a short stable slug; `about` is the slug of the seat or office, `clause` empty where no clause says it.

    `is_undetermined` where the terms are silent, so that nobody can tell whether something is wrong.
    """

    code: str
    about: str
    sentence: str
    cure: str = ""
    clause: str = ""
    is_undetermined: bool = False
