"""Reads `data/*.toml` into a `Library` and refuses what does not hold together, naming file and key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol, TypeVar

from frankpledge.kernel.citations import Citation
from frankpledge.kernel.dates import Period
from frankpledge.kernel.toml_files import REQUIRED, Readable, TomlTable, read_toml
from frankpledge.law.facts import (
    NATIONS,
    AuthorityType,
    BoardHead,
    BodyName,
    ContentRule,
    DatedRow,
    Duty,
    GroupMinimum,
    Instrument,
    Library,
    Provenance,
    Source,
    SpecifiedAuthority,
    Standing,
    Strategy,
    Strength,
)

RECURRENCES = (
    "each-year", "with-plan", "with-assessment", "standing", "every-12-months", "each-quarter", "each-case",
)  # fmt: skip
CHAIR = ("appointment", "term", "removal")
PLACES = ("two-tier", "london", "outside-london", "not-city-of-london")
STRENGTHS = tuple(str(strength) for strength in Strength)

R = TypeVar("R", bound=DatedRow)
T = TypeVar("T")
Rows = tuple[TomlTable, ...]


class Folder(Protocol):
    """A folder on disk or inside the package."""

    def joinpath(self, *parts: str) -> Readable: ...


def load(folder: Folder) -> Library:
    """The library in a folder. Raises `Unusable` with everything that is wrong with the first file that is not right."""
    sources = {one.code: one for one in _only(folder, "sources.toml", "source", _read_sources)}
    reader = _Reader(frozenset(sources))
    instruments = _only(folder, "instruments.toml", "instrument", reader.all_instruments)
    reader.instruments = {one.slug: one for one in instruments}
    sections = read_toml(folder.joinpath("sections.toml"))
    asked_of = (
        _separate(_rows(sections, "assessment"), reader.content),
        _separate(_rows(sections, "plan"), reader.content),
    )
    sections.check()
    minima = read_toml(folder.joinpath("minima.toml"))
    groups = _separate(_rows(minima, "group"), reader.group)
    heads = _separate(_rows(minima, "head"), reader.head)
    specified = _separate(_rows(minima, "specified"), reader.specified)
    minima.check()
    return Library(
        sources=sources,
        instruments=reader.instruments,
        authorities=_only(
            folder, "authorities.toml", "authority", lambda rows: _linked(rows, reader.authority)
        ),
        bodies=_only(folder, "bodies.toml", "body", lambda rows: _linked(rows, reader.body)),
        strategies=_only(
            folder, "strategies.toml", "strategy", lambda rows: _separate(rows, reader.strategy)
        ),
        duties=_only(folder, "duties.toml", "duty", lambda rows: _separate(rows, reader.duty)),
        assessment_sections=asked_of[0],
        plan_sections=asked_of[1],
        groups=groups,
        heads=heads,
        specified=specified,
    )


def _only(folder: Folder, name: str, key: str, read: Callable[[Rows], tuple[T, ...]]) -> tuple[T, ...]:
    """A file of one kind of row, read and checked."""
    file = read_toml(folder.joinpath(name))
    made = read(_rows(file, key))
    file.check()
    return made


def _rows(file: TomlTable, key: str) -> Rows:
    found = file.tables(key)
    if not found:
        raise file.refusal("no-rows", key, f"There is no [[{key}]].", "Add at least one.")
    return found


def _read_sources(rows: Rows) -> tuple[Source, ...]:
    return tuple(Source(row.text("code"), row.text("title"), row.text("address")) for row in rows)


def _separate(rows: Rows, read: Callable[[TomlTable], R]) -> tuple[R, ...]:
    """The rows; two of one code that hold in one nation on one day are wrong."""
    made = [read(row) for row in rows]
    for number, one in enumerate(made):
        for other in made[:number]:
            if _clash(one, other):
                rows[number].wrong(
                    "valid_from",
                    f"begins while another row of {one.code} holds.",
                    "End the earlier one.",
                    "overlap",
                )
    return tuple(made)


def _clash(one: DatedRow, other: DatedRow) -> bool:
    same = one.code == other.code and one.where == other.where
    return same and bool(set(one.nation) & set(other.nation)) and one.period.overlaps(other.period)


def _linked(rows: Rows, read: Callable[[TomlTable], R]) -> tuple[R, ...]:
    """Separate rows whose successors are themselves rows of the table."""
    made = _separate(rows, read)
    codes = {one.code for one in made}
    for row in rows:
        follows = row.text("successor", "")
        if follows and follows not in codes:
            row.wrong(
                "successor",
                f"names ‘{follows}’, which is not here.",
                "Name a code of this file.",
                "no-successor",
            )
    return made


class _Reader:
    """Turns entries into rows; knows which sources and instruments there are."""

    def __init__(self, sources: frozenset[str]) -> None:
        self.sources = sources
        self.instruments: dict[str, Instrument] = {}

    def all_instruments(self, rows: Rows) -> tuple[Instrument, ...]:
        rows[0].once("slug", rows)
        return tuple(map(self.instrument, rows))

    def instrument(self, row: TomlTable) -> Instrument:
        return Instrument(
            slug=row.text("slug"),
            title=row.text("title"),
            year=row.whole("year"),
            kind=row.choice("kind", ("act", "regulations", "order", "guidance", "bill")),
            nation=_nation(row),
            provenance=self.provenance(row),
            in_force=_commencements(row),
            made_on=row.optional_day("made_on"),
            address=row.text("address", ""),
        )

    def authority(self, row: TomlTable) -> AuthorityType:
        return AuthorityType(*self.common(row), successor=row.text("successor", ""))

    def body(self, row: TomlTable) -> BodyName:
        return BodyName(*self.common(row), kind=row.text("kind"), successor=row.text("successor", ""))

    def strategy(self, row: TomlTable) -> Strategy:
        return Strategy(*self.common(row), basis=self.basis(row))

    def duty(self, row: TomlTable) -> Duty:
        return Duty(
            *self.common(row),
            strength=_strength(row),
            who=row.text("who"),
            recurrence=row.choice("recurrence", RECURRENCES),
            deadline=row.text("deadline", ""),
            evidence=row.text("evidence"),
            basis=self.basis(row),
        )

    def content(self, row: TomlTable) -> ContentRule:
        return ContentRule(
            *self.common(row),
            heading=row.text("heading"),
            strength=_strength(row, "MUST"),
            basis=self.basis(row),
        )

    def group(self, row: TomlTable) -> GroupMinimum:
        return GroupMinimum(
            *self.common(row),
            persons=row.whole("persons", 0, low=0),
            each_authority=row.flag("each_authority", False),
            is_senior=row.flag("is_senior", False),
            chair=self._arrangements(row),
            basis=self.basis(row),
        )

    def _arrangements(self, row: TomlTable) -> tuple[str, ...]:
        found = row.texts("chair", ())
        for one in found:
            if one not in CHAIR:
                row.wrong("chair", f"holds ‘{one}’.", f"Write some of: {', '.join(CHAIR)}.", "not-a-choice")
        return found

    def head(self, row: TomlTable) -> BoardHead:
        return BoardHead(*self.common(row), kinds=row.texts("kinds", ()), basis=self.basis(row))

    def specified(self, row: TomlTable) -> SpecifiedAuthority:
        return SpecifiedAuthority(*self.common(row), basis=self.basis(row))

    def common(self, row: TomlTable) -> tuple[str, str, str, Period, Provenance, str]:
        where = row.choice("where", ("", *PLACES), "")
        return (
            row.text("code"),
            row.text("title"),
            _nation(row),
            row.period("valid_from", "valid_to"),
            self.provenance(row),
            where,
        )

    def provenance(self, row: TomlTable) -> Provenance:
        source = row.text("source")
        if source and source not in self.sources:
            row.wrong(
                "source", f"names ‘{source}’, which is no source.", "Add it to sources.toml.", "no-source"
            )
        verified = _standing(row, "verified", None)
        return Provenance(source, verified, _standing(row, "dates_verified", verified), row.text("note", ""))

    def basis(self, row: TomlTable) -> tuple[Citation, ...]:
        """Citations written `instrument: provision`."""
        return tuple(self._citation(row, written) for written in row.texts("basis", ()))

    def _citation(self, row: TomlTable, written: str) -> Citation:
        slug, _, provision = (part.strip() for part in written.partition(":"))
        if slug not in self.instruments:
            row.wrong(
                "basis",
                f"names ‘{slug}’, which is no instrument.",
                "Add it to instruments.toml.",
                "no-instrument",
            )
            return Citation(slug, provision)
        return Citation(self.instruments[slug].title, provision)


def _nation(row: TomlTable) -> str:
    return row.choice("nation", ("E", "W", "EW"))


def _strength(row: TomlTable, default: object = REQUIRED) -> Strength:
    return Strength(row.choice("strength", STRENGTHS, default) or "MUST")


def _standing(row: TomlTable, key: str, default: Standing | None) -> Standing:
    if not row.has(key) and default is not None:
        return default
    value = row.value(key)
    known: Iterable[tuple[object, Standing]] = (
        (True, Standing.READ), (False, Standing.UNVERIFIED), ("GK", Standing.GENERAL),
    )  # fmt: skip
    for written, standing in known:
        if value is written or (isinstance(value, str) and value == written):
            return standing
    row.wrong(
        key,
        f"is ‘{value}’, which does not say how far it was checked.",
        'Write true, false or "GK".',
        "not-a-standing",
    )
    return Standing.UNVERIFIED


def _commencements(row: TomlTable) -> dict[str, date]:
    days = row.table("in_force")
    return {nation: days.day(nation) for nation in NATIONS if days.has(nation)}
