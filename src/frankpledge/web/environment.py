"""The template engine: Jinja2, escaping everything, with a short list of globals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from frankpledge.web import words
from frankpledge.web.pictures import Mark
from frankpledge.web.static_names import asset
from frankpledge.web.undefined import PageUndefined


def as_items(options: Iterable[Sequence[str]]) -> list[dict[str, Any]]:
    """Choices as the GOV.UK macros want them, from (value, words) or (value, words, hint)."""
    return [
        {"value": option[0], "text": option[1], "hint": {"text": option[2]} if len(option) > 2 else None}
        for option in options
    ]


def address(name: str, **parts: object) -> str:
    """The address of a route by its name."""
    return reverse(name, kwargs=parts)


GLOBALS: dict[str, Any] = {
    "asset": asset,
    "address": address,
    "ring_of_ten": Mark().beads,
}
"""What every template may use besides what its page gives it. The guard test reads this list."""
FILTERS: dict[str, Any] = {
    "day_in_words": words.day_in_words,
    "short_day": words.short_day,
    "month_in_words": words.month_in_words,
    "thousands": words.thousands,
    "listed": words.listed,
    "counted": words.counted,
    "as_items": as_items,
}


def environment(**options: Any) -> Environment:
    """Django calls this once for the engine named in settings."""
    options["undefined"] = PageUndefined
    options["trim_blocks"] = options["lstrip_blocks"] = True
    made = Environment(**options)  # noqa: S701 (Django turns autoescape on)
    if made.loader is None:
        raise RuntimeError("the template engine has no folders to read from")
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    made.loader = ChoiceLoader([made.loader, govuk])
    made.globals.update(GLOBALS)
    made.filters.update(FILTERS)
    return made
