"""Wholes and their parts in prose, lists that are announced with a number, and lengths of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from frankpledge.documents.checking.labels import month_number, stem
from frankpledge.documents.checking.mentions import Kind
from frankpledge.documents.checking.pairs import pairs_in
from frankpledge.documents.checking.parts import Verdict
from frankpledge.documents.checking.state import Book, loosely
from frankpledge.documents.checking.wording import Sentence
from frankpledge.documents.numerals import Closeness

_OPENS = re.compile(
    r"\b(?:of these|of those|of them|of which|of whom|of the(?:se|m)?\s«[cm]\d+»|made up of|consist(?:s|ed|ing) of|compris(?:es|ed|ing)|split (?:between|into)|divided (?:between|into)|broken down (?:as|into)|namely)\b|:\s"
)
_INCOMPLETE = re.compile(
    r"\binclud(?:e|es|ed|ing)\b|\bsuch as\b|\bfor example\b|\bat least\b|\bamong(?:st)?\b|\bmost\b|\bmain(?:ly)?\b"
)
_WHOLE_AFTER = re.compile(
    r"(?:\b(?:a (?:combined )?total of|bringing the total to|making a total of|making|totalling|giving a total of|giving|altogether|in all|in total,?|together|total(?:s|led)? (?:of|is|was)?|adding up to|amounting to)\s(?:some\s)?«(?P<k>[cm])(?P<n>\d+)»"
    r"|«(?P<k2>[cm])(?P<n2>\d+)»(?:\s[a-z’'-]+){0,4}?\s(?:in total|in all|altogether|overall|combined)\b)"
)


def check_sums(book: Book, at: int, sentence: Sentence, before: Sentence | None) -> None:
    """Hold a whole against the parts that the same sentence, or the next one, names."""
    if _parts_after(book, at, sentence, before):
        return
    _whole_after(book, at, sentence)


def _parts_after(book: Book, at: int, sentence: Sentence, before: Sentence | None) -> bool:
    """‘Thirteen requests. Of these, two …, three … and eight …’; ‘200 cases: 120 in A and 80 in B’."""
    for opening in _OPENS.finditer(sentence.marked):
        head, tail = sentence.marked[: opening.start()], sentence.marked[opening.end() :]
        inside = re.search(r"«([cm])(\d+)»", opening[0])
        parts = _top_level(tail)
        whole = int(inside[2]) if inside else _whole_before(head, sentence, parts)
        place, about = at, sentence
        if whole is None and before is not None and not inside and opening.start() <= 3:
            whole, place, about = _last_whole(before, parts, sentence), at - 1, before
        if whole is None or len(parts) < 2:
            continue
        kinds = {sentence.mentions[n].kind for n in parts} | {about.mentions[whole].kind}
        if len(kinds) != 1 or (whole in parts and about is sentence):
            continue
        return _sum(book, at, sentence, parts, place, about, whole, is_complete=_is_complete(head, tail))
    return False


def _whole_before(head: str, sentence: Sentence, parts: Sequence[int]) -> int | None:
    """The whole that a colon or ‘made up of’ opens: the last count before it."""
    kinds = {sentence.mentions[n].kind for n in parts}
    found = [int(n) for _, n in re.findall(r"«([cm])(\d+)»", head) if sentence.mentions[int(n)].kind in kinds]
    return found[-1] if found else None


def _last_whole(before: Sentence, parts: Sequence[int], sentence: Sentence) -> int | None:
    kinds = {sentence.mentions[n].kind for n in parts}
    found = [n for n, one in enumerate(before.mentions) if one.kind in kinds]
    return found[-1] if found else None


def _top_level(tail: str) -> list[int]:
    """The counts of a list of parts; those in brackets or after ‘of’ are told of a part."""
    bare = re.sub(r"\([^()]*\)", "", tail)
    bare = re.split(r"\.\s|;\s(?:this|that|these)\b", bare)[0]
    return [
        int(match[2])
        for match in re.finditer(r"«([cm])(\d+)»", bare)
        if not re.search(
            r"\b(?:out of|of the|of|than|from|compared (?:with|to)|by)\s$", bare[: match.start()]
        )
    ]


def _is_complete(head: str, tail: str) -> bool:
    """Whether the parts are all there are: the last is joined by ‘and’, or they are what remains."""
    if _INCOMPLETE.search(head[-60:]) or _INCOMPLETE.search(tail[:40]):
        return False
    last = tail.rfind("«")
    joined = re.search(
        r"\band\b(?:\s[a-z’'-]+){0,6}?\s?$|\b(?:remaining|remainder|rest|other)\b[^«]*$|&\s?$", tail[:last]
    )
    return joined is not None


def _sum(
    book: Book, at: int, sentence: Sentence, parts: Sequence[int], place: int, about: Sentence, whole: int, *,
    is_complete: bool,
) -> bool:  # fmt: skip
    options = [book.values(at, sentence, n) for n in parts]
    total = sum((values[0] for values in options), Fraction(0))
    stated = about.mentions[whole]
    working = " + ".join(loosely(values[0]) for values in options)
    if stated.agrees(total) or any(value == total for value in book.values(place, about, whole)):
        book.say(
            place,
            about,
            whole,
            Verdict.CONFIRMED,
            f"{working} = {loosely(total)}.",
            kind="total",
            computed=loosely(total),
        )
        for n in parts:
            book.say(
                at, sentence, n, Verdict.CONFIRMED, f"A part of {stated.text}: {working} = {loosely(total)}."
            )
        return True
    if not is_complete or stated.closeness is not Closeness.EXACT:
        return False
    righted = sum((values[-1] for values in options), Fraction(0))
    if righted == stated.value:
        for n in parts:
            book.say(
                at,
                sentence,
                n,
                Verdict.CONFIRMED,
                f"A part of {stated.text} once what is wrong is put right.",
            )
        return True
    book.say(
        place, about, whole, Verdict.CONTRADICTED, f"{working} = {loosely(total)}, not {stated.text}.", kind="total",
        computed=loosely(total), value=total,
    )  # fmt: skip
    for n in parts:
        because = f"A part of {stated.text}; the parts do not come to it."
        book.say(at, sentence, n, Verdict.NOT_VERIFIABLE, because)
    return True


def _whole_after(book: Book, at: int, sentence: Sentence) -> None:
    """‘45 in A, 40 in B and 35 in C, 120 in all’."""
    for match in _WHOLE_AFTER.finditer(sentence.marked):
        whole = int(match["n"] or match["n2"])
        kind = sentence.mentions[whole].kind
        head = sentence.marked[: match.start()]
        after_whole = sentence.marked[match.end() :]
        parts = [n for n in _top_level(head) if sentence.mentions[n].kind is kind and n < whole]
        if len(parts) < 2:
            parts = [n for n in _top_level(after_whole) if sentence.mentions[n].kind is kind]
            if len(parts) < 2 or not re.match(
                r"[^«]{0,60}(?::|\(|,\swith\b|\s[–—-]\s|\bfrom\b)", after_whole
            ):
                continue
        if pairs_in(sentence) or len(parts) < 2:
            continue
        values = [sentence.mentions[n].value for n in parts]
        if sum(values) == sentence.mentions[whole].value or max(values) < sentence.mentions[whole].value:
            joined = re.search(r"\band\b", sentence.marked) is not None
            if _sum(book, at, sentence, parts, at, sentence, whole, is_complete=joined):
                return


# Lists -------------------------------------------------------------------------------------------------------------

_ANNOUNCES = re.compile(
    r"«c(?P<n>\d+)»(?P<what>(?:\s[a-z’'/&-]+){1,8}?)(?:\s\((?P<inside>[^()«»]*,[^()«»]*)\)|\s?:\s*(?P<rest>[^«»]*)$|,?\s(?:namely|that is)\s(?P<named>[^«»]*)$|\s[–—-]\s(?P<dashed>[^«»]*,[^«»–—]*?)(?:\s[–—-]\s|$))"
)
_ARE = re.compile(
    r"«c(?P<n>\d+)»(?P<what>(?:\s[a-z’'/&-]+){1,6}?)\s(?:are|were)(?:\s(?:now|as follows))?:?\s(?P<rest>(?:the\s)?[^«»]*,[^«»]*)$"
)


def check_lists(book: Book, at: int, sentence: Sentence, items: Sequence[str]) -> None:
    """Hold the number that announces a list against the list: in the sentence, or as the items that follow it."""
    announced = _ANNOUNCES.search(sentence.marked) or _ARE.search(sentence.marked)
    if announced:
        groups = announced.groupdict()
        inline = next(
            (groups[name] for name in ("inside", "rest", "named", "dashed") if groups.get(name)), ""
        )
        n = int(announced["n"])
        if (
            inline.strip(" .")
            and ("," in inline or ";" in inline or " and " in inline)
            and not items_follow(sentence, items)
        ):
            _count(book, at, sentence, n, *listed(_original(sentence, inline)))
            return
    if items and items_follow(sentence, items):
        counts = [n for n in sentence.of(Kind.COUNT) if _may_announce(sentence, n)]
        if counts:
            _count(book, at, sentence, counts[-1], len(items), len(items))


def items_follow(sentence: Sentence, items: Sequence[str]) -> bool:
    return bool(items) and sentence.marked.rstrip().endswith((":", "following", "below"))


def _may_announce(sentence: Sentence, n: int) -> bool:
    mention = sentence.mentions[n]
    if not 2 <= mention.value <= 60 or mention.value.denominator != 1:
        return False
    mark = f"«c{n}»"
    after = sentence.marked[sentence.marked.index(mark) + len(mark) :]
    return (
        re.fullmatch(
            r"(?:\s[a-z’'/&-]+){1,9}?(?:,?\s(?:they|these)\s(?:are|include))?\s?[:.]?", after.rstrip()
        )
        is not None
    )


def _original(sentence: Sentence, words: str) -> str:
    """The same words as written, with capitals."""
    at = sentence.text.lower().find(words.strip())
    return sentence.text[at : at + len(words.strip())] if at >= 0 else words


def listed(words: str) -> tuple[int, int]:
    """How many things a list in a sentence names, at least and at most: an ‘and’ within a name leaves it open."""
    words = words.strip().rstrip(".")
    if ";" in words:
        parts = [part for part in re.split(r";\s*(?:and\s+)?", words) if part.strip()]
        return len(parts), len(parts)
    parts = [part.strip() for part in words.split(",") if part.strip()]
    last = parts[-1] if parts else ""
    if len(parts) > 1 and last.lower().startswith(("and ", "or ", "& ")):
        return len(parts), len(parts)
    ands = len(re.findall(r"\s(?:and|&|or)\s", last))
    least = len(parts) + (1 if ands else 0)
    return least, len(parts) + ands if ands else least


def _count(book: Book, at: int, sentence: Sentence, n: int, least: int, most: int) -> None:
    mention = sentence.mentions[n]
    if least < 2 or book.has(at, n):
        return
    found = str(least) if least == most else f"{least} or {most}"
    if least <= mention.value <= most:
        book.say(
            at, sentence, n, Verdict.CONFIRMED, f"The list has {found}.", kind="list-count", computed=found
        )
    else:
        book.say(
            at, sentence, n, Verdict.CONTRADICTED, f"The list has {found}, not {mention.text}.", kind="list-count",
            computed=found, value=Fraction(least),
        )  # fmt: skip


# Time --------------------------------------------------------------------------------------------------------------

_SPAN = re.compile(
    r"((?:19|20)\d\d)(?:/(\d\d))?\s?(?:[-–—]|to|and|until)\s?((?:19|20)?\d\d)(?:/(\d\d))?(?!\d)"
)
_MONTHS = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_MONTH_SPAN = re.compile(
    rf"\b{_MONTHS}\b\.?\s*((?:19|20)\d\d)?\s*(?:[-–—]|to|until|and)\s*(?:the end of\s)?{_MONTHS}\b\.?\s*((?:19|20)\d\d)?",
    re.IGNORECASE,
)


def check_lengths(book: Book, at: int, sentence: Sentence) -> None:
    """Hold a length of time against the period written beside it."""
    lengths = [
        n for n in sentence.of(Kind.LENGTH) if sentence.mentions[n].why in {"year", "month", "quarter"}
    ]
    if len(lengths) != 1:
        return
    n = lengths[0]
    unit, mention = sentence.mentions[n].why, sentence.mentions[n]
    near = sentence.text[max(0, mention.start - 45) : mention.end + 70]
    months = _MONTH_SPAN.search(near)
    if months:
        _months(book, at, sentence, n, months)
        return
    years = _SPAN.search(near)
    if years and unit == "year":
        _years(book, at, sentence, n, years)


def _years(book: Book, at: int, sentence: Sentence, n: int, span: re.Match[str]) -> None:
    first, last = int(span[1]), int(span[3])
    last = last if last > 99 else first // 100 * 100 + last
    apart = last - first
    if apart <= 0 or apart > 60:
        return
    whole = {apart + 1} if span[2] and span[4] else {apart}
    mention = sentence.mentions[n]
    either = {apart, apart + 1} if not span[2] and re.search(r"\b(?:to|and|until)\b", span[0]) else whole
    computed = str(min(whole))
    if mention.value in whole:
        book.say(
            at,
            sentence,
            n,
            Verdict.CONFIRMED,
            f"{span[0]} is {computed} years.",
            kind="period",
            computed=computed,
        )
    elif mention.value in either:
        because = f"{span[0]} is {mention.value} years, both named years counted."
        book.say(at, sentence, n, Verdict.CONVENTION, because, kind="period", computed=computed)
    else:
        because = f"{span[0]} is {computed} years, not {mention.value}."
        book.say(at, sentence, n, Verdict.CONTRADICTED, because, kind="period", computed=computed)


def _months(book: Book, at: int, sentence: Sentence, n: int, span: re.Match[str]) -> None:
    first, last = month_number(span[1]), month_number(span[3])
    years = [int(year) for year in (span[2], span[4]) if year]
    if len(years) == 2:
        count = (years[1] - years[0]) * 12 + last - first + 1
    else:
        count = last - first + 1 if last >= first else last - first + 13
    unit, mention = sentence.mentions[n].why, sentence.mentions[n]
    per = {"month": 1, "quarter": 3, "year": 12}[unit]
    if count <= 0 or (unit == "year" and count < 10):
        return
    exact = Fraction(count, per)
    computed = loosely(exact)
    if mention.value == exact:
        book.say(
            at,
            sentence,
            n,
            Verdict.CONFIRMED,
            f"{span[0]} is {count} months.",
            kind="period",
            computed=computed,
        )
    elif unit == "year" and len(years) == 2 and first == last and mention.value == years[1] - years[0]:
        book.say(
            at,
            sentence,
            n,
            Verdict.CONVENTION,
            f"{span[0]} is {computed} years, the last month left out.",
            kind="period",
            computed=computed,
        )
    else:
        because = (
            f"{span[0]} is {count} months, both named months counted, not {loosely(mention.value * per)}."
        )
        book.say(at, sentence, n, Verdict.CONTRADICTED, because, kind="period", computed=computed)


_THINGS = ("plan", "strategy", "programme", "agreement", "framework", "contract", "grant")


def check_named_lengths(book: Book, sentences: Sequence[Sentence]) -> None:
    """Hold ‘a three-year plan’ against the years that the document gives the same plan elsewhere: ‘Plan 2020-23’."""
    spans = {words: apart for sentence in sentences for words, apart in _named_spans(sentence.text)}
    for at, sentence in enumerate(sentences):
        for n in sentence.of(Kind.LENGTH):
            mention = sentence.mentions[n]
            if mention.why != "year" or book.has(at, n):
                continue
            after = [stem(word) for word in re.findall(r"[a-z]+", sentence.around(n, 0, 60)[1])[:5]]
            for words, apart in spans.items():
                if len(words) >= 2 and all(word in after for word in words):
                    holds = mention.value == apart
                    because = f"{' '.join(words)} is given the years of {apart} years elsewhere."
                    verdict = Verdict.CONFIRMED if holds else Verdict.CONTRADICTED
                    book.say(at, sentence, n, verdict, because, kind="period", computed=str(apart))
                    break


def _named_spans(text: str) -> list[tuple[tuple[str, ...], int]]:
    """The things that a text gives years to, by the stems of their names, and how many years."""
    found = []
    for match in _SPAN.finditer(text):
        first, last = int(match[1]), int(match[3])
        apart = (last if last > 99 else first // 100 * 100 + last) - first
        if not 1 < apart <= 20 or match[2]:
            continue
        before = [stem(word) for word in re.findall(r"[A-Za-z]+", text[: match.start()])[-4:]]
        after = [stem(word) for word in re.findall(r"[A-Za-z]+", text[match.end() : match.end() + 60])[:4]]
        for words in (before, after):
            thing = next((n for n, word in reversed(list(enumerate(words))) if word in _THINGS), None)
            if thing is not None and thing >= 1:
                found.append((tuple(words[max(0, thing - 2) : thing + 1]), apart))
    return found
