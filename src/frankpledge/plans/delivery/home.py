"""What delivery adds to the home page: actions nobody has heard of, and figures that a person is to give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from frankpledge.kernel.people import Principal
from frankpledge.plans.delivery import queries
from frankpledge.plans.measures.queries import standings
from frankpledge.plans.rules.delivery.owners import never_heard
from frankpledge.web.home import Due
from frankpledge.web.routes import Place


def due(principal: Principal, place: Place, on: date) -> Iterator[Due]:
    """A person's own silent actions, told to themselves first, and figures of their own measures that are due."""
    if principal.user_id is None:
        return
    own = queries.own(principal, place.slug, on=on)
    href = reverse("plan-mine", kwargs={"partnership": place.slug})
    for one in never_heard((each.action for each in own), on):
        yield Due("Say how your actions stand", "My actions in two minutes", href, because=str(one.to_owner))
    for each in standings(place.slug, on=on):
        found, is_typed = each.measure, each.measure.is_recorded and not each.measure.is_fed
        is_own = found.owner_id == principal.user_id or _same(found.case.owner, principal.name)
        if is_own and is_typed and each.status.absent:
            absent = ", ".join(map(str, each.status.absent))
            enter = reverse("plan-measure-enter", kwargs={"partnership": place.slug, "slug": found.slug})
            yield Due(f"Give the figure of ‘{found.case.title}’ for {absent}", "Enter the figure", enter)


def _same(one: str, other: str) -> bool:
    return bool(one) and " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
