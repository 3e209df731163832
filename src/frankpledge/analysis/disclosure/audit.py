"""What a reader can work out of each withheld cell: its feasible interval, by two linear programmes. Pure.

A reader knows every shown number, every sum, and that no count is negative. Whatever interval these leave, nothing narrower
can be worked out by arithmetic; and nothing less than these programmes shows that it cannot.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frankpledge.analysis.disclosure.systems import Sum, System, components
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.problems import Problem, Unusable

if TYPE_CHECKING:
    from numpy.typing import NDArray

SMALL = 1e-6
METHOD = (
    "feasible interval of each withheld cell by two linear programmes (Fischetti and Salazar 2001; HiGHS), "
    "given every shown cell, every sum, and that no cell is below the least"
)


@dataclass(frozen=True)
class Interval:
    """The narrowest interval in which a reader can place a withheld cell. `high` of None: without bound."""

    low: float
    high: float | None

    @property
    def width(self) -> float:
        return math.inf if self.high is None else self.high - self.low


@rule(
    source=Citation(
        "Fischetti and Salazar, Solving the cell suppression problem on tabular data with linear constraints, "
        "Management Science 47 (2001)",
        note="the attacker’s problem: minimum and maximum of each withheld cell subject to the published sums",
    )
)
def intervals(
    system: System, withheld: Collection[str], *, least: float = 0, known: Collection[str] = ()
) -> dict[str, Interval]:
    """The interval of each withheld cell. `known` are withheld cells whose value one particular reader knows all the same.

    Intervals of whole numbers are whole. Raises `Unusable` when no numbers at all agree with what is shown.
    """
    free = [name for name in withheld if name not in known]
    whole = (
        all(cell.value is None or float(cell.value).is_integer() for cell in system.cells.values())
        and float(least).is_integer()
    )
    found: dict[str, Interval] = {}
    for names, sums in components(free, system.sums):
        found.update(_bundle(system, names, sums, least, whole=whole))
    return {name: found[name] for name in free}


def _bundle(
    system: System, names: list[str], sums: list[Sum], least: float, *, whole: bool
) -> dict[str, Interval]:
    if not sums:
        return dict.fromkeys(names, Interval(least, None))
    space = _Space(*_equations(system, names, sums), least)
    return {
        name: _interval(space.extreme(place, 1.0)[0], space.extreme(place, -1.0)[0], whole=whole)
        for place, name in enumerate(names)
    }


def _interval(low: float, high: float, *, whole: bool) -> Interval:
    if whole:
        low, high = (
            float(math.ceil(low - SMALL)),
            float(math.floor(high + SMALL)) if math.isfinite(high) else high,
        )
    return Interval(round(low, 9) + 0.0, round(high, 9) + 0.0 if math.isfinite(high) else None)


def _equations(system: System, names: list[str], sums: list[Sum]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Sums over the withheld cells alone: what is shown stands on the right."""
    import numpy as np

    column = {name: place for place, name in enumerate(names)}
    matrix, right = np.zeros((len(sums), len(names))), np.zeros(len(sums))
    for row, one in enumerate(sums):
        for name, sign in ((one.total, -1.0), *((part, 1.0) for part in one.parts)):
            if name in column:
                matrix[row, column[name]] += sign
            else:
                right[row] -= sign * _shown(system, name)
    return matrix, right


def _shown(system: System, name: str) -> float:
    value = system.cells[name].value
    if value is None:
        raise Unusable(
            Problem("value", f"‘{name}’ is neither given nor withheld.", "Give its value, or say that it is withheld.", value=name)
        )  # fmt: skip
    return float(value)


@dataclass(frozen=True)
class _Space:
    """All numbers that agree with what is shown: `matrix` times them is `right`, and none is below `least`."""

    matrix: NDArray[Any]
    right: NDArray[Any]
    least: float

    def extreme(self, place: int, sign: float) -> tuple[float, NDArray[Any] | None]:
        """The least (`sign` 1) or most (-1) that a cell can be, and numbers at which it is; None where without bound."""
        import numpy as np

        cost = np.zeros(self.matrix.shape[1])
        cost[place] = sign
        numbers = self.best(cost)
        return (math.inf, None) if numbers is None else (float(numbers[place]), numbers)

    def best(self, cost: NDArray[Any]) -> NDArray[Any] | None:
        """Numbers that agree and cost least; None where there is no least. Raises `Unusable` where none agree."""
        import numpy as np
        from scipy.optimize import linprog

        answer = linprog(cost, A_eq=self.matrix, b_eq=self.right, bounds=(self.least, None), method="highs")
        if answer.status == UNBOUNDED:
            return None
        if answer.status != SOLVED:
            reason = "No numbers at all agree with the numbers that are shown and their sums."
            remedy = "Check the totals and the least that a cell can be."
            raise Unusable(Problem("arithmetic", reason, remedy))
        return np.asarray(answer.x)

    def narrow(self, needed: Mapping[int, float]) -> list[int]:
        """The cells, of those given with the width that they need, that span less.

        Numbers found for one cell often show that others span enough, so few programmes are solved.
        """
        import numpy as np

        size = self.matrix.shape[1]
        low = np.full(size, math.inf)
        high = -low
        for turn in range(LOOKS if len(needed) > LOOKS else 0):
            # Costs above nought have a least; each turn favours other cells.
            numbers = self.best(1.5 + np.cos((turn + 1) * np.arange(size)))
            if numbers is not None:
                low, high = np.minimum(low, numbers), np.maximum(high, numbers)
        found = []
        for place, width in needed.items():
            for sign in (1.0, -1.0):
                if high[place] - low[place] >= width - SMALL:
                    break
                _, at = self.extreme(place, sign)
                if at is None:
                    high[place] = math.inf
                else:
                    low, high = np.minimum(low, at), np.maximum(high, at)
            if high[place] - low[place] < width - SMALL:
                found.append(place)
        return found


SOLVED, UNBOUNDED = 0, 3
LOOKS = 6
"""So many looks from different sides are taken before cells are looked at one by one."""


@dataclass(frozen=True)
class Told:
    """A withheld cell with its interval; `exposed` when that is narrower than it must be."""

    id: str
    interval: Interval
    protection: float
    exposed: bool
    by: str = ""
    """The singleton whose own knowledge exposes it; empty where anybody can."""


def audit(
    system: System,
    withheld: Collection[str],
    protection: Mapping[str, float],
    *,
    least: float = 0,
    singletons: Collection[str] = (),
) -> tuple[Told, ...]:
    """Every withheld cell with its interval and whether that is wide enough: `protection` by id, above nought.

    A cell without an entry need only not be known exactly. With `singletons`, cells in which one person knows their own
    value, nobody of them may know another cell of `protection` exactly.
    """
    found = intervals(system, withheld, least=least)
    by = dict(exposed(system, withheld, protection, least=least, singletons=singletons))
    return tuple(
        _told(name, interval, protection.get(name, SMALL), by.get(name, ""))
        for name, interval in found.items()
    )


def _told(name: str, interval: Interval, needed: float, by: str) -> Told:
    narrow = interval.width < needed - SMALL
    return Told(name, interval, needed, narrow or bool(by), "" if narrow else by)


def exposed(
    system: System,
    withheld: Collection[str],
    protection: Mapping[str, float],
    *,
    least: float = 0,
    singletons: Collection[str] = (),
) -> list[tuple[str, str]]:
    """The cells of `protection` that span less than they must, each with the singleton to whom alone it is so, or ''.

    As `audit`, but without the intervals, and so much quicker.
    """
    found: dict[str, str] = {}
    totals = {one.total for one in system.sums}
    for names, sums in components(list(withheld), system.sums):
        if not sums:
            continue
        # The one case of a total is the one case of a part, and knows that part.
        inside = set(names) - totals
        for name in _narrow(system, names, sums, protection, least):
            found[name] = ""
        for single in singletons:
            if single in inside:
                whole = above(single, system.sums)
                exactly = {
                    name: SINGLE
                    for name in names
                    if name in protection and name != single and name not in whole
                }
                others = [name for name in names if name != single]
                for name in _narrow(system, others, sums, exactly, least):
                    found.setdefault(name, single)
    return list(found.items())


def above(name: str, sums: Collection[Sum]) -> frozenset[str]:
    """The totals in which a cell is counted, however far up. Who is in the cell is in those as well."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        part = waiting.pop()
        new = {one.total for one in sums if part in one.parts} - found
        found |= new
        waiting.extend(new)
    return frozenset(found)


SINGLE = 1.0
"""One who knows a cell exactly must leave at least this much doubt about any other."""


def _narrow(
    system: System, names: list[str], sums: list[Sum], protection: Mapping[str, float], least: float
) -> list[str]:
    needed = {place: protection[name] for place, name in enumerate(names) if name in protection}
    if not needed:
        return []
    space = _Space(*_equations(system, names, sums), least)
    return [names[place] for place in space.narrow(needed)]
