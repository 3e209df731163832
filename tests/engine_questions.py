"""Every question of the store and the cube, asked of one engine and of the other, and held against each other."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ibis
from django.test import override_settings

from frankpledge.evidence import cube, store
from frankpledge.evidence.companions import companions_of
from frankpledge.evidence.cube import PLACED
from frankpledge.evidence.engine import observatory
from frankpledge.evidence.readers.result import Kind

DUCKDB = ""
SAME = 1e-9
"""Rates may differ by so little, relative to the larger; counts and texts by nothing."""


@dataclass(frozen=True)
class Stock:
    """What questions are asked of: parts by kind, and areas with their forces and residents."""

    street: Sequence[Path]
    outcomes: Sequence[Path]
    searches: Sequence[Path]
    measures: Sequence[Path]
    membership: Mapping[str, frozenset[str]]
    forces: Mapping[str, str]
    persons: Mapping[str, int]
    covered: frozenset[tuple[str, str]]

    @property
    def area(self) -> frozenset[str]:
        """The small areas of the largest area."""
        return max(self.membership.values(), key=len)


def questions(stock: Stock, types: Sequence[str]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Name and question. `types` are the crime types asked for where some are."""
    street, area = stock.street, stock.area
    yield "first rows", lambda: rows(street, area, types, 0)
    yield "rows further on", lambda: rows(street, None, types, 37)
    yield "measure tables", lambda: measure_values(stock.measures)
    for name, where in (("force", None), ("placed", PLACED), ("area", area)):
        yield (
            f"street cells, {name}",
            lambda where=where: cube.cells_by_part(street, Kind.POLICE_STREET, where),
        )
    yield "outcome cells", lambda: cube.cells_by_part(stock.outcomes, Kind.POLICE_OUTCOMES, area)
    yield "search cells", lambda: cube.cells_by_part(stock.searches, Kind.POLICE_STOP_AND_SEARCH, None)
    yield "all areas", lambda: areas(stock)
    yield "rates", lambda: rates(stock)


def rows(parts: Sequence[Path], area: frozenset[str] | None, types: Sequence[str], offset: int) -> object:
    return store.rows_behind(parts, lsoas=area, crime_types=types, offset=offset, limit=25)


def measure_values(parts: Sequence[Path]) -> object:
    store._measure_values.cache_clear()
    return store.measure_values(parts)


def areas(stock: Stock) -> object:
    found = cube.area_counts(stock.street, stock.membership, stock.forces, covered=stock.covered)
    return (found.areas, found.types, found.months, found.counts.tolist(), found.covered.tolist())


def rates(stock: Stock) -> dict[tuple[str, str], float]:
    """Rows for each 1,000 residents by area and crime type: a division that the engine itself does, unlike our pages."""
    with observatory(folders=sorted({part.parent for part in stock.street}), memory_limit="1GiB") as at:
        cubes = companions_of(stock.street, Kind.POLICE_STREET)
        counted = cube.counts_of_areas(at, cubes, stock.membership, stock.forces)
        totals = counted.group_by(["area", "crime_type"]).agg(n=lambda found: found.n.sum())
        people = at.table(
            area=sorted(stock.persons), persons=[stock.persons[area] for area in sorted(stock.persons)]
        )
        joined = totals.join(people, "area")
        # Both engines must divide the same kind of number: left to themselves they do not.
        rate = joined.n.cast("float64") * ibis.literal(1000.0, "float64") / joined.persons.cast("float64")
        answer = joined.mutate(rate=rate).order_by(["area", "crime_type"]).to_pyarrow().to_pylist()
    return {(row["area"], row["crime_type"]): float(row["rate"]) for row in answer}


@contextmanager
def asked_at(address: str) -> Iterator[None]:
    """Ask the engine at an address; DuckDB at the empty one."""
    with override_settings(OBSERVATIONS=address):
        yield


def compared(stock: Stock, types: Sequence[str], address: str) -> Iterator[tuple[str, str, float, float]]:
    """Each question with what differs (nothing, if all is well) and the seconds that each engine took."""
    for name, ask in questions(stock, types):
        answers, seconds = [], []
        for engine in (DUCKDB, address):
            started = time.perf_counter()
            with asked_at(engine):
                answers.append(ask())
            seconds.append(time.perf_counter() - started)
        yield name, difference(*answers), *seconds


def difference(one: object, other: object) -> str:
    """Where two answers differ; empty where they are the same. Floating numbers may differ by `SAME`."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if set(one) != set(other):
            return f"keys differ: {sorted(map(str, set(one) ^ set(other)))[:5]}"
        return next((f"at {key}: {found}" for key in one if (found := difference(one[key], other[key]))), "")
    if isinstance(one, float) and isinstance(other, float):
        return "" if math.isclose(one, other, rel_tol=SAME, abs_tol=0) else f"{one!r} and {other!r}"
    return "" if one == other else f"{str(one)[:200]} and {str(other)[:200]}"
