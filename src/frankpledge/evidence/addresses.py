"""Addresses, crumbs and days as the pages of this room write them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import local_date, short_date


def address(name: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *within: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Home, then the pages above this one."""
    above = (("Home", "home"), *within)
    return tuple((words, address(name, partnership)) for words, name in above)


def day(moment: datetime | None) -> str:
    return short_date(local_date(moment)) if moment else ""
