"""A table given with what its columns are: `{columns [{name, kind, of, per, places}], rows}`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from frankpledge.documents.checking import arithmetic
from frankpledge.documents.checking.arithmetic import CellClaim, Values, Way
from frankpledge.documents.checking.grids import Cell, Numbers, read_cell
from frankpledge.documents.checking.labels import Label, Part, label_of
from frankpledge.documents.checking.parts import Checked, Grid, Verdict
from frankpledge.kernel.numbers import grouped, round_half_up
from frankpledge.kernel.problems import Problem, Unusable

KINDS = ("count", "total", "percent_of", "change_from", "rate", "cumulative", "rank", "label", "text")
Row = Sequence[object]


class _Spec:
    """One column as described."""

    def __init__(self, column: Mapping[str, object], at: int, file: str) -> None:
        self.name = str(column.get("name", ""))
        self.kind = str(column.get("kind", "label"))
        of = column.get("of")
        self.of = (
            [str(one) for one in of] if isinstance(of, list) else [str(of)] if of not in (None, "") else []
        )
        per = column.get("per")
        self.per = per if isinstance(per, int) and per > 0 else 0
        places = column.get("places")
        self.places = places if isinstance(places, int) and places >= 0 else None
        if self.kind not in KINDS:
            raise Unusable(
                Problem(
                    "claims-kind", f"column ‘{self.name or at + 1}’ has the kind ‘{self.kind}’.",
                    f"Write one of {', '.join(KINDS)}.", file, column=self.name, value=self.kind,
                )
            )  # fmt: skip


def check_described(value: Mapping[str, object], file: str, where: str = "table") -> tuple[Checked, ...]:
    """Every claim of a described table. Raises `Unusable` for a description that does not fit its rows."""
    columns, rows = value.get("columns"), value.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list) or not columns:
        raise Unusable(
            Problem("claims-table", "the table has no columns or no rows.", "Give both as lists.", file)
        )
    specs = [_Spec(one if isinstance(one, dict) else {"name": one}, n, file) for n, one in enumerate(columns)]
    table = _numbers(specs, [_row(one, specs, n, file) for n, one in enumerate(rows, start=1)], where)
    _known(specs, file)
    found = _columns(table, specs)
    wrong = {
        (one.row, one.column): one.computed
        for one in found
        if one.kind == "total" and arithmetic.is_wrong(one)
    }
    if wrong:
        found = arithmetic.better(
            found, _columns(arithmetic.with_values(table, wrong), specs, but=set(wrong))
        )
    found += [
        claim
        for claim in _total_rows(table, specs)
        if (claim.row, claim.column) not in {(c.row, c.column) for c in found}
    ]
    return tuple(
        arithmetic.as_checked(table, claim) for claim in sorted(found, key=lambda c: (c.row, c.column))
    )


def _columns(
    table: Numbers, specs: Sequence[_Spec], *, but: Collection[tuple[int, int]] = ()
) -> list[CellClaim]:
    """The claims of every column, but those of some cells."""
    found = [claim for at in range(len(specs)) for claim in _column(table, specs, at)]
    return [one for one in found if (one.row, one.column) not in but]


def _known(specs: Sequence[_Spec], file: str) -> None:
    names = {one.name for one in specs}
    for one in specs:
        for of in one.of:
            if of not in names and of.lower() not in {"total", "previous", "row", "column"}:
                raise Unusable(
                    Problem(
                        "claims-of", f"column ‘{one.name}’ is of ‘{of}’, and there is no such column.",
                        "Name a column of this table.", file, column=one.name, value=of,
                    )
                )  # fmt: skip


def _row(row: object, specs: Sequence[_Spec], n: int, file: str) -> list[str]:
    if isinstance(row, dict):
        cells = [row.get(one.name) for one in specs]
    elif isinstance(row, list) and len(row) == len(specs):
        cells = list(row)
    else:
        raise Unusable(
            Problem(
                "claims-row", f"the row does not have {len(specs)} cells.", "Give one cell a column.", file, n
            )
        )
    return ["" if cell is None else str(cell) for cell in cells]


def _numbers(specs: Sequence[_Spec], rows: list[list[str]], where: str) -> Numbers:
    heads = [n for n, one in enumerate(specs) if one.kind in {"label", "text"}]
    labels = tuple(label_of(" ".join(row[n] for n in heads)) if heads else label_of("") for row in rows)
    cells = tuple(
        tuple(None if n in heads else _cell(text, specs[n]) for n, text in enumerate(row)) for row in rows
    )
    columns = tuple(_label(one) for one in specs)
    return Numbers(Grid(tuple(tuple(row) for row in rows), where), labels, columns, cells)


def _cell(text: str, spec: _Spec) -> Cell | None:
    cell = read_cell(text)
    if cell is None or spec.places is None or spec.kind == "count":
        return cell
    return replace(cell, quantum=Fraction(1, 10**spec.places))


def _label(spec: _Spec) -> Label:
    part = Part(spec.kind) if spec.kind in set(Part) else Part.COUNT
    return replace(label_of(spec.name), part=part)


def _column(table: Numbers, specs: Sequence[_Spec], at: int) -> list[CellClaim]:
    spec = specs[at]
    ways = list(_ways(table, specs, at))
    if not ways:
        return []
    stated = [row[at] for row in table.cells]
    plain = [not row.is_total for row in table.rows]
    applies = plain if spec.kind in {"rank", "cumulative"} else [True] * len(stated)
    claims = list(arithmetic.judged(stated, ways, at, spec.kind, applies, is_told=True))
    told = {one.row for one in claims}
    lost = [
        CellClaim(
            n, at, spec.kind, cell.value, Verdict.NOT_VERIFIABLE, "What it is made of is not in its row."
        )
        for n, cell in enumerate(stated)
        if cell is not None and applies[n] and n not in told
    ]
    return claims + lost


def _ways(table: Numbers, specs: Sequence[_Spec], at: int) -> list[Way]:
    spec = specs[at]
    of = [n for name in spec.of for n, one in enumerate(specs) if one.name == name]
    counts = [n for n, one in enumerate(specs) if one.kind == "count"]
    make = {
        "total": _total, "percent_of": _percent, "change_from": _change, "rate": _rate, "cumulative": _running,
        "rank": _rank,
    }.get(spec.kind)  # fmt: skip
    return make(table, spec, of, counts) if make else []


def _total(table: Numbers, spec: _Spec, of: list[int], counts: list[int]) -> list[Way]:
    ways = [arithmetic.sum_way(table, of or counts)]
    if len(of) == 1:
        # A total of one column is the same on every row: what the column comes to.
        whole = sum((value for value in _plain(table, of[0]) if value is not None), Fraction(0))
        ways.append(Way(f"{spec.of[0]} added up", [whole] * len(table.rows)))
        ways.append(arithmetic.running_way(_plain(table, of[0])))
        others = [n for n in counts if n != of[0]]
        if others:
            ways.insert(0, arithmetic.sum_way(table, [of[0], *others]))
    return ways


def _plain(table: Numbers, at: int) -> Values:
    """A column's values, its total rows left out."""
    return [
        None if row.is_total else value
        for value, row in zip(arithmetic.values_in(table, at), table.rows, strict=True)
    ]


def _percent(table: Numbers, _spec: _Spec, of: list[int], counts: list[int]) -> list[Way]:
    if len(of) >= 2:
        return [arithmetic.share_of(table, of[0], of[1]), arithmetic.share_of(table, of[1], of[0])]
    ways: list[Way] = []
    for whole in of or counts:
        ways += [arithmetic.share_of(table, part, whole) for part in counts if part != whole]
        ways += arithmetic.shares_of_total(table, whole)
    return ways


def _change(table: Numbers, _spec: _Spec, of: list[int], counts: list[int]) -> list[Way]:
    if len(of) >= 2:
        return [
            arithmetic.change_between(table, of[0], of[1]),
            arithmetic.change_between(table, of[1], of[0]),
        ]
    ways: list[Way] = []
    for old in of or counts[:1]:
        ways += [arithmetic.change_between(table, old, new) for new in counts if new != old]
        values = arithmetic.values_in(table, old)
        ways.append(arithmetic.change_way([None, *values[:-1]], values))
    # A change in whole numbers may be the difference itself.
    for old in of or counts[:1]:
        ways += [arithmetic.difference_between(table, old, new) for new in counts if new != old]
    return ways


def _rate(table: Numbers, spec: _Spec, of: list[int], counts: list[int]) -> list[Way]:
    per = (spec.per,) if spec.per else (1000, 10000, 100000, 100, 1)
    if len(of) >= 2:
        pairs = [(of[0], of[1]), (of[1], of[0])]
    else:
        pairs = [(count, base) for base in of or counts for count in counts if count != base]
        pairs += [(one, count) for one in of for count in counts if count != one]
    return [
        arithmetic.rate_way(arithmetic.values_in(table, count), arithmetic.values_in(table, base), each)
        for each in per
        for count, base in pairs
    ]


def _running(table: Numbers, _spec: _Spec, of: list[int], counts: list[int]) -> list[Way]:
    return [arithmetic.running_way(_plain(table, one)) for one in of or counts]


def _rank(table: Numbers, _spec: _Spec, of: list[int], counts: list[int]) -> list[Way]:
    return [way for one in of or counts for way in arithmetic.rank_ways(_plain(table, one))]


def _total_rows(table: Numbers, specs: Sequence[_Spec]) -> list[CellClaim]:
    """A row that calls itself a total, under the columns of counts."""
    found: list[CellClaim] = []
    for n, row in enumerate(table.rows):
        if not row.is_total:
            continue
        for at, spec in enumerate(specs):
            cell = table.cells[n][at]
            parts = [value for value in _plain(table, at)[:n] if value is not None]
            if spec.kind in {"count", "total"} and cell is not None and len(parts) > 1:
                value = sum(parts, Fraction(0))
                holds = value == cell.value
                text = grouped(round_half_up(value, max(0, len(str(cell.quantum.denominator)) - 1)))
                because = f"The rows above come to {text}{'' if holds else f', not {cell.text}'}."
                verdict = Verdict.CONFIRMED if holds else Verdict.CONTRADICTED
                found.append(CellClaim(n, at, "total", value, verdict, because))
    return found
