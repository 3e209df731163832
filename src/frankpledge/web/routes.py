"""Every address names its permission here, and one place turns refusals into pages.

    urlpatterns = [
        page("work/data/", views.datasets, name="data", action=Permission.DATA_READ),
        page("work/data/import/", views.import_file, name="data-import", action=Permission.DATA_READ,
             post=Permission.DATA_IMPORT),
    ]

The view is called as `view(request, principal, partnership, **rest of the address)`. Which partnerships and people
there are is the directory's business, which stands above this room: `site` registers how to ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.kernel.people import PUBLIC, Account, Classification, Principal, Subject
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.steady import steady
from frankpledge.web import refusals
from frankpledge.web.surroundings import Surroundings, surround

View = Callable[..., HttpResponse]


class Place(Protocol):
    """A partnership, as far as routes and layouts need to know one. `directory.api.PartnershipFacts` is one."""

    @property
    def id(self) -> UUID: ...
    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...
    @property
    def council_name(self) -> str: ...
    @property
    def colour(self) -> str: ...
    @property
    def accent(self) -> str: ...
    @property
    def logo_png(self) -> bytes | None: ...
    @property
    def is_demo(self) -> bool: ...


@dataclass(frozen=True)
class Route:
    """One address: what reading it needs, what posting to it needs (None: it takes no POST)."""

    pattern: str
    name: str
    action: Permission
    post: Permission | None
    only_post: bool

    @property
    def is_work(self) -> bool:
        return self.pattern.startswith("work/") or "/work/" in self.pattern

    @property
    def methods(self) -> list[str]:
        reading = [] if self.only_post else ["GET", "HEAD"]
        return reading + (["POST"] if self.post else [])


ROUTES: dict[str, Route] = {}
"""Every route made by `page`, by name: menus, the guard test and the published matrix read it."""

_find_partnership: list[Callable[[str], Place]] = []
_find_principal: list[Callable[[Account], Principal]] = []
_second_factor: list[Callable[[HttpRequest], bool]] = []


def register_resolvers(
    *,
    partnership: Callable[[str], Place],
    principal: Callable[[Account], Principal],
    second_factor: Callable[[HttpRequest], bool],
) -> None:
    """Say how to find a partnership by its slug (raising `NotFound`), who stands behind an account, and whether they showed a
    second factor in this session.
    """
    _find_partnership[:] = [partnership]
    _find_principal[:] = [principal]
    _second_factor[:] = [second_factor]


def page(
    pattern: str,
    view: View,
    *,
    name: str,
    action: Permission,
    post: Permission | None = None,
    only_post: bool = False,
) -> URLPattern:
    """An address with the permission it needs; a POST needs `post`, and is refused (405) without one."""
    route = Route(pattern, name, action, (post or action) if only_post else post, only_post)
    if ROUTES.setdefault(name, route) != route:
        raise ValueError(f"two routes want the name {name}")
    return path(pattern, guarded(route, view), name=name)


def guarded(route: Route, view: View) -> View:
    """The view behind its permission. Exactly three kernel errors, and unusable input, become pages."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if request.method not in route.methods:
            return HttpResponseNotAllowed(route.methods)
        try:
            place = _place(parts.pop("partnership", None))
            here = surround(request, Surroundings(principal_of(request), place, route.is_work))
            return _permitted(request, route, view, here, parts)
        except NotFound as missing:
            return refusals.not_found(request, str(missing))
        except NotPermitted as denied:
            return refusals.not_permitted(request, str(denied))
        except Refused as refused:
            return refusals.refused(request, refused)
        except Unusable as unusable:
            return refusals.unusable(request, unusable)

    answer.route = route  # type: ignore[attr-defined]
    return answer


def _permitted(
    request: HttpRequest, route: Route, view: View, here: Surroundings, parts: dict[str, Any]
) -> HttpResponse:
    needed = route.post if request.method == "POST" and route.post else route.action
    subject = subject_of(here.partnership, is_work=route.is_work)
    if here.principal.is_public and not can(here.principal, needed, subject):
        return refusals.sign_in_first(request)
    require(here.principal, needed, subject)
    if request.method == "POST":
        response = view(request, here.principal, here.partnership, **parts)
    else:
        with steady():  # what a page shows is of one moment
            response = view(request, here.principal, here.partnership, **parts)
    if route.is_work:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def subject_of(place: Place | None, *, is_work: bool) -> Subject:
    """What a page's permission is asked about: the partnership, published only outside its working pages."""
    if place is None:
        return Subject("installation", is_published=not is_work)
    kind = Classification.OFFICIAL if is_work else Classification.PUBLIC
    return Subject("partnership", place.id, place.slug, kind, is_published=not is_work)


def _place(slug: str | None) -> Place | None:
    return None if slug is None else _find_partnership[0](slug)


def principal_of(request: HttpRequest) -> Principal:
    """Whoever asks, with the roles in force today; the public when nobody is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return PUBLIC
    return replace(_find_principal[0](user), has_second_factor=_second_factor[0](request))
