"""Stored texts, and the engine's view of them, worked out once for each text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache
from uuid import UUID

from frankpledge.governance.models import TermsVersion
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.reading import terms_in
from frankpledge.kernel.dates import Period
from frankpledge.kernel.verdicts import NotFound

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


def text_of_version(version_id: UUID) -> str:
    """The file of a version as it was written. Raises `NotFound`."""
    found = TermsVersion.objects.filter(id=version_id).values_list("text", flat=True).first()
    if found is None:
        raise NotFound("There is no such version, or you may not know of it.")
    return found


def file_of_version(partnership: str, version_id: UUID) -> str:
    """The file of one of a partnership's versions. Raises `NotFound`, also for another partnership's."""
    if not TermsVersion.objects.filter(partnership__slug=partnership, id=version_id).exists():
        raise NotFound("There is no such version, or you may not know of it.")
    return text_of_version(version_id)
