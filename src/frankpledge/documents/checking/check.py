"""The check of a whole document: every number found, and what the rest of the document says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from frankpledge.documents.checking import arithmetic
from frankpledge.documents.checking.grids import Numbers, numbers_of
from frankpledge.documents.checking.labels import stems
from frankpledge.documents.checking.mentions import Kind
from frankpledge.documents.checking.pairs import Pair, check_pairs, pairs_in
from frankpledge.documents.checking.parts import Checked, Checking, Grid, Remark, Source, Verdict, Words
from frankpledge.documents.checking.restated import check_restated
from frankpledge.documents.checking.shares import check_shares
from frankpledge.documents.checking.state import NAMES, Book
from frankpledge.documents.checking.sums import check_lengths, check_lists, check_named_lengths, check_sums
from frankpledge.documents.checking.tabled import Table, check_tabled_changes, check_tables
from frankpledge.documents.checking.wording import Sentence, sentences_of
from frankpledge.kernel.written_dates import Standing, find_dates

METHOD = (
    "every number, table and list of the text held against the others there; percentages from exact whole numbers, "
    "rounded half up"
)
_SAYS_NOTHING = re.compile(
    r"\W*(?:click\s+here|here|read more|more|link|this link|this page|find out more|see here|download)\W*",
    re.IGNORECASE,
)


def check(source: Source) -> Checking:
    """Every claim of a document with its verdict, in reading order, and what to mind besides."""
    tables, cell_claims, remarks = _tables(source)
    sentences = _sentences(source)
    book = Book()
    items = _items(source)
    for at, sentence in enumerate(sentences):
        check_dates(book, at, sentence)
        check_lengths(book, at, sentence)
        check_lists(
            book, at, sentence, items.get(sentence.paragraph, ()) if _ends_block(sentences, at) else ()
        )
    for at, sentence in enumerate(sentences):
        check_sums(book, at, sentence, _before(sentences, at))
    for at, sentence in enumerate(sentences):
        check_tables(book, at, sentence, [table for table, _ in tables])
    carried: tuple[Pair, int, Sentence] | None = None
    for at, sentence in enumerate(sentences):
        before = _before(sentences, at)
        check_pairs(book, at, sentence, carried if before is not None else None)
        check_shares(book, at, sentence, before)
        check_tabled_changes(book, at, sentence, [table for table, _ in tables])
        pairs = pairs_in(sentence)
        carried = (pairs[-1], at, sentence) if pairs else None
    check_named_lengths(book, sentences)
    check_restated(book, sentences)
    _rest(book, sentences)
    return Checking(_in_order(sentences, book, cell_claims), (*remarks, *_links(source, sentences)))


def _tables(source: Source) -> tuple[list[tuple[Table, int]], dict[int, tuple[Checked, ...]], list[Remark]]:
    tables: list[tuple[Table, int]] = []
    claims: dict[int, tuple[Checked, ...]] = {}
    remarks: list[Remark] = []
    for n, block in enumerate(source.blocks):
        if not isinstance(block, Grid):
            continue
        numbers = numbers_of(block)
        if numbers is None:
            continue
        found = arithmetic.check_numbers(numbers)
        right = {(one.row, one.column): one.computed for one in found if arithmetic.is_wrong(one)}
        tables.append((Table(numbers, right, _words_about(source, n)), n))
        claims[n] = (*(arithmetic.as_checked(numbers, one) for one in found), *_others(numbers, found))
        remarks += _metadata(block, source, n)
    return tables, claims, remarks


def _others(table: Numbers, claims: Sequence[arithmetic.CellClaim]) -> Iterator[Checked]:
    """The cells that nothing else in the table is made of or makes."""
    told = {(one.row, one.column) for one in claims}
    used = any(one.verdict in {Verdict.CONFIRMED, Verdict.CONVENTION, Verdict.CONTRADICTED} for one in claims)
    for row, cells in enumerate(table.cells):
        for column, cell in enumerate(cells):
            if cell is None or (row, column) in told:
                continue
            name = f"{table.rows[row].text}, {table.columns[column].text}"
            because = (
                "It goes into the totals and shares of its table; its own source is not in the text."
                if used
                else "Nothing else in the text is made of it."
            )
            yield Checked(
                f"{name}: {cell.text}",
                f"{table.where}, {name}",
                "count",
                cell.text,
                "",
                Verdict.NOT_VERIFIABLE,
                because,
            )


def _words_about(source: Source, n: int) -> frozenset[str]:
    """The stems of what a table is called: its caption, or else the heading or opening just before it."""
    block = source.blocks[n]
    if isinstance(block, Grid) and block.caption:
        return stems(re.sub(r"^\s*table\s+\d+", "", block.caption, flags=re.IGNORECASE))
    before = source.blocks[n - 1] if n else None
    if isinstance(before, Words) and (before.is_heading or before.text.endswith(":")):
        return stems(before.text)
    return frozenset()


_AREA = re.compile(
    r"\b(?:area|council|county|district|borough|force|region|england|wales|ward|city|town|unitary|partnership area)\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\bsource\b|\bfrom:|\bdata (?:from|supplied|provided)\b|\bsupplied by\b|\brecorded by\b|\bextract(?:ed)? from\b",
    re.IGNORECASE,
)
_EXTRACTED = re.compile(
    r"\bextract(?:ed|ion)\b|\bas (?:at|of)\b|\bdownloaded\b|\baccessed\b|\bdata (?:at|to)\b|\bpublished on\b",
    re.IGNORECASE,
)


def _metadata(grid: Grid, source: Source, n: int) -> Iterator[Remark]:
    """What a reader needs to trust a table, and is not there: area, source, day of extraction."""
    near = [
        one.text
        for one in source.blocks[max(0, n - 1) : n + 2]
        if isinstance(one, Words) and len(one.text) < 400
    ]
    about = " ".join(
        [
            grid.caption,
            grid.notes,
            *(text for text in near if _SOURCE.search(text) or _EXTRACTED.search(text)),
        ]
    )
    if not grid.caption:
        yield Remark("unverifiable", grid.where, "The table has no caption of its own.")
    missing = [
        word
        for word, pattern in (("area", _AREA), ("source", _SOURCE), ("date of extraction", _EXTRACTED))
        if not pattern.search(about)
    ]
    if missing:
        listed = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} or {missing[-1]}"
        yield Remark("unverifiable", grid.where, f"The table does not give its {listed}.")


def _links(source: Source, sentences: Sequence[Sentence]) -> Iterator[Remark]:
    seen = set()
    for link in source.links:
        if _SAYS_NOTHING.fullmatch(link.text):
            seen.add(link.where)
            yield Remark(
                "citation", link.where, f"The link ‘{link.text.strip()}’ does not say where it goes."
            )
    for sentence in sentences:
        found = re.search(r"\bclick\s+here\b", sentence.text, re.IGNORECASE)
        if found and sentence.where not in seen:
            yield Remark(
                "citation", sentence.where, f"‘{found[0]}’ does not say where the link goes, nor its address."
            )


def _sentences(source: Source) -> list[Sentence]:
    found: list[Sentence] = []
    for n, block in enumerate(source.blocks):
        if isinstance(block, Words):
            found.extend(sentences_of(block, n))
    return found


def _before(sentences: Sequence[Sentence], at: int) -> Sentence | None:
    """The sentence before, in the same paragraph."""
    if at and sentences[at - 1].paragraph == sentences[at].paragraph:
        return sentences[at - 1]
    return None


def _ends_block(sentences: Sequence[Sentence], at: int) -> bool:
    return at + 1 == len(sentences) or sentences[at + 1].paragraph != sentences[at].paragraph


def _items(source: Source) -> dict[int, tuple[str, ...]]:
    """For each paragraph that a list follows, the items."""
    found: dict[int, tuple[str, ...]] = {}
    for n, block in enumerate(source.blocks):
        following = source.blocks[n + 1] if n + 1 < len(source.blocks) else None
        if (
            isinstance(block, Words)
            and not block.list_id
            and isinstance(following, Words)
            and following.list_id
        ):
            own = [
                one.text
                for one in source.blocks
                if isinstance(one, Words) and one.list_id == following.list_id
            ]
            found[n] = tuple(own)
    return found


def check_dates(book: Book, at: int, sentence: Sentence) -> None:
    """Hold each date against the calendar: its weekday, and whether there is such a day."""
    for written in find_dates(sentence.text):
        for n in sentence.of(Kind.DATE):
            mention = sentence.mentions[n]
            if not (mention.start < written.start + len(written.text) and written.start < mention.end):
                continue
            computed = (
                f"{written.weekday} {written.meant}"
                if written.meant and written.weekday
                else str(written.meant or "")
            )
            if written.standing in {Standing.CONTRADICTED, Standing.IMPOSSIBLE}:
                because = f"‘{written.text}’: {written.why}."
                book.say(at, sentence, n, Verdict.CONTRADICTED, because, kind="date", computed=computed)
            elif written.written_weekday is not None and written.ok:
                book.say(
                    at,
                    sentence,
                    n,
                    Verdict.CONFIRMED,
                    f"It is a {written.weekday}.",
                    kind="date",
                    computed=computed,
                )
    _order_of_dates(book, at, sentence)


def _order_of_dates(book: Book, at: int, sentence: Sentence) -> None:
    """‘From 5 May to 3 April’ of one year ends before it begins."""
    found = re.search(
        r"\b(?:from|between)\s(?:[a-z]+\s)?«d(\d+)»\s(?:to|and|until)\s(?:[a-z]+\s)?«d(\d+)»", sentence.marked
    )
    if not found:
        return
    first, last = (find_dates(sentence.mentions[int(n)].text) for n in found.groups())
    if (
        first
        and last
        and first[0].meant
        and last[0].meant
        and first[0].meant.is_exact
        and last[0].meant.is_exact
        and last[0].meant.latest < first[0].meant.earliest
    ):
        because = f"{last[0].text} is before {first[0].text}."
        book.say(at, sentence, int(found[2]), Verdict.CONTRADICTED, because, kind="date")


def _rest(book: Book, sentences: Sequence[Sentence]) -> None:
    """What nothing was said of: an age, a section or a name cannot be checked; anything else is bound to nothing."""
    for at, sentence in enumerate(sentences):
        for n, mention in enumerate(sentence.mentions):
            if book.has(at, n) or mention.why in {"no count", "a list number", "an address"}:
                continue
            if mention.kind is Kind.ORDINAL or (
                mention.kind is Kind.FRACTION and not sentence.of(Kind.COUNT, Kind.PERCENT)
            ):
                book.say(
                    at,
                    sentence,
                    n,
                    Verdict.NOT_VERIFIABLE,
                    "It is a way of speaking, or a place in an order that nothing here gives.",
                )
            elif mention.kind in {Kind.YEAR, Kind.DATE, Kind.LENGTH, Kind.OTHER}:
                what = (
                    mention.why
                    if mention.kind is Kind.OTHER
                    else {"y": "a year or period", "d": "a day", "l": "a length of time"}[mention.kind]
                )
                book.say(
                    at,
                    sentence,
                    n,
                    Verdict.NOT_VERIFIABLE,
                    f"It is {what}; nothing else in the text tells whether it is right.",
                )
            else:
                book.say(
                    at,
                    sentence,
                    n,
                    Verdict.UNBOUND,
                    "Nothing in the text makes this number or is made of it.",
                    kind=NAMES[mention.kind],
                )


def _in_order(
    sentences: Sequence[Sentence], book: Book, cells: dict[int, tuple[Checked, ...]]
) -> tuple[Checked, ...]:
    placed: list[tuple[tuple[int, int, int], Checked]] = []
    for (at, n), claim in book.found.items():
        placed.append(((sentences[at].paragraph, at, n), claim))
    for at, claim in book.extra:
        placed.append(((sentences[at].paragraph, at, 999), claim))
    for block, claims in cells.items():
        placed += [((block, 0, order), claim) for order, claim in enumerate(claims)]
    return tuple(claim for _, claim in sorted(placed, key=lambda one: one[0]))
