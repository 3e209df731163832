"""What the columns of a supplier's table mean: said by a description or a person, and remembered for the next file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from frankpledge.evidence.files import StoredFile
from frankpledge.evidence.readers.measures import PLAIN, Layout
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.reading import TABLES, LayoutFor
from frankpledge.evidence.recognise import Recognised, normalised
from frankpledge.evidence.sampling import head
from frankpledge.evidence.specs import DatasetSpec
from frankpledge.kernel.problems import Problem, Unusable

Said = Mapping[str, object]
"""A layout as it is stored: {columns: {our column: the supplier's}, measure, area}."""


def layout_of(spec: DatasetSpec | None) -> Layout:
    """What a dataset's description says of the layout of its tables."""
    if spec is None:
        return PLAIN
    return Layout(spec.mapping, spec.area_name, spec.measure, spec.sheet, spec.negatives)


@dataclass(frozen=True)
class Layouts:
    """How the layout of each table is found: what a person said of this file, then the description, then memory.

    `told` is by SHA-256 of the file, `remembered` by header (`header_key`), both as stored.
    """

    spec: DatasetSpec | None
    told: Mapping[str, Said]
    remembered: Mapping[str, Said]

    def chosen(self, original: StoredFile, found: Recognised) -> Layout:
        """The layout of one table. Raises `Unusable` when a description names a column that is not there."""
        base = layout_of(self.spec)
        if found.kind not in TABLES:
            return base
        if said := self.told.get(original.sha256):
            return with_said(base, said)
        rows = [normalised(row) for row in head(original.path, original.path.name)]
        if base.columns and any(_fits(base.columns, row) for row in rows):
            return base
        bare = replace(base, columns={})
        if said := self._from_memory(rows, is_known=found.kind is not Kind.UNKNOWN):
            return with_said(bare, said)
        if base.columns and found.kind is Kind.UNKNOWN:
            raise Unusable(*_promised(base.columns, rows))
        return bare

    def _from_memory(self, rows: Sequence[Sequence[str]], *, is_known: bool) -> Said | None:
        """A remembered layout of this very header; for a table that nobody recognises, one whose columns are all there."""
        for row in rows:
            if said := self.remembered.get(header_key(row)):
                return said
        if is_known:
            return None
        fitting = (said for said in self.remembered.values() if any(_fits(columns_of(said), r) for r in rows))
        return next(fitting, None)


def layouts(spec: DatasetSpec | None, told: Mapping[str, Said], remembered: Mapping[str, Said]) -> LayoutFor:
    """The question `read_all` asks of each table."""
    return Layouts(spec, told, remembered).chosen


def header_key(header: Sequence[str]) -> str:
    """A header as the key of what is remembered of it."""
    return " | ".join(normalised(header))


def columns_of(said: Said) -> Mapping[str, str]:
    columns = said.get("columns", {})
    return columns if isinstance(columns, Mapping) else {}


def with_said(base: Layout, said: Said) -> Layout:
    """A layout with what a person said of this table's columns."""
    return replace(
        base,
        columns=dict(columns_of(said)),
        measure=str(said.get("measure") or base.measure),
        area=str(said.get("area") or base.area),
    )


def as_said(layout: Layout) -> dict[str, object]:
    """A layout as it is stored."""
    return {"columns": dict(layout.columns), "measure": layout.measure, "area": layout.area}


def header_with(layout: Layout, path: Path) -> tuple[str, ...]:
    """The row of a table that has the layout's columns; empty when none has."""
    rows = head(path, path.name)
    return next((row for row in rows if _fits(layout.columns, normalised(row))), ())


def _fits(columns: Mapping[str, str], cells: Sequence[str]) -> bool:
    wanted = [normalised([column]) for column in columns.values()]
    return bool(wanted) and all(text and text[0] in cells for text in wanted)


def _promised(columns: Mapping[str, str], rows: Sequence[Sequence[str]]) -> list[Problem]:
    cells = {cell for row in rows for cell in row}
    return [
        Problem(
            "no-such-column",
            f"The description says that ‘{wanted}’ is the column of the {part}; no line of the file has that column.",
            "Correct the mapping in the description, or say on the import page which column is which.",
            column=wanted,
        )
        for part, wanted in columns.items()
        if normalised([wanted])[:1] and normalised([wanted])[0] not in cells
    ] or [
        Problem(
            "no-such-column",
            "The columns that the description names are not in one line of the file.",
            "Correct the mapping in the description, or say on the import page which column is which.",
        )
    ]
