"""Reads `data/*.toml` into a `Library` and refuses what does not hold together, naming file and key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from frankpledge.kernel.citations import Citation
from frankpledge.kernel.dates import Period
from frankpledge.kernel.toml_files import Entry, Readable, read_toml
from frankpledge.law.facts import (
    NATIONS,
    AuthorityType,
    BodyName,
    ContentRule,
    DatedRow,
    Duty,
    Instrument,
    Library,
    Provenance,
    Source,
    Standing,
    Strategy,
    Strength,
)

RECURRENCES = (
    "each-year", "with-plan", "with-assessment", "standing", "every-12-months", "each-quarter", "each-case",
)  # fmt: skip
PLACES = ("two-tier", "london", "outside-london", "not-city-of-london")
STRENGTHS = tuple(str(strength) for strength in Strength)
DATED_KEYS = (
    "code", "title", "nation", "valid_from", "valid_to", "where", "source", "verified", "dates_verified", "note",
)  # fmt: skip

R = TypeVar("R", bound=DatedRow)


class Folder(Protocol):
    """A folder on disk or inside the package."""

    def joinpath(self, *parts: str) -> Readable: ...


def load(folder: Folder) -> Library:
    """The library in a folder. Raises `Unusable` for the first row that is wrong."""
    sources = {s.code: s for s in map(_source, _rows(folder, "sources.toml", "source"))}
    reader = _Reader(frozenset(sources))
    instruments = _instruments(_rows(folder, "instruments.toml", "instrument"), reader)
    reader.instruments = instruments
    return Library(
        sources=sources,
        instruments=instruments,
        authorities=_linked(folder, "authorities.toml", "authority", reader.authority),
        bodies=_linked(folder, "bodies.toml", "body", reader.body),
        strategies=_separate(folder, "strategies.toml", "strategy", reader.strategy),
        duties=_separate(folder, "duties.toml", "duty", reader.duty),
        assessment_sections=_separate(folder, "sections.toml", "assessment", reader.content),
        plan_sections=_separate(folder, "sections.toml", "plan", reader.content),
    )


def _rows(folder: Folder, name: str, key: str) -> tuple[Entry, ...]:
    found = read_toml(folder.joinpath(name)).entries(key)
    if not found:
        raise Entry(name, {}).refuse("no-rows", key, f"there is no [[{key}]].", "Add at least one.")
    return found


def _source(row: Entry) -> Source:
    row.only("code", "title", "address")
    return Source(row.text("code"), row.text("title"), row.text("address"))


def _instruments(rows: Sequence[Entry], reader: _Reader) -> dict[str, Instrument]:
    found: dict[str, Instrument] = {}
    for row in rows:
        made = reader.instrument(row)
        if made.slug in found:
            raise row.refuse("twice", "slug", f"there are two of ‘{made.slug}’.", "Take one out.")
        found[made.slug] = made
    return found


def _separate(folder: Folder, name: str, key: str, read: Callable[[Entry], R]) -> tuple[R, ...]:
    """The rows, once no two of one code hold in one nation on one day."""
    entries = _rows(folder, name, key)
    made = [read(entry) for entry in entries]
    for number, row in enumerate(made):
        for other in made[:number]:
            if _clash(row, other):
                raise entries[number].refuse(
                    "overlap",
                    "valid_from",
                    f"two rows of {row.code} hold on the same day.",
                    "End the earlier one.",
                )
    return tuple(made)


def _clash(one: DatedRow, other: DatedRow) -> bool:
    same = one.code == other.code and one.where == other.where
    return same and bool(set(one.nation) & set(other.nation)) and one.period.overlaps(other.period)


def _linked(folder: Folder, name: str, key: str, read: Callable[[Entry], R]) -> tuple[R, ...]:
    """Separate rows whose successors are themselves rows of the table."""
    made = _separate(folder, name, key, read)
    codes = {row.code for row in made}
    for entry in _rows(folder, name, key):
        follows = entry.text("successor", "")
        if follows and follows not in codes:
            raise entry.refuse(
                "no-successor", "successor", f"there is no ‘{follows}’.", "Name a code of this file."
            )
    return made


class _Reader:
    """Turns entries into rows; knows which sources and instruments there are."""

    def __init__(self, sources: frozenset[str]) -> None:
        self.sources = sources
        self.instruments: dict[str, Instrument] = {}

    def instrument(self, row: Entry) -> Instrument:
        row.only(
            "slug", "title", "year", "kind", "nation", "in_force", "made_on", "address", "source", "verified",
            "dates_verified", "note",
        )  # fmt: skip
        return Instrument(
            slug=row.text("slug"),
            title=row.text("title"),
            year=row.integer("year"),
            kind=row.choice("kind", ("act", "regulations", "order", "guidance", "bill")),
            nation=_nation(row),
            provenance=self.provenance(row),
            in_force=_commencements(row),
            made_on=row.optional_day("made_on"),
            address=row.text("address", ""),
        )

    def authority(self, row: Entry) -> AuthorityType:
        row.only(*DATED_KEYS, "successor")
        return AuthorityType(*self.common(row), successor=row.text("successor", ""))

    def body(self, row: Entry) -> BodyName:
        row.only(*DATED_KEYS, "kind", "successor")
        return BodyName(*self.common(row), kind=row.text("kind"), successor=row.text("successor", ""))

    def strategy(self, row: Entry) -> Strategy:
        row.only(*DATED_KEYS, "basis")
        return Strategy(*self.common(row), basis=self.basis(row))

    def duty(self, row: Entry) -> Duty:
        row.only(*DATED_KEYS, "strength", "who", "recurrence", "deadline", "evidence", "basis")
        return Duty(
            *self.common(row),
            strength=Strength(row.choice("strength", STRENGTHS)),
            who=row.text("who"),
            recurrence=row.choice("recurrence", RECURRENCES),
            deadline=row.text("deadline", ""),
            evidence=row.text("evidence"),
            basis=self.basis(row),
        )

    def content(self, row: Entry) -> ContentRule:
        row.only(*DATED_KEYS, "heading", "strength", "basis")
        return ContentRule(
            *self.common(row),
            heading=row.text("heading"),
            strength=Strength(row.choice("strength", STRENGTHS, "MUST")),
            basis=self.basis(row),
        )

    def common(self, row: Entry) -> tuple[str, str, str, Period, Provenance, str]:
        where = row.choice("where", ("", *PLACES), "")
        return row.text("code"), row.text("title"), _nation(row), _period(row), self.provenance(row), where

    def provenance(self, row: Entry) -> Provenance:
        source = row.text("source")
        if source not in self.sources:
            raise row.refuse(
                "no-source", "source", f"there is no source ‘{source}’.", "Add it to sources.toml."
            )
        verified = _standing(row, "verified", None)
        return Provenance(source, verified, _standing(row, "dates_verified", verified), row.text("note", ""))

    def basis(self, row: Entry) -> tuple[Citation, ...]:
        """Citations written `instrument: provision`."""
        return tuple(self._citation(row, written) for written in row.texts("basis", ()))

    def _citation(self, row: Entry, written: str) -> Citation:
        slug, _, provision = (part.strip() for part in written.partition(":"))
        if slug not in self.instruments:
            raise row.refuse(
                "no-instrument", "basis", f"there is no instrument ‘{slug}’.", "Add it to instruments.toml."
            )
        return Citation(self.instruments[slug].title, provision)


def _nation(row: Entry) -> str:
    return row.choice("nation", ("E", "W", "EW"))


def _period(row: Entry) -> Period:
    starts_on, ends_on = row.day("valid_from"), row.optional_day("valid_to")
    if ends_on is not None and ends_on < starts_on:
        raise row.refuse("backwards", "valid_to", "it ends before it starts.", "Mend one of the two days.")
    return Period(starts_on, ends_on)


def _standing(row: Entry, key: str, default: Standing | None) -> Standing:
    if default is not None and not row.has(key):
        return default
    value = row.values.get(key)
    known: Iterable[tuple[object, Standing]] = (
        (True, Standing.READ), (False, Standing.UNVERIFIED), ("GK", Standing.GENERAL),
    )  # fmt: skip
    for written, standing in known:
        if value is written or (isinstance(value, str) and value == written):
            return standing
    raise row.refuse(
        "not-a-standing", key, f"‘{value}’ does not say how far it was checked.", 'Write true, false or "GK".'
    )


def _commencements(row: Entry) -> dict[str, date]:
    if not row.has("in_force"):
        return {}
    days = row.entry("in_force").only(*NATIONS)
    return {nation: days.day(nation) for nation in NATIONS if days.has(nation)}
