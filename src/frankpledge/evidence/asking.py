"""Answers to questions put to the cube: lines over time, or counts by what was recorded, with what must be said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from frankpledge.analysis.series import Break, Point, Series, State
from frankpledge.documents.figures import InputFile
from frankpledge.evidence import queries, tallies
from frankpledge.evidence.geography import FORCE, Place, rebasing_notes
from frankpledge.evidence.measures import PoliceMeasure, police_measures
from frankpledge.evidence.models import ImportedFile
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.rules.asking import (
    OTHER_AREA,
    OTHER_MONTHS,
    OUTCOMES,
    OUTCOMES_OF_CRIMES,
    PERSONAL,
    RATE,
    SEARCHES,
    YEAR_BEFORE,
    Query,
)
from frankpledge.evidence.snapshot import Police, Snapshot, snapshot
from frankpledge.kernel.dates import Period, months_in, utc_midnight
from frankpledge.kernel.verdicts import NotFound

KINDS = {OUTCOMES: Kind.POLICE_OUTCOMES, SEARCHES: Kind.POLICE_STOP_AND_SEARCH}
VEHICLE_ALONE = "Vehicle search"
NO_PERSON, MISSING = "A vehicle alone was searched", "Missing"
NO_OUTCOME = "No outcome stands in the file"


@dataclass(frozen=True)
class Line:
    """Counts of an area by step. A point without a value is missing. `residents` is None where no rate can be had,
    `no_rate` then says why."""

    name: str
    place: Place
    points: tuple[Point, ...]
    residents: int | None = None
    no_rate: str = ""

    @property
    def total(self) -> int | None:
        """The sum of all points; None when one is missing."""
        values = [point.value for point in self.points]
        return None if None in values else sum(value for value in values if value is not None)


@dataclass(frozen=True)
class Category:
    """How many rows have one value. `share` is of the rows in which something is recorded; None for the others, which
    are kept apart."""

    name: str
    n: int
    share: Fraction | None


@dataclass(frozen=True)
class Edition:
    """The same counts as they were known on a day."""

    moment: datetime
    total: int
    counts: dict[str, int]


@dataclass(frozen=True)
class Answered:
    """The answer to a question. `lines` are one, or two where it is compared; `categories` are there where it asks by
    what was recorded; `missing` are the months of which there is no file."""

    query: Query
    title: str
    unit: str
    lines: tuple[Line, ...]
    run: Line | None
    categories: tuple[Category, ...]
    editions: tuple[Edition, ...]
    breaks: tuple[Break, ...]
    notes: tuple[str, ...]
    missing: tuple[Period, ...]
    files: tuple[InputFile, ...]
    source: str
    known_at: datetime | None


def known_at(query: Query) -> datetime | None:
    """The end of the day as on which a question is asked; None for now."""
    return utc_midnight(query.known_on + timedelta(days=1)) if query.known_on else None


def kind_of(query: Query) -> Kind:
    return KINDS.get(query.subject, Kind.POLICE_STREET)


def answer(partnership: str, query: Query) -> Answered:
    """Answer a question. Raises `NotFound` for an area or an offence that is not known."""
    known = snapshot(partnership, known_at(query))
    asked = replace(query, area=FORCE, other="", compare="") if query.subject == SEARCHES else query
    first = known.police(asked.area, kind_of(asked))
    lines = tuple(_lines(known, asked, first))
    months = _months(asked)
    sent = _by_month(first.files)
    cells = tuple(_cells(asked, first, {month.code for month in months}))
    both = (*(month for step in asked.other_steps for month in months_in(step)), *months)
    used = [sent[month.code] for month in both if month.code in sent]
    return Answered(
        query=query,
        title=_title(asked),
        unit=_unit(asked),
        lines=lines,
        run=_run(known, asked, first),
        categories=_categories(asked, cells),
        editions=tuple(_editions(partnership, asked, first)),
        breaks=tuple(_breaks(known, asked, first)),
        notes=tuple(dict.fromkeys(note for line in lines for note in _notes(known, line.place, asked))),
        missing=tuple(month for month in months if month.code not in sent),
        files=tuple(dict.fromkeys(queries.input_file(file) for file in used)),
        source=_source(used),
        known_at=known.known_at,
    )


def _title(query: Query) -> str:
    names = {OUTCOMES: "Outcomes recorded", SEARCHES: "Stops and searches"}
    if query.subject in names:
        return names[query.subject]
    offence = offence_of(query).title
    return f"Outcomes of: {offence}" if query.subject == OUTCOMES_OF_CRIMES else offence


def _unit(query: Query) -> str:
    units = {OUTCOMES: "outcomes", SEARCHES: "searches"}
    return units.get(query.subject) or offence_of(query).unit


def offence_of(query: Query) -> PoliceMeasure:
    """The police measure that a question names. Raises `NotFound`."""
    found = next((known for known in police_measures() if known.slug == query.offence), None)
    if found is None:
        raise NotFound(f"There is no offence ‘{query.offence}’.")
    return found


def _months(query: Query) -> tuple[Period, ...]:
    """The months of the steps: those of a rest that makes no whole step are not among them."""
    return tuple(month for step in query.steps for month in months_in(step))


def _by_month(files: Iterable[ImportedFile]) -> dict[str, ImportedFile]:
    return {file.part.rpartition(" ")[2]: file for file in files}


# Counting ---------------------------------------------------------------------------------------------------------


def _cells(query: Query, chosen: Police, months: set[str]) -> Iterator[tuple[str, str | None, str, int]]:
    """(month, what was recorded, type of search, rows) of what is asked for."""
    if not chosen.files:
        return
    where = None if query.subject == SEARCHES else chosen.members
    types = offence_of(query).types if query.subject not in KINDS else ()
    for month, *keys, n in tallies.cells(queries.parts_of(chosen.files), kind_of(query), where):
        if month not in months:
            continue
        if query.subject == SEARCHES:
            field, value, kind = keys
            if field == query.field:
                yield str(month), _text(value), str(kind), int(n or 0)
        elif query.subject == OUTCOMES:
            yield str(month), _text(keys[0]), "", int(n or 0)
        elif keys[0] in types:
            yield str(month), _text(keys[1]), "", int(n or 0)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _lines(known: Snapshot, query: Query, first: Police) -> Iterator[Line]:
    yield _line(known, query, first, query.steps, first.place.name)
    if query.compare == YEAR_BEFORE:
        yield _line(known, query, first, query.year_before, "A year before")
    if query.compare == OTHER_MONTHS:
        before = query.other_steps
        yield _line(known, query, first, before, str(Period(before[0].starts_on, before[-1].ends_on)))
    if query.compare == OTHER_AREA:
        other = known.police(query.other, kind_of(query))
        yield _line(known, query, other, query.steps, other.place.name)


def _run(known: Snapshot, query: Query, first: Police) -> Line | None:
    if query.compare != YEAR_BEFORE:
        return None
    whole = Period(query.year_before[0].starts_on, query.steps[-1].ends_on)
    return _line(known, query, first, months_in(whole), first.place.name)


def _line(known: Snapshot, query: Query, chosen: Police, steps: Sequence[Period], name: str) -> Line:
    months = {month.code for step in steps for month in months_in(step)}
    counts: Counter[str] = Counter()
    for month, _, _, n in _cells(query, chosen, months):
        counts[month] += n
    sent = set(_by_month(chosen.files))
    residents, why = (
        known.reference.residents(chosen.place) if query.compare in {RATE, OTHER_AREA} else (None, "")
    )
    return Line(name, chosen.place, tuple(_point(step, counts, sent) for step in steps), residents, why)


def _point(step: Period, counts: Counter[str], sent: set[str]) -> Point:
    months = [month.code for month in months_in(step)]
    if not sent.issuperset(months):
        return Point(step, None, State.ABSENT)
    return Point(step, sum(counts[month] for month in months))


def _categories(query: Query, cells: Sequence[tuple[str, str | None, str, int]]) -> tuple[Category, ...]:
    if query.subject not in {OUTCOMES, OUTCOMES_OF_CRIMES, SEARCHES}:
        return ()
    counts = _named(query, cells)
    known = {name: n for name, n in counts.items() if name not in {NO_PERSON, MISSING, NO_OUTCOME}}
    of = sum(known.values())
    ordered = sorted(known.items(), key=lambda pair: (-pair[1], pair[0]))
    apart = [(name, counts[name]) for name in (NO_OUTCOME, NO_PERSON, MISSING) if counts.get(name)]
    return (
        *(Category(name, n, Fraction(n, of)) for name, n in ordered),
        *(Category(name, n, None) for name, n in apart),
    )


def _named(query: Query, cells: Sequence[tuple[str, str | None, str, int]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for _, value, kind, n in cells:
        counts[value or _absent(query, kind)] += n
    return counts


def _absent(query: Query, kind: str) -> str:
    """What an empty cell means: a crime without an outcome, a search without a person, or something missing."""
    if query.subject == OUTCOMES_OF_CRIMES:
        return NO_OUTCOME
    return NO_PERSON if query.field in PERSONAL and kind == VEHICLE_ALONE else MISSING


def _editions(partnership: str, query: Query, chosen: Police) -> Iterator[Edition]:
    """The outcomes of the same crimes as they were known whenever a file of theirs came in; nothing where that was
    only once. Later downloads of a month bring later outcomes."""
    if query.subject != OUTCOMES_OF_CRIMES:
        return
    months = {month.code for month in _months(query)}
    parts = {f"{chosen.place.force} {month}" for month in months} if chosen.place.force else None
    moments = queries.moments_of(partnership, kind_of(query), parts, until=known_at(query))
    if len(moments) < 2:
        return
    for moment in moments:
        then = snapshot(partnership, moment).police(query.area)
        counts = _named(query, tuple(_cells(query, then, months)))
        yield Edition(moment, sum(counts.values()), dict(counts))


# What goes along --------------------------------------------------------------------------------------------------


def _breaks(known: Snapshot, query: Query, chosen: Police) -> Iterator[Break]:
    spans = (*query.steps, *query.other_steps)
    is_made_up = any(file.dataset.is_synthetic for file in chosen.files)
    # A star is no crime type: breaks of the whole recording of a force are meant, and not those of one offence.
    types = ("*",) if query.subject in KINDS else offence_of(query).types
    slug = "" if query.subject in KINDS else query.offence
    found = (
        *known.breaks_touching(slug, chosen.place.force, () if is_made_up else types),
        *known.rebasing(chosen),
    )
    yield from (one for one in found if any(one.when.overlaps(span) for span in spans))


def _notes(known: Snapshot, place: Place, query: Query) -> Iterator[str]:
    if query.subject == SEARCHES:
        yield (
            "Searches have a point and no small area: they are counted for the whole force, in the month of their file. "
            "They are never added to crimes."
        )
        return
    if query.subject == OUTCOMES:
        yield (
            "An outcome is counted in the month it was recorded, whenever the crime was, and a crime may have several: "
            "outcomes are not crimes and are never added to them."
        )
    if place.key == FORCE:
        return
    yield "Rows without a place count for the force and for no area."
    yield from place.notes
    if changed := known.reference.changes(place):
        yield changed
    if place.members:
        yield from rebasing_notes(
            known.reference.rebased(place), place.vintage, has_links=known.reference.links is not None
        )
    unplaced = known.unplaceable(place)
    if unplaced:
        yield unplaced


def _source(files: Sequence[ImportedFile]) -> str:
    names = dict.fromkeys(queries.supplied(file.dataset) for file in files)
    made_up = any(file.dataset.is_synthetic for file in files)
    said = f"Source: {'; '.join(names) or 'no file'}."
    return f"{said} Synthetic data, made for the demonstration." if made_up else said


def series_of(answered: Answered) -> Series:
    """The first line, with the months it is compared with where that was asked for, as one series for comparisons."""
    points = {point.period.starts_on: point for line in reversed(answered.lines[:2]) for point in line.points}
    if not answered.query.other_steps:
        points = {point.period.starts_on: point for point in answered.lines[0].points}
    return Series(answered.query.offence, tuple(points[start] for start in sorted(points)), answered.breaks)
