"""Where the pages of governance are, and what in the terms needs a person."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.facts import TermsFacts
from frankpledge.governance.rules.seats import every_authority_is_seated, seat_names_a_living_body
from frankpledge.law import api as law


def address(name: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *within: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Home, then the pages above this one."""
    return tuple((words, address(name, partnership)) for words, name in (("Home", "home"), *within))


def flags(partnership: PartnershipFacts, terms: TermsFacts | None, on: date) -> tuple[str, ...]:
    """What in the terms needs a person: seats of bodies that have ended, authorities without a seat."""
    if terms is None:
        return ()
    judged = [seat_names_a_living_body(seat, on) for seat in terms.seats]
    judged.append(
        every_authority_is_seated(terms.seats, law.responsible_authorities(partnership.nation, on), on)
    )
    return tuple(str(verdict) for verdict in judged if not verdict.holds)
