"""How people name a figure in narrative text and TOML: `provider:key=value&key=value`. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote, unquote

from frankpledge.figures.providers import Request, provider_slugs
from frankpledge.kernel.problems import Problem, Unusable

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_REMEDY = "Write it as provider:name=value&name=value, for example measure-sum:measure=…&period=2020-Q1."
_PLAIN = "/.- "
"""Characters that a value may hold as they are: periods are written 2020/21."""


def parse(text: str, partnership: str, known_at: datetime | None = None) -> Request:
    """The request that a binding names, for one partnership as known at a moment (UTC; None is now).

    Values may be percent-encoded, which only `&`, `=`, `|`, `]` and `%` need. Raises `Unusable` when the text is no
    binding, repeats or leaves out a name or value, or names a provider that no room has registered.
    """
    provider, colon, rest = text.strip().partition(":")
    if not colon or not _SLUG.fullmatch(provider):
        raise Unusable(_problem("binding-shape", text, "does not start with the name of a provider."))
    if provider not in provider_slugs():
        raise Unusable(_problem("binding-provider", text, f"asks for ‘{provider}’, which nothing provides."))
    return Request.of(partnership, provider, known_at, **_parameters(rest, text))


def written(request: Request) -> str:
    """The binding that `parse` reads back as this request, its names in order."""
    pairs = "&".join(f"{name}={quote(value, safe=_PLAIN)}" for name, value in request.parameters)
    return f"{request.provider}:{pairs}"


def _parameters(rest: str, text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in rest.split("&") if rest else ():
        name, equals, value = pair.partition("=")
        if not equals or not _NAME.fullmatch(name) or not value.strip():
            raise Unusable(_problem("binding-shape", text, f"has ‘{pair}’ where name=value belongs."))
        if name in found:
            raise Unusable(_problem("binding-repeat", text, f"gives ‘{name}’ twice."))
        found[name] = unquote(value).strip()
    return found


def _problem(code: str, text: str, reason: str) -> Problem:
    return Problem(code, f"The binding ‘{text}’ {reason}", _REMEDY, value=text)
