"""Where other parts of the room offer something on a meeting's page: running it, its minutes. Each registers itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda.facts import MeetingCard
from frankpledge.kernel.people import Principal

Provider = Callable[[Principal, PartnershipFacts, MeetingCard], Iterable[tuple[str, str]]]
"""Answers pairs of words and address; nothing where it has nothing to offer."""

_PROVIDERS: list[Provider] = []


def register_link(provider: Provider) -> None:
    """Offer links on every meeting's page. Safe to repeat."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def links_of(
    principal: Principal, partnership: PartnershipFacts, meeting: MeetingCard
) -> tuple[tuple[str, str], ...]:
    """What the other parts offer for a meeting, in the order in which they registered."""
    return tuple(link for provider in _PROVIDERS for link in provider(principal, partnership, meeting))
