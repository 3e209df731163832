"""Reads `data/*.toml` and `data/instruments/*.toml` into a `Library` and refuses what does not hold together, naming file and key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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
    Clock,
    Coming,
    ContentRule,
    DatedRow,
    Definition,
    Duty,
    GroupMinimum,
    Instrument,
    Library,
    Listed,
    Owner,
    Provenance,
    Provision,
    Source,
    SpecifiedAuthority,
    Standing,
    Strategy,
    Strength,
)

RECURRENCES = (
    "each-year", "with-plan", "with-assessment", "standing", "every-12-months", "every-3-years", "each-quarter",
    "each-case",
)  # fmt: skip
CLOCKS = (
    "year-end", "after-last", "after-event", "before-event", "from-first", "first-by", "quarter-lag", "each-quarter",
    "after-year", "first-meeting", "on-request", "with-event", "standing",
)  # fmt: skip
KINDS = ("act", "regulations", "order", "guidance", "bill", "custom", "announcement")
STAGES = ("announced", "consultation", "bill", "act-not-in-force", "guidance")
_PLACES_IN = re.compile(
    r"(?P<kind>regs?|ss?|arts?|Schs?) (?P<first>[0-9A-Z]+)( (?P<word>to|and) (?P<last>[0-9A-Z]+))?$"
)
CHAIR = ("appointment", "term", "removal")
PLACES = ("two-tier", "london", "outside-london", "not-city-of-london")
STRENGTHS = tuple(str(strength) for strength in Strength)

R = TypeVar("R", bound=DatedRow)
T = TypeVar("T")
Rows = tuple[TomlTable, ...]


class Listable(Readable, Protocol):
    """What a folder holds, which may be a folder itself."""

    def iterdir(self) -> Iterator[Readable]: ...


class Folder(Protocol):
    """A folder on disk or inside the package."""

    def joinpath(self, *parts: str) -> Listable: ...


def load(folder: Folder) -> Library:
    """The library in a folder. Raises `Unusable` with everything that is wrong with the first file that is not right."""
    sources = {one.code: one for one in _only(folder, "sources.toml", "source", _read_sources)}
    reader = _Reader(frozenset(sources))
    told = _files_of_instruments(folder, reader)
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
        duties=told.duties,
        assessment_sections=asked_of[0],
        plan_sections=asked_of[1],
        groups=groups,
        heads=heads,
        specified=specified,
        provisions=told.provisions,
        definitions=told.definitions,
        coming=told.coming,
        listed=_only(folder, "twelve.toml", "listed", lambda rows: tuple(map(reader.listed, rows))),
    )


@dataclass(frozen=True)
class _Told:
    provisions: tuple[Provision, ...]
    definitions: tuple[Definition, ...]
    duties: tuple[Duty, ...]
    coming: tuple[Coming, ...]


def _files_of_instruments(folder: Folder, reader: _Reader) -> _Told:
    """Every file of `instruments/`: first what each of them is, then what they say, since they cite one another."""
    paths = sorted(folder.joinpath("instruments").iterdir(), key=lambda path: path.name)
    files = [read_toml(path) for path in paths if path.name.endswith(".toml")]
    for file in files:
        one = reader.instrument(file.table("instrument"))
        if file.file != f"{one.slug}.toml":
            head = file.table("instrument")
            raise head.refusal("name", "slug", "‘slug’ is not the name of the file.", "Make the two alike.")
        reader.instruments[one.slug] = one
    for file in files:
        reader.amended(file.table("instrument"))
        for row in file.tables("provision"):
            reader.provisions.append(reader.provision(file.file.removesuffix(".toml"), row))
    duties = _separate(tuple(row for file in files for row in file.tables("duty")), reader.duty)
    definitions = _separate(
        tuple(row for file in files for row in file.tables("definition")), reader.definition
    )
    reader.duties = frozenset(one.code for one in duties)
    coming = tuple(
        reader.coming(file.file.removesuffix(".toml"), row) for file in files for row in file.tables("coming")
    )
    for file in files:
        file.check()
    ordered = sorted(duties, key=lambda one: (one.code, one.nation, one.period.starts_on))
    return _Told(tuple(reader.provisions), definitions, tuple(ordered), coming)


def places(provision: str) -> tuple[str, ...]:
    """The places that a citation names: ‘regs 5 to 7’ are reg 5, reg 6 and reg 7."""
    found = _PLACES_IN.match(provision)
    if found is None or not found["word"]:
        return (provision,)
    kind = found["kind"].removesuffix("s")
    if found["word"] == "and":
        return (f"{kind} {found['first']}", f"{kind} {found['last']}")
    return tuple(f"{kind} {number}" for number in range(int(found["first"]), int(found["last"]) + 1))


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
        self.provisions: list[Provision] = []
        self.duties: frozenset[str] = frozenset()

    def instrument(self, row: TomlTable) -> Instrument:
        return Instrument(
            slug=row.text("slug"),
            title=row.text("title"),
            year=row.whole("year"),
            kind=row.choice("kind", KINDS),
            nation=_nation(row),
            provenance=self.provenance(row),
            in_force=_commencements(row),
            made_on=row.optional_day("made_on"),
            address=row.text("address", ""),
            number=row.text("number", ""),
            amended_by=row.texts("amended_by", ()),
        )

    def amended(self, row: TomlTable) -> None:
        """Note every instrument that is said to change another and that nobody knows."""
        for slug in row.texts("amended_by", ()):
            if slug not in self.instruments:
                row.wrong(
                    "amended_by", f"names ‘{slug}’, which is no instrument.", "Add its file.", "no-instrument"
                )

    def provision(self, slug: str, row: TomlTable) -> Provision:
        """A place in an instrument; without days of its own it holds as long as the instrument does."""
        self.amended(row)
        whole = self.instruments[slug]
        nation = row.choice("nation", ("E", "W", "EW"), whole.nation)
        first, last = row.optional_day("valid_from"), row.optional_day("valid_to")
        starts = {one: first or whole.in_force.get(one) for one in NATIONS if one in nation}
        periods = {one: Period(day, last) for one, day in starts.items() if day and (not last or day <= last)}
        said = whole.provenance
        verified = _standing(row, "verified", said.verified)
        days = _standing(row, "dates_verified", said.dates_verified)
        about = Provenance(self.source(row, said.source), verified, days, row.text("note", ""))
        ref = row.text("ref")
        same = [one for one in self.provisions if (one.instrument, one.ref) == (slug, ref)]
        if any(p.overlaps(q) for one in same for n, p in one.periods.items() if (q := periods.get(n))):
            row.wrong("ref", f"{ref} is here twice for the same days.", "End the earlier row.", "overlap")
        return Provision(slug, ref, row.text("title"), periods, about, row.texts("amended_by", ()))

    def definition(self, row: TomlTable) -> Definition:
        return Definition(
            *self.common(row),
            text=row.text("text"),
            measures=row.texts("measures", ()),
            basis=self.basis(row),
        )

    def coming(self, slug: str, row: TomlTable) -> Coming:
        made = Coming(
            row.text("code"), row.text("title"), _nation(row), row.choice("stage", STAGES), row.text("who"),
            row.texts("touches"), row.texts("prepare"), self.provenance(row), slug, row.day("known_on"),
            row.optional_partial("expected"),
        )  # fmt: skip
        for code in made.touches:
            if code not in self.duties | {made.code}:
                row.wrong("touches", f"names ‘{code}’, which is no duty.", "Name a duty.", "no-duty")
        return made

    def listed(self, row: TomlTable) -> Listed:
        made = Listed(row.text("code"), row.text("title"), row.texts("duties"))
        for code in made.duties:
            if code not in self.duties:
                row.wrong("duties", f"names ‘{code}’, which is no duty.", "Name a duty.", "no-duty")
        return made

    def authority(self, row: TomlTable) -> AuthorityType:
        return AuthorityType(*self.common(row), successor=row.text("successor", ""))

    def body(self, row: TomlTable) -> BodyName:
        return BodyName(
            *self.common(row),
            kind=row.text("kind"),
            successor=row.text("successor", ""),
            also=row.texts("also", ()),
        )

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
            owner=Owner(row.choice("owner", tuple(map(str, Owner))) or "partnership"),
            clock=_clock(row.table("clock")),
            proved_by=row.text("proved_by", f"duty-{row.text('code').lower()}"),
            subjects=row.texts("subjects", ()),
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
        verified = _standing(row, "verified", None)
        return Provenance(
            self.source(row), verified, _standing(row, "dates_verified", verified), row.text("note", "")
        )

    def source(self, row: TomlTable, default: object = REQUIRED) -> str:
        """The code of a public page that `sources.toml` holds."""
        source = row.text("source", default)
        if source and source not in self.sources:
            row.wrong(
                "source", f"names ‘{source}’, which is no source.", "Add it to sources.toml.", "no-source"
            )
        return source

    def basis(self, row: TomlTable) -> tuple[Citation, ...]:
        """Citations written `instrument: provision`."""
        return tuple(self._citation(row, written) for written in row.texts("basis", ()))

    def _citation(self, row: TomlTable, written: str) -> Citation:
        slug, _, provision = (part.strip() for part in written.partition(":"))
        if slug not in self.instruments:
            row.wrong(
                "basis",
                f"names ‘{slug}’, which is no instrument.",
                "Add its file to instruments/.",
                "no-instrument",
            )
            return Citation(slug, provision)
        known = {one.ref for one in self.provisions if one.instrument == slug}
        for place in places(provision) if provision else ():
            if place not in known and re.sub(r"( ?\(.*)$", "", place) not in known:
                row.wrong(
                    "basis",
                    f"cites ‘{place}’ of {slug}, which its file does not hold.",
                    "Add the provision to that file.",
                    "no-provision",
                )
        return Citation(self.instruments[slug].title, provision)


def _nation(row: TomlTable) -> str:
    return row.choice("nation", ("E", "W", "EW"))


def _clock(row: TomlTable) -> Clock:
    target = row.has("target_days")
    return Clock(
        kind=row.choice("kind", CLOCKS),
        event=row.text("event", ""),
        months=row.whole("months", 0, low=0),
        days=row.whole("days", 0, low=0),
        by=row.optional_day("by"),
        target=row.text("target", ""),
        target_days=row.whole("target_days", low=0) if target else None,
        reading=row.text("reading", ""),
    )


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
