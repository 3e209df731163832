"""The engine's view of a stored text, worked out once for each text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache

from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.reading import terms_in
from frankpledge.kernel.dates import Period

NAME = "terms.toml"


def sha256_of(text: str) -> str:
    """The hash by which a text is known."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@lru_cache(maxsize=256)
def constitution_of(text: str, name: str = NAME) -> Constitution:
    """What a text says. Raises `Unusable` with every problem found."""
    return terms_in(text, name)


def in_force_over(text: str, period: Period) -> Constitution:
    """What a recorded text says, over the days on which it was in force: the version that follows may have ended it."""
    found = constitution_of(text)
    return found if found.period == period else replace(found, period=period)
