"""What the public home page lists."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from frankpledge.publishing import queries
from frankpledge.web.home import Published
from frankpledge.web.routes import Place

WORDS = {
    "annual-report": "Annual report",
    "assessment": "Strategic assessment",
    "plan": "Community safety plan",
    "plan-summary": "Summary of the plan",
}


def kind_in_words(kind: str) -> str:
    """A kind of document as pages call it."""
    return WORDS.get(kind, kind.replace("-", " ").capitalize())


def published(place: Place) -> Iterable[Published]:
    """Every document that the partnership has issued and not withdrawn."""
    for one in queries.public(place.slug):
        address = reverse("issued-document", kwargs={"partnership": place.slug, "document_id": one.id})
        yield Published(one.title, kind_in_words(one.kind), one.issued_on, address)
