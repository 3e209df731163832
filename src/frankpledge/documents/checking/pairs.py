"""Numbers that a sentence sets against each other: from this to that, this compared with that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from frankpledge.documents.checking.mentions import Kind
from frankpledge.documents.checking.parts import Verdict
from frankpledge.documents.checking.state import Book, loosely, percent_verdict, printed, times_verdict
from frankpledge.documents.checking.wording import Sentence

GAP = r"(?:[^«»;]|«[yd]\d+»)"
"""Words between, in which years and days may stand."""
_KIND = r"[cmprq]"
UP = r"\b(?:increas\w*|rise|rises|rose|risen|rising|grew|grown|growth|growing|up|higher|went up|gone up|more|climb\w*|jump\w*|surg\w*|gain\w*|additional|extra)\b"
DOWN = r"\b(?:decreas\w*|fall|falls|fell|fallen|falling|drop|drops|dropped|dropping|reduc\w*|declin\w*|down|lower|fewer|less|halv\w*|shrank|shrunk|cut)\b"
CHANGE = rf"(?:{UP}|{DOWN}|\bchang\w*\b|\bdifferen\w*\b|\bcompared\b)"
_MOVED = r"(?:rose|risen|rising|increased|increasing|grew|growing|fell|fallen|falling|dropped|dropping|decreased|decreasing|declined|declining|reduced|reducing|climbed|went up|went down|jumped|doubled|trebled|tripled|halved)"
_MORE = r"(?:more|fewer|less|higher|lower|greater|up|down)"
_BETWEEN = re.compile(
    rf"«(?P<k>{_KIND})(?P<b>\d+)»{GAP}{{0,80}}?«[cmpqx]\d+»\s(?:percentage\spoints\s|[a-z-]+\s){{0,2}}?(?:{_MORE}\s(?:than|on)|than|from)\s{GAP}{{0,60}}?«(?P=k)(?P<a>\d+)»"
    rf"|«(?P<k2>{_KIND})(?P<b2>\d+)»{GAP}{{0,60}}?\b(?:up|down|an?\s(?:rise|fall|increase|decrease|drop|reduction)\sof)\s(?:by\s)?«[cmpqx]\d+»{GAP}{{0,30}}?\bfrom\s{GAP}{{0,40}}?«(?P=k2)(?P<a2>\d+)»"
)
"""A change that stands between its two numbers: ‘657, 126 more than the 531’."""
_FROM_TO = tuple(
    re.compile(pattern)
    for pattern in (
        rf"«(?P<k>{_KIND})(?P<a>\d+)»[^«»]{{0,60}};(?:[^«»]|«[yd]\d+»){{0,70}}?\b{_MOVED}\sto\s{GAP}{{0,20}}?«(?P=k)(?P<b>\d+)»",
        rf"\bfrom\s{GAP}{{0,40}}?«(?P<k>{_KIND})(?P<a>\d+)»{GAP}{{0,70}}?\bto\s{GAP}{{0,40}}?«(?P=k)(?P<b>\d+)»",
        rf"\b(?:was|were|been|stood at|recorded|had|totalled)\s{GAP}{{0,30}}?«(?P<k>{_KIND})(?P<a>\d+)»{GAP}{{0,70}}?\b(?:rose|risen|rising|increased|increasing|grew|growing|fell|fallen|falling|dropped|dropping|decreased|decreasing|declined|declining|reduced|reducing|climbed|went up|went down)\s(?:again\s)?to\s{GAP}{{0,20}}?«(?P=k)(?P<b>\d+)»",
    )
)
_TO_FROM = tuple(
    re.compile(pattern)
    for pattern in (
        rf"«(?P<k>{_KIND})(?P<b>\d+)»{GAP}{{0,90}}?\b(?:compared\s(?:with|to)|up\sfrom|down\sfrom|against|rather\sthan|as\sopposed\sto|versus|higher\sthan|lower\sthan|more\sthan\sthe|fewer\sthan\sthe|in\scomparison\s(?:with|to))\s{GAP}{{0,60}}?«(?P=k)(?P<a>\d+)»",
    )
)  # fmt: skip
_DATED = re.compile(
    rf"«(?P<k>{_KIND})(?P<n>\d+)»{GAP.replace('|«[yd]', '|«[d]')}{{0,40}}?\b(?:in|for|during|of)\s(?:the\s(?:year|period)\s)?«y(?P<y>\d+)»"
)
_YEAR_FIRST = re.compile(rf"\b(?:in|for|during)\s«y(?P<y>\d+)»[^«»]{{0,40}}?«(?P<k>{_KIND})(?P<n>\d+)»")


@dataclass(frozen=True)
class Pair:
    """Two numbers of a sentence by their place: the old one and the new one."""

    old: int
    new: int
    is_change: bool
    """Written as a change (from, to), and not merely set beside each other."""


def pairs_in(sentence: Sentence) -> tuple[Pair, ...]:
    """Every pair that a sentence sets against each other, in order."""
    found: dict[tuple[int, int], Pair] = {}
    used: set[int] = set()
    years = _years(sentence)
    for match in _BETWEEN.finditer(sentence.marked):
        old, new = int(match["a"] or match["a2"]), int(match["b"] or match["b2"])
        found[old, new] = Pair(old, new, is_change=False)
        used |= {old, new}
    for patterns, is_change in ((_FROM_TO, True), (_TO_FROM, False)):
        for pattern in patterns:
            for match in pattern.finditer(sentence.marked):
                old, new = int(match["a"]), int(match["b"])
                if {old, new} & used:
                    continue
                used |= {old, new}
                if years.get(old, "") > years.get(new, "~") and new in years:
                    old, new = new, old
                found[old, new] = Pair(old, new, is_change)
    if not found:
        found.update(_by_years(sentence, years))
    return tuple(found.values())


def _years(sentence: Sentence) -> dict[int, str]:
    """The year that each number is of, where one is written beside it."""
    found: dict[int, str] = {}
    for pattern in (_YEAR_FIRST, _DATED):
        for match in pattern.finditer(sentence.marked):
            found.setdefault(int(match["n"]), sentence.mentions[int(match["y"])].text)
    return found


def _by_years(sentence: Sentence, years: dict[int, str]) -> dict[tuple[int, int], Pair]:
    """Two numbers of one kind, each with its own year: the earlier one is the old one."""
    dated = sorted(years.items(), key=lambda one: one[1])
    kinds = {sentence.mentions[n].kind for n, _ in dated}
    if len(dated) != 2 or len(kinds) != 1 or dated[0][1] == dated[1][1]:
        return {}
    old, new = dated[0][0], dated[1][0]
    return {(old, new): Pair(old, new, re.search(CHANGE, sentence.marked) is not None)}


def direction_about(sentence: Sentence, n: int, *, reach: int = 45) -> int:
    """1 where the words about a number speak only of a rise, −1 only of a fall, 0 of neither or both."""
    before, after = sentence.around(n, reach, 35)
    before = re.split(r"[.;:]", before)[-1]
    after = re.split(r"[.;:,]|«c|«m", after)[0]
    # The nearest word decides: ‘rose by 3%’, ‘a 3% fall’.
    near_before = [
        (found.end(), word)
        for word, pattern in ((1, UP), (-1, DOWN))
        for found in re.finditer(pattern, before)
    ]
    near_after = [
        (-found.start(), word)
        for word, pattern in ((1, UP), (-1, DOWN))
        for found in re.finditer(pattern, after)
    ]
    gaps = [(len(before) - end, word) for end, word in near_before] + [(-at, word) for at, word in near_after]
    return min(gaps)[1] if gaps else 0


def speaks_of_change(sentence: Sentence, n: int) -> bool:
    """Whether the words about a number call it a change."""
    before, after = sentence.around(n, 45, 35)
    before, after = re.split(r"[.;:]", before)[-1], re.split(r"[.;:]|«c|«m", after)[0]
    if re.search(r"\b(?:than|over|under|up to|at least|at most|more|less|fewer)\s*$", before):
        before = re.sub(r"\b(?:more|less|fewer|up|down|over|under)\s+(?:than|to)?\s*$", "", before)
    after_words = re.match(
        r"\s*(?:\w+\s+){0,2}?(?:" + UP + "|" + DOWN + r"|\bchange\b|\bon\b|\bcompared\b)", after
    )
    near = re.search(rf"(?:{UP}|{DOWN}|\bchang\w*\b|\bby\b|\bdifference\b)[^«»]{{0,30}}$", before)
    return bool(near or after_words)


def _nearest(pairs: tuple[Pair, ...], n: int) -> Pair:
    return min(pairs, key=lambda pair: min(abs(pair.old - n), abs(pair.new - n)))


def check_pairs(book: Book, at: int, sentence: Sentence, carried: tuple[Pair, int, Sentence] | None) -> None:
    """Hold every change, difference and multiple of a sentence against the pair it speaks of.

    `carried` is the pair of the sentence before, for ‘This is a rise of 23%’.
    """
    pairs = pairs_in(sentence)
    if pairs:
        for pair in pairs:
            _check_direction(book, at, sentence, pair)
        for n in sentence.of(Kind.PERCENT, Kind.POINTS, Kind.MULTIPLE, Kind.COUNT, Kind.MONEY):
            if not any(n in {pair.old, pair.new} for pair in pairs):
                _against(book, at, sentence, n, _nearest(pairs, n), at, sentence)
    elif carried is not None and re.match(
        r"(?:this|that|it|which|these|those|the (?:increase|rise|fall|change|decrease|reduction|drop|growth|difference)|an? (?:increase|rise|fall|change|decrease|reduction|drop|growth|difference))\b",
        sentence.marked,
    ):
        pair, place, about = carried
        for n in sentence.of(Kind.PERCENT, Kind.POINTS, Kind.MULTIPLE, Kind.COUNT, Kind.MONEY):
            _against(book, at, sentence, n, pair, place, about)


def _check_direction(book: Book, at: int, sentence: Sentence, pair: Pair) -> None:
    """Whether the words say rise where it rose."""
    if not pair.is_change:
        return
    old, new = sentence.mentions[pair.old].value, sentence.mentions[pair.new].value
    mark = f"«{sentence.mentions[pair.old].kind}{pair.old}»"
    before = re.split(r"[.;:]|«[cmprq]", sentence.marked[: sentence.marked.index(mark)])[-1]
    end = sentence.marked.index(f"«{sentence.mentions[pair.new].kind}{pair.new}»")
    between = sentence.marked[sentence.marked.index(mark) : end]
    words = before[-70:] + between
    up, down = re.search(UP, words) is not None, re.search(DOWN, words) is not None
    if up == down or (old == new and not (up or down)):
        return
    said = 1 if up else -1
    is_so = (new > old) if said > 0 else (new < old)
    word = (re.search(UP if up else DOWN, words) or [""])[0]
    change = f"{printed(old, sentence.mentions[pair.old])} to {printed(new, sentence.mentions[pair.new])}"
    verdict = Verdict.CONFIRMED if is_so else Verdict.CONTRADICTED
    actual = "rise" if new > old else "fall" if new < old else "no change"
    book.add(
        at,
        sentence,
        "comparison",
        word,
        actual,
        verdict,
        f"{change} is {'a ' if new != old else ''}{actual}.",
    )


def _against(
    book: Book, at: int, sentence: Sentence, n: int, pair: Pair, place: int, about: Sentence
) -> None:
    mention = sentence.mentions[n]
    if book.has(at, n):
        return
    a, b = about.mentions[pair.old], about.mentions[pair.new]
    olds, news = book.values(place, about, pair.old), book.values(place, about, pair.new)
    options = [(old, new) for old in olds for new in news]
    shares = a.kind is Kind.PERCENT
    if mention.kind is Kind.PERCENT and speaks_of_change(sentence, n):
        _percent(book, at, sentence, n, options, points=shares)
    elif mention.kind is Kind.POINTS and shares:
        _difference(book, at, sentence, n, options, "percentage points")
    elif mention.kind is Kind.MULTIPLE:
        _multiple(book, at, sentence, n, options)
    elif mention.kind is a.kind and b.kind is a.kind and _is_difference(sentence, n):
        _difference(book, at, sentence, n, options, "difference")


def _percent(
    book: Book, at: int, sentence: Sentence, n: int, options: list[tuple[Fraction, Fraction]], *, points: bool
) -> None:
    mention, said = sentence.mentions[n], direction_about(sentence, n)
    for old, new in options:
        if not old:
            continue
        exact = (new - old) * 100 / old
        compared = abs(exact) if said and not mention.sign else exact
        verdict, note = percent_verdict(mention, compared)
        if said and exact and (exact > 0) != (said > 0) and not mention.sign:
            verdict = Verdict.CONTRADICTED
        if verdict is not Verdict.CONTRADICTED:
            working = f"From {loosely(old)} to {loosely(new)} is {loosely(exact)}%{note}."
            book.say(
                at, sentence, n, verdict, working, kind="change_from", computed=printed(compared, mention)
            )
            return
    old, new = options[0]
    if not old:
        book.say(
            at, sentence, n, Verdict.CONTRADICTED, "No percentage can be taken of nought.", kind="change_from"
        )
        return
    exact = (new - old) * 100 / old
    compared = abs(exact) if said and not mention.sign and (exact > 0) == (said > 0) else exact
    because = f"From {loosely(old)} to {loosely(new)} is {printed(exact, mention)}."
    if new and mention.agrees(abs((new - old) * 100 / new)):
        because += " What is stated takes the change as a share of the new number, not of the old."
    if points and mention.agrees(abs(new - old)):
        because += " The difference is in percentage points."
    book.say(
        at,
        sentence,
        n,
        Verdict.CONTRADICTED,
        because,
        kind="change_from",
        computed=printed(compared, mention),
        value=compared,
    )


def _difference(
    book: Book, at: int, sentence: Sentence, n: int, options: list[tuple[Fraction, Fraction]], kind: str
) -> None:
    mention, said = sentence.mentions[n], direction_about(sentence, n)
    for old, new in options:
        exact = new - old
        compared = abs(exact) if not mention.sign else exact
        if mention.agrees(compared) and not (
            said and exact and (exact > 0) != (said > 0) and not mention.sign
        ):
            working = f"{loosely(new)} − {loosely(old)} = {loosely(exact)}."
            book.say(
                at, sentence, n, Verdict.CONFIRMED, working, kind=kind, computed=printed(compared, mention)
            )
            return
    old, new = options[0]
    exact = new - old
    book.say(
        at, sentence, n, Verdict.CONTRADICTED, f"{loosely(new)} − {loosely(old)} = {loosely(exact)}.", kind=kind,
        computed=printed(abs(exact) if not mention.sign else exact, mention), value=abs(exact),
    )  # fmt: skip


def _multiple(
    book: Book, at: int, sentence: Sentence, n: int, options: list[tuple[Fraction, Fraction]]
) -> None:
    mention = sentence.mentions[n]
    best: tuple[Verdict, str] | None = None
    for old, new in options:
        if not old or not new:
            continue
        ratios = [new / old]
        if re.search(r"\btwice|times", mention.text.lower()):
            ratios.append(old / new)
        for ratio in ratios:
            verdict, note = times_verdict(mention, ratio)
            if verdict is not Verdict.CONTRADICTED:
                working = f"{loosely(new)} is {loosely(ratio)} times {loosely(old)}{note}."
                book.say(at, sentence, n, verdict, working, kind="multiple", computed=loosely(ratio))
                return
        best = best or (Verdict.CONTRADICTED, f"{loosely(new)} is {loosely(new / old)} times {loosely(old)}.")
    if best:
        old, new = options[0]
        book.say(at, sentence, n, best[0], best[1], kind="multiple", computed=loosely(new / old))


def _is_difference(sentence: Sentence, n: int) -> bool:
    """‘534 more’, ‘an increase of 534’, ‘up by 534’: a count that is itself a change."""
    before, after = sentence.around(n, 40, 40)
    return bool(
        re.search(r"\b(?:increase|rise|fall|decrease|reduction|drop|growth|decline|difference|change|gap)\s(?:of|was|is)\s(?:only\s|just\s|some\s|about\s)?$", before)
        or re.search(r"\b(?:up|down|rose|fell|grew|increased|decreased|dropped|risen|fallen|reduced|declined|higher|lower)\sby\s(?:only\s|just\s|some\s|about\s)?$", before)
        or re.match(r"\s(?:[a-z-]+\s){0,3}?(?:more|fewer|less|higher|lower|additional|extra)\b(?!\sthan\s(?:half|one|two|a))", after)
    )  # fmt: skip
