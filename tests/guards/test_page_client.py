"""The page client refuses what it says it refuses: each test spoils a good page in one way."""

from __future__ import annotations

import pytest
from lxml import html

from tests.pages import header_problems, page_problems, source_problems

GOOD = """<!DOCTYPE html><html lang="en"><head><title>Data – Place</title></head><body>
<main id="main"><h1>Data</h1><h2>Part</h2><a href="#main">Words</a>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="x"><label for="a">A</label><input id="a">
<button>Send</button></form><img src="/x.png" alt=""><svg aria-hidden="true"></svg>
<script src="/a.js"></script></main></body></html>"""
SPOILT = {
    "a second h1": ("<h2>Part</h2>", "<h1>Part</h1>"),
    "no h1": ("<h1>Data</h1>", "<p>Data</p>"),
    "a title that says something else": ("<title>Data", "<title>Other"),
    "no language": (' lang="en"', ""),
    "a skipped heading": ("<h2>Part</h2>", "<h3>Part</h3>"),
    "an id twice": ('id="a"', 'id="main"'),
    "a label for nothing": ('for="a"', 'for="b"'),
    "a field without a label": ('<label for="a">A</label>', ""),
    "inline style": ("<h2>", '<h2 style="color:red">'),
    "inline script": ('<script src="/a.js">', "<script>alert(1)"),
    "a handler": ("<h2>", '<h2 onclick="x()">'),
    "a link without words": (">Words<", "><"),
    "a button without words": (">Send<", "><"),
    "a link to nowhere on the page": ("#main", "#gone"),
    "a form without its token": ("csrfmiddlewaretoken", "other"),
    "a picture without alt": (' alt=""', ""),
    "a drawing without a name": (' aria-hidden="true"', ""),
    "no main": ("<main", "<div"),
    "no doctype": ("<!DOCTYPE html>", ""),
    "a tag left open": ("</h2>", ""),
    "tags closed in the wrong order": ("<a href=", "<b><a href="),
    "a template's leftovers": ("Words", "{{ words }}"),
}


def problems(source: str) -> list[str]:
    return [*source_problems(source), *page_problems(html.document_fromstring(source))]


def test_a_good_page_passes():
    assert problems(GOOD) == []


@pytest.mark.parametrize(("old", "new"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_page_does_not(old, new):
    assert old in GOOD
    assert problems(GOOD.replace(old, new))


def test_headers_that_are_missing_are_missed():
    from django.http import HttpResponse

    bare = HttpResponse()
    assert len(header_problems(bare)) == 4
    bare.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    bare.headers["X-Content-Type-Options"] = "nosniff"
    bare.headers["X-Frame-Options"] = "DENY"
    bare.headers["Referrer-Policy"] = "same-origin"
    assert header_problems(bare) == ["the policy allows inline style or script"]
