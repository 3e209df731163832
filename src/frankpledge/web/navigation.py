"""The working navigation: an item appears when its room has made a route of that name and the person may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from frankpledge.access.policy import can
from frankpledge.web.routes import ROUTES, subject_of
from frankpledge.web.surroundings import Surroundings


@dataclass(frozen=True)
class Section:
    """A part of the working pages: the words in the menu and the name of its first page's route."""

    label: str
    route: str


SECTIONS: tuple[Section, ...] = (
    Section("Home", "home"),
    Section("My page", "me"),
    Section("Data", "data"),
    Section("Assessment", "assessment"),
    Section("Plan", "plan"),
    Section("Report", "report"),
    Section("Reviews", "reviews"),
    Section("Meetings", "meetings"),
    Section("Members", "members"),
    Section("Partnership", "directory"),
)
"""In this order. A room joins by naming its first page's route so; nothing else has to be registered."""


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the menu; `is_here` when the page belongs to that section."""

    label: str
    href: str
    is_here: bool


def navigation(here: Surroundings, path: str) -> tuple[NavigationItem, ...]:
    """What this person may visit in this partnership; nothing outside the working pages."""
    if here.partnership is None or not here.is_work:
        return ()
    found = []
    for section in SECTIONS:
        href = address_of(section.route, here.partnership.slug)
        route = ROUTES.get(section.route)
        if href and route and can(here.principal, route.action, subject_of(here.partnership, is_work=True)):
            found.append((section.label, href))
    current = max((href for _, href in found if path.startswith(href)), key=len, default="")
    return tuple(NavigationItem(label, href, href == current) for label, href in found)


def address_of(route: str, partnership: str) -> str:
    """The address of a partnership's page by route name; empty when no room has made it."""
    try:
        return reverse(route, kwargs={"partnership": partnership})
    except NoReverseMatch:
        return ""
