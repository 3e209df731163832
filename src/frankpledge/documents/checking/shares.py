"""Parts and wholes within a sentence: 40 of 200, a fifth, 20% of the 200, an average, a rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from frankpledge.documents.checking.mentions import Kind, Mention
from frankpledge.documents.checking.pairs import GAP, pairs_in, speaks_of_change
from frankpledge.documents.checking.parts import Verdict
from frankpledge.documents.checking.possible import counts_giving_share
from frankpledge.documents.checking.state import Book, loosely, percent_verdict, printed, share_verdict
from frankpledge.documents.checking.wording import Sentence
from frankpledge.documents.numerals import Closeness

_OF = re.compile(
    r"«(?P<k>[cm])(?P<n>\d+)»(?:\s[a-z’'-]+){0,4}?(?:\s\(«[pf]\d+»\))?,?\s(?:out\s)?of\s(?:the|all|those|these|our|its|their|a\stotal\sof|some|around|about|all\sthe|over|more\sthan|nearly|the\stotal(?:\sof)?)?\s?(?:total\s(?:of\s)?)?«(?P=k)(?P<m>\d+)»"
)
_BASE = re.compile(
    r"\b(?:out\s)?of\s(?:the\s|all\s|those\s|these\s|our\s|its\s|their\s|a\stotal\sof\s|all\sthe\s|the\stotal\sof\s)*(?:[a-z-]+\s){0,2}?«[cm](?P<m>\d+)»"
)
_PART = (
    re.compile(r"«[cm](?P<n>\d+)»(?:\s[a-z’'-]+){0,5}?,?\s?\((?:or\s|about\s|around\s|some\s)?«(?P<k>[pf])(?P<p>\d+)»"),
    re.compile(r"«(?P<k>[pf])(?P<p>\d+)»(?:\s[a-z’'-]+){0,5}?\s?\((?:or\s|about\s|some\s)?«[cm](?P<n>\d+)»"),
    re.compile(r"«[cm](?P<n>\d+)»(?:\s[a-z’'-]+){0,3}?,?\s(?:or|that is|which is|representing|making up|equivalent to|equal to|accounting for)\s(?:about\s|around\s|just\s|over\s|some\s|nearly\s|more\sthan\s)*«(?P<k>[pf])(?P<p>\d+)»"),
    re.compile(r"«(?P<k>[pf])(?P<p>\d+)»,?\s(?:or|that is|equivalent to)\s(?:some\s|about\s)?«[cm](?P<n>\d+)»"),
)  # fmt: skip
_AVERAGE = re.compile(
    rf"\b(?:average|mean)(?:ing|d)?\s(?:of\s|was\s|is\s)?{GAP}{{0,20}}?«[cm](?P<n>\d+)»(?:\s[a-z’'-]+){{0,4}}?\s(?:a|an|per|each|every)\s(?P<unit>month|quarter|week|day|year)"
    rf"|«[cm](?P<n2>\d+)»(?:\s[a-z’'-]+){{0,4}}?\s(?:a|per|each)\s(?P<unit2>month|quarter|week|day)\son\saverage"
)
_IN_YEAR = {"month": 12, "quarter": 4, "week": 52, "day": 365}


def check_shares(book: Book, at: int, sentence: Sentence, before: Sentence | None) -> None:
    """Hold every share, rate and average of a sentence against the numbers it is made of."""
    _rates(book, at, sentence)
    _averages(book, at, sentence)
    open_ones = [n for n in _share_like(sentence) if not book.has(at, n)]
    if not open_ones:
        _lone_of(book, at, sentence)
        return
    wholes = [(int(match["n"]), int(match["m"])) for match in _OF.finditer(sentence.marked)]
    parts = dict(_parts(sentence))
    bases = [int(match["m"]) for match in _BASE.finditer(sentence.marked)]
    for n in open_ones:
        found = _made_of(book, at, sentence, n, wholes, parts, bases, before)
        if found is not None:
            _settle(book, at, sentence, n, *found)
        else:
            _against_base(book, at, sentence, n)
    _lone_of(book, at, sentence)


def _share_like(sentence: Sentence) -> list[int]:
    return [
        n
        for n in sentence.of(Kind.PERCENT, Kind.FRACTION)
        if not (
            sentence.mentions[n].kind is Kind.PERCENT and speaks_of_change(sentence, n) and pairs_in(sentence)
        )
    ]


def _parts(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Each share and the count that is written beside it as the same thing."""
    for pattern in _PART:
        for match in pattern.finditer(sentence.marked):
            yield int(match["p"]), int(match["n"])


Values = tuple[list[Fraction], list[Fraction]]


def _made_of(
    book: Book, at: int, sentence: Sentence, n: int, wholes: list[tuple[int, int]], parts: dict[int, int], bases: list[int],
    before: Sentence | None,
) -> Values | None:  # fmt: skip
    """The part and the whole that a share is made of."""
    if n in parts:
        part = parts[n]
        around = [pair for pair in wholes if pair[1] == part]
        if len(around) == 1:
            # ‘40 of the 200 replies (20%)’: the share stands beside its whole.
            return book.values(at, sentence, around[0][0]), book.values(at, sentence, part)
        own = next((whole for one, whole in wholes if one == part), None)
        base = own if own is not None else _base(sentence, part, bases)
        if base is not None and base != part:
            return book.values(at, sentence, part), book.values(at, sentence, base)
        carried = _carried(before)
        if carried is not None and before is not None:
            return book.values(at, sentence, part), book.values(at - 1, before, carried)
        return None
    if speaks_of_change(sentence, n) and sentence.mentions[n].kind is Kind.PERCENT:
        return None
    free = [pair for pair in wholes if pair[0] not in parts.values()]
    if len(free) == 1:
        part, whole = free[0]
        return book.values(at, sentence, part), book.values(at, sentence, whole)
    counts = [one for one in sentence.of(Kind.COUNT) if one not in parts.values()]
    if len(counts) == 2 and len(_share_like(sentence)) == 1 and not pairs_in(sentence):
        part, whole = sorted(counts, key=lambda one: sentence.mentions[one].value)
        if sentence.mentions[part].value != sentence.mentions[whole].value and re.search(
            r"\bof\b", sentence.marked
        ):
            return book.values(at, sentence, part), book.values(at, sentence, whole)
    return None


def _base(sentence: Sentence, part: int, bases: list[int]) -> int | None:
    """The whole of a part: ‘of the «m»’ nearest before it, else after it."""
    others = [one for one in bases if one != part]
    earlier = [one for one in others if one < part]
    if earlier:
        return earlier[-1]
    if others:
        return others[0]
    counts = [
        n
        for n in sentence.of(Kind.COUNT, Kind.MONEY)
        if sentence.mentions[n].kind is sentence.mentions[part].kind
    ]
    first = counts[0] if counts else None
    larger = (
        first is not None and first < part and sentence.mentions[first].value > sentence.mentions[part].value
    )
    return first if larger and re.search(r"\bof (?:these|those|them|which|whom)\b", sentence.marked) else None


def _carried(before: Sentence | None) -> int | None:
    """The count that the sentence before was about: its largest."""
    if before is None:
        return None
    counts = before.of(Kind.COUNT)
    return max(counts, key=lambda n: before.mentions[n].value, default=None)


def _settle(
    book: Book, at: int, sentence: Sentence, n: int, parts: list[Fraction], wholes: list[Fraction]
) -> None:
    mention = sentence.mentions[n]
    tried = [(part, whole) for part in parts for whole in wholes if whole]
    for part, whole in tried:
        verdict, note = share_verdict(mention, part / whole)
        if verdict is not Verdict.CONTRADICTED:
            because = f"{loosely(part)} of {loosely(whole)} is {loosely(part * 100 / whole)}%{note}."
            book.say(
                at,
                sentence,
                n,
                verdict,
                because,
                kind=_kind(mention),
                computed=_computed(mention, part / whole),
            )
            return
    if tried:
        part, whole = tried[0]
        because = f"{loosely(part)} of {loosely(whole)} is {loosely(part * 100 / whole)}%."
        if (
            part
            and mention.kind is Kind.PERCENT
            and part != whole
            and mention.agrees(abs(part - whole) * 100 / part)
        ):
            because += " What is stated is a share of the other number."
        book.say(
            at, sentence, n, Verdict.CONTRADICTED, because, kind=_kind(mention), computed=_computed(mention, part / whole)
        )  # fmt: skip


def _kind(mention: Mention) -> str:
    return "percent_of" if mention.kind is Kind.PERCENT else "fraction"


def _computed(mention: Mention, share: Fraction) -> str:
    return printed(share * 100, mention) if mention.kind is Kind.PERCENT else f"{loosely(share * 100, 1)}%"


def _against_base(book: Book, at: int, sentence: Sentence, n: int) -> None:
    """With a whole and no part, only whether some count gives the percentage can be told."""
    mention = sentence.mentions[n]
    if (
        mention.kind is not Kind.PERCENT
        or mention.closeness is not Closeness.EXACT
        or speaks_of_change(sentence, n)
    ):
        return
    mark = f"«p{n}»"
    after = sentence.marked[sentence.marked.index(mark) + len(mark) :]
    found = re.match(r"\sof\s(?:the\s|all\s|all\sthe\s|those\s|these\s)?(?:[a-z-]+\s){0,1}?«c(\d+)»", after)
    if found is None:
        return
    whole = sentence.mentions[int(found[1])]
    if whole.value.denominator != 1 or whole.closeness is not Closeness.EXACT or not 0 < whole.value <= 10**6:
        return
    if not counts_giving_share(mention.value, int(whole.value), mention.places):
        because = f"No whole number out of {loosely(whole.value)} makes {mention.text}."
        book.say(at, sentence, n, Verdict.CONTRADICTED, because, kind="percent_of")


def _lone_of(book: Book, at: int, sentence: Sentence) -> None:
    """A part greater than its whole."""
    for match in _OF.finditer(sentence.marked):
        part, whole = int(match["n"]), int(match["m"])
        a, b = sentence.mentions[part].value, sentence.mentions[whole].value
        if a > b:
            book.say(
                at,
                sentence,
                part,
                Verdict.CONTRADICTED,
                f"{loosely(a)} is more than the {loosely(b)} it is said to be of.",
            )


def _rates(book: Book, at: int, sentence: Sentence) -> None:
    rates = [n for n in sentence.of(Kind.RATE) if not book.has(at, n)]
    counts = sentence.of(Kind.COUNT)
    for n in rates:
        mention = sentence.mentions[n]
        pairs = [
            (a, b) for a in counts for b in counts if sentence.mentions[a].value < sentence.mentions[b].value
        ]
        if not pairs or not mention.per:
            continue
        if len(rates) > 1 and len(pairs) > 1:
            pairs = [pair for pair in pairs if mention.agrees(_rate(sentence, pair, mention.per))]
        if len(pairs) > 1:
            largest = max(counts, key=lambda one: sentence.mentions[one].value)
            near = [pair for pair in pairs if pair[1] == largest]
            agreeing = [pair for pair in near if mention.agrees(_rate(sentence, pair, mention.per))]
            pairs = agreeing or near
        if pairs:
            _rate_verdict(book, at, sentence, n, pairs[0])


def _rate(sentence: Sentence, pair: tuple[int, int], per: int) -> Fraction:
    return sentence.mentions[pair[0]].value * per / sentence.mentions[pair[1]].value


def _rate_verdict(book: Book, at: int, sentence: Sentence, n: int, pair: tuple[int, int]) -> None:
    mention = sentence.mentions[n]
    per = mention.per or 1
    exact = _rate(sentence, pair, per)
    if sentence.mentions[pair[1]].value < 2 * sentence.mentions[pair[0]].value:
        return
    verdict, note = percent_verdict(mention, exact)
    a, b = (loosely(sentence.mentions[one].value) for one in pair)
    because = f"{a} × {per:,} ÷ {b} = {loosely(exact)}{note}."
    book.say(at, sentence, n, verdict, because, kind="rate", computed=printed(exact, mention))


def _averages(book: Book, at: int, sentence: Sentence) -> None:
    for match in _AVERAGE.finditer(sentence.marked):
        n = int(match["n"] or match["n2"])
        unit = match["unit"] or match["unit2"]
        mention = sentence.mentions[n]
        totals = [
            one
            for one in sentence.of(mention.kind)
            if one != n and sentence.mentions[one].value > mention.value
        ]
        spans = [
            sentence.mentions[one] for one in sentence.of(Kind.LENGTH) if sentence.mentions[one].why == unit
        ]
        length = int(spans[0].value) if spans else _IN_YEAR.get(unit, 0) if sentence.of(Kind.YEAR) else 0
        if len(totals) != 1 or length < 2:
            continue
        total = sentence.mentions[totals[0]].value
        exact = total / length
        near = {length, 366} if unit == "day" and not spans else {length}
        holds = any(mention.agrees(total / one) for one in near)
        because = f"{loosely(total)} ÷ {length} = {loosely(exact)}."
        verdict = Verdict.CONFIRMED if holds else Verdict.CONTRADICTED
        book.say(at, sentence, n, verdict, because, kind="average", computed=printed(exact, mention))
