"""What this room adds to the home page: how the assessment stands."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from frankpledge.assessment import queries
from frankpledge.assessment.pictures import ranking_title
from frankpledge.kernel.people import Principal
from frankpledge.web.pictures import BeadState, ChainLink
from frankpledge.web.routes import Place

SLUG, NAME = "assessment", "Assessment"


def chain_of_assessment(_principal: Principal, place: Place, _on: date) -> ChainLink:
    """Whether the newest edition has been ranked, and what could not be scored in it."""
    href = reverse("assessment", kwargs={"partnership": place.slug})
    ranking = queries.ranking(place.slug)
    if ranking is None:
        opened = queries.editions(place.slug)
        said = "Opened, not ranked yet." if opened else "No strategic assessment has been opened."
        return ChainLink(SLUG, NAME, BeadState.NOW if opened else BeadState.WAITING, said, href)
    left = len(ranking.left_out)
    tail = f" {left} issue{'' if left == 1 else 's'} could not be scored." if left else ""
    return ChainLink(SLUG, NAME, BeadState.DONE, f"{ranking_title(ranking)}.{tail}", href)
