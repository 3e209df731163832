"""The arithmetic inside a table: totals, shares, changes, rates, running totals, ranks and averages.

What a column is made of is not written down, so each way of making it that its heading allows is tried, and the one
under which most rows hold is taken. Rows that do not hold under it are contradicted; if no way holds for most rows
there is no claim to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from frankpledge.documents.checking.grids import Cell, Numbers, is_addable
from frankpledge.documents.checking.labels import Label, Part
from frankpledge.documents.checking.parts import Checked, Verdict
from frankpledge.documents.numerals import rounded_to
from frankpledge.kernel.numbers import grouped, round_half_up

Column = Sequence[Cell | None]
Values = list[Fraction | None]
HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Way:
    """One way in which a column may be made: in words, and the value of each row (None: not to be told)."""

    words: str
    values: Values
    formula: Sequence[str] = ()
    slack: Sequence[Fraction] = ()
    """How far rounding of the parts may carry the result of each row."""


@dataclass(frozen=True)
class CellClaim:
    """What became of one cell."""

    row: int
    column: int
    kind: str
    computed: Fraction
    verdict: Verdict
    because: str


def check_numbers(table: Numbers) -> tuple[CellClaim, ...]:
    """Every claim that the cells of a table make about its other cells.

    Where putting one number right would make at least two claims hold, that number is what is wrong, and only it.
    """
    claims = _checked(table)
    wrong = [one for one in claims if one.verdict is Verdict.CONTRADICTED]
    if len(wrong) < 2:
        return claims
    return _repaired(table, wrong) or claims


def _checked(table: Numbers) -> tuple[CellClaim, ...]:
    """Totals first; the rest may rest on a total as stated or as it should be."""
    totals = _both_ways(table, totals=True)
    right = with_values(table, {(one.row, one.column): one.computed for one in totals if is_wrong(one)})
    others = better(_both_ways(table), _both_ways(right) if right is not table else [])
    return _merged([*_excused(table, totals, others), *others])


def _excused(table: Numbers, totals: list[CellClaim], others: list[CellClaim]) -> list[CellClaim]:
    """The totals, with one that is wrong only because a part of it is (a share that was miscopied) held as if it were not."""
    wrong = {(one.row, one.column): one.computed for one in others if is_wrong(one)}
    if not wrong or not any(map(is_wrong, totals)):
        return totals
    return better(totals, _both_ways(with_values(table, wrong), totals=True))


def is_wrong(claim: CellClaim) -> bool:
    return claim.verdict is Verdict.CONTRADICTED


def with_values(table: Numbers, values: Mapping[tuple[int, int], Fraction]) -> Numbers:
    """The table with some of its numbers replaced."""
    if not values:
        return table
    rows = [list(row) for row in table.cells]
    for (row, column), value in values.items():
        cell = rows[row][column]
        if cell is not None:
            rows[row][column] = replace(cell, value=value, text=shown(value, cell))
    return replace(table, cells=tuple(tuple(row) for row in rows))


def better(stated: list[CellClaim], righted: list[CellClaim]) -> list[CellClaim]:
    """Each claim as it stands best; one about a cell that was itself put right is left to its total."""
    sound = {(one.row, one.column, one.kind): one for one in righted if not is_wrong(one)}
    found = [sound.get((one.row, one.column, one.kind), one) if is_wrong(one) else one for one in stated]
    known = {(one.row, one.column, one.kind) for one in stated}
    return [*found, *(one for key, one in sound.items() if key not in known)]


def _both_ways(table: Numbers, *, totals: bool = False) -> list[CellClaim]:
    down = list(_columns(table, totals=totals))
    across = [
        CellClaim(one.column, one.row, one.kind, one.computed, one.verdict, one.because)
        for one in _columns(table.turned(), totals=totals)
    ]
    return [*down, *across]


def _merged(claims: list[CellClaim]) -> tuple[CellClaim, ...]:
    """One claim a cell: what contradicts goes before what confirms."""
    found: dict[tuple[int, int], CellClaim] = {}
    for one in claims:
        kept = found.get((one.row, one.column))
        if kept is None or (is_wrong(one) and not is_wrong(kept)):
            found[one.row, one.column] = one
    return tuple(found[key] for key in sorted(found))


MOST_TRIED = 240
"""How many repairs are tried in one table: a large table with many faults is left as it is."""


def _repaired(table: Numbers, wrong: list[CellClaim]) -> tuple[CellClaim, ...] | None:
    """The claims with one number blamed for at least two faults; None when no single number explains them."""
    offs = dict.fromkeys(
        _off(table, one) for one in wrong if one.kind in {Part.TOTAL, Part.CUMULATIVE, Part.DIFFERENCE}
    )
    places = [
        (row, column)
        for row, column in _places(table)
        if any(one.row == row or one.column == column for one in wrong)
    ]
    tried = [(place, off) for off in list(offs)[:3] for place in places][:MOST_TRIED]
    best: tuple[int, tuple[int, int], Fraction] | None = None
    for place, off in tried:
        value = _at(table, place) - off
        left = sum(map(is_wrong, _checked(with_values(table, {place: value}))))
        if left <= len(wrong) - 2 and (best is None or left < best[0]):
            best = (left, place, value)
            if not left:
                break
    if best is None:
        return None
    _, place, value = best
    cell = table.cells[place[0]][place[1]]
    if cell is None:
        return None
    because = f"With {shown(value, cell)} here what is made of it holds; with {cell.text} it does not."
    after = [one for one in _checked(with_values(table, {place: value})) if (one.row, one.column) != place]
    return _merged([*after, CellClaim(*place, "count", value, Verdict.CONTRADICTED, because)])


def _places(table: Numbers) -> list[tuple[int, int]]:
    """The cells that others are made of."""
    return [
        (row, column)
        for row, of_row in enumerate(table.rows)
        for column, of_column in enumerate(table.columns)
        if of_row.part is Part.COUNT and of_column.part is Part.COUNT and table.cells[row][column] is not None
    ]


def _at(table: Numbers, place: tuple[int, int]) -> Fraction:
    cell = table.cells[place[0]][place[1]]
    return cell.value if cell else Fraction(0)


def _off(table: Numbers, claim: CellClaim) -> Fraction:
    """How much too high what is added up is."""
    return claim.computed - _at(table, (claim.row, claim.column))


def _columns(table: Numbers, *, totals: bool) -> Iterator[CellClaim]:
    for at, label in enumerate(table.columns):
        if (label.part is Part.TOTAL) is not totals:
            continue
        ways = list(_ways(table, at, label))
        if ways:
            kind = str(label.part)
            yield from judged([row[at] for row in table.cells], ways, at, kind, _rows(table, label))


def _rows(table: Numbers, label: Label) -> list[bool]:
    """The rows that a column's rule speaks of: a total of shares or ranks is another matter."""
    if label.part in {Part.RANK, Part.CUMULATIVE}:
        return [row.part in {Part.COUNT, Part.BASE} for row in table.rows]
    if label.part is Part.TOTAL:
        at = table.columns.index(label)
        return [is_addable(row) or _is_hundred(row, table.cells[n][at]) for n, row in enumerate(table.rows)]
    return [row.part in {Part.COUNT, Part.TOTAL, Part.BASE} for row in table.rows]


def _is_hundred(label: Label, cell: Cell | None) -> bool:
    """Shares add up only where their total says 100: rates of several things do not."""
    return label.part is Part.SHARE and cell is not None and cell.value == HUNDRED


def judged(
    stated: Column, ways: Sequence[Way], at: int, kind: str, applies: Sequence[bool], *, is_told: bool = False
) -> Iterator[CellClaim]:
    """The claims of one column under the way that most of its rows bear out."""
    rows = [n for n, cell in enumerate(stated) if cell is not None and applies[n]]
    best = _best(stated, ways, rows)
    if best is None:
        return
    told = [n for n in rows if best.values[n] is not None]
    held = [n for n in told if _holds(stated[n], best, n) or _holds_rounded(stated[n], best, n)]
    if not is_told and not _believed(len(held), len(told), kind):
        return
    for n in told:
        cell, value = stated[n], best.values[n]
        if cell is not None and value is not None:
            yield _claim(cell, value, best, n, at, kind)


def _best(stated: Column, ways: Sequence[Way], rows: list[int]) -> Way | None:
    scored = [(sum(_holds(stated[n], way, n) for n in rows), -order, way) for order, way in enumerate(ways)]
    return max(scored, key=lambda one: one[:2])[2] if scored else None


def _believed(held: int, told: int, kind: str) -> bool:
    """A total is what it says; how a share or a rate is made must show in most rows."""
    if kind == Part.TOTAL:
        return held * 2 >= told or told <= 2
    return held >= 1 and held * 2 >= told


def _holds(cell: Cell | None, way: Way, n: int) -> bool:
    value = way.values[n]
    return cell is not None and value is not None and rounded_to(value, cell.quantum) == cell.value


def _holds_rounded(cell: Cell | None, way: Way, n: int) -> bool:
    """Whether rounding of the parts accounts for what is off: shares that come to 99.9."""
    value, slack = way.values[n], way.slack[n] if n < len(way.slack) else Fraction(0)
    return (
        cell is not None
        and value is not None
        and bool(slack)
        and abs(cell.value - value) <= slack + cell.quantum / 2
    )


def _claim(cell: Cell, value: Fraction, way: Way, n: int, at: int, kind: str) -> CellClaim:
    slack = way.slack[n] if n < len(way.slack) else Fraction(0)
    working = way.formula[n] if n < len(way.formula) and way.formula[n] else way.words
    if rounded_to(value, cell.quantum) == cell.value:
        return CellClaim(n, at, kind, value, Verdict.CONFIRMED, f"{working} = {shown(value, cell)}.")
    if convention := rounding_convention(cell.value, value, cell.quantum, slack):
        return CellClaim(
            n, at, kind, value, Verdict.CONVENTION, f"{working} = {shown(value, cell)}; {convention}"
        )
    if cell.value == -rounded_to(value, cell.quantum) and kind in {Part.CHANGE, Part.DIFFERENCE}:
        because = f"{working} = {shown(value, cell)}; the sign is the other one."
        return CellClaim(n, at, kind, value, Verdict.CONTRADICTED, because)
    return CellClaim(
        n, at, kind, value, Verdict.CONTRADICTED, f"{working} = {shown(value, cell)}, not {cell.text}."
    )


def rounding_convention(
    stated: Fraction, exact: Fraction, quantum: Fraction, slack: Fraction = Fraction(0)
) -> str:
    """The way of rounding under which a number holds though half up gives another; empty when there is none."""
    if abs(stated - exact) * 2 == quantum:
        return "it lies exactly between two, and was rounded to the even one or down, not half up."
    if slack and abs(stated - exact) <= slack + quantum / 2:
        return "the parts were rounded before they were added."
    return ""


def shown(value: Fraction, like: Cell) -> str:
    """A value to the places of a cell, and one more where that alone would say too little."""
    places = max(0, len(str(like.quantum.denominator)) - 1)
    text = grouped(round_half_up(value, places))
    if like.is_money:
        text = f"−£{text[1:]}" if text.startswith("−") else f"£{text}"
    return f"{text}%" if like.is_percent else text


# Ways --------------------------------------------------------------------------------------------------------------


def _ways(table: Numbers, at: int, label: Label) -> Iterator[Way]:
    make = {
        Part.TOTAL: _totals, Part.SHARE: _shares, Part.CHANGE: _changes, Part.DIFFERENCE: _differences,
        Part.RATE: _rates, Part.CUMULATIVE: _running, Part.RANK: _ranks, Part.AVERAGE: _averages,
    }.get(label.part)  # fmt: skip
    if make is not None:
        yield from make(table, at)


def values_in(table: Numbers, at: int) -> Values:
    return [row[at].value if row[at] else None for row in table.cells]  # type: ignore[union-attr]


def _counts(table: Numbers, at: int, *, also: frozenset[Part] = frozenset()) -> list[int]:
    wanted = {Part.COUNT, *also}
    return [n for n, label in enumerate(table.columns) if n != at and label.part in wanted and _has(table, n)]


def _has(table: Numbers, at: int) -> bool:
    return any(row[at] is not None for row in table.cells)


def _totals(table: Numbers, at: int) -> Iterator[Way]:
    """Across: the counts before it, those since the last total, those under the same heading, the totals before it."""
    counts = [n for n in _counts(table, at) if not _is_within(table.columns[n])]
    before = [n for n in counts if n < at]
    last = max((n for n, one in enumerate(table.columns[:at]) if one.is_total), default=-1)
    since = [n for n in before if n > last]
    own = table.columns[at]
    alike = [n for n in counts if own.words and own.words & table.columns[n].words]
    same = [n for n in counts if own.when and own.when == table.columns[n].when]
    totals = [n for n in range(at) if table.columns[n].is_total]
    for chosen in _distinct(since, before, same, alike, totals, [n for n in counts if n > at]):
        if len(chosen) >= 2:
            yield sum_way(table, chosen)


def _is_within(label: Label) -> bool:
    return label.text.lower().startswith(("of which", "of whom", "including"))


def _distinct(*lists: list[int]) -> list[list[int]]:
    return [list(one) for one in dict.fromkeys(tuple(one) for one in lists) if one]


def sum_way(table: Numbers, chosen: list[int]) -> Way:
    """The chosen columns added up, row by row."""
    values: Values = []
    formula: list[str] = []
    for row in table.cells:
        cells = [row[n] for n in chosen]
        known = [cell for cell in cells if cell is not None]
        values.append(sum((cell.value for cell in known), Fraction(0)) if len(known) == len(cells) else None)
        formula.append(
            " + ".join(cell.text for cell in known) if len(known) <= 14 else f"the sum of {len(known)}"
        )
    return Way(
        "the parts added up", values, formula, [_slack([row[n] for n in chosen]) for row in table.cells]
    )


def _slack(cells: Sequence[Cell | None]) -> Fraction:
    """Half a unit for each part that was rounded: shares, and numbers with places. Whole counts were not."""
    return sum(
        (
            cell.quantum / 2
            for cell in cells
            if cell is not None and (cell.quantum < 1 or cell.is_percent) and not cell.is_money
        ),
        Fraction(0),
    )


def _shares(table: Numbers, at: int) -> Iterator[Way]:
    """Of the column's total (as stated, or added up), or of another column of the same row; nearest column first."""
    parts = _nearest(_counts(table, at, also=frozenset({Part.TOTAL})), at)
    for part in parts:
        yield from shares_of_total(table, part)
    for part in parts:
        for whole_at in _nearest(_counts(table, at, also=frozenset({Part.TOTAL, Part.BASE})), at):
            if part != whole_at:
                yield share_of(table, part, whole_at)


def shares_of_total(table: Numbers, part: int) -> list[Way]:
    """A column's rows as shares of what the column comes to."""
    values = values_in(table, part)
    return [_share(values, [whole] * len(table.rows), words) for whole, words in _wholes(table, part)]


def share_of(table: Numbers, part: int, whole: int) -> Way:
    """One column as a share of another, row by row."""
    return _share(values_in(table, part), values_in(table, whole), f"of {table.columns[whole].text}")


def change_between(table: Numbers, old: int, new: int) -> Way:
    return change_way(values_in(table, old), values_in(table, new))


def difference_between(table: Numbers, old: int, new: int) -> Way:
    return difference_way(values_in(table, old), values_in(table, new))


def _nearest(columns: list[int], at: int) -> list[int]:
    return sorted(columns, key=lambda n: (n > at, abs(n - at)))


def _wholes(table: Numbers, part: int) -> Iterator[tuple[Fraction, str]]:
    """What the numbers of a column come to: as its total row says, and added up."""
    values = values_in(table, part)
    for n, row in enumerate(table.rows):
        if row.is_total and values[n] is not None:
            yield values[n] or Fraction(0), f"of the total {row.text}"
    added = [
        value for n, value in enumerate(values) if value is not None and table.rows[n].part is Part.COUNT
    ]
    if added:
        yield sum(added, Fraction(0)), "of the rows added up"


def _share(parts: Values, wholes: Sequence[Fraction | None], words: str) -> Way:
    values: Values = [
        part * 100 / whole if part is not None and whole else None
        for part, whole in zip(parts, wholes, strict=True)
    ]
    formula = [
        f"{_plain(part)} {words if words.startswith('of the') else 'of'} {_plain(whole)}"
        if part is not None and whole
        else ""
        for part, whole in zip(parts, wholes, strict=True)
    ]
    return Way(f"a share {words}", values, formula)


def _plain(value: Fraction) -> str:
    """A value as it is read out in a working: 2,340 or 22.8."""
    places = 0
    while places < 4 and (value * 10**places).denominator != 1:
        places += 1
    return grouped(round_half_up(value, places))


def _changes(table: Numbers, at: int) -> Iterator[Way]:
    for old, new in _pairs(table, at):
        yield change_way(values_in(table, old), values_in(table, new))
    for one in _nearest(_counts(table, at, also=frozenset({Part.TOTAL})), at):
        values = values_in(table, one)
        yield change_way([None, *values[:-1]], values)


def _pairs(table: Numbers, at: int) -> list[tuple[int, int]]:
    """Columns that may be old and new: two periods, the earlier one old; else the two before it."""
    counts = _counts(table, at, also=frozenset({Part.TOTAL, Part.RATE, Part.SHARE, Part.BASE}))
    dated = [n for n in counts if table.columns[n].when]
    found = [
        (old, new)
        for old in dated
        for new in dated
        if table.columns[old].words == table.columns[new].words
        and (a := table.columns[old].when) and (b := table.columns[new].when) and a.order < b.order
    ]  # fmt: skip
    found.sort(key=lambda pair: abs(pair[1] - at) + abs(pair[0] - at))
    before = sorted(n for n in counts if n < at)
    found.extend(pairwise(before))
    if len(before) >= 2:
        found.append((before[0], before[-1]))
    return list(dict.fromkeys(found))


def change_way(old: Values, new: Values) -> Way:
    """From old to new in per cent of the old."""
    values: Values = []
    formula: list[str] = []
    for a, b in zip(old, new, strict=True):
        known = a is not None and b is not None and a != 0
        values.append((b - a) * 100 / a if known and a is not None and b is not None else None)
        formula.append(f"from {_plain(a)} to {_plain(b)}" if a is not None and b is not None else "")
    return Way("the change in per cent", values, formula)


def _differences(table: Numbers, at: int) -> Iterator[Way]:
    pairs = _pairs(table, at)
    percents = any(row[at] is not None and row[at].is_percent for row in table.cells)  # type: ignore[union-attr]
    for old, new in pairs:
        before, after = values_in(table, old), values_in(table, new)
        if percents:
            yield change_way(before, after)
        else:
            yield difference_way(before, after)
            yield change_way(before, after)


def difference_way(old: Values, new: Values) -> Way:
    """New less old."""
    values: Values = [
        b - a if a is not None and b is not None else None for a, b in zip(old, new, strict=True)
    ]
    formula = [
        f"{_plain(b)} − {_plain(a)}" if a is not None and b is not None else ""
        for a, b in zip(old, new, strict=True)
    ]
    return Way("the difference", values, formula)


def _rates(table: Numbers, at: int) -> Iterator[Way]:
    per = table.columns[at].per
    counts = _nearest(_counts(table, at, also=frozenset({Part.TOTAL})), at)
    bases = [n for n, one in enumerate(table.columns) if one.part is Part.BASE] or counts
    for each in (per,) if per else (1000, 10000, 100000, 100, 1):
        for count in counts:
            for base in bases:
                if base != count:
                    yield rate_way(values_in(table, count), values_in(table, base), each)


def rate_way(counts: Values, bases: Values, per: int) -> Way:
    """So many for every `per` of the base."""
    values: Values = [
        count * per / base if count is not None and base else None
        for count, base in zip(counts, bases, strict=True)
    ]
    formula = [
        f"{_plain(count)} × {per:,} ÷ {_plain(base)}" if count is not None and base else ""
        for count, base in zip(counts, bases, strict=True)
    ]
    return Way(f"a rate per {per:,}", values, formula)


def _running(table: Numbers, at: int) -> Iterator[Way]:
    for one in _nearest(_counts(table, at), at):
        yield running_way(values_in(table, one))


def running_way(values: Values) -> Way:
    """Each row and all before it; nothing after a row that is not known."""
    total: Fraction | None = Fraction(0)
    made: Values = []
    for value in values:
        total = total + value if total is not None and value is not None else None
        made.append(total)
    return Way("the rows so far added up", made)


def _ranks(table: Numbers, at: int) -> Iterator[Way]:
    for one in _nearest(
        [
            n
            for n, label in enumerate(table.columns)
            if n != at and label.part is not Part.RANK and _has(table, n)
        ],
        at,
    ):
        values: Values = [
            value if row.part in {Part.COUNT, Part.BASE} else None
            for value, row in zip(values_in(table, one), table.rows, strict=True)
        ]
        yield from rank_ways(values)


def rank_ways(values: Values) -> Iterator[Way]:
    """Places from the highest or the lowest; equals share a place, and the next one follows or leaves places out."""
    known = [value for value in values if value is not None]
    orders: tuple[tuple[str, Callable[[Fraction, Fraction], bool]], ...] = (
        ("from the highest", lambda a, b: a > b),
        ("from the lowest", lambda a, b: a < b),
    )
    for words, is_before in orders:
        yield Way(
            f"the place {words}",
            [None if v is None else Fraction(1 + sum(is_before(one, v) for one in known)) for v in values],
        )
        yield Way(
            f"the place {words}, equals counted once",
            [
                None if v is None else Fraction(1 + sum(is_before(one, v) for one in set(known)))
                for v in values
            ],
        )


def _averages(table: Numbers, at: int) -> Iterator[Way]:
    for chosen in _distinct([n for n in _counts(table, at) if n < at], _counts(table, at)):
        added = sum_way(table, chosen)
        values: Values = [value / len(chosen) if value is not None else None for value in added.values]
        yield Way("the average", values, [f"({one}) ÷ {len(chosen)}" for one in added.formula])


def named(table: Numbers, claim: CellClaim) -> str:
    """Where a cell stands, in words."""
    row, column = table.rows[claim.row].text, table.columns[claim.column].text
    return ", ".join(part for part in (row or f"row {claim.row + 1}", column) if part)


def as_checked(table: Numbers, claim: CellClaim) -> Checked:
    """A cell's claim as the checker answers it."""
    cell = table.cells[claim.row][claim.column]
    stated = cell.text if cell else ""
    computed = shown(claim.computed, cell) if cell else _plain(claim.computed)
    where = f"{table.where}, {named(table, claim)}"
    return Checked(
        f"{named(table, claim)}: {stated}", where, claim.kind, stated, computed, claim.verdict, claim.because
    )
