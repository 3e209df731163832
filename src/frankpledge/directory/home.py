"""What this room adds to the home page: bodies that have ended, authorities that are lacking."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from frankpledge.directory import api
from frankpledge.directory.presenting import flags
from frankpledge.kernel.people import Principal
from frankpledge.web.home import Due
from frankpledge.web.routes import Place


def due(_principal: Principal, place: Place, on: date) -> Iterable[Due]:
    """One thing for each flag of the partnership page."""
    href = reverse("directory", kwargs={"partnership": place.slug})
    for flag in flags(api.partnership(place.slug), on):
        yield Due(flag, "See the partnership", href, because="Crime and Disorder Act 1998, s 5(1)")
