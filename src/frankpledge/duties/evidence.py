"""Who proves what: each room registers how it shows a duty done. A room counts; it never claims."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from frankpledge.duties.rules.obligations import Evidence

Provider = Callable[[str, date], Evidence]
"""Called with a partnership's slug and the day on which is asked; answers for every kind that it was registered for."""

_PROVIDERS: dict[str, list[Provider]] = {}


_KEPT_BY: dict[str, str] = {}


def register_evidence(kind: str, provider: Provider, *, kept_by: str = "") -> None:
    """Say which room proves one kind of thing (`public-meeting`, `plan-agreed` …). One provider may prove several kinds: it is
    asked once. Several rooms may prove one kind. `kept_by` says where such a thing is recorded, if there and nowhere else: then it
    is not recorded by hand as well, so that two records cannot differ. Safe to repeat."""
    if kept_by:
        _KEPT_BY[kind] = kept_by
    known = _PROVIDERS.setdefault(kind, [])
    if provider not in known:
        known.append(provider)


def kept_elsewhere() -> dict[str, str]:
    """Kinds that a room keeps itself, and where; nobody records them by hand as well."""
    return dict(_KEPT_BY)


def proved_kinds() -> frozenset[str]:
    """Every kind that some room proves; the others need evidence recorded by hand."""
    return frozenset(_PROVIDERS)


def ask_all(partnership: str, on: date) -> list[Evidence]:
    """What every room has to show, each asked once."""
    providers = dict.fromkeys(one for known in _PROVIDERS.values() for one in known)
    return [provider(partnership, on) for provider in providers]
