"""Who proves what: each room registers how it shows a duty done. A room counts; it never claims."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from frankpledge.duties.rules.obligations import Evidence

Provider = Callable[[str, date], Evidence]
"""Called with a partnership's slug and the day on which is asked; answers for every kind that it was registered for."""

_PROVIDERS: dict[str, list[Provider]] = {}


def register_evidence(kind: str, provider: Provider) -> None:
    """Say which room proves one kind of thing (`public-meeting`, `plan-agreed` …). One provider may prove several kinds: it is
    asked once. Several rooms may prove one kind. Safe to repeat."""
    known = _PROVIDERS.setdefault(kind, [])
    if provider not in known:
        known.append(provider)


def proved_kinds() -> frozenset[str]:
    """Every kind that some room proves; the others need evidence recorded by hand."""
    return frozenset(_PROVIDERS)


def ask_all(partnership: str, on: date) -> list[Evidence]:
    """What every room has to show, each asked once."""
    providers = dict.fromkeys(one for known in _PROVIDERS.values() for one in known)
    return [provider(partnership, on) for provider in providers]
