"""A test client that looks at every page it fetches: one h1, a title that begins with it, unique ids, labels, no
inline style or script, links with words, well-formed HTML, and the headers that keep a page safe.

    client = PageClient()            # or PageClient(signed_in=user)
    page = client.get("/some/address/")
    assert page.h1 == "Data"
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import etree, html

_NAMED_BY = "aria-label", "aria-labelledby", "title"
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*?)(/?)>")


@dataclass(frozen=True)
class Page:
    """A page that passed: `text` is everything one can read on it."""

    response: HttpResponse
    tree: Any

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def h1(self) -> str:
        return words(self.tree.find(".//h1"))

    @property
    def text(self) -> str:
        return words(self.tree.find(".//body"))

    @property
    def links(self) -> dict[str, str]:
        """Words of each link to its address."""
        return {words(a): a.get("href") for a in self.tree.iter("a")}

    def find(self, xpath: str) -> list[Any]:
        return self.tree.xpath(xpath)


class PageClient:
    """Fetches pages and refuses one that breaks a rule of the house. CSRF is checked as in earnest."""

    def __init__(self, *, signed_in: Any = None) -> None:
        self.client = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
        if signed_in is not None:
            self.client.force_login(signed_in, backend="allauth.account.auth_backends.AuthenticationBackend")

    def get(self, address: str, *, status: int = 200, follow: bool = False) -> Page:
        return checked(self.client.get(address, follow=follow), status, address)

    def redirected(self, address: str) -> str:
        """Where the address sends one."""
        response = self.client.get(address)
        assert response.status_code == 302, f"{address} gave {response.status_code}"
        return response.headers["Location"]

    def post(self, address: str, data: dict[str, Any] | None = None, *, seen_at: str = "") -> HttpResponse:
        """Send a form with the token of the page it was seen on (default: the same address)."""
        self.client.get(seen_at or address)
        token = self.client.cookies["csrftoken"].value
        return self.client.post(address, {"csrfmiddlewaretoken": token, **(data or {})})

    def post_page(self, address: str, data: dict[str, Any], *, status: int = 200, seen_at: str = "") -> Page:
        return checked(self.post(address, data, seen_at=seen_at), status, address)


def checked(response: HttpResponse, status: int, address: str) -> Page:
    """The page that an answer holds, if it has that status and breaks no rule of the house."""
    assert response.status_code == status, f"{address} gave {response.status_code}, not {status}"
    source = response.content.decode("utf-8")
    page = Page(response, html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8")))
    problems = [*header_problems(response), *source_problems(source), *page_problems(page.tree)]
    assert not problems, f"{address}:\n" + "\n".join(problems)
    return page


def words(element: Any) -> str:
    """What one reads, without scripts, in single spaces."""
    if element is None:
        return ""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Any) -> list[str]:
    if element.tag in {"script", "style"} or element.tag is etree.Comment:
        return []
    found = [element.text or ""]
    for child in element:
        found += [*_texts(child), child.tail or ""]
    return found


def header_problems(response: HttpResponse) -> list[str]:
    policy = response.headers.get("Content-Security-Policy", "")
    found = [] if "default-src 'none'" in policy else ["no strict content security policy"]
    found += ["the policy allows inline style or script"] if "unsafe" in policy else []
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }
    return found + [
        f"{name} is not {value}" for name, value in wanted.items() if response.headers.get(name) != value
    ]


def source_problems(source: str) -> list[str]:
    """Tags that are not closed in order; text that a template forgot; a doctype that is missing."""
    found = [] if source.lstrip().lower().startswith("<!doctype html>") else ["no doctype"]
    found += [
        f"left over: {mark}" for mark in ("{{", "{%", "Undefined", "&amp;lt;", "&lt;div") if mark in source
    ]
    open_tags: list[str] = []
    for closing, name, _, closed_at_once in _TAG.findall(
        re.sub(r"<!--.*?-->|<script.*?</script>", "", source, flags=re.S)
    ):
        tag = name.lower()
        if tag in _VOID or closed_at_once:
            continue
        if not closing:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            return [*found, f"</{tag}> closes nothing that is open"]
    return found + ([f"never closed: {open_tags}"] if open_tags else [])


def page_problems(tree: Any) -> list[str]:
    return [
        *_heading_problems(tree),
        *_id_problems(tree),
        *_inline_problems(tree),
        *_field_problems(tree),
        *_link_problems(tree),
    ]


def _heading_problems(tree: Any) -> list[str]:
    found = [] if tree.get("lang") else ["the page does not say its language"]
    headings = tree.findall(".//h1")
    if len(headings) != 1:
        return [*found, f"{len(headings)} h1"]
    title, heading = words(tree.find(".//title")), words(headings[0])
    if not heading or not title.removeprefix("Error: ").startswith(heading):
        found.append(f"the title ‘{title}’ does not begin with the h1 ‘{heading}’")
    levels = _levels_from(headings[0], tree)
    found += [f"h{a} is followed by h{b}" for a, b in pairwise(levels) if b > a + 1]
    return found + ([] if len(tree.findall(".//main")) == 1 else ["not exactly one main"])


def _levels_from(first: Any, tree: Any) -> list[int]:
    """The error summary and notices stand above the h1 with an h2 of their own, as the Design System has it."""
    order = list(tree.iter("h1", "h2", "h3", "h4"))
    return [int(e.tag[1]) for e in order[order.index(first) :]]


def _id_problems(tree: Any) -> list[str]:
    ids = Counter(tree.xpath("//@id"))
    found = [f"id {one} appears {times} times" for one, times in sorted(ids.items()) if times > 1]
    for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
        for value in tree.xpath(f"//@{name}"):
            found += [f"{name} names {one}, which is not there" for one in value.split() if one not in ids]
    wanted = [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#") and len(href) > 1]
    return found + [f"a link goes to #{one}, which is not there" for one in wanted if one not in ids]


def _inline_problems(tree: Any) -> list[str]:
    found = [f"<{e.tag} style=…>" for e in tree.xpath("//*[@style]")] + ["<style>"] * len(
        tree.xpath("//style")
    )
    handlers = [
        f"{e.tag} {name}" for e in tree.iter() for name in getattr(e, "attrib", ()) if name.startswith("on")
    ]
    scripts = [s for s in tree.xpath("//script[not(@src)]") if s.get("type") != "application/json"]
    return found + handlers + ["inline script"] * len(scripts)


def _field_problems(tree: Any) -> list[str]:
    labelled = set(tree.xpath("//label/@for"))
    fields = tree.xpath("//input[not(@type='hidden')] | //select | //textarea")
    found = [
        f"the field {e.get('name')} has no label"
        for e in fields
        if e.get("id") not in labelled and not any(e.get(name) for name in _NAMED_BY)
    ]
    found += [
        "a POST form has no token"
        for f in tree.xpath("//form[@method='post']")
        if not f.xpath(".//input[@name='csrfmiddlewaretoken']")
    ]
    return found + ["a picture has no alt" for _ in tree.xpath("//img[not(@alt)]")]


def _link_problems(tree: Any) -> list[str]:
    found = [
        f"a link or button without words: {etree.tostring(e)[:120]!r}"
        for e in tree.iter("a", "button")
        if not words(e) and not any(e.get(name) for name in _NAMED_BY)
    ]
    pictures = tree.xpath("//*[local-name()='svg'][not(@aria-hidden='true')]")
    return found + [
        "a picture without a name" for p in pictures if p.get("role") != "img" or not p.get("aria-labelledby")
    ]
