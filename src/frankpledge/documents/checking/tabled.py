"""What the prose says of the tables: counts, changes, shares, and which is highest.

A heading is named by a clause when all the words that make it a name stand there. A number is held against a cell only
when the clause names the cell; if no clause of the sentence does, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from frankpledge.documents.checking.grids import Numbers, is_addable
from frankpledge.documents.checking.labels import Label, Part, months_written, stems, years_in
from frankpledge.documents.checking.mentions import Kind
from frankpledge.documents.checking.pairs import direction_about, speaks_of_change
from frankpledge.documents.checking.parts import Verdict
from frankpledge.documents.checking.state import (
    Book,
    loosely,
    percent_verdict,
    printed,
    share_verdict,
    times_verdict,
)
from frankpledge.documents.checking.wording import Sentence
from frankpledge.documents.numerals import Closeness


@dataclass(frozen=True)
class Asked:
    """What a clause names: stems, years (the earlier first), months; `is_whole` where it speaks of a total."""

    words: frozenset[str]
    years: tuple[str, ...]
    months: tuple[tuple[int, int], ...]
    is_whole: bool


@dataclass(frozen=True)
class Table:
    """A table with what it should hold: each cell as stated and, where that is wrong, as it should be."""

    numbers: Numbers
    right: dict[tuple[int, int], Fraction]
    words: frozenset[str]
    """The stems of its caption and of what stands before it."""

    def values(self, row: int, column: int) -> list[Fraction]:
        cell = self.numbers.cells[row][column]
        if cell is None:
            return []
        return [cell.value, *([self.right[row, column]] if (row, column) in self.right else [])]


def asked(words: str, around: str = "") -> Asked:
    """What some words ask of a table; years that only the sentence around them names count too."""
    years = list(years_in(words)) or list(years_in(around))
    if re.search(
        r"\b(?:previous|prior|preceding|last) (?:calendar |financial )?year\b|\byear before\b|\byear earlier\b|\bon the year\b",
        words.lower(),
    ):
        years += [_year_before(one) for one in years[:1]]
    months = tuple(one for one in months_written(words) if one != (1, 12))
    whole = (
        re.search(r"\b(?:total|overall|all|altogether|whole|combined|across|year)\b", words.lower())
        is not None
    )
    return Asked(stems(words), tuple(sorted(dict.fromkeys(years))), months, whole)


def _year_before(year: str) -> str:
    if "/" in year:
        return f"{int(year[:4]) - 1}/{int(year[:4]) % 100:02d}"
    return str(int(year) - 1)


# Which headings ----------------------------------------------------------------------------------------------------


def named(labels: Sequence[Label], ask: Asked) -> tuple[list[int], bool]:
    """The headings that a clause names, and whether it named them (or they are all that there is)."""
    usable = [n for n, one in enumerate(labels) if is_addable(one)]
    by_words = [n for n in usable if labels[n].words and labels[n].words <= ask.words]
    if by_words:
        longest = max(len(labels[n].words) for n in by_words)
        by_words = [n for n in by_words if len(labels[n].words) == longest]
        return _of_time(labels, by_words, ask), True
    dated = [n for n in usable if labels[n].when is not None and not labels[n].words]
    if dated:
        fitting = _of_time(labels, dated, ask, must=True)
        if fitting:
            return fitting, True
    totals = [n for n in usable if labels[n].is_total]
    if totals:
        return totals[-1:] if len(totals) > 1 else totals, bool(ask.is_whole or dated)
    plain = [n for n in usable if labels[n].part is Part.COUNT]
    if len(plain) == 1:
        return plain, True
    groups = {labels[n].words for n in plain}
    if dated and len(groups) == 1:
        return dated, True
    return [], False


def _of_time(labels: Sequence[Label], chosen: list[int], ask: Asked, *, must: bool = False) -> list[int]:
    """Those of the period that the clause names; all of them where it names none (unless it must)."""
    found, narrowed = chosen, False
    if ask.years and any(labels[n].when and labels[n].when.year for n in chosen):  # type: ignore[union-attr]
        found = [n for n in found if labels[n].when and labels[n].when.year in ask.years]  # type: ignore[union-attr]
        narrowed = True
    with_months = [n for n in found if labels[n].when and labels[n].when.months]  # type: ignore[union-attr]
    if ask.months and with_months:
        found = [n for n in with_months if _same_months(labels[n], ask.months)]
        narrowed = True
    elif must and with_months:
        found = [n for n in found if n not in with_months]
    return found if narrowed or not must else []


def _same_months(label: Label, months: Sequence[tuple[int, int]]) -> bool:
    own = label.when.months if label.when else None
    return own is not None and any(_as_months(own) == _as_months(one) for one in months)


def _as_months(span: tuple[int, int]) -> tuple[int, int]:
    """A numbered quarter as the months of a calendar year, so that Q1 and January to March are one."""
    return (-span[0] * 3 - 2, -span[0] * 3) if span[0] < 0 else span


@dataclass(frozen=True)
class Found:
    """The cells that a clause names in one table; `is_sure` where it named both a row and a column."""

    table: Table
    rows: list[int]
    columns: list[int]
    is_sure: bool


def cells_named(table: Table, ask: Asked) -> Found | None:
    """The cells that a clause names; None where it names nothing of the table."""
    rows, row_named = named(table.numbers.rows, ask)
    columns, column_named = named(table.numbers.columns, ask)
    if not rows or not columns:
        return None
    touched = _touched(table, rows, columns, ask)
    if not touched:
        return None
    return Found(table, rows, columns, row_named and column_named)


_GENERIC = frozenset(
    [
        "offence",
        "crime",
        "incident",
        "case",
        "report",
        "figure",
        "household",
        "resident",
        "people",
        "person",
        "town",
        "area",
        "place",
        "population",
        "recorded",
        "reported",
        "event",
        "volume",
        "quantity",
        "amount",
        "value",
    ]
)
"""Words that head columns of many tables: they name a table only beside a word of its caption."""


def _touched(table: Table, rows: Iterable[int], columns: Iterable[int], ask: Asked) -> bool:
    """Whether the clause names anything of this table by its own words, and not by a year alone."""
    own = [table.numbers.rows[n].words for n in rows] + [table.numbers.columns[n].words for n in columns]
    return _is_about(table, own, ask)


def _is_about(table: Table, own: Iterable[frozenset[str]], ask: Asked) -> bool:
    called = table.words - _axis_words(table)
    if called and (called <= ask.words or len(called & ask.words) >= 2):
        return True
    hit = [words for words in own if words and words <= ask.words]
    if any(not words <= _GENERIC for words in hit):
        return True
    return bool(hit) and not called


def _axis_words(table: Table) -> frozenset[str]:
    """‘By town’, ‘by quarter’: words of a caption that say how it is cut."""
    return frozenset(
        stems(
            " ".join(
                (
                    "town area ward place district quarter month year by team service type kind",
                    table.numbers.where,
                )
            )
        )
    )


# What is said ------------------------------------------------------------------------------------------------------


def check_tables(book: Book, at: int, sentence: Sentence, tables: Sequence[Table]) -> None:
    """Hold the numbers of a sentence against the tables."""
    for n in sentence.of(Kind.COUNT, Kind.MONEY):
        if not book.has(at, n):
            _count(book, at, sentence, n, tables)


def check_tabled_changes(book: Book, at: int, sentence: Sentence, tables: Sequence[Table]) -> None:
    """Hold changes, multiples, shares and superlatives against the tables, once the sentence itself has been heard."""
    for n in sentence.of(Kind.PERCENT, Kind.MULTIPLE, Kind.FRACTION):
        if book.has(at, n):
            continue
        change = sentence.mentions[n].kind is Kind.MULTIPLE or (
            sentence.mentions[n].kind is Kind.PERCENT and speaks_of_change(sentence, n)
        )
        (_change if change else _share)(book, at, sentence, n, tables)
    for n in sentence.of(Kind.RATE):
        if not book.has(at, n):
            _restated(book, at, sentence, n, tables)
    for n in sentence.of(Kind.COUNT, Kind.MONEY):
        if not book.has(at, n) and speaks_of_change(sentence, n):
            _difference(book, at, sentence, n, tables)
    _superlatives(book, at, sentence, tables)
    _directions(book, at, sentence, tables)


def _clauses(sentence: Sentence, n: int) -> list[str]:
    """The clause about a number, then the whole sentence."""
    clause = sentence.clause(n)
    return [clause, sentence.text] if clause != sentence.text else [clause]


def _asks(sentence: Sentence, n: int) -> list[Asked]:
    return [asked(words, sentence.text) for words in _clauses(sentence, n)]


def _is_plain_count(sentence: Sentence, n: int) -> bool:
    """A count that may be a cell's: not a difference, and not followed by something that is counted otherwise."""
    before, after = sentence.around(n, 30, 40)
    if re.search(
        r"\b(?:by|difference of|increase of|rise of|fall of|decrease of|reduction of|drop of)\s$", before
    ):
        return False
    return not re.match(r"\s(?:[a-z-]+\s)?(?:more|fewer|less|higher|lower|times|additional|extra)\b", after)


def _count(book: Book, at: int, sentence: Sentence, n: int, tables: Sequence[Table]) -> None:
    if not _is_plain_count(sentence, n):
        return
    mention = sentence.mentions[n]
    missed: tuple[Found, Fraction] | None = None
    for ask in _asks(sentence, n):
        for table in tables:
            found = cells_named(table, ask)
            if found is None:
                continue
            held = _agreeing(found, mention.agrees)
            if held is not None:
                row, column, value = held
                place = _place(table, row, column)
                book.say(
                    at,
                    sentence,
                    n,
                    Verdict.CONFIRMED,
                    f"{place} is {loosely(value)}.",
                    computed=printed(value, mention),
                )
                return
            single = _single(found)
            if missed is None and found.is_sure and single is not None and _is_close(sentence, n, found):
                missed = (found, single)
        if missed is not None:
            break
    anywhere = _anywhere(tables, sentence, n)
    if missed is not None and not anywhere:
        found, value = missed
        place = _place(found.table, found.rows[0], found.columns[0])
        book.say(
            at,
            sentence,
            n,
            Verdict.CONTRADICTED,
            f"{place} is {loosely(value)}.",
            computed=printed(value, mention),
            value=value,
        )
    elif anywhere:
        # The number is in a table, but the words that name its row or column are not all here.
        if missed is not None and _is_another_period(sentence, n, missed[0], anywhere):
            found, value = missed
            place = _place(found.table, found.rows[0], found.columns[0])
            book.say(
                at, sentence, n, Verdict.CONTRADICTED, f"{place} is {loosely(value)}; {mention.text} is {anywhere[0]}.",
                computed=printed(value, mention), value=value,
            )  # fmt: skip
        else:
            book.say(
                at,
                sentence,
                n,
                Verdict.CONFIRMED,
                f"{anywhere[0]} is {mention.text}.",
                computed=printed(mention.value, mention),
            )


def _agreeing(found: Found, agrees: object) -> tuple[int, int, Fraction] | None:
    for row in found.rows:
        for column in found.columns:
            for value in found.table.values(row, column):
                if agrees(value):  # type: ignore[operator]
                    return row, column, value
    return None


def _single(found: Found) -> Fraction | None:
    """The one number that a clause names, as it should be."""
    if len(found.rows) != 1 or len(found.columns) != 1:
        return None
    values = found.table.values(found.rows[0], found.columns[0])
    return values[-1] if values else None


def _is_close(sentence: Sentence, n: int, found: Found) -> bool:
    """Whether the number stands beside what names its row or column, and could be of that size."""
    mention = sentence.mentions[n]
    before, after = sentence.around(n, 60, 60)
    # Another number between would take the words for itself.
    near = stems(re.split(r"«[cmpfxr]\d+»", before)[-1]) | stems(re.split(r"«[cmpfxr]\d+»", after)[0])
    names = [found.table.numbers.rows[n_].words for n_ in found.rows]
    names += [found.table.numbers.columns[n_].words for n_ in found.columns]
    value = _single(found)
    sized = value is not None and (mention.value >= 10 or mention.value == 0 or value < 20)
    in_scale = value is not None and value > 0 and Fraction(1, 4) <= mention.value / value <= 4
    names = [words for words in names if words] or [found.table.words]
    is_beside = any(words & near for words in names)
    return sized and in_scale and is_beside and mention.closeness is Closeness.EXACT


def _anywhere(tables: Sequence[Table], sentence: Sentence, n: int) -> list[str]:
    """Cells that hold the number, in tables that share a word with the sentence."""
    mention = sentence.mentions[n]
    if mention.value < 20 or mention.closeness is not Closeness.EXACT:
        return []
    words = stems(sentence.text)
    return [
        _place(table, row, column)
        for table in tables
        if _all_words(table) & words
        for row in range(len(table.numbers.rows))
        for column in range(len(table.numbers.columns))
        if mention.value in table.values(row, column)
    ]


def _all_words(table: Table) -> frozenset[str]:
    return table.words.union(*(one.words for one in (*table.numbers.rows, *table.numbers.columns)))


def _is_another_period(sentence: Sentence, n: int, found: Found, others: list[str]) -> bool:
    """Whether the number is a cell's of the same table that the clause does not name: rows or years mixed up."""
    mention = sentence.mentions[n]
    table = found.table
    for row in range(len(table.numbers.rows)):
        for column in range(len(table.numbers.columns)):
            if mention.value in table.values(row, column) and (row in found.rows or column in found.columns):
                return bool(others)
    return False


def _place(table: Table, row: int, column: int) -> str:
    parts = [table.numbers.rows[row].text, table.numbers.columns[column].text]
    return f"In {table.numbers.where}, {', '.join(part for part in parts if part)}"


# Changes and shares ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """Two cells that differ only in their period."""

    table: Table
    old: tuple[int, int]
    new: tuple[int, int]

    def options(self) -> list[tuple[Fraction, Fraction]]:
        olds, news = self.table.values(*self.old), self.table.values(*self.new)
        return [(old, new) for old in olds for new in news]


def steps_named(table: Table, ask: Asked) -> tuple[list[Step], bool]:
    """The pairs of cells of two periods that a clause names, and whether they are surely meant."""
    for turned in (False, True):
        labels = table.numbers.rows if turned else table.numbers.columns
        others = table.numbers.columns if turned else table.numbers.rows
        ends, sure = _ends(labels, ask)
        if not ends:
            continue
        # Years that tell the two ends apart say nothing of the other side.
        across, across_named = named(others, Asked(ask.words, (), ask.months, True))
        if not across or not _touched_by(table, labels, ends, others, across, ask):
            continue
        steps = [
            Step(table, (one, a) if not turned else (a, one), (one, b) if not turned else (b, one))
            for a, b in ends
            for one in across
        ]
        return steps, sure and across_named and len(steps) == 1
    return [], False


def _touched_by(
    table: Table,
    labels: Sequence[Label],
    ends: list[tuple[int, int]],
    others: Sequence[Label],
    across: list[int],
    ask: Asked,
) -> bool:
    own = [labels[a].words for a, _ in ends] + [others[n].words for n in across]
    return _is_about(table, own, ask)


def _ends(labels: Sequence[Label], ask: Asked) -> tuple[list[tuple[int, int]], bool]:
    """Pairs of headings alike but for their period, the earlier one first."""
    dated = [n for n, one in enumerate(labels) if one.when and is_addable(one)]
    groups = {labels[n].words for n in dated}
    wanted = [words for words in groups if words and words <= ask.words]
    longest = max((len(words) for words in wanted), default=0)
    wanted = [words for words in wanted if len(words) == longest]
    chosen = (
        [n for n in dated if labels[n].words in wanted]
        if wanted
        else [n for n in dated if not labels[n].words]
    )
    if not chosen and len(groups) == 1:
        chosen = dated
    years = _two_years(labels, chosen, ask)
    pairs = [
        (a, b)
        for a in chosen
        for b in chosen
        if (first := labels[a].when) and (second := labels[b].when) and labels[a].words == labels[b].words
        and _is_step(first.year, second.year, first.months, second.months, years, ask)
    ]  # fmt: skip
    return pairs, len(pairs) == 1


def _two_years(labels: Sequence[Label], chosen: list[int], ask: Asked) -> tuple[str, str] | None:
    there = sorted({labels[n].when.year for n in chosen if labels[n].when and labels[n].when.year})  # type: ignore[union-attr]
    asked_for = [year for year in ask.years if year in there]
    if len(asked_for) >= 2:
        return asked_for[0], asked_for[-1]
    if len(asked_for) == 1 and (before := _year_before(asked_for[0])) in there:
        return before, asked_for[0]
    if len(there) == 2:
        return there[0], there[1]
    return None


def _is_step(
    first: str, second: str, months: tuple[int, int] | None, later: tuple[int, int] | None, years: tuple[str, str] | None,
    ask: Asked,
) -> bool:  # fmt: skip
    if first and second:
        same = months == later and (
            not ask.months or months is None or _as_months(months) in map(_as_months, ask.months)
        )
        return years is not None and (first, second) == years and same
    if not first and not second and months and later and len(ask.months) == 2:
        asked_for = sorted(map(_as_months, ask.months))
        return [_as_months(months), _as_months(later)] == asked_for
    return False


def _change(book: Book, at: int, sentence: Sentence, n: int, tables: Sequence[Table]) -> None:
    said = direction_about(sentence, n)
    missed: tuple[Step, Fraction] | None = None
    for ask in _asks(sentence, n):
        for table in tables:
            steps, sure = steps_named(table, ask)
            for step in steps:
                held = _step_verdict(sentence, n, step, said)
                if held is not None:
                    book.say(
                        at, sentence, n, held[0], held[1], kind=_change_kind(sentence, n), computed=held[2]
                    )
                    return
            if missed is None and sure and (options := steps[0].options()) and options[-1][0]:
                missed = (steps[0], _measured(sentence, n, *options[-1]))
        if missed is not None:
            break
    if missed is not None:
        step, exact = missed
        old, new = step.options()[-1]
        because = f"{_place(step.table, *step.old)} is {loosely(old)} and {step.table.numbers.columns[step.new[1]].text} is {loosely(new)}: {_in_words(sentence, n, exact)}."
        if (
            new
            and sentence.mentions[n].kind is Kind.PERCENT
            and sentence.mentions[n].agrees(abs((new - old) * 100 / new))
        ):
            because += " What is stated takes the change as a share of the new number, not of the old."
        computed = (
            printed(exact, sentence.mentions[n])
            if sentence.mentions[n].kind is Kind.PERCENT
            else loosely(exact)
        )
        book.say(
            at, sentence, n, Verdict.CONTRADICTED, because, kind=_change_kind(sentence, n), computed=computed
        )


def _change_kind(sentence: Sentence, n: int) -> str:
    return "change_from" if sentence.mentions[n].kind is Kind.PERCENT else "multiple"


def _measured(sentence: Sentence, n: int, old: Fraction, new: Fraction) -> Fraction:
    return (new - old) * 100 / old if sentence.mentions[n].kind is Kind.PERCENT else new / old


def _in_words(sentence: Sentence, n: int, exact: Fraction) -> str:
    if sentence.mentions[n].kind is Kind.PERCENT:
        return f"a change of {printed(exact, sentence.mentions[n])}"
    return f"{loosely(exact)} times as many"


def _step_verdict(sentence: Sentence, n: int, step: Step, said: int) -> tuple[Verdict, str, str] | None:
    mention = sentence.mentions[n]
    for old, new in step.options():
        if not old:
            continue
        exact = _measured(sentence, n, old, new)
        if mention.kind is Kind.MULTIPLE:
            verdict, note = times_verdict(mention, exact)
            computed = loosely(exact)
        else:
            if said and exact and (exact > 0) != (said > 0) and not mention.sign:
                continue
            compared = abs(exact) if said and not mention.sign else exact
            verdict, note = percent_verdict(mention, compared)
            computed = printed(compared, mention)
        if verdict is not Verdict.CONTRADICTED:
            because = f"{_place(step.table, *step.old)} is {loosely(old)} and then {loosely(new)}: {_in_words(sentence, n, exact)}{note}."
            return verdict, because, computed
    return None


def _difference(book: Book, at: int, sentence: Sentence, n: int, tables: Sequence[Table]) -> None:
    mention = sentence.mentions[n]
    if _is_plain_count(sentence, n):
        return
    for ask in _asks(sentence, n):
        for table in tables:
            steps, sure = steps_named(table, ask)
            for step in steps:
                for old, new in step.options():
                    if mention.agrees(abs(new - old)):
                        because = f"{_place(table, *step.old)} is {loosely(old)} and then {loosely(new)}."
                        book.say(
                            at,
                            sentence,
                            n,
                            Verdict.CONFIRMED,
                            because,
                            kind="difference",
                            computed=loosely(abs(new - old)),
                        )
                        return
            if sure and (options := steps[0].options()):
                old, new = options[-1]
                because = f"{_place(table, *steps[0].old)} is {loosely(old)} and then {loosely(new)}: a difference of {loosely(new - old)}."
                book.say(
                    at,
                    sentence,
                    n,
                    Verdict.CONTRADICTED,
                    because,
                    kind="difference",
                    computed=loosely(abs(new - old)),
                )
                return


def _share(book: Book, at: int, sentence: Sentence, n: int, tables: Sequence[Table]) -> None:
    mention = sentence.mentions[n]
    missed: tuple[str, Fraction] | None = None
    for ask in _asks(sentence, n):
        for table in tables:
            for words, share, sure in _shares_named(table, ask):
                verdict, note = share_verdict(mention, share)
                if verdict is not Verdict.CONTRADICTED:
                    computed = (
                        printed(share * 100, mention)
                        if mention.kind is Kind.PERCENT
                        else f"{loosely(share * 100, 1)}%"
                    )
                    book.say(
                        at, sentence, n, verdict, f"{words}{note}.", kind="percent_of", computed=computed
                    )
                    return
                if sure and missed is None:
                    missed = (words, share)
        if missed is not None:
            break
    if _restated(book, at, sentence, n, tables, only_holds=True):
        return
    if missed is not None:
        words, share = missed
        computed = (
            printed(share * 100, mention) if mention.kind is Kind.PERCENT else f"{loosely(share * 100, 1)}%"
        )
        book.say(at, sentence, n, Verdict.CONTRADICTED, f"{words}.", kind="percent_of", computed=computed)
    else:
        _restated(book, at, sentence, n, tables)


def _shares_named(table: Table, ask: Asked) -> list[tuple[str, Fraction, bool]]:
    """The shares of a whole that a clause may mean: one row of its column's total, or one column of its row's."""
    found: list[tuple[str, Fraction, bool]] = []
    numbers = table.numbers
    for turned in (False, True):
        labels, others = (numbers.columns, numbers.rows) if turned else (numbers.rows, numbers.columns)
        parts = [
            n
            for n, one in enumerate(labels)
            if one.part is Part.COUNT and one.words and one.words <= ask.words
        ]
        longest = max((len(labels[n].words) for n in parts), default=0)
        parts = [n for n in parts if len(labels[n].words) == longest]
        across, sure = named(others, Asked(ask.words, ask.years, ask.months, True))
        for part in parts:
            if labels[part].when:
                continue
            for one in across:
                at = (part, one) if not turned else (one, part)
                values, wholes = table.values(*at), _wholes(table, one, turned=turned)
                for value in values[-1:]:
                    for whole in wholes:
                        words = f"{_place(table, *at)} is {loosely(value)} of {loosely(whole)}: {loosely(value * 100 / whole)}%"
                        found.append((words, value / whole, sure and len(parts) == 1 and len(across) == 1))
    return found


def _wholes(table: Table, at: int, *, turned: bool) -> list[Fraction]:
    numbers = table.numbers
    labels = numbers.columns if turned else numbers.rows
    made = []
    added = Fraction(0)
    for n, one in enumerate(labels):
        values = table.values(at, n) if turned else table.values(n, at)
        if not values:
            continue
        if one.is_total:
            made.append(values[-1])
        elif one.part is Part.COUNT:
            added += values[-1]
    # The total as it should be; the rows added up only where the table has none.
    return [one for one in (made[-1:] or [added]) if one]


def _restated(
    book: Book, at: int, sentence: Sentence, n: int, tables: Sequence[Table], *, only_holds: bool = False
) -> bool:
    """A share or rate that a table states itself."""
    mention = sentence.mentions[n]
    wanted = {Part.RATE} if mention.kind is Kind.RATE else {Part.SHARE, Part.CHANGE}
    for ask in _asks(sentence, n):
        for table in tables:
            rows, columns = table.numbers.rows, table.numbers.columns
            for labels, others, turned in ((columns, rows, False), (rows, columns, True)):
                own = [a for a, one in enumerate(labels) if one.part in wanted]
                named_there = [
                    b for b, one in enumerate(others)
                    if one.part in {Part.COUNT, Part.TOTAL} and ((one.words and one.words <= ask.words) or (one.is_total and ask.is_whole and not any(o.words and o.words <= ask.words for o in others)))
                ]  # fmt: skip
                values = [
                    (v, b, a) if not turned else (v, a, b)
                    for a in own
                    for b in named_there
                    for v in (table.values(b, a) if not turned else table.values(a, b))
                ]
                held = [one for one in values if mention.agrees(abs(one[0]) if not mention.sign else one[0])]
                if held:
                    value, row, column = held[0]
                    book.say(
                        at,
                        sentence,
                        n,
                        Verdict.CONFIRMED,
                        f"{_place(table, row, column)} is {loosely(value)}.",
                        computed=printed(value, mention),
                    )
                    return True
                if values and not only_holds and len({v for v, _, _ in values}) == 1:
                    value, row, column = values[0]
                    book.say(
                        at,
                        sentence,
                        n,
                        Verdict.CONTRADICTED,
                        f"{_place(table, row, column)} is {loosely(value)}.",
                        computed=printed(value, mention),
                    )
                    return True
    return False


# Comparisons -------------------------------------------------------------------------------------------------------

_MOST = r"\b(?:highest|largest|biggest|greatest|most|peak(?:ed)?|busiest)\b"
_LEAST = r"\b(?:lowest|smallest|fewest|least|quietest)\b"
_ORDINAL = re.compile(rf"«o(\d+)»[\s-](?:{_MOST[2:-2]}|{_LEAST[2:-2]})")


def _superlatives(book: Book, at: int, sentence: Sentence, tables: Sequence[Table]) -> None:
    """‘Highest in Weymouth’, ‘the second largest’: held against the table that names it."""
    for clause in re.split(
        r"(?:[,;]\s|\bwhile\b|\bwhereas\b|\bbut\b|\band the (?=lowest|smallest|fewest|highest|largest|most))",
        sentence.text,
    ):
        low = clause.lower()
        most, least = re.search(_MOST, low), re.search(_LEAST, low)
        if bool(most) == bool(least) or re.search(
            r"\bat (?:most|least)\b|\bmost (?:of|recent|vulnerable|serious|common|likely|people)\b|\bleast once\b",
            low,
        ):
            continue
        word = (most or least)[0] if (most or least) else ""  # type: ignore[index]
        place = _ordinal_before(clause, word)
        ask = asked(clause, sentence.text)
        for table in tables:
            found = _ranked(table, ask, lowest=least is not None)
            if found is None:
                continue
            label, rank, best = found
            verdict = Verdict.CONFIRMED if rank == place else Verdict.CONTRADICTED
            because = f"In {table.numbers.where}, {label} comes {_in_order(rank)} {'from the lowest' if least else 'from the highest'}"
            because += (
                "."
                if verdict is Verdict.CONFIRMED
                else f"; {_in_order(place)} comes {best[place - 1] if place <= len(best) else 'nothing'}."
            )
            computed = best[place - 1] if place <= len(best) else ""
            stated = f"{_in_order(place)} {word}: {label}" if place > 1 else f"{word}: {label}"
            book.add(at, sentence, "comparison" if place == 1 else "rank", stated, computed, verdict, because)
            _mark_ordinal(book, at, sentence, word, verdict, because)
            break


def _mark_ordinal(book: Book, at: int, sentence: Sentence, word: str, verdict: Verdict, because: str) -> None:
    for n in sentence.of(Kind.ORDINAL):
        if re.match(rf"[\s-]{word}", sentence.around(n)[1]):
            confirmed = verdict if verdict is Verdict.CONFIRMED else Verdict.NOT_VERIFIABLE
            book.say(at, sentence, n, confirmed, because, kind="rank")


_PLACES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]


def _ordinal_before(clause: str, word: str) -> int:
    found = re.search(rf"\b({'|'.join(_PLACES)})[\s-]{word}", clause.lower())
    return _PLACES.index(found[1]) + 1 if found else 1


def _in_order(place: int) -> str:
    return _PLACES[place - 1] if place <= len(_PLACES) else f"{place}th"


def _ranked(table: Table, ask: Asked, *, lowest: bool) -> tuple[str, int, list[str]] | None:
    """The one heading that a clause names among its like, its place, and all in order."""
    numbers = table.numbers
    for turned in (False, True):
        labels, others = (numbers.columns, numbers.rows) if turned else (numbers.rows, numbers.columns)
        alike = [n for n, one in enumerate(labels) if one.part is Part.COUNT]
        hits = _hits(labels, alike, ask)
        if len(alike) < 3 or len(hits) != 1:
            continue
        across, sure = named(others, Asked(ask.words, ask.years, (), True))
        if _rates_asked(ask) and (rates := [n for n, one in enumerate(others) if one.part is Part.RATE]):
            across, sure = rates, True
        if (
            len(across) != 1
            or not sure
            or not _touched(table, *((alike, across) if not turned else (across, alike)), ask)
        ):
            continue
        values = {}
        for n in alike:
            found = table.values(across[0], n) if turned else table.values(n, across[0])
            if found:
                values[n] = found[-1]
        if hits[0] not in values:
            continue
        order = sorted(values, key=lambda n: values[n], reverse=not lowest)
        mine = values[hits[0]]
        rank = 1 + sum((value < mine) if lowest else (value > mine) for value in values.values())
        return labels[hits[0]].text, rank, [labels[n].text for n in order]
    return None


def _rates_asked(ask: Asked) -> bool:
    return "rate" in ask.words


def _hits(labels: Sequence[Label], alike: list[int], ask: Asked) -> list[int]:
    by_words = [n for n in alike if labels[n].words and labels[n].words <= ask.words]
    if by_words:
        longest = max(len(labels[n].words) for n in by_words)
        return [n for n in by_words if len(labels[n].words) == longest]
    if ask.months:
        return [
            n for n in alike if labels[n].when and not labels[n].words and _same_months(labels[n], ask.months)
        ]
    return [n for n in alike if labels[n].when and not labels[n].words and labels[n].when.year in ask.years]  # type: ignore[union-attr]


def _directions(book: Book, at: int, sentence: Sentence, tables: Sequence[Table]) -> None:
    """‘Incidents fell between 2019 and 2020’ with no number: held against the table."""
    if sentence.of(Kind.PERCENT, Kind.MULTIPLE, Kind.COUNT, Kind.MONEY, Kind.POINTS) or not tables:
        return
    up = re.search(
        r"\b(?:rose|increased|grew|went up|has risen|have risen|has increased|have increased)\b",
        sentence.text.lower(),
    )
    down = re.search(
        r"\b(?:fell|decreased|declined|dropped|went down|has fallen|have fallen|has decreased|have decreased)\b",
        sentence.text.lower(),
    )
    if bool(up) == bool(down):
        return
    ask = asked(sentence.text)
    if len(ask.years) < 2:
        return
    for table in tables:
        steps, sure = steps_named(table, ask)
        if not sure:
            continue
        old, new = steps[0].options()[-1]
        is_so = new > old if up else new < old
        word = (up or down)[0]  # type: ignore[index]
        because = f"{_place(table, *steps[0].old)} is {loosely(old)} and then {loosely(new)}."
        actual = "rose" if new > old else "fell" if new < old else "stayed the same"
        book.add(
            at,
            sentence,
            "comparison",
            word,
            actual,
            Verdict.CONFIRMED if is_so else Verdict.CONTRADICTED,
            because,
        )
        return
