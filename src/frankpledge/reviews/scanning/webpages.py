"""HTML: words joined across inline marks, hidden stretches, comments, attributes, scripts, styles and data addresses."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.budget import Budget
from frankpledge.reviews.scanning.encoded import hidden_texts
from frankpledge.reviews.scanning.runs import Run, readings

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "iframe",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "noscript",
        "object",
        "ol",
        "option",
        "optgroup",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "template",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "video",
        "audio",
        "svg",
        "math",
        "button",
    ]
)
CODE = frozenset({"script", "style"})
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])|left\s*:\s*-\d{3,}",
    re.I,
)
DULL = frozenset(
    [
        "class",
        "id",
        "style",
        "width",
        "height",
        "type",
        "rel",
        "charset",
        "lang",
        "dir",
        "colspan",
        "rowspan",
        "scope",
    ]
)
NAMING = frozenset({"class", "id"})
"""People give these names of their own."""
TURNED = re.compile(r"bidi-override", re.I)
ESCAPED = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?")


def html_chunks(text: str, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """Everything a page holds."""
    import lxml.html
    from lxml import etree

    budget.enter(depth)
    try:
        root = lxml.html.document_fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", text),
            parser=lxml.html.HTMLParser(huge_tree=True, remove_comments=False),
        )
        _refuse_depth(root, budget)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise budget.broken("as a page it") from error
    place = f"{before}page" if not before else before.rstrip(", ")
    yield from _blocks(root, place)
    for element in root.iter():
        yield from _element(element, place, budget, depth)
    yield from _beyond(text, place)


DEEPEST = 200
"""Elements within elements: the parser leaves out what lies much deeper, and so no page of such depth is read whole."""


def _refuse_depth(root: Any, budget: Budget) -> None:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise budget.refuse(
                "nested",
                f"It is a page with elements more than {DEEPEST} deep in each other.",
                "Save it flatter, or as PDF.",
            )


AFTER = re.compile(r"</(?:body|html)\s*>", re.I)


def _beyond(text: str, place: str) -> Iterator[Chunk]:
    """What the parser may leave out: declarations, comments that are shut in an odd way, what comes after the end."""
    if (end := AFTER.search(text)) and (after := re.sub(r"<[^>]*>", " ", text[end.end() :])).strip():
        yield Chunk(html.unescape(after), f"{place}, after its end")
    for found in re.finditer(
        r"<!--(.*?)(?:--!?>|\Z)|<!\[CDATA\[(.*?)\]\]>|<!DOCTYPE([^>]{0,4000})>|<\?(.{0,4000}?)>",
        text,
        re.S | re.I,
    ):
        said = next((part for part in found.groups() if part), "")
        if said.strip():
            yield Chunk(re.sub(r"<[^>]*>", " ", said), f"{place}, comment", is_prose=False)
            yield Chunk(re.sub(r"<[^>]*>", "", said), f"{place}, comment", is_prose=False)
            yield from (
                Chunk(inner, f"{place}, comment, text in code", is_prose=False)
                for inner in hidden_texts(said)
            )


def _blocks(root: Any, place: str) -> Iterator[Chunk]:
    """Each block's words, inline marks joined."""
    number = 0
    runs: list[Run] = []

    def flush() -> Iterator[Chunk]:
        nonlocal number
        if any(run.text.strip() for run in runs):
            number += 1
            yield from readings(runs, f"{place}, block {number}")
            whole = "".join(run.text for run in runs)
            for said in hidden_texts(whole) if len(whole) > 9 else ():
                yield Chunk(said, f"{place}, block {number}, text in code", is_prose=False)
            yield from alone(whole.strip())
        runs.clear()

    single: list[str] = []

    def alone(said: str) -> Iterator[Chunk]:
        """Letters that each stand in a block of their own, as one word."""
        if 0 < len(said) <= 2:
            single.append(said)
        elif said:
            if len(single) > 3:
                yield Chunk(" ".join(single), f"{place}, blocks before {number}", is_prose=False)
            single.clear()

    def walk(element: Any, hidden: bool) -> Iterator[Chunk]:
        tag = element.tag if isinstance(element.tag, str) else ""
        concealed = hidden or _is_hidden(element, tag)
        if tag in BLOCKS:
            yield from flush()
        if tag and tag not in CODE:
            if element.text:
                runs.append(Run(element.text, hidden=concealed))
            for child in element:
                yield from walk(child, concealed)
        if tag in BLOCKS:
            yield from flush()
        if element.tail:
            runs.append(Run(element.tail, hidden=hidden))

    yield from walk(root, False)
    yield from flush()
    yield from alone("end of the page")


def _is_hidden(element: Any, tag: str) -> bool:
    if not tag:
        return False
    return (
        "hidden" in element.attrib
        or bool(HIDING.search(element.get("style", "")))
        or tag in {"template", "noscript"}
        or (
            tag == "sup" and (element.text or "").strip().isdigit()
        )  # the number of a note, within what it is about
    )


def _element(element: Any, place: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    if not isinstance(element.tag, str):
        return
    if element.tag in CODE and element.text:
        yield Chunk(element.text, f"{place}, {element.tag}", is_prose=False)
        yield from (
            Chunk(said, f"{place}, {element.tag}, text in code", is_prose=False)
            for said in hidden_texts(element.text)
        )
    if element.tag == "style" and element.text and "\\" in element.text:
        yield Chunk(_unescaped(element.text), f"{place}, style, text in code", is_prose=False)
    if element.tag == "bdo" or TURNED.search(element.get("style", "")):
        yield Chunk("".join(element.itertext())[::-1], f"{place}, letters turned round")
    if element.tag == "tr":
        cells = ["".join(cell.itertext()) for cell in element if isinstance(cell.tag, str)]
        yield Chunk(" ; ".join(cells), f"{place}, row of a table", is_prose=False)
    for name, value in element.attrib.items():
        if not value or (name in DULL and name not in NAMING and re.fullmatch(r"[a-z0-9 _%.-]{1,24}", value)):
            continue
        where = (
            f"{place}, attribute {name}"
            if name.replace("-", "").isalpha() and len(name) <= 20
            else f"{place}, attribute"
        )
        yield Chunk(value, where, is_prose=False)
        yield from (Chunk(said, f"{where}, text in code", is_prose=False) for said in hidden_texts(value))
        yield Chunk(name, f"{place}, name of an attribute", is_prose=False)
        yield from data_chunks(value, f"{where}, ", budget, depth)
        if name == "srcdoc":
            yield from html_chunks(value, f"{where}, ", budget, depth + 1)


def _unescaped(said: str) -> str:
    """The characters that a style sheet gives by their numbers."""
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)) if 0 < int(code[1], 16) < 0x110000 else "", said)


DATA = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),([^\"')\s]+)")


def data_chunks(value: str, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """Files that stand within the page as addresses that begin with data:."""
    from frankpledge.reviews.scanning.reading import within

    for found in DATA.finditer(value):
        try:
            coded = unquote_to_bytes(found[3])
            content = base64.b64decode(coded + b"=" * (-len(coded) % 4)) if "base64" in found[2] else coded
        except (binascii.Error, ValueError):
            continue
        budget.take(len(content))
        if content:
            yield from within(content, f"file.{found[1].rpartition('/')[2]}", before, budget, depth=depth + 1)
