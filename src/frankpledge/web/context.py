"""The names that every template finds besides `page`: what the layouts need."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from frankpledge.web.navigation import navigation
from frankpledge.web.surroundings import surroundings_of

TEMPLATE_NAMES = frozenset(
    {"principal", "partnership", "is_work", "navigation", "is_demo", "language", "messages"}
)


def for_templates(request: HttpRequest) -> dict[str, Any]:
    """The context processor named in settings."""
    here = surroundings_of(request)
    return {
        "principal": here.principal,
        "partnership": here.partnership,
        "is_work": here.is_work,
        "navigation": navigation(here, request.path),
        "is_demo": settings.DEMO or bool(here.partnership and here.partnership.is_demo),
        "language": "en",
    }
