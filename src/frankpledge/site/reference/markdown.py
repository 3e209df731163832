"""The little Markdown that the generated pages need. Pure."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence

MADE = "<!-- Made by `./frankpledge docs` from the code: do not edit. -->"


def page(title: str, *parts: str) -> str:
    """A page: its title, then paragraphs, headings and tables with a blank line between them."""
    return "\n\n".join([f"# {title}", MADE, *(part for part in parts if part)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in lines)


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def first_paragraph(thing: object) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(inspect.cleandoc(inspect.getdoc(thing) or "").split("\n\n")[0].split())


def room_of(module: str) -> str:
    """`frankpledge.evidence.jobs` is in the room `evidence`."""
    return module.split(".")[1]


def is_of_tests(module: str) -> bool:
    """Whether a module belongs to the tests, which register things of their own while they run."""
    return not module.startswith("frankpledge.") or ".tests." in module
