"""Sentences, with each number marked, so that a pattern can ask where numbers stand to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from frankpledge.documents.checking.mentions import Kind, Mention, find_mentions, plain
from frankpledge.documents.checking.parts import Words

_END = re.compile(r"(?<=[.!?])[’”\"')]*\s+(?=[A-Z‘“\"(£\d])")
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cllr|mr|mrs|ms|dr|no|nos|st|vs|approx|para|paras|reg|regs|art|ch|pt|fig|inc|ltd|co)\.|\b[A-Z]\.)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """A sentence; `marked` is its words in small letters with each number as «kind+place»: «c0», «p1»."""

    text: str
    where: str
    mentions: tuple[Mention, ...]
    marked: str
    paragraph: int
    """Which block of the source it stands in."""
    list_id: int = 0
    is_heading: bool = False

    def of(self, *kinds: Kind) -> list[int]:
        """The places of the numbers of some kinds."""
        return [n for n, one in enumerate(self.mentions) if one.kind in kinds]

    def around(self, n: int, before: int = 60, after: int = 60) -> tuple[str, str]:
        """The words before and after a number, small, with the other numbers marked."""
        mark = f"«{self.mentions[n].kind}{n}»"
        at = self.marked.index(mark)
        end = at + len(mark)
        return self.marked[max(0, at - before) : at], self.marked[end : end + after]

    def clause(self, n: int) -> str:
        """The words about a number up to the next comma that is no thousands mark, semicolon, bracket or change of
        subject."""
        mention = self.mentions[n]
        return clause_about(self.text, mention.start, mention.end)


_BREAK = re.compile(r"[,;:]\s|\s[–—]\s|\.\s|\b(?:although|though|while|whereas|but|however)\b", re.IGNORECASE)


def clause_about(text: str, start: int, end: int) -> str:
    """The part of a sentence about a place."""
    first = max((found.end() for found in _BREAK.finditer(text) if found.end() <= start), default=0)
    last = min((found.start() for found in _BREAK.finditer(text) if found.start() >= end), default=len(text))
    return text[first:last]


def sentences_of(block: Words, paragraph: int) -> Iterator[Sentence]:
    """The sentences of a paragraph, each with its numbers."""
    for text in split(plain(block.text)):
        mentions = find_mentions(text)
        yield Sentence(
            text, block.where, mentions, marked(text, mentions), paragraph, block.list_id, block.is_heading
        )


def split(words: str) -> Iterator[str]:
    """A paragraph, sentence by sentence."""
    start = 0
    for found in _END.finditer(words):
        if _SHORT.search(words[start : found.start()]):
            continue
        if words[start : found.start()].strip():
            yield words[start : found.start()].strip()
        start = found.end()
    if words[start:].strip():
        yield words[start:].strip()


def marked(text: str, mentions: tuple[Mention, ...]) -> str:
    """The words with each number as its mark."""
    made, end = [], 0
    for n, one in enumerate(mentions):
        made += [text[end : one.start].lower(), f"«{one.kind}{n}»"]
        end = one.end
    return "".join([*made, text[end:].lower()])
