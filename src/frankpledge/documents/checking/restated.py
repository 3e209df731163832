"""The same thing said twice: a number in a summary and again in the body."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from frankpledge.documents.checking.labels import stem, years_in
from frankpledge.documents.checking.mentions import Kind
from frankpledge.documents.checking.parts import Verdict
from frankpledge.documents.checking.state import Book, printed
from frankpledge.documents.checking.wording import Sentence
from frankpledge.documents.numerals import Closeness

_SMALL_WORDS = frozenset(
    [
        "of",
        "the",
        "a",
        "an",
        "to",
        "in",
        "for",
        "and",
        "were",
        "was",
        "by",
        "from",
        "with",
        "on",
        "at",
        "or",
        "that",
        "who",
        "which",
        "have",
        "has",
        "had",
        "been",
        "be",
        "this",
        "these",
        "more",
        "than",
        "over",
    ]
)
Said = tuple[int, int]


def check_restated(book: Book, sentences: Sequence[Sentence]) -> None:
    """Numbers of the same words and years that differ: the one that nothing else bears out is contradicted."""
    by_words: dict[tuple[str, ...], list[Said]] = defaultdict(list)
    for at, sentence in enumerate(sentences):
        for n in sentence.of(Kind.COUNT, Kind.MONEY):
            if (key := _key(sentence, n)) is not None:
                by_words[key].append((at, n))
    for said in by_words.values():
        values = {sentences[at].mentions[n].value for at, n in said}
        if len(said) > 1 and len(values) == 1:
            for at, n in said:
                book.say(at, sentences[at], n, Verdict.CONFIRMED, "It is said alike in each place.")
        elif len(said) > 1 and len(values) == 2:
            _differing(book, sentences, said)


def _key(sentence: Sentence, n: int) -> tuple[str, ...] | None:
    """What a number counts: the words after it, and the years of its sentence; None where that is too little."""
    mention = sentence.mentions[n]
    if mention.closeness is not Closeness.EXACT or mention.value < 3:
        return None
    after = sentence.around(n, 10, 70)[1]
    after = re.split(r"[.,;:()«]", after)[0]
    words = [stem(word) for word in re.findall(r"[a-z][a-z’'-]+", after) if word not in _SMALL_WORDS][:4]
    years = years_in(sentence.text)
    if len(words) >= 3 or (len(words) == 2 and years):
        return (str(mention.kind), *words, *years)
    return None


def _differing(book: Book, sentences: Sequence[Sentence], said: Sequence[Said]) -> None:
    """One number is borne out elsewhere (or said more often): the other is contradicted. Else neither is."""
    weights: dict[Fraction, int] = defaultdict(int)
    for at, n in said:
        kept = book.found.get((at, n))
        if kept is not None and kept.verdict is Verdict.CONTRADICTED:
            return
        borne_out = kept is not None and kept.verdict is Verdict.CONFIRMED
        weights[sentences[at].mentions[n].value] += 10 if borne_out else 1
    (first, a), (second, b) = sorted(weights.items(), key=lambda one: -one[1])
    if a == b:
        # Nothing tells which of the two is right; the later one departs from what was said first.
        order = [sentences[at].mentions[n].value for at, n in said]
        first, second = order[0], next(one for one in order if one != order[0])
    for at, n in said:
        mention = sentences[at].mentions[n]
        if mention.value == second:
            where = next(sentences[x].where for x, m in said if sentences[x].mentions[m].value == first)
            because = f"{where} says {printed(first, mention)} of the same thing."
            book.say(at, sentences[at], n, Verdict.CONTRADICTED, because, computed=printed(first, mention))
        else:
            book.say(at, sentences[at], n, Verdict.CONFIRMED, "It is borne out, or said first.")
