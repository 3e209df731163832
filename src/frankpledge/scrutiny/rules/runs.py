"""Reads the little marking that narrative text may hold: claims, printed figures and links. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from frankpledge.kernel.problems import Problem, Unusable


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class Claimed:
    """A number that the authors typed (`stated`) and the figure it claims. With nothing typed the figure is printed."""

    stated: str
    binding: str


@dataclass(frozen=True)
class Linked:
    text: str
    href: str


Run = Words | Claimed | Linked

_MARKS = re.compile(
    r"\[\[(?P<stated>[^|\[\]]*)\|(?P<binding>[^|\[\]]+)\]\]"
    r"|\[(?P<words>[^\[\]]+)\]\((?P<href>[^()\s]+)\)"
)


def runs(text: str) -> tuple[Run, ...]:
    """The text in runs. Raises `Unusable` when a `[[` is never closed or names no binding."""
    found: list[Run] = []
    at = 0
    for mark in _MARKS.finditer(text):
        found.append(Words(_unmarked(text, at, mark.start())))
        if mark["binding"]:
            found.append(Claimed(mark["stated"].strip(), mark["binding"].strip()))
        else:
            found.append(Linked(mark["words"], mark["href"]))
        at = mark.end()
    found.append(Words(_unmarked(text, at, len(text))))
    return tuple(run for run in found if run != Words(""))


def bare(text: str) -> str:
    """The text as a reader sees it, with what the authors typed and without addresses."""
    return "".join(run.stated if isinstance(run, Claimed) else run.text for run in runs(text))


def _unmarked(text: str, start: int, end: int) -> str:
    words = text[start:end]
    if "[[" in words or "]]" in words:
        raise Unusable(
            Problem(
                "report-marking",
                "A [[…]] is not closed or names no figure.",
                "Write [[what you state | provider:name=value&name=value]].",
                value=words.strip()[:80],
            )
        )
    return words
