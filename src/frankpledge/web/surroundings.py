"""What every layout needs to know and no view needs to pass: who asks, where, and what else there is to visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

from frankpledge.kernel.people import PUBLIC, Principal

if TYPE_CHECKING:
    from frankpledge.web.routes import Place


@dataclass(frozen=True)
class Surroundings:
    """Who asks, in which partnership (None outside any), and whether this is one of its working pages."""

    principal: Principal = PUBLIC
    partnership: Place | None = None
    is_work: bool = False


def surround(request: HttpRequest, here: Surroundings) -> Surroundings:
    """Remember the surroundings with the request, for the layout."""
    request.frankpledge = here  # type: ignore[attr-defined]
    return here


def surroundings_of(request: HttpRequest) -> Surroundings:
    found = getattr(request, "frankpledge", None)
    return found if isinstance(found, Surroundings) else Surroundings()
