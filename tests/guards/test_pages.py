"""Every address names a permission or is on the public list; templates use known names only; nothing of GOV.UK's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver
from jinja2 import meta

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.kernel.people import PUBLIC, Subject
from frankpledge.web.context import TEMPLATE_NAMES
from frankpledge.web.environment import GLOBALS
from frankpledge.web.routes import ROUTES
from tests.house import ROOT

PACKAGE = ROOT / "src" / "frankpledge"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
GIVEN = {"page", "has_errors", "request", "csrf_input", "csrf_token", "caller", "fields"}
"""What views and the engine give a template besides the context processors' names."""


def addresses(patterns: list, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        where = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, where)
        else:
            yield where, one


EVERY = list(addresses(get_resolver().url_patterns))


def test_there_are_addresses_to_check():
    assert len(EVERY) > 20


@pytest.mark.parametrize(("where", "pattern"), EVERY, ids=[where or "/" for where, _ in EVERY])
def test_every_address_names_a_permission_or_is_a_sign_in_page(where: str, pattern: URLPattern):
    if where.startswith("accounts/"):
        assert pattern.callback.__module__.startswith(("allauth.", "django.")), where
        return
    route = pattern.callback.route
    assert isinstance(route.action, Permission)
    assert ROUTES[route.name] is route


def test_addresses_of_a_partnership_are_open_to_the_public_only_by_a_public_permission():
    published = Subject("partnership", partnership="example", is_published=True)
    for where, pattern in EVERY:
        if where.startswith("<slug:partnership>/") and not where.startswith("<slug:partnership>/work/"):
            route = pattern.callback.route
            assert can(PUBLIC, route.action, published), (
                f"{where} is a public address that the public may not read"
            )


def test_no_working_address_is_open_to_the_public():
    work = Subject("partnership", partnership="example")
    for where, pattern in EVERY:
        if "/work/" in where:
            route = pattern.callback.route
            assert not can(PUBLIC, route.action, work), f"{where} is open to everybody"
            assert route.post is None or not can(PUBLIC, route.post, work), f"{where} takes anybody's POST"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_templates_use_known_names_only(path):
    environment = engines.all()[0].env
    parsed = environment.parse(path.read_text(encoding="utf-8"))
    unknown = meta.find_undeclared_variables(parsed) - set(GLOBALS) - TEMPLATE_NAMES - GIVEN
    # A child's block may use what it imports or sets at its top; jinja2.meta does not follow that.
    declared = set(re.findall(r"{%-? (?:set|macro) (\w+)", path.read_text(encoding="utf-8")))
    for imported in re.findall(r"import ([\w, ]+?) ?-?%}", path.read_text(encoding="utf-8")):
        declared |= {name.split(" as ")[-1].strip() for name in imported.split(",")}
    parents = re.findall(r'{%-? extends "([\w/.]+)"', path.read_text(encoding="utf-8"))
    assert unknown - declared == set(), f"unknown names (parents: {parents})"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_templates_hold_no_inline_style_or_script_and_mark_nothing_safe(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b", source)
    text = re.sub(r"{[{%#].*?[}%#]}", "", source, flags=re.DOTALL)
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son[a-z]+=", text)


def test_the_built_styles_hold_nothing_that_belongs_to_gov_uk():
    built = sorted((ROOT / ".build" / "static").glob("*.css"))
    assert built, "the styles have not been built: run frontend/build.py"
    for sheet in built:
        text = sheet.read_text(encoding="utf-8").lower()
        for forbidden in ("gds transport", "crown", "crest", "url("):
            assert forbidden not in text, f"{sheet.name} holds {forbidden}"


def test_the_styles_stay_small():
    [sheet] = (ROOT / ".build" / "static").glob("frankpledge.*.css.gz")
    assert sheet.stat().st_size < 20_000
