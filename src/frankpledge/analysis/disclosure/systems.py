"""Published numbers as a system: cells, and the sums that every reader knows to hold between them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from frankpledge.kernel.problems import Problem, Unusable


@dataclass(frozen=True)
class Cell:
    """One number. `value` of None is not known even to whoever protects (withheld in an earlier release).

    `cost` is what withholding it would lose; None means its value. `file` and `row` say where it was given.
    """

    id: str
    value: float | None
    cost: float | None = None
    file: str = ""
    row: int | None = None

    @property
    def loss(self) -> float:
        """What withholding it loses."""
        return max(self.value or 1, 1) if self.cost is None else self.cost


@dataclass(frozen=True)
class Sum:
    """A total and the parts that add up to it, as readers may check."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class System:
    """Cells by id and the sums between them. Several tables that share cells are one system."""

    cells: Mapping[str, Cell]
    sums: tuple[Sum, ...] = ()

    def joined(self, other: System) -> System:
        """This system with another's cells and sums; a value known to either is known."""
        cells = dict(self.cells)
        for name, cell in other.cells.items():
            if name not in cells or cells[name].value is None:
                cells[name] = cell
        return System(cells, tuple(dict.fromkeys((*self.sums, *other.sums))))


def check_sums(system: System, *, file: str = "") -> None:
    """Raise `Unusable` for each sum of known cells that does not hold: what does not add up cannot be protected by sums."""
    problems = []
    for one in system.sums:
        values = [system.cells[part].value for part in one.parts]
        total = system.cells[one.total].value
        known = [value for value in values if value is not None]
        if total is None or len(known) < len(values):
            continue
        if abs(sum(known) - total) > TOLERANCE * max(1.0, abs(total)):
            where = system.cells[one.total]
            problems.append(
                Problem(
                    "arithmetic",
                    f"The parts of ‘{one.total}’ add up to {sum(known):g}, and it says {total:g}.",
                    "Correct the table; a rounded table is not protected by withholding cells.",
                    where.file or file, where.row, one.total, f"{total:g}",
                )
            )  # fmt: skip
    if problems:
        raise Unusable(*problems)


TOLERANCE = 1e-9


@dataclass
class _Bundles:
    parent: dict[str, str] = field(default_factory=dict)

    def root(self, name: str) -> str:
        found = name
        while self.parent.setdefault(found, found) != found:
            found = self.parent[found]
        while self.parent[name] != found:
            self.parent[name], name = found, self.parent[name]
        return found

    def join(self, names: Iterable[str]) -> None:
        first, *rest = names
        for other in rest:
            self.parent[self.root(other)] = self.root(first)


def components(names: Collection[str], sums: Iterable[Sum]) -> list[tuple[list[str], list[Sum]]]:
    """The given cells in bundles that share no sum, each with its sums, in the order in which they were given.

    Only the given cells tie sums together: one that is shown passes nothing on.
    """
    wanted = set(names)
    bundles = _Bundles()
    touching = []
    for one in sums:
        inside = [name for name in (one.total, *one.parts) if name in wanted]
        if inside:
            bundles.join(inside)
            touching.append((inside[0], one))
    found: dict[str, tuple[list[str], list[Sum]]] = {}
    for name in names:
        found.setdefault(bundles.root(name), ([], []))[0].append(name)
    for first, one in touching:
        found[bundles.root(first)][1].append(one)
    return list(found.values())
