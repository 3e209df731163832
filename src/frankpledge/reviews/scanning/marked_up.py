"""XML of any kind as text: every text, every attribute, comments and instructions. What belongs together is joined.

No entity is expanded and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frankpledge.kernel.problems import Unusable
from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.budget import Budget
from frankpledge.reviews.scanning.encoded import hidden_texts

MEANINGLESS = re.compile(r"rsid|paraId$|textId$|durableId$|^uid$|GUID$|guid$", re.I)
"""Marks that word processors number their own parts with."""
DULL = re.compile(r"^(?:[0-9.%-]{1,5}|#?[0-9A-F]{6}|true|false|auto|none|https?://schemas\.[a-z]+\.(?:org|com)/\S+|https?://(?:www\.)?(?:w3\.org|openoffice\.org|purl\.org|libreoffice\.org)/\S*)$")  # fmt: skip
LAYOUT = re.compile(r"^(?:w|h|x|y|cx|cy|ext|val|type|id|r|s|t|ht|style|spans|left|right|top|bottom|width|height|before|after|line|fill|color|sz)$")  # fmt: skip


def parsed(content: bytes, budget: Budget, what: str) -> Any:
    """The root of a part. Raises Unusable for what is no XML, and for entities, which can blow up."""
    from lxml import etree

    if b"<!ENTITY" in content[:200_000]:
        raise _entities(budget, what)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_pis=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise budget.broken(what) from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):  # in whichever coding
        raise _entities(budget, what)
    return root


def _entities(budget: Budget, what: str) -> Unusable:
    return budget.refuse(
        "entities", f"{what} defines entities of its own, which can blow up.", "Save it again."
    )


def xml_chunks(content: bytes, place: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """Any XML: each element's own words, then all of its words together, its attributes, comments and instructions."""
    from lxml import etree

    root = parsed(content, budget, place.rstrip(", ") or "the file")
    words: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield Chunk(element.text or "", f"{place}comment or instruction", is_prose=False)
            if element.tail:
                words.append(element.tail)
            continue
        name = etree.QName(element).localname
        said = (element.text or "").strip()
        if said:
            yield Chunk(said, f"{place}{name}", is_prose=False)
            yield from _inner(said, f"{place}{name}", budget, depth)
        words += [text for text in (element.text, element.tail) if text]
    for said in _together(root):
        yield Chunk(said, f"{place}some of its words together", is_prose=False)
    joined = "".join(words)
    if joined.strip() and len(joined) < 2_000_000:
        yield Chunk(joined, f"{place}its words together", is_prose=False)
    yield from attribute_chunks(root, place, budget, depth)


def _together(root: Any) -> Iterator[str]:
    """The words of each small part that holds several texts: one note, one title, one cell, its runs joined."""
    held: dict[Any, tuple[str, int]] = {}
    said: set[str] = set()
    for element in reversed(list(root.iter("*"))):
        parts: list[tuple[str, int]] = [(element.text or "", bool(element.text))]
        for child in element.iterchildren("*"):
            text, count = held.pop(child, ("", 0))
            parts += [(text, count), (child.tail or "", bool(child.tail and child.tail.strip()))]
        whole, count = "".join(text for text, _ in parts), sum(number for _, number in parts)
        if len(whole) <= SMALL:
            held[element] = whole, count
            if count > 1 and whole.strip() and whole not in said:
                said.add(whole)
                yield whole


SMALL = 1000
"""Letters in a part whose words are joined by themselves."""


def attribute_chunks(root: Any, place: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """The values of attributes, each once, save those that only lay out."""
    from lxml import etree

    seen: set[tuple[str, str]] = set()
    for element in root.iter(etree.Element):
        for key, value in element.attrib.items():
            name = key.rpartition("}")[2]
            if (name, value) in seen or not value:
                continue
            seen.add((name, value))
            if (LAYOUT.match(name) and DULL.match(value)) or MEANINGLESS.search(name) or value.isspace():
                continue
            yield Chunk(value, f"{place}{etree.QName(element).localname}, attribute {name}", is_prose=False)
            yield from _inner(value, f"{place}attribute {name}", budget, depth)


def _inner(said: str, place: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """What an attribute or an element says in code; a page or XML within it is read as one."""
    if len(said) < 8:
        return
    for hidden in hidden_texts(said):
        yield Chunk(hidden, f"{place}, text in code", is_prose=False)
    if said.lstrip().startswith("<") and depth < budget.limits.depth:
        from frankpledge.reviews.scanning.webpages import html_chunks

        yield from html_chunks(said, f"{place}, ", budget, depth + 1)
    if "data:" in said:
        from frankpledge.reviews.scanning.webpages import data_chunks

        yield from data_chunks(said, f"{place}, ", budget, depth)
