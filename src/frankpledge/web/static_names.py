"""Addresses of style sheets and scripts: names that carry a hash of the content, made by frontend/build.py."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings


def asset(name: str) -> str:
    """The address of a built file, such as `/static/frankpledge.0123456789ab.css`.

    Without a build the plain name is given, so that pages can be made (and tested) before any style exists.
    """
    return f"{settings.STATIC_URL}{_names(settings.BUILD / 'static' / 'names.json').get(name, name)}"


@lru_cache(maxsize=4)
def _names(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found
