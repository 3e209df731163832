"""Puts the sign-in pages, which allauth makes with Django's own template engine, into our layout and components."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string

from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.html import trusted
from frankpledge.web.routes import principal_of
from frankpledge.web.surroundings import Surroundings, surround

register = template.Library()
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class ForeignPage:
    """A page of allauth's: its h1 in words, what it holds, what was wrong with its form."""

    title: str
    content: str
    errors: tuple[tuple[str, str], ...]


class OurPage(template.Node):
    """`{% our_page %}…{% end_our_page %}`: everything between goes into our layout."""

    def __init__(self, inside: NodeList) -> None:
        self.inside = inside

    def render(self, context: Context) -> str:
        request = context["request"]
        surround(request, Surroundings(principal_of(request)))
        content = self.inside.render(context)
        form = context.get("form")
        errors = errors_of(form) if isinstance(form, BaseForm) else ()
        page = ForeignPage(title_in(content), trusted(content), errors)
        names = {"page": page, "has_errors": bool(errors), "messages": context.get("messages", ())}
        return render_to_string("web/foreign.html", names, request=request)


def title_in(content: str) -> str:
    """The words of the first h1, so that the title always begins as the heading does."""
    found = _HEADING.search(content)
    return " ".join(unescape(_TAG.sub("", found.group(1))).split()) if found else "Sign in"


@register.tag
def our_page(parser: Parser, _token: Token) -> OurPage:
    inside = parser.parse(("end_our_page",))
    parser.delete_first_token()
    return OurPage(inside)


@register.simple_tag
def our_fields(form: BaseForm) -> str:
    """A form's fields by our own components. Errors are in the summary and beside each field."""
    return trusted(render_to_string("web/foreign_fields.html", {"fields": fields_of(form)}))


@register.filter
def has_tag(tags: Any, name: str) -> bool:
    """Whether an element was given this tag (`danger`, `secondary` …)."""
    return name in (tags or ())
