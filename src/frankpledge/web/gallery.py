"""What the gallery of components shows; every name in it is invented for the purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from frankpledge.web.forms import Field
from frankpledge.web.paging import Paging
from frankpledge.web.pictures import (
    LINKS,
    BeadState,
    ChainLink,
    Duty,
    QuorumRing,
    Seat,
    SeatState,
    YearRing,
)


@dataclass(frozen=True)
class GalleryPage:
    """One of everything."""

    title: str
    chain: tuple[ChainLink, ...]
    year: YearRing
    quorum: QuorumRing
    paging: Paging
    fields: tuple[Field, ...]


def gallery_page(on: date) -> GalleryPage:
    """The gallery as on a day."""
    states = list(BeadState)
    links = tuple(
        ChainLink(slug, name, states[n % len(states)], "A sentence about how it stands.")
        for n, (slug, name) in enumerate(LINKS)
    )
    duties = tuple(
        Duty(
            f"Example duty {n + 1}",
            on + timedelta(days=40 * (n - 3)),
            "Example owner",
            states[n % len(states)],
        )
        for n in range(7)
    )
    seats = tuple(
        Seat(f"Example body {letter}", state)
        for letter, state in zip(
            "ABCDE", [*[SeatState.HERE] * 3, SeatState.ABSENT, SeatState.WITHDRAWN], strict=True
        )
    )
    return GalleryPage(
        "Gallery of components", links, YearRing(on, duties), QuorumRing("Quorate", "3 of 5, needs 2", seats),
        Paging.of("4", size=10, total=95, path="/demo/gallery/"), _fields(),
    )  # fmt: skip


def _fields() -> tuple[Field, ...]:
    choices = (("one", "The first choice"), ("two", "The second choice"))
    return (
        Field("words", "words", "text", "A line of text", "", "A hint.", ""),
        Field("wrong", "wrong", "text", "A line that is wrong", "12/13", "", "Enter a real date."),
        Field("much", "much", "textarea", "Several lines", "", "", ""),
        Field("pick", "pick", "radios", "One of two", "two", "", "", options=choices),
        Field("some", "some", "checkboxes", "Any of two", "", "", "", options=choices, values=("one",)),
        Field("menu", "menu", "select", "One from a menu", "one", "", "", options=choices),
        Field("file", "file", "file", "A file", "", "CSV or XLSX.", "", accept=".csv,.xlsx"),
    )
