"""What the home pages show, and how rooms add to it. A room registers in its AppConfig.ready; nothing is guessed.

Every provider is called as `provider(principal, partnership, on)` and must answer quickly: it reads what was worked
out before. What no room has told is shown as “not yet assessed”, never as missed or done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from frankpledge.kernel.people import Principal
from frankpledge.web.pictures import LINKS, BeadState, ChainLink, Duty
from frankpledge.web.routes import Place

MOST_DUE = 7


@dataclass(frozen=True)
class Due:
    """One thing for this person to do, with the one button that does it. `due_on` None: when convenient."""

    what: str
    button: str
    href: str
    due_on: date | None = None
    because: str = ""


@dataclass(frozen=True)
class Change:
    """What changed in the data, in one sentence, and where to look."""

    sentence: str
    on: date
    href: str = ""


@dataclass(frozen=True)
class NextMeeting:
    """The next meeting and what its quorum looks like, in words."""

    title: str
    on: date
    quorum: str
    href: str = ""


@dataclass(frozen=True)
class Published:
    """Something the public may read."""

    title: str
    kind: str
    on: date
    href: str
    sentence: str = ""


T = TypeVar("T")
Provider = Callable[[Principal, Place, date], T]

_DUE: list[Provider[Iterable[Due]]] = []
_CHAIN: dict[str, Provider[ChainLink]] = {}
_YEAR: list[Provider[Iterable[Duty]]] = []
_CHANGES: list[Provider[Iterable[Change]]] = []
_MEETING: list[Provider[NextMeeting | None]] = []
_PUBLISHED: list[Callable[[Place], Iterable[Published]]] = []


def register_due(provider: Provider[Iterable[Due]]) -> None:
    """Add things due to the working home page. Safe to repeat."""
    _once(_DUE, provider)


def register_chain_link(slug: str, provider: Provider[ChainLink]) -> None:
    """Say how one link of the chain stands. `slug` is one of `pictures.LINKS`; ValueError otherwise."""
    if slug not in dict(LINKS):
        raise ValueError(f"the chain has no link ‘{slug}’; it has {', '.join(dict(LINKS))}")
    _CHAIN[slug] = provider


def register_duties(provider: Provider[Iterable[Duty]]) -> None:
    """Add duties to the year ring. Safe to repeat."""
    _once(_YEAR, provider)


def register_change(provider: Provider[Iterable[Change]]) -> None:
    """Add sentences about what changed in the data. Safe to repeat."""
    _once(_CHANGES, provider)


def register_meeting(provider: Provider[NextMeeting | None]) -> None:
    """Say which meeting is next. Safe to repeat."""
    _once(_MEETING, provider)


def register_published(provider: Callable[[Place], Iterable[Published]]) -> None:
    """Add what a partnership has published to its public home page. Safe to repeat."""
    _once(_PUBLISHED, provider)


def _once(known: list[T], one: T) -> None:
    if one not in known:
        known.append(one)


def things_due(principal: Principal, place: Place, on: date) -> tuple[Due, ...]:
    """Everything due, the most pressing first; what has no date comes last."""
    found = [due for provider in _DUE for due in provider(principal, place, on)]
    return tuple(sorted(found, key=lambda due: (due.due_on is None, due.due_on or on, due.what)))


def has_due_providers() -> bool:
    """Whether any room has said what is due; if none has, the page must not say that nothing is."""
    return bool(_DUE)


def chain(principal: Principal, place: Place, on: date) -> tuple[ChainLink, ...]:
    """The eight links in their order; one that no room speaks for is “not yet assessed”."""
    return tuple(
        _CHAIN[slug](principal, place, on) if slug in _CHAIN else ChainLink(slug, name, BeadState.UNKNOWN, "")
        for slug, name in LINKS
    )


def duties_of_year(principal: Principal, place: Place, on: date) -> tuple[Duty, ...]:
    """Every duty the rooms know of, by date."""
    found = [duty for provider in _YEAR for duty in provider(principal, place, on)]
    return tuple(sorted(found, key=lambda duty: (duty.due_on, duty.what)))


def changes(principal: Principal, place: Place, on: date) -> tuple[Change, ...]:
    """What changed in the data, newest first."""
    found = [change for provider in _CHANGES for change in provider(principal, place, on)]
    return tuple(sorted(found, key=lambda change: change.on, reverse=True))


def next_meeting(principal: Principal, place: Place, on: date) -> NextMeeting | None:
    """The nearest meeting that any room knows of."""
    found = [meeting for provider in _MEETING if (meeting := provider(principal, place, on)) is not None]
    return min(found, key=lambda meeting: meeting.on, default=None)


def published(place: Place) -> tuple[Published, ...]:
    """What the public may read, newest first."""
    found = [item for provider in _PUBLISHED for item in provider(place)]
    return tuple(sorted(found, key=lambda item: (item.on, item.title), reverse=True))
