"""Which cells to withhold: those that the rules name, and as few more as keep those from being worked out. Pure.

The further cells are chosen by mixed integer programming over all that a reader could work out; what they lose is the least
possible wherever `optimal` says so. The same table and rules give the same answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from frankpledge.analysis.disclosure.audit import SINGLE, SMALL, Told, audit, exposed
from frankpledge.analysis.disclosure.systems import Sum, System, components
from frankpledge.kernel.citations import Citation, rule

MOST_AT_ONCE = 5_000
"""Up to so many unknowns the whole problem is solved at once; beyond that one cell after another."""
REACH = 10
"""How many protections a single cell may move in the worst case that is looked at: enough for tables in practice."""
MOST_ROUNDS = 50


class Zeros(StrEnum):
    """What becomes of noughts."""

    SHOW = "show"
    WITHHOLD = "withhold"
    GROUP = "group"  # only where they tell that all of a group are in one cell


@dataclass(frozen=True)
class Rules:
    """The rules of a release. Counts from 1 to `threshold` - 1 are withheld.

    `protection` is how wide the interval must be in which a reader can place such a count; None: the threshold. `least` is
    what readers know a withheld cell to be at least: 1 where noughts are always shown. With `singletons`, nobody who is the
    one case of a cell may work out another. `keep` are cells that are never withheld.
    """

    threshold: float = 5
    zeros: Zeros = Zeros.SHOW
    singletons: bool = True
    protection: float | None = None
    least: float = 0
    cost: str = "value"
    keep: frozenset[str] = frozenset()

    @property
    def width(self) -> float:
        return self.threshold if self.protection is None else self.protection


@dataclass(frozen=True)
class Protected:
    """What is withheld and the proof: `told` has the interval of each withheld cell.

    `exposed` is empty unless the table cannot be protected: by what is kept or was published before.
    """

    primary: tuple[str, ...]
    secondary: tuple[str, ...]
    cost: float
    optimal: bool
    told: tuple[Told, ...]
    already_public: tuple[str, ...] = ()

    @property
    def withheld(self) -> tuple[str, ...]:
        return (*self.primary, *self.secondary)

    @property
    def exposed(self) -> tuple[Told, ...]:
        needed = set(self.primary)
        return tuple(one for one in self.told if one.exposed and one.id in needed)

    @property
    def is_safe(self) -> bool:
        return not self.exposed and not self.already_public


@rule(
    source=Citation(
        "Hundepool and others, Statistical Disclosure Control (2012), chapters 4 and 5",
        note="counts below the threshold are sensitive; noughts are when they tell that all of a group are alike",
    )
)
def sensitive(system: System, rules: Rules) -> tuple[str, ...]:
    """The cells that the rules themselves withhold, in the order of the table."""
    grouped = _group_disclosing(system) if rules.zeros is Zeros.GROUP else frozenset[str]()
    return tuple(
        name
        for name, cell in system.cells.items()
        if cell.value is not None
        and (
            0 < cell.value < rules.threshold
            or (cell.value == 0 and (rules.zeros is Zeros.WITHHOLD or name in grouped))
        )
    )


def _group_disclosing(system: System) -> frozenset[str]:
    """The noughts of each sum whose whole total lies in one part."""
    found: set[str] = set()
    for one in system.sums:
        values = {part: system.cells[part].value for part in one.parts}
        if None not in values.values() and sum(1 for value in values.values() if value) == 1 < len(values):
            found.update(part for part, value in values.items() if value == 0)
    return frozenset(found)


@dataclass(frozen=True)
class _Need:
    """A cell must span `width`, for a reader who knows the cells in `known` beside what is shown."""

    cell: str
    width: float
    known: frozenset[str] = frozenset()


@dataclass
class _Work:
    system: System
    rules: Rules
    primary: tuple[str, ...]
    fixed: frozenset[str]
    secondary: set[str] = field(default_factory=set)
    optimal: bool = True

    @property
    def withheld(self) -> tuple[str, ...]:
        return (*self.primary, *(name for name in self.system.cells if name in self.secondary))

    @property
    def protection(self) -> dict[str, float]:
        return dict.fromkeys(self.primary, self.rules.width)

    def loss(self, name: str) -> float:
        return 1.0 if self.rules.cost == "cells" else self.system.cells[name].loss

    def may_be_withheld(self, name: str) -> bool:
        """A nought that rules show is never withheld: readers know that what is withheld is none."""
        value = self.system.cells[name].value
        return bool(value) and name not in self.fixed and name not in self.primary

    @property
    def hidden(self) -> tuple[str, ...]:
        """What a reader does not see: what is withheld, and what nobody knows."""
        return (*self.withheld, *(name for name, cell in self.system.cells.items() if cell.value is None))

    @property
    def singles(self) -> list[str]:
        if not self.rules.singletons:
            return []
        return [name for name in self.primary if self.system.cells[name].value == 1]

    def audited(self) -> tuple[Told, ...]:
        return audit(
            self.system, self.hidden, self.protection, least=self.rules.least, singletons=self.singles
        )

    def exposed(self, bundle: System) -> list[tuple[str, str]]:
        """What is still exposed in one bundle of cells."""
        hidden = [name for name in self.hidden if name in bundle.cells]
        return exposed(bundle, hidden, self.protection, least=self.rules.least, singletons=self.singles)


def protect(
    system: System, rules: Rules, *, published: Mapping[str, float] | None = None, also: Collection[str] = ()
) -> Protected:
    """Withhold what the rules name and, of the rest, the cheapest set that keeps each of those wide enough.

    `published` are cells that an earlier release shows with their value then: they cannot be taken back, and a sensitive one
    among them makes the release unsafe. `also` are cells withheld for another reason. Sums must hold (`check_sums`).
    """
    before = published or {}
    named = dict.fromkeys((*sensitive(system, rules), *also))
    already = tuple(name for name in named if name in before)
    primary = tuple(name for name in named if name not in before)
    work = _Work(system, rules, primary, frozenset(before) | rules.keep)
    for names, sums in components(list(system.cells), system.sums):
        inside = set(names)
        if any(name in inside for name in primary):
            _settle(work, names, sums)
    told = work.audited()
    secondary = tuple(name for name in system.cells if name in work.secondary)
    cost = sum(work.loss(name) for name in secondary)
    return Protected(primary, secondary, cost, work.optimal, told, already)


def _need(name: str, by: str, width: float) -> _Need:
    return _Need(name, SINGLE, frozenset((by,))) if by else _Need(name, width)


def _settle(work: _Work, names: list[str], sums: list[Sum]) -> None:
    """Find the further cells of one bundle: needs are added as the audit finds them, until it finds none."""
    needs: list[_Need] = []
    inside = set(names)
    bundle = System({name: work.system.cells[name] for name in names}, tuple(sums))
    for _ in range(MOST_ROUNDS):
        new = [
            need
            for name, by in work.exposed(bundle)
            if (need := _need(name, by, work.rules.width)) not in needs
        ]
        if not new:
            return
        if (len(needs) + len(new)) * 2 * len(names) <= MOST_AT_ONCE:
            needs += new
            chosen = _cheapest(work, names, sums, needs, free=frozenset())
        else:
            work.optimal = False
            needs += new[:1]
            chosen = _cheapest(work, names, sums, new[:1], free=frozenset(work.secondary & inside))
        if chosen is None:
            work.optimal = False
            return
        work.secondary = (work.secondary - inside) | chosen


def _cheapest(
    work: _Work, names: list[str], sums: list[Sum], needs: Sequence[_Need], *, free: frozenset[str]
) -> set[str] | None:
    """The cheapest further cells that meet the needs; None where nothing does. `free` are withheld already."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    problem = _Problem(work, names, sums, free)
    for need in needs:
        problem.add(need)
    rows, columns, values = zip(*problem.entries, strict=True)
    matrix = csr_matrix((values, (rows, columns)), shape=(problem.rows, problem.columns))
    answer = milp(
        np.array(problem.costs + [0.0] * (problem.columns - len(problem.costs))),
        constraints=LinearConstraint(matrix, problem.lowest, problem.highest),
        integrality=np.array([1] * len(problem.costs) + [0] * (problem.columns - len(problem.costs))),
        bounds=Bounds(problem.low, problem.high),
        options={"mip_rel_gap": 0.0},
    )
    if answer.x is None:
        return None
    return {name for name, place in problem.choice.items() if answer.x[place] > HALF} | free


HALF = 0.5
INFINITY = float("inf")


class _Problem:
    """The mixed integer programme: one choice a cell, and for each need the two tables that a reader cannot tell apart."""

    def __init__(self, work: _Work, names: list[str], sums: list[Sum], free: frozenset[str]) -> None:
        self.work, self.names, self.sums, self.free = work, names, sums, free
        able = [name for name in names if work.may_be_withheld(name) and name not in free]
        self.choice = {name: place for place, name in enumerate(able)}
        # The order of the table settles what costs the same: a hair more for each later cell.
        self.costs = [
            work.loss(name) + SMALL * place / max(len(able), 1) for name, place in self.choice.items()
        ]
        self.low: list[float] = [0.0] * len(able)
        self.high: list[float] = [1.0] * len(able)
        self.entries: list[tuple[int, int, float]] = [(0, 0, 0.0)]
        self.lowest: list[float] = [-INFINITY]
        self.highest: list[float] = [INFINITY]

    @property
    def rows(self) -> int:
        return len(self.lowest)

    @property
    def columns(self) -> int:
        return max(len(self.low), 1)

    def add(self, need: _Need) -> None:
        """Two tables that agree with what is shown and are `width` apart in the cell."""
        reach = REACH * max(need.width, self.work.rules.width)
        one, other = (self._table(need, reach) for _ in range(2))
        self._row({one[need.cell]: 1.0, other[need.cell]: -1.0}, need.width, INFINITY)

    def _table(self, need: _Need, reach: float) -> dict[str, int]:
        found = {}
        for name in self.names:
            found[name] = len(self.low)
            self._cell(name, found[name], need, reach)
        for one in self.sums:
            entries: dict[int, float] = {}
            for name, sign in ((one.total, -1.0), *((part, 1.0) for part in one.parts)):
                entries[found[name]] = entries.get(found[name], 0.0) + sign
            # Each unknown is how far the cell moves from its value, so a sum that holds stays one.
            self._row(entries, 0.0, 0.0)
        return found

    def _cell(self, name: str, place: int, need: _Need, reach: float) -> None:
        value = self.work.system.cells[name].value
        down = reach if value is None else min(reach, max(value - self.work.rules.least, 0.0))
        shown = name not in self.choice and name not in self.free and name not in self.work.primary
        if (shown and value is not None) or name in need.known:
            down = reach = 0.0
        self.low.append(-down)
        self.high.append(reach)
        if name in self.choice and name not in need.known:
            self._row({place: 1.0, self.choice[name]: down}, 0.0, INFINITY)
            self._row({place: 1.0, self.choice[name]: -reach}, -INFINITY, 0.0)

    def _row(self, entries: Mapping[int, float], low: float, high: float) -> None:
        self.entries += [(self.rows, column, value) for column, value in entries.items()]
        self.lowest.append(low)
        self.highest.append(high)
